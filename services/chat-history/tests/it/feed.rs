//! Alerts live: who is told when, what is passed on, and who writes in the conversation.

use api::{Events, Role, Words};
use chat_history::Config;
use chat_history_api::{
    AlertChange, AlertClosing, AlertDetail, AlertEvent, AlertOutcome, AlertState, Attention, ByAlert,
    ByConversation, CloseAlert, ConversationEvent, EscalateAlert, HandBackAlert, ListNotices, MessagesQuery,
    NoteQuery, Notice, ReadAlert, SeeNotice, Speaker, StaffMessage, TakeOverAlert, WatchAlerts, WatchQuery,
    WriteAsStaff, codes,
};
use content_safety_api::{Language, Level};
use kernel::{AlertId, ConversationId};

use crate::{
    Alert, Call, Chat, NAME, NURSE, NURSE_ELSEWHERE, NURSE_OFF_DUTY, Problem, RARE, RELATIVE,
    RELATIVE_IN_EMERGENCY, ROSE, ServiceName, person,
};

impl Chat {
    pub(crate) async fn feed(&self, who: u128, after: Option<&str>) -> Events<AlertEvent> {
        self.has_sessions();
        let gateway = self.house.client(ServiceName::ApiGateway, NAME);
        let context = self.context(who).after_event(after.map(str::to_owned));
        gateway.stream(&context, Call::<WatchAlerts>::query(WatchQuery::default())).await.expect("may watch")
    }

    async fn takes_over(&self, who: u128, alert: AlertId) -> Result<Alert, Problem> {
        self.asks::<TakeOverAlert>(who, Call::path(ByAlert { alert_id: alert })).await
    }

    async fn writes(
        &self,
        who: u128,
        id: ConversationId,
        key: &str,
        words: &str,
    ) -> Result<chat_history_api::Message, Problem> {
        let context = self.context(who).idempotency_key(key);
        let body = StaffMessage { content: Words::new(words), language: Language::En };
        let call = Call::<WriteAsStaff>::path_and_body(ByConversation { conversation_id: id }, body);
        self.house.client(ServiceName::ApiGateway, NAME).call(&context, call).await
    }

    async fn detail(
        &self,
        who: u128,
        alert: AlertId,
        language: Option<Language>,
    ) -> Result<AlertDetail, Problem> {
        let call = Call::path_and_query(ByAlert { alert_id: alert }, NoteQuery { language });
        self.asks::<ReadAlert>(who, call).await
    }

    async fn notices(&self, who: u128) -> Result<Vec<Notice>, Problem> {
        Ok(self.asks::<ListNotices>(who, Call::default()).await?.notices)
    }

    pub(crate) async fn raised(&self) -> (ConversationId, Alert) {
        let id = self.begins(ROSE).await;
        self.says(id, "I cannot go on", Level::High).await;
        let alert = self.alerts(NURSE).await.remove(0);
        (id, alert)
    }
}

/// The next alert that is told, heartbeats left out.
pub(crate) async fn next(events: &mut Events<AlertEvent>) -> (AlertChange, Alert) {
    loop {
        match events.next().await.expect("goes on").expect("is an event") {
            AlertEvent::Alert { change, alert, .. } => return (change, *alert),
            AlertEvent::Heartbeat { .. } => {}
            other => panic!("not an alert: {other:?}"),
        }
    }
}

/// Passes over everything up to the heartbeat that says that all is told.
pub(crate) async fn caught_up(events: &mut Events<AlertEvent>) -> Vec<(AlertChange, Alert)> {
    let mut told = Vec::new();
    loop {
        match events.next().await.expect("goes on").expect("is an event") {
            AlertEvent::Alert { change, alert, .. } => told.push((change, *alert)),
            AlertEvent::Heartbeat { .. } => return told,
            other => panic!("not an alert: {other:?}"),
        }
    }
}

#[tokio::test]
async fn a_feed_tells_what_stands_then_every_change_and_goes_on_where_it_broke() {
    let chat = Chat::new().await;
    let (id, first) = chat.raised().await;
    let mut feed = chat.feed(NURSE, None).await;
    let told = caught_up(&mut feed).await;
    assert_eq!(told.len(), 1);
    assert_eq!((told[0].0, told[0].1.alert_id), (AlertChange::Standing, first.alert_id));
    chat.says(id, "I have saved up my pills", Level::Critical).await;
    let (change, alert) = next(&mut feed).await;
    assert_eq!((change, alert.level), (AlertChange::Risen, Level::Critical));
    let place = feed.last_id().map(str::to_owned).expect("a change has a place");
    drop(feed);
    // While nobody listens it is closed, and another is raised.
    let closing = AlertClosing { outcome: AlertOutcome::Safe, note: Words::default() };
    let path = ByAlert { alert_id: first.alert_id };
    chat.asks::<CloseAlert>(NURSE, Call::path_and_body(path, closing)).await.expect("closes");
    chat.says(id, "I cannot go on", Level::Medium).await;
    let mut feed = chat.feed(NURSE, Some(&place)).await;
    let told = caught_up(&mut feed).await;
    let changes: Vec<AlertChange> = told.iter().map(|(change, _)| *change).collect();
    assert_eq!(changes, [AlertChange::Closed, AlertChange::Raised, AlertChange::Standing], "nothing is lost");
    assert_eq!(told[0].1.alert_id, first.alert_id);
    // A place that never was is no reason to be told nothing.
    let mut feed = chat.feed(NURSE, Some("999999")).await;
    assert_eq!(caught_up(&mut feed).await.len(), 1);
}

#[tokio::test]
async fn who_is_not_on_duty_hears_of_it_when_it_is_passed_on_and_strangers_never() {
    let chat = Chat::new().await;
    let mut off_duty = chat.feed(NURSE_OFF_DUTY, None).await;
    caught_up(&mut off_duty).await;
    let mut elsewhere = chat.feed(NURSE_ELSEWHERE, None).await;
    caught_up(&mut elsewhere).await;
    let (_, alert) = chat.raised().await;
    let path = || Call::path(ByAlert { alert_id: alert.alert_id });
    let refused = chat.asks::<EscalateAlert>(NURSE_ELSEWHERE, path()).await.expect_err("not theirs");
    assert!(refused.is(api::codes::NOT_FOUND), "{refused}");
    let passed = chat.asks::<EscalateAlert>(NURSE, path()).await.expect("passes it on");
    assert_eq!((passed.escalation, passed.state), (1, AlertState::Open));
    let (change, told) = next(&mut off_duty).await;
    assert_eq!((change, told.alert_id), (AlertChange::Escalated, alert.alert_id), "and not before");
    chat.asks::<EscalateAlert>(NURSE, path()).await.expect("again");
    // Whoever works elsewhere learns where to go, and nothing about anybody.
    loop {
        match elsewhere.next().await.expect("goes on").expect("is an event") {
            AlertEvent::Heartbeat { .. } => {}
            AlertEvent::Unanswered { unit_id, level, .. } => {
                assert_eq!((unit_id, level), (alert.unit_id, Level::High));
                break;
            }
            other => panic!("told too much: {other:?}"),
        }
    }
}

fn at_once() -> Config {
    Config {
        escalate_critical_seconds: 1,
        escalate_high_seconds: 1,
        escalate_medium_seconds: 1,
        hand_back_seconds: 1,
        ..Config::default()
    }
}

#[tokio::test]
async fn what_nobody_takes_up_is_passed_on_by_itself_and_what_somebody_has_is_not() {
    let chat = Chat::with(at_once()).await;
    let mut feed = chat.feed(NURSE, None).await;
    caught_up(&mut feed).await;
    let (_, alert) = chat.raised().await;
    assert_eq!(next(&mut feed).await.0, AlertChange::Raised);
    for time in 1..=2 {
        let (change, told) = next(&mut feed).await;
        assert_eq!((change, told.escalation), (AlertChange::Escalated, time), "again and again");
    }
    chat.asks::<chat_history_api::AcknowledgeAlert>(NURSE, Call::path(ByAlert { alert_id: alert.alert_id }))
        .await
        .expect("takes it up");
    let (_, told) = next(&mut feed).await;
    assert_eq!((told.state, told.escalates_at), (AlertState::Acknowledged, None));
    // A second alert of another conversation is passed on, and the first is not any more.
    let (_, other) = {
        let id = chat.begins(ROSE).await;
        chat.says(id, "I cannot go on", Level::Critical).await;
        next(&mut feed).await
    };
    assert_ne!(other.alert_id, alert.alert_id);
    let (change, told) = next(&mut feed).await;
    assert_eq!((change, told.alert_id), (AlertChange::Escalated, other.alert_id));
}

#[tokio::test]
async fn a_timer_survives_the_process_that_set_it() {
    let mut chat = Chat::with(at_once()).await;
    let (_, alert) = chat.raised().await;
    chat.starts().await;
    let mut feed = chat.feed(NURSE, None).await;
    loop {
        let (_, told) = next(&mut feed).await;
        if told.escalation > 0 {
            assert_eq!(told.alert_id, alert.alert_id);
            return;
        }
    }
}

#[tokio::test]
async fn a_person_writes_the_companion_is_silent_and_the_resident_sees_who() {
    let chat = Chat::new().await;
    let (id, alert) = chat.raised().await;
    chat.has_sessions();
    let mut watched = chat.watches(id).await.expect("her own");
    let early = chat.writes(NURSE, id, "early", "I am here").await.expect_err("not taken over");
    assert!(early.is(codes::NOT_TAKEN), "{early}");
    let taken = chat.takes_over(NURSE, alert.alert_id).await.expect("takes it over");
    assert_eq!((taken.state, taken.taken_over_by), (AlertState::TakenOver, Some(person(NURSE))));
    assert_eq!(taken.acknowledged_by, Some(person(NURSE)));
    chat.takes_over(NURSE, alert.alert_id).await.expect("has it already");
    let other = chat.takes_over(NURSE_OFF_DUTY, alert.alert_id).await.expect_err("somebody has it");
    assert!(other.is(codes::ALERT_TAKEN), "{other}");
    let state = chat.state(id).await;
    assert!(state.taken_over && state.acknowledged);
    let colleague = chat.writes(NURSE_OFF_DUTY, id, "too", "Me too").await.expect_err("another has it");
    assert!(colleague.is(codes::NOT_TAKEN), "{colleague}");
    let said = chat.writes(NURSE, id, "one", "I am with you in a minute").await.expect("writes");
    let again = chat.writes(NURSE, id, "one", "I am with you in a minute").await.expect("the same");
    assert_eq!((said.message_id, said.speaker), (again.message_id, Speaker::Staff));
    let reused = chat.writes(NURSE, id, "one", "Something else").await.expect_err("another");
    assert!(reused.is(codes::KEY_REUSED), "{reused}");
    assert!(chat.writes(NURSE_ELSEWHERE, id, "x", "Hello").await.expect_err("no").is(api::codes::NOT_FOUND));
    for words in ["  ", &"a".repeat(4_001)] {
        let wrong = chat.writes(NURSE, id, "size", words).await.expect_err("no message");
        assert!(wrong.is(api::codes::TOO_LARGE), "{wrong}");
    }
    // A turn without a reply is kept as such, and only now.
    let opened = chat.opens(id, "silent", chat.opening("Thank you", Level::None, None)).await.expect("opens");
    let before = chat.reads(ROSE, id, MessagesQuery::default()).await.expect("reads").len();
    chat.closes(id, opened.turn_id, chat.closing("")).await.expect("says nothing");
    chat.closes(id, opened.turn_id, chat.closing("")).await.expect("again");
    let kept = chat.reads(ROSE, id, MessagesQuery::default()).await.expect("reads");
    assert_eq!(kept.len(), before);
    assert_eq!(
        kept.iter().map(|message| message.place).collect::<Vec<_>>(),
        (1..=kept.len() as u64).collect::<Vec<_>>()
    );
    let path = ByAlert { alert_id: alert.alert_id };
    let back = chat.asks::<HandBackAlert>(NURSE, Call::path(path)).await.expect("gives it back");
    assert_eq!((back.state, back.taken_over_by), (AlertState::Acknowledged, None));
    let opened = chat.opens(id, "empty", chat.opening("Hello?", Level::None, None)).await.expect("opens");
    let empty = chat.closes(id, opened.turn_id, chat.closing("")).await.expect_err("the companion speaks");
    assert!(empty.is(api::codes::TOO_LARGE), "{empty}");
    let mut seen = Vec::new();
    while seen.len() < 2 {
        match watched.next().await.expect("goes on").expect("is an event") {
            ConversationEvent::Attention(Attention { change, by, .. }) => {
                assert_eq!(by, Some(person(NURSE)));
                seen.push(change);
            }
            ConversationEvent::Message(message) if message.speaker == Speaker::Staff => {
                assert_eq!(message.author_id, Some(person(NURSE)));
                assert_eq!(message.content.expose(), "I am with you in a minute");
            }
            _ => {}
        }
    }
    assert_eq!(seen, [AlertChange::TakenOver, AlertChange::HandedBack]);
}

#[tokio::test]
async fn who_takes_over_and_does_not_write_gives_it_back_and_it_is_open_again() {
    let chat = Chat::with(Config { hand_back_seconds: 1, ..Config::default() }).await;
    let (id, alert) = chat.raised().await;
    let mut feed = chat.feed(NURSE, None).await;
    caught_up(&mut feed).await;
    chat.takes_over(NURSE, alert.alert_id).await.expect("takes it over");
    assert_eq!(next(&mut feed).await.0, AlertChange::TakenOver);
    let (change, told) = next(&mut feed).await;
    assert_eq!((change, told.state), (AlertChange::HandedBack, AlertState::Open));
    assert!(told.escalates_at.is_some(), "and the time until it is passed on runs again");
    assert!(!chat.state(id).await.taken_over);
}

#[tokio::test]
async fn what_somebody_has_and_nobody_closes_is_open_again_after_its_time() {
    let chat = Chat::with(Config { unclosed_seconds: 1, ..Config::default() }).await;
    let (_, alert) = chat.raised().await;
    let mut feed = chat.feed(NURSE, None).await;
    caught_up(&mut feed).await;
    chat.asks::<chat_history_api::AcknowledgeAlert>(NURSE, Call::path(ByAlert { alert_id: alert.alert_id }))
        .await
        .expect("has it");
    assert_eq!(next(&mut feed).await.0, AlertChange::Acknowledged);
    let (change, told) = next(&mut feed).await;
    assert_eq!((change, told.state), (AlertChange::Reopened, AlertState::Open));
    assert_eq!((told.acknowledged_by, told.escalates_at.is_some()), (None, true));
    // Also after somebody wrote with the resident and gave the conversation back.
    chat.takes_over(NURSE, alert.alert_id).await.expect("takes it over");
    assert_eq!(next(&mut feed).await.0, AlertChange::TakenOver);
    let path = ByAlert { alert_id: alert.alert_id };
    chat.asks::<HandBackAlert>(NURSE, Call::path(path)).await.expect("gives it back");
    assert_eq!(next(&mut feed).await.0, AlertChange::HandedBack);
    assert_eq!(next(&mut feed).await.0, AlertChange::Reopened);
}

#[tokio::test]
async fn what_grows_worse_under_somebodys_hands_is_given_back_sooner() {
    let config = Config { escalate_critical_seconds: 1, ..Config::default() };
    let chat = Chat::with(config).await;
    let (id, alert) = chat.raised().await;
    let mut feed = chat.feed(NURSE, None).await;
    caught_up(&mut feed).await;
    chat.takes_over(NURSE, alert.alert_id).await.expect("takes it over");
    assert_eq!(next(&mut feed).await.0, AlertChange::TakenOver);
    let opened = chat.opens(id, "worse", chat.opening("I have the pills", Level::Critical, None)).await;
    let turn = opened.expect("opens").turn_id;
    chat.closes(id, turn, chat.closing("")).await.expect("says nothing");
    let changes = [next(&mut feed).await.0, next(&mut feed).await.0];
    assert_eq!(changes, [AlertChange::Risen, AlertChange::HandedBack]);
}

#[tokio::test]
async fn the_note_cites_what_it_rests_on_and_has_a_length() {
    let chat = Chat::new().await;
    let id = chat.begins(ROSE).await;
    let words = format!("I cannot go on {}", "and on ".repeat(200));
    for _ in 0..4 {
        chat.says(id, &words, Level::High).await;
    }
    let risen = chat.says(id, "I have saved up my pills", Level::Critical).await;
    let alert = chat.alerts(NURSE).await.remove(0).alert_id;
    for language in [Language::En, Language::Es] {
        let note = chat.detail(NURSE, alert, Some(language)).await.expect("reads").note;
        let sentences: Vec<_> = [&note.situation, &note.background, &note.assessment, &note.recommendation]
            .into_iter()
            .flatten()
            .collect();
        let count: usize = sentences.iter().map(|one| one.text.expose().split_whitespace().count()).sum();
        assert!((30..=180).contains(&count), "{count}");
        let quoted = note.situation.iter().find(|one| one.text.expose().contains("saved up my pills"));
        assert_eq!(quoted.expect("in her words, the most urgent first").message_ids, [risen]);
        assert!(note.assessment.iter().any(|one| one.message_ids == [risen]), "what was answered, and where");
        assert!(note.assessment.iter().any(|one| one.text.expose().contains("plan")), "and what was not");
        let cited = sentences.iter().all(|one| !one.message_ids.is_empty());
        assert!(cited, "each sentence rests on a message: {sentences:?}");
        assert!(!note.recommendation.is_empty());
    }
    assert!(chat.detail(NURSE_ELSEWHERE, alert, None).await.expect_err("no").is(api::codes::NOT_FOUND));
    // What was done is read back by whoever may.
    let closing = AlertClosing { outcome: AlertOutcome::CareGiven, note: Words::new(RARE) };
    let path = ByAlert { alert_id: alert };
    chat.asks::<CloseAlert>(NURSE, Call::path_and_body(path, closing)).await.expect("closes");
    let note = chat.detail(NURSE_OFF_DUTY, alert, None).await.expect("reads").closing_note;
    assert_eq!(note.expect("it was written").expose(), RARE);
}

#[tokio::test]
async fn a_relative_learns_that_there_was_something_and_no_word_of_it() {
    let chat = Chat::new().await;
    let id = chat.begins(ROSE).await;
    chat.says(id, "It rains", Level::Low).await;
    assert!(chat.notices(RELATIVE).await.expect("a list").is_empty());
    let (_, alert) = chat.raised().await;
    let notices = chat.notices(RELATIVE).await.expect("a list");
    assert_eq!((notices.len(), notices[0].alert_id, notices[0].level), (1, alert.alert_id, None));
    assert_eq!(notices[0].seen_at, None);
    let see = |who| chat.asks::<SeeNotice>(who, Call::path(ByAlert { alert_id: alert.alert_id }));
    let seen = see(RELATIVE).await.expect("has seen it").seen_at;
    assert!(seen.is_some());
    assert_eq!(chat.notices(RELATIVE).await.expect("a list")[0].seen_at, seen, "once");
    // Who is told in an emergency learns of that, and of no crisis of the last weeks.
    assert!(chat.notices(RELATIVE_IN_EMERGENCY).await.expect("a list").is_empty());
    assert!(see(RELATIVE_IN_EMERGENCY).await.expect_err("nothing to see").is(api::codes::NOT_FOUND));
    // A relative of somebody else, in the same role.
    let stranger = chat.house.person(person(99), Role::FamilyMember, crate::organization(), &[]);
    let gateway = chat.house.client(ServiceName::ApiGateway, NAME);
    let call = Call::<SeeNotice>::path(ByAlert { alert_id: alert.alert_id });
    assert!(gateway.call(&stranger, call).await.expect_err("no").is(api::codes::NOT_FOUND));
}
