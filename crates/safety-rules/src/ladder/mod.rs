//! The crisis ladder: what is said in a risk turn, always from lines compiled into the binary.
//!
//! A pure state machine. Its input is the screening of the message and what the caller knows; its output is lines
//! by id, resources and effects. It has no clock, no chance, no store: the same state and input give the same
//! bytes, so a replay can prove what was said. Without a state it starts at `enter` in full: repeating is safer
//! than silence. It never ends a conversation and never goes quiet while risk is open.

pub mod line;
pub(crate) mod lines;
pub mod questions;
pub mod soft;

mod answers;
mod clear;
mod compose;
mod hearing;
mod state;
mod told;

use content_safety_api::{CrisisCategory, CrisisFinding, Language, Level, Modifier};

pub use line::{Line, Part, Question, Stage, names};
pub use lines::REVIEW;
pub use questions::{Answer, ScreenAnswers, read_answer};
pub use soft::{Soft, SoftReply};
pub use state::{LadderState, SCREENED};

use crate::resources::{Place, Resource, resources};
use crate::screen::Screening;

/// What the person does in this turn, as far as the ladder must know. Answers to its questions it reads itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LadderAct {
    /// Says something.
    #[default]
    Tell,
    /// Asks for a person.
    PersonPlease,
    /// Asks for the help line.
    HelpLine,
    /// Says goodbye.
    Goodbye,
    /// Wants nothing more to be asked.
    Stop,
    /// Wants to talk of something else, or to go back.
    OtherTopic,
    /// Wants to hear it once more.
    Repeat,
    /// Asks whether anybody was told.
    AskSent,
}

/// The rule that finds the name of suicide, whoever says it.
const MENTION: &str = "si.mention";

/// One turn's input.
#[derive(Clone, Copy, Debug)]
pub struct LadderTurn<'a> {
    /// The message.
    pub text: &'a str,
    /// Its screening.
    pub screening: &'a Screening,
    /// What is done.
    pub act: LadderAct,
    /// Whose numbers are right.
    pub place: Place,
    /// The language of the profile, for messages that do not show theirs.
    pub language: Option<Language>,
    /// A key that differs between conversations; it turns the order of equal lines.
    pub key: u64,
    /// Whether staff have acknowledged the alert.
    pub acknowledged: bool,
    /// Whether an alert reaches anybody now. While it does not, nobody is said to be told: the resident is sent to
    /// the staff and the help lines instead.
    pub staff_reached: bool,
    /// Whether an alert of this conversation stands and nobody has it: it was given back, or handed back, or is new.
    pub waiting: bool,
    /// Whether the operator installed a screener whose items stand in the place of our questions. It begins with the
    /// wish, and is asked to its end before two denials calm the tone.
    pub screener: bool,
    /// The answer to the open question, where a button of the screener's scale gave it.
    pub answer: Option<Answer>,
}

/// A line as it is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spoken {
    /// The line.
    pub line: &'static Line,
    /// In which language.
    pub language: Language,
}

impl Spoken {
    /// The words.
    pub const fn text(&self) -> &'static str {
        self.line.text(self.language)
    }
}

/// Bringing a person in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Handoff {
    /// Nobody is called.
    #[default]
    None,
    /// A person should come when they can.
    Warm,
    /// A person is needed this minute.
    Now,
}

/// What the caller has to do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LadderEffects {
    /// Raise an alert at this level, or raise the open one to it.
    pub alert: Option<Level>,
    /// Call a person.
    pub handoff: Handoff,
    /// Ask again after so many minutes.
    pub check_back_minutes: &'static [u32],
}

/// One turn's output.
#[derive(Clone, Debug, PartialEq)]
pub struct LadderStep {
    /// The next state.
    pub state: LadderState,
    /// What is said, in order; in both languages when none is sure.
    pub lines: Vec<Spoken>,
    /// What is shown beside it, always.
    pub resources: Vec<Resource>,
    /// What has to be done.
    pub effects: LadderEffects,
}

impl LadderStep {
    /// The reply: its lines with spaces between them, one paragraph a language.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let mut before = None;
        for spoken in &self.lines {
            match before {
                None => {}
                Some(language) if language == spoken.language => text.push(' '),
                Some(_) => text.push_str("\n\n"),
            }
            text.push_str(spoken.text());
            before = Some(spoken.language);
        }
        text
    }

    /// The ids of the lines, in order, each once.
    pub fn line_ids(&self) -> Vec<&'static str> {
        let mut ids: Vec<&'static str> = Vec::new();
        for spoken in &self.lines {
            if !ids.contains(&spoken.line.id) {
                ids.push(spoken.line.id);
            }
        }
        ids
    }
}

/// A doubt that is asked about although it is low: who is kept from eating may be on a diet, or may starve.
const DOUBTS: [&str; 1] = ["ic.kept"];

/// Whether this message, or the state before it, calls for the ladder: any sign of suicide or self-harm from low
/// up, a doubt that one question settles, anything else from medium up, and an episode that is still open.
pub fn needed(state: Option<&LadderState>, screening: &Screening) -> bool {
    screening.level.needs_human()
        || screening.has(CrisisCategory::SuicidalIdeation)
        || screening.has(CrisisCategory::SelfHarm)
        || screening
            .findings
            .iter()
            .any(|found| found.level > Level::None && DOUBTS.iter().any(|code| found.code == *code))
        || state.is_some_and(LadderState::is_open)
}

/// One turn of the ladder. `state` is `None` at the start of an episode and when it cannot be read.
pub fn step(state: Option<&LadderState>, turn: &LadderTurn<'_>) -> LadderStep {
    let mut next = state.cloned().unwrap_or_else(|| LadderState::begin(primary(turn.screening)));
    let unsaid = state.and_then(|state| said_back(state, turn.screening));
    let turn = &LadderTurn { screening: unsaid.as_ref().unwrap_or(turn.screening), ..*turn };
    let movement = next.take(turn, state.is_none());
    let effects = next.effects(turn, movement);
    let spoken = compose::lines(&mut next, turn, movement, &effects);
    let languages = languages(turn, &next);
    next.language = turn.screening.language.or(next.language);
    let lines = languages
        .iter()
        .flat_map(|language| spoken.iter().map(|line| Spoken { line, language: *language }))
        .collect();
    let resources = resources(turn.place, next.category, next.level.max(turn.screening.level), languages[0]);
    LadderStep { state: next, lines, resources, effects }
}

/// The screening without a question that only says back what the ladder asked: "Ending my life? Heavens, no." `None` where there is
/// more in it than that.
fn said_back(state: &LadderState, screening: &Screening) -> Option<Screening> {
    let echo = |finding: &CrisisFinding| {
        finding.code == MENTION && finding.modifiers.contains(&Modifier::Question)
            || finding.modifiers.contains(&Modifier::Accumulated)
            || finding.level == Level::None
    };
    let asked = state.open.is_some() && state.is_suicide();
    let echoes = asked && screening.level > Level::None && screening.findings.iter().all(echo);
    echoes.then(|| Screening {
        level: Level::None,
        findings: Vec::new(),
        categories: Vec::new(),
        ..screening.clone()
    })
}

/// One turn of the ladder for another answer to a question that it asked before: "yes" where "no" stood. `None` where it takes
/// no denial back and shows nothing more, or where no ladder stands.
pub fn answer_anew(
    state: Option<&LadderState>,
    question: Question,
    turn: &LadderTurn<'_>,
) -> Option<LadderStep> {
    let before = state?;
    let step = step(Some(&before.asking(question)), turn);
    let more = step.state.answered_level() > before.answered_level();
    (more || before.denied(question) && !step.state.denied(question)).then_some(step)
}

/// What a short answer to this question is worth; `None` where it is none. A yes that has a condition reassures nobody.
pub fn answer_to(question: Question, text: &str) -> Option<Answer> {
    clear::weighed(question, read_answer(clear::after_echo(text)), text)
}

/// The question that a line of the companion's asks.
pub fn question_of(line_id: &str) -> Option<Question> {
    match line(line_id)?.part {
        Part::Question(question) => Some(question),
        _ => None,
    }
}

fn primary(screening: &Screening) -> CrisisCategory {
    // A ladder that is asked for without a finding is the one that asks the gravest question.
    screening.primary().unwrap_or(CrisisCategory::SuicidalIdeation)
}

/// The languages to speak in: the message's, else the conversation's, else the profile's, else both.
fn languages(turn: &LadderTurn<'_>, state: &LadderState) -> &'static [Language] {
    match turn.screening.language.or(state.language).or(turn.language) {
        Some(Language::En) => &[Language::En],
        Some(Language::Es) => &[Language::Es],
        None => &[Language::En, Language::Es],
    }
}

/// The fixed line with an id.
pub fn line(id: &str) -> Option<&'static Line> {
    lines::all().find(|line| line.id == id)
}

/// What is said when a reply may not go out and nothing else is left to say.
pub fn fallback(language: Language) -> &'static str {
    line("any.stay.4").map_or("", |line| line.text(language))
}

/// All fixed lines, for review and for tests.
pub fn all_lines() -> impl Iterator<Item = &'static Line> {
    lines::all()
}

/// Whether a text is one fixed line, in either language.
pub fn is_fixed_line(text: &str) -> bool {
    lines::all().any(|line| line.en == text || line.es == text)
}

/// Whether a whole reply is made of fixed lines alone, so that a replay can prove it of a risk turn.
pub fn is_fixed_reply(text: &str) -> bool {
    let mut rest = text.trim();
    if rest.is_empty() {
        return false;
    }
    while !rest.is_empty() {
        let longest = lines::all()
            .flat_map(|line| [line.en, line.es])
            .filter(|words| rest.starts_with(words))
            .map(str::len)
            .max();
        let Some(length) = longest else { return false };
        rest = rest[length..].trim_start();
    }
    true
}

#[cfg(test)]
mod tests;
