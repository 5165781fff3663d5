//! Killed at random moments, again and again: what was acknowledged is there with its level, its alert and its
//! events, what was cut is closed as cut, and the log verifies each time.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use api::{Call, CallContext, Category, Operation, Role, Words};
use auth_rbac_api::{Accept, AcceptInvitation, Enrolled, Invite, NewInvitation, SetUp, Setting};
use content_safety_api::Level;
use kernel::{MessageId, PersonId, SeededRandom, Sources, SystemClock, TurnId};
use relationship_management_api::{CreateUnit, NewUnit};
use rusqlite::{Connection, OpenFlags, OptionalExtension};
use safety_rules::{History, screen};
use testkit::wait_until;
use therapeutic_ai::demo::{self, Account, Demo};
use therapeutic_ai::outside::Outside;
use uuid::Uuid;
use vault::{DirectoryKeys, KeyDirectory, RecordPlace, ShreddedList, Vault};

use crate::process::{PROGRAM, Server, run};

const KILLS: usize = 20;
/// A kill comes after so many acknowledged messages of its round, at most …
const LINES_MAX: u8 = 40;
/// … and so many milliseconds.
const LATER_MS_MAX: u8 = 30;
const RESIDENTS: &str = "4";

/// What is said: a part of it has danger in it.
const SAID: [&str; 6] = [
    "It is quiet here",
    "I want to kill myself, I have saved up my pills",
    "yes",
    "My garden was large",
    "The soup was good today",
    "It rains again",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_survives_twenty_kills_at_random_moments() {
    let seed = seed();
    let random = Sources::new(Arc::new(SystemClock), SeededRandom::new(seed));
    let place = Place::new();
    let nurses = nurses(&place.data_dir).await;
    let mut cut = 0;
    for (round, nurse) in nurses.iter().enumerate() {
        let server = Server::start(&place.data_dir);
        place.assert_nothing_is_lost().await;
        let before = place.acknowledged().len();
        let [lines, later_ms] = random.bytes::<2>();
        let (lines, later_ms) = (1 + usize::from(lines % LINES_MAX), u64::from(later_ms % LATER_MS_MAX));
        told(&format!("kill {round} comes after {lines} messages and {later_ms} ms"));
        let mut replay = replay(&place, nurse);
        let acknowledged = || place.acknowledged().len() - before;
        wait_until("the replay comes to its kill", || {
            acknowledged() >= lines || replay.try_wait().expect("asks").is_some()
        });
        tokio::time::sleep(Duration::from_millis(later_ms)).await;
        server.kill();
        replay.wait().expect("ends");
        assert!(acknowledged() >= lines, "the replay came to its kill");
        place.assert_intact();
        cut += place.note_open_turns();
    }
    let server = Server::start(&place.data_dir);
    place.assert_nothing_is_lost().await;
    assert_eq!(server.terminate(), Some(0));
    place.assert_intact();
    let acknowledged = place.acknowledged().len();
    told(&format!("{acknowledged} messages, {cut} turns cut in the middle (seed {seed})"));
    assert!(cut > 0, "no kill came in the middle of a turn: this showed less than it should");
}

/// A number that gives the same moments again: `KILL_SEED`, or one drawn now.
#[expect(clippy::disallowed_methods, reason = "a failed run is repeated with the seed that it printed")]
fn seed() -> u64 {
    let given = std::env::var("KILL_SEED").ok().and_then(|text| text.parse().ok());
    let seed = given.unwrap_or_else(|| u64::from_le_bytes(Sources::system().bytes()));
    told(&format!("seed {seed} (KILL_SEED={seed} repeats it)"));
    seed
}

fn told(line: &str) {
    drop(writeln!(std::io::stderr(), "    {line}"));
}

/// An installation with a nurse for each kill: a one-time code is good once, and the next would be half a minute
/// away.
async fn nurses(data_dir: &Path) -> Vec<Demo> {
    let server = Server::start(data_dir);
    let (sources, outside) = (Sources::system(), Outside::new(&Server::url(data_dir)));
    let token = std::fs::read_to_string(data_dir.join("setup-token")).expect("an empty installation");
    let anybody = || CallContext::background(sources.id());
    let (email, password) = ("admin@demo.invalid", "kestrel-lantern-oats");
    let setting = Setting {
        token: Words::new(token.trim()),
        organization: "Kestrel House".to_owned(),
        name: Words::new("An admin"),
        email: Words::new(email),
        password: Words::new(password),
    };
    let done = call::<SetUp>(&outside, &anybody(), Call::body(setting)).await;
    let admin = account(Role::Admin, email, password, &done.admin);
    let admin = demo::sign_in(&outside, &sources, &admin).await.expect("the admin signs in");
    let new = NewUnit { name: "Garden floor".to_owned() };
    let unit = call::<CreateUnit>(&outside, &admin, Call::body(new)).await.unit_id;
    let mut nurses = Vec::new();
    for number in 0..KILLS {
        let new = NewInvitation {
            role: Role::CareStaff,
            scopes: Vec::new(),
            patient_id: None,
            relation: None,
            unit_id: Some(unit),
        };
        let invitation = call::<Invite>(&outside, &admin, Call::body(new)).await;
        let email = format!("nurse-{number}@demo.invalid");
        let accept = Accept {
            token: invitation.token,
            name: Words::new("A nurse"),
            email: Words::new(&email),
            password: Words::new(password),
        };
        let nurse = call::<AcceptInvitation>(&outside, &anybody(), Call::body(accept)).await;
        nurses.push(Demo {
            base_url: Server::url(data_dir),
            join_code: done.organization.join_code.clone(),
            organization_id: done.organization.organization_id,
            unit_id: unit,
            accounts: vec![account(Role::CareStaff, &email, password, &nurse)],
        });
    }
    assert_eq!(server.terminate(), Some(0));
    nurses
}

fn account(role: Role, email: &str, password: &str, enrolled: &Enrolled) -> Account {
    Account {
        name: "Somebody".to_owned(),
        role,
        scopes: Vec::new(),
        email: email.to_owned(),
        password: password.to_owned(),
        totp_secret: enrolled.totp_secret.expose().to_owned(),
        person_id: enrolled.person_id,
    }
}

async fn call<O: Operation>(outside: &Outside, context: &CallContext, call: Call<O>) -> O::Output {
    let context = CallContext { request_id: Sources::system().id(), ..context.clone() };
    outside.client(O::SPEC.service).call(&context, call).await.expect("answers")
}

fn replay(place: &Place, nurse: &Demo) -> std::process::Child {
    let credentials = place.folder.path().join("nurse.json");
    std::fs::write(&credentials, serde_json::to_vec(nurse).expect("JSON")).expect("writes");
    Command::new(PROGRAM)
        .args(["replay", "--json", "--residents", RESIDENTS, "--url", &Server::url(&place.data_dir)])
        .arg("--journal")
        .arg(&place.journal)
        .arg("--credentials")
        .arg(credentials)
        .arg(place.folder.path().join("conversations.jsonl"))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("starts")
}

/// Levels as an alert keeps them.
const LEVELS: [Level; 5] = [Level::None, Level::Low, Level::Medium, Level::High, Level::Critical];

/// An installation, the journal of what it acknowledged, and the turns that kills found open.
struct Place {
    folder: tempfile::TempDir,
    data_dir: PathBuf,
    journal: PathBuf,
    open: std::sync::Mutex<BTreeSet<Uuid>>,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let (data_dir, journal) = (folder.path().join("data"), folder.path().join("journal"));
        let mut file = std::fs::File::create(folder.path().join("conversations.jsonl")).expect("creates");
        for _ in 0..40 {
            writeln!(file, "{}", serde_json::json!({ "user_turns": SAID })).expect("writes");
        }
        Self { folder, data_dir, journal, open: std::sync::Mutex::default() }
    }

    /// The ids that were acknowledged. A line that the writer was killed in is none.
    fn acknowledged(&self) -> Vec<Uuid> {
        let text = std::fs::read_to_string(&self.journal).unwrap_or_default();
        let whole = text.rsplit_once('\n').map_or("", |(lines, _)| lines);
        whole.lines().map(|line| line.parse().expect("an id")).collect()
    }

    fn store(&self, name: &str) -> Connection {
        let path = self.data_dir.join(format!("{name}.sqlite"));
        Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("opens")
    }

    fn assert_intact(&self) {
        let output = run(&["audit", "verify", "--data-dir", self.data_dir.to_str().expect("UTF-8")]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    }

    /// Remembers which turns a kill left open, and how many they are.
    fn note_open_turns(&self) -> usize {
        let chat = self.store("chat-history");
        let mut select = chat.prepare("SELECT turn_id FROM turns WHERE closed_at IS NULL").expect("prepares");
        let turns = select.query_map([], |row| row.get::<_, Vec<u8>>(0)).expect("selects");
        let turns: Vec<Uuid> = turns.map(|id| id_of(&id.expect("an id"))).collect();
        let count = turns.len();
        self.open.lock().expect("no holder panics").extend(turns);
        count
    }

    /// Everything that was ever acknowledged is there, after a start.
    async fn assert_nothing_is_lost(&self) {
        let (chat, audit) = (self.store("chat-history"), self.store("audit-logging"));
        // What waited in outboxes is carried to the log.
        wait_until("every event is delivered", || {
            let left: i64 =
                chat.query_row("SELECT COUNT(*) FROM audit_outbox", [], |row| row.get(0)).expect("counts");
            left == 0
        });
        let open = "SELECT COUNT(*) FROM turns WHERE closed_at IS NULL";
        let open: i64 = chat.query_row(open, [], |row| row.get(0)).expect("counts");
        assert_eq!(open, 0, "nothing is left open");
        for turn in &*self.open.lock().expect("no holder panics") {
            let ending = "SELECT ending FROM turns WHERE turn_id = ?1";
            let ending: String =
                chat.query_row(ending, [turn.as_bytes()], |row| row.get(0)).expect("the turn is there");
            assert_eq!(ending, "cut", "what a kill left open is closed as what it is");
        }
        let vault = self.vault().await;
        let acknowledged = self.acknowledged();
        let mut dangerous = 0;
        for id in &acknowledged {
            dangerous += usize::from(assert_whole(&chat, &audit, &vault, *id).await);
        }
        assert!(acknowledged.len() < 12 || dangerous > 0, "messages with danger in them are among them");
    }

    /// The keys of the installation, as its own processes open them.
    async fn vault(&self) -> Vault {
        let directory = KeyDirectory::open(&KeyDirectory::default_for(&self.data_dir)).expect("opens");
        let provider = Arc::new(DirectoryKeys::open(directory.clone()).expect("opens"));
        let list = ShreddedList::in_directory(directory);
        let location = store_sql::Location::Sqlite { path: self.data_dir.join("keys.sqlite") };
        Vault::start(&location, provider, list, Sources::system()).await.expect("opens")
    }
}

/// One acknowledged message: its words and its level as they were found, its alert if it has danger in it, and
/// the events of both. Whether it has danger in it.
async fn assert_whole(chat: &Connection, audit: &Connection, vault: &Vault, id: Uuid) -> bool {
    let select = "SELECT m.sealed, c.patient_id, m.turn_id FROM messages m JOIN conversations c \
                  USING (conversation_id) WHERE m.message_id = ?1";
    let row = chat.query_row(select, [id.as_bytes()], |row| {
        Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, Vec<u8>>(1)?, row.get::<_, Vec<u8>>(2)?))
    });
    let (sealed, patient, turn) = row.optional().expect("selects").expect("an acknowledged message is there");
    let (patient, turn) = (PersonId::from(id_of(&patient)), TurnId::from(id_of(&turn)));
    let category = Category::ChatTranscripts.name();
    let place = RecordPlace::new(patient, "chat.message", MessageId::from(id), category);
    let opened = vault.open(&place, &sealed).await.expect("opens with the resident's key");
    let message: serde_json::Value = serde_json::from_slice(opened.expose()).expect("JSON");
    let words = message["content"].as_str().expect("words");
    assert!(SAID.contains(&words), "what was said is what is kept");
    let level: Level = serde_json::from_value(message["level"].clone()).expect("a level");
    // What was said before may raise it, and nothing lowers it.
    assert!(level >= screen(words, &History::default()).level, "the level is kept with it");
    let turn = kernel::TypedId::uuid(turn);
    let alerted = "SELECT e.level FROM alert_events e JOIN alerts a USING (alert_id) WHERE e.turn_id = ?1";
    let alerted = chat.query_row(alerted, [turn.as_bytes()], |row| row.get::<_, u8>(0)).optional();
    let alerted = alerted.expect("selects").map(|number| LEVELS[usize::from(number)]);
    let event = |kind: &str| {
        let select = "SELECT additional_context FROM audit_events WHERE resource_id = ?1 AND event_type = ?2";
        let found = audit.query_row(select, (id.as_bytes(), kind), |row| row.get::<_, String>(0));
        found.optional().expect("selects")
    };
    assert!(event("turn").is_some(), "an acknowledged message has its event");
    let raised = event("crisis_alert");
    match alerted {
        // An answer on the ladder raises it above what the words alone say.
        Some(alerted) => {
            assert!(alerted >= level && alerted.needs_human(), "{alerted:?} {level:?}");
            let raised = raised.expect("an alert has its event");
            assert!(raised.contains(alerted.name()), "with its level: {raised} {alerted:?}");
        }
        None => {
            assert!(!level.needs_human() && raised.is_none(), "danger has its alert: {level:?} {raised:?}");
        }
    }
    level.needs_human()
}

fn id_of(bytes: &[u8]) -> Uuid {
    Uuid::from_slice(bytes).expect("an id has sixteen bytes")
}
