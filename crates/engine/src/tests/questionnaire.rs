//! The questionnaire runner: word for word, one a turn, skipped, paused, gone on with; the gate; the result.

use content::library;
use content_safety_api::{Language, Level};
use instruments::Reply;

use super::super::input::Due;
use super::super::record::bytes;
use super::super::{Effect, Route, render, render_with};
use super::packs;
use super::support::{Said, Talk};

fn begin(language: Language) -> (Talk, Said) {
    let mut talk = Talk::new(language, 3);
    talk.template.instrument = Some(packs::instrument("uncommon-6"));
    talk.template.due = Some(Due::Instrument);
    let said = talk.open();
    talk.template.due = None;
    (talk, said)
}

fn answered(talk: &Talk) -> Vec<Reply> {
    talk.state().instrument.as_ref().map(|progress| progress.replies.clone()).unwrap_or_default()
}

#[test]
fn consent_and_reason_come_first_and_a_no_is_taken() {
    for (language, no) in [(Language::En, "no"), (Language::Es, "no")] {
        let (mut talk, said) = begin(language);
        assert_eq!(said.plan.flow.as_ref().map(|(_, step)| step.as_str()), Some("reason"), "{}", said.text);
        assert_eq!(said.plan.questions(), 1);
        let said = talk.say(no);
        assert!(said.effects.iter().any(|effect| matches!(effect, Effect::InstrumentPaused { .. })));
        assert!(said.effects.iter().any(|effect| matches!(effect, Effect::Declined(_))), "not for a week");
        assert!(talk.state().stack.is_empty());
    }
}

#[test]
fn the_items_are_the_packs_own_words_one_a_turn_with_the_scale_as_buttons() {
    for (language, yes) in [(Language::En, "yes"), (Language::Es, "sí")] {
        let (mut talk, _) = begin(language);
        let pack = talk.template.instrument.clone().expect("is set").pack;
        let mut said = talk.say(yes);
        for item in &pack.text(language).expect("its words").items {
            assert!(said.text.contains(&item.text), "`{}` in `{}`", item.text, said.text);
            assert_eq!((said.plan.questions(), said.plan.choices.len()), (1, 4));
            // Without the pack there are no words; with other words than the recorded ones neither.
            assert!(!render(&said.plan, library()).contains(&item.text));
            let mut other = talk.template.clone();
            let words = &mut other.instrument.as_mut().expect("is set").pack;
            words.texts.iter_mut().flat_map(|text| &mut text.items).for_each(|item| {
                item.text.push('!');
                item.hash = instruments::item_hash(&item.text);
            });
            assert!(!render_with(&said.plan, library(), other.packs()).contains(&item.text));
            let label = said.plan.choices[0].clone();
            said = talk.say(&label);
        }
        let scored = said.effects.iter().find_map(|effect| match effect {
            Effect::Scored { instrument, version, answers, score } => {
                Some((instrument.as_str(), version.as_str(), answers.len(), score.value))
            }
            _ => None,
        });
        assert_eq!(scored, Some(("uncommon-6", "1", 6, Some(0))), "{}", said.text);
        assert!(safety_rules::guard(&said.text).is_empty(), "{}", said.text);
        assert!(talk.state().stack.is_empty() && talk.state().instrument.is_none());
        for (record, input) in &talk.records {
            assert_eq!(record.replay(input, library()), Ok(()));
        }
    }
}

#[test]
fn an_answer_is_a_label_or_its_number_and_anything_else_asks_the_same_again() {
    let (mut talk, _) = begin(Language::En);
    let first = talk.say("yes").text;
    assert!(talk.say("I don't know").text.contains(&first), "the same item");
    talk.say("more than a few days");
    talk.say("1");
    talk.say("skip");
    assert_eq!(answered(&talk), [Reply::Answered(2), Reply::Answered(1), Reply::Declined]);
}

#[test]
fn stop_pauses_and_the_next_conversation_goes_on_where_it_was() {
    let (mut talk, _) = begin(Language::En);
    talk.say("yes");
    talk.say("a few days");
    let said = talk.say("stop");
    assert!(
        said.effects.iter().any(|effect| matches!(effect, Effect::InstrumentPaused { .. })),
        "{}",
        said.text
    );
    let kept = answered(&talk);
    let mut next = Talk::new(Language::En, 8);
    let mut instrument = packs::instrument("uncommon-6");
    instrument.replies = kept;
    next.template.instrument = Some(instrument);
    let said = next.say("Let us do the questionnaire");
    assert_eq!(said.plan.flow.as_ref().map(|(_, step)| step.as_str()), Some("again"), "{}", said.text);
    assert!(next.say("yes").text.contains("A feather was heavier than it looked."));
}

#[test]
fn the_gate_opens_the_ladder_at_once_and_the_questionnaire_waits() {
    let (mut talk, _) = begin(Language::En);
    talk.say("yes");
    for _ in 0..5 {
        talk.say("no day");
    }
    let said = talk.say("a few days");
    assert_eq!(said.plan.route, Route::Crisis, "{}", said.text);
    assert!(safety_rules::ladder::is_fixed_reply(&said.text), "{}", said.text);
    assert!(said.effects.contains(&Effect::StaffNote("instrument_gate".to_owned())));
    assert_eq!(answered(&talk).len(), 6, "the answer is kept");
    assert!(!said.effects.iter().any(|effect| matches!(effect, Effect::Scored { .. })));
}

#[test]
fn it_is_not_asked_in_danger_fresh_grief_too_soon_or_alone_in_the_simple_profile() {
    let asked = |change: fn(&mut Talk)| {
        let mut talk = Talk::new(Language::En, 3);
        talk.template.instrument = Some(packs::instrument("uncommon-6"));
        talk.template.due = Some(Due::Instrument);
        change(&mut talk);
        talk.open().plan.flow.is_some_and(|(flow, _)| flow == "questionnaire")
    };
    assert!(asked(|_| {}));
    assert!(!asked(|talk| talk.template.profile.grief_days = Some(3)));
    assert!(!asked(|talk| talk.template.declined = vec!["questionnaire".to_owned()]));
    assert!(!asked(|talk| talk.template.profile.simple = true));
    assert!(asked(|talk| {
        talk.template.profile.simple = true;
        talk.template.instrument.as_mut().expect("is set").staff_near = true;
    }));
    assert!(!asked(|talk| {
        let today = talk.template.time.day;
        talk.template.instrument.as_mut().expect("is set").last_done = Some(today - 13);
    }));
    assert!(!asked(|talk| {
        talk.template.instrument.as_mut().expect("is set").pack.texts.remove(0);
    }));
    let mut risk = Talk::new(Language::En, 3);
    risk.template.instrument = Some(packs::instrument("uncommon-6"));
    risk.say("I want to kill myself");
    risk.template.acknowledged = true;
    for _ in 0..4 {
        risk.say("It is raining");
    }
    assert!(risk.state().level.level > Level::Low);
    let said = risk.say("Let us do the questionnaire");
    assert!(said.plan.flow.is_none_or(|(flow, _)| flow != "questionnaire"), "{}", said.text);
}

#[test]
fn the_state_with_a_questionnaire_in_it_stays_small() {
    let (mut talk, _) = begin(Language::Es);
    talk.say("sí");
    for _ in 0..5 {
        talk.say("unos días");
    }
    assert!(bytes(talk.state()).len() < 8 * 1024);
}
