//! Between an event and its row.

use api::{Category, Purpose, Role, ServiceName};
use audit_logging_api::{AuditEvent, AuditRecord, ComplianceContext, EventType, Outcome, Word};
use kernel::{Sources, Timestamp, TypedId};
use store_sql::{Column, Columns, Corrupt, Row, StoreError, Value};
use uuid::Uuid;

use crate::merkle::{Hash, commitment};

/// Bytes of a row's salt.
pub(crate) const SALT_BYTES: usize = 16;

/// A row that is about to be kept.
#[derive(Clone, Debug)]
pub(crate) struct NewRow {
    pub(crate) sequence: u64,
    pub(crate) recorded_at: Timestamp,
    pub(crate) event: AuditEvent,
    pub(crate) context: String,
    pub(crate) salt: [u8; SALT_BYTES],
    pub(crate) integrity_hash: Hash,
}

/// Salts, drawn from the random source for many rows at once.
#[derive(Default)]
pub(crate) struct Salts {
    drawn: Vec<[u8; SALT_BYTES]>,
}

impl Salts {
    pub(crate) fn next(&mut self, sources: &Sources) -> [u8; SALT_BYTES] {
        const DRAW_BYTES: usize = 64 * SALT_BYTES;
        loop {
            if let Some(salt) = self.drawn.pop() {
                return salt;
            }
            self.drawn = sources.bytes::<DRAW_BYTES>().as_chunks::<SALT_BYTES>().0.to_vec();
        }
    }
}

/// Buffers that are used again from row to row.
#[derive(Default)]
pub(crate) struct Scratch {
    canonical: Vec<u8>,
    salted: Vec<u8>,
}

impl NewRow {
    pub(crate) fn new(
        sequence: u64,
        recorded_at: Timestamp,
        event: AuditEvent,
        salt: [u8; SALT_BYTES],
        scratch: &mut Scratch,
    ) -> Self {
        let context = event.context_text();
        event.encode(sequence, recorded_at, &context, &mut scratch.canonical);
        let integrity_hash = commitment(&salt, &scratch.canonical, &mut scratch.salted);
        Self { sequence, recorded_at, event, context, salt, integrity_hash }
    }

    /// In the order of the columns.
    pub(super) fn values(&self) -> [Value; 27] {
        let event = &self.event;
        let text = |text: &'static str| Value::from(text);
        let word = |word: &Option<Word>| Value::from(word.as_ref().map(|word| word.as_str().to_owned()));
        let id = |id: Option<Uuid>| Value::from(id);
        [
            super::signed(self.sequence).into(),
            self.recorded_at.as_micros().into(),
            event.audit_id.uuid().into(),
            event.user_id.uuid().into(),
            event.role.map(Role::name).into(),
            text(event.event_type.name()),
            event.action.as_str().into(),
            event.resource.as_str().into(),
            id(event.resource_id),
            id(event.organization_id.map(TypedId::uuid)),
            id(event.patient_id.map(TypedId::uuid)),
            event.phi_accessed.into(),
            event.category.map(Category::name).into(),
            event.purpose.map(Purpose::name).into(),
            text(event.outcome.name()),
            word(&event.reason),
            word(&event.policy_hash),
            event.epoch.map(i64::from).into(),
            text(event.compliance_context.name()),
            self.context.as_str().into(),
            id(event.session_id.map(TypedId::uuid)),
            id(event.request_id.map(TypedId::uuid)),
            text(event.source.name()),
            event.peer.map(ServiceName::name).into(),
            event.timestamp.as_micros().into(),
            self.salt.to_vec().into(),
            self.integrity_hash.to_vec().into(),
        ]
    }
}

/// Whether an event, sent again, is the one that was recorded: its commitment under the record's own salt,
/// place and instant is the record's.
pub(crate) fn is_the_same(event: &AuditEvent, record: &AuditRecord) -> bool {
    let Some(salt) = from_hex::<SALT_BYTES>(&record.salt) else { return false };
    let again =
        NewRow::new(record.sequence, record.recorded_at, event.clone(), salt, &mut Scratch::default());
    hex(&again.integrity_hash) == record.integrity_hash
}

/// A row as the wire tells it. A cell that no event of ours can have is an error, never a guess.
pub(crate) fn record(row: &Row) -> Result<AuditRecord, StoreError> {
    let sequence: i64 = get(row, 0)?;
    let context: String = get(row, 19)?;
    let event = AuditEvent {
        audit_id: get::<Uuid>(row, 2)?.into(),
        user_id: get::<Uuid>(row, 3)?.into(),
        role: word(row, 4, Role::parse)?,
        event_type: parsed(row, 5, EventType::parse)?,
        action: parsed(row, 6, Word::parse)?,
        resource: parsed(row, 7, Word::parse)?,
        resource_id: get(row, 8)?,
        organization_id: get::<Option<Uuid>>(row, 9)?.map(Into::into),
        patient_id: get::<Option<Uuid>>(row, 10)?.map(Into::into),
        phi_accessed: get(row, 11)?,
        category: word(row, 12, Category::parse)?,
        purpose: word(row, 13, Purpose::parse)?,
        outcome: parsed(row, 14, Outcome::parse)?,
        reason: word(row, 15, Word::parse)?,
        policy_hash: word(row, 16, Word::parse)?,
        epoch: match get::<Option<i64>>(row, 17)? {
            Some(epoch) => Some(u32::try_from(epoch).map_err(|_| corrupt(17))?),
            None => None,
        },
        compliance_context: parsed(row, 18, ComplianceContext::parse)?,
        additional_context: serde_json::from_str(&context).map_err(|_| corrupt(19))?,
        session_id: get::<Option<Uuid>>(row, 20)?.map(Into::into),
        request_id: get::<Option<Uuid>>(row, 21)?.map(Into::into),
        source: parsed(row, 22, |name| name.parse().ok())?,
        peer: word(row, 23, |name| name.parse().ok())?,
        timestamp: Timestamp::from_micros(get(row, 24)?),
    };
    Ok(AuditRecord {
        sequence: u64::try_from(sequence).map_err(|_| corrupt(0))?,
        event,
        recorded_at: Timestamp::from_micros(get(row, 1)?),
        integrity_hash: hex(&get::<Vec<u8>>(row, 26)?),
        salt: hex(&get::<Vec<u8>>(row, 25)?),
    })
}

fn get<T: Column>(row: &Row, at: usize) -> Result<T, StoreError> {
    row.at_place(at).map_err(|_| corrupt(at).into())
}

fn parsed<T>(row: &Row, at: usize, parse: impl Fn(&str) -> Option<T>) -> Result<T, StoreError> {
    parse(&get::<String>(row, at)?).ok_or_else(|| corrupt(at).into())
}

fn word<T>(row: &Row, at: usize, parse: impl Fn(&str) -> Option<T>) -> Result<Option<T>, StoreError> {
    match get::<Option<String>>(row, at)? {
        Some(text) => parse(&text).map(Some).ok_or_else(|| corrupt(at).into()),
        None => Ok(None),
    }
}

fn corrupt(at: usize) -> Corrupt {
    Corrupt { table: "audit_events", column: super::COLUMNS[at] }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        write!(text, "{byte:02x}").expect("a string takes any text");
    }
    text
}

pub(crate) fn from_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    if text.len() != N * 2 || !text.is_ascii() {
        return None;
    }
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[at * 2..at * 2 + 2], 16).ok()?;
    }
    Some(bytes)
}
