//! What a resident shares and with whom: seen in plain words, changed in two steps, taken back in two.

use std::collections::BTreeMap;
use std::time::Duration;

use api::{Call, Category, Problem};
use consent_api::{
    ByConsent, ConfirmedConsent, Consent, ConsentQuery, ConsentState, Level, ListConsents, NewConsent,
    Period, PreviewConsent, ReadBack, RecordConsent, RevokeConsent, Terms, codes,
};
use http::StatusCode;
use kernel::{ErrorKind, PageLimit, PersonId, RelationId, Timestamp};
use maud::{Markup, html};
use relationship_management_api::{
    ByRelation, ListMine, MoveRelation, Paging, Relation, RelationKind, RelationState, Transition,
};

use crate::component::form;
use crate::component::panel::{self, Tone};
use crate::fields::Fields;
use crate::people::People;
use crate::reply::{Done, Page};
use crate::visit::Visit;
use crate::words::{Lang, consents, shell, terms};

/// For how many days something can be shared, beside until it is changed.
const DAYS: [u16; 2] = [30, 90];
/// How many relations and consents are asked for at once, and how often: more than anybody has who lives in a house. Whoever
/// has more reads that some are not shown.
const PAGE: PageLimit = PageLimit::of(100);
const PAGES_MAX: usize = 5;
const DAY: Duration = Duration::from_secs(24 * 3_600);

/// Consents in force, with what each says in words.
struct Shared {
    relatives: BTreeMap<PersonId, RelationKind>,
    /// Who was entered by others and waits for the resident's word.
    asked: Vec<Relation>,
    consents: Vec<(Consent, Vec<String>)>,
    /// There is more than was read, so that of nobody it can be said that they are given nothing.
    more: bool,
    people: People,
}

impl Shared {
    async fn of(visit: &Visit) -> Result<Self, Problem> {
        let (relations, more_relations) = relations(visit).await?;
        let own = visit.signed_in().map(|session| session.person);
        let mine = |state| {
            let of =
                move |one: &&Relation| Some(one.patient_id) == own && one.state == state && is_family(one);
            relations.iter().filter(of)
        };
        let relatives: BTreeMap<PersonId, RelationKind> =
            mine(RelationState::Active).map(|one| (one.person_id, one.kind)).collect();
        let asked: Vec<Relation> = mine(RelationState::Pending).cloned().collect();
        let (all, more_consents) = consents_of(visit).await?;
        let holding = |one: &Consent| matches!(one.state, ConsentState::Active | ConsentState::Requested);
        let mut consents = Vec::new();
        for one in all.into_iter().filter(holding) {
            let lines = in_words(visit, &one).await;
            consents.push((one, lines));
        }
        let known = relatives.keys().copied().chain(asked.iter().map(|one| one.person_id));
        let people = People::of(visit, known).await;
        Ok(Self { relatives, asked, consents, more: more_relations || more_consents, people })
    }

    fn with(&self, person: PersonId) -> Option<&(Consent, Vec<String>)> {
        self.consents
            .iter()
            .find(|(one, _)| matches!(one.terms, Terms::Family { person_id, .. } if person_id == person))
    }
}

/// Everybody whom the resident is connected with, as far as a page may ask, and whether there are more.
async fn relations(visit: &Visit) -> Result<(Vec<Relation>, bool), Problem> {
    let (mut all, mut after) = (Vec::new(), None);
    for _ in 0..PAGES_MAX {
        let paging = Paging { after, limit: Some(PAGE) };
        let found = visit.call::<ListMine>(Call::query(paging)).await?;
        all.extend(found.items);
        after = found.next;
        if after.is_none() {
            break;
        }
    }
    Ok((all, after.is_some()))
}

/// The same of what they said.
async fn consents_of(visit: &Visit) -> Result<(Vec<Consent>, bool), Problem> {
    let (mut all, mut after) = (Vec::new(), None);
    for _ in 0..PAGES_MAX {
        let query = ConsentQuery { after, limit: Some(PAGE), ..ConsentQuery::default() };
        let found = visit.call::<ListConsents>(Call::query(query)).await?;
        all.extend(found.items);
        after = found.next;
        if after.is_none() {
            break;
        }
    }
    Ok((all, after.is_some()))
}

const fn is_family(relation: &Relation) -> bool {
    !matches!(
        relation.kind,
        RelationKind::PrimaryTherapist
            | RelationKind::SecondaryTherapist
            | RelationKind::Psychiatrist
            | RelationKind::CaseManager
    )
}

/// What a consent says, in the words in which it would be read back now.
async fn in_words(visit: &Visit, consent: &Consent) -> Vec<String> {
    let new = NewConsent { period: consent.period, ..NewConsent::of(consent.terms.clone()) };
    match visit.call::<PreviewConsent>(Call::body(new)).await {
        Ok(read_back) => lines(visit.language, &read_back),
        Err(_) => Vec::new(),
    }
}

fn lines(lang: Lang, read_back: &ReadBack) -> Vec<String> {
    let lines = if lang == Lang::Es { &read_back.spanish } else { &read_back.english };
    lines.iter().map(|line| line.expose().to_owned()).collect()
}

pub(crate) async fn show(visit: Visit) -> Result<Done, Problem> {
    let lang = visit.language;
    let shared = Shared::of(&visit).await?;
    let query = Fields::of_query(&visit.query);
    let done = match query.get("done") {
        "saved" => Some(consents::saved(lang)),
        "stopped" => Some(consents::stopped(lang)),
        "known" => Some(consents::asked_known(lang)),
        "unknown" => Some(consents::asked_unknown(lang)),
        _ => None,
    };
    let others = shared.consents.iter().filter(|(one, _)| !matches!(one.terms, Terms::Family { .. }));
    let others: Vec<_> = others.collect();
    let main = html! {
        (panel::back("/about-me", shell::back(lang)))
        h1 { (consents::title(lang)) }
        @if let Some(text) = done { div role="status" { (panel::panel(Tone::Good, shell::done(lang), text)) } }
        @else { p { (consents::intro(lang)) } }
        @if shared.more { (panel::panel(Tone::Warn, consents::more_title(lang), consents::more_text(lang))) }
        @if !shared.asked.is_empty() {
            h2 { (consents::asked(lang)) }
            ul.cards { @for one in &shared.asked { li.card { (asked(&visit, &shared, one)) } } }
        }
        h2 { (consents::family(lang)) }
        @if shared.relatives.is_empty() && !shared.more { (panel::empty(consents::nobody(lang))) }
        ul.cards {
            @for (person, kind) in &shared.relatives { li.card { (relative(&visit, &shared, *person, *kind)) } }
        }
        @if !others.is_empty() {
            h2 { (consents::other(lang)) }
            ul.cards { @for (one, lines) in others { li.card { (consent(&visit, one, lines)) (stop(one, lang)) } } }
        }
    };
    let page = Page::of(&visit, consents::title(lang), main);
    Ok(Done::new(visit, page))
}

/// Somebody whom others have entered: nobody but the resident says whether they belong to them.
fn asked(visit: &Visit, shared: &Shared, one: &Relation) -> Markup {
    let lang = visit.language;
    let name = shared.people.name(one.person_id);
    let place = format!("/about-me/consents/asked/{}", one.relation_id);
    html! {
        h3 { (name) }
        p.small { (terms::relation(lang, one.kind)) }
        p { (consents::asked_text(lang, name)) }
        div.row.apart {
            form method="post" action={ (place) "/yes" } {
                (form::token(visit))
                button.button type="submit" { (consents::asked_yes(lang)) }
            }
            a.button.plain href={ (place) "/no" } { (consents::asked_no(lang)) }
        }
    }
}

/// The resident's word on somebody whom others have entered: yes.
pub(crate) async fn say_yes(visit: Visit, _: Fields) -> Result<Done, Problem> {
    answer(visit, RelationState::Active, "known").await
}

/// No is asked once more: it cannot be taken back here.
pub(crate) async fn ask_no(visit: Visit) -> Result<Done, Problem> {
    let lang = visit.language;
    let relation: RelationId = visit.id("relation")?;
    let shared = Shared::of(&visit).await?;
    let one = shared.asked.iter().find(|one| one.relation_id == relation);
    let one = one.ok_or_else(|| Problem::new(api::codes::NOT_FOUND))?;
    let name = shared.people.name(one.person_id);
    let main = html! {
        (panel::back("/about-me/consents", shell::back(lang)))
        h1 { (consents::no_title(lang, name)) }
        p { (consents::no_text(lang)) }
        form method="post" action={ "/about-me/consents/asked/" (relation) "/no" } {
            (form::token(&visit))
            div.row.apart {
                button.button type="submit" { (consents::asked_no(lang)) }
                a.button.plain href="/about-me/consents" { (shell::cancel(lang)) }
            }
        }
    };
    // No name: titles stand in the browser's history.
    let page = Page::care(consents::asked(lang), main);
    Ok(Done::new(visit, page))
}

pub(crate) async fn say_no(visit: Visit, _: Fields) -> Result<Done, Problem> {
    answer(visit, RelationState::Declined, "unknown").await
}

async fn answer(visit: Visit, state: RelationState, done: &str) -> Result<Done, Problem> {
    let relation_id = visit.id("relation")?;
    let call = Call::<MoveRelation>::path_and_body(ByRelation { relation_id }, Transition { state });
    visit.call(call).await?;
    Ok(Done::see(visit, format!("/about-me/consents?done={done}")))
}

/// Whether anybody waits for the resident's word. Where that cannot be learned nothing is said.
pub(crate) async fn is_asked(visit: &Visit) -> bool {
    let own = visit.signed_in().map(|session| session.person);
    let waits =
        |one: &Relation| Some(one.patient_id) == own && one.state == RelationState::Pending && is_family(one);
    relations(visit).await.is_ok_and(|(all, _)| all.iter().any(waits))
}

fn relative(visit: &Visit, shared: &Shared, person: PersonId, kind: RelationKind) -> Markup {
    let lang = visit.language;
    html! {
        h3 { (shared.people.name(person)) }
        p.small { (terms::relation(lang, kind)) }
        @if let Some((one, lines)) = shared.with(person) {
            (consent(visit, one, lines))
            div.row.apart {
                a.button.plain href={ "/about-me/consents/with/" (person) } { (consents::change(lang)) }
                a.button.plain href={ "/about-me/consents/" (one.consent_id) "/stop" } { (consents::stop(lang)) }
            }
        } @else {
            p { @if shared.more { (consents::nothing_here(lang)) } @else { (consents::nothing(lang)) } }
            div.row { a.button.plain href={ "/about-me/consents/with/" (person) } { (consents::give(lang)) } }
        }
    }
}

fn consent(visit: &Visit, one: &Consent, lines: &[String]) -> Markup {
    let (lang, when) = (visit.language, visit.when());
    html! {
        @if one.state == ConsentState::Requested { p { strong { (consents::requested(lang)) } } }
        @for line in lines { p { (line) } }
        p.small {
            (consents::since(lang, when.full(one.recorded_at)))
            @if let Some(until) = one.period.until { br; (consents::until(lang, when.full(until))) }
        }
    }
}

fn stop(one: &Consent, lang: Lang) -> Markup {
    html! {
        div.row {
            a.button.plain href={ "/about-me/consents/" (one.consent_id) "/stop" } { (consents::stop(lang)) }
        }
    }
}

/// What a form says of a relative's grant. Everything that it cannot say is not there.
struct Choice {
    level: Option<Level>,
    transcripts: bool,
    notices: bool,
    care: Vec<Category>,
    until: Option<Timestamp>,
    days: u16,
}

impl Choice {
    fn of(fields: &Fields) -> Self {
        let level = match fields.get("level") {
            "full" => Some(Level::Full),
            "limited" => Some(Level::Limited),
            "emergency_only" => Some(Level::EmergencyOnly),
            _ => None,
        };
        let limited = level == Some(Level::Limited);
        let care = [Category::CarePlan, Category::Medications];
        let care =
            care.into_iter().filter(|one| limited && fields.all("care").any(|given| given == one.name()));
        Self {
            level,
            // A box that belongs to another choice says nothing.
            transcripts: level == Some(Level::Full) && fields.ticked("transcripts"),
            notices: limited && fields.ticked("notices"),
            care: care.collect(),
            until: fields.some("until").and_then(|text| text.parse().ok()),
            days: fields.get("days").parse().unwrap_or(0),
        }
    }

    /// What is in force now, so that a change begins where things stand.
    fn standing(consent: Option<&Consent>) -> Self {
        let empty =
            Self { level: None, transcripts: false, notices: false, care: Vec::new(), until: None, days: 0 };
        match consent.map(|one| &one.terms) {
            Some(Terms::Family { level, transcripts, crisis_notices, care, .. }) => Self {
                level: Some(*level),
                transcripts: *transcripts,
                notices: *crisis_notices,
                care: care.clone(),
                ..empty
            },
            _ => empty,
        }
    }

    fn new_consent(&self, person_id: PersonId, level: Level) -> NewConsent {
        let terms = Terms::Family {
            person_id,
            level,
            transcripts: self.transcripts,
            crisis_notices: self.notices,
            care: self.care.clone(),
        };
        NewConsent { period: Period { from: None, until: self.until }, ..NewConsent::of(terms) }
    }
}

/// The form for one relative.
pub(crate) async fn change(visit: Visit) -> Result<Done, Problem> {
    let person = visit.id("person")?;
    let shared = Shared::of(&visit).await?;
    if !shared.relatives.contains_key(&person) {
        return Err(Problem::new(api::codes::NOT_FOUND));
    }
    let choice = Choice::standing(shared.with(person).map(|(one, _)| one));
    let page = change_page(&visit, shared.people.name(person), person, &choice, None);
    Ok(Done::new(visit, page))
}

fn change_page(visit: &Visit, name: &str, person: PersonId, choice: &Choice, wrong: Option<&str>) -> Page {
    let lang = visit.language;
    let list: Vec<(&str, &str)> = wrong.map(|text| ("level-full", text)).into_iter().collect();
    let title = consents::change_title(lang, name);
    let care = [
        (Category::CarePlan, consents::care_plan(lang)),
        (Category::Medications, consents::medications(lang)),
    ];
    let levels = [
        (Level::Full, "full", consents::full(lang), consents::full_hint(lang)),
        (Level::Limited, "limited", consents::limited(lang), consents::limited_hint(lang)),
        (Level::EmergencyOnly, "emergency_only", consents::emergency(lang), consents::emergency_hint(lang)),
    ];
    let main = html! {
        (panel::back("/about-me/consents", shell::back(lang)))
        h1 { (title) }
        (form::summary(lang, &list))
        form method="post" action={ "/about-me/consents/with/" (person) } {
            (form::token(visit))
            fieldset {
                legend { (consents::level(lang)) }
                @for (level, value, label, hint) in levels {
                    (form::choice("radio", "level", value, label, Some(hint), choice.level == Some(level)))
                }
            }
            fieldset {
                legend { (consents::boxes_full(lang)) }
                (form::choice("checkbox", "transcripts", "yes", consents::transcripts(lang), None, choice.transcripts))
            }
            fieldset {
                legend { (consents::boxes_limited(lang)) }
                (form::choice("checkbox", "notices", "yes", consents::notices(lang), None, choice.notices))
                @for (category, label) in care {
                    (form::choice("checkbox", "care", category.name(), label, None, choice.care.contains(&category)))
                }
            }
            fieldset {
                legend { (consents::how_long(lang)) }
                (form::choice("radio", "days", "0", consents::always(lang), None, choice.days == 0))
                @for days in DAYS {
                    (form::choice("radio", "days", &days.to_string(), &consents::days(lang, days), None, choice.days == days))
                }
            }
            div.row { button.button type="submit" { (consents::next(lang)) } }
        }
    };
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    // No name: titles stand in the browser's history.
    let title = consents::title(lang);
    let title = if wrong.is_some() { shell::problem_title(lang, title) } else { title.to_owned() };
    Page::care(title, main).status(status)
}

/// Reads back what was chosen. Nothing is kept yet.
pub(crate) async fn read_back(visit: Visit, fields: Fields) -> Result<Done, Problem> {
    let lang = visit.language;
    let person = visit.id("person")?;
    let mut choice = Choice::of(&fields);
    if DAYS.contains(&choice.days) {
        choice.until = Some(visit.app.sources.now().plus(DAY * u32::from(choice.days)));
    }
    let people = People::of(&visit, [person]).await;
    let Some(level) = choice.level else {
        let page =
            change_page(&visit, people.name(person), person, &choice, Some(consents::need_level(lang)));
        return Ok(Done::new(visit, page));
    };
    let found = visit.call::<PreviewConsent>(Call::body(choice.new_consent(person, level))).await;
    let found = match found {
        Ok(found) => found,
        Err(problem) if problem.error_kind() == ErrorKind::Invalid => {
            let page = change_page(&visit, people.name(person), person, &choice, Some(consents::wrong(lang)));
            return Ok(Done::new(visit, page));
        }
        Err(problem) => return Err(problem),
    };
    let page = read_page(&visit, people.name(person), person, &fields, &choice, &found);
    Ok(Done::new(visit, page))
}

fn read_page(
    visit: &Visit,
    name: &str,
    person: PersonId,
    fields: &Fields,
    choice: &Choice,
    found: &ReadBack,
) -> Page {
    let (lang, when) = (visit.language, visit.when());
    let main = html! {
        (panel::back(&format!("/about-me/consents/with/{person}"), shell::back(lang)))
        h1 { (consents::read_title(lang)) }
        p { (consents::read_text(lang)) }
        section.panel {
            h2 { (name) }
            @for line in lines(lang, found) { p { (line) } }
            @if let Some(until) = choice.until { p { strong { (consents::until(lang, when.full(until))) } } }
            @else { p { strong { (consents::always(lang)) } } }
        }
        p.small { (consents::undo(lang)) }
        form method="post" action={ "/about-me/consents/with/" (person) "/confirm" } {
            (form::token(visit))
            (form::hidden("digest", &found.digest))
            (form::hidden("level", fields.get("level")))
            @if choice.transcripts { (form::hidden("transcripts", "yes")) }
            @if choice.notices { (form::hidden("notices", "yes")) }
            @for one in &choice.care { (form::hidden("care", one.name())) }
            @if let Some(until) = choice.until { (form::hidden("until", &until.to_string())) }
            div.row.apart {
                button.button type="submit" { (consents::yes(lang)) }
                a.button.plain href="/about-me/consents" { (shell::cancel(lang)) }
            }
        }
    };
    Page::care(consents::read_title(lang), main)
}

/// Keeps what was read back, and nothing else: the digest is of exactly that.
pub(crate) async fn confirm(visit: Visit, fields: Fields) -> Result<Done, Problem> {
    let lang = visit.language;
    let person = visit.id("person")?;
    let choice = Choice::of(&fields);
    let Some(level) = choice.level else { return Err(Problem::new(api::codes::INVALID)) };
    let confirmed = ConfirmedConsent {
        consent: choice.new_consent(person, level),
        digest: fields.get("digest").to_owned(),
    };
    match visit.call::<RecordConsent>(Call::body(confirmed)).await {
        Ok(_) => Ok(Done::see(visit, "/about-me/consents?done=saved")),
        Err(problem) if problem.is(codes::NOT_CONFIRMED) => {
            let people = People::of(&visit, [person]).await;
            let page =
                change_page(&visit, people.name(person), person, &choice, Some(consents::changed(lang)));
            Ok(Done::new(visit, page))
        }
        Err(problem) => Err(problem),
    }
}

/// Asks once more before something is taken back.
pub(crate) async fn ask_stop(visit: Visit) -> Result<Done, Problem> {
    let lang = visit.language;
    let consent_id = visit.id("id")?;
    let shared = Shared::of(&visit).await?;
    let found = shared.consents.iter().find(|(one, _)| one.consent_id == consent_id);
    let Some((one, lines)) = found else { return Err(Problem::new(api::codes::NOT_FOUND)) };
    let (title, text) = match one.terms {
        Terms::Family { person_id, .. } => {
            let name = shared.people.name(person_id);
            (consents::stop_title(lang, name), consents::stop_text(lang, name))
        }
        _ => (consents::stop_this(lang).to_owned(), consents::stop_this_text(lang).to_owned()),
    };
    let main = html! {
        (panel::back("/about-me/consents", shell::back(lang)))
        h1 { (title) }
        section.panel { @for line in lines { p { (line) } } }
        p { (text) }
        form method="post" action={ "/about-me/consents/" (consent_id) "/stop" } {
            (form::token(&visit))
            div.row.apart {
                button.button.danger type="submit" { (consents::stop_yes(lang)) }
                a.button.plain href="/about-me/consents" { (shell::cancel(lang)) }
            }
        }
    };
    let page = Page::care(consents::title(lang), main);
    Ok(Done::new(visit, page))
}

pub(crate) async fn stop_now(visit: Visit, _: Fields) -> Result<Done, Problem> {
    let consent_id = visit.id("id")?;
    visit.call::<RevokeConsent>(Call::path(ByConsent { consent_id })).await?;
    Ok(Done::see(visit, "/about-me/consents?done=stopped"))
}
