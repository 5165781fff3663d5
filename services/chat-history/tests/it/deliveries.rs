//! What was answered with the store down is stored after the heal, whatever happened to it meanwhile, and none
//! stands in the way of the next.

use chat_history_api::{
    DeliverTurn, Delivery, Ending, MessagesQuery, OpenedTurn, Route, TurnClosing, TurnOpening,
};
use content_safety_api::Level;
use kernel::{ConversationId, TypedId};

use crate::{Call, Chat, NAME, NURSE, Opaque, Problem, ROSE, ServiceName, Step, organization, person};

impl Chat {
    fn delivery(&self, id: ConversationId, key: &str, opening: TurnOpening) -> Delivery {
        let closing = TurnClosing {
            route: Route::Crisis,
            conversation_level: Level::High,
            engine_state: Opaque::of(&Step { step: 7 }),
            ..self.closing("I am here.")
        };
        Delivery {
            patient_id: person(ROSE),
            organization_id: organization(),
            session_id: self.house.sources.id(),
            conversation_id: id,
            idempotency_key: key.to_owned(),
            opening,
            closing: Some(closing),
        }
    }

    async fn delivers(&self, delivery: &Delivery) -> Result<OpenedTurn, Problem> {
        let ai = self.house.client(ServiceName::AiGateway, NAME);
        ai.call(&self.house.nobody(), Call::<DeliverTurn>::body(delivery.clone())).await
    }
}

#[tokio::test]
async fn what_was_answered_with_the_store_down_is_stored_once_with_its_alert() {
    let chat = Chat::new().await;
    let id = chat.begins(ROSE).await;
    let opening = chat.opening("I want to die", Level::High, None);
    let delivery = Delivery {
        patient_id: person(ROSE),
        organization_id: organization(),
        session_id: chat.house.sources.id(),
        conversation_id: id,
        idempotency_key: "key".to_owned(),
        opening: opening.clone(),
        closing: Some(TurnClosing {
            route: Route::Crisis,
            conversation_level: Level::High,
            ..chat.closing("I am here.")
        }),
    };
    let ai = chat.house.client(ServiceName::AiGateway, NAME);
    for _ in 0..2 {
        let call = Call::<DeliverTurn>::body(delivery.clone());
        let stored = ai.call(&chat.house.nobody(), call).await.expect("stores");
        assert_eq!((stored.turn_id, stored.message_id), (opening.turn_id, opening.message_id));
    }
    let kept = chat.reads(ROSE, id, MessagesQuery::default()).await.expect("reads");
    assert_eq!(kept.len(), 3, "once");
    assert_eq!((kept[1].level, kept[2].route), (Level::High, Some(Route::Crisis)));
    let alerts = chat.alerts(NURSE).await;
    assert_eq!((alerts.len(), alerts[0].event_count), (1, 1));
    assert!(chat.state(id).await.level >= Level::High, "and the conversation knows");
}

#[tokio::test]
async fn a_turn_that_had_reached_the_store_when_its_caller_gave_up_gets_its_reply() {
    let chat = Chat::new().await;
    let id = chat.begins(ROSE).await;
    let opening = chat.opening("I want to die", Level::High, None);
    chat.opens(id, "key", opening.clone()).await.expect("opens, and its caller does not wait for it");
    let delivery = chat.delivery(id, "key", opening.clone());
    let stored = chat.delivers(&delivery).await.expect("is the same turn");
    assert_eq!(stored.turn_id, opening.turn_id);
    let kept = chat.reads(ROSE, id, MessagesQuery::default()).await.expect("reads");
    assert_eq!((kept.len(), kept[2].content.expose()), (3, "I am here."));
    assert_eq!(chat.alerts(NURSE).await[0].event_count, 1, "one message, one event");
}

#[tokio::test]
async fn another_message_under_the_same_key_is_kept_too_and_holds_nobody_up() {
    let chat = Chat::new().await;
    let id = chat.begins(ROSE).await;
    let first = chat.delivery(id, "key", chat.opening("I want to die", Level::High, None));
    let edited = chat.delivery(id, "key", chat.opening("I want to die tonight", Level::Critical, None));
    chat.delivers(&first).await.expect("stores");
    chat.delivers(&edited).await.expect("stores it under a key of its own");
    chat.delivers(&edited).await.expect("and once");
    let kept = chat.reads(ROSE, id, MessagesQuery::default()).await.expect("reads");
    assert_eq!(kept.len(), 5);
    assert_eq!(chat.alerts(NURSE).await[0].level, Level::Critical);
}

#[tokio::test]
async fn the_conversation_stands_where_the_delivered_answer_left_it_unless_it_went_on() {
    let chat = Chat::new().await;
    let id = chat.begins(ROSE).await;
    chat.delivers(&chat.delivery(id, "a", chat.opening("I want to die", Level::High, None)))
        .await
        .expect("stores");
    assert_eq!(chat.step(id).await, 7, "on its ladder");
    let late = chat.delivery(id, "b", chat.opening("I want to die", Level::High, None));
    chat.says(id, "Are you there?", Level::None).await;
    let went_on = chat.step(id).await;
    chat.delivers(&late).await.expect("stores");
    assert_eq!(chat.step(id).await, went_on, "what was said since is not undone");
    assert!(chat.state(id).await.level >= Level::High);
}

#[tokio::test]
async fn what_is_delivered_late_has_the_place_of_its_storing_and_is_watched_there() {
    let chat = Chat::new().await;
    let id = chat.begins(ROSE).await;
    let late = chat.delivery(id, "late", chat.opening("I want to die", Level::High, None));
    let since = chat.says(id, "Are you there?", Level::None).await;
    assert!(late.opening.message_id.uuid() < since.uuid(), "its id is older");
    chat.delivers(&late).await.expect("stores");
    let after = MessagesQuery { after: Some(since), ..MessagesQuery::default() };
    let kept = chat.reads(ROSE, id, after).await.expect("reads");
    let told: Vec<&str> = kept.iter().map(|message| message.content.expose()).collect();
    assert_eq!(told, ["I hear you.", "I want to die", "I am here."]);
    assert_eq!(kept[2].ending, Some(Ending::Complete));
}
