//! A resident's day: what is due now, what comes, and being done with it.

use api::{Call, Problem};
use chat_history_api::{DoneWith, DueItem, DueKind, FinishDue, GetDay};
use kernel::Timestamp;
use maud::{Markup, html};

use super::each_day;
use crate::component::form;
use crate::component::panel::{self, Tone};
use crate::fields::Fields;
use crate::reply::{Done, Page};
use crate::visit::Visit;
use crate::words::{Lang, day, shell};

/// Lines of the column beside the conversation.
const TODAY_MAX: usize = 6;
const KINDS: [(DueKind, &str); 8] = [
    (DueKind::CheckIn, "check_in"),
    (DueKind::GoodThing, "good_thing"),
    (DueKind::SlowBreath, "slow_breath"),
    (DueKind::FollowUp, "follow_up"),
    (DueKind::Instrument, "instrument"),
    (DueKind::Reminder, "reminder"),
    (DueKind::PlanBack, "plan_back"),
    (DueKind::CardBack, "card_back"),
];

/// The page.
pub(super) const HERE: &str = "/about-me/day";

/// What something due is called: a reminder in the words that were agreed.
pub(crate) fn what(lang: Lang, due: &DueItem) -> String {
    let words = due.what.expose();
    if due.kind == DueKind::Reminder && !words.is_empty() {
        return words.to_owned();
    }
    called(lang, due.kind).to_owned()
}

/// What such a thing is called.
pub(super) fn called(lang: Lang, kind: DueKind) -> &'static str {
    match kind {
        DueKind::CheckIn => day::check_in(lang),
        DueKind::GoodThing => day::good_thing(lang),
        DueKind::SlowBreath => day::slow_breath(lang),
        DueKind::FollowUp => day::follow_up(lang),
        DueKind::Instrument => day::instrument(lang),
        DueKind::Reminder => day::reminder(lang),
        DueKind::PlanBack => day::plan_back(lang),
        DueKind::CardBack => day::card_back(lang),
    }
}

/// Whether a press alone can be done with it. A question how somebody is wants an answer, not a tick.
const fn ticked_off(due: &DueItem) -> bool {
    match due.kind {
        DueKind::Reminder => true,
        DueKind::CheckIn | DueKind::GoodThing | DueKind::SlowBreath => due.now,
        DueKind::FollowUp | DueKind::Instrument | DueKind::PlanBack | DueKind::CardBack => false,
    }
}

pub(crate) async fn show(visit: Visit) -> Result<Done, Problem> {
    let lang = visit.language;
    let mut found = visit.call::<GetDay>(Call::default()).await?;
    let mut items = std::mem::take(&mut found.items);
    let clock = visit.app.sources.now();
    for one in &mut items {
        one.now |= one.at <= clock;
    }
    items.sort_by_key(|one| one.at);
    let (now, later): (Vec<&DueItem>, Vec<&DueItem>) = items.iter().partition(|one| one.now);
    let done = match Fields::of_query(&visit.query).get("done") {
        "1" => Some((Tone::Good, day::finished(lang).to_owned())),
        word => each_day::done(lang, word, &found),
    };
    let main = html! {
        (panel::back("/about-me", shell::back(lang)))
        h1 { (day::title(lang)) }
        @if let Some((tone, text)) = &done {
            @let title = if matches!(tone, Tone::Good) { shell::done(lang) } else { day::each(lang) };
            div role="status" { (panel::panel(*tone, title, text)) }
        }
        @if items.is_empty() { (panel::empty(day::empty(lang))) } @else {
            h2 { (day::now(lang)) }
            @if now.is_empty() { p { (day::none_now(lang)) } }
            (list(&visit, &now))
            @if !later.is_empty() {
                h2 { (day::later(lang)) }
                (list(&visit, &later))
            }
        }
        (each_day::section(lang, &found))
    };
    let page = Page::care(day::title(lang), main);
    Ok(Done::new(visit, page))
}

/// What is due today and what was due before, the earliest first. What cannot be had is not there: the day is never worth
/// an error.
pub(crate) async fn of_today(visit: &Visit) -> Vec<DueItem> {
    let (when, clock) = (visit.when(), visit.app.sources.now());
    let found = visit.call::<GetDay>(Call::default()).await.map(|day| day.items).unwrap_or_default();
    let mut items: Vec<DueItem> =
        found.into_iter().filter(|one| one.at <= clock || when.is_today(one.at)).collect();
    items.sort_by_key(|one| one.at);
    for one in &mut items {
        one.now |= one.at <= clock;
    }
    // One question about how somebody is: more would be a list of duties.
    let mut asked = false;
    items.retain(|one| one.kind == DueKind::Reminder || !std::mem::replace(&mut asked, true));
    items.truncate(TODAY_MAX);
    items
}

/// The day beside the conversation, where the screen is wide enough; elsewhere it has a page of its own.
pub(crate) fn column(visit: &Visit, items: &[DueItem]) -> Markup {
    let lang = visit.language;
    html! {
        aside.today aria-labelledby="today-title" {
            h2 #today-title { (day::today(lang)) }
            @if items.is_empty() { p { (day::today_none(lang)) } }
            ul.lines {
                @for one in items {
                    li {
                        p { strong { (what(lang, one)) } }
                        p.small {
                            @if one.now { (day::since(lang, visit.when().full(one.at))) }
                            @else { (day::at(lang, visit.when().full(one.at))) }
                        }
                        @if one.kind == DueKind::Reminder {
                            @if one.now { (done(visit, one, "/talk")) }
                        } @else if one.now { p.small { (day::asks(lang)) } }
                    }
                }
            }
            p { a href="/about-me/day" { (day::all(lang)) } }
        }
    }
}

fn list(visit: &Visit, items: &[&DueItem]) -> Markup {
    html! { @if !items.is_empty() { ul.cards { @for one in items { li.card { (card(visit, one)) } } } } }
}

fn card(visit: &Visit, one: &DueItem) -> Markup {
    let (lang, when) = (visit.language, visit.when().full(one.at));
    html! {
        h3 { (what(lang, one)) }
        p.small { @if one.now { (day::since(lang, when)) } @else { (day::at(lang, when)) } }
        div.row.apart {
            @if ticked_off(one) {
                (done(visit, one, ""))
            }
            @if one.now && one.kind != DueKind::Reminder {
                a.button.plain href="/talk" { (day::talk(lang)) }
            }
        }
    }
}

/// The form that is done with something; `back` is the page that it stands on, where that is not the day's own.
fn done(visit: &Visit, one: &DueItem, back: &str) -> Markup {
    let kind = KINDS.iter().find(|(kind, _)| *kind == one.kind).map_or("", |(_, name)| name);
    html! {
        form method="post" action="/about-me/day/done" {
            (form::token(visit))
            (form::hidden("kind", kind))
            (form::hidden("at", &one.at.to_string()))
            @if !back.is_empty() { (form::hidden("back", back)) }
            button.button type="submit" { (day::done(visit.language)) }
        }
    }
}

/// Is done with something. What was done with already stays so.
pub(crate) async fn finish(visit: Visit, fields: Fields) -> Result<Done, Problem> {
    let kind = KINDS.iter().find(|(_, name)| *name == fields.get("kind")).map(|(kind, _)| *kind);
    let (Some(kind), Ok(at)) = (kind, fields.get("at").parse::<Timestamp>()) else {
        return Err(Problem::new(api::codes::INVALID));
    };
    visit.call::<FinishDue>(Call::body(DoneWith { kind, at })).await?;
    let place = if fields.get("back") == "/talk" { "/talk" } else { "/about-me/day?done=1" };
    Ok(Done::see(visit, place))
}
