//! The page of roles that have few pages yet: it says so, and what they can do all the same.

use api::{Call, Problem, Role};
use api_gateway_api::GetOpenApi;
use maud::html;

use super::docs::{self as docs_page, Operation, operations};
use super::{accounts, holds, patients};
use crate::component::panel::{self, Tone};
use crate::reply::{Done, Page};
use crate::visit::Visit;
use crate::words::{docs, handing, holds as words};

pub(crate) async fn show(visit: Visit) -> Result<Done, Problem> {
    let lang = visit.language;
    let role = visit.role().unwrap_or(Role::System);
    if role == Role::HealthProvider {
        return patients::show(visit).await;
    }
    let document = visit.call::<GetOpenApi>(Call::default()).await?;
    let own: Vec<Operation> = operations(&document)
        .into_iter()
        .filter(|one| one.roles.iter().any(|name| name == role.name()))
        .collect();
    let main = html! {
        h1 { (docs::work_title(lang)) }
        @if role == Role::Admin {
            ul.cards {
                li {
                    a.card href=(accounts::PLACE) {
                        span.card-title { (handing::people(lang)) }
                        p.small { (handing::people_card(lang)) }
                    }
                }
            }
        }
        @if holds::is_officer(&visit) {
            ul.cards {
                li {
                    a.card href="/work/holds" {
                        span.card-title { (words::title(lang)) }
                        p.small { (words::link_text(lang)) }
                    }
                }
            }
        }
        (panel::panel(Tone::Note, docs::work_title(lang), docs::work_text(lang)))
        h2 { (docs::work_api(lang)) }
        ul.lines {
            @for one in &own {
                li {
                    a href=(docs_page::place_of(one)) { code { (one.method) " " (one.path) } }
                    p.small { (one.summary) }
                }
            }
        }
    };
    let page = Page::work(docs::work_title(lang), main);
    Ok(Done::new(visit, page))
}
