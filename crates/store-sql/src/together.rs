//! Statements that need nothing of each other's answers, run as one.
//!
//! On SQLite each statement is handed to the connection's own thread and back, and on a machine with few cores
//! those two changes of thread cost more than the statement. What is run together is handed over once.

use sea_orm::{ConnectionTrait, Statement, Value};

use crate::database::{Engine, Write};
use crate::error::StoreError;

/// Statements to run one after the other within a transaction; none of them gives rows.
#[derive(Debug, Default)]
pub struct Together(Vec<(String, Vec<Value>)>);

impl Together {
    /// With a first or a further statement, written as for [`Statements`](crate::Statements).
    #[must_use]
    pub fn and(mut self, text: impl Into<String>, values: impl IntoIterator<Item = Value>) -> Self {
        self.0.push((text.into(), values.into_iter().collect()));
        self
    }

    /// As one text, with its values in the order in which they stand in it.
    fn joined(&self) -> (String, Vec<Value>) {
        let (mut joined, mut ordered) = (String::new(), Vec::new());
        for (text, values) in &self.0 {
            let mut rest = text.as_str();
            // What stands between quotation marks is no place for a value.
            let mut quoted = false;
            while let Some(at) = rest.find(['$', '\'']) {
                let (before, after) = rest.split_at(at);
                joined.push_str(before);
                let digits = after[1..].chars().take_while(char::is_ascii_digit).count();
                let number = after[1..=digits].parse::<usize>().ok();
                match number.and_then(|number| values.get(number.checked_sub(1)?)) {
                    Some(value) if after.starts_with('$') && !quoted => {
                        joined.push('?');
                        ordered.push(value.clone());
                        rest = &after[1 + digits..];
                    }
                    _ => {
                        quoted ^= after.starts_with('\'');
                        joined.push_str(&after[..1]);
                        rest = &after[1..];
                    }
                }
            }
            joined.push_str(rest);
            joined.push(';');
        }
        (joined, ordered)
    }
}

impl Write {
    /// Runs all of them, or fails with the first that fails; then nothing of the transaction may be kept.
    pub async fn run_together(&self, statements: Together) -> Result<(), StoreError> {
        let backend = self.get_database_backend();
        if self.engine() == Engine::Sqlite {
            let (text, values) = statements.joined();
            self.execute_raw(Statement::from_sql_and_values(backend, text, values)).await?;
            return Ok(());
        }
        for (text, values) in statements.0 {
            self.execute_raw(Statement::from_sql_and_values(backend, text, values)).await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_value_stands_where_its_number_did() {
        let together = Together::default()
            .and("INSERT INTO a VALUES ($2, $1, '$1 it''s', $2)", [1.into(), 2.into()])
            .and("UPDATE b SET c = $1", [3.into()]);
        let (text, values) = together.joined();
        assert_eq!(text, "INSERT INTO a VALUES (?, ?, '$1 it''s', ?);UPDATE b SET c = ?;");
        assert_eq!(values, [2, 1, 2, 3].map(Value::from));
    }
}
