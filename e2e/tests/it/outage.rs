//! With parts of the platform down: what must go on goes on, and nothing that was acknowledged is lost.

use std::time::Duration;

use ai_gateway_api::{Ending, Route, TurnEvent};
use api::{Role, ServiceName, codes};
use e2e::TestPlatform;

const RISK: &str = "I do not want to live any more, I have saved up my pills";
const HELLO: &str = "Good morning";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crisis_is_answered_with_the_store_down_and_delivered_after_the_heal() {
    let Some(url) = e2e::postgres_url() else { return };
    let mut platform = TestPlatform::split(&url).await;
    let conversation = platform.person(Role::Resident).await.begins().await;
    platform.stop_service(ServiceName::ChatHistory).await;
    let rose = platform.person(Role::Resident).await;
    let refused = rose.says(conversation, HELLO).await.expect_err("nothing can be kept");
    assert_eq!(refused.status, 503, "{refused}");
    let turn = rose.streams(conversation, RISK).await;
    assert!(
        matches!(turn.events.first(), Some(TurnEvent::Safety { resources, .. }) if !resources.is_empty())
    );
    let accepted = turn.events.iter().find_map(|event| match event {
        TurnEvent::Accepted { message_id, stored } => Some((*message_id, *stored)),
        _ => None,
    });
    let (message, stored) = accepted.expect("it is written down");
    assert!(!stored, "and says that it is not stored");
    let Some(TurnEvent::Done { ending, route, .. }) = turn.events.last() else { panic!("no ending") };
    assert_eq!((*ending, *route), (Ending::Complete, Some(Route::Crisis)));
    assert!(!turn.reply.is_empty(), "the ladder's first line");
    drop(rose);
    platform.start_service(ServiceName::ChatHistory).await;
    let rose = platform.person(Role::Resident).await;
    let mut found = false;
    for _ in 0..300 {
        if let Ok(messages) = rose.reads(conversation).await
            && messages.iter().any(|kept| kept.message_id == message)
        {
            found = true;
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert!(found, "the message is delivered after the heal");
    let nurse = platform.person(Role::CareStaff).await;
    assert_eq!(nurse.alerts().await.expect("a list").len(), 1, "with its alert");
    drop((rose, nurse));
    drop(platform.stop().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_the_deciders_down_a_risk_message_gets_its_help_lines_and_only_those() {
    let Some(url) = e2e::postgres_url() else { return };
    let mut platform = TestPlatform::split(&url).await;
    let conversation = platform.person(Role::Resident).await.begins().await;
    platform.stop_service(ServiceName::Consent).await;
    let rose = platform.person(Role::Resident).await;
    let answer = rose.says(conversation, RISK).await.expect("help goes out");
    assert_eq!((answer.ending, answer.message_id), (Ending::Blocked, None));
    assert!(answer.resources.iter().any(|resource| resource.contact.as_deref() == Some("988")));
    assert!(rose.says(conversation, HELLO).await.expect_err("nobody decides").is(codes::UNAVAILABLE));
    // Even with identity down: the token's signature is checked with keys that are kept on disk.
    drop(rose);
    platform.stop_service(ServiceName::AuthRbac).await;
    let rose = platform.person(Role::Resident).await;
    let answer = rose.says(conversation, RISK).await.expect("help goes out");
    assert_eq!(answer.ending, Ending::Blocked);
    assert!(!answer.resources.is_empty());
    drop(rose);
    drop(platform.stop().await);
}
