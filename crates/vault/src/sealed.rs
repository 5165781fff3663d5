//! One sealed record: AES-256-GCM under the patient's data key, bound to the place where it is kept.
//!
//! The associated data holds patient, record kind, record id and category, so a ciphertext that is moved to
//! another row, another patient or another category does not open. The nonce is random: a key of one patient
//! stays many orders of magnitude below the 2^32 messages at which random nonces become a concern.

use aws_lc_rs::aead::{AES_256_GCM, Aad, Nonce, RandomizedNonceKey};
use kernel::{PersonId, Phi};
use zeroize::Zeroizing;

use crate::error::VaultError;

const MAGIC: [u8; 2] = *b"TV";
const VERSION: u8 = 1;
const KEY_ID_BYTES: usize = 16;
const NONCE_BYTES: usize = 12;
const TAG_BYTES: usize = 16;
const HEADER_BYTES: usize = MAGIC.len() + 1 + KEY_ID_BYTES + NONCE_BYTES;
const AAD_BYTES_MAX: usize = 3 + KEY_ID_BYTES + 16 + 16 + 2 * (1 + RecordPlace::WORD_BYTES_MAX);

/// The most bytes that one record may hold.
pub const PLAINTEXT_BYTES_MAX: usize = 16 * 1024 * 1024;

/// How many bytes sealing adds.
pub const SEALED_OVERHEAD_BYTES: usize = HEADER_BYTES + TAG_BYTES;

/// Where a sealed record is kept: what its ciphertext is bound to. A store fills this from the row's own
/// columns when it opens, never from inside the ciphertext.
#[derive(Clone, Copy, Debug)]
pub struct RecordPlace<'a> {
    /// Whose record it is; chooses the key.
    pub patient: PersonId,
    /// The kind of record, a constant of the store (`chat.message`).
    pub kind: &'a str,
    /// The record's id.
    pub id: [u8; 16],
    /// The category of data that consent speaks of.
    pub category: &'a str,
}

impl<'a> RecordPlace<'a> {
    /// The longest kind and category.
    pub const WORD_BYTES_MAX: usize = 64;

    /// A place from a typed id.
    pub fn new(patient: PersonId, kind: &'a str, id: impl kernel::TypedId, category: &'a str) -> Self {
        Self { patient, kind, id: *id.uuid().as_bytes(), category }
    }

    /// Fixed-width fields first, then the words with their lengths: no two places give the same bytes.
    fn associated_data(&self, key_id: &[u8; KEY_ID_BYTES], out: &mut [u8; AAD_BYTES_MAX]) -> usize {
        assert!(
            self.kind.len() <= Self::WORD_BYTES_MAX && self.category.len() <= Self::WORD_BYTES_MAX,
            "kind and category are short constants of the calling store"
        );
        let mut at = 0;
        let mut put = |bytes: &[u8]| {
            out[at..at + bytes.len()].copy_from_slice(bytes);
            at += bytes.len();
        };
        put(&MAGIC);
        put(&[VERSION]);
        put(key_id);
        put(self.patient.as_bytes());
        put(&self.id);
        for word in [self.kind, self.category] {
            put(&[u8::try_from(word.len()).expect("checked above")]);
            put(word.as_bytes());
        }
        at
    }
}

/// Versioned sealed bytes, as a store keeps them: magic, version, key id, nonce, ciphertext and tag.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Sealed(Vec<u8>);

impl Sealed {
    /// The bytes for a column.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The bytes for a column, without a copy.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

impl std::fmt::Debug for Sealed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sealed({} bytes)", self.0.len())
    }
}

/// The id of a data key: in the keystore's row and in the header of all that it sealed.
pub(crate) type KeyId = [u8; KEY_ID_BYTES];

/// An unwrapped data key. AWS-LC wipes the key schedule when it is freed; no other copy is kept.
pub(crate) struct DataKey {
    id: KeyId,
    cipher: RandomizedNonceKey,
}

impl DataKey {
    pub(crate) const BYTES: usize = 32;

    pub(crate) fn new(id: KeyId, key: &Zeroizing<[u8; Self::BYTES]>) -> Self {
        let cipher =
            RandomizedNonceKey::new(&AES_256_GCM, key.as_slice()).expect("the key has the cipher's length");
        Self { id, cipher }
    }

    pub(crate) fn seal(&self, place: &RecordPlace<'_>, plaintext: &[u8]) -> Result<Sealed, VaultError> {
        if plaintext.len() > PLAINTEXT_BYTES_MAX {
            return Err(VaultError::TooLarge(plaintext.len()));
        }
        let mut aad = [0; AAD_BYTES_MAX];
        let aad_bytes = place.associated_data(&self.id, &mut aad);
        let mut sealed = Vec::with_capacity(plaintext.len() + SEALED_OVERHEAD_BYTES);
        sealed.extend_from_slice(&MAGIC);
        sealed.push(VERSION);
        sealed.extend_from_slice(&self.id);
        sealed.extend_from_slice(&[0; NONCE_BYTES]);
        sealed.extend_from_slice(plaintext);
        let (nonce, tag) = self
            .cipher
            .seal_in_place_separate_tag(Aad::from(&aad[..aad_bytes]), &mut sealed[HEADER_BYTES..])
            .expect("AES-GCM seals any message below its limit of 64 GiB");
        sealed[HEADER_BYTES - NONCE_BYTES..HEADER_BYTES].copy_from_slice(nonce.as_ref());
        sealed.extend_from_slice(tag.as_ref());
        Ok(Sealed(sealed))
    }

    pub(crate) fn open(&self, place: &RecordPlace<'_>, sealed: &[u8]) -> Result<Phi<Vec<u8>>, VaultError> {
        if key_id_of(sealed)? != self.id {
            return Err(VaultError::Integrity);
        }
        let mut aad = [0; AAD_BYTES_MAX];
        let aad_bytes = place.associated_data(&self.id, &mut aad);
        let nonce = Nonce::try_assume_unique_for_key(&sealed[HEADER_BYTES - NONCE_BYTES..HEADER_BYTES])
            .expect("the slice has the nonce's length");
        let mut plaintext = sealed[HEADER_BYTES..].to_vec();
        let bytes = self
            .cipher
            .open_in_place(nonce, Aad::from(&aad[..aad_bytes]), &mut plaintext)
            .map_err(|_| VaultError::Integrity)?
            .len();
        plaintext.truncate(bytes);
        Ok(Phi::new(plaintext))
    }
}

/// The key that sealed these bytes, after the header is checked for shape.
fn key_id_of(sealed: &[u8]) -> Result<KeyId, VaultError> {
    let shaped = sealed.len() >= SEALED_OVERHEAD_BYTES && sealed[..2] == MAGIC && sealed[2] == VERSION;
    if !shaped {
        return Err(VaultError::Integrity);
    }
    let mut id = [0; KEY_ID_BYTES];
    id.copy_from_slice(&sealed[3..3 + KEY_ID_BYTES]);
    Ok(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(fill: u8) -> DataKey {
        DataKey::new([fill; 16], &Zeroizing::new([fill; 32]))
    }

    fn place(patient: u128, kind: &'static str, id: u8, category: &'static str) -> RecordPlace<'static> {
        let patient = PersonId::from(uuid::Uuid::from_u128(patient));
        RecordPlace { patient, kind, id: [id; 16], category }
    }

    #[test]
    fn what_was_sealed_opens_at_its_own_place() {
        let here = place(1, "chat.message", 7, "conversation");
        for bytes in [0, 1, 15, 16, 17, 4096] {
            let plaintext = vec![0x5A; bytes];
            let sealed = key(3).seal(&here, &plaintext).expect("seals");
            assert_eq!(sealed.as_bytes().len(), bytes + SEALED_OVERHEAD_BYTES);
            assert_eq!(key(3).open(&here, sealed.as_bytes()).expect("opens").expose(), &plaintext);
        }
    }

    #[test]
    fn a_ciphertext_moved_to_any_other_place_does_not_open() {
        let here = place(1, "chat.message", 7, "conversation");
        let sealed = key(3).seal(&here, b"a secret").expect("seals");
        let elsewhere = [
            place(2, "chat.message", 7, "conversation"),
            place(1, "chat.state", 7, "conversation"),
            place(1, "chat.message", 8, "conversation"),
            place(1, "chat.message", 7, "mood"),
            place(1, "chat.messagec", 7, "onversation"),
        ];
        for other in elsewhere {
            assert!(
                matches!(key(3).open(&other, sealed.as_bytes()), Err(VaultError::Integrity)),
                "{other:?} opened"
            );
        }
        assert!(matches!(key(4).open(&here, sealed.as_bytes()), Err(VaultError::Integrity)));
    }

    #[test]
    fn one_flipped_bit_anywhere_is_found() {
        let here = place(1, "chat.message", 7, "conversation");
        let sealed = key(3).seal(&here, b"a secret of some length").expect("seals").into_bytes();
        for bit in 0..sealed.len() * 8 {
            let mut flipped = sealed.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(key(3).open(&here, &flipped).is_err(), "bit {bit} was not noticed");
        }
        for cut in 0..sealed.len() {
            assert!(key(3).open(&here, &sealed[..cut]).is_err(), "a cut at {cut} was not noticed");
        }
    }

    #[test]
    fn the_same_words_never_give_the_same_bytes() {
        let here = place(1, "chat.message", 7, "conversation");
        let sealed: std::collections::HashSet<_> =
            (0..1000).map(|_| key(3).seal(&here, b"good morning").expect("seals")).collect();
        assert_eq!(sealed.len(), 1000);
    }

    #[test]
    fn a_record_over_the_limit_is_refused() {
        let here = place(1, "chat.message", 7, "conversation");
        let error = key(3).seal(&here, &vec![0; PLAINTEXT_BYTES_MAX + 1]).expect_err("too large");
        assert!(matches!(error, VaultError::TooLarge(_)));
    }
}
