//! Organisations, accounts and invitations.

use audit_trail::AuditEvent;
use auth_rbac_api::Organization;
use kernel::{InvitationId, OrganizationId, PersonId, Timestamp, TypedId};
use relationship_management_api::RelationKind;
use store_sql::{Columns, Corrupt, Row, Statements, StoreError, Value, Write};

use super::devices::insert_device;
use super::{DeviceRow, InvitationRow, NewPerson, PersonRow, Store, role_of, scopes_of, scopes_text};
use crate::domain::Refused;

const PERSON: &str = "person_id, organization_id, role, scopes, profile, password, totp, totp_step, disabled,
     locked_until";

impl Store {
    /// Keeps the first organisation and its admin; refused when there is one already.
    pub(crate) async fn set_up(
        &self,
        organization: &Organization,
        admin: NewPerson,
        now: Timestamp,
        event: AuditEvent,
    ) -> Result<(), Refused> {
        let write = self.database.begin().await?;
        let inserted = write
            .run(
                "INSERT INTO organizations (organization_id, name, join_code, created_at)
                 SELECT $1, $2, $3, $4 WHERE NOT EXISTS (SELECT 1 FROM organizations)",
                [
                    organization.organization_id.uuid().into(),
                    organization.name.clone().into(),
                    organization.join_code.clone().into(),
                    now.as_micros().into(),
                ],
            )
            .await?;
        if inserted == 0 {
            return Err(Refused::SetUpAlready);
        }
        insert_person(&write, admin, now).await?;
        self.finish(write, event).await
    }

    /// An organisation, or `None`.
    pub(crate) async fn organization(&self, id: OrganizationId) -> Result<Option<Organization>, StoreError> {
        self.one_organization("organization_id = $1", id.uuid().into()).await
    }

    /// The organisation of a join code, or `None`.
    pub(crate) async fn organization_of_code(&self, code: &str) -> Result<Option<Organization>, StoreError> {
        self.one_organization("join_code = $1", code.into()).await
    }

    async fn one_organization(&self, which: &str, value: Value) -> Result<Option<Organization>, StoreError> {
        let text = format!("SELECT organization_id, name, join_code FROM organizations WHERE {which}");
        let row = self.database.read().find(&text, [value]).await?;
        row.map(|row| {
            Ok(Organization {
                organization_id: row.id("organization_id")?,
                name: row.col("name")?,
                join_code: row.col("join_code")?,
            })
        })
        .transpose()
    }

    /// Keeps an account; an e-mail address that is taken refuses it.
    pub(crate) async fn add_person(
        &self,
        person: NewPerson,
        now: Timestamp,
        event: AuditEvent,
    ) -> Result<(), Refused> {
        let write = self.database.begin().await?;
        insert_person(&write, person, now).await?;
        self.finish(write, event).await
    }

    /// Keeps an account with a device that may be used at once.
    pub(crate) async fn add_person_with_device(
        &self,
        person: NewPerson,
        device: &DeviceRow,
        now: Timestamp,
        event: AuditEvent,
    ) -> Result<(), Refused> {
        let write = self.database.begin().await?;
        insert_person(&write, person, now).await?;
        insert_device(&write, device).await?;
        self.finish(write, event).await
    }

    /// An account by the digest of its e-mail address, or `None`.
    pub(crate) async fn person_of_email(&self, digest: Vec<u8>) -> Result<Option<PersonRow>, StoreError> {
        self.one_person("email_digest = $1", digest.into()).await
    }

    /// An account, or `None`.
    pub(crate) async fn person(&self, id: PersonId) -> Result<Option<PersonRow>, StoreError> {
        self.one_person("person_id = $1", id.uuid().into()).await
    }

    /// People of an organisation whose accounts may be used, in the order of their ids, after one of them.
    pub(crate) async fn people(
        &self,
        organization: OrganizationId,
        after: Option<PersonId>,
        limit: usize,
    ) -> Result<Vec<PersonRow>, StoreError> {
        let text = format!(
            "SELECT {PERSON} FROM people
             WHERE organization_id = $1 AND NOT disabled AND ($2 OR person_id > $3) ORDER BY person_id LIMIT $4"
        );
        let values = [
            organization.uuid().into(),
            after.is_none().into(),
            after.unwrap_or(PersonId::SYSTEM).uuid().into(),
            i64::try_from(limit).unwrap_or(i64::MAX).into(),
        ];
        self.database.read().list(&text, values).await?.iter().map(person_of).collect()
    }

    async fn one_person(&self, which: &str, value: Value) -> Result<Option<PersonRow>, StoreError> {
        let text = format!("SELECT {PERSON} FROM people WHERE {which}");
        self.database.read().find(&text, [value]).await?.as_ref().map(person_of).transpose()
    }

    /// Disables or enables an account. Disabling ends its sessions and devices in the same step.
    pub(crate) async fn set_disabled(
        &self,
        person: PersonId,
        disabled: bool,
        now: Timestamp,
        event: AuditEvent,
    ) -> Result<(), Refused> {
        let write = self.database.begin().await?;
        let id = person.uuid();
        write
            .run("UPDATE people SET disabled = $2 WHERE person_id = $1", [id.into(), disabled.into()])
            .await?;
        if disabled {
            let text = "UPDATE sessions SET ended_at = $2 WHERE person_id = $1 AND ended_at IS NULL";
            write.run(text, [id.into(), now.as_micros().into()]).await?;
            write.run("UPDATE devices SET state = 'revoked' WHERE person_id = $1", [id.into()]).await?;
        }
        self.finish(write, event).await
    }

    /// Keeps an invitation.
    pub(crate) async fn invite(
        &self,
        row: &InvitationRow,
        token_digest: Vec<u8>,
        by: PersonId,
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
                    by.uuid().into(),
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
        let text =
            "SELECT invitation_id, organization_id, role, scopes, patient_id, relation, unit_id, expires_at,
             accepted_by FROM invitations WHERE token_digest = $1";
        let row = self.database.read().find(text, [token_digest.into()]).await?;
        row.map(|row| {
            let corrupt = |column| Corrupt { table: "invitations", column };
            let relation = row.col::<Option<String>>("relation")?;
            Ok(InvitationRow {
                invitation: row.id("invitation_id")?,
                organization: row.id("organization_id")?,
                role: role_of(&row)?,
                scopes: scopes_of(&row)?,
                patient: row.id_or_none("patient_id")?,
                relation: relation
                    .map(|text| serde_json::from_str(&text).map_err(|_| corrupt("relation")))
                    .transpose()?,
                unit: row.id_or_none("unit_id")?,
                expires_at: row.at("expires_at")?,
                accepted: row.id_or_none::<PersonId>("accepted_by")?.is_some(),
            })
        })
        .transpose()
    }

    /// Accepts an invitation and keeps the account, once.
    pub(crate) async fn accept(
        &self,
        invitation: InvitationId,
        person: NewPerson,
        now: Timestamp,
        event: AuditEvent,
    ) -> Result<(), Refused> {
        let write = self.database.begin().await?;
        let id = person.person;
        let taken = write
            .run(
                "UPDATE invitations SET accepted_by = $2
                 WHERE invitation_id = $1 AND accepted_by IS NULL AND expires_at > $3",
                [invitation.uuid().into(), id.uuid().into(), now.as_micros().into()],
            )
            .await?;
        if taken == 0 {
            return Err(Refused::Invitation);
        }
        insert_person(&write, person, now).await?;
        self.finish(write, event).await
    }
}

async fn insert_person(write: &Write, person: NewPerson, now: Timestamp) -> Result<(), Refused> {
    let inserted = write
        .run(
            "INSERT INTO people (person_id, organization_id, role, scopes, email_digest, profile, password, totp,
             created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            [
                person.person.uuid().into(),
                person.organization.uuid().into(),
                person.role.name().into(),
                scopes_text(&person.scopes).into(),
                person.email_digest.into(),
                person.profile.into(),
                person.password.into(),
                person.totp.into(),
                now.as_micros().into(),
            ],
        )
        .await;
    match inserted {
        Err(error) if error.is_duplicate() => return Err(Refused::EmailTaken),
        other => other?,
    };
    for digest in person.recovery_digests {
        let text = "INSERT INTO recovery_codes (person_id, code_digest) VALUES ($1, $2)";
        write.run(text, [person.person.uuid().into(), digest.into()]).await?;
    }
    Ok(())
}

pub(super) fn person_of(row: &Row) -> Result<PersonRow, StoreError> {
    Ok(PersonRow {
        person: row.id("person_id")?,
        organization: row.id("organization_id")?,
        role: role_of(row)?,
        scopes: scopes_of(row)?,
        profile: row.col("profile")?,
        password: row.col("password")?,
        totp: row.col("totp")?,
        totp_step: row.col("totp_step")?,
        disabled: row.col("disabled")?,
        locked_until: row.at_or_none("locked_until")?,
    })
}

fn relation_text(relation: RelationKind) -> String {
    serde_json::to_string(&relation).expect("a word is JSON")
}
