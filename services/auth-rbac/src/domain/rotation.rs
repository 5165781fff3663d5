//! Secrets of which each gives way to the next: the refresh tokens of a session, the secrets of a device.
//!
//! The first one is random, and only its digest is kept. Each later one is its number and a code over it, made
//! with a key from outside the store and with that digest. So a secret that was ever given out is known again as
//! spent, however long ago that was, and nothing grows with their number; one that was never given out is no
//! secret of ours and means nothing. Who reads the store alone, or holds the key alone, can make none.

use std::sync::Arc;

use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kernel::Sources;

use super::secrets::{named_token, token_digest};

const ID_BYTES: usize = 16;
const STEP_BYTES: usize = 8;
const FIRST_BYTES: usize = ID_BYTES + 32;
const LATER_BYTES: usize = ID_BYTES + STEP_BYTES + 32;

/// Makes and knows the secrets of one kind.
#[derive(Clone)]
pub(crate) struct Rotation {
    key: Arc<hmac::Key>,
    kind: &'static [u8],
}

impl Rotation {
    pub(crate) fn new(key: &[u8], kind: &'static str) -> Self {
        Self { key: Arc::new(hmac::Key::new(hmac::HMAC_SHA256, key)), kind: kind.as_bytes() }
    }

    /// The first secret of a row, and what is kept of it.
    pub(crate) fn first(id: &[u8; ID_BYTES], sources: &Sources) -> (String, Vec<u8>) {
        let secret = named_token(id, sources);
        let kept = token_digest(&secret);
        (secret, kept)
    }

    /// The secret of a step after the first.
    pub(crate) fn later(&self, id: &[u8; ID_BYTES], kept: &[u8], step: i64) -> String {
        let mut bytes = id.to_vec();
        bytes.extend_from_slice(&step.to_be_bytes());
        let code = hmac::sign(&self.key, &self.signed(&bytes, kept));
        bytes.extend_from_slice(code.as_ref());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// The step that a secret is of; `None` when it was never given out.
    pub(crate) fn step_of(&self, secret: &str, kept: &[u8]) -> Option<i64> {
        let bytes = URL_SAFE_NO_PAD.decode(secret).ok()?;
        match bytes.len() {
            FIRST_BYTES => (token_digest(secret) == kept).then_some(0),
            LATER_BYTES => {
                let (head, code) = bytes.split_at(ID_BYTES + STEP_BYTES);
                hmac::verify(&self.key, &self.signed(head, kept), code).ok()?;
                Some(i64::from_be_bytes(head[ID_BYTES..].try_into().ok()?))
            }
            _ => None,
        }
    }

    fn signed(&self, head: &[u8], kept: &[u8]) -> Vec<u8> {
        [self.kind, head, kept].concat()
    }
}

/// The id that a secret names.
pub(crate) fn secret_name(secret: &str) -> Option<[u8; ID_BYTES]> {
    let bytes = URL_SAFE_NO_PAD.decode(secret).ok()?;
    let known = matches!(bytes.len(), FIRST_BYTES | LATER_BYTES);
    if known { bytes[..ID_BYTES].try_into().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_secret_that_was_given_out_is_known_again_and_no_other() {
        let sources = Sources::system();
        let (id, other) = ([7; ID_BYTES], [8; ID_BYTES]);
        let rotation = Rotation::new(b"a key", "refresh");
        let (first, kept) = Rotation::first(&id, &sources);
        assert_eq!(rotation.step_of(&first, &kept), Some(0));
        let later: Vec<String> = (1..=3).map(|step| rotation.later(&id, &kept, step)).collect();
        for (step, secret) in (1..).zip(&later) {
            assert_eq!(rotation.step_of(secret, &kept), Some(step));
            assert_eq!(secret_name(secret), Some(id));
            // Of another key, another kind, another row, or with the store alone.
            let strange = [
                Rotation::new(b"another", "refresh").later(&id, &kept, step),
                Rotation::new(b"a key", "device").later(&id, &kept, step),
                rotation.later(&other, &kept, step),
                rotation.later(&id, &[0; 32], step),
            ];
            for secret in strange {
                let named = secret_name(&secret) == Some(id);
                assert!(!named || rotation.step_of(&secret, &kept).is_none());
            }
        }
        let mut flipped = later[0].clone().into_bytes();
        flipped[24] ^= 1;
        assert_eq!(rotation.step_of(&String::from_utf8(flipped).expect("ASCII"), &kept), None);
        assert_eq!(rotation.step_of(&Rotation::first(&id, &sources).0, &kept), None, "never given out");
    }
}
