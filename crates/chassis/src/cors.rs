//! Cross-origin calls from browsers: off, but for the origins that the configuration names. An origin is
//! compared as a whole and never reflected; there is no wildcard, and no cookie travels.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD, CACHE_CONTROL,
    ORIGIN, VARY,
};
use http::{HeaderValue, Method, StatusCode};

/// The methods that operations have.
const METHODS: HeaderValue = HeaderValue::from_static("GET, POST, PUT, PATCH, DELETE");
/// The request headers that operations read.
const HEADERS: HeaderValue =
    HeaderValue::from_static("authorization, content-type, idempotency-key, purpose-of-use, last-event-id");
/// The answer headers that a page may read.
const EXPOSED: HeaderValue = HeaderValue::from_static("x-request-id, retry-after");
/// Seconds for which a browser may keep the answer to a preflight.
const KEEP_S: HeaderValue = HeaderValue::from_static("600");

/// The origins that may call from a browser.
#[derive(Clone, Debug)]
pub struct Cors(Arc<[HeaderValue]>);

/// An entry of the configuration is not an origin.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is not an origin: write `https://host` or `https://host:port`, one by one, without a path")]
pub struct NotAnOrigin(String);

impl Cors {
    /// Reads the origins of a configuration.
    pub fn new(origins: &[String]) -> Result<Self, NotAnOrigin> {
        let read = |text: &String| {
            let wrong = || NotAnOrigin(text.chars().take(100).collect());
            let plain = |character: char| character.is_ascii_lowercase() || character.is_ascii_digit();
            let well = match (text.strip_prefix("https://"), text.strip_prefix("http://localhost")) {
                (Some(host), _) => {
                    let rest = |character| plain(character) || matches!(character, '.' | '-' | ':');
                    host.starts_with(plain) && host.chars().all(rest)
                }
                // For who develops a page on his own machine.
                (None, Some(port)) => {
                    port.is_empty() || port.strip_prefix(':').is_some_and(|port| port.parse::<u16>().is_ok())
                }
                (None, None) => false,
            };
            if !well {
                return Err(wrong());
            }
            HeaderValue::from_str(text).map_err(|_| wrong())
        };
        Ok(Self(origins.iter().map(read).collect::<Result<_, _>>()?))
    }

    /// Puts itself around a router: outside all layers, since a preflight is nobody's operation.
    pub fn around(self, router: Router) -> Router {
        if self.0.is_empty() { router } else { router.layer(from_fn_with_state(self, cross)) }
    }
}

async fn cross(State(cors): State<Cors>, request: Request, next: Next) -> Response {
    let given = request.headers().get(ORIGIN);
    let allowed = given.and_then(|given| cors.0.iter().find(|origin| *origin == given)).cloned();
    let preflight = request.method() == Method::OPTIONS
        && given.is_some()
        && request.headers().contains_key(ACCESS_CONTROL_REQUEST_METHOD);
    let mut response = if preflight {
        let mut response = Response::new(axum::body::Body::empty());
        *response.status_mut() = StatusCode::NO_CONTENT;
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    } else {
        next.run(request).await
    };
    let headers = response.headers_mut();
    headers.append(VARY, HeaderValue::from_static("origin"));
    if let Some(origin) = allowed {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        if preflight {
            headers.insert(ACCESS_CONTROL_ALLOW_METHODS, METHODS);
            headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, HEADERS);
            headers.insert(ACCESS_CONTROL_MAX_AGE, KEEP_S);
        } else {
            headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
        }
    }
    response
}

#[cfg(test)]
mod tests {
    use axum::routing::post;
    use tower::ServiceExt;

    use super::*;

    async fn ask(cors: &Cors, method: Method, origin: &str) -> Response {
        let router = Router::new().route("/x", post(|| async { "done" }));
        let mut request = http::Request::builder().method(method.clone()).uri("/x").header(ORIGIN, origin);
        if method == Method::OPTIONS {
            request = request.header(ACCESS_CONTROL_REQUEST_METHOD, "POST");
        }
        let request = request.body(axum::body::Body::empty()).expect("a request");
        cors.clone().around(router).oneshot(request).await.expect("answers")
    }

    #[tokio::test]
    async fn only_an_origin_that_is_named_may_call_and_none_is_reflected() {
        let cors =
            Cors::new(&["https://care.example".into(), "https://care.example:8443".into()]).expect("holds");
        for origin in ["https://care.example", "https://care.example:8443"] {
            let preflight = ask(&cors, Method::OPTIONS, origin).await;
            assert_eq!(preflight.status(), StatusCode::NO_CONTENT);
            assert_eq!(preflight.headers()[ACCESS_CONTROL_ALLOW_ORIGIN], origin);
            assert!(preflight.headers().contains_key(ACCESS_CONTROL_ALLOW_HEADERS));
            let call = ask(&cors, Method::POST, origin).await;
            assert_eq!(
                (call.status(), &call.headers()[ACCESS_CONTROL_ALLOW_ORIGIN]),
                (StatusCode::OK, &origin.parse().expect("ASCII"))
            );
            assert_eq!(call.headers()[VARY], "origin");
            assert!(!call.headers().contains_key("access-control-allow-credentials"));
        }
        for origin in [
            "null",
            "*",
            "https://evil.example",
            "https://care.example.evil.example",
            "http://care.example",
            "https://CARE.example",
        ] {
            for method in [Method::OPTIONS, Method::POST] {
                let answer = ask(&cors, method, origin).await;
                assert!(!answer.headers().contains_key(ACCESS_CONTROL_ALLOW_ORIGIN), "{origin}");
                assert!(!answer.headers().contains_key(ACCESS_CONTROL_ALLOW_METHODS), "{origin}");
            }
        }
    }

    #[tokio::test]
    async fn it_is_off_unless_an_origin_is_named() {
        let cors = Cors::new(&[]).expect("holds");
        let answer = ask(&cors, Method::OPTIONS, "https://care.example").await;
        assert_eq!(answer.status(), StatusCode::METHOD_NOT_ALLOWED);
        assert!(!answer.headers().contains_key(VARY));
    }

    #[test]
    fn what_is_no_origin_is_refused_at_the_start() {
        for text in [
            "*",
            "null",
            "https://*",
            "https://*.example",
            "http://care.example",
            "https://care.example/",
            "care.example",
            "",
        ] {
            assert!(Cors::new(&[text.to_owned()]).is_err(), "{text}");
        }
        assert!(Cors::new(&["http://localhost:5173".to_owned()]).is_ok(), "for who develops a page");
        assert!(Cors::new(&["http://localhost.evil.example".to_owned()]).is_err());
    }
}
