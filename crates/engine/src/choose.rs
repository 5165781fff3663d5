//! Which line of a pool is said: what was said longest ago, never dice. Ties are broken by a hash of the
//! conversation, the turn and the line, so two residents hear different words and a replay hears the same.

use content::text::{first_tokens, folded, sentences};
use content::{Library, LineRef};
use content_safety_api::Language;
use kernel::ConversationId;

use super::plan::Fill;
use super::render::fill_in;
use super::state::{State, hash, noted};

/// A sentence does not come back within so many turns.
pub(super) const SENTENCE_TURNS: u32 = 20;
/// A question does not come back within so many turns.
const QUESTION_TURNS: u32 = 40;
/// The same first three words do not come back within so many turns.
const OPENER_TURNS: u32 = 5;

/// What the choice depends on.
pub(super) struct Chooser<'a> {
    pub(super) library: &'a Library,
    pub(super) state: &'a State,
    pub(super) conversation: ConversationId,
    pub(super) language: Language,
    /// What this reply already says.
    pub(super) said: &'a [String],
}

/// A line that was chosen.
pub(super) struct Chosen {
    pub(super) line: LineRef,
    /// Whether a line was left that had rested long enough.
    pub(super) fresh: bool,
}

struct Candidate {
    line: LineRef,
    /// When it was last said.
    last: Option<u32>,
    tie: u32,
}

impl Chooser<'_> {
    /// The line of a pool to say now; `None` when the pool is empty, or when it asks and has nothing left that
    /// was not asked already.
    pub(super) fn choose(&self, pool: &str, fills: &[Fill]) -> Option<Chosen> {
        self.best(pool, fills, false)
    }

    /// The same among the lines that take these words.
    pub(super) fn choose_filled(&self, pool: &str, fills: &[Fill]) -> Option<Chosen> {
        self.best(pool, fills, true)
    }

    fn best(&self, pool: &str, fills: &[Fill], filled: bool) -> Option<Chosen> {
        let takes = |number: &u16| {
            let line = LineRef { pool: pool.to_owned(), number: *number };
            self.library.line(&line, self.language).is_some_and(|text| text.contains('{'))
        };
        let asks = self.library.pool(pool).is_some_and(|pool| pool.asks);
        let numbers = self.library.numbers(pool).filter(|number| !filled || takes(number));
        let mut candidates: Vec<Candidate> = numbers.map(|number| self.candidate(pool, number)).collect();
        // The first that may be said is enough: what was said longest ago, and never is before any turn.
        candidates.sort_by_key(|candidate| (candidate.last.map_or(0, |turn| turn + 1), candidate.tie));
        let (mut rested, mut any) = (None, None);
        for candidate in candidates {
            let Some(state) = self.look(&candidate, fills, asks) else { continue };
            match state {
                (true, true) => return Some(Chosen { line: candidate.line, fresh: true }),
                (true, false) => rested = rested.or(Some(candidate.line)),
                (false, _) => any = any.or(Some(candidate.line)),
            }
        }
        if let Some(line) = rested {
            return Some(Chosen { line, fresh: true });
        }
        any.filter(|_| !asks).map(|line| Chosen { line, fresh: false })
    }

    fn candidate(&self, pool: &str, number: u16) -> Candidate {
        let line = LineRef { pool: pool.to_owned(), number };
        let id = line.to_string();
        let last = noted(&self.state.seen, hash(&[id.as_bytes()]));
        let tie = hash(&[self.conversation.as_bytes(), &self.state.turn.to_be_bytes(), id.as_bytes()]);
        Candidate { line, last, tie }
    }

    /// Whether a line has rested, and whether it opens anew; `None` where it is not said at all.
    fn look(&self, candidate: &Candidate, fills: &[Fill], asks: bool) -> Option<(bool, bool)> {
        let whole = self.library.line(&candidate.line, self.language)?;
        let text = fill_in(whole, fills, self.language);
        // What nothing fills is not said.
        if text.contains('{') {
            return None;
        }
        let rest = if asks { QUESTION_TURNS } else { SENTENCE_TURNS };
        let ago = |turn: u32| self.state.turn.saturating_sub(turn);
        // A line that is all placeholder is another sentence each time.
        let bare = whole.trim_end_matches('.');
        let all_fill = bare.starts_with('{') && bare.ends_with('}') && !bare.contains(' ');
        let line_rested = all_fill || candidate.last.is_none_or(|turn| ago(turn) > rest);
        let sentences_rested = || {
            sentences(&text).into_iter().all(|sentence| {
                noted(&self.state.sentences, sentence_hash(sentence))
                    .is_none_or(|turn| ago(turn) > SENTENCE_TURNS)
            })
        };
        let unsaid = !self.said.iter().any(|said| said == &text);
        let opener = opener_hash(&text);
        let opens_anew = noted(&self.state.openers, opener).is_none_or(|turn| ago(turn) >= OPENER_TURNS)
            && !self.said.iter().any(|said| opener_hash(said) == opener);
        Some((line_rested && unsaid && sentences_rested(), opens_anew))
    }
}

/// A sentence's hash, however it is spelled.
pub(super) fn sentence_hash(sentence: &str) -> u32 {
    let words: String =
        folded(sentence).chars().filter(|letter| letter.is_alphanumeric() || *letter == ' ').collect();
    hash(&[words.trim().as_bytes()])
}

/// The hash of the first three words.
pub(super) fn opener_hash(text: &str) -> u32 {
    // A sentence can end behind each of the three.
    let words = first_tokens(text, 6).into_iter().filter(|token| !token.is_end()).take(3);
    let words: Vec<String> = words.map(|token| token.text).collect();
    hash(&[words.join(" ").as_bytes()])
}
