//! What the ladder promises, turn by turn.

mod clear;
mod control;
mod dangers;
mod staff;
mod wording;

use super::*;
use crate::screen::{History, screen};

fn us() -> Place {
    Place::parse("US")
}

#[derive(Clone)]
struct Talk {
    state: Option<LadderState>,
    history: History,
    key: u64,
    screener: bool,
    waiting: bool,
    /// Whether an alert reaches the staff.
    reached: bool,
    /// The language of the conversation, where it is settled.
    language: Option<Language>,
}

impl Talk {
    fn new() -> Self {
        Self {
            state: None,
            history: History::default(),
            key: 7,
            screener: false,
            waiting: false,
            reached: true,
            language: None,
        }
    }

    fn say(&mut self, text: &str) -> LadderStep {
        self.act(text, LadderAct::Tell, false)
    }

    fn act(&mut self, text: &str, act: LadderAct, acknowledged: bool) -> LadderStep {
        let screening = screen(text, &self.history);
        self.history = screening.history.clone();
        let turn = LadderTurn {
            text,
            screening: &screening,
            act,
            place: us(),
            language: self.language,
            key: self.key,
            acknowledged,
            staff_reached: self.reached,
            waiting: self.waiting,
            screener: self.screener,
            answer: None,
        };
        let next = step(self.state.as_ref(), &turn);
        // Every state survives the store.
        let json = serde_json::to_string(&next.state).expect("serialises");
        assert!(json.len() < 4_096, "the state is small: {}", json.len());
        self.state = Some(serde_json::from_str(&json).expect("reads back"));
        assert!(is_fixed_reply(&next.text()), "fixed lines only: {}", next.text());
        assert!(next.text().matches('?').count() <= 1, "one question at most: {}", next.text());
        next
    }
}

fn parts(step: &LadderStep) -> Vec<Part> {
    step.lines.iter().map(|spoken| spoken.line.part).collect()
}

#[test]
fn a_first_risk_reply_hears_refers_and_asks_once() {
    let step = Talk::new().say("I want to kill myself.");
    assert!(parts(&step).contains(&Part::Opening));
    assert!(step.text().contains("988"));
    assert_eq!(step.text().matches('?').count(), 1);
    assert_eq!(step.effects.alert, Some(Level::High));
    assert!(!step.resources.is_empty());
}

#[test]
fn a_passive_wish_brings_the_referral_and_one_soft_question_without_an_alert() {
    let step = Talk::new().say("Sometimes I wish I would not wake up.");
    assert_eq!(step.effects.alert, None);
    assert!(step.text().contains("988"));
    assert!(parts(&step).contains(&Part::Question(Question::Thoughts)));
}

#[test]
fn low_calls_for_the_ladder_only_in_suicide_and_self_harm() {
    let read = |text: &str| screen(text, &History::default());
    assert!(needed(None, &read("I wish I was dead.")));
    let struggle = read("I can't dress myself any more.");
    assert_eq!(struggle.level, Level::Low);
    assert!(!needed(None, &struggle));
    assert!(needed(None, &read("They left me in a wet bed all night.")));
    assert!(!needed(None, &read("The soup was good.")));
}

#[test]
fn danger_now_brings_the_emergency_number_distance_and_a_person_and_asks_nothing() {
    let step = Talk::new().say("I have the gun in my hand and I am going to do it right now.");
    assert_eq!(step.effects.handoff, Handoff::Now);
    assert_eq!(step.effects.alert, Some(Level::Critical));
    assert!(step.text().contains("911") && step.text().contains("988"));
    assert!(parts(&step).contains(&Part::Distance));
    assert!(!step.text().contains('?'));
}

#[test]
fn a_stroke_sign_gets_the_emergency_number_not_a_question_about_wishes() {
    let step = Talk::new().say("My face is drooping and I cannot move my left arm.");
    assert_eq!(step.state.category, CrisisCategory::MedicalEmergency);
    assert!(step.text().contains("911"));
    assert!(!step.text().contains("ending your life"));
    assert_eq!(step.effects.handoff, Handoff::Now);
}

#[test]
fn questions_follow_the_order_and_skip_what_was_said() {
    let mut talk = Talk::new();
    talk.say("I keep thinking about suicide.");
    let mut asked = Vec::new();
    for _ in 0..9 {
        if let Some(question) = talk.state.as_ref().and_then(|state| state.open) {
            asked.push(question);
        }
        talk.say("no");
    }
    assert_eq!(
        asked,
        [Question::Method, Question::Intent, Question::Plan],
        "two clear denials end the questions"
    );
    assert_eq!(talk.state.expect("there").stage, Stage::StepDown);
}

#[test]
fn answers_raise_the_level_and_the_alert() {
    let mut talk = Talk::new();
    assert_eq!(talk.say("I have suicidal thoughts.").effects.alert, None);
    let method = talk.say("yes");
    assert_eq!(method.effects.alert, Some(Level::Medium));
    let intent = talk.say("yes");
    assert_eq!(intent.effects.alert, Some(Level::High));
}

#[test]
fn two_refusals_end_the_questions_and_company_stays() {
    let mut talk = Talk::new();
    talk.say("I want to kill myself.");
    talk.say("I don't want to talk about it");
    talk.say("I'd rather not say");
    for _ in 0..5 {
        let step = talk.say("It is raining.");
        assert!(talk.state.as_ref().is_some_and(|state| state.open.is_none()));
        assert!(!step.lines.is_empty());
    }
}

#[test]
fn talk_of_other_things_brings_a_person_and_no_ambulance() {
    let mut talk = Talk::new();
    talk.say("I want to die.");
    for message in [
        "My pills make me sleepy.",
        "The soup was good.",
        "It is raining.",
        "My sister sang.",
        "Tomatoes and beans.",
    ] {
        let step = talk.say(message);
        assert!(!step.text().contains("911"), "{}", step.text());
        assert_ne!(step.state.level, Level::Critical);
    }
    let state = talk.state.expect("there");
    assert!(state.level.needs_human() && state.open.is_none(), "a person comes, and nothing more is asked");
}

#[test]
fn a_screener_begins_with_the_wish_and_is_asked_to_its_end() {
    let mut talk = Talk { screener: true, ..Talk::new() };
    talk.say("I am just a burden.");
    let mut asked = Vec::new();
    for _ in 0..4 {
        asked.extend(talk.state.as_ref().and_then(|state| state.open));
        talk.say("no");
    }
    assert_eq!(
        asked,
        [Question::Wish, Question::Thoughts, Question::Behaviour],
        "no to thoughts skips three"
    );
    let state = talk.state.as_ref().expect("there");
    assert!(state.stage == Stage::StepDown && state.screening_ended());
    // What was said is not asked.
    let mut said = Talk { screener: true, ..Talk::new() };
    said.say("I keep thinking about suicide.");
    assert_eq!(said.state.and_then(|state| state.open), Some(Question::Method));
}

#[test]
fn a_new_sign_of_danger_is_answered_as_one_although_nothing_more_is_asked() {
    for (first, means) in [
        ("I want to kill myself.", "I have been saving my pills to do it."),
        ("Quiero quitarme la vida.", "He estado guardando mis pastillas para hacerlo."),
    ] {
        let mut talk = Talk::new();
        talk.say(first);
        talk.say("Can you stop asking?");
        for _ in 0..3 {
            talk.say("It is raining.");
        }
        let step = talk.say(means);
        let found = parts(&step);
        assert!(found.contains(&Part::Opening) || found.contains(&Part::OpeningNow), "{}", step.text());
        assert!(found.contains(&Part::Distance), "{}", step.text());
    }
}

#[test]
fn a_word_is_enough_to_end_the_questions() {
    let mut talk = Talk::new();
    talk.say("I want to kill myself.");
    let step = talk.say("Can you stop asking?");
    assert!(step.state.open.is_none());
    assert!(!talk.say("It is raining.").text().contains('?'));
}

#[test]
fn after_two_refusals_no_line_of_any_kind_asks() {
    for first in
        ["I want to kill myself.", "The aide hits me when nobody is there.", "Quiero quitarme la vida."]
    {
        let mut talk = Talk::new();
        talk.say(first);
        talk.say("I don't want to talk about it");
        talk.say("I'd rather not say");
        for _ in 0..20 {
            let step = talk.say("It is raining.");
            assert!(!step.text().contains('?'), "{}", step.text());
        }
    }
}

/// Messages of an episode, in no order: risks of all kinds, answers, refusals, and small talk.
const EPISODE: [&str; 20] = [
    "I want to die.",
    "yes",
    "no",
    "I don't know",
    "I'd rather not say",
    "It is raining.",
    "I have a plan to kill myself tonight.",
    "The aide hits me when nobody is there.",
    "My face is drooping and I cannot move my left arm.",
    "I want to stab that man.",
    "The voices tell me to run away.",
    "I make myself throw up after dinner.",
    "There is no food in the house and nobody to help me.",
    "I have been cutting myself again.",
    "Quiero morirme.",
    "sí",
    "no sé",
    "My roommate says she wants to kill herself.",
    "What number can I call?",
    "Thank you for listening.",
];

/// Whatever comes in whatever order: no safety line within six turns of itself, one question at most, never
/// silent, and over an episode each kind of help is named.
#[test]
fn in_any_order_no_safety_line_comes_back_within_six_turns() {
    let mut wrong = Vec::new();
    for seed in 0_u64..60 {
        let mut dice = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        let mut talk = Talk { key: seed, ..Talk::new() };
        let mut last: std::collections::HashMap<&str, u32> = std::collections::HashMap::new();
        talk.say("I want to die.");
        let mut named = 0;
        for turn in 0_u32..40 {
            dice ^= dice << 13;
            dice ^= dice >> 7;
            dice ^= dice << 17;
            let message = EPISODE[usize::try_from(dice >> 33).expect("fits") % EPISODE.len()];
            let act = if message.contains("number") { LadderAct::HelpLine } else { LadderAct::Tell };
            let step = talk.act(message, act, false);
            assert!(!step.lines.is_empty());
            named |= step.state.named;
            for id in step.line_ids() {
                let before = last.insert(id, turn).filter(|before| turn - before < 6);
                wrong.extend(before.map(|before| format!("{seed}: {id} after {} turns", turn - before)));
            }
        }
        let all = names::LIFELINE | names::STAFF | names::TRUSTED | names::PROFESSIONAL;
        assert_eq!(named & all, all, "seed {seed}");
    }
    assert!(wrong.is_empty(), "{} lines: {}", wrong.len(), wrong.join("\n"));
}

#[test]
fn over_an_episode_every_kind_of_help_is_named() {
    let mut talk = Talk::new();
    talk.say("I want to die.");
    for _ in 0..5 {
        talk.say("I do not know");
    }
    let all = names::LIFELINE | names::STAFF | names::TRUSTED | names::PROFESSIONAL;
    assert_eq!(talk.state.expect("there").named & all, all);
}

#[test]
fn no_line_repeats_within_six_turns_and_the_help_line_comes_back() {
    let mut talk = Talk::new();
    talk.say("I want to kill myself and I have a plan for it.");
    let (mut last, mut referrals) = (std::collections::HashMap::new(), Vec::new());
    for turn in 2_u32..40 {
        let step = talk.say("The evening is so long.");
        for id in step.line_ids() {
            if let Some(before) = last.insert(id, turn) {
                assert!(turn - before >= 6, "{id} came back after {} turns", turn - before);
            }
            if id.starts_with("ref.") {
                referrals.push(turn);
            }
        }
    }
    assert!(referrals.windows(2).all(|pair| pair[1] - pair[0] >= 6));
    assert!(referrals.len() >= 4);
}

#[test]
fn who_passes_over_a_question_is_not_thanked_for_an_answer() {
    let lead = |answer: &str| {
        let mut talk = Talk::new();
        talk.say("The aide hits me at night.");
        parts(&talk.say(answer)).contains(&Part::Lead)
    };
    assert!(lead("Yes."));
    assert!(!lead("The soup came late."));
}

#[test]
fn without_a_state_it_enters_in_full() {
    let screening = screen("ok", &History::default());
    let turn = LadderTurn {
        text: "ok",
        screening: &screening,
        act: LadderAct::Tell,
        place: Place::UNKNOWN,
        language: None,
        key: 1,
        acknowledged: false,
        staff_reached: true,
        waiting: false,
        screener: false,
        answer: None,
    };
    let step = step(None, &turn);
    assert_eq!(step.state.stage, Stage::Enter);
    let languages: Vec<_> = step.lines.iter().map(|spoken| spoken.language).collect();
    assert!(languages.contains(&Language::En) && languages.contains(&Language::Es), "unsure is both");
    assert!(!step.text().chars().any(|ch| ch.is_ascii_digit()), "no number for an unknown place");
}

#[test]
fn spanish_is_answered_in_spanish() {
    let step = Talk::new().say("No quiero vivir más, estoy cansada de la vida.");
    assert!(step.lines.iter().all(|spoken| spoken.language == Language::Es));
    assert!(step.text().contains("988"));
}

#[test]
fn each_category_has_its_own_first_words() {
    for (text, category) in [
        ("The aide hits me when nobody is there.", CrisisCategory::AbuseNeglect),
        ("I want to stab that man.", CrisisCategory::HarmToOthers),
        ("The voices tell me to run away.", CrisisCategory::Psychosis),
        ("I make myself throw up after dinner.", CrisisCategory::EatingDisorder),
        ("There is no food in the house and nobody to help me.", CrisisCategory::InabilityToCare),
        ("I have been cutting myself again.", CrisisCategory::SelfHarm),
    ] {
        let step = Talk::new().say(text);
        assert_eq!(step.state.category, category, "{text}");
        assert_eq!(step.lines[0].line.category, Some(category), "{text}");
    }
}

#[test]
fn concern_for_another_does_not_ask_the_speaker_about_themselves() {
    let step = Talk::new().say("My roommate says she wants to kill herself.");
    assert!(parts(&step).contains(&Part::ForAnother));
    assert!(!step.text().contains("ending your life"));
    assert!(step.text().contains("988"));
}

#[test]
fn an_emergency_takes_over_from_another_ladder() {
    let mut talk = Talk::new();
    talk.say("I want to die.");
    let step = talk.say("I took the whole bottle of pills and I cannot breathe.");
    assert_eq!(step.state.category, CrisisCategory::MedicalEmergency);
    assert!(step.text().contains("911"));
}

#[test]
fn who_refused_twice_is_asked_nothing_of_a_new_kind_and_who_passed_over_is() {
    let mut talk = Talk::new();
    talk.say("The aide hits me and nobody comes.");
    talk.act("Stop.", LadderAct::Stop, false);
    talk.say("I used to sew dresses");
    assert!(!talk.say("I wish I was dead.").text().contains('?'));
    let mut talk = Talk::new();
    talk.say("The aide hits me and nobody comes.");
    talk.say("I used to sew dresses");
    talk.say("They were of silk");
    talk.say("I was good at it");
    assert!(parts(&talk.say("I wish I was dead.")).contains(&Part::Question(Question::Thoughts)));
}

#[test]
fn who_has_taken_the_pills_is_not_asked_about_the_wish() {
    let mut talk = Talk::new();
    talk.say("I want to die and I took the whole bottle of pills, I cannot breathe.");
    for text in ["yes", "no", "I want to die", "it is quiet here", "I want to die"] {
        let step = talk.say(text);
        let about = [Question::Wish, Question::Thoughts, Question::Method, Question::Intent, Question::Plan];
        assert!(!about.iter().any(|one| parts(&step).contains(&Part::Question(*one))), "{}", step.text());
    }
}

#[test]
fn who_says_that_food_is_kept_from_them_is_asked_once_and_only_a_plain_yes_tells_nobody() {
    let diet = "me muero de hambre cuando salgo y no me dejan comer casi nada";
    let read = |text: &str| screen(text, &History::default());
    assert!(needed(None, &read(diet)));
    assert!(!needed(None, &read("no me dejan comer sal")));
    for answer in ["si, tengo", "Sí, claro, gracias.", "sí, estoy bien"] {
        let mut talk = Talk::new();
        let asked = talk.say(diet);
        assert!(parts(&asked).contains(&Part::Question(Question::HasNeeds)), "{}", asked.text());
        assert_eq!(asked.effects, LadderEffects::default());
        let after = talk.say(answer);
        assert_eq!(after.effects.alert, None, "{answer}");
        assert!(!after.text().contains('?'), "{}", after.text());
        talk.say("me gustan los tamales");
        assert!(talk.state.as_ref().is_some_and(|state| !state.is_open()), "{answer}");
    }
    // Whatever else is answered leaves it open, in front of whoever keeps it from them above all.
    for (first, answer) in [
        (diet, "no, no tengo"),
        (diet, "ni un platano"),
        (diet, "si, pero poco"),
        (diet, "Sí, cuando me porto bien"),
        ("No me dejan comer casi nada.", "Aquí está la señora, luego le digo."),
        ("No me dejan comer casi nada.", "Está aquí la encargada, todo bien."),
        ("No me dejan beber casi nada.", "Lo que me dan."),
        ("They hardly let me eat anything.", "It's complicated, dear."),
        ("They hardly let me eat anything.", "He's right here, I can't say."),
        ("They hardly let me drink anything.", "Sometimes."),
        ("They hardly let me eat anything.", "Only what she allows."),
    ] {
        let mut talk = Talk::new();
        talk.say(first);
        let after = talk.say(answer);
        assert_eq!(after.effects.alert, Some(Level::Medium), "{first} {answer}: {}", after.text());
        assert_ne!(after.state.stage, Stage::StepDown, "{first} {answer}: {}", after.text());
    }
}

#[test]
fn the_same_input_gives_the_same_words_and_another_key_others() {
    let words = |key| {
        let mut talk = Talk { key, ..Talk::new() };
        (0..4).map(|_| talk.say("I want to die.").text()).collect::<Vec<_>>()
    };
    assert_eq!(words(1), words(1));
    assert!((2..12).any(|key| words(key) != words(1)));
}

#[test]
fn another_answer_to_a_question_is_one_only_where_it_shows_more_or_takes_a_denial_back() {
    let mut talk = Talk::new();
    let first = talk.say("I want to die");
    assert_eq!(first.state.open, Some(Question::Thoughts));
    for _ in 0..3 {
        talk.say("no");
    }
    let calmed = talk.state.clone().expect("stands");
    assert_eq!((calmed.stage, calmed.answer(Question::Thoughts)), (Stage::StepDown, Some(Answer::No)));
    let anew = |text: &str, state: Option<&LadderState>| {
        let screening = screen(text, &History::default());
        let turn = LadderTurn {
            text,
            screening: &screening,
            act: LadderAct::Tell,
            place: us(),
            language: None,
            key: 7,
            acknowledged: false,
            staff_reached: true,
            waiting: false,
            screener: false,
            answer: None,
        };
        answer_anew(state, Question::Thoughts, &turn)
    };
    // Calmed and let go of: the answer opens it again, and is gone on from.
    let open = anew("yes", Some(&calmed)).expect("takes a denial back");
    assert_eq!(open.state.answer(Question::Thoughts), Some(Answer::Yes));
    assert!(open.state.is_open() && open.state.stage != Stage::StepDown);
    assert!(open.state.denials < calmed.denials && open.state.open.is_some(), "{:?}", open.state);
    assert!(is_fixed_reply(&open.text()), "{}", open.text());
    assert!(anew("no", Some(&calmed)).is_none(), "the same");
    assert!(anew("no", Some(&open.state)).is_none(), "nothing more is known with it");
    assert!(anew("yes", None).is_none(), "no ladder stands");
    assert_eq!(
        open.line_ids().into_iter().filter_map(question_of).count(),
        1,
        "its question is found by its line"
    );
}
