//! What is kept of the engine between turns, beside its own state: what earlier messages said to the rules, and
//! when the notice was last given.

use api::Opaque;
use chat_history_api::TurnState;
use kernel::Timestamp;
use safety_rules::History;
use serde::{Deserialize, Serialize};

use crate::engine::{Effect, State};

/// The layout of what is kept.
const VERSION: u8 = 1;

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Saved {
    version: u8,
    engine: Option<State>,
    history: History,
    noticed_at: Option<Timestamp>,
    began_at: Option<Timestamp>,
}

impl Saved {
    /// After the greeting.
    pub(crate) fn begun(engine: State, effects: &[Effect], now: Timestamp) -> Self {
        let noticed_at = disclosed(effects).then_some(now);
        Self {
            version: VERSION,
            engine: Some(engine),
            history: History::default(),
            noticed_at,
            began_at: Some(now),
        }
    }

    /// As it was kept. What cannot be read is as if it were not there: the conversation goes on afresh, and a
    /// crisis starts at the top of its ladder.
    pub(crate) fn of(state: &TurnState) -> Self {
        let read: Option<Self> = state.engine_state.read();
        read.filter(|saved| saved.version == VERSION).unwrap_or(Self {
            version: VERSION,
            engine: None,
            history: History::default(),
            noticed_at: None,
            began_at: None,
        })
    }

    /// After a turn.
    pub(crate) fn next(
        before: Option<&Self>,
        engine: State,
        history: History,
        effects: &[Effect],
        now: Timestamp,
    ) -> Self {
        let before_noticed = before.and_then(|saved| saved.noticed_at);
        let began_at = before.and_then(|saved| saved.began_at).or(Some(now));
        let noticed_at = if disclosed(effects) { Some(now) } else { before_noticed };
        Self { version: VERSION, engine: Some(engine), history, noticed_at, began_at }
    }

    pub(crate) fn to_json(&self) -> Opaque {
        Opaque::of(self)
    }

    pub(crate) const fn engine(&self) -> Option<&State> {
        self.engine.as_ref()
    }

    pub(crate) fn history(&self) -> History {
        self.history.clone()
    }

    pub(crate) fn minutes_since_notice(&self, now: Timestamp) -> Option<u32> {
        self.noticed_at.map(|at| u32::try_from(now.since(at).as_secs() / 60).unwrap_or(u32::MAX))
    }

    pub(crate) fn session_minutes(&self, now: Timestamp) -> u16 {
        let began = self.began_at.unwrap_or(now);
        u16::try_from(now.since(began).as_secs() / 60).unwrap_or(u16::MAX)
    }
}

fn disclosed(effects: &[Effect]) -> bool {
    effects.iter().any(|effect| matches!(effect, Effect::Disclosed { .. }))
}
