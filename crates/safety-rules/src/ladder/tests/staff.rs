//! With somebody of the staff there, with nobody any more, and with help that came.

use super::super::*;
use super::{Talk, parts};

#[test]
fn an_alert_that_is_given_back_leaves_nobody_there() {
    let mut talk = Talk::new();
    talk.say("I want to kill myself.");
    let calm = talk.act("It is raining.", LadderAct::Tell, true);
    assert_eq!(calm.state.stage, Stage::StepDown);
    // It is given back: what stands, stands.
    talk.waiting = true;
    for message in ["The roses are red.", "My son was a baker.", "It is quiet.", "The tea is cold."] {
        let step = talk.act(message, LadderAct::Tell, false);
        assert!(
            step.state.is_open() && step.state.stage != Stage::StepDown,
            "{message}: {:?}",
            step.state.stage
        );
    }
    talk.waiting = false;
    let again = talk.act("The tea is cold.", LadderAct::Tell, true);
    assert_eq!(again.state.stage, Stage::StepDown, "whoever takes it up next is there");
}

#[test]
fn staff_acknowledging_calms_the_tone_and_asks_again_later() {
    let mut talk = Talk::new();
    talk.say("I want to end my life.");
    let calm = talk.act("ok", LadderAct::Tell, true);
    assert_eq!(calm.state.stage, Stage::StepDown);
    assert_eq!(calm.effects.check_back_minutes, [120, 1_440]);
    assert!(calm.state.is_open());
    let after = talk.say("Thank you.");
    assert!(!after.state.is_open(), "light talk may go on");
    let again = talk.say("I want to kill myself tonight.");
    assert!(again.text().contains("988"), "a new risk enters again");
    assert!(again.state.is_open());
}

#[test]
fn talk_in_the_turn_that_staff_come_is_no_answer_and_raises_nothing() {
    let mut talk = Talk::new();
    talk.say("I want to die.");
    talk.say("Yes.");
    let before = talk.say("No.").state.level;
    let step = talk.act("The nurse came and sat down.", LadderAct::Tell, true);
    assert_eq!(step.effects.alert, None);
    assert_eq!(step.state.level, before);
    assert_eq!(step.state.stage, Stage::StepDown);
    assert!(step.state.answers.iter().all(|(_, answer)| *answer != Answer::Unanswered));
    assert!(parts(&step).iter().all(|part| !matches!(part, Part::Question(_))));
    // Without staff it is passed over, and that counts for who is told.
    let mut alone = Talk::new();
    alone.say("I want to die.");
    alone.say("Yes.");
    alone.say("No.");
    let step = alone.say("The soup came late.");
    assert!(step.state.answers.iter().any(|(_, answer)| *answer == Answer::Unanswered));
}

#[test]
fn with_staff_there_another_sign_calms_again_after_three_quiet_turns_and_never_without_staff() {
    let after = |acknowledged: bool| {
        let mut talk = Talk::new();
        talk.say("I want to end my life.");
        talk.act("ok", LadderAct::Tell, acknowledged);
        talk.act("I still wish I was dead.", LadderAct::Tell, acknowledged);
        let messages = ["The soup came late.", "It is raining.", "My sister sang."];
        messages.map(|message| talk.act(message, LadderAct::Tell, acknowledged).state.stage)
    };
    assert_ne!(after(true)[1], Stage::StepDown);
    assert_eq!(after(true)[2], Stage::StepDown);
    assert!(after(false).iter().all(|stage| *stage != Stage::StepDown));
}

#[test]
fn help_that_came_calms_after_quiet_turns_and_blows_do_not() {
    for (danger, came, calms) in [
        ("estoy mojada y nadie viene", "ya vinieron, pero de mala gana", true),
        ("I am lying in a wet bed for hours and nobody comes", "They came", true),
        ("La auxiliar me pega", "ya vinieron", false),
    ] {
        let mut talk = Talk::new();
        talk.say(danger);
        talk.say(came);
        for text in [
            "yo cosía vestidos",
            "eran de seda",
            "los hacía de noche",
            "con mi hermana",
            "y mi madre",
            "eran azules",
            "y largos",
        ] {
            talk.say(text);
        }
        assert_eq!(talk.state.as_ref().is_some_and(|state| !state.is_open()), calms, "{danger}");
    }
}
