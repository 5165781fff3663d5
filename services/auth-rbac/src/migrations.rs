//! The tables of this service, for both engines. Names, e-mail addresses and one-time-code secrets are sealed
//! under the person's key; an e-mail address is found by a keyed digest of it.

use store_sql::{Migration, Step};

pub(crate) const ALL: &[Migration] = &[
    Migration {
        version: 1,
        name: "organisations, people, recovery codes, devices, sessions, invitations",
        steps: first,
    },
    Migration { version: 2, name: "links to set a password anew, signing keys", steps: second },
    Migration {
        version: 3,
        name: "steps of rotating secrets, second factors anew, what invitations promised",
        steps: third,
    },
    Migration { version: 4, name: "passkeys, and when somebody last showed who they are", steps: fourth },
    Migration { version: 5, name: "challenges are found by what they are bound to", steps: fifth },
    Migration { version: 6, name: "authenticators that were started", steps: sixth },
];

/// A secret that was started is sealed as one that counts.
fn sixth() -> Vec<Step> {
    let table = |uuid: &str, bytes: &str| {
        format!(
            "CREATE TABLE started_factors (
                person_id {uuid} PRIMARY KEY REFERENCES people (person_id), sealed {bytes} NOT NULL,
                expires_at BIGINT NOT NULL);"
        )
    };
    vec![Step { sqlite: table("BLOB", "BLOB"), postgres: table("UUID", "BYTEA") }]
}

fn fifth() -> Vec<Step> {
    let index = "CREATE INDEX passkey_challenges_by_binding ON passkey_challenges (purpose, bound_to);";
    vec![Step { sqlite: index.to_owned(), postgres: index.to_owned() }]
}

/// What a passkey's key and name are is sealed; it is found by a digest of its credential's id.
fn fourth() -> Vec<Step> {
    let tables = |uuid: &str, bytes: &str| {
        format!(
            "ALTER TABLE sessions ADD COLUMN proved_at BIGINT;
             ALTER TABLE sessions ADD COLUMN proof TEXT;
             CREATE TABLE passkeys (
                passkey_id {uuid} PRIMARY KEY, person_id {uuid} NOT NULL REFERENCES people (person_id),
                credential_digest {bytes} NOT NULL UNIQUE, sealed {bytes} NOT NULL, sign_count BIGINT NOT NULL,
                suspect BOOLEAN NOT NULL DEFAULT FALSE, created_at BIGINT NOT NULL, last_used_at BIGINT);
             CREATE INDEX passkeys_by_person ON passkeys (person_id);
             CREATE TABLE passkey_challenges (
                challenge_digest {bytes} PRIMARY KEY, purpose TEXT NOT NULL, bound_to {bytes} NOT NULL,
                expires_at BIGINT NOT NULL);
             CREATE INDEX passkey_challenges_by_end ON passkey_challenges (expires_at);"
        )
    };
    vec![Step { sqlite: tables("BLOB", "BLOB"), postgres: tables("UUID", "BYTEA") }]
}

/// The digests that are kept of sessions and devices are of the first secret of each from here on; the columns
/// `spent_digest` are read by nobody any more, and stay for processes of the version before.
fn third() -> Vec<Step> {
    let tables = |uuid: &str, bytes: &str| {
        format!(
            "ALTER TABLE sessions ADD COLUMN step BIGINT NOT NULL DEFAULT 0;
             ALTER TABLE devices ADD COLUMN step BIGINT NOT NULL DEFAULT 0;
             ALTER TABLE invitations ADD COLUMN withdrawn_at BIGINT;
             CREATE TABLE factor_renewals (
                person_id {uuid} PRIMARY KEY REFERENCES people (person_id), token_digest {bytes} NOT NULL,
                created_by {uuid} NOT NULL, expires_at BIGINT NOT NULL);
             CREATE TABLE connections (
                person_id {uuid} PRIMARY KEY REFERENCES people (person_id), role TEXT NOT NULL,
                patient_id {uuid}, relation TEXT, unit_id {uuid}, invited_by {uuid} NOT NULL,
                created_at BIGINT NOT NULL);
             CREATE INDEX sessions_by_end ON sessions (ends_at);
             CREATE INDEX invitations_by_end ON invitations (expires_at);
             CREATE INDEX invitations_by_inviter ON invitations (created_by);"
        )
    };
    vec![Step { sqlite: tables("BLOB", "BLOB"), postgres: tables("UUID", "BYTEA") }]
}

fn second() -> Vec<Step> {
    let tables = |uuid: &str, bytes: &str| {
        format!(
            "CREATE TABLE password_resets (
                person_id {uuid} PRIMARY KEY REFERENCES people (person_id), token_digest {bytes} NOT NULL,
                created_by {uuid} NOT NULL, expires_at BIGINT NOT NULL);
             CREATE TABLE token_keys (
                generation BIGINT PRIMARY KEY, name TEXT NOT NULL UNIQUE, public_key TEXT NOT NULL,
                created_at BIGINT NOT NULL, active_from BIGINT NOT NULL, ends_at BIGINT,
                command BIGINT NOT NULL DEFAULT 0);
             CREATE INDEX people_by_organization ON people (organization_id, person_id);"
        )
    };
    vec![Step { sqlite: tables("BLOB", "BLOB"), postgres: tables("UUID", "BYTEA") }]
}

fn first() -> Vec<Step> {
    let tables = |uuid: &str, bytes: &str| {
        format!(
            "CREATE TABLE organizations (
                organization_id {uuid} PRIMARY KEY, name TEXT NOT NULL, join_code TEXT NOT NULL UNIQUE,
                created_at BIGINT NOT NULL);
             CREATE TABLE people (
                person_id {uuid} PRIMARY KEY,
                organization_id {uuid} NOT NULL REFERENCES organizations (organization_id),
                role TEXT NOT NULL, scopes TEXT NOT NULL, email_digest {bytes} UNIQUE, profile {bytes} NOT NULL,
                password TEXT, totp {bytes}, totp_step BIGINT NOT NULL DEFAULT 0,
                disabled BOOLEAN NOT NULL DEFAULT FALSE, failures INTEGER NOT NULL DEFAULT 0, locked_until BIGINT,
                created_at BIGINT NOT NULL);
             CREATE TABLE recovery_codes (
                person_id {uuid} NOT NULL REFERENCES people (person_id), code_digest {bytes} NOT NULL,
                used_at BIGINT, PRIMARY KEY (person_id, code_digest));
             CREATE TABLE devices (
                device_id {uuid} PRIMARY KEY, person_id {uuid} NOT NULL REFERENCES people (person_id),
                organization_id {uuid} NOT NULL, name TEXT NOT NULL, state TEXT NOT NULL,
                standalone BOOLEAN NOT NULL, secret_digest {bytes} NOT NULL, spent_digest {bytes},
                created_at BIGINT NOT NULL, last_used_at BIGINT);
             CREATE INDEX devices_by_person ON devices (person_id);
             CREATE INDEX devices_waiting ON devices (organization_id, state);
             CREATE TABLE sessions (
                session_id {uuid} PRIMARY KEY, person_id {uuid} NOT NULL REFERENCES people (person_id),
                amr TEXT NOT NULL, created_at BIGINT NOT NULL, last_seen_at BIGINT NOT NULL,
                ends_at BIGINT NOT NULL, ended_at BIGINT, refresh_digest {bytes} NOT NULL, spent_digest {bytes});
             CREATE INDEX sessions_by_person ON sessions (person_id, ended_at);
             CREATE TABLE invitations (
                invitation_id {uuid} PRIMARY KEY, organization_id {uuid} NOT NULL, role TEXT NOT NULL,
                scopes TEXT NOT NULL, patient_id {uuid}, relation TEXT, unit_id {uuid},
                token_digest {bytes} NOT NULL UNIQUE, created_by {uuid} NOT NULL, created_at BIGINT NOT NULL,
                expires_at BIGINT NOT NULL, accepted_by {uuid});"
        )
    };
    let mut steps = vec![Step { sqlite: tables("BLOB", "BLOB"), postgres: tables("UUID", "BYTEA") }];
    steps.extend(audit_trail::outbox_table());
    steps
}

#[cfg(test)]
mod tests {
    use store_sql::Engine;

    use super::ALL;

    /// Installations keep these numbers: one that changes keeps this program from starting there.
    #[test]
    fn what_was_released_is_unchanged() {
        let digests = |engine| ALL.iter().take(4).map(|one| one.digest(engine)).collect::<Vec<_>>();
        assert_eq!(
            digests(Engine::Sqlite),
            [
                5_204_411_051_844_173_670,
                -5_579_451_299_232_577_233,
                -2_392_496_945_858_705_220,
                5_020_264_827_671_616_472
            ]
        );
        assert_eq!(
            digests(Engine::Postgres),
            [
                -3_875_013_979_306_539_443,
                3_923_281_070_408_111_487,
                4_393_689_048_802_070_624,
                7_783_392_104_890_306_974
            ]
        );
    }
}
