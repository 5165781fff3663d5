//! Numbers that are spelled out digit by digit, as people say them aloud.

use content_safety_api::IdentifierClass as Class;

use super::Found;
use super::token::{Shape, Token, kinds};

/// So many spoken digits in a row are a number that somebody could be reached or known by.
const DIGITS_MIN: usize = 7;

/// How many parts a spoken address of mail has before its "at".
const MAIL_PARTS_MAX: usize = 4;

/// Finds runs of spoken digits, and addresses of mail that are said.
pub(super) fn find(text: &str, tokens: &[Token], out: &mut Vec<Found>) {
    let mut at = 0;
    while at < tokens.len() {
        let (mut count, mut last, mut next) = (0, at, at);
        while let Some(token) = tokens.get(next) {
            let word = token.text(text);
            let single = token.shape == Shape::Number
                && token.bytes.1 - token.bytes.0 == 1
                && (token.spaced || count == 0);
            if token.is(kinds::SPOKEN_DIGIT) || single {
                count += 1;
                last = next;
            } else if count == 0 || !matches!(word, "," | "-" | ".") {
                break;
            }
            next += 1;
        }
        if count >= DIGITS_MIN {
            let (class, code) = if count == 9 {
                (Class::SocialSecurity, "phi.ssn.spoken")
            } else {
                (Class::Phone, "phi.phone.spoken")
            };
            let bytes = (tokens[at].bytes.0, tokens[last].bytes.1);
            out.push(Found { bytes, class, code, confidence: 0.8, rank: 70 });
        }
        at = next.max(at + 1);
    }
    for dot in 0..tokens.len() {
        if let Some((from, to)) = spoken_mail(text, tokens, dot) {
            let bytes = (tokens[from].bytes.0, tokens[to].bytes.1);
            out.push(Found {
                bytes,
                class: Class::Email,
                code: "phi.email.spoken",
                confidence: 0.9,
                rank: 89,
            });
        }
    }
}

/// `rosa at gmail dot com`, `rosa [at] gmail.com`, around its last point: the first and the last token.
fn spoken_mail(text: &str, tokens: &[Token], dot: usize) -> Option<(usize, usize)> {
    const ENDS: &[&str] = &["com", "org", "net", "edu", "gov", "es", "mx", "us", "co", "pr"];
    let word = |at: usize| tokens.get(at).map_or("", |token| token.text(text));
    let says = |at: usize, words: &[&str]| words.iter().any(|known| word(at).eq_ignore_ascii_case(known));
    let point = word(dot) == "." && !tokens[dot].spaced;
    if !(point || says(dot, &["dot", "punto"])) || !says(dot + 1, ENDS) {
        return None;
    }
    let host = dot.checked_sub(1)?;
    let mut at = host.checked_sub(1)?;
    let bracket = usize::from(matches!(word(at), "]" | ")"));
    at = at.checked_sub(bracket)?;
    let said = says(at, &["at", "arroba"]) && (bracket == 1 || !point);
    let mut from = at.checked_sub(1 + bracket).filter(|_| said)?;
    // "rosa.al", "rosa underscore al", "rosa dot al"
    for _ in 0..MAIL_PARTS_MAX {
        let joint = from.checked_sub(1).filter(|joint| {
            !tokens[from].spaced && matches!(word(*joint), "." | "_" | "-")
                || says(*joint, &["dot", "punto", "underscore", "dash", "guion"])
        });
        match joint.and_then(|joint| joint.checked_sub(1)) {
            Some(part) => from = part,
            None if !tokens[from].spaced && from > 0 => from -= 1,
            None => break,
        }
    }
    Some((from, dot + 1))
}
