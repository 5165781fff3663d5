//! Flows: typed steps that the engine walks.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Bar, Tool, UserAct};

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
    /// A request for just this.
    Wish(UserAct),
    /// This topic, told late in the evening or at night.
    Night(String),
    /// Something that is due.
    Due(DueKind),
    /// The first conversation that a resident has.
    First,
}

/// What can be due and has a flow of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum DueKind {
    /// The daily check-in at the agreed hour.
    CheckIn,
    /// The question after a crisis, later the same day or the next.
    FollowUp,
    /// A questionnaire that its schedule allows again.
    Instrument,
    /// A small thing that was agreed for each day.
    Ritual(Ritual),
}

/// A small thing for each day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Ritual {
    /// How the day is.
    CheckIn,
    /// One good thing of the day.
    GoodThing,
    /// A slow breath.
    SlowBreath,
}

impl Ritual {
    /// Every ritual, in the order of declaration.
    pub const ALL: [Self; 3] = [Self::CheckIn, Self::GoodThing, Self::SlowBreath];

    /// The name of the choice that stands for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::CheckIn => "check_in",
            Self::GoodThing => "good_thing",
            Self::SlowBreath => "slow_breath",
        }
    }
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
    /// Where each choice of a fixed set leads; what is not named here leads on by `Choose`.
    #[serde(default)]
    pub picks: BTreeMap<String, Next>,
    /// The slot that the answer fills.
    #[serde(default)]
    pub fill: Option<String>,
    /// What is taken from an answer in the resident's own words; it leads on by `Given`.
    #[serde(default)]
    pub take: Option<Take>,
    /// Asked about once, after so many hours.
    #[serde(default)]
    pub check_back_hours: Option<u16>,
}

/// What a step takes from an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Take {
    /// A first name.
    Name,
    /// Somebody: a kin word or a first name.
    Person,
    /// The answer as it was said, for a button, a reminder or the resident's own pages; it is never said back.
    Words,
}

/// What a step needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// The flow was asked for, in so many words.
    Asked,
    /// Whether anything may be kept has never been answered.
    MemoryUnasked,
    /// What is to be asked each day was never said, and it may be asked here and now.
    DailyUnasked,
    /// No safety plan is kept, none was ever offered, it may be here, and no danger is near.
    PlanOfferable,
    /// The resident keeps a safety plan.
    PlanKept,
    /// No name to call the resident by is known.
    Nameless,
    /// Sight is not known to be weak.
    Sees,
    /// Hearing is not known to be weak.
    Hears,
    /// The flow has filled this slot.
    Slot(String),
    /// So many messages of the flow are there to keep.
    Told(u8),
    /// A questionnaire is there and may be asked now.
    InstrumentOpen,
    /// It has an item that was not asked.
    ItemLeft,
    /// It was begun before.
    ItemsAnswered,
}

/// Where a flow goes on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Next {
    /// To a step.
    Go(String),
    /// It is over, and this flow goes on in its place.
    Into {
        /// The flow.
        flow: String,
        /// The step.
        at: String,
    },
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
    /// What the step takes.
    Given,
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
    /// A choice from a fixed set; the pool's line names what can be chosen.
    Choose {
        /// The pool.
        pool: String,
        /// The set.
        from: String,
    },
    /// A choice between the ideas that the resident gave, in the slots `one` and `two`.
    ChooseOwn(String),
    /// A line of this pool, with the flow's slots; nothing while one is empty.
    Summarise(String),
    /// The day or the time where the resident is, as it was asked for.
    TellTime,
    /// A question about the theme in the slot `theme`.
    AskTheme,
    /// This message belongs to what may be kept at the end.
    Keep,
    /// What was kept becomes a chapter of the resident's story.
    SaveStory,
    /// The resident agreed, or not, that things may be kept.
    AgreeMemory(bool),
    /// The daily thing and its hour, from the slots `ritual` and `daypart`.
    AgreeRitual,
    /// Nothing is asked daily any more.
    EndRituals,
    /// That a safety plan can be kept was offered: it is not offered again, whatever is answered.
    OfferedPlan,
    /// The day as it was chosen, from the slot `mood`.
    CheckedIn,
    /// The answer after a crisis, from the slot `since`.
    FollowedUp,
    /// A person is sent for.
    RequestPerson,
    /// Staff should know, without urgency.
    StaffNote,
    /// The crisis ladder starts and leads from here on.
    Ladder,
    /// Why this questionnaire is asked; the pool takes `{title}` and `{items}`.
    InstrumentReason(String),
    /// The next item of the questionnaire, in its own words, with its scale.
    AskItem,
    /// This item stays unanswered.
    SkipItem,
    /// The questionnaire is put aside; its answers stay.
    PauseInstrument,
    /// The result in plain words, and as data.
    Score,
    /// A line of this pool about the person who is told of as living; it takes `{person}`.
    TimeShift(String),
    /// Open a tool.
    Tool(Tool),
}

impl Do {
    /// Whether it puts choices that are answered by naming one.
    pub const fn is_choice(&self) -> bool {
        matches!(
            self,
            Self::Choose { .. }
                | Self::ChooseOwn(_)
                | Self::ChooseActivity(_)
                | Self::ChooseTime(_)
                | Self::AskItem
        )
    }

    /// Whether it means nothing outside a flow.
    pub const fn belongs_to_a_flow(&self) -> bool {
        !matches!(
            self,
            Self::ReflectContent
                | Self::ReflectFeeling
                | Self::Line(_)
                | Self::AskTopic
                | Self::AskPermission
                | Self::TellTime
                | Self::TimeShift(_)
                | Self::EndRituals
                | Self::RequestPerson
                | Self::StaffNote
                | Self::Tool(_)
        )
    }
}
