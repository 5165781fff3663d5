//! A consent service with its layers, and a relationship-management that knows who belongs to whom.

use std::sync::Arc;

use api::{Call, CallContext, Client, Operation, Problem, Role, Scope, ServiceName};
use chassis::{Answer, Inbound, Reply, Routes, Running, Service};
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
use testkit::on_every_engine;

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

/// The service under test, Rose's circle as a fake peer, and a clock that stands still.
pub(super) struct House {
    house: testkit::House,
    pub(super) clock: Arc<ManualClock>,
    pub(super) sources: Sources,
    pub(super) routes: Vec<&'static str>,
}

pub(super) async fn houses() -> Vec<House> {
    let mut houses = Vec::new();
    for stores in on_every_engine() {
        let clock = ManualClock::at("2026-11-22T12:00:00Z".parse().expect("an instant"));
        let sources = Sources::new(clock.clone(), Arc::new(SystemRandom));
        let house = testkit::House::new(stores, sources.clone());
        let running = Consent::build((), house.chassis(ServiceName::Consent), ()).await.expect("builds");
        let routes = house.enter(ServiceName::Consent, &running);
        let relations = Routes::new(ServiceName::RelationshipManagement, Arc::new(sources.clone()))
            .on::<GetCircle, _, _>(circle)
            .on::<FindEdges, _, _>(edges);
        house.enter(ServiceName::RelationshipManagement, &Running::new(relations));
        houses.push(House { house, clock, sources, routes });
    }
    houses
}

impl House {
    pub(super) fn client(&self, of: ServiceName) -> Client {
        self.house.client(of, ServiceName::Consent)
    }

    pub(super) fn now(&self) -> Timestamp {
        self.sources.now()
    }

    pub(super) async fn call<O: Operation>(&self, who: u128, call: Call<O>) -> Result<O::Output, Problem> {
        self.client(ServiceName::ApiGateway).call(&self.person(who), call).await
    }

    fn person(&self, who: u128) -> CallContext {
        let scopes: &[Scope] = if matches!(who, OLGA | ELSE) { &[Scope::Compliance] } else { &[] };
        self.house.person(person(who), role(who), organization(who), scopes)
    }

    /// The same by somebody who showed long ago who they are.
    pub(super) async fn call_unproven<O: Operation>(
        &self,
        who: u128,
        call: Call<O>,
    ) -> Result<O::Output, Problem> {
        let context = self.house.unproven(person(who), role(who), organization(who), &[]);
        self.client(ServiceName::ApiGateway).call(&context, call).await
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
    Ok(Reply::Json(Edges {
        edges,
        organization: Some(organization(ROSE)),
        unit: None,
        circumstances: Vec::new(),
    }))
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
