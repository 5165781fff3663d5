//! Soft questions: what the weights hear takes no talk away, and a yes to it leads where saying so would have led.

use content::library;
use content::model::Act;
use content_safety_api::{CrisisCategory, Language, Level};
use safety_rules::ladder::Soft;
use safety_rules::{Hint, History, screen};

use super::super::{Effect, Plan, Route, State, Words, render, turn};
use super::support::Talk;

/// A talk in which it is settled what the weights hear.
pub(super) struct Heard {
    state: State,
    language: Language,
    acknowledged: bool,
    /// How surely.
    share: f32,
}

impl Heard {
    pub(super) fn new(language: Language) -> Self {
        let mut talk = Talk::new(language, 5);
        let said = talk.open();
        Self { state: said.state, language, acknowledged: false, share: 0.95 }
    }

    pub(super) fn say(&mut self, text: &str, about: Option<Soft>) -> (String, Plan, Vec<Effect>) {
        let mut input = Talk::new(self.language, 5).template.clone();
        input.text = text.to_owned();
        input.screening = screen(text, &History::default());
        assert_eq!(input.screening.level, Level::None, "no rule reads {text}");
        input.acknowledged = self.acknowledged;
        input.screening.hint = about.map(|about| Hint { about, share: self.share });
        let (state, plan, effects) = turn(Some(&self.state), &input, library());
        self.state = state;
        (render(&plan, library()), plan, effects)
    }
}

fn asked(plan: &Plan) -> Option<Soft> {
    let mut fixed = plan.pieces.iter().filter_map(|piece| match &piece.words {
        Words::Fixed { id, .. } => Soft::of_line(id),
        _ => None,
    });
    fixed.next_back()
}

/// The pool of the question, where a line of content asks it.
fn pool_asked(plan: &Plan) -> Option<String> {
    let asks = plan.pieces.iter().filter(|piece| piece.asks);
    asks.filter_map(|piece| match &piece.words {
        Words::Line(line) => Some(line.pool.clone()),
        _ => None,
    })
    .next_back()
}

#[test]
fn what_is_heard_is_asked_about_beside_the_talk_with_one_question() {
    for language in [Language::En, Language::Es] {
        for soft in Soft::ALL {
            let mut heard = Heard::new(language);
            let told = match language {
                Language::En => "My wife died in March and the house is very quiet.",
                Language::Es => "Mi mujer murió en marzo y la casa está muy callada.",
            };
            let (text, plan, effects) = heard.say(told, Some(*soft));
            assert_eq!((asked(&plan), plan.route), (Some(*soft), Route::Guided), "{text}");
            assert_eq!(plan.questions(), 1, "{text}");
            assert!(plan.acts().any(|act| act != Act::SafetyAsk), "what was told is met: {text}");
            assert!(effects.iter().all(|effect| !matches!(effect, Effect::Alert(_) | Effect::Handoff(_))));
            assert!(heard.state.ladder.is_none() && heard.state.level.level == Level::None);
        }
    }
}

#[test]
fn a_no_or_other_talk_lets_go_at_once() {
    for (answer, fixed) in [("No, no.", true), ("My daughter brought me the good biscuits.", false)] {
        let mut heard = Heard::new(Language::En);
        heard.say("The house is very quiet since March.", Some(Soft::Life));
        let (text, plan, _) = heard.say(answer, None);
        assert_eq!(plan.route, Route::Guided, "{text}");
        assert!(heard.state.ladder.is_none(), "{text}");
        let says_clear = plan
            .pieces
            .iter()
            .any(|piece| matches!(&piece.words, Words::Fixed { id, .. } if id.starts_with("any.clear.")));
        assert_eq!(says_clear, fixed, "{text}");
        assert_eq!(asked(&plan), None);
    }
}

#[test]
fn a_yes_begins_the_ladder_and_what_is_graver_tells_a_person() {
    for (soft, level, category) in [
        (Soft::Life, None, CrisisCategory::SuicidalIdeation),
        (Soft::Harm, Some(Level::Medium), CrisisCategory::AbuseNeglect),
        (Soft::Need, Some(Level::Medium), CrisisCategory::InabilityToCare),
        (Soft::Body, Some(Level::High), CrisisCategory::MedicalEmergency),
    ] {
        let mut heard = Heard::new(Language::En);
        heard.say("The house is very quiet since March.", Some(soft));
        let (text, plan, effects) = heard.say("Yes.", None);
        assert_eq!(plan.route, Route::Crisis, "{text}");
        assert_eq!(heard.state.ladder.as_ref().map(|ladder| ladder.category), Some(category));
        let alert = effects.iter().find_map(|effect| match effect {
            Effect::Alert(level) => Some(*level),
            _ => None,
        });
        assert_eq!(alert, level, "{text}");
        assert!(heard.state.level.level > Level::None);
    }
}

#[test]
fn a_few_words_that_may_be_a_yes_are_none_only_where_life_is_not_what_was_asked_about() {
    for (soft, route) in [(Soft::Life, Route::Crisis), (Soft::Need, Route::Guided)] {
        let mut heard = Heard::new(Language::En);
        heard.say("The house is very quiet since March.", Some(soft));
        let (text, plan, _) = heard.say("Some nights.", None);
        assert_eq!(plan.route, route, "{text}");
    }
}

#[test]
fn the_same_is_not_asked_again_soon_and_another_kind_waits_a_while() {
    let mut heard = Heard::new(Language::En);
    let (_, plan, _) = heard.say("The house is very quiet since March.", Some(Soft::Life));
    assert_eq!(asked(&plan), Some(Soft::Life));
    let mut at = Vec::new();
    for turn in 1..60 {
        let about = if turn < 20 { Soft::Need } else { Soft::Life };
        let (_, plan, _) = heard.say("The robin sat on the sill all morning long.", Some(about));
        at.extend(asked(&plan).map(|soft| (turn, soft)));
    }
    assert_eq!(at.len(), 2, "{at:?}");
    assert!(at[0].1 == Soft::Need && at[0].0 >= 8, "{at:?}");
    assert!(at[1].1 == Soft::Life && at[1].0 >= 40, "{at:?}");
}

#[test]
fn where_somebody_of_the_staff_has_it_in_hand_they_ask() {
    let mut heard = Heard { acknowledged: true, ..Heard::new(Language::En) };
    let (text, plan, _) = heard.say("The house is very quiet since March.", Some(Soft::Life));
    assert_eq!(asked(&plan), None, "{text}");
}

#[test]
fn of_what_was_spoken_of_without_danger_nothing_is_asked_just_after() {
    let mut heard = Heard::new(Language::En);
    let text = "The doctor asked me if I want to die and I said no";
    assert!(!screen(text, &History::default()).findings.is_empty(), "a rule saw it, and explained it away");
    heard.say(text, None);
    let (text, plan, _) = heard.say("The house is very quiet since March.", Some(Soft::Life));
    assert_eq!(asked(&plan), None, "{text}");
}

#[test]
fn what_is_heard_less_surely_is_met_with_how_they_are_and_named_when_it_comes_again() {
    const LESS: f32 = 0.85;
    for (language, told, more) in [
        (Language::En, "The house is very quiet since March.", "The clock is the only one who talks."),
        (Language::Es, "La casa está muy callada desde marzo.", "Solo habla el reloj."),
    ] {
        for (soft, first) in [
            (Soft::Life, Some("soft.first.life")),
            (Soft::Harm, Some("soft.first.harm")),
            // To ask whether something hurts alarms nobody.
            (Soft::Body, None),
            (Soft::Need, None),
        ] {
            let mut heard = Heard { share: LESS, ..Heard::new(language) };
            let (text, plan, _) = heard.say(told, Some(soft));
            assert_eq!(pool_asked(&plan).as_deref(), first, "{text}");
            assert_eq!((asked(&plan), plan.questions()), (first.is_none().then_some(soft), 1), "{text}");
            if first.is_some() {
                let (text, plan, _) = heard.say(more, Some(soft));
                assert_eq!(asked(&plan), Some(soft), "{text}");
            }
        }
    }
}

#[test]
fn a_hard_feeling_that_answers_how_they_are_is_asked_about_and_other_talk_is_not() {
    for (answer, named) in [("I feel so sad all the time.", Some(Soft::Life)), ("The robin is back.", None)] {
        let mut heard = Heard { share: 0.85, ..Heard::new(Language::En) };
        heard.say("The house is very quiet since March.", Some(Soft::Life));
        let (text, plan, _) = heard.say(answer, None);
        assert_eq!(asked(&plan), named, "{text}");
        // A turn later the feeling is no answer any more.
        let mut heard = Heard { share: 0.85, ..Heard::new(Language::En) };
        heard.say("The house is very quiet since March.", Some(Soft::Life));
        heard.say("The robin is back.", None);
        let (text, plan, _) = heard.say(answer, None);
        assert_eq!(asked(&plan), None, "{text}");
    }
}

#[test]
fn the_first_of_two_stands_for_so_long() {
    let mut heard = Heard { share: 0.85, ..Heard::new(Language::En) };
    heard.say("The house is very quiet since March.", Some(Soft::Life));
    for _ in 0..13 {
        heard.say("The robin sat on the sill all morning long.", None);
    }
    let (text, plan, _) = heard.say("The clock is the only one who talks.", Some(Soft::Life));
    assert_eq!((asked(&plan), pool_asked(&plan).as_deref()), (None, Some("soft.first.life")), "{text}");
}

#[test]
fn a_goodbye_is_let_go_unless_it_is_surely_more() {
    for (share, named) in [(0.85, false), (0.95, false), (0.98, true)] {
        let mut heard = Heard { share, ..Heard::new(Language::En) };
        let (text, plan, _) = heard.say("Goodbye, my dear.", Some(Soft::Life));
        assert_eq!((asked(&plan).is_some(), plan.questions() > 0), (named, named), "{share}: {text}");
    }
    // After something of the kind, a goodbye is asked about.
    let mut heard = Heard { share: 0.85, ..Heard::new(Language::En) };
    heard.say("The house is very quiet since March.", Some(Soft::Life));
    let (text, plan, _) = heard.say("Goodbye, my dear.", Some(Soft::Life));
    assert_eq!(asked(&plan), Some(Soft::Life), "{text}");
}
