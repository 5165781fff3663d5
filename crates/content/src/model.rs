//! The types of everything under `/content`: one module, read by the build script that checks the data and by
//! the library that serves it, so that what was checked is what is said.
//!
//! Unknown fields are refused, both languages are fields and not keys, and closed sets are enums: most wrong
//! data cannot be written down. What types cannot say is in `check`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The same thing in each language; a missing language does not parse.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ByLang<T> {
    /// English.
    pub en: T,
    /// Spanish, with usted.
    pub es: T,
}

/// All data, as the build script checked it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The cards, by id.
    pub cards: Vec<Card>,
    /// The pools that the catalogues must fill, by id.
    pub pools: Vec<Pool>,
    /// Lines: pool id to line number to text.
    pub lines: ByLang<Catalogue>,
    /// The flows.
    pub flows: Vec<Flow>,
    /// The policy rows, highest priority first.
    pub policy: Vec<Row>,
    /// What people talk about.
    pub topics: Vec<Topic>,
    /// What can be mirrored with a span of the resident's own words.
    pub frames: Vec<Frame>,
    /// Words and patterns by which a message is understood.
    pub lexicon: ByLang<Lexicon>,
    /// Words that no line may hold.
    pub lint: ByLang<Lint>,
    /// The profiles of the law.
    pub jurisdictions: Vec<Jurisdiction>,
}

/// Pool id to line number to text. Numbers are never used again for another text, so an id in an old record
/// never changes its meaning without a change of the content digest.
pub type Catalogue = BTreeMap<String, BTreeMap<u16, String>>;

/// What the companion does with a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Act {
    /// Says hello.
    Greet,
    /// Mirrors what was told.
    ReflectContent,
    /// Mirrors a feeling that was named.
    ReflectFeeling,
    /// Honours an effort or a choice.
    Affirm,
    /// Says that others would take it the same way.
    Normalise,
    /// Asks an open question.
    AskOpen,
    /// Asks to pick one of two.
    AskChoice,
    /// Asks for a number.
    AskScale,
    /// Says what was settled.
    Summarise,
    /// Asks before offering anything.
    AskPermission,
    /// Offers a card.
    Offer,
    /// Tells one step of a card.
    Step,
    /// Gives a fact, or says that it has none.
    Inform,
    /// Asks how a plan went.
    CheckBack,
    /// Says what is remembered.
    Recall,
    /// Asks what was meant.
    Clarify,
    /// Owns a mistake.
    OwnMiss,
    /// Says that it is an AI.
    DiscloseAi,
    /// Leads to a person.
    ConnectHuman,
    /// Asks a safety question.
    SafetyAsk,
    /// Says what to do for safety.
    SafetyPlan,
    /// Says goodbye.
    Close,
}

impl Act {
    /// Every act, in the order of declaration.
    pub const ALL: [Self; 22] = [
        Self::Greet,
        Self::ReflectContent,
        Self::ReflectFeeling,
        Self::Affirm,
        Self::Normalise,
        Self::AskOpen,
        Self::AskChoice,
        Self::AskScale,
        Self::Summarise,
        Self::AskPermission,
        Self::Offer,
        Self::Step,
        Self::Inform,
        Self::CheckBack,
        Self::Recall,
        Self::Clarify,
        Self::OwnMiss,
        Self::DiscloseAi,
        Self::ConnectHuman,
        Self::SafetyAsk,
        Self::SafetyPlan,
        Self::Close,
    ];
}

/// What the resident does with a message. One message may hold two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum UserAct {
    /// Tells something.
    Tell,
    /// Asks something that no other act names.
    Ask,
    /// Says yes.
    Yes,
    /// Says no.
    No,
    /// Picks one of the choices.
    Choose,
    /// Gives a number.
    Number,
    /// Does not know.
    Unsure,
    /// Would rather not say.
    Decline,
    /// Sets something straight.
    Correct,
    /// Wants it said again.
    Repeat,
    /// Wants it to end.
    Stop,
    /// Wants another topic.
    OtherTopic,
    /// Wants a person.
    PersonPlease,
    /// Asks whether it is human, or who it is.
    AskAi,
    /// Asks what is remembered.
    AskMemory,
    /// Wants something forgotten.
    Forget,
    /// Thanks.
    Thanks,
    /// Says goodbye.
    Goodbye,
    /// Complains about the companion.
    Complain,
    /// Sent no words.
    Empty,
    /// Says hello.
    Greet,
    /// Wants to go on.
    GoOn,
    /// Asks what to do.
    AskAdvice,
    /// Asks about medicine, dose or diagnosis.
    AskMedical,
    /// Asks about money or law.
    AskMoney,
    /// Asks how the companion is, or about its life.
    AskSelf,
    /// Asks who can read this.
    AskPrivacy,
    /// Asks what the companion can do.
    AskHelp,
    /// Asks for the time or the date.
    AskTime,
    /// Speaks of love to the companion.
    Romance,
    /// Wants English.
    SpeakEnglish,
    /// Wants Spanish.
    SpeakSpanish,
}

/// A feeling that a resident may name. The pools `feel.*` answer to these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Feeling {
    /// Sadness.
    Sad,
    /// Loneliness.
    Lonely,
    /// Worry.
    Worried,
    /// Fear.
    Afraid,
    /// Anger.
    Angry,
    /// Grief.
    Grieving,
    /// Guilt or regret.
    Guilty,
    /// Weariness.
    Tired,
    /// Boredom.
    Bored,
    /// Confusion.
    Confused,
    /// Longing.
    Missing,
    /// Feeling of no use, or a burden.
    Useless,
    /// Joy.
    Glad,
    /// Pride.
    Proud,
    /// Gratitude.
    Grateful,
    /// Calm.
    Calm,
}

impl Feeling {
    /// Every feeling, in the order of declaration.
    pub const ALL: [Self; 16] = [
        Self::Sad,
        Self::Lonely,
        Self::Worried,
        Self::Afraid,
        Self::Angry,
        Self::Grieving,
        Self::Guilty,
        Self::Tired,
        Self::Bored,
        Self::Confused,
        Self::Missing,
        Self::Useless,
        Self::Glad,
        Self::Proud,
        Self::Grateful,
        Self::Calm,
    ];

    /// Whether this is a good thing to feel.
    pub const fn is_good(self) -> bool {
        matches!(self, Self::Glad | Self::Proud | Self::Grateful | Self::Calm)
    }

    /// The id of the pool that reflects it.
    pub const fn pool(self) -> &'static str {
        match self {
            Self::Sad => "feel.sad",
            Self::Lonely => "feel.lonely",
            Self::Worried => "feel.worried",
            Self::Afraid => "feel.afraid",
            Self::Angry => "feel.angry",
            Self::Grieving => "feel.grieving",
            Self::Guilty => "feel.guilty",
            Self::Tired => "feel.tired",
            Self::Bored => "feel.bored",
            Self::Confused => "feel.confused",
            Self::Missing => "feel.missing",
            Self::Useless => "feel.useless",
            Self::Glad => "feel.glad",
            Self::Proud => "feel.proud",
            Self::Grateful => "feel.grateful",
            Self::Calm => "feel.calm",
        }
    }
}

/// A set of lines that serve the same purpose.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pool {
    /// Dotted name, such as `feel.sad`.
    pub id: String,
    /// What its lines do.
    pub act: Act,
    /// The fewest lines that the build accepts.
    pub min: u16,
    /// Whether each line asks (exactly one question mark) or none does.
    #[serde(default)]
    pub asks: bool,
    /// The placeholders that its lines may hold.
    #[serde(default)]
    pub slots: Vec<String>,
    /// The most sentences that a line may have.
    #[serde(default = "one")]
    pub sentences: u8,
    /// A legal notice: exempt from the grade and from the rule against repetition, never from length.
    #[serde(default)]
    pub notice: bool,
}

const fn one() -> u8 {
    1
}

/// A danger at or above which something is not offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum RiskLevel {
    /// Passive thoughts.
    Low,
    /// A human is brought in.
    Medium,
    /// Intent, plan or recent behaviour.
    High,
    /// Danger now.
    Critical,
}

/// When a card or a flow must not be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Bar {
    /// From this level of the conversation on.
    Level(RiskLevel),
    /// Within so many days of a bereavement.
    GriefDays(u16),
    /// While the profile or the screening speaks of psychosis.
    Psychosis,
    /// For people who are at risk of falling.
    Falls,
    /// For people whose food or drink is restricted.
    Diet,
    /// Under this profile of the law.
    Jurisdiction(String),
}

/// What a card is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Intent {
    /// To keep company.
    Comfort,
    /// To get something going.
    Activate,
    /// To get through something.
    Cope,
    /// To reach a person.
    Connect,
    /// To tell of what was.
    Reminisce,
    /// To know something.
    Inform,
}

/// Who a card speaks to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Audience {
    /// The resident.
    Resident,
    /// The family, in their pages.
    Family,
}

/// When in a conversation a card fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Phase {
    /// It keeps company; nothing is to be done.
    Comfort,
    /// It suggests one small thing to do.
    Act,
}

/// Whether faith may come into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Faith {
    /// It does not touch faith.
    None,
    /// It names faith as one way among others, and only where the resident raised it.
    Optional,
}

/// How well the idea of a card is supported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Evidence {
    /// Public guidance of a health authority or a professional body.
    Guidance,
    /// At least one trial.
    Trial,
    /// A review of several trials.
    Review,
    /// Common practice of care, without a trial that we know.
    Practice,
}

/// What a body must be able to do for a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Mobility {
    /// It can be done in bed.
    Lying,
    /// It needs a chair.
    Seated,
    /// It needs standing or walking.
    Standing,
}

/// What a card asks of the person; what the profile does not say is taken as the safer.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fit {
    /// The most that the body must do.
    pub mobility: Mobility,
    /// Whether one must hear well.
    #[serde(default)]
    pub hearing: bool,
    /// Whether one must see well.
    #[serde(default)]
    pub sight: bool,
    /// Whether it asks for more than one idea at a time.
    #[serde(default)]
    pub thinking: bool,
    /// Whether it is about food or drink.
    #[serde(default)]
    pub diet: bool,
}

/// A tool that the page can open; it does nothing by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tool {
    /// A slow timer.
    BreathingTimer,
    /// A page to write on.
    Journal,
    /// Help to call somebody.
    CallPrompt,
    /// A reminder.
    Reminder,
    /// Where to find help.
    ResourceLookup,
    /// Word to the staff.
    Handoff,
}

/// Where the idea of a card comes from: a public, general source in a few words. No sentence is taken from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Citation {
    /// Who says it.
    pub publisher: String,
    /// What it is about.
    pub title: String,
    /// As of when we hold it to be current, `YYYY-MM-DD`.
    pub as_of: String,
}

/// The words of a card in one language. Each is one sentence.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CardLines {
    /// A few words for a button: "a slow breath".
    pub name: String,
    /// Asks whether it may be offered.
    pub permission: String,
    /// The first sentence.
    pub opening: String,
    /// What to do, at most three.
    pub steps: Vec<String>,
    /// The last sentence.
    pub close: String,
    /// Asked once, later.
    pub follow_up: String,
}

/// One small piece of help, offered with permission.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Card {
    /// Name, such as `quiet_sunday`.
    pub id: String,
    /// Raised when the words change.
    pub version: u16,
    /// The topic it answers to.
    pub topic: String,
    /// Whether the small plan may propose it as something to do.
    #[serde(default)]
    pub activity: bool,
    /// What it is for.
    pub intent: Intent,
    /// Who it speaks to.
    pub audience: Audience,
    /// The words.
    pub lines: ByLang<CardLines>,
    /// What it asks of the person.
    pub fit: Fit,
    /// When it must not be used.
    #[serde(default)]
    pub bars: Vec<Bar>,
    /// The feelings it fits best.
    #[serde(default)]
    pub feelings: Vec<Feeling>,
    /// When in a conversation it fits.
    pub phase: Phase,
    /// Whether faith may come into it.
    pub faith: Faith,
    /// Where the idea comes from.
    pub source: Citation,
    /// How well the idea is supported.
    pub evidence: Evidence,
    /// Who reviewed the words; `None` is shown as unreviewed.
    pub reviewer: Option<String>,
    /// When they were reviewed, `YYYY-MM-DD`.
    pub reviewed: Option<String>,
    /// From when it is not retrieved any more, `YYYY-MM-DD`.
    pub expires: String,
    /// How long it takes.
    pub minutes: u8,
    /// The tool that goes with it.
    pub tool: Option<Tool>,
}

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

/// Words that no line of a language may hold.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lint {
    /// Patterns, each with the reason that the build prints.
    pub never: BTreeMap<String, String>,
}

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

/// One rule of the policy.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Name, told as the reason of a turn.
    pub id: String,
    /// The highest that holds fires. Unique: a tie is refused.
    pub priority: u16,
    /// What must hold, all of it.
    pub when: Vec<Guard>,
    /// What is done.
    pub then: Move,
}

/// What a policy row can look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Guard {
    /// The screening or an open episode of risk asks for the crisis ladder.
    Risk,
    /// The resident's message is this act.
    Is(UserAct),
    /// A question is open and this message answers it.
    Answers,
    /// A flow can start.
    Starts,
    /// A flow is on the stack.
    InFlow,
    /// A card is half told.
    CardOpen,
    /// A card fits and may be shown.
    CardFits,
    /// Something due is to be asked about.
    CheckBackDue,
    /// The message was understood as far as the lexicon reaches.
    Understood,
    /// Something said by a person whose death is known is told as of the living.
    TimeShifted,
    /// At least so many messages right before this one were not understood.
    Missed(u8),
    /// There was a complaint lately.
    Complained,
    /// The conversation has run long.
    LongSession,
    /// It is the first message of a session.
    SessionStart,
}

/// What a policy row does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Move {
    /// The crisis ladder speaks.
    Ladder,
    /// The open question's answer leads on.
    Answer,
    /// The flow that can start does, or the running one goes on.
    Flow,
    /// The card that fits.
    GiveCard,
    /// The rest of the card.
    GoOnCard,
    /// The last reply in the shorter words.
    Repeat,
    /// What is remembered, with dates.
    TellMemory,
    /// What was last told is forgotten.
    Forget,
    /// Something due is asked about.
    CheckBack,
    /// Lines and effects, in order.
    Say {
        /// What is said.
        say: Vec<Do>,
        /// What changes.
        fx: Vec<Fx>,
    },
}

/// What a policy row changes beside what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fx {
    /// The flow on top is left, and its question with it.
    LeaveFlow,
    /// All flows are left.
    LeaveAll,
    /// No offer for so many turns.
    PauseOffers(u8),
    /// A person was asked for.
    RequestPerson,
    /// What was talked about is not come back to unasked.
    NewTopic,
    /// The language becomes English.
    English,
    /// The language becomes Spanish.
    Spanish,
    /// A miss is counted.
    Miss,
    /// The AI notice counts as given.
    Disclosed,
    /// A complaint is counted.
    Complaint,
    /// The conversation is said goodbye to.
    Close,
    /// Human contact counts as suggested.
    HumanSuggested,
    /// Staff should know, without urgency.
    StaffNote,
}

/// A profile of the law: when the AI notice is due and what is off.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Jurisdiction {
    /// Name, such as `us-ca`.
    pub id: String,
    /// The law, as it is cited.
    pub law: String,
    /// From when it holds, `YYYY-MM-DD`.
    pub in_force: String,
    /// Notice at the start of each session.
    pub notice_at_start: bool,
    /// Notice again after so many minutes.
    pub notice_every_minutes: u32,
    /// The same for a known minor.
    pub notice_every_minutes_minor: u32,
    /// Notice after so many days without use.
    pub notice_after_idle_days: u16,
    /// Notice whenever it is asked.
    pub notice_when_asked: bool,
    /// Whether a feeling may be inferred by a model; explicit words are always met.
    pub emotion_inference: bool,
    /// Whether the published protocol page is a condition of starting in production.
    pub protocol_page_required: bool,
    /// As of when we hold this to be current, `YYYY-MM-DD`.
    pub as_of: String,
    /// Whether counsel reviewed it; `None` is shown as unreviewed.
    pub reviewer: Option<String>,
}
