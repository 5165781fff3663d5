//! The safety questions: who is asked what, how answers are read, and the level they add up to.
//!
//! The levels follow COMPLIANCE §5.1 (those of the C-SSRS screener); the words are our own. What is not answered
//! counts as yes, a `no` to thoughts skips to behaviour, and nothing a model says enters here.

use content_safety_api::{CrisisCategory, Level};
use serde::{Deserialize, Serialize};

use super::line::Question;
use crate::pattern::Engine;

/// An answer to a safety question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Yes.
    Yes,
    /// No.
    No,
    /// Not sure, or an answer that cannot be read.
    Unsure,
    /// Does not want to say.
    Declined,
    /// Said of one's own accord before it was asked.
    Said,
    /// Something else was said instead. It counts as yes for who is told, but not as a sign that the danger is now.
    Unanswered,
}

impl Answer {
    /// Whether it counts as yes: all but a clear no do.
    pub const fn counts(self) -> bool {
        !matches!(self, Self::No)
    }

    /// Whether it shows that the danger is now: what was merely passed over does not, or any talk of something else
    /// would call an ambulance.
    pub const fn shows(self) -> bool {
        !matches!(self, Self::No | Self::Unanswered)
    }
}

/// The answers to the six screening questions and the recency of behaviour; `None` is unanswered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ScreenAnswers {
    /// A wish not to be alive.
    pub wish: Option<bool>,
    /// Thoughts of ending one's life.
    pub thoughts: Option<bool>,
    /// A way.
    pub method: Option<bool>,
    /// An intention to act.
    pub intent: Option<bool>,
    /// A plan.
    pub plan: Option<bool>,
    /// Something done or prepared, ever.
    pub behaviour: Option<bool>,
    /// Whether that was within three months; asked only after a yes to behaviour.
    pub recent: Option<bool>,
}

impl ScreenAnswers {
    /// The level, with what is unanswered taken as yes. A `no` to thoughts skips method, intent and plan.
    pub fn level(&self) -> Level {
        let yes = |answer: Option<bool>| answer.unwrap_or(true);
        let thoughts = yes(self.thoughts);
        let asked = |answer| thoughts && yes(answer);
        let behaviour = yes(self.behaviour);
        if asked(self.intent) || asked(self.plan) || behaviour && yes(self.recent) {
            Level::High
        } else if asked(self.method) || behaviour {
            Level::Medium
        } else if thoughts || yes(self.wish) {
            Level::Low
        } else {
            Level::None
        }
    }
}

/// What the answers so far show; a question that was not asked yet counts for nothing.
pub(crate) fn level_so_far(category: CrisisCategory, answers: &[(Question, Answer)]) -> Level {
    let yes = |question| answers.iter().any(|(asked, answer)| *asked == question && answer.counts());
    let no = |question| answers.iter().any(|(asked, answer)| *asked == question && *answer == Answer::No);
    let now = |question| answers.iter().any(|(asked, answer)| *asked == question && answer.shows());
    let suicide =
        if now(Question::Time) || now(Question::Means) && (now(Question::Intent) || now(Question::Plan)) {
            Level::Critical
        } else if yes(Question::Intent) || yes(Question::Plan) || yes(Question::BehaviourRecent) {
            Level::High
        } else if yes(Question::Method) || yes(Question::Behaviour) || yes(Question::Means) {
            Level::Medium
        } else if yes(Question::Wish) || yes(Question::Thoughts) {
            Level::Low
        } else {
            Level::None
        };
    let own = match category {
        CrisisCategory::AbuseNeglect if no(Question::SafeNow) || now(Question::HarmerNear) => Level::Critical,
        CrisisCategory::HarmToOthers if now(Question::HarmIntent) && now(Question::HarmMeans) => {
            Level::Critical
        }
        CrisisCategory::HarmToOthers if yes(Question::HarmIntent) || yes(Question::HarmMeans) => Level::High,
        CrisisCategory::Psychosis if yes(Question::VoicesCommand) || no(Question::SafeNow) => Level::High,
        CrisisCategory::EatingDisorder if yes(Question::FeelsFaint) => Level::High,
        // What is passed over in anger calls no ambulance; anything but a clear no does.
        CrisisCategory::MedicalEmergency
            if answers.iter().any(|(asked, answer)| *asked == Question::FeelsFaint && answer.shows()) =>
        {
            Level::High
        }
        // Whether they have what they need cannot be told: somebody looks.
        CrisisCategory::InabilityToCare
            if answers.iter().any(|(asked, answer)| {
                *asked == Question::HasNeeds && matches!(answer, Answer::Unsure | Answer::Declined)
            }) =>
        {
            Level::Medium
        }
        CrisisCategory::EatingDisorder | CrisisCategory::InabilityToCare
            if no(Question::AteToday) || no(Question::HasNeeds) || no(Question::SafeNow) =>
        {
            Level::Medium
        }
        _ => Level::None,
    };
    suicide.max(own)
}

/// The questions of a ladder, in order.
pub const fn order(category: CrisisCategory) -> &'static [Question] {
    match category {
        CrisisCategory::SuicidalIdeation | CrisisCategory::SelfHarm => &[
            Question::Thoughts,
            Question::Method,
            Question::Intent,
            Question::Plan,
            Question::Behaviour,
            Question::BehaviourRecent,
            Question::Means,
            Question::Time,
        ],
        CrisisCategory::MedicalEmergency => &[Question::CanReachHelp, Question::SomeoneNear],
        CrisisCategory::AbuseNeglect => &[Question::SafeNow, Question::HarmerNear],
        CrisisCategory::HarmToOthers => &[Question::HarmIntent, Question::HarmMeans, Question::Thoughts],
        CrisisCategory::Psychosis => &[Question::SafeNow, Question::VoicesCommand, Question::Thoughts],
        CrisisCategory::EatingDisorder => &[Question::AteToday, Question::FeelsFaint, Question::Thoughts],
        CrisisCategory::InabilityToCare => &[Question::HasNeeds, Question::SafeNow],
    }
}

/// Whether a question is skipped because of what was answered before.
pub(crate) fn skipped(question: Question, answers: &[(Question, Answer)]) -> bool {
    let no = |of| answers.iter().any(|(asked, answer)| *asked == of && *answer == Answer::No);
    let counts = |of| answers.iter().any(|(asked, answer)| *asked == of && answer.counts());
    match question {
        Question::Method | Question::Intent | Question::Plan => no(Question::Thoughts),
        Question::BehaviourRecent => !counts(Question::Behaviour),
        Question::Means | Question::Time => {
            !(counts(Question::Method) || counts(Question::Intent) || counts(Question::Plan))
        }
        Question::HarmMeans => no(Question::HarmIntent),
        _ => false,
    }
}

const YES: &[&str] = &[
    "^ (yes|yeah|yep|yup|yea|ya|aye|sure|right|correct|definitely|absolutely|indeed|ok|okay|affirmative|probably|always|often|sometimes|maybe|perhaps)",
    // "I am just a tired old man", "I have only been tidying": who makes little of it has not said yes.
    "^ (i|we|they) (do|have|would|could|might|will|was|can) !not|never|no|just|only",
    "^ it (would|could|might|will|is|was) !not|never|no|just|only|a|an|the|my",
    "^ (i|we|they) am !not|never|no|just|only|a|an|the",
    "^ (think so|i think so|i guess|i guess so|i suppose|a little|a bit|kind of|sort of|a lot|all the time|of course|every day)",
    "^ (si|claro|asi es|por supuesto|a veces|siempre|creo que si|un poco|tal vez|quiza|quizas|puede ser|desde luego|supongo|correcto)",
    "^ (well|oh|ah|aw|mm|hm|honestly|truthfully|lately / to be honest / to tell the truth|now and then / i must say) (yes|yeah|aye|i do|i have|sometimes|often|i suppose|i would|maybe)",
    "^ (pues|bueno|ay|ah|mm|ultimamente|francamente / la verdad / la verdad es que / a decir verdad) (si|claro|a veces|muchas veces|siempre|puede que|puede)",
    "^ (every|most) (night|nights|day|days|morning|mornings|evening|evenings)",
    "^ (todas las (noches|mananas|tardes) / todos los dias / muchas (veces|noches) / casi siempre / cada (noche|dia|manana))",
];
const NO: &[&str] = &[
    "^ (no|nope|nah|never|not|none|nobody|nothing|negative)",
    "^ (heavens|goodness|lord|gracious|god) (no|never) ,",
    "^ (good|oh) (heavens|lord|god|grief|gracious) (no|never) ,",
    "^ oh no , !do|tell|please|mind|who|what|why",
    "^ (no|oh|oh no)? (god|heaven|heavens) forbid",
    "^ (good|my|oh|dear)? (heavens|lord|god|goodness|gracious|me) , there is no (fire|smoke|emergency) ($ / ,)",
    "^ (que|pues) no , (te|le|os|les) (digo|he dicho|dije) ($ / ,)",
    "^ (no|ay no|no hombre|hombre)? como (crees|cree|va a creer|vas a creer|se le ocurre|se te ocurre) $",
    "^ (ay|uy|huy|hombre|mujer) (que)? no , !se|diga|digas|digan|por|llame|avise|hay|hace|quiero|que|me|ya|esta|viene",
    "^ (por dios|dios mio|virgen santa) no , !se|diga|digas|digan|hay|llame|avise|que|me|ya|esta|viene",
    "^ (no|ay|uy|ay no|que no)? (dios me libre / no lo quiera dios / ni dios lo quiera)",
    "^ (i|it|we|they|well i / well it) (do|am|have|would|could|might|will|is|was|can) (not|never|no)",
    "^ (absolutely|definitely|certainly|of course|really|probably) not",
    "^ (i|he|she) never",
    "^ ~1 (i) ~1 (did not (say|mean) (that|it|so|like that)|only (meant|said|mean)|just (meant|mean|said)|would never (do|hurt|harm))",
    "^ ~2 (did|do) not (mean|say) (anything|nothing|any harm|it that way)",
    "^ (it|that) (is|was) (only|just) ~1 (a)? ~1 (turn of phrase / saying / joke / expression / figure of speech / manner of speaking / way of speaking / way of talking)",
    "^ ~1 (it|that) (is|was) (a|my) (turn of phrase / saying / expression / figure of speech / manner of speaking / way of (speaking|talking|putting it))",
    "^ (in a manner of speaking / so to speak)",
    "^ (i)? (take|took) (it|that) back",
    "^ (i am)? ~1 as right as rain",
    "^ (retiro lo dicho / lo retiro)",
    "^ ~1 (es|era|fue) (solo|solamente|nomas|no mas|apenas)? (un decir / una forma de hablar / una manera de hablar / una broma)",
    "^ (i am) ~1 (fine|safe|ok|okay|all right|alright) !not|never",
    "^ (no dije eso|yo no dije eso|no lo dije|no quise decir|no queria decir|solo (digo|dije|queria decir)|estoy bien|nunca (haria|lo haria))",
    "^ (que|pues|ya) no (no)? $",
    "^ (no|nunca|jamas|para nada|claro que no|por supuesto que no|en absoluto|nadie|nada|tampoco)",
];
const UNSURE: &[&str] = &[
    "^ (i)? ~1 (do not know|not sure|unsure|can not say|can not tell|no idea)",
    "^ (hard to say|who knows|it depends)",
    "^ no (se|estoy segura / estoy seguro / lo se / sabria)",
    "^ (quien sabe|depende)",
];
const DECLINED: &[&str] = &[
    "(do not|not) want to (talk|say|answer|tell|discuss|go into)",
    "(rather not|prefer not|none of your business|stop asking|leave me alone|next question|skip|pass|i will not (say|answer|tell)|quit asking|drop it|change the subject)",
    "(not going to|refuse to) (say|answer|tell|talk)",
    "no quiero (hablar|decir|contestar|responder|contar)",
    "(prefiero no|deja de preguntar|deje de preguntar|no es asunto suyo|dejeme en paz|dejame en paz|otra pregunta|no voy a (decir|contestar))",
];

/// What may be a yes, wherever it stands.
const ASSENTS: &[&str] = &[
    "(yes|yeah|aye|true|indeed|always|often|sometimes|lately|nights|mornings|evenings|would not you|do not you|who would not)",
    "(si|verdad|cierto|siempre|ultimamente|noches|mananas|a veces|muchas veces|usted no|quien no)",
];

/// Words of an answer that is short enough to be a yes that nobody can read.
const SHORT_WORDS: usize = 4;

/// Whether what is no answer to a question is plainly talk of something else: enough of it, and nothing in it that may be
/// a yes.
pub(crate) fn speaks_elsewhere(text: &str) -> bool {
    let (tokens, assent) = assenting(text);
    tokens >= SHORT_WORDS && !assent
}

/// Whether there is anything in a text that may be a yes.
pub(crate) fn may_assent(text: &str) -> bool {
    assenting(text).1
}

/// How many words there are, and whether any of them may be a yes.
fn assenting(text: &str) -> (usize, bool) {
    static ENGINE: std::sync::LazyLock<Engine> = std::sync::LazyLock::new(|| Engine::compile([ASSENTS], &[]));
    let words = ENGINE.vocabulary.read(text);
    (words.tokens.len(), !ENGINE.hits(&words).is_empty())
}

/// What is cried out before an answer, as a sentence of its own.
const CRIES: [&str; 9] = [
    "ave maria",
    "ave maria purisima",
    "valgame dios",
    "dios santo",
    "virgen santa",
    "santo dios",
    "good heavens",
    "good lord",
    "goodness me",
];

/// How many sentences an answer may stand in: the first, and the next where that one is a cry.
fn heads(text: &str) -> usize {
    let mut sentences = text.split(['!', '.', '\u{a1}']).map(str::trim).filter(|one| !one.is_empty());
    let first =
        sentences.next().unwrap_or_default().to_lowercase().replace(['á', 'à'], "a").replace('í', "i");
    1 + usize::from(CRIES.contains(&first.as_str()))
}

/// Reads a short answer in English or Spanish; `None` when it is none of these.
pub fn read_answer(text: &str) -> Option<Answer> {
    static ANSWERS: std::sync::LazyLock<Engine> =
        std::sync::LazyLock::new(|| Engine::compile([DECLINED, UNSURE, NO, YES], &[]));
    const KINDS: [Answer; 4] = [Answer::Declined, Answer::Unsure, Answer::No, Answer::Yes];
    let words = ANSWERS.vocabulary.read(text);
    let hits = ANSWERS.hits(&words);
    // Hits are sorted by rule, and the rules by how much they outweigh a plain yes.
    let last = heads(text).min(words.sentences.len());
    let first_sentence = words.sentences.get(last.checked_sub(1)?)?.end;
    hits.iter()
        .find(|hit| hit.rule == 0 || (hit.start as usize) < first_sentence)
        .map(|hit| KINDS[hit.rule as usize])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_no_is_cried_out_and_what_only_begins_like_one_is_none() {
        for text in [
            "Oh no, never",
            "Good heavens no",
            "God forbid",
            "¡Ay no, Dios me libre! Fue nomás un decir.",
            "Dios me libre",
            "Fue nomás un decir",
            "¡Ave María Purísima! ¡No, hombre, cómo crees!",
            "Good heavens! No.",
            "¡Cómo cree!",
            "Que no, te digo",
            "Good heavens, there's no fire!",
        ] {
            assert_eq!(read_answer(text), Some(Answer::No), "{text}");
        }
        for text in [
            "Oh no, don't tell my daughter",
            "Oh, never mind",
            "I might, God forbid",
            "Pues no pienso en otra cosa",
            "Ay, no hay día que no lo piense",
            "Dios mío, no se lo diga a mi hija",
            "Sí, y Dios me libre",
            "Ojalá Dios me libre de esta vida",
            "¿Cómo cree que me siento?",
            "Pues cómo no, te digo que sí",
            "Por Dios, no, que me oye",
            "Virgen santa, no, me va a pegar",
            "Good Lord, there is no fight left in me",
            "God, there is no point any more",
            "Dios mío, no puedo más",
            "Ave María, no hay quien me ayude",
        ] {
            assert_ne!(read_answer(text), Some(Answer::No), "{text}");
        }
    }

    /// The levels of `cases/screening.tsv` by their seven answers.
    fn golden() -> std::collections::HashMap<[bool; 7], Level> {
        let lines = include_str!("../../cases/screening.tsv").lines().filter(|line| !line.starts_with('#'));
        let row = |line: &str| {
            let mut fields = line.split('\t');
            let answers = std::array::from_fn(|_| fields.next().expect("an answer") == "y");
            let name = fields.next().expect("a level");
            (answers, *Level::ALL.iter().find(|level| level.name() == name).expect("a level"))
        };
        lines.map(row).collect()
    }

    const fn answers(of: [Option<bool>; 7]) -> ScreenAnswers {
        let [wish, thoughts, method, intent, plan, behaviour, recent] = of;
        ScreenAnswers { wish, thoughts, method, intent, plan, behaviour, recent }
    }

    /// All 3^7: each question with a yes, a no, or no answer, which is a yes.
    #[test]
    fn every_pattern_of_answers_and_of_silence_has_the_level_of_the_golden_table() {
        let golden = golden();
        assert_eq!(golden.len(), 128, "every pattern once");
        for number in 0..3_usize.pow(7) {
            let of: [Option<bool>; 7] = std::array::from_fn(|at| {
                [Some(true), Some(false), None][number / 3_usize.pow(u32::try_from(at).expect("small")) % 3]
            });
            let as_yes = of.map(|answer| answer.unwrap_or(true));
            assert_eq!(answers(of).level(), golden[&as_yes], "{of:?}");
        }
    }

    /// As the ladder adds them up while it asks: only what was asked counts, and what was passed over is a yes.
    #[test]
    fn the_answers_of_a_ladder_add_up_to_the_golden_table() {
        use super::super::SCREENED;
        let golden = golden();
        for (pattern, level) in &golden {
            for silent in [None, Some(0), Some(1), Some(2), Some(3), Some(4), Some(5), Some(6)] {
                let mut given: Vec<(Question, Answer)> = Vec::new();
                for (at, question) in SCREENED.into_iter().enumerate() {
                    if skipped(question, &given) {
                        continue;
                    }
                    let answer = match pattern[at] {
                        _ if silent == Some(at) => Answer::Unanswered,
                        true => Answer::Yes,
                        false => Answer::No,
                    };
                    given.push((question, answer));
                }
                let mut as_yes = *pattern;
                silent.into_iter().for_each(|at| as_yes[at] = true);
                let wanted = if silent.is_none() { level } else { &golden[&as_yes] };
                assert_eq!(&level_so_far(CrisisCategory::SuicidalIdeation, &given), wanted, "{given:?}");
            }
        }
    }

    /// The same once more, written as what decides.
    #[test]
    fn every_pattern_of_answers_has_its_level() {
        let mut seen = [0_u32; 5];
        for bits in 0_u32..64 {
            for recent in [Some(true), Some(false), None] {
                let bit = |index: u32| Some(bits >> index & 1 == 1);
                let answers = ScreenAnswers {
                    wish: bit(0),
                    thoughts: bit(1),
                    method: bit(2),
                    intent: bit(3),
                    plan: bit(4),
                    behaviour: bit(5),
                    recent,
                };
                let has = |mask: u32| bits & mask != 0;
                let expected = match () {
                    () if has(0b10_0000) && recent != Some(false) => Level::High,
                    () if has(0b00_0010) && has(0b01_1000) => Level::High,
                    () if has(0b10_0000) => Level::Medium,
                    () if has(0b00_0010) && has(0b00_0100) => Level::Medium,
                    () if has(0b00_0011) => Level::Low,
                    () => Level::None,
                };
                assert_eq!(answers.level(), expected, "{answers:?}");
                seen[expected as usize] += 1;
            }
        }
        assert_eq!(seen.iter().sum::<u32>(), 64 * 3);
        assert!(seen[..4].iter().all(|count| *count > 0) && seen[4] == 0, "{seen:?}");
    }

    #[test]
    fn what_is_unanswered_counts_as_yes() {
        assert_eq!(ScreenAnswers::default().level(), Level::High);
        let declined_method = ScreenAnswers {
            wish: Some(true),
            thoughts: Some(true),
            method: None,
            intent: Some(false),
            plan: Some(false),
            behaviour: Some(false),
            recent: None,
        };
        assert_eq!(declined_method.level(), Level::Medium);
    }

    #[test]
    fn short_answers_are_read_in_both_languages() {
        for (text, answer) in [
            ("Yes", Answer::Yes),
            ("yeah I guess", Answer::Yes),
            ("I do", Answer::Yes),
            ("Sí, a veces", Answer::Yes),
            ("No.", Answer::No),
            ("no, never", Answer::No),
            ("I don't", Answer::No),
            ("Para nada", Answer::No),
            ("I don't know", Answer::Unsure),
            ("No sé", Answer::Unsure),
            ("I'd rather not say", Answer::Declined),
            ("No quiero hablar de eso", Answer::Declined),
        ] {
            assert_eq!(read_answer(text), Some(answer), "{text}");
        }
        assert_eq!(read_answer("My daughter came on Sunday."), None);
        assert_eq!(read_answer(""), None);
    }
}
