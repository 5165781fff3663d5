//! What becomes of messages, and looking over them.

use std::sync::Arc;
use std::time::Duration;

use api::Words;
use chat_history_api::{
    ByConversation, ByMessage, Conversation, CorrectMessage, CorrectedMessage, Correction, EndConversation,
    ExportConversation, Feedback, FeedbackReason, FoundMessages, GetEmotionHistory, GetTalkSummary,
    GetTranscript, GetTurnRecord, GiveFeedback, ListConversations, ListVersions, MessagesQuery, Mood,
    NewRedaction, Paging, PeriodQuery, RedactMessage, RedactionReason, Search, SearchOwn, Transcript,
    TranscriptQuery, TurnByIds, TurnOpening, Versions, codes,
};
use content_safety_api::Level;
use kernel::{ConversationId, ManualClock, MessageId, Sources, SystemRandom, Timestamp};

use crate::{
    Call, Chat, Message, NURSE, NURSE_ELSEWHERE, OTHER_RESIDENT, Problem, RARE, RELATIVE, ROSE, person,
};

impl Chat {
    async fn transcript(&self, who: u128, id: ConversationId) -> Result<Transcript, Problem> {
        let path = ByConversation { conversation_id: id };
        self.asks::<GetTranscript>(who, Call::path_and_query(path, TranscriptQuery::default())).await
    }

    async fn corrects(&self, who: u128, at: &ByMessage, words: &str) -> Result<CorrectedMessage, Problem> {
        let body = Correction { content: Words::new(words) };
        self.asks::<CorrectMessage>(who, Call::path_and_body(at.clone(), body)).await
    }

    async fn redacts(&self, who: u128, at: &ByMessage) -> Result<Message, Problem> {
        let body = NewRedaction { reason: RedactionReason::Secret };
        self.asks::<RedactMessage>(who, Call::path_and_body(at.clone(), body)).await
    }

    async fn versions(&self, who: u128, at: &ByMessage) -> Result<Versions, Problem> {
        self.asks::<ListVersions>(who, Call::path(at.clone())).await
    }

    async fn rates(&self, who: u128, at: &ByMessage, feedback: Feedback) -> Result<Feedback, Problem> {
        self.asks::<GiveFeedback>(who, Call::path_and_body(at.clone(), feedback)).await
    }

    async fn ends(&self, who: u128, id: ConversationId) -> Result<Conversation, Problem> {
        self.asks::<EndConversation>(who, Call::path(ByConversation { conversation_id: id })).await
    }

    async fn looks_for(
        &self,
        who: u128,
        words: &str,
        before: Option<MessageId>,
    ) -> Result<FoundMessages, Problem> {
        let search = Search { words: Words::new(words), from: None, until: None, before };
        self.asks::<SearchOwn>(who, Call::body(search)).await
    }
}

fn at(conversation_id: ConversationId, message_id: MessageId) -> ByMessage {
    ByMessage { conversation_id, message_id }
}

#[tokio::test]
async fn a_transcript_tells_how_each_reply_came_about_to_those_who_may_read_it() {
    let chat = Chat::new().await;
    let id = chat.begins(ROSE).await;
    chat.says(id, "My roses are out", Level::None).await;
    let transcript = chat.transcript(ROSE, id).await.expect("her own");
    assert_eq!((transcript.patient_id, transcript.messages.len()), (person(ROSE), 3));
    assert_eq!(transcript.next, None);
    let reply = &transcript.messages[2];
    assert_eq!(
        (reply.plan.rule.as_str(), reply.plan.acts.as_slice()),
        ("told", &["reflect_content".to_owned()][..])
    );
    assert!(transcript.messages[1].plan.rule.is_empty(), "a resident's words have no rule");
    for who in [OTHER_RESIDENT, NURSE, NURSE_ELSEWHERE, RELATIVE] {
        assert!(chat.transcript(who, id).await.expect_err("not theirs").is(api::codes::NOT_FOUND));
    }
    let path = ByConversation { conversation_id: id };
    let copy =
        chat.asks::<ExportConversation>(ROSE, Call::path_and_query(path, TranscriptQuery::default())).await;
    assert_eq!(copy.expect("her own").messages.len(), 3);
}

#[tokio::test]
async fn a_long_transcript_comes_in_pages_that_miss_nothing() {
    let chat = Chat::new().await;
    let id = chat.begins(ROSE).await;
    for number in 0..260 {
        chat.says(id, &format!("Number {number}"), Level::None).await;
    }
    let first = chat.transcript(ROSE, id).await.expect("reads");
    assert_eq!(first.messages.len(), 500);
    let query = TranscriptQuery { after: first.next };
    let path = ByConversation { conversation_id: id };
    let rest = chat.asks::<GetTranscript>(ROSE, Call::path_and_query(path, query)).await.expect("reads");
    let places: Vec<u64> =
        first.messages.iter().chain(&rest.messages).map(|message| message.message.place).collect();
    assert_eq!((places, rest.next), ((1..=521).collect(), None));
}

#[tokio::test]
async fn what_was_said_first_is_kept_and_a_cry_for_help_cannot_be_corrected_away() {
    let chat = Chat::new().await;
    let id = chat.begins(ROSE).await;
    let said = at(id, chat.says(id, "I cannot go on", Level::High).await);
    let corrected = chat.corrects(ROSE, &said, "I cannot go on with this jigsaw").await.expect("her own");
    let (level, edited) = (corrected.message.level, corrected.message.edited_at);
    assert_eq!((level, edited.is_some()), (Level::High, true), "its level stays");
    assert_eq!(chat.alerts(NURSE).await.len(), 1, "and its alert");
    let read = chat.reads(ROSE, id, MessagesQuery::default()).await.expect("reads");
    assert_eq!(read[1].content.expose(), "I cannot go on with this jigsaw");
    let before = chat.versions(NURSE, &said).await.expect("who answers the alert").versions;
    assert_eq!(before[0].content.as_ref().expect("the words").expose(), "I cannot go on");
    assert_eq!(before[0].changed_by, person(ROSE));
    let reply = at(id, read[2].message_id);
    assert!(chat.corrects(ROSE, &reply, "Nice").await.expect_err("not hers").is(codes::NOT_CORRECTABLE));
    assert!(chat.corrects(NURSE, &said, "Nice").await.expect_err("not hers").is(codes::NOT_CORRECTABLE));
    assert!(chat.corrects(OTHER_RESIDENT, &said, "x").await.expect_err("no").is(api::codes::NOT_FOUND));
    // A message of another conversation under this one's name is not there.
    let other = chat.begins(ROSE).await;
    let wrong = at(other, said.message_id);
    assert!(chat.corrects(ROSE, &wrong, "x").await.expect_err("no").is(api::codes::NOT_FOUND));
}

#[tokio::test]
async fn redacted_words_are_shown_to_nobody_and_nothing_else_is_lost() {
    let chat = Chat::new().await;
    let id = chat.begins(ROSE).await;
    let said = at(id, chat.says(id, RARE, Level::High).await);
    assert!(chat.redacts(OTHER_RESIDENT, &said).await.expect_err("no").is(api::codes::NOT_FOUND));
    let redacted = chat.redacts(ROSE, &said).await.expect("her own");
    assert!(redacted.content.is_empty() && redacted.redacted_at.is_some());
    assert_eq!(chat.redacts(ROSE, &said).await.expect("again").redacted_at, redacted.redacted_at);
    assert!(chat.corrects(ROSE, &said, "x").await.expect_err("is redacted").is(codes::NOT_CORRECTABLE));
    for who in [ROSE, NURSE] {
        let read = chat.reads(who, id, MessagesQuery::default()).await.expect("reads");
        assert!(read[1].content.is_empty() && read[1].level == Level::High);
        // What the companion answered says them back.
        assert!(read[2].speaker == chat_history_api::Speaker::Companion && read[2].content.is_empty());
        assert!(!read[0].content.is_empty(), "and nothing else");
        let versions = chat.versions(who, &said).await.expect("reads").versions;
        assert!(versions[0].content.is_none());
        assert_eq!(versions[0].redaction, Some(RedactionReason::Secret));
    }
    assert!(chat.looks_for(ROSE, "heron", None).await.expect("searches").found.is_empty());
}

#[tokio::test]
async fn who_computes_the_next_turn_is_told_that_words_were_taken_back_or_corrected() {
    let chat = Chat::new().await;
    let id = chat.begins(ROSE).await;
    let said = at(id, chat.says(id, RARE, Level::None).await);
    let before = chat.state(id).await;
    assert!(!before.words_changed);
    chat.redacts(ROSE, &said).await.expect("her own");
    // A turn that was read before it is computed again.
    let late = chat.opens(id, "late", chat.opening("And then", Level::None, Some(before.version))).await;
    assert!(late.expect_err("read too early").is(codes::VERSION));
    let knowing = async |words: &str| {
        let state = chat.state(id).await;
        let opening = chat.opening(words, Level::None, Some(state.version));
        TurnOpening { words_forgotten: state.words_changed, ..opening }
    };
    let opening = knowing("And then").await;
    assert!(opening.words_forgotten, "whoever reads it knows");
    let second = at(id, opening.message_id);
    let opened = chat.opens(id, "second", opening).await.expect("opens");
    assert!(chat.state(id).await.words_changed, "until its reply is stored, with the state that it leaves");
    // Corrected while its reply is on its way: the next turn is told.
    chat.corrects(ROSE, &second, "And later").await.expect("her own");
    chat.closes(id, opened.turn_id, chat.closing("I hear you.")).await.expect("closes");
    assert!(chat.state(id).await.words_changed);
    // Nor does a turn end it that did not read it, a danger in haste or an older process.
    chat.says(id, RARE, Level::None).await;
    assert!(chat.state(id).await.words_changed);
    // Nor one that is cut.
    chat.opens(id, "third", knowing("Well").await).await.expect("opens");
    let hasty = chat.opening("I want to die", Level::High, None);
    let hasty = chat.opens(id, "hasty", hasty).await.expect("cuts it");
    chat.closes(id, hasty.turn_id, chat.closing("I hear you.")).await.expect("closes");
    assert!(chat.state(id).await.words_changed);
    let opened = chat.opens(id, "fourth", knowing("Well").await).await.expect("opens");
    chat.closes(id, opened.turn_id, chat.closing("I hear you.")).await.expect("closes");
    assert!(!chat.state(id).await.words_changed, "once");
}

#[tokio::test]
async fn what_she_thinks_of_a_reply_is_kept_with_it_and_the_newest_counts() {
    let chat = Chat::new().await;
    let id = chat.begins(ROSE).await;
    let said = chat.says(id, "My roses are out", Level::None).await;
    let reply = chat.reads(ROSE, id, MessagesQuery::default()).await.expect("reads")[2].message_id;
    let good = Feedback { helpful: true, reason: None };
    let bad = Feedback { helpful: false, reason: Some(FeedbackReason::Repeated) };
    chat.rates(ROSE, &at(id, reply), good).await.expect("rates");
    chat.rates(ROSE, &at(id, reply), bad).await.expect("rates again");
    let read = chat.reads(ROSE, id, MessagesQuery::default()).await.expect("reads");
    assert_eq!((read[2].feedback, read[1].feedback), (Some(bad), None));
    assert!(
        chat.rates(ROSE, &at(id, said), good).await.expect_err("her own words").is(api::codes::NOT_FOUND)
    );
    assert!(chat.rates(OTHER_RESIDENT, &at(id, reply), good).await.is_err());
}

#[tokio::test]
async fn a_danger_in_a_correction_reaches_staff_and_brings_help_as_one_in_a_message_does() {
    let clock = ManualClock::at(Timestamp::from_micros(1_700_000_000_000_000));
    let chat =
        Chat::over(chat_history::Config::default(), Sources::new(clock.clone(), Arc::new(SystemRandom)))
            .await;
    let id = chat.begins(ROSE).await;
    let said = at(id, chat.says(id, "My roses are out", Level::None).await);
    assert!(chat.alerts(NURSE).await.is_empty() && chat.state(id).await.level == Level::None);
    let calm = chat.corrects(ROSE, &said, "My red roses are out").await.expect("her own");
    assert!(!calm.alerted && chat.alerts(NURSE).await.is_empty());
    chat.ends(ROSE, id).await.expect("ends");

    // A quarter of an hour is over, and the conversation has ended: neither stands in the way.
    clock.advance(Duration::from_secs(16 * 60));
    let late = chat.corrects(ROSE, &said, "My red and white roses are out").await;
    assert!(late.expect_err("too late").is(codes::NOT_CORRECTABLE));
    let heard = chat.corrects(ROSE, &said, "I am going to kill myself tonight").await.expect("is heard");
    assert!(heard.alerted && heard.found >= Level::High && heard.message.level == heard.found);
    assert!(
        heard.resources.iter().any(|line| line.contact.as_deref() == Some("988")),
        "{:?}",
        heard.resources
    );
    let alerts = chat.alerts(NURSE).await;
    assert_eq!((alerts.len(), alerts[0].message_id, alerts[0].level), (1, said.message_id, heard.found));
    assert!(alerts[0].escalates_at.is_some() && !alerts[0].categories.is_empty());
    assert_eq!(chat.state(id).await.level, heard.found, "and the conversation's level with it");
    assert!(chat.ends(ROSE, id).await.expect_err("it is open again").is(codes::ALERT_OPEN));

    let list = Call::query(Paging::default());
    let shown = chat.asks::<ListConversations>(ROSE, list).await.expect("hers").items.remove(0);
    let now = chat.house.sources.now();
    assert_eq!(
        (shown.danger_at, shown.last_active_at),
        (Some(now), now),
        "when it was said, and kept from then on"
    );
    // The same once more is one alert still, and nothing takes it away.
    let again = chat.corrects(ROSE, &said, "I am going to kill myself now").await.expect("is heard");
    assert!(again.alerted && chat.alerts(NURSE).await.len() == 1);
    clock.advance(Duration::from_secs(60));
    chat.corrects(ROSE, &said, "I am going to kill myself now, I mean it").await.expect("is heard");
    let list = Call::query(Paging::default());
    let later = chat.asks::<ListConversations>(ROSE, list).await.expect("hers").items.remove(0).danger_at;
    assert_eq!(later, Some(chat.house.sources.now()), "a later danger than one that was answered meanwhile");
    let before = chat.versions(NURSE, &said).await.expect("who answers the alert").versions;
    assert_eq!(before.len(), 4, "everything that stood there before");
}

#[tokio::test]
async fn an_ended_conversation_takes_nothing_but_a_cry_for_help() {
    let chat = Chat::new().await;
    let id = chat.begins(ROSE).await;
    chat.says(id, "I cannot go on", Level::High).await;
    assert!(chat.ends(ROSE, id).await.expect_err("not in danger").is(codes::ALERT_OPEN));
    let calm = chat.begins(ROSE).await;
    assert!(chat.ends(OTHER_RESIDENT, calm).await.expect_err("not hers").is(api::codes::NOT_FOUND));
    let ended = chat.ends(ROSE, calm).await.expect("ends").ended_at;
    assert_eq!(chat.ends(ROSE, calm).await.expect("again").ended_at, ended);
    let gone = chat.opens(calm, "more", chat.opening("One more thing", Level::None, None)).await;
    assert!(gone.expect_err("it has ended").is(codes::ENDED));
    chat.says(calm, "I have saved up my pills", Level::Critical).await;
    assert_eq!(chat.alerts(NURSE).await[0].conversation_id, calm, "it is heard, and open again");
    let opened =
        chat.opens(calm, "then", chat.opening("Thank you", Level::None, None)).await.expect("goes on");
    chat.closes(calm, opened.turn_id, chat.closing("I am here.")).await.expect("closes");
}

#[tokio::test]
async fn one_finds_ones_own_words_and_nobody_elses() {
    let chat = Chat::new().await;
    let mut expected = Vec::new();
    for number in 0..3 {
        let id = chat.begins(ROSE).await;
        expected.push(chat.says(id, &format!("El JARDÍN de rosas, {number}"), Level::None).await);
        chat.says(id, "Something else", Level::None).await;
    }
    let found = chat.looks_for(ROSE, "rosas jardin", None).await.expect("searches");
    let ids: Vec<MessageId> = found.found.iter().map(|one| one.message_id).collect();
    expected.reverse();
    assert_eq!((ids, found.next), (expected, None), "the newest first");
    assert!(found.found[0].excerpt.expose().contains("JARDÍN"));
    assert!(chat.looks_for(OTHER_RESIDENT, "rosas", None).await.expect("searches").found.is_empty());
    for wrong in ["a", " ", &"a".repeat(201)] {
        assert!(chat.looks_for(ROSE, wrong, None).await.expect_err("no search").is(api::codes::INVALID));
    }
    // More than a page: it goes on where it left off and loses none.
    let id = chat.begins(ROSE).await;
    for number in 0..60 {
        chat.says(id, &format!("pelican {number}"), Level::None).await;
    }
    let first = chat.looks_for(ROSE, "pelican", None).await.expect("searches");
    let rest = chat.looks_for(ROSE, "pelican", first.next).await.expect("searches");
    assert_eq!((first.found.len(), rest.found.len(), rest.next), (50, 10, None));
}

#[tokio::test]
async fn a_period_is_told_by_numbers_to_those_who_may_know_them() {
    let chat = Chat::new().await;
    let id = chat.begins(ROSE).await;
    let mut opening = chat.opening("I am so glad today", Level::None, None);
    opening.analysis = api::Opaque::of(&serde_json::json!({ "emotion": {
            "labels": [{ "label": "joy", "score": 0.9 }], "basic": [], "valence": 0.8, "arousal": 0.2,
            "dominance": 0.1, "stage": "lexicon" },
    }));
    let opened = chat.opens(id, "glad", opening).await.expect("opens");
    chat.closes(id, opened.turn_id, chat.closing("That is good to hear.")).await.expect("closes");
    chat.says(id, "I cannot go on", Level::High).await;
    let query = |days| PeriodQuery { patient_id: Some(person(ROSE)), days };
    let summary = chat.asks::<GetTalkSummary>(NURSE, Call::query(query(None))).await.expect("of her unit");
    assert_eq!(summary.days.len(), 1);
    let day = &summary.days[0];
    assert_eq!((day.messages, day.conversations, day.crisis_messages), (2, 1, Some(1)));
    let mine = PeriodQuery::default();
    assert_eq!(chat.asks::<GetTalkSummary>(ROSE, Call::query(mine)).await.expect("her own").days.len(), 1);
    let stranger = chat.asks::<GetTalkSummary>(NURSE_ELSEWHERE, Call::query(query(None))).await;
    assert!(stranger.expect_err("no").is(api::codes::NOT_FOUND));
    for days in [0, 91] {
        let wrong = chat.asks::<GetTalkSummary>(NURSE, Call::query(query(Some(days)))).await;
        assert!(wrong.expect_err("no such period").is(api::codes::INVALID));
    }
    assert_eq!(day.mood, None, "what was inferred is not for her");
    let own = chat.asks::<GetTalkSummary>(ROSE, Call::query(PeriodQuery::default())).await.expect("her own");
    assert_eq!(own.days[0].mood, Some(Mood::Good));
    let emotions = chat.asks::<GetEmotionHistory>(ROSE, Call::query(PeriodQuery::default())).await;
    let days = emotions.expect("her own").days;
    assert_eq!(
        (days.len(), days[0].messages, days[0].labels[0].count),
        (1, 1, 1),
        "what was read, and no more"
    );
    assert!((days[0].valence - 0.8).abs() < 1e-6);
    // Of words that she takes back nothing counts any more that was read in them.
    chat.redacts(ROSE, &at(id, opened.message_id)).await.expect("her own");
    let own = chat.asks::<GetTalkSummary>(ROSE, Call::query(PeriodQuery::default())).await.expect("her own");
    assert_eq!((own.days[0].mood, own.days[0].messages), (None, 2));
    let emotions = chat.asks::<GetEmotionHistory>(ROSE, Call::query(PeriodQuery::default())).await;
    assert!(emotions.expect("her own").days.is_empty());
}

#[tokio::test]
async fn a_turns_record_is_for_those_who_may_read_its_words_and_goes_with_a_redaction() {
    let chat = Chat::new().await;
    let id = chat.begins(ROSE).await;
    let record = serde_json::json!({ "plan": { "rule": "told" } });
    let mut turns = Vec::new();
    for words in ["My roses are out", "The white ones too"] {
        let key: kernel::TurnId = chat.house.sources.id();
        let opening = chat.opening(words, Level::None, None);
        let opened = chat.opens(id, &key.to_string(), opening).await.expect("opens");
        let mut closing = chat.closing("I hear you.");
        closing.record = api::Opaque::of(&record);
        chat.closes(id, opened.turn_id, closing).await.expect("closes");
        turns.push(opened);
    }
    let ask = |turn: kernel::TurnId, of: ConversationId| TurnByIds { conversation_id: of, turn_id: turn };
    let first = ask(turns[0].turn_id, id);
    let kept = chat.asks::<GetTurnRecord>(ROSE, Call::path(first.clone())).await.expect("her own");
    assert_eq!((kept.message.expose(), kept.message_id), ("My roses are out", turns[0].message_id));
    assert_eq!(kept.reply.as_ref().map(Words::expose), Some("I hear you."));
    assert_eq!(kept.record.and_then(|record| record.read::<serde_json::Value>()), Some(record));
    for who in [OTHER_RESIDENT, NURSE, NURSE_ELSEWHERE, RELATIVE] {
        let refused = chat.asks::<GetTurnRecord>(who, Call::path(first.clone())).await;
        assert!(refused.expect_err("not theirs").is(api::codes::NOT_FOUND));
    }
    // A turn of another conversation under this one's name is not there.
    let other = chat.begins(ROSE).await;
    let wrong = chat.asks::<GetTurnRecord>(ROSE, Call::path(ask(turns[0].turn_id, other))).await;
    assert!(wrong.expect_err("not of it").is(api::codes::NOT_FOUND));
    // What is redacted could live on in the state of every later turn.
    chat.redacts(ROSE, &at(id, turns[0].message_id)).await.expect("her own");
    for turn in &turns {
        let kept = chat.asks::<GetTurnRecord>(ROSE, Call::path(ask(turn.turn_id, id))).await.expect("reads");
        assert!(kept.record.is_none());
    }
}
