//! Plain tellings that were once met by the wrong thing: each goes as a reader would have it.

use content_safety_api::{Language, Level};

use super::super::plan::Words;
use super::support::Talk;

/// The pools that answered the last of these messages.
fn pools(language: Language, lines: &[&str]) -> Vec<String> {
    let mut talk = Talk::new(language, 31);
    let mut last = Vec::new();
    for line in lines {
        let said = talk.say(line);
        let line = |words: &Words| match words {
            Words::Line(line) => line.pool.clone(),
            _ => "fixed".to_owned(),
        };
        last =
            said.plan.pieces.iter().filter(|piece| !piece.notice).map(|piece| line(&piece.words)).collect();
    }
    last
}

fn english(lines: &[&str]) -> Vec<String> {
    pools(Language::En, lines)
}

#[test]
fn a_bitter_laugh_gets_no_joy() {
    for lines in [
        &["they call it a care home, that made me laugh"][..],
        &["nobody came on my birthday", "it made me laugh"],
        &["he told me I should be grateful, made me laugh that did"],
    ] {
        let met = english(lines);
        let joy = |pool: &String| {
            matches!(pool.as_str(), "topic.joy" | "feel.glad" | "feel.grateful" | "affirm.good" | "ask.joy")
        };
        assert!(!met.iter().any(joy), "{lines:?}: {met:?}");
    }
    assert!(
        english(&["the dog fell in the pond and we laughed"])
            .iter()
            .any(|pool| matches!(pool.as_str(), "topic.joy" | "clause.laughed" | "does.glad" | "does.joke"))
    );
}

#[test]
fn only_people_and_animals_are_mourned() {
    for thing in
        ["I lost my glasses", "I lost my job in 1981", "we lost the house in the war", "I lost my faith"]
    {
        let met = english(&[thing]);
        assert!(
            !met.iter().any(|pool| matches!(pool.as_str(), "feel.grieving" | "topic.loss")),
            "{thing}: {met:?}"
        );
    }
    for one in ["I lost my husband", "we lost our little boy", "I buried my sister"] {
        let met = english(&[one]);
        let grief = |pool: &String| {
            matches!(pool.as_str(), "feel.grieving" | "topic.loss" | "frame.died" | "topic.pet_loss")
        };
        assert!(met.iter().any(grief), "{one}: {met:?}");
    }
}

#[test]
fn the_words_of_the_night_greet_first_and_part_later() {
    let words = "Buenas noches";
    assert!(pools(Language::Es, &[words]).iter().any(|pool| pool == "greet.first"));
    let later = pools(Language::Es, &["hola", words]);
    assert!(later.iter().all(|pool| pool.starts_with("close")), "{later:?}");
}

#[test]
fn a_name_that_was_taken_back_is_not_said_aloud() {
    let mut talk = Talk::new(Language::En, 32);
    talk.say("my husband Harold died in May");
    let named = talk.say("he is coming home tonight").text;
    assert!(named.contains("Harold"), "{named}");
    let mut talk = Talk::new(Language::En, 32);
    talk.say("my husband Harold died in May");
    if let Some(state) = talk.state.as_mut() {
        state.forget_words();
    }
    let said = talk.say("he is coming home tonight");
    assert!(!said.text.contains("Harold"), "{}", said.text);
    assert_eq!(said.plan.rule, "time_shift");
}

#[test]
fn pests_and_staff_are_no_company() {
    let met = english(&["there is a mouse in the kitchen"]);
    assert!(!met.iter().any(|pool| pool.ends_with("animal") || pool == "topic.pets"), "{met:?}");
    let met = english(&["the night nurse is a hard one"]);
    assert!(!met.iter().any(|pool| pool.ends_with("neighbour")), "{met:?}");
}

#[test]
fn a_clause_is_said_back_where_nothing_else_meets_it() {
    for (line, said) in [
        ("they put me in with two others", "they put you in with two others"),
        ("my hands smelled of it", "your hands smelled of it"),
        ("I told her", "you told her"),
        ("I did not want to go", "you did not want to go"),
        ("you do not forget them", "you do not forget them"),
        ("no, not famous", "not famous"),
        ("she has the house up for sale", "the house up for sale"),
        ("he had to rush off to a christening", "he had to rush off"),
        ("I had four in the end", "you had four"),
        ("broke my collar bone at Hemsworth", "broke your collar bone"),
        ("I want my door shut", "you want your door shut"),
        ("I am not religious", "you are not religious"),
    ] {
        let talk = Talk::new(Language::En, 33);
        let input = super::super::Input { text: line.to_owned(), ..talk.template.clone() };
        let reading = super::super::reading::read(&input, Language::En, content::library());
        assert_eq!(reading.told.as_deref(), Some(said), "{line}");
    }
}

#[test]
fn what_would_label_harm_or_hang_is_not_said_back() {
    for line in [
        "I am a fool",
        "I am nobodys sweetheart",
        "I was useless at it",
        "I cannot do this anymore",
        "she gave me a pill",
        "it is not",
        "that I wanted to come",
        "you are a clever one",
        "he said you would know",
        "where did they go?",
        "the blood on the sheet",
        "I want it to stop",
        "because of the rain",
        "Rossmore Terrace",
        "I cannot go on",
        "I see",
        "now then",
        "I want to stop",
        "he was a thief",
    ] {
        let talk = Talk::new(Language::En, 34);
        let input = super::super::Input { text: line.to_owned(), ..talk.template.clone() };
        let reading = super::super::reading::read(&input, Language::En, content::library());
        assert_eq!(reading.told, None, "{line}");
    }
}

#[test]
fn no_clause_is_said_back_twice_in_a_row_nor_after_a_danger() {
    let mut talk = Talk::new(Language::En, 35);
    let mut before = false;
    let mut some = false;
    for line in [
        "they put me in with two others",
        "my hands smelled of it",
        "I told her",
        "not famous",
        "the step one",
    ] {
        let said = talk.say(line);
        let back = said
            .plan
            .pieces
            .iter()
            .any(|piece| matches!(&piece.words, Words::Line(line) if line.pool == "frame.told"));
        assert!(!(back && before), "{line}");
        before = back;
        some |= back;
    }
    assert!(some);
    let mut talk = Talk::new(Language::En, 36);
    let risk = talk.say("I want to die");
    assert!(risk.input.screening.level > Level::None);
    let said = talk.say("they put me in with two others");
    assert!(!said.text.to_lowercase().contains("two others"), "{}", said.text);
    assert!(said.input.screening.level == Level::None && !said.plan.pieces.is_empty());
    assert_ne!(talk.state().level.level, Level::None);
}

#[test]
fn a_meal_is_asked_about_as_a_meal_and_an_hour_as_an_hour() {
    assert_eq!(english(&["whats for tea"]), ["meal.ask"]);
    assert_eq!(english(&["when is dinner"]), ["schedule.ask"]);
    assert_eq!(pools(Language::Es, &["a qué hora es la misa"]), ["schedule.ask"]);
    let told = english(&["I asked what they are giving us for dinner and she laughed"]);
    assert!(!told.iter().any(|pool| pool == "meal.ask"), "{told:?}");
}

#[test]
fn what_is_missing_or_somebody_elses_is_not_disliked() {
    for line in ["no glasses on", "she never liked cats", "I have not been in the sea for years"] {
        let met = english(&[line]);
        let dislike =
            |pool: &String| matches!(pool.as_str(), "thing.not" | "frame.never_liked" | "frame.dislike");
        assert!(!met.iter().any(dislike), "{line}: {met:?}");
    }
}

#[test]
fn who_has_gone_to_the_shop_is_not_dead() {
    for line in ["they have gone all to computers", "he has gone to the shop", "the rain has gone off"] {
        let met = english(&[line]);
        let wrong = |pool: &String| {
            matches!(pool.as_str(), "died.then" | "topic.loss" | "feel.grieving" | "frame.lost_thing")
        };
        assert!(!met.iter().any(wrong), "{line}: {met:?}");
    }
    let met = english(&["we had forty years", "he is gone now"]);
    assert!(met.iter().any(|pool| pool == "died.then" || pool == "topic.loss"), "{met:?}");
}

#[test]
fn who_asks_for_a_fact_and_adds_a_word_is_told_who_may_know_and_a_riddle_is_none() {
    for (language, line) in [
        (
            Language::En,
            "I like them soft. How long do you boil an egg for? They do them like golf balls here.",
        ),
        (Language::Es, "Me gustan tiernos. ¿Cuánto tiempo se hierve un huevo? Aquí los dejan como piedras."),
    ] {
        assert_eq!(Talk::new(language, 7).say(line).plan.rule, "unknown", "{line}");
    }
    for (language, line) in [
        (Language::En, "Why did the pigeon cross the road? Because the number one was late."),
        (Language::En, "How do you like that? Because I do not."),
        (Language::Es, "¿Cuándo se casó la burra? Porque le dio la gana."),
    ] {
        assert_ne!(Talk::new(language, 7).say(line).plan.rule, "unknown", "{line}");
    }
}

#[test]
fn what_day_and_what_time_it_is_here_is_told_and_of_elsewhere_it_is_not_known() {
    let mut talk = Talk::new(Language::En, 7);
    let day = talk.say("What day is it today?");
    assert!(day.text.contains("Sunday, November 22, 2026"), "{}", day.text);
    let time = talk.say("And what time is it?");
    assert!(time.text.contains("2:00 in the afternoon"), "{}", time.text);
    let there = talk.say("What time is it over there in New Zealand?");
    assert!(!there.text.contains("2:00") && there.plan.rule == "time", "{}", there.text);
    let mut talk = Talk::new(Language::Es, 7);
    let day = talk.say("¿A qué día estamos?");
    assert!(day.text.contains("domingo 22 de noviembre de 2026"), "{}", day.text);
    assert!(talk.say("¿Qué hora es?").text.contains("son las 2:00 de la tarde"));
}

#[test]
fn a_joke_is_told_where_one_is_asked_for_and_a_missed_one_is_owned() {
    for (language, asked, missed) in [
        (Language::En, "Do you know any jokes?", "It was a joke, lad."),
        (Language::Es, "¿Se sabe algún chiste?", "Era una broma, criatura."),
    ] {
        let mut talk = Talk::new(language, 7);
        assert_eq!(talk.say(asked).plan.rule, "joke", "{asked}");
        assert_eq!(talk.say(missed).plan.rule, "joked", "{missed}");
    }
}
