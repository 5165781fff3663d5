//! On which units somebody works, set by the administrator of the house.

use std::collections::{BTreeMap, BTreeSet};

use api::{Call, Problem, Role};
use auth_rbac_api::Account;
use kernel::{PersonId, UnitId};
use maud::{Markup, html};
use relationship_management_api::{
    Assign, Assignment, ByAssignment, FindStaffUnits, STAFF_MAX, StaffQuery, Unassign, Unit,
};

use super::accounts;
use super::staff::house_units;
use crate::component::{form, panel};
use crate::fields::Fields;
use crate::people::People;
use crate::reply::{Done, Page};
use crate::visit::Visit;
use crate::words::{handing as words, shell};

/// Where staff work, person by person; none where it could not be read.
pub(super) type WorksOn = BTreeMap<PersonId, Vec<UnitId>>;

/// Whether somebody in this role is assigned to units: a provider's patients are those whom they treat, wherever they live.
const fn is_assigned(role: Role) -> bool {
    matches!(role, Role::CareStaff)
}

/// Where those of a page of accounts work who are staff.
pub(super) async fn works_on(visit: &Visit, accounts: &[Account]) -> Option<WorksOn> {
    let staff = accounts.iter().filter(|one| is_assigned(one.role)).map(|one| one.person_id);
    of(visit, staff.collect()).await.ok()
}

async fn of(visit: &Visit, people: Vec<PersonId>) -> Result<WorksOn, Problem> {
    let mut found = WorksOn::new();
    for some in people.chunks(STAFF_MAX) {
        let query = StaffQuery { people: some.to_vec() };
        let units = visit.call::<FindStaffUnits>(Call::body(query)).await?.staff;
        found.extend(units.into_iter().map(|one| (one.person_id, one.units)));
    }
    Ok(found)
}

/// What a card says of where somebody works.
pub(super) fn line(visit: &Visit, one: &Account, units: &[Unit], works_on: Option<&WorksOn>) -> Markup {
    let lang = visit.language;
    let own = works_on.and_then(|all| all.get(&one.person_id));
    let name = |id: &UnitId| units.iter().find(|unit| unit.unit_id == *id).map(|unit| unit.name.as_str());
    html! {
        @if let Some(own) = own {
            @let names: Vec<&str> = own.iter().filter_map(name).collect();
            @if !names.is_empty() { p.small { (words::units_of(lang, names.join(", "))) } }
            @else if own.is_empty() && one.role == Role::CareStaff { p { strong { (words::units_nowhere(lang)) } } }
        }
    }
}

/// Where the units of somebody are set.
pub(super) fn link(visit: &Visit, one: &Account, units: &[Unit]) -> Markup {
    let label = words::units(visit.language);
    html! {
        @if is_assigned(one.role) && !units.is_empty() {
            a.button.plain href={ (accounts::PLACE) "/" (one.person_id) "/units" } aria-label={ (label) ": " (one.name.expose()) } { (label) }
        }
    }
}

pub(crate) async fn show(visit: Visit) -> Result<Done, Problem> {
    let (lang, person) = (visit.language, visit.id::<PersonId>("id")?);
    let (units, works_on) = (house_units(&visit).await?, of(&visit, vec![person]).await?);
    let own = works_on.get(&person).ok_or_else(|| Problem::new(api::codes::NOT_FOUND))?;
    let people = People::of(&visit, [person]).await;
    let main = html! {
        (panel::back(accounts::PLACE, shell::back(lang)))
        h1 { (words::units_title(lang, people.name(person))) }
        p { (words::units_text(lang)) }
        form method="post" action={ (accounts::PLACE) "/" (person) "/units" } data-once {
            (form::token(&visit))
            fieldset {
                legend { (words::units(lang)) }
                @for unit in &units {
                    @let id = unit.unit_id.to_string();
                    @let ticked = own.contains(&unit.unit_id);
                    // What was ticked when the page was made: what another administrator changes meanwhile stays as they left it.
                    @if ticked { (form::hidden("was", &id)) }
                    (form::choice("checkbox", "unit", &id, &unit.name, None, ticked))
                }
            }
            div.row.apart {
                button.button type="submit" { (words::units_keep(lang)) }
                a.button.plain href=(accounts::PLACE) { (shell::cancel(lang)) }
            }
        }
    };
    let page = Page::work(words::units(lang), main).scripts(&["once.js"]);
    Ok(Done::new(visit, page))
}

pub(crate) async fn save(visit: Visit, fields: Fields) -> Result<Done, Problem> {
    let person_id: PersonId = visit.id("id")?;
    let ids = |name: &str| fields.all(name).filter_map(|id| id.parse().ok()).collect::<BTreeSet<UnitId>>();
    let (was, ticked) = (ids("was"), ids("unit"));
    let works_on = of(&visit, vec![person_id]).await?;
    let own = works_on.get(&person_id).ok_or_else(|| Problem::new(api::codes::NOT_FOUND))?;
    let own: BTreeSet<UnitId> = own.iter().copied().collect();
    let role = role_of(&visit, person_id).await?;
    for unit_id in ticked.difference(&was).filter(|unit| !own.contains(unit)) {
        let assignment = Assignment { person_id, role, unit_id: *unit_id, until: None };
        visit.call::<Assign>(Call::body(assignment)).await?;
    }
    for unit_id in was.difference(&ticked).filter(|unit| own.contains(unit)) {
        visit.call::<Unassign>(Call::path(ByAssignment { person_id, unit_id: *unit_id })).await?;
    }
    Ok(Done::see(visit, format!("{}?done=units", accounts::PLACE)))
}

/// In which role somebody works, as the platform names them.
async fn role_of(visit: &Visit, person: PersonId) -> Result<Role, Problem> {
    let role = People::of(visit, [person]).await.role(person);
    role.filter(|role| is_assigned(*role)).ok_or_else(|| Problem::new(api::codes::NOT_FOUND))
}
