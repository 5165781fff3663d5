//! Empathy, as far as it can be counted: E1 and E4.

use content::LineRef;
use content::model::Act;
use content::text::{Token, tokens};

use super::Bench;
use super::exchange::{Exchange, Reply};
use super::items::Item;
use super::reply::{COPIED_WORDS_MAX, longest_copy};

/// A message of so many content words can be expected to find one of them in the reply.
const CONTENT_WORDS_MIN: usize = 6;
/// Words that begin alike over so many letters are the same word.
const STEM_LETTERS: usize = 4;
/// A conversation of so many replies is long enough to weigh reflections against questions.
const REPLIES_MIN: usize = 6;

/// Rows that answer something else than what was told.
const CONTROL: [&str; 20] = [
    "stop",
    "other_topic",
    "repeat",
    "person",
    "ai",
    "medical",
    "romance",
    "goodbye",
    "memory",
    "forget",
    "spanish",
    "english",
    "privacy",
    "complaint",
    "complaint_again",
    "empty",
    "time",
    "help",
    "thanks",
    "greet",
];

/// Judges the empathy of a conversation.
pub(super) fn judge(bench: &mut Bench<'_>) {
    let conversation = bench.conversation;
    let (mut reflections, mut questions, mut replies) = (0, 0, 0);
    for (exchange, reply) in conversation.talk() {
        if !CONTROL.contains(&reply.rule.as_str()) {
            echoes(bench, exchange, reply);
        }
        replies += 1;
        questions += reply.questions;
        reflections += reflect(bench, exchange, reply);
    }
    if replies >= REPLIES_MIN {
        let last = conversation.exchanges.last().map_or(0, |exchange| exchange.number);
        bench.check(Item::E4, "reflections", last, reflections >= questions, || {
            format!("{reflections} reflections to {questions} questions")
        });
    }
}

/// Counts the reflections of a reply. Company alone ("take your time") mirrors nothing and is none.
fn reflect(bench: &mut Bench<'_>, exchange: &Exchange, reply: &Reply) -> usize {
    let mut count = 0;
    // Words that are said back before what answers them are one reflection with it.
    let answered = reply.lines.iter().any(|line| line.starts_with("does."));
    for line in reply.lines.iter().filter(|line| !(answered && line.starts_with("frame.echo"))) {
        let pool = line.rsplit_once('/').map_or(line.as_str(), |(pool, _)| pool);
        // A class of things has lines that say what is true of all of them, as a topic has. What only names the thing ("So,
        // the pear tree.") restates, and so does a no to it.
        let thing = pool.starts_with("thing.");
        let restates = matches!(pool, "thing.not" | "thing.again" | "thing.span");
        // So have the constructions of a clause; one that adds nothing to its words restates them.
        let clause = pool.starts_with("clause.");
        let adds = pool.starts_with("feel.")
            || pool.starts_with("topic.")
            || pool == "died.then"
            // What answers the action of a message says what it is, beside its words.
            || pool.starts_with("does.")
            || ((thing || clause) && !restates && says_more(bench, line));
        if adds || thing || clause || pool.starts_with("frame.") || pool == "timeshift" {
            count += 1;
            bench.check(Item::E4, "meaning", exchange.number, adds, || format!("{line} only restates"));
        }
    }
    let acts = reply.acts.iter().filter(|act| matches!(act, Act::ReflectContent | Act::ReflectFeeling));
    count.min(acts.count())
}

/// Whether a line says something beside the words that it is filled with.
fn says_more(bench: &Bench<'_>, line: &str) -> bool {
    let Some((pool, number)) = line.rsplit_once('/') else { return false };
    let Ok(number) = number.parse() else { return false };
    let line = LineRef { pool: pool.to_owned(), number };
    let text = bench.library.line(&line, bench.conversation.language).unwrap_or_default();
    !content_words(bench, &text.replace("{thing}", "").replace("{said}", "")).is_empty()
}

fn echoes(bench: &mut Bench<'_>, exchange: &Exchange, reply: &Reply) {
    let message = exchange.message.as_deref().unwrap_or_default();
    let copied = longest_copy(&reply.text, message);
    bench.check(Item::E1, "copied", exchange.number, copied <= COPIED_WORDS_MAX, || {
        format!("{copied} words in a row")
    });
    let said = content_words(bench, message);
    if said.len() < CONTENT_WORDS_MIN || reply.language != exchange.reading.language {
        return;
    }
    let answered: Vec<String> = tokens(&reply.text).into_iter().map(|token| token.text).collect();
    let echoed = said.iter().any(|word| answered.iter().any(|other| is_same(word, other)));
    bench.check(Item::E1, "echo", exchange.number, echoed, || "no word of the message".to_owned());
}

/// The words of a message that carry its content, without those for feelings: "sad" mirrors anything.
fn content_words(bench: &Bench<'_>, message: &str) -> Vec<String> {
    let lexicon = bench.library.lexicon(bench.conversation.language);
    let all = tokens(message);
    let feelings = lexicon.feelings.find(&all, &content::pattern::NoSpans);
    let felt = |at: usize| feelings.iter().any(|(found, _)| (found.from..found.to).contains(&at));
    let carries = |token: &Token| {
        token.text.chars().count() > 2
            && !token.is_end()
            && !lexicon.common.has(&token.text)
            && !lexicon.fillers.has(&token.text)
    };
    all.iter()
        .enumerate()
        .filter(|(at, token)| carries(token) && !felt(*at))
        .map(|(_, token)| token.text.clone())
        .collect()
}

fn is_same(one: &str, other: &str) -> bool {
    let letters = |word: &str| word.chars().take(STEM_LETTERS).collect::<String>();
    one == other || one.chars().count() >= STEM_LETTERS && letters(one) == letters(other)
}
