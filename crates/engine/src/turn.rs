//! One turn under way: the new state, what is said so far and why. The rules of the policy are in their own files;
//! this is what they work on.

use content::Library;
use content::model::{Citation, Tool};
use content_safety_api::{Language, Level};

use super::choose::{opener_hash, sentence_hash};
use super::input::Input;
use super::plan::{Effect, Piece, Plan, Route};
use super::reading::Reading;
use super::render;
use super::state::{State, hash};

/// The most words of a reply.
pub(super) const WORDS_MAX: usize = 60;
/// The most words of a reply in the simple profile.
pub(super) const WORDS_SIMPLE_MAX: usize = 35;
/// The most sentences of a reply.
pub(super) const SENTENCES_MAX: usize = 3;

/// Pools that mirror what was told.
const MIRRORS: [&str; 10] =
    ["feel.", "topic.", "frame.", "again.", "told.", "timeshift", "thing.", "clause.", "died.then", "does."];
/// How far reflections and questions are weighed.
const BALANCE_MAX: i8 = 4;

/// One turn under way.
pub(super) struct Turn<'a> {
    pub(super) library: &'a Library,
    pub(super) input: &'a Input,
    pub(super) reading: Reading,
    pub(super) state: State,
    pub(super) pieces: Vec<Piece>,
    /// The texts of the pieces, so that none is said twice.
    pub(super) said: Vec<String>,
    pub(super) effects: Vec<Effect>,
    pub(super) reasons: Vec<String>,
    pub(super) rule: String,
    pub(super) route: Route,
    pub(super) flow: Option<(String, String)>,
    pub(super) choices: Vec<String>,
    pub(super) tool: Option<Tool>,
    pub(super) citations: Vec<Citation>,
    /// Whether this reply asks leave for something, so that nothing else is asked before it.
    pub(super) asks_leave: bool,
}

impl<'a> Turn<'a> {
    pub(super) fn new(library: &'a Library, input: &'a Input, reading: Reading, state: State) -> Self {
        Self {
            library,
            input,
            reading,
            state,
            pieces: Vec::new(),
            said: Vec::new(),
            effects: Vec::new(),
            reasons: Vec::new(),
            rule: String::new(),
            route: Route::Guided,
            flow: None,
            choices: Vec::new(),
            tool: None,
            citations: Vec::new(),
            asks_leave: false,
        }
    }

    /// The language of the reply.
    pub(super) const fn language(&self) -> Language {
        self.state.language
    }

    /// The level that bars: of the conversation or of this message, whichever is higher.
    pub(super) fn level(&self) -> Level {
        self.state.level.level.max(self.input.screening.level)
    }

    /// Whether spans of this message can be said back: they are in the language of the reply.
    pub(super) fn can_echo(&self) -> bool {
        self.reading.language == self.state.language
    }

    /// Adds a piece, unless this content does not have its words.
    pub(super) fn push(&mut self, piece: Piece) {
        if let Some(text) = render::words(&piece, self.language(), self.library, self.input.packs()) {
            self.said.push(text);
            self.pieces.push(piece);
        }
    }

    /// Weighs reflections against questions. Only those that mirror count; company alone does not.
    fn weigh(&mut self) {
        if self.route == Route::Crisis {
            return;
        }
        let asked = self.pieces.iter().filter(|piece| piece.asks && !piece.notice).count();
        let change = self.mirrors().saturating_sub(i8::try_from(asked).unwrap_or(i8::MAX));
        self.state.balance = self.state.balance.saturating_add(change).clamp(-BALANCE_MAX, BALANCE_MAX);
    }

    /// How many pieces of this reply mirror what was told.
    pub(super) fn mirrors(&self) -> i8 {
        let mirror = |piece: &&Piece| match &piece.words {
            super::plan::Words::Line(line) => MIRRORS.iter().any(|pool| line.pool.starts_with(pool)),
            _ => false,
        };
        i8::try_from(self.pieces.iter().filter(mirror).count()).unwrap_or(i8::MAX)
    }

    /// Ends the turn: notes what was said, and gives state, plan and effects.
    pub(super) fn finish(mut self) -> (State, Plan, Vec<Effect>) {
        for text in &self.said {
            self.state.note_opener(opener_hash(text));
            for sentence in content::text::sentences(text) {
                self.state.note_sentence(sentence_hash(sentence));
            }
        }
        for piece in &self.pieces {
            if let super::plan::Words::Line(line) = &piece.words {
                self.state.note_line(hash(&[line.to_string().as_bytes()]));
            }
        }
        self.weigh();
        let plan = Plan {
            route: self.route,
            language: self.state.language,
            pieces: self.pieces,
            rule: self.rule,
            reasons: self.reasons,
            flow: self.flow,
            choices: self.choices,
            tool: self.tool,
            citations: self.citations,
        };
        self.state.note_plan(&plan.rule, plan.acts().collect());
        self.state.last = plan.pieces.iter().filter(|piece| !piece.notice).cloned().collect();
        self.state.fit();
        (self.state, plan, self.effects)
    }
}
