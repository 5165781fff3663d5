//! A small language of word patterns, and the engine that finds them in a text in linear time.
//!
//! Rules are written over words, not characters, because negation, person and tense are told by words:
//!
//! ```text
//! i want to die            words in a row
//! die|perish               any of these words
//! (give away / sell) ~2 all  groups, and a gap of up to two words
//! to?                      optional
//! <kin>                    a named list of words
//! !laughing|joking         not followed by one of these
//! -when|once               not right after one of these
//! ,                        where a clause begins, or at the end of a sentence
//! ^ … $                    at the start, at the end of a sentence
//! ```
//!
//! There are no unbounded repetitions, so each pattern has a longest match, and a pattern is tried only around
//! its rarest words (its gate): the work per word of text is bounded by the rules alone. A match never crosses
//! the end of a sentence.

mod compiler;

use crate::words::{Sentence, UNKNOWN, Vocabulary, WordId, Words};

/// Where a rule's pattern stands in a text: tokens `start..end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Hit {
    pub(crate) rule: u16,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

#[derive(Clone, Copy)]
enum Step {
    Set(u32),
    Not(u32),
    NotAfter(u32),
    Clause,
    Any,
    Split(u16, u16),
    Jump(u16),
    Begin,
    End,
    Accept,
}

struct Compiled {
    rule: u16,
    /// Where its steps begin among those of all patterns.
    steps: u32,
}

/// A pattern to try, and how far before the gate word it begins: at least and at most.
#[derive(Clone, Copy)]
struct Gate {
    pattern: u32,
    back: (u16, u16),
    beside: Beside,
    needs: Needs,
}

/// Of words that a match holds besides its gate word, each set as [`bits`]: where a sentence has none of one, nothing is tried.
type Needs = [u128; 2];

/// A few bits that tell of most words that they are none of these.
fn bits(words: impl IntoIterator<Item = WordId>) -> u128 {
    words.into_iter().fold(0, |bits, word| bits | 1 << (word % u128::BITS))
}

/// What must stand right beside a gate word in the pattern, seen before anything is tried: a set.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Beside {
    Nothing,
    Before(u32),
    After(u32),
}

/// Words of which one may stand.
enum Set {
    /// Few are compared; a bit for the lowest six of each tells most others away.
    Few(u64, Box<[WordId]>),
    /// Of many each has a bit.
    Many(Box<[u64]>),
}

impl Set {
    /// The most words that are compared.
    const FEW_MAX: usize = 8;

    fn new(ids: &[WordId]) -> Self {
        if ids.len() <= Self::FEW_MAX {
            let bits = ids.iter().fold(0, |bits, id| bits | 1 << (id % u64::BITS));
            return Self::Few(bits, ids.into());
        }
        let highest = ids.iter().copied().max().unwrap_or_default();
        let mut bits = vec![0; (highest / u64::BITS) as usize + 1];
        for id in ids {
            bits[(id / u64::BITS) as usize] |= 1 << (id % u64::BITS);
        }
        Self::Many(bits.into())
    }

    #[inline]
    fn holds(&self, word: WordId) -> bool {
        let bit = 1 << (word % u64::BITS);
        match self {
            Self::Few(bits, ids) => bits & bit != 0 && ids.contains(&word),
            Self::Many(bits) => bits.get((word / u64::BITS) as usize).is_some_and(|bits| bits & bit != 0),
        }
    }
}

/// Compiled patterns over their vocabulary.
pub(crate) struct Engine {
    pub(crate) vocabulary: Vocabulary,
    patterns: Vec<Compiled>,
    /// The steps of all patterns, one after the other.
    steps: Vec<Step>,
    sets: Vec<Set>,
    /// The patterns to try, word by word; of one word those together that ask for the same beside it.
    gates: Vec<Gate>,
    /// By word: where its gates begin there, and where the last ends.
    gates_from: Vec<u32>,
    /// So many words the longest match has.
    longest: usize,
}

impl Engine {
    /// Makes room for words that were added to the vocabulary after the patterns.
    pub(crate) fn grow(&mut self) {
        let end = self.gates_from.last().copied().unwrap_or_default();
        self.gates_from.resize(self.vocabulary.size() + 1, end);
    }

    /// How many words the longest match has.
    pub(crate) const fn longest(&self) -> usize {
        self.longest
    }

    fn gates_of(&self, word: WordId) -> &[Gate] {
        let from = |word: usize| self.gates_from[word] as usize;
        &self.gates[from(word as usize)..from(word as usize + 1)]
    }

    /// All matches, one per pattern and starting word (the shortest there), sorted by rule and place. A match holds its gate
    /// word where the pattern says, so that each is found from there.
    pub(crate) fn hits(&self, words: &Words) -> Vec<Hit> {
        let mut hits = Vec::new();
        for sentence in &words.sentences {
            let tokens = &words.tokens[sentence.start..sentence.end];
            let holds = bits(tokens.iter().map(|token| token.word));
            for (at, token) in (sentence.start..).zip(tokens).filter(|(_, token)| token.word != UNKNOWN) {
                for same in self.gates_of(token.word).chunk_by(|a, b| a.beside == b.beside) {
                    if !self.stands_beside(same[0].beside, words, at, sentence) {
                        continue;
                    }
                    for gate in same.iter().filter(|gate| gate.needs.iter().all(|set| set & holds != 0)) {
                        self.tried_at(gate, words, at, sentence, &mut hits);
                    }
                }
            }
        }
        hits.sort_unstable();
        hits.dedup();
        hits
    }

    /// Tries a pattern around its gate word.
    fn tried_at(&self, gate: &Gate, words: &Words, at: usize, sentence: &Sentence, hits: &mut Vec<Hit>) {
        let pattern = &self.patterns[gate.pattern as usize];
        let Some(last) = at.checked_sub(usize::from(gate.back.0)) else { return };
        let run = Run {
            engine: self,
            words,
            steps: &self.steps[pattern.steps as usize..],
            bounds: (sentence.start, sentence.end),
        };
        for start in at.saturating_sub(usize::from(gate.back.1)).max(sentence.start)..=last {
            #[cfg(test)]
            work::tried();
            if let Step::Set(set) = run.steps[0]
                && !self.holds(set, words.tokens[start].word)
            {
                continue;
            }
            if let Some(end) = run.from(0, start).filter(|end| *end > at) {
                let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
                hits.push(Hit { rule: pattern.rule, start: place(start), end: place(end) });
            }
        }
    }

    fn stands_beside(&self, beside: Beside, words: &Words, at: usize, sentence: &Sentence) -> bool {
        match beside {
            Beside::Nothing => true,
            Beside::Before(set) => at > sentence.start && self.holds(set, words.tokens[at - 1].word),
            Beside::After(set) => at + 1 < sentence.end && self.holds(set, words.tokens[at + 1].word),
        }
    }

    #[inline]
    fn holds(&self, set: u32, word: WordId) -> bool {
        self.sets[set as usize].holds(word)
    }
}

struct Run<'a> {
    engine: &'a Engine,
    words: &'a Words,
    steps: &'a [Step],
    bounds: (usize, usize),
}

impl Run<'_> {
    /// The end of a match of the steps from `step` at token `at`. Bounded: steps hold no loop.
    fn from(&self, step: usize, at: usize) -> Option<usize> {
        let (mut step, mut at) = (step, at);
        loop {
            #[cfg(test)]
            work::tried();
            match self.steps[step] {
                Step::Set(set) => {
                    if at >= self.bounds.1 || !self.engine.holds(set, self.words.tokens[at].word) {
                        return None;
                    }
                    at += 1;
                }
                Step::Not(set) => {
                    if at < self.bounds.1 && self.engine.holds(set, self.words.tokens[at].word) {
                        return None;
                    }
                }
                Step::NotAfter(set) => {
                    if at > self.bounds.0 && self.engine.holds(set, self.words.tokens[at - 1].word) {
                        return None;
                    }
                }
                Step::Clause => {
                    if at < self.bounds.1 && !self.words.tokens[at].clause {
                        return None;
                    }
                }
                Step::Any => {
                    if at >= self.bounds.1 {
                        return None;
                    }
                    at += 1;
                }
                Step::Split(first, second) => {
                    if let Some(end) = self.from(first as usize, at) {
                        return Some(end);
                    }
                    step = second as usize;
                    continue;
                }
                Step::Jump(to) => {
                    step = to as usize;
                    continue;
                }
                Step::Begin => {
                    if at != self.bounds.0 {
                        return None;
                    }
                }
                Step::End => {
                    if at != self.bounds.1 {
                        return None;
                    }
                }
                Step::Accept => return Some(at),
            }
            step += 1;
        }
    }
}

/// Counts what the engine tries, for tests that say how the work grows: a count, unlike a time, is the same on each machine.
#[cfg(test)]
pub(crate) mod work {
    use std::cell::Cell;

    thread_local! { static TRIED: Cell<usize> = const { Cell::new(0) }; }

    pub(crate) fn tried() {
        add(1);
    }

    pub(crate) fn add(count: usize) {
        TRIED.with(|tried| tried.set(tried.get() + count));
    }

    /// How much is tried while something runs.
    pub(crate) fn of(run: impl FnOnce()) -> usize {
        TRIED.with(|tried| tried.set(0));
        run();
        TRIED.with(Cell::get)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(patterns: &'static [&'static str], text: &str) -> Vec<(u32, u32)> {
        let engine = Engine::compile([patterns], &[("kin", "son|daughter")]);
        let words = engine.vocabulary.read(text);
        engine.hits(&words).iter().map(|hit| (hit.start, hit.end)).collect()
    }

    #[test]
    fn words_groups_gaps_and_options_match() {
        assert_eq!(found(&["want to die"], "I want to die"), [(1, 4)]);
        assert_eq!(found(&["want to? (die / end it all)"], "i want to end it all"), [(1, 6)]);
        assert_eq!(found(&["my <kin> ~2 hit me"], "my son really often hit me"), [(0, 6)]);
        assert!(found(&["my <kin> ~2 hit me"], "my son once did not really hit me").is_empty());
        assert_eq!(found(&["took # pills"], "i took 30 pills"), [(1, 4)]);
    }

    #[test]
    fn a_match_stays_inside_its_sentence() {
        assert!(found(&["want ~3 die"], "I want. To die").is_empty());
        assert_eq!(found(&["^ goodbye $"], "Goodbye. And more"), [(0, 1)]);
        assert!(found(&["^ goodbye $"], "Goodbye for now").is_empty());
    }

    /// What the rules of danger and of replies follow over several words, repeated. Tries are counted, not timed.
    #[test]
    fn the_work_of_all_rules_grows_with_the_length_alone() {
        let units = [
            "i want to ",
            "kill ",
            "not ",
            "never not ",
            "k i l l ",
            "i i i ",
            "no no me ",
            "want to kill ",
            "took all the pills ",
            "i am going to ",
            "he said i said ",
            "you should stop taking your ",
            "i will not tell ",
            "take 20 mg ",
            "estoy ",
            "no quiero vivir ",
            "me quiero ",
            "the voices tell me to ",
            "if i was not here they would be better off ",
            "a. ",
            "my son hits me and ",
            "in the movie ",
            "last year i ",
            "\"i want to die\" ",
        ];
        for unit in units {
            let work = |bytes: usize| {
                let text = unit.repeat(bytes / unit.len());
                work::of(|| {
                    drop(crate::screen(&text, &crate::History::default()));
                    drop(crate::guard(&text));
                })
            };
            let (short, long) = (work(4_096), work(16_384));
            assert!(long <= short * 4 + short / 2 + 512, "{unit:?}: {short} tries, then {long}");
        }
    }

    #[test]
    fn what_stands_beside_a_rare_word_is_asked_of_the_pattern_that_holds_it_alone() {
        assert_eq!(found(&["kept (pills by / up) all"], "kept up all"), [(0, 3)]);
        assert_eq!(found(&["kept (pills by / up) all"], "kept pills by all"), [(0, 4)]);
        assert_eq!(found(&["to? die alone?"], "die"), [(0, 1)]);
        assert_eq!(found(&["the ~2 pills at last"], "the old white pills at last"), [(0, 6)]);
        assert!(found(&["the ~2 pills at last"], "the pills. At last").is_empty());
    }

    #[test]
    fn what_follows_can_forbid_a_match() {
        assert!(found(&["dying !to|of"], "dying to see you").is_empty());
        assert_eq!(found(&["dying !to|of"], "i am dying"), [(2, 3)]);
    }

    #[test]
    fn what_stands_before_can_forbid_a_match() {
        assert!(found(&["-when|once i am gone"], "the cat stays here when i am gone").is_empty());
        assert_eq!(found(&["-when|once i am gone"], "i am gone"), [(0, 3)]);
        assert_eq!(found(&["-when|once i am gone"], "once more i am gone"), [(2, 5)]);
        // What ended a sentence says nothing of the next one.
        assert_eq!(found(&["-when|once i am gone"], "Say when. I am gone"), [(2, 5)]);
    }

    #[test]
    #[should_panic(expected = "forbidden inside brackets")]
    fn several_forbidden_words_inside_brackets_are_a_mistake() {
        Engine::compile([["give (up !hope|life)"].as_slice()], &[]);
    }

    #[test]
    fn a_clause_that_ends_is_told_from_one_that_goes_on() {
        assert_eq!(found(&["give up ,"], "i give up, nurse"), [(1, 3)]);
        assert_eq!(found(&["give up ,"], "i give up"), [(1, 3)]);
        assert!(found(&["give up ,"], "i give up chess").is_empty());
        assert_eq!(found(&["give up (, / hope)"], "i give up hope"), [(1, 4)]);
    }
}
