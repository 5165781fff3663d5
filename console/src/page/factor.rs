//! A person's own second factor: the app that shows digits, and the codes for when it is lost.

use api::{Call, Problem, Words};
use auth_rbac_api::{
    ConfirmFactor, FactorCode, GetOwnFactor, RemoveFactor, RenewRecoveryCodes, StartFactor, codes,
};
use http::StatusCode;
use maud::{Markup, html};

use super::signing::PLACE;
use crate::component::form::{self, Field};
use crate::component::panel::{self, Tone};
use crate::component::qr;
use crate::fields::Fields;
use crate::reply::{Done, Page};
use crate::visit::Visit;
use crate::words::{Lang, shell, signing};

const FACTOR: &str = "/about-me/second-factor";
const CODES: &str = "/about-me/recovery-codes";
/// With so few codes left somebody is told to make new ones.
const FEW: u32 = 3;

pub(crate) async fn show(visit: Visit) -> Result<Done, Problem> {
    let query = Fields::of_query(&visit.query);
    // A number of ours and nothing else: whatever stands in an address is somebody else's word.
    let ended: u64 = query.get("ended").parse().unwrap_or(0);
    let done = match query.get("done") {
        "taken" => Some(signing::factor_done(visit.language, ended)),
        "removed" => Some(signing::factor_removed(visit.language, ended)),
        _ => None,
    };
    overview(visit, done, None).await
}

async fn overview(visit: Visit, done: Option<String>, wrong: Option<&str>) -> Result<Done, Problem> {
    let lang = visit.language;
    let own = visit.call::<GetOwnFactor>(Call::default()).await?;
    let main = html! {
        (panel::back(PLACE, shell::back(lang)))
        h1 { (signing::factor(lang)) }
        @if let Some(text) = wrong { div role="alert" { (panel::panel(Tone::Danger, shell::refused(lang), text)) } }
        @if let Some(text) = &done { div role="status" { (panel::panel(Tone::Good, shell::done(lang), text)) } }
        @if !own.password { p { (signing::tablet_alone(lang)) } }
        @else {
            p { @if own.authenticator { (signing::factor_has(lang)) } @else { (signing::factor_none(lang)) } }
            @if own.authenticator { p { (signing::factor_start_text(lang)) } }
            form method="post" action={ (FACTOR) "/start" } {
                (form::token(&visit))
                div.row {
                    button.button type="submit" {
                        @if own.authenticator { (signing::factor_replace(lang)) } @else { (signing::factor_add(lang)) }
                    }
                }
            }
        }
        @if own.authenticator {
            h2 { (signing::factor_remove(lang)) }
            @if own.removable {
                p { (signing::factor_remove_text(lang)) " " (signing::factor_ends(lang)) }
                form method="post" action={ (FACTOR) "/remove" } {
                    (form::token(&visit))
                    div.row { button.button.danger type="submit" { (signing::factor_remove(lang)) } }
                }
            } @else { p { (signing::factor_stays(lang)) } }
        }
    };
    let page = titled(&visit, signing::factor(lang), main, wrong.is_some());
    Ok(Done::new(visit, page))
}

fn titled(visit: &Visit, title: &str, main: Markup, bad: bool) -> Page {
    if bad {
        let title = shell::problem_title(visit.language, title);
        Page::of(visit, title, main).status(StatusCode::UNPROCESSABLE_ENTITY)
    } else {
        Page::of(visit, title, main)
    }
}

/// The picture for the camera of the app, and the field for its first digits.
pub(crate) async fn start(visit: Visit, _: Fields) -> Result<Done, Problem> {
    let started = visit.call::<StartFactor>(Call::default()).await?;
    let (lang, until) = (visit.language, visit.when().time(started.expires_at));
    let main = html! {
        (panel::back(FACTOR, shell::back(lang)))
        h1 { (signing::factor_scan(lang)) }
        (authenticator(&started.totp_secret, &started.totp_uri, lang))
        p { (signing::factor_keep(lang, until)) }
        p { (signing::factor_ends(lang)) }
        (confirm_form(&visit, None))
    };
    let page = titled(&visit, signing::factor_scan(lang), main, false);
    Ok(Done::new(visit, page))
}

/// A secret for an authenticator: as a picture for its camera, and as letters to type.
pub(crate) fn authenticator(secret: &Words, uri: &Words, lang: Lang) -> Markup {
    let letters: Vec<char> = secret.expose().chars().collect();
    html! {
        @if let Some(picture) = qr::picture(uri.expose(), signing::factor_picture(lang)) {
            p { (signing::factor_scan_text(lang)) }
            (picture)
        }
        p.no-print { a href=(uri.expose()) { (signing::factor_here(lang)) } }
        h2 { (signing::factor_letters(lang)) }
        // In fours, as they are read aloud and typed; apps take them with spaces.
        p.secret { @for four in letters.chunks(4) { span { (four.iter().collect::<String>()) } " " } }
    }
}

fn confirm_form(visit: &Visit, wrong: Option<&str>) -> Markup {
    let lang = visit.language;
    html! {
        form method="post" action={ (FACTOR) "/confirm" } novalidate {
            (form::token(visit))
            (Field { autocomplete: "one-time-code", inputmode: Some("numeric"), wrong,
                hint: Some(signing::factor_code_hint(lang)), ..Field::text("code", signing::factor_code(lang)) }.show())
            div.row { button.button type="submit" { (signing::factor_confirm(lang)) } }
        }
    }
}

pub(crate) async fn confirm(visit: Visit, fields: Fields) -> Result<Done, Problem> {
    let lang = visit.language;
    let code = FactorCode { code: Words::new(fields.get("code").replace(' ', "")) };
    match visit.call::<ConfirmFactor>(Call::body(code)).await {
        Ok(changed) => Ok(Done::see(visit, format!("{FACTOR}?done=taken&ended={}", changed.sessions_ended))),
        Err(problem) if problem.is(codes::FACTOR_NOT_STARTED) => {
            overview(visit, None, Some(signing::factor_late(lang))).await
        }
        Err(problem) if problem.is(codes::FACTOR_CODE) => {
            let wrong = signing::factor_code_wrong(lang);
            let main = html! {
                (panel::back(FACTOR, shell::back(lang)))
                h1 { (signing::factor_scan(lang)) }
                (form::summary(lang, &[("code", wrong)]))
                (confirm_form(&visit, Some(wrong)))
                p { (signing::factor_scan_again(lang)) }
                form method="post" action={ (FACTOR) "/start" } {
                    (form::token(&visit))
                    div.row { button.button.plain type="submit" { (signing::factor_again(lang)) } }
                }
            };
            let page = titled(&visit, signing::factor_scan(lang), main, true);
            Ok(Done::new(visit, page))
        }
        Err(problem) => Err(problem),
    }
}

pub(crate) async fn remove(visit: Visit, _: Fields) -> Result<Done, Problem> {
    let lang = visit.language;
    match visit.call::<RemoveFactor>(Call::default()).await {
        Ok(changed) => {
            Ok(Done::see(visit, format!("{FACTOR}?done=removed&ended={}", changed.sessions_ended)))
        }
        Err(problem) if problem.is(codes::LAST_WAY) => {
            overview(visit, None, Some(signing::factor_stays(lang))).await
        }
        Err(problem) => Err(problem),
    }
}

pub(crate) async fn recovery(visit: Visit) -> Result<Done, Problem> {
    let lang = visit.language;
    let own = visit.call::<GetOwnFactor>(Call::default()).await?;
    let main = html! {
        (panel::back(PLACE, shell::back(lang)))
        h1 { (signing::codes(lang)) }
        @if !own.password { p { (signing::tablet_alone(lang)) } }
        @else {
            p { (signing::codes_intro(lang)) }
            p { strong { (signing::codes_left(lang, own.recovery_codes)) }
                @if own.recovery_codes < FEW { " " (signing::codes_few(lang)) } }
            p { (signing::codes_make_text(lang)) }
            form method="post" action=(CODES) {
                (form::token(&visit))
                div.row { button.button type="submit" { (signing::codes_make(lang)) } }
            }
        }
    };
    let page = titled(&visit, signing::codes(lang), main, false);
    Ok(Done::new(visit, page))
}

/// New codes, on the answer of the form itself: there is no address that shows them again.
pub(crate) async fn renew(visit: Visit, _: Fields) -> Result<Done, Problem> {
    let lang = visit.language;
    let made = visit.call::<RenewRecoveryCodes>(Call::default()).await?;
    let main = html! {
        h1 { (signing::codes_new(lang)) }
        p role="status" { (signing::codes_once(lang)) }
        ol.secret { @for code in &made.codes { li { (code.expose()) } } }
        div.row.no-print { a.button href=(PLACE) { (signing::codes_kept(lang)) } }
    };
    let page = titled(&visit, signing::codes_new(lang), main, false);
    Ok(Done::new(visit, page))
}
