//! Concrete things: the one that a message names, said back in the resident's words, and the question that can only be
//! asked of such a thing.
//!
//! They come before a line of company and never instead of what is hard: a feeling, a loss or a danger is met by its own
//! lines. What the resident says no to is met as that. Nothing is presumed of a thing but that it was named.

use content::model::{Gender, Tone, UserAct};
use content::text::{Token, folded};
use content::{Compiled, Library, ThingForm};
use content_safety_api::{Language, Level};

use super::plan::Fill;
use super::render::fill_in;
use super::role::Place;
use super::role_es::PlaceEs;
use super::spanish_verbs::may_be_verb;
use super::turn::Turn;

/// How far back a no reaches a thing, in words.
const NO_WORDS: usize = 4;
/// A pronoun reaches back so many turns to a thing.
const AGAIN_TURNS: u32 = 3;
/// Years that were counted belong to work that is named within so many turns.
const SPAN_TURNS: u32 = 2;
/// After something hard is told, who mourns is not asked about things for so many turns.
const GRIEF_TURNS: u32 = 3;
/// The most adjectives that are said back with a noun.
const ADJECTIVES_MAX: usize = 2;
/// The most words that are said back.
const WORDS_MAX: usize = 5;

const ARTICLES_EN: &str = "the that those these this his her their your its";
const OWNERS: &str = "my our mi mis nuestro nuestra nuestros nuestras";
const ONE: &str = "a an another un una otro otra";
const ARTICLES_ES: &str = "el la los las ese esa esos esas aquel aquella este esta su sus lo al del";
/// What a bound noun may follow besides.
const BEFORE: &str = "of in on at with by from under over into some any no every each two three four five six \
    seven eight nine ten de en con por desde bajo sobre sin cada dos tres cuatro cinco";
/// What a noun may not follow: it would be a verb there, or the name of something else.
const NOT_AFTER: &str = "to i you we they he she who will would can could dont didnt cant yo se le";
/// What a Spanish verb follows, and no noun.
const PRONOUNS_ES: &str = "me te nos les";
/// What makes a time of what follows: "since the spring".
const TIMES: &str = "since until till last next desde hasta durante";
/// What makes a place the place where somebody is.
const MOVES: &str = "went moved lives live is emigrated works settled gone vive viven esta estan trabaja trabajan mudo mudaron emigro fue fueron";
/// What says that something is not possible, and not that it is not wanted.
const CANNOT: &str = "cant cannot couldnt wont wouldnt puedo pude podia";
/// What points at a thing that was named before.
const MANY_EN: &str = "them those";
const MANY_ES: &str = "los las esos esas";
/// What comes before "it" where that is a thing.
const HAVING: &str = "kept keep made make wore sold lost bought found have had ate eat love loved liked miss open opened \
    read carried carry played see got";

/// A concrete thing that a message names.
#[derive(Clone)]
pub(super) struct Thing {
    /// Its class.
    pub(super) class: String,
    /// Its form alone, folded: what the conversation keeps of it.
    pub(super) noun: String,
    /// As it is said back.
    pub(super) said: String,
    /// As it is said back bare: "peas", "los guisantes".
    pub(super) bare: String,
    /// Whether the resident said no to it.
    pub(super) denied: bool,
    /// Whether the message is about it, and does not only name it in passing.
    pub(super) about: bool,
    /// Whether it is the name of a place.
    pub(super) named: bool,
}

fn is_one_of(word: &str, words: &str) -> bool {
    words.split_ascii_whitespace().any(|one| one == word)
}

/// The thing that a message is most about: of the most telling class, and rather one that is not denied.
pub(super) fn thing(
    text: &str,
    language: Language,
    lexicon: &Compiled,
    library: &Library,
    tokens: &[Token],
) -> Option<Thing> {
    let rank = |class: &str| library.thing_classes().iter().position(|one| one.id == class);
    let finder = Finder { text, language, lexicon, tokens };
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        // "Así no te cansás": "te" without its accent is seldom a drink.
        if language == Language::Es && finder.is_pronoun(at) {
            at += 1;
            continue;
        }
        let Some((to, thing)) = finder.at(at) else {
            at += 1;
            continue;
        };
        at = to;
        found.push(thing);
    }
    // "Fish fingers and peas, and they never ate the peas": what is denied once is not what it is about.
    let denied: Vec<String> =
        found.iter().filter(|thing| thing.denied).map(|thing| thing.noun.clone()).collect();
    let mut best: Option<((bool, bool, usize), Thing)> = None;
    for mut thing in found {
        thing.denied = denied.contains(&thing.noun);
        let Some(rank) = rank(&thing.class) else { continue };
        // Of two of a class the later one is what the message comes to.
        let key = (thing.denied, !thing.about, rank);
        if best.as_ref().is_none_or(|(known, _)| key <= *known) {
            best = Some((key, thing));
        }
    }
    best.map(|(_, thing)| thing)
}

struct Finder<'a> {
    text: &'a str,
    language: Language,
    lexicon: &'a Compiled,
    tokens: &'a [Token],
}

impl Finder<'_> {
    /// Whether a Spanish "te" is the pronoun: no accent, and nothing before it that a noun has.
    fn is_pronoun(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map_or("", |at| self.word(at));
        let token = &self.tokens[at];
        token.text == "te"
            && &self.text[token.start..token.end] != "té"
            && !matches!(before, "el" | "un" | "mi" | "de" | "del" | "tomo" | "tomaba" | "con" | "su" | "al")
    }

    fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.text.as_str())
    }

    fn at(&self, at: usize) -> Option<(usize, Thing)> {
        let (to, form) = self.lexicon.concrete.at(self.tokens, at)?;
        let token = &self.tokens[at];
        let named = token.capital && self.lexicon.names.has(&token.text) && to == at + 1;
        let own = form.text.starts_with(char::is_uppercase);
        // "Miss Rose", "Mill Street": a capital beside a capital is a name.
        let beside = |other: Option<&Token>| other.is_some_and(|other| other.capital && !other.opens);
        let alone = token.capital && !token.opens && !own && self.language == Language::En;
        let proper = alone && !self.is_shouted()
            || token.capital
                && !token.opens
                && to == at + 1
                && (beside(at.checked_sub(1).and_then(|at| self.tokens.get(at)))
                    || beside(self.tokens.get(to)));
        let from = self.adjectives_before(at);
        let before = from.checked_sub(1).map_or("", |at| self.word(at));
        let led = is_one_of(before, ARTICLES_EN)
            || is_one_of(before, ARTICLES_ES)
            || is_one_of(before, OWNERS)
            || is_one_of(before, ONE)
            || is_one_of(before, BEFORE);
        let earlier = from.checked_sub(2).map_or("", |at| self.word(at));
        let time = is_one_of(before, TIMES) || (led && is_one_of(earlier, TIMES));
        // "Like a board" is a likeness, and no board.
        let likeness = before == "like" || earlier == "like" && led;
        // "Ayer no me marcó": what follows such a pronoun is a verb.
        let pronoun = self.language == Language::Es && is_one_of(before, PRONOUNS_ES);
        let verbal = likeness || (is_one_of(before, NOT_AFTER) || pronoun) && !led && !own;
        if named || proper || time || verbal || (form.bound && !led) {
            return None;
        }
        let noun = folded(&form.text);
        let bare = match self.language {
            Language::En if form.many || form.mass => form.text.clone(),
            Language::En => format!("the {}", form.text),
            Language::Es => format!("{} {}", article(form.gender, form.many), form.text),
        };
        let described = self.described(from, at, to).unwrap_or_else(|| form.text.clone());
        let said = match self.language {
            Language::En => self.said_en(before, &described, form.many || form.mass),
            Language::Es => self.said_es(before, &described, form),
        };
        let clip = |words: String| if words.split(' ').count() > WORDS_MAX { String::new() } else { words };
        // What is too long to be said back is spoken of without its words.
        let said = if clip(said.clone()).is_empty() { clip(bare.clone()) } else { said };
        let denied = self.is_denied(from);
        let class = form.class.as_str();
        let about = match self.language {
            Language::En => {
                let (text, lexicon, tokens) = (self.text, self.lexicon, self.tokens);
                Place { text, lexicon, tokens, from, to, class }.is_about()
            }
            Language::Es => PlaceEs { text: self.text, tokens: self.tokens, from, to, class }.is_about(),
        };
        Some((to, Thing { class: form.class.clone(), noun, said, bare, denied, about, named: own }))
    }

    fn is_shouted(&self) -> bool {
        let upper = self.text.chars().filter(|letter| letter.is_uppercase()).count();
        upper * 2 > self.text.chars().filter(|letter| letter.is_alphabetic()).count()
    }

    fn adjectives_before(&self, at: usize) -> usize {
        let mut from = at;
        while from > 0
            && at - from < ADJECTIVES_MAX
            && self.lexicon.adjectives.has(self.word(from - 1))
            && self.language == Language::En
        {
            from -= 1;
        }
        from
    }

    /// The adjectives and the noun, as they are written.
    fn described(&self, from: usize, at: usize, to: usize) -> Option<String> {
        (from < at).then(|| {
            let (first, last) = (&self.tokens[from], &self.tokens[to - 1]);
            self.text[first.start..last.end].to_lowercase()
        })
    }

    fn said_en(&self, before: &str, noun: &str, plain: bool) -> String {
        if is_one_of(before, OWNERS) {
            format!("your {noun}")
        } else if is_one_of(before, ONE) && !plain {
            let vowel = noun.starts_with(['a', 'e', 'i', 'o', 'u']) && !noun.starts_with("uni");
            format!("{} {noun}", if vowel { "an" } else { "a" })
        } else if is_one_of(before, ARTICLES_EN) || !plain {
            format!("the {noun}")
        } else {
            noun.to_owned()
        }
    }

    fn said_es(&self, before: &str, noun: &str, form: &ThingForm) -> String {
        let (gender, many, trade) = (form.gender, form.many, form.class == "trade");
        if is_one_of(before, OWNERS) {
            return format!("{} {noun}", if many { "sus" } else { "su" });
        }
        if is_one_of(before, ONE) && !many {
            return format!("{} {noun}", if gender == Some(Gender::F) { "una" } else { "un" });
        }
        // "Era modista": a trade that somebody had is said without an article.
        if trade && !many && is_one_of(before, "era fue fui soy es de como") {
            return noun.to_owned();
        }
        format!("{} {noun}", article(gender, many))
    }

    /// Whether the resident says no to it: "they never ate the peas", "no letters".
    fn is_denied(&self, at: usize) -> bool {
        let earliest = at.saturating_sub(NO_WORDS);
        let start = self.tokens[earliest..at]
            .iter()
            .rposition(|token| token.is_end() || matches!(token.text.as_str(), "but" | "pero" | "and" | "y"))
            .map_or(earliest, |end| earliest + end + 1);
        let words = &self.tokens[start..at];
        // "No hacía falta ni abanico" says that it was cool there, and nothing of the fan.
        let unneeded = words.iter().any(|token| token.text == "falta" || token.text == "needed");
        // "No me arreglan la ventana", "sin ventana": the window is there, or never was; only "no hay" says no to it.
        let spanish = self.language == Language::Es;
        let none = |pair: &[Token]| {
            self.lexicon.negations.has(&pair[0].text)
                && matches!(
                    pair[1].text.as_str(),
                    "hay"
                        | "tengo"
                        | "tenemos"
                        | "tenia"
                        | "teniamos"
                        | "tuve"
                        | "tuvimos"
                        | "habia"
                        | "hubo"
                        | "queda"
                        | "quedan"
                        | "quedo"
                        | "uso"
                        | "llevo"
                        | "quiero"
                )
        };
        let led = words.iter().any(|token| token.text == "ni") || words.windows(2).any(none);
        !unneeded && (!spanish || led) && words.iter().any(|token| self.lexicon.negations.has(&token.text))
    }
}

const fn article(gender: Option<Gender>, many: bool) -> &'static str {
    match (gender, many) {
        (Some(Gender::F), false) => "la",
        (Some(Gender::F), true) => "las",
        (_, false) => "el",
        (_, true) => "los",
    }
}

impl Turn<'_> {
    /// Keeps the thing that was named last, and the years that were counted last, for this conversation alone.
    pub(super) fn learn_thing(&mut self) {
        if let Some(span) = self.years() {
            self.state.set_slot("last.years", &span, (0, 0));
        }
        // "I had the cat." "Marmalade": that is its name.
        if self.lone_name().is_some() && self.last_animal().is_some() {
            self.reading.thing = None;
        }
        if let Some(thing) = self.reading.thing.clone() {
            self.state.set_slot("last.thing", &thing.noun, (0, 0));
        }
    }

    /// "Thirty one years": the words of a number before "years".
    fn years(&self) -> Option<String> {
        let words = &self.reading.folded;
        let unit = if self.reading.language == Language::En { "years" } else { "anos" };
        let at = words.iter().position(|word| word == unit)?;
        let counted = |word: &&String| {
            is_one_of(word, super::manner::COUNTED) || word.parse::<u32>().is_ok_and(|count| count < 100)
        };
        let count = words[..at].iter().rev().take_while(counted).count();
        let said = words[at - count..at].join(" ");
        let unit = if self.reading.language == Language::En { "years" } else { "años" };
        (count > 0).then(|| format!("{said} {unit}"))
    }

    /// Whether the message may be met by the thing in it: nothing hard, nothing that was asked, no danger, and none before
    /// it in the conversation. Nobody can know why somebody who thought of dying names a thing.
    fn may_meet_thing(&self) -> bool {
        self.can_echo()
            && self.level() == Level::None
            && !self.is_after_risk()
            && self.reading.act() == UserAct::Tell
            && self.reading.feelings.is_empty()
            && self.reading.tone(self.library) != Tone::Hard
            && self.input.screening.level < Level::Medium
    }

    /// Says the thing back, or something that is true of all such things.
    pub(super) fn mirror_thing(&mut self) -> bool {
        let Some(thing) = self.reading.thing.clone().filter(|_| self.may_meet_thing()) else {
            return false;
        };
        // "I cannot see the clock" is no word against the clock.
        let words = &self.reading.folded;
        let cannot = words.iter().any(|word| is_one_of(word, CANNOT))
            || words.windows(2).any(|pair| is_one_of(&pair[0], "could can") && pair[1] == "not");
        // "I have not been in the sea for years" turns nothing down.
        let since = words
            .windows(2)
            .any(|pair| pair[0] == "not" && is_one_of(&pair[1], "been seen had eaten touched"));
        // "No glasses on": an aid is missing, and not disliked.
        if thing.denied && (cannot || since || thing.class == "aid") {
            return false;
        }
        if thing.denied {
            let fills = [Fill { slot: "thing".to_owned(), text: thing.bare }];
            return self.line_filled("thing.not", &fills);
        }
        if !thing.about {
            return self.mirror_their_place(&thing);
        }
        // "We had a table for them": how a chair should be is said of one that is there.
        if thing.class == "furniture" && self.tells_of_before() {
            return false;
        }
        // What was cooked or worn on the day of a death is told of who died.
        if self.is_in_grief() && !self.reading.other && self.tells_of_the_dead() {
            return self.is_fresh("mourn") && self.line("mourn", &[]);
        }
        if self.mirror_span(&thing) {
            return true;
        }
        let fills = [Fill { slot: "thing".to_owned(), text: thing.said }];
        self.line_filled(&format!("thing.{}", thing.class), &fills)
    }

    /// "He went to Australia": where somebody else is, and not what one saw there.
    fn mirror_their_place(&mut self, thing: &Thing) -> bool {
        let moves = |word: &String| is_one_of(word, MOVES);
        let own = self.reading.folded.iter().any(|word| matches!(word.as_str(), "i" | "we" | "me" | "us"));
        let it = self
            .reading
            .folded
            .first()
            .is_some_and(|word| matches!(word.as_str(), "it" | "its" | "that" | "thats"));
        let theirs = thing.class == "journey" && thing.named && !own && !it;
        // Nobody hears from the dead, and of old times nobody knows here who still lives.
        if !theirs || self.mourns() || !self.reading.folded.iter().any(moves) {
            return false;
        }
        let fills = [Fill { slot: "thing".to_owned(), text: thing.bare.clone() }];
        self.is_fresh_with("their.place", &fills) && self.line_filled("their.place", &fills)
    }

    /// "Forty years of chimneys": years that were just counted, and the work that they were years of.
    fn mirror_span(&mut self, thing: &Thing) -> bool {
        let work = self.library.thing_classes().iter().any(|class| class.id == thing.class && class.work);
        let span = self.state.slots.iter().find(|slot| slot.name == "last.years");
        let recent = span.filter(|slot| self.state.turn.saturating_sub(slot.turn) <= SPAN_TURNS).cloned();
        let Some(span) = recent.filter(|_| work && thing.said == thing.bare) else { return false };
        let fills = [("span", span.value), ("thing", thing.bare.clone())]
            .map(|(slot, text)| Fill { slot: slot.to_owned(), text });
        let said = self.line_filled("thing.span", &fills);
        if said {
            self.state.slots.retain(|slot| slot.name != "last.years");
        }
        said
    }

    /// What a class has to say beside an echo.
    pub(super) fn speak_of_thing(&mut self) -> bool {
        let Some(thing) =
            self.reading.thing.clone().filter(|thing| thing.about && !thing.denied && self.may_meet_thing())
        else {
            return false;
        };
        self.line_beside(&format!("thing.{}", thing.class), &[])
    }

    /// A pronoun alone, where a thing was named shortly before.
    pub(super) fn mirror_thing_again(&mut self) -> bool {
        if self.reading.thing.is_some() || !self.may_meet_thing() {
            return false;
        }
        let words = &self.reading.folded;
        let english = self.reading.language == Language::En;
        let many = words.iter().any(|word| is_one_of(word, if english { MANY_EN } else { MANY_ES }));
        // "Los nacimientos" is an article, "los hacía" is not.
        let pronoun = |pair: &[String]| {
            is_one_of(&pair[0], "los las") && may_be_verb(&pair[1]) || is_one_of(&pair[0], "esos esas")
        };
        let many = if english { many } else { words.windows(2).any(pronoun) };
        let one = words.windows(2).any(|pair| pair[1] == "it" && is_one_of(&pair[0], HAVING));
        let Some((thing, plural)) = self.last_thing() else { return false };
        // "Them" may be people who were spoken of since.
        let turn =
            |name: &str| self.state.slots.iter().find(|slot| slot.name == name).map_or(0, |slot| slot.turn);
        let people = turn("last.person") >= turn("last.thing");
        if people || !(if plural { many } else { one }) {
            return false;
        }
        let fills = [Fill { slot: "thing".to_owned(), text: thing }];
        self.line_filled("thing.again", &fills)
    }

    /// The thing that was named some turns ago, with its article.
    fn last_thing(&self) -> Option<(String, bool)> {
        let slot = self.state.slots.iter().find(|slot| slot.name == "last.thing")?;
        let ago = self.state.turn.saturating_sub(slot.turn);
        let form = self.library.lexicon(self.language()).concrete.form(&slot.value)?;
        let article = match self.language() {
            Language::En => "the",
            Language::Es => article(form.gender, form.many),
        };
        (1..=AGAIN_TURNS).contains(&ago).then(|| (format!("{article} {}", form.text), form.many))
    }

    /// The question of the thing's class; `None` where none may be asked of it.
    pub(super) fn ask_thing(&mut self) -> bool {
        // Who mourns is not asked about a shoe.
        let grieves = self.mourns()
            && self.state.topic.as_ref().is_some_and(|(topic, turn)| {
                let hard = self.library.topic(topic).is_some_and(|topic| topic.tone == Tone::Hard);
                hard && self.state.turn.saturating_sub(*turn) <= GRIEF_TURNS
            });
        // A bus inspector is not asked what became of the bus.
        let job = self.reading.statement().is_some_and(|hit| hit.id == "was_job");
        if grieves || job || !self.may_meet_thing() {
            return false;
        }
        let place = |piece: &super::plan::Piece| matches!(&piece.words, super::plan::Words::Line(line) if line.pool == "their.place");
        if self.pieces.iter().any(place) {
            return self.line_beside("their.place.ask", &[]);
        }
        let class = match &self.reading.thing {
            Some(thing) => Some(thing.class.clone()).filter(|_| thing.about && !thing.denied),
            None => self.last_class(),
        };
        class.is_some_and(|class| self.line_beside(&format!("ask.thing.{class}"), &[]))
    }

    /// A line of a pool, where the reply stays easy with it.
    pub(super) fn line_beside(&mut self, pool: &str, fills: &[Fill]) -> bool {
        let chooser = self.chooser();
        let Some(chosen) = chooser.choose(pool, fills).filter(|chosen| chosen.fresh) else { return false };
        let text = self.library.line(&chosen.line, self.language()).unwrap_or_default();
        let reply = format!("{} {}", self.said.join(" "), fill_in(text, fills, self.language()));
        let easy = self.is_easy(&reply);
        if easy {
            self.push_line(&chosen.line, fills);
        }
        easy
    }

    /// The animal that was named in the message before this one, with its article.
    pub(super) fn last_animal(&self) -> Option<String> {
        let slot = self.state.slots.iter().find(|slot| slot.name == "last.thing")?;
        let before = self.state.turn.saturating_sub(slot.turn) <= 1;
        let form = self.library.lexicon(self.language()).concrete.form(&slot.value)?;
        let animal = before && form.class == "animal" && !form.many;
        animal.then(|| self.last_thing().map(|(said, _)| said)).flatten()
    }

    /// The class that the last question was about, when this message answers it.
    fn last_class(&self) -> Option<String> {
        let slot = self.state.slots.iter().find(|slot| slot.name == "last.thing")?;
        let form = self.library.lexicon(self.language()).concrete.form(&slot.value)?;
        let asked = |piece: &super::plan::Piece| matches!(&piece.words, super::plan::Words::Line(line) if line.pool.starts_with("ask.thing."));
        if !self.state.last.iter().any(asked) {
            return None;
        }
        let near = self.state.turn.saturating_sub(slot.turn) <= 1;
        (near && self.is_short_answer()).then(|| form.class.clone())
    }

    /// A line of a pool that takes these words where it is easy with them, else one without.
    pub(super) fn line_filled(&mut self, pool: &str, fills: &[Fill]) -> bool {
        let chooser = self.chooser();
        let words = fills.iter().all(|fill| !fill.text.is_empty());
        let filled = chooser.choose_filled(pool, fills).filter(|_| words).filter(|chosen| {
            let text = self.library.line(&chosen.line, self.language()).unwrap_or_default();
            chosen.fresh && self.is_easy(&fill_in(text, fills, self.language()))
        });
        match filled {
            Some(chosen) => {
                self.push_line(&chosen.line, fills);
                true
            }
            None => self.line_beside(pool, &[]),
        }
    }
}
