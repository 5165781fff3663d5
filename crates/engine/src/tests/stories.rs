//! Stories: scripted conversations in RON that assert acts, flows, slots and counts, never words. Each runs in
//! every language it is written in, is replayed twice, and every reply passes the rubric's checks.

use content::library;
use content::model::{Act, ByLang, Tool};
use content_safety_api::Language;
use serde::Deserialize;

use super::super::input::Due;
use super::super::plan::NoticeReason;
use super::super::record::ReplayError;
use super::super::record::bytes;
use super::super::{Effect, Route};
use super::support::{Said, Talk, fact};
use content::text::word_count;

const STORIES: [(&str, &str); 18] = [
    ("no_then_a_death_day", include_str!("stories/no_then_a_death_day.ron")),
    ("small_plan_to_the_end", include_str!("stories/small_plan_to_the_end.ron")),
    ("permission_is_asked_once", include_str!("stories/permission_is_asked_once.ron")),
    ("advice_on_request", include_str!("stories/advice_on_request.ron")),
    ("are_you_human", include_str!("stories/are_you_human.ron")),
    ("control_everywhere", include_str!("stories/control_everywhere.ron")),
    ("not_understood", include_str!("stories/not_understood.ron")),
    ("complaints", include_str!("stories/complaints.ron")),
    ("memory_and_forgetting", include_str!("stories/memory_and_forgetting.ron")),
    ("no_consent_no_memory", include_str!("stories/no_consent_no_memory.ron")),
    ("time_shifted", include_str!("stories/time_shifted.ron")),
    ("joy_is_met_with_joy", include_str!("stories/joy_is_met_with_joy.ron")),
    ("risk_and_back", include_str!("stories/risk_and_back.ron")),
    ("a_stroke_sign", include_str!("stories/a_stroke_sign.ron")),
    ("code_switching", include_str!("stories/code_switching.ron")),
    ("a_check_back", include_str!("stories/a_check_back.ron")),
    ("medicine_and_money", include_str!("stories/medicine_and_money.ron")),
    ("the_notice_is_due", include_str!("stories/the_notice_is_due.ron")),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Story {
    name: String,
    lang: Vec<Lang>,
    #[serde(default)]
    setup: Vec<Setup>,
    turns: Vec<Turn>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
enum Lang {
    En,
    Es,
}

impl Lang {
    const fn language(self) -> Language {
        match self {
            Self::En => Language::En,
            Self::Es => Language::Es,
        }
    }
}

/// What is set before the first message, or before the message of a turn.
#[derive(Clone, Deserialize)]
enum Setup {
    Consent(bool),
    Simple,
    Acknowledged,
    Place(String),
    SessionMinutes(u16),
    SinceNotice(Option<u32>),
    Idle(u16),
    Due(ByLang<String>),
    Fact { id: String, relation: content::model::Relation, value: ByLang<String> },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Turn {
    #[serde(default)]
    set: Vec<Setup>,
    say: ByLang<String>,
    want: Vec<Want>,
}

#[derive(Debug, Deserialize)]
enum Want {
    /// Exactly these acts.
    Acts(Vec<Act>),
    /// This act among others.
    Act(Act),
    /// Not this act.
    NoAct(Act),
    /// This flow spoke.
    Flow(String),
    /// This step spoke.
    Step(String, String),
    /// No flow is on the stack.
    NoFlow,
    /// The stack, the running flow last.
    Stack(Vec<String>),
    /// The policy row.
    Rule(String),
    /// So many questions.
    Questions(usize),
    /// At most so many words.
    MaxWords(usize),
    /// A slot holds this.
    Slot(String, ByLang<String>),
    /// The route.
    Route(Route),
    /// So many buttons.
    Choices(usize),
    /// A tool is opened.
    Tool(Tool),
    /// The reply cites a source.
    Cited,
    /// The language of the reply.
    Reply(Lang),
    /// The AI notice was given.
    Disclosed(NoticeReason),
    /// The notice stands before the reply.
    NoticeFirst,
    /// An alert was raised.
    Alert,
    /// No alert was raised.
    NoAlert,
    /// An effect of this name.
    Effect(Named),
    /// No effect of this name.
    NoEffect(Named),
    /// These facts are deleted.
    Forgets(Vec<String>),
    /// All of the reply is fixed lines.
    FixedLines,
    /// The reply holds this span of the resident's words.
    Echoes(ByLang<String>),
    /// The reply does not hold this.
    Silent(ByLang<String>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
enum Named {
    PersonRequested,
    StaffNote,
    CheckBack,
    CheckBackDone,
    Reminder,
    Remember,
    Forget,
    Language,
    Closed,
    Complaint,
    Missed,
    Handoff,
}

fn named(effect: &Effect) -> Option<Named> {
    Some(match effect {
        Effect::PersonRequested => Named::PersonRequested,
        Effect::StaffNote(_) => Named::StaffNote,
        Effect::CheckBack { .. } => Named::CheckBack,
        Effect::CheckBackDone => Named::CheckBackDone,
        Effect::Reminder { .. } => Named::Reminder,
        Effect::Remember(_) => Named::Remember,
        Effect::Forget(_) => Named::Forget,
        Effect::Language(_) => Named::Language,
        Effect::Closed => Named::Closed,
        Effect::Complaint => Named::Complaint,
        Effect::Missed(_) => Named::Missed,
        Effect::Handoff(_) => Named::Handoff,
        _ => return None,
    })
}

fn apply(setup: &Setup, talk: &mut Talk, language: Language) {
    let input = &mut talk.template;
    match setup {
        Setup::Consent(memory) => input.consent.memory = *memory,
        Setup::Simple => input.profile.simple = true,
        Setup::Acknowledged => input.acknowledged = true,
        Setup::Place(place) => input.place.clone_from(place),
        Setup::SessionMinutes(minutes) => input.time.session_minutes = *minutes,
        Setup::SinceNotice(minutes) => input.time.minutes_since_notice = *minutes,
        Setup::Idle(days) => input.time.days_since_last_use = Some(*days),
        Setup::Due(activity) => input.due = Some(Due::Plan { activity: activity.of(language).clone() }),
        Setup::Fact { id, relation, value } => {
            input.facts.push(fact(id, *relation, value.of(language), language));
        }
    }
}

fn holds(want: &Want, said: &Said, talk: &Talk, language: Language) -> bool {
    let acts: Vec<Act> = said.plan.acts().collect();
    let state = talk.state();
    match want {
        Want::Acts(wanted) => acts == *wanted,
        Want::Act(act) => acts.contains(act),
        Want::NoAct(act) => !acts.contains(act),
        Want::Flow(flow) => said.plan.flow.as_ref().is_some_and(|(spoke, _)| spoke == flow),
        Want::Step(flow, step) => said.plan.flow.as_ref() == Some(&(flow.clone(), step.clone())),
        Want::NoFlow => state.stack.is_empty(),
        Want::Stack(flows) => state.stack.iter().map(|frame| &frame.flow).eq(flows),
        Want::Rule(rule) => said.plan.rule == *rule,
        Want::Questions(count) => said.plan.questions() == *count,
        Want::MaxWords(count) => word_count(&said.text) <= *count,
        Want::Slot(slot, value) => state.slot(slot) == Some(value.of(language).as_str()),
        Want::Route(route) => said.plan.route == *route,
        Want::Choices(count) => said.plan.choices.len() == *count,
        Want::Tool(tool) => said.plan.tool == Some(*tool),
        Want::Cited => !said.plan.citations.is_empty() && said.plan.route == Route::Grounded,
        Want::Reply(lang) => said.plan.language == lang.language(),
        Want::Disclosed(reason) => said
            .effects
            .iter()
            .any(|effect| matches!(effect, Effect::Disclosed { reason: why, .. } if why == reason)),
        Want::NoticeFirst => said.plan.pieces.first().is_some_and(|piece| piece.notice),
        Want::Alert => said.effects.iter().any(|effect| matches!(effect, Effect::Alert(_))),
        Want::NoAlert => !said.effects.iter().any(|effect| matches!(effect, Effect::Alert(_))),
        Want::Effect(name) => said.effects.iter().any(|effect| named(effect) == Some(*name)),
        Want::NoEffect(name) => !said.effects.iter().any(|effect| named(effect) == Some(*name)),
        Want::Forgets(ids) => {
            said.effects.iter().any(|effect| matches!(effect, Effect::Forget(gone) if gone == ids))
        }
        Want::FixedLines => safety_rules::ladder::is_fixed_reply(&said.text),
        Want::Echoes(words) => said.text.contains(words.of(language).as_str()),
        Want::Silent(words) => !said.text.contains(words.of(language).as_str()),
    }
}

/// Plays a story; what went otherwise than it is told.
fn play(file: &str, story: &Story, language: Language) -> (Talk, Vec<String>) {
    let mut talk = Talk::new(language, 7);
    let mut wrong: Vec<String> = Vec::new();
    for setup in &story.setup {
        apply(setup, &mut talk, language);
    }
    for (number, turn) in story.turns.iter().enumerate() {
        for setup in &turn.set {
            apply(setup, &mut talk, language);
        }
        let message = turn.say.of(language);
        let said = talk.say(message);
        let place = format!(
            "{file} ({}), {language:?}, turn {}: `{message}` gave `{}` because {}",
            story.name,
            number + 1,
            said.text,
            said.reasons()
        );
        if !said.breaches.is_empty() {
            wrong.push(format!("{place}: {:?}", said.breaches));
        }
        for want in turn.want.iter().filter(|want| !holds(want, &said, &talk, language)) {
            wrong.push(format!("{place}: wanted {want:?}"));
        }
    }
    (talk, wrong)
}

#[test]
fn every_story_goes_as_it_is_told() {
    let mut wrong = Vec::new();
    for (file, text) in STORIES {
        let options =
            ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
        let story: Story = options.from_str(text).unwrap_or_else(|error| panic!("{file}: {error}"));
        assert!(story.turns.len() >= 6, "{file} is too short");
        for lang in &story.lang {
            let (talk, more) = play(file, &story, lang.language());
            wrong.extend(more);
            assert_eq!(talk.exhausted, 0, "{file}: a pool was exhausted");
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_story_replays_twice_to_the_same_bytes() {
    for (file, text) in STORIES {
        let options =
            ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
        let story: Story = options.from_str(text).unwrap_or_else(|error| panic!("{file}: {error}"));
        for lang in &story.lang {
            let ((one, _), (two, _)) =
                (play(file, &story, lang.language()), play(file, &story, lang.language()));
            for ((first, input), (second, _)) in one.records.iter().zip(&two.records) {
                assert!(bytes(first) == bytes(second), "{file}: two runs differ");
                assert_eq!(first.replay(input, library()), Ok(()), "{file}");
            }
            assert_eq!(one.replies, two.replies);
        }
    }
}

#[test]
fn a_replay_with_another_message_is_refused() {
    let mut talk = Talk::new(Language::En, 3);
    talk.say("It is quiet here.");
    let (record, mut input) = talk.records.pop().expect("one turn");
    input.text.push('!');
    assert_eq!(record.replay(&input, library()), Err(ReplayError::Input));
}

#[test]
fn a_record_that_was_changed_does_not_replay() {
    let mut talk = Talk::new(Language::En, 3);
    talk.say("It is quiet here.");
    let (mut record, input) = talk.records.pop().expect("one turn");
    record.plan.rule = "another".to_owned();
    assert_eq!(record.replay(&input, library()), Err(ReplayError::Outcome));
}
