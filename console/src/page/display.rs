//! How pages look: size of text, colours, language. Kept in this browser.

use api::Problem;
use maud::html;

use crate::component::form;
use crate::component::panel::{self, Tone};
use crate::fields::Fields;
use crate::reply::{Done, Page};
use crate::visit::{Theme, Visit, Visitor};
use crate::words::{Lang, about, shell, tag};

pub(crate) async fn show(visit: Visit) -> Result<Done, Problem> {
    let saved = Fields::of_query(&visit.query).ticked("saved");
    let page = page(&visit, saved);
    Ok(Done::new(visit, page))
}

pub(crate) async fn save(mut visit: Visit, fields: Fields) -> Result<Done, Problem> {
    let theme = Theme::ALL.into_iter().find(|theme| theme.name() == fields.get("theme"));
    let language = [Lang::En, Lang::Es].into_iter().find(|lang| tag(*lang) == fields.get("language"));
    let larger = fields.get("larger").parse::<u8>().ok().filter(|steps| *steps <= 3);
    let visitor = Visitor {
        id: visit.visitor.id,
        theme: theme.unwrap_or(visit.visitor.theme),
        larger: larger.unwrap_or(visit.visitor.larger),
        language: language.or(visit.visitor.language),
    };
    visit.keep_visitor(visitor);
    Ok(Done::see(visit, "/display?saved=1"))
}

fn page(visit: &Visit, saved: bool) -> Page {
    let (lang, visitor) = (visit.language, &visit.visitor);
    let sizes = [about::size_0(lang), about::size_1(lang), about::size_2(lang), about::size_3(lang)];
    let themes = [
        about::theme_system(lang),
        about::theme_light(lang),
        about::theme_dark(lang),
        about::theme_contrast(lang),
    ];
    let main = html! {
        h1 { (shell::display(lang)) }
        @if saved { div role="status" { (panel::panel(Tone::Good, shell::done(lang), about::display_saved(lang))) } }
        form method="post" action="/display" {
            (form::token(visit))
            fieldset {
                legend { (about::size(lang)) }
                @for (steps, label) in (0_u8..).zip(sizes) {
                    (form::choice("radio", "larger", &steps.to_string(), label, None, visitor.larger == steps))
                }
            }
            fieldset {
                legend { (about::theme(lang)) }
                @for (theme, label) in Theme::ALL.into_iter().zip(themes) {
                    (form::choice("radio", "theme", theme.name(), label, None, visitor.theme == theme))
                }
            }
            fieldset {
                legend { (about::language(lang)) }
                // Each language under its own name, whatever the page's is.
                @for (one, name) in [(Lang::En, about::english(lang)), (Lang::Es, about::spanish(lang))] {
                    (form::choice("radio", "language", tag(one), name, None, lang == one))
                }
            }
            div.row { button.button type="submit" { (about::save(lang)) } }
        }
    };
    Page::of(visit, shell::display(lang), main)
}
