//! Enrolled devices of residents and family: a rotating secret in place of a one-time code, once staff
//! have confirmed the device.

use api::{Access, AuditClass, Method, Role, ServiceName, Spec, Words};
use kernel::{DeviceId, PersonId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::codes;

/// Whether a device may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeviceState {
    /// It waits for staff to confirm it.
    Pending,
    /// It may.
    Active,
    /// It may not any more.
    Revoked,
}

/// A device.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Device {
    /// Its id.
    pub device_id: DeviceId,
    /// Whose it is.
    pub person_id: PersonId,
    /// What it is called.
    pub name: String,
    /// Whether it may be used.
    pub state: DeviceState,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it last signed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used_at: Option<Timestamp>,
}

/// A device to add.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct NewDevice {
    /// What it is called.
    pub name: String,
}

/// A device that was added, with its secret; shown once.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct AddedDevice {
    /// The device.
    pub device_id: DeviceId,
    /// Its secret, of use once staff have confirmed it.
    pub device: Words,
    /// Whether it may be used already.
    pub state: DeviceState,
}

/// A device by id.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ByDevice {
    /// The device.
    pub device_id: DeviceId,
}

/// Devices.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Devices {
    /// Newest first.
    pub devices: Vec<Device>,
}

const DEVICE: Access = Access::none("a device is not health information");

api::operation! {
    /// Adds a device of the signed-in resident or relative. Staff confirm it before it can sign in. It stands
    /// in for a second factor, so it needs a fresh proof.
    pub struct AddDevice;
    spec: Spec::new("auth.add_device", ServiceName::AuthRbac, Method::Post, "/devices")
        .roles(&[Role::Resident, Role::FamilyMember])
        .success(201).fresh_proof().audit(AuditClass::Security).errors(codes::ALL).access(DEVICE),
    body: NewDevice,
    output: AddedDevice,
}

api::operation! {
    /// Confirms a device of a person of the same organisation.
    pub struct ConfirmDevice;
    spec: Spec::new("auth.confirm_device", ServiceName::AuthRbac, Method::Post, "/devices/{device_id}/confirm")
        .roles(&[Role::CareStaff, Role::Admin]).audit(AuditClass::Security).access(DEVICE),
    path: ByDevice,
    output: Device,
}

api::operation! {
    /// Revokes a device: one's own, or as staff one of the same organisation.
    pub struct RevokeDevice;
    spec: Spec::new("auth.revoke_device", ServiceName::AuthRbac, Method::Delete, "/devices/{device_id}")
        .roles(&[Role::Resident, Role::FamilyMember, Role::CareStaff, Role::Admin])
        .audit(AuditClass::Security).access(DEVICE),
    path: ByDevice,
}

api::operation! {
    /// The caller's devices; for staff, the devices of their organisation that wait to be confirmed.
    pub struct ListDevices;
    spec: Spec::new("auth.list_devices", ServiceName::AuthRbac, Method::Get, "/devices")
        .roles(&[Role::Resident, Role::FamilyMember, Role::CareStaff, Role::Admin]).access(DEVICE),
    output: Devices,
}
