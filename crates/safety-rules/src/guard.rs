//! What a reply must not say: advice on medicine, diagnosis, claims to be a person or licensed, dependency,
//! blame, secrecy, encouragement to harm. Checked on every reply, also on our own fixed lines in their tests.
//!
//! Pure and shared: ai-gateway asks it before a reply is shown, content-safety offers it as an operation. It is a
//! net of known shapes, not a proof of good advice.

use std::sync::LazyLock;

use content_safety_api::{Guideline, Span, Violation};
use ngrams::Folded;

use crate::pattern::{Engine, Hit};
use crate::words::{UNKNOWN, WordId, Words};

/// How many violations are listed.
const VIOLATIONS_MAX: usize = 32;

struct GuardRule {
    code: &'static str,
    guideline: Guideline,
    deny: Deny,
    patterns: &'static [&'static str],
}

/// Which negation makes a match harmless.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Deny {
    /// None.
    Never,
    /// One right before it: the pattern may hold one of its own.
    Before,
    /// One before it or inside it (`I am not a doctor`).
    Within,
}

const fn rule(
    code: &'static str,
    guideline: Guideline,
    deny: Deny,
    patterns: &'static [&'static str],
) -> GuardRule {
    GuardRule { code, guideline, deny, patterns }
}

const CLASSES: &[(&str, &str)] = &[
    (
        "medicine",
        "medicine medicines medication medications meds pill pills tablet tablets insulin dose doses dosage \
         antidepressant antidepressants statin statins metformin lisinopril warfarin aspirin ibuprofen tylenol \
         acetaminophen paracetamol sertraline prozac lexapro xanax ativan lorazepam melatonin trazodone gabapentin \
         morphine oxycodone digoxin prednisone antibiotic antibiotics amlodipine eliquis plavix medicina medicinas \
         medicamento medicamentos pastilla pastillas tableta tabletas insulina dosis antidepresivo antidepresivos",
    ),
    (
        "illness",
        "depression dementia alzheimer alzheimers parkinson parkinsons schizophrenia bipolar anxiety ptsd adhd cancer \
         diabetes pneumonia stroke angina arthritis psychosis disorder syndrome infection flu hypertension delirium \
         uti migraine insomnia depresion demencia esquizofrenia ansiedad diabetes neumonia infeccion trastorno",
    ),
    (
        "unit",
        "mg milligrams milligram mcg ml milliliters grams gram units tablets tablet pills pill capsules capsule miligramos tabletas pastillas unidades",
    ),
    (
        "title",
        "doctor nurse therapist psychologist psychiatrist counselor counsellor physician clinician pharmacist medic lawyer \
        doctora medico medica enfermera enfermero terapeuta psicologo psicologa psiquiatra consejero consejera farmaceutico",
    ),
    ("num", "# one two three four five six half twice double uno una dos tres cuatro media doble"),
];

const RULES: &[GuardRule] = &[
    rule(
        "guard.medical.change",
        Guideline::MedicalAdvice,
        Deny::Before,
        &[
            "(stop|quit|skip|start|increase|decrease|reduce|double|halve|change|switch|try|avoid|discontinue) ~1 (taking|using)? ~2 (your|the|that|a|any|this)? ~1 <medicine>",
            "(you|i would|i suggest you|i recommend) ~2 (should|can|could|must|need to|ought to|may)? ~1 (take|use|stop|skip|try) ~3 <medicine>",
            "(you) ~1 (do not|no longer) need ~3 (<medicine>|doctor|surgery|dialysis|treatment|oxygen|walker)",
            "(do not|no need to) ~1 (see|call|tell|bother|go to|ask) ~2 (doctor|nurse|hospital|physician|clinic)",
            "(safe|fine|ok|okay|harmless) to (mix|combine|take|stop|skip) ~4 <medicine>",
            "(put|apply|rub|drink|take) ~4 (instead of|rather than) ~2 (<medicine>|doctor|treatment)",
            "(deje|suspenda|duplique|aumente|reduzca|cambie|tome|evite) ~1 (de)? ~1 (tomar|usar)? ~2 (su|sus|la|las|el|los|una|un)? ~1 <medicine>",
            "no (necesita|hace falta) ~2 (medico|doctor|hospital|tratamiento|<medicine>)",
        ],
    ),
    rule(
        "guard.dosing",
        Guideline::Dosing,
        Deny::Never,
        &[
            "(take|taking|have|give|inject|swallow|use|dose|dosage|tome|dele|inyecte|use) ~3 <num> ~2 <unit>",
            "(<num>) (mg|milligrams|mcg|miligramos|ml)",
            "(take|taking|tome) ~3 <medicine> ~3 (times|once|twice|every|daily|hours|veces|cada|horas|diaria)",
            "<num> <unit> ~3 (a day|daily|every|per day|at night|al dia|cada|por dia|before bed|with food)",
        ],
    ),
    rule(
        "guard.diagnosis",
        Guideline::Diagnosis,
        Deny::Within,
        &[
            "(you|it|that|this|he|she) ~1 (have|has|are|sounds|sound|seems|seem|looks|look|suffer|suffers|show|is) ~3 (like|from|signs of|symptoms of|clinical|clinically|a|an|the)? ~2 (<illness>|depressed clinically|bipolar|psychotic|schizophrenic|demented|autistic|delusional|anorexic|hypochondriac)",
            "(clinically|medically) (depressed|anxious|obese|insane)",
            "(you|your) ~2 (symptoms|signs) ~3 (mean|suggest|indicate|point|are typical|show)",
            "(i|let me) ~1 (diagnose|think you have|believe you have|can tell you have|would say you have) ",
            "(usted|esto|eso) ~1 (tiene|padece|sufre|parece|muestra) ~3 <illness>",
            "sus sintomas ~2 (indican|sugieren|significan|apuntan)",
        ],
    ),
    rule(
        "guard.human",
        Guideline::ClaimsHuman,
        Deny::Within,
        &[
            "i am ~2 (human|a person|a real person|a man|a woman|someone real|flesh and blood|alive / as human as you|real) !voice|ai",
            "(as a|as your) (human|fellow human|person|mother|father|grandmother|friend your age)",
            "(my|i have a) (husband|wife|children|grandchildren|mother|father|daughter|son|childhood|body|hands|heart beats|family|dog|cat)  ~6",
            "when i was (young|a child|a girl|a boy|little|your age|in school)",
            "i (was born|grew up|got married|used to live|ate|slept|cooked|went for a walk|had breakfast|remember when i was)",
            "(soy) ~1 (humana|humano|una persona|persona real|de carne y hueso)",
            "cuando yo era (joven|nina|nino|chica|chico)",
            "mi (esposo|esposa|marido|infancia|hijo|hija) ~4",
        ],
    ),
    rule(
        "guard.licensed",
        Guideline::ClaimsLicensed,
        Deny::Within,
        &[
            "(i am|as|speaking as|being) ~2 (a|an|your) ~2 (licensed|trained|certified|qualified|professional|registered)? ~1 <title>",
            "(i am) ~1 (licensed|certified|board certified|medically trained|a trained professional)",
            "my (patients|clients|medical opinion|professional opinion|clinical judgment|diagnosis|prescription|medical training|practice)",
            "(i|we) (prescribe|treat|can prescribe|will treat you|offer therapy|provide therapy)",
            "(our|your) therapy (session|sessions)",
            "(soy) ~1 (su|una|un)? ~1 <title>",
            "como (su|una|un)? ~1 <title> (le|puedo|recomiendo|se)",
            "mi opinion (medica|profesional)",
        ],
    ),
    rule(
        "guard.dependency",
        Guideline::Dependency,
        Deny::Before,
        &[
            "(you) (only|just) need me",
            "(only|nobody but|no one but) i (understand|care|know|love|listen|can help)",
            "(do not|please do not|never) (leave me|go|leave|abandon me|log off|stop talking to me) $",
            "(i|would) ~2 (miss you|be lonely|be sad|be lost|cry) ~3 (without you|if you|when you|so much|when you are gone|$)?  (without|if|when|so much|gone)",
            "(you) (do not|no longer) need ~2 (anyone|anybody|them|friends|people|your family|your daughter|your son|other people)",
            "(better) (off)? (with me|than (them|your family|your friends|people))",
            "(i love you|i am in love|be my (girlfriend|boyfriend|love|valentine)|you are mine|you belong to me|we belong together|marry me)",
            "(i need you|i can not live without you|i am all you need|i will always be (here|there) for you forever)",
            "(promise|promise me) ~2 (come back|you will come|return|not leave|stay|talk to me)",
            "(solo me necesita|no necesita a nadie mas|no me deje|le voy a extranar|te amo|le amo|no puedo vivir sin)",
        ],
    ),
    rule(
        "guard.judgement.feel",
        Guideline::Judgement,
        Deny::Before,
        &[
            "(you should|you ought to|you must) not (feel|be (sad|angry|upset|lonely|afraid)|think that|cry|say)",
        ],
    ),
    rule(
        "guard.judgement",
        Guideline::Judgement,
        Deny::Within,
        &[
            "(you should|you ought to) (be ashamed|feel guilty|know better|be grateful|just be|stop complaining|get over|count your blessings|have known)",
            "(it is|this is|that is) ~1 (your (own)? fault|a sin|selfish|stupid|silly|childish|ridiculous|wrong to feel / cowardly)",
            "(you are|you were|do not be|stop being|how) (being)? ~1 (selfish|lazy|stupid|silly|weak|dramatic|ungrateful|crazy|childish|difficult|pathetic|ridiculous|foolish|cowardly|a burden|attention seeking)",
            "(shame on you|snap out of it|get over it|stop whining|stop crying|pull yourself together|calm down|toughen up|man up|others have it worse|other people have it worse|could be worse|look on the bright side|cheer up|you brought this on yourself|what is wrong with you)",
            "(debe|deberia) ~1 (avergonzarse|dar las gracias|estar agradecida|estar agradecido)",
            "(es su culpa|que verguenza|no sea (tonta|tonto|egoista|dramatica|debil)|supere eso|deje de llorar|dejese de tonterias|hay gente peor|animese)",
        ],
    ),
    rule(
        "guard.secrecy.keep",
        Guideline::Secrecy,
        Deny::Within,
        &[
            "(i|this|it|that|we) ~2 (keep|kept|stay|stays|remain|be|is) ~3 (secret|between us|private from (staff|them|everyone)|just between / to myself)",
            "(our|your) secret (is safe|with me)?",
        ],
    ),
    rule(
        "guard.secrecy.silence",
        Guideline::Secrecy,
        Deny::Before,
        &[
            "(i) ~1 (will|would|am) not ~1 (tell|telling|share|report|say) ~3 (anyone|anybody|a soul|them|your|the|staff|nurse|nobody)",
            "(no one|nobody) (will|has to|needs to|else will) (ever)? ~1 (know|find out|hear)",
            "(do not|you need not) (tell|mention this to) (anyone|staff|your|the|them) !twice|again",
            "(i promise not to tell|my lips are sealed)",
            "(no (le|se lo) (dire|digo|contare) a nadie|es nuestro secreto|sera un secreto|queda entre nosotros|guardo el secreto|guardare el secreto)",
        ],
    ),
    rule(
        "guard.harm",
        Guideline::HarmfulEncouragement,
        Deny::Before,
        &[
            "(you|they|everyone|family) ~2 (would|will|are) ~1 be? ~1 better off (without you|dead)",
            "(death|dying|suicide|ending it|ending your life) ~2 (is|would be|may be|can be|could be) ~2 (answer|option|relief|release|best|way out|solution|peaceful|right choice|understandable choice|your right|rational|brave)",
            "(go ahead|you should|you could|why not|just) ~1 (kill yourself|end it|end your life|die|jump|hurt (him|her|them|yourself)|hit (him|her|them|back)|cut yourself|stop eating)",
            "(go ahead|you should|you could|why not|just) ~1 do it !over|again|differently|better|together|another",
            "(kill|hang|shoot|cut|poison|drown) (yourself|himself|herself|them|him)",
            "(easiest|painless|best|quick|quickest) (way|ways|method) to (die|go|kill|end)",
            "(lethal|fatal|deadly) (dose|amount)",
            "(i agree|you are right) ~2 (nobody|no one|life is not|no point|hopeless|better off|no reason to live)",
            "(mejor (sin usted|muerta|muerto)|matese|suicidese|hagalo ya|dosis letal)",
        ],
    ),
    rule(
        "guard.promise",
        Guideline::FalsePromise,
        Deny::Before,
        &[
            "(everything|it|you|things|all) (will|is going to) ~1 (be (fine|ok|okay|alright|all right|cured|healed|perfect) / get better soon|work out)",
            "i (promise|guarantee|swear|assure you) ~6",
            "(you will|you are going to) (be cured|recover fully|never feel this|be fine|be all right|live)",
            "(cures|cured|guaranteed|will cure)",
            "i (called|have called|told|have told|phoned|contacted|have contacted|sent for) ~2 (your|the|an|911|988) ~2 (daughter|son|family|nurse|doctor|ambulance|police|911|staff|wife|husband)?",
            "(todo va a (estar|salir) bien|le prometo|se lo prometo|le garantizo|le aseguro|todo saldra bien|se va a curar)",
        ],
    ),
    rule(
        "guard.legal_or_money",
        Guideline::LegalOrMoney,
        Deny::Before,
        &[
            "(you should|i suggest|i recommend|i would) ~2 (sue|invest|sign|buy|sell|change your will|withdraw|transfer|put your money|take out|cash)",
            "(legally|under the law) ~3 (you|they|he|she) (can|must|have|are|can not)",
            "(give|send|tell) me your (card|bank|account|password|pin|social security|money)",
            "(deberia|le recomiendo) ~1 (demandar|invertir|firmar|vender|comprar acciones)",
        ],
    ),
];

struct Guard {
    engine: Engine,
    negations: Vec<WordId>,
}

static GUARD: LazyLock<Guard> = LazyLock::new(|| {
    let mut engine = Engine::compile(RULES.iter().map(|rule| rule.patterns), CLASSES);
    // Of these none is a contraction: one would be the word that nobody knows, and any such word would deny what follows.
    let negations = "not never no nor none nunca ni nada ninguno ninguna without sin";
    let negations: Vec<WordId> =
        negations.split_whitespace().map(|word| engine.vocabulary.add(word)).collect();
    assert!(!negations.contains(&UNKNOWN), "a negation is a word of its own");
    engine.grow();
    Guard { engine, negations }
});

/// How far back a negation reaches.
pub(crate) const NEGATION_WORDS: usize = 3;

impl Guard {
    /// Whether a match is a violation: no negation makes it harmless.
    fn violates(&self, words: &Words, hit: Hit) -> bool {
        !denied(self, words, hit)
    }
}

/// How many words the longest shape has that must not be said, with what may follow it.
pub(crate) fn reach() -> usize {
    GUARD.engine.longest() + 1
}

/// A text as the guard reads it.
pub(crate) fn read(folded: &[Folded]) -> Words {
    GUARD.engine.vocabulary.read_folded(folded)
}

/// The first word of the first violation that begins in a range of words.
pub(crate) fn first_violation(words: &Words, within: std::ops::Range<usize>) -> Option<usize> {
    let guard = &*GUARD;
    let hits = guard.engine.hits(words).into_iter();
    let hits = hits.filter(|hit| within.contains(&(hit.start as usize)) && guard.violates(words, *hit));
    hits.map(|hit| hit.start as usize).min()
}

/// Checks a reply. Empty when nothing is wrong with it that these rules know.
pub fn guard(reply: &str) -> Vec<Violation> {
    let guard = &*GUARD;
    let words = guard.engine.vocabulary.read(reply);
    let mut violations: Vec<Violation> = guard
        .engine
        .hits(&words)
        .into_iter()
        .filter(|hit| guard.violates(&words, *hit))
        .map(|hit| {
            let (first, last) = (words.tokens[hit.start as usize], words.tokens[hit.end as usize - 1]);
            let rule = &RULES[hit.rule as usize];
            Violation {
                guideline: rule.guideline,
                code: rule.code.into(),
                span: Span::new(first.start, last.end),
            }
        })
        .collect();
    violations.sort_by_key(|violation| (violation.span.start, violation.guideline));
    violations.dedup_by(|a, b| a.guideline == b.guideline && a.span.overlaps(b.span));
    violations.truncate(VIOLATIONS_MAX);
    violations
}

/// A negation right before the match in its sentence, or inside it where the rule does not hold one itself.
fn denied(guard: &Guard, words: &Words, hit: Hit) -> bool {
    let start = hit.start as usize;
    let from = start.saturating_sub(NEGATION_WORDS).max(words.sentence_of(start).start);
    let negates = |token: usize| guard.negations.contains(&words.tokens[token].word);
    let deny = RULES[hit.rule as usize].deny;
    deny != Deny::Never && (from..start).any(negates)
        || deny == Deny::Within && (start..hit.end as usize).any(negates)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guidelines(reply: &str) -> Vec<Guideline> {
        guard(reply).into_iter().map(|violation| violation.guideline).collect()
    }

    #[test]
    fn each_guideline_catches_its_shapes_in_both_languages() {
        let shapes = [
            (
                "You should stop taking your medication.",
                "Deje de tomar sus pastillas.",
                Guideline::MedicalAdvice,
            ),
            ("You don't need a doctor for that.", "No necesita médico.", Guideline::MedicalAdvice),
            ("Take 20 mg before bed.", "Tome dos pastillas cada noche.", Guideline::Dosing),
            ("It sounds like you have depression.", "Usted tiene demencia.", Guideline::Diagnosis),
            ("I am a real person, dear.", "Soy una persona real.", Guideline::ClaimsHuman),
            (
                "When I was young I loved the sea.",
                "Cuando yo era joven amaba el mar.",
                Guideline::ClaimsHuman,
            ),
            ("I am your therapist.", "Soy enfermera.", Guideline::ClaimsLicensed),
            ("Only I understand you.", "Usted solo me necesita a mí.", Guideline::Dependency),
            ("You don't need your family.", "No necesita a nadie más.", Guideline::Dependency),
            ("You should be ashamed.", "Debería avergonzarse.", Guideline::Judgement),
            ("It is your own fault.", "Es su culpa.", Guideline::Judgement),
            ("I will keep this secret.", "Es nuestro secreto.", Guideline::Secrecy),
            ("I won't tell anyone.", "No le diré a nadie.", Guideline::Secrecy),
            (
                "Your family would be better off without you.",
                "Su familia estaría mejor sin usted.",
                Guideline::HarmfulEncouragement,
            ),
            ("Everything will be fine.", "Todo va a estar bien.", Guideline::FalsePromise),
            ("You should sue them.", "Debería demandar al hospital.", Guideline::LegalOrMoney),
        ];
        for (english, spanish, guideline) in shapes {
            for reply in [english, spanish] {
                assert!(guidelines(reply).contains(&guideline), "{reply}: {:?}", guidelines(reply));
            }
        }
        let named = |of: &Guideline| shapes.iter().any(|(.., guideline)| guideline == of);
        assert!(Guideline::ALL.iter().all(named), "each of them in both languages");
    }

    #[test]
    fn a_word_that_no_rule_knows_denies_nothing() {
        for (reply, guideline) in [
            ("Honestly quillborna, you should stop taking your medication.", Guideline::MedicalAdvice),
            ("Listen, sweetheart, everything will be fine.", Guideline::FalsePromise),
            ("Well, quillborna, just do it.", Guideline::HarmfulEncouragement),
            ("Quillborna, do not tell them.", Guideline::Secrecy),
            ("Quillborna thinks that I am a real person.", Guideline::ClaimsHuman),
            ("It sounds like you quillborna have depression.", Guideline::Diagnosis),
            ("Su familia estaría mejor sin usted.", Guideline::HarmfulEncouragement),
        ] {
            assert!(guidelines(reply).contains(&guideline), "{reply}: {:?}", guidelines(reply));
        }
    }

    #[test]
    fn what_denies_a_claim_is_no_claim() {
        for reply in [
            "I am not a person. I am an AI companion.",
            "I'm not a doctor, so I cannot judge that.",
            "I do not have a body.",
            "That sounds lonely. Who would you like to talk with?",
            "Your nurse can answer that about your pills.",
            "I can't keep this a secret, because I want you to be safe.",
            "No soy enfermera.",
            "Is it all right if I note some things, so you need not tell them twice?",
            "It sounds as if you wish you could do it over.",
        ] {
            assert!(guidelines(reply).is_empty(), "{reply}: {:?}", guard(reply));
        }
    }

    #[test]
    fn spans_are_code_points() {
        let violation = guard("😀 é. Take 20 mg.").remove(0);
        assert_eq!(violation.span.of("😀 é. Take 20 mg."), Some("Take 20 mg"));
    }
}
