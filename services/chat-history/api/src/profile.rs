//! How somebody wants to be talked with, and what staff know that decides what fits them.

use api::{Access, Action, AuditClass, Category, Method, PatientSource, Purpose, Role, ServiceName, Spec};
use content_safety_api::Language;
use serde::{Deserialize, Serialize};

use crate::handover::{ByPatient, TREATERS};

/// The most that a body can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Moves {
    /// In bed.
    Lying,
    /// In a chair.
    Seated,
    /// On their feet.
    Standing,
}

/// How somebody wants to be talked with, and what fits them. What is not said is taken as the safer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct TalkProfile {
    /// The language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// Short replies, one idea at a time.
    #[serde(default)]
    pub simple: bool,
    /// Whether faith may be spoken of.
    #[serde(default)]
    pub faith: bool,
    /// What staff know; only they set it.
    #[serde(default)]
    pub care: CareProfile,
}

/// What staff know that decides what fits: no diagnosis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct CareProfile {
    /// The most that the body can do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moves: Option<Moves>,
    /// Whether hearing is good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hears: Option<bool>,
    /// Whether sight is good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sees: Option<bool>,
    /// Whether food or drink is restricted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub diet: Option<bool>,
    /// Whether falls are a danger.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub falls: Option<bool>,
    /// Whether one idea at a time is what fits, whatever the resident set.
    #[serde(default)]
    pub simple: bool,
    /// Whether voices or fears that others do not share are known: cards that lean on imagination are left out.
    #[serde(default)]
    pub psychosis: bool,
}

api::operation! {
    /// How the caller wants to be talked with.
    pub struct GetProfile;
    spec: Spec::new("chat.get_profile", ServiceName::ChatHistory, Method::Get, "/profile")
        .roles(&[Role::Resident])
        .audit(AuditClass::Read)
        .access(Access::patient(Action::Read, Category::Demographics, Purpose::Patient, PatientSource::Caller)),
    output: TalkProfile,
}

api::operation! {
    /// Sets how the caller wants to be talked with. What staff know stays as it is.
    pub struct SetProfile;
    spec: Spec::new("chat.set_profile", ServiceName::ChatHistory, Method::Put, "/profile")
        .roles(&[Role::Resident])
        .audit(AuditClass::Write)
        .access(Access::patient(Action::Write, Category::Demographics, Purpose::Patient, PatientSource::Caller)),
    body: TalkProfile,
    output: TalkProfile,
}

api::operation! {
    /// What staff know that decides what fits a resident.
    pub struct GetCareProfile;
    spec: Spec::new("chat.get_care_profile", ServiceName::ChatHistory, Method::Get, "/patients/{patient_id}/care-profile")
        .roles(TREATERS)
        .audit(AuditClass::Read)
        .access(Access::patient(Action::Read, Category::CarePlan, Purpose::Treatment, PatientSource::Path("patient_id"))),
    path: ByPatient,
    output: CareProfile,
}

api::operation! {
    /// Sets it: how somebody moves, hears and sees decides which ideas the companion offers.
    pub struct SetCareProfile;
    spec: Spec::new("chat.set_care_profile", ServiceName::ChatHistory, Method::Put, "/patients/{patient_id}/care-profile")
        .roles(TREATERS)
        .audit(AuditClass::Write)
        .access(Access::patient(Action::Write, Category::CarePlan, Purpose::Treatment, PatientSource::Path("patient_id"))),
    path: ByPatient,
    body: CareProfile,
    output: CareProfile,
}
