//! The order of a decision (COMPLIANCE §4.2): the first step that speaks decides.
//!
//! Nothing is read and nothing is kept here. What the patient said comes as an argument, so that the whole rule
//! can be tried against a table that a clinician can read.

use api::{Minor, Role};
use consent_api::{
    Action, ActorSelector, Category, Edge, EdgeKind, Effect, Obligation, OrganizationClass, Period,
    Provision, Purpose, Question, Reason, Representation, RepresentationKind, Standing, TermsKind, Verdict,
};
use kernel::{OrganizationId, PersonId, Timestamp};

use super::{gates, table};

/// The version of the rules, as verdicts name it.
pub(crate) const RULES: &str = "consent-rules-3";

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
    /// When something about them next changes by itself, as of the last change.
    pub(crate) changes_at: Option<Timestamp>,
    /// The current version of each consent that holds.
    pub(crate) statements: Vec<Statement>,
    /// The verified documents of representatives.
    pub(crate) documents: Vec<Representation>,
    /// What of the patient's life decides.
    pub(crate) standing: Standing,
}

impl Said {
    /// The next moment at which something begins or ends by itself: until then, what is decided now stays so.
    pub(crate) fn next_change(&self, now: Timestamp) -> Option<Timestamp> {
        let ends = |period: Period| period.from.into_iter().chain(period.until);
        let said = self.statements.iter().flat_map(|one| &one.provisions).flat_map(|one| ends(one.period));
        let documents = self.documents.iter().flat_map(|one| ends(one.document.period));
        let standing = self.standing.minor_until.into_iter().chain(self.standing.died_at);
        let private = self.standing.private.iter().map(|one| one.from);
        said.chain(documents).chain(standing).chain(private).filter(|at| *at > now).min()
    }
}

/// One consent in force.
#[derive(Clone, Debug)]
pub(crate) struct Statement {
    pub(crate) kind: TermsKind,
    pub(crate) provisions: Vec<Provision>,
    /// Of a restriction that the facility ended: it binds what was recorded before.
    pub(crate) binds_before: Option<Timestamp>,
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
    if ruling.permit {
        let ends = case.edges.iter().filter_map(|edge| edge.until).chain(said.next_change(now)).min();
        obligations.extend(ends.map(|at| Obligation::Until { at }));
    }
    Verdict {
        permit: ruling.permit,
        projection: ruling.projection,
        obligations,
        reasons: vec![Reason { step: ruling.step, code: ruling.code.to_owned() }],
        minor: case.minor(),
        epoch: said.epoch,
        rules: RULES.to_owned(),
    }
}

fn rule(case: &Case<'_>) -> Ruling {
    let alive = case.said.standing.died_at.is_none_or(|at| case.now < at);
    if !alive && case.question.actor == Some(case.question.patient) {
        return Ruling::deny(1, "deceased");
    }
    if case.edges.is_empty() {
        return Ruling::deny(2, "no_live_edge");
    }
    if let Some(code) = gates::forbids(case) {
        return Ruling::deny(3, code);
    }
    let emergency = case.break_glass();
    if emergency && case.denied_in_emergency() {
        return Ruling::deny(5, "not_even_in_emergency");
    }
    if !emergency && !case.is_own() {
        if case.denied_by(TermsKind::Restriction) {
            return Ruling::deny(4, "restriction");
        }
        if case.denied_by(TermsKind::Deny) {
            return Ruling::deny(5, "patient_denies");
        }
    }
    if emergency {
        let mut ruling = Ruling::permit(6, "break_glass", None);
        ruling.obligations = vec![Obligation::Notice { text: BREAK_GLASS_NOTICE.to_owned() }];
        return ruling;
    }
    if let Some(provision) = case.permitted() {
        return Ruling::permit(7, "patient_permits", provision.projection.clone());
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

    /// Whether the patient is a minor, for whom their own talk rests on: the platform, and the patient. Nobody else learns
    /// of an age by asking what they may.
    fn minor(&self) -> Minor {
        if !self.is_own() && !self.has(EdgeKind::Platform) {
            return Minor::Unknown;
        }
        match self.said.standing.minor_until {
            None => Minor::Unknown,
            Some(until) if self.now < until => Minor::Yes,
            Some(_) => Minor::No,
        }
    }

    /// Whether an emergency grant opens this. A grant without an end opens nothing, and what the law keeps apart
    /// opens on a legal basis of its own alone.
    pub(crate) fn break_glass(&self) -> bool {
        let question = self.question;
        matches!(question.role, Role::HealthProvider | Role::CareStaff)
            && matches!(question.purpose, Purpose::BreakGlass | Purpose::EmergencyTreatment)
            && matches!(question.action, Action::Read | Action::List)
            && self.edges.iter().any(|edge| {
                edge.kind == EdgeKind::BreakGlass
                    && edge.until.is_some()
                    && gates::opens(question.category, edge.basis)
            })
    }

    /// Whether the actor stands in the patient's shoes for this category (45 CFR 164.502(g)): a live relation
    /// and a verified document, within its scope, less what is kept from them.
    pub(crate) fn represents(&self) -> bool {
        let question = self.question;
        question.role == Role::FamilyMember
            && self.has(EdgeKind::Representative)
            && question.actor.is_some_and(|actor| {
                stands_in(self.said, actor, self.now)
                    .any(|one| covers(self.said, one, question.category, self.now))
            })
    }

    fn denied_by(&self, kind: TermsKind) -> bool {
        let statements = self.said.statements.iter().filter(|statement| statement.kind == kind);
        let made_before = |end: Timestamp| self.question.recorded_at.is_none_or(|at| at < end);
        let binding = statements.filter(|statement| statement.binds_before.is_none_or(made_before));
        let mut provisions = binding.flat_map(|statement| &statement.provisions);
        provisions.any(|provision| provision.effect == Effect::Deny && self.forbidden_by(provision))
    }

    /// A denial of one person that no emergency opens.
    fn denied_in_emergency(&self) -> bool {
        self.provisions(TermsKind::Deny).any(|provision| {
            provision.effect == Effect::Deny && provision.even_in_emergency && self.forbidden_by(provision)
        })
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

/// The documents by which a person stands in for a patient at a moment.
pub(crate) fn stands_in(
    said: &Said,
    person: PersonId,
    now: Timestamp,
) -> impl Iterator<Item = &Representation> {
    let standing = &said.standing;
    let dead = standing.died_at.is_some_and(|at| at <= now);
    let minor = standing.minor_until.is_some_and(|until| now < until);
    said.documents.iter().filter(move |one| {
        let of_kind = match one.document.kind {
            RepresentationKind::PowerOfAttorney | RepresentationKind::Guardian => !dead,
            RepresentationKind::Parent => minor && !dead,
            RepresentationKind::Executor => dead,
        };
        of_kind && one.document.person_id == person && one.document.period.holds(now)
    })
}

/// Whether a document that holds reaches a category: in its scope, not kept from the representative, and for a
/// parent outside the adolescent's private zone.
pub(crate) fn covers(said: &Said, one: &Representation, category: Category, now: Timestamp) -> bool {
    let kept = |categories: &Vec<Category>| categories.is_empty() || categories.contains(&category);
    let private = said.standing.private.iter().any(|zone| zone.category == category && zone.from <= now);
    one.document.scope.contains(&category)
        && !one.withheld.iter().any(|withheld| kept(&withheld.categories))
        && !(private && one.document.kind == RepresentationKind::Parent)
}
