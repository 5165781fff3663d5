//! The list. Each function is a promise of the store's, in a sentence.

use std::time::Duration;

use consent_api::{
    Category, Consent, ConsentQuery, ConsentState, NewRepresentation, Period, Representation,
    RepresentationKind, RepresentationState, Standing, Terms,
};
use kernel::{Cursor, PageLimit, PersonId, TypedId};
use store_sql::{Columns, Statements};

use super::{Bench, NOW, organization};
use crate::domain::{ACTIVE_MAX, DOCUMENTS_MAX, Refused};

pub(super) async fn all(bench: &Bench) {
    a_change_adds_a_version_an_epoch_and_an_event_in_one_step(bench).await;
    a_refused_change_leaves_nothing(bench).await;
    of_two_changes_read_in_one_epoch_one_is_kept(bench).await;
    what_was_taken_back_stays_so(bench).await;
    what_runs_out_is_settled_once_however_many_try(bench).await;
    the_next_change_is_noted_with_every_change(bench).await;
    a_patient_has_no_more_than_the_limits(bench).await;
    lists_are_whole_in_order_and_of_one_patient(bench).await;
    requests_are_those_of_one_organisation(bench).await;
    documents_and_standing_are_versions_too(bench).await;
    a_word_that_is_not_known_decides_nothing(bench).await;
}

fn in_days(days: u64) -> Period {
    Period { from: None, until: Some(NOW.plus(Duration::from_hours(24 * days))) }
}

fn next(consent: &Consent, state: ConsentState) -> Consent {
    Consent { version: consent.version + 1, state, ..consent.clone() }
}

async fn epoch(bench: &Bench, patient: PersonId) -> u64 {
    bench.store.said(patient).await.expect("reads").epoch
}

async fn a_change_adds_a_version_an_epoch_and_an_event_in_one_step(bench: &Bench) {
    let (before, fresh) = (bench.events().await, bench.fresh(Period::default()));
    let first = bench.adds(&fresh, Some(0)).await.expect("keeps");
    let second = bench.adds(&next(&first, ConsentState::Active), Some(1)).await.expect("keeps");
    assert_eq!((first.epoch, second.epoch, epoch(bench, fresh.patient_id).await), (1, 2, 2));
    assert_eq!(bench.events().await, before + 2);
    let (current, of) = bench.store.current(fresh.consent_id).await.expect("reads").expect("is there");
    assert_eq!((current.version, of), (2, organization()));
    let query = ConsentQuery { history: true, ..ConsentQuery::default() };
    let all = bench.store.consents(fresh.patient_id, &query).await.expect("lists").items;
    assert_eq!(all.iter().map(|one| one.version).collect::<Vec<_>>(), [2, 1], "the first stays as it was");
    assert_eq!(all[1].provisions, fresh.provisions);
}

async fn a_refused_change_leaves_nothing(bench: &Bench) {
    let fresh = bench.fresh(Period::default());
    let first = bench.adds(&fresh, Some(0)).await.expect("keeps");
    let before = bench.events().await;
    let old = bench.adds(&next(&first, ConsentState::Active), Some(0)).await;
    assert!(matches!(old, Err(Refused::NotConfirmed)), "{old:?}");
    let skipped = Consent { version: 3, ..first.clone() };
    assert!(matches!(bench.adds(&skipped, None).await, Err(Refused::NotConfirmed)));
    assert_eq!((bench.events().await, epoch(bench, fresh.patient_id).await), (before, 1));
}

async fn of_two_changes_read_in_one_epoch_one_is_kept(bench: &Bench) {
    let one = bench.fresh(Period::default());
    let two = Consent { consent_id: bench.sources.id(), ..one.clone() };
    let (a, b) = tokio::join!(bench.adds(&one, Some(0)), bench.adds(&two, Some(0)));
    assert!(a.is_ok() != b.is_ok(), "{a:?} {b:?}");
    assert_eq!(bench.store.said(one.patient_id).await.expect("reads").statements.len(), 1);
}

async fn what_was_taken_back_stays_so(bench: &Bench) {
    let first = bench.adds(&bench.fresh(Period::default()), None).await.expect("keeps");
    let ended = bench.adds(&next(&first, ConsentState::Revoked), None).await.expect("ends");
    assert!(bench.store.said(first.patient_id).await.expect("reads").statements.is_empty());
    let again = bench.adds(&next(&ended, ConsentState::Active), None).await;
    assert!(matches!(again, Err(Refused::NotConfirmed)), "{again:?}");
    assert!(bench.store.confirmed(first.patient_id, &first.digest).await.expect("reads").is_none());
}

async fn what_runs_out_is_settled_once_however_many_try(bench: &Bench) {
    let first = bench.adds(&bench.fresh(in_days(1)), None).await.expect("keeps");
    let other = Consent { consent_id: bench.sources.id(), ..first.clone() };
    let other = bench.adds(&other, None).await.expect("keeps");
    let patient = first.patient_id;
    let (before, later) = (bench.events().await, NOW.plus(Duration::from_hours(24)));
    let event = |_, _| bench.event();
    bench.store.settle(patient, NOW, event).await.expect("nothing to do");
    assert_eq!(epoch(bench, patient).await, 2);
    assert!(bench.store.unsettled(later, 10).await.expect("lists").contains(&patient));
    let settle = || bench.store.settle(patient, later, event);
    let (a, b) = tokio::join!(settle(), settle());
    a.and(b).expect("settles");
    assert_eq!(epoch(bench, patient).await, 4, "one epoch for each that ran out");
    assert_eq!(bench.events().await, before + 2);
    for id in [first.consent_id, other.consent_id] {
        let (current, _) = bench.store.current(id).await.expect("reads").expect("is there");
        assert_eq!((current.state, current.version), (ConsentState::Expired, 2));
        assert_eq!(current.recorded_by, PersonId::SYSTEM);
    }
    assert!(!bench.store.unsettled(later, 10).await.expect("lists").contains(&patient));
}

async fn the_next_change_is_noted_with_every_change(bench: &Bench) {
    let first = bench.adds(&bench.fresh(in_days(2)), None).await.expect("keeps");
    let patient = first.patient_id;
    let changes_at = || async { bench.store.said(patient).await.expect("reads").changes_at };
    assert_eq!(changes_at().await, in_days(2).until);
    let starts = NOW.plus(Duration::from_hours(1));
    let period = Period { from: Some(starts), until: None };
    let mut later = super::consent(bench.sources.id(), patient, period);
    later.digest.push('x');
    bench.adds(&later, None).await.expect("keeps");
    assert_eq!(changes_at().await, Some(starts), "what begins is a change too");
    bench.adds(&next(&first, ConsentState::Revoked), None).await.expect("ends");
    bench.store.settle(patient, starts, |_, _| bench.event()).await.expect("settles");
    assert_eq!((changes_at().await, epoch(bench, patient).await), (None, 4));
}

async fn a_patient_has_no_more_than_the_limits(bench: &Bench) {
    let fresh = bench.fresh(Period::default());
    for _ in 0..ACTIVE_MAX {
        let one = Consent { consent_id: bench.sources.id(), ..fresh.clone() };
        bench.adds(&one, None).await.expect("keeps");
    }
    assert!(matches!(bench.adds(&fresh, None).await, Err(Refused::TooMany)));
    for _ in 0..DOCUMENTS_MAX {
        let one = document(bench, fresh.patient_id);
        bench.store.put_representation(one, organization(), bench.event()).await.expect("keeps");
    }
    let one = document(bench, fresh.patient_id);
    let more = bench.store.put_representation(one, organization(), bench.event()).await;
    assert!(matches!(more, Err(Refused::TooMany)), "{more:?}");
}

async fn lists_are_whole_in_order_and_of_one_patient(bench: &Bench) {
    let fresh = bench.fresh(in_days(3));
    let mut made = Vec::new();
    for days in [5, 3, 3, 4, 90] {
        let period = in_days(days);
        let one = super::consent(bench.sources.id(), fresh.patient_id, period);
        made.push(bench.adds(&one, None).await.expect("keeps"));
    }
    bench.adds(&bench.fresh(in_days(3)), None).await.expect("another's");
    let limit = PageLimit::try_from(2).expect("two");
    let (mut seen, mut after): (Vec<Consent>, Option<Cursor>) = (Vec::new(), None);
    loop {
        let query = ConsentQuery { limit: Some(limit), after: after.take(), ..ConsentQuery::default() };
        let page = bench.store.consents(fresh.patient_id, &query).await.expect("lists");
        seen.extend(page.items);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    let epochs: Vec<u64> = seen.iter().map(|one| one.epoch).collect();
    assert_eq!(epochs, [5, 4, 3, 2, 1]);
    let span = (NOW, NOW.plus(Duration::from_hours(24 * 30)));
    let (mut seen, mut after): (Vec<Consent>, Option<Cursor>) = (Vec::new(), None);
    loop {
        let page = bench.store.expiring(fresh.patient_id, span, after.as_ref(), limit).await.expect("lists");
        seen.extend(page.items);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    let mut expected: Vec<_> = made[..4].iter().map(|one| (one.period.until, one.consent_id)).collect();
    expected.sort();
    assert_eq!(seen.iter().map(|one| (one.period.until, one.consent_id)).collect::<Vec<_>>(), expected);
}

async fn requests_are_those_of_one_organisation(bench: &Bench) {
    let asked = bench.fresh(Period::default());
    let actor = consent_api::ActorSelector::Role { role: api::Role::CareStaff };
    let (categories, purposes) = (vec![Category::Vitals], vec![consent_api::Purpose::Treatment]);
    let terms = Terms::Restriction { actor, categories, purposes };
    let asked = Consent { state: ConsentState::Requested, terms, ..asked };
    let kept = bench.adds(&asked, None).await.expect("keeps");
    let waiting = |organization| bench.store.requests(organization, None, PageLimit::default());
    assert_eq!(waiting(organization()).await.expect("lists").items.len(), 1);
    assert!(waiting(bench.sources.id()).await.expect("lists").items.is_empty());
    bench.adds(&next(&kept, ConsentState::Terminated), None).await.expect("moves");
    assert!(waiting(organization()).await.expect("lists").items.is_empty());
    let said = bench.store.said(asked.patient_id).await.expect("reads");
    assert_eq!(said.statements[0].binds_before, Some(NOW), "an ended restriction says until when it binds");
}

fn document(bench: &Bench, patient: PersonId) -> Representation {
    Representation {
        representation_id: bench.sources.id(),
        version: 1,
        state: RepresentationState::Verified,
        document: NewRepresentation {
            patient_id: patient,
            person_id: bench.sources.id(),
            kind: RepresentationKind::Guardian,
            document_digest: "ef".repeat(32),
            scope: vec![Category::CarePlan],
            may_consent: false,
            period: in_days(7),
        },
        entered_by: patient,
        verified_by: None,
        end_asked_by: None,
        withheld: Vec::new(),
        recorded_at: NOW,
        recorded_by: patient,
        epoch: 0,
    }
}

async fn documents_and_standing_are_versions_too(bench: &Bench) {
    let patient: PersonId = bench.sources.id();
    let put = |one| bench.store.put_representation(one, organization(), bench.event());
    let first = put(document(bench, patient)).await.expect("keeps");
    let said = bench.store.said(patient).await.expect("reads");
    assert_eq!((said.documents, said.changes_at), (vec![first.clone()], in_days(7).until));
    assert!(matches!(put(first.clone()).await, Err(Refused::State)), "the same version again");
    let of = |person, house| bench.store.represented_by(person, house);
    let named = first.document.person_id;
    assert_eq!(of(named, organization()).await.expect("lists"), [patient]);
    assert!(of(named, bench.sources.id()).await.expect("lists").is_empty(), "of another organisation");
    assert!(
        of(patient, organization()).await.expect("lists").is_empty(),
        "the patient is nobody's representative"
    );
    let ended = Representation { version: 2, state: RepresentationState::Ended, ..first.clone() };
    let (a, b) = tokio::join!(put(ended.clone()), put(ended));
    assert!(a.is_ok() != b.is_ok(), "one of two: {a:?} {b:?}");
    let said = bench.store.said(patient).await.expect("reads");
    assert_eq!((said.documents.len(), said.epoch), (0, 2));
    assert!(of(named, organization()).await.expect("lists").is_empty(), "its last version has ended");
    let waits = Representation { state: RepresentationState::Entered, ..document(bench, bench.sources.id()) };
    let waits = put(waits).await.expect("keeps").document.person_id;
    assert!(of(waits, organization()).await.expect("lists").is_empty(), "nobody has verified it");
    let kept = bench.store.representations(patient).await.expect("lists");
    assert_eq!((kept.len(), kept[0].version), (1, 2));
    for years in [1, 2] {
        let minor_until = Some(NOW.plus(Duration::from_hours(24 * 365 * years)));
        let standing = Standing { minor_until, ..Standing::default() };
        let who = (patient, organization());
        bench.store.put_standing(who, &standing, (patient, NOW), bench.event()).await.expect("keeps");
        let said = bench.store.said(patient).await.expect("reads");
        assert_eq!((said.standing.minor_until, said.changes_at), (minor_until, minor_until));
    }
    let count = "SELECT COUNT(*) AS kept FROM standings WHERE patient_id = $1";
    let row =
        bench.database.read().find(count, [patient.uuid().into()]).await.expect("counts").expect("a row");
    assert_eq!(row.col::<i64>("kept").expect("a number"), 2, "the first stays");
}

/// A newer program may have written a category that this one does not know: then there is no decision, and no
/// decision is a denial.
async fn a_word_that_is_not_known_decides_nothing(bench: &Bench) {
    let kept = bench.adds(&bench.fresh(Period::default()), None).await.expect("keeps");
    let text = "UPDATE versions SET provisions = REPLACE(provisions, 'substance_use', 'dreams')
                WHERE consent_id = $1";
    let write = bench.database.begin().await.expect("begins");
    write.run(text, [kept.consent_id.uuid().into()]).await.expect("writes");
    write.commit().await.expect("commits");
    assert!(bench.store.said(kept.patient_id).await.is_err());
}
