//! `serve`: from flags to a running platform, until it is told to stop.

use std::net::SocketAddr;
use std::path::PathBuf;

use crate::config::Config;
use crate::demo::{self, Demo};
use crate::platform::Platform;
use api::{Role, ServiceName};
use kernel::Sources;
use serde_json::json;
use tokio::signal::unix::{Signal, SignalKind, signal};

use super::{Failure, INTERNAL, configuration, outside, say, tell};

/// Runs all services, or those that are named.
#[derive(clap::Args)]
pub(crate) struct Serve {
    /// The configuration file (TOML); without one everything runs here, on loopback
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Where stores, journals and public keys lie
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,
    /// Where wrapping and signing keys lie
    #[arg(long, value_name = "DIR")]
    key_dir: Option<PathBuf>,
    /// The gateway's address
    #[arg(long, value_name = "ADDR")]
    listen: Option<SocketAddr>,
    /// The internal address: health, metrics
    #[arg(long, value_name = "ADDR")]
    internal_listen: Option<SocketAddr>,
    /// Only these services, each on its own port
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    services: Vec<ServiceName>,
    /// Makes one organisation with a person of every role, and says how each signs in
    #[arg(long)]
    demo: bool,
}

pub(crate) async fn run(serve: Serve) -> Result<(), Failure> {
    let mut config = configuration(serve.config.as_deref(), serve.data_dir)?;
    config.key_dir = serve.key_dir.or(config.key_dir);
    config.listen = serve.listen.unwrap_or(config.listen);
    config.internal_listen = serve.internal_listen.unwrap_or(config.internal_listen);
    if !serve.services.is_empty() {
        config.services = serve.services;
    }
    config.console.gallery |= serve.demo;
    config.check()?;
    if !serve.demo {
        config.check_published()?;
    }
    let telemetry = chassis::Telemetry::start(&chassis::TelemetryConfig {
        filter: config.telemetry.log.clone(),
        json: config.telemetry.json,
        otlp_endpoint: config.telemetry.otlp_endpoint.clone(),
    })
    .map_err(|error| Failure {
        line: format!("the telemetry does not start: {error}"),
        code: super::CONFIG,
    })?;
    if let Some(evidence) = &config.ai_gateway.facility_evidence {
        tracing::warn!(
            evidence,
            place = config.ai_gateway.place,
            "run as a facility that the law leaves out"
        );
    }
    let sources = Sources::system();
    // Before anything is said to be ready: whoever is told to stop from then on stops in order.
    let mut orders = Orders::listen()?;
    let platform = Platform::start(config.clone(), sources.clone()).await?;
    if let Some(file) = serve.config {
        platform.follow(file, &config);
    }
    let base_url = base_url(&config, &platform);
    write_runtime(&platform, base_url.as_deref())?;
    tokio::select! {
        announced = announce(&platform, base_url.as_deref(), &config, serve.demo, &sources) => {
            announced?;
            orders.stop().await;
        }
        () = orders.stop() => {}
    }
    say("stopping");
    let clean = platform.stop().await;
    telemetry.stop();
    if clean {
        Ok(())
    } else {
        Err(Failure { line: "not everything ended in time".to_owned(), code: INTERNAL })
    }
}

/// Where everything listens, for scripts: addresses and the process's id.
fn write_runtime(platform: &Platform, base_url: Option<&str>) -> Result<(), Failure> {
    let services: serde_json::Map<String, serde_json::Value> =
        platform.services.iter().map(|(name, address)| (name.to_string(), json!(address))).collect();
    let runtime = json!({
        "pid": std::process::id(),
        "public": platform.public,
        "url": base_url,
        "internal": platform.internal,
        "services": services,
    });
    let bytes = serde_json::to_vec_pretty(&runtime).map_err(anyhow::Error::from)?;
    platform.data_dir.write_private(demo::RUNTIME, &bytes).map_err(anyhow::Error::from)?;
    Ok(())
}

/// The gateway's address, as a client of this machine names it. Off loopback it is TLS.
fn base_url(config: &Config, platform: &Platform) -> Option<String> {
    let scheme = if config.listen.ip().is_loopback() { "http" } else { "https" };
    platform.public.map(|public| format!("{scheme}://{public}"))
}

async fn announce(
    platform: &Platform,
    base_url: Option<&str>,
    config: &Config,
    demo: bool,
    sources: &Sources,
) -> Result<(), Failure> {
    let Some(base_url) = base_url else {
        for (name, address) in &platform.services {
            tell(&format!("{name} listens on {address}"));
        }
        invite_set_up(platform, config, "the gateway's address");
        return Ok(());
    };
    tell(&format!("therapeutic-ai is ready at {base_url} (internal: http://{})", platform.internal));
    if demo {
        let authority = config.tls.as_ref().map(|tls| tls.authority.as_path());
        let outside = outside(base_url, authority.filter(|_| base_url.starts_with("https://")))?;
        let demo = demo::seed(&outside, &platform.data_dir, sources).await?;
        introduce(&demo, platform);
    } else {
        invite_set_up(platform, config, base_url);
    }
    Ok(())
}

/// Tells the operator of an empty installation how it is set up, where auth-rbac runs: at the console's own address, where the
/// operator has said one, since its forms are taken from there alone; without a console, over the contract.
fn invite_set_up(platform: &Platform, config: &Config, gateway: &str) {
    let Ok(token) = std::fs::read_to_string(platform.data_dir.path().join(auth_rbac::SET_UP_FILE)) else {
        return;
    };
    tell("This installation is empty. Set up the first organisation and its administrator once:");
    if config.console.enabled {
        let place = config.console.origin.as_deref().unwrap_or(gateway);
        tell(&format!("  in a browser at {place}/set-up   token: {}", token.trim()));
    } else {
        tell(&format!("  POST {gateway}/auth/setup   token: {}", token.trim()));
    }
}

fn introduce(demo: &Demo, platform: &Platform) {
    tell("");
    list(demo);
    let data_dir = platform.data_dir.path().display();
    tell(&format!("  secrets of the one-time codes: {data_dir}/{}", demo::FILE));
    if demo.account(Role::Resident).is_some() {
        tell(&format!("Talk with the companion: therapeutic-ai chat --data-dir {data_dir}"));
    }
}

/// Who is in it, and how each signs in.
pub(super) fn list(demo: &Demo) {
    tell("Demonstration. Everybody in it is invented. Sign in with e-mail, password and a one-time code:");
    for account in &demo.accounts {
        let role = if account.scopes.is_empty() { account.role.name() } else { "compliance officer" };
        tell(&format!("  {role:<18} {:<18} {:<24} {}", account.name, account.email, account.password));
    }
    tell(&format!("  join code for residents: {}", demo.join_code));
}

/// SIGTERM and SIGINT. From when this is there on, neither ends the process by itself.
struct Orders {
    terminate: Signal,
    interrupt: Signal,
}

impl Orders {
    fn listen() -> Result<Self, Failure> {
        let listen = |kind| signal(kind).map_err(anyhow::Error::from);
        Ok(Self { terminate: listen(SignalKind::terminate())?, interrupt: listen(SignalKind::interrupt())? })
    }

    async fn stop(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}
