//! Answers that are clear, and those that only begin like one.

use content_safety_api::{Language, Level};

use super::super::{Answer, Part, Question, Stage};
use super::{Talk, parts};

/// A talk whose language is settled by its first message.
fn talk_of(first: &str) -> Talk {
    let spanish = first.contains(['á', 'é', 'í', 'ó', 'ñ'])
        || ["Me quiero", "Estar", "Mejor", "Ya ", "Quisiera", "Lo voy", "No me", "Mi "]
            .iter()
            .any(|start| first.starts_with(start));
    Talk { language: Some(if spanish { Language::Es } else { Language::En }), ..Talk::new() }
}

#[test]
fn two_sentences_that_only_begin_like_a_no_calm_nothing() {
    for lines in [
        ["I want to die.", "Not tonight.", "Not yet."],
        ["I wish I were dead.", "No point telling you.", "No, nobody would stop me."],
        ["I want to die.", "I am fine, she is listening.", "No, nothing like that, she's reading this."],
        ["I can't go on like this.", "No one cares.", "No use."],
        [
            "I wish I would not wake up.",
            "No, I would never have the courage.",
            "No, I'm too much of a coward.",
        ],
        ["I've nothing left to live for.", "Not in front of her.", "No, later."],
        ["I want to be with my husband in the ground.", "Nobody can know.", "Nothing you can do."],
        ["Everyone would be better off without me.", "No, they would.", "No doubt about it."],
        ["I want to go to sleep and not wake up.", "No other way.", "Never been so sure."],
        ["I want to die.", "Not now, dear.", "No, not today, Sunday."],
        ["I'd be better off dead.", "No.", "No, I won't feel a thing."],
        ["I want to die.", "No, I have thought about it.", "No, I think of it."],
        ["I want to die.", "No, my daughter is here, she'd be upset.", "Never you mind."],
        ["I wish I was dead.", "Not really living, am I.", "No one to stop me anyway."],
        ["I don't want to be here any more.", "Nothing left.", "No, but I have thought how."],
        ["I'm ready to join my wife, I want to die.", "Not long now.", "No, it won't be long."],
        ["Quisiera estar muerta.", "No me atrevo.", "No hasta que venga mi hija."],
        ["Me quiero morir.", "No, aquí está mi hijo.", "No puedo hablar."],
        ["Me quiero morir.", "No quiero que lo sepa mi hija.", "No, ella no debe saberlo."],
        ["Ojalá no despertara mañana.", "No tengo valor.", "No me dejan ni eso."],
        ["Estarían mejor sin mí.", "No lo dude.", "Nunca me quisieron."],
        ["Mejor estaría muerta.", "No.", "No voy a sentir nada."],
        ["Ya no aguanto esta vida.", "No hay remedio.", "Nada que hacer."],
        ["Quisiera no despertar.", "No aguanto más.", "No, ya lo tengo decidido."],
        ["Ya quiero irme con mi viejo.", "No falta mucho.", "No, ya pronto."],
        ["I'll kill him, I swear I will kill him.", "No, not today.", "Not while you're listening."],
        ["Lo voy a matar.", "No si se queda lejos.", "Nada tengo que perder."],
    ] {
        let mut talk = talk_of(lines[0]);
        let mut last = None;
        for line in lines {
            last = Some(talk.say(line));
        }
        let step = last.expect("three");
        assert_ne!(step.state.stage, Stage::StepDown, "{lines:?}: {}", step.text());
    }
}

#[test]
fn two_plain_denials_calm() {
    for lines in [
        ["I want to die.", "No, nothing like that.", "No, never."],
        ["I want to die.", "Heavens no, dear, I was only joking.", "No, I don't want to die."],
        [
            "I wish I were dead.",
            "Of course not. It is just a turn of phrase.",
            "No, I have never thought of it.",
        ],
        ["Me quiero morir.", "Ay no, Dios me libre, es un decir.", "No, hija, nunca."],
        ["Quisiera estar muerta.", "No, no he pensado en eso.", "Que no, señor, para nada. Soy católica."],
        ["Me quiero morir.", "No, no quiero morirme.", "No."],
        ["Me quiero morir.", "No, nunca.", "No tengo nada planeado, cómo cree."],
    ] {
        let mut talk = talk_of(lines[0]);
        let mut last = None;
        for line in lines {
            last = Some(talk.say(line));
        }
        let step = last.expect("three");
        assert_eq!(step.state.stage, Stage::StepDown, "{lines:?}: {}", step.text());
    }
}

#[test]
fn whether_somebody_is_safe_is_answered_by_a_plain_yes_and_no_condition() {
    let answer = |text: &str| {
        let mut talk = talk_of("My son");
        let asked = talk.say("My son hits me.");
        assert!(parts(&asked).contains(&Part::Question(Question::SafeNow)), "{}", asked.text());
        talk.say(text).state.answer(Question::SafeNow)
    };
    for yes in [
        "Yes.",
        "Yes, I'm safe.",
        "I'm fine, dear.",
        "I am perfectly all right.",
        "Quite safe, thank you.",
        "Sí, estoy a salvo.",
        "Estoy bien, gracias.",
        "Claro que sí.",
    ] {
        assert_eq!(answer(yes), Some(Answer::Yes), "{yes}");
    }
    for open in [
        "Maybe.",
        "Sometimes.",
        "I suppose so.",
        "A little.",
        "Yes, as long as I do what he says.",
        "Yes, while he's out.",
        "I am frightened.",
        "I have a bruise.",
        "Yes, he's right here.",
        "Right now? He's in the kitchen.",
        "Every night I lie awake listening.",
        "Of course I am, he says.",
        "Yes she is. This is her husband.",
        "Often not.",
        "Yes... no.",
        "Si me callo.",
        "Si él no está.",
        "A veces.",
        "Supongo.",
        "Sí, mientras duerme.",
        "Claro que me da miedo.",
        "Sí, pero no le diga nada.",
        "Sí, él está aquí.",
        "Bueno, si me porto bien.",
        "Así es la vida.",
        "Claro que está bien, soy el cuidador.",
    ] {
        assert!(!matches!(answer(open), Some(Answer::Yes)), "{open}: {:?}", answer(open));
    }
    for no in ["No.", "No, I'm not safe.", "No, he's at the door.", "No, no estoy a salvo."] {
        assert_eq!(answer(no), Some(Answer::No), "{no}");
    }
    // Who says that they are well is not told to call an ambulance for it.
    for well in [
        "Nobody hits me, I'm perfectly safe.",
        "No, no, I was talking about the play.",
        "No, hombre, hablaba de las cartas.",
    ] {
        assert_eq!(answer(well), Some(Answer::Unsure), "{well}");
    }
}

#[test]
fn what_was_long_ago_beside_a_fall_of_now_ends_nothing() {
    for [first, then] in [
        ["I just fell in the bathroom.", "Same hip I broke two years ago."],
        ["I fell getting out of bed.", "I had that hip done last year."],
        ["Me caí esta mañana.", "Es la cadera que me rompí el año pasado."],
        ["Me caí en el baño.", "Ya me operaron de esa."],
        ["My roommate fell.", "She broke that arm last year."],
        ["My husband has fallen off the bed.", "He did the same last winter."],
        ["Mi compañera se cayó.", "El año pasado se cayó igual."],
        ["I fell out of bed last night.", "It's the leg they pinned last winter."],
        ["I had a bad fall this morning.", "My new hip is only from last year."],
        ["He choked on his meat.", "The man next to him choked to death last year."],
        ["My roommate has fallen out of bed.", "Her hip had just healed."],
        [
            "I slipped in the shower today.",
            "The rail has been loose since last summer, I told them months ago.",
        ],
        ["Me caí al salir del baño.", "Hace meses que pido una barra."],
        ["Me caí hace un rato.", "Hace años me habría levantado sola."],
        ["Mi esposo se cayó.", "Hace meses le pusieron un clavo en esa pierna."],
        ["I fell over this afternoon, there's a funny lump.", "I had a lump like it last year."],
        ["My husband fell down in the bathroom.", "His heart was mended last year."],
    ] {
        let mut talk = talk_of(first);
        assert!(talk.say(first).state.level > Level::None, "{first}");
        let step = talk.say(then);
        assert_ne!(step.state.stage, Stage::StepDown, "{first} {then}: {}", step.text());
    }
}

/// What another reader got past bags of words with: none of it denies anything.
#[test]
fn what_is_said_beside_a_no_is_read_to_its_end() {
    for answers in [
        ["No. Not until Sunday.", "No. My daughter comes Sunday, after that."],
        ["No. It's too late for thinking.", "No. I have decided."],
        ["No. He told me to say no.", "No. That's what I'm to say."],
        ["No. I'm lying.", "No. You'd tell them."],
        ["No. Tomorrow.", "No. Tonight."],
        ["No. He's in the room.", "No. Ssh."],
        ["No. Yes.", "No. Maybe."],
        ["No. The once.", "No. They pumped me out."],
        ["I'm not just saying it.", "It's not just a saying."],
        ["I didn't say it for a joke.", "I'm not joking."],
        ["Not that it matters.", "Not that anyone cares."],
        ["I'm only telling you so somebody knows.", "I only mean to sleep."],
        ["It's no good.", "It's no good."],
        ["I'm not well.", "Not very well."],
        ["Not just now.", "Not right now."],
        ["Nobody would.", "Nobody ever does."],
        ["I'm just nothing.", "Nothing at all."],
        ["No I have thought about it.", "No dear I think about it."],
        ["I don't think about it at all. It's settled.", "I do not think. I know."],
        ["I won't do anything while you're watching.", "I'm not going to do anything with her in the room."],
        ["I am a Catholic. God will forgive me.", "I am a Catholic. He knows."],
        ["No. They're all gone.", "He's gone."],
    ] {
        let mut talk = talk_of("I want to die.");
        talk.say("I want to die.");
        answers.iter().for_each(|answer| drop(talk.say(answer)));
        let state = talk.state.expect("a ladder");
        assert_ne!(state.stage, Stage::StepDown, "{answers:?}: {state:?}");
    }
    for answers in [
        ["No. Ya lo tengo decidido.", "No. Ya está todo arreglado."],
        ["No. Me dijo que dijera que no.", "No. Eso tengo que decir."],
        ["No. Mañana.", "No. Esta noche."],
        ["No estoy bromeando.", "No es broma."],
        ["No es un decir.", "Estoy hablando en serio."],
        ["Eso no importa.", "Eso no le importa a nadie."],
        ["Me refiero a las pastillas del cajón.", "Solo quiero decir adiós."],
        ["No te digo.", "No le digo a nadie."],
        ["Aquí no.", "Aquí no."],
        ["No ya lo he pensado todo.", "No ya estoy."],
        ["Nunca lo haría aquí.", "Eso no lo haría con pastillas."],
        ["Soy católica y Dios me perdonará.", "Soy creyente y sé que Él me llama."],
        ["No. Le mentí.", "No. No es verdad."],
        ["No. Bueno, sí.", "No. A veces."],
    ] {
        let mut talk = talk_of("Me quiero morir.");
        talk.say("Me quiero morir.");
        answers.iter().for_each(|answer| drop(talk.say(answer)));
        let state = talk.state.expect("a ladder");
        assert_ne!(state.stage, Stage::StepDown, "{answers:?}: {state:?}");
    }
}

/// As residents say it: each is a clear no.
#[test]
fn a_natural_denial_is_heard() {
    use super::super::clear::is_clear_no;
    for text in [
        "No, I'm only fed up.",
        "Good heavens, no. I'm just tired.",
        "Not in a million years.",
        "Never in my life.",
        "No, I'm only joking.",
        "I was only kidding, dear.",
        "No, it's a figure of speech.",
        "Of course I'm not.",
        "Wouldn't dream of it.",
        "I'd never hurt myself.",
        "No, I love life.",
        "No plans, no. I have no plans.",
        "Don't worry, I was joking.",
        "No, I don't want to die.",
        "Heaven forbid.",
        "Qué va.",
        "Ni pensarlo.",
        "Ni loca.",
        "De ninguna manera.",
        "Ay no, hija, es un decir.",
        "Lo dije por decir.",
        "No me voy a matar.",
        "No, quiero vivir.",
        "Ya le dije que no.",
        "Hablo por hablar, no se preocupe.",
        "Dios me libre.",
        "No, solo estoy cansada.",
        "Nunca lo he pensado.",
        "No, gracias a Dios.",
        "¡Qué ocurrencia! Claro que no.",
    ] {
        assert!(is_clear_no(text), "{text}");
    }
}

#[test]
fn a_fall_of_now_is_not_over_for_what_was_long_ago_in_the_same_breath() {
    for then in [
        "It was ages ago I pressed the button.",
        "That was last year, this one I'm down now.",
        "That was back in March, now it's the other side.",
        "The hip has healed, it's my head this time.",
        "That happened last winter and I lay there all night then as well.",
        "The leg is mended but I'm all blood.",
        "That was months ago. No, this morning.",
        "The arm has healed. This is the hip.",
        "Eso fue hace un mes, hoy fue el otro lado.",
        "La cadera ya está curada, ahora es la cabeza.",
        "Eso fue en marzo. Ahora está en el suelo.",
        "Eso pasó el año pasado. Esto es de hoy.",
    ] {
        let mut talk = talk_of("I fell in the bathroom this morning.");
        talk.say("I fell in the bathroom this morning.");
        let step = talk.say(then);
        assert_ne!(step.state.stage, Stage::StepDown, "{then}: {}", step.text());
    }
}

#[test]
fn who_says_the_question_back_before_a_no_has_said_no_and_is_not_asked_how() {
    for (first, answer) in [
        (
            "Ya estoy cansada de vivir.",
            "¿Quitarme la vida? Virgen santa, no, señor. Hablaba de la cadera y del peine.",
        ),
        ("I am tired of living.", "Ending my life? Good heavens, no. I was talking about my hip."),
    ] {
        let mut talk = talk_of(if first.starts_with('Y') { "Ya " } else { "I" });
        let asked = talk.say(first);
        assert_eq!(asked.state.open, Some(Question::Thoughts), "{first}: {}", asked.text());
        let step = talk.say(answer);
        assert_eq!(step.state.answer(Question::Thoughts), Some(Answer::No), "{answer}: {}", step.text());
        assert_ne!(step.state.open, Some(Question::Method), "{answer}: {}", step.text());
        assert_eq!(step.effects.alert, None, "{answer}");
        assert_ne!(step.state.stage, Stage::StepDown, "one no, and more beside it, calms nothing");
    }
}

#[test]
fn a_second_no_that_denies_nothing_is_told_to_staff() {
    let mut talk = talk_of("I want to die.");
    assert_eq!(talk.say("I want to die.").effects.alert, None);
    assert_eq!(talk.say("Not tonight.").effects.alert, None);
    let step = talk.say("Not while you're listening.");
    assert_eq!(step.effects.alert, Some(Level::Medium), "{}", step.text());
}

#[test]
fn a_question_that_is_not_the_companions_own_is_part_of_the_answer() {
    for [first, one, other] in [
        [
            "I want to die.",
            "I've thought of the plan, shall I say? No.",
            "I won't say the plan, all right? No.",
        ],
        ["I want to die.", "Is life worth it? No.", "Is life any good? Not at all."],
        ["I want to die.", "Why would I tell you my plan? No.", "What is left in life? Nothing of the kind."],
        ["Me quiero morir.", "¿Vale la pena esta vida? No.", "¿Para qué la vida? Nunca."],
        ["Me quiero morir.", "¿Quién me va a impedir matarme? Ninguno.", "¿Y esto es vida? No."],
        ["Me quiero morir.", "Mi vida no.", "Mi vida, nunca."],
    ] {
        let mut talk = talk_of(first);
        talk.say(first);
        talk.say(one);
        let step = talk.say(other);
        assert_ne!(step.state.stage, Stage::StepDown, "{one} {other}: {}", step.text());
    }
}

#[test]
fn a_complaint_is_settled_by_no_sentence_that_only_begins_like_a_no() {
    for [first, answer] in [
        ["Nobody needs me any more.", "No. It's all arranged."],
        ["I'm good for nothing.", "No. I have decided."],
        ["Nobody needs me any more.", "Not that it matters."],
        ["There is no point getting up.", "Never mind. It will be over soon."],
        ["Ya no sirvo para nada.", "No. Ya lo tengo decidido."],
        ["Ya nada me importa.", "No, ya pronto se acaba."],
    ] {
        let mut talk = talk_of(first);
        talk.say(first);
        let step = talk.say(answer);
        assert_ne!(step.state.stage, Stage::StepDown, "{first} {answer}: {}", step.text());
    }
}

#[test]
fn where_nothing_more_is_asked_after_a_no_with_more_beside_it_somebody_is_told() {
    let mut talk = talk_of("I'd be better off dead.");
    talk.say("I'd be better off dead.");
    let first = talk.say("No.");
    let step = talk.say("No, I won't feel a thing.");
    let told = first.effects.alert.is_some() || step.effects.alert.is_some() || step.state.open.is_some();
    assert!(told, "{}", step.text());
}
