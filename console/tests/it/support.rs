//! A gateway that remembers what it was asked, and a browser that keeps cookies.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use api_gateway_api::Unattended;
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::Response;
use chassis::{Metrics, Origin, Tasks};
use console::{Config, Handles};
use http::{HeaderMap, StatusCode};
use jiff::tz::TimeZone;
use kernel::{ManualClock, SeededRandom, Sources, Timestamp};
use serde_json::{Value, json};
use tokio::sync::Semaphore;
use tower::ServiceExt;
use vault::{KeyDirectory, SigningKeys};

/// A person of the tests.
pub(crate) const PERSON: &str = "01890a5d-ac96-774b-bcce-b302099a8057";
/// A conversation of theirs.
pub(crate) const CONVERSATION: &str = "01890a5d-ac96-774b-bcce-b302099a8058";
/// Seconds that an access token of the fake lives.
pub(crate) const TOKEN_S: u64 = 600;

/// A request that the gateway got.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) method: http::Method,
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
    pub(crate) address: Option<SocketAddr>,
    /// It was said that nobody is behind it.
    pub(crate) unattended: bool,
}

/// What the gateway answers, beside what it always does.
#[derive(Default)]
pub(crate) struct Answers {
    /// Status and body by path, with its query or without.
    pub(crate) json: BTreeMap<String, (u16, Value)>,
    /// The events of a turn.
    pub(crate) turn: String,
    /// The events of a conversation that is watched.
    pub(crate) watched: String,
    /// The events of the feed of alerts.
    pub(crate) alerts: String,
    /// A path whose answers wait until somebody lets them pass.
    pub(crate) held: Option<(&'static str, Arc<Semaphore>)>,
    pub(crate) role: &'static str,
    pub(crate) scopes: Vec<&'static str>,
    pub(crate) name: String,
}

/// The gateway.
#[derive(Clone)]
pub(crate) struct Gateway {
    asked: Arc<Mutex<Vec<Asked>>>,
    pub(crate) answers: Arc<Mutex<Answers>>,
    /// Answers wait while nobody may pass.
    pub(crate) gate: Arc<Semaphore>,
}

impl Gateway {
    fn router(&self) -> Router {
        Router::new().fallback(answer).with_state(self.clone())
    }

    /// What was asked of a path.
    pub(crate) fn asked(&self, path: &str) -> Vec<Asked> {
        let asked = self.asked.lock().expect("a lock");
        asked.iter().filter(|one| one.path.split('?').next() == Some(path)).cloned().collect()
    }

    /// Everything that was asked with these words.
    pub(crate) fn asked_with(&self, words: &str) -> Vec<Asked> {
        let asked = self.asked.lock().expect("a lock");
        asked.iter().filter(|one| one.body.contains(words)).cloned().collect()
    }

    /// How often anything was asked, beside what the bar of every page of staff counts.
    pub(crate) fn count(&self) -> usize {
        let asked = self.asked.lock().expect("a lock");
        asked.iter().filter(|one| one.path != "/chat/alerts/count").count()
    }

    pub(crate) fn answers(&self, path: &str, status: u16, value: Value) {
        self.answers.lock().expect("a lock").json.insert(path.to_owned(), (status, value));
    }
}

async fn answer(State(gateway): State<Gateway>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let bytes = axum::body::to_bytes(body, 1 << 20).await.expect("a body");
    let body = String::from_utf8_lossy(&bytes).into_owned();
    let path = parts.uri.to_string();
    let plain = parts.uri.path().to_owned();
    let address = match parts.extensions.get::<Origin>() {
        Some(Origin::Public(address)) => Some(*address),
        _ => None,
    };
    let count = {
        let mut asked = gateway.asked.lock().expect("a lock");
        let unattended = parts.extensions.get::<Unattended>().is_some();
        let (method, headers) = (parts.method.clone(), parts.headers.clone());
        asked.push(Asked { method, path: path.clone(), headers, body, address, unattended });
        asked.len()
    };
    drop(gateway.gate.acquire().await.expect("a gate"));
    let held = gateway.answers.lock().expect("a lock").held.clone();
    if let Some((_, gate)) = held.filter(|(path, _)| *path == plain) {
        drop(gate.acquire().await.expect("a gate"));
    }
    let answers = gateway.answers.lock().expect("a lock");
    // With its query first: another page of a list is another answer.
    if let Some((status, value)) = answers.json.get(&path).or_else(|| answers.json.get(&plain)) {
        return json_of(*status, value);
    }
    let turn = plain.starts_with("/ai/conversations/") && plain.ends_with("/messages");
    let feed = plain == "/chat/alerts/events";
    if turn || feed || (plain.starts_with("/chat/conversations/") && plain.ends_with("/events")) {
        let events = match (turn, feed) {
            (true, _) => &answers.turn,
            (_, true) => &answers.alerts,
            _ => &answers.watched,
        };
        let mut response = Response::new(Body::from(events.clone()));
        response.headers_mut().insert("content-type", "text/event-stream".parse().expect("ASCII"));
        return response;
    }
    let tokens = json!({"access_token": format!("access-{count}"), "refresh_token": format!("refresh-{count}"), "expires_in": TOKEN_S});
    match plain.as_str() {
        "/auth/login" | "/auth/refresh" => json_of(200, &tokens),
        "/auth/logout" => json_of(200, &json!({})),
        "/auth/me" => json_of(
            200,
            &json!({
                "person_id": PERSON, "name": answers.name, "role": answers.role, "scopes": answers.scopes,
                "organization_id": PERSON, "session_id": PERSON,
            }),
        ),
        "/chat/conversations" => json_of(200, &json!({"items": [conversation("none")]})),
        _ if plain.ends_with("/messages") => json_of(200, &json!({"items": []})),
        "/elsewhere" => json_of(200, &json!({"gateway": true})),
        _ => json_of(404, &problem("request.not_found", 404)),
    }
}

/// A conversation that is going on.
pub(crate) fn conversation(level: &str) -> Value {
    json!({
        "conversation_id": CONVERSATION, "user_id": PERSON, "patient_id": PERSON, "conversation_type": "companion",
        "language": "en", "level": level, "started_at": "2026-11-03T18:00:00Z",
        "last_active_at": "2026-11-03T18:00:00Z", "message_count": 2,
    })
}

pub(crate) fn problem(code: &str, status: u16) -> Value {
    json!({"type": "about:blank", "title": "a problem", "status": status, "code": code})
}

fn json_of(status: u16, value: &Value) -> Response {
    let mut response = Response::new(Body::from(value.to_string()));
    *response.status_mut() = StatusCode::from_u16(status).expect("a status");
    response.headers_mut().insert("content-type", "application/json".parse().expect("ASCII"));
    response
}

/// The console with its gateway and clock.
pub(crate) struct World {
    pub(crate) gateway: Gateway,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) tasks: Tasks,
    router: Router,
    _directory: tempfile::TempDir,
}

impl World {
    pub(crate) fn new() -> Self {
        Self::of(&Config::default(), true)
    }

    pub(crate) fn of(config: &Config, tls: bool) -> Self {
        let directory = tempfile::tempdir().expect("a directory");
        let keys = KeyDirectory::open(&directory.path().join("keys")).expect("keys");
        let clock = ManualClock::at("2026-11-03T18:02:00Z".parse::<Timestamp>().expect("an instant"));
        let sources = Sources::new(clock.clone(), SeededRandom::new(11));
        let answers = Answers { role: "resident", name: "Rose Field".to_owned(), ..Answers::default() };
        let gateway = Gateway {
            asked: Arc::default(),
            answers: Arc::new(Mutex::new(answers)),
            gate: Arc::new(Semaphore::new(1)),
        };
        let tasks = Tasks::default();
        let handles = Handles {
            gateway: gateway.router(),
            keys: Arc::new(SigningKeys::new(keys, directory.path())),
            cache: cache::Cache::memory(sources.clone()),
            sources,
            tasks: tasks.clone(),
            metrics: Arc::new(Metrics::default()),
            tls,
            place: "us".to_owned(),
            zone: TimeZone::get("America/New_York").expect("a zone"),
        };
        let router = console::around(config, handles).expect("a console");
        Self { gateway, clock, tasks, router, _directory: directory }
    }

    /// A browser without any cookie.
    pub(crate) fn browser(&self) -> Browser {
        Browser {
            router: self.router.clone(),
            cookies: BTreeMap::new(),
            origin: "https://care.example".to_owned(),
        }
    }

    /// A browser in which somebody of a role has signed in.
    pub(crate) async fn signed_in(&self, role: &'static str) -> Browser {
        self.gateway.answers.lock().expect("a lock").role = role;
        let mut browser = self.browser();
        browser.get("/sign-in").await;
        let form =
            [("email", "rose@elm.example"), ("password", "the tram leaves at nine"), ("code", "123456")];
        let seen = browser.post("/sign-in", &form).await;
        assert_eq!(seen.status, 303, "{}", seen.body);
        browser
    }

    pub(crate) fn later(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
    }
}

/// What a browser got.
pub(crate) struct Seen {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Seen {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The value of a hidden field.
    pub(crate) fn field(&self, name: &str) -> String {
        let start = format!("name=\"{name}\" value=\"");
        let rest = self.body.split_once(&start).map(|(_, rest)| rest).unwrap_or_default();
        rest.split('"').next().unwrap_or_default().to_owned()
    }
}

/// A browser: it keeps cookies, and says where its forms come from.
#[derive(Clone)]
pub(crate) struct Browser {
    router: Router,
    pub(crate) cookies: BTreeMap<String, String>,
    pub(crate) origin: String,
}

impl Browser {
    pub(crate) async fn get(&mut self, path: &str) -> Seen {
        self.send(http::Request::get(path).body(Body::empty()).expect("a request")).await
    }

    /// Sends a form with the token of the page that it stands on.
    pub(crate) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Seen {
        let token = self.get("/display").await.field("token");
        let mut all = vec![("token", token.as_str())];
        all.extend_from_slice(fields);
        self.raw_post(path, &all, &[]).await
    }

    /// Sends a form as it is.
    pub(crate) async fn raw_post(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        headers: &[(&str, &str)],
    ) -> Seen {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let mut request =
            http::Request::post(path).header("content-type", "application/x-www-form-urlencoded");
        if !self.origin.is_empty() {
            request = request.header("origin", &self.origin);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::from(body)).expect("a request")).await
    }

    pub(crate) async fn send(&mut self, mut request: Request) -> Seen {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !cookies.is_empty() {
            request.headers_mut().insert("cookie", cookies.join("; ").parse().expect("ASCII"));
        }
        request.headers_mut().insert("host", "care.example".parse().expect("ASCII"));
        request.extensions_mut().insert(Origin::Public(([203, 0, 113, 7], 40_000).into()));
        let response = self.router.clone().oneshot(request).await.expect("answers");
        let (parts, body) = response.into_parts();
        for line in parts.headers.get_all("set-cookie") {
            let line = line.to_str().expect("ASCII");
            let (name, rest) = line.split_once('=').expect("a cookie");
            let value = rest.split(';').next().unwrap_or_default();
            if rest.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let bytes = axum::body::to_bytes(body, 4 << 20).await.expect("a body");
        Seen {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }
}
