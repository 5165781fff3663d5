//! The use cases: decide, say back, record, list, revoke.

mod decision;
mod expansion;
mod gates;
mod readback;
mod table;

#[cfg(test)]
mod tests;

use api::{Call, CallContext, Client, Fault, Principal};
use audit_trail::{AuditEvent, TrailError};
use consent_api::{
    ConfirmedConsent, Consent, ConsentQuery, ConsentState, Epoch, NewConsent, Question, ReadBack, Terms,
    TermsKind, Verdict, codes,
};
use kernel::{ConsentId, ErrorCode, Page, PersonId, Sources};
use relationship_management_api::{ByPerson, GetCircle};
use store_sql::StoreError;

use crate::store::{Recording, Store};
pub(crate) use decision::{Said, Statement};
use readback::Language;

/// Consents in force that a patient may have.
pub(crate) const ACTIVE_MAX: i64 = 100;

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refused {
    #[error("there is no such consent or person for this caller")]
    NotFound,
    #[error("{0} {1}")]
    Terms(&'static str, &'static str),
    #[error("the digest is not that of these terms as they would be read back now")]
    NotConfirmed,
    #[error("the patient has {ACTIVE_MAX} consents in force")]
    TooMany,
    #[error("relationship-management did not answer")]
    Peer(#[source] api::Problem),
    #[error("the store failed")]
    Store(#[from] StoreError),
    #[error("the event could not be kept")]
    Trail(#[from] TrailError),
}

impl Fault for Refused {
    fn code(&self) -> ErrorCode {
        match self {
            Self::NotFound => api::codes::NOT_FOUND,
            Self::Terms(..) => api::codes::INVALID,
            Self::NotConfirmed => codes::NOT_CONFIRMED,
            Self::TooMany => codes::TOO_MANY,
            Self::Peer(_) => api::codes::UNAVAILABLE,
            Self::Store(error) => error.code(),
            Self::Trail(error) => Fault::code(error),
        }
    }

    fn problem(&self) -> api::Problem {
        match self {
            Self::Terms(field, message) => api::Problem::invalid(*field, *message),
            other => other.code().into(),
        }
    }
}

pub(crate) struct Domain {
    pub(crate) store: Store,
    relations: Client,
    sources: Sources,
}

/// What would be recorded, with its words.
struct Draft {
    read_back: ReadBack,
    /// The version that it would follow.
    follows: Option<(ConsentId, u32)>,
    /// The epoch in which it is read back.
    epoch: u64,
}

impl Domain {
    pub(crate) const fn new(store: Store, relations: Client, sources: Sources) -> Self {
        Self { store, relations, sources }
    }

    /// Decides questions at this moment, each in the epoch that the store has now.
    pub(crate) async fn decide(&self, questions: &[Question]) -> Result<Vec<Verdict>, Refused> {
        let mut known: Vec<(PersonId, Said)> = Vec::new();
        for question in questions {
            if !known.iter().any(|(patient, _)| *patient == question.patient) {
                known.push((question.patient, self.store.said(question.patient).await?));
            }
        }
        let now = self.sources.now();
        let verdict = |question: &Question| {
            let (_, said) = known.iter().find(|(patient, _)| *patient == question.patient)?;
            Some(decision::decide(question, said, now))
        };
        Ok(questions.iter().filter_map(verdict).collect())
    }

    pub(crate) async fn epoch(&self, patient: PersonId) -> Result<Epoch, Refused> {
        Ok(Epoch { epoch: self.store.said(patient).await?.epoch })
    }

    pub(crate) async fn preview(
        &self,
        context: &CallContext,
        by: &Principal,
        new: &NewConsent,
    ) -> Result<ReadBack, Refused> {
        Ok(self.draft(context, by, new).await?.read_back)
    }

    async fn draft(&self, context: &CallContext, by: &Principal, new: &NewConsent) -> Result<Draft, Refused> {
        let provisions = expansion::expand(new, self.sources.now())?;
        // Read first: whatever changes from here on makes the digest void.
        let epoch = self.store.said(by.person).await?.epoch;
        let mut follows = None;
        if let Some(id) = new.replaces {
            let current = self.store.current(id).await?.filter(|current| current.patient_id == by.person);
            let current = current.ok_or(Refused::NotFound)?;
            if current.terms.kind() != new.terms.kind() || current.state == ConsentState::Revoked {
                return Err(Refused::Terms("replaces", "is revoked or of another kind"));
            }
            follows = Some((id, current.version));
        }
        if let Terms::Family { person_id, .. } = &new.terms {
            self.require_relative(context, by, *person_id).await?;
            let before = self.store.family_grant(by.person, *person_id).await?;
            if follows.is_some() && follows != before {
                return Err(Refused::Terms("replaces", "is a grant to somebody else"));
            }
            follows = before;
        }
        let kind = new.terms.kind();
        let english = readback::sentences(kind, &provisions, Language::English);
        let spanish = readback::sentences(kind, &provisions, Language::Spanish);
        let digest = digest(&(by.person, new, follows, epoch, &provisions, &english, &spanish));
        Ok(Draft { read_back: ReadBack { digest, english, spanish, provisions }, follows, epoch })
    }

    /// A grant names somebody with a live family relation; nobody else is there.
    async fn require_relative(
        &self,
        context: &CallContext,
        by: &Principal,
        person: PersonId,
    ) -> Result<(), Refused> {
        use relationship_management_api::RelationKind as Kind;
        let context = context.clone().as_service();
        let call = Call::<GetCircle>::path(ByPerson { person_id: by.person });
        let circle = self.relations.call(&context, call).await.map_err(Refused::Peer)?;
        let family = |kind| {
            !matches!(
                kind,
                Kind::PrimaryTherapist | Kind::SecondaryTherapist | Kind::Psychiatrist | Kind::CaseManager
            )
        };
        let found = circle.relations.iter().any(|one| one.person_id == person && family(one.kind));
        if found { Ok(()) } else { Err(Refused::NotFound) }
    }

    /// Records exactly what was read back. The same digest again is the consent that it made.
    pub(crate) async fn record(
        &self,
        context: &CallContext,
        by: &Principal,
        confirmed: ConfirmedConsent,
        event: impl FnOnce(ConsentId) -> AuditEvent,
    ) -> Result<Consent, Refused> {
        if let Some(before) = self.store.confirmed(by.person, &confirmed.digest).await? {
            return Ok(before);
        }
        let draft = self.draft(context, by, &confirmed.consent).await?;
        if draft.read_back.digest != confirmed.digest {
            return Err(Refused::NotConfirmed);
        }
        let new = confirmed.consent;
        let requested = new.terms.kind() == TermsKind::Restriction;
        let id = draft.follows.map_or_else(|| self.sources.id(), |(id, _)| id);
        let consent = Consent {
            consent_id: id,
            version: draft.follows.map_or(1, |(_, version)| version + 1),
            patient_id: by.person,
            state: if requested { ConsentState::Requested } else { ConsentState::Active },
            terms: new.terms,
            provisions: draft.read_back.provisions,
            period: new.period,
            recorded_at: self.sources.now(),
            recorded_by: by.person,
            digest: confirmed.digest,
            epoch: 0,
        };
        let read_in = Some(draft.epoch);
        self.store.append(Recording { consent, organization: by.organization, read_in }, event(id)).await
    }

    pub(crate) async fn list(&self, by: &Principal, query: &ConsentQuery) -> Result<Page<Consent>, Refused> {
        Ok(self.store.consents(by.person, query).await?)
    }

    /// Ends a consent. One that has ended stays as it is.
    pub(crate) async fn revoke(
        &self,
        by: &Principal,
        id: ConsentId,
        event: AuditEvent,
    ) -> Result<Consent, Refused> {
        let current = self.store.current(id).await?.filter(|current| current.patient_id == by.person);
        let current = current.ok_or(Refused::NotFound)?;
        if current.state == ConsentState::Revoked {
            return Ok(current);
        }
        let consent = Consent {
            version: current.version + 1,
            state: ConsentState::Revoked,
            provisions: Vec::new(),
            recorded_at: self.sources.now(),
            recorded_by: by.person,
            ..current
        };
        self.store.append(Recording { consent, organization: by.organization, read_in: None }, event).await
    }
}

/// What is confirmed: whose, which terms, after which version, in which epoch, to what effect, in which words.
fn digest(read_back: &impl serde::Serialize) -> String {
    let text = serde_json::to_vec(read_back)
        .expect("these types have no map keys but names, and no numbers that JSON lacks");
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &text);
    digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}
