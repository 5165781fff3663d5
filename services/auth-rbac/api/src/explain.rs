//! Who can see what, and why: asked before it happens, and with policies that are not in force yet.

use api::{Access, Action, AuditClass, Category, Method, Purpose, Role, Scope, ServiceName, Spec};
use kernel::{Cursor, Page, PageLimit, PersonId};
use serde::{Deserialize, Serialize};

use crate::codes;

/// What somebody would do.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ExplainQuery {
    /// Who.
    pub person_id: PersonId,
    /// With whose information.
    pub patient_id: PersonId,
    /// What about.
    pub category: Category,
    /// To do what.
    pub action: Action,
    /// Why.
    pub purpose: Purpose,
}

/// What would be decided, and by what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Explanation {
    /// Who.
    pub person_id: PersonId,
    /// In which role.
    pub role: Role,
    /// Whether they would be allowed.
    pub permit: bool,
    /// The deciding reason.
    pub reason: String,
    /// The policies that decide.
    pub policies: Vec<String>,
    /// The digest of the policy set.
    pub policy_hash: String,
    /// The patient's consent epoch: another one may mean another answer.
    pub epoch: u64,
    /// If not all: which fields.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fields: Option<Vec<String>>,
}

/// Who of an organisation could do something.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct SimulateQuery {
    /// With whose information.
    pub patient_id: PersonId,
    /// What about.
    pub category: Category,
    /// To do what.
    pub action: Action,
    /// Why.
    pub purpose: Purpose,
    /// Policies to try in place of those in force, in Cedar. Facts and consent stay as they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policies: Option<String>,
    /// How many people a page looks at.
    #[serde(default)]
    pub limit: PageLimit,
    /// Where the page starts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

const EXPLANATION: Access = Access::none("says who could see, and shows nothing of it");

api::operation! {
    /// What would be decided for a person of the caller's organisation, and by what: asked by a resident about
    /// their own record, or by a compliance officer.
    pub struct Explain;
    spec: Spec::new("auth.explain", ServiceName::AuthRbac, Method::Post, "/explain")
        .roles(&[Role::Resident, Role::Admin]).audit(AuditClass::Security).errors(codes::ALL).access(EXPLANATION),
    body: ExplainQuery,
    output: Explanation,
}

api::operation! {
    /// For each person of the organisation, a page at a time: whether they could do something with a patient's
    /// information, and why; under the policies in force, or under others that are tried.
    pub struct Simulate;
    spec: Spec::new("auth.simulate", ServiceName::AuthRbac, Method::Post, "/simulate")
        .roles(&[Role::Admin]).scopes(&[Scope::Compliance])
        .audit(AuditClass::Security).body_bytes_max(128 * 1024).timeout_ms(30_000)
        .errors(codes::ALL).access(EXPLANATION),
    body: SimulateQuery,
    output: Page<Explanation>,
}
