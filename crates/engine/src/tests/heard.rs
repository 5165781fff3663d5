//! What is said where little was understood: asking back, blame, an invitation by kind, the way back, and what is not said.

use content::model::Act;
use content_safety_api::Language;
use safety_rules::ladder::Soft;

use super::super::story::Said;
use super::super::{Piece, Plan, Words};
use super::softly::Heard;
use super::support::{Talk, pools};

fn last(language: Language, lines: &[&str]) -> Said {
    let mut talk = Talk::new(language, 7);
    let mut said = talk.say(lines[0]);
    for line in &lines[1..] {
        said = talk.say(line);
    }
    said
}

#[test]
fn who_asks_back_about_the_reply_is_told_that_it_was_not_clear() {
    for (language, told, asks) in [
        (Language::En, "i mean its cold by then", "you what"),
        (Language::Es, "los pinos, los de atrás, esos", "¿y eso qué?"),
    ] {
        let said = last(language, &[told, asks]);
        assert_eq!(pools(&said), ["meant"], "{}", said.text);
        // A question about the world is none, and a plain word that asks for it has the last words again.
        let other = last(language, &[told, if language == Language::En { "what?" } else { "¿cómo dice?" }]);
        assert_ne!(pools(&other), ["meant"], "{}", other.text);
    }
}

#[test]
fn who_blames_the_companion_is_met_with_an_apology_and_who_asks_it_something_with_what_it_is() {
    for (language, line) in [
        (Language::En, "you dont make sense"),
        (Language::En, "You have not helped at all so far"),
        (Language::Es, "No se entera de nada esta máquina"),
        (Language::Es, "¿Me está tomando el pelo?"),
    ] {
        assert_eq!(Talk::new(language, 7).say(line).plan.rule, "complaint", "{line}");
    }
    let asked = Talk::new(Language::En, 7).say("Do you even know what I'm saying?");
    assert_eq!(asked.plan.rule, "of_companion", "{}", asked.text);
    let world = Talk::new(Language::En, 7).say("Has the brass band gone past?");
    assert_ne!(world.plan.rule, "of_companion", "{}", world.text);
}

#[test]
fn what_is_not_understood_is_met_by_its_kind() {
    for (language, line, pool) in [
        (Language::En, "you are only a voice in a tin to me", "heard.you"),
        (Language::Es, "Y el gato que no maullaba ni a tiros", "heard.then"),
    ] {
        let said = Talk::new(language, 7).say(line);
        assert_eq!(pools(&said), [pool], "{line}: {}", said.text);
    }
}

#[test]
fn what_somebody_will_not_live_to_see_is_neither_said_back_nor_asked_about_lightly() {
    for (language, line) in [
        (Language::En, "oh don't fret. I was thinking I won't see the almond tree again"),
        (Language::En, "I will not last the month"),
        (Language::Es, "Ya no llegaré a la feria"),
        (Language::Es, "Para lo que queda, da igual el almanaque"),
    ] {
        let said = Talk::new(language, 7).say(line);
        let told = pools(&said);
        let back = ["frame.echo", "frame.told", "heard.", "presence.short", "answer.short"];
        assert!(
            !told.iter().any(|pool| back.iter().any(|one| pool.starts_with(one))),
            "{line}: {}",
            said.text
        );
    }
}

#[test]
fn the_same_words_are_not_given_back_twice_in_a_row() {
    let mut talk = Talk::new(Language::En, 7);
    let echoes = |said: &Said| pools(said).iter().any(|pool| pool == "frame.echo" || pool == "frame.told");
    let mut before = false;
    for line in [
        "He has his own life, I don't like to bother him",
        "She kept hens behind the wash house",
        "She wiped her hands on it before she would touch a book",
        "He always got stuck on the last one",
        "They put him in with two others",
    ] {
        let now = echoes(&talk.say(line));
        assert!(!(before && now), "{line}");
        before = now;
    }
}

#[test]
fn half_a_clause_is_not_said_back() {
    for (language, line, wrong) in [
        (Language::En, "Fly, she was called Fly", "She was called."),
        (Language::En, "foundry man me", "foundry man you"),
        (Language::En, "late not bad", "late not bad"),
        (Language::En, "Talking is better for me, my dear", "Your dear"),
        (Language::Es, "hice media Jaén", "Hizo media."),
        (Language::Es, "Mi hermana era la mayor. Me peinaba para ir a la escuela", "Se peinaba"),
    ] {
        let said = Talk::new(language, 7).say(line);
        assert!(!said.text.contains(wrong), "{line}: {}", said.text);
    }
}

#[test]
fn a_no_to_a_soft_question_in_ones_own_words_is_heard() {
    for (language, no) in [
        (Language::En, "oh no love, nothing like that, take no notice of me"),
        (Language::Es, "Huy no, hija, por Dios, nada de eso"),
    ] {
        let (plan, text) = answered_softly(language, no);
        assert!(is_soft_no(&plan), "{text}");
    }
}

/// What answers a message that answers a soft question about life.
fn answered_softly(language: Language, answer: &str) -> (Plan, String) {
    let told = match language {
        Language::En => "The house is very quiet since March.",
        Language::Es => "La casa está muy callada desde marzo.",
    };
    let mut heard = Heard::new(language);
    let (text, plan, _) = heard.say(told, Some(Soft::Life));
    assert!(plan.acts().any(|act| act == Act::SafetyAsk), "{text}");
    let (text, plan, _) = heard.say(answer, None);
    (plan, text)
}

/// Whether a no to a soft question was heard.
fn is_soft_no(plan: &Plan) -> bool {
    let heard = |piece: &Piece| matches!(&piece.words, Words::Line(line) if line.pool == "soft.heard");
    plan.rule == "soft" || plan.pieces.iter().any(heard)
}

#[test]
fn a_wrong_that_is_told_colours_what_comes_after_it() {
    let thing = |said: &Said| {
        pools(said).iter().any(|pool| pool.starts_with("thing.") || pool == "frame.mention_person")
    };
    let sore = last(Language::En, &["I want my glasses, somebody has had them", "I had a bit of toast"]);
    assert!(!thing(&sore), "{}", sore.text);
    let light = last(Language::En, &["It is raining", "Toast and an egg"]);
    assert!(thing(&light), "{}", light.text);
    let sore = last(Language::En, &["I want my glasses, somebody has had them", "Toast and an egg"]);
    assert!(!thing(&sore), "{}", sore.text);
}

#[test]
fn after_a_mere_word_the_talk_goes_back_to_somebody_who_was_named() {
    let told = [
        "My nephew Colin has an allotment",
        "It is raining",
        "The hall is green",
        "The bus was late",
        "The cook is new",
    ];
    let back = (0..12).any(|seed| {
        let mut talk = Talk::new(Language::En, seed);
        told.iter().for_each(|line| {
            talk.say(line);
        });
        (0..3).any(|_| pools(&talk.say("ok")).contains(&"back.person".to_owned()))
    });
    assert!(back, "nobody was come back to");
    let mourned = (0..12).any(|seed| {
        let mut talk = Talk::new(Language::En, seed);
        talk.say("My nephew Colin died in May");
        told[1..].iter().for_each(|line| {
            talk.say(line);
        });
        (0..3).any(|_| pools(&talk.say("ok")).contains(&"back.person".to_owned()))
    });
    assert!(!mourned, "somebody dead was asked about as living");
}

#[test]
fn kin_with_an_article_alone_is_the_speakers_where_it_happened_to_them() {
    let said = Talk::new(Language::Es, 7).say("Se me ha muerto el marido");
    assert!(said.text.contains("su marido"), "{}", said.text);
    let greeted = Talk::new(Language::Es, 7).say("Buenas tardes, soy Encarna");
    assert!(greeted.text.contains("Encarna"), "{}", greeted.text);
}

#[test]
fn who_asks_who_this_is_beside_something_else_is_told() {
    for (language, line) in [
        (Language::En, "Who is that? Speak up."),
        (Language::En, "I am deaf. Who is that?"),
        (Language::Es, "¿Quién es? Hable más alto."),
    ] {
        assert_eq!(last(language, &["hello", line]).plan.rule, "ai", "{line}");
    }
    for (language, line) in [
        (Language::Es, "Su hijo trabaja en Vigo"),
        (Language::Es, "Mi hermana no es persona de quejarse"),
        (Language::Es, "Eso es lo que le digo siempre a mi nieta"),
    ] {
        let rule = last(language, &["hola", line]).plan.rule;
        assert!(!rule.starts_with("ai") && !rule.starts_with("advice"), "{line}: {rule}");
    }
}

#[test]
fn a_word_that_is_to_be_passed_on_calls_a_person() {
    for (language, line) in [
        (Language::En, "Tell the nurse that it whistles"),
        (Language::En, "Yes, send word"),
        (Language::En, "nurse please"),
        (Language::Es, "Dígale a la enfermera que me aprieta el zapato"),
        (Language::Es, "Sí, avise"),
        (Language::Es, "enfermera"),
    ] {
        assert_eq!(last(language, &["hello", line]).plan.rule, "person", "{line}");
    }
    let told = last(Language::En, &["hello", "I tell the nurse every morning that the tea is cold"]);
    assert_ne!(told.plan.rule, "person", "{}", told.text);
}

#[test]
fn a_no_behind_a_cry_is_a_no_and_one_that_goes_on_is_none() {
    for (language, answer, denies) in [
        (Language::Es, "¡Qué cosas pregunta! No.", true),
        (Language::En, "What a thing to ask! No, dear.", true),
        (Language::En, "It hurts. No one comes.", false),
    ] {
        let (plan, text) = answered_softly(language, answer);
        assert_eq!(is_soft_no(&plan), denies, "{answer}: {} {text}", plan.rule);
    }
}

#[test]
fn who_says_that_they_were_not_understood_is_met_as_that() {
    for (language, line, rule) in [
        (Language::En, "You miss the point", "complaint"),
        (Language::En, "I just said that", "complaint"),
        (Language::En, "Did not ask for a face", "complaint"),
        (Language::En, "What story?", "complaint"),
        (Language::Es, "No le pedí nada", "complaint"),
        (Language::Es, "¿Después de qué?", "complaint"),
        (Language::Es, "No sé de qué me habla", "complaint"),
        (Language::Es, "Que yo no soy Pío, mujer", "correct"),
    ] {
        let said = last(language, &["hello", line]);
        assert_eq!(said.plan.rule, rule, "{line}: {}", said.text);
    }
    let told = last(Language::En, &["hello", "I did ask for a pillow and they brought me two"]);
    assert_ne!(told.plan.rule, "complaint", "{}", told.text);
}
