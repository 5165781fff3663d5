//! Access tokens: EdDSA JWTs with the claims that the chassis reads, signed with the newest key that may sign.

use std::sync::Arc;

use arc_swap::ArcSwap;
use auth_rbac_api::{JwkSet, PublicKey};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chassis::{AuditContext, Claims};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use kernel::{OrganizationId, PersonId, SessionId, Sources, Timestamp};

use super::limits::ACCESS_S;
use crate::store::KeyRow;

/// Signs tokens.
#[derive(Default)]
pub(crate) struct Signer {
    /// Newest first.
    keys: ArcSwap<Vec<Arc<Held>>>,
}

/// A key that is published.
pub(crate) struct Held {
    row: KeyRow,
    key: EncodingKey,
    public: PublicKey,
}

/// The signing library refused, or there is no key.
#[derive(Debug, thiserror::Error)]
#[error("the token could not be signed")]
pub(crate) struct SignFault;

/// Whose token it is.
pub(crate) struct Holder {
    pub(crate) person: PersonId,
    pub(crate) organization: OrganizationId,
    pub(crate) role: api::Role,
    pub(crate) scopes: Vec<api::Scope>,
    pub(crate) session: SessionId,
    pub(crate) amr: Vec<String>,
    /// When they last showed who they are with both factors, and until when that counts as fresh.
    pub(crate) proof: Option<(Timestamp, Timestamp)>,
}

impl Held {
    pub(super) fn new(key: &vault::SigningKey, row: &KeyRow) -> Arc<Self> {
        let public = Self::public_of(key);
        Arc::new(Self { row: row.clone(), key: EncodingKey::from_ed_der(&key.pkcs8_der()), public })
    }

    pub(super) fn public_of(key: &vault::SigningKey) -> PublicKey {
        let public = key.public_key();
        let kid = public.note_id().iter().map(|byte| format!("{byte:02x}")).collect();
        PublicKey {
            kty: "OKP".into(),
            crv: "Ed25519".into(),
            alg: "EdDSA".into(),
            usage: "sig".into(),
            kid,
            x: URL_SAFE_NO_PAD.encode(public.as_bytes()),
        }
    }
}

impl Signer {
    /// Holds other keys from now on, newest first.
    pub(super) fn hold(&self, keys: Vec<Arc<Held>>) {
        self.keys.store(Arc::new(keys));
    }

    /// A key that is held already, as the row now says.
    pub(super) fn held(&self, public: &str, row: &KeyRow) -> Option<Arc<Held>> {
        let keys = self.keys.load();
        let found = keys.iter().find(|held| held.public.x == public)?;
        if found.row == *row {
            return Some(found.clone());
        }
        Some(Arc::new(Held { row: row.clone(), key: found.key.clone(), public: found.public.clone() }))
    }

    /// The newest key that may sign.
    pub(super) fn signing(&self, now: Timestamp) -> Option<Arc<Held>> {
        self.published(now).into_iter().find(|held| held.row.active_from <= now)
    }

    fn published(&self, now: Timestamp) -> Vec<Arc<Held>> {
        let holds = |held: &&Arc<Held>| held.row.ends_at.is_none_or(|end| end > now);
        self.keys.load().iter().filter(holds).cloned().collect()
    }

    pub(crate) fn jwks(&self, now: Timestamp) -> JwkSet {
        JwkSet { keys: self.published(now).iter().map(|held| held.public.clone()).collect() }
    }

    pub(crate) fn sign(&self, holder: Holder, sources: &Sources) -> Result<String, SignFault> {
        let now = sources.now();
        let signing = self.signing(now).ok_or(SignFault)?;
        let seconds = now.as_seconds();
        let claims = Claims {
            iss: Claims::ISSUER.into(),
            aud: Claims::AUDIENCE.into(),
            sub: holder.person,
            iat: seconds,
            nbf: seconds,
            exp: seconds + i64::from(ACCESS_S),
            jti: URL_SAFE_NO_PAD.encode(sources.bytes::<16>()),
            user_id: holder.person,
            role: holder.role,
            organization_id: holder.organization,
            permissions: holder.scopes,
            audit_context: AuditContext { session_id: holder.session, amr: holder.amr },
            auth_time: holder.proof.map(|(at, _)| at.as_seconds()),
            proven_until: holder.proof.map(|(_, until)| until.as_seconds()),
        };
        let mut header = Header::new(Algorithm::EdDSA);
        header.typ = Some(Claims::TYPE.into());
        header.kid = Some(signing.public.kid.clone());
        jsonwebtoken::encode(&header, &claims, &signing.key).map_err(|_| SignFault)
    }
}
