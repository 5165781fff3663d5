//! Floor 2b: the audit event, its outbox, the process journal and the relay.
//!
//! Every service that touches health information holds a [`Trail`]:
//!
//! ```ignore
//! // A write: the event is part of the same atomic step.
//! let write = self.database.begin().await?;
//! insert.exec(&write).await?;
//! let event = trail.recorder().of(&inbound, EventType::ConsentChange, Word::new("grant"), Word::new("consent"));
//! trail.append(&write, event.concerning(patient).resource_id(consent)).await?;
//! trail.commit(write).await?;
//!
//! // A read: the event is durable before the answer goes out.
//! let event = trail.recorder().of(&inbound, EventType::PhiAccess, Word::new("read"), Word::new("conversation"));
//! trail.read(event.phi_of(patient, Category::ChatTranscripts).decided(reason, policy_hash, epoch)).await?;
//! ```
//!
//! and puts [`outbox_table`] into its migrations. A relay carries both kinds to audit-logging.
//!
//! A service without a store, and a crisis with every store down, write to the process [`Journal`] instead.

mod error;
mod journal;
mod outbox;
mod recorder;
mod relay;
mod trail;

pub use audit_logging_api::{
    AuditEvent, ComplianceContext, Context, ContextKey, ContextValue, EventType, Outcome, Word,
};
pub use error::{CODES, JournalError, TrailError};
pub use journal::{
    AsideReason, AuditSink, Delivered, FrameKind, Journal, JournalBacklog, JournalConfig, RECORD_BYTES_MAX,
    SetAside, Sink, set_aside,
};
pub use outbox::{Backlog, outbox_table};
pub use recorder::{EventBuilder, Recorder};
pub use trail::{Trail, TrailLimits};

#[cfg(test)]
mod tests;
