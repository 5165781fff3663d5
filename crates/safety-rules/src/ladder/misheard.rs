//! That the ladder was entered by a misreading: what somebody explains in answer to its first words.
//!
//! A person who said that her neighbour snores, or that a boy of hers became a fire chief, and is asked whether she is safe, says
//! what she meant. Where that is an explanation that names a thing of no danger, the ladder lets go at once and says that it was
//! its own mistake. Whoever was told stays told: a person looks in all the same. A bare "nobody hit me" explains nothing, since
//! that is what whoever is hit says as well; nor does a joke, since that is what whoever hits says.

use std::sync::LazyLock;

use crate::pattern::Engine;

/// Things that talk is about where no danger is.
const CALM: &str = "snore snores snoring snored story stories school play film movie show program programme telly tv television \
    radio song songs hymn book novel game cards dominoes draughts checkers chess bingo cat cats dog dogs bird birds pigeon \
    pigeons soup porridge weather window windows radiator football match cricket garden knitting crossword quiz chief fireman \
    ronca roncan roncaba ronquido ronquidos novela telenovela pelicula peliculas tele radio cancion canciones libro juego cartas \
    domino baraja ajedrez loteria gato gata perro perra perrito caldo sopa frijoles ventana ventanas cobija cobijas tejido \
    futbol partido escuela bombero bomberos cuento himno poema verso dicho refran";

/// The shape of an explanation.
const MEANT: &[&str] = &[
    "(i am|i was) (just|only)? (talking|speaking|on) (about|of) (the|a|an|my|our|some|his|her|that)? ~2 <calm>",
    "(i am|i was) (just|only)? telling you (about)? (the|a|an|my|our|some|that)? ~2 <calm>",
    "i (just|only)? meant (the|a|an|my|that)? ~1 <calm>",
    "i ~1 said ~9 (snores|snoring|snored|chief|fireman|drill)",
    "(you|you have) ~1 (got|took|taken) (it|me|that|this) (all)? (wrong|backwards) , ~9 <calm>",
    "(you|you have) ~2 (misunderstood|misunderstand|misheard|misread) ~9 <calm>",
    "you did not understand ~9 <calm>",
    "wrong end of the stick ~9 <calm>",
    "(it|that) (is|was) (in|on|from) (a|the|my)? ~1 (film|movie|book|novel|show|program|programme|telly|tv|television|radio|story|song|hymn|play)",
    "(digo|dije|decia) que ~2 (ronca|roncan|roncaba|bombero|bomberos)",
    "(estoy|estaba) (hablando|platicando|contando) ~1 (de|del|sobre) (la|el|los|las|mi|mis|un|una|su)? ~1 <calm>",
    "(le|te|les) (hablo|hablaba|platico|platicaba|contaba|cuento|decia) (de|del|sobre) (la|el|los|las|mi|mis|un|una|su)? ~1 <calm>",
    "(hablo|hablaba) (de|del) (la|el|los|las|mi|un|una)? ~1 <calm>",
    "me (refiero|referia) (a|al) (la|el|los|las|mi|un|una)? ~1 <calm>",
    "(es|era|fue) (de|en) (la|una|el|un) (novela|telenovela|pelicula|tele|radio|cancion|libro|cuento)",
    "(me|lo) ~1 (entendio|entendiste|oyo|oiste) mal ~9 <calm>",
    "no ~1 me (entendio|entendiste) ~9 <calm>",
    "(entendio|oyo) (usted)? (mal|otra cosa) ~9 <calm>",
    "lo (unico)? que quiero es que me (arreglen|arregle|compongan|componga|cambien|cambie) (la|el|esa|ese) (ventana|puerta|tele|foco|cobija|colchon|persiana)",
    "lo (unico)? que tengo es frio $",
];
/// Of what is critical only a fire that is none is explained away; of nothing that may be of the body.
const NO_FIRE: &[&str] = &[
    "there (is|was) (no|not any) ~1 fire",
    "fire (chief|drill|engine|station|truck|department|brigade|fighter)",
    "(fireman|bombero|bomberos)",
    "no (hay|habia|hubo) (ningun|nada de)? (fuego|incendio|humo)",
];
/// Words of somebody who is afraid of what they said, makes little of what they feel, or means something else by it.
const UNLESS: &[&str] = &[
    "(afraid|scared|frightened|hear|hears|quiet|quietly|whisper|whispering|secret|goodbye|goodbyes|pills|papers|tablets)",
    "(he|she|they) will (be|hit|hurt|kill|find|know|get|take)",
    "(he|she|they) would",
    "on purpose",
    "(not|never) ~1 (talking|speaking|telling|joking)",
    "(he|she|they) (says|said|say|told) ~2 (it|that)",
    "(do not|please do not) tell",
    "(my|his|her) ~1 (arm|arms|chest|side|tongue|face|heart|leg|breath|eye|hand|hands|knife|gun)",
    "(bajito|callo|callada|oye|oyen|brazo|pecho|lado|lengua|pastillas|inyeccion|despertar|despedir|despedirme|arreglado|proposito|secreto|sangre)",
    "no (estoy|estaba|le|te) (hablando|hablo|hablaba)",
    "no (se lo|le|les) (diga|digas|cuente|cuentes)",
    "(dice|dicen|dijo) que ~1 (fue|es|era)",
    "(tengo|me da|con|da) ~1 miedo",
    "(se va a|se) (enojar|enoja|enterar|entera)",
    "(only|just) meant ~1 (a little|a bit|i am|that i)",
];

/// Whether a message explains that something else was meant. `critical`: what was understood is a danger to life of the body.
pub(super) fn explains(text: &str, critical: bool) -> bool {
    static PATTERNS: LazyLock<Engine> =
        LazyLock::new(|| Engine::compile([UNLESS, MEANT, NO_FIRE], &[("calm", CALM)]));
    let hits = PATTERNS.hits(&PATTERNS.vocabulary.read(text));
    let found = |rule: u16| hits.iter().any(|hit| hit.rule == rule);
    found(1) && !found(0) && (!critical || found(2))
}

#[cfg(test)]
mod tests {
    use super::explains;

    /// What whoever is afraid, ill or in despair may say in the next message, and whoever was misread.
    #[test]
    fn an_explanation_names_a_thing_of_no_danger() {
        for text in [
            "Good heavens, there's no fire! I said Tommy grew up to be a fire chief. Don't call anybody.",
            "No, I was telling you about the school play",
            "You've got it all wrong, I was talking about my cat",
            "I just meant the game of cards",
            "That was in my show, the one on at four",
            "¡Ay, no, criatura! Digo que ronca, que no me dejó dormir",
            "¡No, hombre, cómo crees! Lo que quiero es que me arreglen la ventana",
            "No me entendió, le hablaba de la novela de la tele",
            "Me refería al perro",
            "Es de la telenovela, no de mi casa",
            "Lo único que tengo es frío.",
        ] {
            assert!(explains(text, false), "{text}");
        }
        for text in [
            "No",
            "Nobody hit me, I bruise easy",
            "Nobody hits me when the nurse is here",
            "I'm not joking",
            "He says it was a joke",
            "I've said too much",
            "I said he hit me",
            "I am talking quietly because he's in the next room",
            "You got it wrong, it wasn't my son, it was my daughter",
            "I'm telling you the truth",
            "I was talking about the pills I've been keeping",
            "I was telling you my goodbyes",
            "There was no accident, he meant it",
            "I only meant that I'm tired",
            "I'm fine, don't call anybody",
            "Le dije que parara y no paró",
            "Dice que fue una broma",
            "Estoy hablando bajito porque está aquí",
            "Mi hijo no me entiende y se desespera",
            "Nadie me hizo nada, no le diga a mi hija que tengo miedo",
            "Nadie me hace nada si me callo",
            "No hay golpes, puros gritos",
            "Le hablo de mi hijo, el que vive conmigo",
            "Le hablo de las pastillas que tengo guardadas",
            "Lo que quiero es que me den algo para no despertar",
            "Lo único que quiero es morirme",
            "Lo único que tengo es flojera en este lado",
            "Te contaba que ya dejé todo arreglado",
            "No estoy hablando de eso",
        ] {
            assert!(!explains(text, false), "{text}");
        }
        // What may be a stroke is not talked away by any talk.
        assert!(
            !explains("I was talking about my cat", true)
                && explains("There's no fire, he is a fire chief, I was telling you about the school", true)
        );
    }
}
