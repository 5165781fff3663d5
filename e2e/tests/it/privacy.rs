//! Who may not see what, and that nothing is left lying about.

use std::collections::BTreeSet;
use std::process::Command;

use api::{Call, Role, codes};
use audit_logging_api::{EventQuery, EventType, ListEvents, Outcome, Word};
use e2e::{CANARY, Found, Search, Shape, TestPlatform, Traces};
use http_body_util::Full;
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use sqlx::{AssertSqlSafe, PgPool};
use testkit::{Process, eventually};

pub(crate) async fn what_is_not_yours_is_not_there(platform: &TestPlatform) {
    let rose = platform.person(Role::Resident).await;
    let conversation = rose.begins().await;
    rose.says(conversation, CANARY).await.expect("answers");
    rose.says(conversation, &format!("My tea is cold, {CANARY}")).await.expect("answers");
    let nobody = platform.sources.id();
    let newcomer = platform.newcomer().await;
    // A daughter to whom nothing was granted, and a nurse without an open alert.
    for role in [Role::FamilyMember, Role::CareStaff] {
        let conversation = if role == Role::CareStaff { newcomer.begins().await } else { conversation };
        let person = platform.person(role).await;
        let refused = person.reads(conversation).await.expect_err("not theirs");
        let missing = person.reads(nobody).await.expect_err("not there");
        assert!(refused.is(codes::NOT_FOUND), "{refused}");
        assert_eq!(
            (refused.status, &refused.title, &refused.detail),
            (missing.status, &missing.title, &missing.detail)
        );
    }
    let admin = platform.compliance_officer().await;
    assert!(admin.reads(conversation).await.expect_err("no clinical text").is(codes::FORBIDDEN));
    let therapist = platform.person(Role::HealthProvider).await;
    assert_eq!(therapist.reads(conversation).await.expect("an assigned provider").len(), 5);
    // The reading and the refusals are in the log, each once; the words are not.
    let (daughter, nurse) =
        (platform.person(Role::FamilyMember).await, platform.person(Role::CareStaff).await);
    for (person, outcome, of) in [
        (&therapist, Outcome::Success, &rose),
        (&daughter, Outcome::Denied, &rose),
        (&nurse, Outcome::Denied, &newcomer),
    ] {
        let query = EventQuery {
            event_type: Some(EventType::PhiAccess),
            user_id: Some(person.id),
            patient_id: Some(of.id),
            ..EventQuery::default()
        };
        let events = eventually("it is in the log", async || {
            let page = admin.call::<ListEvents>(Call::query(query.clone())).await.ok()?;
            let reads = page.items.into_iter().map(|record| record.event);
            let reads: Vec<_> = reads.filter(|event| event.action == Word::new("read")).collect();
            (!reads.is_empty()).then_some(reads)
        });
        let events = events.await;
        assert_eq!(events.len(), 1, "one event for one reading: {events:?}");
        assert_eq!(events[0].outcome, outcome);
        assert!(!serde_json::to_string(&events).expect("JSON").contains("quillby"));
    }
}

/// A risk message and an ordinary one hold the canary by now, some of them journaled while stores failed.
pub(crate) async fn what_residents_said_is_found_nowhere(platform: TestPlatform) {
    let search = Search::default();
    let rose = platform.newcomer().await;
    let conversation = rose.begins().await;
    rose.says(conversation, &format!("I want to die, {CANARY}")).await.expect("answers");
    let kept = rose.reads(conversation).await.expect("reads");
    assert!(kept.iter().any(|message| message.content.expose().contains(CANARY)), "it is there to be found");
    let mut found = Vec::new();
    for (name, text) in platform.metrics().await {
        assert!(text.contains("http_requests_total"), "{name} counts");
        found.extend(search.bytes(&format!("the metrics of {name}"), text.as_bytes()));
    }
    for (name, text) in platform.said() {
        assert!(text.contains("DEBUG"), "{name} logs at debug");
        found.extend(search.bytes(&format!("the log of {name}"), text.as_bytes()));
    }
    let shape = platform.shape.clone();
    // Before it stops: what lies there goes by itself.
    if let (Shape::Split { redis_url: Some(url), .. }, Some(prefix)) = (&shape, platform.stores.prefix()) {
        let (lying, keys) = search_redis(&search, url, prefix).await;
        assert!(keys > 0, "something lies in Redis");
        found.extend(lying);
    }
    let (stores, traces) = platform.stop();
    assert!(!traces.bodies().is_empty(), "traces were received");
    for body in traces.bodies() {
        found.extend(search.bytes("a trace", &body));
    }
    let folder = stores.data_dir().parent().expect("a folder").to_owned();
    let (lying, files) = search.folder(&folder);
    assert!(files > 10, "{files} files were searched");
    found.extend(lying);
    if let (Shape::Split { postgres_url, .. }, Some(prefix)) = (&shape, stores.prefix()) {
        found.extend(search_server(&search, postgres_url, prefix).await);
    }
    assert_eq!(found, [], "the canary lies open");
}

/// Every row of every table, as text: what is binary stands there as hex.
async fn search_server(search: &Search, url: &str, prefix: &str) -> Vec<Found> {
    let server = PgPool::connect(url).await.expect("connects");
    let list = "SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) FROM information_schema.tables \
                WHERE starts_with(table_schema, $1)";
    let list = sqlx::query_scalar::<_, String>(list).bind(prefix).fetch_all(&server).await.expect("lists");
    let mut found = Vec::new();
    let (mut tables, mut rows) = (BTreeSet::new(), 0);
    for table in list {
        let all = AssertSqlSafe(format!("SELECT one::text FROM {table} one"));
        for line in sqlx::query_scalar::<_, String>(all).fetch_all(&server).await.expect("reads") {
            rows += 1;
            found.extend(search.bytes(&table, line.as_bytes()));
        }
        tables.insert(table);
    }
    assert!(tables.len() > 10 && rows > 100, "{rows} rows of {tables:?} were searched");
    server.close().await;
    found
}

/// Every key of a platform's own in Redis and everything that it holds, and how many keys there are.
async fn search_redis(search: &Search, url: &str, prefix: &str) -> (Vec<Found>, usize) {
    let client = redis::Client::open(url).expect("an address");
    let mut server = client.get_multiplexed_async_connection().await.expect("connects");
    let mut ask = redis::cmd("KEYS");
    let keys: Vec<Vec<u8>> = ask.arg(format!("{prefix}*")).query_async(&mut server).await.expect("lists");
    let mut found = Vec::new();
    for key in &keys {
        let kind: String = redis::cmd("TYPE").arg(key).query_async(&mut server).await.expect("says");
        let mut ask = redis::cmd(match kind.as_str() {
            "string" => "GET",
            "hash" => "HGETALL",
            // It has gone meanwhile.
            "none" => continue,
            other => panic!("a {other} is not searched"),
        });
        let held: redis::Value = ask.arg(key).query_async(&mut server).await.expect("reads");
        found.extend(search.bytes("a key of Redis", key));
        found.extend(search.bytes("what Redis holds", &bytes_of(held).join(&0)));
    }
    (found, keys.len())
}

fn bytes_of(value: redis::Value) -> Vec<Vec<u8>> {
    match value {
        redis::Value::BulkString(bytes) => vec![bytes],
        redis::Value::Array(all) => all.into_iter().flat_map(bytes_of).collect(),
        redis::Value::Map(all) => {
            all.into_iter().flat_map(|(name, value)| [bytes_of(name), bytes_of(value)].concat()).collect()
        }
        redis::Value::Nil => Vec::new(),
        other => panic!("{other:?} is not searched"),
    }
}

async fn plant_in_redis(search: &Search, url: &str) {
    let prefix = format!("planted:{}:", kernel::Sources::system().id::<kernel::RequestId>());
    let client = redis::Client::open(url).expect("an address");
    let mut server = client.get_multiplexed_async_connection().await.expect("connects");
    for command in [
        ["SET", "a", "harmless", ""],
        ["SET", "a", CANARY, ""],
        ["HSET", "b", "field", CANARY],
        ["SET", CANARY, "", ""],
    ] {
        let [verb, key, first, second] = command;
        let mut plant = redis::cmd(verb);
        plant.arg(format!("{prefix}{key}")).arg(first);
        if verb == "HSET" {
            plant.arg(second);
        }
        plant.exec_async(&mut server).await.expect("plants");
        let (found, keys) = search_redis(search, url, &prefix).await;
        assert_eq!((found.len(), keys), (usize::from(first != "harmless"), 1), "{command:?}");
        redis::cmd("DEL").arg(format!("{prefix}{key}")).exec_async(&mut server).await.expect("takes away");
    }
}

/// The search of the end finds what is planted in each kind of place.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_planted_canary_is_found_in_every_place() {
    let search = Search::default();
    if let Some(url) = testkit::postgres_url() {
        let stores = testkit::OwnStores::distributed(&url);
        let prefix = stores.prefix().expect("on PostgreSQL").to_owned();
        let server = PgPool::connect(&url).await.expect("connects");
        let run = async |text: String| {
            sqlx::raw_sql(AssertSqlSafe(text)).execute(&server).await.expect("runs");
        };
        run(format!("CREATE SCHEMA {prefix}planted")).await;
        for number in 0..11 {
            let table = format!("CREATE TABLE {prefix}planted.t{number} (id int, words text, bytes bytea)");
            run(table).await;
        }
        let filler =
            format!("INSERT INTO {prefix}planted.t0 SELECT n, 'x', 'x' FROM generate_series(1, 101) n");
        run(filler).await;
        assert_eq!(search_server(&search, &url, &prefix).await, []);
        for (name, form) in e2e::forms() {
            let hex: String = form.iter().map(|byte| format!("{byte:02x}")).collect();
            let plant = format!("INSERT INTO {prefix}planted.t1 VALUES (1, NULL, '\\x{hex}')");
            run(plant).await;
            // What is hex already is looked for as text alone.
            let expected = usize::from(!name.starts_with("hex"));
            assert_eq!(search_server(&search, &url, &prefix).await.len().min(1), expected, "{name}");
            run(format!("TRUNCATE {prefix}planted.t1")).await;
        }
        let plant = format!("INSERT INTO {prefix}planted.t1 VALUES (1, '{CANARY}', NULL)");
        run(plant).await;
        assert_eq!(search_server(&search, &url, &prefix).await.len(), 1);
        server.close().await;
    }
    if let Some(url) = testkit::redis_url() {
        plant_in_redis(&search, &url).await;
    }
    // What a process says on either stream.
    let folder = tempfile::tempdir().expect("a folder");
    let speak = format!("echo harmless; echo '{CANARY}' >&2");
    let process = Process::start(Command::new("sh").args(["-c", &speak]), &folder.path().join("said"));
    eventually("it was said", async || process.said().contains("quillby").then_some(())).await;
    assert!(search.bytes("a log", process.said().as_bytes()).is_some());
    assert_eq!(search.folder(folder.path()).0.len(), 1);
    // A trace, and a name among metrics.
    let traces = Traces::receive().await;
    post(&traces.endpoint(), format!("\u{1}\u{2}{CANARY}")).await;
    let bodies = eventually("it was received", async || traces.bodies().into_iter().next()).await;
    assert!(search.bytes("a trace", &bodies).is_some());
    let metrics = format!("http_requests_total{{endpoint=\"/{}\"}} 1", CANARY.replace(' ', "%20"));
    assert!(search.bytes("metrics", metrics.as_bytes()).is_some());
}

/// Sends some bytes to a collector of traces.
async fn post(url: &str, body: String) {
    let client = Client::builder(TokioExecutor::new()).build_http::<Full<axum::body::Bytes>>();
    let request = axum::http::Request::post(url).body(Full::from(body)).expect("a request");
    assert!(client.request(request).await.expect("answers").status().is_success());
}
