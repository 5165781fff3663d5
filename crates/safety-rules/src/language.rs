//! Which of the two languages a message is in, by its function words; `None` when it says too little.
//!
//! A crisis line in the wrong language is worse than one in both: the caller says both when the answer is `None`.

use content_safety_api::Language;

use crate::pattern::Engine;
use crate::words::{WordId, Words};

const ENGLISH: &str = "the and is are was were you to of in that it my me have has for not with this but on they she he \
    we what do does did just like about can will would your at be been am i an no so if there from out up when who \
    how want feel know get think why people day need please help yes hello thanks good morning";

const SPANISH: &str = "el la los las de que y en es un una por con para se mi me no lo le su pero como mas muy ya yo tu \
    esta este esto estoy soy tengo tiene hay si cuando porque quiero puedo todo nada mis ella usted hoy vida siento \
    siempre nunca hace ser era fue nadie mucho aqui favor ayuda gracias hola buenos dias hijo hija casa dolor";

/// So many words tell a language.
const WORDS_READ: usize = 400;
/// Of so many words at least one is a function word, where a text is in the language; mostly it is every second.
const WORDS_A_FUNCTION_WORD: usize = 8;

/// Whether a word is a function word of each language, by its id: English, Spanish.
pub(crate) struct FunctionWords(Vec<[u8; 2]>);

impl FunctionWords {
    /// Adds the words to an engine's vocabulary. Words of both languages count for neither.
    pub(crate) fn add_to(engine: &mut Engine) -> Self {
        let mut ids = |words: &str, others: &str| -> Vec<WordId> {
            words
                .split_whitespace()
                .filter(|word| !others.split_whitespace().any(|other| other == *word))
                .map(|word| engine.vocabulary.add(word))
                .collect()
        };
        let both = [ids(ENGLISH, SPANISH), ids(SPANISH, ENGLISH)];
        engine.grow();
        let mut table = vec![[0; 2]; engine.vocabulary.size()];
        for (language, ids) in both.iter().enumerate() {
            for id in ids {
                table[*id as usize][language] = 1;
            }
        }
        Self(table)
    }
}

/// The language that has clearly more function words.
pub(crate) fn of(function_words: &FunctionWords, words: &Words) -> Option<Language> {
    let (mut english, mut spanish) = (0_usize, 0_usize);
    for token in words.tokens.iter().take(WORDS_READ) {
        let [of_english, of_spanish] = function_words.0[token.word as usize];
        english += usize::from(of_english);
        spanish += usize::from(of_spanish);
    }
    if english == spanish || english.max(spanish) < 2 * english.min(spanish) {
        return None;
    }
    // One "an" in a German sentence makes no English one.
    if english.max(spanish) * WORDS_A_FUNCTION_WORD < words.tokens.len().min(WORDS_READ) {
        return None;
    }
    Some(if spanish > english { Language::Es } else { Language::En })
}
