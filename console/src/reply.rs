//! What a page answers, with the headers that every answer has.

use axum::body::Body;
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, LOCATION, REFERRER_POLICY, SET_COOKIE,
    STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use http::{HeaderValue, Response, StatusCode};
use maud::Markup;

use crate::component::shell::{self, Skin};
use crate::visit::Visit;

/// On care pages scripts cannot make markup out of text at all.
const CARE: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
     font-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
);
/// On the pages of nobody that keep the help page for later: the same, but for the one address of the service worker.
const KEEPING: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
     font-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types worker",
);
/// On work pages.
const WORK: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
     font-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'",
);
const COOP: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const CORP: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const PERMISSIONS: HeaderName = HeaderName::from_static("permissions-policy");
const CLEAR: HeaderName = HeaderName::from_static("clear-site-data");
const BUFFERING: HeaderName = HeaderName::from_static("x-accel-buffering");

/// A page.
pub(crate) struct Page {
    /// What the tab and a screen reader say first. Never anything about a person's health.
    pub(crate) title: String,
    /// What is in `main`.
    pub(crate) main: Markup,
    /// What stands after `main`: dialogs.
    pub(crate) after: Option<Markup>,
    pub(crate) skin: Skin,
    /// The modules of this page.
    pub(crate) scripts: &'static [&'static str],
    pub(crate) status: StatusCode,
    /// A class of `body` for pages that lay out the whole screen.
    pub(crate) class: &'static str,
    /// Its address holds a secret: nothing that the page asks for is told it, not on this site either.
    pub(crate) quiet: bool,
}

impl Page {
    /// A page of residents, families and whoever is signed out.
    pub(crate) fn care(title: impl Into<String>, main: Markup) -> Self {
        Self {
            title: title.into(),
            main,
            after: None,
            skin: Skin::Care,
            scripts: &[],
            status: StatusCode::OK,
            class: "",
            quiet: false,
        }
    }

    /// A page of those who work here.
    pub(crate) fn work(title: impl Into<String>, main: Markup) -> Self {
        Self { skin: Skin::Work, ..Self::care(title, main) }
    }

    /// A page in the skin of whoever looks at it.
    pub(crate) fn of(visit: &Visit, title: impl Into<String>, main: Markup) -> Self {
        Self { skin: Skin::of(visit.role()), ..Self::care(title, main) }
    }

    /// A page of nobody, which keeps the help page for when there is no network.
    pub(crate) fn keeping(self) -> Self {
        Self { scripts: &["offline.js"], ..self }
    }

    /// With other modules.
    pub(crate) const fn scripts(mut self, scripts: &'static [&'static str]) -> Self {
        self.scripts = scripts;
        self
    }

    /// With an address that holds a secret.
    pub(crate) const fn quiet(mut self) -> Self {
        self.quiet = true;
        self
    }

    /// With another status.
    pub(crate) const fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }
}

/// An answer.
pub(crate) enum Reply {
    /// A page.
    Page(Box<Page>),
    /// Go there; what was done is not done again by going back.
    See(String),
    /// Events.
    Events(Body),
    /// Something else, whole.
    Raw(Response<Body>),
    /// The answer of another page of ours, as it is.
    Whole(Response<Body>),
}

impl From<Page> for Reply {
    fn from(page: Page) -> Self {
        Self::Page(Box::new(page))
    }
}

/// An answer together with the visit as it is now, and cookies beside its own.
pub(crate) struct Done {
    pub(crate) visit: Visit,
    pub(crate) reply: Reply,
    pub(crate) cookies: Vec<String>,
    /// The browser throws away what it kept of our pages.
    pub(crate) clear: bool,
}

impl Done {
    pub(crate) fn new(visit: Visit, reply: impl Into<Reply>) -> Self {
        Self { visit, reply: reply.into(), cookies: Vec::new(), clear: false }
    }

    /// Go there.
    pub(crate) fn see(visit: Visit, place: impl Into<String>) -> Self {
        Self::new(visit, Reply::See(place.into()))
    }

    /// The response as it goes out.
    pub(crate) fn response(self) -> Response<Body> {
        let secure = self.visit.app.secure;
        let mut skin = Skin::Care;
        let (mut keeps, mut quiet, mut dressed) = (false, false, false);
        let mut response = match self.reply {
            Reply::Page(page) => {
                skin = page.skin;
                keeps = page.scripts.contains(&"offline.js");
                quiet = page.quiet;
                let mut response =
                    Response::new(Body::from(shell::document(&self.visit, &page).into_string()));
                *response.status_mut() = page.status;
                set(&mut response, CONTENT_TYPE, "text/html; charset=utf-8");
                response
            }
            Reply::See(place) => {
                let mut response = Response::new(Body::empty());
                *response.status_mut() = StatusCode::SEE_OTHER;
                set(&mut response, LOCATION, &place);
                response
            }
            Reply::Events(body) => {
                let mut response = Response::new(body);
                set(&mut response, CONTENT_TYPE, "text/event-stream");
                set(&mut response, BUFFERING, "no");
                response
            }
            Reply::Raw(response) => response,
            Reply::Whole(response) => {
                dressed = true;
                response
            }
        };
        // What the inner page sets is newer than what this visit knows.
        let inner: Vec<HeaderValue> = response.headers().get_all(SET_COOKIE).iter().cloned().collect();
        let named = |cookie: &[u8]| cookie.split(|byte| *byte == b'=').next().map(<[u8]>::to_vec);
        for cookie in self.visit.cookies().into_iter().chain(self.cookies) {
            if inner.iter().any(|set| named(set.as_bytes()) == named(cookie.as_bytes())) {
                continue;
            }
            if let Ok(value) = HeaderValue::from_str(&cookie) {
                response.headers_mut().append(SET_COOKIE, value);
            }
        }
        if self.clear {
            // Not "storage": that would take the help page away that works without a network.
            set(&mut response, CLEAR, "\"cache\"");
        }
        if !dressed {
            dress(&mut response, skin, secure);
        }
        if quiet {
            // The site alone, so that forms still say where they come from.
            set(&mut response, REFERRER_POLICY, "origin");
        }
        if keeps {
            response.headers_mut().insert(CONTENT_SECURITY_POLICY, KEEPING);
        }
        response
    }
}

/// The headers that every answer of the console has.
pub(crate) fn dress(response: &mut Response<Body>, skin: Skin, secure: bool) {
    let policy = if skin == Skin::Care { CARE } else { WORK };
    let headers = response.headers_mut();
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    headers.insert(CONTENT_SECURITY_POLICY, policy);
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    // Nothing goes to another site. `no-referrer` would also take the origin off our own forms, and with it the check
    // that holds in browsers which do not say where a request comes from.
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(COOP, HeaderValue::from_static("same-origin"));
    headers.insert(CORP, HeaderValue::from_static("same-origin"));
    headers.insert(
        PERMISSIONS,
        HeaderValue::from_static(
            "microphone=(self), camera=(), geolocation=(), payment=(), usb=(), display-capture=(), \
             browsing-topics=()",
        ),
    );
    if secure {
        let year = HeaderValue::from_static("max-age=63072000; includeSubDomains");
        headers.insert(STRICT_TRANSPORT_SECURITY, year);
    }
}

fn set(response: &mut Response<Body>, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}
