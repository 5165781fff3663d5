//! What a patient can say, and the provisions that it becomes.
//!
//! The terms are what was chosen; the provisions are what holds. A level is a template that is expanded when it
//! is granted: a template that changes later changes nothing that was agreed to before.

use api::Role;
use kernel::{PersonId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{Action, Category, Purpose};

/// How much a relative is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Visits, care, wellbeing, mood, and notices of a crisis; conversations only with their own box.
    Full,
    /// Visits, wellbeing, and what the resident picks of the care.
    Limited,
    /// Nothing, until staff declare an emergency.
    EmergencyOnly,
}

/// To whom a provision speaks.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ActorSelector {
    /// One person.
    Person {
        /// Who.
        person_id: PersonId,
    },
    /// Everybody of a role in the patient's organisation.
    Role {
        /// Which role.
        role: Role,
    },
    /// Everybody of a class of organisations.
    Organization {
        /// Which class.
        class: OrganizationClass,
    },
}

/// A class of organisations, seen from the patient.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum OrganizationClass {
    /// The one that cares for the patient.
    Home,
    /// Every other.
    Outside,
}

/// Something that must hold at the moment of a decision.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Circumstance {
    /// The patient is there.
    PatientPresent,
    /// A clinician has declared that the patient cannot decide.
    IncapacityDeclared,
    /// Staff have declared an emergency, and it lasts.
    EmergencyDeclared,
    /// The author of the record has shared it with the patient.
    SharedByAuthor,
}

/// Whether a provision allows or forbids.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// It allows.
    Permit,
    /// It forbids.
    Deny,
}

/// From when until when.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Period {
    /// The first moment; at once when it is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
    /// The first moment after it; until revoked when it is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

impl Period {
    /// Whether a moment lies in it.
    pub fn holds(&self, at: Timestamp) -> bool {
        self.from.is_none_or(|from| from <= at) && self.until.is_none_or(|until| at < until)
    }
}

/// One thing that is allowed or forbidden.
///
/// An empty list in a permit is nothing; in a denial it is everything, categories that are yet to come included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Provision {
    /// Allowed or forbidden.
    pub effect: Effect,
    /// To whom.
    pub actor: ActorSelector,
    /// What about.
    pub categories: Vec<Category>,
    /// To do what.
    pub actions: Vec<Action>,
    /// Why.
    pub purposes: Vec<Purpose>,
    /// When.
    #[serde(default)]
    pub period: Period,
    /// What must hold for a permit. A denial holds always.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<Circumstance>,
    /// If not all of it: which fields.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub projection: Option<Vec<String>>,
    /// A denial that an emergency grant does not open either.
    #[serde(default, skip_serializing_if = "is_false")]
    pub even_in_emergency: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
const fn is_false(flag: &bool) -> bool {
    !*flag
}

/// What a patient can say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Terms {
    /// What a relative is given.
    Family {
        /// The relative.
        person_id: PersonId,
        /// How much.
        level: Level,
        /// The box of its own for conversations.
        #[serde(default)]
        transcripts: bool,
        /// The box of its own for notices of a crisis.
        #[serde(default)]
        crisis_notices: bool,
        /// With `limited`: which of care plan and medications.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        care: Vec<Category>,
    },
    /// What somebody is given beside the default: an authorisation, an opt-in.
    Permit {
        /// To whom.
        actor: ActorSelector,
        /// What about.
        categories: Vec<Category>,
        /// To do what.
        actions: Vec<Action>,
        /// Why. Training of models, research and legal proceedings each stand alone.
        purposes: Vec<Purpose>,
    },
    /// What somebody is refused.
    Deny {
        /// To whom.
        actor: ActorSelector,
        /// What about; everything when nothing is named.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        categories: Vec<Category>,
        /// To do what; everything when nothing is named.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        actions: Vec<Action>,
        /// Not even with an emergency grant. It can be said of a person alone.
        #[serde(default, skip_serializing_if = "is_false")]
        even_in_emergency: bool,
    },
    /// A restriction that the facility is asked to accept (45 CFR 164.522(a)); it holds once accepted.
    Restriction {
        /// To whom.
        actor: ActorSelector,
        /// What about.
        categories: Vec<Category>,
        /// Why it may not be done.
        purposes: Vec<Purpose>,
    },
    /// Care that was paid for out of pocket: nothing of it goes to a payer (45 CFR 164.522(a)(1)(vi)).
    PaidOutOfPocket {
        /// What about.
        categories: Vec<Category>,
    },
}

/// Which kind of terms: what step of a decision they speak in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TermsKind {
    /// A relative's grant.
    Family,
    /// Another permit.
    Permit,
    /// A refusal.
    Deny,
    /// An accepted restriction.
    Restriction,
    /// Paid for out of pocket.
    PaidOutOfPocket,
}

impl Terms {
    /// Their kind.
    pub const fn kind(&self) -> TermsKind {
        match self {
            Self::Family { .. } => TermsKind::Family,
            Self::Permit { .. } => TermsKind::Permit,
            Self::Deny { .. } => TermsKind::Deny,
            Self::Restriction { .. } => TermsKind::Restriction,
            Self::PaidOutOfPocket { .. } => TermsKind::PaidOutOfPocket,
        }
    }
}
