//! The policy: rows of guards and moves.

use serde::{Deserialize, Serialize};
use social_actions::SocialAction;

use super::{Do, UserAct};

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
    /// Something was wished for that a flow does.
    Wished,
    /// What was told contradicts what is kept, and it was not asked yet.
    Conflicting,
    /// Something sensitive was told that may be kept after a yes, and this is a moment to ask.
    Keepable,
    /// Something lonely was told, and no person was suggested yet.
    HumanWanted,
    /// The last reply asked how the resident is.
    AskedHow,
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
    /// A person was asked for in this conversation.
    PersonAsked,
    /// The conversation has run long, or there were many long ones today.
    LongSession,
    /// It is the first message of a session.
    SessionStart,
    /// The message asks what the last reply was about.
    AsksBack,
    /// Something that was done wrong is what the talk is about.
    Sore,
    /// A question is put to the companion itself.
    OfCompanion,
    /// It is asked of the companion what only somebody with a life can answer: what it eats, whom it loves.
    OfItsLife,
    /// The last reply joined in a joke.
    Joking,
    /// The message surely does this, as its weights read it, and nothing weighs.
    Does(SocialAction),
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
    /// Which of two contradicting facts holds is asked.
    AskConflict,
    /// Whether something sensitive may be kept is asked.
    AskKeep,
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
    /// A yes to what was asked calls a person.
    PersonOffered,
    /// Staff should know, without urgency.
    StaffNote,
}
