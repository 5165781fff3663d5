//! A row that was read, and typed columns out of it.
//!
//! Nothing is converted in silence. A value of another kind is an error that names the column and never what
//! stands in it, since that may be health information.

use std::sync::Arc;

use kernel::{Timestamp, TypedId};
use uuid::Uuid;

use crate::error::StoreError;
use crate::value::Value;

/// A row that was read. Rows of one answer share the names of their columns.
#[derive(Clone)]
pub struct Row {
    names: Arc<[Box<str>]>,
    values: Vec<Value>,
}

// Names alone: the values may be health information.
impl std::fmt::Debug for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Row").field("names", &self.names).finish_non_exhaustive()
    }
}

impl Row {
    pub(crate) fn new(names: Arc<[Box<str>]>, values: Vec<Value>) -> Self {
        Self { names, values }
    }

    /// The column's name, for an error.
    fn name(&self, place: usize) -> &str {
        self.names.get(place).map_or("?", |name| name)
    }
}

/// A type that a column can be read as.
pub trait Column: Sized {
    /// What it is called in an error.
    const KIND: &'static str;

    /// The value as this type; `None` when it is of another kind, or missing where it must not be.
    fn of(value: &Value) -> Option<Self>;
}

impl Column for bool {
    const KIND: &'static str = "yes or no";

    fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Bool(value) => *value,
            Value::BigInt(Some(0)) => Some(false),
            Value::BigInt(Some(1)) => Some(true),
            _ => None,
        }
    }
}

impl Column for i32 {
    const KIND: &'static str = "a number of four bytes";

    fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Int(value) => *value,
            Value::BigInt(value) => (*value)?.try_into().ok(),
            _ => None,
        }
    }
}

impl Column for i64 {
    const KIND: &'static str = "a number of eight bytes";

    fn of(value: &Value) -> Option<Self> {
        if let Value::BigInt(value) = value { *value } else { None }
    }
}

impl Column for String {
    const KIND: &'static str = "text";

    fn of(value: &Value) -> Option<Self> {
        if let Value::Text(value) = value { value.clone() } else { None }
    }
}

impl Column for Vec<u8> {
    const KIND: &'static str = "bytes";

    fn of(value: &Value) -> Option<Self> {
        if let Value::Bytes(value) = value { value.clone() } else { None }
    }
}

impl Column for Uuid {
    const KIND: &'static str = "an id";

    fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Uuid(value) => *value,
            Value::Bytes(Some(bytes)) => Self::from_slice(bytes).ok(),
            _ => None,
        }
    }
}

impl<T: Column> Column for Option<T> {
    const KIND: &'static str = T::KIND;

    fn of(value: &Value) -> Option<Self> {
        if value.is_null() { Some(None) } else { T::of(value).map(Some) }
    }
}

/// Typed columns.
pub trait Columns {
    /// A column of a plain type, by its place.
    fn at_place<T: Column>(&self, place: usize) -> Result<T, StoreError>;

    /// A column of a plain type.
    fn col<T: Column>(&self, name: &str) -> Result<T, StoreError>;

    /// An id.
    fn id<I: TypedId>(&self, name: &str) -> Result<I, StoreError> {
        self.col::<Uuid>(name).map(I::from)
    }

    /// An id that may be missing.
    fn id_or_none<I: TypedId>(&self, name: &str) -> Result<Option<I>, StoreError> {
        Ok(self.col::<Option<Uuid>>(name)?.map(I::from))
    }

    /// An instant.
    fn at(&self, name: &str) -> Result<Timestamp, StoreError> {
        self.col::<i64>(name).map(Timestamp::from_micros)
    }

    /// An instant that may be missing.
    fn at_or_none(&self, name: &str) -> Result<Option<Timestamp>, StoreError> {
        Ok(self.col::<Option<i64>>(name)?.map(Timestamp::from_micros))
    }
}

impl Columns for Row {
    fn at_place<T: Column>(&self, place: usize) -> Result<T, StoreError> {
        let value = self.values.get(place).ok_or_else(|| StoreError::column(place, "is not in the row"))?;
        T::of(value).ok_or_else(|| {
            StoreError::column(self.name(place), format_args!("holds {}, not {}", value.kind(), T::KIND))
        })
    }

    fn col<T: Column>(&self, name: &str) -> Result<T, StoreError> {
        match self.names.iter().position(|other| **other == *name) {
            Some(place) => self.at_place(place),
            None => Err(StoreError::column(name, "is not in the row")),
        }
    }
}
