//! Facts: what is made of a span, what is kept at once and what only after a yes, and what happens when two of them
//! contradict each other.

use content::model::{Answer, Relation, Resume, UserAct};
use content::text::folded;

use super::input::{Fact, Sensitivity};
use super::memory::parts;
use super::plan::{Effect, Fill, NewFact};
use super::state::Open;
use super::turn::Turn;

/// What ails somebody is used for so many days; then it may be long over.
const AILMENT_DAYS: u32 = 60;
/// A visit is used for so many days.
const VISIT_DAYS: u32 = 180;
/// A sensitive fact is not asked about in the same breath: so many turns come between.
const KEEP_REST_TURNS: u32 = 2;

impl Turn<'_> {
    /// Notes something that may be kept: a death at once, as a tombstone; what is sensitive only after a yes; what
    /// contradicts a kept fact is asked about once.
    pub(super) fn note_fact(&mut self, relation: Relation, value: &str, span: (u32, u32)) {
        if !self.may_keep() {
            return;
        }
        let fact = self.new_fact(relation, value, span);
        let kept = self.input.facts.iter().find(|kept| kept.relation == relation && kept.value == value);
        if let Some(kept) = kept {
            // Told again, an ailment is news again; anything else is known.
            if fact.expires.is_some() && kept.day < fact.day {
                let confirmed = kept.confirmed;
                let fact = NewFact { confirmed, ..fact };
                self.effects.push(Effect::Correct { id: kept.id.clone(), fact });
            }
            return;
        }
        if let Some(old) = self.contradicted(&fact).cloned() {
            return self.note_contradiction(&old, fact);
        }
        if fact.sensitivity == Sensitivity::Sensitive && relation != Relation::Died {
            self.state.pending = Some((fact, self.state.turn));
            return;
        }
        self.effects.push(Effect::Remember(fact));
    }

    pub(super) fn new_fact(&self, relation: Relation, value: &str, span: (u32, u32)) -> NewFact {
        let today = self.input.time.day;
        let (kin, name) = parts(value);
        let about = match relation {
            Relation::Kin
            | Relation::Died
            | Relation::Visits
            | Relation::Far
            | Relation::Ill
            | Relation::Quarrelled => name.or(kin).map(folded).unwrap_or_default(),
            Relation::Name | Relation::Likes | Relation::Dislikes | Relation::Worked | Relation::Hurts => {
                String::new()
            }
        };
        let sensitivity = match relation {
            Relation::Died | Relation::Ill | Relation::Hurts | Relation::Quarrelled => Sensitivity::Sensitive,
            _ => Sensitivity::Plain,
        };
        let expires = match relation {
            Relation::Ill | Relation::Hurts | Relation::Quarrelled => Some(today + AILMENT_DAYS),
            Relation::Visits => Some(today + VISIT_DAYS),
            _ => None,
        };
        NewFact {
            subject: about,
            relation,
            value: value.to_owned(),
            language: self.language(),
            day: today,
            sensitivity,
            confirmed: false,
            expires,
            turn: self.input.turn,
            span,
        }
    }

    /// The kept fact that cannot be true beside this one: another name of the resident, or another name of somebody
    /// of whom there is one.
    fn contradicted(&self, fact: &NewFact) -> Option<&Fact> {
        self.input.facts.iter().find(|kept| match fact.relation {
            Relation::Name => kept.relation == Relation::Name,
            Relation::Kin => {
                let (kin, name) = parts(&fact.value);
                let (kept_kin, kept_name) = parts(&kept.value);
                let one = kin.is_some_and(is_one_of_a_kind) && kin == kept_kin;
                kept.relation == Relation::Kin
                    && one
                    && name.is_some()
                    && kept_name.is_some()
                    && name != kept_name
            }
            // "I do not like fish" after "I like fish".
            Relation::Dislikes => kept.relation == Relation::Likes && kept.value == fact.value,
            Relation::Likes => kept.relation == Relation::Dislikes && kept.value == fact.value,
            _ => false,
        })
    }

    fn note_contradiction(&mut self, old: &Fact, fact: NewFact) {
        // Who sets something straight has answered already, and a change of taste is no contradiction to ask about.
        let taste = matches!(fact.relation, Relation::Likes | Relation::Dislikes);
        if self.reading.does(UserAct::Correct) || taste {
            let fact = NewFact { confirmed: !taste, ..fact };
            self.effects.push(Effect::Correct { id: old.id.clone(), fact });
            return;
        }
        let key = format!("conflict.{}", old.id);
        if !self.state.asked.contains(&key) {
            self.state.note_asked(&key);
            self.state.conflict = Some((old.id.clone(), old.value.clone(), fact));
        }
    }

    /// Whether two facts contradict each other and it was not asked yet.
    pub(super) fn is_conflicting(&self) -> bool {
        let asked = |id: &String| self.state.asked.contains(&format!("conflict.put.{id}"));
        self.state.conflict.as_ref().is_some_and(|(id, ..)| !asked(id))
            && !matches!(self.state.open, Some(Open::Conflict))
    }

    /// Asks which of the two holds.
    pub(super) fn ask_conflict(&mut self) {
        let Some((id, old, fact)) = self.state.conflict.clone() else { return self.speak_plainly() };
        // Who talks of something else instead is not asked again in every other reply.
        self.state.note_asked(&format!("conflict.put.{id}"));
        let fills = [("old", old.clone()), ("new", fact.value.clone())]
            .map(|(slot, text)| Fill { slot: slot.to_owned(), text });
        if self.line("memory.conflict", &fills) {
            self.choices = vec![old, fact.value];
            self.state.open = Some(Open::Conflict);
        } else {
            self.state.conflict = None;
            self.speak_plainly();
        }
    }

    /// Which of the two was named: the new one is a yes, the old one a no.
    pub(super) fn conflict_answer(&self) -> Option<Answer> {
        let (_, old, fact) = self.state.conflict.as_ref()?;
        let says = |value: &str, other: &str| {
            folded(value).split(' ').any(|word| {
                let told = self.reading.folded.iter().any(|said| said == word);
                told && !folded(other).split(' ').any(|common| common == word)
            })
        };
        match (says(&fact.value, old), says(old, &fact.value)) {
            (true, false) => Some(Answer::Yes),
            (false, true) => Some(Answer::No),
            _ => None,
        }
    }

    /// The answer to that: the newest that was said yes to wins.
    pub(super) fn settle_conflict(&mut self, answer: Answer) {
        self.state.open = None;
        let Some((id, _, fact)) = self.state.conflict.take() else { return self.speak_plainly() };
        match answer {
            Answer::Yes => {
                let fact = NewFact { confirmed: true, ..fact };
                self.effects.push(Effect::Correct { id, fact });
                self.line("memory.changed", &[]);
            }
            Answer::No => {
                self.effects.push(Effect::Confirm(id));
                self.line("correct", &[]);
            }
            answer => self.acknowledge(answer),
        }
    }

    /// Whether it is a good moment to ask if a sensitive fact may be kept: once a conversation, some turns later.
    pub(super) fn is_keepable(&self) -> bool {
        let rested = self
            .state
            .pending
            .as_ref()
            .is_some_and(|(_, turn)| self.state.turn.saturating_sub(*turn) >= KEEP_REST_TURNS);
        let declined = self.input.declined.iter().any(|key| key == "memory.ask");
        // The question of a talk that flows on may fall; any other waits for its answer.
        let loose = self.top_flow().is_none_or(|top| top.resume == Resume::Drop);
        let free = self.state.open.is_none() || (loose && matches!(self.state.open, Some(Open::Step { .. })));
        rested && !declined && !self.state.keep_asked && free && self.may_keep() && !self.is_after_risk()
    }

    /// Asks whether it may be kept.
    pub(super) fn ask_keep(&mut self) {
        let Some((fact, _)) = self.state.pending.clone() else { return self.speak_plainly() };
        if self.reading.does(UserAct::Thanks) {
            self.line("thanks", &[]);
        }
        self.state.keep_asked = true;
        if self.line("memory.ask", &[Fill { slot: "value".to_owned(), text: fact.value }]) {
            self.state.open = Some(Open::Keep);
        }
    }

    /// The answer to that.
    pub(super) fn settle_keep(&mut self, answer: Answer) {
        self.state.open = None;
        let Some((fact, _)) = self.state.pending.take() else { return self.acknowledge(answer) };
        if answer == Answer::Yes {
            self.effects.push(Effect::Remember(NewFact { confirmed: true, ..fact }));
            self.line("memory.kept", &[]);
        } else {
            self.effects.push(Effect::Declined("memory.ask".to_owned()));
            self.line("memory.not_kept", &[]);
        }
    }

    /// The resident agreed, or not, that things may be kept. What they said of their name is the first of it.
    pub(super) fn agree_memory(&mut self, agreed: bool) {
        self.state.agreed = Some(agreed);
        self.effects.push(Effect::MemoryConsent(agreed));
        let slot =
            self.state.slots.iter().find(|slot| matches!(slot.name.as_str(), "plan.name" | "name.name"));
        if let Some(slot) = slot.cloned().filter(|_| agreed) {
            let fact = NewFact { confirmed: true, ..self.new_fact(Relation::Name, &slot.value, slot.span) };
            self.effects.push(Effect::Remember(fact));
        }
    }
}

/// Kin of whom a resident has one at a time; a second name for them is a contradiction, not a second person.
fn is_one_of_a_kind(kin: &str) -> bool {
    matches!(
        kin,
        "husband"
            | "wife"
            | "mother"
            | "father"
            | "mum"
            | "mom"
            | "dad"
            | "roommate"
            | "marido"
            | "esposo"
            | "esposa"
            | "mujer"
            | "madre"
            | "padre"
            | "mamá"
            | "papá"
    )
}
