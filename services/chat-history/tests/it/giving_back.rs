//! An alert that somebody took up and gives back: open again with the deadline that it had, and everybody is told.

use chat_history::Config;
use chat_history_api::{
    AcknowledgeAlert, AlertChange, AlertState, ByAlert, ConversationEvent, GiveBackAlert, TakeOverAlert,
    codes,
};
use content_safety_api::Level;
use kernel::AlertId;

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
    let back = chat.gives_back(NURSE, raised.alert_id).await.expect("gives it back");
    assert_eq!((back.state, back.acknowledged_by, back.acknowledged_at), (AlertState::Open, None, None));
    assert_eq!(back.escalates_at, raised.escalates_at, "the deadline is the one that it had");
    assert!(!chat.state(id).await.acknowledged, "nobody is said to have it");
    let again = chat.gives_back(NURSE, raised.alert_id).await.expect("again");
    assert_eq!(again.updated_at, back.updated_at, "and nothing more");
    assert_eq!(next(&mut off_duty).await.0, AlertChange::Acknowledged);
    let (change, told) = next(&mut off_duty).await;
    assert_eq!(
        (change, told.acknowledged_by),
        (AlertChange::GivenBack, None),
        "no list says that she has it"
    );
    let mut seen = Vec::new();
    while seen.len() < 2 {
        if let ConversationEvent::Attention { change, by, .. } =
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
