//! Files that are pages' own: the manifest with which a tablet keeps the console as an application, and the service
//! worker.

use api::{Problem, codes};
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Response};
use serde_json::json;

use crate::assets;
use crate::reply::{Done, Reply};
use crate::visit::Visit;
use crate::words::{shell, tag};

/// The manifest. It says nothing about anybody.
pub(crate) async fn manifest(visit: Visit) -> Result<Done, Problem> {
    let lang = visit.language;
    let manifest = json!({
        "name": shell::brand(lang),
        "short_name": shell::brand(lang),
        "lang": tag(lang),
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#FBFAF7",
        "theme_color": "#0B5754",
        "icons": [{
            "src": assets::address("icon.svg"), "type": "image/svg+xml", "sizes": "any", "purpose": "any maskable",
        }],
    });
    let bytes = serde_json::to_vec(&manifest).map_err(|_| Problem::new(codes::INTERNAL))?;
    let mut response = Response::new(axum::body::Body::from(bytes));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/manifest+json"));
    Ok(Done::new(visit, Reply::Raw(response)))
}

/// The service worker.
pub(crate) async fn worker(visit: Visit) -> Result<Done, Problem> {
    let response = assets::worker().ok_or_else(|| Problem::new(codes::NOT_FOUND))?;
    Ok(Done::new(visit, Reply::Raw(response)))
}
