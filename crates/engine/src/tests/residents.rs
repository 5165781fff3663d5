//! Five residents, forty turns each, in both languages: whole conversations, to be read aloud
//! (`cargo test -p engine residents -- --nocapture`), and what the rubric's counts say of them.

use content_safety_api::Language;

use content::model::Act;
use content::text::{sentences, word_count};

use super::super::Route;
use super::super::plan::Words;
use super::super::rubric::Breach;
use super::support::{Said, Talk};

/// A resident's forty messages, the language they are in, and the turn from which on staff have acknowledged an
/// alert, if one was raised.
const RESIDENTS: [(&str, Language, &str, usize); 10] = [
    ("lonely and polite", Language::En, include_str!("residents/lonely.en.txt"), 40),
    ("lonely and polite", Language::Es, include_str!("residents/lonely.es.txt"), 40),
    ("terse and hard of hearing", Language::En, include_str!("residents/terse.en.txt"), 40),
    ("terse and hard of hearing", Language::Es, include_str!("residents/terse.es.txt"), 40),
    ("grieving and repeating", Language::En, include_str!("residents/grieving.en.txt"), 40),
    ("grieving and repeating", Language::Es, include_str!("residents/grieving.es.txt"), 40),
    ("angry", Language::En, include_str!("residents/angry.en.txt"), 6),
    ("angry", Language::Es, include_str!("residents/angry.es.txt"), 6),
    ("hinting, then denying", Language::En, include_str!("residents/hinting.en.txt"), 32),
    ("hinting, then denying", Language::Es, include_str!("residents/hinting.es.txt"), 32),
];

fn begin(name: &str, language: Language, seed: u64) -> (Talk, Said) {
    let mut talk = Talk::new(language, seed);
    talk.template.time.minutes_since_notice = None;
    talk.template.profile.hears = (name != "terse and hard of hearing").then_some(true);
    if name == "lonely and polite" {
        talk.template.time.days_since_last_use = None;
        talk.template.consent.memory = false;
        talk.template.consent.asked = false;
    }
    let said = talk.open();
    talk.template.time.minutes_since_notice = Some(1);
    talk.template.time.days_since_last_use = Some(1);
    (talk, said)
}

#[test]
#[expect(clippy::print_stdout, reason = "a transcript is printed to be read")]
fn transcripts_of_five_residents_in_both_languages() {
    for (name, language, text, acknowledged) in RESIDENTS {
        let (mut talk, said) = begin(name, language, 11);
        println!("\n=== {name}, {language:?}\n        {}", said.text);
        for (turn, line) in text.lines().enumerate() {
            talk.template.acknowledged = turn + 1 >= acknowledged;
            let said = talk.say(line);
            println!("{:2} > {line}\n        {}\n        [{}]", turn + 1, said.text, said.reasons());
            if !said.plan.choices.is_empty() {
                println!("        <{}>", said.plan.choices.join(" | "));
            }
        }
        println!("    exhausted: {}", talk.exhausted);
    }
}

/// "They have enough to do without me." is met with company, and never with a word that agrees.
#[test]
fn while_a_danger_stands_no_bare_word_is_said_to_what_is_told() {
    let told = [
        (
            Language::En,
            ["I do not want to live any more", "I would rather not say", "Please stop asking me"],
            "They have enough to do without me.",
        ),
        (
            Language::Es,
            ["Ya no quiero vivir", "Prefiero no decirlo", "Deje de preguntar, por favor"],
            "Ya tienen bastante sin mí.",
        ),
    ];
    for (language, before, told) in told {
        for seed in 0..8 {
            let (mut talk, _) = begin("hinting, then denying", language, seed);
            for words in before {
                talk.say(words);
            }
            let mut stays = 0;
            while stays < 6 && !talk.say(told).reasons().contains("Stay") {
                stays += 1;
            }
            let said = talk.say(told);
            assert!(said.reasons().contains("Stay"), "{}", said.reasons());
            let is_bare = |words: &Words| matches!(words, Words::Line(line) if line.pool == "presence.short");
            let bare = said.plan.pieces.iter().any(|piece| is_bare(&piece.words));
            assert!(!bare, "{language:?} {seed}: {}", said.text);
        }
    }
}

#[test]
fn the_counts_of_the_rubric_hold_for_each_of_them() {
    for (name, language, text, acknowledged) in RESIDENTS {
        assert_eq!(text.lines().count(), 40, "{name}");
        for seed in 0..6 {
            let (mut talk, _) = begin(name, language, seed);
            let (mut mirrors, mut questions, mut without, mut turns, mut words, mut hard) =
                (0, 0, 0, 0, 0, 0);
            let mut before: Vec<(usize, String)> = Vec::new();
            for (turn, line) in text.lines().enumerate() {
                talk.template.acknowledged = turn + 1 >= acknowledged;
                let said = talk.say(line);
                // Two easy lines may make one reply that is a shade too hard; seldom.
                hard += said.breaches.iter().filter(|breach| **breach == Breach::Grade).count();
                let worse = said.breaches.iter().any(|breach| *breach != Breach::Grade);
                assert!(!worse, "{name}: {:?}: `{}`", said.breaches, said.text);
                if said.plan.route == Route::Crisis || said.plan.rule == "repeat" {
                    continue;
                }
                turns += 1;
                words += word_count(&said.text);
                let reflects = |act: &Act| matches!(act, Act::ReflectContent | Act::ReflectFeeling);
                mirrors += said.plan.acts().filter(reflects).count();
                questions += said.plan.questions();
                without += usize::from(said.plan.questions() == 0);
                for sentence in sentences(&said.text) {
                    let again = before.iter().any(|(at, old)| turn - at <= 20 && old == sentence);
                    assert!(!again, "{name}: `{sentence}` came back within twenty turns");
                    before.push((turn, sentence.to_owned()));
                }
            }
            assert!(mirrors >= questions, "{name}, {seed}: {mirrors} mirrors to {questions} questions");
            assert!(without * 5 >= turns, "{name}, {seed}: only {without} replies without a question");
            assert!(hard * 20 <= turns + 20, "{name}, {seed}: {hard} replies are hard to read");
            assert!(words <= turns * 30, "{name}, {seed}: {words} words in {turns} replies");
            assert_eq!(talk.exhausted, 0, "{name}, {seed}");
        }
    }
}

/// Talks that go through the flows one asks for, to be read aloud.
const ASKED_FOR: [(&str, Language, &[&str]); 12] = [
    (
        "breathing",
        Language::En,
        &[
            "I feel so nervous, can you help me calm down?",
            "yes",
            "ok",
            "more",
            "no, that is enough",
            "about the same",
            "the lamp, the bed and my slippers",
            "the blanket is soft",
            "a little better",
            "thank you",
        ],
    ),
    (
        "breathing",
        Language::Es,
        &[
            "Estoy muy nerviosa, ¿me ayuda a calmarme?",
            "sí",
            "bueno",
            "otra",
            "no, ya basta con eso",
            "igual",
            "la lámpara, la cama y mis zapatillas",
            "la manta es suave",
            "un poco mejor",
            "gracias",
        ],
    ),
    (
        "night",
        Language::En,
        &[
            "Help me get to sleep",
            "I keep thinking about the bill",
            "My feet are cold",
            "yes please",
            "good night",
        ],
    ),
    (
        "night",
        Language::Es,
        &[
            "Ayúdeme a dormir",
            "No dejo de pensar en la cuenta",
            "Tengo los pies fríos",
            "sí, por favor",
            "buenas noches",
        ],
    ),
    (
        "a problem",
        Language::En,
        &[
            "I have a problem",
            "The man next door plays his radio all night",
            "I could knock on his door",
            "Maybe ask the night nurse",
            "the second one",
            "this evening",
            "That is a good plan",
            "How does this work, by the way?",
            "yes",
            "yes",
            "ok",
        ],
    ),
    (
        "a problem",
        Language::Es,
        &[
            "Tengo un problema",
            "El vecino pone la radio toda la noche",
            "Podría tocarle la puerta",
            "O pedírselo a la enfermera de noche",
            "la segunda",
            "esta tarde",
            "Es un buen plan",
            "¿Y cómo funciona esto?",
            "sí",
            "sí",
            "vale",
        ],
    ),
    (
        "a call",
        Language::En,
        &[
            "I want to call someone",
            "I don't know",
            "my old friend Betty",
            "I would rather write",
            "That I still have her recipe",
            "thank you",
            "My sister Jane is ill",
            "She has cancer",
            "I am so worried about her",
            "thank you for listening",
            "yes",
        ],
    ),
    (
        "a call",
        Language::Es,
        &[
            "Quisiera llamar a alguien",
            "no sé",
            "mi amiga Berta",
            "prefiero escribir",
            "Que todavía tengo su receta",
            "gracias",
            "Mi hermana Juana está enferma",
            "Tiene cáncer",
            "Estoy muy preocupada por ella",
            "gracias por escucharme",
            "sí",
        ],
    ),
    (
        "every day",
        Language::En,
        &[
            "Could you ask me something every day?",
            "the good thing",
            "evening is best",
            "thank you",
            "No more daily questions, please",
        ],
    ),
    (
        "every day",
        Language::Es,
        &[
            "¿Puede ser algo pequeño para cada día?",
            "la cosa buena",
            "mejor por la noche",
            "gracias",
            "Ya no me pregunte más cada día",
        ],
    ),
    (
        "a story",
        Language::En,
        &[
            "I would like to tell the story of my life",
            "a place",
            "We lived by the sea in a house of wood",
            "The wind came through the walls",
            "My father fished, and my mother mended the nets",
            "In winter we all slept in one bed",
            "that's all",
            "yes",
            "What do you know about me?",
        ],
    ),
    (
        "a story",
        Language::Es,
        &[
            "Quiero contar la historia de mi vida",
            "un lugar",
            "Vivíamos junto al mar en una casa de madera",
            "El viento entraba por las paredes",
            "Mi padre pescaba, y mi madre remendaba las redes",
            "En invierno dormíamos todos en una cama",
            "eso es todo",
            "sí",
            "¿Qué sabe usted de mí?",
        ],
    ),
];

#[test]
#[expect(clippy::print_stdout, reason = "a transcript is printed to be read")]
fn transcripts_of_what_is_asked_for() {
    for (name, language, lines) in ASKED_FOR {
        println!("\n=== asked for: {name}, {language:?}");
        let mut talk = Talk::new(language, 21);
        for line in lines {
            let said = talk.say(line);
            println!("> {line}\n        {}\n        [{}]", said.text, said.reasons());
            assert!(
                said.breaches.iter().all(|breach| *breach == Breach::Grade),
                "{:?}: {}",
                said.breaches,
                said.text
            );
        }
    }
}
