//! A resident's week with the companion, in plain words, for a relative who may know how they are.

use api::{Call, Category, Problem};
use chat_history_api::{GetTalkSummary, Mood, PeriodQuery, TalkDay, TalkSummary};
use http::StatusCode;
use kernel::PersonId;
use maud::{Markup, html};

use super::acting::{Acting, is_refusal};
use crate::component::panel::{self, Tone};
use crate::people::People;
use crate::reply::{Done, Page};
use crate::visit::Visit;
use crate::words::{Lang, shell, staff, week};

const DAYS: u16 = 7;

pub(crate) async fn show(visit: Visit) -> Result<Done, Problem> {
    let lang = visit.language;
    let patient: PersonId = visit.id("id")?;
    let query = PeriodQuery { patient_id: Some(patient), days: Some(DAYS) };
    let acting = Acting::of(&visit).await;
    let ask = |purpose| visit.call_for::<GetTalkSummary>(purpose, Call::query(query.clone()));
    let (_, found) = match acting.first((patient, Category::WellbeingSummary), ask).await {
        Ok(found) => found,
        Err(problem) if is_refusal(&problem) => {
            let page = refused(lang);
            return Ok(Done::new(visit, page));
        }
        Err(problem) => return Err(problem),
    };
    let people = People::of(&visit, [patient]).await;
    let main = html! {
        (panel::back("/family", shell::back(lang)))
        h1 { (week::of(lang, people.name(patient))) }
        (acting.panels(&visit, patient, people.name(patient)))
        p { (week::intro(lang)) }
        @if found.days.is_empty() { (panel::empty(week::empty(lang))) } @else {
            (whole(&found, lang))
            ul.lines { @for one in &found.days { li { (day(&visit, one)) } } }
            p.small { (week::no_judgement(lang)) br; (week::beside(lang)) }
        }
    };
    // The tab says no name: whoever looks over a shoulder learns nothing.
    let page = Page::care(week::title(lang), main);
    Ok(Done::new(visit, page))
}

fn refused(lang: Lang) -> Page {
    let main = html! {
        (panel::back("/family", shell::back(lang)))
        h1 { (week::title(lang)) }
        (panel::panel(Tone::Note, staff::not_permitted(lang), week::not_permitted(lang)))
    };
    Page::care(week::title(lang), main).status(StatusCode::NOT_FOUND)
}

/// The week in a few sentences. That there was no crisis is said only where all days were told.
fn whole(found: &TalkSummary, lang: Lang) -> Markup {
    let hard = found.days.iter().filter(|one| one.crisis_messages.is_some_and(|count| count > 0)).count();
    let told = found.days.iter().all(|one| one.crisis_messages.is_some());
    html! {
        section.panel {
            p { (week::talked(lang, found.days.len())) }
            @if hard > 0 { p { (week::some_hard(lang, hard)) } }
            @else if !told { p { (week::not_told(lang)) } }
            @else if !found.truncated { p { (week::none_hard(lang)) } }
            @if found.truncated { p { (week::truncated(lang)) } }
        }
    }
}

fn day(visit: &Visit, one: &TalkDay) -> Markup {
    let (lang, when) = (visit.language, visit.when());
    let sounded = one.mood.map(|mood| match mood {
        Mood::Low => week::sounded_low(lang),
        Mood::Mixed => week::sounded_mixed(lang),
        Mood::Good => week::sounded_good(lang),
    });
    let called = match one.called.as_deref() {
        Some("good") => Some(week::called_good(lang)),
        Some("middling") => Some(week::called_middling(lang)),
        Some("hard") => Some(week::called_hard(lang)),
        _ => None,
    };
    html! {
        h2 { (when.calendar(&one.date)) }
        p {
            (week::messages(lang, one.messages))
            @if let Some(text) = sounded { " " (text) }
            @if let Some(text) = called { " " (text) }
        }
        @if let Some(count) = one.crisis_messages.filter(|count| *count > 0) {
            p { strong { (week::crisis(lang, count)) } }
        }
    }
}
