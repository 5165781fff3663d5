//! Signing in, staying signed in, and what a session may do.

use api::{
    Access, Action, AuditClass, Category, Method, Priority, Purpose, Role, Scope, ServiceName, Spec, Words,
};
use kernel::{OrganizationId, PersonId, SessionId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::codes;

/// Credentials: e-mail, password and a one-time code; or e-mail, password and an enrolled device; or, for a
/// tablet that staff handed over, the device alone.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct SignIn {
    /// E-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Words>,
    /// Password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<Words>,
    /// A one-time code, or a recovery code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Words>,
    /// The secret of an enrolled device.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<Words>,
}

/// Tokens of a session.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Tokens {
    /// For `Authorization: Bearer`.
    pub access_token: Words,
    /// Gives new tokens once.
    pub refresh_token: Words,
    /// Seconds until the access token ends.
    pub expires_in: u32,
    /// The device's next secret, when a device signed in: the old one is good until this one is used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<Words>,
}

/// A refresh token to spend.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct RefreshRequest {
    /// The token.
    pub refresh_token: Words,
}

/// What to end.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct LogoutRequest {
    /// All of the person's sessions, not only this one.
    #[serde(default)]
    pub everywhere: bool,
}

/// Who is signed in.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Me {
    /// Who.
    pub person_id: PersonId,
    /// Name.
    pub name: Words,
    /// In which role.
    pub role: Role,
    /// With which scopes.
    pub scopes: Vec<Scope>,
    /// Of which organisation.
    pub organization_id: OrganizationId,
    /// In which session.
    pub session_id: SessionId,
}

/// A session.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Session {
    /// Its id.
    pub session_id: SessionId,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used.
    pub last_seen_at: Timestamp,
    /// When it ends at the latest.
    pub ends_at: Timestamp,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// The live sessions of a person.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Sessions {
    /// Newest first.
    pub sessions: Vec<Session>,
}

/// A time somebody signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct SignedIn {
    /// When.
    pub at: Timestamp,
    /// With what: `pwd`, `otp`, `recovery`, `device`, `passkey`.
    pub with: Vec<String>,
    /// When that session was ended, if it was; one that ran out by itself is not told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
}

/// The last times that a person signed in, and the wrong attempts since.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct SignIns {
    /// Newest first, twenty at most.
    pub sign_ins: Vec<SignedIn>,
    /// Wrong attempts since the last one.
    pub failures: u32,
}

/// A session by id.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct BySession {
    /// The session.
    pub session_id: SessionId,
}

/// Which session is asked for.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct SessionQuery {
    /// The session.
    pub session_id: SessionId,
    /// Whether a person did something: background work does not keep a session alive.
    pub activity: bool,
}

/// Whether a session is live.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Liveness {
    /// Whether it is.
    pub live: bool,
    /// Whether silence alone ended it: nobody signed out, the account is not disabled, and its longest time is not over. A
    /// feed that shows nothing about anybody may go on then.
    #[serde(default)]
    pub silent: bool,
}

/// A public signing key (RFC 8037).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct PublicKey {
    /// `OKP`.
    pub kty: String,
    /// `Ed25519`.
    pub crv: String,
    /// `EdDSA`.
    pub alg: String,
    /// `sig`.
    #[serde(rename = "use")]
    pub usage: String,
    /// Which key.
    pub kid: String,
    /// The key, base64url.
    pub x: String,
}

/// The keys that tokens are signed with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct JwkSet {
    /// Newest first.
    pub keys: Vec<PublicKey>,
}

/// What is asked to be allowed.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct PermissionQuery {
    /// Whose information.
    pub patient_id: PersonId,
    /// What about.
    pub category: Category,
    /// To do what.
    pub action: Action,
    /// Why.
    pub purpose: Purpose,
}

/// Whether it is, and why.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Permission {
    /// Whether it is.
    pub permit: bool,
    /// The deciding reason.
    pub reason: String,
    /// The policies that decided.
    pub policies: Vec<String>,
    /// The digest of the policy set.
    pub policy_hash: String,
}

const IDENTITY: Access = Access::none("an identity is not health information");

api::operation! {
    /// Signs in and opens a session.
    pub struct Login;
    spec: Spec::new("auth.login", ServiceName::AuthRbac, Method::Post, "/login")
        .anonymous().priority(Priority::Conversation).audit(AuditClass::Security).errors(codes::ALL).access(IDENTITY),
    body: SignIn,
    output: Tokens,
}

api::operation! {
    /// Spends a refresh token for new tokens. One that was spent before ends the session: somebody copied it.
    pub struct Refresh;
    spec: Spec::new("auth.refresh", ServiceName::AuthRbac, Method::Post, "/refresh")
        .anonymous().priority(Priority::Conversation).audit(AuditClass::Security).errors(codes::ALL).access(IDENTITY),
    body: RefreshRequest,
    output: Tokens,
}

api::operation! {
    /// Ends this session, or all of the person's.
    pub struct Logout;
    spec: Spec::new("auth.logout", ServiceName::AuthRbac, Method::Post, "/logout")
        .roles(Role::PEOPLE).audit(AuditClass::Security).access(IDENTITY),
    body: LogoutRequest,
}

api::operation! {
    /// Who is signed in.
    pub struct WhoAmI;
    spec: Spec::new("auth.me", ServiceName::AuthRbac, Method::Get, "/me").roles(Role::PEOPLE).access(IDENTITY),
    output: Me,
}

api::operation! {
    /// The caller's live sessions.
    pub struct ListSessions;
    spec: Spec::new("auth.list_sessions", ServiceName::AuthRbac, Method::Get, "/sessions")
        .roles(Role::PEOPLE).access(IDENTITY),
    output: Sessions,
}

api::operation! {
    /// When the caller signed in lately, and how often somebody tried and failed since: so that they notice when
    /// it was not they.
    pub struct ListSignIns;
    spec: Spec::new("auth.list_sign_ins", ServiceName::AuthRbac, Method::Get, "/sign-ins")
        .roles(Role::PEOPLE).access(IDENTITY),
    output: SignIns,
}

api::operation! {
    /// Ends one of the caller's sessions.
    pub struct EndSession;
    spec: Spec::new("auth.end_session", ServiceName::AuthRbac, Method::Delete, "/sessions/{session_id}")
        .roles(Role::PEOPLE).audit(AuditClass::Security).access(IDENTITY),
    path: BySession,
}

api::operation! {
    /// Whether a session is live: asked by the gateway on every call, and by whoever keeps a stream open.
    pub struct SessionStatus;
    spec: Spec::new("auth.session_status", ServiceName::AuthRbac, Method::Post, "/sessions/status")
        .services(&[ServiceName::ApiGateway, ServiceName::ChatHistory, ServiceName::AiGateway])
        .peers_only().priority(Priority::Crisis).timeout_ms(500).access(IDENTITY),
    body: SessionQuery,
    output: Liveness,
}

api::operation! {
    /// The public keys that access tokens are signed with.
    pub struct GetJwks;
    spec: Spec::new("auth.jwks", ServiceName::AuthRbac, Method::Get, "/.well-known/jwks.json")
        .anonymous().services(ServiceName::ALL).access(Access::none("public keys")),
    output: JwkSet,
}

api::operation! {
    /// Whether the caller may do something with a patient's information, and why.
    pub struct CheckPermission;
    spec: Spec::new("auth.check_permission", ServiceName::AuthRbac, Method::Post, "/check-permission")
        .roles(Role::PEOPLE).access(Access::none("answers whether, for the caller alone")),
    body: PermissionQuery,
    output: Permission,
}
