//! Alerts: one an episode, told to those who answer for the resident, and nobody hidden behind others'.

use std::sync::Arc;
use std::time::Duration;

use chat_history_api::{
    AcknowledgeAlert, Alert, AlertClosing, AlertOutcome, AlertQuery, AlertState, ByAlert, CloseAlert,
    ListAlerts, MessagesQuery, NewAlert, TurnOpening, codes,
};
use content_safety_api::Level;

use api::Words;
use kernel::{AlertId, ManualClock, Sources, SystemRandom, Timestamp};

use crate::{Call, Chat, NURSE, NURSE_ELSEWHERE, Problem, RARE, ROSE, UNIT, unit};

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
    let found = chat.alerts_by_pages().await;
    let mut conversations: Vec<_> = found.into_iter().map(|alert| alert.conversation_id).collect();
    conversations.sort();
    raised.sort();
    assert_eq!(conversations, raised);
}

#[tokio::test]
async fn alerts_stand_by_their_deadlines_and_those_that_somebody_has_come_last() {
    let clock = ManualClock::at(Timestamp::from_micros(1_700_000_000_000_000));
    let sources = Sources::new(clock.clone(), Arc::new(SystemRandom));
    let chat = Chat::over(chat_history::Config::default(), sources).await;
    let mut raised = Vec::new();
    for level in [Level::Critical, Level::Medium, Level::Medium, Level::High] {
        if level == Level::High {
            // Those before it are old enough to go to more people first, though their level is lower.
            clock.advance(Duration::from_secs(25 * 60));
        }
        let id = chat.begins(ROSE).await;
        chat.says(id, "I cannot go on", level).await;
        raised.push(id);
        if level == Level::Critical {
            let alert = chat.alerts(NURSE).await[0].alert_id;
            chat.acknowledges(NURSE, alert).await.expect("takes it up");
        }
        clock.advance(Duration::from_secs(60));
    }
    let found = chat.alerts_by_pages().await;
    let order: Vec<_> = found.iter().map(|alert| alert.conversation_id).collect();
    assert_eq!(order, [raised[1], raised[2], raised[3], raised[0]], "{found:?}");
}

#[tokio::test]
async fn danger_said_again_after_who_took_it_up_had_their_time_is_open_for_everybody_again() {
    let clock = ManualClock::at(Timestamp::from_micros(1_700_000_000_000_000));
    let sources = Sources::new(clock.clone(), Arc::new(SystemRandom));
    let chat = Chat::over(chat_history::Config::default(), sources).await;
    let id = chat.begins(ROSE).await;
    chat.says(id, "I cannot go on", Level::High).await;
    let alert = chat.alerts(NURSE).await[0].alert_id;
    chat.acknowledges(NURSE, alert).await.expect("takes it up");
    // While she is on her way each answer rings nobody.
    clock.advance(Duration::from_secs(4 * 60));
    chat.says(id, "I cannot go on", Level::High).await;
    assert_eq!(chat.alerts(NURSE).await[0].state, AlertState::Acknowledged);
    // What is less urgent gives her longer, and what shows no danger opens nothing.
    clock.advance(Duration::from_secs(3 * 60));
    chat.says(id, "I cannot go on", Level::Medium).await;
    chat.says(id, "It rains", Level::None).await;
    assert_eq!(chat.alerts(NURSE).await[0].state, AlertState::Acknowledged);
    chat.says(id, "I cannot go on", Level::High).await;
    let open = chat.alerts(NURSE).await.remove(0);
    assert_eq!((open.state, open.acknowledged_by), (AlertState::Open, None), "a second cry is heard");
    assert!(open.escalates_at.is_some(), "and goes to more people unless somebody comes");
    assert_eq!(open.level, Level::High);
}

#[tokio::test]
async fn who_asks_for_a_person_again_and_nobody_came_opens_the_alert_again() {
    let clock = ManualClock::at(Timestamp::from_micros(1_700_000_000_000_000));
    let sources = Sources::new(clock.clone(), Arc::new(SystemRandom));
    let chat = Chat::over(chat_history::Config::default(), sources).await;
    let id = chat.begins(ROSE).await;
    for (minutes, state) in [(0, AlertState::Open), (2, AlertState::Acknowledged), (4, AlertState::Open)] {
        clock.advance(Duration::from_secs(minutes * 60));
        let asked = NewAlert { level: Level::Low, categories: Vec::new(), person_requested: true };
        let opening = chat.opening("Could somebody come?", Level::None, None);
        let opening = TurnOpening { alert: Some(asked), ..opening };
        let turn = chat.opens(id, &format!("key {minutes}"), opening).await.expect("opens").turn_id;
        chat.closes(id, turn, chat.closing("I am telling them.")).await.expect("closes");
        let found = chat.alerts(NURSE).await.remove(0);
        assert_eq!(found.state, state, "after {minutes} more minutes");
        chat.acknowledges(NURSE, found.alert_id).await.expect("takes it up");
    }
}

impl Chat {
    async fn alerts_by_pages(&self) -> Vec<Alert> {
        let (mut found, mut after) = (Vec::new(), None);
        loop {
            let limit = Some(kernel::PageLimit::try_from(3).expect("a page"));
            let query = AlertQuery { after, limit };
            let page = self.asks::<ListAlerts>(NURSE, Call::query(query)).await.expect("a page");
            found.extend(page.items);
            after = page.next;
            if after.is_none() {
                break found;
            }
        }
    }

    async fn acknowledges(&self, who: u128, alert: AlertId) -> Result<Alert, Problem> {
        self.asks::<AcknowledgeAlert>(who, Call::path(ByAlert { alert_id: alert })).await
    }

    async fn closes_alert(&self, who: u128, alert: AlertId, outcome: AlertOutcome) -> Result<Alert, Problem> {
        let closing = AlertClosing { outcome, note: Words::new(RARE) };
        self.asks::<CloseAlert>(who, Call::path_and_body(ByAlert { alert_id: alert }, closing)).await
    }
}

#[tokio::test]
async fn an_alert_is_taken_up_and_closed_by_who_answers_for_it_and_opens_nothing_then() {
    let chat = Chat::new().await;
    let id = chat.begins(ROSE).await;
    chat.says(id, "I cannot go on", Level::Medium).await;
    let alert = chat.alerts(NURSE).await[0].alert_id;
    for refused in [
        chat.acknowledges(NURSE_ELSEWHERE, alert).await,
        // Whatever edge there is and whatever consent says: nothing goes from one organisation to another.
        chat.acknowledges(crate::FOREIGN, alert).await,
        chat.acknowledges(NURSE, chat.house.sources.id()).await,
    ] {
        assert!(refused.expect_err("is not there for them").is(api::codes::NOT_FOUND));
    }
    assert!(!chat.state(id).await.acknowledged);
    let taken = chat.acknowledges(NURSE, alert).await.expect("takes it up");
    assert_eq!((taken.state, taken.acknowledged_by), (AlertState::Acknowledged, Some(crate::person(NURSE))));
    assert!(chat.state(id).await.acknowledged, "the companion knows that somebody is on their way");
    let again = chat.acknowledges(NURSE, alert).await.expect("again");
    assert_eq!(again.acknowledged_at, taken.acknowledged_at, "who was first stays");
    // What rises above what was taken up must be taken up again.
    chat.says(id, "I have saved up my pills", Level::Critical).await;
    assert_eq!(chat.alerts(NURSE).await[0].state, AlertState::Open);
    assert!(!chat.state(id).await.acknowledged);
    let closed = chat.closes_alert(NURSE, alert, AlertOutcome::CareGiven).await.expect("closes");
    assert_eq!((closed.state, closed.outcome), (AlertState::Closed, Some(AlertOutcome::CareGiven)));
    chat.closes_alert(NURSE, alert, AlertOutcome::CareGiven).await.expect("the same end again");
    let other = chat.closes_alert(NURSE, alert, AlertOutcome::FalseAlarm).await.expect_err("is closed");
    assert!(other.is(codes::ALERT_CLOSED), "{other}");
    assert!(chat.acknowledges(NURSE, alert).await.expect_err("is closed").is(codes::ALERT_CLOSED));
    assert!(chat.alerts(NURSE).await.is_empty());
    assert!(
        chat.reads(NURSE, id, MessagesQuery::default()).await.is_err(),
        "the right to read ended with it"
    );
    // A new danger is a new alert, and the note lies sealed.
    chat.says(id, "I cannot go on", Level::Medium).await;
    assert_ne!(chat.alerts(NURSE).await[0].alert_id, alert);
    for entry in std::fs::read_dir(chat.house.stores.data_dir()).expect("a folder") {
        let bytes = std::fs::read(entry.expect("an entry").path()).expect("reads");
        assert!(!bytes.windows(RARE.len()).any(|window| window == RARE.as_bytes()));
    }
}

#[tokio::test]
async fn a_note_has_a_limit() {
    let chat = Chat::new().await;
    let id = chat.begins(ROSE).await;
    chat.says(id, "I cannot go on", Level::Medium).await;
    let alert = chat.alerts(NURSE).await[0].alert_id;
    let closing = AlertClosing { outcome: AlertOutcome::Safe, note: Words::new("ñ".repeat(2_001)) };
    let long =
        chat.asks::<CloseAlert>(NURSE, Call::path_and_body(ByAlert { alert_id: alert }, closing)).await;
    assert!(long.expect_err("too long").is(api::codes::INVALID));
    assert_eq!(chat.alerts(NURSE).await.len(), 1, "and it is open as before");
}
