//! Runs the cases.

use std::collections::BTreeSet;

use super::cases::cases;
use super::{Item, Verdict, english, verdict};
use crate::rubric::evaluate;

#[test]
fn every_part_of_every_item_passes_what_is_good_and_fails_what_is_spoiled() {
    let mut seen: BTreeSet<(Item, &str)> = BTreeSet::new();
    let mut wrong = Vec::new();
    for case in cases() {
        let (item, part) = (case.item, case.part);
        seen.insert((item, part));
        let mut conversation = case.good;
        let before = verdict(&conversation, item, part);
        if before != case.before {
            wrong.push(format!("{item:?} {part}: {before:?} before it is spoiled"));
        }
        (case.spoil)(&mut conversation);
        let after = verdict(&conversation, item, part);
        if after != Verdict::Fail {
            wrong.push(format!("{item:?} {part}: {after:?} after it is spoiled"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for item in Item::ALL {
        for part in item.parts() {
            assert!(seen.contains(&(item, part.name)), "{item:?} `{}` has no case", part.name);
        }
    }
}

#[test]
fn what_was_not_computed_is_not_measured_and_never_passes() {
    let report = evaluate(&[english(&["Hello"])], content::library());
    let row = |item: Item| report.row(item).expect("a row").verdict;
    assert_eq!(row(Item::N1), Verdict::NotMeasured);
    assert_eq!(row(Item::S4), Verdict::NotMeasured);
    assert_eq!(row(Item::S9), Verdict::NotMeasured);
    assert_eq!(row(Item::H1), Verdict::NotMeasured);
    assert!(report.blocking().next().is_none());
    let empty = evaluate(&[], content::library());
    assert!(empty.rows.iter().all(|row| row.verdict == Verdict::NotMeasured));
}

#[test]
fn a_share_is_not_rounded_up_to_its_threshold() {
    use crate::rubric::report::Tallies;
    let mut tallies = Tallies::default();
    for check in 0..10_000 {
        tallies.count(Item::R2, "", "a talk", check, check >= 501, String::new);
    }
    let report = tallies.report(&[]);
    let row = report.row(Item::R2).expect("a row");
    assert_eq!((row.verdict, row.parts[0].rate, row.failed), (Verdict::Fail, Some(949), 501));
    assert_eq!(row.findings.len(), 20, "findings have a limit");
}
