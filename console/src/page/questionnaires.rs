//! Questionnaires: what is assigned, what came of it over time, and who decides about it. Those who treat a resident assign
//! one, the resident declines it, and a relative sees results where the resident shares them.

use std::collections::BTreeMap;

use ai_gateway_api::{AssignQuestionnaire, InstalledInstrument, ListInstruments};
use api::{Call, Category, Problem, Purpose};
use chat_history_api::{
    AssessmentResult, Assessments, Assignment, ByInstrument, ByPatient, ChooseInstrument, GetAssessments,
    InstrumentChoice,
};
use http::StatusCode;
use kernel::{ErrorKind, PersonId};
use maud::{Markup, html};

use super::acting::{Acting, is_refusal};
use crate::component::banner::{Banner, Until};
use crate::component::chart::{Chart, Series};
use crate::component::form::{self, Field};
use crate::component::panel::{self, Tone};
use crate::fields::Fields;
use crate::people::People;
use crate::reply::{Done, Page};
use crate::visit::Visit;
use crate::words::{Lang, charts, questionnaires as words, shell};

/// Where a resident sees theirs.
const OWN: &str = "/about-me/questionnaires";
/// Every how many days one may be asked.
const DAYS: std::ops::RangeInclusive<u16> = 14..=365;
/// What is offered first: about once a month.
const DAYS_USUAL: &str = "28";

/// What is installed here. What cannot be had has no title, and its id stands for it.
pub(super) async fn installed(visit: &Visit) -> Option<Vec<InstalledInstrument>> {
    visit.call::<ListInstruments>(Call::default()).await.ok().map(|found| found.instruments)
}

/// What a questionnaire is called in the page's language.
fn title<'a>(installed: &'a [InstalledInstrument], id: &'a str, lang: Lang) -> &'a str {
    let found = installed.iter().find(|one| one.instrument == id);
    let in_lang = found.and_then(|one| one.titles.iter().find(|title| title.language == lang));
    let any = found.and_then(|one| one.titles.first());
    in_lang.or(any).map_or(id, |title| title.title.as_str())
}

async fn read(visit: &Visit, patient: PersonId, purpose: Purpose) -> Result<Assessments, Problem> {
    let call = Call::<GetAssessments>::path(ByPatient { patient_id: patient });
    visit.call_for::<GetAssessments>(purpose, call).await
}

/// Results over time, a chart with its table for each questionnaire.
pub(super) fn results(
    visit: &Visit,
    found: &[AssessmentResult],
    installed: &[InstalledInstrument],
) -> Markup {
    let lang = visit.language;
    let mut by_name: BTreeMap<&str, Vec<&AssessmentResult>> = BTreeMap::new();
    for one in found {
        by_name.entry(&one.instrument).or_default().push(one);
    }
    html! {
        @if by_name.is_empty() { (panel::empty(charts::no_scores(lang))) }
        @for (place, (id, results)) in by_name.iter().enumerate() {
            h2 { (charts::scores(lang, title(installed, id, lang))) }
            @let pack = installed.iter().find(|one| one.instrument == **id);
            (over_time(visit, place, title(installed, id, lang), pack, results))
        }
    }
}

fn over_time(
    visit: &Visit,
    place: usize,
    name: &str,
    pack: Option<&InstalledInstrument>,
    results: &[&AssessmentResult],
) -> Markup {
    let lang = visit.language;
    let known: Vec<u16> = results.iter().filter_map(|one| one.score).collect();
    let finding = match known.as_slice() {
        [] => charts::score_none(lang, name),
        [only] => charts::score_first(lang, name, only),
        [.., before, last] if last > before => charts::score_up(lang, name, last, before),
        [.., before, last] if last < before => charts::score_down(lang, name, last, before),
        [.., last] => charts::score_same(lang, name, last),
    };
    // The bounds of an instrument are those of the words that it was answered with; where these are not installed, the scale
    // goes to the next ten above what was reached, and there are no bands.
    let pack = pack.filter(|pack| results.iter().all(|one| one.version == pack.version));
    let reached = known.iter().max().copied().unwrap_or(0);
    let most = match pack.map_or(0, |pack| pack.score_max) {
        0 => reached.div_ceil(10).max(1) * 10,
        bound => bound.max(reached),
    };
    let bands = pack.map_or_else(Vec::new, |pack| bands(pack, most));
    let when = visit.when();
    let chart = Chart {
        id: &format!("scores-{place}"),
        finding: &finding,
        days: results.iter().map(|one| (one.day, when.short_civil(one.day))).collect(),
        series: vec![Series {
            name: charts::score(lang),
            values: results.iter().map(|one| one.score.map(f64::from)).collect(),
        }],
        range: (0.0, f64::from(most)),
        marks: vec![(0.0, "0".to_owned()), (f64::from(most), most.to_string())],
        bands,
        digits: 0,
    };
    html! {
        (chart.show(lang))
        @if !chart.bands.is_empty() {
            p.small {
                @for (from, _, name) in &chart.bands { (charts::band_from(lang, name, from)) " " }
            }
        }
        @if let Some(band) = results.last().and_then(|one| one.band.as_ref()) {
            p.small { (charts::band(lang, band)) }
        }
    }
}

/// From where to where each band goes, and its id as the pack has it.
fn bands(pack: &InstalledInstrument, most: u16) -> Vec<(f64, f64, String)> {
    let ends = pack.bands.iter().skip(1).map(|next| next.from).chain([most]);
    let named = pack.bands.iter().zip(ends);
    named.map(|(band, to)| (f64::from(band.from), f64::from(to), band.id.clone())).collect()
}

/// One that is assigned, with what may be done about it.
fn card(visit: &Visit, one: &Assignment, name: &str, rest: &Markup) -> Markup {
    let (lang, when) = (visit.language, visit.when());
    html! {
        li.card {
            h3 { (name) }
            @if let Some(days) = one.every_days { p { (words::every(lang, days)) } }
            @if let Some(at) = one.declined_at { p { strong { (words::declined(lang, when.full(at))) } } }
            (rest)
        }
    }
}

/// A resident's own: what they are asked, with the way to decline it, and what came of it.
pub(crate) async fn own(visit: Visit) -> Result<Done, Problem> {
    let lang = visit.language;
    let me = visit.signed_in().map_or(PersonId::SYSTEM, |session| session.person);
    let found = read(&visit, me, Purpose::Patient).await?;
    let packs = installed(&visit).await.unwrap_or_default();
    let done = match Fields::of_query(&visit.query).get("done") {
        "declined" => Some(words::now_declined(lang)),
        "asked" => Some(words::now_asked(lang)),
        _ => None,
    };
    let main = html! {
        (panel::back("/about-me", shell::back(lang)))
        h1 { (words::title(lang)) }
        @if let Some(text) = done { div role="status" { (panel::panel(Tone::Good, shell::done(lang), text)) } }
        p { (words::own_intro(lang)) }
        p { (words::who_reads(lang)) }
        h2 { (words::assigned(lang)) }
        @if found.assigned.is_empty() { (panel::empty(words::none_assigned(lang))) }
        ul.cards {
            @for one in &found.assigned {
                (card(&visit, one, title(&packs, &one.instrument, lang), &choice(&visit, one)))
            }
        }
        (results(&visit, &found.results, &packs))
    };
    let page = Page::care(words::title(lang), main);
    Ok(Done::new(visit, page))
}

fn choice(visit: &Visit, one: &Assignment) -> Markup {
    let lang = visit.language;
    let declined = one.declined_at.is_some();
    html! {
        form method="post" action={ (OWN) "/choice" } {
            (form::token(visit))
            (form::hidden("instrument", &one.instrument))
            (form::hidden("declined", if declined { "no" } else { "yes" }))
            div.row { button.button.plain type="submit" {
                @if declined { (words::ask_again(lang)) } @else { (words::decline(lang)) }
            } }
        }
    }
}

/// The resident's answer. Nothing of it is lost that was answered before.
pub(crate) async fn choose(visit: Visit, fields: Fields) -> Result<Done, Problem> {
    let declined = match fields.get("declined") {
        "yes" => true,
        "no" => false,
        _ => return Err(Problem::new(api::codes::INVALID)),
    };
    let path = ByInstrument { instrument: fields.get("instrument").to_owned() };
    let call = Call::<ChooseInstrument>::path_and_body(path, InstrumentChoice { declined });
    visit.call(call).await?;
    Ok(Done::see(visit, format!("{OWN}?done={}", if declined { "declined" } else { "asked" })))
}

/// A patient's, for who treats them.
pub(crate) async fn of_patient(visit: Visit) -> Result<Done, Problem> {
    let patient: PersonId = visit.id("id")?;
    let page = patient_page(&visit, patient, ("", DAYS_USUAL), None).await?;
    Ok(Done::new(visit, page))
}

async fn patient_page(
    visit: &Visit,
    patient: PersonId,
    given: (&str, &str),
    wrong: Option<(&str, &str)>,
) -> Result<Page, Problem> {
    let lang = visit.language;
    let found = read(visit, patient, Purpose::Treatment).await?;
    let packs = installed(visit).await;
    let people = People::of(visit, [patient]).await;
    let known = packs.as_deref().unwrap_or_default();
    let list: Vec<(&str, &str)> = wrong.into_iter().collect();
    let done = Fields::of_query(&visit.query).ticked("done");
    let why = Some((Purpose::Treatment, Until::Changed));
    let banner = Banner { name: people.name(patient), unit: None, why };
    let main = html! {
        (panel::back(&format!("/staff/residents/{patient}"), shell::back(lang)))
        (banner.show(lang))
        h1 { (words::of(lang, people.name(patient))) }
        @if done { div role="status" { (panel::panel(Tone::Good, shell::done(lang), words::saved(lang))) } }
        (form::summary(lang, &list))
        h2 { (words::assigned(lang)) }
        @if found.assigned.is_empty() { (panel::empty(words::none_assigned(lang))) }
        ul.cards {
            @for one in &found.assigned {
                (card(visit, one, title(known, &one.instrument, lang), &no_more(visit, patient, one)))
            }
        }
        h2 { (words::assign(lang)) }
        @match &packs {
            None => (panel::empty(charts::away(lang))),
            Some(packs) if packs.is_empty() => (panel::empty(words::none_installed(lang))),
            Some(packs) => (assign_form(visit, patient, packs, given, wrong)),
        }
        (results(visit, &found.results, known))
    };
    // The tab says no name: whoever looks over a shoulder learns nothing.
    Ok(match wrong {
        Some(_) => Page::work(shell::problem_title(lang, words::title(lang)), main)
            .status(StatusCode::UNPROCESSABLE_ENTITY),
        None => Page::work(words::title(lang), main),
    })
}

fn no_more(visit: &Visit, patient: PersonId, one: &Assignment) -> Markup {
    html! {
        form method="post" action={ "/staff/residents/" (patient) "/questionnaires" } {
            (form::token(visit))
            (form::hidden("instrument", &one.instrument))
            (form::hidden("end", "yes"))
            div.row { button.button.plain type="submit" { (words::no_more(visit.language)) } }
        }
    }
}

fn assign_form(
    visit: &Visit,
    patient: PersonId,
    packs: &[InstalledInstrument],
    (instrument, days): (&str, &str),
    wrong: Option<(&str, &str)>,
) -> Markup {
    let lang = visit.language;
    let of = |name: &str| wrong.filter(|(field, _)| *field == name).map(|(_, text)| text);
    html! {
        p { (words::assign_text(lang)) }
        form method="post" action={ "/staff/residents/" (patient) "/questionnaires" } novalidate {
            (form::token(visit))
            div.field.bad[of("instrument").is_some()] {
                label for="instrument" { (words::which(lang)) }
                @if let Some(text) = of("instrument") { p.wrong #instrument-wrong { (text) } }
                select #instrument name="instrument" aria-describedby=[of("instrument").map(|_| "instrument-wrong")] {
                    @for one in packs {
                        option value=(one.instrument) selected[one.instrument == instrument] {
                            (words::option(lang, title(packs, &one.instrument, lang), one.items, one.min_days))
                        }
                    }
                }
            }
            (Field { value: days, wrong: of("days"), hint: Some(words::days_hint(lang)), inputmode: Some("numeric"),
                ..Field::text("days", words::days(lang)) }.show())
            div.row { button.button type="submit" { (words::assign_yes(lang)) } }
        }
    }
}

/// Assigns one, or ends it. What is not installed is refused by the platform, and said so.
pub(crate) async fn assign(visit: Visit, fields: Fields) -> Result<Done, Problem> {
    let patient: PersonId = visit.id("id")?;
    let (instrument, days) = (fields.get("instrument").to_owned(), fields.get("days").to_owned());
    let lang = visit.language;
    let every_days = match (fields.ticked("end"), days.parse::<u16>()) {
        (true, _) => None,
        (false, Ok(days)) if DAYS.contains(&days) => Some(days),
        (false, _) => {
            let wrong = Some(("days", words::days_wrong(lang)));
            let page = patient_page(&visit, patient, (&instrument, &days), wrong).await?;
            return Ok(Done::new(visit, page));
        }
    };
    let body = Assignment { instrument: instrument.clone(), every_days, declined_at: None };
    let path = ByPatient { patient_id: patient };
    let wrong = match visit.call(Call::<AssignQuestionnaire>::path_and_body(path, body)).await {
        Ok(_) => return Ok(Done::see(visit, format!("/staff/residents/{patient}/questionnaires?done=1"))),
        Err(problem) if problem.is(ai_gateway_api::codes::UNKNOWN_INSTRUMENT) => {
            ("instrument", words::unknown(lang))
        }
        Err(problem) if problem.is(chat_history_api::codes::INSTRUMENT_DECLINED) => {
            ("instrument", words::stands_declined(lang))
        }
        Err(problem) if problem.error_kind() == ErrorKind::Invalid => ("days", words::too_often(lang)),
        Err(problem) => return Err(problem),
    };
    let page = patient_page(&visit, patient, (&instrument, &days), Some(wrong)).await?;
    Ok(Done::new(visit, page))
}

/// Results of a resident, for a relative with whom they are shared.
pub(crate) async fn of_relative(visit: Visit) -> Result<Done, Problem> {
    let lang = visit.language;
    let patient: PersonId = visit.id("id")?;
    let acting = Acting::of(&visit).await;
    let ask = |purpose| read(&visit, patient, purpose);
    let (purpose, found) = match acting.first((patient, Category::AssessmentScores), ask).await {
        Ok(found) => found,
        Err(problem) if is_refusal(&problem) => {
            let main = html! {
                (panel::back("/family", shell::back(lang)))
                h1 { (words::title(lang)) }
                (panel::panel(Tone::Note, words::not_shared(lang), words::not_shared_text(lang)))
            };
            let page = Page::care(words::title(lang), main).status(StatusCode::NOT_FOUND);
            return Ok(Done::new(visit, page));
        }
        Err(problem) => return Err(problem),
    };
    let packs = installed(&visit).await.unwrap_or_default();
    let people = People::of(&visit, [patient]).await;
    let main = html! {
        (panel::back("/family", shell::back(lang)))
        h1 { (words::of(lang, people.name(patient))) }
        (acting.panels(&visit, patient, people.name(patient)))
        @if purpose == Purpose::Family { p { (words::shared(lang)) } }
        p { (words::no_diagnosis(lang)) }
        // What is assigned is told to who stands in the resident's place, and to no relative.
        @if !found.assigned.is_empty() {
            h2 { (words::assigned(lang)) }
            ul.cards {
                @for one in &found.assigned { (card(&visit, one, title(&packs, &one.instrument, lang), &html! {})) }
            }
        }
        (results(&visit, &found.results, &packs))
    };
    let page = Page::care(words::title(lang), main);
    Ok(Done::new(visit, page))
}
