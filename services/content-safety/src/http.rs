//! The routes: each handler takes the request apart and asks the domain.

use std::sync::Arc;

use api::Words;
use chassis::{Answer, Inbound, Reply, Routes, Service};
use content_safety_api::{
    Analyze, AnalyzeCombined, AnalyzeEmotion, CheckReply, DetectIdentifiers, IdentifierMode, Replacement,
    SafetyAnalysis,
};
use kernel::Sources;
use safety_rules::History;

use crate::domain::{self, ReadError, Replacing, Text};
use crate::encoder::Second;
use crate::{Config, ContentSafety};

/// What the handlers share.
pub(crate) struct Reading {
    pub(crate) config: Config,
    pub(crate) sources: Sources,
    /// Where this installation has an encoder.
    pub(crate) second: Option<Arc<Second>>,
}

impl Reading {
    async fn hear(&self, text: &str, analysis: &mut SafetyAnalysis) {
        if let Some(second) = &self.second {
            second.hear(text, analysis).await;
        }
    }
}

type State = Arc<Reading>;

pub(crate) fn routes(reading: State) -> Routes<Reading> {
    Routes::new(ContentSafety::NAME, reading)
        .on::<Analyze, _, _>(analyze)
        .on::<DetectIdentifiers, _, _>(detect_identifiers)
        .on::<AnalyzeEmotion, _, _>(analyze_emotion)
        .on::<AnalyzeCombined, _, _>(analyze_combined)
        .on::<CheckReply, _, _>(check_reply)
}

async fn analyze(state: State, inbound: Inbound<Analyze>) -> Answer<Analyze> {
    let body = &inbound.call.body;
    let mut analysis = domain::analyze(Text::admit(body.text.expose())?, &history(&body.earlier)?);
    state.hear(body.text.expose(), &mut analysis).await;
    Ok(Reply::Json(analysis))
}

async fn detect_identifiers(state: State, inbound: Inbound<DetectIdentifiers>) -> Answer<DetectIdentifiers> {
    let body = &inbound.call.body;
    let replacing = replacing(&state, body.mode, &body.known);
    Ok(Reply::Json(domain::detect_identifiers(Text::admit(body.text.expose())?, &replacing)))
}

async fn analyze_emotion(state: State, inbound: Inbound<AnalyzeEmotion>) -> Answer<AnalyzeEmotion> {
    let body = &inbound.call.body;
    let text = Text::admit(body.text.expose())?;
    if !state.config.emotion {
        return Err(ReadError::EmotionOff.into());
    }
    Ok(Reply::Json(domain::read_emotion(text, &history(&body.earlier)?)))
}

async fn analyze_combined(state: State, inbound: Inbound<AnalyzeCombined>) -> Answer<AnalyzeCombined> {
    let body = &inbound.call.body;
    let text = Text::admit(body.text.expose())?;
    let history = history(&body.earlier)?;
    let replacing = replacing(&state, body.mode, &body.known);
    let mut analysis = domain::analyze_combined(text, &history, &replacing, state.config.emotion);
    state.hear(body.text.expose(), &mut analysis.safety).await;
    Ok(Reply::Json(analysis))
}

async fn check_reply(_: State, inbound: Inbound<CheckReply>) -> Answer<CheckReply> {
    Ok(Reply::Json(domain::check_reply(Text::admit(inbound.call.body.reply.expose())?)))
}

fn replacing<'a>(state: &Reading, mode: IdentifierMode, known: &'a [Replacement]) -> Replacing<'a> {
    Replacing::at(state.sources.now(), mode, known)
}

fn history(earlier: &[Words]) -> Result<History, ReadError> {
    domain::history(earlier.iter().map(Words::expose))
}
