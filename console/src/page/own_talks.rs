//! A conversation of one's own as a whole: ending it, and a copy to keep.

use api::{Call, Problem};
use chat_history_api::{ByConversation, EndConversation, ExportConversation, Transcript, TranscriptQuery};
use kernel::{ConversationId, MessageId};
use maud::{Markup, html};

use crate::component::form;
use crate::component::panel::{self, Tone};
use crate::component::said::{self, Eye};
use crate::fields::Fields;
use crate::reply::{Done, Page};
use crate::visit::Visit;
use crate::words::{said as words, shell, talk};

/// What can be done about a conversation, and what came of it.
pub(crate) fn ways(visit: &Visit, id: ConversationId) -> Markup {
    let lang = visit.language;
    let done = match Fields::of_query(&visit.query).get("done") {
        "ended" => Some((Tone::Good, words::ended(lang))),
        "alert" => Some((Tone::Warn, words::end_alert(lang))),
        _ => None,
    };
    html! {
        @if let Some((tone, text)) = done { div role="status" { (panel::panel(tone, shell::done(lang), text)) } }
        div.row.no-print {
            a.button.plain href={ "/talk/earlier/" (id) "/copy" } { (words::copy(lang)) }
            a.button.plain href={ "/talk/earlier/" (id) "/end" } { (words::end(lang)) }
        }
    }
}

/// Asks once more before a conversation ends.
pub(crate) async fn ask_end(visit: Visit) -> Result<Done, Problem> {
    let lang = visit.language;
    let place = format!("/talk/earlier/{}", visit.id::<ConversationId>("id")?);
    let main = html! {
        (panel::back(&place, shell::back(lang)))
        h1 { (words::end_title(lang)) }
        p { (words::end_text(lang)) }
        form method="post" action={ (place) "/end" } {
            (form::token(&visit))
            div.row.apart {
                button.button type="submit" { (words::end(lang)) }
                a.button.plain href=(place) { (shell::cancel(lang)) }
            }
        }
    };
    let page = Page::care(words::end_title(lang), main);
    Ok(Done::new(visit, page))
}

/// Ends it. Nobody is sent away in danger: while its alert is open the platform keeps it open, and the page says so.
pub(crate) async fn end(visit: Visit, _: Fields) -> Result<Done, Problem> {
    let conversation_id: ConversationId = visit.id("id")?;
    let word = match visit.call::<EndConversation>(Call::path(ByConversation { conversation_id })).await {
        Ok(_) => "ended",
        Err(problem) if problem.is(chat_history_api::codes::ALERT_OPEN) => "alert",
        Err(problem) => return Err(problem),
    };
    Ok(Done::see(visit, format!("/talk/earlier/{conversation_id}?done={word}")))
}

/// A copy to keep, after a fresh proof: what leaves the platform is out of its hands.
pub(crate) async fn copy(visit: Visit) -> Result<Done, Problem> {
    let conversation_id: ConversationId = visit.id("id")?;
    let after: Option<MessageId> =
        Fields::of_query(&visit.query).some("after").and_then(|id| id.parse().ok());
    let query = TranscriptQuery { after };
    let found = visit
        .call::<ExportConversation>(Call::path_and_query(ByConversation { conversation_id }, query))
        .await?;
    let page = Page::care(talk::log(visit.language), whole(&visit, &found));
    Ok(Done::new(visit, page))
}

fn whole(visit: &Visit, found: &Transcript) -> Markup {
    let (lang, when) = (visit.language, visit.when());
    html! {
        (panel::back(&format!("/talk/earlier/{}", found.conversation_id), shell::back(lang)))
        (panel::on_paper(visit))
        h1 { (talk::log(lang)) }
        p { strong { (when.full(found.started_at)) } }
        p.no-print { (words::copy_text(lang)) }
        div.log { ol { @for one in &found.messages { (said::message(&one.message, Eye::Own(None), lang, &when)) } } }
        @if let Some(next) = found.next {
            p.pager { a href={ "?after=" (next) } { (words::copy_next(lang)) } }
        }
    }
}
