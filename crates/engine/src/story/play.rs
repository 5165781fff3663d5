//! Plays a story, and says what went otherwise than it is told.

use content::Library;
use content_safety_api::Language;

use super::holds::holds;
use super::{Planted, Said, Story, StoryTurn, Talk, Want};

/// Stands for the id of a played conversation.
const SEED: u64 = 7;

/// A story, played in one language.
pub struct Played {
    /// The story's name.
    pub name: String,
    /// The language it was played in.
    pub language: Language,
    /// The turns, the companion's opening words among them.
    pub turns: Vec<PlayedTurn>,
    /// What went otherwise than it is told.
    pub wrong: Vec<Wrong>,
    /// How often a pool had no fresh line left.
    pub exhausted: usize,
    pub(crate) records: Vec<(crate::TurnRecord, crate::Input)>,
}

/// One turn of a played story.
pub struct PlayedTurn {
    /// The number of the message, from 1; that of the next message for opening words.
    pub number: usize,
    /// The message; `None` where the companion spoke first.
    pub message: Option<String>,
    /// What the story's author knows that it is.
    pub planted: Option<Planted>,
    /// Whether the story wants a fact of earlier turns in the reply, and whether it is there.
    pub recalled: Option<bool>,
    /// The outcome.
    pub said: Said,
}

/// Something that went otherwise than a story tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The number of the message, from 1.
    pub turn: usize,
    /// What was wanted, or what the reply must not do.
    pub what: String,
}

/// Plays a story in a language.
pub fn play(story: &Story, language: Language, library: &Library) -> Played {
    let mut played = Played {
        name: story.name.clone(),
        language,
        turns: Vec::new(),
        wrong: Vec::new(),
        exhausted: 0,
        records: Vec::new(),
    };
    let mut talk = Talk::with(library, language, SEED);
    for (at, turn) in story.turns.iter().enumerate() {
        let number = at + 1;
        let first = if at == 0 { story.setup.as_slice() } else { &[] };
        for setup in first.iter().chain(&turn.set) {
            if let Some(said) = talk.set(setup, language) {
                played.turns.push(PlayedTurn { number, message: None, planted: None, recalled: None, said });
            }
        }
        let message = turn.say.of(language).clone();
        let said = talk.say(&message);
        judge(&mut played, number, turn, &said, language);
        let recalls = turn.want.iter().filter(|want| matches!(want, Want::Recalls(_)));
        let recalled =
            recalls.map(|want| holds(want, &said, &said.state, language)).reduce(|one, other| one && other);
        let message = Some(message);
        played.turns.push(PlayedTurn { number, message, planted: turn.planted, recalled, said });
    }
    played.exhausted = talk.exhausted;
    played.records = talk.records;
    played
}

fn judge(played: &mut Played, number: usize, turn: &StoryTurn, said: &Said, language: Language) {
    if !said.breaches.is_empty() {
        played.wrong.push(Wrong { turn: number, what: format!("must not: {:?}", said.breaches) });
    }
    for want in turn.want.iter().filter(|want| !holds(want, said, &said.state, language)) {
        played.wrong.push(Wrong { turn: number, what: format!("wanted {want:?}") });
    }
}
