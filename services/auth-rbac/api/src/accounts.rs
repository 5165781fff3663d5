//! Accounts: how a person comes to have one. Alone only as a resident with a join code; else by invitation.

use api::{Access, AuditClass, Method, Role, Scope, ServiceName, Spec, Words};
use kernel::{DeviceId, InvitationId, OrganizationId, PersonId, Timestamp, UnitId};
use relationship_management_api::RelationKind;
use serde::{Deserialize, Serialize};

use crate::codes;

/// A resident who registers alone.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Registration {
    /// The organisation's join code.
    pub join_code: String,
    /// Name.
    pub name: Words,
    /// E-mail address.
    pub email: Words,
    /// Password: 8 to 256 characters, not a common one.
    pub password: Words,
}

/// A new account's second factor, shown once.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Enrolled {
    /// Who.
    pub person_id: PersonId,
    /// Of which organisation.
    pub organization_id: OrganizationId,
    /// The secret of the one-time codes, base32.
    pub totp_secret: Words,
    /// The same as an address for an authenticator.
    pub totp_uri: Words,
    /// Codes that each replace a one-time code once.
    pub recovery_codes: Vec<Words>,
}

/// An invitation to make.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct NewInvitation {
    /// In which role.
    pub role: Role,
    /// With which scopes.
    #[serde(default)]
    pub scopes: Vec<Scope>,
    /// For a relative or a provider: the patient whom they belong to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patient_id: Option<PersonId>,
    /// And as what.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relation: Option<RelationKind>,
    /// For staff: the unit they work on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_id: Option<UnitId>,
}

/// An invitation, to be handed over as a link.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Invitation {
    /// Its id.
    pub invitation_id: InvitationId,
    /// The secret of the link; shown once.
    pub token: Words,
    /// Until when it holds.
    pub expires_at: Timestamp,
}

/// An accepted invitation.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Accept {
    /// The secret of the link.
    pub token: Words,
    /// Name.
    pub name: Words,
    /// E-mail address.
    pub email: Words,
    /// Password.
    pub password: Words,
}

/// The first organisation and its admin.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Setting {
    /// The secret of the set-up link.
    pub token: Words,
    /// The organisation's name.
    pub organization: String,
    /// The admin's name.
    pub name: Words,
    /// The admin's e-mail address.
    pub email: Words,
    /// The admin's password.
    pub password: Words,
}

/// An installation that is set up.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct SetUpDone {
    /// The organisation.
    pub organization: Organization,
    /// The admin's account.
    pub admin: Enrolled,
}

/// An organisation, as its admin sees it.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Organization {
    /// Its id.
    pub organization_id: OrganizationId,
    /// Its name.
    pub name: String,
    /// What a resident types to register alone.
    pub join_code: String,
}

/// A resident whom staff admit with a tablet.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct NewResident {
    /// Name.
    pub name: Words,
    /// The unit they live on.
    pub unit_id: UnitId,
    /// What the tablet is called.
    pub device_name: String,
}

/// A resident who was admitted, with the tablet's secret; shown once.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Admitted {
    /// Who.
    pub person_id: PersonId,
    /// The tablet.
    pub device_id: DeviceId,
    /// Its secret.
    pub device: Words,
}

/// A person by id.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ByPerson {
    /// The person.
    pub person_id: PersonId,
}

/// Whether an account may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PersonState {
    /// It may.
    Active,
    /// It may not; sessions and devices are ended.
    Disabled,
}

/// A state to set.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct StateChange {
    /// The state.
    pub state: PersonState,
}

const ACCOUNT: Access = Access::none("an account is not health information");

api::operation! {
    /// Sets up an empty installation: the first organisation and its admin. Works once.
    pub struct SetUp;
    spec: Spec::new("auth.set_up", ServiceName::AuthRbac, Method::Post, "/setup")
        .anonymous().success(201).audit(AuditClass::Security).errors(codes::ALL).access(ACCOUNT),
    body: Setting,
    output: SetUpDone,
}

api::operation! {
    /// Registers a resident with their organisation's join code.
    pub struct Register;
    spec: Spec::new("auth.register", ServiceName::AuthRbac, Method::Post, "/register")
        .anonymous().success(201).audit(AuditClass::Security).errors(codes::ALL).access(ACCOUNT),
    body: Registration,
    output: Enrolled,
}

api::operation! {
    /// Invites a person. An admin invites into any role; care staff and residents invite family.
    ///
    /// The link is returned to the inviter, who hands it over.
    pub struct Invite;
    spec: Spec::new("auth.invite", ServiceName::AuthRbac, Method::Post, "/invitations")
        .roles(&[Role::Admin, Role::CareStaff, Role::Resident])
        .success(201).audit(AuditClass::Security).errors(codes::ALL).access(ACCOUNT),
    body: NewInvitation,
    output: Invitation,
}

api::operation! {
    /// Accepts an invitation: makes the account and enrols its second factor.
    pub struct AcceptInvitation;
    spec: Spec::new("auth.accept_invitation", ServiceName::AuthRbac, Method::Post, "/invitations/accept")
        .anonymous().success(201).audit(AuditClass::Security).errors(codes::ALL).access(ACCOUNT),
    body: Accept,
    output: Enrolled,
}

api::operation! {
    /// Admits a resident with a tablet that staff hand them; the tablet signs in by itself.
    pub struct AdmitResident;
    spec: Spec::new("auth.admit_resident", ServiceName::AuthRbac, Method::Post, "/residents")
        .roles(&[Role::Admin, Role::CareStaff])
        .success(201).audit(AuditClass::Security).errors(codes::ALL).access(ACCOUNT),
    body: NewResident,
    output: Admitted,
}

api::operation! {
    /// Disables or enables a person of the admin's organisation, everywhere and at once.
    pub struct SetPersonState;
    spec: Spec::new("auth.set_person_state", ServiceName::AuthRbac, Method::Post, "/people/{person_id}/state")
        .roles(&[Role::Admin]).audit(AuditClass::Security).errors(codes::ALL).access(ACCOUNT),
    path: ByPerson,
    body: StateChange,
    output: StateChange,
}

api::operation! {
    /// The admin's organisation, with its join code.
    pub struct GetOrganization;
    spec: Spec::new("auth.organization", ServiceName::AuthRbac, Method::Get, "/organization")
        .roles(&[Role::Admin, Role::CareStaff]).access(ACCOUNT),
    output: Organization,
}
