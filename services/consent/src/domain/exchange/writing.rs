//! A consent as a FHIR R4 resource. Everything that holds is in codes; nothing hides in an extension of its own.

use consent_api::{
    ActorSelector, Circumstance, Consent, ConsentState, Effect, OrganizationClass, Period, Provision, Purpose,
};
use kernel::Timestamp;
use std::time::Duration;

use super::wire::{
    Actor, Coding, Concept, Extension, Nested, Policy, Reference, Resource, Root, Span, system,
};
use crate::domain::Refused;

/// The rules that a consent stands on.
const POLICY: &str = "https://www.ecfr.gov/current/title-45/part-164/subpart-E";
/// LOINC's code of a patient's consent.
pub(super) const PATIENT_CONSENT: &str = "59284-0";

pub(super) fn resource(consent: &Consent) -> Result<serde_json::Value, Refused> {
    let status = match consent.state {
        ConsentState::Requested => "proposed",
        ConsentState::Active => "active",
        ConsentState::Declined => "rejected",
        ConsentState::Expired | ConsentState::Terminated | ConsentState::Revoked => "inactive",
    };
    let performer = if consent.recorded_by == consent.patient_id {
        Reference::to(format!("Patient/{}", consent.patient_id))
    } else {
        Reference::to(format!("RelatedPerson/{}", consent.recorded_by))
    };
    let kind = word(&consent.terms.kind())?;
    let resource = Resource {
        resource_type: "Consent".to_owned(),
        id: Some(consent.consent_id.to_string()),
        meta: Some(serde_json::json!({"versionId": consent.version.to_string()})),
        language: None,
        text: None,
        status: status.to_owned(),
        scope: Concept::of(system::SCOPE, "patient-privacy"),
        category: vec![Concept::of(system::LOINC, PATIENT_CONSENT), Concept::of(system::KIND, &kind)],
        patient: Reference::to(format!("Patient/{}", consent.patient_id)),
        date_time: Some(consent.recorded_at.to_string()),
        performer: vec![performer],
        policy: vec![Policy { authority: None, uri: Some(POLICY.to_owned()) }],
        provision: Some(Root {
            period: span(consent.period),
            provision: consent.provisions.iter().map(nested).collect::<Result<_, _>>()?,
        }),
    };
    serde_json::to_value(&resource).map_err(|_| Refused::NotRepresentable("Consent".to_owned()))
}

/// Our periods end before a moment, and FHIR's end with one.
fn span(period: Period) -> Option<Span> {
    let last = |until: Timestamp| until.minus(Duration::from_micros(1)).to_string();
    let span = Span { start: period.from.map(|at| at.to_string()), end: period.until.map(last) };
    (span.start.is_some() || span.end.is_some()).then_some(span)
}

fn nested(provision: &Provision) -> Result<Nested, Refused> {
    let mut modifiers = Vec::new();
    let mut modifier = |url: &str, code: String| {
        modifiers.push(Extension { url: url.to_owned(), value_code: Some(code), value_boolean: None });
    };
    for field in provision.projection.iter().flatten() {
        modifier(system::FIELD, field.clone());
    }
    for needed in &provision.conditions {
        modifier(system::WHILE, word::<Circumstance>(needed)?);
    }
    if provision.even_in_emergency {
        modifiers.push(Extension {
            url: system::EMERGENCY.to_owned(),
            value_code: None,
            value_boolean: Some(true),
        });
    }
    let reference = match provision.actor {
        ActorSelector::Person { person_id } => {
            Reference::identified(system::URI, format!("urn:uuid:{person_id}"))
        }
        ActorSelector::Role { role } => Reference::identified(system::ROLE, role.name().to_owned()),
        ActorSelector::Organization { class } => {
            Reference::identified(system::ORGANIZATION, word::<OrganizationClass>(&class)?)
        }
    };
    Ok(Nested {
        modifier_extension: modifiers,
        effect: match provision.effect {
            Effect::Permit => "permit".to_owned(),
            Effect::Deny => "deny".to_owned(),
        },
        actor: vec![Actor { role: Concept::of(system::PARTICIPATION, "IRCP"), reference }],
        action: provision.actions.iter().map(|one| Concept::of(system::ACTION, one.name())).collect(),
        purpose: provision.purposes.iter().map(|one| purpose(*one)).collect(),
        code: provision.categories.iter().map(|one| Concept::of(system::CATEGORY, one.name())).collect(),
    })
}

/// Purposes have HL7's code where there is one.
fn purpose(purpose: Purpose) -> Coding {
    let own = matches!(purpose, Purpose::Legal | Purpose::ModelTraining | Purpose::QualityReview);
    Coding::of(if own { system::PURPOSE } else { system::REASON }, purpose.name())
}

/// The word of a plain enum on the wire.
fn word<T: serde::Serialize>(value: &T) -> Result<String, Refused> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => Ok(text),
        _ => Err(Refused::NotRepresentable("Consent".to_owned())),
    }
}
