//! The routes: each handler takes the request apart and asks the domain.

use std::sync::Arc;

use api::Words;
use chassis::{Answer, Inbound, Metrics, Reply, Routes, Service};
use content_safety_api::{
    Analyze, AnalyzeBatch, AnalyzeCombined, AnalyzeEmotion, BatchReading, CheckReply, DetectIdentifiers,
    IdentifierMode, Level, Replacement, SafetyAnalysis,
};
use kernel::Sources;

use crate::domain::{self, ReadError, Replacing, Text};
use crate::encoder::Second;
use crate::{Config, ContentSafety};

/// What the handlers share.
pub(crate) struct Reading {
    pub(crate) config: Config,
    pub(crate) sources: Sources,
    pub(crate) metrics: Arc<Metrics>,
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
        .on::<AnalyzeBatch, _, _>(analyze_batch)
        .on::<CheckReply, _, _>(check_reply)
}

async fn analyze(state: State, inbound: Inbound<Analyze>) -> Answer<Analyze> {
    let body = &inbound.call.body;
    let (text, earlier) = (Text::admit(body.text.expose())?, earlier(&body.earlier)?);
    let mut found = domain::analyze(text, &domain::history(&earlier), &domain::tail(&earlier));
    state.hear(body.text.expose(), &mut found).await;
    Ok(Reply::Json(state.counted(found)))
}

async fn detect_identifiers(state: State, inbound: Inbound<DetectIdentifiers>) -> Answer<DetectIdentifiers> {
    let body = &inbound.call.body;
    let (text, tail) = (Text::admit(body.text.expose())?, domain::tail(&earlier(&body.earlier)?));
    Ok(Reply::Json(domain::detect_identifiers(text, &tail, &replacing(&state, body.mode, &body.known))))
}

async fn analyze_emotion(state: State, inbound: Inbound<AnalyzeEmotion>) -> Answer<AnalyzeEmotion> {
    let body = &inbound.call.body;
    let text = Text::admit(body.text.expose())?;
    if !state.config.emotion {
        return Err(ReadError::EmotionOff.into());
    }
    Ok(Reply::Json(domain::read_emotion(text, &domain::history(&earlier(&body.earlier)?))))
}

async fn analyze_combined(state: State, inbound: Inbound<AnalyzeCombined>) -> Answer<AnalyzeCombined> {
    let body = &inbound.call.body;
    let (text, earlier) = (Text::admit(body.text.expose())?, earlier(&body.earlier)?);
    let (history, tail) = (domain::history(&earlier), domain::tail(&earlier));
    let replacing = replacing(&state, body.mode, &body.known);
    let mut found = domain::analyze_combined(text, (&history, &tail), &replacing, state.config.emotion);
    state.hear(body.text.expose(), &mut found.safety).await;
    found.safety = state.counted(found.safety);
    Ok(Reply::Json(found))
}

async fn analyze_batch(state: State, inbound: Inbound<AnalyzeBatch>) -> Answer<AnalyzeBatch> {
    let texts = &inbound.call.body.texts;
    domain::admit_batch(texts.len())?;
    let mut results = Vec::with_capacity(texts.len());
    for one in texts {
        let mut read = domain::batched(one.text.expose(), one.earlier.iter().map(Words::expose));
        if let Some(found) = &mut read.analysis {
            state.hear(one.text.expose(), found).await;
        }
        read.analysis = read.analysis.map(|found| state.counted(found));
        results.push(read);
        // A cry for help does not wait behind sixty-four texts.
        tokio::task::yield_now().await;
    }
    Ok(Reply::Json(BatchReading { results }))
}

async fn check_reply(state: State, inbound: Inbound<CheckReply>) -> Answer<CheckReply> {
    let found = domain::check_reply(Text::admit(inbound.call.body.reply.expose())?);
    if !found.allowed {
        state.metrics.compliance(ContentSafety::NAME.name(), "reply_not_allowed");
    }
    Ok(Reply::Json(found))
}

impl Reading {
    /// Counts a level, without a word of the text.
    fn counted(&self, found: SafetyAnalysis) -> SafetyAnalysis {
        self.metrics.compliance(
            ContentSafety::NAME.name(),
            match found.crisis_level {
                Level::None => "read_none",
                Level::Low => "read_low",
                Level::Medium => "read_medium",
                Level::High => "read_high",
                Level::Critical => "read_critical",
            },
        );
        found
    }
}

fn replacing<'a>(state: &Reading, mode: IdentifierMode, known: &'a [Replacement]) -> Replacing<'a> {
    Replacing::at(state.sources.now(), mode, known)
}

fn earlier(earlier: &[Words]) -> Result<Vec<&str>, ReadError> {
    domain::admit_earlier(earlier.iter().map(Words::expose))
}
