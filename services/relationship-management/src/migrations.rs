//! The tables of this service, for both engines.

use store_sql::{Migration, Step};

pub(crate) const ALL: &[Migration] = &[
    Migration { version: 1, name: "members, units, assignments, relations", steps: first },
    Migration { version: 2, name: "emergencies", steps: second },
    Migration { version: 3, name: "members by organisation", steps: third },
    Migration { version: 4, name: "shifts", steps: fourth },
    Migration { version: 5, name: "rooms", steps: fifth },
];

fn fifth() -> Vec<Step> {
    vec![Step::sql("ALTER TABLE assignments ADD COLUMN room TEXT")]
}

fn fourth() -> Vec<Step> {
    let tables = |uuid: &str| {
        format!(
            "CREATE TABLE shifts (
                shift_id {uuid} PRIMARY KEY,
                person_id {uuid} NOT NULL REFERENCES members (person_id),
                unit_id {uuid} NOT NULL REFERENCES units (unit_id),
                starts_at BIGINT NOT NULL, ends_at BIGINT NOT NULL);
             CREATE INDEX shifts_by_unit ON shifts (unit_id, ends_at);
             CREATE INDEX shifts_by_person ON shifts (person_id, ends_at);"
        )
    };
    vec![Step { sqlite: tables("BLOB"), postgres: tables("UUID") }]
}

fn third() -> Vec<Step> {
    vec![Step::sql("CREATE INDEX members_by_organization ON members (organization_id, role, person_id)")]
}

fn first() -> Vec<Step> {
    let tables = |uuid: &str| {
        format!(
            "CREATE TABLE members (
                person_id {uuid} PRIMARY KEY, role TEXT NOT NULL, organization_id {uuid} NOT NULL,
                entered_at BIGINT NOT NULL);
             CREATE TABLE units (
                unit_id {uuid} PRIMARY KEY, organization_id {uuid} NOT NULL, name TEXT NOT NULL,
                created_at BIGINT NOT NULL, UNIQUE (organization_id, name));
             CREATE TABLE assignments (
                person_id {uuid} NOT NULL REFERENCES members (person_id),
                unit_id {uuid} NOT NULL REFERENCES units (unit_id),
                role TEXT NOT NULL, until BIGINT, assigned_at BIGINT NOT NULL, PRIMARY KEY (person_id, unit_id));
             CREATE INDEX assignments_by_unit ON assignments (unit_id);
             CREATE TABLE relations (
                relation_id {uuid} PRIMARY KEY,
                patient_id {uuid} NOT NULL REFERENCES members (person_id),
                person_id {uuid} NOT NULL REFERENCES members (person_id),
                kind TEXT NOT NULL, state TEXT NOT NULL, created_at BIGINT NOT NULL, expires_at BIGINT);
             CREATE INDEX relations_by_patient ON relations (patient_id, state);
             CREATE INDEX relations_by_person ON relations (person_id, state);"
        )
    };
    let mut steps = vec![Step { sqlite: tables("BLOB"), postgres: tables("UUID") }];
    steps.extend(audit_trail::outbox_table());
    steps
}

fn second() -> Vec<Step> {
    let tables = |uuid: &str| {
        format!(
            "CREATE TABLE emergencies (
                emergency_id {uuid} PRIMARY KEY,
                patient_id {uuid} NOT NULL REFERENCES members (person_id),
                unit_id {uuid}, place TEXT NOT NULL, contact_id {uuid} NOT NULL, declared_by {uuid} NOT NULL,
                declared_at BIGINT NOT NULL, ends_at BIGINT NOT NULL);
             CREATE INDEX emergencies_by_patient ON emergencies (patient_id, ends_at);"
        )
    };
    vec![Step { sqlite: tables("BLOB"), postgres: tables("UUID") }]
}

#[cfg(test)]
mod tests {
    use store_sql::Engine;

    use super::ALL;

    /// Installations keep these numbers: one that changes keeps this program from starting there.
    #[test]
    fn what_was_released_is_unchanged() {
        let digests = |engine| ALL.iter().take(2).map(|one| one.digest(engine)).collect::<Vec<_>>();
        assert_eq!(digests(Engine::Sqlite), [-3_143_778_687_690_722_232, 2_484_118_875_247_776_587]);
        assert_eq!(digests(Engine::Postgres), [4_911_381_248_030_916_447, -3_028_686_819_780_947_425]);
    }
}
