//! How a resident has been over time: charts of how their messages sounded and of questionnaires, and what was on each day.
//! Each part is asked for by itself, and one that may not be seen says so without hiding the others.

use std::collections::BTreeMap;

use api::{Call, Problem, Purpose, Role};
use chat_history_api::{
    ByPatient, EmotionHistory, GetAssessments, GetEmotionHistory, GetTalkSummary, Mood, PeriodQuery, TalkDay,
    TalkSummary,
};
use kernel::PersonId;
use maud::{Markup, html};

use super::{questionnaires, reading};
use crate::component::banner::{Banner, Until};
use crate::component::chart::{Chart, Series};
use crate::component::panel;
use crate::fields::Fields;
use crate::people::People;
use crate::reply::{Done, Page};
use crate::visit::Visit;
use crate::words::{Lang, charts, handover, shell, staff};

/// How far back one may look, in days.
const PERIODS: [u16; 3] = [14, 30, 90];
/// How much the sound of messages must differ to be called another: a tenth of its whole range.
const DIFFERENCE: f64 = 0.2;
/// Days that must have been read at each end to compare them.
const DAYS_MIN: usize = 2;

pub(crate) async fn show(visit: Visit) -> Result<Done, Problem> {
    let lang = visit.language;
    let patient: PersonId = visit.id("id")?;
    let query = Fields::of_query(&visit.query);
    let reasons = reading::reasons(visit.role());
    let given = Purpose::parse(query.get("purpose")).filter(|one| reasons.contains(one));
    // Whoever treats somebody reads this to treat them; everybody else says why.
    let given = given.or_else(|| (visit.role() == Some(Role::HealthProvider)).then_some(Purpose::Treatment));
    let Some(purpose) = given else {
        let page = Page::work(staff::reason_title(lang), reading::ask(&visit, reasons, None));
        return Ok(Done::new(visit, page));
    };
    let days = query.get("days").parse().ok().filter(|days| PERIODS.contains(days)).unwrap_or(PERIODS[1]);
    let people = People::of(&visit, [patient]).await;
    let why = Some((purpose, Until::Changed));
    let main = html! {
        (panel::back(&format!("/staff/residents/{patient}"), shell::back(lang)))
        (panel::on_paper(&visit))
        (Banner { name: people.name(patient), unit: None, why }.headed(lang))
        div.row.no-print {
            a.button.plain href={ "/staff/residents/" (patient) "/note" } { (handover::add(lang)) }
        }
        (period(&visit, purpose, days))
        (mood(&visit, patient, purpose, days).await)
        (scores(&visit, patient, purpose).await)
        (events(&visit, patient, purpose, days).await)
    };
    // The tab says no name: whoever looks over a shoulder learns nothing.
    let page = Page::work(charts::timeline(lang), main);
    Ok(Done::new(visit, page))
}

fn period(visit: &Visit, purpose: Purpose, days: u16) -> Markup {
    let lang = visit.language;
    html! {
        form method="get" {
            input type="hidden" name="purpose" value=(purpose.name());
            div.field {
                label for="days" { (charts::how_long(lang)) }
                select #days name="days" {
                    @for one in PERIODS { option value=(one) selected[one == days] { (charts::days(lang, one)) } }
                }
            }
            div.row { button.button.plain type="submit" { (charts::show(lang)) } }
        }
    }
}

/// A part that was not given: whether it may not be seen, or nobody answered for it.
fn unread(lang: Lang, problem: &Problem) -> Markup {
    panel::empty(if problem.status >= 500 { charts::away(lang) } else { charts::not_permitted(lang) })
}

async fn mood(visit: &Visit, patient: PersonId, purpose: Purpose, days: u16) -> Markup {
    let lang = visit.language;
    let query = PeriodQuery { patient_id: Some(patient), days: Some(days) };
    let found = visit.call_for::<GetEmotionHistory>(purpose, Call::query(query)).await;
    html! {
        h2 { (charts::mood(lang)) }
        @match &found {
            Err(problem) => (unread(lang, problem)),
            Ok(found) if found.days.is_empty() => (panel::empty(charts::nothing(lang))),
            Ok(found) => {
                (sounds(visit, found, days))
                p.small { (charts::reading(lang)) @if found.truncated { " " (charts::truncated(lang)) } }
            }
        }
    }
}

fn sounds(visit: &Visit, found: &EmotionHistory, days: u16) -> Markup {
    let lang = visit.language;
    let all = visit.when().last_days(days);
    let by_day: BTreeMap<&str, _> = found.days.iter().map(|day| (day.date.as_str(), day)).collect();
    let column = |value: fn(&chat_history_api::EmotionDay) -> f32| {
        all.iter().map(|(date, _)| by_day.get(date.as_str()).map(|day| f64::from(value(day)))).collect()
    };
    let valence: Vec<Option<f64>> = column(|day| day.valence);
    let finding = change(lang, &valence);
    let series = vec![
        Series { name: charts::valence(lang), values: valence },
        Series { name: charts::arousal(lang), values: column(|day| day.arousal) },
    ];
    let chart = Chart {
        id: "mood",
        finding,
        days: (0..).zip(all.into_iter().map(|(_, words)| words)).collect(),
        series,
        range: (-1.0, 1.0),
        marks: vec![(1.0, "+1".to_owned()), (0.0, "0".to_owned()), (-1.0, "−1".to_owned())],
        bands: Vec::new(),
        digits: 2,
    };
    chart.show(lang)
}

/// How the second half of what was read differs from the first.
fn change(lang: Lang, values: &[Option<f64>]) -> &'static str {
    let read: Vec<f64> = values.iter().copied().flatten().collect();
    let (first, second) = read.split_at(read.len() / 2);
    let (Some(before), Some(after)) = (mean(first), mean(second)) else { return charts::too_few(lang) };
    if after - before >= DIFFERENCE {
        charts::rose(lang)
    } else if before - after >= DIFFERENCE {
        charts::fell(lang)
    } else {
        charts::level(lang)
    }
}

fn mean(values: &[f64]) -> Option<f64> {
    let count = u32::try_from(values.len()).ok().filter(|_| values.len() >= DAYS_MIN)?;
    Some(values.iter().sum::<f64>() / f64::from(count))
}

/// Results of questionnaires, one chart each. Care staff are not told them.
async fn scores(visit: &Visit, patient: PersonId, purpose: Purpose) -> Markup {
    if visit.role() != Some(Role::HealthProvider) {
        return html! {};
    }
    let call = Call::<GetAssessments>::path(ByPatient { patient_id: patient });
    match visit.call_for::<GetAssessments>(purpose, call).await {
        Ok(found) => {
            let packs = questionnaires::installed(visit).await.unwrap_or_default();
            questionnaires::results(visit, &found.results, &packs)
        }
        Err(problem) => unread(visit.language, &problem),
    }
}

async fn events(visit: &Visit, patient: PersonId, purpose: Purpose, days: u16) -> Markup {
    let lang = visit.language;
    let query = PeriodQuery { patient_id: Some(patient), days: Some(days) };
    let found: Result<TalkSummary, Problem> =
        visit.call_for::<GetTalkSummary>(purpose, Call::query(query)).await;
    html! {
        h2 { (charts::events(lang)) }
        @match &found {
            Err(problem) => (unread(lang, problem)),
            Ok(found) if found.days.is_empty() => (panel::empty(charts::nothing(lang))),
            Ok(found) => {
                ul.lines { @for one in found.days.iter().rev() { li { (day(visit, one)) } } }
                p.small { (charts::beside(lang)) @if found.truncated { " " (charts::truncated(lang)) } }
            }
        }
    }
}

fn day(visit: &Visit, one: &TalkDay) -> Markup {
    let lang = visit.language;
    let sounded = one.mood.map(|mood| match mood {
        Mood::Low => charts::low_day(lang),
        Mood::Mixed => charts::mixed_day(lang),
        Mood::Good => charts::good_day(lang),
    });
    let called = one.called.as_deref().and_then(|word| match word {
        "good" => Some(charts::good(lang)),
        "middling" => Some(charts::middling(lang)),
        "hard" => Some(charts::hard(lang)),
        _ => None,
    });
    html! {
        h3 { (visit.when().calendar(&one.date)) }
        p {
            @if let Some(count) = one.crisis_messages.filter(|count| *count > 0) {
                strong { (charts::crises(lang, count)) } " "
            }
            (charts::talked(lang, one.messages))
            @if let Some(text) = sounded { " " (text) }
            @if let Some(word) = called { " " (charts::called(lang, word)) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_is_said_only_of_enough_days_and_of_a_real_difference() {
        let said =
            |values: &[f64]| change(Lang::En, &values.iter().map(|one| Some(*one)).collect::<Vec<_>>());
        assert_eq!(said(&[]), charts::too_few(Lang::En));
        assert_eq!(said(&[-1.0, 1.0, 1.0]), charts::too_few(Lang::En), "one day is no beginning");
        assert_eq!(said(&[-0.5, -0.5, 0.5, 0.5]), charts::rose(Lang::En));
        assert_eq!(said(&[0.5, 0.5, -0.5, -0.5]), charts::fell(Lang::En));
        assert_eq!(said(&[0.1, 0.1, 0.2, 0.2]), charts::level(Lang::En));
        let gaps = [Some(0.5), None, Some(0.5), None, None, Some(-0.5), Some(-0.5)];
        assert_eq!(change(Lang::En, &gaps), charts::fell(Lang::En), "gaps are no zeros");
    }
}
