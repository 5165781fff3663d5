//! What is told: wrongs, grief that is let go of, and the talk long after a danger.

use content_safety_api::Language;

use super::super::story::Said;
use super::support::{Talk, pools};

#[test]
fn a_wrong_is_met_as_one_and_what_only_looks_like_it_is_not() {
    for line in [
        "she hides my slippers",
        "they take my things",
        "he laughs at me",
        "one of them wears my cardigan",
        "my son took my cheque book",
        "everybody shouts at me",
        "they talk behind my back",
    ] {
        let said = Talk::new(Language::En, 5).say(line);
        assert_eq!(pools(&said), ["clause.wronged"], "{line}: {}", said.text);
    }
    for line in [
        "he took my arm and we went down the aisle",
        "he never laughed at me",
        "I hid my food from the dog",
        "my brother ate my dinner and we laughed",
        "she takes my blood pressure on Mondays",
    ] {
        let said = Talk::new(Language::En, 5).say(line);
        assert!(!pools(&said).contains(&"clause.wronged".to_owned()), "{line}: {}", said.text);
    }
}

#[test]
fn long_after_a_danger_what_is_told_is_met_by_its_words_and_what_may_mean_the_danger_is_not() {
    let met =
        |said: &Said| pools(said).iter().any(|pool| pool.starts_with("clause.") || pool == "frame.told");
    let mut talk = Talk::new(Language::En, 5);
    for line in ["Sometimes I wish I would not wake up", "The days are long", "The radio is an old one"] {
        talk.say(line);
    }
    let soon = talk.say("they had to do my buttons up");
    assert!(!met(&soon), "{}", soon.text);
    for line in ["It is raining", "The bus was late", "I had an egg", "The hall is green", "The cook is new"]
    {
        talk.say(line);
    }
    let later = talk.say("they had to do my buttons up");
    assert!(met(&later) && later.plan.questions() == 0, "{}", later.text);
    let bath = talk.say("I think I will have my bath now");
    assert!(!pools(&bath).contains(&"clause.comes_now".to_owned()), "{}", bath.text);
}
