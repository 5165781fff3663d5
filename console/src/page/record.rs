//! Who saw a resident's record, by day, in plain words; and what a person did themselves.

use api::{Call, Problem};
use audit_logging_api::{
    AccessEntry, AccessReport, AuditRecord, EventType, GetAccessReport, ListOwnEvents, Outcome, OwnQuery,
    PatientPath, ReportQuery,
};
use kernel::{Cursor, PageLimit};
use maud::{Markup, html};

use crate::component::panel;
use crate::fields::Fields;
use crate::people::People;
use crate::reply::{Done, Page};
use crate::visit::Visit;
use crate::words::{deeds, record, shell, terms};

/// Rows of a page: as many as a slow tablet loads at once.
const ROWS: PageLimit = PageLimit::of(20);

pub(crate) async fn show(visit: Visit) -> Result<Done, Problem> {
    let lang = visit.language;
    let Some(person) = visit.signed_in().map(|session| session.person) else {
        return Err(Problem::new(api::codes::UNAUTHENTICATED));
    };
    let cursor = Fields::of_query(&visit.query).some("after").map(Cursor::new);
    let call = Call::path_and_query(
        PatientPath { id: person },
        ReportQuery { cursor, limit: ROWS, ..ReportQuery::default() },
    );
    let report = visit.call::<GetAccessReport>(call).await?;
    let people = People::of(&visit, report.entries.items.iter().map(|entry| entry.user_id)).await;
    let main = html! {
        (panel::back("/about-me", shell::back(lang)))
        h1 { (record::title(lang)) }
        p { (record::counts(lang, report.people, report.accesses, report.denials)) }
        (days(&visit, &report, &people))
        p.small { (record::proof(lang)) }
    };
    let page = Page::of(&visit, record::title(lang), main);
    Ok(Done::new(visit, page))
}

/// The same person with the same part of the record, time after time and nobody else between: one line.
struct Run<'a> {
    newest: &'a AccessEntry,
    oldest: &'a AccessEntry,
    times: usize,
}

impl<'a> Run<'a> {
    const fn of(entry: &'a AccessEntry) -> Self {
        Self { newest: entry, oldest: entry, times: 1 }
    }

    fn goes_on_with(&self, entry: &AccessEntry) -> bool {
        let same = |one: &AccessEntry| {
            (one.user_id, one.category, one.action.clone(), one.event_type, one.outcome, one.purpose)
        };
        same(self.oldest) == same(entry)
    }
}

fn days(visit: &Visit, report: &AccessReport, people: &People) -> Markup {
    let (lang, when) = (visit.language, visit.when());
    let entries = &report.entries.items;
    let mut days: Vec<(String, Vec<Run<'_>>)> = Vec::new();
    for entry in entries {
        let day = when.day(entry.timestamp);
        match days.last_mut().filter(|(last, _)| *last == day).map(|(_, lines)| lines) {
            Some(lines) => match lines.last_mut().filter(|run| run.goes_on_with(entry)) {
                Some(run) => (run.oldest, run.times) = (entry, run.times + 1),
                None => lines.push(Run::of(entry)),
            },
            None => days.push((day, vec![Run::of(entry)])),
        }
    }
    html! {
        @if entries.is_empty() { (panel::empty(record::empty(lang))) }
        @for (day, lines) in &days {
            section.day {
                h2 { (day) }
                ul.lines { @for run in lines { li { (line(visit, run, people)) } } }
            }
        }
        @if let Some(next) = &report.entries.next {
            p.pager { a href={ "/about-me/record?after=" (next.place()) } { (shell::more(lang)) } }
        }
    }
}

fn line(visit: &Visit, run: &Run<'_>, people: &People) -> Markup {
    let (lang, when) = (visit.language, visit.when());
    let entry = run.newest;
    let own = visit.signed_in().is_some_and(|session| session.person == entry.user_id);
    let what = entry.category.map_or(record::something(lang), |category| terms::category(lang, category));
    let who = people.with_role(entry.user_id, entry.role);
    let sentence = if own {
        record::you_did(lang, what)
    } else if matches!(entry.action.as_str(), "read" | "list" | "view" | "watch") {
        record::saw(lang, &who, what)
    } else if entry.event_type == EventType::PhiAccess {
        record::touched(lang, &who, what)
    } else {
        record::wrote(lang, &who, what)
    };
    html! {
        p {
            @if run.times > 1 {
                time datetime=(run.oldest.timestamp) { (when.time(run.oldest.timestamp)) } "–"
            }
            time datetime=(entry.timestamp) { (when.time(entry.timestamp)) } " "
            (sentence)
            @if run.times > 1 { ", " (record::several(lang, run.times)) }
        }
        p.small {
            @if entry.outcome == Outcome::Denied { strong { (record::refused(lang)) } " " }
            @if let Some(purpose) = entry.purpose { (record::reason(lang, terms::purpose(lang, purpose))) " " }
            @if run.times > 1 {
                (record::places(lang, run.oldest.sequence, entry.sequence))
            } @else {
                (record::place(lang, entry.sequence))
            }
        }
    }
}

/// What the signed-in person did.
pub(crate) async fn own(visit: Visit) -> Result<Done, Problem> {
    let lang = visit.language;
    let cursor = Fields::of_query(&visit.query).some("after").map(Cursor::new);
    let found = visit
        .call::<ListOwnEvents>(Call::query(OwnQuery { cursor, limit: ROWS, ..OwnQuery::default() }))
        .await?;
    let main = html! {
        (panel::back("/about-me", shell::back(lang)))
        h1 { (record::own_title(lang)) }
        @if found.items.is_empty() { (panel::empty(record::own_empty(lang))) }
        ul.lines { @for one in &found.items { li { (own_line(&visit, one)) } } }
        @if let Some(next) = &found.next {
            p.pager { a href={ "/about-me/actions?after=" (next.place()) } { (shell::more(lang)) } }
        }
        p.small { (record::proof(lang)) }
    };
    let page = Page::of(&visit, record::own_title(lang), main);
    Ok(Done::new(visit, page))
}

fn own_line(visit: &Visit, one: &AuditRecord) -> Markup {
    let (lang, when) = (visit.language, visit.when());
    let event = &one.event;
    let ending = if event.outcome == Outcome::Denied { record::not_done(lang) } else { record::done(lang) };
    html! {
        p { (deeds::line(lang, event.action.as_str(), event.resource.as_str())) }
        p.small {
            (when.full(event.timestamp)) ", " (ending) ". " (record::place(lang, one.sequence))
        }
    }
}
