//! Each part of each item passes a good conversation and fails the same conversation when it is spoiled: a rubric
//! that cannot fail measures nothing.

mod cases;
mod notes;
mod spoiled;
mod transcripts;

use content::model::ByLang;
use content_safety_api::Language;

use super::super::story::{Lang, Planted, Setup, Story, StoryTurn, play};
use super::{Conversation, Exchange, Item, Reply, Verdict, evaluate};
use crate::story::Said;

/// A conversation of these messages.
fn talk(language: Language, setup: Vec<Setup>, messages: &[&str]) -> Conversation {
    let turn = |message: &&str| StoryTurn {
        set: Vec::new(),
        say: ByLang { en: (*message).to_owned(), es: (*message).to_owned() },
        planted: None,
        want: Vec::new(),
    };
    let lang = if language == Language::En { Lang::En } else { Lang::Es };
    let story = Story {
        name: "a talk".to_owned(),
        lang: vec![lang],
        setup,
        pairs: Vec::new(),
        turns: messages.iter().map(turn).collect(),
        missing: None,
    };
    let played = play(&story, language, content::library());
    Conversation::of_story(&story, played, content::library())
}

fn english(messages: &[&str]) -> Conversation {
    talk(Language::En, Vec::new(), messages)
}

impl Conversation {
    /// The exchange of a message, by its number.
    fn at(&mut self, number: usize) -> &mut Exchange {
        let found = self.exchanges.iter_mut().find(|one| one.number == number && one.message.is_some());
        found.expect("a message of that number")
    }

    fn reply(&mut self, number: usize) -> &mut Reply {
        self.at(number).reply.as_mut().expect("a reply")
    }

    fn inside(&mut self, number: usize) -> &mut Said {
        self.at(number).inside.as_mut().expect("a story's turn")
    }

    fn plant(mut self, number: usize, planted: Planted) -> Self {
        self.at(number).planted = Some(planted);
        self
    }
}

fn verdict(conversation: &Conversation, item: Item, part: &str) -> Verdict {
    let report = evaluate(std::slice::from_ref(conversation), content::library());
    let row = report.row(item).expect("every item has a row");
    row.parts.iter().find(|one| one.name == part).expect("the part").verdict
}
