//! Arrivals at a fixed rate, whatever the server does: a turn that has to wait is counted from when it should
//! have begun, so that a slow server cannot slow its own load down and look well.

use std::sync::Arc;
use std::time::Duration;

use ai_gateway_api::{ByConversation, NewMessage, SendMessage, TurnEvent};
use anyhow::{Result, bail};
use api::{Call, CallContext, ServiceName, Words};
use kernel::Sources;
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::residents::Resident;

/// What residents say, in turn. One in sixteen carries a risk, so that ladders and alerts are part of it.
const SAID: [&str; 16] = [
    "Good morning, I slept quite well for once.",
    "My knee is stiff again today.",
    "My daughter rang last night and we talked for an hour.",
    "I do not know what to do with myself this afternoon.",
    "The soup was cold again and nobody listened.",
    "I miss my garden, the roses should be out by now.",
    "They moved my appointment to Thursday and I am worried about it.",
    "What did we talk about yesterday?",
    "I feel rather lonely since my neighbour moved away.",
    "There was music in the big room and I sang along.",
    "I am angry with my brother, he never visits.",
    "Can you tell me something to help me sleep?",
    "I went down to the river with my grandson on Sunday.",
    "Everything is too much today and I am so tired.",
    "I am proud of the scarf that I finished.",
    "Sometimes I think that I do not want to live any more.",
];

/// What came of one phase.
pub(crate) struct Phase {
    /// From when each turn should have begun until its `done`, sorted.
    pub(crate) took: Vec<Duration>,
    /// From when each turn should have begun until `safety`, sorted.
    pub(crate) safety: Vec<Duration>,
    /// Turns that were refused or broke off, and the first reason.
    pub(crate) errors: u32,
    pub(crate) first_error: Option<String>,
}

/// Plays `rate` turns a second for so many seconds.
pub(crate) async fn play(
    residents: &Arc<Vec<Resident>>,
    sources: &Sources,
    rate: u32,
    seconds: u32,
) -> Phase {
    let started = Instant::now();
    let mut turns = JoinSet::new();
    for number in 0..rate * seconds {
        let due = started + Duration::from_secs(1) * number / rate;
        tokio::time::sleep_until(due).await;
        let (residents, sources) = (residents.clone(), sources.clone());
        turns.spawn(async move {
            let place = number as usize;
            let resident = &residents[place % residents.len()];
            let words = SAID[(place / residents.len() + place) % SAID.len()];
            let safety = turn(resident, &sources, words).await?;
            Ok::<_, anyhow::Error>((due.elapsed(), safety.duration_since(due)))
        });
    }
    let mut phase = Phase { took: Vec::new(), safety: Vec::new(), errors: 0, first_error: None };
    while let Some(ended) = turns.join_next().await {
        match ended.map_err(anyhow::Error::from).flatten() {
            Ok((took, safety)) => {
                phase.took.push(took);
                phase.safety.push(safety);
            }
            Err(error) => {
                phase.errors += 1;
                phase.first_error.get_or_insert_with(|| format!("{error:#}"));
            }
        }
    }
    phase.took.sort();
    phase.safety.sort();
    phase
}

/// One turn to its honest end; when `safety` came.
async fn turn(resident: &Resident, sources: &Sources, words: &str) -> Result<Instant> {
    let path = ByConversation { id: resident.conversation };
    let call = Call::path_and_body(path, NewMessage { content: Words::new(words) });
    let context = CallContext { request_id: sources.id(), ..resident.context.clone() };
    let client = resident.outside.client(ServiceName::AiGateway);
    let mut events = client.stream::<SendMessage>(&context, call).await?;
    let (mut safety, mut stored) = (None, false);
    while let Some(event) = events.next().await {
        match event? {
            TurnEvent::Safety { .. } => safety = safety.or_else(|| Some(Instant::now())),
            TurnEvent::Accepted { stored: kept, .. } => stored = kept,
            TurnEvent::Delta { .. } => {}
            TurnEvent::Done { code: Some(code), .. } => bail!("refused: {code}"),
            TurnEvent::Done { .. } if !stored => bail!("answered without being stored"),
            TurnEvent::Done { .. } => {}
        }
    }
    match safety {
        Some(at) => Ok(at),
        None => bail!("no `safety` came"),
    }
}
