//! What is kept, told: the whole list when it is asked for, one thing at most when a session starts, and nothing
//! sensitive unasked.

use content::model::Relation;
use content::text::folded;
use content_safety_api::Language;

use super::input::{Fact, Sensitivity};
use super::others::{THEIR_LIKING, THEIR_WORK};
use super::plan::Fill;
use super::state::hash;
use super::turn::Turn;

/// Words that ask for the resident's work.
const WORK_WORDS: [&str; 8] = ["living", "work", "job", "trade", "trabajaba", "trabajo", "oficio", "trabaje"];
/// Words that ask for a name.
const NAME_WORDS: [&str; 4] = ["name", "called", "llamo", "nombre"];
/// Words that ask what something is or was called.
const CALLED_WORDS: [&str; 4] = ["llama", "llaman", "llamaba", "llamaban"];
/// Words that ask for what somebody liked.
const LIKING_WORDS: [&str; 7] = ["like", "liked", "love", "loved", "gustaba", "gustaban", "gusta"];
/// Words that ask the same of the resident: "And mine?"
const OWN_WORDS: [&str; 3] = ["mine", "mio", "mia"];
/// Words that point at somebody else.
const OTHER_WORDS: [&str; 5] = ["he", "she", "his", "her", "le"];
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
    /// Lists exactly what is kept, with dates; of somebody who is named, what is kept of them.
    pub(super) fn tell_memory(&mut self) {
        if self.tell_here() {
            return;
        }
        if !self.may_keep() {
            self.line("memory.off", &[]);
            return;
        }
        if self.input.facts.is_empty() && self.input.talks.is_empty() {
            self.line("memory.none", &[]);
            return;
        }
        let words = &self.reading.folded;
        let common = &self.library.lexicon(self.reading.language).common;
        let names = |fact: &&Fact| {
            folded(&fact.value)
                .split(' ')
                .any(|part| part.len() > 2 && !common.has(part) && words.iter().any(|word| word == part))
        };
        let named: Vec<Fact> = self.input.facts.iter().filter(names).cloned().collect();
        let facts = if named.is_empty() { self.input.facts.clone() } else { named.clone() };
        self.line("memory.intro", &[]);
        for fact in facts.iter().take(LISTED_MAX) {
            let fills = [("date", date(fact.day, self.language())), ("value", fact.value.clone())]
                .map(|(slot, text)| Fill { slot: slot.to_owned(), text });
            // Words of another language are quoted as they were told; a name is a name in both.
            let foreign = fact.language != self.language() && fact.relation != Relation::Name;
            self.line(if foreign { "memory.other" } else { pool_of(fact.relation) }, &fills);
        }
        if facts.len() > LISTED_MAX {
            self.line("memory.more", &[]);
        }
        if named.is_empty() {
            self.tell_talks();
        }
    }

    /// Answers what is asked about one thing that was told: "what was my dog's name?". It rests on this conversation,
    /// and on what was kept with consent; whether it asked for one thing.
    pub(super) fn tell_here(&mut self) -> bool {
        let Some(told) = self.told_of() else { return false };
        "told_here".clone_into(&mut self.rule);
        let Some((relation, value)) = told else {
            self.line("here.none", &[]);
            return true;
        };
        let pool = match relation {
            Relation::Name => "here.name",
            Relation::Died => "here.died",
            Relation::Worked => "here.worked",
            _ => "here.about",
        };
        self.line(pool, &[Fill { slot: "value".to_owned(), text: value }]);
        true
    }

    /// The one thing that is asked about: `None` when it is about nothing in particular, `Some(None)` when it was not
    /// told.
    fn told_of(&self) -> Option<Option<(Relation, String)>> {
        let words = &self.reading.folded;
        let says = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
        let lexicon = self.library.lexicon(self.reading.language);
        let is_person = |word: &str| lexicon.people.has(word) || lexicon.names.has(word);
        // "My husbands job", as it is typed without its mark.
        let people: Vec<&str> = words
            .iter()
            .flat_map(|word| [Some(word.as_str()), word.strip_suffix('s')])
            .flatten()
            .filter(|word| is_person(word))
            .collect();
        // What somebody else liked or worked as was said of the one who was spoken of then; nobody else is guessed at.
        let other = !people.is_empty() || says(&OTHER_WORDS);
        let asked = [(THEIR_WORK, says(&WORK_WORDS)), (THEIR_LIKING, says(&LIKING_WORDS))];
        if let Some((slot, _)) = asked.iter().find(|(_, asked)| *asked && other) {
            return Some(self.state.slot(slot).map(|value| (Relation::Kin, value.to_owned())));
        }
        let kept = self.input.facts.iter().filter(|_| self.may_keep());
        let known: Vec<(Relation, &String)> = self
            .state
            .told
            .iter()
            .rev()
            .map(|told| (told.relation, &told.value))
            .chain(kept.map(|fact| (fact.relation, &fact.value)))
            .collect();
        if !people.is_empty() {
            let named = |value: &str| folded(value).split(' ').any(|part| people.contains(&part));
            // Who is asked about by name or kin is answered with the fullest of what was told.
            let best = known
                .iter()
                .filter(|(_, value)| named(value))
                .max_by_key(|(_, value)| value.split(' ').count());
            return Some(best.map(|(relation, value)| (*relation, (*value).clone())));
        }
        // "What were my flowers called?" asks for one thing, and its name is not kept apart from what was told.
        let called = says(&NAME_WORDS) || says(&CALLED_WORDS);
        if called && self.reading.thing.is_some() && says(&["my", "mi", "mis"]) {
            return Some(None);
        }
        let mine = says(&OWN_WORDS);
        let relation = if says(&WORK_WORDS) || mine {
            if let Some(place) = self.state.slot("own.work")
                && !known.iter().any(|(known, _)| *known == Relation::Worked)
            {
                return Some(Some((Relation::Kin, place.to_owned())));
            }
            Relation::Worked
        } else if says(&NAME_WORDS) && says(&["my", "me", "mi"]) {
            Relation::Name
        } else {
            return None;
        };
        let found = known.iter().find(|(known, _)| *known == relation);
        Some(found.map(|(relation, value)| (*relation, (*value).clone())))
    }

    /// At most one recall at the start of a session, as a statement: nothing sensitive, nobody who died.
    pub(super) fn recall(&mut self) {
        if !self.may_keep() {
            return;
        }
        let (language, today) = (self.language(), self.input.time.day);
        let fact = self
            .input
            .facts
            .iter()
            .filter(|fact| {
                !matches!(fact.relation, Relation::Died | Relation::Name | Relation::Dislikes)
                    && fact.sensitivity == Sensitivity::Plain
                    && fact.language == language
                    && fact.is_current(today)
                    && !self.is_dead(&fact.value)
            })
            .min_by_key(|fact| hash(&[self.input.conversation.as_bytes(), fact.id.as_bytes()]));
        if let Some(fact) = fact {
            let value = fact.value.clone();
            self.line("recall.fact", &[Fill { slot: "value".to_owned(), text: value }]);
        } else {
            self.recall_talk();
        }
    }

    /// The name to call the resident by, when they gave one and let it be kept.
    pub(super) fn known_name(&self) -> Option<String> {
        let kept = self.input.facts.iter().filter(|fact| fact.relation == Relation::Name);
        kept.max_by_key(|fact| (fact.confirmed, fact.day)).map(|fact| fact.value.clone())
    }
}

/// The pool that tells a fact of a kind.
const fn pool_of(relation: Relation) -> &'static str {
    match relation {
        Relation::Name => "memory.name",
        Relation::Died => "memory.died",
        Relation::Kin => "memory.kin",
        Relation::Likes => "memory.likes",
        Relation::Dislikes => "memory.dislikes",
        Relation::Worked => "memory.worked",
        Relation::Visits => "memory.visits",
        Relation::Far => "memory.far",
        Relation::Ill => "memory.ill",
        Relation::Hurts => "memory.hurts",
        Relation::Quarrelled => "memory.quarrelled",
    }
}

/// A day as it is said: "June 3, 2026", "3 de junio de 2026".
pub(super) fn date(day: u32, language: Language) -> String {
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
}
