//! Mourning: a death that is told, and what is told of who died.

use content::model::Topic;
use content_safety_api::Level;

use social_actions::SocialAction;

use super::action::PERHAPS;
use super::clause_words::is_one_of;
use super::reading::OF_ONES_OWN;
use super::state::{hash, noted};
use super::turn::Turn;

/// A death told in at most so many words is met by its own lines.
const DEATH_WORDS: usize = 7;
/// Then not again within so many turns.
const DEATH_TURNS: u32 = 12;
/// What is told of who died rather than for its own sake, while a death is talked of.
const TOLD_OF_WHO_DIED: [&str; 17] = [
    "pets",
    "games",
    "television",
    "garden",
    "cooking",
    "food",
    "music",
    "craft",
    "work",
    "photo",
    "place",
    "birds",
    "reading",
    "weather",
    "looks",
    "temperature",
    "family",
];
/// What was told of a death so many turns ago may still be what somebody tells of.
const MOURNING_TURNS: u32 = 3;
/// What notes that a grief was answered.
pub(super) const MOURNED: &[u8] = b"mourned";
/// Topics of mourning.
pub(super) const GRIEF: [&str; 3] = ["loss", "anniversary", "many_funerals"];

impl Turn<'_> {
    /// A death told in a word or two ("He passed in 2009", "Dead, yes") is met once; then the talk is about who that was.
    pub(super) fn mirror_death(&mut self) -> bool {
        let told = self.tells_death();
        if !told || !self.line("died.then", &[]) {
            return false;
        }
        self.state.note_line(hash(&[b"death told"]));
        true
    }

    /// Whether a death is told in few words and was not met yet.
    fn tells_death(&self) -> bool {
        let met = noted(&self.state.seen, hash(&[b"death told"]))
            .is_some_and(|turn| self.state.turn.saturating_sub(turn) <= DEATH_TURNS);
        let loss = self.reading.topics.first().is_some_and(|topic| topic == "loss");
        // "Elsie. Dead nine year": whoever it is, it is not "the lift" or "it".
        let says = |list: &str| self.reading.folded.iter().any(|word| is_one_of(word, list));
        let long = says("dead died muerto muerta murio") && says("year years ano anos");
        let thing = says("the a it that this");
        let loss = loss || long && !thing && self.reading.topics.is_empty();
        let other = self.reading.statement().is_some();
        loss && !met && !other && self.reading.feelings.is_empty() && self.reading.words <= DEATH_WORDS
    }

    /// Whether a death was met in this very reply.
    pub(super) fn has_met_death(&self) -> bool {
        noted(&self.state.seen, hash(&[b"death told"])) == Some(self.state.turn)
    }

    /// What is told of then, soon after a death was spoken of, is told of who died.
    pub(super) fn mirror_of_the_dead(&mut self) -> bool {
        self.level() == Level::None && self.tells_of_the_dead() && self.line_of_the_dead()
    }

    /// A line for what is told of who died. A story of then, such as the parrot that swore at the customers, is met as a story:
    /// that each small thing brings it back is said of what hurts.
    pub(super) fn line_of_the_dead(&mut self) -> bool {
        let story = self.action(PERHAPS).is_some_and(|action| {
            matches!(action, SocialAction::Memory | SocialAction::Habit | SocialAction::Joke)
        });
        if story && self.is_fresh("does.memory") && self.line("does.memory", &[]) {
            return true;
        }
        self.is_fresh("mourn") && self.line("mourn", &[])
    }

    /// Whether a death is what is being talked of.
    pub(super) fn is_in_grief(&self) -> bool {
        self.top_flow().is_some_and(|flow| flow.id == "grief_day")
    }

    /// Whether what is told may be told of who died: of then, and soon after the death was spoken of.
    pub(super) fn tells_of_the_dead(&self) -> bool {
        let mourns = |topic: &str| GRIEF.contains(&topic);
        let near = self.state.topic.as_ref().is_some_and(|(topic, turn)| {
            mourns(topic) && self.state.turn.saturating_sub(*turn) <= MOURNING_TURNS
        });
        (near || self.has_mourned()) && self.tells_of_before()
    }

    /// Whether a grief was answered some turns ago: what is told now is told of who died.
    pub(super) fn has_mourned(&self) -> bool {
        noted(&self.state.seen, hash(&[MOURNED]))
            .is_some_and(|turn| self.state.turn.saturating_sub(turn) <= MOURNING_TURNS)
    }

    /// Whether a topic is beside the point while a death is talked of.
    pub(super) fn is_beside_grief(&self, topic: &Topic) -> bool {
        OF_ONES_OWN.contains(&topic.id.as_str()) || TOLD_OF_WHO_DIED.contains(&topic.id.as_str())
    }
}
