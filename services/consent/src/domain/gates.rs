//! Step 3: what the law keeps apart, whatever else was said. No emergency grant passes these gates.

use api::Role;
use consent_api::{Action, Category, EdgeKind, Purpose, TermsKind};

use super::decision::Case;

/// The gate that stays shut, if one does.
pub(crate) fn forbids(case: &Case<'_>) -> Option<&'static str> {
    let question = case.question;
    let authorized = case.provisions(TermsKind::Permit).any(|provision| {
        let alone = !stands_alone(question.category) || provision.categories.len() == 1;
        alone && case.allowed_by(provision)
    });
    if question.purpose == Purpose::Legal && !authorized {
        return Some("legal_proceedings");
    }
    if question.category == Category::PsychotherapyNotes {
        return (!authorized && !is_author(case)).then_some("psychotherapy_notes");
    }
    if is_statutory(question.category) && !authorized && !is_patients_own(case) {
        return Some(if is_part_2(question.category) { "part_2" } else { "sensitive_by_law" });
    }
    let to_payer = matches!(question.purpose, Purpose::Payment | Purpose::Operations)
        && matches!(question.action, Action::Disclose | Action::Export)
        && !case.is_own();
    let paid = case.provisions(TermsKind::PaidOutOfPocket).any(|provision| case.forbidden_by(provision));
    (to_payer && paid).then_some("paid_out_of_pocket")
}

/// Whether a category opens only by law or by the patient's own authorisation.
pub(crate) const fn is_statutory(category: Category) -> bool {
    is_part_2(category) || matches!(category, Category::PsychotherapyNotes | Category::SensitiveHealth)
}

/// Whether 42 CFR Part 2 protects it.
pub(crate) const fn is_part_2(category: Category) -> bool {
    matches!(category, Category::SubstanceUse | Category::SubstanceUseCounseling)
}

/// Whether an authorisation for it may name nothing else (45 CFR 164.508(b)(3)(ii), 42 CFR 2.31(b)).
pub(crate) const fn stands_alone(category: Category) -> bool {
    matches!(category, Category::PsychotherapyNotes | Category::SubstanceUseCounseling)
}

/// A clinician and the notes that they wrote about their own patient.
fn is_author(case: &Case<'_>) -> bool {
    let question = case.question;
    question.role == Role::HealthProvider
        && case.has(EdgeKind::Treating)
        && question.actor.is_some()
        && question.author == question.actor
}

fn is_patients_own(case: &Case<'_>) -> bool {
    case.is_own() && case.question.purpose == Purpose::Patient
}
