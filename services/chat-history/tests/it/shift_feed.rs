//! A feed whose owner has fallen silent on shift: places alone, until the shift ends.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use api::Events;
use auth_rbac_api::{Liveness, SessionStatus};
use chassis::{Answer, Inbound, Reply, Routes, Running};
use chat_history::Config;
use chat_history_api::{AcknowledgeAlert, AlertEvent, AlertState, ByAlert, EscalateAlert};
use content_safety_api::Level;
use kernel::{ManualClock, Sources, SystemRandom, Timestamp};
use relationship_management_api::{Charges, ShiftCharges};

use crate::feed::caught_up;
use crate::{
    Call, Chat, NURSE, NURSE_ELSEWHERE, NURSE_OFF_DUTY, ROSE, SHIFT_ENDS, ServiceName, UNIT, person, unit,
};

const LIVE: u8 = 0;
const SILENT: u8 = 1;
const ENDED: u8 = 2;

type State = Arc<AtomicU8>;

async fn status(state: State, _: Inbound<SessionStatus>) -> Answer<SessionStatus> {
    let now = state.load(Ordering::SeqCst);
    Ok(Reply::Json(Liveness { live: now == LIVE, silent: now == SILENT }))
}

impl Chat {
    /// Sessions that all live, are silent, or have ended.
    fn sessions(&self) -> State {
        let state = State::default();
        let auth = Routes::new(ServiceName::AuthRbac, state.clone()).on::<SessionStatus, _, _>(status);
        self.house.enter(ServiceName::AuthRbac, &Running::new(auth));
        state
    }
}

/// What comes next, heartbeats left out.
async fn next(feed: &mut Events<AlertEvent>) -> AlertEvent {
    loop {
        match feed.next().await.expect("goes on").expect("is an event") {
            AlertEvent::Heartbeat { .. } => {}
            other => return other,
        }
    }
}

#[tokio::test]
async fn a_feed_that_falls_silent_on_shift_tells_places_until_the_shift_ends() {
    let clock = ManualClock::at(Timestamp::from_micros(SHIFT_ENDS - 120_000_000));
    let sources = Sources::new(clock.clone(), Arc::new(SystemRandom));
    let chat = Chat::over(Config::default(), sources).await;
    let mut feed = chat.feed(NURSE, None).await;
    let sessions = chat.sessions();
    caught_up(&mut feed).await;
    let (id, alert) = chat.raised().await;
    assert!(matches!(next(&mut feed).await, AlertEvent::Alert { .. }));
    sessions.store(SILENT, Ordering::SeqCst);
    let AlertEvent::Narrowed { until } = next(&mut feed).await else { panic!("narrows first") };
    assert_eq!(until, Timestamp::from_micros(SHIFT_ENDS));
    let told = next(&mut feed).await;
    // What goes out is where and how urgent, and nothing of her.
    let words = serde_json::to_string(&told).expect("JSON");
    assert!(!words.contains(&person(ROSE).to_string()) && !words.contains(&id.to_string()), "{words}");
    let AlertEvent::Place { alert_id, unit_id, level, state, .. } = told else { panic!("{words}") };
    assert_eq!(
        (alert_id, unit_id, level, state),
        (alert.alert_id, Some(unit(UNIT)), Level::High, AlertState::Open)
    );
    let caught_up = feed.next().await.expect("goes on").expect("is an event");
    assert!(matches!(caught_up, AlertEvent::Heartbeat { .. }), "all that stood was told: {caught_up:?}");
    chat.says(id, "I have saved up my pills", Level::Critical).await;
    assert!(matches!(next(&mut feed).await, AlertEvent::Place { level: Level::Critical, .. }));
    let path = ByAlert { alert_id: alert.alert_id };
    chat.asks::<AcknowledgeAlert>(NURSE_OFF_DUTY, Call::path(path)).await.expect("takes it up");
    let taken = next(&mut feed).await;
    assert!(
        matches!(taken, AlertEvent::Place { state: AlertState::Acknowledged, escalates_at: None, .. }),
        "{taken:?}"
    );
    clock.advance(Duration::from_secs(121));
    let end = next(&mut feed).await;
    assert!(matches!(&end, AlertEvent::End { reason } if reason == "shift_over"), "{end:?}");
}

#[tokio::test]
async fn who_signs_out_or_is_on_no_shift_is_told_nothing_more() {
    for (who, states) in [(NURSE, [ENDED].as_slice()), (NURSE_OFF_DUTY, &[SILENT]), (NURSE, &[SILENT, ENDED])]
    {
        let chat = Chat::new().await;
        let mut feed = chat.feed(who, None).await;
        let sessions = chat.sessions();
        caught_up(&mut feed).await;
        let (last, before) = states.split_last().expect("one at least");
        for state in before {
            sessions.store(*state, Ordering::SeqCst);
            assert!(matches!(next(&mut feed).await, AlertEvent::Narrowed { .. }));
        }
        sessions.store(*last, Ordering::SeqCst);
        let end = next(&mut feed).await;
        assert!(matches!(&end, AlertEvent::End { reason } if reason == "signed_out"), "{end:?}");
        chat.raised().await;
        assert!(feed.next().await.is_none(), "and then nothing");
    }
}

async fn no_shift(_: Arc<()>, _: Inbound<ShiftCharges>) -> Answer<ShiftCharges> {
    Ok(Reply::Json(Charges::default()))
}

#[tokio::test]
async fn a_shift_that_was_ended_early_or_a_unit_that_was_taken_away_ends_the_places_too() {
    let chat = Chat::new().await;
    let mut feed = chat.feed(NURSE, None).await;
    let sessions = chat.sessions();
    caught_up(&mut feed).await;
    sessions.store(SILENT, Ordering::SeqCst);
    assert!(matches!(next(&mut feed).await, AlertEvent::Narrowed { .. }));
    let relations =
        Routes::new(ServiceName::RelationshipManagement, Arc::new(())).on::<ShiftCharges, _, _>(no_shift);
    chat.house.enter(ServiceName::RelationshipManagement, &Running::new(relations));
    let end = next(&mut feed).await;
    assert!(matches!(&end, AlertEvent::End { reason } if reason == "shift_over"), "{end:?}");
}

#[tokio::test]
async fn a_screen_that_fell_silent_still_says_that_another_unit_waits() {
    let chat = Chat::new().await;
    let mut feed = chat.feed(NURSE_ELSEWHERE, None).await;
    let sessions = chat.sessions();
    caught_up(&mut feed).await;
    sessions.store(SILENT, Ordering::SeqCst);
    assert!(matches!(next(&mut feed).await, AlertEvent::Narrowed { .. }));
    let (_, alert) = chat.raised().await;
    let path = || Call::path(ByAlert { alert_id: alert.alert_id });
    for _ in 0..2 {
        chat.asks::<EscalateAlert>(NURSE, path()).await.expect("passes it on");
    }
    let told = next(&mut feed).await;
    assert!(matches!(told, AlertEvent::Unanswered { level: Level::High, .. }), "{told:?}");
}
