//! Numbers that a word before them names, numbers that name themselves by their first letters, and long numbers
//! that nothing names.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use content_safety_api::IdentifierClass as Class;
use regex::Regex;

use super::Found;
use super::forms::digits;

/// How far before a number its label may stand, in bytes.
const LABEL_BYTES: usize = 48;

/// A word before a number, and what it makes of the number.
const LABELS: &[(&str, Class, &str)] = &[
    ("social security", Class::SocialSecurity, "phi.ssn.labelled"),
    ("seguro social", Class::SocialSecurity, "phi.ssn.labelled"),
    ("ssn", Class::SocialSecurity, "phi.ssn.labelled"),
    ("social", Class::SocialSecurity, "phi.ssn.labelled"),
    ("medical record", Class::MedicalRecord, "phi.mrn.labelled"),
    ("expediente", Class::MedicalRecord, "phi.mrn.labelled"),
    ("historia clínica", Class::MedicalRecord, "phi.mrn.labelled"),
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
    ("póliza", Class::HealthPlan, "phi.plan.labelled"),
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
    ("last four", Class::Account, "phi.account.labelled"),
    ("last 4", Class::Account, "phi.account.labelled"),
    ("ending in", Class::Account, "phi.account.labelled"),
    ("ends in", Class::Account, "phi.account.labelled"),
    ("termina en", Class::Account, "phi.account.labelled"),
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
    ("matrícula", Class::Vehicle, "phi.vehicle.labelled"),
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
    ("sn", Class::Device, "phi.device.labelled"),
    ("lot", Class::Device, "phi.device.labelled"),
    ("fingerprint", Class::Biometric, "phi.biometric.labelled"),
    ("voiceprint", Class::Biometric, "phi.biometric.labelled"),
    ("biometric", Class::Biometric, "phi.biometric.labelled"),
    ("retina", Class::Biometric, "phi.biometric.labelled"),
    ("iris", Class::Biometric, "phi.biometric.labelled"),
    ("huella", Class::Biometric, "phi.biometric.labelled"),
    ("photo id", Class::Photo, "phi.photo.labelled"),
    ("photo", Class::Photo, "phi.photo.labelled"),
    ("extension", Class::Phone, "phi.phone.extension"),
    ("ext", Class::Phone, "phi.phone.extension"),
    ("fax", Class::Fax, "phi.fax.labelled"),
    ("phone", Class::Phone, "phi.phone.labelled"),
    ("telephone", Class::Phone, "phi.phone.labelled"),
    ("teléfono", Class::Phone, "phi.phone.labelled"),
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
    ("código postal", Class::Geography, "phi.place.zip"),
    ("codigo postal", Class::Geography, "phi.place.zip"),
    ("postcode", Class::Geography, "phi.place.zip"),
    ("code", Class::Other, "phi.other.labelled"),
    ("cédula", Class::Other, "phi.other.labelled"),
    ("cedula", Class::Other, "phi.other.labelled"),
    ("curp", Class::Other, "phi.other.labelled"),
    ("rfc", Class::Other, "phi.other.labelled"),
    ("dni", Class::Other, "phi.other.labelled"),
    ("nss", Class::SocialSecurity, "phi.ssn.labelled"),
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

/// Finds numbers by their labels, and turns telephones into faxes where the word says so.
pub(super) fn find(text: &str, out: &mut Vec<Found>) {
    let labels = labels(text);
    as_fax(text, &labels, out);
    labelled(text, &labels, out);
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

struct Label {
    end: usize,
    /// One of [`GENERAL`].
    general: bool,
    class: Class,
    code: &'static str,
}

fn labels(text: &str) -> Vec<Label> {
    let bytes = text.as_bytes();
    let is_letter = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphabetic);
    let mut labels: Vec<Label> = Vec::new();
    for found in LABEL_FINDER.find_iter(text) {
        // A plural or an "s" is still the label; another letter makes another word.
        let whole =
            !is_letter(Some(found.end())) || bytes[found.end()] == b's' && !is_letter(Some(found.end() + 1));
        if is_letter(found.start().checked_sub(1)) || !whole {
            continue;
        }
        let (word, class, code) = LABELS[found.pattern().as_usize()];
        // "member id", "insurance card", "device serial": the first of the two says what it is.
        let follows = labels.last().is_some_and(|before| {
            !before.general
                && text
                    .get(before.end..found.start())
                    .is_some_and(|between| matches!(between, " " | "s " | "'s " | "-" | "’s "))
        });
        let general = GENERAL.contains(&word);
        if follows && general {
            if let Some(before) = labels.last_mut() {
                before.end = found.end();
            }
            continue;
        }
        labels.push(Label { end: found.end(), class, code, general });
    }
    labels
}

/// Labels that say little by themselves.
const GENERAL: &[&str] = &[
    "id",
    "identifier",
    "card",
    "record",
    "reference",
    "pin",
    "policy",
    "plate",
    "text",
    "contact",
    "call",
    "code",
    "lot",
    "last four",
    "last 4",
    "ending in",
    "ends in",
];

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
            (None, Some(label)) => {
                by_label(label, run.as_str(), count).or_else(|| unnamed(run.as_str(), count))
            }
            (None, None) => unnamed(run.as_str(), count),
        };
        if let Some((class, code, confidence, rank)) = found {
            let named = rank == NAMED_RANK;
            let (floor, run) = (last.map_or(0, |label| label.end), (run.start(), run.end()));
            let bytes = if named { widened(text, floor, run, class) } else { run };
            out.push(Found { bytes, class, code, confidence, rank });
        }
    }
}

/// What a word before it names is surer than a checksum, and less sure than a date.
const NAMED_RANK: u8 = 80;
/// How many further groups of a number are taken in.
const GROUPS_MAX: usize = 5;

/// A named number with the letters before it and the groups behind it: `WK 20931`, `W8823 41177`, a ZIP with two letters.
fn widened(text: &str, floor: usize, (start, end): (usize, usize), class: Class) -> (usize, usize) {
    let bytes = text.as_bytes();
    let (mut start, mut end) = (start, end);
    if class == Class::Geography {
        let letters = bytes.get(end + 1..end + 3).is_some_and(|pair| pair.iter().all(u8::is_ascii_uppercase));
        let closed = bytes.get(end + 3).is_none_or(|next| !next.is_ascii_alphanumeric());
        return if bytes.get(end) == Some(&b' ') && letters && closed {
            (start, end + 3)
        } else {
            (start, end)
        };
    }
    for _ in 0..GROUPS_MAX {
        let Some(rest) = bytes.get(end + 1..).filter(|_| matches!(bytes[end], b' ' | b'-')) else { break };
        let group = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let closed = rest
            .get(group)
            .is_none_or(|next| !next.is_ascii_alphanumeric() && !matches!(next, b'/' | b':' | b'%'));
        // A year, an amount and the like are two digits or a sentence of their own.
        if !(2..=8).contains(&group)
            || !closed
            || rest.get(group).is_some_and(|next| *next == b' ') && group < 3
        {
            break;
        }
        end += 1 + group;
    }
    for _ in 0..GROUPS_MAX {
        // "W123 45 6789": the groups before the one that is long enough.
        let Some(gap) = start.checked_sub(1).filter(|gap| *gap > floor && matches!(bytes[*gap], b' ' | b'-'))
        else {
            break;
        };
        let group = bytes[floor..gap].iter().rev().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let digits = bytes[gap - group..gap].iter().filter(|byte| byte.is_ascii_digit()).count();
        if !(1..=8).contains(&group) || digits < 2 {
            break;
        }
        start = gap - group;
    }
    let before = &bytes[..start];
    if before.last() == Some(&b' ') {
        let letters =
            before[..before.len() - 1].iter().rev().take_while(|byte| byte.is_ascii_uppercase()).count();
        let opens = before.len() - 1 - letters;
        let own = text.get(opens..opens + letters).unwrap_or_default();
        let label = LABELS.iter().any(|(word, ..)| word.eq_ignore_ascii_case(own)) || own == "NO";
        if (1..=4).contains(&letters)
            && !label
            && (opens == 0 || matches!(before[opens - 1], b' ' | b':' | b'#'))
        {
            start = opens;
        }
    }
    (start, end)
}

/// Whether a label still speaks of what stands here: near, and in the same sentence.
fn reaches(text: &str, from: usize, to: usize) -> bool {
    let between = &text[from..to];
    to - from <= LABEL_BYTES
        && !between.contains(['\n', ';', '?', '!'])
        // "record no. 17": a point that ends a short form ends no sentence.
        && !between.match_indices(". ").any(|(at, _)| !["no", "num", "ext", "nr", "nro", "núm", "#"].iter().any(|short| between[..at].ends_with(short)))
}

fn by_label(label: &Label, run: &str, count: usize) -> Option<(Class, &'static str, f32, u8)> {
    let needed = match label.class {
        Class::Phone if label.code == "phi.phone.extension" => 2,
        Class::Phone | Class::Fax => 7,
        Class::Geography => 3,
        Class::SocialSecurity => 4,
        Class::Photo | Class::Biometric => 3,
        _ => 4,
    };
    let letters = run.bytes().any(|byte| byte.is_ascii_alphabetic());
    let enough = count >= needed
        || letters && (count >= 3 && run.len() >= 5 || count >= 2 && run.len() >= 6)
        || count == 0 && label.class == Class::Account;
    // A year after "record" is a year.
    let year = run.len() == 4 && (run.starts_with("19") || run.starts_with("20"));
    (enough && !year).then_some((label.class, label.code, 0.85, NAMED_RANK))
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
    /// More digits than this are no amount.
    const DIGITS_MAX: usize = 6;
    if digits(run) > DIGITS_MAX {
        return false;
    }
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
