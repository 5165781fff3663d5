//! What a resident called their days: set straight, and forgotten, by them alone.

use std::sync::Arc;
use std::time::Duration;

use chat_history_api::{
    ByDate, CallDay, Called, CompanionChange, ForgetDay, GetTalkSummary, NewCalled, PeriodQuery,
};
use content_safety_api::Level;
use kernel::{ManualClock, Sources, SystemRandom, Timestamp, TurnId};

use crate::{Call, Chat, NURSE, OTHER_RESIDENT, Problem, RELATIVE, ROSE, person};

impl Chat {
    /// A talk in which she calls the day something.
    async fn calls_it(&self, word: &str) {
        let id = self.begins(ROSE).await;
        let key: TurnId = self.house.sources.id();
        let opening = self.opening("It was a day", Level::None, None);
        let turn = self.opens(id, &key.to_string(), opening).await.expect("opens").turn_id;
        let changes = vec![CompanionChange::CheckedIn(word.to_owned())];
        let closing = chat_history_api::TurnClosing { changes, ..self.closing("I hear you.") };
        self.closes(id, turn, closing).await.expect("closes");
    }

    async fn called(&self, who: u128) -> Vec<(String, Option<String>)> {
        let query = PeriodQuery { patient_id: Some(person(ROSE)), days: Some(7) };
        let found = self.asks::<GetTalkSummary>(who, Call::query(query)).await.expect("may know");
        found.days.into_iter().map(|day| (day.date, day.called)).collect()
    }

    async fn sets_straight(&self, who: u128, date: &str, called: Called) -> Result<NewCalled, Problem> {
        let path = ByDate { date: date.to_owned() };
        self.asks::<CallDay>(who, Call::path_and_body(path, NewCalled { called })).await
    }
}

#[tokio::test]
async fn what_a_day_was_called_is_set_straight_and_forgotten_by_who_called_it() {
    // Four in the morning in Greenwich: the evening before, where she lives.
    let clock = ManualClock::at("2026-11-03T04:00:00Z".parse::<Timestamp>().expect("an instant"));
    let sources = Sources::new(clock.clone(), Arc::new(SystemRandom));
    let chat = Chat::over(chat_history::Config::default(), sources).await;
    chat.calls_it("good").await;
    clock.advance(Duration::from_secs(60));
    chat.calls_it("hard").await;
    clock.advance(Duration::from_secs(24 * 3_600));
    chat.calls_it("middling").await;
    let day = |date: &str, called: Option<&str>| (date.to_owned(), called.map(str::to_owned));
    let (first, second) = ("2026-11-02", "2026-11-03");
    assert_eq!(chat.called(ROSE).await, [day(first, Some("hard")), day(second, Some("middling"))]);
    chat.sets_straight(ROSE, first, Called::Good).await.expect("her own");
    for who in [ROSE, NURSE] {
        assert_eq!(chat.called(who).await, [day(first, Some("good")), day(second, Some("middling"))]);
    }
    for (who, date) in [(ROSE, "2026-11-04"), (ROSE, "nonsense"), (OTHER_RESIDENT, first)] {
        let refused = chat.sets_straight(who, date, Called::Hard).await.expect_err("nothing there");
        assert!(refused.is(api::codes::NOT_FOUND), "{who} {date}: {refused}");
    }
    for stranger in [NURSE, RELATIVE] {
        chat.sets_straight(stranger, first, Called::Hard).await.expect_err("not theirs to say");
    }
    let forget = || Call::<ForgetDay>::path(ByDate { date: first.to_owned() });
    chat.asks::<ForgetDay>(NURSE, forget()).await.expect_err("not theirs to take away");
    chat.asks::<ForgetDay>(ROSE, forget()).await.expect("her own");
    assert_eq!(chat.called(ROSE).await, [day(first, None), day(second, Some("middling"))]);
    assert!(chat.asks::<ForgetDay>(ROSE, forget()).await.is_err(), "there is nothing any more");
    for action in ["call", "forget"] {
        let event = &chat.logged(1, |event| event.action.as_str() == action && event.phi_accessed).await[0];
        assert_eq!(event.user_id, person(ROSE), "{action}");
    }
}
