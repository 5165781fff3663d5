//! Spanish verbs turned from the speaker to the one who listens: "trabajé en la telefónica" is "trabajó en la
//! telefónica".
//!
//! Only where it is sure: a written accent that no other form has, a small table of the commonest irregular verbs, and
//! forms that are the same for both. What is not in here is not turned, and nothing of it is said back.

use std::collections::HashMap;
use std::sync::LazyLock;

use content::text::folded;

/// First person, and what is said to the one who listens; as they are written.
const TABLE: [(&str, &str); 110] = [
    ("prefiero", "prefiere"),
    ("toso", "tose"),
    ("camino", "camina"),
    ("éramos", "eran"),
    ("íbamos", "iban"),
    ("somos", "son"),
    ("tenemos", "tienen"),
    ("fui", "fue"),
    ("tuve", "tuvo"),
    ("sostuve", "sostuvo"),
    ("mantuve", "mantuvo"),
    ("contuve", "contuvo"),
    ("detuve", "detuvo"),
    ("obtuve", "obtuvo"),
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
    ("casé", "casó"),
    ("hablo", "habla"),
    ("compro", "compra"),
    ("vendo", "vende"),
    ("pago", "paga"),
    ("busco", "busca"),
    ("escucho", "escucha"),
    ("bailo", "baila"),
    ("cocino", "cocina"),
    ("lavo", "lava"),
    ("enseño", "enseña"),
    ("aprendo", "aprende"),
    ("conozco", "conoce"),
    ("entiendo", "entiende"),
    ("pido", "pide"),
    ("doy", "da"),
    ("ando", "anda"),
    ("subo", "sube"),
    ("meto", "mete"),
    ("friego", "friega"),
    ("levanto", "levanta"),
    ("acuesto", "acuesta"),
    ("quedo", "queda"),
    ("peino", "peina"),
    ("muevo", "mueve"),
];
/// First persons in -í whose stem changes in the third.
const STEMS: [(&str, &str); 16] = [
    ("sentí", "sintió"),
    ("mentí", "mintió"),
    ("repetí", "repitió"),
    ("elegí", "eligió"),
    ("conseguí", "consiguió"),
    ("despedí", "despidió"),
    ("medí", "midió"),
    ("rendí", "rindió"),
    ("herví", "hirvió"),
    ("divertí", "divirtió"),
    ("preferí", "prefirió"),
    ("reí", "rió"),
    ("freí", "frió"),
    ("creí", "creyó"),
    ("construí", "construyó"),
    ("huí", "huyó"),
];
/// Words in -í that are no preterite.
const NO_VERB_I: &str = "aquí allí ahí así casi mí sí ni jabalí maní rubí colibrí esquí bisturí ají casí mamí papí taxí toñí lolí marí pilí nití abuelí kiwí yoguí bikiní espaguetí";
/// What one does to oneself, behind a "me" of the speaker's: "me levantaba".
const SELVES: &str = "levantaba acostaba despertaba sentaba quedaba bañaba vestía lavaba peinaba dormía reía aburría cansaba acordaba \
    escapaba asomaba escondía sentía iba ponía subía bajaba ganaba perdía";
/// What somebody else does to the speaker: "me llevaba al baile".
const TO_ME: &str = "llevaba traía daba decía mandaba compraba enseñaba esperaba ayudaba leía cantaba contaba escribía gustaba encantaba \
    costaba parecía dejaba agarraba cuidaba quería miraba visitaba acompañaba recogía guardaba cosía cocinaba preparaba \
    invitaba prestaba hablaba pedía tiraba abría hacía tejía saludaba besaba abrazaba sacaba ponía regalaba";
/// Imperfects whose stem ends with an r; other words in -ría say what would be.
const IN_RIA: &str = "quería corría abría sufría moría cubría barría recorría ocurría querían corrían abrían sufrían cubrían barrían";
/// What is often written without its accent, and what it then surely is where a verb stands or a noun is named.
const UNACCENTED: &str = "tenía tenían teníamos había decía decían venía venían salía vivía vivían vivíamos comía comían \
    dormía cosía vestía vestían tejía tejían cosían bebía bebían venían decían leían subían volvían creían servían aprendía \
    aprendían perdía perdían pedía pedían seguía seguían reían dormían veíamos recogían conocían sentía sentían llovía abrían \
    salían gustaría vendía vendían quería querían podía podían sabían tenías sabía ponía ponían leía oía reía traía traían corría escribía subía conocía \
    parecía creía servía volvía cogía recogía hacían hacíamos íbamos éramos nací viví salí comí cosí crecí aprendí vendí \
    conocí subí escribí recibí volví serví abrí dormí corrí perdí parí repartí cogí demás día días camión camiones limón jardín \
    balcón fútbol café sillón cajón rincón corazón canción lección estación habitación televisión músico fábrica cárcel \
    árbol árboles lápiz azúcar máquina teléfono película música médico médicos miércoles sábado sábados almidón algodón \
    jabón jamón melón carbón acordeón autobús avión pájaro pájaros último última algún después también además así todavía \
    allí aquí ahí mamá tío tía tíos tías bebé compañía alegría panadería carnicería peluquería enfermería librería \
    ferretería sastrería chocolatería frío fríos río ríos baúl más veía veían mecánico mecánicos eléctrico católico traído traída caído leído oído creído reído político rápido rápida técnico frigorífico zaguán público práctico lámpara lámparas sábana sábanas sótano cántaro página número números llovió allá acá están olía olían periódico periódicos tranvía bahía hacían cojín bombón máquinas fábricas";
/// First persons of the past that nobody says as a request to a machine, where they lead a clause.
const UNACCENTED_PAST: &str = "trabajé llegué estudié planché crié emigré cociné manejé sembré planté bailé canté gané cuidé arreglé pinté pregunté regalé encontré compré";
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
    // "Mi papa" is a father; "la papa" is eaten, and "el papa" lives in Rome.
    if word == "papa" && before.is_some_and(|word| matches!(word, "mi" | "su" | "tu" | "nuestro")) {
        return Some("papá".to_owned());
    }
    if word == "papas" && before.is_some_and(|word| matches!(word, "mis" | "sus" | "nuestros")) {
        return Some("papás".to_owned());
    }
    let leads = before
        .is_none_or(|word| matches!(word, "yo" | "me" | "y" | "le" | "nos" | "les" | "siempre" | "nunca"));
    if word == "hacia" && leads {
        return Some("hacía".to_owned());
    }
    // "Llevarsela": two pronouns behind an infinitive.
    for (end, mark) in [("a", "á"), ("e", "é"), ("i", "í")] {
        for tail in ["rsela", "rselo", "rselas", "rselos", "rmela", "rmelo"] {
            if let Some(stem) = word.strip_suffix(tail).and_then(|stem| stem.strip_suffix(end)) {
                return Some(format!("{stem}{mark}{tail}"));
            }
        }
    }
    let leads_past = leads || before.is_some_and(|word| matches!(word, "lo" | "la" | "los" | "las"));
    let past = if leads_past && before != Some("me") { find(&PAST) } else { None };
    let own = if before == Some("me") { find(&OWN_PAST) } else { None };
    // "Bombon", "cajon": what ends so is written with its accent, but for verbs and a few small words.
    let on = word.strip_suffix("on").filter(|stem| stem.len() > 2 && !stem.ends_with(['r', 's']));
    let on = on.map(|stem| format!("{stem}ón"));
    let ending = word.strip_suffix("cion").filter(|stem| stem.len() > 1).map(|stem| format!("{stem}ción"));
    let first = word
        .strip_suffix('i')
        .filter(|stem| leads && stem.len() > 2 && !is_one_of(&format!("{stem}í"), NO_VERB_I));
    let first = first.map(|stem| format!("{stem}í")).filter(|one| turned(one).is_some());
    past.or(own).or_else(|| find(&ANYWHERE)).or(ending).or(first).or(on)
}

/// What a verb in the first person is when it is said to the one who listens. The word is in lower case, with accents.
pub(super) fn turned(word: &str) -> Option<String> {
    if let Some((_, said)) = TABLE.iter().find(|(own, _)| *own == word) {
        return Some((*said).to_owned());
    }
    // "Parezco", "agradezco": no other person has this ending.
    if let Some(stem) = word.strip_suffix("zco").filter(|stem| stem.chars().count() > 1) {
        return Some(format!("{stem}ce"));
    }
    // "We" of a resident is a plural of the listener: "jugábamos" is "jugaban".
    for (ours, said) in [("ábamos", "aban"), ("abamos", "aban"), ("íamos", "ían"), ("iamos", "ían")] {
        if let Some(stem) = word.strip_suffix(ours).filter(|stem| !stem.is_empty()) {
            return Some(format!("{stem}{said}"));
        }
    }
    if let Some((_, said)) = STEMS.iter().find(|(own, _)| *own == word) {
        return Some((*said).to_owned());
    }
    if let Some(stem) = word.strip_suffix('í') {
        let sure = stem.chars().count() > 2 && !is_one_of(word, NO_VERB_I);
        return sure.then(|| format!("{stem}ió"));
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

/// Whether a word in -ía says what would be: "iría".
pub(super) fn is_supposed(word: &str) -> bool {
    (word.ends_with("ría") || word.ends_with("rían")) && !is_one_of(word, IN_RIA)
}

/// Whether "me" before this imperfect is the speaker's own doing ("me levantaba") or somebody else's ("me llevaba"); `None`
/// where it may be either.
pub(super) fn own_or_others(word: &str) -> Option<bool> {
    match (is_one_of(word, SELVES), is_one_of(word, TO_ME)) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    }
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
