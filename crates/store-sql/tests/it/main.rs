//! The same store code and migrations on both engines, and the traps that this layer closes.
//!
//! PostgreSQL is used when `TEST_POSTGRES_URL` names a server; `cargo xtask test` starts one and fails
//! without it.

mod engines;
mod sqlite;
mod timers;
mod values;

use std::sync::Mutex;
use std::task::Poll;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use store_sql::failpoint::{self, Failure};
use store_sql::{Columns, Database, Engine, Location, Migration, OpenError, Statements, Step, StoreError};

fn migrations() -> Vec<Migration> {
    vec![Migration {
        version: 1,
        name: "notes",
        steps: || {
            let table = |id: &str, bytes: &str| {
                format!(
                    "CREATE TABLE notes (id {id} NOT NULL PRIMARY KEY, owner TEXT NOT NULL, at BIGINT NOT NULL, \
                     body {bytes} NOT NULL)"
                )
            };
            vec![
                Step { sqlite: table("BLOB", "BLOB"), postgres: table("UUID", "BYTEA") },
                Step::sql("CREATE INDEX notes_by_owner ON notes (owner, at)"),
            ]
        },
    }]
}

struct Place {
    location: Location,
    _folder: Option<tempfile::TempDir>,
}

#[expect(clippy::disallowed_methods, reason = "a test reads where its server is")]
fn places(name: &str) -> Vec<Place> {
    let folder = tempfile::tempdir().expect("a temporary directory");
    let path = folder.path().join("notes.sqlite");
    let mut places = vec![Place { location: Location::Sqlite { path }, _folder: Some(folder) }];
    if let Ok(url) = std::env::var("TEST_POSTGRES_URL") {
        let schema = format!("store_sql_{name}_{}", std::process::id());
        places.push(Place { location: Location::Postgres { url, schema }, _folder: None });
    } else {
        assert!(std::env::var("CI").is_err(), "CI must set TEST_POSTGRES_URL: a backend was not exercised");
    }
    places
}

const INSERT: &str = "INSERT INTO notes (id, owner, at, body) VALUES ($1, $2, $3, $4)";

async fn insert(on: &impl Statements, id: u128, owner: &str) -> Result<(), StoreError> {
    let id = uuid::Uuid::from_u128(id);
    on.run(INSERT, [id.into(), owner.into(), 1_700_000_000_000_001_i64.into(), vec![0_u8, 255].into()])
        .await?;
    Ok(())
}

async fn count(database: &Database, owner: &str) -> i64 {
    let text = "SELECT COUNT(*) AS n FROM notes WHERE owner = $1";
    let row = database.read().find(text, [owner.into()]).await.expect("counts").expect("one row");
    row.col("n").expect("a number")
}

#[tokio::test]
async fn the_same_code_and_migrations_run_on_both_engines() {
    for place in places("both") {
        let database = Database::open("notes", &place.location, &migrations()).await.expect("opens");
        let write = database.begin().await.expect("begins");
        insert(&write, 1, "ada").await.expect("inserts");
        write.commit().await.expect("commits");
        let write = database.begin().await.expect("begins");
        let error = insert(&write, 1, "ada").await.expect_err("the key is taken");
        assert!(error.is_duplicate(), "{error:?}");
        drop(write);
        let write = database.begin().await.expect("begins");
        insert(&write, 2, "ada").await.expect("inserts");
        drop(write);
        assert_eq!(count(&database, "ada").await, 1, "what was not committed never was");
        database.ping().await.expect("answers");
        database.close().await;
        let again = Database::open("notes", &place.location, &migrations()).await.expect("opens again");
        assert_eq!(count(&again, "ada").await, 1);
        again.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn processes_that_start_at_once_make_one_schema_between_them() {
    for place in places("at_once") {
        let Location::Postgres { url, schema } = &place.location else { continue };
        for round in 0..10 {
            let location = Location::Postgres { url: url.clone(), schema: format!("{schema}_{round}") };
            let open = || {
                let location = location.clone();
                tokio::spawn(async move { Database::open("notes", &location, &migrations()).await })
            };
            for opening in [open(), open(), open(), open(), open(), open()] {
                opening.await.expect("no panic").expect("opens").close().await;
            }
        }
    }
}

#[tokio::test]
async fn a_newer_or_edited_schema_is_refused() {
    for place in places("newer") {
        Database::open("notes", &place.location, &migrations()).await.expect("opens").close().await;
        let error = Database::open("notes", &place.location, &[]).await.expect_err("an older program");
        assert!(matches!(error, OpenError::NewerSchema { found: 1, known: 0, .. }), "{error}");
        let edited = [Migration { version: 1, name: "notes", steps: || vec![Step::sql("SELECT 1")] }];
        let error = Database::open("notes", &place.location, &edited).await.expect_err("an edited migration");
        assert!(matches!(error, OpenError::ChangedMigration { version: 1, .. }), "{error}");
    }
}

#[tokio::test]
async fn a_store_made_to_fail_fails_as_a_real_one_and_heals() {
    static NOW: Mutex<Option<Failure>> = Mutex::new(None);
    let fail = |how| *NOW.lock().expect("no holder panics") = how;
    #[expect(clippy::disallowed_methods, reason = "the test of the failpoint itself")]
    failpoint::install(|service| if service == "failing" { *NOW.lock().ok()? } else { None });
    for place in places("failing") {
        let database = Database::open("failing", &place.location, &migrations()).await.expect("opens");
        let open = database.begin().await.expect("begins");
        fail(Some(Failure::Unavailable));
        let error = database.begin().await.expect_err("gone");
        assert_eq!(error.code(), api::codes::STORE_UNAVAILABLE, "{error}");
        assert!(database.ping().await.is_err(), "and says so when it is asked");
        assert!(insert(&open, 1, "ada").await.is_err(), "also in the middle of a transaction");
        drop(open);
        fail(Some(Failure::Full));
        let error = database.begin().await.expect_err("full");
        assert_eq!(error.code(), api::codes::STORAGE_FULL, "{error}");
        assert_eq!(count(&database, "ada").await, 0, "what is full can be read");
        fail(Some(Failure::Slow));
        let (begun, ()) = tokio::join!(database.begin(), async {
            tokio::task::yield_now().await;
            fail(None);
        });
        begun.expect("it was only silent").commit().await.expect("commits");
        database.close().await;
    }
}

#[tokio::test]
async fn a_failed_migration_leaves_nothing_behind() {
    for place in places("failed") {
        let broken = || {
            let mut list = migrations();
            list.push(Migration {
                version: 2,
                name: "broken",
                steps: || vec![Step::sql("CREATE TABLE half (id INTEGER)"), Step::sql("CREATE TABLE (")],
            });
            list
        };
        let error = Database::open("notes", &place.location, &broken()).await.expect_err("does not parse");
        assert!(matches!(error, OpenError::Migration { version: 2, .. }), "{error}");
        let database = Database::open("notes", &place.location, &migrations()).await.expect("opens at 1");
        assert!(database.read().find("SELECT id FROM half", []).await.is_err(), "half a migration");
    }
}

/// Dropping a future inside `BEGIN` leaves the pooled connection in an open transaction. The plain way shows it
/// on PostgreSQL; [`Database::begin`] must not.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cancelled_begin_does_not_poison_the_pool() {
    for place in places("begin") {
        let database = Database::open("notes", &place.location, &migrations()).await.expect("opens");
        if let Location::Postgres { url, schema } = &place.location {
            let options: PgConnectOptions = url.parse().expect("an address");
            let options = options.options([("search_path", schema)]);
            // A pool as anybody would open it.
            let pool =
                PgPoolOptions::new().max_connections(16).connect_with(options).await.expect("connects");
            let cancel = async |polls| {
                #[expect(clippy::disallowed_methods, reason = "this is the trap itself")]
                let begin = pool.begin();
                poll_and_drop(begin, polls).await;
            };
            let plain = lost_writes(&place.location, 0, cancel, async |id, owner: String| {
                let insert = sqlx::query(INSERT).bind(uuid::Uuid::from_u128(id)).bind(owner).bind(7_i64);
                insert.bind(vec![0_u8]).execute(&pool).await.expect("inserts");
            });
            assert!(plain.await > 0, "the trap is gone from the driver: the spawn in `begin` can go too");
            pool.close().await;
        }
        let cancel = async |polls| {
            poll_and_drop(database.begin(), polls).await;
        };
        let ours = lost_writes(&place.location, 1_000, cancel, async |id, owner: String| {
            // On PostgreSQL any connection of the pool, as the trap needs it; SQLite has one that writes.
            match database.engine() {
                Engine::Postgres => insert(database.read(), id, &owner).await.expect("inserts"),
                Engine::Sqlite => {
                    let write = database.begin().await.expect("begins");
                    insert(&write, id, &owner).await.expect("inserts");
                    write.commit().await.expect("commits");
                }
            }
        });
        assert_eq!(ours.await, 0);
    }
}

/// Polls a future so many times and drops it: after the first few polls `BEGIN` is sent and not answered. Whether
/// it ended before.
async fn poll_and_drop(future: impl Future, polls: u32) -> bool {
    let mut future = std::pin::pin!(future);
    for _ in 0..polls {
        let ready =
            std::future::poll_fn(|context| Poll::Ready(future.as_mut().poll(context).is_ready())).await;
        if ready {
            return true;
        }
        tokio::task::yield_now().await;
    }
    false
}

/// How many of 300 later writes of others fell into a transaction that a cancelled begin left open, and so
/// cannot be seen from another connection.
async fn lost_writes(
    location: &Location,
    first_id: u128,
    cancel: impl AsyncFn(u32),
    insert: impl AsyncFn(u128, String),
) -> usize {
    let observer = Database::open("notes", location, &migrations()).await.expect("opens");
    let owner = format!("from {first_id}");
    for attempt in 0..300_u32 {
        cancel(attempt % 8).await;
        insert(first_id + u128::from(attempt), owner.clone()).await;
    }
    let seen = count(&observer, &owner).await;
    300 - usize::try_from(seen).expect("a count")
}
