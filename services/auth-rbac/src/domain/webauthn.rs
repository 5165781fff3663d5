//! What a passkey says, read and checked (WebAuthn Level 3, §7). No store, no clock: bytes in, a verdict out.
//!
//! The attestation statement is not looked at: none is asked for, and none would be trusted. What is relied on is the
//! origin that the browser names, the flags of the authenticator, and the signature.

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, ED25519, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey,
};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ciborium::Value;
use serde::{Deserialize, Serialize};

/// The COSE algorithms that are checked: ECDSA with P-256, EdDSA with Ed25519, RSASSA-PKCS1-v1_5, all with SHA-256.
pub(crate) const ALGORITHMS: [i32; 3] = [-7, -8, -257];
/// The longest piece that is read (base64url): an RSA key's statement with room to spare.
const PIECE_CHARS_MAX: usize = 8 * 1024;
/// WebAuthn §7.1: a credential's id is at most so long.
const CREDENTIAL_BYTES_MAX: usize = 1_023;
/// How deep what an authenticator says may be nested.
const DEPTH_MAX: usize = 8;

const USER_PRESENT: u8 = 0x01;
const USER_VERIFIED: u8 = 0x04;
const BACKUP_ELIGIBLE: u8 = 0x08;
const BACKED_UP: u8 = 0x10;
const ATTESTED: u8 = 0x40;
const EXTENSIONS: u8 = 0x80;

/// Why what came is no passkey of this place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Fault {
    #[error("a piece cannot be read")]
    Unreadable,
    #[error("it was made for another purpose")]
    Purpose,
    #[error("it was made on another origin")]
    Origin,
    #[error("it was made for another relying party")]
    RelyingParty,
    #[error("the person was not verified")]
    NotVerified,
    #[error("the algorithm is none that is checked here")]
    Algorithm,
    #[error("the signature does not hold")]
    Signature,
}

/// What a browser was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ceremony {
    Create,
    Get,
}

/// The place that passkeys are for.
#[derive(Clone, Debug)]
pub(crate) struct RelyingParty {
    pub(crate) id: String,
    origins: Vec<String>,
}

/// What the browser says of a ceremony.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClientData {
    #[serde(rename = "type")]
    kind: String,
    challenge: String,
    origin: String,
    #[serde(default)]
    cross_origin: bool,
    #[serde(default)]
    top_origin: Option<String>,
}

/// A public key, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Key {
    /// The point, uncompressed.
    P256(Vec<u8>),
    Ed25519(Vec<u8>),
    Rsa {
        modulus: Vec<u8>,
        exponent: Vec<u8>,
    },
}

/// A credential that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Made {
    pub(crate) credential: Vec<u8>,
    pub(crate) key: Key,
    pub(crate) count: u32,
}

/// Bytes of base64url, bounded.
pub(crate) fn bytes(text: &str) -> Result<Vec<u8>, Fault> {
    if text.len() > PIECE_CHARS_MAX {
        return Err(Fault::Unreadable);
    }
    URL_SAFE_NO_PAD.decode(text).map_err(|_| Fault::Unreadable)
}

impl RelyingParty {
    /// A place with its id, and the origins that its pages have. With none given: the id over TLS; for `localhost`
    /// alone any port of it, which no network leads to.
    pub(crate) const fn new(id: String, origins: Vec<String>) -> Self {
        Self { id, origins }
    }

    fn has(&self, origin: &str) -> bool {
        if !self.origins.is_empty() {
            return self.origins.iter().any(|known| known == origin);
        }
        if self.id != "localhost" {
            return origin.strip_prefix("https://") == Some(&self.id);
        }
        let host = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
        let port = host.and_then(|host| host.strip_prefix("localhost"));
        port.is_some_and(|port| {
            let digits = port.strip_prefix(':');
            port.is_empty() || digits.is_some_and(|port| port.parse::<u16>().is_ok())
        })
    }

    /// The challenge that a browser answers, once purpose and origin are right.
    pub(crate) fn challenge(&self, client_data: &[u8], ceremony: Ceremony) -> Result<String, Fault> {
        let said: ClientData = serde_json::from_slice(client_data).map_err(|_| Fault::Unreadable)?;
        let kind = match ceremony {
            Ceremony::Create => "webauthn.create",
            Ceremony::Get => "webauthn.get",
        };
        if said.kind != kind {
            return Err(Fault::Purpose);
        }
        if !self.has(&said.origin) || said.cross_origin || said.top_origin.is_some() {
            return Err(Fault::Origin);
        }
        Ok(said.challenge)
    }

    /// The credential of an attestation object.
    pub(crate) fn made(&self, attestation: &[u8]) -> Result<Made, Fault> {
        let object: Value = cbor(&mut &*attestation)?;
        let data = entry(&object, &Value::from("authData")).and_then(Value::as_bytes);
        let (flags, count, rest) = self.head(data.ok_or(Fault::Unreadable)?)?;
        if flags & ATTESTED == 0 || rest.len() < 18 {
            return Err(Fault::Unreadable);
        }
        // The first sixteen bytes name a model of authenticator: not looked at.
        let length = usize::from(u16::from_be_bytes([rest[16], rest[17]]));
        if length == 0 || length > CREDENTIAL_BYTES_MAX || rest.len() < 18 + length {
            return Err(Fault::Unreadable);
        }
        let (credential, mut rest) = rest[18..].split_at(length);
        let key = Key::of(&cbor(&mut rest)?)?;
        if flags & EXTENSIONS == 0 && !rest.is_empty() {
            return Err(Fault::Unreadable);
        }
        Ok(Made { credential: credential.to_vec(), key, count })
    }

    /// The counter of an authenticator that signed with a key.
    pub(crate) fn signed(
        &self,
        key: &Key,
        data: &[u8],
        client_data: &[u8],
        signature: &[u8],
    ) -> Result<u32, Fault> {
        let (_, count, _) = self.head(data)?;
        let message = [data, digest(&SHA256, client_data).as_ref()].concat();
        if key.holds(&message, signature) { Ok(count) } else { Err(Fault::Signature) }
    }

    /// The head of authenticator data (§6.1): flags, counter, and what follows.
    fn head<'a>(&self, data: &'a [u8]) -> Result<(u8, u32, &'a [u8]), Fault> {
        let (Some(party), Some(&flags), Some(count)) = (data.get(..32), data.get(32), data.get(33..37))
        else {
            return Err(Fault::Unreadable);
        };
        if party != digest(&SHA256, self.id.as_bytes()).as_ref() {
            return Err(Fault::RelyingParty);
        }
        if flags & USER_PRESENT == 0 || flags & USER_VERIFIED == 0 {
            return Err(Fault::NotVerified);
        }
        if flags & BACKED_UP != 0 && flags & BACKUP_ELIGIBLE == 0 {
            return Err(Fault::Unreadable);
        }
        let count = u32::from_be_bytes([count[0], count[1], count[2], count[3]]);
        Ok((flags, count, &data[37..]))
    }
}

impl Key {
    /// The key of a COSE map (RFC 9053 §7).
    fn of(map: &Value) -> Result<Self, Fault> {
        let number = |name: i64| {
            let value = entry(map, &Value::from(name)).and_then(Value::as_integer);
            value.and_then(|value| i64::try_from(value).ok())
        };
        let piece = |name: i64, length: std::ops::RangeInclusive<usize>| {
            let value = entry(map, &Value::from(name)).and_then(Value::as_bytes);
            value.filter(|bytes| length.contains(&bytes.len())).cloned().ok_or(Fault::Unreadable)
        };
        match (number(1), number(3), number(-1)) {
            (Some(2), Some(-7), Some(1)) => {
                Ok(Self::P256([vec![4], piece(-2, 32..=32)?, piece(-3, 32..=32)?].concat()))
            }
            (Some(1), Some(-8), Some(6)) => Ok(Self::Ed25519(piece(-2, 32..=32)?)),
            (Some(3), Some(-257), _) => {
                Ok(Self::Rsa { modulus: piece(-1, 256..=512)?, exponent: piece(-2, 1..=8)? })
            }
            _ => Err(Fault::Algorithm),
        }
    }

    fn holds(&self, message: &[u8], signature: &[u8]) -> bool {
        match self {
            Self::P256(point) => {
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, point).verify(message, signature).is_ok()
            }
            Self::Ed25519(key) => UnparsedPublicKey::new(&ED25519, key).verify(message, signature).is_ok(),
            Self::Rsa { modulus, exponent } => RsaPublicKeyComponents { n: modulus, e: exponent }
                .verify(&RSA_PKCS1_2048_8192_SHA256, message, signature)
                .is_ok(),
        }
    }
}

/// One value, and the reader after it.
fn cbor(reader: &mut &[u8]) -> Result<Value, Fault> {
    ciborium::de::from_reader_with_recursion_limit(reader, DEPTH_MAX).map_err(|_| Fault::Unreadable)
}

fn entry<'a>(map: &'a Value, name: &Value) -> Option<&'a Value> {
    map.as_map()?.iter().find(|(found, _)| found == name).map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_are_those_that_were_given_or_the_party_itself() {
        let local = RelyingParty::new("localhost".into(), Vec::new());
        for ours in ["http://localhost", "http://localhost:8080", "https://localhost:8443"] {
            assert!(local.has(ours), "{ours}");
        }
        for other in [
            "http://localhost.evil.example",
            "http://localhost:8080.evil.example",
            "http://127.0.0.1:8080",
            "http://localhost:",
            "ftp://localhost",
            "null",
        ] {
            assert!(!local.has(other), "{other}");
        }
        let house = RelyingParty::new("care.example".into(), Vec::new());
        assert!(house.has("https://care.example"));
        for other in ["http://care.example", "https://care.example:8443", "https://x.care.example"] {
            assert!(!house.has(other), "{other}");
        }
        let listed = RelyingParty::new("care.example".into(), vec!["https://elm.care.example".into()]);
        assert!(listed.has("https://elm.care.example") && !listed.has("https://care.example"));
    }

    #[test]
    fn only_the_ceremony_that_was_asked_for_in_a_page_of_its_own_is_answered() {
        let local = RelyingParty::new("localhost".into(), Vec::new());
        let said = |kind: &str, more: &str| {
            let text = format!(r#"{{"type":"{kind}","challenge":"c","origin":"http://localhost"{more}}}"#);
            local.challenge(text.as_bytes(), Ceremony::Get)
        };
        assert_eq!(said("webauthn.get", r#","crossOrigin":false"#).as_deref(), Ok("c"));
        assert_eq!(said("webauthn.create", ""), Err(Fault::Purpose));
        assert_eq!(said("webauthn.get", r#","crossOrigin":true"#), Err(Fault::Origin), "in another's frame");
        let framed = r#","topOrigin":"https://evil.example""#;
        assert_eq!(said("webauthn.get", framed), Err(Fault::Origin), "in another's frame");
    }

    #[test]
    fn the_flags_of_an_authenticator_are_those_of_a_person_who_was_there_and_verified() {
        let local = RelyingParty::new("localhost".into(), Vec::new());
        let head = |flags: u8| {
            let data = [digest(&SHA256, b"localhost").as_ref(), &[flags, 0, 0, 0, 7]].concat();
            local.head(&data).map(|(_, count, _)| count)
        };
        let both = USER_PRESENT | USER_VERIFIED;
        assert_eq!((head(both), head(both | BACKUP_ELIGIBLE | BACKED_UP)), (Ok(7), Ok(7)));
        assert_eq!(head(USER_PRESENT), Err(Fault::NotVerified));
        assert_eq!(head(USER_VERIFIED), Err(Fault::NotVerified), "nobody was there");
        assert_eq!(head(both | BACKED_UP), Err(Fault::Unreadable), "what cannot be backed up was");
    }

    #[test]
    fn a_credential_that_was_made_is_whole_short_enough_and_followed_by_nothing() {
        let local = RelyingParty::new("localhost".into(), Vec::new());
        let made = |flags: u8, length: usize, after: &[u8]| {
            let fields = [(1, Value::from(1)), (3, Value::from(-8)), (-1, Value::from(6))];
            let fields = fields.into_iter().chain([(-2, Value::Bytes(vec![9; 32]))]);
            let key = Value::Map(fields.map(|(name, value)| (Value::from(name), value)).collect());
            let mut data = [digest(&SHA256, b"localhost").as_ref(), &[flags, 0, 0, 0, 7], &[0; 16]].concat();
            data.extend_from_slice(&u16::try_from(length).expect("short").to_be_bytes());
            data.extend_from_slice(&vec![1; length]);
            ciborium::into_writer(&key, &mut data).expect("writes");
            data.extend_from_slice(after);
            let object = Value::Map(vec![(Value::from("authData"), Value::Bytes(data))]);
            let mut attestation = Vec::new();
            ciborium::into_writer(&object, &mut attestation).expect("writes");
            local.made(&attestation).map(|made| made.credential.len())
        };
        let flags = USER_PRESENT | USER_VERIFIED | ATTESTED;
        assert_eq!(made(flags, CREDENTIAL_BYTES_MAX, &[]), Ok(CREDENTIAL_BYTES_MAX));
        assert_eq!(made(flags | EXTENSIONS, 16, &[0xa0]), Ok(16), "extensions, where it says so");
        assert_eq!(made(flags, CREDENTIAL_BYTES_MAX + 1, &[]), Err(Fault::Unreadable));
        assert_eq!(made(flags, 0, &[]), Err(Fault::Unreadable));
        assert_eq!(made(flags, 16, &[0xa0]), Err(Fault::Unreadable), "something follows");
        assert_eq!(made(flags & !ATTESTED, 16, &[]), Err(Fault::Unreadable), "none was made");
    }

    #[test]
    fn what_an_authenticator_says_is_read_within_bounds() {
        let local = RelyingParty::new("localhost".into(), Vec::new());
        // A map that says it is huge, an endless nesting, and nothing.
        let deep = vec![0x81; 4_096];
        for bad in [&[0xbb, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff][..], &deep, &[]] {
            assert_eq!(local.made(bad), Err(Fault::Unreadable));
        }
        assert_eq!(bytes(&"A".repeat(PIECE_CHARS_MAX + 4)), Err(Fault::Unreadable));
    }
}
