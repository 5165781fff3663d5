//! What a handler is given and what it answers.

use std::net::SocketAddr;
use std::sync::Arc;

use api::{
    Authentication, BoxError, Call, CallContext, Caller, Fault, Operation, Principal, Problem, Purpose, codes,
};
use bytes::Bytes;
use http_body_util::{BodyExt, StreamBody};
use kernel::Timestamp;
use tokio::sync::mpsc;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::ReceiverStream;

/// Where a request came in. Only listeners and transports make one; no header can claim it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// From a service: its certificate, or a stamp inside this process.
    Peer(api::ServiceName),
    /// From outside, at the gateway's public port.
    Public(SocketAddr),
    /// On an internal port, without a service's identity.
    Internal,
}

/// A request of an operation, read and admitted.
pub struct Inbound<O: Operation> {
    /// Path, query and body.
    pub call: Call<O>,
    /// Who stands behind it.
    pub caller: Caller,
    /// What is passed on to peers that are asked in its course.
    pub context: CallContext,
    /// When its credentials were looked at.
    pub(crate) judged: Option<Timestamp>,
    /// Why it is done.
    pub purpose: Purpose,
    /// Whether the client takes events.
    pub wants_events: bool,
    /// Where an interrupted stream goes on.
    pub last_event_id: Option<String>,
    /// What the gateway found but did not enforce (the conversation turn alone).
    pub edge_refusal: Option<String>,
}

impl<O: Operation> Inbound<O> {
    /// The signed-in person, of an operation that only persons may call.
    pub fn person(&self) -> Result<&Arc<Principal>, Failure> {
        self.caller.principal().ok_or_else(|| match self.caller.authentication {
            Authentication::Expired(_) => codes::TOKEN_EXPIRED.into(),
            _ => codes::UNAUTHENTICATED.into(),
        })
    }

    /// Refuses whoever did not show just now who they are: for operations that need it in some cases only.
    pub fn proven(&self) -> Result<(), Failure> {
        let principal = self.person()?;
        if self.judged.is_some_and(|now| principal.is_proven(now)) {
            Ok(())
        } else {
            Err(codes::STEP_UP.into())
        }
    }

    /// The key that makes a repeat the same request, which the spec made sure is there.
    pub fn idempotency_key(&self) -> Result<&str, Failure> {
        self.context
            .idempotency_key
            .as_deref()
            .ok_or_else(|| Problem::invalid("Idempotency-Key", "this header is needed here").into())
    }
}

/// What a handler returns.
pub type Answer<O> = Result<Reply<O>, Failure>;

/// A good answer.
pub enum Reply<O: Operation> {
    /// One JSON answer with the operation's success status.
    Json(O::Output),
    /// Events, as they come.
    Events(EventStream<O::Event>),
}

impl<O: Operation> From<EventStream<O::Event>> for Reply<O> {
    fn from(events: EventStream<O::Event>) -> Self {
        Self::Events(events)
    }
}

/// An error on its way out: the problem document for the caller, and the cause for the log.
#[derive(Debug)]
pub struct Failure {
    pub(crate) problem: Problem,
    pub(crate) cause: Option<BoxError>,
}

impl Failure {
    /// The document that the caller gets.
    pub const fn problem(&self) -> &Problem {
        &self.problem
    }
}

impl<F: Fault> From<F> for Failure {
    fn from(fault: F) -> Self {
        let problem = fault.problem();
        Self { problem, cause: Some(Box::new(fault)) }
    }
}

/// A stream of events that a handler gives back. The sender feels the reader's pace through the channel.
pub struct EventStream<E> {
    pub(crate) body: api::Body,
    event: std::marker::PhantomData<E>,
}

/// The sending side of an [`EventStream`].
pub struct EventSink<E> {
    sender: mpsc::Sender<Bytes>,
    event: std::marker::PhantomData<fn(E)>,
}

/// A channel of events with room for `capacity` that the reader has not taken. A comment goes out every 15 s
/// of silence, so that a dead connection is noticed.
pub fn event_channel<E: api::Event>(capacity: usize) -> (EventSink<E>, EventStream<E>) {
    let (sender, receiver) = mpsc::channel::<Bytes>(capacity);
    (
        EventSink { sender, event: std::marker::PhantomData },
        EventStream { body: body(ReceiverStream::new(receiver)), event: std::marker::PhantomData },
    )
}

impl<E: api::Event> EventStream<E> {
    /// Events of a stream, which is polled by the reader itself: whatever is ready goes out as one piece. The
    /// sender never waits, so what it may send has to be bounded by itself.
    pub fn of(events: impl futures_util::Stream<Item = E> + Send + 'static) -> Self {
        let pieces = ready_chunks(events).map(|events| {
            let mut piece = Vec::with_capacity(events.len() * 128);
            for event in &events {
                piece.extend_from_slice(&api::encode_event(event, None));
            }
            Bytes::from(piece)
        });
        Self { body: body(pieces), event: std::marker::PhantomData }
    }
}

/// The most events of one piece.
const PIECE_EVENTS_MAX: usize = 256;

fn ready_chunks<S: futures_util::Stream>(events: S) -> impl futures_util::Stream<Item = Vec<S::Item>> {
    futures_util::StreamExt::ready_chunks(events, PIECE_EVENTS_MAX)
}

/// A body of pieces, with a comment after each silence.
fn body(pieces: impl futures_util::Stream<Item = Bytes> + Send + 'static) -> api::Body {
    let frames = pieces.timeout_repeating(tokio::time::interval(KEEP_ALIVE)).map(|bytes| {
        Ok::<_, BoxError>(http_body::Frame::data(bytes.unwrap_or(Bytes::from_static(b": here\n\n"))))
    });
    StreamBody::new(frames).boxed_unsync()
}

/// Silence after which a comment is sent.
const KEEP_ALIVE: std::time::Duration = std::time::Duration::from_secs(15);

/// The reader of a stream went away.
#[derive(Debug, thiserror::Error)]
#[error("the reader went away")]
pub struct ReaderGone;

impl<E: api::Event> EventSink<E> {
    /// Sends an event, waiting for room.
    pub async fn send(&self, event: &E) -> Result<(), ReaderGone> {
        self.send_with_id(event, None).await
    }

    /// Sends an event with an id, after which a reader may resume.
    pub async fn send_with_id(&self, event: &E, id: Option<&str>) -> Result<(), ReaderGone> {
        self.sender.send(api::encode_event(event, id)).await.map_err(|_| ReaderGone)
    }

    /// Resolves when the reader went away.
    pub async fn closed(&self) {
        self.sender.closed().await;
    }
}
