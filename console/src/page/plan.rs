//! A resident's safety plan: read by its owner, by those who look after them, and by who acts for them, with the crisis lines
//! of the place whatever else answers. On paper it is the plan and nothing else.

use api::{Call, Category, Problem, Purpose, Role};
use chat_history_api::{
    ByPatient, ForgetSafetyPlan, GetSafetyPlan, ListPlanVersions, PlanChange, PlanLine, PlanPart, PlanParts,
    PlanQuery, PlanVersion, PlanVersionsQuery, SafetyPlan,
};
use content_safety_api::CrisisCategory;
use http::StatusCode;
use kernel::{Cursor, PersonId};
use maud::{Markup, html};

use super::acting::{Acting, is_refusal};
use crate::component::banner::{Banner, Until};
use crate::component::panel::{self, Tone};
use crate::component::{form, numbers};
use crate::fields::Fields;
use crate::people::People;
use crate::reply::{Done, Page};
use crate::visit::Visit;
use crate::words::{Lang, plan as words, shell};

/// Where a resident has theirs.
pub(crate) const OWN: &str = "/about-me/plan";

/// From where somebody looks at a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Seat {
    /// Whose plan it is.
    Own,
    /// Care staff and providers.
    Staff,
    /// Relatives, and who acts for a resident by a document.
    Family,
}

/// Whose plan a page is about, and who looks at it for what.
pub(super) struct Whose {
    pub(super) seat: Seat,
    pub(super) patient: PersonId,
    pub(super) purpose: Purpose,
    acting: Option<Acting>,
}

impl Whose {
    pub(super) fn of(visit: &Visit, seat: Seat) -> Result<Self, Problem> {
        let (patient, purpose) = match seat {
            Seat::Own => {
                let own = visit.signed_in().map(|session| session.person);
                (own.ok_or_else(|| Problem::new(api::codes::UNAUTHENTICATED))?, Purpose::Patient)
            }
            Seat::Staff => (visit.id("id")?, Purpose::Treatment),
            Seat::Family => (visit.id("id")?, Purpose::Family),
        };
        Ok(Self { seat, patient, purpose, acting: None })
    }

    /// The page of the plan.
    pub(super) fn place(&self) -> String {
        match self.seat {
            Seat::Own => OWN.to_owned(),
            Seat::Staff => format!("/staff/residents/{}/plan", self.patient),
            Seat::Family => format!("/family/{}/plan", self.patient),
        }
    }

    fn back(&self) -> String {
        match self.seat {
            Seat::Own => "/about-me".to_owned(),
            Seat::Staff => format!("/staff/residents/{}", self.patient),
            Seat::Family => "/family".to_owned(),
        }
    }

    /// Whether there are ways to write on the page. Whether it is kept, the platform decides.
    fn writes(&self, visit: &Visit) -> bool {
        match self.seat {
            Seat::Own => true,
            Seat::Staff => visit.role() == Some(Role::HealthProvider),
            Seat::Family => self.purpose == Purpose::Patient,
        }
    }

    pub(super) const fn title(&self, lang: Lang) -> &'static str {
        match self.seat {
            Seat::Own => words::title(lang),
            Seat::Staff | Seat::Family => words::title_other(lang),
        }
    }

    /// What stands over every page of a plan: the way back, and whose it is.
    pub(super) fn head(&self, visit: &Visit, people: &People, back: &str, heading: &str) -> Markup {
        let lang = visit.language;
        let name = people.name(self.patient);
        // Until when a representative reads, the document says and not the resident.
        let why = (self.purpose != Purpose::Patient).then_some((self.purpose, Until::Changed));
        html! {
            (panel::back(back, shell::back(lang)))
            @if self.seat != Seat::Own { (Banner { name, unit: None, why }.show(lang)) }
            @if let Some(acting) = &self.acting { (acting.panels(visit, self.patient, name)) }
            h1 { (heading) }
        }
    }

    /// Who wrote something, as whoever looks would say it.
    fn writer(&self, visit: &Visit, people: &People, change: &PlanChange) -> String {
        let me = visit.signed_in().is_some_and(|session| session.person == change.by);
        if me {
            words::you(visit.language).to_owned()
        } else {
            people.with_role(change.by, Some(change.role))
        }
    }
}

/// A plan, with what it was read for.
pub(super) async fn load(visit: &Visit, seat: Seat) -> Result<(Whose, SafetyPlan), Problem> {
    let mut whose = Whose::of(visit, seat)?;
    let patient = whose.patient;
    if seat != Seat::Family {
        let found = read(visit, patient, whose.purpose).await?;
        return Ok((whose, found));
    }
    let acting = Acting::of(visit).await;
    let ask = |purpose| read(visit, patient, purpose);
    let (purpose, found) = acting.first((patient, Category::SafetyPlan), ask).await?;
    (whose.purpose, whose.acting) = (purpose, Some(acting));
    Ok((whose, found))
}

async fn read(visit: &Visit, patient_id: PersonId, purpose: Purpose) -> Result<SafetyPlan, Problem> {
    let query = PlanQuery { language: Some(visit.language) };
    let call = Call::<GetSafetyPlan>::path_and_query(ByPatient { patient_id }, query);
    visit.call_for::<GetSafetyPlan>(purpose, call).await
}

/// What a part is called.
pub(super) const fn heading(lang: Lang, part: PlanPart) -> &'static str {
    match part {
        PlanPart::Signs => words::signs(lang),
        PlanPart::Alone => words::alone(lang),
        PlanPart::Company => words::company(lang),
        PlanPart::People => words::people(lang),
        PlanPart::Professionals => words::professionals(lang),
        PlanPart::Surroundings => words::surroundings(lang),
    }
}

pub(crate) async fn show(visit: Visit, seat: Seat) -> Result<Done, Problem> {
    let (whose, found) = match load(&visit, seat).await {
        Ok(found) => found,
        Err(problem) if problem.status >= 500 => return away(visit, seat),
        Err(problem) if seat == Seat::Family && is_refusal(&problem) => return Ok(not_shared(visit)),
        Err(problem) => return Err(problem),
    };
    let people = People::of(&visit, found.changed.iter().map(|one| one.by).chain([whose.patient])).await;
    let main = main(&visit, &whose, &found, &people);
    let page = Page::of(&visit, whose.title(visit.language), main);
    Ok(Done::new(visit, page))
}

fn main(visit: &Visit, whose: &Whose, found: &SafetyPlan, people: &People) -> Markup {
    let (lang, when) = (visit.language, visit.when());
    let done = match Fields::of_query(&visit.query).get("done") {
        "saved" => Some(words::saved(lang)),
        "away" if found.parts.is_empty() => Some(words::taken_away(lang)),
        _ => None,
    };
    let (own, place, writes) = (whose.seat == Seat::Own, whose.place(), whose.writes(visit));
    html! {
        (panel::on_paper(visit))
        (whose.head(visit, people, &whose.back(), whose.title(lang)))
        @if let Some(text) = done { div role="status" { (panel::panel(Tone::Good, shell::done(lang), text)) } }
        div.no-print {
            @if own { p { (words::intro(lang)) " " (words::no_promise(lang)) } }
            @else { p { (words::intro_other(lang)) } }
            @if whose.seat == Seat::Staff && writes { p { strong { (words::with_them(lang)) } } }
            @if whose.seat == Seat::Family && writes { p { strong { (words::for_them(lang)) } } }
            @if found.parts.is_empty() {
                (panel::empty(if own { words::none(lang) } else { words::none_other(lang) }))
            }
        }
        (parts(visit, &found.parts, writes.then_some(place.as_str())))
        @if let Some(change) = &found.changed {
            p.small { (words::changed(lang, when.full(change.at), whose.writer(visit, people, change))) }
        }
        div.no-print {
            @if own { p { (words::who_reads(lang)) " " a href="/about-me/record" { (words::who_read(lang)) } "." } }
            @if !found.parts.is_empty() { p { (words::print(lang)) } }
            div.row.apart {
                @if found.changed.is_some() {
                    a.button.plain href={ (place) "/before" } { (words::before(lang)) }
                }
                @if own && found.changed.is_some() {
                    a.button.plain href={ (place) "/take-away" } { (words::take_away(lang)) }
                }
            }
        }
    }
}

/// The six parts, each with its lines; with the ways to change them, where somebody writes.
fn parts(visit: &Visit, found: &PlanParts, writes: Option<&str>) -> Markup {
    let lang = visit.language;
    html! {
        @for part in PlanPart::ALL {
            @let (id, written) = (format!("part-{}", part.name()), found.of(*part));
            section.panel aria-labelledby=(id) {
                h2 id=(id) { (heading(lang, *part)) }
                @if *part == PlanPart::Professionals {
                    (crisis_lines(visit))
                    p.small { (words::always(lang)) }
                }
                @if written.is_empty() {
                    @if *part != PlanPart::Professionals { p.small { (words::part_none(lang)) } }
                } @else { (lines(lang, written)) }
                @if let Some(place) = writes {
                    div.row.no-print {
                        a.button.plain href={ (place) "/" (part.name()) } aria-describedby=(id) {
                            @if written.is_empty() { (words::write(lang)) } @else { (words::change(lang)) }
                        }
                    }
                }
            }
        }
    }
}

/// The crisis lines of the place, as the help page has them. They need nobody but this page.
fn crisis_lines(visit: &Visit) -> Markup {
    let lang = visit.language;
    numbers::list(&numbers::lines(visit.app.place, CrisisCategory::SuicidalIdeation, lang), lang)
}

/// The lines of a part.
pub(super) fn lines(lang: Lang, written: &[PlanLine]) -> Markup {
    html! {
        ul.lines {
            @for line in written {
                li {
                    p { (line.text.expose()) }
                    @if let Some(phone) = &line.phone {
                        p {
                            @match dial(phone.expose()) {
                                Some(address) => a.button.plain href=(address) { (numbers::verb("call", phone.expose(), lang)) },
                                None => (phone.expose()),
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The address of a number as somebody wrote it: its digits, with the sign of a number from abroad.
fn dial(phone: &str) -> Option<String> {
    let phone = phone.trim_start();
    let abroad = if phone.starts_with('+') { "+" } else { "" };
    // What stands behind another number, or is an extension, is no part of it.
    let first = phone.trim_start_matches('+').split(['/', '#', '*', '+']).next().unwrap_or_default();
    numbers::dial("call", first).map(|address| address.replacen("tel:", &format!("tel:{abroad}"), 1))
}

/// With the store down: where the lines are, all the same.
fn away(visit: Visit, seat: Seat) -> Result<Done, Problem> {
    let (lang, whose) = (visit.language, Whose::of(&visit, seat)?);
    let main = html! {
        (panel::back(&whose.back(), shell::back(lang)))
        h1 { (whose.title(lang)) }
        (panel::panel(Tone::Warn, words::away(lang), words::away_text(lang)))
        h2 { (words::lines(lang)) }
        (crisis_lines(&visit))
    };
    let page = Page::of(&visit, shell::problem_title(lang, whose.title(lang)), main);
    Ok(Done::new(visit, page.status(StatusCode::SERVICE_UNAVAILABLE)))
}

fn not_shared(visit: Visit) -> Done {
    let lang = visit.language;
    let main = html! {
        (panel::back("/family", shell::back(lang)))
        h1 { (words::title_other(lang)) }
        (panel::panel(Tone::Note, words::not_shared(lang), words::not_shared_text(lang)))
    };
    let page = Page::care(words::title_other(lang), main).status(StatusCode::NOT_FOUND);
    Done::new(visit, page)
}

/// What the plan said before, version by version.
pub(crate) async fn before(visit: Visit, seat: Seat) -> Result<Done, Problem> {
    let lang = visit.language;
    let (whose, _) = load(&visit, seat).await?;
    let after = Fields::of_query(&visit.query).some("after").map(Cursor::new);
    let first = after.is_none();
    let path = ByPatient { patient_id: whose.patient };
    let query = PlanVersionsQuery { after, limit: None };
    let call = Call::<ListPlanVersions>::path_and_query(path, query);
    let found = visit.call_for::<ListPlanVersions>(whose.purpose, call).await?;
    let writers = found.items.iter().map(|one| one.changed.by);
    let people = People::of(&visit, writers.chain([whose.patient])).await;
    let place = whose.place();
    let main = html! {
        (whose.head(&visit, &people, &place, words::before(lang)))
        @if found.items.is_empty() { (panel::empty(words::before_none(lang))) }
        @for (number, one) in found.items.iter().enumerate() {
            (version(&visit, &whose, &people, one, first && number == 0))
        }
        @if let Some(next) = &found.next {
            p.pager { a href={ (place) "/before?after=" (next.place()) } { (shell::more(lang)) } }
        }
    };
    let page = Page::of(&visit, words::before(lang), main);
    Ok(Done::new(visit, page))
}

fn version(visit: &Visit, whose: &Whose, people: &People, one: &PlanVersion, newest: bool) -> Markup {
    let (lang, when) = (visit.language, visit.when());
    html! {
        section.panel {
            h2 { (words::version(lang, when.full(one.changed.at), whose.writer(visit, people, &one.changed))) }
            @if newest { p { strong { (words::now(lang)) } } }
            @for part in PlanPart::ALL {
                @let written = one.parts.of(*part);
                @if !written.is_empty() {
                    h3 { (heading(lang, *part)) }
                    (lines(lang, written))
                }
            }
        }
    }
}

/// In an emergency that was declared: the plan, for who may read it. Nothing for who may not.
pub(super) async fn in_emergency(visit: &Visit, patient: PersonId) -> Markup {
    let lang = visit.language;
    match read(visit, patient, Purpose::Treatment).await {
        Ok(found) => html! {
            h2 { (words::title_other(lang)) }
            p { (words::intro_other(lang)) }
            @if found.parts.is_empty() { p { (words::none_other(lang)) } }
            @for part in PlanPart::ALL {
                @let written = found.parts.of(*part);
                @if !written.is_empty() {
                    h3 { (heading(lang, *part)) }
                    (lines(lang, written))
                }
            }
            h3 { (words::lines(lang)) }
            (crisis_lines(visit))
        },
        Err(problem) if problem.status >= 500 => html! {
            (panel::panel(Tone::Warn, words::away(lang), words::away_text(lang)))
            h3 { (words::lines(lang)) }
            (crisis_lines(visit))
        },
        Err(_) => html! {},
    }
}

/// Asks once more before a plan goes.
pub(crate) async fn ask_take_away(visit: Visit) -> Result<Done, Problem> {
    let lang = visit.language;
    let (whose, _) = load(&visit, Seat::Own).await?;
    let place = whose.place();
    let main = html! {
        (panel::back(&place, shell::back(lang)))
        h1 { (words::take_away_title(lang)) }
        form method="post" action={ (place) "/take-away" } {
            (form::token(&visit))
            p { (words::take_away_text(lang)) }
            div.row.apart {
                button.button.danger type="submit" { (words::take_away_yes(lang)) }
                a.button.plain href=(place) { (shell::cancel(lang)) }
            }
        }
    };
    let page = Page::care(words::take_away_title(lang), main);
    Ok(Done::new(visit, page))
}

pub(crate) async fn take_away(visit: Visit, _: Fields) -> Result<Done, Problem> {
    visit.call::<ForgetSafetyPlan>(Call::default()).await?;
    Ok(Done::see(visit, format!("{OWN}?done=away")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_dialled_as_it_was_written_and_one_from_abroad_as_that() {
        assert_eq!(dial("+34 600 100 200").as_deref(), Some("tel:+34600100200"));
        assert_eq!(dial("(555) 010-0100, 2").as_deref(), Some("tel:5550100100"));
        assert_eq!(dial("555 0100 / 555 0199").as_deref(), Some("tel:5550100"));
        assert_eq!(dial("555-0100 #12").as_deref(), Some("tel:5550100"));
    }
}
