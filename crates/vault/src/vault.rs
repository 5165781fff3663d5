//! The handle that services hold: seal, open, destroy, and the measure that encryption is really on.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use aws_lc_rs::rand;
use kernel::{PersonId, Phi, Sources};
use moka::future::Cache;
use store_sql::Location;
use zeroize::Zeroizing;

use crate::error::VaultError;
use crate::key_provider::{KeyProvider, WrappedKey};
use crate::keystore::{KeyRow, Keystore, Shredded};
use crate::sealed::{DataKey, KeyId, RecordPlace, Sealed};
use crate::shredded_list::ShreddedList;

/// Unwrapped keys kept in memory, about 1 KiB each.
const CACHED_KEYS_MAX: u64 = 10_000;
/// How long a key may be used before the keystore is asked again: the longest that another process may still
/// open what was erased.
const CACHED_KEY_LIFE: Duration = Duration::from_secs(60);
/// How long an erasure is remembered here against a load that was under way meanwhile.
const TOMBSTONE_LIFE: Duration = Duration::from_secs(600);
const REWRAP_PAGE: u32 = 256;
const CANARY: &[u8] = b"what is sealed here can be opened here";

/// One per process: the unwrapped keys it caches are bounded only if there is one.
#[derive(Clone)]
pub struct Vault {
    inner: Arc<Inner>,
}

struct Inner {
    keystore: Keystore,
    provider: Arc<dyn KeyProvider>,
    list: ShreddedList,
    sources: Sources,
    keys: Cache<PersonId, Arc<LiveKey>>,
    erased: Cache<PersonId, ()>,
}

struct LiveKey {
    key: DataKey,
    destroyed: AtomicBool,
}

/// A patient's key for many records at once: no await and no look-up between them. Hold it for one request.
#[derive(Clone)]
pub struct PatientKey {
    patient: PersonId,
    live: Arc<LiveKey>,
}

impl PatientKey {
    /// Seals a record of this patient.
    pub fn seal(&self, place: &RecordPlace<'_>, plaintext: &[u8]) -> Result<Sealed, VaultError> {
        self.usable_for(place)?.seal(place, plaintext)
    }

    /// Opens a record of this patient.
    pub fn open(&self, place: &RecordPlace<'_>, sealed: &[u8]) -> Result<Phi<Vec<u8>>, VaultError> {
        self.usable_for(place)?.open(place, sealed)
    }

    fn usable_for(&self, place: &RecordPlace<'_>) -> Result<&DataKey, VaultError> {
        if self.live.destroyed.load(Ordering::Acquire) {
            return Err(VaultError::Destroyed);
        }
        if place.patient != self.patient {
            return Err(VaultError::Integrity);
        }
        Ok(&self.live.key)
    }
}

impl Vault {
    /// Opens the keystore, applies the list of destroyed keys, and proves that the wrapping key is the one that
    /// wrapped what is there.
    pub async fn start(
        keystore: &Location,
        provider: Arc<dyn KeyProvider>,
        list: ShreddedList,
        sources: Sources,
    ) -> Result<Self, VaultError> {
        let keystore = Keystore::open(keystore).await.map_err(unopened)?;
        let inner = Inner {
            keystore,
            provider,
            list,
            sources,
            keys: Cache::builder().max_capacity(CACHED_KEYS_MAX).time_to_live(CACHED_KEY_LIFE).build(),
            erased: Cache::builder().max_capacity(CACHED_KEYS_MAX).time_to_live(TOMBSTONE_LIFE).build(),
        };
        let vault = Self { inner: Arc::new(inner) };
        vault.apply_list().await?;
        vault.place_canary().await?;
        Ok(vault)
    }

    /// The patient's key, made at first use.
    pub async fn key(&self, patient: PersonId) -> Result<PatientKey, VaultError> {
        self.load(patient, FirstUse::MakesAKey).await
    }

    /// The patient's key for reading many records; `None` when nothing was ever sealed for them.
    pub async fn find_key(&self, patient: PersonId) -> Result<Option<PatientKey>, VaultError> {
        match self.load(patient, FirstUse::IsAnError).await {
            Err(VaultError::KeyMissing) => Ok(None),
            found => found.map(Some),
        }
    }

    /// Seals one record.
    pub async fn seal(&self, place: &RecordPlace<'_>, plaintext: &[u8]) -> Result<Sealed, VaultError> {
        self.key(place.patient).await?.seal(place, plaintext)
    }

    /// Opens one record. Never makes a key: a record whose key is missing is an error.
    pub async fn open(&self, place: &RecordPlace<'_>, sealed: &[u8]) -> Result<Phi<Vec<u8>>, VaultError> {
        self.load(place.patient, FirstUse::IsAnError).await?.open(place, sealed)
    }

    /// Destroys the patient's key: all that it sealed is unreadable from now on, in every copy of the data.
    /// Only the erasure operation calls this. Idempotent; other processes follow within a minute.
    pub async fn destroy(&self, patient: PersonId) -> Result<(), VaultError> {
        let entry = Shredded { patient, at: self.inner.sources.now() };
        // The list first: whatever happens next, a start applies it.
        self.inner.list.add(&[entry])?;
        self.apply_shredded(&[entry]).await
    }

    /// Every destroyed key: what a backup of the keystore carries beside it.
    pub async fn shredded(&self) -> Result<Vec<Shredded>, VaultError> {
        self.inner.keystore.shredded().await.map_err(VaultError::Keystore)
    }

    /// Destroys again what a backup's list names, before anything else is done with a restored keystore.
    pub async fn apply_shredded(&self, entries: &[Shredded]) -> Result<(), VaultError> {
        for entry in entries {
            self.inner.keystore.destroy(entry.patient, entry.at).await.map_err(VaultError::Keystore)?;
            // Remembered before the cache is emptied: a load under way sees one or is found by the other.
            self.inner.erased.insert(entry.patient, ()).await;
            if let Some(live) = self.inner.keys.remove(&entry.patient).await {
                live.destroyed.store(true, Ordering::Release);
            }
        }
        Ok(())
    }

    /// Measures that encryption is on: the canary is read from the keystore, its key is unwrapped anew, and it
    /// opens to what it should. Uses no cache.
    pub async fn encryption_active(&self) -> Result<(), VaultError> {
        let keystore = &self.inner.keystore;
        let sealed = keystore.canary().await.map_err(VaultError::Keystore)?.ok_or(VaultError::KeyMissing)?;
        let row = keystore.find(PersonId::SYSTEM).await.map_err(VaultError::Keystore)?;
        let key = self.unwrap(&row.ok_or(VaultError::KeyMissing)?).await?;
        let opened = key.open(&canary_place(), &sealed)?;
        if opened.expose() == CANARY { Ok(()) } else { Err(VaultError::Integrity) }
    }

    /// Wraps every data key under the current wrapping key; returns how many were not yet. Can be stopped and
    /// run again; services go on meanwhile.
    pub async fn rewrap(&self) -> Result<u64, VaultError> {
        let Inner { keystore, provider, .. } = self.inner.as_ref();
        let mut rewrapped = 0;
        loop {
            let current = provider.current().await?;
            let rows = keystore.wrapped_under_others(&current, REWRAP_PAGE).await;
            let rows = rows.map_err(VaultError::Keystore)?;
            if rows.is_empty() {
                return Ok(rewrapped);
            }
            for row in rows {
                let Some(old) = &row.wrapped else { continue };
                let context = wrapping_context(row.patient, &row.id);
                let key = provider.unwrap(&context, old).await?;
                let new = provider.wrap(&context, &key).await?;
                let changed = keystore.rewrap(row.patient, old, &new).await.map_err(VaultError::Keystore)?;
                rewrapped += u64::from(changed);
            }
        }
    }

    /// The wrapping keys that some data key still needs; any other may be retired.
    pub async fn wrapping_keys_in_use(&self) -> Result<Vec<String>, VaultError> {
        self.inner.keystore.wrapping_keys().await.map_err(VaultError::Keystore)
    }

    /// Closes the keystore.
    pub async fn close(&self) {
        self.inner.keystore.close().await;
    }

    async fn load(&self, patient: PersonId, first_use: FirstUse) -> Result<PatientKey, VaultError> {
        let live = match self.inner.keys.get(&patient).await {
            Some(live) => live,
            // Loads of one key at once share one look-up. Boxed: it is rare and deep, and a part of every future that
            // seals or opens anything.
            None => {
                Box::pin(self.inner.keys.try_get_with(patient, self.load_from_keystore(patient, first_use)))
                    .await
                    .map_err(|shared| again(&shared))?
            }
        };
        if self.inner.erased.contains_key(&patient) {
            live.destroyed.store(true, Ordering::Release);
            self.inner.keys.invalidate(&patient).await;
            return Err(VaultError::Destroyed);
        }
        Ok(PatientKey { patient, live })
    }

    async fn load_from_keystore(
        &self,
        patient: PersonId,
        first_use: FirstUse,
    ) -> Result<Arc<LiveKey>, VaultError> {
        let keystore = &self.inner.keystore;
        let found = keystore.find(patient).await.map_err(VaultError::Keystore)?;
        let row = match (found, first_use) {
            (Some(row), _) => row,
            (None, FirstUse::IsAnError) => return Err(VaultError::KeyMissing),
            (None, FirstUse::MakesAKey) => self.make(patient).await?,
        };
        let key = self.unwrap(&row).await?;
        Ok(Arc::new(LiveKey { key, destroyed: AtomicBool::new(false) }))
    }

    /// A new key, or the one of whoever was faster.
    async fn make(&self, patient: PersonId) -> Result<KeyRow, VaultError> {
        let Inner { keystore, provider, sources, .. } = self.inner.as_ref();
        // Keys come from the cryptographic source, never from the seeded one that tests put into `Sources`.
        let (mut key, mut id) = (Zeroizing::new([0; DataKey::BYTES]), KeyId::default());
        rand::fill(key.as_mut_slice()).expect("the system gives random bytes");
        rand::fill(&mut id).expect("the system gives random bytes");
        let wrapped: WrappedKey = provider.wrap(&wrapping_context(patient, &id), &key).await?;
        let insert = keystore.insert_or_ignore(patient, id, &wrapped, sources.now()).await;
        insert.map_err(VaultError::Keystore)?;
        keystore.find(patient).await.map_err(VaultError::Keystore)?.ok_or(VaultError::KeyMissing)
    }

    async fn unwrap(&self, row: &KeyRow) -> Result<DataKey, VaultError> {
        let wrapped = row.wrapped.as_ref().ok_or(VaultError::Destroyed)?;
        let context = wrapping_context(row.patient, &row.id);
        Ok(DataKey::new(row.id, &self.inner.provider.unwrap(&context, wrapped).await?))
    }

    async fn apply_list(&self) -> Result<(), VaultError> {
        let known = self.shredded().await?;
        let mut missing = self.inner.list.read()?;
        missing.retain(|entry| !known.iter().any(|known| known.patient == entry.patient));
        self.apply_shredded(&missing).await
    }

    async fn place_canary(&self) -> Result<(), VaultError> {
        let keystore = &self.inner.keystore;
        if keystore.canary().await.map_err(VaultError::Keystore)?.is_none() {
            let sealed = self.seal(&canary_place(), CANARY).await?;
            keystore.insert_canary(sealed.as_bytes()).await.map_err(VaultError::Keystore)?;
        }
        self.encryption_active().await
    }
}

#[derive(Clone, Copy)]
enum FirstUse {
    MakesAKey,
    IsAnError,
}

fn canary_place() -> RecordPlace<'static> {
    RecordPlace { patient: PersonId::SYSTEM, kind: "vault.canary", id: [0; 16], category: "canary" }
}

/// A wrapped key is bound to its patient and id: rows whose wrapped bytes were swapped do not unwrap.
fn wrapping_context(patient: PersonId, id: &KeyId) -> [u8; 40] {
    let mut context = [0; 40];
    context[..8].copy_from_slice(b"tai-wrap");
    context[8..24].copy_from_slice(patient.as_bytes());
    context[24..].copy_from_slice(id);
    context
}

fn unopened(error: store_sql::OpenError) -> VaultError {
    VaultError::KeystoreUnopened(error)
}

/// The error of a look-up that several callers waited for, told to each of them.
fn again(error: &Arc<VaultError>) -> VaultError {
    match error.as_ref() {
        VaultError::Destroyed => VaultError::Destroyed,
        VaultError::Integrity => VaultError::Integrity,
        VaultError::KeyMissing => VaultError::KeyMissing,
        VaultError::WrappingKey(name) => VaultError::WrappingKey(name.clone()),
        VaultError::TooLarge(bytes) => VaultError::TooLarge(*bytes),
        VaultError::KeyDirectory { path, problem } => VaultError::directory(path, problem),
        VaultError::Keystore(_) | VaultError::KeystoreUnopened(_) | VaultError::KeystoreShared(_) => {
            VaultError::KeystoreShared(error.clone())
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use kernel::{ManualClock, SeededRandom, Timestamp};

    use super::*;
    use crate::{DirectoryKeys, KeyDirectory};

    struct House {
        root: tempfile::TempDir,
        server: Option<(String, String)>,
    }

    impl House {
        fn new() -> Self {
            Self { root: tempfile::tempdir().expect("a temporary directory"), server: None }
        }

        /// On every engine that can be had. One that cannot is told loudly, and fails where it must be there.
        #[expect(clippy::disallowed_methods, reason = "a test reads where its server is")]
        fn on_every_engine(name: &str) -> Vec<Self> {
            let mut houses = vec![Self::new()];
            if let Ok(url) = std::env::var("TEST_POSTGRES_URL") {
                let schema = format!("vault_{name}_{}", std::process::id());
                houses.push(Self { server: Some((url, schema)), ..Self::new() });
            } else {
                assert!(
                    std::env::var("CI").is_err(),
                    "CI must set TEST_POSTGRES_URL: PostgreSQL was not exercised"
                );
                let loud = b"PostgreSQL was NOT exercised: set TEST_POSTGRES_URL\n";
                std::io::Write::write_all(&mut std::io::stderr(), loud).expect("writes");
            }
            houses
        }

        fn file(&self) -> PathBuf {
            self.root.path().join("keys.sqlite")
        }

        fn directory(&self) -> KeyDirectory {
            KeyDirectory::open(&self.root.path().join("data.keys")).expect("opens")
        }

        fn keys(&self) -> Arc<DirectoryKeys> {
            Arc::new(DirectoryKeys::open(self.directory()).expect("opens"))
        }

        async fn vault(&self) -> Vault {
            let location = match &self.server {
                None => Location::Sqlite { path: self.file() },
                Some((url, schema)) => Location::Postgres { url: url.clone(), schema: schema.clone() },
            };
            self.vault_at(&location, self.keys()).await.expect("starts")
        }

        async fn vault_over(&self, file: &Path, keys: Arc<DirectoryKeys>) -> Result<Vault, VaultError> {
            self.vault_at(&Location::Sqlite { path: file.to_owned() }, keys).await
        }

        async fn vault_at(&self, location: &Location, keys: Arc<DirectoryKeys>) -> Result<Vault, VaultError> {
            let clock = ManualClock::at(Timestamp::from_micros(1_700_000_000_000_000));
            let sources = Sources::new(clock, SeededRandom::new(1));
            Vault::start(location, keys, ShreddedList::in_directory(self.directory()), sources).await
        }
    }

    fn patient(n: u128) -> PersonId {
        uuid::Uuid::from_u128(n).into()
    }

    fn place(n: u128) -> RecordPlace<'static> {
        RecordPlace { patient: patient(n), kind: "chat.message", id: [1; 16], category: "chat_transcripts" }
    }

    #[tokio::test]
    async fn what_was_sealed_opens_after_a_restart() {
        for house in House::on_every_engine("v0") {
            let vault = house.vault().await;
            let sealed = vault.seal(&place(1), b"hello").await.expect("seals");
            vault.close().await;
            let opened = house.vault().await.open(&place(1), sealed.as_bytes()).await.expect("opens");
            assert_eq!(opened.expose(), b"hello");
        }
    }

    #[tokio::test]
    async fn two_patients_ciphertexts_cannot_be_swapped() {
        for house in House::on_every_engine("v1") {
            let vault = house.vault().await;
            let one = vault.seal(&place(1), b"one").await.expect("seals");
            let two = vault.seal(&place(2), b"two").await.expect("seals");
            assert!(matches!(vault.open(&place(1), two.as_bytes()).await, Err(VaultError::Integrity)));
            assert!(matches!(vault.open(&place(2), one.as_bytes()).await, Err(VaultError::Integrity)));
            let key = vault.key(patient(1)).await.expect("has a key");
            assert!(key.seal(&place(2), b"x").is_err(), "one patient's key sealed for another");
        }
    }

    #[tokio::test]
    async fn reading_never_makes_a_key() {
        for house in House::on_every_engine("v2") {
            let vault = house.vault().await;
            assert!(matches!(vault.open(&place(7), &[0; 64]).await, Err(VaultError::KeyMissing)));
            assert!(vault.find_key(patient(7)).await.expect("asks").is_none());
        }
    }

    #[tokio::test]
    async fn a_destroyed_key_is_gone_everywhere_and_others_are_fine() {
        let house = House::new();
        let vault = house.vault().await;
        let one = vault.seal(&place(1), b"one").await.expect("seals");
        let two = vault.seal(&place(2), b"two").await.expect("seals");
        let held = vault.key(patient(1)).await.expect("has a key");
        let backup = house.root.path().join("backup.sqlite");
        std::fs::copy(house.file(), &backup).expect("copies");
        std::fs::copy(house.file().with_extension("sqlite-wal"), backup.with_extension("sqlite-wal"))
            .expect("copies");

        vault.destroy(patient(1)).await.expect("destroys");
        vault.destroy(patient(1)).await.expect("is the same twice");
        assert!(matches!(vault.open(&place(1), one.as_bytes()).await, Err(VaultError::Destroyed)));
        assert!(matches!(vault.seal(&place(1), b"anew").await, Err(VaultError::Destroyed)));
        assert!(matches!(held.open(&place(1), one.as_bytes()), Err(VaultError::Destroyed)));
        assert_eq!(vault.open(&place(2), two.as_bytes()).await.expect("opens").expose(), b"two");
        assert_eq!(vault.shredded().await.expect("lists").len(), 1);
        vault.close().await;

        // A keystore from before the erasure is put back: the list beside the wrapping key is applied first.
        let restored = house.vault_over(&backup, house.keys()).await.expect("starts");
        assert!(matches!(restored.open(&place(1), one.as_bytes()).await, Err(VaultError::Destroyed)));
        assert_eq!(restored.open(&place(2), two.as_bytes()).await.expect("opens").expose(), b"two");
    }

    #[tokio::test]
    async fn without_the_list_a_restored_keystore_would_bring_the_key_back() {
        // The safeguard's own test: what the one above proves is the list's work and nothing else's.
        let house = House::new();
        let vault = house.vault().await;
        let one = vault.seal(&place(1), b"one").await.expect("seals");
        vault.close().await;
        let backup = house.root.path().join("backup.sqlite");
        std::fs::copy(house.file(), &backup).expect("copies");
        let vault = house.vault().await;
        vault.destroy(patient(1)).await.expect("destroys");
        vault.close().await;
        std::fs::remove_file(house.directory().path().join("shredded.list")).expect("removes");
        let restored = house.vault_over(&backup, house.keys()).await.expect("starts");
        assert!(restored.open(&place(1), one.as_bytes()).await.is_ok());
    }

    #[tokio::test]
    async fn the_wrapped_form_of_a_destroyed_key_is_not_left_in_the_file() {
        let house = House::new();
        let vault = house.vault().await;
        for n in 1..50 {
            vault.seal(&place(n), b"x").await.expect("seals");
        }
        let row = vault.inner.keystore.find(patient(7)).await.expect("reads").expect("is there");
        let wrapped = row.wrapped.expect("is not destroyed").bytes;
        let in_files = || {
            ["keys.sqlite", "keys.sqlite-wal"].iter().any(|name| {
                let bytes = std::fs::read(house.root.path().join(name)).unwrap_or_default();
                bytes.windows(wrapped.len()).any(|window| window == wrapped)
            })
        };
        assert!(in_files(), "the search finds what is there");
        vault.destroy(patient(7)).await.expect("destroys");
        assert!(!in_files());
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn first_seals_at_once_in_two_processes_give_one_key() {
        for house in House::on_every_engine("v3") {
            let (first, second) = (house.vault().await, house.vault().await);
            let mut tasks = Vec::new();
            for n in 0..40u128 {
                for vault in [first.clone(), second.clone()] {
                    tasks.push(tokio::spawn(async move {
                        let sealed = vault.seal(&place(n % 5 + 1), b"x").await.expect("seals");
                        (n % 5 + 1, sealed)
                    }));
                }
            }
            for task in tasks {
                let (n, sealed) = task.await.expect("ends");
                assert!(first.open(&place(n), sealed.as_bytes()).await.is_ok());
                assert!(second.open(&place(n), sealed.as_bytes()).await.is_ok());
            }
        }
    }

    #[tokio::test]
    async fn encryption_is_measured_and_not_assumed() {
        let house = House::new();
        let vault = house.vault().await;
        vault.encryption_active().await.expect("is on");
        vault.close().await;
        // The key directory of another installation: the start itself fails.
        let other = House::new();
        assert!(matches!(
            house.vault_over(&house.file(), other.keys()).await,
            Err(VaultError::WrappingKey(_))
        ));
        // A canary that somebody changed.
        let vault = house.vault().await;
        let write = store_sql::Database::open("vault", &Location::Sqlite { path: house.file() }, &[]).await;
        assert!(write.is_err(), "an older program refuses the newer keystore");
        vault.inner.keystore.spoil_canary().await;
        assert!(matches!(vault.encryption_active().await, Err(VaultError::Integrity)));
    }

    #[tokio::test]
    async fn after_a_rotation_everything_is_wrapped_anew_and_still_opens() {
        for house in House::on_every_engine("v4") {
            let (vault, keys) = (house.vault().await, house.keys());
            let mut sealed = Vec::new();
            for n in 1..=600 {
                sealed.push((n, vault.seal(&place(n), b"x").await.expect("seals")));
            }
            vault.destroy(patient(3)).await.expect("destroys");
            let old = vault.wrapping_keys_in_use().await.expect("lists");
            let new = keys.rotate().expect("rotates");
            assert_eq!(vault.rewrap().await.expect("rewraps"), 600, "599 patients and the canary");
            assert_eq!(vault.rewrap().await.expect("rewraps"), 0);
            assert_eq!(vault.wrapping_keys_in_use().await.expect("lists"), [new]);
            keys.retire(&old[0]).expect("retires");
            vault.close().await;

            let vault = house.vault().await;
            for (n, sealed) in &sealed {
                assert_eq!(vault.open(&place(*n), sealed.as_bytes()).await.is_ok(), *n != 3);
            }
            vault.encryption_active().await.expect("is on");
        }
    }

    #[tokio::test]
    async fn an_erasure_holds_on_every_engine() {
        for house in House::on_every_engine("erase") {
            let vault = house.vault().await;
            let sealed = vault.seal(&place(1), b"one").await.expect("seals");
            vault.destroy(patient(1)).await.expect("destroys");
            vault.destroy(patient(2)).await.expect("leaves a tombstone for one who never had a key");
            vault.close().await;
            let vault = house.vault().await;
            assert!(matches!(vault.open(&place(1), sealed.as_bytes()).await, Err(VaultError::Destroyed)));
            assert!(matches!(vault.seal(&place(2), b"x").await, Err(VaultError::Destroyed)));
            assert_eq!(vault.shredded().await.expect("lists").len(), 2);
        }
    }
}
