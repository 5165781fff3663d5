//! Parts of forms: fields with their labels, hints and errors; the token; choices.

use maud::{Markup, html};

use crate::fields::TOKEN;
use crate::visit::Visit;
use crate::words::{Lang, shell};

/// The hidden token of a form.
pub(crate) fn token(visit: &Visit) -> Markup {
    html! { input type="hidden" name=(TOKEN) value=(visit.form_token()); }
}

/// A hidden value of a form.
pub(crate) fn hidden(name: &str, value: &str) -> Markup {
    html! { input type="hidden" name=(name) value=(value); }
}

/// A field of one line.
pub(crate) struct Field<'a> {
    /// Its name, and its id.
    pub(crate) name: &'a str,
    pub(crate) label: &'a str,
    pub(crate) hint: Option<&'a str>,
    /// What is wrong with what was entered.
    pub(crate) wrong: Option<&'a str>,
    pub(crate) kind: &'a str,
    pub(crate) value: &'a str,
    pub(crate) autocomplete: &'a str,
    pub(crate) inputmode: Option<&'a str>,
}

impl<'a> Field<'a> {
    /// A field of text.
    pub(crate) const fn text(name: &'a str, label: &'a str) -> Self {
        Self {
            name,
            label,
            hint: None,
            wrong: None,
            kind: "text",
            value: "",
            autocomplete: "off",
            inputmode: None,
        }
    }

    /// The field as markup.
    pub(crate) fn show(&self) -> Markup {
        let (hint, wrong) = (format!("{}-hint", self.name), format!("{}-wrong", self.name));
        let described: Vec<&str> = [(self.hint, &hint), (self.wrong, &wrong)]
            .into_iter()
            .filter_map(|(text, id)| text.map(|_| id.as_str()))
            .collect();
        let described = (!described.is_empty()).then(|| described.join(" "));
        html! {
            div.field.bad[self.wrong.is_some()] {
                label for=(self.name) { (self.label) }
                @if let Some(text) = self.hint { p.hint id=(hint) { (text) } }
                @if let Some(text) = self.wrong { p.wrong id=(wrong) { (text) } }
                input id=(self.name) name=(self.name) type=(self.kind) value=(self.value)
                    autocomplete=(self.autocomplete) inputmode=[self.inputmode]
                    aria-describedby=[described] aria-invalid=[self.wrong.map(|_| "true")]
                    spellcheck="false" autocapitalize=[(self.kind == "text").then_some("off")];
            }
        }
    }
}

/// One of several choices, or a box to tick.
pub(crate) fn choice(
    kind: &'static str,
    name: &str,
    value: &str,
    label: &str,
    hint: Option<&str>,
    ticked: bool,
) -> Markup {
    let id = format!("{name}-{value}");
    let hint_id = format!("{id}-hint");
    html! {
        div.choice {
            input id=(id) type=(kind) name=(name) value=(value) checked[ticked]
                aria-describedby=[hint.map(|_| hint_id.as_str())];
            label for=(id) {
                (label)
            }
            @if let Some(hint) = hint { p.hint id=(hint_id) { (hint) } }
        }
    }
}

/// What is wrong with a form, first on the page: each line leads to its field.
pub(crate) fn summary(lang: Lang, wrong: &[(&str, &str)]) -> Markup {
    html! {
        @if !wrong.is_empty() {
            div.summary role="alert" aria-labelledby="summary-title" {
                h2 #summary-title { (shell::summary(lang)) }
                ul { @for (field, text) in wrong { li { a href={ "#" (field) } { (text) } } } }
            }
        }
    }
}
