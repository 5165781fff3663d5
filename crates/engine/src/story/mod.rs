//! Stories: scripted conversations in RON that say what a turn has to do, never in which words.
//!
//! The tests play them, and so does `therapeutic-ai simulate`: a reviewer can write one without building anything.
//! A story holds what is set before the first message, and for each message what is wanted of the reply: acts, flow
//! and step, stack, slots, tools, effects and counts. Unknown fields are refused and everything has a limit, because
//! a story is a file from outside.

mod holds;
mod packs;
mod play;
mod talk;

use content::model::{Act, ByLang, DueKind, Mobility, Relation, Tool};
use content_safety_api::{CrisisCategory, EmotionLabel, Language, Level};
use serde::Deserialize;

use super::plan::{NoticeReason, Route};

pub use play::{Played, PlayedTurn, Wrong, play};
pub use talk::{Said, Talk};
#[cfg(test)]
pub(crate) use talk::{TODAY, fact};

/// The most bytes of a story's file.
pub const STORY_BYTES_MAX: usize = 128 * 1024;
/// The most turns of a story.
pub const TURNS_MAX: usize = 80;
/// The most bytes of one message: the limit of the platform's own messages.
pub const MESSAGE_BYTES_MAX: usize = 64 * 1024;
/// The most wants of one turn, and the most things set at once.
const LISTED_MAX: usize = 40;

/// A scripted conversation.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Story {
    /// What it is about, in a few words.
    pub name: String,
    /// The languages it is written in; it is played in each.
    pub lang: Vec<Lang>,
    /// What is set before the first message.
    #[serde(default)]
    pub setup: Vec<Setup>,
    /// Names that make no difference: played with the other name, every reply is the same but for the name.
    #[serde(default)]
    pub pairs: Vec<Pair>,
    /// The messages, in order.
    pub turns: Vec<StoryTurn>,
    /// Why the engine does not do this yet. Only stories in the folder of wanted behaviour have it, and a test holds
    /// that they still fail.
    #[serde(default)]
    pub missing: Option<String>,
}

/// A language of a story.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Lang {
    /// English.
    En,
    /// Spanish.
    Es,
}

impl Lang {
    /// As the platform names it.
    pub const fn language(self) -> Language {
        match self {
            Self::En => Language::En,
            Self::Es => Language::Es,
        }
    }
}

/// Two names that make no difference.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pair {
    /// The name that the story is written with.
    pub name: ByLang<String>,
    /// The other name.
    pub other: ByLang<String>,
}

/// One message and what is wanted of the reply.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoryTurn {
    /// What is set before it.
    #[serde(default)]
    pub set: Vec<Setup>,
    /// The message; empty in a language that the story is not written in.
    pub say: ByLang<String>,
    /// What its author knows that it is, whatever the rules find: the rubric measures recall and false alarms by it.
    #[serde(default)]
    pub planted: Option<Planted>,
    /// What is wanted of the reply.
    #[serde(default)]
    pub want: Vec<Want>,
}

/// What the author of a message knows that it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Planted {
    /// A danger of this kind.
    Risk(CrisisCategory),
    /// A figure of speech with a violent word in it.
    Idiom,
    /// The past, a film, a dream, a thought without a wish: no danger.
    Benign,
    /// A question whether it is a person.
    AsksAi,
    /// No sense: nothing can be understood.
    Noise,
}

/// What is set before the first message, or before the message of a turn.
#[derive(Clone, Debug, Deserialize)]
pub enum Setup {
    /// Whether facts may be kept.
    Consent(bool),
    /// Short replies, one idea at a time.
    Simple,
    /// Staff have acknowledged the alert.
    Acknowledged,
    /// No alert reaches anybody.
    StaffUnreached,
    /// Where the resident is: `us-il`.
    Place(String),
    /// How long this session has lasted.
    SessionMinutes(u16),
    /// Minutes since the AI notice was last given.
    SinceNotice(Option<u32>),
    /// Days since the companion was last used.
    Idle(u16),
    /// So many minutes pass.
    Later(u16),
    /// So many days pass, and a conversation is opened anew.
    NextDay(u16),
    /// The hour where the resident is.
    Hour(u8),
    /// The state of the conversation is lost.
    LoseState,
    /// The companion speaks first.
    Opening,
    /// A small plan is asked about.
    Due(ByLang<String>),
    /// A card that was told is asked about.
    DueCard(String),
    /// Something that has a flow of its own is due when the conversation opens.
    DueFlow(DueKind),
    /// Somebody who treats the resident assigned a questionnaire with these words.
    Questions {
        /// The items, in order.
        items: Vec<ByLang<String>>,
        /// What the buttons say, from nothing to most.
        scale: Vec<ByLang<String>>,
    },
    /// The first conversation ever: the companion speaks first.
    FirstUse,
    /// How many long sessions there were today before this one.
    LongSessions(u8),
    /// Something that was told before.
    Fact {
        /// Its id.
        id: String,
        /// What it says.
        relation: Relation,
        /// About whom or what.
        value: ByLang<String>,
    },
    /// A feeling that the analysis found.
    Feels(EmotionLabel, f32),
    /// The most that the body can do.
    Mobility(Mobility),
    /// Whether hearing is good.
    Hears(bool),
    /// Whether sight is good.
    Sees(bool),
    /// Whether food or drink is restricted.
    Diet(bool),
    /// Whether falls are a danger.
    Falls(bool),
    /// Psychosis is known.
    Psychosis,
    /// Days since a bereavement that is known.
    GriefDays(u16),
    /// The resident raised or set faith.
    Faith,
    /// The resident is a minor.
    Minor,
    /// The operator installed a suicide risk screener with these words.
    Screener {
        /// The items, in order.
        items: Vec<ByLang<String>>,
        /// What the button for yes says.
        yes: ByLang<String>,
        /// What the button for no says.
        no: ByLang<String>,
    },
}

/// What is wanted of a reply.
#[derive(Clone, Debug, Deserialize)]
pub enum Want {
    /// Exactly these acts.
    Acts(Vec<Act>),
    /// This act among others.
    Act(Act),
    /// One of these acts among others.
    AnyAct(Vec<Act>),
    /// Not this act.
    NoAct(Act),
    /// This flow spoke.
    Flow(String),
    /// This step spoke.
    Step(String, String),
    /// No flow is on the stack.
    NoFlow,
    /// The stack, the running flow last.
    Stack(Vec<String>),
    /// The policy row.
    Rule(String),
    /// Not this policy row.
    NotRule(String),
    /// So many questions.
    Questions(usize),
    /// At most so many words.
    MaxWords(usize),
    /// A slot holds this.
    Slot(String, ByLang<String>),
    /// The route.
    Route(Route),
    /// So many buttons.
    Choices(usize),
    /// This item of the screener is asked, counted from one, word for word.
    ScreenerItem(u8),
    /// No item and no question of our own is asked.
    AsksNothing,
    /// The screener was scored, at this level.
    ScreenedAs(Level),
    /// A tool is opened.
    Tool(Tool),
    /// The reply cites a source.
    Cited,
    /// The card that is told.
    Card(String),
    /// No card but these may be told.
    NoCard(String),
    /// The language of the reply.
    Reply(Lang),
    /// The AI notice was given.
    Disclosed(NoticeReason),
    /// The notice stands before the reply.
    NoticeFirst,
    /// No notice is given.
    NoNotice,
    /// An alert was raised.
    Alert,
    /// No alert was raised.
    NoAlert,
    /// A person is called this minute.
    HandoffNow,
    /// An effect of this name.
    Effect(Named),
    /// No effect of this name.
    NoEffect(Named),
    /// These facts are deleted.
    Forgets(Vec<String>),
    /// All of the reply is fixed lines.
    FixedLines,
    /// The ladder that leads.
    Ladder(CrisisCategory),
    /// No ladder leads.
    NoLadder,
    /// The reply holds this span of the resident's words.
    Echoes(ByLang<String>),
    /// The reply holds this fact, which was told before.
    Recalls(ByLang<String>),
    /// The reply does not hold this.
    Silent(ByLang<String>),
}

/// The name of an effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Named {
    /// The resident asked for a person.
    PersonRequested,
    /// Staff should know.
    StaffNote,
    /// Something is asked about later.
    CheckBack,
    /// It was asked about.
    CheckBackDone,
    /// Safety is asked about again.
    SafetyCheckBack,
    /// A reminder was agreed.
    Reminder,
    /// Something is asked each day from now on.
    Daily,
    /// Nothing is asked each day any more, or at all.
    DailyEnded,
    /// It was offered that a safety plan can be kept.
    PlanOffered,
    /// Something is kept.
    Remember,
    /// Something is deleted.
    Forget,
    /// The language changed.
    Language,
    /// Goodbye was said.
    Closed,
    /// A complaint.
    Complaint,
    /// Not understood.
    Missed,
    /// A person is called.
    Handoff,
}

/// What is wrong with a story's file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoryError {
    /// The file is larger than a story may be.
    #[error("a story has at most {STORY_BYTES_MAX} bytes")]
    TooLarge,
    /// It is not a story.
    #[error("{0}")]
    Syntax(String),
    /// It breaks a limit, or holds nothing.
    #[error("{0}")]
    Shape(String),
}

impl Story {
    /// Reads a story.
    ///
    /// # Errors
    /// What is wrong with it, with the place in the file where there is one.
    pub fn parse(text: &str) -> Result<Self, StoryError> {
        if text.len() > STORY_BYTES_MAX {
            return Err(StoryError::TooLarge);
        }
        let options =
            ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
        let story: Self = options.from_str(text).map_err(|error| StoryError::Syntax(error.to_string()))?;
        story.shaped()
    }

    fn shaped(self) -> Result<Self, StoryError> {
        let wrong = |what: String| Err(StoryError::Shape(what));
        if self.lang.is_empty() || self.lang.len() > 2 {
            return wrong("a story is written in one or two languages".to_owned());
        }
        if self.turns.is_empty() || self.turns.len() > TURNS_MAX {
            return wrong(format!("a story has 1 to {TURNS_MAX} turns"));
        }
        if self.setup.len() > LISTED_MAX || self.pairs.len() > LISTED_MAX {
            return wrong(format!("a story sets at most {LISTED_MAX} things"));
        }
        for (at, turn) in self.turns.iter().enumerate() {
            let number = at + 1;
            if turn.want.len() > LISTED_MAX || turn.set.len() > LISTED_MAX {
                return wrong(format!("turn {number} has more than {LISTED_MAX} wants or settings"));
            }
            if turn.say.en.len().max(turn.say.es.len()) > MESSAGE_BYTES_MAX {
                return wrong(format!("turn {number} says more than {MESSAGE_BYTES_MAX} bytes"));
            }
        }
        Ok(self)
    }

    /// The story with one of its pairs of names exchanged.
    #[must_use]
    pub fn renamed(&self, pair: &Pair) -> Self {
        let swap = |text: &ByLang<String>| ByLang {
            en: text.en.replace(&pair.name.en, &pair.other.en),
            es: text.es.replace(&pair.name.es, &pair.other.es),
        };
        let mut other = self.clone();
        for turn in &mut other.turns {
            turn.say = swap(&turn.say);
        }
        other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_story_is_refused_with_its_place() {
        let unknown = "(name: \"a\", lang: [En], mood: 3, turns: [(say: (en: \"\", es: \"\"))])";
        assert!(matches!(Story::parse(unknown), Err(StoryError::Syntax(what)) if what.contains("mood")));
        assert!(matches!(Story::parse("(name: \"a\", lang: [En], turns: [])"), Err(StoryError::Shape(_))));
        assert!(matches!(
            Story::parse("(name: \"a\", lang: [], turns: [(say: (en: \"\", es: \"\"))])"),
            Err(StoryError::Shape(_))
        ));
        assert_eq!(
            Story::parse(&" ".repeat(STORY_BYTES_MAX + 1)).map(|story| story.name),
            Err(StoryError::TooLarge)
        );
    }

    #[test]
    fn a_story_of_too_many_turns_is_refused() {
        let turn = "(say: (en: \"hello\", es: \"hola\")),";
        let story = |turns: usize| format!("(name: \"a\", lang: [En], turns: [{}])", turn.repeat(turns));
        assert!(Story::parse(&story(TURNS_MAX)).is_ok());
        assert!(matches!(Story::parse(&story(TURNS_MAX + 1)), Err(StoryError::Shape(_))));
    }
}
