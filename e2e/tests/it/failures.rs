//! With stores that fail: what must go on goes on, the rest is refused honestly, and nothing is lost.

use ai_gateway_api::{Ending, Route, TurnEvent};
use api::{Problem, Role, ServiceName, codes};
use audit_logging_api::{EventQuery, ListEvents};
use chat_history_api::{Message, Speaker};
use content_safety_api::Level;
use e2e::{EVERY_STORE, Person, TestPlatform};
use kernel::{ConversationId, TypedId};
use store_sql::failpoint::Failure;
use testkit::eventually;

const HELLO: &str = "Good morning, the paper is late";
const KINDS: [Failure; 3] = [Failure::Unavailable, Failure::Full, Failure::Slow];

/// Once stores answer again, so does everything: breakers close, and what waited is delivered.
async fn healed(person: &Person<'_>, conversation: ConversationId, words: &str, key: &str) {
    eventually("the message is taken after the heal", async || {
        person
            .says_once(conversation, words, key)
            .await
            .ok()
            .filter(|answer| answer.ending == Ending::Complete)
    })
    .await;
}

fn is_honest(problem: &Problem) -> bool {
    let full = problem.is(codes::STORAGE_FULL) && problem.status == 507;
    let gone = problem.status == 503 || problem.status == 504;
    full || gone
}

pub(crate) async fn a_message_without_danger_is_refused_while_its_store_fails_and_is_kept_after_the_heal(
    platform: &TestPlatform,
) {
    let rose = platform.newcomer().await;
    let conversation = rose.begins().await;
    let mut kept = 1;
    let stores = [
        ServiceName::ChatHistory,
        ServiceName::Consent,
        ServiceName::RelationshipManagement,
        ServiceName::AuthRbac,
    ];
    let single = stores.map(|store| (store.name(), Failure::Unavailable));
    let chat = KINDS.map(|kind| (ServiceName::ChatHistory.name(), kind));
    let all = KINDS.map(|kind| (EVERY_STORE, kind));
    for (number, (store, kind)) in single.into_iter().chain(chat).chain(all).enumerate() {
        platform.failures.fail(store, kind);
        let key = format!("failing {number}");
        let refused = rose.says_once(conversation, HELLO, &key).await;
        platform.failures.heal();
        let problem = refused.expect_err(&format!("{store} {kind:?}: nothing can be kept"));
        assert!(is_honest(&problem), "{store} {kind:?}: {problem}");
        // The same message again, under the same key: it is one turn, and what was there before still is.
        healed(&rose, conversation, HELLO, &key).await;
        kept += 2;
        let messages = rose.reads(conversation).await.expect("reads");
        assert_eq!(messages.len(), kept, "{store} {kind:?}: once, and none lost");
    }
}

pub(crate) async fn a_crisis_is_answered_with_every_store_failing_and_delivered_after_the_heal(
    platform: &TestPlatform,
) {
    let nurse = platform.person(Role::CareStaff).await;
    let every = KINDS.map(|kind| (EVERY_STORE, kind));
    let chat = KINDS.map(|kind| (ServiceName::ChatHistory.name(), kind));
    for (store, kind) in every.into_iter().chain(chat) {
        let rose = platform.newcomer().await;
        let conversation = rose.begins().await;
        platform.failures.fail(store, kind);
        let words = format!("I want to die, I have saved up my pills, {}", e2e::CANARY);
        let turn = rose.streams(conversation, &words).await;
        platform.failures.heal();
        let Some(TurnEvent::Safety { level, resources, .. }) = turn.events.first() else {
            panic!("{store} {kind:?}: safety comes first: {:?}", turn.events)
        };
        assert!(*level >= Level::Medium, "{level:?}");
        let help = resources.iter().any(|resource| resource.contact.as_deref() == Some("988"));
        assert!(help, "{store} {kind:?}: the help lines");
        let accepted = turn.events.iter().find_map(|event| match event {
            TurnEvent::Accepted { message_id, stored } => Some((*message_id, *stored)),
            _ => None,
        });
        let Some((message, false)) = accepted else {
            panic!("{store} {kind:?}: it is journaled, and says so: {:?}", turn.events)
        };
        let Some(TurnEvent::Done { ending, route, .. }) = turn.events.last() else { panic!("no ending") };
        assert_eq!((*ending, *route), (Ending::Complete, Some(Route::Crisis)), "{store} {kind:?}");
        assert!(
            safety_rules::ladder::is_fixed_reply(turn.reply.trim()),
            "{store} {kind:?}: the ladder's own line: {}",
            turn.reply
        );
        let messages = eventually("the message is delivered after the heal", async || {
            let messages = rose.reads(conversation).await.ok()?;
            let turn = messages.iter().find(|kept| kept.message_id == message)?.turn_id;
            let replied = |kept: &Message| kept.turn_id == turn && kept.speaker == Speaker::Companion;
            messages.iter().any(replied).then_some(messages)
        })
        .await;
        assert_eq!(messages.len(), 3, "{store} {kind:?}: greeting, message and reply, once each");
        let kept = messages.iter().find(|kept| kept.message_id == message).expect("it is there");
        assert_eq!((kept.level, kept.content.expose()), (*level, words.as_str()));
        assert_eq!(
            messages[2].content.expose(),
            turn.reply.as_str(),
            "{store} {kind:?}: and what was answered"
        );
        let alerts = nurse.alerts_of(conversation).await;
        assert_eq!((alerts.len(), alerts[0].event_count), (1, 1), "{store} {kind:?}: with its alert");
    }
}

/// With one store gone the others stand. What nobody can decide on is answered, waits for its decision and is there
/// with its alert after the heal.
pub(crate) async fn a_danger_is_answered_and_kept_whichever_store_fails(platform: &TestPlatform) {
    let nurse = platform.person(Role::CareStaff).await;
    for store in [
        ServiceName::Consent,
        ServiceName::RelationshipManagement,
        ServiceName::AuthRbac,
        // Its events wait where they were written down.
        ServiceName::AuditLogging,
    ] {
        for kind in KINDS {
            let rose = platform.newcomer().await;
            let conversation = rose.begins().await;
            platform.failures.fail(store.name(), kind);
            let answer = rose.says(conversation, "I want to die, I have saved up my pills").await;
            platform.failures.heal();
            let answer = answer.unwrap_or_else(|problem| panic!("{store} {kind:?}: {problem}"));
            let help = answer.resources.iter().any(|resource| resource.contact.as_deref() == Some("988"));
            assert!(help, "{store} {kind:?}: the help lines");
            assert_eq!((answer.ending, answer.route), (Ending::Complete, Route::Crisis), "{store} {kind:?}");
            // What is full can be read, and deciding is reading.
            let decided = kind == Failure::Full || store == ServiceName::AuditLogging;
            assert_eq!(answer.stored, decided, "{store} {kind:?}");
            let alerts = eventually("the alert is raised by itself", async || {
                Some(nurse.alerts_of(conversation).await).filter(|alerts| !alerts.is_empty())
            })
            .await;
            assert_eq!(alerts.len(), 1, "{store} {kind:?}");
            healed(&rose, conversation, HELLO, &format!("{store} {kind:?}")).await;
        }
    }
}

pub(crate) async fn the_log_being_gone_stops_no_conversation_and_loses_no_event(platform: &TestPlatform) {
    let rose = platform.newcomer().await;
    let officer = platform.compliance_officer().await;
    let conversation = rose.begins().await;
    platform.failures.fail(ServiceName::AuditLogging.name(), Failure::Unavailable);
    let answer = rose.says(conversation, HELLO).await;
    platform.failures.heal();
    let message = answer.expect("the log is not in the way of a conversation").message_id.expect("stored");
    eventually("the event is delivered after the heal", async || {
        let query = EventQuery { user_id: Some(rose.id), ..EventQuery::default() };
        let page = officer.call::<ListEvents>(api::Call::query(query)).await.ok()?;
        page.items.iter().any(|record| record.event.resource_id == Some(message.uuid())).then_some(())
    })
    .await;
}
