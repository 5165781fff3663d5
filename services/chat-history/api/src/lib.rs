//! The contract of chat-history: conversations, turns stored in two atomic steps, alerts, and live updates.
//!
//! A turn is opened with the resident's message and closed with the reply. Between the two it is *open*: a
//! crash leaves it so, and the next start closes it as `cut`. Nothing acknowledged is ever lost.

mod alerts;
mod changing;
mod closings;
mod companion;
mod company;
mod counting;
mod day;
mod days;
mod drafts;
mod giving_back;
mod handover;
mod law;
mod marks;
mod memories;
mod overview;
mod profile;
mod pseudonyms;
mod questionnaires;
mod reading;
mod records;
mod retention;
mod safety_plan;
mod transcripts;
mod turns;

pub use api::Minor;

pub use alerts::{
    AcknowledgeAlert, Alert, AlertChange, AlertClosing, AlertDetail, AlertEvent, AlertOutcome, AlertQuery,
    AlertState, ByAlert, CloseAlert, EscalateAlert, HandBackAlert, ListAlerts, ListNotices, NewAlert,
    NoteQuery, NoteSentence, Notice, Notices, ReadAlert, SafetyAnswer, SafetyFindings, SafetyReply, SbarNote,
    SeeNotice, StaffMessage, TakeOverAlert, WatchAlerts, WatchQuery, WriteAsStaff,
};
pub use changing::{
    ByMessage, CorrectMessage, CorrectedMessage, Correction, EndConversation, Feedback, FeedbackReason,
    GiveFeedback, HelpLine, ListVersions, NewRedaction, RedactMessage, RedactionReason, Version, Versions,
};
pub use closings::{HearClosing, HeardClosing};
pub use companion::{CHANGES_MAX, CompanionChange, Known};
pub use company::{COMPANY_S, Company, GetCompany, KeepCompany, NewCompany};
pub use counting::{AlertCounts, COUNTED_MAX, CountOpenAlerts};
pub use day::{
    Daily, DailyKind, Day, DoneWith, DueItem, DueKind, EndDaily, FinishDue, GetDay, HOUR_MAX, SetDaily,
};
pub use days::{ByDate, CallDay, Called, ForgetDay, NewCalled};
pub use drafts::{DRAFT_CHARS_MAX, Draft, FoundDraft, GetDraft, KeepDraft, KeptDraft, NewDraft};
pub use giving_back::GiveBackAlert;
pub use handover::{
    AddNote, ByPatient, GetHandover, HandedAlert, Handover, HandoverItem, HandoverQuery, HandoverTaken,
    NewHandover, NewNote, Note, NoteBy, TakeHandover,
};
pub use law::{
    Channel, CompanionReport, CountReferral, GetCompanionReport, HandoffCount, InternalReport, NoticeReason,
    Referral, ReferralCount, ReferralKind, RefusedReferral, ShownNotice, StatutoryReport, TimeToHuman,
    YearQuery,
};
pub use marks::{
    AnalysisMark, AnalysisVersions, EXPORT_DAYS_MAX, EXPORT_PURPOSES, ExportMarks, KeptMark, LeftOut,
    MARKED_SPANS_MAX, MARKS_MAX, MarkAnalysis, MarkReason, MarkedPlace, MarkedRow, MarkedRows, MarksQuery,
    MessageAnalysis, MissedIdentifier, PlaceVerdict, PredictedAnalysis, ReadAnalysis,
};
pub use memories::{
    ByFact, Chapter, ChooseMemory, CorrectMemory, FACTS_MAX, ForgetMemory, ForgetTalk, ListMemories,
    Memories, MemoryChoice, NewFact, NewValue, RememberedFact, RememberedTalk, Sensitivity, TALKS_MAX,
    TalkTopic,
};
pub use overview::{
    EmotionCount, EmotionDay, EmotionHistory, Found, FoundMessages, GetEmotionHistory, GetTalkSummary, Mood,
    PeriodQuery, Search, SearchOwn, TalkDay, TalkSummary,
};
pub use profile::{CareProfile, GetCareProfile, GetProfile, Moves, SetCareProfile, SetProfile, TalkProfile};
pub use pseudonyms::{
    PseudonymiseText, Pseudonymised, RestoreText, Restored, SEALED_MAP_CHARS_MAX, SealedMap,
    TextToPseudonymise, TextToRestore,
};
pub use questionnaires::{
    AssessmentResult, Assessments, AssignInstrument, AssignedInstrument, Assignment, ByInstrument,
    ChooseInstrument, GetAssessments, InstrumentChoice,
};
pub use reading::{
    Attention, ByConversation, Conversation, ConversationEvent, ListConversations, ListMessages, Message,
    MessagesQuery, Paging, Speaker, WatchConversation,
};
pub use records::{GetTurnRecord, KeptTurn};
pub use retention::{Hold, HoldReason, Holds, LiftHold, ListHolds, NewHold, PlaceHold};
pub use safety_plan::{
    ForgetSafetyPlan, GetSafetyPlan, ListPlanVersions, NewSafetyPlan, PLAN_BYTES_MAX, PLAN_LINE_CHARS_MAX,
    PLAN_LINES_MAX, PLAN_PHONE_CHARS_MAX, PLAN_VERSIONS_MAX, PLAN_VERSIONS_PAGE_MAX, PlanChange, PlanLine,
    PlanPart, PlanParts, PlanQuery, PlanVersion, PlanVersionsQuery, SafetyPlan, SetSafetyPlan,
};
pub use transcripts::{
    ExportConversation, GetTranscript, ReplyPlan, Transcript, TranscriptMessage, TranscriptQuery,
};
pub use turns::{
    CloseTurn, ClosedTurn, DeliverTurn, Delivery, Ending, NewConversation, OpenConversation, OpenTurn,
    OpenedConversation, OpenedTurn, ReadKnown, ReadState, Risen, Route, StoredReply, TurnByIds, TurnClosing,
    TurnDecision, TurnOpening, TurnState,
};

use api::Described;
use kernel::{ErrorCode, ErrorKind};

/// The longest message, in bytes of UTF-8.
pub const MESSAGE_BYTES_MAX: usize = 64 * 1024;
/// The most notices of one message; the engine gives two, one that is due and one that was asked for.
pub const NOTICES_MAX: usize = 4;

/// Error codes of this service.
pub mod codes {
    use super::{ErrorCode, ErrorKind};

    /// Another message of this conversation is being answered.
    pub const TURN_OPEN: ErrorCode = ErrorCode::new("chat.turn_open", ErrorKind::Conflict);
    /// The conversation went on since it was read.
    pub const VERSION: ErrorCode = ErrorCode::new("chat.version", ErrorKind::Conflict);
    /// The turn is closed already with another reply.
    pub const TURN_CLOSED: ErrorCode = ErrorCode::new("chat.turn_closed", ErrorKind::Conflict);
    /// The key was used for another message.
    pub const KEY_REUSED: ErrorCode = ErrorCode::new("chat.key_reused", ErrorKind::Conflict);
    /// The conversation has ended.
    pub const ENDED: ErrorCode = ErrorCode::new("chat.ended", ErrorKind::Gone);

    /// The alert is closed.
    pub const ALERT_CLOSED: ErrorCode = ErrorCode::new("chat.alert_closed", ErrorKind::Conflict);

    /// Somebody else writes in the conversation.
    pub const ALERT_TAKEN: ErrorCode = ErrorCode::new("chat.alert_taken", ErrorKind::Conflict);
    /// The caller did not take the conversation over, or no longer has it.
    pub const NOT_TAKEN: ErrorCode = ErrorCode::new("chat.not_taken_over", ErrorKind::Conflict);

    /// The caller does not have the alert: they did not take it up, or somebody else writes by now.
    pub const NOT_HELD: ErrorCode = ErrorCode::new("chat.alert_not_held", ErrorKind::Conflict);

    /// The message is not the caller's, too old to be corrected, or redacted.
    pub const NOT_CORRECTABLE: ErrorCode = ErrorCode::new("chat.not_correctable", ErrorKind::Conflict);
    /// There is no analysis to mark: the message is not a resident's, was taken back, or was marked as often as it may be.
    pub const NOT_MARKABLE: ErrorCode = ErrorCode::new("chat.not_markable", ErrorKind::Conflict);
    /// The conversation has an open alert and stays open.
    pub const ALERT_OPEN: ErrorCode = ErrorCode::new("chat.alert_open", ErrorKind::Conflict);

    /// The resident declined the questionnaire a short while ago. Only they can take that back.
    pub const INSTRUMENT_DECLINED: ErrorCode =
        ErrorCode::new("chat.instrument_declined", ErrorKind::Conflict);

    /// Nothing is asked daily where the resident lives: the law of the place leaves the companion company alone.
    pub const DAILY_NOT_OFFERED: ErrorCode = ErrorCode::new("chat.daily_not_offered", ErrorKind::Conflict);

    /// A map of pseudonyms is of another conversation, was changed, or is none.
    pub const PSEUDONYMS: ErrorCode = ErrorCode::new("chat.pseudonyms", ErrorKind::Invalid);

    /// The safety plan was changed since it was read.
    pub const PLAN_CHANGED: ErrorCode = ErrorCode::new("chat.plan_changed", ErrorKind::Conflict);

    /// All of them.
    pub const ALL: &[ErrorCode] = &[
        TURN_OPEN,
        VERSION,
        TURN_CLOSED,
        KEY_REUSED,
        ENDED,
        ALERT_CLOSED,
        ALERT_TAKEN,
        NOT_TAKEN,
        NOT_HELD,
        NOT_CORRECTABLE,
        NOT_MARKABLE,
        ALERT_OPEN,
        INSTRUMENT_DECLINED,
        DAILY_NOT_OFFERED,
        PSEUDONYMS,
        PLAN_CHANGED,
    ];
}

/// All operations of chat-history.
pub fn operations() -> Vec<Described> {
    [of_talk(), of_people()].concat()
}

/// What is said, and what is kept of it.
fn of_talk() -> Vec<Described> {
    vec![
        Described::of::<OpenConversation>(),
        Described::of::<ReadState>(),
        Described::of::<ReadKnown>(),
        Described::of::<OpenTurn>(),
        Described::of::<CloseTurn>(),
        Described::of::<DeliverTurn>(),
        Described::of::<ListConversations>(),
        Described::of::<ListMessages>(),
        Described::of::<WatchConversation>(),
        Described::of::<GetTranscript>(),
        Described::of::<GetTurnRecord>(),
        Described::of::<ExportConversation>(),
        Described::of::<GiveFeedback>(),
        Described::of::<CorrectMessage>(),
        Described::of::<RedactMessage>(),
        Described::of::<ListVersions>(),
        Described::of::<EndConversation>(),
        Described::of::<SearchOwn>(),
        Described::of::<GetEmotionHistory>(),
        Described::of::<GetTalkSummary>(),
        Described::of::<ListMemories>(),
        Described::of::<ChooseMemory>(),
        Described::of::<CorrectMemory>(),
        Described::of::<ForgetMemory>(),
        Described::of::<ForgetTalk>(),
    ]
}

/// Residents, and whoever looks after them.
fn of_people() -> Vec<Described> {
    vec![
        Described::of::<GetProfile>(),
        Described::of::<SetProfile>(),
        Described::of::<GetCareProfile>(),
        Described::of::<SetCareProfile>(),
        Described::of::<GetDay>(),
        Described::of::<FinishDue>(),
        Described::of::<SetDaily>(),
        Described::of::<EndDaily>(),
        Described::of::<AddNote>(),
        Described::of::<GetHandover>(),
        Described::of::<TakeHandover>(),
        Described::of::<AssignInstrument>(),
        Described::of::<ChooseInstrument>(),
        Described::of::<GetAssessments>(),
        Described::of::<PlaceHold>(),
        Described::of::<LiftHold>(),
        Described::of::<ListHolds>(),
        Described::of::<ListAlerts>(),
        Described::of::<WatchAlerts>(),
        Described::of::<ReadAlert>(),
        Described::of::<AcknowledgeAlert>(),
        Described::of::<TakeOverAlert>(),
        Described::of::<HandBackAlert>(),
        Described::of::<EscalateAlert>(),
        Described::of::<CloseAlert>(),
        Described::of::<WriteAsStaff>(),
        Described::of::<ListNotices>(),
        Described::of::<SeeNotice>(),
        Described::of::<GiveBackAlert>(),
        Described::of::<CountOpenAlerts>(),
        Described::of::<GetCompany>(),
        Described::of::<KeepCompany>(),
        Described::of::<HearClosing>(),
        Described::of::<CallDay>(),
        Described::of::<ForgetDay>(),
        Described::of::<KeepDraft>(),
        Described::of::<GetDraft>(),
        Described::of::<CountReferral>(),
        Described::of::<GetCompanionReport>(),
        Described::of::<ReadAnalysis>(),
        Described::of::<MarkAnalysis>(),
        Described::of::<ExportMarks>(),
        Described::of::<PseudonymiseText>(),
        Described::of::<RestoreText>(),
        Described::of::<GetSafetyPlan>(),
        Described::of::<SetSafetyPlan>(),
        Described::of::<ListPlanVersions>(),
        Described::of::<ForgetSafetyPlan>(),
    ]
}
