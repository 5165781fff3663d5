//! What the companion asks a resident each day: seen, set with its hour, changed, and ended. It is read back before it is set.

use api::{Call, Problem};
use chat_history_api::{Daily, DailyKind, Day, EndDaily, GetDay, HOUR_MAX, SetDaily, codes};
use http::StatusCode;
use maud::{Markup, html};

use super::day::{self as day_page, HERE};
use crate::component::form;
use crate::component::panel::{self, Tone};
use crate::fields::Fields;
use crate::reply::{Done, Page};
use crate::visit::Visit;
use crate::words::{Lang, day, shell};

const PLACE: &str = "/about-me/day/each";

/// What is asked each day, in one sentence with its hour.
pub(super) fn sentence(lang: Lang, daily: Daily) -> String {
    day::each_is(lang, clock(daily.hour), day_page::called(lang, daily.kind.due()))
}

/// An hour as clocks show it.
fn clock(hour: u8) -> String {
    format!("{hour:02}:00")
}

/// What is set, with the ways to change and to end it. Where nothing is set and nothing can be, there is nothing to tell.
pub(super) fn section(lang: Lang, found: &Day) -> Markup {
    let change = if found.daily.is_some() { day::each_change(lang) } else { day::each_set(lang) };
    html! {
        @if found.daily.is_some() || found.daily_offered {
            h2 { (day::each(lang)) }
            section.panel {
                p {
                    @match found.daily {
                        Some(daily) => (sentence(lang, daily)),
                        None => (day::each_none(lang)),
                    }
                }
                div.row.apart {
                    @if found.daily_offered { a.button.plain href=(PLACE) { (change) } }
                    @if found.daily.is_some() { a.button.plain href={ (PLACE) "/end" } { (day::each_end(lang)) } }
                }
            }
        }
    }
}

/// What a form says, as far as it says anything.
struct Given {
    kind: Option<DailyKind>,
    hour: Option<u8>,
}

impl Given {
    fn of(fields: &Fields) -> Self {
        let kind = DailyKind::ALL.iter().copied().find(|one| one.name() == fields.get("kind"));
        let hour = fields.get("hour").parse().ok().filter(|hour| *hour <= HOUR_MAX);
        Self { kind, hour }
    }

    fn daily(&self) -> Option<Daily> {
        Some(Daily { kind: self.kind?, hour: self.hour? })
    }
}

pub(crate) async fn show(visit: Visit) -> Result<Done, Problem> {
    let found = visit.call::<GetDay>(Call::default()).await?;
    if !found.daily_offered {
        return Ok(Done::see(visit, format!("{HERE}?done=not_here")));
    }
    let given =
        Given { kind: found.daily.map(|daily| daily.kind), hour: found.daily.map(|daily| daily.hour) };
    let page = form_page(&visit, &given, false);
    Ok(Done::new(visit, page))
}

/// The form; with what is wrong, when it was sent and something is missing.
fn form_page(visit: &Visit, given: &Given, sent: bool) -> Page {
    let lang = visit.language;
    let mut wrong: Vec<(&str, &str)> = Vec::new();
    if sent && given.kind.is_none() {
        wrong.push(("kind-check_in", day::each_need_kind(lang)));
    }
    if sent && given.hour.is_none() {
        wrong.push(("hour", day::each_need_hour(lang)));
    }
    let no_hour = sent && given.hour.is_none();
    let main = html! {
        (panel::back(HERE, shell::back(lang)))
        h1 { (day::each_title(lang)) }
        (form::summary(lang, &wrong))
        p { (day::each_intro(lang)) }
        p { (day::each_when(lang)) }
        form method="post" action=(PLACE) {
            (form::token(visit))
            fieldset {
                legend { (day::each_what(lang)) }
                @for kind in DailyKind::ALL {
                    @let label = day_page::called(lang, kind.due());
                    (form::choice("radio", "kind", kind.name(), label, None, given.kind == Some(*kind)))
                }
            }
            div.field.bad[no_hour] {
                label for="hour" { (day::each_hour(lang)) }
                @if no_hour { p.wrong #hour-wrong { (day::each_need_hour(lang)) } }
                select #hour name="hour" aria-describedby=[no_hour.then_some("hour-wrong")] {
                    @if given.hour.is_none() { option value="" selected { (day::each_hour_none(lang)) } }
                    @for (name, hours) in parts(lang) {
                        optgroup label=(name) {
                            @for hour in hours {
                                option value=(hour) selected[given.hour == Some(hour)] { (clock(hour)) }
                            }
                        }
                    }
                }
            }
            div.row { button.button type="submit" { (day::each_next(lang)) } }
        }
    };
    let title = day::each_title(lang);
    if wrong.is_empty() {
        Page::care(title, main)
    } else {
        Page::care(shell::problem_title(lang, title), main).status(StatusCode::UNPROCESSABLE_ENTITY)
    }
}

/// The hours of the day, by its parts.
fn parts(lang: Lang) -> [(&'static str, Vec<u8>); 4] {
    [
        (day::morning(lang), (6..12).collect()),
        (day::afternoon(lang), (12..18).collect()),
        (day::evening(lang), (18..=HOUR_MAX).collect()),
        (day::night(lang), (0..6).collect()),
    ]
}

/// Reads back what was chosen, before it is set.
pub(crate) async fn check(visit: Visit, fields: Fields) -> Result<Done, Problem> {
    let given = Given::of(&fields);
    let Some(daily) = given.daily() else {
        let page = form_page(&visit, &given, true);
        return Ok(Done::new(visit, page));
    };
    let lang = visit.language;
    let main = html! {
        (panel::back(PLACE, shell::back(lang)))
        h1 { (day::each_check(lang)) }
        section.panel { p { strong { (sentence(lang, daily)) } } p { (day::each_when(lang)) } }
        p.small { (day::each_undo(lang)) }
        form method="post" action={ (PLACE) "/confirm" } {
            (form::token(&visit))
            (form::hidden("kind", daily.kind.name()))
            (form::hidden("hour", &daily.hour.to_string()))
            div.row.apart {
                button.button type="submit" { (day::each_yes(lang)) }
                a.button.plain href=(HERE) { (shell::cancel(lang)) }
            }
        }
    };
    let page = Page::care(day::each_check(lang), main);
    Ok(Done::new(visit, page))
}

/// Sets what was read back.
pub(crate) async fn confirm(visit: Visit, fields: Fields) -> Result<Done, Problem> {
    let Some(daily) = Given::of(&fields).daily() else { return Err(Problem::new(api::codes::INVALID)) };
    let done = match visit.call::<SetDaily>(Call::body(daily)).await {
        Ok(_) => "set",
        Err(problem) if problem.is(codes::DAILY_NOT_OFFERED) => "not_here",
        Err(problem) => return Err(problem),
    };
    Ok(Done::see(visit, format!("{HERE}?done={done}")))
}

/// Asks once more before it ends; where nothing is set there is nothing to end.
pub(crate) async fn ask_end(visit: Visit) -> Result<Done, Problem> {
    let lang = visit.language;
    let Some(daily) = visit.call::<GetDay>(Call::default()).await?.daily else {
        return Ok(Done::see(visit, HERE));
    };
    let main = html! {
        (panel::back(HERE, shell::back(lang)))
        h1 { (day::each_end_title(lang)) }
        form method="post" action={ (PLACE) "/end" } {
            (form::token(&visit))
            section.panel { p { (sentence(lang, daily)) } p { (day::each_end_text(lang)) } }
            div.row.apart {
                button.button.danger type="submit" { (day::each_end_yes(lang)) }
                a.button.plain href=(HERE) { (shell::cancel(lang)) }
            }
        }
    };
    let page = Page::care(day::each_end_title(lang), main);
    Ok(Done::new(visit, page))
}

pub(crate) async fn end(visit: Visit, _: Fields) -> Result<Done, Problem> {
    visit.call::<EndDaily>(Call::default()).await?;
    Ok(Done::see(visit, format!("{HERE}?done=ended")))
}

/// What came of it, on the page of the day: what is set is read back as it is kept.
pub(super) fn done(lang: Lang, word: &str, found: &Day) -> Option<(Tone, String)> {
    match (word, found.daily) {
        ("set", Some(daily)) => Some((Tone::Good, sentence(lang, daily))),
        ("ended", None) => Some((Tone::Good, day::each_none(lang).to_owned())),
        ("not_here", _) => Some((Tone::Note, day::each_not_here(lang).to_owned())),
        _ => None,
    }
}
