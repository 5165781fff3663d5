//! Identifiers that show by their form: addresses of mail, web and machines, numbers with a checksum.
//!
//! Each pattern is tried only when the text holds a character that it needs. The patterns are those of the
//! `regex` crate, which has no backtracking.

use std::sync::LazyLock;

use content_safety_api::IdentifierClass as Class;
use regex::{Regex, RegexSet, RegexSetBuilder};

use super::{Found, labels};

struct Form {
    code: &'static str,
    class: Class,
    /// A byte without which the pattern cannot match.
    needs: u8,
    pattern: Regex,
    /// Whether a match counts.
    check: fn(&str) -> bool,
    confidence: f32,
    rank: u8,
}

fn form(
    code: &'static str,
    class: Class,
    needs: u8,
    pattern: &str,
    check: fn(&str) -> bool,
    confidence: f32,
    rank: u8,
) -> Form {
    let pattern = Regex::new(pattern).expect("the pattern is constant and tested");
    Form { code, class, needs, pattern, check, confidence, rank }
}

fn always(_: &str) -> bool {
    true
}

static FORMS: LazyLock<Vec<Form>> = LazyLock::new(|| {
    vec![
        form(
            "phi.email",
            Class::Email,
            b'@',
            r"[\p{L}0-9._%+'-]+@[\p{L}0-9-]+(?:\.[\p{L}0-9-]+)*\.\p{L}\p{L}+",
            always,
            0.99,
            90,
        ),
        form("phi.handle", Class::Other, b'@', r"@[A-Za-z][A-Za-z0-9_.]{2,30}", always, 0.8, 40),
        form(
            "phi.url",
            Class::Url,
            b'/',
            r#"(?i-u:https?|ftp)://[^\s<>"'\[\]][^\s<>"'\]]{2,}"#,
            always,
            0.99,
            95,
        ),
        form(
            "phi.url.www",
            Class::Url,
            b'.',
            r#"(?i-u:www\.)[^\s<>"'\[\]][^\s<>"'\]]{2,}"#,
            always,
            0.99,
            95,
        ),
        form(
            "phi.url.domain",
            Class::Url,
            b'.',
            r"(?i-u:\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|edu|gov|mil|info|biz|io|health|care|app|dev|co|tv|me|us|uk|es|mx|ca|de|fr|it|nl|ch|eu|pr)\b)(?:/[^\s]*)?",
            always,
            0.8,
            60,
        ),
        form(
            "phi.photo.file",
            Class::Photo,
            b'.',
            r"(?i-u)\b[a-z0-9_-]+\.(?:jpe?g|png|heic|gif|bmp|tiff?|webp)\b",
            always,
            0.8,
            70,
        ),
        form(
            "phi.ip.v4",
            Class::IpAddress,
            b'.',
            r"(?-u)(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(?:\.(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])){3}",
            always,
            0.95,
            85,
        ),
        form(
            "phi.ip.v6",
            Class::IpAddress,
            b':',
            r"(?i-u)\b(?:[0-9a-f]{1,4}:){2,7}(?::?[0-9a-f]{1,4}){1,6}\b",
            is_ip_v6,
            0.9,
            70,
        ),
        form(
            "phi.device.mac",
            Class::Device,
            b':',
            r"(?i-u)\b(?:[0-9a-f]{2}:){5}[0-9a-f]{2}\b",
            always,
            0.95,
            88,
        ),
        form(
            "phi.device.mac_dashed",
            Class::Device,
            b'-',
            r"(?i-u)\b(?:[0-9a-f]{2}-){5}[0-9a-f]{2}\b",
            always,
            0.95,
            88,
        ),
        form(
            "phi.device.uuid",
            Class::Device,
            b'-',
            r"(?i-u)\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b",
            always,
            0.9,
            88,
        ),
        form("phi.ssn", Class::SocialSecurity, b'-', r"(?-u)[0-9]{3}-[0-9]{2}-[0-9]{4}", always, 0.9, 80),
        form(
            "phi.account.card",
            Class::Account,
            b'0',
            r"(?-u)\b(?:[0-9][ -]?){11,18}[0-9]\b",
            is_card,
            0.95,
            78,
        ),
        form(
            "phi.account.card_groups",
            Class::Account,
            b'0',
            r"(?-u)\b[0-9]{4}[ -][0-9]{4}[ -][0-9]{4}[ -][0-9]{1,4}\b",
            always,
            0.8,
            77,
        ),
        form(
            "phi.account.iban",
            Class::Account,
            b'0',
            r"(?i-u)\b[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b",
            looks_like_iban,
            0.9,
            86,
        ),
        form(
            "phi.account.coin",
            Class::Account,
            b'0',
            r"(?-u)\b(?:[13][1-9A-HJ-NP-Za-km-z]{25,34}|bc1[0-9a-z]{20,60}|0x[0-9a-fA-F]{40})\b",
            always,
            0.9,
            87,
        ),
        form(
            "phi.vehicle.vin",
            Class::Vehicle,
            b'0',
            r"(?i-u)\b[A-HJ-NPR-Z0-9]{17}\b",
            |text| digits(text) >= 3 && digits(text) <= 14,
            0.85,
            79,
        ),
        form(
            "phi.vehicle.plate",
            Class::Vehicle,
            b'0',
            r"(?-u)\b[A-Z]{3}[ -][0-9]{3,4}\b",
            |text| {
                !matches!(
                    &text[..3],
                    "ICD"
                        | "CPT"
                        | "HIV"
                        | "PHQ"
                        | "GAD"
                        | "GFR"
                        | "BMI"
                        | "LDL"
                        | "HDL"
                        | "BOX"
                        | "APT"
                        | "THE"
                        | "SSN"
                        | "MRN"
                        | "DOB"
                        | "NPI"
                        | "DEA"
                        | "VIN"
                        | "PIN"
                        | "ZIP"
                        | "FAX"
                        | "TEL"
                )
            },
            0.5,
            44,
        ),
        form(
            "phi.account.swift",
            Class::Account,
            b'0',
            r"(?-u)\b[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?\b",
            |text| digits(text) >= 1,
            0.6,
            46,
        ),
        form(
            "phi.place.military",
            Class::Geography,
            b'0',
            r"(?-u)(?:(?:PSC|Unit|USN[SV]|USS|USCGC|CMR) [A-Za-z0-9]+(?:,? Box [0-9]+)?[,\s]+)?(?:DPO|FPO|APO),? A[APE] [0-9]{5}",
            always,
            0.9,
            93,
        ),
        form("phi.license.dea", Class::License, b'0', r"(?-u)\b[A-Z][A-Z9][0-9]{7}\b", is_dea, 0.9, 76),
        form(
            "phi.place.coordinates",
            Class::Geography,
            b'.',
            r"-?[0-9]{1,3}\.[0-9]{3,8}°? ?[NS]?,? ?-?[0-9]{1,3}\.[0-9]{3,8}°? ?[EW]?",
            always,
            0.85,
            84,
        ),
        form("phi.place.zip4", Class::Geography, b'-', r"(?-u)\b[0-9]{5}-[0-9]{4}\b", always, 0.7, 50),
        form(
            "phi.phone.us",
            Class::Phone,
            b'0',
            r"(?-u)(?:\+?1[ .-]?)?(?:\([0-9]{3}\) ?|[0-9]{3}[ .-])[0-9]{3}[ .-][0-9]{4}(?: ?(?:x|ext\.?|extension) ?[0-9]{1,6})?",
            always,
            0.95,
            75,
        ),
        form(
            "phi.phone.abroad",
            Class::Phone,
            b'+',
            r"(?-u)\+[0-9]{1,3}[ .-]?(?:\([0-9]{1,5}\)[ .-]?)?(?:[0-9]{1,5}[ .-]?){2,5}[0-9]{1,5}(?: ?x ?[0-9]{1,6})?\b",
            |text| (8..=15).contains(&digits(text.split('x').next().unwrap_or(text))),
            0.9,
            74,
        ),
        form(
            "phi.phone.groups",
            Class::Phone,
            b'0',
            r"(?-u)(?:\([0-9]{1,5}\) ?|\b)[0-9]{1,5}(?:[ .-][0-9]{2,8}){1,4}(?:x[0-9]{1,6})?\b",
            looks_like_phone,
            0.6,
            45,
        ),
        form(
            "phi.date.iso",
            Class::Date,
            b'-',
            r"(?-u)\b(?:1[89]|20)[0-9]{2}-[01]?[0-9]-[0-3]?[0-9](?:[T ][0-2][0-9]:[0-5][0-9](?::[0-5][0-9])?(?:\.[0-9]{1,6})?(?:Z|[+-][0-2][0-9]:?[0-5][0-9])?)?\b",
            always,
            0.95,
            83,
        ),
        form(
            "phi.date.slashed",
            Class::Date,
            b'/',
            r"(?-u)\b(?:[0-3]?[0-9]/[0-3]?[0-9]/(?:1[89]|20)?[0-9]{2}|(?:1[89]|20)[0-9]{2}/[01]?[0-9]/[0-3]?[0-9])(?: [0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])?)?\b",
            always,
            0.9,
            82,
        ),
        form(
            "phi.date.month_day",
            Class::Date,
            b'/',
            r"(?-u)\b(?:0?[1-9]|1[0-2])/(?:[12][0-9]|3[01]|0?[1-9])\b",
            |text| {
                !matches!(
                    text,
                    "1/2"
                        | "1/4"
                        | "3/4"
                        | "1/3"
                        | "2/3"
                        | "5/10"
                        | "6/10"
                        | "7/10"
                        | "8/10"
                        | "9/10"
                        | "10/10"
                )
            },
            0.5,
            30,
        ),
        form(
            "phi.date.named_month",
            Class::Date,
            b'0',
            r"(?i-u)\b(?:[0-3]?[0-9][-./](?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec|ene|abr|ago|dic)[a-z]{0,6}[-./](?:1[89]|20)?[0-9]{2}|(?:1[89]|20)[0-9]{2}[-./](?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec|ene|abr|ago|dic)[a-z]{0,6}[-./][0-3]?[0-9])\b",
            always,
            0.95,
            83,
        ),
        form(
            "phi.date.dashed",
            Class::Date,
            b'-',
            r"(?-u)\b[0-3]?[0-9]-[0-3]?[0-9]-(?:1[89]|20)[0-9]{2}\b",
            always,
            0.9,
            82,
        ),
        form(
            "phi.date.short_year",
            Class::Date,
            b'0',
            r"(?-u)\b(?:(?:0[1-9]|[12][0-9]|3[01])\.(?:0[1-9]|1[0-2])\.[0-9]{2}|(?:0?[1-9]|[12][0-9]|3[01])-(?:0[1-9]|1[0-2])-[0-9]{2}|(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])-[0-9]{2})\b",
            always,
            0.7,
            62,
        ),
        form(
            "phi.date.dotted",
            Class::Date,
            b'.',
            r"(?-u)\b[0-3]?[0-9]\.[01]?[0-9]\.(?:1[89]|20)[0-9]{2}\b",
            always,
            0.85,
            82,
        ),
        form(
            "phi.date.month_year",
            Class::Date,
            b'/',
            r"(?-u)\b(?:0?[1-9]|1[0-2])/(?:19|20)[0-9]{2}\b",
            always,
            0.7,
            60,
        ),
    ]
});

/// The forms that hold digits, as one automaton: which of them a text holds at all, in one pass.
static DIGIT_FORMS: LazyLock<(RegexSet, Vec<usize>)> = LazyLock::new(|| {
    let of_digits: Vec<usize> = (0..FORMS.len()).filter(|at| !is_wordy(&FORMS[*at])).collect();
    let patterns = of_digits.iter().map(|at| FORMS[*at].pattern.as_str());
    let set = RegexSetBuilder::new(patterns).dfa_size_limit(SET_CACHE_BYTES).build();
    (set.expect("each pattern is one of the forms"), of_digits)
});

/// What the automaton over all forms may keep of its states: one that starts anew all the time is slow.
const SET_CACHE_BYTES: usize = 8 << 20;

/// Whether a form may match without a digit.
fn is_wordy(form: &Form) -> bool {
    matches!(form.class, Class::Email | Class::Url | Class::Photo) || form.code == "phi.handle"
}

/// Finds identifiers by their form.
pub(super) fn find(text: &str, out: &mut Vec<Found>) {
    for form in FORMS.iter().filter(|form| is_wordy(form)) {
        if text.as_bytes().contains(&form.needs) {
            find_form(form, text, out);
        }
    }
    if text.bytes().any(|byte| byte.is_ascii_digit()) {
        let (set, forms) = &*DIGIT_FORMS;
        for form in set.matches(text) {
            find_form(&FORMS[forms[form]], text, out);
        }
        labels::find(text, out);
    }
}

fn find_form(form: &Form, text: &str, out: &mut Vec<Found>) {
    for found in form.pattern.find_iter(text) {
        let matched = trimmed(form, found.as_str());
        let score = form.code == "phi.date.month_day" && is_score(text, found.start(), matched);
        if score
            || !(form.check)(matched)
            || is_glued(text, (found.start(), found.start() + matched.len()), form)
        {
            continue;
        }
        out.push(Found {
            bytes: (found.start(), found.start() + matched.len()),
            class: form.class,
            code: form.code,
            confidence: form.confidence,
            rank: form.rank,
        });
    }
}

/// A web address does not end in the sentence's punctuation.
fn trimmed<'a>(form: &Form, matched: &'a str) -> &'a str {
    if form.class == Class::Url {
        matched.trim_end_matches(['.', ',', ')', ';', '!', '?'])
    } else {
        matched.trim_end()
    }
}

/// Whether `4/10` is a mark out of ten rather than a day: unless a word for a time stands before it.
fn is_score(text: &str, start: usize, matched: &str) -> bool {
    /// How far before such a word may stand, in bytes.
    const BEFORE_BYTES: usize = 24;
    const TIMES: &[&str] = &[
        "on",
        "since",
        "by",
        "until",
        "till",
        "from",
        "before",
        "after",
        "date",
        "dated",
        "dob",
        "born",
        "due",
        "el",
        "del",
        "desde",
        "seen",
        "visit",
        "admitted",
        "discharged",
        "appointment",
        "birthday",
        "through",
        "happened",
        "fell",
        "cita",
    ];
    let Some((part, whole)) = matched.split_once('/') else { return false };
    let (part, whole) = (part.parse::<u32>().unwrap_or(0), whole.parse::<u32>().unwrap_or(0));
    if whole > 10 || part > whole {
        return false;
    }
    let mut from = start.saturating_sub(BEFORE_BYTES);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let mut words = text[from..start].split(|ch: char| !ch.is_alphanumeric()).filter(|word| !word.is_empty());
    !words.any(|word| TIMES.iter().any(|time| word.eq_ignore_ascii_case(time)))
}

/// A handle right after a letter is a piece of a mail address; a number of a fixed length between other digits is a
/// piece of a longer one. Letters may touch it: what was run together is still somebody's.
fn is_glued(text: &str, (start, end): (usize, usize), form: &Form) -> bool {
    let before = text[..start].chars().next_back();
    match form.class {
        // "awww."
        Class::Url if form.code == "phi.url.www" => before.is_some_and(char::is_alphabetic),
        Class::Other => before.is_some_and(char::is_alphanumeric),
        Class::SocialSecurity | Class::Phone | Class::IpAddress => {
            let digit = |ch: Option<char>| ch.is_some_and(|ch| ch.is_ascii_digit());
            digit(before) || digit(text[end..].chars().next())
        }
        _ => false,
    }
}

pub(super) fn digits(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_digit).count()
}

/// The check digit of Luhn, over twelve to nineteen digits.
fn is_card(text: &str) -> bool {
    let digits: Vec<u32> = text.chars().filter_map(|ch| ch.to_digit(10)).collect();
    (12..=19).contains(&digits.len()) && luhn(&digits)
}

fn luhn(digits: &[u32]) -> bool {
    let doubled = |digit: u32| if digit > 4 { 2 * digit - 9 } else { 2 * digit };
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(at, digit)| if at % 2 == 1 { doubled(*digit) } else { *digit })
        .sum();
    sum.is_multiple_of(10)
}

/// Country letters, check digits, and a length that banks use. The checksum raises nothing here: a mistyped
/// account number is still somebody's.
fn looks_like_iban(text: &str) -> bool {
    let length = text.bytes().filter(u8::is_ascii_alphanumeric).count();
    (14..=34).contains(&length) && digits(text) >= 8
}

/// The check digit of a DEA number.
fn is_dea(text: &str) -> bool {
    let digits: Vec<u32> = text.chars().filter_map(|ch| ch.to_digit(10)).collect();
    let [a, b, c, d, e, f, check] = digits[digits.len().saturating_sub(7)..] else { return false };
    (a + c + e + 2 * (b + d + f)) % 10 == check
}

fn is_ip_v6(text: &str) -> bool {
    text.parse::<std::net::Ipv6Addr>().is_ok()
}

/// Groups of digits that add up to a telephone number and are no date, time or range.
fn looks_like_phone(text: &str) -> bool {
    let count = digits(text.split('x').next().unwrap_or(text));
    let groups = text.split([' ', '.', '-']).filter(|group| !group.is_empty()).count();
    let dotted = text.contains('.') && !text.contains([' ', '-']);
    let shaped = groups >= 3 || text.starts_with(['0', '(']) || text.contains('x') || count <= 8;
    (7..=13).contains(&count) && groups >= 2 && shaped && !(dotted && groups < 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_are_those_of_their_standards() {
        assert!(is_card("4111-1111-1111-1111") && !is_card("4111-1111-1111-1112"));
        assert!(is_dea("AB1234563") && !is_dea("AB1234564"));
        assert!(is_ip_v6("fe80::1ff:fe23:4567:890a"));
    }
}
