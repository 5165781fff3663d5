//! What becomes of the document with each change and by the clock.

use content_safety_api::Language;
use kernel::{ManualClock, SeededRandom};

use super::*;

const HOUR: Duration = Duration::from_secs(3_600);

struct World {
    clock: std::sync::Arc<ManualClock>,
    sources: Sources,
    zone: TimeZone,
    conversation: kernel::ConversationId,
    document: Document,
    left: Left,
}

impl World {
    /// 2026-11-27 02:30 in Greenwich: the evening before, half past nine, in New York.
    fn new() -> Self {
        let clock = ManualClock::at(Timestamp::from_micros(1_795_746_600_000_000));
        let sources = Sources::new(clock.clone(), SeededRandom::new(3));
        let zone = TimeZone::get("America/New_York").expect("is compiled in");
        let conversation = sources.id();
        Self { clock, sources, zone, conversation, document: Document::default(), left: Left::default() }
    }

    fn does(&mut self, change: CompanionChange) {
        let here =
            Here { conversation: self.conversation, now: self.sources.now(), kept_for: Some(HOUR * 24 * 90) };
        let around = Around { sources: &self.sources, zone: &self.zone, here };
        self.document.apply(change, &around, &mut self.left);
    }

    fn rings(&mut self) -> Vec<DueKind> {
        let rung = self.document.ring(self.sources.now(), &self.zone, &mut self.left);
        rung.into_iter().map(|due| due.kind).collect()
    }
}

fn fact(value: &str) -> NewFact {
    NewFact {
        subject: api::Words::default(),
        relation: "likes".to_owned(),
        value: api::Words::new(value),
        language: Language::En,
        day: 20_783,
        sensitivity: chat_history_api::Sensitivity::Plain,
        confirmed: false,
        expires: None,
        turn_id: Sources::system().id(),
        span: (0, 4),
    }
}

#[test]
fn what_has_a_last_day_is_gone_when_it_is_over_where_the_resident_is() {
    let mut world = World::new();
    world.does(CompanionChange::MemoryConsent(true));
    // The evening of the 26th in New York.
    let today = 20_783;
    world.does(CompanionChange::Remember(NewFact { expires: Some(today), ..fact("a cold") }));
    world.does(CompanionChange::Remember(fact("roses")));
    let known = |world: &World| world.document.known(world.sources.now(), &world.zone).facts.len();
    assert_eq!(known(&world), 2);
    world.clock.advance(HOUR);
    assert_eq!(known(&world), 2, "half past ten");
    let end = world.document.next_ring(&world.zone).expect("the clock is set for it");
    world.clock.set(end);
    assert_eq!(known(&world), 1, "not a moment longer");
    world.rings();
    assert_eq!(world.document.facts.len(), 1, "and it is kept no more");
    assert_eq!(world.document.next_ring(&world.zone), None);
}

#[test]
fn without_a_yes_nothing_is_remembered_and_never_more_than_there_may_be() {
    let mut world = World::new();
    world.does(CompanionChange::Remember(fact("roses")));
    assert!(world.document.facts.is_empty());
    world.does(CompanionChange::MemoryConsent(true));
    for number in 0..FACTS_MAX + 10 {
        world.does(CompanionChange::Remember(fact(&format!("thing {number}"))));
    }
    assert_eq!(world.document.facts.len(), FACTS_MAX);
    let first = world.document.facts[0].fact_id;
    world.does(CompanionChange::Forget(vec![first]));
    world.does(CompanionChange::Remember(fact(&"a".repeat(VALUE_CHARS_MAX + 1))));
    assert_eq!(world.document.facts.len(), FACTS_MAX - 1, "what is too long is not kept");
    world.does(CompanionChange::Remember(fact("thing 5")));
    assert_eq!(world.document.facts.len(), FACTS_MAX - 1, "nor twice");
    world.does(CompanionChange::MemoryConsent(false));
    world.does(CompanionChange::Remember(fact("pears")));
    assert_eq!(world.document.facts.len(), FACTS_MAX - 1);
}

#[test]
fn what_comes_each_day_comes_at_its_hour_there_and_goes_when_nobody_takes_it_up() {
    let mut world = World::new();
    world.does(CompanionChange::Daily { kind: DueKind::CheckIn, hour: 9 });
    assert_eq!(world.rings(), []);
    world.clock.advance(HOUR * 11);
    assert_eq!(world.rings(), [], "half past eight in the morning there");
    world.clock.advance(HOUR);
    assert_eq!(world.rings(), [DueKind::CheckIn]);
    assert_eq!(world.rings(), [], "once");
    assert_eq!(world.document.known(world.sources.now(), &world.zone).due.len(), 1);
    world.clock.advance(HOUR * 4);
    world.rings();
    assert!(world.document.known(world.sources.now(), &world.zone).due.is_empty(), "past its time");
    world.clock.advance(HOUR * 20);
    assert_eq!(world.rings(), [DueKind::CheckIn], "and the next day again");
    world.does(CompanionChange::DueTaken(DueKind::CheckIn));
    assert!(world.document.known(world.sources.now(), &world.zone).due.is_empty());
    assert_eq!(world.document.due.len(), 1, "tomorrow's");
    world.does(CompanionChange::DailyEnded);
    assert!(world.document.due.is_empty());
}

#[test]
fn that_a_safety_plan_was_offered_is_known_for_good() {
    let mut world = World::new();
    let offered = |world: &World| world.document.known(world.sources.now(), &world.zone).safety_plan_offered;
    assert!(!offered(&world));
    world.does(CompanionChange::PlanOffered);
    // What is turned down for a week is asked again after it; this is not.
    world.clock.advance(HOUR * 24 * 60);
    assert!(offered(&world));
}

#[test]
fn the_hour_is_that_of_the_clocks_on_the_days_that_they_are_changed() {
    let zone = TimeZone::get("America/New_York").expect("is compiled in");
    // The night to 2027-03-14 has no half past two; the one to 2026-11-01 has it twice.
    for (from, hour, there) in [
        (1_805_000_400_000_000_i64, 9, "2027-03-14T09:00:00"),
        (1_793_491_200_000_000, 9, "2026-11-01T09:00:00"),
        (1_805_000_400_000_000, 2, "2027-03-14T03:00:00"),
    ] {
        let at = next_at(Timestamp::from_micros(from), hour, &zone);
        let instant = jiff::Timestamp::from_microsecond(at.as_micros()).expect("an instant");
        assert_eq!(instant.to_zoned(zone.clone()).datetime().to_string(), there);
    }
}

#[test]
fn what_was_turned_down_is_left_alone_for_a_week() {
    let mut world = World::new();
    world.does(CompanionChange::Declined("daily".to_owned()));
    assert_eq!(world.document.known(world.sources.now(), &world.zone).declined, ["daily"]);
    world.clock.advance(HOUR * 24 * 7);
    assert!(world.document.known(world.sources.now(), &world.zone).declined.is_empty());
}

#[test]
fn after_a_crisis_it_is_asked_later_and_the_next_day() {
    let mut world = World::new();
    for hours in [2, 24] {
        let at = world.sources.now().plus(HOUR * hours);
        let what = api::Words::default();
        world.does(CompanionChange::Due { kind: DueKind::FollowUp, what, at });
    }
    world.clock.advance(HOUR * 2);
    assert_eq!(world.rings(), [DueKind::FollowUp]);
    world.does(CompanionChange::DueTaken(DueKind::FollowUp));
    world.clock.advance(HOUR * 22);
    assert_eq!(world.rings(), [DueKind::FollowUp]);
    world.does(CompanionChange::FollowedUp("worse".to_owned()));
    assert_eq!(world.left.notes, ["follow_up_worse"], "staff learn of it");
}

#[test]
fn a_follow_up_that_nobody_answers_is_told_to_staff_once_and_one_that_was_answered_is_not() {
    for answered in [false, true] {
        let mut world = World::new();
        for hours in [2, 24] {
            let at = world.sources.now().plus(HOUR * hours);
            world.does(CompanionChange::Due { kind: DueKind::FollowUp, what: api::Words::default(), at });
        }
        world.clock.advance(HOUR * 24);
        world.rings();
        if answered {
            world.does(CompanionChange::DueTaken(DueKind::FollowUp));
            world.does(CompanionChange::DueTaken(DueKind::FollowUp));
        }
        world.clock.advance(HOUR * 27);
        world.rings();
        assert!(world.left.notes.is_empty(), "the question of the next day is open still");
        world.clock.advance(HOUR * 24);
        world.rings();
        world.rings();
        let told: &[&str] = if answered { &[] } else { &["follow_up_missed"] };
        assert_eq!(world.left.notes, told);
    }
}

#[test]
fn a_plan_is_asked_about_once_and_the_oldest_is_forgotten_first() {
    let mut world = World::new();
    let agree = |world: &mut World, id: &str| {
        let at = world.sources.now().plus(HOUR * 24);
        world.does(CompanionChange::Due { kind: DueKind::CardBack, what: api::Words::new(id), at });
    };
    let due = |world: &World| -> Vec<String> {
        let known = world.document.known(world.sources.now(), &world.zone);
        known.due.iter().map(|due| due.what.expose().to_owned()).collect()
    };
    for id in ["a", "b", "a"] {
        agree(&mut world, id);
        world.clock.advance(Duration::from_secs(60));
    }
    assert!(due(&world).is_empty(), "not yet");
    world.clock.advance(HOUR * 24);
    assert_eq!(due(&world), ["b", "a"], "the oldest first, each once");
    world.does(CompanionChange::DueTaken(DueKind::CardBack));
    assert_eq!(due(&world), ["a"]);
    for id in ["1", "2", "3", "4"] {
        agree(&mut world, id);
    }
    assert_eq!(world.document.due.len(), 4, "what was agreed on long ago is forgotten");
    world.clock.advance(HOUR * 73);
    world.rings();
    assert!(world.document.due.is_empty(), "nobody is asked about it for ever");
}

#[test]
fn what_was_talked_about_needs_a_yes_and_the_clock_takes_it_away() {
    let mut world = World::new();
    let about = |id: &str| CompanionChange::Talked {
        topic: chat_history_api::TalkTopic { topic: id.to_owned(), name: api::Words::new(id) },
        day: 20_783,
    };
    world.does(about("music"));
    assert!(world.document.talks.is_empty());
    world.does(CompanionChange::MemoryConsent(true));
    world.does(about("music"));
    world.does(CompanionChange::Due {
        kind: DueKind::Reminder,
        what: api::Words::new("a song in the evening"),
        at: world.sources.now().plus(HOUR),
    });
    let known = world.document.known(world.sources.now(), &world.zone);
    assert_eq!((known.talks.len(), known.talks[0].agreed.len()), (1, 1));
    world.clock.advance(HOUR * 24 * 90);
    assert!(world.document.known(world.sources.now(), &world.zone).talks.is_empty(), "not a moment longer");
    assert!(
        world.document.next_ring(&world.zone).is_some_and(|at| at <= world.sources.now()),
        "the clock is set for it"
    );
    world.rings();
    assert!(world.document.talks.is_empty());
    world.does(about("music"));
    world.does(CompanionChange::ForgetTopics(vec!["music".to_owned()]));
    assert!(world.document.talks.is_empty());
}
