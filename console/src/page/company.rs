//! A person of the staff says that they sit with a resident, for a short while.

use api::{Call, Problem};
use chat_history_api::{ByPatient, GetCompany, KeepCompany, NewCompany};
use kernel::PersonId;
use maud::html;

use crate::component::banner::Banner;
use crate::component::{form, panel};
use crate::fields::Fields;
use crate::people::People;
use crate::reply::{Done, Page};
use crate::visit::Visit;
use crate::words::{shell, staff};

pub(crate) async fn show(visit: Visit) -> Result<Done, Problem> {
    let lang = visit.language;
    let patient_id: PersonId = visit.id("id")?;
    let found = visit.call::<GetCompany>(Call::path(ByPatient { patient_id })).await?;
    let people = People::of(&visit, found.by.into_iter().chain([patient_id])).await;
    let there = found.by.zip(found.until);
    let press = |present: &str, text: &str, class: &str| {
        html! {
            form method="post" action={ "/staff/residents/" (patient_id) "/with" } {
                (form::token(&visit))
                (form::hidden("present", present))
                button class=(class) type="submit" { (text) }
            }
        }
    };
    let main = html! {
        (panel::back(&format!("/staff/residents/{patient_id}"), shell::back(lang)))
        (Banner { name: people.name(patient_id), unit: None, why: None }.show(lang))
        h1 { (staff::with_title(lang)) }
        p { (staff::with_intro(lang, people.name(patient_id))) }
        p.small { (staff::with_why(lang)) }
        p role="status" { strong {
            @match there {
                Some((by, until)) => (staff::with_now(lang, people.name(by), visit.when().time(until))),
                None => (staff::with_nobody(lang)),
            }
        } }
        div.row.apart {
            (press("yes", if there.is_some() { staff::with_longer(lang) } else { staff::with_start(lang) }, "button"))
            @if there.is_some() { (press("no", staff::with_end(lang), "button plain")) }
        }
    };
    // No name: titles stand in the browser's history, and on a screen that is shared.
    let page = Page::work(staff::with_title(lang), main);
    Ok(Done::new(visit, page))
}

pub(crate) async fn keep(visit: Visit, fields: Fields) -> Result<Done, Problem> {
    let patient_id: PersonId = visit.id("id")?;
    let present = match fields.get("present") {
        "yes" => true,
        "no" => false,
        _ => return Err(Problem::new(api::codes::INVALID)),
    };
    let call = Call::<KeepCompany>::path_and_body(ByPatient { patient_id }, NewCompany { present });
    visit.call(call).await?;
    Ok(Done::see(visit, format!("/staff/residents/{patient_id}/with")))
}
