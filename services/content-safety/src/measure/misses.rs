//! What was read wrongly, by class and with the reason that can be computed: ids and counts alone, because the rows are real
//! people's words. Reasons of danger come from the evidence of the reading, those of spans from what was found around them,
//! those of emotions from what was heard in their place.

mod spans;

use std::collections::BTreeMap;

use content_safety_api::{BasicEmotion, CrisisCategory, EmotionLabel, Level};
use serde::Serialize;

use super::figures::limit_at_specificity;
use super::report::{GRADES, Labelled, SPECIFICITY, Told, against, basic, labels};
use super::{Prediction, Row};

/// How many ids a group lists; it counts all of them.
const IDS_MAX: usize = 12;
/// How many reasons a class lists; the rest is one.
const REASONS_MAX: usize = 6;

/// Rows of one class that were read wrongly for one reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Miss {
    /// What was read.
    pub task: &'static str,
    /// The class in the gold.
    pub class: String,
    /// Why, as far as it can be computed.
    pub reason: String,
    /// How many.
    pub count: usize,
    /// Of how many of the class.
    pub of: usize,
    /// The first ids, in the order of the rows; a row is as often there as it counts.
    pub ids: Vec<String>,
}

/// Misses while they are collected: by task and class how many there are, and by reason whose.
#[derive(Default)]
struct Found<'a> {
    classes: BTreeMap<(&'static str, String), (usize, Reasons<'a>)>,
}

type Reasons<'a> = BTreeMap<String, Vec<&'a str>>;

impl<'a> Found<'a> {
    /// Counts one of a class, and where it was missed why.
    fn count(&mut self, task: &'static str, class: &str, id: &'a str, missed: Option<String>) {
        let (of, reasons) = self.classes.entry((task, class.to_owned())).or_default();
        *of += 1;
        if let Some(reason) = missed {
            reasons.entry(reason).or_default().push(id);
        }
    }

    /// The groups, most frequent first within a class.
    fn groups(self) -> Vec<Miss> {
        let mut groups = Vec::new();
        for ((task, class), (of, reasons)) in self.classes {
            let mut reasons: Vec<(String, Vec<&str>)> = reasons.into_iter().collect();
            reasons.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then(a.0.cmp(&b.0)));
            if reasons.len() > REASONS_MAX {
                let rest = reasons.split_off(REASONS_MAX - 1);
                let ids = rest.iter().flat_map(|(_, ids)| ids.iter().copied()).collect();
                reasons.push((format!("{} other reasons", rest.len()), ids));
            }
            groups.extend(reasons.into_iter().map(|(reason, ids)| Miss {
                task,
                class: class.clone(),
                reason,
                count: ids.len(),
                of,
                ids: ids.into_iter().take(IDS_MAX).map(str::to_owned).collect(),
            }));
        }
        groups
    }
}

/// What was read wrongly in rows, in groups.
pub fn misses(told: &Told<'_>) -> Vec<Miss> {
    let mut found = Found::default();
    for (row, told) in told {
        alarm(&mut found, row, told);
        graded(&mut found, row, told);
        spans::missed(&mut found, row, told);
        felt(&mut found, row, labels(row, told), "28 labels", &|at| EmotionLabel::ALL[at].name());
        felt(&mut found, row, basic(row, told), "Ekman-7", &|at| BasicEmotion::ALL[at].name());
    }
    for slice in ["therapy", "chat"] {
        at_specificity(&mut found, told, slice);
    }
    found.groups()
}

fn why_low(told: &Prediction) -> String {
    told.evidence.as_ref().map_or_else(|| "unknown".to_owned(), super::Evidence::why_low)
}

fn why_high(told: &Prediction) -> String {
    told.evidence.as_ref().map_or_else(|| "unknown".to_owned(), super::Evidence::why_high)
}

/// Scenarios, conversations and calm rows: below medium where there is danger, medium where there is none, or danger of another
/// kind than the one that was read.
fn alarm<'a>(found: &mut Found<'a>, row: &'a Row, told: &Prediction) {
    let (task, class, danger) = if let Some(category) = &row.category {
        ("scenarios", category, category != "none")
    } else if let Some(risk) = &row.risk {
        ("conversations", risk, risk == "high" || risk == "imminent")
    } else if let Some(label) = &row.label {
        ("idioms and homonyms", label, false)
    } else {
        return;
    };
    let alarmed = told.level >= Level::Medium;
    let missed = match (danger, alarmed) {
        (true, false) => Some(format!("below medium: {}", why_low(told))),
        (true, true) => taken_for_another(class, told),
        // Some risk of a talk is no alarm that is wrong.
        (false, true) if class != "low" => Some(format!("alarm: {}", why_high(told))),
        (false, _) => None,
    };
    found.count(task, class, &row.id, missed);
}

fn taken_for_another(class: &str, told: &Prediction) -> Option<String> {
    use CrisisCategory::{
        AbuseNeglect, EatingDisorder, HarmToOthers, MedicalEmergency, Psychosis, SelfHarm, SuicidalIdeation,
    };
    let right: &[CrisisCategory] = match class {
        "suicide" | "high" | "imminent" => &[SuicidalIdeation, SelfHarm],
        "self_harm" => &[SelfHarm, SuicidalIdeation],
        "suicide_selfharm_ed" => &[SuicidalIdeation, SelfHarm, EatingDisorder],
        "harm_to_others" => &[HarmToOthers],
        "psychosis_mania" => &[Psychosis],
        "eating_disorder" => &[EatingDisorder],
        "abuse" => &[AbuseNeglect],
        "medical_emergency" => &[MedicalEmergency],
        _ => return None,
    };
    if told.categories.iter().any(|category| right.contains(category)) {
        return None;
    }
    let names: Vec<&str> = told.categories.iter().map(|category| category.name()).collect();
    Some(format!("alarm of another kind: {}", names.join(", ")))
}

/// Graded posts: another level than the gold's, critical and high being one.
fn graded<'a>(found: &mut Found<'a>, row: &'a Row, told: &Prediction) {
    let level = row.level.as_deref().and_then(safety_rules::training::level_named);
    let Some(level) = level.filter(|_| row.slice.is_none()) else { return };
    let grade = |level: Level| (level as usize).min(GRADES - 1);
    let class = Level::ALL[grade(level)].name();
    let told_as = Level::ALL[grade(told.level)].name();
    let missed = match grade(told.level).cmp(&grade(level)) {
        std::cmp::Ordering::Equal => None,
        std::cmp::Ordering::Less => Some(format!("read as {told_as}: {}", why_low(told))),
        std::cmp::Ordering::Greater => Some(format!("read as {told_as}: {}", why_high(told))),
    };
    found.count("severity", class, &row.id, missed);
}

/// Acute graded posts that no limit tells from the calm texts of a slice.
fn at_specificity<'a>(found: &mut Found<'a>, told: &[(&'a Row, &'a Prediction)], slice: &str) {
    let Some(limit) = limit_at_specificity(&against(told, slice), SPECIFICITY) else { return };
    for (row, told) in told.iter().filter(|(row, _)| row.acute == Some(1)) {
        if row.slice.as_deref() == Some("graded") {
            let missed = f64::from(told.risk) <= limit;
            let reason = missed.then(|| format!("risk no higher than in calm texts: {}", why_low(told)));
            found.count("acute posts at 95 % specificity", &format!("against {slice}"), &row.id, reason);
        }
    }
}

/// Labels that a row has and was not told to have.
fn felt<'a, const N: usize>(
    found: &mut Found<'a>,
    row: &'a Row,
    both: Option<Labelled<N>>,
    task: &'static str,
    name: &dyn Fn(usize) -> &'static str,
) {
    let Some((is, was)) = both else { return };
    let wrong: Vec<&str> = (0..N).filter(|at| was[*at] && !is[*at]).map(name).collect();
    let right = (0..N).any(|at| was[at] && is[at]);
    for at in (0..N).filter(|at| is[*at]) {
        let missed = (!was[at]).then(|| match (wrong.as_slice(), right) {
            ([], true) => "another of its labels was heard alone".to_owned(),
            ([], false) => "nothing was heard".to_owned(),
            ([one], _) => format!("taken for {one}"),
            _ => "taken for several others".to_owned(),
        });
        found.count(task, name(at), &row.id, missed);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::measure::predict;

    fn read(json: &str) -> (Row, Prediction) {
        let row: Row = serde_json::from_str(json).expect("a row");
        let told = predict(&row, || Duration::ZERO);
        (row, told)
    }

    fn of(rows: &[(Row, Prediction)]) -> Vec<Miss> {
        misses(&rows.iter().map(|(row, told)| (row, told)).collect::<Vec<_>>())
    }

    #[test]
    fn misses_are_counted_by_class_and_reason_and_say_no_word_of_a_row() {
        let rows = [
            read(r#"{"id":"a","text":"The soup was warm enough.","category":"suicide"}"#),
            read(r#"{"id":"b","text":"I will kill myself tonight.","category":"suicide"}"#),
            read(r#"{"id":"c","text":"I will kill myself tonight.","category":"harm_to_others"}"#),
            read(r#"{"id":"d","text":"I will kill myself tonight.","label":"benign"}"#),
            read(r#"{"id":"e","text":"The soup was warm enough.","level":"critical"}"#),
            read(r#"{"id":"f","text":"The soup was warm enough.","level":"none"}"#),
        ];
        let misses = of(&rows);
        let miss = |class: &str| misses.iter().find(|miss| miss.class == class).expect(class);
        let suicide = miss("suicide");
        assert_eq!((suicide.count, suicide.of, suicide.ids.as_slice()), (1, 2, &["a".to_owned()][..]));
        assert_eq!(suicide.reason, "below medium: neither rules nor weights found a sign");
        assert_eq!(miss("harm_to_others").reason, "alarm of another kind: suicidal_ideation");
        assert!(miss("benign").reason.starts_with("alarm: rule "));
        // Critical counts as high, and a calm post that is read as calm is no miss.
        assert_eq!(miss("high").reason, "read as none: neither rules nor weights found a sign");
        assert!(misses.iter().all(|miss| miss.class != "none"));
        let told = serde_json::to_string(&misses).expect("JSON");
        assert!(!told.contains("soup") && !told.contains("tonight"));
    }

    #[test]
    fn a_feeling_is_missed_for_another_or_for_nothing() {
        let row = |gold: &str, told: &str| {
            let labels = |of: &str| format!(r#"{{"id":"x","goemotions":{of},"ekman":[]}}"#);
            let row: Row = serde_json::from_str(&labels(gold)).expect("a row");
            let told: Prediction = serde_json::from_str(&labels(told)).expect("a prediction");
            (row, told)
        };
        let rows = [
            row(r#"["grief"]"#, r#"["sadness"]"#),
            row(r#"["joy","love"]"#, r#"["love"]"#),
            row(r#"["pride"]"#, "[]"),
        ];
        let misses = of(&rows);
        let reason = |class: &str| misses.iter().find(|miss| miss.class == class).map(|miss| &*miss.reason);
        assert_eq!(reason("grief"), Some("taken for sadness"));
        assert_eq!(reason("joy"), Some("another of its labels was heard alone"));
        assert_eq!(reason("pride"), Some("nothing was heard"));
        assert_eq!(reason("love"), None);
    }

    #[test]
    fn many_reasons_of_a_class_are_cut_and_none_is_lost() {
        let mut found = Found::default();
        let ids: Vec<String> = (0..40).map(|at| at.to_string()).collect();
        for (at, id) in ids.iter().enumerate() {
            found.count("task", "class", id, Some(format!("reason {}", at % 10)));
        }
        let groups = found.groups();
        assert_eq!(groups.len(), REASONS_MAX);
        assert_eq!(groups.iter().map(|group| group.count).sum::<usize>(), 40);
        assert_eq!((groups[REASONS_MAX - 1].count, groups[REASONS_MAX - 1].ids.len()), (20, IDS_MAX));
    }
}
