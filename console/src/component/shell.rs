//! The document around every page: head, skip link, header, footer, and the one status region.

use api::Role;
use maud::{DOCTYPE, Markup, html};

use super::{crisis, form, live, panel};
use crate::assets;
use crate::page::open;
use crate::reply::Page;
use crate::visit::{Theme, Visit};
use crate::words::{Lang, Line, charts, handover, shell, tag};

/// Large and calm, or denser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Skin {
    /// Residents, families, and whoever is signed out.
    Care,
    /// Everybody who works here.
    Work,
}

impl Skin {
    /// The skin of a role.
    pub(crate) const fn of(role: Option<Role>) -> Self {
        match role {
            Some(Role::Resident | Role::FamilyMember) | None => Self::Care,
            Some(Role::CareStaff | Role::HealthProvider | Role::Admin | Role::System) => Self::Work,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Care => "care",
            Self::Work => "work",
        }
    }
}

/// The menu of a role: always in this order, on every page, and short enough for one row of a small phone.
const fn menu(role: Option<Role>) -> &'static [(&'static str, Line)] {
    match role {
        None => &[("/sign-in", shell::sign_in), ("/help", shell::help)],
        Some(Role::Resident) => {
            &[("/talk", shell::talk), ("/about-me", shell::about_me), ("/help", shell::help)]
        }
        Some(Role::FamilyMember) => {
            &[("/family", shell::family), ("/about-me", shell::about_me), ("/help", shell::help)]
        }
        Some(Role::CareStaff) => &[
            ("/staff/alerts", shell::alerts),
            ("/staff/residents", shell::residents),
            ("/staff/handover", handover::title),
            ("/about-me", shell::me),
        ],
        Some(Role::HealthProvider) => &[
            ("/staff/alerts", shell::alerts),
            ("/staff/handover", handover::title),
            ("/work", charts::nav),
            ("/about-me", shell::me),
        ],
        Some(Role::Admin | Role::System) => {
            &[("/work", shell::my_work), ("/docs", shell::docs), ("/about-me", shell::me)]
        }
    }
}

/// The first page of a role.
pub(crate) const fn home(role: Option<Role>) -> &'static str {
    menu(role)[0].0
}

/// The whole document.
pub(crate) fn document(visit: &Visit, page: &Page) -> Markup {
    let lang = visit.language;
    let theme = (visit.visitor.theme != Theme::System).then(|| visit.visitor.theme.name());
    let larger = (visit.visitor.larger > 0).then_some(visit.visitor.larger);
    html! {
        (DOCTYPE)
        html lang=(tag(lang)) data-skin=(page.skin.name()) data-theme=[theme] data-larger=[larger] {
            head {
                meta charset="utf-8";
                title { (shell::page_title(lang, &page.title)) }
                meta name="viewport" content="width=device-width, initial-scale=1";
                link rel="stylesheet" href=(assets::address("console.css"));
                link rel="icon" href=(assets::address("icon.svg")) type="image/svg+xml";
                link rel="manifest" href="/manifest.webmanifest";
                @for name in page.scripts.iter().chain(bar_script(visit, page)).chain(idle(visit)) {
                    script type="module" src=(assets::address(name)) {}
                }
            }
            // Pages hold people's words: no machine elsewhere may read them to translate or to spell.
            body class=[(!page.class.is_empty()).then_some(page.class)] translate="no" {
                a.skip href="#main" { (shell::skip(lang)) }
                (header(visit))
                (panel::offline(lang))
                @if visit.role() == Some(Role::Resident) && page.class != "crisis-page" {
                    (crisis::bar(visit))
                }
                @if live::is_on(visit, page) {
                    (live::bar(lang, open::known(visit)))
                }
                main #main tabindex="-1" { (page.main) }
                @if page.class != "talk" { (footer(visit)) }
                p #status.hide role="status" {}
                @if let Some(after) = &page.after { (after) }
                @if visit.signed_in().is_some() { (idle_dialog(visit)) }
            }
        }
    }
}

fn header(visit: &Visit) -> Markup {
    let lang = visit.language;
    html! {
        header.top {
            div.top-in {
                a.brand href=(home(visit.role())) { (shell::brand(lang)) }
                nav aria-label=(shell::nav(lang)) {
                    ul {
                        @for (place, line) in menu(visit.role()) {
                            @let here = visit.path == *place;
                            li {
                                a href=(place) aria-current=[current(visit, place, here)] { (line(lang)) }
                            }
                        }
                    }
                }
                @if let Some(session) = visit.signed_in() {
                    p.who { (session.name.expose()) }
                }
            }
        }
    }
}

/// `page` for the page itself, `true` for one below it.
fn current(visit: &Visit, place: &str, here: bool) -> Option<&'static str> {
    if here {
        return Some("page");
    }
    let below = visit.path.strip_prefix(place).is_some_and(|rest| rest.starts_with('/'));
    below.then_some("true")
}

fn footer(visit: &Visit) -> Markup {
    let lang = visit.language;
    html! {
        footer.foot {
            div.foot-in {
                a href="/display" { (shell::display(lang)) }
                (protocol(lang))
                @if visit.role().is_some_and(|role| !matches!(role, Role::Resident | Role::FamilyMember)) {
                    a href="/help" { (shell::help(lang)) }
                }
                @if visit.signed_in().is_some() {
                    form method="post" action="/sign-out" {
                        (form::token(visit))
                        button.as-link type="submit" { (shell::sign_out(lang)) }
                    }
                }
            }
        }
    }
}

/// The way to the published safety protocol, which the gateway itself serves.
pub(crate) fn protocol(lang: Lang) -> Markup {
    html! { a href={ "/protocol?lang=" (tag(lang)) } { (shell::protocol(lang)) } }
}

/// The module of the bar, for whoever has it.
fn bar_script(visit: &Visit, page: &Page) -> &'static [&'static str] {
    if live::is_on(visit, page) { &["bar.js"] } else { &[] }
}

/// The module that watches for silence, for whoever is signed in.
fn idle(visit: &Visit) -> &'static [&'static str] {
    if visit.signed_in().is_some() { &["idle.js"] } else { &[] }
}

/// Minutes of silence after which a session ends, and how long before that is told.
const fn silence(role: Role) -> (u32, u32) {
    match role {
        Role::Resident | Role::FamilyMember => (60, 5),
        Role::CareStaff | Role::HealthProvider | Role::Admin | Role::System => (15, 2),
    }
}

fn idle_dialog(visit: &Visit) -> Markup {
    let lang = visit.language;
    let Some(role) = visit.role() else { return html! {} };
    let (after, before) = silence(role);
    html! {
        dialog #idle.idle aria-labelledby="idle-title" aria-describedby="idle-text"
            data-after=(after) data-before=(before) {
            h2 #idle-title { (shell::idle_title(lang)) }
            p #idle-text { (shell::idle_text(lang, before)) }
            div.row.apart {
                form method="post" action="/stay" #stay {
                    (form::token(visit))
                    button.button type="submit" { (shell::idle_stay(lang)) }
                }
                form method="post" action="/sign-out" #leave {
                    (form::token(visit))
                    button.button.plain type="submit" { (shell::sign_out(lang)) }
                }
            }
        }
    }
}
