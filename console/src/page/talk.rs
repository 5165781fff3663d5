//! Where residents talk with the companion. Works as a form and a page; with a script, as a stream.

use std::time::Duration;

use ai_gateway_api::{BeginConversation, NewConversation, Resource};
use api::{Call, Problem};
use chat_history_api::{
    AlertChange, Attention, ByConversation, Conversation, DueItem, Ending, HearClosing, HeardClosing,
    ListConversations, ListMessages, Message, MessagesQuery, Paging,
};
use content_safety_api::{CrisisCategory, Level};
use http::StatusCode;
use kernel::{ConversationId, Page as Listed, PageLimit, Timestamp};
use maud::{Markup, html};
use safety_rules::StepDownRule;
use tokio::sync::oneshot;

use super::turn::{self, Heard, Outcome, Then, Turn};
use super::{day, draft, feed, own_talks, tools};
use crate::assets;
use crate::component::said::{self, Bubble, Eye};
use crate::component::shell::protocol;
use crate::component::{crisis, form, numbers, panel, source};
use crate::fields::{Fields, TOKEN};
use crate::reply::{Done, Page, Reply};
use crate::visit::Visit;
use crate::words::{care, day as words_day, said as own_words, shell, talk};

/// After this silence the companion greets anew.
const CURRENT: Duration = Duration::from_secs(6 * 3_600);
/// Messages on the page at first, so that it stays light on an old tablet; those before are a link away.
const SHOWN: PageLimit = PageLimit::of(12);
/// So many conversations are looked at for a danger that was put into an earlier one.
const LOOKED_AT: PageLimit = PageLimit::of(20);

/// The choice of a form that sends an answer of those that were offered: its words are in the form.
const OFFERED: &str = "offered";

/// How long a page waits until words that were not sent are kept; that goes on beside. Help comes first.
const KEPT_WITHIN: Duration = Duration::from_millis(500);

/// What the page shows.
#[derive(Default)]
struct View {
    messages: Vec<Message>,
    /// What the companion said first, when it has just begun.
    more: bool,
    /// What was said before cannot be had.
    unread: bool,
    /// The words that were not sent.
    draft: String,
    /// They are kept by the platform as they stand here, or are nothing that the page's script may keep unasked.
    kept: bool,
    key: Option<String>,
    note: Option<String>,
    notice: Option<String>,
    /// A reply that is not part of the conversation: the help lines of a message that could not be kept.
    aside: String,
    /// Answers that can be given with one press.
    choices: Vec<String>,
    /// What the reply opens.
    tool: Option<String>,
    /// What is agreed for today.
    today: Vec<DueItem>,
    /// Help for what the rules hear in words that could not be sent, and that brings nobody by itself.
    help: Vec<Resource>,
    /// Who of the care team has seen this, or writes here now.
    attention: Option<String>,
    /// The session is over: the words go along to the page to sign in on.
    again: bool,
}

pub(crate) async fn show(mut visit: Visit) -> Result<Done, Problem> {
    let mut view = load(&mut visit).await?;
    if let Some(kept) = draft::of(&visit).await {
        view.kept = true;
        view.draft = kept.words.expose().to_owned();
        view.key = Some(kept.key);
    }
    let page = page(&visit, &view);
    Ok(Done::new(visit, page))
}

/// The current conversation and its last messages; a new one when the last was long ago.
async fn load(visit: &mut Visit) -> Result<View, Problem> {
    let one = PageLimit::of(1);
    let last =
        visit.call::<ListConversations>(Call::query(Paging { limit: Some(one), ..Paging::default() })).await;
    let last = match last {
        Ok(page) => page.items.into_iter().next(),
        Err(problem) if problem.status >= 500 => return Ok(View { unread: true, ..View::default() }),
        Err(problem) => return Err(problem),
    };
    // That an alert was closed is told in a talk that begins now, too.
    let told = last.as_ref().and_then(|last| last.attention);
    let last = last.filter(|last| current(visit, last));
    let told = told.filter(|told| last.is_some() || told.change == AlertChange::Closed);
    let id = match last {
        Some(last) => {
            note_danger(visit, &last);
            last.conversation_id
        }
        None => match begin(visit).await {
            Ok(id) => id,
            Err(problem) if problem.is(ai_gateway_api::codes::NOT_AGREED) => {
                let note = Some(talk::not_agreed(visit.language).to_owned());
                return Ok(View { note, ..View::default() });
            }
            Err(problem) if problem.status >= 500 => return Ok(View { unread: true, ..View::default() }),
            Err(problem) => return Err(problem),
        },
    };
    if visit.session.as_ref().is_some_and(|session| session.conversation != Some(id)) {
        visit.change(|session| session.conversation = Some(id));
    }
    let attention = match told {
        Some(told) => attention(visit, told).await,
        None => None,
    };
    let before = Fields::of_query(&visit.query).some("before").and_then(|id| id.parse().ok());
    let call = Call::path_and_query(
        ByConversation { conversation_id: id },
        MessagesQuery { before, limit: Some(SHOWN), ..MessagesQuery::default() },
    );
    Ok(match visit.call::<ListMessages>(call).await {
        Ok(page) => {
            note_kind(visit, &page.items);
            View {
                more: page.items.first().is_some_and(|first| first.place > 1),
                messages: page.items,
                today: day::of_today(visit).await,
                attention,
                ..View::default()
            }
        }
        Err(_) => View { unread: true, attention, ..View::default() },
    })
}

/// Who has it, or that it was closed, in words. That it was closed is said once: the platform keeps that it was.
async fn attention(visit: &Visit, told: Attention) -> Option<String> {
    if told.change == AlertChange::Closed {
        let heard = visit.call::<HearClosing>(Call::body(HeardClosing { at: told.at })).await;
        // Told once more is better than not at all.
        drop(heard);
    }
    feed::attention(visit, told).await
}

/// The visit with the danger that stands in the newest conversation by now, on this device or on another, and with the one
/// that was said last in an earlier conversation: words are corrected there too.
pub(super) async fn as_it_stands(visit: &Visit) -> Visit {
    let mut visit = visit.clone();
    let call = Call::query(Paging { limit: Some(LOOKED_AT), ..Paging::default() });
    let found = visit.call::<ListConversations>(call).await.map(|page| page.items).unwrap_or_default();
    if let Some(last) = found.first() {
        note_danger(&mut visit, last);
    }
    let earlier = found.iter().skip(1).filter(|one| one.level.needs_human() && one.danger_at.is_some());
    if let Some(said_last) = earlier.max_by_key(|one| one.danger_at) {
        note_danger(&mut visit, said_last);
    }
    visit
}

fn current(visit: &Visit, last: &Conversation) -> bool {
    let silent = visit.app.sources.now().since(last.last_active_at);
    last.ended_at.is_none() && (silent < CURRENT || last.level.needs_human())
}

/// A danger that stands in the conversation stands on the screen too, unless it was answered in this session.
/// One answer is for one danger: a later one stands there anew, whatever its level.
fn note_danger(visit: &mut Visit, last: &Conversation) {
    let (level, said_at) = (last.level, last.danger_at);
    let known = visit.danger();
    let answer = visit.session.as_ref().map(|session| (session.answered, session.answered_at));
    let answered = answer.is_some_and(|(answered, at)| is_answered((level, said_at), (answered, at)));
    let said_in = visit.session.as_ref().and_then(|session| session.danger_in);
    let elsewhere = said_in.is_some_and(|said_in| said_in != last.conversation_id);
    let now = visit.app.sources.now();
    let since = visit.session.as_ref().and_then(|session| session.danger_since);
    // Before that no conversation can have become calm: what is read does not know of the danger yet.
    let fresh = since.is_some_and(|since| now.since(since) < StepDownRule::default().after_medium);
    if level.needs_human() && level > known && !answered {
        let said_in = Some(last.conversation_id);
        visit.change(|session| {
            (session.danger, session.danger_in, session.danger_since) = (Some(level), said_in, Some(now));
            session.danger_kind = None;
        });
    } else if !level.needs_human() && known.needs_human() && !elsewhere && !fresh {
        visit.change(|session| session.danger = None);
    }
}

/// What kind of danger it is that stands, where it came with what was read and not with what was sent here.
fn note_kind(visit: &mut Visit, messages: &[Message]) {
    if visit.danger().needs_human() && visit.danger_kind().is_none() {
        let grave = messages.iter().filter(|message| message.level.needs_human());
        let kind =
            grave.max_by_key(|message| (message.level, message.place)).and_then(|one| one.categories.first());
        if let Some(kind) = kind.copied() {
            visit.change(|session| session.danger_kind = Some(kind));
        }
    }
}

/// Whether an answer was to the danger that stands. A session of before has no time of its answer: then whatever stands was
/// said since.
fn is_answered(
    (level, said_at): (Level, Option<Timestamp>),
    (answered, answered_at): (Option<Level>, Option<Timestamp>),
) -> bool {
    let later = said_at.is_some_and(|said| answered_at.is_none_or(|answered| said > answered));
    answered.is_some_and(|answered| level <= answered) && !later
}

async fn begin(visit: &Visit) -> Result<ConversationId, Problem> {
    let new = NewConversation { language: Some(visit.language) };
    Ok(visit.call::<BeginConversation>(Call::body(new)).await?.id)
}

/// Begins a new conversation, because the resident asks for one.
pub(crate) async fn anew(visit: Visit, _: Fields) -> Result<Done, Problem> {
    begin(&visit).await?;
    Ok(Done::see(visit, "/talk"))
}

/// A message, or one of the choices of a crisis.
pub(crate) async fn send(mut visit: Visit, fields: Fields) -> Result<Done, Problem> {
    let lang = visit.language;
    let choice = fields.get("choice");
    if choice == "safe" && visit.holds(fields.get(TOKEN)) {
        // Asked once more, on a page of its own.
        let page = Page { class: "crisis-page", ..Page::care(talk::title(lang), crisis::safe_page(&visit)) };
        return Ok(Done::new(visit, page));
    }
    let words = match choice {
        "someone" => care::someone_words(lang),
        "team" => care::team_words(lang),
        "safe-yes" => care::safe_words(lang),
        _ => fields.get("words"),
    };
    // Browsers send ends of lines as two characters, and a script as one: the same words are the same message.
    let words = words.replace("\r\n", "\n");
    let key = draft::key_of(&fields, "key").unwrap_or_else(|| visit.key());
    visit.stay_on_page();
    if !visit.holds(fields.get(TOKEN)) {
        return of_before(visit, words, key).await;
    }
    let known = visit.session.as_ref().and_then(|session| session.conversation);
    let conversation = known.unwrap_or_else(|| visit.app.sources.id());
    let mut turn = Turn::begin(&visit, conversation, &key, &words).await;
    // An answer that reached nobody is none: one that the rules read and that nobody kept has reached nobody.
    let kept = match &mut turn {
        Ok(turn) if choice == "safe-yes" => turn.is_kept().await,
        _ => false,
    };
    if kept {
        let now = visit.app.sources.now();
        visit.change(|session| {
            // Of a danger that was not on this screen the highest is meant: whoever says that they are safe has answered.
            session.answered = Some(session.danger.take().unwrap_or(Level::Critical));
            session.danger_in = None;
            session.answered_at = Some(now);
        });
    }
    match turn {
        Ok(turn) => answered(visit, turn, &fields, words, key).await,
        Err(problem) => {
            if typed(&fields) {
                keep_unsent(&visit, &words, &key).await;
            }
            let (text, out) =
                (turn::of_code(&visit, &problem.code), turn::is_signed_out(&visit, &problem.code));
            let heard = Heard::of(&visit, &words);
            if heard.level.needs_human() {
                rose(&mut visit, (heard.level, heard.kind), known);
                if !visit.streams {
                    let page = unsent_page(&visit, heard.kind, text, &words);
                    return Ok(Done::new(visit, page));
                }
            }
            let (stale, typed) = (false, typed(&fields));
            let why = Refusal { status: problem.status, text, stale, out, typed, heard };
            Ok(refused(visit, why, words, key).await)
        }
    }
}

/// A message from a page of an earlier session. Its words meet the rules as nobody's, so that a danger brings help;
/// in the session of now nothing is sent unasked: it may be somebody else's.
pub(super) async fn of_before(visit: Visit, words: String, key: String) -> Result<Done, Problem> {
    let heard = Heard::of(&visit, &words);
    let text = talk::of_before(visit.language);
    if heard.level.needs_human() && !visit.streams {
        let page = unsent_page(&visit, heard.kind, text, &words);
        return Ok(Done::new(visit, page));
    }
    let status = StatusCode::FORBIDDEN.as_u16();
    let why = Refusal { status, text, stale: true, out: false, typed: true, heard };
    Ok(refused(visit, why, words, key).await)
}

/// Help for a danger in words that could not be sent, with why, and the words.
fn unsent_page(visit: &Visit, kind: Option<CrisisCategory>, text: &str, words: &str) -> Page {
    let reply = html! { p { (text) } p { q { (words) } } };
    let main = crisis::page(visit, kind, None, &reply);
    Page { class: "crisis-page", ..Page::care(talk::title(visit.language), main) }
}

/// Words that could not be put where they were meant to go: if there is danger in them, they are a message of the
/// conversation that goes on, and are answered like one; otherwise nothing is sent unasked.
pub(super) async fn if_danger(
    visit: &Visit,
    fields: &Fields,
    words: &str,
    key: &str,
) -> Option<Result<Done, Problem>> {
    let heard = Heard::of(visit, words);
    if !heard.level.needs_human() {
        return None;
    }
    let known = visit.session.as_ref().and_then(|session| session.conversation);
    let conversation = known.unwrap_or_else(|| visit.app.sources.id());
    Some(match Turn::begin(visit, conversation, key, words).await {
        Ok(turn) => answered(visit.clone(), turn, fields, words.to_owned(), key.to_owned()).await,
        Err(problem) => {
            let mut visit = visit.clone();
            rose(&mut visit, (heard.level, heard.kind), known);
            let page = unsent_page(&visit, heard.kind, turn::of_code(&visit, &problem.code), words);
            Ok(Done::new(visit, page))
        }
    })
}

/// A danger that was just said stands on the screen, until it is answered; in an earlier conversation too.
pub(super) fn rose(
    visit: &mut Visit,
    (level, kind): (Level, Option<CrisisCategory>),
    said_in: Option<ConversationId>,
) {
    let now = visit.app.sources.now();
    if level > visit.danger() {
        visit.change(|session| {
            session.danger = Some(level);
            session.danger_kind = kind;
            session.danger_in = said_in;
            session.danger_since = Some(now);
            session.answered = None;
            session.answered_at = None;
        });
    }
}

/// Whether the words of a form are the resident's own and not a choice of ours.
fn typed(fields: &Fields) -> bool {
    fields.get("choice").is_empty()
}

/// Keeps words that were not sent. No page waits long for it, and it goes on when the page has gone.
async fn keep_unsent(visit: &Visit, words: &str, key: &str) {
    let (visit, words, key) = (visit.clone(), words.to_owned(), key.to_owned());
    let tasks = visit.app.tasks.clone();
    let (done, kept) = oneshot::channel();
    tasks.run(async move {
        draft::keep_unsent(&visit, &words, &key).await;
        // Who waited may be gone.
        let _ = done.send(());
    });
    let _ = tokio::time::timeout(KEPT_WITHIN, kept).await;
}

/// The page with words in its field that came through a sign-in and could not be kept.
pub(crate) async fn with_words(mut visit: Visit, words: String, key: String) -> Done {
    let loaded = load(&mut visit).await.ok();
    let mut view = loaded.unwrap_or(View { unread: true, ..View::default() });
    (view.draft, view.key) = (words, Some(key));
    let page = page(&visit, &view);
    Done::new(visit, page)
}

async fn answered(
    mut visit: Visit,
    turn: Turn,
    fields: &Fields,
    words: String,
    key: String,
) -> Result<Done, Problem> {
    let risen = turn.level.needs_human() && turn.level > visit.danger();
    if risen {
        let said_in = visit.session.as_ref().and_then(|session| session.conversation);
        rose(&mut visit, (turn.level, turn.kind), said_in);
    }
    if visit.streams {
        let next = visit.key();
        let body = turn.told(visit.clone(), risen, next);
        return Ok(Done::new(visit, Reply::Events(body)));
    }
    let outcome = turn.whole().await;
    if outcome.stored.is_none() && typed(fields) {
        keep_unsent(&visit, &words, &key).await;
    }
    let draft = if outcome.stored.is_some() { fields.get("draft").to_owned() } else { words };
    let key = outcome.stored.is_none().then_some(key);
    if outcome.level.needs_human() {
        let page = crisis_page(&visit, &outcome);
        return Ok(Done::new(visit, page));
    }
    let mut view = after(&mut visit, &outcome, draft, key).await;
    view.kept = outcome.stored.is_none() && !typed(fields);
    let page = page(&visit, &view);
    Ok(Done::new(visit, page))
}

/// The page after a turn: the conversation as it is now, and what is not part of it.
async fn after(visit: &mut Visit, outcome: &Outcome, draft: String, key: Option<String>) -> View {
    let loaded = if visit.signed_in().is_some() { load(visit).await.ok() } else { None };
    let mut view = loaded.unwrap_or(View { unread: true, ..View::default() });
    let lang = visit.language;
    view.note = turn::note(visit, outcome.ending, outcome.code.as_deref())
        .map(str::to_owned)
        .or_else(|| turn::told(visit, outcome.level, outcome.stored));
    if outcome.taken_over && view.note.is_none() {
        view.note = Some(talk::person_reads(lang).to_owned());
    }
    view.again = outcome.code.as_deref().is_some_and(|code| turn::is_signed_out(visit, code));
    view.choices.clone_from(&outcome.choices);
    view.tool.clone_from(&outcome.tool);
    view.notice.clone_from(&outcome.notice);
    if (!outcome.replied || view.unread) && !outcome.reply.is_empty() {
        view.aside.clone_from(&outcome.reply);
    }
    if outcome.ending == Ending::Blocked && outcome.stored.is_none() && view.note.is_none() {
        view.note = Some(talk::not_sent(lang).to_owned());
    }
    view.draft = draft;
    view.key = key;
    view
}

fn crisis_page(visit: &Visit, outcome: &Outcome) -> Page {
    let lang = visit.language;
    let told = turn::told(visit, outcome.level, outcome.stored);
    let note = turn::note(visit, outcome.ending, outcome.code.as_deref());
    let reply = html! {
        @if !outcome.reply.is_empty() { p lang=[None::<&str>] { (outcome.reply) } }
        @if let Some(note) = note { p { (note) } }
        (source::list(&outcome.sources, lang))
    };
    Page {
        class: "crisis-page",
        // Its title stands in the browser's history: it says nothing of a crisis.
        ..Page::care(talk::title(lang), crisis::page(visit, outcome.kind, told.as_deref(), &reply))
    }
}

/// Why a message could not be sent.
struct Refusal<'a> {
    status: u16,
    text: &'a str,
    /// The page is from an earlier session.
    stale: bool,
    /// Nobody is signed in any more.
    out: bool,
    /// The words were typed, and not chosen.
    typed: bool,
    /// What the rules hear in them.
    heard: Heard,
}

/// The message could not be sent at all: the words stay, with the key that makes a repeat the same message.
async fn refused(mut visit: Visit, why: Refusal<'_>, words: String, key: String) -> Done {
    if visit.streams {
        let then = Then { stale: why.stale, out: why.out, retry: why.status >= 500 };
        let body = turn::aside(&visit, &why.heard, why.text, then);
        return Done::new(visit, Reply::Events(body));
    }
    let loaded = if visit.signed_in().is_some() { load(&mut visit).await.ok() } else { None };
    let view = View {
        draft: words,
        // Of an earlier session: they may be somebody else's. Of a choice: they would take the place of what was typed.
        kept: why.stale || !why.typed,
        key: Some(key),
        note: Some(why.text.to_owned()),
        help: why.heard.resources,
        again: why.out,
        ..loaded.unwrap_or(View { unread: true, ..View::default() })
    };
    let status = StatusCode::from_u16(why.status).unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
    let page = page(&visit, &view).status(status);
    Done::new(visit, page)
}

fn page(visit: &Visit, view: &View) -> Page {
    let lang = visit.language;
    let main = html! {
        h1.hide { (talk::title(lang)) }
        p.notice { (talk::notice(lang)) " " (protocol(lang)) }
        section #log.log role="log" aria-live="off" aria-label=(talk::log(lang)) tabindex="0" {
            (log(visit, view))
        }
        (dock(visit, view))
        (day::column(visit, &view.today))
    };
    Page {
        class: "talk",
        scripts: &["chat.js"],
        after: Some(html! { (crisis::dialog(visit)) (templates(visit)) }),
        ..Page::care(talk::title(lang), main)
    }
}

fn log(visit: &Visit, view: &View) -> Markup {
    let (lang, when) = (visit.language, visit.when());
    let aside = Bubble {
        id: None,
        class: "other",
        by: talk::companion(lang),
        at: None,
        text: &view.aside,
        language: lang,
        cites: &[],
        state: None,
        more: None,
    };
    let eye = Eye::Own(visit.session.as_ref().and_then(|session| session.conversation));
    html! {
        @if let Some(first) = view.messages.first().filter(|_| view.more) {
            p { a href={ "/talk?before=" (first.message_id) } { (talk::earlier_messages(lang)) } }
        }
        @if view.unread { div role="alert" { (panel::empty(talk::unread(lang))) } }
        @if view.messages.is_empty() && !view.unread && view.aside.is_empty() { p #empty { (talk::empty(lang)) } }
        ol #said {
            @for message in &view.messages { (said::message(message, eye, lang, &when)) }
            @if !view.aside.is_empty() { (said::bubble(&aside, lang)) }
        }
        @if let Some((place, text)) = view.tool.as_deref().and_then(|tool| tools::way(tool, lang)) {
            div.row { a.button.plain href=(place) { (text) } }
        }
        @if let Some(notice) = &view.notice { p.panel.note { (notice) } }
        @if !view.help.is_empty() {
            p { (own_words::help_there(lang)) }
            (numbers::given(&view.help, lang))
        }
    }
}

fn dock(visit: &Visit, view: &View) -> Markup {
    let lang = visit.language;
    let note = view.note.as_ref().or(view.attention.as_ref());
    html! {
        div.dock {
            p #note.wrong role=[view.note.as_ref().map(|_| "alert")] hidden[note.is_none()] {
                @if let Some(note) = note { (note) }
            }
            // Filled by the script when something that was agreed is due: a quiet line, and never a dialog.
            p #due.small hidden { span {} " " a href="/about-me/day" { (words_day::title(lang)) } }
            form #again.row method="post" action="/sign-in/again" hidden[!view.again] {
                (form::token(visit))
                (form::hidden("draft-key", view.key.as_deref().filter(|_| view.again).unwrap_or_default()))
                (form::hidden("draft", if view.again { &view.draft } else { "" }))
                button.button type="submit" { (talk::again(lang)) }
            }
            (choices(visit, &view.choices))
            form #dock method="post" action="/talk" data-events="/talk/events" data-speech=(assets::address("speech.js")) data-failed=(talk::not_sent(lang)) data-cut=(talk::cut(lang))
                data-stopped=(talk::stopped(lang)) data-answering=(talk::answering(lang))
                data-nothing=(talk::nothing(lang)) data-long=(talk::too_long(lang)) {
                (form::token(visit))
                (form::hidden("key", &view.key.clone().unwrap_or_else(|| visit.key())))
                label for="words" { (talk::field(lang)) }
                // Shown by the script where the browser itself understands speech: nothing is sent anywhere for it.
                button #speak.button.plain.speak type="button" hidden aria-pressed="false" data-heard=(talk::heard(lang)) data-listens=(talk::listens(lang))
                    data-failed=(talk::not_heard(lang)) { (talk::speak(lang)) }
                textarea #words name="words" rows="1" dir="auto" autocomplete="off" data-kept[view.kept] { (view.draft) }
                a.button.danger.help href="/help" data-help { (talk::help(lang)) }
                button.button.send type="submit" { (talk::send(lang)) }
            }
        }
    }
}

/// Answers that can be given with one press: each is a message like any other.
fn choices(visit: &Visit, choices: &[String]) -> Markup {
    let lang = visit.language;
    html! {
        div #choices.row role="group" aria-label=(talk::choices(lang)) hidden[choices.is_empty()] {
            @for words in choices { (choice(visit, &visit.key(), words, words)) }
        }
    }
}

/// One of them: a message with a key of its own, which is not what somebody has typed.
fn choice(visit: &Visit, key: &str, words: &str, text: &str) -> Markup {
    html! {
        form method="post" action="/talk" {
            (form::token(visit))
            (form::hidden("key", key))
            (form::hidden("choice", OFFERED))
            (form::hidden("words", words))
            button.button.plain type="submit" { (text) }
        }
    }
}

/// What the script makes bubbles of: it has no words and no markup of its own.
fn templates(visit: &Visit) -> Markup {
    let lang = visit.language;
    let bubble = |class, by| Bubble {
        id: None,
        class,
        by,
        at: None,
        text: "",
        language: lang,
        cites: &[],
        state: None,
        more: None,
    };
    html! {
        template #own-template { (said::bubble(&bubble("own", talk::you(lang)), lang)) }
        template #other-template { (said::bubble(&bubble("other", talk::companion(lang)), lang)) }
        template #below-template { button.button.plain.below type="button" { (talk::below(lang)) } }
        template #staff-template { (said::bubble(&bubble("staff", talk::staff(lang)), lang)) }
        template #choice-template { (choice(visit, "", "", talk::send(lang))) }
        template #opinion-template { (said::more_line("/talk", own_words::opinion(lang), None)) }
        template #take-back-template { (said::more_line("/talk", own_words::own_words(lang), None)) }
        template #waiting-template { (said::waiting(lang)) }
        template #read-template { p.more.aloud { button.as-link type="button" aria-pressed="false" data-stop=(talk::read_stop(lang)) { (talk::read_aloud(lang)) } } }
        template #cite-template { li { a href="/" { (talk::companion(lang)) } } }
        template #stop-template { button.button.plain.stop type="button" { (talk::stop(lang)) } }
    }
}

/// The resident's conversations, for looking back.
pub(crate) async fn earlier(visit: Visit) -> Result<Done, Problem> {
    let lang = visit.language;
    let after = Fields::of_query(&visit.query).some("after").map(kernel::Cursor::new);
    let found = visit.call::<ListConversations>(Call::query(Paging { after, ..Paging::default() })).await?;
    let main = html! {
        (panel::back("/about-me", shell::back(lang)))
        h1 { (talk::earlier_title(lang)) }
        @if found.items.is_empty() { (panel::empty(talk::earlier_empty(lang))) }
        @if !found.items.is_empty() {
            div.row { a.button.plain href="/talk/search" { (own_words::search(lang)) } }
        }
        (conversations(&visit, &found, "/talk/earlier", "/talk/earlier"))
        form method="post" action="/talk/anew" {
            (form::token(&visit))
            div.row { button.button.plain type="submit" { (talk::anew(lang)) } }
        }
    };
    let page = Page::care(talk::earlier_title(lang), main);
    Ok(Done::new(visit, page))
}

/// A list of conversations by day, with a link to each.
/// The list goes on where it stands, and each conversation is read at its place.
pub(crate) fn conversations(visit: &Visit, found: &Listed<Conversation>, place: &str, here: &str) -> Markup {
    let (lang, when) = (visit.language, visit.when());
    html! {
        ul.lines {
            @for one in &found.items {
                li {
                    a href={ (place) "/" (one.conversation_id) } { (when.full(one.started_at)) }
                    " " span.small { (talk::messages(lang, one.message_count)) }
                }
            }
        }
        @if let Some(next) = &found.next {
            p.pager { a href={ (here) "?after=" (next.place()) } { (shell::more(lang)) } }
        }
    }
}

/// One earlier conversation.
pub(crate) async fn earlier_one(visit: Visit) -> Result<Done, Problem> {
    let lang = visit.language;
    let conversation_id = visit.id("id")?;
    let before = Fields::of_query(&visit.query).some("before").and_then(|id| id.parse().ok());
    let call = Call::path_and_query(
        ByConversation { conversation_id },
        MessagesQuery { before, ..MessagesQuery::default() },
    );
    let found = visit.call::<ListMessages>(call).await?;
    let main = html! {
        (panel::back("/talk/earlier", shell::back(lang)))
        h1 { (talk::log(lang)) }
        (own_talks::ways(&visit, conversation_id))
        (transcript(&visit, &found, Eye::Own(Some(conversation_id))))
    };
    let page = Page::care(talk::log(lang), main);
    Ok(Done::new(visit, page))
}

/// Messages of a conversation that is looked at.
fn transcript(visit: &Visit, found: &Listed<Message>, eye: Eye) -> Markup {
    let (lang, when) = (visit.language, visit.when());
    let first = found.items.first();
    html! {
        @if let Some(first) = first {
            p { strong { (when.day(first.created_at)) } }
            @if first.place > 1 {
                p { a href={ "?before=" (first.message_id) } { (talk::earlier_messages(lang)) } }
            }
        }
        (messages(visit, found, eye))
    }
}

/// Messages alone.
pub(crate) fn messages(visit: &Visit, found: &Listed<Message>, eye: Eye) -> Markup {
    let (lang, when) = (visit.language, visit.when());
    html! { div.log { ol { @for message in &found.items { (said::message(message, eye, lang, &when)) } } } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_without_its_time_hides_no_danger_and_one_with_it_hides_what_came_before() {
        let at = |seconds| Some(Timestamp::EPOCH.plus(Duration::from_secs(seconds)));
        let (high, answered) = (Level::High, Some(Level::High));
        assert!(!is_answered((high, at(5)), (answered, None)), "a session of before");
        assert!(is_answered((high, at(5)), (answered, at(5))));
        assert!(!is_answered((high, at(6)), (answered, at(5))), "said since");
        assert!(!is_answered((Level::Critical, at(4)), (answered, at(5))), "it rose");
        assert!(is_answered((high, None), (answered, None)), "nothing is open any more");
        assert!(!is_answered((high, at(5)), (None, None)));
    }
}
