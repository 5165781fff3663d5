//! Correcting one's own words, and what stood there before: for the resident, and for whoever may read the conversation.

use api::{Call, Problem, Purpose, Role, Words};
use chat_history_api::{
    ByMessage, CorrectMessage, CorrectedMessage, Correction, ListVersions, Message, Versions,
};
use content_safety_api::{CrisisCategory, Level};
use http::StatusCode;
use kernel::ErrorKind;
use maud::{Markup, html};

use super::said::{log, own, place};
use super::turn::Heard;
use super::{draft, judging, own_found, reading, talk, turn};
use crate::component::said::{self, Eye};
use crate::component::{crisis, form, numbers, panel};
use crate::fields::{Fields, TOKEN};
use crate::reply::{Done, Page};
use crate::visit::Visit;
use crate::words::{
    found as found_words, judging as judging_words, said as words, shell, staff, tag, talk as talk_words,
    terms,
};

/// The longest message, in bytes.
const WORDS_BYTES_MAX: usize = chat_history_api::MESSAGE_BYTES_MAX;

pub(crate) async fn show(visit: Visit) -> Result<Done, Problem> {
    let place = place(&visit)?;
    let one = own(&visit, &place).await?;
    let shown =
        Shown { words: one.content.expose(), key: &visit.key(), wrong: None, heard: Heard::default() };
    let page = page(&visit, &place, Some(&one), shown).await;
    Ok(Done::new(visit, page))
}

/// What stands in the form.
struct Shown<'a> {
    words: &'a str,
    /// What makes a danger that could not be put into the message one message, however often it is sent.
    key: &'a str,
    wrong: Option<&'a str>,
    /// What the rules hear in it.
    heard: Heard,
}

async fn page(visit: &Visit, place: &ByMessage, one: Option<&Message>, shown: Shown<'_>) -> Page {
    let lang = visit.language;
    let at = format!("/talk/said/{}/{}", place.conversation_id, place.message_id);
    let before = if one.is_some_and(|one| one.edited_at.is_some()) {
        visit.call_for::<ListVersions>(Purpose::Patient, Call::path(place.clone())).await.ok()
    } else {
        None
    };
    let list: Vec<(&str, &str)> = shown.wrong.map(|text| ("words", text)).into_iter().collect();
    let main = html! {
        (panel::back(&log(visit, place.conversation_id), shell::back(lang)))
        h1 { (words::correct_title(lang)) }
        (form::summary(lang, &list))
        @if !shown.heard.resources.is_empty() {
            h2 { (words::help_there(lang)) }
            (numbers::given(&shown.heard.resources, lang))
        }
        @if let Some(one) = one { div.log { ol { (said::message(one, Eye::Own(None), lang, &visit.when())) } } }
        p { (words::correct_text(lang)) }
        form method="post" action={ (at) "/correct" } {
            (form::token(visit))
            (form::hidden("key", shown.key))
            div.field.bad[shown.wrong.is_some()] {
                label for="words" { (words::correct_label(lang)) }
                @if let Some(text) = shown.wrong { p.wrong #words-wrong { (text) } }
                textarea #words name="words" rows="4" dir="auto" autocomplete="off"
                    aria-describedby=[shown.wrong.map(|_| "words-wrong")] aria-invalid=[shown.wrong.map(|_| "true")] { (shown.words) }
            }
            div.row.apart {
                button.button type="submit" { (words::correct_yes(lang)) }
                a.button.plain href=(log(visit, place.conversation_id)) { (shell::cancel(lang)) }
            }
        }
        div.row { a.button.plain href={ (at) "/take-back" } { (words::take_back(lang)) } }
        p { a href=(own_found::link(place)) { (found_words::on_day_link(lang)) } }
        @if let Some(before) = &before { (stood(visit, before)) }
    };
    let title = words::correct_title(lang);
    match shown.wrong {
        Some(_) => {
            Page::care(shell::problem_title(lang, title), main).status(StatusCode::UNPROCESSABLE_ENTITY)
        }
        None => Page::care(title, main),
    }
}

/// Corrects a message. Its new words are taken like a message's, whatever is known of the session: the rules run on them.
pub(crate) async fn correct(visit: Visit, fields: Fields) -> Result<Done, Problem> {
    let place = place(&visit)?;
    if visit.role().is_some_and(|role| role != Role::Resident) {
        return Err(Problem::new(api::codes::FORBIDDEN));
    }
    let said = fields.get("words").replace("\r\n", "\n");
    let key = draft::key_of(&fields, "key").unwrap_or_else(|| visit.key());
    if !visit.holds(fields.get(TOKEN)) || visit.signed_in().is_none() {
        return talk::of_before(visit, said, key).await;
    }
    let lang = visit.language;
    if said.is_empty() || said.len() > WORDS_BYTES_MAX {
        let wrong = if said.is_empty() { words::correct_empty(lang) } else { talk_words::too_long(lang) };
        let shown = Shown { words: &said, key: &key, wrong: Some(wrong), heard: Heard::of(&visit, &said) };
        return again(visit, &place, shown).await;
    }
    let body = Correction { content: Words::new(said.as_str()) };
    match visit.call(Call::<CorrectMessage>::path_and_body(place.clone(), body)).await {
        Ok(corrected) => {
            // Of what kind it is the rules say of the same words here.
            let kind = Heard::of(&visit, &said).kind;
            Ok(done(visit, &place, &corrected, kind))
        }
        Err(problem) => {
            // Not kept as a correction. If there is danger in it, it is sent as a message, which nothing stands in the way of.
            if let Some(done) = talk::if_danger(&visit, &fields, &said, &key).await {
                return done;
            }
            let wrong = match problem.error_kind() {
                ErrorKind::NotFound | ErrorKind::Forbidden => return Err(problem),
                ErrorKind::Conflict => words::correct_late(lang),
                _ => turn::of_code(&visit, &problem.code),
            };
            let shown =
                Shown { words: &said, key: &key, wrong: Some(wrong), heard: Heard::of(&visit, &said) };
            again(visit, &place, shown).await
        }
    }
}

/// The form once more, with what was typed.
async fn again(visit: Visit, place: &ByMessage, shown: Shown<'_>) -> Result<Done, Problem> {
    // What stood there cannot be read now: the form comes without it, and with what was typed.
    let one = own(&visit, place).await.ok();
    let page = page(&visit, place, one.as_ref(), shown).await;
    Ok(Done::new(visit, page))
}

/// After a correction: back to the conversation, or the help that its new words call for.
fn done(
    mut visit: Visit,
    place: &ByMessage,
    corrected: &CorrectedMessage,
    kind: Option<CrisisCategory>,
) -> Done {
    let lang = visit.language;
    if corrected.found == Level::None {
        let back = log(&visit, place.conversation_id);
        return Done::see(visit, back);
    }
    let said = html! {
        @if let Some(answer) = &corrected.answer {
            p lang=(tag(answer.language)) dir="auto" { (answer.content.expose()) }
        }
        p { (words::corrected_now(lang)) }
        ul.numbers {
            @for line in &corrected.resources {
                li { (numbers::one(&line.kind, &line.name, line.contact.as_deref(), lang, false)) }
            }
        }
    };
    if corrected.found.needs_human() {
        talk::rose(&mut visit, (corrected.found, kind), Some(place.conversation_id));
        let told = turn::told(&visit, corrected.found, corrected.alerted.then_some(true));
        // Its title stands in the browser's history: it says nothing of a crisis.
        let main = crisis::page(&visit, kind, told.as_deref(), &said);
        let page = Page { class: "crisis-page", ..Page::care(talk_words::title(lang), main) };
        return Done::new(visit, page);
    }
    let main = html! {
        (panel::back(&log(&visit, place.conversation_id), shell::back(lang)))
        h1 { (words::help_there(lang)) }
        (said)
    };
    let page = Page::care(talk_words::title(lang), main);
    Done::new(visit, page)
}

/// What stood there before, the oldest first.
pub(super) fn stood(visit: &Visit, found: &Versions) -> Markup {
    let (lang, when) = (visit.language, visit.when());
    html! {
        @if !found.versions.is_empty() {
            h2 { (words::stood(lang)) }
            ul.lines {
                @for one in &found.versions {
                    li {
                        p.small { (words::stood_until(lang, when.full(one.changed_at))) }
                        @match &one.content {
                            Some(content) => p dir="auto" { (content.expose()) },
                            None => p { (words::taken_back(lang)) },
                        }
                    }
                }
            }
        }
    }
}

/// What a message of somebody else's conversation was before, for whoever may read it, under the reason they read it for.
pub(crate) async fn read(visit: Visit) -> Result<Done, Problem> {
    let lang = visit.language;
    let place = ByMessage { conversation_id: visit.id("id")?, message_id: visit.id("message")? };
    let given = Fields::of_query(&visit.query);
    let reasons = reading::reasons(visit.role());
    let back = format!("{}/{}", reading::list_place(&visit), place.conversation_id);
    let Some(purpose) = Purpose::parse(given.get("purpose")).filter(|one| reasons.contains(one)) else {
        return Ok(Done::see(visit, back));
    };
    let judged = judging::link(&place, purpose, None);
    let found = visit.call_for::<ListVersions>(purpose, Call::path(place)).await?;
    let main = html! {
        (panel::back(&format!("{back}?purpose={}", purpose.name()), shell::back(lang)))
        (panel::on_paper(&visit))
        h1 { (words::stood(lang)) }
        p { strong { (staff::reading_as(lang, terms::purpose(lang, purpose))) } }
        @if found.versions.is_empty() { (panel::empty(words::stood_none(lang))) }
        (stood(&visit, &found))
        @if visit.role() != Some(Role::FamilyMember) {
            p.no-print { a href=(judged) { (judging_words::link(lang)) } }
        }
    };
    let page = Page::of(&visit, words::stood(lang), main);
    Ok(Done::new(visit, page))
}
