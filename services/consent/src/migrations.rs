//! The tables of this service, for both engines.
//!
//! `versions` is only ever added to: what was agreed to stays readable as it was. `consents` says which version
//! is the last one, and `patients` holds the epoch, whose row is the lock of everything about a patient.

use store_sql::{Migration, Step};

pub(crate) const ALL: &[Migration] =
    &[Migration { version: 1, name: "patients, consents, versions", steps: first }];

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
    let mut steps = vec![Step::Sql { sqlite: tables("BLOB"), postgres: tables("UUID") }];
    steps.extend(audit_trail::outbox_table());
    steps
}
