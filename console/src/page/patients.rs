//! The patients of a health provider, those with an open alert first.

use std::collections::HashMap;

use api::{Call, Problem};
use auth_rbac_api::{ChargesQuery, ListMyCharges, NamedCharge};
use content_safety_api::Level;
use kernel::PersonId;
use maud::{Markup, html};

use super::open;
use super::residents::name;
use crate::component::{alert, panel};
use crate::fields::Fields;
use crate::reply::{Done, Page};
use crate::visit::Visit;
use crate::words::{charts, shell, staff};

pub(crate) async fn show(visit: Visit) -> Result<Done, Problem> {
    let lang = visit.language;
    let after = Fields::of_query(&visit.query).some("after").map(kernel::Cursor::new);
    let call = Call::query(ChargesQuery { after, ..ChargesQuery::default() });
    let found = visit.call::<ListMyCharges>(call).await?;
    let mut alarmed: HashMap<PersonId, Level> = HashMap::new();
    let alerts = open::alerts(&visit).await;
    for one in alerts.iter().flat_map(|found| &found.alerts) {
        let level = alarmed.entry(one.patient_id).or_default();
        *level = one.level.max(*level);
    }
    let mut charges = found.items;
    let urgency = |one: &NamedCharge| std::cmp::Reverse(alarmed.get(&one.person_id).copied());
    charges.sort_by_key(|one| (urgency(one), name(one, lang)));
    let main = html! {
        h1 { (charts::patients(lang)) }
        (open::limits(lang, alerts))
        @if charges.is_empty() { (panel::empty(charts::patients_empty(lang))) } @else { p { (charts::patients_text(lang)) } }
        ul.cards {
            @for one in &charges { li.card { (card(&visit, one, alarmed.get(&one.person_id).copied())) } }
        }
        @if let Some(next) = &found.next {
            p.pager { a href={ "/work?after=" (next.place()) } { (shell::more(lang)) } }
        }
        p { a href="/docs" { (shell::docs(lang)) } }
    };
    let page = Page::work(charts::patients(lang), main);
    Ok(Done::new(visit, page))
}

fn card(visit: &Visit, one: &NamedCharge, open: Option<Level>) -> Markup {
    let lang = visit.language;
    let place = format!("/staff/residents/{}", one.person_id);
    let heading = format!("p-{}", one.person_id);
    html! {
        h2 id=(heading) { (name(one, lang)) }
        @if let Some(level) = open { p { (alert::level(level, lang)) " " (staff::has_alert(lang)) } }
        div.row {
            a.button.plain href=(place) aria-describedby=(heading) { (staff::open_resident(lang)) }
            a.button.plain href={ (place) "/timeline" } aria-describedby=(heading) { (charts::link(lang)) }
        }
    }
}
