//! The configuration: one file, one section a service, defaults that run without any file.

pub mod reference;

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use api::ServiceName;
use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use serde::{Deserialize, Serialize};

/// Everything that can be configured. Unknown keys are refused.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// The services that this process runs; empty: all of them.
    pub services: Vec<ServiceName>,
    /// Where stores, journals and public keys lie.
    pub data_dir: PathBuf,
    /// Where wrapping and signing keys lie; unsaid: the data directory's name with `.keys`.
    pub key_dir: Option<PathBuf>,
    /// The gateway's public address. Off loopback it needs TLS.
    pub listen: SocketAddr,
    /// The internal address: full health, metrics, administration.
    pub internal_listen: SocketAddr,
    /// The same over mutual TLS, for those who show a service's certificate; instances register here. Unsaid:
    /// there is none.
    pub internal_tls_listen: Option<SocketAddr>,
    /// The address on which the other services listen when they do not all run here; the port is each one's own
    /// unless `ports` says otherwise.
    pub bind: std::net::IpAddr,
    /// Ports of services, where they are not the specification's.
    pub ports: BTreeMap<ServiceName, u16>,
    /// Where services run that do not run here.
    pub peers: BTreeMap<ServiceName, Vec<SocketAddr>>,
    /// Which stores.
    pub stores: StoresConfig,
    /// Where what may be lost lies.
    pub cache: CacheConfig,
    /// With whom the services of this process register.
    pub register: RegisterConfig,
    /// Certificates; needed as soon as anything leaves this process.
    pub tls: Option<TlsConfig>,
    /// Logs and traces.
    pub telemetry: TelemetryConfig,
    /// Limits at the edge.
    pub api_gateway: api_gateway::Config,
    /// How long keys of tokens sign.
    pub auth_rbac: auth_rbac::Config,
    /// Thresholds of the analysis.
    pub content_safety: content_safety::Config,
    /// Where the companion speaks.
    pub ai_gateway: ai_gateway::Config,
    /// How long alerts wait for people.
    pub chat_history: chat_history::Config,
    /// Where the audit log's heads lie.
    pub audit_logging: audit_logging::Config,
    /// The web console.
    pub console: console::Config,
}

/// Which stores.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct StoresConfig {
    /// `embedded`: SQLite files in the data directory. `distributed`: PostgreSQL.
    pub mode: StoresMode,
    /// A file that holds the address of PostgreSQL, password included. `pool_max_conns=N` in it limits the
    /// connections of each service in each process (8).
    pub postgres_url_file: Option<PathBuf>,
    /// The prefix of schema names.
    pub schema_prefix: Option<String>,
}

impl StoresConfig {
    /// What the names of schemas begin with (the specification's word, unless said).
    pub fn schema_prefix(&self) -> &str {
        self.schema_prefix.as_deref().unwrap_or("chatbot_")
    }
}

/// Which stores.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StoresMode {
    /// SQLite files in the data directory.
    #[default]
    Embedded,
    /// PostgreSQL.
    Distributed,
}

/// Where what may be lost lies: rate counters, cache tiers, wake-ups. Unsaid: in each process's own memory.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct CacheConfig {
    /// A file that holds the address of Redis, password included: `rediss://…`, or `redis://…` on loopback.
    pub redis_url_file: Option<PathBuf>,
    /// The authority that signed Redis' certificate, PEM; unsaid: those that the machine trusts.
    pub redis_authority: Option<PathBuf>,
    /// What all keys in Redis begin with; processes that share counters have it in common.
    pub redis_prefix: String,
}

impl Default for CacheConfig {
    fn default() -> Self {
        Self { redis_url_file: None, redis_authority: None, redis_prefix: "therapeutic-ai:".to_owned() }
    }
}

/// With whom the services of this process register, so that they are called without standing in anybody's table.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct RegisterConfig {
    /// The internal mutual-TLS addresses of the gateways; none: nobody is told.
    pub gateways: Vec<SocketAddr>,
    /// The name or address under which this machine is reached.
    pub host: Option<String>,
}

/// Certificates: `NAME.pem` and `NAME.key` for each service of this process, and the authority's.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct TlsConfig {
    /// The certificate authority, PEM.
    pub authority: PathBuf,
    /// The directory of the services' certificates and keys.
    pub directory: PathBuf,
}

/// Logs and traces.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct TelemetryConfig {
    /// What is logged: `info`, or `warn,consent=debug`.
    pub log: String,
    /// Lines of JSON.
    pub json: bool,
    /// Where traces go (OTLP over HTTP); unsaid: nowhere.
    pub otlp_endpoint: Option<String>,
}

impl Default for TelemetryConfig {
    fn default() -> Self {
        Self { log: "warn".to_owned(), json: false, otlp_endpoint: None }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            services: Vec::new(),
            data_dir: PathBuf::from("therapeutic-ai-data"),
            key_dir: None,
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, ServiceName::ApiGateway.port())),
            internal_listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8091)),
            internal_tls_listen: None,
            bind: Ipv4Addr::LOCALHOST.into(),
            ports: BTreeMap::new(),
            peers: BTreeMap::new(),
            stores: StoresConfig::default(),
            cache: CacheConfig::default(),
            register: RegisterConfig::default(),
            tls: None,
            telemetry: TelemetryConfig::default(),
            api_gateway: api_gateway::Config::default(),
            auth_rbac: auth_rbac::Config::default(),
            content_safety: content_safety::Config::default(),
            ai_gateway: ai_gateway::Config::default(),
            chat_history: chat_history::Config::default(),
            audit_logging: audit_logging::Config::default(),
            console: console::Config::default(),
        }
    }
}

/// Why a configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file is not there or cannot be read.
    #[error("cannot read the configuration file {}: {source}", .path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A key is unknown or a value is wrong.
    #[error("the configuration does not hold: {0}")]
    Wrong(String),
}

impl Config {
    /// Defaults, then the file, then the environment (`THERAPEUTIC_AI_DATA_DIR`, `THERAPEUTIC_AI_STORES__MODE`).
    pub fn load(file: Option<&Path>) -> Result<Self, ConfigError> {
        let mut figment = Figment::from(Serialized::defaults(Self::default()));
        if let Some(path) = file {
            let text = std::fs::read_to_string(path)
                .map_err(|source| ConfigError::Read { path: path.to_owned(), source })?;
            figment = figment.merge(Toml::string(&text));
        }
        let environment = Env::prefixed("THERAPEUTIC_AI_")
            .map(|key| key.as_str().to_ascii_lowercase().replace("__", ".").replace('_', "-").into());
        let config: Self =
            figment.merge(environment).extract().map_err(|error| ConfigError::Wrong(error.to_string()))?;
        config.check()?;
        Ok(config)
    }

    /// What figment cannot know.
    pub fn check(&self) -> Result<(), ConfigError> {
        let wrong = |text: &str| Err(ConfigError::Wrong(text.to_owned()));
        if self.stores.mode == StoresMode::Distributed && self.stores.postgres_url_file.is_none() {
            return wrong("`stores.mode = \"distributed\"` needs `stores.postgres-url-file`");
        }
        if !self.all_in_one() && self.tls.is_none() {
            return wrong("services that do not all run in one process need `tls`");
        }
        if !self.listen.ip().is_loopback() && self.tls.is_none() {
            return wrong("`listen` is not a loopback address: that needs `tls`");
        }
        if !self.internal_listen.ip().is_loopback() && self.tls.is_none() {
            return wrong("`internal-listen` is not a loopback address: that needs `tls`");
        }
        if self.internal_tls_listen.is_some() && self.tls.is_none() {
            return wrong("`internal-tls-listen` needs `tls`");
        }
        if !self.register.gateways.is_empty() && (self.tls.is_none() || self.register.host.is_none()) {
            return wrong("`register.gateways` needs `register.host` and `tls`");
        }
        let law = content::library().jurisdiction(&self.ai_gateway.place.to_ascii_lowercase());
        if self.content_safety.emotion && !law.emotion_inference {
            let (place, law) = (&self.ai_gateway.place, &law.law);
            return wrong(&format!(
                "`ai-gateway.place = \"{place}\"` ({law}) permits no reading of emotions: that needs `content-safety.emotion = false`"
            ));
        }
        let place = &self.ai_gateway.place;
        match self.ai_gateway.facility_evidence.as_deref().map(str::trim) {
            Some("") => return wrong("`ai-gateway.facility-evidence` names nothing"),
            Some(_) if !law.facility_exempt => {
                return wrong(&format!(
                    "`ai-gateway.facility-evidence`: the law of `ai-gateway.place = \"{place}\"` ({}) leaves out no facility",
                    law.law
                ));
            }
            _ => {}
        }
        if self.runs(ServiceName::ApiGateway) {
            self.api_gateway.protocol.text().map_err(ConfigError::Wrong)?;
        }
        self.ai_gateway.zone().map_err(ConfigError::Wrong)?;
        self.chat_history.check().map_err(ConfigError::Wrong)?;
        self.console.check().map_err(ConfigError::Wrong)?;
        Ok(())
    }

    /// Whether the safety protocol that the law of the place wants published is complete, where this process publishes it to
    /// anybody but this machine. A demonstration needs none.
    ///
    /// # Errors
    /// What is missing, and what to do.
    pub fn check_published(&self) -> Result<(), ConfigError> {
        let place = &self.ai_gateway.place;
        let law = content::library().jurisdiction(&place.to_ascii_lowercase());
        // Behind something that ends TLS the gateway may well listen on loopback.
        let outside = self.console.origin.as_ref().is_some_and(|origin| origin.starts_with("https://"));
        let published = outside || !self.listen.ip().is_loopback();
        // That the law leaves a facility out was checked with the rest.
        let left_out = self.ai_gateway.facility_evidence.is_some();
        if !(law.protocol_page_required && published) || left_out || !self.runs(ServiceName::ApiGateway) {
            return Ok(());
        }
        self.api_gateway.protocol.complete().map_err(|missing| {
            ConfigError::Wrong(format!(
                "{missing}: `ai-gateway.place = \"{place}\"` ({}) wants the safety protocol published before anybody talks. \
                 Set `operator` and `contact` in `[api-gateway.protocol]`: they stand at /protocol",
                law.law
            ))
        })
    }

    /// Whether this process runs a service.
    fn runs(&self, service: ServiceName) -> bool {
        self.all_in_one() || self.services.contains(&service)
    }

    /// Whether this process runs everything.
    pub fn all_in_one(&self) -> bool {
        self.services.is_empty()
    }

    /// Where keys lie.
    pub fn key_dir(&self) -> PathBuf {
        self.key_dir.clone().unwrap_or_else(|| vault::KeyDirectory::default_for(&self.data_dir))
    }
}
