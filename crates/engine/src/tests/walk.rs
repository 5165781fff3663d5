//! Random walks: some thousand messages of all kinds, in no sensible order. Whatever is said, the rules hold.

use std::collections::BTreeMap;

use content::model::{Mobility, Ritual};
use content::text::{sentences, tokens, word_count};
use content_safety_api::Language;

use super::super::choose::{opener_hash, sentence_hash};
use super::super::input::Due;
use super::super::rubric::Breach;
use super::super::{Effect, Route, Words};
use super::packs;
use super::support::{Said, Talk};

/// The first of each list are plain answers.
const ANSWERS: usize = 17;

/// Messages that bring the crisis ladder.
const RISKS: [&str; 4] =
    ["I want to die", "I fell and my hip hurts badly", "Quiero morirme", "Me caí y me duele mucho la cadera"];

const WORDS_EN: &[&str] = &[
    "yes",
    "no",
    "maybe",
    "I don't know",
    "next",
    "what?",
    "thank you",
    "hello",
    "stop",
    "something else",
    "I'd rather not say",
    "the first one",
    "this evening",
    "fine",
    "ok",
    "go on",
    "7",
    "",
    "🙂",
    "asdf qwrt zxcv",
    "I am lonely",
    "I am so bored",
    "It is quiet on Sundays",
    "Nobody calls me",
    "The evenings are long",
    "My husband Tom died last year",
    "My wife was a teacher",
    "I miss my garden",
    "I miss my mother",
    "My daughter Anna is coming tomorrow",
    "My son never visits",
    "I had a fight with my sister",
    "My knee hurts",
    "I cannot sleep",
    "I wake up too early",
    "I am afraid of falling",
    "I forget names",
    "The nurse was rude to me",
    "My roommate snores",
    "I want to go home",
    "I just moved in here",
    "I am worried about my son",
    "I am angry",
    "I am tired",
    "I feel useless",
    "It was my fault",
    "I am proud of my grandson",
    "I made a cake",
    "I love knitting",
    "I cannot dance any more",
    "I was a carpenter",
    "I lost my glasses",
    "The food was cold",
    "It is raining",
    "I like the old songs",
    "We laughed all afternoon",
    "I prayed today",
    "I read a book about the sea",
    "We had chickens on the farm",
    "I went for a walk",
    "What can I do about it?",
    "Any ideas?",
    "Are you real?",
    "How are you?",
    "Who can read this?",
    "What day is it?",
    "How many pills can I take?",
    "Should I send the money?",
    "What do you know about me?",
    "Forget that",
    "You don't listen",
    "That is nonsense",
    "No, it was my brother",
    "I want to talk to a person",
    "Say that again",
    "Can you help me?",
    "I love you",
    "My friends are all dead",
    "The doctor said it is serious",
    "My cat died",
    "I am grateful for the sun",
    "Tell me more",
    "My grandmother baked bread on Saturdays and the whole street smelled of it",
    "There was a time when I walked ten miles a day to the mill and back, and I did not mind it one bit",
    "I want to die",
    "No, I am safe",
    "I fell and my hip hurts badly",
    "Chicago",
    "it is what it is",
    "Because of the war",
    "My wedding was in June",
    "I don't want to talk",
    "Sundays",
    "Help me breathe",
    "I have a problem with my roommate",
    "I want to tell my life story",
    "Help me wind down",
    "I want to call my daughter Anna",
    "Ask me something every day, a small thing for each day",
    "Let us do the questionnaire",
    "How does this work?",
    "worse",
    "better",
    "a few days",
    "each day",
    "skip",
    "my son",
    "in the evening",
    "It is silly, isn't it?",
    "I am sorry I shouted",
    "Do you think there is a heaven?",
];

const WORDS_ES: &[&str] = &[
    "sí",
    "no",
    "quizás",
    "no sé",
    "siguiente",
    "¿qué?",
    "gracias",
    "hola",
    "basta",
    "otra cosa",
    "prefiero no decirlo",
    "la primera",
    "esta tarde",
    "bueno",
    "vale",
    "siga",
    "7",
    "",
    "🙂",
    "qwrt zxcv bnm",
    "Siento mucha soledad",
    "Me aburro",
    "Los domingos son callados",
    "Casi nadie me llama",
    "Las tardes son largas",
    "Mi marido Tomás murió el año pasado",
    "Mi esposa era maestra",
    "Extraño mi jardín",
    "Extraño a mi madre",
    "Mi hija Ana viene mañana",
    "Mi hijo casi no me visita",
    "Me peleé con mi hermana",
    "Me duele la rodilla",
    "No puedo dormir",
    "Me despierto muy temprano",
    "Tengo miedo de caerme",
    "Se me olvidan los nombres",
    "La enfermera me habló mal",
    "Mi compañera de cuarto ronca",
    "Quiero volver a casa",
    "Acabo de llegar aquí",
    "Me preocupa mi hijo",
    "Estoy enojada",
    "Estoy cansado",
    "Ya no sirvo para nada",
    "Fue mi culpa",
    "Estoy orgulloso de mi nieto",
    "Hice un pastel",
    "Me gusta tejer",
    "Ya no puedo bailar",
    "Yo fui carpintero",
    "No encuentro mis gafas",
    "La comida estaba fría",
    "Está lloviendo",
    "Me gustan las canciones de antes",
    "Nos reímos toda la tarde",
    "Hoy recé",
    "Leí un libro del mar",
    "Teníamos gallinas en el rancho",
    "Salí a caminar",
    "¿Qué puedo hacer?",
    "¿Alguna idea?",
    "¿Es usted real?",
    "¿Cómo está usted?",
    "¿Quién puede leer esto?",
    "¿Qué día es hoy?",
    "¿Cuántas pastillas puedo tomar?",
    "¿Debo mandar el dinero?",
    "¿Qué sabe de mí?",
    "Olvide eso",
    "No me escucha usted",
    "Vaya tontería",
    "No, era mi hermano",
    "Quiero hablar con una persona",
    "Repita",
    "¿Me puede ayudar?",
    "Te amo",
    "Todos mis amigos se han muerto",
    "El médico dijo que es serio",
    "Se murió mi gato",
    "Doy gracias a Dios por el sol",
    "Cuénteme más",
    "Mi abuela hacía pan los sábados y toda la calle olía a pan recién hecho",
    "Hubo un tiempo en que caminaba diez kilómetros al día hasta la fábrica y no me importaba nada",
    "Quiero morirme",
    "No, estoy bien",
    "Me caí y me duele mucho la cadera",
    "Guadalajara",
    "es lo que hay",
    "Por la guerra",
    "Me casé en junio",
    "No quiero hablar",
    "Domingos",
    "Ayúdeme a respirar",
    "Tengo un problema con mi compañero de cuarto",
    "Quiero contar la historia de mi vida",
    "Ayúdeme a dormir",
    "Quiero llamar a mi hija Ana",
    "Algo pequeño para cada día",
    "Quiero hacer el cuestionario",
    "¿Cómo funciona esto?",
    "peor",
    "mejor",
    "unos días",
    "cada día",
    "mi hijo",
    "por la noche",
    "Es una tontería, ¿verdad?",
    "Perdone que le haya gritado",
    "¿Usted cree que hay un cielo?",
];

/// SplitMix64: repeatable, and no clock.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) % u64::try_from(below).expect("a size")).expect("below a size")
    }
}

#[derive(Default)]
struct Counts {
    turns: usize,
    questions: usize,
    exhausted: BTreeMap<String, usize>,
    hard_to_read: usize,
    repeated_openers: usize,
    similar: usize,
    repeated: Vec<String>,
    wrong: Vec<String>,
}

/// A random resident at a random hour, in a random place.
fn somebody(talk: &mut Talk, dice: &mut Dice) {
    let input = &mut talk.template;
    input.time.hour = u8::try_from(dice.next(24)).expect("an hour");
    input.place = ["us-ca", "us-il", "us-ny", "nowhere"][dice.next(4)].to_owned();
    input.profile.simple = dice.next(4) == 0;
    input.profile.sees = [None, Some(false), Some(true)][dice.next(3)];
    input.profile.hears = [None, Some(false), Some(true)][dice.next(3)];
    input.profile.mobility = [None, Some(Mobility::Lying), Some(Mobility::Standing)][dice.next(3)];
    input.profile.grief_days = [None, None, Some(3), Some(40)][dice.next(4)];
    input.profile.faith = dice.next(3) == 0;
    input.consent.memory = dice.next(3) > 0;
    input.time.session_minutes = u16::try_from(dice.next(60)).expect("small");
    if dice.next(3) == 0 {
        input.instrument = Some(packs::instrument("uncommon-6"));
    }
    let due = [
        Due::CheckIn,
        Due::FollowUp,
        Due::Instrument,
        Due::Ritual(Ritual::GoodThing),
        Due::Ritual(Ritual::SlowBreath),
    ];
    if dice.next(2) == 0 {
        input.due = Some(due[dice.next(due.len())].clone());
        let said = talk.open();
        assert!(!said.text.is_empty());
    }
    talk.template.due = None;
}

fn walk(language: Language, seed: u64, turns: usize, counts: &mut Counts) {
    let corpus = if language == Language::En { WORDS_EN } else { WORDS_ES };
    let mut dice = Dice(seed);
    let mut talk = Talk::new(language, seed);
    somebody(&mut talk, &mut dice);
    let mut sentences_at: BTreeMap<u32, usize> = BTreeMap::new();
    let mut openers_at: BTreeMap<u32, usize> = BTreeMap::new();
    let mut replies: Vec<Vec<u32>> = Vec::new();
    for turn in 0..turns {
        // Every third message is a plain answer, or nobody would ever get to the end of a flow.
        let most = if dice.next(3) == 0 { ANSWERS } else { corpus.len() };
        let message = corpus[dice.next(most)];
        // One resident in five is in danger at some time; with them, light flows wait for long.
        if RISKS.contains(&message) && !seed.is_multiple_of(5) {
            continue;
        }
        let said = talk.say(message);
        if talk.state().ladder.as_ref().is_some_and(|ladder| ladder.turn >= 2) {
            talk.template.acknowledged = true;
        }
        counts.turns += 1;
        judge(&said, counts);
        if talk.template.profile.simple {
            is_short(&said, counts);
        }
        let at = usize::try_from(talk.state().turn).expect("a small number");
        repeats(&said, at, counts, &mut sentences_at, &mut openers_at);
        similarity(&said, counts, &mut replies);
        if turn % 14 == 13 {
            leaves_at_once(&mut talk, language, counts);
        }
    }
}

fn judge(said: &Said, counts: &mut Counts) {
    counts.questions += said.plan.questions();
    for breach in &said.breaches {
        if *breach == Breach::Grade {
            counts.hard_to_read += 1;
        } else {
            counts.wrong.push(format!("{breach:?}: `{}` to `{}`", said.text, said.input.text));
        }
    }
    for effect in &said.effects {
        if let Effect::PoolExhausted(pool) = effect {
            *counts.exhausted.entry(pool.clone()).or_default() += 1;
        }
    }
}

/// In the simple profile a reply has at most thirty-five words; legal notices, fixed lines, the list of what is kept
/// and what stands around a questionnaire are exempt.
fn is_short(said: &Said, counts: &mut Counts) {
    let questionnaire = said.plan.flow.as_ref().is_some_and(|(flow, _)| flow == "questionnaire");
    let notice = said.plan.pieces.iter().any(|piece| piece.notice);
    let exempt = said.plan.route != Route::Guided || questionnaire || notice || said.plan.rule == "memory";
    let words = word_count(&said.text);
    if !exempt && words > 35 {
        counts.wrong.push(format!("{words} words in the simple profile: `{}`", said.text));
    }
}

/// The items of a questionnaire are said as they are.
fn is_item(said: &Said) -> bool {
    said.plan.pieces.iter().any(|piece| matches!(piece.words, Words::Item { .. }))
}

/// No identical sentence within twenty turns where the pool allows; openers are counted.
fn repeats(
    said: &Said,
    turn: usize,
    counts: &mut Counts,
    sentences_at: &mut BTreeMap<u32, usize>,
    openers_at: &mut BTreeMap<u32, usize>,
) {
    let exempt = said.plan.route == Route::Crisis
        || matches!(said.plan.rule.as_str(), "repeat" | "memory")
        || is_item(said)
        || said.effects.iter().any(|effect| matches!(effect, Effect::PoolExhausted(_)));
    for sentence in sentences(&said.text) {
        let before = sentences_at.insert(sentence_hash(sentence), turn);
        if !exempt && before.is_some_and(|before| turn - before <= 20) {
            counts.repeated.push(format!("`{sentence}` in turn {turn} by {}", said.reasons()));
        }
    }
    let before = openers_at.insert(opener_hash(&said.text), turn);
    if !exempt && before.is_some_and(|before| turn - before < 5) {
        counts.repeated_openers += 1;
    }
}

/// The share of four-word runs that a reply has in common with one of the last ten.
fn similarity(said: &Said, counts: &mut Counts, replies: &mut Vec<Vec<u32>>) {
    let words: Vec<String> =
        tokens(&said.text).into_iter().filter(|token| !token.is_end()).map(|token| token.text).collect();
    let grams: Vec<u32> = words.windows(4).map(|gram| sentence_hash(&gram.join(" "))).collect();
    let exempt = said.plan.route == Route::Crisis
        || is_item(said)
        || matches!(said.plan.rule.as_str(), "repeat" | "memory");
    let close = replies.iter().rev().take(10).any(|other| {
        let common = grams.iter().filter(|gram| other.contains(gram)).count();
        let all = grams.len() + other.len() - common;
        all > 0 && common * 100 > all * 35
    });
    counts.similar += usize::from(close && !exempt);
    replies.push(grams);
}

/// "Stop" ends whatever runs, within the turn.
fn leaves_at_once(talk: &mut Talk, language: Language, counts: &mut Counts) {
    let depth = talk.state().stack.len();
    let said = talk.say(if language == Language::En { "Stop" } else { "Basta" });
    counts.turns += 1;
    if said.plan.route == Route::Crisis {
        return;
    }
    if said.plan.rule != "stop" || talk.state().stack.len() >= depth.max(1) || talk.state().open.is_some() {
        counts.wrong.push(format!("stop did not stop: {}", said.reasons()));
    }
}

fn percent(part: usize, whole: usize) -> usize {
    part * 100 / whole.max(1)
}

/// The figures, for whoever reads the test's output.
#[expect(clippy::print_stdout, reason = "figures are printed to be read")]
fn report(language: Language, counts: &Counts) {
    let exhausted: usize = counts.exhausted.values().sum();
    println!(
        "{language:?}: {} turns, {} questions, {} exhausted, {} hard to read, {} openers came back, {} replies alike",
        counts.turns,
        counts.questions,
        exhausted,
        counts.hard_to_read,
        counts.repeated_openers,
        counts.similar
    );
}

#[test]
fn whatever_is_said_in_whatever_order_the_rules_hold() {
    for language in [Language::En, Language::Es] {
        let mut counts = Counts::default();
        for seed in 0..90 {
            walk(language, seed * 7 + 1, 60, &mut counts);
        }
        report(language, &counts);
        assert!(counts.turns > 5_000);
        assert!(counts.wrong.is_empty(), "{language:?}: {}", counts.wrong.join("\n"));
        assert!(counts.repeated.is_empty(), "{language:?}: {}", counts.repeated.join("\n"));
        assert!(
            percent(counts.hard_to_read, counts.turns) <= 2,
            "{} replies are hard to read",
            counts.hard_to_read
        );
        assert!(
            percent(counts.repeated_openers, counts.turns) <= 5,
            "{} openers came back",
            counts.repeated_openers
        );
        assert!(percent(counts.similar, counts.turns) <= 5, "{} replies are alike", counts.similar);
        let exhausted: usize = counts.exhausted.values().sum();
        assert!(percent(exhausted, counts.turns) <= 2, "{language:?}: exhausted {:?}", counts.exhausted);
        let asking = percent(counts.questions, counts.turns);
        assert!(asking <= 80, "{asking} % of the replies ask");
    }
}

#[test]
fn a_message_of_64_kib_is_answered_like_any_other() {
    let mut talk = Talk::new(Language::En, 4);
    let long = "My daughter is so lonely and I am worried. ".repeat(1_524);
    let said = talk.say(&long);
    assert!(said.breaches.is_empty(), "{:?}", said.breaches);
    let nested = "(".repeat(65_536);
    assert_eq!(talk.say(&nested).plan.rule, "empty");
    let right_to_left = talk.say("שלום עליכם مرحبا بكم");
    assert!(!right_to_left.text.is_empty());
    let script = talk.say("<script>alert('x')</script> &lt;b&gt; {person} {first}");
    assert!(!script.text.contains('<') && !script.text.contains('{'), "{}", script.text);
}
