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
        let mut numbering = Numbering::default();
        self.entries
            .iter()
            .map(move |(class, text)| (numbering.next(*class, comparable(text)), *class, text.as_str()))
    }
}

/// Differences of case and spacing are the same identifier in another spelling.
fn comparable(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Numbers identifiers by class, and their further spellings: `[NAME_1]`, and `[NAME_1_2]` for the same in capitals.
#[derive(Default)]
struct Numbering {
    counts: HashMap<IdentifierClass, usize>,
    seen: HashMap<(IdentifierClass, String), (usize, usize)>,
}

impl Numbering {
    /// The placeholder of a spelling that was not seen before.
    fn next(&mut self, class: IdentifierClass, comparable: String) -> String {
        let (number, spellings) = self.seen.entry((class, comparable)).or_insert_with(|| {
            let count = self.counts.entry(class).or_insert(0);
            *count += 1;
            (*count, 0)
        });
        *spellings += 1;
        match spellings {
            1 => first_spelling(class, *number),
            further => format!("[{}_{number}_{further}]", class.placeholder()),
        }
    }

    /// The placeholder of an identifier in its first spelling, if it was seen.
    fn first(&self, class: IdentifierClass, comparable: String) -> Option<String> {
        self.seen.get(&(class, comparable)).map(|(number, _)| first_spelling(class, *number))
    }
}

fn first_spelling(class: IdentifierClass, number: usize) -> String {
    format!("[{}_{number}]", class.placeholder())
}

/// Whether spellings are told apart.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Spellings {
    /// Each has its placeholder, so that it can be put back to the letter.
    Apart,
    /// All have one: nothing is put back.
    Same,
}

/// The placeholders of one text, with an index over the map so that each identifier is looked up once.
pub(crate) struct Masking<'a> {
    placeholders: &'a mut Placeholders,
    spellings: Spellings,
    known: HashMap<(IdentifierClass, String), String>,
    numbering: Numbering,
}

impl<'a> Masking<'a> {
    pub(crate) fn over(placeholders: &'a mut Placeholders, spellings: Spellings) -> Self {
        let (mut known, mut numbering) = (HashMap::new(), Numbering::default());
        for (class, text) in &placeholders.entries {
            let placeholder = numbering.next(*class, comparable(text));
            known.entry((*class, text.clone())).or_insert(placeholder);
        }
        Self { placeholders, spellings, known, numbering }
    }

    /// The placeholder of an identifier, a new one when it was not seen before.
    pub(crate) fn placeholder(&mut self, class: IdentifierClass, words: &str) -> String {
        let key = (class, words.to_owned());
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let full = self.placeholders.len() >= IDENTIFIERS_MAX;
        let first = self.numbering.first(class, comparable(words));
        match first {
            // Of a full map a further spelling is put back as the first one was written.
            Some(first) if full || self.spellings == Spellings::Same => return first,
            None if full => return format!("[{}]", class.placeholder()),
            _ => {}
        }
        self.placeholders.entries.push((class, words.to_owned()));
        let placeholder = self.numbering.next(class, comparable(words));
        self.known.insert(key, placeholder.clone());
        placeholder
    }
}

/// A text without its identifiers.
///
/// Spans may come in any order; overlapping ones are joined under the class of the first, and spans past the end
/// are held at it.
pub fn mask(text: &str, identifiers: &[IdentifierSpan], placeholders: &mut Placeholders) -> String {
    masked(text, identifiers, Masking::over(placeholders, Spellings::Apart))
}

/// A text without its identifiers, of which nothing is put back: all spellings of one have the same placeholder.
pub fn redact(text: &str, identifiers: &[IdentifierSpan]) -> String {
    masked(text, identifiers, Masking::over(&mut Placeholders::default(), Spellings::Same))
}

fn masked(text: &str, identifiers: &[IdentifierSpan], mut masking: Masking<'_>) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
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

/// No placeholder is longer, in bytes.
const PLACEHOLDER_BYTES_MAX: usize = 32;

/// Puts the identifiers back, to the letter. A placeholder that is not in the map stays as it is: a model may invent one.
pub fn unmask(text: &str, placeholders: &Placeholders) -> String {
    let known: HashMap<String, &str> =
        placeholders.replacements().map(|(placeholder, _, text)| (placeholder, text)).collect();
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('[') {
        out.push_str(&rest[..open]);
        rest = &rest[open..];
        if rest.starts_with("[[") {
            out.push('[');
            rest = &rest[2..];
            continue;
        }
        let close = rest.bytes().take(PLACEHOLDER_BYTES_MAX).position(|byte| byte == b']');
        let found = close.and_then(|close| Some((known.get(&rest[..=close])?, close + 1)));
        let (put, length) = found.map_or(("[", 1), |(text, length)| (*text, length));
        out.push_str(put);
        rest = &rest[length..];
    }
    out.push_str(rest);
    out
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
        assert_eq!(second, "[NAME_2_2], [PHONE_1]", "the second spelling of the second name");
        assert_eq!(unmask(&second, &map), "tom, 555");
        let third = mask("Tom", &[found(0, 3, IdentifierClass::Name)], &mut map);
        assert_eq!(third, "[NAME_2]");
        assert_eq!(unmask("Say hello to [NAME_1] and [NAME_9].", &map), "Say hello to Rosa and [NAME_9].");
    }

    #[test]
    fn a_map_that_comes_back_as_a_list_goes_on_as_it_was() {
        let mut map = Placeholders::default();
        let name = IdentifierClass::Name;
        mask("Rosa ROSA Tom", &[found(0, 4, name), found(5, 9, name), found(10, 13, name)], &mut map);
        let told: Vec<_> = map.replacements().map(|(_, class, text)| (class, text.to_owned())).collect();
        let mut again = Placeholders::of(told);
        assert!(again == map);
        assert_eq!(mask("ROSA", &[found(0, 4, name)], &mut again), "[NAME_1_2]");
        assert_eq!(redact("Rosa ROSA", &[found(0, 4, name), found(5, 9, name)]), "[NAME_1] [NAME_1]");
    }

    #[test]
    fn a_full_map_masks_on_and_tells_nothing_new() {
        let name = IdentifierClass::Name;
        let mut map = Placeholders::of((0..IDENTIFIERS_MAX).map(|number| (name, format!("Name{number}"))));
        assert_eq!(mask("Rosa", &[found(0, 4, name)], &mut map), "[NAME]");
        assert_eq!(mask("NAME7", &[found(0, 5, name)], &mut map), "[NAME_8]");
        assert_eq!(map.len(), IDENTIFIERS_MAX);
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
            prop_assert_eq!(unmask(&masked, &map), text);
        }
    }
}
