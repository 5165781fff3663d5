//! The bar of those who answer alerts, on all their pages: how many are open, and the tone. Without a script it says how many
//! there were when the page was made.

use maud::{Markup, html};

use crate::page::open::{self, Counted};
use crate::reply::Page;
use crate::visit::Visit;
use crate::words::{Lang, staff};

/// Whether a page has the bar: the list of alerts itself has all of it and more, and a gallery shows it among its parts.
pub(crate) fn is_on(visit: &Visit, page: &Page) -> bool {
    let shown = page.scripts.contains(&"feed.js") || visit.path == "/gallery";
    open::is_responder(visit.role()) && !shown
}

/// The bar with what is known.
pub(crate) fn bar(lang: Lang, known: Option<Counted>) -> Markup {
    let count = known.map_or_else(|| staff::bar_unknown(lang).to_owned(), |found| counted(lang, found));
    html! {
        section #live.live.no-print aria-label=(staff::bar(lang)) data-events="/staff/alerts/counts"
            data-count=(staff::bar_count(lang)) data-live=(staff::bar_live(lang)) data-broken=(staff::broken(lang))
            data-last=(staff::last_sign(lang)) data-notify=(staff::notify(lang)) data-sound=(staff::sound_is_on(lang))
            data-mute=(staff::sound_off(lang)) {
            div.live-in {
                p { a #live-count href="/staff/alerts" { (count) } }
                p #live-state.small { (staff::bar_not_live(lang)) }
                p #live-elsewhere.wrong hidden {}
                div #live-sound.sound hidden {
                    span #live-sound-state.small { (staff::sound_off(lang)) }
                    button #live-sound-on.as-link type="button" { (staff::sound_on(lang)) }
                }
            }
        }
    }
}

/// How many are open, and how many of them nobody has. Of more than were read it is said that there are more.
fn counted(lang: Lang, found: Counted) -> String {
    let some = |count: usize| if found.more { format!("{count}+") } else { count.to_string() };
    staff::bar_count(lang).replace("{open}", &some(found.open)).replace("{waiting}", &some(found.waiting))
}
