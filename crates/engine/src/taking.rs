//! What a step takes from an answer: a name, somebody, or the words as they were said.

use content::model::{Take, UserAct};
use content::text::{Token, tokens};

use super::spans::is_yours;
use super::turn::Turn;

/// A bare name has at most so many words.
const NAME_WORDS: usize = 3;
/// The most bytes that are kept of an answer in the resident's own words.
const WORDS_BYTES: usize = 80;

/// What was taken, and the bytes of the message that it comes from.
pub(super) struct Taken {
    pub(super) value: String,
    pub(super) span: (u32, u32),
}

impl Turn<'_> {
    /// What this message gives of what a step takes.
    pub(super) fn taken(&self, take: Take) -> Option<Taken> {
        if self.reading.bare().is_some() || self.reading.act() == UserAct::Decline {
            return None;
        }
        match take {
            Take::Name => self.frame_fill("name").or_else(|| self.bare_name()),
            Take::Person => self.living_person().or_else(|| self.bare_name()).or_else(|| self.pronoun()),
            Take::Words => self.own_words(),
        }
    }

    /// "I could write to him": the person who was spoken of last, where that is somebody living.
    fn pronoun(&self) -> Option<Taken> {
        let pointed = |word: &String| matches!(word.as_str(), "him" | "her" | "them" | "le" | "les");
        let told = self.reading.does(UserAct::WishCall) && self.reading.folded.iter().any(pointed);
        let slot = self.state.slots.iter().find(|slot| slot.name == "last.person").filter(|_| told)?;
        (!self.is_dead(&slot.value)).then(|| Taken { value: slot.value.clone(), span: slot.span })
    }

    fn frame_fill(&self, frame: &str) -> Option<Taken> {
        let hit = self.reading.frames.iter().find(|hit| hit.id == frame)?;
        let fill = hit.fills.first()?;
        Some(Taken { value: fill.text.clone(), span: hit.span })
    }

    /// Somebody who is named, and not somebody who died.
    fn living_person(&self) -> Option<Taken> {
        let hit = self.reading.frames.iter().find(|hit| {
            let person = hit.fills.iter().any(|fill| fill.slot == "person");
            person && hit.id != "died" && !self.is_gone(hit)
        })?;
        let fill = hit.fills.iter().find(|fill| fill.slot == "person")?;
        let kin = fill.text.split(' ').next().is_some_and(is_yours);
        let name = fill.text.chars().next().is_some_and(char::is_uppercase);
        (kin || name).then(|| Taken { value: fill.text.clone(), span: hit.span })
    }

    /// A name by itself: known, or written large, or the only word there is.
    fn bare_name(&self) -> Option<Taken> {
        if self.reading.act() != UserAct::Tell {
            return None;
        }
        let lexicon = self.library.lexicon(self.reading.language);
        // "Ruth, dear.": the name stands first, whatever follows.
        let words: Vec<Token> =
            tokens(&self.input.text).into_iter().take_while(|token| !token.is_end()).collect();
        let first = words.first().is_some_and(|token| lexicon.names.has(&token.text));
        if words.len() > NAME_WORDS && !first {
            return None;
        }
        let plain = |token: &&Token| {
            token.text.len() >= 2
                && token.text.chars().all(char::is_alphabetic)
                && !lexicon.common.has(&token.text)
                && !lexicon.fillers.has(&token.text)
                && !lexicon.things.has(&token.text)
        };
        let listed = words.iter().filter(plain).find(|token| lexicon.names.has(&token.text));
        let large = || words.iter().filter(plain).find(|token| token.capital && words.len() <= 2);
        let only = || words.first().filter(|token| words.len() == 1 && plain(token));
        let token = listed.or_else(large).or_else(only)?;
        let said = &self.input.text[token.start..token.end];
        let mut letters = said.chars();
        let first = letters.next()?;
        let value: String = first.to_uppercase().chain(letters.flat_map(char::to_lowercase)).collect();
        Some(Taken { value, span: (place(token.start), place(token.end)) })
    }

    /// The whole message, cut to the same size, whatever else it asks for.
    pub(super) fn whole_message(&self) -> Option<Taken> {
        let value = clipped(&self.input.text);
        (!value.is_empty()).then(|| Taken { value, span: (0, place(self.input.text.len())) })
    }

    /// The words as they were said, cut to what a button can hold.
    fn own_words(&self) -> Option<Taken> {
        if self.reading.act() != UserAct::Tell || !self.reading.understood {
            return None;
        }
        self.whole_message()
    }
}

fn clipped(text: &str) -> String {
    let text = text.trim();
    let most = text.len().min(WORDS_BYTES);
    let end = (0..=most).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    text[..end].trim().trim_end_matches(['.', '!']).to_owned()
}

fn place(byte: usize) -> u32 {
    u32::try_from(byte).unwrap_or(u32::MAX)
}
