//! Cards from outside: enough of them, each reachable by its topic, and none that competes with the crisis ladder.

use std::collections::BTreeSet;

use content::library;
use content::model::{Act, Audience, Bar, RiskLevel};
use content_safety_api::Language;

use super::super::Route;
use super::support::Talk;

/// Topics that can come up in a crisis: their cards wait for the ladder.
const BESIDE_SAFETY: [&str; 7] = ["burden", "long_night", "dying", "treated", "money", "tablets", "illness"];

#[test]
fn there_are_sixty_cards_and_each_topic_of_a_card_can_be_understood() {
    let cards: Vec<_> = library().cards().iter().filter(|card| card.audience == Audience::Resident).collect();
    assert!(cards.len() >= 60, "only {} cards", cards.len());
    for card in &cards {
        assert!(library().topic(&card.topic).is_some(), "{}", card.id);
        assert!(card.reviewer.is_none(), "{}: nobody has reviewed a card yet", card.id);
    }
    let topics: BTreeSet<&str> = cards.iter().map(|card| card.topic.as_str()).collect();
    assert!(topics.len() >= 60, "{} topics", topics.len());
}

#[test]
fn a_card_beside_safety_is_barred_by_a_level() {
    for topic in BESIDE_SAFETY {
        let mut cards = library().cards().iter().filter(|card| card.topic == topic).peekable();
        assert!(cards.peek().is_some(), "no card about {topic}");
        for card in cards {
            let barred = |level: RiskLevel| card.bars.contains(&Bar::Level(level));
            assert!(barred(RiskLevel::Low) || barred(RiskLevel::Medium), "{} has no bar of level", card.id);
        }
    }
}

#[test]
fn advice_that_is_asked_for_in_danger_is_the_ladder_and_no_card() {
    for (language, message, ask) in [
        (Language::En, "The night nurse hit me. What can I do?", "Do you have any advice?"),
        (Language::Es, "La enfermera de noche me pegó. ¿Qué puedo hacer?", "¿Tiene algún consejo?"),
        (Language::En, "I am a burden and I want to die. Any advice?", "What can I do?"),
        (Language::Es, "Soy una carga y quiero morirme. ¿Algún consejo?", "¿Qué puedo hacer?"),
        (Language::En, "The nights are long and I want to end my life", "Any ideas?"),
        (Language::Es, "Las noches son largas y quiero acabar con mi vida", "¿Alguna idea?"),
        (Language::En, "My son takes my money and screams at me", "What can I do about the money?"),
        (Language::Es, "Mi hijo me quita el dinero y me grita", "¿Qué puedo hacer con el dinero?"),
    ] {
        let mut talk = Talk::new(language, 5);
        for said in [talk.say(message), talk.say(ask)] {
            let offers = said.plan.acts().any(|act| matches!(act, Act::Offer | Act::AskPermission));
            assert!(said.plan.route == Route::Crisis && !offers, "`{message}` gave `{}`", said.text);
        }
        assert!(talk.state().cards.is_empty(), "`{message}` told a card");
    }
}
