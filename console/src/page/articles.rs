//! Articles for families: what the house has written for them, with where it comes from and who has reviewed it. Nothing
//! here is about anybody.

use api::{Problem, codes};
use content::model::{Article, Audience, Citation};
use maud::{Markup, html};

use crate::component::panel;
use crate::reply::{Done, Page};
use crate::visit::Visit;
use crate::words::{Lang, articles, shell};

/// The article for somebody who was told of a crisis.
const AFTER_NOTICE: &str = "after_a_crisis_notice";

/// The articles that may still be shown, in the order of their titles.
fn current(visit: &Visit) -> Vec<&'static Article> {
    let library = content::library();
    let day = visit.when().day_number();
    let shown = |one: &&Article| one.audience == Audience::Family && library.is_article_current(one, day);
    let mut found: Vec<_> = library.articles().iter().filter(shown).collect();
    found.sort_by_key(|one| one.text.of(visit.language).title.as_str());
    found
}

/// A link to what to do after a crisis notice, while that article is current.
pub(crate) fn after_notice(visit: &Visit) -> Markup {
    let there = current(visit).iter().any(|one| one.id == AFTER_NOTICE);
    html! {
        @if there {
            p { a href={ "/family/articles/" (AFTER_NOTICE) } { (articles::after_notice(visit.language)) } }
        }
    }
}

pub(crate) async fn list(visit: Visit) -> Result<Done, Problem> {
    let lang = visit.language;
    let found = current(&visit);
    let main = html! {
        (panel::back("/family", shell::back(lang)))
        h1 { (articles::title(lang)) }
        @if found.is_empty() { (panel::empty(articles::empty(lang))) } @else { p { (articles::intro(lang)) } }
        ul.cards {
            @for one in &found {
                @let text = one.text.of(lang);
                li {
                    a.card href={ "/family/articles/" (one.id) } {
                        span.card-title { (text.title) }
                        p.small { (text.summary) }
                    }
                }
            }
        }
    };
    let page = Page::care(articles::title(lang), main);
    Ok(Done::new(visit, page))
}

pub(crate) async fn one(visit: Visit) -> Result<Done, Problem> {
    let lang = visit.language;
    let id: String = visit.id("article")?;
    let article = current(&visit).into_iter().find(|one| one.id == id);
    let article = article.ok_or_else(|| Problem::new(codes::NOT_FOUND))?;
    let text = article.text.of(lang);
    let main = html! {
        (panel::back("/family/articles", shell::back(lang)))
        article {
            h1 { (text.title) }
            p { (text.summary) }
            @for section in &text.sections {
                h2 { (section.heading) }
                @for paragraph in &section.paragraphs { p { (paragraph) } }
            }
            (origins(&visit, &article.sources))
            (review(&visit, article.reviewer.as_deref(), article.reviewed.as_deref()))
        }
    };
    // The tab says nothing of why somebody reads this.
    let page = Page::care(articles::title(lang), main);
    Ok(Done::new(visit, page))
}

fn origins(visit: &Visit, sources: &[Citation]) -> Markup {
    let (lang, when) = (visit.language, visit.when());
    html! {
        h2 { (articles::sources(lang)) }
        ul {
            @for one in sources {
                li { (articles::source_line(lang, &one.publisher, &one.title, when.calendar(&one.as_of))) }
            }
        }
        p.small { (articles::ours(lang)) }
    }
}

/// Who has reviewed something, or that no clinician has.
pub(crate) fn review(visit: &Visit, reviewer: Option<&str>, reviewed: Option<&str>) -> Markup {
    html! { p { strong { (reviewed_words(visit, visit.language, reviewer, reviewed)) } } }
}

pub(crate) fn reviewed_words(
    visit: &Visit,
    lang: Lang,
    reviewer: Option<&str>,
    reviewed: Option<&str>,
) -> String {
    match (reviewer, reviewed) {
        (Some(who), Some(day)) => articles::reviewed(lang, who, visit.when().calendar(day)),
        _ => articles::unreviewed(lang).to_owned(),
    }
}
