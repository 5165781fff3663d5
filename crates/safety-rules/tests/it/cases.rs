//! The authored cases: how many there are of what, and who has reviewed them.

use std::collections::{BTreeMap, BTreeSet};

use super::{authored, categories};

/// What no licensed public set fills has at least so many cases in each language.
const CASES_MIN: usize = 40;

#[test]
fn every_kind_of_danger_has_enough_cases_in_both_languages_and_calm_ones_beside_them() {
    let mut counts: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
    for (language, _, category, text) in authored() {
        counts.entry((language, category)).or_default().insert(text);
    }
    let kinds = categories().iter().map(|category| category.name());
    for kind in kinds.chain(["third_party_concern", "substance", "none"]) {
        for language in ["en", "es"] {
            let count = counts.get(&(language, kind)).map_or(0, BTreeSet::len);
            assert!(count >= CASES_MIN, "{kind} in {language}: {count}");
        }
    }
}

/// A file of cases without a line that says who has reviewed it passes for reviewed.
#[test]
fn every_file_of_cases_says_who_has_reviewed_it() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/cases");
    let files: BTreeSet<String> = std::fs::read_dir(folder)
        .expect("the folder")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("a name"))
        .collect();
    let lines = include_str!("../../cases/reviewers.tsv").lines().filter(|line| !line.starts_with('#'));
    let said: BTreeMap<String, &str> = lines
        .map(|line| line.split_once('\t').expect("a file and its reviewer"))
        .map(|(file, reviewer)| (file.to_owned(), reviewer))
        .collect();
    assert_eq!(said.keys().cloned().collect::<BTreeSet<_>>(), files);
    // As long as the lines that residents hear say that nobody has reviewed them, no case may say otherwise.
    assert!(safety_rules::ladder::REVIEW.contains("not yet reviewed"));
    assert!(said.values().all(|reviewer| *reviewer == "none yet"), "{said:?}");
}
