//! A session of a person at a terminal: a one-time code is good once in its half minute, and a token ends.

use std::time::Duration;

use anyhow::Result;
use api::{Call, CallContext, Client, Problem, ServiceName, Words};
use auth_rbac_api::{Refresh, RefreshRequest, Tokens, codes};
use kernel::{Sources, Timestamp};
use tokio::time::Instant;

use crate::demo::{self, Account, CODE_STEP};
use crate::outside::Outside;

/// How long before a token ends the next is asked for.
const BEFORE_END: Duration = Duration::from_secs(60);

/// A session.
pub struct Session {
    auth: Client,
    sources: Sources,
    refresh: Words,
    context: CallContext,
    renew_at: Instant,
}

impl Session {
    /// Signs in. A refused code may have been used already: then the next one is waited for, which `say` tells, and
    /// tried once.
    pub async fn begin(
        outside: &Outside,
        sources: &Sources,
        account: &Account,
        say: impl Fn(&str),
    ) -> Result<Self> {
        let auth = outside.client(ServiceName::AuthRbac);
        Self::begin_at(auth, sources, account, async |wait| {
            say(&told(wait));
            tokio::time::sleep(wait).await;
        })
        .await
    }

    async fn begin_at(
        auth: Client,
        sources: &Sources,
        account: &Account,
        pause: impl AsyncFn(Duration),
    ) -> Result<Self> {
        let tokens = match demo::login(&auth, sources, account, sources.now()).await {
            Err(error) if is_refused(&error) => {
                pause(until_next_code(sources.now())).await;
                demo::login(&auth, sources, account, sources.now()).await?
            }
            other => other?,
        };
        let now = Instant::now();
        let context = demo::signed_in(CallContext::background(sources.id()), &tokens.access_token)?;
        let renew_at = renew_at(now, &tokens);
        Ok(Self { auth, sources: sources.clone(), refresh: tokens.refresh_token, context, renew_at })
    }

    /// The context of the next call.
    pub async fn context(&mut self) -> Result<CallContext> {
        self.context_at(Instant::now()).await
    }

    async fn context_at(&mut self, now: Instant) -> Result<CallContext> {
        let fresh = CallContext::background(self.sources.id());
        if now >= self.renew_at {
            let spent = RefreshRequest { refresh_token: self.refresh.clone() };
            let tokens = self.auth.call::<Refresh>(&fresh, Call::body(spent)).await?;
            self.context = demo::signed_in(fresh.clone(), &tokens.access_token)?;
            self.renew_at = renew_at(now, &tokens);
            self.refresh = tokens.refresh_token;
        }
        Ok(CallContext { request_id: fresh.request_id, ..self.context.clone() })
    }
}

fn renew_at(now: Instant, tokens: &Tokens) -> Instant {
    now + Duration::from_secs(tokens.expires_in.into()).saturating_sub(BEFORE_END)
}

/// Whether a sign-in was refused for what was given: which part of it was wrong is told to nobody.
pub(crate) fn is_refused(error: &anyhow::Error) -> bool {
    error.downcast_ref::<Problem>().is_some_and(|problem| problem.is(codes::CREDENTIALS))
}

/// How long until a code counts that nobody can have used.
pub(crate) fn until_next_code(now: Timestamp) -> Duration {
    let step = CODE_STEP.as_secs();
    let into = u64::try_from(now.as_seconds()).unwrap_or(0) % step;
    Duration::from_secs(step - into)
}

/// What is told while it is waited for.
pub(crate) fn told(wait: Duration) -> String {
    format!(
        "the sign-in was refused; a one-time code is good once, so the next one is tried in {} s",
        wait.as_secs()
    )
}

#[cfg(test)]
mod tests {
    use std::pin::Pin;
    use std::sync::{Arc, Mutex};

    use api::{Body, Role, Transport, TransportError};
    use http_body_util::BodyExt;
    use kernel::{ManualClock, SeededRandom};

    use super::*;

    /// An auth-rbac that knows used codes, and gives tokens of ten minutes.
    #[derive(Default)]
    struct Auth {
        used: Mutex<Vec<String>>,
        tokens: Mutex<u32>,
        spent: Mutex<Vec<String>>,
    }

    impl Auth {
        fn answer(&self, path: &str, body: &serde_json::Value) -> (u16, serde_json::Value) {
            if path.ends_with("/login") {
                let code = body["code"].as_str().expect("a code").to_owned();
                let mut used = self.used.lock().expect("a lock");
                if used.contains(&code) {
                    let refused = Problem::new(codes::CREDENTIALS);
                    return (401, serde_json::to_value(refused).expect("JSON"));
                }
                used.push(code);
            } else {
                let spent = body["refresh_token"].as_str().expect("a token").to_owned();
                self.spent.lock().expect("a lock").push(spent);
            }
            let mut tokens = self.tokens.lock().expect("a lock");
            *tokens += 1;
            let (access, refresh) = (format!("access-{tokens}"), format!("refresh-{tokens}"));
            (200, serde_json::json!({"access_token": access, "refresh_token": refresh, "expires_in": 600}))
        }
    }

    struct Door(Arc<Auth>);

    impl Transport for Door {
        fn send(
            &self,
            request: http::Request<Body>,
        ) -> Pin<Box<dyn Future<Output = Result<http::Response<Body>, TransportError>> + Send + '_>> {
            Box::pin(async move {
                let path = request.uri().path().to_owned();
                let bytes = request.into_body().collect().await.expect("a body").to_bytes();
                let (status, answer) = self.0.answer(&path, &serde_json::from_slice(&bytes).expect("JSON"));
                let body = api::full(serde_json::to_vec(&answer).expect("JSON"));
                Ok(http::Response::builder().status(status).body(body).expect("a response"))
            })
        }
    }

    async fn session(auth: &Arc<Auth>, clock: &Arc<ManualClock>) -> (Session, Vec<Duration>) {
        let sources = Sources::new(clock.clone(), SeededRandom::new(4));
        let account = Account {
            name: "Rose Field".to_owned(),
            role: Role::Resident,
            scopes: Vec::new(),
            email: "resident@demo.invalid".to_owned(),
            password: "correct horse".to_owned(),
            totp_secret: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP".to_owned(),
            person_id: sources.id(),
        };
        let waited = Mutex::default();
        let client = Client::new(ServiceName::AuthRbac, Arc::new(Door(auth.clone())));
        let session = Session::begin_at(client, &sources, &account, async |wait: Duration| {
            Mutex::<Vec<Duration>>::lock(&waited).expect("a lock").push(wait);
            clock.advance(wait);
        });
        (session.await.expect("signs in"), waited.into_inner().expect("a lock"))
    }

    fn bearer(context: &CallContext) -> &str {
        context.authorization.as_ref().expect("signed in").to_str().expect("ASCII")
    }

    #[tokio::test]
    async fn a_code_that_was_used_is_followed_by_the_next() {
        let (auth, clock) = (Arc::default(), ManualClock::at(Timestamp::from_micros(1_700_000_020_000_000)));
        assert!(session(&auth, &clock).await.1.is_empty());
        let (_, waited) = session(&auth, &clock).await;
        assert_eq!(waited, [Duration::from_secs(20)], "to the end of the half minute");
        assert_eq!(auth.used.lock().expect("a lock").len(), 2);
    }

    #[tokio::test]
    async fn a_token_is_renewed_before_it_ends_and_each_refresh_token_spent_once() {
        let (auth, clock) = (Arc::default(), ManualClock::at(Timestamp::from_micros(1_700_000_020_000_000)));
        let start = Instant::now();
        let (mut session, _) = session(&auth, &clock).await;
        let minutes = |minutes: u64| start + Duration::from_secs(60 * minutes);
        assert_eq!(bearer(&session.context_at(minutes(8)).await.expect("good")), "Bearer access-1");
        assert_eq!(bearer(&session.context_at(minutes(10)).await.expect("renewed")), "Bearer access-2");
        assert_eq!(bearer(&session.context_at(minutes(18)).await.expect("good")), "Bearer access-2");
        assert_eq!(bearer(&session.context_at(minutes(20)).await.expect("renewed")), "Bearer access-3");
        assert_eq!(*auth.spent.lock().expect("a lock"), ["refresh-1", "refresh-2"]);
    }
}
