//! Makes a text general in the way of Safe Harbor, 45 CFR 164.514(b)(2)(i): of a date its year stays, of a ZIP its
//! first three digits, of an age over 89 that it is 90 or more; whatever else identifies becomes a placeholder.
//!
//! A year that tells of an age over 89 does not stay either, wherever it stands: it becomes the year of somebody who is
//! 90 now, "or earlier". States stay: they are no identifiers. What software made general is *attempted*: a person
//! looks at samples before it is treated as anything but health information.

use std::sync::LazyLock;

use content_safety_api::{IdentifierClass as Class, IdentifierSpan, Span};

use crate::lists;
use crate::mask::{Masking, Placeholders, Spellings, joined};
use crate::token::{fold_word, kinds};

/// From this age on people are one group.
const OLD: i16 = 90;
/// What stands for an age over 89.
const OLD_AGE: &str = "90 or older";

/// The three-digit areas that are written 000, from the dated file.
static RESTRICTED: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("../data/zip3_restricted.txt").lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(str::split_whitespace).collect()
});

/// The general form of a text. `this_year` is the calendar year now.
pub fn generalise(text: &str, identifiers: &[IdentifierSpan], this_year: i16) -> String {
    generalise_traced(text, identifiers, this_year).text
}

/// A text made general that knows where its parts went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Generalised {
    /// The text.
    pub text: String,
    /// What was put in place of something, in its order: where it stood, where it stands, and of which class; a year that
    /// was changed by itself is a date.
    pub moved: Vec<Moved>,
}

/// One part that was replaced, in code points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Where it stood in the text as it was.
    pub from: Span,
    /// Where what is there instead stands in the general text.
    pub to: Span,
    /// What it was.
    pub class: Class,
}

impl Generalised {
    /// Where a span of the text as it was lies in the general text. What begins or ends inside a replaced part is widened to
    /// the whole of it: the length of what was there is not told.
    pub fn place(&self, span: Span) -> Span {
        let (mut start, mut end) = (span.start, span.end);
        for moved in &self.moved {
            let by = i64::from(moved.to.end) - i64::from(moved.from.end);
            let shifted = |at: u32| u32::try_from(i64::from(at) + by).unwrap_or_default();
            if moved.from.end <= span.start {
                start = shifted(span.start);
            } else if moved.from.start <= span.start {
                start = moved.to.start;
            }
            if moved.from.end <= span.end {
                end = shifted(span.end);
            } else if moved.from.start < span.end {
                end = moved.to.end;
            }
        }
        Span::new(start, end)
    }
}

/// The same as [`generalise`], with the places.
pub fn generalise_traced(text: &str, identifiers: &[IdentifierSpan], this_year: i16) -> Generalised {
    let chars: Vec<char> = text.chars().collect();
    let mut out = Traced { text: String::with_capacity(text.len()), length: 0, moved: Vec::new() };
    let mut map = Placeholders::default();
    let mut masking = Masking::over(&mut map, Spellings::Same);
    let mut at = 0;
    for (span, class) in joined(identifiers, chars.len()) {
        let (start, end) = (span.start as usize, span.end as usize);
        years(&chars[..start], at, this_year, &mut out);
        let words: String = chars[start..end].iter().collect();
        let code =
            identifiers.iter().find(|found| found.span.start == span.start).map_or("", |found| &*found.code);
        let general = match class {
            Class::Date if code.starts_with("phi.age") => OLD_AGE.to_owned(),
            Class::Date => match year(&words) {
                Some(year) => told_year(year, this_year),
                None => masking.placeholder(class, &words),
            },
            Class::Geography => place(&words, code, &mut masking),
            _ => masking.placeholder(class, &words),
        };
        out.put(span, class, &general);
        at = end;
    }
    years(&chars, at, this_year, &mut out);
    Generalised { text: out.text, moved: out.moved }
}

/// A general text while it is written.
struct Traced {
    text: String,
    /// In code points.
    length: u32,
    moved: Vec<Moved>,
}

impl Traced {
    fn keep(&mut self, ch: char) {
        self.text.push(ch);
        self.length += 1;
    }

    fn put(&mut self, from: Span, class: Class, general: &str) {
        let start = self.length;
        general.chars().for_each(|ch| self.keep(ch));
        self.moved.push(Moved { from, to: Span::new(start, self.length), class });
    }
}

/// The three digits of a ZIP that may stay; `000` where few people live.
pub fn zip3(zip: &str) -> Option<&str> {
    let digits = zip.get(..3).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    Some(if RESTRICTED.contains(&digits) { "000" } else { digits })
}

/// The only year of four digits in some words.
fn year(words: &str) -> Option<i16> {
    let mut years = words
        .split(|ch: char| !ch.is_ascii_digit())
        .filter(|digits| digits.len() == 4)
        .filter_map(|digits| digits.parse().ok())
        .filter(|year| (1800..2100).contains(year));
    let year = years.next()?;
    years.next().is_none().then_some(year)
}

fn told_year(year: i16, this_year: i16) -> String {
    let oldest = this_year - OLD;
    if year <= oldest { format!("{oldest} or earlier") } else { year.to_string() }
}

/// Copies what is no identifier from `at` on, but for years that tell of an age over 89.
fn years(chars: &[char], mut at: usize, this_year: i16, out: &mut Traced) {
    let first = at;
    while at < chars.len() {
        let digits = chars[at..].iter().take_while(|ch| ch.is_ascii_digit()).count();
        if digits == 0 {
            out.keep(chars[at]);
            at += 1;
            continue;
        }
        let word: String = chars[at..at + digits].iter().collect();
        let glued =
            |ch: Option<&char>| ch.is_some_and(|ch| ch.is_alphanumeric() || matches!(ch, '-' | '/' | '$'));
        let before = at.checked_sub(1).filter(|before| *before >= first).and_then(|at| chars.get(at));
        let alone = !glued(before) && !glued(chars.get(at + digits));
        let told = year(&word).filter(|_| alone).map(|year| told_year(year, this_year));
        match told.filter(|told| *told != word) {
            Some(told) => {
                let point = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
                out.put(Span::new(point(at), point(at + digits)), Class::Date, &told);
            }
            None => word.chars().for_each(|ch| out.keep(ch)),
        }
        at += digits;
    }
}

/// A place without what is smaller than a state: `[PLACE_1], IL 627`.
fn place(words: &str, code: &str, masking: &mut Masking<'_>) -> String {
    let mut state = None;
    let mut zip = None;
    let mut parts = 0;
    for word in words.split(|ch: char| !(ch.is_alphanumeric() || ch == '-')).filter(|word| !word.is_empty()) {
        let digits = word.split('-').next().unwrap_or(word);
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        if digits.len() == 5
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && (state.is_some() || code.contains(".zip"))
        {
            zip = zip3(digits);
        } else if capital
            && lists::kinds_of(&fold_word(word)) & kinds::STATE != 0
            && (word.len() > 2 || word == word.to_uppercase())
        {
            state = Some(word);
        } else {
            parts += 1;
        }
    }
    let mut said = Vec::new();
    if parts > 0 || zip.is_none() {
        said.push(masking.placeholder(Class::Geography, words));
    }
    // A state by itself is kept only where a code shows that it is one.
    let kept = [state.filter(|_| zip.is_some()), zip].into_iter().flatten().collect::<Vec<_>>().join(" ");
    if !kept.is_empty() {
        said.push(kept);
    }
    said.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect;

    fn general(text: &str) -> String {
        generalise(text, &detect(text), 2026)
    }

    #[test]
    fn of_a_date_its_year_stays() {
        assert_eq!(general("I fell on March 5, 2021."), "I fell on 2021.");
        assert_eq!(general("I fell on 03/05/2021."), "I fell on 2021.");
        assert_eq!(general("I fell on March 5th."), "I fell on [DATE_1].");
        assert_eq!(general("Me caí el 3 de marzo de 2019."), "Me caí el 2019.");
    }

    #[test]
    fn ages_over_eighty_nine_are_one_group_and_so_are_the_years_that_tell_them() {
        assert_eq!(general("I am 93 years old."), "I am 90 or older years old.");
        assert_eq!(general("I am 72 years old."), "I am 72 years old.");
        assert_eq!(general("I was born on May 5, 1931."), "I was born on 1936 or earlier.");
        assert_eq!(general("I was born in 1931."), "I was born in 1936 or earlier.");
        assert_eq!(general("I was born in 1937."), "I was born in 1937.");
    }

    #[test]
    fn a_zip_keeps_three_digits_and_none_where_few_people_live() {
        assert_eq!(general("My zip is 62701."), "My zip is 627.");
        assert_eq!(general("My zip is 03601."), "My zip is 000.");
        assert_eq!(
            general("I live at 12 Elm Street, Springfield, IL 62701."),
            "I live at [PLACE_1], IL 627."
        );
        assert_eq!(zip3("82101"), Some("000"));
        assert_eq!(zip3("6x"), None);
    }

    #[test]
    fn every_restricted_area_is_three_digits_and_those_of_the_guidance_are_all_there() {
        assert!(
            RESTRICTED.iter().all(|area| area.len() == 3 && area.bytes().all(|byte| byte.is_ascii_digit()))
        );
        let guidance = "036 059 063 102 203 556 692 790 821 823 830 831 878 879 884 890 893";
        assert!(guidance.split(' ').all(|area| zip3(&format!("{area}01")) == Some("000")));
    }

    #[test]
    fn whatever_else_identifies_is_a_placeholder() {
        let general = general("Rosa called 212-555-0147. Rosa is in room 12B.");
        assert_eq!(general, "[NAME_1] called [PHONE_1]. [NAME_1] is in [PLACE_1].");
    }
}
