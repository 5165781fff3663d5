//! A person's own pages: an overview, sessions, devices.

use std::time::Duration;

use api::{Call, Problem, Role};
use auth_rbac_api::{
    AddDevice, ByDevice, BySession, Device, DeviceState, EndSession, ListDevices, ListPasskeys, ListSessions,
    ListSignIns, Logout, LogoutRequest, NewDevice, RevokeDevice, Session as Live, SignIns,
};
use http::StatusCode;
use kernel::ErrorKind;
use maud::{Markup, html};

use super::{consents, signing as signing_page};
use crate::component::form::{self, Field};
use crate::component::panel::{self, Tone};
use crate::cookies::Jar;
use crate::fields::Fields;
use crate::reply::{Done, Page};
use crate::visit::Visit;
use crate::words::{
    about, consents as consents_words, day, days, handing, memories, passkeys, plan, profile, questionnaires,
    shell, signing, talk,
};

/// How long a person is told on their own page that a passkey was added.
const PASSKEY_IS_NEW: Duration = Duration::from_hours(14 * 24);

fn card(place: &str, title: &str, text: &str) -> Markup {
    html! { li { a.card href=(place) { span.card-title { (title) } p.small { (text) } } } }
}

pub(crate) async fn show(visit: Visit) -> Result<Done, Problem> {
    let lang = visit.language;
    let name = visit.signed_in().map(|session| session.name.expose().to_owned()).unwrap_or_default();
    let role = visit.role();
    let speaks = matches!(role, Some(Role::Resident));
    let outside = matches!(role, Some(Role::Resident | Role::FamilyMember));
    let added = passkeys_added(&visit).await;
    let asked = speaks && consents::is_asked(&visit).await;
    let main = html! {
        h1 { (about::hello(lang, &name)) }
        @if let Some(added) = added { (added) }
        @if asked {
            (panel::panel(Tone::Note, consents_words::asked(lang), consents_words::asked_card(lang)))
            div.row { a.button href="/about-me/consents" { (consents_words::asked_look(lang)) } }
        }
        ul.cards {
            @if speaks {
                (card("/about-me/day", day::title(lang), day::card_text(lang)))
                (card(super::plan::OWN, plan::title(lang), plan::card_text(lang)))
                (card("/about-me/record", about::record(lang), about::record_text(lang)))
                (card("/about-me/consents", about::consents(lang), about::consents_text(lang)))
                (card("/about-me/invite", handing::invite(lang), handing::invite_card(lang)))
                (card("/about-me/talking", profile::title(lang), profile::card_text(lang)))
                (card("/about-me/questionnaires", questionnaires::title(lang), questionnaires::card_text(lang)))
                (card("/about-me/memories", memories::title(lang), memories::card_text(lang)))
                (card("/about-me/days", days::title(lang), days::card_text(lang)))
                (card("/talk/earlier", talk::earlier(lang), about::earlier_text(lang)))
            }
            (card("/display", shell::display(lang), about::display_text(lang)))
            (card("/about-me/signing-in", signing::title(lang), signing::card(lang)))
            (card("/about-me/actions", about::own(lang), about::own_text(lang)))
        }
        form method="post" action="/sign-out" {
            (form::token(&visit))
            div.row { button.button.plain type="submit" { (about::leave(lang)) } }
        }
    };
    let title = if outside { shell::about_me(lang) } else { shell::me(lang) };
    let page = Page::of(&visit, title, main);
    Ok(Done::new(visit, page))
}

/// The passkeys that were added lately, so that nobody has one without their owner seeing it.
async fn passkeys_added(visit: &Visit) -> Option<Markup> {
    let (lang, when) = (visit.language, visit.when());
    // Without the list the page is the same: it stands whole behind its own card.
    let mine = visit.call::<ListPasskeys>(Call::default()).await.ok()?.passkeys;
    let since = visit.app.sources.now().minus(PASSKEY_IS_NEW);
    let new: Vec<_> = mine.iter().filter(|one| one.created_at >= since).collect();
    let line = |name: &str, at| format!("{name}: {}.", when.full(at));
    let lines: Vec<String> = new.iter().map(|one| line(one.name.expose(), one.created_at)).collect();
    let text = format!("{} {}", lines.join(" "), passkeys::lately_text(lang));
    (!new.is_empty()).then(|| panel::panel(Tone::Note, passkeys::lately(lang), &text))
}

pub(crate) async fn sessions(visit: Visit) -> Result<Done, Problem> {
    let lang = visit.language;
    let live = visit.call::<ListSessions>(Call::default()).await?.sessions;
    let lately = visit.call::<ListSignIns>(Call::default()).await?;
    let main = html! {
        (panel::back(signing_page::PLACE, shell::back(lang)))
        h1 { (about::sessions(lang)) }
        ul.cards { @for one in &live { li.card { (session(&visit, one)) } } }
        @if live.len() > 1 {
            form method="post" action="/about-me/sessions/all" {
                (form::token(&visit))
                div.row { button.button.danger type="submit" { (about::sessions_all(lang)) } }
            }
        }
        h2 { (about::sign_ins(lang)) }
        (sign_ins(&visit, &lately))
    };
    let page = Page::of(&visit, about::sessions(lang), main);
    Ok(Done::new(visit, page))
}

fn session(visit: &Visit, one: &Live) -> Markup {
    let (lang, when) = (visit.language, visit.when());
    html! {
        @if one.current { h2 { (about::session_here(lang)) } }
        @else { h2 { (about::session_began(lang, when.full(one.created_at))) } }
        p.small {
            @if one.current { (about::session_began(lang, when.full(one.created_at))) br; }
            (about::session_seen(lang, when.full(one.last_seen_at))) br;
            (about::session_ends(lang, when.full(one.ends_at)))
        }
        @if !one.current {
            form method="post" action={ "/about-me/sessions/" (one.session_id) } {
                (form::token(visit))
                button.button.plain type="submit" { (about::session_end(lang)) }
            }
        }
    }
}

fn sign_ins(visit: &Visit, lately: &SignIns) -> Markup {
    let (lang, when) = (visit.language, visit.when());
    let with = |word: &String| match word.as_str() {
        "pwd" => about::with_pwd(lang),
        "otp" => about::with_otp(lang),
        "recovery" => about::with_recovery(lang),
        "passkey" => passkeys::with_passkey(lang),
        _ => about::with_device(lang),
    };
    html! {
        @if lately.failures > 0 { p.wrong { (about::failures(lang, lately.failures)) } }
        ul.lines {
            @for one in &lately.sign_ins {
                li { (when.full(one.at)) " " span.small { (one.with.iter().map(with).collect::<Vec<_>>().join(", ")) } }
            }
        }
    }
}

pub(crate) async fn end_session(visit: Visit, _: Fields) -> Result<Done, Problem> {
    let session_id = visit.id("id")?;
    visit.call::<EndSession>(Call::path(BySession { session_id })).await?;
    Ok(Done::see(visit, "/about-me/sessions"))
}

/// Ends all sessions, this one too.
pub(crate) async fn end_all(mut visit: Visit, _: Fields) -> Result<Done, Problem> {
    visit.call::<Logout>(Call::body(LogoutRequest { everywhere: true })).await?;
    visit.forget();
    Ok(Done { clear: true, ..Done::see(visit, "/signed-out") })
}

pub(crate) async fn devices(visit: Visit) -> Result<Done, Problem> {
    let done = Fields::of_query(&visit.query).ticked("added").then(|| about::device_done(visit.language));
    devices_page(visit, done, None).await
}

async fn devices_page(
    visit: Visit,
    done: Option<&'static str>,
    wrong: Option<&'static str>,
) -> Result<Done, Problem> {
    let lang = visit.language;
    let found = visit.call::<ListDevices>(Call::default()).await?.devices;
    let list: Vec<(&str, &str)> = wrong.map(|text| ("name", text)).into_iter().collect();
    let main = html! {
        (panel::back(signing_page::PLACE, shell::back(lang)))
        h1 { (about::devices(lang)) }
        (form::summary(lang, &list))
        @if let Some(text) = done { div role="status" { (panel::panel(Tone::Good, shell::done(lang), text)) } }
        @if found.is_empty() { (panel::empty(about::device_none(lang))) }
        ul.cards { @for one in &found { li.card { (device(&visit, one)) } } }
        @if visit.device.is_none() {
            h2 { (about::device_add(lang)) }
            p { (about::device_add_text(lang)) }
            form method="post" action="/about-me/devices" novalidate {
                (form::token(&visit))
                (Field { wrong, hint: Some(about::device_name_hint(lang)),
                    ..Field::text("name", about::device_name(lang)) }.show())
                div.row { button.button type="submit" { (about::device_add(lang)) } }
            }
        }
    };
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let title = about::devices(lang);
    let title = if wrong.is_some() { shell::problem_title(lang, title) } else { title.to_owned() };
    let page = Page::of(&visit, title, main).status(status);
    Ok(Done::new(visit, page))
}

fn device(visit: &Visit, one: &Device) -> Markup {
    let (lang, when) = (visit.language, visit.when());
    let state = match one.state {
        DeviceState::Pending => about::device_pending(lang),
        DeviceState::Active => about::device_active(lang),
        DeviceState::Revoked => about::device_revoked(lang),
    };
    html! {
        h2 { (one.name) }
        p.small {
            strong { (state) } br;
            (about::device_added(lang, when.full(one.created_at)))
            @if let Some(at) = one.last_used_at { br; (about::session_seen(lang, when.full(at))) }
        }
        @if one.state != DeviceState::Revoked {
            form method="post" action={ "/about-me/devices/" (one.device_id) "/revoke" } {
                (form::token(visit))
                button.button.plain type="submit" { (about::device_remove(lang)) }
            }
        }
    }
}

/// Remembers this browser: its secret lies in a cookie of its own, and is good once staff have confirmed it.
pub(crate) async fn add_device(visit: Visit, fields: Fields) -> Result<Done, Problem> {
    let lang = visit.language;
    let Some(name) = fields.some("name").map(str::to_owned) else {
        return devices_page(visit, None, Some(about::device_need_name(lang))).await;
    };
    match visit.call::<AddDevice>(Call::body(NewDevice { name })).await {
        Ok(added) => {
            let app = &visit.app;
            let cookie = Jar::Device.set(&app.seals.device.seal(&added.device.expose()), app.secure);
            Ok(Done { cookies: vec![cookie], ..Done::see(visit, "/about-me/devices?added=1") })
        }
        Err(problem) if problem.is(auth_rbac_api::codes::DEVICES) => {
            devices_page(visit, None, Some(about::device_full(lang))).await
        }
        Err(problem) if problem.error_kind() == ErrorKind::Invalid => {
            devices_page(visit, None, Some(about::device_need_name(lang))).await
        }
        Err(problem) => Err(problem),
    }
}

pub(crate) async fn revoke_device(visit: Visit, _: Fields) -> Result<Done, Problem> {
    let device_id = visit.id("id")?;
    visit.call::<RevokeDevice>(Call::path(ByDevice { device_id })).await?;
    Ok(Done::see(visit, "/about-me/devices"))
}
