//! What the ladder promises, turn by turn, and what every line must be.

mod control;
mod dangers;

use super::*;
use crate::screen::{History, screen};

fn us() -> Place {
    Place::parse("US")
}

struct Talk {
    state: Option<LadderState>,
    history: History,
    key: u64,
    screener: bool,
    waiting: bool,
}

impl Talk {
    fn new() -> Self {
        Self { state: None, history: History::default(), key: 7, screener: false, waiting: false }
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
            language: None,
            key: self.key,
            acknowledged,
            staff_reached: true,
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

/// "Not that, I only mean that I feel old", to a question that presumes the thoughts: the thoughts are what it denies.
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
fn every_place_has_six_wordings_of_its_numbers() {
    for place in ["us", "ca", "gb", "ie", "es", "mx", "au", "nz", "any"] {
        for kind in ["ref", "emg"] {
            let prefix = format!("{kind}.{place}.");
            assert_eq!(all_lines().filter(|line| line.id.starts_with(&prefix)).count(), 6, "{prefix}");
        }
    }
}

#[test]
fn every_ladder_has_six_wordings_at_every_stage() {
    let of = |category: Option<CrisisCategory>, stage: Stage| {
        all_lines()
            .filter(|line| line.category == category && line.stage == stage)
            .filter(|line| !matches!(line.part, Part::Question(_)))
            .count()
    };
    for category in CrisisCategory::ALL {
        for stage in [Stage::Enter, Stage::Ask, Stage::Assess, Stage::Connect, Stage::Stay, Stage::StepDown] {
            assert!(of(Some(*category), stage) + of(None, stage) >= 6, "{category:?} {stage:?}");
        }
    }
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
fn a_diet_is_a_doubt_with_one_question_and_no_alert_and_a_lack_is_told() {
    let diet = "me muero de hambre cuando salgo y no me dejan comer casi nada";
    let read = |text: &str| screen(text, &History::default());
    assert!(needed(None, &read(diet)));
    assert!(!needed(None, &read("no me dejan comer sal")));
    for answer in ["ni un platano", "si, pero poco", "cansada, si"] {
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
    let mut talk = Talk::new();
    talk.say(diet);
    assert_eq!(talk.say("no, no tengo").effects.alert, Some(Level::Medium));
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
fn ids_are_unique_and_every_stage_has_six_wordings() {
    let mut ids: Vec<_> = all_lines().map(|line| line.id).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count);
    let suicide = |stage| {
        all_lines().filter(move |line| {
            line.stage == stage
                && line.category == Some(CrisisCategory::SuicidalIdeation)
                && !matches!(line.part, Part::Question(_))
        })
    };
    for stage in [Stage::Enter, Stage::Ask, Stage::Assess, Stage::Connect, Stage::Stay, Stage::StepDown] {
        assert!(suicide(stage).count() >= 6, "{stage:?}");
    }
    for category in CrisisCategory::ALL {
        let openings =
            all_lines().filter(|line| line.category == Some(*category) && line.part == Part::Opening);
        assert!(openings.count() >= 6, "{category:?}");
    }
}

#[test]
fn every_question_of_every_order_has_one_wording() {
    for category in CrisisCategory::ALL {
        for question in questions::order(*category) {
            assert!(all_lines().any(|line| line.part == Part::Question(*question)), "{question:?}");
        }
    }
}

/// Vowel groups, with a silent final e: close enough for short plain words.
fn syllables_en(word: &str) -> usize {
    let word: String = word.chars().filter(char::is_ascii_alphabetic).collect::<String>().to_lowercase();
    let vowel = |ch: char| "aeiouy".contains(ch);
    let chars: Vec<char> = word.chars().collect();
    let groups =
        (0..chars.len()).filter(|at| vowel(chars[*at]) && (*at == 0 || !vowel(chars[at - 1]))).count();
    let silent = word.ends_with('e') && !word.ends_with("le") && groups > 1;
    groups.saturating_sub(usize::from(silent)).max(1)
}

/// Vowels, less those that glide.
fn syllables_es(word: &str) -> usize {
    let chars: Vec<char> = word.to_lowercase().chars().collect();
    let vowel = |ch: char| "aeiouáéíóúü".contains(ch);
    let strong = |ch: char| "aeoáéóíú".contains(ch);
    let mut count = 0;
    for at in 0..chars.len() {
        if vowel(chars[at])
            && (at == 0 || !vowel(chars[at - 1]) || strong(chars[at]) && strong(chars[at - 1]))
        {
            count += 1;
        }
    }
    count.max(1)
}

fn measures(text: &str, syllables: fn(&str) -> usize) -> (f64, f64) {
    let words: Vec<&str> =
        text.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).collect();
    let sentences = text.matches(['.', '?', '!']).count().max(1);
    let all: usize = words.iter().map(|word| syllables(word)).sum();
    (words.len() as f64 / sentences as f64, all as f64 / words.len() as f64)
}

#[test]
fn every_line_is_short_and_plain_in_both_languages() {
    let mut hard = Vec::new();
    for line in all_lines() {
        let (words, syllables) = measures(line.en, syllables_en);
        let grade = 0.39 * words + 11.8 * syllables - 15.59;
        if grade > 6.0 {
            hard.push(format!("{} is at grade {grade:.1}: {}", line.id, line.en));
        }
        let (words, syllables) = measures(line.es, syllables_es);
        let ease = 206.835 - 62.3 * syllables - words;
        if ease < 65.0 {
            hard.push(format!("{} has ease {ease:.1}: {}", line.id, line.es));
        }
        for text in [line.en, line.es] {
            let short = text.split_whitespace().count() <= 25 && text.matches('?').count() <= 1;
            if !short || !text.ends_with(['.', '?']) {
                hard.push(format!("{} is too long or has no end: {text}", line.id));
            }
        }
    }
    assert!(hard.is_empty(), "{}", hard.join("\n"));
}

#[test]
fn no_line_promises_secrecy_diagnoses_or_claims_to_be_a_person() {
    let texts = all_lines().flat_map(|line| [(line.id, line.en), (line.id, line.es)]);
    let wrong: Vec<String> = texts
        .filter(|(_, text)| !crate::guard(text).is_empty())
        .map(|(id, text)| format!("{id}: {text} {:?}", crate::guard(text)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_line_claims_a_feeling_of_its_own() {
    const CLAIMS: &[&str] = &[
        "i am glad",
        "i am so glad",
        "i am sorry",
        "i am so sorry",
        "worries me",
        "i am worried",
        "i care",
        "i am listening",
        "matters to me",
        "me alegra",
        "siento que",
        "siento mucho",
        "me preocupa",
        "temo por",
        "me importa",
        "le escucho",
    ];
    for line in all_lines() {
        for text in [line.en, line.es].map(str::to_lowercase) {
            let claimed = CLAIMS.iter().find(|claim| text.contains(**claim));
            assert_eq!(claimed, None, "{}: {text}", line.id);
        }
    }
}

#[test]
fn a_reply_with_any_other_word_is_not_fixed() {
    let line = all_lines().next().expect("there are lines");
    assert!(is_fixed_reply(line.en) && is_fixed_line(line.es));
    assert!(!is_fixed_reply(&format!("{} Take two of the blue ones.", line.en)));
    assert!(!is_fixed_reply(""));
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
