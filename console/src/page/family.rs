//! What a relative may see of each resident, and why; news of a crisis; conversations, where the resident allows it.

use api::{Call, Category, Problem, Purpose};
use auth_rbac_api::{ChargesQuery, ListMyCharges, NamedCharge};
use chat_history_api::{ByAlert, ListNotices, Notice, SeeNotice};
use kernel::PersonId;
use maud::{Markup, html};
use relationship_management_api::{ByPerson, EmergencyNotice, GetEmergency, Place};

use super::residents::{may_see, permitted};
use super::talk::conversations;
use super::{articles, reading};
use crate::component::{form, panel};
use crate::fields::Fields;
use crate::people::People;
use crate::reply::{Done, Page};
use crate::visit::Visit;
use crate::words::{self, Lang, family, questionnaires, shell, staff, terms, week};

pub(crate) async fn show(visit: Visit) -> Result<Done, Problem> {
    let lang = visit.language;
    let charges = visit.call::<ListMyCharges>(Call::query(ChargesQuery::default())).await?.items;
    let notices =
        visit.call::<ListNotices>(Call::default()).await.map(|found| found.notices).unwrap_or_default();
    let mut parts = Vec::new();
    for one in &charges {
        parts.push(relative(&visit, one, &notices).await);
    }
    let main = html! {
        h1 { (family::title(lang)) }
        @if charges.is_empty() { (panel::empty(family::empty(lang))) } @else { p { (family::intro(lang)) } }
        @for part in parts { (part) }
        p { a.button.plain href="/family/articles" { (words::articles::link(lang)) } }
    };
    let page = Page::care(family::title(lang), main);
    Ok(Done::new(visit, page))
}

async fn relative(visit: &Visit, one: &NamedCharge, notices: &[Notice]) -> Markup {
    let lang = visit.language;
    let patient = one.person_id;
    let call = Call::<GetEmergency>::path(ByPerson { person_id: patient });
    let emergency =
        visit.call(call).await.ok().filter(|found| found.declared_at.is_some() || found.place.is_some());
    let found = permitted(visit, patient, Purpose::Family).await;
    let may = |wanted| found.iter().any(|(category, permit, _)| *category == wanted && *permit);
    let (reads, knows) = (may(Category::ChatTranscripts), may(Category::WellbeingSummary));
    let scores = may(Category::AssessmentScores);
    let own: Vec<&Notice> = notices.iter().filter(|notice| notice.patient_id == patient).collect();
    let contact = emergency.as_ref().and_then(|found| found.contact.as_ref());
    let people = People::of(visit, contact.map(|contact| contact.person_id)).await;
    html! {
        section aria-labelledby={ "p-" (patient) } {
            h2 id={ "p-" (patient) } { (name(one, lang)) }
            @if let Some(found) = &emergency { (emergency_panel(visit, found, &people)) }
            h3 { (family::notices(lang)) }
            @if own.is_empty() { p { (family::no_notices(lang)) } }
            ul.lines { @for notice in &own { li { (notice_line(visit, notice)) } } }
            @if reads || knows || scores {
                div.row.apart {
                    @if knows {
                        a.button.plain href={ "/family/" (patient) "/week" } aria-describedby={ "p-" (patient) } {
                            (week::link(lang))
                        }
                    }
                    @if scores {
                        a.button.plain href={ "/family/" (patient) "/questionnaires" } aria-describedby={ "p-" (patient) } {
                            (questionnaires::link(lang))
                        }
                    }
                    @if reads { a.button.plain href={ "/family/" (patient) } { (family::conversations(lang)) } }
                }
            }
            h3 { (family::may(lang)) }
            (may_see(lang, &found))
        }
    }
}

fn name(one: &NamedCharge, lang: Lang) -> String {
    one.name.as_ref().map_or_else(|| staff::nameless(lang).to_owned(), |name| name.expose().to_owned())
}

fn emergency_panel(visit: &Visit, found: &EmergencyNotice, people: &People) -> Markup {
    let (lang, when) = (visit.language, visit.when());
    let place = found.place.map(|place| match place {
        Place::OnTheUnit => family::on_unit(lang),
        Place::InTheFacility => family::in_facility(lang),
        Place::OnTheWayToHospital => family::on_the_way(lang),
        Place::AtHospital => family::at_hospital(lang),
        Place::Unknown => family::place_unknown(lang),
    });
    html! {
        section.panel.danger {
            h3 { (family::emergency(lang)) }
            p {
                @if let Some(at) = found.declared_at { (family::emergency_since(lang, when.full(at))) " " }
                @if let Some(place) = place { (place) " " }
                @if let Some(contact) = &found.contact { (family::call_contact(lang, people.name(contact.person_id))) }
            }
        }
    }
}

fn notice_line(visit: &Visit, notice: &Notice) -> Markup {
    let (lang, when) = (visit.language, visit.when());
    html! {
        p {
            @match notice.level {
                Some(level) => (family::notice(lang, terms::level(lang, level), when.full(notice.raised_at))),
                None => (family::notice_plain(lang, when.full(notice.raised_at))),
            }
        }
        @if let Some(at) = notice.acknowledged_at { p { (family::notice_taken(lang, when.full(at))) } }
        @if let Some(at) = notice.closed_at { p { (family::notice_closed(lang, when.full(at))) } }
        @if let Some(at) = notice.seen_at { p.small { (family::seen_at(lang, when.full(at))) } }
        @else {
            form method="post" action={ "/family/notices/" (notice.alert_id) "/seen" } {
                (form::token(visit))
                button.button.plain type="submit" { (family::seen(lang)) }
            }
        }
        (articles::after_notice(visit))
    }
}

pub(crate) async fn seen(visit: Visit, _: Fields) -> Result<Done, Problem> {
    let alert_id = visit.id("id")?;
    visit.call::<SeeNotice>(Call::path(ByAlert { alert_id })).await?;
    Ok(Done::see(visit, "/family"))
}

/// The conversations of a relative, where they allow it.
pub(crate) async fn talks(visit: Visit) -> Result<Done, Problem> {
    let lang = visit.language;
    let patient: PersonId = visit.id("id")?;
    let found = reading::list(&visit, patient, Purpose::Family).await;
    let main = html! {
        (panel::back("/family", shell::back(lang)))
        h1 { (family::conversations_title(lang)) }
        @match &found {
            Some(found) if !found.items.is_empty() => (conversations(&visit, found, "/family/conversations")),
            _ => (panel::empty(family::no_conversations(lang))),
        }
    };
    let page = Page::care(family::conversations_title(lang), main);
    Ok(Done::new(visit, page))
}
