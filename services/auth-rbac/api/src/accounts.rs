//! Accounts: how a person comes to have one alone, and what an admin does to them.

use api::{Access, AuditClass, Method, Role, ServiceName, Spec, Words};
use kernel::{Cursor, OrganizationId, Page, PageLimit, PersonId};
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
    /// How many administrators have an account that may be used. With one alone nobody gives them back what they lose.
    pub administrators: u32,
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
    /// It may not. Sessions, devices that stand in for a second factor, links and invitations given out end; a
    /// tablet that signs in alone stays enrolled, and opens nothing until the account may be used again.
    Disabled,
}

/// A state to set.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct StateChange {
    /// The state.
    pub state: PersonState,
}

/// How an account stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Standing {
    /// Whether it may be used.
    pub state: PersonState,
    /// Whether so many wrong attempts were made in a row that only an admin, a new password or a recovery code opens it.
    pub stopped: bool,
}

/// Which accounts are asked for.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct AccountsQuery {
    /// Where the page starts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Cursor>,
    /// How many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
}

/// An account, as an admin sees it.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Account {
    /// Whose.
    pub person_id: PersonId,
    /// In which role.
    pub role: Role,
    /// Their name.
    pub name: Words,
    /// Whether it may be used.
    pub state: PersonState,
    /// Whether so many wrong attempts were made in a row that only an admin, a new password or a recovery code opens it.
    pub stopped: bool,
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
    /// Disables or enables a person of the caller's organisation, everywhere and at once: an admin anybody but themselves, care staff
    /// a resident whom they look after. Enabled again, somebody
    /// with a password signs in with it and their second factor; a resident with a tablet alone, with the tablet.
    pub struct SetPersonState;
    spec: Spec::new("auth.set_person_state", ServiceName::AuthRbac, Method::Post, "/people/{person_id}/state")
        .roles(&[Role::Admin, Role::CareStaff]).fresh_proof().audit(AuditClass::Security).errors(codes::ALL).access(ACCOUNT),
    path: ByPerson,
    body: StateChange,
    output: StateChange,
}

api::operation! {
    /// How the account of a person of the caller's organisation stands: for an admin of anybody, for care staff of a resident whom
    /// they look after.
    pub struct GetPersonState;
    spec: Spec::new("auth.person_state", ServiceName::AuthRbac, Method::Get, "/people/{person_id}/state")
        .roles(&[Role::Admin, Role::CareStaff]).audit(AuditClass::Read).errors(codes::ALL).access(ACCOUNT),
    path: ByPerson,
    output: Standing,
}

api::operation! {
    /// The accounts of the admin's organisation, in the order of their ids: of those who work there and of relatives. Whether
    /// somebody is a resident is health information: their accounts are their carers' to see to.
    pub struct ListAccounts;
    spec: Spec::new("auth.list_accounts", ServiceName::AuthRbac, Method::Get, "/people")
        .roles(&[Role::Admin]).audit(AuditClass::Read).access(ACCOUNT),
    query: AccountsQuery,
    output: Page<Account>,
}

api::operation! {
    /// The admin's organisation, with its join code.
    pub struct GetOrganization;
    spec: Spec::new("auth.organization", ServiceName::AuthRbac, Method::Get, "/organization")
        .roles(&[Role::Admin, Role::CareStaff]).access(ACCOUNT),
    output: Organization,
}

api::operation! {
    /// Gives the admin's organisation another join code; the one before registers nobody any more.
    pub struct RenewJoinCode;
    spec: Spec::new("auth.renew_join_code", ServiceName::AuthRbac, Method::Post, "/organization/join-code")
        .roles(&[Role::Admin]).audit(AuditClass::Security).errors(codes::ALL).access(ACCOUNT),
    output: Organization,
}

api::operation! {
    /// Forgives a person of the admin's organisation all wrong attempts at their password.
    pub struct UnlockPerson;
    spec: Spec::new("auth.unlock_person", ServiceName::AuthRbac, Method::Post, "/people/{person_id}/unlock")
        .roles(&[Role::Admin]).audit(AuditClass::Security).errors(codes::ALL).access(ACCOUNT),
    path: ByPerson,
}
