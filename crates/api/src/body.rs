//! The one body type that travels through transports, and bounded reading of it.

use std::pin::Pin;

use bytes::Bytes;
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Empty, Full, LengthLimitError, Limited};

/// Any error of a body's source.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// A request's or response's body, streamed.
pub type Body = UnsyncBoxBody<Bytes, BoxError>;

/// A body of nothing.
pub fn empty() -> Body {
    Empty::new().map_err(|never| match never {}).boxed_unsync()
}

/// A body of bytes at hand.
pub fn full(bytes: impl Into<Bytes>) -> Body {
    Full::new(bytes.into()).map_err(|never| match never {}).boxed_unsync()
}

/// Why a body could not be read.
#[derive(Debug, thiserror::Error)]
pub enum BodyError {
    /// It is longer than the limit.
    #[error("the body is over {0} bytes")]
    TooLarge(usize),
    /// The other side stopped sending.
    #[error("the body broke off")]
    Broken(#[source] BoxError),
}

/// Reads a whole body, at most `bytes_max`.
pub async fn collect<B>(body: B, bytes_max: usize) -> Result<Bytes, BodyError>
where
    B: http_body::Body<Data = Bytes>,
    B::Error: Into<BoxError>,
{
    match Limited::new(body, bytes_max).collect().await {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(error) if error.downcast_ref::<LengthLimitError>().is_some() => {
            Err(BodyError::TooLarge(bytes_max))
        }
        Err(error) => Err(BodyError::Broken(error)),
    }
}

/// As [`collect`], of the one body type, boxed: inside a generic future the compiler forgets that the error is
/// `'static` and then refuses to spawn whatever awaits it.
pub(crate) fn collect_boxed(
    body: Body,
    bytes_max: usize,
) -> Pin<Box<dyn Future<Output = Result<Bytes, BodyError>> + Send>> {
    Box::pin(collect(body, bytes_max))
}
