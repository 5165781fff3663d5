//! A consent service with its layers, and a relationship-management that knows who belongs to whom.

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
    Action, ByConsent, Category, ConfirmedConsent, Decide, Edge, EdgeKind, Level, NewConsent, PreviewConsent,
    Purpose, Question, Questions, RecordConsent, RevokeConsent, Terms, Verdict,
};
use kernel::{ManualClock, OrganizationId, PersonId, Sources, SystemRandom, Timestamp};
use relationship_management_api::{
    Circle, Edges, FindEdges, GetCircle, Relation, RelationKind, RelationState,
};
use vault::{KeyDirectory, SigningKey, SigningKeys};

/// A resident.
pub(super) const ROSE: u128 = 1;
/// Her daughter.
pub(super) const MARA: u128 = 2;
/// Another resident.
pub(super) const STRANGER: u128 = 3;
/// A nurse of her unit.
pub(super) const NORA: u128 = 4;
/// Two of the office.
pub(super) const ADAM: u128 = 5;
pub(super) const ANNA: u128 = 6;
/// The compliance officer.
pub(super) const OLGA: u128 = 7;
/// Her therapist.
pub(super) const THEO: u128 = 8;
/// Her guardian.
pub(super) const GUS: u128 = 9;
/// The compliance officer and the office of another organisation.
pub(super) const ELSE: u128 = 10;

pub(super) struct House {
    _root: tempfile::TempDir,
    pub(super) clock: Arc<ManualClock>,
    pub(super) sources: Sources,
    tokens: SigningKey,
    directory: Directory,
    pub(super) routes: Vec<&'static str>,
}

#[expect(clippy::disallowed_methods, reason = "a test reads where its server is")]
pub(super) async fn houses(name: &str) -> Vec<House> {
    let mut houses = vec![House::new(None).await];
    if let Ok(url) = std::env::var("TEST_POSTGRES_URL") {
        houses.push(House::new(Some((url, format!("consent_{name}_{}_", std::process::id())))).await);
    } else {
        assert!(std::env::var("CI").is_err(), "CI must set TEST_POSTGRES_URL: a backend was not exercised");
    }
    houses
}

impl House {
    async fn new(postgres: Option<(String, String)>) -> Self {
        let root = tempfile::tempdir().expect("a directory");
        let clock = ManualClock::at("2026-11-22T12:00:00Z".parse().expect("an instant"));
        let sources = Sources::new(clock.clone(), Arc::new(SystemRandom));
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
            .on::<GetCircle, _, _>(circle)
            .on::<FindEdges, _, _>(edges);
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
        Self { _root: root, clock, sources, tokens, directory, routes }
    }

    pub(super) fn client(&self, of: ServiceName) -> Client {
        self.directory.peers_of(of, None).client(ServiceName::Consent)
    }

    pub(super) fn now(&self) -> Timestamp {
        self.sources.now()
    }

    pub(super) async fn call<O: Operation>(&self, who: u128, call: Call<O>) -> Result<O::Output, Problem> {
        self.client(ServiceName::ApiGateway).call(&self.person(who), call).await
    }

    fn person(&self, who: u128) -> CallContext {
        let now = self.sources.now().as_seconds();
        let scopes = if matches!(who, OLGA | ELSE) { vec![api::Scope::Compliance] } else { vec![] };
        let claims = Claims {
            iss: Claims::ISSUER.into(),
            aud: Claims::AUDIENCE.into(),
            sub: person(who),
            iat: now,
            nbf: now,
            exp: now + 600,
            jti: "one".into(),
            user_id: person(who),
            role: role(who),
            organization_id: organization(who),
            permissions: scopes,
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

    pub(super) async fn says(&self, who: u128, new: NewConsent) -> Result<contract::Consent, Problem> {
        let read = self.call::<PreviewConsent>(who, Call::body(new.clone())).await?;
        let confirmed = ConfirmedConsent { consent: new, digest: read.digest };
        self.call::<RecordConsent>(who, Call::body(confirmed)).await
    }

    pub(super) async fn grants(&self, new: NewConsent) -> Result<contract::Consent, Problem> {
        self.says(ROSE, new).await
    }

    pub(super) async fn verdict(&self, question: Question) -> Verdict {
        let context = CallContext::background(self.sources.id());
        let call = Call::<Decide>::body(Questions { questions: vec![question] });
        let answer = self.client(ServiceName::ChatHistory).call(&context, call).await.expect("decides");
        answer.verdicts.into_iter().next().expect("one verdict")
    }

    /// May Mara read Rose's conversations?
    pub(super) async fn decides(&self) -> Verdict {
        self.verdict(question(MARA, EdgeKind::Family, Category::ChatTranscripts, Purpose::Family)).await
    }

    pub(super) async fn revokes(
        &self,
        who: u128,
        consent: &contract::Consent,
    ) -> Result<contract::Consent, Problem> {
        let path = ByConsent { consent_id: consent.consent_id };
        self.call::<RevokeConsent>(who, Call::path(path)).await
    }
}

pub(super) fn question(who: u128, edge: EdgeKind, category: Category, purpose: Purpose) -> Question {
    Question {
        actor: Some(person(who)),
        role: role(who),
        organization: organization(who),
        patient: person(ROSE),
        edges: vec![Edge::of(edge)],
        category,
        action: Action::Read,
        purpose,
        author: None,
        recorded_at: None,
        unit: None,
        circumstances: Vec::new(),
    }
}

fn role(who: u128) -> Role {
    match who {
        MARA | GUS => Role::FamilyMember,
        NORA => Role::CareStaff,
        ADAM | ANNA | OLGA | ELSE => Role::Admin,
        THEO => Role::HealthProvider,
        _ => Role::Resident,
    }
}

/// Mara is Rose's relative and Gus her guardian.
async fn circle(sources: Arc<Sources>, inbound: Inbound<GetCircle>) -> Answer<GetCircle> {
    let patient = inbound.call.path.person_id;
    let relation = |who, kind| Relation {
        relation_id: sources.id(),
        patient_id: patient,
        person_id: person(who),
        kind,
        state: RelationState::Active,
        created_at: sources.now(),
        expires_at: None,
    };
    let mut relations = Vec::new();
    if patient == person(ROSE) {
        relations.push(relation(MARA, RelationKind::PrimaryFamily));
        relations.push(relation(GUS, RelationKind::LegalGuardian));
    }
    Ok(Reply::Json(Circle { organization_id: organization(ROSE), unit: None, relations }))
}

async fn edges(_: Arc<Sources>, inbound: Inbound<FindEdges>) -> Answer<FindEdges> {
    let query = inbound.call.body;
    let who =
        [ROSE, MARA, NORA, ADAM, ANNA, OLGA, THEO, GUS].into_iter().find(|one| person(*one) == query.actor);
    let here = query.patient == person(ROSE) && query.organization == organization(ROSE);
    let kind = who.filter(|who| here && role(*who) == query.role).map(|who| match who {
        ROSE => EdgeKind::Own,
        MARA => EdgeKind::Family,
        NORA => EdgeKind::Unit,
        THEO => EdgeKind::Treating,
        GUS => EdgeKind::Representative,
        _ => EdgeKind::Office,
    });
    let edges = kind.map(Edge::of).into_iter().collect();
    Ok(Reply::Json(Edges { edges, unit: None, circumstances: Vec::new() }))
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

pub(super) fn person(n: u128) -> PersonId {
    uuid::Uuid::from_u128(n).into()
}

fn organization(who: u128) -> OrganizationId {
    uuid::Uuid::from_u128(if who == ELSE { 0xB } else { 0xA }).into()
}

pub(super) fn full(to: u128, transcripts: bool) -> NewConsent {
    let (person_id, care) = (person(to), Vec::new());
    NewConsent::of(Terms::Family { person_id, level: Level::Full, transcripts, crisis_notices: false, care })
}
