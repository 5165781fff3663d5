//! With processes of the platform killed: what must go on goes on, and nothing that was acknowledged is lost.

use ai_gateway_api::{Ending, Route, TurnEvent};
use api::{Role, ServiceName, codes};
use e2e::TestPlatform;
use testkit::eventually;

const RISK: &str = "I do not want to live any more, I have saved up my pills";
const HELLO: &str = "Good morning";

pub(crate) async fn a_crisis_is_answered_with_the_store_gone_and_delivered_after_the_heal(
    platform: &mut TestPlatform,
) {
    let resident = platform.newcomer().await.signed_in();
    let conversation = platform.again(&resident).begins().await;
    platform.kill(ServiceName::ChatHistory);
    let rose = platform.again(&resident);
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
    // The one that wrote it down is killed too: the journal is on disk.
    platform.kill(ServiceName::AiGateway);
    platform.start_again(ServiceName::AiGateway).await;
    platform.start_again(ServiceName::ChatHistory).await;
    let rose = platform.again(&resident);
    eventually("the message is delivered after the heal", async || {
        let messages = rose.reads(conversation).await.ok()?;
        messages.iter().any(|kept| kept.message_id == message).then_some(())
    })
    .await;
    let nurse = platform.person(Role::CareStaff).await;
    assert_eq!(nurse.alerts_of(conversation).await.len(), 1, "with its alert");
}

pub(crate) async fn with_the_deciders_gone_a_crisis_is_answered_and_reaches_staff_once_they_decide(
    platform: &mut TestPlatform,
) {
    let resident = platform.newcomer().await.signed_in();
    let conversation = platform.again(&resident).begins().await;
    let other = platform.newcomer().await.signed_in();
    let fresh = platform.again(&other).begins().await;
    platform.kill(ServiceName::Consent);
    let rose = platform.again(&resident);
    let first = rose.says(conversation, RISK).await.expect("is answered");
    assert_eq!((first.ending, first.route, first.stored), (Ending::Complete, Route::Crisis, false));
    assert!(first.resources.iter().any(|resource| resource.contact.as_deref() == Some("988")));
    let other = platform.again(&other);
    assert!(other.says(fresh, HELLO).await.expect_err("nobody decides").is(codes::UNAVAILABLE));
    // Even with identity gone: the token's signature is checked with keys that are kept on disk.
    platform.kill(ServiceName::AuthRbac);
    let rose = platform.again(&resident);
    let second = rose.says(conversation, RISK).await.expect("is answered");
    assert_eq!((second.route, second.stored), (Route::Crisis, false));
    assert!(!second.resources.is_empty());
    // The one that wrote them down is killed too: what waits for a decision is on disk.
    platform.kill(ServiceName::AiGateway);
    platform.start_again(ServiceName::AiGateway).await;
    platform.start_again(ServiceName::Consent).await;
    platform.start_again(ServiceName::AuthRbac).await;
    let rose = platform.again(&resident);
    eventually("both messages are there once somebody decided", async || {
        let messages = rose.reads(conversation).await.ok()?;
        let there = |id| messages.iter().any(|kept| Some(kept.message_id) == id);
        (there(first.message_id) && there(second.message_id)).then_some(())
    })
    .await;
    let nurse = platform.person(Role::CareStaff).await;
    assert!(!nurse.alerts_of(conversation).await.is_empty(), "with their alert");
    eventually("everything answers again", async || rose.says(conversation, HELLO).await.ok()).await;
}
