//! Nothing may stand between a cry for help and the store: not a turn that somebody left open.

use chat_history_api::{Ending, NewAlert, TurnOpening, codes};
use content_safety_api::Level;

use crate::{Chat, ROSE};

#[tokio::test]
async fn a_danger_cuts_a_turn_that_was_left_open() {
    let chat = Chat::new().await;
    let id = chat.begins(ROSE).await;
    let left = chat.opens(id, "left", chat.opening("Hello?", Level::None, None)).await.expect("opens");
    let other = chat.opens(id, "other", chat.opening("Hello again?", Level::None, None)).await;
    assert!(other.expect_err("any other message waits").is(codes::TURN_OPEN));
    chat.opens(id, "danger", chat.opening("I want to die", Level::Low, None)).await.expect("is kept at once");
    let late = chat.closes(id, left.turn_id, chat.closing("Hello.")).await;
    assert!(late.expect_err("what is cut stays cut").is(codes::TURN_CLOSED));
    let told = chat.opens(id, "left", chat.opening("Hello?", Level::None, None)).await.expect("is told");
    assert_eq!(told.closed.expect("closed").ending, Ending::Cut);
}

#[tokio::test]
async fn an_answer_that_raises_an_alert_is_as_urgent_as_its_words_would_be() {
    let chat = Chat::new().await;
    let id = chat.begins(ROSE).await;
    chat.opens(id, "left", chat.opening("Hello?", Level::None, None)).await.expect("opens");
    let alert = NewAlert { level: Level::High, categories: Vec::new(), person_requested: false };
    let yes = TurnOpening { alert: Some(alert), ..chat.opening("Yes", Level::None, None) };
    chat.opens(id, "yes", yes).await.expect("is kept at once");
}
