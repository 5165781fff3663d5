//! What every service's error enum implements: a stable code, and words for the caller if it has any.

use kernel::ErrorCode;

use crate::problem::Problem;

/// A domain error. The chassis turns it into a [`Problem`] and logs its chain of causes once; the causes have
/// no way to the wire.
pub trait Fault: std::error::Error + Send + Sync + 'static {
    /// The stable code, which fixes kind and status.
    fn code(&self) -> ErrorCode;

    /// The problem document: the code's own words unless a service says more.
    fn problem(&self) -> Problem {
        Problem::new(self.code())
    }
}

impl Fault for Problem {
    fn code(&self) -> ErrorCode {
        // A problem that a peer answered keeps its own code; this is only its kind for the log.
        crate::problem::codes::INTERNAL
    }

    fn problem(&self) -> Problem {
        self.clone()
    }
}

impl Fault for ErrorCode {
    fn code(&self) -> ErrorCode {
        *self
    }
}
