//! Measures the rules on labelled texts: what the command `eval phi` prints.
//!
//! Figures are counts of what the gold marks as an identifier. *Touched* is a span of which at least one character
//! was found; *covered* one of which every letter and digit was, which is what a leak is judged by. A text leaks when
//! one of its scored spans is not covered. Spans marked optional (`opt`: organisations, titles, ages, bare countries
//! and states) are not scored, and a find on one of them counts neither for nor against precision. Precision is
//! counted only in rows whose gold is complete. Time is an argument: nothing here reads a clock.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::time::Duration;

use content_safety_api::{IdentifierClass as Class, IdentifierSpan};
use serde::{Deserialize, Serialize};

/// One labelled text. Fields that a file does not have are empty; others are ignored.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Row {
    /// Its name in the file.
    pub id: String,
    /// What was written.
    pub text: String,
    /// What is an identifier in it; `None` where nobody looked, or where the text was chosen to hold none.
    pub spans: Option<Vec<Gold>>,
    /// Where the text comes from.
    pub source: String,
    /// Whether whatever is an identifier was marked.
    pub gold_complete: bool,
}

/// A marked span, in code points, the end not in it.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Gold {
    /// Its first code point.
    pub s: u32,
    /// The code point after its last.
    pub e: u32,
    /// The class as the file names it: `NAME`, `GEO`, …, or `NONE`.
    pub cls: String,
    /// 1: not scored.
    #[serde(default)]
    pub opt: u8,
}

/// What was found in one row. Fields that somebody else's file does not have are empty.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Prediction {
    /// The row.
    pub id: String,
    /// The finds, in the order of the text.
    pub spans: Vec<PredictedSpan>,
    /// How long it took, in microseconds.
    pub us: f64,
}

/// One find.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PredictedSpan {
    /// Its first code point.
    pub s: u32,
    /// The code point after its last.
    pub e: u32,
    /// The class as the files name it.
    pub cls: Cow<'static, str>,
    /// The rule; empty where nobody says. It is read where somebody wrote it, and not written: a file has a find's place and class.
    #[serde(default, skip_serializing)]
    pub code: Cow<'static, str>,
}

impl From<IdentifierSpan> for PredictedSpan {
    fn from(found: IdentifierSpan) -> Self {
        let (s, e) = (found.span.start, found.span.end);
        Self { s, e, cls: Cow::Borrowed(gold_name(found.class)), code: found.code }
    }
}

/// Spans of one class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Recall {
    /// How many are scored.
    pub spans: usize,
    /// Of how many something was found.
    pub touched: usize,
    /// Of how many every letter and digit was found.
    pub covered: usize,
}

/// The figures of a group of rows.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Group {
    /// How many texts.
    pub texts: usize,
    /// How many words they have, by white space.
    pub words: usize,
    /// How many finds in them, judged or not.
    pub found: usize,
    /// Texts with at least one scored span.
    pub texts_with_identifiers: usize,
    /// Of these, the texts with every scored span covered.
    pub texts_without_leak: usize,
    /// Finds in rows whose gold is complete, without those on optional spans alone.
    pub judged: usize,
    /// Of these, the ones that touch a scored span.
    pub right: usize,
    /// Of these, the ones with the gold's class too.
    pub right_class: usize,
    /// By class, as the files name it.
    pub classes: BTreeMap<String, Recall>,
}

/// Times of single texts, in microseconds.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Latency {
    /// Half of the texts took no longer.
    pub p50_us: f64,
    /// Ninety-nine of a hundred took no longer.
    pub p99_us: f64,
    /// How many bytes the texts have in all.
    pub bytes: usize,
}

/// Time against length, of one long text.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Growth {
    /// How long the text is.
    pub bytes: usize,
    /// Nanoseconds a byte: the same at every length when time is linear.
    pub ns_per_byte: f64,
}

/// What a measurement gives.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    /// All rows.
    pub all: Group,
    /// By source.
    pub sources: BTreeMap<String, Group>,
    /// By part: the two thirds that may be read while rules are written, and the third that is held back.
    pub parts: BTreeMap<&'static str, Group>,
    /// Of single texts.
    pub latency: Latency,
}

impl Group {
    /// The share of texts with identifiers that leak none; `None` without such texts.
    pub fn without_leak(&self) -> Option<f64> {
        share(self.texts_without_leak, self.texts_with_identifiers)
    }

    /// The share of judged finds that touch a scored span.
    pub fn precision(&self) -> Option<f64> {
        share(self.right, self.judged)
    }

    /// Finds in a thousand words: in texts without identifiers, false alarms.
    pub fn found_per_thousand_words(&self) -> Option<f64> {
        share(self.found * 1000, self.words)
    }
}

impl Recall {
    /// The share of spans of which every letter and digit was found.
    pub fn covered_share(&self) -> Option<f64> {
        share(self.covered, self.spans)
    }

    /// The share of spans of which something was found.
    pub fn touched_share(&self) -> Option<f64> {
        share(self.touched, self.spans)
    }
}

/// The bounds between which a share lies with 95 % confidence (Wilson's interval); `None` of nothing.
pub fn interval(part: usize, whole: usize) -> Option<(f64, f64)> {
    /// The 97.5th percentile of the normal distribution.
    const Z: f64 = 1.959_964;
    let share = share(part, whole)?;
    let count = whole as f64;
    let (spread, scale) = (Z * Z / count, 1.0 + Z * Z / count);
    let middle = (share + spread / 2.0) / scale;
    let half = Z * (share * (1.0 - share) / count + spread / (4.0 * count)).sqrt() / scale;
    Some(((middle - half).max(0.0), (middle + half).min(1.0)))
}

fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// The class as the files name it.
pub const fn gold_name(class: Class) -> &'static str {
    match class {
        Class::Name => "NAME",
        Class::Geography => "GEO",
        Class::Date => "DATE",
        Class::Phone => "PHONE",
        Class::Fax => "FAX",
        Class::Email => "EMAIL",
        Class::SocialSecurity => "SSN",
        Class::MedicalRecord => "MRN",
        Class::HealthPlan => "HEALTH_PLAN",
        Class::Account => "ACCOUNT",
        Class::License => "LICENSE",
        Class::Vehicle => "VEHICLE",
        Class::Device => "DEVICE",
        Class::Url => "URL",
        Class::IpAddress => "IP",
        Class::Biometric => "BIOMETRIC",
        Class::Photo => "PHOTO",
        Class::Other => "OTHER_ID",
    }
}

/// The part that a row belongs to: by its id alone, so that a row never changes sides.
pub fn part(id: &str) -> &'static str {
    let hash = id.bytes().fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
    });
    // The low bits of this hash follow the last letter; the middle ones do not.
    if (hash >> 24).is_multiple_of(3) { "held back" } else { "read" }
}

/// Measures rows, each told to `each` with what was found. `now` says how much time has passed since any fixed moment.
pub fn measure(rows: &[Row], now: impl Fn() -> Duration, mut each: impl FnMut(&Row, Prediction)) -> Report {
    let mut told = Vec::with_capacity(rows.len());
    for row in rows {
        let start = now();
        let found = crate::detect(&row.text);
        let us = now().saturating_sub(start).as_secs_f64() * 1e6;
        let spans = found.into_iter().map(PredictedSpan::from).collect();
        told.push(Prediction { id: row.id.clone(), spans, us });
    }
    let report = tally(rows.iter().zip(&told));
    rows.iter().zip(told).for_each(|(row, prediction)| each(row, prediction));
    report
}

/// Counts what was found in rows, whoever found it.
pub fn tally<'a>(told: impl IntoIterator<Item = (&'a Row, &'a Prediction)>) -> Report {
    let mut report = Report::default();
    let mut times = Vec::new();
    for (row, prediction) in told {
        times.push(prediction.us);
        report.latency.bytes += row.text.len();
        let groups = [
            &mut report.all,
            report.sources.entry(row.source.clone()).or_default(),
            report.parts.entry(part(&row.id)).or_default(),
        ];
        for group in groups {
            count(group, row, &prediction.spans);
        }
    }
    times.sort_by(f64::total_cmp);
    report.latency.p50_us = percentile(&times, 0.50);
    report.latency.p99_us = percentile(&times, 0.99);
    report
}

/// What was found in one row, counted by the same rules.
pub fn judge(row: &Row, found: &[PredictedSpan]) -> Group {
    let mut group = Group::default();
    count(&mut group, row, found);
    group
}

/// Time against length: one text repeated to each length, the least of three runs.
pub fn growth(unit: &str, lengths: &[usize], now: impl Fn() -> Duration) -> Vec<Growth> {
    let once = |text: &str| {
        let start = now();
        let found = crate::detect(text);
        let passed = now().saturating_sub(start);
        drop(found);
        passed.as_secs_f64() * 1e9
    };
    lengths
        .iter()
        .map(|length| {
            let text = unit.repeat(length.div_ceil(unit.len().max(1)));
            let least = (0..3).map(|_| once(&text)).fold(f64::INFINITY, f64::min);
            Growth { bytes: text.len(), ns_per_byte: least / text.len().max(1) as f64 }
        })
        .collect()
}

fn percentile(sorted: &[f64], share: f64) -> f64 {
    let last = sorted.len().saturating_sub(1);
    sorted.get((last as f64 * share).round() as usize).copied().unwrap_or_default()
}

fn count(group: &mut Group, row: &Row, found: &[PredictedSpan]) {
    group.texts += 1;
    group.words += row.text.split_whitespace().count();
    group.found += found.len();
    let Some(gold) = &row.spans else { return };
    let covered = covered_chars(&row.text, found);
    let mut leaks = false;
    for span in gold.iter().filter(|span| span.opt == 0) {
        let seen = &covered[bounds(span, covered.len())];
        let whole = seen.iter().all(|(counts, found)| *found || !counts);
        let recall = group.classes.entry(span.cls.clone()).or_default();
        recall.spans += 1;
        recall.touched += usize::from(seen.iter().any(|(_, found)| *found));
        recall.covered += usize::from(whole);
        leaks |= !whole;
    }
    let scored = gold.iter().any(|span| span.opt == 0);
    group.texts_with_identifiers += usize::from(scored);
    group.texts_without_leak += usize::from(scored && !leaks);
    if !row.gold_complete {
        return;
    }
    for found in found {
        let verdict = verdict(gold, found);
        group.judged += usize::from(verdict != Verdict::Optional);
        group.right += usize::from(matches!(verdict, Verdict::Right | Verdict::OtherClass));
        group.right_class += usize::from(verdict == Verdict::Right);
    }
}

/// What a find is, by what is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// On a scored span of its class.
    Right,
    /// On scored spans of other classes alone.
    OtherClass,
    /// On spans alone that are not scored.
    Optional,
    /// On nothing that is marked.
    Wrong,
}

/// Judges a find by what is marked in its text.
pub fn verdict(gold: &[Gold], found: &PredictedSpan) -> Verdict {
    let touched = || gold.iter().filter(|span| span.s < found.e && found.s < span.e);
    let scored = || touched().filter(|span| span.opt == 0);
    if scored().any(|span| span.cls == found.cls) {
        Verdict::Right
    } else if scored().next().is_some() {
        Verdict::OtherClass
    } else if touched().next().is_some() {
        Verdict::Optional
    } else {
        Verdict::Wrong
    }
}

/// For each code point: whether it is a letter or digit, and whether it was found.
pub fn covered_chars(text: &str, found: &[PredictedSpan]) -> Vec<(bool, bool)> {
    let mut chars: Vec<(bool, bool)> = text.chars().map(|ch| (ch.is_alphanumeric(), false)).collect();
    for found in found {
        let end = (found.e as usize).min(chars.len());
        for (_, seen) in &mut chars[(found.s as usize).min(end)..end] {
            *seen = true;
        }
    }
    chars
}

/// Where a marked span lies among that many code points.
pub fn bounds(span: &Gold, length: usize) -> std::ops::Range<usize> {
    let end = (span.e as usize).min(length);
    (span.s as usize).min(end)..end
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    fn row(text: &str, spans: &[(u32, u32, &str, u8)], gold_complete: bool) -> Row {
        let gold = |&(s, e, cls, opt): &(u32, u32, &str, u8)| Gold { s, e, cls: cls.to_owned(), opt };
        Row {
            id: text.to_owned(),
            text: text.to_owned(),
            spans: Some(spans.iter().map(gold).collect()),
            source: "authored".to_owned(),
            gold_complete,
        }
    }

    /// A clock on which every look takes a microsecond.
    fn ticking() -> impl Fn() -> Duration {
        let ticks = Cell::new(0);
        move || {
            ticks.set(ticks.get() + 1);
            Duration::from_micros(ticks.get())
        }
    }

    #[test]
    fn recall_leaks_and_precision_are_counted_by_hand() {
        let rows = [
            // Found and marked.
            row("write to rosa.al@example.com", &[(9, 28, "EMAIL", 0)], true),
            // Half of what is marked is found: touched, not covered, and a leak.
            row("call 212-555-0147 or the bell", &[(5, 29, "PHONE", 0)], true),
            // Found and not marked: wrong.
            row("from 192.168.1.20", &[], true),
            // Found where the mark is optional: neither right nor wrong.
            row("my mail is r@example.com", &[(11, 24, "NONE", 1)], true),
            // Not complete: recall alone.
            row("from 192.168.1.21 again", &[], false),
        ];
        let mut predictions = Vec::new();
        let report = measure(&rows, ticking(), |_, prediction| predictions.push(prediction));
        let all = &report.all;
        assert_eq!((all.texts, all.found), (5, 5));
        assert_eq!((all.texts_with_identifiers, all.texts_without_leak), (2, 1));
        assert_eq!((all.judged, all.right, all.right_class), (3, 2, 2));
        assert_eq!(all.classes["EMAIL"], Recall { spans: 1, touched: 1, covered: 1 });
        assert_eq!(all.classes["PHONE"], Recall { spans: 1, touched: 1, covered: 0 });
        assert_eq!(all.without_leak(), Some(0.5));
        assert_eq!(predictions.len(), 5);
        assert_eq!((predictions[0].spans[0].s, predictions[0].spans[0].e), (9, 28));
        assert_eq!((predictions[0].us.round(), report.latency.p50_us.round()), (1.0, 1.0));
        assert_eq!(report.sources["authored"].texts, 5);
    }

    #[test]
    fn spans_outside_of_the_text_are_held_at_its_end() {
        let report =
            measure(&[row("é", &[(0, 900, "NAME", 0), (7, 9, "NAME", 0)], true)], ticking(), |_, _| ());
        // The second is empty: nothing in it can leak.
        assert_eq!(report.all.classes["NAME"], Recall { spans: 2, touched: 0, covered: 1 });
    }

    #[test]
    fn few_spans_give_a_wide_interval_and_many_a_narrow_one() {
        // Worked by hand from the formula: 9 of 10 and 900 of 1,000.
        let (low, high) = interval(9, 10).expect("ten");
        assert!((low - 0.5958).abs() < 1e-3 && (high - 0.9821).abs() < 1e-3, "{low} {high}");
        let (low, high) = interval(900, 1_000).expect("a thousand");
        assert!((low - 0.8799).abs() < 1e-3 && (high - 0.9171).abs() < 1e-3, "{low} {high}");
        assert_eq!(interval(0, 0), None);
        assert_eq!(interval(5, 5).map(|(_, high)| high), Some(1.0));
    }

    #[test]
    fn a_third_of_the_rows_is_held_back_whatever_their_ids_look_like() {
        for prefix in ["pr-", "row ", "00"] {
            let held = (0..3000).filter(|at| part(&format!("{prefix}{at}")) == "held back").count();
            assert!((900..1100).contains(&held), "{prefix}: {held}");
        }
    }

    #[test]
    fn growth_is_told_in_nanoseconds_a_byte() {
        let grown = growth("ab ", &[30, 300], ticking());
        assert_eq!((grown[0].bytes, grown[1].bytes), (30, 300));
        assert!((grown[0].ns_per_byte - 1000.0 / 30.0).abs() < 1e-6);
    }
}
