//! Gathers the facts of a decision and evaluates it.

use api::{Action, Call, CallContext, Category, Client, Fault, Principal, Problem, Purpose, Role};
use consent_api::{Decide, Edge, EdgeKind, Obligation, Question, Questions, Verdict};
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

    /// The same facts under other policies, for simulation.
    #[must_use]
    pub fn with_policies(&self, policies: PolicySet) -> Self {
        Self { policies, ..self.clone() }
    }

    /// Decides one question now. The facts are asked for as this service, not as the person.
    pub async fn decide(&self, context: &CallContext, ask: &Ask<'_>) -> Result<Decision, DecisionError> {
        let decided = self.decide_all(context, std::slice::from_ref(ask)).await?;
        decided.into_iter().next().ok_or_else(|| DecisionError(Problem::new(api::codes::INTERNAL)))
    }

    /// Decides several questions now, in their order, on facts of one moment: consent is asked once for all.
    pub async fn decide_all(
        &self,
        context: &CallContext,
        asks: &[Ask<'_>],
    ) -> Result<Vec<Decision>, DecisionError> {
        let context = context.clone().as_service();
        let mut questions = Vec::with_capacity(asks.len());
        for ask in asks {
            questions.push(self.question(&context, ask).await?);
        }
        let kinds: Vec<Vec<EdgeKind>> =
            questions.iter().map(|question| question.edges.iter().map(|edge| edge.kind).collect()).collect();
        let call = Call::<Decide>::body(Questions { questions });
        let answer = self.consent.call(&context, call).await.map_err(DecisionError)?;
        if answer.verdicts.len() != asks.len() {
            return Err(DecisionError(Problem::new(api::codes::INTERNAL)));
        }
        let decided = asks.iter().zip(kinds).zip(answer.verdicts);
        Ok(decided.map(|((ask, kinds), verdict)| self.judge(ask, kinds, verdict)).collect())
    }

    /// What consent is asked, with the edges as they are now.
    async fn question(&self, context: &CallContext, ask: &Ask<'_>) -> Result<Question, DecisionError> {
        let (organization, role, actor, mut edges) = match ask.actor {
            Actor::Person(principal) => {
                let edges = self.edges(context, principal, ask.patient).await?;
                (principal.organization, principal.role, Some(principal.person), edges)
            }
            Actor::Platform(organization) => {
                let platform = Edge { kind: EdgeKind::Platform, relation: None, until: None };
                (organization, Role::System, None, vec![platform])
            }
        };
        edges.extend(ask.edges.iter().cloned());
        Ok(Question {
            actor,
            role,
            organization,
            patient: ask.patient,
            edges,
            category: ask.category,
            action: ask.action,
            purpose: ask.purpose,
            author: ask.author,
            unit: None,
            circumstances: Vec::new(),
        })
    }

    /// The policies' word over consent's.
    fn judge(&self, ask: &Ask<'_>, edges: Vec<EdgeKind>, verdict: Verdict) -> Decision {
        let (who, organization) = match ask.actor {
            Actor::Person(principal) => {
                let organization = principal.organization;
                let (id, role, scopes) = (principal.person, principal.role, principal.scopes.as_slice());
                (Who::Person { id, role, scopes, organization }, organization)
            }
            Actor::Platform(organization) => (Who::Platform { organization }, organization),
        };
        // The edges came from one organisation or there are none: the patient's is the actor's.
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
