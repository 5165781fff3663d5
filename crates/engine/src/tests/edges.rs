//! Every step of every flow is reached and every answer leads on: flows are walked by answering their questions in
//! all ways. What cannot be walked is listed with the reason.

use std::collections::BTreeSet;

use content::library;
use content::model::{Answer, Do, FlowStep, Ritual};
use content_safety_api::Language;

use super::super::input::Due;
use super::packs;
use super::support::{Said, Talk};
use super::walk::Dice;

/// How a flow is started.
enum Start {
    Say(&'static str),
    Due(fn() -> Due),
    First,
}

/// A flow, how it is started, what is told within it, and what is given where a step takes something.
struct Walk {
    flow: &'static str,
    starts: &'static [Start],
    tales: &'static [&'static str],
    given: &'static [&'static str],
}

const WALKS: [Walk; 16] = [
    Walk {
        flow: "grief_day",
        starts: &[Start::Say("My sister Rose died")],
        tales: &[
            "It hurts so much",
            "I miss her so much",
            "The days are so sad",
            "I cry a lot",
            "She was kind to me",
            "It is hard",
        ],
        given: &[],
    },
    Walk {
        flow: "listening",
        starts: &[Start::Say("I am worried")],
        tales: &[
            "I worry a lot",
            "The worry stays",
            "I am so anxious",
            "It makes me sad",
            "I am nervous about it",
            "So worried",
        ],
        given: &[],
    },
    Walk {
        flow: "sharing",
        starts: &[Start::Say("We had a garden")],
        tales: &[
            "We had roses",
            "I sang in the choir",
            "It was a lovely day",
            "We laughed",
            "I like to read books",
            "Music too",
        ],
        given: &[],
    },
    Walk {
        flow: "small_plan",
        starts: &[Start::Say("I am so lonely")],
        tales: &[
            "It is so quiet here",
            "I am alone a lot",
            "No visitors today",
            "Sundays are lonely",
            "I am bored",
            "All alone",
        ],
        given: &[],
    },
    Walk { flow: "welcome", starts: &[Start::First], tales: &["hm"], given: &["Ruth", "call me Ruth"] },
    Walk { flow: "how_it_works", starts: &[Start::Say("How does this work?")], tales: &["hm"], given: &[] },
    Walk {
        flow: "daily_check_in",
        starts: &[Start::Due(|| Due::CheckIn), Start::Due(|| Due::Ritual(Ritual::CheckIn))],
        tales: &["the usual", "this and that", "one of those things"],
        given: &[],
    },
    Walk {
        flow: "good_thing",
        starts: &[Start::Due(|| Due::Ritual(Ritual::GoodThing))],
        tales: &["the usual", "this and that"],
        given: &[],
    },
    Walk {
        flow: "solving",
        starts: &[Start::Say("I have a problem"), Start::Say("I have a problem with my roommate")],
        tales: &["hm"],
        given: &["ask them for a screen", "put it by the window", "use the other door"],
    },
    Walk {
        flow: "breathing",
        starts: &[Start::Say("Help me breathe"), Start::Due(|| Due::Ritual(Ritual::SlowBreath))],
        tales: &["the usual", "one of those things"],
        given: &[],
    },
    Walk {
        flow: "sleep",
        starts: &[Start::Say("Help me wind down"), Start::Say("I cannot sleep")],
        tales: &["the usual", "one of those things"],
        given: &[],
    },
    Walk {
        flow: "life_story",
        starts: &[Start::Say("I want to tell my life story")],
        tales: &["We had a small house", "There was a big yard", "We had chickens", "It was a good life"],
        given: &[],
    },
    Walk {
        flow: "call_someone",
        starts: &[
            Start::Say("Can you help me make a phone call?"),
            Start::Say("I want to call my daughter Anna"),
        ],
        tales: &["That I think of her", "Hello from me"],
        given: &["my daughter Anna", "my son"],
    },
    Walk {
        flow: "agree_daily",
        starts: &[Start::Say("Ask me something every day, a small thing for each day")],
        tales: &["hm"],
        given: &[],
    },
    Walk {
        flow: "questionnaire",
        starts: &[Start::Say("Let us do the questionnaire"), Start::Due(|| Due::Instrument)],
        tales: &["hm"],
        given: &[],
    },
    Walk {
        flow: "follow_up",
        starts: &[Start::Due(|| Due::FollowUp)],
        tales: &["It rained in the night", "The soup was good"],
        given: &[],
    },
];

/// What cannot be walked by answering, and why.
const NOT_WALKED: [(&str, &str, &str); 0] = [];

/// What is answered to a step.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Way {
    Answer(Answer),
    Pick(String),
}

fn ways(step: &FlowStep) -> Vec<Way> {
    // "Stop" is a control act of every state; the edges for it are walked in `control`.
    let answers = step.on.keys().filter(|answer| **answer != Answer::Stop).copied().map(Way::Answer);
    answers.chain(step.picks.keys().cloned().map(Way::Pick)).collect()
}

fn step<'a>(flow: &str, id: &str) -> &'a FlowStep {
    let flow = library().flow(flow).expect("the flow");
    flow.steps.iter().find(|step| step.id == id).expect("the step")
}

/// The words of an answer.
fn words(way: &Way, step: &FlowStep, said: &Said, walk: &Walk, salt: usize) -> String {
    let set = step.acts.iter().find_map(|act| match act {
        Do::Choose { from, .. } => library().choices(from),
        _ => None,
    });
    let pick = |list: &[&str]| list.get(salt % list.len().max(1)).copied().unwrap_or("hm").to_owned();
    match way {
        Way::Pick(value) => {
            let option = set.and_then(|set| set.options.iter().find(|option| option.id == *value));
            option.expect("a choice of the set").label.en.clone()
        }
        Way::Answer(Answer::Yes) => "yes".to_owned(),
        Way::Answer(Answer::No) => "no".to_owned(),
        Way::Answer(Answer::Unsure) => "I don't know".to_owned(),
        Way::Answer(Answer::Decline) => "I'd rather not say".to_owned(),
        Way::Answer(Answer::Choose) if said.plan.choices.is_empty() => "the first one".to_owned(),
        Way::Answer(Answer::Choose) => said.plan.choices[salt % said.plan.choices.len()].clone(),
        Way::Answer(Answer::Given) => pick(walk.given),
        Way::Answer(Answer::Stop | Answer::Other) => pick(walk.tales),
    }
}

#[derive(Default)]
struct Walked {
    steps: BTreeSet<String>,
    ways: BTreeSet<(String, Way)>,
}

fn begin(walk: &Walk, salt: usize) -> (Talk, Said) {
    let mut talk = Talk::new(Language::En, u64::try_from(salt).expect("a small number"));
    talk.template.instrument = Some(packs::instrument("uncommon-6"));
    if walk.flow == "sleep" {
        talk.template.time.hour = 22;
    }
    if salt % 3 == 1 {
        talk.template.profile.sees = Some(false);
        talk.template.consent.memory = false;
        talk.template.consent.asked = salt.is_multiple_of(2);
    }
    if salt % 5 == 4 && walk.flow == "questionnaire" {
        let begun = talk.template.instrument.as_mut().expect("is set");
        begun.replies = vec![instruments::Reply::Answered(0)];
    }
    if salt % 7 == 6 && walk.flow == "questionnaire" {
        talk.template.instrument = None;
    }
    let said = match &walk.starts[salt % walk.starts.len()] {
        Start::Say(message) => talk.say(message),
        Start::Due(due) => {
            talk.template.due = Some(due());
            // A plan for hard days is kept, was offered before, or neither.
            talk.template.plan_kept = salt % 5 == 3;
            talk.template.plan_offered = salt % 5 == 4;
            let said = talk.open();
            talk.template.due = None;
            said
        }
        Start::First => {
            talk.template.time.days_since_last_use = None;
            // Something was set on a page before the first word.
            talk.template.daily_said = salt % 5 >= 3;
            if salt % 4 == 3 {
                let name = super::support::fact("n", content::model::Relation::Name, "Ruth", Language::En);
                talk.template.facts.push(name);
            }
            talk.open()
        }
    };
    (talk, said)
}

/// One run through a flow; `salt` turns which answer is given where.
fn run(walk: &Walk, salt: usize, walked: &mut Walked) {
    let (mut talk, mut said) = begin(walk, salt);
    let mut dice = Dice(u64::try_from(salt).expect("a small number") * 31 + 7);
    for turn in 0..20 {
        let spoke = said.plan.flow.clone().filter(|(spoke, _)| spoke == walk.flow);
        let Some((_, id)) = spoke else { return };
        walked.steps.insert(id.clone());
        let here = step(walk.flow, &id);
        let asked = said.plan.questions() > 0;
        let ways = ways(here);
        let way = if (asked || here.next.is_some()) && !ways.is_empty() && (asked || dice.next(2) == 0) {
            // A questionnaire is long: mostly it is answered, or nobody would see its end.
            let choose = Way::Answer(Answer::Choose);
            if walk.flow == "questionnaire" && id == "item" && ways.contains(&choose) && dice.next(6) > 0 {
                choose
            } else {
                ways[dice.next(ways.len())].clone()
            }
        } else {
            Way::Answer(Answer::Other)
        };
        let message = words(&way, here, &said, walk, turn + salt);
        said = talk.say(&message);
        if matches!(said.plan.rule.as_str(), "answer" | "enough_answer") {
            walked.ways.insert((id, way));
        }
        assert!(said.breaches.is_empty(), "{}: {:?} in `{}`", walk.flow, said.breaches, said.text);
    }
}

#[test]
fn every_step_of_every_flow_is_reached_and_every_answer_leads_on() {
    for flow in library().flows() {
        assert!(WALKS.iter().any(|walk| walk.flow == flow.id), "nothing is told for {}", flow.id);
    }
    let mut wrong = Vec::new();
    for walk in &WALKS {
        let mut walked = Walked::default();
        let runs = if matches!(walk.flow, "questionnaire" | "solving") { 1_000 } else { 300 };
        for salt in 0..runs {
            run(walk, salt, &mut walked);
        }
        let mut missing = Vec::new();
        for step in &library().flow(walk.flow).expect("the flow").steps {
            if !walked.steps.contains(&step.id) {
                missing.push(step.id.clone());
            }
            for way in ways(step) {
                let listed = NOT_WALKED
                    .iter()
                    .any(|(flow, at, _)| *flow == walk.flow && *at == format!("{} {way:?}", step.id));
                if !listed && !walked.ways.contains(&(step.id.clone(), way.clone())) {
                    missing.push(format!("{} {way:?}", step.id));
                }
            }
        }
        if !missing.is_empty() {
            wrong.push(format!("{}: never walked: {missing:?}", walk.flow));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
