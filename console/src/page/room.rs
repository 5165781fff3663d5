//! On which unit and in which room a resident lives: said by care staff of whoever lives on their units, or on none yet.

use api::{Call, Problem, Role, Words};
use http::StatusCode;
use kernel::{ErrorKind, PersonId};
use maud::{Markup, html};
use relationship_management_api::{Assign, Assignment, ByPerson, ROOM_CHARS_MAX, RoomChange, SetRoom, Unit};

use super::staff::{units, units_away};
use crate::component::banner::Banner;
use crate::component::form::{self, Field};
use crate::component::panel;
use crate::fields::Fields;
use crate::people::People;
use crate::reply::{Done, Page};
use crate::visit::Visit;
use crate::words::{handing, room as words, shell, staff};

pub(crate) async fn show(visit: Visit) -> Result<Done, Problem> {
    let patient: PersonId = visit.id("id")?;
    let people = People::of(&visit, [patient]).await;
    let page = page(&visit, patient, people.room(patient).unwrap_or_default(), None, &people).await;
    Ok(Done::new(visit, page))
}

async fn page(visit: &Visit, patient: PersonId, given: &str, wrong: Option<&str>, people: &People) -> Page {
    let lang = visit.language;
    let units = units(visit).await;
    let list: Vec<(&str, &str)> = wrong.map(|text| ("room", text)).into_iter().collect();
    let here = format!("/staff/residents/{patient}");
    let main = html! {
        (panel::back(&here, shell::back(lang)))
        (Banner { name: people.name(patient), unit: None, why: None }.show(lang))
        h1 { (words::title(lang)) }
        (form::summary(lang, &list))
        p { (words::text(lang)) }
        form method="post" action={ (here) "/room" } novalidate {
            (form::token(visit))
            (field(given, wrong, words::label(lang), words::hint(lang)))
            div.row.apart {
                button.button type="submit" { (words::save(lang)) }
                a.button.plain href=(here) { (shell::cancel(lang)) }
            }
        }
        h2 { (words::unit(lang)) }
        @match &units {
            Err(_) => (units_away(lang)),
            Ok(units) if units.is_empty() => (panel::empty(staff::no_units(lang))),
            Ok(units) => (unit_form(visit, &here, units)),
        }
    };
    let title = words::title(lang);
    let (title, status) = match wrong {
        Some(_) => (shell::problem_title(lang, title), StatusCode::UNPROCESSABLE_ENTITY),
        None => (title.to_owned(), StatusCode::OK),
    };
    Page::work(title, main).status(status).scripts(&["once.js"])
}

/// To which of the carer's own units somebody moves.
fn unit_form(visit: &Visit, here: &str, units: &[Unit]) -> Markup {
    let lang = visit.language;
    html! {
        p { (words::unit_text(lang)) }
        form method="post" action={ (here) "/unit" } data-once {
            (form::token(visit))
            div.field {
                label for="unit" { (words::unit_label(lang)) }
                select #unit name="unit" {
                    option value="" { (handing::unit_none(lang)) }
                    @for unit in units { option value=(unit.unit_id) { (unit.name) } }
                }
            }
            div.row { button.button.plain type="submit" { (words::unit_move(lang)) } }
        }
    }
}

/// Moves a resident to a unit of the carer's own, from another of theirs or from none.
pub(crate) async fn move_to(visit: Visit, fields: Fields) -> Result<Done, Problem> {
    let person_id: PersonId = visit.id("id")?;
    // Nothing chosen moves nobody.
    let Ok(unit_id) = fields.get("unit").parse() else {
        return Ok(Done::see(visit, format!("/staff/residents/{person_id}/room")));
    };
    let assignment = Assignment { person_id, role: Role::Resident, unit_id, until: None };
    visit.call::<Assign>(Call::body(assignment)).await?;
    Ok(Done::see(visit, format!("/staff/residents/{person_id}?done=unit")))
}

fn field(given: &str, wrong: Option<&str>, label: &str, hint: &str) -> Markup {
    Field { value: given, wrong, hint: Some(hint), ..Field::text("room", label) }.show()
}

/// Keeps it. An empty field says that the resident has none.
pub(crate) async fn set(visit: Visit, fields: Fields) -> Result<Done, Problem> {
    let person_id: PersonId = visit.id("id")?;
    let given = fields.get("room").trim();
    let wrong = if given.chars().count() > ROOM_CHARS_MAX {
        Some(words::long(visit.language))
    } else {
        let room = Some(given).filter(|room| !room.is_empty()).map(Words::new);
        let call = Call::<SetRoom>::path_and_body(ByPerson { person_id }, RoomChange { room });
        match visit.call(call).await {
            Ok(_) => return Ok(Done::see(visit, format!("/staff/residents/{person_id}?done=room"))),
            Err(problem) if problem.error_kind() == ErrorKind::Invalid => Some(words::long(visit.language)),
            // Whoever lives on no unit has no room of one.
            Err(problem) if problem.error_kind() == ErrorKind::NotFound => {
                Some(words::no_unit(visit.language))
            }
            Err(problem) => return Err(problem),
        }
    };
    let people = People::of(&visit, [person_id]).await;
    let page = page(&visit, person_id, given, wrong, &people).await;
    Ok(Done::new(visit, page))
}
