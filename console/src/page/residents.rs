//! The residents whom somebody answers for, and one of them.

use std::collections::HashSet;

use api::{Action, Call, Category, Problem, Purpose, Role};
use auth_rbac_api::{
    ChargesQuery, CheckPermission, ListMyCharges, NamedCharge, PermissionQuery, PersonState,
};
use chat_history_api::Alert;
use kernel::PersonId;
use maud::{Markup, html};

use super::staff::{named_units, of_alert, unit_name};
use super::{emergency, open, reading};
use crate::component::banner::Banner;
use crate::component::panel::Tone;
use crate::component::{alert, panel};
use crate::fields::Fields;
use crate::people::People;
use crate::reply::{Done, Page};
use crate::visit::Visit;
use crate::words::family::BY_MANDATE;
use crate::words::{Lang, charts, fits, handing, handover, plan, questionnaires, room, shell, staff, terms};

pub(crate) async fn grid(visit: Visit) -> Result<Done, Problem> {
    let lang = visit.language;
    let after = Fields::of_query(&visit.query).some("after").map(kernel::Cursor::new);
    let found =
        visit.call::<ListMyCharges>(Call::query(ChargesQuery { after, ..ChargesQuery::default() })).await?;
    let alerts = open::alerts(&visit).await;
    let alarmed: HashSet<PersonId> =
        alerts.iter().flat_map(|found| &found.alerts).map(|one| one.patient_id).collect();
    let units = named_units(&visit).await;
    let mut charges = found.items;
    let people = People::of(&visit, charges.iter().map(|one| one.person_id)).await;
    charges.sort_by_key(|one| (!alarmed.contains(&one.person_id), name(one, lang)));
    // Said once where it is so of everybody: on each card it would tell nobody apart.
    let all = charges.len() > 1 && charges.iter().all(|one| one.on_duty);
    let main = html! {
        h1 { (staff::residents_title(lang)) }
        (open::limits(lang, alerts))
        @if charges.is_empty() { (panel::empty(staff::residents_empty(lang))) }
        @if visit.role() == Some(Role::CareStaff) {
            div.row { a.button.plain href="/staff/tablets" { (staff::tablets_title(lang)) } }
        }
        @if all { p { (staff::all_on_duty(lang)) } }
        ul.cards {
            @for one in &charges {
                li {
                    a.card href={ "/staff/residents/" (one.person_id) } {
                        span.card-title { (name(one, lang)) }
                        @if let Some(home) = people.home(one.person_id, unit_name(&units, one.unit_id, lang)) { p.small { (home) } }
                        @if one.on_duty && !all { p.small { (staff::on_duty(lang)) } }
                        @if alarmed.contains(&one.person_id) { p { span.tag.no { (staff::has_alert(lang)) } } }
                    }
                }
            }
        }
        @if let Some(next) = &found.next {
            p.pager { a href={ "/staff/residents?after=" (next.place()) } { (shell::more(lang)) } }
        }
    };
    let page = Page::work(staff::residents_title(lang), main);
    Ok(Done::new(visit, page))
}

pub(crate) fn name(one: &NamedCharge, lang: Lang) -> String {
    one.name.as_ref().map_or_else(|| staff::nameless(lang).to_owned(), |name| name.expose().to_owned())
}

/// What is asked whether it may be seen.
pub(crate) const SEEN: [Category; 8] = [
    Category::Demographics,
    Category::WellbeingSummary,
    Category::CrisisEvents,
    Category::ChatTranscripts,
    Category::Appointments,
    Category::CarePlan,
    Category::Medications,
    Category::AssessmentScores,
];

/// What somebody may see of a resident, as far as it could be asked.
pub(crate) struct Permitted {
    /// Each that was answered: whether, and why.
    pub(crate) found: Vec<(Category, bool, String)>,
    /// Nobody answered for some: that they are not there is no refusal.
    pub(crate) unread: bool,
}

impl Permitted {
    pub(crate) fn may(&self, wanted: Category) -> bool {
        self.found.iter().any(|(category, permit, _)| *category == wanted && *permit)
    }

    /// What may not be seen.
    pub(crate) fn missing(&self) -> impl Iterator<Item = Category> {
        self.found.iter().filter(|(_, permit, _)| !permit).map(|(category, ..)| *category)
    }
}

/// What somebody may see of a resident now for a purpose, and why: the platform's own answer for each.
pub(crate) async fn permitted(visit: &Visit, patient: PersonId, purpose: Purpose) -> Permitted {
    permitted_for(visit, patient, |_| std::slice::from_ref(&purpose)).await
}

/// The same where there may be several purposes for a category: the first for which it is permitted is the one that is told.
pub(super) async fn permitted_for<'a>(
    visit: &Visit,
    patient: PersonId,
    purposes: impl Fn(Category) -> &'a [Purpose],
) -> Permitted {
    let (mut found, mut unread) = (Vec::new(), false);
    for category in SEEN {
        let mut told = None;
        for purpose in purposes(category) {
            // What is given to a relative of a crisis is that they are told; a representative reads what the resident reads.
            let news = category == Category::CrisisEvents && *purpose == Purpose::Family;
            let action = if news { Action::Notify } else { Action::Read };
            let query = PermissionQuery { patient_id: patient, category, action, purpose: *purpose };
            match visit.call::<CheckPermission>(Call::body(query)).await {
                Ok(answer) => {
                    let own = *purpose == Purpose::Patient && answer.permit && answer.reason == BY_TABLE;
                    let reason = if own { BY_MANDATE.to_owned() } else { answer.reason };
                    told = Some((category, answer.permit, reason));
                }
                Err(problem) => unread |= problem.status >= 500,
            }
            if told.as_ref().is_some_and(|(_, permit, _)| *permit) {
                break;
            }
        }
        found.extend(told);
    }
    Permitted { found, unread }
}

/// Whether something of a resident may be read for one of some purposes. Where nobody answered, nothing is offered.
pub(super) async fn may_read(
    visit: &Visit,
    patient: PersonId,
    category: Category,
    purposes: &[Purpose],
) -> bool {
    for purpose in purposes {
        let query =
            PermissionQuery { patient_id: patient, category, action: Action::Read, purpose: *purpose };
        if visit.call::<CheckPermission>(Call::body(query)).await.is_ok_and(|answer| answer.permit) {
            return true;
        }
    }
    false
}

/// The platform's word for what nobody had to give: it is so for everybody of a role.
const BY_TABLE: &str = "default_table";

/// What may be seen and what not, each with its reason.
pub(crate) fn may_see(lang: Lang, permitted: &Permitted) -> Markup {
    let found = &permitted.found;
    let list = |wanted: bool| {
        html! {
            ul {
                @for (category, _, reason) in found.iter().filter(|(_, permit, _)| *permit == wanted) {
                    li {
                        (terms::category(lang, *category))
                        span.small { ". " (crate::words::family::because(lang, reason)) }
                    }
                }
            }
        }
    };
    html! {
        @for (wanted, tag, text) in [(true, "tag ok", staff::may_yes(lang)), (false, "tag no", staff::may_no(lang))] {
            @if found.iter().any(|(_, permit, _)| *permit == wanted) {
                p { span class=(tag) { (text) } }
                (list(wanted))
            }
        }
        @if permitted.unread { (panel::empty(charts::away(lang))) }
    }
}

pub(crate) async fn one(visit: Visit) -> Result<Done, Problem> {
    let lang = visit.language;
    let patient: PersonId = visit.id("id")?;
    let open_alerts = open::alerts(&visit).await;
    let alerts: Vec<&Alert> = open_alerts.iter().flat_map(|found| found.of(patient)).collect();
    let people = People::of(&visit, alerts.iter().flat_map(|one| of_alert(one)).chain([patient])).await;
    let units = named_units(&visit).await;
    let named = |one: &Alert| unit_name(&units, one.unit_id, lang);
    let found = permitted(&visit, patient, Purpose::Treatment).await;
    let cares = found.may(Category::CarePlan);
    let plans = may_read(&visit, patient, Category::SafetyPlan, &[Purpose::Treatment]).await;
    let talks = reading::list(&visit, patient, Purpose::Treatment).await;
    // On which unit they live is known of an alert alone.
    let unit = people.home(patient, alerts.first().and_then(|one| named(one)));
    let banner = Banner { name: people.name(patient), unit, why: None };
    let kept = match Fields::of_query(&visit.query).get("done") {
        "room" => Some(room::saved(lang)),
        "unit" => Some(room::moved(lang)),
        _ => None,
    };
    let off = visit.role() == Some(Role::CareStaff)
        && super::handing::standing(&visit, patient).await == Some(PersonState::Disabled);
    let main = html! {
        (panel::back("/staff/residents", shell::back(lang)))
        (banner.headed(lang))
        @if let Some(text) = kept { div role="status" { (panel::panel(Tone::Good, shell::done(lang), text)) } }
        @if off { (panel::panel(Tone::Warn, handing::state(lang), &handing::off_resident(lang, people.name(patient)))) }
        (open::limits(lang, open_alerts))
        @if !alerts.is_empty() {
            ul.alerts { @for one in &alerts { (alert::row(&visit, one, &people, &named)) } }
        }
        (emergency::link(&visit, patient).await)
        @if cares {
            div.row {
                a.button.plain href={ "/staff/residents/" (patient) "/timeline" } { (charts::link(lang)) }
                a.button.plain href={ "/staff/residents/" (patient) "/note" } { (handover::add(lang)) }
                a.button.plain href={ "/staff/residents/" (patient) "/fits" } { (fits::link(lang)) }
                a.button.plain href={ "/staff/residents/" (patient) "/with" } { (staff::with_link(lang)) }
                @if visit.role() == Some(Role::CareStaff) {
                    a.button.plain href={ "/staff/residents/" (patient) "/tablet" } { (staff::another(lang)) }
                    a.button.plain href={ "/staff/residents/" (patient) "/room" } { (room::link(lang)) }
                    a.button.plain href={ "/staff/residents/" (patient) "/ways-in" } { (handing::ways_in(lang)) }
                }
                @if visit.role() == Some(Role::HealthProvider) {
                    a.button.plain href={ "/staff/residents/" (patient) "/questionnaires" } { (questionnaires::link(lang)) }
                }
            }
        }
        @if plans {
            div.row { a.button.plain href={ "/staff/residents/" (patient) "/plan" } { (plan::title_other(lang)) } }
        }
        h2 { (staff::conversations(lang)) }
        (reading::listed(&visit, &talks, staff::none_yet(lang), staff::no_conversations(lang)))
        h2 { (staff::may_title(lang)) }
        (may_see(lang, &found))
    };
    // The tab says no name: whoever looks over a shoulder learns nothing.
    let page = Page::work(staff::residents_title(lang), main);
    Ok(Done::new(visit, page))
}
