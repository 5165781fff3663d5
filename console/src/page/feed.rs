//! Alerts as they come, for the staff's list: the platform's own feed, with names and words put in.
//!
//! The script has no words of its own; what it shows is what stands here. An interrupted feed goes on where it broke.

use std::collections::VecDeque;

use api::{Body, Problem, SseParser, codes, headers};
use bytes::Bytes;
use chat_history_api::{Alert, AlertChange, AlertEvent, AlertState, WatchAlerts};
use futures_util::stream;
use http::header::{ACCEPT, AUTHORIZATION};
use http_body_util::BodyExt;
use relationship_management_api::Unit;
use serde_json::json;

use super::staff::{of_alert, unit_name, units};
use crate::component::alert;
use crate::people::People;
use crate::reply::{Done, Reply};
use crate::visit::Visit;
use crate::words::{staff, terms};

struct Feed {
    visit: Visit,
    units: Vec<Unit>,
    body: Body,
    parser: SseParser,
    ready: VecDeque<Bytes>,
    ended: bool,
}

pub(crate) async fn events(visit: Visit) -> Result<Done, Problem> {
    let spec = <WatchAlerts as api::Operation>::SPEC;
    let context = visit.context();
    let mut request = http::Request::builder().uri(spec.public_path()).header(ACCEPT, "text/event-stream");
    if let Some(authorization) = &context.authorization {
        request = request.header(AUTHORIZATION, authorization);
    }
    if let Some(last) = &visit.last_event {
        request = request.header(headers::LAST_EVENT_ID, last);
    }
    let request = request.body(api::empty()).map_err(|_| Problem::new(codes::INTERNAL))?;
    let response = visit.gate.raw(request).await?;
    let units = units(&visit).await;
    let feed = Feed {
        visit: visit.clone(),
        units,
        body: response,
        parser: SseParser::default(),
        ready: VecDeque::new(),
        ended: false,
    };
    let body = stream::unfold(feed, |mut feed| async move {
        let bytes = feed.next().await?;
        Some((Ok::<_, std::convert::Infallible>(bytes), feed))
    });
    Ok(Done::new(visit, Reply::Events(axum::body::Body::from_stream(body))))
}

impl Feed {
    async fn next(&mut self) -> Option<Bytes> {
        loop {
            if let Some(ready) = self.ready.pop_front() {
                return Some(ready);
            }
            if self.ended {
                return None;
            }
            let Some(Ok(frame)) = self.body.frame().await else {
                self.ended = true;
                continue;
            };
            let Ok(data) = frame.into_data() else { continue };
            if self.parser.push(&data).is_err() {
                self.ended = true;
                continue;
            }
            while let Some(raw) = self.parser.next_event() {
                let text = format!("{{\"event\":\"{}\",\"data\":{}}}", raw.name, raw.data);
                match serde_json::from_str::<AlertEvent>(&text) {
                    Ok(event) => {
                        let told = self.told(&event, raw.id.as_deref()).await;
                        self.ready.push_back(told);
                    }
                    Err(_) => {
                        tracing::error!(event = %raw.name, "an event of the feed has another shape than its contract")
                    }
                }
            }
        }
    }

    async fn told(&mut self, event: &AlertEvent, id: Option<&str>) -> Bytes {
        let (name, data) = match event {
            AlertEvent::Alert { change, alert } => {
                ("alert", told_alert(&self.visit, &self.units, *change, alert).await)
            }
            AlertEvent::Heartbeat { at, on_shift } => {
                ("heartbeat", json!({"at": self.visit.when().time(*at), "on_shift": on_shift}))
            }
            AlertEvent::End { reason } => {
                self.ended = true;
                ("end", json!({"reason": reason}))
            }
        };
        let id = id.map_or_else(String::new, |id| format!("id: {id}\n"));
        Bytes::from(format!("{id}event: {name}\ndata: {data}\n\n"))
    }
}

async fn told_alert(visit: &Visit, units: &[Unit], change: AlertChange, one: &Alert) -> serde_json::Value {
    let lang = visit.language;
    let people = People::of(visit, of_alert(one)).await;
    let unit = unit_name(units, one.unit_id, staff::unit_none(lang));
    let when = visit.when();
    let state = match (one.state, one.acknowledged_by, one.taken_over_by) {
        (AlertState::TakenOver, _, Some(who)) => staff::writes(lang, people.name(who)),
        (AlertState::Acknowledged, Some(who), _) => {
            let at = when.time(one.acknowledged_at.unwrap_or(one.updated_at));
            staff::has_it(lang, people.name(who), at)
        }
        (state, ..) => terms::state(lang, state).to_owned(),
    };
    json!({
        "id": one.alert_id,
        "change": change,
        "level": one.level,
        "word": terms::level(lang, one.level),
        "whose": format!("{}, {unit}", people.name(one.patient_id)),
        "why": alert::why(one, lang),
        "open": one.state == AlertState::Open,
        "closed": one.state == AlertState::Closed,
        "state": state,
        "place": format!("/staff/alerts/{}", one.alert_id),
    })
}
