//! How grief is let go of: a talk that has gone elsewhere is not held to a death. Two messages in a row about other things end
//! the flow without a word; it comes back only by what the resident says.

use content::model::{Tone, UserAct};
use content_safety_api::{Language, Level};

use social_actions::SocialAction;

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
/// A death that was told so many turns ago at most is what the talk is at.
const JUST_TURNS: u32 = 1;
/// People as anybody names them who does not know them.
const STRANGERS: &str = "chap bloke fellow fella man woman lady girl lad boy neighbour neighbor nurse carer aide doctor singer visitor \
    senor senora muchacho muchacha chico chica vecino vecina enfermera enfermero doctora medico viejo vieja tipo";
/// What stands before whoever it is, and names nobody.
const OWNERS: &str = "my your our his her the mi su sus mis el la";
/// From this share on what a message does tells that it is of the day somebody has.
const OF_A_DAY: f32 = 0.35;
/// So few words say too little to tell where a talk has gone.
const FEW_WORDS: usize = 3;

impl Turn<'_> {
    /// Ends the flow of a death that the resident has left behind.
    pub(super) fn let_grief_go(&mut self) {
        if !self.is_in_grief() || !self.is_elsewhere() {
            return;
        }
        let key = hash(&[b"elsewhere"]);
        let before = noted(&self.state.seen, key).is_some_and(|turn| turn + 1 == self.state.turn)
            || self.is_of_the_living() && !self.died_just_now();
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

    /// Whether the death was told in the last message: one word about something else is no leaving then.
    fn died_just_now(&self) -> bool {
        self.state.topic.as_ref().is_some_and(|(topic, turn)| {
            GRIEF.contains(&topic.as_str()) && self.state.turn.saturating_sub(*turn) <= JUST_TURNS
        })
    }

    /// Whether a message is of the day that is, or of somebody who lives: who snores next door, who comes on Saturday. Nobody who
    /// died does any of that.
    pub(super) fn is_of_the_living(&self) -> bool {
        let alive = self.reading.frames.iter().any(|hit| hit.id == "mention_person" && !self.is_gone(hit));
        let day =
            self.input.actions.first().is_some_and(|best| best.share >= OF_A_DAY && is_of_a_day(best.action));
        !self.names_who_died() && (day || self.names_a_stranger() || alive && !self.tells_of_before())
    }

    /// "A chap who chews with his mouth open": who is told of as anybody is nobody who is mourned.
    fn names_a_stranger(&self) -> bool {
        let words = &self.reading.folded;
        words.windows(2).any(|two| {
            is_one_of(&two[0], "a an some another un una otro otra ese esa") && is_one_of(&two[1], STRANGERS)
        })
    }

    /// Whether a message may be of who died: of then, of somebody named so, or of "him" and "us".
    pub(super) fn may_be_of_the_dead(&self) -> bool {
        self.tells_of_then()
            || self.names_who_died()
            || self.reading.words <= FEW_WORDS
            || self.reading.topics.iter().any(|topic| is_mourning(topic))
            || self.reading.folded.iter().any(|word| is_one_of(word, OF_THE_DEAD))
    }

    /// Whether somebody is named of whom it was told that they died.
    fn names_who_died(&self) -> bool {
        self.reading.folded.iter().any(|word| {
            let named = |gone: &String| {
                content::text::folded(gone).split(' ').any(|one| one == word && !is_one_of(one, OWNERS))
            };
            self.state.gone.iter().any(named)
        })
    }

    /// Whether a message is plainly about something that is no death and nobody who died.
    pub(super) fn is_elsewhere(&self) -> bool {
        let reading = &self.reading;
        let mourns = |id: &String| {
            GRIEF.contains(&id.as_str())
                || self.library.topic(id).is_some_and(|topic| topic.tone == Tone::Hard)
        };
        // "My lad is coming, he brings the dog": the pronoun is his.
        let living = self.is_of_the_living();
        let named = self.names_who_died()
            || !living && reading.folded.iter().any(|word| is_one_of(word, OF_THE_DEAD));
        let about = reading.thing.as_ref().is_some_and(|thing| thing.about)
            || !reading.topics.is_empty()
            || reading.clause.is_some()
            || reading.words > FEW_WORDS;
        let may_mean_them = named || !living && self.language() == Language::Es && self.tells_of_before();
        reading.act() == UserAct::Tell
            && about
            && !may_mean_them
            && !reading.topics.iter().any(|id| if living { is_mourning(id) } else { mourns(id) })
            && reading.feelings.is_empty()
            && (living || !self.is_hard_clause() && reading.tone(self.library) != Tone::Hard)
            && self.level() == Level::None
    }
}

fn is_mourning(topic: &str) -> bool {
    GRIEF.contains(&topic) || topic == "pet_loss"
}

/// What a message does that is of the day somebody has, and of no death: who is served badly, teased, visited or in the way.
const fn is_of_a_day(action: SocialAction) -> bool {
    use SocialAction as Does;
    matches!(
        action,
        Does::Service
            | Does::Wronged
            | Does::Strife
            | Does::FedUp
            | Does::Around
            | Does::Plan
            | Does::Joke
            | Does::Glad
            | Does::Kindness
            | Does::Proud
    )
}
