//! The authored cases beside the code: what must be covered, and everyday talk in which nothing may be found.

use crate::detect;
use crate::measure::gold_name;

/// A text with its marks taken out, and what they marked: code points and class.
fn unmarked(line: &str) -> (String, Vec<(usize, usize, String)>) {
    let (mut text, mut marks, mut rest) = (String::new(), Vec::new(), line);
    while let Some(open) = rest.find('{') {
        let close = rest[open..].find('}').expect("a mark is closed") + open;
        let (class, words) = rest[open + 1..close].split_once(':').expect("a mark has a class");
        text.push_str(&rest[..open]);
        let start = text.chars().count();
        text.push_str(words);
        marks.push((start, text.chars().count(), class.to_owned()));
        rest = &rest[close + 1..];
    }
    text.push_str(rest);
    (text, marks)
}

fn lines(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

#[test]
fn every_letter_and_digit_of_the_authored_identifiers_is_found() {
    let mut missed = Vec::new();
    let mut classes = Vec::new();
    for line in lines(include_str!("../cases/identifiers.txt")) {
        let (text, marks) = unmarked(line);
        assert!(!marks.is_empty(), "{line}");
        let found = detect(&text);
        let chars: Vec<char> = text.chars().collect();
        for (start, end, class) in marks {
            let covered = |at: usize| {
                found.iter().any(|found| (found.span.start as usize..found.span.end as usize).contains(&at))
            };
            if (start..end).any(|at| chars[at].is_alphanumeric() && !covered(at)) {
                missed.push(line);
            }
            let right = |found: &content_safety_api::IdentifierSpan| {
                (found.span.start as usize) < end
                    && start < found.span.end as usize
                    && gold_name(found.class) == class
            };
            if class != "any" && !found.iter().any(right) {
                classes.push(line);
            }
        }
    }
    assert!(missed.is_empty() && classes.is_empty(), "not covered: {missed:#?}\nother class: {classes:#?}");
}

#[test]
fn everyday_talk_holds_no_identifiers() {
    let found: Vec<String> = lines(include_str!("../cases/everyday.txt"))
        .filter_map(|text| {
            let found = detect(text);
            (!found.is_empty()).then(|| format!("{text}: {found:?}"))
        })
        .collect();
    assert!(found.is_empty(), "{found:#?}");
}
