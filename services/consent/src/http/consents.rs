//! What a patient, or who represents them, says and reads.

use audit_trail::{AuditEvent, ContextKey, EventType, Word};
use chassis::{Answer, Inbound, Reply};
use consent_api::{
    ExportConsent, ImportConsent, ListConsents, ListExpiring, PreviewConsent, RecordConsent, RevokeConsent,
    ViewAs,
};

use super::{State, change, look, noted};

pub(super) async fn preview(domain: State, inbound: Inbound<PreviewConsent>) -> Answer<PreviewConsent> {
    let by = inbound.person()?;
    Ok(Reply::Json(domain.preview(&inbound.context, by, &inbound.call.body).await?))
}

pub(super) async fn record(domain: State, inbound: Inbound<RecordConsent>) -> Answer<RecordConsent> {
    let by = inbound.person()?.clone();
    let event = change(&domain, &inbound, "record", "consent");
    let named = |speaker: &crate::domain::Speaker, id| -> AuditEvent {
        let event = event.clone().resource_id(id).concerning(speaker.patient);
        event.with(ContextKey::PROXY, speaker.is_proxy()).into()
    };
    let result = domain.record(&inbound.context, &by, inbound.call.body.clone(), named).await;
    Ok(Reply::Json(noted(&domain, event, result).await?))
}

pub(super) async fn list(domain: State, inbound: Inbound<ListConsents>) -> Answer<ListConsents> {
    let by = inbound.person()?;
    let event = look(&domain, &inbound, "consent");
    let result = domain.list(&inbound.context, by, &inbound.call.query).await;
    let (page, speaker) = noted(&domain, event.clone(), result).await?;
    let event = event.concerning(speaker.patient).with(ContextKey::PROXY, speaker.is_proxy());
    domain.store.trail().read(event).await?;
    Ok(Reply::Json(page))
}

pub(super) async fn expiring(domain: State, inbound: Inbound<ListExpiring>) -> Answer<ListExpiring> {
    let by = inbound.person()?;
    let event = look(&domain, &inbound, "consent");
    let result = domain.expiring(&inbound.context, by, &inbound.call.query).await;
    let (page, speaker) = noted(&domain, event.clone(), result).await?;
    let event = event.concerning(speaker.patient).with(ContextKey::PROXY, speaker.is_proxy());
    domain.store.trail().read(event).await?;
    Ok(Reply::Json(page))
}

pub(super) async fn revoke(domain: State, inbound: Inbound<RevokeConsent>) -> Answer<RevokeConsent> {
    let by = inbound.person()?;
    let id = inbound.call.path.consent_id;
    let event = change(&domain, &inbound, "revoke", "consent").resource_id(id);
    let named = |speaker: &crate::domain::Speaker| -> AuditEvent {
        event.clone().concerning(speaker.patient).with(ContextKey::PROXY, speaker.is_proxy()).into()
    };
    let result = domain.revoke(&inbound.context, by, id, named).await;
    Ok(Reply::Json(noted(&domain, event, result).await?))
}

pub(super) async fn export(domain: State, inbound: Inbound<ExportConsent>) -> Answer<ExportConsent> {
    let by = inbound.person()?;
    let id = inbound.call.path.consent_id;
    let recorder = domain.store.trail().recorder();
    let event = recorder
        .of(&inbound, EventType::DataExport, Word::new("export"), Word::new("consent"))
        .resource_id(id);
    let result = domain.export(&inbound.context, by, id).await;
    let (resource, speaker) = noted(&domain, event.clone(), result).await?;
    let event = event.concerning(speaker.patient).with(ContextKey::PROXY, speaker.is_proxy());
    domain.store.trail().read(event).await?;
    Ok(Reply::Json(resource))
}

pub(super) async fn import(domain: State, inbound: Inbound<ImportConsent>) -> Answer<ImportConsent> {
    let by = inbound.person()?;
    Ok(Reply::Json(domain.import(&inbound.context, by, &inbound.call.body).await?))
}

pub(super) async fn view(domain: State, inbound: Inbound<ViewAs>) -> Answer<ViewAs> {
    let by = inbound.person()?;
    let event = look(&domain, &inbound, "consent").concerning(by.person);
    let result = domain.view(&inbound.context, by, inbound.call.query.person_id).await;
    let view = noted(&domain, event.clone(), result).await?;
    domain.store.trail().read(event).await?;
    Ok(Reply::Json(view))
}
