//! How a resident's days were: what they called them, what a program read, where each comes from, and how each goes away.

use api::{Call, Problem, Purpose};
use chat_history_api::{
    ByDate, CallDay, Called, ForgetDay, GetTalkSummary, Mood, NewCalled, PeriodQuery, TalkDay, TalkSummary,
};
use http::StatusCode;
use kernel::ErrorKind;
use maud::{Markup, html};

use crate::component::chart::{Chart, Series};
use crate::component::form;
use crate::component::panel::{self, Tone};
use crate::fields::Fields;
use crate::reply::{Done, Page};
use crate::visit::Visit;
use crate::words::{Lang, days, found as read_words, shell};

const PLACE: &str = "/about-me/days";
/// How far back it goes, in days.
const DAYS: u16 = 30;

async fn own(visit: &Visit) -> Result<TalkSummary, Problem> {
    let query = PeriodQuery { patient_id: None, days: Some(DAYS) };
    visit.call_for::<GetTalkSummary>(Purpose::Patient, Call::query(query)).await
}

pub(crate) async fn show(visit: Visit) -> Result<Done, Problem> {
    let lang = visit.language;
    let found = own(&visit).await?;
    let done = match Fields::of_query(&visit.query).get("done") {
        "saved" => Some((Tone::Good, days::saved(lang))),
        "forgotten" => Some((Tone::Good, days::forgotten(lang))),
        "gone" => Some((Tone::Warn, days::gone(lang))),
        _ => None,
    };
    let main = html! {
        (panel::back("/about-me", shell::back(lang)))
        h1 { (days::title(lang)) }
        @if let Some((tone, text)) = done { div role="status" { (panel::panel(tone, shell::done(lang), text)) } }
        p { (days::intro(lang)) }
        ul { li { (days::from_you(lang)) } li { (days::from_program(lang)) } }
        p { (days::who(lang)) " " a href="/about-me/consents" { (days::shares(lang)) } }
        @if found.days.is_empty() { (panel::empty(days::empty(lang))) } @else {
            @if found.truncated { p { (days::away(lang)) } }
            (chart(&visit, &found))
            ul.lines { @for one in found.days.iter().rev() { li { (day(&visit, one)) } } }
            p { (days::take_back(lang)) " " a href="/talk/earlier" { (days::earlier(lang)) } }
        }
    };
    let page = Page::care(days::title(lang), main);
    Ok(Done::new(visit, page))
}

/// What a word is called here; of one that this program does not know nothing is said.
fn word(called: &str, lang: Lang) -> Option<&'static str> {
    let known = Called::ALL.iter().find(|one| one.name() == called)?;
    Some(match known {
        Called::Good => days::good(lang),
        Called::Middling => days::middling(lang),
        Called::Hard => days::hard(lang),
    })
}

fn chart(visit: &Visit, found: &TalkSummary) -> Markup {
    let (lang, when) = (visit.language, visit.when());
    let called = |one: &TalkDay| match one.called.as_deref()? {
        "good" => Some(3.0),
        "middling" => Some(2.0),
        "hard" => Some(1.0),
        _ => None,
    };
    let sounded = |one: &TalkDay| {
        one.mood.map(|mood| match mood {
            Mood::Good => 3.0,
            Mood::Mixed => 2.0,
            Mood::Low => 1.0,
        })
    };
    let (called, sounded): (Vec<Option<f64>>, Vec<Option<f64>>) =
        found.days.iter().map(|one| (called(one), sounded(one))).unzip();
    let count = |values: &[Option<f64>]| values.iter().flatten().count();
    let finding = days::finding(lang, count(&called), count(&sounded));
    let chart = Chart {
        id: "days",
        finding: &finding,
        days: found.days.iter().map(|one| when.civil_day(&one.date)).collect(),
        series: vec![
            Series { name: days::you(lang), values: called },
            Series { name: days::program(lang), values: sounded },
        ],
        range: (1.0, 3.0),
        marks: (1_u8..=3).map(|mark| (f64::from(mark), mark.to_string())).collect(),
        bands: Vec::new(),
        digits: 0,
    };
    html! { (chart.show(lang)) p.small { (days::numbers(lang)) } }
}

fn day(visit: &Visit, one: &TalkDay) -> Markup {
    let lang = visit.language;
    let called = one.called.as_deref().and_then(|called| word(called, lang));
    let sounded = match one.mood {
        Some(Mood::Good) => days::sounded_good(lang),
        Some(Mood::Mixed) => days::sounded_mixed(lang),
        Some(Mood::Low) => days::sounded_low(lang),
        None => days::not_read(lang),
    };
    let date = visit.when().calendar(&one.date);
    html! {
        h2 { (date) }
        p {
            @match called {
                Some(word) => (days::called(lang, word)),
                None => (days::not_called(lang)),
            }
            br; (sounded)
        }
        @if called.is_some() {
            p { a href={ (PLACE) "/" (one.date) } { (days::change(lang)) span.hide { ": " (date) } } }
        }
        p { a href={ (PLACE) "/" (one.date) "/read" } { (read_words::on_day_link(lang)) span.hide { ": " (date) } } }
    }
}

pub(crate) async fn change(visit: Visit) -> Result<Done, Problem> {
    changing(visit, None).await
}

/// The page on which a day is set straight; a day that was called nothing has none.
async fn changing(visit: Visit, wrong: Option<&'static str>) -> Result<Done, Problem> {
    let lang = visit.language;
    let date: String = visit.id("date")?;
    let found = own(&visit).await?;
    let one = found.days.iter().find(|one| one.date == date);
    let Some(called) =
        one.and_then(|one| one.called.as_deref()).filter(|called| word(called, lang).is_some())
    else {
        return Ok(Done::see(visit, format!("{PLACE}?done=gone")));
    };
    let at = format!("{PLACE}/{date}");
    let list: Vec<(&str, &str)> = wrong.map(|text| ("called-good", text)).into_iter().collect();
    let main = html! {
        (panel::back(PLACE, shell::back(lang)))
        h1 { (days::change_title(lang)) }
        (form::summary(lang, &list))
        p { strong { (visit.when().calendar(&date)) } }
        form method="post" action=(at) {
            (form::token(&visit))
            fieldset {
                legend { (days::right(lang)) }
                @for one in Called::ALL {
                    @if let Some(label) = word(one.name(), lang) {
                        (form::choice("radio", "called", one.name(), label, None, one.name() == called))
                    }
                }
            }
            div.row { button.button type="submit" { (days::save(lang)) } }
        }
        form method="post" action={ (at) "/forget" } {
            (form::token(&visit))
            p { (days::forget_text(lang)) }
            div.row { button.button.danger type="submit" { (days::forget(lang)) } }
        }
    };
    let title = days::change_title(lang);
    let page = match wrong {
        Some(_) => {
            Page::care(shell::problem_title(lang, title), main).status(StatusCode::UNPROCESSABLE_ENTITY)
        }
        None => Page::care(title, main),
    };
    Ok(Done::new(visit, page))
}

/// Back to the days, with what came of it. One that is not there any more needs no alarm.
fn after<T>(visit: Visit, done: Result<T, Problem>, word: &str) -> Result<Done, Problem> {
    match done {
        Ok(_) => Ok(Done::see(visit, format!("{PLACE}?done={word}"))),
        Err(problem) if problem.error_kind() == ErrorKind::NotFound => {
            Ok(Done::see(visit, format!("{PLACE}?done=gone")))
        }
        Err(problem) => Err(problem),
    }
}

pub(crate) async fn save(visit: Visit, fields: Fields) -> Result<Done, Problem> {
    let given = Called::ALL.iter().copied().find(|one| one.name() == fields.get("called"));
    let Some(called) = given else {
        let wrong = days::choose(visit.language);
        return changing(visit, Some(wrong)).await;
    };
    let path = ByDate { date: visit.id("date")? };
    let done = visit.call(Call::<CallDay>::path_and_body(path, NewCalled { called })).await;
    after(visit, done, "saved")
}

pub(crate) async fn forget(visit: Visit, _: Fields) -> Result<Done, Problem> {
    let path = ByDate { date: visit.id("date")? };
    let done = visit.call(Call::<ForgetDay>::path(path)).await;
    after(visit, done, "forgotten")
}
