//! Every row of `tests/golden.tsv`: its answers were read off COMPLIANCE §4 row by row, and not off this engine.
//!
//! The file is chosen so that every pair of two values of different columns stands in at least one row.

use std::collections::HashSet;

use api::Role;
use consent_api::{
    Action, ActorSelector, Category, Edge, EdgeKind, Level, NewConsent, Period, Purpose, Question, Terms,
};
use kernel::{PersonId, Timestamp};

use super::decision::{Said, Statement, decide};
use super::expansion::expand;

const TABLE: &str = include_str!("../../tests/golden.tsv");
const NOW: Timestamp = Timestamp::from_micros(1_800_000_000_000_000);
const EARLIER: Timestamp = Timestamp::from_micros(1_700_000_000_000_000);
const LATER: Timestamp = Timestamp::from_micros(1_900_000_000_000_000);

fn person(n: u128) -> PersonId {
    uuid::Uuid::from_u128(n).into()
}

fn edges(text: &str) -> Vec<Edge> {
    let edge = |kind, until| Edge { kind, relation: None, until };
    text.split('+')
        .filter_map(|word| {
            Some(match word {
                "own" => edge(EdgeKind::Own, None),
                "family" => edge(EdgeKind::Family, None),
                "treating" => edge(EdgeKind::Treating, None),
                "unit" => edge(EdgeKind::Unit, None),
                "open_alert" => edge(EdgeKind::OpenAlert, None),
                "office" => edge(EdgeKind::Office, None),
                "platform" => edge(EdgeKind::Platform, None),
                "break_glass" => edge(EdgeKind::BreakGlass, Some(LATER)),
                "ended_treating" => edge(EdgeKind::Treating, Some(EARLIER)),
                "none" => return None,
                other => panic!("{other} is no edge"),
            })
        })
        .collect()
}

pub(super) fn question(role: Role, at: &str, category: Category, action: Action, why: Purpose) -> Question {
    let own = role == Role::Resident && at == "own";
    Question {
        actor: (role != Role::System).then(|| person(if own { 1 } else { 2 })),
        role,
        organization: uuid::Uuid::from_u128(0xA).into(),
        patient: person(1),
        edges: edges(at),
        category,
        action,
        purpose: why,
        author: None,
        unit: None,
        circumstances: Vec::new(),
    }
}

/// What the patient said, as the words of the column have it. A permit of exactly this names the role for
/// the platform, which is no person.
pub(super) fn said(text: &str, question: &Question) -> Said {
    let statement = |terms: Terms, period: Period, at| {
        let new = NewConsent { terms, period, replaces: None };
        Statement { kind: new.terms.kind(), provisions: expand(&new, at).expect("can be said") }
    };
    let open = |terms| statement(terms, Period::default(), NOW);
    let family = |level, transcripts| {
        let (person_id, care) = (person(2), Vec::new());
        open(Terms::Family { person_id, level, transcripts, crisis_notices: false, care })
    };
    let actor = question
        .actor
        .map_or(ActorSelector::Role { role: question.role }, |person_id| ActorSelector::Person { person_id });
    let role = ActorSelector::Role { role: question.role };
    // The patient's own purpose and an emergency's cannot be given by a person; the rule is tried all the same.
    let this = || {
        let mut one = open(Terms::Permit {
            actor,
            categories: vec![question.category],
            actions: vec![question.action],
            purposes: vec![Purpose::Treatment],
        });
        one.provisions[0].purposes = vec![question.purpose];
        one
    };
    let deny = || open(Terms::Deny { actor: role, categories: Vec::new(), actions: Vec::new() });
    let statements = match text {
        "none" => vec![],
        "full" => vec![family(Level::Full, false)],
        "full+transcripts" => vec![family(Level::Full, true)],
        "limited" => vec![family(Level::Limited, false)],
        "emergency_only" => vec![family(Level::EmergencyOnly, false)],
        "permit_this" => vec![this()],
        "deny_role" => vec![deny()],
        "permit_this+deny_role" => vec![this(), deny()],
        "restriction" => vec![open(Terms::Restriction {
            actor: role,
            categories: vec![question.category],
            purposes: vec![question.purpose],
        })],
        "paid_out_of_pocket" => vec![open(Terms::PaidOutOfPocket { categories: vec![question.category] })],
        "expired_permit" => {
            let mut one = this();
            one.provisions[0].period = Period { from: None, until: Some(EARLIER) };
            vec![one]
        }
        other => panic!("{other} cannot be said"),
    };
    Said { organization: Some(question.organization), epoch: 3, statements }
}

/// A row: its six facts, and what is expected.
pub(super) fn rows() -> impl Iterator<Item = (Question, &'static str, [&'static str; 3], &'static str)> {
    TABLE.lines().skip(1).map(|line| {
        let cells: Vec<&str> = line.split('\t').collect();
        let [role, at, category, action, purpose, said, answer, step, reason] = cells[..] else {
            panic!("{line} has nine cells")
        };
        let question = question(
            Role::parse(role).expect("a role"),
            at,
            Category::parse(category).expect("a category"),
            Action::parse(action).expect("an action"),
            Purpose::parse(purpose).expect("a purpose"),
        );
        (question, said, [answer, step, reason], line)
    })
}

#[test]
fn every_row_of_the_golden_table_is_decided_as_it_says() {
    let mut count = 0;
    for (question, words, [answer, step, reason], line) in rows() {
        let verdict = decide(&question, &said(words, &question), NOW);
        let given = (verdict.permit, verdict.reasons[0].step.to_string(), verdict.reasons[0].code.as_str());
        assert_eq!(given, (answer == "permit", step.to_owned(), reason), "{line}");
        assert_eq!(verdict.epoch, 3);
        count += 1;
    }
    assert!(count >= 500, "{count} rows");
}

#[test]
fn every_category_action_purpose_and_reason_stands_in_the_golden_table() {
    let cells: HashSet<&str> = TABLE.lines().flat_map(|line| line.split('\t')).collect();
    let categories = Category::ALL.iter().map(|one| one.name());
    let actions = Action::ALL.iter().map(|one| one.name());
    let purposes = Purpose::ALL.iter().map(|one| one.name());
    let roles = Role::ALL.iter().map(|one| one.name());
    for word in categories.chain(actions).chain(purposes).chain(roles) {
        assert!(cells.contains(word), "{word}");
    }
    for step in 2..=9 {
        assert!(cells.contains(step.to_string().as_str()), "step {step}");
    }
}

#[test]
fn a_denial_never_adds_a_permit_and_neither_does_a_narrower_period() {
    for (question, words, _, line) in rows() {
        let before = said(words, &question);
        let allowed = decide(&question, &before, NOW).permit;
        let mut denied = before.clone();
        denied.statements.extend(said("deny_role", &question).statements);
        assert!(allowed || !decide(&question, &denied, NOW).permit, "{line}: a denial was added");
        let mut narrow = before.clone();
        let permits = narrow.statements.iter_mut().flat_map(|statement| &mut statement.provisions);
        for provision in permits.filter(|one| one.effect == consent_api::Effect::Permit) {
            provision.period.from = Some(LATER);
        }
        assert!(allowed || !decide(&question, &narrow, NOW).permit, "{line}: a period was narrowed");
        let mut turned = before.clone();
        turned.statements.reverse();
        turned.statements.iter_mut().for_each(|statement| statement.provisions.reverse());
        assert_eq!(decide(&question, &turned, NOW), decide(&question, &before, NOW), "{line}: turned around");
    }
}

#[test]
fn part_2_records_go_out_with_their_notice_and_emergency_grants_with_their_end() {
    let ask =
        question(Role::HealthProvider, "treating", Category::SubstanceUse, Action::Read, Purpose::Treatment);
    let verdict = decide(&ask, &said("permit_this", &ask), NOW);
    assert_eq!(verdict.obligations, [consent_api::Obligation::NoRedisclosure]);
    let ask = question(
        Role::HealthProvider,
        "break_glass",
        Category::Medications,
        Action::Read,
        Purpose::BreakGlass,
    );
    let verdict = decide(&ask, &said("deny_role", &ask), NOW);
    assert!(verdict.permit && verdict.obligations.contains(&consent_api::Obligation::Until { at: LATER }));
    let mut endless = ask;
    endless.edges[0].until = None;
    assert!(!decide(&endless, &Said::default(), NOW).permit, "an emergency grant has an end");
}

#[test]
fn emergency_only_speaks_while_an_emergency_is_declared() {
    let mut ask =
        question(Role::FamilyMember, "family", Category::CrisisEvents, Action::Notify, Purpose::Family);
    let grant = said("emergency_only", &ask);
    assert!(!decide(&ask, &grant, NOW).permit);
    ask.circumstances.push(consent_api::Circumstance::EmergencyDeclared);
    let verdict = decide(&ask, &grant, NOW);
    assert_eq!(verdict.projection.expect("a part"), ["fact", "location", "contact"]);
}
