//! Reading somebody else's conversation: with a reason, as far as consent and the policies allow it.

use api::{Call, Category, Problem, Purpose, Role};
use chat_history_api::{
    ByConversation, Conversation, ListConversations, ListMessages, MessagesQuery, Paging, Speaker,
};
use http::StatusCode;
use kernel::{ConversationId, Cursor, ErrorKind, MessageId, Page as Listed, PageLimit, PersonId};
use maud::{Markup, html};

use super::acting::Acting;
use super::{open, talk};
use crate::component::banner::{Banner, Until};
use crate::component::said::Eye;
use crate::component::{form, panel};
use crate::fields::Fields;
use crate::people::People;
use crate::reply::{Done, Page};
use crate::visit::Visit;
use crate::words::{charts, handover, shell, staff, terms};

/// The reasons that somebody of a role may have.
pub(crate) const fn reasons(role: Option<Role>) -> &'static [Purpose] {
    match role {
        Some(Role::FamilyMember) => &[Purpose::Family, Purpose::Patient],
        _ => &[Purpose::Treatment, Purpose::EmergencyTreatment],
    }
}

/// A page of a resident's conversations, from the place on that the address names.
pub(crate) async fn list(
    visit: &Visit,
    patient: PersonId,
    purpose: Purpose,
) -> Result<Listed<Conversation>, Problem> {
    let after = Fields::of_query(&visit.query).some("after").map(Cursor::new);
    let paging = Paging { patient_id: Some(patient), after, limit: None };
    visit.call_for::<ListConversations>(purpose, Call::query(paging)).await
}

/// Conversations with a link to each; or that there are none, that they may not be seen, or that nobody answered, which is
/// no refusal.
pub(crate) fn listed(
    visit: &Visit,
    found: &Result<Listed<Conversation>, Problem>,
    none: &str,
    refused: &str,
) -> Markup {
    match found {
        Ok(found) if found.items.is_empty() => panel::empty(none),
        Ok(found) => talk::conversations(visit, found, list_place(visit), &visit.path),
        Err(problem) if problem.status >= 500 => panel::empty(charts::away(visit.language)),
        Err(_) => panel::empty(refused),
    }
}

/// A conversation: first why, then the words.
pub(crate) async fn one(visit: Visit) -> Result<Done, Problem> {
    let lang = visit.language;
    let conversation_id: ConversationId = visit.id("id")?;
    let query = Fields::of_query(&visit.query);
    let given = Purpose::parse(query.get("purpose")).filter(|one| reasons(visit.role()).contains(one));
    let Some(purpose) = given else {
        let offered = offered(&visit).await;
        let page = Page::of(&visit, staff::reason_title(lang), ask(&visit, offered, query.some("around")));
        return Ok(Done::new(visit, page));
    };
    let id = |name| query.some(name).and_then(|id| id.parse().ok());
    // A page that ends a little after the message that is looked for begins with what was said before it.
    let (before, around): (Option<MessageId>, Option<MessageId>) = (id("before"), id("around"));
    let before = match around {
        Some(message) => after(&visit, conversation_id, purpose, message).await,
        None => before,
    };
    let call = Call::path_and_query(
        ByConversation { conversation_id },
        MessagesQuery { before, ..MessagesQuery::default() },
    );
    match visit.call_for::<ListMessages>(purpose, call).await {
        Ok(found) => {
            let earlier = found.items.first().filter(|first| first.place > 1).map(|first| first.message_id);
            // Whose it is, its own words say.
            let patient = found.items.iter().find(|one| one.speaker == Speaker::Resident);
            let patient = patient.and_then(|one| one.author_id);
            let people = People::of(&visit, patient).await;
            let name = patient.map_or_else(|| shell::somebody(lang), |patient| people.name(patient));
            let banner = Banner { name, unit: None, why: Some((purpose, Until::Changed)) };
            let main = html! {
                (panel::back(up(&visit), shell::back(lang)))
                (panel::on_paper(&visit))
                (banner.show(lang))
                h1 { (staff::conversations(lang)) }
                @if let Some(patient) = patient.filter(|_| open::is_responder(visit.role())) {
                    div.row.no-print {
                        a.button.plain href={ "/staff/residents/" (patient) "/note" } { (handover::add(lang)) }
                    }
                }
                @if let Some(first) = earlier {
                    p { a href={ "?purpose=" (purpose.name()) "&before=" (first) } { (crate::words::talk::earlier_messages(lang)) } }
                }
                (talk::messages(&visit, &found, Eye::Reader(Some((list_place(&visit), conversation_id, purpose)))))
            };
            let page = Page::of(&visit, staff::conversations(lang), main);
            Ok(Done::new(visit, page))
        }
        Err(problem) if matches!(problem.error_kind(), ErrorKind::NotFound | ErrorKind::Forbidden) => {
            let main = html! {
                (panel::back(up(&visit), shell::back(lang)))
                h1 { (staff::not_permitted(lang)) }
                p { (staff::not_permitted_text(lang)) }
            };
            let title = shell::problem_title(lang, staff::not_permitted(lang));
            let page = Page::of(&visit, title, main).status(StatusCode::NOT_FOUND);
            Ok(Done::new(visit, page))
        }
        Err(problem) => Err(problem),
    }
}

/// How many messages stand behind the one that is looked for.
const BEHIND: PageLimit = PageLimit::of(6);

/// The message to look back from so that another stands on the page; `None` when that is the end.
pub(super) async fn after(
    visit: &Visit,
    conversation_id: ConversationId,
    purpose: Purpose,
    message: MessageId,
) -> Option<MessageId> {
    let query = MessagesQuery { after: Some(message), limit: Some(BEHIND), ..MessagesQuery::default() };
    let call = Call::path_and_query(ByConversation { conversation_id }, query);
    let found = visit.call_for::<ListMessages>(purpose, call).await.ok()?;
    found.items.get(BEHIND.get() - 1).map(|last| last.message_id)
}

fn up(visit: &Visit) -> &'static str {
    if visit.role() == Some(Role::FamilyMember) { "/family" } else { "/staff/residents" }
}

/// Where conversations of others are read.
pub(crate) fn list_place(visit: &Visit) -> &'static str {
    if visit.role() == Some(Role::FamilyMember) { "/family/conversations" } else { "/staff/conversations" }
}

/// The reasons that somebody is offered: to read in a resident's place, only who stands there.
async fn offered(visit: &Visit) -> &'static [Purpose] {
    if visit.role() == Some(Role::FamilyMember) {
        return Acting::of(visit).await.purposes_of_any(Category::ChatTranscripts);
    }
    reasons(visit.role())
}

/// Asks why somebody reads; what they came for is kept.
pub(crate) fn ask(visit: &Visit, all: &[Purpose], around: Option<&str>) -> Markup {
    let lang = visit.language;
    html! {
        (panel::back(up(visit), shell::back(lang)))
        h1 { (staff::reason_title(lang)) }
        p { (staff::reason_text(lang)) }
        form method="get" {
            @if let Some(message) = around.and_then(|id| id.parse::<MessageId>().ok()) {
                (form::hidden("around", &message.to_string()))
            }
            fieldset {
                legend { (staff::reason_title(lang)) }
                @for (place, purpose) in all.iter().enumerate() {
                    (form::choice("radio", "purpose", purpose.name(), terms::purpose(lang, *purpose), None, place == 0))
                }
            }
            div.row { button.button type="submit" { (staff::reason_submit(lang)) } }
        }
    }
}
