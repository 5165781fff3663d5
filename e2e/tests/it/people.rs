//! The people around a resident: a nurse learns of a danger at once, and after a kill; she takes the conversation over;
//! what is remembered is the resident's own.

use std::time::{Duration, Instant};

use api::{Call, Events, Role, ServiceName, Words, codes};
use chat_history_api::{
    AlertChange, AlertEvent, ByAlert, ByConversation, ChooseMemory, ConversationEvent, Daily, DailyKind,
    DueKind, EndDaily, EscalateAlert, GetDay, GetTranscript, HandBackAlert, ListMemories, MemoryChoice,
    NoteQuery, ReadAlert, SetDaily, Speaker, StaffMessage, TakeOverAlert, TranscriptQuery, WatchAlerts,
    WatchConversation, WatchQuery, WriteAsStaff,
};
use content_safety_api::Level;
use e2e::{Person, TestPlatform};
use kernel::{AlertId, ConversationId};
use relationship_management_api::{ByShift, EndShift, NewShift, StartShift};

const RISK: &str = "I do not want to live any more, I have saved up my pills";
/// From the resident's message to the nurse's feed.
const AT_ONCE: Duration = Duration::from_millis(500);

/// The next alert of a conversation that a feed tells.
async fn next_of(feed: &mut Events<AlertEvent>, conversation: ConversationId) -> (AlertChange, AlertId) {
    loop {
        match feed.next().await.expect("goes on").expect("is an event") {
            AlertEvent::Alert { change, alert, .. } if alert.conversation_id == conversation => {
                return (change, alert.alert_id);
            }
            AlertEvent::End { reason } => panic!("ended: {reason}"),
            _ => {}
        }
    }
}

/// A feed that has told all that stood.
async fn caught_up(nurse: &Person<'_>, after: Option<String>) -> Events<AlertEvent> {
    let mut feed = nurse.watches::<WatchAlerts>(Call::query(WatchQuery::default()), after).await;
    while !matches!(feed.next().await, Some(Ok(AlertEvent::Heartbeat { .. }))) {}
    feed
}

pub(crate) async fn a_danger_is_with_the_nurse_at_once(platform: &TestPlatform) {
    let nurse = platform.person(Role::CareStaff).await;
    let mut feed = caught_up(&nurse, None).await;
    let mut took = Vec::new();
    for _ in 0..5 {
        let rose = platform.newcomer().await;
        let conversation = rose.begins().await;
        let sent = Instant::now();
        let (turn, (change, _)) =
            tokio::join!(rose.says(conversation, RISK), next_of(&mut feed, conversation));
        took.push(sent.elapsed());
        turn.expect("is answered");
        // It stands already when the feed asks, in the very moment that it is raised, whom she answers for by now; that
        // it was raised is told all the same.
        if change != AlertChange::Raised {
            assert_eq!(change, AlertChange::Standing);
            assert_eq!(next_of(&mut feed, conversation).await.0, AlertChange::Raised);
        }
    }
    // The machine may be busy once; a feed that waits for anything is late each time.
    took.sort();
    assert!(took[0] <= AT_ONCE, "{took:?}");
}

pub(crate) async fn a_danger_reaches_the_nurse_after_a_kill_between_the_two(platform: &mut TestPlatform) {
    let nurse = platform.person(Role::CareStaff).await.signed_in();
    let rose = platform.newcomer().await.signed_in();
    let conversation = platform.again(&rose).begins().await;
    let elsewhere = platform.newcomer().await;
    let other = elsewhere.begins().await;
    // A place to go on from, and then nobody listens.
    let seen = {
        let nurse = platform.again(&nurse);
        let mut feed = caught_up(&nurse, None).await;
        let (told, _) = tokio::join!(next_of(&mut feed, other), elsewhere.says(other, RISK));
        assert_eq!(told.0, AlertChange::Raised);
        feed.last_id().map(str::to_owned)
    };
    platform.again(&rose).says(conversation, RISK).await.expect("is answered");
    platform.kill(ServiceName::ChatHistory);
    platform.start_again(ServiceName::ChatHistory).await;
    let nurse = platform.again(&nurse);
    let mut feed = nurse.watches::<WatchAlerts>(Call::query(WatchQuery::default()), seen).await;
    let (change, _) = next_of(&mut feed, conversation).await;
    assert_eq!(change, AlertChange::Raised, "nothing is lost when nobody is connected");
}

pub(crate) async fn a_nurse_takes_over_and_the_resident_sees_who_writes(platform: &TestPlatform) {
    let rose = platform.newcomer().await;
    let nurse = platform.person(Role::CareStaff).await;
    let conversation = rose.begins().await;
    rose.says(conversation, RISK).await.expect("is answered");
    let alert_id = nurse.alerts_of(conversation).await[0].alert_id;
    let path = || ByConversation { conversation_id: conversation };
    let mut watched = rose.watches::<WatchConversation>(Call::path(path()), None).await;
    let note = Call::path_and_query(ByAlert { alert_id }, NoteQuery::default());
    let detail = nurse.call::<ReadAlert>(note).await.expect("the note");
    let quoted = detail.note.situation.iter().any(|one| one.text.expose().contains("saved up my pills"));
    assert!(quoted && !detail.note.assessment.is_empty(), "{:?}", detail.note);
    nurse.call::<EscalateAlert>(Call::path(ByAlert { alert_id })).await.expect("passes it on");
    nurse.call::<TakeOverAlert>(Call::path(ByAlert { alert_id })).await.expect("takes it over");
    let said = StaffMessage { content: Words::new("I am coming to you now."), language: Default::default() };
    let key = platform.sources.id::<AlertId>().to_string();
    nurse.call_once::<WriteAsStaff>(Call::path_and_body(path(), said), &key).await.expect("writes");
    let silent = rose.says(conversation, "Thank you").await.expect("is kept");
    assert!(silent.taken_over && silent.reply.is_empty());
    let seen = loop {
        match watched.next().await.expect("goes on").expect("is an event") {
            ConversationEvent::Message(message) if message.speaker == Speaker::Staff => break message,
            ConversationEvent::End { reason } => panic!("ended: {reason}"),
            _ => {}
        }
    };
    assert_eq!((seen.author_id, seen.content.expose()), (Some(nurse.id), "I am coming to you now."));
    nurse.call::<HandBackAlert>(Call::path(ByAlert { alert_id })).await.expect("gives it back");
    let answer = rose.says(conversation, "Are you still there?").await.expect("is answered");
    assert!(!answer.taken_over && !answer.reply.is_empty());
    let transcript = Call::path_and_query(path(), TranscriptQuery::default());
    let transcript = rose.call::<GetTranscript>(transcript).await.expect("her own");
    let replies = transcript.messages.iter().filter(|one| one.message.speaker == Speaker::Companion);
    assert!(replies.clone().all(|one| !one.plan.acts.is_empty()), "each reply tells how it came about");
    assert!(replies.clone().any(|one| one.plan.line_ids.iter().any(|id| !id.is_empty())));
}

pub(crate) async fn what_is_remembered_is_hers_to_give_and_to_take(platform: &TestPlatform) {
    let rose = platform.newcomer().await;
    let choice = |allowed, forget_all| Call::<ChooseMemory>::body(MemoryChoice { allowed, forget_all });
    rose.call(choice(true, false)).await.expect("agrees");
    let first = rose.begins().await;
    rose.says(first, "My name is Rose and I like gardening").await.expect("is answered");
    rose.says(first, "My daughter Anna visits me on Sundays").await.expect("is answered");
    let memories = rose.call::<ListMemories>(Call::default()).await.expect("her own");
    assert!(!memories.facts.is_empty(), "something of it is remembered");
    let second = rose.begins().await;
    let told = rose.says(second, "What do you know about me?").await.expect("is answered");
    let value = memories.facts[0].fact.value.expose();
    assert!(told.reply.expose().contains(value), "{value:?} in {:?}", told.reply.expose());
    rose.call(choice(false, true)).await.expect("takes it back");
    let third = rose.begins().await;
    let told = rose.says(third, "What do you know about me?").await.expect("is answered");
    assert!(!told.reply.expose().contains(value), "{:?}", told.reply.expose());
    let nurse = platform.person(Role::CareStaff).await;
    assert!(nurse.call::<ListMemories>(Call::default()).await.expect_err("not hers").is(codes::FORBIDDEN));
}

pub(crate) async fn what_is_asked_each_day_is_agreed_in_the_first_talk_and_hers_to_set_and_end(
    platform: &TestPlatform,
) {
    let day = async |who: &Person<'_>| who.call::<GetDay>(Call::default()).await.expect("one's own").daily;
    let rose = platform.newcomer().await;
    let talk = rose.begins().await;
    let mut replies = Vec::new();
    for words in ["Rose", "yes", "yes", "one good thing", "in the evening"] {
        replies.push(rose.says(talk, words).await.expect("is answered").reply.expose().to_owned());
    }
    let agreed = Daily { kind: DailyKind::GoodThing, hour: 19 };
    assert_eq!(day(&rose).await, Some(agreed), "{replies:?}");
    // On a page: another hour, read back as it is kept, and ended.
    let chosen = Daily { kind: DailyKind::CheckIn, hour: 8 };
    let set = rose.call::<SetDaily>(Call::body(chosen)).await.expect("it is hers");
    assert_eq!((set.daily, day(&rose).await), (Some(chosen), Some(chosen)));
    let comes: Vec<DueKind> = set.items.iter().map(|item| item.kind).collect();
    assert_eq!(comes, [DueKind::CheckIn]);
    let ended = rose.call::<EndDaily>(Call::default()).await.expect("it is hers");
    assert!(ended.daily.is_none() && ended.items.is_empty(), "{ended:?}");
    // Who says no has said it: nothing is set, and it is hers to set all the same.
    let mara = platform.newcomer().await;
    let talk = mara.begins().await;
    for words in ["Mara", "no", "no"] {
        mara.says(talk, words).await.expect("is answered");
    }
    assert_eq!(day(&mara).await, None);
    mara.call::<SetDaily>(Call::body(chosen)).await.expect("it is hers");
    let nurse = platform.person(Role::CareStaff).await;
    let refused = nurse.call::<SetDaily>(Call::body(chosen)).await.expect_err("not hers");
    assert!(refused.is(codes::FORBIDDEN), "{refused}");
}

pub(crate) async fn who_is_on_shift_hears_it_first(platform: &TestPlatform) {
    let nurse = platform.person(Role::CareStaff).await;
    let ends_at = platform.sources.now().plus(Duration::from_secs(3_600));
    let new = NewShift { person_id: None, unit_id: platform.demo.unit_id, starts_at: None, ends_at };
    let shift = nurse.call::<StartShift>(Call::body(new)).await.expect("begins her shift");
    let mut feed = nurse.watches::<WatchAlerts>(Call::query(WatchQuery::default()), None).await;
    let on_shift = loop {
        match feed.next().await.expect("goes on").expect("is an event") {
            AlertEvent::Heartbeat { on_shift, .. } => break on_shift,
            AlertEvent::End { reason } => panic!("ended: {reason}"),
            _ => {}
        }
    };
    assert!(on_shift);
    let rose = platform.newcomer().await;
    let conversation = rose.begins().await;
    let (told, answer) = tokio::join!(next_of(&mut feed, conversation), rose.says(conversation, RISK));
    assert_eq!(told.0, AlertChange::Raised);
    assert!(answer.expect("is answered").level >= Level::Medium);
    nurse.call::<EndShift>(Call::path(ByShift { shift_id: shift.shift_id })).await.expect("ends it");
}
