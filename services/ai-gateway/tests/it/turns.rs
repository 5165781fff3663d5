//! Turns without danger: what is stored with them, and what refuses them.

use ai_gateway_api::codes;
use audit_logging_api::{EventType, Outcome};
use chat_history_api::{Ending, Route};
use content_safety_api::Level;
use testkit::eventually;

use crate::{Companion, Is, of};

#[tokio::test]
async fn a_turn_is_stored_in_two_steps_with_what_allowed_it() {
    let companion = Companion::new().await;
    let answer = companion.says("My roses are out").await.expect("answers");
    assert_eq!((answer.ending, answer.route, answer.stored), (Ending::Complete, Route::Guided, true));
    let opened = companion.last_opened();
    assert_eq!(Some(opened.message_id), answer.message_id);
    assert!(opened.alert.is_none());
    let decided = opened.decision.expect("somebody decided");
    assert_eq!((decided.reason.as_str(), decided.epoch), ("default_table", 7));
    assert_eq!(of(&companion.fakes.closed)[0].reply, answer.reply);
}

#[tokio::test]
async fn who_asks_for_a_person_gets_one() {
    let companion = Companion::new().await;
    for words in ["I want to talk to a real person, please", "Can somebody come to me? I want a person"] {
        let answer = companion.says(words).await.expect("answers");
        assert_eq!(answer.level, Level::None);
        let alert = companion.last_opened().alert.expect("the staff are told, since the reply says so");
        assert!(alert.person_requested && alert.level == Level::Low && alert.categories.is_empty());
    }
    companion.says("My roses are out").await.expect("answers");
    assert!(companion.last_opened().alert.is_none(), "nobody was asked for");
}

#[tokio::test]
async fn what_is_not_agreed_to_is_refused_and_leaves_its_event() {
    let companion = Companion::new().await;
    *of(&companion.fakes.permits) = false;
    let refused = companion.says("My roses are out").await.expect_err("nobody agreed");
    assert!(refused.is(codes::NOT_AGREED), "{refused}");
    assert!(of(&companion.fakes.opened).is_empty(), "nothing is kept");
    let event = eventually("the event of the refusal", async || {
        of(&companion.fakes.events).iter().find(|event| event.event_type == EventType::Turn).cloned()
    })
    .await;
    assert_eq!(event.outcome, Outcome::Denied);
    assert_eq!(event.reason.expect("a reason").as_str(), "patient_denies");
    assert!(!event.phi_accessed);
}

#[tokio::test]
async fn with_nobody_to_decide_or_to_store_it_nothing_is_said() {
    let companion = Companion::new().await;
    companion.deciders_are(Is::Gone);
    assert_eq!(companion.says("My roses are out").await.expect_err("nobody decided").status, 503);
    companion.deciders_are(Is::Well);
    companion.chat_is(Is::Full);
    assert_eq!(companion.says("My roses are out").await.expect_err("no room").status, 507);
    companion.chat_is(Is::Busy);
    assert_eq!(companion.says("My roses are out").await.expect_err("one at a time").status, 409);
    companion.chat_is(Is::GoneOn);
    companion.says("My roses are out").await.expect("is computed again from where the conversation stands");
}
