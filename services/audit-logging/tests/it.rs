//! The service as its callers meet it: through its routes, under all layers, with real tokens.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use api::{Call, CallContext, Client, Problem, Role, Scope, ServiceName, codes};
use audit_logging::{AuditLogging, Config, proves_consistency, proves_inclusion, verify};
use audit_logging_api as contract;
use audit_logging_api::{
    Append, AppendEvents, AuditEvent, ConsistencyQuery, EventQuery, EventType, GetAccessReport,
    GetCheckpoint, InclusionQuery, ListEvents, ListOwnEvents, OwnQuery, PatientPath, ProveConsistency,
    ProveInclusion, ReportQuery, Word,
};
use audit_trail::Recorder;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chassis::{
    Address, Chassis, Claims, Directory, HealthState, Jwk, KeySet, Metrics, Running, Service, Shed, Stack,
    Stores, Tasks, Verifier,
};
use kernel::{OrganizationId, PageLimit, PersonId, Sources};
use vault::{KeyDirectory, SigningKey, SigningKeys};

struct House {
    root: tempfile::TempDir,
    sources: Sources,
    tokens: SigningKey,
    directory: Directory,
    tasks: Tasks,
    health: HealthState,
    routes: Vec<&'static str>,
}

impl House {
    async fn new() -> Self {
        Self::on(tempfile::tempdir().expect("a directory")).await
    }

    async fn on(root: tempfile::TempDir) -> Self {
        let sources = Sources::system();
        let data_dir = root.path().join("data");
        std::fs::create_dir_all(&data_dir).expect("a directory");
        let keys = KeyDirectory::open(&root.path().join("data.keys")).expect("opens");
        let tokens = SigningKeys::new(keys.clone(), &data_dir).load_or_create("jwt").expect("a key");
        let (directory, tasks, metrics) =
            (Directory::default(), Tasks::default(), Arc::new(Metrics::default()));
        let chassis = Chassis {
            name: ServiceName::AuditLogging,
            sources: sources.clone(),
            peers: directory.peers_of(ServiceName::AuditLogging, None),
            tasks: tasks.clone(),
            metrics: metrics.clone(),
            stores: Stores::Embedded { data_dir: data_dir.clone() },
            data_dir,
        };
        let running: Running = AuditLogging::build(Config::default(), chassis, keys).await.expect("builds");
        running.routes().check().expect("every route is bound");
        let routes = running.routes().operations().iter().map(|operation| operation.spec.name).collect();
        let verifier = Verifier::new(KeySet::of(vec![jwk(&tokens)]), sources.clone());
        let (service, shed) = (ServiceName::AuditLogging, Shed::default());
        let stack = Stack { service, sources: sources.clone(), metrics, verifier, shed, outcomes: None };
        directory.enter(service, Address::Here(stack.public(&running)));
        let health = stack.health(&running);
        Self { root, sources, tokens, directory, tasks, health, routes }
    }

    fn data(&self) -> PathBuf {
        self.root.path().join("data")
    }

    /// A client as some service has it.
    fn client(&self, of: ServiceName) -> Client {
        self.directory.peers_of(of, None).client(ServiceName::AuditLogging)
    }

    /// The gateway's client, which carries people's requests.
    fn edge(&self) -> Client {
        self.client(ServiceName::ApiGateway)
    }

    fn background(&self) -> CallContext {
        CallContext::background(self.sources.id())
    }

    /// The context of a signed-in person.
    fn person(&self, person: PersonId, role: Role, scopes: &[Scope]) -> CallContext {
        let now = self.sources.now().as_seconds();
        let claims = Claims {
            iss: Claims::ISSUER.into(),
            aud: Claims::AUDIENCE.into(),
            sub: person,
            iat: now,
            nbf: now,
            exp: now + 600,
            jti: "one".into(),
            user_id: person,
            role,
            organization_id: organization(),
            permissions: scopes.to_vec(),
            audit_context: serde_json::from_value(serde_json::json!({
                "session_id": "01890a5d-ac96-774b-bcce-b302099a8057", "amr": ["pwd", "otp"]
            }))
            .expect("a context"),
            auth_time: None,
            proven_until: None,
        };
        let encode = |value: &serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let header = serde_json::json!({"alg": "EdDSA", "typ": Claims::TYPE, "kid": "test"});
        let body = format!("{}.{}", encode(&header), encode(&serde_json::to_value(&claims).expect("JSON")));
        let token = format!("{body}.{}", URL_SAFE_NO_PAD.encode(self.tokens.sign(body.as_bytes())));
        let mut context = self.background();
        context.authorization = Some(format!("Bearer {token}").parse().expect("a header"));
        context
    }

    fn officer(&self) -> CallContext {
        self.person(person(900), Role::Admin, &[Scope::Compliance])
    }

    fn event(&self, patient: PersonId) -> AuditEvent {
        Recorder::new(ServiceName::ChatHistory, self.sources.clone())
            .event(EventType::PhiAccess, Word::new("read"), Word::new("conversation"))
            .user(person(100))
            .role(Role::CareStaff)
            .organization(organization())
            .phi_of(patient, api::Category::ChatTranscripts)
            .build()
    }

    async fn append(&self, events: Vec<AuditEvent>) -> Result<contract::Appended, Problem> {
        let client = self.client(ServiceName::ChatHistory);
        client.call::<Append>(&self.background(), Call::body(AppendEvents { events })).await
    }

    async fn stop(self) -> tempfile::TempDir {
        assert!(self.tasks.drain(Duration::from_secs(20)).await, "all tasks end");
        self.root
    }
}

fn jwk(key: &SigningKey) -> Jwk {
    Jwk {
        kty: "OKP".into(),
        crv: "Ed25519".into(),
        alg: "EdDSA".into(),
        usage: "sig".into(),
        kid: "test".into(),
        x: URL_SAFE_NO_PAD.encode(key.public_key().as_bytes()),
    }
}

fn person(n: u128) -> PersonId {
    uuid::Uuid::from_u128(n).into()
}

fn organization() -> OrganizationId {
    uuid::Uuid::from_u128(0xA).into()
}

#[tokio::test]
async fn every_operation_of_the_contract_is_answered_and_no_other() {
    let house = House::new().await;
    let described: Vec<&str> = contract::operations().iter().map(|operation| operation.spec.name).collect();
    assert_eq!(house.routes, described);
    for operation in contract::operations() {
        let spec = operation.spec;
        // Nothing about the log can be changed by a person, whatever their role (RELIABILITY I7).
        assert!(spec.method == api::Method::Get || spec.roles.is_empty(), "{}", spec.name);
    }
}

#[tokio::test]
async fn services_append_for_themselves_and_people_never() {
    let house = House::new().await;
    let appended = house.append(vec![house.event(person(1)), house.event(person(2))]).await.expect("appends");
    assert_eq!((appended.appended, appended.repeated), (2, 0));
    let call = || Call::<Append>::body(AppendEvents { events: vec![house.event(person(1))] });
    let foreign = house.client(ServiceName::Consent).call(&house.background(), call()).await;
    assert!(foreign.expect_err("refused").is(contract::codes::FOREIGN_SOURCE));
    let empty = house.append(vec![]).await;
    assert!(empty.expect_err("refused").is(contract::codes::BATCH_SIZE));
    for context in [house.officer(), house.person(person(1), Role::Resident, &[])] {
        let refused = house.edge().call(&context, call()).await.expect_err("refused");
        assert!(refused.is(codes::FORBIDDEN) || refused.is(contract::codes::FOREIGN_SOURCE), "{refused}");
    }
}

#[tokio::test]
async fn the_log_is_read_by_its_officer_alone_and_that_is_in_the_log() {
    let house = House::new().await;
    house.append((0..5).map(|n| house.event(person(n))).collect()).await.expect("appends");
    let query = EventQuery {
        event_type: Some(EventType::PhiAccess),
        source: Some(ServiceName::ChatHistory),
        phi_accessed: Some(true),
        from: Some(kernel::Timestamp::EPOCH),
        limit: PageLimit::try_from(3).expect("in range"),
        ..EventQuery::default()
    };
    let page =
        house.edge().call(&house.officer(), Call::<ListEvents>::query(query.clone())).await.expect("lists");
    assert_eq!(page.items.len(), 3);
    let rest = EventQuery { cursor: page.next, ..query.clone() };
    let rest = house.edge().call(&house.officer(), Call::<ListEvents>::query(rest)).await.expect("lists");
    assert_eq!(rest.items.len(), 2);

    let people = [
        house.person(person(901), Role::Admin, &[]),
        house.person(person(902), Role::Admin, &[Scope::CareManager]),
        house.person(person(903), Role::HealthProvider, &[Scope::Compliance]),
        house.person(person(1), Role::Resident, &[]),
    ];
    for context in people {
        let refused = house.edge().call(&context, Call::<ListEvents>::query(query.clone())).await;
        assert!(refused.expect_err("refused").is(codes::FORBIDDEN));
    }
    let nobody = house.edge().call(&house.background(), Call::<ListEvents>::query(query)).await;
    assert!(nobody.expect_err("refused").is(codes::UNAUTHENTICATED));

    let looks = EventQuery { event_type: Some(EventType::AuditAccess), ..EventQuery::default() };
    let looks = house.edge().call(&house.officer(), Call::<ListEvents>::query(looks)).await.expect("lists");
    assert_eq!(looks.items.len(), 2, "both looks before this one left a line");
    assert!(looks.items.iter().all(|record| record.event.user_id == person(900)));
}

#[tokio::test]
async fn everybody_sees_their_own_actions() {
    let house = House::new().await;
    house.append((0..4).map(|n| house.event(person(n))).collect()).await.expect("appends");
    let list = Call::<ListOwnEvents>::query(OwnQuery::default());
    let nurse = house.person(person(100), Role::CareStaff, &[]);
    assert_eq!(house.edge().call(&nurse, list.clone()).await.expect("lists").items.len(), 4);
    let other = house.person(person(101), Role::CareStaff, &[]);
    assert_eq!(house.edge().call(&other, list).await.expect("lists").items.len(), 0);
}

#[tokio::test]
async fn who_saw_my_record_is_for_me_and_looks_the_same_to_others_as_nobody_s() {
    let house = House::new().await;
    house
        .append(vec![house.event(person(1)), house.event(person(1)), house.event(person(2))])
        .await
        .expect("appends");
    let report = |id| Call::<GetAccessReport>::path_and_query(PatientPath { id }, ReportQuery::default());
    let resident = house.person(person(1), Role::Resident, &[]);
    let mine = house.edge().call(&resident, report(person(1))).await.expect("is mine");
    assert_eq!((mine.people, mine.accesses, mine.entries.items.len()), (1, 2, 2));
    let mut theirs = house.edge().call(&resident, report(person(2))).await.expect_err("is not mine");
    let mut nobodys = house.edge().call(&resident, report(person(77))).await.expect_err("is nobody's");
    (theirs.instance, nobodys.instance) = (None, None);
    assert!(theirs.is(codes::NOT_FOUND));
    assert_eq!(theirs, nobodys);
    let nurse = house.person(person(100), Role::CareStaff, &[]);
    let refused = house.edge().call(&nurse, report(person(1))).await.expect_err("not for this role");
    assert!(refused.is(codes::FORBIDDEN));
}

#[tokio::test]
async fn a_resident_can_prove_that_a_line_was_there_and_stayed_there() {
    let house = House::new().await;
    let event = house.event(person(1));
    let audit_id = event.audit_id;
    house.append(vec![event]).await.expect("appends");
    let resident = house.person(person(1), Role::Resident, &[]);
    let checkpoint = Call::<GetCheckpoint>::default;
    let older = house.edge().call(&resident, checkpoint()).await.expect("a checkpoint");
    for n in 0..40 {
        house.append((0..10).map(|_| house.event(person(n))).collect()).await.expect("appends");
    }
    let newer = house.edge().call(&resident, checkpoint()).await.expect("a checkpoint");
    let key = &newer.verifier_key;
    let query = Call::<ProveInclusion>::query(InclusionQuery { audit_id, size: Some(newer.size) });
    let proof = house.edge().call(&resident, query).await.expect("a proof");
    let query = EventQuery { audit_id: Some(audit_id), ..EventQuery::default() };
    let record = house.edge().call(&house.officer(), Call::<ListEvents>::query(query)).await.expect("lists");
    assert!(proves_inclusion(&record.items[0], &proof, &newer.note, key));
    let query = Call::<ProveConsistency>::query(ConsistencyQuery { from: older.size, to: Some(newer.size) });
    let proof = house.edge().call(&resident, query).await.expect("a proof");
    assert!(proves_consistency(&proof, &older.note, &newer.note, key));
    let query = Call::<ProveConsistency>::query(ConsistencyQuery { from: 5, to: Some(9_999_999) });
    let refused = house.edge().call(&resident, query).await.expect_err("no such size");
    assert!(refused.is(contract::codes::NO_SUCH_SIZE));
}

#[tokio::test]
async fn start_and_stop_are_in_the_log_and_the_directory_verifies_offline() {
    let house = House::new().await;
    house.append(vec![house.event(person(1))]).await.expect("appends");
    let root = house.stop().await;
    let report = verify(&root.path().join("data"));
    assert!(report.is_intact(), "{report:?}");
    assert_eq!(report.unanchored, 0);
    let house = House::on(root).await;
    let list = |kind| EventQuery { event_type: Some(kind), ..EventQuery::default() };
    let deadline = tokio::time::Instant::now() + Duration::from_secs(10);
    loop {
        let starts = Call::<ListEvents>::query(list(EventType::ServiceStart));
        let starts = house.edge().call(&house.officer(), starts).await.expect("lists").items.len();
        if starts == 2 {
            break;
        }
        assert!(tokio::time::Instant::now() < deadline, "{starts} starts are in the log");
    }
    let stops = Call::<ListEvents>::query(list(EventType::ServiceStop));
    assert_eq!(house.edge().call(&house.officer(), stops).await.expect("lists").items.len(), 1);
}

#[tokio::test]
async fn health_is_measured_on_the_log_itself() {
    let house = House::new().await;
    house.append((0..9).map(|n| house.event(person(n))).collect()).await.expect("appends");
    let report = house.health.report().await;
    assert!(report.compliance.audit_trail_intact && report.compliance.hipaa_audit_enabled, "{report:?}");
    assert!(house.health.ready().await);
    std::fs::remove_file(house.data().join("audit-logging.heads")).expect("removes");
    let report = house.health.report().await;
    assert!(!report.compliance.audit_trail_intact, "{report:?}");
    // The first one finds the file gone (it may be the service's own start event); from then on it is known.
    house.append(vec![house.event(person(1))]).await.expect_err("is refused");
    let refused = house.append(vec![house.event(person(1))]).await.expect_err("is refused");
    assert!(refused.is(contract::codes::NOT_INTACT), "{refused}");
    assert!(!house.health.ready().await);
}
