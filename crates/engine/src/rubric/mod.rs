//! The rubric: what makes a conversation a good one, computed from transcripts and turn records alone.
//!
//! The items and their thresholds are those of the companion's own rubric; each group has a file. Only what can be
//! computed is here: what needs a reader's judgement is not approximated by a count. What cannot be computed from the
//! given input is `not measured` and never `pass`. These are our own measures; no published score may be derived
//! from them.
//!
//! Two inputs give the same [`Conversation`]: a played story, with the plan, effects and state of each turn, and a
//! stored transcript, with what chat-history gives out. The second knows less, so fewer parts are measured. The note
//! for staff is judged from an alert as it is given out, or beside the conversation that led to it.

mod agency;
mod asking;
mod empathy;
mod exchange;
mod fixed;
mod honesty;
mod items;
mod length;
mod memory;
mod note;
mod others;
mod repetition;
mod reply;
mod report;
mod safety;
mod stored;

#[cfg(test)]
mod tests;

pub use exchange::{Conversation, Exchange, Reply};
pub use items::{Item, Part};
pub use reply::{Breach, judge};
pub use report::{Finding, PartRow, Report, Row, Verdict};
pub use stored::{Stored, StoredAlert, StoredMessage, StoredNote, StoredTranscript, TranscriptError};

use content::Library;

use report::Tallies;

/// Judges one conversation by one item or more.
struct Bench<'a> {
    conversation: &'a Conversation,
    library: &'a Library,
    tallies: &'a mut Tallies,
}

impl Bench<'_> {
    /// Counts one check of a part; `why` is told when it fails. It must hold no words of a resident.
    fn check(
        &mut self,
        item: Item,
        part: &'static str,
        turn: usize,
        holds: bool,
        why: impl FnOnce() -> String,
    ) {
        self.tallies.count(item, part, &self.conversation.name, turn, holds, why);
    }
}

/// Judges conversations by every item.
pub fn evaluate(conversations: &[Conversation], library: &Library) -> Report {
    let mut tallies = Tallies::default();
    for conversation in conversations {
        let mut bench = Bench { conversation, library, tallies: &mut tallies };
        safety::judge(&mut bench);
        empathy::judge(&mut bench);
        memory::judge(&mut bench);
        asking::judge(&mut bench);
        repetition::judge(&mut bench);
        agency::judge(&mut bench);
        length::judge(&mut bench);
        honesty::judge(&mut bench);
        others::judge(&mut bench);
        note::judge(&mut bench);
    }
    tallies.report(conversations)
}
