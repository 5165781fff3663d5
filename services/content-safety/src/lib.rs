//! content-safety: what a text shows, and what a reply must not say.
//!
//! **Promises.** Danger, identifiers and emotion are read from the words alone, each finding with its place in
//! code points and the rule that found it; the same text gives the same answer; the time grows with the length
//! of the text and with nothing else. **Owns** no data: a text is read in memory and kept nowhere, not in a log
//! either. **Invariants**: a human is brought in from `medium` up; an analysis names the versions of its rules.
//! **Callers**: ai-gateway for the full analysis of a turn and of a reply, chat-history, and staff.
//!
//! The crisis rules, the weights beside them and the reply guidelines are the crate `safety-rules`, which ai-gateway links too, so
//! that a crisis is answered with this service down; the identifiers and their masking are the crate `identifiers`. [`measure`]
//! counts what all of it finds in labelled texts. Emotion is read by the weights of the crate `emotions` in English and by a lexicon in
//! Spanish. A second stage, [`encoder`], is heard where whoever builds the service hands an encoder in; none is shipped yet, and every
//! analysis says `stages: ["rules", "linear"]`. What is not done yet: languages besides English and Spanish (named as not supported;
//! identifiers are looked for in any), and a clinician's review of rules, weights, prototypes and lines.

mod config;
mod domain;
pub mod encoder;
mod http;
pub mod measure;

use std::sync::Arc;

use api::ServiceName;
use chassis::{BuildError, Chassis, Running, Service};

pub use config::Config;
use encoder::{Encoder, Second};

/// What health says of languages.
const LANGUAGES: &str = "en, es; others are not supported: identifiers alone are looked for";

/// The service.
#[derive(Debug)]
pub struct ContentSafety;

impl Service for ContentSafety {
    const NAME: ServiceName = ServiceName::ContentSafety;
    const NEEDS: &'static [ServiceName] = &[];
    type Config = Config;
    /// An encoder, where the installation has one.
    type Handles = Option<Arc<dyn Encoder>>;

    async fn build(
        config: Config,
        chassis: Chassis,
        encoder: Option<Arc<dyn Encoder>>,
    ) -> Result<Running, BuildError> {
        // Rules that do not build or do not find the plainest sentence must stop the start, not the first crisis.
        domain::self_test()?;
        let second = encoder.map(|encoder| Arc::new(Second::new(encoder, chassis.tasks)));
        let reading = http::Reading {
            config,
            sources: chassis.sources,
            metrics: chassis.metrics,
            second: second.clone(),
        };
        let running = Running::new(http::routes(Arc::new(reading)))
            .check("rules", || async { domain::self_test() })
            .tells("languages", LANGUAGES);
        let Some(second) = second else { return Ok(running) };
        second.begin();
        Ok(running.helpful("encoder", move || std::future::ready(second.check())))
    }
}
