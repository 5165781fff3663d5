//! Safety plans: theirs whose plan it is, written by them or with them, sealed under their key, and gone with it.

use api::{Action, CallContext, Category, Principal, Problem, Purpose, Words};
use audit_trail::{AuditEvent, EventBuilder};
use chat_history_api::{
    NewSafetyPlan, PLAN_LINE_CHARS_MAX, PLAN_LINES_MAX, PLAN_VERSIONS_PAGE_MAX, PlanChange, PlanLine,
    PlanPart, PlanParts, PlanVersion, PlanVersionsQuery, SafetyPlan,
};
use content_safety_api::{CrisisCategory, Language, Level};
use kernel::{Cursor, Page, PageLimit, PersonId};
use safety_rules::resources;
use serde::{Deserialize, Serialize};
use vault::{PatientKey, RecordPlace};

use super::correcting::help_line;
use super::sealing::{open, seal_packed};
use super::{Domain, Refused};
use crate::store::PlanRow;

const PLAN: &str = "chat.safety_plan";
/// How often a plan is taken away anew when somebody writes in it meanwhile.
const ATTEMPTS: usize = 4;

/// A version as it is sealed: bound to its number and its writer, so that one cannot be put in the place of another.
#[derive(Serialize, Deserialize)]
struct SealedPlan {
    version: i64,
    change: PlanChange,
    parts: PlanParts,
}

impl Domain {
    /// A plan, for whoever may read it; without one, what is there for everybody.
    pub(crate) async fn safety_plan(
        &self,
        context: &CallContext,
        by: &Principal,
        patient: PersonId,
        language: Option<Language>,
        (purpose, event): (Purpose, EventBuilder),
    ) -> Result<SafetyPlan, Refused> {
        let ask = (Action::Read, Category::SafetyPlan, purpose);
        let event = self.allowed(context, by, patient, ask, event).await?;
        self.store.trail().read(event).await?;
        let row = self.store.safety_plan(patient).await?;
        let version = row.as_ref().map_or(0, |row| row.version);
        let written = match (row, self.vault.find_key(patient).await?) {
            (Some(row), Some(key)) => opened(&key, &row)?,
            // Nothing was written, or a key that is gone took the words with it.
            _ => None,
        };
        let (parts, changed) = match written {
            Some(plan) => (plan.parts, Some(plan.changed)),
            None => (PlanParts::default(), None),
        };
        Ok(self.told(patient, version, (parts, changed), language))
    }

    /// Writes the next version of a plan, from the one that was read.
    pub(crate) async fn set_safety_plan(
        &self,
        context: &CallContext,
        by: &Principal,
        patient: PersonId,
        new: NewSafetyPlan,
        (purpose, event): (Purpose, EventBuilder),
    ) -> Result<SafetyPlan, Refused> {
        let parts = fitting(new.parts)?;
        let ask = (Action::Write, Category::SafetyPlan, purpose);
        let event = self.allowed(context, by, patient, ask, event).await?;
        let organization = match by.person == patient {
            true => by.organization,
            false => self.organization_of(context, patient).await?,
        };
        // A version that no plan ever had is not the one that is there.
        let before = i64::try_from(new.version).map_err(|_| Refused::PlanChanged)?;
        let version = before.checked_add(1).ok_or(Refused::PlanChanged)?;
        let change = PlanChange { by: by.person, role: by.role, at: self.sources.now() };
        let key = self.vault.key(patient).await?;
        let sealed = SealedPlan { version, change, parts };
        let bytes = seal_packed(&key, &place(patient), &sealed)?;
        let row = PlanRow { patient, organization, version, sealed: Some(bytes), change };
        self.store.keep_plan(&row, event.into()).await?;
        Ok(self.told(patient, version, (sealed.parts, Some(change)), None))
    }

    /// What stood in a plan, the newest first.
    pub(crate) async fn plan_versions(
        &self,
        context: &CallContext,
        by: &Principal,
        patient: PersonId,
        query: &PlanVersionsQuery,
        (purpose, event): (Purpose, EventBuilder),
    ) -> Result<Page<PlanVersion>, Refused> {
        let ask = (Action::Read, Category::SafetyPlan, purpose);
        let event = self.allowed(context, by, patient, ask, event).await?;
        self.store.trail().read(event).await?;
        let most = PageLimit::of(PLAN_VERSIONS_PAGE_MAX as u16);
        let limit = query.limit.filter(|limit| limit.get() <= most.get()).unwrap_or(most);
        let before = query.after.as_ref().and_then(|cursor| cursor.place().parse().ok());
        let rows = self.store.plan_versions(patient, before, limit).await?;
        let Some(key) = self.vault.find_key(patient).await? else {
            return Ok(Page { items: Vec::new(), next: None });
        };
        let mut list = Vec::with_capacity(rows.len());
        for row in &rows {
            list.extend(opened(&key, row)?);
        }
        Ok(Page::from_rows(list, limit, |one| Cursor::new(one.version)))
    }

    /// Takes the caller's own plan away with its history. Where there is none, nothing is to be done.
    pub(crate) async fn forget_safety_plan(
        &self,
        context: &CallContext,
        by: &Principal,
        event: EventBuilder,
    ) -> Result<(), Refused> {
        let event = self.own_record(context, by, Action::Write, Category::SafetyPlan, event).await?;
        let event: AuditEvent = event.into();
        for _ in 0..ATTEMPTS {
            let last = self.store.safety_plan(by.person).await?;
            let Some(last) = last.filter(|row| row.sealed.is_some()) else { return Ok(()) };
            let gone = PlanRow {
                patient: by.person,
                organization: last.organization,
                version: last.version.saturating_add(1),
                sealed: None,
                change: PlanChange { by: by.person, role: by.role, at: self.sources.now() },
            };
            match self.store.forget_plan(&gone, event.clone()).await {
                // Whatever somebody writes meanwhile goes as well: it is the plan that goes, not a version of it.
                Err(Refused::PlanChanged) => {}
                other => return other,
            }
        }
        Err(Refused::PlanChanged)
    }

    fn told(
        &self,
        patient: PersonId,
        version: i64,
        (parts, changed): (PlanParts, Option<PlanChange>),
        language: Option<Language>,
    ) -> SafetyPlan {
        let language = language.unwrap_or_default();
        let lines = resources(self.place, CrisisCategory::SuicidalIdeation, Level::Medium, language);
        SafetyPlan {
            patient_id: patient,
            version: u64::try_from(version).unwrap_or(0),
            parts,
            changed,
            lines: lines.into_iter().map(help_line).collect(),
        }
    }
}

fn place(patient: PersonId) -> RecordPlace<'static> {
    RecordPlace::new(patient, PLAN, patient, Category::SafetyPlan.name())
}

/// A version, opened; `None` where the plan was taken away.
fn opened(key: &PatientKey, row: &PlanRow) -> Result<Option<PlanVersion>, Refused> {
    let Some(sealed) = &row.sealed else { return Ok(None) };
    let plan: SealedPlan = open(key, &place(row.patient), sealed)?;
    if plan.version != row.version || plan.change != row.change {
        return Err(Refused::Shape);
    }
    let version = u64::try_from(row.version).map_err(|_| Refused::Shape)?;
    Ok(Some(PlanVersion { version, parts: plan.parts, changed: plan.change }))
}

/// The lines as they are kept: without spaces around them, none empty, none longer or more than may be.
fn fitting(mut parts: PlanParts) -> Result<PlanParts, Refused> {
    for part in PlanPart::ALL {
        let lines = parts.of_mut(*part);
        if lines.len() > PLAN_LINES_MAX {
            return Err(Refused::PlanLines(*part));
        }
        for line in lines {
            *line = fitting_line(line, *part).ok_or(Refused::PlanLine(*part))?;
        }
    }
    if parts.is_empty() { Err(Refused::PlanEmpty) } else { Ok(parts) }
}

/// A line as it is kept, or `None` when it is none.
fn fitting_line(line: &PlanLine, part: PlanPart) -> Option<PlanLine> {
    let text = line.text.expose().trim();
    let fits = (1..=PLAN_LINE_CHARS_MAX).contains(&text.chars().count());
    let phone = line.phone.as_ref().map(|phone| phone.expose().trim()).filter(|phone| !phone.is_empty());
    let dialled = phone.is_none_or(|phone| part.has_phones() && PlanLine::is_phone(phone));
    (fits && dialled && !text.contains(char::is_control))
        .then(|| PlanLine { text: Words::new(text), phone: phone.map(Words::new) })
}

/// The field of a part, as a problem names it.
pub(super) const fn field(part: PlanPart) -> &'static str {
    match part {
        PlanPart::Signs => "parts.signs",
        PlanPart::Alone => "parts.alone",
        PlanPart::Company => "parts.company",
        PlanPart::People => "parts.people",
        PlanPart::Professionals => "parts.professionals",
        PlanPart::Surroundings => "parts.surroundings",
    }
}

/// What is wrong with a line.
pub(super) fn wrong_line(part: PlanPart) -> Problem {
    let text = if part.has_phones() {
        "has lines of 1 to 200 characters, and numbers of digits, spaces and signs, at most 40 characters"
    } else {
        "has lines of 1 to 200 characters, without a number to call"
    };
    Problem::invalid(field(part), text)
}

#[cfg(test)]
mod tests {
    use chat_history_api::PLAN_PHONE_CHARS_MAX;

    use super::*;

    fn line(text: &str, phone: Option<&str>) -> PlanLine {
        PlanLine { text: Words::new(text), phone: phone.map(Words::new) }
    }

    #[test]
    fn a_line_is_one_line_of_words_and_only_people_have_numbers() {
        let fits = |text: &str, phone, part| fitting_line(&line(text, phone), part).is_some();
        assert!(fits("I stop sleeping", None, PlanPart::Signs));
        assert_eq!(fitting_line(&line("  Ann ", Some(" ")), PlanPart::People), Some(line("Ann", None)));
        for number in ["555 0100", "+1 (555) 010-0100", "988", "5550100,,2#"] {
            assert!(fits("Ann", Some(number), PlanPart::People), "{number}");
            assert!(!fits("the garden", Some(number), PlanPart::Company), "a garden has no number");
        }
        let long = "5".repeat(41);
        for number in ["12", "call me", "555\u{7}0100", "javascript:alert(1)", &long] {
            assert!(!fits("Ann", Some(number), PlanPart::People), "{number}");
        }
        for words in ["", "  ", "two\nlines", "a\u{0}b", &"a".repeat(201)] {
            assert!(!fits(words, None, PlanPart::Signs), "{words:?}");
        }
        assert!(fits(&"ñ".repeat(200), None, PlanPart::Signs), "characters and not bytes");
    }

    #[test]
    fn a_plan_has_a_line_and_no_part_has_too_many() {
        assert!(matches!(fitting(PlanParts::default()), Err(Refused::PlanEmpty)));
        for part in PlanPart::ALL {
            let mut parts = PlanParts::default();
            parts.of_mut(*part).extend(vec![line("a", None); PLAN_LINES_MAX]);
            assert_eq!(fitting(parts.clone()).expect("fits").of(*part).len(), PLAN_LINES_MAX);
            parts.of_mut(*part).push(line("one more", None));
            assert!(matches!(fitting(parts), Err(Refused::PlanLines(found)) if found == *part));
        }
    }

    #[test]
    fn the_fullest_plan_is_taken() {
        let mut parts = PlanParts::default();
        for part in PlanPart::ALL {
            let phone = part.has_phones().then(|| "5".repeat(PLAN_PHONE_CHARS_MAX));
            let full = line(&"\u{1F339}".repeat(PLAN_LINE_CHARS_MAX), phone.as_deref());
            parts.of_mut(*part).extend(vec![full; PLAN_LINES_MAX]);
        }
        let body = serde_json::to_vec(&NewSafetyPlan { version: u64::MAX, parts }).expect("serialises");
        assert!(body.len() < chat_history_api::PLAN_BYTES_MAX as usize, "{} bytes", body.len());
    }

    #[tokio::test]
    async fn a_version_in_the_place_of_another_does_not_open() {
        let stores = testkit::OwnStores::embedded();
        let directory = vault::KeyDirectory::open(&stores.key_dir()).expect("opens");
        let provider = vault::DirectoryKeys::open(directory.clone()).expect("keys");
        let keys = store_sql::Location::Sqlite { path: stores.data_dir().join("keys.sqlite") };
        let (list, sources) = (vault::ShreddedList::in_directory(directory), kernel::Sources::system());
        let vault = vault::Vault::start(&keys, std::sync::Arc::new(provider), list, sources).await;
        let patient: PersonId = uuid::Uuid::from_u128(1).into();
        let key = vault.expect("opens").key(patient).await.expect("a key");
        let change = |role| PlanChange { by: patient, role, at: kernel::Timestamp::from_micros(1) };
        let parts = PlanParts { signs: vec![line("I stop sleeping", None)], ..PlanParts::default() };
        let plan = SealedPlan { version: 3, change: change(api::Role::Resident), parts };
        let sealed = seal_packed(&key, &place(patient), &plan).expect("seals");
        let row = |version, role| PlanRow {
            patient,
            organization: uuid::Uuid::from_u128(2).into(),
            version,
            sealed: Some(sealed.clone()),
            change: change(role),
        };
        let found = opened(&key, &row(3, api::Role::Resident)).expect("opens").expect("has words");
        assert_eq!(found.parts.signs[0].text.expose(), "I stop sleeping");
        assert!(matches!(opened(&key, &row(4, api::Role::Resident)), Err(Refused::Shape)));
        assert!(matches!(opened(&key, &row(3, api::Role::HealthProvider)), Err(Refused::Shape)));
    }
}
