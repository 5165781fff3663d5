//! Reading: who sees what, paging, reports and proofs. Run on every engine that can be had.

use std::sync::Arc;

use api::{Principal, Role, Scope};
use audit_logging_api::{
    AuditEvent, AuditRecord, ConsistencyQuery, EventQuery, EventType, InclusionQuery, Order, Outcome,
    OwnQuery, ReportQuery, Word,
};
use audit_trail::EventBuilder;
use kernel::{PageLimit, Timestamp};

use super::{House, ORGANIZATION, Open, event, organization, person};
use crate::error::LogError;
use crate::verify::{proves_consistency, proves_inclusion};

fn principal(n: u128, role: Role, scopes: &[Scope]) -> Arc<Principal> {
    Arc::new(Principal {
        person: person(n),
        role,
        scopes: scopes.to_vec(),
        organization: organization(ORGANIZATION),
        session: uuid::Uuid::from_u128(1).into(),
        expires: Timestamp::EPOCH,
        proven_until: None,
    })
}

fn officer() -> Arc<Principal> {
    principal(900, Role::Admin, &[Scope::Compliance])
}

fn access(open: &Open, reader: &Principal) -> EventBuilder {
    let event =
        open.ledger.recorder.event(EventType::AuditAccess, Word::new("list"), Word::new("audit_event"));
    event.user(reader.person).role(reader.role).organization(reader.organization)
}

async fn list(open: &Open, query: EventQuery) -> Vec<AuditRecord> {
    let reader = officer();
    open.ledger.list(&reader, query, access(open, &reader)).await.expect("lists").items
}

/// Whether an event has what the probe has in the field that is asked for.
type Holds = fn(&AuditEvent, &AuditEvent) -> bool;

async fn filled(house: &House) -> Open {
    let open = house.open().await;
    open.append((1..=60).map(event).collect()).await;
    open
}

#[tokio::test]
async fn every_field_can_be_asked_for() {
    for house in House::on_every_engine("fields") {
        let open = filled(&house).await;
        let probe = event(7);
        let all = EventQuery { limit: PageLimit::try_from(200).expect("in range"), ..EventQuery::default() };
        let queries: Vec<(EventQuery, Holds)> = vec![
            (EventQuery { user_id: Some(probe.user_id), ..all.clone() }, |a, b| a.user_id == b.user_id),
            (EventQuery { role: probe.role, ..all.clone() }, |a, b| a.role == b.role),
            (EventQuery { event_type: Some(probe.event_type), ..all.clone() }, |a, b| {
                a.event_type == b.event_type
            }),
            (EventQuery { action: Some(probe.action.clone()), ..all.clone() }, |a, b| a.action == b.action),
            (EventQuery { resource: Some(probe.resource.clone()), ..all.clone() }, |a, b| {
                a.resource == b.resource
            }),
            (EventQuery { resource_id: probe.resource_id, ..all.clone() }, |a, b| {
                a.resource_id == b.resource_id
            }),
            (EventQuery { patient_id: probe.patient_id, ..all.clone() }, |a, b| a.patient_id == b.patient_id),
            (EventQuery { phi_accessed: Some(true), ..all.clone() }, |a, b| a.phi_accessed == b.phi_accessed),
            (EventQuery { category: probe.category, ..all.clone() }, |a, b| a.category == b.category),
            (EventQuery { purpose: probe.purpose, ..all.clone() }, |a, b| a.purpose == b.purpose),
            (
                EventQuery { outcome: Some(probe.outcome), source: Some(probe.source), ..all.clone() },
                |a, b| a.outcome == b.outcome && a.source == b.source,
            ),
            (EventQuery { reason: probe.reason.clone(), ..all.clone() }, |a, b| a.reason == b.reason),
            (EventQuery { policy_hash: probe.policy_hash.clone(), ..all.clone() }, |a, b| {
                a.policy_hash == b.policy_hash
            }),
            (EventQuery { compliance_context: Some(probe.compliance_context), ..all.clone() }, |a, b| {
                a.compliance_context == b.compliance_context
            }),
            (EventQuery { session_id: probe.session_id, ..all.clone() }, |a, b| a.session_id == b.session_id),
            (EventQuery { request_id: probe.request_id, ..all.clone() }, |a, b| a.request_id == b.request_id),
            (EventQuery { peer: probe.peer, ..all.clone() }, |a, b| a.peer == b.peer),
            (EventQuery { audit_id: Some(probe.audit_id), ..all.clone() }, |a, b| a.audit_id == b.audit_id),
            (
                EventQuery { from: Some(probe.timestamp), to: Some(event(9).timestamp), ..all.clone() },
                |a, b| a.timestamp >= b.timestamp && a.timestamp < event(9).timestamp,
            ),
        ];
        let everything: Vec<AuditEvent> = (1..=60).map(event).collect();
        for (at, (query, holds)) in queries.into_iter().enumerate() {
            let found = list(&open, EventQuery { order: Order::Oldest, ..query }).await;
            let found: Vec<_> = found
                .into_iter()
                .map(|record| record.event)
                .filter(|event| everything.contains(event))
                .collect();
            let expected: Vec<_> = everything.iter().filter(|event| holds(event, &probe)).cloned().collect();
            assert_eq!(found, expected, "query {at}");
            assert!(found.contains(&probe), "query {at} does not find its own example");
        }
        open.end().await;
    }
}

#[tokio::test]
async fn pages_follow_each_other_while_the_log_grows() {
    for house in House::on_every_engine("pages") {
        let open = filled(&house).await;
        let mut query = EventQuery {
            source: Some(api::ServiceName::ChatHistory),
            limit: PageLimit::try_from(25).expect("in range"),
            ..EventQuery::default()
        };
        let mut sequences = Vec::new();
        loop {
            let reader = officer();
            let page = open.ledger.list(&reader, query.clone(), access(&open, &reader)).await.expect("lists");
            sequences.extend(page.items.iter().map(|record| record.sequence));
            open.append(vec![event(1000 + sequences.len() as u128)]).await;
            match page.next {
                Some(next) => query.cursor = Some(next),
                None => break,
            }
        }
        assert_eq!(sequences, (0..60).rev().collect::<Vec<_>>());
        query.cursor = Some(kernel::Cursor::new("0; DROP TABLE audit_events"));
        let reader = officer();
        let refused = open.ledger.list(&reader, query, access(&open, &reader)).await;
        assert!(matches!(refused, Err(LogError::Cursor)));
        open.end().await;
    }
}

#[tokio::test]
async fn an_officer_sees_the_own_organisation_and_the_installation_and_leaves_a_line() {
    for house in House::on_every_engine("tenant") {
        let open = house.open().await;
        let (ours, mut theirs, mut nobodys) = (event(1), event(2), event(3));
        theirs.organization_id = Some(organization(0xB));
        nobodys.organization_id = None;
        open.append(vec![ours.clone(), theirs, nobodys.clone()]).await;
        let found = list(&open, EventQuery { order: Order::Oldest, ..EventQuery::default() }).await;
        let ids: Vec<_> = found.iter().map(|record| record.event.audit_id).collect();
        assert_eq!(ids, [ours.audit_id, nobodys.audit_id]);
        let lines =
            list(&open, EventQuery { event_type: Some(EventType::AuditAccess), ..EventQuery::default() })
                .await;
        assert_eq!(lines.len(), 1, "reading the log is itself in the log");
        assert_eq!(lines[0].event.user_id, person(900));
        open.end().await;
    }
}

#[tokio::test]
async fn everybody_sees_what_they_did_and_nothing_else() {
    for house in House::on_every_engine("own") {
        let open = filled(&house).await;
        let mine = open.ledger.list_own(person(102), OwnQuery::default()).await.expect("lists").items;
        assert_eq!(mine.len(), 12);
        assert!(mine.iter().all(|record| record.event.user_id == person(102)));
        open.end().await;
    }
}

#[tokio::test]
async fn a_resident_sees_who_saw_their_record_and_nobody_elses() {
    for house in House::on_every_engine("report") {
        let open = house.open().await;
        let mut denied = event(99);
        denied.patient_id = Some(person(201));
        (denied.outcome, denied.phi_accessed) = (Outcome::Denied, false);
        let mut own = event(98);
        (own.patient_id, own.user_id) = (Some(person(201)), person(201));
        let mut unrelated = event(97);
        (unrelated.event_type, unrelated.phi_accessed) = (EventType::ConsentChange, false);
        unrelated.patient_id = Some(person(201));
        open.append((1..=60).map(event).chain([denied, own, unrelated]).collect()).await;
        let resident = principal(201, Role::Resident, &[]);
        let query =
            ReportQuery { limit: PageLimit::try_from(10).expect("in range"), ..ReportQuery::default() };
        let report = open
            .ledger
            .access_report(&resident, person(201), &query, access(&open, &resident))
            .await
            .expect("is theirs");
        assert_eq!((report.people, report.accesses, report.denials), (5, 20, 1));
        assert_eq!(report.entries.items.len(), 10);
        assert!(report.entries.next.is_some());
        assert!(report.entries.items.iter().all(|entry| entry.user_id != person(201)));

        for other in [principal(202, Role::Resident, &[]), principal(901, Role::Admin, &[])] {
            let refused = open.ledger.access_report(&other, person(201), &query, access(&open, &other)).await;
            assert!(matches!(refused, Err(LogError::NotFound)), "{refused:?}");
        }
        let reader = officer();
        let seen = open.ledger.access_report(&reader, person(201), &query, access(&open, &reader)).await;
        assert_eq!(seen.expect("an officer may").accesses, 20);
        let again = open
            .ledger
            .access_report(&resident, person(201), &query, access(&open, &resident))
            .await
            .expect("is theirs");
        assert_eq!((again.people, again.accesses), (6, 21), "the officer's look is in the report");
        open.end().await;
    }
}

#[tokio::test]
async fn served_proofs_convince_somebody_who_has_the_key_alone() {
    for house in House::on_every_engine("proofs") {
        let open = house.open().await;
        open.append((1..=300).map(event).collect()).await;
        let older = open.ledger.checkpoint().expect("a checkpoint");
        for batch in (301..=1500_u128).collect::<Vec<_>>().chunks(500) {
            open.append(batch.iter().map(|n| event(*n)).collect()).await;
        }
        let newer = open.ledger.checkpoint().expect("a checkpoint");
        let key = newer.verifier_key.clone();
        let consistency = open
            .ledger
            .prove_consistency(&ConsistencyQuery { from: older.size, to: None })
            .await
            .expect("proves");
        assert!(proves_consistency(&consistency, &older.note, &newer.note, &key));
        assert!(!proves_consistency(&consistency, &newer.note, &older.note, &key));
        for n in [1_u128, 2, 256, 257, 300, 777, 1499, 1500] {
            let audit_id = event(n).audit_id;
            let record = open.ledger.log.store().find(&[audit_id]).await.expect("finds").remove(0);
            let query = InclusionQuery { audit_id, size: None };
            let proof = open.ledger.prove_inclusion(&query).await.expect("proves");
            assert!(proves_inclusion(&record, &proof, &newer.note, &key), "event {n}");
            assert!(!proves_inclusion(&record, &proof, &older.note, &key));
            let mut told_otherwise = record.clone();
            told_otherwise.event.action = Word::new("nothing");
            assert!(!proves_inclusion(&told_otherwise, &proof, &newer.note, &key));
            let file = proof.tlog_proof.expect("is against the latest head");
            assert!(file.starts_with("c2sp.org/tlog-proof@v1\n") && file.ends_with(&newer.note));
            if n <= 300 {
                let query = InclusionQuery { audit_id, size: Some(older.size) };
                let proof = open.ledger.prove_inclusion(&query).await.expect("proves");
                assert!(proves_inclusion(&record, &proof, &older.note, &key), "event {n}, against the older");
            }
        }
        let unknown = InclusionQuery { audit_id: event(9999).audit_id, size: None };
        assert!(matches!(open.ledger.prove_inclusion(&unknown).await, Err(LogError::NotFound)));
        for query in [
            ConsistencyQuery { from: 0, to: None },
            ConsistencyQuery { from: 10, to: Some(9) },
            ConsistencyQuery { from: 10, to: Some(9999) },
        ] {
            assert!(matches!(open.ledger.prove_consistency(&query).await, Err(LogError::NoSuchSize)));
        }
        open.end().await;
    }
}

#[tokio::test]
async fn the_service_finds_what_was_changed_under_its_hands() {
    let house = House::with_events(50).await;
    let open = house.open().await;
    crate::scrub::intact(&open.ledger).await.expect("is intact");
    let place = crate::scrub::Place::File(house.data());
    assert!(crate::scrub::look(&open.ledger, &place).await.expect("looks").is_intact());
    house.by_hand("UPDATE audit_events SET reason = 'none' WHERE sequence = 40");
    assert_eq!(crate::scrub::intact(&open.ledger).await, Err("a recent row was changed"));
    let report = crate::scrub::look(&open.ledger, &place).await.expect("looks");
    assert_eq!(report.findings, [crate::Finding::AlteredRow(40)]);
    crate::scrub::tell(&open.ledger, report).await;
    assert_eq!(crate::scrub::intact(&open.ledger).await, Err("the last whole verification found something"));
    let incidents =
        list(&open, EventQuery { event_type: Some(EventType::SecurityIncident), ..EventQuery::default() })
            .await;
    assert_eq!(incidents.len(), 1);
    open.append(vec![event(51)]).await;
}

#[tokio::test]
async fn a_log_on_a_server_is_verified_through_the_store() {
    for house in House::on_every_engine("server") {
        let open = house.open().await;
        open.append((1..=500).map(event).collect()).await;
        open.append((501..=600).map(event).collect()).await;
        let report = crate::scrub::look(&open.ledger, &crate::scrub::Place::Server).await.expect("looks");
        assert!(report.is_intact(), "{report:?}");
        assert_eq!((report.events, report.anchored), (600, 600));
        open.end().await;
        let Some((url, schema)) = &house.server else { continue };
        let (prefix, against) =
            (schema.strip_suffix("audit").expect("is so named"), crate::Against::default());
        let report = crate::verify_server(url, prefix, &house.data(), &against).await;
        assert!(report.is_intact(), "{report:?}");
        // A superuser's hand, as on a file.
        let sql = "SET session_replication_role = replica; GRANT UPDATE ON audit_events TO CURRENT_USER; \
                   UPDATE audit_events SET reason = 'none' WHERE sequence = 77";
        let store = house.store().await;
        let write = store.database().begin().await.expect("begins");
        store_sql::Statements::batch(&write, sql).await.expect("is a superuser");
        write.commit().await.expect("commits");
        store.close().await;
        let report = crate::verify_server(url, prefix, &house.data(), &against).await;
        assert_eq!(report.findings, [crate::Finding::AlteredRow(77)]);
        let nowhere = crate::verify_server(url, "nowhere_", &house.root.path().join("none"), &against).await;
        assert!(!nowhere.is_intact());
    }
}
