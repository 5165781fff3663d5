//! Links that somebody makes for somebody else, and hands over: an invitation, a new password, a new second factor.
//!
//! The secret of a link stands on the answer of the form alone, once; there is no address that shows it again.

use api::{Call, Problem, Role, Words};
use auth_rbac_api::{
    ByInvitation, ByPerson, CreateFactorLink, CreatePasswordReset, GetPersonState, Invitation,
    InvitationsQuery, Invite, ListInvitations, NewInvitation, OpenInvitation, PersonState, SetPersonState,
    StateChange, WithdrawInvitation, codes,
};
use http::StatusCode;
use kernel::{ErrorKind, InvitationId, PageLimit, PersonId, Timestamp};
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

/// Something that is hard to take back, asked once more: what is asked, what comes of it, and the word for it.
pub(super) fn asked(visit: &Visit, (title, text, yes): (&str, &str, &str), place: &str, back: &str) -> Page {
    let lang = visit.language;
    let main = html! {
        (panel::back(back, shell::back(lang)))
        h1 { (title) }
        p { (text) }
        form method="post" action=(place) {
            (form::token(visit))
            div.row.apart {
                button.button.danger type="submit" { (yes) }
                a.button.plain href=(back) { (shell::cancel(lang)) }
            }
        }
    };
    Page::of(visit, title, main)
}

/// So many open invitations are shown at most.
const OPEN_MAX: PageLimit = PageLimit::of(50);

/// The invitations that nobody has used yet, each to be taken back: of a resident's relatives, or of the house. Where they cannot be
/// read the page says nothing of them: it is no less for that.
pub(super) async fn open_invitations(visit: &Visit, patient_id: Option<PersonId>) -> Markup {
    let (lang, when) = (visit.language, visit.when());
    let query = InvitationsQuery { patient_id, after: None, limit: Some(OPEN_MAX) };
    let Ok(found) = visit.call::<ListInvitations>(Call::query(query)).await else { return html! {} };
    let people = People::of(visit, found.items.iter().map(|one| one.invited_by)).await;
    let what = |one: &OpenInvitation| match one.relation {
        Some(kind) => terms::relation(lang, kind),
        None => terms::role(lang, one.role),
    };
    html! {
        @if !found.items.is_empty() {
            h2 { (words::open(lang)) }
            ul.lines {
                @for one in &found.items {
                    li {
                        p {
                            strong { (what(one)) } br;
                            span.small { (words::open_line(lang, people.name(one.invited_by), when.full(one.created_at), when.full(one.expires_at))) }
                        }
                        form method="post" action={ "/invitations/" (one.invitation_id) "/take-back" } {
                            (form::token(visit))
                            button.button.plain type="submit" aria-label={ (words::take_back(lang)) ": " (what(one)) ", " (when.full(one.created_at)) } { (words::take_back(lang)) }
                        }
                    }
                }
            }
            @if found.next.is_some() { p.small { (words::open_more(lang)) } }
        }
    }
}

/// Takes an invitation back.
pub(crate) async fn take_back(visit: Visit, _: Fields) -> Result<Done, Problem> {
    let (lang, invitation_id) = (visit.language, visit.id("id")?);
    let gone = visit.call::<WithdrawInvitation>(Call::path(ByInvitation { invitation_id })).await;
    let (tone, heading, text) = match gone {
        Ok(_) => (Tone::Good, shell::done(lang), words::taken_back(lang)),
        // Used or over: there is nothing to take back any more.
        Err(problem) if problem.error_kind() == ErrorKind::NotFound => {
            (Tone::Warn, words::taken_nothing(lang), words::taken_already(lang))
        }
        Err(problem) => return Err(problem),
    };
    let main = html! {
        h1 { (words::take_back(lang)) }
        div role="status" { (panel::panel(tone, heading, text)) }
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
    let page = own_page(&visit, false).await;
    Ok(Done::new(visit, page))
}

async fn own_page(visit: &Visit, wrong: bool) -> Page {
    let lang = visit.language;
    let first = first_relation();
    let list: Vec<(&str, &str)> =
        wrong.then(|| (first.as_str(), words::relation_need(lang))).into_iter().collect();
    let open = open_invitations(visit, None).await;
    let main = html! {
        (panel::back("/about-me", shell::back(lang)))
        h1 { (words::invite(lang)) }
        (form::summary(lang, &list))
        p { (words::invite_own(lang)) }
        form method="post" action=(OWN) novalidate data-once {
            (form::token(visit))
            (relations(lang, words::relation_own(lang), wrong))
            div.row { button.button type="submit" { (words::invite_yes(lang)) } }
        }
        (open)
    };
    said(visit, words::invite(lang), main, wrong)
}

fn said(visit: &Visit, title: &str, main: Markup, bad: bool) -> Page {
    let page = if bad {
        let title = shell::problem_title(visit.language, title);
        Page::of(visit, title, main).status(StatusCode::UNPROCESSABLE_ENTITY)
    } else {
        Page::of(visit, title, main)
    };
    page.scripts(&["once.js"])
}

pub(crate) async fn own_invite(visit: Visit, fields: Fields) -> Result<Done, Problem> {
    let Some(kind) = chosen(&fields) else {
        let page = own_page(&visit, true).await;
        return Ok(Done::new(visit, page));
    };
    let made = invite(&visit, None, kind).await?;
    let page = handed(&visit, &Handed::invitation(&made, "/about-me"));
    Ok(Done::new(visit, page))
}

/// What a carer sees to for a resident: an account for a relative, a new password, a new app, and whether the account may be used.
pub(crate) async fn ways_in(visit: Visit) -> Result<Done, Problem> {
    let patient = visit.id("id")?;
    let lang = visit.language;
    let done = match Fields::of_query(&visit.query).get("done") {
        "disabled" => Some(words::disabled(lang)),
        "enabled" => Some(words::enabled(lang)),
        _ => None,
    };
    let page = ways_in_page(&visit, patient, Said { done, ..Said::default() }).await;
    Ok(Done::new(visit, page))
}

/// What the page of ways in says first.
#[derive(Clone, Copy, Default)]
struct Said {
    /// No relation was chosen.
    wrong: bool,
    /// Why something was refused.
    refused: Option<&'static str>,
    /// What was done.
    done: Option<&'static str>,
}

async fn ways_in_page(visit: &Visit, patient: PersonId, first: Said) -> Page {
    let lang = visit.language;
    let (people, field) = (People::of(visit, [patient]).await, first_relation());
    let (name, back) = (people.name(patient), format!("/staff/residents/{patient}"));
    let list: Vec<(&str, &str)> =
        first.wrong.then(|| (field.as_str(), words::relation_need(lang))).into_iter().collect();
    let open = open_invitations(visit, Some(patient)).await;
    let part = |title: &str, text: &str, act: &str, label: &str| {
        html! {
            h2 { (title) }
            p { (text) }
            form method="post" action={ (back) "/ways-in/" (act) } data-once {
                (form::token(visit))
                div.row { button.button type="submit" { (label) } }
            }
        }
    };
    let main = html! {
        (panel::back(&back, shell::back(lang)))
        h1 { (words::ways_in_of(lang, name)) }
        (form::summary(lang, &list))
        @if let Some(text) = first.refused { div role="alert" { (panel::panel(Tone::Danger, shell::refused(lang), text)) } }
        @if let Some(text) = first.done { div role="status" { (panel::panel(Tone::Good, shell::done(lang), text)) } }
        h2 { (words::relative(lang)) }
        p { (words::invite_for(lang, name)) }
        form method="post" action={ (back) "/ways-in/invite" } novalidate data-once {
            (form::token(visit))
            (relations(lang, &words::relation(lang, name), first.wrong))
            div.row { button.button type="submit" { (words::invite_yes(lang)) } }
        }
        (open)
        (part(words::password(lang), &words::password_for(lang, name), "password", words::password_yes(lang)))
        (part(words::factor(lang), &words::factor_for(lang, name), "second-factor", words::factor_yes(lang)))
        h2 { (words::state(lang)) }
        (state_of(visit, name, &back, standing(visit, patient).await))
    };
    // The tab says no name: whoever looks over a shoulder learns nothing.
    said(visit, words::ways_in(lang), main, first.wrong || first.refused.is_some())
}

/// How a resident's account stands; `None` where it cannot be read, or is not the carer's to see to.
pub(super) async fn standing(visit: &Visit, patient: PersonId) -> Option<PersonState> {
    let path = ByPerson { person_id: patient };
    visit.call::<GetPersonState>(Call::path(path)).await.ok().map(|found| found.state)
}

/// Whether the account may be used, and the press that changes it: both where that is not known.
fn state_of(visit: &Visit, name: &str, back: &str, state: Option<PersonState>) -> Markup {
    let lang = visit.language;
    html! {
        @match state {
            Some(PersonState::Active) => p { (words::stands(lang)) },
            Some(PersonState::Disabled) => p { strong { (words::off_resident(lang, name)) } },
            None => {}
        }
        @if state != Some(PersonState::Active) {
            form method="post" action={ (back) "/ways-in/enable" } data-once {
                (form::token(visit))
                div.row { button.button.plain type="submit" { (words::enable(lang)) } }
            }
        }
        @if state != Some(PersonState::Disabled) {
            p { (words::state_for(lang, name)) }
            div.row { a.button.danger href={ (back) "/ways-in/disable" } { (words::disable(lang)) } }
        }
    }
}

pub(crate) async fn invite_relative(visit: Visit, fields: Fields) -> Result<Done, Problem> {
    let patient: PersonId = visit.id("id")?;
    let Some(kind) = chosen(&fields) else {
        let page = ways_in_page(&visit, patient, Said { wrong: true, ..Said::default() }).await;
        return Ok(Done::new(visit, page));
    };
    let made = invite(&visit, Some(patient), kind).await?;
    let back = format!("/staff/residents/{patient}/ways-in");
    let page = handed(&visit, &Handed::invitation(&made, &back));
    Ok(Done::new(visit, page))
}

pub(crate) async fn new_password(visit: Visit, _: Fields) -> Result<Done, Problem> {
    let patient = visit.id("id")?;
    let made = visit.call::<CreatePasswordReset>(Call::path(ByPerson { person_id: patient })).await;
    over(visit, Door::Password, patient, made.map(|made| (made.token, made.expires_at))).await
}

pub(crate) async fn new_factor(visit: Visit, _: Fields) -> Result<Done, Problem> {
    let patient = visit.id("id")?;
    let made = visit.call::<CreateFactorLink>(Call::path(ByPerson { person_id: patient })).await;
    over(visit, Door::Factor, patient, made.map(|made| (made.token, made.expires_at))).await
}

/// Hands a link over that was made for a resident, or says why there is none.
async fn over(
    visit: Visit,
    door: Door,
    patient: PersonId,
    made: Result<(Words, Timestamp), Problem>,
) -> Result<Done, Problem> {
    let lang = visit.language;
    let refused = match made {
        Ok((token, until)) => {
            let back = format!("/staff/residents/{patient}/ways-in");
            let page = handed(&visit, &Handed { door, token: &token, until, invitation: None, back: &back });
            return Ok(Done::new(visit, page));
        }
        Err(problem) if problem.is(codes::NO_PASSWORD) => words::password_none(lang),
        Err(problem) if problem.is(codes::DISABLED) => words::off(lang),
        Err(problem) => return Err(problem),
    };
    let page = ways_in_page(&visit, patient, Said { refused: Some(refused), ..Said::default() }).await;
    Ok(Done::new(visit, page))
}

pub(crate) async fn ask_disable(visit: Visit) -> Result<Done, Problem> {
    let (lang, patient) = (visit.language, visit.id::<PersonId>("id")?);
    let people = People::of(&visit, [patient]).await;
    let text = words::disable_resident(lang, people.name(patient));
    let back = format!("/staff/residents/{patient}/ways-in");
    let said = (words::disable_title(lang), text.as_str(), words::disable(lang));
    let page = asked(&visit, said, &format!("{back}/disable"), &back);
    Ok(Done::new(visit, page))
}

pub(crate) async fn set_state(visit: Visit, state: PersonState) -> Result<Done, Problem> {
    let person_id: PersonId = visit.id("id")?;
    let call = Call::<SetPersonState>::path_and_body(ByPerson { person_id }, StateChange { state });
    visit.call(call).await?;
    let done = if state == PersonState::Disabled { "disabled" } else { "enabled" };
    Ok(Done::see(visit, format!("/staff/residents/{person_id}/ways-in?done={done}")))
}
