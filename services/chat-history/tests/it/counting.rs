//! How many alerts are open: what the caller may see, counted in one act that names nobody.

use api::Events;
use audit_logging_api::AuditEvent;
use chat_history_api::{
    AcknowledgeAlert, AlertCounts, AlertEvent, ByAlert, ByConversation, CountOpenAlerts, EscalateAlert,
    OpenTurn, WatchAlerts, WatchQuery,
};
use content_safety_api::Level;

use crate::{Call, Chat, NAME, NURSE, NURSE_ELSEWHERE, NURSE_OFF_DUTY, ROSE, ServiceName, person};

/// Somebody whom the nurses answer for by their unit, and whose crises they may not see.
const REFUSED: u128 = 0x1000;

impl Chat {
    async fn counts(&self, who: u128) -> AlertCounts {
        self.asks::<CountOpenAlerts>(who, Call::default()).await.expect("counts")
    }

    async fn counting_feed(&self, who: u128) -> Events<AlertEvent> {
        self.has_sessions();
        let gateway = self.house.client(ServiceName::ApiGateway, NAME);
        let call = Call::<WatchAlerts>::query(WatchQuery { counts: true });
        gateway.stream(&self.context(who), call).await.expect("may watch")
    }

    async fn raised_by_somebody_else(&self) {
        let id = self.begins(REFUSED).await;
        let path = ByConversation { conversation_id: id };
        let opening = self.opening("I cannot go on", Level::High, None);
        let call = Call::path_and_body(path, opening);
        self.turn::<OpenTurn>(REFUSED, "key", call).await.expect("is kept");
    }

    /// What a reader's acts left about alerts. A list that is read last is the marker that all has come.
    async fn logged_of_alerts(&self, reader: u128, lists: usize) -> Vec<AuditEvent> {
        let of = |event: &AuditEvent| event.user_id == person(reader) && event.resource.as_str() == "alert";
        self.logged(lists, |event| of(event) && event.action.as_str() == "list").await;
        let mut events = self.logged(lists, of).await;
        events.retain(|event| event.action.as_str() != "list");
        events
    }
}

async fn next(feed: &mut Events<AlertEvent>) -> AlertCounts {
    loop {
        match feed.next().await.expect("goes on").expect("is an event") {
            AlertEvent::Counts(counts) => return counts,
            AlertEvent::Heartbeat { .. } => {}
            other => panic!("neither a count nor a heartbeat: {other:?}"),
        }
    }
}

#[tokio::test]
async fn what_may_be_seen_is_counted_in_one_event_that_names_nobody() {
    let chat = Chat::new().await;
    chat.raised_by_somebody_else().await;
    for words in ["I cannot go on", "I want to die"] {
        let id = chat.begins(ROSE).await;
        chat.says(id, words, Level::High).await;
    }
    let counts = chat.counts(NURSE).await;
    assert_eq!((counts.open, counts.waiting, counts.ringing.len(), counts.more), (2, 2, 2, false));
    let listed = chat.alerts(NURSE).await;
    let events = chat.logged_of_alerts(NURSE, 2).await;
    assert_eq!(events.len(), 1, "one act, one event: {events:?}");
    assert_eq!((events[0].action.as_str(), events[0].patient_id), ("count", None));
    let first = listed[0].alert_id;
    assert!(counts.ringing.contains(&first), "it is the list that is counted");
    let path = || Call::path(ByAlert { alert_id: first });
    chat.asks::<AcknowledgeAlert>(NURSE, path()).await.expect("takes it up");
    let counts = chat.counts(NURSE).await;
    assert_eq!((counts.open, counts.waiting, counts.ringing), (2, 1, vec![listed[1].alert_id]));
    assert_eq!(chat.counts(NURSE_ELSEWHERE).await, AlertCounts::default(), "nothing of another unit");
    // Who is not on duty sees how many there are, and is called by what was passed on.
    let off_duty = chat.counts(NURSE_OFF_DUTY).await;
    assert_eq!((off_duty.open, off_duty.waiting, off_duty.ringing.len()), (2, 1, 0));
    let path = ByAlert { alert_id: listed[1].alert_id };
    chat.asks::<EscalateAlert>(NURSE, Call::path(path)).await.expect("passes it on");
    assert_eq!(chat.counts(NURSE_OFF_DUTY).await.ringing, [listed[1].alert_id]);
    // With nobody to decide, nothing is counted: a nought would be a lie.
    chat.house.leave(ServiceName::Consent);
    let refused = chat.asks::<CountOpenAlerts>(NURSE, Call::default()).await.expect_err("not fails open");
    assert_eq!(refused.status, 503, "{refused}");
}

#[tokio::test]
async fn more_than_are_looked_at_are_said_to_be_more() {
    let chat = Chat::new().await;
    for number in 0..=chat_history_api::COUNTED_MAX {
        let id = chat.begins(ROSE).await;
        let opening = chat.opening("I cannot go on", Level::High, None);
        chat.opens(id, &format!("key {number}"), opening).await.expect("is kept");
    }
    let counts = chat.counts(NURSE).await;
    assert_eq!((counts.open, counts.more), (300, true));
}

#[tokio::test]
async fn a_feed_of_counts_tells_every_change_and_leaves_one_event() {
    let chat = Chat::new().await;
    let (id, first) = chat.raised().await;
    let mut feed = chat.counting_feed(NURSE).await;
    let counts = next(&mut feed).await;
    assert_eq!((counts.open, counts.waiting, counts.ringing), (1, 1, vec![first.alert_id]));
    let mut off_duty = chat.counting_feed(NURSE_OFF_DUTY).await;
    assert_eq!(next(&mut off_duty).await.ringing, []);
    let other = chat.begins(ROSE).await;
    chat.says(other, "I cannot go on", Level::High).await;
    assert_eq!(next(&mut feed).await.ringing.len(), 2);
    assert_eq!(next(&mut off_duty).await.waiting, 2, "who is not asked first counts it too");
    let path = ByAlert { alert_id: first.alert_id };
    chat.asks::<AcknowledgeAlert>(NURSE_OFF_DUTY, Call::path(path)).await.expect("takes it up");
    let counts = next(&mut feed).await;
    assert_eq!((counts.open, counts.waiting, counts.ringing.len()), (2, 1, 1));
    let words = serde_json::to_string(&counts).expect("JSON");
    assert!(!words.contains(&person(ROSE).to_string()) && !words.contains(&id.to_string()), "{words}");
    // One list when it was raised, and two alerts in this one.
    chat.alerts(NURSE).await;
    let events = chat.logged_of_alerts(NURSE, 3).await;
    assert_eq!(events.len(), 1, "whatever it told: {events:?}");
    assert_eq!((events[0].action.as_str(), events[0].patient_id), ("count", None));
}
