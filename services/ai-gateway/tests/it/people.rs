//! With people in the conversation: what they are told of a danger, and that the companion is silent while they write.

use chat_history_api::{Ending, SafetyReply};
use content_safety_api::Level;

use crate::{Companion, Is, of};

#[tokio::test]
async fn while_a_person_writes_the_companion_is_silent_and_help_is_shown_all_the_same() {
    let companion = Companion::new().await;
    companion.says("My roses are out").await.expect("answers");
    *of(&companion.fakes.taken_over) = true;
    let answer = companion.says("I want to kill myself").await.expect("answers");
    assert!(answer.taken_over && answer.reply.is_empty() && answer.reply_id.is_none(), "{answer:?}");
    assert_eq!(answer.ending, Ending::Complete);
    assert!(answer.level >= Level::Medium && !answer.resources.is_empty(), "help lines are shown");
    assert!(companion.last_opened().alert.is_some(), "and whoever writes sees that it grew worse");
    let closed = of(&companion.fakes.closed).last().expect("it is closed").clone();
    assert!(closed.reply.is_empty());
    assert!(closed.conversation_level >= Level::Medium);
    // What was not said was not asked: given back, the ladder begins at its top.
    *of(&companion.fakes.taken_over) = false;
    let answer = companion.says("I want to kill myself").await.expect("answers");
    assert!(!answer.taken_over && !answer.reply.is_empty());
    assert_eq!(answer.route, chat_history_api::Route::Crisis);
}

#[tokio::test]
async fn with_the_store_gone_nobody_can_be_writing_and_the_companion_speaks() {
    let companion = Companion::new().await;
    *of(&companion.fakes.taken_over) = true;
    companion.says("My roses are out").await.expect("answers");
    companion.chat_is(Is::Full);
    let answer = companion.says("I want to kill myself").await.expect("answers");
    assert!(!answer.taken_over && !answer.reply.is_empty(), "{answer:?}");
}

#[tokio::test]
async fn who_answers_an_alert_learns_what_was_asked_and_answered_and_where() {
    let companion = Companion::new().await;
    companion.says("I want to kill myself").await.expect("answers");
    let first = companion.last_opened();
    let findings = first.findings.expect("the ladder stands");
    let thoughts = findings.answers.iter().find(|one| one.question == "thoughts").expect("was said");
    assert_eq!((thoughts.answer, thoughts.message_id), (SafetyReply::Said, Some(first.message_id)));
    assert!(findings.offered.contains(&"lifeline".to_owned()), "{:?}", findings.offered);
    let open = findings.waiting_for.expect("something is asked");
    companion.says("no").await.expect("answers");
    let second = companion.last_opened();
    let findings = second.findings.expect("the ladder stands");
    let answered = findings.answers.iter().find(|one| one.question == open).expect("was answered");
    assert_eq!((answered.answer, answered.message_id), (SafetyReply::No, Some(second.message_id)));
    let thoughts = findings.answers.iter().find(|one| one.question == "thoughts").expect("stays");
    assert_eq!(thoughts.message_id, Some(first.message_id), "from the earlier message, alert or not");
    let quiet = Companion::new().await;
    quiet.says("My roses are out").await.expect("answers");
    assert_eq!(quiet.last_opened().findings, None);
}
