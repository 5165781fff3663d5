//! The routes: each handler takes the request apart and asks the domain.

use std::sync::Arc;

use api::Words;
use chassis::{Answer, Inbound, Reply, Routes, Service};
use content_safety_api::{Analyze, AnalyzeCombined, AnalyzeEmotion, CheckReply, DetectIdentifiers};
use safety_rules::History;

use crate::domain::{self, ReadError, Text};
use crate::{Config, ContentSafety};

type State = Arc<Config>;

pub(crate) fn routes(config: State) -> Routes<Config> {
    Routes::new(ContentSafety::NAME, config)
        .on::<Analyze, _, _>(analyze)
        .on::<DetectIdentifiers, _, _>(detect_identifiers)
        .on::<AnalyzeEmotion, _, _>(analyze_emotion)
        .on::<AnalyzeCombined, _, _>(analyze_combined)
        .on::<CheckReply, _, _>(check_reply)
}

async fn analyze(_: State, inbound: Inbound<Analyze>) -> Answer<Analyze> {
    let body = &inbound.call.body;
    Ok(Reply::Json(domain::analyze(Text::admit(body.text.expose())?, &history(&body.earlier)?)))
}

async fn detect_identifiers(_: State, inbound: Inbound<DetectIdentifiers>) -> Answer<DetectIdentifiers> {
    let body = &inbound.call.body;
    Ok(Reply::Json(domain::detect_identifiers(Text::admit(body.text.expose())?, body.mode)))
}

async fn analyze_emotion(config: State, inbound: Inbound<AnalyzeEmotion>) -> Answer<AnalyzeEmotion> {
    let body = &inbound.call.body;
    let text = Text::admit(body.text.expose())?;
    if !config.emotion {
        return Err(ReadError::EmotionOff.into());
    }
    Ok(Reply::Json(domain::read_emotion(text, &history(&body.earlier)?)))
}

async fn analyze_combined(config: State, inbound: Inbound<AnalyzeCombined>) -> Answer<AnalyzeCombined> {
    let body = &inbound.call.body;
    let text = Text::admit(body.text.expose())?;
    let history = history(&body.earlier)?;
    Ok(Reply::Json(domain::analyze_combined(text, &history, body.mode, config.emotion)))
}

async fn check_reply(_: State, inbound: Inbound<CheckReply>) -> Answer<CheckReply> {
    Ok(Reply::Json(domain::check_reply(Text::admit(inbound.call.body.reply.expose())?)))
}

fn history(earlier: &[Words]) -> Result<History, ReadError> {
    domain::history(earlier.iter().map(Words::expose))
}
