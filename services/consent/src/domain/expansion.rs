//! From what a patient chose to the provisions that hold, and the limits of what can be chosen.

use consent_api::{
    Action, ActorSelector, Category, Circumstance, Effect, Level, NewConsent, Period, Provision, Purpose,
    Terms,
};
use kernel::{PersonId, Timestamp};

use super::Refused;
use super::gates::stands_alone;

/// What a relative learns of a crisis, beside that they are told.
const NOTICE: &[&str] = &["fact", "time"];
/// What a relative learns of an emergency that staff declared.
const EMERGENCY: &[&str] = &["fact", "location", "contact"];

/// The provisions of what was chosen.
pub(crate) fn expand(new: &NewConsent, now: Timestamp) -> Result<Vec<Provision>, Refused> {
    let period = new.period;
    if period.until.is_some_and(|until| until <= now || period.from.is_some_and(|from| until <= from)) {
        return Err(Refused::Terms("period.until", "is not after the beginning and the present"));
    }
    let provisions = match &new.terms {
        Terms::Family { person_id, level, transcripts, crisis_notices, care } => {
            family(*person_id, *level, (*transcripts, *crisis_notices), care)?
        }
        Terms::Permit { actor, categories, actions, purposes } => {
            let dated = categories.contains(&Category::PsychotherapyNotes)
                || purposes.iter().any(|one| matches!(one, Purpose::Legal | Purpose::ModelTraining));
            if dated && period.until.is_none() {
                return Err(Refused::Terms("period.until", "an authorisation of this kind needs an end"));
            }
            vec![permit(*actor, categories, actions, purposes)?]
        }
        Terms::Deny { actor, categories, actions, even_in_emergency } => {
            let person = matches!(actor, ActorSelector::Person { .. });
            if *even_in_emergency && !person {
                return Err(Refused::Terms("terms.even_in_emergency", "can be said of a person alone"));
            }
            let even_in_emergency = *even_in_emergency;
            vec![Provision { even_in_emergency, ..deny(*actor, categories, actions, &[]) }]
        }
        Terms::Restriction { actor, categories, purposes } => {
            named(categories, "terms.categories")?;
            named(purposes, "terms.purposes")?;
            vec![deny(*actor, categories, &[], purposes)]
        }
        Terms::PaidOutOfPocket { categories } => {
            named(categories, "terms.categories")?;
            let everybody = [consent_api::OrganizationClass::Home, consent_api::OrganizationClass::Outside];
            everybody.map(|class| deny(ActorSelector::Organization { class }, categories, &[], &[])).into()
        }
    };
    Ok(provisions.into_iter().map(|provision| Provision { period, ..provision }).collect())
}

fn family(
    person_id: PersonId,
    level: Level,
    (transcripts, crisis_notices): (bool, bool),
    care: &[Category],
) -> Result<Vec<Provision>, Refused> {
    use Category as C;
    let give = |categories: Vec<Category>, actions: &[Action]| Provision {
        effect: Effect::Permit,
        actor: ActorSelector::Person { person_id },
        categories,
        actions: actions.to_vec(),
        purposes: vec![Purpose::Family],
        period: Period::default(),
        conditions: Vec::new(),
        projection: None,
        even_in_emergency: false,
    };
    let see = [Action::Read, Action::List];
    let names = |list: &[&str]| Some(list.iter().map(|name| (*name).to_owned()).collect());
    if transcripts && level != Level::Full {
        return Err(Refused::Terms("terms.transcripts", "goes with the level full alone"));
    }
    if level != Level::Limited && !care.is_empty() {
        return Err(Refused::Terms("terms.care", "is picked with the level limited alone"));
    }
    if care.iter().any(|category| !matches!(category, C::CarePlan | C::Medications)) {
        return Err(Refused::Terms("terms.care", "is of care_plan and medications"));
    }
    let mut given = match level {
        Level::Full => vec![give(
            vec![
                C::Demographics,
                C::Appointments,
                C::CarePlan,
                C::Medications,
                C::WellbeingSummary,
                C::AssessmentScores,
            ],
            &see,
        )],
        Level::Limited => {
            let mut categories = vec![C::Demographics, C::Appointments, C::WellbeingSummary];
            categories.extend([C::CarePlan, C::Medications].iter().filter(|one| care.contains(one)));
            vec![give(categories, &see)]
        }
        Level::EmergencyOnly => vec![Provision {
            conditions: vec![Circumstance::EmergencyDeclared],
            projection: names(EMERGENCY),
            ..give(vec![C::CrisisEvents], &[Action::Notify, Action::Read])
        }],
    };
    if transcripts {
        given.push(give(vec![C::ChatTranscripts], &see));
    }
    // With `full` it is part of the level; with `limited` it has its box.
    if level == Level::Full || (level == Level::Limited && crisis_notices) {
        given.push(Provision { projection: names(NOTICE), ..give(vec![C::CrisisEvents], &[Action::Notify]) });
    }
    Ok(given)
}

fn permit(
    actor: ActorSelector,
    categories: &[Category],
    actions: &[Action],
    purposes: &[Purpose],
) -> Result<Provision, Refused> {
    named(categories, "terms.categories")?;
    named(actions, "terms.actions")?;
    named(purposes, "terms.purposes")?;
    if categories.len() > 1 && categories.iter().any(|category| stands_alone(*category)) {
        return Err(Refused::Terms("terms.categories", "psychotherapy and counselling notes stand alone"));
    }
    let apart = [Purpose::ModelTraining, Purpose::Research, Purpose::Legal];
    if purposes.len() > 1 && purposes.iter().any(|purpose| apart.contains(purpose)) {
        return Err(Refused::Terms("terms.purposes", "training, research and legal proceedings stand alone"));
    }
    if purposes.iter().any(|purpose| matches!(purpose, Purpose::BreakGlass | Purpose::Patient)) {
        return Err(Refused::Terms(
            "terms.purposes",
            "nobody is given the patient's own purpose or an emergency's",
        ));
    }
    Ok(Provision {
        effect: Effect::Permit,
        actor,
        categories: categories.to_vec(),
        actions: actions.to_vec(),
        purposes: purposes.to_vec(),
        period: Period::default(),
        conditions: Vec::new(),
        projection: None,
        even_in_emergency: false,
    })
}

fn deny(
    actor: ActorSelector,
    categories: &[Category],
    actions: &[Action],
    purposes: &[Purpose],
) -> Provision {
    Provision {
        effect: Effect::Deny,
        actor,
        categories: categories.to_vec(),
        actions: actions.to_vec(),
        purposes: purposes.to_vec(),
        period: Period::default(),
        conditions: Vec::new(),
        projection: None,
        even_in_emergency: false,
    }
}

/// A list names something, and nothing twice: that also limits how long it can be.
fn named<T: PartialEq>(list: &[T], field: &'static str) -> Result<(), Refused> {
    let twice = list.iter().enumerate().any(|(at, one)| list[..at].contains(one));
    if list.is_empty() || twice || list.len() > Category::ALL.len() {
        return Err(Refused::Terms(field, "names at least one, and each once"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_micros(1_800_000_000_000_000);
    const LATER: Timestamp = Timestamp::from_micros(1_900_000_000_000_000);

    fn refused(
        categories: &[Category],
        purposes: &[Purpose],
        until: Option<Timestamp>,
    ) -> Option<&'static str> {
        let terms = Terms::Permit {
            actor: ActorSelector::Person { person_id: uuid::Uuid::from_u128(2).into() },
            categories: categories.to_vec(),
            actions: vec![Action::Read],
            purposes: purposes.to_vec(),
        };
        let new = NewConsent { period: Period { from: None, until }, ..NewConsent::of(terms) };
        match expand(&new, NOW) {
            Ok(_) => None,
            Err(Refused::Terms(field, _)) => Some(field),
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn an_authorisation_lacks_no_element_that_the_law_asks_for() {
        let (notes, vitals) = (&[Category::PsychotherapyNotes][..], &[Category::Vitals][..]);
        let treat = &[Purpose::Treatment][..];
        assert_eq!(refused(notes, treat, Some(LATER)), None);
        assert_eq!(refused(notes, treat, None), Some("period.until"), "it needs an end");
        assert_eq!(refused(vitals, &[Purpose::Legal], None), Some("period.until"));
        assert_eq!(refused(vitals, treat, Some(NOW)), Some("period.until"), "and one that is to come");
        assert_eq!(refused(vitals, treat, None), None);
        let both = [Category::PsychotherapyNotes, Category::Vitals];
        assert_eq!(refused(&both, treat, Some(LATER)), Some("terms.categories"), "compound");
        let training = [Purpose::ModelTraining, Purpose::Treatment];
        assert_eq!(refused(vitals, &training, Some(LATER)), Some("terms.purposes"), "compound");
        assert_eq!(refused(&[], treat, None), Some("terms.categories"));
        assert_eq!(refused(vitals, &[], None), Some("terms.purposes"));
        assert_eq!(refused(vitals, &[Purpose::BreakGlass], None), Some("terms.purposes"));
    }
}
