//! Told to stop while somebody watches: the stream says that it ends, and the process ends well.

use ai_gateway_api::{BeginConversation, NewConversation};
use api::{Call, CallContext, Events, Role, ServiceName};
use chat_history_api::{ByConversation, ConversationEvent, WatchConversation};
use kernel::Sources;
use therapeutic_ai::demo::{self, Demo};
use therapeutic_ai::outside::Outside;

use crate::process::Server;

/// A resident's watch of a new conversation of her own.
pub(crate) async fn watch(url: &str, demo: &Demo) -> Events<ConversationEvent> {
    let (outside, sources) = (Outside::new(url), Sources::system());
    let resident = demo.account(Role::Resident).expect("a resident");
    let resident = demo::sign_in(&outside, &sources, resident).await.expect("signs in");
    let begin = Call::<BeginConversation>::body(NewConversation::default());
    let begun = outside.client(ServiceName::AiGateway).call(&resident, begin).await.expect("begins");
    let context = CallContext { request_id: sources.id(), ..resident };
    let by = Call::<WatchConversation>::path(ByConversation { conversation_id: begun.id });
    outside.client(ServiceName::ChatHistory).stream(&context, by).await.expect("watches")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_watch_that_is_open_is_told_the_end_and_holds_nothing_up() {
    let folder = tempfile::tempdir().expect("a folder");
    let data_dir = folder.path().join("data");
    let server = Server::start_demo(&data_dir);
    let demo = Demo::read(&data_dir).expect("the demonstration");
    let mut events = watch(&Server::url(&data_dir), &demo).await;
    let ended = tokio::task::spawn_blocking(|| server.terminate());
    let mut last = None;
    while let Some(event) = events.next().await {
        last = Some(event.expect("it does not break off"));
    }
    assert!(matches!(last, Some(ConversationEvent::End { reason }) if reason == "draining"));
    assert_eq!(ended.await.expect("ends"), Some(0), "everything ended in time");
}
