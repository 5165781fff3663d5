//! Alerts: one an episode, told to those who answer for the resident, and nobody hidden behind others'.

use chat_history_api::{AlertQuery, AlertState, ListAlerts, MessagesQuery, NewAlert, TurnOpening};
use content_safety_api::Level;

use crate::{Call, Chat, NURSE, NURSE_ELSEWHERE, ROSE, UNIT, unit};

#[tokio::test]
async fn an_episode_is_one_alert_that_rises_and_is_told_to_those_who_answer_for_it() {
    let chat = Chat::new().await;
    let id = chat.begins(ROSE).await;
    chat.says(id, "It rains", Level::Low).await;
    assert!(chat.alerts(NURSE).await.is_empty(), "a referral is no alert");
    assert!(chat.reads(NURSE, id, MessagesQuery::default()).await.is_err(), "and opens nothing");
    let first = chat.says(id, "I cannot go on", Level::Medium).await;
    let alerts = chat.alerts(NURSE).await;
    assert_eq!((alerts.len(), alerts[0].level, alerts[0].state), (1, Level::Medium, AlertState::Open));
    assert_eq!((alerts[0].message_id, alerts[0].unit_id), (first, Some(unit(UNIT))));
    let second = chat.says(id, "I have saved up my pills", Level::Critical).await;
    let alerts = chat.alerts(NURSE).await;
    assert_eq!((alerts.len(), alerts[0].level, alerts[0].event_count), (1, Level::Critical, 2));
    assert_eq!(alerts[0].message_id, second);
    chat.says(id, "I cannot go on", Level::Medium).await;
    assert_eq!(chat.alerts(NURSE).await[0].level, Level::Critical, "it only rises");
    // Whoever answers reads that conversation while it is open; nobody else does.
    assert_eq!(chat.reads(NURSE, id, MessagesQuery::default()).await.expect("reads").len(), 9);
    assert!(chat.alerts(NURSE_ELSEWHERE).await.is_empty());
    assert!(chat.reads(NURSE_ELSEWHERE, id, MessagesQuery::default()).await.is_err());
}

#[tokio::test]
async fn who_asks_for_a_person_is_told_to_the_staff_without_any_danger() {
    let chat = Chat::new().await;
    let id = chat.begins(ROSE).await;
    let asked = NewAlert { level: Level::Low, categories: Vec::new(), person_requested: true };
    let opening = chat.opening("Could somebody come?", Level::None, None);
    let opening = TurnOpening { alert: Some(asked), ..opening };
    let turn = chat.opens(id, "key", opening).await.expect("opens").turn_id;
    chat.closes(id, turn, chat.closing("I am telling them.")).await.expect("closes");
    let alerts = chat.alerts(NURSE).await;
    assert_eq!((alerts.len(), alerts[0].level, alerts[0].person_requested), (1, Level::Low, true));
    // A danger in the same conversation is the same episode, and it is still known who asked.
    chat.says(id, "I cannot go on", Level::High).await;
    let alerts = chat.alerts(NURSE).await;
    assert_eq!((alerts.len(), alerts[0].level, alerts[0].person_requested), (1, Level::High, true));
    assert_eq!(alerts[0].event_count, 2);
}

#[tokio::test]
async fn every_alert_is_reached_by_its_pages_however_many_there_are() {
    let chat = Chat::new().await;
    let mut raised = Vec::new();
    for number in 0..7 {
        let id = chat.begins(ROSE).await;
        chat.says(id, "I cannot go on", if number % 2 == 0 { Level::Medium } else { Level::High }).await;
        raised.push(id);
    }
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let limit = Some(kernel::PageLimit::try_from(3).expect("a page"));
        let page =
            chat.asks::<ListAlerts>(NURSE, Call::query(AlertQuery { after, limit })).await.expect("a page");
        found.extend(page.items.iter().map(|alert| (alert.level, alert.conversation_id)));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert!(found.is_sorted_by_key(|(level, _)| std::cmp::Reverse(*level)), "the most urgent first");
    let mut conversations: Vec<_> = found.into_iter().map(|(_, id)| id).collect();
    conversations.sort();
    raised.sort();
    assert_eq!(conversations, raised);
}
