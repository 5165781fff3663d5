//! Ways in that begin with something handed over: an invitation, a join code, the token of an empty installation, a link for a
//! new password or a new second factor.
//!
//! A link carries its code in its address, so that it works without scripts; the code is good once, and the page sends no
//! address to anybody else. Whoever types it from paper finds the same page without one.

use std::time::Duration;

use api::{Call, Problem, Role, Words};
use auth_rbac_api::{
    Accept, AcceptInvitation, Enrolled, JoinInvitation, JoinedInvitation, NewFactor, NewPassword, Register,
    Registration, RenewFactor, ResetPassword, SetUp, Setting, SignIn, codes,
};
use http::StatusCode;
use kernel::{ErrorKind, Timestamp};
use maud::{Markup, html};
use serde::{Deserialize, Serialize};

use super::factor::authenticator;
use super::sign_in::{self as sign_in_page, Above, credentials, enter, refusal};
use crate::component::form::{self, Field};
use crate::component::panel::{self, Tone};
use crate::component::shell::home;
use crate::fields::Fields;
use crate::reply::{Done, Page};
use crate::visit::Visit;
use crate::words::{Lang, Line, door as words, handing, shell, sign_in, signing};

/// A way in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Door {
    /// An invitation that somebody gave.
    Invitation,
    /// The join code of a home, for residents.
    JoinCode,
    /// The set-up of an empty installation.
    SetUp,
    /// A new password.
    Password,
    /// A new second factor, with the password.
    Factor,
}

/// What a door says of itself, in the order in which it is read.
struct Said {
    title: Line,
    text: Line,
    code: Line,
    hint: Line,
    make: Line,
}

impl Door {
    pub(crate) const ALL: [Self; 5] =
        [Self::Invitation, Self::JoinCode, Self::SetUp, Self::Password, Self::Factor];

    /// Where it is.
    pub(crate) const fn place(self) -> &'static str {
        match self {
            Self::Invitation => "/join",
            Self::JoinCode => "/join/here",
            Self::SetUp => "/set-up",
            Self::Password => "/password/new",
            Self::Factor => "/second-factor/new",
        }
    }

    const fn said(self) -> Said {
        let (title, text, code, hint, make): (Line, Line, Line, Line, Line) = match self {
            Self::Invitation => {
                (words::invited, words::invited_text, words::invited_code, words::invited_hint, words::make)
            }
            Self::JoinCode => {
                (words::here, words::here_text, words::here_code, words::here_hint, words::make)
            }
            Self::SetUp => {
                (words::begin, words::begin_text, words::begin_code, words::begin_hint, words::begin_make)
            }
            Self::Password => {
                (words::anew, words::anew_text, words::anew_code, words::anew_hint, words::anew_make)
            }
            Self::Factor => {
                (words::factor, words::factor_text, words::anew_code, words::anew_hint, words::factor_make)
            }
        };
        Said { title, text, code, hint, make }
    }

    /// Whether somebody makes an account here, with a name and an address.
    const fn makes_an_account(self) -> bool {
        matches!(self, Self::Invitation | Self::JoinCode | Self::SetUp)
    }

    /// Whether a password is chosen here; else it is the one that somebody has.
    const fn chooses_a_password(self) -> bool {
        !matches!(self, Self::Factor)
    }
}

/// What somebody has typed so far. A password is typed anew every time.
#[derive(Default)]
struct Typed {
    code: String,
    /// The code came with the link: it needs no field.
    linked: bool,
    organization: String,
    name: String,
    email: String,
}

impl Typed {
    fn of(fields: &Fields) -> Self {
        let text = |name: &str| fields.get(name).to_owned();
        Self {
            // As it is read off paper, in fours.
            code: fields.get("code").split_whitespace().collect(),
            linked: fields.ticked("linked"),
            organization: text("organization"),
            name: text("name"),
            email: text("email"),
        }
    }
}

type Faults = Vec<(&'static str, &'static str)>;

pub(crate) async fn show(visit: Visit, door: Door) -> Result<Done, Problem> {
    if let Some(page) = signed_in(&visit, door, None) {
        return Ok(Done::new(visit, page));
    }
    let query = Fields::of_query(&visit.query);
    let typed =
        Typed { code: query.get("code").to_owned(), linked: query.ticked("code"), ..Typed::default() };
    let page = page(&visit, door, &typed, &Above::Nothing);
    Ok(Done::new(visit, page))
}

/// In a browser that somebody is signed in with nobody else makes an account: whoever sits there next would go on as the other. A
/// relative who is invited once more uses the account that they have.
fn signed_in(visit: &Visit, door: Door, refused: Option<(&str, &str)>) -> Option<Page> {
    let lang = visit.language;
    let session = visit.signed_in()?;
    let name = session.name.expose();
    let query = Fields::of_query(&visit.query);
    let joins = door == Door::Invitation && session.role == Role::FamilyMember;
    let code =
        Field { hint: Some(words::invited_hint(lang)), ..Field::text("code", words::invited_code(lang)) };
    let main = html! {
        h1 { @if joins { (words::join(lang)) } @else { (words::somebody(lang)) } }
        @if let Some((heading, text)) = refused {
            div role="alert" { (panel::panel(Tone::Danger, heading, text)) }
        }
        @if joins {
            p { (words::join_text(lang, name)) }
            form method="post" action=(door.place()) novalidate data-once {
                (form::token(visit))
                @if query.ticked("code") && refused.is_none() { (form::hidden("code", query.get("code"))) } @else { (code.show()) }
                div.row { button.button type="submit" { (words::join_yes(lang)) } }
            }
            p { (words::join_else(lang, name)) }
        } @else { p { (words::somebody_text(lang, name)) } }
        form method="post" action="/sign-out" {
            (form::token(visit))
            div.row { button.button.plain[joins] type="submit" { (words::leave(lang)) } }
        }
    };
    let title = if joins { words::join(lang) } else { words::somebody(lang) };
    let page = Page::of(visit, title, main).scripts(&["once.js"]).quiet();
    Some(if refused.is_some() { page.status(StatusCode::GONE) } else { page })
}

/// A relative who has an account uses an invitation for it.
async fn join(visit: Visit, fields: &Fields) -> Result<Done, Problem> {
    let lang = visit.language;
    let code = Typed::of(fields).code;
    if code.is_empty() {
        let said = (words::invited_code(lang), words::need_code(lang));
        let page = signed_in(&visit, Door::Invitation, Some(said));
        let page = page.ok_or_else(|| Problem::new(api::codes::FORBIDDEN))?;
        return Ok(Done::new(visit, page.status(StatusCode::UNPROCESSABLE_ENTITY)));
    }
    let token = Words::new(code);
    match visit.call::<JoinInvitation>(Call::body(JoinedInvitation { token })).await {
        Ok(_) => {
            let main = html! {
                h1 { (words::joined(lang)) }
                p role="status" { (words::joined_text(lang)) }
                div.row { a.button href=(home(visit.role())) { (handing::go_on(lang)) } }
            };
            let page = Page::of(&visit, words::joined(lang), main);
            Ok(Done::new(visit, page))
        }
        Err(problem) if problem.is(codes::INVITATION) => {
            let said = (words::spent(lang), words::spent_text(lang));
            let page = signed_in(&visit, Door::Invitation, Some(said)).ok_or(problem)?;
            Ok(Done::new(visit, page))
        }
        Err(problem) => Err(problem),
    }
}

fn page(visit: &Visit, door: Door, typed: &Typed, above: &Above) -> Page {
    let (lang, said) = (visit.language, door.said());
    let wrong: &[(&str, &str)] = if let Above::Wrong(wrong) = above { wrong } else { &[] };
    let main = html! {
        (panel::back("/sign-in", sign_in::title(lang)))
        h1 { ((said.title)(lang)) }
        (form::summary(lang, wrong))
        @if let Above::Refused(heading, text) = above {
            div role="alert" { (panel::panel(Tone::Danger, heading, text)) }
        }
        p { ((said.text)(lang)) }
        @if door == Door::Invitation { p.small { (words::have_account(lang)) } }
        form method="post" action=(door.place()) novalidate data-once {
            (form::token(visit))
            (inputs(lang, door, typed, wrong))
            div.row { button.button type="submit" { ((said.make)(lang)) } }
        }
    };
    let title = (said.title)(lang);
    let page = match above {
        Above::Nothing | Above::Ended => Page::care(title, main),
        Above::Wrong(_) | Above::Refused(..) => {
            Page::care(shell::problem_title(lang, title), main).status(StatusCode::UNPROCESSABLE_ENTITY)
        }
    };
    page.scripts(&["once.js"]).quiet()
}

fn inputs(lang: Lang, door: Door, typed: &Typed, wrong: &[(&str, &str)]) -> Markup {
    let (said, chosen) = (door.said(), door.chooses_a_password());
    let of = |name: &str| wrong.iter().find(|(field, _)| *field == name).map(|(_, text)| *text);
    let text = |name, label, value| Field { value, wrong: of(name), ..Field::text(name, label) };
    let password = |name, label, autocomplete, hint| Field {
        kind: "password",
        autocomplete,
        hint,
        wrong: of(name),
        ..Field::text(name, label)
    };
    html! {
        @if typed.linked && of("code").is_none() {
            (form::hidden("code", &typed.code))
            (form::hidden("linked", "1"))
        } @else {
            (Field { hint: Some((said.hint)(lang)), ..text("code", (said.code)(lang), &typed.code) }.show())
        }
        @if door == Door::SetUp { (text("organization", words::organization(lang), &typed.organization).show()) }
        @if door.makes_an_account() {
            (Field { hint: Some(words::name_hint(lang)), autocomplete: "name",
                ..text("name", words::name(lang), &typed.name) }.show())
            (Field { kind: "email", autocomplete: "username", inputmode: Some("email"),
                ..text("email", sign_in::email(lang), &typed.email) }.show())
        }
        @if chosen {
            (password("password", words::password_new(lang), "new-password", Some(words::rules(lang))).show())
            (password("again", signing::password_again(lang), "new-password", None).show())
        } @else {
            (password("password", sign_in::password(lang), "current-password", None).show())
        }
    }
}

/// What is wrong with a form before anybody is asked.
fn faults(lang: Lang, door: Door, typed: &Typed, fields: &Fields) -> Faults {
    let mut wrong = Faults::new();
    if typed.code.is_empty() {
        wrong.push(("code", words::need_code(lang)));
    }
    if door == Door::SetUp && typed.organization.is_empty() {
        wrong.push(("organization", words::need_organization(lang)));
    }
    if door.makes_an_account() && typed.name.is_empty() {
        wrong.push(("name", words::need_name(lang)));
    }
    if door.makes_an_account() && typed.email.is_empty() {
        wrong.push(("email", sign_in::need_email(lang)));
    }
    let password = fields.raw("password");
    if password.is_empty() {
        let need =
            if door.chooses_a_password() { signing::need_new(lang) } else { sign_in::need_password(lang) };
        wrong.push(("password", need));
    } else if door.chooses_a_password() && password != fields.raw("again") {
        wrong.push(("again", signing::not_same(lang)));
    }
    wrong
}

/// What came of it.
enum Made {
    /// An account, or a second factor anew; with the join code of a new organisation.
    Enrolled(Box<Enrolled>, Option<String>),
    /// A new password, and how many sessions ended.
    Password(u64),
}

pub(crate) async fn submit(visit: Visit, fields: Fields, door: Door) -> Result<Done, Problem> {
    if door == Door::Invitation && visit.role() == Some(Role::FamilyMember) {
        return join(visit, &fields).await;
    }
    if let Some(page) = signed_in(&visit, door, None) {
        return Ok(Done::new(visit, page));
    }
    let (lang, mut typed) = (visit.language, Typed::of(&fields));
    let wrong = faults(lang, door, &typed, &fields);
    if !wrong.is_empty() {
        let page = page(&visit, door, &typed, &Above::Wrong(wrong));
        return Ok(Done::new(visit, page));
    }
    let page = match ask(&visit, door, &typed, fields.raw("password")).await {
        Ok(Made::Enrolled(enrolled, join_code)) => {
            let enrolled = *enrolled;
            let at = visit.app.sources.now();
            made(
                &visit,
                &Fresh { enrolled, join_code, anew: door == Door::Factor, at },
                &Above::Nothing,
                &typed.email,
            )
        }
        Ok(Made::Password(ended)) => password_set(lang, ended),
        Err(problem) => {
            let (status, above) = refused(&visit, door, &problem)?;
            // What is spent is replaced by another one, which is typed.
            typed.linked &= status != StatusCode::GONE;
            page(&visit, door, &typed, &above).status(status)
        }
    };
    Ok(Done::new(visit, page))
}

async fn ask(visit: &Visit, door: Door, typed: &Typed, password: &str) -> Result<Made, Problem> {
    let (token, password) = (Words::new(&typed.code), Words::new(password));
    let (name, email) = (Words::new(&typed.name), Words::new(&typed.email));
    let enrolled = |one| Made::Enrolled(Box::new(one), None);
    match door {
        Door::Invitation => {
            let accept = Accept { token, name, email, password };
            visit.call_as_nobody::<AcceptInvitation>(Call::body(accept)).await.map(enrolled)
        }
        Door::JoinCode => {
            let new = Registration { join_code: typed.code.clone(), name, email, password };
            visit.call_as_nobody::<Register>(Call::body(new)).await.map(enrolled)
        }
        Door::SetUp => {
            let setting = Setting { token, organization: typed.organization.clone(), name, email, password };
            let done = visit.call_as_nobody::<SetUp>(Call::body(setting)).await?;
            Ok(Made::Enrolled(Box::new(done.admin), Some(done.organization.join_code)))
        }
        Door::Password => {
            let new = NewPassword { token, password };
            let set = visit.call_as_nobody::<ResetPassword>(Call::body(new)).await?;
            Ok(Made::Password(set.sessions_ended))
        }
        Door::Factor => {
            let new = NewFactor { token, password };
            visit.call_as_nobody::<RenewFactor>(Call::body(new)).await.map(enrolled)
        }
    }
}

/// What a refusal says on the page; what has no words here is a problem of its own.
fn refused(visit: &Visit, door: Door, problem: &Problem) -> Result<(StatusCode, Above), Problem> {
    let lang = visit.language;
    let field = |name, text| Ok((StatusCode::UNPROCESSABLE_ENTITY, Above::Wrong(vec![(name, text)])));
    let gone = |heading, text: String| Ok((StatusCode::GONE, Above::Refused(heading, text)));
    if problem.is(codes::INVITATION) || problem.is(codes::RESET_LINK) || problem.is(codes::NO_PASSWORD) {
        let own = if door == Door::Invitation { words::spent_own(lang) } else { "" };
        return gone(words::spent(lang), format!("{} {own}", words::spent_text(lang)).trim().to_owned());
    }
    if problem.is(codes::SET_UP) {
        return gone(words::running(lang), words::running_text(lang).to_owned());
    }
    if problem.is(codes::JOIN_CODE) || problem.is(codes::SET_UP_TOKEN) {
        return field("code", words::bad_code(lang));
    }
    if problem.is(codes::PASSWORD) {
        return field("password", words::poor_password(lang));
    }
    if problem.is(codes::CREDENTIALS) {
        return field("password", words::wrong_password(lang));
    }
    if problem.error_kind() == ErrorKind::Invalid {
        return match problem.errors.first().map(|one| one.field.as_ref()) {
            Some("name") => field("name", words::need_name(lang)),
            Some("organization") => field("organization", words::need_organization(lang)),
            _ => field("email", words::bad_email(lang)),
        };
    }
    // Too many attempts, or nobody to ask: the same words as at the door of everybody.
    if problem.is(codes::STOPPED) || problem.error_kind() == ErrorKind::RateLimited || problem.status >= 500 {
        return Ok(refusal(visit, problem));
    }
    Err(problem.clone())
}

fn password_set(lang: Lang, ended: u64) -> Page {
    let main = html! {
        h1 { (words::anew_done(lang)) }
        p role="status" { (words::anew_done_text(lang, ended)) }
        div.row { a.button href="/sign-in" { (sign_in::title(lang)) } }
    };
    Page::care(words::anew_done(lang), main)
}

/// For how long the page of a new account can be shown again.
const FRESH: Duration = Duration::from_hours(1);
/// The longest sealed page that is looked at.
const FRESH_BYTES_MAX: usize = 8_192;

/// What the page of a new account shows, sealed in its own form: a first sign-in that fails must not take the picture away that was
/// not scanned yet.
#[derive(Serialize, Deserialize)]
struct Fresh {
    enrolled: Enrolled,
    join_code: Option<String>,
    /// A second factor anew, for an account that there was.
    anew: bool,
    at: Timestamp,
}

/// The account with its second factor, on the answer of the form itself: there is no address that shows it again. The first
/// sign-in stands on the same page, so that a picture that was not scanned is found out while it can still be seen.
fn made(visit: &Visit, fresh: &Fresh, above: &Above, email: &str) -> Page {
    let (lang, enrolled) = (visit.language, &fresh.enrolled);
    let title = if fresh.anew { signing::codes_new(lang) } else { words::made(lang) };
    let wrong: &[(&str, &str)] = if let Above::Wrong(wrong) = above { wrong } else { &[] };
    let main = html! {
        h1 { (title) }
        (form::summary(lang, wrong))
        @if let Above::Refused(heading, text) = above {
            div role="alert" { (panel::panel(Tone::Danger, heading, text)) }
        } @else { p role="status" { (words::made_text(lang)) } }
        @if let Some(code) = &fresh.join_code { p { (words::made_join(lang, code)) } }
        h2 { (signing::factor_scan(lang)) }
        p { (words::made_app(lang)) }
        (authenticator(&enrolled.totp_secret, &enrolled.totp_uri, lang))
        h2 { (words::made_codes(lang)) }
        p { (words::made_codes_text(lang)) }
        ol.secret { @for code in &enrolled.recovery_codes { li { (code.expose()) } } }
        div.no-print {
            h2 { (words::first_time(lang)) }
            form method="post" action=(FIRST) novalidate data-once {
                (form::token(visit))
                (form::hidden("fresh", &visit.app.seals.fresh.seal(fresh)))
                (credentials(visit, email, wrong))
                div.row { button.button type="submit" { (sign_in::submit(lang)) } }
            }
        }
    };
    match above {
        Above::Refused(..) | Above::Wrong(_) => Page::care(shell::problem_title(lang, title), main),
        _ => Page::care(title, main),
    }
    .scripts(&["once.js"])
}

/// Where somebody signs in for the first time.
pub(crate) const FIRST: &str = "/join/first";

/// The first sign-in, from the page of the new account: where it fails, the page stands there again. Where it is too old to be shown
/// again, it is a sign-in like any other.
pub(crate) async fn first(mut visit: Visit, fields: Fields) -> Result<Done, Problem> {
    let fresh = visit.app.seals.fresh.open_within::<Fresh>(fields.get("fresh"), FRESH_BYTES_MAX);
    let late = |fresh: &Fresh| visit.app.sources.now() >= fresh.at.plus(FRESH);
    let Some(fresh) = fresh.filter(|fresh| !late(fresh)) else {
        return sign_in_page::submit(visit, fields).await;
    };
    let email = fields.get("email");
    let wrong = sign_in_page::faults(visit.language, &fields);
    if !wrong.is_empty() {
        let page = made(&visit, &fresh, &Above::Wrong(wrong), email).status(StatusCode::UNPROCESSABLE_ENTITY);
        return Ok(Done::new(visit, page));
    }
    let code = fields.some("code");
    // A device stands in for the code, as at the door of everybody.
    let device = visit.device.as_deref().filter(|_| code.is_none()).map(Words::new);
    let given = SignIn {
        email: Some(Words::new(email)),
        password: Some(Words::new(fields.raw("password"))),
        code: code.map(|code| Words::new(code.replace(' ', ""))),
        device,
    };
    match enter(&mut visit, given).await {
        Ok(cookies) => {
            let place = home(visit.role());
            Ok(Done { cookies, clear: true, ..Done::see(visit, place) })
        }
        Err(problem) => {
            let (status, above) = refusal(&visit, &problem);
            let page = made(&visit, &fresh, &above, email).status(status);
            Ok(Done::new(visit, page))
        }
    }
}

/// What to do for whoever cannot get in.
pub(crate) async fn forgotten(visit: Visit) -> Result<Done, Problem> {
    let lang = visit.language;
    let part = |title: &str, text: &str, place: Option<&str>| {
        html! {
            h2 { (title) }
            p { (text) }
            @if let Some(place) = place { div.row { a.button.plain href=(place) { (words::have_code(lang)) } } }
        }
    };
    let main = html! {
        (panel::back("/sign-in", sign_in::title(lang)))
        h1 { (words::forgotten_title(lang)) }
        (part(words::forgotten_password(lang), words::forgotten_password_text(lang), Some(Door::Password.place())))
        (part(words::forgotten_app(lang), words::forgotten_app_text(lang), None))
        (part(words::forgotten_both(lang), words::forgotten_both_text(lang), Some(Door::Factor.place())))
        (part(words::forgotten_tablet(lang), words::forgotten_tablet_text(lang), None))
        p { a href="/help" { (shell::help_first(lang)) } }
    };
    let page = Page::care(words::forgotten_title(lang), main);
    Ok(Done::new(visit, page))
}
