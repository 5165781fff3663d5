//! Who is on shift. A shift opens nothing: it says who of those who may is asked first.

use std::time::Duration;

use api::{Principal, Role};
use audit_trail::AuditEvent;
use kernel::{ShiftId, UnitId};
use relationship_management_api::{NewShift, SHIFT_HOURS_MAX, Shift, Shifts};

use super::{Domain, Refused};

const HOUR: Duration = Duration::from_secs(3_600);
/// How far ahead a list of shifts looks.
const AHEAD: Duration = Duration::from_secs(24 * 3_600);
/// How far in advance a shift is entered.
const ADVANCE_MAX: Duration = Duration::from_secs(60 * 24 * 3_600);

impl Domain {
    /// Care staff begin their own shift; an admin enters anybody's. Whoever it is must work on that unit.
    pub(crate) async fn start_shift(
        &self,
        by: &Principal,
        new: NewShift,
        event: impl FnOnce(ShiftId) -> AuditEvent,
    ) -> Result<Shift, Refused> {
        let now = self.sources.now();
        let unit = self.store.unit(new.unit_id).await?.ok_or(Refused::NotFound)?;
        let person = new.person_id.unwrap_or(by.person);
        if unit.organization_id != by.organization {
            return Err(Refused::NotFound);
        }
        if person != by.person && by.role != Role::Admin {
            return Err(Refused::Forbidden);
        }
        let starts_at = new.starts_at.unwrap_or(now);
        let longest = HOUR.saturating_mul(u32::try_from(SHIFT_HOURS_MAX).unwrap_or(u32::MAX));
        let sound = new.ends_at > starts_at
            && new.ends_at > now
            && new.ends_at.since(starts_at) <= longest
            && starts_at.since(now) <= ADVANCE_MAX;
        let member = self.store.member(person).await?.ok_or(Refused::NotFound)?;
        let works_there = member.role == Role::CareStaff
            && self.store.units_of(person, now).await?.iter().any(|own| own.unit_id == unit.unit_id);
        if !sound || !works_there {
            return Err(Refused::Shift);
        }
        let shift = Shift {
            shift_id: self.sources.id(),
            person_id: person,
            unit_id: unit.unit_id,
            starts_at,
            ends_at: new.ends_at,
        };
        self.store.start_shift(&shift, event(shift.shift_id)).await?;
        Ok(shift)
    }

    /// Ends a shift: one's own, or one of the organisation for an admin.
    pub(crate) async fn end_shift(
        &self,
        by: &Principal,
        id: ShiftId,
        event: AuditEvent,
    ) -> Result<Shift, Refused> {
        let shift = self.store.shift(id).await?.ok_or(Refused::NotFound)?;
        let unit = self.store.unit(shift.unit_id).await?.ok_or(Refused::NotFound)?;
        let office = by.role == Role::Admin && by.organization == unit.organization_id;
        if shift.person_id != by.person && !office {
            return Err(Refused::NotFound);
        }
        self.store.end_shift(id, self.sources.now(), event).await?;
        self.store.shift(id).await?.ok_or(Refused::NotFound)
    }

    pub(crate) async fn shifts(&self, by: &Principal, unit: UnitId) -> Result<Shifts, Refused> {
        let unit = self.store.unit(unit).await?.ok_or(Refused::NotFound)?;
        if unit.organization_id != by.organization {
            return Err(Refused::NotFound);
        }
        let now = self.sources.now();
        Ok(Shifts { shifts: self.store.shifts(unit.unit_id, now, now.plus(AHEAD)).await? })
    }
}
