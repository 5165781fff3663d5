//! Whether an answer to a safety question is clear. Two clear denials calm the ladder, so a sentence that only begins like one
//! denies nothing: "Not tonight", "No, my daughter is here", "It's no good". And a yes reassures only where it is nothing else:
//! "Yes, as long as I do what he says" does not.
//!
//! Clear is what says, clause by clause, nothing but what stands in closed lists: a no, that something else was meant, how somebody
//! is beside that, and address. A no that is not clear is a no to its question and calms nothing; a second one is told to staff.

use std::sync::LazyLock;

use super::line::Question;
use super::questions::Answer;
use crate::pattern::Engine;

/// Clauses of a no.
const NO: &[&str] = &[
    "^ (no|nope|nah|never|nunca|jamas|tampoco) (no|never|nunca|jamas)? (no)? $",
    "^ no y no $",
    "^ (ninguno / ninguna / ningun plan / none / none at all) $",
    "^ (no)? (of course|certainly|absolutely|definitely|really) not $",
    "^ (not at all / not me / not a bit (of it)? / not likely / not on your life / not in a million years / never in my life / never ever / no way) $",
    "^ (no)? nothing (like that / of the (kind|sort)) $",
    "^ (no|of course)? i (am|do|have|would|will|did) not $",
    "^ (no)? i (have)? never (have|did|would|tried|thought (of|about) (it|that|such a thing)|done (that|anything like that|such a thing))? $",
    "^ (no)? i have not thought (of|about) (it|that|such a thing) $",
    "^ (no)? i do not (want|wish) to (die|kill myself|hurt myself|harm myself|end my life|do (that|it|anything like that|such a thing)) $",
    "^ (no)? i am not (going|planning) to (die|kill myself|hurt myself|harm myself|end my life|do (that|it|anything|anything like that|such a thing)) $",
    "^ (no)? i would (never|not) (do (that|it|anything like that|such a thing)|kill myself|hurt myself|harm myself|end my life|dream of it) $",
    "^ (no)? i (have|had) no (plan|plans|such (thoughts|plan|plans)) (at all)? $",
    "^ (no)? i (am|do) not (thinking|think) (of|about) (it|that|such a thing) $",
    "^ no (plan|plans|such (thoughts|thing|plans)) (at all)? $",
    "^ would not dream of it $",
    "^ (god|heaven|heavens) forbid $",
    "^ (dios me libre / ni dios lo quiera / ni dios lo permita / dios no lo quiera / dios no lo permita / no lo quiera dios) $",
    "^ libreme dios $",
    "^ (que|claro que|por supuesto que|desde luego que|de verdad que) no (hija|hijo|mujer|senor|senora)? $",
    "^ (ya (le|te|se lo) dije que no / para nada / en absoluto / de ninguna manera / de ningun modo / nunca en la vida / jamas de los jamases / que va / no se me ocurriria) $",
    "^ ni (pensarlo|loca|loco|en suenos|se me ocurre) $",
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
    "^ i (was|am) (only|just)? (joking|kidding|teasing) $",
    "^ (it|that) (was|is) (only|just)? (a|an) (turn of phrase|figure of speech|expression|manner of speaking|way of speaking|way of talking) $",
    "^ (it|that) was (only|just)? a (joke|saying) $",
    "^ (only|just) (joking|kidding|teasing) $",
    "^ (in a manner of speaking / figure of speech / a figure of speech / just a figure of speech / just an expression) $",
    "^ i (only|just) (said|meant) it (as a joke / for a laugh) $",
    "^ i (did) not mean (that|it|it like that|it that way|anything by it|any harm) $",
    "^ i take (it|that) back $",
    "^ i did not say (that|so|it) $",
    "^ (not that / eso no / no eso) $",
    "^ i (only|just) (meant|mean) (that)? i (am|feel) (so|very|just)? (tired|old|fed up|slow|bored|cross|cold) $",
    "^ (solo|nomas|solamente|nada mas) (digo|decia|queria decir|quiero decir|quise decir) que (me siento|estoy) (muy|tan)? (vieja|viejo|cansada|cansado|aburrida|aburrido|enojada|enojado) $",
    "^ (yo)? no (dije|he dicho) (eso|tal cosa) $",
    "^ no (quise|queria) decir (nada|eso) $",
    "^ (es|era|fue) (solo|nomas|solamente|nada mas)? (un decir|broma|una broma|de broma|una forma de hablar|una manera de hablar) $",
    "^ (es|era|fue) nomas un decir $",
    "^ (lo dije (en broma|por decir) / hablo por hablar / (estaba|estoy) bromeando / no lo (dije|decia) en serio / no (quise|queria) decir eso / no dije eso / retiro lo dicho / lo retiro) $",
];
/// Clauses that say how somebody is: they deny nothing alone.
const WELL: &[&str] = &[
    "^ i (am|feel) (just|only|quite|perfectly|really)? (fed up|tired|bored|fine|all right|alright|well|happy|cold|old|cross|ok|okay) (really|today)? $",
    "^ (only|just) (fed up|tired|bored|cold|cross) $",
    "^ (you are (scaring|frightening|worrying) me / me (esta|estas) asustando (usted)? / no me asuste (usted)?) $",
    "^ (yo)? (solo|nomas)? estoy (cansada|cansado) (de (la operacion|la cadera|la pierna|esperar|hoy) / del (ruido|viaje|dia)) $",
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
    "^ (si|claro|claro que si|por supuesto|por supuesto que si|desde luego) $",
    "^ (estoy|me siento) (muy|perfectamente)? (bien|a salvo|segura|seguro|tranquila|tranquilo) (aqui|ahora)? $",
    "^ (tengo|estoy|comi|como) $",
    "^ (tengo (todo|de todo)|no me falta nada|ya comi|ya he comido|muy bien|perfectamente|todo bien) $",
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
    "(i am only telling you / i said no because / i only said no)",
    "(told|makes|made|tells) me (to)? say (that|it|no|so|yes|i)",
    "(i mean it / i meant it / not joking / not a joke / no joke / not just saying / not only a saying)",
    "((le|te) menti / era mentira / no fue verdad / no era verdad / no es verdad lo que / me (dijo|dijeron|obligo|hizo) que (dijera|decir|contestara))",
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
    "vaya",
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

/// Those of them that end a clause.
const CLOSING: [&str; 14] = [
    "thank you",
    "my dear",
    "dear me",
    "por dios",
    "honestly",
    "gracias",
    "really",
    "senorita",
    "senora",
    "senor",
    "thanks",
    "truly",
    "dear",
    "hombre",
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
        // A yes to somebody who may stand there is none: "Yes, sir".
        let meek = question == Question::HasNeeds
            && clauses(text).iter().flatten().any(|word| has("sir ma'am senor senora", word));
        return of_help(read, text)
            .map(|read| if meek && read == Answer::Yes { Answer::Unsure } else { read });
    }
    match read {
        // "No, it is not my heart" is a no to being faint; "no strength left" is none.
        Some(Answer::No) if question == Question::FeelsFaint => {
            Some(if tells_of_weakness(text) { Answer::Unsure } else { Answer::No })
        }
        _ if is_strict(question) && is_clear_no(text) => Some(Answer::No),
        read => read,
    }
}

/// Whether a no to this question is none that calms: it only begins like one, or more is said beside it. Who says it is not asked on
/// about ways and plans for that; staff are told after the second.
pub(super) fn is_unclear(question: Question, text: &str) -> bool {
    is_strict(question) && (!is_clear_no(text) || denies_another(question, text))
}

/// Whether what is denied is another thing than what was asked: a plan where the question is of thoughts, oneself where it is of others.
fn denies_another(question: Question, text: &str) -> bool {
    let words = |list: &str| clauses(text).iter().flatten().any(|word| has(list, word));
    match question {
        Question::Wish | Question::Thoughts => words("plan plans planes planeado"),
        Question::HarmIntent | Question::HarmMeans => words("myself matarme morirme morir life die"),
        _ => false,
    }
}

/// To a question whose yes reassures: a yes only where it is nothing else, and no no where somebody says that they are well.
fn of_help(read: Option<Answer>, text: &str) -> Option<Answer> {
    if is_clear_yes(text) {
        return Some(Answer::Yes);
    }
    match read {
        Some(Answer::Yes) => Some(Answer::Unsure),
        // "Nobody hits me, I'm perfectly safe" and "No, I was talking about the play" are no "not safe".
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

/// Whether all of a text is a no and an explanation of what was meant, of a thing that hurts nobody: "No, I was talking about the
/// play".
fn explains(text: &str) -> bool {
    const EXPLAINS: &[&str] = &[
        "^ i (was|am) (only|just)? (talking|speaking) about (the|my|her|his) (play|film|show|soap|song|hymn|cards|draughts|chess|match|football|telly|television|radio|book|story|snoring|cat|dog) $",
        "^ (it|that) (is|was) (only|just)? (the|my) (play|film|show|soap|song|cards|match|football|telly|television) $",
        "^ (le|te|yo)? hablaba (de|del) (la|el|las|los|mi)? (novela|tele|television|cartas|domino|ajedrez|partido|libro|pelicula|cancion|ronquidos|gato|perro) $",
        "^ me (referia|refiero) a (la|el|las|los|mi) (novela|tele|television|cartas|partido|libro|pelicula|cancion|ronquidos|gato|perro) $",
    ];
    static EXPLANATIONS: LazyLock<Engine> = LazyLock::new(|| Engine::compile([EXPLAINS], &[]));
    let explains = |clause: &Vec<String>| {
        let bare = unaddressed(clause).join(" ");
        !EXPLANATIONS.hits(&EXPLANATIONS.vocabulary.read(&bare)).is_empty()
    };
    let found = clauses(text);
    let no = |clause: &Vec<String>| matches!(said(clause), Said::No) || unaddressed(clause).is_empty();
    found.iter().any(explains) && found.iter().all(|clause| explains(clause) || no(clause))
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
    // "Wouldn't you?" asks back; a plea and a picture say more than the no beside them.
    let asks = after_echo(text).contains('?');
    let more = asks || pleads(text) || text.chars().any(is_picture);
    if more || is_overheard(text) || unsays(text) {
        return false;
    }
    let said: Vec<Said> = clauses(text).iter().map(|clause| said(clause)).collect();
    !said.contains(&Said::Else) && said.iter().any(|one| *one != Said::Beside)
}

/// Whether somebody begs: "No! Please, sir, mercy!" may be said to whoever stands there.
fn pleads(text: &str) -> bool {
    const PLEAS: &str = "please mercy sir god lord senor favor dios virgen maria";
    clauses(text).iter().flatten().filter(|word| has(PLEAS, word)).count() >= 2
}

const fn is_picture(letter: char) -> bool {
    matches!(letter, '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
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
    // "God forbid" is one clause, and no call to anybody.
    let texts = [clause.join(" "), bare.join(" ")];
    let any = |rule| texts.iter().any(|text| hits(rule, text));
    match () {
        () if any(OF_NO) => Said::No,
        () if any(OF_MEANT) => Said::Meant,
        () if any(OF_WELL) => Said::Beside,
        () => Said::Else,
    }
}

/// Whether a clause is a plain no.
pub(super) fn is_no(clause: &[String]) -> bool {
    said(clause) == Said::No
}

/// Whether a text is a yes and nothing else.
fn is_clear_yes(text: &str) -> bool {
    if text.contains('?') || is_overheard(text) || pleads(text) {
        return false;
    }
    let found = clauses(text);
    let yes = |clause: &Vec<String>| hits(OF_YES, &unaddressed(clause).join(" "));
    let beside = |clause: &Vec<String>| unaddressed(clause).is_empty();
    found.iter().any(yes) && found.iter().all(|clause| yes(clause) || beside(clause))
}

/// Whether somebody says in so many words that they are well, whatever it began with.
fn says_well(text: &str) -> bool {
    let words: Vec<String> = clauses(text).into_iter().flatten().collect();
    let denied = words.iter().any(|word| has("not isn't don't nunca", word))
        || words.windows(2).any(|two| two[0] == "no" && has("estoy me a", &two[1]));
    !denied
        && clauses(text)
            .iter()
            .any(|clause| hits(OF_YES, &unaddressed(clause).join(" ")) && says_state(clause))
}

/// "I'm perfectly safe", "estoy bien": a clause that names how somebody is.
fn says_state(clause: &[String]) -> bool {
    clause.iter().any(|word| has("safe fine well right alright ok okay bien salvo segura seguro", word))
}

fn has(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|one| one == word)
}

/// A clause without what only calls to somebody at its ends.
pub(super) fn unaddressed(clause: &[String]) -> &[String] {
    let mut bare = clause;
    loop {
        let starts = |call: &&str| begins(bare, call);
        // At the end only what cannot be what the clause is about: "no love", "no nurse" and "not well" deny other things.
        let ends = |call: &&&str| finishes(bare, call);
        if let Some(call) = ADDRESS.iter().find(|call| starts(call)) {
            bare = &bare[call.split(' ').count()..];
        } else if let Some(call) = CLOSING.iter().find(|call| ends(call)) {
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
    let text = after_echo(text);
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

/// What follows the companion's own question, where somebody says it back before they answer: "¿Quitarme la vida? Virgen santa, no."
/// Any other question in a message is part of it.
pub(super) fn after_echo(text: &str) -> &str {
    const ECHOES: &[&str] = &[
        "^ (thinking (about|of))? (ending my life|end my life|end it|kill myself|killing myself|hurting myself|hurt myself|dying|die|suicide) $",
        "^ (quitarme la vida|matarme|suicidarme|hacerme dano|morirme|morir|suicidio) (yo)? $",
        "^ (me / what me / who me / yo / quien yo / a plan / un plan / a way / un modo / a method) $",
        "^ what (plan|way|thoughts) $",
        "^ que (plan|modo|ideas) $",
    ];
    static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::compile([ECHOES], &[]));
    match text.split_once('?') {
        Some((echo, rest)) if rest.chars().any(char::is_alphabetic) => {
            let words = ENGINE.vocabulary.read(echo);
            if ENGINE.hits(&words).is_empty() || words.sentences.len() > 1 { text } else { rest.trim_start() }
        }
        _ => text,
    }
}
