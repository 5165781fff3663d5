//! The authored cases, and what must hold for any text.

use super::*;
use content_safety_api::Span;
use proptest::prelude::*;

fn level_of(text: &str, category: &str) -> Level {
    let screening = screen(text, &History::default());
    match CrisisCategory::ALL.iter().find(|known| known.name() == category) {
        Some(category) => screening.level_of(*category),
        None => screening.level,
    }
}

#[test]
fn the_authored_cases_are_read_as_written() {
    let mut wrong = Vec::new();
    let mut count = 0;
    let files = [
        include_str!("../../cases/crisis.txt"),
        include_str!("../../cases/passing.txt"),
        include_str!("../../cases/calm.txt"),
    ];
    for line in files.into_iter().flat_map(str::lines) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        count += 1;
        let (head, text) = line.split_once(" | ").expect("an expectation, a bar, a text");
        let (expected, category) = head.split_once(' ').expect("a level and a category");
        let level = level_of(text, category);
        let name = expected.trim_start_matches(['<', '>', '=']);
        let bound = *Level::ALL.iter().find(|level| level.name() == name).expect("a level");
        let holds = match &expected[..expected.len() - name.len()] {
            ">=" => level >= bound,
            "<=" => level <= bound,
            _ => level == bound,
        };
        if !holds {
            let codes: Vec<_> = screen(text, &History::default())
                .findings
                .iter()
                .map(|finding| format!("{} {:?} {:?}", finding.code, finding.level, finding.modifiers))
                .collect();
            wrong.push(format!("{expected} {category}, got {}: {text} {codes:?}", level.name()));
        }
    }
    assert!(count > 200, "the cases are there: {count}");
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
}

/// Plain statements of danger, one or more a category, for the properties.
const CRISES: &[&str] = &[
    "I want to kill myself.",
    "I am going to end my life tonight.",
    "I took the whole bottle of pills.",
    "I can't breathe.",
    "The aide slaps me.",
    "I want to stab him.",
    "The voices tell me to jump.",
    "I make myself throw up after meals.",
    "There is no food in my house and nobody to help me.",
    "Me quiero matar.",
    "No puedo respirar.",
];

const CALM: &[&str] = &[
    "The soup was good.",
    "In the movie he dies.",
    "She said \"hello\" to me.",
    "I am fine now, thank God.",
    "Years ago I was a baker.",
    "No, never.",
    "😀😀",
    "not only",
    "My feet are killing me",
];

#[test]
fn the_levels_are_those_of_the_clinical_table() {
    for (text, category, level) in [
        ("I wish I was dead.", CrisisCategory::SuicidalIdeation, Level::Low),
        ("I have thoughts of suicide.", CrisisCategory::SuicidalIdeation, Level::Low),
        ("I have thought about jumping off the balcony.", CrisisCategory::SuicidalIdeation, Level::Medium),
        ("I tried to kill myself thirty years ago.", CrisisCategory::SuicidalIdeation, Level::Medium),
        ("I tried to kill myself last month.", CrisisCategory::SuicidalIdeation, Level::High),
        ("I am going to kill myself.", CrisisCategory::SuicidalIdeation, Level::High),
        ("I am going to kill myself tonight.", CrisisCategory::SuicidalIdeation, Level::Critical),
        ("I have the gun in my hand.", CrisisCategory::SuicidalIdeation, Level::Critical),
        ("I have chest pain.", CrisisCategory::MedicalEmergency, Level::Critical),
        ("I took too many pills by mistake.", CrisisCategory::MedicalEmergency, Level::Critical),
        ("My aide hits me.", CrisisCategory::AbuseNeglect, Level::High),
        ("They left me in a wet bed all night.", CrisisCategory::AbuseNeglect, Level::Medium),
        ("He is hitting me right now.", CrisisCategory::AbuseNeglect, Level::Critical),
        ("I want to kill him.", CrisisCategory::HarmToOthers, Level::High),
        ("The voices tell me to hurt myself.", CrisisCategory::Psychosis, Level::High),
        ("They are poisoning me.", CrisisCategory::Psychosis, Level::High),
        ("I hear voices when nobody is there.", CrisisCategory::Psychosis, Level::Medium),
        ("I make myself throw up.", CrisisCategory::EatingDisorder, Level::Medium),
        ("I refuse to eat or drink.", CrisisCategory::EatingDisorder, Level::Medium),
        ("I make myself throw up and I fainted today.", CrisisCategory::EatingDisorder, Level::High),
        ("I can't take care of myself and nobody helps me.", CrisisCategory::InabilityToCare, Level::Medium),
    ] {
        assert_eq!(screen(text, &History::default()).level_of(category), level, "{text}");
    }
}

#[test]
fn an_article_is_nobody_else() {
    let own = |text: &str| {
        let screening = screen(text, &History::default());
        screening.level > Level::None
            && screening
                .findings
                .iter()
                .filter(|finding| finding.level > Level::None)
                .all(|finding| !finding.modifiers.contains(&Modifier::ThirdPerson))
    };
    assert!(own("No dejo de pensar en el suicidio."));
    assert!(own("Pienso en el suicidio."));
    assert!(!own("Él quiere suicidarse."));
}

#[test]
fn signs_of_earlier_messages_count_and_fade() {
    let mut history =
        screen("I am so tired of everything. I have nothing left.", &History::default()).history;
    let question = "What is the tallest building downtown?";
    assert_eq!(screen(question, &History::default()).level, Level::None);
    assert!(screen(question, &history).level >= Level::Medium);
    for _ in 0..12 {
        history = screen("The soup was good.", &history).history;
    }
    assert_eq!(screen(question, &history).level, Level::None);
}

#[test]
fn a_history_that_cannot_be_read_is_an_empty_one() {
    let json = serde_json::to_string(&screen("I feel hopeless and alone.", &History::default()).history);
    let back: History = serde_json::from_str(&json.expect("serialises")).expect("reads back");
    assert!(!back.signs.is_empty());
    assert_eq!(serde_json::from_str::<History>("{}").expect("defaults"), History::default());
}

#[test]
fn hostile_texts_are_answered_in_time_that_grows_with_their_length() {
    for unit in [
        "i want to ",
        "kill ",
        "not ",
        "k i l l ",
        "aaaa",
        "\"",
        "'a ",
        "i i i ",
        "1",
        "#a",
        "🏳️‍🌈",
        "\u{202E}x ",
        "want to kill ",
        "took all the pills ",
        "a.b.c.d.",
        "<b>",
        "\u{0301}",
    ] {
        let once = |text: &str| {
            let start = std::time::Instant::now();
            let screening = screen(text, &History::default());
            assert!(screening.findings.len() <= FINDINGS_MAX);
            start.elapsed().as_secs_f64()
        };
        // The least of several: a busy machine makes some of them late, and none of them early.
        let time = |bytes: usize| {
            let text = unit.repeat(bytes / unit.len());
            (0..7).map(|_| once(&text)).fold(f64::INFINITY, f64::min)
        };
        time(1_000);
        // Eight times the length; far less than the sixty-four of quadratic time. Where a busy machine was late with all of
        // the long ones it is asked again; what is quadratic is so each time.
        let mut measured = (0.0, 0.0);
        let grows_with_length = (0..4).any(|_| {
            measured = (time(8_000).max(1e-4), time(64_000));
            measured.1 < measured.0 * 32.0
        });
        assert!(grows_with_length, "{unit:?}: {measured:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn any_text_is_read_with_spans_on_code_points(text in "\\PC{0,80}|[a-z '\"0-9.,!?\n]{0,120}|[\\x{0}-\\x{10FFFF}]{0,60}") {
        let length = u32::try_from(text.chars().count()).expect("short");
        let screening = screen(&text, &History::default());
        for finding in &screening.findings {
            prop_assert!(finding.span.start <= finding.span.end && finding.span.end <= length);
            prop_assert!(finding.span.of(&text).is_some());
        }
        prop_assert!((0.0..=1.0).contains(&screening.risk));
        prop_assert_eq!(screening.level > Level::None, !screening.categories.is_empty());
    }

    #[test]
    fn adding_crisis_text_never_lowers_the_level(
        before in proptest::sample::select([CRISES, CALM].concat()),
        crisis in proptest::sample::select(CRISES),
        noise in "[a-zA-Z ,\"']{0,40}",
        front in any::<bool>(),
    ) {
        let text = format!("{noise} {before}");
        let level = screen(&text, &History::default()).level;
        let alone = screen(crisis, &History::default()).level;
        let both = if front { format!("{crisis}\n{text}") } else { format!("{text}\n{crisis}") };
        let together = screen(&both, &History::default());
        prop_assert!(together.level >= level.max(if front { Level::None } else { alone }), "{both:?}: {together:?}");
        prop_assert!(together.level >= level, "{both:?}");
    }

    #[test]
    fn a_finding_keeps_its_words_under_disguise(crisis in proptest::sample::select(&["I want to kill myself", "I took all the pills"][..]), at in 0_usize..12) {
        let split = crisis.char_indices().nth(at).expect("long enough").0;
        let hidden = format!("{}\u{200B}{}", &crisis[..split], &crisis[split..]);
        let plain = screen(crisis, &History::default());
        let found = screen(&hidden, &History::default());
        prop_assert_eq!(plain.level, found.level);
    }
}

#[test]
fn a_lost_game_is_no_blow_only_where_a_game_was_told_of() {
    let game = screen("There is a man on my floor who plays chess.", &History::default());
    assert_eq!(game.level, Level::None);
    assert_eq!(screen("he beats me every time", &game.history).level, Level::None);
    assert!(screen("he beats me every time", &History::default()).level >= Level::High);
    for blow in [
        "he beats me",
        "he beats me every night",
        "he beats me every time I lose",
        "he beats me with his stick",
    ] {
        assert!(screen(blow, &game.history).level >= Level::High, "{blow}");
    }
    let mut history = game.history;
    for _ in 0..SIGN_MESSAGES {
        history = screen("The soup was good.", &history).history;
    }
    assert!(screen("he beats me every time", &history).level >= Level::High);
}

#[test]
fn a_death_that_would_be_welcome_is_asked_about_and_a_cup_of_tea_is_not() {
    let death = screen("she went very quick", &History::default());
    assert_eq!(death.level, Level::None);
    assert_eq!(screen("I would not mind that", &death.history).level, Level::Low);
    assert_eq!(screen("I would not mind that", &History::default()).level, Level::None);
    let later = screen("the soup was good", &death.history);
    assert_eq!(screen("I would not mind that", &later.history).level, Level::None);
}

/// A set that was written without sight of the rules, in two halves: the rules may be written after the first, and the
/// second says how far they carry. Nobody but its writer has read it: a level is one reader's.
#[test]
fn of_the_set_that_was_written_blind_no_less_is_heard_than_before_and_no_more_calm_is_alarmed_at() {
    let mut counts: std::collections::BTreeMap<(String, bool), (usize, usize)> = Default::default();
    for line in include_str!("../../cases/indirect.jsonl").lines() {
        let row: serde_json::Value = serde_json::from_str(line).expect("a row");
        let text = |field: &str| row[field].as_str().expect("a text").to_owned();
        let level = screen(&text("text"), &History::default()).level;
        let risk = text("level") != "none";
        let (seen, rows) = counts.entry((text("split"), risk)).or_default();
        *rows += 1;
        *seen += usize::from(if risk { level > Level::None } else { level >= Level::Medium });
    }
    let of = |split: &str, risk: bool| counts[&(split.to_owned(), risk)];
    let (heard, alarms) = (of("development", true), of("development", false));
    assert_eq!((heard.1, alarms.1), (380, 280));
    assert!(heard.0 >= 115 && alarms.0 <= 12, "development: {heard:?} heard, {alarms:?} alarms");
    let (heard, alarms) = (of("test", true), of("test", false));
    assert_eq!((heard.1, alarms.1), (380, 280));
    assert!(heard.0 >= 36 && alarms.0 <= 12, "test: {heard:?} heard, {alarms:?} alarms");
}

/// The second blind set: plainer, and of more kinds. Rules and weights are made after none of it.
#[test]
fn of_the_second_blind_set_no_less_is_told_to_a_person_and_no_more_calm_is_alarmed_at() {
    let mut counts: std::collections::BTreeMap<(&str, &str, bool), (usize, usize)> = Default::default();
    for line in include_str!("../../cases/blind.tsv").lines().filter(|line| !line.starts_with('#')) {
        let row: Vec<&str> = line.split('\t').collect();
        let [language, level, category, text] = row[..] else { panic!("four fields: {line}") };
        let told = screen(text, &History::default()).level >= Level::Medium;
        let grave = matches!(level, "high" | "critical");
        let (seen, rows) = counts.entry((language, category, grave)).or_default();
        *rows += 1;
        *seen += usize::from(told);
    }
    for (language, category, rows, least) in [
        ("en", "suicidal_ideation", 35, 23),
        ("es", "suicidal_ideation", 35, 27),
        ("en", "medical_emergency", 50, 44),
        ("es", "medical_emergency", 50, 41),
        ("en", "abuse_neglect", 20, 20),
        ("es", "abuse_neglect", 20, 16),
    ] {
        let (told, all) = counts[&(language, category, true)];
        assert!(all == rows && told >= least, "{language} {category}: {told} of {all}");
    }
    for (language, most) in [("en", 3), ("es", 8)] {
        let (alarms, all) = counts[&(language, "none", false)];
        assert!(all == 160 && alarms <= most, "{language}: {alarms} of {all} calm");
    }
}

#[test]
fn two_views_of_one_talk_are_joined_by_what_was_seen_last_and_was_gravest() {
    let calm = |history: &History| screen("The soup was good.", history).history;
    let wish = screen("I wish I could go to sleep and never wake up", &History::default()).history;
    let game = screen("There is a man on my floor who plays chess.", &History::default()).history;
    let joined = calm(&wish).joined(&game);
    assert_eq!(joined, game.joined(&calm(&wish)), "in whichever order");
    assert_eq!((joined.level, joined.level_age), (wish.level, 2));
    assert!(wish.signs.iter().all(|(sign, _)| joined.has(*sign)) && joined.has(Sign::Game));
    assert_eq!(calm(&wish).joined(&wish), wish, "as it was seen last");
}

#[test]
fn what_every_grief_has_is_a_doubt_and_with_more_beside_it_a_finding() {
    let after = |lines: &[&str], last: &str| {
        let history = lines.iter().fold(History::default(), |history, line| screen(line, &history).history);
        screen(last, &history)
    };
    let grief = ["Este invierno se murió la Chela, mi hermana.", "Estoy destrozada.", "Estoy agotada."];
    let alone = after(&grief, "Vivo sola.");
    assert_eq!((alone.level, alone.findings.len()), (Level::None, 0), "nothing that calls a person");
    let hint = alone.hint.expect("a doubt");
    assert!(hint.about == Soft::Life && hint.share < 0.9, "which is met with how they are");
    let hopeless = after(&grief, "Nada tiene sentido.");
    assert!(hopeless.level >= Level::Low, "where nothing is hoped for it is more");
    assert_eq!(after(&[], "Vivo sola.").hint, None, "and by itself nothing");
    // "Para que no me oiga" asks what for of nothing.
    let quiet = [
        "Este invierno perdí a mi hermana.",
        "A la noche es lo peor. Me pongo a llorar bajito para que no me oiga la de al lado.",
    ];
    let washes = after(&quiet, "Yo me baño sola, gracias a Dios.");
    assert_eq!((washes.level, washes.hint), (Level::None, None));
}

fn later(code: &'static str, level: Level) -> CrisisFinding {
    CrisisFinding {
        code: code.into(),
        category: CrisisCategory::AbuseNeglect,
        level,
        base: level,
        span: Span::default(),
        modifiers: Vec::new(),
        facet: None,
        confidence: 0.9,
    }
}

#[test]
fn a_later_stage_raises_and_never_lowers_and_nobody_elses_finding_is_taken_for_its_own() {
    let calm = screen("The soup was good.", &History::default());
    let raised = calm.clone().raised(&[later("encoder.like", Level::High)]);
    assert_eq!((raised.level, raised.primary()), (Level::High, Some(CrisisCategory::AbuseNeglect)));
    assert!(raised.risk > calm.risk && raised.history.level == Level::High);
    assert_eq!(calm.clone().raised(&[later("si.intent", Level::High)]), calm);
    assert_eq!(calm.clone().raised(&[later("encoder.like", Level::None)]), calm);
    let grave = screen("I am going to kill myself tonight.", &History::default());
    let after = grave.clone().raised(&[later("encoder.like", Level::Low)]);
    assert_eq!((after.level, after.risk, after.primary()), (grave.level, grave.risk, grave.primary()));
    assert!(after.has(CrisisCategory::AbuseNeglect) && after.findings.len() == grave.findings.len() + 1);
}

#[test]
fn a_later_stages_doubt_is_one_soft_question_where_nothing_was_found_and_nothing_elsewhere() {
    let calm = screen("The soup was good.", &History::default());
    let doubted = calm.clone().raised(&[later("encoder.heard", Level::Low)]);
    assert_eq!(doubted.hint.map(|hint| hint.about), Some(Soft::Harm));
    assert_eq!((doubted.level, doubted.findings.len()), (Level::None, 0), "no level, so no ladder");
    let grave = screen("I am going to kill myself tonight.", &History::default());
    assert_eq!(grave.clone().raised(&[later("encoder.heard", Level::Low)]), grave);
    let both = calm.raised(&[later("encoder.heard", Level::Low), later("encoder.like", Level::Medium)]);
    assert_eq!((both.level, both.hint), (Level::Medium, None));
}
