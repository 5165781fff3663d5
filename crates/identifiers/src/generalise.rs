//! Makes a text general in the way of Safe Harbor, 45 CFR 164.514(b)(2)(i): of a date its year stays, of a ZIP its
//! first three digits, of an age over 89 that it is 90 or more; whatever else identifies becomes a placeholder.
//!
//! A year that tells of an age over 89 does not stay either, wherever it stands: it becomes the year of somebody who is
//! 90 now, "or earlier". States stay: they are no identifiers. What software made general is *attempted*: a person
//! looks at samples before it is treated as anything but health information.

use std::sync::LazyLock;

use content_safety_api::{IdentifierClass as Class, IdentifierSpan};

use crate::lists;
use crate::mask::{Masking, Placeholders, joined};
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
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut map = Placeholders::default();
    let mut masking = Masking::over(&mut map);
    let mut at = 0;
    for (span, class) in joined(identifiers, chars.len()) {
        let (start, end) = (span.start as usize, span.end as usize);
        years(&chars[at..start], this_year, &mut out);
        let words: String = chars[start..end].iter().collect();
        let code =
            identifiers.iter().find(|found| found.span.start == span.start).map_or("", |found| &*found.code);
        match class {
            Class::Date if code.starts_with("phi.age") => out.push_str(OLD_AGE),
            Class::Date => match year(&words) {
                Some(year) => out.push_str(&told_year(year, this_year)),
                None => out.push_str(&masking.placeholder(class, &words)),
            },
            Class::Geography => place(&words, code, &mut masking, &mut out),
            _ => out.push_str(&masking.placeholder(class, &words)),
        }
        at = end;
    }
    years(&chars[at..], this_year, &mut out);
    out
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

/// Copies what is no identifier, but for years that tell of an age over 89.
fn years(chars: &[char], this_year: i16, out: &mut String) {
    let mut at = 0;
    while at < chars.len() {
        let digits = chars[at..].iter().take_while(|ch| ch.is_ascii_digit()).count();
        if digits == 0 {
            out.push(chars[at]);
            at += 1;
            continue;
        }
        let word: String = chars[at..at + digits].iter().collect();
        let glued =
            |ch: Option<&char>| ch.is_some_and(|ch| ch.is_alphanumeric() || matches!(ch, '-' | '/' | '$'));
        let alone = !glued(at.checked_sub(1).and_then(|at| chars.get(at))) && !glued(chars.get(at + digits));
        match year(&word).filter(|_| alone) {
            Some(year) => out.push_str(&told_year(year, this_year)),
            None => out.push_str(&word),
        }
        at += digits;
    }
}

/// A place without what is smaller than a state: `[PLACE_1], IL 627`.
fn place(words: &str, code: &str, masking: &mut Masking<'_>, out: &mut String) {
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
    out.push_str(&said.join(", "));
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
