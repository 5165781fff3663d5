//! The words of a clause, turned to the listener: "the bus that took me" is "the bus that took you". At most eight
//! words, whole to the end of the clause, and none of the speaker's own left over; else nothing.

use content::Compiled;
use content::text::Token;
use content_safety_api::Language;

use super::contractions;
use super::echo::{turn_en, turn_es};
use super::spanish;

/// The most words that are said back.
const WORDS_MAX: usize = 8;
/// What is not said back: curses, the companion itself, and what an apology or a wish was about.
const NEVER: &str = "you your youre yours u pee wee poo god jesus lord damn hell bloody bugger shit fuck stupid silly fool foolish ugly fat \
    crazy mad idiot hate hated sex toilet commode please sorry thank thanks goodbye usted dios jesus puta joder mierda \
    carajo tonta tonto fea feo loca loco idiota odio gracias favor perdon";
/// The most words in a row that are said back as they were said; a line may have the word before them too.
const COPIED_MAX: usize = 5;
/// What a part of a clause does not begin with.
const LOOSE_STARTS: &str =
    "back up off out over away down again too not it that them him when if how what which where why";
/// Behind one of these "me" with a noun after it is "my", as many say it; and what may follow where it is not.
const LEADS_ME: &str = "to of with in on for at from about by and";
const BEHIND_ME: &str =
    "in on at by with and when every now then too as from for to about again once all about after before";
/// What is left of the speaker where the turn failed.
const OWN_EN: &str = "i im ive id me my mine myself we weve wed were us our ours ourselves";
const OWN_ES: &str = "yo me nos mi mis conmigo nuestro nuestra soy estoy tengo tenia he hemos voy vamos fui era hago hice \
    puedo pude digo dije veo vi oi oigo vivo ando estaba iba hacia";
/// What may stand before a Spanish verb.
const BEFORE_VERB_ES: &str = "todavia aun siempre nunca antes ya no lo la los las le les se cada ahora solo";
/// Words with the ending of a verb that surely are none.
const NO_VERB_ES: &str = "el la los las lo le les se no solo siempre antes entonces que cuatro cinco ocho siete nueve once doce \
    trece catorce quince veinte dos tres seis diez de muchos muchas unos unas eran iban son tiene tienen hace hacen \
    viene vienen dice sabe vive quiere puede";
/// What a whole clause does not end with.
const OPEN_ENDS: &str = "the a an my your our his their and or but of to with for from by than that which if because as el la los las \
    un una y o pero de del a al con por para que si mi su en there here \
    yesterday today tomorrow once ayer hoy";
/// Days, months and feasts are written large in English, and are no names.
pub(super) const CALENDAR: &str = "monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays \
    saturdays sundays january february april june july august september october november december christmas easter";
/// Short forms that are typed without their mark.
pub(super) const SHORT: [(&str, &str); 14] = [
    ("dont", "do not"),
    ("didnt", "did not"),
    ("doesnt", "does not"),
    ("cant", "cannot"),
    ("couldnt", "could not"),
    ("wont", "will not"),
    ("wouldnt", "would not"),
    ("isnt", "is not"),
    ("wasnt", "was not"),
    ("arent", "are not"),
    ("havent", "have not"),
    ("hasnt", "has not"),
    ("theyre", "they are"),
    ("em", "them"),
];

pub(super) fn is_one_of(word: &str, words: &str) -> bool {
    words.split_ascii_whitespace().any(|one| one == word)
}

/// A message whose clauses may be said back.
pub(super) struct Turned<'a> {
    pub(super) text: &'a str,
    pub(super) language: Language,
    pub(super) lexicon: &'a Compiled,
    pub(super) tokens: &'a [Token],
    pub(super) identifiers: Vec<(usize, usize)>,
}

impl Turned<'_> {
    /// These words, turned; `None` unless all of them are clean.
    pub(super) fn turned(&self, from: usize, to: usize) -> Option<String> {
        let never = (from..to).any(|at| is_one_of(self.word(at), NEVER));
        if never || is_one_of(self.word(from), LOOSE_STARTS) {
            return None;
        }
        // "A good saga myself": who it is that likes it is said by the line.
        let own = to > from + 1
            && self.word(to - 1) == "myself"
            && !is_one_of(self.word(to - 2), "by for to of it them that");
        let to = to - usize::from(own);
        // A line may have the word before them too.
        let led = from > 0 && !self.tokens[from - 1].is_end();
        self.within(from, to, if led { COPIED_MAX - 1 } else { COPIED_MAX })
    }

    /// The same for a clause from its very beginning, which may begin with "it", or with the "you" that is anybody.
    pub(super) fn clause(&self, from: usize, to: usize) -> Option<String> {
        self.within(from, to, COPIED_MAX)
    }

    fn within(&self, from: usize, to: usize, most: usize) -> Option<String> {
        let clean = (from..to).all(|at| {
            self.is_plain(at) && (!is_one_of(self.word(at), NEVER) || at == from && self.word(at) == "you")
        });
        if from >= to || to - from > WORDS_MAX || !clean || is_one_of(self.word(to - 1), OPEN_ENDS) {
            return None;
        }
        let english = self.language == Language::En;
        // "Looking forward to me dinner": there "me" is whose dinner it is.
        let owned = |at: usize| {
            self.word(at) == "me"
                && at > from
                && is_one_of(self.word(at - 1), LEADS_ME)
                && !is_one_of(self.word(at + 1), BEHIND_ME)
        };
        if english && (from..to - 1).any(owned) {
            return None;
        }
        // "Six of us under me": both would be "you".
        let own = |list: &str| (from..to).any(|at| is_one_of(self.word(at), list));
        if own("i me my im ive") && own("we us our") {
            return None;
        }
        let words: Vec<String> = (from..to)
            .map(|at| if english { self.english(at) } else { self.spanish(at, from) })
            .collect::<Option<_>>()?;
        // "Who's" is one word of the message, with its mark or without.
        let plain = |word: &str| content::text::folded(word).replace(['\'', '\u{2019}'], "");
        let kept = |at: &usize| plain(&words[at - from]) == plain(self.word(*at));
        let copied = (from..to).any(|start| (start..to).take_while(kept).count() > most);
        if copied {
            return None;
        }
        let said = words.join(" ").replace(" 's", "'s");
        let left = said.split(' ').any(|word| {
            is_one_of(&word.to_lowercase(), if english { OWN_EN } else { OWN_ES }) && word != "were"
        });
        (!left).then_some(said)
    }

    /// No number in digits, no identifier, no capital but a known first name, a day or what opens the sentence.
    fn is_plain(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        let inside = self.identifiers.iter().any(|(from, to)| *from < token.end && token.start < *to);
        let listed = self.lexicon.names.has(&token.text) || is_one_of(&token.text, CALENDAR);
        let opens =
            at == 0 || self.tokens[at - 1].is_end() && self.tokens[at - 1].end > self.tokens[at - 1].start;
        let name = token.capital && !opens && !token.text.starts_with('i');
        let letters = token.text == "'s" || token.text.chars().all(char::is_alphabetic);
        letters && (!inside || listed) && (!name || listed)
    }

    fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.text.as_str())
    }

    /// The word as it is written, in lower case, or with its capital where it is a name.
    fn raw(&self, at: usize) -> String {
        let token = &self.tokens[at];
        let raw = &self.text[token.start..token.end];
        let name = token.capital && self.lexicon.names.has(&token.text);
        if name { raw.to_owned() } else { raw.to_lowercase() }
    }

    fn english(&self, at: usize) -> Option<String> {
        let word = self.word(at);
        let own = |at: Option<usize>| at.is_some_and(|at| is_one_of(self.word(at), "i"));
        let long = contractions::contraction(self.text, self.tokens, at);
        Some(match word {
            // "I'd" is "I had" or "I would".
            "id" => return None,
            "im" => "you are".to_owned(),
            _ if long.is_some() => long.map(contractions::turned)?.to_owned(),
            "am" => "are".to_owned(),
            "was" if own(at.checked_sub(1)) => "were".to_owned(),
            "was" if own(Some(at + 1)) => "were".to_owned(),
            "'s" => "'s".to_owned(),
            _ if is_one_of(word, CALENDAR) => large_first(word),
            _ => match SHORT.iter().find(|(short, _)| *short == word) {
                Some((_, long)) => (*long).to_owned(),
                None => turn_en(word).map_or_else(|| self.raw(at), str::to_owned),
            },
        })
    }

    /// A Spanish clause is said back only where no verb but its first would have to be turned: "éramos cuatro" is "eran
    /// cuatro".
    fn spanish(&self, at: usize, from: usize) -> Option<String> {
        let raw = self.raw(at);
        let before = (at > from).then(|| self.word(at - 1));
        let raw = spanish::written(&raw, before).unwrap_or(raw);
        if let Some(turned) = spanish::turned(&raw) {
            return (at == from).then_some(turned);
        }
        // "Todavía camino", "siempre lleve": where a verb may stand, what may be the speaker's is not said back.
        let leads = (from..at).all(|at| is_one_of(self.word(at), BEFORE_VERB_ES));
        if leads && raw.ends_with(['o', 'e', 's']) && !is_one_of(self.word(at), NO_VERB_ES) {
            return None;
        }
        if let Some(stem) = raw.strip_suffix("rme") {
            return Some(format!("{stem}rse"));
        }
        Some(turn_es(self.word(at)).map_or(raw, str::to_owned))
    }
}

fn large_first(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
