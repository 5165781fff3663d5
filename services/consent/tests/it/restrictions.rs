//! Restrictions (45 CFR 164.522(a)): asked for, answered, kept, ended.

use api::{Call, Problem};
use consent_api::{
    Action, ActorSelector, AnswerRequest, ByConsent, Category, Consent, ConsentState, DeclineReason, Edge,
    EdgeKind, ListRequests, NewConsent, Purpose, RequestsQuery, RestrictionAnswer, TerminateRestriction,
    Terms, codes,
};
use std::time::Duration;

use super::house::{ADAM, ELSE, House, OLGA, ROSE, THEO, houses, person, question};

fn restriction() -> NewConsent {
    let actor = ActorSelector::Role { role: api::Role::HealthProvider };
    let (categories, purposes) = (vec![Category::Vitals], vec![Purpose::Treatment]);
    NewConsent::of(Terms::Restriction { actor, categories, purposes })
}

async fn answers(
    house: &House,
    who: u128,
    consent: &Consent,
    answer: RestrictionAnswer,
) -> Result<Consent, Problem> {
    let path = ByConsent { consent_id: consent.consent_id };
    house.call::<AnswerRequest>(who, Call::path_and_body(path, answer)).await
}

async fn terminates(house: &House, who: u128, consent: &Consent) -> Result<Consent, Problem> {
    let path = ByConsent { consent_id: consent.consent_id };
    house.call::<TerminateRestriction>(who, Call::path(path)).await
}

async fn theo_reads(house: &House) -> (bool, String) {
    let verdict =
        house.verdict(question(THEO, EdgeKind::Treating, Category::Vitals, Purpose::Treatment)).await;
    (verdict.permit, verdict.reasons[0].code.clone())
}

#[tokio::test]
async fn a_request_holds_once_the_officer_accepts_it_and_binds_every_decision() {
    for house in houses().await {
        let requested = house.grants(restriction()).await.expect("asks");
        assert_eq!(requested.state, ConsentState::Requested);
        assert!(theo_reads(&house).await.0, "a request holds nothing yet");
        let waiting = |who| house.call::<ListRequests>(who, Call::query(RequestsQuery::default()));
        assert_eq!(waiting(OLGA).await.expect("lists").items.len(), 1);
        assert!(waiting(ELSE).await.expect("lists").items.is_empty(), "another organisation's officer");
        assert!(waiting(ADAM).await.expect_err("no officer").is(api::codes::FORBIDDEN));
        let accept = RestrictionAnswer::Accept;
        let foreign = answers(&house, ELSE, &requested, accept).await.expect_err("not theirs");
        assert!(foreign.is(api::codes::NOT_FOUND));
        let accepted = answers(&house, OLGA, &requested, accept).await.expect("accepts");
        assert_eq!((accepted.state, accepted.version, accepted.epoch), (ConsentState::Active, 2, 2));
        assert_eq!(accepted.recorded_by, person(OLGA));
        assert_eq!(theo_reads(&house).await, (false, "restriction".to_owned()));
        assert_eq!(answers(&house, OLGA, &requested, accept).await.expect("again").version, 2);
        let late = answers(
            &house,
            OLGA,
            &requested,
            RestrictionAnswer::Decline { reason: DeclineReason::NeededForCare },
        );
        assert!(late.await.expect_err("it was accepted").is(codes::STATE));
        assert!(waiting(OLGA).await.expect("lists").items.is_empty());
        house.revokes(ROSE, &accepted).await.expect("the patient ends it wholly");
        assert!(theo_reads(&house).await.0);
    }
}

#[tokio::test]
async fn a_declined_request_tells_its_reason_and_never_holds() {
    for house in houses().await {
        let requested = house.grants(restriction()).await.expect("asks");
        let decline = RestrictionAnswer::Decline { reason: DeclineReason::RequiredByLaw };
        let declined = answers(&house, OLGA, &requested, decline).await.expect("declines");
        assert_eq!(declined.state, ConsentState::Declined);
        assert_eq!(declined.decline_reason, Some(DeclineReason::RequiredByLaw));
        assert!(theo_reads(&house).await.0);
        let late = answers(&house, OLGA, &requested, RestrictionAnswer::Accept).await;
        assert!(late.expect_err("it was declined").is(codes::STATE));
    }
}

#[tokio::test]
async fn a_restriction_that_the_facility_ends_still_binds_what_was_recorded_before() {
    for house in houses().await {
        let requested = house.grants(restriction()).await.expect("asks");
        let not_yet = terminates(&house, OLGA, &requested).await.expect_err("it was never accepted");
        assert!(not_yet.is(codes::STATE));
        answers(&house, OLGA, &requested, RestrictionAnswer::Accept).await.expect("accepts");
        let before = house.now();
        house.clock.advance(Duration::from_secs(60));
        let ended = terminates(&house, OLGA, &requested).await.expect("ends it");
        assert_eq!(ended.state, ConsentState::Terminated);
        house.clock.advance(Duration::from_secs(60));
        let mut asked = question(THEO, EdgeKind::Treating, Category::Vitals, Purpose::Treatment);
        assert!(!house.verdict(asked.clone()).await.permit, "of what is not known when it was recorded");
        asked.recorded_at = Some(before);
        assert!(!house.verdict(asked.clone()).await.permit, "recorded before");
        asked.recorded_at = Some(house.now());
        assert!(house.verdict(asked).await.permit, "recorded after");
    }
}

#[tokio::test]
async fn what_was_paid_for_out_of_pocket_holds_at_once_and_the_facility_cannot_end_it() {
    for house in houses().await {
        let terms = Terms::PaidOutOfPocket { categories: vec![Category::AssessmentScores] };
        let paid = house.grants(NewConsent::of(terms)).await.expect("says so");
        assert_eq!(paid.state, ConsentState::Active, "nobody is asked");
        let mut asked = question(ADAM, EdgeKind::Office, Category::AssessmentScores, Purpose::Payment);
        asked.action = Action::Disclose;
        let verdict = house.verdict(asked).await;
        assert_eq!((verdict.permit, verdict.reasons[0].code.as_str()), (false, "paid_out_of_pocket"));
        let refused = terminates(&house, OLGA, &paid).await.expect_err("the law says so");
        assert!(refused.is(codes::MUST_KEEP), "{refused}");
        let decline = RestrictionAnswer::Decline { reason: DeclineReason::CannotBeKept };
        assert!(
            answers(&house, OLGA, &paid, decline).await.expect_err("nothing to answer").is(codes::MUST_KEEP)
        );
        let other = question(ADAM, EdgeKind::Office, Category::Billing, Purpose::Payment);
        assert!(house.verdict(other).await.permit, "what else was done is unaffected");
    }
}

#[tokio::test]
async fn an_emergency_grant_passes_a_restriction_and_a_denial_but_not_one_that_says_not_even_then() {
    for house in houses().await {
        let requested = house.grants(restriction()).await.expect("asks");
        answers(&house, OLGA, &requested, RestrictionAnswer::Accept).await.expect("accepts");
        let actor = ActorSelector::Person { person_id: person(THEO) };
        let deny = |even_in_emergency| {
            NewConsent::of(Terms::Deny {
                actor,
                categories: Vec::new(),
                actions: Vec::new(),
                even_in_emergency,
            })
        };
        let denied = house.grants(deny(false)).await.expect("refuses");
        let mut asked = question(THEO, EdgeKind::BreakGlass, Category::Vitals, Purpose::BreakGlass);
        asked.edges = vec![Edge {
            until: Some(house.now().plus(Duration::from_secs(600))),
            ..Edge::of(EdgeKind::BreakGlass)
        }];
        let verdict = house.verdict(asked.clone()).await;
        assert_eq!((verdict.permit, verdict.reasons[0].step), (true, 6));
        assert!(!theo_reads(&house).await.0, "without the grant he reads nothing");
        house.revokes(ROSE, &denied).await.expect("revokes");
        house.grants(deny(true)).await.expect("refuses wholly");
        let verdict = house.verdict(asked).await;
        assert_eq!((verdict.permit, verdict.reasons[0].code.as_str()), (false, "not_even_in_emergency"));
        let everybody = Terms::Deny {
            actor: ActorSelector::Role { role: api::Role::HealthProvider },
            categories: Vec::new(),
            actions: Vec::new(),
            even_in_emergency: true,
        };
        let refused = house.grants(NewConsent::of(everybody)).await.expect_err("of a person alone");
        assert!(refused.is(api::codes::INVALID));
    }
}
