//! The closed set of error kinds that a caller can act on, and the stable codes below them.

use std::fmt;

/// What went wrong, as far as a caller can act on it. Every domain error maps to exactly one; the kind alone
/// decides the HTTP status and whether a retry can help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// Readable but wrong values: 422.
    Invalid,
    /// Syntax that cannot be read: 400.
    Malformed,
    /// No identity, or one that does not hold: 401.
    Unauthenticated,
    /// The operation is not for this role: 403.
    Forbidden,
    /// It does not exist, or it is not yours; the two look the same: 404.
    NotFound,
    /// Another state than the caller believes: 409.
    Conflict,
    /// It was there and is gone for good: 410.
    Gone,
    /// Over a limit of size: 413.
    TooLarge,
    /// A media type or method that is not spoken: 415.
    Unsupported,
    /// Over a limit of rate: 429.
    RateLimited,
    /// A dependency is down or late: 503.
    Unavailable,
    /// No room to keep it: 507.
    StorageFull,
    /// A fault of ours: 500.
    Internal,
}

impl ErrorKind {
    /// The HTTP status.
    pub const fn status(self) -> u16 {
        match self {
            Self::Invalid => 422,
            Self::Malformed => 400,
            Self::Unauthenticated => 401,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::Conflict => 409,
            Self::Gone => 410,
            Self::TooLarge => 413,
            Self::Unsupported => 415,
            Self::RateLimited => 429,
            Self::Unavailable => 503,
            Self::StorageFull => 507,
            Self::Internal => 500,
        }
    }

    /// The kind of a status that a peer answered.
    pub const fn from_status(status: u16) -> Self {
        match status {
            400 => Self::Malformed,
            401 => Self::Unauthenticated,
            403 => Self::Forbidden,
            404 | 405 => Self::NotFound,
            409 => Self::Conflict,
            410 => Self::Gone,
            413 | 414 | 431 => Self::TooLarge,
            415 => Self::Unsupported,
            422 => Self::Invalid,
            429 => Self::RateLimited,
            502..=504 => Self::Unavailable,
            507 => Self::StorageFull,
            _ => Self::Internal,
        }
    }

    /// The short title of the problem document.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Invalid => "The values are not valid",
            Self::Malformed => "The request cannot be read",
            Self::Unauthenticated => "Sign in first",
            Self::Forbidden => "Not for this role",
            Self::NotFound => "Not found",
            Self::Conflict => "The state is another",
            Self::Gone => "Gone",
            Self::TooLarge => "Too large",
            Self::Unsupported => "Not supported",
            Self::RateLimited => "Too many requests",
            Self::Unavailable => "Not available just now",
            Self::StorageFull => "Storage is full",
            Self::Internal => "Something went wrong on our side",
        }
    }

    /// Whether the same request may succeed later without a change.
    pub const fn retryable(self) -> bool {
        matches!(self, Self::RateLimited | Self::Unavailable | Self::StorageFull)
    }
}

/// A stable, dotted name such as `consent.grant_expired`; each has a page in `docs/errors/`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ErrorCode {
    name: &'static str,
    kind: ErrorKind,
}

impl ErrorCode {
    /// A code and the kind it always has.
    pub const fn new(name: &'static str, kind: ErrorKind) -> Self {
        Self { name, kind }
    }

    /// The dotted name.
    pub const fn name(self) -> &'static str {
        self.name
    }

    /// The kind.
    pub const fn kind(self) -> ErrorKind {
        self.kind
    }
}

impl PartialOrd for ErrorKind {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for ErrorKind {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.status().cmp(&other.status())
    }
}

impl fmt::Debug for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// A code is an error with nothing more to say.
impl std::error::Error for ErrorCode {}
