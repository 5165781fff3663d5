//! From a configuration to a running platform, and back to rest.

mod certificates;
mod inside;
mod registration;
mod reload;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use api::{Call, CallContext, ServiceName};
use cache::{Cache, RedisConfig};
use chassis::{
    Address, Bound, Chassis, Cors, Directory, Jwk, KeySet, ListenError, Listener, ListenerLimits, Metrics,
    Plain, Running, Security, Shed, Stack, Stores, Tasks, Verifier,
};
use kernel::Sources;
use store_sql::{Location, OpenError};
use tokio_util::sync::CancellationToken;
use vault::{DirectoryKeys, KeyDirectory, ShreddedList, SigningKeys, Vault};

use self::certificates::Identities;
use self::registration::Registrations;
use crate::config::{Config, StoresConfig, StoresMode};
use crate::data_dir::{DataDir, DataDirError};
use crate::registry::{Host, ROWS, Row};

/// How long background tasks may take to end.
const DRAIN_MAX: Duration = Duration::from_secs(20);
/// How often the public keys of tokens are asked for again.
const JWKS_EVERY: Duration = Duration::from_secs(60);

/// Why the platform did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The data directory.
    #[error(transparent)]
    DataDir(#[from] DataDirError),
    /// A port.
    #[error(transparent)]
    Listen(#[from] ListenError),
    /// The keys.
    #[error("the keys cannot be used")]
    Keys(#[source] vault::VaultError),
    /// A certificate.
    #[error("the certificate of {service} cannot be used")]
    Tls {
        /// Whose.
        service: ServiceName,
        /// Why.
        #[source]
        source: chassis::TlsError,
    },
    /// A store was written by a newer version.
    #[error("{0}")]
    NewerSchema(String),
    /// An origin of the configuration.
    #[error("`api-gateway.cors-origins`: {0}")]
    Cors(#[from] chassis::NotAnOrigin),
    /// The cache.
    #[error("the cache cannot be used")]
    Cache(#[source] cache::RedisFault),
    /// A file of the configuration.
    #[error("cannot read {what}")]
    File {
        /// Which.
        what: &'static str,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A service could not be built.
    #[error("{service} could not be built")]
    Build {
        /// Which.
        service: ServiceName,
        /// Why.
        #[source]
        source: chassis::BuildError,
    },
}

/// A platform that runs.
pub struct Platform {
    /// The gateway's public address, if it runs here.
    pub public: Option<SocketAddr>,
    /// The internal address.
    pub internal: SocketAddr,
    /// The internal address over mutual TLS, if there is one.
    pub internal_tls: Option<SocketAddr>,
    /// Addresses of the services that listen for themselves.
    pub services: Vec<(ServiceName, SocketAddr)>,
    /// The data directory.
    pub data_dir: Arc<DataDir>,
    stop: CancellationToken,
    tasks: Tasks,
    directory: Directory,
    registrations: Registrations,
    bound: Vec<Bound>,
}

struct Shape {
    directory: Directory,
    identities: Identities,
    sources: Sources,
    metrics: Arc<Metrics>,
    tasks: Tasks,
    shed: Shed,
    keys: Arc<KeySet>,
    verifier: Verifier,
    stores: Stores,
}

/// Keeps the content that this program speaks with beside what it will have said: a turn is computed again by the words of
/// then, whatever program runs by then.
fn keep_content(data_dir: &DataDir, rows: &[&Row]) -> Result<(), StartError> {
    let service = ServiceName::AiGateway;
    if !rows.iter().any(|row| row.name == service) {
        return Ok(());
    }
    content::archive::write_embedded(&data_dir.contents())
        .map_err(|source| StartError::Build { service, source: source.into() })?;
    Ok(())
}

/// Metrics that count the statements of all stores of this process. Of several platforms in one process, as tests
/// have them, the first counts.
fn counting_statements() -> Arc<Metrics> {
    let metrics = Arc::new(Metrics::default());
    let counted = metrics.clone();
    store_sql::observe(move |service, kind| counted.query(service, kind));
    metrics
}

impl Platform {
    /// Starts the services of a configuration. Ports are bound before anything is built, so that a taken one
    /// stops the start before anything was written.
    pub async fn start(config: Config, sources: Sources) -> Result<Self, StartError> {
        let data_dir = Arc::new(DataDir::open(&config.data_dir)?);
        let metrics = counting_statements();
        let rows: Vec<&Row> =
            ROWS.iter().filter(|row| config.all_in_one() || config.services.contains(&row.name)).collect();
        let identities = Identities::load(&config, &rows)?;
        let listeners = bind(&config, &rows, &identities, &metrics).await?;
        let ports = inside::bind(&config, &identities, &metrics).await?;
        let cors = Cors::new(&config.api_gateway.cors_origins)?;
        let host = host(&config, &sources).await?;
        keep_content(&data_dir, &rows)?;
        let keys = KeySet::load(&config.data_dir.join("jwks.json"));
        let shape = Shape {
            directory: Directory::default(),
            // One for the process: a token that one service has checked is known to all.
            verifier: Verifier::new(keys.clone(), sources.clone()),
            keys,
            stores: stores(&config)?,
            shed: Shed::default(),
            tasks: Tasks::default(),
            identities,
            metrics,
            sources,
        };
        reload::enter(&config.peers, &shape.directory);
        let (mut routers, mut inside) = (Vec::new(), inside::Routes::default());
        for row in &rows {
            let mut running = build(row, &host, &shape).await?;
            let stack = stack(row.name, &shape, &running);
            let router = stack.public(&running);
            shape.directory.enter(row.name, Address::Here(router.clone()));
            inside
                .add(&stack, &mut running)
                .map_err(|source| StartError::Build { service: row.name, source })?;
            let router = match row.name {
                ServiceName::ApiGateway => with_console(cors.clone().around(router), &host, &shape)?,
                _ => router,
            };
            routers.push((row.name, router));
        }
        rows.first().into_iter().for_each(|row| fetch_keys(&shape, row.name));
        inside::watch_gauges(&shape, &host.cache);
        shape.identities.watch(&shape.tasks, &shape.metrics);
        let stop = CancellationToken::new();
        let (internal, internal_tls, bound) = inside.serve(ports, &stop)?;
        let mut platform = Self {
            public: None,
            internal,
            internal_tls,
            services: Vec::new(),
            data_dir,
            stop: stop.clone(),
            tasks: shape.tasks.clone(),
            directory: shape.directory.clone(),
            registrations: Registrations::default(),
            bound,
        };
        for (name, listener) in listeners {
            let Some((_, router)) = routers.iter().find(|(service, _)| *service == name) else { continue };
            let bound = listener.serve(router.clone(), stop.clone())?;
            if name == ServiceName::ApiGateway {
                platform.public = Some(bound.address);
            } else {
                platform.services.push((name, bound.address));
            }
            platform.bound.push(bound);
        }
        platform.registrations.start(&config, &platform.services, &shape);
        Ok(platform)
    }

    /// Reads the table of peers anew whenever the configuration's file changes. Instances that stay keep their
    /// connections; everything else of the file is read at the next start.
    pub fn follow(&self, file: PathBuf, config: &Config) {
        reload::follow(file, config.peers.clone(), self.directory.clone(), &self.tasks);
    }

    /// Stops accepting, lets what began end, ends the tasks. Whether all ended in time.
    pub async fn stop(self) -> bool {
        // Nobody is sent here any more before the door is closed.
        self.registrations.give_back().await;
        self.stop.cancel();
        // A live stream holds its connection for as long as it lives: it is told before connections are waited for.
        self.tasks.wind_down();
        let drained = futures_util::future::join_all(self.bound.into_iter().map(Bound::drained)).await;
        drained.into_iter().all(|clean| clean) & self.tasks.drain(DRAIN_MAX).await
    }
}

async fn bind(
    config: &Config,
    rows: &[&Row],
    identities: &Identities,
    metrics: &Arc<Metrics>,
) -> Result<Vec<(ServiceName, Listener)>, StartError> {
    let mut listeners = Vec::new();
    for row in rows {
        let gateway = row.name == ServiceName::ApiGateway;
        if config.all_in_one() && !gateway {
            continue;
        }
        let address = if gateway {
            config.listen
        } else {
            let port = config.ports.get(&row.name).copied().unwrap_or(row.name.port());
            SocketAddr::new(config.bind, port)
        };
        let security = match identities.of(row.name) {
            // The gateway on loopback stays plain, so that a laptop needs no certificate.
            Some(identity) if !gateway || !address.ip().is_loopback() => {
                Security::Tls { identity, public: gateway }
            }
            _ => Security::Plain(Plain::Public),
        };
        let listener = Listener::bind(address, security, ListenerLimits::default(), metrics.clone()).await?;
        listeners.push((row.name, listener));
    }
    Ok(listeners)
}

fn stores(config: &Config) -> Result<Stores, StartError> {
    Ok(match postgres_url(&config.stores)? {
        Some(postgres_url) => {
            Stores::Distributed { postgres_url, schema_prefix: config.stores.schema_prefix().to_owned() }
        }
        None => Stores::Embedded { data_dir: config.data_dir.clone() },
    })
}

/// The address of PostgreSQL, where stores lie there.
pub fn postgres_url(stores: &StoresConfig) -> Result<Option<String>, StartError> {
    let (StoresMode::Distributed, Some(file)) = (stores.mode, &stores.postgres_url_file) else {
        return Ok(None);
    };
    let text = std::fs::read_to_string(file)
        .map_err(|source| StartError::File { what: "the file of PostgreSQL's address", source })?;
    Ok(Some(text.trim().to_owned()))
}

async fn host(config: &Config, sources: &Sources) -> Result<Host, StartError> {
    let key_directory = KeyDirectory::open(&config.key_dir()).map_err(StartError::Keys)?;
    let location = match stores(config)? {
        Stores::Embedded { data_dir } => Location::Sqlite { path: data_dir.join("keys.sqlite") },
        Stores::Distributed { postgres_url, schema_prefix } => {
            Location::Postgres { url: postgres_url, schema: format!("{schema_prefix}vault") }
        }
    };
    let provider = Arc::new(DirectoryKeys::open(key_directory.clone()).map_err(StartError::Keys)?);
    let list = ShreddedList::in_directory(key_directory.clone());
    let vault = Vault::start(&location, provider, list, sources.clone())
        .await
        .map_err(|error| newer_schema(&error).map_or(StartError::Keys(error), StartError::NewerSchema))?;
    let keys = Arc::new(SigningKeys::new(key_directory.clone(), &config.data_dir));
    let cache = cache(config, sources).await?;
    Ok(Host { config: config.clone(), vault, key_directory, keys, cache })
}

async fn cache(config: &Config, sources: &Sources) -> Result<Cache, StartError> {
    let Some(file) = &config.cache.redis_url_file else { return Ok(Cache::memory(sources.clone())) };
    let redis = RedisConfig {
        url: std::fs::read_to_string(file)
            .map_err(|source| StartError::File { what: "the file of Redis' address", source })?
            .trim()
            .to_owned(),
        authority: config.cache.redis_authority.clone(),
        prefix: config.cache.redis_prefix.clone(),
    };
    Cache::redis(&redis, sources.clone()).await.map_err(StartError::Cache)
}

/// What the public listener serves: the console's pages around the gateway, unless it is switched off.
fn with_console(gateway: axum::Router, host: &Host, shape: &Shape) -> Result<axum::Router, StartError> {
    let config = &host.config;
    if !config.console.enabled {
        return Ok(gateway);
    }
    let zone = config
        .ai_gateway
        .zone()
        .map_err(|wrong| StartError::Build { service: ServiceName::ApiGateway, source: wrong.into() })?;
    let handles = console::Handles {
        gateway,
        keys: host.keys.clone(),
        cache: host.cache.clone(),
        sources: shape.sources.clone(),
        tasks: shape.tasks.clone(),
        metrics: shape.metrics.clone(),
        tls: !config.listen.ip().is_loopback(),
        place: config.ai_gateway.place.clone(),
        zone,
    };
    console::around(&config.console, handles).map_err(StartError::Keys)
}

async fn build(row: &Row, host: &Host, shape: &Shape) -> Result<Running, StartError> {
    let identity = shape.identities.of(row.name);
    let chassis = Chassis {
        name: row.name,
        sources: shape.sources.clone(),
        peers: shape.directory.peers_of(row.name, identity),
        tasks: shape.tasks.clone(),
        metrics: shape.metrics.clone(),
        stores: shape.stores.clone(),
        data_dir: host.config.data_dir.clone(),
    };
    let running = (row.build)(host, chassis).await;
    let running = running.and_then(|running| running.routes().check().map(|()| running));
    let keys = shape.keys.clone();
    // Until there are keys every token is refused: whoever asks for readiness must know.
    let running = running.map(|running| {
        running.check("token-keys", move || {
            let found = if keys.is_empty() { Err("there are no public keys of tokens yet") } else { Ok(()) };
            async move { found }
        })
    });
    running.map_err(|source| match newer_schema(source.as_ref()) {
        Some(text) => StartError::NewerSchema(text),
        None => StartError::Build { service: row.name, source },
    })
}

/// A newer schema, anywhere in a chain of causes.
fn newer_schema(error: &(dyn std::error::Error + 'static)) -> Option<String> {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if let Some(open @ OpenError::NewerSchema { .. }) = error.downcast_ref::<OpenError>() {
            return Some(open.to_string());
        }
        cause = error.source();
    }
    None
}

fn stack(service: ServiceName, shape: &Shape, running: &Running) -> Stack {
    Stack {
        service,
        sources: shape.sources.clone(),
        metrics: shape.metrics.clone(),
        verifier: shape.verifier.clone(),
        shed: shape.shed.clone(),
        outcomes: running.outcome_sink(),
    }
}

/// Asks auth-rbac for the public keys of tokens, soon until there are any, then every minute. They are kept on
/// disk, so that a start needs nobody.
fn fetch_keys(shape: &Shape, me: ServiceName) {
    let auth = shape.directory.peers_of(me, shape.identities.of(me)).client(ServiceName::AuthRbac);
    let (keys, sources) = (shape.keys.clone(), shape.sources.clone());
    shape.tasks.supervise("token-keys", move |stop| {
        let (auth, keys, sources) = (auth.clone(), keys.clone(), sources.clone());
        async move {
            loop {
                let context = CallContext::background(sources.id());
                if let Ok(set) = auth.call(&context, Call::<auth_rbac_api::GetJwks>::default()).await {
                    let found = set.keys.into_iter().map(jwk).collect();
                    if let Err(error) = keys.replace(found) {
                        tracing::warn!(error = %error, "the public keys of tokens could not be kept");
                    }
                }
                let pause = if keys.is_empty() { Duration::from_millis(100) } else { JWKS_EVERY };
                tokio::select! {
                    () = stop.cancelled() => return,
                    () = tokio::time::sleep(pause) => {}
                }
            }
        }
    });
}

fn jwk(key: auth_rbac_api::PublicKey) -> Jwk {
    Jwk { kty: key.kty, crv: key.crv, alg: key.alg, usage: key.usage, kid: key.kid, x: key.x }
}
