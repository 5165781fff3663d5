//! How a Spanish verb is read where it stands: who does it, and the form that is said to the listener.

use super::clause_words::is_one_of;
use super::spanish;

/// Whose doing a verb tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Person {
    /// The speaker's: "trabajé".
    Own,
    /// The speaker's and others': "vendíamos".
    Ours,
    /// Somebody else's: "llevaban", "mandó".
    Other,
    /// The form is the same for both: "vendía".
    Either,
}

/// A verb, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Verb {
    /// As it is said to the listener.
    pub(super) said: String,
    /// Whose doing it is.
    pub(super) person: Person,
}

impl Verb {
    /// Whether it tells of then.
    pub(super) fn is_then(&self) -> bool {
        let said = self.said.as_str();
        spanish::is_third(said)
            || is_one_of(said, OTHERS)
            || is_one_of(said, EITHERS)
            || ["aba", "aban", "ía", "ían"].iter().any(|end| said.ends_with(end))
    }

    /// Whether it is the speaker's by its form.
    pub(super) fn is_own(&self) -> bool {
        matches!(self.person, Person::Own | Person::Ours)
    }
}

/// Strong preterites and other forms of somebody else's, which have no ending that says so.
const OTHERS: &str = "fue fueron hizo hicieron tuvo tuvieron vino vinieron dijo dijeron puso pusieron trajo trajeron quiso quisieron pudo \
    pudieron supo supieron estuvo estuvieron anduvo condujo dio dieron vio vieron rio era eran iban veían cayeron leyeron \
    oyeron creyeron";
/// Forms that are the speaker's as well as somebody else's.
const EITHERS: &str = "iba era veía había tenía quería sabía podía debía creía olía oía";
/// What goes on, of somebody who is not the speaker, and what no noun is.
const NOW: &str = "tiene tienen va van viene vienen hace hacen viven trabajan llaman trae traen pone ponen dan cantan duermen rezan \
    hablan suenan cuidan mandan estudian juegan comen compran venden enseñan llevan quieren saben pueden salen llegan \
    viajan bailan leen escriben hay está están vive duerme sabe quiere puede dice dicen crece crecen huele huelen";
/// The same where somebody is named before it who does it; some of them are nouns elsewhere.
const NOW_NAMED: &str = "trabaja llama canta ronca reza habla suena cuida manda estudia juega come compra vende enseña lleva sale llega \
    viaja baila lee escribe toca barre cose teje ladra vuela pasa da es son friega cocina lava plancha pinta saluda visita \
    ayuda espera abre cierra empieza termina queda anda corre sube baja pide paga busca";
/// Preterites of somebody else's as they are typed without their accent, where somebody is named who does it, or "se" says
/// that it is not the speaker.
pub(super) const UNACCENTED: &str = "trabajó llegó compró enseñó dejó ganó cantó bailó nació vivió salió subió creció conoció volvió vendió corrió \
    rompió comió bebió cosió tejió aprendió escribió recibió partió abrió llevó llamó mandó quedó casó crió plantó sembró \
    empezó terminó pasó entró pagó cuidó ayudó contó tomó habló esperó miró buscó encontró regaló prestó invitó visitó \
    saludó sacó metió tiró cocinó planchó lavó limpió manejó viajó emigró jubiló olvidó recordó cambió dibujó pintó \
    construyó leyó oyó huyó marchó mudó levantó sentó bajó abrazó besó echó montó";
/// The same behind "me", where the speaker's own present would not be said so.
const UNACCENTED_ME: &str = "mandó enseñó regaló compró crió invitó contó prestó saludó abrazó besó visitó acompañó trajo ayudó cosió \
    tejió escribió recibió cuidó esperó buscó eligió pidió";
/// What one says of oneself with "me" in the present.
const SELVES: &str = "levanto acuesto quedo duermo visto lavo peino pongo hago tengo muevo vengo";
/// What is said to the companion behind "me": "no me diga".
const ASKS: &str = "diga haga traiga ponga venga oiga vaya traigan vengan hagan digan pongan compadezca quiera quieran parezca pida sepa \
    tenga tengan salga salgan caiga hiera duela duelan alegra";
/// What touches the speaker, and is nobody's doing.
const FELT: &str = "importa importan gusta gustan encanta encantan parece interesa molesta molestan preocupa alegra cuesta falta faltan \
    sobra apura";
/// "Nos casamos" is of then: what one does once.
const ONCE: [(&str, &str); 6] = [
    ("casamos", "casaron"),
    ("conocimos", "conocieron"),
    ("mudamos", "mudaron"),
    ("enamoramos", "enamoraron"),
    ("jubilamos", "jubilaron"),
    ("fuimos", "fueron"),
];
/// Preterites of "we" that no present is like.
const OURS: [(&str, &str); 37] = [
    ("hicimos", "hicieron"),
    ("tuvimos", "tuvieron"),
    ("dijimos", "dijeron"),
    ("pusimos", "pusieron"),
    ("vinimos", "vinieron"),
    ("trajimos", "trajeron"),
    ("estuvimos", "estuvieron"),
    ("anduvimos", "anduvieron"),
    ("fuimos", "fueron"),
    ("dimos", "dieron"),
    ("vimos", "vieron"),
    ("comimos", "comieron"),
    ("vendimos", "vendieron"),
    ("perdimos", "perdieron"),
    ("corrimos", "corrieron"),
    ("aprendimos", "aprendieron"),
    ("cosimos", "cosieron"),
    ("nacimos", "nacieron"),
    ("conocimos", "conocieron"),
    ("volvimos", "volvieron"),
    ("metimos", "metieron"),
    ("rompimos", "rompieron"),
    ("encendimos", "encendieron"),
    ("recogimos", "recogieron"),
    ("cogimos", "cogieron"),
    ("leímos", "leyeron"),
    ("crecimos", "crecieron"),
    ("bebimos", "bebieron"),
    ("barrimos", "barrieron"),
    ("hacemos", "hacen"),
    ("tenemos", "tienen"),
    ("vamos", "van"),
    ("podemos", "pueden"),
    ("queremos", "quieren"),
    ("sabemos", "saben"),
    ("vemos", "ven"),
    ("comemos", "comen"),
];

/// "He abierto", "estoy esperando": the first half of a verb in two words.
fn compound(word: &str, next: &str) -> Option<Verb> {
    let participle = ["ado", "ido", "ído", "cho", "sto", "rto"].iter().any(|end| next.ends_with(end));
    let gerund = next.ends_with("ando") || next.ends_with("iendo");
    let (said, person) = match word {
        "he" if participle => ("ha", Person::Own),
        "hemos" if participle => ("han", Person::Ours),
        "ha" | "han" if participle => (word, Person::Other),
        "estoy" if gerund => ("está", Person::Own),
        _ => return None,
    };
    Some(Verb { said: said.to_owned(), person })
}

/// Reads the verb at a place. `before` is the word before it, `named` says that somebody is named who does it, and `next` is
/// the word behind it.
pub(super) fn read(word: &str, before: Option<&str>, named: bool, next: &str) -> Option<Verb> {
    let verb = |said: &str, person: Person| Some(Verb { said: said.to_owned(), person });
    let said =
        |list: &[(&str, &str)]| list.iter().find(|(own, _)| *own == word).map(|(_, said)| (*said).to_owned());
    if let Some(verb) = compound(word, next) {
        return Some(verb);
    }
    if before == Some("nos")
        && let Some(said) = said(&ONCE)
    {
        return verb(&said, Person::Ours);
    }
    if let Some(said) = said(&OURS) {
        return verb(&said, Person::Ours);
    }
    if is_one_of(word, EITHERS) || spanish::is_imperfect(word) && !spanish::is_supposed(word) {
        let many = word.ends_with("aban") || word.ends_with("ían");
        return verb(word, if many { Person::Other } else { Person::Either });
    }
    if named
        && word.ends_with('o')
        && let Some(verb) = accented(UNACCENTED, word)
    {
        return Some(verb);
    }
    // "Me llevo" may be "me llevó".
    if before == Some("me") && !named && word.ends_with('o') && !is_one_of(word, SELVES) {
        return accented(UNACCENTED_ME, word);
    }
    if let Some(said) = spanish::turned(word) {
        // "Se la llevo el azúcar", "le compro un coche": without its accent it may be somebody else's.
        let either = word.ends_with('o') && said.ends_with('a');
        if either && before.is_some_and(|word| is_one_of(word, "se le les lo la los las")) {
            return None;
        }
        let ours = word.ends_with("mos");
        return verb(&said, if ours { Person::Ours } else { Person::Own });
    }
    if is_one_of(word, OTHERS)
        || spanish::is_third(word)
        || is_one_of(word, NOW)
        || named && is_one_of(word, NOW_NAMED)
    {
        return verb(word, Person::Other);
    }
    // "Me zumba", "nos llaman": in the speaker's mouth only somebody else's; but "no me diga" asks.
    let asks = is_one_of(word, ASKS) || is_one_of(word, FELT);
    if before.is_some_and(|word| is_one_of(word, "me nos"))
        && word.len() > 3
        && !asks
        && !word.ends_with("ria")
        && !word.ends_with("rian")
        && !spanish::is_supposed(word)
        && (word.ends_with('a') || word.ends_with("an"))
    {
        return verb(word, Person::Other);
    }
    let list = match before {
        _ if named => UNACCENTED,
        Some("me") => UNACCENTED_ME,
        Some("le" | "les" | "lo" | "la" | "los" | "las") | None => return None,
        Some("se") => UNACCENTED,
        Some(_) => return None,
    };
    accented(list, word)
}

/// A preterite of somebody else's that is typed without its accent.
pub(super) fn accented(list: &str, word: &str) -> Option<Verb> {
    let mut known = list.split_ascii_whitespace();
    let one = known.find(|one| content::text::folded(one) == content::text::folded(word))?;
    Some(Verb { said: one.to_owned(), person: Person::Other })
}

/// Whether a word may be a finite verb, wherever it stands.
pub(super) fn may_be_verb(word: &str) -> bool {
    spanish::turned(word).is_some()
        || spanish::is_imperfect(word)
        || spanish::is_third(word)
        || is_one_of(word, OTHERS)
        || is_one_of(word, EITHERS)
        || is_one_of(word, NOW)
        || OURS.iter().any(|(own, _)| *own == word)
}
