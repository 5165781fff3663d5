//! The tables of this service, for both engines.
//!
//! `versions`, `representations` and `standings` are only ever added to: what was agreed to, entered or said stays
//! readable as it was. `consents` says which version is the last one. `patients` holds the epoch and the moment
//! of the next change that comes by itself; its row is the lock of everything about a patient.

use store_sql::{Migration, Step};

pub(crate) const ALL: &[Migration] = &[
    Migration { version: 1, name: "patients, consents, versions", steps: first },
    Migration { version: 2, name: "representatives, standing, expiry, answers", steps: second },
    Migration { version: 3, name: "documents by representative", steps: third },
];

fn third() -> Vec<Step> {
    vec![Step::sql("CREATE INDEX representations_by_person ON representations (person_id, state)")]
}

fn first() -> Vec<Step> {
    let tables = |uuid: &str| {
        format!(
            "CREATE TABLE patients (
                patient_id {uuid} PRIMARY KEY, organization_id {uuid} NOT NULL,
                epoch BIGINT NOT NULL CHECK (epoch > 0));
             CREATE TABLE consents (
                consent_id {uuid} PRIMARY KEY,
                patient_id {uuid} NOT NULL REFERENCES patients (patient_id),
                kind TEXT NOT NULL, grantee_id {uuid}, state TEXT NOT NULL, version BIGINT NOT NULL,
                digest TEXT NOT NULL);
             CREATE INDEX consents_by_patient ON consents (patient_id, state);
             CREATE TABLE versions (
                consent_id {uuid} NOT NULL REFERENCES consents (consent_id),
                version BIGINT NOT NULL CHECK (version > 0),
                patient_id {uuid} NOT NULL, state TEXT NOT NULL, terms TEXT NOT NULL, provisions TEXT NOT NULL,
                period TEXT NOT NULL, digest TEXT NOT NULL, epoch BIGINT NOT NULL,
                recorded_at BIGINT NOT NULL, recorded_by {uuid} NOT NULL,
                PRIMARY KEY (consent_id, version), UNIQUE (patient_id, epoch));"
        )
    };
    let mut steps = vec![Step { sqlite: tables("BLOB"), postgres: tables("UUID") }];
    steps.extend(audit_trail::outbox_table());
    steps
}

fn second() -> Vec<Step> {
    let tables = |uuid: &str| {
        format!(
            "ALTER TABLE patients ADD COLUMN changes_at BIGINT;
             CREATE INDEX patients_by_change ON patients (changes_at);
             ALTER TABLE consents ADD COLUMN until_at BIGINT;
             CREATE INDEX consents_by_state ON consents (state, kind);
             ALTER TABLE versions ADD COLUMN reason TEXT;
             CREATE TABLE representations (
                representation_id {uuid} NOT NULL, version BIGINT NOT NULL CHECK (version > 0),
                patient_id {uuid} NOT NULL REFERENCES patients (patient_id), person_id {uuid} NOT NULL,
                state TEXT NOT NULL, body TEXT NOT NULL, epoch BIGINT NOT NULL,
                PRIMARY KEY (representation_id, version), UNIQUE (patient_id, epoch));
             CREATE TABLE standings (
                patient_id {uuid} NOT NULL REFERENCES patients (patient_id), epoch BIGINT NOT NULL,
                body TEXT NOT NULL, recorded_at BIGINT NOT NULL, recorded_by {uuid} NOT NULL,
                PRIMARY KEY (patient_id, epoch));"
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
        assert_eq!(digests(Engine::Sqlite), [-2_163_218_544_754_010_900, -6_551_252_142_766_645_104]);
        assert_eq!(digests(Engine::Postgres), [3_743_681_968_693_432_107, -6_598_241_054_377_707_244]);
    }
}
