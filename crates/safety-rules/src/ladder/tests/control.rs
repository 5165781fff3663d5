//! What somebody may do with a question: answer it, take it back, put it aside, have it again, or ask for a person.

use super::super::*;
use super::{Talk, parts};

#[test]
fn who_says_that_they_did_not_mean_it_has_denied() {
    let mut talk = Talk::new();
    talk.say("Sometimes I wish I would not wake up.");
    talk.say("I did not say that.");
    let calm = talk.say("No, I only meant I am tired.");
    assert_eq!(calm.state.stage, Stage::StepDown, "{}", calm.text());
    let mut other = Talk::new();
    other.say("No quiero vivir más.");
    other.say("Yo no dije eso.");
    assert_eq!(other.state.expect("there").denials, 1);
}

#[test]
fn who_takes_a_hint_back_has_denied_the_thoughts_and_not_only_the_method() {
    for (first, aside, taken_back) in [
        ("I am just a burden.", "I feel old and slow.", "No, not that, I only mean I feel old."),
        ("Solo soy una carga.", "Me siento vieja y lenta.", "No, eso no, solo digo que me siento vieja."),
    ] {
        let mut talk = Talk::new();
        talk.say(first);
        let step = talk.say(aside);
        assert_eq!(step.state.open, Some(Question::Method), "{first}");
        let step = talk.say(taken_back);
        assert_eq!(step.state.answer(Question::Thoughts), Some(Answer::No), "{taken_back}");
        assert_eq!(step.state.answer(Question::Method), Some(Answer::No), "{taken_back}");
        assert_eq!(step.state.denials, 1);
        assert_eq!(
            step.state.open,
            Some(Question::Behaviour),
            "a no to thoughts leads to what was ever done"
        );
    }
}

#[test]
fn thoughts_that_were_told_are_not_taken_back_by_a_later_not_that() {
    let mut talk = Talk::new();
    talk.say("I am just a burden.");
    talk.say("yes");
    let step = talk.say("No, not that, I only mean I feel old.");
    assert_eq!(step.state.answer(Question::Thoughts), Some(Answer::Yes));
    assert_eq!((step.state.answer(Question::Method), step.state.denials), (Some(Answer::No), 1));
    assert_eq!(step.state.open, Some(Question::Intent));
}

#[test]
fn stop_ends_the_questions_at_once_and_keeps_the_level() {
    let mut talk = Talk::new();
    talk.say("I want to kill myself.");
    let step = talk.act("Stop", LadderAct::Stop, false);
    assert!(!step.text().contains('?') && step.state.is_open(), "{}", step.text());
    assert_eq!((step.state.level, step.state.alerted), (Level::High, Level::High));
    for message in ["It is raining.", "My pills are blue."] {
        assert!(!talk.say(message).text().contains('?'));
    }
}

#[test]
fn another_topic_puts_a_question_aside_until_the_words_show_more_danger() {
    let mut talk = Talk::new();
    let first = talk.say("I am just a burden.").state.open;
    assert_eq!(first, Some(Question::Thoughts));
    let step = talk.act("Something else", LadderAct::OtherTopic, false);
    assert!(step.state.open.is_none() && step.state.is_open(), "{}", step.text());
    let step = talk.say("The roses were red.");
    assert_eq!(step.state.open, Some(Question::Method), "the one that was put aside does not come back");
}

#[test]
fn what_was_left_open_may_be_asked_when_the_words_show_more_danger() {
    let mut talk = Talk::new();
    talk.say("I feel suicidal.");
    assert_eq!(talk.state.as_ref().and_then(|state| state.open), Some(Question::Method));
    talk.act("A person, please", LadderAct::PersonPlease, false);
    for _ in 0..5 {
        talk.act("Bye", LadderAct::Goodbye, false);
    }
    let worse = talk.say("I am going to kill myself.");
    assert_eq!(worse.state.open, Some(Question::Method), "{}", worse.text());
}

#[test]
fn who_changes_the_subject_at_the_last_question_calls_no_ambulance() {
    for (act, text) in
        [(LadderAct::OtherTopic, "Can we talk about something else?"), (LadderAct::Stop, "Stop")]
    {
        let mut talk = Talk::new();
        talk.say("I have thought about taking all my heart pills at once.");
        while talk.state.as_ref().and_then(|state| state.open) != Some(Question::Time) {
            let intent = talk.state.as_ref().and_then(|state| state.open) == Some(Question::Intent);
            talk.say(if intent { "yes" } else { "no" });
            let state = talk.state.as_ref().expect("there");
            assert!(state.turn < 12 && state.level < Level::Critical, "{state:?}");
        }
        let step = talk.act(text, act, false);
        assert!(step.state.level < Level::Critical && !step.text().contains("911"), "{}", step.text());
    }
}

#[test]
fn a_yes_counts_though_the_subject_is_changed_with_it() {
    for (text, act) in [
        ("Yes. Can we talk about something else?", LadderAct::OtherTopic),
        ("Yes, stop it now", LadderAct::Stop),
        ("Sí. ¿Hablamos de otra cosa?", LadderAct::OtherTopic),
    ] {
        let mut talk = Talk::new();
        talk.say("I have thought about taking all my heart pills at once.");
        while talk.state.as_ref().and_then(|state| state.open) != Some(Question::Time) {
            let intent = talk.state.as_ref().and_then(|state| state.open) == Some(Question::Intent);
            talk.say(if intent { "yes" } else { "no" });
            assert!(talk.state.as_ref().expect("there").turn < 12);
        }
        let step = talk.act(text, act, false);
        assert_eq!(
            (step.state.level, step.state.answer(Question::Time)),
            (Level::Critical, Some(Answer::Yes)),
            "{text}"
        );
        assert!(step.text().contains("911"), "{}", step.text());
    }
}

#[test]
fn who_is_not_safe_now_is_heard_whatever_else_the_words_may_mean() {
    for (first, text) in
        [("The aide hits me at night.", "Not now"), ("El cuidador me pega de noche.", "Ya no")]
    {
        let mut talk = Talk::new();
        talk.say(first);
        for _ in 0..4 {
            if talk.state.as_ref().and_then(|state| state.open) == Some(Question::SafeNow) {
                break;
            }
            talk.say("I do not know");
        }
        assert_eq!(talk.state.as_ref().and_then(|state| state.open), Some(Question::SafeNow), "{first}");
        let step = talk.act(text, LadderAct::Stop, false);
        assert_eq!(step.state.answer(Question::SafeNow), Some(Answer::No), "{text}");
        assert_eq!((step.state.level, step.state.refusals), (Level::Critical, 0), "{}", step.text());
    }
}

#[test]
fn an_unsure_answer_is_not_taken_back_by_a_no_to_the_method() {
    let mut talk = Talk::new();
    talk.say("I am just a burden.");
    talk.say("I don't know");
    let step = talk.say("No, not really");
    assert_eq!(step.state.answer(Question::Thoughts), Some(Answer::Unsure));
    assert_eq!(step.state.open, Some(Question::Intent), "{}", step.text());
}

#[test]
fn repeat_asks_the_same_question_in_its_one_wording_and_counts_as_no_answer() {
    for (first, again) in [("I want to kill myself.", "What did you say?"), ("Quiero matarme.", "¿Qué dijo?")]
    {
        let mut talk = Talk::new();
        let asked = talk.say(first);
        let question = asked.lines.last().expect("a question").line.id;
        for _ in 0..3 {
            let step = talk.act(again, LadderAct::Repeat, false);
            assert_eq!(step.line_ids(), [question], "{}", step.text());
            assert_eq!(step.state.refusals, 0);
            assert_eq!(step.state.open, asked.state.open);
        }
        // With nothing asked there is company.
        talk.act("stop", LadderAct::Stop, false);
        assert!(!talk.act(again, LadderAct::Repeat, false).lines.is_empty());
    }
}

#[test]
fn a_person_is_called_and_nothing_is_asked_in_the_same_breath() {
    let mut talk = Talk::new();
    talk.say("I am just a burden.");
    let step = talk.act("A person, please", LadderAct::PersonPlease, false);
    assert_eq!(step.effects.handoff, Handoff::Warm);
    assert!(step.state.open.is_none(), "{}", step.text());
    assert_eq!(step.state.refusals, 0, "who asks for somebody has refused nothing");
}

/// A talk in which suicide was said, up to the question whether it could be today.
fn asked_whether_today(plain: &str, yes: &str) -> Talk {
    let mut talk = Talk::new();
    let mut step = talk.say(plain);
    for _ in 0..12 {
        if step.state.open == Some(Question::Time) {
            return talk;
        }
        // The means are not at hand: else nothing more would be asked.
        let answer = if step.state.open == Some(Question::Means) { "no" } else { yes };
        step = talk.say(answer);
    }
    panic!("it was never asked: {:?}", step.state);
}

#[test]
fn that_the_doctor_knows_is_no_yes_to_today() {
    for answer in [
        "Ya se lo dije al doctor",
        "ya le dije al médico",
        "Ya lo vio la enfermera",
        "ya me dieron la pastilla",
        "Ya lo saben aquí",
        "ya vino la enfermera",
        "ya hablé con mi hija",
        "ya me llaman a comer",
    ] {
        let mut talk = asked_whether_today("No quiero vivir más.", "sí");
        let step = talk.say(answer);
        assert_eq!(step.state.answer(Question::Time), Some(Answer::Unanswered), "{answer}");
        assert_ne!(step.effects.handoff, Handoff::Now, "{answer}: {}", step.text());
        assert!(step.state.level >= Level::High, "who is told stays as it was: {answer}");
    }
    for answer in [
        "I told the doctor already",
        "I have told the nurse",
        "I did tell my daughter",
        "The nurse has seen it",
        "They have seen it",
        "They have given me my tablet",
    ] {
        let mut talk = asked_whether_today("I do not want to live any more.", "yes");
        let step = talk.say(answer);
        assert_eq!(step.state.answer(Question::Time), Some(Answer::Unanswered), "{answer}");
        assert_ne!(step.effects.handoff, Handoff::Now, "{answer}: {}", step.text());
    }
}

#[test]
fn a_yes_and_what_is_not_clear_are_still_a_yes_to_today() {
    for answer in [
        "sí",
        "Sí, ya se lo dije al doctor",
        "ya le dije al médico que hoy",
        "ya le dije adiós a mi hija",
        "ya lo tengo decidido",
        "ya",
        "ya se lo dije a todos",
    ] {
        let mut talk = asked_whether_today("No quiero vivir más.", "sí");
        let step = talk.say(answer);
        assert_eq!(step.effects.handoff, Handoff::Now, "{answer}: {}", step.text());
    }
    for answer in ["yes", "Yes, I told the nurse", "I have said goodbye to my daughter", "I have decided"] {
        let mut talk = asked_whether_today("I do not want to live any more.", "yes");
        let step = talk.say(answer);
        assert_eq!(step.effects.handoff, Handoff::Now, "{answer}: {}", step.text());
    }
}

#[test]
fn that_somebody_knows_still_says_that_help_can_be_reached() {
    let mut talk = Talk::new();
    let step = talk.say("Me duele mucho el pecho y no puedo respirar.");
    assert_eq!(step.state.open, Some(Question::CanReachHelp), "{}", step.text());
    let step = talk.say("ya le dije a la enfermera");
    assert_eq!(step.state.answer(Question::CanReachHelp), Some(Answer::Yes));
}

#[test]
fn after_two_clear_denials_nothing_is_asked_until_there_is_another_sign() {
    for (first, messages) in [
        (
            "Sometimes I wish I would not wake up.",
            ["The days are long.", "No, I did not mean it.", "It is just a turn of phrase."],
        ),
        (
            "A veces espero no despertar mañana por la mañana.",
            ["Los días son largos.", "No, no quise decir nada.", "No, es un decir."],
        ),
    ] {
        let mut talk = Talk::new();
        assert!(talk.say(first).text().contains('?'));
        let [_, _, last] = messages.map(|message| talk.say(message));
        let state = last.state.clone();
        assert!(!last.text().contains('?') && state.open.is_none(), "{} {state:?}", last.text());
        assert!(state.denials >= 2 && state.taken_back > 0, "{state:?}");
        for message in ["My sister kept a sweet shop.", "It was in Whitby.", "We had the run of it."] {
            let step = talk.say(message);
            assert!(!step.text().contains('?'), "{message}: {}", step.text());
            assert_eq!(step.state.level, state.level, "the alert stands as it was");
        }
        let again = talk.say("I do not want to live any more.");
        assert!(again.text().contains('?'), "another sign is asked about: {}", again.text());
        assert_eq!(again.state.taken_back, 0);
    }
}

#[test]
fn thoughts_that_were_said_outright_are_not_unsaid_by_two_denials() {
    let mut talk = Talk::new();
    for message in ["I keep thinking about suicide.", "The days are long.", "No, I did not mean it."] {
        talk.say(message);
    }
    let step = talk.say("It is just a turn of phrase.");
    assert_eq!(step.state.open, Some(Question::Behaviour), "{}", step.text());
}

#[test]
fn a_yes_is_not_unsaid_by_two_denials() {
    let mut talk = Talk::new();
    talk.say("Sometimes I wish I would not wake up.");
    talk.say("yes");
    talk.say("yes");
    talk.say("no, I did not mean it");
    let step = talk.say("no, I would never do that");
    assert!(step.text().contains('?'), "who had a way in mind is asked on: {}", step.text());
}

#[test]
fn who_makes_little_of_it_has_not_said_yes() {
    for text in [
        "I'm just a tired old man",
        "I've only been tidying up",
        "I am an old woman",
        "It is the one thing they cannot take",
    ] {
        assert_eq!(read_answer(text), None, "{text}");
    }
    for text in ["I am", "I have", "I am thinking of it", "I do have a plan", "It is in the drawer"] {
        assert_eq!(read_answer(text), Some(Answer::Yes), "{text}");
    }
    for text in ["It's a figure of speech", "Oh, it was a way of talking", "Ay, es un decir"] {
        assert_eq!(read_answer(text), Some(Answer::No), "{text}");
    }
}

/// A sentence that begins like a no says nothing of what somebody else does: the ladder of abuse stays until staff are there.
#[test]
fn what_only_begins_like_a_no_denies_nobody_elses_deeds() {
    let mut talk = Talk::new();
    talk.say("He took my bank card and he will not give it back");
    for message in ["He made me sign something", "I have no money for the hairdresser", "Should I sue him?"] {
        talk.say(message);
    }
    let step = talk.say("I do not want him in prison");
    assert_eq!(step.state.denials, 0, "{:?}", step.state);
    assert_ne!(step.state.stage, Stage::StepDown);
    talk.say("My sister had that boy");
    assert!(talk.say("I taught him to swim").state.is_open());
    // Two plain denials calm it still.
    let mut other = Talk::new();
    other.say("Sometimes I hear voices at night that talk about me");
    let calm = ["no", "no"].map(|message| other.say(message));
    assert!(calm[1].state.denials >= 1, "{:?}", calm[1].state);
}

#[test]
fn who_asks_whether_somebody_was_called_is_told() {
    for (said, asked, part) in [
        ("I want to kill myself.", "Did you call someone?", Part::Told),
        ("Me ha pegado la cuidadora.", "¿Llamaste a alguien?", Part::Told),
        ("Sometimes I wish I would not wake up.", "Did you call someone?", Part::NotTold),
    ] {
        let mut talk = Talk::new();
        talk.say(said);
        let told = talk.act(asked, LadderAct::AskSent, false);
        assert_eq!(parts(&told).first(), Some(&part), "{said}: {}", told.text());
        let other = talk.say("The soup was good.");
        assert!(!parts(&other).contains(&part), "only who asks: {}", other.text());
    }
    // Where the staff can not be reached it is not said that they were.
    let mut talk = Talk { reached: false, ..Talk::new() };
    talk.say("I want to kill myself.");
    let told = talk.act("Did you call someone?", LadderAct::AskSent, false);
    assert_eq!(parts(&told).first(), Some(&Part::Staff), "{}", told.text());
}

#[test]
fn a_fall_of_long_ago_is_let_go_of_and_one_of_now_is_not() {
    for (said, over) in [
        ("No, no, dear, that was back in March. There's no need to send for anyone.", true),
        ("I'm perfectly all right. The hip's mended, they pinned it.", true),
        ("Eso fue en marzo, hija, hace meses.", true),
        ("No, I can't reach it.", false),
        ("I am fine, only my leg hurts.", false),
        // Long, and not over.
        ("I rang ages ago and nobody came.", false),
        ("They put me back in bed and it hurts.", false),
        ("It is not long ago, this morning.", false),
        ("It has not healed.", false),
        ("It was months ago and I fell again.", false),
        ("Hace mucho que espero aquí.", false),
        ("Fue hace meses y todavía me duele.", false),
    ] {
        let mut talk = Talk::new();
        let first = talk.say("I've been here since the spring. I had a fall in the kitchen.");
        assert_eq!(first.state.category, CrisisCategory::MedicalEmergency);
        let next = talk.say(said);
        assert_eq!(next.state.stage == Stage::StepDown, over, "{said}: {}", next.text());
    }
    // What is critical is not talked away.
    let mut talk = Talk::new();
    talk.say("I have a crushing pain in my chest.");
    let next = talk.say("I had one like it months ago.");
    assert_ne!(next.state.stage, Stage::StepDown, "{}", next.text());
}

#[test]
fn after_an_emergency_that_was_none_a_wish_is_asked_about_without_an_ambulance() {
    let mut talk = Talk::new();
    talk.say("I've been here since the spring. I had a fall in the kitchen.");
    talk.say("That was back in March, the hip has mended.");
    talk.say("My son rings on Sundays.");
    let wish = talk.say("I've rather outstayed my welcome, I think.");
    assert!(!wish.text().contains("911"), "{}", wish.text());
    assert!(!parts(&wish).contains(&Part::Distance), "there is nothing to put down: {}", wish.text());
    assert!(wish.text().contains('?'), "{}", wish.text());
}
