//! Signing in and out.

use api::{Call, Problem, Role, Words};
use auth_rbac_api::{
    GetPasskeyChallenge, Login, LoginWithPasskey, Logout, LogoutRequest, PasskeySignIn, SignIn, Tokens,
    WhoAmI, codes,
};
use axum::body::Body;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Response, StatusCode};
use kernel::ErrorKind;
use maud::{Markup, html};

use super::door::Door;
use super::step_up::{assertion, assertion_fields};
use super::{draft, talk};
use crate::component::form::{self, Field};
use crate::component::panel::{self, Tone};
use crate::component::shell::home;
use crate::cookies::Jar;
use crate::fields::Fields;
use crate::reply::{Done, Page, Reply};
use crate::session::Session;
use crate::visit::Visit;
use crate::words::{Lang, door, passkeys, shell, sign_in};

/// What the page says above the form.
pub(crate) enum Above {
    Nothing,
    Ended,
    /// What was wrong with what was entered.
    Wrong(Vec<(&'static str, &'static str)>),
    /// Why it was refused.
    Refused(&'static str, String),
}

pub(crate) async fn show(visit: Visit) -> Result<Done, Problem> {
    if visit.signed_in().is_some() {
        let place = home(visit.role());
        return Ok(Done::see(visit, place));
    }
    let query = Fields::of_query(&visit.query);
    let above = if query.ticked("ended") || visit.ended { Above::Ended } else { Above::Nothing };
    let page = page(&visit, &above, "", (query.get("next"), None));
    Ok(Done::new(visit, page))
}

/// Asks somebody to sign in again whose words wait on the page that they come from: they go along sealed.
pub(crate) async fn again(mut visit: Visit, fields: Fields) -> Result<Done, Problem> {
    let carried = draft::carry(&visit, &fields);
    visit.forget();
    let page = page(&visit, &Above::Ended, "", ("/talk", carried.as_deref()));
    Ok(Done { clear: true, ..Done::new(visit, page) })
}

pub(crate) async fn submit(mut visit: Visit, fields: Fields) -> Result<Done, Problem> {
    let lang = visit.language;
    let alone = fields.get("with") == "device";
    let carried = draft::passed_on(&fields);
    let (email, next) = (fields.get("email"), (fields.get("next"), carried.as_deref()));
    let wrong = if alone { Vec::new() } else { faults(lang, &fields) };
    if !wrong.is_empty() {
        let page = page(&visit, &Above::Wrong(wrong), email, next).status(StatusCode::UNPROCESSABLE_ENTITY);
        return Ok(Done::new(visit, page));
    }
    let code = fields.some("code");
    // A code shows more than a device does; a device stands in for it.
    let device = visit.device.as_deref().filter(|_| alone || code.is_none()).map(Words::new);
    let credentials = SignIn {
        email: (!alone).then(|| Words::new(email)),
        password: (!alone).then(|| Words::new(fields.raw("password"))),
        code: code.filter(|_| !alone).map(|code| Words::new(code.replace(' ', ""))),
        device,
    };
    match enter(&mut visit, credentials).await {
        Ok(cookies) => arrive(visit, next, cookies).await,
        Err(problem) => {
            let (status, above) = refusal(&visit, &problem);
            let page = page(&visit, &above, email, next).status(status);
            Ok(Done::new(visit, page))
        }
    }
}

/// What is missing of a sign-in with a password, before anybody counts it as an attempt.
pub(crate) fn faults(lang: Lang, fields: &Fields) -> Vec<(&'static str, &'static str)> {
    let mut wrong = Vec::new();
    if fields.get("email").is_empty() {
        wrong.push(("email", sign_in::need_email(lang)));
    }
    if fields.raw("password").is_empty() {
        wrong.push(("password", sign_in::need_password(lang)));
    }
    wrong
}

/// Where somebody arrives who has just signed in: with the words that came along, or where they wanted to go.
async fn arrive(
    visit: Visit,
    (next, carried): (&str, Option<&str>),
    cookies: Vec<String>,
) -> Result<Done, Problem> {
    let unkept = match carried {
        Some(sealed) => draft::arrive(&visit, sealed).await,
        None => None,
    };
    if let Some((words, key)) = unkept.filter(|_| visit.role() == Some(Role::Resident)) {
        let page = talk::with_words(visit, words, key).await;
        return Ok(Done { cookies, clear: true, ..page });
    }
    let place = place(&visit, next);
    Ok(Done { cookies, clear: true, ..Done::see(visit, place) })
}

/// Signs in, and begins a session in this browser.
pub(crate) async fn enter(visit: &mut Visit, credentials: SignIn) -> Result<Vec<String>, Problem> {
    let tokens = visit.call_as_nobody::<Login>(Call::body(credentials)).await?;
    begin(visit, &tokens).await?;
    let app = &visit.app;
    let device =
        tokens.device.map(|secret| Jar::Device.set(&app.seals.device.seal(&secret.expose()), app.secure));
    Ok(device.into_iter().collect())
}

async fn begin(visit: &mut Visit, tokens: &Tokens) -> Result<(), Problem> {
    let me = visit.call_with::<WhoAmI>(&tokens.access_token, Call::default()).await?;
    visit.begin(Session::begun(tokens, me, &visit.app.sources));
    Ok(())
}

/// Where to go: a page of ours that was asked for before, or the first page of the role.
fn place(visit: &Visit, next: &str) -> String {
    let ours =
        next.starts_with('/') && !next.starts_with("//") && !next.contains('\\') && !next.contains(':');
    if ours && next.len() <= 200 && next != "/sign-in" {
        next.to_owned()
    } else {
        home(visit.role()).to_owned()
    }
}

pub(crate) fn refusal(visit: &Visit, problem: &Problem) -> (StatusCode, Above) {
    let lang = visit.language;
    if problem.is(codes::LOCKED) || problem.error_kind() == ErrorKind::RateLimited {
        let minutes = problem.retry_after_s.unwrap_or(60).div_ceil(60);
        let above = Above::Refused(sign_in::locked(lang), sign_in::locked_text(lang, minutes));
        (StatusCode::TOO_MANY_REQUESTS, above)
    } else if problem.is(codes::STOPPED) {
        let above = Above::Refused(sign_in::stopped(lang), sign_in::stopped_text(lang).to_owned());
        (StatusCode::FORBIDDEN, above)
    } else if problem.status >= 500 {
        let above = Above::Refused(sign_in::away(lang), sign_in::away_text(lang).to_owned());
        (StatusCode::SERVICE_UNAVAILABLE, above)
    } else {
        let above = Above::Refused(sign_in::wrong(lang), sign_in::wrong_text(lang).to_owned());
        (StatusCode::UNAUTHORIZED, above)
    }
}

fn page(visit: &Visit, above: &Above, email: &str, next: (&str, Option<&str>)) -> Page {
    let lang = visit.language;
    let wrong: &[(&str, &str)] = if let Above::Wrong(wrong) = above { wrong } else { &[] };
    let bad = matches!(above, Above::Wrong(_) | Above::Refused(..));
    let main = html! {
        h1 { (sign_in::title(lang)) }
        (form::summary(lang, wrong))
        @match above {
            Above::Ended => (panel::panel(Tone::Note, sign_in::ended(lang), sign_in::ended_text(lang))),
            Above::Refused(heading, text) => div role="alert" { (panel::panel(Tone::Danger, heading, text)) },
            Above::Nothing | Above::Wrong(_) => {},
        }
        @if visit.device.is_some() { (tablet(visit, next)) }
        form method="post" action="/sign-in" novalidate {
            (form::token(visit))
            (going(next))
            (credentials(visit, email, wrong))
            div.row { button.button type="submit" { (sign_in::submit(lang)) } }
        }
        (passkey(visit, next))
        p { a href="/help" { (shell::help_first(lang)) } }
        p { a href="/sign-in/forgotten" { (door::forgotten(lang)) } }
        p { a href=(Door::Invitation.place()) { (door::have_invitation(lang)) } }
        p { a href=(Door::JoinCode.place()) { (door::here(lang)) } }
        p.small { a href="/tablet" { (sign_in::enrol_link(lang)) } }
    };
    let title = sign_in::title(lang);
    Page::care(if bad { shell::problem_title(lang, title) } else { title.to_owned() }, main)
        .keeping()
        .scripts(&["offline.js", "passkey.js"])
}

/// The fields of whoever signs in with a password.
pub(crate) fn credentials(visit: &Visit, email: &str, wrong: &[(&str, &str)]) -> Markup {
    let lang = visit.language;
    html! {
        (Field { kind: "email", value: email, autocomplete: "username webauthn", inputmode: Some("email"),
            wrong: said(wrong, "email"), ..Field::text("email", sign_in::email(lang)) }.show())
        (Field { kind: "password", autocomplete: "current-password",
            wrong: said(wrong, "password"), ..Field::text("password", sign_in::password(lang)) }.show())
        (Field { autocomplete: "one-time-code", inputmode: Some("numeric"),
            hint: Some(if visit.device.is_some() { sign_in::code_device(lang) } else { sign_in::code_hint(lang) }),
            ..Field::text("code", sign_in::code(lang)) }.show())
    }
}

fn said<'a>(wrong: &[(&'a str, &'a str)], field: &str) -> Option<&'a str> {
    wrong.iter().find(|(found, _)| *found == field).map(|(_, text)| *text)
}

/// Where the sign-in leads, and a draft that goes along sealed.
fn going((next, carried): (&str, Option<&str>)) -> Markup {
    html! {
        (form::hidden("next", next))
        @if let Some(sealed) = carried { (form::hidden("carried", sealed)) }
    }
}

/// The way in with a passkey: a script shows it once it is known to work.
fn passkey(visit: &Visit, next: (&str, Option<&str>)) -> Markup {
    let lang = visit.language;
    html! {
        form method="post" action="/sign-in/passkey" hidden data-passkey="offer" data-fell=(passkeys::fell(lang))
            data-back="#email" {
            (form::token(visit))
            (going(next))
            (form::hidden("attempt", ""))
            (assertion_fields())
            h2 { (sign_in::or_passkey(lang)) }
            p role="status" {}
            div.row { button.button.plain type="submit" { (passkeys::sign_in(lang)) } }
        }
    }
}

/// What the browser is asked to sign in with.
pub(crate) async fn passkey_challenge(visit: Visit, _: Fields) -> Result<Done, Problem> {
    let asked = visit.call_as_nobody::<GetPasskeyChallenge>(Call::default()).await?;
    let bytes = serde_json::to_vec(&asked).map_err(|_| Problem::new(api::codes::INTERNAL))?;
    let mut response = Response::new(Body::from(bytes));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(Done::new(visit, Reply::Raw(response)))
}

/// Signs in with what a passkey has signed.
pub(crate) async fn with_passkey(mut visit: Visit, fields: Fields) -> Result<Done, Problem> {
    let lang = visit.language;
    let carried = draft::passed_on(&fields);
    let next = (fields.get("next"), carried.as_deref());
    let tokens = match assertion(&fields) {
        Some(assertion) => {
            let given = PasskeySignIn { attempt: Words::new(fields.get("attempt")), assertion };
            visit.call_as_nobody::<LoginWithPasskey>(Call::body(given)).await
        }
        None => Err(Problem::new(codes::CREDENTIALS)),
    };
    match tokens {
        Ok(tokens) => {
            begin(&mut visit, &tokens).await?;
            arrive(visit, next, Vec::new()).await
        }
        Err(problem) => {
            let (status, above) = if problem.is(codes::CREDENTIALS) {
                let text = passkeys::wrong_text(lang).to_owned();
                (StatusCode::UNAUTHORIZED, Above::Refused(passkeys::wrong(lang), text))
            } else {
                refusal(&visit, &problem)
            };
            let page = page(&visit, &above, "", next).status(status);
            Ok(Done::new(visit, page))
        }
    }
}

fn tablet(visit: &Visit, next: (&str, Option<&str>)) -> Markup {
    let lang = visit.language;
    html! {
        form method="post" action="/sign-in" {
            (form::token(visit))
            (going(next))
            (form::hidden("with", "device"))
            p { (sign_in::tablet_hint(lang)) }
            div.row { button.button type="submit" { (sign_in::tablet(lang)) } }
        }
        h2 { (sign_in::or(lang)) }
    }
}

/// Ends the session here and at the platform.
pub(crate) async fn leave(mut visit: Visit, _: Fields) -> Result<Done, Problem> {
    if visit.signed_in().is_some() {
        // Whatever it answers: this browser forgets the session, and an unused one ends by itself.
        let told = visit.call::<Logout>(Call::body(LogoutRequest { everywhere: false })).await;
        if let Err(problem) = told {
            tracing::warn!(code = %problem.code, "a sign-out was not taken");
        }
    }
    visit.forget();
    Ok(Done { clear: true, ..Done::see(visit, "/signed-out") })
}

pub(crate) async fn left(visit: Visit) -> Result<Done, Problem> {
    let lang = visit.language;
    let main = html! {
        h1 { (sign_in::out_title(lang)) }
        p { (sign_in::out_text(lang)) }
        div.row.apart {
            a.button href="/sign-in" { (sign_in::again(lang)) }
            a.button.plain href="/help" { (shell::help(lang)) }
        }
    };
    let page = Page::care(sign_in::out_title(lang), main);
    Ok(Done::new(visit, page))
}

/// Somebody is still there.
pub(crate) async fn stay(visit: Visit, _: Fields) -> Result<Done, Problem> {
    visit.call::<WhoAmI>(Call::default()).await?;
    let place = home(visit.role());
    Ok(Done::see(visit, place))
}

/// Nobody has touched a page for long that goes on telling places: this browser forgets the session, so that whoever comes
/// back signs in. It is no sign-out: the platform ends the session by its silence, and the feed that is open goes on.
pub(crate) async fn silent(mut visit: Visit, _: Fields) -> Result<Done, Problem> {
    visit.forget();
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    Ok(Done::new(visit, Reply::Raw(response)))
}

/// The page on which staff set up a tablet.
pub(crate) async fn tablet_page(visit: Visit) -> Result<Done, Problem> {
    let page = enrol(&visit, None);
    Ok(Done::new(visit, page))
}

/// Keeps a tablet's secret in this browser, once it opened a session.
pub(crate) async fn enrol_tablet(mut visit: Visit, fields: Fields) -> Result<Done, Problem> {
    let lang = visit.language;
    let Some(secret) = fields.some("secret").map(str::to_owned) else {
        let page = enrol(&visit, Some(sign_in::need_secret(lang))).status(StatusCode::UNPROCESSABLE_ENTITY);
        return Ok(Done::new(visit, page));
    };
    let credentials = SignIn { device: Some(Words::new(&secret)), ..SignIn::default() };
    match enter(&mut visit, credentials).await {
        Ok(cookies) => {
            let place = home(visit.role());
            Ok(Done { cookies, clear: true, ..Done::see(visit, place) })
        }
        Err(problem) if problem.error_kind() == ErrorKind::Unauthenticated => {
            let page = enrol(&visit, Some(sign_in::wrong(lang))).status(StatusCode::UNAUTHORIZED);
            Ok(Done::new(visit, page))
        }
        Err(problem) => Err(problem),
    }
}

fn enrol(visit: &Visit, wrong: Option<&str>) -> Page {
    let lang = visit.language;
    let list: Vec<(&str, &str)> = wrong.map(|text| ("secret", text)).into_iter().collect();
    let main = html! {
        h1 { (sign_in::enrol_title(lang)) }
        (form::summary(lang, &list))
        p { (sign_in::enrol_text(lang)) }
        form method="post" action="/tablet" novalidate {
            (form::token(visit))
            (Field { wrong, ..Field::text("secret", sign_in::enrol_secret(lang)) }.show())
            div.row { button.button type="submit" { (sign_in::enrol_submit(lang)) } }
        }
    };
    Page::care(sign_in::enrol_title(lang), main)
}
