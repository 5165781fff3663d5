//! The same store code and migrations on both engines, and the traps that this layer closes.
//!
//! PostgreSQL is used when `TEST_POSTGRES_URL` names a server; `cargo xtask test` starts one and fails
//! without it.

use std::sync::Mutex;
use std::task::Poll;

use store_sql::failpoint::{self, Failure};
use store_sql::sea_orm::sea_query::{Alias, ColumnDef, Expr, ExprTrait, Query, Table};
use store_sql::sea_orm::{ConnectOptions, ConnectionTrait, DatabaseConnection, TransactionTrait};
use store_sql::{Database, Location, Migration, OpenError, Step, StoreError, Together, index};

fn migrations() -> Vec<Migration> {
    vec![Migration {
        version: 1,
        name: "notes",
        steps: || {
            vec![
                Step::table(
                    Table::create()
                        .table(Alias::new("notes"))
                        .col(ColumnDef::new(Alias::new("id")).uuid().not_null().primary_key())
                        .col(ColumnDef::new(Alias::new("owner")).text().not_null())
                        .col(ColumnDef::new(Alias::new("at")).big_integer().not_null())
                        .col(ColumnDef::new(Alias::new("body")).var_binary(1024).not_null()),
                ),
                index("notes_by_owner", "notes", &["owner", "at"]),
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

async fn insert(on: &impl ConnectionTrait, id: u128, owner: &str) -> Result<(), StoreError> {
    let statement = Query::insert()
        .into_table(Alias::new("notes"))
        .columns(["id", "owner", "at", "body"].map(Alias::new))
        .values_panic([
            uuid::Uuid::from_u128(id).into(),
            owner.into(),
            1_700_000_000_000_001_i64.into(),
            vec![0_u8, 255].into(),
        ])
        .to_owned();
    on.execute(&statement).await?;
    Ok(())
}

async fn count(database: &Database, owner: &str) -> i64 {
    let statement = Query::select()
        .expr_as(Expr::cust("COUNT(*)"), Alias::new("n"))
        .from(Alias::new("notes"))
        .and_where(Expr::col(Alias::new("owner")).eq(owner))
        .to_owned();
    let row = database.read().query_one(&statement).await.expect("counts").expect("one row");
    row.try_get("", "n").expect("a number")
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

#[tokio::test]
async fn what_is_run_together_is_all_there_or_nothing_of_it() {
    let note = |together: Together, id: u128, owner: &str| {
        let id = uuid::Uuid::from_u128(id);
        // The places stand out of order, and one of them twice.
        together
            .and("INSERT INTO notes (owner, id, body, at) VALUES ($2, $1, $4, $3)", {
                [id.into(), owner.into(), 7_i64.into(), vec![1_u8].into()]
            })
            .and("UPDATE notes SET owner = $2 WHERE id = $1 AND owner = $2", [id.into(), owner.into()])
    };
    for place in places("together") {
        let database = Database::open("notes", &place.location, &migrations()).await.expect("opens");
        let write = database.begin().await.expect("begins");
        let both = note(note(Together::default(), 1, "ada"), 2, "ada");
        write.run_together(both).await.expect("runs");
        write.commit().await.expect("commits");
        assert_eq!(count(&database, "ada").await, 2);
        let write = database.begin().await.expect("begins");
        let one_is_taken = note(note(Together::default(), 3, "ada"), 2, "ada");
        let error = write.run_together(one_is_taken).await.expect_err("the key is taken");
        assert!(error.is_duplicate(), "{error:?}");
        drop(write);
        assert_eq!(count(&database, "ada").await, 2, "the first of them is not there either");
        database.close().await;
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
        assert!(database.read().execute_unprepared("SELECT id FROM half").await.is_err(), "half a migration");
    }
}

/// Finding 1 of the crate survey: dropping a future inside `BEGIN` leaves the pooled connection in an open
/// transaction. The plain way shows it on PostgreSQL; [`Database::begin`] must not.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cancelled_begin_does_not_poison_the_pool() {
    for place in places("begin") {
        let Location::Postgres { .. } = place.location else { continue };
        let database = Database::open("notes", &place.location, &migrations()).await.expect("opens");
        let pool = plain_pool(&place.location).await;
        let plain = lost_writes(&place.location, 0, &pool, async |polls| {
            #[expect(clippy::disallowed_methods, reason = "this is the trap itself")]
            let begin = pool.begin();
            poll_and_drop(begin, polls).await;
        });
        assert!(plain.await > 0, "the trap is gone from the driver: the spawn in `begin` can go too");
        let ours = lost_writes(&place.location, 1_000, database.read(), async |polls| {
            poll_and_drop(database.begin(), polls).await;
        });
        assert_eq!(ours.await, 0);
    }
}

/// A pool as anybody would open it.
async fn plain_pool(location: &Location) -> DatabaseConnection {
    let Location::Postgres { url, schema } = location else { panic!("the trap is PostgreSQL's") };
    let mut options = ConnectOptions::new(url.clone());
    options.max_connections(16).sqlx_logging(false).set_schema_search_path(schema.clone());
    store_sql::sea_orm::Database::connect(options).await.expect("connects")
}

/// Polls a future so many times and drops it: after the first few polls `BEGIN` is sent and not answered.
async fn poll_and_drop(future: impl Future, polls: u32) {
    let mut future = std::pin::pin!(future);
    for _ in 0..polls {
        let ready =
            std::future::poll_fn(|context| Poll::Ready(future.as_mut().poll(context).is_ready())).await;
        if ready {
            return;
        }
        tokio::task::yield_now().await;
    }
}

/// How many of 300 later writes of others fell into a transaction that a cancelled begin left open, and so
/// cannot be seen from another connection.
async fn lost_writes(
    location: &Location,
    first_id: u128,
    pool: &impl ConnectionTrait,
    cancel: impl AsyncFn(u32),
) -> usize {
    let observer = Database::open("notes", location, &migrations()).await.expect("opens");
    let owner = format!("from {first_id}");
    for attempt in 0..300_u32 {
        cancel(attempt % 8).await;
        insert(pool, first_id + u128::from(attempt), &owner).await.expect("inserts");
    }
    let seen = count(&observer, &owner).await;
    300 - usize::try_from(seen).expect("a count")
}
