//! One request of one operation: admitted, read, handled, answered. Everything here follows from the
//! operation's spec, so no handler can forget it.

use std::future::Future;
use std::time::Duration;

use api::{
    Access, Authentication, BodyError, Call, CallContext, Caller, Exposure, Idempotency, Method, Operation,
    Problem, Purpose, Role, ServiceName, Spec, StreamKind, codes, headers,
};
use axum::extract::{FromRequestParts, Path, Request};
use axum::response::{IntoResponse, Response};
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, StatusCode};
use kernel::{RequestId, Timestamp};
use serde::de::DeserializeOwned;
use tokio::time::Instant;

use crate::inbound::{Answer, Failure, Inbound, Origin, Reply};
use crate::shed::Shed;

/// The longest idempotency key that is read.
const KEY_CHARS_MAX: usize = 128;

pub(crate) async fn dispatch<O, F, R>(request: Request, handle: F) -> Response
where
    O: Operation,
    F: FnOnce(Inbound<O>) -> R,
    R: Future<Output = Answer<O>>,
{
    let (mut parts, body) = request.into_parts();
    let id = parts.extensions.get::<RequestId>().copied();
    let deadline = deadline(&O::SPEC, &parts.headers);
    let shed = parts.extensions.get::<Shed>().cloned().unwrap_or_default();
    let Some(_admitted) = shed.admit(O::SPEC.priority) else {
        return problem_response(Problem::new(codes::OVERLOADED).retry_after_s(1), id);
    };
    let reading = async {
        let caller = admit(&O::SPEC, &parts)?;
        read::<O>(&mut parts, body, caller, deadline).await
    };
    let late = || Failure::from(codes::TIMED_OUT);
    let inbound = tokio::time::timeout_at(deadline, reading).await.unwrap_or_else(|_| Err(late()));
    let inbound = match inbound {
        Ok(inbound) => inbound,
        Err(failure) => return failure_response(O::SPEC.name, failure, id),
    };
    let begun = Instant::now();
    let Ok(answer) = tokio::time::timeout_at(deadline, handle(inbound)).await else {
        let mut response = failure_response(O::SPEC.name, late(), id);
        // A body that came late, or a caller that had hardly any time left, says nothing of who was asked.
        if is_fair(&O::SPEC, begun.elapsed()) {
            response.headers_mut().insert(headers::TIMED_OUT, HeaderValue::from_static("1"));
        }
        return response;
    };
    match answer {
        Ok(Reply::Json(output)) => json_response::<O>(&output),
        Ok(Reply::Events(stream)) => events_response(stream.body),
        Err(failure) => failure_response(O::SPEC.name, failure, id),
    }
}

/// Whether somebody had enough of an operation's time for a late answer to be theirs: half of it.
fn is_fair(spec: &Spec, had: Duration) -> bool {
    had * 2 >= Duration::from_millis(u64::from(spec.timeout_ms))
}

/// When the time of a request is up: the operation's own limit, or what the caller has left if that is less.
fn deadline(spec: &Spec, headers: &HeaderMap) -> Instant {
    let left = headers
        .get(headers::DEADLINE_MS)
        .and_then(|value| value.to_str().ok())
        .and_then(|text| text.parse::<u64>().ok())
        .unwrap_or(u64::MAX);
    Instant::now() + Duration::from_millis(left.min(u64::from(spec.timeout_ms)))
}

/// When the credentials of a request were looked at.
#[derive(Clone, Copy)]
pub(crate) struct Judged(pub(crate) Timestamp);

/// Who may call: DESIGN §4's binding, in one place.
fn admit(spec: &Spec, parts: &Parts) -> Result<Caller, Failure> {
    let authentication = parts.extensions.get::<Authentication>().cloned().unwrap_or(Authentication::Absent);
    let peer = match parts.extensions.get::<Origin>() {
        Some(Origin::Peer(peer)) => *peer,
        // The gateway's own operations; every other service is reached through a peer.
        Some(Origin::Public(_)) if spec.service == ServiceName::ApiGateway => ServiceName::ApiGateway,
        Some(Origin::Public(_) | Origin::Internal) | None => return Err(codes::UNAUTHENTICATED.into()),
    };
    let trusted = spec.services.contains(&peer);
    let from_edge = peer == ServiceName::ApiGateway && spec.exposure == Exposure::Public;
    if !trusted && !from_edge {
        return Err(codes::FORBIDDEN.into());
    }
    let caller = Caller { peer, authentication };
    if spec.anonymous || spec.deferred_authentication {
        return Ok(caller);
    }
    match &caller.authentication {
        Authentication::Verified(principal) => {
            let role = spec.roles.is_empty() && trusted || spec.roles.contains(&principal.role);
            let scope =
                spec.scopes.is_empty() || spec.scopes.iter().any(|scope| principal.scopes.contains(scope));
            if !role || !scope {
                return Err(codes::FORBIDDEN.into());
            }
            let now = parts.extensions.get::<Judged>().ok_or_else(|| Failure::from(codes::INTERNAL))?;
            if spec.fresh_proof && !principal.is_proven(now.0) {
                let detail =
                    "show anew who you are at POST /auth/step-up; a device that signs in alone cannot";
                return Err(Problem::new(codes::STEP_UP).detail(detail).into());
            }
            Ok(caller)
        }
        // A service that asks for itself, on an operation that lets it.
        Authentication::Absent if trusted => Ok(caller),
        Authentication::Expired(_) => Err(codes::TOKEN_EXPIRED.into()),
        Authentication::Absent | Authentication::Invalid => Err(codes::UNAUTHENTICATED.into()),
    }
}

async fn read<O: Operation>(
    parts: &mut Parts,
    body: axum::body::Body,
    caller: Caller,
    deadline: Instant,
) -> Result<Inbound<O>, Failure> {
    // Two versions may run side by side: peers may know fields that we do not. The edge may not.
    let strict = caller.peer == ServiceName::ApiGateway;
    let path = Path::<O::Path>::from_request_parts(parts, &()).await;
    let Path(path) =
        path.map_err(|_| Problem::new(codes::MALFORMED).detail("the address is not readable"))?;
    let query = parts.uri.query().unwrap_or_default();
    let query = strictly(serde_urlencoded_deserializer(query), strict, codes::MALFORMED)?;
    let body = body_of::<O>(&parts.headers, body, strict).await?;
    let purpose = purpose(&O::SPEC, &caller, &parts.headers)?;
    let key = idempotency_key(&O::SPEC, &parts.headers)?;
    let text = |name| parts.headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let context = CallContext {
        request_id: parts
            .extensions
            .get::<RequestId>()
            .copied()
            .ok_or_else(|| Failure::from(codes::INTERNAL))?,
        deadline: Some(deadline),
        authorization: parts.headers.get(AUTHORIZATION).cloned(),
        purpose: parts.headers.contains_key(headers::PURPOSE_OF_USE).then_some(purpose),
        idempotency_key: key,
        last_event_id: None,
        // Where nothing is exported, what came in is passed on as it is.
        traceparent: crate::telemetry::current_traceparent()
            .or_else(|| parts.headers.get(headers::TRACEPARENT).cloned()),
    };
    Ok(Inbound {
        call: Call { path, query, body },
        purpose,
        context,
        wants_events: wants_events(&O::SPEC, &parts.headers),
        last_event_id: text(headers::LAST_EVENT_ID),
        judged: parts.extensions.get::<Judged>().map(|judged| judged.0),
        edge_refusal: (caller.peer == ServiceName::ApiGateway).then(|| text(headers::EDGE_REFUSAL)).flatten(),
        caller,
    })
}

fn serde_urlencoded_deserializer(query: &str) -> serde_urlencoded::Deserializer<'_> {
    serde_urlencoded::Deserializer::new(form_urlencoded::parse(query.as_bytes()))
}

async fn body_of<O: Operation>(
    headers: &HeaderMap,
    body: axum::body::Body,
    strict: bool,
) -> Result<O::Body, Failure> {
    if matches!(O::SPEC.method, Method::Get | Method::Delete) {
        return strictly(&mut serde_json::Deserializer::from_slice(b"{}"), strict, codes::INVALID);
    }
    let bytes = api::collect(body, O::SPEC.body_bytes_max as usize).await.map_err(|error| match error {
        BodyError::TooLarge(bytes) => {
            Problem::new(codes::TOO_LARGE).detail(format!("a body here is at most {bytes} bytes"))
        }
        BodyError::Broken(_) => Problem::new(codes::MALFORMED).detail("the body broke off"),
    })?;
    let json = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).is_some_and(|kind| {
        kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
    });
    if bytes.is_empty() {
        return strictly(&mut serde_json::Deserializer::from_slice(b"{}"), strict, codes::INVALID);
    }
    if !json {
        return Err(Problem::new(codes::UNSUPPORTED).detail("send application/json").into());
    }
    // A peer's body is almost always good: read plainly, and only what is wrong again, to say where.
    if !strict && let Ok(value) = serde_json::from_slice(&bytes) {
        return Ok(value);
    }
    let mut deserializer = serde_json::Deserializer::from_slice(&bytes);
    let value = strictly(&mut deserializer, strict, codes::INVALID)?;
    deserializer
        .end()
        .map_err(|_| Problem::new(codes::MALFORMED).detail("something follows the JSON value"))?;
    Ok(value)
}

/// Reads a value; when `strict`, a field that nobody knows is an error, so that a misspelt one is not lost.
/// Messages name fields, never values.
fn strictly<'de, T, D>(deserializer: D, strict: bool, wrong: kernel::ErrorCode) -> Result<T, Failure>
where
    T: DeserializeOwned,
    D: serde::Deserializer<'de, Error: Syntax>,
{
    let mut unknown: Option<String> = None;
    let mut note = |path: serde_ignored::Path<'_>| {
        unknown.get_or_insert_with(|| path.to_string().chars().take(100).collect());
    };
    let mut track = serde_path_to_error::Track::new();
    let tracked = serde_path_to_error::Deserializer::new(deserializer, &mut track);
    let result = T::deserialize(serde_ignored::Deserializer::new(tracked, &mut note));
    match result {
        Err(error) if error.is_syntax() => {
            Err(Problem::new(codes::MALFORMED).detail("this is not readable").into())
        }
        Err(error) => {
            let place: String = track.path().to_string().chars().take(100).collect();
            let place = if place == "." { String::new() } else { place };
            // A field that is missing is named by the contract, never by what was sent.
            let told = error.to_string();
            let missing = told.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
            let (field, reason) = match missing {
                Some(name) if place.is_empty() => (name.to_owned(), "is missing"),
                Some(name) => (format!("{place}.{name}"), "is missing"),
                None => (place, "is missing, or not of the kind that is read here"),
            };
            Err(Problem::new(wrong).field(field, reason).into())
        }
        Ok(_) if strict && unknown.is_some() => Err(Problem::new(wrong)
            .field(unknown.unwrap_or_default(), "is not a field that is known here")
            .into()),
        Ok(value) => Ok(value),
    }
}

/// Tells text that cannot be read from values that cannot be used.
trait Syntax {
    fn is_syntax(&self) -> bool;
}

impl Syntax for serde_json::Error {
    fn is_syntax(&self) -> bool {
        use serde_json::error::Category;
        matches!(self.classify(), Category::Syntax | Category::Eof | Category::Io)
    }
}

impl Syntax for serde_urlencoded::de::Error {
    fn is_syntax(&self) -> bool {
        false
    }
}

/// Why it is done, as the caller states it. Unstated it is the operation's own; but a resident treats nobody and a
/// relative neither: theirs is their own request, and the family's part in care (45 CFR 164.510(b)).
fn purpose(spec: &Spec, caller: &Caller, headers: &HeaderMap) -> Result<Purpose, Failure> {
    let role = caller.principal().map(|principal| principal.role);
    let default = match (spec.access, role) {
        (Access::Patient { purpose: Purpose::Treatment, .. }, Some(Role::Resident)) => Purpose::Patient,
        (Access::Patient { purpose: Purpose::Treatment, .. }, Some(Role::FamilyMember)) => Purpose::Family,
        (Access::Patient { purpose, .. }, _) => purpose,
        (Access::NoPatient { .. } | Access::Unbound, _) => Purpose::Operations,
    };
    let Some(stated) = headers.get(headers::PURPOSE_OF_USE) else { return Ok(default) };
    stated
        .to_str()
        .ok()
        .and_then(Purpose::parse)
        .ok_or_else(|| Problem::invalid("Purpose-Of-Use", "is not a purpose that is known here").into())
}

fn idempotency_key(spec: &Spec, headers: &HeaderMap) -> Result<Option<String>, Failure> {
    let key = headers.get(headers::IDEMPOTENCY_KEY).map(|value| value.to_str().map(str::to_owned));
    match key {
        None if spec.idempotency == Idempotency::KeyRequired => {
            Err(Problem::invalid("Idempotency-Key", "this header is needed here").into())
        }
        None => Ok(None),
        Some(Ok(key)) if !key.is_empty() && key.len() <= KEY_CHARS_MAX => Ok(Some(key)),
        Some(_) => Err(Problem::invalid("Idempotency-Key", "is 1 to 128 visible ASCII characters").into()),
    }
}

fn wants_events(spec: &Spec, headers: &HeaderMap) -> bool {
    match spec.stream {
        StreamKind::Events => true,
        StreamKind::EventsOrJson => headers
            .get_all(ACCEPT)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .any(|accept| accept.contains("text/event-stream")),
        StreamKind::None | StreamKind::Upload => false,
    }
}

fn json_response<O: Operation>(output: &O::Output) -> Response {
    let status = StatusCode::from_u16(O::SPEC.success).unwrap_or(StatusCode::OK);
    match serde_json::to_vec(output) {
        Ok(bytes) => {
            (status, [(CONTENT_TYPE, HeaderValue::from_static("application/json"))], bytes).into_response()
        }
        Err(_) => problem_response(Problem::new(codes::INTERNAL), None),
    }
}

fn events_response(body: api::Body) -> Response {
    let mut response = Response::new(axum::body::Body::new(body));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    response
}

/// A failure as a response, told to the log once.
pub(crate) fn failure_response(operation: &'static str, failure: Failure, id: Option<RequestId>) -> Response {
    log(operation, id, &failure);
    problem_response(failure.problem, id)
}

/// A problem document as a response.
pub(crate) fn problem_response(mut problem: Problem, id: Option<RequestId>) -> Response {
    problem.instance = id.map(|id| format!("urn:uuid:{id}"));
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let bytes = serde_json::to_vec(&problem).unwrap_or_default();
    let kind = HeaderValue::from_static("application/problem+json");
    let mut response = (status, [(CONTENT_TYPE, kind)], bytes).into_response();
    if let Some(seconds) = problem.retry_after_s {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    if problem.is(codes::STEP_UP) {
        // RFC 9470 §3.
        let challenge = HeaderValue::from_static("Bearer error=\"insufficient_user_authentication\"");
        response.headers_mut().insert(WWW_AUTHENTICATE, challenge);
    }
    response
}

/// One line an error, here and nowhere else, with the whole chain of causes. Our own error types name what
/// failed and never what was in it.
fn log(operation: &'static str, id: Option<RequestId>, failure: &Failure) {
    let request = id.map(|id| id.to_string());
    let code = failure.problem.code.as_ref();
    let mut chain = String::new();
    let mut cause: Option<&(dyn std::error::Error + 'static)> =
        failure.cause.as_deref().map(|cause| cause as &(dyn std::error::Error + 'static));
    while let Some(error) = cause {
        if !chain.is_empty() {
            chain.push_str(": ");
        }
        chain.push_str(&error.to_string());
        cause = error.source();
    }
    if failure.problem.status >= 500 {
        tracing::error!(operation, request, code, chain, "a request failed");
    } else {
        tracing::debug!(operation, request, code, chain, "a request was refused");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_needs_a_fresh_proof_says_so_in_its_head() {
        let head = |code| problem_response(Problem::new(code), None).headers().get(WWW_AUTHENTICATE).cloned();
        let challenge = HeaderValue::from_static("Bearer error=\"insufficient_user_authentication\"");
        assert_eq!(head(codes::STEP_UP), Some(challenge));
        assert_eq!(head(codes::FORBIDDEN), None);
    }

    #[test]
    fn a_field_that_is_missing_is_named_and_what_was_sent_is_not() {
        #[derive(Debug, serde::Deserialize)]
        struct Inner {
            #[expect(dead_code, reason = "read only by its name")]
            size: u8,
        }
        #[derive(Debug, serde::Deserialize)]
        struct Outer {
            #[expect(dead_code, reason = "read only by its name")]
            text: String,
            #[expect(dead_code, reason = "read only by its name")]
            inner: Inner,
        }
        let told = |sent: &str| {
            let mut deserializer = serde_json::Deserializer::from_str(sent);
            let failure =
                strictly::<Outer, _>(&mut deserializer, true, codes::INVALID).expect_err("not good");
            let told = failure.problem.errors.into_iter();
            told.map(|error| (error.field.into_owned(), error.message.into_owned())).collect::<Vec<_>>()
        };
        assert_eq!(told("{}"), [("text".to_owned(), "is missing".to_owned())]);
        assert_eq!(told(r#"{"text":"a","inner":{}}"#), [("inner.size".to_owned(), "is missing".to_owned())]);
        let wrong = told(r#"{"text":"a","inner":{"size":"Rose"}}"#);
        assert_eq!(wrong[0].0, "inner.size");
        assert!(!wrong[0].1.contains("Rose"), "{wrong:?}");
    }

    #[test]
    fn nobody_but_who_treats_has_treatment_as_a_purpose_that_was_not_said() {
        let sources = kernel::Sources::system();
        let of = |role: Option<Role>, default: Purpose, headers: &HeaderMap| {
            let authentication = role.map_or(Authentication::Absent, |role| {
                Authentication::Verified(std::sync::Arc::new(api::Principal {
                    person: sources.id(),
                    role,
                    scopes: Vec::new(),
                    organization: sources.id(),
                    session: sources.id(),
                    expires: Timestamp::EPOCH,
                    proven_until: None,
                }))
            });
            let spec = Spec::new("chat.list", ServiceName::ChatHistory, Method::Get, "/chat/list").access(
                Access::patient(
                    api::Action::Read,
                    api::Category::CarePlan,
                    default,
                    api::PatientSource::Caller,
                ),
            );
            purpose(&spec, &Caller { peer: ServiceName::ApiGateway, authentication }, headers).expect("known")
        };
        let (unsaid, treatment) = (HeaderMap::new(), Purpose::Treatment);
        assert_eq!(of(Some(Role::Resident), treatment, &unsaid), Purpose::Patient);
        assert_eq!(of(Some(Role::FamilyMember), treatment, &unsaid), Purpose::Family);
        assert_eq!(of(Some(Role::CareStaff), treatment, &unsaid), treatment);
        assert_eq!(of(None, treatment, &unsaid), treatment);
        assert_eq!(of(Some(Role::FamilyMember), Purpose::Operations, &unsaid), Purpose::Operations);
        let said = HeaderMap::from_iter([(headers::PURPOSE_OF_USE, HeaderValue::from_static("TREAT"))]);
        assert_eq!(
            of(Some(Role::FamilyMember), Purpose::Family, &said),
            treatment,
            "what is said is decided on"
        );
    }
}
