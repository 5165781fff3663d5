//! Spanish verbs turned from the speaker to the one who listens: "trabajé en la telefónica" is "trabajó en la
//! telefónica".
//!
//! Only where it is sure: a written accent that no other form has, a small table of the commonest irregular verbs, and
//! forms that are the same for both. What is not in here is not turned, and nothing of it is said back.

/// First person, and what is said to the one who listens; as they are written.
const TABLE: [(&str, &str); 47] = [
    ("fui", "fue"),
    ("tuve", "tuvo"),
    ("hice", "hizo"),
    ("estuve", "estuvo"),
    ("puse", "puso"),
    ("vine", "vino"),
    ("supe", "supo"),
    ("traje", "trajo"),
    ("anduve", "anduvo"),
    ("conduje", "condujo"),
    ("comí", "comió"),
    ("viví", "vivió"),
    ("salí", "salió"),
    ("conocí", "conoció"),
    ("nací", "nació"),
    ("cosí", "cosió"),
    ("subí", "subió"),
    ("escribí", "escribió"),
    ("recibí", "recibió"),
    ("aprendí", "aprendió"),
    ("vendí", "vendió"),
    ("corrí", "corrió"),
    ("volví", "volvió"),
    ("crecí", "creció"),
    ("encendí", "encendió"),
    ("abrí", "abrió"),
    ("dormí", "durmió"),
    ("serví", "sirvió"),
    ("seguí", "siguió"),
    ("leí", "leyó"),
    ("vestí", "vistió"),
    ("tengo", "tiene"),
    ("vivo", "vive"),
    ("hago", "hace"),
    ("pongo", "pone"),
    ("salgo", "sale"),
    ("traigo", "trae"),
    ("guardo", "guarda"),
    ("miro", "mira"),
    ("paseo", "pasea"),
    ("escribo", "escribe"),
    ("leo", "lee"),
    ("tejo", "teje"),
    ("duermo", "duerme"),
    ("riego", "riega"),
    ("sigo", "sigue"),
    ("llevo", "lleva"),
];
/// Words in -é that are no preterite, or not surely one.
const NO_VERB: &str =
    "café té bebé comité puré josé qué porqué por sé esté dé fe pie usé paté chalé carné olé";
/// The imperfect is the same for both; these only look like one.
const NO_IMPERFECT: &str = "taba haba daba traba caba había podía quería sabía debía creía tenía día tía vía fría \
    mía guía vacía todavía policía alegría compañía mayoría mediodía panadería librería carnicería cafetería fotografía \
    energía travesía poesía melodía bahía sequía cría ría lejía sandía romería mercería lotería batería enfermería \
    peluquería barriga acaba prueba";

fn is_one_of(word: &str, words: &str) -> bool {
    words.split_ascii_whitespace().any(|one| one == word)
}

/// What a verb in the first person is when it is said to the one who listens. The word is in lower case, with accents.
pub(super) fn turned(word: &str) -> Option<String> {
    if let Some((_, said)) = TABLE.iter().find(|(own, _)| *own == word) {
        return Some((*said).to_owned());
    }
    // The future ends like a preterite ("llamaré"), and so do some nouns.
    let future = ["aré", "eré", "iré", "dré", "bré"].iter().any(|end| word.ends_with(end));
    if future || is_one_of(word, NO_VERB) || word.chars().count() < 5 {
        return None;
    }
    let stem = word.strip_suffix('é')?;
    // A spelling that only keeps the sound: saqué, llegué, empecé.
    let stem = match stem {
        stem if stem.ends_with("qu") => format!("{}c", stem.strip_suffix("qu")?),
        stem if stem.ends_with("gu") => format!("{}g", stem.strip_suffix("gu")?),
        stem if stem.ends_with('c') => format!("{}z", stem.strip_suffix('c')?),
        stem => stem.to_owned(),
    };
    Some(format!("{stem}ó"))
}

/// Whether a verb is the same whoever did it, the speaker or somebody else: "dormía", "cantaba".
pub(super) fn is_imperfect(word: &str) -> bool {
    let form =
        word.ends_with("aba") || word.ends_with("ía") || word.ends_with("aban") || word.ends_with("ían");
    form && word.chars().count() > 4 && !is_one_of(word, NO_IMPERFECT)
}

/// Whether a verb tells what somebody else did: "llamó", "quitaron".
pub(super) fn is_third(word: &str) -> bool {
    let form = word.ends_with('ó') || word.ends_with("aron") || word.ends_with("ieron");
    form && word.chars().count() > 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_speakers_verbs_are_turned_to_the_listener() {
        for (own, said) in [
            ("trabajé", "trabajó"),
            ("saqué", "sacó"),
            ("apagué", "apagó"),
            ("empecé", "empezó"),
            ("tuve", "tuvo"),
            ("dormí", "durmió"),
            ("vivo", "vive"),
        ] {
            assert_eq!(turned(own).as_deref(), Some(said), "{own}");
        }
    }

    #[test]
    fn what_is_no_preterite_is_left_alone() {
        for word in ["llamaré", "café", "josé", "sé", "aquí", "cantaba", "casa", "diré", "vendré", "canto"]
        {
            assert_eq!(turned(word), None, "{word}");
        }
        for word in ["todavía", "fría", "día", "panadería", "casa"] {
            assert!(!is_imperfect(word), "{word}");
        }
        assert!(is_imperfect("dormía") && is_imperfect("cantaba") && is_third("llamó"));
    }
}
