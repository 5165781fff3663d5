//! The plainest mirror there is: a few of the resident's own words, turned to the listener and said back.
//!
//! "I just nod" is "You just nod"; of a longer sentence it is the tail: "the delivery vans". At most five words,
//! polarity kept, no identifier beyond a first name, and none of what would label somebody or agree with despair. What
//! is not clearly clean gives nothing: silence costs less than a wrong echo.

use content::Compiled;
use content::text::Token;
use content_safety_api::{Language, Span};

use super::clause::foretells;
use super::clause_words::SHORT;
use super::contractions::{contraction, turned};
use super::spanish;
use super::spanish_verbs::{UNACCENTED, accented};
use super::spans::byte_spans;

/// The longest echo, in words.
pub(super) const WORDS_MAX: usize = 5;
/// The shortest.
const WORDS_MIN: usize = 2;

/// Words that no echo may hold, nor any sentence that it comes from: of death and harm, of worth, of what is only
/// supposed, and whatever speaks to the companion.
pub(super) const NEVER_EN: &str = "die died dies dead death dying kill killed suicide gone buried funeral grave end ended lucky \
    burden useless worthless stupid silly fool foolish ugly fat crazy mad idiot hate hated damn hell god jesus lord you \
    your youre yours u if would could should might maybe perhaps wish hope suppose guess think thought know wonder \
    pill pills tablet tablets drunk sex naked toilet commode wet pain hurt hurts hurting blood bleeding pretend dream \
    dreamed imagine imagining promise please sorry thank thanks hello goodbye bye stop okay ok want wanted wants need \
    dear darling sweetheart meant mean lie lied steal stole fault blame alone lonely afraid scared sad angry cross because until unless whether so";
/// The same in Spanish.
pub(super) const NEVER_ES: &str = "viste che cuantos cuantas morir muere murio muerto muerta muerte morirme matar matarme suicidio enterrar entierro tumba \
    acabar suerte carga inutil estorbo tonta tonto tonteria fea feo loca loco idiota odio dios jesus senor usted su tu \
    tus ti si quisiera podria deberia tal vez quiza quizas ojala supongo creo pienso pense se sabe pastilla pastillas \
    borracho sexo desnudo bano mojada mojado dolor duele duelen sangre sueno sone prometo favor perdon gracias hola \
    adios basta vale quiero necesito mentira robar culpa sola solo soledad miedo triste enojada enojado porque hasta \
    aunque asi pues ahorcan ahorcar joder joderse mierda puta carajo";
/// Small words that lead to a name of a place, a number or a surname.
pub(super) const LEADS: &str = "on in at to from of for since over about the near by with a an and st saint en a de del al la el los las con y por";
/// Who an English clause may begin with.
const SUBJECTS_EN: &str = "i we he she they it nobody everybody everyone somebody someone people";
/// What an English clause may not follow: it would hang on that.
const HINGES_EN: &str = "that what how why where who whom which when while as than since after before did do does can \
    will is was are were has have had than like and or of to for with let lets make makes made see saw hear heard watch \
    watched said says tell told";
/// Verbs after "I" that label, or that only frame what follows.
const FRAMING_EN: &str = "am im was were be been do dont did didnt say said tell mean meant feel felt like used ought \
    believe bet swear see hear cannot cant have had will ill must";
/// What the tail of an English sentence may begin with. Where something is or was is the lesser half of what was said.
const TAILS_EN: &str = "without the a an my \
    our her his their every each all two three four five six seven eight nine ten eleven twelve twenty thirty forty \
    fifty sixty always";
/// Numbers, which count something only where its name follows.
const NUMBERS: &str = "two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty dos tres \
    cuatro cinco seis siete ocho nueve diez once doce veinte treinta cuarenta cincuenta";
/// What nothing may end with: it would point at something unsaid.
const ENDS_EN: &str = "the a an my our her his their him it them me us that this there here i he she they we at on in \
    with by from for to of and or but up down off out over is are was were be very so too any some no not one till until since \
    best worst better worse do can first last bit ones same other lot way thing things time right tonight today tomorrow yesterday now say said case again";
/// What the tail of a Spanish sentence may begin with.
const TAILS_ES: &str = "sin un una unos unas mi mis nuestro nuestra nuestros nuestras \
    cada todo toda todos todas dos tres cuatro cinco seis siete ocho nueve diez once doce veinte treinta cuarenta \
    cincuenta siempre";
/// Who a Spanish clause may begin with: nobody whose verb would have to be turned.
const SUBJECTS_ES: &str = "ella ellos ellas nadie todos todas";
/// What no Spanish echo may hold: the speaker's own pronouns, and verbs that only the speaker uses.
const OWN_ES: &str = "don dona maquina aparato yo me nos conmigo soy estoy tengo tenia he hemos voy vamos fui era hago hice puedo pude digo dije \
    veo vi oi oigo vivo ando";
/// What nothing in Spanish may end with.
const ENDS_ES: &str = "el la los las lo un una unos unas mi mis su sus de del al a en con sin por para que y o pero le les \
    ella ellos ellas ese esa eso esto aqui alli ahi muy mas tan no ni cosa cosas vez veces modo dice dijo decir es son \
    esta estaba fue viene hoy manana ayer lado mundo vive viven trabaja trabajan nacio pone queda llega llama sabe quiere \
    tiene cree";

/// What begins a question, with or without its mark.
const ASKING: &str = "what whats who whos why how which when where do does did are is can que quien como cuando donde \
    cuanto cual";
/// What may stand before the verb of a Spanish clause.
const BEFORE_VERB_ES: &str =
    "yo me se le les lo la los las no nunca ya siempre tambien todavia y pero luego despues aun";
/// Verbs of a sentence: what holds one is no fragment.
const VERBS_EN: &str = "i im ive id he she they we it its thats is are was were be been has have had do does did to and \
    like go goes went come came get got told said kept took made put say says see saw rings rang tell tells who what why \
    how which where when look please not no dont wont cant that this";
/// The same in Spanish.
const VERBS_ES: &str = "es son era fue esta estan hay ha han tiene viene va dice hace que cuando como donde si no eso esto \
    ese esa y pero quien quienes cual cuanto adonde";
/// The longest fragment, in words.
const FRAGMENT_WORDS: usize = 4;

/// A few of the resident's words, turned to the listener.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Said {
    /// The words.
    pub(super) text: String,
    /// Whether they are only the tail of a clause; a thing that is named says more.
    pub(super) tail: bool,
}

/// A few of the resident's words, turned to the listener.
pub(super) fn echo(
    text: &str,
    language: Language,
    lexicon: &Compiled,
    tokens: &[Token],
    identifiers: &[Span],
) -> Option<Said> {
    let words: Vec<&str> = tokens.iter().map(|token| token.text.as_str()).collect();
    if foretells(&words) {
        return None;
    }
    let finder = Echo { text, language, lexicon, tokens, identifiers: byte_spans(text, identifiers) };
    finder.find()
}

/// A message that is looked through for words to say back.
pub(super) struct Echo<'a> {
    pub(super) text: &'a str,
    pub(super) language: Language,
    pub(super) lexicon: &'a Compiled,
    pub(super) tokens: &'a [Token],
    pub(super) identifiers: Vec<(usize, usize)>,
}

impl Echo<'_> {
    /// The last clause that gives one: what was said last is what the resident is at. A whole one comes before a tail.
    fn find(&self) -> Option<Said> {
        let clauses = self.clauses();
        let found: Vec<Said> =
            clauses.iter().rev().filter_map(|(from, to)| self.clause(*from, *to)).collect();
        found.iter().find(|said| !said.tail).or(found.first()).cloned()
    }

    /// The clauses of what is told, as ranges of tokens; questions give none.
    pub(super) fn clauses(&self) -> Vec<(usize, usize)> {
        let mut clauses = Vec::new();
        let mut from = 0;
        for at in 0..=self.tokens.len() {
            let end = self.tokens.get(at).is_none_or(Token::is_end);
            let comma = at > from
                && self.tokens.get(at).is_some_and(|token| {
                    self.text[self.tokens[at - 1].end..token.start].contains([',', ';', ':', '(', '–', '—'])
                });
            if !end && !comma {
                continue;
            }
            let asked = end
                && self.tokens.get(at).is_some_and(|token| self.text[token.start..].starts_with(['?', '¿']));
            if asked {
                // All of a question, its earlier clauses too.
                let sentence = self.tokens[..at].iter().rposition(Token::is_end).map_or(0, |end| end + 1);
                clauses.retain(|(start, _)| *start < sentence);
            } else if at > from {
                clauses.push((from, at));
            }
            from = if end { at + 1 } else { at };
        }
        clauses
    }

    fn clause(&self, from: usize, to: usize) -> Option<Said> {
        let never = if self.language == Language::En { NEVER_EN } else { NEVER_ES };
        if self.is_one_of(from, ASKING) {
            return None;
        }
        if let Some(said) = self.own_making(from) {
            return Some(said);
        }
        let own = self.language == Language::Es && self.is_turnable(from, to);
        if (from..to).any(|at| self.is_one_of(at, never) && !(own && self.raw(at) == "se")) {
            return None;
        }
        // "A hardware store on Mill Street": what leads to a name or a number is left out with it.
        let mut end = to;
        while end > from {
            let start = (from..end).rev().find(|at| !self.is_plain(*at)).map_or(from, |at| at + 1);
            let cut = end < to;
            let last =
                (start..end).rev().find(|at| !cut || !self.is_one_of(*at, LEADS)).map_or(start, |at| at + 1);
            // "She was called Fly", "hice media Jaén": without the name that it ends in it is half a clause.
            let object = cut && last == end && !self.tokens[end].is_end();
            if let Some(said) = self.segment(start, last).filter(|_| !object) {
                return Some(said);
            }
            end = start.max(from + 1) - 1;
        }
        None
    }

    /// The whole of a stretch of plain words, or its tail.
    fn segment(&self, from: usize, to: usize) -> Option<Said> {
        // "She went" of "she went to Canada" is the lesser half.
        let cut = self.tokens.get(to).is_some_and(|token| !token.is_end());
        if to < from + WORDS_MIN + usize::from(cut && self.is_one_of(from, SUBJECTS_EN)) {
            return None;
        }
        let length = to - from;
        let whole = (to.saturating_sub(WORDS_MAX).max(from)..to.saturating_sub(WORDS_MIN - 1))
            .find(|start| self.is_whole(from, *start, to));
        let tail = || {
            (to.saturating_sub(WORDS_MAX).max(from)..to.saturating_sub(WORDS_MIN - 1))
                .find(|start| (length > *start - from) && self.is_tail(from, *start, to))
        };
        let fragment = || self.is_fragment(from, to).then_some(from);
        let full = whole.or_else(fragment);
        let start = full.or_else(tail)?;
        Some(Said { text: self.turned(start, to), tail: full.is_none() })
    }

    /// Whether a clause with its subject stands here, and can be turned word for word.
    fn is_whole(&self, from: usize, start: usize, to: usize) -> bool {
        let ends = self.ends(to);
        match self.language {
            Language::En => {
                let framed = matches!(self.word(start), "i" | "we") && self.is_one_of(start + 1, FRAMING_EN);
                // Only "I" is surely no object where it stands; all others have to begin their clause.
                let begins = start == from || self.is_one_of(start - 1, "and but then");
                let hangs = start > from && self.is_one_of(start - 1, HINGES_EN);
                // A "not" before the subject would be lost.
                let cut = (from..start).any(|at| self.lexicon.negations.has(&self.tokens[at].text));
                let kin = start == from && self.is_kin(start);
                to - start > 2 - usize::from(start == from)
                    && (kin || self.is_one_of(start, SUBJECTS_EN))
                    && (begins || self.word(start) == "i")
                    && !framed
                    && !hangs
                    && !cut
                    && ends
            }
            Language::Es => {
                let told = to - start > 2
                    && self.is_one_of(start, SUBJECTS_ES)
                    && !(start..to).any(|at| self.is_one_of(at, OWN_ES));
                start == from && ends && (told || self.is_turnable(start, to))
            }
        }
    }

    /// "My dad mended shoes": whose doing it is begins the clause.
    fn is_kin(&self, start: usize) -> bool {
        let word = |at: usize| self.tokens.get(at).is_some_and(|token| self.lexicon.people.has(&token.text));
        self.is_one_of(start, "my our") && word(start + 1)
    }

    /// "Made it myself out of curtains": what somebody made without naming who did.
    fn own_making(&self, from: usize) -> Option<Said> {
        let english = self.language == Language::En;
        let made = self
            .is_one_of(from, "made built sewed knitted baked did dug grew painted fixed wrote cut")
            && self.is_one_of(from + 1, "it them that")
            && self.word(from + 2) == "myself";
        (english && made).then(|| Said {
            text: format!("you {} {} yourself", self.word(from), self.word(from + 1)),
            tail: false,
        })
    }

    /// Whether the tail from here on can stand by itself: it says where, with what or how much.
    fn is_tail(&self, from: usize, start: usize, to: usize) -> bool {
        let (tails, verbs) = match self.language {
            Language::En => (
                TAILS_EN,
                "i im ive id he she they we it is are was were be been has have had do does did to and like",
            ),
            Language::Es => (TAILS_ES, OWN_ES),
        };
        let denied = (from..to).any(|at| self.lexicon.negations.has(&self.tokens[at].text));
        // "I am too much of a coward": a label is not said back.
        let label = (from..start).any(|at| self.is_one_of(at, "im am soy estoy fui era"));
        // "The vans" stands alone; more than that after an article may be the half of something.
        let article = self.word(start) == "the" && to - start > 3;
        // "A las seis": a time of day, and a verb after it.
        let clock = start > from && self.is_one_of(start - 1, "las la at")
            || self.lexicon.common.has(self.word(start + 1));
        // "Across the hall shouts": a verb may hang behind a place.
        let hangs = self.language == Language::En
            && to - start > 3
            && self.is_one_of(start + 1, "the a my our")
            && (self.word(to - 1).ends_with('s') || self.word(to - 1).ends_with("ed"));
        // "Like a baby" is a likeness.
        let hangs = hangs || start > from && self.is_one_of(start - 1, "like");
        let behind =
            start > from && self.is_one_of(start - 1, "across in on at from by over under near behind of");
        let hangs = hangs || behind && self.is_one_of(start, "the a my our");
        let counted = self.is_one_of(start, NUMBERS) && clock;
        // "Un naranjo mi ventana": a second noun that nothing joins is the half of something; so is a verb.
        let broken = self.language == Language::Es
            && (start + 1..to).any(|at| {
                let word = self.raw(at);
                let joined =
                    self.is_one_of(at - 1, LEADS) || self.is_one_of(at - 1, "sin para todo toda todos todas");
                self.is_one_of(at, "mi mis el la los las un una su sus este esta") && !joined
                    || spanish::turned(&word).is_some()
                    || spanish::is_imperfect(&word)
                    || spanish::is_third(&word)
                    || self.is_one_of(at, VERBS_ES)
                    || ["ar", "er", "ir"].iter().any(|end| word.ends_with(end))
            });
        // "Cincuenta y un años": the tail of a number is no number.
        let broken = broken || self.language == Language::Es && start > from && self.word(start - 1) == "y";
        self.is_one_of(start, tails)
            && to - start < WORDS_MAX
            && !label
            && !hangs
            && !article
            && !counted
            && !broken
            && !(start + 1..to).any(|at| self.is_one_of(at, verbs))
            && !denied
            && self.ends(to)
            && self.holds_a_noun(start, to)
    }

    /// Where the verb of a Spanish clause stands that begins with it, when that verb is surely read.
    fn verb(&self, from: usize, to: usize) -> Option<usize> {
        let at = (from..to.min(from + 4)).find(|at| !self.is_one_of(*at, BEFORE_VERB_ES))?;
        let word = self.raw(at);
        let verb =
            spanish::turned(&word).is_some() || spanish::is_imperfect(&word) || spanish::is_third(&word);
        verb.then_some(at)
    }

    /// Whether a Spanish clause begins with a verb that can be said to the listener, and holds no other that would have
    /// to be turned. An imperfect says by itself nobody's name, so it may stay as it is.
    fn is_turnable(&self, from: usize, to: usize) -> bool {
        let Some(verb) = self.verb(from, to) else { return false };
        // "Le dije", "me lo dio": two people in one clause, and a wrong one is worse than none.
        let pronouns = (from..verb).filter(|at| self.is_one_of(*at, "me se le les lo la los las")).count();
        let reflexive =
            (from..verb).any(|at| self.word(at) == "me") && spanish::is_imperfect(&self.raw(verb));
        let after = (verb + 1..to).any(|at| {
            let word = self.raw(at);
            self.is_one_of(at, OWN_ES)
                || self.is_one_of(at, "que cuando como donde y pero si")
                || spanish::turned(&word).is_some()
                || word.ends_with('í')
        });
        // "Lo compro un madrileño" is "compró".
        let word = self.raw(verb);
        let third = pronouns > 0
            && word.ends_with('o')
            && !(from..verb).any(|at| self.is_one_of(at, "me"))
            && spanish::turned(&word).is_some_and(|said| said.ends_with('a'));
        to > verb + 1 && !third && pronouns <= 1 && !after && !reflexive
    }

    /// The word as it is written, in lower case.
    fn raw(&self, at: usize) -> String {
        let Some(token) = self.tokens.get(at) else { return String::new() };
        let raw = self.text[token.start..token.end].to_lowercase();
        if self.language == Language::En {
            return raw;
        }
        let before = at.checked_sub(1).map(|at| self.word(at)).filter(|word| !word.is_empty());
        // "Mi hermano emigro" is "emigró".
        if before.is_some_and(|word| self.lexicon.people.has(word))
            && let Some(verb) = accented(UNACCENTED, &raw).filter(|_| raw.ends_with('o'))
        {
            return verb.said;
        }
        // "Su esposa hacia empanadas" is "hacía".
        let toward = self.is_one_of(at + 1, "el la los las un una mi su donde abajo arriba adelante atras");
        if raw == "hacia" && at > 0 && !toward && !self.tokens[at - 1].is_end() {
            return "hacía".to_owned();
        }
        let opens = at == 0 || self.tokens[at - 1].is_end();
        spanish::written(&raw, before.filter(|_| !opens)).unwrap_or(raw)
    }

    /// A message that is no sentence at all, only a thing or a measure: "Chimneys mostly", "forty years".
    fn is_fragment(&self, from: usize, to: usize) -> bool {
        let all = from == 0 && self.tokens[to..].iter().all(Token::is_end);
        let verbs = if self.language == Language::En { VERBS_EN } else { VERBS_ES };
        let verbal = (from..to).any(|at| {
            let word = self.raw(at);
            self.is_one_of(at, verbs)
                || self.lexicon.names.has(self.word(at))
                || self.is_one_of(at, OWN_ES) && self.language == Language::Es
                || self.lexicon.negations.has(self.word(at))
                || self.language == Language::Es
                    && (spanish::turned(&word).is_some()
                        || spanish::is_imperfect(&word)
                        || spanish::is_third(&word)
                        || word.ends_with('r')
                        // "Jugamos a la brisca": of whom it is told would have to be turned.
                        || ["amos", "emos", "imos"].iter().any(|end| word.ends_with(end)))
                || self.language == Language::En && (word.ends_with("ed") || word.ends_with("ing"))
        });
        // "Cuento los barcos": a verb of the speaker's that would have to be turned.
        let own = self.language == Language::Es
            && self.word(from).ends_with('o')
            && self.is_one_of(from + 1, "el la los las un una a mi mis");
        // "Desayuno pan con tomate", "y en los anuncios descanso": what may be a verb of the speaker's.
        let own = own
            || self.language == Language::Es
                && (self.word(from).ends_with('o')
                    || self.word(to - 1).ends_with('o')
                        && !self.is_one_of(to - 2, "el un mi su del al este ese otro de con"));
        all && !own
            && to - from <= FRAGMENT_WORDS
            && !verbal
            && self.ends(to)
            && self.holds_a_noun_from(from, to)
    }

    /// Something that can be pictured: a word that is neither small nor frequent.
    fn holds_a_noun(&self, start: usize, to: usize) -> bool {
        self.holds_a_noun_from(start + 1, to)
    }

    fn holds_a_noun_from(&self, first: usize, to: usize) -> bool {
        let noun = |at: usize| {
            let word = &self.tokens[at].text;
            word.chars().count() > 2 && !self.lexicon.common.has(word)
        };
        let verbal = |at: usize| {
            self.language == Language::Es
                && matches!(self.tokens[at].text.as_bytes().last(), Some(b'o' | b'i'))
                && matches!(self.word(at.saturating_sub(1)), "la" | "las" | "lo" | "los")
        };
        (first..to).any(noun) && !(first..to).any(verbal)
    }

    pub(super) fn ends(&self, to: usize) -> bool {
        !self.is_one_of(to - 1, if self.language == Language::En { ENDS_EN } else { ENDS_ES })
    }

    /// No number, no identifier, no capital but a known first name or what opens the sentence.
    pub(super) fn is_plain(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        let inside = self.identifiers.iter().any(|(from, to)| *from < token.end && token.start < *to);
        let listed = self.lexicon.names.has(&token.text);
        let name = token.capital && !token.opens && token.text != "i" && !token.text.starts_with('i');
        let letters = token.text == "'s" || token.text.chars().all(char::is_alphabetic);
        letters && (!inside || listed) && (!name || listed)
    }

    fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.text.as_str())
    }

    pub(super) fn is_one_of(&self, at: usize, words: &str) -> bool {
        let word = self.word(at);
        !word.is_empty() && words.split_ascii_whitespace().any(|one| one == word)
    }

    /// The words, with the speaker's own turned to the listener.
    pub(super) fn turned(&self, start: usize, to: usize) -> String {
        let mut said = String::new();
        let verb = (self.language == Language::Es).then(|| self.verb(start, to)).flatten();
        let own = verb.is_some_and(|at| spanish::turned(&self.raw(at)).is_some());
        for at in start..to {
            if verb.is_some() && self.word(at) == "yo" {
                continue;
            }
            let token = &self.tokens[at];
            let raw = &self.text[token.start..token.end];
            let word = match self.language {
                Language::En if self.word(at) == "me" && at + 1 < to && self.is_one_of(at + 1, OWNED) => {
                    Some("your")
                }
                Language::En => turn_en(&token.text)
                    .or_else(|| contraction(self.text, self.tokens, at).map(turned))
                    .or_else(|| short_en(&token.text)),
                Language::Es => turn_es(&token.text),
            };
            // "Me casé" is "se casó"; "me llamó" is "le llamó".
            let me = if own { "se" } else { "le" };
            let word = match verb {
                Some(verb) if at < verb && token.text == "me" => Some(me),
                _ => word,
            };
            let turned = verb.filter(|verb| *verb == at).and_then(|_| spanish::turned(&self.raw(at)));
            let keeps = self.lexicon.names.has(&token.text) && token.capital;
            let word = word.map_or_else(|| if keeps { raw.to_owned() } else { self.raw(at) }, str::to_owned);
            let word = turned.unwrap_or(word);
            if !said.is_empty() && token.text != "'s" {
                said.push(' ');
            }
            said.push_str(&word);
        }
        said
    }
}

/// "Me dinner", "me old mum": what is one's own, as many people say it.
const OWNED: &str = "dinner tea supper breakfast lunch mum mam mother dad father wife husband old own knee knees back leg legs \
    foot feet hand hands eyes ears teeth hair hip chest head bed room chair hat coat slippers glasses specs pills bus brother \
    sister son daughter lad lass mate house garden dog cat stick money";

/// What a short form without its mark is short for, where that is no matter of who speaks.
fn short_en(word: &str) -> Option<&'static str> {
    SHORT.iter().find(|(short, _)| *short == word).map(|(_, long)| *long)
}

pub(super) fn turn_en(word: &str) -> Option<&'static str> {
    Some(match word {
        "i" | "we" | "me" | "us" => "you",
        "my" | "our" => "your",
        "mine" | "ours" => "yours",
        "myself" => "yourself",
        "ourselves" => "yourselves",
        "ive" | "weve" => "you have",
        _ => return None,
    })
}

pub(super) fn turn_es(word: &str) -> Option<&'static str> {
    Some(match word {
        "mi" | "nuestro" | "nuestra" => "su",
        "mis" | "nuestros" | "nuestras" => "sus",
        "mio" => "suyo",
        "mia" => "suya",
        "mios" => "suyos",
        "mias" => "suyas",
        _ => return None,
    })
}
