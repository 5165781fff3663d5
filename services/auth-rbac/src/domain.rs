//! The rules of identity: how an account comes about, how somebody signs in, how long that holds.

mod accounts;
mod devices;
mod explain;
mod factors;
mod housekeeping;
mod invitations;
mod keys;
mod limits;
mod lockout;
mod passkeys;
mod passwords;
mod people;
mod recovery;
mod residents;
mod rotation;
mod secrets;
mod sessions;
mod sign_in;
mod step_up;
mod tokens;
mod webauthn;

use api::{CallContext, Client, Fault, Principal, Problem};
use audit_trail::{EventBuilder, EventType, TrailError, Word};
use auth_rbac_api::{JwkSet, codes};
use decision::Decider;
use kernel::{ErrorCode, PersonId, Phi, Sources};
use serde::{Deserialize, Serialize};
use store_sql::StoreError;
use vault::{RecordPlace, Vault, VaultError};

pub(crate) use self::keys::{KeyTurn, order_new_key};
#[cfg(test)]
pub(crate) use self::keys::{PUBLISHED_AFTER, PUBLISHED_BEFORE};
pub(crate) use self::limits::FAILURES_MAX;
#[cfg(test)]
pub(crate) use self::limits::{KEPT, RESET};
pub use self::recovery::Recovery;
pub(crate) use self::recovery::{
    order as order_recovery, take_answer as take_recovery, withdraw as withdraw_recovery,
};
pub(crate) use self::rotation::Rotation;
pub(crate) use self::secrets::{EmailIndex, SetUpKey};
pub(crate) use self::webauthn::RelyingParty;

use self::secrets::Passwords;
use self::tokens::Signer;
use crate::store::{PersonRow, Store};

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refused {
    #[error("the credentials are not right")]
    Credentials,
    #[error("the account is locked for {0} s")]
    Locked(u32),
    #[error(
        "the account takes no password until an admin unlocks it, it has a new one, or a recovery code opens it"
    )]
    Stopped,
    #[error("the account was closed while the password was checked")]
    Closed,
    #[error("the refresh token is spent, or its session has ended")]
    Refresh,
    #[error("the join code is none")]
    JoinCode,
    #[error("the invitation is used, old, or none")]
    Invitation,
    #[error("the password {0}")]
    Password(&'static str),
    #[error("the field {0} {1}")]
    Field(&'static str, &'static str),
    #[error("the e-mail address has an account")]
    EmailTaken,
    #[error("the installation is set up already")]
    SetUpAlready,
    #[error("the token is not the one of this installation's set-up")]
    SetUpToken,
    #[error("the link to set a password or second factor anew is used, old, or none")]
    ResetLink,
    #[error("the person has no password")]
    NoPassword,
    #[error("the person signs in with a password")]
    HasPassword,
    #[error("the account is disabled")]
    Disabled,
    #[error("the policies to be tried are none")]
    Policies(String),
    #[error("the person has as many devices as may be")]
    TooManyDevices,
    #[error("the person has as many passkeys as may be")]
    TooManyPasskeys,
    #[error("it is no passkey of this place")]
    Passkey(#[from] webauthn::Fault),
    #[error("the credential is kept already")]
    KnownPasskey,
    #[error("the challenge was answered, is old, or none")]
    Challenge,
    #[error("it is the only way in that the person has")]
    LastWay,
    #[error("it is the only administrator whose account may be used")]
    LastAdministrator,
    #[error("the code is none of the authenticator that was started")]
    FactorCode,
    #[error("no authenticator was started, or too long ago")]
    FactorNotStarted,
    #[error("as many challenges are out as may be")]
    Challenges,
    #[error("the caller may not do this")]
    Forbidden,
    #[error("the caller has to show anew who they are")]
    StepUp,
    #[error("there is no such thing for this caller")]
    NotFound,
    #[error("a secret could not be made")]
    Secret(#[source] Box<dyn std::error::Error + Send + Sync>),
    #[error("a peer did not do its part")]
    Peer(#[source] Problem),
    #[error("the store failed")]
    Store(#[from] StoreError),
    #[error("the event could not be kept")]
    Trail(#[from] TrailError),
    #[error("the vault failed")]
    Vault(#[from] VaultError),
    #[error("no decision could be made")]
    Decision(#[from] decision::DecisionError),
}

impl Fault for Refused {
    fn code(&self) -> ErrorCode {
        match self {
            Self::Credentials => codes::CREDENTIALS,
            Self::Locked(_) | Self::Closed => codes::LOCKED,
            Self::Stopped => codes::STOPPED,
            Self::Refresh => codes::REFRESH,
            Self::JoinCode => codes::JOIN_CODE,
            Self::Invitation => codes::INVITATION,
            Self::Password(_) => codes::PASSWORD,
            Self::Field(..) | Self::EmailTaken => api::codes::INVALID,
            Self::SetUpAlready => codes::SET_UP,
            Self::SetUpToken => codes::SET_UP_TOKEN,
            Self::ResetLink => codes::RESET_LINK,
            Self::NoPassword => codes::NO_PASSWORD,
            Self::HasPassword => codes::HAS_PASSWORD,
            Self::Disabled => codes::DISABLED,
            Self::Policies(_) => codes::POLICIES,
            Self::TooManyDevices => codes::DEVICES,
            Self::TooManyPasskeys => codes::PASSKEYS,
            Self::Passkey(_) | Self::KnownPasskey | Self::Challenge => codes::PASSKEY,
            Self::LastWay => codes::LAST_WAY,
            Self::LastAdministrator => codes::LAST_ADMINISTRATOR,
            Self::FactorCode => codes::FACTOR_CODE,
            Self::FactorNotStarted => codes::FACTOR_NOT_STARTED,
            Self::Challenges => api::codes::RATE_LIMITED,
            Self::Forbidden => api::codes::FORBIDDEN,
            Self::StepUp => api::codes::STEP_UP,
            Self::NotFound => api::codes::NOT_FOUND,
            Self::Secret(_) => api::codes::INTERNAL,
            Self::Peer(_) => api::codes::UNAVAILABLE,
            Self::Store(error) => error.code(),
            Self::Trail(error) => error.code(),
            Self::Vault(error) => Fault::code(error),
            Self::Decision(error) => Fault::code(error),
        }
    }

    fn problem(&self) -> Problem {
        let problem = Problem::new(self.code());
        match self {
            Self::Password(fault) => problem.field("password", *fault),
            Self::Field(field, fault) => problem.field(*field, *fault),
            // An address that is taken looks like one that cannot be used: accounts are not to be probed for.
            Self::EmailTaken => problem.field("email", "cannot be used here"),
            // What the parser says of the caller's own text.
            Self::Policies(fault) => problem.field("policies", fault.chars().take(500).collect::<String>()),
            Self::JoinCode => problem.field("join_code", "is not one of ours"),
            Self::Locked(seconds) => problem.retry_after_s(*seconds),
            Self::Challenges => problem.retry_after_s(limits::CHALLENGE_S),
            _ => problem,
        }
    }
}

/// What is sealed of a person: their name and address.
#[derive(Serialize, Deserialize)]
pub(crate) struct Profile {
    pub(crate) name: String,
    pub(crate) email: Option<String>,
}

/// The rules over what they need.
pub(crate) struct Domain {
    pub(crate) store: Store,
    pub(crate) decider: Decider,
    signer: Signer,
    turn: KeyTurn,
    sources: Sources,
    vault: Vault,
    passwords: Passwords,
    emails: EmailIndex,
    refreshes: Rotation,
    device_secrets: Rotation,
    set_up_key: SetUpKey,
    party: RelyingParty,
    fresh: std::time::Duration,
    relations: Client,
    set_up: std::sync::Mutex<Option<SetUpToken>>,
}

/// The one-time secret of an empty installation, and the file that the operator reads it from.
#[derive(Clone)]
pub(crate) struct SetUpToken {
    digest: Vec<u8>,
    file: std::path::PathBuf,
}

/// What a domain is made of.
pub(crate) struct Parts {
    pub(crate) store: Store,
    pub(crate) turn: KeyTurn,
    pub(crate) decider: Decider,
    pub(crate) sources: Sources,
    pub(crate) vault: Vault,
    pub(crate) emails: EmailIndex,
    /// Makes refresh tokens after the first, device secrets after the first, and the token of the set-up.
    pub(crate) secrets: (Rotation, Rotation, SetUpKey),
    /// What passkeys are for.
    pub(crate) party: RelyingParty,
    /// How long a proof counts as fresh.
    pub(crate) fresh: std::time::Duration,
    pub(crate) relations: Client,
}

impl Domain {
    pub(crate) fn new(parts: Parts) -> Result<Self, Refused> {
        let passwords = Passwords::new(&parts.sources).map_err(|error| Refused::Secret(Box::new(error)))?;
        let (refreshes, device_secrets, set_up_key) = parts.secrets;
        Ok(Self {
            store: parts.store,
            signer: Signer::default(),
            turn: parts.turn,
            decider: parts.decider,
            sources: parts.sources,
            vault: parts.vault,
            passwords,
            emails: parts.emails,
            refreshes,
            device_secrets,
            set_up_key,
            party: parts.party,
            fresh: parts.fresh,
            relations: parts.relations,
            set_up: std::sync::Mutex::default(),
        })
    }

    /// The public keys that hold now.
    pub(crate) fn jwks(&self) -> JwkSet {
        self.signer.jwks(self.sources.now())
    }

    /// An account event.
    fn account_event(&self, action: &'static str) -> EventBuilder {
        self.store.trail().recorder().event(EventType::AccountChange, Word::new(action), Word::new("account"))
    }

    /// What somebody did to an account.
    fn event_by(&self, context: &CallContext, by: &Principal, action: &'static str) -> EventBuilder {
        self.account_event(action)
            .user(by.person)
            .role(by.role)
            .organization(by.organization)
            .session(by.session)
            .request(context.request_id)
    }

    async fn seal(&self, person: PersonId, kind: &'static str, bytes: &[u8]) -> Result<Vec<u8>, Refused> {
        let place = RecordPlace::new(person, kind, person, "demographics");
        Ok(self.vault.seal(&place, bytes).await?.into_bytes())
    }

    async fn open(
        &self,
        person: PersonId,
        kind: &'static str,
        sealed: &[u8],
    ) -> Result<Phi<Vec<u8>>, Refused> {
        let place = RecordPlace::new(person, kind, person, "demographics");
        Ok(self.vault.open(&place, sealed).await?)
    }

    async fn profile(&self, row: &PersonRow) -> Result<Profile, Refused> {
        let bytes = self.open(row.person, PROFILE, &row.profile).await?;
        serde_json::from_slice(bytes.expose())
            .map_err(|_| StoreError::from(store_sql::Corrupt { table: "people", column: "profile" }).into())
    }
}

const PROFILE: &str = "auth.profile";
const TOTP: &str = "auth.totp";
