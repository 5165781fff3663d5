//! The one byte form of a recorded event: what the log commits to, and what anyone can make again.
//!
//! Not JSON, whose spelling depends on who writes it. Every field stands in a fixed order and says its own
//! length, so no two records share a form:
//!
//! ```text
//! "tai-audit-1\n"
//! sequence, recorded_at        8 bytes each, big endian (two's complement)
//! then, in the order of `Encoder`'s calls in `encode`:
//!   id         0x10 and 16 bytes, or 0x00 when absent
//!   text       0x20, length in 2 bytes big endian, UTF-8 bytes, or 0x00 when absent
//!   number     0x30 and 8 bytes big endian, or 0x00 when absent
//!   flag       0x40 or 0x41
//! ```
//!
//! `integrity_hash` is SHA-256 over the row's 16-byte salt and this form; the log's leaf entry is the byte 0x01
//! and that hash. With the salt a reader of the record can prove what it said; without it the hash tells nothing.

use kernel::{Timestamp, TypedId};

use crate::event::AuditEvent;

/// The first bytes of every form.
pub const PREFIX: &[u8] = b"tai-audit-1\n";

const ABSENT: u8 = 0x00;
const ID: u8 = 0x10;
const TEXT: u8 = 0x20;
const NUMBER: u8 = 0x30;
const FLAG: u8 = 0x40;

/// Writes the fields of a form, one after the other, into a buffer that is used again and again.
#[derive(Debug)]
pub struct Encoder<'a> {
    out: &'a mut Vec<u8>,
}

impl<'a> Encoder<'a> {
    /// Starts a form in an emptied buffer.
    pub fn start(out: &'a mut Vec<u8>, sequence: u64, recorded_at_micros: i64) -> Self {
        out.clear();
        out.extend_from_slice(PREFIX);
        out.extend_from_slice(&sequence.to_be_bytes());
        out.extend_from_slice(&recorded_at_micros.to_be_bytes());
        Self { out }
    }

    /// An id.
    pub fn id(&mut self, id: Option<&[u8; 16]>) -> &mut Self {
        match id {
            Some(id) => {
                self.out.push(ID);
                self.out.extend_from_slice(id);
            }
            None => self.out.push(ABSENT),
        }
        self
    }

    /// A text. One longer than 65,535 bytes cannot come out of an event; what is stored can be anything.
    pub fn text(&mut self, text: Option<&[u8]>) -> &mut Self {
        match text {
            Some(text) => {
                self.out.push(TEXT);
                let bytes = u16::try_from(text.len()).unwrap_or(u16::MAX);
                self.out.extend_from_slice(&bytes.to_be_bytes());
                self.out.extend_from_slice(text);
            }
            None => self.out.push(ABSENT),
        }
        self
    }

    /// A number.
    pub fn number(&mut self, number: Option<i64>) -> &mut Self {
        match number {
            Some(number) => {
                self.out.push(NUMBER);
                self.out.extend_from_slice(&number.to_be_bytes());
            }
            None => self.out.push(ABSENT),
        }
        self
    }

    /// A flag.
    pub fn flag(&mut self, flag: bool) -> &mut Self {
        self.out.push(FLAG | u8::from(flag));
        self
    }
}

impl AuditEvent {
    /// The additional context as it is stored and committed to: compact JSON, keys in order.
    pub fn context_text(&self) -> String {
        serde_json::to_string(&self.additional_context).expect("a map of words, numbers and flags is JSON")
    }

    /// The form of this event as the record of a sequence number, into an emptied buffer. `context_text` is
    /// [`AuditEvent::context_text`], handed in since the store needs it too.
    pub fn encode(&self, sequence: u64, recorded_at: Timestamp, context_text: &str, out: &mut Vec<u8>) {
        let id = |id: uuid::Uuid| Some(id.into_bytes());
        Encoder::start(out, sequence, recorded_at.as_micros())
            .id(id(self.audit_id.uuid()).as_ref())
            .id(id(self.user_id.uuid()).as_ref())
            .text(self.role.map(|role| role.name().as_bytes()))
            .text(Some(self.event_type.name().as_bytes()))
            .text(Some(self.action.as_str().as_bytes()))
            .text(Some(self.resource.as_str().as_bytes()))
            .id(self.resource_id.map(uuid::Uuid::into_bytes).as_ref())
            .id(self.organization_id.map(|id| id.uuid().into_bytes()).as_ref())
            .id(self.patient_id.map(|id| id.uuid().into_bytes()).as_ref())
            .flag(self.phi_accessed)
            .text(self.category.map(|category| category.name().as_bytes()))
            .text(self.purpose.map(|purpose| purpose.name().as_bytes()))
            .text(Some(self.outcome.name().as_bytes()))
            .text(self.reason.as_ref().map(|reason| reason.as_str().as_bytes()))
            .text(self.policy_hash.as_ref().map(|hash| hash.as_str().as_bytes()))
            .number(self.epoch.map(i64::from))
            .text(Some(self.compliance_context.name().as_bytes()))
            .text(Some(context_text.as_bytes()))
            .id(self.session_id.map(|id| id.uuid().into_bytes()).as_ref())
            .id(self.request_id.map(|id| id.uuid().into_bytes()).as_ref())
            .text(Some(self.source.name().as_bytes()))
            .text(self.peer.map(|peer| peer.name().as_bytes()))
            .number(Some(self.timestamp.as_micros()));
    }
}

#[cfg(test)]
mod tests {
    use api::{Category, Purpose, Role, ServiceName};
    use kernel::PersonId;
    use uuid::Uuid;

    use super::*;
    use crate::context::{Context, ContextKey, Word};
    use crate::event::{EventType, Outcome};

    fn event() -> AuditEvent {
        let mut event = AuditEvent {
            audit_id: Uuid::from_u128(1).into(),
            user_id: Uuid::from_u128(2).into(),
            role: Some(Role::CareStaff),
            event_type: EventType::PhiAccess,
            action: Word::new("read"),
            resource: Word::new("conversation"),
            resource_id: Some(Uuid::from_u128(3)),
            organization_id: Some(Uuid::from_u128(4).into()),
            patient_id: Some(Uuid::from_u128(5).into()),
            phi_accessed: true,
            category: Some(Category::ChatTranscripts),
            purpose: Some(Purpose::Treatment),
            outcome: Outcome::Success,
            reason: Some(Word::new("consent.permit")),
            policy_hash: Some(Word::new("abc123")),
            epoch: Some(7),
            compliance_context: EventType::PhiAccess.compliance_context(),
            additional_context: Context::default(),
            session_id: Some(Uuid::from_u128(6).into()),
            request_id: Some(Uuid::from_u128(7).into()),
            source: ServiceName::ChatHistory,
            peer: Some(ServiceName::ApiGateway),
            timestamp: Timestamp::from_micros(1_700_000_000_000_000),
        };
        event.additional_context.insert(ContextKey::COUNT, 12_u32);
        event
    }

    fn form(event: &AuditEvent) -> Vec<u8> {
        let mut out = Vec::new();
        event.encode(9, Timestamp::from_micros(1_700_000_000_000_001), &event.context_text(), &mut out);
        out
    }

    #[test]
    fn every_field_changes_the_form() {
        let plain = form(&event());
        let changes: Vec<fn(&mut AuditEvent)> = vec![
            |event| event.audit_id = Uuid::from_u128(99).into(),
            |event| event.user_id = PersonId::SYSTEM,
            |event| event.role = None,
            |event| event.event_type = EventType::Turn,
            |event| event.action = Word::new("list"),
            |event| event.resource = Word::new("message"),
            |event| event.resource_id = None,
            |event| event.organization_id = None,
            |event| event.patient_id = None,
            |event| event.phi_accessed = false,
            |event| event.category = None,
            |event| event.purpose = None,
            |event| event.outcome = Outcome::Denied,
            |event| event.reason = None,
            |event| event.policy_hash = None,
            |event| event.epoch = Some(8),
            |event| event.compliance_context = crate::event::ComplianceContext::Accounting,
            |event| event.additional_context = Context::default(),
            |event| event.session_id = None,
            |event| event.request_id = None,
            |event| event.source = ServiceName::Consent,
            |event| event.peer = None,
            |event| event.timestamp = Timestamp::EPOCH,
        ];
        for (number, change) in changes.into_iter().enumerate() {
            let mut changed = event();
            change(&mut changed);
            assert_ne!(form(&changed), plain, "change {number} is not in the form");
        }
    }

    #[test]
    fn the_form_survives_the_wire() {
        let event = event();
        let wire = serde_json::to_string(&event).expect("writes");
        let again: AuditEvent = serde_json::from_str(&wire).expect("reads");
        assert_eq!(form(&again), form(&event));
    }

    #[test]
    fn the_form_never_changes_by_accident() {
        // A log of six years holds this form: a change here is a new prefix, never an edit.
        let digest = form(&event()).iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        assert_eq!(format!("{digest:016x}"), "ce7c92752017872b");
    }
}
