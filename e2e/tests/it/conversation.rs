//! The main job: a resident talks, a crisis brings help and a human.

use ai_gateway_api::{Ending, Route, TurnEvent};
use api::{Call, Role, Words, codes};
use chat_history_api::{
    AcknowledgeAlert, AlertClosing, AlertOutcome, AlertState, ByAlert, CloseAlert, Speaker,
};
use content_safety_api::Level;
use e2e::TestPlatform;

const RISK: &str = "I do not want to live any more, I have saved up my pills";

pub(crate) async fn a_resident_talks_and_is_answered(platform: &TestPlatform) {
    let rose = platform.newcomer().await;
    let conversation = rose.begins().await;
    let turn = rose.streams(conversation, "It is so quiet here on Sundays").await;
    assert!(
        matches!(turn.events.first(), Some(TurnEvent::Safety { level: Level::None, .. })),
        "safety comes first"
    );
    assert!(matches!(turn.events.get(1), Some(TurnEvent::Accepted { stored: true, .. })), "then it is kept");
    let Some(TurnEvent::Done { ending, reply_id, route, .. }) = turn.events.last() else {
        panic!("no ending")
    };
    assert_eq!((*ending, *route), (Ending::Complete, Some(Route::Guided)));
    assert!(!turn.reply.is_empty());
    let messages = rose.reads(conversation).await.expect("one's own conversation");
    let speakers: Vec<Speaker> = messages.iter().map(|message| message.speaker).collect();
    assert_eq!(speakers, [Speaker::Companion, Speaker::Resident, Speaker::Companion]);
    assert_eq!(messages[2].content.expose(), turn.reply, "what was said is what is kept");
    assert_eq!(Some(messages[2].message_id), *reply_id);
    let answer = rose.says(conversation, "Nobody comes any more").await.expect("one answer");
    assert_eq!(answer.ending, Ending::Complete);
    assert_ne!(answer.reply.expose(), turn.reply);
}

pub(crate) async fn a_risk_message_brings_help_lines_a_fixed_line_and_a_human(platform: &TestPlatform) {
    let rose = platform.person(Role::Resident).await;
    let nurse = platform.person(Role::CareStaff).await;
    let conversation = rose.begins().await;
    assert!(nurse.alerts_of(conversation).await.is_empty());
    let turn = rose.streams(conversation, RISK).await;
    let Some(TurnEvent::Safety { level, resources, category }) = turn.events.first() else {
        panic!("no safety")
    };
    assert!(*level >= Level::Medium && category.is_some(), "{level:?}");
    assert!(resources.iter().any(|resource| resource.contact.as_deref() == Some("988")), "{resources:?}");
    let Some(TurnEvent::Done { route, .. }) = turn.events.last() else { panic!("no ending") };
    assert_eq!(*route, Some(Route::Crisis));
    let alerts = nurse.alerts_of(conversation).await;
    assert_eq!(alerts.len(), 1, "the alert is there with the turn");
    assert_eq!((alerts[0].state, alerts[0].conversation_id), (AlertState::Open, conversation));
    assert_eq!(alerts[0].event_count, 1);
    // While it is open the nurse of the unit reads that conversation; it is one alert an episode.
    let messages = nurse.reads(conversation).await.expect("the responder reads");
    assert!(messages.iter().any(|message| message.level == *level));
    rose.says(conversation, "yes").await.expect("stays");
    let again = rose.says(conversation, RISK).await.expect("stays");
    assert_eq!(again.route, Route::Crisis);
    let alerts = nurse.alerts_of(conversation).await;
    assert_eq!(alerts.len(), 1);
    assert!(alerts[0].event_count >= 2);
    let therapist = platform.person(Role::HealthProvider).await;
    assert_eq!(therapist.alerts_of(conversation).await.len(), 1);
}

pub(crate) async fn who_asks_for_a_person_is_on_the_list_of_the_staff(platform: &TestPlatform) {
    let rose = platform.newcomer().await;
    let nurse = platform.person(Role::CareStaff).await;
    let conversation = rose.begins().await;
    let answer = rose.says(conversation, "I want to talk to a real person, please").await.expect("answers");
    assert_eq!((answer.level, answer.ending), (Level::None, Ending::Complete));
    let alerts = nurse.alerts_of(conversation).await;
    assert_eq!(alerts.len(), 1, "the reply says that it is passed on: it is");
    assert!(alerts[0].person_requested && alerts[0].level == Level::Low && alerts[0].categories.is_empty());
}

pub(crate) async fn staff_take_an_alert_up_and_close_it_and_their_right_to_read_ends(
    platform: &TestPlatform,
) {
    let rose = platform.newcomer().await;
    let nurse = platform.person(Role::CareStaff).await;
    let conversation = rose.begins().await;
    rose.says(conversation, RISK).await.expect("is answered");
    let alert = nurse.alerts_of(conversation).await[0].alert_id;
    let taken =
        nurse.call::<AcknowledgeAlert>(Call::path(ByAlert { alert_id: alert })).await.expect("takes it up");
    assert_eq!((taken.state, taken.acknowledged_by), (AlertState::Acknowledged, Some(nurse.id)));
    nurse.reads(conversation).await.expect("the responder reads");
    let closing = AlertClosing { outcome: AlertOutcome::Safe, note: Words::new("Sat with her for an hour.") };
    let call = Call::path_and_body(ByAlert { alert_id: alert }, closing);
    let closed = nurse.call::<CloseAlert>(call).await.expect("closes it");
    assert_eq!((closed.state, closed.outcome), (AlertState::Closed, Some(AlertOutcome::Safe)));
    assert!(nurse.alerts_of(conversation).await.is_empty());
    let problem = nurse.reads(conversation).await.expect_err("her right ended with it");
    assert!(problem.is(codes::NOT_FOUND), "{problem}");
    rose.says(conversation, RISK).await.expect("is answered");
    assert_ne!(nurse.alerts_of(conversation).await[0].alert_id, alert, "a new danger is a new alert");
}

pub(crate) async fn who_registered_alone_has_the_staff_of_the_house(platform: &TestPlatform) {
    let alone = platform.registered().await;
    let nurse = platform.person(Role::CareStaff).await;
    let conversation = alone.begins().await;
    let turn = alone.streams(conversation, RISK).await;
    assert!(matches!(turn.events.last(), Some(TurnEvent::Done { route: Some(Route::Crisis), .. })));
    let alerts = nurse.alerts_of(conversation).await;
    assert_eq!(alerts.len(), 1, "nobody is without anybody, before they have a unit too");
    assert_eq!(alerts[0].unit_id, None);
    let messages = nurse.reads(conversation).await.expect("the responder reads");
    assert!(messages.iter().any(|message| message.level.needs_human()));
}

pub(crate) async fn the_same_message_twice_is_one_turn(platform: &TestPlatform) {
    let rose = platform.newcomer().await;
    let conversation = rose.begins().await;
    let first = rose.says_once(conversation, "My roses are out", "key-1").await.expect("answers");
    let again = rose.says_once(conversation, "My roses are out", "key-1").await.expect("answers again");
    assert_eq!(first.message_id, again.message_id);
    assert_eq!(first.reply_id, again.reply_id);
    assert_eq!(first.reply, again.reply);
    assert_eq!(rose.reads(conversation).await.expect("reads").len(), 3);
    let other = rose.says_once(conversation, "Something else", "key-1").await.expect_err("another message");
    assert!(other.is(chat_history_api::codes::KEY_REUSED), "{other}");
}

pub(crate) async fn odd_messages_get_clear_words_and_lose_nothing(platform: &TestPlatform) {
    let rose = platform.newcomer().await;
    let conversation = rose.begins().await;
    for empty in ["", "   \n\t "] {
        let problem = rose.says(conversation, empty).await.expect_err("nothing was said");
        assert!(problem.is(ai_gateway_api::codes::EMPTY), "{problem}");
    }
    let long = "word ".repeat(14_000);
    let problem = rose.says(conversation, &long).await.expect_err("too long");
    assert!(problem.is(ai_gateway_api::codes::TOO_LONG), "{problem}");
    let full = "a ".repeat(32 * 1024);
    for text in
        ["👵🏽🌷🌷", "שלום, מה שלומך", "<script>alert(1)</script>", full.as_str(), "'; DROP TABLE messages; --"]
    {
        let answer = rose.says(conversation, text).await;
        let answer = answer
            .unwrap_or_else(|problem| panic!("{}: {problem}", text.chars().take(20).collect::<String>()));
        assert_eq!(answer.ending, Ending::Complete);
    }
    let stranger = platform.sources.id();
    let problem = rose.says(stranger, "Hello").await.expect_err("no such conversation");
    assert!(problem.is(codes::NOT_FOUND), "{problem}");
}

pub(crate) async fn a_danger_in_a_message_that_is_refused_still_gets_help_lines(platform: &TestPlatform) {
    let rose = platform.newcomer().await;
    let conversation = rose.begins().await;
    rose.signs_out().await;
    let problem = rose.says(conversation, "Good morning").await.expect_err("signed out");
    assert!(problem.is(auth_rbac_api::codes::SESSION_ENDED), "{problem}");
    let answer = rose.says(conversation, RISK).await.expect("help goes out all the same");
    assert_eq!((answer.ending, answer.message_id), (Ending::Blocked, None));
    assert_eq!(answer.code.as_deref(), Some("auth.session_ended"));
    assert!(answer.resources.iter().any(|resource| resource.contact.as_deref() == Some("988")));
    assert!(answer.reply.is_empty(), "the help lines, and only those");
}
