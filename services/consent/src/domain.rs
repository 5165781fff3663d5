//! The use cases, and why one is refused. Deciding is here; the others have a file each.

mod decision;
mod exchange;
mod expansion;
mod gates;
mod law;
mod readback;
mod recording;
mod representing;
mod restricting;
mod speaking;
mod table;

#[cfg(test)]
mod tests;

use api::{Client, Fault};
use audit_trail::{AuditEvent, EventType, TrailError, Word};
use consent_api::{Epoch, Question, Verdict, codes};
use kernel::{ConsentId, ErrorCode, OrganizationId, PersonId, Sources};
use store_sql::StoreError;

use crate::store::Store;
pub(crate) use decision::{Said, Statement};
pub(crate) use speaking::Speaker;
#[cfg(test)]
pub(crate) use {decision::decide, expansion::expand};

/// Consents in force that a patient may have.
pub(crate) const ACTIVE_MAX: i64 = 100;
/// Documents of representatives that a patient may have at a time.
pub(crate) const DOCUMENTS_MAX: i64 = 20;
/// Patients whose changes are settled in one round.
const SETTLED_MAX: i64 = 500;

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refused {
    #[error("there is no such consent, document or person for this caller")]
    NotFound,
    #[error("{0} {1}")]
    Terms(&'static str, &'static str),
    #[error("the digest is not that of these terms as they would be read back now")]
    NotConfirmed,
    #[error("the patient has as many of these in force as there may be")]
    TooMany,
    #[error("it is not in the state in which this can be done")]
    State,
    #[error("the law does not let the facility refuse or end this restriction")]
    MustKeep,
    #[error("a second person must do this")]
    SecondPerson,
    #[error("{0} cannot be kept without loss")]
    NotRepresentable(String),
    #[error("whoever speaks for a patient shows anew who they are first")]
    NotProven,
    #[error("relationship-management did not answer")]
    Peer(#[source] api::Problem),
    #[error("the store failed")]
    Store(#[from] StoreError),
    #[error("the event could not be kept")]
    Trail(#[from] TrailError),
}

impl Refused {
    /// Whether it is for who asks that it was refused: that leaves an event.
    pub(crate) const fn is_for_the_caller(&self) -> bool {
        matches!(self, Self::NotFound | Self::SecondPerson | Self::MustKeep)
    }
}

impl Fault for Refused {
    fn code(&self) -> ErrorCode {
        match self {
            Self::NotFound => api::codes::NOT_FOUND,
            Self::Terms(..) => api::codes::INVALID,
            Self::NotConfirmed => codes::NOT_CONFIRMED,
            Self::TooMany => codes::TOO_MANY,
            Self::State => codes::STATE,
            Self::MustKeep => codes::MUST_KEEP,
            Self::SecondPerson => codes::SECOND_PERSON,
            Self::NotRepresentable(_) => codes::NOT_REPRESENTABLE,
            Self::NotProven => api::codes::STEP_UP,
            Self::Peer(_) => api::codes::UNAVAILABLE,
            Self::Store(error) => error.code(),
            Self::Trail(error) => Fault::code(error),
        }
    }

    fn problem(&self) -> api::Problem {
        match self {
            Self::Terms(field, message) => api::Problem::invalid(*field, *message),
            // The place in the resource, never a value of it.
            Self::NotRepresentable(place) => api::Problem::new(codes::NOT_REPRESENTABLE)
                .field(place.clone(), "cannot be kept without loss"),
            other => other.code().into(),
        }
    }
}

pub(crate) struct Domain {
    pub(crate) store: Store,
    relations: Client,
    sources: Sources,
}

impl Domain {
    pub(crate) const fn new(store: Store, relations: Client, sources: Sources) -> Self {
        Self { store, relations, sources }
    }

    /// Decides questions at this moment, each in the epoch that the store has now.
    pub(crate) async fn decide(&self, questions: &[Question]) -> Result<Vec<Verdict>, Refused> {
        let now = self.sources.now();
        let mut known: Vec<(PersonId, Said)> = Vec::new();
        for question in questions {
            if !known.iter().any(|(patient, _)| *patient == question.patient) {
                known.push((question.patient, self.said(question.patient).await?));
            }
        }
        let verdict = |question: &Question| {
            let (_, said) = known.iter().find(|(patient, _)| *patient == question.patient)?;
            Some(decision::decide(question, said, now))
        };
        Ok(questions.iter().filter_map(verdict).collect())
    }

    pub(crate) async fn epoch(&self, patient: PersonId) -> Result<Epoch, Refused> {
        Ok(Epoch { epoch: self.said(patient).await?.epoch })
    }

    /// What bears on decisions about a patient, once everything that ended by itself has raised the epoch: no
    /// decision carries an epoch from before an end that has passed.
    async fn said(&self, patient: PersonId) -> Result<Said, Refused> {
        let said = self.store.said(patient).await?;
        let now = self.sources.now();
        if said.changes_at.is_none_or(|at| now < at) {
            return Ok(said);
        }
        self.settle(patient).await?;
        Ok(self.store.said(patient).await?)
    }

    async fn settle(&self, patient: PersonId) -> Result<(), Refused> {
        let recorder = self.store.trail().recorder();
        let event = |id: ConsentId, organization: OrganizationId| -> AuditEvent {
            let event = recorder.event(EventType::ConsentChange, Word::new("expire"), Word::new("consent"));
            event.organization(organization).resource_id(id).concerning(patient).into()
        };
        self.store.settle(patient, self.sources.now(), event).await
    }

    /// Settles everybody of whom something ended by itself, so that lists say so before anybody asks. Tells how
    /// many there were.
    pub(crate) async fn settle_all(&self) -> Result<usize, Refused> {
        let waiting = self.store.unsettled(self.sources.now(), SETTLED_MAX).await?;
        for patient in &waiting {
            self.settle(*patient).await?;
        }
        Ok(waiting.len())
    }
}
