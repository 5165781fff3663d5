//! Who is signed in, as the browser carries it: a sealed cookie. The console keeps nothing of it.
//!
//! Tokens are refreshed here. A refresh token is good once, and one that comes twice ends the session, since somebody
//! may have copied it. So two tabs must not spend one: the first spends it, and what it got is kept sealed for a
//! while under the spent token's digest; whoever comes later with the same cookie is given that. Where several
//! gateways share a cache they share this too. A browser that leaves meanwhile leaves no token spent for nothing: the
//! work is the process's, not the request's.

use std::sync::Arc;
use std::time::Duration;

use api::{Call, CallContext, Role, Scope, ServiceName, Words};
use auth_rbac_api::{Refresh, RefreshRequest, Tokens, codes};
use cache::{Bounds, Cache, Key, Limit, RateLimiter, Tier};
use chassis::Tasks;
use content_safety_api::{CrisisCategory, Level};
use kernel::{ConversationId, OrganizationId, PersonId, SessionId, Sources, Timestamp};
use serde::{Deserialize, Serialize};
use tokio::sync::{Mutex, oneshot};

use crate::gate::Gate;
use crate::seal::Seal;

/// How long before an access token ends the next is asked for.
const BEFORE_END_S: i64 = 60;
/// How long what a refresh gave is kept for those who come with the cookie before it: the longest silence after
/// which a session is still live.
const KEEP: Duration = Duration::from_secs(3_600);
/// Sessions that are remembered so.
const KEPT_MAX: usize = 50_000;
/// Who may spend one token: the first, then nobody for the time that a refresh may take.
const TURN: Limit = Limit { burst: 1, per_minute: 10 };
/// How often and how long the others look for what the first one got: help lines are there within two seconds.
const LOOK_EVERY: Duration = Duration::from_millis(50);
const LOOKS_MAX: usize = 30;
/// How long a request waits for a refresh of its own; the refresh itself goes on.
const WAIT_MAX: Duration = Duration::from_millis(1_500);
/// Refreshes that may wait for each other without need: one lock for one in so many sessions.
const LOCKS: usize = 64;

/// A signed-in person, with the tokens of their session.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Session {
    access: Words,
    refresh: Words,
    /// Seconds since 1970.
    ends: i64,
    /// Who.
    pub(crate) person: PersonId,
    /// In which role.
    pub(crate) role: Role,
    /// With which scopes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) scopes: Vec<Scope>,
    /// Of which organisation.
    pub(crate) organization: OrganizationId,
    /// In which session.
    pub(crate) session: SessionId,
    /// Their name, as the header shows it.
    pub(crate) name: Words,
    /// The conversation that a resident was last in: known with the store down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) conversation: Option<ConversationId>,
    /// The danger that stands on the resident's screen until they answer it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) danger: Option<Level>,
    /// What kind of danger it is, where that is known: whom to call first depends on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) danger_kind: Option<CrisisCategory>,
    /// The conversation that it was said in, where that is known: what is read of another says nothing of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) danger_in: Option<ConversationId>,
    /// Since when it stands there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) danger_since: Option<Timestamp>,
    /// The danger that they answered: it comes back onto the screen when it rises, or when there is a later one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) answered: Option<Level>,
    /// When they answered it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) answered_at: Option<Timestamp>,
}

/// Why there are no new tokens.
#[derive(Debug)]
pub(crate) enum NotRefreshed {
    /// The session has ended.
    Ended,
    /// Nobody could be asked; the session may be live.
    Unknown,
}

impl Session {
    /// A session that has just begun.
    pub(crate) fn begun(tokens: &Tokens, me: auth_rbac_api::Me, sources: &Sources) -> Self {
        Self {
            access: tokens.access_token.clone(),
            refresh: tokens.refresh_token.clone(),
            ends: sources.now().as_seconds() + i64::from(tokens.expires_in),
            person: me.person_id,
            role: me.role,
            scopes: me.scopes,
            organization: me.organization_id,
            session: me.session_id,
            name: me.name,
            conversation: None,
            danger: None,
            danger_kind: None,
            danger_in: None,
            danger_since: None,
            answered: None,
            answered_at: None,
        }
    }

    /// The context of a call in this session.
    pub(crate) fn context(&self, sources: &Sources) -> CallContext {
        bearer(&self.access, sources)
    }

    /// Takes the token that a proof gave.
    pub(crate) fn prove(&mut self, given: &auth_rbac_api::ProofGiven, sources: &Sources) {
        self.access = given.access_token.clone();
        self.ends = sources.now().as_seconds() + i64::from(given.expires_in);
    }

    /// Whether the access token is good for a while yet.
    pub(crate) fn fresh(&self, sources: &Sources) -> bool {
        sources.now().as_seconds() < self.ends - BEFORE_END_S
    }
}

/// The context of a call with an access token.
pub(crate) fn bearer(token: &Words, sources: &Sources) -> CallContext {
    let value = format!("Bearer {}", token.expose());
    // A token that is no header's value is none: the call goes without, and is refused.
    CallContext { authorization: value.parse().ok(), ..CallContext::background(sources.id()) }
}

/// Refreshes sessions, each token once. Clones are the same.
#[derive(Clone)]
pub(crate) struct Refreshes(Arc<Inner>);

struct Inner {
    tasks: Tasks,
    locks: Vec<Mutex<()>>,
    turns: RateLimiter,
    kept: Tier<cache::Sealed>,
    seal: Seal,
    sources: Sources,
}

/// What became of a token that was spent.
#[derive(Serialize, Deserialize)]
enum Known {
    /// These are the next.
    Tokens(Given),
    /// None: the session has ended.
    Ended,
}

impl Known {
    /// The session with it.
    fn of(self, mut session: Session) -> Result<Session, NotRefreshed> {
        match self {
            Self::Tokens(given) => {
                adopt(&mut session, given);
                Ok(session)
            }
            Self::Ended => Err(NotRefreshed::Ended),
        }
    }
}

/// What a refresh gave.
#[derive(Clone, Serialize, Deserialize)]
struct Given {
    access: Words,
    refresh: Words,
    ends: i64,
}

impl Refreshes {
    pub(crate) fn new(cache: &Cache, seal: Seal, sources: Sources, tasks: Tasks) -> Self {
        Self(Arc::new(Inner {
            tasks,
            locks: (0..LOCKS).map(|_| Mutex::new(())).collect(),
            turns: RateLimiter::new("console-refresh", TURN, cache.clone()),
            kept: Tier::new(
                "console-refreshed-2",
                Bounds { keep: KEEP, entries_max: KEPT_MAX },
                cache.clone(),
            ),
            seal,
            sources,
        }))
    }

    /// The session with tokens that are good. `true`: they are new, and the browser must be given them.
    pub(crate) async fn fresh(&self, session: &mut Session, gate: &Gate) -> Result<bool, NotRefreshed> {
        let mut changed = false;
        // A browser may be more than one step behind.
        while !session.fresh(&self.0.sources) {
            match self.0.known(session).await {
                Some(Known::Tokens(given)) => adopt(session, given),
                Some(Known::Ended) => return Err(NotRefreshed::Ended),
                None => {
                    let (given, got) = oneshot::channel();
                    let (this, of, gate) = (self.clone(), session.clone(), gate.clone());
                    self.0.tasks.run(async move {
                        let renewed = this.0.renewed(of, &gate, &given).await;
                        // Who waited may be gone.
                        let _ = given.send(renewed);
                    });
                    // Unheard of in time is unknown, not ended.
                    let renewed = tokio::time::timeout(WAIT_MAX, got).await;
                    *session = renewed.ok().and_then(Result::ok).unwrap_or(Err(NotRefreshed::Unknown))?;
                }
            }
            changed = true;
        }
        Ok(changed)
    }
}

/// For whoever asked for new tokens.
type Asked = oneshot::Sender<Result<Session, NotRefreshed>>;

impl Inner {
    /// The session with what its token is good for: known meanwhile, or spent now by one of all who come with it.
    async fn renewed(
        &self,
        mut session: Session,
        gate: &Gate,
        asked: &Asked,
    ) -> Result<Session, NotRefreshed> {
        {
            let lock = &self.locks[usize::from(session.session.as_bytes()[15]) % LOCKS];
            let _turn = lock.lock().await;
            if let Some(known) = self.known(&session).await {
                return known.of(session);
            }
            // Nobody waits for it any more: the token stays as it is, and who comes next has their turn.
            if asked.is_closed() {
                return Err(NotRefreshed::Unknown);
            }
            if self.turns.take(&self.digest(&session)).await.is_ok() {
                self.spend(&mut session, gate).await?;
                return Ok(session);
            }
        }
        self.wait(session).await
    }

    /// Another process spends the token now: what it gets is for all.
    async fn wait(&self, session: Session) -> Result<Session, NotRefreshed> {
        for _ in 0..LOOKS_MAX {
            tokio::time::sleep(LOOK_EVERY).await;
            if let Some(known) = self.known(&session).await {
                return known.of(session);
            }
        }
        Err(NotRefreshed::Unknown)
    }

    async fn spend(&self, session: &mut Session, gate: &Gate) -> Result<(), NotRefreshed> {
        let spent = RefreshRequest { refresh_token: session.refresh.clone() };
        let context = CallContext::background(self.sources.id());
        let client = gate.client(ServiceName::AuthRbac);
        match client.call::<Refresh>(&context, Call::body(spent)).await {
            Ok(tokens) => {
                let ends = self.sources.now().as_seconds() + i64::from(tokens.expires_in);
                let given = Given { access: tokens.access_token, refresh: tokens.refresh_token, ends };
                self.keep(session, &Known::Tokens(given.clone())).await;
                adopt(session, given);
                Ok(())
            }
            Err(problem) if problem.is(codes::REFRESH) => {
                // It will never be good again: whoever comes with it is told at once.
                self.keep(session, &Known::Ended).await;
                Err(NotRefreshed::Ended)
            }
            Err(_) => Err(NotRefreshed::Unknown),
        }
    }

    /// What became of the session's token, if it was spent.
    async fn known(&self, session: &Session) -> Option<Known> {
        let sealed = self.kept.get(&self.key(session)).await?;
        self.seal.open(&String::from_utf8(sealed.0).ok()?)
    }

    async fn keep(&self, session: &Session, known: &Known) {
        self.kept.put(&self.key(session), &cache::Sealed(self.seal.seal(known).into_bytes())).await;
    }

    fn key(&self, session: &Session) -> Key {
        let scope = cache::Scope {
            tenant: session.organization,
            subject: session.person,
            policy_version: "console",
            consent_epoch: 0,
        };
        Key::of(&scope, session.refresh.expose().as_bytes())
    }

    fn digest(&self, session: &Session) -> Vec<u8> {
        let token = session.refresh.expose().as_bytes();
        aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, token).as_ref().to_vec()
    }
}

fn adopt(session: &mut Session, given: Given) {
    session.access = given.access;
    session.refresh = given.refresh;
    session.ends = given.ends;
}
