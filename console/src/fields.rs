//! What a form sends: read within limits, and only from a page of ours.

use api::{Problem, codes};
use axum::body::Body;
use http::header::{HOST, ORIGIN};
use http::{HeaderMap, HeaderName};

use crate::App;
use crate::visit::Visit;

/// The largest form: a message of 64 KiB, percent-encoded.
const FORM_BYTES_MAX: usize = 256 * 1024;
/// The most fields of a form.
const FIELDS_MAX: usize = 64;
/// The name of the field that carries the form's token.
pub(crate) const TOKEN: &str = "token";

/// The fields of a form, in order.
#[derive(Clone, Default)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads the form of a request, if a page of ours sent it in this session.
    pub(crate) async fn read(visit: &Visit, headers: &HeaderMap, body: Body) -> Result<Self, Problem> {
        let fields = Self::read_any(visit, headers, body).await?;
        if !visit.holds(fields.get(TOKEN)) {
            return Err(Problem::new(codes::FORBIDDEN).detail("the form is from an earlier visit"));
        }
        Ok(fields)
    }

    /// Reads the form of a request, if a page of ours sent it, in whatever session. Whoever takes it does nothing in the
    /// session of now before they have asked whether it holds the form's token.
    pub(crate) async fn read_any(visit: &Visit, headers: &HeaderMap, body: Body) -> Result<Self, Problem> {
        if !from_here(&visit.app, headers) {
            return Err(Problem::new(codes::FORBIDDEN).detail("the form was not sent by a page of this site"));
        }
        let bytes =
            axum::body::to_bytes(body, FORM_BYTES_MAX).await.map_err(|_| Problem::new(codes::TOO_LARGE))?;
        let pairs = form_urlencoded::parse(&bytes).into_owned();
        let fields: Vec<_> = pairs.take(FIELDS_MAX + 1).collect();
        if fields.len() > FIELDS_MAX {
            return Err(Problem::new(codes::TOO_LARGE));
        }
        Ok(Self(fields))
    }

    /// All of them, as they came.
    pub(crate) fn into_pairs(self) -> Vec<(String, String)> {
        self.0
    }

    /// The fields of an address.
    pub(crate) fn of_query(query: &str) -> Self {
        Self(form_urlencoded::parse(query.as_bytes()).into_owned().take(FIELDS_MAX).collect())
    }

    /// A field's value, without spaces around it; empty when it is not there.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.raw(name).trim()
    }

    /// A field's value as it was typed.
    pub(crate) fn raw(&self, name: &str) -> &str {
        self.0.iter().find(|(found, _)| found == name).map_or("", |(_, value)| value.as_str())
    }

    /// A field's value, if there is something in it.
    pub(crate) fn some(&self, name: &str) -> Option<&str> {
        Some(self.get(name)).filter(|value| !value.is_empty())
    }

    /// All values of a field that may be there more than once.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(found, _)| found == name).map(|(_, value)| value.trim())
    }

    /// Whether a box is ticked.
    pub(crate) fn ticked(&self, name: &str) -> bool {
        self.some(name).is_some()
    }
}

/// Whether a page of this site sent it: the browser says so itself, and no script can say otherwise.
fn from_here(app: &App, headers: &HeaderMap) -> bool {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    match text(ORIGIN) {
        Some(given) => {
            let host = text(HOST).unwrap_or_default();
            let scheme = if app.secure { "https" } else { "http" };
            let own = app.origin.clone().unwrap_or_else(|| format!("{scheme}://{host}"));
            given == own
        }
        // Older browsers name no origin of a form; these say at least where it comes from.
        None => text(HeaderName::from_static("sec-fetch-site")) == Some("same-origin"),
    }
}
