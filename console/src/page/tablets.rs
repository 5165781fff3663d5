//! Tablets: confirming a resident's device, and admitting a resident with a tablet.

use api::{Call, Problem, Words};
use auth_rbac_api::{
    AdmitResident, Admitted, ByDevice, ByPerson, ConfirmDevice, Device, DeviceState, GetOrganization,
    ListDevices, NewDevice, NewResident, NewTablet, RevokeDevice, codes,
};
use http::StatusCode;
use kernel::{ErrorKind, PersonId};
use maud::{Markup, html};
use relationship_management_api::Unit;

use super::staff::{units, units_away};
use crate::component::form::{self, Field};
use crate::component::panel::{self, Tone};
use crate::fields::Fields;
use crate::people::People;
use crate::reply::{Done, Page};
use crate::visit::Visit;
use crate::words::{Lang, handing, shell, staff};

pub(crate) async fn show(visit: Visit) -> Result<Done, Problem> {
    let said =
        (Fields::of_query(&visit.query).get("done") == "confirmed").then(|| staff::confirmed(visit.language));
    page(visit, said, None).await
}

async fn page(
    visit: Visit,
    said: Option<&'static str>,
    wrong: Option<&'static str>,
) -> Result<Done, Problem> {
    let lang = visit.language;
    let found = visit.call::<ListDevices>(Call::default()).await?.devices;
    let waiting: Vec<Device> = found.into_iter().filter(|one| one.state == DeviceState::Pending).collect();
    let people = People::of(&visit, waiting.iter().map(|one| one.person_id)).await;
    let units = units(&visit).await;
    let house = visit.call::<GetOrganization>(Call::default()).await;
    let list: Vec<(&str, &str)> = wrong.map(|text| ("name", text)).into_iter().collect();
    let main = html! {
        (panel::back("/staff/residents", shell::back(lang)))
        h1 { (staff::tablets_title(lang)) }
        (form::summary(lang, &list))
        @if let Some(text) = said { div role="status" { (panel::panel(Tone::Good, shell::done(lang), text)) } }
        h2 { (staff::pending(lang)) }
        @if waiting.is_empty() { (panel::empty(staff::pending_none(lang))) } @else { p { (staff::pending_hint(lang)) } }
        ul.cards { @for one in &waiting { li.card { (device(&visit, one, people.name(one.person_id))) } } }
        h2 { (staff::admit(lang)) }
        @match &units {
            Ok(units) => (admit_form(&visit, units, wrong)),
            Err(_) => (units_away(lang)),
        }
        @if let Ok(house) = house {
            h2 { (handing::join_code(lang)) }
            p { (handing::join_text(lang, &house.join_code)) }
        }
    };
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let title = staff::tablets_title(lang);
    let title = if wrong.is_some() { shell::problem_title(lang, title) } else { title.to_owned() };
    let page = Page::work(title, main).status(status);
    Ok(Done::new(visit, page))
}

fn device(visit: &Visit, one: &Device, whose: &str) -> Markup {
    let (lang, when) = (visit.language, visit.when());
    html! {
        h3 { (one.name) }
        p { (staff::belongs(lang, whose)) }
        p.small { (crate::words::about::device_added(lang, when.full(one.created_at))) }
        div.row.apart {
            form method="post" action={ "/staff/tablets/" (one.device_id) "/confirm" } {
                (form::token(visit))
                button.button type="submit" { (staff::confirm(lang, &one.name)) }
            }
            form method="post" action={ "/staff/tablets/" (one.device_id) "/refuse" } {
                (form::token(visit))
                button.button.plain type="submit" { (staff::refuse(lang, &one.name)) }
            }
        }
    }
}

fn admit_form(visit: &Visit, units: &[Unit], wrong: Option<&str>) -> Markup {
    let lang = visit.language;
    if units.is_empty() {
        return panel::empty(staff::no_units(lang));
    }
    html! {
        form method="post" action="/staff/tablets" novalidate {
            (form::token(visit))
            (Field { wrong, ..Field::text("name", staff::admit_name(lang)) }.show())
            div.field {
                label for="unit" { (staff::admit_unit(lang)) }
                select #unit name="unit" {
                    @for unit in units { option value=(unit.unit_id) { (unit.name) } }
                }
            }
            (Field::text("device", staff::admit_device(lang)).show())
            div.row { button.button type="submit" { (staff::admit_submit(lang)) } }
        }
    }
}

pub(crate) async fn confirm(visit: Visit, _: Fields) -> Result<Done, Problem> {
    let device_id = visit.id("id")?;
    visit.call::<ConfirmDevice>(Call::path(ByDevice { device_id })).await?;
    Ok(Done::see(visit, "/staff/tablets?done=confirmed"))
}

pub(crate) async fn refuse(visit: Visit, _: Fields) -> Result<Done, Problem> {
    let device_id = visit.id("id")?;
    visit.call::<RevokeDevice>(Call::path(ByDevice { device_id })).await?;
    Ok(Done::see(visit, "/staff/tablets"))
}

/// Admits a resident. The tablet's secret stands on the answer alone, once.
pub(crate) async fn admit(visit: Visit, fields: Fields) -> Result<Done, Problem> {
    let lang = visit.language;
    let (Some(name), Some(device), Ok(unit_id)) =
        (fields.some("name"), fields.some("device"), fields.get("unit").parse())
    else {
        return page(visit, None, Some(staff::admit_need(lang))).await;
    };
    let new = NewResident { name: Words::new(name), unit_id, device_name: device.to_owned() };
    let admitted = match visit.call::<AdmitResident>(Call::body(new)).await {
        Ok(admitted) => admitted,
        Err(problem) if problem.error_kind() == ErrorKind::Invalid => {
            return page(visit, None, Some(staff::admit_need(lang))).await;
        }
        Err(problem) => return Err(problem),
    };
    let page = secret(lang, "/staff/tablets", &admitted);
    Ok(Done::new(visit, page))
}

/// The tablet's secret.
fn secret(lang: Lang, back: &str, admitted: &Admitted) -> Page {
    let main = html! {
        (panel::back(back, shell::back(lang)))
        h1 { (staff::secret_title(lang)) }
        p { (staff::secret_text(lang)) }
        pre { (admitted.device.expose()) }
    };
    Page::work(staff::secret_title(lang), main)
}

pub(crate) async fn ask_another(visit: Visit) -> Result<Done, Problem> {
    let patient = visit.id("id")?;
    let page = another_page(&visit, patient, "", None).await;
    Ok(Done::new(visit, page))
}

/// Asks for a tablet that takes the place of those before it, and says what becomes of them.
async fn another_page(visit: &Visit, patient: PersonId, name: &str, wrong: Option<&str>) -> Page {
    let lang = visit.language;
    let people = People::of(visit, [patient]).await;
    let list: Vec<(&str, &str)> = wrong.map(|text| ("device", text)).into_iter().collect();
    let back = format!("/staff/residents/{patient}");
    let main = html! {
        (panel::back(&back, shell::back(lang)))
        h1 { (staff::another_title(lang)) }
        (form::summary(lang, &list))
        p { (staff::another_text(lang, people.name(patient))) }
        form method="post" action={ (back) "/tablet" } novalidate {
            (form::token(visit))
            (Field { wrong, value: name, ..Field::text("device", staff::admit_device(lang)) }.show())
            div.row.apart {
                button.button.danger type="submit" { (staff::another_yes(lang)) }
                a.button.plain href=(back) { (shell::cancel(lang)) }
            }
        }
    };
    // The tab says no name: whoever looks over a shoulder learns nothing.
    match wrong {
        Some(_) => Page::work(shell::problem_title(lang, staff::another_title(lang)), main)
            .status(StatusCode::UNPROCESSABLE_ENTITY),
        None => Page::work(staff::another_title(lang), main),
    }
}

/// Gives a resident another tablet. Its secret stands on the answer alone, once.
pub(crate) async fn another(visit: Visit, fields: Fields) -> Result<Done, Problem> {
    let (lang, patient) = (visit.language, visit.id("id")?);
    let name = fields.get("device");
    let wrong = if name.is_empty() {
        staff::another_need(lang)
    } else {
        let call = Call::path_and_body(ByPerson { person_id: patient }, NewDevice { name: name.to_owned() });
        match visit.call::<NewTablet>(call).await {
            Ok(given) => {
                let page = secret(lang, &format!("/staff/residents/{patient}"), &given);
                return Ok(Done::new(visit, page));
            }
            Err(problem) if problem.is(codes::HAS_PASSWORD) => staff::another_password(lang),
            Err(problem) if problem.is(codes::DISABLED) => handing::off_tablet(lang),
            Err(problem) if problem.error_kind() == ErrorKind::Invalid => staff::another_need(lang),
            Err(problem) => return Err(problem),
        }
    };
    let page = another_page(&visit, patient, name, Some(wrong)).await;
    Ok(Done::new(visit, page))
}
