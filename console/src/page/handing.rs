//! Links that somebody makes for somebody else, and hands over: an invitation, a new password, a new second factor.
//!
//! The secret of a link stands on the answer of the form alone, once; there is no address that shows it again.

use api::{Call, Problem, Role, Words};
use auth_rbac_api::{
    ByInvitation, ByPerson, CreatePasswordReset, Invitation, Invite, NewInvitation, WithdrawInvitation, codes,
};
use http::StatusCode;
use kernel::{ErrorKind, InvitationId, PersonId, Timestamp};
use maud::{Markup, html};
use relationship_management_api::RelationKind;

use super::door::Door;
use crate::component::form;
use crate::component::panel::{self, Tone};
use crate::component::qr;
use crate::component::shell::home;
use crate::fields::Fields;
use crate::people::People;
use crate::reply::{Done, Page};
use crate::visit::Visit;
use crate::words::{Lang, handing as words, shell, terms};

/// What a resident or their carers may invite somebody as. A guardian in law is entered by an administrator, who has seen the
/// document.
const RELATIVES: [RelationKind; 4] = [
    RelationKind::PrimaryFamily,
    RelationKind::SecondaryFamily,
    RelationKind::EmergencyContact,
    RelationKind::AuthorizedCaregiver,
];
const OWN: &str = "/about-me/invite";

/// A link that was made.
pub(super) struct Handed<'a> {
    pub(super) door: Door,
    pub(super) token: &'a Words,
    pub(super) until: Timestamp,
    /// An invitation, which can be taken back as long as nobody has used it.
    pub(super) invitation: Option<InvitationId>,
    /// Where the page leads back to.
    pub(super) back: &'a str,
}

impl<'a> Handed<'a> {
    pub(super) const fn invitation(made: &'a Invitation, back: &'a str) -> Self {
        let (token, until, invitation) = (&made.token, made.expires_at, Some(made.invitation_id));
        Self { door: Door::Invitation, token, until, invitation, back }
    }
}

/// The page that shows a link: as a picture for a phone, as an address, and as a code to type.
pub(super) fn handed(visit: &Visit, made: &Handed<'_>) -> Page {
    let lang = visit.language;
    let (place, code) = (visit.address_of(made.door.place()), made.token.expose());
    let query: String = form_urlencoded::byte_serialize(code.as_bytes()).collect();
    let link = format!("{place}?code={query}");
    let letters: Vec<char> = code.chars().collect();
    let main = html! {
        (panel::back(made.back, shell::back(lang)))
        h1 { (words::hand(lang)) }
        p role="status" { (words::hand_text(lang)) }
        p { strong { (words::hand_until(lang, visit.when().full(made.until))) } }
        @if let Some(picture) = qr::picture(&link, words::hand_picture(lang)) { (picture) }
        h2 { (words::hand_link(lang)) }
        p.secret { (link) }
        p { (words::hand_code(lang, place)) }
        // In fours, as it is read aloud and typed; the page takes it with spaces.
        p.secret { @for four in letters.chunks(4) { span { (four.iter().collect::<String>()) } " " } }
        @if let Some(invitation) = made.invitation {
            div.no-print {
                h2 { (words::take_back(lang)) }
                p { (words::take_back_text(lang)) }
                form method="post" action={ "/invitations/" (invitation) "/take-back" } {
                    (form::token(visit))
                    div.row { button.button.danger type="submit" { (words::take_back(lang)) } }
                }
            }
        }
    };
    Page::of(visit, words::hand(lang), main)
}

/// Takes an invitation back that was made a moment ago.
pub(crate) async fn take_back(visit: Visit, _: Fields) -> Result<Done, Problem> {
    let (lang, invitation_id) = (visit.language, visit.id("id")?);
    let gone = visit.call::<WithdrawInvitation>(Call::path(ByInvitation { invitation_id })).await;
    let (tone, text) = match gone {
        Ok(_) => (Tone::Good, words::taken_back(lang)),
        // Used or over: there is nothing to take back any more.
        Err(problem) if problem.error_kind() == ErrorKind::NotFound => {
            (Tone::Warn, words::taken_already(lang))
        }
        Err(problem) => return Err(problem),
    };
    let main = html! {
        h1 { (words::take_back(lang)) }
        div role="status" { (panel::panel(tone, shell::done(lang), text)) }
        div.row { a.button href=(home(visit.role())) { (words::go_on(lang)) } }
    };
    let page = Page::of(&visit, words::take_back(lang), main);
    Ok(Done::new(visit, page))
}

/// A choice of what somebody is to a resident.
fn relations(lang: Lang, legend: &str, wrong: bool) -> Markup {
    // Whoever reads it may be the resident or a carer.
    let label = |kind| match kind {
        RelationKind::AuthorizedCaregiver => words::caregiver(lang),
        kind => terms::relation(lang, kind),
    };
    html! {
        fieldset aria-describedby=[wrong.then_some("relation-wrong")] {
            legend { (legend) }
            @if wrong { p.wrong #relation-wrong { (words::relation_need(lang)) } }
            @for kind in RELATIVES { (form::choice("radio", "relation", &name_of(kind), label(kind), None, false)) }
        }
    }
}

/// The name of a relation in the contract, as a form sends it.
fn name_of(kind: RelationKind) -> String {
    serde_json::to_value(kind).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
}

fn chosen(fields: &Fields) -> Option<RelationKind> {
    RELATIVES.into_iter().find(|kind| name_of(*kind) == fields.get("relation"))
}

/// The field that an error leads to.
fn first_relation() -> String {
    format!("relation-{}", name_of(RELATIVES[0]))
}

async fn invite(visit: &Visit, patient: Option<PersonId>, kind: RelationKind) -> Result<Invitation, Problem> {
    let new = NewInvitation {
        role: Role::FamilyMember,
        scopes: Vec::new(),
        patient_id: patient,
        relation: Some(kind),
        unit_id: None,
    };
    visit.call::<Invite>(Call::body(new)).await
}

/// A resident's own page: somebody of theirs.
pub(crate) async fn own(visit: Visit) -> Result<Done, Problem> {
    let page = own_page(&visit, false);
    Ok(Done::new(visit, page))
}

fn own_page(visit: &Visit, wrong: bool) -> Page {
    let lang = visit.language;
    let first = first_relation();
    let list: Vec<(&str, &str)> =
        wrong.then(|| (first.as_str(), words::relation_need(lang))).into_iter().collect();
    let main = html! {
        (panel::back("/about-me", shell::back(lang)))
        h1 { (words::invite(lang)) }
        (form::summary(lang, &list))
        p { (words::invite_own(lang)) }
        form method="post" action=(OWN) novalidate {
            (form::token(visit))
            (relations(lang, words::relation_own(lang), wrong))
            div.row { button.button type="submit" { (words::invite_yes(lang)) } }
        }
    };
    said(visit, words::invite(lang), main, wrong)
}

fn said(visit: &Visit, title: &str, main: Markup, bad: bool) -> Page {
    if bad {
        let title = shell::problem_title(visit.language, title);
        return Page::of(visit, title, main).status(StatusCode::UNPROCESSABLE_ENTITY);
    }
    Page::of(visit, title, main)
}

pub(crate) async fn own_invite(visit: Visit, fields: Fields) -> Result<Done, Problem> {
    let Some(kind) = chosen(&fields) else {
        let page = own_page(&visit, true);
        return Ok(Done::new(visit, page));
    };
    let made = invite(&visit, None, kind).await?;
    let page = handed(&visit, &Handed::invitation(&made, "/about-me"));
    Ok(Done::new(visit, page))
}

/// What a carer may open for a resident: an account for a relative, and a new password for the resident.
pub(crate) async fn ways_in(visit: Visit) -> Result<Done, Problem> {
    let patient = visit.id("id")?;
    let page = ways_in_page(&visit, patient, false, None).await;
    Ok(Done::new(visit, page))
}

async fn ways_in_page(visit: &Visit, patient: PersonId, wrong: bool, refused: Option<&str>) -> Page {
    let lang = visit.language;
    let (people, first) = (People::of(visit, [patient]).await, first_relation());
    let (name, back) = (people.name(patient), format!("/staff/residents/{patient}"));
    let list: Vec<(&str, &str)> =
        wrong.then(|| (first.as_str(), words::relation_need(lang))).into_iter().collect();
    let main = html! {
        (panel::back(&back, shell::back(lang)))
        h1 { (words::ways_in_of(lang, name)) }
        (form::summary(lang, &list))
        @if let Some(text) = refused { div role="alert" { (panel::panel(Tone::Danger, shell::refused(lang), text)) } }
        h2 { (words::relative(lang)) }
        p { (words::invite_for(lang, name)) }
        form method="post" action={ (back) "/ways-in/invite" } novalidate {
            (form::token(visit))
            (relations(lang, &words::relation(lang, name), wrong))
            div.row { button.button type="submit" { (words::invite_yes(lang)) } }
        }
        h2 { (words::password(lang)) }
        p { (words::password_for(lang, name)) }
        form method="post" action={ (back) "/ways-in/password" } {
            (form::token(visit))
            div.row { button.button type="submit" { (words::password_yes(lang)) } }
        }
    };
    // The tab says no name: whoever looks over a shoulder learns nothing.
    said(visit, words::ways_in(lang), main, wrong || refused.is_some())
}

pub(crate) async fn invite_relative(visit: Visit, fields: Fields) -> Result<Done, Problem> {
    let patient: PersonId = visit.id("id")?;
    let Some(kind) = chosen(&fields) else {
        let page = ways_in_page(&visit, patient, true, None).await;
        return Ok(Done::new(visit, page));
    };
    let made = invite(&visit, Some(patient), kind).await?;
    let back = format!("/staff/residents/{patient}/ways-in");
    let page = handed(&visit, &Handed::invitation(&made, &back));
    Ok(Done::new(visit, page))
}

pub(crate) async fn new_password(visit: Visit, _: Fields) -> Result<Done, Problem> {
    let (lang, patient) = (visit.language, visit.id::<PersonId>("id")?);
    let page = match visit.call::<CreatePasswordReset>(Call::path(ByPerson { person_id: patient })).await {
        Ok(made) => {
            let back = format!("/staff/residents/{patient}/ways-in");
            let (token, until) = (&made.token, made.expires_at);
            handed(&visit, &Handed { door: Door::Password, token, until, invitation: None, back: &back })
        }
        Err(problem) if problem.is(codes::NO_PASSWORD) => {
            ways_in_page(&visit, patient, false, Some(words::password_none(lang))).await
        }
        Err(problem) if problem.is(codes::DISABLED) => {
            ways_in_page(&visit, patient, false, Some(words::off(lang))).await
        }
        Err(problem) => return Err(problem),
    };
    Ok(Done::new(visit, page))
}
