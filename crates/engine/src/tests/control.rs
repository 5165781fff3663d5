//! What must work in every state within one turn; what the law asks at the start; what is left when the state is
//! gone.

use std::collections::BTreeSet;

use content::library;
use content::model::{Act, Mobility, Relation};
use content_safety_api::{EmotionLabel, EmotionScore, Language};

use super::super::plan::NoticeReason;
use super::super::{Effect, Route, render, turn};
use super::support::{TODAY, Talk, fact};

/// Messages that lead into states of all kinds.
const WAYS_IN: [&[&str]; 9] = [
    &[],
    &["I am so lonely"],
    &["I am so lonely", "Nobody to talk to", "It is long like this", "yes"],
    &["I am so lonely", "Nobody to talk to", "It is long like this", "yes", "the first"],
    &["My wife Ruth died", "She was kind"],
    &["I am worried", "I worry a lot", "The worry stays with me"],
    &["I cannot sleep", "What can I do about it?"],
    &["xkq zrt", "brrt grmpf"],
    &["I am so lonely", "You don't listen"],
];

/// A message and the row that must answer it.
const CONTROLS: [(&str, &str); 12] = [
    ("Stop", "stop"),
    ("Something else please", "other_topic"),
    ("What did you say?", "repeat"),
    ("I want to talk to a real person", "person"),
    ("Are you human?", "ai"),
    ("What do you know about me?", "memory"),
    ("Good night", "goodbye"),
    ("Do I have dementia?", "medical"),
    ("Can you speak Spanish", "spanish"),
    ("Who can read this?", "privacy"),
    ("", "empty"),
    ("Forget everything", "forget"),
];

#[test]
fn every_control_act_works_in_every_state_within_one_turn() {
    for way in WAYS_IN {
        for (message, row) in CONTROLS {
            let mut talk = Talk::new(Language::En, 17);
            for step in way {
                talk.say(step);
            }
            let said = talk.say(message);
            assert_eq!(said.plan.rule, row, "`{message}` after {way:?} gave `{}`", said.text);
            assert!(said.breaches.is_empty(), "`{message}` after {way:?}: {:?}", said.breaches);
            if matches!(row, "stop" | "goodbye") {
                assert!(talk.state().stack.is_empty() && talk.state().open.is_none(), "{row} after {way:?}");
            }
        }
    }
}

#[test]
fn a_digression_leaves_the_open_question_open() {
    let mut talk = Talk::new(Language::En, 17);
    for message in WAYS_IN[2] {
        talk.say(message);
    }
    assert_eq!(talk.say("Are you human?").plan.rule, "ai");
    let said = talk.say("the first");
    assert_eq!(said.plan.flow, Some(("small_plan".to_owned(), "when".to_owned())), "{}", said.text);
}

#[test]
fn the_opening_greets_discloses_and_asks_once() {
    for language in [Language::En, Language::Es] {
        let mut talk = Talk::new(language, 2);
        talk.template.time.minutes_since_notice = None;
        talk.template.time.days_since_last_use = None;
        let said = talk.open();
        let acts: Vec<Act> = said.plan.pieces.iter().map(|piece| piece.act).collect();
        assert_eq!(acts, [Act::Greet, Act::DiscloseAi, Act::Inform, Act::AskOpen]);
        assert!(
            said.effects
                .iter()
                .any(|effect| { matches!(effect, Effect::Disclosed { reason: NoticeReason::Start, .. }) })
        );
        assert_eq!(said.plan.questions(), 1);
    }
}

#[test]
fn a_returning_resident_is_told_at_most_one_thing_that_was_kept_and_never_a_death() {
    let mut talk = Talk::new(Language::En, 2);
    let fact = |id: &str, relation, value: &str| fact(id, relation, value, Language::En);
    talk.template.facts = vec![
        fact("a", Relation::Died, "your husband Tom"),
        fact("b", Relation::Likes, "gardening"),
        fact("c", Relation::Kin, "your daughter Anna"),
    ];
    let said = talk.open();
    assert_eq!(said.plan.acts().filter(|act| *act == Act::Recall).count(), 1);
    assert!(!said.text.contains("Tom"), "{}", said.text);
    talk.template.consent.memory = false;
    assert!(talk.open().plan.acts().all(|act| act != Act::Recall));
}

#[test]
fn a_lost_state_answers_a_crisis_from_the_top_of_its_ladder() {
    let mut talk = Talk::new(Language::En, 8);
    talk.say("I want to die");
    talk.say("yes");
    talk.state = None;
    let said = talk.say("I want to kill myself tonight");
    assert_eq!(said.plan.route, Route::Crisis);
    assert!(safety_rules::ladder::is_fixed_reply(&said.text));
    assert!(said.effects.iter().any(|effect| matches!(effect, Effect::Alert(_))));
}

#[test]
fn a_crisis_is_answered_the_same_whatever_runs() {
    for way in WAYS_IN {
        let mut talk = Talk::new(Language::En, 21);
        for step in way {
            talk.say(step);
        }
        let said = talk.say("I have a plan to kill myself tonight");
        assert_eq!(said.plan.route, Route::Crisis, "after {way:?}");
        assert!(safety_rules::ladder::is_fixed_reply(&said.text), "after {way:?}: {}", said.text);
        assert!(talk.state().open.is_none() && talk.state().card.is_none());
    }
}

#[test]
fn nobody_who_died_is_spoken_of_as_living() {
    let mut talk = Talk::new(Language::En, 12);
    talk.say("My brother Jim died in March");
    for message in ["My brother Jim visited every Sunday", "My brother never calls", "I am worried about Jim"]
    {
        let said = talk.say(message);
        let living = ["frame.visit", "frame.no_visit", "frame.worried_about", "frame.expects"];
        let spoken = said.plan.pieces.iter().any(|piece| match &piece.words {
            super::super::plan::Words::Line(line) => living.contains(&line.pool.as_str()),
            _ => false,
        });
        assert!(!spoken, "`{message}` gave `{}`", said.text);
    }
}

#[test]
fn surnames_towns_and_numbers_are_never_said_back() {
    let mut talk = Talk::new(Language::En, 13);
    for (message, secret) in [
        ("My daughter Anna Kowalski visited me", "Kowalski"),
        ("My son lives in Springfield", "Springfield"),
        ("I live in room 214 with my friend Rose", "214"),
        ("My phone number is 555 0134", "555"),
        ("My friend Mr. Abernathy died", "Abernathy"),
    ] {
        let said = talk.say(message);
        assert!(!said.text.contains(secret), "`{message}` gave `{}`", said.text);
    }
}

#[test]
fn what_is_not_so_is_not_mirrored_as_so() {
    let wrong = [
        ("My husband did not die", "lost"),
        ("My neighbor's husband died", "your husband"),
        ("If my wife died I would be lost", "without your wife"),
        ("I do not like knitting", "enjoy"),
        ("I dreamed my son died", "You lost your son"),
        ("My daughter is sad", "That sounds sad"),
    ];
    for (message, words) in wrong {
        for seed in 0..12 {
            let said = Talk::new(Language::En, seed).say(message);
            assert!(!said.text.contains(words), "`{message}` gave `{}`", said.text);
        }
    }
}

#[test]
fn where_the_law_bars_it_no_feeling_is_inferred() {
    let feels = |place: &str| {
        let mut talk = Talk::new(Language::En, 14);
        talk.template.place = place.to_owned();
        talk.template.emotions = vec![EmotionScore { label: EmotionLabel::Sadness, score: 0.9 }];
        talk.say("The funeral was on Monday").plan.acts().any(|act| act == Act::ReflectFeeling)
    };
    assert!(feels("us-ca"));
    assert!(!feels("us-il"));
}

#[test]
fn the_simple_profile_gets_short_replies() {
    let mut talk = Talk::new(Language::En, 15);
    talk.template.profile.simple = true;
    for message in ["I am so sad, my garden is gone", "My husband Tom died", "I feel so lonely and tired"] {
        let said = talk.say(message);
        assert!(content::text::word_count(&said.text) <= 35, "{}", said.text);
    }
}

#[test]
fn a_card_that_does_not_fit_is_not_told() {
    let mut talk = Talk::new(Language::En, 16);
    talk.template.profile.sees = Some(false);
    talk.say("I look at the photos every day");
    let said = talk.say("What can I do with them?");
    let shown: Vec<&String> = talk.state().cards.iter().map(|(card, _)| card).collect();
    assert!(!shown.iter().any(|card| *card == "photograph"), "{}", said.text);
    let mut lying = Talk::new(Language::En, 16);
    lying.template.profile.mobility = Some(Mobility::Lying);
    lying.say("I would like to exercise");
    lying.say("Any ideas?");
    assert!(!lying.state().cards.iter().any(|(card, _)| card == "chair_movement"));
}

#[test]
fn an_expired_card_is_not_told() {
    let mut talk = Talk::new(Language::En, 16);
    talk.template.time.day = TODAY + 4_000;
    talk.say("I cannot sleep");
    let said = talk.say("What can I do about it?");
    assert_eq!(said.plan.route, Route::Guided, "{}", said.text);
}

#[test]
fn the_same_turn_in_another_conversation_says_other_words() {
    let texts: BTreeSet<String> =
        (0..20).map(|seed| Talk::new(Language::En, seed).say("I am so sad today").text).collect();
    assert!(texts.len() > 8, "{} wordings for twenty residents", texts.len());
}

#[test]
fn the_engine_reads_no_clock_and_throws_no_dice() {
    let mut talk = Talk::new(Language::En, 19);
    talk.say("My garden was beautiful");
    let before = talk.state.clone();
    let mut input = talk.template.clone();
    input.text = "I miss it".to_owned();
    let first = turn(before.as_ref(), &input, library());
    for _ in 0..5 {
        let again = turn(before.as_ref(), &input, library());
        assert!(again == first);
        assert_eq!(render(&again.1, library()), render(&first.1, library()));
    }
}

/// ai-gateway holds back whatever the guard names, so a line that it names would never be heard.
#[test]
fn every_line_and_every_card_passes_the_guard() {
    let mut named = Vec::new();
    let mut judge = |place: String, text: &str| {
        named.extend(
            safety_rules::guard(text).into_iter().map(|found| format!("{place}: {} in `{text}`", found.code)),
        );
    };
    for language in [Language::En, Language::Es] {
        for pool in library().pools() {
            for number in library().numbers(&pool.id) {
                let line = content::LineRef { pool: pool.id.clone(), number };
                let text = library().line(&line, language).expect("a line in every language");
                judge(line.to_string(), &text.replace(['{', '}'], ""));
            }
        }
        for card in library().cards() {
            let words = card.words(language);
            let parts = [&words.permission, &words.opening, &words.close, &words.follow_up];
            for text in parts.into_iter().chain(&words.steps) {
                judge(card.id.clone(), text);
            }
        }
    }
    assert!(named.is_empty(), "{}", named.join("\n"));
}

#[test]
fn every_pool_the_engine_names_is_there() {
    let sources = [
        include_str!("../agreed.rs"),
        include_str!("../answer.rs"),
        include_str!("../cards.rs"),
        include_str!("../choices.rs"),
        include_str!("../compose.rs"),
        include_str!("../facts.rs"),
        include_str!("../instrument.rs"),
        include_str!("../recall.rs"),
        include_str!("../flow.rs"),
        include_str!("../memory.rs"),
        include_str!("../lib.rs"),
        include_str!("../notice.rs"),
        include_str!("../policy.rs"),
        include_str!("../risk.rs"),
    ];
    let mut named = 0;
    for source in sources {
        for part in source.split("line(\"").skip(1).chain(source.split("Line(\"").skip(1)) {
            let pool = part.split('"').next().expect("a closing quote");
            named += 1;
            assert!(library().pool(pool).is_some(), "there is no pool `{pool}`");
        }
    }
    assert!(named > 20, "only {named} names were found");
}
