//! The notes for staff that a played story leads to: put together as chat-history does, from the same alerts, and added to the
//! conversation so that the rubric holds them against what was said.

use std::collections::BTreeMap;

use api::Words;
use chat_history::note::{Facts, findings_of, keep_answers, keep_messages, note};
use chat_history_api::{SafetyFindings, SbarNote};
use content_safety_api::{CrisisCategory, Language, Level};
use engine::rubric::{Conversation, StoredNote};
use engine::story::{Played, PlayedTurn};
use engine::{Effect, Route};
use kernel::MessageId;

use super::Failure;

/// The alert of one conversation, as far as a story goes: nobody closes it.
struct Alert {
    level: Level,
    categories: Vec<CrisisCategory>,
    person_requested: bool,
    first: MessageId,
    last: MessageId,
    /// What was said in the turns that raised it, with the level of each.
    said: Vec<(Level, usize, String)>,
    findings: SafetyFindings,
}

/// The id that stands for a message, by its number.
fn id(number: usize) -> MessageId {
    let text = format!("01900000-0000-7000-8000-{number:012x}");
    text.parse().unwrap_or_else(|_| unreachable!("a UUID of version 7"))
}

/// Adds every note that could have been read: in each language, after each message that an alert stood at while the ladder
/// led, or that raised one.
///
/// # Errors
/// When a note is not what is given out.
pub(super) fn add(
    conversation: &mut Conversation,
    notes: Vec<(usize, SbarNote)>,
    numbers: &[usize],
) -> Result<(), Failure> {
    let messages: BTreeMap<MessageId, usize> = numbers.iter().map(|number| (id(*number), *number)).collect();
    for (turn, note) in notes {
        let given = serde_json::to_string(&note).map_err(anyhow::Error::from)?;
        let read: StoredNote = serde_json::from_str(&given).map_err(anyhow::Error::from)?;
        conversation.add_note(turn, read, messages.clone());
    }
    Ok(())
}

/// The notes of a story, each with the number of the message after which it stands so.
pub(super) fn of(played: &Played) -> Vec<(usize, SbarNote)> {
    let mut notes = Vec::new();
    let mut open: Option<Alert> = None;
    let mut before = 0;
    let mut last: Option<&PlayedTurn> = None;
    for turn in &played.turns {
        let another = |last: &PlayedTurn| last.said.input.conversation != turn.said.input.conversation;
        if last.is_some_and(another) {
            before += usize::from(open.take().is_some());
            last = None;
        }
        if turn.message.is_some() {
            let raised = raise(&mut open, turn);
            if let Some(alert) = &mut open {
                note_findings(alert, last, turn);
                if raised || turn.said.plan.route == Route::Crisis {
                    let facts = |language| note(&facts_of(alert, before, played.language), language);
                    notes.extend([Language::En, Language::Es].map(|language| (turn.number, facts(language))));
                }
            }
        }
        last = Some(turn);
    }
    notes
}

/// Raises the alert, as ai-gateway orders it: danger from medium up, by the message or by an answer, or a person who is asked for.
fn raise(open: &mut Option<Alert>, turn: &PlayedTurn) -> bool {
    let screening = &turn.said.input.screening;
    let (mut level, mut person_requested) = (screening.level, false);
    for effect in &turn.said.effects {
        match effect {
            Effect::Alert(answered) => level = level.max(*answered),
            Effect::PersonRequested | Effect::Handoff(_) => person_requested = true,
            _ => {}
        }
    }
    if !level.needs_human() && !person_requested {
        return false;
    }
    let message = id(turn.number);
    let alert = open.get_or_insert_with(|| Alert {
        level: Level::Low,
        categories: Vec::new(),
        person_requested: false,
        first: message,
        last: message,
        said: Vec::new(),
        findings: SafetyFindings::default(),
    });
    if level >= alert.level && !screening.categories.is_empty() {
        alert.categories.clone_from(&screening.categories);
    }
    alert.level = alert.level.max(level);
    alert.person_requested |= person_requested;
    alert.last = message;
    alert.said.push((screening.level, turn.number, turn.message.clone().unwrap_or_default()));
    true
}

fn note_findings(alert: &mut Alert, last: Option<&PlayedTurn>, turn: &PlayedTurn) {
    let Some(after) = &turn.said.state.ladder else { return };
    let stands = last.and_then(|last| last.said.state.ladder.as_ref());
    let mut findings = findings_of(stands, after, id(turn.number));
    keep_messages(&mut findings, &alert.findings);
    keep_answers(&mut findings, &alert.findings);
    alert.findings = findings;
}

fn facts_of(alert: &Alert, before: usize, speaks: Language) -> Facts {
    let mut said = alert.said.clone();
    // The most urgent first, and of those the latest; the same words again say nothing new.
    said.sort_by_key(|(level, number, _)| std::cmp::Reverse((*level, *number)));
    let mut words = std::collections::BTreeSet::new();
    said.retain(|(_, _, text)| words.insert(text.clone()));
    Facts {
        level: alert.level,
        categories: alert.categories.clone(),
        person_requested: alert.person_requested,
        message: alert.last,
        quotes: said.into_iter().map(|(_, number, text)| (id(number), Words::new(text))).collect(),
        speaks,
        turns: u64::try_from(alert.said.len()).unwrap_or(u64::MAX),
        first: alert.first,
        before,
        raised_before: Vec::new(),
        findings: alert.findings.clone(),
        taken: false,
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use engine::rubric::{Item, Verdict, evaluate};
    use engine::story::play;

    use super::super::{eval, simulate};

    /// The release goal of N1: every note that a story leads to, in both languages.
    #[test]
    fn every_note_that_a_story_leads_to_rests_on_what_was_said() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/engine/stories");
        let library = content::library();
        let mut conversations = Vec::new();
        for entry in
            std::fs::read_dir(folder).expect("the stories").map(|entry| entry.expect("an entry").path())
        {
            if entry.extension().is_some_and(|extension| extension == "ron") {
                let story = simulate::read(&entry).unwrap_or_else(|failure| panic!("{}", failure.line));
                for lang in &story.lang {
                    let played = play(&story, lang.language(), library);
                    // A story that raises no alert leads to no note.
                    if !super::of(&played).is_empty() {
                        conversations.push(eval::with_notes(&story, played, library).expect("notes"));
                    }
                }
            }
        }
        let report = evaluate(&conversations, library);
        let row = report.row(Item::N1).expect("a row");
        assert_eq!(row.verdict, Verdict::Pass, "{:#?}", row.findings);
        for part in &row.parts {
            assert!(part.checked > 100, "`{}` was hardly measured: {}", part.name, part.checked);
        }
    }
}
