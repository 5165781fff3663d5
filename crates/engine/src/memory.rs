//! What was told and may be kept: only from the resident's own words, only with consent, and gone on a word.
//! Deaths are tombstones: nobody who is dead is spoken of as living.

use content::model::Relation;
use content::text::folded;
use content_safety_api::Language;

use super::input::Fact;
use super::plan::{Effect, Fill};
use super::reading::{FrameHit, frame};
use super::state::hash;
use super::turn::Turn;

/// A pronoun reaches back so many turns.
const PRONOUN_TURNS: u32 = 2;
/// How many facts one reply lists; the page lists all.
const LISTED_MAX: usize = 10;

const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const MONTHS_ES: [&str; 12] = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
];

impl Turn<'_> {
    /// Keeps the spans of this message: in the conversation always, beyond it with consent.
    pub(super) fn learn(&mut self) {
        if !self.can_echo() {
            return;
        }
        self.mourn_by_pronoun();
        for hit in self.reading.frames.clone() {
            let Some(fill) = hit.fills.first() else { continue };
            let mention = hit.id.starts_with("mention");
            if hit.id == "mention_person" {
                self.state.set_slot("last.person", &fill.text, hit.span);
            }
            if !mention {
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
            let kept =
                self.input.facts.iter().any(|fact| fact.relation == relation && fact.value == fill.text);
            if self.input.consent.memory && !kept && !(kin && self.is_gone(&hit)) {
                self.effects.push(Effect::Remember { relation, value: fill.text.clone(), span: hit.span });
            }
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
        let Some(person) = hit.fills.iter().find(|fill| fill.slot == "person") else { return false };
        let dead =
            self.input.facts.iter().filter(|fact| fact.relation == Relation::Died).map(|fact| &fact.value);
        self.state.gone.iter().chain(dead).any(|gone| same_person(gone, &person.text))
    }

    /// Whether somebody who is dead is told of as coming, waiting or ill now.
    pub(super) fn time_shifted(&self) -> Option<&FrameHit> {
        let hit = self.reading.statement()?;
        let now = matches!(hit.id.as_str(), "expects" | "ill" | "worried_about" | "no_visit");
        (now && self.is_gone(hit)).then_some(hit)
    }

    /// Meets the feeling of it: neither corrects nor confirms.
    pub(super) fn time_shift(&mut self, pool: &str) {
        let Some(fill) = self.time_shifted().and_then(|hit| hit.fills.first()).cloned() else { return };
        self.line(pool, &[fill]);
    }

    /// Lists exactly what is kept, with dates.
    pub(super) fn tell_memory(&mut self) {
        if !self.input.consent.memory {
            self.line("memory.off", &[]);
            return;
        }
        if self.input.facts.is_empty() {
            self.line("memory.none", &[]);
            return;
        }
        self.line("memory.intro", &[]);
        for fact in self.input.facts.iter().take(LISTED_MAX) {
            let fills = [("date", date(fact.day, self.language())), ("value", fact.value.clone())]
                .map(|(slot, text)| Fill { slot: slot.to_owned(), text });
            self.line("memory.item", &fills);
        }
    }

    /// Forgets what the message names, everything when it says so, else what was told last.
    pub(super) fn forget(&mut self) {
        let words = &self.reading.folded;
        let all = words
            .iter()
            .any(|word| matches!(word.as_str(), "everything" | "all" | "todo" | "todas" | "todos"));
        let named: Vec<&Fact> = self
            .input
            .facts
            .iter()
            .filter(|fact| {
                let value = folded(&fact.value);
                value.split(' ').any(|part| part.len() > 3 && words.iter().any(|word| word == part))
            })
            .collect();
        let facts: Vec<String> = if all {
            self.input.facts.iter().map(|fact| fact.id.clone()).collect()
        } else if named.is_empty() {
            self.input
                .facts
                .iter()
                .max_by_key(|fact| fact.day)
                .map(|fact| fact.id.clone())
                .into_iter()
                .collect()
        } else {
            named.iter().map(|fact| fact.id.clone()).collect()
        };
        let recent = self.state.turn.saturating_sub(2);
        let slots = self.state.slots.len();
        self.state.slots.retain(|slot| !all && slot.turn < recent);
        let anything = !facts.is_empty() || self.state.slots.len() < slots;
        if !facts.is_empty() {
            self.effects.push(Effect::Forget(facts));
        }
        self.line(if anything { "forget" } else { "forget.none" }, &[]);
    }

    /// At most one recall at the start of a session, as a statement; never of a death.
    pub(super) fn recall(&mut self) {
        if !self.input.consent.memory {
            return;
        }
        let language = self.language();
        let fact = self
            .input
            .facts
            .iter()
            .filter(|fact| {
                !matches!(fact.relation, Relation::Died | Relation::Name) && fact.language == language
            })
            .min_by_key(|fact| hash(&[self.input.conversation.as_bytes(), fact.id.as_bytes()]));
        if let Some(fact) = fact {
            let value = fact.value.clone();
            self.line("recall.fact", &[Fill { slot: "value".to_owned(), text: value }]);
        }
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
fn parts(person: &str) -> (Option<&str>, Option<&str>) {
    let mut words: Vec<&str> = person.split(' ').collect();
    let named = words.last().is_some_and(|word| word.chars().next().is_some_and(char::is_uppercase));
    let name = if named { words.pop() } else { None };
    (words.last().copied().filter(|_| words.len() > 1), name)
}

/// A day as it is said: "June 3, 2026", "3 de junio de 2026".
fn date(day: u32, language: Language) -> String {
    // Days to a civil date, counted from March so that the leap day is last (the inverse of the usual formula).
    let shifted = i64::from(day) + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day_of_month = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let index = usize::try_from(month - 1).unwrap_or(0);
    match language {
        Language::En => format!("{} {day_of_month}, {year}", MONTHS_EN[index]),
        Language::Es => format!("{day_of_month} de {} de {year}", MONTHS_ES[index]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_said_as_dates() {
        assert_eq!(date(0, Language::En), "January 1, 1970");
        assert_eq!(date(20_779, Language::En), "November 22, 2026");
        assert_eq!(date(11_016, Language::Es), "29 de febrero de 2000");
    }

    #[test]
    fn a_person_is_the_same_by_name_or_by_kin_word() {
        assert!(same_person("your husband Tom", "your husband"));
        assert!(same_person("your husband Tom", "Tom"));
        assert!(!same_person("your son Tom", "your son Jim"));
        assert!(!same_person("your son", "your sister"));
    }
}
