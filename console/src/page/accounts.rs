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
use super::handing::{Handed, asked, handed, open_invitations};
use super::staff::{house_units, units_away};
use super::staffing::{self, WorksOn};
use crate::component::form::{self, Field};
use crate::component::panel::{self, Tone};
use crate::fields::Fields;
use crate::people::People;
use crate::reply::{Done, Page};
use crate::visit::Visit;
use crate::words::{handing as words, shell, staff, terms};

pub(crate) const PLACE: &str = "/work/accounts";
/// Into what an administrator invites here. A relative is invited for a resident, by them or their carers.
const ROLES: [Role; 3] = [Role::CareStaff, Role::HealthProvider, Role::Admin];

/// What was chosen of an invitation.
#[derive(Clone, Copy)]
struct Invited<'a> {
    role: Option<Role>,
    unit: &'a str,
}

/// What was wrong with a form of this page.
#[derive(Clone, Copy, Default)]
struct Wrong<'a> {
    /// An invitation without a role, or without the unit that the role needs.
    invited: Option<Invited<'a>>,
    /// The name of a unit, as it was typed.
    unit: Option<&'a str>,
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
        "units" => Some(words::units_kept(lang)),
        _ => None,
    };
    let house = visit.call::<GetOrganization>(Call::default()).await?;
    let after = query.some("after").map(kernel::Cursor::new);
    let found = visit.call::<ListAccounts>(Call::query(AccountsQuery { after, limit: None })).await?;
    // Units that cannot be read are not none: nobody is told to make the first one.
    let read = house_units(visit).await;
    let (units, away) = (read.as_deref().unwrap_or_default(), read.is_err());
    let works_on = staffing::works_on(visit, &found.items).await;
    let open = open_invitations(visit, None).await;
    let role = wrong.invited.map(|invited| match invited.role {
        None => ("role-care_staff", words::role_need(lang)),
        Some(_) if away => ("role-care_staff", staff::units_away(lang)),
        Some(_) if units.is_empty() => ("unit-name", words::units_first(lang)),
        Some(_) => ("unit", words::unit_choose(lang)),
    });
    let name = wrong.unit.map(|_| ("unit-name", words::unit_need(lang)));
    let list: Vec<(&str, &str)> = role.into_iter().chain(name).collect();
    let main = html! {
        (panel::back("/work", shell::back(lang)))
        h1 { (words::people(lang)) }
        (form::summary(lang, &list))
        @if let Some(text) = wrong.refused { div role="alert" { (panel::panel(Tone::Danger, shell::refused(lang), text)) } }
        @if let Some(text) = done { div role="status" { (panel::panel(Tone::Good, shell::done(lang), text)) } }
        @if house.administrators < 2 { (panel::panel(Tone::Warn, words::sole(lang), words::sole_text(lang))) }
        h2 { (words::units(lang)) }
        @if away { (units_away(lang)) }
        @if !away || wrong.unit.is_some() { (units_form(visit, units, wrong.unit)) }
        h2 { (words::staff(lang)) }
        (invite_form(visit, units, wrong.invited))
        (open)
        h2 { (words::join_code(lang)) }
        p { (words::join_text(lang, &house.join_code)) }
        div.row { a.button.plain href={ (PLACE) "/join-code" } { (words::join_renew(lang)) } }
        h2 { (words::everybody(lang)) }
        (everybody(visit, &found, units, works_on.as_ref()))
    };
    let title = words::people(lang);
    let page = if list.is_empty() && wrong.refused.is_none() {
        Page::work(title, main)
    } else {
        Page::work(shell::problem_title(lang, title), main).status(StatusCode::UNPROCESSABLE_ENTITY)
    };
    Ok(page.scripts(&["once.js"]))
}

fn invite_form(visit: &Visit, units: &[Unit], wrong: Option<Invited<'_>>) -> Markup {
    let lang = visit.language;
    let no_role = wrong.is_some_and(|wrong| wrong.role.is_none());
    let no_unit = wrong.is_some_and(|wrong| wrong.role.is_some() && !units.is_empty());
    let chosen = |role| wrong.is_some_and(|wrong| wrong.role == Some(role));
    html! {
        form method="post" action={ (PLACE) "/invite" } novalidate data-once {
            (form::token(visit))
            fieldset aria-describedby=[no_role.then_some("role-wrong")] {
                legend { (words::role(lang)) }
                @if no_role { p.wrong #role-wrong { (words::role_need(lang)) } }
                @for role in ROLES { (form::choice("radio", "role", role.name(), terms::role(lang, role), None, chosen(role))) }
            }
            @if !units.is_empty() {
                div.field.bad[no_unit] {
                    label for="unit" { (words::unit(lang)) }
                    p.hint #unit-hint { (words::unit_hint(lang)) }
                    @if no_unit { p.wrong #unit-wrong { (words::unit_choose(lang)) } }
                    select #unit name="unit" aria-describedby=(if no_unit { "unit-hint unit-wrong" } else { "unit-hint" }) {
                        option value="" { (words::unit_none(lang)) }
                        @for unit in units {
                            @let id = unit.unit_id.to_string();
                            option value=(id) selected[wrong.is_some_and(|wrong| wrong.unit == id)] { (unit.name) }
                        }
                    }
                }
            }
            div.row { button.button type="submit" { (words::invite_yes(lang)) } }
        }
    }
}

/// The units of the house, and a field for one more.
fn units_form(visit: &Visit, units: &[Unit], typed: Option<&str>) -> Markup {
    let lang = visit.language;
    let (value, wrong) = (typed.unwrap_or_default(), typed.map(|_| words::unit_need(lang)));
    html! {
        @if units.is_empty() { (panel::empty(words::units_none(lang))) }
        @else { ul.lines { @for unit in units { li { (unit.name) } } } }
        form method="post" action={ (PLACE) "/unit" } novalidate data-once {
            (form::token(visit))
            (Field { value, wrong, ..Field::text("unit-name", words::unit_name(lang)) }.show())
            div.row { button.button.plain type="submit" { (words::unit_add(lang)) } }
        }
    }
}

fn everybody(visit: &Visit, found: &Rows<Account>, units: &[Unit], works_on: Option<&WorksOn>) -> Markup {
    let lang = visit.language;
    html! {
        @if found.items.is_empty() { (panel::empty(words::nobody(lang))) }
        @else { ul.cards { @for one in &found.items { li.card { (card(visit, one, units, works_on)) } } } }
        @if let Some(next) = &found.next {
            p.pager { a href={ (PLACE) "?after=" (next.place()) } { (shell::more(lang)) } }
        }
    }
}

/// An account, and what may be done for it. Nobody does any of it for themselves: a stolen session is no place for that.
fn card(visit: &Visit, one: &Account, units: &[Unit], works_on: Option<&WorksOn>) -> Markup {
    let lang = visit.language;
    let name = one.name.expose();
    let own = visit.signed_in().is_some_and(|session| session.person == one.person_id);
    let place = |action: &str| format!("{PLACE}/{}/{action}", one.person_id);
    let act = |action: &str, label: &'static str| {
        html! {
            form method="post" action=(place(action)) data-once {
                (form::token(visit))
                button.button.plain type="submit" aria-label={ (label) ": " (name) } { (label) }
            }
        }
    };
    let enabled = one.state == PersonState::Active;
    html! {
        h3 { (name) }
        p.small { (terms::role(lang, one.role)) }
        @if enabled { (staffing::line(visit, one, units, works_on)) } @else { p { strong { (words::off(lang)) } } }
        @if one.stopped { p { strong { (words::stopped(lang)) } } }
        @if !own {
            div.row {
                @if enabled {
                    (staffing::link(visit, one, units))
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
    let role = ROLES.into_iter().find(|role| role.name() == fields.get("role"));
    let unit = fields.some("unit").and_then(|unit| unit.parse().ok());
    // Who treats or administers belongs to the whole house; whoever cares and is on no unit would be reached by no alert.
    let role = match role {
        Some(role) if role != Role::CareStaff || unit.is_some() => role,
        role => {
            let invited = Some(Invited { role, unit: fields.get("unit") });
            let page = page(&visit, Wrong { invited, ..Wrong::default() }).await?;
            return Ok(Done::new(visit, page));
        }
    };
    let unit_id = unit.filter(|_| role == Role::CareStaff);
    let new = NewInvitation { role, scopes: Vec::new(), patient_id: None, relation: None, unit_id };
    let made = visit.call::<Invite>(Call::body(new)).await?;
    let page = handed(&visit, &Handed::invitation(&made, PLACE));
    Ok(Done::new(visit, page))
}

pub(crate) async fn add_unit(visit: Visit, fields: Fields) -> Result<Done, Problem> {
    let typed = fields.get("unit-name");
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
    let page = page(&visit, Wrong { unit: Some(typed), ..Wrong::default() }).await?;
    Ok(Done::new(visit, page))
}

pub(crate) async fn ask_renew(visit: Visit) -> Result<Done, Problem> {
    let lang = visit.language;
    let place = format!("{PLACE}/join-code");
    let page = asked(
        &visit,
        (words::join_renew(lang), words::join_ask(lang), words::join_renew(lang)),
        &place,
        PLACE,
    );
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
    let page = asked(&visit, (words::disable_title(lang), &text, words::disable(lang)), &place, PLACE);
    Ok(Done::new(visit, page))
}

pub(crate) async fn set_state(visit: Visit, state: PersonState) -> Result<Done, Problem> {
    let path = ByPerson { person_id: visit.id("id")? };
    if let Err(problem) = visit.call::<SetPersonState>(Call::path_and_body(path, StateChange { state })).await
    {
        return refused(visit, problem).await;
    }
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
        problem if problem.is(codes::LAST_ADMINISTRATOR) => words::last_administrator(visit.language),
        problem if problem.is(codes::NO_PASSWORD) => words::password_none(visit.language),
        _ => return Err(problem),
    };
    let page = page(&visit, Wrong { refused: Some(text), ..Wrong::default() }).await?;
    Ok(Done::new(visit, page))
}
