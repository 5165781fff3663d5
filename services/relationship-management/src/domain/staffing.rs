//! On which units staff work.

use api::{Principal, Role};
use audit_trail::AuditEvent;
use relationship_management_api::{ByAssignment, STAFF_MAX, StaffQuery, StaffUnits};

use super::{Domain, Refused};

impl Domain {
    /// Where staff of the admin's organisation work.
    pub(crate) async fn staff_units(
        &self,
        by: &Principal,
        query: &StaffQuery,
    ) -> Result<StaffUnits, Refused> {
        if query.people.len() > STAFF_MAX {
            return Err(Refused::TooMany);
        }
        let now = self.sources.now();
        Ok(StaffUnits { staff: self.store.works_on(by.organization, &query.people, now).await? })
    }

    /// Takes staff of the admin's organisation off a unit.
    pub(crate) async fn unassign(
        &self,
        by: &Principal,
        of: &ByAssignment,
        event: AuditEvent,
    ) -> Result<(), Refused> {
        let member = self.store.member(of.person_id).await?.ok_or(Refused::NotFound)?;
        let staff = matches!(member.role, Role::CareStaff | Role::HealthProvider);
        if member.organization_id != by.organization || !staff {
            return Err(Refused::NotFound);
        }
        self.store.unassign(of, self.sources.now(), event).await
    }
}
