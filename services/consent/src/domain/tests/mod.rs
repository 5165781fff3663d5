//! Decisions against `tests/golden.tsv` and against the independent reading in `reader.rs`.
//!
//! The table is data that a clinician can read; every row's answer is what the reader says, and so is the
//! engine's. Cases that nobody wrote down are made up by the thousand and must agree as well.

mod generated;
mod reader;
mod vocabulary;

use std::collections::HashSet;

use api::Role;
use consent_api::{Action, Category, Obligation, Purpose};

use super::decision::decide;
use vocabulary::{Case, LATER, NOW};

const TABLE: &str = include_str!("../../../tests/golden.tsv");

/// A row: its case, and the answer, step and reason that stand in it.
fn rows() -> impl Iterator<Item = (Case, [&'static str; 3], &'static str)> {
    TABLE.lines().skip(1).map(|line| {
        let cells: Vec<&str> = line.split('\t').collect();
        assert_eq!(cells.len(), 10, "{line}");
        (Case::of_row(&cells[..7]), [cells[7], cells[8], cells[9]], line)
    })
}

#[test]
fn every_row_of_the_golden_table_is_what_the_independent_reading_says() {
    for (case, [answer, step, reason], line) in rows() {
        let read = reader::read(&case);
        assert_eq!((read.0, read.1.to_string().as_str(), read.2), (answer, step, reason), "{line}");
    }
}

#[test]
fn every_row_of_the_golden_table_is_decided_as_it_says() {
    let mut count = 0;
    for (case, [answer, step, reason], line) in rows() {
        let verdict = decide(&case.question(), &case.said(), NOW);
        let given = (verdict.permit, verdict.reasons[0].step.to_string(), verdict.reasons[0].code.as_str());
        assert_eq!(given, (answer == "permit", step.to_owned(), reason), "{line}");
        assert_eq!(verdict.epoch, 3);
        count += 1;
    }
    assert!(count >= 500, "{count} rows");
}

#[test]
fn every_word_step_and_reason_stands_in_the_golden_table_and_no_row_twice() {
    let cells: HashSet<&str> =
        TABLE.lines().flat_map(|line| line.split('\t')).flat_map(|cell| cell.split('+')).collect();
    let categories = Category::ALL.iter().map(|one| one.name());
    let actions = Action::ALL.iter().map(|one| one.name());
    let purposes = Purpose::ALL.iter().map(|one| one.name());
    let roles = Role::ALL.iter().map(|one| one.name());
    for word in categories.chain(actions).chain(purposes).chain(roles) {
        assert!(cells.contains(word), "{word}");
    }
    for step in 1..=9 {
        assert!(cells.contains(step.to_string().as_str()), "step {step}");
    }
    let rows: HashSet<&str> = TABLE.lines().collect();
    assert_eq!(rows.len(), TABLE.lines().count());
}

/// Writes the answers of the table anew. Add a row with its first seven cells and anything in the others, run
/// `cargo test -p consent --lib -- --ignored`, and look at the difference.
#[test]
#[ignore = "writes tests/golden.tsv"]
fn the_reading_answers_every_row_of_the_table() {
    let mut text = TABLE.lines().next().expect("a first line").to_owned() + "\n";
    let mut lines: Vec<String> = rows()
        .map(|(case, _, line)| {
            let cells: Vec<&str> = line.split('\t').take(7).collect();
            let (answer, step, reason) = reader::read(&case);
            format!("{}\t{answer}\t{step}\t{reason}\n", cells.join("\t"))
        })
        .collect();
    lines.sort();
    lines.dedup();
    text.extend(lines);
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden.tsv");
    std::fs::write(path, text).expect("writes");
}

#[test]
fn a_reading_that_forgets_a_step_would_be_found() {
    let differs = |forget: &dyn Fn(&mut Case)| {
        rows().any(|(case, _, _)| {
            let mut other = case.clone();
            forget(&mut other);
            reader::read(&other) != reader::read(&case)
        })
    };
    assert!(differs(&|case| case.told.retain(|told| told.kind != "restriction")));
    assert!(differs(&|case| case.told.retain(|told| told.kind != "deny")));
    assert!(differs(&|case| case.told.retain(|told| told.kind != "paid")));
    assert!(differs(&|case| case.edges.retain(|edge| !edge.starts_with("break_glass"))));
    assert!(differs(&|case| case.papers.clear()));
    assert!(differs(&|case| case.private.clear()));
}

#[test]
fn part_2_records_go_out_with_their_notice_and_emergency_grants_with_their_end() {
    let row = ["health_provider", "treating", "substance_use", "read", "TREAT", "permit_this", "none"];
    let case = Case::of_row(&row);
    let verdict = decide(&case.question(), &case.said(), NOW);
    assert!(verdict.permit && verdict.obligations.contains(&Obligation::NoRedisclosure));
    let row = ["health_provider", "break_glass", "medications", "read", "BTG", "deny_role", "none"];
    let case = Case::of_row(&row);
    let verdict = decide(&case.question(), &case.said(), NOW);
    assert!(verdict.permit && verdict.obligations.contains(&Obligation::Until { at: LATER }));
    assert!(matches!(verdict.obligations[0], Obligation::Notice { .. }));
}

#[test]
fn a_permit_is_held_no_longer_than_until_the_next_change() {
    let row = ["health_provider", "treating", "vitals", "read", "TREAT", "none", "none"];
    let case = Case::of_row(&row);
    assert!(decide(&case.question(), &case.said(), NOW).obligations.is_empty());
    let mut said = case.said();
    // A refusal that begins later ends what holds now.
    said.statements.extend(
        Case::of_row(&["health_provider", "treating", "vitals", "read", "TREAT", "deny_role", "none"])
            .said()
            .statements,
    );
    said.statements[0].provisions[0].period.from = Some(LATER);
    said.statements[0].provisions[0].period.until = None;
    let verdict = decide(&case.question(), &said, NOW);
    assert_eq!((verdict.permit, verdict.obligations), (true, vec![Obligation::Until { at: LATER }]));
}

#[test]
fn emergency_only_speaks_while_an_emergency_is_declared() {
    let row = |facts| {
        Case::of_row(&[
            "family_member",
            "family",
            "crisis_events",
            "notify",
            "FAMRQT",
            "emergency_only",
            facts,
        ])
    };
    let quiet = row("none");
    assert!(!decide(&quiet.question(), &quiet.said(), NOW).permit);
    let declared = row("emergency_declared");
    let verdict = decide(&declared.question(), &declared.said(), NOW);
    assert_eq!(verdict.projection.expect("a part"), ["fact", "location", "contact"]);
}
