//! Who has an alert, told to who waits for them though nobody was listening when it happened; and who is asked to come.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use api::Events;
use chat_history_api::{
    AcknowledgeAlert, AlertChange, AlertClosing, AlertEvent, AlertOutcome, Attention, ByAlert,
    ByConversation, CloseAlert, ConversationEvent, EscalateAlert, GiveBackAlert, HandBackAlert, HearClosing,
    HeardClosing, ListConversations, Paging, TakeOverAlert, WatchConversation,
};
use consent_api::{Decide, Question};
use content_safety_api::Level;
use kernel::{AlertId, ConversationId, ManualClock, Sources, SystemRandom, Timestamp};

use crate::feed::caught_up;
use crate::{
    Answer, Call, Charges, Chat, FindEdges, GetCircle, Inbound, MyCharges, MyUnits, NAME, NURSE,
    NURSE_OFF_DUTY, RELATIVE, ROSE, Reply, Role, Routes, Running, ServiceName, Words, charges_of, circle,
    decide, edges, person, units,
};

impl Chat {
    /// What the list of conversations says of who has its alert.
    async fn has_it(&self, who: u128, id: ConversationId) -> Option<Attention> {
        let paging = Paging { patient_id: Some(person(ROSE)), ..Paging::default() };
        let list = self.asks::<ListConversations>(who, Call::query(paging)).await.expect("lists");
        list.items.into_iter().find(|one| one.conversation_id == id).expect("is there").attention
    }

    /// Does something about an alert.
    async fn does(&self, who: u128, alert: AlertId, change: AlertChange) {
        let path = ByAlert { alert_id: alert };
        match change {
            AlertChange::Acknowledged => self.asks::<AcknowledgeAlert>(who, Call::path(path)).await,
            AlertChange::TakenOver => self.asks::<TakeOverAlert>(who, Call::path(path)).await,
            AlertChange::HandedBack => self.asks::<HandBackAlert>(who, Call::path(path)).await,
            AlertChange::GivenBack => self.asks::<GiveBackAlert>(who, Call::path(path)).await,
            _ => {
                let closing = AlertClosing { outcome: AlertOutcome::Safe, note: Words::default() };
                self.asks::<CloseAlert>(who, Call::path_and_body(path, closing)).await
            }
        }
        .expect("may");
    }

    /// A stream that goes on after a message.
    async fn goes_on(&self, id: ConversationId, after: &str) -> Events<ConversationEvent> {
        let context = self.context(ROSE).after_event(Some(after.to_owned()));
        let gateway = self.house.client(ServiceName::ApiGateway, NAME);
        let path = ByConversation { conversation_id: id };
        gateway.stream(&context, Call::<WatchConversation>::path(path)).await.expect("may watch")
    }
}

/// The next that is told of an alert.
async fn next(events: &mut Events<ConversationEvent>) -> Attention {
    loop {
        if let ConversationEvent::Attention(told) = events.next().await.expect("goes on").expect("an event") {
            return told;
        }
    }
}

#[tokio::test]
async fn who_comes_back_learns_who_has_it_and_nobody_is_said_to_have_what_is_given_back() {
    let chat = Chat::new().await;
    let (id, alert) = chat.raised().await;
    chat.has_sessions();
    assert_eq!(chat.has_it(ROSE, id).await, None, "nobody has it yet");
    chat.does(NURSE, alert.alert_id, AlertChange::Acknowledged).await;
    let by = Some(person(NURSE));
    let told = chat.has_it(ROSE, id).await.expect("somebody has it");
    assert_eq!((told.change, told.by), (AlertChange::Acknowledged, by));
    // Watched from now on, and not from before: it is told all the same.
    let mut watched = chat.watches(id).await.expect("her own");
    assert_eq!(next(&mut watched).await, told);
    chat.does(NURSE, alert.alert_id, AlertChange::TakenOver).await;
    assert_eq!(next(&mut watched).await.change, AlertChange::TakenOver);
    let mut again = chat.watches(id).await.expect("on another device");
    let writes = next(&mut again).await;
    assert_eq!((writes.change, writes.by), (AlertChange::TakenOver, by));
    assert_eq!(chat.has_it(ROSE, id).await, Some(writes));
    chat.does(NURSE, alert.alert_id, AlertChange::HandedBack).await;
    chat.does(NURSE, alert.alert_id, AlertChange::GivenBack).await;
    assert_eq!(chat.has_it(ROSE, id).await, None, "nobody has it any more");
}

#[tokio::test]
async fn a_stream_that_broke_tells_what_ended_meanwhile_and_a_new_one_tells_nothing_of_it() {
    let chat = Chat::new().await;
    let (id, alert) = chat.raised().await;
    chat.has_sessions();
    let said = chat.reads(ROSE, id, chat_history_api::MessagesQuery::default()).await.expect("reads");
    let last = said.last().expect("was said").message_id.to_string();
    for ending in [AlertChange::GivenBack, AlertChange::Closed] {
        chat.does(NURSE, alert.alert_id, AlertChange::Acknowledged).await;
        chat.does(NURSE, alert.alert_id, ending).await;
        let told = next(&mut chat.goes_on(id, &last).await).await;
        assert_eq!(told.change, ending);
        let mut new = chat.watches(id).await.expect("her own");
        chat.says(id, "Good morning", Level::None).await;
        match new.next().await.expect("goes on").expect("an event") {
            ConversationEvent::Message(first) => assert_eq!(first.content.expose(), "Good morning"),
            other => panic!("a new page is told of what is over: {other:?}"),
        }
    }
}

#[tokio::test]
async fn that_an_alert_was_closed_is_told_once_to_who_was_not_told_when_it_happened() {
    let clock = ManualClock::at(Timestamp::from_micros(1_800_000_000_000_000));
    let sources = Sources::new(clock.clone(), Arc::new(SystemRandom));
    let chat = Chat::over(chat_history::Config::default(), sources).await;
    let (first, alert) = chat.raised().await;
    chat.does(NURSE, alert.alert_id, AlertChange::Closed).await;
    let told = chat.has_it(ROSE, first).await.expect("is told");
    assert_eq!((told.change, told.by), (AlertChange::Closed, Some(person(NURSE))));
    clock.advance(Duration::from_secs(1));
    // A talk that was begun since is the one that she looks at.
    let second = chat.begins(ROSE).await;
    assert_eq!((chat.has_it(ROSE, second).await, chat.has_it(ROSE, first).await), (Some(told), None));
    // Where something is open in it, what is over would say the wrong thing.
    chat.says(second, "I cannot go on", Level::High).await;
    assert_eq!(chat.has_it(ROSE, second).await, None);
    clock.advance(Duration::from_secs(1));
    let open = chat.alerts(NURSE).await.remove(0).alert_id;
    chat.does(NURSE, open, AlertChange::Closed).await;
    let newest = chat.has_it(ROSE, second).await.expect("the newest").at;
    let heard = |at| Call::<HearClosing>::body(HeardClosing { at });
    chat.asks::<HearClosing>(ROSE, heard(told.at)).await.expect("her own");
    assert_eq!(chat.has_it(ROSE, second).await.map(|told| told.at), Some(newest), "not told of that one");
    chat.asks::<HearClosing>(RELATIVE, heard(newest)).await.expect_err("nobody else says so");
    chat.asks::<HearClosing>(ROSE, heard(newest)).await.expect("her own");
    assert_eq!(chat.has_it(ROSE, second).await, None, "once");
    let event = chat.logged(1, |event| event.action.as_str() == "hear").await;
    assert_eq!(event[0].user_id, person(ROSE));
    // Told while it happened: not again. And after a day it is no news any more.
    chat.has_sessions();
    let mut watched = chat.watches(second).await.expect("her own");
    let (third, fourth) = {
        chat.says(second, "I cannot go on", Level::High).await;
        let third = chat.alerts(NURSE).await.remove(0).alert_id;
        chat.does(NURSE, third, AlertChange::Closed).await;
        assert_eq!(next(&mut watched).await.change, AlertChange::Closed);
        testkit::eventually("it is kept that she was told", async || {
            chat.has_it(ROSE, second).await.is_none().then_some(())
        })
        .await;
        drop(watched);
        chat.says(second, "I cannot go on", Level::High).await;
        (third, chat.alerts(NURSE).await.remove(0).alert_id)
    };
    assert_ne!(third, fourth);
    chat.does(NURSE, fourth, AlertChange::Closed).await;
    clock.advance(Duration::from_secs(24 * 3_600 - 1));
    assert!(chat.has_it(ROSE, second).await.is_some());
    clock.advance(Duration::from_secs(2));
    assert_eq!(chat.has_it(ROSE, second).await, None);
}

/// Rose lets her relative read every word.
async fn everything_to_family(state: Arc<()>, inbound: Inbound<Decide>) -> Answer<Decide> {
    let family = |question: &Question| question.role == Role::FamilyMember;
    let permits: Vec<bool> = inbound.call.body.questions.iter().map(family).collect();
    let Reply::Json(mut told) = decide(state, inbound).await? else { panic!("verdicts") };
    for (verdict, permit) in told.verdicts.iter_mut().zip(permits) {
        verdict.permit |= permit;
    }
    Ok(Reply::Json(told))
}

#[tokio::test]
async fn what_staff_do_about_an_alert_is_not_told_to_a_relative_who_reads_along() {
    let chat = Chat::new().await;
    let (id, alert) = chat.raised().await;
    chat.has_sessions();
    let consent = Routes::new(ServiceName::Consent, Arc::new(())).on::<Decide, _, _>(everything_to_family);
    chat.house.enter(ServiceName::Consent, &Running::new(consent));
    let gateway = chat.house.client(ServiceName::ApiGateway, NAME);
    let path = ByConversation { conversation_id: id };
    let context = chat.context(RELATIVE).purpose(api::Purpose::Family);
    let mut watched =
        gateway.stream(&context, Call::<WatchConversation>::path(path)).await.expect("may read along");
    chat.does(NURSE, alert.alert_id, AlertChange::Acknowledged).await;
    chat.says(id, "Good morning", Level::None).await;
    loop {
        match watched.next().await.expect("goes on").expect("an event") {
            ConversationEvent::Attention(told) => panic!("told to a relative: {told:?}"),
            ConversationEvent::Message(message) if message.content.expose() == "Good morning" => break,
            _ => {}
        }
    }
    assert_eq!(chat.has_it(RELATIVE, id).await, None);
    chat.does(NURSE, alert.alert_id, AlertChange::Closed).await;
    assert_eq!(chat.has_it(RELATIVE, id).await, None, "nor that it was closed");
    assert!(chat.has_it(ROSE, id).await.is_some());
}

#[tokio::test]
async fn what_stands_calls_those_who_are_asked_and_nobody_else() {
    let chat = Chat::new().await;
    let (_, alert) = chat.raised().await;
    for (who, passed_on, asked) in
        [(NURSE, false, true), (NURSE_OFF_DUTY, false, false), (NURSE_OFF_DUTY, true, true)]
    {
        if passed_on {
            let path = Call::path(ByAlert { alert_id: alert.alert_id });
            chat.asks::<EscalateAlert>(NURSE, path).await.expect("passes it on");
        }
        let mut feed = chat.feed(who, None).await;
        match feed.next().await.expect("goes on").expect("an event") {
            AlertEvent::Alert { change: AlertChange::Standing, asked: told, .. } => {
                assert_eq!(told, asked, "{who} {passed_on}");
            }
            other => panic!("not what stands: {other:?}"),
        }
    }
}

/// Rose is the nurse's from a moment on.
async fn charges(comes: Arc<AtomicBool>, _: Inbound<MyCharges>) -> Answer<MyCharges> {
    let all = charges_of(person(NURSE));
    let charges = all.charges.into_iter().filter(|_| comes.load(Ordering::Relaxed)).collect();
    Ok(Reply::Json(Charges { charges, ..all }))
}

#[tokio::test]
async fn who_comes_on_duty_hears_of_all_that_stands_and_not_of_a_page_of_it() {
    let chat = Chat::new().await;
    chat.has_sessions();
    let comes = Arc::new(AtomicBool::new(false));
    let relations = Routes::new(ServiceName::RelationshipManagement, comes.clone())
        .on::<FindEdges, _, _>(|_, inbound| edges(Arc::new(()), inbound))
        .on::<GetCircle, _, _>(|_, inbound| circle(Arc::new(()), inbound))
        .on::<MyUnits, _, _>(|_, inbound| units(Arc::new(()), inbound))
        .on::<MyCharges, _, _>(charges);
    chat.house.enter(ServiceName::RelationshipManagement, &Running::new(relations));
    for _ in 0..51 {
        let id = chat.begins(ROSE).await;
        chat.says(id, "I cannot go on", Level::High).await;
    }
    let mut feed = chat.feed(NURSE, None).await;
    assert_eq!(caught_up(&mut feed).await.len(), 0, "nobody of hers yet");
    comes.store(true, Ordering::Relaxed);
    let mut told = std::collections::BTreeSet::new();
    while told.len() < 51 {
        let one = tokio::time::timeout(Duration::from_secs(20), crate::feed::next(&mut feed)).await;
        told.insert(one.unwrap_or_else(|_| panic!("only {} of 51", told.len())).1.alert_id);
    }
}
