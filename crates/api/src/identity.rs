//! Who calls: the service at the other end of the connection and the person it acts for.

use std::sync::Arc;

use kernel::{OrganizationId, PersonId, SessionId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::service::ServiceName;

/// The six roles of the spec.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The platform itself, for timers and start-up.
    System,
    /// Administers an organisation; sees no clinical text.
    Admin,
    /// Treats assigned patients.
    HealthProvider,
    /// Cares for the residents of assigned units.
    CareStaff,
    /// A relative or friend; sees what the resident granted.
    FamilyMember,
    /// Lives in care and talks to the companion.
    Resident,
}

impl Role {
    /// All six.
    pub const ALL: &'static [Self] = &[
        Self::System,
        Self::Admin,
        Self::HealthProvider,
        Self::CareStaff,
        Self::FamilyMember,
        Self::Resident,
    ];
    /// Every role that a person can sign in with.
    pub const PEOPLE: &'static [Self] =
        &[Self::Admin, Self::HealthProvider, Self::CareStaff, Self::FamilyMember, Self::Resident];

    /// The name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Admin => "admin",
            Self::HealthProvider => "health_provider",
            Self::CareStaff => "care_staff",
            Self::FamilyMember => "family_member",
            Self::Resident => "resident",
        }
    }

    /// The role of a name on the wire.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|role| role.name() == text)
    }
}

/// A finer right within a role.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// A compliance officer: an admin who reads audit metadata.
    Compliance,
    /// Plans and manages care across units.
    CareManager,
    /// Manages single cases.
    CaseManager,
}

impl Scope {
    /// All of them.
    pub const ALL: &'static [Self] = &[Self::Compliance, Self::CareManager, Self::CaseManager];

    /// The name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Compliance => "compliance",
            Self::CareManager => "care_manager",
            Self::CaseManager => "case_manager",
        }
    }

    /// The scope of a name on the wire.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|scope| scope.name() == text)
    }
}

/// A signed-in person, as a verified access token tells. Rights inside it are hints: decisions are live.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Principal {
    /// Who.
    pub person: PersonId,
    /// In which role.
    pub role: Role,
    /// With which finer rights.
    pub scopes: Vec<Scope>,
    /// Of which organisation.
    pub organization: OrganizationId,
    /// In which session.
    pub session: SessionId,
    /// Until when the token holds.
    pub expires: Timestamp,
    /// Until when a proof of who they are counts as fresh: a password with a code, or a passkey. None: they gave none.
    pub proven_until: Option<Timestamp>,
}

impl Principal {
    /// Whether they showed just now who they are.
    pub fn is_proven(&self, now: Timestamp) -> bool {
        self.proven_until.is_some_and(|until| now < until)
    }
}

/// What became of the credentials that came with a request.
#[derive(Clone, Debug)]
pub enum Authentication {
    /// None were given.
    Absent,
    /// They hold.
    Verified(Arc<Principal>),
    /// They were good once: a real person whose token ran out. Only a crisis looks further.
    Expired(Arc<Principal>),
    /// They do not hold.
    Invalid,
}

/// Who stands behind a request. Only the chassis makes one: from a client certificate or an in-process
/// stamp for the peer, and from a verified token for the person.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The service at the other end; the gateway for everything from outside.
    pub peer: ServiceName,
    /// The person's credentials.
    pub authentication: Authentication,
}

impl Caller {
    /// The signed-in person, if the credentials hold.
    pub fn principal(&self) -> Option<&Arc<Principal>> {
        match &self.authentication {
            Authentication::Verified(principal) => Some(principal),
            Authentication::Absent | Authentication::Expired(_) | Authentication::Invalid => None,
        }
    }
}
