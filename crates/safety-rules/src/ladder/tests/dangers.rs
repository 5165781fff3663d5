//! More than one kind of danger in one conversation.

use super::*;

/// A hint of suicide after a danger at its highest is asked about; and asked about once.
#[test]
fn a_new_kind_of_danger_is_asked_about_once_whatever_the_first_stood_at() {
    for (danger, answers, hint) in [
        (
            "The aide hits me and nobody comes.",
            ["no", "yes, he is in the next room", "I used to sew dresses"],
            "I don't want to go on like this. I wish I was dead.",
        ),
        (
            "La auxiliar me pega y nadie viene.",
            ["no", "si, esta al lado", "yo cosía vestidos"],
            "ya no quiero seguir con esto",
        ),
    ] {
        let mut talk = Talk::new();
        talk.say(danger);
        for answer in answers {
            talk.say(answer);
        }
        let state = talk.state.clone().expect("a ladder");
        assert_eq!(
            (state.category, state.level),
            (CrisisCategory::AbuseNeglect, Level::Critical),
            "{danger}"
        );
        let asked = talk.say(hint);
        assert_eq!(asked.state.category, CrisisCategory::SuicidalIdeation, "{hint}");
        assert!(parts(&asked).contains(&Part::Question(Question::Thoughts)), "{hint}: {}", asked.text());
        assert!(!parts(&asked).contains(&Part::OpeningNow), "nothing is about to happen: {}", asked.text());
        let again = talk.say("no");
        assert!(!parts(&again).contains(&Part::Question(Question::Thoughts)), "{}", again.text());
        let later = talk.say(hint);
        assert!(!parts(&later).contains(&Part::Question(Question::Thoughts)), "{}", later.text());
    }
}

#[test]
fn a_hint_amid_the_questions_about_another_danger_is_kept_until_they_are_asked() {
    for (danger, hint, rest) in [
        ("The aide hits me and nobody comes.", "I am just a burden.", ["yes", "no"]),
        ("La auxiliar me pega y nadie viene.", "ya no quiero seguir con esto", ["si", "no"]),
    ] {
        let mut talk = Talk::new();
        talk.say(danger);
        let mut asked = talk.say(hint).lines;
        for answer in rest {
            asked = [asked, talk.say(answer).lines].concat();
        }
        let thoughts = asked.iter().filter(|line| line.line.part == Part::Question(Question::Thoughts));
        assert!(thoughts.count() >= 1, "{hint}");
    }
}

#[test]
fn who_speaks_of_suicide_is_asked_about_it_whatever_ladder_stands() {
    for (danger, said) in [
        ("My face is drooping and I cannot lift my arm.", "I want to die."),
        ("They are poisoning my food, the voices told me.", "I would be better off dead."),
        ("The aide hits me and nobody comes.", "I want to kill myself."),
        ("Se me cae la cara y no puedo mover el brazo.", "Me quiero morir."),
    ] {
        let mut talk = Talk::new();
        talk.say(danger);
        let step = talk.say(said);
        let found = screen(said, &History::default());
        assert_eq!(
            step.state.category,
            CrisisCategory::SuicidalIdeation,
            "{danger} {said} {:?}",
            found.findings
        );
        let parts = parts(&step);
        assert!(parts.contains(&Part::Referral), "{danger} {said}: {}", step.text());
        let asks = parts.iter().any(|part| matches!(part, Part::Question(_)));
        assert!(asks || step.state.own_level() == Level::Critical, "{danger} {said}: {}", step.text());
    }
}

#[test]
fn an_emergency_of_the_body_keeps_its_number_beside_suicide() {
    let mut talk = Talk::new();
    talk.say("My face is drooping and I cannot lift my arm.");
    assert!(parts(&talk.say("I want to die.")).contains(&Part::Emergency), "what began goes on");
    let mut talk = Talk::new();
    talk.say("Nobody comes when I ring, I lie in my wet bed.");
    talk.say("I am just a burden.");
    for _ in 0..3 {
        talk.say("no");
    }
    let step = talk.say("I cannot breathe and my chest hurts.");
    assert!(parts(&step).contains(&Part::Emergency), "{}", step.text());
}

#[test]
fn help_that_only_was_wished_for_or_left_again_has_not_come() {
    use crate::ladder::hearing::says_help_came;
    for text in ["They came at last.", "Ya vinieron.", "Somebody came and they changed me."] {
        assert!(says_help_came(text), "{text}");
    }
    for text in [
        "I wish they came.",
        "They came and left me wet.",
        "They came and went again.",
        "Ojalá ya vinieron.",
        "Ya vinieron pero me dejaron así.",
    ] {
        assert!(!says_help_came(text), "{text}");
    }
    let mut talk = Talk::new();
    talk.say("I am lying in a wet bed for hours and nobody comes.");
    assert!(talk.say("They came at last.").state.helped);
    assert!(!talk.say("Now I am lying in a wet bed for hours and nobody comes.").state.helped);
}

#[test]
fn staff_who_come_as_a_hint_is_heard_do_not_close_it_unasked() {
    let mut talk = Talk::new();
    talk.say("The aide hits me and nobody comes.");
    for answer in ["no", "yes, he is in the next room"] {
        talk.say(answer);
    }
    let step = talk.act("I am just a burden.", LadderAct::Tell, true);
    assert!(parts(&step).contains(&Part::Question(Question::Thoughts)), "{}", step.text());
}

#[test]
fn a_sign_after_the_ladder_let_go_is_asked_about_again() {
    for (sign, denials, calm, again) in [
        (
            "I wish I would not wake up.",
            ["No, I would never do that.", "No, I do not think of that."],
            ["I kept bees.", "Eleven hives."],
            "It would be easier for everyone if I just didn't wake up.",
        ),
        (
            "Ya no quiero vivir, estoy cansada de la vida.",
            ["No, eso no lo haría nunca.", "No, no pienso en eso."],
            ["Tenía abejas.", "Once colmenas."],
            "Sería más fácil para todos si no me despertara.",
        ),
    ] {
        let mut talk = Talk::new();
        talk.say(sign);
        for text in denials.into_iter().chain(calm) {
            talk.say(text);
        }
        assert!(!talk.state.as_ref().expect("a ladder").is_open(), "{sign}");
        let step = talk.say(again);
        let parts = parts(&step);
        assert!(parts.contains(&Part::Referral), "{again}: {}", step.text());
        assert!(parts.iter().any(|part| matches!(part, Part::Question(_))), "{again}: {}", step.text());
        assert!(talk.say("Never mind.").state.is_open(), "what was denied before is no denial now");
    }
}

/// What was hinted at amid an emergency is asked about after it; and staff who come with the last answer about the one do
/// not close the other unasked.
#[test]
fn staff_who_come_as_a_hint_waits_do_not_close_it_unasked() {
    for (danger, hint) in [
        ("I have chest pain and my arm is numb", "I can't go on like this"),
        ("Me duele el pecho y se me duerme el brazo", "ya no puedo seguir así"),
    ] {
        for comes in [false, true] {
            let mut talk = Talk::new();
            talk.say(danger);
            let waits = talk.say(hint);
            assert_eq!(
                waits.state.category,
                CrisisCategory::MedicalEmergency,
                "the body comes first: {hint}"
            );
            let step = talk.act("no", LadderAct::Tell, comes);
            assert!(parts(&step).contains(&Part::Question(Question::Thoughts)), "{hint}: {}", step.text());
        }
    }
}

/// Where one message tells of an emergency of the body and of a wish to die, the body leads: minutes count there.
#[test]
fn an_emergency_of_the_body_leads_before_a_wish_that_comes_with_it() {
    for (danger, both) in [
        (
            "The aide hits me and nobody comes.",
            "I wish I was dead. I have crushing chest pain and I cannot breathe.",
        ),
        ("La auxiliar me pega y nadie viene.", "Ojalá me muriera. Me aprieta el pecho y no puedo respirar."),
    ] {
        let mut talk = Talk::new();
        talk.say(danger);
        let step = talk.say(both);
        assert_eq!(step.state.category, CrisisCategory::MedicalEmergency, "{both}");
        assert!(parts(&step).contains(&Part::Emergency), "{both}: {}", step.text());
        assert!(step.state.hint_level > Level::None, "and the wish is asked about after it");
    }
}

#[test]
fn a_complaint_of_a_bad_day_is_one_soft_question_and_no_alert() {
    let complaints = ["no tengo ganas de nada", "I don't feel like doing anything", "¿para qué levantarme?"];
    for (complaint, answer) in complaints.iter().flat_map(|one| [(one, "no"), (one, "me duele la espalda")]) {
        let mut talk = Talk::new();
        let asked = talk.say(complaint);
        let said = parts(&asked);
        assert!(said.contains(&Part::OpeningSoft) && said.contains(&Part::Referral), "{}", asked.text());
        assert!(said.contains(&Part::Question(Question::Wish)), "{}", asked.text());
        assert_eq!(asked.effects, LadderEffects::default());
        let after = talk.say(answer);
        assert_eq!(after.effects.alert, None, "{answer}");
        assert!(!after.text().contains('?'), "{}", after.text());
        talk.say("me gustan los tamales");
        assert!(talk.state.as_ref().is_some_and(|state| !state.is_open()), "{answer}");
    }
}

#[test]
fn a_complaint_that_is_more_climbs_as_ever() {
    for answer in [
        "yes",
        "I don't know",
        "I'd rather not say",
        "Pues sí",
        "La verdad, sí",
        "Últimamente sí",
        "Todas las noches",
        "Well, yes",
        "Oh yes",
        "Every night",
        "Most days",
        "Wouldn't you?",
        "esto no es vida",
        "¿para qué levantarme?",
        "hm",
    ] {
        let mut talk = Talk::new();
        talk.say("I don't feel like doing anything");
        let next = talk.say(answer);
        assert!(parts(&next).contains(&Part::Question(Question::Thoughts)), "{answer}: {}", next.text());
    }
    for (first, then) in [
        ("no tengo ganas de nada", "ni de vivir"),
        ("esto no es vida", "quiero morirme"),
        ("I don't feel like doing anything", "I want to kill myself"),
    ] {
        let mut talk = Talk::new();
        talk.say(first);
        let next = talk.say(then);
        assert!(next.state.level >= Level::Low && !next.state.complaint, "{then}");
        assert!(next.text().contains('?'), "{}", next.text());
    }
    let mut talk = Talk::new();
    talk.say("no tengo ganas de nada");
    talk.say("no");
    talk.say("me gustan los tamales");
    let again = talk.say("quiero morirme");
    assert!(parts(&again).contains(&Part::Opening), "{}", again.text());
}

#[test]
fn a_second_complaint_of_a_bad_day_is_asked_about() {
    let mut talk = Talk::new();
    talk.say("no tengo ganas de nada");
    talk.say("no");
    talk.say("me gustan los tamales");
    let again = talk.say("¿para qué levantarme?");
    assert!(parts(&again).contains(&Part::Question(Question::Thoughts)), "{}", again.text());
}

#[test]
fn what_takes_nothing_back_ends_no_questions() {
    for said in [
        "No, I won't do anything until after Christmas.",
        "No, they are not going to do anything about me.",
        "No, solo digo que ya no quiero vivir.",
    ] {
        let mut talk = Talk::new();
        talk.say("I keep thinking about suicide.");
        talk.say("My sister comes Sunday.");
        let next = talk.say(said);
        assert!(next.text().contains('?'), "{said}: {}", next.text());
        let next = talk.say("No");
        assert!(next.text().contains('?'), "{said}: {}", next.text());
    }
}

#[test]
fn a_no_that_says_the_danger_anew_takes_nothing_back() {
    for (first, said) in [
        ("Sometimes I wish I would not wake up.", "No, I only meant that I do not want to live any more."),
        ("A veces espero no despertar mañana por la mañana.", "No, solo digo que ya no quiero vivir."),
    ] {
        let mut talk = Talk::new();
        talk.say(first);
        let step = talk.say(said);
        assert_eq!(step.state.taken_back, 0, "{said}: {:?}", step.state);
        assert!(step.text().contains('?'), "{}", step.text());
    }
}
