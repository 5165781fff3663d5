//! Plain SQL with bound values, the same text on both engines (`$1`, `$2`, …).

use crate::error::StoreError;
use crate::row::Row;
use crate::value::Value;

/// How much of an answer is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Want {
    /// How many rows were touched.
    Count,
    /// The first row.
    First,
    /// All rows.
    All,
}

/// What an engine says to a statement.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    /// How many rows were touched.
    pub(crate) changed: u64,
    /// As many rows as were wanted.
    pub(crate) rows: Vec<Row>,
}

/// What a [`Reader`](crate::Reader) and a [`Write`](crate::Write) are to [`Statements`].
pub(crate) trait Ask: Sync {
    fn ask(
        &self,
        text: &str,
        values: Vec<Value>,
        want: Want,
    ) -> impl Future<Output = Result<Answer, StoreError>> + Send;

    fn ask_batch(&self, text: &str) -> impl Future<Output = Result<(), StoreError>> + Send;
}

/// Statements on a [`Write`](crate::Write) or a [`Reader`](crate::Reader).
#[expect(private_bounds, reason = "nothing else takes statements")]
pub trait Statements: Ask {
    /// Runs a statement and tells how many rows it touched.
    fn run(
        &self,
        text: &str,
        values: impl IntoIterator<Item = Value>,
    ) -> impl Future<Output = Result<u64, StoreError>> + Send {
        let answer = self.ask(text, values.into_iter().collect(), Want::Count);
        async move { Ok(answer.await?.changed) }
    }

    /// The first row, if there is one.
    fn find(
        &self,
        text: &str,
        values: impl IntoIterator<Item = Value>,
    ) -> impl Future<Output = Result<Option<Row>, StoreError>> + Send {
        let answer = self.ask(text, values.into_iter().collect(), Want::First);
        async move { Ok(answer.await?.rows.pop()) }
    }

    /// All rows. The statement says how many at most.
    fn list(
        &self,
        text: &str,
        values: impl IntoIterator<Item = Value>,
    ) -> impl Future<Output = Result<Vec<Row>, StoreError>> + Send {
        let answer = self.ask(text, values.into_iter().collect(), Want::All);
        async move { Ok(answer.await?.rows) }
    }

    /// Runs several statements without values, one after the other; none gives rows. For upkeep and migrations:
    /// on SQLite it is handed to a blocking thread.
    fn batch(&self, text: &str) -> impl Future<Output = Result<(), StoreError>> + Send {
        self.ask_batch(text)
    }
}

impl<T: Ask> Statements for T {}
