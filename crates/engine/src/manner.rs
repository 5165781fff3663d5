//! The plainest reflections that still hold something of what was said: whom it is about again, and the way it is told
//! (years that were counted, a thought that is weighed, words that others said, a time long past, a wish turned down).
//!
//! They come where no word of the message can be said back; each is true of whatever has that form, and says no more.

use content::model::Tone;
use content::text::folded;
use content_safety_api::Language;

use super::memory::parts;
use super::plan::Fill;
use super::state::noted;
use super::turn::Turn;

/// A pronoun reaches back so many turns.
const PERSON_TURNS: u32 = 5;
/// The same form is not reflected again within so many turns.
const FORM_TURNS: u32 = 3;
/// A number of years from which on they are many.
const MANY_YEARS: u32 = 10;

/// Kin words of women and of men; of anybody else a pronoun says nothing.
const WOMEN: &str = "wife mother mum mom mama daughter sister granddaughter niece aunt grandmother girlfriend roommate \
    esposa mujer madre mama hija hermana nieta sobrina tia abuela novia suegra nuera cunada";
const MEN: &str = "husband father dad papa son brother grandson nephew uncle grandfather boyfriend marido esposo padre \
    papa hijo hermano nieto sobrino tio abuelo novio suegro yerno cunado";
const SHE: &str = "she her hers shes ella";
const HE: &str = "he him his hes";
/// Numbers in words from ten on.
const MANY: &str = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty \
    fifty sixty seventy eighty diez once doce trece catorce quince veinte veinticinco treinta cuarenta cincuenta sesenta \
    setenta ochenta";
/// Every number in words that may count years.
pub(super) const COUNTED: &str = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen \
    sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty dos tres cuatro cinco seis siete ocho \
    nueve diez once doce trece catorce quince dieciseis veinte veinticinco treinta cuarenta cincuenta sesenta setenta y";
const MAYBE: &str = "might maybe perhaps igual quiza quizas podria";
const SAID: &str = "says said tells told dice dicen dijo dijeron decia decian";
const OTHERS: &str = "he she they everybody everyone people nobody son daughter doctor nurse nurses todos ella hijo hija \
    medico enfermera gente";
const THEN_EN: &str = "used";
const THEN_ES: &str = "antes entonces";

fn is_one_of(word: &str, words: &str) -> bool {
    words.split_ascii_whitespace().any(|one| one == word)
}

impl Turn<'_> {
    /// Whom it is about again, when a pronoun says so: only of somebody whose kin word fits the pronoun.
    pub(super) fn mirror_again(&mut self) -> bool {
        let Some(slot) = self.state.slots.iter().find(|slot| slot.name == "last.person") else {
            return false;
        };
        let ago = self.state.turn.saturating_sub(slot.turn);
        let person = slot.value.clone();
        let kin = parts(&person).0.map(folded).unwrap_or_default();
        let lexicon = self.library.lexicon(self.reading.language);
        let words = &self.reading.folded;
        let says = |list: &str| words.iter().any(|word| is_one_of(word, list));
        let points = if is_one_of(&kin, WOMEN) {
            says(SHE) && !says(HE)
        } else if is_one_of(&kin, MEN) {
            let el = self.input.text.split(|letter: char| !letter.is_alphabetic());
            let el = el.into_iter().any(|word| word.eq_ignore_ascii_case("él") || word == "Él");
            (says(HE) || el) && !says(SHE)
        } else {
            false
        };
        let others = words.iter().any(|word| lexicon.people.has(word) || lexicon.names.has(word));
        let pool = "again.person";
        if ago == 0 || ago > PERSON_TURNS || !points || others || self.lately(pool) {
            return false;
        }
        let fills = [Fill { slot: "person".to_owned(), text: person }];
        let easy = self.is_easy(&format!("{} again.", fills[0].text));
        easy && self.is_fresh(pool) && self.line_of_form(pool, &fills)
    }

    /// The way it is told.
    pub(super) fn mirror_manner(&mut self) -> bool {
        let Some(pool) = self.manner() else { return false };
        !self.lately(pool) && self.is_fresh(pool) && self.line_of_form(pool, &[])
    }

    fn line_of_form(&mut self, pool: &str, fills: &[Fill]) -> bool {
        let said = self.line(pool, fills);
        if said {
            self.state.note_line(super::state::hash(&[b"form", pool.as_bytes()]));
        }
        said
    }

    fn lately(&self, pool: &str) -> bool {
        noted(&self.state.seen, super::state::hash(&[b"form", pool.as_bytes()]))
            .is_some_and(|turn| self.state.turn.saturating_sub(turn) < FORM_TURNS)
    }

    fn manner(&self) -> Option<&'static str> {
        // What is hard asks for more than its form; a question is no telling.
        if self.reading.tone(self.library) == Tone::Hard || self.input.text.contains('?') {
            return None;
        }
        let words = &self.reading.folded;
        let says = |list: &str| words.iter().any(|word| is_one_of(word, list));
        let follows = |first: &str, second: &str| {
            words.windows(2).any(|pair| is_one_of(&pair[0], first) && is_one_of(&pair[1], second))
        };
        let spanish = self.reading.language == Language::Es;
        let years = words.iter().enumerate().any(|(at, word)| {
            is_one_of(word, "years anos")
                && words[at.saturating_sub(3)..at].iter().any(|word| {
                    is_one_of(word, MANY) || word.parse::<u32>().is_ok_and(|count| count >= MANY_YEARS)
                })
        });
        let dated = words.iter().any(|word| {
            word.len() == 4 && word.parse::<u32>().is_ok_and(|year| (1900..2000).contains(&year))
        });
        let polite = says("trouble bother molestar nothing nada people");
        let past = says("did didnt");
        let wants = if spanish { follows("no", "quiero") } else { follows("dont not", "want") };
        let denies = wants && !polite && !past;
        let said = says(SAID)
            && (spanish && says(OTHERS) || follows(OTHERS, SAID))
            && !words.first().is_some_and(|word| is_one_of(word, "i told said yo le se"));
        let then = if spanish {
            // "Entonces nada" goes on with what was said.
            words.iter().skip(1).any(|word| is_one_of(word, THEN_ES))
        } else {
            (follows(THEN_EN, "to") && !follows("get getting got", THEN_EN)) || follows("years", "ago")
        };
        let weighs =
            says(MAYBE) && !says("dont not no nunca") || follows("a", "lo") && follows("lo", "mejor");
        if years {
            Some("told.years")
        } else if denies {
            Some("told.no")
        } else if said {
            Some("told.said")
        } else if then || dated {
            Some("told.then")
        } else if weighs {
            Some("told.maybe")
        } else {
            None
        }
    }
}
