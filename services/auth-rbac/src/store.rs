//! What is kept of accounts. One method is one atomic step, its event included; a digest is all that is kept
//! of a secret.

use api::{Role, Scope};
use audit_trail::{AuditEvent, Trail};
use auth_rbac_api::{Device, DeviceState, Organization, Session};
use kernel::{DeviceId, InvitationId, OrganizationId, PersonId, SessionId, Timestamp, TypedId, UnitId};
use relationship_management_api::RelationKind;
use store_sql::sea_orm::Value;
use store_sql::{Columns, Corrupt, Database, Row, Statements, StoreError, Write};

use crate::domain::Refused;

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
    pub(crate) refresh_digest: Vec<u8>,
    pub(crate) spent_digest: Option<Vec<u8>>,
}

/// A device, as it is kept.
pub(crate) struct DeviceRow {
    pub(crate) device: Device,
    pub(crate) organization: OrganizationId,
    pub(crate) standalone: bool,
    pub(crate) secret_digest: Vec<u8>,
    pub(crate) spent_digest: Option<Vec<u8>>,
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
    pub(crate) expires_at: Timestamp,
    pub(crate) accepted: bool,
}

impl Store {
    pub(crate) const fn new(database: Database, trail: Trail) -> Self {
        Self { database, trail }
    }

    pub(crate) const fn trail(&self) -> &Trail {
        &self.trail
    }

    async fn finish(&self, write: Write, event: AuditEvent) -> Result<(), Refused> {
        self.trail.append(&write, event).await?;
        Ok(self.trail.commit(write).await?)
    }

    /// Whether there is any organisation yet.
    pub(crate) async fn is_empty(&self) -> Result<bool, StoreError> {
        Ok(self.database.read().find("SELECT 1 AS one FROM organizations LIMIT 1", []).await?.is_none())
    }

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

    /// An account by the digest of its e-mail address, or `None`.
    pub(crate) async fn person_of_email(&self, digest: Vec<u8>) -> Result<Option<PersonRow>, StoreError> {
        self.one_person("email_digest = $1", digest.into()).await
    }

    /// An account, or `None`.
    pub(crate) async fn person(&self, id: PersonId) -> Result<Option<PersonRow>, StoreError> {
        self.one_person("person_id = $1", id.uuid().into()).await
    }

    async fn one_person(&self, which: &str, value: Value) -> Result<Option<PersonRow>, StoreError> {
        let text = format!(
            "SELECT person_id, organization_id, role, scopes, profile, password, totp, totp_step, disabled,
             locked_until FROM people WHERE {which}"
        );
        self.database.read().find(&text, [value]).await?.as_ref().map(person_of).transpose()
    }

    /// Counts a wrong attempt, and locks the account from the given number on.
    pub(crate) async fn failed(
        &self,
        person: PersonId,
        lock: impl Fn(i32) -> Option<Timestamp>,
        event: impl FnOnce(bool) -> AuditEvent,
    ) -> Result<(), Refused> {
        let write = self.database.begin().await?;
        let row = write
            .find(
                "UPDATE people SET failures = failures + 1 WHERE person_id = $1 RETURNING failures",
                [person.uuid().into()],
            )
            .await?;
        let failures = row.map_or(Ok(0), |row| row.col::<i32>("failures"))?;
        let until = lock(failures);
        if let Some(until) = until {
            write
                .run(
                    "UPDATE people SET locked_until = $2 WHERE person_id = $1",
                    [person.uuid().into(), until.as_micros().into()],
                )
                .await?;
        }
        self.finish(write, event(until.is_some())).await
    }

    /// Spends a recovery code; `false` when it is not one or was spent.
    pub(crate) async fn spend_recovery_code(
        &self,
        person: PersonId,
        digest: Vec<u8>,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let write = self.database.begin().await?;
        let spent = write
            .run(
                "UPDATE recovery_codes SET used_at = $3
                 WHERE person_id = $1 AND code_digest = $2 AND used_at IS NULL",
                [person.uuid().into(), digest.into(), now.as_micros().into()],
            )
            .await?;
        write.commit().await?;
        Ok(spent == 1)
    }

    /// Opens a session and clears the count of wrong attempts. `totp_step` is the step that was used, if one
    /// was: when another request used it first, nothing is opened.
    pub(crate) async fn open_session(
        &self,
        session: &SessionRow,
        totp_step: Option<i64>,
        rotate: Option<(DeviceId, Vec<u8>, Vec<u8>)>,
        event: AuditEvent,
    ) -> Result<(), Refused> {
        let write = self.database.begin().await?;
        if let Some(step) = totp_step {
            let used = write
                .run(
                    "UPDATE people SET totp_step = $2 WHERE person_id = $1 AND totp_step < $2",
                    [session.person.uuid().into(), step.into()],
                )
                .await?;
            if used == 0 {
                return Err(Refused::Credentials);
            }
        }
        if let Some((device, old, new)) = rotate {
            let rotated = write
                .run(
                    "UPDATE devices SET secret_digest = $3, spent_digest = $2, last_used_at = $4
                     WHERE device_id = $1 AND secret_digest = $2 AND state = 'active'",
                    [device.uuid().into(), old.into(), new.into(), session.created_at.as_micros().into()],
                )
                .await?;
            if rotated == 0 {
                return Err(Refused::Credentials);
            }
        }
        write
            .run(
                "UPDATE people SET failures = 0, locked_until = NULL WHERE person_id = $1",
                [session.person.uuid().into()],
            )
            .await?;
        write
            .run(
                "INSERT INTO sessions (session_id, person_id, amr, created_at, last_seen_at, ends_at, refresh_digest)
                 VALUES ($1, $2, $3, $4, $4, $5, $6)",
                [
                    session.session.uuid().into(),
                    session.person.uuid().into(),
                    session.amr.clone().into(),
                    session.created_at.as_micros().into(),
                    session.ends_at.as_micros().into(),
                    session.refresh_digest.clone().into(),
                ],
            )
            .await?;
        self.finish(write, event).await
    }

    /// A session with its person, or `None`.
    pub(crate) async fn session(&self, id: SessionId) -> Result<Option<(SessionRow, PersonRow)>, StoreError> {
        let text = "SELECT s.session_id, s.person_id, s.amr, s.created_at, s.last_seen_at, s.ends_at, s.ended_at,
             s.refresh_digest, s.spent_digest, p.organization_id, p.role, p.scopes, p.profile, p.password, p.totp,
             p.totp_step, p.disabled, p.locked_until
             FROM sessions s JOIN people p ON p.person_id = s.person_id WHERE s.session_id = $1";
        let row = self.database.read().find(text, [id.uuid().into()]).await?;
        row.map(|row| Ok((session_of(&row)?, person_of(&row)?))).transpose()
    }

    /// Exchanges a refresh token; `false` when another request spent it first.
    pub(crate) async fn refresh(
        &self,
        id: SessionId,
        old: Vec<u8>,
        new: Vec<u8>,
        event: AuditEvent,
    ) -> Result<bool, Refused> {
        let write = self.database.begin().await?;
        let exchanged = write
            .run(
                "UPDATE sessions SET refresh_digest = $3, spent_digest = $2
                 WHERE session_id = $1 AND refresh_digest = $2 AND ended_at IS NULL",
                [id.uuid().into(), old.into(), new.into()],
            )
            .await?;
        if exchanged == 1 {
            self.finish(write, event).await?;
        }
        Ok(exchanged == 1)
    }

    /// Writes down that a session was used.
    pub(crate) async fn seen(&self, id: SessionId, now: Timestamp) -> Result<(), StoreError> {
        let write = self.database.begin().await?;
        let text = "UPDATE sessions SET last_seen_at = $2 WHERE session_id = $1 AND last_seen_at < $2";
        write.run(text, [id.uuid().into(), now.as_micros().into()]).await?;
        write.commit().await
    }

    /// Ends one session of a person, or all. Tells how many.
    pub(crate) async fn end(
        &self,
        person: PersonId,
        session: Option<SessionId>,
        now: Timestamp,
        event: AuditEvent,
    ) -> Result<u64, Refused> {
        let write = self.database.begin().await?;
        let ended = write
            .run(
                "UPDATE sessions SET ended_at = $2 WHERE person_id = $1 AND ended_at IS NULL
                 AND ($3 OR session_id = $4)",
                [
                    person.uuid().into(),
                    now.as_micros().into(),
                    session.is_none().into(),
                    session.map_or_else(|| PersonId::SYSTEM.uuid(), TypedId::uuid).into(),
                ],
            )
            .await?;
        self.finish(write, event).await?;
        Ok(ended)
    }

    /// The live sessions of a person, newest first.
    pub(crate) async fn sessions(
        &self,
        person: PersonId,
        now: Timestamp,
    ) -> Result<Vec<Session>, StoreError> {
        let text = "SELECT session_id, created_at, last_seen_at, ends_at FROM sessions
             WHERE person_id = $1 AND ended_at IS NULL AND ends_at > $2 ORDER BY session_id DESC LIMIT 100";
        let rows = self.database.read().list(text, [person.uuid().into(), now.as_micros().into()]).await?;
        rows.iter()
            .map(|row| {
                Ok(Session {
                    session_id: row.id("session_id")?,
                    created_at: row.at("created_at")?,
                    last_seen_at: row.at("last_seen_at")?,
                    ends_at: row.at("ends_at")?,
                    current: false,
                })
            })
            .collect()
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

    /// Keeps a device, unless the person has `max` already.
    pub(crate) async fn add_device(
        &self,
        device: &DeviceRow,
        max: i64,
        event: AuditEvent,
    ) -> Result<(), Refused> {
        let write = self.database.begin().await?;
        let person = device.device.person_id.uuid();
        write.run("UPDATE people SET role = role WHERE person_id = $1", [person.into()]).await?;
        let text = "SELECT COUNT(*) AS n FROM devices WHERE person_id = $1 AND state <> 'revoked'";
        let count = write.find(text, [person.into()]).await?.map_or(Ok(0), |row| row.col::<i64>("n"))?;
        if count >= max {
            return Err(Refused::TooManyDevices);
        }
        insert_device(&write, device).await?;
        self.finish(write, event).await
    }

    /// A device, or `None`.
    pub(crate) async fn device(&self, id: DeviceId) -> Result<Option<DeviceRow>, StoreError> {
        let text = format!("SELECT {DEVICE} FROM devices WHERE device_id = $1");
        self.database.read().find(&text, [id.uuid().into()]).await?.as_ref().map(device_of).transpose()
    }

    /// A person's devices, or those of an organisation that wait to be confirmed.
    pub(crate) async fn devices(
        &self,
        person: Option<PersonId>,
        organization: OrganizationId,
    ) -> Result<Vec<Device>, StoreError> {
        let (which, value): (&str, Value) = match person {
            Some(person) => ("person_id = $1", person.uuid().into()),
            None => ("organization_id = $1 AND state = 'pending'", organization.uuid().into()),
        };
        let text = format!("SELECT {DEVICE} FROM devices WHERE {which} ORDER BY device_id DESC LIMIT 200");
        let rows = self.database.read().list(&text, [value]).await?;
        rows.iter().map(|row| device_of(row).map(|row| row.device)).collect()
    }

    /// Moves a device from one of some states to another; `false` when it is in none of them.
    pub(crate) async fn move_device(
        &self,
        id: DeviceId,
        from: &[DeviceState],
        to: DeviceState,
        event: AuditEvent,
    ) -> Result<bool, Refused> {
        let write = self.database.begin().await?;
        let from =
            from.iter().map(|state| format!("'{}'", device_state(*state))).collect::<Vec<_>>().join(", ");
        let text = format!("UPDATE devices SET state = $2 WHERE device_id = $1 AND state IN ({from})");
        let moved = write.run(&text, [id.uuid().into(), device_state(to).into()]).await?;
        if moved == 1 {
            self.finish(write, event).await?;
        }
        Ok(moved == 1)
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

async fn insert_device(write: &Write, row: &DeviceRow) -> Result<(), Refused> {
    write
        .run(
            "INSERT INTO devices (device_id, person_id, organization_id, name, state, standalone, secret_digest,
             created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            [
                row.device.device_id.uuid().into(),
                row.device.person_id.uuid().into(),
                row.organization.uuid().into(),
                row.device.name.clone().into(),
                device_state(row.device.state).into(),
                row.standalone.into(),
                row.secret_digest.clone().into(),
                row.device.created_at.as_micros().into(),
            ],
        )
        .await?;
    Ok(())
}

const DEVICE: &str =
    "device_id, person_id, organization_id, name, state, standalone, secret_digest, spent_digest,
     created_at, last_used_at";

const fn device_state(state: DeviceState) -> &'static str {
    match state {
        DeviceState::Pending => "pending",
        DeviceState::Active => "active",
        DeviceState::Revoked => "revoked",
    }
}

fn device_of(row: &Row) -> Result<DeviceRow, StoreError> {
    let state = match row.col::<String>("state")?.as_str() {
        "pending" => DeviceState::Pending,
        "active" => DeviceState::Active,
        "revoked" => DeviceState::Revoked,
        _ => return Err(Corrupt { table: "devices", column: "state" }.into()),
    };
    Ok(DeviceRow {
        device: Device {
            device_id: row.id("device_id")?,
            person_id: row.id("person_id")?,
            name: row.col("name")?,
            state,
            created_at: row.at("created_at")?,
            last_used_at: row.at_or_none("last_used_at")?,
        },
        organization: row.id("organization_id")?,
        standalone: row.col("standalone")?,
        secret_digest: row.col("secret_digest")?,
        spent_digest: row.col("spent_digest")?,
    })
}

fn session_of(row: &Row) -> Result<SessionRow, StoreError> {
    Ok(SessionRow {
        session: row.id("session_id")?,
        person: row.id("person_id")?,
        amr: row.col("amr")?,
        created_at: row.at("created_at")?,
        last_seen_at: row.at("last_seen_at")?,
        ends_at: row.at("ends_at")?,
        ended_at: row.at_or_none("ended_at")?,
        refresh_digest: row.col("refresh_digest")?,
        spent_digest: row.col("spent_digest")?,
    })
}

fn person_of(row: &Row) -> Result<PersonRow, StoreError> {
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

fn relation_text(relation: RelationKind) -> String {
    serde_json::to_string(&relation).expect("a word is JSON")
}
