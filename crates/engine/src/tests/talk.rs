//! Whole talk: what is told beside a death, what was said and asked before, dry jokes, names, and some words of what was told in
//! the place of a word of listening.

use content_safety_api::Language::{self, En, Es};

use super::support::{Said, Talk, pools};

/// The last reply of a talk.
fn last(language: Language, lines: &[&str]) -> Said {
    let mut talk = Talk::new(language, 7);
    lines.iter().map(|line| talk.say(line)).last().expect("a line")
}

fn has(said: &Said, start: &str) -> bool {
    pools(said).iter().any(|pool| pool.starts_with(start))
}

#[test]
fn who_lives_and_the_day_that_is_are_not_mourned() {
    for (language, lines) in [
        (
            En,
            [
                "My wife Beryl died six years ago",
                "I still lay the table for two some nights",
                "My lad Gareth's coming Saturday. He's bringing the dog.",
            ],
        ),
        (
            Es,
            [
                "Mi marido Chuy se murió hace seis años",
                "Todavía pongo dos tazas en la mesa",
                "Mi compañera de cuarto, doña Eduviges, prende el radio a las cuatro de la mañana para oír el rosario.",
            ],
        ),
    ] {
        let said = last(language, &lines);
        assert!(!has(&said, "mourn") && !has(&said, "topic.loss"), "{} {:?}", said.text, pools(&said));
    }
    let still = last(En, &["My wife Beryl died six years ago", "She kept every letter I wrote her"]);
    assert_eq!(still.plan.flow.as_ref().map(|(flow, _)| flow.as_str()), Some("grief_day"), "{}", still.text);
}

#[test]
fn nobody_is_sent_elsewhere_in_the_middle_of_a_story_nor_told_that_it_is_normal_to_feel_so() {
    let story = "One winter we got snowed in, and eleven children couldn't get home. I made them tomato soup on the hot plate \
                 and we sang until the plow came.";
    let mut talk = Talk::new(En, 7);
    for line in [
        "My husband Walt died nine years ago",
        "The evenings are the worst",
        "I feel so lonely after supper",
        "I miss him",
    ] {
        talk.say(line);
    }
    let said = talk.say(story);
    assert!(!has(&said, "human.suggest") && !has(&said, "normalise"), "{} {:?}", said.text, pools(&said));
}

#[test]
fn what_was_asked_or_said_before_is_owned() {
    for (language, line, pool) in [
        (En, "I asked you is the cricket on", "asked.before"),
        (En, "That's no answer. I'll ask the nurse.", "asked.before"),
        (En, "I just answered that", "said.before"),
        (Es, "No me ha contestado, pero bueno.", "asked.before"),
        (Es, "Le pregunto por la operación de los ojos.", "asked.before"),
        (Es, "Ya le conté que vive en Laguna", "said.before"),
    ] {
        let said = last(language, &["Hola", "I was a baker", line]);
        assert!(has(&said, pool), "{line}: {} {:?}", said.text, pools(&said));
        assert!(!said.text.contains('?'), "{line}: {}", said.text);
    }
    let time = last(En, &["Hello", "I asked you what time it is"]);
    assert!(has(&time, "time"), "{} {:?}", time.text, pools(&time));
    let pillow = last(En, &["Hello", "I asked the girl for a pillow and she brought two"]);
    assert!(!has(&pillow, "asked.before"), "{}", pillow.text);
}

#[test]
fn a_question_for_somebody_with_a_life_is_answered_with_a_plain_no() {
    for (language, line) in [
        (En, "Do you get many visitors yourself?"),
        (En, "Do you like crosswords?"),
        (Es, "¿Usted qué come, a ver?"),
        (Es, "¿Tú rezas?"),
    ] {
        let said = last(language, &["Hello", line]);
        assert!(has(&said, "self.not"), "{line}: {} {:?}", said.text, pools(&said));
    }
    // What the companion can do, and whether it listens, is no question of a life.
    let other = last(En, &["Hello", "Do you read what I write?"]);
    assert!(!has(&other, "self.not"), "{}", other.text);
}

#[test]
fn no_question_of_ours_follows_one_that_could_not_be_answered() {
    for (language, line) in [
        (En, "Do you think my niece could bring him here for a visit?"),
        (Es, "¿Y hoy hay misa en la capillita de aquí abajo, sabrá usted?"),
    ] {
        let said = last(language, &["Hello", line]);
        assert!(!said.text.contains('?'), "{line}: {}", said.text);
    }
    let nod = last(Es, &["Hola", "Ese es buen bailarín de tango, ¿sabés?"]);
    assert!(!has(&nod, "unknown"), "{} {:?}", nod.text, pools(&nod));
}

#[test]
fn a_joke_and_a_dig_between_two_who_joke_are_met_as_that() {
    let riddle =
        last(En, &["Hello", "Here's one. Why did the pigeon cross the road? Because the number 1 was late."]);
    assert!(has(&riddle, "does.joke"), "{} {:?}", riddle.text, pools(&riddle));
    let dig = last(En, &["Hello", "Tell me a joke", "You're not up to much for winter, are you."]);
    assert!(!has(&dig, "does.scold") && !has(&dig, "complaint"), "{} {:?}", dig.text, pools(&dig));
}

#[test]
fn who_hears_badly_is_told_that_it_is_in_writing() {
    for (language, line) in [
        (En, "speak up I dont hear so good"),
        (En, "You'll have to shout, I'm deaf as a doorpost."),
        (Es, "Hable más fuerte, que no oigo"),
    ] {
        let said = last(language, &["Hello", line]);
        assert!(has(&said, "speak.up"), "{line}: {} {:?}", said.text, pools(&said));
    }
}

#[test]
fn the_name_by_which_somebody_is_called_is_taken() {
    let own = last(Es, &["Buenas tardes. Me llamo Socorro, pero todo mundo me dice Coco."]);
    assert!(own.text.contains("Coco") && !own.text.contains("Socorro"), "{}", own.text);
    let mut talk = Talk::new(Es, 7);
    talk.say("Hola");
    talk.say("Tengo cuatro, y la menor se llama Beatriz");
    let hers = talk.say("Sí, pero dile Güera, que si le dicen Beatriz ni voltea.");
    assert!(hers.text.contains("Güera") && !hers.text.contains("Beatriz"), "{}", hers.text);
    let call = last(En, &["Hello", "My sister is named Margaret", "Everyone calls her Peg."]);
    assert!(call.text.contains("Peg"), "{}", call.text);
}

#[test]
fn some_clause_is_said_back_before_a_word_of_listening() {
    for (language, line, words) in [
        (En, "My lad was late. He drove the van through Denbigh, would you believe.", "he drove the van"),
        (Es, "Una vez se lo dijo al señor cura y no volvió en un mes.", "no volvió en un mes"),
    ] {
        let said = last(language, &["Hello", line]);
        assert!(said.text.to_lowercase().contains(words), "{line}: {} {:?}", said.text, pools(&said));
    }
}

#[test]
fn a_stranger_beside_a_death_is_not_mourned_and_one_word_of_mourning_is_enough() {
    for line in [
        "They've put me next to a chap at breakfast who chews with his mouth open. Sounds like a cement mixer.",
        "Good job I'm deaf, come to think of it.",
    ] {
        let said = last(
            En,
            &["My wife Beryl died six years ago", "I still lay the table for two some nights", line],
        );
        assert!(!has(&said, "mourn"), "{line}: {} {:?}", said.text, pools(&said));
    }
    let mut talk = Talk::new(Es, 1);
    for line in [
        "Carmiña se murió en febrero",
        "Era la que llamaba a todos",
        "La mano. Que le tenía la mano cogida y no me di cuenta de cuándo se fue. Eso vuelve y vuelve.",
        "Me llamaba todas las noches a las nueve, y a las nueve todavía miro el teléfono.",
    ] {
        let said = talk.say(line);
        let mourned = pools(&said).iter().filter(|pool| *pool == "mourn").count();
        assert!(mourned <= 1, "{line}: {} {:?}", said.text, pools(&said));
    }
}

#[test]
fn a_complaint_that_is_called_a_joke_is_one_and_a_thing_may_be_unknown() {
    let teased = last(En, &["Hello", "I was a baker", "You're no help. I'm only joking."]);
    assert!(has(&teased, "joked"), "{} {:?}", teased.text, pools(&teased));
    let clippie = last(En, &["Hello", "Do you know what a clippie is?"]);
    assert!(has(&clippie, "know.of"), "{} {:?}", clippie.text, pools(&clippie));
    let never = last(En, &["Hello", "sorry? I never said sorry"]);
    assert_eq!(never.plan.rule, "correct", "{}", never.text);
    let day = last(Es, &["Hola", "Qué día ni qué día. Le pregunto por la operación de los ojos."]);
    assert!(has(&day, "asked.before"), "{} {:?}", day.text, pools(&day));
}

#[test]
fn a_machine_that_was_sent_for_is_not_the_companion_and_me_dinner_is_not_you_dinner() {
    let plow = last(
        Es,
        &[
            "Hola",
            "Y yo, que era el más joven, tuve que ir andando hasta la estación con un farol a pedir la máquina quitanieves.",
        ],
    );
    assert!(!has(&plow, "heard.you"), "{} {:?}", plow.text, pools(&plow));
    for line in ["Not bad. Bit stiff, looking forward to me dinner.", "thats a no then"] {
        let said = last(En, &["Hello", "I was a baker", line]);
        assert!(!said.text.contains("you dinner") && !said.text.contains("hats a no"), "{}", said.text);
    }
}

#[test]
fn a_nurse_who_is_declined_is_not_sent_for_and_one_who_is_asked_for_is() {
    for (language, line) in [
        (En, "Oh no, I don't need the nurse. I was only going to tell you about a bride called Moira."),
        (En, "You don't need to call a nurse, I only meant the soup."),
        (En, "Please don't send somebody, it was only a story about my brother."),
        (Es, "No quiero hablar con una persona, quiero contarle de mi mesa."),
        (Es, "No hace falta que venga la enfermera, es que me reía de Chabela."),
    ] {
        let said = last(language, &["Hello", "I was a baker", line]);
        assert!(!has(&said, "person"), "{line}: {} {:?}", said.text, pools(&said));
    }
    for (language, line) in [
        (En, "No, I need the nurse"),
        (En, "I don't know what it is, I need a nurse"),
        (En, "I'm not well, get me a nurse"),
        (En, "No I said I want a nurse"),
        (Es, "No, necesito a la enfermera"),
        (Es, "No sé qué tengo, que venga la enfermera"),
    ] {
        let said = last(language, &["Hello", "I was a baker", line]);
        assert!(has(&said, "person"), "{line}: {} {:?}", said.text, pools(&said));
    }
}

#[test]
fn who_asks_to_be_reminded_or_whether_it_is_written_down_gets_a_plain_answer() {
    for (language, line, pool) in [
        (
            En,
            "My niece says programs can do all sorts. Could you remind me when it's two o'clock?",
            "remind.cannot",
        ),
        (En, "Can you remind me about my phone call or not?", "remind.cannot"),
        (Es, "¿Puede recordarme que llame a mi hija?", "remind.cannot"),
        (En, "What page is that, dear? Are you writing this down?", "privacy"),
        (Es, "¿Está usted apuntando todo esto?", "privacy"),
        (En, "Well, that is a comfort. And did I mention my sister at all?", "story.tell"),
        (Es, "¿Ya le hablé de mi hermana?", "story.tell"),
    ] {
        let said = last(language, &["Hello", "I was a baker", line]);
        assert!(has(&said, pool), "{line}: {} {:?}", said.text, pools(&said));
    }
    let told = last(En, &["Hello", "You remind me of my brother, he reminded me to eat every day."]);
    assert!(!has(&told, "remind"), "{}", told.text);
}
