//! Panels: something to know, something that went wrong, nothing there yet.

use maud::{Markup, html};

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

/// A link up, before the heading.
pub(crate) fn back(place: &str, text: &str) -> Markup {
    html! { a.back href=(place) { span aria-hidden="true" { "← " } (text) } }
}
