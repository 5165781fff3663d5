//! Danger: the line of the ladder comes whatever fails and however, within a time that is counted, and the message
//! is kept wherever it can be.

use std::time::{Duration, Instant};

use ai_gateway_api::TurnAnswer;
use api::Operation;
use audit_logging_api::Outcome;
use chat_history_api::{Delivery, Ending, OpenTurn, Route};
use content_safety_api::Level;
use safety_rules::ladder::is_fixed_reply;
use testkit::eventually;

use crate::{Companion, Is, of};

const WISH: &str = "I want to die";

fn is_answered(answer: &TurnAnswer) {
    assert_eq!(answer.route, Route::Crisis);
    assert!(!answer.resources.is_empty(), "help lines");
    assert!(is_fixed_reply(answer.reply.expose()), "fixed lines alone: {}", answer.reply.expose());
}

/// What was delivered is what the answer named. An answer names nothing where the disk took longer to keep it than the
/// line may wait.
pub(crate) fn is_named_if_at_all(answer: &TurnAnswer, delivery: &Delivery) {
    assert!(answer.message_id.is_none_or(|named| named == delivery.opening.message_id));
}

#[tokio::test]
async fn what_is_in_the_journal_is_named_where_the_disk_is_in_time() {
    for _ in 0..10 {
        let companion = Companion::new().await;
        companion.chat_is(Is::Gone);
        if companion.says(WISH).await.expect("is answered").message_id.is_some() {
            return;
        }
    }
    panic!("no disk is late ten times");
}

#[tokio::test]
async fn with_everything_silent_the_line_is_said_before_any_peer_has_given_up() {
    for (chat, deciders) in
        [(Is::Silent, Is::Silent), (Is::Silent, Is::Well), (Is::Silent, Is::Gone), (Is::Gone, Is::Silent)]
    {
        let companion = Companion::new().await;
        companion.chat_is(chat);
        companion.deciders_are(deciders);
        let started = Instant::now();
        is_answered(&companion.says(WISH).await.expect("is answered"));
        let store_gives_up = Duration::from_millis(u64::from(OpenTurn::SPEC.timeout_ms));
        assert!(started.elapsed() < store_gives_up, "{chat:?} {deciders:?}");
    }
}

#[tokio::test]
async fn with_the_store_gone_it_is_delivered_after_the_heal_as_it_was_answered() {
    let companion = Companion::new().await;
    companion.chat_is(Is::Gone);
    let answer = companion.says("I am going to kill myself tonight").await.expect("is answered");
    is_answered(&answer);
    assert!(!answer.stored, "it is in the journal");
    assert!(!tells_of_staff_told(answer.reply.expose()), "nobody can be told: {}", answer.reply.expose());
    companion.chat_is(Is::Well);
    let delivery = eventually("the delivery", async || of(&companion.fakes.delivered).first().cloned()).await;
    is_named_if_at_all(&answer, &delivery);
    assert!(delivery.opening.alert.is_some_and(|alert| alert.level.needs_human()));
    assert_eq!(delivery.closing.expect("with its reply").reply, answer.reply);
}

#[tokio::test]
async fn what_was_found_is_kept_with_its_reasons_and_versions_although_nobody_read_the_rest() {
    let companion = Companion::new().await;
    companion.says("I am going to kill myself tonight").await.expect("is answered");
    let opening = companion.last_opened();
    let kept: serde_json::Value = opening.analysis.read().expect("JSON");
    assert_eq!(kept["crisis_level"], serde_json::json!(opening.level));
    assert_eq!(kept["versions"]["crisis"], serde_json::json!(safety_rules::versions()));
    assert!(kept["findings"][0]["code"].is_string() && kept["findings"][0]["span"].is_object(), "{kept}");
}

#[tokio::test]
async fn what_an_encoder_raises_is_answered_by_the_ladder_told_to_staff_and_kept_with_its_reason() {
    let words = "The drawer is full, and Sunday is not far.";
    let companion = Companion::new().await;
    let calm = companion.says(words).await.expect("is answered");
    assert_eq!((calm.route == Route::Crisis, companion.last_opened().alert.is_some()), (false, false));
    let companion = Companion::new().await;
    *of(&companion.fakes.encoder) = Some(Level::High);
    is_answered(&companion.says(words).await.expect("is answered"));
    let opening = companion.last_opened();
    assert_eq!(opening.level, Level::High);
    assert!(opening.alert.is_some_and(|alert| alert.level.needs_human()));
    let kept: serde_json::Value = opening.analysis.read().expect("JSON");
    assert_eq!(kept["findings"][0]["code"], "encoder.like");
}

#[tokio::test]
async fn with_the_store_there_it_says_that_staff_are_told() {
    let companion = Companion::new().await;
    let answer = companion.says("I am going to kill myself tonight").await.expect("is answered");
    is_answered(&answer);
    assert!(answer.stored && companion.last_opened().alert.is_some());
    assert!(tells_of_staff_told(answer.reply.expose()), "{}", answer.reply.expose());
}

#[tokio::test]
async fn an_answer_on_the_ladder_is_answered_and_kept_when_there_is_no_room() {
    let companion = Companion::new().await;
    companion.says("I do not want to live any more").await.expect("is asked about it");
    companion.chat_is(Is::Full);
    let answer = companion.says("Yes").await.expect("a yes on the ladder is no message like any other");
    assert_eq!(answer.level, Level::None, "by its words there is nothing in it");
    assert_eq!(answer.route, Route::Crisis);
    assert!(is_fixed_reply(answer.reply.expose()));
    assert!(!answer.stored, "it is in the journal");
    companion.chat_is(Is::Well);
    let delivery = eventually("the delivery", async || of(&companion.fakes.delivered).first().cloned()).await;
    assert_eq!(delivery.opening.content.expose(), "Yes");
    is_named_if_at_all(&answer, &delivery);
}

#[tokio::test]
async fn the_next_message_stands_on_the_ladder_though_the_last_one_is_not_delivered_yet() {
    let companion = Companion::new().await;
    companion.chat_is(Is::Full);
    is_answered(&companion.says("I do not want to live any more").await.expect("is asked about it"));
    let again = companion.says("Yes").await.expect("is answered");
    assert_eq!(again.route, Route::Crisis, "nobody answers a yes to that as if it were any yes");
    companion.chat_is(Is::Well);
    let healed = companion.says("Yes").await.expect("is answered");
    assert_eq!(healed.route, Route::Crisis);
}

#[tokio::test]
async fn a_message_that_is_being_answered_already_gets_its_line_again() {
    let companion = Companion::new().await;
    companion.chat_is(Is::Busy);
    let answer = companion.says(WISH).await.expect("is answered");
    is_answered(&answer);
    assert_eq!(answer.ending, Ending::Cut);
    assert_eq!(answer.code.as_deref(), Some("chat.turn_open"));
}

#[tokio::test]
async fn a_danger_under_a_key_of_other_words_is_kept_under_one_of_its_own() {
    let companion = Companion::new().await;
    companion.chat_is(Is::Reused);
    let answer = companion.says(WISH).await.expect("is answered");
    is_answered(&answer);
    assert!(answer.stored, "and kept");
    let companion = Companion::new().await;
    companion.chat_is(Is::Reused);
    let refused = companion.says("My roses are out").await.expect_err("a mistake of the client's");
    assert!(refused.is(chat_history_api::codes::KEY_REUSED), "{refused}");
}

#[tokio::test]
async fn a_danger_is_kept_however_fast_the_conversation_goes_on() {
    let companion = Companion::new().await;
    companion.chat_is(Is::Racing);
    let answer = companion.says(WISH).await.expect("is answered");
    is_answered(&answer);
    assert!(answer.stored && companion.last_opened().expected_version.is_none());
    let companion = Companion::new().await;
    companion.chat_is(Is::Racing);
    let refused =
        companion.says("My roses are out").await.expect_err("anything else is tried again by its sender");
    assert!(refused.is(chat_history_api::codes::VERSION), "{refused}");
}

#[tokio::test]
async fn with_the_deciders_gone_it_is_answered_and_waits_until_somebody_decides() {
    for deciders in [Is::Gone, Is::Silent] {
        let companion = Companion::new().await;
        companion.deciders_are(deciders);
        let answer = companion.says("I am going to kill myself tonight").await.expect("is answered");
        is_answered(&answer);
        assert!(!answer.stored, "it is in the journal");
        assert!(!tells_of_staff_told(answer.reply.expose()), "nobody is told yet: {}", answer.reply.expose());
        assert!(of(&companion.fakes.opened).is_empty(), "nobody allowed it to be kept");
        companion.deciders_are(Is::Well);
        let delivery =
            eventually("the delivery", async || of(&companion.fakes.delivered).first().cloned()).await;
        is_named_if_at_all(&answer, &delivery);
        assert!(delivery.opening.decision.is_some(), "it says who agreed to it");
        assert!(delivery.opening.alert.is_some_and(|alert| alert.level.needs_human()));
    }
}

#[tokio::test]
async fn what_waited_and_is_not_agreed_to_is_kept_nowhere() {
    let companion = Companion::new().await;
    companion.deciders_are(Is::Gone);
    companion.permits(false);
    is_answered(&companion.says(WISH).await.expect("is answered"));
    companion.deciders_are(Is::Well);
    eventually("the refusal is in the log", async || {
        of(&companion.fakes.events).iter().any(|event| event.outcome == Outcome::Denied).then_some(())
    })
    .await;
    companion.permits(true);
    companion.chat_is(Is::Full);
    let second = companion.says("I still want to die").await.expect("is answered");
    companion.chat_is(Is::Well);
    let delivery = eventually("the next one", async || of(&companion.fakes.delivered).first().cloned()).await;
    is_named_if_at_all(&second, &delivery);
    assert_eq!(delivery.opening.content.expose(), "I still want to die", "and nothing of the first");
    assert_eq!(of(&companion.fakes.delivered).len(), 1);
}

#[tokio::test]
async fn whom_nobody_can_decide_on_holds_up_nobody_else() {
    let companion = Companion::new().await;
    let other = companion.another();
    *of(&companion.fakes.nobody_decides_on) = Some(companion.person);
    is_answered(&companion.says(WISH).await.expect("is answered"));
    companion.chat_is(Is::Full);
    let second = companion.says_as(&other, WISH).await.expect("is answered");
    companion.chat_is(Is::Well);
    let delivery =
        eventually("the one behind it", async || of(&companion.fakes.delivered).first().cloned()).await;
    assert_ne!(delivery.patient_id, companion.person);
    is_named_if_at_all(&second, &delivery);
    of(&companion.fakes.nobody_decides_on).take();
    eventually("the first as well", async || {
        let delivered = of(&companion.fakes.delivered);
        delivered.iter().any(|one| one.patient_id == companion.person).then_some(())
    })
    .await;
}

#[tokio::test]
async fn what_was_denied_is_not_asked_about_again_because_another_waits() {
    let companion = Companion::new().await;
    let other = companion.another();
    companion.deciders_are(Is::Gone);
    companion.permits(false);
    companion.says(WISH).await.expect("is answered");
    companion.says_as(&other, WISH).await.expect("is answered");
    *of(&companion.fakes.nobody_decides_on) = Some(companion.person);
    companion.deciders_are(Is::Well);
    let denials = || {
        let events = of(&companion.fakes.events);
        let denied = events.iter().filter(|event| event.outcome == Outcome::Denied);
        denied.map(|event| event.audit_id).collect::<std::collections::HashSet<_>>().len()
    };
    eventually("the other's refusal", async || (denials() == 1).then_some(())).await;
    companion.permits(true);
    of(&companion.fakes.nobody_decides_on).take();
    let delivery = eventually("hers", async || of(&companion.fakes.delivered).first().cloned()).await;
    assert_eq!(delivery.patient_id, companion.person);
    assert_eq!((denials(), of(&companion.fakes.delivered).len()), (1, 1), "what was denied stays denied");
}

#[tokio::test]
async fn with_the_deciders_gone_a_yes_on_the_ladder_is_no_message_like_any_other() {
    let companion = Companion::new().await;
    companion.says("I do not want to live any more").await.expect("is asked about it");
    companion.deciders_are(Is::Gone);
    let answer = companion.says("Yes").await.expect("is answered");
    assert_eq!((answer.level, answer.route), (Level::None, Route::Crisis));
    assert!(!answer.stored, "it is in the journal");
    companion.deciders_are(Is::Well);
    let delivery = eventually("the delivery", async || of(&companion.fakes.delivered).first().cloned()).await;
    is_named_if_at_all(&answer, &delivery);
    let companion = Companion::new().await;
    companion.deciders_are(Is::Gone);
    let refused = companion.says("Yes").await.expect_err("without danger nobody answers it");
    assert!(refused.is(api::codes::UNAVAILABLE), "{refused}");
    assert!(of(&companion.fakes.opened).is_empty());
}

/// Whether a reply says that somebody is being told, by the lines whose part that is.
fn tells_of_staff_told(reply: &str) -> bool {
    safety_rules::ladder::all_lines()
        .filter(|line| line.part == safety_rules::ladder::Part::Notify)
        .any(|line| reply.contains(line.en))
}
