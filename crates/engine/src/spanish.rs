//! Spanish verbs turned from the speaker to the one who listens: "trabajé en la telefónica" is "trabajó en la
//! telefónica".
//!
//! Only where it is sure: a written accent that no other form has, a small table of the commonest irregular verbs, and
//! forms that are the same for both. What is not in here is not turned, and nothing of it is said back.

use std::collections::HashMap;
use std::sync::LazyLock;

use content::text::folded;

/// First person, and what is said to the one who listens; as they are written.
const TABLE: [(&str, &str); 80] = [
    ("prefiero", "prefiere"),
    ("toso", "tose"),
    ("camino", "camina"),
    ("éramos", "eran"),
    ("íbamos", "iban"),
    ("somos", "son"),
    ("tenemos", "tienen"),
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
    ("di", "dio"),
    ("vi", "vio"),
    ("oí", "oyó"),
    ("caí", "cayó"),
    ("pude", "pudo"),
    ("quise", "quiso"),
    ("perdí", "perdió"),
    ("pedí", "pidió"),
    ("parí", "parió"),
    ("sentí", "sintió"),
    ("crié", "crió"),
    ("metí", "metió"),
    ("repartí", "repartió"),
    ("cogí", "cogió"),
    ("voy", "va"),
    ("vengo", "viene"),
    ("veo", "ve"),
    ("oigo", "oye"),
    ("cuido", "cuida"),
    ("rezo", "reza"),
    ("juego", "juega"),
    ("canto", "canta"),
    ("coso", "cose"),
    ("bordo", "borda"),
    ("ceno", "cena"),
    ("tomo", "toma"),
];
/// What is often written without its accent, and what it then surely is where a verb stands or a noun is named.
const UNACCENTED: &str = "tenía tenían teníamos había decía decían venía venían salía vivía vivían vivíamos comía comían \
    dormía cosía vendía vendían quería podía sabía ponía ponían leía oía reía traía traían corría escribía subía conocía \
    parecía creía servía volvía cogía recogía hacían hacíamos íbamos éramos nací viví salí comí cosí crecí aprendí vendí \
    conocí subí escribí recibí volví serví abrí dormí corrí perdí parí repartí cogí día días camión camiones limón jardín \
    balcón fútbol café sillón cajón rincón corazón canción lección estación habitación televisión músico fábrica cárcel \
    árbol árboles lápiz azúcar máquina teléfono película música médico médicos miércoles sábado sábados almidón algodón \
    jabón jamón melón carbón acordeón autobús avión pájaro pájaros último última algún después también además así todavía \
    allí aquí ahí mamá papá tío tía tíos tías bebé compañía alegría panadería carnicería peluquería enfermería librería \
    ferretería sastrería chocolatería frío fríos río ríos baúl máquinas fábricas";
/// First persons of the past that nobody says as a request to a machine, where they lead a clause.
const UNACCENTED_PAST: &str =
    "trabajé llegué estudié planché crié emigré cociné manejé sembré planté bailé canté gané cuidé";
/// The same after "me": "me case" of one's own life.
const UNACCENTED_OWN_PAST: &str = "casé quedé jubilé enamoré";
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

/// Words as they should be written, by the word without its accents.
type Unaccented = HashMap<String, &'static str>;

static ANYWHERE: LazyLock<Unaccented> = LazyLock::new(|| unaccented(UNACCENTED));
static PAST: LazyLock<Unaccented> = LazyLock::new(|| unaccented(UNACCENTED_PAST));
static OWN_PAST: LazyLock<Unaccented> = LazyLock::new(|| unaccented(UNACCENTED_OWN_PAST));

fn unaccented(list: &'static str) -> Unaccented {
    let mut out = Unaccented::new();
    for word in list.split_ascii_whitespace() {
        // Of two that differ by their accents alone the first is meant.
        out.entry(folded(word)).or_insert(word);
    }
    out
}

/// The word as it should be written, when only its accent is missing: "camion" is "camión". `before` is the word before
/// it, and none where the clause begins.
pub(super) fn written(word: &str, before: Option<&str>) -> Option<String> {
    let find = |list: &Unaccented| list.get(word).filter(|one| **one != word).map(|one| (*one).to_owned());
    let leads =
        before.is_none_or(|word| matches!(word, "yo" | "me" | "y" | "le" | "nos" | "les" | "siempre"));
    if word == "hacia" && leads {
        return Some("hacía".to_owned());
    }
    let past = if leads && before != Some("me") { find(&PAST) } else { None };
    let own = if before == Some("me") { find(&OWN_PAST) } else { None };
    let ending = word.strip_suffix("cion").filter(|stem| stem.len() > 1).map(|stem| format!("{stem}ción"));
    past.or(own).or_else(|| find(&ANYWHERE)).or(ending)
}

/// What a verb in the first person is when it is said to the one who listens. The word is in lower case, with accents.
pub(super) fn turned(word: &str) -> Option<String> {
    if let Some((_, said)) = TABLE.iter().find(|(own, _)| *own == word) {
        return Some((*said).to_owned());
    }
    // "We" of a resident is a plural of the listener: "jugábamos" is "jugaban".
    for (ours, said) in [("ábamos", "aban"), ("abamos", "aban"), ("íamos", "ían"), ("iamos", "ían")] {
        if let Some(stem) = word.strip_suffix(ours).filter(|stem| !stem.is_empty()) {
            return Some(format!("{stem}{said}"));
        }
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
            ("jugabamos", "jugaban"),
            ("vivíamos", "vivían"),
        ] {
            assert_eq!(turned(own).as_deref(), Some(said), "{own}");
        }
    }

    #[test]
    fn a_missing_accent_is_put_back() {
        for (word, before, said) in [
            ("camion", Some("un"), Some("camión")),
            ("hacia", None, Some("hacía")),
            ("hacia", Some("iba"), None),
            ("cancion", Some("una"), Some("canción")),
            ("trabaje", Some("yo"), Some("trabajé")),
            ("trabaje", Some("que"), None),
            ("quede", Some("me"), Some("quedé")),
            ("quede", Some("se"), None),
            ("casa", None, None),
        ] {
            assert_eq!(written(word, before).as_deref(), said, "{word}");
        }
    }

    #[test]
    fn what_is_no_preterite_is_left_alone() {
        for word in ["llamaré", "café", "josé", "sé", "aquí", "cantaba", "casa", "diré", "vendré", "plancho"]
        {
            assert_eq!(turned(word), None, "{word}");
        }
        for word in ["todavía", "fría", "día", "panadería", "casa"] {
            assert!(!is_imperfect(word), "{word}");
        }
        assert!(is_imperfect("dormía") && is_imperfect("cantaba") && is_third("llamó"));
    }
}
