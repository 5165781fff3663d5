//! A person's own passkeys: listed, named, removed, added. Adding needs a script, so nothing leads there without one.

use api::{Call, Problem, Words};
use auth_rbac_api::{
    AddPasskey, ByPasskey, ListPasskeys, NamePasskey, NewPasskey, Passkey, PasskeyName, PasskeyOptions,
    RemovePasskey, StartPasskey, codes,
};
use http::StatusCode;
use kernel::ErrorKind;
use maud::{Markup, html};

use crate::component::form::{self, Field};
use crate::component::panel::{self, Tone};
use crate::fields::Fields;
use crate::reply::{Done, Page};
use crate::visit::Visit;
use crate::words::{passkeys, shell};

const PLACE: &str = "/about-me/passkeys";

pub(crate) async fn show(visit: Visit) -> Result<Done, Problem> {
    let lang = visit.language;
    let done = match Fields::of_query(&visit.query).get("done") {
        "added" => Some(passkeys::done_added(lang)),
        "named" => Some(passkeys::done_named(lang)),
        "removed" => Some(passkeys::done_removed(lang)),
        _ => None,
    };
    list(visit, done, None).await
}

async fn list(
    visit: Visit,
    done: Option<&'static str>,
    wrong: Option<&'static str>,
) -> Result<Done, Problem> {
    let lang = visit.language;
    let mine = visit.call::<ListPasskeys>(Call::default()).await?;
    let full = mine.passkeys.len() >= usize::try_from(mine.max).unwrap_or(usize::MAX);
    let main = html! {
        (panel::back(super::signing::PLACE, shell::back(lang)))
        h1 { (passkeys::title(lang)) }
        @if let Some(text) = wrong { div role="alert" { (panel::panel(Tone::Danger, shell::refused(lang), text)) } }
        @if let Some(text) = done { div role="status" { (panel::panel(Tone::Good, shell::done(lang), text)) } }
        p { (passkeys::intro(lang)) }
        @if mine.passkeys.is_empty() { (panel::empty(passkeys::none(lang))) }
        ul.cards { @for one in &mine.passkeys { li.card { (card(&visit, one)) } } }
        @if full { p { (passkeys::full(lang)) } }
        @else {
            p.row data-passkey="link" data-party=(mine.rp_id) hidden {
                a.button href="/about-me/passkeys/new" { (passkeys::add(lang)) }
            }
            p data-no-passkey=(mine.rp_id) { (passkeys::not_here(lang)) }
        }
    };
    let (title, status) = if wrong.is_some() {
        (shell::problem_title(lang, passkeys::title(lang)), StatusCode::UNPROCESSABLE_ENTITY)
    } else {
        (passkeys::title(lang).to_owned(), StatusCode::OK)
    };
    let page = Page { scripts: &["passkey.js"], ..Page::of(&visit, title, main) }.status(status);
    Ok(Done::new(visit, page))
}

fn card(visit: &Visit, one: &Passkey) -> Markup {
    let (lang, when) = (visit.language, visit.when());
    let (id, name) = (one.passkey_id.to_string(), one.name.expose());
    html! {
        h2 { (name) }
        @if one.suspect { p.wrong { (passkeys::suspect(lang)) } }
        p.small {
            (passkeys::added(lang, when.full(one.created_at))) br;
            @match one.last_used_at {
                Some(at) => (passkeys::used(lang, when.full(at))),
                None => (passkeys::unused(lang)),
            }
        }
        form method="post" action={ (PLACE) "/" (id) "/name" } novalidate {
            (form::token(visit))
            div.field {
                label for={ "name-" (id) } { (passkeys::name(lang)) }
                input id={ "name-" (id) } name="name" type="text" value=(name) autocomplete="off" maxlength="80"
                    spellcheck="false";
            }
            button.button.plain type="submit" { (passkeys::rename(lang)) span.hide { ": " (name) } }
        }
        form method="post" action={ (PLACE) "/" (id) "/remove" } {
            (form::token(visit))
            button.button.danger type="submit" { (passkeys::remove(lang)) span.hide { ": " (name) } }
        }
    }
}

pub(crate) async fn name(visit: Visit, fields: Fields) -> Result<Done, Problem> {
    let lang = visit.language;
    let path = ByPasskey { passkey_id: visit.id("id")? };
    let given = PasskeyName { name: Words::new(fields.get("name")) };
    match visit.call::<NamePasskey>(Call::<NamePasskey>::path_and_body(path, given)).await {
        Ok(_) => Ok(Done::see(visit, format!("{PLACE}?done=named"))),
        Err(problem) if problem.error_kind() == ErrorKind::Invalid => {
            list(visit, None, Some(passkeys::need_name(lang))).await
        }
        Err(problem) => Err(problem),
    }
}

pub(crate) async fn remove(visit: Visit, _: Fields) -> Result<Done, Problem> {
    let lang = visit.language;
    let passkey_id = visit.id("id")?;
    match visit.call::<RemovePasskey>(Call::path(ByPasskey { passkey_id })).await {
        Ok(_) => Ok(Done::see(visit, format!("{PLACE}?done=removed"))),
        Err(problem) if problem.is(codes::LAST_WAY) => list(visit, None, Some(passkeys::last(lang))).await,
        Err(problem) => Err(problem),
    }
}

pub(crate) async fn add_page(visit: Visit) -> Result<Done, Problem> {
    let options = visit.call::<StartPasskey>(Call::default()).await;
    adding(visit, options, "", None).await
}

/// The page to add a passkey on: what the browser is asked for lies in the form, and a script hands it on.
async fn adding(
    visit: Visit,
    options: Result<PasskeyOptions, Problem>,
    name: &str,
    wrong: Option<(&'static str, &'static str)>,
) -> Result<Done, Problem> {
    let lang = visit.language;
    let options = match options {
        Err(problem) if problem.is(codes::PASSKEYS) => {
            return list(visit, None, Some(passkeys::full(lang))).await;
        }
        other => other?,
    };
    let field = wrong.filter(|(field, _)| *field == "name");
    let algorithms = options.algorithms.iter().map(i32::to_string).collect::<Vec<_>>().join(" ");
    let main = html! {
        (panel::back(PLACE, shell::back(lang)))
        h1 { (passkeys::add(lang)) }
        @if let Some(wrong) = field { (form::summary(lang, &[wrong])) }
        @if wrong.is_some() && field.is_none() {
            div role="alert" {
                (panel::panel(Tone::Danger, passkeys::not_made(lang), passkeys::not_made_text(lang)))
            }
        }
        p data-no-passkey=(options.rp_id) { (passkeys::not_here(lang)) }
        form method="post" action=(PLACE) novalidate hidden data-passkey="make"
            data-challenge=(options.challenge) data-party=(options.rp_id) data-party-name=(options.rp_name)
            data-handle=(options.user_handle) data-user=(options.user_name.expose())
            data-display=(options.user_display_name.expose()) data-algorithms=(algorithms)
            data-exclude=(options.exclude.join(" ")) data-timeout=(options.timeout_ms)
            data-fell=(passkeys::fell_adding(lang)) data-back="#make" {
            (form::token(&visit))
            (form::hidden("client_data", "")) (form::hidden("attestation", ""))
            p { (passkeys::add_text(lang)) }
            (Field { value: name, wrong: field.map(|(_, text)| text), hint: Some(passkeys::name_hint(lang)),
                ..Field::text("name", passkeys::name(lang)) }.show())
            p role="status" {}
            div.row { button.button #make type="submit" { (passkeys::make(lang)) } }
        }
    };
    let title = passkeys::add(lang);
    let (title, status) = if wrong.is_some() {
        (shell::problem_title(lang, title), StatusCode::UNPROCESSABLE_ENTITY)
    } else {
        (title.to_owned(), StatusCode::OK)
    };
    let page = Page { scripts: &["passkey.js"], ..Page::of(&visit, title, main) }.status(status);
    Ok(Done::new(visit, page))
}

pub(crate) async fn add(visit: Visit, fields: Fields) -> Result<Done, Problem> {
    let lang = visit.language;
    let name = fields.get("name").to_owned();
    let new = NewPasskey {
        name: Words::new(&name),
        client_data: fields.get("client_data").to_owned(),
        attestation: fields.get("attestation").to_owned(),
    };
    let wrong = match visit.call::<AddPasskey>(Call::body(new)).await {
        Ok(_) => return Ok(Done::see(visit, format!("{PLACE}?done=added"))),
        Err(problem) if problem.is(codes::PASSKEYS) => {
            return list(visit, None, Some(passkeys::full(lang))).await;
        }
        Err(problem) if problem.is(codes::PASSKEY) => ("make", passkeys::not_made(lang)),
        Err(problem) if problem.error_kind() == ErrorKind::Invalid => ("name", passkeys::need_name(lang)),
        Err(problem) => return Err(problem),
    };
    let options = visit.call::<StartPasskey>(Call::default()).await;
    adding(visit, options, &name, Some(wrong)).await
}
