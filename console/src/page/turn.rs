//! One turn: the resident's words go to the companion, and what comes back is told as it comes, or as one piece.
//!
//! Nothing here stands between a cry for help and the rules: a message is sent whatever is known of the session, and
//! to a conversation that is none if there is none. The rules run first and their help lines come back all the same.

use std::collections::VecDeque;
use std::pin::Pin;

use ai_gateway_api::{ByConversation, NewMessage, Resource, SendMessage, TurnEvent};
use api::{Call, Events, Problem, ServiceName, Words, codes};
use bytes::Bytes;
use chat_history_api::Ending;
use content_safety_api::{CrisisCategory, Level};
use futures_util::stream;
use kernel::{ConversationId, MessageId, Timestamp};
use safety_rules::{History, screen};
use serde::Serialize;
use serde_json::json;

use super::tools;
use crate::component::{crisis, numbers, said, source};
use crate::visit::Visit;
use crate::words::{Lang, care, talk};

/// A turn that has begun, with its first event read: how dangerous the message is.
pub(crate) struct Turn {
    pub(crate) level: Level,
    pub(crate) kind: Option<CrisisCategory>,
    pub(crate) resources: Vec<Resource>,
    events: Ahead,
}

/// The events of a turn, some of which may have been read ahead.
struct Ahead {
    read: VecDeque<Result<TurnEvent, Problem>>,
    events: Events<TurnEvent>,
}

impl Ahead {
    async fn next(&mut self) -> Option<Result<TurnEvent, Problem>> {
        match self.read.pop_front() {
            Some(event) => Some(event),
            None => self.events.next().await,
        }
    }
}

/// A turn that has ended.
pub(crate) struct Outcome {
    pub(crate) level: Level,
    pub(crate) kind: Option<CrisisCategory>,
    /// Whether the words are kept, and whether in the store.
    pub(crate) stored: Option<bool>,
    pub(crate) reply: String,
    /// The reply is part of the conversation now.
    pub(crate) replied: bool,
    pub(crate) ending: Ending,
    pub(crate) code: Option<String>,
    pub(crate) notice: Option<String>,
    pub(crate) sources: Vec<String>,
    /// Answers that can be given with one press.
    pub(crate) choices: Vec<String>,
    /// What the reply opens.
    pub(crate) tool: Option<String>,
    /// A person writes instead of the companion.
    pub(crate) taken_over: bool,
}

impl Turn {
    /// Sends a message.
    pub(crate) async fn begin(
        visit: &Visit,
        conversation: ConversationId,
        key: &str,
        words: &str,
    ) -> Result<Self, Problem> {
        let call = Call::path_and_body(
            ByConversation { id: conversation },
            NewMessage { content: Words::new(words) },
        );
        let context = visit.context().idempotency_key(key);
        let mut events = visit.client(ServiceName::AiGateway).stream::<SendMessage>(&context, call).await?;
        match events.next().await {
            Some(Ok(TurnEvent::Safety { level, category, resources })) => {
                Ok(Self { level, kind: category, resources, events: Ahead { read: VecDeque::new(), events } })
            }
            Some(Ok(_)) | None => Err(Problem::new(codes::INTERNAL)),
            Some(Err(problem)) => Err(problem),
        }
    }

    /// Whether the words are kept, in the store or sealed in the journal: waits for that alone, and takes nothing from what
    /// is told. That a turn began says only that the rules read it.
    pub(crate) async fn is_kept(&mut self) -> bool {
        while let Some(event) = self.events.events.next().await {
            let known = match &event {
                Ok(TurnEvent::Accepted { .. }) => Some(true),
                Ok(TurnEvent::Done { .. }) | Err(_) => Some(false),
                Ok(_) => None,
            };
            self.events.read.push_back(event);
            if let Some(kept) = known {
                return kept;
            }
        }
        false
    }

    /// Waits for the whole turn.
    pub(crate) async fn whole(mut self) -> Outcome {
        let mut outcome = Outcome {
            level: self.level,
            kind: self.kind,
            stored: None,
            reply: String::new(),
            replied: false,
            ending: Ending::Cut,
            code: None,
            notice: None,
            sources: Vec::new(),
            choices: Vec::new(),
            tool: None,
            taken_over: false,
        };
        while let Some(Ok(event)) = self.events.next().await {
            match event {
                TurnEvent::Safety { level, category, .. } => {
                    outcome.level = outcome.level.max(level);
                    outcome.kind = category.or(outcome.kind);
                }
                TurnEvent::Accepted { stored, .. } => outcome.stored = Some(stored),
                TurnEvent::Delta { text } => outcome.reply.push_str(text.expose()),
                TurnEvent::Done {
                    ending,
                    code,
                    reply_id,
                    notice,
                    citations,
                    taken_over,
                    choices,
                    tool,
                    ..
                } => {
                    outcome.ending = ending;
                    outcome.code = code;
                    outcome.replied = reply_id.is_some();
                    outcome.notice = notice;
                    outcome.sources = citations;
                    outcome.choices = choices;
                    outcome.tool = tool;
                    outcome.taken_over = taken_over;
                }
            }
        }
        outcome
    }

    /// The turn as events for the page's own script: words are in the page's language, so the script has none.
    pub(crate) fn told(self, visit: Visit, rose: bool, next_key: String) -> axum::body::Body {
        let first = safety(&visit, self.level, &self.resources, rose);
        let telling = Telling {
            visit,
            events: self.events,
            level: self.level,
            first: Some(first),
            next_key,
            ended: false,
        };
        let body = stream::unfold(telling, |mut telling| {
            let next: Pin<Box<dyn Future<Output = _> + Send>> = Box::pin(async move {
                let bytes = telling.next().await?;
                Some((Ok::<_, std::convert::Infallible>(bytes), telling))
            });
            next
        });
        axum::body::Body::from_stream(body)
    }
}

/// What the rules hear in words that nobody could be asked about. The page's own process reads them: no other service stands
/// between a cry for help and its numbers.
#[derive(Default)]
pub(crate) struct Heard {
    pub(crate) level: Level,
    pub(crate) kind: Option<CrisisCategory>,
    pub(crate) resources: Vec<Resource>,
}

impl Heard {
    pub(crate) fn of(visit: &Visit, words: &str) -> Self {
        let found = screen(words, &History::default());
        let Some(category) = found.primary().filter(|_| found.level > Level::None) else {
            return Self::default();
        };
        let language = found.language.unwrap_or(visit.language);
        let resources = safety_rules::resources(visit.app.place, category, found.level, language)
            .into_iter()
            .map(|line| Resource {
                id: line.id.to_owned(),
                name: line.name.to_owned(),
                kind: line.kind.name().to_owned(),
                contact: line.contact.map(str::to_owned),
            })
            .collect();
        Self { level: found.level, kind: Some(category), resources }
    }
}

/// What a page's script is told of a message that was not sent: the help lines, if it asks for them, and why. From `medium`
/// up the dialog opens. What the page does about it stands in `then`.
pub(crate) fn aside(visit: &Visit, heard: &Heard, text: &str, then: Then) -> axum::body::Body {
    let lines = match heard.level {
        Level::None => Bytes::new(),
        level => safety(visit, level, &heard.resources, level.needs_human()),
    };
    let Then { stale, out, retry } = then;
    let done = json!({"ending": Ending::Blocked, "note": text, "stale": stale, "out": out, "retry": retry});
    let done = event("done", &done);
    axum::body::Body::from([lines, done].concat())
}

/// What a page does about a message that was not sent.
#[derive(Clone, Copy, Default)]
pub(crate) struct Then {
    /// The page is from an earlier session: one of now takes its place.
    pub(crate) stale: bool,
    /// Nobody is signed in any more.
    pub(crate) out: bool,
    /// Somebody was not there in time: it is sent once more by itself, as the same message.
    pub(crate) retry: bool,
}

struct Telling {
    visit: Visit,
    events: Ahead,
    level: Level,
    first: Option<Bytes>,
    next_key: String,
    ended: bool,
}

impl Telling {
    /// Where something can be done about a message that is stored.
    fn place(
        &self,
        message: Option<MessageId>,
        place: fn(ConversationId, MessageId) -> String,
    ) -> Option<String> {
        let conversation = self.visit.session.as_ref().and_then(|session| session.conversation)?;
        Some(place(conversation, message?))
    }

    async fn next(&mut self) -> Option<Bytes> {
        if let Some(first) = self.first.take() {
            return Some(first);
        }
        if self.ended {
            return None;
        }
        let lang = self.visit.language;
        Some(match self.events.next().await {
            Some(Ok(TurnEvent::Safety { level, resources, .. })) => {
                let rose = level > self.level;
                self.level = self.level.max(level);
                safety(&self.visit, level, &resources, rose && level.needs_human())
            }
            Some(Ok(TurnEvent::Accepted { stored, message_id, .. })) => event(
                "accepted",
                &json!({
                    "stored": stored, "told": told(&self.visit, self.level, Some(stored)),
                    "back": self.place(Some(message_id).filter(|_| stored), said::own_place),
                }),
            ),
            Some(Ok(TurnEvent::Delta { text })) => event("delta", &json!({"text": text.expose()})),
            Some(Ok(TurnEvent::Done {
                ending,
                code,
                notice,
                citations,
                taken_over,
                choices,
                tool,
                reply_id,
                ..
            })) => {
                self.ended = true;
                let sources: Vec<_> = citations
                    .iter()
                    .map(|told| json!({"text": talk::source(lang, told), "place": source::place(told)}))
                    .collect();
                let tool = tool.as_deref().and_then(|tool| tools::way(tool, lang));
                let tool = tool.map(|(place, text)| json!({"place": place, "text": text}));
                let person = taken_over.then(|| talk::person_reads(lang));
                let note = note(&self.visit, ending, code.as_deref()).or(person);
                event(
                    "done",
                    &json!({
                        "ending": ending, "note": note, "notice": notice, "sources": sources, "choices": choices, "tool": tool, "key": self.next_key,
                        "opinion": self.place(reply_id, said::opinion_place), "out": code.as_deref().is_some_and(|code| is_signed_out(&self.visit, code)),
                        "retry": ending == Ending::Blocked && code.as_deref().is_some_and(is_outage),
                    }),
                )
            }
            Some(Err(_)) | None => {
                self.ended = true;
                event("done", &json!({"ending": "cut", "note": talk::cut(lang), "key": self.next_key}))
            }
        })
    }
}

fn event<T: Serialize>(name: &str, data: &T) -> Bytes {
    let data = serde_json::to_string(data).unwrap_or_default();
    Bytes::from(format!("event: {name}\ndata: {data}\n\n"))
}

/// A line as the page's script makes a link of it.
fn told_line(kind: &str, name: &str, contact: Option<&str>, lang: Lang) -> Option<serde_json::Value> {
    let contact = contact?;
    let address = numbers::dial(kind, contact)?;
    Some(json!({"name": name, "number": numbers::verb(kind, contact, lang), "address": address}))
}

/// Whom to call for a kind of danger that was said elsewhere, as a page's script is told it.
pub(crate) fn told_lines(visit: &Visit, kind: Option<CrisisCategory>) -> Vec<serde_json::Value> {
    let lang = visit.language;
    let lines = match kind {
        Some(kind) => numbers::lines(visit.app.place, kind, lang),
        None => numbers::first(visit.app.place, None, lang),
    };
    lines.iter().filter_map(|line| told_line(line.kind.name(), line.name, line.contact, lang)).collect()
}

fn safety(visit: &Visit, level: Level, resources: &[Resource], open: bool) -> Bytes {
    let lang = visit.language;
    let lines: Vec<_> = resources
        .iter()
        .filter_map(|line| told_line(&line.kind, &line.name, line.contact.as_deref(), lang))
        .collect();
    event("safety", &json!({"level": level, "rank": crisis::rank(level), "open": open, "lines": lines}))
}

/// What may be said of who was told: an alert is stored in the same step as the message that raises it, so it is
/// there when the message is. That somebody comes, only a person may say.
pub(crate) fn told(visit: &Visit, level: Level, stored: Option<bool>) -> Option<String> {
    told_at(visit, visit.app.sources.now(), level, stored)
}

/// The same of a message that was stored at some time.
pub(crate) fn told_at(visit: &Visit, at: Timestamp, level: Level, stored: Option<bool>) -> Option<String> {
    told_in(visit.language, &visit.when().time(at), level, stored)
}

fn told_in(lang: Lang, now: &str, level: Level, stored: Option<bool>) -> Option<String> {
    match stored {
        Some(true) if level.needs_human() => Some(care::stored_alert(lang, now)),
        Some(false) if level.needs_human() => Some(care::journal_alert(lang).to_owned()),
        Some(false) => Some(talk::journal(lang).to_owned()),
        Some(true) | None => None,
    }
}

/// What is said of an ending that is not a whole answer.
pub(crate) fn note(visit: &Visit, ending: Ending, code: Option<&str>) -> Option<&'static str> {
    let lang = visit.language;
    match (ending, code) {
        (Ending::Complete, _) => None,
        (Ending::Cut, _) => Some(talk::cut(lang)),
        (Ending::Blocked, Some(code)) => Some(of_code(visit, code)),
        (Ending::Blocked, None) => Some(talk::not_sent(lang)),
    }
}

/// Whether a turn was refused because nobody is signed in any more. Where that could not be learned, it is not said.
pub(crate) fn is_signed_out(visit: &Visit, code: &str) -> bool {
    if visit.is_unsure() {
        return false;
    }
    let codes = [codes::UNAUTHENTICATED, codes::TOKEN_EXPIRED, auth_rbac_api::codes::SESSION_ENDED];
    codes.iter().any(|known| known.name() == code)
}

/// Whether a turn was refused because somebody was not there in time: then another try may find them.
fn is_outage(code: &str) -> bool {
    [codes::TIMED_OUT, codes::UNAVAILABLE].iter().any(|known| known.name() == code)
}

/// A refusal's code in words.
pub(crate) fn of_code(visit: &Visit, code: &str) -> &'static str {
    use ai_gateway_api::codes as ai;
    let lang = visit.language;
    let is = |one: kernel::ErrorCode| one.name() == code;
    if is(ai::NOT_AGREED) {
        talk::not_agreed(lang)
    } else if is(ai::TOO_LONG) || is(codes::TOO_LARGE) {
        talk::too_long(lang)
    } else if is(ai::EMPTY) {
        talk::nothing(lang)
    } else if is(codes::RATE_LIMITED) {
        talk::too_fast(lang)
    } else if is(chat_history_api::codes::TURN_OPEN) {
        talk::waiting(lang)
    } else if is_signed_out(visit, code) {
        talk::signed_out(lang)
    } else {
        talk::not_sent(lang)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn that_somebody_was_told_is_said_only_when_the_alert_is_stored() {
        for lang in [Lang::En, Lang::Es] {
            let told = |level, stored| told_in(lang, "14:02", level, stored);
            for level in [Level::Medium, Level::High, Level::Critical] {
                assert_eq!(told(level, Some(true)), Some(care::stored_alert(lang, "14:02")));
                // Kept in the journal, or not at all: nobody has been told yet, and nothing says so.
                assert_eq!(told(level, Some(false)).as_deref(), Some(care::journal_alert(lang)));
                assert_eq!(told(level, None), None);
            }
            assert_eq!(told(Level::None, Some(true)), None);
            assert_eq!(told(Level::Low, Some(true)), None, "a low level raises no alert");
            assert!(!care::journal_alert(lang).contains("alert"));
        }
    }
}
