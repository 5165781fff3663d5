//! The contract of chat-history: conversations, turns stored in two atomic steps, alerts, and live updates.
//!
//! A turn is opened with the resident's message and closed with the reply. Between the two it is *open*: a
//! crash leaves it so, and the next start closes it as `cut`. Nothing acknowledged is ever lost.

mod alerts;
mod reading;
mod turns;

pub use alerts::{
    AcknowledgeAlert, Alert, AlertClosing, AlertOutcome, AlertQuery, AlertState, ByAlert, CloseAlert,
    ListAlerts, NewAlert,
};
pub use reading::{
    ByConversation, Conversation, ConversationEvent, ListConversations, ListMessages, Message, MessagesQuery,
    Paging, Speaker, WatchConversation,
};
pub use turns::{
    CloseTurn, ClosedTurn, DeliverTurn, Delivery, Ending, NewConversation, OpenConversation, OpenTurn,
    OpenedConversation, OpenedTurn, ReadState, Route, StoredReply, TurnByIds, TurnClosing, TurnDecision,
    TurnOpening, TurnState,
};

use api::Described;
use kernel::{ErrorCode, ErrorKind};

/// The longest message, in bytes of UTF-8.
pub const MESSAGE_BYTES_MAX: usize = 64 * 1024;

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

    /// All of them.
    pub const ALL: &[ErrorCode] = &[TURN_OPEN, VERSION, TURN_CLOSED, KEY_REUSED, ENDED, ALERT_CLOSED];
}

/// All operations of chat-history.
pub fn operations() -> Vec<Described> {
    vec![
        Described::of::<OpenConversation>(),
        Described::of::<ReadState>(),
        Described::of::<OpenTurn>(),
        Described::of::<CloseTurn>(),
        Described::of::<DeliverTurn>(),
        Described::of::<ListConversations>(),
        Described::of::<ListMessages>(),
        Described::of::<WatchConversation>(),
        Described::of::<ListAlerts>(),
        Described::of::<AcknowledgeAlert>(),
        Described::of::<CloseAlert>(),
    ]
}
