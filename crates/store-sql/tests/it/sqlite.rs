//! What only a file has: locks of other processes, and a transaction that the engine itself gives up.

use std::path::PathBuf;
use std::time::Duration;

use rusqlite::Connection;

use crate::{
    Database, INSERT, Location, Statements, StoreError, count, insert, migrations, places, poll_and_drop,
};

/// Longer than any wait of this crate.
const LONG: Duration = Duration::from_secs(60);

async fn open(name: &str) -> (crate::Place, PathBuf, Database) {
    let place = places(name).remove(0);
    let database = Database::open("notes", &place.location, &migrations()).await.expect("opens");
    let Location::Sqlite { path } = &place.location else { panic!("the first place is a file") };
    let path = path.clone();
    (place, path, database)
}

/// All tasks of this test share one thread: were it kept waiting, nobody would be answered.
#[tokio::test]
async fn a_lock_of_another_process_keeps_no_thread_and_not_for_ever() {
    let (_place, path, database) = open("foreign").await;
    let other = Connection::open(&path).expect("opens");
    other.execute_batch("BEGIN IMMEDIATE").expect("locks");
    let others = async || {
        for _ in 0..200 {
            database.ping().await.expect("answers");
            assert_eq!(count(&database, "ada").await, 0);
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        biased;
        begun = database.begin() => panic!("the lock was passed by: {begun:?}"),
        () = others() => {}
    }
    // Begun while it is locked, and let in once it is not.
    let (begun, ()) = tokio::join!(database.begin(), async {
        others().await;
        other.execute_batch("COMMIT; BEGIN").expect("unlocks");
    });
    let write = begun.expect("begins");
    insert(&write, 1, "eve").await.expect("inserts");
    write.commit().await.expect("commits");
    other.execute_batch("COMMIT; BEGIN IMMEDIATE").expect("locks again");
    let begun = tokio::time::timeout(LONG, database.begin()).await.expect("ends by itself");
    assert!(matches!(begun, Err(StoreError::Contended(_))), "{begun:?}");
    drop(other);
    let write = database.begin().await.expect("begins");
    insert(&write, 2, "eve").await.expect("inserts");
    write.commit().await.expect("commits");
    assert_eq!(count(&database, "eve").await, 2);
}

#[tokio::test]
async fn a_writer_that_is_never_given_back_is_not_waited_for_for_ever() {
    let (_place, _, database) = open("kept").await;
    let write = database.begin().await.expect("begins");
    let second = tokio::time::timeout(LONG, database.begin()).await.expect("ends by itself");
    assert!(matches!(second, Err(StoreError::Unavailable(_))), "{second:?}");
    drop(write);
    database.begin().await.expect("begins");
}

/// After a full disk, say, the engine has rolled back by itself, and the next statement would stand alone.
#[tokio::test]
async fn nothing_is_kept_of_a_transaction_that_the_engine_gave_up() {
    let (_place, _, database) = open("given_up").await;
    let write = database.begin().await.expect("begins");
    insert(&write, 1, "ada").await.expect("inserts");
    let clash = INSERT.replace("INSERT", "INSERT OR ROLLBACK");
    let values = [uuid::Uuid::from_u128(1).into(), "eve".into(), 7_i64.into(), vec![1_u8].into()];
    assert!(write.run(&clash, values).await.expect_err("the key is taken").is_duplicate());
    assert!(insert(&write, 2, "ada").await.is_err(), "the transaction is over");
    assert!(write.batch("DELETE FROM notes").await.is_err(), "the transaction is over");
    assert!(write.commit().await.is_err(), "and cannot be committed");
    assert_eq!(count(&database, "ada").await, 0);
    let write = database.begin().await.expect("begins");
    insert(&write, 3, "ada").await.expect("inserts");
    write.commit().await.expect("commits");
    assert_eq!(count(&database, "ada").await, 1);
}

#[tokio::test]
async fn a_batch_that_nobody_waits_for_takes_its_transaction_with_it() {
    let (_place, _, database) = open("batch").await;
    let count_far = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000)
                     SELECT COUNT(*) FROM n";
    let slow = format!("UPDATE notes SET owner = 'eve'; UPDATE notes SET at = ({count_far})");
    // On a busy machine it can be done before it is looked at.
    for _ in 0..20 {
        let write = database.begin().await.expect("begins");
        insert(&write, 1, "ada").await.expect("inserts");
        if poll_and_drop(write.batch(&slow), 1).await {
            continue;
        }
        assert!(insert(&write, 2, "ada").await.is_err(), "half of it may have been done");
        assert!(write.commit().await.is_err());
        let write = database.begin().await.expect("begins");
        assert_eq!(write.run("DELETE FROM notes", []).await.expect("runs"), 0, "nothing was kept");
        return;
    }
    panic!("it was never left alone");
}

#[tokio::test]
async fn a_dropped_transaction_leaves_no_lock_behind() {
    let (_place, path, database) = open("unlocked").await;
    let write = database.begin().await.expect("begins");
    insert(&write, 1, "ada").await.expect("inserts");
    let other = Connection::open(&path).expect("opens");
    other.busy_timeout(Duration::ZERO).expect("does not wait");
    assert!(other.execute_batch("BEGIN IMMEDIATE").is_err(), "it is locked");
    drop(write);
    other.execute_batch("BEGIN IMMEDIATE; ROLLBACK").expect("it is not");
}

#[tokio::test]
async fn a_reader_cannot_write() {
    let (_place, _, database) = open("reader").await;
    assert!(insert(database.read(), 1, "ada").await.is_err());
    assert!(database.read().batch("DELETE FROM notes").await.is_err());
}
