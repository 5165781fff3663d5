//! The operation trait, the call it makes, and the macro that writes the few lines around it.

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::events::Event;
use crate::spec::{Spec, StreamKind};

/// One operation of one service. See the crate's documentation; write it with [`operation!`](crate::operation!).
pub trait Operation: Send + Sync + 'static {
    /// The fields of the path.
    type Path: Serialize + DeserializeOwned + JsonSchema + Send + Sync + 'static;
    /// The fields of the query.
    type Query: Serialize + DeserializeOwned + JsonSchema + Send + Sync + 'static;
    /// The body.
    type Body: Serialize + DeserializeOwned + JsonSchema + Send + Sync + 'static;
    /// The answer.
    type Output: Serialize + DeserializeOwned + JsonSchema + Send + 'static;
    /// The events, if it streams.
    type Event: Event;
    /// Everything else.
    const SPEC: Spec;
    /// The doc comment.
    const DOC: &'static str;
}

/// No fields. Refuses any that are given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// One request of an operation.
#[derive(Clone, Debug)]
pub struct Call<O: Operation> {
    /// The fields of the path.
    pub path: O::Path,
    /// The fields of the query.
    pub query: O::Query,
    /// The body.
    pub body: O::Body,
}

impl<O: Operation<Path = Nothing, Query = Nothing>> Call<O> {
    /// A call with a body alone.
    pub fn body(body: O::Body) -> Self {
        Self { path: Nothing {}, query: Nothing {}, body }
    }
}

impl<O: Operation<Query = Nothing, Body = Nothing>> Call<O> {
    /// A call with path fields alone.
    pub fn path(path: O::Path) -> Self {
        Self { path, query: Nothing {}, body: Nothing {} }
    }
}

impl<O: Operation<Path = Nothing, Body = Nothing>> Call<O> {
    /// A call with query fields alone.
    pub fn query(query: O::Query) -> Self {
        Self { path: Nothing {}, query, body: Nothing {} }
    }
}

impl<O: Operation<Query = Nothing>> Call<O> {
    /// A call with path fields and a body.
    pub fn path_and_body(path: O::Path, body: O::Body) -> Self {
        Self { path, query: Nothing {}, body }
    }
}

impl<O: Operation<Body = Nothing>> Call<O> {
    /// A call with path and query fields.
    pub fn path_and_query(path: O::Path, query: O::Query) -> Self {
        Self { path, query, body: Nothing {} }
    }
}

impl<O: Operation<Path = Nothing, Query = Nothing, Body = Nothing>> Default for Call<O> {
    fn default() -> Self {
        Self { path: Nothing {}, query: Nothing {}, body: Nothing {} }
    }
}

/// An operation as data: its spec and the schemas of its types. Contract crates list theirs in
/// `operations()`; tests enumerate them, and the OpenAPI document is made of them.
#[derive(Clone, Copy)]
pub struct Described {
    /// Everything but its types.
    pub spec: Spec,
    /// Its doc comment.
    pub doc: &'static str,
    pub(crate) schemas: fn(&mut SchemaGenerator) -> Schemas,
}

pub(crate) struct Schemas {
    pub(crate) path: Schema,
    pub(crate) query: Schema,
    pub(crate) body: Schema,
    pub(crate) output: Schema,
    pub(crate) event: Option<Schema>,
}

impl Described {
    /// The description of an operation.
    pub const fn of<O: Operation>() -> Self {
        Self { spec: O::SPEC, doc: O::DOC, schemas: schemas::<O> }
    }
}

fn schemas<O: Operation>(generator: &mut SchemaGenerator) -> Schemas {
    let streams = matches!(O::SPEC.stream, StreamKind::Events | StreamKind::EventsOrJson);
    Schemas {
        path: O::Path::json_schema(generator),
        query: O::Query::json_schema(generator),
        body: generator.subschema_for::<O::Body>(),
        output: generator.subschema_for::<O::Output>(),
        event: streams.then(|| generator.subschema_for::<O::Event>()),
    }
}

/// Writes an operation: a marker type with its doc comment, its [`Spec`] and its types. `path`, `query`,
/// `body` and `output` are [`Nothing`] and `event` is [`Never`](crate::Never) unless given.
#[macro_export]
macro_rules! operation {
    (
        $(#[doc = $doc:literal])+
        pub struct $name:ident;
        spec: $spec:expr
        $(, path: $path:ty)?
        $(, query: $query:ty)?
        $(, body: $body:ty)?
        $(, output: $output:ty)?
        $(, event: $event:ty)?
        $(,)?
    ) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug)]
        pub struct $name;

        impl $crate::Operation for $name {
            type Path = $crate::operation!(@or $crate::Nothing $(, $path)?);
            type Query = $crate::operation!(@or $crate::Nothing $(, $query)?);
            type Body = $crate::operation!(@or $crate::Nothing $(, $body)?);
            type Output = $crate::operation!(@or $crate::Nothing $(, $output)?);
            type Event = $crate::operation!(@or $crate::Never $(, $event)?);
            const SPEC: $crate::Spec = $spec;
            const DOC: &'static str = concat!($($doc, "\n"),+);
        }
    };
    (@or $default:ty) => { $default };
    (@or $default:ty, $given:ty) => { $given };
}
