//! What earlier conversations were about, as the companion remembers it: part of the memories, and taken away one by one.

use api::{Call, Problem};
use chat_history_api::{ByConversation, ForgetTalk, RememberedTalk};
use kernel::ConversationId;
use maud::{Markup, html};

use super::memories::{HERE, ask, own};
use crate::fields::Fields;
use crate::reply::Done;
use crate::visit::Visit;
use crate::words::memories;

/// The part of the page of memories.
pub(super) fn section(visit: &Visit, talks: &[RememberedTalk]) -> Markup {
    let lang = visit.language;
    html! {
        @if !talks.is_empty() {
            h2 { (memories::talks(lang)) }
            p { (memories::talks_text(lang)) }
            ul.cards { @for one in talks.iter().rev() { li.card { (card(visit, one)) } } }
        }
    }
}

fn card(visit: &Visit, one: &RememberedTalk) -> Markup {
    let lang = visit.language;
    let named = format!("talk-{}", one.conversation_id);
    html! {
        div id=(named) { (talk(visit, one)) }
        div.row {
            a.button.plain href={ (HERE) "/talks/" (one.conversation_id) "/forget" } aria-describedby=(named) {
                (memories::forget(lang))
            }
        }
    }
}

/// What is remembered of a conversation, without anything to press.
fn talk(visit: &Visit, one: &RememberedTalk) -> Markup {
    let (lang, when) = (visit.language, visit.when());
    let topics: Vec<&str> = one.topics.iter().map(|kept| kept.name.expose()).collect();
    html! {
        p.small { (memories::talked_on(lang, when.civil(one.day))) }
        p { strong { (topics.join(", ")) } }
        @if !one.agreed.is_empty() {
            p.small { (memories::agreed(lang)) }
            ul { @for what in &one.agreed { li { (what.expose()) } } }
        }
        p.small { (memories::talk_until(lang, when.full(one.expires_at))) }
    }
}

async fn one(visit: &Visit) -> Result<RememberedTalk, Problem> {
    let id: ConversationId = visit.id("id")?;
    let found = own(visit).await?.talks.into_iter().find(|one| one.conversation_id == id);
    found.ok_or_else(|| Problem::new(api::codes::NOT_FOUND))
}

pub(crate) async fn ask_forget(visit: Visit) -> Result<Done, Problem> {
    let lang = visit.language;
    let one = one(&visit).await?;
    let what = html! {
        section.panel { (talk(&visit, &one)) }
        p { (memories::forget_text(lang)) }
        p { (memories::messages_stay(lang)) }
    };
    let action = format!("{HERE}/talks/{}/forget", one.conversation_id);
    let page = ask(&visit, memories::forget_title(lang), &action, memories::forget_yes(lang), true, &what);
    Ok(Done::new(visit, page))
}

pub(crate) async fn forget(visit: Visit, _: Fields) -> Result<Done, Problem> {
    let conversation_id = visit.id("id")?;
    visit.call::<ForgetTalk>(Call::path(ByConversation { conversation_id })).await?;
    Ok(Done::see(visit, "/about-me/memories?done=forgotten"))
}
