//! Organisations and accounts.

use audit_trail::AuditEvent;
use auth_rbac_api::Organization;
use kernel::{OrganizationId, PersonId, Timestamp, TypedId};
use store_sql::{Columns, Row, Statements, StoreError, Value, Write};

use super::devices::insert_device;
use super::links::{end_all, keep_recovery_codes};
use super::{DeviceRow, Link, NewPerson, PersonRow, Store, role_of, scopes_of, scopes_text};
use crate::domain::Refused;

const PERSON: &str = "person_id, organization_id, role, scopes, profile, password, totp, totp_step, disabled,
     failures, locked_until";

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
        self.one_organization("o.organization_id = $1", id.uuid().into()).await
    }

    /// The organisation of a join code, or `None`.
    pub(crate) async fn organization_of_code(&self, code: &str) -> Result<Option<Organization>, StoreError> {
        self.one_organization("o.join_code = $1", code.into()).await
    }

    async fn one_organization(&self, which: &str, value: Value) -> Result<Option<Organization>, StoreError> {
        let text = format!(
            "SELECT o.organization_id, o.name, o.join_code, (SELECT COUNT(*) FROM people p
             WHERE p.organization_id = o.organization_id AND p.role = 'admin' AND NOT p.disabled) AS administrators
             FROM organizations o WHERE {which}"
        );
        let row = self.database.read().find(&text, [value]).await?;
        row.map(|row| {
            Ok(Organization {
                organization_id: row.id("organization_id")?,
                name: row.col("name")?,
                join_code: row.col("join_code")?,
                administrators: u32::try_from(row.col::<i64>("administrators")?).unwrap_or(u32::MAX),
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
        self.some_people("NOT disabled", organization, after, limit).await
    }

    /// The accounts of an organisation but for those of residents, disabled ones too, in the same order.
    pub(crate) async fn accounts(
        &self,
        organization: OrganizationId,
        after: Option<PersonId>,
        limit: usize,
    ) -> Result<Vec<PersonRow>, StoreError> {
        self.some_people("role <> 'resident'", organization, after, limit).await
    }

    async fn some_people(
        &self,
        which: &str,
        organization: OrganizationId,
        after: Option<PersonId>,
        limit: usize,
    ) -> Result<Vec<PersonRow>, StoreError> {
        let text = format!(
            "SELECT {PERSON} FROM people
             WHERE organization_id = $1 AND {which} AND ($2 OR person_id > $3) ORDER BY person_id LIMIT $4"
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

    /// Whether an address has an account.
    pub(crate) async fn knows_email(&self, digest: Vec<u8>) -> Result<bool, StoreError> {
        let text = "SELECT 1 AS one FROM people WHERE email_digest = $1";
        Ok(self.database.read().find(text, [digest.into()]).await?.is_some())
    }

    /// Gives an organisation another join code.
    pub(crate) async fn renew_join_code(
        &self,
        organization: OrganizationId,
        code: &str,
        event: AuditEvent,
    ) -> Result<(), Refused> {
        let write = self.database.begin().await?;
        let text = "UPDATE organizations SET join_code = $2 WHERE organization_id = $1";
        if write.run(text, [organization.uuid().into(), code.into()]).await? == 0 {
            return Err(Refused::NotFound);
        }
        self.finish(write, event).await
    }

    /// Disables or enables an account. Disabling ends, in the same step, its sessions, its devices that stand in
    /// for a second factor, its links, and the invitations and links that it gave out. A tablet that signs in
    /// alone stays enrolled: it opens nothing while the account is disabled, and is the only way back in after.
    pub(crate) async fn set_disabled(
        &self,
        person: PersonId,
        disabled: bool,
        now: Timestamp,
        event: AuditEvent,
    ) -> Result<(), Refused> {
        let write = self.database.begin().await?;
        let id = person.uuid();
        // The organisation's row is the lock: two administrators who disable each other at one moment leave one of them.
        let text = "UPDATE organizations SET name = name
             WHERE organization_id = (SELECT organization_id FROM people WHERE person_id = $1)";
        write.run(text, [id.into()]).await?;
        write
            .run("UPDATE people SET disabled = $2 WHERE person_id = $1", [id.into(), disabled.into()])
            .await?;
        if disabled {
            keep_an_administrator(&write, person).await?;
            end_all(&write, person, now).await?;
            let text = "UPDATE devices SET state = 'revoked' WHERE person_id = $1 AND NOT standalone";
            write.run(text, [id.into()]).await?;
            for link in Link::ALL {
                let text = format!("DELETE FROM {} WHERE person_id = $1 OR created_by = $1", link.table());
                write.run(&text, [id.into()]).await?;
            }
            let text = "UPDATE invitations SET withdrawn_at = $2
                 WHERE (created_by = $1 OR patient_id = $1) AND accepted_by IS NULL AND withdrawn_at IS NULL";
            write.run(text, [id.into(), now.as_micros().into()]).await?;
        }
        self.finish(write, event).await
    }
}

/// Refuses where no administrator would be left in the organisation of somebody who was one.
async fn keep_an_administrator(write: &Write, disabled: PersonId) -> Result<(), Refused> {
    let text =
        "SELECT COUNT(*) AS others FROM people p JOIN people d ON d.organization_id = p.organization_id
         WHERE d.person_id = $1 AND d.role = 'admin' AND p.role = 'admin' AND NOT p.disabled";
    let own = "SELECT role FROM people WHERE person_id = $1 AND role = 'admin'";
    if write.find(own, [disabled.uuid().into()]).await?.is_none() {
        return Ok(());
    }
    let row = write.find(text, [disabled.uuid().into()]).await?;
    let others = row.map(|row| row.col::<i64>("others")).transpose()?.unwrap_or_default();
    if others == 0 { Err(Refused::LastAdministrator) } else { Ok(()) }
}

pub(super) async fn insert_person(write: &Write, person: NewPerson, now: Timestamp) -> Result<(), Refused> {
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
    Ok(keep_recovery_codes(write, person.person, person.recovery_digests).await?)
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
        failures: row.col("failures")?,
        locked_until: row.at_or_none("locked_until")?,
    })
}
