//! Which of the two languages a message is in, by its function words; `None` when it says too little.
//!
//! A crisis line in the wrong language is worse than one in both: the caller says both when the answer is `None`.

use content_safety_api::Language;

use crate::pattern::Engine;
use crate::words::{Vocabulary, WordId, Words};

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

/// The function words of both languages by id.
pub(crate) struct FunctionWords {
    english: Vec<WordId>,
    spanish: Vec<WordId>,
}

impl FunctionWords {
    /// Adds the words to an engine's vocabulary. Words of both languages count for neither.
    pub(crate) fn add_to(engine: &mut Engine) -> Self {
        let mut ids = |words: &str, others: &str| -> Vec<WordId> {
            let mut ids: Vec<WordId> = words
                .split_whitespace()
                .filter(|word| !others.split_whitespace().any(|other| other == *word))
                .map(|word| engine.vocabulary.add(word))
                .collect();
            ids.sort_unstable();
            ids
        };
        let (english, spanish) = (ids(ENGLISH, SPANISH), ids(SPANISH, ENGLISH));
        engine.grow();
        Self { english, spanish }
    }
}

/// The language that has clearly more function words.
pub(crate) fn of(
    _vocabulary: &Vocabulary,
    function_words: &FunctionWords,
    words: &Words,
) -> Option<Language> {
    let count = |ids: &[WordId]| {
        words.tokens.iter().take(WORDS_READ).filter(|token| ids.binary_search(&token.word).is_ok()).count()
    };
    let (english, spanish) = (count(&function_words.english), count(&function_words.spanish));
    if english == spanish || english.max(spanish) < 2 * english.min(spanish) {
        return None;
    }
    // One "an" in a German sentence makes no English one.
    if english.max(spanish) * WORDS_A_FUNCTION_WORD < words.tokens.len().min(WORDS_READ) {
        return None;
    }
    Some(if spanish > english { Language::Es } else { Language::En })
}
