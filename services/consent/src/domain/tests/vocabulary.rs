//! The words of the golden table, and what they are in the engine's types.
//!
//! A case is words alone. The reader reads the words; the engine is given what [`Case::question`] and
//! [`Case::said`] make of them, through the templates that a resident's own choice goes through.

use api::Role;
use consent_api::{
    Action, ActorSelector, Category, Circumstance, Edge, EdgeKind, LegalBasis, Level, NewConsent,
    NewRepresentation, OrganizationClass, Period, PrivateFrom, Purpose, Question, Representation,
    RepresentationKind, RepresentationState, Standing, Terms, TermsKind, Withholding, WithholdingBasis,
};
use kernel::{PersonId, Timestamp};

use crate::domain::decision::{Said, Statement};
use crate::domain::expansion::expand;

pub(super) const NOW: Timestamp = Timestamp::from_micros(1_800_000_000_000_000);
pub(super) const EARLIER: Timestamp = Timestamp::from_micros(1_700_000_000_000_000);
pub(super) const LATER: Timestamp = Timestamp::from_micros(1_900_000_000_000_000);

/// A question with everything that bears on it, in words.
#[derive(Clone, Debug)]
pub(super) struct Case {
    pub(super) role: &'static str,
    pub(super) edges: Vec<&'static str>,
    pub(super) category: &'static str,
    pub(super) action: &'static str,
    pub(super) purpose: &'static str,
    pub(super) told: Vec<Told>,
    pub(super) papers: Vec<Paper>,
    /// Categories of the adolescent's private zone.
    pub(super) private: Vec<&'static str>,
    pub(super) facts: Vec<&'static str>,
    pub(super) is_the_patient: bool,
}

/// One thing that the patient said.
#[derive(Clone, Debug)]
pub(super) struct Told {
    /// `permit`, `deny`, `restriction`, `paid`, or a family level.
    pub(super) kind: &'static str,
    /// `actor`, `other`, `role`, `another_role`, `home` or `outside`.
    pub(super) to: &'static str,
    pub(super) categories: Vec<&'static str>,
    pub(super) actions: Vec<&'static str>,
    pub(super) purposes: Vec<&'static str>,
    /// -1 is before now, 1 after it.
    pub(super) from: i8,
    pub(super) until: i8,
    pub(super) needs: Option<&'static str>,
    pub(super) boxes: Vec<&'static str>,
    pub(super) even_in_emergency: bool,
    /// A restriction that the facility ended, before now.
    pub(super) ended: bool,
}

/// A representative's verified document.
#[derive(Clone, Debug)]
pub(super) struct Paper {
    pub(super) kind: &'static str,
    pub(super) names_actor: bool,
    pub(super) scope: Vec<&'static str>,
    pub(super) from: i8,
    pub(super) until: i8,
    pub(super) withheld: Option<Vec<&'static str>>,
}

impl Told {
    pub(super) fn of(kind: &'static str, to: &'static str) -> Self {
        Self {
            kind,
            to,
            categories: Vec::new(),
            actions: Vec::new(),
            purposes: Vec::new(),
            from: -1,
            until: 1,
            needs: None,
            boxes: Vec::new(),
            even_in_emergency: false,
            ended: false,
        }
    }
}

impl Case {
    pub(super) fn has(&self, edge: &str) -> bool {
        self.edges.contains(&edge)
    }

    pub(super) fn is(&self, fact: &str) -> bool {
        self.facts.contains(&fact)
    }

    /// A row of the table: role, edges, category, action, purpose, said, facts.
    pub(super) fn of_row(cells: &[&'static str]) -> Self {
        let [role, edges, category, action, purpose, said, facts] = cells[..] else {
            panic!("{cells:?} are not seven cells")
        };
        let words = |text: &'static str| text.split('+').filter(|word| *word != "none").collect::<Vec<_>>();
        let edges = words(edges);
        let mut case = Self {
            is_the_patient: role == "resident" && edges.contains(&"own"),
            role,
            edges,
            category,
            action,
            purpose,
            told: Vec::new(),
            papers: Vec::new(),
            private: Vec::new(),
            facts: words(facts),
        };
        if case.is("private_zone") {
            case.private = vec!["chat_transcripts", "substance_use", "sensitive_health"];
        }
        for word in words(said) {
            case.say(word);
        }
        case
    }

    fn say(&mut self, word: &'static str) {
        let this = |kind| Told {
            categories: vec![self.category],
            actions: vec![self.action],
            purposes: vec![self.purpose],
            ..Told::of(kind, if self.role == "system" { "role" } else { "actor" })
        };
        let everything: Vec<&'static str> = Category::ALL.iter().map(|one| one.name()).collect();
        let paper = |kind| Paper {
            kind,
            names_actor: true,
            scope: everything.clone(),
            from: -1,
            until: 1,
            withheld: None,
        };
        match word {
            "full" | "limited" | "emergency_only" => self.told.push(Told::of(word, "actor")),
            "transcripts" | "care" | "notices" => {
                self.told.last_mut().expect("a level stands before its box").boxes.push(word);
            }
            "permit_this" => self.told.push(this("permit")),
            "expired_permit" => self.told.push(Told { until: -1, ..this("permit") }),
            "permit_to_come" => self.told.push(Told { from: 1, ..this("permit") }),
            "permit_while_emergency" => {
                self.told.push(Told { needs: Some("emergency_declared"), ..this("permit") });
            }
            "deny_role" => self.told.push(Told::of("deny", "role")),
            "deny_person" => self.told.push(Told::of("deny", "actor")),
            "deny_even_in_emergency" => {
                self.told.push(Told { even_in_emergency: true, ..Told::of("deny", "actor") });
            }
            "restriction" => {
                self.told.push(Told { to: "role", actions: Vec::new(), ..this("restriction") });
            }
            "ended_restriction" => {
                self.told.push(Told { to: "role", actions: Vec::new(), ended: true, ..this("restriction") });
            }
            "paid_out_of_pocket" => {
                self.told.push(Told { categories: vec![self.category], ..Told::of("paid", "home") });
            }
            "power_of_attorney" | "guardian" | "parent" | "executor" => self.papers.push(paper(word)),
            "guardian_of_appointments" => {
                self.papers.push(Paper { scope: vec!["appointments"], ..paper("guardian") });
            }
            "expired_guardian" => self.papers.push(Paper { until: -1, ..paper("guardian") }),
            "endangering_guardian" => {
                self.papers.push(Paper { withheld: Some(Vec::new()), ..paper("guardian") });
            }
            "parent_of_confidential_visits" => {
                self.papers.push(Paper { withheld: Some(vec!["appointments"]), ..paper("parent") });
            }
            other => panic!("{other} cannot be said"),
        }
    }

    pub(super) fn question(&self) -> Question {
        let actor = person(if self.is_the_patient { 1 } else { 2 });
        let circumstances = [
            ("emergency_declared", Circumstance::EmergencyDeclared),
            ("shared_by_author", Circumstance::SharedByAuthor),
            ("patient_present", Circumstance::PatientPresent),
            ("incapacity_declared", Circumstance::IncapacityDeclared),
        ];
        let recorded = [("recorded_before", EARLIER), ("recorded_after", NOW)];
        Question {
            actor: (self.role != "system").then_some(actor),
            role: Role::parse(self.role).expect("a role"),
            organization: uuid::Uuid::from_u128(if self.is("foreign") { 0xB } else { 0xA }).into(),
            patient: person(1),
            edges: self.edges.iter().filter_map(|word| edge(word)).collect(),
            category: category(self.category),
            action: action(self.action),
            purpose: purpose(self.purpose),
            author: self.is("own_note").then_some(actor),
            recorded_at: recorded.into_iter().find(|(word, _)| self.is(word)).map(|(_, at)| at),
            unit: None,
            circumstances: circumstances
                .into_iter()
                .filter(|(word, _)| self.is(word))
                .map(|(_, one)| one)
                .collect(),
        }
    }

    pub(super) fn said(&self) -> Said {
        let zone = |name: &&'static str| PrivateFrom { category: category(name), from: EARLIER };
        Said {
            organization: Some(uuid::Uuid::from_u128(0xA).into()),
            epoch: 3,
            changes_at: None,
            statements: self.told.iter().map(|told| self.statement(told)).collect(),
            documents: self.papers.iter().map(document).collect(),
            standing: Standing {
                minor_until: Some(if self.is("minor") { LATER } else { EARLIER }),
                private: self.private.iter().map(zone).collect(),
                died_at: self.is("dead").then_some(EARLIER),
                ..Standing::default()
            },
        }
    }

    /// Goes through the real templates with terms that a person can choose; what no person can choose (the
    /// patient's own purpose, a time that has passed, an end that is missing) is set on what came out.
    fn statement(&self, told: &Told) -> Statement {
        let actor = match told.to {
            "actor" => ActorSelector::Person { person_id: person(if self.is_the_patient { 1 } else { 2 }) },
            "other" => ActorSelector::Person { person_id: person(9) },
            "role" => ActorSelector::Role { role: Role::parse(self.role).expect("a role") },
            "another_role" => {
                let other = Role::ALL.iter().find(|role| role.name() != self.role).expect("six roles");
                ActorSelector::Role { role: *other }
            }
            "home" => ActorSelector::Organization { class: OrganizationClass::Home },
            _ => ActorSelector::Organization { class: OrganizationClass::Outside },
        };
        let categories: Vec<Category> = told.categories.iter().map(|name| category(name)).collect();
        let actions: Vec<Action> = told.actions.iter().map(|name| action(name)).collect();
        let purposes: Vec<Purpose> = told.purposes.iter().map(|name| purpose(name)).collect();
        let terms = match told.kind {
            "permit" => Terms::Permit {
                actor,
                categories: vec![Category::Vitals],
                actions: vec![Action::Read],
                purposes: vec![Purpose::Treatment],
            },
            "deny" => {
                let even_in_emergency =
                    told.even_in_emergency && matches!(actor, ActorSelector::Person { .. });
                Terms::Deny {
                    actor,
                    categories: categories.clone(),
                    actions: actions.clone(),
                    even_in_emergency,
                }
            }
            "restriction" => Terms::Restriction {
                actor,
                categories: vec![Category::Vitals],
                purposes: vec![Purpose::Treatment],
            },
            "paid" => Terms::PaidOutOfPocket { categories: vec![Category::Vitals] },
            level => family(level, actor, &told.boxes),
        };
        let kind = terms.kind();
        let mut provisions = expand(&NewConsent::of(terms), NOW).expect("can be said");
        for provision in &mut provisions {
            if matches!(kind, TermsKind::Permit | TermsKind::Restriction) {
                provision.categories.clone_from(&categories);
                provision.purposes.clone_from(&purposes);
                provision.actions.clone_from(&actions);
            }
            if kind == TermsKind::PaidOutOfPocket {
                provision.categories.clone_from(&categories);
            }
            provision.period = Period { from: Some(moment(told.from)), until: Some(moment(told.until)) };
            if let Some(needed) = told.needs {
                provision.conditions.push(circumstance(needed));
            }
        }
        Statement { kind, provisions, binds_before: told.ended.then_some(NOW) }
    }
}

fn family(level: &str, actor: ActorSelector, boxes: &[&str]) -> Terms {
    let ActorSelector::Person { person_id } = actor else { panic!("a level is a person's") };
    let level = match level {
        "full" => Level::Full,
        "limited" => Level::Limited,
        "emergency_only" => Level::EmergencyOnly,
        other => panic!("{other} is no level"),
    };
    let care =
        if boxes.contains(&"care") { vec![Category::CarePlan, Category::Medications] } else { Vec::new() };
    let (transcripts, crisis_notices) = (boxes.contains(&"transcripts"), boxes.contains(&"notices"));
    Terms::Family { person_id, level, transcripts, crisis_notices, care }
}

fn document(paper: &Paper) -> Representation {
    let kind = match paper.kind {
        "power_of_attorney" => RepresentationKind::PowerOfAttorney,
        "guardian" => RepresentationKind::Guardian,
        "parent" => RepresentationKind::Parent,
        "executor" => RepresentationKind::Executor,
        other => panic!("{other} is no document"),
    };
    let withheld = paper.withheld.iter().map(|names| Withholding {
        basis: WithholdingBasis::Endangerment,
        categories: names.iter().map(|name| category(name)).collect(),
        decided_by: person(7),
        decided_at: EARLIER,
    });
    Representation {
        representation_id: uuid::Uuid::from_u128(0xD).into(),
        version: 2,
        state: RepresentationState::Verified,
        document: NewRepresentation {
            patient_id: person(1),
            person_id: person(if paper.names_actor { 2 } else { 9 }),
            kind,
            document_digest: "00".repeat(32),
            scope: paper.scope.iter().map(|name| category(name)).collect(),
            may_consent: false,
            period: Period { from: Some(moment(paper.from)), until: Some(moment(paper.until)) },
        },
        entered_by: person(5),
        verified_by: Some(person(6)),
        end_asked_by: None,
        withheld: withheld.collect(),
        recorded_at: EARLIER,
        recorded_by: person(6),
        epoch: 2,
    }
}

pub(super) fn person(n: u128) -> PersonId {
    uuid::Uuid::from_u128(n).into()
}

fn moment(when: i8) -> Timestamp {
    if when < 0 { EARLIER } else { LATER }
}

fn category(name: &str) -> Category {
    Category::parse(name).unwrap_or_else(|| panic!("{name} is no category"))
}

fn action(name: &str) -> Action {
    Action::parse(name).unwrap_or_else(|| panic!("{name} is no action"))
}

fn purpose(name: &str) -> Purpose {
    Purpose::parse(name).unwrap_or_else(|| panic!("{name} is no purpose"))
}

fn circumstance(name: &str) -> Circumstance {
    match name {
        "emergency_declared" => Circumstance::EmergencyDeclared,
        "shared_by_author" => Circumstance::SharedByAuthor,
        "patient_present" => Circumstance::PatientPresent,
        "incapacity_declared" => Circumstance::IncapacityDeclared,
        other => panic!("{other} is no circumstance"),
    }
}

fn edge(word: &str) -> Option<Edge> {
    let until = |kind, until| Edge { until: Some(until), ..Edge::of(kind) };
    let grant = |basis| Edge { basis: Some(basis), ..until(EdgeKind::BreakGlass, LATER) };
    Some(match word {
        "own" => Edge::of(EdgeKind::Own),
        "family" => Edge::of(EdgeKind::Family),
        "representative" => Edge::of(EdgeKind::Representative),
        "treating" => Edge::of(EdgeKind::Treating),
        "unit" => Edge::of(EdgeKind::Unit),
        "open_alert" => Edge::of(EdgeKind::OpenAlert),
        "office" => Edge::of(EdgeKind::Office),
        "platform" => Edge::of(EdgeKind::Platform),
        "break_glass" => until(EdgeKind::BreakGlass, LATER),
        "break_glass_imminent_threat" => grant(LegalBasis::ImminentThreat),
        "break_glass_medical_emergency" => grant(LegalBasis::MedicalEmergency),
        "break_glass_without_end" => Edge::of(EdgeKind::BreakGlass),
        "ended_break_glass" => until(EdgeKind::BreakGlass, EARLIER),
        "ended_treating" => until(EdgeKind::Treating, EARLIER),
        other => panic!("{other} is no edge"),
    })
}
