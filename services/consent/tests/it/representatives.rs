//! Personal representatives (45 CFR 164.502(g)): two people, a scope, minors, the dead.

use api::{Call, Minor, Problem, Role};
use consent_api::{
    Action, ActorSelector, ByConsent, ByPatient, ByRepresentation, Category, ConfirmedConsent, ConsentQuery,
    Day, EdgeKind, EndRepresentation, EnterRepresentation, GetStanding, ListConsents, ListMandates,
    ListRepresentations, Mandate, NewConsent, NewRepresentation, NewStanding, NewWithholding, Obligation,
    Period, PreviewConsent, Purpose, Question, RecordConsent, Representation, RepresentationKind,
    RepresentationState, RepresentationsQuery, RevokeConsent, SetStanding, Terms, VerifyRepresentation,
    WithholdFromRepresentative, WithholdingBasis, codes,
};
use kernel::Timestamp;
use std::time::Duration;

use super::house::{
    ADAM, ANNA, ELSE, GUS, House, MARA, NORA, ROSE, STRANGER, THEO, full, houses, person, question,
};

fn document(kind: RepresentationKind, scope: &[Category]) -> NewRepresentation {
    NewRepresentation {
        patient_id: person(ROSE),
        person_id: person(GUS),
        kind,
        document_digest: "ab".repeat(32),
        scope: scope.to_vec(),
        may_consent: true,
        period: Period::default(),
    }
}

async fn enters(house: &House, new: NewRepresentation) -> Result<Representation, Problem> {
    house.call::<EnterRepresentation>(ADAM, Call::body(new)).await
}

fn by(one: &Representation) -> ByRepresentation {
    ByRepresentation { representation_id: one.representation_id }
}

async fn verified(house: &House, new: NewRepresentation) -> Representation {
    let entered = enters(house, new).await.expect("enters");
    house.call::<VerifyRepresentation>(ANNA, Call::path(by(&entered))).await.expect("verifies")
}

async fn gus_reads(house: &House, category: Category) -> bool {
    house.verdict(question(GUS, EdgeKind::Representative, category, Purpose::Patient)).await.permit
}

async fn standing(house: &House, born: Option<&str>, died: Option<&str>, state: Option<&str>) {
    let day = |text: &str| Day(text.parse().expect("a day"));
    let new = NewStanding {
        born_on: born.map(day),
        died_on: died.map(day),
        time_zone: "America/Chicago".to_owned(),
        state: state.map(str::to_owned),
    };
    let path = ByPatient { patient_id: person(ROSE) };
    house.call::<SetStanding>(ADAM, Call::path_and_body(path, new)).await.expect("is said");
}

const CARE: &[Category] = &[Category::Demographics, Category::CarePlan, Category::Medications];

#[tokio::test]
async fn a_document_opens_its_scope_once_a_second_person_has_verified_it() {
    for house in houses().await {
        let entered = enters(&house, document(RepresentationKind::Guardian, CARE)).await.expect("enters");
        assert_eq!(entered.state, RepresentationState::Entered);
        assert!(!gus_reads(&house, Category::CarePlan).await, "one person's word opens nothing");
        let alone = house.call::<VerifyRepresentation>(ADAM, Call::path(by(&entered))).await;
        assert!(alone.expect_err("the same person").is(codes::SECOND_PERSON));
        let foreign = house.call::<VerifyRepresentation>(ELSE, Call::path(by(&entered))).await;
        assert!(foreign.expect_err("another house").is(api::codes::NOT_FOUND));
        let one = house.call::<VerifyRepresentation>(ANNA, Call::path(by(&entered))).await.expect("verifies");
        assert_eq!((one.version, one.verified_by), (2, Some(person(ANNA))));
        assert!(gus_reads(&house, Category::CarePlan).await);
        assert!(!gus_reads(&house, Category::ChatTranscripts).await, "outside the scope");
        let asked = question(GUS, EdgeKind::Family, Category::CarePlan, Purpose::Patient);
        assert!(!house.verdict(asked).await.permit, "without the guardian's relation");
    }
}

async fn mandates(house: &House, who: u128) -> Vec<Mandate> {
    house.call::<ListMandates>(who, Call::default()).await.expect("lists").mandates
}

#[tokio::test]
async fn a_representative_is_told_for_whom_they_act_while_they_do_and_a_mere_relative_of_nobody() {
    for house in houses().await {
        let until = Some(house.now().plus(Duration::from_hours(2)));
        let period = Period { from: None, until };
        let guardian = document(RepresentationKind::Guardian, CARE);
        let entered = enters(&house, NewRepresentation { period, ..guardian }).await.expect("enters");
        assert!(mandates(&house, GUS).await.is_empty(), "one person's word makes nobody a representative");
        house.call::<VerifyRepresentation>(ANNA, Call::path(by(&entered))).await.expect("verifies");
        let told = mandates(&house, GUS).await;
        let wanted = Mandate {
            patient_id: person(ROSE),
            kind: RepresentationKind::Guardian,
            scope: CARE.to_vec(),
            may_consent: true,
            until,
        };
        assert_eq!(told, [wanted]);
        assert!(mandates(&house, MARA).await.is_empty(), "her daughter is no representative");
        for who in [ROSE, NORA, ADAM] {
            let refused = house.call::<ListMandates>(who, Call::default()).await;
            assert!(refused.expect_err("relatives alone").is(api::codes::FORBIDDEN));
        }
        house.clock.advance(Duration::from_hours(2));
        assert!(mandates(&house, GUS).await.is_empty(), "its date is over");
        let one = verified(&house, document(RepresentationKind::PowerOfAttorney, CARE)).await;
        assert_eq!(mandates(&house, GUS).await[0].until, None);
        for who in [ADAM, ANNA] {
            assert_eq!(mandates(&house, GUS).await.len(), 1, "one person ends nothing");
            house.call::<EndRepresentation>(who, Call::path(by(&one))).await.expect("two people end it");
        }
        assert!(mandates(&house, GUS).await.is_empty(), "it was ended");
    }
}

#[tokio::test]
async fn a_mandate_ends_with_minority_and_says_nothing_of_what_is_kept_from_who_has_it() {
    for house in houses().await {
        verified(&house, document(RepresentationKind::Parent, CARE)).await;
        assert!(mandates(&house, GUS).await.is_empty(), "nobody knows that she is a minor");
        // Of age on 2026-11-28, midnight in Chicago.
        standing(&house, Some("2008-11-28"), None, Some("us-il")).await;
        let midnight = Some("2026-11-28T06:00:00Z".parse().expect("an instant"));
        assert_eq!(mandates(&house, GUS).await[0].until, midnight, "when she comes of age");
        let one = verified(&house, document(RepresentationKind::Guardian, CARE)).await;
        assert_eq!(mandates(&house, GUS).await.len(), 2);
        let endangerment = NewWithholding { basis: WithholdingBasis::Endangerment, categories: Vec::new() };
        let keep = Call::path_and_body(by(&one), endangerment);
        house.call::<WithholdFromRepresentative>(THEO, keep).await.expect("keeps");
        let told = mandates(&house, GUS).await;
        assert_eq!((told.len(), told[0].kind), (1, RepresentationKind::Parent));
    }
}

#[tokio::test]
async fn a_document_ends_when_two_people_say_so_and_by_its_date() {
    for house in houses().await {
        let one = verified(&house, document(RepresentationKind::Guardian, CARE)).await;
        let end = |who| house.call::<EndRepresentation>(who, Call::path(by(&one)));
        assert_eq!(end(ADAM).await.expect("asks").state, RepresentationState::EndAsked);
        assert!(gus_reads(&house, Category::CarePlan).await, "one person ends nothing");
        assert!(end(ADAM).await.expect_err("the same person").is(codes::SECOND_PERSON));
        assert_eq!(end(ANNA).await.expect("confirms").state, RepresentationState::Ended);
        assert!(!gus_reads(&house, Category::CarePlan).await);
        assert!(end(ADAM).await.expect("stays so").state == RepresentationState::Ended);
        let until = Some(house.now().plus(Duration::from_hours(1)));
        let dated = document(RepresentationKind::PowerOfAttorney, CARE);
        verified(&house, NewRepresentation { period: Period { from: None, until }, ..dated }).await;
        let asked = question(GUS, EdgeKind::Representative, Category::CarePlan, Purpose::Patient);
        let before = house.verdict(asked.clone()).await;
        house.clock.advance(Duration::from_hours(1));
        let after = house.verdict(asked).await;
        assert_eq!((before.permit, after.permit), (true, false));
        assert!(after.epoch > before.epoch, "its end raises the epoch too");
    }
}

#[tokio::test]
async fn a_treating_professional_keeps_everything_from_who_endangers_the_patient() {
    for house in houses().await {
        let one = verified(&house, document(RepresentationKind::Guardian, CARE)).await;
        let keep = |who, basis, categories| {
            let body = NewWithholding { basis, categories };
            house.call::<WithholdFromRepresentative>(who, Call::path_and_body(by(&one), body))
        };
        let endangerment = WithholdingBasis::Endangerment;
        assert!(keep(ADAM, endangerment, vec![]).await.expect_err("no licence").is(api::codes::FORBIDDEN));
        let parents = keep(THEO, WithholdingBasis::ParentAgreed, vec![Category::CarePlan]).await;
        assert!(parents.expect_err("he is no parent").is(api::codes::INVALID));
        assert!(gus_reads(&house, Category::CarePlan).await);
        keep(THEO, endangerment, vec![]).await.expect("keeps");
        assert!(!gus_reads(&house, Category::CarePlan).await);
        let lost = house.says(GUS, NewConsent { patient_id: Some(person(ROSE)), ..full(MARA, false) }).await;
        assert!(lost.expect_err("nor does he speak for her").is(api::codes::NOT_FOUND));
    }
}

#[tokio::test]
async fn a_representative_speaks_within_the_document_and_lifts_nothing_that_protects() {
    for house in houses().await {
        verified(&house, document(RepresentationKind::Guardian, CARE)).await;
        let permit = |category| Terms::Permit {
            actor: ActorSelector::Person { person_id: person(MARA) },
            categories: vec![category],
            actions: vec![Action::Read],
            purposes: vec![Purpose::Family],
        };
        let for_rose = |terms| NewConsent { patient_id: Some(person(ROSE)), ..NewConsent::of(terms) };
        let new = for_rose(permit(Category::CarePlan));
        let read = house.call::<PreviewConsent>(GUS, Call::body(new.clone())).await.expect("says back");
        let confirmed = ConfirmedConsent { consent: new, digest: read.digest };
        let stale = house.call_unproven::<RecordConsent>(GUS, Call::body(confirmed)).await;
        assert!(stale.expect_err("who he is was shown long ago").is(api::codes::STEP_UP));
        let said = house.says(GUS, for_rose(permit(Category::CarePlan))).await.expect("within his document");
        assert_eq!((said.patient_id, said.recorded_by), (person(ROSE), person(GUS)));
        let path = ByConsent { consent_id: said.consent_id };
        let stale = house.call_unproven::<RevokeConsent>(GUS, Call::path(path)).await;
        assert!(stale.expect_err("nor may he end it so").is(api::codes::STEP_UP));
        let asked = question(MARA, EdgeKind::Family, Category::CarePlan, Purpose::Family);
        assert!(house.verdict(asked).await.permit);
        let beyond = house.says(GUS, for_rose(permit(Category::ChatTranscripts))).await;
        assert!(beyond.expect_err("beyond it").is(api::codes::INVALID));
        let stranger = house.says(MARA, for_rose(permit(Category::CarePlan))).await;
        assert!(stranger.expect_err("no document").is(api::codes::NOT_FOUND));
        let own = house.says(GUS, NewConsent::of(permit(Category::CarePlan))).await;
        assert!(own.expect_err("a relative is no patient").is(api::codes::NOT_FOUND));
        let deny = Terms::Deny {
            actor: ActorSelector::Person { person_id: person(GUS) },
            categories: vec![Category::CarePlan],
            actions: Vec::new(),
            even_in_emergency: false,
        };
        let denied = house.grants(NewConsent::of(deny)).await.expect("Rose says no");
        assert!(!gus_reads(&house, Category::CarePlan).await, "and that holds for him too");
        assert!(house.revokes(GUS, &denied).await.expect_err("not his to lift").is(api::codes::NOT_FOUND));
        house.revokes(GUS, &said).await.expect("what he gave he takes back");
        let query = ConsentQuery { patient_id: Some(person(ROSE)), ..ConsentQuery::default() };
        let listed = house.call::<ListConsents>(GUS, Call::query(query.clone())).await.expect("lists");
        assert_eq!(listed.items.len(), 2);
        let nobody = house.call::<ListConsents>(STRANGER, Call::query(query)).await;
        assert!(nobody.expect_err("not hers").is(api::codes::NOT_FOUND));
    }
}

#[tokio::test]
async fn a_parent_sees_all_but_the_private_zone_until_the_day_of_majority_where_the_patient_lives() {
    for house in houses().await {
        verified(&house, document(RepresentationKind::Parent, Category::ALL)).await;
        assert!(!gus_reads(&house, Category::CarePlan).await, "nobody knows that she is a minor");
        // Of age on 2026-11-28, midnight in Chicago.
        standing(&house, Some("2008-11-28"), None, Some("us-il")).await;
        assert!(gus_reads(&house, Category::CarePlan).await);
        for private in [Category::ChatTranscripts, Category::SubstanceUse, Category::SensitiveHealth] {
            assert!(!gus_reads(&house, private).await, "{private} is the adolescent's own");
        }
        // Her own word opens it, and nobody else's.
        let terms = Terms::Permit {
            actor: ActorSelector::Person { person_id: person(GUS) },
            categories: vec![Category::ChatTranscripts],
            actions: vec![Action::Read],
            purposes: vec![Purpose::Family],
        };
        let by_gus = NewConsent { patient_id: Some(person(ROSE)), ..NewConsent::of(terms.clone()) };
        assert!(house.says(GUS, by_gus).await.expect_err("not to himself").is(api::codes::INVALID));
        house.grants(NewConsent::of(terms)).await.expect("she may");
        let asked = question(GUS, EdgeKind::Representative, Category::ChatTranscripts, Purpose::Family);
        assert!(house.verdict(asked).await.permit);
        let midnight = "2026-11-28T06:00:00Z".parse().expect("an instant");
        house.clock.set(midnight);
        house.clock.advance(Duration::ZERO);
        assert!(!gus_reads(&house, Category::CarePlan).await, "she is of age");
    }
}

#[tokio::test]
async fn whether_the_patient_is_a_minor_is_told_to_the_platform_and_to_themselves_until_the_birthday() {
    for house in houses().await {
        let talks = || Question {
            actor: None,
            role: Role::System,
            action: Action::Write,
            ..question(ROSE, EdgeKind::Platform, Category::ChatTranscripts, Purpose::Treatment)
        };
        let own = || question(ROSE, EdgeKind::Own, Category::ChatTranscripts, Purpose::Patient);
        let told = async || [house.verdict(talks()).await, house.verdict(own()).await];
        for verdict in told().await {
            assert_eq!((verdict.permit, verdict.minor), (true, Minor::Unknown), "nobody said it");
        }
        standing(&house, Some("2008-11-28"), None, Some("us-il")).await;
        let midnight: Timestamp = "2026-11-28T06:00:00Z".parse().expect("an instant");
        for verdict in told().await {
            assert_eq!(verdict.minor, Minor::Yes);
            // Who keeps the verdict keeps it no longer than that.
            assert!(verdict.obligations.contains(&Obligation::Until { at: midnight }), "{verdict:?}");
            let text = serde_json::to_string(&verdict).expect("serialises");
            assert!(!text.contains("2008"), "the day itself is not told: {text}");
        }
        // Nobody else learns of an age by asking what they may, whether they may or not.
        verified(&house, document(RepresentationKind::Parent, Category::ALL)).await;
        for (who, edge, purpose) in [
            (GUS, EdgeKind::Representative, Purpose::Patient),
            (NORA, EdgeKind::Unit, Purpose::Treatment),
            (STRANGER, EdgeKind::Own, Purpose::Patient),
        ] {
            let verdict = house.verdict(question(who, edge, Category::CarePlan, purpose)).await;
            assert_eq!(verdict.minor, Minor::Unknown, "{who}");
        }
        house.clock.set(midnight.minus(Duration::from_micros(1)));
        assert!(told().await.iter().all(|verdict| verdict.minor == Minor::Yes), "the last moment");
        house.clock.set(midnight);
        assert!(told().await.iter().all(|verdict| verdict.minor == Minor::No), "the birthday");
    }
}

#[tokio::test]
async fn who_was_born_on_a_leap_day_is_of_age_on_the_28th_and_an_unknown_state_protects_most() {
    for house in houses().await {
        verified(&house, document(RepresentationKind::Parent, Category::ALL)).await;
        standing(&house, Some("2012-02-29"), None, Some("us-nowhere")).await;
        let path = ByPatient { patient_id: person(ROSE) };
        let said = house.call::<GetStanding>(ADAM, Call::path(path.clone())).await.expect("a standing");
        assert_eq!(said.minor_until, Some("2030-02-28T06:00:00Z".parse().expect("an instant")));
        assert_eq!(said.law.as_deref(), Some("default: none is known"));
        assert!(!gus_reads(&house, Category::ChatTranscripts).await, "private at every age");
        assert!(
            house
                .call::<GetStanding>(ELSE, Call::path(path))
                .await
                .expect_err("not theirs")
                .is(api::codes::NOT_FOUND)
        );
    }
}

#[tokio::test]
async fn after_death_the_executor_stands_in_and_the_others_no_longer() {
    for house in houses().await {
        verified(&house, document(RepresentationKind::PowerOfAttorney, &[Category::CarePlan])).await;
        verified(&house, document(RepresentationKind::Executor, &[Category::Billing])).await;
        house.grants(full(MARA, false)).await.expect("records");
        assert_eq!(
            (gus_reads(&house, Category::CarePlan).await, gus_reads(&house, Category::Billing).await),
            (true, false)
        );
        standing(&house, None, Some("2026-11-21"), None).await;
        assert_eq!(
            (gus_reads(&house, Category::CarePlan).await, gus_reads(&house, Category::Billing).await),
            (false, true)
        );
        let own = question(ROSE, EdgeKind::Own, Category::CarePlan, Purpose::Patient);
        let verdict = house.verdict(own).await;
        assert_eq!((verdict.permit, verdict.reasons[0].code.as_str()), (false, "deceased"));
        // Who was involved in her care before stays so (164.510(b)(5)).
        let mara = question(MARA, EdgeKind::Family, Category::CarePlan, Purpose::Family);
        assert!(house.verdict(mara).await.permit);
        let path = ByPatient { patient_id: person(ROSE) };
        let said = house.call::<GetStanding>(ADAM, Call::path(path)).await.expect("a standing");
        assert_eq!(said.protected_until, Some("2076-11-22T06:00:00Z".parse().expect("an instant")));
    }
}

#[tokio::test]
async fn what_cannot_be_a_document_is_refused_and_lists_show_each_caller_their_own() {
    for house in houses().await {
        let good = || document(RepresentationKind::Guardian, CARE);
        for wrong in [
            NewRepresentation { document_digest: "AB".repeat(32), ..good() },
            NewRepresentation { scope: Vec::new(), ..good() },
            NewRepresentation { scope: vec![Category::CarePlan, Category::CarePlan], ..good() },
            NewRepresentation { person_id: person(MARA), ..good() },
            NewRepresentation { period: Period { from: None, until: Some(house.now()) }, ..good() },
        ] {
            assert!(enters(&house, wrong).await.expect_err("refused").is(api::codes::INVALID));
        }
        let stale = house.call_unproven::<EnterRepresentation>(ADAM, Call::body(good())).await;
        assert!(stale.expect_err("no fresh proof").is(api::codes::STEP_UP));
        let elsewhere = NewRepresentation { patient_id: person(STRANGER), ..good() };
        assert!(enters(&house, elsewhere).await.expect_err("nobody there").is(api::codes::NOT_FOUND));
        house
            .call::<EnterRepresentation>(NORA, Call::body(good()))
            .await
            .expect("a nurse of the unit enters");
        let list = |who, patient: Option<u128>| {
            let query = RepresentationsQuery { patient_id: patient.map(person) };
            house.call::<ListRepresentations>(who, Call::query(query))
        };
        for (who, patient) in [(ROSE, None), (ADAM, Some(ROSE)), (GUS, Some(ROSE))] {
            assert_eq!(list(who, patient).await.expect("lists").items.len(), 1);
        }
        for (who, patient) in [(MARA, Some(ROSE)), (STRANGER, Some(ROSE)), (ELSE, Some(ROSE))] {
            assert!(list(who, patient).await.expect_err("not theirs").is(api::codes::NOT_FOUND));
        }
    }
}
