//! Every component in every state, with people who do not exist. Shown where the configuration says so.

use api::{Problem, Words, codes};
use chat_history_api::{Alert, AlertState, AnalysisVersions, DueItem, DueKind, MessageAnalysis};
use content_safety_api::{CrisisCategory, CrisisFinding, Level, Modifier, Span};
use maud::{Markup, html};

use super::{day, staff as staff_page};
use crate::component::chart::{Chart, Series};
use crate::component::form::{self, Field};
use crate::component::panel::{self, Tone};
use crate::component::said::{self, Bubble};
use crate::component::{alert, crisis, found, live, numbers, qr, source};
use crate::people::People;
use crate::reply::{Done, Page};
use crate::visit::Visit;
use crate::words::{
    Lang, about, care, charts, consents, said as own_words, shell, sign_in, signing, staff, tag, talk,
};

pub(crate) async fn show(visit: Visit) -> Result<Done, Problem> {
    if !visit.app.gallery {
        return Err(Problem::new(codes::NOT_FOUND));
    }
    let lang = visit.language;
    let people = People::of(&visit, []).await;
    let main = html! {
        h1 { (shell::gallery(lang)) }
        (panels(&visit))
        (fields(&visit))
        (buttons(&visit))
        (bubbles(&visit))
        (alerts(&visit, &people))
        (evidence(&visit))
        (staff_page::live(&visit, false))
        (live::bar(lang, None))
        (chart(&visit))
        @if let Some(picture) = qr::picture("otpauth://totp/nobody", signing::factor_picture(lang)) { (picture) }
        p.secret { "ABCD EFGH JKLM" }
        (day::column(&visit, &agreed(&visit)))
        h2 { (care::help_title(lang)) }
        (numbers::list(&numbers::lines(visit.app.place, CrisisCategory::SuicidalIdeation, lang), lang))
        (crisis::actions(&visit, Some(CrisisCategory::SuicidalIdeation)))
    };
    let work = visit.query == "work";
    let page =
        if work { Page::work(shell::gallery(lang), main) } else { Page::care(shell::gallery(lang), main) };
    Ok(Done::new(visit, page))
}

fn panels(visit: &Visit) -> Markup {
    let lang = visit.language;
    html! {
        (form::summary(lang, &[("email", sign_in::need_email(lang))]))
        (panel::panel(Tone::Note, shell::not_found(lang), shell::not_found_text(lang)))
        (panel::panel(Tone::Good, shell::done(lang), about::display_saved(lang)))
        (panel::panel(Tone::Warn, shell::conflict(lang), shell::conflict_text(lang)))
        (panel::panel(Tone::Danger, shell::away(lang), shell::away_text(lang)))
        (panel::empty(talk::empty(lang)))
        p.offline { (shell::offline(lang)) }
        section aria-labelledby="trouble" { h2 #trouble.hide { (shell::away(lang)) } (trouble(lang)) }
        (panel::back("/gallery", shell::back(lang)))
        (panel::on_paper(visit))
        p { span.tag.ok { (staff::may_yes(lang)) } " " span.tag.no { (staff::may_no(lang)) } }
    }
}

/// A page's error without its heading: a page has one of the first order.
fn trouble(lang: Lang) -> Markup {
    html! {
        p { (shell::away_text(lang)) }
        p { a href="/help" { (shell::help_first(lang)) } }
        p.code { (shell::code(lang, codes::UNAVAILABLE.name())) }
    }
}

fn chart(visit: &Visit) -> Markup {
    let lang = visit.language;
    let line = |values: [f64; 6], gap: usize| {
        values.into_iter().enumerate().map(|(day, value)| (day != gap).then_some(value)).collect()
    };
    let days = (0..).zip(visit.when().last_days(6).into_iter().map(|(_, words)| words)).collect();
    let series = vec![
        Series { name: charts::valence(lang), values: line([-0.4, -0.2, 0.0, 0.1, 0.4, 0.5], 2) },
        Series { name: charts::arousal(lang), values: line([0.5, 0.4, 0.4, 0.3, 0.2, 0.5], 4) },
        Series { name: charts::score(lang), values: line([-0.8, -0.7, -0.5, -0.6, -0.5, -0.4], 9) },
    ];
    let marks = vec![(1.0, "+1".to_owned()), (0.0, "0".to_owned()), (-1.0, "−1".to_owned())];
    let finding = charts::rose(lang);
    let bands = vec![(-1.0, 0.0, "A".to_owned()), (0.0, 1.0, "B".to_owned())];
    Chart { id: "sample", finding, days, series, range: (-1.0, 1.0), marks, bands, digits: 1 }.show(lang)
}

fn agreed(visit: &Visit) -> Vec<DueItem> {
    let now = visit.app.sources.now();
    let kinds = [DueKind::CheckIn, DueKind::Reminder];
    kinds.into_iter().map(|kind| DueItem { kind, what: Words::default(), at: now, now: true }).collect()
}

fn fields(visit: &Visit) -> Markup {
    let lang = visit.language;
    html! {
        div {
            (Field { wrong: Some(sign_in::need_email(lang)), kind: "email", ..Field::text("email", sign_in::email(lang)) }.show())
            (Field { hint: Some(sign_in::code_hint(lang)), ..Field::text("code", sign_in::code(lang)) }.show())
            fieldset {
                legend { (consents::level(lang)) }
                (form::choice("radio", "level", "full", consents::full(lang), Some(consents::full_hint(lang)), true))
                (form::choice("radio", "level", "limited", consents::limited(lang), Some(consents::limited_hint(lang)), false))
                (form::choice("checkbox", "notices", "yes", consents::notices(lang), None, true))
            }
        }
    }
}

fn buttons(visit: &Visit) -> Markup {
    let lang = visit.language;
    html! {
        div.row.apart {
            button.button type="button" { (about::save(lang)) }
            button.button.plain type="button" { (shell::cancel(lang)) }
            button.button.danger type="button" { (consents::stop_yes(lang)) }
            button.button type="button" aria-disabled="true" aria-describedby="why-not" { (talk::send(lang)) }
            span.small #why-not { (shell::offline(lang)) }
        }
        ul.cards {
            li { a.card href="/gallery" { span.card-title { (about::record(lang)) } p.small { (about::record_text(lang)) } } }
            li.card { h3 { (about::session_here(lang)) } p.small { (about::own_text(lang)) } }
        }
    }
}

fn bubbles(visit: &Visit) -> Markup {
    let lang = visit.language;
    let known = content::library().cards().first().map(|card| source::as_told(&card.source));
    let cites = [Some(tag(lang).to_owned()), known].into_iter().flatten().collect::<Vec<_>>();
    let at = || Some(("2026-11-03T14:02:00Z".to_owned(), "14:02".to_owned()));
    let one = |class, by, text, cites, state| {
        let more = (class == "other").then(|| ("/gallery".to_owned(), own_words::opinion(lang)));
        said::bubble(
            &Bubble { id: None, class, by, at: at(), text, language: lang, cites, state, more },
            lang,
        )
    };
    html! {
        div.log {
            ol {
                (one("own", talk::you(lang), care::team_words(lang), &[], None))
                (one("other", talk::companion(lang), talk::notice(lang), &cites, None))
                (one("staff", talk::staff(lang), care::crisis_text(lang), &[], None))
                (one("other", talk::companion(lang), talk::empty(lang), &[], Some(talk::cut(lang))))
                (said::waiting(lang))
            }
        }
    }
}

fn evidence(visit: &Visit) -> Markup {
    let lang = visit.language;
    let words = care::crisis_text(lang);
    let length = u32::try_from(words.chars().count()).unwrap_or(0);
    let one = CrisisFinding {
        code: "gallery".into(),
        category: CrisisCategory::SelfHarm,
        level: Level::Medium,
        base: Level::High,
        span: Span::new(0, length.min(24)),
        modifiers: vec![Modifier::Past, Modifier::ThirdPerson],
        facet: None,
        confidence: 0.5,
    };
    let analysis = MessageAnalysis {
        message_id: visit.app.sources.id(),
        level: Level::Medium,
        categories: vec![CrisisCategory::SelfHarm],
        findings: vec![one],
        identifiers: Vec::new(),
        versions: AnalysisVersions::default(),
        mark: None,
    };
    found::evidence(&analysis, Some(words), lang)
}

fn alerts(visit: &Visit, people: &People) -> Markup {
    let (lang, now) = (visit.language, visit.app.sources.now());
    let states = [AlertState::Open, AlertState::Acknowledged, AlertState::TakenOver, AlertState::Closed];
    let levels = [Level::Critical, Level::High, Level::Medium, Level::Low];
    let named = |_: &Alert| Some(staff::unit_none(lang).to_owned());
    html! {
        ul.alerts {
            @for (level, state) in levels.into_iter().zip(states) {
                @let one = Alert {
                    alert_id: visit.app.sources.id(),
                    patient_id: visit.app.sources.id(),
                    conversation_id: visit.app.sources.id(),
                    message_id: visit.app.sources.id(),
                    unit_id: None,
                    level,
                    categories: vec![CrisisCategory::SelfHarm],
                    person_requested: true,
                    state,
                    raised_at: now,
                    updated_at: now,
                    event_count: 3,
                    acknowledged_by: (state != AlertState::Open).then(|| visit.app.sources.id()),
                    acknowledged_at: None,
                    closed_by: None,
                    closed_at: None,
                    outcome: None,
                    taken_over_by: (state == AlertState::TakenOver).then(|| visit.app.sources.id()),
                    taken_over_at: None,
                    escalation: 1,
                    escalates_at: Some(now),
                };
                (alert::row(visit, &one, people, &named))
            }
        }
    }
}
