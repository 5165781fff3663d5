//! Goodbyes without a hook, people named seldom and once, a break after a long talk, and what the law asks.

use content::model::Act;
use content::text::word_count;
use content_safety_api::Language;

use super::super::plan::{NoticeReason, Words};
use super::super::{Effect, Route};
use super::support::Talk;

#[test]
fn a_goodbye_is_short_asks_nothing_and_holds_nobody() {
    for (language, goodbyes) in [
        (Language::En, ["Good night", "bye", "I will rest now", "I have to go", "That is all for today"]),
        (
            Language::Es,
            ["Buenas noches", "adiós", "Voy a descansar", "Me voy a dormir", "Eso es todo por hoy"],
        ),
    ] {
        for seed in 0..24 {
            for goodbye in goodbyes {
                let mut talk = Talk::new(language, seed);
                talk.say(if language == Language::En { "I am so lonely" } else { "Me siento muy sola" });
                let said = talk.say(goodbye);
                assert_eq!(said.plan.rule, "goodbye", "`{goodbye}` gave `{}`", said.text);
                assert!(word_count(&said.text) <= 25 && !said.text.contains('?'), "{}", said.text);
                assert!(said.effects.contains(&Effect::Closed) && talk.state().stack.is_empty());
            }
        }
    }
}

#[test]
fn people_are_suggested_in_a_lonely_talk_and_at_most_once_in_five_turns() {
    let lonely = [
        "I am so lonely",
        "Nobody calls me",
        "No, just talk",
        "The evenings are so long",
        "I sit here alone",
        "I feel so lonely",
        "No visitors again",
        "Nobody comes to see me",
        "I am all alone",
        "Sundays are lonely",
        "Nobody calls me any more",
        "It is so quiet, I am alone",
        "I am lonely again",
        "No one visits",
    ];
    for seed in 0..12 {
        let mut talk = Talk::new(Language::En, seed);
        let mut suggested = Vec::new();
        for (turn, message) in lonely.iter().enumerate() {
            let said = talk.say(message);
            if said.plan.acts().any(|act| act == Act::ConnectHuman) {
                suggested.push(turn);
            }
        }
        assert!(!suggested.is_empty(), "seed {seed}: nobody was suggested");
        assert!(suggested.windows(2).all(|pair| pair[1] - pair[0] >= 5), "seed {seed}: {suggested:?}");
    }
}

#[test]
fn a_break_is_suggested_once_after_a_long_talk_or_many_long_ones() {
    for (minutes, sessions, told) in [(44, 0, false), (45, 0, true), (5, 2, false), (5, 3, true)] {
        let mut talk = Talk::new(Language::En, 3);
        talk.template.time.session_minutes = minutes;
        talk.template.time.long_sessions_today = sessions;
        let said = talk.say("It rained today");
        assert_eq!(said.plan.rule == "long_session", told, "{minutes} {sessions}: {}", said.text);
        assert!(!said.text.contains('?') || !told);
        assert_ne!(talk.say("I like the rain").plan.rule, "long_session", "once");
    }
}

#[test]
fn the_notice_comes_as_the_place_and_the_age_ask() {
    for (place, minor, minutes, due) in [
        ("us-ny", false, 179, false),
        ("us-ny", false, 180, true),
        ("us-wa", true, 59, false),
        ("us-wa", true, 60, true),
        ("us-wa", false, 60, false),
        ("us-wa", false, 180, true),
        ("us-or", true, 60, true),
        ("nowhere", true, 60, true),
        ("nowhere", false, 60, false),
        ("nowhere", false, 180, true),
    ] {
        let mut talk = Talk::new(Language::En, 3);
        talk.template.place = place.to_owned();
        talk.template.profile.minor = minor;
        talk.template.time.minutes_since_notice = Some(minutes);
        let said = talk.say("It rained today");
        let told = said
            .effects
            .iter()
            .any(|effect| matches!(effect, Effect::Disclosed { reason: NoticeReason::Interval, .. }));
        assert_eq!(told, due, "{place} {minor} {minutes}");
    }
}

#[test]
fn where_emotion_may_not_be_inferred_a_loss_is_met_by_its_content_alone() {
    let feels = |place: &str, message: &str| {
        let mut talk = Talk::new(Language::En, 14);
        talk.template.place = place.to_owned();
        let said = talk.say(message);
        assert!(said.plan.acts().any(|act| act == Act::ReflectContent), "{}", said.text);
        said.plan.acts().any(|act| act == Act::ReflectFeeling)
    };
    assert!(feels("us-ca", "My husband Tom died"));
    assert!(!feels("us-il", "My husband Tom died"));
    assert!(feels("us-il", "My husband Tom died and I am so sad"), "what is named is met");
}

#[test]
fn where_the_law_permits_company_alone_no_technique_is_offered_and_danger_is_answered_all_the_same() {
    const OFF: [&str; 8] = [
        "breathing",
        "small_plan",
        "solving",
        "sleep",
        "questionnaire",
        "daily_check_in",
        "good_thing",
        "agree_daily",
    ];
    // What is more than company in the replies to all this: cards, and flows that are off.
    let more = |place: &str| -> Vec<String> {
        let mut found = Vec::new();
        for words in [
            "Help me calm down",
            "I want to solve a problem",
            "I cannot sleep",
            "I feel so lonely",
            "I am so lonely here. What can I do about it?",
            "Can you give me some advice for my knees?",
            "Check in with me every day",
        ] {
            let mut talk = Talk::new(Language::En, 5);
            talk.template.place = place.to_owned();
            for _ in 0..4 {
                let said = talk.say(words);
                found.extend(
                    said.plan
                        .flow
                        .iter()
                        .map(|(flow, _)| flow.clone())
                        .filter(|flow| OFF.contains(&flow.as_str())),
                );
                found.extend(said.plan.pieces.iter().filter_map(|piece| match &piece.words {
                    Words::Card { card, .. } => Some(format!("card {card}")),
                    _ => None,
                }));
                assert!(!said.text.trim().is_empty(), "{place}: {words}");
            }
        }
        found
    };
    let there = more("us-ca");
    assert!(
        there.iter().any(|one| one.starts_with("card ")) && there.iter().any(|one| one == "breathing"),
        "{there:?}"
    );
    for place in ["us-il", "us-me", "us-nv"] {
        assert_eq!(more(place), Vec::<String>::new(), "{place}");
        let mut talk = Talk::new(Language::En, 5);
        talk.template.place = place.to_owned();
        let said = talk.say("I want to kill myself");
        assert!(said.plan.route == Route::Crisis && said.text.contains("988"), "{place}: {}", said.text);
    }
}

#[test]
fn in_danger_a_goodbye_does_not_end_it() {
    let mut talk = Talk::new(Language::En, 3);
    talk.say("I want to kill myself");
    let said = talk.say("Goodbye");
    assert_eq!(said.plan.route, Route::Crisis, "{}", said.text);
}
