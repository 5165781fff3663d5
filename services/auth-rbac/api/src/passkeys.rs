//! Passkeys (WebAuthn Level 3), and the fresh proof that some operations need.
//!
//! Bytes are base64url without padding, as the browser's own JSON forms have them.

use api::{Access, AuditClass, Method, Priority, Role, ServiceName, Spec, Words};
use kernel::{PasskeyId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::codes;

/// A passkey.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Passkey {
    /// Its id here.
    pub passkey_id: PasskeyId,
    /// What its owner calls it.
    pub name: Words,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it last opened something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used_at: Option<Timestamp>,
    /// Whether its counter went back, as that of a copy would: it opens nothing any more.
    pub suspect: bool,
}

/// The passkeys of a person.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Passkeys {
    /// Newest first.
    pub passkeys: Vec<Passkey>,
    /// How many one person may have.
    pub max: u32,
    /// The domain that they are for: pages of other hosts can use none.
    pub rp_id: String,
}

/// What a browser is asked to make a passkey with. Whoever builds the call to the browser adds what does not change:
/// a discoverable credential, user verification, no attestation.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct PasskeyOptions {
    /// Random; good once, in this session.
    pub challenge: String,
    /// The relying party's id: a domain.
    pub rp_id: String,
    /// The relying party's name, as the browser shows it.
    pub rp_name: String,
    /// The person's handle: random, and nothing but a handle.
    pub user_handle: String,
    /// The person's address, as the browser shows it.
    pub user_name: Words,
    /// The person's name, as the browser shows it.
    pub user_display_name: Words,
    /// COSE algorithms that can be checked, the best one first.
    pub algorithms: Vec<i32>,
    /// Credentials that the person has: an authenticator that holds one makes no second.
    pub exclude: Vec<String>,
    /// How long the person may take.
    pub timeout_ms: u32,
}

/// A passkey that a browser has made.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct NewPasskey {
    /// What its owner calls it: 1 to 80 characters.
    pub name: Words,
    /// `response.clientDataJSON`.
    pub client_data: String,
    /// `response.attestationObject`.
    pub attestation: String,
}

/// What a passkey is called.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct PasskeyName {
    /// 1 to 80 characters.
    pub name: Words,
}

/// A passkey by id.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ByPasskey {
    /// The passkey.
    pub passkey_id: PasskeyId,
}

/// What a browser is asked to sign in with.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct PasskeyChallenge {
    /// Random; good once.
    pub challenge: String,
    /// The secret of this attempt: whoever brings the answer brings it too.
    pub attempt: Words,
    /// The relying party's id.
    pub rp_id: String,
    /// How long the person may take.
    pub timeout_ms: u32,
}

/// How the signed-in person can show anew who they are.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct StepUpChallenge {
    /// Random; good once, in this session.
    pub challenge: String,
    /// The relying party's id.
    pub rp_id: String,
    /// How long the person may take.
    pub timeout_ms: u32,
    /// The credentials of the person; none when they have no passkey.
    pub allow: Vec<String>,
}

/// What a passkey has signed.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Assertion {
    /// The credential's id.
    pub credential: String,
    /// `response.clientDataJSON`.
    pub client_data: String,
    /// `response.authenticatorData`.
    pub authenticator_data: String,
    /// `response.signature`.
    pub signature: String,
    /// `response.userHandle`, where the authenticator gave it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_handle: Option<String>,
}

/// A sign-in with a passkey.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct PasskeySignIn {
    /// The secret of the attempt that the challenge came with.
    pub attempt: Words,
    /// What the passkey has signed.
    pub assertion: Assertion,
}

/// A fresh proof: password and code, or a passkey.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Proof {
    /// Password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<Words>,
    /// A one-time code, or a recovery code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Words>,
    /// What a passkey has signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passkey: Option<Assertion>,
}

/// What a proof gives: the session goes on with another access token.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ProofGiven {
    /// For `Authorization: Bearer`.
    pub access_token: Words,
    /// Seconds until the access token ends.
    pub expires_in: u32,
    /// Until when the proof counts as fresh.
    pub proven_until: Timestamp,
}

const PASSKEY: Access = Access::none("a passkey is not health information");

api::operation! {
    /// Begins to add a passkey for the caller: what the browser is asked to make.
    pub struct StartPasskey;
    spec: Spec::new("auth.start_passkey", ServiceName::AuthRbac, Method::Post, "/passkeys/options")
        .roles(Role::PEOPLE).fresh_proof().errors(codes::ALL).access(PASSKEY),
    output: PasskeyOptions,
}

api::operation! {
    /// Adds the passkey that the browser has made. It opens a session by itself: it stands for both factors.
    pub struct AddPasskey;
    spec: Spec::new("auth.add_passkey", ServiceName::AuthRbac, Method::Post, "/passkeys")
        .roles(Role::PEOPLE).fresh_proof().success(201).body_bytes_max(16 * 1024)
        .audit(AuditClass::Security).errors(codes::ALL).access(PASSKEY),
    body: NewPasskey,
    output: Passkey,
}

api::operation! {
    /// The caller's passkeys.
    pub struct ListPasskeys;
    spec: Spec::new("auth.list_passkeys", ServiceName::AuthRbac, Method::Get, "/passkeys")
        .roles(Role::PEOPLE).access(PASSKEY),
    output: Passkeys,
}

api::operation! {
    /// Calls one of the caller's passkeys something else.
    pub struct NamePasskey;
    spec: Spec::new("auth.name_passkey", ServiceName::AuthRbac, Method::Put, "/passkeys/{passkey_id}")
        .roles(Role::PEOPLE).audit(AuditClass::Security).errors(codes::ALL).access(PASSKEY),
    path: ByPasskey,
    body: PasskeyName,
    output: Passkey,
}

api::operation! {
    /// Removes one of the caller's passkeys; not the only way in that they have. Other sessions
    /// that a passkey opened end.
    pub struct RemovePasskey;
    spec: Spec::new("auth.remove_passkey", ServiceName::AuthRbac, Method::Delete, "/passkeys/{passkey_id}")
        .roles(Role::PEOPLE).fresh_proof().audit(AuditClass::Security).errors(codes::ALL).access(PASSKEY),
    path: ByPasskey,
}

api::operation! {
    /// What a browser is asked to sign in with. Good once, for five minutes, with the secret of the attempt beside it.
    pub struct GetPasskeyChallenge;
    spec: Spec::new("auth.passkey_challenge", ServiceName::AuthRbac, Method::Post, "/login/passkey/challenge")
        .anonymous().priority(Priority::Conversation).errors(codes::ALL).access(PASSKEY),
    output: PasskeyChallenge,
}

api::operation! {
    /// Signs in with a passkey and opens a session.
    pub struct LoginWithPasskey;
    spec: Spec::new("auth.login_with_passkey", ServiceName::AuthRbac, Method::Post, "/login/passkey")
        .anonymous().priority(Priority::Conversation).body_bytes_max(16 * 1024)
        .audit(AuditClass::Security).errors(codes::ALL).access(PASSKEY),
    body: PasskeySignIn,
    output: crate::Tokens,
}

api::operation! {
    /// How the caller can show anew who they are: a challenge for a passkey, if they have one.
    pub struct GetStepUpChallenge;
    spec: Spec::new("auth.step_up_challenge", ServiceName::AuthRbac, Method::Post, "/step-up/challenge")
        .roles(Role::PEOPLE).errors(codes::ALL).access(PASSKEY),
    output: StepUpChallenge,
}

api::operation! {
    /// Shows anew who the caller is, with password and code or with a passkey. What needs a fresh proof is open for a
    /// while then, in this session. Wrong attempts count as at the door.
    pub struct StepUp;
    spec: Spec::new("auth.give_proof", ServiceName::AuthRbac, Method::Post, "/step-up")
        .roles(Role::PEOPLE).body_bytes_max(16 * 1024)
        .audit(AuditClass::Security).errors(codes::ALL).access(PASSKEY),
    body: Proof,
    output: ProofGiven,
}
