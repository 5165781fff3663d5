//! Finds the eighteen classes of identifiers of HIPAA Safe Harbor in a text, and replaces them.
//!
//! Floor 2a, pure: no clock, no chance, no I/O, no weights; the same text gives the same finds, and the work grows with
//! the length alone. Forms with checksums, words before numbers, lists of names and places, capitals in context. It errs
//! toward finding: a capital inside a sentence that no list knows as a plain word is taken for a name or a place.
//!
//! * [`detect`] says where identifiers are, as spans of code points; [`detect_after`] behind what was said before.
//! * [`mask`](mask()) replaces them by placeholders that stay the same over a conversation, [`unmask`] puts them back to the letter;
//!   [`redact`] puts nothing back.
//! * [`generalise`](generalise()) leaves years and three digits of a ZIP, in the way of Safe Harbor.
//!   [`generalise_traced`] says where everything went, and [`remains`] looks a second time whether something is left.
//! * [`measure`] counts what is found of labelled texts: `examples/measure.rs` prints it, and a command can.
//!
//! What it does not do: a name of one unknown word in small letters without a cue ("borna said"), names in scripts
//! without capitals (Arabic, Chinese, Japanese), public figures told from private people (all are names), a year by
//! itself (Safe Harbor allows it), a day told only by its distance ("tomorrow"). Places abroad are known by the form of
//! the address, not by lists. Nobody has reviewed the rules or the authored cases yet.

mod across;
mod address;
mod dates;
mod forms;
mod generalise;
mod labels;
mod lists;
mod mask;
pub mod measure;
mod names;
mod places;
mod remaining;
mod spoken;
mod token;

pub use content_safety_api::EarlierPiece;
use content_safety_api::{IdentifierClass, IdentifierSpan, Span};

pub use across::{Across, Tail, detect_after, detected_after};
pub use generalise::{Generalised, Moved, generalise, generalise_traced, zip3};
pub use mask::{Placeholders, mask, redact, unmask};
pub use remaining::remains;
pub use token::fold_word;

/// A find before overlaps are settled.
#[derive(Clone, Copy, Debug)]
struct Found {
    bytes: (usize, usize),
    class: IdentifierClass,
    code: &'static str,
    confidence: f32,
    /// Which of two that overlap is kept: the higher.
    rank: u8,
}

/// Builds all tables now, so that the first text does not wait for them.
pub fn warm_up() {
    detect("Call Rosa at 212-555-0147 or rosa@example.com, 1:2.");
}

/// How many identifiers one analysis lists.
pub const IDENTIFIERS_MAX: usize = 4_096;

/// The identifiers of a text, in its order, without overlap.
pub fn detect(text: &str) -> Vec<IdentifierSpan> {
    let mut found = Vec::new();
    let tokens = token::tokens(text);
    forms::find(text, &mut found);
    dates::find(text, &tokens, &mut found);
    spoken::find(text, &tokens, &mut found);
    places::find(text, &tokens, &mut found);
    names::find(text, &tokens, &mut found);
    let settled = unglued(text, settle(found));
    let places = CodePoints::of(text);
    settled
        .into_iter()
        .take(IDENTIFIERS_MAX)
        .map(|found| IdentifierSpan {
            span: Span::new(places.at(found.bytes.0), places.at(found.bytes.1)),
            class: found.class,
            code: found.code.into(),
            confidence: found.confidence,
        })
        .collect()
}

/// How often a text is looked at again behind what was found in it.
const LOOKS_MAX: usize = 3;

/// Looks again where a find touches further letters: what was run together hid a second form behind the first.
fn unglued(text: &str, mut settled: Vec<Found>) -> Vec<Found> {
    let touches = |found: &Found| {
        let next = text[found.bytes.1..].chars().next().is_some_and(|ch| ch.is_alphanumeric() || ch == '@');
        next || text[..found.bytes.0].chars().next_back().is_some_and(char::is_alphanumeric)
    };
    for _ in 0..LOOKS_MAX {
        if !settled.iter().any(touches) {
            break;
        }
        // New lines, of which no form holds one, in place of what is known.
        let mut rest = String::with_capacity(text.len());
        let mut at = 0;
        for found in &settled {
            rest.push_str(&text[at..found.bytes.0]);
            rest.extend(std::iter::repeat_n('\n', found.bytes.1 - found.bytes.0));
            at = found.bytes.1;
        }
        rest.push_str(&text[at..]);
        let mut more = Vec::new();
        forms::find(&rest, &mut more);
        if more.is_empty() {
            break;
        }
        settled.extend(more);
        settled = settle(settled);
    }
    settled
}

/// Keeps the higher rank, then the longer, of those that overlap; what sticks out of a kept one is kept with it,
/// so that no piece of an identifier is left behind.
fn settle(mut found: Vec<Found>) -> Vec<Found> {
    found.retain(|found| found.bytes.0 < found.bytes.1);
    found.sort_by_key(|found| {
        (found.bytes.0, std::cmp::Reverse(found.bytes.1), std::cmp::Reverse(found.rank))
    });
    let mut settled: Vec<Found> = Vec::with_capacity(found.len());
    for next in found {
        match settled.last_mut() {
            Some(last) if next.bytes.0 < last.bytes.1 => {
                let end = last.bytes.1.max(next.bytes.1);
                if next.rank > last.rank {
                    let start = last.bytes.0;
                    *last = next;
                    last.bytes.0 = start;
                }
                last.bytes.1 = end;
            }
            _ => settled.push(next),
        }
    }
    settled
}

/// Code points by byte.
enum CodePoints {
    Ascii,
    Table(Vec<u32>),
}

impl CodePoints {
    fn of(text: &str) -> Self {
        if text.is_ascii() {
            return Self::Ascii;
        }
        let mut table = vec![0; text.len() + 1];
        let mut count = 0;
        for (byte, ch) in text.char_indices() {
            table[byte..byte + ch.len_utf8()].fill(count);
            count += 1;
        }
        table[text.len()] = count;
        Self::Table(table)
    }

    fn at(&self, byte: usize) -> u32 {
        match self {
            Self::Ascii => u32::try_from(byte).unwrap_or(u32::MAX),
            Self::Table(table) => table.get(byte).copied().unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod cases;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
