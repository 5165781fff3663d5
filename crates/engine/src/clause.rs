//! Constructions of the clause: what a sentence does ("they have stopped the bus", "I could show them", "six of us"), met
//! as that, with the resident's own words turned round where they are short and clean.
//!
//! What is grave is left to the rules: a clause that holds a word of harm, or a message with any level, has none. Of
//! several constructions the first of the list is met, which is the plainest.

use content::model::{ClausePart, Tone, UserAct};
use content::text::Token;
use content::{Compiled, Library};
use content_safety_api::{Language, Level, Span};

use super::clause_words::{Turned, is_one_of};
use super::plan::{Fill, Words};
use super::spanish;
use super::spans::byte_spans;
use super::told_es::{doing, told_es};
use super::turn::Turn;
use super::wronged::is_wronged;

/// Constructions that say little by themselves: that something was done, or is not so. They are met in the resident's own
/// words; without these only where nothing else meets them.
const WEAK: &str = "they_did i_did they_do was_so not_done you_then detail only_a lives_there routine reported no_such you_now \
    person_then suppose contrast where_it_is";
/// What is done to who tells it, whoever does it.
const WRONGED: &str = "wronged";
/// Small words before what a clause says.
const LEADING_EN: &str = "and but anyhow anyway well oh ah so then now yes aye just also because though anyway still see mind really right yesterday today";
const LEADING_ES: &str =
    "y pero pues bueno ay ah entonces ya si ahora tambien todavia porque aunque aun claro mire";
/// What no construction is read beside: harm, the body's alarms, and what might be neglect or restraint.
const GRAVE: &str = "die died dies dead death dying kill killed kills killing suicide hang hanged hung drown drowned drowns \
    shot shoot gun knife pills tablets overdose poison poisoned poisoning blood bleeding bled hurt hurts hurting pain \
    pains hit hits hitting slap slapped slaps beat beats punch punched kick kicked bruise bruises rape raped naked tied \
    tie strap straps strapped restrain restrained locked lock locks starve starving choke choking soiled wet funeral \
    grave coffin buried police burden worthless useless dizzy faint fainted stroke numb breathe fever vomit sick \
    morir morirme morirse muere murio muerto muerta muerte matar mato mata matarme suicidio ahorcar ahogo ahogado tiros pistola cuchillo \
    pastillas veneno envenenan sangre duele duelen dolor pega pegan pego pegaron golpe golpes golpea empuja empujan \
    violar desnuda desnudo atan atada atado ataron encierran encerrada encerrado hambre moja mojada mojado entierro \
    tumba policia carga inutil mareo desmayo ictus fiebre vomito";

/// What begins a clause of its own in the midst of a sentence.
const TURNS: &str = "but because pero porque";
/// Who a clause begins with behind "and".
const SUBJECTS: &str = "i we he she they it you yo el ella ellos ellas";

/// What may stand before the verb of a Spanish clause that names nobody.
const BEFORE_VERB: &str = "y pero pues bueno ay ah entonces ya si ahora tambien todavia porque aunque claro mire me se le les lo la \
    los las nos te yo antes aqui alla alli aca siempre luego despues hoy ayer en que cuando";
/// The most words behind a place that is told alone: "de Triana de toda la vida".
const PLACE_WORDS: usize = 5;
/// How far in a clause its first verb is looked for.
const VERB_WITHIN: usize = 6;
/// Verbs that told of then, with no ending that says so.
const THEN: &str =
    "iba iban era eran fue fueron hizo hicieron tuvo vino dijo puso trajo veia veian hacia decia vendia leia";
/// The commonest verbs of what goes on, of somebody who is not the speaker.
const NOW: &str = "tiene tienen va van viene vienen hace hacen vive viven trabaja trabajan llama llaman trae traen pone ponen dan da \
    canta cantan ronca duerme duermen rie reza cuenta cuentan repite pasa pasan hablan habla suena suenan cuida cuidan manda mandan estudia \
    estudian juega juegan come comen";

/// Hard constructions that say more than the hard topic of a word in them.
const OVER_TOPICS: &str = "overlooked decided_for_me long_not_seen not_known went_worse took_mine";

/// A construction that a message holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Clause {
    /// Its name.
    pub(super) id: String,
    /// How it is met.
    pub(super) tone: Tone,
    /// The resident's words, turned, where they may be said back.
    pub(super) said: Option<String>,
    /// Whether it has a question of its own.
    asks: bool,
    /// Whether it comes after things, topics and people.
    late: bool,
}

/// The plainest construction of a message.
pub(super) fn clause(
    text: &str,
    language: Language,
    lexicon: &Compiled,
    library: &Library,
    tokens: &[Token],
    identifiers: &[Span],
) -> Option<Clause> {
    if is_grave(tokens) {
        return None;
    }
    if is_wronged(language, lexicon, tokens) {
        return Some(Clause {
            id: WRONGED.to_owned(),
            tone: Tone::Hard,
            said: None,
            asks: false,
            late: false,
        });
    }
    let tokens = parted(text, language, tokens);
    let found = lexicon.clauses.patterns.find(&tokens, &content::pattern::NoSpans);
    let (matched, kind, end) = found
        .into_iter()
        .filter_map(|(matched, kind)| {
            let from = tokens[..matched.from].iter().rposition(Token::is_end).map_or(0, |at| at + 1);
            let end = matched.to + tokens[matched.to..].iter().take_while(|token| !token.is_end()).count();
            let barred = tokens[from..end].iter().any(|token| lexicon.clauses.is_barred(*kind, &token.text));
            // "I do not like how it makes me": what such a pattern is about has to follow. "Not allowed" and "I would have liked to" say it all.
            let declared = library.clause_kinds().get(*kind)?;
            let bare = declared.said == ClausePart::Rest
                && declared.tone != Tone::Hard
                && end == matched.to
                && tokens[end - 1].text != "to";
            (!barred && !bare && !is_asked(text, &tokens, end)).then_some((matched, *kind, end))
        })
        .min_by_key(|(_, kind, _)| *kind)
        .or_else(|| placed(language, lexicon, library, &tokens))
        .or_else(|| unnamed(text, language, library, &tokens))
        .or_else(|| named(text, language, lexicon, library, &tokens))?;
    // A rope in the shed is nothing pleasant to look at, whoever named it and why.
    if tokens.iter().any(|token| library.is_means(&token.text, language)) {
        return None;
    }
    let declared = library.clause_kinds().get(kind)?;
    let from = match declared.said {
        ClausePart::Nothing => None,
        // "Quiere que regale la ropa": with its "que" it can be said to the listener as it stands.
        ClausePart::Rest if is_que(&tokens, matched.to) => Some(matched.to - 1),
        ClausePart::Rest => Some(matched.to),
        ClausePart::Whole => Some(beginning(&tokens, language, matched.from)),
    };
    let words =
        Turned { text, language, lexicon, tokens: &tokens, identifiers: byte_spans(text, identifiers) };
    // Of what is plainly told in Spanish, who did it to whom is turned with the verb.
    let verbal = language == Language::Es && matches!(declared.id.as_str(), "they_did" | "i_did" | "they_do");
    let said = match from {
        Some(from) if verbal => told_es(text, lexicon, &tokens, &words.identifiers, &[(from, end)]),
        from => from.and_then(|from| words.turned(from, end)),
    };
    Some(Clause {
        id: declared.id.clone(),
        tone: declared.tone,
        said,
        asks: declared.asks,
        late: declared.late,
    })
}

impl Clause {
    /// Whether it tells of a wrong that is done to who tells it: of that nothing is said back.
    pub(super) fn is_wrong(&self) -> bool {
        self.id == WRONGED
    }
}

/// Whether a message holds a word of harm or of the body's alarms, or says what will no longer be.
pub(super) fn is_grave(tokens: &[Token]) -> bool {
    let words: Vec<&str> = tokens.iter().map(|token| token.text.as_str()).collect();
    words.iter().any(|word| is_grave_word(word)) || foretells(&words)
}

/// "I won't see the spring", "no llegaré a la feria", "para lo que me queda": who says what they will not live to see is not
/// given it back, nor asked about it lightly.
pub(super) fn foretells(words: &[&str]) -> bool {
    let english = (0..words.len()).any(|at| {
        let rest = &words[at..words.len().min(at + 4)];
        let denied = matches!(rest, ["i" | "we", "wont", ..] | ["i" | "we", "will" | "shall", "not", ..]);
        denied && rest.iter().any(|word| is_one_of(word, "see last get live make need"))
    });
    let spanish = words.windows(2).any(|pair| {
        pair[0] == "no"
            && is_one_of(
                pair[1],
                "vere llegare pasare estare volvere duro durare conocere cumplire necesitare",
            )
    });
    english
        || spanish
        || words
            .windows(4)
            .any(|four| matches!(four, ["para", "lo", "que", "queda"] | ["lo", "que", "me", "queda"]))
}

/// Whether a folded word is one of harm or of the body's alarms.
pub(super) fn is_grave_word(word: &str) -> bool {
    is_one_of(word, GRAVE)
}

/// The tokens with an end where a comma parts two clauses, and with each beginning marked: that of the clause, and the
/// word behind "and" or "but".
pub(super) fn parted(text: &str, language: Language, tokens: &[Token]) -> Vec<Token> {
    let leading = if language == Language::En { LEADING_EN } else { LEADING_ES };
    let mut out: Vec<Token> = Vec::with_capacity(tokens.len() + 4);
    let mut small = true;
    for (at, token) in tokens.iter().enumerate() {
        let next = tokens.get(at + 1).map_or("", |next| next.text.as_str());
        let turn =
            is_one_of(&token.text, TURNS) || is_one_of(&token.text, "and y") && is_one_of(next, SUBJECTS);
        let comma = out.last().is_some_and(|last| {
            !last.is_end() && text[last.end..token.start].contains([',', ':', '(', ')', '–', '—'])
        });
        if (comma || turn && out.last().is_some_and(|last| !last.is_end())) && !small {
            let end = out.last().map_or(token.start, |last| last.end);
            out.push(Token::stop(end, end));
            small = true;
        }
        let opens = small && !token.is_end();
        small = token.is_end() || small && is_one_of(&token.text, leading);
        let mut token = token.clone();
        token.opens = opens;
        out.push(token);
    }
    out
}

/// "De Osuna": a place and no more, which is where somebody is from.
fn placed(
    language: Language,
    lexicon: &Compiled,
    library: &Library,
    tokens: &[Token],
) -> Option<(content::pattern::Match, usize, usize)> {
    let words: Vec<&Token> = tokens.iter().filter(|token| !token.is_end()).collect();
    let from = if language == Language::En { "from" } else { "de" };
    let [first, place, rest @ ..] = words.as_slice() else { return None };
    let town =
        |token: &Token| token.capital && !lexicon.names.has(&token.text) && !lexicon.common.has(&token.text);
    let told = first.text == from
        && town(place)
        && (rest.len() <= 2
            || rest.len() <= PLACE_WORDS
                && rest.first().is_some_and(|word| is_one_of(&word.text, "de y en cerca")));
    let kind = library.clause_kinds().iter().position(|kind| kind.id == "from_place")?;
    let end = tokens.len();
    told.then(|| (content::pattern::Match { from: end, to: end, captured: Vec::new() }, kind, end))
}

/// What a Spanish clause tells of that names nobody: "iba a caballo", "se rieron", "salimos tres". It is met without its
/// words, for the verb alone does not say of whom it is told.
fn unnamed(
    text: &str,
    language: Language,
    library: &Library,
    tokens: &[Token],
) -> Option<(content::pattern::Match, usize, usize)> {
    let denied = tokens.iter().any(|token| is_one_of(&token.text, "no nunca ni sin nada nadie tampoco"));
    if language != Language::Es || denied || tokens.len() < 2 {
        return None;
    }
    let at = (0..tokens.len().min(VERB_WITHIN))
        .find(|at| !tokens[*at].is_end() && !is_one_of(&tokens[*at].text, BEFORE_VERB))?;
    let raw = text[tokens[at].start..tokens[at].end].to_lowercase();
    let word = spanish::written(&raw, None).unwrap_or(raw);
    // "Comemos a la una" is of now.
    let ours = ["amos", "imos"].iter().any(|end| tokens[at].text.ends_with(end));
    let own = word.ends_with(['é', 'í']) && spanish::turned(&word).is_some();
    let id = if own || ours && tokens[at].text.len() > 6 {
        "i_did"
    } else if spanish::is_imperfect(&word) || spanish::is_third(&word) || is_one_of(&word, THEN) {
        "they_did"
    } else if is_one_of(&word, NOW) {
        "they_do"
    } else {
        return None;
    };
    // "Hace siete años" says when, and "era el aire" what it was.
    let next = tokens.get(at + 1).map_or("", |token| token.text.as_str());
    let ago = word == "hace"
        && tokens[at..].iter().any(|token| {
            is_one_of(&token.text, "anos ano meses mes dias semanas tiempo rato mucho frio calor viento sol")
        });
    let being = is_one_of(&word, "era eran fue")
        && (is_one_of(next, "el la los las un una en de") || tokens.len() <= 3);
    if ago || being {
        return None;
    }
    let kind = library.clause_kinds().iter().position(|kind| kind.id == id)?;
    let end = at + tokens[at..].iter().take_while(|token| !token.is_end()).count();
    // Of words that are the whole of it, and of what is asked, nothing is said.
    let told = end > at + 1 && !is_asked(text, tokens, end);
    told.then(|| (content::pattern::Match { from: end, to: end, captured: Vec::new() }, kind, end))
}

/// The same where somebody is named who does it, or to whom it is done: "los muchachos me respetaban".
fn named(
    text: &str,
    language: Language,
    lexicon: &Compiled,
    library: &Library,
    tokens: &[Token],
) -> Option<(content::pattern::Match, usize, usize)> {
    if language != Language::Es {
        return None;
    }
    let (id, end) = doing(text, lexicon, tokens)?;
    let kind = library.clause_kinds().iter().position(|kind| kind.id == id)?;
    let told = !is_asked(text, tokens, end);
    told.then(|| (content::pattern::Match { from: end, to: end, captured: Vec::new() }, kind, end))
}

/// Whether the word before this one is a "que" that no infinitive follows.
fn is_que(tokens: &[Token], at: usize) -> bool {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
    let infinitive =
        ["r", "rme", "rse", "rlo", "rla", "rle", "rnos"].iter().any(|end| word(at).ends_with(end));
    at > 0 && word(at - 1) == "que" && !infinitive
}

/// Where the clause begins that holds a token, behind the small words before it.
fn beginning(tokens: &[Token], language: Language, at: usize) -> usize {
    let leading = if language == Language::En { LEADING_EN } else { LEADING_ES };
    let from = tokens[..at].iter().rposition(Token::is_end).map_or(0, |end| end + 1);
    (from..at).find(|at| !is_one_of(&tokens[*at].text, leading)).unwrap_or(at)
}

/// Whether the sentence that this clause belongs to asks.
pub(super) fn is_asked(text: &str, tokens: &[Token], end: usize) -> bool {
    // An end that has no width is a comma.
    let mark = tokens[end..].iter().find(|token| token.is_end() && token.end > token.start);
    mark.is_some_and(|mark| text[mark.start..].starts_with('?'))
}

impl Turn<'_> {
    /// The construction that may be met: told without a feeling, a danger or something hard of another kind.
    pub(super) fn clause_to_meet(&self) -> Option<&Clause> {
        let clause = self.reading.clause.as_ref()?;
        // To be passed over by a doctor is no matter of what the doctor said.
        let plainer = is_one_of(&clause.id, OVER_TOPICS) && self.reading.statement().is_none();
        let light = self.can_echo()
            && (self.reading.act() == UserAct::Tell || self.reading.does(UserAct::Tell))
            && self.reading.feelings.is_empty()
            && (plainer || self.reading.tone(self.library) != Tone::Hard)
            && (self.input.screening.level == Level::None
                || clause.is_wrong() && self.input.screening.level == Level::Low);
        // A wrong that is plainly read is one, whatever it sounds like; the rest is weighed with what the whole does.
        (light && (clause.is_wrong() || !self.is_at_odds(clause.tone))).then_some(clause)
    }

    /// Says what the clause does, in the resident's words where they are clean.
    pub(super) fn mirror_clause(&mut self, late: bool) -> bool {
        let Some(clause) = self.clause_to_meet().filter(|clause| clause.late == late).cloned() else {
            return false;
        };
        // Twice in a row "those were other days" is no answer: there the words themselves come first.
        let plain = |pool: &str| matches!(pool, "clause.they_did" | "clause.i_did" | "clause.they_do");
        let before = self
            .state
            .last
            .iter()
            .any(|piece| matches!(&piece.words, Words::Line(line) if plain(&line.pool)));
        if late && before && plain(&format!("clause.{}", clause.id)) && self.mirror_told() {
            return true;
        }
        // "Just sat" has nobody in it and nothing.
        let weak = is_one_of(&clause.id, WEAK);
        let whole = |said: &String| self.is_fit_to_say(said) && (!weak || said.contains(' '));
        let text = clause.said.filter(whole).unwrap_or_default();
        let fills = [Fill { slot: "said".to_owned(), text }];
        let pool = format!("clause.{}", clause.id);
        if weak {
            return self.line_with_words(&pool, &fills);
        }
        self.line_filled(&pool, &fills)
    }

    /// What the clause does, where that says more than what the message does: a strong construction in the resident's words.
    pub(super) fn mirror_strong_clause(&mut self) -> bool {
        let strong = self.clause_to_meet().is_some_and(|clause| {
            !clause.late && !is_one_of(&clause.id, WEAK) && (clause.said.is_some() || clause.is_wrong())
        });
        strong && self.mirror_clause(false)
    }

    /// A weak construction without its words: an invitation to tell more of it.
    pub(super) fn mirror_clause_plainly(&mut self) -> bool {
        let Some(clause) = self.clause_to_meet().filter(|clause| is_one_of(&clause.id, WEAK)) else {
            return false;
        };
        let pool = format!("clause.{}", clause.id);
        self.is_fresh(&pool) && self.line_beside(&pool, &[])
    }

    /// Whether this reply met a construction.
    pub(super) fn has_met_clause(&self) -> bool {
        self.pieces
            .iter()
            .any(|piece| matches!(&piece.words, Words::Line(line) if line.pool.starts_with("clause.")))
    }

    /// Whether a construction was met in the resident's own words.
    fn has_said_clause(&self) -> bool {
        self.pieces.iter().any(|piece| {
            let Words::Line(line) = &piece.words else { return false };
            let text = self.library.line(line, self.language()).unwrap_or_default();
            line.pool.starts_with("clause.") && text.contains('{')
        })
    }

    /// Whether what was told by its construction is hard, so that nothing cheerful may stand beside it.
    pub(super) fn is_hard_clause(&self) -> bool {
        self.clause_to_meet().is_some_and(|clause| clause.tone == Tone::Hard)
    }

    /// Asks what only this construction allows; whether it was met, and so nothing else is asked.
    pub(super) fn ask_clause(&mut self) -> bool {
        let Some(clause) = self.clause_to_meet().filter(|_| self.has_met_clause()) else { return false };
        // What invites more is no place for a question beside it.
        let invited = is_one_of(&clause.id, WEAK) && !self.has_said_clause();
        if clause.asks && !invited {
            let pool = format!("ask.clause.{}", clause.id);
            self.line_beside(&pool, &[]);
        }
        true
    }

    /// A question for what was met by its construction, where the reply has none and the last one had none.
    pub(super) fn ask_beside_clause(&mut self) {
        let asks = self.pieces.iter().any(|piece| piece.asks);
        let free = !self.asked_just() && !self.is_in_grief() && self.state.balance + self.mirrors() > 0;
        if !asks && free && !self.ask_of_action() {
            self.ask_clause();
        }
    }
}
