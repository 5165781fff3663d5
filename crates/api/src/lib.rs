//! Floor 1: contracts as types.
//!
//! **An operation is a type.** A contract crate (`services/*/api`) names each operation once, with
//! [`operation!`]: its method and path, its request and answer types, who may call it, which health
//! information it touches, its errors, limits and priority. From that one definition come
//!
//! * the server's route (`chassis::Routes::on::<O>(handler)`): path and types cannot drift,
//! * the typed client ([`Client::call`], [`Client::stream`]), with no generated code,
//! * the OpenAPI document ([`openapi::document`]),
//! * the access table that tests enumerate ([`Described`]).
//!
//! ```
//! use api::{Access, Idempotency, Method, Role, ServiceName, Spec};
//!
//! #[derive(serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
//! pub struct Greeting {
//!     pub words: String,
//! }
//!
//! api::operation! {
//!     /// Greets the caller.
//!     pub struct Greet;
//!     spec: Spec::new("auth.greet", ServiceName::AuthRbac, Method::Get, "/greeting")
//!         .roles(&[Role::Resident])
//!         .access(Access::none("a greeting holds nothing about anybody")),
//!     output: Greeting,
//! }
//!
//! assert_eq!(<Greet as api::Operation>::SPEC.public_path(), "/auth/greeting");
//! ```
//!
//! A caller never knows where a peer runs: the client hands an HTTP request to a [`Transport`], which is the
//! peer's whole router in this process or a pooled mTLS connection to another.

mod access;
mod body;
mod client;
mod events;
mod fault;
pub mod headers;
mod identity;
mod minor;
mod opaque;
pub mod openapi;
mod operation;
mod problem;
mod service;
mod spec;
mod transport;
mod words;

pub use access::{Access, Action, AuditClass, Category, PatientSource, Purpose};
pub use body::{Body, BodyError, BoxError, collect, empty, full};
pub use client::{CallContext, Client, Events};
pub use events::{Event, Never, SseParser, encode_event};
pub use fault::Fault;
pub use identity::{Authentication, Caller, Principal, Role, Scope};
pub use minor::Minor;
pub use opaque::Opaque;
pub use operation::{Call, Described, Nothing, Operation};
pub use problem::{FieldError, Problem, codes};
pub use service::{ServiceName, UnknownService};
pub use spec::{Exposure, Idempotency, Method, Priority, Spec, StreamKind};
pub use transport::{Deadline, Transport, TransportError};
pub use words::Words;
