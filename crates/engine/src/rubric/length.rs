//! Length and reading, L1. Crisis lines, legal notices and the list of what is kept are exempt.

use content::measure::{GRADE_MAX, INFLESZ_MIN, grade_en, inflesz_es};
use content::text::{sentences, word_count};
use content_safety_api::Language;

use super::super::clock;
use super::Bench;
use super::items::Item;

/// The most words of a reply.
const WORDS_MAX: usize = 60;
/// The most words in the simple profile.
const WORDS_SIMPLE_MAX: usize = 35;
/// The most sentences.
const SENTENCES_MAX: usize = 3;
/// The most words a sentence, on the average of a reply.
const SENTENCE_WORDS_MAX: usize = 15;

/// Judges the length of a conversation's replies.
pub(super) fn judge(bench: &mut Bench<'_>) {
    let conversation = bench.conversation;
    for (exchange, reply) in conversation.talk().filter(|(_, reply)| reply.rule != "memory") {
        let simple = exchange.inside.as_ref().is_some_and(|said| said.input.profile.simple);
        let most = if simple { WORDS_SIMPLE_MAX } else { WORDS_MAX };
        let words = word_count(&reply.text);
        let count = sentences(&reply.text).len();
        let turn = exchange.number;
        bench.check(Item::L1, "words", turn, (1..=most).contains(&words), || format!("{words} words"));
        bench.check(Item::L1, "sentences", turn, count <= SENTENCES_MAX, || format!("{count} sentences"));
        let long = words > SENTENCE_WORDS_MAX * count;
        bench
            .check(Item::L1, "long sentences", turn, !long, || format!("{words} words in {count} sentences"));
        let easy = match reply.language {
            Language::En => grade_en(&reply.text) <= GRADE_MAX,
            Language::Es => inflesz_es(&reply.text) >= INFLESZ_MIN,
        };
        let easy = easy || reply.rule == clock::ROW;
        bench.check(Item::L1, "grade", turn, easy, || "hard to read".to_owned());
    }
}
