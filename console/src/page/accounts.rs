//! Who has an account in the house, for its administrator: invitations for those who work there, units, the join code of residents,
//! new passwords and second factors for whoever lost theirs, and accounts that are disabled. Of residents it says nothing.

use api::{Call, Problem, Role, Words};
use auth_rbac_api::{
    Account, AccountsQuery, ByPerson, CreateFactorLink, CreatePasswordReset, GetOrganization, Invite,
    ListAccounts, NewInvitation, PersonState, RenewJoinCode, SetPersonState, StateChange, UnlockPerson,
    codes,
};
use http::StatusCode;
use kernel::{ErrorKind, Page as Rows, PersonId, Timestamp};
use maud::{Markup, html};
use relationship_management_api::{CreateUnit, NewUnit, Unit};

use super::door::Door;
use super::handing::{Handed, handed};
use super::staff::named_units;
use crate::component::form::{self, Field};
use crate::component::panel::{self, Tone};
use crate::fields::Fields;
use crate::people::People;
use crate::reply::{Done, Page};
use crate::visit::Visit;
use crate::words::{handing as words, shell, terms};

pub(crate) const PLACE: &str = "/work/accounts";
/// Into what an administrator invites here. A relative is invited for a resident, by them or their carers.
const ROLES: [Role; 3] = [Role::CareStaff, Role::HealthProvider, Role::Admin];

/// What was wrong with a form of this page.
#[derive(Clone, Copy, Default)]
struct Wrong<'a> {
    /// No role was chosen; the unit that was.
    role: Option<&'a str>,
    /// The name of a unit.
    unit: bool,
    /// Why the platform refused something.
    refused: Option<&'a str>,
}

pub(crate) async fn show(visit: Visit) -> Result<Done, Problem> {
    let page = page(&visit, Wrong::default()).await?;
    Ok(Done::new(visit, page))
}

async fn page(visit: &Visit, wrong: Wrong<'_>) -> Result<Page, Problem> {
    let lang = visit.language;
    let query = Fields::of_query(&visit.query);
    let done = match query.get("done") {
        "renewed" => Some(words::join_renewed(lang)),
        "unit" => Some(words::unit_added(lang)),
        "disabled" => Some(words::disabled(lang)),
        "enabled" => Some(words::enabled(lang)),
        "unlocked" => Some(words::unlocked(lang)),
        _ => None,
    };
    let house = visit.call::<GetOrganization>(Call::default()).await?;
    let after = query.some("after").map(kernel::Cursor::new);
    let found = visit.call::<ListAccounts>(Call::query(AccountsQuery { after, limit: None })).await?;
    let units = named_units(visit).await;
    let role = wrong.role.map(|_| ("role-care_staff", words::role_need(lang)));
    let name = wrong.unit.then(|| ("unit-name", words::unit_need(lang)));
    let list: Vec<(&str, &str)> = role.into_iter().chain(name).collect();
    let main = html! {
        (panel::back("/work", shell::back(lang)))
        h1 { (words::people(lang)) }
        (form::summary(lang, &list))
        @if let Some(text) = wrong.refused { div role="alert" { (panel::panel(Tone::Danger, shell::refused(lang), text)) } }
        @if let Some(text) = done { div role="status" { (panel::panel(Tone::Good, shell::done(lang), text)) } }
        h2 { (words::staff(lang)) }
        (invite_form(visit, &units, wrong.role))
        h2 { (words::units(lang)) }
        (units_form(visit, &units, wrong.unit))
        h2 { (words::join_code(lang)) }
        p { (words::join_text(lang, &house.join_code)) }
        div.row { a.button.plain href={ (PLACE) "/join-code" } { (words::join_renew(lang)) } }
        h2 { (words::everybody(lang)) }
        (everybody(visit, &found))
    };
    let title = words::people(lang);
    Ok(if list.is_empty() && wrong.refused.is_none() {
        Page::work(title, main)
    } else {
        Page::work(shell::problem_title(lang, title), main).status(StatusCode::UNPROCESSABLE_ENTITY)
    })
}

fn invite_form(visit: &Visit, units: &[Unit], wrong: Option<&str>) -> Markup {
    let lang = visit.language;
    html! {
        form method="post" action={ (PLACE) "/invite" } novalidate {
            (form::token(visit))
            fieldset aria-describedby=[wrong.map(|_| "role-wrong")] {
                legend { (words::role(lang)) }
                @if wrong.is_some() { p.wrong #role-wrong { (words::role_need(lang)) } }
                @for role in ROLES { (form::choice("radio", "role", role.name(), terms::role(lang, role), None, false)) }
            }
            div.field {
                label for="unit" { (words::unit(lang)) }
                p.hint #unit-hint { (words::unit_hint(lang)) }
                select #unit name="unit" aria-describedby="unit-hint" {
                    option value="" { (words::unit_none(lang)) }
                    @for unit in units {
                        @let id = unit.unit_id.to_string();
                        option value=(id) selected[wrong == Some(id.as_str())] { (unit.name) }
                    }
                }
            }
            div.row { button.button type="submit" { (words::invite_yes(lang)) } }
        }
    }
}

/// The units of the house, and a field for one more.
fn units_form(visit: &Visit, units: &[Unit], wrong: bool) -> Markup {
    let lang = visit.language;
    let wrong = wrong.then(|| words::unit_need(lang));
    html! {
        @if units.is_empty() { (panel::empty(words::units_none(lang))) }
        @else { ul.lines { @for unit in units { li { (unit.name) } } } }
        form method="post" action={ (PLACE) "/unit" } novalidate {
            (form::token(visit))
            (Field { wrong, ..Field::text("unit-name", words::unit_name(lang)) }.show())
            div.row { button.button.plain type="submit" { (words::unit_add(lang)) } }
        }
    }
}

fn everybody(visit: &Visit, found: &Rows<Account>) -> Markup {
    let lang = visit.language;
    html! {
        @if found.items.is_empty() { (panel::empty(words::nobody(lang))) }
        @else { ul.cards { @for one in &found.items { li.card { (card(visit, one)) } } } }
        @if let Some(next) = &found.next {
            p.pager { a href={ (PLACE) "?after=" (next.place()) } { (shell::more(lang)) } }
        }
    }
}

/// An account, and what may be done for it. Nobody does any of it for themselves: a stolen session is no place for that.
fn card(visit: &Visit, one: &Account) -> Markup {
    let lang = visit.language;
    let name = one.name.expose();
    let own = visit.signed_in().is_some_and(|session| session.person == one.person_id);
    let place = |action: &str| format!("{PLACE}/{}/{action}", one.person_id);
    let act = |action: &str, label: &'static str| {
        html! {
            form method="post" action=(place(action)) {
                (form::token(visit))
                button.button.plain type="submit" aria-label={ (label) ": " (name) } { (label) }
            }
        }
    };
    let enabled = one.state == PersonState::Active;
    html! {
        h3 { (name) }
        p.small { (terms::role(lang, one.role)) }
        @if !enabled { p { strong { (words::off(lang)) } } }
        @if one.stopped { p { strong { (words::stopped(lang)) } } }
        @if !own {
            div.row {
                @if enabled {
                    (act("password", words::password_yes(lang)))
                    (act("second-factor", words::factor_yes(lang)))
                }
                @if one.stopped { (act("unlock", words::unlock(lang))) }
                @if enabled {
                    a.button.danger href=(place("disable")) aria-label={ (words::disable(lang)) ": " (name) } { (words::disable(lang)) }
                } @else { (act("enable", words::enable(lang))) }
            }
        }
    }
}

pub(crate) async fn invite(visit: Visit, fields: Fields) -> Result<Done, Problem> {
    let Some(role) = ROLES.into_iter().find(|role| role.name() == fields.get("role")) else {
        let page = page(&visit, Wrong { role: Some(fields.get("unit")), ..Wrong::default() }).await?;
        return Ok(Done::new(visit, page));
    };
    // Who treats or administers belongs to the whole house.
    let unit = fields.some("unit").filter(|_| role == Role::CareStaff);
    let new = NewInvitation {
        role,
        scopes: Vec::new(),
        patient_id: None,
        relation: None,
        unit_id: unit.and_then(|unit| unit.parse().ok()),
    };
    let made = visit.call::<Invite>(Call::body(new)).await?;
    let page = handed(&visit, &Handed::invitation(&made, PLACE));
    Ok(Done::new(visit, page))
}

pub(crate) async fn add_unit(visit: Visit, fields: Fields) -> Result<Done, Problem> {
    let new = fields.some("unit-name").map(|name| NewUnit { name: name.to_owned() });
    let made = match new {
        None => None,
        Some(new) => match visit.call::<CreateUnit>(Call::body(new)).await {
            Ok(unit) => Some(unit),
            Err(problem) if problem.error_kind() == ErrorKind::Invalid => None,
            Err(problem) => return Err(problem),
        },
    };
    if made.is_some() {
        return Ok(Done::see(visit, format!("{PLACE}?done=unit")));
    }
    let page = page(&visit, Wrong { unit: true, ..Wrong::default() }).await?;
    Ok(Done::new(visit, page))
}

/// Something that is hard to take back, asked once more.
fn asked(visit: &Visit, title: &str, text: &str, place: &str, yes: &str) -> Page {
    let lang = visit.language;
    let main = html! {
        (panel::back(PLACE, shell::back(lang)))
        h1 { (title) }
        p { (text) }
        form method="post" action=(place) {
            (form::token(visit))
            div.row.apart {
                button.button.danger type="submit" { (yes) }
                a.button.plain href=(PLACE) { (shell::cancel(lang)) }
            }
        }
    };
    Page::work(title, main)
}

pub(crate) async fn ask_renew(visit: Visit) -> Result<Done, Problem> {
    let lang = visit.language;
    let place = format!("{PLACE}/join-code");
    let page = asked(&visit, words::join_renew(lang), words::join_ask(lang), &place, words::join_renew(lang));
    Ok(Done::new(visit, page))
}

pub(crate) async fn renew_join_code(visit: Visit, _: Fields) -> Result<Done, Problem> {
    visit.call::<RenewJoinCode>(Call::default()).await?;
    Ok(Done::see(visit, format!("{PLACE}?done=renewed")))
}

pub(crate) async fn ask_disable(visit: Visit) -> Result<Done, Problem> {
    let (lang, person) = (visit.language, visit.id::<PersonId>("id")?);
    let people = People::of(&visit, [person]).await;
    let text = words::disable_ask(lang, people.name(person));
    let place = format!("{PLACE}/{person}/disable");
    // The tab says no name: whoever looks over a shoulder learns nothing.
    let page = asked(&visit, words::disable_title(lang), &text, &place, words::disable(lang));
    Ok(Done::new(visit, page))
}

pub(crate) async fn set_state(visit: Visit, state: PersonState) -> Result<Done, Problem> {
    let path = ByPerson { person_id: visit.id("id")? };
    visit.call::<SetPersonState>(Call::path_and_body(path, StateChange { state })).await?;
    let done = if state == PersonState::Disabled { "disabled" } else { "enabled" };
    Ok(Done::see(visit, format!("{PLACE}?done={done}")))
}

pub(crate) async fn unlock(visit: Visit, _: Fields) -> Result<Done, Problem> {
    let person_id = visit.id("id")?;
    visit.call::<UnlockPerson>(Call::path(ByPerson { person_id })).await?;
    Ok(Done::see(visit, format!("{PLACE}?done=unlocked")))
}

pub(crate) async fn password(visit: Visit, _: Fields) -> Result<Done, Problem> {
    let person_id: PersonId = visit.id("id")?;
    match visit.call::<CreatePasswordReset>(Call::path(ByPerson { person_id })).await {
        Ok(made) => Ok(over(visit, Door::Password, &made.token, made.expires_at)),
        Err(problem) => refused(visit, problem).await,
    }
}

pub(crate) async fn second_factor(visit: Visit, _: Fields) -> Result<Done, Problem> {
    let person_id: PersonId = visit.id("id")?;
    match visit.call::<CreateFactorLink>(Call::path(ByPerson { person_id })).await {
        Ok(made) => Ok(over(visit, Door::Factor, &made.token, made.expires_at)),
        Err(problem) => refused(visit, problem).await,
    }
}

fn over(visit: Visit, door: Door, token: &Words, until: Timestamp) -> Done {
    let page = handed(&visit, &Handed { door, token, until, invitation: None, back: PLACE });
    Done::new(visit, page)
}

async fn refused(visit: Visit, problem: Problem) -> Result<Done, Problem> {
    let text = match &problem {
        problem if problem.is(codes::DISABLED) => words::off(visit.language),
        problem if problem.is(codes::NO_PASSWORD) => words::password_none(visit.language),
        _ => return Err(problem),
    };
    let page = page(&visit, Wrong { refused: Some(text), ..Wrong::default() }).await?;
    Ok(Done::new(visit, page))
}
