//! What a message says to a ladder beside its signs of danger: a refusal, a denial, help that came, want.

use std::sync::LazyLock;

use content_safety_api::{CrisisCategory, CrisisFinding, Level, Modifier};

use super::clear::{clauses, is_no, unaddressed};
use super::line::Question;
use super::questions::Answer;
use super::{LadderAct, LadderTurn};
use crate::pattern::Engine;
use crate::rules::DOUBT;

/// Whether somebody asks for something else than to go on: to stop, another topic, a person.
pub(super) const fn is_control(act: LadderAct) -> bool {
    matches!(act, LadderAct::Stop | LadderAct::OtherTopic | LadderAct::PersonPlease)
}

/// Whether somebody says in so many words that nothing more is to be asked.
pub(super) fn wants_no_questions(text: &str) -> bool {
    let text = text.to_lowercase();
    [
        "stop asking",
        "no more questions",
        "quit asking",
        "deje de preguntar",
        "dejar de preguntar",
        "no más preguntas",
        "no mas preguntas",
    ]
    .iter()
    .any(|words| text.contains(words))
}

/// Whether a message says of what was told before that it was long ago, or has healed, and nothing else beside it: "that was back in
/// March, the hip has mended". What is told of another time, another limb or of now is no end of it: "same hip I broke two years
/// ago", "the leg is mended but I'm all blood", "that was last year, this one I'm down now".
pub(super) fn tells_of_long_ago(text: &str) -> bool {
    const OVER: &[&str] = &[
        "^ (no)? (that|it|this|all that) (was|happened) (all)? (back in (january|february|march|april|may|june|july|august|september|october|november|december|the spring|the summer|the autumn|the winter|spring|summer|autumn|winter) / last (year|winter|summer|spring|autumn) / (months|years|ages) ago / a long time ago / long ago) $",
        "^ (no)? (that|it|this) (was|happened) (two|three|four|five|six|seven|eight|nine|ten|twenty|some|many|a few) (months|years) ago $",
        "^ (months|years) ago $",
        "^ hace (muchos|varios|unos)? (meses|anos) $",
        "^ (the|my|that)? (hip|leg|arm|wrist|ankle|bone|knee|shoulder|foot|pelvis|hips|it|that|this) (is|has|was|s)? (all|well|now)? (mended|healed) (now|since|well)? $",
        "^ (no)? (eso|aquello|esto) (fue|paso|ocurrio) (hace (meses|anos|mucho|tiempo) / hace (un|unos|varios|muchos|dos|tres|cuatro|cinco|seis|diez) (mes|meses|ano|anos) / (el|la) (ano|invierno|verano|otono|primavera|mes) (pasado|pasada)) $",
        "^ (no)? (eso)? (fue|me paso) (hace (meses|anos|mucho|tiempo) / (el|la) (ano|invierno|verano|otono|primavera) (pasado|pasada)) $",
        "^ (la cadera / la pierna / el brazo / la muneca / el tobillo / la rodilla / el hombro / eso) (ya)? (esta|quedo|se) (ya)? (curado|curada|soldado|soldada|curo|soldo|sanado|sanada|sano) $",
    ];
    // What may stand beside it.
    const BESIDE: &[&str] = &[
        "^ (they (pinned|fixed|set|mended|plastered) it / it is all (mended|healed|better) / (months|years|ages) ago / hace (meses|anos) / ya paso / ya esta / ya estoy bien) $",
        "^ there is no need (to send for (anyone|anybody|help) / to (send|call) (anyone|anybody|them|for anyone|for anybody)) $",
        "^ (no hace falta (que venga nadie|llamar|avisar|nada) / no llame a nadie) $",
        "^ i am (sat|sitting) in my chair ~4 $",
        "^ i am (perfectly|quite)? (all right|alright|fine|well|ok) $",
        "^ (no)? (eso|aquello) (fue|paso) en (enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|primavera|verano|invierno|otono) $",
    ];
    static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::compile([OVER, BESIDE], &[]));
    let mut over = false;
    let plain = clauses(text).iter().all(|clause| {
        let bare = unaddressed(clause).join(" ");
        let words = ENGINE.vocabulary.read(&bare);
        let hits = ENGINE.hits(&words);
        over |= hits.iter().any(|hit| hit.rule == 0);
        !hits.is_empty() || bare.is_empty() || is_no(clause)
    });
    over && plain
}

/// Whether a wish for something else holds an answer as well: "Yes. Can we talk about something else?" A bare no that would
/// reassure is no answer beside "stop"; one that tells of danger ("Are you safe?" "Not now") always is.
pub(super) const fn answers_beside(question: Question, act: LadderAct, read: Option<Answer>) -> bool {
    match read {
        Some(Answer::Yes | Answer::Unsure) => true,
        Some(Answer::No) => !matches!(act, LadderAct::Stop) || !denies(question),
        _ => false,
    }
}

/// Questions that presume thoughts of suicide.
pub(super) const fn follows_thoughts(question: Question) -> bool {
    matches!(
        question,
        Question::Method | Question::Intent | Question::Plan | Question::Means | Question::Time
    )
}

/// Whether a no is about the danger, although nothing was asked: more than the one word.
pub(super) fn denies_at_large(text: &str) -> bool {
    text.split_whitespace().count() >= 3
}

/// Whether a text says no and little else, or says it first.
pub(super) fn is_plain_no(text: &str) -> bool {
    const NOES: [&str; 14] = [
        "no", "nope", "nah", "never", "nobody", "none", "nothing", "not", "nunca", "nadie", "nada",
        "ninguno", "jamas", "tampoco",
    ];
    const PLAIN_WORDS_MAX: usize = 4;
    let text = text.to_lowercase();
    let mut words = text.split(|one: char| !one.is_alphanumeric()).filter(|word| !word.is_empty());
    let first = words.next().unwrap_or_default().replace('á', "a");
    NOES.contains(&first.as_str()) || text.split_whitespace().count() <= PLAIN_WORDS_MAX
}

/// Questions whose yes reassures: that help can be reached, that somebody is near, that somebody has eaten.
pub(super) const fn is_of_help(question: Question) -> bool {
    matches!(
        question,
        Question::CanReachHelp
            | Question::SomeoneNear
            | Question::SafeNow
            | Question::AteToday
            | Question::HasNeeds
    )
}

/// Questions whose `no` is a denial of danger.
pub(super) const fn denies(question: Question) -> bool {
    matches!(
        question,
        Question::Wish
            | Question::Thoughts
            | Question::Intent
            | Question::Plan
            | Question::Behaviour
            | Question::Time
            | Question::HarmIntent
            | Question::HarmMeans
            | Question::VoicesCommand
            | Question::FeelsFaint
            | Question::HarmerNear
    )
}

/// Whether somebody tells, as a thing that has happened and has not gone again, that the help they lacked has come.
pub(super) fn says_help_came(text: &str) -> bool {
    let words: Vec<String> =
        text.to_lowercase().split(|one: char| !one.is_alphanumeric()).map(str::to_owned).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).filter(|word| !word.is_empty()).collect();
    // What was only wished for, denied or of no use has not come.
    let undone = |word: &&str| {
        matches!(
            *word,
            "wish"
                | "if"
                | "hope"
                | "never"
                | "not"
                | "didn"
                | "until"
                | "before"
                | "left"
                | "went"
                | "late"
                | "ojala"
                | "ojalá"
                | "si"
                | "no"
                | "nunca"
                | "hasta"
                | "fueron"
                | "dejaron"
                | "tarde"
        )
    };
    if words.iter().any(undone) {
        return false;
    }
    let text = format!(" {} ", words.join(" "));
    [
        " ya vinieron ",
        " ya vino alguien ",
        " ya han venido ",
        " ya me cambiaron ",
        " ya me han cambiado ",
        " ya me atendieron ",
        " ya me limpiaron ",
        " they came ",
        " someone came ",
        " somebody came ",
        " they have come ",
        " they changed me ",
        " they cleaned me ",
    ]
    .iter()
    .any(|words| text.contains(words))
}

/// Whether somebody who was asked whether they have what they need says that they are hungry or thirsty.
pub(super) fn is_in_want(text: &str) -> bool {
    let text = text.to_lowercase();
    ["hungry", "starving", "thirsty", "tengo hambre", "paso hambre", "con hambre", "tengo sed", "paso sed"]
        .iter()
        .any(|words| text.contains(words))
}

/// Whether what is lacking is kept from the speaker by others: "they hardly let me eat".
pub(super) fn is_withheld(turn: &LadderTurn<'_>) -> bool {
    const KEPT: &[&str] = &[
        "(let|lets|allow|allows|give|gives) me ~3 (eat|drink|food|water|anything|thing|bite)",
        "me (deja|dejan|da|dan|permite|permiten) ~2 (comer|beber|tomar|comida|agua|nada)",
    ];
    static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::compile([KEPT], &[]));
    let lacks = turn.screening.level_of(CrisisCategory::InabilityToCare) > Level::None;
    lacks && !ENGINE.hits(&ENGINE.vocabulary.read(turn.text)).is_empty()
}

/// Whether all that a message shows of suicide is a complaint of a bad day: it is asked about with one soft question.
pub(super) fn only_complains(turn: &LadderTurn<'_>) -> bool {
    let mut found = turn.screening.findings.iter().filter(|finding| finding.level > Level::None).peekable();
    found.peek().is_some() && found.all(|finding| finding.code.starts_with(DOUBT))
}

/// Whether this message speaks of the speaker's own suicide openly, by a wish, a thought or more, and not by a hint alone.
pub(super) fn speaks_of_suicide(turn: &LadderTurn<'_>) -> bool {
    let open = |finding: &CrisisFinding| {
        matches!(finding.category, CrisisCategory::SuicidalIdeation | CrisisCategory::SelfHarm)
            && finding.level > Level::None
            && !finding.modifiers.contains(&Modifier::ThirdPerson)
            && (finding.facet.is_some() || finding.level >= Level::Medium)
    };
    turn.screening.findings.iter().any(open)
}

/// How grave the signs of suicide and self-harm in this message are.
pub(super) fn suicide_level(turn: &LadderTurn<'_>) -> Level {
    let of = |category| turn.screening.level_of(category);
    of(CrisisCategory::SuicidalIdeation).max(of(CrisisCategory::SelfHarm))
}

pub(super) fn all_about_another(turn: &LadderTurn<'_>) -> bool {
    let mut found = turn.screening.findings.iter().filter(|finding| finding.level > Level::None).peekable();
    found.peek().is_some() && found.all(|finding| finding.modifiers.contains(&Modifier::ThirdPerson))
}
