//! What a message is about: the topics of its words, less those that a turn of speech, a time long past, a trade or
//! somebody else's story only seems to touch.

use content::model::{Tone, Topic};
use content::pattern::{Match, NoSpans};

use super::reading::{NEGATION_WORDS, OF_ONES_OWN, Reader, SUBJECT_WORDS, is_belief};

/// Topics that a message about somebody else may be met with; what is plain or good and not among these speaks of
/// one's own life.
const OF_OTHERS: [&str; 12] = [
    "visit",
    "grandchild",
    "family",
    "love",
    "proud",
    "joy",
    "pets",
    "gratitude",
    "photo",
    "weather",
    "temperature",
    "old_friend",
];
/// Words that may stand between a negation and what it negates.
const BETWEEN: [&str; 20] = [
    "nos", "a", "an", "so", "very", "feel", "really", "dull", "un", "una", "muy", "tan", "me", "siento",
    "dia", "es", "is", "look", "you", "estoy",
];

impl Reader<'_> {
    pub(super) fn topics(&self) -> Vec<String> {
        let found = self.lexicon.topics.find(self.tokens, &NoSpans);
        let other = self.is_about_another();
        let fits = |topic: &Topic| {
            found.iter().any(|(matched, id)| {
                **id == topic.id
                    && !self.is_denied(matched, &topic.id)
                    && !self.is_named_so(matched)
                    && !self.is_somebodys(matched, &topic.id)
            }) && (!other || topic.tone == Tone::Hard || OF_OTHERS.contains(&topic.id.as_str()))
                && !(topic.id == "hearing" && (self.is_the_dark() || self.is_put_out()))
                && !(topic.id == "sunday" && (self.is_of_then() || self.is_kept_up()))
                && !(topic.id == "evenings" && self.is_kept_up())
                // "Mandábamos el dinero en giros": what was done with it then is no worry of now.
                && !(matches!(topic.id.as_str(), "money" | "long_night" | "weather") && self.is_of_then())
                && !self.is_beside(&topic.id)
                // "He was up at four": nobody else's early hours are the resident's nights.
                && !(other && topic.id == "early_waking")
        };
        self.library.topics().iter().filter(|topic| fits(topic)).map(|topic| topic.id.clone()).collect()
    }

    /// "No viene el sueño" is no visit, the snoring that is missed no quarrel over a room, a book's name no failing memory, and
    /// the news of a village no programme.
    fn is_beside(&self, topic: &str) -> bool {
        let has = |words: &[&str]| self.tokens.iter().any(|token| words.contains(&token.text.as_str()));
        match topic {
            "no_visitors" => has(&["sueno"]),
            "noise" => has(&["love", "loved", "liked", "enjoyed"]),
            "roommate" => has(&["marido", "esposo", "mujer", "esposa", "husband", "wife"]),
            "forgetting" => has(&["title", "titulo"]) || has(&["name", "nombre"]) && has(&["of", "del"]),
            "television" => has(&["hear", "heard"]) && has(&["news"]),
            _ => false,
        }
    }

    /// "Íbamos a misa los domingos": what was done then is no empty Sunday of now.
    fn is_of_then(&self) -> bool {
        self.tokens.iter().any(|token| {
            let word = token.text.as_str();
            word.ends_with("aba") && word.len() > 5
                || word.ends_with("abamos")
                || word.ends_with("iamos")
                || matches!(word, "ibamos" | "iba" | "iban" | "hacia" | "hacian" | "antes")
        })
    }

    /// "Llama los domingos", "bajo a verla todas las tardes": what is done then is no empty hour.
    fn is_kept_up(&self) -> bool {
        let has = |words: &[&str]| self.tokens.iter().any(|token| words.contains(&token.text.as_str()));
        let done = has(&[
            "llama", "llaman", "llovio", "llovia", "viene", "vienen", "bajo", "subo", "voy", "vamos",
            "juego", "jugamos", "rezo", "veo", "pongo", "salgo", "leo", "coso", "tejo", "paseo", "miro",
            "escucho", "marca", "marcan", "hablan", "visita", "visitan", "llevan", "lleva", "toca", "hay",
            "ponen",
        ]);
        done && !has(&["no", "nunca", "nadie", "ni", "solo", "sola", "largas", "larga", "poco"])
    }

    /// "I cannot see the clock": it is dark, or it is turned away.
    fn is_the_dark(&self) -> bool {
        let word = |at: usize| self.tokens.get(at).map_or("", |token| token.text.as_str());
        (0..self.tokens.len()).any(|at| {
            matches!((word(at), word(at + 1), word(at + 2)), ("see", "the", "clock") | ("veo", "el", "reloj"))
        })
    }

    /// "Vino a verme", "vino mi hijo": who came is no wine.
    pub(super) fn is_came(&self) -> bool {
        let word = |at: usize| self.tokens.get(at).map_or("", |token| token.text.as_str());
        let came = |at: usize| {
            let led = at > 0
                && matches!(word(at - 1), "el" | "un" | "mi" | "de" | "su" | "con" | "y" | "del" | "buen");
            word(at) == "vino"
                && !led
                && matches!(
                    word(at + 1),
                    "a" | "el"
                        | "la"
                        | "mi"
                        | "un"
                        | "una"
                        | "ayer"
                        | "hoy"
                        | "anoche"
                        | "con"
                        | "por"
                        | "desde"
                        | "sola"
                        | "solo"
                )
        };
        (0..self.tokens.len()).any(came)
    }

    /// "Apago el aparato del oído": who turns the noise off has no trouble with it.
    fn is_put_out(&self) -> bool {
        self.tokens.iter().any(|token| matches!(token.text.as_str(), "apago" | "apague"))
    }

    /// "His pills": what ails oneself is not what belongs to somebody else.
    fn is_somebodys(&self, matched: &Match, topic: &str) -> bool {
        let before = matched.from.checked_sub(1).and_then(|at| self.tokens.get(at));
        OF_ONES_OWN.contains(&topic)
            && before
                .is_some_and(|token| matches!(token.text.as_str(), "his" | "her" | "their" | "sus" | "su"))
    }

    /// Whether a single word is turned by a negation right before it: "not lonely", "never a dull day".
    fn is_denied(&self, matched: &Match, topic: &str) -> bool {
        if self.only_seems(matched, topic) {
            return true;
        }
        // "No me casé": who never married is not asked how they met.
        // "There's no noise", "no nos peleamos": what is said not to be is no grievance.
        if matched.to - matched.from > 1 && !matches!(topic, "love" | "noise" | "quarrel") {
            return false;
        }
        let before = self.sentence_before(matched.from, NEGATION_WORDS);
        let near = before.iter().rev().find(|token| !BETWEEN.contains(&token.text.as_str()));
        // "Cannot sleep", "without pain": what is missing is what it is about.
        let unable = self.library.topic(topic).is_some_and(|topic| topic.tone == Tone::Good)
            && before.iter().any(|token| matches!(token.text.as_str(), "cant" | "cannot" | "couldnt"));
        unable
            || near.is_some_and(|token| {
                matches!(
                    token.text.as_str(),
                    "not" | "never" | "no" | "dont" | "isnt" | "wasnt" | "arent" | "nunca" | "ni" | "jamas"
                )
            })
    }

    /// Whether a topic only seems to be touched: what was believed, a trade, a turn of speech.
    fn only_seems(&self, matched: &Match, topic: &str) -> bool {
        // "She thought I was dead": what was only believed is no loss.
        let believed = topic == "loss"
            && self.sentence_before(matched.from, SUBJECT_WORDS).iter().any(|token| {
                matches!(token.text.as_str(), "creia" | "pensaba" | "creyo" | "creian" | "thought")
            });
        // "She thinks I am lonely": what somebody else takes one for.
        let thought = topic == "lonely"
            && self.sentence_before(matched.from, SUBJECT_WORDS).iter().any(|token| is_belief(&token.text));
        // "Anda sola por la calle": somebody else who goes alone is not lonely for it.
        let before = matched.from.checked_sub(1).map_or("", |at| self.tokens[at].text.as_str());
        let goes = topic == "lonely"
            && matches!(
                before,
                "anda" | "va" | "sale" | "viaja" | "camina" | "come" | "baila" | "vino" | "viene"
            );
        // "A servir en casa de un médico", "su hijo es médico": no visit to one.
        let trade = topic == "doctor"
            && (self.sentence_before(matched.from, NEGATION_WORDS + 1).iter().any(|token| {
                matches!(token.text.as_str(), "casa" | "lleve" | "llevamos" | "llevaron" | "servir")
            }) || matches!(before, "era" | "es" | "soy" | "mujer" | "hijo" | "hija" | "be" | "became"));
        // "Las rodillas ya no me ayudan": nobody of the staff.
        let body = topic == "staff"
            && self.sentence_before(matched.from, SUBJECT_WORDS).iter().any(|token| {
                matches!(
                    token.text.as_str(),
                    "rodillas" | "piernas" | "manos" | "pies" | "ojos" | "brazos" | "fuerzas" | "dedos"
                )
            });
        // "No me deja sola ni un minuto" is company.
        let kept = topic == "lonely"
            && self
                .sentence_before(matched.from, SUBJECT_WORDS)
                .windows(2)
                .any(|pair| pair[0].text == "me" && matches!(pair[1].text.as_str(), "deja" | "dejan"));
        if trade || body || kept {
            return true;
        }
        // "Un congrí que levantaba un muerto": a turn of speech.
        let turn = topic == "loss" && self.is_lively(matched);
        believed || thought || goes || turn
    }

    /// "Levanta a un muerto", "muerta de risa": no death.
    fn is_lively(&self, matched: &Match) -> bool {
        let word = |at: usize| self.tokens.get(at).map_or("", |token| token.text.as_str());
        let dead = |at: usize| matches!(word(at), "muerto" | "muerta" | "muertos" | "muertas");
        let raised = (matched.from.saturating_sub(3)..matched.from)
            .any(|at| word(at).starts_with("levanta") || word(at).starts_with("resucita"));
        (dead(matched.from) || dead(matched.to.saturating_sub(1)))
            && (raised || word(matched.to) == "de" && self.is_turn_of_speech(matched.to + 1))
    }

    fn is_turn_of_speech(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| {
            matches!(
                token.text.as_str(),
                "risa" | "hambre" | "frio" | "sueno" | "sed" | "miedo" | "calor" | "cansancio" | "ganas"
            )
        })
    }
}
