//! What a reply of the companion can open: a page of its own, or a place that there is already. Each works without
//! scripts; nothing here moves by itself, and nothing is sent before somebody presses.

use api::{Problem, codes};
use maud::{Markup, html};

use crate::component::{crisis, panel};
use crate::reply::{Done, Page};
use crate::visit::Visit;
use crate::words::{Lang, care, tools};

/// Where the tool of a reply is and what the way there is called; `None` for one that this console does not know.
pub(crate) fn way(tool: &str, lang: Lang) -> Option<(&'static str, &'static str)> {
    Some(match tool {
        "breathing_timer" => ("/talk/tool/breathing_timer", tools::breathe_open(lang)),
        // What is written is a message like any other.
        "journal" => ("#words", tools::write_open(lang)),
        "call_prompt" => ("/talk/tool/call_prompt", tools::call_open(lang)),
        "reminder" => ("/about-me/day", tools::day_open(lang)),
        "resource_lookup" => ("/help", tools::help_open(lang)),
        "handoff" => ("/talk/tool/handoff", tools::person_open(lang)),
        _ => return None,
    })
}

/// The page of a tool.
pub(crate) async fn show(visit: Visit) -> Result<Done, Problem> {
    let lang = visit.language;
    let page = match visit.id::<String>("tool")?.as_str() {
        "breathing_timer" => Page {
            scripts: &["breathe.js"],
            ..Page::care(
                tools::breathe_title(lang),
                framed(lang, tools::breathe_title(lang), &breathing(lang)),
            )
        },
        "call_prompt" => {
            let asks = asking(&visit, tools::call_text(lang));
            Page::care(tools::call_title(lang), framed(lang, tools::call_title(lang), &asks))
        }
        "handoff" => {
            let asks = asking(&visit, tools::person_text(lang));
            Page::care(tools::person_title(lang), framed(lang, tools::person_title(lang), &asks))
        }
        _ => return Err(Problem::new(codes::NOT_FOUND)),
    };
    Ok(Done::new(visit, page))
}

fn framed(lang: Lang, title: &str, main: &Markup) -> Markup {
    html! {
        (panel::back("/talk", tools::back(lang)))
        h1 { (title) }
        (main)
    }
}

/// The steps as text; with a script one after the other, in words alone.
fn breathing(lang: Lang) -> Markup {
    html! {
        p { (tools::breathe_text(lang)) }
        ol {
            li { (tools::breathe_once(lang)) }
            li { (tools::breathe_out(lang)) }
            li { (tools::breathe_again(lang)) }
        }
        div #breathe hidden data-in=(tools::breathe_in_now(lang)) data-out=(tools::breathe_out_now(lang))
            data-over=(tools::breathe_over(lang)) data-start=(tools::breathe_start(lang)) data-stop=(tools::breathe_stop(lang)) {
            div.row { button.button type="button" { (tools::breathe_start(lang)) } }
            p.breath role="status" {}
        }
        p { (tools::breathe_ill(lang)) }
    }
}

/// Asks for a person: the same message as in the help of a crisis.
fn asking(visit: &Visit, text: &str) -> Markup {
    html! {
        p { (text) }
        div.row { (crisis::choose(visit, "team", "button", care::team(visit.language), None)) }
    }
}
