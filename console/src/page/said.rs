//! What a resident does about things that were said: what they think of a reply, taking words of their own back, and
//! looking for words. What is looked for is never part of an address.

use api::{Call, Problem, Purpose, Words};
use chat_history_api::{
    ByConversation, ByMessage, Feedback, FeedbackReason, Found, FoundMessages, GiveFeedback, ListMessages,
    Message, MessagesQuery, NewRedaction, RedactMessage, RedactionReason, Search, SearchOwn, Speaker,
};
use http::StatusCode;
use kernel::{ConversationId, ErrorKind, MessageId, PageLimit};
use maud::{Markup, html};

use super::{reading, talk as talk_page};
use crate::component::form::{self, Field};
use crate::component::panel;
use crate::component::said::{self, Eye};
use crate::fields::Fields;
use crate::reply::{Done, Page};
use crate::visit::Visit;
use crate::words::{Lang, said as words, shell, talk};

pub(super) fn place(visit: &Visit) -> Result<ByMessage, Problem> {
    Ok(ByMessage { conversation_id: visit.id("conversation")?, message_id: visit.id("message")? })
}

/// Where a message of a conversation stands.
pub(super) fn log(visit: &Visit, conversation: ConversationId) -> String {
    if visit.session.as_ref().and_then(|session| session.conversation) == Some(conversation) {
        "/talk".to_owned()
    } else {
        format!("/talk/earlier/{conversation}")
    }
}

/// The message itself, by way of the one before it: it is shown, so that nobody judges or takes back another.
async fn message(visit: &Visit, place: &ByMessage) -> Result<Message, Problem> {
    let list = async |query| {
        let by = ByConversation { conversation_id: place.conversation_id };
        visit.call::<ListMessages>(Call::path_and_query(by, query)).await
    };
    let one = Some(PageLimit::of(1));
    let before = MessagesQuery { before: Some(place.message_id), limit: one, ..MessagesQuery::default() };
    let after = list(before).await?.items.last().map(|before| before.message_id);
    let found = list(MessagesQuery { after, ..MessagesQuery::default() }).await?.items;
    let found = found.into_iter().find(|one| one.message_id == place.message_id);
    found.ok_or_else(|| Problem::new(api::codes::NOT_FOUND))
}

/// A page with a message and a form about it.
fn about(visit: &Visit, title: &str, one: &Message, wrong: Option<(&str, &str)>, rest: &Markup) -> Page {
    let lang = visit.language;
    let list: Vec<(&str, &str)> = wrong.into_iter().collect();
    let main = html! {
        h1 { (title) }
        (form::summary(lang, &list))
        div.log { ol { (said::message(one, Eye::Own(None), lang, &visit.when())) } }
        (rest)
    };
    match wrong {
        Some(_) => {
            Page::care(shell::problem_title(lang, title), main).status(StatusCode::UNPROCESSABLE_ENTITY)
        }
        None => Page::care(title, main),
    }
}

const fn why(lang: Lang, reason: FeedbackReason) -> &'static str {
    match reason {
        FeedbackReason::Misunderstood => words::misunderstood(lang),
        FeedbackReason::Repeated => words::repeated(lang),
        FeedbackReason::Unwanted => words::unwanted(lang),
        FeedbackReason::Unkind => words::unkind(lang),
        FeedbackReason::Unclear => words::unclear(lang),
        FeedbackReason::Unsafe => words::harmful(lang),
    }
}

pub(crate) async fn opinion(visit: Visit) -> Result<Done, Problem> {
    let place = place(&visit)?;
    let one = message(&visit, &place).await?;
    if one.speaker != Speaker::Companion {
        return Err(Problem::new(api::codes::NOT_FOUND));
    }
    let page = opinion_page(&visit, &place, &one, None);
    Ok(Done::new(visit, page))
}

fn opinion_page(visit: &Visit, place: &ByMessage, one: &Message, wrong: Option<&str>) -> Page {
    let (lang, known) = (visit.language, one.feedback);
    let reason = known.and_then(|known| known.reason);
    let rest = html! {
        p { (words::opinion_text(lang)) }
        form method="post" action={ "/talk/said/" (place.conversation_id) "/" (place.message_id) "/opinion" } {
            (form::token(visit))
            fieldset {
                legend { (words::opinion(lang)) }
                (form::choice("radio", "helpful", "yes", words::yes(lang), None, known.is_some_and(|one| one.helpful)))
                (form::choice("radio", "helpful", "no", words::no(lang), None, known.is_some_and(|one| !one.helpful)))
            }
            fieldset {
                legend { (words::why(lang)) }
                (form::choice("radio", "reason", "none", words::no_reason(lang), None, reason.is_none()))
                @for one in FeedbackReason::ALL {
                    (form::choice("radio", "reason", one.name(), why(lang, *one), None, reason == Some(*one)))
                }
            }
            div.row.apart {
                button.button type="submit" { (words::save(lang)) }
                a.button.plain href=(log(visit, place.conversation_id)) { (shell::cancel(lang)) }
            }
        }
    };
    about(visit, words::opinion(lang), one, wrong.map(|text| ("helpful-yes", text)), &rest)
}

pub(crate) async fn give(visit: Visit, fields: Fields) -> Result<Done, Problem> {
    let place = place(&visit)?;
    let helpful = match fields.get("helpful") {
        "yes" => true,
        "no" => false,
        _ => {
            let one = message(&visit, &place).await?;
            let page = opinion_page(&visit, &place, &one, Some(words::need_opinion(visit.language)));
            return Ok(Done::new(visit, page));
        }
    };
    let given = fields.get("reason");
    // A reason belongs to a reply that did not help.
    let reason = FeedbackReason::ALL.iter().copied().find(|one| !helpful && one.name() == given);
    let back = log(&visit, place.conversation_id);
    visit.call(Call::<GiveFeedback>::path_and_body(place, Feedback { helpful, reason })).await?;
    Ok(Done::see(visit, back))
}

const fn because(lang: Lang, reason: RedactionReason) -> &'static str {
    match reason {
        RedactionReason::AskedFor => words::asked_for(lang),
        RedactionReason::AboutAnother => words::about_another(lang),
        RedactionReason::WrongPerson => words::wrong_person(lang),
        RedactionReason::Secret => words::secret(lang),
    }
}

pub(crate) async fn ask_take_back(visit: Visit) -> Result<Done, Problem> {
    let place = place(&visit)?;
    let one = own(&visit, &place).await?;
    let page = take_page(&visit, &place, &one, None);
    Ok(Done::new(visit, page))
}

/// A message of the resident's own, whose words are still there.
pub(super) async fn own(visit: &Visit, place: &ByMessage) -> Result<Message, Problem> {
    let one = message(visit, place).await?;
    let theirs = one.speaker == Speaker::Resident && one.redacted_at.is_none();
    theirs.then_some(one).ok_or_else(|| Problem::new(api::codes::NOT_FOUND))
}

fn take_page(visit: &Visit, place: &ByMessage, one: &Message, wrong: Option<&str>) -> Page {
    let lang = visit.language;
    let rest = html! {
        p { (words::take_1(lang)) }
        p { (words::take_2(lang)) }
        p { (words::take_3(lang)) }
        form method="post" action={ "/talk/said/" (place.conversation_id) "/" (place.message_id) "/take-back" } {
            (form::token(visit))
            fieldset {
                legend { (words::take_why(lang)) }
                @for one in RedactionReason::ALL {
                    (form::choice("radio", "reason", one.name(), because(lang, *one), None, false))
                }
            }
            div.row.apart {
                button.button.danger type="submit" { (words::take_yes(lang)) }
                a.button.plain href=(log(visit, place.conversation_id)) { (shell::cancel(lang)) }
            }
        }
    };
    let wrong = wrong.map(|text| ("reason-asked_for", text));
    about(visit, words::take_title(lang), one, wrong, &rest)
}

pub(crate) async fn take_back(visit: Visit, fields: Fields) -> Result<Done, Problem> {
    let place = place(&visit)?;
    let one = own(&visit, &place).await?;
    let given = fields.get("reason");
    let Some(reason) = RedactionReason::ALL.iter().copied().find(|one| one.name() == given) else {
        let page = take_page(&visit, &place, &one, Some(words::need_reason(visit.language)));
        return Ok(Done::new(visit, page));
    };
    let call = Call::<RedactMessage>::path_and_body(place.clone(), NewRedaction { reason });
    match visit.call(call).await {
        Ok(_) => {
            let back = log(&visit, place.conversation_id);
            Ok(Done::see(visit, back))
        }
        Err(problem) if problem.error_kind() == ErrorKind::Conflict => {
            let page = take_page(&visit, &place, &one, Some(words::too_often(visit.language)));
            Ok(Done::new(visit, page))
        }
        Err(problem) => Err(problem),
    }
}

pub(crate) async fn search(visit: Visit) -> Result<Done, Problem> {
    let page = search_page(&visit, "", None, None);
    Ok(Done::new(visit, page))
}

/// Looks for words. They go in the body of a form, and stand nowhere but on the answer.
pub(crate) async fn look(visit: Visit, fields: Fields) -> Result<Done, Problem> {
    let wanted = fields.get("words");
    let search = Search {
        words: Words::new(wanted),
        from: None,
        until: None,
        before: fields.some("before").and_then(|id| id.parse().ok()),
    };
    let fits = (2..=200).contains(&wanted.chars().count());
    let found = if fits { Some(visit.call::<SearchOwn>(Call::body(search)).await) } else { None };
    let page = match found {
        Some(Ok(found)) => search_page(&visit, wanted, Some(&found), None),
        Some(Err(problem)) if problem.error_kind() != ErrorKind::Invalid => return Err(problem),
        Some(Err(_)) | None => search_page(&visit, wanted, None, Some(words::search_wrong(visit.language))),
    };
    Ok(Done::new(visit, page))
}

fn search_page(visit: &Visit, wanted: &str, found: Option<&FoundMessages>, wrong: Option<&str>) -> Page {
    let lang = visit.language;
    let list: Vec<(&str, &str)> = wrong.map(|text| ("words", text)).into_iter().collect();
    let main = html! {
        (panel::back("/talk/earlier", shell::back(lang)))
        h1 { (words::search_title(lang)) }
        (form::summary(lang, &list))
        form method="post" action="/talk/search" novalidate {
            (form::token(visit))
            (Field { wrong, value: wanted, hint: Some(words::search_hint(lang)),
                ..Field::text("words", words::search_label(lang)) }.show())
            div.row { button.button type="submit" { (words::search_go(lang)) } }
        }
        @if let Some(found) = found { (results(visit, wanted, found)) }
    };
    let title = words::search_title(lang);
    match wrong {
        Some(_) => {
            Page::care(shell::problem_title(lang, title), main).status(StatusCode::UNPROCESSABLE_ENTITY)
        }
        None => Page::care(title, main),
    }
}

fn results(visit: &Visit, wanted: &str, found: &FoundMessages) -> Markup {
    let lang = visit.language;
    let none = if found.next.is_some() { words::none_here(lang) } else { words::none(lang) };
    html! {
        div role="status" {
            @if found.found.is_empty() { (panel::empty(none)) }
            @else { h2 { (words::found(lang, found.found.len())) } }
        }
        @if !found.found.is_empty() { ul.lines { @for one in &found.found { li { (hit(visit, one)) } } } }
        @if let Some(next) = found.next {
            form method="post" action="/talk/search" {
                (form::token(visit))
                (form::hidden("words", wanted))
                (form::hidden("before", &next.to_string()))
                div.row { button.button.plain type="submit" { (words::go_on(lang)) } }
            }
        }
    }
}

fn hit(visit: &Visit, one: &Found) -> Markup {
    let (lang, when) = (visit.language, visit.when());
    let by = match one.speaker {
        Speaker::Resident => talk::you(lang),
        Speaker::Companion => talk::companion(lang),
        Speaker::Staff => talk::staff(lang),
    };
    html! {
        p {
            a href={ "/talk/found/" (one.conversation_id) "/" (one.message_id) "#m-" (one.message_id) } {
                (words::found_by(lang, by, when.full(one.created_at)))
            }
        }
        p { (one.excerpt.expose()) }
    }
}

/// What was found, where it was said: the page begins with what was said before it.
pub(crate) async fn there(visit: Visit) -> Result<Done, Problem> {
    let lang = visit.language;
    let conversation_id: ConversationId = visit.id("conversation")?;
    let message: MessageId = visit.id("message")?;
    let before = reading::after(&visit, conversation_id, Purpose::Patient, message).await;
    let query = MessagesQuery { before, ..MessagesQuery::default() };
    let call = Call::path_and_query(ByConversation { conversation_id }, query);
    let found = visit.call::<ListMessages>(call).await?;
    let whole = format!("/talk/earlier/{conversation_id}");
    let main = html! {
        (panel::back("/talk/search", shell::back(lang)))
        h1 { (talk::log(lang)) }
        @if let Some(first) = found.items.first() {
            p { strong { (visit.when().day(first.created_at)) } }
            @if first.place > 1 {
                p { a href={ (whole) "?before=" (first.message_id) } { (talk::earlier_messages(lang)) } }
            }
        }
        (talk_page::messages(&visit, &found, Eye::Back(conversation_id)))
        p { a href=(whole) { (words::whole(lang)) } }
    };
    let page = Page::care(talk::log(lang), main);
    Ok(Done::new(visit, page))
}
