//! Invitations: everybody but a resident with a join code comes by one.

use api::{Access, AuditClass, Method, Role, Scope, ServiceName, Spec, Words};
use kernel::{InvitationId, PersonId, Timestamp, UnitId};
use relationship_management_api::RelationKind;
use serde::{Deserialize, Serialize};

use crate::accounts::Enrolled;
use crate::codes;

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

/// An invitation by id.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ByInvitation {
    /// The invitation.
    pub invitation_id: InvitationId,
}

const INVITATION: Access = Access::none("an account is not health information");

api::operation! {
    /// Invites a person. An admin invites into any role; care staff and residents invite family.
    ///
    /// The link is returned to the inviter, who hands it over. The relation that it makes weighs as much as the
    /// inviter's own word: what another than the resident promises waits for theirs.
    pub struct Invite;
    spec: Spec::new("auth.invite", ServiceName::AuthRbac, Method::Post, "/invitations")
        .roles(&[Role::Admin, Role::CareStaff, Role::Resident])
        .success(201).audit(AuditClass::Security).errors(codes::ALL).access(INVITATION),
    body: NewInvitation,
    output: Invitation,
}

api::operation! {
    /// Accepts an invitation: makes the account and enrols its second factor.
    pub struct AcceptInvitation;
    spec: Spec::new("auth.accept_invitation", ServiceName::AuthRbac, Method::Post, "/invitations/accept")
        .anonymous().success(201).audit(AuditClass::Security).errors(codes::ALL).access(INVITATION),
    body: Accept,
    output: Enrolled,
}

api::operation! {
    /// Withdraws an invitation that nobody accepted: the caller's own, or as an admin one of the organisation.
    pub struct WithdrawInvitation;
    spec: Spec::new("auth.withdraw_invitation", ServiceName::AuthRbac, Method::Delete, "/invitations/{invitation_id}")
        .roles(&[Role::Admin, Role::CareStaff, Role::Resident])
        .audit(AuditClass::Security).errors(codes::ALL).access(INVITATION),
    path: ByInvitation,
}
