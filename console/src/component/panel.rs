//! Panels: something to know, something that went wrong, nothing there yet.

use maud::{Markup, html};

use crate::visit::Visit;
use crate::words::{Lang, shell};

/// How a panel looks. What it says, it says in words.
#[derive(Clone, Copy)]
pub(crate) enum Tone {
    Note,
    Good,
    Warn,
    Danger,
}

impl Tone {
    const fn class(self) -> &'static str {
        match self {
            Self::Note => "panel note",
            Self::Good => "panel ok",
            Self::Warn => "panel warn",
            Self::Danger => "panel danger",
        }
    }
}

/// A panel with a heading.
pub(crate) fn panel(tone: Tone, heading: &str, text: &str) -> Markup {
    html! {
        section class=(tone.class()) {
            h2 { (heading) }
            p { (text) }
        }
    }
}

/// Nothing there yet: what will come.
pub(crate) fn empty(text: &str) -> Markup {
    html! { div.panel.note { p { (text) } } }
}

/// What went wrong, as a whole page says it: what happened, what to do, help first, and a small code.
pub(crate) fn trouble(lang: Lang, title: &str, text: &str, code: &str) -> Markup {
    html! {
        h1 { (title) }
        p { (text) }
        p { a href="/help" { (shell::help_first(lang)) } }
        p.code { (shell::code(lang, code)) }
    }
}

/// The banner of a page without a network, over everything; a script shows it.
pub(crate) fn offline(lang: Lang) -> Markup {
    html! { p #offline.offline role="status" hidden { (shell::offline(lang)) } }
}

/// What stands over a page on paper and not on a screen: who printed it, when, and what to do with it.
pub(crate) fn on_paper(visit: &Visit) -> Markup {
    let (lang, now) = (visit.language, visit.when().full(visit.app.sources.now()));
    let name = visit.session.as_ref().map_or("", |session| session.name.expose());
    html! { p.on-paper { (shell::printed(lang, name, now)) } }
}

/// A link up, before the heading.
pub(crate) fn back(place: &str, text: &str) -> Markup {
    html! { a.back href=(place) { span aria-hidden="true" { "← " } (text) } }
}
