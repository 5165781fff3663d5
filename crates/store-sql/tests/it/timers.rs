//! Timers: set with their reason, claimed by one, finished once.

use std::time::Duration;

use kernel::{Sources, Timestamp};
use store_sql::timers::{self, Alarm, Claim, PAYLOAD_BYTES_MAX, Timer};
use store_sql::{Database, Migration, StoreError};
use uuid::Uuid;

use crate::places;

const LEASE: Duration = Duration::from_secs(30);
const MIGRATIONS: &[Migration] = &[Migration { version: 1, name: "timers", steps: timers::timers_table }];

fn at(second: u64) -> Timestamp {
    Timestamp::EPOCH.plus(Duration::from_secs(second))
}

fn one(kind: &str, subject: u128, second: u64) -> Timer {
    Timer { payload: vec![0, 255], ..Timer::new(kind, Uuid::from_u128(subject), at(second)) }
}

async fn set(database: &Database, timer: &Timer) {
    let write = database.begin().await.expect("begins");
    timers::set(&write, timer).await.expect("sets");
    write.commit().await.expect("commits");
}

async fn finish(database: &Database, claim: &Claim) -> bool {
    let write = database.begin().await.expect("begins");
    let done = timers::finish(&write, claim).await.expect("finishes");
    write.commit().await.expect("commits");
    done
}

async fn claim(database: &Database, second: u64) -> Vec<Claim> {
    timers::claim(database, at(second), LEASE, 16).await.expect("claims")
}

#[tokio::test]
async fn what_is_due_is_claimed_once_and_the_longest_due_comes_first() {
    for place in places("timers") {
        let database = Database::open("timers", &place.location, MIGRATIONS).await.expect("opens");
        set(&database, &one("later", 1, 100)).await;
        set(&database, &one("soon", 2, 20)).await;
        set(&database, &one("sooner", 3, 10)).await;
        assert!(claim(&database, 9).await.is_empty(), "nothing before its time");
        let claims = claim(&database, 20).await;
        let kinds: Vec<&str> = claims.iter().map(|claim| claim.timer.kind.as_str()).collect();
        assert_eq!(kinds, ["sooner", "soon"]);
        assert_eq!(claims[0].timer, one("sooner", 3, 10), "with what it carries");
        assert!(claim(&database, 21).await.is_empty(), "who holds it has it alone");
        assert!(finish(&database, &claims[0]).await);
        assert!(!finish(&database, &claims[0]).await, "once");
        let again = claim(&database, 51).await;
        assert_eq!((again.len(), again[0].attempts), (1, 2), "a lease that ran out gives it to the next");
        assert!(!finish(&database, &claims[1]).await, "and the first holder has nothing any more");
        assert!(finish(&database, &again[0]).await);
        let write = database.begin().await.expect("begins");
        assert!(timers::cancel(&write, "later", Uuid::from_u128(1)).await.expect("cancels"));
        assert!(!timers::cancel(&write, "later", Uuid::from_u128(1)).await.expect("cancels"), "once");
        write.commit().await.expect("commits");
        assert!(claim(&database, 1_000).await.is_empty());
    }
}

#[tokio::test]
async fn a_timer_that_was_moved_voids_the_claim_and_one_that_was_given_back_waits() {
    for place in places("timers_moved") {
        let database = Database::open("timers", &place.location, MIGRATIONS).await.expect("opens");
        set(&database, &one("a", 1, 10)).await;
        let claims = claim(&database, 10).await;
        set(&database, &one("a", 1, 40)).await;
        assert!(!finish(&database, &claims[0]).await, "it was moved");
        let due = timers::due_at(database.read(), "a", Uuid::from_u128(1)).await.expect("reads");
        assert_eq!(due, Some(at(40)));
        let claims = claim(&database, 40).await;
        assert_eq!(claims[0].attempts, 1, "a moved timer starts anew");
        let write = database.begin().await.expect("begins");
        assert!(timers::put_off(&write, &claims[0], at(60)).await.expect("puts off"));
        write.commit().await.expect("commits");
        assert!(claim(&database, 59).await.is_empty());
        assert_eq!(claim(&database, 60).await[0].attempts, 2);
    }
}

#[tokio::test]
async fn what_is_not_committed_was_never_set_and_what_is_too_long_is_refused() {
    for place in places("timers_undone") {
        let database = Database::open("timers", &place.location, MIGRATIONS).await.expect("opens");
        let write = database.begin().await.expect("begins");
        timers::set(&write, &one("a", 1, 10)).await.expect("sets");
        drop(write);
        assert!(claim(&database, 10).await.is_empty());
        let long = Timer { payload: vec![0; PAYLOAD_BYTES_MAX + 1], ..one("a", 1, 10) };
        let write = database.begin().await.expect("begins");
        assert!(matches!(timers::set(&write, &long).await, Err(StoreError::Column(_))));
    }
}

#[tokio::test]
async fn of_many_who_claim_at_once_one_gets_each() {
    for place in places("timers_many") {
        let database = Database::open("timers", &place.location, MIGRATIONS).await.expect("opens");
        for subject in 0..40 {
            set(&database, &one("a", subject, 1)).await;
        }
        let mut tasks = Vec::new();
        for _ in 0..8 {
            let database = database.clone();
            tasks.push(tokio::spawn(async move {
                let mut mine = Vec::new();
                loop {
                    // What somebody else holds at this moment is asked for again.
                    match timers::claim(&database, at(2), LEASE, 3).await {
                        Ok(claims) if claims.is_empty() => return mine,
                        Ok(claims) => mine.extend(claims.into_iter().map(|claim| claim.timer.subject)),
                        Err(error) => assert!(matches!(error, StoreError::Contended(_)), "{error:?}"),
                    }
                }
            }));
        }
        let mut all = Vec::new();
        for task in tasks {
            all.extend(task.await.expect("runs"));
        }
        all.sort_unstable();
        let each: Vec<Uuid> = (0..40).map(Uuid::from_u128).collect();
        assert_eq!(all, each, "each is claimed, and by one alone");
    }
}

#[derive(Debug, thiserror::Error)]
#[error("not yet")]
struct NotYet;

#[tokio::test]
async fn who_fires_does_the_work_tries_again_what_failed_and_wakes_when_the_alarm_rings() {
    let place = places("timers_fired").remove(0);
    let database = Database::open("timers", &place.location, MIGRATIONS).await.expect("opens");
    let sources = Sources::system();
    let alarm = Alarm::default();
    let (fired, mut told) = tokio::sync::mpsc::unbounded_channel();
    let (served, waking) = (database.clone(), alarm.clone());
    let task = tokio::spawn(async move {
        let work = |claim: Claim| {
            let (served, fired) = (served.clone(), fired.clone());
            async move {
                if claim.timer.kind == "fails" && claim.attempts == 1 {
                    return Err(NotYet);
                }
                let write = served.begin().await.map_err(|_| NotYet)?;
                timers::finish(&write, &claim).await.map_err(|_| NotYet)?;
                write.commit().await.map_err(|_| NotYet)?;
                fired.send((claim.timer.kind, claim.attempts)).map_err(|_| NotYet)
            }
        };
        timers::fire(&served, &sources, &waking, LEASE, work).await;
    });
    set(&database, &one("now", 1, 0)).await;
    alarm.ring();
    assert_eq!(told.recv().await, Some(("now".to_owned(), 1)));
    set(&database, &one("fails", 2, 0)).await;
    alarm.ring();
    assert_eq!(told.recv().await, Some(("fails".to_owned(), 2)), "two seconds later");
    task.abort();
}
