//! The sources of what the companion says: each has a page of its own, and what a reply names leads there.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

use aws_lc_rs::digest;
use content::model::Citation;
use maud::{Markup, html};

use crate::words::{Lang, talk};

/// Bytes of a digest that name a source.
const NAME_BYTES: usize = 8;

/// The sources of the cards, by the name of their page.
static SOURCES: LazyLock<BTreeMap<String, &'static Citation>> = LazyLock::new(|| {
    content::library().cards().iter().map(|card| (name(&as_told(&card.source)), &card.source)).collect()
});

/// A source as replies name it.
pub(crate) fn as_told(source: &Citation) -> String {
    format!("{}: {} ({})", source.publisher, source.title, source.as_of)
}

fn name(told: &str) -> String {
    let digest = digest::digest(&digest::SHA256, told.as_bytes());
    digest.as_ref().iter().take(NAME_BYTES).fold(String::new(), |mut name, byte| {
        write!(name, "{byte:02x}").expect("a string takes everything");
        name
    })
}

/// The source of a page.
pub(crate) fn find(name: &str) -> Option<&'static Citation> {
    SOURCES.get(name).copied()
}

/// The page of what a reply names; `None` for a source that is in the content no more.
pub(crate) fn place(told: &str) -> Option<String> {
    let name = name(told);
    SOURCES.contains_key(&name).then(|| format!("/sources/{name}"))
}

/// What a reply rests on.
pub(crate) fn list(cites: &[String], lang: Lang) -> Markup {
    html! {
        @if !cites.is_empty() {
            ul.cites {
                @for told in cites {
                    @let text = talk::source(lang, told);
                    li { @if let Some(place) = place(told) { a href=(place) { (text) } } @else { (text) } }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_source_of_the_companion_has_a_page_and_nothing_else_has() {
        let cards = content::library().cards();
        assert!(cards.len() > 50, "the cards are read");
        for card in cards {
            let place = place(&as_told(&card.source)).expect("a page");
            let found = find(place.trim_start_matches("/sources/")).expect("its source");
            assert_eq!(found, &card.source, "{}", card.id);
        }
        assert_eq!(place("Somebody: something (2020-01-01)"), None);
        assert!(find("").is_none() && find("../help").is_none());
    }
}
