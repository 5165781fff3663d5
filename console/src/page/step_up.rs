//! Showing anew who somebody is, before what is hard to take back. What was asked waits sealed in the page, as it was sent,
//! and goes on by itself: nothing that was typed is lost, with or without scripts.

use api::{Call, Problem, Words};
use auth_rbac_api::{Assertion, GetStepUpChallenge, Proof, StepUp, StepUpChallenge};
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use chassis::Origin;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, COOKIE};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use kernel::{ErrorKind, SessionId};
use maud::html;
use serde::{Deserialize, Serialize};
use tower::ServiceExt;

use super::sign_in::{Above, refusal};
use crate::component::form::{self, Field};
use crate::component::panel::{self, Tone};
use crate::cookies::Jar;
use crate::fields::Fields;
use crate::reply::{Done, Page, Reply};
use crate::visit::Visit;
use crate::words::{passkeys, shell, sign_in};

/// The longest sealed request: a form of the largest size that needs a proof, sealed.
const WAITING_BYTES_MAX: usize = 96 * 1024;

/// What was asked, and waits.
#[derive(Serialize, Deserialize)]
struct Waiting {
    /// Whose it is.
    session: SessionId,
    place: String,
    /// The fields of a form; none of a page that was looked at.
    fields: Option<Vec<(String, String)>>,
}

/// Asks for a proof, with what was asked kept.
pub(crate) async fn ask(visit: Visit, fields: Option<Fields>) -> Result<Done, Problem> {
    let session = visit.session.as_ref().ok_or_else(|| Problem::new(api::codes::UNAUTHENTICATED))?.session;
    let place =
        if visit.query.is_empty() { visit.path.clone() } else { format!("{}?{}", visit.path, visit.query) };
    let waiting = Waiting { session, place, fields: fields.map(Fields::into_pairs) };
    let sealed = visit.app.seals.waiting.seal(&waiting);
    page(visit, &sealed, &Above::Nothing).await
}

async fn page(visit: Visit, sealed: &str, above: &Above) -> Result<Done, Problem> {
    let lang = visit.language;
    // Without it the password still works.
    let asked = visit.call::<GetStepUpChallenge>(Call::default()).await.ok();
    let asked = asked.filter(|asked| !asked.allow.is_empty());
    let main = html! {
        h1 { (passkeys::prove_title(lang)) }
        @match above {
            Above::Refused(heading, text) => div role="alert" { (panel::panel(Tone::Danger, heading, text)) },
            _ => p { (passkeys::prove_text(lang)) },
        }
        (fields(&visit, sealed, asked.as_ref()))
        p.small { (passkeys::prove_none(lang)) }
    };
    let title = passkeys::prove_title(lang);
    let (title, status) = match above {
        Above::Refused(..) => (shell::problem_title(lang, title), StatusCode::UNPROCESSABLE_ENTITY),
        _ => (title.to_owned(), StatusCode::OK),
    };
    let page = Page { scripts: &["passkey.js"], ..Page::of(&visit, title, main) }.status(status);
    Ok(Done::new(visit, page))
}

fn fields(visit: &Visit, sealed: &str, asked: Option<&StepUpChallenge>) -> maud::Markup {
    let lang = visit.language;
    html! {
        form method="post" action="/step-up" novalidate data-passkey=[asked.map(|_| "prove")]
            data-challenge=[asked.map(|asked| &asked.challenge)] data-party=[asked.map(|asked| &asked.rp_id)]
            data-timeout=[asked.map(|asked| asked.timeout_ms)] data-allow=[asked.map(|asked| asked.allow.join(" "))]
            data-fell=(passkeys::fell(lang)) data-back="#password" {
            (form::token(visit))
            (form::hidden("waiting", sealed))
            @if asked.is_some() {
                (assertion_fields())
                div.row { button.button type="button" hidden data-press { (passkeys::prove_passkey(lang)) } }
                p role="status" {}
            }
            (Field { kind: "password", autocomplete: "current-password",
                ..Field::text("password", sign_in::password(lang)) }.show())
            (Field { autocomplete: "one-time-code", inputmode: Some("numeric"), hint: Some(passkeys::prove_code(lang)),
                ..Field::text("code", sign_in::code(lang)) }.show())
            div.row { button.button type="submit" { (passkeys::prove_submit(lang)) } }
        }
    }
}

/// The fields that a script fills with what a passkey has signed.
pub(crate) fn assertion_fields() -> maud::Markup {
    html! {
        @for name in ["credential", "client_data", "authenticator_data", "signature", "user_handle"] {
            (form::hidden(name, ""))
        }
    }
}

/// What a passkey has signed, if a script filled it in.
pub(crate) fn assertion(fields: &Fields) -> Option<Assertion> {
    let text = |name: &str| fields.get(name).to_owned();
    fields.some("credential")?;
    Some(Assertion {
        credential: text("credential"),
        client_data: text("client_data"),
        authenticator_data: text("authenticator_data"),
        signature: text("signature"),
        user_handle: fields.some("user_handle").map(str::to_owned),
    })
}

/// Takes a proof, and goes on with what waits: as if it came only now.
pub(crate) async fn take(
    mut visit: Visit,
    fields: Fields,
    headers: HeaderMap,
    pages: Router,
) -> Result<Done, Problem> {
    let sealed = fields.get("waiting").to_owned();
    let waiting = visit.app.seals.waiting.open_within::<Waiting>(&sealed, WAITING_BYTES_MAX);
    let own = |waiting: &Waiting| visit.session.as_ref().is_some_and(|mine| mine.session == waiting.session);
    let waiting = waiting.filter(own).ok_or_else(|| Problem::new(api::codes::INVALID))?;
    // What was typed wins: a page that the browser kept may still hold what a passkey signed before.
    let passkey = assertion(&fields).filter(|_| fields.raw("password").is_empty());
    let word = |text: &str| (passkey.is_none() && !text.is_empty()).then(|| Words::new(text));
    let proof = Proof {
        password: word(fields.raw("password")),
        code: word(&fields.get("code").replace(' ', "")),
        passkey: passkey.clone(),
    };
    let given = match visit.call::<StepUp>(Call::body(proof)).await {
        Ok(given) => given,
        Err(problem) if problem.is(auth_rbac_api::codes::CREDENTIALS) => {
            let lang = visit.language;
            let text = if passkey.is_some() { passkeys::wrong_text(lang) } else { sign_in::wrong_text(lang) };
            let above = Above::Refused(passkeys::prove_wrong(lang), text.to_owned());
            return page(visit, &sealed, &above).await;
        }
        // What waits is kept whoever refuses: too many tries, from this account or from this address, or nobody to ask.
        Err(problem)
            if problem.is(auth_rbac_api::codes::STOPPED)
                || problem.error_kind() == ErrorKind::RateLimited
                || problem.status >= 500 =>
        {
            let (_, above) = refusal(&visit, &problem);
            return page(visit, &sealed, &above).await;
        }
        Err(problem) => return Err(problem),
    };
    let sources = visit.app.sources.clone();
    visit.change(|session| session.prove(&given, &sources));
    match waiting.fields {
        None => Ok(Done::see(visit, waiting.place)),
        Some(fields) => go_on(visit, (&waiting.place, &fields), headers, pages).await,
    }
}

/// Sends a form that waited to its page, with the session as it is now.
async fn go_on(
    visit: Visit,
    (place, fields): (&str, &[(String, String)]),
    mut headers: HeaderMap,
    pages: Router,
) -> Result<Done, Problem> {
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let mut kept: Vec<String> = Jar::others(&headers, Jar::Session, visit.app.secure);
    kept.extend(
        visit
            .session
            .as_ref()
            .map(|session| Jar::Session.pair(&visit.app.seals.session.seal(session), visit.app.secure)),
    );
    let cookies = HeaderValue::from_str(&kept.join("; ")).map_err(|_| Problem::new(api::codes::INTERNAL))?;
    headers.insert(COOKIE, cookies);
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
    headers.remove(CONTENT_LENGTH);
    let mut request = Request::new(Body::from(body));
    *request.method_mut() = Method::POST;
    *request.uri_mut() = place.parse().map_err(|_| Problem::new(api::codes::INTERNAL))?;
    *request.headers_mut() = headers;
    let origin: Origin = visit.gate.origin();
    request.extensions_mut().insert(origin);
    let Ok(response) = pages.oneshot(request).await;
    Ok(Done::new(visit, Reply::Whole(response)))
}
