//! Spanish names that are words as well: "siento mucha Soledad" is a feeling, "mi hermana Soledad" is somebody.
//!
//! An article, a measure or a verb of having before such a word says that it is the word, capital or not.

use content::text::Token;

use super::clause_words::is_one_of;

/// Names that are words.
const WORD_NAMES: &str = "angustias dolores soledad consuelo esperanza socorro amparo paz alegria rosario mercedes remedios pilar \
    milagros";
/// What stands before a word of that kind and before nobody.
const BEFORE_WORD: &str = "mucha mucho muchas muchos tanta tanto tantas tantos poca poco mas menos algun alguna ninguna ningun esta esa este esos \
    estos unos unas el los las del un una cuanta cuanto toda todo gran en sin siento sentia sentimos tengo tenia tenemos tiene tienen \
    hay habia da dan dio daba daban pido pedia necesito busco busca encuentro encontre perdi pierdo rezo rezaba rezamos rezabamos \
    quiero falta faltan queda quedan dieron";
/// What stands before "la" where that is the article of a word: "me pesa la Soledad".
const BEFORE_LA: &str = "siento sentia pesa pesaba mata come duele por con de en contra perdi pierdo tengo quiero busco rezo rezaba temo";

/// Takes the capital off a word that is no name where it stands, so that it is read as the word.
pub(super) fn unname(tokens: &mut [Token]) {
    for at in 1..tokens.len() {
        if !tokens[at].capital || !is_one_of(&tokens[at].text, WORD_NAMES) {
            continue;
        }
        let before = |back: usize| at.checked_sub(back).map_or("", |at| tokens[at].text.as_str());
        let article = before(1) == "la" && is_one_of(before(2), BEFORE_LA);
        if article || is_one_of(before(1), BEFORE_WORD) {
            tokens[at].capital = false;
        }
    }
}

/// Whether a word that is a name as well is written here as the word.
pub(super) fn is_word(token: &Token) -> bool {
    !token.capital && is_one_of(&token.text, WORD_NAMES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_a_measure_or_a_verb_makes_it_a_word() {
        let named = |text: &str| {
            let mut tokens = content::text::tokens(text);
            unname(&mut tokens);
            tokens.iter().any(|token| token.capital && is_one_of(&token.text, WORD_NAMES))
        };
        for text in [
            "Siento mucha Soledad",
            "tengo Dolores de cabeza",
            "Me pesa la Soledad",
            "busco Consuelo",
            "No hay Esperanza",
            "quiero Paz",
            "rezamos el Rosario",
            "no tengo Paz",
        ] {
            assert!(!named(text), "{text}");
        }
        for text in [
            "mi hermana Soledad",
            "vino Dolores ayer",
            "la Soledad vino ayer",
            "quiero a Consuelo",
            "soy Esperanza",
            "me llamo Paz",
            "mi mujer, mi Rosario",
            "con Mercedes en el patio",
        ] {
            assert!(named(text), "{text}");
        }
    }
}
