//! The safety plan: what a resident keeps for hard days, in their own words. It is theirs: who treats them writes in it with
//! them, the companion writes nothing in it, and nothing in it is a promise.

use api::{
    Access, Action, AuditClass, Category, Method, PatientSource, Purpose, Role, ServiceName, Spec, Words,
};
use content_safety_api::Language;
use kernel::{Cursor, Page, PageLimit, PersonId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::changing::HelpLine;
use crate::codes;
use crate::handover::ByPatient;

/// The most lines of one part.
pub const PLAN_LINES_MAX: usize = 10;
/// The longest line of a plan, in characters.
pub const PLAN_LINE_CHARS_MAX: usize = 200;
/// The longest telephone number of a line, in characters.
pub const PLAN_PHONE_CHARS_MAX: usize = 40;
/// The largest plan that is taken, in bytes of the request: more than every part full of the longest lines.
pub const PLAN_BYTES_MAX: u32 = 64 * 1024;
/// So many versions of a plan are kept, the newest.
pub const PLAN_VERSIONS_MAX: u32 = 200;
/// The most versions of one page: their words come with them.
pub const PLAN_VERSIONS_PAGE_MAX: usize = 10;

/// A part of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PlanPart {
    /// In what the resident notices that a hard time comes.
    Signs,
    /// What they do by themselves then.
    Alone,
    /// Company and places that take their mind off it.
    Company,
    /// Whom they ask for help.
    People,
    /// Those who treat them; the crisis lines of the place stand beside, always.
    Professionals,
    /// What makes the place around them safer.
    Surroundings,
}

impl PlanPart {
    /// All of them, in the order of a plan.
    pub const ALL: &[Self] =
        &[Self::Signs, Self::Alone, Self::Company, Self::People, Self::Professionals, Self::Surroundings];

    /// As it is written on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Signs => "signs",
            Self::Alone => "alone",
            Self::Company => "company",
            Self::People => "people",
            Self::Professionals => "professionals",
            Self::Surroundings => "surroundings",
        }
    }

    /// Whether its lines may have a telephone number.
    pub const fn has_phones(self) -> bool {
        matches!(self, Self::People | Self::Professionals)
    }
}

/// A line of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct PlanLine {
    /// The words: one line of at most 200 characters.
    pub text: Words,
    /// A telephone number, of people and professionals alone: at most 40 characters, with three digits at least.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Words>,
}

impl PlanLine {
    /// Digits that make a telephone number.
    const PHONE_DIGITS_MIN: usize = 3;
    /// What stands in one beside digits.
    const PHONE_SIGNS: &'static [char] = &[' ', '+', '-', '(', ')', '.', ',', '/', '#', '*'];

    /// Whether a text is a telephone number: digits and the signs between them, and nothing that a browser could follow.
    pub fn is_phone(text: &str) -> bool {
        text.chars().filter(char::is_ascii_digit).count() >= Self::PHONE_DIGITS_MIN
            && text.chars().count() <= PLAN_PHONE_CHARS_MAX
            && text.chars().all(|one| one.is_ascii_digit() || Self::PHONE_SIGNS.contains(&one))
    }
}

/// The parts of a plan, at most ten lines each.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct PlanParts {
    /// In what the resident notices that a hard time comes.
    #[serde(default)]
    pub signs: Vec<PlanLine>,
    /// What they do by themselves then.
    #[serde(default)]
    pub alone: Vec<PlanLine>,
    /// Company and places that take their mind off it.
    #[serde(default)]
    pub company: Vec<PlanLine>,
    /// Whom they ask for help.
    #[serde(default)]
    pub people: Vec<PlanLine>,
    /// Those who treat them.
    #[serde(default)]
    pub professionals: Vec<PlanLine>,
    /// What makes the place around them safer.
    #[serde(default)]
    pub surroundings: Vec<PlanLine>,
}

impl PlanParts {
    /// The lines of a part.
    pub fn of(&self, part: PlanPart) -> &[PlanLine] {
        match part {
            PlanPart::Signs => &self.signs,
            PlanPart::Alone => &self.alone,
            PlanPart::Company => &self.company,
            PlanPart::People => &self.people,
            PlanPart::Professionals => &self.professionals,
            PlanPart::Surroundings => &self.surroundings,
        }
    }

    /// The lines of a part, to be changed.
    pub fn of_mut(&mut self, part: PlanPart) -> &mut Vec<PlanLine> {
        match part {
            PlanPart::Signs => &mut self.signs,
            PlanPart::Alone => &mut self.alone,
            PlanPart::Company => &mut self.company,
            PlanPart::People => &mut self.people,
            PlanPart::Professionals => &mut self.professionals,
            PlanPart::Surroundings => &mut self.surroundings,
        }
    }

    /// Whether there is no line at all.
    pub fn is_empty(&self) -> bool {
        PlanPart::ALL.iter().all(|part| self.of(*part).is_empty())
    }
}

/// Who changed a plan, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct PlanChange {
    /// Who wrote it.
    pub by: PersonId,
    /// As what: the resident themselves, a provider with them, or who acts for them by a document.
    pub role: Role,
    /// When.
    pub at: Timestamp,
}

/// A resident's safety plan.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct SafetyPlan {
    /// Whose.
    pub patient_id: PersonId,
    /// Which version; 0 where nothing was ever written. It only counts up, over a deletion too.
    pub version: u64,
    /// What stands in it.
    pub parts: PlanParts,
    /// Its last change; absent where there is no plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<PlanChange>,
    /// The crisis lines of the place, with or without a plan. Nobody can take them out of it.
    pub lines: Vec<HelpLine>,
}

/// In which language the crisis lines are named.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct PlanQuery {
    /// The language; English when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
}

/// What a plan says from now on, whole.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct NewSafetyPlan {
    /// The version that it was made from, as it was read. When the plan changed since, nothing is kept.
    pub version: u64,
    /// What stands in it: one line at least. To take a plan away there is an operation of its own.
    pub parts: PlanParts,
}

/// A version of a plan.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct PlanVersion {
    /// Which.
    pub version: u64,
    /// What stood in it.
    pub parts: PlanParts,
    /// Who wrote it, and when.
    pub changed: PlanChange,
}

/// Which versions are listed.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct PlanVersionsQuery {
    /// Where the page starts, as the page before said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Cursor>,
    /// How many; at most 10.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
}

/// Who reads a plan, where relations and consent allow it: relatives by a grant of the resident or a document alone.
const READERS: &[Role] = &[Role::Resident, Role::HealthProvider, Role::CareStaff, Role::FamilyMember];
/// Who writes in one: the resident, who treats them, and who acts for them by a document.
const WRITERS: &[Role] = &[Role::Resident, Role::HealthProvider, Role::FamilyMember];

const fn of_patient(action: Action) -> Access {
    Access::patient(action, Category::SafetyPlan, Purpose::Treatment, PatientSource::Path("patient_id"))
}

api::operation! {
    /// A safety plan: one's own, or a patient's. Where none was written it has no line, and the crisis lines all the same.
    pub struct GetSafetyPlan;
    spec: Spec::new("chat.get_safety_plan", ServiceName::ChatHistory, Method::Get, "/patients/{patient_id}/safety-plan")
        .roles(READERS)
        .audit(AuditClass::Read)
        .access(of_patient(Action::Read)),
    path: ByPatient,
    query: PlanQuery,
    output: SafetyPlan,
}

api::operation! {
    /// Writes a safety plan: the next version, from the one that was read. A provider writes with the resident, who sees that
    /// they did. What stood in it before stays in its history. The answer names the crisis lines in English.
    pub struct SetSafetyPlan;
    spec: Spec::new("chat.set_safety_plan", ServiceName::ChatHistory, Method::Put, "/patients/{patient_id}/safety-plan")
        .roles(WRITERS)
        .body_bytes_max(PLAN_BYTES_MAX)
        .audit(AuditClass::Write)
        .errors(&[codes::PLAN_CHANGED])
        .access(of_patient(Action::Write)),
    path: ByPatient,
    body: NewSafetyPlan,
    output: SafetyPlan,
}

api::operation! {
    /// What stood in a safety plan, version by version, the newest first; the newest 200 are kept.
    pub struct ListPlanVersions;
    spec: Spec::new("chat.list_plan_versions", ServiceName::ChatHistory, Method::Get, "/patients/{patient_id}/safety-plan/versions")
        .roles(READERS)
        .audit(AuditClass::Read)
        .access(of_patient(Action::Read)),
    path: ByPatient,
    query: PlanVersionsQuery,
    output: Page<PlanVersion>,
}

api::operation! {
    /// Takes the caller's own plan away with its history: no words of it are left. Only its owner can.
    pub struct ForgetSafetyPlan;
    spec: Spec::new("chat.forget_safety_plan", ServiceName::ChatHistory, Method::Delete, "/safety-plan")
        .roles(&[Role::Resident])
        .audit(AuditClass::Write)
        .errors(&[codes::PLAN_CHANGED])
        .access(Access::patient(Action::Write, Category::SafetyPlan, Purpose::Patient, PatientSource::Caller)),
}
