//! The one shape of an error on the wire: RFC 9457 problem documents with a stable `code`.

use std::borrow::Cow;

use kernel::{ErrorCode, ErrorKind};
use serde::{Deserialize, Serialize};

/// Codes that every operation may answer.
pub mod codes {
    use kernel::{ErrorCode, ErrorKind};

    /// The body, path or query is not readable as what it should be.
    pub const MALFORMED: ErrorCode = ErrorCode::new("request.malformed", ErrorKind::Malformed);
    /// A field is unknown, missing or out of range.
    pub const INVALID: ErrorCode = ErrorCode::new("request.invalid", ErrorKind::Invalid);
    /// The body, a header or the address is over its limit.
    pub const TOO_LARGE: ErrorCode = ErrorCode::new("request.too_large", ErrorKind::TooLarge);
    /// The body is not of a media type that is read here.
    pub const UNSUPPORTED: ErrorCode = ErrorCode::new("request.unsupported", ErrorKind::Unsupported);
    /// No credentials, or credentials that do not hold.
    pub const UNAUTHENTICATED: ErrorCode = ErrorCode::new("auth.unauthenticated", ErrorKind::Unauthenticated);
    /// The token ran out; refresh it.
    pub const TOKEN_EXPIRED: ErrorCode = ErrorCode::new("auth.token_expired", ErrorKind::Unauthenticated);
    /// It needs a proof of who somebody is that is fresh (RFC 9470): step up, and ask again.
    pub const STEP_UP: ErrorCode = ErrorCode::new("auth.step_up", ErrorKind::Unauthenticated);
    /// The operation is not for this role.
    pub const FORBIDDEN: ErrorCode = ErrorCode::new("auth.forbidden", ErrorKind::Forbidden);
    /// No such thing, or not yours.
    pub const NOT_FOUND: ErrorCode = ErrorCode::new("request.not_found", ErrorKind::NotFound);
    /// Too many requests.
    pub const RATE_LIMITED: ErrorCode = ErrorCode::new("request.rate_limited", ErrorKind::RateLimited);
    /// A service that is needed does not answer.
    pub const UNAVAILABLE: ErrorCode = ErrorCode::new("service.unavailable", ErrorKind::Unavailable);
    /// The service is not part of this installation.
    pub const NOT_INSTALLED: ErrorCode = ErrorCode::new("service.not_installed", ErrorKind::Unavailable);
    /// The time for the request was up.
    pub const TIMED_OUT: ErrorCode = ErrorCode::new("service.timed_out", ErrorKind::Unavailable);
    /// There is more to do than can be done; this class of work waits.
    pub const OVERLOADED: ErrorCode = ErrorCode::new("service.overloaded", ErrorKind::Unavailable);
    /// The store does not answer.
    pub const STORE_UNAVAILABLE: ErrorCode = ErrorCode::new("store.unavailable", ErrorKind::Unavailable);
    /// There is no room to keep it.
    pub const STORAGE_FULL: ErrorCode = ErrorCode::new("store.full", ErrorKind::StorageFull);
    /// A fault of ours; the log has the request's id.
    pub const INTERNAL: ErrorCode = ErrorCode::new("service.internal", ErrorKind::Internal);

    /// All of them.
    pub const ALL: &[ErrorCode] = &[
        MALFORMED,
        INVALID,
        TOO_LARGE,
        UNSUPPORTED,
        UNAUTHENTICATED,
        TOKEN_EXPIRED,
        STEP_UP,
        FORBIDDEN,
        NOT_FOUND,
        RATE_LIMITED,
        UNAVAILABLE,
        NOT_INSTALLED,
        TIMED_OUT,
        OVERLOADED,
        STORE_UNAVAILABLE,
        STORAGE_FULL,
        INTERNAL,
    ];
}

/// An RFC 9457 problem document. What it says is for the caller: internal context has no way in, since the
/// only texts are the code's own and words that a handler wrote for the caller.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Problem {
    /// Where the code is explained: a relative reference to its page.
    #[serde(rename = "type")]
    pub kind: Cow<'static, str>,
    /// The kind of problem in a few words.
    pub title: Cow<'static, str>,
    /// The HTTP status.
    pub status: u16,
    /// The stable code.
    pub code: Cow<'static, str>,
    /// What to do about it, in words for the caller; never health information.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<Cow<'static, str>>,
    /// The request's id, to be quoted to support.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance: Option<String>,
    /// Which fields are wrong, if that is the problem.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// Whole seconds after which a retry makes sense (also the `Retry-After` header).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_s: Option<u32>,
}

/// One field that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct FieldError {
    /// The field, as a dotted path.
    pub field: Cow<'static, str>,
    /// What is wrong with it; never its value.
    pub message: Cow<'static, str>,
}

impl Problem {
    /// The problem of a code, in the code's own words.
    pub fn new(code: ErrorCode) -> Self {
        Self {
            kind: format!("/docs/errors/{}", code.name()).into(),
            title: code.kind().title().into(),
            status: code.kind().status(),
            code: code.name().into(),
            detail: None,
            instance: None,
            errors: Vec::new(),
            retry_after_s: None,
        }
    }

    /// With words for the caller.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<Cow<'static, str>>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// With one more wrong field.
    #[must_use]
    pub fn field(
        mut self,
        field: impl Into<Cow<'static, str>>,
        message: impl Into<Cow<'static, str>>,
    ) -> Self {
        self.errors.push(FieldError { field: field.into(), message: message.into() });
        self
    }

    /// With a time after which a retry makes sense.
    #[must_use]
    pub fn retry_after_s(mut self, seconds: u32) -> Self {
        self.retry_after_s = Some(seconds);
        self
    }

    /// A readable request with one wrong field: 422.
    pub fn invalid(field: impl Into<Cow<'static, str>>, message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(codes::INVALID).field(field, message)
    }

    /// The kind, as the status tells.
    pub fn error_kind(&self) -> ErrorKind {
        ErrorKind::from_status(self.status)
    }

    /// Whether this is the problem of a code.
    pub fn is(&self, code: ErrorCode) -> bool {
        self.code == code.name()
    }
}

impl From<ErrorCode> for Problem {
    fn from(code: ErrorCode) -> Self {
        Self::new(code)
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({})", self.code, self.status)
    }
}

impl std::error::Error for Problem {}
