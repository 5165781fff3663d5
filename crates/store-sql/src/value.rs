//! What goes into a statement and comes out of a row: seven kinds, the same on both engines.

use uuid::Uuid;

/// A value of one kind, or the NULL of that kind: PostgreSQL wants to know what a missing value would have been.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Yes or no. SQLite keeps 1 and 0.
    Bool(Option<bool>),
    /// Four bytes.
    Int(Option<i32>),
    /// Eight bytes. All numbers of SQLite come out as this.
    BigInt(Option<i64>),
    /// Words.
    Text(Option<String>),
    /// Bytes.
    Bytes(Option<Vec<u8>>),
    /// An id. SQLite keeps its sixteen bytes.
    Uuid(Option<Uuid>),
}

impl Value {
    /// Whether it is missing.
    pub const fn is_null(&self) -> bool {
        matches!(
            self,
            Self::Bool(None)
                | Self::Int(None)
                | Self::BigInt(None)
                | Self::Text(None)
                | Self::Bytes(None)
                | Self::Uuid(None)
        )
    }

    /// What it is called where it should have been another.
    pub(crate) const fn kind(&self) -> &'static str {
        match self {
            _ if self.is_null() => "nothing",
            Self::Bool(_) => "yes or no",
            Self::Int(_) | Self::BigInt(_) => "a number",
            Self::Text(_) => "text",
            Self::Bytes(_) => "bytes",
            Self::Uuid(_) => "an id",
        }
    }
}

/// From a plain type, and from one that may be missing.
macro_rules! values {
    ($($kind:ident: $from:ty),*) => {$(
        impl From<$from> for Value {
            fn from(value: $from) -> Self {
                Self::$kind(Some(value.into()))
            }
        }

        impl From<Option<$from>> for Value {
            fn from(value: Option<$from>) -> Self {
                Self::$kind(value.map(Into::into))
            }
        }
    )*};
}

values!(Bool: bool, Int: i32, BigInt: i64, Text: &str, Text: String, Bytes: Vec<u8>, Uuid: Uuid);
