//! Where wrapped data keys are kept: a database of their own, apart from the data and from its backups.
//!
//! A first key is inserted-or-ignored and then read, so that two processes that meet a patient at once end up
//! with one key. Only [`Keystore::destroy`] takes a key away, and it leaves a tombstone.

use kernel::{PersonId, Timestamp, TypedId};
use store_sql::sea_orm::{ConnectionTrait, QueryResult, Statement, Value};
use store_sql::{Corrupt, Database, Engine, Location, OpenError, StoreError};

use crate::key_provider::WrappedKey;
use crate::migrations::MIGRATIONS;
use crate::sealed::KeyId;

/// One patient's key as the keystore has it.
#[derive(Clone, Debug)]
pub(crate) struct KeyRow {
    pub(crate) patient: PersonId,
    pub(crate) id: KeyId,
    /// `None` once destroyed.
    pub(crate) wrapped: Option<WrappedKey>,
}

/// One destroyed key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shredded {
    /// Whose it was.
    pub patient: PersonId,
    /// When it was destroyed.
    pub at: Timestamp,
}

pub(crate) struct Keystore {
    database: Database,
}

impl Keystore {
    pub(crate) async fn open(location: &Location) -> Result<Self, OpenError> {
        Ok(Self { database: Database::open("vault", location, MIGRATIONS).await? })
    }

    /// The patient's key, if there ever was one.
    pub(crate) async fn find(&self, patient: PersonId) -> Result<Option<KeyRow>, StoreError> {
        let select = self.statement(
            "SELECT patient_id, key_id, wrapping_key, wrapped, destroyed_at FROM data_keys WHERE patient_id = $1",
            [patient.uuid().into()],
        );
        self.database.read().query_one_raw(select).await?.as_ref().map(key_row).transpose()
    }

    /// Keeps a first key; one that is there already, destroyed or not, stays.
    pub(crate) async fn insert_or_ignore(
        &self,
        patient: PersonId,
        id: KeyId,
        wrapped: &WrappedKey,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let insert = self.statement(
            "INSERT INTO data_keys (patient_id, key_id, wrapping_key, wrapped, created_at) \
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT (patient_id) DO NOTHING",
            [
                patient.uuid().into(),
                id.to_vec().into(),
                wrapped.wrapping_key.clone().into(),
                wrapped.bytes.clone().into(),
                now.as_micros().into(),
            ],
        );
        self.write_one(insert).await.map(|_| ())
    }

    /// Destroys the patient's key, or keeps a tombstone for one that never was, so that none is made later.
    /// The wrapped bytes are overwritten in the file too. Idempotent: the first instant stays.
    pub(crate) async fn destroy(&self, patient: PersonId, at: Timestamp) -> Result<(), StoreError> {
        let upsert = self.statement(
            "INSERT INTO data_keys (patient_id, key_id, wrapping_key, wrapped, created_at, destroyed_at) \
             VALUES ($1, $2, '', $2, $3, $3) ON CONFLICT (patient_id) DO UPDATE SET wrapping_key = '', \
             wrapped = excluded.wrapped, destroyed_at = COALESCE(data_keys.destroyed_at, excluded.destroyed_at)",
            [patient.uuid().into(), Vec::<u8>::new().into(), at.as_micros().into()],
        );
        self.write_one(upsert).await?;
        self.scrub().await;
        Ok(())
    }

    /// Every destroyed key, oldest first.
    pub(crate) async fn shredded(&self) -> Result<Vec<Shredded>, StoreError> {
        let select = self.statement(
            "SELECT patient_id, destroyed_at FROM data_keys WHERE destroyed_at IS NOT NULL ORDER BY destroyed_at",
            [],
        );
        let rows = self.database.read().query_all_raw(select).await?;
        let read = |row: &QueryResult| {
            let patient: uuid::Uuid = row.try_get("", "patient_id")?;
            let at: i64 = row.try_get("", "destroyed_at")?;
            Ok(Shredded { patient: patient.into(), at: Timestamp::from_micros(at) })
        };
        rows.iter().map(read).collect()
    }

    /// Some keys that are wrapped under another key than the current one.
    pub(crate) async fn wrapped_under_others(
        &self,
        current: &str,
        limit: u32,
    ) -> Result<Vec<KeyRow>, StoreError> {
        let select = self.statement(
            "SELECT patient_id, key_id, wrapping_key, wrapped, destroyed_at FROM data_keys \
             WHERE wrapping_key <> $1 AND destroyed_at IS NULL ORDER BY patient_id LIMIT $2",
            [current.into(), i64::from(limit).into()],
        );
        self.database.read().query_all_raw(select).await?.iter().map(key_row).collect()
    }

    /// Puts a newly wrapped form in the place of the one that was read; nothing when it changed meanwhile.
    pub(crate) async fn rewrap(
        &self,
        patient: PersonId,
        old: &WrappedKey,
        new: &WrappedKey,
    ) -> Result<bool, StoreError> {
        let update = self.statement(
            "UPDATE data_keys SET wrapping_key = $1, wrapped = $2 \
             WHERE patient_id = $3 AND wrapping_key = $4 AND destroyed_at IS NULL",
            [
                new.wrapping_key.clone().into(),
                new.bytes.clone().into(),
                patient.uuid().into(),
                old.wrapping_key.clone().into(),
            ],
        );
        Ok(self.write_one(update).await? == 1)
    }

    /// The wrapping keys that are still needed.
    pub(crate) async fn wrapping_keys(&self) -> Result<Vec<String>, StoreError> {
        let select = self.statement(
            "SELECT DISTINCT wrapping_key FROM data_keys WHERE destroyed_at IS NULL ORDER BY wrapping_key",
            [],
        );
        let rows = self.database.read().query_all_raw(select).await?;
        rows.iter().map(|row| Ok(row.try_get("", "wrapping_key")?)).collect()
    }

    pub(crate) async fn canary(&self) -> Result<Option<Vec<u8>>, StoreError> {
        let select = self.statement("SELECT sealed FROM canary WHERE name = 'canary'", []);
        let row = self.database.read().query_one_raw(select).await?;
        row.map(|row| Ok(row.try_get("", "sealed")?)).transpose()
    }

    pub(crate) async fn insert_canary(&self, sealed: &[u8]) -> Result<(), StoreError> {
        let insert = self.statement(
            "INSERT INTO canary (name, sealed) VALUES ('canary', $1) ON CONFLICT (name) DO NOTHING",
            [sealed.to_vec().into()],
        );
        self.write_one(insert).await.map(|_| ())
    }

    pub(crate) async fn close(&self) {
        self.database.clone().close().await;
    }

    #[cfg(test)]
    pub(crate) async fn spoil_canary(&self) {
        let update = self.statement("UPDATE canary SET sealed = $1", [vec![b'T', b'V', 1, 0].into()]);
        self.write_one(update).await.expect("updates");
    }

    async fn write_one(&self, statement: Statement) -> Result<u64, StoreError> {
        let write = self.database.begin().await?;
        if self.database.engine() == Engine::Sqlite {
            // With every write, not the destroying one alone: a page that was split long ago would still hold
            // the key's old form in its free space.
            write.execute_unprepared("PRAGMA secure_delete = ON").await?;
        }
        let changed = write.execute_raw(statement).await?.rows_affected();
        write.commit().await?;
        Ok(changed)
    }

    /// Takes the old form of a destroyed key out of the log and the dead rows as well. When that cannot be
    /// done now, what is left is a wrapped key, worthless once its wrapping key is rotated and retired.
    async fn scrub(&self) {
        let text = match self.database.engine() {
            Engine::Sqlite => "PRAGMA wal_checkpoint(TRUNCATE)",
            Engine::Postgres => "VACUUM data_keys",
        };
        if let Err(error) = self.database.read().execute_unprepared(text).await {
            tracing::warn!(error = %error, "a destroyed key's old form stays in the log until the next checkpoint");
        }
    }

    fn statement<const N: usize>(&self, sql: &str, values: [Value; N]) -> Statement {
        Statement::from_sql_and_values(self.database.read().get_database_backend(), sql, values)
    }
}

fn key_row(row: &QueryResult) -> Result<KeyRow, StoreError> {
    let patient: uuid::Uuid = row.try_get("", "patient_id")?;
    let id: Vec<u8> = row.try_get("", "key_id")?;
    let destroyed: Option<i64> = row.try_get("", "destroyed_at")?;
    let wrapped = match destroyed {
        Some(_) => None,
        None => Some(WrappedKey {
            wrapping_key: row.try_get("", "wrapping_key")?,
            bytes: row.try_get("", "wrapped")?,
        }),
    };
    let id = match (KeyId::try_from(id), &wrapped) {
        (Ok(id), _) => id,
        // A tombstone of a patient who never had a key.
        (Err(_), None) => KeyId::default(),
        (Err(_), Some(_)) => return Err(Corrupt { table: "data_keys", column: "key_id" }.into()),
    };
    Ok(KeyRow { patient: patient.into(), id, wrapped })
}
