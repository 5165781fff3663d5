//! What happens, as it happens: alerts for the staff's list, and for a resident what people do in their conversation.
//!
//! The scripts have no words of their own; what they show stands here. An interrupted stream goes on where it broke.
//! Nobody's hand is behind any of it: whatever a feed asks of the platform keeps no session alive.

use std::sync::Arc;

use api::{Call, CallContext, Event, Events, Operation, Problem};
use bytes::Bytes;
use chat_history_api::{
    Alert, AlertChange, AlertEvent, AlertState, Attention, ByConversation, ConversationEvent, Speaker,
    WatchAlerts, WatchConversation, WatchQuery,
};
use futures_util::{StreamExt, stream};
use kernel::UnitId;
use relationship_management_api::Unit;
use serde_json::{Value, json};

use super::staff::{named_units, of_alert, unit_name, with_unit};
use super::{day, talk as talk_page, turn};
use crate::component::{alert, crisis};
use crate::people::People;
use crate::reply::{Done, Reply};
use crate::visit::Visit;
use crate::words::{self, Lang, staff, talk, terms};

/// Opens a stream of the platform in the browser's name, after the last event that the browser had.
async fn watch<O: Operation>(visit: &Visit, call: Call<O>) -> Result<Events<O::Event>, Problem> {
    watch_as(visit, visit.context().after_event(visit.last_event.clone()), call).await
}

/// The same with a context of the page's own: for a purpose, after an event that it names.
pub(super) async fn watch_as<O: Operation>(
    visit: &Visit,
    context: CallContext,
    call: Call<O>,
) -> Result<Events<O::Event>, Problem> {
    visit.client(O::SPEC.service).stream::<O>(&context, call).await
}

/// One event for the page's script.
fn line(id: Option<&str>, name: &str, data: &Value) -> Bytes {
    let id = id.map_or_else(String::new, |id| format!("id: {id}\n"));
    Bytes::from(format!("{id}event: {name}\ndata: {data}\n\n"))
}

/// A body of what is told first, and of what becomes of each event. What nothing is told of is left out.
pub(super) fn body<E, S, F, Told>(
    visit: Visit,
    first: Option<Bytes>,
    events: Events<E>,
    state: S,
    tell: F,
) -> axum::body::Body
where
    E: Event + Sync,
    S: Clone + Send + Sync + 'static,
    F: Fn(Visit, S, E) -> Told + Clone + Send + Sync + 'static,
    Told: Future<Output = Option<(&'static str, Value)>> + Send,
{
    let begin = (events, false);
    let rest = stream::unfold(begin, move |(mut events, mut ended)| {
        let (visit, state, tell) = (visit.clone(), state.clone(), tell.clone());
        async move {
            while !ended {
                let Some(Ok(event)) = events.next().await else { return None };
                let id = events.last_id().map(str::to_owned);
                ended = event.is_ending();
                if let Some((name, data)) = tell(visit.clone(), state.clone(), event).await {
                    let bytes = line(id.as_deref(), name, &data);
                    return Some((Ok::<_, std::convert::Infallible>(bytes), (events, ended)));
                }
            }
            None
        }
    });
    let first = stream::iter(first.map(Ok::<_, std::convert::Infallible>));
    axum::body::Body::from_stream(first.chain(rest))
}

/// Alerts of the residents whom the caller answers for.
pub(crate) async fn alerts(visit: Visit) -> Result<Done, Problem> {
    told_alerts(visit, WatchQuery::default()).await
}

/// How many of them are open, for the bar of a page that is about something else: nobody is named, and nobody's record read.
pub(crate) async fn counts(visit: Visit) -> Result<Done, Problem> {
    told_alerts(visit, WatchQuery { counts: true }).await
}

async fn told_alerts(visit: Visit, query: WatchQuery) -> Result<Done, Problem> {
    let visit = visit.unattended();
    let events = watch(&visit, Call::<WatchAlerts>::query(query)).await?;
    let units = Arc::new(named_units(&visit).await);
    let body = body(visit.clone(), None, events, units, |visit, units, event| async move {
        let lang = visit.language;
        Some(match event {
            AlertEvent::Alert { asked, alert, .. } => {
                ("alert", told_alert(&visit, &units, asked, &alert).await)
            }
            AlertEvent::Counts(counts) => {
                let counts = json!({
                    "open": counts.open, "waiting": counts.waiting, "ringing": counts.ringing, "more": counts.more,
                });
                ("counts", counts)
            }
            AlertEvent::Unanswered { unit_id, level, since } => {
                let unit = place(&units, unit_id, lang);
                let text = staff::unanswered(lang, unit, terms::level(lang, level), visit.when().ago(since));
                ("unanswered", json!({"text": text}))
            }
            AlertEvent::Heartbeat { at, on_shift } => {
                let at = json!({"at": visit.when().time(at), "now": alert::millis(at), "on_shift": on_shift});
                ("heartbeat", at)
            }
            AlertEvent::Narrowed { until } => ("narrowed", json!({"until": visit.when().time(until)})),
            // A shift is about those whom its owner is asked for first.
            AlertEvent::Place { alert_id, unit_id, level, state, since, escalates_at } => {
                let place = json!({
                    "id": alert_id, "level": level, "asked": true, "word": terms::level(lang, level),
                    "whose": place(&units, unit_id, lang), "state": terms::state(lang, state),
                    "open": state == AlertState::Open, "closed": state == AlertState::Closed,
                    "since": alert::millis(since), "due": escalates_at.map(alert::millis),
                });
                ("place", place)
            }
            AlertEvent::End { reason } => ("end", json!({"reason": reason})),
        })
    });
    Ok(Done::new(visit, Reply::Events(body)))
}

/// Where somebody is needed. A unit whose name is not known is another all the same.
fn place(units: &[Unit], id: Option<UnitId>, lang: Lang) -> String {
    unit_name(units, id, lang).unwrap_or_else(|| staff::other_unit(lang).to_owned())
}

async fn told_alert(visit: &Visit, units: &[Unit], asked: bool, one: &Alert) -> Value {
    let lang = visit.language;
    let people = People::of(visit, of_alert(one)).await;
    let home = people.home(one.patient_id, unit_name(units, one.unit_id, lang));
    json!({
        "id": one.alert_id,
        "asked": asked,
        "level": one.level,
        "word": terms::level(lang, one.level),
        "whose": with_unit(people.name(one.patient_id), home),
        "why": alert::why(one, lang),
        "open": one.state == AlertState::Open,
        "closed": one.state == AlertState::Closed,
        "state": alert::state(visit, one, &people),
        // Without anybody's name, for a page that nobody has touched for a while.
        "bare": terms::state(lang, one.state),
        "unit": place(units, one.unit_id, lang),
        "place": format!("/staff/alerts/{}", one.alert_id),
        "since": alert::millis(one.updated_at),
        "due": alert::due(one).map(alert::millis),
    })
}

/// A danger that stands and that is not answered: a page that was opened before it, and whose feed was broken meanwhile,
/// learns of it now.
fn standing(visit: &Visit) -> Option<Bytes> {
    let danger = Some(visit.danger()).filter(|level| level.needs_human())?;
    let lines = turn::told_lines(visit, visit.danger_kind());
    Some(line(
        None,
        "danger",
        &json!({"rank": crisis::rank(danger), "lines": lines, "both": visit.danger_kind().is_none()}),
    ))
}

/// What people do in the resident's conversation: who has seen an alert, and what they write. A danger is told too, without
/// a word of the message: it may have been said on another page of theirs.
pub(crate) async fn own(visit: Visit) -> Result<Done, Problem> {
    let Some(conversation_id) = visit.session.as_ref().and_then(|session| session.conversation) else {
        return Err(Problem::new(api::codes::NOT_FOUND));
    };
    let visit = visit.unattended();
    let call = Call::<WatchConversation>::path(ByConversation { conversation_id });
    let events = watch(&visit, call).await?;
    // What is looked up only opens the page's dialog: the cookie is that of an answer, which may be under way.
    let first = standing(&talk_page::as_it_stands(&visit).await);
    let body = body(visit.clone(), first, events, (), move |visit, (), event| async move {
        match event {
            ConversationEvent::Message(message) if message.speaker == Speaker::Staff => {
                let by = match message.author_id {
                    Some(author) => People::of(&visit, [author]).await.name(author).to_owned(),
                    None => talk::staff(visit.language).to_owned(),
                };
                let time = visit.when().time(message.created_at);
                Some(("staff", json!({"by": format!("{by}, {time}"), "text": message.content.expose()})))
            }
            // Its level alone. The level of the whole conversation tells nothing of a new danger: it is told anew at times.
            ConversationEvent::Message(message)
                if message.speaker == Speaker::Resident && message.level.needs_human() =>
            {
                let told = turn::told_at(&visit, message.created_at, message.level, Some(true));
                let lines = turn::told_lines(&visit, message.categories.first().copied());
                Some(("danger", json!({"rank": crisis::rank(message.level), "told": told, "lines": lines})))
            }
            // In this conversation or in another of theirs: what the companion says stands where it was said. A low one opens
            // nothing, and its question is there to be answered.
            ConversationEvent::Danger { conversation_id: said_in, level, at, answer } => {
                let told = turn::told_at(&visit, at, level, Some(true));
                let answer = answer.filter(|_| said_in == conversation_id);
                let text = answer.as_ref().map(api::Words::expose);
                let lines = turn::told_lines(&visit, None);
                Some((
                    "danger",
                    json!({"rank": crisis::rank(level), "told": told, "text": text, "lines": lines, "both": true}),
                ))
            }
            ConversationEvent::Attention(told) => {
                let text = attention(&visit, told).await?;
                Some(("attention", json!({"text": text})))
            }
            ConversationEvent::End { reason } => Some(("end", json!({"reason": reason}))),
            ConversationEvent::Due(due) => {
                let what = day::what(visit.language, &due);
                Some(("due", json!({"text": words::day::due(visit.language, what)})))
            }
            ConversationEvent::Message(_)
            | ConversationEvent::Changed(_)
            | ConversationEvent::Level { .. } => None,
        }
    });
    Ok(Done::new(visit, Reply::Events(body)))
}

/// What became of an alert, as its resident is told: only what a person did, and when.
pub(super) async fn attention(visit: &Visit, told: Attention) -> Option<String> {
    let Attention { change, by, at } = told;
    let (lang, time) = (visit.language, visit.when().time(at));
    let people = People::of(visit, by).await;
    let name = by.map_or_else(|| talk::staff(lang).to_owned(), |by| people.name(by).to_owned());
    match change {
        AlertChange::Acknowledged => Some(talk::seen_by(lang, name, time)),
        AlertChange::GivenBack => Some(talk::given_back(lang, name, time)),
        AlertChange::TakenOver => Some(talk::writes_now(lang, name)),
        AlertChange::HandedBack => Some(talk::answers_again(lang).to_owned()),
        AlertChange::Closed => Some(talk::closed_by(lang, name, time)),
        AlertChange::Standing
        | AlertChange::Raised
        | AlertChange::Risen
        | AlertChange::Reopened
        | AlertChange::Escalated => None,
    }
}
