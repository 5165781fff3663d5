//! One alert, for whoever answers it: its note, everything that can be done, and the conversation as it goes on. A person who
//! writes there must see what is said.

use std::time::Duration;

use api::{Call, Problem, Purpose};
use chat_history_api::{
    Alert, AlertChange, AlertState, Attention, ByAlert, ByConversation, ByMessage, ConversationEvent,
    ListMessages, Message, MessagesQuery, NoteQuery, NoteSentence, ReadAlert, Speaker, WatchConversation,
    codes,
};
use http::StatusCode;
use kernel::{AlertId, ConversationId, MessageId, Page as Listed, PageLimit};
use maud::{Markup, html};
use serde_json::{Value, json};

use super::staff::{named_units, of_alert, unit_name};
use super::{emergency, feed, judging};
use crate::component::banner::{Banner, Until};
use crate::component::panel::{self, Tone};
use crate::component::said::{self, Bubble, Eye};
use crate::component::{alert, form};
use crate::fields::Fields;
use crate::people::People;
use crate::reply::{Done, Page, Reply};
use crate::visit::Visit;
use crate::words::{
    Lang, charts, judging as judging_words, said as own_words, shell, staff, tag, talk, terms,
};

/// So many of the last messages stand on the page.
const SHOWN: PageLimit = PageLimit::of(20);
/// What staff who answer an alert read for.
const WHY: Purpose = Purpose::Treatment;

/// Words of a member of staff that were not sent, and why.
struct Unsent<'a> {
    why: &'static str,
    words: &'a str,
    /// The key that they were sent with: sent again they are the same message.
    key: &'a str,
}

/// One alert: its note, and everything that can be done.
pub(crate) async fn show(visit: Visit) -> Result<Done, Problem> {
    let alert_id: AlertId = visit.id("id")?;
    let page = page(&visit, alert_id, None).await?;
    Ok(Done::new(visit, page))
}

/// The page again with words that were not sent, and why; where it cannot be read either, the words alone.
pub(super) async fn unsent(
    visit: Visit,
    alert_id: AlertId,
    problem: &Problem,
    (words, key): (&str, &str),
) -> Done {
    let lang = visit.language;
    let why = if problem.is(codes::ALERT_CLOSED) || problem.is(api::codes::NOT_FOUND) {
        staff::unsent_closed(lang)
    } else if problem.is(codes::NOT_TAKEN) || problem.is(codes::ALERT_TAKEN) {
        staff::unsent_gone(lang)
    } else if problem.status >= 500 {
        staff::unsent_away(lang)
    } else {
        staff::unsent_refused(lang)
    };
    let new = visit.key();
    // Under a key that was another message's the same words would be refused for ever.
    let key = if problem.is(codes::KEY_REUSED) { &new } else { key };
    let unsent = Unsent { why, words, key };
    let page = match page(&visit, alert_id, Some(&unsent)).await {
        Ok(page) => page,
        Err(_) => {
            let main = html! {
                (panel::back(&format!("/staff/alerts/{alert_id}"), shell::back(lang)))
                h1 { (staff::alert_title(lang)) }
                (unsent_panel(&unsent, true, lang))
            };
            Page::work(staff::alert_title(lang), main)
        }
    };
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::CONFLICT);
    Done::new(visit, page.status(status))
}

fn unsent_panel(unsent: &Unsent<'_>, alone: bool, lang: Lang) -> Markup {
    html! {
        div role="alert" { (panel::panel(Tone::Danger, staff::unsent(lang), unsent.why)) }
        @if alone {
            div.field {
                label for="unsent" { (staff::unsent_words(lang)) }
                textarea #unsent rows="4" readonly { (unsent.words) }
            }
        }
    }
}

async fn page(visit: &Visit, alert_id: AlertId, unsent: Option<&Unsent<'_>>) -> Result<Page, Problem> {
    let lang = visit.language;
    let query = NoteQuery { language: Some(lang) };
    let found = visit.call::<ReadAlert>(Call::path_and_query(ByAlert { alert_id }, query)).await?;
    let (one, note) = (&found.alert, &found.note);
    let people = People::of(visit, of_alert(one)).await;
    let units = named_units(visit).await;
    let parts = [
        (staff::situation(lang), &note.situation),
        (staff::background(lang), &note.background),
        (staff::assessment(lang), &note.assessment),
        (staff::recommendation(lang), &note.recommendation),
    ];
    let open = one.state != AlertState::Closed;
    let banner = Banner {
        name: people.name(one.patient_id),
        unit: people.home(one.patient_id, unit_name(&units, one.unit_id, lang)),
        why: open.then_some((WHY, Until::AlertCloses)),
    };
    let main = html! {
        (panel::back("/staff/alerts", shell::back(lang)))
        (banner.headed(lang))
        p { (alert::level(one.level, lang)) }
        @if let Some(unsent) = unsent { (unsent_panel(unsent, !writes(visit, one), lang)) }
        @if let Some((tone, text)) = came_of_it(visit) {
            div role="status" { (panel::panel(tone, shell::done(lang), text)) }
        }
        (alert::facts(visit, one, &people))
        (actions(visit, one))
        @if open { (emergency::link(visit, one.patient_id).await) }
        @if open { (conversation(visit, one).await) (writing(visit, one, unsent)) }
        (judging::section(visit, one, WHY).await)
        @for (heading, sentences) in parts { (part(lang, one.conversation_id, heading, sentences)) }
        @if let Some(closing) = &found.closing_note { h2 { (staff::note(lang)) } p { (closing.expose()) } }
    };
    // No name: titles stand in the browser's history, and on a screen that is shared.
    let page = Page::work(staff::alert_title(lang), main);
    Ok(if open { page.scripts(&["answering.js"]) } else { page })
}

/// Whose alert it is, over a question about it: nobody closes another's by mistake. Where it cannot be read the question is
/// asked all the same.
pub(super) async fn whose(visit: &Visit, alert_id: AlertId) -> Markup {
    let call = Call::<ReadAlert>::path_and_query(ByAlert { alert_id }, NoteQuery::default());
    let Ok(found) = visit.call(call).await else { return html! {} };
    let people = People::of(visit, [found.alert.patient_id]).await;
    let unit = unit_name(&named_units(visit).await, found.alert.unit_id, visit.language);
    let unit = people.home(found.alert.patient_id, unit);
    Banner { name: people.name(found.alert.patient_id), unit, why: None }.show(visit.language)
}

/// What came of what was pressed.
fn came_of_it(visit: &Visit) -> Option<(Tone, &'static str)> {
    let lang = visit.language;
    match Fields::of_query(&visit.query).get("done") {
        "acknowledged" => Some((Tone::Good, staff::acknowledged(lang))),
        "escalated" => Some((Tone::Good, staff::escalated(lang))),
        "given-back" => Some((Tone::Good, staff::given_back(lang))),
        "taken" => Some((Tone::Good, staff::taken(lang))),
        "back" => Some((Tone::Good, staff::handed_back(lang))),
        "marked" => Some((Tone::Good, judging_words::kept(lang))),
        "late" => Some((Tone::Warn, staff::already(lang))),
        _ => None,
    }
}

/// A part of the note. Behind each sentence stand the messages that it rests on; whether they may be read is asked there.
fn part(lang: Lang, conversation: ConversationId, heading: &str, sentences: &[NoteSentence]) -> Markup {
    html! {
        @if !sentences.is_empty() {
            h2 { (heading) }
            p {
                @for one in sentences {
                    (one.text.expose()) " "
                    @for (place, message) in one.message_ids.iter().enumerate() {
                        a.no-print href={ "/staff/conversations/" (conversation) "?around=" (message) "#m-" (message) } {
                            (staff::rests_on(lang, place + 1))
                        }
                        " "
                    }
                }
            }
        }
    }
}

fn actions(visit: &Visit, one: &Alert) -> Markup {
    let lang = visit.language;
    let own = visit.signed_in().map(|session| session.person);
    let holds = one.state == AlertState::Acknowledged && one.acknowledged_by == own;
    let press = |place: &str, text: &str, class: &str| {
        html! {
            form method="post" action={ "/staff/alerts/" (one.alert_id) "/" (place) } {
                (form::token(visit))
                button class=(class) type="submit" { (text) }
            }
        }
    };
    html! {
        @if one.state != AlertState::Closed {
            div.row.apart {
                @if one.state == AlertState::Open { (press("acknowledge", staff::acknowledge(lang), "button")) }
                @if holds { (press("give-back", staff::give_back(lang), "button plain")) }
                @if matches!(one.state, AlertState::Open | AlertState::Acknowledged) {
                    (press("take-over", staff::take_over(lang), "button plain"))
                }
                // Only what nobody has goes to more people: for any other the platform moves nothing.
                @if one.state == AlertState::Open {
                    a.button.plain href={ "/staff/alerts/" (one.alert_id) "/escalate" } { (staff::escalate(lang)) }
                }
                @if writes(visit, one) { (press("hand-back", staff::hand_back(lang), "button plain")) }
                a.button.plain href={ "/staff/conversations/" (one.conversation_id) } { (staff::read(lang)) }
                a.button.plain href={ "/staff/alerts/" (one.alert_id) "/close" } { (staff::close(lang)) }
            }
        }
    }
}

/// Whether whoever looks writes in the conversation instead of the companion.
fn writes(visit: &Visit, one: &Alert) -> bool {
    let own = visit.signed_in().map(|session| session.person);
    one.state == AlertState::TakenOver && one.taken_over_by == own
}

/// Below what is said stands what is written.
fn writing(visit: &Visit, one: &Alert, unsent: Option<&Unsent<'_>>) -> Markup {
    let lang = visit.language;
    let key = unsent.map_or_else(|| visit.key(), |unsent| unsent.key.to_owned());
    html! {
        @if writes(visit, one) {
            form method="post" action={ "/staff/alerts/" (one.alert_id) "/write" } {
                (form::token(visit))
                (form::hidden("key", &key))
                (form::hidden("conversation", &one.conversation_id.to_string()))
                div.field {
                    label for="words" { (staff::write_label(lang)) }
                    p.hint #words-hint { (staff::write_hint(lang)) }
                    textarea #words name="words" rows="3" maxlength="4000" aria-describedby="words-hint" {
                        @if let Some(unsent) = unsent { (unsent.words) }
                    }
                }
                div.row { button.button type="submit" { (staff::write_send(lang)) } }
            }
        }
    }
}

/// The last messages, as far as whoever looks may read them now: staff of the unit while the alert is open, and others whom
/// the resident lets.
async fn conversation(visit: &Visit, one: &Alert) -> Markup {
    let lang = visit.language;
    let conversation_id = one.conversation_id;
    let query = MessagesQuery { limit: Some(SHOWN), ..MessagesQuery::default() };
    let call = Call::path_and_query(ByConversation { conversation_id }, query);
    let found = match visit.call_for::<ListMessages>(WHY, call).await {
        Ok(found) => found,
        Err(problem) => {
            let text = if problem.status >= 500 { charts::away(lang) } else { staff::no_words(lang) };
            return html! { h2 { (talk::log(lang)) } (panel::empty(text)) };
        }
    };
    let authors =
        found.items.iter().filter(|one| one.speaker == Speaker::Staff).filter_map(|one| one.author_id);
    let people = People::of(visit, authors).await;
    let after = found.items.last().map_or_else(String::new, |last| format!("?after={}", last.message_id));
    let here = format!("/staff/alerts/{}", one.alert_id);
    html! {
        section #answering aria-labelledby="answering-title" data-live=(staff::log_live(lang))
            data-broken=(staff::log_broken(lang)) data-ended=(staff::log_ended(lang))
            data-events={ "/staff/conversations/" (conversation_id) "/events" (after) } {
            h2 #answering-title { (talk::log(lang)) }
            p.small.no-print {
                span #answering-state { (staff::log_not_live(lang)) } " "
                a href=(here) { (staff::log_reload(lang)) }
            }
            @if let Some(first) = found.items.first().filter(|first| first.place > 1) {
                p.no-print {
                    a href={ "/staff/conversations/" (conversation_id) "?purpose=" (WHY.name()) "&before=" (first.message_id) } {
                        (talk::earlier_messages(lang))
                    }
                }
            }
            (log(visit, one, &found, &people))
            p #answering-told {}
            p { button #answering-below.button.plain type="button" hidden { (staff::log_below(lang)) } }
            (templates(lang))
        }
    }
}

/// So long staff correct words of their own; the platform has the last word.
const CORRECTED_WITHIN: Duration = Duration::from_secs(15 * 60);

/// Where words of one's own are corrected, while they can be.
fn correctable(visit: &Visit, one: &Alert, message: &Message) -> Option<(String, &'static str)> {
    let own = visit.signed_in().map(|session| session.person);
    let mine = message.speaker == Speaker::Staff && message.author_id == own;
    let soon = visit.app.sources.now().since(message.created_at) <= CORRECTED_WITHIN;
    (mine && soon && message.redacted_at.is_none()).then(|| {
        let (conversation, id) = (one.conversation_id, message.message_id);
        let place = format!("/staff/conversations/{conversation}/{id}/correct?alert={}", one.alert_id);
        (place, staff::correct_own(visit.language))
    })
}

/// Where what was found in a resident's words is looked at and judged.
fn judged(visit: &Visit, one: &Alert, message: &Message) -> Option<(String, &'static str)> {
    let theirs = message.speaker == Speaker::Resident && message.redacted_at.is_none();
    let at = ByMessage { conversation_id: one.conversation_id, message_id: message.message_id };
    theirs.then(|| (judging::link(&at, WHY, Some(one.alert_id)), judging_words::link(visit.language)))
}

fn log(visit: &Visit, one: &Alert, found: &Listed<Message>, people: &People) -> Markup {
    let (lang, when) = (visit.language, visit.when());
    html! {
        div #answering-log.log.watched role="log" aria-live="polite" aria-labelledby="answering-title" tabindex="0" {
            ol {
                @for message in &found.items {
                    @let by = speaker(message, people, lang);
                    @let more = correctable(visit, one, message).or_else(|| judged(visit, one, message));
                    (said::message_with(message, (Eye::Reader(None), &by), more, lang, &when))
                }
            }
        }
    }
}

/// Who said it: a member of staff by name.
fn speaker(message: &Message, people: &People, lang: Lang) -> String {
    match (message.speaker, message.author_id) {
        (Speaker::Staff, Some(author)) => people.name(author).to_owned(),
        (speaker, _) => said::speaker(speaker, Eye::Reader(None), lang).to_owned(),
    }
}

/// What the script makes bubbles of, one for each that may speak: it has no words and no markup of its own.
fn templates(lang: Lang) -> Markup {
    let bubble = |speaker| {
        let eye = Eye::Reader(None);
        Bubble {
            id: None,
            class: said::class(speaker, eye),
            by: said::speaker(speaker, eye, lang),
            at: None,
            text: "",
            language: lang,
            cites: &[],
            state: None,
            more: None,
        }
    };
    html! {
        @for speaker in [Speaker::Resident, Speaker::Companion, Speaker::Staff] {
            template id={ "answering-" (kind(speaker)) } { (said::bubble(&bubble(speaker), lang)) }
        }
    }
}

const fn kind(speaker: Speaker) -> &'static str {
    match speaker {
        Speaker::Resident => "resident",
        Speaker::Companion => "companion",
        Speaker::Staff => "staff",
    }
}

/// What is said in a conversation from now on, or from a message on, to staff who may read it: for as long as they may.
pub(crate) async fn events(visit: Visit) -> Result<Done, Problem> {
    let visit = visit.unattended();
    let conversation_id: ConversationId = visit.id("id")?;
    let named = Fields::of_query(&visit.query).some("after").and_then(|id| id.parse::<MessageId>().ok());
    let after = visit.last_event.clone().or_else(|| named.map(|id| id.to_string()));
    let context = visit.context().after_event(after).purpose(WHY);
    let call = Call::<WatchConversation>::path(ByConversation { conversation_id });
    let events = feed::watch_as(&visit, context, call).await?;
    let body = feed::body(visit.clone(), None, events, (), |visit, (), event| async move {
        match event {
            ConversationEvent::Message(message) => Some(("said", told(&visit, &message, false).await)),
            ConversationEvent::Changed(message) => Some(("said", told(&visit, &message, true).await)),
            ConversationEvent::Attention(attention) => {
                let text = became(&visit, attention).await?;
                Some(("attention", json!({"text": text})))
            }
            ConversationEvent::End { reason } => Some(("end", json!({"reason": reason}))),
            ConversationEvent::Level { .. }
            | ConversationEvent::Danger { .. }
            | ConversationEvent::Due(_) => None,
        }
    });
    Ok(Done::new(visit, Reply::Events(body)))
}

/// A message for the script; `again` when it stood there before with other words.
async fn told(visit: &Visit, message: &Message, again: bool) -> Value {
    let lang = visit.language;
    let author = message.author_id.filter(|_| message.speaker == Speaker::Staff);
    let people = People::of(visit, author).await;
    let time = visit.when().time(message.created_at);
    let state = match (message.redacted_at, message.edited_at) {
        (Some(_), _) => Some(own_words::taken_back(lang)),
        (None, Some(_)) => Some(own_words::corrected(lang)),
        (None, None) => None,
    };
    json!({
        "id": message.message_id, "kind": kind(message.speaker), "again": again, "state": state,
        "by": format!("{}, {time}", speaker(message, &people, lang)), "text": message.content.expose(),
        "lang": (message.language != lang).then(|| tag(message.language)),
    })
}

/// What became of the alert meanwhile, for a colleague: a conversation may have gone back to the companion by itself.
async fn became(visit: &Visit, told: Attention) -> Option<String> {
    let (lang, people) = (visit.language, People::of(visit, told.by).await);
    let name = told.by.map_or_else(|| shell::the_system(lang), |by| people.name(by));
    match told.change {
        AlertChange::Acknowledged => Some(staff::has_it(lang, name, visit.when().time(told.at))),
        AlertChange::TakenOver => Some(staff::writes(lang, name)),
        AlertChange::HandedBack => Some(staff::handed_back(lang).to_owned()),
        AlertChange::GivenBack | AlertChange::Reopened => {
            Some(terms::state(lang, AlertState::Open).to_owned())
        }
        AlertChange::Closed => Some(staff::closed(lang).to_owned()),
        AlertChange::Standing | AlertChange::Raised | AlertChange::Risen | AlertChange::Escalated => None,
    }
}
