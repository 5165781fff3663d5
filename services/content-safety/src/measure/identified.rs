//! The figures of identifiers, over whatever found them: spans of which every letter and digit was found, texts without a
//! leak, and precision where the gold is complete. Texts are drawn for an interval, not spans: what one text says belongs together.

use identifiers::measure::{Group, Recall, Row as MarkedRow, judge, part};

use super::figures::bootstrap;
use super::report::{Figure, figure};
use super::{Prediction, Row};

/// Identifiers that have a form.
const STRUCTURED: [&str; 11] =
    ["SSN", "EMAIL", "PHONE", "MRN", "HEALTH_PLAN", "ACCOUNT", "LICENSE", "URL", "IP", "DEVICE", "VEHICLE"];
/// What people are called, and when.
const NAMES_AND_DATES: [&str; 2] = ["NAME", "DATE"];
/// What every character of structured identifiers shall reach.
const STRUCTURED_GOAL: f64 = 0.99;
/// The same of names and dates.
const NAMES_GOAL: f64 = 0.97;
/// The share of texts without a leak.
const NO_LEAK_GOAL: f64 = 0.90;
/// The share of finds that are right.
const PRECISION_GOAL: f64 = 0.85;

/// A class and how its figure is called.
const CLASSES: [(&str, &str); 14] = [
    ("SSN", "covered: SSN"),
    ("EMAIL", "covered: e-mail"),
    ("PHONE", "covered: phone"),
    ("MRN", "covered: medical record"),
    ("HEALTH_PLAN", "covered: health plan"),
    ("ACCOUNT", "covered: account"),
    ("LICENSE", "covered: licence"),
    ("URL", "covered: URL"),
    ("IP", "covered: IP address"),
    ("DEVICE", "covered: device"),
    ("VEHICLE", "covered: vehicle"),
    ("NAME", "covered: names"),
    ("DATE", "covered: dates"),
    ("GEO", "covered: geography"),
];

/// A row whose identifiers are marked, and what was counted in it.
struct Judged<'a> {
    id: &'a str,
    group: Group,
}

/// The figures of rows whose identifiers are marked; none of others.
pub(super) fn figures(told: &[(&Row, &Prediction)]) -> Vec<Figure> {
    let judged: Vec<Judged<'_>> = told
        .iter()
        .filter(|(row, _)| row.spans.is_some())
        .map(|(row, told)| Judged { id: &row.id, group: judge(&marked(row), &told.spans) })
        .collect();
    let held = |row: &Judged<'_>| part(row.id) == "held back";
    let classes = |classes: &'static [&str]| move |group: &Group| covered(group, classes);
    let leaks = |group: &Group| (group.texts_without_leak, group.texts_with_identifiers);
    let mut found = vec![
        share("structured identifiers covered", &judged, STRUCTURED_GOAL, |_| true, classes(&STRUCTURED)),
        share("structured, held-back third", &judged, STRUCTURED_GOAL, held, classes(&STRUCTURED)),
        share("names and dates covered", &judged, NAMES_GOAL, |_| true, classes(&NAMES_AND_DATES)),
        share("names and dates, held-back third", &judged, NAMES_GOAL, held, classes(&NAMES_AND_DATES)),
        share("texts without a leak", &judged, NO_LEAK_GOAL, |_| true, leaks),
        share("texts without a leak, held-back third", &judged, NO_LEAK_GOAL, held, leaks),
        share("precision of finds", &judged, PRECISION_GOAL, |_| true, |group| (group.right, group.judged)),
    ];
    for (class, name) in CLASSES {
        let goal = if STRUCTURED.contains(&class) { STRUCTURED_GOAL } else { NAMES_GOAL };
        found.push(share(name, &judged, goal, |_| true, move |group| covered(group, &[class])));
    }
    found.into_iter().flatten().collect()
}

/// A row as identifiers are measured in it.
pub(super) fn marked(row: &Row) -> MarkedRow {
    MarkedRow {
        id: row.id.clone(),
        text: row.text.clone(),
        spans: row.spans.clone(),
        source: row.source.clone(),
        gold_complete: row.gold_complete,
    }
}

/// How many spans of classes were covered, of how many.
fn covered(group: &Group, classes: &[&str]) -> (usize, usize) {
    let recalls = classes.iter().filter_map(|class| group.classes.get(*class));
    recalls.fold((0, 0), |(part, whole), Recall { spans, covered, .. }| (part + covered, whole + spans))
}

fn share(
    name: &'static str,
    judged: &[Judged<'_>],
    goal: f64,
    takes: impl Fn(&Judged<'_>) -> bool,
    count: impl Fn(&Group) -> (usize, usize),
) -> Option<Figure> {
    let counts: Vec<(usize, usize)> = judged
        .iter()
        .filter(|row| takes(row))
        .map(|row| count(&row.group))
        .filter(|(_, whole)| *whole > 0)
        .collect();
    let of = |counts: &[(usize, usize)]| {
        let (part, whole) = counts.iter().fold((0, 0), |sum, count| (sum.0 + count.0, sum.1 + count.1));
        (whole > 0).then(|| part as f64 / whole as f64)
    };
    let rows = counts.iter().map(|(_, whole)| whole).sum();
    figure(name, rows, bootstrap(&counts, of), goal, false)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Five invented rows, each figure counted by hand.
    #[test]
    fn each_figure_of_identifiers_is_known_by_hand() {
        let row = |json: &str| serde_json::from_str::<Row>(json).expect("a row");
        let told = |json: &str| serde_json::from_str::<Prediction>(json).expect("a prediction");
        let both = [
            // Two identifiers, both found whole (the point between is no letter): no leak, two right finds.
            (
                row(r#"{"id":"1","text":"Ana Roy, a@b.org","gold_complete":true,
                    "spans":[{"s":0,"e":7,"cls":"NAME"},{"s":9,"e":16,"cls":"EMAIL"}]}"#),
                told(r#"{"id":"1","spans":[{"s":0,"e":7,"cls":"NAME"},{"s":9,"e":16,"cls":"EMAIL"}]}"#),
            ),
            // The accent and the picture are one code point each. A third of a number is left: a leak.
            (
                row(r#"{"id":"2","text":"é😀 12-34-56","gold_complete":true,
                    "spans":[{"s":3,"e":11,"cls":"MRN"}]}"#),
                told(r#"{"id":"2","spans":[{"s":3,"e":8,"cls":"PHONE"}]}"#),
            ),
            // A find on nothing is wrong; one on what is not scored is neither.
            (
                row(r#"{"id":"3","text":"May met Acme","gold_complete":true,
                    "spans":[{"s":8,"e":12,"cls":"NONE","opt":1}]}"#),
                told(r#"{"id":"3","spans":[{"s":0,"e":3,"cls":"DATE"},{"s":8,"e":12,"cls":"NAME"}]}"#),
            ),
            // Not complete: no find counts for precision. Missed whole.
            (
                row(
                    r#"{"id":"4","text":"on June 2","gold_complete":false,"spans":[{"s":3,"e":9,"cls":"DATE"}]}"#,
                ),
                told(r#"{"id":"4","spans":[{"s":0,"e":2,"cls":"NAME"}]}"#),
            ),
            // Nobody marked it: in no figure.
            (row(r#"{"id":"5","text":"Bo"}"#), told(r#"{"id":"5","spans":[{"s":0,"e":2,"cls":"NAME"}]}"#)),
        ];
        let both: Vec<(&Row, &Prediction)> = both.iter().map(|(row, told)| (row, told)).collect();
        let figures = figures(&both);
        let of = |name: &str| {
            let figure = figures.iter().find(|figure| figure.name == name).expect(name);
            (figure.share.value, figure.rows, figure.reached)
        };
        assert_eq!(of("structured identifiers covered"), (0.5, 2, false));
        assert_eq!(of("names and dates covered"), (0.5, 2, false));
        assert_eq!(of("texts without a leak"), (1.0 / 3.0, 3, false));
        // Ana, the address, the number's part; not the month.
        assert_eq!(of("precision of finds"), (0.75, 4, false));
        assert_eq!(of("covered: e-mail"), (1.0, 1, true));
        assert_eq!(of("covered: medical record"), (0.0, 1, false));
        assert_eq!(of("covered: dates"), (0.0, 1, false));
        assert!(figures.iter().all(|figure| figure.name != "covered: SSN"), "no row has one");
    }
}
