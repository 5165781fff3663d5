//! The cache in Redis: each promise one command or one script, so that it is atomic; and a gate before all of
//! them, so that a server that does not answer costs a tenth of a second once, and then nothing for a second.

use std::future::Future;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use ::redis::aio::{ConnectionManager, ConnectionManagerConfig};
use ::redis::{Client, ConnectionAddr, FromRedisValue, IntoConnectionInfo, Script, TlsCertificates};
use aws_lc_rs::digest::{SHA256, digest};
use futures_util::StreamExt;
use kernel::Timestamp;
use tokio::time::Instant;

use crate::backend::{Asked, Backend, Down};
use crate::rate::{Limit, Wait};
use crate::tier::{Bounds, Key};
use crate::wake::Hub;

/// How long an answer is waited for.
const ANSWER_MAX: Duration = Duration::from_millis(100);
/// How long nobody asks after a failure; then one does.
const PAUSE: Duration = Duration::from_secs(1);
/// How long the connection of the wake-ups is left alone after it broke, at first and at most.
const LISTEN_AGAIN: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(5));
/// How long the first connections may take before the process goes on without.
const OPEN_MAX: Duration = Duration::from_secs(2);

/// The law of `rate.rs` in one step. Instants are whole microseconds, well within what a double holds; they are
/// written with all their digits.
const TAKE: &str = "
    local now, each, allowed = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
    local full = tonumber(redis.call('GET', KEYS[1]) or now)
    if full < now then full = now end
    local ahead = full + each - now
    if ahead > allowed then return ahead - allowed end
    redis.call('SET', KEYS[1], string.format('%.0f', full + each), 'PX', math.ceil(ahead / 1000) + 60000)
    return 0";

/// Keeps a value, and takes out what expires soonest while there are too many. The index is in order of expiry.
const PUT: &str = "
    redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[3])
    redis.call('ZADD', KEYS[1], ARGV[2], ARGV[5])
    redis.call('PEXPIRE', KEYS[1], ARGV[3] + 60000, 'NX')
    redis.call('PEXPIRE', KEYS[1], ARGV[3] + 60000, 'GT')
    local over = redis.call('ZCARD', KEYS[1]) - tonumber(ARGV[4])
    if over > 0 then
        local out = redis.call('ZPOPMIN', KEYS[1], over)
        for i = 1, #out, 2 do redis.call('DEL', KEYS[3] .. out[i]) end
    end
    return 0";

const FORGET: &str = "
    redis.call('DEL', KEYS[2])
    redis.call('ZREM', KEYS[1], ARGV[1])
    return 0";

/// Where Redis is.
#[derive(Clone, Debug)]
pub struct RedisConfig {
    /// `redis://…` on loopback, `rediss://…` anywhere; with the password, if there is one.
    pub url: String,
    /// The authority that signed the server's certificate, PEM; unsaid: the machine's own.
    pub authority: Option<PathBuf>,
    /// What the names of all keys begin with.
    pub prefix: String,
}

/// Why a configuration of Redis cannot be used. The address is not told: it may hold a password.
#[derive(Debug, thiserror::Error)]
pub enum RedisFault {
    /// The address is none.
    #[error("the address of Redis cannot be read")]
    Address,
    /// Without TLS only loopback is spoken to.
    #[error("Redis is not on a loopback address: that needs `rediss://`")]
    PlainOffLoopback,
    /// The authority is not there.
    #[error("the authority of Redis' certificate cannot be read")]
    Authority(#[source] std::io::Error),
}

pub(crate) struct Redis {
    connection: ConnectionManager,
    gate: Gate,
    prefix: String,
    take: Script,
    put: Script,
    forget: Script,
    listening: tokio::task::JoinHandle<()>,
}

impl Redis {
    /// Readies the connections. That the server does not answer yet is no reason not to start.
    pub(crate) async fn open(config: &RedisConfig, hub: Hub) -> Result<Self, RedisFault> {
        let client = client(config)?;
        let manager = ConnectionManagerConfig::new()
            // The gate decides when to ask again.
            .set_number_of_retries(0)
            .set_connection_timeout(Some(ANSWER_MAX * 5))
            .set_response_timeout(Some(ANSWER_MAX));
        let connection = ConnectionManager::new_lazy_with_config(client.clone(), manager)
            .map_err(|_| RedisFault::Address)?;
        let (ready, first) = tokio::sync::oneshot::channel();
        let pattern = format!("{}wake:", config.prefix);
        let redis = Self {
            connection,
            gate: Gate::default(),
            prefix: config.prefix.clone(),
            take: Script::new(TAKE),
            put: Script::new(PUT),
            forget: Script::new(FORGET),
            listening: tokio::spawn(listen(client, pattern, hub, ready)),
        };
        let mut connection = redis.connection.clone();
        let hello = async {
            drop(first.await);
            ::redis::cmd("PING").query_async::<()>(&mut connection).await
        };
        if !matches!(tokio::time::timeout(OPEN_MAX, hello).await, Ok(Ok(()))) {
            redis.gate.failed();
        }
        Ok(redis)
    }

    async fn ask<T, F>(&self, command: impl FnOnce(ConnectionManager) -> F + Send) -> Result<T, Down>
    where
        F: Future<Output = ::redis::RedisResult<T>> + Send,
    {
        if !self.gate.admits() {
            return Err(Down);
        }
        match tokio::time::timeout(ANSWER_MAX, command(self.connection.clone())).await {
            Ok(Ok(answer)) => {
                self.gate.answered();
                Ok(answer)
            }
            Ok(Err(_)) | Err(_) => {
                self.gate.failed();
                Err(Down)
            }
        }
    }

    async fn run<T: FromRedisValue + Send>(
        &self,
        script: &Script,
        keys: &[String],
        values: &[Vec<u8>],
    ) -> Result<T, Down> {
        self.ask(|mut connection| async move {
            let mut invocation = script.prepare_invoke();
            for key in keys {
                invocation.key(key);
            }
            for value in values {
                invocation.arg(value);
            }
            invocation.invoke_async(&mut connection).await
        })
        .await
    }

    /// The index of a tier and the beginning of its values' names: in one slot, should this be a cluster.
    fn tier(&self, tier: &str) -> (String, String) {
        let name = format!("{}{{tier:{tier}}}", self.prefix);
        (format!("{name}:index"), format!("{name}:value:"))
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

impl Backend for Redis {
    fn take<'a>(
        &'a self,
        limiter: &'static str,
        key: &'a [u8],
        limit: Limit,
        now: Timestamp,
    ) -> Asked<'a, Result<(), Wait>> {
        Box::pin(async move {
            let key = format!("{}rate:{limiter}:{}", self.prefix, hex(&digest(&SHA256, key).as_ref()[..16]));
            let number = |duration: Duration| duration.as_micros().to_string().into_bytes();
            let values =
                [now.as_micros().to_string().into_bytes(), number(limit.each()), number(limit.allowed())];
            let wait: u64 = self.run(&self.take, &[key], &values).await?;
            Ok(if wait == 0 { Ok(()) } else { Err(Wait(Duration::from_micros(wait))) })
        })
    }

    fn get<'a>(&'a self, tier: &'static str, key: &'a Key) -> Asked<'a, Option<Vec<u8>>> {
        Box::pin(async move {
            let name = self.tier(tier).1 + &hex(key.bytes());
            self.ask(|mut connection| async move {
                ::redis::cmd("GET").arg(name).query_async(&mut connection).await
            })
            .await
        })
    }

    fn put<'a>(
        &'a self,
        tier: &'static str,
        bounds: Bounds,
        key: &'a Key,
        value: Vec<u8>,
        expires_at: Timestamp,
    ) -> Asked<'a, ()> {
        Box::pin(async move {
            let (index, values) = self.tier(tier);
            let member = hex(key.bytes());
            let keys = [index, format!("{values}{member}"), values];
            let number = |number: i128| number.to_string().into_bytes();
            let values = [
                value,
                number(expires_at.as_micros().into()),
                number(bounds.keep.as_millis().max(1).try_into().unwrap_or(i128::MAX)),
                number(bounds.entries_max as i128),
                member.into_bytes(),
            ];
            self.run(&self.put, &keys, &values).await
        })
    }

    fn forget<'a>(&'a self, tier: &'static str, key: &'a Key) -> Asked<'a, ()> {
        Box::pin(async move {
            let (index, values) = self.tier(tier);
            let member = hex(key.bytes());
            let keys = [index, format!("{values}{member}")];
            self.run(&self.forget, &keys, &[member.into_bytes()]).await
        })
    }

    fn wake<'a>(&'a self, topic: &'static str, word: &'a [u8]) -> Asked<'a, ()> {
        Box::pin(async move {
            let channel = format!("{}wake:{topic}", self.prefix);
            self.ask(|mut connection| async move {
                ::redis::cmd("PUBLISH").arg(channel).arg(word).query_async(&mut connection).await
            })
            .await
        })
    }

    fn shared(&self) -> Result<(), &'static str> {
        if self.gate.down.load(Ordering::Acquire) {
            Err("Redis does not answer: limits count for each process")
        } else {
            Ok(())
        }
    }
}

/// Whether to ask at all: after a failure nobody does for a while, then one.
#[derive(Default)]
struct Gate {
    down: AtomicBool,
    closed_until: Mutex<Option<Instant>>,
}

impl Gate {
    fn admits(&self) -> bool {
        if !self.down.load(Ordering::Acquire) {
            return true;
        }
        let now = Instant::now();
        let mut closed = self.closed_until.lock().unwrap_or_else(PoisonError::into_inner);
        if closed.is_some_and(|until| now < until) {
            return false;
        }
        // This one probes; the others go on without while it does.
        *closed = Some(now + PAUSE);
        true
    }

    fn answered(&self) {
        if self.down.swap(false, Ordering::AcqRel) {
            tracing::warn!("Redis answers again: limits are shared again");
        }
    }

    fn failed(&self) {
        *self.closed_until.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now() + PAUSE);
        if !self.down.swap(true, Ordering::AcqRel) {
            tracing::warn!("Redis does not answer: limits count for each process until it does");
        }
    }
}

fn client(config: &RedisConfig) -> Result<Client, RedisFault> {
    let info = config.url.as_str().into_connection_info().map_err(|_| RedisFault::Address)?;
    let loopback =
        |host: &str| host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    match info.addr() {
        ConnectionAddr::Tcp(host, _) if !loopback(host) => Err(RedisFault::PlainOffLoopback),
        // A certificate that is not looked at is no certificate.
        ConnectionAddr::TcpTls { insecure: true, .. } => Err(RedisFault::Address),
        ConnectionAddr::TcpTls { .. } => {
            let read = |path: &Path| std::fs::read(path).map_err(RedisFault::Authority);
            let root_cert = config.authority.as_deref().map(read).transpose()?;
            Client::build_with_tls(info, TlsCertificates { client_tls: None, root_cert })
                .map_err(|_| RedisFault::Address)
        }
        _ => Client::open(info).map_err(|_| RedisFault::Address),
    }
}

/// Hears every wake-up of the installation and tells this process's listeners. After each time that it had not
/// been listening they are told that they may have missed something.
async fn listen(client: Client, channels: String, hub: Hub, ready: tokio::sync::oneshot::Sender<()>) {
    let (mut ready, mut pause) = (Some(ready), LISTEN_AGAIN.0);
    loop {
        let connect = async {
            let mut pubsub = client.get_async_pubsub().await?;
            pubsub.psubscribe(format!("{channels}*")).await?;
            Ok::<_, ::redis::RedisError>(pubsub)
        };
        if let Ok(Ok(pubsub)) = tokio::time::timeout(OPEN_MAX, connect).await {
            match ready.take() {
                Some(ready) => drop(ready.send(())),
                None => hub.missed(),
            }
            pause = LISTEN_AGAIN.0;
            let mut messages = pubsub.into_on_message();
            while let Some(message) = messages.next().await {
                if let Some(topic) = message.get_channel_name().strip_prefix(&channels) {
                    hub.tell(topic, message.get_payload_bytes());
                }
            }
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(LISTEN_AGAIN.1);
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
