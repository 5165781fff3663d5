//! Who has an account in the house, for its administrator: invitations into every role, the join code of residents, new passwords
//! and second factors for whoever lost theirs, and accounts that are disabled.

use api::{Call, Problem, Role, Words};
use auth_rbac_api::{
    Account, AccountsQuery, ByPerson, CreateFactorLink, CreatePasswordReset, GetOrganization, Invite,
    ListAccounts, NewInvitation, PersonState, RenewJoinCode, SetPersonState, StateChange, UnlockPerson,
    codes,
};
use http::StatusCode;
use kernel::{Page as Rows, PersonId, Timestamp};
use maud::{Markup, html};
use relationship_management_api::Unit;

use super::door::Door;
use super::handing::{Handed, handed};
use super::staff::named_units;
use crate::component::form;
use crate::component::panel::{self, Tone};
use crate::fields::Fields;
use crate::reply::{Done, Page};
use crate::visit::Visit;
use crate::words::{handing as words, shell, terms};

pub(crate) const PLACE: &str = "/work/accounts";
/// Into what an administrator invites here. A relative is invited for a resident, by them or their carers.
const ROLES: [Role; 3] = [Role::CareStaff, Role::HealthProvider, Role::Admin];

pub(crate) async fn show(visit: Visit) -> Result<Done, Problem> {
    let page = page(&visit, false, None).await?;
    Ok(Done::new(visit, page))
}

async fn page(visit: &Visit, wrong: bool, refused: Option<&str>) -> Result<Page, Problem> {
    let lang = visit.language;
    let query = Fields::of_query(&visit.query);
    let done = match query.get("done") {
        "renewed" => Some(words::join_renewed(lang)),
        "disabled" => Some(words::disabled(lang)),
        "enabled" => Some(words::enabled(lang)),
        "unlocked" => Some(words::unlocked(lang)),
        _ => None,
    };
    let house = visit.call::<GetOrganization>(Call::default()).await?;
    let after = query.some("after").map(kernel::Cursor::new);
    let found = visit.call::<ListAccounts>(Call::query(AccountsQuery { after, limit: None })).await?;
    let units = named_units(visit).await;
    let list: Vec<(&str, &str)> =
        wrong.then(|| ("role-care_staff", words::role_need(lang))).into_iter().collect();
    let main = html! {
        (panel::back("/work", shell::back(lang)))
        h1 { (words::people(lang)) }
        (form::summary(lang, &list))
        @if let Some(text) = refused { div role="alert" { (panel::panel(Tone::Danger, shell::refused(lang), text)) } }
        @if let Some(text) = done { div role="status" { (panel::panel(Tone::Good, shell::done(lang), text)) } }
        h2 { (words::staff(lang)) }
        (invite_form(visit, &units, wrong))
        h2 { (words::join_code(lang)) }
        p { (words::join_text(lang, &house.join_code)) }
        form method="post" action={ (PLACE) "/join-code" } {
            (form::token(visit))
            div.row { button.button.plain type="submit" { (words::join_renew(lang)) } }
        }
        h2 { (words::everybody(lang)) }
        (everybody(visit, &found))
    };
    let title = words::people(lang);
    Ok(if wrong || refused.is_some() {
        Page::work(shell::problem_title(lang, title), main).status(StatusCode::UNPROCESSABLE_ENTITY)
    } else {
        Page::work(title, main)
    })
}

fn invite_form(visit: &Visit, units: &[Unit], wrong: bool) -> Markup {
    let lang = visit.language;
    html! {
        form method="post" action={ (PLACE) "/invite" } novalidate {
            (form::token(visit))
            fieldset {
                legend { (words::role(lang)) }
                @if wrong { p.wrong { (words::role_need(lang)) } }
                @for role in ROLES { (form::choice("radio", "role", role.name(), terms::role(lang, role), None, false)) }
            }
            div.field {
                label for="unit" { (words::unit(lang)) }
                select #unit name="unit" {
                    option value="" { (words::unit_none(lang)) }
                    @for unit in units { option value=(unit.unit_id) { (unit.name) } }
                }
            }
            div.row { button.button type="submit" { (words::invite_yes(lang)) } }
        }
    }
}

fn everybody(visit: &Visit, found: &Rows<Account>) -> Markup {
    let lang = visit.language;
    html! {
        @if found.items.is_empty() { (panel::empty(words::nobody(lang))) }
        ul.cards { @for one in &found.items { li.card { (card(visit, one)) } } }
        @if let Some(next) = &found.next {
            p.pager { a href={ (PLACE) "?after=" (next.place()) } { (shell::more(lang)) } }
        }
    }
}

/// An account, and what may be done for it. Nobody does any of it for themselves: a stolen session is no place for that.
fn card(visit: &Visit, one: &Account) -> Markup {
    let lang = visit.language;
    let name = one.name.as_ref().map_or_else(|| shell::somebody(lang), |name| name.expose());
    let own = visit.signed_in().is_some_and(|session| session.person == one.person_id);
    let act = |action: &str, label: &'static str, style: &'static str| {
        html! {
            form method="post" action={ (PLACE) "/" (one.person_id) "/" (action) } {
                (form::token(visit))
                button class={ "button " (style) } type="submit" aria-label={ (label) ": " (name) } { (label) }
            }
        }
    };
    let enabled = one.state == PersonState::Active;
    html! {
        h3 { (name) }
        p.small { (terms::role(lang, one.role)) }
        @if !enabled { p { strong { (words::off(lang)) } } }
        @if one.stopped { p { strong { (words::stopped(lang)) } } }
        @if !one.password { p.small { (words::tablet(lang)) } }
        @if !own {
            div.row {
                @if enabled && one.password {
                    (act("password", words::password_yes(lang), "plain"))
                    (act("second-factor", words::factor_yes(lang), "plain"))
                }
                @if one.stopped { (act("unlock", words::unlock(lang), "plain")) }
                @if enabled { (act("disable", words::disable(lang), "danger")) }
                @else { (act("enable", words::enable(lang), "plain")) }
            }
        }
    }
}

pub(crate) async fn invite(visit: Visit, fields: Fields) -> Result<Done, Problem> {
    let Some(role) = ROLES.into_iter().find(|role| role.name() == fields.get("role")) else {
        let page = page(&visit, true, None).await?;
        return Ok(Done::new(visit, page));
    };
    let new = NewInvitation {
        role,
        scopes: Vec::new(),
        patient_id: None,
        relation: None,
        unit_id: fields.some("unit").and_then(|unit| unit.parse().ok()),
    };
    let made = visit.call::<Invite>(Call::body(new)).await?;
    Ok(over(visit, Door::Invitation, &made.token, made.expires_at))
}

fn over(visit: Visit, door: Door, token: &Words, until: Timestamp) -> Done {
    let page = handed(&visit, &Handed { door, token, until, back: PLACE });
    Done::new(visit, page)
}

pub(crate) async fn renew_join_code(visit: Visit, _: Fields) -> Result<Done, Problem> {
    visit.call::<RenewJoinCode>(Call::default()).await?;
    Ok(Done::see(visit, format!("{PLACE}?done=renewed")))
}

pub(crate) async fn password(visit: Visit, _: Fields) -> Result<Done, Problem> {
    let person_id: PersonId = visit.id("id")?;
    match visit.call::<CreatePasswordReset>(Call::path(ByPerson { person_id })).await {
        Ok(made) => Ok(over(visit, Door::Password, &made.token, made.expires_at)),
        Err(problem) => without_password(visit, problem).await,
    }
}

pub(crate) async fn second_factor(visit: Visit, _: Fields) -> Result<Done, Problem> {
    let person_id: PersonId = visit.id("id")?;
    match visit.call::<CreateFactorLink>(Call::path(ByPerson { person_id })).await {
        Ok(made) => Ok(over(visit, Door::Factor, &made.token, made.expires_at)),
        Err(problem) => without_password(visit, problem).await,
    }
}

async fn without_password(visit: Visit, problem: Problem) -> Result<Done, Problem> {
    if !problem.is(codes::NO_PASSWORD) {
        return Err(problem);
    }
    let page = page(&visit, false, Some(words::password_none(visit.language))).await?;
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
