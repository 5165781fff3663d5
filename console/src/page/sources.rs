//! A source that a reply of the companion names: who says it, as of when we hold it current, what rests on it, and who has
//! reviewed that.

use api::{Problem, codes};
use maud::html;

use super::articles::reviewed_words;
use crate::component::{panel, source};
use crate::reply::{Done, Page};
use crate::visit::Visit;
use crate::words::{articles, shell};

pub(crate) async fn one(visit: Visit) -> Result<Done, Problem> {
    let lang = visit.language;
    let name: String = visit.id("source")?;
    let found = source::find(&name).ok_or_else(|| Problem::new(codes::NOT_FOUND))?;
    let (library, day) = (content::library(), visit.when().day_number());
    let cards: Vec<_> = library
        .cards()
        .iter()
        .filter(|card| card.source == *found && library.is_current(card, day))
        .collect();
    let main = html! {
        (panel::back("/", shell::back(lang)))
        h1 { (articles::source_title(lang)) }
        p { strong { (found.publisher) } br; (found.title) }
        p { (articles::as_of(lang, visit.when().calendar(&found.as_of))) }
        p { (articles::source_text(lang)) " " (articles::ours(lang)) }
        @if !cards.is_empty() {
            h2 { (articles::rests(lang)) }
            ul.lines {
                @for card in &cards {
                    li {
                        p { strong { (card.lines.of(lang).name) } }
                        p { @for step in &card.lines.of(lang).steps { (step) " " } }
                        p.small { (reviewed_words(&visit, lang, card.reviewer.as_deref(), card.reviewed.as_deref())) }
                    }
                }
            }
        }
        p { (articles::not_care(lang)) }
    };
    let page = Page::of(&visit, articles::source_title(lang), main);
    Ok(Done::new(visit, page))
}
