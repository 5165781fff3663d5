//! What is kept of accounts. One method is one atomic step, its event included; a digest is all that is kept
//! of a secret.

mod accounts;
mod devices;
mod factors;
mod housekeeping;
mod invitations;
mod keys;
mod links;
mod lockout;
mod passkeys;
mod passwords;
mod sessions;

use api::{Role, Scope};
use audit_trail::{AuditEvent, Trail};
use auth_rbac_api::Device;
use kernel::{InvitationId, OrganizationId, PersonId, SessionId, Timestamp, UnitId};
use relationship_management_api::RelationKind;
use store_sql::{Columns, Corrupt, Database, Row, Statements, StoreError, Write};

use crate::domain::Refused;

pub(crate) use self::keys::KeyRow;
pub(crate) use self::links::Link;
pub(crate) use self::passkeys::PasskeyRow;
pub(crate) use self::sessions::Opening;

#[derive(Clone)]
pub(crate) struct Store {
    database: Database,
    trail: Trail,
}

/// An account, as it is kept. Profile and one-time-code secret are sealed.
#[derive(Clone)]
pub(crate) struct PersonRow {
    pub(crate) person: PersonId,
    pub(crate) organization: OrganizationId,
    pub(crate) role: Role,
    pub(crate) scopes: Vec<Scope>,
    pub(crate) profile: Vec<u8>,
    pub(crate) password: Option<String>,
    pub(crate) totp: Option<Vec<u8>>,
    pub(crate) totp_step: i64,
    pub(crate) disabled: bool,
    pub(crate) failures: i32,
    pub(crate) locked_until: Option<Timestamp>,
}

/// An account to keep.
pub(crate) struct NewPerson {
    pub(crate) person: PersonId,
    pub(crate) organization: OrganizationId,
    pub(crate) role: Role,
    pub(crate) scopes: Vec<Scope>,
    pub(crate) email_digest: Option<Vec<u8>>,
    pub(crate) profile: Vec<u8>,
    pub(crate) password: Option<String>,
    pub(crate) totp: Option<Vec<u8>>,
    pub(crate) recovery_digests: Vec<Vec<u8>>,
}

/// A session, as it is kept.
#[derive(Clone)]
pub(crate) struct SessionRow {
    pub(crate) session: SessionId,
    pub(crate) person: PersonId,
    pub(crate) amr: String,
    pub(crate) created_at: Timestamp,
    pub(crate) last_seen_at: Timestamp,
    pub(crate) ends_at: Timestamp,
    pub(crate) ended_at: Option<Timestamp>,
    /// The digest of its first refresh token.
    pub(crate) refresh_digest: Vec<u8>,
    /// Which refresh token is good now.
    pub(crate) step: i64,
    /// When the person last showed who they are, with both factors, and with what.
    pub(crate) proof: Option<(Timestamp, String)>,
}

/// A device, as it is kept.
pub(crate) struct DeviceRow {
    pub(crate) device: Device,
    pub(crate) organization: OrganizationId,
    pub(crate) standalone: bool,
    /// The digest of its first secret.
    pub(crate) secret_digest: Vec<u8>,
    /// Which secret was used last; the one after it is good too, and spends it.
    pub(crate) step: i64,
}

/// An invitation, as it is kept.
pub(crate) struct InvitationRow {
    pub(crate) invitation: InvitationId,
    pub(crate) organization: OrganizationId,
    pub(crate) role: Role,
    pub(crate) scopes: Vec<Scope>,
    pub(crate) patient: Option<PersonId>,
    pub(crate) relation: Option<RelationKind>,
    pub(crate) unit: Option<UnitId>,
    pub(crate) invited_by: PersonId,
    pub(crate) expires_at: Timestamp,
    pub(crate) accepted: bool,
}

/// What an accepted invitation promised and is not yet entered.
#[derive(Clone)]
pub(crate) struct Connection {
    pub(crate) person: PersonId,
    pub(crate) role: Role,
    pub(crate) relation: Option<(PersonId, RelationKind)>,
    pub(crate) unit: Option<UnitId>,
    pub(crate) invited_by: PersonId,
}

impl Store {
    pub(crate) const fn new(database: Database, trail: Trail) -> Self {
        Self { database, trail }
    }

    pub(crate) const fn trail(&self) -> &Trail {
        &self.trail
    }

    async fn finish(&self, write: Write, event: AuditEvent) -> Result<(), Refused> {
        self.finish_all(write, &[event]).await
    }

    async fn finish_all(&self, write: Write, events: &[AuditEvent]) -> Result<(), Refused> {
        self.trail.append_all(&write, events).await?;
        Ok(self.trail.commit(write).await?)
    }

    /// Whether there is any organisation yet.
    pub(crate) async fn is_empty(&self) -> Result<bool, StoreError> {
        Ok(self.database.read().find("SELECT 1 AS one FROM organizations LIMIT 1", []).await?.is_none())
    }
}

fn role_of(row: &Row) -> Result<Role, StoreError> {
    Role::parse(&row.col::<String>("role")?).ok_or_else(|| Corrupt { table: "people", column: "role" }.into())
}

fn scopes_text(scopes: &[Scope]) -> String {
    scopes.iter().map(|scope| scope.name()).collect::<Vec<_>>().join(" ")
}

fn scopes_of(row: &Row) -> Result<Vec<Scope>, StoreError> {
    let text = row.col::<String>("scopes")?;
    text.split_whitespace()
        .map(|word| Scope::parse(word).ok_or_else(|| Corrupt { table: "people", column: "scopes" }.into()))
        .collect()
}
