//! Cases that nobody wrote down: the engine and the independent reading must agree on each, and what never
//! adds a permit must not.

use api::Role;
use consent_api::{Action, Category, Effect, Purpose};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::reader;
use super::vocabulary::{Case, LATER, NOW, Paper, Told};
use crate::domain::decision::decide;

const EDGES: &[&str] = &[
    "own",
    "family",
    "representative",
    "treating",
    "unit",
    "open_alert",
    "office",
    "platform",
    "break_glass",
    "break_glass_imminent_threat",
    "break_glass_medical_emergency",
    "break_glass_without_end",
    "ended_break_glass",
    "ended_treating",
];
const FACTS: &[&str] = &[
    "emergency_declared",
    "shared_by_author",
    "own_note",
    "dead",
    "minor",
    "foreign",
    "recorded_before",
    "patient_present",
];

fn categories() -> Vec<&'static str> {
    Category::ALL.iter().map(|one| one.name()).collect()
}

fn actions() -> Vec<&'static str> {
    Action::ALL.iter().map(|one| one.name()).collect()
}

fn purposes() -> Vec<&'static str> {
    Purpose::ALL.iter().map(|one| one.name()).collect()
}

fn roles() -> Vec<&'static str> {
    Role::ALL.iter().map(|one| one.name()).collect()
}

/// Mostly few names, so that they often hit and often miss.
fn some(of: Vec<&'static str>) -> impl Strategy<Value = Vec<&'static str>> {
    prop_oneof![3 => subsequence(of.clone(), 1..=3), 1 => subsequence(of.clone(), 0..=of.len()), 1 => Just(of)]
}

fn when() -> impl Strategy<Value = (i8, i8)> {
    prop_oneof![6 => Just((-1, 1)), 1 => Just((1, 1)), 1 => Just((-1, -1))]
}

fn told() -> impl Strategy<Value = Told> {
    let provision = (
        select(vec!["permit", "permit", "deny", "restriction", "paid"]),
        select(vec!["actor", "actor", "other", "role", "another_role", "home", "outside"]),
        some(categories()),
        some(actions()),
        some(purposes()),
        when(),
        prop_oneof![3 => Just(None), 1 => Just(Some("emergency_declared"))],
        any::<[bool; 2]>(),
    );
    let provision =
        provision.prop_map(|(kind, to, categories, actions, purposes, (from, until), needs, flags)| {
            let person = ["actor", "other"].contains(&to);
            let deny = kind == "deny";
            Told {
                categories,
                // A refusal names no purposes, and a restriction no actions.
                actions: if ["restriction", "paid"].contains(&kind) { Vec::new() } else { actions },
                purposes: if ["deny", "paid"].contains(&kind) { Vec::new() } else { purposes },
                from,
                until,
                needs: if ["permit", "deny"].contains(&kind) { needs } else { None },
                even_in_emergency: deny && person && flags[0],
                ended: kind == "restriction" && flags[1],
                ..Told::of(kind, to)
            }
        });
    let level = (select(vec!["actor", "actor", "other"]), any::<[bool; 3]>(), 0..3_u8, when());
    let level = level.prop_map(|(to, [a, b, c], which, (from, until))| {
        let (kind, boxes) = match which {
            0 => ("full", [("transcripts", a), ("", false)]),
            1 => ("limited", [("care", b), ("notices", c)]),
            _ => ("emergency_only", [("", false), ("", false)]),
        };
        let boxes = boxes.into_iter().filter(|(_, ticked)| *ticked).map(|(name, _)| name).collect();
        Told { boxes, from, until, ..Told::of(kind, to) }
    });
    prop_oneof![3 => provision, 1 => level]
}

fn paper() -> impl Strategy<Value = Paper> {
    let kinds = select(vec!["power_of_attorney", "guardian", "parent", "executor"]);
    let withheld = prop_oneof![2 => Just(None), 1 => some(categories()).prop_map(Some)];
    (kinds, prop::bool::weighted(0.8), some(categories()), when(), withheld).prop_map(
        |(kind, names_actor, scope, (from, until), withheld)| Paper {
            kind,
            names_actor,
            scope,
            from,
            until,
            withheld,
        },
    )
}

fn case() -> impl Strategy<Value = Case> {
    let question = (
        select(roles()),
        subsequence(EDGES.to_vec(), 0..=3),
        select(categories()),
        select(actions()),
        select(purposes()),
    );
    let around = (
        prop::collection::vec(told(), 0..4),
        prop::collection::vec(paper(), 0..2),
        subsequence(categories(), 0..6),
        subsequence(FACTS.to_vec(), 0..4),
        any::<bool>(),
    );
    (question, around).prop_map(
        |((role, edges, category, action, purpose), (told, papers, private, facts, own))| {
            let is_the_patient = role == "resident" && own;
            Case { role, edges, category, action, purpose, told, papers, private, facts, is_the_patient }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_engine_and_the_independent_reading_agree(case in case()) {
        let verdict = decide(&case.question(), &case.said(), NOW);
        let (answer, step, reason) = reader::read(&case);
        let given = (verdict.permit, verdict.reasons[0].step, verdict.reasons[0].code.as_str());
        prop_assert_eq!(given, (answer == "permit", step, reason));
    }

    #[test]
    fn what_narrows_never_adds_a_permit_and_order_says_nothing(
        case in case(), denial in told(), at in any::<prop::sample::Index>(),
    ) {
        let (question, before) = (case.question(), case.said());
        let verdict = decide(&question, &before, NOW);
        let never_more = |said, what: &str| {
            let after = decide(&question, &said, NOW).permit;
            prop_assert!(verdict.permit || !after, "{}", what);
            Ok(())
        };
        let mut denied = before.clone();
        let refusal = Told { kind: "deny", purposes: Vec::new(), boxes: Vec::new(), needs: None, ..denial };
        let refusal = Case { told: vec![refusal], ..case.clone() };
        denied.statements.extend(refusal.said().statements);
        never_more(denied, "a denial was added")?;
        let mut narrow = before.clone();
        let mut provisions: Vec<_> =
            narrow.statements.iter_mut().flat_map(|statement| &mut statement.provisions).collect();
        if !provisions.is_empty() {
            let one = at.index(provisions.len());
            if provisions[one].effect == Effect::Permit {
                provisions[one].period.from = Some(LATER);
            }
        }
        never_more(narrow, "a permit's period was narrowed")?;
        let mut without = before.clone();
        without.documents.clear();
        never_more(without, "a document was taken away")?;
        let mut turned = before;
        turned.statements.reverse();
        turned.statements.iter_mut().for_each(|statement| statement.provisions.reverse());
        turned.documents.reverse();
        prop_assert_eq!(decide(&question, &turned, NOW), verdict);
    }
}
