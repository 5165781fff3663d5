//! One request of a browser: who it is, how its pages look, and its calls to the platform.

use std::str::FromStr;
use std::sync::Arc;

use api::{Call, CallContext, Client, Operation, Problem, Role, ServiceName, codes};
use aws_lc_rs::hmac;
use axum::extract::RawPathParams;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chassis::Origin;
use content_safety_api::{CrisisCategory, Level};
use http::HeaderMap;
use http::header::{ACCEPT, ACCEPT_LANGUAGE, HOST};
use http::request::Parts;
use kernel::RequestId;
use serde::{Deserialize, Serialize};
use tokio::sync::OnceCell;

use crate::App;
use crate::cookies::Jar;
use crate::gate::Gate;
use crate::page::open::{Counted, OpenAlerts};
use crate::session::{NotRefreshed, Session, bearer};
use crate::when::When;
use crate::words::Lang;

/// Light, dark or high contrast; the system's choice when nobody chose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Theme {
    #[default]
    System,
    Light,
    Dark,
    Contrast,
}

impl Theme {
    pub(crate) const ALL: [Self; 4] = [Self::System, Self::Light, Self::Dark, Self::Contrast];

    /// The value of `data-theme`; none leaves it to the system.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
            Self::Contrast => "contrast",
        }
    }
}

/// How pages look in a browser, signed in or not.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Visitor {
    /// What the tokens of forms are bound to.
    pub(crate) id: [u8; 16],
    #[serde(default)]
    pub(crate) theme: Theme,
    /// Steps above the usual size of text, 0 to 3.
    #[serde(default)]
    pub(crate) larger: u8,
    /// The language, once it was chosen.
    #[serde(default)]
    pub(crate) language: Option<Lang>,
}

/// One request.
#[derive(Clone)]
pub(crate) struct Visit {
    pub(crate) app: Arc<App>,
    pub(crate) gate: Gate,
    pub(crate) visitor: Visitor,
    pub(crate) session: Option<Session>,
    /// The session has ended by itself since the last request: nobody is signed in any more.
    pub(crate) ended: bool,
    /// The secret of this browser as an enrolled device.
    pub(crate) device: Option<String>,
    pub(crate) path: String,
    pub(crate) query: String,
    /// The name that the browser asked for.
    host: String,
    /// Another site led here, and the browser did not say who is signed in, whether somebody is or not.
    pub(crate) from_elsewhere: bool,
    params: Vec<(String, String)>,
    pub(crate) language: Lang,
    /// The browser reads events as they come.
    pub(crate) streams: bool,
    /// Where an interrupted stream goes on.
    pub(crate) last_event: Option<String>,
    /// The open alerts, once they were asked for: a page and its bar ask once.
    pub(crate) open_alerts: Arc<OnceCell<Result<OpenAlerts, Problem>>>,
    /// How many there are, where the page reads none.
    pub(crate) counted_alerts: Arc<OnceCell<Counted>>,
    new_visitor: bool,
    renewed: bool,
    /// Whether the session is live could not be learned in time.
    unsure: bool,
    /// The cookie of a session that is over stays for now: the page that is answered has forms of it.
    stays: bool,
}

impl Visit {
    /// Reads a request's head, and refreshes the session's tokens when it is time.
    pub(crate) async fn open(
        app: &Arc<App>,
        parts: &Parts,
        params: Option<RawPathParams>,
    ) -> Result<Self, Problem> {
        // Only what came in at the public door has pages.
        let Some(origin @ Origin::Public(_)) = parts.extensions.get::<Origin>().copied() else {
            return Err(Problem::new(codes::NOT_FOUND));
        };
        let read = |jar: Jar| jar.read(&parts.headers, app.secure);
        let visitor = read(Jar::Visitor).and_then(|text| app.seals.visitor.open::<Visitor>(text));
        let new_visitor = visitor.is_none();
        let visitor = visitor.unwrap_or_else(|| Visitor {
            id: app.sources.bytes(),
            theme: Theme::default(),
            larger: 0,
            language: None,
        });
        let language = visitor.language.unwrap_or_else(|| preferred(&parts.headers));
        let session = read(Jar::Session).and_then(|text| app.seals.session.open::<Session>(text));
        let (elsewhere, sent) = (comes_from_elsewhere(&parts.headers), session.is_some());
        let mut visit = Self {
            app: app.clone(),
            gate: Gate::new(app.gateway.clone(), origin),
            visitor,
            session,
            ended: false,
            device: read(Jar::Device).and_then(|text| app.seals.device.open::<String>(text)),
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            host: host(&parts.headers),
            from_elsewhere: elsewhere && !sent,
            params: params
                .iter()
                .flatten()
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
            language,
            streams: accepts_events(&parts.headers),
            last_event: last_event(&parts.headers),
            open_alerts: Arc::default(),
            counted_alerts: Arc::default(),
            // A form of another site brings no cookie, whether there is one or not: it is given none in its place.
            new_visitor: new_visitor && (!elsewhere || parts.method.is_safe()),
            renewed: false,
            unsure: false,
            stays: false,
        };
        visit.refresh().await;
        Ok(visit)
    }

    async fn refresh(&mut self) {
        let Some(session) = &mut self.session else { return };
        match self.app.refreshes.fresh(session, &self.gate).await {
            Ok(changed) => self.renewed |= changed,
            Err(NotRefreshed::Ended) => self.ended = true,
            // The calls of this page will say that the platform does not answer; the session is not lost by that.
            Err(NotRefreshed::Unknown) => self.unsure = true,
        }
    }

    /// A page of ours with everything before its path: where the operator says that the console is, else where the browser found it.
    pub(crate) fn address_of(&self, place: &str) -> String {
        let found = || format!("{}://{}", if self.app.secure { "https" } else { "http" }, self.host);
        format!("{}{place}", self.app.origin.clone().unwrap_or_else(found))
    }

    /// The signed-in person, if the session is live as far as is known.
    pub(crate) fn signed_in(&self) -> Option<&Session> {
        self.session.as_ref().filter(|_| !self.ended)
    }

    /// Whether the session could not be refreshed in time: it may be live, and nobody may be told that it is over.
    pub(crate) const fn is_unsure(&self) -> bool {
        self.unsure
    }

    /// The role of the signed-in person.
    pub(crate) fn role(&self) -> Option<Role> {
        self.signed_in().map(|session| session.role)
    }

    /// Changes what the cookie carries of the session.
    pub(crate) fn change(&mut self, change: impl FnOnce(&mut Session)) {
        if let Some(session) = &mut self.session {
            change(session);
            self.renewed = true;
        }
    }

    /// Begins a session: its cookie goes with the answer.
    pub(crate) fn begin(&mut self, session: Session) {
        self.session = Some(session);
        self.ended = false;
        self.renewed = true;
    }

    /// Ends what this browser knows of the session.
    pub(crate) fn forget(&mut self) {
        self.ended = true;
        self.renewed = false;
        self.stays = false;
    }

    /// Leaves the cookie of a session that is over, so that the forms of this page are taken as before: whoever writes again
    /// on it, in danger perhaps, must not be told that the page was open too long.
    pub(crate) fn stay_on_page(&mut self) {
        self.stays = true;
    }

    /// The same visit for what goes on without anybody's hand, however long: a live feed.
    pub(crate) fn unattended(self) -> Self {
        Self { gate: self.gate.unattended(), ..self }
    }

    /// A client of a service.
    pub(crate) fn client(&self, service: ServiceName) -> Client {
        self.gate.client(service)
    }

    /// The context of a call by this person, or by nobody.
    pub(crate) fn context(&self) -> CallContext {
        match &self.session {
            Some(session) => session.context(&self.app.sources),
            None => CallContext::background(self.app.sources.id()),
        }
    }

    /// Calls an operation through the gateway.
    pub(crate) async fn call<O: Operation>(&self, call: Call<O>) -> Result<O::Output, Problem> {
        self.client(O::SPEC.service).call::<O>(&self.context(), call).await
    }

    /// Calls an operation for a purpose that is not its default.
    pub(crate) async fn call_for<O: Operation>(
        &self,
        purpose: api::Purpose,
        call: Call<O>,
    ) -> Result<O::Output, Problem> {
        self.client(O::SPEC.service).call::<O>(&self.context().purpose(purpose), call).await
    }

    /// Calls an operation with a token that has just been given out, before there is a session.
    pub(crate) async fn call_with<O: Operation>(
        &self,
        token: &api::Words,
        call: Call<O>,
    ) -> Result<O::Output, Problem> {
        self.client(O::SPEC.service).call::<O>(&bearer(token, &self.app.sources), call).await
    }

    /// Calls an operation as nobody, whoever is signed in.
    pub(crate) async fn call_as_nobody<O: Operation>(&self, call: Call<O>) -> Result<O::Output, Problem> {
        let context = CallContext::background(self.app.sources.id());
        self.client(O::SPEC.service).call::<O>(&context, call).await
    }

    /// An id of the path. What is none is nothing that there is.
    pub(crate) fn id<I: FromStr>(&self, name: &str) -> Result<I, Problem> {
        let found = self.params.iter().find(|(found, _)| found == name);
        found.and_then(|(_, value)| value.parse().ok()).ok_or_else(|| Problem::new(codes::NOT_FOUND))
    }

    /// Instants in the house's zone and the page's language.
    pub(crate) fn when(&self) -> When<'_> {
        When::new(&self.app.zone, self.language, self.app.sources.now())
    }

    /// A key that makes one message one, however often its form is sent.
    pub(crate) fn key(&self) -> String {
        self.app.sources.id::<RequestId>().to_string()
    }

    /// What kind of danger stands on the screen, where that is known.
    pub(crate) fn danger_kind(&self) -> Option<CrisisCategory> {
        self.session.as_ref().and_then(|session| session.danger_kind)
    }

    /// The danger that stands on the screen.
    pub(crate) fn danger(&self) -> Level {
        self.session.as_ref().and_then(|session| session.danger).unwrap_or_default()
    }

    /// The token that every form carries: bound to this browser and to the session, so that no other page can make
    /// one.
    pub(crate) fn form_token(&self) -> String {
        // With an answer that ends the session's cookie the next form comes without it.
        let session = self.session.as_ref().filter(|_| !self.ended || self.stays);
        URL_SAFE_NO_PAD.encode(hmac::sign(&self.app.form_key, &self.bound(session)))
    }

    /// Whether a form's token was given out to this browser in this session.
    pub(crate) fn holds(&self, token: &str) -> bool {
        let given = URL_SAFE_NO_PAD.decode(token).unwrap_or_default();
        hmac::verify(&self.app.form_key, &self.bound(self.session.as_ref()), &given).is_ok()
    }

    fn bound(&self, session: Option<&Session>) -> Vec<u8> {
        let session = session.map(|session| *session.session.as_bytes()).unwrap_or_default();
        [self.visitor.id, session].concat()
    }

    /// The cookies that go with an answer.
    pub(crate) fn cookies(&self) -> Vec<String> {
        let (app, mut cookies) = (&self.app, Vec::new());
        if self.new_visitor {
            cookies.push(Jar::Visitor.set(&app.seals.visitor.seal(&self.visitor), app.secure));
        }
        match &self.session {
            Some(_) if self.ended && self.stays => {}
            Some(_) if self.ended => cookies.push(Jar::Session.end(app.secure)),
            Some(session) if self.renewed => {
                cookies.push(Jar::Session.set(&app.seals.session.seal(session), app.secure));
            }
            _ => {}
        }
        cookies
    }

    /// Keeps how pages look.
    pub(crate) fn keep_visitor(&mut self, visitor: Visitor) {
        self.language = visitor.language.unwrap_or(self.language);
        self.visitor = visitor;
        self.new_visitor = true;
    }
}

/// The first of our languages that a browser names.
fn preferred(headers: &HeaderMap) -> Lang {
    let named = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let ours = named.split(',').find_map(|part| match part.trim().get(..2)?.to_ascii_lowercase().as_str() {
        "en" => Some(Lang::En),
        "es" => Some(Lang::Es),
        _ => None,
    });
    ours.unwrap_or_default()
}

fn last_event(headers: &HeaderMap) -> Option<String> {
    let given = headers.get(api::headers::LAST_EVENT_ID)?.to_str().ok()?;
    (given.len() <= 128).then(|| given.to_owned())
}

/// Whether a link of another site was followed: strict cookies are not sent with that, whether there are any or none.
fn comes_from_elsewhere(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_some_and(|value| value == "cross-site")
}

/// The name in a request's head; nothing that is none.
fn host(headers: &HeaderMap) -> String {
    const HOST_CHARS_MAX: usize = 255;
    let plain = |one: char| one.is_ascii_alphanumeric() || matches!(one, '.' | '-' | ':' | '[' | ']');
    let given = headers.get(HOST).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if given.len() <= HOST_CHARS_MAX && given.chars().all(plain) { given.to_owned() } else { String::new() }
}

fn accepts_events(headers: &HeaderMap) -> bool {
    headers
        .get(ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|kinds| kinds.split(',').any(|kind| kind.trim().starts_with("text/event-stream")))
}
