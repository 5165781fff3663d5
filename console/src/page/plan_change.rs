//! One part of a safety plan, changed: from the version that was seen, with nothing lost of what was typed.

use api::{Call, Problem, Words};
use chat_history_api::{
    ByPatient, NewSafetyPlan, PLAN_LINE_CHARS_MAX, PLAN_LINES_MAX, PlanLine, PlanPart, SafetyPlan,
    SetSafetyPlan, codes,
};
use http::StatusCode;
use kernel::ErrorKind;
use maud::{Markup, html};

use super::plan::{Seat, Whose, heading, lines, load};
use crate::component::form::{self, Field};
use crate::component::panel::{self, Tone};
use crate::fields::Fields;
use crate::people::People;
use crate::reply::{Done, Page};
use crate::visit::Visit;
use crate::words::{Lang, plan as words, shell};

/// Empty lines to write in, beside those that are there.
const EMPTY: usize = 3;

/// What was typed: a line and its number for each row, and the version that was seen.
struct Given {
    version: u64,
    rows: Vec<(String, String)>,
}

/// Which fields are wrong, by their ids, and why.
type Wrong = Vec<(String, String)>;

impl Given {
    /// What a form begins with.
    fn first(found: &SafetyPlan, part: PlanPart) -> Self {
        let row = |line: &PlanLine| {
            let phone = line.phone.as_ref().map_or("", Words::expose);
            (line.text.expose().to_owned(), phone.to_owned())
        };
        Self { version: found.version, rows: found.parts.of(part).iter().map(row).collect() }
    }

    fn of(fields: &Fields) -> Self {
        let row = |number| {
            // A pasted tab is a space.
            let get = |name: &str| {
                fields.get(&format!("{name}-{number}")).replace(char::is_control, " ").trim().to_owned()
            };
            (get("text"), get("phone"))
        };
        let rows =
            (1..=PLAN_LINES_MAX).map(row).filter(|(text, phone)| !(text.is_empty() && phone.is_empty()));
        // What is no version is none that there is: nothing is written over.
        Self { version: fields.get("version").parse().unwrap_or(u64::MAX), rows: rows.collect() }
    }

    /// The lines that the form asks for, or which fields are wrong, and why.
    fn read(&self, part: PlanPart, lang: Lang) -> Result<Vec<PlanLine>, Wrong> {
        let (mut found, mut wrong) = (Vec::new(), Vec::new());
        for ((text, phone), number) in self.rows.iter().zip(1..) {
            if text.is_empty() {
                wrong.push((format!("text-{number}"), words::need_name(lang).to_owned()));
            } else if text.chars().count() > PLAN_LINE_CHARS_MAX {
                let too_long = words::too_long(lang, PLAN_LINE_CHARS_MAX);
                wrong.push((format!("text-{number}"), too_long));
            }
            let phone = Some(phone.as_str()).filter(|phone| part.has_phones() && !phone.is_empty());
            if phone.is_some_and(|phone| !PlanLine::is_phone(phone)) {
                wrong.push((format!("phone-{number}"), words::phone_wrong(lang).to_owned()));
            }
            found.push(PlanLine { text: Words::new(text.as_str()), phone: phone.map(Words::new) });
        }
        if wrong.is_empty() { Ok(found) } else { Err(wrong) }
    }
}

/// What a form is shown with, beside what was typed.
enum Trouble {
    None,
    /// Fields are wrong.
    Wrong(Wrong),
    /// The plan was changed meanwhile: which version it is now, and what stands in the part.
    Stale(u64, Vec<PlanLine>),
    /// The owner took the plan away: what stood in it is not put back by somebody else.
    Gone,
    /// Nobody answered.
    Away,
}

fn part(visit: &Visit) -> Result<PlanPart, Problem> {
    let name: String = visit.id("part")?;
    let found = PlanPart::ALL.iter().copied().find(|part| part.name() == name);
    found.ok_or_else(|| Problem::new(api::codes::NOT_FOUND))
}

pub(crate) async fn show(visit: Visit, seat: Seat) -> Result<Done, Problem> {
    let part = part(&visit)?;
    let (whose, found) = load(&visit, seat).await?;
    let page = page(&visit, &whose, part, &Given::first(&found, part), &Trouble::None).await;
    Ok(Done::new(visit, page))
}

async fn page(visit: &Visit, whose: &Whose, part: PlanPart, given: &Given, trouble: &Trouble) -> Page {
    let lang = visit.language;
    let people = People::of(visit, [whose.patient]).await;
    let wrong: &[(String, String)] = if let Trouble::Wrong(wrong) = trouble { wrong } else { &[] };
    let list: Vec<(&str, &str)> = wrong.iter().map(|(field, text)| (field.as_str(), text.as_str())).collect();
    let place = whose.place();
    let main = html! {
        (whose.head(visit, &people, &place, heading(lang, part)))
        (form::summary(lang, &list))
        @match trouble {
            Trouble::Stale(_, now) => {
                div role="alert" { (panel::panel(Tone::Warn, words::stale(lang), words::stale_text(lang))) }
                h2 { (words::stands_now(lang)) }
                @if now.is_empty() { p { (words::part_none(lang)) } } @else { (lines(lang, now)) }
                h2 { (words::yours(lang)) }
            },
            Trouble::Away => {
                div role="alert" { (panel::panel(Tone::Danger, words::not_yet(lang), words::not_yet_text(lang))) }
            },
            Trouble::Gone => {
                div role="alert" { (panel::panel(Tone::Warn, words::gone(lang), words::gone_text(lang))) }
            },
            Trouble::None | Trouble::Wrong(_) => {},
        }
        @if !matches!(trouble, Trouble::Gone) { (change_form(visit, whose, part, given, &list)) }
    };
    let (title, status) = match trouble {
        Trouble::None => (heading(lang, part).to_owned(), StatusCode::OK),
        Trouble::Wrong(_) => (problem_title(lang, part), StatusCode::UNPROCESSABLE_ENTITY),
        Trouble::Stale(..) | Trouble::Gone => (problem_title(lang, part), StatusCode::CONFLICT),
        Trouble::Away => (problem_title(lang, part), StatusCode::SERVICE_UNAVAILABLE),
    };
    Page::of(visit, title, main).status(status)
}

fn change_form(
    visit: &Visit,
    whose: &Whose,
    part: PlanPart,
    given: &Given,
    wrong: &[(&str, &str)],
) -> Markup {
    let (lang, place) = (visit.language, whose.place());
    html! {
        p #part-hint { (hint(lang, part)) }
        @if whose.seat == Seat::Staff { p { strong { (words::with_them(lang)) } } }
        p.small { (words::how_many(lang, PLAN_LINES_MAX, PLAN_LINE_CHARS_MAX)) }
        form method="post" action={ (place) "/" (part.name()) } novalidate aria-describedby="part-hint" {
            (form::token(visit))
            (form::hidden("version", &given.version.to_string()))
            (rows(lang, part, given, wrong))
            div.row.apart {
                button.button type="submit" { (words::save(lang)) }
                a.button.plain href=(place) { (shell::cancel(lang)) }
            }
        }
    }
}

fn problem_title(lang: Lang, part: PlanPart) -> String {
    shell::problem_title(lang, heading(lang, part))
}

/// What was typed, a field a line, with some empty ones.
fn rows(lang: Lang, part: PlanPart, given: &Given, wrong: &[(&str, &str)]) -> Markup {
    let of = |name: &str| wrong.iter().find(|(field, _)| *field == name).map(|(_, text)| *text);
    let shown = (given.rows.len() + EMPTY).min(PLAN_LINES_MAX);
    let nothing = (String::new(), String::new());
    html! {
        @for number in 1..=shown {
            @let (text, phone) = given.rows.get(number - 1).unwrap_or(&nothing);
            @let (text_id, phone_id) = (format!("text-{number}"), format!("phone-{number}"));
            @let label = if part.has_phones() { words::name(lang, number) } else { words::line(lang, number) };
            (Field { value: text, wrong: of(&text_id), ..Field::text(&text_id, &label) }.show())
            @if part.has_phones() {
                (Field { value: phone, wrong: of(&phone_id), inputmode: Some("tel"),
                    ..Field::text(&phone_id, &words::phone(lang, number)) }.show())
            }
        }
        @if shown < PLAN_LINES_MAX { p.small { (words::more_later(lang)) } }
    }
}

const fn hint(lang: Lang, part: PlanPart) -> &'static str {
    match part {
        PlanPart::Signs => words::signs_hint(lang),
        PlanPart::Alone => words::alone_hint(lang),
        PlanPart::Company => words::company_hint(lang),
        PlanPart::People => words::people_hint(lang),
        PlanPart::Professionals => words::professionals_hint(lang),
        PlanPart::Surroundings => words::surroundings_hint(lang),
    }
}

/// Keeps the part as it was typed. The rest of the plan stays as it is.
pub(crate) async fn save(visit: Visit, fields: Fields, seat: Seat) -> Result<Done, Problem> {
    let (part, given) = (part(&visit)?, Given::of(&fields));
    let (whose, found) = match load(&visit, seat).await {
        Ok(found) => found,
        Err(problem) if is_away(&problem) => {
            let whose = Whose::of(&visit, seat)?;
            let page = page(&visit, &whose, part, &given, &Trouble::Away).await;
            return Ok(Done::new(visit, page));
        }
        Err(problem) => return Err(problem),
    };
    let trouble = match given.read(part, visit.language) {
        Ok(lines) => keep(&visit, &whose, &found, (part, lines, given.version)).await?,
        Err(wrong) => Trouble::Wrong(wrong),
    };
    let version = match &trouble {
        Trouble::None => return Ok(Done::see(visit, format!("{}?done=saved", whose.place()))),
        // Whoever saves again has seen what stands there now.
        Trouble::Stale(now, _) => *now,
        Trouble::Wrong(_) | Trouble::Gone | Trouble::Away => given.version,
    };
    let given = Given { version, ..given };
    let page = page(&visit, &whose, part, &given, &trouble).await;
    Ok(Done::new(visit, page))
}

/// Writes the part into the plan as it was read, while that is the plan that was seen.
async fn keep(
    visit: &Visit,
    whose: &Whose,
    found: &SafetyPlan,
    (part, lines, seen): (PlanPart, Vec<PlanLine>, u64),
) -> Result<Trouble, Problem> {
    let lang = visit.language;
    // The same form once more, or nothing changed in it.
    if stands(found, part, &lines) {
        return Ok(Trouble::None);
    }
    if found.version != seen {
        return Ok(stale(found, whose.seat, part));
    }
    let mut parts = found.parts.clone();
    parts.of_mut(part).clone_from(&lines);
    let first = |text: &str| Trouble::Wrong(vec![("text-1".to_owned(), text.to_owned())]);
    if parts.is_empty() {
        let need =
            if whose.seat == Seat::Own { words::need_line(lang) } else { words::need_line_other(lang) };
        return Ok(first(need));
    }
    let path = ByPatient { patient_id: whose.patient };
    let call = Call::<SetSafetyPlan>::path_and_body(path, NewSafetyPlan { version: seen, parts });
    match visit.call_for::<SetSafetyPlan>(whose.purpose, call).await {
        Ok(_) => Ok(Trouble::None),
        Err(problem) if problem.is(codes::PLAN_CHANGED) => {
            match load(visit, whose.seat).await {
                // The same form, sent twice at once.
                Ok((_, now)) if stands(&now, part, &lines) => Ok(Trouble::None),
                Ok((_, now)) => Ok(stale(&now, whose.seat, part)),
                Err(problem) if is_away(&problem) => Ok(Trouble::Away),
                Err(problem) => Err(problem),
            }
        }
        Err(problem) if problem.error_kind() == ErrorKind::Invalid => Ok(first(words::not_taken(lang))),
        Err(problem) if is_away(&problem) => Ok(Trouble::Away),
        Err(problem) => Err(problem),
    }
}

/// Whether the same may be tried again in a moment: nobody answered, or too much was asked at once.
fn is_away(problem: &Problem) -> bool {
    problem.status >= 500 || problem.status == StatusCode::TOO_MANY_REQUESTS
}

/// Whether the part says this already. Of a plan that is not there nothing does.
fn stands(found: &SafetyPlan, part: PlanPart, lines: &[PlanLine]) -> bool {
    !found.parts.is_empty() && found.parts.of(part) == lines
}

/// What is there now. Of a plan that was taken away somebody else's form still holds words: they go with it.
fn stale(now: &SafetyPlan, seat: Seat, part: PlanPart) -> Trouble {
    if now.changed.is_none() && seat != Seat::Own {
        return Trouble::Gone;
    }
    Trouble::Stale(now.version, now.parts.of(part).to_vec())
}
