//! What a program read in a resident's own messages, and their word on it: right, or not how they meant it.

use api::{Call, Problem, Purpose};
use chat_history_api::{
    AnalysisMark, ByConversation, ByMessage, ListConversations, ListMessages, MarkAnalysis, MarkReason,
    Message, MessageAnalysis, MessagesQuery, Paging, ReadAnalysis, Speaker,
};
use kernel::{ErrorKind, PageLimit};
use maud::{Markup, html};

use super::said;
use crate::component::form;
use crate::component::panel::{self, Tone};
use crate::component::said::{Eye, message_with, speaker};
use crate::fields::Fields;
use crate::reply::{Done, Page};
use crate::visit::Visit;
use crate::words::{Lang, found as words, shell, terms};

/// So many conversations are looked through for one day.
const TALKS_MAX: usize = 8;
/// So many of their last messages.
const MESSAGES: PageLimit = PageLimit::of(200);
/// So many messages of a day are shown.
const SHOWN: usize = 60;

/// Where a message's page is.
pub(super) fn link(at: &ByMessage) -> String {
    format!("/talk/said/{}/{}/found", at.conversation_id, at.message_id)
}

pub(crate) async fn show(visit: Visit) -> Result<Done, Problem> {
    let place = said::place(&visit)?;
    let one = said::own(&visit, &place).await?;
    let found = visit.call_for::<ReadAnalysis>(Purpose::Patient, Call::path(place.clone())).await?;
    let page = page(&visit, &place, &one, &found);
    Ok(Done::new(visit, page))
}

/// Where they came from: the day, if it was one, else where the message stands.
fn back(visit: &Visit, place: &ByMessage, day: &str) -> String {
    match day.parse::<jiff::civil::Date>() {
        Ok(day) => format!("/about-me/days/{day}/read"),
        Err(_) => said::log(visit, place.conversation_id),
    }
}

fn page(visit: &Visit, place: &ByMessage, one: &Message, found: &MessageAnalysis) -> Page {
    let lang = visit.language;
    let query = Fields::of_query(&visit.query);
    let day = query.get("day");
    let by = speaker(one.speaker, Eye::Own(None), lang);
    let main = html! {
        (panel::back(&back(visit, place, day), shell::back(lang)))
        h1 { (words::title(lang)) }
        @if query.get("done") == "cannot" {
            div role="status" { (panel::panel(Tone::Warn, words::title(lang), words::cannot(lang))) }
        }
        p { (words::intro(lang)) }
        div.log { ol { (message_with(one, (Eye::Own(None), by), None, lang, &visit.when())) } }
        p { strong { (read(found, lang)) } }
        @match found.mark.as_ref().map(|kept| kept.mark.right) {
            Some(true) => div role="status" { p { strong { (words::said_yes(lang)) } " " (words::change(lang)) } },
            Some(false) => div role="status" { p { strong { (words::said_no(lang)) } " " (words::change(lang)) } },
            None => h2 { (words::question(lang)) },
        }
        form method="post" action=(link(place)) {
            (form::token(visit))
            (form::hidden("day", day))
            div.row.apart {
                button.button type="submit" name="right" value="yes" { (words::yes(lang)) }
                button.button.plain type="submit" name="right" value="no" { (words::no(lang)) }
            }
        }
        p { (words::effect(lang)) }
        p { (words::leaves(lang)) }
    };
    Page::care(words::title(lang), main)
}

/// What was read, as people say it: no level and no figure.
fn read(found: &MessageAnalysis, lang: Lang) -> String {
    if found.categories.is_empty() {
        return words::nothing(lang).to_owned();
    }
    let kinds: Vec<&str> = found.categories.iter().map(|one| terms::crisis(lang, *one)).collect();
    words::read(lang, kinds.join(", "))
}

pub(crate) async fn take(visit: Visit, fields: Fields) -> Result<Done, Problem> {
    let place = said::place(&visit)?;
    let mark = match fields.get("right") {
        "yes" => AnalysisMark { right: true, ..AnalysisMark::default() },
        "no" => AnalysisMark { reasons: vec![MarkReason::NotMeant], ..AnalysisMark::default() },
        _ => return Err(Problem::new(api::codes::INVALID)),
    };
    let day = fields.get("day").parse::<jiff::civil::Date>();
    let day = day.map_or_else(|_| String::new(), |day| format!("day={day}&"));
    let call = Call::<MarkAnalysis>::path_and_body(place.clone(), mark);
    let done = match visit.call_for::<MarkAnalysis>(Purpose::Patient, call).await {
        Ok(_) => "said",
        Err(problem) if problem.error_kind() == ErrorKind::Conflict => "cannot",
        Err(problem) => return Err(problem),
    };
    Ok(Done::see(visit, format!("{}?{day}done={done}", link(&place))))
}

/// The resident's words of one day, each with the way to what was read in it.
pub(crate) async fn day(visit: Visit) -> Result<Done, Problem> {
    let lang = visit.language;
    let date: String = visit.id("date")?;
    let (said, more) = said_on(&visit, &date).await?;
    let title = words::on_day(lang, visit.when().calendar(&date));
    let main = html! {
        (panel::back("/about-me/days", shell::back(lang)))
        h1 { (title) }
        p { (words::intro(lang)) }
        @if said.is_empty() { (panel::empty(words::none_on_day(lang))) }
        @else { div.log { ol { @for (place, one) in &said { (line(&visit, place, one, &date)) } } } }
        @if more { p { a href="/talk/earlier" { (words::some_on_day(lang)) } } }
    };
    let page = Page::care(words::title(lang), main);
    Ok(Done::new(visit, page))
}

fn line(visit: &Visit, place: &ByMessage, one: &Message, date: &str) -> Markup {
    let lang = visit.language;
    let more = Some((format!("{}?day={date}", link(place)), words::on_day_link(lang)));
    message_with(one, (Eye::Own(None), speaker(one.speaker, Eye::Own(None), lang)), more, lang, &visit.when())
}

/// What the resident said on a day, and whether there is more than was read.
async fn said_on(visit: &Visit, date: &str) -> Result<(Vec<(ByMessage, Message)>, bool), Problem> {
    let when = visit.when();
    let Ok(_) = date.parse::<jiff::civil::Date>() else { return Err(Problem::new(api::codes::NOT_FOUND)) };
    let found = visit.call_for::<ListConversations>(Purpose::Patient, Call::query(Paging::default())).await?;
    let of_day = found.items.iter().filter(|one| {
        when.iso(one.started_at).as_str() <= date && date <= when.iso(one.last_active_at).as_str()
    });
    let talks: Vec<_> = of_day.collect();
    let mut more = talks.len() > TALKS_MAX || found.next.is_some() && talks.is_empty();
    let mut said = Vec::new();
    for talk in talks.into_iter().take(TALKS_MAX).rev() {
        let by = ByConversation { conversation_id: talk.conversation_id };
        let query = MessagesQuery { limit: Some(MESSAGES), ..MessagesQuery::default() };
        let page = visit.call_for::<ListMessages>(Purpose::Patient, Call::path_and_query(by, query)).await?;
        // What was said before the page may be of that day too.
        more |= page.items.first().is_some_and(|first| first.place > 1 && when.iso(first.created_at) == date);
        let own = page.items.into_iter().filter(|one| {
            one.speaker == Speaker::Resident && one.redacted_at.is_none() && when.iso(one.created_at) == date
        });
        said.extend(own.map(|one| {
            (ByMessage { conversation_id: talk.conversation_id, message_id: one.message_id }, one)
        }));
    }
    more |= said.len() > SHOWN;
    said.truncate(SHOWN);
    Ok((said, more))
}
