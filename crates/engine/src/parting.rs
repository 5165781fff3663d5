//! How grief is let go of: a talk that has gone elsewhere is not held to a death. Two messages in a row about other things end
//! the flow without a word; it comes back only by what the resident says.

use content::model::{Tone, UserAct};
use content_safety_api::{Language, Level};

use super::clause_words::is_one_of;
use super::mourning::GRIEF;
use super::state::{hash, noted};
use super::turn::Turn;

/// Who died may be meant by any of these, and a life that was shared by "we". Spanish says as much by the verb alone, and `el`,
/// `la` and `le` are of everything: there it is what was, that may be of who died.
const OF_THE_DEAD: &str = "he she him her his hers we us our ours together widow widower ella su sus nosotros nuestro nuestra juntos \
    viudo viuda";
/// The flow that stays with a death.
const FLOW: &str = "grief_day";
/// So few words say too little to tell where a talk has gone.
const FEW_WORDS: usize = 3;

impl Turn<'_> {
    /// Ends the flow of a death that the resident has left behind.
    pub(super) fn let_grief_go(&mut self) {
        if !self.is_in_grief() || !self.is_elsewhere() {
            return;
        }
        let key = hash(&[b"elsewhere"]);
        let before = noted(&self.state.seen, key).is_some_and(|turn| turn + 1 == self.state.turn);
        self.state.note_line(key);
        if before && self.state.top().is_some_and(|frame| frame.flow == FLOW) {
            self.leave();
            // What was begun before the death was told is not taken up behind it.
            let stays: Vec<bool> =
                self.state.stack.iter().map(|frame| self.outlasts_a_crisis(&frame.flow)).collect();
            let mut stays = stays.into_iter();
            self.state.stack.retain(|_| stays.next().unwrap_or(false));
            self.state.topic = None;
        }
    }

    /// Whether a message is plainly about something that is no death and nobody who died.
    pub(super) fn is_elsewhere(&self) -> bool {
        let reading = &self.reading;
        let mourns = |id: &String| {
            GRIEF.contains(&id.as_str())
                || self.library.topic(id).is_some_and(|topic| topic.tone == Tone::Hard)
        };
        let named = reading.folded.iter().any(|word| {
            is_one_of(word, OF_THE_DEAD)
                || self
                    .state
                    .gone
                    .iter()
                    .any(|gone| content::text::folded(gone).split(' ').any(|one| one == word))
        });
        let about = reading.thing.as_ref().is_some_and(|thing| thing.about)
            || !reading.topics.is_empty()
            || reading.clause.is_some()
            || reading.words > FEW_WORDS;
        let may_mean_them = named || self.language() == Language::Es && self.tells_of_before();
        reading.act() == UserAct::Tell
            && about
            && !may_mean_them
            && !reading.topics.iter().any(mourns)
            && reading.feelings.is_empty()
            && !self.is_hard_clause()
            && reading.tone(self.library) != Tone::Hard
            && self.level() == Level::None
    }
}
