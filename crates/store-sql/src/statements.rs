//! Plain SQL with bound values, the same text on both engines (`$1`, `$2`, …), and typed columns out of rows.

use kernel::{Timestamp, TypedId};
use sea_orm::{ConnectionTrait, QueryResult, Statement, TryGetable, Value};
use uuid::Uuid;

use crate::error::StoreError;

/// A row that was read.
pub type Row = QueryResult;

/// Statements on a [`Write`](crate::Write) or a [`Reader`](crate::Reader).
pub trait Statements: ConnectionTrait + Sync {
    /// Runs a statement and tells how many rows it touched.
    fn run(
        &self,
        text: &str,
        values: impl IntoIterator<Item = Value> + Send,
    ) -> impl Future<Output = Result<u64, StoreError>> + Send {
        let statement = Statement::from_sql_and_values(self.get_database_backend(), text, values);
        async move { Ok(self.execute_raw(statement).await?.rows_affected()) }
    }

    /// The first row, if there is one.
    fn find(
        &self,
        text: &str,
        values: impl IntoIterator<Item = Value> + Send,
    ) -> impl Future<Output = Result<Option<Row>, StoreError>> + Send {
        let statement = Statement::from_sql_and_values(self.get_database_backend(), text, values);
        async move { Ok(self.query_one_raw(statement).await?) }
    }

    /// All rows. The statement says how many at most.
    fn list(
        &self,
        text: &str,
        values: impl IntoIterator<Item = Value> + Send,
    ) -> impl Future<Output = Result<Vec<Row>, StoreError>> + Send {
        let statement = Statement::from_sql_and_values(self.get_database_backend(), text, values);
        async move { Ok(self.query_all_raw(statement).await?) }
    }
}

impl<C: ConnectionTrait + Sync> Statements for C {}

/// Typed columns.
pub trait Columns {
    /// A column of a plain type.
    fn col<T: TryGetable>(&self, name: &str) -> Result<T, StoreError>;

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
    fn col<T: TryGetable>(&self, name: &str) -> Result<T, StoreError> {
        Ok(self.try_get("", name)?)
    }
}
