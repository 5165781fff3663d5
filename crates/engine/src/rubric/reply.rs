//! Checks of one finished reply: what is computed from text and plan alone. The tests run them on every turn
//! of every story and walk.

use content::Library;
use content::measure::{GRADE_MAX, INFLESZ_MIN, grade_en, inflesz_es};
use content::text::{sentences, tokens, word_count};
use content_safety_api::Language;

use super::super::clock;
use super::super::input::Packs;
use super::super::plan::{Plan, Route, Words};
use super::super::render::words;

/// The most words of a reply.
const WORDS_MAX: usize = 60;
/// The most words of a goodbye.
const GOODBYE_WORDS_MAX: usize = 25;
/// The longest run of the resident's words that a reply may hold.
pub(super) const COPIED_WORDS_MAX: usize = 5;

/// What a reply does that it must not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Breach {
    /// More than one question.
    Questions,
    /// Too many words.
    Length,
    /// Too many sentences.
    Sentences,
    /// Six words in a row are the resident's.
    Copied,
    /// Too hard to read.
    Grade,
    /// No words.
    Empty,
    /// A goodbye with a question or too long.
    Goodbye,
}

/// What is wrong with a reply to this message. Crisis lines, legal notices and the items of a questionnaire are
/// exempt from length and grade; what is kept about the resident is listed whole.
pub fn judge(plan: &Plan, message: &str, library: &Library) -> Vec<Breach> {
    let mut breaches = Vec::new();
    let spoken: Vec<String> = plan
        .pieces
        .iter()
        .filter(|piece| !piece.notice)
        .filter(|piece| !matches!(piece.words, Words::Item { .. }))
        .filter_map(|piece| words(piece, plan.language, library, Packs::default()))
        .collect();
    let text = spoken.join(" ");
    let item = plan.pieces.iter().any(|piece| matches!(piece.words, Words::Item { .. }));
    if text.is_empty() && !item {
        breaches.push(Breach::Empty);
    }
    let bilingual = plan.route == Route::Crisis && plan.questions() == 2;
    if plan.questions() > 1 && !bilingual {
        breaches.push(Breach::Questions);
    }
    if plan.route != Route::Crisis && plan.rule != "memory" {
        shape(plan, &text, &mut breaches);
    }
    if plan.route != Route::Crisis && longest_copy(&text, message) > COPIED_WORDS_MAX {
        breaches.push(Breach::Copied);
    }
    if plan.rule == "goodbye" && (plan.questions() > 0 || word_count(&text) > GOODBYE_WORDS_MAX) {
        breaches.push(Breach::Goodbye);
    }
    breaches
}

fn shape(plan: &Plan, text: &str, breaches: &mut Vec<Breach>) {
    if word_count(text) > WORDS_MAX {
        breaches.push(Breach::Length);
    }
    if sentences(text).len() > 3 + usize::from(plan.rule == "open") * 3 {
        breaches.push(Breach::Sentences);
    }
    let hard = match plan.language {
        Language::En => grade_en(text) > GRADE_MAX,
        Language::Es => inflesz_es(text) < INFLESZ_MIN,
    };
    if hard && plan.rule != clock::ROW {
        breaches.push(Breach::Grade);
    }
}

/// The longest run of words that two texts share.
pub(super) fn longest_copy(reply: &str, message: &str) -> usize {
    let fold = |text: &str| -> Vec<String> { tokens(text).into_iter().map(|token| token.text).collect() };
    let (reply, message) = (fold(reply), fold(message));
    let mut longest = 0;
    let mut row = vec![0usize; message.len() + 1];
    for said in &reply {
        for at in (0..message.len()).rev() {
            row[at + 1] = if *said == message[at] && said != "." { row[at] + 1 } else { 0 };
            longest = longest.max(row[at + 1]);
        }
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_of_the_residents_words_is_measured() {
        assert_eq!(longest_copy("So it is your garden.", "my garden is here"), 1);
        assert_eq!(longest_copy("one two three four", "zero one two three five"), 3);
        assert_eq!(longest_copy("", "anything"), 0);
    }
}
