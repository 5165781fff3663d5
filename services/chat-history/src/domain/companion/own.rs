//! What residents do with what is kept of them: see it, set it straight, take it away.

use api::{Action, CallContext, Category, Principal, Words};
use audit_trail::{ContextKey, EventBuilder, Word};
use chat_history_api::{
    Assignment, Called, Chapter, Daily, Day, DoneWith, HOUR_MAX, Memories, MemoryChoice, RememberedFact,
    TalkProfile,
};
use decision::{Actor, Ask};
use kernel::{ConversationId, FactId, Timestamp};

use super::super::overview::date;
use super::super::reading::{decided, reason_of};
use super::super::sealing::open_message;
use super::care::naming;
use super::document::{Document, VALUE_CHARS_MAX};
use super::{Domain, Refused};

impl Domain {
    /// What is remembered of the caller.
    pub(crate) async fn memories(
        &self,
        context: &CallContext,
        by: &Principal,
        event: EventBuilder,
    ) -> Result<Memories, Refused> {
        let event = self.own_record(context, by, Action::Read, Category::RememberedFacts, event).await?;
        self.store.trail().read(event).await?;
        self.read_memories(by).await
    }

    async fn read_memories(&self, by: &Principal) -> Result<Memories, Refused> {
        let Some(key) = self.vault.find_key(by.person).await? else {
            let (facts, story, talks) = Default::default();
            return Ok(Memories { allowed: None, facts, story, talks });
        };
        let document = self.kept(by.person, &key).await?.document;
        let mut story = Vec::with_capacity(document.story.len());
        for chapter in &document.story {
            let mut words = Vec::with_capacity(chapter.turns.len());
            for turn in &chapter.turns {
                // A message that was redacted since has no words to show.
                if let Some(stored) = self.store.message_of_turn(by.person, *turn).await? {
                    words.push(open_message(&key, by.person, &stored)?.content);
                }
            }
            words.retain(|said| !said.is_empty());
            story.push(Chapter { theme: chapter.theme.clone(), words, saved_at: chapter.at });
        }
        let known = document.known(self.sources.now(), self.zone());
        Ok(Memories { allowed: document.memory, facts: known.facts, story, talks: known.talks })
    }

    /// Whether anything may be remembered from now on.
    pub(crate) async fn choose_memory(
        &self,
        context: &CallContext,
        by: &Principal,
        choice: MemoryChoice,
        event: EventBuilder,
    ) -> Result<Memories, Refused> {
        let event = self.own_record(context, by, Action::Write, Category::RememberedFacts, event).await?;
        let change = |document: &mut Document| {
            document.memory = Some(choice.allowed);
            if choice.forget_all {
                document.facts.clear();
                document.story.clear();
                document.talks.clear();
                document.moods.clear();
            }
            Ok(())
        };
        self.change_document((by.person, by.organization), event.into(), change).await?;
        self.read_memories(by).await
    }

    /// Sets a remembered value straight; it is the caller's own word then.
    pub(crate) async fn correct_memory(
        &self,
        context: &CallContext,
        by: &Principal,
        id: FactId,
        value: Words,
        event: EventBuilder,
    ) -> Result<RememberedFact, Refused> {
        let value = Words::new(value.expose().trim());
        if !(1..=VALUE_CHARS_MAX).contains(&value.expose().chars().count()) {
            return Err(Refused::Value);
        }
        let event = self.own_record(context, by, Action::Write, Category::RememberedFacts, event).await?;
        let now = self.sources.now();
        let change = |document: &mut Document| {
            let kept = document.facts.iter_mut().find(|kept| kept.fact_id == id).ok_or(Refused::NotFound)?;
            kept.fact.value = value.clone();
            kept.fact.confirmed = true;
            kept.kept_at = now;
            Ok(kept.clone())
        };
        self.change_document((by.person, by.organization), event.into(), change).await
    }

    /// Forgets something.
    pub(crate) async fn forget_memory(
        &self,
        context: &CallContext,
        by: &Principal,
        id: FactId,
        event: EventBuilder,
    ) -> Result<Memories, Refused> {
        let event = self.own_record(context, by, Action::Write, Category::RememberedFacts, event).await?;
        let change = |document: &mut Document| {
            let before = document.facts.len();
            document.facts.retain(|kept| kept.fact_id != id);
            if document.facts.len() == before { Err(Refused::NotFound) } else { Ok(()) }
        };
        self.change_document((by.person, by.organization), event.into(), change).await?;
        self.read_memories(by).await
    }

    /// Forgets what a conversation was about.
    pub(crate) async fn forget_talk(
        &self,
        context: &CallContext,
        by: &Principal,
        id: ConversationId,
        event: EventBuilder,
    ) -> Result<Memories, Refused> {
        let event = self.own_record(context, by, Action::Write, Category::RememberedFacts, event).await?;
        let change = |document: &mut Document| {
            let before = document.talks.len();
            document.talks.retain(|talk| talk.conversation_id != id);
            if document.talks.len() == before { Err(Refused::NotFound) } else { Ok(()) }
        };
        self.change_document((by.person, by.organization), event.into(), change).await?;
        self.read_memories(by).await
    }

    /// Whether the caller wants to be asked a questionnaire that was assigned to them.
    pub(crate) async fn choose_instrument(
        &self,
        context: &CallContext,
        by: &Principal,
        instrument: &str,
        declined: bool,
        event: EventBuilder,
    ) -> Result<Assignment, Refused> {
        let event = self.own_record(context, by, Action::Write, Category::AssessmentScores, event).await?;
        let chosen = Word::new(if declined { "declined" } else { "asked" });
        let event = naming(event, instrument).with(ContextKey::AFTER, chosen);
        let now = self.sources.now();
        let change = |document: &mut Document| {
            let assigned = document.instruments.iter_mut().find(|one| one.instrument == instrument);
            let Some(assigned) = assigned else {
                // Not assigned now, but declined before: then it may be assigned again.
                let taken_up = !declined && document.take_up(instrument);
                let none =
                    Assignment { instrument: instrument.to_owned(), every_days: None, declined_at: None };
                return if taken_up { Ok(none) } else { Err(Refused::NotFound) };
            };
            // The first time that it was declined stays.
            assigned.declined_at = declined.then(|| assigned.declined_at.unwrap_or(now));
            Ok(Assignment {
                instrument: assigned.instrument.clone(),
                every_days: Some(assigned.every_days),
                declined_at: assigned.declined_at,
            })
        };
        self.change_document((by.person, by.organization), event.into(), change).await
    }

    /// How the caller wants to be talked with.
    pub(crate) async fn profile(
        &self,
        context: &CallContext,
        by: &Principal,
        event: EventBuilder,
    ) -> Result<TalkProfile, Refused> {
        let event = self.own_record(context, by, Action::Read, Category::Demographics, event).await?;
        self.store.trail().read(event).await?;
        Ok(self.known_of(by).await?.profile)
    }

    /// Sets it; what staff know stays.
    pub(crate) async fn set_profile(
        &self,
        context: &CallContext,
        by: &Principal,
        profile: TalkProfile,
        event: EventBuilder,
    ) -> Result<TalkProfile, Refused> {
        let event = self.own_record(context, by, Action::Write, Category::Demographics, event).await?;
        let change = |document: &mut Document| {
            document.profile = TalkProfile { care: document.profile.care, ..profile.clone() };
            Ok(document.profile.clone())
        };
        self.change_document((by.person, by.organization), event.into(), change).await
    }

    /// What the caller agreed on.
    pub(crate) async fn day(
        &self,
        context: &CallContext,
        by: &Principal,
        event: EventBuilder,
    ) -> Result<Day, Refused> {
        let event = self.own_record(context, by, Action::Read, Category::RememberedFacts, event).await?;
        self.store.trail().read(event).await?;
        Ok(match self.vault.find_key(by.person).await? {
            Some(key) => self.day_of(&self.kept(by.person, &key).await?.document),
            None => self.day_of(&Document::default()),
        })
    }

    fn day_of(&self, document: &Document) -> Day {
        Day {
            items: document.due.clone(),
            daily: document.daily(),
            daily_offered: self.law.lets_more_than_company(),
        }
    }

    /// Sets what the caller is asked each day, or ends it: what the law of the place bars is not set, and can be ended.
    pub(crate) async fn choose_daily(
        &self,
        context: &CallContext,
        by: &Principal,
        chosen: Option<Daily>,
        event: EventBuilder,
    ) -> Result<Day, Refused> {
        if chosen.is_some_and(|daily| daily.hour > HOUR_MAX) {
            return Err(Refused::Hour);
        }
        let event = self.own_record(context, by, Action::Write, Category::RememberedFacts, event).await?;
        if chosen.is_some() && !self.law.lets_more_than_company() {
            return Err(Refused::DailyNotOffered);
        }
        let (now, zone) = (self.sources.now(), self.zone());
        let change = |document: &mut Document| {
            match chosen {
                Some(daily) => document.choose_daily(daily, now, zone),
                None => document.end_daily(),
            }
            Ok(self.day_of(document))
        };
        self.change_document((by.person, by.organization), event.into(), change).await
    }

    /// Is done with something that was agreed; done with already, it stays so.
    pub(crate) async fn finish_due(
        &self,
        context: &CallContext,
        by: &Principal,
        done: &DoneWith,
        event: EventBuilder,
    ) -> Result<Day, Refused> {
        let event = self.own_record(context, by, Action::Write, Category::RememberedFacts, event).await?;
        let (now, zone) = (self.sources.now(), self.zone());
        let change = |document: &mut Document| {
            document.finish(done.kind, done.at, now, zone);
            Ok(self.day_of(document))
        };
        self.change_document((by.person, by.organization), event.into(), change).await
    }

    /// Sets straight what the caller called a day, or forgets it.
    pub(crate) async fn call_day(
        &self,
        context: &CallContext,
        by: &Principal,
        (day, called): (&str, Option<Called>),
        event: EventBuilder,
    ) -> Result<(), Refused> {
        let event = self.own_record(context, by, Action::Write, Category::RememberedFacts, event).await?;
        let change = |document: &mut Document| {
            let of_day = |at: Timestamp| date(at, self.zone()) == day;
            let last = document.moods.iter().filter(|(at, _)| of_day(*at)).map(|(at, _)| *at).max();
            let last = last.ok_or(Refused::NotFound)?;
            // Said more than once, the last word was the one that counted.
            document.moods.retain(|(at, _)| *at == last && called.is_some() || !of_day(*at));
            for (at, word) in &mut document.moods {
                if *at == last
                    && let Some(called) = called
                {
                    called.name().clone_into(word);
                }
            }
            Ok(())
        };
        self.change_document((by.person, by.organization), event.into(), change).await
    }

    /// Whether the caller may do this with a record of their own: what the law or a representative bars is barred.
    pub(in crate::domain) async fn own_record(
        &self,
        context: &CallContext,
        by: &Principal,
        action: Action,
        category: Category,
        event: EventBuilder,
    ) -> Result<EventBuilder, Refused> {
        let ask = Ask {
            actor: Actor::Person(by),
            patient: by.person,
            action,
            category,
            purpose: api::Purpose::Patient,
            edges: Vec::new(),
            author: None,
            recorded_at: None,
        };
        let decision = self.decider.decide(context, &ask).await?;
        let event = decided(event, &decision);
        if decision.permit {
            return Ok(event.phi_of(by.person, category));
        }
        self.store.trail().read(event.concerning(by.person).denied(reason_of(&decision))).await?;
        Err(Refused::NotFound)
    }
}
