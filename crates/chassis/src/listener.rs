//! Accepting connections: with limits and timers that really run, plain on loopback alone, TLS elsewhere.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::Instant;
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt;

use crate::dispatch::problem_response;
use crate::idle::{Activity, Found};
use crate::inbound::Origin;
use crate::metrics::Metrics;
use crate::tls::{Identity, TlsError, service_of};

/// What a listener will put up with.
#[derive(Clone, Copy, Debug)]
pub struct ListenerLimits {
    /// Connections open at once; more wait to be accepted.
    pub connections_max: usize,
    /// How long a TLS handshake may take.
    pub handshake_max: Duration,
    /// How long a request's head may take (slow headers), and a new connection until its first.
    pub head_max: Duration,
    /// How long a request's body may go without a byte (slow body).
    pub body_idle_max: Duration,
    /// How long a client may take nothing of an answer that waits for it (slow reading).
    pub write_idle_max: Duration,
    /// How long a kept connection may stay idle: nothing asked and nothing being answered, pings or not.
    pub idle_max: Duration,
    /// Connections open at once from one address (one network of 64 bits for IPv6); more are closed at once.
    pub connections_per_address_max: usize,
    /// How long open connections are waited for when draining.
    pub drain_max: Duration,
}

impl Default for ListenerLimits {
    fn default() -> Self {
        Self {
            connections_max: 4_096,
            handshake_max: Duration::from_secs(5),
            head_max: Duration::from_secs(10),
            body_idle_max: Duration::from_secs(15),
            write_idle_max: Duration::from_secs(30),
            connections_per_address_max: 1_024,
            idle_max: Duration::from_secs(75),
            drain_max: Duration::from_secs(20),
        }
    }
}

/// What plain connections are taken for. Plain HTTP is served on loopback alone.
#[derive(Clone, Copy, Debug)]
pub enum Plain {
    /// The gateway's public port.
    Public,
    /// The internal port.
    Internal,
}

/// How connections are secured.
pub enum Security {
    /// Not: on loopback alone.
    Plain(Plain),
    /// TLS 1.3, with the peer's identity from its certificate. `public` says what a connection without a
    /// client certificate is: the gateway's outside, or nobody.
    Tls {
        /// The service's identity.
        identity: Arc<Identity>,
        /// Whether this is the gateway's public port.
        public: bool,
    },
}

/// Why a listener did not start.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    /// Plain HTTP was asked for off loopback.
    #[error("{0} is not a loopback address: without TLS only loopback is served")]
    PlainOffLoopback(SocketAddr),
    /// The port is taken, or may not be used.
    #[error("cannot listen on {address}")]
    Bind {
        /// Where.
        address: SocketAddr,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The identity cannot be used.
    #[error(transparent)]
    Tls(#[from] TlsError),
}

/// A port that is bound and not yet served.
pub struct Listener {
    listener: TcpListener,
    security: Security,
    limits: ListenerLimits,
    metrics: Arc<Metrics>,
}

/// A bound address, and the drain of its connections.
pub struct Bound {
    /// Where it listens.
    pub address: SocketAddr,
    connections: TaskTracker,
    stop: CancellationToken,
    limits: ListenerLimits,
}

impl Listener {
    /// Binds a port. Bind all first, then serve, so that a taken port stops the start before anything ran.
    pub async fn bind(
        address: SocketAddr,
        security: Security,
        limits: ListenerLimits,
        metrics: Arc<Metrics>,
    ) -> Result<Self, ListenError> {
        if matches!(security, Security::Plain(_)) && !address.ip().is_loopback() {
            return Err(ListenError::PlainOffLoopback(address));
        }
        let listener =
            TcpListener::bind(address).await.map_err(|source| ListenError::Bind { address, source })?;
        Ok(Self { listener, security, limits, metrics })
    }

    /// Where it is bound (the port that the system chose, if it was asked to).
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Serves a router until the token is cancelled.
    pub fn serve(self, router: Router, stop: CancellationToken) -> Result<Bound, ListenError> {
        let address = self
            .listener
            .local_addr()
            .map_err(|source| ListenError::Bind { address: ([0, 0, 0, 0], 0).into(), source })?;
        let connections = TaskTracker::new();
        let acceptor = match &self.security {
            Security::Plain(plain) => Acceptor::Plain(*plain),
            Security::Tls { identity, public } => Acceptor::Tls(identity.clone(), *public),
        };
        let limits = self.limits;
        let bound = Bound { address, connections: connections.clone(), stop: stop.clone(), limits };
        connections.clone().spawn(accept(self, acceptor, router, connections, stop));
        Ok(bound)
    }
}

impl Bound {
    /// Waits for open connections to finish what they began. Whether all did in time.
    pub async fn drained(self) -> bool {
        self.stop.cancelled().await;
        self.connections.close();
        tokio::time::timeout(self.limits.drain_max, self.connections.wait()).await.is_ok()
    }
}

enum Acceptor {
    Plain(Plain),
    Tls(Arc<Identity>, bool),
}

async fn accept(
    listener: Listener,
    acceptor: Acceptor,
    router: Router,
    connections: TaskTracker,
    stop: CancellationToken,
) {
    let acceptor = Arc::new(acceptor);
    let slots = Arc::new(Semaphore::new(listener.limits.connections_max));
    let crowd = Crowd::default();
    loop {
        let next = async {
            // Accepted when there is room: until then the system's own queue holds them.
            let slot = slots.clone().acquire_owned().await;
            (slot, listener.listener.accept().await)
        };
        let (slot, accepted) = tokio::select! {
            biased;
            () = stop.cancelled() => return,
            next = next => next,
        };
        let Ok(slot) = slot else { return };
        let Ok((stream, from)) = accepted else {
            // Out of file descriptors, most likely: a pause lets some close, and the loop goes on.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        // A crowd behind one address may not take the places of everybody.
        let Some(place) = crowd.enter(from.ip(), listener.limits.connections_per_address_max) else {
            continue;
        };
        let (acceptor, router, stop) = (acceptor.clone(), router.clone(), stop.clone());
        let (limits, open) = (listener.limits, listener.metrics.connection());
        connections.spawn(async move {
            let _held = (slot, place, open);
            connection(&acceptor, stream, from, router, limits, stop).await;
        });
    }
}

async fn connection(
    acceptor: &Acceptor,
    stream: TcpStream,
    from: SocketAddr,
    router: Router,
    limits: ListenerLimits,
    stop: CancellationToken,
) {
    // Small answers and events must not wait for more to come.
    if stream.set_nodelay(true).is_err() {
        return;
    }
    match acceptor {
        Acceptor::Plain(Plain::Public) => serve(stream, Origin::Public(from), router, limits, stop).await,
        Acceptor::Plain(Plain::Internal) => serve(stream, Origin::Internal, router, limits, stop).await,
        Acceptor::Tls(tls, public) => {
            // The certificate as it is now: one that was renewed serves from the next connection on.
            let tls = TlsAcceptor::from(tls.server());
            let Ok(Ok(stream)) = tokio::time::timeout(limits.handshake_max, tls.accept(stream)).await else {
                return;
            };
            let certificate = stream.get_ref().1.peer_certificates().and_then(<[_]>::first);
            let origin = match certificate.map(service_of) {
                Some(Some(service)) => Origin::Peer(service),
                Some(None) => return,
                None if *public => Origin::Public(from),
                None => Origin::Internal,
            };
            // Nobody speaks for the outside but the gateway itself.
            let origin = if *public { Origin::Public(from) } else { origin };
            serve(stream, origin, router, limits, stop).await;
        }
    }
}

async fn serve<S>(stream: S, origin: Origin, router: Router, limits: ListenerLimits, stop: CancellationToken)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let activity = Activity::new(Instant::now());
    let used = activity.clone();
    let service = hyper::service::service_fn(move |request: hyper::Request<Incoming>| {
        let (router, in_flight) = (router.clone(), used.request(Instant::now()));
        async move {
            let response = answer(request, origin, router, limits).await;
            Ok::<_, std::convert::Infallible>(in_flight.answered(response))
        }
    });
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder
        .http1()
        // Without a timer hyper's header timeout does nothing.
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head_max)
        .max_buf_size(64 * 1024)
        .keep_alive(true);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_header_list_size(32 * 1024)
        .max_concurrent_streams(250)
        .max_pending_accept_reset_streams(20)
        .keep_alive_interval(Duration::from_secs(20))
        .keep_alive_timeout(Duration::from_secs(10));
    let stream = Taken::new(stream, limits.write_idle_max);
    let connection = builder.serve_connection(TokioIo::new(stream), service);
    tokio::pin!(connection);
    let timer = tokio::time::sleep(limits.head_max.min(limits.idle_max));
    tokio::pin!(timer);
    let mut ending = false;
    loop {
        let found = tokio::select! {
            // What goes wrong on a connection is the client's to see; nothing of it is logged.
            _ended = &mut connection => return,
            () = stop.cancelled(), if !ending => Found::Idle,
            () = &mut timer => activity.look(Instant::now(), &limits),
        };
        match found {
            Found::Used(until) => timer.as_mut().reset(until),
            Found::Idle => {
                ending = true;
                connection.as_mut().graceful_shutdown();
                activity.ends(Instant::now());
                timer.as_mut().reset(Instant::now());
            }
            Found::Stuck => return,
        }
    }
}

/// One request, answered by the router unless its end is not clear.
async fn answer(
    request: hyper::Request<Incoming>,
    origin: Origin,
    router: Router,
    limits: ListenerLimits,
) -> axum::response::Response {
    let framing = Framing::of(&request);
    if framing == Framing::Ambiguous {
        return closing(problem_response(api::codes::MALFORMED.into(), None));
    }
    let mut request = request.map(|body| axum::body::Body::new(Paced::new(body, limits.body_idle_max)));
    request.extensions_mut().insert(origin);
    let response = router.oneshot(request).await.unwrap_or_else(|never| match never {});
    if framing == Framing::Last { closing(response) } else { response }
}

/// What the head of a request says of where its body ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Framing {
    /// One thing, in the plain way.
    Plain,
    /// One thing, in a way that somebody before us may have read otherwise: nothing that follows on this
    /// connection is taken for a request.
    Last,
    /// Two things (RFC 9112 §6.1).
    Ambiguous,
}

impl Framing {
    fn of<B>(request: &hyper::Request<B>) -> Self {
        use http::header::{CONTENT_LENGTH, TRANSFER_ENCODING, UPGRADE};
        let (headers, version) = (request.headers(), request.version());
        if version >= http::Version::HTTP_2 {
            return Self::Plain;
        }
        // Some readers take an underscore for a hyphen.
        let disguised =
            |name: &http::HeaderName| matches!(name.as_str(), "content_length" | "transfer_encoding");
        let lengths = headers.get_all(CONTENT_LENGTH).iter().count();
        let chunked = headers.contains_key(TRANSFER_ENCODING);
        let reads = matches!(*request.method(), http::Method::GET | http::Method::HEAD);
        if lengths > 1 || (chunked && lengths > 0) || headers.keys().any(disguised) {
            Self::Ambiguous
        } else if chunked || headers.contains_key(UPGRADE) || (reads && lengths > 0) {
            Self::Last
        } else {
            Self::Plain
        }
    }
}

fn closing(mut response: axum::response::Response) -> axum::response::Response {
    response.headers_mut().insert(http::header::CONNECTION, http::HeaderValue::from_static("close"));
    response
}

/// How many connections each address has.
#[derive(Clone, Default)]
struct Crowd(Arc<Mutex<HashMap<IpAddr, usize>>>);

/// One connection of an address.
struct InCrowd(Crowd, IpAddr);

impl Crowd {
    fn enter(&self, address: IpAddr, most: usize) -> Option<InCrowd> {
        // One household has one IPv6 network, not one address.
        let address = match address.to_canonical() {
            IpAddr::V6(v6) => IpAddr::V6((v6.to_bits() >> 64 << 64).into()),
            v4 @ IpAddr::V4(_) => v4,
        };
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(address).or_default();
        if *count >= most {
            return None;
        }
        *count += 1;
        Some(InCrowd(self.clone(), address))
    }
}

impl Drop for InCrowd {
    fn drop(&mut self) {
        let mut counts = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Entry::Occupied(mut count) = counts.entry(self.1) {
            *count.get_mut() -= 1;
            if *count.get() == 0 {
                count.remove();
            }
        }
    }
}

/// A connection whose client takes what is written: hyper waits for ever for one that does not.
struct Taken<S> {
    stream: S,
    idle_max: Duration,
    stuck: Option<Pin<Box<tokio::time::Sleep>>>,
}

impl<S> Taken<S> {
    const fn new(stream: S, idle_max: Duration) -> Self {
        Self { stream, idle_max, stuck: None }
    }

    fn watch<T>(&mut self, context: &mut Context<'_>, polled: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if polled.is_ready() {
            self.stuck = None;
            return polled;
        }
        let idle_max = self.idle_max;
        let stuck = self.stuck.get_or_insert_with(|| Box::pin(tokio::time::sleep(idle_max)));
        match stuck.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Taken<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Taken<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.watch(context, polled)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write_vectored(context, bytes);
        self.watch(context, polled)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let polled = Pin::new(&mut self.stream).poll_flush(context);
        self.watch(context, polled)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let polled = Pin::new(&mut self.stream).poll_shutdown(context);
        self.watch(context, polled)
    }
}

/// A body that may not go silent: hyper has a timer for the head and none for the body.
struct Paced {
    body: Incoming,
    idle_max: Duration,
    timer: Pin<Box<tokio::time::Sleep>>,
}

impl Paced {
    fn new(body: Incoming, idle_max: Duration) -> Self {
        Self { body, idle_max, timer: Box::pin(tokio::time::sleep(idle_max)) }
    }
}

impl http_body::Body for Paced {
    type Data = bytes::Bytes;
    type Error = api::BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Self::Data>, Self::Error>>> {
        match Pin::new(&mut self.body).poll_frame(context) {
            Poll::Ready(frame) => {
                let next = tokio::time::Instant::now() + self.idle_max;
                self.timer.as_mut().reset(next);
                Poll::Ready(frame.map(|frame| frame.map_err(Into::into)))
            }
            Poll::Pending => match self.timer.as_mut().poll(context) {
                Poll::Ready(()) => Poll::Ready(Some(Err("the body went silent".into()))),
                Poll::Pending => Poll::Pending,
            },
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> http_body::SizeHint {
        self.body.size_hint()
    }
}
