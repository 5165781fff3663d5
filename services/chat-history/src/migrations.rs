//! The tables of this service. Words, levels, categories, the engine's state and turn records are sealed under
//! the resident's key; what is plain is what a query needs: ids, times, counts, and an alert's urgency.

use store_sql::{Migration, Step};

pub(crate) const ALL: &[Migration] = &[
    Migration { version: 1, name: "conversations, turns, messages, alerts", steps: first },
    Migration { version: 2, name: "the order of messages, who asked for a person", steps: second },
    Migration { version: 3, name: "who took an alert up, who closed it, and how", steps: third },
    Migration {
        version: 4,
        name: "alerts live: changes, escalation, take over, notices; timers",
        steps: fourth,
    },
    Migration { version: 5, name: "what becomes of messages: versions, redaction, feedback", steps: fifth },
    Migration {
        version: 6,
        name: "what is kept of residents, notes, results of questionnaires",
        steps: sixth,
    },
    Migration { version: 7, name: "holds", steps: seventh },
    Migration { version: 8, name: "drafts, and alerts that are given back", steps: eighth },
    Migration { version: 9, name: "words that changed since the engine took note of them", steps: ninth },
    Migration { version: 10, name: "who took over a unit", steps: tenth },
    Migration {
        version: 11,
        name: "danger in corrected words, each alert's own events, one handover at a time",
        steps: eleventh,
    },
    Migration { version: 12, name: "counts of the help that was named, and of alerts", steps: twelfth },
    Migration { version: 13, name: "who was told that their alert was closed", steps: thirteenth },
    Migration { version: 14, name: "marks on what was found in messages", steps: fourteenth },
    Migration { version: 15, name: "safety plans, version by version", steps: fifteenth },
];

/// The words are sealed; plain is who wrote a version, as what, and when. A row without words is a plan that was taken away:
/// its number stays used, so that who read the plan before cannot write over what is written after.
fn fifteenth() -> Vec<Step> {
    let tables = |uuid: &str, bytes: &str| {
        format!(
            "CREATE TABLE safety_plans (
                patient_id {uuid} NOT NULL, version BIGINT NOT NULL, organization_id {uuid} NOT NULL,
                sealed {bytes}, changed_by {uuid} NOT NULL, changed_as TEXT NOT NULL, changed_at BIGINT NOT NULL,
                PRIMARY KEY (patient_id, version));"
        )
    };
    vec![Step { sqlite: tables("BLOB", "BLOB"), postgres: tables("UUID", "BYTEA") }]
}

/// Rows are added and never changed: what somebody said before stays beside what they say now. What a mark says is sealed;
/// plain is of what and by whom it is, and when.
fn fourteenth() -> Vec<Step> {
    let tables = |place: &str, uuid: &str, bytes: &str| {
        format!(
            "CREATE TABLE analysis_marks (
                place {place}, message_id {uuid} NOT NULL REFERENCES messages (message_id),
                organization_id {uuid} NOT NULL, person_id {uuid} NOT NULL, role TEXT NOT NULL,
                sealed {bytes} NOT NULL, marked_at BIGINT NOT NULL);
             CREATE INDEX analysis_marks_of ON analysis_marks (message_id, person_id, place);
             CREATE INDEX analysis_marks_in_order ON analysis_marks (organization_id, place);"
        )
    };
    vec![Step {
        sqlite: tables("INTEGER PRIMARY KEY", "BLOB", "BLOB"),
        postgres: tables("BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", "UUID", "BYTEA"),
    }]
}

/// What was closed before it is known who was told is told once more, within its day.
fn thirteenth() -> Vec<Step> {
    let text = "ALTER TABLE alerts ADD COLUMN closing_told_at BIGINT;
         CREATE INDEX alerts_closed ON alerts (patient_id, closed_at) WHERE state = 'closed';";
    vec![Step { sqlite: text.to_owned(), postgres: text.to_owned() }]
}

/// Counts hold no person, and stay when conversations are destroyed. Which refused messages were counted is kept apart, and
/// only for as long as a journal may come again.
fn twelfth() -> Vec<Step> {
    let tables = |uuid: &str| {
        format!(
            "CREATE TABLE referral_counts (
                organization_id {uuid} NOT NULL, month TEXT NOT NULL, kind TEXT NOT NULL, place TEXT NOT NULL,
                jurisdiction TEXT NOT NULL, channel TEXT NOT NULL, minor TEXT NOT NULL, protocol TEXT NOT NULL,
                detection TEXT NOT NULL, count BIGINT NOT NULL,
                PRIMARY KEY (organization_id, month, kind, place, jurisdiction, channel, minor, protocol, detection));
             CREATE TABLE handoff_counts (
                organization_id {uuid} NOT NULL, month TEXT NOT NULL, count BIGINT NOT NULL,
                PRIMARY KEY (organization_id, month));
             CREATE TABLE referrals_refused (turn_id {uuid} PRIMARY KEY, at BIGINT NOT NULL);
             CREATE INDEX referrals_refused_by_time ON referrals_refused (at);
             CREATE INDEX alerts_by_year ON alerts (organization_id, raised_at);"
        )
    };
    vec![Step { sqlite: tables("BLOB"), postgres: tables("UUID") }]
}

/// A message whose words are corrected after its alert was closed is an event of two alerts. Processes of before this write
/// events by the key that it takes away: they are stopped first (ARCHITECTURE, Upgrades). Who has a unit is one row, which
/// one of two who come at once changes.
fn eleventh() -> Vec<Step> {
    let last = |uuid: &str| {
        format!(
            "CREATE TABLE handovers_last (
                unit_id {uuid} PRIMARY KEY, organization_id {uuid} NOT NULL, taken_by {uuid} NOT NULL,
                taken_at BIGINT NOT NULL);
             INSERT INTO handovers_last (unit_id, organization_id, taken_by, taken_at)
                SELECT unit_id, organization_id, taken_by, taken_at FROM handovers h
                WHERE taken_at = (SELECT MAX(l.taken_at) FROM handovers l WHERE l.unit_id = h.unit_id)
                ON CONFLICT (unit_id) DO NOTHING;"
        )
    };
    let sqlite = "ALTER TABLE conversations ADD COLUMN risen BLOB;
         CREATE TABLE alert_events_now (
            turn_id BLOB NOT NULL, alert_id BLOB NOT NULL REFERENCES alerts (alert_id), level INTEGER NOT NULL,
            at BIGINT NOT NULL, PRIMARY KEY (turn_id, alert_id));
         INSERT INTO alert_events_now (turn_id, alert_id, level, at)
            SELECT turn_id, alert_id, level, at FROM alert_events;
         DROP TABLE alert_events;
         ALTER TABLE alert_events_now RENAME TO alert_events;
         CREATE INDEX alert_events_of ON alert_events (alert_id, at);";
    let postgres = "ALTER TABLE conversations ADD COLUMN risen BYTEA;
         ALTER TABLE alert_events DROP CONSTRAINT alert_events_pkey;
         ALTER TABLE alert_events ADD PRIMARY KEY (turn_id, alert_id);";
    vec![Step {
        sqlite: format!("{sqlite}\n{}", last("BLOB")),
        postgres: format!("{postgres}\n{}", last("UUID")),
    }]
}

fn tenth() -> Vec<Step> {
    let tables = |uuid: &str| {
        format!(
            "CREATE TABLE handovers (
                unit_id {uuid} NOT NULL, organization_id {uuid} NOT NULL, taken_by {uuid} NOT NULL,
                taken_at BIGINT NOT NULL);
             CREATE INDEX handovers_of ON handovers (unit_id, taken_at);"
        )
    };
    vec![Step { sqlite: tables("BLOB"), postgres: tables("UUID") }]
}

/// `words_changed`: 0, nothing; 1, since the engine last took note; 2, and the open turn knows. Closing that turn makes it 0.
fn ninth() -> Vec<Step> {
    let column = "ALTER TABLE conversations ADD COLUMN words_changed INTEGER NOT NULL DEFAULT 0;".to_owned();
    vec![Step { sqlite: column.clone(), postgres: column }]
}

/// The key of a draft is plain: a turn of that key says that it was sent.
fn eighth() -> Vec<Step> {
    let tables = |uuid: &str, bytes: &str| {
        format!(
            "CREATE TABLE drafts (
                patient_id {uuid} PRIMARY KEY, organization_id {uuid} NOT NULL, draft_key TEXT NOT NULL,
                sealed {bytes} NOT NULL, at BIGINT NOT NULL, expires_at BIGINT NOT NULL);
             ALTER TABLE alerts ADD COLUMN deadline BIGINT;
             ALTER TABLE alerts ADD COLUMN given_back_at BIGINT;
             ALTER TABLE alerts ADD COLUMN passes INTEGER NOT NULL DEFAULT 0;"
        )
    };
    vec![Step { sqlite: tables("BLOB", "BLOB"), postgres: tables("UUID", "BYTEA") }]
}

fn seventh() -> Vec<Step> {
    let tables = |uuid: &str| {
        format!(
            "CREATE TABLE legal_holds (
                patient_id {uuid} PRIMARY KEY, organization_id {uuid} NOT NULL, reason TEXT NOT NULL,
                placed_by {uuid} NOT NULL, placed_at BIGINT NOT NULL);
             CREATE INDEX conversations_by_age ON conversations (last_active_at);"
        )
    };
    vec![Step { sqlite: tables("BLOB"), postgres: tables("UUID") }]
}

fn sixth() -> Vec<Step> {
    let tables = |uuid: &str, bytes: &str| {
        format!(
            "CREATE TABLE companions (
                patient_id {uuid} PRIMARY KEY, organization_id {uuid} NOT NULL, version BIGINT NOT NULL,
                sealed {bytes} NOT NULL);
             CREATE TABLE staff_notes (
                note_id {uuid} PRIMARY KEY, patient_id {uuid} NOT NULL, organization_id {uuid} NOT NULL,
                author_id {uuid}, conversation_id {uuid}, sealed {bytes} NOT NULL, at BIGINT NOT NULL);
             CREATE INDEX staff_notes_of ON staff_notes (patient_id, at);
             CREATE TABLE assessments (
                assessment_id {uuid} PRIMARY KEY, patient_id {uuid} NOT NULL, sealed {bytes} NOT NULL,
                at BIGINT NOT NULL);
             CREATE INDEX assessments_of ON assessments (patient_id, at);"
        )
    };
    vec![Step { sqlite: tables("BLOB", "BLOB"), postgres: tables("UUID", "BYTEA") }]
}

fn fifth() -> Vec<Step> {
    let tables = |place: &str, uuid: &str, bytes: &str| {
        format!(
            "ALTER TABLE messages ADD COLUMN edited_at BIGINT;
             ALTER TABLE messages ADD COLUMN redacted_at BIGINT;
             ALTER TABLE messages ADD COLUMN helpful BOOLEAN;
             ALTER TABLE messages ADD COLUMN feedback_reason TEXT;
             CREATE TABLE message_versions (
                place {place}, message_id {uuid} NOT NULL REFERENCES messages (message_id), sealed {bytes} NOT NULL,
                changed_by {uuid} NOT NULL, changed_at BIGINT NOT NULL, redaction TEXT);
             CREATE INDEX message_versions_of ON message_versions (message_id, place);
             CREATE INDEX messages_by_time ON messages (created_at);"
        )
    };
    vec![Step {
        sqlite: tables("INTEGER PRIMARY KEY", "BLOB", "BLOB"),
        postgres: tables("BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", "UUID", "BYTEA"),
    }]
}

/// The place of a change is where a feed goes on after a break.
fn fourth() -> Vec<Step> {
    let tables = |place: &str, uuid: &str, bytes: &str| {
        format!(
            "ALTER TABLE alerts ADD COLUMN taken_over_by {uuid};
             ALTER TABLE alerts ADD COLUMN taken_over_at BIGINT;
             ALTER TABLE alerts ADD COLUMN escalation INTEGER NOT NULL DEFAULT 0;
             ALTER TABLE alerts ADD COLUMN escalates_at BIGINT;
             ALTER TABLE alerts ADD COLUMN findings {bytes};
             CREATE TABLE alert_changes (
                place {place}, alert_id {uuid} NOT NULL REFERENCES alerts (alert_id), kind TEXT NOT NULL,
                at BIGINT NOT NULL);
             CREATE INDEX alert_changes_by_time ON alert_changes (at);
             CREATE INDEX alert_events_of ON alert_events (alert_id, at);
             CREATE INDEX alerts_of ON alerts (patient_id, raised_at);
             CREATE TABLE notices_seen (
                alert_id {uuid} NOT NULL REFERENCES alerts (alert_id), person_id {uuid} NOT NULL, at BIGINT NOT NULL,
                PRIMARY KEY (alert_id, person_id));"
        )
    };
    let mut steps = vec![Step {
        sqlite: tables("INTEGER PRIMARY KEY", "BLOB", "BLOB"),
        postgres: tables("BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", "UUID", "BYTEA"),
    }];
    steps.extend(store_sql::timers::timers_table());
    steps
}

fn third() -> Vec<Step> {
    let columns = |uuid: &str, bytes: &str| {
        format!(
            "ALTER TABLE alerts ADD COLUMN acknowledged_by {uuid};
             ALTER TABLE alerts ADD COLUMN acknowledged_at BIGINT;
             ALTER TABLE alerts ADD COLUMN closed_by {uuid};
             ALTER TABLE alerts ADD COLUMN closed_at BIGINT;
             ALTER TABLE alerts ADD COLUMN outcome TEXT;
             ALTER TABLE alerts ADD COLUMN note {bytes};"
        )
    };
    vec![Step { sqlite: columns("BLOB", "BLOB"), postgres: columns("UUID", "BYTEA") }]
}

/// A message's place says its order: ids are made before a message is stored, by other machines' clocks, and what
/// is delivered after an outage has the id that it had then.
fn second() -> Vec<Step> {
    vec![Step::sql(
        "ALTER TABLE messages ADD COLUMN place BIGINT NOT NULL DEFAULT 0;
         UPDATE messages SET place = (SELECT COUNT(*) FROM messages before
            WHERE before.conversation_id = messages.conversation_id AND before.message_id <= messages.message_id);
         DROP INDEX messages_in_order;
         CREATE UNIQUE INDEX messages_in_order ON messages (conversation_id, place);
         ALTER TABLE alerts ADD COLUMN person_requested BOOLEAN NOT NULL DEFAULT FALSE;
         CREATE INDEX alerts_open_of ON alerts (patient_id, level, alert_id) WHERE state <> 'closed';",
    )]
}

fn first() -> Vec<Step> {
    let tables = |uuid: &str, bytes: &str| {
        format!(
            "CREATE TABLE conversations (
                conversation_id {uuid} PRIMARY KEY, patient_id {uuid} NOT NULL, organization_id {uuid} NOT NULL,
                version BIGINT NOT NULL, state {bytes} NOT NULL, message_count BIGINT NOT NULL,
                started_at BIGINT NOT NULL, last_active_at BIGINT NOT NULL, ended_at BIGINT);
             CREATE INDEX conversations_by_patient ON conversations (patient_id, conversation_id);
             CREATE TABLE turns (
                turn_id {uuid} PRIMARY KEY,
                conversation_id {uuid} NOT NULL REFERENCES conversations (conversation_id),
                message_id {uuid} NOT NULL, idempotency_key TEXT NOT NULL, content_digest {bytes} NOT NULL,
                alert_id {uuid}, opened_at BIGINT NOT NULL, closed_at BIGINT, reply_id {uuid},
                ending TEXT, record {bytes}, UNIQUE (conversation_id, idempotency_key));
             CREATE INDEX turns_open ON turns (conversation_id) WHERE closed_at IS NULL;
             CREATE TABLE messages (
                message_id {uuid} PRIMARY KEY,
                conversation_id {uuid} NOT NULL REFERENCES conversations (conversation_id),
                turn_id {uuid} NOT NULL, speaker TEXT NOT NULL, author_id {uuid}, sealed {bytes} NOT NULL,
                created_at BIGINT NOT NULL);
             CREATE INDEX messages_in_order ON messages (conversation_id, message_id);
             CREATE TABLE alerts (
                alert_id {uuid} PRIMARY KEY, patient_id {uuid} NOT NULL, organization_id {uuid} NOT NULL,
                conversation_id {uuid} NOT NULL, message_id {uuid} NOT NULL, unit_id {uuid}, level INTEGER NOT NULL,
                categories TEXT NOT NULL, state TEXT NOT NULL, raised_at BIGINT NOT NULL, updated_at BIGINT NOT NULL,
                event_count BIGINT NOT NULL);
             CREATE UNIQUE INDEX alerts_one_an_episode ON alerts (conversation_id) WHERE state <> 'closed';
             CREATE INDEX alerts_open ON alerts (organization_id, level, alert_id) WHERE state <> 'closed';
             CREATE TABLE alert_events (
                turn_id {uuid} PRIMARY KEY, alert_id {uuid} NOT NULL REFERENCES alerts (alert_id),
                level INTEGER NOT NULL, at BIGINT NOT NULL);"
        )
    };
    let mut steps = vec![Step { sqlite: tables("BLOB", "BLOB"), postgres: tables("UUID", "BYTEA") }];
    steps.extend(audit_trail::outbox_table());
    steps
}

#[cfg(test)]
mod tests {
    use store_sql::{Columns, Database, Engine, Location, Statements};

    use super::ALL;

    /// What was kept before each alert had its own events, and who had a unit, is there after.
    #[tokio::test]
    async fn alerts_keep_their_events_and_units_who_had_them() {
        let stores = testkit::OwnStores::embedded();
        let location = Location::Sqlite { path: stores.data_dir().join("chat-history.sqlite") };
        let before = Database::open("chat-history", &location, &ALL[..10]).await.expect("opens");
        let write = before.begin().await.expect("begins");
        for text in [
            "INSERT INTO alerts (alert_id, patient_id, organization_id, conversation_id, message_id, level, categories,
             state, raised_at, updated_at, event_count) VALUES (x'01', x'01', x'01', x'01', x'01', 3, '', 'closed', 5, 5, 1)",
            "INSERT INTO alert_events (turn_id, alert_id, level, at) VALUES (x'07', x'01', 3, 5)",
            "INSERT INTO handovers (unit_id, organization_id, taken_by, taken_at) VALUES (x'02', x'01', x'03', 5)",
            "INSERT INTO handovers (unit_id, organization_id, taken_by, taken_at) VALUES (x'02', x'01', x'04', 9)",
            "INSERT INTO handovers (unit_id, organization_id, taken_by, taken_at) VALUES (x'02', x'01', x'05', 9)",
        ] {
            write.run(text, []).await.expect("is kept");
        }
        write.commit().await.expect("commits");
        drop(before);
        let after = Database::open("chat-history", &location, ALL).await.expect("opens");
        let read = after.read();
        let events = read.list("SELECT level, at FROM alert_events", []).await.expect("reads");
        assert_eq!((events.len(), events[0].col::<i64>("at").expect("is there")), (1, 5));
        let last = read.list("SELECT taken_at FROM handovers_last", []).await.expect("reads");
        assert_eq!((last.len(), last[0].col::<i64>("taken_at").expect("is there")), (1, 9));
        // The same turn is an event of another alert too.
        let write = after.begin().await.expect("begins");
        for text in [
            "INSERT INTO alerts (alert_id, patient_id, organization_id, conversation_id, message_id, level, categories,
             state, raised_at, updated_at, event_count) VALUES (x'02', x'01', x'01', x'01', x'01', 3, '', 'open', 6, 6, 1)",
            "INSERT INTO alert_events (turn_id, alert_id, level, at) VALUES (x'07', x'02', 3, 6)",
        ] {
            write.run(text, []).await.expect("is kept");
        }
    }

    /// Installations keep these numbers: one that changes keeps this program from starting there.
    #[test]
    fn what_was_released_is_unchanged() {
        let digests = |engine| ALL.iter().take(13).map(|one| one.digest(engine)).collect::<Vec<_>>();
        assert_eq!(
            digests(Engine::Sqlite),
            [
                -3_903_896_849_961_639_954,
                -2_452_166_822_395_372_660,
                388_017_995_122_157_377,
                6_351_214_543_764_388_400,
                7_081_590_979_576_019_481,
                -5_246_732_924_066_942_098,
                2_235_660_798_958_955_349,
                -7_843_646_669_070_277_448,
                -1_061_915_523_117_284_614,
                1_396_392_993_420_599_608,
                -6_291_084_252_958_370_982,
                -4_203_941_141_287_634_067,
                7_671_107_319_023_283_502
            ]
        );
        assert_eq!(
            digests(Engine::Postgres),
            [
                -3_789_628_045_240_225_537,
                -2_452_166_822_395_372_660,
                -7_680_108_309_780_199_427,
                -4_532_028_126_364_176_537,
                5_937_060_861_505_733_992,
                8_133_990_126_675_826_602,
                -8_205_112_357_411_030_423,
                1_312_251_382_190_057_694,
                -1_061_915_523_117_284_614,
                -2_373_053_165_764_612_752,
                -2_725_940_308_937_313_290,
                2_828_781_091_795_526_477,
                7_671_107_319_023_283_502
            ]
        );
    }
}
