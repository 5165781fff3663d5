//! Puts the figures of labelled rows together: which row enters which figure, and the goal that stands beside it.

use std::collections::BTreeMap;

use content_safety_api::{BasicEmotion, EmotionLabel, Level};
use serde::Serialize;

use super::figures::{Share, auc, bootstrap, macro_f1, percentile, quadratic_kappa, recall_at_specificity};
use super::{Prediction, Row, identified};

/// The categories of scenarios in which a human must come at once.
const ACUTE: [&str; 5] =
    ["suicide", "self_harm", "suicide_selfharm_ed", "medical_emergency", "harm_to_others"];
/// Grades of severity: none, low, medium, high; critical counts as high (clinically one level).
pub(super) const GRADES: usize = 4;
/// How many bytes a message of about 200 has.
const MESSAGE_BYTES: std::ops::RangeInclusive<usize> = 150..=250;
/// Where a reading is compared on graded posts: so many of the calm texts stay below.
pub(super) const SPECIFICITY: f64 = 0.95;

/// One figure and its goal.
#[derive(Clone, Debug, Serialize)]
pub struct Figure {
    /// What it measures.
    pub name: &'static str,
    /// On how many rows.
    pub rows: usize,
    /// The figure.
    pub share: Share,
    /// What it shall reach; for alarms on calm rows what it shall not pass.
    pub goal: f64,
    /// Whether the goal is what it shall not pass.
    pub most: bool,
    /// Whether it does.
    pub reached: bool,
}

/// How long turns of about a message's length took.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Times {
    /// How many turns.
    pub turns: usize,
    /// Half of them took no longer, in microseconds; the interval is of turns drawn anew.
    pub p50_us: Share,
    /// Ninety-nine of a hundred took no longer.
    pub p99_us: Share,
}

/// How the levels fell in one group of rows.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Group {
    /// None, low, medium, high, critical.
    pub levels: [usize; 5],
}

/// How one class of emotion was told.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Class {
    /// The class.
    pub name: &'static str,
    /// How many rows have it.
    pub rows: usize,
    /// How many were told to have it.
    pub told: usize,
    /// The share of the told that have it; 0 where none was told.
    pub precision: f64,
    /// The share of those that have it that were told; 0 where none has it.
    pub recall: f64,
    /// The harmonic mean of both.
    pub f1: f64,
}

/// What rows gave.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    /// The figures for which there were rows.
    pub figures: Vec<Figure>,
    /// By label of the rows.
    pub groups: BTreeMap<String, Group>,
    /// The 28 labels of emotion, one by one; empty without labelled rows.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<Class>,
    /// The basic seven.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub basic: Vec<Class>,
    /// Half of the turns took no longer, in microseconds.
    pub p50_us: f64,
    /// Ninety-nine of a hundred turns took no longer.
    pub p99_us: f64,
    /// Turns of about 200 bytes alone, where there are any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<Times>,
}

pub(super) type Told<'a> = [(&'a Row, &'a Prediction)];
/// Which labels a row has, and which it was told to have.
pub(super) type Labelled<const N: usize> = ([bool; N], [bool; N]);

/// The report of rows and what was told of them.
pub fn report(told: &Told<'_>) -> Report {
    let mut groups: BTreeMap<String, Group> = BTreeMap::new();
    for (row, prediction) in told {
        if let Some(name) = group(row) {
            groups.entry(name).or_default().levels[prediction.level as usize] += 1;
        }
    }
    let figures = [
        outside_forums(told),
        alarms("acute scenarios that alarm", told, 0.95, |row| acute(row).then_some(true)),
        at_specificity("graded acute at 95 % specificity, therapy", told, "therapy"),
        at_specificity("graded acute at 95 % specificity, chat", told, "chat"),
        alarms("alarms on idioms and homonyms", told, 0.02, |row| row.label.as_ref().map(|_| false)),
        alarms("alarms on calm scenarios", told, 0.05, |row| {
            (row.category.as_deref() == Some("none")).then_some(false)
        }),
        severity(told),
        emotions(told, "Ekman, macro F1", 0.60, &basic),
        emotions(told, "28 labels, macro F1", 0.47, &labels),
    ];
    let mut times: Vec<f64> =
        told.iter().flat_map(|(_, prediction)| prediction.turns_us.iter().copied()).collect();
    times.sort_by(f64::total_cmp);
    Report {
        figures: identified::figures(told).into_iter().chain(figures.into_iter().flatten()).collect(),
        groups,
        labels: classes(told, &labels, |at| EmotionLabel::ALL[at].name()),
        basic: classes(told, &basic, |at| BasicEmotion::ALL[at].name()),
        p50_us: percentile(&times, 0.50),
        p99_us: percentile(&times, 0.99),
        message: message_times(told),
    }
}

fn message_times(told: &Told<'_>) -> Option<Times> {
    let mut times = Vec::new();
    for (row, prediction) in told {
        let said = row.said();
        // Somebody else's file says how long a row took: of one turn that is the turn.
        let single = [prediction.us];
        let taken = if said.len() == 1 { &single[..] } else { &prediction.turns_us };
        let short = said.iter().zip(taken).filter(|(said, _)| MESSAGE_BYTES.contains(&said.len()));
        times.extend(short.map(|(_, us)| *us));
    }
    let at = |share: f64| {
        bootstrap(&times, move |drawn| {
            let mut sorted = drawn.to_vec();
            sorted.sort_by(f64::total_cmp);
            (!sorted.is_empty()).then(|| percentile(&sorted, share))
        })
    };
    Some(Times { turns: times.len(), p50_us: at(0.50)?, p99_us: at(0.99)? })
}

pub(super) fn acute(row: &Row) -> bool {
    row.category.as_deref().is_some_and(|category| ACUTE.contains(&category))
}

fn group(row: &Row) -> Option<String> {
    if let Some(category) = &row.category {
        return Some(format!("scenario {category}"));
    }
    if let Some(risk) = &row.risk {
        return Some(format!("conversation {risk}"));
    }
    if let Some(slice) = &row.slice {
        return Some(format!("{slice} acute {}", row.acute.unwrap_or_default()));
    }
    if let Some(label) = &row.label {
        return Some(label.clone());
    }
    row.level.as_ref().map(|level| format!("graded {level}"))
}

pub(super) fn figure(
    name: &'static str,
    rows: usize,
    share: Option<Share>,
    goal: f64,
    most: bool,
) -> Option<Figure> {
    let share = share?;
    let reached = if most { share.value <= goal } else { share.value >= goal };
    Some(Figure { name, rows, share, goal, most, reached })
}

fn outside_forums(told: &Told<'_>) -> Option<Figure> {
    let scored: Vec<(f32, bool)> = told
        .iter()
        .filter_map(|(row, prediction)| {
            let positive = match (&row.category, &row.risk) {
                (Some(category), _) => category != "none",
                (None, Some(risk)) => risk == "high" || risk == "imminent",
                _ => return None,
            };
            Some((prediction.risk, positive))
        })
        .collect();
    figure("area under the curve outside forums", scored.len(), bootstrap(&scored, auc), 0.90, false)
}

/// The share of rows at medium or above. `of` says which rows, and whether they should alarm.
fn alarms(
    name: &'static str,
    told: &Told<'_>,
    goal: f64,
    of: impl Fn(&Row) -> Option<bool>,
) -> Option<Figure> {
    let mut should = true;
    let rows: Vec<bool> = told
        .iter()
        .filter_map(|(row, prediction)| {
            should = of(row)?;
            Some(prediction.level >= Level::Medium)
        })
        .collect();
    let share = bootstrap(&rows, |rows| {
        (!rows.is_empty()).then(|| rows.iter().filter(|alarm| **alarm).count() as f64 / rows.len() as f64)
    });
    figure(name, rows.len(), share, goal, !should)
}

fn at_specificity(name: &'static str, told: &Told<'_>, slice: &str) -> Option<Figure> {
    let scored = against(told, slice);
    let share = bootstrap(&scored, |rows| recall_at_specificity(rows, SPECIFICITY));
    figure(name, scored.len(), share, 0.90, false)
}

/// The risk of acute graded posts, and of the calm texts of a slice.
pub(super) fn against(told: &Told<'_>, slice: &str) -> Vec<(f32, bool)> {
    told.iter()
        .filter_map(|(row, prediction)| match row.slice.as_deref()? {
            "graded" => (row.acute == Some(1)).then_some((prediction.risk, true)),
            of if of == slice => (row.acute == Some(0)).then_some((prediction.risk, false)),
            _ => None,
        })
        .collect()
}

fn severity(told: &Told<'_>) -> Option<Figure> {
    let pairs: Vec<(usize, usize)> = told
        .iter()
        .filter(|(row, _)| row.slice.is_none())
        .filter_map(|(row, prediction)| {
            let level = safety_rules::training::level_named(row.level.as_deref()?)?;
            Some(((level as usize).min(GRADES - 1), (prediction.level as usize).min(GRADES - 1)))
        })
        .collect();
    let share = bootstrap(&pairs, |pairs| quadratic_kappa(pairs, GRADES));
    figure("severity, quadratic kappa", pairs.len(), share, 0.80, false)
}

fn emotions<const N: usize>(
    told: &Told<'_>,
    name: &'static str,
    goal: f64,
    of: &dyn Fn(&Row, &Prediction) -> Option<Labelled<N>>,
) -> Option<Figure> {
    let rows: Vec<Labelled<N>> = told.iter().filter_map(|(row, prediction)| of(row, prediction)).collect();
    figure(name, rows.len(), bootstrap(&rows, macro_f1), goal, false)
}

fn classes<const N: usize>(
    told: &Told<'_>,
    of: &dyn Fn(&Row, &Prediction) -> Option<Labelled<N>>,
    name: impl Fn(usize) -> &'static str,
) -> Vec<Class> {
    let rows: Vec<Labelled<N>> = told.iter().filter_map(|(row, prediction)| of(row, prediction)).collect();
    let share = |part: usize, whole: usize| if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
    let class = |at: usize| {
        let count =
            |ask: &dyn Fn(bool, bool) -> bool| rows.iter().filter(|(is, was)| ask(is[at], was[at])).count();
        let (is, was) = (count(&|is, _| is), count(&|_, was| was));
        let both = count(&|is, was| is && was);
        Class {
            name: name(at),
            rows: is,
            told: was,
            precision: share(both, was),
            recall: share(both, is),
            f1: share(2 * both, is + was),
        }
    };
    if rows.is_empty() { Vec::new() } else { (0..N).map(class).collect() }
}

pub(super) fn labels(row: &Row, told: &Prediction) -> Option<Labelled<28>> {
    let gold = row.goemotions.as_ref()?;
    let set = |labels: &[EmotionLabel]| std::array::from_fn(|at| labels.contains(&EmotionLabel::ALL[at]));
    Some((set(gold), set(&told.goemotions)))
}

pub(super) fn basic(row: &Row, told: &Prediction) -> Option<Labelled<7>> {
    let gold = row.ekman.as_ref()?;
    let set = |labels: &[BasicEmotion]| std::array::from_fn(|at| labels.contains(&BasicEmotion::ALL[at]));
    Some((set(gold), set(&told.ekman)))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::measure::predict;

    fn row(json: &str) -> Row {
        serde_json::from_str(json).expect("a row")
    }

    #[test]
    fn each_row_enters_the_figures_of_its_labels() {
        let rows = [
            row(r#"{"id": "1", "text": "I want to kill myself.", "category": "suicide"}"#),
            row(r#"{"id": "2", "text": "The soup was good today.", "category": "none"}"#),
            row(
                r#"{"id": "3", "user_turns": ["Good morning to you.", "I will kill myself tonight."], "risk": "imminent"}"#,
            ),
            row(r#"{"id": "4", "text": "How do I kill a process?", "label": "benign"}"#),
            row(
                r#"{"id": "5", "text": "I am so happy, thank you!", "goemotions": ["joy", "gratitude"], "ekman": ["joy"]}"#,
            ),
        ];
        let told: Vec<Prediction> = rows.iter().map(|row| predict(row, || Duration::ZERO)).collect();
        let both: Vec<(&Row, &Prediction)> = rows.iter().zip(&told).collect();
        let report = report(&both);
        let figure =
            |name: &str| report.figures.iter().find(|figure| figure.name == name).expect(name).share.value;
        assert_eq!(figure("area under the curve outside forums"), 1.0);
        assert_eq!(figure("acute scenarios that alarm"), 1.0);
        assert_eq!(figure("alarms on idioms and homonyms"), 0.0);
        assert_eq!(figure("alarms on calm scenarios"), 0.0);
        assert!(
            report.figures.iter().all(|figure| figure.name != "severity, quadratic kappa"),
            "nothing graded"
        );
        let joy = report.labels.iter().find(|class| class.name == "joy").expect("joy");
        assert_eq!((joy.rows, joy.told, joy.f1), (1, 1, 1.0));
        let fear = report.basic.iter().find(|class| class.name == "fear").expect("fear");
        assert_eq!((fear.rows, fear.told, fear.f1), (0, 0, 0.0));
        assert_eq!(told[2].turns_us.len(), 2);
        assert!(told[2].level >= Level::High, "the conversation has its gravest turn's level");
        assert!(told[2].risk < told[0].risk.max(0.99));
        assert_eq!(report.groups["scenario suicide"].levels.iter().sum::<usize>(), 1);
    }

    /// What was told of invented rows, so that each figure is known by hand.
    fn by_hand() -> Vec<(Row, Prediction)> {
        let both = |labels: &str, level: &str, risk: f32| {
            let told = format!(r#"{{"id": "x", "level": "{level}", "risk": {risk}}}"#);
            (
                row(&format!(r#"{{"id": "x", "text": "x", {labels}}}"#)),
                serde_json::from_str(&told).expect("told"),
            )
        };
        let mut rows = vec![
            both(r#""category": "suicide""#, "high", 0.9),
            both(r#""category": "medical_emergency""#, "low", 0.3),
            both(r#""category": "psychosis_mania""#, "medium", 0.5),
            both(r#""category": "none""#, "none", 0.1),
            both(r#""category": "none""#, "medium", 0.4),
            both(r#""risk": "high""#, "none", 0.2),
            both(r#""risk": "low""#, "none", 0.25),
            both(r#""risk": "none""#, "none", 0.05),
            both(r#""label": "benign""#, "none", 0.0),
            both(r#""label": "benign""#, "high", 0.0),
            both(r#""label": "presumed_benign""#, "low", 0.0),
            both(r#""label": "presumed_benign""#, "none", 0.0),
            both(r#""slice": "therapy", "acute": 0"#, "none", 0.15),
            // Graded and calm: no negative of either slice.
            both(r#""slice": "graded", "acute": 0"#, "none", 0.99),
            both(r#""level": "none""#, "none", 0.0),
            both(r#""level": "low""#, "medium", 0.0),
            both(r#""level": "medium""#, "medium", 0.0),
            both(r#""level": "critical""#, "high", 0.0),
        ];
        rows.extend(
            [0.195, 0.19, 0.5, 0.1].map(|risk| both(r#""slice": "graded", "acute": 1"#, "none", risk)),
        );
        rows.extend(
            (1_u8..=20).map(|at| both(r#""slice": "chat", "acute": 0"#, "none", f32::from(at) / 100.0)),
        );
        for (told, us) in [("joy", 10), ("fear", 30), ("joy", 20), ("joy", 9_000)] {
            let text = "a".repeat(if us == 9_000 { 20 } else { 200 });
            let told = format!(r#"{{"id": "x", "ekman": ["{told}"], "us": {us}}}"#);
            let of = row(&format!(r#"{{"id": "x", "text": "{text}", "ekman": ["joy"]}}"#));
            rows.push((of, serde_json::from_str(&told).expect("told")));
        }
        rows
    }

    #[test]
    fn each_figure_is_known_by_hand_whoever_told_of_the_rows() {
        let rows = by_hand();
        let report = report(&rows.iter().map(|(row, told)| (row, told)).collect::<Vec<_>>());
        let of = |name: &str| {
            let figure = report.figures.iter().find(|figure| figure.name == name).expect(name);
            ((figure.share.value * 10_000.0).round() / 10_000.0, figure.rows, figure.reached)
        };
        // Dangers .9 .3 .5 .2 over calm .1 .4 .25 .05: thirteen pairs of sixteen in order.
        assert_eq!(of("area under the curve outside forums"), (0.8125, 8, false));
        // One of suicide and emergency; psychosis is no acute one.
        assert_eq!(of("acute scenarios that alarm"), (0.5, 2, false));
        assert_eq!(of("alarms on calm scenarios"), (0.5, 2, false));
        assert_eq!(of("alarms on idioms and homonyms"), (0.25, 4, false));
        // Nineteen of twenty calm chats are at .19 or below: what equals it is not told from them.
        assert_eq!(of("graded acute at 95 % specificity, chat"), (0.5, 24, false));
        assert_eq!(of("graded acute at 95 % specificity, therapy"), (0.75, 5, false));
        // One step off in one of four: missed 1, by chance 10. Critical counts as high.
        assert_eq!(of("severity, quadratic kappa"), (0.9, 4, true));
        // Joy: three of four told, none wrong: 6/7; six others nought.
        assert_eq!(of("Ekman, macro F1"), ((6.0 / 49.0 * 10_000.0_f64).round() / 10_000.0, 4, false));
        let message = report.message.expect("three of 200 bytes");
        assert_eq!((message.turns, message.p50_us.value, message.p99_us.value), (3, 20.0, 30.0));
    }
}
