//! Looks at a text that was made general as somebody would who wants to know of whom it is: a second pass, that rests on more
//! than the rules that made it general.

use std::collections::HashSet;

use content_safety_api::IdentifierClass as Class;

use crate::detect;
use crate::generalise::Generalised;
use crate::lists::kinds_of;
use crate::token::{fold_word, kinds};

/// Parts of words shorter than this are in every text.
const PART_MIN: usize = 3;
/// Numbers shorter than this are in every text.
const DIGITS_MIN: usize = 4;

/// Whether an identifier could remain in a general text. `before` is the text as it was.
///
/// It says so when the rules find something in the general text outside of what was put there, and when a part of a name,
/// a place or a number that was replaced stands somewhere else in it: whoever is called Borna in one sentence is not hidden
/// while the next one says "borna". It errs toward saying so.
pub fn remains(before: &str, general: &Generalised) -> bool {
    let put = |at: u32| general.moved.iter().any(|moved| moved.to.start <= at && at < moved.to.end);
    if detect(&general.text).iter().any(|found| !(found.span.start..found.span.end).all(put)) {
        return true;
    }
    let before: Vec<char> = before.chars().collect();
    let replaced: HashSet<String> = general
        .moved
        .iter()
        .filter_map(|moved| {
            let words = before.get(moved.from.start as usize..moved.from.end as usize)?;
            Some((words.iter().collect::<String>(), moved.class))
        })
        .flat_map(|(words, class)| parts(&words).filter(|part| tells(part, class)).collect::<Vec<_>>())
        .collect();
    let kept: String =
        (0..).zip(general.text.chars()).map(|(at, ch)| if put(at) { ' ' } else { ch }).collect();
    parts(&kept).any(|part| replaced.contains(&part))
}

/// The words and numbers of a text, folded.
fn parts(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|ch: char| !ch.is_alphanumeric()).filter(|part| !part.is_empty()).map(fold_word)
}

/// Whether a part of what was replaced tells of whom it was.
fn tells(part: &str, class: Class) -> bool {
    if part.chars().any(|ch| ch.is_ascii_digit()) {
        // A year may stay.
        return class != Class::Date && part.chars().count() >= DIGITS_MIN;
    }
    let known = kinds_of(part);
    let common = kinds::PLAIN | kinds::TITLE | kinds::KIN | kinds::STREET | kinds::STATE | kinds::PARTICLE;
    let named = matches!(class, Class::Name | Class::Geography | Class::Other);
    named && part.chars().count() >= PART_MIN && known & common == 0
}

#[cfg(test)]
mod tests {
    use content_safety_api::{IdentifierSpan, Span};

    use super::*;
    use crate::generalise::generalise_traced;

    fn left(text: &str) -> bool {
        remains(text, &generalise_traced(text, &detect(text), 2026))
    }

    #[test]
    fn what_was_made_general_as_a_whole_holds_nothing() {
        for text in [
            "Rosa Delgado called on March 5, 2021 about MRN 48213377.",
            "My roses are out and the soup was good.",
            "I am 93 and live in Springfield, IL 62704.",
            "Llame a Carmen al 212-555-0147, por favor.",
            "I was born in 1929 and I want to go home.",
            "",
        ] {
            assert!(!left(text), "{text}");
        }
    }

    #[test]
    fn a_part_of_what_was_replaced_that_stands_elsewhere_remains() {
        let text = "They call me Quillborna. quillborna wants to go home.";
        let end = u32::try_from("They call me Quillborna".len()).expect("is short");
        let mark = IdentifierSpan {
            span: Span::new(13, end),
            class: Class::Name,
            code: "marked".into(),
            confidence: 1.0,
        };
        assert!(remains(text, &generalise_traced(text, std::slice::from_ref(&mark), 2026)));
        let text = "They call me Quillborna. She wants to go home.";
        assert!(!remains(text, &generalise_traced(text, &[mark], 2026)));
    }

    #[test]
    fn what_the_rules_still_find_remains() {
        let text = "Write to rosa@example.com or 123-45-6789.";
        assert!(!left(text));
        assert!(remains(text, &generalise_traced(text, &[], 2026)), "nothing was replaced");
        let first = &detect(text)[..1];
        assert!(remains(text, &generalise_traced(text, first, 2026)), "half of it was");
    }

    #[test]
    fn a_place_in_the_text_is_found_again_in_the_general_one() {
        let text = "Ünal said: call Rosa Delgado at 212-555-0147, then go. Born in 1921, I want to die.";
        let general = generalise_traced(text, &detect(text), 2026);
        let at = |words: &str| {
            let start = text[..text.find(words).expect("is there")].chars().count();
            let (start, length) = (u32::try_from(start), u32::try_from(words.chars().count()));
            Span::new(start.expect("short"), start.expect("short") + length.expect("short"))
        };
        for kept in ["call", "then go", "I want to die", "said"] {
            assert_eq!(general.place(at(kept)).of(&general.text), Some(kept), "{}", general.text);
        }
        let name = general.place(at("Rosa")).of(&general.text).expect("inside").to_owned();
        assert!(name.starts_with("[NAME_") && name.ends_with(']'), "{name}");
        let both = general.place(at("call Rosa Delgado at")).of(&general.text).expect("inside").to_owned();
        assert!(both.starts_with("call [NAME_") && both.ends_with("] at"), "{both}");
        let whole = Span::new(0, u32::try_from(text.chars().count()).expect("short"));
        assert_eq!(general.place(whole).of(&general.text), Some(general.text.as_str()));
        assert_eq!(general.place(Span::new(0, 0)).len(), 0);
    }
}
