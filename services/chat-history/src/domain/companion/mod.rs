//! What is kept of a resident across conversations: changed by turns, by the resident on a page, by those who treat them,
//! and by the clock.

mod care;
mod company;
mod document;
mod own;
mod talks;

use api::{Category, Principal};
use chat_history_api::{AssessmentResult, CHANGES_MAX, CompanionChange, ConversationEvent, Known};
use jiff::tz::TimeZone;
use kernel::{ConversationId, OrganizationId, PersonId, Timestamp, TurnId};
use store_sql::timers::Claim;
use vault::{PatientKey, RecordPlace};

use self::document::{Around, Document, Left};
use self::talks::Here;
use super::sealing::{open, seal, seal_packed};
use super::{Domain, Refused};
use crate::store::{ConversationRow, Keep, NoteRow};

const DOCUMENT: &str = "chat.companion";
const NOTE: &str = "chat.staff_note";
const RESULT: &str = "chat.assessment";
/// How often a change is made anew when the document changed meanwhile.
const ATTEMPTS: usize = 4;

/// A document with the version that it was read at.
struct Kept {
    document: Document,
    version: Option<i64>,
}

impl Domain {
    /// What the companion knows of somebody when a turn begins.
    pub(crate) async fn known(&self, patient: PersonId, key: &PatientKey) -> Result<Known, Refused> {
        let document = self.kept(patient, key).await?.document;
        let safety_plan = self.store.keeps_safety_plan(patient).await?;
        Ok(Known { safety_plan, ..document.known(self.sources.now(), &self.zone) })
    }

    /// What is kept of a resident without what was remembered from a message whose words are others now; nothing where
    /// nothing was, or where the new words say the same.
    pub(super) async fn unlearnt(
        &self,
        row: &ConversationRow,
        key: &PatientKey,
        turn: TurnId,
        words: &str,
    ) -> Result<Option<Keep>, Refused> {
        let mut kept = self.kept(row.patient, key).await?;
        if !kept.document.unlearn(turn, words) {
            return Ok(None);
        }
        self.keeping((row.patient, row.organization), key, &kept).map(Some)
    }

    /// What the companion knows of the caller, for a conversation that begins.
    pub(crate) async fn known_of(&self, by: &Principal) -> Result<Known, Refused> {
        match self.vault.find_key(by.person).await? {
            Some(key) => self.known(by.person, &key).await,
            None => Ok(Known::default()),
        }
    }

    /// What a turn's changes come to, to be stored with it.
    pub(super) async fn changed(
        &self,
        (patient, organization): (PersonId, OrganizationId),
        conversation: ConversationId,
        key: &PatientKey,
        changes: &[CompanionChange],
    ) -> Result<Option<Keep>, Refused> {
        if changes.is_empty() {
            return Ok(None);
        }
        let mut kept = self.kept(patient, key).await?;
        let mut left = Left::default();
        let here = Here { conversation, now: self.sources.now(), kept_for: self.waits.remembered_talk() };
        let around = Around { sources: &self.sources, zone: &self.zone, here };
        for change in changes.iter().take(CHANGES_MAX) {
            kept.document.apply(change.clone(), &around, &mut left);
        }
        let mut keep = self.keeping((patient, organization), key, &kept)?;
        self.add_notes(&mut keep, key, Some(conversation), &left.notes)?;
        for result in left.results {
            let id: ConversationId = self.sources.id();
            let result = AssessmentResult { at: keep.at, ..result };
            let place = RecordPlace::new(patient, RESULT, id, Category::AssessmentScores.name());
            keep.results.push((kernel::TypedId::uuid(id), seal(key, &place, &result)?));
        }
        Ok(Some(keep))
    }

    /// Notes of the companion for staff, by the rules that made them, to be stored with what is kept.
    fn add_notes(
        &self,
        keep: &mut Keep,
        key: &PatientKey,
        conversation: Option<ConversationId>,
        rules: &[String],
    ) -> Result<(), Refused> {
        for rule in rules {
            let note = self.sources.id();
            let place = RecordPlace::new(keep.patient, NOTE, note, Category::CarePlan.name());
            let sealed = seal(key, &place, rule)?;
            let (patient, at) = (keep.patient, keep.at);
            keep.notes.push(NoteRow { note, patient, author: None, conversation, sealed, at });
        }
        Ok(())
    }

    async fn kept(&self, patient: PersonId, key: &PatientKey) -> Result<Kept, Refused> {
        Ok(match self.store.document(patient).await? {
            Some(row) => Kept {
                document: open(key, &document_place(patient), &row.sealed)?,
                version: Some(row.version),
            },
            None => Kept { document: Document::default(), version: None },
        })
    }

    fn keeping(
        &self,
        (patient, organization): (PersonId, OrganizationId),
        key: &PatientKey,
        kept: &Kept,
    ) -> Result<Keep, Refused> {
        Ok(Keep {
            patient,
            organization,
            sealed: seal_packed(key, &document_place(patient), &kept.document)?,
            before: kept.version,
            rings_at: kept.document.next_ring(&self.zone),
            notes: Vec::new(),
            results: Vec::new(),
            at: self.sources.now(),
        })
    }

    /// Changes somebody's document, again when it changed meanwhile, and keeps the event with it.
    async fn change_document<T>(
        &self,
        whose: (PersonId, OrganizationId),
        event: audit_trail::AuditEvent,
        change: impl Fn(&mut Document) -> Result<T, Refused>,
    ) -> Result<T, Refused> {
        let key = self.vault.key(whose.0).await?;
        for _ in 0..ATTEMPTS {
            let mut kept = self.kept(whose.0, &key).await?;
            let changed = change(&mut kept.document)?;
            let keep = self.keeping(whose, &key, &kept)?;
            match self.store.keep(&keep, event.clone()).await {
                Ok(()) => {
                    self.timers_set();
                    return Ok(changed);
                }
                Err(Refused::Version) => {}
                Err(refused) => return Err(refused),
            }
        }
        Err(Refused::Version)
    }

    /// The clock of a resident's document rang: what is due is marked, and told where they are talking.
    pub(super) async fn ring(&self, claim: &Claim) -> Result<bool, Refused> {
        let patient: PersonId = claim.timer.subject.into();
        let Some(row) = self.store.document(patient).await? else { return Ok(false) };
        // A key that is gone took the document with it.
        let Some(key) = self.vault.find_key(patient).await? else { return Ok(false) };
        let mut kept = self.kept(patient, &key).await?;
        let mut left = Left::default();
        let rung = kept.document.ring(self.sources.now(), &self.zone, &mut left);
        let mut keep = self.keeping((patient, row.organization), &key, &kept)?;
        let last = self.store.last_conversation(patient).await?;
        self.add_notes(&mut keep, &key, last, &left.notes)?;
        if !self.store.keep_rung(&keep, claim).await? {
            return Ok(false);
        }
        self.timers_set();
        if let Some(conversation) = last {
            for due in rung {
                self.hub.tell(conversation, ConversationEvent::Due(due));
            }
        }
        Ok(true)
    }

    /// How the resident called their days, with the instant of each, for those who may know how they are.
    pub(super) async fn called(
        &self,
        patient: PersonId,
        key: &PatientKey,
    ) -> Result<Vec<(Timestamp, String)>, Refused> {
        Ok(self.kept(patient, key).await?.document.moods)
    }

    pub(in crate::domain) const fn zone(&self) -> &TimeZone {
        &self.zone
    }
}

fn document_place(patient: PersonId) -> RecordPlace<'static> {
    RecordPlace::new(patient, DOCUMENT, patient, Category::RememberedFacts.name())
}
