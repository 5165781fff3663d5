//! Consents as a resident makes, renews and ends them.

use std::time::Duration;

use api::{Call, CallContext, ServiceName};
use consent_api as contract;
use consent_api::{
    ByPatient, Category, ConfirmedConsent, ConsentQuery, ConsentState, Decide, EdgeKind, ExpiringQuery,
    GetEpoch, ListConsents, ListExpiring, NewConsent, Obligation, Period, PreviewConsent, Purpose, Questions,
    RecordConsent, ViewAs, ViewQuery,
};

use super::house::{MARA, ROSE, STRANGER, full, houses, person, question};

#[tokio::test]
async fn every_operation_of_the_contract_is_answered_and_no_other() {
    for house in houses().await {
        let described: Vec<&str> = contract::operations().iter().map(|one| one.spec.name).collect();
        assert_eq!(house.routes, described);
    }
}

#[tokio::test]
async fn a_grant_opens_what_it_names_and_its_revocation_closes_it_at_once() {
    for house in houses().await {
        let before = house.decides().await;
        assert_eq!((before.permit, before.epoch), (false, 0));
        let without = house.grants(full(MARA, false)).await.expect("records");
        let verdict = house.decides().await;
        assert_eq!((verdict.permit, verdict.epoch), (false, 1), "conversations have a box of their own");
        let with = house.grants(full(MARA, true)).await.expect("records");
        assert_eq!((with.consent_id, with.version, with.epoch), (without.consent_id, 2, 2));
        let verdict = house.decides().await;
        assert_eq!((verdict.permit, verdict.epoch), (true, 2));
        assert_eq!(verdict.reasons[0].code, "patient_permits");
        let ended = house.revokes(ROSE, &with).await.expect("revokes");
        assert_eq!((ended.state, ended.version, ended.epoch), (ConsentState::Revoked, 3, 3));
        let verdict = house.decides().await;
        assert_eq!((verdict.permit, verdict.epoch), (false, 3));
        assert_eq!(house.revokes(ROSE, &with).await.expect("stays so").epoch, 3);
        let call = Call::<GetEpoch>::path(ByPatient { patient_id: person(ROSE) });
        let context = CallContext::background(house.sources.id());
        let epoch = house.client(ServiceName::ChatHistory).call(&context, call).await.expect("a number");
        assert_eq!(epoch.epoch, 3);
        let query = ConsentQuery { history: true, ..ConsentQuery::default() };
        let all = house.call::<ListConsents>(ROSE, Call::query(query)).await.expect("lists").items;
        let versions: Vec<u32> = all.iter().map(|one| one.version).collect();
        assert_eq!(versions, [3, 2, 1], "nothing is overwritten");
        assert_eq!((all[1].state, all[1].provisions.len()), (ConsentState::Active, 3));
        let last = house.call::<ListConsents>(ROSE, Call::query(ConsentQuery::default())).await;
        assert_eq!(last.expect("lists").items.len(), 1);
    }
}

#[tokio::test]
async fn only_what_was_read_back_is_recorded_and_an_old_confirmation_brings_nothing_back() {
    for house in houses().await {
        let read = house.call::<PreviewConsent>(ROSE, Call::body(full(MARA, false))).await.expect("says");
        assert!(read.english.iter().any(|line| line.expose().contains("will not see your conversations")));
        assert!(read.spanish.iter().any(|line| line.expose().contains("no verá sus conversaciones")));
        let more = ConfirmedConsent { consent: full(MARA, true), digest: read.digest.clone() };
        let refused = house.call::<RecordConsent>(ROSE, Call::body(more)).await.expect_err("another box");
        assert!(refused.is(contract::codes::NOT_CONFIRMED), "{refused}");
        let same = ConfirmedConsent { consent: full(MARA, false), digest: read.digest };
        let first = house.call::<RecordConsent>(ROSE, Call::body(same.clone())).await.expect("records");
        let again = house.call::<RecordConsent>(ROSE, Call::body(same.clone())).await.expect("the same");
        assert_eq!((again.consent_id, again.epoch), (first.consent_id, first.epoch));
        house.revokes(ROSE, &first).await.expect("revokes");
        let late = house.call::<RecordConsent>(ROSE, Call::body(same)).await.expect_err("came too late");
        assert!(late.is(contract::codes::NOT_CONFIRMED), "{late}");
    }
}

#[tokio::test]
async fn what_is_not_yours_looks_like_what_is_not_there() {
    for house in houses().await {
        let consent = house.grants(full(MARA, true)).await.expect("records");
        let mut theirs = house.revokes(STRANGER, &consent).await.expect_err("not theirs");
        let nothing = contract::Consent { consent_id: house.sources.id(), ..consent.clone() };
        let mut nobodys = house.revokes(STRANGER, &nothing).await.expect_err("not there");
        (theirs.instance, nobodys.instance) = (None, None);
        assert!(theirs.is(api::codes::NOT_FOUND));
        assert_eq!(theirs, nobodys);
        let refused = house.revokes(MARA, &consent).await.expect_err("not hers to end");
        assert!(refused.is(api::codes::NOT_FOUND), "{refused}");
        let stranger = house.grants(full(STRANGER, true)).await.expect_err("no relative");
        assert!(stranger.is(api::codes::NOT_FOUND), "{stranger}");
        assert!(house.decides().await.permit, "and nothing of that changed anything");
    }
}

#[tokio::test]
async fn of_two_confirmations_of_one_moment_one_is_recorded() {
    for house in houses().await {
        let (one, two) = (full(MARA, true), full(MARA, false));
        let first = house.call::<PreviewConsent>(ROSE, Call::body(one.clone())).await.expect("says");
        let second = house.call::<PreviewConsent>(ROSE, Call::body(two.clone())).await.expect("says");
        let record = |consent, digest| {
            house.call::<RecordConsent>(ROSE, Call::body(ConfirmedConsent { consent, digest }))
        };
        let (a, b) = tokio::join!(record(one, first.digest), record(two, second.digest));
        assert!(a.is_ok() != b.is_ok(), "one of them: {a:?} {b:?}");
    }
}

fn for_days(house: &super::house::House, days: u64, transcripts: bool) -> NewConsent {
    let until = Some(house.now().plus(Duration::from_hours(24 * days)));
    NewConsent { period: Period { from: None, until }, ..full(MARA, transcripts) }
}

#[tokio::test]
async fn what_runs_out_ends_in_an_epoch_of_its_own_and_a_new_version_renews_it() {
    for house in houses().await {
        let granted = house.grants(for_days(&house, 10, true)).await.expect("records");
        let verdict = house.decides().await;
        let ends = Obligation::Until { at: granted.period.until.expect("an end") };
        assert_eq!((verdict.permit, verdict.epoch, verdict.obligations), (true, 1, vec![ends]));
        let query = |days| {
            Call::<ListExpiring>::query(ExpiringQuery { days: Some(days), ..ExpiringQuery::default() })
        };
        assert!(house.call(ROSE, query(9)).await.expect("lists").items.is_empty());
        assert_eq!(house.call(ROSE, query(10)).await.expect("lists").items.len(), 1);
        assert!(house.call(ROSE, query(0)).await.expect_err("no days").is(api::codes::INVALID));
        house.clock.advance(Duration::from_hours(240));
        let verdict = house.decides().await;
        assert_eq!((verdict.permit, verdict.epoch), (false, 2), "the epoch rose with the end");
        let last =
            house.call::<ListConsents>(ROSE, Call::query(ConsentQuery::default())).await.expect("lists");
        assert_eq!((last.items[0].state, last.items[0].version), (ConsentState::Expired, 2));
        assert!(house.call(ROSE, query(365)).await.expect("lists").items.is_empty());
        let renewed = house.grants(for_days(&house, 30, true)).await.expect("renews");
        assert_eq!((renewed.consent_id, renewed.version), (granted.consent_id, 3), "linked to the old one");
        assert!(house.decides().await.permit);
        let query = ConsentQuery { history: true, ..ConsentQuery::default() };
        let all = house.call::<ListConsents>(ROSE, Call::query(query)).await.expect("lists").items;
        let states: Vec<ConsentState> = all.iter().map(|one| one.state).collect();
        assert_eq!(states, [ConsentState::Active, ConsentState::Expired, ConsentState::Active]);
        assert!(!all[2].provisions.is_empty(), "what was relied on stays explained");
    }
}

#[tokio::test]
async fn an_end_raises_the_epoch_for_a_service_that_only_asks_for_the_epoch() {
    for house in houses().await {
        house.grants(for_days(&house, 1, true)).await.expect("records");
        let context = CallContext::background(house.sources.id());
        let epoch = || async {
            let call = Call::<GetEpoch>::path(ByPatient { patient_id: person(ROSE) });
            house.client(ServiceName::ChatHistory).call(&context, call).await.expect("a number").epoch
        };
        assert_eq!(epoch().await, 1);
        house.clock.advance(Duration::from_hours(24));
        assert_eq!(epoch().await, 2);
        assert_eq!(epoch().await, 2, "once");
    }
}

#[tokio::test]
async fn an_expired_consent_can_be_renewed_by_name_and_a_revoked_one_cannot() {
    for house in houses().await {
        let granted = house.grants(for_days(&house, 1, false)).await.expect("records");
        house.clock.advance(Duration::from_hours(25));
        let renewal = NewConsent { replaces: Some(granted.consent_id), ..for_days(&house, 5, false) };
        let renewed = house.grants(renewal).await.expect("renews");
        assert_eq!(renewed.version, 3);
        house.revokes(ROSE, &renewed).await.expect("revokes");
        let again = NewConsent { replaces: Some(granted.consent_id), ..full(MARA, false) };
        let refused = house.grants(again).await.expect_err("it was taken back");
        assert!(refused.is(api::codes::INVALID), "{refused}");
    }
}

#[tokio::test]
async fn a_resident_sees_what_a_relative_would_see_before_and_after() {
    for house in houses().await {
        let view = || house.call::<ViewAs>(ROSE, Call::query(ViewQuery { person_id: person(MARA) }));
        assert!(view().await.expect("nothing yet").sights.is_empty());
        house.grants(full(MARA, true)).await.expect("records");
        let seen = view().await.expect("a view").sights;
        assert!(seen.iter().any(|one| one.category == Category::ChatTranscripts));
        assert!(seen.iter().all(|one| one.category != Category::SubstanceUse));
        for sight in &seen {
            let mut asked = question(MARA, EdgeKind::Family, sight.category, Purpose::Family);
            asked.action = sight.action;
            let verdict = house.verdict(asked).await;
            assert_eq!((verdict.permit, &verdict.projection), (true, &sight.projection), "as it is decided");
        }
        let nobody = Call::<ViewAs>::query(ViewQuery { person_id: person(STRANGER) });
        assert!(house.call(ROSE, nobody).await.expect_err("no relative").is(api::codes::NOT_FOUND));
    }
}

#[tokio::test]
async fn many_questions_are_answered_at_once_in_their_order_and_no_more_than_a_hundred() {
    for house in houses().await {
        house.grants(full(MARA, true)).await.expect("records");
        let kinds =
            [Category::ChatTranscripts, Category::SubstanceUse, Category::CarePlan, Category::Billing];
        let questions: Vec<_> = (0..100)
            .map(|n| {
                let mut asked = question(MARA, EdgeKind::Family, kinds[n % kinds.len()], Purpose::Family);
                // Every other question is about somebody who said nothing.
                asked.patient = if n % 8 < 4 { person(ROSE) } else { person(STRANGER) };
                asked
            })
            .collect();
        let context = CallContext::background(house.sources.id());
        let client = house.client(ServiceName::ChatHistory);
        let ask = |questions| client.call(&context, Call::<Decide>::body(Questions { questions }));
        let verdicts = ask(questions.clone()).await.expect("decides").verdicts;
        assert_eq!(verdicts.len(), 100);
        for (n, (asked, verdict)) in questions.iter().zip(&verdicts).enumerate() {
            assert_eq!(*verdict, house.verdict(asked.clone()).await, "question {n}");
            assert_eq!(verdict.permit, n % 8 < 4 && n % 2 == 0, "question {n}");
        }
        let more = [questions, one_more()].concat();
        assert!(ask(more).await.expect_err("101").is(api::codes::INVALID));
        assert!(ask(Vec::new()).await.expect_err("none").is(api::codes::INVALID));
    }
}

fn one_more() -> Vec<consent_api::Question> {
    vec![question(MARA, EdgeKind::Family, Category::Vitals, Purpose::Family)]
}
