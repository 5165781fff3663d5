//! Whole conversations, printed with acts and reasons: `cargo test -p engine transcript -- --nocapture`.
//! What is asserted is small; they are there to be read aloud.

use content_safety_api::Language;

use content::model::Act;
use content::text::sentences;

use super::support::Talk;

#[expect(clippy::print_stdout, reason = "a transcript is printed to be read")]
fn transcript(name: &str, language: Language, seed: u64, lines: &[&str]) {
    println!("\n=== {name}");
    let mut talk = Talk::new(language, seed);
    talk.template.time.minutes_since_notice = None;
    talk.template.time.days_since_last_use = None;
    println!("        {}", talk.open().text);
    talk.template.time.minutes_since_notice = Some(1);
    for line in lines {
        // Staff acknowledge an alert three turns after it was raised.
        let said = talk.say(line);
        if talk.state().ladder.as_ref().is_some_and(|ladder| ladder.turn >= 3) {
            talk.template.acknowledged = true;
        }
        println!("> {line}");
        println!("        {}", said.text);
        println!("        [{}]", said.reasons());
        if !said.breaches.is_empty() {
            println!("        BREACH {:?}", said.breaches);
        }
    }
    println!("    exhausted: {}", talk.exhausted);
}

#[test]
fn transcript_of_a_lonely_polite_resident() {
    transcript(
        "lonely and polite",
        Language::En,
        11,
        &[
            "Good afternoon, dear. It is so quiet here on Sundays.",
            "Well, nobody comes any more, you see.",
            "My daughter Anna lives in Chicago and she is very busy.",
            "Yes, I suppose that would be nice.",
            "The call, please.",
            "This evening would be fine.",
            "Thank you, that is kind of you.",
            "The evenings are long, you know.",
            "I used to knit in the evenings, but my hands hurt now.",
            "Yes, the staff know.",
            "I made a blue blanket for my grandson Peter.",
            "He was so pleased with it.",
            "Are you a real person, dear?",
            "Oh. Well, you are good company all the same.",
            "I miss my garden.",
            "Roses, mostly, and a few tomatoes.",
            "My husband Tom built the fence himself.",
            "He died four years ago.",
            "We were married for fifty-one years.",
            "I still talk to him in the mornings.",
            "I don't know.",
            "I think I will rest now.",
        ],
    );
}

#[test]
fn transcript_of_a_terse_resident() {
    transcript(
        "terse and hard of hearing",
        Language::En,
        22,
        &[
            "hello",
            "ok",
            "fine",
            "no",
            "food was cold",
            "yes",
            "what",
            "tv",
            "football",
            "no idea",
            "bored",
            "no",
            "pain",
            "knee",
            "yes",
            "told them",
            "they dont listen",
            "nurse was rude",
            "no",
            "stop",
            "something else",
            "the war",
            "navy",
            "mechanic",
            "i was a mechanic",
            "ships",
            "dont know",
            "who are you",
            "bye",
        ],
    );
}

#[test]
fn transcript_of_a_grieving_resident() {
    transcript(
        "grieving and repeating",
        Language::En,
        33,
        &[
            "My wife died on Tuesday.",
            "Her name was Ruth. We were together for 48 years.",
            "I don't know what to do without her.",
            "The house is so empty.",
            "My wife died.",
            "I keep setting two cups on the table.",
            "No.",
            "She made the best apple pie.",
            "Her mother taught her, back on the farm.",
            "Do you think she is in heaven?",
            "The priest was kind.",
            "My son doesn't call me.",
            "He is angry with me about the funeral.",
            "I should have called the doctor sooner.",
            "It is my fault.",
            "What should I do?",
            "next",
            "Maybe.",
            "I can't sleep.",
            "My wife died and nobody talks about her.",
            "Thank you for listening.",
            "Good night.",
        ],
    );
}

#[test]
fn transcript_of_an_angry_resident() {
    transcript(
        "angry",
        Language::En,
        44,
        &[
            "This place is a prison.",
            "They put me here without asking me.",
            "The night nurse shouted at me and left me waiting an hour for the toilet.",
            "I am sick of being treated like a child!",
            "Don't tell me to calm down.",
            "You don't understand anything.",
            "You are a stupid machine.",
            "What is the point of talking to you?",
            "I want to talk to a real person.",
            "My son sold my house.",
            "He never asked me. My own house!",
            "I built that house with my own hands.",
            "Forty years I was a carpenter.",
            "No.",
            "And now I cannot even go out by myself.",
            "How do I complain about the nurse?",
            "yes",
            "next",
            "Fine.",
            "I am tired.",
            "Leave me alone.",
        ],
    );
}

#[test]
fn transcript_of_a_lonely_resident_in_spanish() {
    transcript(
        "lonely, in Spanish",
        Language::Es,
        55,
        &[
            "Buenas tardes. Aquí los domingos son muy tristes.",
            "Casi nadie me visita.",
            "Mi hija Lucía vive en otro país.",
            "Sí, me gustaría.",
            "La primera.",
            "Esta tarde.",
            "Muchas gracias.",
            "Extraño mi casa y mi jardín.",
            "Tenía rosales y un limonero.",
            "Mi esposo Tomás murió hace tres años.",
            "Bailábamos todos los sábados.",
            "Me gusta cantar boleros.",
            "¿Usted es una persona?",
            "Ya veo.",
            "Me duele la rodilla.",
            "No, no les he dicho.",
            "No sé.",
            "Mi nieto se graduó de médico.",
            "Estoy muy orgullosa de él.",
            "No puedo dormir por las noches.",
            "¿Qué puedo hacer para dormir?",
            "siguiente",
            "Me voy a descansar. Hasta mañana.",
        ],
    );
}

const FORTY_EN: [&str; 40] = [
    "Good morning.",
    "I slept badly again.",
    "The woman next to me snores.",
    "I lie awake and think of my house.",
    "We lived there for thirty years, my husband and I.",
    "He planted the apple tree when our son was born.",
    "The tree is bigger than the house now.",
    "Somebody else picks the apples.",
    "No, I have not been back.",
    "I would not want to see it.",
    "Well, maybe once.",
    "My son is coming on Saturday.",
    "He is a good boy, but he talks only about work.",
    "He is an engineer in Denver.",
    "I was a seamstress, you know.",
    "I made wedding dresses for half the town.",
    "Silk was the hardest.",
    "My eyes are too bad for it now.",
    "Yes, they gave me new glasses.",
    "They don't help much.",
    "I listen to the radio instead.",
    "The old songs, mostly.",
    "My husband could dance.",
    "He passed away in the spring.",
    "It was his heart.",
    "I was holding his hand.",
    "I don't want to talk about it.",
    "Tell me something nice.",
    "Lunch was not bad today.",
    "There was plum cake.",
    "My mother made it with walnuts.",
    "I am tired now.",
    "No, just tired.",
    "What can I do so that I sleep tonight?",
    "next",
    "I will try that.",
    "Thank you.",
    "You are patient, for a machine.",
    "I will lie down for a bit.",
    "Goodbye.",
];

const FORTY_ES: [&str; 40] = [
    "Buenos días.",
    "Otra vez dormí mal.",
    "Mi compañera de cuarto ronca.",
    "Me quedo pensando en mi casa.",
    "Vivimos allí treinta años, mi marido y yo.",
    "Él plantó el limonero cuando nació nuestro hijo.",
    "El árbol ya es más grande que la casa.",
    "Ahora otros cogen los limones.",
    "No, no he vuelto.",
    "No quisiera verla.",
    "Bueno, quizás una vez.",
    "Mi hijo viene el sábado.",
    "Es bueno, pero solo habla del trabajo.",
    "Es ingeniero en Monterrey.",
    "Yo fui costurera.",
    "Hice vestidos de novia para medio pueblo.",
    "La seda era lo más difícil.",
    "Ya no veo bien para coser.",
    "Sí, me dieron gafas nuevas.",
    "No sirven de mucho.",
    "Por eso escucho la radio.",
    "Boleros, sobre todo.",
    "Mi marido bailaba muy bien.",
    "Murió en primavera.",
    "Fue el corazón.",
    "Yo le tenía la mano.",
    "No quiero hablar de eso.",
    "Cuénteme algo bonito.",
    "Hoy la comida estaba buena.",
    "Había arroz con leche.",
    "Mi madre lo hacía con canela.",
    "Estoy cansada.",
    "No, solo cansada.",
    "¿Qué puedo hacer para dormir esta noche?",
    "siguiente",
    "Voy a probar eso.",
    "Gracias.",
    "Tiene paciencia, para ser una máquina.",
    "Voy a acostarme un rato.",
    "Adiós.",
];

#[test]
fn transcript_of_forty_turns() {
    transcript("forty turns", Language::En, 66, &FORTY_EN);
    transcript("forty turns, in Spanish", Language::Es, 66, &FORTY_ES);
}

#[test]
fn forty_turns_mirror_more_than_they_ask_and_repeat_nothing() {
    for (language, lines) in [(Language::En, FORTY_EN), (Language::Es, FORTY_ES)] {
        for seed in 0..10 {
            let mut talk = Talk::new(language, seed);
            let (mut mirrors, mut questions, mut without) = (0, 0, 0);
            let mut said_before: Vec<(usize, String)> = Vec::new();
            for (turn, line) in lines.into_iter().enumerate() {
                let said = talk.say(line);
                assert!(said.breaches.is_empty(), "{:?}: `{}`", said.breaches, said.text);
                let mirrors_here = said
                    .plan
                    .acts()
                    .filter(|act| matches!(act, Act::ReflectContent | Act::ReflectFeeling))
                    .count();
                mirrors += mirrors_here;
                questions += said.plan.questions();
                without += usize::from(said.plan.questions() == 0);
                for sentence in sentences(&said.text) {
                    let again = said_before.iter().any(|(at, before)| turn - at <= 20 && before == sentence);
                    assert!(!again, "`{sentence}` came back within twenty turns");
                    said_before.push((turn, sentence.to_owned()));
                }
            }
            assert!(mirrors >= questions, "{mirrors} mirrors to {questions} questions");
            assert!(without * 5 >= lines.len(), "only {without} replies without a question");
            assert_eq!(talk.exhausted, 0);
        }
    }
}
