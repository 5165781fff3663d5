//! What a shift hands over: alerts and notes of the last hours, resident by resident; and a note for colleagues.

use api::{Call, Problem, ServiceName, Words};
use chat_history_api::{
    AddNote, GetHandover, HandedAlert, HandoverItem, HandoverQuery, HandoverTaken, NewHandover, NewNote,
    Note, NoteBy, TakeHandover,
};
use http::StatusCode;
use kernel::{ErrorKind, PersonId, UnitId};
use maud::{Markup, html};
use relationship_management_api::Unit;

use super::staff::{named_units, of_alert, unit_name, units, units_away, with_unit};
use crate::component::banner::Banner;
use crate::component::panel::{self, Tone};
use crate::component::{alert, form};
use crate::fields::Fields;
use crate::people::People;
use crate::reply::{Done, Page};
use crate::visit::Visit;
use crate::words::{Lang, handover, shell, terms};

/// How far back a page can look, in hours: shorter than a shift, a shift, and a long weekend.
const HOURS: [u16; 5] = [4, 8, 12, 24, 72];
const HOURS_USUAL: u16 = 12;
/// The most characters of a note.
const NOTE_CHARS_MAX: usize = 2_000;

/// Whom and what the lines of a handover name.
struct Known {
    people: People,
    /// Those that whoever reads works on.
    units: Vec<Unit>,
    /// Those whose names are known.
    named: Vec<Unit>,
    taken: Vec<HandoverTaken>,
}

impl Known {
    /// Who last took over a unit.
    fn last(&self, unit: Option<UnitId>) -> Option<&HandoverTaken> {
        self.taken.iter().find(|one| Some(one.unit_id) == unit)
    }
}

/// Who took over which unit, and the way to take over one's own: read first, so it stands last.
fn finish(visit: &Visit, known: &Known) -> Markup {
    let (lang, when) = (visit.language, visit.when());
    html! {
        @if !known.units.is_empty() {
            section aria-labelledby="finish" {
                h2 #finish { (handover::finish_title(lang)) }
                p.no-print { (handover::finish_text(lang)) }
                ul.cards {
                    @for unit in &known.units {
                        li.card {
                            p { strong { (unit.name) } }
                            p {
                                @match known.last(Some(unit.unit_id)) {
                                    Some(last) => (handover::taken(lang, known.people.name(last.taken_by), when.full(last.taken_at))),
                                    None => (handover::never_taken(lang)),
                                }
                            }
                            form.no-print method="post" action="/staff/handover/taken" {
                                (form::token(visit))
                                (form::hidden("unit", &unit.unit_id.to_string()))
                                div.row { button.button type="submit" { (handover::finish(lang, &unit.name)) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Takes over a unit. What is left from now on is new.
pub(crate) async fn take(visit: Visit, fields: Fields) -> Result<Done, Problem> {
    let unit_id = fields.get("unit").parse().map_err(|_| Problem::new(api::codes::INVALID))?;
    let taken = visit.call::<TakeHandover>(Call::body(NewHandover { unit_id })).await?;
    // Whoever came first has it; the page names them.
    let own = visit.session.as_ref().is_some_and(|session| session.person == taken.taken_by);
    Ok(Done::see(visit, if own { "/staff/handover?done=taken" } else { "/staff/handover?done=other" }))
}

pub(crate) async fn show(visit: Visit) -> Result<Done, Problem> {
    let lang = visit.language;
    let query = Fields::of_query(&visit.query);
    let hours = query.get("hours").parse().ok().filter(|hours| HOURS.contains(hours)).unwrap_or(HOURS_USUAL);
    let call = Call::<GetHandover>::query(HandoverQuery { hours: Some(hours), unit_id: None });
    let found = visit.call(call).await?;
    let authors = found.items.iter().flat_map(|one| &one.notes).filter_map(|note| note.author_id);
    let takers = found.taken.iter().map(|one| one.taken_by);
    let alerts = found.items.iter().flat_map(|one| &one.alerts).flat_map(|handed| of_alert(&handed.alert));
    let residents = found.items.iter().map(|one| one.patient_id);
    let people = People::of(&visit, residents.chain(authors).chain(takers).chain(alerts)).await;
    let (own, named) = (units(&visit).await, named_units(&visit).await);
    let unknown = own.is_err();
    let own = own.unwrap_or_default();
    let known = Known { people, units: own, named, taken: found.taken };
    let done = match query.get("done") {
        "note" => Some(handover::saved(lang)),
        "taken" => Some(handover::taken_now(lang)),
        "other" => Some(handover::taken_by_other(lang)),
        _ => None,
    };
    let main = html! {
        (panel::on_paper(&visit))
        h1 { (handover::title(lang)) }
        @if let Some(text) = done { div role="status" { (panel::panel(Tone::Good, shell::done(lang), text)) } }
        (hours_form(lang, hours))
        p { strong { (handover::intro(lang, visit.when().full(found.since))) } }
        @if found.items.is_empty() { (panel::empty(handover::empty(lang))) }
        @for one in &found.items { (resident(&visit, one, &known)) }
        @if unknown { (units_away(lang)) } @else { (finish(&visit, &known)) }
    };
    let page = Page::work(handover::title(lang), main);
    Ok(Done::new(visit, page))
}

fn hours_form(lang: Lang, chosen: u16) -> Markup {
    html! {
        form.no-print method="get" action="/staff/handover" {
            div.field {
                label for="hours" { (handover::hours(lang)) }
                select #hours name="hours" {
                    @for hours in HOURS {
                        option value=(hours) selected[hours == chosen] { (handover::hours_one(lang, hours)) }
                    }
                }
            }
            div.row { button.button.plain type="submit" { (handover::show(lang)) } }
        }
    }
}

fn resident(visit: &Visit, one: &HandoverItem, known: &Known) -> Markup {
    let lang = visit.language;
    let named = format!("r-{}", one.patient_id);
    html! {
        section.panel aria-labelledby=(named) {
            h2 id=(named) {
                (with_unit(known.people.name(one.patient_id), known.people.home(one.patient_id, unit_name(&known.named, one.unit_id, lang))))
            }
            @if !one.alerts.is_empty() {
                h3 { (handover::alerts(lang)) }
                ul.lines {
                    @for handed in &one.alerts { li { (alert(visit, handed, &known.people)) } }
                }
            }
            @if !one.notes.is_empty() {
                h3 { (handover::notes(lang)) }
                (notes(visit, one, known))
            }
            div.row.no-print {
                a.button.plain href={ "/staff/residents/" (one.patient_id) "/note" } aria-describedby=(named) {
                    (handover::add(lang))
                }
                a.button.plain href={ "/staff/residents/" (one.patient_id) } aria-describedby=(named) {
                    (handover::open(lang))
                }
            }
        }
    }
}

/// How an alert stands: open and who has it, or how it was closed, by whom, and in their words what was done.
fn alert(visit: &Visit, handed: &HandedAlert, people: &People) -> Markup {
    let (lang, when, one) = (visit.language, visit.when(), &handed.alert);
    let raised = handover::alert_raised(lang, terms::level(lang, one.level), when.full(one.raised_at));
    let why = alert::why(one, lang);
    html! {
        p {
            a href={ "/staff/alerts/" (one.alert_id) } { (raised) }
            @if !why.is_empty() { ". " (why) }
        }
        p.small {
            @match (one.closed_at, one.closed_by) {
                (Some(at), Some(by)) => (handover::alert_closed(lang, when.full(at), people.name(by))),
                (Some(at), None) => (handover::alert_closed_at(lang, when.full(at))),
                (None, _) => (alert::state(visit, one, people)),
            }
            @if let Some(outcome) = one.outcome { ". " (terms::outcome(lang, outcome)) }
        }
        @if let Some(note) = &handed.closing_note { p { (note.expose()) } }
    }
}

fn notes(visit: &Visit, one: &HandoverItem, known: &Known) -> Markup {
    let (lang, when, people) = (visit.language, visit.when(), &known.people);
    let since = known.last(one.unit_id).map(|last| last.taken_at);
    html! {
        ul.lines {
            @for note in &one.notes {
                li {
                    @if since.is_some_and(|since| note.at > since) { p { span.tag.ok { (handover::new(lang)) } } }
                    p { (said(note, lang)) }
                    p.small {
                        @match (note.by, note.author_id) {
                            (NoteBy::Staff, Some(author)) => {
                                (handover::by_person(lang, people.name(author), when.full(note.at)))
                            }
                            (NoteBy::Staff, None) => (when.full(note.at)),
                            (NoteBy::Companion, _) => (handover::by_companion(lang, when.full(note.at))),
                        }
                        @if let Some(id) = note.conversation_id {
                            ". " a.no-print href={ "/staff/conversations/" (id) } { (handover::conversation(lang)) }
                        }
                    }
                }
            }
        }
    }
}

/// What a note says: the words of a person, or the companion's rule in words.
fn said(note: &Note, lang: Lang) -> String {
    match (note.by, note.rule.as_deref()) {
        (NoteBy::Staff, _) => note.text.expose().to_owned(),
        (NoteBy::Companion, Some("time_shift")) => handover::time_shift(lang).to_owned(),
        (NoteBy::Companion, Some("follow_up_worse")) => handover::follow_up_worse(lang).to_owned(),
        (NoteBy::Companion, Some("follow_up_missed")) => handover::follow_up_missed(lang).to_owned(),
        (NoteBy::Companion, Some(rule)) => handover::rule(lang, rule.replace('_', " ")),
        (NoteBy::Companion, None) => handover::rule_unnamed(lang).to_owned(),
    }
}

pub(crate) async fn note_form(visit: Visit) -> Result<Done, Problem> {
    let patient: PersonId = visit.id("id")?;
    let key = visit.key();
    let page = note_page(&visit, patient, "", &key, None).await;
    Ok(Done::new(visit, page))
}

async fn note_page(visit: &Visit, patient: PersonId, words: &str, key: &str, wrong: Option<&str>) -> Page {
    let lang = visit.language;
    let people = People::of(visit, [patient]).await;
    let list: Vec<(&str, &str)> = wrong.map(|text| ("words", text)).into_iter().collect();
    let described = if wrong.is_some() { "words-hint words-wrong" } else { "words-hint" };
    let main = html! {
        (panel::back("/staff/handover", shell::back(lang)))
        (Banner { name: people.name(patient), unit: None, why: None }.show(lang))
        h1 { (handover::add_title(lang)) }
        (form::summary(lang, &list))
        p { (handover::add_text(lang, people.name(patient))) }
        form method="post" action={ "/staff/residents/" (patient) "/note" } novalidate {
            (form::token(visit))
            (form::hidden("key", key))
            div.field.bad[wrong.is_some()] {
                label for="words" { (handover::words(lang)) }
                p.hint #words-hint { (handover::words_hint(lang)) }
                @if let Some(text) = wrong { p.wrong #words-wrong { (text) } }
                textarea #words name="words" rows="5" maxlength="2000" aria-describedby=(described)
                    aria-invalid=[wrong.map(|_| "true")] { (words) }
            }
            div.row.apart {
                button.button type="submit" { (handover::save(lang)) }
                a.button.plain href="/staff/handover" { (shell::cancel(lang)) }
            }
        }
    };
    let title = handover::add_title(lang);
    let (title, status) = match wrong {
        Some(_) => (shell::problem_title(lang, title), StatusCode::UNPROCESSABLE_ENTITY),
        None => (title.to_owned(), StatusCode::OK),
    };
    Page::work(title, main).status(status)
}

/// Leaves a note. The form's key makes it one note, however often it is sent.
pub(crate) async fn add_note(visit: Visit, fields: Fields) -> Result<Done, Problem> {
    let patient_id: PersonId = visit.id("id")?;
    // Browsers send ends of lines as two characters, and count them as one.
    let words = fields.get("words").replace("\r\n", "\n");
    let key = match fields.some("key") {
        Some(key) if key.len() <= 128 && key.is_ascii() => key.to_owned(),
        _ => visit.key(),
    };
    if (1..=NOTE_CHARS_MAX).contains(&words.chars().count()) {
        let call = Call::<AddNote>::body(NewNote { patient_id, text: Words::new(words.as_str()) });
        let context = visit.context().idempotency_key(key.as_str());
        match visit.client(ServiceName::ChatHistory).call(&context, call).await {
            Ok(_) => return Ok(Done::see(visit, "/staff/handover?done=note")),
            Err(problem) if problem.error_kind() == ErrorKind::Invalid => {}
            Err(problem) => return Err(problem),
        }
    }
    let wrong = Some(handover::need_words(visit.language));
    let page = note_page(&visit, patient_id, &words, &key, wrong).await;
    Ok(Done::new(visit, page))
}
