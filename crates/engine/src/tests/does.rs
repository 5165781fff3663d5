//! What a message does among people is answered as that, and never where something weighs.

use content::library;
use content_safety_api::{Language, Level};
use social_actions::{Share, SocialAction};

use super::super::{Piece, Words, turn};
use super::support::{Said, Talk, pools};

fn said(language: Language, lines: &[&str]) -> Said {
    let mut talk = Talk::new(language, 7);
    let mut last = None;
    for line in lines {
        last = Some(talk.say(line));
    }
    last.expect("at least one")
}

#[test]
fn what_a_message_surely_does_is_answered() {
    for (language, line, pool) in [
        (Language::En, "right. well you are polite I will give you that", "does.praise"),
        (Language::En, "That dog of theirs is a darling, he puts his head on my knee", "does.fond"),
        (Language::En, "Let us not talk about that, pick something else", "does.decline"),
        (
            Language::En,
            "My daughter and I have not spoken since the wedding, we fell out over money",
            "does.strife",
        ),
        (Language::En, "She leaves me the last slice because she knows I like it", "does.kindness"),
        (Language::Es, "Mi nuera me trae sopa hecha por ella, sin que yo se la pida", "does.kindness"),
    ] {
        let said = said(language, &["Hello", line]);
        assert!(pools(&said).iter().any(|one| one == pool), "{line}: {} {:?}", said.text, said.input.actions);
    }
}

#[test]
fn a_leave_taking_late_in_a_talk_is_no_greeting_and_an_early_one_is() {
    let lines =
        ["Hello", "I was a baker", "The oven was warm", "It is raining", "Good afternoon to you, then."];
    let late = said(Language::En, &lines);
    assert_eq!(late.plan.rule, "does_leaving", "{}", late.text);
    assert!(!late.text.contains('?'), "no hook: {}", late.text);
    let early = said(Language::En, &["Good evening"]);
    assert_eq!(early.plan.rule, "greet", "{}", early.text);
}

#[test]
fn nothing_is_answered_by_what_it_does_while_something_weighs() {
    let fond = "That dog of theirs is a darling, he puts his head on my knee";
    let answered = |said: &Said| pools(said).iter().any(|pool| pool.starts_with("does."));
    assert!(answered(&said(Language::En, &["Hello", fond])), "on a light day");
    // The words hold what may be a danger, though no rule reads one.
    let grave = said(
        Language::En,
        &["Hello", "That dog of theirs is a darling, he puts his head on my knee and the pain goes"],
    );
    assert_eq!(grave.input.actions.first().map(|share| share.action), Some(SocialAction::Fond));
    assert!(!answered(&grave), "{}", grave.text);
    // The level of the conversation stands, and no row of the ladder fires.
    let mut talk = Talk::new(Language::En, 7);
    talk.say("Hello");
    let doubt = talk.say("I'm good for nothing now");
    assert_eq!(doubt.input.screening.level, Level::Low);
    let after = talk.say(fond);
    assert!(!answered(&after), "{} {}", after.text, after.reasons());
}

#[test]
fn where_the_law_bars_inference_no_feeling_is_read_from_an_action() {
    let line = "I only miss having a garden gate to lean on";
    let met = |place: &str| {
        let mut talk = Talk::new(Language::En, 7);
        talk.template.place = place.to_owned();
        talk.say("Hello");
        let said = talk.say(line);
        pools(&said).iter().any(|pool| pool == "does.longing")
    };
    assert!(met("us-ca"), "where it is allowed");
    assert!(!met("us-il"));
    // Nor is it in the record; and where a feeling is likeliest, what is likeliest but one is no reading of the message.
    let both = "oh we had a grand day, went to the sea in the minibus and had chips out of the paper";
    let read = |place: &str| {
        let mut talk = Talk::new(Language::En, 7);
        talk.template.place = place.to_owned();
        talk.say(both).input.actions
    };
    let allowed: Vec<bool> = read("us-ca").iter().map(|share| share.action.is_feeling()).collect();
    assert_eq!(allowed.first(), Some(&true), "a feeling first");
    assert!(allowed.contains(&false), "and something else after it");
    assert!(read("us-il").is_empty());
}

#[test]
fn a_message_is_read_without_the_names_in_it_and_not_at_all_when_it_is_long() {
    let read = |text: &str| -> Vec<Share> { said(Language::En, &["Hello", text]).input.actions };
    assert_eq!(read("My niece Anna brought me plums"), read("My niece Dmitri brought me plums"));
    let weights = said(Language::En, &["Hello", "My niece Anna brought me plums"]).input.action_weights;
    assert_eq!(weights, social_actions::WEIGHTS_VERSION, "what read it stands in the record");
    let long = "We had plums and it was lovely. ".repeat(20);
    assert!(read(&long).is_empty(), "it tells many things");
    let first = |text: &str| read(text).first().map(|share| share.action);
    assert_eq!(
        first("They put me to bed at seven like a child and laughed when I cried"),
        Some(SocialAction::Wronged)
    );
}

/// Lines by which actions are answered.
fn of_actions(said: &Said) -> Vec<String> {
    pools(said).into_iter().filter(|pool| pool.starts_with("does.")).collect()
}

#[test]
fn what_the_weights_of_danger_hear_and_what_is_foretold_is_not_answered_as_an_action() {
    // Each would be met by what it does, were it not for this: with a word for a plan, or for somebody who bears things.
    for (language, line, heard) in [
        (Language::En, "Before I get so I can't do it myself, I'll do it myself", true),
        (Language::En, "The porter makes me do things for cigarettes", true),
        (Language::En, "I shall not last till the harvest fair", false),
        (Language::En, "I will not live to see the new church roof", false),
        (Language::Es, "Para lo que me queda, que me pongan vino", false),
    ] {
        let greeting = if language == Language::En { "Hello" } else { "Hola" };
        let said = said(language, &[greeting, line]);
        assert!(!said.input.actions.is_empty(), "it is read: {line}");
        let screening = &said.input.screening;
        assert_eq!(screening.hint.is_some() || screening.level > Level::None, heard, "{line}");
        let light = |pool: &String| pool.starts_with("does.") || pool.starts_with("thing.");
        assert!(!pools(&said).iter().any(light), "{line}: {}", said.text);
    }
}

#[test]
fn in_grief_nothing_is_met_as_a_joke_or_an_assent_and_a_wrong_keeps_its_lines() {
    let mut talk = Talk::new(Language::En, 7);
    for line in ["Hello", "I miss my husband so much, he died in the spring", "yes, tell me"] {
        talk.say(line);
    }
    let grieved = talk.say("That is how it is, true enough");
    assert!(!of_actions(&grieved).contains(&"does.assent".to_owned()), "{}", grieved.text);
    let wronged = said(Language::En, &["Hello", "You people never come when I ring"]);
    assert!(!of_actions(&wronged).contains(&"does.scold".to_owned()), "{}", wronged.text);
}

#[test]
fn in_grief_no_row_of_a_joke_an_assent_or_a_modest_word_comes_before_its_flow() {
    for (line, rule) in [
        ("My memory's so bad I hide my own Easter eggs.", "does_joke"),
        ("It was only a wooden spoon I carved, nothing to make a fuss of.", "does_humble"),
        ("That is how it is, true enough", "does_assent"),
    ] {
        assert_eq!(said(Language::En, &["Hello", line]).plan.rule, rule, "elsewhere it does: {line}");
        let grief = "I miss my husband so much, he died in the spring";
        let grieved = said(Language::En, &["Hello", grief, line]);
        assert_eq!(grieved.plan.rule, "flow_on", "{line}: {}", grieved.text);
    }
}

#[test]
fn after_a_grief_was_answered_only_what_is_told_of_then_is_told_of_who_died() {
    let mut talk = Talk::new(Language::En, 7);
    talk.say("Hello");
    let grief = talk.say("I still save up things to tell her. Then I remember.");
    assert!(
        of_actions(&grief).contains(&"does.grief".to_owned()),
        "{} {:?}",
        grief.text,
        grief.input.actions
    );
    // Told of now, and read as nothing in particular.
    let fish = talk.say("They're all very nice here but the fish is grey");
    assert_eq!(pools(&fish), ["heard"], "{}", fish.text);
    for (line, death) in [("It was dead after a year", false), ("Him? Dead nine year", true)] {
        let told = said(Language::En, &["Hello", line]);
        assert_eq!(pools(&told).contains(&"died.then".to_owned()), death, "{line}: {}", told.text);
    }
}

#[test]
fn a_wrong_that_is_plainly_read_keeps_its_lines_against_a_rebuke_and_a_praise() {
    for (action, rule) in [(SocialAction::Scold, "does_scold"), (SocialAction::Praise, "does_praise")] {
        let answered = |text: &str| {
            let mut talk = Talk::new(Language::En, 5);
            let state = talk.say("Hello").state;
            let mut input = talk.template.clone();
            input.text = text.to_owned();
            input.actions = vec![Share { action, share: 0.97 }];
            let (_, plan, _) = turn(Some(&state), &input, library());
            plan
        };
        assert_eq!(answered("The robin sat on the sill all morning.").rule, rule, "it would be met as that");
        let wronged = answered("They take my things.");
        let kept = |piece: &Piece| matches!(&piece.words, Words::Line(line) if line.pool == "clause.wronged");
        assert!(wronged.rule != rule && wronged.pieces.iter().any(kept), "{}", wronged.rule);
    }
}
