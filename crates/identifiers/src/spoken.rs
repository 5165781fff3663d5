//! Numbers that are spelled out digit by digit, as people say them aloud.

use content_safety_api::IdentifierClass as Class;

use super::Found;
use super::token::{Token, kinds};

/// So many spoken digits in a row are a number that somebody could be reached or known by.
const DIGITS_MIN: usize = 7;

/// Finds runs of spoken digits.
pub(super) fn find(text: &str, tokens: &[Token], out: &mut Vec<Found>) {
    let mut at = 0;
    while at < tokens.len() {
        let (mut count, mut last, mut next) = (0, at, at);
        while let Some(token) = tokens.get(next) {
            let word = token.text(text);
            if token.is(kinds::SPOKEN_DIGIT) {
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
}
