//! Help on the screen when there is danger: five actions, always in this order, as a page, a dialog and a bar.
//!
//! The dialog is in the page from the start, so that opening it needs no request. What a script does is a gain: each
//! action is a link or a form of its own.

use api::Role;
use content_safety_api::{CrisisCategory, Level};
use maud::{Markup, html};

use super::{form, numbers};
use crate::page::plan::OWN;
use crate::visit::Visit;
use crate::words::{care, plan, talk};

/// How high a danger is, for the page's script, which opens the dialog on a rise only; 0 where no person is brought in.
pub(crate) const fn rank(level: Level) -> u8 {
    match level {
        Level::None | Level::Low => 0,
        Level::Medium => 1,
        Level::High => 2,
        Level::Critical => 3,
    }
}

/// A form that sends one choice to the conversation.
pub(crate) fn choose(visit: &Visit, choice: &str, class: &str, text: &str, words: Option<&str>) -> Markup {
    html! {
        form method="post" action="/talk" data-choice=(choice) data-words=[words] {
            (form::token(visit))
            (form::hidden("key", &visit.key()))
            (form::hidden("choice", choice))
            input type="hidden" name="draft" value="";
            button class=(class) type="submit" {
                span.call-name { (text) }
            }
        }
    }
}

/// The five actions, with whom to call first for this kind of danger.
pub(crate) fn actions(visit: &Visit, kind: Option<CrisisCategory>) -> Markup {
    let lang = visit.language;
    let first = numbers::first(visit.app.place, kind, lang);
    html! {
        ul.numbers {
            li data-lines {
                @for line in &first { (numbers::one("call", line.name, line.contact, lang, true)) }
                @if first.is_empty() {
                    (numbers::list(&numbers::lines(visit.app.place, CrisisCategory::MedicalEmergency, lang), lang))
                }
            }
            li { (choose(visit, "someone", "call", care::someone(lang), Some(care::someone_words(lang)))) }
            li { (choose(visit, "team", "call", care::team(lang), Some(care::team_words(lang)))) }
            li { (choose(visit, "safe", "call", care::safe(lang), None)) }
            li { a.call href="/talk" data-keep { span.call-name { (care::keep(lang)) } } }
        }
    }
}

/// The way to the resident's own plan, after the five actions and never before them.
fn own_plan(visit: &Visit) -> Markup {
    html! {
        @if visit.role() == Some(Role::Resident) {
            p { a.button.plain href=(OWN) { (plan::open_mine(visit.language)) } }
        }
    }
}

/// The dialog. It has no cross and does not close by itself: whoever leaves it finds the bar.
pub(crate) fn dialog(visit: &Visit) -> Markup {
    let lang = visit.language;
    html! {
        dialog #crisis.crisis aria-labelledby="crisis-title" aria-describedby="crisis-text"
            data-rank=(rank(visit.danger())) {
            div.crisis-in #crisis-choices {
                h2 #crisis-title tabindex="-1" { (care::crisis_title(lang)) }
                p #crisis-text { (care::crisis_text(lang)) }
                p #crisis-told {}
                (actions(visit, visit.danger_kind()))
                ul #crisis-more.numbers {}
                (own_plan(visit))
            }
            div.crisis-in #crisis-safe hidden {
                h2 #safe-title tabindex="-1" { (care::safe_title(lang)) }
                p { (care::safe_text(lang)) }
                ul.numbers {
                    li { (choose(visit, "safe-yes", "call", care::safe_yes(lang), Some(care::safe_words(lang)))) }
                    li { button.call type="button" data-not-yet { span.call-name { (care::safe_no(lang)) } } }
                }
            }
            template #line-template {
                a.call.first { span.call-number {} " " span.call-name {} }
            }
        }
    }
}

/// The folded dialog: on every page of the resident until it is answered. The call stands open; the rest is a press
/// away, so that the conversation below keeps its place.
pub(crate) fn bar(visit: &Visit) -> Markup {
    let lang = visit.language;
    let shown = visit.danger().needs_human();
    html! {
        section #bar.bar aria-labelledby="bar-title" hidden[!shown] {
            div.bar-in {
                h2 #bar-title { (care::bar(lang)) }
                (bar_call(visit))
                details {
                    summary.button.plain { (care::more(lang)) }
                    ul {
                        li { (choose(visit, "someone", "button danger", care::someone(lang), Some(care::someone_words(lang)))) }
                        li { (choose(visit, "team", "button plain", care::team(lang), Some(care::team_words(lang)))) }
                        li { (choose(visit, "safe", "button plain", care::safe(lang), None)) }
                        @if visit.path != OWN { li { a.button.plain href=(OWN) { (plan::open_mine(lang)) } } }
                        @if visit.path != "/talk" { li { a.button.plain href="/talk" { (care::keep(lang)) } } }
                    }
                }
            }
        }
    }
}

fn bar_call(visit: &Visit) -> Markup {
    let first = numbers::first(visit.app.place, visit.danger_kind(), visit.language);
    html! {
        div #bar-call {
            @for contact in first.iter().filter_map(|line| line.contact) {
                @if let Some(address) = numbers::dial("call", contact) {
                    a.button.danger href=(address) { (numbers::verb("call", contact, visit.language)) }
                }
            }
        }
    }
}

/// The page that a crisis answers with where no script runs: a heading, then the five actions, then what was said.
pub(crate) fn page(
    visit: &Visit,
    kind: Option<CrisisCategory>,
    told: Option<&str>,
    reply: &Markup,
) -> Markup {
    let lang = visit.language;
    html! {
        h1 { (care::crisis_title(lang)) }
        (actions(visit, kind))
        @if let Some(told) = told { p { strong { (told) } } }
        (own_plan(visit))
        h2 { (talk::companion(lang)) }
        (reply)
    }
}

/// The page that asks once more whether somebody is safe.
pub(crate) fn safe_page(visit: &Visit) -> Markup {
    let lang = visit.language;
    html! {
        h1 { (care::safe_title(lang)) }
        p { (care::safe_text(lang)) }
        ul.numbers {
            li { (choose(visit, "safe-yes", "call", care::safe_yes(lang), None)) }
            li { a.call href="/help" { span.call-name { (care::safe_no(lang)) } } }
        }
    }
}
