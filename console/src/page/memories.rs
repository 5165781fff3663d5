//! What the companion remembers of a resident: seen, set straight, and taken away by them.

use api::{Call, Problem, Words};
use chat_history_api::{
    ByFact, Chapter, ChooseMemory, CorrectMemory, ForgetMemory, ListMemories, Memories, MemoryChoice,
    NewValue, RememberedFact, Sensitivity,
};
use http::StatusCode;
use kernel::{ErrorKind, FactId};
use maud::{Markup, html};

use super::talks;
use crate::component::form::{self, Field};
use crate::component::panel::{self, Tone};
use crate::fields::Fields;
use crate::reply::{Done, Page};
use crate::visit::Visit;
use crate::words::{Lang, memories, shell, tag};

pub(super) const HERE: &str = "/about-me/memories";
/// The most characters of a remembered value.
const VALUE_CHARS_MAX: usize = 120;

pub(super) async fn own(visit: &Visit) -> Result<Memories, Problem> {
    visit.call::<ListMemories>(Call::default()).await
}

pub(crate) async fn show(visit: Visit) -> Result<Done, Problem> {
    let lang = visit.language;
    let found = own(&visit).await?;
    let done = match Fields::of_query(&visit.query).get("done") {
        "changed" => Some(memories::changed(lang)),
        "forgotten" => Some(memories::forgotten(lang)),
        "all" => Some(memories::all_forgotten(lang)),
        "yes" => Some(memories::allowed(lang)),
        "no" => Some(memories::stopped(lang)),
        _ => None,
    };
    let main = html! {
        (panel::back("/about-me", shell::back(lang)))
        h1 { (memories::title(lang)) }
        @if let Some(text) = done { div role="status" { (panel::panel(Tone::Good, shell::done(lang), text)) } }
        @else { p { (memories::intro(lang)) } }
        (choice(found.allowed, lang))
        h2 { (memories::facts(lang)) }
        @if found.facts.is_empty() { (panel::empty(memories::empty(lang))) }
        ul.cards { @for one in &found.facts { li.card { (card(&visit, one)) } } }
        (talks::section(&visit, &found.talks))
        h2 { (memories::story(lang)) }
        @if found.story.is_empty() { (panel::empty(memories::story_empty(lang))) }
        @else { p { (memories::story_text(lang)) } }
        @for (number, one) in (1_usize..).zip(&found.story) { (chapter(&visit, number, one)) }
        @if !(found.facts.is_empty() && found.story.is_empty() && found.talks.is_empty()) {
            div.row { a.button.plain href="/about-me/memories/forget-all" { (memories::forget_all(lang)) } }
        }
    };
    let page = Page::care(memories::title(lang), main);
    Ok(Done::new(visit, page))
}

/// Whether anything may be remembered, with the way to the other answer.
fn choice(allowed: Option<bool>, lang: Lang) -> Markup {
    let (heading, text) = match allowed {
        Some(true) => (memories::may(lang), memories::may_text(lang)),
        Some(false) => (memories::may_not(lang), memories::may_not_text(lang)),
        None => (memories::never_asked(lang), memories::never_asked_text(lang)),
    };
    html! {
        (panel::panel(Tone::Note, heading, text))
        div.row {
            @if allowed == Some(true) {
                a.button.plain href="/about-me/memories/choice/no" { (memories::stop(lang)) }
            } @else {
                a.button.plain href="/about-me/memories/choice/yes" { (memories::allow(lang)) }
            }
        }
    }
}

/// What a relation of a fact is called. One that is not known yet is something that was told.
fn relation(lang: Lang, relation: &str) -> &'static str {
    match relation {
        "name" => memories::name(lang),
        "died" => memories::died(lang),
        "kin" => memories::kin(lang),
        "likes" => memories::likes(lang),
        "worked" => memories::worked(lang),
        "visits" => memories::visits(lang),
        "dislikes" => memories::dislikes(lang),
        "far" => memories::far(lang),
        "ill" => memories::ill(lang),
        "hurts" => memories::hurts(lang),
        "quarrelled" => memories::quarrelled(lang),
        _ => memories::other(lang),
    }
}

/// What a fact says, without anything to press.
fn fact(visit: &Visit, one: &RememberedFact) -> Markup {
    let (lang, when, fact) = (visit.language, visit.when(), &one.fact);
    let what = relation(lang, &fact.relation);
    let foreign = (fact.language != lang).then(|| tag(fact.language));
    html! {
        @if fact.subject.expose().is_empty() { p.small { (what) } }
        @else { p.small { (memories::about(lang, what, fact.subject.expose())) } }
        p { strong lang=[foreign] { (fact.value.expose()) } }
        p.small {
            (memories::told_on(lang, when.civil(fact.day)))
            @if let Some(last) = fact.expires { br; (memories::until_day(lang, when.civil(last))) }
            @if fact.sensitivity == Sensitivity::Sensitive { br; (memories::sensitive(lang)) }
        }
    }
}

fn card(visit: &Visit, one: &RememberedFact) -> Markup {
    let lang = visit.language;
    let named = format!("fact-{}", one.fact_id);
    html! {
        div id=(named) { (fact(visit, one)) }
        div.row.apart {
            a.button.plain href={ (HERE) "/" (one.fact_id) } aria-describedby=(named) { (memories::change(lang)) }
            a.button.plain href={ (HERE) "/" (one.fact_id) "/forget" } aria-describedby=(named) {
                (memories::forget(lang))
            }
        }
    }
}

fn chapter(visit: &Visit, number: usize, one: &Chapter) -> Markup {
    let (lang, when) = (visit.language, visit.when());
    html! {
        section.panel {
            h3 { (memories::chapter(lang, number)) }
            p.small { (memories::kept_on(lang, when.full(one.saved_at))) }
            @if one.words.is_empty() { p { (memories::chapter_gone(lang)) } }
            @for words in &one.words { p { (words.expose()) } }
        }
    }
}

async fn one(visit: &Visit) -> Result<RememberedFact, Problem> {
    let id: FactId = visit.id("id")?;
    let found = own(visit).await?.facts.into_iter().find(|one| one.fact_id == id);
    found.ok_or_else(|| Problem::new(api::codes::NOT_FOUND))
}

pub(crate) async fn change(visit: Visit) -> Result<Done, Problem> {
    let one = one(&visit).await?;
    let page = change_page(&visit, &one, one.fact.value.expose(), None);
    Ok(Done::new(visit, page))
}

fn change_page(visit: &Visit, one: &RememberedFact, value: &str, wrong: Option<&str>) -> Page {
    let lang = visit.language;
    let list: Vec<(&str, &str)> = wrong.map(|text| ("value", text)).into_iter().collect();
    let main = html! {
        (panel::back(HERE, shell::back(lang)))
        h1 { (memories::change_title(lang)) }
        (form::summary(lang, &list))
        section.panel { (fact(visit, one)) }
        form method="post" action={ (HERE) "/" (one.fact_id) } novalidate {
            (form::token(visit))
            (Field { wrong, value, hint: Some(memories::value_hint(lang)),
                ..Field::text("value", memories::value(lang)) }.show())
            div.row.apart {
                button.button type="submit" { (memories::save(lang)) }
                a.button.plain href=(HERE) { (shell::cancel(lang)) }
            }
        }
    };
    let title = memories::change_title(lang);
    let (title, status) = match wrong {
        Some(_) => (shell::problem_title(lang, title), StatusCode::UNPROCESSABLE_ENTITY),
        None => (title.to_owned(), StatusCode::OK),
    };
    Page::care(title, main).status(status)
}

pub(crate) async fn correct(visit: Visit, fields: Fields) -> Result<Done, Problem> {
    let fact_id: FactId = visit.id("id")?;
    let value = fields.get("value");
    let fits = (1..=VALUE_CHARS_MAX).contains(&value.chars().count());
    if fits {
        let call =
            Call::<CorrectMemory>::path_and_body(ByFact { fact_id }, NewValue { value: Words::new(value) });
        match visit.call(call).await {
            Ok(_) => return Ok(Done::see(visit, "/about-me/memories?done=changed")),
            Err(problem) if problem.error_kind() == ErrorKind::Invalid => {}
            Err(problem) => return Err(problem),
        }
    }
    let one = one(&visit).await?;
    let page = change_page(&visit, &one, value, Some(memories::value_wrong(visit.language)));
    Ok(Done::new(visit, page))
}

/// A page that asks once more.
pub(super) fn ask(visit: &Visit, title: &str, action: &str, yes: &str, danger: bool, what: &Markup) -> Page {
    let lang = visit.language;
    let main = html! {
        (panel::back(HERE, shell::back(lang)))
        h1 { (title) }
        form method="post" action=(action) {
            (form::token(visit))
            (what)
            div.row.apart {
                button.button.danger[danger] type="submit" { (yes) }
                a.button.plain href=(HERE) { (shell::cancel(lang)) }
            }
        }
    };
    Page::care(title, main)
}

pub(crate) async fn ask_forget(visit: Visit) -> Result<Done, Problem> {
    let lang = visit.language;
    let one = one(&visit).await?;
    let what = html! {
        section.panel { (fact(&visit, &one)) }
        p { (memories::forget_text(lang)) }
    };
    let action = format!("{HERE}/{}/forget", one.fact_id);
    let page = ask(&visit, memories::forget_title(lang), &action, memories::forget_yes(lang), true, &what);
    Ok(Done::new(visit, page))
}

pub(crate) async fn forget(visit: Visit, _: Fields) -> Result<Done, Problem> {
    let fact_id = visit.id("id")?;
    visit.call::<ForgetMemory>(Call::path(ByFact { fact_id })).await?;
    Ok(Done::see(visit, "/about-me/memories?done=forgotten"))
}

pub(crate) async fn ask_forget_all(visit: Visit) -> Result<Done, Problem> {
    let lang = visit.language;
    let found = own(&visit).await?;
    let what = html! {
        p { (memories::forget_all_text(lang, found.facts.len(), found.talks.len(), found.story.len())) }
        p { (memories::messages_stay(lang)) }
    };
    let (title, yes) = (memories::forget_all_title(lang), memories::forget_all_yes(lang));
    let page = ask(&visit, title, "/about-me/memories/forget-all", yes, true, &what);
    Ok(Done::new(visit, page))
}

/// Forgets everything. Whether anything may be remembered stays as it is; who was never asked has said no.
pub(crate) async fn forget_all(visit: Visit, _: Fields) -> Result<Done, Problem> {
    let allowed = own(&visit).await?.allowed.unwrap_or(false);
    visit.call::<ChooseMemory>(Call::body(MemoryChoice { allowed, forget_all: true })).await?;
    Ok(Done::see(visit, "/about-me/memories?done=all"))
}

/// The answer of the address: whether something may be remembered.
fn answer(visit: &Visit) -> Result<bool, Problem> {
    match visit.id::<String>("answer")?.as_str() {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err(Problem::new(api::codes::NOT_FOUND)),
    }
}

/// Reads back what the answer means, before it is kept.
pub(crate) async fn ask_choice(visit: Visit) -> Result<Done, Problem> {
    let lang = visit.language;
    let page = if answer(&visit)? {
        let lines = [
            memories::allow_1(lang),
            memories::allow_2(lang),
            memories::allow_3(lang),
            memories::allow_4(lang),
            memories::allow_5(lang),
        ];
        let what = html! { section.panel { @for line in lines { p { (line) } } } };
        let (title, yes) = (memories::allow_title(lang), memories::allow_yes(lang));
        ask(&visit, title, "/about-me/memories/choice/yes", yes, false, &what)
    } else {
        let what = html! {
            section.panel { p { (memories::stop_1(lang)) } p { (memories::stop_2(lang)) } }
            (form::choice("checkbox", "forget", "yes", memories::stop_all(lang), Some(memories::messages_stay(lang)), false))
        };
        let (title, yes) = (memories::stop_title(lang), memories::stop_yes(lang));
        ask(&visit, title, "/about-me/memories/choice/no", yes, true, &what)
    };
    Ok(Done::new(visit, page))
}

pub(crate) async fn choose(visit: Visit, fields: Fields) -> Result<Done, Problem> {
    let allowed = answer(&visit)?;
    // A box that belongs to the other answer says nothing.
    let forget_all = !allowed && fields.ticked("forget");
    visit.call::<ChooseMemory>(Call::body(MemoryChoice { allowed, forget_all })).await?;
    let done = if allowed { "yes" } else { "no" };
    Ok(Done::see(visit, format!("/about-me/memories?done={done}")))
}
