//! What a message is about: the clause that does what it does, and no word that it only names.

use content_safety_api::Language;
use safety_rules::ladder::Stage;

use super::super::{Piece, Words};
use super::support::{Said, Talk, pools};

fn said(language: Language, line: &str) -> Said {
    let mut talk = Talk::new(language, 7);
    talk.say(if language == Language::En { "Hello" } else { "Hola" });
    talk.say(line)
}

#[test]
fn what_is_said_back_is_the_clause_that_does_it_or_nothing() {
    for (language, line, clause, lesser) in [
        (
            Language::En,
            "I taught the infants, forty four of them, in one room with a stove",
            "You taught",
            "stove",
        ),
        (Language::En, "phew. found my purse, it was in the bed", "", "in the bed"),
        (
            Language::Es,
            "No abracé a mi padre ni una vez. En casa no se hacía, pero podía haber empezado yo.",
            "No abrazó",
            "casa",
        ),
    ] {
        let said = said(language, line);
        assert!(said.text.contains(clause), "{line}: {}", said.text);
        assert!(!said.text.contains(lesser), "{line}: {}", said.text);
    }
}

#[test]
fn a_word_of_a_topic_does_not_make_a_message_be_about_it() {
    let topics = |said: &Said| pools(said).into_iter().filter(|pool| pool.starts_with("topic.")).count();
    for (language, line) in [
        (Language::En, "I was the jealous one. I spoiled that friendship, nobody else did."),
        (Language::Es, "Un chocolate con churros, para mí sola, y nadie me dijo nada del azúcar."),
    ] {
        let said = said(language, line);
        assert_eq!(topics(&said), 0, "{line}: {}", said.text);
    }
    // In few words it is what the message says.
    assert_eq!(topics(&said(Language::Es, "estoy aburrida como un hongo")), 1);
}

#[test]
fn a_joke_and_a_saying_are_not_looked_into_and_no_question_follows_a_question() {
    let asks = |said: &Said| said.text.matches('?').count();
    let mut talk = Talk::new(Language::En, 7);
    talk.say("Hello");
    let glad = "We won two nil and me shouting at the telly like a lad";
    assert_eq!(asks(&talk.say(glad)), 0, "the greeting asked already");
    for line in ["The rain came down all week", "And the roof leaked a bit", "So we put a pail there"] {
        talk.say(line);
    }
    let joke =
        talk.say("They asked me the Prime Minister's name. I said it changes quicker than the sheets.");
    assert_eq!(asks(&joke), 0, "{}", joke.text);
}

#[test]
fn a_song_that_is_asked_for_and_a_story_that_may_have_been_told_are_answered() {
    for (language, line, rule) in [
        (Language::En, "would you sing me something if you can sing", "deed"),
        (Language::Es, "yo quisiera que me lean el diario, aunque sea los titulos", "deed"),
        (Language::En, "Did I tell you the story of the bus with the goat in it?", "story_tell"),
        (Language::Es, "¿Le conté lo de la gallina?", "story_tell"),
        (Language::En, "Do you think he'd mind if it was messy?", "view"),
    ] {
        let said = said(language, line);
        assert_eq!(said.plan.rule, rule, "{line}: {}", said.text);
    }
}

#[test]
fn a_no_that_is_cried_out_and_a_manner_of_speaking_are_a_no_to_the_question_about_suicide() {
    for (language, danger, no) in [
        (
            Language::Es,
            "A veces estoy cansada de todo, la verdad. Ya como que para qué.",
            "¡Ay no, Dios me libre! Fue nomás un decir.",
        ),
        (Language::Es, "A veces estoy cansada de todo, la verdad. Ya como que para qué.", "Es un decir"),
        (
            Language::En,
            "I am tired of it all, what is the point of going on",
            "Good heavens no, it was only a figure of speech",
        ),
    ] {
        let mut talk = Talk::new(language, 17);
        talk.say(if language == Language::En { "Hello" } else { "Hola" });
        let asked = talk.say(danger);
        assert!(asked.state.ladder.is_some(), "{danger}: {}", asked.text);
        let denied = talk.say(no);
        // A no to the thoughts skips to what was ever done; a way of doing it is not asked for.
        let way = ["a way", "un modo", "una manera"].iter().any(|words| denied.text.contains(words));
        assert!(!way, "{no}: {}", denied.text);
        let stage = denied.state.ladder.as_ref().map(|ladder| ladder.stage);
        assert!(stage.is_none_or(|stage| stage != Stage::Enter), "{no}: {}", denied.text);
    }
}

#[test]
fn a_nurse_who_is_asked_for_beside_other_words_is_called_and_who_asks_is_told_so() {
    for (language, not_yet, ask, again) in [
        (
            Language::En,
            "Have you told her or not?",
            "Nurse please. Left hearing aid.",
            "Well, have you told her?",
        ),
        (
            Language::Es,
            "¿Va a avisar o no va a avisar?",
            "Enfermera, por favor. Es por el audífono.",
            "¿Ya ha avisado a la enfermera?",
        ),
    ] {
        let mut talk = Talk::new(language, 7);
        talk.say(if language == Language::En { "Hello" } else { "Hola" });
        assert_eq!(talk.say(not_yet).plan.rule, "not_sent");
        assert_eq!(talk.say(ask).plan.rule, "person");
        assert_eq!(talk.say(again).plan.rule, "sent");
    }
}

#[test]
fn plain_questions_get_a_plain_answer() {
    for (language, asked, rule) in [
        (Language::En, "is the cricket on today", "world"),
        (Language::En, "Is it raining outside?", "world"),
        (Language::En, "will you be here tomorrow", "later"),
        (Language::En, "do you know Birmingham", "know"),
        (Language::En, "do you play dominoes", "play"),
        (Language::En, "can I tell you a joke", "tell"),
        (Language::En, "dont call me dear", "address"),
        (Language::En, "you a man or a woman", "ai"),
        (Language::En, "The bus was late again. What time is it?", "time"),
        (Language::Es, "¿Vos cómo te llamás?", "ai"),
        (Language::Es, "¿Conocés algún tango?", "know"),
        (
            Language::Es,
            "Chispa tengo, me falta nafta. ¿Qué hora es, sabés? Que a las doce dan de comer.",
            "time",
        ),
        (Language::Es, "¿Y mañana vas a estar? Así te cuento cómo le fue.", "later"),
        (Language::Es, "¿Te puedo contar un chiste de modista?", "tell"),
        (Language::Es, "Ay, no me trates de usted. Tratame de vos.", "address"),
        (Language::Es, "¿Vos creés que ella se enojó conmigo?", "mind"),
        (Language::Es, "¿A vos te parece que debería contarles?", "view"),
        (Language::Es, "¿Hay misa hoy?", "world"),
        (Language::Es, "¿Juega usted al dominó?", "play"),
        (Language::Es, "Me llamo Eusebio, para servirle. ¿Y usted quién es?", "ai"),
        (Language::Es, "¿Mañana estará usted por aquí?", "later"),
        (Language::Es, "¿A usted se le ha muerto alguien?", "self"),
        (Language::En, "Well, yes, I was brought up to say good morning. And what are you called?", "ai"),
        (Language::En, "Did you ever make quince jelly? It takes all day.", "self"),
        (Language::En, "What's it doing outside, do you know?", "world"),
    ] {
        assert_eq!(said(language, asked).plan.rule, rule, "{asked}");
    }
    for (language, told) in [
        (Language::En, "Do you know what he said to me"),
        (Language::En, "He wants to play dominoes with me"),
        (Language::En, "I have to run my own bath now"),
        (Language::Es, "Hay misa hoy a las cinco"),
        (Language::Es, "Está lloviendo"),
    ] {
        let rule = said(language, told).plan.rule;
        let asked = ["world", "later", "know", "play", "tell", "address", "goodbye"].contains(&rule.as_str());
        assert!(!asked, "{told}: {rule}");
    }
}

#[test]
fn spanish_grief_is_let_go_of_when_the_talk_has_gone_elsewhere_and_not_before() {
    let mourns = |said: &Said| pools(said).iter().any(|pool| pool == "mourn" || pool == "topic.loss");
    let grieving = || {
        let mut talk = Talk::new(Language::Es, 42);
        for line in
            ["Hola", "Pilar era mi mujer. Se me fue hace seis años, en febrero.", "Me quedé muy callado."]
        {
            talk.say(line);
        }
        talk
    };
    let mut talk = grieving();
    talk.say("Hoy le toca venir a mi hija la mayor, la Merche.");
    talk.say("Merche vive en Laguna y viene en el autobús de las cinco.");
    let gone = talk.say("Los jueves jugamos al mus en la sala.");
    assert!(
        !mourns(&gone) && gone.state.stack.iter().all(|frame| frame.flow != "grief_day"),
        "{}",
        gone.text
    );
    let mut talk = grieving();
    talk.say("Cantaba por las mañanas en la cocina.");
    let stays = talk.say("Siempre llevaba las cuentas en una libreta.");
    assert!(stays.state.stack.iter().any(|frame| frame.flow == "grief_day"), "{}", stays.text);
}

#[test]
fn in_a_crisis_too_who_asks_whether_somebody_was_called_is_told() {
    for (language, said, asked) in [
        (Language::En, "I want to kill myself", "Did you call someone?"),
        (Language::Es, "Me quiero matar", "¿Llamaste a alguien?"),
    ] {
        let mut talk = Talk::new(language, 7);
        talk.say(said);
        let told = talk.say(asked);
        let is_told =
            |piece: &Piece| matches!(&piece.words, Words::Fixed { id, .. } if id.starts_with("any.told."));
        assert!(told.plan.pieces.iter().any(is_told), "{asked}: {}", told.text);
    }
}
