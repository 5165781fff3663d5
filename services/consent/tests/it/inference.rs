//! What a refusal must not tell: that there is something, how much, of what kind, or that there was.

use api::{Call, Problem};
use consent_api::{
    ActorSelector, AnswerRequest, ByConsent, ByPatient, ByRepresentation, Category, ConsentQuery, EdgeKind,
    EndRepresentation, EnterRepresentation, ExpiringQuery, ExportConsent, GetStanding, ListConsents,
    ListExpiring, ListRepresentations, ListRequests, NewConsent, NewRepresentation, Period, Purpose,
    RepresentationKind, RepresentationsQuery, RequestsQuery, RestrictionAnswer, RevokeConsent,
    TerminateRestriction, Terms, VerifyRepresentation,
};
use kernel::PageLimit;

use super::house::{ADAM, ELSE, GUS, House, MARA, OLGA, ROSE, STRANGER, full, houses, person, question};

/// The bytes that a client would see, but for the request's own id.
fn body(problem: Problem) -> String {
    serde_json::to_string(&Problem { instance: None, ..problem }).expect("JSON")
}

/// Rose has a grant, a waiting request and a document; Stranger has nothing.
async fn rose_has_much(
    house: &House,
) -> (consent_api::Consent, consent_api::Consent, consent_api::Representation) {
    let grant = house.grants(full(MARA, true)).await.expect("records");
    let actor = ActorSelector::Role { role: api::Role::HealthProvider };
    let restriction =
        Terms::Restriction { actor, categories: vec![Category::Vitals], purposes: vec![Purpose::Treatment] };
    let request = house.grants(NewConsent::of(restriction)).await.expect("asks");
    let document = NewRepresentation {
        patient_id: person(ROSE),
        person_id: person(GUS),
        kind: RepresentationKind::Guardian,
        document_digest: "cd".repeat(32),
        scope: vec![Category::CarePlan],
        may_consent: false,
        period: Period::default(),
    };
    let document = house.call::<EnterRepresentation>(ADAM, Call::body(document)).await.expect("enters");
    (grant, request, document)
}

#[tokio::test]
async fn a_refusal_for_what_is_there_is_byte_for_byte_that_for_what_is_not() {
    for house in houses().await {
        let (grant, request, document) = rose_has_much(&house).await;
        let nothing = house.sources.id();
        for who in [STRANGER, MARA, GUS] {
            for id in [grant.consent_id, request.consent_id] {
                let there = house.call::<RevokeConsent>(who, Call::path(ByConsent { consent_id: id })).await;
                let not =
                    house.call::<RevokeConsent>(who, Call::path(ByConsent { consent_id: nothing })).await;
                assert_eq!(body(there.expect_err("refused")), body(not.expect_err("refused")));
                let there = house.call::<ExportConsent>(who, Call::path(ByConsent { consent_id: id })).await;
                let not =
                    house.call::<ExportConsent>(who, Call::path(ByConsent { consent_id: nothing })).await;
                assert_eq!(body(there.expect_err("refused")), body(not.expect_err("refused")));
            }
        }
        let answer = |id| {
            let path = ByConsent { consent_id: id };
            house.call::<AnswerRequest>(ELSE, Call::path_and_body(path, RestrictionAnswer::Accept))
        };
        let ends = |id| house.call::<TerminateRestriction>(ELSE, Call::path(ByConsent { consent_id: id }));
        for id in [grant.consent_id, request.consent_id] {
            let (there, not) = (answer(id).await, answer(nothing).await);
            assert_eq!(body(there.expect_err("refused")), body(not.expect_err("refused")));
            let (there, not) = (ends(id).await, ends(nothing).await);
            assert_eq!(body(there.expect_err("refused")), body(not.expect_err("refused")));
        }
        let (there, not) = (document.representation_id, house.sources.id());
        let by = |id| ByRepresentation { representation_id: id };
        let one = house.call::<VerifyRepresentation>(ELSE, Call::path(by(there))).await.expect_err("refused");
        let two = house.call::<VerifyRepresentation>(ELSE, Call::path(by(not))).await.expect_err("refused");
        assert_eq!(body(one), body(two));
        let one = house.call::<EndRepresentation>(ELSE, Call::path(by(there))).await.expect_err("refused");
        let two = house.call::<EndRepresentation>(ELSE, Call::path(by(not))).await.expect_err("refused");
        assert_eq!(body(one), body(two));
    }
}

#[tokio::test]
async fn a_patient_with_much_and_a_patient_with_nothing_look_the_same_from_outside() {
    for house in houses().await {
        rose_has_much(&house).await;
        for who in [MARA, GUS, STRANGER, ELSE] {
            // 77 is nobody.
            assert_eq!(about(&house, who, ROSE).await, about(&house, who, 77).await, "{who}");
        }
        for who in [MARA, STRANGER, ELSE] {
            let documents = |patient: u128| {
                let query = RepresentationsQuery { patient_id: Some(person(patient)) };
                house.call::<ListRepresentations>(who, Call::query(query))
            };
            let (one, two) =
                (documents(ROSE).await.expect_err("refused"), documents(77).await.expect_err("refused"));
            assert_eq!(body(one), body(two));
        }
    }
}

/// What a caller is told about a patient, wherever they may ask.
async fn about(house: &House, who: u128, patient: u128) -> [String; 3] {
    let patient_id = Some(person(patient));
    let consents = ConsentQuery { patient_id, history: true, ..ConsentQuery::default() };
    let soon = ExpiringQuery { patient_id, ..ExpiringQuery::default() };
    let standing = ByPatient { patient_id: person(patient) };
    [
        body(house.call::<ListConsents>(who, Call::query(consents)).await.expect_err("refused")),
        body(house.call::<ListExpiring>(who, Call::query(soon)).await.expect_err("refused")),
        body(house.call::<GetStanding>(who, Call::path(standing)).await.expect_err("refused")),
    ]
}

#[tokio::test]
async fn pages_and_totals_tell_nothing_of_others() {
    for house in houses().await {
        let (_, request, _) = rose_has_much(&house).await;
        let limit = Some(PageLimit::try_from(1).expect("one"));
        let query = ConsentQuery { limit, ..ConsentQuery::default() };
        let first = house.call::<ListConsents>(ROSE, Call::query(query.clone())).await.expect("a page");
        // Another's cursor is a place in one's own list, which is empty.
        let stolen = ConsentQuery { after: first.next.clone(), ..query };
        let page = house.call::<ListConsents>(STRANGER, Call::query(stolen)).await.expect("a page");
        assert!(first.next.is_some() && page.items.is_empty() && page.next.is_none());
        let requests = RequestsQuery { limit, after: None };
        let here = house.call::<ListRequests>(OLGA, Call::query(requests.clone())).await.expect("a page");
        assert_eq!((here.items[0].consent_id, here.next.is_none()), (request.consent_id, true));
        let there = house.call::<ListRequests>(ELSE, Call::query(requests)).await.expect("a page");
        assert!(there.items.is_empty() && there.next.is_none());
        let page = serde_json::to_value(&there).expect("JSON");
        assert_eq!(page.as_object().map(serde_json::Map::len), Some(1), "items alone, no total: {page}");
    }
}

#[tokio::test]
async fn a_verdict_for_who_has_no_edge_is_the_same_whatever_the_patient_said() {
    for house in houses().await {
        let ask = |patient: u128| {
            let mut asked = question(MARA, EdgeKind::Family, Category::ChatTranscripts, Purpose::Family);
            asked.edges.clear();
            asked.patient = person(patient);
            house.verdict(asked)
        };
        let before = ask(ROSE).await;
        rose_has_much(&house).await;
        let after = ask(ROSE).await;
        let nobody = ask(77).await;
        for other in [&after, &nobody] {
            assert_eq!(
                (other.permit, &other.reasons, &other.obligations),
                (before.permit, &before.reasons, &before.obligations)
            );
            assert!(other.projection.is_none());
        }
    }
}

#[tokio::test]
async fn existence_and_notices_are_decided_apart_from_reading() {
    for house in houses().await {
        let person_id = person(MARA);
        let limited = Terms::Family {
            person_id,
            level: consent_api::Level::Limited,
            transcripts: false,
            crisis_notices: false,
            care: Vec::new(),
        };
        house.grants(NewConsent::of(limited)).await.expect("records");
        for action in [consent_api::Action::List, consent_api::Action::Notify] {
            for category in [Category::CrisisEvents, Category::ChatTranscripts, Category::AssessmentScores] {
                let mut asked = question(MARA, EdgeKind::Family, category, Purpose::Family);
                asked.action = action;
                assert!(!house.verdict(asked).await.permit, "{category} {action}");
            }
        }
    }
}
