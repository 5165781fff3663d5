//! Style sheets, modules and the icon: compiled in, named by their content, kept by browsers for ever.

use http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY};
use http::{HeaderMap, HeaderValue, Response, StatusCode};

/// A file.
pub(crate) struct Asset {
    pub(crate) name: &'static str,
    pub(crate) hashed: &'static str,
    kind: &'static str,
    plain: &'static [u8],
    packed: &'static [u8],
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// The address of a file by the name that pages call it.
pub(crate) fn address(name: &str) -> String {
    let asset = ASSETS.iter().find(|asset| asset.name == name);
    asset.map_or_else(String::new, |asset| format!("/assets/{}", asset.hashed))
}

/// The service worker. It lies at the root, so that it may stand before all pages, and is asked for anew each time.
pub(crate) fn worker() -> Option<Response<axum::body::Body>> {
    let asset = ASSETS.iter().find(|asset| asset.name == "worker.js")?;
    let mut response = Response::new(axum::body::Body::from(asset.plain));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(asset.kind));
    Some(response)
}

/// A file by its hashed name, packed where the browser takes it.
pub(crate) fn serve(hashed: &str, headers: &HeaderMap) -> Option<Response<axum::body::Body>> {
    let asset = ASSETS.iter().find(|asset| asset.hashed == hashed)?;
    let accepted = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let packs =
        accepted.split(',').any(|kind| kind.split(';').next().is_some_and(|kind| kind.trim() == "br"));
    let mut response = Response::new(axum::body::Body::from(if packs { asset.packed } else { asset.plain }));
    *response.status_mut() = StatusCode::OK;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(asset.kind));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    if packs {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
    Some(response)
}
