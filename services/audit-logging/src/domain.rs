//! What the log promises to its callers: who may append, who may read what, and the proofs.

use std::sync::{Arc, RwLock};

use api::{Principal, Role, Scope as Right, ServiceName};
use audit_logging_api::{
    AccessEntry, AccessReport, Appended, AuditEvent, AuditRecord, BATCH_EVENTS_MAX, Checkpoint,
    ConsistencyProof, ConsistencyQuery, ContextKey, EventQuery, EventType, InclusionProof, InclusionQuery,
    OwnQuery, ReportQuery, Retention, Word,
};
use audit_trail::{EventBuilder, Recorder};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use kernel::{EventId, Page, PersonId};

use crate::appender::Appender;
use crate::error::LogError;
use crate::log::{Log, View};
use crate::merkle::Hash;
use crate::store::{EventFilter, Scope, cursor_is_good};
use crate::tiles::Plan;
use crate::verify::Report;

/// Years that events are kept: 45 CFR 164.316(b)(2)(i), and the look-back of an accounting of disclosures.
/// Nothing is pruned yet, so the first event of every log is still there.
pub(crate) const RETENTION: Retention = Retention { years: 6, minimum_index: 0 };

/// The log with its writer.
pub(crate) struct Ledger {
    pub(crate) log: Arc<Log>,
    pub(crate) appender: Appender,
    pub(crate) recorder: Recorder,
    last_look: RwLock<Option<Report>>,
}

impl Ledger {
    pub(crate) fn new(log: Arc<Log>, appender: Appender, recorder: Recorder) -> Self {
        Self { log, appender, recorder, last_look: RwLock::default() }
    }

    /// Remembers what a whole verification found.
    pub(crate) fn remember(&self, report: Report) {
        *self.last_look.write().expect("no holder panics") = Some(report);
    }

    /// Whether the last whole verification, if there was one, found nothing.
    pub(crate) fn last_look_was_good(&self) -> bool {
        self.last_look.read().expect("no holder panics").as_ref().is_none_or(Report::is_intact)
    }

    /// Keeps a batch of a service. A service speaks for itself alone.
    pub(crate) async fn append(
        &self,
        sender: ServiceName,
        events: Vec<AuditEvent>,
    ) -> Result<Appended, LogError> {
        if events.is_empty() || events.len() > BATCH_EVENTS_MAX {
            return Err(LogError::BatchSize(events.len()));
        }
        if events.iter().any(|event| event.source != sender) {
            return Err(LogError::ForeignSource);
        }
        self.appender.append(events).await
    }

    /// Keeps an event of this service itself, before what it speaks of goes out.
    pub(crate) async fn record(&self, event: EventBuilder) -> Result<(), LogError> {
        self.appender.append(vec![event.build()]).await.map(|_| ())
    }

    /// The events of a compliance officer's organisation.
    pub(crate) async fn list(
        &self,
        reader: &Principal,
        query: EventQuery,
        access: EventBuilder,
    ) -> Result<Page<AuditRecord>, LogError> {
        refuse_foreign_cursor(query.cursor.as_ref())?;
        let filter = EventFilter { scope: Scope::Organization(reader.organization), query };
        let page = self.log.store().query(&filter).await?;
        let count = u32::try_from(page.items.len()).unwrap_or(u32::MAX);
        self.record(access.organization(reader.organization).with(ContextKey::COUNT, count)).await?;
        Ok(page)
    }

    /// What a person did.
    pub(crate) async fn list_own(
        &self,
        person: PersonId,
        query: OwnQuery,
    ) -> Result<Page<AuditRecord>, LogError> {
        refuse_foreign_cursor(query.cursor.as_ref())?;
        let OwnQuery { event_type, from, to, limit, cursor } = query;
        let query = EventQuery { event_type, from, to, limit, cursor, ..EventQuery::default() };
        Ok(self.log.store().query(&EventFilter { scope: Scope::Own(person), query }).await?)
    }

    /// Who saw a patient's record. The resident sees their own; a compliance officer those of the organisation,
    /// which shows in what the log itself has of that patient.
    pub(crate) async fn access_report(
        &self,
        reader: &Principal,
        patient: PersonId,
        query: &ReportQuery,
        access: EventBuilder,
    ) -> Result<AccessReport, LogError> {
        refuse_foreign_cursor(query.cursor.as_ref())?;
        let own = reader.role == Role::Resident && reader.person == patient;
        let officer = reader.role == Role::Admin && reader.scopes.contains(&Right::Compliance);
        if !own && !officer {
            self.record(access.concerning(patient).denied(Word::new("not_yours"))).await?;
            return Err(LogError::NotFound);
        }
        let organization = (!own).then_some(reader.organization);
        let store = self.log.store();
        let period = (query.from, query.to);
        let totals = store.access_totals(patient, organization, period).await?;
        let page = store.accesses(patient, organization, period, query.limit, query.cursor.as_ref()).await?;
        self.record(access.phi_of(patient, api::Category::Demographics)).await?;
        let entries = page.map(entry);
        let (people, accesses, denials) = (totals.people, totals.accesses, totals.denials);
        Ok(AccessReport { patient_id: patient, people, accesses, denials, entries })
    }

    /// The latest signed head.
    pub(crate) fn checkpoint(&self) -> Result<Checkpoint, LogError> {
        let view = self.log.view()?;
        Ok(Checkpoint {
            note: view.note.to_string(),
            verifier_key: self.log.public_key().to_text(),
            size: view.edge.size(),
            root: STANDARD.encode(view.edge.root()),
            found_unanchored: view.found_unanchored,
            retention: RETENTION,
        })
    }

    /// That an event is in the log.
    pub(crate) async fn prove_inclusion(&self, query: &InclusionQuery) -> Result<InclusionProof, LogError> {
        let view = self.log.view()?;
        let size = query.size.unwrap_or(view.edge.size());
        if size > view.edge.size() {
            return Err(LogError::NoSuchSize);
        }
        let records = self.log.store().find(&[query.audit_id]).await?;
        let record = records.first().ok_or(LogError::NotFound)?;
        // Committed a moment ago and not yet under the head that this proof is against.
        let plan = Plan::inclusion(record.sequence, size).ok_or(LogError::NoSuchSize)?;
        let hashes = self.hashes(&plan, &view).await?;
        let latest = size == view.edge.size();
        Ok(InclusionProof {
            index: record.sequence,
            size,
            integrity_hash: record.integrity_hash.clone(),
            tlog_proof: latest.then(|| tlog_proof(record.sequence, &hashes, &view.note)),
            hashes,
        })
    }

    /// That an older log is the beginning of a newer one.
    pub(crate) async fn prove_consistency(
        &self,
        query: &ConsistencyQuery,
    ) -> Result<ConsistencyProof, LogError> {
        let view = self.log.view()?;
        let (from, to) = (query.from, query.to.unwrap_or(view.edge.size()));
        if to > view.edge.size() {
            return Err(LogError::NoSuchSize);
        }
        let plan = Plan::consistency(from, to).ok_or(LogError::NoSuchSize)?;
        Ok(ConsistencyProof { from, to, hashes: self.hashes(&plan, &view).await? })
    }

    async fn hashes(&self, plan: &Plan, view: &View) -> Result<Vec<String>, LogError> {
        let tiles = self.log.store().tiles(&plan.tiles(), &view.edge).await?;
        let hashes: Option<Vec<Hash>> = plan.hashes(&tiles);
        let hashes = hashes.ok_or_else(|| LogError::NotIntact("a tile is missing".to_owned()))?;
        Ok(hashes.iter().map(|hash| STANDARD.encode(hash)).collect())
    }

    /// The event that this service leaves when it starts: with how many events it found beyond the last head.
    pub(crate) async fn record_start(&self) -> Result<(), LogError> {
        let found = self.log.view()?.found_unanchored;
        let event =
            self.recorder.event(EventType::ServiceStart, Word::new("start"), Word::new("audit-logging"));
        self.record(event.with(ContextKey::COUNT, i64::try_from(found).unwrap_or(i64::MAX))).await
    }
}

fn refuse_foreign_cursor(cursor: Option<&kernel::Cursor>) -> Result<(), LogError> {
    if cursor_is_good(cursor) { Ok(()) } else { Err(LogError::Cursor) }
}

/// A line of the report: what happened, without what only an auditor needs.
fn entry(record: AuditRecord) -> AccessEntry {
    let AuditRecord { sequence, event, .. } = record;
    let audit_id: EventId = event.audit_id;
    AccessEntry {
        audit_id,
        sequence,
        timestamp: event.timestamp,
        user_id: event.user_id,
        role: event.role,
        event_type: event.event_type,
        action: event.action,
        resource: event.resource,
        category: event.category,
        purpose: event.purpose,
        outcome: event.outcome,
    }
}

/// A self-contained proof file (`c2sp.org/tlog-proof@v1`): the index, the path and the checkpoint.
fn tlog_proof(index: u64, hashes: &[String], note: &str) -> String {
    let path: String = hashes.iter().map(|hash| format!("{hash}\n")).collect();
    format!("c2sp.org/tlog-proof@v1\nindex {index}\n{path}\n{note}")
}
