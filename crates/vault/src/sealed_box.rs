//! Sealing to a public key, for what must be written down when no keystore can be asked.
//!
//! The process journal keeps crisis messages and audit events while every store is down. It holds only the
//! public half, loaded at start, so what it wrote stays closed to whoever copies the file: X25519 with a fresh
//! key for each box, HKDF-SHA256 over both public keys and the context, AES-256-GCM. Key and nonce are used once.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::agreement::{self, PrivateKey, UnparsedPublicKey, X25519};
use aws_lc_rs::encoding::{AsBigEndian, Curve25519SeedBin};
use aws_lc_rs::hkdf;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use kernel::Phi;
use zeroize::Zeroizing;

use crate::error::VaultError;

const VERSION: u8 = 1;
const PUBLIC_BYTES: usize = 32;
const TAG_BYTES: usize = 16;
const KEY_AND_NONCE_BYTES: usize = 32 + 12;
const SALT: &[u8] = b"therapeutic-ai sealed box v1";

/// How many bytes a box adds to what is in it.
pub const BOX_OVERHEAD_BYTES: usize = 1 + PUBLIC_BYTES + TAG_BYTES;

/// The public half: seals, and cannot open.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct BoxPublicKey([u8; PUBLIC_BYTES]);

/// The private half: opens.
pub struct BoxPrivateKey {
    private: PrivateKey,
    public: BoxPublicKey,
}

impl std::fmt::Debug for BoxPublicKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.to_text())
    }
}

impl BoxPublicKey {
    /// The line of the file beside the data.
    pub fn to_text(&self) -> String {
        format!("x25519:{}", STANDARD.encode(self.0))
    }

    /// Reads the line of the file beside the data.
    pub fn from_text(text: &str) -> Option<Self> {
        let bytes = STANDARD.decode(text.trim().strip_prefix("x25519:")?).ok()?;
        bytes.try_into().ok().map(Self)
    }

    /// Seals bytes so that only the private half opens them, in the same context.
    pub fn seal(&self, context: &[u8], plaintext: &[u8]) -> Result<Vec<u8>, VaultError> {
        let one_time = PrivateKey::generate(&X25519).expect("X25519 keys can always be made");
        let sender = public_of(&one_time);
        let cipher = derive(&one_time, self.0, sender, self.0, context)?;
        let mut sealed = Vec::with_capacity(plaintext.len() + BOX_OVERHEAD_BYTES);
        sealed.push(VERSION);
        sealed.extend_from_slice(&sender);
        sealed.extend_from_slice(plaintext);
        let tag = cipher
            .key
            .seal_in_place_separate_tag(cipher.nonce, Aad::empty(), &mut sealed[1 + PUBLIC_BYTES..])
            .expect("AES-GCM seals any message below its limit");
        sealed.extend_from_slice(tag.as_ref());
        Ok(sealed)
    }
}

impl BoxPrivateKey {
    /// A new key pair.
    pub fn generate() -> Self {
        Self::from_private(PrivateKey::generate(&X25519).expect("X25519 keys can always be made"))
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        PrivateKey::from_private_key(&X25519, bytes).ok().map(Self::from_private)
    }

    pub(crate) fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let seed: Curve25519SeedBin<'_> =
            self.private.as_be_bytes().expect("an X25519 private key has a plain form");
        Zeroizing::new(seed.as_ref().to_vec())
    }

    fn from_private(private: PrivateKey) -> Self {
        let public = BoxPublicKey(public_of(&private));
        Self { private, public }
    }

    /// The public half.
    pub fn public(&self) -> BoxPublicKey {
        self.public
    }

    /// Opens what was sealed to the public half in this context.
    pub fn open(&self, context: &[u8], sealed: &[u8]) -> Result<Phi<Vec<u8>>, VaultError> {
        if sealed.len() < BOX_OVERHEAD_BYTES || sealed[0] != VERSION {
            return Err(VaultError::Integrity);
        }
        let mut sender = [0; PUBLIC_BYTES];
        sender.copy_from_slice(&sealed[1..=PUBLIC_BYTES]);
        let cipher = derive(&self.private, sender, sender, self.public.0, context)?;
        let mut plaintext = sealed[1 + PUBLIC_BYTES..].to_vec();
        let bytes = cipher
            .key
            .open_in_place(cipher.nonce, Aad::empty(), &mut plaintext)
            .map_err(|_| VaultError::Integrity)?
            .len();
        plaintext.truncate(bytes);
        Ok(Phi::new(plaintext))
    }
}

struct OneTimeCipher {
    key: LessSafeKey,
    nonce: Nonce,
}

struct KeyAndNonce;

impl hkdf::KeyType for KeyAndNonce {
    fn len(&self) -> usize {
        KEY_AND_NONCE_BYTES
    }
}

fn derive(
    own: &PrivateKey,
    other: [u8; PUBLIC_BYTES],
    sender: [u8; PUBLIC_BYTES],
    recipient: [u8; PUBLIC_BYTES],
    context: &[u8],
) -> Result<OneTimeCipher, VaultError> {
    // The agreement itself refuses a point of small order, whose secret anyone could know.
    agreement::agree(own, UnparsedPublicKey::new(&X25519, other), VaultError::Integrity, |shared| {
        let secret = hkdf::Salt::new(hkdf::HKDF_SHA256, SALT).extract(shared);
        let mut out = Zeroizing::new([0; KEY_AND_NONCE_BYTES]);
        secret
            .expand(&[&sender, &recipient, context], KeyAndNonce)
            .and_then(|okm| okm.fill(out.as_mut_slice()))
            .expect("44 bytes are within HKDF's limit");
        let key = UnboundKey::new(&AES_256_GCM, &out[..32]).expect("the key has the cipher's length");
        let nonce = Nonce::try_assume_unique_for_key(&out[32..]).expect("the nonce has its length");
        Ok(OneTimeCipher { key: LessSafeKey::new(key), nonce })
    })
}

fn public_of(private: &PrivateKey) -> [u8; PUBLIC_BYTES] {
    let public = private.compute_public_key().expect("an X25519 key has a public half");
    public.as_ref().try_into().expect("an X25519 public key has 32 bytes")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_private_half_opens_a_box_and_only_in_its_context() {
        let (ours, theirs) = (BoxPrivateKey::generate(), BoxPrivateKey::generate());
        let sealed = ours.public().seal(b"journal", b"please help me").expect("seals");
        assert_eq!(ours.open(b"journal", &sealed).expect("opens").expose(), b"please help me");
        assert!(ours.open(b"another", &sealed).is_err());
        assert!(theirs.open(b"journal", &sealed).is_err());
        assert!(!sealed.windows(4).any(|window| window == b"help"));
    }

    #[test]
    fn one_flipped_bit_in_a_box_is_found() {
        let ours = BoxPrivateKey::generate();
        let sealed = ours.public().seal(b"journal", b"words").expect("seals");
        for bit in 0..sealed.len() * 8 {
            // The top bit of an X25519 point is masked by the standard; the derivation still binds it.
            let mut flipped = sealed.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(ours.open(b"journal", &flipped).is_err(), "bit {bit} was not noticed");
        }
    }

    #[test]
    fn a_point_of_small_order_is_refused() {
        let ours = BoxPrivateKey::generate();
        let mut sealed = vec![VERSION];
        sealed.extend_from_slice(&[0; PUBLIC_BYTES + TAG_BYTES]);
        assert!(ours.open(b"journal", &sealed).is_err());
    }

    #[test]
    fn keys_survive_their_text_and_their_bytes() {
        let ours = BoxPrivateKey::generate();
        let again = BoxPrivateKey::from_bytes(&ours.to_bytes()).expect("the same key");
        assert_eq!(again.public(), ours.public());
        assert_eq!(BoxPublicKey::from_text(&ours.public().to_text()), Some(ours.public()));
        assert_eq!(BoxPublicKey::from_text("x25519:AAAA"), None);
    }
}
