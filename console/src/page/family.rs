//! What a relative may see of each resident, and why; news of a crisis; conversations, where the resident allows it.

use api::{Call, Category, Problem, Purpose};
use auth_rbac_api::{ChargesQuery, ListMyCharges, NamedCharge};
use chat_history_api::{ByAlert, ListNotices, Notice, SeeNotice};
use kernel::{Cursor, PersonId};
use maud::{Markup, html};
use relationship_management_api::{ByPerson, EmergencyNotice, GetEmergency, Place};

use super::acting::Acting;
use super::residents::{may_read, may_see, permitted_for};
use super::{articles, reading};
use crate::component::banner::{Banner, Until};
use crate::component::form;
use crate::component::panel::{self, Tone};
use crate::fields::Fields;
use crate::people::People;
use crate::reply::{Done, Page};
use crate::visit::Visit;
use crate::words::{self, Lang, charts, consents, family, questionnaires, shell, staff, terms, week};

pub(crate) async fn show(visit: Visit) -> Result<Done, Problem> {
    let lang = visit.language;
    let after = Fields::of_query(&visit.query).some("after").map(Cursor::new);
    let query = ChargesQuery { after, ..ChargesQuery::default() };
    let found = visit.call::<ListMyCharges>(Call::query(query)).await?;
    let charges = found.items;
    let acting = Acting::of(&visit).await;
    let notices = visit.call::<ListNotices>(Call::default()).await.map(|found| found.notices);
    let mut parts = Vec::new();
    for one in &charges {
        parts.push(relative(&visit, one, &acting, notices.as_deref()).await);
    }
    let main = html! {
        h1 { (family::title(lang)) }
        (acting.away(lang))
        @if charges.is_empty() { (panel::empty(family::empty(lang))) } @else { p { (family::intro(lang)) } }
        @for part in parts { (part) }
        @if let Some(next) = &found.next {
            p.pager { a href={ "/family?after=" (next.place()) } { (shell::more(lang)) } }
        }
        p { a.button.plain href="/family/articles" { (words::articles::link(lang)) } }
    };
    let page = Page::care(family::title(lang), main);
    Ok(Done::new(visit, page))
}

async fn relative(
    visit: &Visit,
    one: &NamedCharge,
    acting: &Acting,
    notices: Result<&[Notice], &Problem>,
) -> Markup {
    let lang = visit.language;
    let patient = one.person_id;
    let ask = |purpose| visit.call_for::<GetEmergency>(purpose, Call::path(ByPerson { person_id: patient }));
    let emergency = acting.first((patient, Category::CrisisEvents), ask).await.map(|(_, found)| found);
    let unread = emergency.as_ref().is_err_and(|problem| problem.status >= 500);
    let emergency = emergency.ok().filter(|found| found.declared_at.is_some() || found.place.is_some());
    let found = permitted_for(visit, patient, |category| acting.purposes(patient, category)).await;
    let (reads, knows) = (found.may(Category::ChatTranscripts), found.may(Category::WellbeingSummary));
    let scores = found.may(Category::AssessmentScores);
    let plan = Category::SafetyPlan;
    let plan = may_read(visit, patient, plan, acting.purposes(patient, plan)).await;
    let own = notices.map(|all| all.iter().filter(|one| one.patient_id == patient).collect::<Vec<_>>());
    let contact = emergency.as_ref().and_then(|found| found.contact.as_ref());
    let people = People::of(visit, contact.map(|contact| contact.person_id)).await;
    html! {
        section aria-labelledby={ "p-" (patient) } {
            h2 id={ "p-" (patient) } { (name(one, lang)) }
            (acting.panels(visit, patient, &name(one, lang)))
            @if let Some(found) = &emergency { (emergency_panel(visit, found, &people)) }
            // That there is none is said by nothing here: that nobody could say so has to be.
            @if unread { (panel::panel(Tone::Warn, family::emergency_away(lang), family::emergency_away_text(lang))) }
            h3 { (family::notices(lang)) }
            @match &own {
                Ok(own) if own.is_empty() => p { (family::no_notices(lang)) },
                Ok(own) => ul.lines { @for notice in own { li { (notice_line(visit, notice)) } } },
                Err(_) => p { strong { (family::notices_away(lang)) } },
            }
            @if reads || knows || scores || plan {
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
                    @if plan {
                        a.button.plain href={ "/family/" (patient) "/plan" } aria-describedby={ "p-" (patient) } {
                            (words::plan::title_other(lang))
                        }
                    }
                    @if reads { a.button.plain href={ "/family/" (patient) } { (family::conversations(lang)) } }
                }
            }
            h3 { (family::may(lang)) }
            (may_see(lang, &found))
            @if found.missing().next().is_some() {
                div.row {
                    a.button.plain href={ "/family/" (patient) "/more" } aria-describedby={ "p-" (patient) } { (family::ask(lang)) }
                }
            }
        }
    }
}

fn name(one: &NamedCharge, lang: Lang) -> String {
    one.name.as_ref().map_or_else(|| staff::nameless(lang).to_owned(), |name| name.expose().to_owned())
}

/// Where somebody is, as their relatives read it.
pub(super) const fn whereabouts(lang: Lang, place: Place) -> &'static str {
    match place {
        Place::OnTheUnit => family::on_unit(lang),
        Place::InTheFacility => family::in_facility(lang),
        Place::OnTheWayToHospital => family::on_the_way(lang),
        Place::AtHospital => family::at_hospital(lang),
        Place::Unknown => family::place_unknown(lang),
    }
}

fn emergency_panel(visit: &Visit, found: &EmergencyNotice, people: &People) -> Markup {
    let (lang, when) = (visit.language, visit.when());
    let place = found.place.map(|place| whereabouts(lang, place));
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
    let acting = Acting::of(&visit).await;
    let ask = |purpose| reading::list(&visit, patient, purpose);
    let found = acting.first((patient, Category::ChatTranscripts), ask).await;
    let (purpose, found) = match found {
        Ok((purpose, found)) => (purpose, Ok(found)),
        Err(problem) => (Purpose::Family, Err(problem)),
    };
    let people = People::of(&visit, [patient]).await;
    // Until when a representative reads, the document says and not the resident.
    let why = (purpose == Purpose::Family).then_some((Purpose::Family, Until::Changed));
    let main = html! {
        (panel::back("/family", shell::back(lang)))
        (Banner { name: people.name(patient), unit: None, why }.show(lang))
        (acting.panels(&visit, patient, people.name(patient)))
        h1 { (family::conversations_title(lang)) }
        (reading::listed(&visit, &found, family::no_conversations(lang), family::no_conversations(lang)))
    };
    let page = Page::care(family::conversations_title(lang), main);
    Ok(Done::new(visit, page))
}

/// Who decides about what is not seen, and what they would have to choose for it.
pub(crate) async fn more(visit: Visit) -> Result<Done, Problem> {
    let lang = visit.language;
    let patient: PersonId = visit.id("id")?;
    let acting = Acting::of(&visit).await;
    let found = permitted_for(&visit, patient, |category| acting.purposes(patient, category)).await;
    let people = People::of(&visit, [patient]).await;
    let name = people.name(patient);
    let main = html! {
        (panel::back("/family", shell::back(lang)))
        (Banner { name, unit: None, why: None }.show(lang))
        h1 { (family::ask(lang)) }
        p { (family::ask_text(lang, name)) }
        p { (family::ask_where(lang)) }
        ul.lines {
            @for category in found.missing() {
                li {
                    p { strong { (terms::category(lang, category)) } }
                    p { (choice_for(lang, category)) }
                }
            }
        }
        @if found.unread { (panel::empty(charts::away(lang))) }
        p { (family::ask_staff(lang)) }
    };
    let page = Page::care(family::ask(lang), main);
    Ok(Done::new(visit, page))
}

/// What a resident chooses, by the words of their own page, so that a relative sees something.
fn choice_for(lang: Lang, category: Category) -> String {
    let some = consents::limited(lang);
    match category {
        Category::ChatTranscripts => {
            family::choose_with(lang, consents::full(lang), consents::transcripts(lang))
        }
        Category::AssessmentScores => family::choose(lang, consents::full(lang)),
        Category::CrisisEvents => family::choose_with(lang, some, consents::notices(lang)),
        Category::CarePlan => family::choose_with(lang, some, consents::care_plan(lang)),
        Category::Medications => family::choose_with(lang, some, consents::medications(lang)),
        _ => family::choose(lang, some),
    }
}
