//! What ended long ago is let go of, a bounded number of rows at a time.

use kernel::Timestamp;
use store_sql::{Statements, StoreError};

use super::{Link, Store};

/// Rows of a table that one step lets go of.
const ROWS: i64 = 500;

impl Store {
    /// Lets go of sessions, invitations and links that ended before a moment; tells whether there may be more.
    pub(crate) async fn purge(&self, before: Timestamp) -> Result<bool, StoreError> {
        let before = before.as_micros();
        let mut more = false;
        for (table, key, end) in [
            ("sessions", "session_id", "ends_at"),
            ("invitations", "invitation_id", "expires_at"),
            (Link::Password.table(), "person_id", "expires_at"),
            (Link::Factor.table(), "person_id", "expires_at"),
            ("started_factors", "person_id", "expires_at"),
            ("passkey_challenges", "challenge_digest", "expires_at"),
        ] {
            let text = format!(
                "DELETE FROM {table} WHERE {key} IN (SELECT {key} FROM {table} WHERE {end} < $1 LIMIT $2)"
            );
            let write = self.database.begin().await?;
            let gone = write.run(&text, [before.into(), ROWS.into()]).await?;
            write.commit().await?;
            more |= i64::try_from(gone).is_ok_and(|gone| gone == ROWS);
        }
        Ok(more)
    }
}
