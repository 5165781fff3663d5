//! What is said where nothing of a message can be said back, and nobody knows what it does: that more is welcome (told of then and of
//! the companion there are lines of their own), and after a mere word a way back to somebody, or to the work, that was named some turns
//! ago. A word of listening alone comes after these.

use content::model::{Relation, Tone, UserAct};
use content_safety_api::{Language, Level};

use super::clause_words::is_one_of;
use super::plan::Fill;
use super::spanish;
use super::state::{hash, noted};
use super::turn::Turn;

/// A message of fewer words is met in as few.
const HEARD_WORDS: usize = 3;
/// What was told so many turns ago is worth coming back to; before that it is what the talk is about.
const AGO_TURNS: u32 = 4;
/// So many turns lie between two ways back.
const BACK_TURNS: u32 = 8;
/// What is wrong, or was done to somebody; and for how long that colours what is told next.
const SORE: [&str; 8] = ["staff", "treated", "lost", "call_bell", "dignity", "decisions", "anger", "noise"];
const SORE_TURNS: u32 = 3;
/// Flows in which a talk may wander.
const WANDERS: [&str; 2] = ["sharing", "listening"];

impl Turn<'_> {
    /// Invites more of what was told, by its kind.
    pub(super) fn hear_out(&mut self) -> bool {
        let calm = self.level() == Level::None && self.state.ladder.is_none();
        let told = self.reading.act() == UserAct::Tell && self.reading.words >= HEARD_WORDS;
        if !calm || !told || !self.reading.feelings.is_empty() || self.reading.foretells() {
            return false;
        }
        let mourned = self.is_in_grief() && self.may_be_of_the_dead() || self.tells_of_the_dead();
        if mourned && !self.is_elsewhere() {
            return self.mirror_any_told() || self.line_of_the_dead();
        }
        if self.mirror_any_told() {
            return true;
        }
        let pool = self.kind_heard();
        self.is_fresh(pool) && self.line(pool, &[])
    }

    /// Whether something that was done wrong is what the talk is about: no pleasant word about a thing belongs beside it.
    pub(super) fn is_sore(&self) -> bool {
        let near = |turn: u32| self.state.turn.saturating_sub(turn) <= SORE_TURNS;
        noted(&self.state.seen, hash(&[b"sore"])).is_some_and(near) || self.state.complained.is_some_and(near)
    }

    /// Notes that something done wrong is told.
    pub(super) fn note_sore(&mut self) {
        if self.reading.topics.iter().any(|topic| SORE.contains(&topic.as_str())) {
            self.state.note_line(hash(&[b"sore"]));
        }
    }

    fn kind_heard(&self) -> &'static str {
        if self.speaks_of_companion() {
            "heard.you"
        } else if self.tells_of_then() && !self.is_sore() {
            "heard.then"
        } else {
            "heard"
        }
    }

    /// "You are polite, I will give you that": the companion is what it is about. "You could stand a spoon in it" is of anybody.
    fn speaks_of_companion(&self) -> bool {
        let words = &self.reading.folded;
        let you = words.windows(2).any(|pair| {
            is_one_of(&pair[0], "you")
                && is_one_of(&pair[1], "are dont do seem sound say said keep talk know want")
                || pair[0] == "youre"
        });
        // "Fui a pedir la máquina quitanieves": that is another one.
        let machine = words.windows(2).any(|two| two[1] == "maquina" && is_one_of(&two[0], "una esta pobre"));
        you || machine || words.iter().any(|word| is_one_of(word, "usted aparatito cacharro"))
    }

    /// Whether something is told of then, in either language's forms.
    pub(super) fn tells_of_then(&self) -> bool {
        let past = |word: &str| {
            let word = word.to_lowercase();
            spanish::is_imperfect(&word) || word.chars().count() > 3 && word.ends_with(['ó', 'é'])
        };
        let spanish = self.reading.language == Language::Es;
        self.tells_of_before()
            || spanish && self.input.text.split(|letter: char| !letter.is_alphabetic()).any(past)
    }

    /// Asks about somebody, or about the work, that was named some turns ago and that the talk did not come back to. Only
    /// where no more than a word was said, and nothing weighs.
    pub(super) fn go_back(&mut self) -> bool {
        let lately = noted(&self.state.seen, hash(&[b"went back"]))
            .is_some_and(|turn| self.state.turn.saturating_sub(turn) < BACK_TURNS);
        let calm = self.level() == Level::None && self.state.ladder.is_none();
        let free = self.top_flow().is_none_or(|flow| WANDERS.contains(&flow.id.as_str()));
        let light = self.reading.feelings.is_empty() && self.reading.tone(self.library) != Tone::Hard;
        // Who mourns is not led elsewhere, nor who complained.
        let other = self.mourns() || self.state.complained.is_some() || self.asked_just() || self.asks_leave;
        if lately || !calm || !free || !light || other || !self.can_echo() {
            return false;
        }
        let Some((relation, value)) = self.told_before() else { return false };
        let (pool, slot) = match relation {
            Relation::Worked => ("back.work", "job"),
            _ => ("back.person", "person"),
        };
        let fills = [Fill { slot: slot.to_owned(), text: value.clone() }];
        let said = self.is_fresh_with(pool, &fills) && self.line_beside(pool, &fills);
        if said {
            self.state.note_line(hash(&[b"went back"]));
            self.state.note_line(hash(&[b"back to", value.as_bytes()]));
        }
        said
    }

    /// What was told longest ago of what the talk may come back to.
    fn told_before(&self) -> Option<(Relation, String)> {
        let ago = |value: &str| {
            noted(&self.state.seen, hash(&[b"told", value.as_bytes()]))
                .map(|turn| self.state.turn.saturating_sub(turn))
        };
        let told = self.state.told.iter().find(|told| {
            let fits = match told.relation {
                Relation::Worked => true,
                Relation::Kin => !self.is_dead(&told.value),
                _ => false,
            };
            let back = noted(&self.state.seen, hash(&[b"back to", told.value.as_bytes()])).is_some();
            fits && !back && ago(&told.value).is_some_and(|turns| turns >= AGO_TURNS)
        })?;
        Some((told.relation, told.value.clone()))
    }
}
