//! What is asked each day: set, changed and ended by the resident alone, due at its hour, and a no that is kept.

use std::sync::Arc;
use std::time::Duration;

use audit_logging_api::EventType;
use chat_history::Config;
use chat_history_api::{
    CompanionChange, Daily, DailyKind, Day, DueKind, EndDaily, GetDay, SetDaily, TurnClosing, codes,
};
use content_safety_api::Level;
use kernel::{ConversationId, ManualClock, Sources, SystemRandom, Timestamp, TurnId};

use crate::{Call, Chat, NURSE, OTHER_RESIDENT, Problem, RELATIVE, ROSE};

/// Three in the morning in New York.
const NIGHT: &str = "2027-01-15T08:00:00Z";
const MORNING: Daily = Daily { kind: DailyKind::GoodThing, hour: 9 };
const HOUR: Duration = Duration::from_secs(3_600);

impl Chat {
    async fn at_night() -> (Self, Arc<ManualClock>) {
        let clock = ManualClock::at(NIGHT.parse().expect("an instant"));
        (Self::over(Config::default(), Sources::new(clock.clone(), Arc::new(SystemRandom))).await, clock)
    }

    async fn sets(&self, who: u128, daily: Daily) -> Result<Day, Problem> {
        self.asks::<SetDaily>(who, Call::body(daily)).await
    }

    async fn ends_daily(&self, who: u128) -> Result<Day, Problem> {
        self.asks::<EndDaily>(who, Call::default()).await
    }

    async fn day_of(&self, who: u128) -> Day {
        self.asks::<GetDay>(who, Call::default()).await.expect("one's own")
    }

    /// What the companion is told is due now.
    async fn due(&self, id: ConversationId) -> Vec<DueKind> {
        self.state(id).await.known.due.iter().map(|due| due.kind).collect()
    }
}

fn at(day: &Day) -> Vec<(DueKind, Timestamp)> {
    day.items.iter().map(|item| (item.kind, item.at)).collect()
}

fn instant(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

#[tokio::test]
async fn what_is_asked_each_day_is_set_by_the_resident_due_at_its_hour_and_ended() {
    let (chat, clock) = Chat::at_night().await;
    let id = chat.begins(ROSE).await;
    let before = chat.day_of(ROSE).await;
    assert_eq!((before.daily, before.daily_offered, before.items.len()), (None, true, 0));
    assert!(!chat.state(id).await.known.daily_said, "nobody asked her");
    let day = chat.sets(ROSE, MORNING).await.expect("it is hers to set");
    assert_eq!(day.daily, Some(MORNING));
    assert_eq!(at(&day), [(DueKind::GoodThing, instant("2027-01-15T14:00:00Z"))], "at nine in New York");
    assert!(chat.due(id).await.is_empty() && chat.state(id).await.known.daily_said);
    clock.advance(HOUR * 6);
    assert_eq!(chat.due(id).await, [DueKind::GoodThing], "the companion asks");
    // The same again is no other time: what is due stays due.
    assert_eq!(at(&chat.sets(ROSE, MORNING).await.expect("sets")), at(&day));
    assert_eq!(chat.due(id).await, [DueKind::GoodThing]);
    // Another hour, today still: what was due is due no more, and it comes once.
    let evening = Daily { kind: DailyKind::CheckIn, hour: 19 };
    let day = chat.sets(ROSE, evening).await.expect("changes it");
    assert_eq!(
        (day.daily, at(&day)),
        (Some(evening), vec![(DueKind::CheckIn, instant("2027-01-16T00:00:00Z"))])
    );
    assert!(chat.due(id).await.is_empty());
    assert_eq!(chat.day_of(ROSE).await.daily, Some(evening), "and reads it back");
    // Midnight is an hour of the day.
    let midnight = Daily { kind: DailyKind::SlowBreath, hour: 0 };
    let day = chat.sets(ROSE, midnight).await.expect("sets");
    assert_eq!(at(&day), [(DueKind::SlowBreath, instant("2027-01-16T05:00:00Z"))]);
    for _ in 0..2 {
        let day = chat.ends_daily(ROSE).await.expect("it is hers to end");
        assert_eq!((day.daily, day.items.len()), (None, 0));
    }
    clock.advance(HOUR * 24);
    assert!(chat.due(id).await.is_empty(), "nothing is asked any more");
    assert!(chat.state(id).await.known.daily_said, "and that was said");
}

#[tokio::test]
async fn nobody_else_sets_it_no_hour_is_past_eleven_at_night_and_each_change_is_an_event() {
    let (chat, _) = Chat::at_night().await;
    for who in [NURSE, RELATIVE] {
        assert!(chat.sets(who, MORNING).await.expect_err("not theirs").is(api::codes::FORBIDDEN));
        assert!(chat.ends_daily(who).await.expect_err("not theirs").is(api::codes::FORBIDDEN));
    }
    let past = chat.sets(ROSE, Daily { hour: 24, ..MORNING }).await.expect_err("no such hour");
    assert!(past.is(api::codes::INVALID), "{past}");
    assert_eq!(past.errors.first().map(|error| error.field.as_ref()), Some("hour"));
    assert_eq!(chat.day_of(ROSE).await.daily, None);
    chat.sets(ROSE, Daily { hour: 23, ..MORNING }).await.expect("the last hour");
    chat.sets(OTHER_RESIDENT, MORNING).await.expect("his own");
    chat.ends_daily(ROSE).await.expect("ends");
    assert_eq!(chat.day_of(OTHER_RESIDENT).await.daily, Some(MORNING), "each their own");
    let of_daily = |event: &audit_logging_api::AuditEvent| {
        event.resource.as_str() == "daily" && event.event_type == EventType::PhiChange
    };
    let events = chat.logged(3, of_daily).await;
    let mut done: Vec<&str> = events.iter().map(|event| event.action.as_str()).collect();
    done.sort_unstable();
    assert_eq!(done, ["end", "set", "set"]);
    assert!(events.iter().all(|event| event.patient_id == Some(event.user_id)));
}

/// A no in the first conversation is an ending of what was never set.
#[tokio::test]
async fn a_no_to_being_asked_each_day_is_kept() {
    let (chat, clock) = Chat::at_night().await;
    let id = chat.begins(ROSE).await;
    let key: TurnId = chat.house.sources.id();
    let opened = chat.opens(id, &key.to_string(), chat.opening("No, thank you", Level::None, None)).await;
    let changes = vec![CompanionChange::DailyEnded];
    let closing = TurnClosing { changes, ..chat.closing("Then nothing each day.") };
    chat.closes(id, opened.expect("opens").turn_id, closing).await.expect("closes");
    // What is turned down for a week is asked again after it; this is not.
    clock.advance(HOUR * 24 * 60);
    let id = chat.begins(ROSE).await;
    assert!(chat.state(id).await.known.daily_said);
    assert_eq!(chat.day_of(ROSE).await.daily, None);
    // It is hers to take back.
    assert_eq!(chat.sets(ROSE, MORNING).await.expect("sets").daily, Some(MORNING));
}

#[tokio::test]
async fn where_the_law_leaves_the_companion_company_alone_nothing_is_set_and_what_was_set_can_be_ended() {
    let (mut chat, _) = Chat::at_night().await;
    chat.sets(ROSE, MORNING).await.expect("sets");
    chat.place = "us-il".to_owned();
    chat.starts().await;
    let day = chat.day_of(ROSE).await;
    assert_eq!((day.daily, day.daily_offered), (Some(MORNING), false));
    let refused = chat.sets(ROSE, Daily { hour: 10, ..MORNING }).await.expect_err("not there");
    assert!(refused.is(codes::DAILY_NOT_OFFERED), "{refused}");
    assert_eq!(chat.day_of(ROSE).await.daily, Some(MORNING), "nothing was changed");
    assert_eq!(chat.ends_daily(ROSE).await.expect("ends").daily, None);
}
