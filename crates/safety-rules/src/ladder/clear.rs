//! Whether an answer to a safety question is clear. Two clear denials calm the ladder, so a sentence that only begins like one
//! denies nothing: "Not tonight", "No, my daughter is here", "Nothing left". And a yes reassures only where it is nothing else:
//! "Yes, as long as I do what he says" does not.
//!
//! Clear is what holds no word but those of a plain answer. What is not clear counts as an answer that cannot be read.

use std::sync::LazyLock;

use super::line::Question;
use super::questions::{Answer, takes_back};
use crate::pattern::Engine;

/// Words of a plain no.
const NO: &str = "no nope nah never not none nothing negative nunca jamas nada tampoco nadie nobody neither";
/// Words of a plain yes to a question that reassures.
const YES: &str = "yes yeah yep yup yea aye indeed absolutely definitely certainly safe fine well alright si claro bien salvo segura \
    seguro tengo have can puedo did ate comi desayune cene almorce do perfectamente";
/// Words that stand beside either and say nothing by themselves: address, thanks, oaths.
const LIGHT: &str = "of course thank thanks you dear love darling duck pet sir doctor nurse god heavens heaven goodness lord gracious \
    good grief oh ah ay ooh well really honest honestly absolutely definitely certainly the like please child now just to be sure \
    my word me mercy que senor senora senorita hija hijo mujer hombre doctora joven carino mi dios por favor virgen santa \
    santisima jesus gracias en absoluto para claro supuesto desde luego la verdad verdaderamente ya pues bueno uy huy ea anda \
    vaya muy todo quite perfectly very ok okay right alright here aqui perfecto tranquila tranquilo ser le te digo doy";
/// The words of a short answer, which deny where a no stands with them.
const SPOKEN: &str = "i am im do dont does doesnt did didnt have havent would wouldnt will wont could couldnt that thats its it any \
    kind sort at all ever once even such thing things think thinking thought thoughts about si de eso lo es he pensado pienso \
    pensar estoy ni ha hay asi cosas cosa estar a";
/// What turns a clear first sentence: "No. But I have thought how".
const TURNS: &str =
    "but yet though although only except until unless pero aunque sino salvo hasta todavia aun";
/// Whole clauses of a clear no that hold a word of the danger.
const DENIALS: &[&str] = &[
    "^ ~2 i (do|did|would|will|could|have|am) (not|never) (really)? (want|wanted|wish|going|planning|thinking|thought|think|mean|meant)? (to|of|about|it)? (die|dying|that|it|anything|kill myself|killing myself|hurt myself|hurting myself|harm myself|harming myself|end my life|ending my life|end it|do that|do it|doing that|hurt (him|her|them|anybody|anyone)|harm (him|her|them|anybody|anyone)) $",
    "^ ~2 (no|nunca|jamas) (quiero|quise|pienso|pense|he pensado|voy a|haria|pensaria) (en)? (morir|morirme|matarme|eso|nada|tal cosa|hacerme dano|quitarme la vida|hacerlo|hacer eso|hacer nada|hacerle dano|hacerle nada|danar a nadie) $",
    "^ ~1 (i have|have|there is|there are) (no (plan|plans|thoughts) / not planned anything / nothing planned / not got (a|any) (plan|plans)) ~1 $",
    "^ ~1 no (tengo|hay) (nada|ningun|ninguno)? (planeado|pensado|plan|planes) ~1 $",
    "^ ~2 (nothing|not) (like|of) (that|the) (kind|sort)? ~1 $",
    "^ ~2 (nada|ni) (de eso|por el estilo|parecido) ~1 $",
    "^ (god|heaven|heavens|goodness) forbid $",
    "^ ~1 dios (me libre / no lo quiera / me guarde) $",
    "^ (como (cree|crees|va a creer|se le ocurre|se te ocurre)) $",
    "^ (what a (thing|question|idea) (to (ask|say))?) ~2 $",
    "^ (que (cosas|ocurrencias|pregunta|preguntas) ~2) $",
    "^ (soy (catolica|catolico|creyente|cristiana|cristiano) / i am (catholic|a catholic|a christian|christian))",
    "^ ~1 (he|she|it|they) (is|are) ~1 (not here|away|out|gone|at work|at home|far away|miles away) ~2 $",
    "^ ~1 (no esta|no esta aqui|esta (fuera|lejos|en su casa|trabajando|en el trabajo)|se fue) ~1 $",
];
/// What says that something else was meant.
const MEANT: &[&str] = &[
    "(was|am|were) (only|just)? (talking|speaking|joking|kidding|teasing|telling you) ~1 (about|of|it)?",
    "(estaba|estoy|le|te|yo) (hablando|hablaba|bromeando|bromeaba|contando|contaba) ~1",
    "^ ~2 hablaba de",
    "(me referia a / me refiero a / era (broma|una broma|de broma) / es (broma|una broma|de broma))",
    "(it|that) (is|was) ~1 (a|only|just) ~1 (joke|saying|dream|film|show|song|game|play|book|story)",
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

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::compile([DENIALS, MEANT, OVERHEARD], &[]));

/// What an answer to this question is worth, once it was read.
pub(super) fn weighed(question: Question, read: Option<Answer>, text: &str) -> Option<Answer> {
    // That help can be reached, or somebody is near, is said in many words, and lets nobody go.
    if matches!(question, Question::SafeNow | Question::HasNeeds | Question::AteToday) {
        return of_help(read, text);
    }
    match read {
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
        Some(Answer::No) if says_well(text) || takes_back(text) || hits(1, text) => Some(Answer::Unsure),
        None if is_overheard(text) => Some(Answer::Unsure),
        read => read,
    }
}

/// Whether somebody is there and hears or reads what is written.
pub(super) fn is_overheard(text: &str) -> bool {
    hits(2, text)
}

fn hits(rule: u16, text: &str) -> bool {
    let words = ENGINE.vocabulary.read(text);
    ENGINE.hits(&words).iter().any(|hit| hit.rule == rule)
}

/// Questions whose no is weighed: those about the danger itself. That a person is not near, or that one is not faint, is said in
/// many words.
const fn is_strict(question: Question) -> bool {
    matches!(
        question,
        Question::Wish
            | Question::Thoughts
            | Question::Method
            | Question::Intent
            | Question::Plan
            | Question::Behaviour
            | Question::BehaviourRecent
            | Question::Means
            | Question::Time
            | Question::HarmIntent
            | Question::HarmMeans
            | Question::VoicesCommand
    )
}

/// Whether a text is a no and nothing else: every clause of it, or of its first sentence where the next does not turn it.
pub(super) fn is_clear_no(text: &str) -> bool {
    let sentences = sentences(text);
    let Some(first) = sentences.first() else { return false };
    let clear = |sentence: &Vec<Vec<String>>| sentence.iter().all(|clause| is_of_no(clause));
    let turned = sentences.get(1).and_then(|next| next.first()).and_then(|clause| clause.first());
    let turns = turned.is_some_and(|word| has(TURNS, word));
    let denies = text_denies(text);
    // "Wouldn't you?" asks back.
    if is_overheard(text) || text.trim_end().ends_with('?') {
        return false;
    }
    clear(first) && (denies || says_no(first)) && !turns || sentences.iter().all(clear) && denies
}

fn says_no(sentence: &[Vec<String>]) -> bool {
    sentence.iter().any(|clause| denies_somewhere(clause))
}

fn denies_somewhere(clause: &[String]) -> bool {
    clause.iter().any(|word| has(NO, word) || word.ends_with("nt"))
}

/// Whether any clause denies in so many words.
fn text_denies(text: &str) -> bool {
    takes_back(text) || hits(0, text) || hits(1, text)
}

/// Whether a clause holds nothing but a no, or is one of the denials.
fn is_of_no(clause: &[String]) -> bool {
    let light = clause.iter().all(|word| has(LIGHT, word));
    let plain = clause.iter().all(|word| has(NO, word) || has(LIGHT, word) || has(SPOKEN, word));
    light || plain && denies_somewhere(clause) || {
        let text = clause.join(" ");
        takes_back(&text) || hits(0, &text) || hits(1, &text)
    }
}

/// Whether a text is a yes and nothing else.
fn is_clear_yes(text: &str) -> bool {
    let words: Vec<String> = sentences(text).into_iter().flatten().flatten().collect();
    let yes = words.iter().any(|word| has(YES, word));
    let denied =
        words.iter().any(|word| has("no not never nunca nada nope nah nor ni", word) || word.ends_with("nt"));
    // "Si" alone may be an "if" that was cut short; with its accent, or beside another yes, it is one.
    !words.is_empty()
        && yes
        && !denied
        && words.iter().all(|word| has(YES, word) || has(LIGHT, word) || has(SPOKEN, word))
}

/// Whether somebody says in so many words that they are well, whatever it began with.
fn says_well(text: &str) -> bool {
    let words: Vec<String> = sentences(text).into_iter().flatten().flatten().collect();
    words.windows(2).any(|two| {
        has("am im quite perfectly estoy muy a", &two[0])
            && has("safe fine ok okay alright well bien salvo", &two[1])
    }) && !words.iter().any(|word| has("not nunca", word))
        && !words.windows(2).any(|two| two[0] == "no" && has("estoy me a", &two[1]))
}

fn has(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|one| one == word)
}

/// The folded words of a text by its sentences and their clauses.
fn sentences(text: &str) -> Vec<Vec<Vec<String>>> {
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
            other => other,
        })
        .filter(|letter| !matches!(letter, '\'' | '\u{2019}'))
        .collect::<String>()
        .replace("all right", "alright");
    let words = |clause: &str| {
        let words = clause.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_owned).collect::<Vec<_>>()
    };
    let clauses = |sentence: &str| {
        let clauses = sentence.split([',', ':', '\u{2014}', '\u{2013}', '-']).map(words);
        clauses.filter(|clause| !clause.is_empty()).collect::<Vec<_>>()
    };
    let sentences = folded.split(['.', '!', '?', ';', '\n', '\u{2026}', '\u{a1}', '\u{bf}']).map(clauses);
    sentences.filter(|sentence| !sentence.is_empty()).collect()
}
