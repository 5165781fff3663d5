//! An alert as a row: how urgent in words and by shape, whose, why, until when, and who has it.

use chat_history_api::{Alert, AlertState};
use kernel::Timestamp;
use maud::{Markup, html};

use super::form;
use crate::people::People;
use crate::visit::Visit;
use crate::words::{Lang, staff, terms};

/// How urgent, in a word and a shape.
pub(crate) fn level(level: content_safety_api::Level, lang: Lang) -> Markup {
    html! { span class={ "level " (level.name()) } { (terms::level(lang, level)) } }
}

/// Why it was raised: categories, no quote.
pub(crate) fn why(alert: &Alert, lang: Lang) -> String {
    let mut reasons: Vec<&str> = alert.categories.iter().map(|one| terms::crisis(lang, *one)).collect();
    if alert.person_requested {
        reasons.push(staff::wants_person(lang));
    }
    reasons.join(", ")
}

/// Who has it, or that nobody does.
pub(crate) fn state(visit: &Visit, alert: &Alert, people: &People) -> String {
    let (lang, when) = (visit.language, visit.when());
    match (alert.state, alert.acknowledged_by, alert.taken_over_by) {
        (AlertState::TakenOver, _, Some(who)) => staff::writes(lang, people.name(who)),
        (AlertState::Acknowledged, Some(who), _) => {
            let at = when.time(alert.acknowledged_at.unwrap_or(alert.updated_at));
            staff::has_it(lang, people.name(who), at)
        }
        (state, ..) => terms::state(lang, state).to_owned(),
    }
}

/// Milliseconds since 1970, as scripts count.
pub(crate) const fn millis(at: Timestamp) -> i64 {
    at.as_micros() / 1_000
}

/// When it goes to more people, if nobody has it.
pub(crate) fn due(alert: &Alert) -> Option<Timestamp> {
    alert.escalates_at.filter(|_| alert.state == AlertState::Open)
}

/// How long there is until then, as the script counts it; without one the time of day stands above.
fn timer(visit: &Visit, alert: &Alert, people: &People) -> Markup {
    let due = due(alert).map(millis);
    let whose = format!("{}. {}", terms::level(visit.language, alert.level), people.name(alert.patient_id));
    html! {
        p.timer hidden data-due=(due.map_or_else(String::new, |due| due.to_string()))
            data-since=(millis(alert.updated_at)) data-whose=(whose) {}
    }
}

/// The facts of an alert.
pub(crate) fn facts(visit: &Visit, alert: &Alert, people: &People) -> Markup {
    let (lang, when) = (visit.language, visit.when());
    let reasons = why(alert, lang);
    html! {
        @if !reasons.is_empty() { p { (staff::why(lang, reasons)) } }
        p.small {
            (staff::raised(lang, when.ago(alert.raised_at))) ". "
            (staff::turns(lang, alert.event_count)) "."
            @if alert.escalation > 0 { " " (staff::passed_on(lang, alert.escalation)) "." }
        }
        p {
            strong data-state { (state(visit, alert, people)) }
            @if let Some(at) = alert.escalates_at.filter(|_| alert.state == AlertState::Open) {
                ". " (staff::answer_by(lang, when.time(at)))
            }
        }
        (timer(visit, alert, people))
    }
}

/// A row of the list, with what can be done at once.
pub(crate) fn row(
    visit: &Visit,
    alert: &Alert,
    people: &People,
    units: &dyn Fn(&Alert) -> Option<String>,
) -> Markup {
    let lang = visit.language;
    html! {
        li class={ "alert " (alert.level.name()) } id={ "alert-" (alert.alert_id) } data-alert=(alert.alert_id) {
            h2 { (level(alert.level, lang)) " " (people.name(alert.patient_id)) @if let Some(home) = people.home(alert.patient_id, units(alert)) { ", " (home) } }
            (facts(visit, alert, people))
            div.row {
                @if alert.state == AlertState::Open {
                    form method="post" action={ "/staff/alerts/" (alert.alert_id) "/acknowledge" } {
                        (form::token(visit))
                        button.button type="submit" { (staff::acknowledge(lang)) }
                    }
                }
                a.button.plain href={ "/staff/alerts/" (alert.alert_id) } { (staff::open_alert(lang)) }
                // Only what nobody has goes to more people.
                @if alert.state == AlertState::Open {
                    a.button.plain href={ "/staff/alerts/" (alert.alert_id) "/escalate" } { (staff::escalate(lang)) }
                }
            }
        }
    }
}
