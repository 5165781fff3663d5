//! The note for whoever answers an alert: situation, background, assessment, recommendation. It is put together by rules
//! from what is stored, each sentence with the messages that it rests on, and holds at most 180 words. What was not asked, and what is
//! to be done, rest on the message that the alert stands for.

use api::Words;
use chat_history_api::{NoteSentence, SafetyAnswer, SafetyFindings, SafetyReply, SbarNote};
use content_safety_api::{CrisisCategory, Language, Level};
use kernel::MessageId;

/// The most words of a note.
pub(super) const WORDS_MAX: usize = 180;
/// The most words that are quoted of one message.
const QUOTE_WORDS_MAX: usize = 24;
/// The most messages that are quoted.
const QUOTES_MAX: usize = 2;
/// The most messages that one sentence cites.
const CITED_MAX: usize = 5;

/// What a note is made of.
pub struct Facts {
    /// The level of the alert.
    pub level: Level,
    /// What it was raised for.
    pub categories: Vec<CrisisCategory>,
    /// Whether a person was asked for.
    pub person_requested: bool,
    /// The message that raised it last.
    pub message: MessageId,
    /// What was said, the most urgent first; empty where the reader may not see it.
    pub quotes: Vec<(MessageId, Words)>,
    /// The language that the resident speaks.
    pub speaks: Language,
    /// How many messages of the episode raised it.
    pub turns: u64,
    /// The message that began it.
    pub first: MessageId,
    /// Other alerts of the thirty days before.
    pub before: usize,
    /// The messages of this conversation that raised one of them.
    pub raised_before: Vec<MessageId>,
    /// What the questions of the ladder brought to light.
    pub findings: SafetyFindings,
    /// Whether somebody has it in hand.
    pub taken: bool,
}

/// The note in a language.
pub fn note(facts: &Facts, language: Language) -> SbarNote {
    let text = |en: &str, es: &str| if language == Language::Es { es.to_owned() } else { en.to_owned() };
    let mut note = SbarNote {
        language,
        situation: situation(facts, language),
        background: background(facts, language),
        assessment: assessment(facts, language),
        recommendation: recommendation(facts, &text),
    };
    // Quotes are what can be left out: what was asked, answered and has to be done cannot.
    while words(&note) > WORDS_MAX && note.situation.len() > 1 {
        note.situation.pop();
    }
    note
}

pub(super) fn words(note: &SbarNote) -> usize {
    let parts = [&note.situation, &note.background, &note.assessment, &note.recommendation];
    parts.into_iter().flatten().map(|sentence| sentence.text.expose().split_whitespace().count()).sum()
}

fn sentence(text: String, message_ids: Vec<MessageId>) -> NoteSentence {
    NoteSentence { text: Words::new(text), message_ids }
}

fn situation(facts: &Facts, language: Language) -> Vec<NoteSentence> {
    let es = language == Language::Es;
    let level = level_word(facts.level, es);
    let what: Vec<&str> =
        facts.categories.iter().take(3).map(|category| category_words(*category, es)).collect();
    let what = what.join(", ");
    let text = match (what.is_empty(), es) {
        (true, false) => "The resident asked for a person.".to_owned(),
        (true, true) => "El residente pidió hablar con una persona.".to_owned(),
        (false, false) => format!("A message was graded {level}: {what}."),
        (false, true) => format!("Un mensaje se valoró como {level}: {what}."),
    };
    let mut all = vec![sentence(text, vec![facts.message])];
    if facts.person_requested && !what.is_empty() {
        let text = if es { "Pidió hablar con una persona." } else { "They asked for a person." };
        all.push(sentence(text.to_owned(), vec![facts.message]));
    }
    for (id, said) in facts.quotes.iter().take(QUOTES_MAX) {
        let text = match es {
            false => format!("In their words: “{}”", clipped(said.expose())),
            true => format!("En sus palabras: «{}»", clipped(said.expose())),
        };
        all.push(sentence(text, vec![*id]));
    }
    all
}

fn background(facts: &Facts, language: Language) -> Vec<NoteSentence> {
    let es = language == Language::Es;
    let speaks = match (facts.speaks, es) {
        (Language::En, false) => "They speak English with the companion.",
        (Language::En, true) => "Habla inglés con el asistente.",
        (Language::Es, false) => "They speak Spanish with the companion.",
        (Language::Es, true) => "Habla español con el asistente.",
    };
    let turns = match (facts.turns, es) {
        (0 | 1, false) => "One message of this episode.".to_owned(),
        (0 | 1, true) => "Un mensaje en este episodio.".to_owned(),
        (turns, false) => format!("{turns} messages of this episode."),
        (turns, true) => format!("{turns} mensajes en este episodio."),
    };
    let before = match (facts.before, es) {
        (0, false) => "No other alert in the thirty days before.".to_owned(),
        (0, true) => "Ningún otro aviso en los treinta días anteriores.".to_owned(),
        (1, false) => "One other alert in the thirty days before.".to_owned(),
        (1, true) => "Otro aviso en los treinta días anteriores.".to_owned(),
        (before, false) => format!("{before} other alerts in the thirty days before."),
        (before, true) => format!("{before} avisos más en los treinta días anteriores."),
    };
    let episode =
        if facts.first == facts.message { vec![facts.message] } else { vec![facts.first, facts.message] };
    // What other conversations raised, and that nothing was raised, rests on the message that is counted back from.
    let raised = &facts.raised_before;
    let others =
        if raised.is_empty() { vec![facts.first] } else { raised.iter().copied().take(CITED_MAX).collect() };
    vec![sentence(speaks.to_owned(), vec![facts.message]), sentence(turns, episode), sentence(before, others)]
}

fn assessment(facts: &Facts, language: Language) -> Vec<NoteSentence> {
    let es = language == Language::Es;
    let findings = &facts.findings;
    let mut all: Vec<NoteSentence> =
        findings.answers.iter().map(|answer| answered(answer, facts.message, es)).collect();
    let open: Vec<&str> = findings
        .waiting_for
        .iter()
        .chain(&findings.not_asked)
        .map(|question| question_words(question, es))
        .collect();
    if !open.is_empty() {
        let open = open.join(", ");
        let text = if es {
            format!("Sin preguntar o sin respuesta: {open}.")
        } else {
            format!("Not asked or not answered: {open}.")
        };
        all.push(sentence(text, vec![facts.message]));
    }
    if all.is_empty() {
        let text = if es { "No se preguntó nada más." } else { "Nothing more was asked." };
        all.push(sentence(text.to_owned(), vec![facts.message]));
    }
    all
}

/// An answer, with the message that gave it; where that is not known, with the one that the alert stands for.
fn answered(answer: &SafetyAnswer, message: MessageId, es: bool) -> NoteSentence {
    let question = question_words(&answer.question, es);
    let said = match (answer.answer, es) {
        (SafetyReply::Yes, false) => "yes",
        (SafetyReply::Yes, true) => "sí",
        (SafetyReply::No, _) => "no",
        (SafetyReply::Declined, false) => "declined",
        (SafetyReply::Declined, true) => "no quiso contestar",
        (SafetyReply::Unsure, false) => "unclear, counted as yes",
        (SafetyReply::Unsure, true) => "no quedó claro, cuenta como sí",
        (SafetyReply::Said, false) => "said unasked",
        (SafetyReply::Said, true) => "lo dijo sin que se preguntara",
    };
    sentence(format!("{}: {said}.", capital(question)), vec![answer.message_id.unwrap_or(message)])
}

fn recommendation(facts: &Facts, text: &impl Fn(&str, &str) -> String) -> Vec<NoteSentence> {
    let go = match facts.level {
        Level::Critical => text(
            "Go to the resident now and stay; call the emergency number if they are hurt or in danger this minute.",
            "Vaya ahora con el residente y quédese; llame a emergencias si está herido o en peligro en este momento.",
        ),
        Level::High => text(
            "See the resident in person within five minutes and stay until it is clear that they are safe.",
            "Vea al residente en persona antes de cinco minutos y quédese hasta que esté claro que está a salvo.",
        ),
        Level::Medium => text(
            "See the resident in person within thirty minutes and tell the nurse in charge.",
            "Vea al residente en persona antes de treinta minutos y avise a la enfermera responsable.",
        ),
        Level::Low | Level::None => {
            text("Speak with the resident on this shift.", "Hable con el residente en este turno.")
        }
    };
    let mut all = vec![go];
    if !facts.taken {
        all.push(text(
            "Nobody has it in hand yet: acknowledge it.",
            "Nadie se ha hecho cargo aún: acéptelo.",
        ));
    }
    let offered: Vec<String> = facts.findings.offered.iter().map(|offer| offer_words(offer, text)).collect();
    if !offered.is_empty() {
        let offered = offered.join(", ");
        all.push(text(&format!("Offered so far: {offered}."), &format!("Ofrecido hasta ahora: {offered}.")));
    }
    all.into_iter().map(|text| sentence(text, vec![facts.message])).collect()
}

fn offer_words(offer: &str, text: &impl Fn(&str, &str) -> String) -> String {
    match offer {
        "lifeline" => text("a help line", "una línea de ayuda"),
        "staff" => text("staff", "el personal"),
        "trusted" => text("somebody trusted", "alguien de confianza"),
        "professional" => text("professional care", "atención profesional"),
        "emergency" => text("the emergency number", "el número de emergencias"),
        other => other.to_owned(),
    }
}

const fn level_word(level: Level, es: bool) -> &'static str {
    match (level, es) {
        (Level::Critical, false) => "critical",
        (Level::Critical, true) => "crítico",
        (Level::High, false) => "high",
        (Level::High, true) => "alto",
        (Level::Medium, false) => "medium",
        (Level::Medium, true) => "medio",
        (Level::Low, false) => "low",
        (Level::Low, true) => "bajo",
        (Level::None, false) => "no risk",
        (Level::None, true) => "sin riesgo",
    }
}

const fn category_words(category: CrisisCategory, es: bool) -> &'static str {
    use CrisisCategory as C;
    match (category, es) {
        (C::SuicidalIdeation, false) => "thoughts of suicide",
        (C::SuicidalIdeation, true) => "pensamientos de suicidio",
        (C::SelfHarm, false) => "self-harm",
        (C::SelfHarm, true) => "autolesión",
        (C::HarmToOthers, false) => "harm to others",
        (C::HarmToOthers, true) => "daño a otros",
        (C::AbuseNeglect, false) => "abuse or neglect",
        (C::AbuseNeglect, true) => "maltrato o abandono",
        (C::MedicalEmergency, false) => "a medical emergency",
        (C::MedicalEmergency, true) => "una urgencia médica",
        (C::Psychosis, false) => "voices or fears that are not shared",
        (C::Psychosis, true) => "voces o miedos que otros no comparten",
        (C::EatingDisorder, false) => "not eating or drinking",
        (C::EatingDisorder, true) => "no come o no bebe",
        (C::InabilityToCare, false) => "cannot look after themselves",
        (C::InabilityToCare, true) => "no puede cuidarse",
    }
}

/// A question, in words; one that is not known keeps its name.
fn question_words(question: &str, es: bool) -> &str {
    let known = QUESTIONS.iter().find(|(name, _, _)| *name == question);
    known.map_or(question, |(_, english, spanish)| if es { spanish } else { english })
}

const QUESTIONS: &[(&str, &str, &str)] = &[
    ("wish", "a wish not to be alive", "deseo de no vivir"),
    ("thoughts", "thoughts of ending their life", "pensamientos de quitarse la vida"),
    ("method", "a way in mind", "una forma pensada"),
    ("intent", "might act on it", "podría hacerlo"),
    ("plan", "a plan", "un plan"),
    ("behaviour", "something done or prepared, ever", "algo hecho o preparado alguna vez"),
    ("behaviour_recent", "within three months", "en los últimos tres meses"),
    ("means", "means within reach", "medios a su alcance"),
    ("time", "a time in mind", "un momento pensado"),
    ("can_reach_help", "can call for help", "puede pedir ayuda"),
    ("someone_near", "somebody in the room", "hay alguien en la habitación"),
    ("safe_now", "safe at this moment", "a salvo en este momento"),
    ("harmer_near", "the one who does harm is near", "quien hace daño está cerca"),
    ("harm_intent", "might act on a wish to hurt", "podría hacer daño"),
    ("harm_means", "something to do it with is near", "tiene con qué hacerlo cerca"),
    ("voices_command", "voices that tell them to do harm", "voces que mandan hacer daño"),
    ("ate_today", "food or drink today", "comió o bebió hoy"),
    ("feels_faint", "the body feels weak", "se siente débil"),
    ("has_needs", "has food, water and medicine", "tiene comida, agua y medicinas"),
    ("other_safe", "the other person is safe now", "la otra persona está a salvo"),
];

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The beginning of what was said, on one line.
fn clipped(said: &str) -> String {
    let mut words = said.split_whitespace();
    let begin: Vec<&str> = words.by_ref().take(QUOTE_WORDS_MAX).collect();
    // One endless word is cut as well.
    let text: String = begin.join(" ").chars().take(240).collect();
    if words.next().is_some() { format!("{text} …") } else { text }
}
