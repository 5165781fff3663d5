//! Where wrapped data keys are kept: a database of their own, apart from the data and from its backups.
//!
//! A first key is inserted-or-ignored and then read, so that two processes that meet a patient at once end up
//! with one key. Only [`Keystore::destroy`] takes a key away, and it leaves a tombstone.

use kernel::{PersonId, Timestamp, TypedId};
use store_sql::{
    Columns, Corrupt, Database, Engine, Location, OpenError, Row, Statements, StoreError, Value,
};

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
        let select = "SELECT patient_id, key_id, wrapping_key, wrapped, destroyed_at FROM data_keys WHERE patient_id = $1";
        self.database.read().find(select, [patient.uuid().into()]).await?.as_ref().map(key_row).transpose()
    }

    /// Keeps a first key; one that is there already, destroyed or not, stays.
    pub(crate) async fn insert_or_ignore(
        &self,
        patient: PersonId,
        id: KeyId,
        wrapped: &WrappedKey,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let insert = "INSERT INTO data_keys (patient_id, key_id, wrapping_key, wrapped, created_at) \
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT (patient_id) DO NOTHING";
        self.write_one(
            insert,
            [
                patient.uuid().into(),
                id.to_vec().into(),
                wrapped.wrapping_key.clone().into(),
                wrapped.bytes.clone().into(),
                now.as_micros().into(),
            ],
        )
        .await
        .map(|_| ())
    }

    /// Destroys the patient's key, or keeps a tombstone for one that never was, so that none is made later.
    /// The wrapped bytes are overwritten in the file too. Idempotent: the first instant stays.
    pub(crate) async fn destroy(&self, patient: PersonId, at: Timestamp) -> Result<(), StoreError> {
        let upsert = "INSERT INTO data_keys (patient_id, key_id, wrapping_key, wrapped, created_at, destroyed_at) \
             VALUES ($1, $2, '', $2, $3, $3) ON CONFLICT (patient_id) DO UPDATE SET wrapping_key = '', \
             wrapped = excluded.wrapped, destroyed_at = COALESCE(data_keys.destroyed_at, excluded.destroyed_at)";
        self.write_one(upsert, [patient.uuid().into(), Vec::<u8>::new().into(), at.as_micros().into()])
            .await?;
        self.scrub().await;
        Ok(())
    }

    /// Every destroyed key, oldest first.
    pub(crate) async fn shredded(&self) -> Result<Vec<Shredded>, StoreError> {
        let select = "SELECT patient_id, destroyed_at FROM data_keys WHERE destroyed_at IS NOT NULL ORDER BY destroyed_at";
        let rows = self.database.read().list(select, []).await?;
        let read = |row: &Row| Ok(Shredded { patient: row.id("patient_id")?, at: row.at("destroyed_at")? });
        rows.iter().map(read).collect()
    }

    /// Some keys that are wrapped under another key than the current one.
    pub(crate) async fn wrapped_under_others(
        &self,
        current: &str,
        limit: u32,
    ) -> Result<Vec<KeyRow>, StoreError> {
        let select = "SELECT patient_id, key_id, wrapping_key, wrapped, destroyed_at FROM data_keys \
             WHERE wrapping_key <> $1 AND destroyed_at IS NULL ORDER BY patient_id LIMIT $2";
        self.database
            .read()
            .list(select, [current.into(), i64::from(limit).into()])
            .await?
            .iter()
            .map(key_row)
            .collect()
    }

    /// Puts a newly wrapped form in the place of the one that was read; nothing when it changed meanwhile.
    pub(crate) async fn rewrap(
        &self,
        patient: PersonId,
        old: &WrappedKey,
        new: &WrappedKey,
    ) -> Result<bool, StoreError> {
        let update = "UPDATE data_keys SET wrapping_key = $1, wrapped = $2 \
             WHERE patient_id = $3 AND wrapping_key = $4 AND destroyed_at IS NULL";
        Ok(self
            .write_one(
                update,
                [
                    new.wrapping_key.clone().into(),
                    new.bytes.clone().into(),
                    patient.uuid().into(),
                    old.wrapping_key.clone().into(),
                ],
            )
            .await?
            == 1)
    }

    /// The wrapping keys that are still needed.
    pub(crate) async fn wrapping_keys(&self) -> Result<Vec<String>, StoreError> {
        let select =
            "SELECT DISTINCT wrapping_key FROM data_keys WHERE destroyed_at IS NULL ORDER BY wrapping_key";
        let rows = self.database.read().list(select, []).await?;
        rows.iter().map(|row| row.col("wrapping_key")).collect()
    }

    pub(crate) async fn canary(&self) -> Result<Option<Vec<u8>>, StoreError> {
        let select = "SELECT sealed FROM canary WHERE name = 'canary'";
        let row = self.database.read().find(select, []).await?;
        row.map(|row| row.col("sealed")).transpose()
    }

    pub(crate) async fn insert_canary(&self, sealed: &[u8]) -> Result<(), StoreError> {
        let insert = "INSERT INTO canary (name, sealed) VALUES ('canary', $1) ON CONFLICT (name) DO NOTHING";
        self.write_one(insert, [sealed.to_vec().into()]).await.map(|_| ())
    }

    pub(crate) async fn close(&self) {
        self.database.clone().close().await;
    }

    #[cfg(test)]
    pub(crate) async fn spoil_canary(&self) {
        let update = "UPDATE canary SET sealed = $1";
        self.write_one(update, [vec![b'T', b'V', 1, 0].into()]).await.expect("updates");
    }

    async fn write_one<const N: usize>(&self, text: &str, values: [Value; N]) -> Result<u64, StoreError> {
        let write = self.database.begin().await?;
        if self.database.engine() == Engine::Sqlite {
            // With every write, not the destroying one alone: a page that was split long ago would still hold
            // the key's old form in its free space.
            write.find("PRAGMA secure_delete = ON", []).await?;
        }
        let changed = write.run(text, values).await?;
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
        if let Err(error) = self.database.read().batch(text).await {
            tracing::warn!(error = %error, "a destroyed key's old form stays in the log until the next checkpoint");
        }
    }
}

fn key_row(row: &Row) -> Result<KeyRow, StoreError> {
    let id: Vec<u8> = row.col("key_id")?;
    let wrapped = match row.at_or_none("destroyed_at")? {
        Some(_) => None,
        None => Some(WrappedKey { wrapping_key: row.col("wrapping_key")?, bytes: row.col("wrapped")? }),
    };
    let id = match (KeyId::try_from(id), &wrapped) {
        (Ok(id), _) => id,
        // A tombstone of a patient who never had a key.
        (Err(_), None) => KeyId::default(),
        (Err(_), Some(_)) => return Err(Corrupt { table: "data_keys", column: "key_id" }.into()),
    };
    Ok(KeyRow { patient: row.id("patient_id")?, id, wrapped })
}
