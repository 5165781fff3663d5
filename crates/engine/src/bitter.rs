//! Laughter that is none: "they call it a home, that made me laugh". Joy beside something hard is worse than no joy, so a
//! laugh is merry only where nothing near it is hard, reported or denied.

use content::model::{Feeling, Tone};
use content_safety_api::Level;

use super::clause_words::is_one_of;
use super::plan::Words;
use super::turn::Turn;

const LAUGHS: &str = "laugh laughs laughed laughing laughable smile reir rei reirme risa risas rio riendo sonreir hilarious smiled smiles sonrio ja jaja jajaja jajajaja jeje jejeje jiji haha hahaha hahahaha hehe lol";
/// What is put behind a line that is none to laugh at.
const TAGS: &str = "haha hahaha hahahaha hehe heh lol ha jaja jajaja jajajaja jeje ja";
/// What is lost, missed or goes wrong: told with such a tag, it is not merry.
const LOSSES: &str = "lost lose loses forgot forget forgotten fell fall falls broke broken alone old useless late stuck wrong cold \
    dark deaf blind gone left stopped missed waiting waited wait worse worst rubbish awful terrible bored boring tired sorry \
    perdi olvide olvido cai caigo rompi solo sola vieja viejo inutil tarde sordo sorda ciego ciega peor espero cansada";
/// What others say or claim, and what is denied: a laugh at that is seldom a merry one.
const BITTER: &str = "call calls called say says said told tells think thinks reckon reckons promise promised promises \
    supposed grateful lucky care home nobody never not no dont didnt wont cant dicen dijo dijeron dice llaman llamo \
    prometieron prometio creen agradecida agradecido suerte nadie nunca jamas residencia";
/// What was hard so many turns ago is still near.
const NEAR_TURNS: u32 = 2;

impl Turn<'_> {
    /// Takes joy out of what is only laughed at.
    pub(super) fn sober(&mut self) {
        let says = |words: &str| self.reading.folded.iter().any(|word| is_one_of(word, words));
        let hard = |id: &str| self.library.topic(id).is_some_and(|topic| topic.tone == Tone::Hard);
        let near =
            self.state.topic.as_ref().is_some_and(|(topic, turn)| {
                hard(topic) && self.state.turn.saturating_sub(*turn) <= NEAR_TURNS
            });
        // "I said so to the manager." "She smiled at me."
        let told = self.state.last.iter().any(|piece| {
            let Words::Line(line) = &piece.words else { return false };
            let kind = line.pool.strip_prefix("clause.");
            kind.is_some_and(|id| {
                self.library.clause_kinds().iter().any(|kind| kind.id == id && kind.tone == Tone::Hard)
            })
        });
        let danger = self.level() != Level::None;
        // "Nobody came to my birthday lol", "fell out of bed haha": at the end of a loss it is a brave face.
        let tag = self.reading.words > 1
            && self
                .reading
                .folded
                .iter()
                .rev()
                .find(|word| *word != ".")
                .is_some_and(|word| is_one_of(word, TAGS));
        let loss =
            tag && (says(LOSSES) || self.reading.tone(self.library) == Tone::Hard || self.is_hard_clause());
        let bitter = (says(LAUGHS) || tag)
            && (danger
                || loss
                || told
                || says(BITTER)
                || near
                || self.reading.topics.iter().any(|id| hard(id)));
        if bitter {
            self.reading.topics.retain(|id| !matches!(id.as_str(), "joy" | "gratitude"));
            self.reading.feelings.retain(|feeling| !matches!(feeling, Feeling::Glad | Feeling::Grateful));
        }
    }
}
