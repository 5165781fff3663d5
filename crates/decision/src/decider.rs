//! Gathers the facts of a decision and evaluates it.

use api::{Action, Call, CallContext, Category, Client, Fault, Principal, Problem, Purpose, Role};
use consent_api::{Decide, Edge, EdgeKind, Obligation, Question, Questions};
use kernel::{ErrorCode, OrganizationId, PersonId};
use relationship_management_api::{EdgesQuery, FindEdges};

use crate::policies::{Facts, PolicySet, Who};

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

    /// Decides one question now. The facts are asked for as this service, not as the person.
    pub async fn decide(&self, context: &CallContext, ask: &Ask<'_>) -> Result<Decision, DecisionError> {
        let context = context.clone().as_service();
        let (organization, role, actor, edges) = match ask.actor {
            Actor::Person(principal) => {
                let mut edges = self.edges(&context, principal, ask.patient).await?;
                edges.extend(ask.edges.iter().cloned());
                (principal.organization, principal.role, Some(principal.person), edges)
            }
            Actor::Platform(organization) => {
                let mut edges = vec![Edge::of(EdgeKind::Platform)];
                edges.extend(ask.edges.iter().cloned());
                (organization, Role::System, None, edges)
            }
        };
        let kinds: Vec<EdgeKind> = edges.iter().map(|edge| edge.kind).collect();
        let question = Question {
            actor,
            role,
            organization,
            patient: ask.patient,
            edges,
            category: ask.category,
            action: ask.action,
            purpose: ask.purpose,
            author: ask.author,
            recorded_at: None,
            unit: None,
            circumstances: Vec::new(),
        };
        let call = Call::<Decide>::body(Questions { questions: vec![question] });
        let answer = self.consent.call(&context, call).await.map_err(DecisionError)?;
        let verdict = answer
            .verdicts
            .into_iter()
            .next()
            .ok_or_else(|| DecisionError(Problem::new(api::codes::INTERNAL)))?;
        let who = match ask.actor {
            Actor::Person(principal) => {
                Who::Person { id: principal.person, role, scopes: &principal.scopes, organization }
            }
            Actor::Platform(organization) => Who::Platform { organization },
        };
        // The edges came from one organisation or there are none: the patient's is the actor's.
        let facts = Facts {
            who,
            patient: ask.patient,
            organization,
            action: ask.action,
            category: ask.category,
            purpose: ask.purpose,
            edges: kinds,
            consent: verdict.permit,
        };
        let outcome = self.policies.evaluate(&facts);
        let reason = if outcome.permit || !verdict.permit {
            verdict.reasons.first().map_or_else(|| "unsaid".to_owned(), |reason| reason.code.clone())
        } else {
            outcome.policies.first().cloned().unwrap_or_default()
        };
        Ok(Decision {
            permit: outcome.permit,
            reason,
            policies: outcome.policies,
            policy_hash: self.policies.hash().to_owned(),
            epoch: verdict.epoch,
            projection: verdict.projection,
            obligations: verdict.obligations,
        })
    }

    async fn edges(
        &self,
        context: &CallContext,
        principal: &Principal,
        patient: PersonId,
    ) -> Result<Vec<Edge>, DecisionError> {
        let query = EdgesQuery {
            actor: principal.person,
            role: principal.role,
            organization: principal.organization,
            patient,
        };
        let found =
            self.relations.call(context, Call::<FindEdges>::body(query)).await.map_err(DecisionError)?;
        Ok(found.edges)
    }
}
