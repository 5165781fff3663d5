//! Whether an answer to a safety question is clear. Two clear denials calm the ladder, so a sentence that only begins like one
//! denies nothing: "Not tonight", "No, my daughter is here", "It's no good". And a yes reassures only where it is nothing else:
//! "Yes, as long as I do what he says" does not.
//!
//! Clear is what says, clause by clause, nothing but what stands in closed lists: a no, that something else was meant, how somebody
//! is beside that, and address. What is not clear counts as an answer that cannot be read.

use std::sync::LazyLock;

use super::line::Question;
use super::questions::Answer;
use crate::pattern::Engine;

/// Clauses of a no.
const NO: &[&str] = &[
    "^ (no|nope|nah|never|nunca|jamas|tampoco) (no|never|nunca|jamas)? (no)? $",
    "^ no y no $",
    "^ (no)? (of course|certainly|absolutely|definitely|really) not $",
    "^ (not at all / not me / not a bit (of it)? / not likely / not on your life / not in a million years / never in my life / never ever / no way / no fear / no chance) $",
    "^ (no)? nothing (like that / of the (kind|sort)) $",
    "^ (no|of course)? i (am|do|have|would|will|did) not $",
    "^ (no)? i (have)? never (have|did|would|tried|thought (of|about) (it|that|such a thing)|done (that|anything like that|such a thing))? $",
    "^ (no)? i have not thought (of|about) (it|that|such a thing) $",
    "^ (no)? i (do|did) not (want|mean|wish) to (die|kill myself|hurt myself|harm myself|end my life|do (that|it|anything like that|such a thing)) $",
    "^ (no)? i (am|was) not (going|planning) to (die|kill myself|hurt myself|harm myself|end my life|do (that|it|anything|anything like that|such a thing)) $",
    "^ (no)? i would (never|not) (do (that|it|anything like that|such a thing)|kill myself|hurt myself|harm myself|end my life|hurt (him|her|them|anybody|anyone)|dream of it) $",
    "^ (no)? i (have|had) no (plan|plans|such (thoughts|plan|plans)) (at all)? $",
    "^ (no)? i (am|do) not (thinking|think) (of|about) (it|that|such a thing) $",
    "^ no (plan|plans|such (thoughts|thing|plans)) (at all)? $",
    "^ would not dream of it $",
    "^ (god|heaven|heavens) forbid $",
    "^ (ni)? dios (me libre / (no)? lo (quiera|permita)) $",
    "^ libreme dios $",
    "^ (que|claro que|por supuesto que|desde luego que|de verdad que) no (hija|hijo|mujer|senor|senora)? $",
    "^ (que)? no (le|te) digo que no $",
    "^ (que no (le|te) digo / ya (le|te|se lo) dije que no / para nada / en absoluto / de ninguna manera / de ningun modo / nunca en la vida / jamas de los jamases / que va / no se me ocurriria) $",
    "^ ni (hablar|pensarlo|loca|loco|en suenos|se me ocurre) $",
    "^ como (cree|crees|va a creer|vas a creer|se le ocurre|se te ocurre) $",
    "^ (no)? nada (de eso|por el estilo) $",
    "^ (no)? (yo)? nunca (lo haria|haria eso|haria tal cosa|he pensado en eso|lo he pensado|lo he intentado|lo intente|he hecho eso) $",
    "^ (yo)? no (lo he pensado|he pensado en eso|pienso en eso|lo haria nunca|he pensado en nada de eso) $",
    "^ eso (no lo haria (nunca|yo)? / nunca lo haria / jamas lo haria / no lo haria nunca) $",
    "^ (yo)? (nunca|jamas) haria (eso|nada asi|tal cosa) $",
    "^ (yo)? no (quiero (morir|morirme|matarme)|me quiero (morir|matar)|me voy a matar|voy a matarme|voy a hacer (eso|nada)) $",
    "^ no tengo (nada|ningun)? (planeado|pensado|plan|planes) $",
];
/// Clauses that say that something else was meant.
const MEANT: &[&str] = &[
    "^ (i (was|am) / it (was|is) / that (was|is))? (only|just)? (a)? (joking|kidding|teasing|joke|saying|turn of phrase|figure of speech|expression|manner of speaking|way of speaking|way of talking) $",
    "^ i (only|just) (said|meant) it (as a joke / for a laugh) $",
    "^ i (did) not mean (that|it|it like that|it that way|anything by it|any harm) $",
    "^ i (take|took) (it|that) back $",
    "^ i did not say (that|so|it) $",
    "^ (not that / eso no / no eso) $",
    "^ i (only|just) (meant|mean) (that)? i (am|feel) (so|very|just)? (tired|old|lonely|fed up|slow|bored|cross|cold|sad) $",
    "^ (solo|nomas|solamente|nada mas) (digo|decia|queria decir|quiero decir|quise decir) que (me siento|estoy) (muy|tan)? (vieja|viejo|cansada|cansado|sola|solo|aburrida|aburrido|triste|enojada|enojado) $",
    "^ (yo)? no (dije|he dicho) (eso|tal cosa) $",
    "^ no (quise|queria) decir (nada|eso) $",
    "^ i would never (say|mean) (that|it) $",
    "^ (es|era|fue) (solo|nomas|solamente|nada mas)? (un decir|broma|una broma|de broma|una forma de hablar|una manera de hablar) $",
    "^ (es|era|fue) nomas un decir $",
    "^ (lo dije (en broma|por decir) / hablo por hablar / (estaba|estoy) bromeando / no lo (dije|decia) en serio / no (quise|queria) decir eso / no dije eso / retiro lo dicho / lo retiro) $",
];
/// Clauses that say how somebody is: they deny nothing alone.
const WELL: &[&str] = &[
    "^ i (am|feel) (just|only|quite|perfectly|really)? (fed up|tired|bored|fine|all right|alright|well|happy|cold|old|cross|ok|okay) (really|today)? $",
    "^ (only|just) (fed up|tired|bored|cold|cross) $",
    "^ i (love|like) (life|my life) $",
    "^ (solo|nomas)? (estoy|tengo) (nomas|solo|muy)? (bien|cansada|cansado|aburrida|aburrido|frio|contenta|contento|enojada|enojado) (nomas)? $",
    "^ (yo)? (quiero vivir|amo la vida) $",
    "^ (yo)? soy (muy)? (feliz|catolica|catolico|creyente|cristiana|cristiano) $",
    "^ i am (a)? (catholic|christian) $",
    "^ (no se preocupe|no te preocupes|do not worry|no need to worry|there is no need (to worry|to send for anyone|to send anyone)?) $",
];
/// Clauses of a yes to a question that reassures.
const YES: &[&str] = &[
    "^ (yes|yeah|yep|yup|aye|of course|sure|certainly|absolutely|definitely|indeed) (yes|i am|i do|i have|i did|it is|i feel safe|i am safe|i am fine)? $",
    "^ i (am|do|have|did) $",
    "^ i (am|feel) (quite|perfectly|very|completely)? (safe|fine|ok|okay|all right|alright|well) (here|now)? $",
    "^ (quite|perfectly|very)? (safe|fine|well) $",
    "^ i have (everything|all) (i need)? $",
    "^ (si|claro|claro que si|por supuesto|desde luego|asi mismo) (si|claro|estoy|tengo|comi|he comido)? $",
    "^ (si)? (estoy|me siento) (muy|perfectamente)? (bien|a salvo|segura|seguro|tranquila|tranquilo) (aqui|ahora)? $",
    "^ (tengo|estoy|comi|como) $",
    "^ (si)? (tengo (todo|de todo)|no me falta nada|ya comi|ya he comido|muy bien|perfectamente|todo bien) $",
];
/// Somebody is there and hears or reads it.
const OVERHEARD: &[&str] = &[
    "(he|she|they|somebody|someone|son|daughter|husband|wife|nurse|aide|carer|boy|girl|man|woman|brother|sister|nephew|niece|matron|lady) (is|are) ~2 (here|listening|watching|reading|there|behind me|next to me|beside me|coming)",
    "(is|are) (listening|reading|watching) (this|me)",
    "i (can|could) not (say|talk|speak|tell you) (now|here|just now|right now|it)? $",
    "not (in front of|while you|while he|while she|here|in here)",
    "(do not|please do not) (tell|say anything to) (him|her|them)",
    "esta (aqui|a mi lado|delante|escuchando|oyendo|leyendo|mirando)",
    "(me (oye|va a oir|oyen|escucha|escuchan) / no puedo (hablar|decir|contar) / luego (le|te) (digo|cuento))",
    "(aqui|ahi) esta (el|la|mi|ella)",
    "no (le|les) (diga|digas|cuente) ",
];
/// What takes a denial back: it was none.
const UNSAID: &[&str] = &[
    "(i lied / i was lying / that was a lie / it was a lie / that was not true / it was not true / that is not true)",
    "(told|makes|made|tells) me (to)? say (that|it|no|so|yes|i)",
    "(i mean it / i meant it / not joking / not a joke / no joke / not just saying / not only a saying)",
    "((le|te) menti / era mentira / no era verdad / no es verdad lo que / me (dijo|dijeron|obligo|hizo) que (dijera|decir|contestara))",
    "(no (es|era|estoy|fue) (una)? (broma|bromeando|un decir) / (hablo|hablaba|hablando) en serio)",
];

/// Word sequences that only call to somebody, thank or cry out; the longest first.
const ADDRESS: [&str; 68] = [
    "what a thing to ask",
    "what a thing to say",
    "santisima virgen",
    "what a question",
    "gracias a dios",
    "what an idea",
    "que barbaridad",
    "virgen santa",
    "ave maria",
    "que ocurrencia",
    "que pregunta",
    "good heavens",
    "my goodness",
    "good gracious",
    "por favor",
    "thank you",
    "my darling",
    "de verdad",
    "dios mio",
    "my dear",
    "my love",
    "por dios",
    "good lord",
    "good god",
    "oh dear",
    "dear me",
    "goodness me",
    "la verdad",
    "que cosas",
    "mi vida",
    "honestly",
    "senorita",
    "heavens",
    "goodness",
    "gracious",
    "gracias",
    "darling",
    "doctora",
    "doctor",
    "mercy",
    "please",
    "really",
    "senora",
    "hombre",
    "thanks",
    "honest",
    "carino",
    "mujer",
    "nurse",
    "senor",
    "bueno",
    "joven",
    "truly",
    "hija",
    "hijo",
    "dear",
    "love",
    "duck",
    "lord",
    "ma'am",
    "sir",
    "pet",
    "god",
    "oh",
    "ay",
    "uy",
    "well",
    "pues",
];

static ENGINE: LazyLock<Engine> =
    LazyLock::new(|| Engine::compile([NO, MEANT, WELL, YES, OVERHEARD, UNSAID], &[]));
const OF_NO: u16 = 0;
const OF_MEANT: u16 = 1;
const OF_WELL: u16 = 2;
const OF_YES: u16 = 3;
const OF_OVERHEARD: u16 = 4;
const OF_UNSAID: u16 = 5;

/// What an answer to this question is worth, once it was read.
pub(super) fn weighed(question: Question, read: Option<Answer>, text: &str) -> Option<Answer> {
    // That help can be reached, or somebody is near, is said in many words, and lets nobody go.
    if matches!(question, Question::SafeNow | Question::HasNeeds | Question::AteToday) {
        return of_help(read, text);
    }
    match read {
        // "No, it is not my heart" is a no to being faint; "no strength left" is none.
        Some(Answer::No) if question == Question::FeelsFaint => {
            Some(if tells_of_weakness(text) { Answer::Unsure } else { Answer::No })
        }
        Some(Answer::No) if is_strict(question) && !is_clear_no(text) => Some(Answer::Unsure),
        None if is_strict(question) && is_clear_no(text) => Some(Answer::No),
        read => read,
    }
}

/// To a question whose yes reassures: a yes only where it is nothing else, and no no where somebody says that they are well.
fn of_help(read: Option<Answer>, text: &str) -> Option<Answer> {
    if is_clear_yes(text) {
        return Some(Answer::Yes);
    }
    match read {
        Some(Answer::Yes) => Some(Answer::Unsure),
        Some(Answer::No) if says_well(text) || explains(text) => Some(Answer::Unsure),
        None if is_overheard(text) => Some(Answer::Unsure),
        read => read,
    }
}

/// Whether somebody is there and hears or reads what is written.
pub(super) fn is_overheard(text: &str) -> bool {
    hits(OF_OVERHEARD, text)
}

/// Whether a text says that what was said before was no joke, or no denial.
pub(super) fn unsays(text: &str) -> bool {
    // Clause by clause: "No, es un decir" is not "no es un decir".
    clauses(text).iter().any(|clause| hits(OF_UNSAID, &clause.join(" ")))
}

/// Whether a no begins an explanation: "No, I was talking about the play". It is no "not safe", and no yes either.
fn explains(text: &str) -> bool {
    const EXPLAINS: &[&str] = &[
        "i (was|am) (only|just)? (talking|speaking|telling you) about",
        "(it|that) (is|was) (only|just)? (a|the|my) (joke|saying|film|show|song|game|play|book|story|telly|television|radio|cards|match)",
        "(le|te|yo)? (hablaba|hablando) (de|del)",
        "me (referia|refiero) (a|al)",
        "(es|era) (el|la|mi|los|las) (novela|tele|television|radio|libro|juego|pelicula|cartas|partido|ronquidos|broma)",
    ];
    static EXPLANATIONS: LazyLock<Engine> = LazyLock::new(|| Engine::compile([EXPLAINS], &[]));
    !EXPLANATIONS.hits(&EXPLANATIONS.vocabulary.read(text)).is_empty() && !says_who(text)
}

/// Whether somebody is named who may be the danger.
fn says_who(text: &str) -> bool {
    const WHO: &str = "he she they him her them he's she's they're husband wife son daughter nurse aide carer man boy girl woman el ella ellos \
        marido esposo hijo hija nuera yerno muchacho muchacha enfermera cuidador cuidadora hombre senor miedo afraid scared frightened help";
    clauses(text).iter().flatten().any(|word| has(WHO, word) && !has("hija hombre senor", word))
}

fn hits(rule: u16, text: &str) -> bool {
    let words = ENGINE.vocabulary.read(text);
    ENGINE.hits(&words).iter().any(|hit| hit.rule == rule)
}

/// Whether a no to being faint names what makes it none.
fn tells_of_weakness(text: &str) -> bool {
    const WEAK: &str = "strength energy breath chest dizzy weak faint going yet legs spinning fuerza fuerzas aire pecho mareo mareada \
        mareado debil desmayo piernas vueltas todavia";
    !is_clear_no(text) && clauses(text).iter().flatten().any(|word| has(WEAK, word))
}

/// Questions whose no is weighed: those about the danger itself. That a person is not near is said in many words.
const fn is_strict(question: Question) -> bool {
    !matches!(
        question,
        Question::CanReachHelp
            | Question::SomeoneNear
            | Question::HarmerNear
            | Question::SafeNow
            | Question::HasNeeds
            | Question::AteToday
    )
}

/// What a clause is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Said {
    No,
    Meant,
    Beside,
    Else,
}

/// Whether a text is a no and nothing else, to its last clause.
pub(super) fn is_clear_no(text: &str) -> bool {
    // "Wouldn't you?" asks back.
    if text.trim_end().ends_with('?') || is_overheard(text) || unsays(text) {
        return false;
    }
    let said: Vec<Said> = clauses(text).iter().map(|clause| said(clause)).collect();
    !said.contains(&Said::Else) && said.iter().any(|one| *one != Said::Beside)
}

/// Whether a clear no says that something else was meant: more is denied than the one thing that was asked.
pub(super) fn takes_back(text: &str) -> bool {
    is_clear_no(text) && clauses(text).iter().any(|clause| said(clause) == Said::Meant || denies_all(clause))
}

/// "Nothing like that", "nada de eso": more is denied than what was asked.
fn denies_all(clause: &[String]) -> bool {
    let text = clause.join(" ");
    [
        "nothing like that",
        "nothing of the kind",
        "nothing of the sort",
        "nada de eso",
        "por el estilo",
        "never do",
        "nunca lo har",
        "nunca har",
        "lo haria nunca",
    ]
    .iter()
    .any(|words| text.contains(words))
}

fn said(clause: &[String]) -> Said {
    let bare = unaddressed(clause);
    if bare.is_empty() {
        return Said::Beside;
    }
    let text = bare.join(" ");
    match () {
        () if hits(OF_NO, &text) => Said::No,
        () if hits(OF_MEANT, &text) => Said::Meant,
        () if hits(OF_WELL, &text) => Said::Beside,
        () => Said::Else,
    }
}

/// Whether a clause says no more than a plain no, a plain word of how somebody is, or address.
pub(super) fn is_plain(clause: &[String]) -> bool {
    said(clause) != Said::Else
}

/// Whether a text is a yes and nothing else.
fn is_clear_yes(text: &str) -> bool {
    if text.contains('?') || is_overheard(text) {
        return false;
    }
    let found = clauses(text);
    let yes = |clause: &Vec<String>| hits(OF_YES, &unaddressed(clause).join(" "));
    let beside = |clause: &Vec<String>| unaddressed(clause).is_empty() || said(clause) == Said::Beside;
    found.iter().any(yes) && found.iter().all(|clause| yes(clause) || beside(clause))
}

/// Whether somebody says in so many words that they are well, whatever it began with.
fn says_well(text: &str) -> bool {
    clauses(text).iter().any(|clause| {
        let bare = unaddressed(clause).join(" ");
        hits(OF_WELL, &bare) || hits(OF_YES, &bare) && !bare.starts_with("no")
    })
}

fn has(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|one| one == word)
}

/// A clause without what only calls to somebody at its ends.
pub(super) fn unaddressed(clause: &[String]) -> &[String] {
    let mut bare = clause;
    loop {
        let starts = |call: &&str| begins(bare, call);
        let ends = |call: &&str| finishes(bare, call);
        if let Some(call) = ADDRESS.iter().find(|call| starts(call)) {
            bare = &bare[call.split(' ').count()..];
        } else if let Some(call) = ADDRESS.iter().find(|call| ends(call)) {
            bare = &bare[..bare.len() - call.split(' ').count()];
        } else {
            return bare;
        }
    }
}

fn begins(clause: &[String], call: &str) -> bool {
    call.split(' ').count() <= clause.len() && call.split(' ').zip(clause).all(|(one, word)| one == word)
}

fn finishes(clause: &[String], call: &str) -> bool {
    let words = call.split(' ').count();
    words <= clause.len()
        && call.split(' ').zip(&clause[clause.len() - words..]).all(|(one, word)| one == word)
}

/// The folded words of the clauses of a text. "Sí" keeps its accent where it is a clause by itself; "si" before more is an "if".
pub(super) fn clauses(text: &str) -> Vec<Vec<String>> {
    let folded: String = text
        .to_lowercase()
        .chars()
        .map(|letter| match letter {
            'á' | 'à' => 'a',
            'é' | 'è' => 'e',
            'í' => 'i',
            'ó' => 'o',
            'ú' | 'ü' => 'u',
            'ñ' => 'n',
            '\u{2019}' => '\'',
            other => other,
        })
        .collect();
    let marks = ['.', ',', '!', ';', ':', '?', '\u{2026}', '\u{a1}', '\u{bf}', '\n', '\u{2014}', '\u{2013}'];
    let words = |clause: &str| {
        let split = clause.split(|letter: char| !(letter.is_alphanumeric() || letter == '\''));
        split.filter(|word| !word.is_empty()).map(str::to_owned).collect::<Vec<_>>()
    };
    folded.split(marks).map(words).filter(|clause| !clause.is_empty()).collect()
}
