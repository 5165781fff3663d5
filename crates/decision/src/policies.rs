//! The policy set: parsed and validated against its schema once, evaluated for each decision.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use api::{Action, Category, Purpose, Role, Scope};
use cedar_policy::{
    Authorizer, Context, Decision as CedarDecision, Entities, Entity, EntityId, EntityTypeName, EntityUid,
    PolicySet as CedarPolicies, Request, RestrictedExpression, Schema, ValidationMode, Validator,
};
use consent_api::EdgeKind;
use kernel::{OrganizationId, PersonId};

const SCHEMA: &str = include_str!("../policies/schema.cedarschema");
const POLICIES: &str = include_str!("../policies/policies.cedar");

/// Who acts.
#[derive(Clone, Copy, Debug)]
pub enum Who<'a> {
    /// A person.
    Person {
        /// Who.
        id: PersonId,
        /// In which role.
        role: Role,
        /// With which scopes.
        scopes: &'a [Scope],
        /// Of which organisation.
        organization: OrganizationId,
    },
    /// The platform, for a resident of an organisation.
    Platform {
        /// Which organisation.
        organization: OrganizationId,
    },
}

/// Everything that a decision rests on.
#[derive(Clone, Debug)]
pub struct Facts<'a> {
    /// Who acts.
    pub who: Who<'a>,
    /// Whose information.
    pub patient: PersonId,
    /// Of which organisation the patient is.
    pub organization: OrganizationId,
    /// What is done.
    pub action: Action,
    /// With what.
    pub category: Category,
    /// Why.
    pub purpose: Purpose,
    /// What connects them.
    pub edges: Vec<EdgeKind>,
    /// Whether consent permits it.
    pub consent: bool,
}

/// What the policies say, and which of them said it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Whether it is allowed.
    pub permit: bool,
    /// The ids of the policies that decided.
    pub policies: Vec<String>,
}

/// Why the policies cannot be used; the process does not start.
#[derive(Debug, thiserror::Error)]
#[error("the policy set does not hold: {0}")]
pub struct PolicyFault(String);

/// The policies, ready to be evaluated. Clones share them.
#[derive(Clone)]
pub struct PolicySet(Arc<Inner>);

struct Inner {
    policies: CedarPolicies,
    schema: Schema,
    names: HashMap<String, String>,
    hash: String,
    person: EntityTypeName,
    platform: EntityTypeName,
    patient: EntityTypeName,
    action: EntityTypeName,
    /// What these policies said of which facts. They are a pure function of them, so an answer never ages; a
    /// new set is a new memory.
    said: moka::sync::Cache<Vec<u8>, Outcome>,
}

/// Answers that are remembered.
const SAID_MAX: u64 = 4_096;

impl PolicySet {
    /// The shipped policies, validated against their schema.
    pub fn shipped() -> Result<Self, PolicyFault> {
        Self::parse(SCHEMA, POLICIES)
    }

    /// Other policies under the shipped schema, for simulation.
    pub fn proposed(policies: &str) -> Result<Self, PolicyFault> {
        Self::parse(SCHEMA, policies)
    }

    /// Any policies, for simulation and for tests.
    pub fn parse(schema: &str, policies: &str) -> Result<Self, PolicyFault> {
        let fault = |error: &dyn std::fmt::Display| PolicyFault(error.to_string());
        let (parsed, _) = Schema::from_cedarschema_str(schema).map_err(|error| fault(&error))?;
        let set: CedarPolicies = policies.parse().map_err(|error| fault(&error))?;
        let result = Validator::new(parsed.clone()).validate(&set, ValidationMode::Strict);
        if !result.validation_passed() {
            return Err(fault(&result));
        }
        let names = set
            .policies()
            .map(|policy| {
                let id = policy.id().to_string();
                let name = policy.annotation("id").unwrap_or(&id).to_owned();
                (id, name)
            })
            .collect();
        let text = format!("{schema}\n{policies}");
        let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, text.as_bytes());
        let hash = digest.as_ref().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        let kind = |name: &str| name.parse::<EntityTypeName>().map_err(|error| fault(&error));
        Ok(Self(Arc::new(Inner {
            policies: set,
            schema: parsed,
            names,
            hash,
            person: kind("Person")?,
            platform: kind("Platform")?,
            patient: kind("Patient")?,
            action: kind("Action")?,
            said: moka::sync::Cache::new(SAID_MAX),
        })))
    }

    /// The first sixteen hex digits of the policies' digest, as events name it.
    pub fn hash(&self) -> &str {
        &self.0.hash
    }

    /// Evaluates the policies. A fault in the facts is a denial.
    pub fn evaluate(&self, facts: &Facts<'_>) -> Outcome {
        self.0.said.get_with_by_ref(&key(facts), || self.evaluate_anew(facts))
    }

    fn evaluate_anew(&self, facts: &Facts<'_>) -> Outcome {
        let denied = |why: &str| Outcome { permit: false, policies: vec![why.to_owned()] };
        let Some((request, entities)) = self.request(facts) else { return denied("facts-do-not-fit") };
        let response = Authorizer::new().is_authorized(&request, &self.0.policies, &entities);
        if response.diagnostics().errors().next().is_some() {
            return denied("policy-error");
        }
        let permit = response.decision() == CedarDecision::Allow;
        let mut policies: Vec<String> = response
            .diagnostics()
            .reason()
            .filter_map(|id| self.0.names.get(&id.to_string()).cloned())
            .collect();
        policies.sort();
        if policies.is_empty() {
            policies.push("default-deny".to_owned());
        }
        Outcome { permit, policies }
    }

    fn request(&self, facts: &Facts<'_>) -> Option<(Request, Entities)> {
        let inner = &self.0;
        let uid = |kind: &EntityTypeName, id: &str| {
            EntityUid::from_type_name_and_id(kind.clone(), EntityId::new(id))
        };
        let text = |text: &str| RestrictedExpression::new_string(text.to_owned());
        let (principal, attributes) = match facts.who {
            Who::Person { id, role, scopes, organization } => (
                uid(&inner.person, &id.to_string()),
                HashMap::from([
                    ("role".to_owned(), text(role.name())),
                    ("organization".to_owned(), text(&organization.to_string())),
                    (
                        "scopes".to_owned(),
                        RestrictedExpression::new_set(scopes.iter().map(|scope| text(scope.name()))),
                    ),
                ]),
            ),
            Who::Platform { organization } => (
                uid(&inner.platform, "platform"),
                HashMap::from([("organization".to_owned(), text(&organization.to_string()))]),
            ),
        };
        let patient = uid(&inner.patient, &facts.patient.to_string());
        let organization =
            HashMap::from([("organization".to_owned(), text(&facts.organization.to_string()))]);
        let entities = [
            Entity::new(principal.clone(), attributes, HashSet::new()).ok()?,
            Entity::new(patient.clone(), organization, HashSet::new()).ok()?,
        ];
        let edges = facts.edges.iter().map(|kind| text(edge_name(*kind)));
        let context = Context::from_pairs([
            ("category".to_owned(), text(facts.category.name())),
            ("purpose".to_owned(), text(facts.purpose.name())),
            ("edges".to_owned(), RestrictedExpression::new_set(edges)),
            ("consent".to_owned(), RestrictedExpression::new_bool(facts.consent)),
        ])
        .ok()?;
        let action = uid(&inner.action, facts.action.name());
        let request = Request::new(principal, action, patient, context, Some(&inner.schema)).ok()?;
        let entities = Entities::from_entities(entities, Some(&inner.schema)).ok()?;
        Some((request, entities))
    }
}

/// All of some facts, no two alike: words are ended by a zero, ids and numbers of things have fixed lengths.
fn key(facts: &Facts<'_>) -> Vec<u8> {
    let mut key = Vec::with_capacity(192);
    let word = |key: &mut Vec<u8>, word: &str| {
        key.extend_from_slice(word.as_bytes());
        key.push(0);
    };
    match facts.who {
        Who::Person { id, role, scopes, organization } => {
            key.push(1);
            key.extend_from_slice(id.as_bytes());
            key.extend_from_slice(organization.as_bytes());
            word(&mut key, role.name());
            key.extend_from_slice(&(scopes.len() as u64).to_le_bytes());
            scopes.iter().for_each(|scope| word(&mut key, scope.name()));
        }
        Who::Platform { organization } => {
            key.push(2);
            key.extend_from_slice(organization.as_bytes());
        }
    }
    key.extend_from_slice(facts.patient.as_bytes());
    key.extend_from_slice(facts.organization.as_bytes());
    for name in [facts.action.name(), facts.category.name(), facts.purpose.name()] {
        word(&mut key, name);
    }
    key.push(u8::from(facts.consent));
    facts.edges.iter().for_each(|edge| word(&mut key, edge_name(*edge)));
    key
}

const fn edge_name(kind: EdgeKind) -> &'static str {
    match kind {
        EdgeKind::Own => "own",
        EdgeKind::Family => "family",
        EdgeKind::Treating => "treating",
        EdgeKind::Representative => "representative",
        EdgeKind::Unit => "unit",
        EdgeKind::OpenAlert => "open_alert",
        EdgeKind::Office => "office",
        EdgeKind::Platform => "platform",
        EdgeKind::BreakGlass => "break_glass",
    }
}

#[cfg(test)]
mod tests {
    use kernel::Sources;

    use super::*;

    fn facts(role: Role, organization: OrganizationId) -> Facts<'static> {
        let sources = Sources::system();
        Facts {
            who: Who::Person { id: sources.id(), role, scopes: &[], organization },
            patient: sources.id(),
            organization,
            action: Action::Read,
            category: Category::ChatTranscripts,
            purpose: Purpose::Treatment,
            edges: vec![EdgeKind::Treating],
            consent: true,
        }
    }

    #[test]
    fn each_fact_that_is_missing_denies() {
        let set = PolicySet::shipped().expect("the policies hold");
        let here = Sources::system().id();
        let good = facts(Role::HealthProvider, here);
        assert!(set.evaluate(&good).permit);
        let without_consent = Facts { consent: false, ..good.clone() };
        assert_eq!(set.evaluate(&without_consent).policies, ["consent-is-needed"]);
        let without_edge = Facts { edges: vec![], ..good.clone() };
        assert_eq!(set.evaluate(&without_edge).policies, ["a-live-edge-is-needed"]);
        let elsewhere = Facts { organization: Sources::system().id(), ..good };
        assert_eq!(set.evaluate(&elsewhere).policies, ["one-organisation"]);
    }

    #[test]
    fn what_was_said_of_one_fact_is_never_said_of_another() {
        let set = PolicySet::shipped().expect("the policies hold");
        let sources = Sources::system();
        let (here, there) = (sources.id(), sources.id());
        let scopes = [Scope::Compliance];
        let base = facts(Role::HealthProvider, here);
        let person =
            |role, scopes, organization| Who::Person { id: base.patient, role, scopes, organization };
        let others = [
            Facts { who: person(Role::CareStaff, &[], here), ..base.clone() },
            Facts { who: person(Role::HealthProvider, &scopes, here), ..base.clone() },
            Facts { who: person(Role::HealthProvider, &[], there), ..base.clone() },
            Facts { who: Who::Platform { organization: here }, ..base.clone() },
            Facts { patient: sources.id(), ..base.clone() },
            Facts { organization: there, ..base.clone() },
            Facts { action: Action::Write, ..base.clone() },
            Facts { category: Category::Billing, ..base.clone() },
            Facts { purpose: Purpose::Patient, ..base.clone() },
            Facts { edges: vec![], ..base.clone() },
            Facts { edges: vec![EdgeKind::Unit, EdgeKind::Treating], ..base.clone() },
            Facts { consent: false, ..base.clone() },
        ];
        let mut keys: Vec<Vec<u8>> = others.iter().chain([&base]).map(key).collect();
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), others.len() + 1);
        for facts in others.iter().chain([&base]) {
            assert_eq!(set.evaluate(facts), set.evaluate_anew(facts), "{facts:?}");
            assert_eq!(set.evaluate(facts), set.evaluate_anew(facts), "remembered: {facts:?}");
        }
    }

    #[test]
    fn an_admin_never_reads_clinical_text_whatever_consent_says() {
        let set = PolicySet::shipped().expect("the policies hold");
        let base = Facts { edges: vec![EdgeKind::Office], ..facts(Role::Admin, Sources::system().id()) };
        for &category in Category::ALL {
            for &action in Action::ALL {
                let outcome = set.evaluate(&Facts { category, action, ..base.clone() });
                let office = matches!(category, Category::Demographics | Category::Billing);
                assert_eq!(outcome.permit, office, "{category} {action}");
            }
        }
    }

    #[test]
    fn the_platform_takes_out_conversations_alone_and_for_a_purpose_that_was_allowed_alone() {
        let set = PolicySet::shipped().expect("the policies hold");
        let here = Sources::system().id();
        let platform = Facts {
            who: Who::Platform { organization: here },
            edges: vec![EdgeKind::Platform],
            ..facts(Role::System, here)
        };
        let apart = [Purpose::QualityReview, Purpose::Research, Purpose::ModelTraining];
        for &category in Category::ALL {
            for &purpose in Purpose::ALL {
                for &action in Action::ALL {
                    let out = matches!(action, Action::Export | Action::Disclose);
                    let may = match apart.contains(&purpose) {
                        true => action == Action::Export && category == Category::ChatTranscripts,
                        false => matches!(purpose, Purpose::Treatment | Purpose::Patient) && !out,
                    };
                    let asked = Facts { category, purpose, action, ..platform.clone() };
                    assert_eq!(set.evaluate(&asked).permit, may, "{category} {purpose} {action}");
                    let denied = Facts { consent: false, ..asked };
                    assert!(!set.evaluate(&denied).permit, "whoever was not asked allows nothing");
                }
            }
        }
    }

    #[test]
    fn a_policy_that_does_not_fit_the_schema_is_refused() {
        let wrong = r#"permit (principal, action, resource) when { context.consnet };"#;
        assert!(PolicySet::parse(SCHEMA, wrong).is_err());
    }

    #[test]
    fn without_the_forbids_the_tests_above_would_fail() {
        let open = PolicySet::parse(SCHEMA, "permit (principal, action, resource);").expect("parses");
        let here = Sources::system().id();
        assert!(open.evaluate(&Facts { consent: false, ..facts(Role::Admin, here) }).permit);
        assert_ne!(open.hash(), PolicySet::shipped().expect("holds").hash());
    }
}
