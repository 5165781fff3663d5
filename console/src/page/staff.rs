//! Open alerts, and what is done about them.

use std::collections::HashMap;
use std::time::Duration;

use api::{Call, Problem, Role, Words};
use chat_history_api::{
    AcknowledgeAlert, Alert, AlertClosing, AlertOutcome, AlertQuery, ByAlert, ByConversation, CloseAlert,
    EscalateAlert, GiveBackAlert, HandBackAlert, ListAlerts, StaffMessage, TakeOverAlert, WriteAsStaff,
};
use http::StatusCode;
use kernel::{AlertId, ErrorKind, UnitId};
use maud::{Markup, html};
use relationship_management_api::{
    ByShift, ByUnit, EndShift, ListShifts, ListUnits, MyUnits, NewShift, Paging, Shift, StartShift, Unit,
};

use super::answering;
use crate::component::panel::{self, Tone};
use crate::component::{alert, form};
use crate::fields::Fields;
use crate::people::People;
use crate::reply::{Done, Page};
use crate::visit::Visit;
use crate::words::{Lang, shell, staff, terms};

/// How long a shift lasts that is begun here.
const SHIFT: Duration = Duration::from_secs(8 * 3_600);

/// So many pages of a house's units are read at most.
const UNIT_PAGES_MAX: usize = 4;

/// The units that a carer works on, or that they cannot be read: then nobody may take it that there are none.
pub(crate) async fn units(visit: &Visit) -> Result<Vec<Unit>, Problem> {
    if visit.role() != Some(Role::CareStaff) {
        return Ok(Vec::new());
    }
    Ok(visit.call::<MyUnits>(Call::default()).await?.items)
}

/// What a page says whose units cannot be read.
pub(crate) fn units_away(lang: Lang) -> Markup {
    html! { div role="alert" { (panel::panel(Tone::Danger, shell::away(lang), staff::units_away(lang))) } }
}

/// The units of the whole house, or that they cannot be read.
pub(crate) async fn house_units(visit: &Visit) -> Result<Vec<Unit>, Problem> {
    let (mut units, mut after) = (Vec::new(), None);
    for _ in 0..UNIT_PAGES_MAX {
        let found = visit.call::<ListUnits>(Call::query(Paging { after, limit: None })).await?;
        units.extend(found.items);
        after = found.next;
        if after.is_none() {
            break;
        }
    }
    Ok(units)
}

/// What units are called, those of the whole house: a provider's patients live on any, and a carer may be called to another.
/// Where they cannot be read a name is missing, and nothing else.
pub(crate) async fn named_units(visit: &Visit) -> Vec<Unit> {
    match house_units(visit).await {
        Ok(units) if !units.is_empty() => units,
        _ => self::units(visit).await.unwrap_or_default(),
    }
}

/// What a resident's unit is called. Of one whose name is not known nothing is said: that they live on none would be false.
pub(crate) fn unit_name(units: &[Unit], id: Option<UnitId>, lang: Lang) -> Option<String> {
    let Some(id) = id else { return Some(staff::unit_none(lang).to_owned()) };
    units.iter().find(|unit| unit.unit_id == id).map(|unit| unit.name.clone())
}

/// A name, and where they live as far as that is known.
pub(crate) fn with_unit(name: &str, unit: Option<String>) -> String {
    unit.map_or_else(|| name.to_owned(), |unit| format!("{name}, {unit}"))
}

pub(crate) async fn alerts(visit: Visit) -> Result<Done, Problem> {
    let lang = visit.language;
    let query = Fields::of_query(&visit.query);
    let after = query.some("after").map(kernel::Cursor::new);
    let found = visit.call::<ListAlerts>(Call::query(AlertQuery { after, ..AlertQuery::default() })).await?;
    let people = People::of(&visit, found.items.iter().flat_map(of_alert)).await;
    let (units, all) = (units(&visit).await, named_units(&visit).await);
    let named = |one: &Alert| unit_name(&all, one.unit_id, lang);
    let said = match query.get("done") {
        "acknowledged" => Some((Tone::Good, staff::acknowledged(lang))),
        "closed" => Some((Tone::Good, staff::closed(lang))),
        "late" => Some((Tone::Warn, staff::already(lang))),
        _ => None,
    };
    let (on_shift, own_shift) = shift(&visit, units.as_deref()).await;
    let main = html! {
        h1 { (staff::alerts_title(lang)) }
        @if let Some((tone, text)) = said { div role="status" { (panel::panel(tone, shell::done(lang), text)) } }
        (own_shift)
        (live(&visit, on_shift))
        @if found.items.is_empty() { (panel::empty(staff::alerts_empty(lang))) }
        ul.alerts { @for one in &found.items { (alert::row(&visit, one, &people, &named)) } }
        @if let Some(next) = &found.next {
            p.pager { a href={ "/staff/alerts?after=" (next.place()) } { (shell::more(lang)) } }
        }
    };
    let page = Page { scripts: &["feed.js"], ..Page::work(staff::alerts_title(lang), main) };
    Ok(Done::new(visit, page))
}

/// Everybody whom an alert names.
pub(crate) fn of_alert(one: &Alert) -> impl Iterator<Item = kernel::PersonId> + use<> {
    [Some(one.patient_id), one.acknowledged_by, one.taken_over_by, one.closed_by].into_iter().flatten()
}

/// What the script fills: whether the list is live, what is new, and the sound. Without a script it says so.
pub(crate) fn live(visit: &Visit, on_shift: bool) -> Markup {
    let lang = visit.language;
    html! {
           section #feed.panel.note data-events="/staff/alerts/events" data-live=(staff::live_at(lang)) data-narrow=(staff::narrow(lang))
               data-broken=(staff::broken(lang)) data-last=(staff::last_sign(lang)) data-title=(staff::notify(lang))
               data-more=(staff::slot_more(lang)) data-one=(staff::slot_one(lang)) data-left=(staff::left(lang)) data-over=(staff::over(lang))
               data-half-said=(staff::half_said(lang)) data-over-said=(staff::over_said(lang)) data-stays[on_shift]
               data-places=(staff::places(lang)) data-places-none=(staff::places_none(lang))
               data-sound=(staff::sound_is_on(lang)) data-mute=(staff::sound_off(lang)) aria-labelledby="feed-title" {
               div.row {
                   p #feed-state { (staff::not_live(lang)) }
                   a.button.plain href="/staff/alerts" { (staff::refresh(lang)) }
                   a #feed-again.button hidden href="/sign-in?next=/staff/alerts" { (staff::sign_in_again(lang)) }
               }
               (sound_bar(lang))
               div #slot hidden {
                   h2 #feed-title { (staff::slot(lang)) }
                   div.slot role="group" tabindex="0" aria-labelledby="feed-title" {
                       p #slot-none { (staff::slot_none(lang)) }
                       ul.alerts {}
                   }
                   p #elsewhere.wrong hidden {}
                   p { button #slot-more.button.plain type="button" hidden { (staff::slot_one(lang)) } }
               }
               template #slot-template {
                   li.alert {
                       p { span.level {} " " strong.whose {} }
                       p.why {}
    p { strong.state {} " " span.timer hidden data-due="" {} }
                       p { a.button.plain href="/staff/alerts" { (staff::open_alert(lang)) } }
                   }
               }
           }
       }
}

/// Whether sound is on, and what turns it on; shown by the script.
pub(crate) fn sound_bar(lang: Lang) -> Markup {
    html! {
        div #sound-bar.panel.warn.sound hidden {
            strong #sound-state { (staff::sound_off(lang)) }
            button #sound.button.plain type="button" { (staff::sound_on(lang)) }
        }
    }
}

/// The carer's shift: who is asked first.
async fn shift(visit: &Visit, units: Result<&[Unit], &Problem>) -> (bool, Markup) {
    let (lang, when, now) = (visit.language, visit.when(), visit.app.sources.now());
    let own = visit.signed_in().map(|session| session.person);
    let Ok(units) = units else { return (false, units_away(lang)) };
    let mut running: Vec<(Shift, String)> = Vec::new();
    for unit in units {
        let call = Call::<ListShifts>::path(ByUnit { unit_id: unit.unit_id });
        // Whether they are on shift there is not known: a second shift is nothing to begin by mistake.
        let Ok(found) = visit.call(call).await else { return (false, units_away(lang)) };
        let mine = |one: &Shift| Some(one.person_id) == own && one.starts_at <= now && now < one.ends_at;
        running.extend(found.shifts.into_iter().filter(mine).map(|one| (one, unit.name.clone())));
    }
    let shown = html! {
        @if !units.is_empty() {
            div #shift.row {
                @for (one, unit) in &running {
                    p { strong { (staff::on_shift(lang, unit, when.time(one.ends_at))) } }
                    form method="post" action={ "/staff/shift/" (one.shift_id) "/end" } {
                        (form::token(visit))
                        button.button.plain type="submit" { (staff::end_shift(lang)) }
                    }
                }
                @if running.is_empty() {
                    p { (staff::off_shift(lang)) }
                    @for unit in units {
                        form method="post" action="/staff/shift" data-start {
                            (form::token(visit))
                            (form::hidden("unit", &unit.unit_id.to_string()))
                            button.button.plain type="submit" { (staff::start_shift(lang, &unit.name)) }
                        }
                    }
                }
            }
        }
    };
    (!running.is_empty(), shown)
}

pub(crate) async fn start_shift(visit: Visit, fields: Fields) -> Result<Done, Problem> {
    let unit_id = fields.get("unit").parse().map_err(|_| Problem::new(api::codes::INVALID))?;
    let ends_at = visit.app.sources.now().plus(SHIFT);
    visit
        .call::<StartShift>(Call::body(NewShift { person_id: None, unit_id, starts_at: None, ends_at }))
        .await?;
    Ok(Done::see(visit, "/staff/alerts"))
}

pub(crate) async fn end_shift(visit: Visit, _: Fields) -> Result<Done, Problem> {
    let shift_id = visit.id("id")?;
    visit.call::<EndShift>(Call::path(ByShift { shift_id })).await?;
    Ok(Done::see(visit, "/staff/alerts"))
}

/// After something was done: back to the list, or to the alert, with what came of it.
fn after(visit: Visit, done: Result<Alert, Problem>, place: &str, word: &str) -> Result<Done, Problem> {
    match done {
        Ok(_) => Ok(Done::see(visit, format!("{place}?done={word}"))),
        Err(problem) if problem.error_kind() == ErrorKind::Conflict => {
            Ok(Done::see(visit, format!("{place}?done=late")))
        }
        Err(problem) => Err(problem),
    }
}

pub(crate) async fn acknowledge(visit: Visit, _: Fields) -> Result<Done, Problem> {
    let alert_id: AlertId = visit.id("id")?;
    let done = visit.call::<AcknowledgeAlert>(Call::path(ByAlert { alert_id })).await;
    after(visit, done, &format!("/staff/alerts/{alert_id}"), "acknowledged")
}

/// Gives an alert back that was taken up: nobody is kept waiting for somebody who pressed by mistake.
pub(crate) async fn give_back(visit: Visit, _: Fields) -> Result<Done, Problem> {
    let alert_id: AlertId = visit.id("id")?;
    let done = visit.call::<GiveBackAlert>(Call::path(ByAlert { alert_id })).await;
    after(visit, done, &format!("/staff/alerts/{alert_id}"), "given-back")
}

/// Asks once more: whoever is called cannot be uncalled.
pub(crate) async fn ask_escalate(visit: Visit) -> Result<Done, Problem> {
    let lang = visit.language;
    let alert_id = visit.id::<AlertId>("id")?;
    let place = format!("/staff/alerts/{alert_id}");
    let main = html! {
        (panel::back(&place, shell::back(lang)))
        (answering::whose(&visit, alert_id).await)
        h1 { (staff::escalate_title(lang)) }
        p { (staff::escalate_text(lang)) }
        form method="post" action={ (place) "/escalate" } {
            (form::token(&visit))
            div.row.apart {
                button.button type="submit" { (staff::escalate(lang)) }
                a.button.plain href=(place) { (shell::cancel(lang)) }
            }
        }
    };
    let page = Page::work(staff::escalate_title(lang), main);
    Ok(Done::new(visit, page))
}

pub(crate) async fn escalate(visit: Visit, _: Fields) -> Result<Done, Problem> {
    let alert_id: AlertId = visit.id("id")?;
    let done = visit.call::<EscalateAlert>(Call::path(ByAlert { alert_id })).await;
    after(visit, done, &format!("/staff/alerts/{alert_id}"), "escalated")
}

pub(crate) async fn take_over(visit: Visit, _: Fields) -> Result<Done, Problem> {
    let alert_id: AlertId = visit.id("id")?;
    let done = visit.call::<TakeOverAlert>(Call::path(ByAlert { alert_id })).await;
    after(visit, done, &format!("/staff/alerts/{alert_id}"), "taken")
}

pub(crate) async fn hand_back(visit: Visit, _: Fields) -> Result<Done, Problem> {
    let alert_id: AlertId = visit.id("id")?;
    let done = visit.call::<HandBackAlert>(Call::path(ByAlert { alert_id })).await;
    after(visit, done, &format!("/staff/alerts/{alert_id}"), "back")
}

/// Words of a member of staff in the conversation that they took over.
pub(crate) async fn write(visit: Visit, fields: Fields) -> Result<Done, Problem> {
    let alert_id: AlertId = visit.id("id")?;
    let Ok(conversation_id) = fields.get("conversation").parse() else {
        return Err(Problem::new(api::codes::INVALID));
    };
    let Some(content) = fields.some("words").map(Words::new) else {
        return Ok(Done::see(visit, format!("/staff/alerts/{alert_id}")));
    };
    let message = StaffMessage { content, language: visit.language };
    let (words, key) = (fields.get("words"), fields.get("key"));
    let context = visit.context().idempotency_key(key);
    let call = Call::<WriteAsStaff>::path_and_body(ByConversation { conversation_id }, message);
    let client = visit.client(api::ServiceName::ChatHistory);
    match client.call(&context, call).await {
        Ok(_) => Ok(Done::see(visit, format!("/staff/alerts/{alert_id}"))),
        // Who has to sign in again is led there; whatever else stands against it, the words stay on the page.
        Err(problem) if problem.error_kind() == ErrorKind::Unauthenticated => Err(problem),
        Err(problem) => Ok(answering::unsent(visit, alert_id, &problem, (words, key)).await),
    }
}

pub(crate) async fn close_form(visit: Visit) -> Result<Done, Problem> {
    let alert_id: AlertId = visit.id("id")?;
    let page = close_page(&visit, alert_id, "", None).await;
    Ok(Done::new(visit, page))
}

async fn close_page(visit: &Visit, alert_id: AlertId, note: &str, wrong: Option<&str>) -> Page {
    let lang = visit.language;
    let list: Vec<(&str, &str)> = wrong.map(|text| ("outcome-safe", text)).into_iter().collect();
    let main = html! {
        (panel::back(&format!("/staff/alerts/{alert_id}"), shell::back(lang)))
        (answering::whose(visit, alert_id).await)
        h1 { (staff::close_title(lang)) }
        (form::summary(lang, &list))
        p { (staff::close_text(lang)) }
        form method="post" action={ "/staff/alerts/" (alert_id) "/close" } novalidate {
            (form::token(visit))
            fieldset {
                legend { (staff::close_title(lang)) }
                @for outcome in AlertOutcome::ALL {
                    (form::choice("radio", "outcome", outcome.name(), terms::outcome(lang, *outcome), None, false))
                }
            }
            div.field {
                label for="note" { (staff::note(lang)) }
                p.hint #note-hint { (staff::note_hint(lang)) }
                textarea #note name="note" rows="4" maxlength="2000" aria-describedby="note-hint" { (note) }
            }
            div.row { button.button type="submit" { (staff::close(lang)) } }
        }
    };
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let title = staff::close_title(lang);
    let title = if wrong.is_some() { shell::problem_title(lang, title) } else { title.to_owned() };
    Page::work(title, main).status(status)
}

pub(crate) async fn close(visit: Visit, fields: Fields) -> Result<Done, Problem> {
    let alert_id: AlertId = visit.id("id")?;
    let names: HashMap<&str, AlertOutcome> = AlertOutcome::ALL.iter().map(|one| (one.name(), *one)).collect();
    let Some(outcome) = names.get(fields.get("outcome")).copied() else {
        let page =
            close_page(&visit, alert_id, fields.get("note"), Some(staff::need_outcome(visit.language))).await;
        return Ok(Done::new(visit, page));
    };
    let closing = AlertClosing { outcome, note: Words::new(fields.get("note")) };
    let done = visit.call::<CloseAlert>(Call::path_and_body(ByAlert { alert_id }, closing)).await;
    after(visit, done, "/staff/alerts", "closed")
}
