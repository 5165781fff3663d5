//! What a step needs, and what bars a flow or a card.

use content::model::{Bar, Feeling, Need, Relation, Start, Tone, UserAct};
use content_safety_api::{CrisisCategory, Level};

use super::risk::at_least;
use super::turn::Turn;

/// Human contact is suggested by a flow at most once in so many turns.
const HUMAN_TURNS: u32 = 8;
/// A loss is what the talk is about for so many turns after it was touched.
const LOSS_TURNS: u32 = 2;

impl Turn<'_> {
    pub(super) fn has(&self, need: &Need) -> bool {
        match need {
            Need::Card => self.card_for_now().is_some(),
            Need::MayOffer => self.may_offer(),
            Need::Heard(turns) => self.state.top().is_some_and(|frame| frame.heard >= *turns),
            Need::Activities => self.activities().len() >= 2,
            Need::HumanDue => {
                let rested =
                    self.state.human.is_none_or(|turn| self.state.turn.saturating_sub(turn) >= HUMAN_TURNS);
                // Who is telling a story is not sent to somebody else with it.
                let story = self.does_tell_a_story();
                rested && !story && self.reading.tone(self.library) == Tone::Hard
            }
            // What is told of other things is no moment for a word about grief.
            Need::OnTopic => self.is_on_topic() && !(self.is_in_grief() && self.is_elsewhere()),
            Need::Asked => self.state.top().is_some_and(|frame| frame.asked),
            Need::MemoryUnasked => {
                let consent = self.input.consent;
                !consent.memory && !consent.asked && self.state.agreed.is_none()
            }
            Need::DailyUnasked => !self.input.daily_said && self.is_therapeutic() && !self.is_after_risk(),
            Need::PlanOfferable => self.is_plan_offerable(),
            Need::PlanKept => self.input.plan_kept,
            Need::Nameless => {
                let known = self.input.facts.iter().any(|fact| fact.relation == Relation::Name);
                !known && self.state.slot("name.name").is_none()
            }
            Need::Sees => self.input.profile.sees != Some(false),
            Need::Hears => self.input.profile.hears != Some(false),
            Need::Slot(slot) => self.state.slot(&format!("plan.{slot}")).is_some(),
            Need::Told(count) => {
                let told = self.state.top().map_or(0, |frame| frame.told.len());
                told >= usize::from(*count)
            }
            Need::InstrumentOpen => self.instrument_is_open(),
            Need::ItemLeft => self.item_is_left(),
            Need::ItemsAnswered => !self.replies().is_empty(),
        }
    }

    /// Whether it may be offered that a safety plan can be kept: once, where the law lets the companion do more than keep
    /// company, and only when the danger rests and was no high one in this conversation. Of a high one people speak first.
    fn is_plan_offerable(&self) -> bool {
        let unsaid = !self.input.plan_kept && !self.input.plan_offered;
        let rests = self.state.ladder.as_ref().is_none_or(|ladder| {
            ladder.level.max(ladder.answered_level()) <= Level::Medium && self.danger_rests()
        });
        unsaid && self.is_therapeutic() && rests && self.level() <= Level::Medium && !self.is_risk()
    }

    /// Whether nothing hard was told that the running flow is not about: pain is no moment for a plan.
    fn is_on_topic(&self) -> bool {
        let starts = self.top_flow().map_or(&[][..], |flow| flow.starts.as_slice());
        let about = |topic: &str| starts.contains(&Start::Topic(topic.to_owned()));
        let hard = |topic: &str| self.library.topic(topic).is_some_and(|topic| topic.tone == Tone::Hard);
        let carried = self.frame_topic();
        let mut told = self
            .reading
            .topics
            .iter()
            .map(String::as_str)
            .chain(carried)
            .filter(|topic| hard(topic))
            .peekable();
        told.peek().is_none() || told.any(about)
    }

    fn may_offer(&self) -> bool {
        let running = self.state.top().and_then(|frame| frame.topic.as_deref());
        let card = self.card_for_now().map(|card| card.topic.as_str());
        let asked =
            |topic: &str| self.state.asked.iter().chain(&self.input.declined).any(|asked| asked == topic);
        // After a danger nothing is offered unasked; nor in the very turn that names a fear.
        let asked_for = self.reading.does(UserAct::AskAdvice);
        let afraid = self.reading.feelings.contains(&Feeling::Afraid);
        if (self.is_after_risk() || afraid) && !asked_for {
            return false;
        }
        // What is offered unasked is for what was just told, now or in the message before; not in the midst of something
        // that is being remembered.
        let touched = |topic: &str| {
            self.reading.topics.iter().any(|told| told == topic)
                || self.frame_topic() == Some(topic)
                || self.state.topic.as_ref().is_some_and(|(last, turn)| {
                    last == topic
                        && self.state.turn.saturating_sub(*turn) <= 1
                        && self.reading.thing.is_none()
                })
        };
        // A flow about one thing may offer where nothing else is told; a general one only for what was told twice.
        let flow = self.top_flow().map_or(&[][..], |flow| flow.starts.as_slice());
        let told = flow.contains(&Start::Told);
        let broad = told || flow.contains(&Start::Hard);
        let loss = |topic: &str| matches!(topic, "loss" | "anniversary" | "many_funerals" | "pet_loss");
        let last = self.state.topic.as_ref();
        let mourning = last
            .is_some_and(|(last, turn)| self.state.turn.saturating_sub(*turn) <= LOSS_TURNS && loss(last));
        let moved = self.reading.tells() || last.is_some_and(|(last, _)| !loss(last));
        let someone = self.reading.frames.iter().any(|hit| hit.id == "mention_person")
            && self.reading.tone(self.library) != Tone::Hard;
        let grief = flow.contains(&Start::Topic("loss".to_owned()));
        let aside = self.reading.thing.is_some()
            || !told && self.tells_a_story()
            || (!told && someone)
            || (grief && !mourning && moved);
        let lasting = card.is_some_and(|topic| self.reading.topics.iter().any(|told| told == topic))
            && self.state.topic.as_ref().is_some_and(|(last, _)| card == Some(last.as_str()));
        if !asked_for && (aside || (broad && !card.is_some_and(touched)) || (told && !lasting)) {
            return false;
        }
        // Who mourns, or tells of what was taken away, is not offered something cheerful.
        let light = self.card_for_now().and_then(|card| self.library.topic(&card.topic));
        if (self.mourns() || self.is_hard_clause()) && light.is_some_and(|topic| topic.tone != Tone::Hard) {
            return false;
        }
        // What is told for the first time is heard before anything is offered for it.
        let general = self.top_flow().is_some_and(|flow| flow.starts.contains(&Start::Hard));
        let hard = |id: &&String| self.library.topic(id).is_some_and(|topic| topic.tone == Tone::Hard);
        let told = self.reading.topics.first().filter(hard);
        let anew = told.is_some_and(|id| self.state.topic.as_ref().is_none_or(|(last, _)| last != id));
        if general && anew && card == told.map(String::as_str) {
            return false;
        }
        // A no is not followed by the next offer.
        self.state.turn >= self.state.offers_from
            && !self.gave_no()
            && !running.or_else(|| self.topic()).is_some_and(asked)
            && !card.is_some_and(asked)
            && self.level() < Level::Medium
    }

    /// Whether any of these bars holds.
    pub(super) fn is_barred(&self, bars: &[Bar]) -> bool {
        let profile = &self.input.profile;
        let asked = self.reading.does(UserAct::AskAdvice) && !self.is_risk();
        let mourns = |days: u16| {
            profile.grief_days.is_some_and(|since| since <= days) || self.state.slot("died.person").is_some()
        };
        bars.iter().any(|bar| match bar {
            // What is asked for may be had once the danger is past; what is offered waits for the level.
            Bar::Level(level) if asked => at_least(self.input.screening.level, *level),
            Bar::Level(level) => at_least(self.level(), *level),
            Bar::GriefDays(days) => mourns(*days),
            Bar::Psychosis => profile.psychosis || self.input.screening.has(CrisisCategory::Psychosis),
            Bar::Falls => profile.falls.unwrap_or(true),
            Bar::Diet => profile.diet.unwrap_or(true),
            Bar::Jurisdiction(id) => self.library.jurisdiction(&self.input.place).id == *id,
            Bar::Therapeutic => !self.is_therapeutic(),
        })
    }

    /// Whether the law of the place lets the companion do more than keep company and find people.
    pub(super) fn is_therapeutic(&self) -> bool {
        self.library.jurisdiction(&self.input.place).therapeutic
    }
}
