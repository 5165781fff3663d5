//! A FHIR R4 resource as terms that can be said here. What cannot be kept without loss is refused by its place in
//! the resource; what says nothing about what holds is named as left aside.

use api::Role;
use consent_api::{
    Action, ActorSelector, Category, Circumstance, Effect, Level, NewConsent, OrganizationClass, Period,
    Provision, Purpose, Terms,
};
use kernel::{PersonId, Timestamp};
use serde::de::DeserializeOwned;
use std::time::Duration;

use super::wire::{Concept, Nested, Reference, Resource, Root, system};
use super::writing::PATIENT_CONSENT;
use crate::domain::Refused;
use crate::domain::expansion::expand;

/// Provisions of one resource.
const NESTED_MAX: usize = 20;

/// What a resource says.
pub(super) struct Read {
    pub(super) patient: PersonId,
    pub(super) terms: Terms,
    pub(super) period: Period,
    pub(super) left_aside: Vec<String>,
}

fn refuse<T>(place: impl Into<String>) -> Result<T, Refused> {
    Err(Refused::NotRepresentable(place.into()))
}

pub(super) fn consent(value: &serde_json::Value, now: Timestamp) -> Result<Read, Refused> {
    let resource: Resource = serde_path_to_error::deserialize(value).map_err(|error| {
        let place: String = error.path().to_string().chars().take(100).collect();
        // An unknown field is told by its name, which is FHIR's and no value of anybody's.
        let field = error.inner().to_string();
        let field = field.strip_prefix("unknown field `").and_then(|rest| rest.split('`').next());
        Refused::NotRepresentable(match field {
            Some(name) => format!("{place}: {}", name.chars().take(40).collect::<String>()),
            None => place,
        })
    })?;
    if resource.resource_type != "Consent" {
        return refuse("resourceType");
    }
    if !matches!(resource.status.as_str(), "active" | "proposed") {
        return refuse("status");
    }
    if resource.scope.one() != Some((system::SCOPE, "patient-privacy")) {
        return refuse("scope");
    }
    let kind = kind(&resource.category)?;
    let Some(patient) = person(&resource.patient, &["Patient"]) else { return refuse("patient") };
    let left_aside = left_aside(&resource);
    let Some(root) = &resource.provision else { return refuse("provision") };
    let period = period(root)?;
    if root.provision.len() > NESTED_MAX {
        return refuse("provision.provision");
    }
    let provisions = root.provision.iter().enumerate();
    let provisions = provisions.map(|(at, one)| provision(one, period, at)).collect::<Result<Vec<_>, _>>()?;
    // Terms are these only if they expand to exactly what the resource says.
    let candidates = candidates(kind.as_deref(), &provisions);
    let alone = candidates.len() == 1;
    for terms in candidates {
        let new = NewConsent { period, ..NewConsent::of(terms) };
        match expand(&new, now) {
            Ok(expanded) if expanded == provisions => {
                return Ok(Read { patient, terms: new.terms, period, left_aside });
            }
            Err(Refused::Terms(field, why)) if alone => {
                return Err(Refused::Terms(field, why));
            }
            _ => {}
        }
    }
    refuse("provision.provision")
}

/// What is known, and says nothing about what holds.
fn left_aside(resource: &Resource) -> Vec<String> {
    let there = [
        ("id", resource.id.is_some()),
        ("meta", resource.meta.is_some()),
        ("language", resource.language.is_some()),
        ("text", resource.text.is_some()),
        ("dateTime", resource.date_time.is_some()),
        ("performer", !resource.performer.is_empty()),
        ("policy", !resource.policy.is_empty()),
    ];
    there.into_iter().filter(|(_, there)| *there).map(|(name, _)| name.to_owned()).collect()
}

/// Our own kind, where the resource names one.
fn kind(categories: &[Concept]) -> Result<Option<String>, Refused> {
    let mut kind = None;
    for (at, category) in categories.iter().enumerate() {
        match category.one() {
            Some((system::LOINC, PATIENT_CONSENT)) => {}
            Some((system::KIND, code)) if kind.is_none() => kind = Some(code.to_owned()),
            _ => return refuse(format!("category[{at}]")),
        }
    }
    Ok(kind)
}

fn person(reference: &Reference, kinds: &[&str]) -> Option<PersonId> {
    match (&reference.reference, &reference.identifier) {
        (Some(text), None) => {
            let (kind, id) = text.split_once('/')?;
            kinds.contains(&kind).then(|| id.parse().ok()).flatten()
        }
        (None, Some(identifier)) if identifier.system == system::URI => {
            identifier.value.strip_prefix("urn:uuid:")?.parse().ok()
        }
        _ => None,
    }
}

fn period(root: &Root) -> Result<Period, Refused> {
    let Some(span) = &root.period else { return Ok(Period::default()) };
    // A day alone says neither its zone nor its end: it cannot be kept without loss.
    let moment = |text: &Option<String>, place: &str| match text {
        None => Ok(None),
        Some(text) => text.parse::<Timestamp>().map(Some).or_else(|_| refuse(place)),
    };
    let from = moment(&span.start, "provision.period.start")?;
    let until = moment(&span.end, "provision.period.end")?;
    Ok(Period { from, until: until.map(|last| last.plus(Duration::from_micros(1))) })
}

fn provision(nested: &Nested, period: Period, at: usize) -> Result<Provision, Refused> {
    let place = |part: &str| format!("provision.provision[{at}].{part}");
    let effect = match nested.effect.as_str() {
        "permit" => Effect::Permit,
        "deny" => Effect::Deny,
        _ => return refuse(place("type")),
    };
    let [actor] = &nested.actor[..] else { return refuse(place("actor")) };
    if actor.role.one() != Some((system::PARTICIPATION, "IRCP")) {
        return refuse(place("actor[0].role"));
    }
    let Some(actor) = selector(&actor.reference) else { return refuse(place("actor[0].reference")) };
    let coded = |concepts: &[Concept], wanted: &str, part: &str| -> Result<Vec<String>, Refused> {
        let code = |concept: &Concept| match concept.one() {
            Some((system, code)) if system == wanted => Ok(code.to_owned()),
            _ => refuse(place(part)),
        };
        concepts.iter().map(code).collect()
    };
    let categories = coded(&nested.code, system::CATEGORY, "code")?;
    let actions = coded(&nested.action, system::ACTION, "action")?;
    let (conditions, projection, even_in_emergency) =
        modifiers(nested).ok_or_else(|| Refused::NotRepresentable(place("modifierExtension")))?;
    Ok(Provision {
        effect,
        actor,
        categories: all(&categories, Category::parse)
            .ok_or_else(|| Refused::NotRepresentable(place("code")))?,
        actions: all(&actions, Action::parse).ok_or_else(|| Refused::NotRepresentable(place("action")))?,
        purposes: nested
            .purpose
            .iter()
            .map(|one| purpose(&one.system, &one.code))
            .collect::<Option<_>>()
            .ok_or_else(|| Refused::NotRepresentable(place("purpose")))?,
        period,
        conditions,
        projection,
        even_in_emergency,
    })
}

fn all<T>(names: &[String], parse: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    names.iter().map(|name| parse(name)).collect()
}

fn purpose(system: &str, code: &str) -> Option<Purpose> {
    let own = matches!(code, "LEGAL" | "MODEL-TRAINING" | "QUALITY-REVIEW");
    let expected = if own { system::PURPOSE } else { system::REASON };
    (system == expected).then(|| Purpose::parse(code)).flatten()
}

fn selector(reference: &Reference) -> Option<ActorSelector> {
    if let Some(person_id) = person(reference, &["RelatedPerson", "Practitioner", "Patient"]) {
        return Some(ActorSelector::Person { person_id });
    }
    let identifier = reference.identifier.as_ref().filter(|_| reference.reference.is_none())?;
    match identifier.system.as_str() {
        system::ROLE => Some(ActorSelector::Role { role: Role::parse(&identifier.value)? }),
        system::ORGANIZATION => {
            Some(ActorSelector::Organization { class: word::<OrganizationClass>(&identifier.value)? })
        }
        _ => None,
    }
}

type Modifiers = (Vec<Circumstance>, Option<Vec<String>>, bool);

/// What changes a provision's meaning. One that is not known makes the whole unreadable.
fn modifiers(nested: &Nested) -> Option<Modifiers> {
    let (mut conditions, mut fields, mut even_in_emergency) = (Vec::new(), Vec::new(), false);
    for one in &nested.modifier_extension {
        match (one.url.as_str(), &one.value_code, one.value_boolean) {
            (system::FIELD, Some(code), None) => fields.push(code.clone()),
            (system::WHILE, Some(code), None) => conditions.push(word(code)?),
            (system::EMERGENCY, None, Some(true)) => even_in_emergency = true,
            _ => return None,
        }
    }
    Some((conditions, (!fields.is_empty()).then_some(fields), even_in_emergency))
}

fn word<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(text.to_owned())).ok()
}

/// The terms that could have these provisions. A resource of another system names no kind of ours: then its one
/// provision says it.
fn candidates(kind: Option<&str>, provisions: &[Provision]) -> Vec<Terms> {
    let Some(first) = provisions.first() else { return Vec::new() };
    let (actor, categories) = (first.actor, first.categories.clone());
    let (actions, purposes) = (first.actions.clone(), first.purposes.clone());
    let kind = kind.unwrap_or(match first.effect {
        Effect::Permit => "permit",
        Effect::Deny if purposes.is_empty() => "deny",
        Effect::Deny => "restriction",
    });
    match kind {
        "permit" => vec![Terms::Permit { actor, categories, actions, purposes }],
        "deny" => {
            let even_in_emergency = first.even_in_emergency;
            vec![Terms::Deny { actor, categories, actions, even_in_emergency }]
        }
        "restriction" => vec![Terms::Restriction { actor, categories, purposes }],
        "paid_out_of_pocket" => vec![Terms::PaidOutOfPocket { categories }],
        "family" => levels(first),
        _ => Vec::new(),
    }
}

/// Every level with every box: few enough to try them all.
fn levels(first: &Provision) -> Vec<Terms> {
    let ActorSelector::Person { person_id } = first.actor else { return Vec::new() };
    let boxes = [(false, false), (false, true), (true, false), (true, true)];
    let cares = [
        &[][..],
        &[Category::CarePlan],
        &[Category::Medications],
        &[Category::CarePlan, Category::Medications],
    ];
    let mut all = Vec::new();
    for level in [Level::Full, Level::Limited, Level::EmergencyOnly] {
        for (transcripts, crisis_notices) in boxes {
            for care in cares {
                let care = care.to_vec();
                all.push(Terms::Family { person_id, level, transcripts, crisis_notices, care });
            }
        }
    }
    all
}
