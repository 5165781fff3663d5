//! What was told and may be kept: only from the resident's own words, only with consent, and gone on a word.
//! Deaths are tombstones: nobody who is dead is spoken of as living.

use content::model::{Relation, UserAct};
use content::text::folded;
use content_safety_api::Language;

use super::input::Fact;
use super::plan::{Effect, Fill, Words};
use super::reading::{FrameHit, frame};
use super::turn::Turn;

/// Words that only say that something is to be forgotten, not what.
const FORGETTING: [&str; 28] = [
    "forget",
    "delete",
    "erase",
    "remove",
    "please",
    "notes",
    "note",
    "everything",
    "told",
    "said",
    "wrote",
    "memory",
    "olvide",
    "olvida",
    "olvidese",
    "olvidar",
    "borre",
    "borra",
    "borrar",
    "borrelo",
    "elimine",
    "quite",
    "notas",
    "nota",
    "dije",
    "conte",
    "todo",
    "favor",
];
/// Words that give somebody a name.
const NAMING: [&str; 14] = [
    "name", "names", "called", "named", "is", "was", "shes", "hes", "llama", "llamaba", "llaman", "nombre",
    "dicen", "era",
];
/// A pronoun reaches back so many turns.
const PRONOUN_TURNS: u32 = 2;
/// A name by itself is the resident's own within so many turns.
const NAME_TURNS: u32 = 8;
/// What a bare name may answer: what to be called, and what there is to tell.
const NAME_ASKED: [&str; 2] = ["welcome.name", "ask.start"];

impl Turn<'_> {
    /// Whether things may be kept from one conversation to the next.
    pub(super) fn may_keep(&self) -> bool {
        self.state.agreed.unwrap_or(self.input.consent.memory)
    }

    /// Keeps the spans of this message: in the conversation always, beyond it with consent.
    pub(super) fn learn(&mut self) {
        if !self.can_echo() {
            return;
        }
        self.settle_name();
        self.learn_work();
        self.mourn_by_pronoun();
        for (slot, value) in self.reading.of_others.clone() {
            self.state.set_slot(slot, &value, (0, 0));
            self.state.tell(Relation::Kin, &value);
        }
        for hit in self.reading.frames.clone() {
            let Some(fill) = hit.fills.first() else { continue };
            if hit.id == "their_name" {
                self.learn_name(&fill.text, hit.span);
                continue;
            }
            // "Call her Güera": by that name she is asked about from here on.
            if hit.id == "mention_person" || hit.id == "called_so" {
                self.state.set_slot("last.person", &fill.text, hit.span);
            }
            if !hit.id.starts_with("mention") {
                self.state.set_slot(&format!("{}.{}", hit.id, fill.slot), &fill.text, hit.span);
            }
            // "your daughter Anna": a kin word with a name is worth keeping; a kin word alone is not.
            let kin = hit.id == "mention_person" && fill.text.split(' ').count() >= 3;
            let relation =
                frame(self.library, &hit.id).and_then(|frame| frame.fact).or(kin.then_some(Relation::Kin));
            if relation == Some(Relation::Died) {
                self.state.mourn(&fill.text);
            }
            let Some(relation) = relation else { continue };
            self.state.tell(relation, &fill.text);
            if !(relation != Relation::Died && self.is_gone(&hit)) {
                self.note_fact(relation, &fill.text, hit.span);
            }
        }
    }

    /// A name by itself near the beginning ("Fred"), where nobody else was spoken of, is the resident's own; "it is Carol"
    /// later on, or beside a "she", is somebody else's.
    fn settle_name(&mut self) {
        let early = self.state.turn <= NAME_TURNS && self.state.slot("name.name").is_none();
        // A bare name after another question answers that question: "Who was up there with you?" "Fred."
        let answers = self.state.last.iter().any(|piece| {
            let asks_name =
                matches!(&piece.words, Words::Line(line) if NAME_ASKED.contains(&line.pool.as_str()));
            piece.asks && !asks_name
        });
        let named = self.state.slots.iter().any(|slot| slot.name == "last.person");
        let words: Vec<&String> = self.reading.folded.iter().filter(|word| *word != ".").collect();
        let others = words.iter().any(|word| matches!(word.as_str(), "he" | "she" | "they" | "her" | "his"));
        let weak =
            matches!(words.first().map(|word| word.as_str()), Some("its" | "it" | "this" | "im" | "i"))
                && !words
                    .iter()
                    .any(|word| matches!(word.as_str(), "name" | "names" | "call" | "called" | "speaking"));
        for hit in &mut self.reading.frames {
            if hit.id == "their_name" && words.len() == 1 && early && !named && !answers {
                "name".clone_into(&mut hit.id);
            }
        }
        if weak && (!early || others || named) {
            self.reading.frames.retain(|hit| hit.id != "name");
        }
        // One's own name names nobody else.
        let own = self.reading.frames.iter().find(|hit| hit.id == "name").and_then(|hit| hit.fills.first());
        if let Some(own) = own.map(|fill| fill.text.clone()) {
            self.reading.frames.retain(|hit| {
                !hit.id.starts_with("mention") || hit.fills.iter().any(|fill| fill.text != own)
            });
        }
    }

    /// "I worked at the telephone exchange": the resident's own work, where no trade is named.
    fn learn_work(&mut self) {
        let words = &self.reading.folded;
        let own = words.windows(3).any(|words| match self.reading.language {
            Language::En => {
                matches!(words[0].as_str(), "i" | "ive")
                    && matches!(words[1].as_str(), "worked" | "was" | "ran" | "been")
                    && matches!(words[2].as_str(), "at" | "in" | "on" | "for" | "with" | "a" | "the")
            }
            Language::Es => {
                matches!(words[0].as_str(), "trabaje" | "trabajaba" | "yo")
                    && matches!(words[1].as_str(), "en" | "de" | "para" | "trabaje" | "trabajaba")
            }
        });
        let Some(thing) = self.reading.thing.clone().filter(|thing| own && !thing.denied) else { return };
        let job = self.reading.frames.iter().any(|hit| hit.id == "was_job");
        let value = match (thing.class.as_str(), self.reading.language) {
            ("workplace", Language::En) => format!("work at {}", thing.said),
            ("workplace", Language::Es) => format!("el trabajo en {}", thing.said),
            _ => return,
        };
        if !job {
            self.state.set_slot("own.work", &value, (0, 0));
        }
    }

    /// "Her name is Anna": of whoever is named beside it, else of the one who was spoken of last.
    fn learn_name(&mut self, name: &str, span: (u32, u32)) {
        let lexicon = self.library.lexicon(self.reading.language);
        let beside = self.reading.folded.iter().find(|word| lexicon.people.has(word)).cloned();
        // A name by itself belongs to whoever is named in the same message, and to nobody else.
        let lone = !self.reading.folded.iter().any(|word| NAMING.contains(&word.as_str()));
        if lone && beside.is_none() {
            return;
        }
        let last = self.state.slots.iter().find(|slot| slot.name == "last.person");
        let last = last.filter(|slot| self.state.turn.saturating_sub(slot.turn) <= PRONOUN_TURNS);
        let owner = match self.reading.language {
            Language::En => "your",
            Language::Es => "su",
        };
        let person = match (beside, last) {
            (Some(word), _) => format!("{owner} {word}"),
            (None, Some(slot)) if parts(&slot.value).1.is_none() => slot.value.clone(),
            _ => return,
        };
        let value = format!("{person} {name}");
        if self.is_dead(&person) {
            self.state.mourn(&value);
        }
        self.state.set_slot("last.person", &value, span);
        self.state.tell(Relation::Kin, &value);
        if !self.is_dead(&value) {
            self.note_fact(Relation::Kin, &value, span);
        }
    }

    /// "He died": the person who was named last is not spoken of as living any more. Nothing is said back, so a
    /// wrong guess costs silence and no more.
    fn mourn_by_pronoun(&mut self) {
        let by_pronoun = self.reading.statement().is_none_or(|hit| hit.id != "died")
            && self.reading.topics.iter().any(|topic| topic == "loss")
            && self.reading.folded.iter().any(|word| matches!(word.as_str(), "he" | "she" | "el" | "ella"));
        let last = self.state.slots.iter().find(|slot| slot.name == "last.person");
        let recent = last.filter(|slot| self.state.turn.saturating_sub(slot.turn) <= PRONOUN_TURNS);
        if let Some(person) = recent.filter(|_| by_pronoun).map(|slot| slot.value.clone()) {
            self.state.mourn(&person);
        }
    }

    /// Whether a hit is about somebody whose death is known.
    pub(super) fn is_gone(&self, hit: &FrameHit) -> bool {
        hit.fills.iter().find(|fill| fill.slot == "person").is_some_and(|fill| self.is_dead(&fill.text))
    }

    /// Whether somebody's death is known, from this conversation or from what was kept.
    pub(super) fn is_dead(&self, person: &str) -> bool {
        let dead =
            self.input.facts.iter().filter(|fact| fact.relation == Relation::Died).map(|fact| &fact.value);
        self.state.gone.iter().chain(dead).any(|gone| same_person(gone, person))
    }

    /// Whether somebody who is dead is told of as coming, waiting or ill now, or is to be called.
    pub(super) fn time_shifted(&self) -> Option<&FrameHit> {
        if self.reading.does(UserAct::WishCall)
            && let Some(hit) = self.reading.frames.iter().find(|hit| self.is_gone(hit))
        {
            return Some(hit);
        }
        let hit = self.reading.statement()?;
        // "She is coming home": somebody who was just spoken of, and whose death is known.
        if hit.id == "expects_them" && !self.state.gone.is_empty() {
            // "Let us see whether Pilar comes" is about Pilar.
            let living = |hit: &FrameHit| hit.id == "mention_person" && !self.is_gone(hit);
            return (!self.reading.frames.iter().any(living)).then_some(hit);
        }
        let now = matches!(hit.id.as_str(), "expects" | "ill" | "worried_about" | "no_visit");
        (now && self.is_gone(hit)).then_some(hit)
    }

    /// Meets the feeling of it: neither corrects nor confirms.
    pub(super) fn time_shift(&mut self, pool: &str) {
        let Some(hit) = self.time_shifted() else { return };
        let gone = || {
            let known = self.state.gone.last().filter(|person| !self.state.unsaid.contains(person));
            known.map(|person| Fill { slot: "person".to_owned(), text: person.clone() })
        };
        match hit.fills.first().cloned().or_else(gone) {
            Some(fill) => self.line(pool, &[fill]),
            // Whose name was taken back is not named: what is waited for is met without it.
            None => self.line("frame.expects_them", &[]),
        };
    }

    /// Forgets what the message names, everything when it says so, else what was told last.
    pub(super) fn forget(&mut self) {
        let words = self.reading.folded.clone();
        let all = words
            .iter()
            .any(|word| matches!(word.as_str(), "everything" | "all" | "todo" | "todas" | "todos"));
        let names = |value: &str| {
            folded(value).split(' ').any(|part| part.len() > 3 && words.iter().any(|word| word == part))
        };
        let named: Vec<&Fact> = self.input.facts.iter().filter(|fact| names(&fact.value)).collect();
        // "Forget about the pear tree" names something; where nothing of it is kept, nothing else has to go for it.
        let common = &self.library.lexicon(self.reading.language).common;
        let points = words.iter().any(|word| {
            word.chars().count() > 2 && !common.has(word) && !FORGETTING.contains(&word.as_str())
        });
        let facts: Vec<String> = if all {
            self.input.facts.iter().map(|fact| fact.id.clone()).collect()
        } else if named.is_empty() && points {
            Vec::new()
        } else if named.is_empty() {
            let last = self.input.facts.iter().max_by_key(|fact| fact.day);
            last.map(|fact| fact.id.clone()).into_iter().collect()
        } else {
            named.iter().map(|fact| fact.id.clone()).collect()
        };
        let recent = self.state.turn.saturating_sub(2);
        let slots = self.state.slots.len();
        let by_name = self.input.facts.iter().any(|fact| names(&fact.value))
            || self.state.slots.iter().any(|slot| names(&slot.value));
        self.state.slots.retain(|slot| !all && !names(&slot.value) && (by_name || slot.turn < recent));
        self.state.gone.retain(|person| !all && !names(person));
        let told = self.state.told.len();
        let last = self.state.told.last().map(|told| told.value.clone());
        self.state.told.retain(|told| {
            let latest = !points && !by_name && Some(&told.value) == last.as_ref();
            !all && !names(&told.value) && !latest
        });
        let pending = self.state.pending.take().is_some();
        self.state.conflict = None;
        let topics = self.forget_topics(all);
        let anything = !facts.is_empty()
            || topics
            || self.state.slots.len() < slots
            || self.state.told.len() < told
            || pending;
        if !facts.is_empty() {
            self.effects.push(Effect::Forget(facts));
        }
        self.line(if anything { "forget" } else { "forget.none" }, &[]);
    }
}

/// Whether two echoes may name the same person: the same name, or the same kin word while one has no name.
pub(super) fn same_person(one: &str, other: &str) -> bool {
    let (one_kin, one_name) = parts(one);
    let (other_kin, other_name) = parts(other);
    match (one_name, other_name) {
        (Some(one), Some(other)) => one == other,
        _ => one_kin.is_some() && one_kin == other_kin,
    }
}

/// The kin word and the first name of "your husband Tom".
pub(super) fn parts(person: &str) -> (Option<&str>, Option<&str>) {
    let mut words: Vec<&str> = person.split(' ').collect();
    let named = words.last().is_some_and(|word| word.chars().next().is_some_and(char::is_uppercase));
    let name = if named { words.pop() } else { None };
    (words.last().copied().filter(|_| words.len() > 1), name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_the_same_by_name_or_by_kin_word() {
        assert!(same_person("your husband Tom", "your husband"));
        assert!(same_person("your husband Tom", "Tom"));
        assert!(!same_person("your son Tom", "your son Jim"));
        assert!(!same_person("your son", "your sister"));
    }
}
