//! Step 8: the default table of COMPLIANCE §4.4, cell by cell. What is not here is denied.

use api::Role;
use consent_api::{Action, Category, EdgeKind, Purpose, Question};

/// Whether the table permits what is asked.
pub(crate) fn permits(question: &Question, edges: &[EdgeKind]) -> bool {
    use EdgeKind::{Office, OpenAlert, Own, Platform, Representative, Treating, Unit};
    let has = |kind| edges.contains(&kind);
    let (category, action) = (question.category, question.action);
    let patient = question.purpose == Purpose::Patient && (has(Own) || has(Representative));
    let treating =
        question.purpose == Purpose::Treatment && question.role == Role::HealthProvider && has(Treating);
    let unit = question.purpose == Purpose::Treatment && question.role == Role::CareStaff && has(Unit);
    (patient && resident(category, action))
        || (treating
            && provider(category, action, question.author.is_some() && question.author == question.actor))
        || (unit && staff(category, action, has(OpenAlert)))
        || (question.role == Role::Admin && has(Office) && admin(category, action, question.purpose))
        || (question.purpose == Purpose::Treatment
            && question.role == Role::System
            && has(Platform)
            && platform(category, action))
}

fn resident(category: Category, action: Action) -> bool {
    use Action::{Export, Read, Write};
    use Category as C;
    match category {
        C::Demographics | C::ChatTranscripts | C::RememberedFacts | C::AssessmentScores | C::SafetyPlan => {
            matches!(action, Read | Write | Export)
        }
        C::Appointments
        | C::CarePlan
        | C::Medications
        | C::Vitals
        | C::Billing
        | C::WellbeingSummary
        | C::MentalHealthDiagnosis
        | C::SubstanceUse
        | C::SubstanceUseCounseling
        | C::SensitiveHealth
        | C::AiInferences => matches!(action, Read | Export),
        C::CrisisEvents => action == Read,
        C::FamilyNotes | C::PsychotherapyNotes => false,
    }
}

fn provider(category: Category, action: Action, author: bool) -> bool {
    use Action::{Notify, Read, Write};
    use Category as C;
    match category {
        C::Demographics
        | C::Appointments
        | C::CarePlan
        | C::Medications
        | C::Vitals
        | C::AssessmentScores
        | C::MentalHealthDiagnosis
        | C::SafetyPlan => matches!(action, Read | Write),
        C::ChatTranscripts | C::WellbeingSummary | C::FamilyNotes | C::AiInferences => action == Read,
        C::CrisisEvents => matches!(action, Read | Write | Notify),
        C::PsychotherapyNotes => author && matches!(action, Read | Write),
        C::Billing
        | C::RememberedFacts
        | C::SubstanceUse
        | C::SubstanceUseCounseling
        | C::SensitiveHealth => false,
    }
}

fn staff(category: Category, action: Action, responding: bool) -> bool {
    use Action::{List, Notify, Read, Write};
    use Category as C;
    match category {
        C::Demographics | C::Medications | C::WellbeingSummary | C::SafetyPlan | C::FamilyNotes => {
            action == Read
        }
        C::Appointments | C::CarePlan | C::Vitals => matches!(action, Read | Write),
        C::ChatTranscripts => action == Notify || (responding && matches!(action, Read | Write)),
        C::AssessmentScores => action == List,
        C::CrisisEvents => matches!(action, Read | Write | Notify),
        C::Billing
        | C::RememberedFacts
        | C::MentalHealthDiagnosis
        | C::PsychotherapyNotes
        | C::SubstanceUse
        | C::SubstanceUseCounseling
        | C::SensitiveHealth
        | C::AiInferences => false,
    }
}

fn admin(category: Category, action: Action, purpose: Purpose) -> bool {
    action == Action::Read
        && matches!(
            (category, purpose),
            (Category::Demographics, Purpose::Operations) | (Category::Billing, Purpose::Payment)
        )
}

fn platform(category: Category, action: Action) -> bool {
    use Action::{Index, Notify, UseInPrompt, Write};
    use Category as C;
    match category {
        C::Demographics | C::Appointments | C::CarePlan | C::SafetyPlan => action == UseInPrompt,
        C::ChatTranscripts => matches!(action, UseInPrompt | Index | Write),
        C::RememberedFacts | C::AssessmentScores | C::WellbeingSummary | C::AiInferences => {
            matches!(action, UseInPrompt | Write)
        }
        C::CrisisEvents => matches!(action, UseInPrompt | Write | Notify),
        C::Medications
        | C::Vitals
        | C::Billing
        | C::MentalHealthDiagnosis
        | C::PsychotherapyNotes
        | C::SubstanceUse
        | C::SubstanceUseCounseling
        | C::SensitiveHealth
        | C::FamilyNotes => false,
    }
}
