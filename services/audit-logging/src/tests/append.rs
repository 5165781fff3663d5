//! Appending: what an acknowledgement is worth, and what happens when something fails on the way to it.

use std::time::Duration;

use api::ServiceName;
use audit_logging_api::{Appended, BATCH_EVENTS_MAX, Word};
use store_sql::{Columns, Statements};

use super::{House, event};
use crate::checkpoint;
use crate::error::LogError;
use crate::head_file;
use crate::store::{NewRow, Scratch};
use crate::tiles::Edge;

fn appended(count: u32, size: u64) -> Appended {
    Appended { appended: count, repeated: 0, conflicting: Vec::new(), size }
}

#[tokio::test]
async fn a_new_log_has_a_signed_head_over_nothing() {
    let house = House::new();
    let open = house.open().await;
    assert_eq!(open.ledger.checkpoint().expect("a checkpoint").size, 0);
    open.end().await;
    let report = house.verify();
    assert!(report.is_intact(), "{report:?}");
    assert_eq!((report.events, report.heads), (0, 1));
}

#[tokio::test]
async fn an_acknowledged_event_is_stored_and_under_a_synced_head() {
    for house in House::on_every_engine("ack") {
        let open = house.open().await;
        for n in 1..=20_u64 {
            let reply = open.append(vec![event(n.into())]).await;
            assert_eq!(reply, appended(1, n));
            let heads = head_file::read(&house.head_file(), house.signing_key().public_key()).expect("reads");
            assert!(heads.notes.last().expect("a head").head.size >= n);
        }
        assert_eq!(open.ledger.log.store().size().await.expect("counts"), 20);
        open.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn appends_at_once_share_heads_and_leave_no_gap() {
    for house in House::on_every_engine("group") {
        let open = house.open().await;
        let senders = (0..64_u128).map(|sender| {
            let ledger = open.ledger.clone();
            tokio::spawn(async move {
                for n in 0..10 {
                    let events = vec![event(1 + sender * 10 + n)];
                    ledger.append(ServiceName::ChatHistory, events).await.expect("appends");
                }
            })
        });
        for sender in senders.collect::<Vec<_>>() {
            sender.await.expect("ends");
        }
        let records = open.ledger.log.store().run(0, 1000).await.expect("reads");
        let sequences: Vec<u64> = records.iter().map(|record| record.sequence).collect();
        assert_eq!(sequences, (0..640).collect::<Vec<_>>());
        let heads = head_file::read(&house.head_file(), house.signing_key().public_key()).expect("reads");
        assert!(heads.notes.len() < 640, "64 senders at once did not share one head");
        open.end().await;
    }
}

#[tokio::test]
async fn an_event_sent_twice_is_one_event() {
    for house in House::on_every_engine("twice") {
        let open = house.open().await;
        open.append(vec![event(1), event(2)]).await;
        let again = open.append(vec![event(2), event(3), event(3)]).await;
        assert_eq!((again.appended, again.repeated, again.size), (1, 2, 3));
        open.end().await;
        // Longer ago than the writer remembers: it was started again.
        let open = house.open().await;
        let again = open.append(vec![event(1), event(4)]).await;
        assert_eq!((again.appended, again.repeated, again.size), (1, 1, 4));
        open.end().await;
    }
}

#[tokio::test]
async fn another_event_under_a_known_id_is_told_and_not_kept() {
    for house in House::on_every_engine("conflict") {
        let open = house.open().await;
        open.append(vec![event(1)]).await;
        let mut other = event(1);
        other.action = Word::new("export");
        let reply = open.append(vec![other.clone(), event(2)]).await;
        assert_eq!(reply.conflicting, [other.audit_id]);
        assert_eq!((reply.appended, reply.size), (1, 2));
        let kept = open.ledger.log.store().find(&[other.audit_id]).await.expect("finds");
        assert_eq!(kept[0].event, event(1));
        open.end().await;
    }
}

#[tokio::test]
async fn a_service_cannot_speak_for_another() {
    let house = House::new();
    let open = house.open().await;
    let refused = open.ledger.append(ServiceName::Consent, vec![event(1)]).await;
    assert!(matches!(refused, Err(LogError::ForeignSource)));
    for events in [vec![], (0..=BATCH_EVENTS_MAX as u128).map(event).collect()] {
        let refused = open.ledger.append(ServiceName::ChatHistory, events).await;
        assert!(matches!(refused, Err(LogError::BatchSize(_))));
    }
    assert_eq!(open.ledger.log.store().size().await.expect("counts"), 0);
}

#[tokio::test]
async fn the_engine_itself_refuses_to_change_or_delete() {
    for house in House::on_every_engine("immutable") {
        let open = house.open().await;
        open.append((1..=300).map(event).collect()).await;
        let store = house.store().await;
        for change in [
            "UPDATE audit_events SET action = 'x' WHERE sequence = 0",
            "DELETE FROM audit_events WHERE sequence = 299",
            "UPDATE audit_tiles SET place = 7",
            "DELETE FROM audit_tiles",
        ] {
            let write = store.database().begin().await.expect("begins");
            assert!(write.batch(change).await.is_err(), "{change} was allowed");
        }
        assert_eq!(store.size().await.expect("counts"), 300);
        open.end().await;
    }
}

#[tokio::test]
async fn on_the_server_the_role_has_no_right_to_change_the_log() {
    for house in House::on_every_engine("rights") {
        let open = house.open().await;
        if open.ledger.log.store().database().engine() == store_sql::Engine::Postgres {
            // A superuser is told yes for everything, so the catalogue's own list is asked.
            let list = "SELECT COALESCE(string_agg(privilege_type, ','), '') FROM \
                        information_schema.table_privileges WHERE table_schema = current_schema() AND \
                        table_name LIKE 'audit_%' AND table_name NOT LIKE '%migrations' AND \
                        privilege_type IN ('UPDATE', 'DELETE', 'TRUNCATE')";
            let database = open.ledger.log.store().database().read();
            let row = database.find(list, []).await.expect("asks").expect("a row");
            assert_eq!(row.at_place::<String>(0).expect("a text"), "");
        }
        open.end().await;
    }
}

#[tokio::test]
async fn a_head_that_cannot_be_synced_is_never_an_acknowledgement() {
    let house = House::new();
    let open = house.open().await;
    open.append(vec![event(1)]).await;
    open.ledger.log.break_head_file().await;
    let refused = open.ledger.append(ServiceName::ChatHistory, vec![event(2)]).await;
    assert!(matches!(refused, Err(LogError::HeadFile(_))), "{refused:?}");
    // Sent again, it is acknowledged under a head in a new file, and it is there once.
    let again = open.append(vec![event(2), event(3)]).await;
    assert_eq!((again.appended, again.repeated, again.size), (1, 1, 3));
    open.end().await;
    let report = house.verify();
    assert!(report.is_intact(), "{report:?}");
    assert_eq!((report.events, report.unanchored), (3, 0));
    assert!(house.data().join("audit-logging.heads.1").exists(), "the broken file is kept as evidence");
}

#[tokio::test]
async fn a_head_file_that_is_taken_away_while_running_stops_acknowledgements() {
    let house = House::new();
    let open = house.open().await;
    open.append(vec![event(1)]).await;
    std::fs::remove_file(house.head_file()).expect("removes");
    let refused = open.ledger.append(ServiceName::ChatHistory, vec![event(2)]).await;
    assert!(refused.is_err(), "a head in a file that nobody can find was an acknowledgement");
    let refused = open.ledger.append(ServiceName::ChatHistory, vec![event(3)]).await;
    assert!(matches!(refused, Err(LogError::NotIntact(_))), "{refused:?}");
}

#[tokio::test]
async fn a_store_that_fails_is_used_again_when_it_is_well() {
    let house = House::new();
    let open = house.open().await;
    open.append(vec![event(1)]).await;
    house.by_hand("ALTER TABLE audit_events RENAME TO hidden");
    let refused = open.ledger.append(ServiceName::ChatHistory, vec![event(2)]).await;
    assert!(refused.is_err());
    house.by_hand("ALTER TABLE hidden RENAME TO audit_events");
    assert_eq!(open.append(vec![event(2)]).await, appended(1, 2));
    open.end().await;
    assert!(house.verify().is_intact());
}

/// What a kill between commit and head leaves: rows beyond the last head.
async fn leave_unanchored(house: &House, from: u64, count: u64) {
    let store = house.store().await;
    let mut edge: Edge = store.edge().await.expect("reads");
    let (mut rows, mut full, mut scratch) = (Vec::new(), Vec::new(), Scratch::default());
    for n in from..from + count {
        let row = NewRow::new(edge.size(), house.sources.now(), event(n.into()), [5; 16], &mut scratch);
        edge.push(crate::merkle::leaf_of(&row.integrity_hash), &mut full);
        rows.push(row);
    }
    store.append(&rows, &full).await.expect("appends");
    store.close().await;
}

#[tokio::test]
async fn what_a_kill_left_beyond_the_head_is_told_and_anchored_at_the_next_start() {
    for house in House::on_every_engine("kill") {
        let open = house.open().await;
        open.append((1..=10).map(event).collect()).await;
        open.end().await;
        leave_unanchored(&house, 11, 3).await;
        let open = house.open().await;
        let checkpoint = open.ledger.checkpoint().expect("a checkpoint");
        assert_eq!((checkpoint.size, checkpoint.found_unanchored), (13, 3));
        // The sender was not told, and sends again.
        let again = open.append(vec![event(13), event(14)]).await;
        assert_eq!((again.appended, again.repeated, again.size), (1, 1, 14));
        open.end().await;
    }
}

#[tokio::test]
async fn the_verifier_tells_what_is_beyond_the_head() {
    let house = House::with_events(10).await;
    leave_unanchored(&house, 11, 3).await;
    let report = house.verify();
    assert!(report.is_intact(), "{report:?}");
    assert_eq!((report.events, report.anchored, report.unanchored), (13, 10, 3));
    house.open().await.end().await;
    assert_eq!(house.verify().unanchored, 0);
}

#[tokio::test]
async fn a_head_torn_by_a_crash_is_no_damage() {
    let house = House::with_events(10).await;
    let mut bytes = std::fs::read(house.head_file()).expect("reads");
    let last_line = bytes.len() - 40;
    bytes.truncate(last_line);
    std::fs::write(house.head_file(), &bytes).expect("writes");
    let report = house.verify();
    assert!(report.is_intact() && report.torn_head, "{report:?}");
    assert_eq!(report.unanchored, 3, "the last group of three lost its head");
    house.open().await.end().await;
    let report = house.verify();
    assert!(report.is_intact() && !report.torn_head && report.unanchored == 0, "{report:?}");
}

#[tokio::test]
async fn an_old_store_under_a_newer_head_takes_nothing() {
    let house = House::with_events(5).await;
    let old = std::fs::read(house.store_file()).expect("reads");
    let open = house.open().await;
    open.append(vec![event(6)]).await;
    open.end().await;
    std::fs::write(house.store_file(), old).expect("writes");
    let open = house.open().await;
    let refused = open.ledger.append(ServiceName::ChatHistory, vec![event(7)]).await;
    assert!(matches!(refused, Err(LogError::NotIntact(_))), "{refused:?}");
    assert!(matches!(open.ledger.checkpoint(), Err(LogError::NotIntact(_))));
    assert!(crate::scrub::open(&open.ledger).is_err());
}

#[tokio::test]
async fn deleting_everything_is_not_a_new_beginning() {
    let house = House::with_events(5).await;
    for file in std::fs::read_dir(house.data()).expect("lists") {
        std::fs::remove_file(file.expect("an entry").path()).expect("removes");
    }
    // Even the public key was taken away; the key directory remembers that this log was begun.
    let open = house.open().await;
    let refused = open.ledger.append(ServiceName::ChatHistory, vec![event(7)]).await;
    assert!(matches!(refused, Err(LogError::NotIntact(_))), "{refused:?}");
}

#[tokio::test]
async fn a_second_writer_never_forks_the_log() {
    for house in House::on_every_engine("second") {
        let (first, second) = (house.open().await, house.open().await);
        let mut kept = 0;
        for n in 1..=20_u128 {
            let writer = if n % 2 == 0 { &first } else { &second };
            // A writer that was overtaken refuses, opens the log anew, and is then ahead itself.
            for _ in 0..3 {
                match writer.ledger.append(ServiceName::ChatHistory, vec![event(n)]).await {
                    Ok(_) => {
                        kept += 1;
                        break;
                    }
                    Err(error) => assert!(matches!(error, LogError::SecondWriter), "{error:?}"),
                }
            }
        }
        assert_eq!(kept, 20);
        let records = first.ledger.log.store().run(0, 100).await.expect("reads");
        assert_eq!(records.len(), 20);
        first.end().await;
        second.end().await;
        if house.server.is_none() {
            let report = house.verify();
            assert!(report.is_intact(), "{report:?}");
        }
    }
}

#[tokio::test]
async fn an_append_whose_caller_went_away_is_kept_whole_or_not_at_all() {
    let house = House::new();
    let open = house.open().await;
    for n in 0..50_u128 {
        let events: Vec<_> = (n * 3 + 1..n * 3 + 4).map(event).collect();
        let append = open.ledger.append(ServiceName::ChatHistory, events);
        let _ =
            tokio::time::timeout(Duration::from_micros(u64::try_from(n * 20).expect("small")), append).await;
    }
    open.append(vec![event(999)]).await;
    let size = open.ledger.log.store().size().await.expect("counts");
    assert_eq!(size % 3, 1, "a batch was torn");
    open.end().await;
    assert!(house.verify().is_intact());
}

#[test]
fn the_origin_names_one_log() {
    let (one, two) = (House::new(), House::new());
    let origin = |house: &House| checkpoint::origin(house.signing_key().public_key());
    assert_ne!(origin(&one), origin(&two));
    assert_eq!(origin(&one), origin(&one));
}
