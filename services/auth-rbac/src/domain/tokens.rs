//! Access tokens: EdDSA JWTs with the claims that the chassis reads, signed with the installation's key.

use auth_rbac_api::{JwkSet, PublicKey};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chassis::{AuditContext, Claims};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use kernel::{OrganizationId, PersonId, SessionId, Sources};

use super::limits::ACCESS_S;

/// Signs tokens.
pub(crate) struct Signer {
    key: EncodingKey,
    public: PublicKey,
}

/// The signing library refused.
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
}

impl Signer {
    pub(crate) fn new(key: &vault::SigningKey) -> Self {
        let public = key.public_key();
        let kid = public.note_id().iter().map(|byte| format!("{byte:02x}")).collect();
        Self {
            key: EncodingKey::from_ed_der(&key.pkcs8_der()),
            public: PublicKey {
                kty: "OKP".into(),
                crv: "Ed25519".into(),
                alg: "EdDSA".into(),
                usage: "sig".into(),
                kid,
                x: URL_SAFE_NO_PAD.encode(public.as_bytes()),
            },
        }
    }

    pub(crate) fn jwks(&self) -> JwkSet {
        JwkSet { keys: vec![self.public.clone()] }
    }

    pub(crate) fn sign(&self, holder: Holder, sources: &Sources) -> Result<String, SignFault> {
        let now = sources.now().as_seconds();
        let claims = Claims {
            iss: Claims::ISSUER.into(),
            aud: Claims::AUDIENCE.into(),
            sub: holder.person,
            iat: now,
            nbf: now,
            exp: now + i64::from(ACCESS_S),
            jti: URL_SAFE_NO_PAD.encode(sources.bytes::<16>()),
            user_id: holder.person,
            role: holder.role,
            organization_id: holder.organization,
            permissions: holder.scopes,
            audit_context: AuditContext { session_id: holder.session, amr: holder.amr },
        };
        let mut header = Header::new(Algorithm::EdDSA);
        header.typ = Some(Claims::TYPE.into());
        header.kid = Some(self.public.kid.clone());
        jsonwebtoken::encode(&header, &claims, &self.key).map_err(|_| SignFault)
    }
}
