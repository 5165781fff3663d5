//! What is agreed for later, and what comes of it when it is due.

use content::model::{DueKind, Ritual};
use content_safety_api::{Language, Level};

use super::super::input::Due;
use super::super::{Effect, LocalTime, Mood, Route, Since};
use super::support::{Said, Talk};

fn opened(due: Due, language: Language) -> (Talk, Said) {
    let mut talk = Talk::new(language, 6);
    talk.template.due = Some(due);
    let said = talk.open();
    (talk, said)
}

fn has(said: &Said, effect: &Effect) -> bool {
    said.effects.contains(effect)
}

#[test]
fn a_conversation_opens_with_what_is_due() {
    for language in [Language::En, Language::Es] {
        for (due, flow) in [
            (Due::CheckIn, "daily_check_in"),
            (Due::Ritual(Ritual::GoodThing), "good_thing"),
            (Due::Ritual(Ritual::SlowBreath), "breathing"),
            (Due::FollowUp, "follow_up"),
        ] {
            let kind = due.kind().expect("a flow of its own");
            let (_, said) = opened(due, language);
            assert_eq!(said.plan.flow.as_ref().map(|(flow, _)| flow.as_str()), Some(flow));
            assert!(has(&said, &Effect::DueTaken(kind)));
            assert_eq!(said.plan.questions(), 1, "{}", said.text);
        }
        let (_, said) = opened(Due::Plan { activity: "x".to_owned() }, language);
        assert!(has(&said, &Effect::CheckBackDone) && said.plan.questions() == 1, "{}", said.text);
    }
}

#[test]
fn the_check_in_is_one_question_and_then_what_comes() {
    for (language, answer, mood) in [
        (Language::En, "not so good", Mood::Hard),
        (Language::En, "good", Mood::Good),
        (Language::En, "so so", Mood::Middling),
        (Language::Es, "mal", Mood::Hard),
        (Language::Es, "regular", Mood::Middling),
        (Language::Es, "muy bien", Mood::Good),
    ] {
        let (mut talk, said) = opened(Due::CheckIn, language);
        assert_eq!(said.plan.choices.len(), 3);
        let next = talk.say(answer);
        assert!(has(&next, &Effect::CheckedIn(mood)), "{answer}: {}", next.text);
    }
    let (mut talk, _) = opened(Due::CheckIn, Language::En);
    let said = talk.say("It is a hard day, my sister Rose died last night");
    assert!(has(&said, &Effect::CheckedIn(Mood::Hard)), "{}", said.text);
    assert_eq!(
        said.plan.flow.as_ref().map(|(flow, _)| flow.as_str()),
        Some("grief_day"),
        "what is told comes first"
    );
}

#[test]
fn after_a_crisis_worse_brings_the_ladder_and_better_does_not() {
    for (language, better, same, worse) in
        [(Language::En, "a bit better", "about the same", "worse"), (Language::Es, "mejor", "igual", "peor")]
    {
        let (mut talk, _) = opened(Due::FollowUp, language);
        let said = talk.say(worse);
        assert!(has(&said, &Effect::FollowedUp(Since::Worse)), "{}", said.text);
        assert_eq!(said.plan.route, Route::Crisis);
        assert!(safety_rules::ladder::is_fixed_reply(&said.text), "{}", said.text);
        assert!(talk.state().ladder.as_ref().is_some_and(safety_rules::ladder::LadderState::is_open));
        let (mut talk, _) = opened(Due::FollowUp, language);
        let said = talk.say(better);
        assert!(has(&said, &Effect::FollowedUp(Since::Better)), "{}", said.text);
        assert_eq!(said.plan.route, Route::Guided);
        let (mut talk, _) = opened(Due::FollowUp, language);
        let said = talk.say(same);
        assert!(has(&said, &Effect::FollowedUp(Since::Same)), "{}", said.text);
        assert!(said.effects.iter().any(|effect| matches!(effect, Effect::StaffNote(_))));
        let yes = if language == Language::En { "yes" } else { "sí" };
        assert!(has(&talk.say(yes), &Effect::PersonRequested));
    }
}

/// What the question after a crisis brings when it is better, in a world that is set first.
fn better(language: Language, set: impl Fn(&mut Talk)) -> (Talk, Said) {
    let mut talk = Talk::new(language, 17);
    set(&mut talk);
    talk.template.due = Some(Due::FollowUp);
    talk.open();
    talk.template.due = None;
    let said = talk.say(if language == Language::En { "a bit better" } else { "mejor" });
    (talk, said)
}

#[test]
fn a_safety_plan_is_offered_once_when_it_is_better_and_a_no_is_kept() {
    for (language, yes, name) in
        [(Language::En, "yes", "My safety plan"), (Language::Es, "sí", "Mi plan de seguridad")]
    {
        let (mut talk, said) = better(language, |_| ());
        assert_eq!((step(&said), said.plan.questions()), (("follow_up", "better"), 1), "{}", said.text);
        assert!(has(&said, &Effect::PlanOffered) && has(&said, &Effect::FollowedUp(Since::Better)));
        let said = talk.say(yes);
        assert!(step(&said).1 == "plan_where" && said.text.contains(name), "{}", said.text);
        let (mut talk, _) = better(language, |_| ());
        let said = talk.say("no");
        assert!(step(&said).1 == "plan_no" && said.plan.questions() == 0, "{}", said.text);
        // Offered is offered, whatever was answered; and who keeps one is only told that it is there.
        let (_, said) = better(language, |talk| talk.template.plan_offered = true);
        assert_eq!(step(&said).1, "better_ask", "{}", said.text);
        let (_, said) = better(language, |talk| talk.template.plan_kept = true);
        assert_eq!(step(&said).1, "better_kept", "{}", said.text);
        let place = if language == Language::En { "About me" } else { "Sobre mí" };
        assert!(said.text.contains(place) && !has(&said, &Effect::PlanOffered), "{}", said.text);
        // Where the law leaves the companion company alone it offers none.
        let (_, said) = better(language, |talk| talk.template.place = "us-il".to_owned());
        assert_eq!(step(&said).1, "better_ask", "{}", said.text);
    }
}

#[test]
fn no_safety_plan_is_offered_while_it_is_no_better_nor_near_a_danger_nor_after_a_high_one() {
    for word in ["about the same", "worse", "I would rather not say"] {
        let (mut talk, _) = opened(Due::FollowUp, Language::En);
        let said = talk.say(word);
        assert!(!has(&said, &Effect::PlanOffered), "{word}: {}", said.text);
    }
    // The same flow in the conversation of the danger: right after it, some turns later, and after a high one.
    let follow = |danger: &str, turns: usize| {
        let mut talk = Talk::new(Language::En, 17);
        talk.say(danger);
        for _ in 0..2 {
            talk.say("no");
        }
        // Somebody has seen to it: only then the ladder of a high one lets go of the talk.
        talk.template.acknowledged = turns > 8;
        for turn in 0..turns {
            talk.say(["The soup was good", "It rained in the night"][turn % 2]);
        }
        let ladder = talk.state().ladder.clone();
        assert!(ladder.is_some(), "it was a danger: {danger}");
        talk.template.due = Some(Due::FollowUp);
        talk.say("hello");
        talk.template.due = None;
        (talk.say("a bit better"), ladder)
    };
    let low = "Sometimes I wish I would not wake up";
    for turns in 0..3 {
        let (said, ladder) = follow(low, turns);
        assert!(!has(&said, &Effect::PlanOffered), "near, {turns}: {} {ladder:?}", said.text);
    }
    let (said, ladder) = follow(low, 8);
    assert!(has(&said, &Effect::PlanOffered), "rests: {} {:?} {ladder:?}", said.text, said.plan.reasons);
    let (said, ladder) = follow("I have saved up my pills and I want to kill myself tonight", 12);
    assert!(!has(&said, &Effect::PlanOffered), "a high one: {} {ladder:?}", said.text);
}

#[test]
fn a_reminder_has_a_time_that_a_clock_can_keep() {
    let mut talk = Talk::new(Language::En, 17);
    for message in ["I am so lonely", "Nobody to talk to", "It is long like this", "yes", "the first"] {
        talk.say(message);
    }
    let said = talk.say("tomorrow morning");
    let at = said.effects.iter().find_map(|effect| match effect {
        Effect::Reminder { at, .. } => Some(*at),
        _ => None,
    });
    assert_eq!(at, Some(LocalTime { days: 1, hour: 9 }), "{}", said.text);
}

#[test]
fn something_daily_is_agreed_with_its_hour_and_ended_with_a_word() {
    for (language, ask, what, when, end) in [
        (
            Language::En,
            "Can you ask me something every day?",
            "one good thing",
            "in the evening",
            "No more daily questions please",
        ),
        (
            Language::Es,
            "¿Me puede dar algo pequeño para cada día?",
            "una cosa buena",
            "por la noche",
            "Ya no me pregunte más cada día",
        ),
    ] {
        let mut talk = Talk::new(language, 4);
        let said = talk.say(ask);
        assert_eq!(said.plan.choices.len(), 3, "{}", said.text);
        talk.say(what);
        let said = talk.say(when);
        assert!(has(&said, &Effect::Daily { ritual: Ritual::GoodThing, hour: 19 }), "{}", said.text);
        let said = talk.say(end);
        assert!(has(&said, &Effect::DailyEnded), "{}", said.text);
    }
}

/// Somebody's first conversation, as far as the question whether something is kept, and what is answered to that.
fn welcomed(language: Language, set: impl FnOnce(&mut Talk), answer: &str) -> (Talk, Said) {
    let mut talk = Talk::new(language, 2);
    talk.template.time.days_since_last_use = None;
    talk.template.consent = crate::Consent::default();
    set(&mut talk);
    talk.open();
    talk.say(if language == Language::En { "Ruth" } else { "Rosa" });
    let said = talk.say(answer);
    (talk, said)
}

fn step(said: &Said) -> (&str, &str) {
    said.plan.flow.as_ref().map_or(("", ""), |(flow, step)| (flow.as_str(), step.as_str()))
}

#[test]
fn the_welcome_asks_once_whether_something_is_asked_each_day_and_a_no_is_kept() {
    for (language, yes, what, when) in [
        (Language::En, "yes", "one good thing", "in the evening"),
        (Language::Es, "sí", "una cosa buena", "por la noche"),
    ] {
        for (memory, at) in [(yes, "kept"), ("no", "not_kept")] {
            let (mut talk, said) = welcomed(language, |_| (), memory);
            assert_eq!((step(&said), said.plan.questions()), (("welcome", at), 1), "{}", said.text);
            assert_eq!(step(&talk.say(yes)), ("agree_daily", "what"));
            assert_eq!(step(&talk.say(what)), ("agree_daily", "when"));
            let said = talk.say(when);
            assert!(has(&said, &Effect::Daily { ritual: Ritual::GoodThing, hour: 19 }), "{}", said.text);
            let (mut talk, _) = welcomed(language, |_| (), memory);
            let said = talk.say("no");
            assert_eq!((step(&said), said.plan.questions()), (("welcome", "no_daily"), 1), "{}", said.text);
            assert!(has(&said, &Effect::DailyEnded), "a no is kept: {}", said.text);
            // With what is kept of it, not even another first conversation asks.
            let (_, said) = welcomed(language, |talk| talk.template.daily_said = true, memory);
            assert_eq!(step(&said), ("welcome", if memory == yes { "kept_begin" } else { "not_kept_begin" }));
        }
    }
}

#[test]
fn where_the_law_leaves_company_alone_the_welcome_asks_for_nothing_daily() {
    let (mut talk, said) = welcomed(Language::En, |talk| talk.template.place = "us-il".to_owned(), "yes");
    assert_eq!(step(&said), ("welcome", "kept_begin"), "{}", said.text);
    assert_ne!(step(&talk.say("yes")).0, "agree_daily");
}

/// Records of before it was known are the same bytes.
#[test]
fn what_was_never_said_of_something_daily_is_not_in_a_record() {
    let mut talk = Talk::new(Language::En, 2);
    let written = |talk: &Talk| serde_json::to_string(&talk.template).expect("serialises");
    assert!(!written(&talk).contains("daily_said"));
    let read: crate::Input = serde_json::from_str(&written(&talk)).expect("reads");
    assert!(!read.daily_said);
    talk.template.daily_said = true;
    assert!(written(&talk).contains("\"daily_said\":true"));
}

#[test]
fn what_comes_daily_does_not_break_into_what_runs_nor_into_danger() {
    let mut talk = Talk::new(Language::En, 4);
    talk.say("I want to tell my life story");
    talk.template.due = Some(Due::CheckIn);
    assert_ne!(talk.say("About my working life").plan.rule, "check_back");
    let mut risk = Talk::new(Language::En, 4);
    risk.say("I want to kill myself");
    risk.template.due = Some(Due::Ritual(Ritual::GoodThing));
    assert!(risk.state().level.level >= Level::High);
    assert_eq!(risk.say("It is raining").plan.route, Route::Crisis);
    assert!(risk.open().effects.iter().all(|effect| *effect != Effect::DueTaken(DueKind::Instrument)));
}

#[test]
fn a_chapter_is_kept_only_on_approval_and_in_the_residents_own_messages() {
    for (yes, kept) in [("yes", true), ("no", false)] {
        let mut talk = Talk::new(Language::En, 4);
        talk.say("I want to tell my life story");
        talk.say("My working life");
        let first = talk.say("I started in the mill when I was fourteen").input.turn;
        let second = talk.say("It was loud, and we sang").input.turn;
        talk.say("The foreman was a good man");
        let asked = talk.say("No, that is all");
        assert_eq!(asked.plan.flow, Some(("life_story".to_owned(), "ask_keep".to_owned())), "{}", asked.text);
        let said = talk.say(yes);
        let turns = said.effects.iter().find_map(|effect| match effect {
            Effect::SaveStory { theme, turns } => Some((theme.clone(), turns.clone())),
            _ => None,
        });
        assert_eq!(turns.is_some(), kept, "{}", said.text);
        if let Some((theme, turns)) = turns {
            assert_eq!(theme.as_deref(), Some("work"));
            assert_eq!(turns[..2], [first, second]);
        }
    }
}

#[test]
fn an_idea_of_ones_own_is_on_the_buttons_and_never_said_back() {
    let mut talk = Talk::new(Language::En, 4);
    talk.say("I have a problem");
    talk.say("The radiator bangs all night long");
    talk.say("Put a towel under it");
    let said = talk.say("Ask the janitor to bleed it");
    assert_eq!(said.plan.choices, ["Put a towel under it", "Ask the janitor to bleed it"]);
    assert!(!said.text.contains("towel"));
    talk.say("the second");
    let said = talk.say("tomorrow morning");
    assert!(!said.text.contains("janitor"), "{}", said.text);
    let reminds = said.effects.iter().any(
        |effect| matches!(effect, Effect::Reminder { what, .. } if what == "Ask the janitor to bleed it"),
    );
    assert!(reminds, "{}", said.text);
}
