//! Invitations, and what an accepted one promised until it is entered where it belongs.

use audit_trail::AuditEvent;
use auth_rbac_api::OpenInvitation;
use kernel::{InvitationId, OrganizationId, PersonId, Timestamp, TypedId};
use relationship_management_api::RelationKind;
use store_sql::{Columns, Corrupt, Row, Statements, StoreError, Value, Write};

use super::accounts::insert_person;
use super::{Connection, InvitationRow, NewPerson, Store, role_of, scopes_of, scopes_text};
use crate::domain::Refused;

impl Store {
    /// Keeps an invitation.
    pub(crate) async fn invite(
        &self,
        row: &InvitationRow,
        token_digest: Vec<u8>,
        now: Timestamp,
        event: AuditEvent,
    ) -> Result<(), Refused> {
        let write = self.database.begin().await?;
        write
            .run(
                "INSERT INTO invitations (invitation_id, organization_id, role, scopes, patient_id, relation, unit_id,
                 token_digest, created_by, created_at, expires_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
                [
                    row.invitation.uuid().into(),
                    row.organization.uuid().into(),
                    row.role.name().into(),
                    scopes_text(&row.scopes).into(),
                    row.patient.map(TypedId::uuid).into(),
                    row.relation.map(relation_text).into(),
                    row.unit.map(TypedId::uuid).into(),
                    token_digest.into(),
                    row.invited_by.uuid().into(),
                    now.as_micros().into(),
                    row.expires_at.as_micros().into(),
                ],
            )
            .await?;
        self.finish(write, event).await
    }

    /// The invitation of a token, or `None`.
    pub(crate) async fn invitation(
        &self,
        token_digest: Vec<u8>,
    ) -> Result<Option<InvitationRow>, StoreError> {
        self.one_invitation("token_digest = $1", token_digest.into()).await
    }

    /// An invitation that was not withdrawn, or `None`.
    pub(crate) async fn invitation_by_id(
        &self,
        invitation: InvitationId,
    ) -> Result<Option<InvitationRow>, StoreError> {
        self.one_invitation("invitation_id = $1", invitation.uuid().into()).await
    }

    async fn one_invitation(&self, which: &str, value: Value) -> Result<Option<InvitationRow>, StoreError> {
        let text = format!(
            "SELECT invitation_id, organization_id, role, scopes, patient_id, relation, unit_id, created_by,
             expires_at, accepted_by FROM invitations WHERE {which} AND withdrawn_at IS NULL"
        );
        let row = self.database.read().find(&text, [value]).await?;
        row.map(|row| {
            Ok(InvitationRow {
                invitation: row.id("invitation_id")?,
                organization: row.id("organization_id")?,
                role: role_of(&row)?,
                scopes: scopes_of(&row)?,
                patient: row.id_or_none("patient_id")?,
                relation: relation_of(&row, "invitations")?,
                unit: row.id_or_none("unit_id")?,
                invited_by: row.id("created_by")?,
                expires_at: row.at("expires_at")?,
                accepted: row.id_or_none::<PersonId>("accepted_by")?.is_some(),
            })
        })
        .transpose()
    }

    /// Invitations of an organisation that can be used, in the order of their ids: those for relatives of a resident, or those that
    /// are for no relative.
    pub(crate) async fn open_invitations(
        &self,
        organization: OrganizationId,
        patient: Option<PersonId>,
        after: Option<InvitationId>,
        limit: usize,
        now: Timestamp,
    ) -> Result<Vec<OpenInvitation>, StoreError> {
        let which = if patient.is_some() {
            "patient_id = $2 AND role = 'family_member'"
        } else {
            "role <> 'family_member' AND ($2 = $2)"
        };
        let text = format!(
            "SELECT invitation_id, role, relation, created_by, created_at, expires_at FROM invitations
             WHERE organization_id = $1 AND {which} AND accepted_by IS NULL AND withdrawn_at IS NULL
             AND expires_at > $3 AND ($4 OR invitation_id > $5) ORDER BY invitation_id LIMIT $6"
        );
        let values = [
            organization.uuid().into(),
            patient.unwrap_or(PersonId::SYSTEM).uuid().into(),
            now.as_micros().into(),
            after.is_none().into(),
            after.map_or_else(|| PersonId::SYSTEM.uuid(), TypedId::uuid).into(),
            i64::try_from(limit).unwrap_or(i64::MAX).into(),
        ];
        let open = |row: &Row| {
            Ok(OpenInvitation {
                invitation_id: row.id("invitation_id")?,
                role: role_of(row)?,
                relation: relation_of(row, "invitations")?,
                invited_by: row.id("created_by")?,
                created_at: row.at("created_at")?,
                expires_at: row.at("expires_at")?,
            })
        };
        self.database.read().list(&text, values).await?.iter().map(open).collect()
    }

    /// Accepts an invitation and keeps the account, once, with what is to be entered of it.
    pub(crate) async fn accept(
        &self,
        invitation: InvitationId,
        person: NewPerson,
        connection: Option<&Connection>,
        now: Timestamp,
        event: AuditEvent,
    ) -> Result<(), Refused> {
        let write = self.database.begin().await?;
        take(&write, invitation, person.person, now).await?;
        insert_person(&write, person, now).await?;
        if let Some(connection) = connection {
            promise(&write, connection, now).await?;
        }
        self.finish(write, event).await
    }

    /// Accepts an invitation for an account that there is, once. `false` where another one's promise is not entered yet.
    pub(crate) async fn join(
        &self,
        invitation: InvitationId,
        connection: &Connection,
        now: Timestamp,
        event: AuditEvent,
    ) -> Result<bool, Refused> {
        let write = self.database.begin().await?;
        take(&write, invitation, connection.person, now).await?;
        if !promise(&write, connection, now).await? {
            return Ok(false);
        }
        self.finish(write, event).await?;
        Ok(true)
    }

    /// Withdraws an invitation that nobody accepted. `false` when there is none.
    pub(crate) async fn withdraw(
        &self,
        invitation: InvitationId,
        now: Timestamp,
        event: AuditEvent,
    ) -> Result<bool, Refused> {
        let write = self.database.begin().await?;
        let withdrawn = write
            .run(
                "UPDATE invitations SET withdrawn_at = $2 WHERE invitation_id = $1
                 AND accepted_by IS NULL AND withdrawn_at IS NULL",
                [invitation.uuid().into(), now.as_micros().into()],
            )
            .await?;
        if withdrawn == 1 {
            self.finish(write, event).await?;
        }
        Ok(withdrawn == 1)
    }

    /// What accepted invitations promised and is not yet entered, the longest waiting first.
    pub(crate) async fn connections(&self, limit: i64) -> Result<Vec<Connection>, StoreError> {
        let text = "SELECT person_id, role, patient_id, relation, unit_id, invited_by FROM connections
             ORDER BY created_at LIMIT $1";
        self.database.read().list(text, [limit.into()]).await?.iter().map(connection_of).collect()
    }

    /// What somebody was promised and is not yet entered, or `None`.
    pub(crate) async fn connection(&self, person: PersonId) -> Result<Option<Connection>, StoreError> {
        let text = "SELECT person_id, role, patient_id, relation, unit_id, invited_by FROM connections
             WHERE person_id = $1";
        let row = self.database.read().find(text, [person.uuid().into()]).await?;
        row.as_ref().map(connection_of).transpose()
    }

    /// Forgets what is entered, or was refused for good: that leaves its event.
    pub(crate) async fn connected(
        &self,
        of: &Connection,
        refused: Option<AuditEvent>,
    ) -> Result<(), Refused> {
        let write = self.database.begin().await?;
        // What was promised since is another thing, and waits.
        let text = "DELETE FROM connections WHERE person_id = $1 AND invited_by = $2
             AND (patient_id = $3 OR patient_id IS NULL AND $4)";
        let patient = of.relation.map(|(patient, _)| patient.uuid());
        let values =
            [of.person.uuid().into(), of.invited_by.uuid().into(), patient.into(), patient.is_none().into()];
        let forgotten = write.run(text, values).await?;
        match refused {
            Some(event) if forgotten == 1 => self.finish(write, event).await,
            _ => Ok(write.commit().await?),
        }
    }

    /// Puts what waits behind everything else that waits.
    pub(crate) async fn connect_later(&self, person: PersonId, now: Timestamp) -> Result<(), StoreError> {
        let write = self.database.begin().await?;
        let text = "UPDATE connections SET created_at = $2 WHERE person_id = $1";
        write.run(text, [person.uuid().into(), now.as_micros().into()]).await?;
        write.commit().await
    }
}

/// Marks an invitation as used by somebody: once, in its time.
async fn take(write: &Write, invitation: InvitationId, by: PersonId, now: Timestamp) -> Result<(), Refused> {
    let text = "UPDATE invitations SET accepted_by = $2 WHERE invitation_id = $1 AND accepted_by IS NULL
         AND withdrawn_at IS NULL AND expires_at > $3";
    let values = [invitation.uuid().into(), by.uuid().into(), now.as_micros().into()];
    if write.run(text, values).await? == 0 { Err(Refused::Invitation) } else { Ok(()) }
}

/// Keeps what is to be entered where it belongs, unless something of the same person's waits.
async fn promise(write: &Write, connection: &Connection, now: Timestamp) -> Result<bool, StoreError> {
    let text =
        "INSERT INTO connections (person_id, role, patient_id, relation, unit_id, invited_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (person_id) DO NOTHING";
    let values = [
        connection.person.uuid().into(),
        connection.role.name().into(),
        connection.relation.map(|(patient, _)| patient.uuid()).into(),
        connection.relation.map(|(_, kind)| relation_text(kind)).into(),
        connection.unit.map(TypedId::uuid).into(),
        connection.invited_by.uuid().into(),
        now.as_micros().into(),
    ];
    Ok(write.run(text, values).await? == 1)
}

fn connection_of(row: &Row) -> Result<Connection, StoreError> {
    let patient = row.id_or_none::<PersonId>("patient_id")?;
    Ok(Connection {
        person: row.id("person_id")?,
        role: role_of(row)?,
        relation: patient.zip(relation_of(row, "connections")?),
        unit: row.id_or_none("unit_id")?,
        invited_by: row.id("invited_by")?,
    })
}

fn relation_of(row: &Row, table: &'static str) -> Result<Option<RelationKind>, StoreError> {
    let text = row.col::<Option<String>>("relation")?;
    text.map(|text| serde_json::from_str(&text).map_err(|_| Corrupt { table, column: "relation" }.into()))
        .transpose()
}

fn relation_text(relation: RelationKind) -> String {
    serde_json::to_string(&relation).expect("a word is JSON")
}
