//! Gathers the facts of a decision and evaluates it.

use api::{Action, Call, CallContext, Category, Client, Fault, Minor, Principal, Problem, Purpose, Role};
use consent_api::{Decide, Edge, EdgeKind, Obligation, Question, Questions, Verdict};
use kernel::{ErrorCode, OrganizationId, PersonId, Timestamp};
use relationship_management_api::{Edges, EdgesQuery, FindEdges};

use crate::policies::{Facts, PolicySet, Who};

/// Questions that are decided together.
pub const ASKS_MAX: usize = 100;

/// Who asks to act.
#[derive(Clone, Copy, Debug)]
pub enum Actor<'a> {
    /// A signed-in person.
    Person(&'a Principal),
    /// The platform, for a resident of this organisation.
    Platform(OrganizationId),
}

/// One question.
#[derive(Clone, Debug)]
pub struct Ask<'a> {
    /// Who.
    pub actor: Actor<'a>,
    /// Whose information.
    pub patient: PersonId,
    /// What is done.
    pub action: Action,
    /// With what.
    pub category: Category,
    /// Why.
    pub purpose: Purpose,
    /// Edges that the asking service itself knows to be live (an open alert, a break-glass grant).
    pub edges: Vec<Edge>,
    /// Who wrote the record, where that matters.
    pub author: Option<PersonId>,
    /// When what is asked for was recorded, or began to be; `None` when it is of several times or not there yet.
    /// A restriction that the facility ended binds what was recorded before its end (45 CFR 164.522(a)(2)(iii)),
    /// and what is of no known time.
    pub recorded_at: Option<Timestamp>,
}

/// The answer.
#[derive(Clone, Debug)]
pub struct Decision {
    /// Whether it is allowed.
    pub permit: bool,
    /// The deciding reason, as a stable word: consent's, or the policy's.
    pub reason: String,
    /// All policies that decided.
    pub policies: Vec<String>,
    /// The digest of the policy set.
    pub policy_hash: String,
    /// Whether the patient is a minor, asked for the platform or the patient; for others it is unknown.
    pub minor: Minor,
    /// The patient's consent epoch.
    pub epoch: u64,
    /// If not all: which fields.
    pub projection: Option<Vec<String>>,
    /// On which conditions.
    pub obligations: Vec<Obligation>,
}

/// Why there is no decision. Whoever enforces treats it as a denial.
#[derive(Debug, thiserror::Error)]
#[error("a fact for the decision cannot be had")]
pub struct DecisionError(#[source] Problem);

impl Fault for DecisionError {
    fn code(&self) -> ErrorCode {
        api::codes::UNAVAILABLE
    }
}

/// Decides. Clones share the policies.
#[derive(Clone)]
pub struct Decider {
    relations: Client,
    consent: Client,
    policies: PolicySet,
}

impl Decider {
    /// A decider over clients of relationship-management and consent.
    pub fn new(relations: Client, consent: Client, policies: PolicySet) -> Self {
        Self { relations, consent, policies }
    }

    /// The same facts under other policies, for simulation.
    #[must_use]
    pub fn with_policies(&self, policies: PolicySet) -> Self {
        Self { policies, ..self.clone() }
    }

    /// Decides one question now. The facts are asked for as this service, not as the person.
    pub async fn decide(&self, context: &CallContext, ask: &Ask<'_>) -> Result<Decision, DecisionError> {
        let mut decisions = self.decide_all(context, std::slice::from_ref(ask)).await?;
        decisions.pop().ok_or_else(|| DecisionError(Problem::new(api::codes::INTERNAL)))
    }

    /// Decides up to [`ASKS_MAX`] questions at one moment, with one call to consent. The answers are in the order
    /// of the questions. The facts between two people are asked for once.
    pub async fn decide_all(
        &self,
        context: &CallContext,
        asks: &[Ask<'_>],
    ) -> Result<Vec<Decision>, DecisionError> {
        if asks.len() > ASKS_MAX {
            return Err(DecisionError(Problem::new(api::codes::TOO_LARGE)));
        }
        let context = context.clone().as_service();
        let mut known: Vec<(PersonId, PersonId, Edges)> = Vec::new();
        let mut found = Vec::with_capacity(asks.len());
        for ask in asks {
            let principal = match ask.actor {
                Actor::Person(principal) => principal,
                Actor::Platform(organization) => {
                    let edges = vec![Edge::of(EdgeKind::Platform)];
                    let organization = Some(organization);
                    found.push(Edges { edges, organization, unit: None, circumstances: Vec::new() });
                    continue;
                }
            };
            let before = known
                .iter()
                .find(|(actor, patient, _)| *actor == principal.person && *patient == ask.patient);
            let edges = match before {
                Some((_, _, edges)) => edges.clone(),
                None => {
                    let edges = self.edges(&context, principal, ask.patient).await?;
                    known.push((principal.person, ask.patient, edges.clone()));
                    edges
                }
            };
            found.push(edges);
        }
        self.rule(&context, asks, found).await
    }

    /// Decides one question over facts that the asking service owns itself: relationship-management alone.
    pub async fn decide_over(
        &self,
        context: &CallContext,
        ask: &Ask<'_>,
        found: Edges,
    ) -> Result<Decision, DecisionError> {
        let context = context.clone().as_service();
        let mut decisions = self.rule(&context, std::slice::from_ref(ask), vec![found]).await?;
        decisions.pop().ok_or_else(|| DecisionError(Problem::new(api::codes::INTERNAL)))
    }

    async fn rule(
        &self,
        context: &CallContext,
        asks: &[Ask<'_>],
        found: Vec<Edges>,
    ) -> Result<Vec<Decision>, DecisionError> {
        if asks.is_empty() {
            return Ok(Vec::new());
        }
        let homes: Vec<Option<OrganizationId>> = found.iter().map(|edges| edges.organization).collect();
        let questions: Vec<Question> =
            asks.iter().zip(found).map(|(ask, edges)| question(ask, edges)).collect();
        let kinds: Vec<Vec<EdgeKind>> =
            questions.iter().map(|one| one.edges.iter().map(|edge| edge.kind).collect()).collect();
        let call = Call::<Decide>::body(Questions { questions });
        let verdicts = self.consent.call(context, call).await.map_err(DecisionError)?.verdicts;
        if verdicts.len() != asks.len() {
            return Err(DecisionError(Problem::new(api::codes::INTERNAL)));
        }
        let ruled = asks.iter().zip(homes).zip(kinds).zip(verdicts);
        Ok(ruled.map(|(((ask, home), kinds), verdict)| self.evaluate(ask, home, kinds, verdict)).collect())
    }

    /// The policies over the facts.
    fn evaluate(
        &self,
        ask: &Ask<'_>,
        home: Option<OrganizationId>,
        edges: Vec<EdgeKind>,
        verdict: Verdict,
    ) -> Decision {
        let (who, own) = match ask.actor {
            Actor::Person(principal) => {
                let (id, role, organization) = (principal.person, principal.role, principal.organization);
                (Who::Person { id, role, scopes: &principal.scopes, organization }, organization)
            }
            Actor::Platform(organization) => (Who::Platform { organization }, organization),
        };
        // A peer of the version before does not say it; its edges never crossed organisations.
        let organization = home.unwrap_or(own);
        let facts = Facts {
            who,
            patient: ask.patient,
            organization,
            action: ask.action,
            category: ask.category,
            purpose: ask.purpose,
            edges,
            consent: verdict.permit,
        };
        let outcome = self.policies.evaluate(&facts);
        let reason = if outcome.permit || !verdict.permit {
            verdict.reasons.first().map_or_else(|| "unsaid".to_owned(), |reason| reason.code.clone())
        } else {
            outcome.policies.first().cloned().unwrap_or_default()
        };
        Decision {
            permit: outcome.permit,
            reason,
            policies: outcome.policies,
            policy_hash: self.policies.hash().to_owned(),
            minor: verdict.minor,
            epoch: verdict.epoch,
            projection: verdict.projection,
            obligations: verdict.obligations,
        }
    }

    async fn edges(
        &self,
        context: &CallContext,
        principal: &Principal,
        patient: PersonId,
    ) -> Result<Edges, DecisionError> {
        let query = EdgesQuery {
            actor: principal.person,
            role: principal.role,
            organization: principal.organization,
            patient,
        };
        self.relations.call(context, Call::<FindEdges>::body(query)).await.map_err(DecisionError)
    }
}

/// What consent is asked. The circumstances are relationship-management's facts of this moment: an emergency that
/// staff declared lasts there, and nobody else can claim it.
fn question(ask: &Ask<'_>, found: Edges) -> Question {
    let (organization, role, actor) = match ask.actor {
        Actor::Person(principal) => (principal.organization, principal.role, Some(principal.person)),
        Actor::Platform(organization) => (organization, Role::System, None),
    };
    let mut edges = found.edges;
    edges.extend(ask.edges.iter().cloned());
    Question {
        actor,
        role,
        organization,
        patient: ask.patient,
        edges,
        category: ask.category,
        action: ask.action,
        purpose: ask.purpose,
        author: ask.author,
        recorded_at: ask.recorded_at,
        unit: found.unit,
        circumstances: found.circumstances,
    }
}
