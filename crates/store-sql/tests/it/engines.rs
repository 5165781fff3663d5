//! What holds on both engines when somebody goes away, fails or reads meanwhile.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::{
    Columns, Database, INSERT, Statements, StoreError, count, insert, migrations, places, poll_and_drop,
};

#[tokio::test]
async fn what_is_written_in_one_transaction_is_all_there_or_nothing_of_it() {
    for place in places("together") {
        let database = Database::open("notes", &place.location, &migrations()).await.expect("opens");
        let note = async |write: &store_sql::Write, id: u128, owner: &str| {
            let id = uuid::Uuid::from_u128(id);
            // The places stand out of order, and one of them twice.
            let text = "INSERT INTO notes (owner, id, body, at) VALUES ($2, $1, $4, $3)";
            write.run(text, [id.into(), owner.into(), 7_i64.into(), vec![1_u8].into()]).await?;
            let text = "UPDATE notes SET owner = $2 WHERE id = $1 AND owner = $2 AND owner <> '$1 it''s $2'";
            write.run(text, [id.into(), owner.into()]).await
        };
        let write = database.begin().await.expect("begins");
        assert_eq!(note(&write, 1, "ada").await.expect("runs"), 1);
        assert_eq!(note(&write, 2, "ada").await.expect("runs"), 1);
        write.commit().await.expect("commits");
        assert_eq!(count(&database, "ada").await, 2);
        let write = database.begin().await.expect("begins");
        note(&write, 3, "ada").await.expect("runs");
        let error = note(&write, 2, "ada").await.expect_err("the key is taken");
        assert!(error.is_duplicate(), "{error:?}");
        drop(write);
        assert_eq!(count(&database, "ada").await, 2, "the first of them is not there either");
        database.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_caller_who_goes_away_while_committing_leaves_all_or_nothing() {
    for place in places("away") {
        let database = Database::open("notes", &place.location, &migrations()).await.expect("opens");
        for attempt in 0..60_u32 {
            let (pair, owner) = (u128::from(attempt) * 10, format!("attempt {attempt}"));
            let write = database.begin().await.expect("begins");
            insert(&write, pair, &owner).await.expect("inserts");
            insert(&write, pair + 1, &owner).await.expect("inserts");
            poll_and_drop(write.commit(), attempt % 6).await;
            let write = database.begin().await.expect("the next one begins");
            insert(&write, pair + 2, "the next").await.expect("inserts");
            write.commit().await.expect("commits");
            let kept = count(&database, &owner).await;
            assert!(kept == 0 || kept == 2, "{kept} of 2 rows");
        }
        assert_eq!(count(&database, "the next").await, 60);
        database.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_reads_while_another_writes_sees_what_is_committed_alone() {
    for place in places("readers") {
        let database = Database::open("notes", &place.location, &migrations()).await.expect("opens");
        let done = Arc::new(AtomicBool::new(false));
        let readers: Vec<_> = (0..8)
            .map(|_| {
                let (database, done) = (database.clone(), done.clone());
                tokio::spawn(async move {
                    let mut seen = 0;
                    let mut looks = 0_u32;
                    while !done.load(Ordering::Relaxed) || looks == 0 {
                        let now = count(&database, "pair").await;
                        assert_eq!(now % 2, 0, "half a pair was seen");
                        assert!(now >= seen, "what was there is gone");
                        (seen, looks) = (now, looks + 1);
                        tokio::task::yield_now().await;
                    }
                    looks
                })
            })
            .collect();
        for pair in 0..40_u128 {
            let write = database.begin().await.expect("begins");
            insert(&write, pair * 2, "pair").await.expect("inserts");
            assert_eq!(count(&database, "pair").await % 2, 0, "an open transaction was seen");
            insert(&write, pair * 2 + 1, "pair").await.expect("inserts");
            if pair % 4 == 0 {
                drop(write);
            } else {
                write.commit().await.expect("commits");
            }
        }
        done.store(true, Ordering::Relaxed);
        for reader in readers {
            assert!(reader.await.expect("saw nothing wrong") > 0);
        }
        assert_eq!(count(&database, "pair").await, 60);
        database.close().await;
    }
}

#[tokio::test]
async fn an_error_names_no_value() {
    for place in places("silent") {
        let database = Database::open("notes", &place.location, &migrations()).await.expect("opens");
        let id = uuid::Uuid::from_u128(0x1234_5678_9abc_def0_1234_5678_9abc_def0);
        let values = || [id.into(), "quillby".into(), 7_i64.into(), vec![1_u8].into()];
        let write = database.begin().await.expect("begins");
        write.run(INSERT, values()).await.expect("inserts");
        let error = write.run(INSERT, values()).await.expect_err("the key is taken");
        assert!(matches!(error, StoreError::Duplicate(_)), "{error:?}");
        let mut told = format!("{error} {error:?}");
        let mut cause = std::error::Error::source(&error);
        while let Some(error) = cause {
            told.push_str(&format!(" {error} {error:?}"));
            cause = error.source();
        }
        assert!(!told.contains("quillby") && !told.contains("9abc"), "{told}");
        drop(write);
        database.close().await;
    }
}

#[tokio::test]
async fn a_closed_database_says_so_to_all_who_hold_it() {
    for place in places("closed") {
        let database = Database::open("notes", &place.location, &migrations()).await.expect("opens");
        database.clone().close().await;
        assert!(matches!(database.ping().await, Err(StoreError::Unavailable(_))));
        assert!(matches!(database.begin().await, Err(StoreError::Unavailable(_))));
    }
}

#[tokio::test]
async fn a_returned_row_is_of_a_statement_that_ran_to_its_end() {
    for place in places("returning") {
        let database = Database::open("notes", &place.location, &migrations()).await.expect("opens");
        let write = database.begin().await.expect("begins");
        for id in 0..5 {
            insert(&write, id, "ada").await.expect("inserts");
        }
        let text = "UPDATE notes SET owner = $1 WHERE owner = $2 RETURNING at";
        let row = write.find(text, ["eve".into(), "ada".into()]).await.expect("updates").expect("a row");
        assert_eq!(row.col::<i64>("at").expect("a number"), 1_700_000_000_000_001);
        assert_eq!(write.run(text, ["ada".into(), "eve".into()]).await.expect("updates"), 5);
        write.commit().await.expect("commits");
        assert_eq!(count(&database, "ada").await, 5);
        database.close().await;
    }
}
