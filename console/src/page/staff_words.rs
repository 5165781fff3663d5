//! A member of staff corrects words of their own, in a conversation that they may read: the old words stay readable.

use api::{Call, Problem, Purpose, Words};
use chat_history_api::{
    ByConversation, ByMessage, CorrectMessage, Correction, ListMessages, ListVersions, Message,
    MessagesQuery, Speaker,
};
use http::StatusCode;
use kernel::{AlertId, ErrorKind};
use maud::html;

use super::correcting::stood;
use crate::component::said::{self, Eye};
use crate::component::{form, panel};
use crate::fields::Fields;
use crate::reply::{Done, Page};
use crate::visit::Visit;
use crate::words::{said as words, shell, staff, terms};

/// What staff write, they write for the treatment, and correct for it.
const WHY: Purpose = Purpose::Treatment;
/// The longest message of staff, in characters.
const CHARS_MAX: usize = 4_000;

fn place(visit: &Visit) -> Result<ByMessage, Problem> {
    Ok(ByMessage { conversation_id: visit.id("id")?, message_id: visit.id("message")? })
}

/// Where the page leads back to: the alert that it was opened from, else the conversation.
fn back(place: &ByMessage, alert: &str) -> String {
    match alert.parse::<AlertId>() {
        Ok(alert) => format!("/staff/alerts/{alert}"),
        Err(_) => format!("/staff/conversations/{}?purpose={}", place.conversation_id, WHY.name()),
    }
}

/// The caller's own message. Another's is none to correct, and is as one that is not there.
async fn own(visit: &Visit, place: &ByMessage) -> Result<Message, Problem> {
    let path = ByConversation { conversation_id: place.conversation_id };
    let call = Call::path_and_query(path, MessagesQuery::default());
    let found = visit.call_for::<ListMessages>(WHY, call).await?.items;
    let by = visit.signed_in().map(|session| session.person);
    let mine = |one: &Message| {
        one.message_id == place.message_id && one.speaker == Speaker::Staff && one.author_id == by
    };
    found.into_iter().find(mine).ok_or_else(|| Problem::new(api::codes::NOT_FOUND))
}

pub(crate) async fn show(visit: Visit) -> Result<Done, Problem> {
    let place = place(&visit)?;
    let one = own(&visit, &place).await?;
    let alert = Fields::of_query(&visit.query).get("alert").to_owned();
    let page = page(&visit, &place, Some(&one), (one.content.expose(), &alert, None)).await;
    Ok(Done::new(visit, page))
}

async fn page(
    visit: &Visit,
    place: &ByMessage,
    one: Option<&Message>,
    (typed, alert, wrong): (&str, &str, Option<&'static str>),
) -> Page {
    let lang = visit.language;
    let at = format!("/staff/conversations/{}/{}/correct", place.conversation_id, place.message_id);
    let before = match one.filter(|one| one.edited_at.is_some()) {
        Some(_) => visit.call_for::<ListVersions>(WHY, Call::path(place.clone())).await.ok(),
        None => None,
    };
    let list: Vec<(&str, &str)> = wrong.map(|text| ("words", text)).into_iter().collect();
    let main = html! {
        (panel::back(&back(place, alert), shell::back(lang)))
        h1 { (words::correct_title(lang)) }
        (form::summary(lang, &list))
        p { strong { (staff::reading_as(lang, terms::purpose(lang, WHY))) } }
        @if let Some(one) = one {
            div.log { ol { (said::message(one, Eye::Reader(None), lang, &visit.when())) } }
        }
        p { (staff::correct_text(lang)) }
        form method="post" action=(at) novalidate {
            (form::token(visit))
            (form::hidden("alert", alert))
            div.field.bad[wrong.is_some()] {
                label for="words" { (words::correct_label(lang)) }
                @if let Some(text) = wrong { p.wrong #words-wrong { (text) } }
                textarea #words name="words" rows="4" maxlength="4000" autocomplete="off"
                    aria-describedby=[wrong.map(|_| "words-wrong")] aria-invalid=[wrong.map(|_| "true")] { (typed) }
            }
            div.row { button.button type="submit" { (words::correct_yes(lang)) } }
        }
        @if let Some(before) = &before { (stood(visit, before)) }
    };
    let title = words::correct_title(lang);
    match wrong {
        Some(_) => {
            Page::work(shell::problem_title(lang, title), main).status(StatusCode::UNPROCESSABLE_ENTITY)
        }
        None => Page::work(title, main),
    }
}

pub(crate) async fn correct(visit: Visit, fields: Fields) -> Result<Done, Problem> {
    let place = place(&visit)?;
    let lang = visit.language;
    let (typed, alert) = (fields.get("words").replace("\r\n", "\n"), fields.get("alert").to_owned());
    let length = typed.trim().chars().count();
    let wrong = if length == 0 {
        words::correct_empty(lang)
    } else if length > CHARS_MAX {
        staff::unsent_refused(lang)
    } else {
        let body = Correction { content: Words::new(typed.as_str()) };
        let call = Call::<CorrectMessage>::path_and_body(place.clone(), body);
        match visit.call_for::<CorrectMessage>(WHY, call).await {
            Ok(_) => {
                let back = back(&place, &alert);
                return Ok(Done::see(visit, back));
            }
            Err(problem) if problem.error_kind() == ErrorKind::Conflict => words::correct_late(lang),
            Err(problem) if problem.status >= 500 => staff::unsent_away(lang),
            Err(problem) => return Err(problem),
        }
    };
    // What was typed stays, also where what stood there cannot be read now.
    let one = own(&visit, &place).await.ok();
    let page = page(&visit, &place, one.as_ref(), (&typed, &alert, Some(wrong))).await;
    Ok(Done::new(visit, page))
}
