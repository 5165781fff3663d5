//! A danger in corrected words, as the turn after it takes it up.

use api::Opaque;
use chat_history_api::{Risen, Route};
use content_safety_api::Level;
use safety_rules::ladder::{Answer, LadderAct, LadderState, LadderTurn, Question, is_fixed_reply, step};
use safety_rules::{History, Place, screen};

use crate::{Companion, of};

/// What chat-history leaves for the next turn when these words were put into a message.
fn left_by(companion: &Companion, words: &str) -> Risen {
    let found = screen(words, &History::default());
    let turn = LadderTurn {
        text: words,
        screening: &found,
        act: LadderAct::Tell,
        place: Place::parse("us"),
        language: None,
        key: 1,
        acknowledged: false,
        staff_reached: true,
        waiting: true,
        screener: false,
        answer: None,
    };
    let ladder = Opaque::of(&step(None, &turn).state);
    Risen { ladder, history: Opaque::of(&found.history), at: companion.house.sources.now() }
}

#[tokio::test]
async fn a_danger_in_corrected_words_is_gone_on_with_as_if_it_had_just_been_said() {
    let companion = Companion::new().await;
    companion.says("My roses are out").await.expect("answers");
    let calm = companion.says("Yes").await.expect("answers");
    assert_eq!(calm.route, Route::Guided);
    *of(&companion.fakes.risen) = Some(left_by(&companion, "I want to kill myself"));
    *of(&companion.fakes.words_changed) = true;
    let told = companion.says("Yes").await.expect("answers");
    assert_eq!(told.route, Route::Crisis, "{}", told.reply.expose());
    assert!(is_fixed_reply(told.reply.expose()), "{}", told.reply.expose());
    // The ladder went on by one turn, which the store is told, beside the engine's own state.
    let ladder = || -> LadderState {
        of(&companion.fakes.closed).last().expect("was closed").ladder.read().expect("is one")
    };
    let second = ladder();
    assert_eq!((second.turn, second.level), (2, Level::High));
    assert!(second.answers.iter().any(|(_, answer)| *answer == Answer::Yes), "{:?}", second.answers);
    assert!(of(&companion.fakes.opened).last().expect("was opened").words_forgotten, "and ends it");
    // From then on it is the engine's own.
    (*of(&companion.fakes.risen), *of(&companion.fakes.words_changed)) = (None, false);
    let told = companion.says("No").await.expect("answers");
    assert_eq!((told.route, ladder().turn), (Route::Crisis, 3));
}

#[tokio::test]
async fn the_rules_know_of_corrected_words_in_the_next_message() {
    let wish = "I wish I could go to sleep and never wake up";
    let pills = "How many pills are in a bottle";
    let companion = Companion::new().await;
    companion.says("My roses are out").await.expect("answers");
    assert_eq!(companion.says(pills).await.expect("answers").level, Level::None, "by itself");
    *of(&companion.fakes.risen) = Some(left_by(&companion, wish));
    assert!(companion.says(pills).await.expect("answers").level.needs_human(), "beside the wish");
}

#[tokio::test]
async fn a_state_that_cannot_be_read_is_no_reason_to_forget_what_was_asked() {
    let companion = Companion::new().await;
    *of(&companion.fakes.risen) = Some(left_by(&companion, "I want to kill myself"));
    let told = companion.says("Yes").await.expect("answers");
    assert_eq!(told.route, Route::Crisis);
    let ladder = of(&companion.fakes.closed).last().expect("was closed").ladder.read::<LadderState>();
    assert!(ladder.expect("is one").answer(Question::Thoughts).is_some());
}

#[tokio::test]
async fn a_turn_since_the_correction_is_not_gone_back_behind() {
    let companion = Companion::new().await;
    companion.says("My roses are out").await.expect("answers");
    let ladder = || -> LadderState {
        of(&companion.fakes.closed).last().expect("was closed").ladder.read().expect("is one")
    };
    let mut risen = left_by(&companion, "I wish I could go to sleep and never wake up");
    let mut low: LadderState = risen.ladder.read().expect("is one");
    assert_eq!(low.level, Level::Low);
    low.answers.push((Question::Means, Answer::Yes));
    risen.ladder = Opaque::of(&low);
    // Something graver is said in a turn that could not read of it.
    companion.says("I want to kill myself").await.expect("answers");
    let graver = ladder();
    let asked = graver.open.expect("asks");
    assert!(graver.level >= Level::High && asked != Question::Thoughts, "{asked:?}");
    *of(&companion.fakes.risen) = Some(risen);
    companion.says("Yes").await.expect("answers");
    let after = ladder();
    assert!(after.level >= graver.level && after.alerted >= graver.alerted, "{:?}", after.level);
    assert_eq!(after.answer(asked), Some(Answer::Yes), "what was asked last is what was answered");
    assert_eq!(after.answer(Question::Means), Some(Answer::Yes), "and what the correction brought is there");
}
