//! Whether a Spanish message is about the thing that it names, or only names it in passing.
//!
//! "Una casa con parra", "yo tenía un patio", "camisas de señores" and "me gustan los tamales" are about their things. The
//! hat in "tengo su sombrero en la silla", and the car that somebody warmed, are not: they are about whoever it was. Spanish
//! leaves its subject out, so only a verb that opens its clause, or one that can be nobody else's, is taken as the
//! speaker's. Where it is not clear, the message is not about the thing.

use content::text::Token;

/// The most words between what is done and the thing that it is done to.
const REACH_WORDS: usize = 6;
/// What may stand before a noun and still leave it the first thing of its clause.
const LEADING: &str = "el la los las un una unos unas mi mis nuestro nuestra nuestros nuestras mucho mucha muchos muchas otro \
    otra puro pura solo dos tres cuatro cinco seis siete ocho nueve diez once doce quince veinte treinta cuarenta cincuenta \
    cien doscientos y o ni pues bueno ay ah oh ya claro de con mas todo toda todos todas los";
/// What may follow a noun that stands by itself.
const TRAILING: &str =
    "de del y o a al con en sobre casi siempre nada solo antes entonces ahora claro tambien para";
/// Of the speaker.
const OWNERS: &str = "mi mis nuestro nuestra nuestros nuestras";
/// What may come before the verb of a clause.
const OPENING: &str = "yo y pues bueno pero ahora antes ya entonces siempre nosotros nosotras tambien alli aqui luego en casa \
    todavia aun a veces mi nos";
/// First persons, and forms that are the same for both where no one else is named.
const OWN_VERBS: &str = "tengo tuve tuvimos hice hago puse guardo cuido riego toco canto bailo juego rezo leo tomo bebo llevo \
    conduje manejaba manejo vendi vendo cosi coso plante sembre planche cante baile cocine crie traje compre tejo bordo \
    extrano recuerdo quiero quisiera trabaje estudie eche tenia hacia vendia cosia comia bebia leia traia ponia fui era";
/// What somebody likes: the thing is what it is about.
const LIKING: &str = "gusta gustan gustaba gustaban encanta encantan encantaba encantaban gustaria";
/// What leads away from what is done.
const AWAY: &str = "en a al por desde sobre hasta para con sin debajo encima detras junto como que cuando porque si su sus le \
    les se lo donde quien";
/// What counts or measures before "de".
const MEASURES: &str = "lleno llena llenos llenas docena docenas par kilo kilos plato platos taza tazas copa copas vaso vasos \
    caja cajas bolsa pedazo trozo monton puesto clase";
/// Verbs that a place belongs to, of the speaker.
const PLACED: &str = "trabaje trabajaba trabajabamos vivi vivia viviamos vivo iba ibamos fui fuimos naci estuve estaba \
    estabamos bailaba bailabamos jugaba jugabamos conducia ensenaba";
/// Classes of what one works at, lives in or goes to.
const PLACES: &str =
    "workplace army building school outdoors water dance church journey vehicle trade shop height";
/// How a message says that something was there, or what it was.
const THERE: &str = "habia hay hace hacia era eran es son fue";
/// What a thing is said to be.
const BEING: &str = "era eran es son estaba estan esta tenia tiene";

fn is_one_of(word: &str, words: &str) -> bool {
    words.split_ascii_whitespace().any(|one| one == word)
}

/// Whether a verb is the speaker's, or can be.
fn is_own_verb(word: &str) -> bool {
    let plural = ["abamos", "iamos", "amos", "imos"].iter().any(|end| word.ends_with(end));
    let imperfect = word.len() > 4 && word.ends_with("aba");
    plural || imperfect || is_one_of(word, OWN_VERBS)
}

/// A thing where it stands: the words of its message, and its noun.
pub(super) struct PlaceEs<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) class: &'a str,
}

impl PlaceEs<'_> {
    /// Whether the message is about it.
    pub(super) fn is_about(&self) -> bool {
        let before: Vec<&str> =
            self.tokens[self.clause()..self.from].iter().map(|token| token.text.as_str()).collect();
        if before.iter().all(|word| is_one_of(word, LEADING)) {
            let own = before.iter().any(|word| is_one_of(word, OWNERS));
            let next = self.after();
            return next.is_empty() || is_one_of(next, TRAILING) || own || is_one_of(next, BEING);
        }
        let opens = before.iter().take_while(|word| is_one_of(word, OPENING)).count();
        let said = &before[opens..];
        match said.split_first() {
            Some((&"me", rest)) => self.is_liked(rest),
            Some((verb, rest)) if is_one_of(verb, THERE) && Self::is_bare(rest) => true,
            Some((verb, rest)) if is_own_verb(verb) => self.is_done(verb, rest),
            _ => false,
        }
    }

    /// Where the clause begins that it stands in.
    fn clause(&self) -> usize {
        let ends = |at: &usize| {
            let (last, token) = (&self.tokens[at - 1], &self.tokens[*at]);
            last.is_end() || self.text[last.end..token.start].contains([',', ';', ':'])
        };
        (1..=self.from.min(self.tokens.len().saturating_sub(1))).rev().find(ends).unwrap_or(0)
    }

    fn after(&self) -> &str {
        let next = self.tokens.get(self.to).filter(|next| !next.is_end());
        let last = &self.tokens[self.to - 1];
        next.filter(|next| !self.text[last.end..next.start].contains([',', ';', ':']))
            .map_or("", |next| next.text.as_str())
    }

    fn is_bare(words: &[&str]) -> bool {
        words.iter().all(|word| is_one_of(word, LEADING))
    }

    /// "Me gustan los tamales."
    fn is_liked(&self, rest: &[&str]) -> bool {
        let Some((verb, rest)) = rest.split_first() else { return false };
        let rest = match rest {
            ["mucho" | "mas" | "tanto", rest @ ..] => rest,
            rest => rest,
        };
        is_one_of(verb, LIKING) && Self::is_bare(rest)
    }

    /// "Tenía un patio lleno de gitanillas", "trabajé en la telefónica".
    fn is_done(&self, verb: &str, between: &[&str]) -> bool {
        let placed = is_one_of(self.class, PLACES) && is_one_of(verb, PLACED);
        // "Era" and "fui" say what somebody was, and lead away with "de" and "en".
        between.len() <= REACH_WORDS
            && between.iter().enumerate().all(|(at, word)| {
                let last = at.checked_sub(1).map_or("", |at| between[at]);
                let measured = *word == "de" && (at == 0 || is_one_of(last, MEASURES));
                measured || *word != "de" && !is_one_of(word, AWAY) || placed && at == 0
            })
    }
}

#[cfg(test)]
mod tests {
    use content::text::tokens;

    use super::*;

    fn about(text: &str, noun: &str, class: &str) -> bool {
        let tokens = tokens(text);
        let from = tokens.iter().position(|token| token.text == noun).expect("the noun");
        PlaceEs { text, tokens: &tokens, from, to: from + 1, class }.is_about()
    }

    #[test]
    fn what_is_told_of_a_thing_is_about_it() {
        for (text, noun, class) in [
            ("yo tenia un patio lleno de gitanillas", "patio", "building"),
            ("yo tenia un patio lleno de gitanillas", "gitanillas", "plant"),
            ("camisas de señores, con su almidon", "camisas", "clothing"),
            ("me gustan los tamales", "tamales", "food"),
            ("la caja", "caja", "keepsake"),
            ("habia una fuente", "fuente", "outdoors"),
            ("mi huerta daba para todos", "huerta", "plant"),
            ("trabaje en el muelle", "muelle", "workplace"),
            ("lentejas para doscientos", "lentejas", "food"),
            ("bailabamos el tango", "tango", "dance"),
        ] {
            assert!(about(text, noun, class), "{text}: {noun}");
        }
    }

    #[test]
    fn what_is_named_in_passing_is_not() {
        for (text, noun, class) in [
            ("tengo su sombrero en la silla", "sombrero", "clothing"),
            ("tengo su sombrero en la silla", "silla", "furniture"),
            ("pero me calentaba el carro", "carro", "vehicle"),
            ("se sentaba una debajo y no hacia falta ni abanico", "abanico", "keepsake"),
            ("las monjas no querian que pusiera chorizo", "chorizo", "food"),
            ("mi hija me ha traido sus cosas en una caja", "caja", "keepsake"),
            ("lo tengo pegado en la pared", "pared", "building"),
        ] {
            assert!(!about(text, noun, class), "{text}: {noun}");
        }
    }
}
