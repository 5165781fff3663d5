//! Out and in again: what is decided stays the same, and nothing is silently dropped.

use api::Role;
use consent_api::{
    Action, ActorSelector, Category, Consent, ConsentState, Edge, EdgeKind, Level, NewConsent,
    OrganizationClass, Period, Purpose, Question, Terms,
};
use kernel::{PersonId, Timestamp};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::{reading, writing};
use crate::domain::decision::{Said, Statement, decide};
use crate::domain::expansion::expand;

const NOW: Timestamp = Timestamp::from_micros(1_800_000_000_000_000);
const LATER: Timestamp = Timestamp::from_micros(1_900_000_000_123_456);

fn person(n: u128) -> PersonId {
    uuid::Uuid::from_u128(n).into()
}

fn consent(terms: Terms, period: Period) -> Option<Consent> {
    let new = NewConsent { period, ..NewConsent::of(terms) };
    let provisions = expand(&new, NOW).ok()?;
    Some(Consent {
        consent_id: uuid::Uuid::from_u128(0xC).into(),
        version: 3,
        patient_id: person(1),
        state: ConsentState::Active,
        decline_reason: None,
        terms: new.terms,
        provisions,
        period,
        recorded_at: NOW,
        recorded_by: person(1),
        digest: String::new(),
        epoch: 7,
    })
}

fn actor() -> impl Strategy<Value = ActorSelector> {
    prop_oneof![
        Just(ActorSelector::Person { person_id: person(2) }),
        select(Role::ALL).prop_map(|role| ActorSelector::Role { role }),
        Just(ActorSelector::Organization { class: OrganizationClass::Home }),
        Just(ActorSelector::Organization { class: OrganizationClass::Outside }),
    ]
}

fn terms() -> impl Strategy<Value = Terms> {
    let categories = || subsequence(Category::ALL, 0..5);
    let actions = || subsequence(Action::ALL, 0..4);
    let purposes = || subsequence(Purpose::ALL, 0..3);
    let level = select(vec![Level::Full, Level::Limited, Level::EmergencyOnly]);
    let care = subsequence(vec![Category::CarePlan, Category::Medications], 0..=2);
    prop_oneof![
        (level, any::<bool>(), any::<bool>(), care).prop_map(|(level, transcripts, crisis_notices, care)| {
            Terms::Family { person_id: person(2), level, transcripts, crisis_notices, care }
        }),
        (actor(), categories(), actions(), purposes()).prop_map(|(actor, categories, actions, purposes)| {
            Terms::Permit { actor, categories, actions, purposes }
        }),
        (actor(), categories(), actions(), any::<bool>()).prop_map(
            |(actor, categories, actions, even_in_emergency)| {
                Terms::Deny { actor, categories, actions, even_in_emergency }
            }
        ),
        (actor(), categories(), purposes()).prop_map(|(actor, categories, purposes)| Terms::Restriction {
            actor,
            categories,
            purposes
        }),
        categories().prop_map(|categories| Terms::PaidOutOfPocket { categories }),
    ]
}

fn period() -> impl Strategy<Value = Period> {
    let until = prop_oneof![Just(None), Just(Some(LATER))];
    let from = prop_oneof![Just(None), Just(Some(NOW)), Just(Some(Timestamp::EPOCH))];
    (from, until).prop_map(|(from, until)| Period { from, until })
}

fn questions() -> impl Strategy<Value = Vec<Question>> {
    let one = (
        select(Role::ALL),
        select(Category::ALL),
        select(Action::ALL),
        select(Purpose::ALL),
        select(vec![EdgeKind::Family, EdgeKind::Treating, EdgeKind::Unit, EdgeKind::BreakGlass]),
        any::<bool>(),
    );
    let one = one.prop_map(|(role, category, action, purpose, edge, emergency)| Question {
        actor: Some(person(2)),
        role,
        organization: uuid::Uuid::from_u128(0xA).into(),
        patient: person(1),
        edges: vec![Edge { until: Some(LATER), ..Edge::of(edge) }],
        category,
        action,
        purpose,
        author: None,
        recorded_at: None,
        unit: None,
        circumstances: emergency
            .then_some(consent_api::Circumstance::EmergencyDeclared)
            .into_iter()
            .collect(),
    });
    prop::collection::vec(one, 40)
}

fn said(kind: consent_api::TermsKind, provisions: Vec<consent_api::Provision>) -> Said {
    Said {
        organization: Some(uuid::Uuid::from_u128(0xA).into()),
        epoch: 7,
        statements: vec![Statement { kind, provisions, binds_before: None }],
        ..Said::default()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_engine_decides_the_same_after_a_consent_went_out_and_came_in_again(
        terms in terms(), period in period(), questions in questions(),
    ) {
        let Some(before) = consent(terms, period) else { return Ok(()) };
        let resource = writing::resource(&before).expect("goes out");
        let read = reading::consent(&resource, NOW).expect("comes in");
        prop_assert_eq!(&read.patient, &before.patient_id);
        let new = NewConsent { period: read.period, ..NewConsent::of(read.terms) };
        let provisions = expand(&new, NOW).expect("can be said");
        prop_assert_eq!(new.terms.kind(), before.terms.kind());
        prop_assert_eq!(&provisions, &before.provisions);
        let (was, is) = (said(before.terms.kind(), before.provisions), said(new.terms.kind(), provisions));
        for question in &questions {
            prop_assert_eq!(decide(question, &was, NOW), decide(question, &is, NOW));
        }
    }
}

fn grant() -> serde_json::Value {
    let terms = Terms::Permit {
        actor: ActorSelector::Person { person_id: person(2) },
        categories: vec![Category::Vitals],
        actions: vec![Action::Read],
        purposes: vec![Purpose::Treatment],
    };
    let period = Period { from: None, until: Some(LATER) };
    writing::resource(&consent(terms, period).expect("can be said")).expect("goes out")
}

#[test]
fn what_says_nothing_about_what_holds_is_named_and_left_aside() {
    let read = reading::consent(&grant(), NOW).expect("comes in");
    assert_eq!(read.left_aside, ["id", "meta", "dateTime", "performer", "policy"]);
    assert_eq!(read.period.until, Some(LATER), "FHIR's end is the last moment, ours is the first after it");
}

#[test]
fn what_cannot_be_kept_without_loss_is_refused_by_its_place() {
    let refused = |change: &dyn Fn(&mut serde_json::Value)| {
        let mut resource = grant();
        change(&mut resource);
        match reading::consent(&resource, NOW) {
            Err(crate::domain::Refused::NotRepresentable(place)) => place,
            Err(other) => format!("{other}"),
            Ok(_) => "read".to_owned(),
        }
    };
    let nested = |value: &mut serde_json::Value, field: &str, to: serde_json::Value| {
        value["provision"]["provision"][0][field] = to;
    };
    type Change = Box<dyn Fn(&mut serde_json::Value)>;
    let json = |text: &str| serde_json::from_str::<serde_json::Value>(text).expect("JSON");
    let cases: Vec<(&str, Change)> = vec![
        ("resourceType", Box::new(|one| one["resourceType"] = "Contract".into())),
        ("status", Box::new(|one| one["status"] = "entered-in-error".into())),
        ("scope", Box::new(|one| one["scope"]["coding"][0]["code"] = "research".into())),
        ("category[0]", Box::new(|one| one["category"][0]["coding"][0]["code"] = "64292-6".into())),
        ("patient", Box::new(|one| one["patient"]["reference"] = "Group/1".into())),
        ("verification", Box::new(|one| one["verification"] = true.into())),
        ("provision.period.end", Box::new(|one| one["provision"]["period"]["end"] = "2030-01-01".into())),
        ("type", Box::new(move |one| nested(one, "type", "maybe".into()))),
        ("securityLabel", Box::new(move |one| nested(one, "securityLabel", json("[]")))),
        (
            "code",
            Box::new(|one| {
                one["provision"]["provision"][0]["code"][0]["coding"][0]["code"] = "everything".into();
            }),
        ),
        (
            "purpose",
            Box::new(|one| {
                one["provision"]["provision"][0]["purpose"][0]["system"] = "urn:other".into();
            }),
        ),
        ("actor", Box::new(move |one| nested(one, "actor", json("[]")))),
        (
            "modifierExtension",
            Box::new(move |one| {
                nested(one, "modifierExtension", json(r#"[{"url":"urn:other","valueCode":"x"}]"#));
            }),
        ),
        // Nested deeper: an exception to the exception.
        ("provision", Box::new(move |one| nested(one, "provision", json("[]")))),
        ("period", Box::new(move |one| nested(one, "period", json("{}")))),
    ];
    for (place, change) in cases {
        let told = refused(&*change);
        assert!(told.contains(place), "{place}: {told}");
    }
    let two = refused(&|one| {
        let again = one["provision"]["provision"][0].clone();
        one["provision"]["provision"].as_array_mut().expect("a list").push(again);
    });
    assert_eq!(two, "provision.provision", "two permits are two consents");
}

#[test]
fn a_resource_of_another_system_without_our_kind_is_read_where_it_fits() {
    let mut resource = grant();
    resource["category"].as_array_mut().expect("a list").pop();
    resource["provision"]["provision"][0]["actor"][0]["reference"] =
        serde_json::json!({"reference": format!("RelatedPerson/{}", person(2)), "display": "A name"});
    let read = reading::consent(&resource, NOW).expect("comes in");
    assert!(matches!(read.terms, Terms::Permit { .. }));
}
