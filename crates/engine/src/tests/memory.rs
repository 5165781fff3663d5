//! What is kept: at once, after a yes, never; set straight, asked about once, and gone on a word.

use content::model::{Act, Relation};
use content_safety_api::Language;

use super::super::input::Sensitivity;
use super::super::story::Setup;
use super::super::{Effect, NewFact};
use super::support::{Said, TODAY, Talk, fact};

fn remembered(said: &Said) -> Vec<&NewFact> {
    said.effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Remember(fact) => Some(fact),
            _ => None,
        })
        .collect()
}

fn corrected(said: &Said) -> Option<(&str, &NewFact)> {
    said.effects.iter().find_map(|effect| match effect {
        Effect::Correct { id, fact } => Some((id.as_str(), fact)),
        _ => None,
    })
}

#[test]
fn a_fact_carries_all_that_a_store_needs() {
    let mut talk = Talk::new(Language::En, 3);
    let said = talk.say("My daughter Anna is a teacher");
    let facts = remembered(&said);
    let kin = facts.iter().find(|fact| fact.relation == Relation::Kin).expect("her daughter");
    assert_eq!((kin.subject.as_str(), kin.value.as_str()), ("anna", "your daughter Anna"));
    assert_eq!((kin.day, kin.language, kin.turn), (TODAY, Language::En, said.input.turn));
    let (from, to) =
        (usize::try_from(kin.span.0).expect("small"), usize::try_from(kin.span.1).expect("small"));
    assert_eq!(&said.input.text[from..to], "My daughter Anna");
    assert_eq!((kin.sensitivity, kin.confirmed), (Sensitivity::Plain, false));
}

#[test]
fn what_is_sensitive_is_kept_only_after_a_yes() {
    for (language, told, thanks, yes) in [
        (Language::En, "My knee hurts so much", "Thank you", "yes"),
        (Language::Es, "Me duele mucho la rodilla", "Gracias", "sí"),
    ] {
        for agrees in [true, false] {
            let mut talk = Talk::new(language, 5);
            assert!(remembered(&talk.say(told)).is_empty());
            talk.say("ok");
            talk.say("ok");
            let asked = talk.say(thanks);
            assert_eq!(asked.plan.rule, "keep_thanks", "{}", asked.text);
            assert_eq!(asked.plan.questions(), 1);
            let said = talk.say(if agrees { yes } else { "no" });
            let kept = remembered(&said);
            assert_eq!(kept.len(), usize::from(agrees), "{}", said.text);
            assert!(kept.iter().all(|fact| fact.confirmed && fact.sensitivity == Sensitivity::Sensitive));
            assert!(kept.iter().all(|fact| fact.expires.is_some()));
            // Once a conversation.
            talk.say("ok");
            assert_ne!(talk.say(thanks).plan.rule, "keep_thanks");
        }
    }
}

#[test]
fn what_was_declined_this_week_is_not_asked_again() {
    let mut talk = Talk::new(Language::En, 5);
    talk.template.declined = vec!["memory.ask".to_owned()];
    talk.say("My knee hurts so much");
    talk.say("ok");
    talk.say("ok");
    assert_eq!(talk.say("Thank you").plan.rule, "thanks");
}

#[test]
fn a_contradiction_is_asked_about_once_and_the_confirmed_one_wins() {
    for (answer, new) in [("Jim", true), ("yes", true), ("Tom", false), ("no", false)] {
        let mut talk = Talk::new(Language::En, 4);
        talk.template.facts = vec![fact("h", Relation::Kin, "your husband Tom", Language::En)];
        let asked = talk.say("My husband Jim likes the garden");
        assert_eq!(asked.plan.rule, "conflict", "{}", asked.text);
        assert!(asked.text.contains("Tom") && asked.text.contains("Jim"));
        let said = talk.say(answer);
        if new {
            let (id, fact) = corrected(&said).expect("is corrected");
            assert_eq!((id, fact.value.as_str(), fact.confirmed), ("h", "your husband Jim", true));
        } else {
            assert!(said.effects.contains(&Effect::Confirm("h".to_owned())), "{answer}: {}", said.text);
            assert_ne!(talk.say("My husband Jim likes the garden").plan.rule, "conflict", "asked once");
        }
    }
}

#[test]
fn who_sets_something_straight_is_not_asked() {
    let mut talk = Talk::new(Language::En, 4);
    talk.template.facts = vec![fact("n", Relation::Name, "Rose", Language::En)];
    talk.say("It is quiet here");
    let said = talk.say("No, I said my name is Ruth");
    let (id, new) = corrected(&said).expect("is corrected");
    assert_eq!((id, new.value.as_str()), ("n", "Ruth"), "{}", said.text);
    let said = Talk::new(Language::En, 4).say("I do not like music");
    assert_eq!(remembered(&said)[0].relation, Relation::Dislikes, "{}", said.text);
}

#[test]
fn the_dead_are_dead_in_the_next_conversation_too() {
    for (language, person, calls) in [
        (
            Language::En,
            "your husband Tom",
            ["I want to call my husband", "My husband is coming today", "Where is my husband"],
        ),
        (
            Language::Es,
            "su marido Tomás",
            ["Quiero llamar a mi marido", "Mi marido viene hoy", "Dónde está mi marido"],
        ),
    ] {
        for message in calls {
            let mut talk = Talk::new(language, 9);
            talk.template.facts = vec![fact("d", Relation::Died, person, language)];
            let said = talk.say(message);
            assert_eq!(said.plan.rule, "time_shift", "`{message}` gave `{}`", said.text);
        }
    }
}

#[test]
fn sensitive_facts_and_the_dead_are_never_brought_up() {
    for seed in 0..20 {
        let mut talk = Talk::new(Language::En, seed);
        let mut ill = fact("i", Relation::Visits, "your sister Jane", Language::En);
        ill.sensitivity = Sensitivity::Sensitive;
        let mut over = fact("o", Relation::Likes, "fishing", Language::En);
        over.expires = Some(TODAY - 1);
        talk.template.facts = vec![
            ill,
            over,
            fact("d", Relation::Died, "your husband Tom", Language::En),
            fact("v", Relation::Visits, "your husband Tom", Language::En),
        ];
        let said = talk.open();
        assert!(said.plan.acts().all(|act| act != Act::Recall), "{}", said.text);
    }
}

#[test]
fn the_list_is_exactly_what_is_kept() {
    let mut talk = Talk::new(Language::En, 2);
    let kinds = [
        (Relation::Name, "Ruth"),
        (Relation::Died, "your husband Tom"),
        (Relation::Kin, "your daughter Anna"),
        (Relation::Likes, "knitting"),
        (Relation::Dislikes, "the soup"),
        (Relation::Worked, "a nurse"),
        (Relation::Visits, "your son Paul"),
        (Relation::Far, "your sister Jane"),
        (Relation::Ill, "your brother Jim"),
        (Relation::Hurts, "your knee"),
    ];
    talk.template.facts = kinds
        .iter()
        .enumerate()
        .map(|(at, (relation, value))| fact(&format!("f{at}"), *relation, value, Language::En))
        .collect();
    let said = talk.say("What do you know about me?");
    assert!(kinds.iter().all(|(_, value)| said.text.contains(value)), "{}", said.text);
    assert_eq!(said.text.matches("November 12, 2026").count(), kinds.len());
    let one = talk.say("What do you remember about Anna?");
    assert!(one.text.contains("Anna") && !one.text.contains("Jim"), "{}", one.text);
}

#[test]
fn what_is_forgotten_is_gone_everywhere_with_the_next_turn() {
    let mut talk = Talk::new(Language::En, 2);
    talk.say("My daughter Anna visited me");
    assert!(!talk.template.facts.is_empty());
    let said = talk.say("Please forget what I said about Anna");
    assert!(said.effects.iter().any(|effect| matches!(effect, Effect::Forget(_))), "{}", said.text);
    assert!(talk.state().slots.iter().all(|slot| !slot.value.contains("Anna")));
    assert!(!talk.say("What do you know about me?").text.contains("Anna"));
}

#[test]
fn the_welcome_asks_for_a_name_and_for_consent_and_keeps_the_name_after_a_yes() {
    for (language, name, yes) in [(Language::En, "Ruth", "yes"), (Language::Es, "Rosa", "sí")] {
        for agrees in [true, false] {
            let mut talk = Talk::new(language, 2);
            talk.template.time.days_since_last_use = None;
            talk.template.time.minutes_since_notice = None;
            talk.template.consent.memory = false;
            talk.template.consent.asked = false;
            let opened = talk.open();
            assert_eq!(opened.plan.flow, Some(("welcome".to_owned(), "name".to_owned())));
            talk.template.time.minutes_since_notice = Some(1);
            let asked = talk.say(name);
            assert!(asked.text.contains(name), "{}", asked.text);
            assert!(remembered(&asked).is_empty(), "nothing before the yes");
            let said = talk.say(if agrees { yes } else { "no" });
            assert!(said.effects.contains(&Effect::MemoryConsent(agrees)), "{}", said.text);
            assert_eq!(remembered(&said).len(), usize::from(agrees));
            let later = talk.say(if language == Language::En { "I was a nurse" } else { "Yo fui enfermera" });
            assert_eq!(remembered(&later).len(), usize::from(agrees), "{}", later.text);
            let mut next = Talk::new(language, 3);
            next.template.facts = talk.template.facts.clone();
            next.template.consent = talk.template.consent;
            assert_eq!(next.open().text.contains(name), agrees);
        }
    }
}

#[test]
fn the_next_conversation_may_come_back_to_what_the_last_was_about() {
    for (language, told, name, ask, forget) in [
        (
            Language::En,
            "I listened to music all morning",
            "music",
            "What do you know about me?",
            "Forget everything",
        ),
        (Language::Es, "Estuve oyendo música toda la mañana", "la música", "¿Qué sabe de mí?", "Olvide todo"),
    ] {
        let mut talk = Talk::new(language, 11);
        let said = talk.say(told);
        let about = Effect::Talked { topic: "music".to_owned(), name: name.to_owned() };
        assert!(said.effects.contains(&about), "{}", said.text);
        let again = talk.say(told);
        assert!(
            !again.effects.iter().any(|effect| matches!(effect, Effect::Talked { .. })),
            "once a conversation"
        );
        talk.template.facts.clear();
        let opened = talk.set(&Setup::NextDay(1), language).expect("opens");
        assert!(opened.text.contains(name), "{}", opened.text);
        let listed = talk.say(ask);
        assert!(listed.text.contains(name) && listed.text.contains("2026"), "{}", listed.text);
        let forgot = talk.say(forget);
        assert!(forgot.effects.contains(&Effect::ForgetTopics(vec!["music".to_owned()])), "{}", forgot.text);
        let opened = talk.set(&Setup::NextDay(1), language).expect("opens");
        assert!(!opened.text.contains(name), "{}", opened.text);
    }
}

#[test]
fn what_weighs_on_somebody_and_what_has_no_yes_is_not_kept_as_talked_about() {
    let mut talk = Talk::new(Language::En, 12);
    talk.set(&Setup::Consent(false), Language::En);
    let said = talk.say("I listened to music all morning");
    assert!(!said.effects.iter().any(|effect| matches!(effect, Effect::Talked { .. })), "{}", said.text);
    let mut talk = Talk::new(Language::En, 13);
    for message in ["My husband died", "My knee hurts", "I want to die", "There is music on the radio"] {
        let said = talk.say(message);
        assert!(
            !said.effects.iter().any(|effect| matches!(effect, Effect::Talked { .. })),
            "{message}: {}",
            said.text
        );
    }
}

#[test]
fn what_was_told_is_right_however_it_is_typed() {
    let mut talk = Talk::new(Language::En, 14);
    talk.set(&Setup::Consent(false), Language::En);
    talk.say("we had cows and a dog called Skip");
    talk.say("The tea was cold");
    for asked in ["what was my dogs name?", "whats my dogs name", "What was my dog's name?"] {
        let said = talk.say(asked);
        assert!(said.text.contains("Skip"), "{asked}: {}", said.text);
    }
}

#[test]
fn who_says_that_they_are_speaking_has_said_their_name() {
    for (language, said) in
        [(Language::En, "hello, this is Walter speaking"), (Language::Es, "Hola, habla Walter")]
    {
        let mut talk = Talk::new(language, 15);
        let kept = talk.say(said);
        let facts = remembered(&kept);
        assert!(
            facts.iter().any(|fact| fact.relation == Relation::Name && fact.value == "Walter"),
            "{}",
            kept.text
        );
    }
}
