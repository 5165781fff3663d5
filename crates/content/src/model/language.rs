//! How a language is understood: topics, frames, lexicons.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use social_actions::SocialAction;

use super::{ByLang, Feeling, UserAct};

/// How a topic is mostly met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tone {
    /// Something hard.
    Hard,
    /// Neither hard nor good by itself.
    Plain,
    /// Something good.
    Good,
}

/// What people talk about. The pools `topic.<id>` and `ask.<id>` answer to it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// Name, such as `no_visitors`.
    pub id: String,
    /// How it is mostly met.
    pub tone: Tone,
    /// Whether other people would help: counts for the rule that human contact is suggested.
    #[serde(default)]
    pub human: bool,
    /// How it is named when a later conversation comes back to it: after "about". What has no name is never kept as having
    /// been talked about.
    #[serde(default)]
    pub named: Option<ByLang<String>>,
    /// What a message that is about it does, one of these; empty: anything. Where a message does something else, a word of
    /// the topic is only named in it.
    #[serde(default)]
    pub does: Vec<SocialAction>,
}

/// Something that can be mirrored with a span of the resident's own words, such as "X died". The pool
/// `frame.<id>` answers to it. The order of the file is the order of preference.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Frame {
    /// Name, such as `died`.
    pub id: String,
    /// The spans it captures.
    #[serde(default)]
    pub slots: Vec<Capture>,
    /// The topic it belongs to.
    pub topic: Option<String>,
    /// The feeling that the words themselves carry, if any.
    pub feeling: Option<Feeling>,
    /// How it is met.
    pub tone: Tone,
    /// What may be remembered from it, with consent.
    pub fact: Option<Relation>,
}

/// What a remembered fact says about its subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Relation {
    /// What to call the resident.
    Name,
    /// Somebody died.
    Died,
    /// Somebody is family.
    Kin,
    /// The resident likes to do something.
    Likes,
    /// The resident worked as something.
    Worked,
    /// Somebody visits.
    Visits,
    /// The resident does not like something.
    Dislikes,
    /// It is far to somebody.
    Far,
    /// Somebody is ill.
    Ill,
    /// A part of the body hurts.
    Hurts,
    /// There was a quarrel with somebody.
    Quarrelled,
}

/// A kind of span that a pattern can capture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Capture {
    /// A kin word, a pet or a first name: "my husband Tom".
    Person,
    /// Something one has, with its article or possessive: "my garden".
    Thing,
    /// A part of the body: "my knee".
    Body,
    /// An activity in its plain form: "knit".
    Do,
    /// An activity in its noun form: "knitting".
    Doing,
    /// An occupation: "a teacher".
    Job,
    /// A day or time of day: "tomorrow".
    When,
    /// A first name alone.
    Name,
}

impl Capture {
    /// The name of the placeholder that takes it.
    pub const fn slot(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Thing => "thing",
            Self::Body => "body",
            Self::Do => "do",
            Self::Doing => "doing",
            Self::Job => "job",
            Self::When => "when",
            Self::Name => "name",
        }
    }

    /// The capture of a placeholder's name.
    pub fn from_slot(slot: &str) -> Option<Self> {
        [Self::Person, Self::Thing, Self::Body, Self::Do, Self::Doing, Self::Job, Self::When, Self::Name]
            .into_iter()
            .find(|capture| capture.slot() == slot)
    }
}

/// Patterns of one user act. Syntax in `pattern`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActPatterns {
    /// The act.
    pub act: UserAct,
    /// Patterns that must be the whole message, bar small words around it.
    #[serde(default)]
    pub whole: Vec<String>,
    /// Patterns that may stand anywhere.
    #[serde(default)]
    pub within: Vec<String>,
}

/// The words of one language by which messages are understood. All words are folded (lower case, no accents).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lexicon {
    /// User acts, first match wins.
    pub acts: Vec<ActPatterns>,
    /// Topic id to patterns.
    pub topics: BTreeMap<String, Vec<String>>,
    /// Frame id to patterns with captures.
    pub frames: BTreeMap<String, Vec<String>>,
    /// Words and phrases of each feeling.
    pub feelings: BTreeMap<Feeling, Vec<String>>,
    /// How a word is written by the way, and which word is meant.
    #[serde(default)]
    pub spellings: BTreeMap<String, String>,
    /// Words that turn the meaning of what follows.
    pub negations: Vec<String>,
    /// Subjects that are not the resident.
    pub others: Vec<String>,
    /// Subjects that are the resident.
    pub selves: Vec<String>,
    /// Words before a span: "my", "the".
    pub owners: BTreeMap<String, String>,
    /// Adjectives that may stand inside a span.
    pub adjectives: Vec<String>,
    /// Kin and other people, pets too.
    pub people: Vec<String>,
    /// Things, places, food, events that one may have.
    pub things: Vec<String>,
    /// Parts of the body.
    pub body: Vec<String>,
    /// Activities: plain form and noun form.
    pub activities: Vec<(String, String)>,
    /// Occupations.
    pub jobs: Vec<String>,
    /// Days and times of day: how it is written to how it is echoed.
    pub whens: BTreeMap<String, String>,
    /// Times of day that a plan can name, by id.
    pub times: BTreeMap<TimeWord, String>,
    /// What an idea of the resident's own is called when it is asked about: "your own idea".
    pub own_idea: String,
    /// First names that are known without a kin word.
    pub names: Vec<String>,
    /// Frequent words, by which the language is told and sense is told from noise.
    pub common: Vec<String>,
    /// Small words that may stand around a whole pattern: "well", "please".
    pub fillers: Vec<String>,
}

/// A time of day that a plan can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum TimeWord {
    /// In a little while.
    Soon,
    /// After lunch.
    AfterLunch,
    /// This evening.
    ThisEvening,
    /// Tomorrow morning.
    TomorrowMorning,
    /// Tomorrow after lunch.
    TomorrowAfternoon,
}

impl TimeWord {
    /// Every time, in the order of a day.
    pub const ALL: [Self; 5] =
        [Self::Soon, Self::AfterLunch, Self::ThisEvening, Self::TomorrowMorning, Self::TomorrowAfternoon];

    /// The two that suit an hour of the day.
    pub const fn two_at(hour: u8) -> (Self, Self) {
        match hour {
            0..11 => (Self::AfterLunch, Self::ThisEvening),
            11..16 => (Self::Soon, Self::ThisEvening),
            16..19 => (Self::ThisEvening, Self::TomorrowMorning),
            _ => (Self::TomorrowMorning, Self::TomorrowAfternoon),
        }
    }
}
