//! What is kept of a resident: only with their yes, seen and taken away by them, and due at its time.

use std::sync::Arc;
use std::time::Duration;

use api::Words;
use chat_history::Config;
use chat_history_api::{
    AddNote, AlertClosing, AlertOutcome, AlertState, AssessmentResult, AssignInstrument, Assignment, ByAlert,
    ByConversation, ByFact, ByInstrument, ByPatient, CareProfile, ChooseInstrument, ChooseMemory, CloseAlert,
    CompanionChange, ConversationEvent, CorrectMemory, Day, DoneWith, DueKind, FinishDue, ForgetMemory,
    ForgetTalk, GetAssessments, GetCareProfile, GetDay, GetHandover, GetProfile, HandoverQuery,
    InstrumentChoice, ListMemories, Memories, MemoryChoice, MessagesQuery, Moves, NewFact, NewHandover,
    NewNote, NewValue, Note, NoteBy, SetCareProfile, SetProfile, TakeHandover, TalkProfile, TalkTopic,
};
use content_safety_api::{Language, Level};
use kernel::{ConversationId, ManualClock, Sources, SystemRandom, Timestamp, TurnId};

use crate::{Call, Chat, NURSE, NURSE_ELSEWHERE, OTHER_RESIDENT, Problem, RARE, RELATIVE, ROSE, person};

impl Chat {
    /// One whole turn that changes something.
    async fn tells(&self, id: ConversationId, words: &str, changes: Vec<CompanionChange>) -> TurnId {
        let key: TurnId = self.house.sources.id();
        let opening = self.opening(words, Level::None, None);
        let turn = self.opens(id, &key.to_string(), opening).await.expect("opens").turn_id;
        let closing = chat_history_api::TurnClosing { changes, ..self.closing("I hear you.") };
        self.closes(id, turn, closing).await.expect("closes");
        turn
    }

    async fn memories(&self, who: u128) -> Memories {
        self.asks::<ListMemories>(who, Call::default()).await.expect("one's own")
    }

    async fn day(&self) -> Day {
        self.asks::<GetDay>(ROSE, Call::default()).await.expect("her own")
    }
}

fn likes(value: &str, turn_id: TurnId) -> CompanionChange {
    CompanionChange::Remember(NewFact {
        subject: Words::default(),
        relation: "likes".to_owned(),
        value: Words::new(value),
        language: Language::En,
        day: 20_783,
        sensitivity: chat_history_api::Sensitivity::Plain,
        confirmed: false,
        expires: None,
        turn_id,
        span: (0, 5),
    })
}

#[tokio::test]
async fn what_is_remembered_crosses_conversations_with_a_yes_and_goes_when_it_is_taken_away() {
    let chat = Chat::new().await;
    let first = chat.begins(ROSE).await;
    let turn = chat.house.sources.id();
    chat.tells(first, "I like roses", vec![likes("roses", turn)]).await;
    assert!(chat.memories(ROSE).await.facts.is_empty(), "nobody said yes");
    let yes = CompanionChange::MemoryConsent(true);
    chat.tells(first, "Yes", vec![yes, likes(RARE, turn), likes("pears", turn)]).await;
    let second = chat.begins(ROSE).await;
    let known = chat.state(second).await.known;
    assert_eq!((known.memory, known.facts.len()), (Some(true), 2));
    assert!(chat.memories(OTHER_RESIDENT).await.facts.is_empty());
    let id = known.facts[1].fact_id;
    let put = |value: &str| {
        let body = NewValue { value: Words::new(value) };
        chat.asks::<CorrectMemory>(ROSE, Call::path_and_body(ByFact { fact_id: id }, body))
    };
    assert_eq!(put(" apples ").await.expect("sets it straight").fact.value.expose(), "apples");
    for wrong in [" ", &"a".repeat(121)] {
        assert!(put(wrong).await.expect_err("no value").is(api::codes::INVALID));
    }
    let forget = || chat.asks::<ForgetMemory>(ROSE, Call::path(ByFact { fact_id: id }));
    assert_eq!(forget().await.expect("forgets").facts.len(), 1);
    assert!(forget().await.expect_err("is gone").is(api::codes::NOT_FOUND));
    assert_eq!(chat.state(first).await.known.facts.len(), 1, "in the next turn of any conversation");
    let choice = MemoryChoice { allowed: false, forget_all: true };
    let left = chat.asks::<ChooseMemory>(ROSE, Call::body(choice)).await.expect("chooses");
    assert!(left.facts.is_empty() && left.allowed == Some(false));
    chat.tells(first, "I like plums", vec![likes("plums", turn)]).await;
    assert!(chat.memories(ROSE).await.facts.is_empty(), "and from then on nothing");
}

#[tokio::test]
async fn what_was_remembered_from_words_goes_with_them() {
    let chat = Chat::new().await;
    let id = chat.begins(ROSE).await;
    let mut turns = Vec::new();
    for (key, value) in [("one", "roses"), ("two", "pears"), ("three", "plums")] {
        let said = format!("I like {value}");
        let turn = chat.opens(id, key, chat.opening(&said, Level::None, None)).await.expect("opens");
        let closing = chat.closing(&format!("{value}, how good."));
        let changes = vec![CompanionChange::MemoryConsent(true), likes(value, turn.turn_id)];
        let closing = chat_history_api::TurnClosing { changes, ..closing };
        chat.closes(id, turn.turn_id, closing).await.expect("closes");
        turns.push(chat_history_api::ByMessage { conversation_id: id, message_id: turn.message_id });
    }
    let values = async || {
        let facts = chat.memories(ROSE).await.facts;
        facts.iter().map(|kept| kept.fact.value.expose().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(values().await, ["roses", "pears", "plums"]);
    let reason = chat_history_api::RedactionReason::AskedFor;
    let redact = Call::path_and_body(turns[0].clone(), chat_history_api::NewRedaction { reason });
    chat.asks::<chat_history_api::RedactMessage>(ROSE, redact).await.expect("her own");
    assert_eq!(values().await, ["pears", "plums"]);
    // A correction that says the same still, and one that does not.
    let correct = async |at: &chat_history_api::ByMessage, words: &str| {
        let body = chat_history_api::Correction { content: Words::new(words) };
        let call = Call::path_and_body(at.clone(), body);
        chat.asks::<chat_history_api::CorrectMessage>(ROSE, call).await.expect("her own")
    };
    correct(&turns[1], "I do like Pears").await;
    assert_eq!(values().await, ["pears", "plums"]);
    correct(&turns[2], "I like figs").await;
    assert_eq!(values().await, ["pears"]);
}

#[tokio::test]
async fn what_is_remembered_never_lies_unsealed() {
    let chat = Chat::new().await;
    let id = chat.begins(ROSE).await;
    let turn = chat.house.sources.id();
    chat.tells(id, "Yes", vec![CompanionChange::MemoryConsent(true), likes(RARE, turn)]).await;
    let note = NewNote { patient_id: person(ROSE), text: Words::new(RARE) };
    chat.asks::<AddNote>(NURSE, Call::body(note)).await.expect("leaves a note");
    for entry in std::fs::read_dir(chat.house.stores.data_dir()).expect("a folder") {
        let bytes = std::fs::read(entry.expect("an entry").path()).expect("reads");
        assert!(!bytes.windows(RARE.len()).any(|window| window == RARE.as_bytes()));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_conversations_of_one_moment_lose_nothing_of_each_other() {
    let chat = Chat::new().await;
    let (one, two) = (chat.begins(ROSE).await, chat.begins(ROSE).await);
    chat.tells(one, "Yes", vec![CompanionChange::MemoryConsent(true)]).await;
    let turn = chat.house.sources.id();
    for number in 0..10 {
        let (a, b) = (format!("left {number}"), format!("right {number}"));
        tokio::join!(
            chat.tells(one, "Left", vec![likes(&a, turn)]),
            chat.tells(two, "Right", vec![likes(&b, turn)])
        );
    }
    assert_eq!(chat.memories(ROSE).await.facts.len(), 20);
}

#[tokio::test]
async fn a_chapter_is_in_her_own_words_and_without_those_she_took_back() {
    let chat = Chat::new().await;
    let id = chat.begins(ROSE).await;
    let told = chat.tells(id, "We kept bees by the river", vec![CompanionChange::MemoryConsent(true)]).await;
    let chapter = CompanionChange::SaveStory { theme: Some("childhood".to_owned()), turns: vec![told] };
    chat.tells(id, "Yes, keep it", vec![chapter]).await;
    let story = chat.memories(ROSE).await.story;
    assert_eq!(story[0].words[0].expose(), "We kept bees by the river");
    assert_eq!(story[0].theme.as_deref(), Some("childhood"));
    // Another's turn is nobody's chapter.
    let theirs = chat.begins(OTHER_RESIDENT).await;
    let stolen = CompanionChange::SaveStory { theme: None, turns: vec![told] };
    let new = chat_history_api::NewConversation {
        language: Language::default(),
        greeting: Words::new("Hello."),
        engine_state: api::Opaque::default(),
        plan: chat_history_api::ReplyPlan::default(),
        changes: vec![CompanionChange::MemoryConsent(true), stolen],
        notices: Vec::new(),
    };
    chat.turn::<chat_history_api::OpenConversation>(OTHER_RESIDENT, "b", Call::body(new))
        .await
        .expect("begins");
    assert!(chat.memories(OTHER_RESIDENT).await.story.iter().all(|chapter| chapter.words.is_empty()));
    let _ = theirs;
}

#[tokio::test]
async fn what_was_agreed_comes_due_where_she_is_talking_and_survives_a_new_process() {
    let mut chat = Chat::new().await;
    let id = chat.begins(ROSE).await;
    let at = chat.house.sources.now().plus(Duration::from_secs(2));
    let due = CompanionChange::Due { kind: DueKind::Reminder, what: Words::new("water the plant"), at };
    chat.tells(id, "Remind me", vec![due]).await;
    assert!(!chat.day().await.items[0].now, "not yet");
    chat.starts().await;
    chat.has_sessions();
    let mut events = chat.watches(id).await.expect("her own");
    let rung = loop {
        match events.next().await.expect("goes on").expect("is an event") {
            ConversationEvent::Due(item) => break item,
            ConversationEvent::End { reason } => panic!("ended: {reason}"),
            _ => {}
        }
    };
    assert_eq!((rung.kind, rung.what.expose(), rung.at), (DueKind::Reminder, "water the plant", at));
    assert_eq!(chat.state(id).await.known.due.len(), 1);
    let done = || chat.asks::<FinishDue>(ROSE, Call::body(DoneWith { kind: DueKind::Reminder, at }));
    assert!(done().await.expect("is done").items.is_empty());
    done().await.expect("again");
    let daily = CompanionChange::Daily { kind: DueKind::CheckIn, hour: 9 };
    chat.tells(id, "Ask me each morning", vec![daily]).await;
    let next = chat.day().await.items.remove(0);
    assert_eq!((next.kind, next.now), (DueKind::CheckIn, next.at <= chat.house.sources.now()));
}

#[tokio::test]
async fn how_to_talk_with_her_is_hers_and_what_fits_is_the_carers_to_say() {
    let chat = Chat::new().await;
    let care = CareProfile { moves: Some(Moves::Lying), hears: Some(false), ..CareProfile::default() };
    let path = || ByPatient { patient_id: person(ROSE) };
    let set = |who| chat.asks::<SetCareProfile>(who, Call::path_and_body(path(), care));
    assert!(set(NURSE_ELSEWHERE).await.expect_err("not theirs").is(api::codes::NOT_FOUND));
    set(NURSE).await.expect("of her unit");
    let mine = TalkProfile {
        language: Some(Language::Es),
        simple: true,
        care: CareProfile { hears: Some(true), ..CareProfile::default() },
        ..TalkProfile::default()
    };
    let kept = chat.asks::<SetProfile>(ROSE, Call::body(mine)).await.expect("her own");
    assert_eq!(
        (kept.language, kept.simple, kept.care),
        (Some(Language::Es), true, care),
        "what staff know stays"
    );
    assert_eq!(chat.asks::<GetProfile>(ROSE, Call::default()).await.expect("reads"), kept);
    let read = chat.asks::<GetCareProfile>(NURSE, Call::path(path())).await.expect("reads");
    assert_eq!(read, care);
    let id = chat.begins(ROSE).await;
    assert_eq!(chat.state(id).await.known.profile, kept, "the companion knows");
}

#[tokio::test]
async fn a_shift_hands_over_alerts_and_notes_of_its_own_residents() {
    let chat = Chat::new().await;
    let id = chat.begins(ROSE).await;
    let rule = CompanionChange::StaffNote("time_shift".to_owned());
    chat.tells(id, "Tom will be home soon", vec![rule]).await;
    let note = |who, patient| {
        let text = Words::new("Ate little at noon");
        chat.asks::<AddNote>(who, Call::body(NewNote { patient_id: person(patient), text }))
    };
    let left: Note = note(NURSE, ROSE).await.expect("of her unit");
    assert_eq!((left.by, left.author_id), (NoteBy::Staff, Some(person(NURSE))));
    assert!(note(NURSE_ELSEWHERE, ROSE).await.expect_err("not theirs").is(api::codes::NOT_FOUND));
    chat.says(id, "I cannot go on", Level::High).await;
    let list =
        |who, hours| chat.asks::<GetHandover>(who, Call::query(HandoverQuery { hours, unit_id: None }));
    let handover = list(NURSE, None).await.expect("a list");
    assert_eq!(handover.items.len(), 1);
    let item = &handover.items[0];
    assert_eq!((item.patient_id, item.alerts.len(), item.notes.len()), (person(ROSE), 1, 2));
    let companions = item.notes.iter().find(|note| note.by == NoteBy::Companion).expect("what it noticed");
    assert_eq!((companions.rule.as_deref(), companions.conversation_id), (Some("time_shift"), Some(id)));
    let handed = &item.alerts[0];
    assert_eq!((handed.alert.state, handed.alert.level), (AlertState::Open, Level::High));
    let alert_id = handed.alert.alert_id;
    let closing = AlertClosing { outcome: AlertOutcome::CareGiven, note: Words::new("Sat with her") };
    chat.asks::<CloseAlert>(NURSE, Call::path_and_body(ByAlert { alert_id }, closing)).await.expect("closes");
    let after = list(NURSE, None).await.expect("a list").items.remove(0).alerts.remove(0);
    assert_eq!((after.alert.state, after.alert.outcome), (AlertState::Closed, Some(AlertOutcome::CareGiven)));
    assert_eq!(after.closing_note.expect("what was done").expose(), "Sat with her");
    assert!(list(NURSE_ELSEWHERE, None).await.expect("a list").items.is_empty());
    for hours in [0, 73] {
        assert!(list(NURSE, Some(hours)).await.expect_err("no such time").is(api::codes::INVALID));
    }
}

#[tokio::test]
async fn a_questionnaire_is_assigned_gone_on_with_and_its_result_kept() {
    let chat = Chat::new().await;
    let provider = chat.house.person(person(NURSE), api::Role::HealthProvider, crate::organization(), &[]);
    let from = chat.house.client(crate::ServiceName::AiGateway, crate::NAME);
    let path = || ByPatient { patient_id: person(ROSE) };
    let assign = async |every_days| -> Result<Assignment, Problem> {
        let instrument = "wellbeing-5".to_owned();
        let body = Assignment { instrument, every_days, declined_at: None };
        from.call::<AssignInstrument>(&provider, Call::path_and_body(path(), body)).await
    };
    assert!(assign(Some(13)).await.expect_err("too often").is(api::codes::INVALID));
    assign(Some(28)).await.expect("assigns");
    let id = chat.begins(ROSE).await;
    let progress = CompanionChange::InstrumentProgress {
        instrument: "wellbeing-5".to_owned(),
        version: "1".to_owned(),
        replies: api::Opaque::of(&[3, 2]),
    };
    chat.tells(id, "Two", vec![progress]).await;
    let known = chat.state(id).await.known.instruments;
    assert_eq!(known[0].replies.read::<Vec<u8>>(), Some(vec![3, 2]), "in another conversation too");
    let result = AssessmentResult {
        instrument: "wellbeing-5".to_owned(),
        version: "1".to_owned(),
        day: 20_783,
        score: Some(52),
        prorated: false,
        unanswered: 0,
        band: Some("middling".to_owned()),
        level: None,
        answers: api::Opaque::of(&[3, 2, 3, 2, 3]),
        at: kernel::Timestamp::EPOCH,
    };
    chat.tells(id, "Three", vec![CompanionChange::Scored(result)]).await;
    let known = chat.state(id).await.known.instruments;
    assert_eq!((known[0].last_done, known[0].version.clone()), (Some(20_783), None));
    let mine = chat.asks::<GetAssessments>(ROSE, Call::path(path())).await.expect("her own");
    assert_eq!((mine.results[0].score, mine.assigned[0].every_days), (Some(52), Some(28)));
    assert!(mine.results[0].at > kernel::Timestamp::EPOCH, "when it was kept");
    assert!(chat.asks::<GetAssessments>(OTHER_RESIDENT, Call::path(path())).await.is_err());
    let choose = async |who, declined| {
        let path = ByInstrument { instrument: "wellbeing-5".to_owned() };
        let body = InstrumentChoice { declined };
        chat.asks::<ChooseInstrument>(who, Call::path_and_body(path, body)).await
    };
    let declined = choose(ROSE, true).await.expect("it is hers to decline").declined_at;
    assert!(declined.is_some() && chat.state(id).await.known.instruments.is_empty(), "it is not asked");
    assert_eq!(choose(ROSE, true).await.expect("again").declined_at, declined);
    let mine = chat.asks::<GetAssessments>(ROSE, Call::path(path())).await.expect("her own");
    assert_eq!(mine.assigned[0].declined_at, declined, "whoever assigned it sees that");
    assert!(choose(OTHER_RESIDENT, true).await.expect_err("nothing is").is(api::codes::NOT_FOUND));
    choose(ROSE, false).await.expect("takes it back");
    assert_eq!(chat.state(id).await.known.instruments.len(), 1);
    assign(None).await.expect("no more");
    assert!(chat.state(id).await.known.instruments.is_empty());
    let outside = chat.house.client(crate::ServiceName::ApiGateway, crate::NAME);
    let body = Assignment { instrument: "unheard-of".to_owned(), every_days: Some(28), declined_at: None };
    let past = outside.call::<AssignInstrument>(&provider, Call::path_and_body(path(), body)).await;
    assert!(past.is_err(), "nothing is assigned past who knows what is installed");
}

#[tokio::test]
async fn what_a_resident_declined_is_assigned_anew_by_nobody_else_for_a_month() {
    let clock = ManualClock::at(Timestamp::from_micros(1_700_000_000_000_000));
    let chat = Chat::over(Config::default(), Sources::new(clock.clone(), Arc::new(SystemRandom))).await;
    // A session for each call: between them are weeks.
    let provider = || chat.house.person(person(NURSE), api::Role::HealthProvider, crate::organization(), &[]);
    let from = chat.house.client(crate::ServiceName::AiGateway, crate::NAME);
    let assign = async |every_days| -> Result<Assignment, Problem> {
        let body = Assignment { instrument: "wellbeing-5".to_owned(), every_days, declined_at: None };
        let path = ByPatient { patient_id: person(ROSE) };
        from.call::<AssignInstrument>(&provider(), Call::path_and_body(path, body)).await
    };
    let choose = async |declined| {
        let path = ByInstrument { instrument: "wellbeing-5".to_owned() };
        let call = Call::path_and_body(path, InstrumentChoice { declined });
        chat.asks::<ChooseInstrument>(ROSE, call).await
    };
    let declined = |answer: Result<Assignment, Problem>| {
        answer.is_err_and(|problem| problem.is(chat_history_api::codes::INSTRUMENT_DECLINED))
    };
    let day = Duration::from_secs(24 * 3_600);
    assign(Some(28)).await.expect("assigns");
    let at = choose(true).await.expect("declines").declined_at;
    assert!(declined(assign(Some(30)).await), "nobody takes her word back");
    // Nor does it help to end it first, or to wait a little.
    assign(None).await.expect("ends");
    assert!(declined(assign(Some(28)).await));
    clock.advance(day * 29);
    assert!(declined(assign(Some(28)).await));
    clock.advance(day);
    assert_eq!(assign(Some(28)).await.expect("a month later").declined_at, None);
    // She declines again, and takes it up by herself; of one that was ended too.
    assert!(choose(true).await.expect("declines").declined_at > at);
    choose(false).await.expect("takes it up");
    assign(Some(30)).await.expect("nothing stands in the way");
    choose(true).await.expect("declines");
    assign(None).await.expect("ends");
    assert_eq!(choose(false).await.expect("takes it up").every_days, None);
    assert!(choose(false).await.expect_err("nothing is left of it").is(api::codes::NOT_FOUND));
    assign(Some(28)).await.expect("assigns");
    // What was chosen is in the record, with the questionnaire and without an answer.
    let chosen = chat.logged(5, |event| event.action.as_str() == "choose").await;
    let named: Vec<_> = chosen
        .iter()
        .filter_map(|event| serde_json::to_value(event).ok())
        .map(|event| event["additional_context"].clone())
        .map(|context| (context["instrument"].clone(), context["after"].clone()))
        .collect();
    assert!(named.contains(&("wellbeing-5".into(), "declined".into())), "{named:?}");
    assert!(named.contains(&("wellbeing-5".into(), "asked".into())), "{named:?}");
}

#[tokio::test]
async fn a_relative_sees_results_and_nothing_of_what_was_assigned_or_declined() {
    let chat = Chat::new().await;
    let provider = chat.house.person(person(NURSE), api::Role::HealthProvider, crate::organization(), &[]);
    let from = chat.house.client(crate::ServiceName::AiGateway, crate::NAME);
    let path = || ByPatient { patient_id: person(ROSE) };
    let body = Assignment { instrument: "wellbeing-5".to_owned(), every_days: Some(28), declined_at: None };
    from.call::<AssignInstrument>(&provider, Call::path_and_body(path(), body)).await.expect("assigns");
    let by_instrument = ByInstrument { instrument: "wellbeing-5".to_owned() };
    let decline = Call::path_and_body(by_instrument, InstrumentChoice { declined: true });
    chat.asks::<ChooseInstrument>(ROSE, decline).await.expect("declines");
    let result = AssessmentResult {
        instrument: "wellbeing-5".to_owned(),
        version: "1".to_owned(),
        day: 20_783,
        score: Some(52),
        prorated: false,
        unanswered: 0,
        band: None,
        level: None,
        answers: api::Opaque::default(),
        at: kernel::Timestamp::EPOCH,
    };
    let id = chat.begins(ROSE).await;
    chat.tells(id, "Three", vec![CompanionChange::Scored(result)]).await;
    let seen = |who| chat.asks::<GetAssessments>(who, Call::path(path()));
    let own = seen(ROSE).await.expect("her own");
    assert!(own.assigned[0].declined_at.is_some() && own.results.len() == 1);
    let outside = chat.house.client(crate::ServiceName::ApiGateway, crate::NAME);
    let treats = outside.call::<GetAssessments>(&provider, Call::path(path())).await.expect("who treats her");
    assert_eq!(treats.assigned.len(), 1);
    let daughter = seen(RELATIVE).await.expect("what is shared with her");
    assert!(daughter.assigned.is_empty() && daughter.results.len() == 1, "results alone");
}

#[tokio::test]
async fn of_two_who_take_over_a_unit_at_once_one_has_it_and_the_other_is_told_who() {
    let clock = ManualClock::at(Timestamp::from_micros(1_700_000_000_000_000));
    let chat = Chat::over(Config::default(), Sources::new(clock.clone(), Arc::new(SystemRandom))).await;
    let take = |who| {
        let unit_id = crate::unit(crate::UNIT);
        chat.asks::<TakeHandover>(who, Call::body(NewHandover { unit_id }))
    };
    let mut before = None;
    for _ in 0..8 {
        let (one, other) = tokio::join!(take(NURSE), take(crate::NURSE_OFF_DUTY));
        let (one, other) = (one.expect("answers"), other.expect("answers"));
        assert_eq!(one, other, "one has it, and both are told who");
        assert!(before != Some(one), "it is this handover");
        before = Some(one);
        clock.advance(Duration::from_secs(61));
    }
    let taken = chat.logged(8, |event| event.action.as_str() == "take").await;
    assert_eq!(taken.len(), 8, "who did not take it over is not in the record as if they had");
}

#[tokio::test]
async fn a_handover_is_finished_by_whoever_takes_over_a_unit_of_theirs() {
    let clock = ManualClock::at(Timestamp::from_micros(1_700_000_000_000_000));
    let chat = Chat::over(Config::default(), Sources::new(clock.clone(), Arc::new(SystemRandom))).await;
    let take = |who| {
        let unit_id = crate::unit(crate::UNIT);
        chat.asks::<TakeHandover>(who, Call::body(NewHandover { unit_id }))
    };
    let list = || chat.asks::<GetHandover>(NURSE, Call::query(HandoverQuery::default()));
    assert!(list().await.expect("a list").taken.is_empty());
    assert!(take(NURSE_ELSEWHERE).await.expect_err("not theirs").is(api::codes::NOT_FOUND));
    assert!(take(ROSE).await.expect_err("not hers").is(api::codes::FORBIDDEN));
    let taken = take(NURSE).await.expect("takes over");
    assert_eq!((taken.taken_by, taken.taken_at), (person(NURSE), chat.house.sources.now()));
    clock.advance(Duration::from_secs(30));
    assert_eq!(take(NURSE).await.expect("pressed twice"), taken);
    assert_eq!(list().await.expect("a list").taken, [taken]);
    clock.advance(Duration::from_secs(8 * 3_600));
    let next = take(NURSE).await.expect("the next shift");
    assert_eq!(list().await.expect("a list").taken, [next], "the last one");
}

fn about(topic: &str) -> CompanionChange {
    CompanionChange::Talked {
        topic: TalkTopic { topic: topic.to_owned(), name: Words::new(topic) },
        day: 20_783,
    }
}

#[tokio::test]
async fn what_a_talk_was_about_is_remembered_with_a_yes_until_its_day_or_until_it_is_taken_away() {
    let clock = ManualClock::at(Timestamp::from_micros(1_700_000_000_000_000));
    let sources = Sources::new(clock.clone(), Arc::new(SystemRandom));
    let chat = Chat::over(Config { remembered_talk_days: 30, ..Config::default() }, sources).await;
    let (first, second) = (chat.begins(ROSE).await, chat.begins(ROSE).await);
    chat.tells(first, "The radio", vec![about("music")]).await;
    assert!(chat.memories(ROSE).await.talks.is_empty(), "nobody said yes");
    chat.tells(first, "Yes", vec![CompanionChange::MemoryConsent(true), about("music")]).await;
    chat.tells(second, "My tomatoes", vec![about("garden"), about("food")]).await;
    let talks = chat.memories(ROSE).await.talks;
    assert_eq!(talks.iter().map(|talk| talk.topics.len()).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(chat.state(second).await.known.talks.len(), 2, "the companion knows of both");
    assert!(chat.memories(OTHER_RESIDENT).await.talks.is_empty());
    let by = |conversation_id| Call::path(ByConversation { conversation_id });
    let theirs = chat.asks::<ForgetTalk>(OTHER_RESIDENT, by(first)).await;
    assert!(theirs.expect_err("not hers").is(api::codes::NOT_FOUND));
    let left = chat.asks::<ForgetTalk>(ROSE, by(first)).await.expect("forgets");
    assert_eq!(left.talks.len(), 1);
    assert!(chat.asks::<ForgetTalk>(ROSE, by(first)).await.expect_err("gone").is(api::codes::NOT_FOUND));
    chat.reads(ROSE, first, MessagesQuery::default()).await.expect("the conversation itself stays");
    clock.advance(Duration::from_secs(30 * 24 * 3_600));
    assert!(chat.memories(ROSE).await.talks.is_empty(), "its day is over");
    assert!(chat.state(second).await.known.talks.is_empty(), "for the companion as well");
}
