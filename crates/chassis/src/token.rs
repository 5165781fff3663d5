//! Access tokens: EdDSA JWTs (RFC 7519, 8725, 9068), verified by every service for itself with keys that are
//! kept on disk, so that this works with the identity service down.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use api::{Authentication, Principal, Role, Scope};
use arc_swap::ArcSwap;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use kernel::{OrganizationId, PersonId, SessionId, Sources, Timestamp};
use serde::{Deserialize, Serialize};

/// The longest token that is looked at.
const TOKEN_BYTES_MAX: usize = 4_096;
/// Tokens whose signature was checked and is remembered.
const VERIFIED_MAX: u64 = 20_000;
/// Clocks of two machines may differ by this much.
const LEEWAY_S: i64 = 60;

/// The claims of an access token: the spec's, without `patient_relations` (decisions are live).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Claims {
    /// Issuer.
    pub iss: String,
    /// Audience.
    pub aud: String,
    /// The person; the same as `user_id`.
    pub sub: PersonId,
    /// Seconds since 1970 at which it was issued.
    pub iat: i64,
    /// Seconds since 1970 from which it holds.
    pub nbf: i64,
    /// Seconds since 1970 at which it ends.
    pub exp: i64,
    /// Unique id of the token.
    pub jti: String,
    /// The person.
    pub user_id: PersonId,
    /// The role.
    pub role: Role,
    /// The organisation.
    pub organization_id: OrganizationId,
    /// Finer rights. Hints: the decision is made anew each time.
    pub permissions: Vec<Scope>,
    /// What the audit log names.
    pub audit_context: AuditContext,
    /// Seconds since 1970 at which the person last showed who they are, with both factors.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auth_time: Option<i64>,
    /// Seconds since 1970 until which that counts as fresh.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proven_until: Option<i64>,
}

/// The spec's audit context.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AuditContext {
    /// The session.
    pub session_id: SessionId,
    /// How the person showed who they are: `pwd`, `otp`, `recovery`, `device`, `passkey`.
    pub amr: Vec<String>,
}

impl Claims {
    /// The issuer of all tokens.
    pub const ISSUER: &'static str = "therapeutic-ai";
    /// The audience of access tokens.
    pub const AUDIENCE: &'static str = "therapeutic-ai-api";
    /// The `typ` of access tokens (RFC 9068).
    pub const TYPE: &'static str = "at+jwt";
}

/// A public signing key (RFC 8037).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Jwk {
    /// Always `OKP`.
    pub kty: String,
    /// Always `Ed25519`.
    pub crv: String,
    /// Always `EdDSA`.
    pub alg: String,
    /// Always `sig`.
    #[serde(rename = "use")]
    pub usage: String,
    /// Which key.
    pub kid: String,
    /// The key, base64url.
    pub x: String,
}

/// The public keys that tokens are checked with. Kept on disk so that a start needs nobody.
#[derive(Debug)]
pub struct KeySet {
    keys: ArcSwap<Vec<Jwk>>,
    file: Option<PathBuf>,
}

impl KeySet {
    /// The keys of a file, or none yet.
    pub fn load(file: &Path) -> Arc<Self> {
        let keys = std::fs::read(file)
            .ok()
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .unwrap_or_default();
        Arc::new(Self { keys: ArcSwap::from_pointee(keys), file: Some(file.to_owned()) })
    }

    /// Keys that are held in memory alone.
    pub fn of(keys: Vec<Jwk>) -> Arc<Self> {
        Arc::new(Self { keys: ArcSwap::from_pointee(keys), file: None })
    }

    /// Replaces the keys, and the file with them (written beside it first, then renamed).
    pub fn replace(&self, keys: Vec<Jwk>) -> std::io::Result<()> {
        if **self.keys.load() == keys {
            return Ok(());
        }
        if let Some(file) = &self.file {
            let beside = file.with_extension("new");
            std::fs::write(&beside, serde_json::to_vec(&keys).unwrap_or_default())?;
            std::fs::rename(&beside, file)?;
        }
        self.keys.store(Arc::new(keys));
        Ok(())
    }

    fn has(&self, kid: &str) -> bool {
        self.keys.load().iter().any(|key| key.kid == kid)
    }

    /// Whether there is any key yet.
    pub fn is_empty(&self) -> bool {
        self.keys.load().is_empty()
    }
}

/// Checks tokens, and remembers which it has checked.
#[derive(Clone)]
pub struct Verifier {
    keys: Arc<KeySet>,
    sources: Sources,
    verified: moka::sync::Cache<[u8; 32], Arc<Held>>,
}

#[derive(Debug)]
struct Held {
    /// The key that signed it: when it is taken out, what is remembered holds no longer.
    kid: String,
    principal: Arc<Principal>,
    not_before: i64,
    expires: i64,
}

impl Verifier {
    /// A verifier with these keys.
    pub fn new(keys: Arc<KeySet>, sources: Sources) -> Self {
        let verified = moka::sync::Cache::builder()
            .max_capacity(VERIFIED_MAX)
            .time_to_live(Duration::from_secs(900))
            .build();
        Self { keys, sources, verified }
    }

    /// What becomes of an `Authorization` header.
    pub fn authenticate(&self, header: Option<&http::HeaderValue>) -> Authentication {
        let Some(header) = header else { return Authentication::Absent };
        let token = header.to_str().ok().and_then(|text| text.strip_prefix("Bearer "));
        let Some(token) = token.filter(|token| token.len() <= TOKEN_BYTES_MAX) else {
            return Authentication::Invalid;
        };
        let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, token.as_bytes());
        let mut key = [0; 32];
        key.copy_from_slice(digest.as_ref());
        let held = match self.verified.get(&key) {
            Some(held) if self.keys.has(&held.kid) => held,
            _ => match self.check(token) {
                Some(held) => {
                    let held = Arc::new(held);
                    self.verified.insert(key, held.clone());
                    held
                }
                None => return Authentication::Invalid,
            },
        };
        let now = self.sources.now().as_seconds();
        if now + LEEWAY_S < held.not_before {
            Authentication::Invalid
        } else if now >= held.expires {
            Authentication::Expired(held.principal.clone())
        } else {
            Authentication::Verified(held.principal.clone())
        }
    }

    /// The signature and the claims, without the time: that is judged at every use.
    fn check(&self, token: &str) -> Option<Held> {
        let header = jsonwebtoken::decode_header(token).ok()?;
        // RFC 8725 §3.1, §3.11: one algorithm, an explicit type, keys of our own set alone.
        if header.alg != Algorithm::EdDSA || header.typ.as_deref() != Some(Claims::TYPE) {
            return None;
        }
        if header.crit.is_some() || header.jku.is_some() || header.x5u.is_some() || header.jwk.is_some() {
            return None;
        }
        let kid = header.kid?;
        let keys = self.keys.keys.load();
        let key = keys.iter().find(|key| key.kid == kid)?;
        let key = DecodingKey::from_ed_components(&key.x).ok()?;
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_issuer(&[Claims::ISSUER]);
        validation.set_audience(&[Claims::AUDIENCE]);
        validation.set_required_spec_claims(&["exp", "nbf", "iss", "aud", "sub"]);
        validation.validate_exp = false;
        validation.validate_nbf = false;
        let claims = jsonwebtoken::decode::<Claims>(token, &key, &validation).ok()?.claims;
        let lifetime = claims.exp.checked_sub(claims.iat)?;
        if claims.sub != claims.user_id || !(1..=600).contains(&lifetime) || claims.nbf > claims.exp {
            return None;
        }
        let principal = Principal {
            person: claims.user_id,
            role: claims.role,
            scopes: claims.permissions,
            organization: claims.organization_id,
            session: claims.audit_context.session_id,
            expires: Timestamp::from_micros(claims.exp.checked_mul(1_000_000)?),
            proven_until: match claims.proven_until {
                Some(until) => Some(Timestamp::from_micros(until.checked_mul(1_000_000)?)),
                None => None,
            },
        };
        Some(Held { kid, principal: Arc::new(principal), not_before: claims.nbf, expires: claims.exp })
    }
}
