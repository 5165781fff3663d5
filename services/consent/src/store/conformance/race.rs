//! Ten thousand revocations, each raced by a reader: reads while it commits, and one that begins after it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use consent_api::{Action, Category, Consent, ConsentState, Edge, EdgeKind, Period, Purpose, Question};
use kernel::{PersonId, TypedId};
use store_sql::Statements;
use tokio::sync::watch;

use super::super::columns::{json_of, text_of};
use super::super::consents::insert;
use super::{Bench, NOW, Recording, consent, organization};
use crate::domain::decide;

const RACES: u128 = 10_000;
/// Races that run at a time.
const ABREAST: usize = 4;
/// Reads of each, at most, that go on until the commit is acknowledged: some come before it, some meet it.
const RACING: usize = 64;

pub(super) async fn ten_thousand(bench: &Bench) {
    let grants = prepare(bench).await;
    let [permitted, refused] = [Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0))];
    let mut running = tokio::task::JoinSet::new();
    for grant in grants {
        if running.len() >= ABREAST {
            running.join_next().await.expect("one runs").expect("holds");
        }
        let (store, event, counts) =
            (bench.store.clone(), bench.event(), [permitted.clone(), refused.clone()]);
        running.spawn(async move {
            let (acknowledge, acknowledged) = watch::channel(false);
            let reader = tokio::spawn(reads(store.clone(), grant.patient_id, acknowledged, counts));
            let ended = Consent {
                version: 2,
                state: ConsentState::Revoked,
                provisions: Vec::new(),
                recorded_at: NOW,
                ..grant
            };
            let recording = Recording { consent: ended, organization: organization(), read_in: None };
            store.append(recording, event).await.expect("revokes");
            acknowledge.send_replace(true);
            let patience = Duration::from_secs(60);
            tokio::time::timeout(patience, reader).await.expect("is refused in time").expect("holds");
        });
    }
    while let Some(race) = running.join_next().await {
        race.expect("holds");
    }
    // Otherwise nothing was raced: reads came before commits, and after.
    assert!(permitted.load(Ordering::SeqCst) > 1_000, "{permitted:?} reads came first");
    assert!(refused.load(Ordering::SeqCst) > 10, "{refused:?} reads came after");
}

/// Reads that race the commit, then one that begins after it was acknowledged. That one never permits, and epoch
/// and verdict are always of one moment.
async fn reads(
    store: super::Store,
    patient: PersonId,
    mut acknowledged: watch::Receiver<bool>,
    [permitted, refused]: [Arc<AtomicU64>; 2],
) {
    let question = question(patient);
    for _ in 0..RACING {
        if *acknowledged.borrow() {
            break;
        }
        let said = store.said(patient).await.expect("reads");
        let verdict = decide(&question, &said, NOW);
        assert_eq!(verdict.permit, verdict.epoch == 1, "the verdict is of the epoch's moment");
        permitted.fetch_add(u64::from(verdict.permit), Ordering::SeqCst);
        refused.fetch_add(u64::from(!verdict.permit), Ordering::SeqCst);
    }
    acknowledged.wait_for(|revoked| *revoked).await.expect("is acknowledged");
    let said = store.said(patient).await.expect("reads");
    assert!(!decide(&question, &said, NOW).permit, "a read that began after the revocation permits");
}

fn question(patient: PersonId) -> Question {
    Question {
        actor: Some(uuid::Uuid::from_u128(8).into()),
        role: api::Role::HealthProvider,
        organization: organization(),
        patient,
        edges: vec![Edge::of(EdgeKind::Treating)],
        category: Category::SubstanceUse,
        action: Action::Read,
        purpose: Purpose::Treatment,
        author: None,
        recorded_at: None,
        unit: None,
        circumstances: Vec::new(),
    }
}

/// Ten thousand patients with one grant each, in one step: what is raced is the taking back.
async fn prepare(bench: &Bench) -> Vec<Consent> {
    let write = bench.database.begin().await.expect("begins");
    let mut grants = Vec::new();
    for n in 1..=RACES {
        let (id, patient) = (uuid::Uuid::from_u128(n << 32).into(), uuid::Uuid::from_u128(n).into());
        let grant = Consent { epoch: 1, ..consent(id, patient, Period::default()) };
        let text = "INSERT INTO patients (patient_id, organization_id, epoch) VALUES ($1, $2, 1)";
        write.run(text, [patient.uuid().into(), organization().uuid().into()]).await.expect("inserts");
        let text = "INSERT INTO consents (consent_id, patient_id, kind, state, version, digest)
                    VALUES ($1, $2, $3, 'active', 1, $4)";
        let kind = text_of(&grant.terms.kind()).expect("a word");
        let values = [id.uuid().into(), patient.uuid().into(), kind.into(), grant.digest.clone().into()];
        write.run(text, values).await.expect("inserts");
        assert!(json_of(&grant.provisions).is_ok());
        insert(&write, &grant).await.expect("inserts");
        grants.push(grant);
    }
    write.commit().await.expect("commits");
    grants
}
