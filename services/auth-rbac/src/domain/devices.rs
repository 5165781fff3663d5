//! Enrolled devices: added by their owner, confirmed by staff, revoked by either.

use api::{CallContext, Principal, Role, Words};
use audit_trail::AuditEvent;
use auth_rbac_api::{AddedDevice, Device, DeviceState};
use kernel::{DeviceId, PersonId};

use super::accounts::device_name;
use super::limits::DEVICES_MAX;
use super::{Domain, Refused};
use crate::store::DeviceRow;

impl Domain {
    pub(crate) async fn add_device(
        &self,
        context: &CallContext,
        by: &Principal,
        name: &str,
    ) -> Result<AddedDevice, Refused> {
        let name = device_name(name)?;
        let (row, secret) = self.new_device(by.person, by.organization, name, DeviceState::Pending, false);
        let event = self.device_event(context, by, "add_device", by.person, row.device.device_id);
        self.store.add_device(&row, DEVICES_MAX, event).await?;
        Ok(AddedDevice {
            device_id: row.device.device_id,
            device: Words::new(secret),
            state: row.device.state,
        })
    }

    /// Staff confirm a device of somebody of their organisation; nobody confirms their own.
    pub(crate) async fn confirm_device(
        &self,
        context: &CallContext,
        by: &Principal,
        id: DeviceId,
    ) -> Result<Device, Refused> {
        let mut row = self.device_here(by, id).await?;
        let event = self.device_event(context, by, "confirm_device", row.device.person_id, id);
        if !self.store.move_device(id, &[DeviceState::Pending], DeviceState::Active, event).await? {
            return Err(Refused::NotFound);
        }
        row.device.state = DeviceState::Active;
        Ok(row.device)
    }

    pub(crate) async fn revoke_device(
        &self,
        context: &CallContext,
        by: &Principal,
        id: DeviceId,
    ) -> Result<(), Refused> {
        let row = self.device_here(by, id).await?;
        let staff = matches!(by.role, Role::CareStaff | Role::Admin);
        if row.device.person_id != by.person && !staff {
            return Err(Refused::NotFound);
        }
        let event = self.device_event(context, by, "revoke_device", row.device.person_id, id);
        let from = [DeviceState::Pending, DeviceState::Active];
        if !self.store.move_device(id, &from, DeviceState::Revoked, event).await? {
            return Err(Refused::NotFound);
        }
        Ok(())
    }

    pub(crate) async fn devices(&self, by: &Principal) -> Result<Vec<Device>, Refused> {
        let staff = matches!(by.role, Role::CareStaff | Role::Admin);
        Ok(self.store.devices((!staff).then_some(by.person), by.organization).await?)
    }

    async fn device_here(&self, by: &Principal, id: DeviceId) -> Result<DeviceRow, Refused> {
        let row = self.store.device(id).await?.ok_or(Refused::NotFound)?;
        if row.organization == by.organization { Ok(row) } else { Err(Refused::NotFound) }
    }

    fn device_event(
        &self,
        context: &CallContext,
        by: &Principal,
        action: &'static str,
        owner: PersonId,
        id: DeviceId,
    ) -> AuditEvent {
        self.event_by(context, by, action).concerning(owner).resource_id(id).into()
    }
}
