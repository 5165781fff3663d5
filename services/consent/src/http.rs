//! The routes.

use std::sync::Arc;

use chassis::{Answer, Inbound, Reply, Routes, Service};
use consent_api::{Decide, Verdicts};

use crate::Consent;
use crate::domain::Domain;

/// Questions in one request.
const QUESTIONS_MAX: usize = 100;

pub(crate) fn routes(domain: Arc<Domain>) -> Routes<Domain> {
    Routes::new(Consent::NAME, domain).on::<Decide, _, _>(decide)
}

async fn decide(domain: Arc<Domain>, inbound: Inbound<Decide>) -> Answer<Decide> {
    let questions = &inbound.call.body.questions;
    if questions.is_empty() || questions.len() > QUESTIONS_MAX {
        return Err(api::Problem::invalid("questions", "are 1 to 100").into());
    }
    Ok(Reply::Json(Verdicts { verdicts: questions.iter().map(|question| domain.decide(question)).collect() }))
}
