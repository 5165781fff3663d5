//! What the weights are made of, and how they are measured: sentences with the action that their writer meant. No chance
//! in it: the same rows in the same order give the same bytes.

use ngrams::Model;
use ngrams::train::{Row, Settings, part_of, prepare};

use crate::reader::shares;
use crate::{Share, SocialAction};

/// A sentence and what it does.
#[derive(Clone, Debug, PartialEq)]
pub struct Labelled {
    /// What is answered first.
    pub action: SocialAction,
    /// What it may be taken for as well: neither right nor wrong.
    pub also: Vec<SocialAction>,
    /// Whether whoever hears it from a resident today should ask, or tell a nurse: what it does is read all the same, but
    /// it is no example of calm talk.
    pub ask: bool,
    /// The sentence.
    pub text: String,
}

/// What stands among `also` where somebody should ask.
const ASK: &str = "ask";

/// Why a line is no labelled sentence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LineError {
    /// Not three fields.
    #[error("a line is an action, a list of further actions or `-`, and a sentence, with tabs between them")]
    Fields,
    /// A name that is no action's.
    #[error("`{0}` is no action")]
    Action(String),
}

/// Reads a line of a file of cases: `action`, tab, `also` (names with commas, among them `ask` where somebody should ask about
/// it; or `-`), tab, the sentence.
///
/// # Errors
/// [`LineError`] says what is wrong.
pub fn line(line: &str) -> Result<Labelled, LineError> {
    let fields: Vec<&str> = line.split('\t').collect();
    let [action, also, text] = fields.as_slice() else { return Err(LineError::Fields) };
    if text.trim().is_empty() {
        return Err(LineError::Fields);
    }
    let named = |name: &str| SocialAction::named(name).ok_or_else(|| LineError::Action(name.to_owned()));
    let (asked, also): (Vec<&str>, Vec<&str>) = also.split(',').partition(|name| *name == ASK);
    let also =
        also.into_iter().filter(|name| !matches!(*name, "-" | "")).map(named).collect::<Result<_, _>>()?;
    Ok(Labelled { action: named(action)?, also, ask: !asked.is_empty(), text: (*text).to_owned() })
}

/// How it is done; chosen by cross-validation on the authored rows.
pub fn settings() -> Settings {
    Settings { cost: 4.0, steps: 60, ..Settings::default() }
}

/// Makes weights of all rows.
pub fn train(rows: &[Labelled], settings: &Settings) -> Model {
    let rows: Vec<Row<'_>> = rows.iter().map(Labelled::row).collect();
    let names = SocialAction::ALL.map(SocialAction::name);
    prepare(&rows, settings.rows_min).train(&rows, &names, settings, |_| true)
}

/// What is read of each row by weights that did not see it: the rows are cut into `folds` parts by their text, so that
/// copies stay together.
pub fn cross_validated(rows: &[Labelled], folds: usize, settings: &Settings) -> Vec<Vec<Share>> {
    let parts: Vec<usize> = rows.iter().map(|row| part_of(&row.text, folds)).collect();
    let mut unseen = vec![Vec::new(); rows.len()];
    for part in 0..folds {
        let others = rows.iter().zip(&parts).filter(|(_, of)| **of != part).map(|(row, _)| row.clone());
        let model = train(&others.collect::<Vec<_>>(), settings);
        for ((row, of), slot) in rows.iter().zip(&parts).zip(&mut unseen) {
            if *of == part {
                *slot = shares(&model, &row.text);
            }
        }
    }
    unseen
}

impl Labelled {
    fn row(&self) -> Row<'_> {
        let label = |action: SocialAction| match action {
            action if action == self.action => Some(true),
            action => (!self.also.contains(&action)).then_some(false),
        };
        Row { text: &self.text, weight: 1.0, labels: SocialAction::ALL.map(label).to_vec() }
    }
}
