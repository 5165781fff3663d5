//! How a resident wants to be talked with, and what staff know that decides what fits.

use api::{Call, Problem};
use chat_history_api::{
    ByPatient, CareProfile, GetCareProfile, GetProfile, Moves, SetCareProfile, SetProfile, TalkProfile,
};
use kernel::PersonId;
use maud::{Markup, html};

use crate::component::form;
use crate::component::panel::{self, Tone};
use crate::fields::Fields;
use crate::people::People;
use crate::reply::{Done, Page};
use crate::visit::Visit;
use crate::words::{Lang, about, fits, profile, shell};

const MOVES: [(Moves, &str); 3] =
    [(Moves::Lying, "lying"), (Moves::Seated, "seated"), (Moves::Standing, "standing")];

pub(crate) async fn show(visit: Visit) -> Result<Done, Problem> {
    let lang = visit.language;
    let found = visit.call::<GetProfile>(Call::default()).await?;
    let saved = Fields::of_query(&visit.query).ticked("done");
    let languages = [
        ("en", about::english(lang), Some(Lang::En)),
        ("es", about::spanish(lang), Some(Lang::Es)),
        ("any", profile::as_written(lang), None),
    ];
    let main = html! {
        (panel::back("/about-me", shell::back(lang)))
        h1 { (profile::title(lang)) }
        @if saved { div role="status" { (panel::panel(Tone::Good, shell::done(lang), profile::saved(lang))) } }
        @else { p { (profile::intro(lang)) } }
        form method="post" action="/about-me/talking" {
            (form::token(&visit))
            fieldset {
                legend { (profile::language(lang)) }
                @for (value, label, one) in languages {
                    (form::choice("radio", "language", value, label, None, found.language == one))
                }
            }
            fieldset {
                legend { (profile::how(lang)) }
                (form::choice("checkbox", "simple", "yes", profile::simple(lang), None, found.simple))
                (form::choice("checkbox", "faith", "yes", profile::faith(lang), Some(profile::faith_hint(lang)), found.faith))
            }
            div.row { button.button type="submit" { (about::save(lang)) } }
        }
    };
    let page = Page::care(profile::title(lang), main);
    Ok(Done::new(visit, page))
}

pub(crate) async fn save(visit: Visit, fields: Fields) -> Result<Done, Problem> {
    let language = match fields.get("language") {
        "en" => Some(Lang::En),
        "es" => Some(Lang::Es),
        "any" => None,
        _ => return Err(Problem::new(api::codes::INVALID)),
    };
    // What staff know is not the resident's to set: the platform keeps it as it is.
    let own = TalkProfile {
        language,
        simple: fields.ticked("simple"),
        faith: fields.ticked("faith"),
        care: CareProfile::default(),
    };
    visit.call::<SetProfile>(Call::body(own)).await?;
    Ok(Done::see(visit, "/about-me/talking?done=1"))
}

pub(crate) async fn fits(visit: Visit) -> Result<Done, Problem> {
    let lang = visit.language;
    let patient_id: PersonId = visit.id("id")?;
    let found = visit.call::<GetCareProfile>(Call::path(ByPatient { patient_id })).await?;
    let people = People::of(&visit, [patient_id]).await;
    let saved = Fields::of_query(&visit.query).ticked("done");
    let main = html! {
        (panel::back(&format!("/staff/residents/{patient_id}"), shell::back(lang)))
        h1 { (fits::title(lang)) }
        @if saved { div role="status" { (panel::panel(Tone::Good, shell::done(lang), fits::saved(lang))) } }
        p { (fits::intro(lang, people.name(patient_id))) }
        form method="post" action={ "/staff/residents/" (patient_id) "/fits" } {
            (form::token(&visit))
            (care(&found, lang))
            div.row { button.button type="submit" { (fits::save(lang)) } }
        }
    };
    let page = Page::work(fits::title(lang), main);
    Ok(Done::new(visit, page))
}

fn care(found: &CareProfile, lang: Lang) -> Markup {
    let moves = |one| match one {
        Moves::Lying => fits::lying(lang),
        Moves::Seated => fits::seated(lang),
        Moves::Standing => fits::standing(lang),
    };
    let known = [
        ("hears", fits::hears(lang), found.hears),
        ("sees", fits::sees(lang), found.sees),
        ("diet", fits::diet(lang), found.diet),
        ("falls", fits::falls(lang), found.falls),
    ];
    html! {
        fieldset {
            legend { (fits::moves(lang)) }
            @for (one, value) in MOVES {
                (form::choice("radio", "moves", value, moves(one), None, found.moves == Some(one)))
            }
            (form::choice("radio", "moves", "unknown", fits::unknown(lang), None, found.moves.is_none()))
        }
        @for (name, legend, value) in known {
            fieldset {
                legend { (legend) }
                (form::choice("radio", name, "yes", fits::yes(lang), None, value == Some(true)))
                (form::choice("radio", name, "no", fits::no(lang), None, value == Some(false)))
                (form::choice("radio", name, "unknown", fits::unknown(lang), None, value.is_none()))
            }
        }
        fieldset {
            legend { (fits::how(lang)) }
            (form::choice("checkbox", "simple", "yes", fits::simple(lang), None, found.simple))
            (form::choice("checkbox", "psychosis", "yes", fits::psychosis(lang), Some(fits::psychosis_hint(lang)), found.psychosis))
        }
    }
}

/// The answer of a question that may be open. A form without it is none of ours.
fn known(fields: &Fields, name: &str) -> Result<Option<bool>, Problem> {
    match fields.get(name) {
        "yes" => Ok(Some(true)),
        "no" => Ok(Some(false)),
        "unknown" => Ok(None),
        _ => Err(Problem::new(api::codes::INVALID)),
    }
}

pub(crate) async fn save_fits(visit: Visit, fields: Fields) -> Result<Done, Problem> {
    let patient_id: PersonId = visit.id("id")?;
    let given = fields.get("moves");
    let moves = MOVES.iter().find(|(_, name)| *name == given).map(|(one, _)| *one);
    if moves.is_none() && given != "unknown" {
        return Err(Problem::new(api::codes::INVALID));
    }
    let care = CareProfile {
        moves,
        hears: known(&fields, "hears")?,
        sees: known(&fields, "sees")?,
        diet: known(&fields, "diet")?,
        falls: known(&fields, "falls")?,
        simple: fields.ticked("simple"),
        psychosis: fields.ticked("psychosis"),
    };
    visit.call(Call::<SetCareProfile>::path_and_body(ByPatient { patient_id }, care)).await?;
    Ok(Done::see(visit, format!("/staff/residents/{patient_id}/fits?done=1")))
}
