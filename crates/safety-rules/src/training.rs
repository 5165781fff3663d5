//! What the crisis weights are trained on: labelled rows, and which question each row answers.
//!
//! Four kinds of rows. *Authored* ones are the project's own (`cases/authored`: level, category, sentence; and what
//! `cases/*.txt` say must be left alone). *Graded* ones are
//! posts with a person's severity (the C-SSRS set of Patil et al. 2025, CC BY 4.0). *Presumed* ones are texts of other
//! places that nobody labelled and that are taken as calm. *Calm* ones are comments with a label of emotion (GoEmotions,
//! CC BY 4.0), of which one in [`CALM_STEP`] is taken. The weights hold no words of any of them, see [`ngrams::train`].

mod folds;

use content_safety_api::{CrisisCategory, Level};
use ngrams::train::Row;

pub use folds::Folds;

/// The version of the weights; stored with every analysis. `weights/crisis.md` says what they were made of.
pub const WEIGHTS_VERSION: &str = "crisis-weights 2026-11-29.2";
/// Of so many calm rows one is taken: as many as keep danger and calm in balance.
pub const CALM_STEP: usize = 6;
/// How much a post counts beside a sentence: it is long, and one of a kind that nobody says aloud.
const POST_WEIGHT: f32 = 0.5;

/// The questions that the weights answer, in the order of their scores.
pub const HEADS: [&str; 17] = [
    "danger",
    "medium",
    "high",
    "critical",
    "suicidal_ideation",
    "self_harm",
    "medical_emergency",
    "abuse_neglect",
    "harm_to_others",
    "psychosis",
    "eating_disorder",
    "inability_to_care",
    "third_party_concern",
    "substance",
    "written_low",
    "written_medium",
    "written_high",
];

/// Whether anything is wrong at all.
pub(crate) const DANGER: usize = 0;
/// Where danger is: at least medium, high, critical.
pub(crate) const LEVELS: std::ops::Range<usize> = 1..4;
/// Where danger is: of which kind.
pub(crate) const KINDS: std::ops::Range<usize> = 4..14;
/// In a long written text: at least low, medium, high.
pub(crate) const WRITTEN: std::ops::Range<usize> = 14..17;

/// Where a row comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Written by the project, with a level and a category.
    Authored,
    /// A post with a level.
    Graded,
    /// Of a place where danger is not expected; nobody looked.
    Presumed,
    /// A comment with a label of emotion.
    Calm,
}

/// A labelled text.
#[derive(Clone, Debug, PartialEq)]
pub struct Labelled {
    /// What was said.
    pub text: String,
    /// Where it comes from.
    pub kind: Kind,
    /// How much danger.
    pub level: Level,
    /// The name of a category, of `third_party_concern`, `substance`, or `none`.
    pub category: String,
}

/// Why a line of authored rows cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RowError {
    /// Not three fields.
    #[error("a row is a level, a category and a sentence with tabs between them")]
    Fields,
    /// No such level.
    #[error("`{0}` is no level")]
    Level(String),
    /// No such category.
    #[error("`{0}` is no category")]
    Category(String),
    /// A level without a category, or the other way round.
    #[error("a row without danger has level and category `none`, and no other has")]
    Contradiction,
}

/// Reads one line of `cases/authored/*.tsv`.
///
/// # Errors
/// [`RowError`] says what is wrong with the line.
pub fn authored(line: &str) -> Result<Labelled, RowError> {
    let mut fields = line.split('\t');
    let (Some(level), Some(category), Some(text), None) =
        (fields.next(), fields.next(), fields.next(), fields.next())
    else {
        return Err(RowError::Fields);
    };
    let level = level_named(level).ok_or_else(|| RowError::Level(level.to_owned()))?;
    if category != "none" && !HEADS[KINDS].contains(&category) {
        return Err(RowError::Category(category.to_owned()));
    }
    if (level == Level::None) != (category == "none") {
        return Err(RowError::Contradiction);
    }
    Ok(Labelled { text: text.to_owned(), kind: Kind::Authored, level, category: category.to_owned() })
}

/// Reads one line of `cases/*.txt`: what must be left alone is calm; all other lines are no rows.
pub fn case(line: &str) -> Option<Labelled> {
    let (expected, text) = line.split_once('|')?;
    expected.starts_with("=none").then(|| Labelled {
        text: text.trim().to_owned(),
        kind: Kind::Authored,
        level: Level::None,
        category: "none".to_owned(),
    })
}

/// The kind of danger that a head is about; none for somebody else's.
pub(crate) fn category(head: &str) -> Option<CrisisCategory> {
    CrisisCategory::ALL.iter().copied().find(|category| category.name() == head)
}

/// A level by its word.
pub fn level_named(name: &str) -> Option<Level> {
    Level::ALL.iter().copied().find(|level| level.name() == name)
}

impl Labelled {
    /// The row for training: for each of [`HEADS`] whether it is one, where that is known.
    pub fn row(&self) -> Row<'_> {
        let danger = self.level > Level::None;
        let levels = [Level::Low, Level::Medium, Level::High];
        let labels = (0..HEADS.len())
            .map(|head| match head {
                DANGER => Some(danger),
                _ if LEVELS.contains(&head) => danger
                    .then(|| self.level >= Level::ALL[head + 1])
                    .filter(|_| head < 3 || self.is(Kind::Authored)),
                _ if KINDS.contains(&head) => {
                    (danger && self.is(Kind::Authored)).then(|| self.category == HEADS[head])
                }
                _ => matches!(self.kind, Kind::Graded | Kind::Presumed)
                    .then(|| self.level >= levels[head - WRITTEN.start]),
            })
            .collect();
        let weight = if matches!(self.kind, Kind::Graded | Kind::Presumed) { POST_WEIGHT } else { 1.0 };
        Row { text: &self.text, weight, labels }
    }

    fn is(&self, kind: Kind) -> bool {
        self.kind == kind
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_read_or_told_what_is_wrong_with_it() {
        let row = authored("high\tmedical_emergency\tHis mouth hangs down.").expect("read");
        assert_eq!((row.level, row.category.as_str()), (Level::High, "medical_emergency"));
        assert_eq!(authored("high\tmedical_emergency").err(), Some(RowError::Fields));
        assert_eq!(authored("grave\tnone\tx").err(), Some(RowError::Level("grave".into())));
        assert_eq!(authored("high\twritten_low\tx").err(), Some(RowError::Category("written_low".into())));
        assert_eq!(authored("none\tself_harm\tx").err(), Some(RowError::Contradiction));
        assert_eq!(authored("low\tnone\tx").err(), Some(RowError::Contradiction));
        assert_eq!(case("=none - | I like rope.").map(|row| row.text), Some("I like rope.".to_owned()));
        assert_eq!(case("# =none - | a remark").or(case(">=low self_harm | x")), None);
    }

    #[test]
    fn each_kind_of_row_answers_what_it_knows_and_nothing_else() {
        let labels = |kind, level, category: &str| {
            let row = Labelled { text: String::new(), kind, level, category: category.to_owned() };
            row.row().labels
        };
        let authored = labels(Kind::Authored, Level::High, "psychosis");
        assert_eq!(authored[..4], [Some(true), Some(true), Some(true), Some(false)]);
        assert_eq!(authored[9], Some(true));
        assert_eq!(authored[4], Some(false));
        assert!(authored[WRITTEN].iter().all(Option::is_none));
        let calm = labels(Kind::Calm, Level::None, "none");
        assert_eq!(calm[DANGER], Some(false));
        assert!(calm[1..].iter().all(Option::is_none), "how grave calm talk is, nobody asks");
        let graded = labels(Kind::Graded, Level::Medium, "none");
        assert_eq!(graded[..4], [Some(true), Some(true), Some(false), None]);
        assert!(graded[KINDS].iter().all(Option::is_none));
        assert_eq!(graded[WRITTEN], [Some(true), Some(true), Some(false)]);
    }

    #[test]
    fn every_authored_row_can_be_read_and_none_stands_among_the_measured_ones() {
        let blind = include_str!("../cases/blind.tsv").lines().filter(|line| !line.starts_with('#'));
        let measured: std::collections::HashSet<String> = include_str!("../cases/indirect.jsonl")
            .lines()
            .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"))
            .filter_map(|row| row["text"].as_str().map(str::to_lowercase))
            .chain(blind.filter_map(|line| line.rsplit('\t').next()).map(str::to_lowercase))
            .collect();
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/cases/authored");
        let mut rows = 0;
        for file in std::fs::read_dir(folder).expect("the folder") {
            let path = file.expect("a file").path();
            for (at, line) in std::fs::read_to_string(&path).expect("text").lines().enumerate() {
                let row =
                    authored(line).unwrap_or_else(|error| panic!("{}:{}: {error}", path.display(), at + 1));
                assert!(
                    !measured.contains(&row.text.to_lowercase()),
                    "{}:{} is measured on",
                    path.display(),
                    at + 1
                );
                rows += 1;
            }
        }
        assert!(rows > 20_000, "{rows}");
    }
}
