//! Flows: typed steps that the engine walks.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Bar, Tool};

/// A flow: typed steps, interpreted by the engine.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flow {
    /// Name, such as `small_plan`.
    pub id: String,
    /// Raised when the steps change.
    pub version: u16,
    /// Which of several that could start does: the highest. Unique.
    pub priority: u16,
    /// What starts it.
    pub starts: Vec<Start>,
    /// When it must not run.
    #[serde(default)]
    pub bars: Vec<Bar>,
    /// Whether another flow may be laid on top of it.
    pub interruptible: bool,
    /// What happens when it is come back to.
    pub resume: Resume,
    /// The steps; the first is where it starts.
    pub steps: Vec<FlowStep>,
}

/// What starts a flow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Start {
    /// This topic.
    Topic(String),
    /// This frame.
    Frame(String),
    /// Any hard thing that is told.
    Hard,
    /// Any good or plain thing that is told.
    Told,
    /// A request for an idea of what to do; it starts at this step.
    Ask {
        /// The step.
        at: String,
    },
}

/// What happens when a flow is come back to after something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Resume {
    /// It is dropped.
    Drop,
    /// It goes on without a word.
    Quietly,
    /// It is asked whether to go on, if it was left at most so many turns ago.
    AskFirst {
        /// The most turns.
        max_turns: u8,
    },
}

/// One step of a flow.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlowStep {
    /// Name within the flow.
    pub id: String,
    /// What must hold for the step to be taken.
    #[serde(default)]
    pub needs: Vec<Need>,
    /// Where to go when it does not.
    #[serde(default)]
    pub otherwise: Option<Next>,
    /// What is said and done, in order.
    #[serde(rename = "do")]
    pub acts: Vec<Do>,
    /// How often the step may be entered in one run of the flow; zero is without a counter.
    #[serde(default)]
    pub limit: u8,
    /// Where to go when the counter is used up.
    #[serde(default)]
    pub over: Option<Next>,
    /// Where each answer leads.
    #[serde(default)]
    pub on: BTreeMap<Answer, Next>,
    /// Where to go when nothing was asked.
    #[serde(default)]
    pub next: Option<Next>,
    /// The slot that the answer fills.
    #[serde(default)]
    pub fill: Option<String>,
    /// Asked about once, after so many hours.
    #[serde(default)]
    pub check_back_hours: Option<u16>,
}

/// What a step needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Need {
    /// A card that fits, is not barred, and was not shown in seven days.
    Card,
    /// Offers are not paused, and this topic was not yet asked about.
    MayOffer,
    /// At least so many hard turns were heard.
    Heard(u8),
    /// At least two activities that fit.
    Activities,
    /// Nothing hard was told in this message that the flow is not about.
    OnTopic,
    /// Human contact was not suggested lately.
    HumanDue,
}

/// Where a flow goes on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Next {
    /// To a step.
    Go(String),
    /// It is over.
    End,
}

/// What came back to a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Answer {
    /// Yes.
    Yes,
    /// No.
    No,
    /// Does not know.
    Unsure,
    /// Would rather not say.
    Decline,
    /// Stop this.
    Stop,
    /// One of the choices.
    Choose,
    /// Anything else that was told.
    Other,
}

/// One thing that a step says or does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Do {
    /// Mirror what was told, from the smallest grammar that fits; a presence line when none does.
    ReflectContent,
    /// Mirror the feeling, when one was named; else nothing.
    ReflectFeeling,
    /// A line of this pool.
    Line(String),
    /// An open question about the topic.
    AskTopic,
    /// The permission line of the card that fits.
    AskPermission,
    /// The card: opening and first step.
    Card,
    /// A choice of activities from the cards; the pool's line takes `{first}` and `{second}`.
    ChooseActivity(String),
    /// A choice of times of day; the pool's line takes `{first}` and `{second}`.
    ChooseTime(String),
    /// A line of this pool, with the flow's slots.
    Summarise(String),
    /// A line of this pool about the person who is told of as living; it takes `{person}`.
    TimeShift(String),
    /// Open a tool.
    Tool(Tool),
}
