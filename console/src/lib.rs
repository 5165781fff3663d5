//! The web console: pages that the server makes, for everybody who uses the platform.
//!
//! **What it is.** A client, like any other. It has no store, links no service, and calls the platform through the
//! gateway's whole router with the typed client, as the person whose session the browser carries, from the browser's
//! own address. What a person may see, the platform decides; the console chooses pages. It stands around the
//! gateway's router on the public listener: paths of its own are pages, everything else is the API.
//!
//! **What it holds to.** Every page is a form and a page without any script; a script is a gain. No page loads
//! anything from elsewhere, and nothing of a person's record is kept in the browser: the session is a sealed cookie
//! that no script can read ([`seal`], [`session`]), and every form carries a token that this browser alone was given
//! ([`fields`]). Text is escaped by the template's type; on care pages the browser itself refuses markup made of text.
//!
//! **A request**, in order: [`http`] finds the page, [`visit`] reads the cookies and refreshes the session, the page
//! in `page/` calls the platform and makes markup of the functions in `component/`, and [`reply`] sends it with the
//! headers that every answer has.

mod assets;
mod component;
mod config;
mod cookies;
mod fields;
mod gate;
mod http;
mod page;
mod people;
mod reply;
mod seal;
mod session;
mod visit;
mod when;
mod words;

use std::sync::Arc;

use aws_lc_rs::hmac;
use axum::Router;
use cache::Cache;
use chassis::{Metrics, Tasks};
use jiff::tz::TimeZone;
use kernel::Sources;
use safety_rules::Place;
use vault::{SigningKeys, VaultError};

pub use crate::config::Config;
use crate::seal::{Seal, Secret};
use crate::session::Refreshes;

/// What the console is told about the installation.
pub struct Handles {
    /// The gateway, all layers included.
    pub gateway: Router,
    /// Where the secret of its cookies lies.
    pub keys: Arc<SigningKeys>,
    /// Where gateways share what a refresh gave.
    pub cache: Cache,
    /// Time and chance.
    pub sources: Sources,
    /// Work that outlives the request that began it.
    pub tasks: Tasks,
    /// Counters.
    pub metrics: Arc<Metrics>,
    /// Whether the public listener speaks TLS.
    pub tls: bool,
    /// The jurisdiction of the help lines (`us`, `us-ca`).
    pub place: String,
    /// The zone of the residents' clocks.
    pub zone: TimeZone,
}

/// What all requests share.
pub(crate) struct App {
    gateway: Router,
    seals: Seals,
    form_key: hmac::Key,
    refreshes: Refreshes,
    sources: Sources,
    tasks: Tasks,
    metrics: Arc<Metrics>,
    secure: bool,
    origin: Option<String>,
    gallery: bool,
    place: Place,
    zone: TimeZone,
}

struct Seals {
    session: Seal,
    visitor: Seal,
    device: Seal,
    draft: Seal,
    waiting: Seal,
    /// The page of a new account, in its own form.
    fresh: Seal,
}

/// The console around the gateway's router.
///
/// # Errors
/// The key directory cannot be used.
pub fn around(config: &Config, handles: Handles) -> Result<Router, VaultError> {
    let secret = Secret::load(&handles.keys)?;
    let app = App {
        gateway: handles.gateway.clone(),
        seals: Seals {
            session: secret.seal("session"),
            visitor: secret.seal("visitor"),
            device: secret.seal("device"),
            draft: secret.seal("draft"),
            waiting: secret.seal("waiting"),
            fresh: secret.seal("fresh"),
        },
        form_key: secret.code("form"),
        refreshes: Refreshes::new(
            &handles.cache,
            secret.seal("refresh"),
            handles.sources.clone(),
            handles.tasks.clone(),
        ),
        tasks: handles.tasks,
        sources: handles.sources,
        metrics: handles.metrics,
        secure: config.origin.as_ref().map_or(handles.tls, |origin| origin.starts_with("https://")),
        origin: config.origin.clone(),
        gallery: config.gallery,
        place: Place::parse(&handles.place),
        zone: handles.zone,
    };
    Ok(http::router(Arc::new(app), handles.gateway))
}
