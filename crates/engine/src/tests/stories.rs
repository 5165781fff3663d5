//! Stories: every file of `stories` goes as it is told, in every language it is written in, and replays to the same
//! bytes. A file of `stories/wanted` says what the engine does not do yet; it fails, or it has to move.

use std::path::{Path, PathBuf};

use content::library;
use content_safety_api::Language;

use super::super::record::{Difference, ReplayError, bytes};
use super::super::rubric::{Conversation, Item, Verdict, evaluate};
use super::super::story::{Lang, Played, Story, play};
use super::super::{Effect, TurnRecord};
use super::support::Talk;

/// The fewest stories, so that a wrong folder cannot pass for success.
const STORIES_MIN: usize = 80;
/// A story of so many messages is a whole talk.
const TALK_TURNS: std::ops::RangeInclusive<usize> = 20..=40;

/// The stories of a folder, by file name.
fn folder(name: &str) -> Vec<(String, Story)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    let entries = std::fs::read_dir(&path).expect("the folder of the stories");
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "ron"))
        .collect();
    files.sort();
    files
        .into_iter()
        .map(|path| {
            let file = path.file_stem().expect("a name").to_string_lossy().into_owned();
            let text = std::fs::read_to_string(&path).expect("the story");
            (file.clone(), Story::parse(&text).unwrap_or_else(|error| panic!("{file}: {error}")))
        })
        .collect()
}

fn told(file: &str, played: &Played) -> Vec<String> {
    let line = |wrong: &super::super::story::Wrong| {
        let turn = played.turns.iter().find(|turn| turn.number == wrong.turn && turn.message.is_some());
        let (message, reply, why) = turn.map_or_else(Default::default, |turn| {
            (turn.message.clone().unwrap_or_default(), turn.said.text.clone(), turn.said.reasons())
        });
        let (language, number) = (played.language, wrong.turn);
        format!(
            "{file}, {language:?}, turn {number}: `{message}` gave `{reply}` because {why}: {}",
            wrong.what
        )
    };
    played.wrong.iter().map(line).collect()
}

#[test]
fn every_story_goes_as_it_is_told() {
    let stories = folder("stories");
    assert!(stories.len() >= STORIES_MIN, "only {} stories", stories.len());
    let both = |story: &Story| story.lang.contains(&Lang::En) && story.lang.contains(&Lang::Es);
    let whole = |story: &Story| TALK_TURNS.contains(&story.turns.len()) && both(story);
    let talks = stories.iter().filter(|(_, story)| whole(story)).count();
    assert!(talks >= STORIES_MIN, "only {talks} whole talks in both languages");
    let mut wrong = Vec::new();
    for (file, story) in stories {
        assert!(story.turns.len() >= 6, "{file} is too short");
        assert!(story.missing.is_none(), "{file} says that something is missing");
        for lang in &story.lang {
            let played = play(&story, lang.language(), library());
            wrong.extend(told(&file, &played));
            assert_eq!(played.exhausted, 0, "{file}: a pool was exhausted");
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_wanted_and_missing_is_still_missing() {
    for (file, story) in folder("stories/wanted") {
        assert!(
            story.missing.as_ref().is_some_and(|why| why.len() > 10),
            "{file} does not say what is missing"
        );
        let fails = story.lang.iter().any(|lang| !play(&story, lang.language(), library()).wrong.is_empty());
        assert!(fails, "{file} goes as it is told now: move it to `stories` and take `missing` out");
    }
}

/// The release goal of what can be computed: no item misses its threshold over all stories.
#[test]
fn no_item_of_the_rubric_misses_its_threshold() {
    let mut conversations = Vec::new();
    for (_, story) in folder("stories") {
        for lang in &story.lang {
            let played = play(&story, lang.language(), library());
            conversations.push(Conversation::of_story(&story, played, library()));
        }
    }
    let report = evaluate(&conversations, library());
    let missed: Vec<String> =
        report.missed().map(|row| format!("{:?} {:?}: {:#?}", row.item, row.parts, row.findings)).collect();
    assert!(missed.is_empty(), "{}", missed.join("\n"));
    // What nothing exercises cannot pass. The note for staff is put together by chat-history: `therapeutic-ai` measures it, over
    // these stories too.
    let silent: Vec<Item> =
        report.rows.iter().filter(|row| row.verdict == Verdict::NotMeasured).map(|row| row.item).collect();
    assert_eq!(silent, [Item::N1]);
}

#[test]
fn every_story_replays_twice_to_the_same_bytes() {
    for (file, story) in folder("stories").into_iter().chain(folder("stories/wanted")) {
        for lang in &story.lang {
            let run = || play(&story, lang.language(), library());
            let (one, two) = (run(), run());
            for ((first, input), (second, _)) in one.records.iter().zip(&two.records) {
                assert!(bytes(first) == bytes(second), "{file}: two runs differ");
                assert_eq!(first.replay(input, library()), Ok(()), "{file}");
            }
            assert!(one.turns.iter().zip(&two.turns).all(|(one, two)| one.said.text == two.said.text));
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
fn a_record_that_was_changed_does_not_replay_and_says_what_differs_first() {
    let mut talk = Talk::new(Language::En, 3);
    talk.say("It is quiet here.");
    let (record, input) = talk.records.pop().expect("one turn");
    let differs = |change: fn(&mut TurnRecord)| {
        let mut record = record.clone();
        change(&mut record);
        record.replay(&input, library())
    };
    let outcome = |what: Difference| Err(ReplayError::Outcome(what));
    assert_eq!(differs(|record| record.plan.rule = "another".to_owned()), outcome(Difference::Rule));
    assert_eq!(differs(|record| record.plan.pieces.truncate(1)), outcome(Difference::Sentence(2)));
    assert_eq!(differs(|record| record.plan.reasons.clear()), outcome(Difference::Reasons));
    assert_eq!(differs(|record| record.effects.push(Effect::Closed)), outcome(Difference::Effect(1)));
    assert_eq!(differs(|record| record.after = record.input), outcome(Difference::State));
    assert_eq!(differs(|record| record.content = record.input), Err(ReplayError::Content));
}

#[test]
fn a_stored_record_and_the_words_beside_it_are_enough_to_compute_the_turn_again() {
    let mut talk = Talk::new(Language::En, 3);
    for message in ["My husband Tom died", "I miss him", "I want to die", "Nobody knows about it yet"] {
        talk.say(message);
    }
    for ((record, input), reply) in talk.records.iter().zip(&talk.replies) {
        let stored = bytes(record);
        let text = String::from_utf8(stored.clone()).expect("UTF-8");
        assert!(!text.contains(&input.text), "the words lie sealed elsewhere: {}", input.text);
        let read: TurnRecord = serde_json::from_slice(&stored).expect("reads");
        assert_eq!(read.recompute(&input.text, library()), Ok(()));
        assert_eq!(read.recompute("Other words", library()), Err(ReplayError::Input));
        assert_eq!(&read.reply(library()), reply);
        let older = TurnRecord { kept: None, ..read };
        assert_eq!(older.recompute(&input.text, library()), Err(ReplayError::NotKept));
        assert_eq!(older.replay(input, library()), Ok(()), "an older record is no other turn");
    }
}
