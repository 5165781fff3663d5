//! Starting the platform in one of its two shapes, as processes of the program under test.

use std::collections::{BTreeMap, HashMap};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::Command;

use api::{CallContext, Role, ServiceName};
use kernel::{PersonId, Sources};
use serde::Deserialize;
use testkit::{Certificates, OwnStores, Process, answer_of, eventually, free_port};
use therapeutic_ai::config::{Config, StoresConfig, StoresMode, TelemetryConfig, TlsConfig};
use therapeutic_ai::demo::Demo;
use therapeutic_ai::outside::Outside;
use therapeutic_ai::registry::installed;

use crate::failures::Failures;
use crate::people::{Person, SignedIn};
use crate::traces::Traces;

/// In which shape the platform runs.
#[derive(Clone, Debug)]
pub enum Shape {
    /// Everything in one process, on SQLite.
    AllInOne,
    /// Every service a process of its own, over mutual TLS, on PostgreSQL and, where there is one, Redis.
    Split {
        /// Where PostgreSQL is.
        postgres_url: String,
        /// Where Redis is; unsaid: what may be lost lies in each process's own memory.
        redis_url: Option<String>,
    },
}

impl Shape {
    /// Services that run apart, on the servers that this run has.
    ///
    /// # Panics
    /// In CI, when one of them is not there.
    pub fn split() -> Option<Self> {
        let postgres_url = testkit::postgres_url()?;
        Some(Self::Split { postgres_url, redis_url: testkit::redis_url() })
    }
}

/// A running platform with the demonstration's people.
pub struct TestPlatform {
    /// In which shape it runs.
    pub shape: Shape,
    /// How everybody signs in.
    pub demo: Demo,
    /// The gateway.
    pub outside: Outside,
    /// The machine's time and chance.
    pub sources: Sources,
    /// The traces that its processes send.
    pub traces: Traces,
    /// Makes stores fail.
    pub failures: Failures,
    /// What it owns: the directories, and the schemas on PostgreSQL.
    pub stores: OwnStores,
    pub(crate) sessions: tokio::sync::Mutex<HashMap<PersonId, CallContext>>,
    program: PathBuf,
    running: Vec<(ServiceName, Running)>,
    /// Where the gateway listens, once it did: started again it is found there.
    public: Option<SocketAddr>,
}

struct Running {
    process: Process,
    addresses: Addresses,
}

/// What a process writes into its data directory once it serves.
#[derive(Deserialize)]
struct Addresses {
    public: Option<SocketAddr>,
    internal: SocketAddr,
}

impl TestPlatform {
    /// Starts the program in a shape, and lets the people of the demonstration in.
    ///
    /// # Panics
    /// When it does not come up: with what it said.
    pub async fn start(shape: Shape, program: &str) -> Self {
        let stores = match &shape {
            Shape::AllInOne => OwnStores::embedded(),
            Shape::Split { postgres_url, .. } => OwnStores::distributed(postgres_url),
        };
        let traces = Traces::receive().await;
        configure(&shape, &stores, &traces);
        let mut platform = Self {
            demo: Demo {
                base_url: String::new(),
                join_code: String::new(),
                organization_id: Sources::system().id(),
                unit_id: Sources::system().id(),
                accounts: Vec::new(),
            },
            outside: Outside::new(""),
            sources: Sources::system(),
            failures: Failures::in_file(folder(&stores).join("failures")),
            sessions: tokio::sync::Mutex::default(),
            program: PathBuf::from(program),
            running: Vec::new(),
            public: None,
            shape,
            traces,
            stores,
        };
        let names = match platform.shape {
            Shape::AllInOne => vec![ServiceName::ApiGateway],
            Shape::Split { .. } => installed(),
        };
        // All at once, as an orchestrator starts them.
        let started: Vec<_> = names.into_iter().map(|name| (name, platform.spawn(name))).collect();
        for (name, process) in started {
            let running = platform.ready(name, process).await;
            platform.running.push((name, running));
        }
        platform.let_people_in();
        platform
    }

    /// Starts the program for one service, or for all of them.
    fn spawn(&self, name: ServiceName) -> Process {
        let data_dir = self.data_dir(name);
        let public = self.public.unwrap_or(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)));
        drop(std::fs::remove_file(data_dir.join("runtime.json")));
        let mut command = Command::new(&self.program);
        command
            .arg("serve")
            .arg("--config")
            .arg(config_file(&self.stores))
            .arg("--data-dir")
            .arg(&data_dir)
            .arg("--key-dir")
            .arg(self.stores.key_dir())
            .args(["--listen", &public.to_string(), "--internal-listen", "127.0.0.1:0"])
            .env(Failures::VARIABLE, self.failures.file())
            // Spans are sent soon, so that a scenario need not wait for them.
            .env("OTEL_BSP_SCHEDULE_DELAY", "100");
        if matches!(self.shape, Shape::Split { .. }) {
            command.args(["--services", name.name()]);
        }
        Process::start(&mut command, &self.said_file(name))
    }

    /// Waits until a process serves, and until everything that it needs answers.
    async fn ready(&self, name: ServiceName, mut process: Process) -> Running {
        let file = self.data_dir(name).join("runtime.json");
        let addresses: Addresses = eventually(&format!("{name} serves"), async || {
            assert!(!process.has_ended(), "{name} ended before it served: {}", process.said());
            serde_json::from_slice(&std::fs::read(&file).ok()?).ok()
        })
        .await;
        let health = format!("/{name}/health");
        eventually(&format!("{name} is ready"), async || {
            let text = answer_of(addresses.internal, &health).await?;
            (!text.contains("\"unhealthy\"")).then_some(())
        })
        .await;
        Running { process, addresses }
    }

    /// The demonstration, made as an operator makes it: with the command, through the gateway.
    fn let_people_in(&mut self) {
        let gateway = self.running(ServiceName::ApiGateway).addresses.public.expect("a public address");
        self.public = Some(gateway);
        let base_url = format!("http://{gateway}");
        let file = folder(&self.stores).join("demo.json");
        let made = Command::new(&self.program)
            .args(["demo", "--url", &base_url, "--setup-token"])
            .arg(self.data_dir(ServiceName::AuthRbac).join("setup-token"))
            .arg("--output")
            .arg(&file)
            .output()
            .expect("the program starts");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        self.demo = serde_json::from_slice(&std::fs::read(&file).expect("reads")).expect("a demonstration");
        self.outside = Outside::new(&base_url);
    }

    /// Signs in a person of the demonstration.
    ///
    /// # Panics
    /// When they are not let in.
    pub async fn person(&self, role: Role) -> Person<'_> {
        let account = self.demo.account(role).expect("the demonstration has this role");
        Person::sign_in(self, account).await
    }

    /// Signs in the compliance officer.
    ///
    /// # Panics
    /// When they are not let in.
    pub async fn compliance_officer(&self) -> Person<'_> {
        let account =
            self.demo.accounts.iter().find(|account| !account.scopes.is_empty()).expect("an officer");
        Person::sign_in(self, account).await
    }

    /// A resident whom nobody knows yet: admitted by the nurse with a tablet, and signed in with it.
    pub async fn newcomer(&self) -> Person<'_> {
        Person::newcomer(self).await
    }

    /// A resident who registered alone with the join code: nobody has assigned them to a unit.
    pub async fn registered(&self) -> Person<'_> {
        Person::registers(self).await
    }

    /// Somebody who was signed in before something was stopped or started.
    pub fn again(&self, signed_in: &SignedIn) -> Person<'_> {
        Person::again(self, signed_in)
    }

    /// Whether every service runs by itself.
    pub const fn is_split(&self) -> bool {
        matches!(self.shape, Shape::Split { .. })
    }

    /// Ends the process of a service at once, as a failing machine does. Where all run in one process, that is all of them.
    ///
    /// # Panics
    /// When it does not run.
    pub fn kill(&mut self, name: ServiceName) {
        let name = self.process_of(name);
        let place = self.running.iter().position(|(running, _)| *running == name).expect("it runs");
        self.running.remove(place).1.process.kill();
    }

    /// Starts it again, where it was.
    ///
    /// # Panics
    /// When it does not come up.
    pub async fn start_again(&mut self, name: ServiceName) {
        let name = self.process_of(name);
        let process = self.spawn(name);
        let running = self.ready(name, process).await;
        if let Some(gateway) = running.addresses.public {
            self.outside = Outside::new(&format!("http://{gateway}"));
        }
        self.running.push((name, running));
    }

    const fn process_of(&self, name: ServiceName) -> ServiceName {
        if self.is_split() { name } else { ServiceName::ApiGateway }
    }

    /// The metrics of every process, by service.
    ///
    /// # Panics
    /// When a process does not tell them.
    pub async fn metrics(&self) -> Vec<(ServiceName, String)> {
        let mut all = Vec::new();
        for (name, running) in &self.running {
            let text = answer_of(running.addresses.internal, &format!("/{name}/metrics")).await;
            all.push((*name, text.expect("a process tells its metrics")));
        }
        all
    }

    /// Everything that every process has said.
    pub fn said(&self) -> Vec<(ServiceName, String)> {
        self.running.iter().map(|(name, running)| (*name, running.process.said())).collect()
    }

    /// Everything that was written, keys and what was said included.
    pub fn folder(&self) -> PathBuf {
        folder(&self.stores)
    }

    /// Stops everything, the gateway first, and gives what it leaves.
    ///
    /// # Panics
    /// When something does not end cleanly.
    pub fn stop(mut self) -> (OwnStores, Traces) {
        while let Some((name, running)) = self.running.pop() {
            let code = running.process.terminate();
            assert_eq!(code, Some(0), "{name} drains and ends with 0");
        }
        (self.stores, self.traces)
    }

    /// The data directory of a service.
    pub fn data_dir(&self, name: ServiceName) -> PathBuf {
        match self.shape {
            Shape::AllInOne => self.stores.data_dir(),
            Shape::Split { .. } => self.stores.data_dir().join(name.name()),
        }
    }

    fn said_file(&self, name: ServiceName) -> PathBuf {
        folder(&self.stores).join(format!("{name}.said"))
    }

    fn running(&self, name: ServiceName) -> &Running {
        let found = self.running.iter().find(|(running, _)| *running == name);
        &found.or_else(|| self.running.first()).expect("something runs").1
    }
}

fn folder(stores: &OwnStores) -> PathBuf {
    stores.data_dir().parent().expect("the data directory lies in a folder").to_owned()
}

fn config_file(stores: &OwnStores) -> PathBuf {
    folder(stores).join("therapeutic-ai.toml")
}

/// One file for every process, as an operator would write it.
fn configure(shape: &Shape, stores: &OwnStores, traces: &Traces) {
    let telemetry =
        TelemetryConfig { log: "debug".to_owned(), json: true, otlp_endpoint: Some(traces.endpoint()) };
    let mut config = Config { telemetry, ..Config::default() };
    // Everybody here comes from one address, and many are refused on purpose.
    config.api_gateway.anonymous_per_minute = 6_000;
    // And who is played in a browser presses faster than anybody does.
    config.api_gateway.requests_per_minute = 6_000;
    config.console.gallery = true;
    if let Shape::Split { postgres_url, redis_url } = shape {
        let folder = folder(stores);
        let certificates = Certificates::make(&folder, installed());
        let url_file = folder.join("postgres-url");
        std::fs::write(&url_file, postgres_url).expect("writes");
        config.ports = installed().into_iter().map(|name| (name, free_port())).collect();
        config.peers = peers(&config.ports);
        config.stores = StoresConfig {
            mode: StoresMode::Distributed,
            postgres_url_file: Some(url_file),
            schema_prefix: stores.prefix().map(str::to_owned),
        };
        if let Some(redis_url) = redis_url {
            let url_file = folder.join("redis-url");
            std::fs::write(&url_file, redis_url).expect("writes");
            config.cache.redis_url_file = Some(url_file);
            config.cache.redis_prefix = stores.prefix().unwrap_or_default().to_owned();
        }
        let Certificates { authority, directory } = certificates;
        config.tls = Some(TlsConfig { authority, directory });
    }
    let text = toml::to_string_pretty(&config).expect("TOML");
    std::fs::write(config_file(stores), text).expect("writes");
}

fn peers(ports: &BTreeMap<ServiceName, u16>) -> BTreeMap<ServiceName, Vec<SocketAddr>> {
    let here = |port: &u16| vec![SocketAddr::from((Ipv4Addr::LOCALHOST, *port))];
    ports.iter().map(|(name, port)| (*name, here(port))).collect()
}
