//! What a turn tells, before it is events or one answer.

use ai_gateway_api::{TurnAnswer, TurnEvent};
use api::{Problem, Words};
use chat_history_api::{Ending, Route};
use content_safety_api::Level;
use tokio::sync::mpsc;

/// Where a turn tells what happens. It never waits for the reader: a reader that is slow or gone must not keep a
/// turn open, and what one turn tells is bounded by the longest reply.
pub(crate) type Telling = mpsc::UnboundedSender<Told>;

/// One thing told.
pub(crate) enum Told {
    /// An event.
    Event(TurnEvent),
    /// The end of a turn that was refused: for a stream the event, for one answer the problem.
    Refused(Problem),
}

impl Told {
    /// As an event of a stream.
    pub(crate) fn event(self) -> TurnEvent {
        match self {
            Self::Event(event) => event,
            Self::Refused(problem) => TurnEvent::Done {
                ending: Ending::Blocked,
                code: Some(problem.code.into_owned()),
                reply_id: None,
                route: None,
                notice: None,
                citations: Vec::new(),
                taken_over: false,
                choices: Vec::new(),
                tool: None,
            },
        }
    }
}

/// One answer of everything told. A refused message without danger is a problem; with danger it is an answer
/// that carries the help lines.
pub(crate) async fn collect(mut told: mpsc::UnboundedReceiver<Told>) -> Result<TurnAnswer, Problem> {
    let mut answer = TurnAnswer {
        message_id: None,
        stored: false,
        reply_id: None,
        reply: Words::default(),
        level: Level::None,
        route: Route::Guided,
        resources: Vec::new(),
        notice: None,
        citations: Vec::new(),
        ending: Ending::Cut,
        code: None,
        taken_over: false,
        choices: Vec::new(),
        tool: None,
    };
    let mut reply = String::new();
    while let Some(next) = told.recv().await {
        match next {
            Told::Refused(problem) if answer.level == Level::None => return Err(problem),
            Told::Refused(problem) => {
                answer.ending = Ending::Blocked;
                answer.route = Route::Crisis;
                answer.code = Some(problem.code.into_owned());
            }
            Told::Event(TurnEvent::Safety { level, resources, .. }) => {
                answer.level = level;
                answer.resources = resources;
            }
            Told::Event(TurnEvent::Accepted { message_id, stored }) => {
                answer.message_id = Some(message_id);
                answer.stored = stored;
            }
            Told::Event(TurnEvent::Delta { text }) => reply.push_str(text.expose()),
            Told::Event(TurnEvent::Done {
                ending,
                code,
                reply_id,
                route,
                notice,
                citations,
                taken_over,
                choices,
                tool,
            }) => {
                answer.choices = choices;
                answer.tool = tool;
                answer.taken_over = taken_over;
                answer.ending = ending;
                answer.code = code;
                answer.reply_id = reply_id;
                answer.route = route.unwrap_or(answer.route);
                answer.notice = notice;
                answer.citations = citations;
            }
        }
    }
    answer.reply = Words::new(reply);
    Ok(answer)
}
