//! The live stream: every message once, in its place, for as long as the reader may, and not for ever for one who
//! does not read.

use api::Events;
use auth_rbac_api::{Liveness, SessionStatus};
use chat_history_api::{ByConversation, ConversationEvent, WatchConversation};
use content_safety_api::Level;
use kernel::ConversationId;
use testkit::eventually;

use crate::{
    Answer, Arc, Call, Chat, Decide, Inbound, NAME, Problem, ROSE, Reply, Routes, Running, ServiceName,
    decide,
};

/// As many as a person may have.
const STREAMS: usize = 16;

impl Chat {
    /// Sessions that last.
    pub(crate) fn has_sessions(&self) {
        let auth = Routes::new(ServiceName::AuthRbac, Arc::new(())).on::<SessionStatus, _, _>(live);
        self.house.enter(ServiceName::AuthRbac, &Running::new(auth));
    }

    pub(crate) async fn watches(&self, id: ConversationId) -> Result<Events<ConversationEvent>, Problem> {
        let path = ByConversation { conversation_id: id };
        let gateway = self.house.client(ServiceName::ApiGateway, NAME);
        gateway.stream(&self.context(ROSE), Call::<WatchConversation>::path(path)).await
    }
}

async fn live(_: Arc<()>, _: Inbound<SessionStatus>) -> Answer<SessionStatus> {
    Ok(Reply::Json(Liveness { live: true, silent: false }))
}

#[tokio::test]
async fn messages_and_levels_are_told_as_they_come() {
    let chat = Chat::new().await;
    chat.has_sessions();
    let id = chat.begins(ROSE).await;
    let mut events = chat.watches(id).await.expect("may watch");
    chat.says(id, "My roses are out", Level::None).await;
    chat.says(id, "I cannot go on", Level::Medium).await;
    let (mut words, mut levels) = (Vec::new(), Vec::new());
    while words.len() < 4 {
        match events.next().await.expect("goes on").expect("is an event") {
            ConversationEvent::Message(message) => words.push(message.content.expose().to_owned()),
            ConversationEvent::Level { level } => levels.push(level),
            ConversationEvent::Attention(_)
            | ConversationEvent::Changed(_)
            | ConversationEvent::Danger { .. }
            | ConversationEvent::Due(_) => {}
            ConversationEvent::End { reason } => panic!("ended: {reason}"),
        }
    }
    assert_eq!(words, ["My roses are out", "I hear you.", "I cannot go on", "I hear you."]);
    assert!(levels.contains(&Level::Medium), "{levels:?}");
}

#[tokio::test]
async fn a_reader_that_does_not_read_is_asked_for_its_right_all_the_same() {
    let chat = Chat::new().await;
    chat.has_sessions();
    let id = chat.begins(ROSE).await;
    let mut unread = Vec::new();
    for _ in 0..STREAMS {
        unread.push(chat.watches(id).await.expect("may watch"));
    }
    let refused = chat.watches(id).await.err().expect("there is a limit");
    assert!(refused.is(api::codes::RATE_LIMITED), "{refused}");
    // More than waits for a reader: each of them is in the middle of sending.
    for number in 0..30 {
        chat.says(id, &format!("Number {number}"), Level::None).await;
    }
    chat.house.leave(ServiceName::Consent);
    // With nobody to say that they may go on, they end though nothing was read: there is room for others.
    let back = || {
        let consent = Routes::new(ServiceName::Consent, Arc::new(())).on::<Decide, _, _>(decide);
        chat.house.enter(ServiceName::Consent, &Running::new(consent));
    };
    eventually("the streams of a reader that does not read end", async || {
        back();
        let again = chat.watches(id).await;
        chat.house.leave(ServiceName::Consent);
        again.ok()
    })
    .await;
}
