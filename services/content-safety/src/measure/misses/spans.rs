//! Identifiers that were missed, found in part or taken for others, and finds where nothing is marked.

use identifiers::measure::{Verdict, bounds, covered_chars, verdict};

use super::super::{Prediction, Row};
use super::Found;

/// Counts a row's marked spans and, where its gold is complete, what was found in it.
pub(super) fn missed<'a>(found: &mut Found<'a>, row: &'a Row, told: &Prediction) {
    let Some(gold) = &row.spans else { return };
    let chars: Vec<char> = row.text.chars().collect();
    let covered = covered_chars(&row.text, &told.spans);
    for span in gold.iter().filter(|span| span.opt == 0) {
        let place = bounds(span, covered.len());
        let (written, seen) = (&chars[place.clone()], &covered[place]);
        let reason = lost(seen).map(|what| format!("{what}; {}", shape(written)));
        let reason = reason.or_else(|| {
            let mut over = told.spans.iter().filter(|found| found.s < span.e && span.s < found.e).peekable();
            let first = over.peek()?.cls.clone();
            over.all(|found| found.cls != span.cls).then(|| format!("found whole, taken for {first}"))
        });
        found.count("identifiers", &span.cls, &row.id, reason);
    }
    if row.gold_complete {
        for find in &told.spans {
            let wrong = verdict(gold, find) == Verdict::Wrong;
            let rule = if find.code.is_empty() { "a rule without a name" } else { &*find.code };
            let reason = wrong.then(|| format!("nothing is marked there: {rule}"));
            found.count("identifiers found", &find.cls, &row.id, reason);
        }
    }
}

/// What of a span was not found; `None` where every letter and digit was.
fn lost(seen: &[(bool, bool)]) -> Option<&'static str> {
    let counting: Vec<bool> = seen.iter().filter(|(counts, _)| *counts).map(|(_, found)| *found).collect();
    let (first, last) = (counting.first()?, counting.last()?);
    if counting.iter().all(|found| *found) {
        return None;
    }
    Some(match (counting.contains(&true), first, last) {
        (false, ..) => "nothing found",
        (_, false, true) => "its beginning not found",
        (_, true, false) => "its end not found",
        (_, true, true) => "its middle not found",
        (_, false, false) => "its beginning and end not found",
    })
}

/// What a span looks like, without a word of it.
fn shape(written: &[char]) -> &'static str {
    let digits = written.iter().any(|ch| ch.is_numeric());
    let letters = written.iter().any(|ch| ch.is_alphabetic());
    let capitals = written.iter().any(|ch| ch.is_uppercase());
    let several = written.iter().any(|ch| ch.is_whitespace());
    match (digits, letters, capitals, several) {
        (true, false, ..) => "digits",
        (true, true, ..) => "letters and digits",
        (false, _, true, false) => "one word with a capital",
        (false, _, true, true) => "several words with a capital",
        (false, _, false, false) => "one word without a capital",
        (false, _, false, true) => "several words without a capital",
    }
}

#[cfg(test)]
mod tests {
    use super::super::misses;
    use super::*;

    #[test]
    fn what_is_lost_of_a_span_is_said_by_its_place_and_look() {
        let row: Row = serde_json::from_str(
            r#"{"id":"r","text":"Ana Roy 12-34 ab9 Lu x","gold_complete":true,"spans":[
                {"s":0,"e":7,"cls":"NAME"},{"s":8,"e":13,"cls":"MRN"},{"s":14,"e":17,"cls":"ACCOUNT"},
                {"s":18,"e":20,"cls":"GEO"}]}"#,
        )
        .expect("a row");
        let told: Prediction = serde_json::from_str(
            r#"{"id":"r","spans":[{"s":0,"e":3,"cls":"NAME"},{"s":11,"e":13,"cls":"MRN"},
                {"s":18,"e":20,"cls":"NAME"},{"s":21,"e":22,"cls":"DATE","code":"date.x"}]}"#,
        )
        .expect("a prediction");
        let misses = misses(&[(&row, &told)]);
        let reason = |class: &str| misses.iter().find(|miss| miss.class == class).map(|miss| &*miss.reason);
        assert_eq!(reason("NAME"), Some("its end not found; several words with a capital"));
        assert_eq!(reason("MRN"), Some("its beginning not found; digits"));
        assert_eq!(reason("ACCOUNT"), Some("nothing found; letters and digits"));
        assert_eq!(reason("GEO"), Some("found whole, taken for NAME"));
        assert_eq!(reason("DATE"), Some("nothing is marked there: date.x"));
    }
}
