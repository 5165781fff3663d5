//! Step 8: the default table of COMPLIANCE §4.4, cell by cell. What is not here is denied.

use api::Role;
use consent_api::{Action, Category, Circumstance, EdgeKind, Purpose};

use super::decision::Case;

/// Which fields of a category the table gives: all of them when none are named.
type Fields = Option<Vec<String>>;

/// What the table gives for a question: `None` is nothing.
pub(crate) fn cell(case: &Case<'_>) -> Option<Fields> {
    let question = case.question;
    let (category, action, purpose) = (question.category, question.action, question.purpose);
    let written = question.actor.is_some() && question.author == question.actor;
    let treating = purpose == Purpose::Treatment;
    match question.role {
        Role::Resident => {
            let shared = question.circumstances.contains(&Circumstance::SharedByAuthor);
            let own = case.is_own() && purpose == Purpose::Patient;
            (own && resident(category, action, shared)).then_some(None)
        }
        Role::HealthProvider => {
            (treating && case.has(EdgeKind::Treating) && provider(category, action, written)).then_some(None)
        }
        Role::CareStaff => {
            let (on_unit, responding) = (case.has(EdgeKind::Unit), case.has(EdgeKind::OpenAlert));
            (treating && on_unit && staff(category, action, responding)).then(|| {
                let excerpt = category == Category::ChatTranscripts && action == Action::Notify;
                excerpt.then(|| fields(&["crisis_excerpt"]))
            })
        }
        Role::Admin if case.has(EdgeKind::Office) => admin(category, action, purpose).map(Some),
        Role::System => (treating && case.has(EdgeKind::Platform) && platform(category, action))
            .then(|| (category == Category::Demographics).then(|| fields(&["first_name"]))),
        // A relative keeps the notes that they wrote; everything else is the patient's to give.
        Role::FamilyMember => {
            let notes = category == Category::FamilyNotes && matches!(action, Action::Read | Action::Write);
            let wrote = notes && written && purpose == Purpose::Family && case.has(EdgeKind::Family);
            // A representative has the patient's own column, as far as their document reaches.
            let shared = question.circumstances.contains(&Circumstance::SharedByAuthor);
            let stands_in =
                case.represents() && purpose == Purpose::Patient && resident(category, action, shared);
            (wrote || stands_in).then_some(None)
        }
        Role::Admin => None,
    }
}

fn fields(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn resident(category: Category, action: Action, shared: bool) -> bool {
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
        C::FamilyNotes => shared && action == Read,
        C::PsychotherapyNotes => false,
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

fn admin(category: Category, action: Action, purpose: Purpose) -> Option<Vec<String>> {
    match (category, purpose) {
        _ if action != Action::Read => None,
        (Category::Demographics, Purpose::Operations) => Some(fields(&["name", "room", "account"])),
        (Category::Billing, Purpose::Payment) => Some(fields(&["date", "code", "amount"])),
        _ => None,
    }
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
