//! What a fixed line is: words compiled into the binary, with a stable id, in both languages.

use content_safety_api::{CrisisCategory, Language};

/// Where in a ladder a line is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// The first answer: take it seriously, name help.
    Enter,
    /// The one question that opens the subject.
    Ask,
    /// How near the danger is, one question at a time.
    Assess,
    /// To people: staff, somebody trusted, professional care.
    Connect,
    /// Keep company until a person is there.
    Stay,
    /// Calmer, after a person has taken over or two clear denials.
    StepDown,
}

/// What a line does within its stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Shows that it was heard.
    Opening,
    /// The same of a complaint of a bad day, which may be more.
    OpeningSoft,
    /// The same when life is in danger now.
    OpeningNow,
    /// Says what to do this minute.
    ActNow,
    /// Asks for distance to the means.
    Distance,
    /// Leads to a question.
    Lead,
    /// A question, with one wording.
    Question(Question),
    /// A question beside the talk, where the weights hear what no rule reads.
    Soft,
    /// Answers a plain no to that.
    SoftClear,
    /// Says that the care team is being told; only in a turn that tells them.
    Notify,
    /// Says that they were told, to who asks.
    Told,
    /// Says that nobody was.
    NotTold,
    /// Points to staff.
    Staff,
    /// Points to somebody trusted.
    Trusted,
    /// Points to professional care.
    Professional,
    /// Asks what makes reaching out hard.
    Barrier,
    /// Answers a wish not to be asked.
    Declined,
    /// Answers a wish for secrecy.
    Secrecy,
    /// Concern about somebody else.
    ForAnother,
    /// Company.
    Presence,
    /// Calms the tone.
    Calm,
    /// The same after a complaint of a bad day, whatever was said to the question.
    CalmSoft,
    /// A line of help with its number.
    Referral,
    /// The emergency number.
    Emergency,
}

/// A question of a ladder. The safety questions are our own wording at the levels of the C-SSRS; they are not
/// that instrument and no score may be reported from them as if they were.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// A wish not to be alive.
    Wish,
    /// Thoughts of ending one's life.
    Thoughts,
    /// A way.
    Method,
    /// Whether one might act.
    Intent,
    /// A plan.
    Plan,
    /// Something done or prepared, ever.
    Behaviour,
    /// Whether that was within three months.
    BehaviourRecent,
    /// Whether the means are near.
    Means,
    /// Whether a time is near.
    Time,
    /// Whether help can be called from where one is.
    CanReachHelp,
    /// Whether somebody is in the room.
    SomeoneNear,
    /// Whether one is safe at this moment.
    SafeNow,
    /// Whether the one who does harm is near.
    HarmerNear,
    /// Whether one might act on a wish to hurt.
    HarmIntent,
    /// Whether something to do it with is near.
    HarmMeans,
    /// Whether voices tell one to do harm.
    VoicesCommand,
    /// Whether there was food or drink today.
    AteToday,
    /// Whether the body feels weak.
    FeelsFaint,
    /// Whether there is food, water and medicine.
    HasNeeds,
    /// Whether the other person is safe now.
    OtherSafe,
}

/// Kinds of help that a line names, as bits.
pub mod names {
    /// A line that answers day and night.
    pub const LIFELINE: u8 = 1;
    /// Staff of the house.
    pub const STAFF: u8 = 2;
    /// Somebody trusted.
    pub const TRUSTED: u8 = 4;
    /// Professional care.
    pub const PROFESSIONAL: u8 = 8;
    /// The emergency number.
    pub const EMERGENCY: u8 = 16;

    /// Each with its word.
    pub(crate) const WORDS: [(u8, &str); 5] = [
        (LIFELINE, "lifeline"),
        (STAFF, "staff"),
        (TRUSTED, "trusted"),
        (PROFESSIONAL, "professional"),
        (EMERGENCY, "emergency"),
    ];
}

/// A fixed line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// Stable, without language: `si.enter.1`.
    pub id: &'static str,
    /// The ladder it belongs to; `None` for lines of all ladders.
    pub category: Option<CrisisCategory>,
    /// Where it is said.
    pub stage: Stage,
    /// What it does there.
    pub part: Part,
    /// Which help it names.
    pub names: u8,
    /// In English.
    pub en: &'static str,
    /// In Spanish, with usted.
    pub es: &'static str,
}

impl Line {
    /// The words in a language.
    pub const fn text(&self, language: Language) -> &'static str {
        match language {
            Language::En => self.en,
            Language::Es => self.es,
        }
    }
}

/// Writes a table of lines: a ladder, then blocks of one stage and part.
macro_rules! lines {
    ($category:expr; $($stage:ident $part:expr, $names:expr => { $($id:literal: $en:literal / $es:literal;)+ })+) => {
        &[$($(
            $crate::ladder::line::Line {
                id: $id,
                category: $category,
                stage: $crate::ladder::line::Stage::$stage,
                part: $part,
                names: $names,
                en: $en,
                es: $es,
            },
        )+)+]
    };
}

pub(crate) use lines;
