//! That the ladder was entered by a misreading: what somebody explains in answer to its first words.
//!
//! A person who said that her neighbour snores, or that a boy of hers became a fire chief, and is asked whether she is safe, says
//! what she meant. Where that is an explanation, and neither a wish not to be asked nor a wish that nobody be told, the ladder
//! lets go at once and says that it was its own mistake. Whoever was told stays told: a person looks in all the same.

use std::sync::LazyLock;

use crate::pattern::Engine;

/// What the talk was about, or that there is no such danger.
const MEANT: &[&str] = &[
    "i ~1 (am|was) ~1 (talking|speaking|telling you)",
    "(you|you have) ~3 (got|get|took|taken) ~2 (wrong|backwards)",
    "(you|you have) ~1 (misunderstood|misunderstand|misheard|misread)",
    "there (is|was) (no|not any|not a) ~1 (fire|smoke|accident|fight|blood|burglar|noise|row|gas)",
    "(nobody|no one|no body|none) (is|was|got|has been) ~1 (hurt|hit|hitting|hurting|burning|harmed)",
    "(nobody|no one) ~1 (hit|hurt|hits|hurts|pushed|touched) me",
    "(estoy|estaba) (hablando|platicando|contando|diciendole|diciendote)",
    "(le|te) (hablo|hablaba|platico|platicaba|contaba|cuento|decia) (de|del|que) !la|verdad",
    "(me|lo|la) ~1 (entendio|entendiste|entendieron|has entendido|ha entendido) ~1 mal",
    "no ~1 me (entendio|entendiste|entiende|entiendes|ha entendido|has entendido)",
    "no (hay|habia|hubo) (ningun|ninguna|nada de)? ~1 (fuego|incendio|humo|golpes|sangre|accidente|pelea|ruido|pleito)",
    "nadie me (hizo|ha hecho|hace) (nada|dano|mal)",
    "nadie me (pego|pega|ha pegado|toco|toca|ha tocado|empujo)",
    "lo (unico)? que (quiero|pido|necesito) es que me (arreglen|arregle|compongan|componga|den|de|traigan|traiga|cambien|cambie|pongan|ponga|suban|bajen|presten|preste)",
    "lo (unico)? que tengo es (frio|calor|sueno|gripa|gripe|catarro|flojera|prisa|coraje)",
];
/// What was said in the place of what was understood, or that it was said in play. Of an own danger to life it is no more than a
/// denial.
const SAID: &[&str] = &[
    "i ~1 said !i|it|no|nothing|stop|leave|forget|to|so|he|she|they|that|please|help|yes|never ~3",
    "not what i (meant|said|was saying|am saying)",
    "i ~1 (am|was) ~1 (joking|kidding|teasing|quoting|singing|pulling)",
    "(it|that) (is|was) ~1 (a|just a|only a|in a) (joke|song|film|movie|book|story|play|saying|dream|nickname|figure of speech)",
    "(solo|nomas|nada mas)? (digo|dije|decia) que !no|estoy|me|quiero|nada|ya|si ~3",
    "(estoy|estaba) (bromeando|jugando)",
    "(es|era|fue) (una|un) (broma|cancion|pelicula|novela|chiste|dicho|apodo|cuento|sueno)",
];
/// Words of somebody who is afraid of what they said, or who makes little of what they feel.
const UNLESS: &[&str] = &[
    "(forget|forgot|never mind|nevermind|do not tell|don t tell|please do not|shh|secret|between us|he will|she will|they will|will be angry|trouble)",
    "(olvidelo|olvidalo|olvide|olvida|no se lo diga|no le diga|no le digas|no diga nada|no digas nada|secreto|entre nosotros|se va a enojar|se enoja|problemas|miedo)",
    "(only|just) ~1 (meant|mean|a little|a bit)",
];

/// Whether a message explains that something else was meant; where it is asked about an own danger to life, by what the talk was
/// about.
pub(super) fn explains(text: &str, of_life: bool) -> bool {
    static PATTERNS: LazyLock<Engine> = LazyLock::new(|| Engine::compile([UNLESS, MEANT, SAID], &[]));
    let hits = PATTERNS.hits(&PATTERNS.vocabulary.read(text));
    let found = |rule: u16| hits.iter().any(|hit| hit.rule == rule);
    (found(1) || found(2) && !of_life) && !found(0)
}

#[cfg(test)]
mod tests {
    use super::explains;

    #[test]
    fn an_explanation_is_none_of_fear() {
        for text in [
            "Good heavens, there's no fire! I said Tommy grew up to be a fire chief. Don't call anybody.",
            "No, I was telling you about the school play",
            "You've got it all wrong",
            "Nobody's hurt. I was telling you a nice story",
            "It was a joke, lad",
            "¡Ay, no, criatura! Digo que ronca, que no me dejó dormir",
            "Nadie me hizo nada, hombre, estoy bien, de veras",
            "¡No, hombre, cómo crees! Lo que quiero es que me arreglen la ventana",
            "No me entendiste, te hablaba del caldo",
            "Lo único que tengo es frío",
        ] {
            assert!(explains(text, false), "{text}");
        }
        for text in [
            "No",
            "I said it hurts",
            "I said he hit me",
            "Forget what I said, there was no fight",
            "I only meant that I'm tired",
            "Please don't tell my son, nobody hurt me",
            "Lo único que quiero es morirme",
            "Lo que quiero es descansar",
            "Digo que no quiero hablar",
            "Nadie me hizo nada, no le diga a mi hija que tengo miedo",
            "I'm fine, don't call anybody",
        ] {
            assert!(!explains(text, false), "{text}");
        }
        for text in [
            "I was only joking",
            "No, eso no, solo digo que me siento vieja",
            "I said I was tired of the soup",
        ] {
            assert!(!explains(text, true), "{text}");
        }
        assert!(explains("¡No, hombre! Lo que quiero es que me arreglen la ventana", true));
    }
}
