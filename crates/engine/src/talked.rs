//! What earlier conversations were about: topics by name, kept with consent until a day, told when it is asked for or as
//! the one thing a session begins with, and gone on a word. What weighs on somebody has no name and is never among it.

use content::model::Tone;
use content_safety_api::Language;
use serde::{Deserialize, Serialize};

use super::plan::{Effect, Fill};
use super::recall::date;
use super::turn::Turn;

/// The most topics of one conversation that are kept.
pub(super) const TOPICS_MAX: usize = 12;
/// So many earlier conversations are told when somebody asks what is known; the page lists all.
const TOLD_MAX: usize = 3;
/// So many topics of one conversation are told.
const NAMED_MAX: usize = 3;

/// An earlier conversation.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Talked {
    /// The day it was last about one of these, in days since 1970.
    pub day: u32,
    /// The topics, in the order they came up.
    pub topics: Vec<String>,
}

impl Turn<'_> {
    /// Notes what is talked about now, once a conversation, where it may be kept.
    pub(super) fn note_topics(&mut self) {
        if !self.may_keep() || self.is_risk() || self.is_after_risk() {
            return;
        }
        // A message that holds something hard is about that.
        let hard = |id: &String| self.library.topic(id).is_some_and(|topic| topic.tone == Tone::Hard);
        let told = self.reading.statement().is_some_and(|hit| {
            self.library.frames().iter().any(|frame| frame.id == hit.id && frame.tone == Tone::Hard)
        });
        if told || self.reading.topics.iter().any(hard) {
            return;
        }
        let topics: Vec<String> = self.reading.topics.clone();
        for topic in topics {
            let room = self.state.talked.len() < TOPICS_MAX && !self.state.talked.contains(&topic);
            if let Some(name) = self.name_of(&topic).filter(|_| room) {
                self.effects.push(Effect::Talked { topic: topic.clone(), name });
                self.state.talked.push(topic);
            }
        }
    }

    /// What the last conversation was about, as a statement; whether there was one.
    pub(super) fn recall_talk(&mut self) -> bool {
        let last = self.input.talks.iter().max_by_key(|talk| talk.day).cloned();
        let topics = last.map(|talk| self.told(&talk)).unwrap_or_default();
        !topics.is_empty() && self.line("recall.talk", &[Fill { slot: "topics".to_owned(), text: topics }])
    }

    /// The last conversations with their days, as part of all that is kept.
    pub(super) fn tell_talks(&mut self) {
        let mut talks = self.input.talks.clone();
        talks.sort_by_key(|talk| std::cmp::Reverse(talk.day));
        for talk in talks.iter().take(TOLD_MAX) {
            let topics = self.told(talk);
            if topics.is_empty() {
                continue;
            }
            let fills = [("date", date(talk.day, self.language())), ("topics", topics)]
                .map(|(slot, text)| Fill { slot: slot.to_owned(), text });
            self.line("memory.talk", &fills);
        }
    }

    /// Forgets having talked about what the message names, or about anything; whether there was something.
    pub(super) fn forget_topics(&mut self, all: bool) -> bool {
        let kept = self.input.talks.iter().flat_map(|talk| &talk.topics).chain(&self.state.talked);
        let mut gone: Vec<String> =
            kept.filter(|topic| all || self.reading.topics.contains(topic)).cloned().collect();
        gone.sort_unstable();
        gone.dedup();
        if gone.is_empty() {
            return false;
        }
        self.state.talked.retain(|topic| !gone.contains(topic));
        self.effects.push(Effect::ForgetTopics(gone));
        true
    }

    /// The topics of a conversation, as they are said.
    fn told(&self, talk: &Talked) -> String {
        let names: Vec<String> =
            talk.topics.iter().filter_map(|id| self.name_of(id)).take(NAMED_MAX).collect();
        listed(&names, self.language())
    }

    fn name_of(&self, topic: &str) -> Option<String> {
        Some(self.library.topic(topic)?.named.as_ref()?.of(self.language()).clone())
    }
}

/// "music, food and games", "la música, la comida y los juegos".
fn listed(names: &[String], language: Language) -> String {
    let Some((last, before)) = names.split_last() else { return String::new() };
    if before.is_empty() {
        return last.clone();
    }
    let and = match language {
        Language::En => "and",
        // No name begins with the sound that turns "y" into "e".
        Language::Es => "y",
    };
    format!("{} {and} {last}", before.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_listed_as_they_are_said() {
        let names: Vec<String> = ["music", "food", "games"].map(str::to_owned).to_vec();
        assert_eq!(listed(&names, Language::En), "music, food and games");
        assert_eq!(listed(&names[..2], Language::Es), "music y food");
        assert_eq!(listed(&names[..1], Language::En), "music");
        assert_eq!(listed(&[], Language::En), "");
    }
}
