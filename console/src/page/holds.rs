//! Records that may not be destroyed: placed, lifted and listed by a compliance officer, who reads nothing of what they say.

use api::{Call, Problem, Scope};
use chat_history_api::{ByPatient, Hold, HoldReason, Holds, LiftHold, ListHolds, NewHold, PlaceHold};
use http::StatusCode;
use kernel::{ErrorKind, PersonId};
use maud::{Markup, html};

use crate::component::form::{self, Field};
use crate::component::panel::{self, Tone};
use crate::fields::Fields;
use crate::people::People;
use crate::reply::{Done, Page};
use crate::visit::Visit;
use crate::words::{Lang, holds as words, shell};

const HERE: &str = "/work/holds";

/// Whether whoever is signed in is a compliance officer: an admin with that scope.
pub(crate) fn is_officer(visit: &Visit) -> bool {
    visit.signed_in().is_some_and(|session| session.scopes.contains(&Scope::Compliance))
}

fn officer(visit: &Visit) -> Result<(), Problem> {
    if is_officer(visit) { Ok(()) } else { Err(Problem::new(api::codes::FORBIDDEN)) }
}

const fn reason(lang: Lang, reason: HoldReason) -> &'static str {
    match reason {
        HoldReason::Litigation => words::litigation(lang),
        HoldReason::Investigation => words::investigation(lang),
        HoldReason::Complaint => words::complaint(lang),
    }
}

pub(crate) async fn show(visit: Visit) -> Result<Done, Problem> {
    officer(&visit)?;
    let page = page(&visit, ("", ""), &[]).await?;
    Ok(Done::new(visit, page))
}

async fn page(visit: &Visit, given: (&str, &str), wrong: &[(&str, &str)]) -> Result<Page, Problem> {
    let lang = visit.language;
    let found = visit.call::<ListHolds>(Call::default()).await?;
    let people = found.holds.iter().flat_map(|one| [one.patient_id, one.placed_by]);
    let people = People::of(visit, people).await;
    let done = match Fields::of_query(&visit.query).get("done") {
        "placed" => Some(words::placed(lang)),
        "lifted" => Some(words::lifted(lang)),
        _ => None,
    };
    let main = html! {
        (panel::back("/work", shell::back(lang)))
        h1 { (words::title(lang)) }
        @if let Some(text) = done { div role="status" { (panel::panel(Tone::Good, shell::done(lang), text)) } }
        (form::summary(lang, wrong))
        p { (words::intro(lang)) }
        p { strong { (kept(lang, &found)) } }
        h2 { (words::standing(lang)) }
        @if found.holds.is_empty() { (panel::empty(words::none(lang))) }
        ul.cards { @for one in &found.holds { li.card { (card(visit, one, &people)) } } }
        h2 { (words::place(lang)) }
        (place_form(visit, given, wrong))
    };
    Ok(match wrong {
        [] => Page::work(words::title(lang), main),
        _ => Page::work(shell::problem_title(lang, words::title(lang)), main)
            .status(StatusCode::UNPROCESSABLE_ENTITY),
    })
}

/// What happens to what no hold is on.
fn kept(lang: Lang, found: &Holds) -> String {
    match found.retention_days {
        0 => words::kept_for_ever(lang).to_owned(),
        days => words::kept_days(lang, days),
    }
}

fn what(visit: &Visit, one: &Hold, people: &People) -> Markup {
    let (lang, when) = (visit.language, visit.when());
    html! {
        p { strong { (people.name(one.patient_id)) } }
        p.small { (words::record(lang)) " " code { (one.patient_id) } }
        p { (reason(lang, one.reason)) }
        p.small { (words::since(lang, when.full(one.placed_at), people.name(one.placed_by))) }
    }
}

fn card(visit: &Visit, one: &Hold, people: &People) -> Markup {
    let named = format!("hold-{}", one.patient_id);
    html! {
        div id=(named) { (what(visit, one, people)) }
        div.row {
            a.button.plain href={ (HERE) "/" (one.patient_id) "/lift" } aria-describedby=(named) {
                (words::lift(visit.language))
            }
        }
    }
}

fn place_form(visit: &Visit, (record, chosen): (&str, &str), wrong: &[(&str, &str)]) -> Markup {
    let lang = visit.language;
    let of = |name: &str| wrong.iter().find(|(field, _)| *field == name).map(|(_, text)| *text);
    html! {
        form method="post" action=(HERE) novalidate {
            (form::token(visit))
            (Field { value: record, wrong: of("record"), hint: Some(words::record_hint(lang)),
                ..Field::text("record", words::record_label(lang)) }.show())
            fieldset {
                legend { (words::why(lang)) }
                @for one in HoldReason::ALL {
                    (form::choice("radio", "reason", one.name(), reason(lang, *one), None, one.name() == chosen))
                }
            }
            div.row { button.button type="submit" { (words::place_yes(lang)) } }
        }
    }
}

/// Places a hold. One that is there stays as it is.
pub(crate) async fn place(visit: Visit, fields: Fields) -> Result<Done, Problem> {
    officer(&visit)?;
    let lang = visit.language;
    let (record, chosen) = (fields.get("record"), fields.get("reason"));
    let patient = record.parse::<PersonId>().ok();
    let reason = HoldReason::ALL.iter().copied().find(|one| one.name() == chosen);
    let mut wrong = Vec::new();
    if patient.is_none() {
        wrong.push(("record", words::record_wrong(lang)));
    }
    if reason.is_none() {
        wrong.push(("reason-litigation", words::why_wrong(lang)));
    }
    if let (Some(patient_id), Some(reason)) = (patient, reason) {
        let call = Call::<PlaceHold>::path_and_body(ByPatient { patient_id }, NewHold { reason });
        match visit.call(call).await {
            Ok(_) => return Ok(Done::see(visit, format!("{HERE}?done=placed"))),
            Err(problem) if problem.error_kind() == ErrorKind::NotFound => {
                wrong.push(("record", words::nobody(lang)));
            }
            Err(problem) => return Err(problem),
        }
    }
    let page = page(&visit, (record, chosen), &wrong).await?;
    Ok(Done::new(visit, page))
}

/// Asks once more, with what lifting it sets going.
pub(crate) async fn ask_lift(visit: Visit) -> Result<Done, Problem> {
    officer(&visit)?;
    let lang = visit.language;
    let patient: PersonId = visit.id("id")?;
    let found = visit.call::<ListHolds>(Call::default()).await?;
    let one = found.holds.iter().find(|one| one.patient_id == patient);
    let one = one.ok_or_else(|| Problem::new(api::codes::NOT_FOUND))?;
    let people = People::of(&visit, [one.patient_id, one.placed_by]).await;
    let main = html! {
        (panel::back(HERE, shell::back(lang)))
        h1 { (words::lift_title(lang)) }
        section.panel { (what(&visit, one, &people)) }
        p { strong { @if found.retention_days == 0 { (words::lift_keeps(lang)) } @else { (words::lift_destroys(lang, found.retention_days)) } } }
        form method="post" action={ (HERE) "/" (patient) "/lift" } {
            (form::token(&visit))
            div.row.apart {
                button.button.danger type="submit" { (words::lift_yes(lang)) }
                a.button.plain href=(HERE) { (shell::cancel(lang)) }
            }
        }
    };
    let page = Page::work(words::lift_title(lang), main);
    Ok(Done::new(visit, page))
}

pub(crate) async fn lift(visit: Visit, _: Fields) -> Result<Done, Problem> {
    officer(&visit)?;
    let patient_id: PersonId = visit.id("id")?;
    visit.call::<LiftHold>(Call::path(ByPatient { patient_id })).await?;
    Ok(Done::see(visit, format!("{HERE}?done=lifted")))
}
