//! Danger in corrected words: heard with the talk around them, answered as if it had just been said, and no second danger
//! of an alert that is over.

use std::sync::Arc;
use std::time::Duration;

use api::{Opaque, Words};
use chat_history_api::{
    AcknowledgeAlert, AlertClosing, AlertOutcome, AlertState, ByAlert, ByConversation, ByMessage, CloseAlert,
    ConversationEvent, CorrectMessage, CorrectedMessage, Correction, EndConversation, MessagesQuery,
    NoteQuery, ReadAlert, RedactMessage, ReplyPlan, Route, Speaker, TakeOverAlert, TurnClosing, TurnOpening,
    codes,
};
use content_safety_api::Level;
use kernel::{ConversationId, ManualClock, Sources, SystemRandom, Timestamp};
use safety_rules::ladder::{Answer, LadderState, Part, Question, all_lines, is_fixed_reply};
use safety_rules::{History, screen};

use crate::{Call, Chat, NURSE, Problem, ROSE};

impl Chat {
    async fn puts(&self, at: &ByMessage, words: &str) -> Result<CorrectedMessage, Problem> {
        let body = Correction { content: Words::new(words) };
        self.asks::<CorrectMessage>(ROSE, Call::path_and_body(at.clone(), body)).await
    }

    /// What her last message is, after saying some.
    async fn after(&self, id: ConversationId, said: &[&str]) -> ByMessage {
        let mut last = None;
        for words in said {
            last = Some(self.says(id, words, Level::None).await);
        }
        ByMessage { conversation_id: id, message_id: last.expect("something was said") }
    }

    /// The ladder that the next turn takes up, if it does.
    async fn ladder(&self, id: ConversationId) -> Option<LadderState> {
        self.state(id).await.risen?.ladder.read()
    }

    /// A whole turn of somebody who read the state first, with what the ladder is after it.
    async fn knowing(&self, id: ConversationId, words: &str, ladder: Opaque) {
        self.asking(id, words, ladder, None).await;
    }

    /// The same, with a question of the ladder in its reply.
    async fn asking(&self, id: ConversationId, words: &str, ladder: Opaque, question: Option<Question>) {
        let state = self.state(id).await;
        let opening = self.opening(words, Level::None, Some(state.version));
        let opening = TurnOpening { words_forgotten: state.words_changed, ..opening };
        let opened = self.opens(id, words, opening).await.expect("opens");
        let line = all_lines().find(|line| question.is_some_and(|asked| line.part == Part::Question(asked)));
        let plan = ReplyPlan {
            line_ids: line.map(|line| line.id.to_owned()).into_iter().collect(),
            ..ReplyPlan::default()
        };
        let conversation_level = state.level;
        let closing = TurnClosing { ladder, conversation_level, plan, ..self.closing("I am here.") };
        self.closes(id, opened.turn_id, closing).await.expect("closes");
    }

    /// Somebody who said that they want to die, and to whether they might do it "no", where an alert was raised at that level:
    /// the "no".
    async fn denied_intent(&self, id: ConversationId) -> ByMessage {
        let said = self.after(id, &["My roses are out"]).await;
        self.puts(&said, DIE).await.expect("is heard");
        let mut ladder = self.ladder(id).await.expect("asks");
        assert_eq!((ladder.alerted, self.alerts(NURSE).await.len()), (Level::High, 1));
        ladder.answers = vec![(Question::Thoughts, Answer::Yes), (Question::Method, Answer::No)];
        ladder.open = Some(Question::Intent);
        self.asking(id, "No way", Opaque::of(&ladder), Some(Question::Intent)).await;
        ladder.answers.push((Question::Intent, Answer::No));
        (ladder.open, ladder.denials) = (None, 1);
        self.knowing(id, "No", Opaque::of(&ladder)).await;
        let all = self.reads(ROSE, id, MessagesQuery::default()).await.expect("reads");
        let no = all.iter().rev().find(|one| one.speaker == Speaker::Resident).expect("is there").message_id;
        ByMessage { conversation_id: id, message_id: no }
    }

    /// The note of an alert, as text.
    async fn note(&self, alert_id: kernel::AlertId) -> String {
        let path = ByAlert { alert_id };
        let read = self.asks::<ReadAlert>(NURSE, Call::path_and_query(path, NoteQuery::default())).await;
        serde_json::to_string(&read.expect("reads").note).expect("JSON")
    }
}

const MEANS: &str = "How many pills are in a bottle";
const WISH: &str = "I wish I could go to sleep and never wake up";
const DIE: &str = "I want to kill myself";

#[tokio::test]
async fn corrected_words_are_read_with_the_talk_before_them_and_with_what_was_said_since() {
    let chat = Chat::new().await;
    // In its place in the talk: the words alone say nothing.
    assert_eq!(screen("I would not mind that", &History::default()).level, Level::None);
    let id = chat.begins(ROSE).await;
    let said = chat.after(id, &["She went very quick", "The soup was good"]).await;
    let heard = chat.puts(&said, "I would not mind that").await.expect("her own");
    assert_eq!(heard.found, Level::Low, "after a death, it is a wish");
    // After what was said since: a question about pills is more beside a wish to die.
    let alone = screen(MEANS, &History::default()).level;
    let together = screen(MEANS, &screen(WISH, &History::default()).history).level;
    assert!(together > alone && together.needs_human(), "{alone:?} {together:?}");
    let id = chat.begins(ROSE).await;
    let first = chat.after(id, &["The soup was good"]).await;
    chat.says(id, WISH, Level::Low).await;
    let heard = chat.puts(&first, MEANS).await.expect("her own");
    assert_eq!((heard.found, heard.alerted), (together, true));
    // A talk of games takes nothing from a blow, and what the message itself said before is no talk before it.
    let id = chat.begins(ROSE).await;
    let said = chat.after(id, &["There is a man on my floor who plays chess.", "he wins"]).await;
    assert_eq!(chat.puts(&said, "he beats me every time").await.expect("her own").found, Level::None);
    let id = chat.begins(ROSE).await;
    let said = chat.after(id, &[WISH]).await;
    assert!(chat.puts(&said, MEANS).await.expect("her own").found < together);
}

#[tokio::test]
async fn a_danger_in_corrected_words_is_answered_in_the_conversation_and_its_ladder_goes_on() {
    let chat = Chat::new().await;
    let id = chat.begins(ROSE).await;
    let said = chat.after(id, &["My roses are out"]).await;
    let heard = chat.puts(&said, DIE).await.expect("is heard");
    let answer = heard.answer.expect("words, not only numbers");
    assert_eq!((answer.speaker, answer.route), (Speaker::Companion, Some(Route::Crisis)));
    assert!(is_fixed_reply(answer.content.expose()), "{}", answer.content.expose());
    assert!(answer.content.expose().contains('?'), "one soft question");
    let all = chat.reads(ROSE, id, MessagesQuery::default()).await.expect("reads");
    let last = all.last().expect("is there");
    assert_eq!((last.message_id, last.place), (answer.message_id, 4), "a message of the conversation");
    // Whoever computes the next turn is told where the ladder stands, and what the rules know.
    let state = chat.state(id).await;
    let risen = state.risen.expect("to be taken up");
    assert_eq!(state.level, heard.found);
    assert!(risen.history.read::<History>().expect("is one").level >= Level::High);
    let ladder: LadderState = risen.ladder.read().expect("is one");
    assert_eq!((ladder.turn, ladder.level), (1, heard.found));
    assert!(ladder.open.is_some(), "its question waits for an answer");

    // Corrected once more it goes on from there, and so it does after a turn that took it up.
    let again = chat.puts(&said, "I want to kill myself tonight").await.expect("is heard");
    let second = chat.ladder(id).await.expect("goes on");
    assert_eq!(second.turn, 2);
    chat.knowing(id, "Yes", Opaque::of(&second)).await;
    assert!(chat.state(id).await.risen.is_none(), "it was taken up");
    assert_eq!(chat.state(id).await.level, again.found, "the level is the conversation's now");
    chat.puts(&said, "I want to kill myself with the pills").await.expect("is heard");
    assert_eq!(chat.ladder(id).await.expect("goes on").turn, 3);
}

#[tokio::test]
async fn a_danger_in_corrected_words_is_told_wherever_the_resident_is_and_once() {
    let chat = Chat::new().await;
    chat.has_sessions();
    let (earlier, now) = (chat.begins(ROSE).await, chat.begins(ROSE).await);
    let said = chat.after(earlier, &["My roses are out"]).await;
    let mut pages = [chat.watches(earlier).await.expect("hers"), chat.watches(now).await.expect("hers")];
    chat.puts(&said, "My red roses are out").await.expect("her own");
    let answer = chat.puts(&said, DIE).await.expect("is heard").answer.expect("words").content;
    chat.says(earlier, "Then", Level::None).await;
    chat.says(now, "Then", Level::None).await;
    for page in &mut pages {
        let mut told = Vec::new();
        loop {
            match page.next().await.expect("goes on").expect("is an event") {
                ConversationEvent::Danger { conversation_id, level, answer, .. } => {
                    told.push((conversation_id, level, answer.expect("words")));
                }
                ConversationEvent::Message(message) if message.content.expose() == "Then" => break,
                ConversationEvent::End { reason } => panic!("ended: {reason}"),
                _ => {}
            }
        }
        assert_eq!(told.len(), 1, "once");
        assert_eq!((told[0].0, told[0].2.expose()), (earlier, answer.expose()));
        assert!(told[0].1 >= Level::High);
    }
}

#[tokio::test]
async fn another_answer_to_a_question_of_the_ladder_is_heard_as_the_answer_it_is() {
    let chat = Chat::new().await;
    let id = chat.begins(ROSE).await;
    let said = chat.after(id, &["My roses are out"]).await;
    chat.puts(&said, "I want to die").await.expect("is heard");
    let first = chat.ladder(id).await.expect("asks");
    assert_eq!(first.open, Some(Question::Thoughts), "what the companion asked last");
    // She says no, and the ladder has it so.
    let mut denied = first.clone();
    (denied.open, denied.denials) = (None, 1);
    denied.answers.push((Question::Thoughts, Answer::No));
    chat.knowing(id, "No", Opaque::of(&denied)).await;
    let all = chat.reads(ROSE, id, MessagesQuery::default()).await.expect("reads");
    let no = all.iter().rev().find(|one| one.speaker == Speaker::Resident).expect("is there").message_id;
    let no = ByMessage { conversation_id: id, message_id: no };
    // The same in other words is no sign, and words that answer nothing are none either.
    for same in ["No.", "My roses"] {
        let calm = chat.puts(&no, same).await.expect("her own");
        assert!(calm.found == Level::None && calm.answer.is_none(), "{same}");
    }
    let heard = chat.puts(&no, "Yes").await.expect("is heard");
    assert!(heard.found > Level::None && heard.answer.is_some(), "{:?}", heard.found);
    assert!(heard.resources.iter().any(|line| line.contact.as_deref() == Some("988")));
    let ladder = chat.ladder(id).await.expect("goes on");
    assert_eq!((ladder.answer(Question::Thoughts), ladder.denials), (Some(Answer::Yes), 0));
    assert!(ladder.open.is_some(), "and asks on");
}

#[tokio::test]
async fn nothing_takes_a_danger_away_before_a_turn_has_taken_it_up() {
    let chat = Chat::new().await;
    let id = chat.begins(ROSE).await;
    let said = chat.after(id, &["My roses are out"]).await;
    // A turn is being answered in calm words: it is cut, as it is for a message.
    let state = chat.state(id).await;
    let opening = chat.opening("And the tea?", Level::None, Some(state.version));
    let open = chat.opens(id, "open", opening).await.expect("opens");
    chat.puts(&said, DIE).await.expect("is heard");
    let late = chat.closes(id, open.turn_id, chat.closing("A lovely tea.")).await;
    assert!(late.expect_err("was cut").is(codes::TURN_CLOSED));
    assert!(chat.ladder(id).await.is_some());
    // A turn that did not read it, and words that are taken back.
    chat.says(id, "Well", Level::None).await;
    assert!(chat.ladder(id).await.is_some() && chat.state(id).await.level >= Level::High);
    let redact = chat_history_api::NewRedaction { reason: chat_history_api::RedactionReason::AskedFor };
    chat.asks::<RedactMessage>(ROSE, Call::path_and_body(said, redact)).await.expect("her own");
    assert!(chat.ladder(id).await.is_some() && chat.state(id).await.level >= Level::High);
    let known = Opaque::of(&chat.ladder(id).await);
    chat.knowing(id, "No", known).await;
    assert!(chat.state(id).await.risen.is_none());
}

#[tokio::test]
async fn a_low_sign_brings_its_line_and_its_question_however_late_and_no_alert() {
    let clock = ManualClock::at(Timestamp::from_micros(1_700_000_000_000_000));
    let sources = Sources::new(clock.clone(), Arc::new(SystemRandom));
    let chat = Chat::over(chat_history::Config::default(), sources).await;
    chat.has_sessions();
    let id = chat.begins(ROSE).await;
    let mut page = chat.watches(id).await.expect("hers");
    let said = chat.after(id, &["She went very quick", "The soup was good"]).await;
    let end = Call::path(ByConversation { conversation_id: id });
    chat.asks::<EndConversation>(ROSE, end).await.expect("ends");
    clock.advance(Duration::from_secs(3_600));
    assert!(chat.puts(&said, "The soup was hot").await.expect_err("is late").is(codes::NOT_CORRECTABLE));
    let heard = chat.puts(&said, "I would not mind that").await.expect("is heard");
    assert_eq!((heard.found, heard.alerted), (Level::Low, false));
    assert!(heard.resources.iter().any(|line| line.contact.as_deref() == Some("988")));
    assert!(chat.alerts(NURSE).await.is_empty(), "no alert of a low sign");
    let asked = chat.ladder(id).await.expect("one soft question").open;
    assert_eq!(asked, Some(Question::Thoughts));
    let words = heard.answer.expect("words").content;
    assert!(is_fixed_reply(words.expose()));
    assert_eq!(chat.state(id).await.level, Level::Low);
    chat.says(id, "Yes", Level::None).await;
    // A page that is open has the question, however low the sign was: what she says next answers it.
    let mut told = Vec::new();
    loop {
        match page.next().await.expect("goes on").expect("is an event") {
            ConversationEvent::Danger { level, answer, .. } => told.push((level, answer.expect("words"))),
            ConversationEvent::Message(message) if message.content.expose() == "Yes" => break,
            ConversationEvent::End { reason } => panic!("ended: {reason}"),
            _ => {}
        }
    }
    assert_eq!(told.len(), 1, "once");
    assert_eq!((told[0].0, told[0].1.expose()), (Level::Low, words.expose()));
}

#[tokio::test]
async fn while_a_person_writes_the_companion_says_nothing_and_they_are_told() {
    let chat = Chat::new().await;
    let id = chat.begins(ROSE).await;
    chat.says(id, "I feel very low", Level::Medium).await;
    let said = chat.after(id, &["My roses are out"]).await;
    let alert = chat.alerts(NURSE).await[0].alert_id;
    chat.asks::<TakeOverAlert>(NURSE, Call::path(ByAlert { alert_id: alert })).await.expect("takes over");
    let heard = chat.puts(&said, DIE).await.expect("is heard");
    assert!(heard.answer.is_none() && heard.alerted && heard.found >= Level::High);
    let risen = chat.state(id).await;
    assert!(
        risen.level == heard.found && risen.risen.expect("is kept").ladder.read::<LadderState>().is_none()
    );
    assert_eq!(chat.alerts(NURSE).await[0].level, heard.found);
}

#[tokio::test]
async fn a_new_danger_in_a_message_of_a_closed_alert_is_a_new_alert_and_the_closed_one_stays_as_it_was() {
    let clock = ManualClock::at(Timestamp::from_micros(1_700_000_000_000_000));
    let sources = Sources::new(clock.clone(), Arc::new(SystemRandom));
    let chat = Chat::over(chat_history::Config::default(), sources).await;
    let id = chat.begins(ROSE).await;
    let message_id = chat.says(id, "I cannot go on", Level::High).await;
    let said = ByMessage { conversation_id: id, message_id };
    // The same message is one event of its alert, however often it is corrected.
    chat.puts(&said, DIE).await.expect("is heard");
    chat.puts(&said, "I want to kill myself today").await.expect("is heard");
    let get = |alert_id| {
        chat.asks::<ReadAlert>(NURSE, Call::path_and_query(ByAlert { alert_id }, NoteQuery::default()))
    };
    let first = chat.alerts(NURSE).await.remove(0);
    assert_eq!(first.event_count, 1);
    let note = Words::new("Sat with her");
    let closing = AlertClosing { outcome: AlertOutcome::ALL[0], note };
    let path = ByAlert { alert_id: first.alert_id };
    chat.asks::<CloseAlert>(NURSE, Call::path_and_body(path, closing)).await.expect("closes");
    let closed = serde_json::to_value(get(first.alert_id).await.expect("reads")).expect("JSON");
    clock.advance(Duration::from_secs(60));
    chat.puts(&said, "I still want to kill myself").await.expect("is heard");
    let open = chat.alerts(NURSE).await;
    assert_eq!((open.len(), open[0].state, open[0].event_count), (1, AlertState::Open, 1));
    assert!(open[0].alert_id != first.alert_id && open[0].message_id == message_id);
    assert_eq!(serde_json::to_value(get(first.alert_id).await.expect("reads")).expect("JSON"), closed);
    let own = get(open[0].alert_id).await.expect("reads");
    let own = serde_json::to_value(&own).expect("JSON").to_string();
    assert!(own.contains(&message_id.to_string()), "its own note cites its message: {own}");
}

#[tokio::test]
async fn a_no_that_becomes_a_yes_reaches_staff_whatever_was_alerted_before_and_its_note_says_so() {
    let chat = Chat::new().await;
    for closed in [true, false] {
        let id = chat.begins(ROSE).await;
        let no = chat.denied_intent(id).await;
        let alert = chat.alerts(NURSE).await.remove(0);
        let path = ByAlert { alert_id: alert.alert_id };
        if closed {
            let closing = AlertClosing { outcome: AlertOutcome::ALL[0], note: Words::new("She says no") };
            chat.asks::<CloseAlert>(NURSE, Call::path_and_body(path, closing)).await.expect("closes");
        } else {
            chat.asks::<AcknowledgeAlert>(NURSE, Call::path(path)).await.expect("takes it up");
        }
        let heard = chat.puts(&no, "Yes").await.expect("is heard");
        assert!(heard.alerted && heard.found >= Level::High && heard.answer.is_some(), "{:?}", heard.found);
        let open = chat.alerts(NURSE).await;
        assert_eq!((open.len(), open[0].level), (1, Level::High));
        assert_eq!(open[0].message_id, no.message_id);
        assert_eq!(
            (open[0].alert_id != alert.alert_id, open[0].event_count),
            (closed, if closed { 1 } else { 2 })
        );
        assert!(chat.state(id).await.level >= Level::High);
        let note = chat.note(open[0].alert_id).await;
        let ladder = chat.ladder(id).await.expect("goes on");
        assert_eq!(ladder.answer(Question::Intent), Some(Answer::Yes));
        assert!(note.contains("Might act on it: yes"), "{note}");
        let closing = AlertClosing { outcome: AlertOutcome::ALL[0], note: Words::new("Sat with her") };
        let path = ByAlert { alert_id: open[0].alert_id };
        chat.asks::<CloseAlert>(NURSE, Call::path_and_body(path, closing)).await.expect("closes");
    }
}

#[tokio::test]
async fn another_answer_beside_a_person_is_kept_and_told_and_nothing_is_said() {
    let chat = Chat::new().await;
    let id = chat.begins(ROSE).await;
    let no = chat.denied_intent(id).await;
    let alert_id = chat.alerts(NURSE).await[0].alert_id;
    chat.asks::<TakeOverAlert>(NURSE, Call::path(ByAlert { alert_id })).await.expect("takes over");
    let before = chat.reads(ROSE, id, MessagesQuery::default()).await.expect("reads").len();
    let heard = chat.puts(&no, "Yes").await.expect("is heard");
    assert!(heard.alerted && heard.answer.is_none() && heard.found >= Level::High, "{:?}", heard.found);
    assert_eq!(chat.reads(ROSE, id, MessagesQuery::default()).await.expect("reads").len(), before);
    let ladder = chat.ladder(id).await.expect("is kept");
    assert_eq!(
        (ladder.answer(Question::Intent), ladder.open),
        (Some(Answer::Yes), None),
        "nothing was asked"
    );
    assert!(chat.note(alert_id).await.contains("Might act on it: yes"));
    assert_eq!(chat.alerts(NURSE).await[0].event_count, 2);
}

#[tokio::test]
async fn the_same_words_again_are_done_once_and_bring_the_same_help() {
    let chat = Chat::new().await;
    let id = chat.begins(ROSE).await;
    let said = chat.after(id, &["My roses are out"]).await;
    chat.puts(&said, DIE).await.expect("is heard");
    let (state, all) = (chat.state(id).await, chat.reads(ROSE, id, MessagesQuery::default()).await);
    let again = chat.puts(&said, DIE).await.expect("is hers");
    assert_eq!(again.message.content.expose(), DIE);
    assert!(again.found >= Level::High && !again.alerted && again.answer.is_none());
    assert!(again.resources.iter().any(|line| line.contact.as_deref() == Some("988")));
    assert_eq!(chat.state(id).await.version, state.version, "nothing was written");
    let now = chat.reads(ROSE, id, MessagesQuery::default()).await.expect("reads").len();
    assert_eq!(now, all.expect("reads").len());
}

#[tokio::test]
async fn what_a_turn_that_is_cut_had_answered_is_not_lost() {
    let chat = Chat::new().await;
    let id = chat.begins(ROSE).await;
    let said = chat.after(id, &["My roses are out", "The soup was good"]).await;
    chat.puts(&said, "I want to die").await.expect("is heard");
    let asks = chat.ladder(id).await.expect("asks");
    assert_eq!(asks.open, Some(Question::Thoughts));
    chat.asking(id, "What?", Opaque::of(&asks), Some(Question::Thoughts)).await;
    // Her answer is being answered when she corrects what she had said before.
    let state = chat.state(id).await;
    let opening = chat.opening("Yes", Level::None, Some(state.version));
    chat.opens(id, "open", opening).await.expect("opens");
    let first = chat.reads(ROSE, id, MessagesQuery::default()).await.expect("reads");
    let first =
        first.iter().find(|one| one.content.expose() == "My roses are out").expect("is there").message_id;
    let first = ByMessage { conversation_id: id, message_id: first };
    chat.puts(&first, "I feel I am a burden to everybody").await.expect("is heard");
    let ladder = chat.ladder(id).await.expect("goes on");
    assert_eq!(ladder.answer(Question::Thoughts), Some(Answer::Yes));
    assert!(ladder.open.is_some_and(|open| open != Question::Thoughts), "{:?}", ladder.open);
}
