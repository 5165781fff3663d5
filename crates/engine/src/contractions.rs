//! Short forms that are typed without their mark and are words of their own: "ill go tomorrow" and "she is ill", "were off
//! now" and "we were off", "its late" and "its lid". Which is meant is told by what stands before and after.

use content::text::Token;

use super::clause_words::is_one_of;

/// What an "ill" stands after that is no "I will".
const SICK_AFTER: &str = "am is are was were be been being im hes shes theyre feel feels felt feeling look looks looked fall \
    falls fell fallen took taken get gets got getting become became very so really quite too rather seriously mentally never \
    not the a his her my their seem seems seemed speak be lay lying lies";
/// What follows an "ill" that is no "I will".
const SICK_BEFORE: &str = "in with at on for and or from of since because all today now again health man woman people person \
    feeling luck will then too as yesterday when but";
/// Who stands before a "were" that is the past.
const PAST_BEFORE: &str =
    "we you they who which that there people and those these both all others what where how";
/// What follows a "were" that is the past, at the beginning of a clause.
const PAST_AFTER: &str = "you they we there those these";
/// What an "its" stands after that names whose something is.
const OWNED_AFTER: &str = "of in on at by with from to for under over off into through has had have lost lose lifted wagging on \
    like near round around behind beside";
/// What an "its" is followed by where it is "it has".
const HAS_BEFORE: &str = "got been had gone become taken";

/// What follows a "would".
const WOULD_BEFORE: &str = "be have like rather never always";

/// The words that a short form stands for, where it is one.
pub(super) fn contraction(text: &str, tokens: &[Token], at: usize) -> Option<&'static str> {
    let token = tokens.get(at)?;
    let word =
        |at: usize| tokens.get(at).filter(|token| !token.is_end()).map_or("", |token| token.text.as_str());
    let marked = text[token.start..token.end].contains(['\'', '’']);
    let before = at.checked_sub(1).map_or("", word);
    let next = word(at + 1);
    Some(match token.text.as_str() {
        "ill"
            if marked
                || !next.is_empty() && !is_one_of(before, SICK_AFTER) && !is_one_of(next, SICK_BEFORE) =>
        {
            "i will"
        }
        "were" if marked => "we are",
        "were" => {
            let begins =
                before.is_empty() || is_one_of(before, "but so because then anyhow anyway well now think");
            let past = is_one_of(before, PAST_BEFORE) || is_one_of(next, PAST_AFTER) || next.is_empty();
            if !begins || past {
                return None;
            }
            "we are"
        }
        "its" if marked || !next.is_empty() && !is_one_of(before, OWNED_AFTER) => {
            if is_one_of(next, HAS_BEFORE) { "it has" } else { "it is" }
        }
        "well" if marked => "we will",
        "shed" if is_one_of(next, WOULD_BEFORE) => "she would",
        "hed" if is_one_of(next, WOULD_BEFORE) => "he would",
        "wed" if marked => return None,
        "shes" | "hes" => {
            let has = is_one_of(next, HAS_BEFORE)
                || next.ends_with("ed") && !is_one_of(next, "tired bored retired married");
            match (token.text.as_str(), has) {
                ("shes", true) => "she has",
                ("shes", false) => "she is",
                (_, true) => "he has",
                (_, false) => "he is",
            }
        }
        _ => return None,
    })
}

/// The same, said to who typed it.
pub(super) fn turned(long: &'static str) -> &'static str {
    match long {
        "i will" | "we will" => "you will",
        "we are" => "you are",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use content::text::tokens;

    use super::*;

    fn read(text: &str, word: &str) -> Option<&'static str> {
        let tokens = tokens(text);
        let at = tokens.iter().position(|token| token.text == word).expect("the word");
        contraction(text, &tokens, at)
    }

    #[test]
    fn ill_is_a_will_or_an_illness() {
        for text in ["ill go tomorrow", "I think ill have a lie down", "and ill tell you what", "I'll see"] {
            assert_eq!(read(text, "ill"), Some("i will"), "{text}");
        }
        for text in
            ["she is ill", "he was very ill last week", "my brother fell ill", "ill in bed", "he got ill"]
        {
            assert_eq!(read(text, "ill"), None, "{text}");
        }
    }

    #[test]
    fn were_is_now_or_then() {
        for text in ["were off to bingo", "but were not allowed", "we're nine here"] {
            assert_eq!(read(text, "were"), Some("we are"), "{text}");
        }
        for text in [
            "we were off",
            "the curtains were different",
            "were you there",
            "they were good",
            "there were six of us",
        ] {
            assert_eq!(read(text, "were"), None, "{text}");
        }
    }

    #[test]
    fn its_is_what_it_is_or_whose() {
        for (text, long) in [
            ("its late", "it is"),
            ("I think its gone", "it has"),
            ("its got cold", "it has"),
            ("its mine", "it is"),
        ] {
            assert_eq!(read(text, "its"), Some(long), "{text}");
        }
        assert_eq!(read("shed be fifty now", "shed"), Some("she would"));
        assert_eq!(read("the shed was his", "shed"), None);
        for text in ["the cat was on its back", "it lost its lid", "the smell of its coat"] {
            assert_eq!(read(text, "its"), None, "{text}");
        }
    }
}
