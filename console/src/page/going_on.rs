//! The page that a link of another site leads to first, where it matters who is signed in.
//!
//! A strict cookie does not come along with such a link. One press more, which is of this site, and whoever is signed in is known.

use maud::html;

use crate::reply::{Done, Page};
use crate::visit::Visit;
use crate::words::{door as words, handing};

/// Leads to the same address once more.
pub(crate) fn page(visit: &Visit, title: &str) -> Page {
    let lang = visit.language;
    let query = if visit.query.is_empty() { String::new() } else { format!("?{}", visit.query) };
    let place = format!("{}{query}", visit.path);
    let main = html! {
        h1 { (title) }
        p { (words::go_on_text(lang)) }
        div.row { a.button href=(place) { (handing::go_on(lang)) } }
    };
    Page::care(title, main).quiet()
}

/// The same for a page of somebody who may be signed in.
pub(crate) fn answer(visit: Visit) -> Done {
    let page = page(&visit, words::go_on_title(visit.language));
    Done::new(visit, page)
}
