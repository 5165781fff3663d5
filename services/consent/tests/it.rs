//! The service as its callers meet it, on each engine: through its routes, under all layers, with real tokens.
//!
//! PostgreSQL is used when `TEST_POSTGRES_URL` names a server; CI fails without it.

use std::sync::Arc;

use api::{Call, CallContext, Client, Operation, Problem, Role, ServiceName};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chassis::{
    Address, Answer, Chassis, Claims, Directory, Inbound, Jwk, KeySet, Metrics, Reply, Routes, Running,
    Service, Shed, Stack, Stores, Tasks, Verifier,
};
use consent::Consent;
use consent_api as contract;
use consent_api::{
    Action, ByConsent, ByPatient, Category, ConfirmedConsent, ConsentQuery, ConsentState, Decide, Edge,
    EdgeKind, GetEpoch, Level, ListConsents, NewConsent, Period, PreviewConsent, Purpose, Question,
    Questions, RecordConsent, RevokeConsent, Terms, Verdict,
};
use kernel::{OrganizationId, PersonId, Sources};
use relationship_management_api::{Circle, GetCircle, Relation, RelationKind, RelationState};
use vault::{KeyDirectory, SigningKey, SigningKeys};

struct House {
    _root: tempfile::TempDir,
    sources: Sources,
    tokens: SigningKey,
    directory: Directory,
    routes: Vec<&'static str>,
}

#[expect(clippy::disallowed_methods, reason = "a test reads where its server is")]
async fn houses(name: &str) -> Vec<House> {
    let mut houses = vec![House::new(None).await];
    if let Ok(url) = std::env::var("TEST_POSTGRES_URL") {
        houses.push(House::new(Some((url, format!("consent_{name}_{}_", std::process::id())))).await);
    } else {
        assert!(std::env::var("CI").is_err(), "CI must set TEST_POSTGRES_URL: a backend was not exercised");
    }
    houses
}

const ROSE: u128 = 1;
const MARA: u128 = 2;
const STRANGER: u128 = 3;

impl House {
    async fn new(postgres: Option<(String, String)>) -> Self {
        let root = tempfile::tempdir().expect("a directory");
        let sources = Sources::system();
        let data_dir = root.path().join("data");
        std::fs::create_dir_all(&data_dir).expect("a directory");
        let keys = KeyDirectory::open(&root.path().join("data.keys")).expect("opens");
        let tokens = SigningKeys::new(keys, &data_dir).load_or_create("jwt").expect("a key");
        let (directory, metrics) = (Directory::default(), Arc::new(Metrics::default()));
        let stores = match postgres {
            None => Stores::Embedded { data_dir: data_dir.clone() },
            Some((postgres_url, schema_prefix)) => Stores::Distributed { postgres_url, schema_prefix },
        };
        let chassis = Chassis {
            name: ServiceName::Consent,
            sources: sources.clone(),
            peers: directory.peers_of(ServiceName::Consent, None),
            tasks: Tasks::default(),
            metrics: metrics.clone(),
            stores,
            data_dir,
        };
        let running: Running = Consent::build((), chassis, ()).await.expect("builds");
        running.routes().check().expect("every route is bound");
        let routes = running.routes().operations().iter().map(|operation| operation.spec.name).collect();
        let relations = Routes::new(ServiceName::RelationshipManagement, Arc::new(sources.clone()))
            .on::<GetCircle, _, _>(circle);
        for (service, running) in
            [(ServiceName::Consent, running), (ServiceName::RelationshipManagement, Running::new(relations))]
        {
            let verifier = Verifier::new(KeySet::of(vec![jwk(&tokens)]), sources.clone());
            let stack = Stack {
                service,
                sources: sources.clone(),
                metrics: metrics.clone(),
                verifier,
                shed: Shed::default(),
                outcomes: None,
            };
            directory.enter(service, Address::Here(stack.public(&running)));
        }
        Self { _root: root, sources, tokens, directory, routes }
    }

    fn client(&self, of: ServiceName) -> Client {
        self.directory.peers_of(of, None).client(ServiceName::Consent)
    }

    async fn call<O: Operation>(&self, who: u128, call: Call<O>) -> Result<O::Output, Problem> {
        let role = if who == MARA { Role::FamilyMember } else { Role::Resident };
        self.client(ServiceName::ApiGateway).call(&self.person(person(who), role), call).await
    }

    fn person(&self, person: PersonId, role: Role) -> CallContext {
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
            permissions: vec![],
            audit_context: serde_json::from_value(serde_json::json!({
                "session_id": "01890a5d-ac96-774b-bcce-b302099a8057", "amr": ["pwd", "otp"]
            }))
            .expect("a context"),
        };
        let encode = |value: &serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let header = serde_json::json!({"alg": "EdDSA", "typ": Claims::TYPE, "kid": "test"});
        let body = format!("{}.{}", encode(&header), encode(&serde_json::to_value(&claims).expect("JSON")));
        let token = format!("{body}.{}", URL_SAFE_NO_PAD.encode(self.tokens.sign(body.as_bytes())));
        let mut context = CallContext::background(self.sources.id());
        context.authorization = Some(format!("Bearer {token}").parse().expect("a header"));
        context
    }

    async fn grants(&self, new: NewConsent) -> Result<contract::Consent, Problem> {
        let read = self.call::<PreviewConsent>(ROSE, Call::body(new.clone())).await?;
        let confirmed = ConfirmedConsent { consent: new, digest: read.digest };
        self.call::<RecordConsent>(ROSE, Call::body(confirmed)).await
    }

    /// May Mara read Rose's conversations?
    async fn decides(&self) -> Verdict {
        let question = Question {
            actor: Some(person(MARA)),
            role: Role::FamilyMember,
            organization: organization(),
            patient: person(ROSE),
            edges: vec![Edge { kind: EdgeKind::Family, relation: None, until: None }],
            category: Category::ChatTranscripts,
            action: Action::Read,
            purpose: Purpose::Family,
            author: None,
            unit: None,
            circumstances: Vec::new(),
        };
        let context = CallContext::background(self.sources.id());
        let call = Call::<Decide>::body(Questions { questions: vec![question] });
        let answer = self.client(ServiceName::ChatHistory).call(&context, call).await.expect("decides");
        answer.verdicts.into_iter().next().expect("one verdict")
    }

    async fn revokes(&self, who: u128, consent: &contract::Consent) -> Result<contract::Consent, Problem> {
        let path = ByConsent { consent_id: consent.consent_id };
        self.call::<RevokeConsent>(who, Call::path(path)).await
    }
}

/// Mara is Rose's relative.
async fn circle(sources: Arc<Sources>, inbound: Inbound<GetCircle>) -> Answer<GetCircle> {
    let patient = inbound.call.path.person_id;
    let relation = Relation {
        relation_id: sources.id(),
        patient_id: patient,
        person_id: person(MARA),
        kind: RelationKind::PrimaryFamily,
        state: RelationState::Active,
        created_at: sources.now(),
        expires_at: None,
    };
    Ok(Reply::Json(Circle { organization_id: organization(), unit: None, relations: vec![relation] }))
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

fn full(to: u128, transcripts: bool) -> NewConsent {
    let (person_id, care) = (person(to), Vec::new());
    let terms = Terms::Family { person_id, level: Level::Full, transcripts, crisis_notices: false, care };
    NewConsent { terms, period: Period::default(), replaces: None }
}

#[tokio::test]
async fn every_operation_of_the_contract_is_answered_and_no_other() {
    for house in houses("contract").await {
        let described: Vec<&str> = contract::operations().iter().map(|one| one.spec.name).collect();
        assert_eq!(house.routes, described);
    }
}

#[tokio::test]
async fn a_grant_opens_what_it_names_and_its_revocation_closes_it_at_once() {
    for house in houses("revoke").await {
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
    for house in houses("confirm").await {
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
    for house in houses("others").await {
        let consent = house.grants(full(MARA, true)).await.expect("records");
        let mut theirs = house.revokes(STRANGER, &consent).await.expect_err("not theirs");
        let nothing = contract::Consent { consent_id: house.sources.id(), ..consent.clone() };
        let mut nobodys = house.revokes(STRANGER, &nothing).await.expect_err("not there");
        (theirs.instance, nobodys.instance) = (None, None);
        assert!(theirs.is(api::codes::NOT_FOUND));
        assert_eq!(theirs, nobodys);
        let refused = house.revokes(MARA, &consent).await.expect_err("not for this role");
        assert!(refused.is(api::codes::FORBIDDEN), "{refused}");
        let stranger = house.grants(full(STRANGER, true)).await.expect_err("no relative");
        assert!(stranger.is(api::codes::NOT_FOUND), "{stranger}");
        assert!(house.decides().await.permit, "and nothing of that changed anything");
    }
}

#[tokio::test]
async fn of_two_confirmations_of_one_moment_one_is_recorded() {
    for house in houses("race").await {
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
