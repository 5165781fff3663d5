//! The page that a link of another site leads to first.
//!
//! The strict cookie of who is signed in, and that of a tablet, do not come along with such a link. One press more, which is of this
//! site, and whoever is signed in is known.

use maud::html;

use crate::reply::{Done, Page};
use crate::visit::Visit;
use crate::words::{door as words, handing};

/// Leads to the same address once more.
pub(crate) fn answer(visit: Visit) -> Done {
    let lang = visit.language;
    let query = if visit.query.is_empty() { String::new() } else { format!("?{}", visit.query) };
    let place = format!("{}{query}", visit.path);
    let title = words::go_on_title(lang);
    let main = html! {
        h1 { (title) }
        p { (words::go_on_text(lang)) }
        div.row { a.button href=(place) { (handing::go_on(lang)) } }
    };
    let page = Page::care(title, main).quiet();
    Done::new(visit, page)
}
