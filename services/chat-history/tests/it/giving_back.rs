//! An alert that somebody took up and gives back: open again with the deadline that it had, and everybody is told.

use std::sync::Arc;
use std::time::Duration;

use chat_history::Config;
use chat_history_api::{
    AcknowledgeAlert, AlertChange, AlertState, Attention, ByAlert, ConversationEvent, EscalateAlert,
    GiveBackAlert, TakeOverAlert, codes,
};
use content_safety_api::Level;
use kernel::{AlertId, ManualClock, Sources, SystemRandom, Timestamp};

use crate::feed::{caught_up, next};
use crate::{Alert, Call, Chat, NURSE, NURSE_ELSEWHERE, NURSE_OFF_DUTY, Problem, person};

impl Chat {
    async fn takes_up(&self, who: u128, alert: AlertId) -> Alert {
        let path = ByAlert { alert_id: alert };
        self.asks::<AcknowledgeAlert>(who, Call::path(path)).await.expect("takes it up")
    }

    async fn gives_back(&self, who: u128, alert: AlertId) -> Result<Alert, Problem> {
        self.asks::<GiveBackAlert>(who, Call::path(ByAlert { alert_id: alert })).await
    }
}

#[tokio::test]
async fn what_is_given_back_stands_as_before_and_the_resident_and_the_others_are_told() {
    let chat = Chat::new().await;
    let (id, raised) = chat.raised().await;
    chat.has_sessions();
    let mut watched = chat.watches(id).await.expect("her own");
    let mut off_duty = chat.feed(NURSE_OFF_DUTY, None).await;
    caught_up(&mut off_duty).await;
    let taken = chat.takes_up(NURSE, raised.alert_id).await;
    assert_eq!((taken.state, taken.escalates_at), (AlertState::Acknowledged, None));
    // Only the last of changes that come together is told.
    assert_eq!(next(&mut off_duty).await.0, AlertChange::Acknowledged);
    let back = chat.gives_back(NURSE, raised.alert_id).await.expect("gives it back");
    assert_eq!((back.state, back.acknowledged_by, back.acknowledged_at), (AlertState::Open, None, None));
    assert_eq!(back.escalates_at, raised.escalates_at, "the deadline is the one that it had");
    assert!(!chat.state(id).await.acknowledged, "nobody is said to have it");
    let again = chat.gives_back(NURSE, raised.alert_id).await.expect("again");
    assert_eq!(again.updated_at, back.updated_at, "and nothing more");
    let (change, told) = next(&mut off_duty).await;
    assert_eq!(
        (change, told.acknowledged_by),
        (AlertChange::GivenBack, None),
        "no list says that she has it"
    );
    let mut seen = Vec::new();
    while seen.len() < 2 {
        if let ConversationEvent::Attention(Attention { change, by, .. }) =
            watched.next().await.expect("on").expect("event")
        {
            assert_eq!(by, Some(person(NURSE)));
            seen.push(change);
        }
    }
    assert_eq!(seen, [AlertChange::Acknowledged, AlertChange::GivenBack]);
}

#[tokio::test]
async fn only_who_has_it_gives_it_back_and_not_out_of_a_conversation() {
    let chat = Chat::new().await;
    let (id, raised) = chat.raised().await;
    let alert = raised.alert_id;
    chat.takes_up(NURSE, alert).await;
    let other = chat.gives_back(NURSE_OFF_DUTY, alert).await.expect_err("is not theirs");
    assert!(other.is(codes::NOT_HELD), "{other}");
    let stranger = chat.gives_back(NURSE_ELSEWHERE, alert).await.expect_err("is not there for them");
    assert!(stranger.is(api::codes::NOT_FOUND), "{stranger}");
    chat.asks::<TakeOverAlert>(NURSE, Call::path(ByAlert { alert_id: alert })).await.expect("takes over");
    let writes = chat.gives_back(NURSE, alert).await.expect_err("she writes there");
    assert!(writes.is(codes::NOT_HELD), "{writes}");
    assert!(chat.state(id).await.acknowledged);
}

#[tokio::test]
async fn a_deadline_that_passed_meanwhile_passes_it_on_at_once() {
    let config = Config { escalate_high_seconds: 1, ..Config::default() };
    let chat = Chat::with(config).await;
    let mut feed = chat.feed(NURSE, None).await;
    caught_up(&mut feed).await;
    let id = chat.begins(crate::ROSE).await;
    chat.says(id, "I cannot go on", Level::High).await;
    let (_, raised) = next(&mut feed).await;
    chat.takes_up(NURSE, raised.alert_id).await;
    assert_eq!(next(&mut feed).await.0, AlertChange::Acknowledged);
    let due = raised.escalates_at.expect("it has a deadline");
    testkit::eventually("the deadline has passed", async || (chat.house.sources.now() > due).then_some(()))
        .await;
    chat.gives_back(NURSE, raised.alert_id).await.expect("gives it back");
    assert_eq!(next(&mut feed).await.0, AlertChange::GivenBack);
    let (change, told) = next(&mut feed).await;
    assert_eq!((change, told.escalation), (AlertChange::Escalated, 1), "without waiting anew");
}

#[tokio::test]
async fn an_alert_that_rises_is_nobodys_until_it_is_taken_up_again_and_then_theirs() {
    let chat = Chat::new().await;
    let (id, raised) = chat.raised().await;
    let alert = raised.alert_id;
    chat.takes_up(NURSE, alert).await;
    chat.says(id, "I have saved up my pills", Level::Critical).await;
    let risen = chat.alerts(NURSE).await.remove(0);
    assert_eq!((risen.state, risen.acknowledged_by), (AlertState::Open, None), "nobody has what rose");
    let taken = chat.takes_up(NURSE_OFF_DUTY, alert).await;
    assert_eq!(taken.acknowledged_by, Some(person(NURSE_OFF_DUTY)), "whoever came last has it");
    let first = chat.gives_back(NURSE, alert).await.expect_err("is not hers any more");
    assert!(first.is(codes::NOT_HELD), "{first}");
    chat.gives_back(NURSE_OFF_DUTY, alert).await.expect("is theirs");
}

#[tokio::test]
async fn what_rises_is_passed_on_at_the_pace_of_its_level_however_often_it_was_before() {
    let clock = ManualClock::at(Timestamp::from_micros(1_700_000_000_000_000));
    let chat = Chat::over(Config::default(), Sources::new(clock.clone(), Arc::new(SystemRandom))).await;
    let (id, raised) = chat.raised().await;
    let by_hand = ByAlert { alert_id: raised.alert_id };
    for _ in 0..6 {
        chat.asks::<EscalateAlert>(NURSE, Call::path(by_hand.clone())).await.expect("passes it on");
    }
    let wait = |alert: &Alert| alert.escalates_at.map(|at| at.since(chat.house.sources.now()).as_secs());
    let passed = chat.alerts(NURSE).await.remove(0);
    assert_eq!(wait(&passed), Some(300), "what people pass on makes nothing rarer");
    // The clock passes it on six times: by then it is rare.
    for times in 7..=12 {
        clock.advance(Duration::from_secs(2_400));
        testkit::eventually("the clock passes it on", async || {
            (chat.alerts(NURSE).await.remove(0).escalation == times).then_some(())
        })
        .await;
    }
    let rare = chat.alerts(NURSE).await.remove(0);
    assert_eq!(wait(&rare), Some(2_400));
    chat.says(id, "I have saved up my pills", Level::Critical).await;
    assert_eq!(wait(&chat.alerts(NURSE).await.remove(0)), Some(120), "more urgent than before, it is as new");
    clock.advance(Duration::from_secs(120));
    testkit::eventually("it is passed on", async || {
        (chat.alerts(NURSE).await.remove(0).escalation == 13).then_some(())
    })
    .await;
    assert_eq!(wait(&chat.alerts(NURSE).await.remove(0)), Some(120));
}
