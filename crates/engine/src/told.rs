//! The last resort before a bare word of listening: the clause itself, turned to the listener. "They put me in with two
//! others" is "They put you in with two others, then."
//!
//! It needs no construction, so it has to be clean: whole to the end of its clause, or to a place or a time that may be
//! left out; negation kept; nothing grave, nothing that labels somebody, no demand on the companion. It supposes no feeling.

use content::Compiled;
use content::model::{Tone, UserAct};
use content::text::Token;
use content_safety_api::{Language, Level, Span};

use super::clause::{is_asked, is_grave, parted};
use super::clause_words::{Turned, is_one_of};
use super::plan::{Fill, Words};
use super::spans::byte_spans;
use super::state::{hash, noted};
use super::told_es::told_es;
use super::turn::Turn;

/// So many replies lie between two of these.
const REST_TURNS: u32 = 2;
/// Who complained is not given their own words back for so many turns.
const COMPLAINED_TURNS: u32 = 6;
/// The most words of what is no clause.
const PART_WORDS: usize = 6;
/// What no clause is said back with: worth, despair and ends, what is only supposed, and what an answer to the companion is.
const NEVER: &str = "pill pills tablet tablets medicine dose end ended ending over finished point anymore longer enough useless worthless nobodys burden coward failure \
    rubbish nuisance trouble ashamed fault blame alone lonely unwanted forgotten wish if suppose maybe perhaps might dunno \
    understand heh hm hmm mm ok okay yes yeah yep aye nope nah well right hello hi morning afternoon evening what who why \
    how which lie lied liar steal stole drunk prison hospital wound wounded bomb bombed war shelled whatever etc lol cant \
    cannot promise god bitter despair hopeless dark nothing matter matters cry cried crying scared afraid frightened";
/// What a part does not begin with: it hangs on something that is not said.
const HANGING: &str = "that who whom whose as than because since until unless though although while when where if so or nor \
    look listen wait hold hang let come put give get but and to of am is are was were be been has have had do does did will would could should can must as like not only just";
/// Who a clause begins with.
const SUBJECTS: &str = "i we he she they it you ive weve im hes shes theyre youre its nobody everybody everyone somebody someone";
/// What "you" does when it stands for anybody: "you could stand a spoon in it".
const ANYBODY: &str = "could had got took went saw heard knew put made paid used never always";
/// What "I am" may be followed by without naming what somebody is.
const PLAIN_STATE: &str =
    "in at on from up here there the by near past nearly almost ninety eighty seventy sixty fifty used";
/// Where a clause may be cut: a place or a time that follows.
const CUTS: &str = "in on at into from with under over down through behind across round near every all";
/// What a clause that was cut does not end with.
const OPEN: &str = "is are was were be been am worse better more less than up out off down away over back not no never very too so and or to of";
/// What may not be left out.
const KEPT: &str = "not no never nothing nobody without but if unless until except when only hardly";

/// The clause of a message that can be said back: of several the last, for what was said last is what somebody is at.
pub(super) fn told(
    text: &str,
    language: Language,
    lexicon: &Compiled,
    tokens: &[Token],
    identifiers: &[Span],
) -> Option<String> {
    if is_grave(tokens) {
        return None;
    }
    let tokens = parted(text, language, tokens);
    let turned =
        Turned { text, language, lexicon, tokens: &tokens, identifiers: byte_spans(text, identifiers) };
    let telling = Telling { text, tokens: &tokens, turned: &turned };
    let mut ranges = telling.ranges();
    // "No, mine": the word before it answers, and the rest is what is told.
    ranges.retain(|(from, to)| *to > from + 1 || !is_one_of(&tokens[*from].text, "no yes aye oh"));
    // A Spanish verb says by itself of whom it is told.
    if language == Language::Es {
        return told_es(text, lexicon, &tokens, &turned.identifiers, &ranges);
    }
    let alone = ranges.len() == 1;
    let clause = ranges.iter().rev().find_map(|(from, to)| telling.clause(*from, *to));
    clause.or_else(|| ranges.first().filter(|_| alone).and_then(|(from, to)| telling.part(*from, *to)))
}

struct Telling<'a> {
    text: &'a str,
    tokens: &'a [Token],
    turned: &'a Turned<'a>,
}

impl Telling<'_> {
    /// The clauses, without the small words before them.
    fn ranges(&self) -> Vec<(usize, usize)> {
        let mut ranges = Vec::new();
        let mut from = 0;
        for at in 0..=self.tokens.len() {
            if !self.tokens.get(at).is_none_or(Token::is_end) {
                continue;
            }
            // `parted` marks what opens a clause; the last that does is its first word.
            let start = (from..at).rev().find(|at| self.tokens[*at].opens).unwrap_or(from);
            if start < at && !is_asked(self.text, self.tokens, at) {
                ranges.push((start, at));
            }
            from = at + 1;
        }
        ranges
    }

    /// A clause with its subject, whole or without the place or time at its end.
    fn clause(&self, from: usize, to: usize) -> Option<String> {
        let pronoun = is_one_of(self.word(from), SUBJECTS);
        let kin = is_one_of(self.word(from), "my our") && self.turned.lexicon.people.has(self.word(from + 1));
        let noun = kin || is_one_of(self.word(from), "the a an my our his her their one");
        if to < from + 3 && !(pronoun && to == from + 2) || !(pronoun || noun) || !self.may_be_said(from, to)
        {
            return None;
        }
        self.turned.clause(from, to).or_else(|| {
            let cut = (from + 3..to).rev().filter(|at| pronoun && is_one_of(self.word(*at), CUTS));
            cut.filter(|at| !(*at..to).any(|at| is_one_of(self.word(at), KEPT)))
                .filter(|at| !is_one_of(self.word(at - 1), OPEN))
                .find_map(|at| self.turned.clause(from, at))
        })
    }

    /// A few words that are all of a message: "boy and a girl", "not famous".
    fn part(&self, from: usize, to: usize) -> Option<String> {
        // "No, mine" answers with its second word; a lone "no" and a "not" before a name are other things.
        let short = to <= from + PART_WORDS;
        let first = self.word(from);
        let hangs = is_one_of(first, HANGING) && !(first == "not" && to > from + 1 && to <= from + 3);
        // A single word with a capital may be a place or a surname.
        let capital = self.tokens[from].capital && !self.turned.lexicon.names.has(first);
        let word = to > from + 1 || first.len() > 2 && !is_one_of(first, SUBJECTS) && !capital;
        let fits = short && word && !hangs && self.may_be_said(from, to);
        fits.then(|| self.turned.clause(from, to)).flatten()
    }

    /// Whether nothing in these words would be wrong to hear back.
    fn may_be_said(&self, from: usize, to: usize) -> bool {
        let never = (from..to).any(|at| is_one_of(self.word(at), NEVER));
        let (first, second, third) = (self.word(from), self.word(from + 1), self.word(from + 2));
        // "I am a fool" labels; "I am ninety" and "I was at the window" do not. Of others it may be gossip.
        let be = is_one_of(first, "im hes shes theyre") || is_one_of(second, "am are is was were");
        let state = if is_one_of(first, "im hes shes theyre") { second } else { third };
        let label =
            be && is_one_of(first, "i we im he she they hes shes theyre") && !is_one_of(state, PLAIN_STATE);
        let anybody = first != "you"
            || is_one_of(second, ANYBODY)
            || is_one_of(second, "do dont") && self.forgets(from);
        let inner = (from + 1..to).any(|at| is_one_of(self.word(at), "you your yours yourself"));
        // "It is not" points at what was said before, and holds nothing.
        let pointing = is_one_of(first, "it its") && to < from + 4;
        let wants = is_one_of(
            second,
            "want need mean think thought feel felt know knew hope wonder believe said say",
        ) && first == "i";
        !(never || label || !anybody || inner || pointing || wants)
    }

    /// "You do not forget the two."
    fn forgets(&self, from: usize) -> bool {
        (from + 2..from + 4).any(|at| is_one_of(self.word(at), "forget get see find"))
    }

    fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.text.as_str())
    }
}

impl Turn<'_> {
    /// Says the clause back, where nothing else meets what was told: at most every other reply, and not after an echo.
    pub(super) fn mirror_told(&mut self) -> bool {
        let Some(said) = self.reading.told.clone() else { return false };
        let key = hash(&[b"told back"]);
        let lately = noted(&self.state.seen, key)
            .is_some_and(|turn| self.state.turn.saturating_sub(turn) < REST_TURNS);
        let echoed = self
            .state
            .last
            .iter()
            .any(|piece| matches!(&piece.words, Words::Line(line) if line.pool == "frame.echo"));
        let light = self.can_echo()
            && self.reading.act() == UserAct::Tell
            && self.reading.feelings.is_empty()
            && self.reading.tone(self.library) != Tone::Hard
            && self.level() == Level::None;
        let fit = self.is_fit_to_say(&said) && self.is_easy(&said);
        let fills = [Fill { slot: "said".to_owned(), text: said }];
        let pool = "frame.told";
        let complained = self
            .state
            .complained
            .is_some_and(|turn| self.state.turn.saturating_sub(turn) <= COMPLAINED_TURNS);
        let means = self.reading.folded.iter().any(|word| self.library.is_means(word, self.language()));
        let free = !lately && !echoed && light && fit && !means && !complained;
        if !free || !self.is_fresh_with(pool, &fills) || !self.line_filled(pool, &fills) {
            return false;
        }
        self.state.note_line(key);
        true
    }
}
