//! What a turn decided: acts and line ids with their fills, never free text. The reply is rendered from it, the
//! record keeps it, and a replay compares it.

use content::LineRef;
use content::model::{Act, Citation, Relation, Tool};
use content_safety_api::{Language, Level};
use serde::{Deserialize, Serialize};

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
        at: String,
    },
    /// Something to keep, with consent.
    Remember {
        /// What it says.
        relation: Relation,
        /// As it is said to the resident.
        value: String,
        /// The bytes of the message that it comes from.
        span: (u32, u32),
    },
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
