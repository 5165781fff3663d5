//! Help: the numbers of this place. Needs nobody to be signed in, and no part of the platform but this page.

use api::{Problem, Role};
use content_safety_api::CrisisCategory as Category;
use maud::{Markup, html};
use safety_rules::{ContactKind, Resource};

use super::plan::OWN;
use crate::component::numbers;
use crate::reply::{Done, Page};
use crate::visit::Visit;
use crate::words::{Line, care, plan};

/// What trouble has which heading. A number is shown once, under the first that has it.
const PARTS: [(Category, Line); 3] = [
    (Category::SuicidalIdeation, care::now_heading),
    (Category::MedicalEmergency, care::health_heading),
    (Category::AbuseNeglect, care::harm_heading),
];

pub(crate) async fn show(visit: Visit) -> Result<Done, Problem> {
    let main = page(&visit);
    let page = Page::care(care::help_title(visit.language), main).keeping();
    Ok(Done::new(visit, page))
}

pub(crate) fn page(visit: &Visit) -> Markup {
    let (lang, place) = (visit.language, visit.app.place);
    let mut seen: Vec<&str> = Vec::new();
    let parts: Vec<(&str, Vec<Resource>)> = PARTS
        .iter()
        .map(|(category, heading)| {
            let found = numbers::lines(place, *category, lang);
            let new: Vec<Resource> = found
                .into_iter()
                .filter(|line| line.kind != ContactKind::InPerson && !seen.contains(&line.id))
                .collect();
            seen.extend(new.iter().map(|line| line.id));
            (heading(lang), new)
        })
        .collect();
    let near: Vec<Resource> = numbers::lines(place, Category::InabilityToCare, lang)
        .into_iter()
        .filter(|line| line.kind == ContactKind::InPerson)
        .collect();
    let numbered = parts.iter().any(|(_, lines)| lines.iter().any(|line| line.contact.is_some()));
    html! {
        h1 { (care::help_title(lang)) }
        p { (if numbered { care::help_text(lang) } else { care::help_none(lang) }) }
        @for (heading, lines) in &parts {
            @if !lines.is_empty() {
                h2 { (heading) }
                (numbers::list(lines, lang))
            }
        }
        h2 { (care::near_heading(lang)) }
        (numbers::list(&near, lang))
        @if visit.role() == Some(Role::Resident) {
            p { a.button.plain href=(OWN) { (plan::open_mine(lang)) } }
        }
        p.small {
            @if let Some(day) = place.reviewed() { (care::reviewed(lang, day)) }
            @else if numbered { (care::unreviewed(lang)) }
        }
    }
}
