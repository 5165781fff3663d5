//! The decision: COMPLIANCE §4.2 steps 3–9, asked by the service that enforces it.

use api::{Access, Method, Minor, Role, ServiceName, Spec};
use kernel::{OrganizationId, PersonId, RelationId, Timestamp, UnitId};
use serde::{Deserialize, Serialize};

use crate::{Action, Category, Circumstance, Purpose};

/// How an actor is connected to a patient (step 2). Without a live edge every decision is a denial.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Edge {
    /// What connects them.
    pub kind: EdgeKind,
    /// The relation behind it, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relation: Option<RelationId>,
    /// When it ends by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// Of a break-glass grant: the legal basis on which it opens what the law keeps apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<LegalBasis>,
}

impl Edge {
    /// A plain edge: no relation behind it, no end, no legal basis.
    pub const fn of(kind: EdgeKind) -> Self {
        Self { kind, relation: None, until: None, basis: None }
    }
}

/// A legal basis on which an emergency grant passes a statutory gate (COMPLIANCE §3.2). The list is closed: a
/// treatment emergency alone is none.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
pub enum LegalBasis {
    /// A serious and imminent threat (45 CFR 164.512(j)): psychotherapy notes.
    #[serde(rename = "HIPAA_512_J_IMMINENT_THREAT")]
    ImminentThreat,
    /// A medical emergency (42 CFR 2.51): records that Part 2 protects.
    #[serde(rename = "P2_2_51_MEDICAL_EMERGENCY")]
    MedicalEmergency,
}

/// What connects an actor to a patient.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum EdgeKind {
    /// The patient themselves.
    Own,
    /// A family relation.
    Family,
    /// A treating relation: therapist, psychiatrist, case manager.
    Treating,
    /// A personal representative, within a document's scope.
    Representative,
    /// Assigned to the patient's unit.
    Unit,
    /// Responding to an open alert of the patient.
    OpenAlert,
    /// An administrator of the patient's organisation.
    Office,
    /// The platform itself: the AI service and the timers a resident agreed to.
    Platform,
    /// A break-glass grant.
    BreakGlass,
}

/// One question.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Question {
    /// Who asks; absent for a service that acts for itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<PersonId>,
    /// In which role.
    pub role: Role,
    /// Of which organisation.
    pub organization: OrganizationId,
    /// About whom.
    pub patient: PersonId,
    /// What connects them.
    pub edges: Vec<Edge>,
    /// What about.
    pub category: Category,
    /// To do what.
    pub action: Action,
    /// Why.
    pub purpose: Purpose,
    /// Who wrote the record, where that matters (psychotherapy notes, family notes).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<PersonId>,
    /// When the record was made, where that is known: a restriction that the facility ended still binds what was
    /// recorded before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded_at: Option<Timestamp>,
    /// The unit in which it happens, for staff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    /// What the asking service knows to hold at this moment. What is not said does not hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub circumstances: Vec<Circumstance>,
}

/// Up to a hundred questions.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Questions {
    /// In order.
    pub questions: Vec<Question>,
}

/// The answers, in the order of the questions.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Verdicts {
    /// In order.
    pub verdicts: Vec<Verdict>,
}

/// Whether, how much, on what conditions, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Verdict {
    /// Whether it is allowed.
    pub permit: bool,
    /// If not all of it: the fields of the category that may be seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub projection: Option<Vec<String>>,
    /// What the one who enforces it must do.
    #[serde(default)]
    pub obligations: Vec<Obligation>,
    /// Why, the deciding reason first.
    pub reasons: Vec<Reason>,
    /// Whether the patient is a minor at this moment, told to whom the patient's own talk rests on: the platform, and the
    /// patient. For everybody else it is unknown, as it is where no day of birth was said. Never the day itself.
    #[serde(default)]
    pub minor: Minor,
    /// The patient's consent epoch that this was decided in.
    pub epoch: u64,
    /// The version of the rules.
    pub rules: String,
}

/// A condition on a permit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Obligation {
    /// Give this notice with it.
    Notice {
        /// The notice's text.
        text: String,
    },
    /// It may not be passed on (42 CFR 2.32).
    NoRedisclosure,
    /// It holds until then at most; from then on it is to be decided anew.
    Until {
        /// When.
        at: Timestamp,
    },
}

/// A stable reason code with the step that decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Reason {
    /// The step of COMPLIANCE §4.2, 1 to 9.
    pub step: u8,
    /// The code: `no_live_edge`, `patient_denies`, `default_table`, …
    pub code: String,
}

api::operation! {
    /// Decides up to a hundred questions at one moment.
    ///
    /// Asked by the service that is about to show, store or send something. It writes no event: the service
    /// that enforces the decision does.
    pub struct Decide;
    spec: Spec::new("consent.decide", ServiceName::Consent, Method::Post, "/decisions")
        .services(&[
            ServiceName::AiGateway,
            ServiceName::AuthRbac,
            ServiceName::ChatHistory,
            ServiceName::AuditLogging,
            ServiceName::RelationshipManagement,
            ServiceName::EmergencyAccess,
            ServiceName::SearchService,
            ServiceName::BackgroundTasks,
        ])
        .peers_only()
        .priority(api::Priority::Conversation)
        .timeout_ms(500)
        .access(Access::none("answers whether, not what")),
    body: Questions,
    output: Verdicts,
}
