//! Everything about an operation but its types.

use kernel::ErrorCode;

use crate::access::{Access, AuditClass};
use crate::identity::{Role, Scope};
use crate::service::ServiceName;

/// An HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// Reads.
    Get,
    /// Creates or acts.
    Post,
    /// Replaces.
    Put,
    /// Changes a part.
    Patch,
    /// Ends or removes.
    Delete,
}

impl Method {
    /// As the `http` crate's method.
    pub const fn http(self) -> http::Method {
        match self {
            Self::Get => http::Method::GET,
            Self::Post => http::Method::POST,
            Self::Put => http::Method::PUT,
            Self::Patch => http::Method::PATCH,
            Self::Delete => http::Method::DELETE,
        }
    }
}

/// Whether an answer is a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StreamKind {
    /// One JSON answer.
    None,
    /// Server-sent events, always.
    Events,
    /// Server-sent events when the client accepts them, else one JSON answer.
    EventsOrJson,
    /// A streamed upload (the body is bytes).
    Upload,
}

/// Whether a request may be sent twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Idempotency {
    /// The same request twice is the same as once, by its nature.
    Natural,
    /// An `Idempotency-Key` may be given; with it a repeat is told the same answer.
    KeyAccepted,
    /// An `Idempotency-Key` must be given.
    KeyRequired,
    /// Each request acts anew; never retried.
    None,
}

/// What is shed first when there is too much to do: the last class first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priority {
    /// Never shed.
    Crisis,
    /// A person waits.
    Conversation,
    /// Nobody waits this second.
    Background,
    /// Can be asked again tomorrow.
    Analytics,
}

/// Whether the gateway lets outside callers reach it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exposure {
    /// Through the gateway, under the service's prefix.
    Public,
    /// Between services only; the gateway does not know the route.
    Peers,
}

/// Everything about an operation but its types. Build it with [`Spec::new`] and the methods below.
#[derive(Clone, Copy, Debug)]
pub struct Spec {
    /// A stable dotted name: `chat.open_turn`.
    pub name: &'static str,
    /// Which service answers.
    pub service: ServiceName,
    /// Its method.
    pub method: Method,
    /// Its path below the service's prefix, `{field}` for path fields.
    pub path: &'static str,
    /// The status of success.
    pub success: u16,
    /// One answer or a stream.
    pub stream: StreamKind,
    /// Roles whose people may call through the gateway.
    pub roles: &'static [Role],
    /// If not empty: one of these scopes is needed besides the role.
    pub scopes: &'static [Scope],
    /// Services that may call, for a person or for themselves.
    pub services: &'static [ServiceName],
    /// Whether credentials are needed at the gateway.
    pub anonymous: bool,
    /// Whether the service itself judges missing or expired credentials (the conversation turn alone).
    pub deferred_authentication: bool,
    /// Whether a person must have shown just now who they are (step-up, RFC 9470).
    pub fresh_proof: bool,
    /// Which health information it touches.
    pub access: Access,
    /// What it leaves in the audit log.
    pub audit: AuditClass,
    /// The error codes of its own, beside those that every operation may answer.
    pub errors: &'static [ErrorCode],
    /// Whether it may be sent twice.
    pub idempotency: Idempotency,
    /// What is shed first.
    pub priority: Priority,
    /// Through the gateway or between services.
    pub exposure: Exposure,
    /// How long one request may take; for a stream, until its first byte.
    pub timeout_ms: u32,
    /// The largest body that is read.
    pub body_bytes_max: u32,
}

impl Spec {
    /// An operation that nobody may call yet and that is bound to nothing: both must be said.
    pub const fn new(name: &'static str, service: ServiceName, method: Method, path: &'static str) -> Self {
        Self {
            name,
            service,
            method,
            path,
            success: 200,
            stream: StreamKind::None,
            roles: &[],
            scopes: &[],
            services: &[],
            anonymous: false,
            deferred_authentication: false,
            fresh_proof: false,
            access: Access::Unbound,
            audit: AuditClass::None,
            errors: &[],
            idempotency: match method {
                Method::Get | Method::Put | Method::Delete => Idempotency::Natural,
                Method::Post | Method::Patch => Idempotency::None,
            },
            priority: Priority::Background,
            exposure: Exposure::Public,
            timeout_ms: service.timeout_ms(),
            body_bytes_max: 1024 * 1024,
        }
    }

    /// The roles whose people may call.
    #[must_use]
    pub const fn roles(mut self, roles: &'static [Role]) -> Self {
        self.roles = roles;
        self
    }

    /// One of these scopes is needed besides the role.
    #[must_use]
    pub const fn scopes(mut self, scopes: &'static [Scope]) -> Self {
        self.scopes = scopes;
        self
    }

    /// The services that may call.
    #[must_use]
    pub const fn services(mut self, services: &'static [ServiceName]) -> Self {
        self.services = services;
        self
    }

    /// Nobody needs to be signed in.
    #[must_use]
    pub const fn anonymous(mut self) -> Self {
        self.anonymous = true;
        self
    }

    /// The service judges missing or expired credentials by itself.
    #[must_use]
    pub const fn deferred_authentication(mut self) -> Self {
        self.deferred_authentication = true;
        self
    }

    /// A person must have shown just now who they are.
    #[must_use]
    pub const fn fresh_proof(mut self) -> Self {
        self.fresh_proof = true;
        self
    }

    /// What it touches.
    #[must_use]
    pub const fn access(mut self, access: Access) -> Self {
        self.access = access;
        self
    }

    /// What it leaves in the audit log.
    #[must_use]
    pub const fn audit(mut self, audit: AuditClass) -> Self {
        self.audit = audit;
        self
    }

    /// Its own error codes.
    #[must_use]
    pub const fn errors(mut self, errors: &'static [ErrorCode]) -> Self {
        self.errors = errors;
        self
    }

    /// Whether it may be sent twice.
    #[must_use]
    pub const fn idempotency(mut self, idempotency: Idempotency) -> Self {
        self.idempotency = idempotency;
        self
    }

    /// What is shed first.
    #[must_use]
    pub const fn priority(mut self, priority: Priority) -> Self {
        self.priority = priority;
        self
    }

    /// Between services only.
    #[must_use]
    pub const fn peers_only(mut self) -> Self {
        self.exposure = Exposure::Peers;
        self
    }

    /// One answer or a stream.
    #[must_use]
    pub const fn stream(mut self, stream: StreamKind) -> Self {
        self.stream = stream;
        self
    }

    /// The status of success.
    #[must_use]
    pub const fn success(mut self, status: u16) -> Self {
        self.success = status;
        self
    }

    /// How long one request may take.
    #[must_use]
    pub const fn timeout_ms(mut self, timeout_ms: u32) -> Self {
        self.timeout_ms = timeout_ms;
        self
    }

    /// The largest body that is read.
    #[must_use]
    pub const fn body_bytes_max(mut self, bytes: u32) -> Self {
        self.body_bytes_max = bytes;
        self
    }

    /// The path at the gateway: the service's prefix and the path.
    pub fn public_path(&self) -> String {
        format!("{}{}", self.service.prefix(), self.path)
    }
}
