//! What is said about a patient: said back in words, recorded, listed, renewed, taken back.

use api::{Call, CallContext, Principal};
use audit_trail::AuditEvent;
use consent_api::{
    ConfirmedConsent, Consent, ConsentQuery, ConsentState, ExpiringQuery, NewConsent, ReadBack, Terms,
    TermsKind,
};
use kernel::{ConsentId, Page, PersonId, Timestamp};
use relationship_management_api::{ByPerson, GetCircle, RelationKind};

use super::readback::{Language, sentences};
use super::speaking::Speaker;
use super::{Domain, Refused, expansion};
use crate::store::Recording;

/// How far a list of what ends soon looks ahead.
const DAYS_MAX: u16 = 365;
const DAYS: u16 = 30;

/// What would be recorded, with its words.
struct Draft {
    read_back: ReadBack,
    /// The version that it would follow.
    follows: Option<(ConsentId, u32)>,
    /// The epoch in which it is read back.
    epoch: u64,
}

impl Domain {
    pub(crate) async fn preview(
        &self,
        context: &CallContext,
        by: &Principal,
        new: &NewConsent,
    ) -> Result<ReadBack, Refused> {
        let speaker = self.speaker(context, by, new.patient_id, true).await?;
        Ok(self.draft(context, &speaker, new).await?.read_back)
    }

    async fn draft(
        &self,
        context: &CallContext,
        speaker: &Speaker,
        new: &NewConsent,
    ) -> Result<Draft, Refused> {
        let provisions = expansion::expand(new, self.sources.now())?;
        if !speaker.may_say(&provisions) {
            return Err(Refused::Terms("terms", "go beyond the representative's document"));
        }
        // Read first: whatever changes from here on makes the digest void.
        let epoch = self.said(speaker.patient).await?.epoch;
        let mut follows = None;
        if let Some(id) = new.replaces {
            let current = self.current(id).await?.filter(|current| current.patient_id == speaker.patient);
            let current = current.ok_or(Refused::NotFound)?;
            if !speaker.may_end(&current) {
                return Err(Refused::NotFound);
            }
            let open = matches!(
                current.state,
                ConsentState::Requested | ConsentState::Active | ConsentState::Expired
            );
            if current.terms.kind() != new.terms.kind() || !open {
                return Err(Refused::Terms("replaces", "has ended or is of another kind"));
            }
            follows = Some((id, current.version));
        }
        if let Terms::Family { person_id, .. } = &new.terms {
            self.require_relative(context, speaker.patient, *person_id).await?;
            let before = self.store.family_grant(speaker.patient, *person_id).await?;
            if follows.is_some() && follows != before {
                return Err(Refused::Terms("replaces", "is a grant to somebody else"));
            }
            follows = before;
        }
        let kind = new.terms.kind();
        let english = sentences(kind, &provisions, Language::English);
        let spanish = sentences(kind, &provisions, Language::Spanish);
        let read = (speaker.patient, speaker.person, new, follows, epoch, &provisions, &english, &spanish);
        let digest = digest(&read);
        Ok(Draft { read_back: ReadBack { digest, english, spanish, provisions }, follows, epoch })
    }

    /// The last version of a consent, with what ran out settled.
    pub(super) async fn current(&self, id: ConsentId) -> Result<Option<Consent>, Refused> {
        let Some((consent, _)) = self.store.current(id).await? else { return Ok(None) };
        self.said(consent.patient_id).await?;
        Ok(self.store.current(id).await?.map(|(consent, _)| consent))
    }

    /// A grant names somebody with a live family relation; nobody else is there.
    async fn require_relative(
        &self,
        context: &CallContext,
        patient: PersonId,
        person: PersonId,
    ) -> Result<(), Refused> {
        use RelationKind as Kind;
        let context = context.clone().as_service();
        let call = Call::<GetCircle>::path(ByPerson { person_id: patient });
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
        event: impl FnOnce(&Speaker, ConsentId) -> AuditEvent,
    ) -> Result<Consent, Refused> {
        let speaker = self.speaker(context, by, confirmed.consent.patient_id, true).await?;
        self.proven(by, &speaker)?;
        if let Some(before) = self.store.confirmed(speaker.patient, &confirmed.digest).await? {
            return Ok(before);
        }
        let draft = self.draft(context, &speaker, &confirmed.consent).await?;
        if draft.read_back.digest != confirmed.digest {
            return Err(Refused::NotConfirmed);
        }
        let new = confirmed.consent;
        let requested = new.terms.kind() == TermsKind::Restriction;
        let id = draft.follows.map_or_else(|| self.sources.id(), |(id, _)| id);
        let consent = Consent {
            consent_id: id,
            version: draft.follows.map_or(1, |(_, version)| version + 1),
            patient_id: speaker.patient,
            state: if requested { ConsentState::Requested } else { ConsentState::Active },
            decline_reason: None,
            terms: new.terms,
            provisions: draft.read_back.provisions,
            period: new.period,
            recorded_at: self.sources.now(),
            recorded_by: speaker.person,
            digest: confirmed.digest,
            epoch: 0,
        };
        let event = event(&speaker, id);
        let read_in = Some(draft.epoch);
        self.store.append(Recording { consent, organization: speaker.organization, read_in }, event).await
    }

    /// A page of what was said about a patient, with who that is.
    pub(crate) async fn list(
        &self,
        context: &CallContext,
        by: &Principal,
        query: &ConsentQuery,
    ) -> Result<(Page<Consent>, Speaker), Refused> {
        let speaker = self.speaker(context, by, query.patient_id, false).await?;
        self.said(speaker.patient).await?;
        Ok((self.store.consents(speaker.patient, query).await?, speaker))
    }

    /// What ends within some days: a new version of it in time renews it.
    pub(crate) async fn expiring(
        &self,
        context: &CallContext,
        by: &Principal,
        query: &ExpiringQuery,
    ) -> Result<(Page<Consent>, Speaker), Refused> {
        let days = query.days.unwrap_or(DAYS);
        if days == 0 || days > DAYS_MAX {
            return Err(Refused::Terms("days", "is 1 to 365"));
        }
        let speaker = self.speaker(context, by, query.patient_id, false).await?;
        let now = self.sources.now();
        let horizon = now.plus(std::time::Duration::from_hours(24 * u64::from(days)));
        let (after, limit) = (query.after.as_ref(), query.limit.unwrap_or_default());
        Ok((self.store.expiring(speaker.patient, (now, horizon), after, limit).await?, speaker))
    }

    /// What is said for somebody else needs a proof of who says it that is minutes old. Patients' own words do not: one
    /// whose tablet is all that they have must be able to take a consent back.
    fn proven(&self, by: &Principal, speaker: &Speaker) -> Result<(), Refused> {
        if speaker.is_proxy() && !by.is_proven(self.sources.now()) {
            return Err(Refused::NotProven);
        }
        Ok(())
    }

    /// Ends a consent. One that has ended stays as it is. No version goes: what was done in reliance on it stays
    /// explained (45 CFR 164.508(b)(5)).
    pub(crate) async fn revoke(
        &self,
        context: &CallContext,
        by: &Principal,
        id: ConsentId,
        event: impl FnOnce(&Speaker) -> AuditEvent,
    ) -> Result<Consent, Refused> {
        let current = self.current(id).await?.ok_or(Refused::NotFound)?;
        let speaker = self.speaker(context, by, Some(current.patient_id), true).await?;
        if !speaker.may_end(&current) {
            return Err(Refused::NotFound);
        }
        self.proven(by, &speaker)?;
        if matches!(current.state, ConsentState::Revoked | ConsentState::Declined | ConsentState::Expired) {
            return Ok(current);
        }
        let now: Timestamp = self.sources.now();
        let consent = Consent {
            version: current.version + 1,
            state: ConsentState::Revoked,
            provisions: Vec::new(),
            recorded_at: now,
            recorded_by: speaker.person,
            ..current
        };
        let event = event(&speaker);
        self.store
            .append(Recording { consent, organization: speaker.organization, read_in: None }, event)
            .await
    }
}

/// What is confirmed: whose, by whom, which terms, after which version, in which epoch, to what effect, in which
/// words.
fn digest(read_back: &impl serde::Serialize) -> String {
    let text = serde_json::to_vec(read_back)
        .expect("these types have no map keys but names, and no numbers that JSON lacks");
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &text);
    digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}
