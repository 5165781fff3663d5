//! Step 3: what the law keeps apart, whatever else was said. An emergency grant passes on a legal basis of
//! the closed list alone; a treatment emergency is none.

use api::Role;
use consent_api::{Action, Category, EdgeKind, LegalBasis, Purpose, TermsKind};

use super::decision::Case;

/// The gate that stays shut, if one does.
pub(crate) fn forbids(case: &Case<'_>) -> Option<&'static str> {
    let question = case.question;
    if is_statutory(question.category) && case.break_glass() {
        return None;
    }
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

/// Whether an emergency grant on this basis reaches a category (COMPLIANCE §3.2). No basis is known for what state
/// law keeps apart.
pub(crate) const fn opens(category: Category, basis: Option<LegalBasis>) -> bool {
    match category {
        Category::PsychotherapyNotes => matches!(basis, Some(LegalBasis::ImminentThreat)),
        Category::SubstanceUse | Category::SubstanceUseCounseling => {
            matches!(basis, Some(LegalBasis::MedicalEmergency))
        }
        Category::SensitiveHealth => false,
        _ => true,
    }
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
    (case.is_own() || case.represents()) && case.question.purpose == Purpose::Patient
}
