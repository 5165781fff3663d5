//! A second factor anew, for whoever lost theirs.

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
    /// Makes a link with which another person of the admin's organisation enrols their second factor anew. An
    /// earlier link ends.
    pub struct CreateFactorLink;
    spec: Spec::new("auth.create_factor_link", ServiceName::AuthRbac, Method::Post, "/people/{person_id}/second-factor")
        .roles(&[Role::Admin])
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
