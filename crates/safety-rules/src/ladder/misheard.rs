//! That the ladder was entered by a misreading: what somebody explains in answer to its first words.
//!
//! A person who said that her neighbour's snoring hits her, or that the husband of the soap opera hits his wife, and is asked whether
//! she is safe, says what she meant, and begins with a no. It would be heard as "not safe". What is heard instead, and no more, is that
//! there may be nothing: the ladder owns its mistake and asks the one question once more, plainly. Whoever is hit and afraid takes back
//! what they said in the same words, and has that question before them:
//!
//! * The message that began it spoke of violence, of nothing that is happening now, and of a thing that is taken for it: a
//!   snore, what is shown or sung, an animal, a game, a match.
//! * The explanation names a thing of the same kind, in one of a few shapes, and the whole message holds nothing else but cries and a
//!   few phrases from a list: "I was talking about her snoring. It's my boy" is no explanation.
//!
//! Whoever was told stays told: a person looks in all the same. Of the body, of suicide and of voices nothing is explained away.

use std::sync::LazyLock;

use content_safety_api::{CrisisCategory, Level};

use crate::pattern::Engine;
use crate::screen::Screening;

/// The kinds of things that are taken for violence, each a bit.
const KINDS: &[&[&str]] = &[
    &["snore|snores|snoring|snored|ronca|roncan|roncaba|roncando|ronco|ronquido|ronquidos"],
    &[
        "film|films|movie|movies|show|program|programme|soap|telly|tv|television|radio|play|song|hymn|novel|book",
        "pelicula|peliculas|novela|novelas|telenovela|telenovelas|serie|tele|television|cancion|himno|obra|libro",
    ],
    &[
        "cat|cats|kitten|dog|dogs|puppy|parrot|budgie|canary",
        "gato|gata|gatos|gatito|gatita|perro|perra|perros|perrito|perrita|perico|loro|canario",
    ],
    &["cards|dominoes|draughts|checkers|chess|bingo|cribbage|baraja|cartas|domino|damas|ajedrez|loteria"],
    &["match|football|cricket|baseball|boxing|boxers|partido|futbol|beisbol|boxeo|boxeadores|luchadores"],
];
/// What is never explained away, whatever stands beside it.
const NEVER: &[&str] = &[
    "burn|burned|burns|tied|locked|threw|throws|throw|bruise|bruises|strangle|strangled|strangles|choke|choked|chokes|throat|neck|knife|gun|belt|bath|touch|touched|touches|naked",
    "amarro|amarra|encerro|encierra|avento|avienta|cadena|estrangulo|estrangula|ahorco|ahorca|cuello|cuchillo|pistola|cinto|cinturon|toca|toco|tocaba|bano|desnuda|desnudo",
];

const CALM: &str = "snore snores snoring snored film films movie movies show program programme soap telly tv television radio play \
    song hymn novel book cat cats kitten dog dogs puppy parrot budgie canary cards dominoes draughts checkers chess bingo cribbage \
    match football cricket baseball boxing boxers \
    ronquido ronquidos pelicula peliculas novela novelas telenovela telenovelas serie tele television cancion himno obra libro gato \
    gata gatos gatito gatita perro perra perros perrito perrita perico loro canario baraja cartas domino damas ajedrez loteria \
    partido futbol beisbol boxeo boxeadores luchadores";
/// Of which thing.
const WHICH: &str = "the a an my our her his their your that this some old little school new soap neighbour neighbours neighbor \
    neighbors roommate roommates football tv telly television radio detective evening afternoon late la el los las mi mis su sus un \
    una esa ese esta este unos unas vieja viejo nueva nuevo";
/// Cries, and words of address.
const CRY: &str = "oh ay ah aw no nono hombre mujer dear love honey criatura hijo hija mija mijo heavens good goodness gracious lord \
    god dios mio mia santo santisimo bendito jesus maria virgen purisima ave sorry perdon perdone disculpe senorita joven bueno \
    well haha ja jaja jajaja silly me of course not";
/// A piece of a message that only cries out.
const CRIES: &[&str] = &[
    "^ <cry> <cry>? <cry>? <cry>? <cry>? $",
    "^ (como cree|como crees|que va|claro que no|nada de eso|como va a ser) $",
];
/// A piece that may stand beside an explanation: it says that it was misread, or that nobody need come.
const BESIDE: &[&str] = &[
    "^ (no)? you (have)? ~1 (got|took|taken|read|understood) (it|me|that|this) (all)? (wrong|backwards) $",
    "^ (no)? you (have)? (misunderstood|misheard|misread) (me|that)? $",
    "^ (you did not understand (me)?|not what i (meant|said)|that is not what i (meant|said)|wrong end of the stick) $",
    "^ (please)? (do not|no need to) (call|send|worry) (anybody|anyone|them|about (me|it))? $",
    "^ (nobody|no one) (hit|hits|hurt|hurts) me $",
    "^ (no)? (usted)? me (entendio|entendiste|oyo|oiste|leyo) mal $",
    "^ (no|es que no) me (entendio|entendiste|explique) (bien)? $",
    "^ (me explique mal|entendio mal|no es eso|no era eso|no fue eso) $",
    "^ (por favor)? no (llame|llamen|llames|mande|manden|se preocupe|te preocupes) (a)? (nadie)? $",
    "^ nadie me (pego|pega|hizo nada|hace nada) $",
    "^ que no me (dejo|deja|dejaba|dejan) (dormir|pegar el ojo|pegar ojo) $",
];
/// A piece that explains.
const MEANT: &[&str] = &[
    "^ <cry>? (i am|i was) (just|only)? (talking|speaking|telling you) (about|of) <which>? <which>? <which>? <calm> <tail>? <tail>? <tail>? $",
    "^ <cry>? i (just|only)? (meant|mean) <which>? <which>? <which>? <calm> <tail>? <tail>? <tail>? $",
    "^ <cry>? (it|that|this) (is|was) (just|only|all)? (in|on|from|about|off)? <which>? <which>? <which>? <calm> <tail>? <tail>? <tail>? $",
    "^ <cry>? it (is|was) <which>? <which>? <calm> (i was talking about|i meant|i mean) $",
    "^ <cry>? i (just|only)? (said|meant|mean) (that)? (he|she|they|the <which>? man|the <which>? woman) (snores|snored|is snoring|was snoring) <tail>? <tail>? $",
    "^ <cry>? (digo|dije|decia|le digo|le decia|quiero decir) que (el|ella|mi (vecino|vecina|marido|companero|companera))? (ronca|roncan|roncaba) <tail>? <tail>? <tail>? $",
    "^ <cry>? (es que)? (le|te|les)? (hablo|hablaba|platico|platicaba|contaba|cuento|decia) (yo)? (de|del|sobre) <which>? <which>? <calm> <tail>? <tail>? <tail>? $",
    "^ <cry>? (es que)? (le|te)? (estoy|estaba) (hablando|platicando|contando|hablandole|platicandole|contandole) (de|del|sobre)? <which>? <which>? <calm> <tail>? <tail>? <tail>? $",
    "^ <cry>? me (refiero|referia) (a|al) <which>? <which>? <calm> <tail>? <tail>? <tail>? $",
    "^ <cry>? (eso|esto)? (es|era|fue) (nada mas|nomas|solo)? (de|en|del)? <which>? <which>? <calm> <tail>? <tail>? <tail>? $",
    "^ <cry>? (el|la) que (me)? (pega|pego) (es|era|fue) <which>? <calm> $",
];
/// What may end such a piece.
const TAIL: &str = "last night at on the my telly tv television radio every all then de la tele radio anoche en noche toda noches muy \
    fuerte mucho ayer de lo";

static PATTERNS: LazyLock<Engine> = LazyLock::new(|| {
    let kinds = KINDS.iter().copied();
    let rules = kinds.chain([NEVER, CRIES, BESIDE, MEANT]);
    Engine::compile(rules, &[("calm", CALM), ("which", WHICH), ("cry", CRY), ("tail", TAIL)])
});
/// The rules after those of the kinds, in their order.
const RULE_NEVER: usize = KINDS.len();
const RULE_MEANT: usize = KINDS.len() + 3;

/// The rules that hold somewhere in a text, each a bit.
fn found(text: &str) -> u32 {
    let hits = PATTERNS.hits(&PATTERNS.vocabulary.read(text));
    hits.iter().fold(0, |found, hit| found | 1 << hit.rule)
}

const fn kinds(found: u32) -> u8 {
    #[expect(clippy::cast_possible_truncation, reason = "there are few kinds")]
    let kinds = found as u8 & ((1 << KINDS.len()) - 1);
    kinds
}

/// The kinds of things that a message may have been misread by, where all that was found in it is violence that may be none; none
/// where it holds anything else.
pub(super) fn explainable(text: &str, screening: &Screening) -> u8 {
    let narrow = screening.level <= Level::High
        && screening.findings.iter().all(|finding| {
            finding.category == CrisisCategory::AbuseNeglect
                && matches!(&*finding.code, "an.physical" | "an.verbal" | "an.third")
        });
    let found = found(text);
    if narrow && found & 1 << RULE_NEVER == 0 { kinds(found) } else { 0 }
}

/// Whether a message says, from its first word to its last, that a thing of one of these kinds was meant.
pub(super) fn explains(text: &str, of: u8) -> bool {
    let mut explained = false;
    let ends = |ch: char| {
        matches!(ch, '.' | ',' | ';' | ':' | '!' | '?' | '¡' | '¿' | '…' | '—' | '–' | '\n' | '\r')
    };
    for piece in text.split(ends).map(str::trim).filter(|piece| !piece.is_empty()) {
        let found = found(piece);
        if found >> (RULE_NEVER + 1) == 0 || found & 1 << RULE_NEVER != 0 {
            return false;
        }
        explained |= found & 1 << RULE_MEANT != 0 && kinds(found) & of != 0;
    }
    explained
}

#[cfg(test)]
mod tests {
    use super::{explains, found, kinds};

    fn of(began: &str) -> u8 {
        kinds(found(began))
    }

    #[test]
    fn an_explanation_names_what_was_misread_and_nothing_else() {
        for (began, text) in [
            ("her snoring hit me", "Good heavens no. I was talking about her snoring."),
            ("her snoring hit me", "Oh dear, no, I said she snores all night."),
            ("my cat hits me", "You've got it all wrong, I was talking about my cat"),
            ("my cat hits me", "It was my cat I was talking about."),
            ("he beat me at cards", "I just meant cards"),
            ("in my show the husband hits me", "That was in my show"),
            ("sus ronquidos me pegan", "¡Ay, no, criatura! Digo que ronca, que no me dejó dormir"),
            ("en la novela el marido me pega", "No me entendió, le hablaba de la novela de la tele."),
            ("el perro me pegó", "Me refería al perro"),
            ("el gato me pegó", "El que pega es el gato."),
            ("en la telenovela me pega", "Es de la telenovela."),
            ("me pega en el dominó", "No, hombre, hablaba del dominó"),
        ] {
            assert!(explains(text, of(began)), "{began}: {text}");
        }
    }

    /// What whoever is hit, afraid or ashamed may say next, also where the first message did name such a thing.
    #[test]
    fn what_somebody_says_who_is_afraid_explains_nothing() {
        let any = of("snoring telly cat cards match novela gato cartas");
        for text in [
            "No",
            "Nobody hit me, I bruise easy",
            "Yes, I have. I was talking about the telly.",
            "No, I'm not safe. I was talking about the match, he's lost.",
            "I was talking about the match, he lost",
            "I was talking about her snoring. It's my boy who lays into me, not her.",
            "I was talking about my dog, who'll have him when I'm gone.",
            "You misunderstood, he loves me, it was over the dog.",
            "Wrong end of the stick, love, it was over a game and I deserved it.",
            "It was in a book. He's reading over my shoulder.",
            "It was from the telly. He's here.",
            "I was telling you about the film he made of me in the bath.",
            "I was talking quietly because he's in the next room",
            "I was talking about the telly, please don't tell him",
            "You got it wrong, it wasn't my son, it was my daughter",
            "I said he snores and I've got the pillow ready.",
            "I was talking about my cat, send somebody",
            "It was his game. It doesn't hurt much.",
            "A veces. Me refiero a la tele.",
            "Sí, lo he pensado. Le hablaba de la tele.",
            "No, no estoy a salvo, le hablaba del partido, perdió.",
            "Me entendió mal, fue por la tele, yo tuve la culpa.",
            "Oyó mal, fue culpa mía, le tiré el caldo encima.",
            "Era de una película, ya, olvídelo, él ve todo lo que escribo.",
            "Hablaba de la novela. Quien me toca es otro, el de la noche.",
            "Hablaba de la novela. Ya junté treinta.",
            "Hablaba del perro. Ya lo regalé, así ya no dejo pendientes.",
            "Estaba hablando de las cartas que les dejé escritas a todos.",
            "Me refiero a la película que me hizo cuando me bañaba.",
            "Digo que ronca. Ya no va a roncar.",
            "Lo que quiero es que me cambien la puerta para que no entre.",
            "Nadie me hizo nada, no le diga a mi hija que tengo miedo",
            "Me refiero a la ventana. Un paso y se acabó.",
        ] {
            assert!(!explains(text, any), "{text}");
        }
        // Of another thing than the one that was read.
        assert!(!explains("I was talking about the telly", of("my cat hits me")));
        assert!(!explains("I was talking about the telly", of("My son hits me.")));
    }
}
