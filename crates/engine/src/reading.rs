//! How a message is understood: what the resident does with it, what it is about, what can be mirrored.
//!
//! Everything comes from the lexicon of one language. What it does not say stays unknown: the engine then asks or
//! keeps company, and never guesses.

use content::model::{Feeling, Frame, Tone, UserAct};
use content::pattern::{Match, NoSpans};
use content::text::{Token, tokens};
use content::{Compiled, Library};
use content_safety_api::{Language, Level, Span};

use super::action::{FEW_WORDS, belies};
use super::clause::{Clause, clause, foretells};
use super::echo::{Said, echo};
use super::input::Input;
use super::others::of_others;
use super::plan::Fill;
use super::thing::{Thing, thing};
use super::told::{told, told_of_all};
use super::word_names::{is_word, unname};

/// A message of at most so many tokens says little about its language.
const SHORT_TOKENS: usize = 8;
/// How far back a negation reaches, in words.
pub(super) const NEGATION_WORDS: usize = 3;
/// How far back the subject of a feeling is looked for, in words.
pub(super) const SUBJECT_WORDS: usize = 6;
/// Topics that are asked about only when they are one's own.
pub(super) const OF_ONES_OWN: [&str; 9] =
    ["illness", "pain", "sleep", "early_waking", "tablets", "falls", "hearing", "forgetting", "doctor"];
/// The fewest known words, in per cent, of a message that makes sense.
const KNOWN_PERCENT: usize = 20;

/// A message, understood.
#[derive(Clone)]
pub(super) struct Reading {
    /// The language it was read in.
    pub(super) language: Language,
    /// What the resident does, strongest first; never empty.
    pub(super) acts: Vec<UserAct>,
    /// What it is about, in the order of preference.
    pub(super) topics: Vec<String>,
    /// What can be mirrored, in the order of preference.
    pub(super) frames: Vec<FrameHit>,
    /// Feelings that the resident named as their own.
    pub(super) feelings: Vec<Feeling>,
    /// Whether somebody else is the first that it speaks of.
    pub(super) other: bool,
    /// Whether it makes sense as far as the lexicon reaches.
    pub(super) understood: bool,
    /// How many words it has.
    pub(super) words: usize,
    /// How many words the clause has that it is about.
    pub(super) gist: usize,
    /// A few of its words that can be said back as they are, turned to the listener.
    pub(super) echo: Option<Said>,
    /// What somebody else liked, or worked as, as it may be said back.
    pub(super) of_others: Vec<(&'static str, String)>,
    /// The concrete thing that it is most about.
    pub(super) thing: Option<Thing>,
    /// What its sentence does.
    pub(super) clause: Option<Clause>,
    /// A clause of it, turned to the listener, for where nothing else meets it.
    pub(super) told: Option<String>,
    /// The clause of all that says most, for where that one cannot be said back.
    pub(super) told_of_all: Option<String>,
    /// Its words, folded, for choosing between labels.
    pub(super) folded: Vec<String>,
}

/// A frame with what it captured.
#[derive(Clone)]
pub(super) struct FrameHit {
    /// The frame.
    pub(super) id: String,
    /// What its line takes.
    pub(super) fills: Vec<Fill>,
    /// The bytes of the message that it comes from.
    pub(super) span: (u32, u32),
}

impl Reading {
    /// Whether it is said what one will not live to see, or what is left to one.
    pub(super) fn foretells(&self) -> bool {
        let words: Vec<&str> = self.folded.iter().map(String::as_str).collect();
        foretells(&words)
    }

    /// What the resident does first of all.
    pub(super) fn act(&self) -> UserAct {
        self.acts[0]
    }

    /// Whether an act is among what the resident does.
    pub(super) fn does(&self, act: UserAct) -> bool {
        self.acts.contains(&act)
    }

    /// Whether something is told beside a mere answer.
    pub(super) fn tells(&self) -> bool {
        !self.topics.is_empty() || !self.feelings.is_empty() || !self.frames.is_empty()
    }

    /// A mere answer: nothing is told beside it.
    pub(super) fn bare(&self) -> Option<UserAct> {
        let answer = matches!(self.act(), UserAct::Yes | UserAct::No | UserAct::Unsure | UserAct::Decline);
        (answer && !self.does(UserAct::Tell) && !self.tells()).then(|| self.act())
    }

    /// The best frame that is more than a mention.
    pub(super) fn statement(&self) -> Option<&FrameHit> {
        self.frames.iter().find(|frame| !frame.id.starts_with("mention"))
    }

    /// How it is mostly met: the frame's tone, then the feeling's, then the topic's.
    pub(super) fn tone(&self, library: &Library) -> Tone {
        let frame_tone = self.statement().and_then(|hit| frame(library, &hit.id)).map(|frame| frame.tone);
        if let Some(tone @ (Tone::Hard | Tone::Good)) = frame_tone {
            return tone;
        }
        if let Some(feeling) = self.feelings.first() {
            return if feeling.is_good() { Tone::Good } else { Tone::Hard };
        }
        let topic = self.topics.first().and_then(|topic| library.topic(topic)).map(|topic| topic.tone);
        topic.or(frame_tone).unwrap_or(Tone::Plain)
    }
}

/// A frame by id.
pub(super) fn frame<'l>(library: &'l Library, id: &str) -> Option<&'l Frame> {
    library.frames().iter().find(|frame| frame.id == id)
}

/// Reads a message in the language that it shows, else in the conversation's.
pub(super) fn read(input: &Input, language: Language, library: &Library) -> Reading {
    let mut tokens = tokens(&input.text);
    spell(&mut tokens, library.lexicon(language));
    let told = by_words(&tokens, language, library);
    // Two views that differ on a short message are none: the conversation's language stays.
    let shown = match input.screening.language {
        Some(screened) if screened == told => screened,
        Some(screened) if tokens.len() > SHORT_TOKENS => screened,
        _ => told,
    };
    if shown == Language::Es {
        unname(&mut tokens);
    }
    let reader = Reader { input, language: shown, lexicon: library.lexicon(shown), library, tokens: &tokens };
    reader.reading()
}

/// Reads words as they are meant: "allright", "kept em", "would of".
fn spell(tokens: &mut [Token], lexicon: &Compiled) {
    for at in 0..tokens.len() {
        if let Some(meant) = lexicon.spellings.get(&tokens[at].text) {
            tokens[at].read_as(meant);
        }
        let modal = at > 0
            && matches!(
                tokens[at - 1].text.as_str(),
                "would" | "should" | "could" | "must" | "might" | "wouldnt" | "shouldnt" | "couldnt"
            );
        if modal && tokens[at].text == "of" {
            tokens[at].read_as("have");
        }
    }
}

/// A short message says too little to tell its language: "gracias" is told by its being a whole act of one.
fn by_words(tokens: &[Token], language: Language, library: &Library) -> Language {
    let other = match language {
        Language::En => Language::Es,
        Language::Es => Language::En,
    };
    let whole = |language: Language| {
        let lexicon = library.lexicon(language);
        let (from, to) = trimmed(tokens, lexicon);
        let whole = &lexicon.acts_whole;
        whole.whole(tokens, from, to).or_else(|| whole.whole(tokens, 0, tokens.len())).is_some()
    };
    let known = |language: Language| {
        tokens.iter().filter(|token| library.lexicon(language).common.has(&token.text)).count()
    };
    if (!whole(language) && whole(other)) || known(other) > known(language) + 1 { other } else { language }
}

/// The tokens without small words and marks around them.
pub(super) fn trimmed(tokens: &[Token], lexicon: &Compiled) -> (usize, usize) {
    let skip = |token: &Token| token.is_end() || lexicon.fillers.has(&token.text);
    let from = tokens.iter().take_while(|token| skip(token)).count();
    if from == tokens.len() {
        // Nothing but small words: they are the message.
        let end = tokens.iter().rev().take_while(|token| token.is_end()).count();
        return (0, tokens.len() - end);
    }
    let behind = tokens.iter().rev().take_while(|token| skip(token)).count();
    (from, tokens.len() - behind)
}

/// A message being read.
pub(super) struct Reader<'a> {
    pub(super) input: &'a Input,
    pub(super) language: Language,
    pub(super) lexicon: &'a Compiled,
    pub(super) library: &'a Library,
    pub(super) tokens: &'a [Token],
}

/// What looks for something in a message that can be said back of it.
type Find<T> = fn(&str, Language, &Compiled, &[Token], &[Span]) -> Option<T>;

impl Reader<'_> {
    fn reading(&self) -> Reading {
        let topics = self.topics();
        let frames = self.frames();
        let mut feelings = self.feelings();
        let words = self.tokens.iter().filter(|token| !token.is_end()).count();
        // "Let the others keep their joy" is no joy.
        let weighs = self.input.screening.level > Level::None || self.input.screening.hint.is_some();
        feelings.retain(|feeling| weighs || words < FEW_WORDS || !belies(&self.input.actions, *feeling));
        let found = !topics.is_empty() || !frames.is_empty() || !feelings.is_empty();
        let acts = self.acts(found, words, &frames, &feelings, &topics);
        let known = self.tokens.iter().filter(|token| self.lexicon.common.has(&token.text)).count();
        let understood =
            found || acts[0] != UserAct::Tell || (words > 1 && known * 100 >= words * KNOWN_PERCENT);
        let thing = thing(&self.input.text, self.language, self.lexicon, self.library, self.tokens);
        let thing = thing.filter(|thing| thing.noun != "vino" || !self.is_came());
        let clause = clause(
            &self.input.text,
            self.language,
            self.lexicon,
            self.library,
            self.tokens,
            &self.input.identifiers,
        );
        let understood = understood || thing.is_some() || clause.is_some();
        let wrong = clause.as_ref().is_some_and(Clause::is_wrong);
        Reading {
            language: self.language,
            acts,
            topics,
            frames,
            feelings,
            other: self.is_about_another(),
            understood,
            words,
            echo: self.unless(wrong, echo),
            of_others: if wrong {
                Vec::new()
            } else {
                of_others(&self.input.text, self.language, self.lexicon, self.tokens, &self.input.identifiers)
            },
            thing: thing.filter(|_| !wrong),
            clause,
            told: self.unless(wrong, told),
            told_of_all: (!wrong)
                .then(|| {
                    let (text, identifiers) = (&self.input.text, &self.input.identifiers);
                    told_of_all(text, self.language, self.lexicon, self.tokens, identifiers)
                })
                .flatten(),
            gist: self.gist().iter().filter(|token| !token.is_end()).count(),
            folded: self.tokens.iter().map(|token| token.text.clone()).collect(),
        }
    }

    /// What can be said back of the message, unless nothing may be.
    fn unless<T>(&self, wrong: bool, find: Find<T>) -> Option<T> {
        let (text, identifiers) = (&self.input.text, &self.input.identifiers);
        (!wrong).then(|| find(text, self.language, self.lexicon, self.gist(), identifiers)).flatten()
    }

    /// The tokens of what the message is about: of its one clause that does what it does, where it has several.
    fn gist(&self) -> &[Token] {
        let Some((from, to)) = self.input.gist.map(|(from, to)| (from as usize, to as usize)) else {
            return self.tokens;
        };
        let first = self.tokens.partition_point(|token| token.start < from);
        let end = self.tokens.partition_point(|token| token.start < to);
        // The mark that ends a sentence belongs to it.
        let mark = usize::from(self.tokens.get(end).is_some_and(Token::is_end));
        self.tokens.get(first..end + mark).filter(|tokens| !tokens.is_empty()).unwrap_or(self.tokens)
    }

    /// Whether somebody else is the first that the message speaks of: "He is at college now."
    pub(super) fn is_about_another(&self) -> bool {
        let owners = ["my", "our", "mi", "mis", "nuestro", "nuestra"];
        let subject = self.tokens.iter().find(|token| {
            let word = token.text.as_str();
            let own = self.lexicon.selves.has(word) && !owners.contains(&word);
            own || (self.lexicon.others.has(word) && word != "el" && word != "le")
                || self.lexicon.people.has(word)
                || self.lexicon.names.has(word) && !is_word(token)
        });
        match subject {
            Some(token) => !self.lexicon.selves.has(&token.text),
            // Spanish says it with the verb: "Ya está en la universidad."
            None => self.tokens.iter().take(3).any(|token| {
                matches!(
                    token.text.as_str(),
                    "esta" | "estudia" | "trabaja" | "vive" | "tiene" | "dice" | "quiere" | "viene"
                )
            }),
        }
    }

    fn feelings(&self) -> Vec<Feeling> {
        let found = self.lexicon.feelings.find(self.tokens, &NoSpans);
        let mut feelings = Vec::new();
        for (matched, feeling) in found {
            // "Lloró cuando lo escribió": by its accent it is somebody else who wept.
            let others = self.language == Language::Es
                && self.tokens[matched.from..matched.to]
                    .iter()
                    .any(|token| self.input.text[token.start..token.end].ends_with('ó'));
            if others || self.is_named_so(&matched) {
                continue;
            }
            // "She looked straight through me", "his coat smells of him": whose it is stands in the words.
            let inside = self.tokens[matched.from..matched.to].iter().any(|token| {
                token.text == "me"
                    || *feeling == Feeling::Missing && matches!(token.text.as_str(), "him" | "her")
            });
            if !feelings.contains(feeling) && (inside && !self.is_negated(&matched) || self.is_own(&matched))
            {
                feelings.push(*feeling);
            }
        }
        feelings
    }

    /// "Soy Angustias", "mi hermana Soledad": a name that is a word for a feeling, too.
    pub(super) fn is_named_so(&self, matched: &Match) -> bool {
        let token = &self.tokens[matched.from];
        let name = matched.to == matched.from + 1
            && matches!(
                token.text.as_str(),
                "angustias"
                    | "dolores"
                    | "soledad"
                    | "consuelo"
                    | "esperanza"
                    | "socorro"
                    | "amparo"
                    | "paz"
                    | "alegria"
            );
        let before = matched.from.checked_sub(1).map_or("", |at| self.tokens[at].text.as_str());
        let led = matches!(
            before,
            "soy" | "llamo" | "llama" | "llamaba" | "dona" | "senora" | "tia" | "hermana" | "hija" | "prima"
        );
        name && (token.capital && !token.opens || led)
    }

    fn is_negated(&self, matched: &Match) -> bool {
        let near = self.sentence_before(matched.from, NEGATION_WORDS + 1);
        near.iter().any(|token| self.lexicon.negations.has(&token.text))
    }

    /// Whether a feeling is the resident's: not negated, and nobody else nearer to it than the resident.
    fn is_own(&self, matched: &Match) -> bool {
        // "No soy una persona enfadada": a feeling is denied from a little further off.
        if self.is_negated(matched) {
            return false;
        }
        let before = self.sentence_before(matched.from, SUBJECT_WORDS);
        if before.iter().any(|token| is_belief(&token.text)) {
            return false;
        }
        for token in before.iter().rev() {
            if self.lexicon.selves.has(&token.text) {
                return true;
            }
            if self.lexicon.others.has(&token.text) || self.lexicon.people.has(&token.text) {
                return false;
            }
        }
        true
    }
}

/// What somebody else takes to be so.
pub(super) fn is_belief(word: &str) -> bool {
    matches!(word, "thinks" | "reckons" | "cree" | "creen" | "piensan")
}
