//! A person's own pages.

use api::Problem;
use maud::html;

use crate::reply::{Done, Page};
use crate::visit::Visit;
use crate::words::shell;

pub(crate) async fn show(visit: Visit) -> Result<Done, Problem> {
    let lang = visit.language;
    let main = html! { h1 { (shell::about_me(lang)) } };
    let page = Page::of(&visit, shell::about_me(lang), main);
    Ok(Done::new(visit, page))
}
