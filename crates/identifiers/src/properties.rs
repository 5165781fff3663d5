//! What holds for every text, asked of made-up ones: spans, redaction, pseudonyms, and work that grows with the length.

use proptest::prelude::*;

use crate::{Placeholders, detect, generalise, mask, unmask};

/// What rules look for, and marks and letters of other scripts, parted by `¦`.
const PIECES: &[&str] = &[
    "Rosa¦Alvarez¦mr.¦Dr. ¦my name is ¦Nurse ¦May¦5¦1931¦th¦room ¦12B¦212¦-¦555¦0147¦ ¦ ¦ ¦, ¦. ¦\n¦MRN ",
    "SSN: ¦123-45-6789¦@¦rosa@example.com¦https://¦www.¦192.168.1.1¦Elm Street¦Springfield, IL ¦62701¦é¦ñ",
    "😀¦👵🏽¦\u{301}¦名前¦[NAME_1]¦[[¦]¦St. ¦Calle ¦one ¦five ¦ninety¦-three¦ years old¦account ",
    "4111 1111 1111 1111¦el ¦de ¦marzo¦a¦Z¦0x¦::¦/¦(¦)¦Suite ¦PO Box ¦fax ¦corner of ¦and ¦Christmas ",
    "\u{0}¦\u{202E}¦'s¦’¦\"",
];

/// Texts made of what rules look for, in any order, with marks and letters of other scripts between.
fn texts() -> impl Strategy<Value = String> {
    let pieces: Vec<&str> = PIECES.iter().flat_map(|line| line.split('¦')).collect();
    proptest::collection::vec(proptest::sample::select(pieces), 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn spans_are_code_points_of_the_text_in_order_and_apart(text in prop_oneof![texts(), any::<String>()]) {
        let length = u32::try_from(text.chars().count()).expect("short");
        let found = detect(&text);
        for found in &found {
            prop_assert!(found.span.start < found.span.end && found.span.end <= length);
            prop_assert!(found.span.of(&text).is_some());
        }
        for pair in found.windows(2) {
            prop_assert!(pair[0].span.end <= pair[1].span.start);
        }
    }

    #[test]
    fn the_same_text_gives_the_same_finds(text in texts()) {
        prop_assert_eq!(detect(&text), detect(&text));
    }

    #[test]
    fn pseudonyms_are_undone_to_the_letter(text in prop_oneof![texts(), any::<String>()]) {
        let mut map = Placeholders::default();
        let masked = mask(&text, &detect(&text), &mut map);
        prop_assert_eq!(unmask(&masked, &map), text);
    }

    #[test]
    fn redaction_leaves_no_identifier_that_was_found(text in texts()) {
        let mut map = Placeholders::default();
        let found = detect(&text);
        let masked = mask(&text, &found, &mut map);
        // A form of its own needs no context: none of them may be found again.
        let formed = ["phi.email", "phi.ssn", "phi.ip.v4", "phi.url"];
        for again in detect(&masked) {
            prop_assert!(!formed.contains(&&*again.code), "{:?} in {masked:?} of {text:?}", again);
        }
    }

    #[test]
    fn what_is_made_general_holds_no_day_and_no_number(text in texts()) {
        let general = generalise(&text, &detect(&text), 2026);
        prop_assert!(!general.contains("123-45-6789") && !general.contains("rosa@example.com"));
    }
}

/// What rules follow over several tokens, repeated.
const REPEATED: &[&str] = &[
    "1",
    "a@",
    "12-",
    "1 ",
    "@a.b",
    "5 A ",
    "January ",
    "http://",
    "0x",
    "é1",
    "at a dot com ",
    "MRN 5 ",
    "MRN A 55 ",
    "member id 55 ",
    "Rosa ",
    "A. ",
    "A-",
    "A ",
    "St. ",
    "Mr. ",
    "de la ",
    "my name is ",
    "i'm ",
    "12 ",
    "12 A ",
    "12 Elm ",
    "5 Elm Street, ",
    "Elm 5\n",
    "Suite 5 ",
    "Calle A 5 ",
    "the corner of A ",
    "and ",
    "May ",
    "May 5 ",
    "5 of May ",
    "the fifth of ",
    "nineteen ",
    "one ",
    "room ",
    "room # ",
    "Springfield, IL ",
    "at the A ",
    "Hospital de ",
    "N ",
    "San A ",
    "P.O. Box ",
    "PSC 5 ",
    "Name: ",
    "Love, A\n",
    "\n",
    ", ",
    "ninety ",
    "hundred and ",
    "New York ",
    "john ",
    "john s. ",
    "'s ",
    "Christmas ",
    "mi hija ",
];

#[test]
fn the_work_of_the_token_rules_grows_with_the_length_alone() {
    for unit in REPEATED {
        let work = |bytes: usize| {
            let text = unit.repeat(bytes / unit.len());
            crate::token::work::of(|| drop(detect(&text)))
        };
        let (short, long) = (work(2_000), work(16_000));
        assert!(long <= short * 8 + short / 2 + 64, "{unit:?}: {short} looks, then {long}");
    }
}

#[test]
fn redaction_of_plain_texts_leaves_nothing_to_find() {
    for text in [
        "My name is Rosa Alvarez and I live at 12 Elm Street, Springfield, IL 62701.",
        "Call me at (212) 555-0147 or write to rosa.al@example.com on March 5th.",
        "Mrs. Kowalczyk, room 12B, MRN 00284, was born on 03/14/1931.",
        "me llamo Lucía y nací el 3 de marzo de 1940 en Guadalajara",
    ] {
        let mut map = Placeholders::default();
        let masked = mask(text, &detect(text), &mut map);
        assert!(detect(&masked).is_empty(), "{masked}: {:?}", detect(&masked));
        assert_eq!(unmask(&masked, &map), text);
    }
}
