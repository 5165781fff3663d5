//! `simulate`: plays a story through the engine of this binary and prints what was said and why. Nothing is asked of
//! a gateway, and nothing is stored.

use std::path::{Path, PathBuf};

use content_safety_api::Language;
use engine::rubric::{Report, evaluate};
use engine::story::{Played, PlayedTurn, Story, play};
use serde::Serialize;

use super::eval;
use super::{Failure, NO_INPUT, NOT_INTACT, read_text, tell};

/// Plays a story through the engine: transcript, acts, reasons and the rubric.
#[derive(clap::Args)]
pub(crate) struct Simulate {
    /// The story (RON)
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// In this language; in each of the story's when absent
    #[arg(long, value_name = "en|es", value_parser = language)]
    lang: Option<Language>,
    /// Prints one line of JSON a language instead
    #[arg(long)]
    json: bool,
}

fn language(text: &str) -> Result<Language, String> {
    match text {
        "en" => Ok(Language::En),
        "es" => Ok(Language::Es),
        _ => Err("en or es".to_owned()),
    }
}

/// A story, read; what is wrong with it in one line.
pub(super) fn read(file: &Path) -> Result<Story, Failure> {
    Story::parse(&read_text(file)?).map_err(|error| Failure {
        line: format!("{}: {error}", file.display()).replace('\n', " "),
        code: NO_INPUT,
    })
}

/// What one turn came to.
#[derive(Serialize)]
struct TurnLine {
    turn: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    reply: String,
    acts: Vec<String>,
    rule: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    flow: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    step: Option<String>,
    stack: Vec<String>,
    reasons: Vec<String>,
    effects: serde_json::Value,
    lines: Vec<String>,
    citations: Vec<String>,
    choices: Vec<String>,
    breaches: Vec<String>,
    wrong: Vec<String>,
}

#[derive(Serialize)]
struct Simulated<'a> {
    story: &'a str,
    language: &'static str,
    turns: Vec<TurnLine>,
    exhausted: usize,
    rubric: &'a Report,
}

pub(crate) fn run(simulate: &Simulate) -> Result<(), Failure> {
    let story = read(&simulate.file)?;
    let mut languages: Vec<Language> = story.lang.iter().map(|lang| lang.language()).collect();
    if let Some(wanted) = simulate.lang {
        if !languages.contains(&wanted) {
            let line = format!("{}: the story is not written in that language", simulate.file.display());
            return Err(Failure { line, code: NO_INPUT });
        }
        languages = vec![wanted];
    }
    let (mut wrong, mut blocked) = (0, 0);
    for language in languages {
        let library = content::library();
        let played = play(&story, language, library);
        let turns = turns(&played);
        let (name, exhausted) = (played.name.clone(), played.exhausted);
        wrong += played.wrong.len();
        let report = evaluate(&[eval::with_notes(&story, played, library)?], library);
        blocked += report.blocking().count();
        let code = eval::code(language);
        if simulate.json {
            let told = Simulated { story: &name, language: code, turns, exhausted, rubric: &report };
            tell(&serde_json::to_string(&told).map_err(anyhow::Error::from)?);
        } else {
            tell(&format!("{name} ({code})"));
            turns.iter().for_each(print);
            eval::table(&report);
        }
    }
    if wrong + blocked == 0 {
        return Ok(());
    }
    let line = format!("{wrong} wants do not hold, {blocked} blocking items of the rubric fail");
    Err(Failure { line, code: NOT_INTACT })
}

fn turns(played: &Played) -> Vec<TurnLine> {
    played.turns.iter().map(|turn| line(turn, played)).collect()
}

fn line(turn: &PlayedTurn, played: &Played) -> TurnLine {
    let plan = &turn.said.plan;
    let wrong = played.wrong.iter().filter(|wrong| wrong.turn == turn.number && turn.message.is_some());
    let (flow, step) = plan.flow.clone().unzip();
    TurnLine {
        turn: turn.number,
        message: turn.message.clone(),
        reply: turn.said.text.clone(),
        acts: plan.acts().map(|act| format!("{act:?}")).collect(),
        rule: plan.rule.clone(),
        flow,
        step,
        stack: turn.said.state.stack.iter().map(|frame| frame.flow.clone()).collect(),
        reasons: plan.reasons.clone(),
        effects: serde_json::to_value(&turn.said.effects).unwrap_or_default(),
        lines: plan.pieces.iter().map(|piece| words(&piece.words)).collect(),
        citations: plan.citations.iter().map(|one| format!("{}: {}", one.publisher, one.title)).collect(),
        choices: plan.choices.clone(),
        breaches: turn.said.breaches.iter().map(|breach| format!("{breach:?}")).collect(),
        wrong: wrong.map(|wrong| wrong.what.clone()).collect(),
    }
}

/// Where the words of a sentence come from, as an id.
fn words(words: &engine::Words) -> String {
    match words {
        engine::Words::Line(line) => line.to_string(),
        engine::Words::Fixed { id, .. } => id.clone(),
        engine::Words::Card { card, part } => format!("card {card} {part:?}"),
        engine::Words::Item { instrument, item, .. } => format!("item {instrument} {item}"),
    }
}

fn print(turn: &TurnLine) {
    tell("");
    if let Some(message) = &turn.message {
        tell(&format!("{:>3} > {message}", turn.turn));
    }
    tell(&format!("      {}", turn.reply.replace('\n', "\n      ")));
    let at = turn.flow.as_ref().zip(turn.step.as_ref());
    let flow = at.map_or_else(String::new, |(flow, step)| format!(", {flow}.{step}"));
    tell(&format!("      [{}] {}{flow}", turn.acts.join(", "), turn.rule));
    tell(&format!("      because {}", turn.reasons.join(", ")));
    if turn.effects.as_array().is_some_and(|effects| !effects.is_empty()) {
        tell(&format!("      does {}", turn.effects));
    }
    for citation in &turn.citations {
        tell(&format!("      source {citation}"));
    }
    for wrong in turn.breaches.iter().map(|breach| format!("must not: {breach}")).chain(turn.wrong.clone()) {
        tell(&format!("  !!  {wrong}"));
    }
}
