//! Second factors: anew for whoever lost theirs, and changed by whoever has theirs.

use api::{Access, AuditClass, Method, Role, ServiceName, Spec, Words};
use kernel::Timestamp;
use serde::{Deserialize, Serialize};

use crate::accounts::{ByPerson, Enrolled};
use crate::codes;

/// A link with which somebody enrols their second factor anew, once.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct FactorLink {
    /// The secret of the link; shown once, to be handed over.
    pub token: Words,
    /// Until when it holds.
    pub expires_at: Timestamp,
}

/// A link that is used.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct NewFactor {
    /// The secret of the link.
    pub token: Words,
    /// The password, as it is.
    pub password: Words,
}

const FACTOR: Access = Access::none("a second factor is not health information");

api::operation! {
    /// Makes a link with which another person of the caller's organisation enrols their second factor anew: admins for everybody,
    /// care staff for residents whom they look after. An earlier link ends.
    pub struct CreateFactorLink;
    spec: Spec::new("auth.create_factor_link", ServiceName::AuthRbac, Method::Post, "/people/{person_id}/second-factor")
        .roles(&[Role::Admin, Role::CareStaff])
        .success(201).fresh_proof().audit(AuditClass::Security).errors(codes::ALL).access(FACTOR),
    path: ByPerson,
    output: FactorLink,
}

api::operation! {
    /// Enrols a second factor anew with a link and the password, once. The one before, its recovery codes, the
    /// devices that stand in for it, the passkeys and all sessions end.
    pub struct RenewFactor;
    spec: Spec::new("auth.renew_factor", ServiceName::AuthRbac, Method::Post, "/second-factor")
        .anonymous().success(201).audit(AuditClass::Security).errors(codes::ALL).access(FACTOR),
    body: NewFactor,
    output: Enrolled,
}

/// How somebody shows who they are, beside their password.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct OwnFactor {
    /// Whether they have a password: who signs in with a tablet alone has none, and nothing of the rest.
    pub password: bool,
    /// Whether an authenticator makes their one-time codes.
    pub authenticator: bool,
    /// How many recovery codes are not used yet.
    pub recovery_codes: u32,
    /// Whether they may remove the authenticator: a passkey opens the account as well, and is one that a change of the
    /// password leaves.
    pub removable: bool,
}

/// A secret for an authenticator, which counts once a code of it was shown.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct StartedFactor {
    /// The secret of the one-time codes, base32.
    pub totp_secret: Words,
    /// The same as an address for an authenticator.
    pub totp_uri: Words,
    /// Until when a code of it is taken.
    pub expires_at: Timestamp,
}

/// A code of an authenticator that was started.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct FactorCode {
    /// Six digits.
    pub code: Words,
}

/// What a change of the second factor ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct FactorChanged {
    /// The other sessions of the caller that ended with it.
    pub sessions_ended: u64,
}

/// Recovery codes, shown once.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct RecoveryCodes {
    /// Codes that each replace a one-time code once.
    pub codes: Vec<Words>,
}

api::operation! {
    /// What second factor the caller has.
    pub struct GetOwnFactor;
    spec: Spec::new("auth.own_factor", ServiceName::AuthRbac, Method::Get, "/second-factor")
        .roles(Role::PEOPLE).access(FACTOR),
    output: OwnFactor,
}

api::operation! {
    /// Makes a secret for the caller's authenticator, in place of one that was started before. The authenticator that they have
    /// stays as it is until a code of the new one is shown.
    pub struct StartFactor;
    spec: Spec::new("auth.start_factor", ServiceName::AuthRbac, Method::Post, "/second-factor/start")
        .roles(Role::PEOPLE)
        .success(201).fresh_proof().audit(AuditClass::Security).errors(codes::ALL).access(FACTOR),
    output: StartedFactor,
}

api::operation! {
    /// Takes the authenticator that was started, with a code of it: the one before opens nothing any more, and all other
    /// sessions of the caller end. Recovery codes, devices and passkeys stay.
    pub struct ConfirmFactor;
    spec: Spec::new("auth.confirm_factor", ServiceName::AuthRbac, Method::Post, "/second-factor/confirm")
        .roles(Role::PEOPLE).fresh_proof().audit(AuditClass::Security).errors(codes::ALL).access(FACTOR),
    body: FactorCode,
    output: FactorChanged,
}

api::operation! {
    /// Removes the caller's authenticator, and ends all their other sessions. Only who has a passkey may, one that was added
    /// before their last sign-in with the password: it verifies its owner, and no change of the password removes it.
    pub struct RemoveFactor;
    spec: Spec::new("auth.remove_factor", ServiceName::AuthRbac, Method::Delete, "/second-factor")
        .roles(Role::PEOPLE).fresh_proof().audit(AuditClass::Security).errors(codes::ALL).access(FACTOR),
    output: FactorChanged,
}

api::operation! {
    /// Makes the caller new recovery codes, shown once. The ones before open nothing any more.
    pub struct RenewRecoveryCodes;
    spec: Spec::new("auth.renew_recovery_codes", ServiceName::AuthRbac, Method::Post, "/recovery-codes")
        .roles(Role::PEOPLE)
        .success(201).fresh_proof().audit(AuditClass::Security).errors(codes::ALL).access(FACTOR),
    output: RecoveryCodes,
}
