//! Identifiers that show by their form: addresses of mail, web and machines, numbers with a checksum, numbers
//! that a word before them names.
//!
//! Each pattern is tried only when the text holds a character that it needs. The patterns are those of the
//! `regex` crate, which has no backtracking.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use content_safety_api::IdentifierClass as Class;
use regex::Regex;

use super::Found;

/// How far before a number its label may stand, in bytes.
const LABEL_BYTES: usize = 48;

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
        form("phi.url", Class::Url, b'/', r#"(?i-u:https?|ftp)://[^\s<>"'\]]{3,}"#, always, 0.99, 95),
        form("phi.url.www", Class::Url, b'.', r#"(?i-u:\bwww\.)[^\s<>"'\]]{3,}"#, always, 0.99, 95),
        form(
            "phi.url.domain",
            Class::Url,
            b'.',
            r"(?i)\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|edu|gov|info|biz|io|health|care|me|us|uk|es|mx|ca|de|fr)\b(?:/[^\s]*)?",
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
            r"(?-u)\b(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(?:\.(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])){3}\b",
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
        form("phi.ssn", Class::SocialSecurity, b'-', r"(?-u)\b[0-9]{3}-[0-9]{2}-[0-9]{4}\b", always, 0.9, 80),
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
            r"(?-u)\b[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b",
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
            r"(?-u)\b[A-HJ-NPR-Z0-9]{17}\b",
            |text| text.bytes().any(|byte| byte.is_ascii_uppercase()) && digits(text) >= 3,
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
            r"(?-u)(?:\+?1[ .-]?)?(?:\([0-9]{3}\) ?|\b[0-9]{3}[ .-])[0-9]{3}[ .-][0-9]{4}(?: ?(?:x|ext\.?|extension) ?[0-9]{1,6})?\b",
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
            |text| looks_like_phone(text),
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
            "phi.date.dashed",
            Class::Date,
            b'-',
            r"(?-u)\b[0-3]?[0-9]-[0-3]?[0-9]-(?:1[89]|20)[0-9]{2}\b",
            always,
            0.9,
            82,
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

/// A word before a number, and what it makes of the number.
const LABELS: &[(&str, Class, &str)] = &[
    ("social security", Class::SocialSecurity, "phi.ssn.labelled"),
    ("seguro social", Class::SocialSecurity, "phi.ssn.labelled"),
    ("ssn", Class::SocialSecurity, "phi.ssn.labelled"),
    ("social", Class::SocialSecurity, "phi.ssn.labelled"),
    ("medical record", Class::MedicalRecord, "phi.mrn.labelled"),
    ("expediente", Class::MedicalRecord, "phi.mrn.labelled"),
    ("historia clinica", Class::MedicalRecord, "phi.mrn.labelled"),
    ("chart", Class::MedicalRecord, "phi.mrn.labelled"),
    ("record number", Class::MedicalRecord, "phi.mrn.labelled"),
    ("record", Class::MedicalRecord, "phi.mrn.labelled"),
    ("patient id", Class::MedicalRecord, "phi.mrn.labelled"),
    ("patient number", Class::MedicalRecord, "phi.mrn.labelled"),
    ("hospital number", Class::MedicalRecord, "phi.mrn.labelled"),
    ("med rec", Class::MedicalRecord, "phi.mrn.labelled"),
    ("emr", Class::MedicalRecord, "phi.mrn.labelled"),
    ("mrn", Class::MedicalRecord, "phi.mrn.labelled"),
    ("medicare", Class::HealthPlan, "phi.plan.labelled"),
    ("medicaid", Class::HealthPlan, "phi.plan.labelled"),
    ("member", Class::HealthPlan, "phi.plan.labelled"),
    ("beneficiary", Class::HealthPlan, "phi.plan.labelled"),
    ("subscriber", Class::HealthPlan, "phi.plan.labelled"),
    ("health plan", Class::HealthPlan, "phi.plan.labelled"),
    ("plan number", Class::HealthPlan, "phi.plan.labelled"),
    ("plan id", Class::HealthPlan, "phi.plan.labelled"),
    ("policy", Class::HealthPlan, "phi.plan.labelled"),
    ("poliza", Class::HealthPlan, "phi.plan.labelled"),
    ("insurance", Class::HealthPlan, "phi.plan.labelled"),
    ("seguro", Class::HealthPlan, "phi.plan.labelled"),
    ("group number", Class::HealthPlan, "phi.plan.labelled"),
    ("hpn", Class::HealthPlan, "phi.plan.labelled"),
    ("account", Class::Account, "phi.account.labelled"),
    ("acct", Class::Account, "phi.account.labelled"),
    ("cuenta", Class::Account, "phi.account.labelled"),
    ("tarjeta", Class::Account, "phi.account.labelled"),
    ("bank", Class::Account, "phi.account.labelled"),
    ("routing", Class::Account, "phi.account.labelled"),
    ("credit card", Class::Account, "phi.account.labelled"),
    ("debit card", Class::Account, "phi.account.labelled"),
    ("card", Class::Account, "phi.account.labelled"),
    ("iban", Class::Account, "phi.account.labelled"),
    ("swift", Class::Account, "phi.account.labelled"),
    ("bic", Class::Account, "phi.account.labelled"),
    ("invoice", Class::Account, "phi.account.labelled"),
    ("npi", Class::License, "phi.license.labelled"),
    ("dea", Class::License, "phi.license.labelled"),
    ("license plate", Class::Vehicle, "phi.vehicle.labelled"),
    ("licence plate", Class::Vehicle, "phi.vehicle.labelled"),
    ("plate", Class::Vehicle, "phi.vehicle.labelled"),
    ("placa", Class::Vehicle, "phi.vehicle.labelled"),
    ("matricula", Class::Vehicle, "phi.vehicle.labelled"),
    ("vin", Class::Vehicle, "phi.vehicle.labelled"),
    ("vehicle", Class::Vehicle, "phi.vehicle.labelled"),
    ("license", Class::License, "phi.license.labelled"),
    ("licence", Class::License, "phi.license.labelled"),
    ("licencia", Class::License, "phi.license.labelled"),
    ("certificate", Class::License, "phi.license.labelled"),
    ("certification", Class::License, "phi.license.labelled"),
    ("driver", Class::License, "phi.license.labelled"),
    ("permit", Class::License, "phi.license.labelled"),
    ("serial", Class::Device, "phi.device.labelled"),
    ("pacemaker", Class::Device, "phi.device.labelled"),
    ("marcapasos", Class::Device, "phi.device.labelled"),
    ("implant", Class::Device, "phi.device.labelled"),
    ("device", Class::Device, "phi.device.labelled"),
    ("imei", Class::Device, "phi.device.labelled"),
    ("udi", Class::Device, "phi.device.labelled"),
    ("fingerprint", Class::Biometric, "phi.biometric.labelled"),
    ("voiceprint", Class::Biometric, "phi.biometric.labelled"),
    ("biometric", Class::Biometric, "phi.biometric.labelled"),
    ("retina", Class::Biometric, "phi.biometric.labelled"),
    ("iris", Class::Biometric, "phi.biometric.labelled"),
    ("huella", Class::Biometric, "phi.biometric.labelled"),
    ("photo id", Class::Photo, "phi.photo.labelled"),
    ("photo", Class::Photo, "phi.photo.labelled"),
    ("fax", Class::Fax, "phi.fax.labelled"),
    ("phone", Class::Phone, "phi.phone.labelled"),
    ("telephone", Class::Phone, "phi.phone.labelled"),
    ("telefono", Class::Phone, "phi.phone.labelled"),
    ("celular", Class::Phone, "phi.phone.labelled"),
    ("cell", Class::Phone, "phi.phone.labelled"),
    ("mobile", Class::Phone, "phi.phone.labelled"),
    ("tel", Class::Phone, "phi.phone.labelled"),
    ("desk", Class::Phone, "phi.phone.labelled"),
    ("callback", Class::Phone, "phi.phone.labelled"),
    ("toll-free", Class::Phone, "phi.phone.labelled"),
    ("pager", Class::Phone, "phi.phone.labelled"),
    ("call me at", Class::Phone, "phi.phone.labelled"),
    ("reach me at", Class::Phone, "phi.phone.labelled"),
    ("call", Class::Phone, "phi.phone.labelled"),
    ("text", Class::Phone, "phi.phone.labelled"),
    ("contact", Class::Phone, "phi.phone.labelled"),
    ("zip", Class::Geography, "phi.place.zip"),
    ("postal code", Class::Geography, "phi.place.zip"),
    ("codigo postal", Class::Geography, "phi.place.zip"),
    ("postcode", Class::Geography, "phi.place.zip"),
    ("passport", Class::Other, "phi.other.labelled"),
    ("pasaporte", Class::Other, "phi.other.labelled"),
    ("employee", Class::Other, "phi.other.labelled"),
    ("badge", Class::Other, "phi.other.labelled"),
    ("student", Class::Other, "phi.other.labelled"),
    ("username", Class::Other, "phi.other.labelled"),
    ("user name", Class::Other, "phi.other.labelled"),
    ("user id", Class::Other, "phi.other.labelled"),
    ("login", Class::Other, "phi.other.labelled"),
    ("prescription", Class::Other, "phi.other.labelled"),
    ("receta", Class::Other, "phi.other.labelled"),
    ("rx", Class::Other, "phi.other.labelled"),
    ("case", Class::Other, "phi.other.labelled"),
    ("caso", Class::Other, "phi.other.labelled"),
    ("ticket", Class::Other, "phi.other.labelled"),
    ("tracking", Class::Other, "phi.other.labelled"),
    ("confirmation", Class::Other, "phi.other.labelled"),
    ("national id", Class::Other, "phi.other.labelled"),
    ("tax id", Class::Other, "phi.other.labelled"),
    ("tax", Class::Other, "phi.other.labelled"),
    ("ein", Class::Other, "phi.other.labelled"),
    ("visa", Class::Other, "phi.other.labelled"),
    ("pin", Class::Other, "phi.other.labelled"),
    ("password", Class::Other, "phi.other.labelled"),
    ("identifier", Class::Other, "phi.other.labelled"),
    ("encounter", Class::Other, "phi.other.labelled"),
    ("reference", Class::Other, "phi.other.labelled"),
    ("id", Class::Other, "phi.other.labelled"),
];

static LABEL_FINDER: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::LeftmostLongest)
        .build(LABELS.iter().map(|(label, ..)| label))
        .expect("the labels are constant")
});

/// Runs of letters, digits and joints that hold a digit: what a label can name.
static RUNS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?-u)#?\b[A-Za-z0-9]+(?:[-_/.#:][A-Za-z0-9]+)*").expect("the pattern is constant")
});

/// Finds identifiers by their form.
pub(super) fn find(text: &str, out: &mut Vec<Found>) {
    let has = |byte: u8| match byte {
        b'0' => text.bytes().any(|byte| byte.is_ascii_digit()),
        byte => text.as_bytes().contains(&byte),
    };
    let digit = has(b'0');
    for form in FORMS.iter() {
        let wordy =
            matches!(form.class, Class::Email | Class::Url | Class::Photo) || form.code == "phi.handle";
        if !has(form.needs) || !digit && !wordy {
            continue;
        }
        for found in form.pattern.find_iter(text) {
            let matched = trimmed(form, found.as_str());
            if !(form.check)(matched) || is_glued(text, found.start(), form.class) {
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
    if digit {
        let labels = labels(text);
        as_fax(text, &labels, out);
        labelled(text, &labels, out);
    }
}

/// A telephone number that the word fax stands before.
fn as_fax(text: &str, labels: &[Label], out: &mut [Found]) {
    for found in out.iter_mut().filter(|found| found.class == Class::Phone) {
        let before = labels[..labels.partition_point(|label| label.end <= found.bytes.0)].last();
        if before.is_some_and(|label| label.class == Class::Fax && reaches(text, label.end, found.bytes.0)) {
            (found.class, found.code) = (Class::Fax, "phi.fax.labelled");
        }
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

/// A handle right after a letter is a piece of a mail address.
fn is_glued(text: &str, start: usize, class: Class) -> bool {
    class == Class::Other && text[..start].chars().next_back().is_some_and(char::is_alphanumeric)
}

struct Label {
    end: usize,
    class: Class,
    code: &'static str,
}

fn labels(text: &str) -> Vec<Label> {
    let bytes = text.as_bytes();
    let is_letter = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphabetic);
    LABEL_FINDER
        .find_iter(text)
        .filter(|found| !is_letter(found.start().checked_sub(1)))
        // A plural or an "s" is still the label; another letter makes another word.
        .filter(|found| {
            !is_letter(Some(found.end())) || bytes[found.end()] == b's' && !is_letter(Some(found.end() + 1))
        })
        .map(|found| {
            let (_, class, code) = LABELS[found.pattern().as_usize()];
            Label { end: found.end(), class, code }
        })
        .collect()
}

/// Numbers that are named by a word before them or by their own first letters, and long ones that are not.
fn labelled(text: &str, labels: &[Label], out: &mut Vec<Found>) {
    let (mut next, mut last) = (0, None);
    for run in RUNS.find_iter(text) {
        while let Some(label) = labels.get(next).filter(|label| label.end <= run.start() + 1) {
            last = Some(label);
            next += 1;
        }
        let count = digits(run.as_str());
        if count < 2 && !(count == 0 && is_code(run.as_str())) || is_word_with_count(run.as_str()) {
            continue;
        }
        let named = last.filter(|label| reaches(text, label.end.min(run.start()), run.start()));
        let own = own_prefix(run.as_str());
        let found = match (own, named) {
            (Some((class, code)), _) => Some((class, code, 0.9, 73)),
            (None, Some(label)) => by_label(label, run.as_str(), count),
            (None, None) => unnamed(run.as_str(), count),
        };
        if let Some((class, code, confidence, rank)) = found {
            out.push(Found { bytes: (run.start(), run.end()), class, code, confidence, rank });
        }
    }
}

/// Whether a label still speaks of what stands here: near, and in the same sentence.
fn reaches(text: &str, from: usize, to: usize) -> bool {
    let between = &text[from..to];
    to - from <= LABEL_BYTES && !between.contains(['\n', ';', '?', '!']) && !between.contains(". ")
}

fn by_label(label: &Label, run: &str, count: usize) -> Option<(Class, &'static str, f32, u8)> {
    let needed = match label.class {
        Class::Phone | Class::Fax => 7,
        Class::Geography => 3,
        Class::SocialSecurity => 4,
        Class::Photo | Class::Biometric => 3,
        _ => 4,
    };
    let letters = run.bytes().any(|byte| byte.is_ascii_alphabetic());
    let enough = count >= needed
        || letters && count >= 3 && run.len() >= 5
        || count == 0 && label.class == Class::Account;
    // A year after "record" is a year.
    let year = run.len() == 4 && (run.starts_with("19") || run.starts_with("20"));
    (enough && !year).then_some((label.class, label.code, 0.85, 72))
}

/// The letters that a number itself begins with.
fn own_prefix(run: &str) -> Option<(Class, &'static str)> {
    let run = run.trim_start_matches('#');
    let letters = run.bytes().take_while(u8::is_ascii_alphabetic).count();
    if letters < 2 || digits(run) < 3 {
        return None;
    }
    Some(match run[..letters].to_ascii_lowercase().as_str() {
        "mrn" | "mr" => (Class::MedicalRecord, "phi.mrn.prefixed"),
        "ins" | "hin" | "hpn" | "hp" | "hpb" | "pol" | "mbr" => (Class::HealthPlan, "phi.plan.prefixed"),
        "acct" | "acc" => (Class::Account, "phi.account.prefixed"),
        "dl" | "lic" | "npi" | "dea" => (Class::License, "phi.license.prefixed"),
        "dev" | "sn" | "imei" | "udi" => (Class::Device, "phi.device.prefixed"),
        "bio" | "fp" => (Class::Biometric, "phi.biometric.prefixed"),
        "ssn" => (Class::SocialSecurity, "phi.ssn.prefixed"),
        "vin" => (Class::Vehicle, "phi.vehicle.prefixed"),
        "img" | "dsc" | "photo" => (Class::Photo, "phi.photo.prefixed"),
        "emp" | "nid" | "tax" | "rx" | "usr" | "case" | "pt" | "pat" | "ref" => {
            (Class::Other, "phi.other.prefixed")
        }
        _ => return None,
    })
}

/// Long numbers that nothing names: more likely an identifier than a measure.
fn unnamed(run: &str, count: usize) -> Option<(Class, &'static str, f32, u8)> {
    let letters = run.bytes().filter(u8::is_ascii_alphabetic).count();
    let only_digits = count == run.len();
    if only_digits && count >= 8 {
        return Some((Class::Other, "phi.other.long_number", 0.6, 35));
    }
    let dashed = run.contains('-');
    let named = run.bytes().take_while(u8::is_ascii_lowercase).count();
    if named >= 5 && count >= 2 && named + count == run.len() {
        return Some((Class::Other, "phi.other.user_name", 0.5, 32));
    }
    if letters >= 1
        && count >= 4
        && run.len() >= 6
        && (dashed || run.bytes().any(|byte| byte.is_ascii_uppercase()))
        && !is_measure(run)
    {
        return Some((Class::Other, "phi.other.code", 0.6, 34));
    }
    if dashed && letters == 0 && count >= 7 {
        return Some((Class::Other, "phi.other.dashed", 0.6, 33));
    }
    None
}

/// `500mg`, `1200kcal`, `2pm`, `65-year-old`: amounts, not codes.
fn is_measure(run: &str) -> bool {
    let tail = run.trim_start_matches(|ch: char| ch.is_ascii_digit() || matches!(ch, '.' | '-' | '/'));
    !tail.is_empty()
        && tail.len() < run.len()
        && tail.bytes().all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'-' | b'/'))
}

/// Words with a count, such as `covid-19` or `COVID19`.
fn is_word_with_count(run: &str) -> bool {
    run.len() >= 5 && run.as_bytes()[..5].eq_ignore_ascii_case(b"covid") || is_measure(run)
}

/// Eight capitals that a bank goes by.
fn is_code(run: &str) -> bool {
    matches!(run.len(), 8 | 11) && run.bytes().all(|byte| byte.is_ascii_uppercase())
}

fn digits(text: &str) -> usize {
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
