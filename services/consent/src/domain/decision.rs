//! The order of a decision (COMPLIANCE §4.2, steps 2 to 9): the first step that speaks decides.
//!
//! Nothing is read and nothing is kept here. What the patient said comes as an argument, so that the whole rule
//! can be tried against a table that a clinician can read.

use api::Role;
use consent_api::{
    Action, ActorSelector, Category, Edge, EdgeKind, Effect, Obligation, OrganizationClass, Provision,
    Purpose, Question, Reason, TermsKind, Verdict,
};
use kernel::{OrganizationId, Timestamp};

use super::{gates, table};

/// The version of the rules, as verdicts name it.
pub(crate) const RULES: &str = "consent-rules-2";

/// Goes with what is opened in an emergency.
const BREAK_GLASS_NOTICE: &str =
    "Opened under an emergency grant: it is recorded, reviewed, and told to the patient.";

/// What a patient has said, as far as it is in force.
#[derive(Clone, Debug, Default)]
pub(crate) struct Said {
    /// The patient's organisation, once they have said anything.
    pub(crate) organization: Option<OrganizationId>,
    /// Their consent epoch.
    pub(crate) epoch: u64,
    /// The current version of each consent that holds.
    pub(crate) statements: Vec<Statement>,
}

/// One consent in force.
#[derive(Clone, Debug)]
pub(crate) struct Statement {
    pub(crate) kind: TermsKind,
    pub(crate) provisions: Vec<Provision>,
}

/// A question with the moment and everything said about it.
pub(crate) struct Case<'a> {
    pub(crate) question: &'a Question,
    pub(crate) said: &'a Said,
    pub(crate) now: Timestamp,
    /// The edges that are live now.
    pub(crate) edges: Vec<&'a Edge>,
}

struct Ruling {
    permit: bool,
    step: u8,
    code: &'static str,
    projection: Option<Vec<String>>,
    obligations: Vec<Obligation>,
}

impl Ruling {
    const fn deny(step: u8, code: &'static str) -> Self {
        Self { permit: false, step, code, projection: None, obligations: Vec::new() }
    }

    fn permit(step: u8, code: &'static str, projection: Option<Vec<String>>) -> Self {
        Self { permit: true, step, code, projection, obligations: Vec::new() }
    }
}

/// Decides a question at a moment.
pub(crate) fn decide(question: &Question, said: &Said, now: Timestamp) -> Verdict {
    let edges = question.edges.iter().filter(|edge| edge.until.is_none_or(|until| now < until)).collect();
    let case = Case { question, said, now, edges };
    let ruling = rule(&case);
    let mut obligations = ruling.obligations;
    if ruling.permit && gates::is_part_2(question.category) && !case.is_own() {
        obligations.push(Obligation::NoRedisclosure);
    }
    Verdict {
        permit: ruling.permit,
        projection: ruling.projection,
        obligations,
        reasons: vec![Reason { step: ruling.step, code: ruling.code.to_owned() }],
        epoch: said.epoch,
        rules: RULES.to_owned(),
    }
}

fn rule(case: &Case<'_>) -> Ruling {
    if case.edges.is_empty() {
        return Ruling::deny(2, "no_live_edge");
    }
    if let Some(code) = gates::forbids(case) {
        return Ruling::deny(3, code);
    }
    let emergency = case.break_glass();
    if emergency.is_none() && !case.is_own() {
        if case.denied_by(TermsKind::Restriction) {
            return Ruling::deny(4, "restriction");
        }
        if case.denied_by(TermsKind::Deny) {
            return Ruling::deny(5, "patient_denies");
        }
    }
    if let Some(until) = emergency {
        let mut ruling = Ruling::permit(6, "break_glass", None);
        ruling.obligations =
            vec![Obligation::Notice { text: BREAK_GLASS_NOTICE.to_owned() }, Obligation::Until { at: until }];
        return ruling;
    }
    if let Some(provision) = case.permitted() {
        let mut ruling = Ruling::permit(7, "patient_permits", provision.projection.clone());
        ruling.obligations = provision.period.until.map(|at| Obligation::Until { at }).into_iter().collect();
        return ruling;
    }
    match table::cell(case) {
        Some(projection) => Ruling::permit(8, "default_table", projection),
        None => Ruling::deny(9, "default_deny"),
    }
}

impl Case<'_> {
    pub(crate) fn has(&self, kind: EdgeKind) -> bool {
        self.edges.iter().any(|edge| edge.kind == kind)
    }

    /// A resident and their own record.
    pub(crate) fn is_own(&self) -> bool {
        let question = self.question;
        self.has(EdgeKind::Own) && question.role == Role::Resident && question.actor == Some(question.patient)
    }

    /// Until when an emergency grant opens this, if it does. A grant without an end opens nothing, and what
    /// the statutory gates keep was refused before.
    fn break_glass(&self) -> Option<Timestamp> {
        let question = self.question;
        let fits = matches!(question.role, Role::HealthProvider | Role::CareStaff)
            && matches!(question.purpose, Purpose::BreakGlass | Purpose::EmergencyTreatment)
            && matches!(question.action, Action::Read | Action::List)
            && !gates::is_statutory(question.category);
        let ends = self.edges.iter().filter(|edge| edge.kind == EdgeKind::BreakGlass);
        ends.filter_map(|edge| edge.until).max().filter(|_| fits)
    }

    fn denied_by(&self, kind: TermsKind) -> bool {
        self.provisions(kind)
            .any(|provision| provision.effect == Effect::Deny && self.forbidden_by(provision))
    }

    /// The permit that holds, if one does: of several the widest, then the one that lasts longest.
    fn permitted(&self) -> Option<&Provision> {
        let office = matches!(self.question.category, Category::Demographics | Category::Billing);
        if self.question.role == Role::Admin && !office {
            return None;
        }
        let kinds = [TermsKind::Family, TermsKind::Permit];
        kinds
            .into_iter()
            .flat_map(|kind| self.provisions(kind))
            .filter(|provision| self.allowed_by(provision))
            .min_by_key(|provision| {
                let end = provision.period.until.map_or(i64::MAX, Timestamp::as_micros);
                (provision.projection.is_some(), std::cmp::Reverse(end), provision.projection.clone())
            })
    }

    pub(crate) fn provisions(&self, kind: TermsKind) -> impl Iterator<Item = &Provision> {
        let statements = self.said.statements.iter().filter(move |statement| statement.kind == kind);
        statements.flat_map(|statement| &statement.provisions)
    }

    /// Whether a permit covers the question. An empty list covers nothing.
    pub(crate) fn allowed_by(&self, provision: &Provision) -> bool {
        let question = self.question;
        let apart = matches!(question.purpose, Purpose::ModelTraining | Purpose::Research | Purpose::Legal);
        provision.effect == Effect::Permit
            && self.speaks_to(provision.actor)
            && provision.categories.contains(&question.category)
            && provision.actions.contains(&question.action)
            && provision.purposes.contains(&question.purpose)
            && (!apart || provision.purposes.len() == 1)
            && provision.period.holds(self.now)
            && provision.conditions.iter().all(|needed| question.circumstances.contains(needed))
    }

    /// Whether a denial covers the question. An empty list covers everything, and conditions narrow nothing.
    pub(crate) fn forbidden_by(&self, provision: &Provision) -> bool {
        let question = self.question;
        self.speaks_to(provision.actor)
            && (provision.categories.is_empty() || provision.categories.contains(&question.category))
            && (provision.actions.is_empty() || provision.actions.contains(&question.action))
            && (provision.purposes.is_empty() || provision.purposes.contains(&question.purpose))
            && provision.period.holds(self.now)
    }

    fn speaks_to(&self, actor: ActorSelector) -> bool {
        let home = self.said.organization == Some(self.question.organization);
        match actor {
            ActorSelector::Person { person_id } => self.question.actor == Some(person_id),
            ActorSelector::Role { role } => home && self.question.role == role,
            ActorSelector::Organization { class } => home == (class == OrganizationClass::Home),
        }
    }
}
