//! What is kept: members, units, assignments and relations. One method is one atomic step, its event included.

mod charges;
mod emergencies;
mod rooms;
mod shifts;
mod staffing;

use api::Role;
use audit_trail::{AuditEvent, Trail};
use kernel::{Cursor, OrganizationId, Page, PageLimit, PersonId, RelationId, Timestamp, TypedId, UnitId};
use relationship_management_api::{Assignment, Member, Relation, RelationKind, RelationState, Unit};
use store_sql::{Columns, Corrupt, Database, Row, Statements, StoreError};

use crate::domain::Refused;

#[derive(Clone)]
pub(crate) struct Store {
    database: Database,
    trail: Trail,
}

impl Store {
    pub(crate) const fn new(database: Database, trail: Trail) -> Self {
        Self { database, trail }
    }

    pub(crate) const fn trail(&self) -> &Trail {
        &self.trail
    }

    /// Enters a member; the same member again changes nothing. Never moves a person to another organisation.
    pub(crate) async fn enter(
        &self,
        member: &Member,
        now: Timestamp,
        event: AuditEvent,
    ) -> Result<(), Refused> {
        let write = self.database.begin().await?;
        let inserted = write
            .run(
                "INSERT INTO members (person_id, role, organization_id, entered_at) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (person_id) DO NOTHING",
                [
                    member.person_id.uuid().into(),
                    member.role.name().into(),
                    member.organization_id.uuid().into(),
                    now.as_micros().into(),
                ],
            )
            .await?;
        if inserted > 0 {
            self.trail.append(&write, event).await?;
        }
        self.trail.commit(write).await?;
        Ok(())
    }

    /// A member, or `None`.
    pub(crate) async fn member(&self, person: PersonId) -> Result<Option<Member>, StoreError> {
        let row = self
            .database
            .read()
            .find("SELECT role, organization_id FROM members WHERE person_id = $1", [person.uuid().into()])
            .await?;
        row.map(|row| {
            Ok(Member { person_id: person, role: role(&row)?, organization_id: row.id("organization_id")? })
        })
        .transpose()
    }

    /// A member, the unit that they live on now, and whether an emergency of theirs is declared; or `None`.
    pub(crate) async fn resident(
        &self,
        person: PersonId,
        now: Timestamp,
    ) -> Result<Option<(Member, Option<UnitId>, bool)>, StoreError> {
        let row = self
            .database
            .read()
            .find(
                "SELECT m.role, m.organization_id, (SELECT a.unit_id FROM assignments a WHERE a.person_id = m.person_id
                 AND (a.until IS NULL OR a.until > $2) ORDER BY a.assigned_at DESC LIMIT 1) AS unit_id,
                 EXISTS (SELECT 1 FROM emergencies e WHERE e.patient_id = m.person_id AND e.declared_at <= $2
                 AND e.ends_at > $2) AS emergency FROM members m WHERE m.person_id = $1",
                [person.uuid().into(), now.as_micros().into()],
            )
            .await?;
        row.map(|row| {
            let organization_id = row.id("organization_id")?;
            let member = Member { person_id: person, role: role(&row)?, organization_id };
            Ok((member, row.id_or_none("unit_id")?, row.col("emergency")?))
        })
        .transpose()
    }

    /// Opens a unit. A second one of the same name in an organisation is the first.
    pub(crate) async fn open_unit(
        &self,
        unit: &Unit,
        now: Timestamp,
        event: AuditEvent,
    ) -> Result<Unit, Refused> {
        let write = self.database.begin().await?;
        let inserted = write
            .run(
                "INSERT INTO units (unit_id, organization_id, name, created_at) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (organization_id, name) DO NOTHING",
                [
                    unit.unit_id.uuid().into(),
                    unit.organization_id.uuid().into(),
                    unit.name.clone().into(),
                    now.as_micros().into(),
                ],
            )
            .await?;
        if inserted > 0 {
            self.trail.append(&write, event).await?;
        }
        let row = write
            .find(
                "SELECT unit_id, organization_id, name FROM units WHERE organization_id = $1 AND name = $2",
                [unit.organization_id.uuid().into(), unit.name.clone().into()],
            )
            .await?;
        let kept = row.as_ref().map(unit_of).transpose()?.unwrap_or_else(|| unit.clone());
        self.trail.commit(write).await?;
        Ok(kept)
    }

    /// A unit, or `None`.
    pub(crate) async fn unit(&self, unit: UnitId) -> Result<Option<Unit>, StoreError> {
        let text = "SELECT unit_id, organization_id, name FROM units WHERE unit_id = $1";
        self.database.read().find(text, [unit.uuid().into()]).await?.as_ref().map(unit_of).transpose()
    }

    /// The units of an organisation, by name.
    pub(crate) async fn units(
        &self,
        organization: OrganizationId,
        after: Option<&Cursor>,
        limit: PageLimit,
    ) -> Result<Page<Unit>, StoreError> {
        let rows = self
            .database
            .read()
            .list(
                "SELECT unit_id, organization_id, name FROM units
                 WHERE organization_id = $1 AND name > $2 ORDER BY name LIMIT $3",
                [organization.uuid().into(), after.map_or("", Cursor::place).into(), over(limit).into()],
            )
            .await?;
        let units = rows.iter().map(unit_of).collect::<Result<_, _>>()?;
        Ok(Page::from_rows(units, limit, |unit: &Unit| Cursor::new(&unit.name)))
    }

    /// The units that a person is on now.
    pub(crate) async fn units_of(&self, person: PersonId, now: Timestamp) -> Result<Vec<Unit>, StoreError> {
        let rows = self
            .database
            .read()
            .list(
                "SELECT u.unit_id, u.organization_id, u.name FROM assignments a JOIN units u ON u.unit_id = a.unit_id
                 WHERE a.person_id = $1 AND (a.until IS NULL OR a.until > $2) ORDER BY a.assigned_at DESC LIMIT 64",
                [person.uuid().into(), now.as_micros().into()],
            )
            .await?;
        rows.iter().map(unit_of).collect()
    }

    /// The residents of an organisation who live on no unit at a moment, in the order of their ids.
    pub(crate) async fn unplaced(
        &self,
        organization: OrganizationId,
        after: Option<PersonId>,
        limit: PageLimit,
        now: Timestamp,
    ) -> Result<Page<Member>, StoreError> {
        let text = "SELECT m.person_id, m.role, m.organization_id FROM members m
             WHERE m.organization_id = $1 AND m.role = 'resident' AND m.person_id > $2
             AND NOT EXISTS (SELECT 1 FROM assignments a WHERE a.person_id = m.person_id
                 AND (a.until IS NULL OR a.until > $3)) ORDER BY m.person_id LIMIT $4";
        let after = after.unwrap_or(PersonId::SYSTEM).uuid();
        let values = [organization.uuid().into(), after.into(), now.as_micros().into(), over(limit).into()];
        let rows = self.database.read().list(text, values).await?;
        let member = |row: &Row| {
            let (person_id, organization_id) = (row.id("person_id")?, row.id("organization_id")?);
            Ok(Member { person_id, role: role(row)?, organization_id })
        };
        let members = rows.iter().map(member).collect::<Result<_, StoreError>>()?;
        Ok(Page::from_rows(members, limit, |member: &Member| Cursor::new(member.person_id)))
    }

    /// Assigns a person to a unit. A resident lives on one unit: the one before is left in the same step. With
    /// `among`, somebody who lives on a unit that is not among these stays there, and it is refused.
    pub(crate) async fn assign(
        &self,
        assignment: &Assignment,
        among: Option<&[UnitId]>,
        now: Timestamp,
        event: AuditEvent,
    ) -> Result<(), Refused> {
        let write = self.database.begin().await?;
        let person = assignment.person_id.uuid();
        // The person's row is the lock: nobody is moved between the look and the step.
        write.run("UPDATE members SET role = role WHERE person_id = $1", [person.into()]).await?;
        if let Some(among) = among {
            let text =
                "SELECT unit_id FROM assignments WHERE person_id = $1 AND (until IS NULL OR until > $2)";
            for row in write.list(text, [person.into(), now.as_micros().into()]).await? {
                if !among.contains(&row.id("unit_id")?) {
                    return Err(Refused::Forbidden);
                }
            }
        }
        if assignment.role == Role::Resident {
            // Where they live already stays as it is, with their room.
            let text = "DELETE FROM assignments WHERE person_id = $1 AND unit_id <> $2";
            write.run(text, [person.into(), assignment.unit_id.uuid().into()]).await?;
        }
        write
            .run(
                "INSERT INTO assignments (person_id, unit_id, role, until, assigned_at) VALUES ($1, $2, $3, $4, $5)
                 ON CONFLICT (person_id, unit_id) DO UPDATE
                 SET until = excluded.until, assigned_at = excluded.assigned_at",
                [
                    person.into(),
                    assignment.unit_id.uuid().into(),
                    assignment.role.name().into(),
                    assignment.until.map(Timestamp::as_micros).into(),
                    now.as_micros().into(),
                ],
            )
            .await?;
        self.trail.append(&write, event).await?;
        self.trail.commit(write).await?;
        Ok(())
    }

    /// Keeps a new relation, unless the two have it already or the patient has `live_max` live ones.
    pub(crate) async fn relate(
        &self,
        relation: &Relation,
        live_max: i64,
        event: AuditEvent,
    ) -> Result<(), Refused> {
        let write = self.database.begin().await?;
        let patient = relation.patient_id.uuid();
        // The patient's row is the lock: two requests at once cannot both count nineteen.
        write.run("UPDATE members SET role = role WHERE person_id = $1", [patient.into()]).await?;
        // What is past its date is not live, and stands in nobody's way.
        let live = "state IN ('pending', 'active', 'suspended') AND (expires_at IS NULL OR expires_at > $4)";
        let row = write
            .find(
                &format!(
                    "SELECT COUNT(*) AS live, COALESCE(SUM(CASE WHEN person_id = $2 AND kind = $3 THEN 1 ELSE 0 END), 0)
                     AS same FROM relations WHERE patient_id = $1 AND {live}"
                ),
                [
                    patient.into(),
                    relation.person_id.uuid().into(),
                    kind_name(relation.kind).into(),
                    relation.created_at.as_micros().into(),
                ],
            )
            .await?;
        if let Some(row) = row {
            if row.col::<i64>("same")? > 0 {
                return Err(Refused::Duplicate);
            }
            if row.col::<i64>("live")? >= live_max {
                return Err(Refused::TooMany);
            }
        }
        write
            .run(
                "INSERT INTO relations (relation_id, patient_id, person_id, kind, state, created_at, expires_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7)",
                [
                    relation.relation_id.uuid().into(),
                    patient.into(),
                    relation.person_id.uuid().into(),
                    kind_name(relation.kind).into(),
                    state_name(relation.state).into(),
                    relation.created_at.as_micros().into(),
                    relation.expires_at.map(Timestamp::as_micros).into(),
                ],
            )
            .await?;
        self.trail.append(&write, event).await?;
        self.trail.commit(write).await?;
        Ok(())
    }

    /// A relation, or `None`.
    pub(crate) async fn relation(&self, id: RelationId) -> Result<Option<Relation>, StoreError> {
        let text = format!("SELECT {RELATION} FROM relations WHERE relation_id = $1");
        self.database.read().find(&text, [id.uuid().into()]).await?.as_ref().map(relation_of).transpose()
    }

    /// Moves a relation from one state to another; refused when it is no longer in the first.
    pub(crate) async fn change(
        &self,
        id: RelationId,
        from: RelationState,
        to: RelationState,
        event: AuditEvent,
    ) -> Result<(), Refused> {
        let write = self.database.begin().await?;
        let changed = write
            .run(
                "UPDATE relations SET state = $3 WHERE relation_id = $1 AND state = $2",
                [id.uuid().into(), state_name(from).into(), state_name(to).into()],
            )
            .await?;
        if changed == 0 {
            return Err(Refused::Transition);
        }
        self.trail.append(&write, event).await?;
        self.trail.commit(write).await?;
        Ok(())
    }

    /// Relations in which a person is the patient or the other one, oldest first.
    pub(crate) async fn relations_of(
        &self,
        person: PersonId,
        after: Option<RelationId>,
        limit: PageLimit,
    ) -> Result<Page<Relation>, StoreError> {
        let after = after.map_or_else(|| PersonId::SYSTEM.uuid(), TypedId::uuid);
        let text = format!(
            "SELECT {RELATION} FROM relations WHERE (patient_id = $1 OR person_id = $1) AND relation_id > $2
             ORDER BY relation_id LIMIT $3"
        );
        let rows = self
            .database
            .read()
            .list(&text, [person.uuid().into(), after.into(), over(limit).into()])
            .await?;
        let relations = rows.iter().map(relation_of).collect::<Result<_, _>>()?;
        Ok(Page::from_rows(relations, limit, |relation: &Relation| Cursor::new(relation.relation_id)))
    }

    /// The live relations of a patient, with one person or with all.
    pub(crate) async fn live(
        &self,
        patient: PersonId,
        person: Option<PersonId>,
        now: Timestamp,
    ) -> Result<Vec<Relation>, StoreError> {
        let text = format!(
            "SELECT {RELATION} FROM relations WHERE patient_id = $1 AND state = 'active'
             AND (expires_at IS NULL OR expires_at > $2) ORDER BY relation_id LIMIT 64"
        );
        let rows = self.database.read().list(&text, [patient.uuid().into(), now.as_micros().into()]).await?;
        let relations = rows.iter().map(relation_of).collect::<Result<Vec<_>, _>>()?;
        Ok(relations
            .into_iter()
            .filter(|found| person.is_none_or(|person| found.person_id == person))
            .collect())
    }
}

const RELATION: &str = "relation_id, patient_id, person_id, kind, state, created_at, expires_at";

/// One row more than the page holds tells that there is more.
fn over(limit: PageLimit) -> i64 {
    i64::try_from(limit.get()).unwrap_or(i64::MAX - 1) + 1
}

fn unit_of(row: &Row) -> Result<Unit, StoreError> {
    Ok(Unit {
        unit_id: row.id("unit_id")?,
        organization_id: row.id("organization_id")?,
        name: row.col("name")?,
    })
}

fn role(row: &Row) -> Result<Role, StoreError> {
    Role::parse(&row.col::<String>("role")?)
        .ok_or_else(|| Corrupt { table: "members", column: "role" }.into())
}

fn relation_of(row: &Row) -> Result<Relation, StoreError> {
    let kind = row.col::<String>("kind")?;
    let state = row.col::<String>("state")?;
    let corrupt = |column| Corrupt { table: "relations", column };
    Ok(Relation {
        relation_id: row.id("relation_id")?,
        patient_id: row.id("patient_id")?,
        person_id: row.id("person_id")?,
        kind: KINDS.iter().copied().find(|k| kind_name(*k) == kind).ok_or_else(|| corrupt("kind"))?,
        state: STATES.iter().copied().find(|s| state_name(*s) == state).ok_or_else(|| corrupt("state"))?,
        created_at: row.at("created_at")?,
        expires_at: row.at_or_none("expires_at")?,
    })
}

const KINDS: &[RelationKind] = &[
    RelationKind::PrimaryTherapist,
    RelationKind::SecondaryTherapist,
    RelationKind::Psychiatrist,
    RelationKind::CaseManager,
    RelationKind::PrimaryFamily,
    RelationKind::SecondaryFamily,
    RelationKind::LegalGuardian,
    RelationKind::MedicalGuardian,
    RelationKind::EmergencyContact,
    RelationKind::AuthorizedCaregiver,
];

const fn kind_name(kind: RelationKind) -> &'static str {
    match kind {
        RelationKind::PrimaryTherapist => "primary_therapist",
        RelationKind::SecondaryTherapist => "secondary_therapist",
        RelationKind::Psychiatrist => "psychiatrist",
        RelationKind::CaseManager => "case_manager",
        RelationKind::PrimaryFamily => "primary_family",
        RelationKind::SecondaryFamily => "secondary_family",
        RelationKind::LegalGuardian => "legal_guardian",
        RelationKind::MedicalGuardian => "medical_guardian",
        RelationKind::EmergencyContact => "emergency_contact",
        RelationKind::AuthorizedCaregiver => "authorized_caregiver",
    }
}

const STATES: &[RelationState] = &[
    RelationState::Pending,
    RelationState::Active,
    RelationState::Suspended,
    RelationState::Expired,
    RelationState::Revoked,
    RelationState::Declined,
];

const fn state_name(state: RelationState) -> &'static str {
    match state {
        RelationState::Pending => "pending",
        RelationState::Active => "active",
        RelationState::Suspended => "suspended",
        RelationState::Expired => "expired",
        RelationState::Revoked => "revoked",
        RelationState::Declined => "declined",
    }
}
