//! What a superuser does to a stopped log, and that the verifier finds it with the public key alone.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use kernel::{Random, SeededRandom};

use super::{House, copy_files};
use crate::checkpoint::{self, Head};
use crate::merkle::{Frontier, leaf_of};
use crate::store::{COLUMNS, NewRow, Scratch, from_hex, hex};
use crate::verify::{Against, Finding, verify_against};

#[tokio::test]
async fn an_untouched_log_verifies() {
    let house = House::with_events(600).await;
    let report = house.verify();
    assert!(report.is_intact(), "{report:?}");
    assert_eq!((report.events, report.anchored, report.unanchored), (600, 600, 0));
    assert_eq!(report.heads, 87, "the first head and one for each of 86 batches");
}

#[tokio::test]
async fn every_cell_of_a_row_counts() {
    let house = House::with_events(30).await;
    let whole = house.copy_to("whole");
    for column in COLUMNS.iter().skip(1) {
        for change in [
            format!(
                "UPDATE audit_events SET {column} = CASE typeof({column}) WHEN 'integer' THEN {column} + 1 \
                     WHEN 'text' THEN {column} || 'x' ELSE randomblob(length({column})) END WHERE sequence = 17"
            ),
            format!(
                "UPDATE audit_events SET {column} = (SELECT b.{column} FROM audit_events b WHERE b.sequence = 3) \
                     WHERE sequence = 17"
            ),
        ] {
            house.by_hand(&change);
            let changed = cell(&house, column, 17) != cell_at(&whole, column, 17);
            let report = house.verify();
            assert_eq!(report.is_intact(), !changed, "{change}: {report:?}");
            if changed {
                assert!(report.findings.contains(&Finding::AlteredRow(17)), "{change}: {report:?}");
            }
            copy_files(&whole, &house.data());
        }
    }
}

#[tokio::test]
async fn a_cell_that_was_emptied_or_filled_is_found() {
    let house = House::with_events(9).await;
    let whole = house.copy_to("whole");
    for column in ["role", "resource_id", "patient_id", "purpose", "reason", "epoch", "session_id", "peer"] {
        house.by_hand(&format!("UPDATE audit_events SET {column} = NULL WHERE sequence = 4"));
        assert_eq!(house.verify().findings, [Finding::AlteredRow(4)], "{column}");
        copy_files(&whole, &house.data());
    }
}

fn cell(house: &House, column: &str, sequence: u64) -> rusqlite::types::Value {
    cell_at(&house.data(), column, sequence)
}

fn cell_at(directory: &std::path::Path, column: &str, sequence: u64) -> rusqlite::types::Value {
    let store = rusqlite::Connection::open(directory.join(crate::verify::STORE_FILE)).expect("opens");
    let select = format!("SELECT {column} FROM audit_events WHERE sequence = {sequence}");
    store.query_row(&select, [], |row| row.get(0)).expect("reads")
}

#[tokio::test]
async fn a_deleted_row_is_found_wherever_it_was() {
    for sequence in [0, 1, 255, 256, 300, 598] {
        let house = House::with_events(600).await;
        house.by_hand(&format!("DELETE FROM audit_events WHERE sequence = {sequence}"));
        let report = house.verify();
        let first = report.findings.first();
        let found = i64::try_from(sequence + 1).expect("small");
        assert_eq!(first, Some(&Finding::Gap { expected: sequence, found }), "{report:?}");
    }
}

#[tokio::test]
async fn a_deleted_row_behind_which_all_others_moved_up_is_found() {
    let house = House::with_events(30).await;
    house.by_hand(
        "DELETE FROM audit_events WHERE sequence = 12; \
         UPDATE audit_events SET sequence = -sequence WHERE sequence > 12; \
         UPDATE audit_events SET sequence = -sequence - 1 WHERE sequence < 0",
    );
    let report = house.verify();
    assert!(report.findings.contains(&Finding::AlteredRow(12)), "{report:?}");
    assert!(report.findings.contains(&Finding::Behind { found: 29, signed: 30 }), "{report:?}");
}

#[tokio::test]
async fn an_inserted_row_is_found() {
    let house = House::with_events(30).await;
    house.by_hand(
        "UPDATE audit_events SET sequence = -sequence WHERE sequence > 12; \
         UPDATE audit_events SET sequence = -sequence + 1 WHERE sequence < 0; \
         CREATE TEMP TABLE copy AS SELECT * FROM audit_events WHERE sequence = 3; \
         UPDATE copy SET sequence = 13, audit_id = randomblob(16); \
         INSERT INTO audit_events SELECT * FROM copy",
    );
    let report = house.verify();
    assert!(report.findings.contains(&Finding::AlteredRow(13)), "{report:?}");
}

#[tokio::test]
async fn reordered_rows_are_found() {
    let house = House::with_events(30).await;
    house.by_hand(
        "UPDATE audit_events SET sequence = -1 WHERE sequence = 8; \
         UPDATE audit_events SET sequence = 8 WHERE sequence = 20; \
         UPDATE audit_events SET sequence = 20 WHERE sequence = -1",
    );
    let report = house.verify();
    assert!(report.findings.contains(&Finding::AlteredRow(8)), "{report:?}");
    assert!(report.findings.contains(&Finding::AlteredRow(20)), "{report:?}");
}

/// As somebody does who knows how the log is made: the row's hash is made anew too.
async fn rewrite_with_its_hash(house: &House, sequence: u64) {
    house.by_hand(&format!("UPDATE audit_events SET action = 'nothing' WHERE sequence = {sequence}"));
    let store = house.store().await;
    let record = store.run(sequence, 1).await.expect("reads").remove(0);
    store.close().await;
    let salt = from_hex(&record.salt).expect("a salt");
    let row = NewRow::new(sequence, record.recorded_at, record.event, salt, &mut Scratch::default());
    let hash = hex(&row.integrity_hash);
    house.by_hand(&format!("UPDATE audit_events SET integrity_hash = x'{hash}' WHERE sequence = {sequence}"));
}

#[tokio::test]
async fn a_row_rewritten_with_its_hash_is_found_by_the_next_head() {
    let house = House::with_events(30).await;
    rewrite_with_its_hash(&house, 16).await;
    let report = house.verify();
    // Batches of seven: row 16 is in the third, whose head is of 21 events.
    assert_eq!(report.findings, [Finding::Forked { size: 21, good: 14 }], "{report:?}");
}

#[tokio::test]
async fn a_changed_tile_is_found() {
    let house = House::with_events(600).await;
    house.by_hand("UPDATE audit_tiles SET hashes = zeroblob(8192) WHERE place = 1");
    assert_eq!(house.verify().findings, [Finding::AlteredTile { level: 0, place: 1 }]);
    let house = House::with_events(600).await;
    house.by_hand("DELETE FROM audit_tiles WHERE place = 0");
    assert_eq!(house.verify().findings, [Finding::AlteredTile { level: 0, place: 0 }]);
}

#[tokio::test]
async fn a_cut_tail_is_found_however_long_it_is() {
    let house = House::with_events(300).await;
    let whole = house.copy_to("whole");
    for cut in [1_u64, 2, 7, 44, 100, 299, 300] {
        let found = 300 - cut;
        house.by_hand(&format!(
            "DELETE FROM audit_events WHERE sequence >= {found}; \
             DELETE FROM audit_tiles WHERE (place + 1) * 256 > {found}"
        ));
        let report = house.verify();
        assert_eq!(report.findings, [Finding::Behind { found, signed: 300 }], "cut of {cut}");
        copy_files(&whole, &house.data());
    }
}

#[tokio::test]
async fn yesterdays_file_put_back_is_found() {
    let house = House::with_events(40).await;
    let old = house.copy_to("yesterday");
    let open = house.open().await;
    open.append((41..=60).map(super::event).collect()).await;
    open.end().await;
    for file in ["audit-logging.sqlite", "audit-logging.sqlite-wal"] {
        let _ = std::fs::remove_file(house.data().join(file));
        let _ = std::fs::copy(old.join(file), house.data().join(file));
    }
    let report = house.verify();
    assert_eq!(report.findings, [Finding::Behind { found: 40, signed: 60 }]);

    // With yesterday's head file too, the directory alone agrees with itself; a kept checkpoint does not.
    copy_files(&house.data(), &house.copy_to("unused"));
    let newest = crate::head_file::newest(&house.head_file()).expect("reads").text;
    copy_files(&old, &house.data());
    assert!(house.verify().is_intact());
    let against = Against { checkpoint: Some(newest), ..Against::default() };
    let report = verify_against(&house.data(), &against);
    assert_eq!(report.findings, [Finding::Behind { found: 40, signed: 60 }]);
}

#[tokio::test]
async fn a_missing_head_file_or_key_is_never_fine() {
    let house = House::with_events(10).await;
    let whole = house.copy_to("whole");
    for (file, part) in [("audit-logging.heads", "no head file"), ("audit-log.pub", "none beside the data")] {
        std::fs::remove_file(house.data().join(file)).expect("removes");
        let report = house.verify();
        assert!(report.findings[0].to_string().contains(part), "{report:?}");
        copy_files(&whole, &house.data());
    }
    std::fs::remove_file(house.store_file()).expect("removes");
    assert!(!house.verify().is_intact());
    let nowhere = crate::verify::verify(&house.root.path().join("nowhere"));
    assert!(!nowhere.is_intact());
}

#[tokio::test]
async fn a_second_version_of_the_log_is_found() {
    let house = House::with_events(20).await;
    // Another history, consistent in itself, with tiles and hashes made as they should be.
    let other = House::with_events(0).await;
    let open = other.open().await;
    open.append((501..=520).map(super::event).collect()).await;
    open.end().await;
    std::fs::copy(other.store_file(), house.store_file()).expect("copies");
    let report = house.verify();
    assert_eq!(report.findings, [Finding::Forked { size: 7, good: 0 }], "{report:?}");
}

#[tokio::test]
async fn two_heads_of_one_size_convict_the_key() {
    let house = House::with_events(20).await;
    let key = house.signing_key();
    let mut other = Frontier::default();
    (0..20_u8).for_each(|n| other.push(leaf_of(&[n; 32])));
    let head = Head { size: 20, root: other.root() };
    let note = checkpoint::sign(&key, &checkpoint::origin(key.public_key()), &head);
    let against = Against { checkpoint: Some(note), ..Against::default() };
    let report = verify_against(&house.data(), &against);
    assert!(report.findings.contains(&Finding::TwoHeads(20)), "{report:?}");
    // A note that another key signed is no evidence.
    let foreign = House::new().signing_key();
    let note = checkpoint::sign(&foreign, &checkpoint::origin(foreign.public_key()), &head);
    let report = verify_against(&house.data(), &Against { checkpoint: Some(note), ..Against::default() });
    assert_eq!(report.findings, [Finding::Checkpoint]);
}

#[tokio::test]
async fn a_head_file_rewritten_without_the_key_is_found() {
    let house = House::with_events(20).await;
    let text = std::fs::read_to_string(house.head_file()).expect("reads");
    let newest = crate::head_file::newest(&house.head_file()).expect("reads");
    let root = STANDARD.encode(newest.head.root);
    let forged = STANDARD.encode([9; 32]);
    std::fs::write(house.head_file(), text.replace(&root, &forged)).expect("writes");
    let report = house.verify();
    assert!(report.findings[0].to_string().contains("not signed by the key"), "{report:?}");
}

/// RELIABILITY S9: every mutation of a whole kind of them is found.
#[tokio::test]
async fn two_hundred_random_mutations_are_all_found() {
    let house = House::with_events(120).await;
    let whole = house.copy_to("whole");
    let random = SeededRandom::new(99);
    let below = |limit: u64| {
        let mut bytes = [0; 8];
        random.fill(&mut bytes);
        u64::from_le_bytes(bytes) % limit
    };
    for round in 0..200 {
        let (one, two) = (below(119), below(119));
        let column = COLUMNS[1 + usize::try_from(below(26)).expect("small")];
        let mutation = match round % 5 {
            0 => format!(
                "UPDATE audit_events SET {column} = CASE typeof({column}) WHEN 'integer' THEN 1 - {column} \
                          WHEN 'text' THEN substr({column}, 2) ELSE randomblob(16) END WHERE sequence = {one}"
            ),
            1 => format!("DELETE FROM audit_events WHERE sequence = {one}"),
            2 => format!("DELETE FROM audit_events WHERE sequence > {one}"),
            3 => format!("UPDATE audit_events SET salt = randomblob(16) WHERE sequence = {one}"),
            _ => format!(
                "UPDATE audit_events SET sequence = -7 WHERE sequence = {one}; \
                 UPDATE audit_events SET sequence = {one} WHERE sequence = {two}; \
                 UPDATE audit_events SET sequence = {two} WHERE sequence = -7"
            ),
        };
        house.by_hand(&mutation);
        let changed = one != two || round % 5 != 4;
        assert_eq!(house.verify().is_intact(), !changed, "round {round}: {mutation}");
        copy_files(&whole, &house.data());
    }
}
