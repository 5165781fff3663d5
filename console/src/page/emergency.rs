//! An emergency of a resident: what stands, who declared it and until when; declaring one, after it was read back what that
//! does; and ending it.

use std::time::Duration;

use api::{Call, Problem};
use http::StatusCode;
use kernel::{EmergencyId, ErrorKind, PersonId};
use maud::{Markup, html};
use relationship_management_api::{
    ByEmergency, ByPerson, ByUnit, DeclareEmergency, EMERGENCY_MINUTES, EMERGENCY_MINUTES_UNSAID, Emergency,
    EndEmergency, GetStandingEmergency, ListShifts, NewEmergency, Place, StandingEmergency,
};

use super::family::whereabouts;
use super::plan;
use crate::component::banner::Banner;
use crate::component::form::{self, Field};
use crate::component::panel::{self, Tone};
use crate::fields::Fields;
use crate::people::People;
use crate::reply::{Done, Page};
use crate::visit::Visit;
use crate::words::{Lang, emergency as words, family, shell};

/// Which fields are wrong, by their ids, and why.
type Wrong = Vec<(String, String)>;

/// What a form says, as it was written: nothing of it is lost.
struct Given {
    place: String,
    contact: String,
    minutes: String,
    /// The emergency that stood when the form was made; empty when there was none.
    standing: String,
}

impl Given {
    fn of(fields: &Fields) -> Self {
        let field = |name| fields.get(name).to_owned();
        Self {
            place: field("place"),
            contact: field("contact"),
            minutes: field("minutes"),
            standing: field("standing"),
        }
    }

    /// What a form begins with: what stands now, and whoever looks as the one to ask for.
    fn first(visit: &Visit, found: Option<&Emergency>) -> Self {
        let contact = found.map(|one| one.contact_id).or_else(|| own(visit));
        Self {
            place: found.map_or_else(String::new, |one| one.place.name().to_owned()),
            contact: contact.map_or_else(String::new, |person| person.to_string()),
            minutes: EMERGENCY_MINUTES_UNSAID.to_string(),
            standing: named(found),
        }
    }

    /// What the form asks for, or which fields are wrong, and why.
    fn read(&self, known: &Known, lang: Lang) -> Result<NewEmergency, Wrong> {
        let place = Place::ALL.iter().copied().find(|one| one.name() == self.place);
        let contact = self.contact.parse().ok().filter(|person| known.contacts.contains(person));
        let minutes = self.minutes.parse::<u16>().ok().filter(|minutes| EMERGENCY_MINUTES.contains(minutes));
        let mut wrong = Vec::new();
        if place.is_none() {
            wrong.push(("place-on_the_unit".to_owned(), words::place_need(lang).to_owned()));
        }
        if contact.is_none() {
            wrong.push((known.first_contact(), words::contact_need(lang).to_owned()));
        }
        if minutes.is_none() {
            let text = words::minutes_wrong(lang, EMERGENCY_MINUTES.start(), EMERGENCY_MINUTES.end());
            wrong.push(("minutes".to_owned(), text));
        }
        match (place, contact, minutes) {
            (Some(place), Some(contact), Some(minutes)) => Ok(NewEmergency {
                patient_id: known.patient,
                place,
                contact_id: Some(contact),
                minutes: Some(minutes),
            }),
            _ => Err(wrong),
        }
    }

    /// The same on the way to another page, with what whoever sends it has seen to stand.
    fn hidden(&self, standing: &str) -> Markup {
        html! {
            (form::hidden("place", &self.place))
            (form::hidden("contact", &self.contact))
            (form::hidden("minutes", &self.minutes))
            (form::hidden("standing", standing))
        }
    }
}

fn own(visit: &Visit) -> Option<PersonId> {
    visit.signed_in().map(|session| session.person)
}

/// An emergency as a form carries it.
fn named(found: Option<&Emergency>) -> String {
    found.map_or_else(String::new, |one| one.emergency_id.to_string())
}

/// What a page about a resident's emergency rests on.
struct Known {
    patient: PersonId,
    stands: Option<Emergency>,
    /// For whom relatives can be told to ask: whoever looks first, then those on shift on the resident's unit.
    contacts: Vec<PersonId>,
    /// Who is on shift could not be read.
    shifts_away: bool,
    people: People,
    /// The resident's safety plan, where the page shows it.
    plan: Markup,
}

impl Known {
    async fn of(visit: &Visit, patient: PersonId) -> Result<Self, Problem> {
        let StandingEmergency { emergency: stands, unit_id } = standing(visit, patient).await?;
        let now = visit.app.sources.now();
        let mut contacts: Vec<PersonId> = own(visit).into_iter().collect();
        let shifts = match unit_id {
            Some(unit_id) => {
                visit.call::<ListShifts>(Call::path(ByUnit { unit_id })).await.map(|found| found.shifts)
            }
            None => Ok(Vec::new()),
        };
        let shifts_away = shifts.is_err();
        let running =
            shifts.unwrap_or_default().into_iter().filter(|one| one.starts_at <= now && now < one.ends_at);
        // Whom relatives ask for now can be kept, on shift or not.
        for person in running.map(|one| one.person_id).chain(stands.as_ref().map(|one| one.contact_id)) {
            if !contacts.contains(&person) {
                contacts.push(person);
            }
        }
        let told = stands.iter().map(|one| one.declared_by);
        let people = People::of(visit, contacts.iter().copied().chain(told).chain([patient])).await;
        // Who answers for the resident has the plan before them while an emergency stands, and not here at other times.
        let plan = if stands.is_some() {
            plan::in_emergency(visit, patient).await
        } else {
            html! {}
        };
        Ok(Self { patient, stands, contacts, shifts_away, people, plan })
    }

    fn name(&self) -> &str {
        self.people.name(self.patient)
    }

    /// The field that an error about the contact leads to.
    fn first_contact(&self) -> String {
        self.contacts.first().map_or_else(|| "minutes".to_owned(), |person| format!("contact-{person}"))
    }
}

/// The emergency of a resident that stands, for who may end it.
async fn standing(visit: &Visit, patient: PersonId) -> Result<StandingEmergency, Problem> {
    visit.call::<GetStandingEmergency>(Call::path(ByPerson { person_id: patient })).await
}

fn place_of(patient: PersonId) -> String {
    format!("/staff/residents/{patient}/emergency")
}

/// On another page about a resident: what stands, or the way to declare one. Nothing for who may not; and where it cannot be
/// read, the way there all the same.
pub(super) async fn link(visit: &Visit, patient: PersonId) -> Markup {
    let (lang, when) = (visit.language, visit.when());
    let found = match standing(visit, patient).await {
        Ok(found) => found.emergency,
        Err(problem) if problem.status < 500 => return html! {},
        Err(_) => None,
    };
    let Some(one) = found else {
        return html! {
            div.row.no-print { a.button.plain href=(place_of(patient)) { (words::link(lang)) } }
        };
    };
    let people = People::of(visit, [one.declared_by]).await;
    html! {
        section.panel.danger {
            h2 { (words::stands(lang)) }
            p {
                (words::declared(lang, people.name(one.declared_by), when.full(one.declared_at))) " "
                (words::ends(lang, when.full(one.ends_at)))
            }
            p { a.button.plain href=(place_of(patient)) { (words::look(lang)) } }
        }
    }
}

pub(crate) async fn show(visit: Visit) -> Result<Done, Problem> {
    let known = match Known::of(&visit, visit.id("id")?).await {
        Ok(known) => known,
        Err(problem) => return not_theirs(visit, problem),
    };
    let lang = visit.language;
    let note = match (Fields::of_query(&visit.query).get("done"), &known.stands) {
        ("declared", Some(_)) => Some((Tone::Good, words::now_declared(lang))),
        ("ended", None) => Some((Tone::Good, words::ended(lang))),
        ("ended", Some(_)) => Some((Tone::Warn, words::ended_other(lang))),
        _ => None,
    };
    let page = page(&visit, &known, &Given::first(&visit, known.stands.as_ref()), &[], note);
    Ok(Done::new(visit, page))
}

/// Of a resident whom somebody neither cares for nor treats.
fn not_theirs(visit: Visit, problem: Problem) -> Result<Done, Problem> {
    if problem.error_kind() != ErrorKind::NotFound {
        return Err(problem);
    }
    let lang = visit.language;
    let main = html! {
        (panel::back("/staff/residents", shell::back(lang)))
        h1 { (words::not_theirs(lang)) }
        p { (words::not_theirs_text(lang)) }
    };
    let title = shell::problem_title(lang, words::title(lang));
    Ok(Done::new(visit, Page::work(title, main).status(StatusCode::NOT_FOUND)))
}

fn page(
    visit: &Visit,
    known: &Known,
    given: &Given,
    wrong: &[(String, String)],
    note: Option<(Tone, &str)>,
) -> Page {
    let lang = visit.language;
    let list: Vec<(&str, &str)> = wrong.iter().map(|(field, text)| (field.as_str(), text.as_str())).collect();
    let main = html! {
        (panel::back(&format!("/staff/residents/{}", known.patient), shell::back(lang)))
        (Banner { name: known.name(), unit: None, why: None }.show(lang))
        h1 { (words::title(lang)) }
        @if let Some((tone, text)) = note {
            @let heading = if matches!(tone, Tone::Good) { shell::done(lang) } else { words::title(lang) };
            div role="status" { (panel::panel(tone, heading, text)) }
        }
        (form::summary(lang, &list))
        @match &known.stands {
            Some(one) => { (stands(visit, known, one)) (known.plan) },
            None => p { strong { (words::none(lang)) } },
        }
        h2 { @if known.stands.is_some() { (words::anew(lang)) } @else { (words::declare(lang)) } }
        p { @if known.stands.is_some() { (words::anew_text(lang)) } @else { (words::intro(lang, known.name())) } }
        (panel::panel(Tone::Warn, words::calls_nobody(lang), words::calls_nobody_text(lang)))
        (declare_form(visit, known, given, &list))
    };
    // No name: titles stand in the browser's history, and on a screen that is shared.
    if wrong.is_empty() {
        return Page::work(words::title(lang), main);
    }
    Page::work(shell::problem_title(lang, words::title(lang)), main).status(StatusCode::UNPROCESSABLE_ENTITY)
}

fn stands(visit: &Visit, known: &Known, one: &Emergency) -> Markup {
    let (lang, when) = (visit.language, visit.when());
    html! {
        section.panel.danger {
            h2 { (words::stands(lang)) }
            p { (words::declared(lang, known.people.name(one.declared_by), when.full(one.declared_at))) }
            p { (whereabouts(lang, one.place)) " " (words::ask_for(lang, known.people.name(one.contact_id))) }
            p { strong { (words::ends(lang, when.full(one.ends_at))) } }
            form method="post" action={ (place_of(known.patient)) "/end" } {
                (form::token(visit))
                (form::hidden("emergency", &one.emergency_id.to_string()))
                p.small { (words::end_text(lang)) }
                div.row { button.button.danger type="submit" { (words::end(lang)) } }
            }
        }
    }
}

const fn place_label(lang: Lang, place: Place) -> &'static str {
    match place {
        Place::OnTheUnit => words::on_unit(lang),
        Place::InTheFacility => words::in_facility(lang),
        Place::OnTheWayToHospital => words::on_the_way(lang),
        Place::AtHospital => words::at_hospital(lang),
        Place::Unknown => words::unknown(lang),
    }
}

fn declare_form(visit: &Visit, known: &Known, given: &Given, wrong: &[(&str, &str)]) -> Markup {
    let lang = visit.language;
    let of = |name: &str| wrong.iter().find(|(field, _)| *field == name).map(|(_, text)| *text);
    let hint = words::minutes_hint(lang, EMERGENCY_MINUTES.start(), EMERGENCY_MINUTES.end());
    html! {
        form method="post" action=(place_of(known.patient)) novalidate {
            (form::token(visit))
            // Not what was given: whoever sends this form has seen what stands now.
            (form::hidden("standing", &named(known.stands.as_ref())))
            fieldset {
                legend { (words::place(lang)) }
                @for place in Place::ALL {
                    (form::choice("radio", "place", place.name(), place_label(lang, *place), None, place.name() == given.place))
                }
            }
            fieldset {
                legend { (words::contact(lang)) }
                @if known.shifts_away { p.hint { (words::shifts_away(lang)) } }
                @for person in &known.contacts {
                    @let id = person.to_string();
                    (form::choice("radio", "contact", &id, &contact_label(visit, known, *person), None, id == given.contact))
                }
            }
            (Field { value: &given.minutes, wrong: of("minutes"), hint: Some(&hint), inputmode: Some("numeric"),
                ..Field::text("minutes", words::minutes(lang)) }.show())
            div.row { button.button type="submit" { (words::next(lang)) } }
        }
    }
}

fn contact_label(visit: &Visit, known: &Known, person: PersonId) -> String {
    let name = contact_name(visit, known, person);
    if own(visit) == Some(person) { words::myself(visit.language, name) } else { name }
}

/// Of whoever looks the session knows the name, whoever else answers.
fn contact_name(visit: &Visit, known: &Known, person: PersonId) -> String {
    match visit.signed_in().filter(|session| session.person == person) {
        Some(session) => session.name.expose().to_owned(),
        None => known.people.name(person).to_owned(),
    }
}

/// Reads back what declaring does. Nothing is declared yet.
pub(crate) async fn read_back(visit: Visit, fields: Fields) -> Result<Done, Problem> {
    let (patient, given) = (visit.id("id")?, Given::of(&fields));
    let known = match Known::of(&visit, patient).await {
        Ok(known) => known,
        Err(problem) if problem.status >= 500 => return Ok(again(visit, &place_of(patient), &given)),
        Err(problem) => return not_theirs(visit, problem),
    };
    if fields.ticked("change") {
        let page = page(&visit, &known, &given, &[], None);
        return Ok(Done::new(visit, page));
    }
    let page = match given.read(&known, visit.language) {
        Ok(new) => read_page(&visit, &known, &given, &new),
        Err(wrong) => page(&visit, &known, &given, &wrong, None),
    };
    Ok(Done::new(visit, page))
}

fn read_page(visit: &Visit, known: &Known, given: &Given, new: &NewEmergency) -> Page {
    let (lang, when) = (visit.language, visit.when());
    let minutes = new.minutes.unwrap_or(EMERGENCY_MINUTES_UNSAID);
    let ends_at = visit.app.sources.now().plus(Duration::from_mins(u64::from(minutes)));
    let contact = new.contact_id.map_or_else(String::new, |person| contact_name(visit, known, person));
    // The page says what it replaces, so that nobody's emergency is ended unseen.
    let standing = named(known.stands.as_ref());
    let here = place_of(known.patient);
    let main = html! {
        (panel::back(&here, shell::back(lang)))
        (Banner { name: known.name(), unit: None, why: None }.show(lang))
        h1 { (words::read_title(lang)) }
        p { (words::read_text(lang)) }
        section.panel {
            p { (words::told(lang, known.name())) }
            p { strong { (family::emergency(lang)) ". " (whereabouts(lang, new.place)) " " (family::call_contact(lang, contact)) } }
            p { (words::told_news(lang)) }
            p { (words::told_no_more(lang)) }
            p { strong { (words::lasts(lang, minutes, when.full(ends_at))) } }
            @if let Some(one) = &known.stands {
                p { strong { (words::replaces(lang, known.people.name(one.declared_by), when.full(one.declared_at))) } }
            }
            p { (words::kept(lang, known.name())) }
        }
        (panel::panel(Tone::Warn, words::calls_nobody(lang), words::calls_nobody_text(lang)))
        div.row.apart {
            form method="post" action={ (here) "/declare" } {
                (form::token(visit))
                (given.hidden(&standing))
                button.button.danger type="submit" { (words::yes(lang)) }
            }
            form method="post" action=(here) {
                (form::token(visit))
                (given.hidden(&standing))
                (form::hidden("change", "yes"))
                button.button.plain type="submit" { (words::change(lang)) }
            }
            a.button.plain href={ "/staff/residents/" (known.patient) } { (shell::cancel(lang)) }
        }
    };
    Page::work(words::title(lang), main)
}

/// Declares what was read back, while nothing has changed since.
pub(crate) async fn declare(visit: Visit, fields: Fields) -> Result<Done, Problem> {
    let (patient, given, lang) = (visit.id("id")?, Given::of(&fields), visit.language);
    let here = place_of(patient);
    let known = match Known::of(&visit, patient).await {
        Ok(known) => known,
        Err(problem) if problem.status >= 500 => return Ok(again(visit, &here, &given)),
        Err(problem) => return not_theirs(visit, problem),
    };
    if given.standing != named(known.stands.as_ref()) {
        let page = page(&visit, &known, &given, &[], Some((Tone::Warn, words::stale(lang))));
        return Ok(Done::new(visit, page.status(StatusCode::CONFLICT)));
    }
    let new = match given.read(&known, lang) {
        Ok(new) => new,
        Err(wrong) => {
            let page = page(&visit, &known, &given, &wrong, None);
            return Ok(Done::new(visit, page));
        }
    };
    match visit.call::<DeclareEmergency>(Call::body(new)).await {
        Ok(_) => Ok(Done::see(visit, format!("{here}?done=declared"))),
        // Whoever is asked for left the house between the two pages.
        Err(problem) if problem.error_kind() == ErrorKind::NotFound => {
            let wrong = [(known.first_contact(), words::contact_gone(lang).to_owned())];
            let page = page(&visit, &known, &given, &wrong, None);
            Ok(Done::new(visit, page))
        }
        Err(problem) if problem.status >= 500 => Ok(again(visit, &here, &given)),
        Err(problem) => Err(problem),
    }
}

/// What was chosen, where nobody answered: sent again it is read back anew, and nothing is declared twice.
fn again(visit: Visit, here: &str, given: &Given) -> Done {
    let lang = visit.language;
    let main = html! {
        h1 { (words::title(lang)) }
        div role="alert" { (panel::panel(Tone::Danger, words::not_yet(lang), words::not_yet_text(lang))) }
        (panel::panel(Tone::Warn, words::calls_nobody(lang), words::calls_nobody_text(lang)))
        form method="post" action=(here) {
            (form::token(&visit))
            (given.hidden(&given.standing))
            div.row { button.button type="submit" { (words::again(lang)) } }
        }
    };
    let page = Page::work(shell::problem_title(lang, words::title(lang)), main);
    Done::new(visit, page.status(StatusCode::SERVICE_UNAVAILABLE))
}

/// Ends the emergency that whoever presses has seen, and no other.
pub(crate) async fn end(visit: Visit, fields: Fields) -> Result<Done, Problem> {
    let patient: PersonId = visit.id("id")?;
    let Ok(emergency_id) = fields.get("emergency").parse::<EmergencyId>() else {
        return Err(Problem::new(api::codes::INVALID));
    };
    match visit.call::<EndEmergency>(Call::path(ByEmergency { emergency_id })).await {
        Ok(_) => Ok(Done::see(visit, format!("{}?done=ended", place_of(patient)))),
        Err(problem) => not_theirs(visit, problem),
    }
}
