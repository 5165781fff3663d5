//! English, Spanish, and both in one breath, to the same rules; third parties; words that stand for others.

use content_safety_api::{CrisisCategory, Language, Level, Modifier};
use safety_rules::ladder::{LadderAct, LadderTurn, Part, step};
use safety_rules::{Place, resources};

use super::read;

use CrisisCategory as Of;

/// The same thing in both languages, and its level by COMPLIANCE 5.1.
const BOTH: &[(&str, &str, Of, Level)] = &[
    ("I wish I was dead.", "Ojalá estuviera muerta.", Of::SuicidalIdeation, Level::Low),
    ("I have thoughts of suicide.", "Pienso en el suicidio.", Of::SuicidalIdeation, Level::Low),
    (
        "I tried to kill myself thirty years ago.",
        "Intenté suicidarme hace treinta años.",
        Of::SuicidalIdeation,
        Level::Medium,
    ),
    (
        "I tried to kill myself last month.",
        "Intenté suicidarme el mes pasado.",
        Of::SuicidalIdeation,
        Level::High,
    ),
    ("I am going to kill myself.", "Voy a suicidarme.", Of::SuicidalIdeation, Level::High),
    (
        "I am going to kill myself tonight.",
        "Voy a suicidarme esta noche.",
        Of::SuicidalIdeation,
        Level::Critical,
    ),
    ("I have chest pain.", "Me duele el pecho.", Of::MedicalEmergency, Level::Critical),
    ("I can't breathe.", "No puedo respirar.", Of::MedicalEmergency, Level::Critical),
    ("My aide hits me.", "La cuidadora me pega.", Of::AbuseNeglect, Level::High),
    ("I want to kill him.", "Lo quiero matar.", Of::HarmToOthers, Level::High),
    ("The voices tell me to jump.", "Las voces me dicen que salte.", Of::Psychosis, Level::High),
    ("They are poisoning me.", "Me están envenenando.", Of::Psychosis, Level::High),
    ("I make myself throw up.", "Me provoco el vómito.", Of::EatingDisorder, Level::Medium),
    (
        "I can't take care of myself anymore.",
        "Ya no puedo cuidarme sola.",
        Of::InabilityToCare,
        Level::Medium,
    ),
    ("I've been cutting myself.", "He estado cortándome los brazos.", Of::SelfHarm, Level::High),
];

#[test]
fn what_is_said_plainly_has_its_level_in_both_languages() {
    let mut wrong = Vec::new();
    for (english, spanish, category, level) in BOTH {
        for text in [english, spanish] {
            let found = read(text).level_of(*category);
            if found != *level {
                wrong.push(format!("{text}: {found:?}, not {level:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn in_mixed_speech_what_is_said_in_one_language_stays_what_it_is() {
    for (english, spanish, category, level) in BOTH {
        for text in [
            format!("Mija, no sé qué hacer. {english}"),
            format!("I don't know, dear, what to do. {spanish}"),
            format!("{english} Y así está la cosa."),
            format!("{spanish} And that is how it is."),
        ] {
            assert!(read(&text).level_of(*category) >= *level, "{text}: {:?}", read(&text).findings);
        }
    }
}

#[test]
fn a_message_says_its_own_language() {
    for (text, language) in [
        ("I want to go home now", Some(Language::En)),
        ("Quiero irme a mi casa ya", Some(Language::Es)),
        ("No quiero vivir más", Some(Language::Es)),
        ("I can't breathe", Some(Language::En)),
        ("😀", None),
        ("12", None),
    ] {
        assert_eq!(read(text).language, language, "{text}");
    }
}

#[test]
fn concern_for_somebody_else_is_danger_and_asks_nobody_about_themselves() {
    for (text, language) in [
        ("My roommate says she wants to kill herself.", Language::En),
        ("My mother said she is going to take all her pills tonight.", Language::En),
        ("Mi compañera de cuarto dice que se quiere matar.", Language::Es),
        ("Mi hermana dice que se va a suicidar.", Language::Es),
    ] {
        let found = read(text);
        assert!(found.level > Level::None, "{text}");
        let grave = found.findings.iter().filter(|one| one.level > Level::None);
        assert!(
            grave.clone().count() > 0
                && grave.clone().all(|one| one.modifiers.contains(&Modifier::ThirdPerson)),
            "{text}: {:?}",
            found.findings
        );
        let turn = LadderTurn {
            text,
            screening: &found,
            act: LadderAct::Tell,
            place: Place::parse("US"),
            language: None,
            key: 7,
            acknowledged: false,
            staff_reached: true,
            waiting: false,
            screener: false,
            answer: None,
        };
        let said = step(None, &turn);
        let parts: Vec<Part> = said.lines.iter().map(|spoken| spoken.line.part).collect();
        assert!(parts.contains(&Part::ForAnother), "{text}: {}", said.text());
        assert!(!parts.iter().any(|part| matches!(part, Part::Question(_))), "{text}: {}", said.text());
        assert!(said.lines.iter().all(|spoken| spoken.language == language), "{text}: {}", said.text());
        assert!(
            !resources(Place::parse("US"), CrisisCategory::SuicidalIdeation, found.level, language)
                .is_empty()
        );
    }
}

#[test]
fn words_that_stand_for_suicide_are_read_as_it() {
    for text in [
        "gonna unalive myself",
        "kms",
        "I keep reading about sewerslide",
        "time to catch my last bus, ctb tonight",
        "I want to off myself",
        "thinking of doing myself in",
        "#killmyself",
        "going to unalive tonight",
    ] {
        assert!(read(text).level_of(CrisisCategory::SuicidalIdeation) > Level::None, "{text}");
    }
    for calm in
        ["We have to catch the bus at ten", "He unalived the boss in that game", "It is 12 kms to the sea"]
    {
        assert!(!read(calm).level.needs_human(), "{calm}: {:?}", read(calm).findings);
    }
}
