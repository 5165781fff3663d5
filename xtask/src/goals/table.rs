//! The table of goals: which figure stands in which line, in the goals' order, and what others reached.

use std::fmt::Write;

use anyhow::Result;
use serde::Serialize;

use super::{Figure, Report, Run, Share, Times};

/// What the rows of a figure are to what reads them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Rows {
    /// There are no weights; a third of the rows was held back while rules were written.
    Rules,
    /// No weight was made of them.
    Unseen,
    /// Each is read by weights that were made without it.
    Folds,
}

/// Half of the messages of 200 bytes take at most so long, in microseconds.
const P50_US: f64 = 50.0;
/// Ninety-nine of a hundred take at most so long.
const P99_US: f64 = 250.0;

/// A line of the table before it is measured.
struct Line {
    task: &'static str,
    /// The name of the figure, as `eval` prints it.
    figure: &'static str,
    /// The best that was reached on the test split of the same sources in November 2026, measured once by the project and
    /// written down; what `goals` runs itself stands in its place.
    published: &'static str,
    /// One class of the line before it: no goal of its own.
    part: bool,
}

const fn goal(task: &'static str, figure: &'static str, published: &'static str) -> Line {
    Line { task, figure, published, part: false }
}

const fn part(figure: &'static str) -> Line {
    Line { task: "", figure, published: "", part: true }
}

/// The goals in their order.
const LINES: [Line; 30] = [
    goal(
        "PHI, every character of structured identifiers covered",
        "structured identifiers covered",
        "Presidio .27 (plan) to .99 (e-mail)",
    ),
    part("covered: SSN"),
    part("covered: e-mail"),
    part("covered: phone"),
    part("covered: medical record"),
    part("covered: health plan"),
    part("covered: account"),
    part("covered: licence"),
    part("covered: URL"),
    part("covered: IP address"),
    part("covered: device"),
    part("covered: vehicle"),
    part("structured, held-back third"),
    goal("PHI, names and dates, every character", "names and dates covered", "Presidio names .87, dates .65"),
    part("covered: names"),
    part("covered: dates"),
    part("covered: geography"),
    part("names and dates, held-back third"),
    goal("PHI, texts with no leak at all", "texts without a leak", "Presidio .55"),
    part("texts without a leak, held-back third"),
    goal("PHI precision where the gold is complete", "precision of finds", "Presidio .89 / .66"),
    goal(
        "Crisis, AUC outside forums (scenarios, conversations)",
        "area under the curve outside forums",
        ".53 to .79",
    ),
    goal("Crisis, recall of acute scenarios", "acute scenarios that alarm", ".09 to .40"),
    goal(
        "Crisis, graded acute recall at 95 % specificity, therapy text",
        "graded acute at 95 % specificity, therapy",
        "linear model, in domain .90",
    ),
    goal(
        "Crisis, graded acute recall at 95 % specificity, chat text",
        "graded acute at 95 % specificity, chat",
        "linear model, in domain .90",
    ),
    goal(
        "Crisis, alarms on idioms and homonyms",
        "alarms on idioms and homonyms",
        ".00 to .05, at low recall",
    ),
    goal("Crisis, alarms on benign scenarios", "alarms on calm scenarios", ".03 to .19"),
    goal(
        "Severity, quadratic kappa on the graded set",
        "severity, quadratic kappa",
        "linear model .65; large language models .83 to .88",
    ),
    goal("Emotion, Ekman-7 macro-F1", "Ekman, macro F1", "linear .567; fine-tuned BERT .64"),
    goal("Emotion, 28-class macro-F1", "28 labels, macro F1", "linear .447; fine-tuned BERT .46"),
];

/// A line as it was measured.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Measured {
    task: &'static str,
    figure: &'static str,
    /// What shall be reached, or, where `most`, not be passed; `eval` says it with the figure.
    goal: Option<f64>,
    most: bool,
    /// One class of the line before it.
    part: bool,
    /// Microseconds, and not a share.
    us: bool,
    /// None where there were no rows for it.
    ours: Option<Value>,
    met: Option<bool>,
    rows: Option<Rows>,
    /// Others in this run.
    peers: Vec<(&'static str, Value)>,
    /// Others elsewhere.
    published: &'static str,
}

/// A figure, its interval, and of how many.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct Value {
    #[serde(flatten)]
    share: Share,
    count: usize,
}

/// The table's lines.
pub(super) fn lines(all: &[Run]) -> Vec<Measured> {
    let mut lines: Vec<Measured> = LINES.iter().filter_map(|line| measured(line, all)).collect();
    let middle: fn(&Times) -> Share = |times| times.p50_us;
    let tail: fn(&Times) -> Share = |times| times.p99_us;
    for (figure, goal, of, published) in [
        ("p50", P50_US, middle, "Presidio 20 ms; phi-scrub 3 µs"),
        ("p99", P99_US, tail, "Presidio 79 ms; phi-scrub 150 µs"),
    ] {
        lines.push(latency(figure, goal, of, published, all));
    }
    lines
}

fn measured(line: &Line, all: &[Run]) -> Option<Measured> {
    let of = |report: &Report| -> Option<Figure> {
        report.figures.iter().find(|figure| figure.name == line.figure).cloned()
    };
    let value = |figure: &Figure| Value { share: figure.share, count: figure.rows };
    let found = all.iter().find_map(|run| Some((run, of(&run.ours.together)?)));
    // A class of which there is no span is no line; a goal is one even then.
    if line.part && found.is_none() {
        return None;
    }
    let (run, ours) = found.map_or((None, None), |(run, figure)| (Some(run), Some(figure)));
    let peers = run.into_iter().flat_map(|run| &run.peers);
    let peers = peers.filter_map(|(name, measured)| Some((*name, value(&of(&measured.together)?))));
    Some(Measured {
        task: line.task,
        figure: line.figure,
        goal: ours.as_ref().map(|figure| figure.goal),
        most: ours.as_ref().is_some_and(|figure| figure.most),
        part: line.part,
        us: false,
        met: ours.as_ref().map(|figure| figure.reached),
        rows: run.map(|run| run.rows),
        ours: ours.as_ref().map(value),
        peers: peers.collect(),
        published: line.published,
    })
}

/// The time of the whole analysis of a message of about 200 bytes; a peer's is of identifiers alone.
fn latency(
    figure: &'static str,
    goal: f64,
    of: fn(&Times) -> Share,
    published: &'static str,
    all: &[Run],
) -> Measured {
    let value = |report: &Report| report.message.map(|times| Value { share: of(&times), count: times.turns });
    let run = all.iter().find(|run| run.kind == "phi");
    let ours = run.and_then(|run| value(&run.ours.together));
    let peers = run.into_iter().flat_map(|run| &run.peers);
    let peers = peers.filter_map(|(name, measured)| Some((*name, value(&measured.together)?)));
    Measured {
        task: "Latency of the whole analysis of a 200-byte message, one thread, no encoder",
        figure,
        goal: Some(goal),
        most: true,
        part: false,
        us: true,
        met: ours.map(|ours| ours.share.value <= goal),
        rows: None,
        ours,
        peers: peers.collect(),
        published,
    }
}

/// The lines as JSON, and how many goals were met of how many.
pub(super) fn json(lines: &[Measured]) -> Result<String> {
    let (met, of) = met(lines);
    Ok(serde_json::json!({ "met": met, "goals": of, "lines": lines }).to_string())
}

fn met(lines: &[Measured]) -> (usize, usize) {
    let goals = lines.iter().filter(|line| !line.part);
    (goals.clone().filter(|line| line.met == Some(true)).count(), goals.count())
}

/// The lines as a table.
pub(super) fn text(lines: &[Measured], all: &[Run]) -> String {
    let mut text = String::from(
        "| Task | Goal | Ours (95 %), count | Met | Rows | Peers |\n| --- | --- | --- | --- | --- | --- |\n",
    );
    for line in lines {
        let task = match (line.part, line.us) {
            (true, _) => format!("· {}", line.figure),
            (false, true) => format!("{}: {}", line.task, line.figure),
            (false, false) => line.task.to_owned(),
        };
        let goal = if line.part && !line.figure.contains("held-back") { String::new() } else { bound(line) };
        let ours = line.ours.map_or_else(|| "no rows".to_owned(), |ours| told(&ours, line.us));
        let met = match (line.part, line.met) {
            (true, _) | (_, None) => "",
            (_, Some(true)) => "yes",
            (_, Some(false)) => "**no**",
        };
        let rows = line.rows.filter(|_| !line.part).map_or("", named);
        let _ = writeln!(text, "| {task} | {goal} | {ours} | {met} | {rows} | {} |", others(line));
    }
    let (met, of) = met(lines);
    let _ = write!(text, "\n{met} of {of} goals met. Intervals are of rows drawn anew a thousand times.");
    if all.iter().any(|run| run.rows == Rows::Folds) {
        text.push_str(" Folds: every row is read by weights that were made without it.");
    }
    if all.iter().any(|run| !run.peers.is_empty()) {
        text.push_str(
            " Peers read identifiers in the same rows, each on one core, and are counted by the same code.",
        );
    }
    text
}

fn bound(line: &Measured) -> String {
    let Some(goal) = line.goal else { return String::new() };
    let sign = if line.most { "≤" } else { "≥" };
    if line.us { format!("{sign} {goal} µs") } else { format!("{sign} {}", short(goal, 2)) }
}

fn others(line: &Measured) -> String {
    let mut told_of: Vec<String> =
        line.peers.iter().map(|(name, value)| format!("{name} {}", compared(value, line.us))).collect();
    if told_of.is_empty() && !line.published.is_empty() {
        told_of.push(format!("{} (published)", line.published));
    }
    told_of.join("; ")
}

fn told(value: &Value, us: bool) -> String {
    format!("{}, {}", compared(value, us), value.count)
}

fn compared(Value { share: Share { value, low, high }, .. }: &Value, us: bool) -> String {
    let of = |figure: &f64| if us { time(*figure) } else { short(*figure, 3) };
    format!("{} ({} to {})", of(value), of(low), of(high))
}

/// A figure without the nought before its point.
fn short(figure: f64, digits: usize) -> String {
    let text = format!("{figure:.digits$}");
    text.strip_prefix('0').map_or_else(|| text.clone(), str::to_owned)
}

fn time(us: f64) -> String {
    if us < 1_000.0 { format!("{us:.1} µs") } else { format!("{:.1} ms", us / 1_000.0) }
}

const fn named(rows: Rows) -> &'static str {
    match rows {
        Rows::Rules => "rules alone",
        Rows::Unseen => "not trained on",
        Rows::Folds => "folds",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(figures: &str) -> super::super::Measured {
        serde_json::from_str(&format!(r#"{{"together": {{"figures": [{figures}], "message": null}}}}"#))
            .expect("JSON")
    }

    fn figure(name: &str, value: f64, goal: f64, most: bool) -> String {
        let reached = if most { value <= goal } else { value >= goal };
        format!(
            r#"{{"name": "{name}", "rows": 40, "share": {{"value": {value}, "low": {value}, "high": 1.0}},
                "goal": {goal}, "most": {most}, "reached": {reached}}}"#
        )
    }

    fn all() -> Vec<Run> {
        let found = figure("precision of finds", 0.95, 0.85, false);
        let mut ours = report(&found);
        let share = Share { value: 40.0, low: 39.0, high: 41.0 };
        ours.together.message =
            Some(Times { turns: 7, p50_us: share, p99_us: Share { value: 251.0, ..share } });
        let alarms = report(&figure("alarms on calm scenarios", 0.06, 0.05, true));
        let peers = vec![("presidio", report(&figure("precision of finds", 0.5, 0.85, false)))];
        vec![
            Run { kind: "phi", rows: Rows::Rules, ours, peers },
            Run { kind: "scenarios", rows: Rows::Unseen, ours: alarms, peers: Vec::new() },
        ]
    }

    #[test]
    fn a_line_says_ours_and_the_peers_and_whether_the_goal_is_met() {
        let all = all();
        let text = text(&lines(&all), &all);
        assert!(text.contains(
            "| PHI precision where the gold is complete | ≥ .85 | .950 (.950 to 1.000), 40 | yes | rules alone | presidio .500 (.500 to 1.000) |"
        ));
        // More than the most: not met, and what others reached was not measured here.
        assert!(text.contains(
            "| ≤ .05 | .060 (.060 to 1.000), 40 | **no** | not trained on | .03 to .19 (published) |"
        ));
        assert!(text.contains(": p50 | ≤ 50 µs | 40.0 µs (39.0 µs to 41.0 µs), 7 | yes |"));
        assert!(text.contains(": p99 | ≤ 250 µs | 251.0 µs"));
        assert!(text.contains("| no rows |"), "a goal without rows is told as such");
        assert!(text.contains("\n2 of 15 goals met."), "{text}");
        assert!(!text.contains("held-back"), "a part without rows is no line");
    }

    #[test]
    fn the_same_is_told_as_json() {
        let told: serde_json::Value =
            serde_json::from_str(&json(&lines(&all())).expect("JSON")).expect("JSON");
        assert_eq!((&told["met"], &told["goals"]), (&2.into(), &15.into()));
        let precision = &told["lines"].as_array().expect("lines")[3];
        assert_eq!(precision["figure"], "precision of finds");
        assert_eq!(
            (&precision["ours"]["count"], &precision["peers"][0][1]["value"]),
            (&40.into(), &0.5.into())
        );
    }
}
