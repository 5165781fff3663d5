//! What a turn decided: acts and line ids with their fills, never free text. The reply is rendered from it, the
//! record keeps it, and a replay compares it.

use content::LineRef;
use content::model::{Act, Citation, DueKind, Relation, Ritual, Tool};
use content_safety_api::{Language, Level};
use instruments::{Reply, Score};
use kernel::TurnId;
use serde::{Deserialize, Serialize};

use super::input::Sensitivity;

/// Which part of the platform speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Route {
    /// The crisis ladder: fixed lines alone.
    Crisis,
    /// Flows and lines.
    Guided,
    /// A card with its source.
    Grounded,
    /// A model. There is none in the engine: ai-gateway sets this when one worded the reply.
    Generated,
}

/// Where the words of a piece come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Words {
    /// A line of the catalogues.
    Line(LineRef),
    /// A fixed line of the crisis ladder, in a language of its own.
    Fixed {
        /// Its id.
        id: String,
        /// Its language.
        language: Language,
    },
    /// A sentence of a card.
    Card {
        /// The card.
        card: String,
        /// Which sentence.
        part: CardPart,
    },
    /// An item of a questionnaire, word for word from the installed pack.
    Item {
        /// The instrument.
        instrument: String,
        /// The version of its words.
        version: String,
        /// The item, counted from zero.
        item: u8,
        /// SHA-256 of its words.
        hash: String,
    },
}

/// A sentence of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CardPart {
    /// Asks whether it may be offered.
    Permission,
    /// The first sentence.
    Opening,
    /// A step.
    Step(u8),
    /// The last sentence.
    Close,
    /// Asked once, later.
    FollowUp,
}

/// One sentence of a reply.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// What it does.
    pub act: Act,
    /// Its words.
    pub words: Words,
    /// What its placeholders take.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fills: Vec<Fill>,
    /// Whether it asks.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub asks: bool,
    /// A legal notice, put before the reply.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub notice: bool,
}

/// What a placeholder takes.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fill {
    /// The placeholder.
    pub slot: String,
    /// The words, as they are said.
    pub text: String,
}

/// What is said, and why.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Which part of the platform speaks.
    pub route: Route,
    /// The language of the reply. Fixed lines have their own.
    pub language: Language,
    /// The sentences, in order.
    pub pieces: Vec<Piece>,
    /// The policy row that fired.
    pub rule: String,
    /// Why, step by step: rows, flows and steps by id.
    pub reasons: Vec<String>,
    /// The flow and step that spoke.
    pub flow: Option<(String, String)>,
    /// Buttons beside the reply.
    pub choices: Vec<String>,
    /// The tool to open.
    pub tool: Option<Tool>,
    /// The sources of a grounded reply.
    pub citations: Vec<Citation>,
}

impl Plan {
    /// The acts, in order, notices left out.
    pub fn acts(&self) -> impl Iterator<Item = Act> {
        self.pieces.iter().filter(|piece| !piece.notice).map(|piece| piece.act)
    }

    /// How many questions it asks.
    pub fn questions(&self) -> usize {
        self.pieces.iter().filter(|piece| piece.asks).count()
    }
}

/// Why the AI notice was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeReason {
    /// The start of a session.
    Start,
    /// The time since the last one.
    Interval,
    /// Days without use.
    Idle,
    /// It was asked.
    Asked,
}

/// How urgently a person is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// When they can.
    Warm,
    /// This minute.
    Now,
}

/// What the caller has to do, stored with the reply in the same atomic step.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Effect {
    /// The AI notice was given, with these words.
    Disclosed {
        /// Why.
        reason: NoticeReason,
        /// The line.
        line: LineRef,
    },
    /// An alert is raised, or raised to this level.
    Alert(Level),
    /// A person is called.
    Handoff(Urgency),
    /// The resident asked for a person.
    PersonRequested,
    /// Staff should know, without urgency: the rule that said so.
    StaffNote(String),
    /// Asked again after so many minutes.
    SafetyCheckBack(u32),
    /// Asked about once, after so many hours.
    CheckBack {
        /// After so many hours.
        hours: u16,
        /// A plan's activity, or a card's id.
        what: CheckBackOf,
    },
    /// What was asked about was answered, or will not be asked again.
    CheckBackDone,
    /// A reminder was agreed.
    Reminder {
        /// The activity.
        what: String,
        /// When, in the words of the choice.
        said: String,
        /// When.
        at: LocalTime,
    },
    /// Something small was agreed for each day, at this hour where the resident is.
    Daily {
        /// What.
        ritual: Ritual,
        /// The hour, 0 to 23.
        hour: u8,
    },
    /// Nothing is asked daily any more.
    DailyEnded,
    /// It was offered that a safety plan can be kept.
    PlanOffered,
    /// The day, as the resident called it.
    CheckedIn(Mood),
    /// How it was after a crisis, as the resident called it.
    FollowedUp(Since),
    /// Something due that has a flow of its own was taken up.
    DueTaken(DueKind),
    /// The resident agreed, or not, that things may be kept from one conversation to the next.
    MemoryConsent(bool),
    /// Something to keep, with consent.
    Remember(NewFact),
    /// A kept fact was set straight; it is replaced.
    Correct {
        /// The fact.
        id: String,
        /// What holds instead.
        fact: NewFact,
    },
    /// The resident said yes to just this fact.
    Confirm(String),
    /// A topic came up that a later conversation may come back to; with consent.
    Talked {
        /// The topic.
        topic: String,
        /// Its name, in the language of the conversation.
        name: String,
    },
    /// That these topics were talked about is forgotten.
    ForgetTopics(Vec<String>),
    /// The resident's own messages of these turns are kept as a chapter of their story.
    SaveStory {
        /// What it is about.
        theme: Option<String>,
        /// The turns, in order.
        turns: Vec<TurnId>,
    },
    /// What the questionnaire has so far; kept, so that it can be gone on with.
    InstrumentProgress {
        /// The instrument.
        instrument: String,
        /// The version of its words.
        version: String,
        /// What was answered.
        replies: Vec<Reply>,
    },
    /// The questionnaire was put aside.
    InstrumentPaused {
        /// The instrument.
        instrument: String,
    },
    /// The questionnaire is finished.
    Scored {
        /// The instrument.
        instrument: String,
        /// The version of its words.
        version: String,
        /// What was answered.
        answers: Vec<Reply>,
        /// The result.
        score: Score,
    },
    /// Something was turned down and is not asked again for seven days.
    Declined(String),
    /// These facts are deleted.
    Forget(Vec<String>),
    /// The conversation's language changed.
    Language(Language),
    /// The resident said goodbye.
    Closed,
    /// A complaint, for the people who write the lines.
    Complaint,
    /// The message was not understood; which miss in a row.
    Missed(u8),
    /// A pool had no fresh line left.
    PoolExhausted(String),
}

/// What a check-back is about.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum CheckBackOf {
    /// A small plan.
    Plan(String),
    /// A card.
    Card(String),
}

/// A time where the resident is, counted from today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LocalTime {
    /// Zero is today.
    pub days: u8,
    /// The hour, 0 to 23.
    pub hour: u8,
}

/// A day, as the resident calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mood {
    /// A good day.
    Good,
    /// In between.
    Middling,
    /// A hard day.
    Hard,
}

/// How it is since a crisis, as the resident calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Since {
    /// Better.
    Better,
    /// The same.
    Same,
    /// Worse.
    Worse,
}

/// A fact to keep, with all that a store needs beside an id.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewFact {
    /// About whom: empty for the resident, else the name or the kin word of a person.
    pub subject: String,
    /// What it says.
    pub relation: Relation,
    /// As it is said to the resident.
    pub value: String,
    /// The language that the value is in.
    pub language: Language,
    /// The day it was told, in days since 1970.
    pub day: u32,
    /// How carefully it is handled.
    pub sensitivity: Sensitivity,
    /// Whether the resident said yes to just this.
    pub confirmed: bool,
    /// The last day it is used; `None` is without an end.
    pub expires: Option<u32>,
    /// The turn whose message it comes from.
    pub turn: TurnId,
    /// The bytes of that message.
    pub span: (u32, u32),
}
