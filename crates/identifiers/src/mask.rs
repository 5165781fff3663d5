//! Replaces identifiers by placeholders before a model sees text, and puts them back afterwards.
//!
//! The map stays with the caller, sealed with the conversation: the same identifier keeps its placeholder for as
//! long as the map lives. Placeholders look like `[NAME_1]`. Text that already looks like one of ours is escaped,
//! so that nobody can make a reply show another's name by typing a placeholder.

use std::collections::HashMap;

use content_safety_api::{IdentifierClass, IdentifierSpan, Span};
use serde::{Deserialize, Serialize};

/// How many identifiers one map holds; further ones are masked without a number and cannot be put back.
const IDENTIFIERS_MAX: usize = 512;

/// Which identifier each placeholder stands for. It holds identifiers: it has no `Debug`, seal it when stored.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placeholders {
    /// In the order of their first sight.
    entries: Vec<(IdentifierClass, String)>,
}

impl Placeholders {
    /// How many identifiers it holds.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The placeholders of earlier messages, as [`Placeholders::replacements`] gave them and in that order; more than
    /// one map holds are left out.
    pub fn of(replacements: impl IntoIterator<Item = (IdentifierClass, String)>) -> Self {
        Self { entries: replacements.into_iter().take(IDENTIFIERS_MAX).collect() }
    }

    /// Each placeholder with its class and what it stands for, in the order of their first sight.
    pub fn replacements(&self) -> impl Iterator<Item = (String, IdentifierClass, &str)> {
        let mut numbers: HashMap<IdentifierClass, usize> = HashMap::new();
        self.entries.iter().map(move |(class, text)| {
            let number = numbers.entry(*class).or_insert(0);
            *number += 1;
            (numbered(*class, *number), *class, text.as_str())
        })
    }

    /// The identifier that a placeholder stands for.
    fn identifier(&self, word: &str, number: usize) -> Option<&str> {
        let class = IdentifierClass::from_placeholder(word)?;
        let mut of_class = self.entries.iter().filter(|(seen, _)| *seen == class);
        of_class.nth(number.checked_sub(1)?).map(|(_, text)| text.as_str())
    }
}

/// Differences of case and spacing are the same identifier.
fn comparable(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The placeholders of one text, with an index over the map so that each identifier is looked up once.
pub(crate) struct Masking<'a> {
    placeholders: &'a mut Placeholders,
    known: HashMap<(IdentifierClass, String), String>,
    numbers: HashMap<IdentifierClass, usize>,
}

impl<'a> Masking<'a> {
    pub(crate) fn over(placeholders: &'a mut Placeholders) -> Self {
        let (mut known, mut numbers) = (HashMap::new(), HashMap::new());
        for (class, text) in &placeholders.entries {
            let number = numbers.entry(*class).or_insert(0);
            *number += 1;
            known.entry((*class, comparable(text))).or_insert_with(|| numbered(*class, *number));
        }
        Self { placeholders, known, numbers }
    }

    /// The placeholder of an identifier, a new one when it was not seen before.
    pub(crate) fn placeholder(&mut self, class: IdentifierClass, words: &str) -> String {
        let key = (class, comparable(words));
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        if self.placeholders.len() >= IDENTIFIERS_MAX {
            return format!("[{}]", class.placeholder());
        }
        self.placeholders.entries.push((class, words.to_owned()));
        let number = self.numbers.entry(class).or_insert(0);
        *number += 1;
        let placeholder = numbered(class, *number);
        self.known.insert(key, placeholder.clone());
        placeholder
    }
}

fn numbered(class: IdentifierClass, number: usize) -> String {
    format!("[{}_{number}]", class.placeholder())
}

/// A text without its identifiers.
///
/// Spans may come in any order; overlapping ones are joined under the class of the first, and spans past the end
/// are held at it.
pub fn mask(text: &str, identifiers: &[IdentifierSpan], placeholders: &mut Placeholders) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut masking = Masking::over(placeholders);
    let mut at = 0;
    for (span, class) in joined(identifiers, chars.len()) {
        escape(&chars[at..span.start as usize], &mut out);
        let words: String = chars[span.start as usize..span.end as usize].iter().collect();
        out.push_str(&masking.placeholder(class, &words));
        at = span.end as usize;
    }
    escape(&chars[at..], &mut out);
    out
}

/// Sorted spans without overlap, inside the text.
pub(crate) fn joined(identifiers: &[IdentifierSpan], length: usize) -> Vec<(Span, IdentifierClass)> {
    let end = u32::try_from(length).unwrap_or(u32::MAX);
    let mut spans: Vec<(Span, IdentifierClass)> = identifiers
        .iter()
        .map(|found| (Span::new(found.span.start.min(end), found.span.end.min(end)), found.class))
        .filter(|(span, _)| !span.is_empty())
        .collect();
    spans.sort_by_key(|(span, _)| (span.start, std::cmp::Reverse(span.end)));
    let mut joined: Vec<(Span, IdentifierClass)> = Vec::with_capacity(spans.len());
    for (span, class) in spans {
        match joined.last_mut() {
            Some((last, _)) if last.overlaps(span) => last.end = last.end.max(span.end),
            _ => joined.push((span, class)),
        }
    }
    joined
}

/// Copies text, with `[` of what could be read as a placeholder doubled.
fn escape(chars: &[char], out: &mut String) {
    for (at, ch) in chars.iter().enumerate() {
        let opens =
            *ch == '[' && chars.get(at + 1).is_none_or(|next| next.is_ascii_uppercase() || *next == '[');
        if opens {
            out.push('[');
        }
        out.push(*ch);
    }
}

/// Puts the identifiers back. A placeholder that is not in the map stays as it is: a model may invent one.
pub fn unmask(text: &str, placeholders: &Placeholders) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut known: HashMap<(&str, usize), Option<&str>> = HashMap::new();
    while let Some(open) = rest.find('[') {
        out.push_str(&rest[..open]);
        rest = &rest[open..];
        if rest.starts_with("[[") {
            out.push('[');
            rest = &rest[2..];
            continue;
        }
        match placeholder_at(rest) {
            Some((word, number, length)) => {
                let found =
                    known.entry((word, number)).or_insert_with(|| placeholders.identifier(word, number));
                out.push_str(found.unwrap_or(&rest[..length]));
                rest = &rest[length..];
            }
            None => {
                out.push('[');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// `[WORD_3]` at the start of a text: the word, the number, the length.
fn placeholder_at(text: &str) -> Option<(&str, usize, usize)> {
    const LONGEST: usize = 24;
    let close = text.bytes().take(LONGEST).position(|byte| byte == b']')?;
    let (word, number) = text[1..close].rsplit_once('_')?;
    let shaped = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_uppercase());
    let number =
        number.parse().ok().filter(|_| shaped && number.bytes().all(|byte| byte.is_ascii_digit()))?;
    Some((word, number, close + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(start: u32, end: u32, class: IdentifierClass) -> IdentifierSpan {
        IdentifierSpan { span: Span::new(start, end), class, code: "test".into(), confidence: 1.0 }
    }

    #[test]
    fn the_same_identifier_keeps_its_placeholder_over_messages() {
        let mut map = Placeholders::default();
        let first = mask(
            "Rosa met Tom",
            &[found(0, 4, IdentifierClass::Name), found(9, 12, IdentifierClass::Name)],
            &mut map,
        );
        assert_eq!(first, "[NAME_1] met [NAME_2]");
        let second = mask(
            "tom, 555",
            &[found(0, 3, IdentifierClass::Name), found(5, 8, IdentifierClass::Phone)],
            &mut map,
        );
        assert_eq!(second, "[NAME_2], [PHONE_1]");
        assert_eq!(unmask("Say hello to [NAME_1] and [NAME_9].", &map), "Say hello to Rosa and [NAME_9].");
    }

    #[test]
    fn a_typed_placeholder_shows_nobodys_name() {
        let mut map = Placeholders::default();
        mask("Rosa", &[found(0, 4, IdentifierClass::Name)], &mut map);
        let typed = mask("who is [NAME_1]", &[], &mut map);
        assert_eq!(unmask(&typed, &map), "who is [NAME_1]");
    }

    proptest! {
        #[test]
        fn unmasking_a_masked_text_gives_it_back(
            text in "[\\[\\]A-Z_0-9 é😀a-c]{0,40}",
            spans in proptest::collection::vec((0_u32..45, 0_u32..12, 0_usize..18), 0..5),
        ) {
            let spans: Vec<IdentifierSpan> = spans
                .into_iter()
                .map(|(start, length, class)| found(start, start + length, IdentifierClass::ALL[class]))
                .collect();
            let mut map = Placeholders::default();
            let masked = mask(&text, &spans, &mut map);
            // Case and spacing of a repeated identifier are those of its first sight.
            prop_assert_eq!(comparable(&unmask(&masked, &map)).replace(' ', ""), comparable(&text).replace(' ', ""));
        }
    }
}
