//! How somebody signs in, on one page; and their password.

use api::{Call, Problem, Role, Words};
use auth_rbac_api::{ChangePassword, GetOwnFactor, PasswordChange, codes};
use http::StatusCode;
use kernel::ErrorKind;
use maud::html;

use super::sign_in::{Above, refusal};
use crate::component::form::{self, Field};
use crate::component::panel::{self, Tone};
use crate::fields::Fields;
use crate::reply::{Done, Page};
use crate::visit::Visit;
use crate::words::{about, passkeys, shell, sign_in, signing};

pub(crate) const PLACE: &str = "/about-me/signing-in";

pub(crate) async fn show(visit: Visit) -> Result<Done, Problem> {
    let lang = visit.language;
    let outside = matches!(visit.role(), Some(Role::Resident | Role::FamilyMember));
    // Where it cannot be read the pages behind the cards say what there is.
    let own = visit.call::<GetOwnFactor>(Call::default()).await;
    let tablet_alone = own.as_ref().is_ok_and(|own| !own.password);
    let mut cards = vec![
        ("/about-me/sessions", about::sessions(lang), about::sessions_text(lang)),
        ("/about-me/passkeys", passkeys::title(lang), passkeys::card(lang)),
    ];
    if outside {
        cards.push(("/about-me/devices", about::devices(lang), about::devices_text(lang)));
    }
    if !tablet_alone {
        cards.push(("/about-me/password", signing::password(lang), signing::password_text(lang)));
        cards.push(("/about-me/second-factor", signing::factor(lang), signing::factor_text(lang)));
        cards.push(("/about-me/recovery-codes", signing::codes(lang), signing::codes_text(lang)));
    }
    let main = html! {
        (panel::back("/about-me", shell::back(lang)))
        h1 { (signing::title(lang)) }
        p { @if tablet_alone { (signing::tablet_alone(lang)) } @else { (signing::intro(lang)) } }
        ul.cards {
            @for (place, title, text) in cards {
                li { a.card href=(place) { span.card-title { (title) } p.small { (text) } } }
            }
        }
    };
    let page = Page::of(&visit, signing::title(lang), main);
    Ok(Done::new(visit, page))
}

pub(crate) async fn password(visit: Visit) -> Result<Done, Problem> {
    let page = password_page(&visit, &[], &Above::Nothing);
    Ok(Done::new(visit, page))
}

fn password_page(visit: &Visit, wrong: &[(&'static str, &'static str)], above: &Above) -> Page {
    let lang = visit.language;
    let field = |name: &'static str, label, autocomplete| {
        let wrong = wrong.iter().find(|(found, _)| *found == name).map(|(_, text)| *text);
        Field { kind: "password", autocomplete, wrong, ..Field::text(name, label) }.show()
    };
    let main = html! {
        (panel::back(PLACE, shell::back(lang)))
        h1 { (signing::password(lang)) }
        (form::summary(lang, wrong))
        @if let Above::Refused(heading, text) = above { div role="alert" { (panel::panel(Tone::Danger, heading, text)) } }
        p { (signing::password_rules(lang)) }
        p { (signing::password_ends(lang)) }
        form method="post" action="/about-me/password" novalidate {
            (form::token(visit))
            (field("now", signing::password_now(lang), "current-password"))
            (field("new", signing::password_new(lang), "new-password"))
            (field("again", signing::password_again(lang), "new-password"))
            div.row { button.button type="submit" { (signing::password_change(lang)) } }
        }
    };
    let bad = !wrong.is_empty() || matches!(above, Above::Refused(..));
    let title = signing::password(lang);
    let title = if bad { shell::problem_title(lang, title) } else { title.to_owned() };
    let status = if bad { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Page::of(visit, title, main).status(status)
}

/// What is wrong with the form before anybody is asked.
fn faults(visit: &Visit, fields: &Fields) -> Vec<(&'static str, &'static str)> {
    let (lang, new) = (visit.language, fields.raw("new"));
    let mut wrong = Vec::new();
    if fields.raw("now").is_empty() {
        wrong.push(("now", signing::need_now(lang)));
    }
    if new.is_empty() {
        wrong.push(("new", signing::need_new(lang)));
    } else if new != fields.raw("again") {
        wrong.push(("again", signing::not_same(lang)));
    }
    wrong
}

pub(crate) async fn change_password(mut visit: Visit, fields: Fields) -> Result<Done, Problem> {
    let lang = visit.language;
    let wrong = faults(&visit, &fields);
    if !wrong.is_empty() {
        let page = password_page(&visit, &wrong, &Above::Nothing);
        return Ok(Done::new(visit, page));
    }
    let change =
        PasswordChange { current: Words::new(fields.raw("now")), password: Words::new(fields.raw("new")) };
    let page = match visit.call::<ChangePassword>(Call::body(change)).await {
        Ok(set) => {
            visit.forget();
            let text = signing::password_done_text(lang, set.sessions_ended);
            let main = html! {
                h1 { (signing::password_done(lang)) }
                p role="status" { (text) }
                div.row { a.button href="/sign-in" { (sign_in::title(lang)) } }
            };
            let page = Page::care(signing::password_done(lang), main);
            return Ok(Done { clear: true, ..Done::new(visit, page) });
        }
        Err(problem) if problem.is(codes::CREDENTIALS) => {
            password_page(&visit, &[("now", signing::wrong_now(lang))], &Above::Nothing)
        }
        Err(problem) if problem.is(codes::PASSWORD) => {
            password_page(&visit, &[("new", signing::poor_new(lang))], &Above::Nothing)
        }
        // Too many wrong ones, or nobody to ask: the same words as at the door.
        Err(problem)
            if problem.is(codes::STOPPED)
                || problem.error_kind() == ErrorKind::RateLimited
                || problem.status >= 500 =>
        {
            let (status, above) = refusal(&visit, &problem);
            password_page(&visit, &[], &above).status(status)
        }
        Err(problem) => return Err(problem),
    };
    Ok(Done::new(visit, page))
}
