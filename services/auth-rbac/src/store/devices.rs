//! Enrolled devices.

use audit_trail::AuditEvent;
use auth_rbac_api::{Device, DeviceState};
use kernel::{DeviceId, OrganizationId, PersonId, Timestamp, TypedId};
use store_sql::{Columns, Corrupt, Row, Statements, StoreError, Value, Write};

use super::links::end_all;
use super::{DeviceRow, Store};
use crate::domain::Refused;

impl Store {
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

    /// Gives a resident who has no password another tablet that signs in alone; those before it, and their
    /// sessions, end in the same step. `false` when there is no such resident who may sign in.
    pub(crate) async fn replace_tablet(
        &self,
        device: &DeviceRow,
        now: Timestamp,
        event: AuditEvent,
    ) -> Result<bool, Refused> {
        let write = self.database.begin().await?;
        let person = device.device.person_id.uuid();
        let text = "UPDATE people SET role = role WHERE person_id = $1 AND NOT disabled AND password IS NULL";
        if write.run(text, [person.into()]).await? == 0 {
            return Ok(false);
        }
        let text = "UPDATE devices SET state = 'revoked' WHERE person_id = $1 AND standalone";
        write.run(text, [person.into()]).await?;
        end_all(&write, device.device.person_id, now).await?;
        insert_device(&write, device).await?;
        self.finish(write, event).await?;
        Ok(true)
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

pub(super) async fn insert_device(write: &Write, row: &DeviceRow) -> Result<(), Refused> {
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

const DEVICE: &str = "device_id, person_id, organization_id, name, state, standalone, secret_digest, step,
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
        step: row.col("step")?,
    })
}
