//! Every step of every flow is reached and every answer leads on: flows are walked by answering their questions in
//! all ways.

use std::collections::BTreeSet;

use content::library;
use content::model::{Answer, FlowStep};
use content_safety_api::Language;

use super::support::Talk;

/// How a flow is started, and what is told within it.
const TALES: [(&str, &str, &[&str]); 4] = [
    (
        "grief_day",
        "My sister Rose died",
        &[
            "It hurts so much",
            "I miss her so much",
            "The days are so sad",
            "I cry a lot",
            "She was kind to me",
            "It is hard",
        ],
    ),
    (
        "listening",
        "I am worried",
        &[
            "I worry a lot",
            "The worry stays",
            "I am so anxious",
            "It makes me sad",
            "I am nervous about it",
            "So worried",
        ],
    ),
    (
        "sharing",
        "We had a garden",
        &[
            "We had roses",
            "I sang in the choir",
            "It was a lovely day",
            "We laughed",
            "I like to read books",
            "Music too",
        ],
    ),
    (
        "small_plan",
        "I am so lonely",
        &[
            "It is so quiet here",
            "I am alone a lot",
            "No visitors today",
            "Sundays are lonely",
            "I am bored",
            "All alone",
        ],
    ),
];

/// The words of an answer.
const fn words(answer: Answer) -> Option<&'static str> {
    match answer {
        Answer::Yes => Some("yes"),
        Answer::No => Some("no"),
        Answer::Unsure => Some("I don't know"),
        Answer::Decline => Some("I'd rather not say"),
        Answer::Choose => Some("the first one"),
        // "Stop" is a control act of every state; the edges for it are walked in `control`.
        Answer::Stop | Answer::Other => None,
    }
}

fn step<'a>(flow: &str, id: &str) -> &'a FlowStep {
    let flow = library().flow(flow).expect("the flow");
    flow.steps.iter().find(|step| step.id == id).expect("the step")
}

#[derive(Default)]
struct Walked {
    steps: BTreeSet<String>,
    answers: BTreeSet<(String, Answer)>,
}

/// One run through a flow; `salt` turns which answer is given where.
fn run(flow: &str, start: &str, tales: &[&str], salt: usize, walked: &mut Walked) {
    let mut talk = Talk::new(Language::En, u64::try_from(salt).expect("a small number"));
    let mut said = talk.say(start);
    for turn in 0..16 {
        let Some((spoke, id)) = said.plan.flow.clone().filter(|(spoke, _)| spoke == flow) else { return };
        assert_eq!(spoke, flow);
        walked.steps.insert(id.clone());
        let asked = said.plan.questions() > 0;
        let ways: Vec<Answer> =
            step(flow, &id).on.keys().copied().filter(|answer| *answer != Answer::Stop).collect();
        let way = if asked && !ways.is_empty() {
            ways[(salt / (turn + 1) + turn * salt) % ways.len()]
        } else {
            Answer::Other
        };
        let message = words(way).unwrap_or(tales[(turn + salt) % tales.len()]);
        said = talk.say(message);
        if asked && said.plan.rule == "answer" {
            walked.answers.insert((id, way));
        }
        assert!(said.breaches.is_empty(), "{flow}: {:?} in `{}`", said.breaches, said.text);
    }
}

#[test]
fn every_step_of_every_flow_is_reached_and_every_answer_leads_on() {
    let told: Vec<&str> = TALES.iter().map(|(flow, ..)| *flow).collect();
    for flow in library().flows() {
        assert!(told.contains(&flow.id.as_str()), "nothing is told for {}", flow.id);
    }
    for (flow, start, tales) in TALES {
        let mut walked = Walked::default();
        for salt in 0..400 {
            run(flow, start, tales, salt, &mut walked);
        }
        let flow = library().flow(flow).expect("the flow");
        let mut missing = Vec::new();
        for step in &flow.steps {
            if !walked.steps.contains(&step.id) {
                missing.push(step.id.clone());
            }
            for answer in step.on.keys().filter(|answer| words(**answer).is_some()) {
                if !walked.answers.contains(&(step.id.clone(), *answer)) {
                    missing.push(format!("{} {answer:?}", step.id));
                }
            }
        }
        assert!(missing.is_empty(), "{}: never walked: {missing:?}", flow.id);
    }
}
