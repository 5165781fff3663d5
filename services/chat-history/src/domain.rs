//! The rules of conversations: whose they are, what is sealed how, who may read, and what a risk turn raises.

mod attention;
mod changing;
mod companion;
mod correcting;
mod counting;
mod delivering;
mod detail;
mod drafts;
mod feed;
mod findings;
mod giving_back;
mod heard;
mod law;
mod marks;
mod notices;
mod overview;
mod pseudonyms;
mod reading;
mod records;
mod responding;
mod retention;
mod safety_plan;
mod sbar;
mod sealing;
mod shift_feed;
mod timing;
mod transcripts;
mod turns;
mod watching;

use std::sync::Arc;

use api::{Client, Fault, Problem};
use audit_trail::TrailError;
use chassis::Metrics;
use chat_history_api::{PlanPart, codes};
use decision::Decider;
use jiff::tz::TimeZone;
use kernel::{ErrorCode, Sources};
use safety_rules::Place;
use store_sql::StoreError;
use store_sql::timers::Alarm;
use tokio::sync::watch;
use vault::{Vault, VaultError};

pub use self::findings::{findings_of, keep_answers, keep_messages};
pub(crate) use self::law::Law;
pub(crate) use self::retention::DAY;
pub use self::sbar::{Facts, note};
pub(crate) use self::turns::OPEN_MAX;
pub(crate) use self::watching::Hub;
use crate::config::Config;
use crate::store::Store;

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refused {
    #[error("there is no such thing for this caller")]
    NotFound,
    #[error("a turn of this conversation is open")]
    TurnOpen,
    #[error("the conversation went on since it was read")]
    Version,
    #[error("the turn is closed with another reply")]
    TurnClosed,
    #[error("the key was used for another message")]
    KeyReused,
    #[error("the conversation has ended")]
    Ended,
    #[error("the alert is closed")]
    AlertClosed,
    #[error("somebody else writes in the conversation")]
    AlertTaken,
    #[error("the caller did not take the conversation over")]
    NotTaken,
    #[error("the caller does not have the alert")]
    NotHeld,
    #[error("the message is not the caller's, too old to be corrected, or redacted")]
    NotCorrectable,
    #[error("there is no analysis to mark")]
    NotMarkable,
    #[error("a mark says nothing, too much, or of places that are none")]
    Mark,
    #[error("the days are no days, in no order, or too many")]
    ExportDays,
    #[error("nothing is exported for this purpose")]
    ExportPurpose,
    #[error("the safety plan was changed since it was read")]
    PlanChanged,
    #[error("a line of the safety plan is none: {0:?}")]
    PlanLine(PlanPart),
    #[error("a part of the safety plan has too many lines: {0:?}")]
    PlanLines(PlanPart),
    #[error("a safety plan has a line at least")]
    PlanEmpty,
    #[error("the map of pseudonyms is not one of this conversation")]
    Pseudonyms,
    #[error("the conversation has an open alert")]
    AlertOpen,
    #[error("the resident declined the questionnaire")]
    InstrumentDeclined,
    #[error("what is looked for is too short or too long")]
    SearchWords,
    #[error("the days are 1 to 90")]
    Days,
    #[error("a remembered value is 1 to 120 characters")]
    Value,
    #[error("the hours are 1 to 72")]
    Hours,
    #[error("the hour is 0 to 23")]
    Hour,
    #[error("the law of the place leaves the companion company alone")]
    DailyNotOffered,
    #[error("the year is 2000 to 2199")]
    Year,
    #[error("a questionnaire is named by its pack and asked every 14 to 365 days")]
    Assignment,
    #[error("a key is 1 to 128 visible ASCII characters")]
    Key,
    #[error("the note is too long")]
    Note,
    #[error("the person has too many live streams")]
    TooManyStreams,
    #[error("the message is empty or over its limit")]
    Size,
    #[error("what is sealed is not what was sealed")]
    Shape,
    #[error("the store failed")]
    Store(#[from] StoreError),
    #[error("the event could not be kept")]
    Trail(#[from] TrailError),
    #[error("the vault failed")]
    Vault(#[from] VaultError),
    #[error("no decision could be made")]
    Decision(#[from] decision::DecisionError),
    #[error("a peer did not do its part")]
    Peer(#[source] Problem),
}

impl Fault for Refused {
    fn code(&self) -> ErrorCode {
        match self {
            Self::NotFound => api::codes::NOT_FOUND,
            Self::TurnOpen => codes::TURN_OPEN,
            Self::Version => codes::VERSION,
            Self::TurnClosed => codes::TURN_CLOSED,
            Self::KeyReused => codes::KEY_REUSED,
            Self::Ended => codes::ENDED,
            Self::AlertClosed => codes::ALERT_CLOSED,
            Self::AlertTaken => codes::ALERT_TAKEN,
            Self::NotTaken => codes::NOT_TAKEN,
            Self::NotHeld => codes::NOT_HELD,
            Self::NotCorrectable => codes::NOT_CORRECTABLE,
            Self::NotMarkable => codes::NOT_MARKABLE,
            Self::AlertOpen => codes::ALERT_OPEN,
            Self::InstrumentDeclined => codes::INSTRUMENT_DECLINED,
            Self::DailyNotOffered => codes::DAILY_NOT_OFFERED,
            Self::Pseudonyms => codes::PSEUDONYMS,
            Self::PlanChanged => codes::PLAN_CHANGED,
            Self::SearchWords
            | Self::Days
            | Self::Value
            | Self::Hours
            | Self::Hour
            | Self::Year
            | Self::Assignment
            | Self::Key
            | Self::Mark
            | Self::ExportDays
            | Self::ExportPurpose
            | Self::PlanLine(_)
            | Self::PlanLines(_)
            | Self::PlanEmpty
            | Self::Note => api::codes::INVALID,
            Self::TooManyStreams => api::codes::RATE_LIMITED,
            Self::Size => api::codes::TOO_LARGE,
            Self::Shape => api::codes::INTERNAL,
            Self::Store(error) => error.code(),
            Self::Trail(error) => error.code(),
            Self::Vault(error) => Fault::code(error),
            Self::Decision(error) => Fault::code(error),
            Self::Peer(_) => api::codes::UNAVAILABLE,
        }
    }

    fn problem(&self) -> Problem {
        match self {
            Self::SearchWords => Problem::invalid("words", "are 2 to 200 characters"),
            Self::Days => Problem::invalid("days", "are 1 to 90"),
            Self::Key => Problem::invalid("key", "is 1 to 128 visible ASCII characters"),
            Self::Note => Problem::invalid("note", "is at most 2000 characters"),
            Self::Mark => Problem::invalid(
                "mark",
                "is right and nothing else, or wrong with reasons, and with levels, categories and places that fit",
            ),
            Self::ExportDays => Problem::invalid("from", "and to are days in order, at most 366 of them"),
            Self::ExportPurpose => {
                Problem::invalid("Purpose-Of-Use", "is QUALITY-REVIEW, HRESCH or MODEL-TRAINING")
            }
            Self::Value => Problem::invalid("value", "is 1 to 120 characters"),
            Self::Hours => Problem::invalid("hours", "are 1 to 72"),
            Self::Hour => Problem::invalid("hour", "is 0 to 23"),
            Self::Year => Problem::invalid("year", "is 2000 to 2199"),
            Self::Assignment => Problem::invalid("every_days", "are 14 to 365, of at most six named packs"),
            Self::PlanLine(part) => safety_plan::wrong_line(*part),
            Self::PlanLines(part) => Problem::invalid(safety_plan::field(*part), "has at most 10 lines"),
            Self::PlanEmpty => Problem::invalid("parts", "have one line at least"),
            other => other.code().into(),
        }
    }
}

/// The rules over what they need.
pub(crate) struct Domain {
    pub(crate) store: Store,
    pub(crate) hub: Hub,
    sources: Sources,
    vault: Vault,
    decider: Decider,
    relations: Client,
    auth: Client,
    waits: Config,
    zone: TimeZone,
    /// Where residents are: whose help lines are right.
    place: Place,
    /// The law there.
    law: Law,
    /// Counts up whenever something becomes of an alert.
    alert_changes: watch::Sender<u64>,
    /// Wakes who fires timers.
    pub(crate) alarm: Alarm,
    metrics: Arc<Metrics>,
}

/// What a domain is made of.
pub(crate) struct Parts {
    pub(crate) store: Store,
    pub(crate) sources: Sources,
    pub(crate) vault: Vault,
    pub(crate) decider: Decider,
    pub(crate) relations: Client,
    pub(crate) auth: Client,
    pub(crate) waits: Config,
    /// The zone of the residents' clocks.
    pub(crate) zone: TimeZone,
    /// Where residents are (`us-ca`): whose help lines are right, and whose law holds.
    pub(crate) place: String,
    pub(crate) metrics: Arc<Metrics>,
}

impl Domain {
    pub(crate) fn new(parts: Parts) -> Self {
        Self {
            store: parts.store,
            hub: Hub::default(),
            sources: parts.sources,
            vault: parts.vault,
            decider: parts.decider,
            relations: parts.relations,
            auth: parts.auth,
            waits: parts.waits,
            zone: parts.zone,
            place: Place::parse(&parts.place),
            law: Law::of(&parts.place),
            alert_changes: watch::Sender::new(0),
            alarm: Alarm::default(),
            metrics: parts.metrics,
        }
    }
}
