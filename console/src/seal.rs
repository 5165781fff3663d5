//! Cookies that nobody but the console can read or make: AES-256-GCM under a key from the key directory.
//!
//! Each kind of value has a key of its own, derived from one secret, so that a value of one kind is none of another.

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use aws_lc_rs::hkdf::{HKDF_SHA256, Salt};
use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde::de::DeserializeOwned;
use vault::{SigningKeys, VaultError};
use zeroize::Zeroizing;

/// The name of the secret in the key directory.
const SECRET: &str = "console";
/// The longest sealed text that is looked at: what a browser keeps of a cookie.
const TEXT_BYTES_MAX: usize = 4_096;

/// Seals values of one kind.
pub(crate) struct Seal {
    key: RandomizedNonceKey,
    kind: &'static str,
}

/// The secret that everything here comes from.
pub(crate) struct Secret(Zeroizing<Vec<u8>>);

impl Secret {
    /// The console's secret, made at first use.
    pub(crate) fn load(keys: &SigningKeys) -> Result<Self, VaultError> {
        Ok(Self(keys.load_or_create(SECRET)?.pkcs8_der()))
    }

    #[cfg(test)]
    pub(crate) fn of(bytes: &[u8]) -> Self {
        Self(bytes.to_vec().into())
    }

    fn derived(&self, kind: &'static str) -> [u8; 32] {
        let info = [b"therapeutic-ai console ", kind.as_bytes()];
        let mut key = [0; 32];
        let prk = Salt::new(HKDF_SHA256, b"therapeutic-ai console").extract(&self.0);
        prk.expand(&info, &AES_256_GCM).and_then(|okm| okm.fill(&mut key)).expect("HKDF makes 32 bytes");
        key
    }

    /// A seal for one kind of value.
    pub(crate) fn seal(&self, kind: &'static str) -> Seal {
        let key = RandomizedNonceKey::new(&AES_256_GCM, &self.derived(kind)).expect("32 bytes are a key");
        Seal { key, kind }
    }

    /// A code over values that a page gives out and takes back.
    pub(crate) fn code(&self, kind: &'static str) -> hmac::Key {
        hmac::Key::new(hmac::HMAC_SHA256, &self.derived(kind))
    }
}

impl Seal {
    /// Seals a value as text for a cookie.
    pub(crate) fn seal<T: Serialize>(&self, value: &T) -> String {
        let mut bytes = serde_json::to_vec(value).expect("a cookie's value serialises");
        let nonce = self
            .key
            .seal_in_place_append_tag(Aad::from(self.kind.as_bytes()), &mut bytes)
            .expect("a cookie is not too long to seal");
        let mut sealed = nonce.as_ref().to_vec();
        sealed.extend_from_slice(&bytes);
        URL_SAFE_NO_PAD.encode(sealed)
    }

    /// The value of a sealed text; `None` for anything that this console did not seal as this kind.
    pub(crate) fn open<T: DeserializeOwned>(&self, text: &str) -> Option<T> {
        self.open_within(text, TEXT_BYTES_MAX)
    }

    /// The same of what is no cookie, up to a length.
    pub(crate) fn open_within<T: DeserializeOwned>(&self, text: &str, bytes_max: usize) -> Option<T> {
        if text.len() > bytes_max {
            return None;
        }
        let mut sealed = URL_SAFE_NO_PAD.decode(text).ok()?;
        let nonce = Nonce::try_assume_unique_for_key(sealed.get(..NONCE_LEN)?).ok()?;
        let plain =
            self.key.open_in_place(nonce, Aad::from(self.kind.as_bytes()), &mut sealed[NONCE_LEN..]).ok()?;
        serde_json::from_slice(plain).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_sealed_here_as_this_kind_is_opened() {
        let secret = Secret::of(b"a secret of this installation");
        let seal = secret.seal("session");
        let text = seal.seal(&"rose");
        assert_eq!(seal.open::<String>(&text).as_deref(), Some("rose"));
        assert_ne!(seal.seal(&"rose"), text, "a nonce is used once");
        assert!(secret.seal("visitor").open::<String>(&text).is_none(), "another kind");
        assert!(Secret::of(b"another").seal("session").open::<String>(&text).is_none(), "another secret");
        let mut bytes = URL_SAFE_NO_PAD.decode(&text).expect("base64");
        for place in 0..bytes.len() {
            bytes[place] ^= 1;
            assert!(seal.open::<String>(&URL_SAFE_NO_PAD.encode(&bytes)).is_none(), "byte {place}");
            bytes[place] ^= 1;
        }
        assert!(seal.open::<String>("").is_none());
        assert!(seal.open::<String>(&"a".repeat(TEXT_BYTES_MAX + 1)).is_none());
    }
}
