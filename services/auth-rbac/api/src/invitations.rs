//! Invitations: everybody but a resident with a join code comes by one.

use api::{Access, AuditClass, Method, Nothing, Role, Scope, ServiceName, Spec, Words};
use kernel::{Cursor, InvitationId, Page, PageLimit, PersonId, Timestamp, UnitId};
use relationship_management_api::RelationKind;
use serde::{Deserialize, Serialize};

use crate::accounts::Enrolled;
use crate::codes;

/// An invitation to make.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct NewInvitation {
    /// In which role.
    pub role: Role,
    /// With which scopes; a relative has none.
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

/// An invitation that somebody uses who has an account.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct JoinedInvitation {
    /// The secret of the link.
    pub token: Words,
}

/// Which open invitations are asked for.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct InvitationsQuery {
    /// For care staff: the resident whose relatives were invited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patient_id: Option<PersonId>,
    /// Where the page starts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Cursor>,
    /// How many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
}

/// An invitation that nobody has used, whose time is not over. Its secret was told once.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct OpenInvitation {
    /// Its id.
    pub invitation_id: InvitationId,
    /// In which role.
    pub role: Role,
    /// Of a relative: as what.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relation: Option<RelationKind>,
    /// Who gave it out.
    pub invited_by: PersonId,
    /// When.
    pub created_at: Timestamp,
    /// Until when it holds.
    pub expires_at: Timestamp,
}

/// An invitation by id.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ByInvitation {
    /// The invitation.
    pub invitation_id: InvitationId,
}

const INVITATION: Access = Access::none("an account is not health information");

api::operation! {
    /// Invites a person. An admin invites into any role, and shows first who they are; care staff invite family of those they look
    /// after, residents their own.
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
    /// Uses an invitation for the account that a relative has: another resident of the house is theirs too.
    pub struct JoinInvitation;
    spec: Spec::new("auth.join_invitation", ServiceName::AuthRbac, Method::Post, "/invitations/join")
        .roles(&[Role::FamilyMember])
        .audit(AuditClass::Security).errors(codes::ALL).access(INVITATION),
    body: JoinedInvitation,
    output: Nothing,
}

api::operation! {
    /// The invitations that are open, in the order of their ids. To an admin those of who shall work in the house: that somebody is a
    /// resident, and who is their relative, is health information. To care staff those for relatives of a resident whom they look
    /// after; to a resident those for their own.
    pub struct ListInvitations;
    spec: Spec::new("auth.list_invitations", ServiceName::AuthRbac, Method::Get, "/invitations")
        .roles(&[Role::Admin, Role::CareStaff, Role::Resident]).audit(AuditClass::Read)
        .access(Access::none("told of a resident's relatives to themselves and to carers on whose units they live, and noted")),
    query: InvitationsQuery,
    output: Page<OpenInvitation>,
}

api::operation! {
    /// Withdraws an invitation that nobody accepted: the caller's own; as an admin one of the organisation; one for a relative of the
    /// caller, or of a resident whom they look after.
    pub struct WithdrawInvitation;
    spec: Spec::new("auth.withdraw_invitation", ServiceName::AuthRbac, Method::Delete, "/invitations/{invitation_id}")
        .roles(&[Role::Admin, Role::CareStaff, Role::Resident])
        .audit(AuditClass::Security).errors(codes::ALL).access(INVITATION),
    path: ByInvitation,
}
