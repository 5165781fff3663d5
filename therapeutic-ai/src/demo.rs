//! The demonstration: one organisation with a person of every role, made through the gateway as people would.
//!
//! Everybody in it is invented. Started again on the same directory, it changes nothing; cut off while it is made, it
//! goes on where it stood.

mod making;

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use api::{Call, CallContext, Client, Role, Scope, ServiceName, Words};
use auth_rbac_api::{Login, SignIn, Tokens};
use kernel::{OrganizationId, PersonId, Sources, Timestamp, UnitId};
use serde::{Deserialize, Serialize};

use crate::outside::Outside;

pub use making::{PART, make, seed};

/// The file with how everybody signs in.
pub const FILE: &str = "demo.json";

/// How everybody signs in.
#[derive(Clone, Serialize, Deserialize)]
pub struct Demo {
    /// Where the gateway was.
    pub base_url: String,
    /// What a resident types to register alone.
    pub join_code: String,
    /// The organisation.
    pub organization_id: OrganizationId,
    /// The unit on which the resident lives and the nurse works.
    pub unit_id: UnitId,
    /// The people.
    pub accounts: Vec<Account>,
}

/// An account of the demonstration.
#[derive(Clone, Serialize, Deserialize)]
pub struct Account {
    /// Who.
    pub name: String,
    /// In which role.
    pub role: Role,
    /// With which scopes.
    #[serde(default)]
    pub scopes: Vec<Scope>,
    /// E-mail address.
    pub email: String,
    /// Password.
    pub password: String,
    /// The secret of the one-time codes, base32.
    pub totp_secret: String,
    /// The person's id.
    pub person_id: PersonId,
}

impl Demo {
    /// The first account of a role.
    pub fn account(&self, role: Role) -> Option<&Account> {
        self.accounts.iter().find(|account| account.role == role && account.scopes.is_empty())
    }

    /// The demonstration of a data directory, if there is one.
    pub fn read(data_dir: &Path) -> Result<Self> {
        let path = data_dir.join(FILE);
        let bytes = std::fs::read(&path)
            .with_context(|| format!("{} is not there: start with `serve --demo`", path.display()))?;
        serde_json::from_slice(&bytes).context("the file of the demonstration is not readable")
    }

    /// Where the gateway of a data directory listens: as the running process wrote it down, which may be on another
    /// port than when the demonstration was made.
    pub fn gateway(&self, data_dir: &Path) -> String {
        #[derive(Deserialize)]
        struct Runtime {
            url: Option<String>,
        }
        let runtime = std::fs::read(data_dir.join(RUNTIME)).ok();
        let runtime = runtime.and_then(|bytes| serde_json::from_slice::<Runtime>(&bytes).ok());
        runtime.and_then(|runtime| runtime.url).unwrap_or_else(|| self.base_url.clone())
    }
}

/// The file with where everything of a running process listens.
pub const RUNTIME: &str = "runtime.json";

/// A one-time code for now.
pub fn code(secret: &str, now: kernel::Timestamp) -> Result<String> {
    let secret =
        totp_rs::Secret::try_from_base32(secret).map_err(|_| anyhow::anyhow!("not a base32 secret"))?;
    let totp = totp_rs::Builder::new().with_secret(secret).build_noncompliant();
    Ok(totp.generate(u64::try_from(now.as_seconds()).unwrap_or(0)).to_string())
}

/// A session of a signed-in person.
pub async fn sign_in(outside: &Outside, sources: &Sources, account: &Account) -> Result<CallContext> {
    let auth = outside.client(ServiceName::AuthRbac);
    let tokens = login(&auth, sources, account, sources.now()).await?;
    signed_in(CallContext::background(sources.id()), &tokens.access_token)
}

/// How long a one-time code counts (RFC 6238 §5.2).
pub(crate) const CODE_STEP: Duration = Duration::from_secs(30);

/// The tokens of a person who gives the one-time code of a moment.
pub(crate) async fn login(
    auth: &Client,
    sources: &Sources,
    account: &Account,
    at: Timestamp,
) -> Result<Tokens> {
    let request = SignIn {
        email: Some(Words::new(&account.email)),
        password: Some(Words::new(&account.password)),
        code: Some(Words::new(code(&account.totp_secret, at)?)),
        device: None,
    };
    Ok(auth.call::<Login>(&CallContext::background(sources.id()), Call::body(request)).await?)
}

/// The context of calls with an access token.
pub fn signed_in(context: CallContext, token: &Words) -> Result<CallContext> {
    let bearer = format!("Bearer {}", token.expose()).parse().context("a token is a header's value")?;
    Ok(CallContext { authorization: Some(bearer), ..context })
}
