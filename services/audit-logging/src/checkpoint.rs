//! The signed head of the log: a C2SP checkpoint in a signed note.
//!
//! ```text
//! therapeutic-ai/audit-log/1b2c3d4e        origin: this log and no other
//! 1042                                     how many events
//! hHzXs…=                                  the root hash, base64
//!
//! — therapeutic-ai/audit-log/1b2c3d4e Gy…  the key's name; its id and the Ed25519 signature, base64
//! ```

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use vault::{PublicKey, SigningKey};

use crate::merkle::Hash;

/// The name of the checkpoint key: `audit-log.key` in the key directory, `audit-log.pub` beside the data.
pub(crate) const KEY_NAME: &str = "audit-log";
/// Lines of a note, with the empty one in it.
pub(crate) const NOTE_LINES: usize = 5;
/// No note of ours is longer.
pub(crate) const NOTE_BYTES_MAX: usize = 512;

/// The state that a head speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) size: u64,
    pub(crate) root: Hash,
}

/// The origin of the log that a key signs: the key's own name, as C2SP asks.
pub(crate) fn origin(key: &PublicKey) -> String {
    key.name().to_owned()
}

/// A head's note text without its signature.
fn body(origin: &str, head: &Head) -> String {
    format!("{origin}\n{}\n{}\n", head.size, STANDARD.encode(head.root))
}

/// A signed note of a head.
pub(crate) fn sign(key: &SigningKey, origin: &str, head: &Head) -> String {
    let body = body(origin, head);
    let mut signature = key.public_key().note_id().to_vec();
    signature.extend_from_slice(&key.sign(body.as_bytes()));
    format!("{body}\n\u{2014} {} {}\n", key.public_key().name(), STANDARD.encode(signature))
}

/// A note that was read and has the right shape; its signature is not looked at yet.
#[derive(Clone, Debug)]
pub(crate) struct Note {
    pub(crate) head: Head,
    pub(crate) text: String,
    signed: usize,
}

impl Note {
    /// Reads a note; `None` when it is anything else.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut lines = text.strip_suffix('\n')?.split('\n');
        let (origin, size, root) = (lines.next()?, lines.next()?, lines.next()?);
        let ("", signature, None) = (lines.next()?, lines.next()?, lines.next()) else { return None };
        let head = Head { size: size.parse().ok()?, root: STANDARD.decode(root).ok()?.try_into().ok()? };
        // One spelling alone: a head that is written otherwise is not one of ours.
        let signed = body(origin, &head).len();
        let canonical = text.starts_with(&body(origin, &head)) && signature.starts_with("\u{2014} ");
        canonical.then(|| Self { head, text: text.to_owned(), signed })
    }

    /// Whether the log's own key signed it.
    pub(crate) fn verify(&self, key: &PublicKey) -> bool {
        let (body, rest) = self.text.split_at(self.signed);
        let line = rest.trim_matches('\n');
        let Some((name, encoded)) = line.strip_prefix("\u{2014} ").and_then(|line| line.rsplit_once(' '))
        else {
            return false;
        };
        let Ok(bytes) = STANDARD.decode(encoded) else { return false };
        let Some((id, signature)) = bytes.split_at_checked(4) else { return false };
        let ours =
            name == key.name() && id == key.note_id() && body.starts_with(&format!("{}\n", origin(key)));
        ours && key.verify(body.as_bytes(), signature)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(directory: &tempfile::TempDir) -> SigningKey {
        let keys = vault::KeyDirectory::open(&directory.path().join("keys")).expect("opens");
        vault::SigningKeys::new(keys, &directory.path().join("data")).load_or_create(KEY_NAME).expect("makes")
    }

    #[test]
    fn a_signed_head_reads_back_and_verifies_under_its_own_key_alone() {
        let (ours, theirs) =
            (tempfile::tempdir().expect("a directory"), tempfile::tempdir().expect("a directory"));
        let (key, other) = (key(&ours), key(&theirs));
        let head = Head { size: 1042, root: [7; 32] };
        let text = sign(&key, &origin(key.public_key()), &head);
        let note = Note::parse(&text).expect("is a note");
        assert_eq!(note.head, head);
        assert!(note.verify(key.public_key()));
        assert!(!note.verify(other.public_key()));
        assert!(text.len() < NOTE_BYTES_MAX && text.lines().count() == NOTE_LINES);
        // The same head for another log.
        let foreign = sign(&key, "therapeutic-ai/audit-log/00000000", &head);
        assert!(!Note::parse(&foreign).expect("is a note").verify(key.public_key()));
    }

    #[test]
    fn one_changed_byte_is_never_a_good_note() {
        let directory = tempfile::tempdir().expect("a directory");
        let key = key(&directory);
        let text = sign(&key, &origin(key.public_key()), &Head { size: 9, root: [1; 32] });
        for at in 0..text.len() {
            for flip in [1_u8, 0x20] {
                let mut bytes = text.clone().into_bytes();
                bytes[at] ^= flip;
                let good = String::from_utf8(bytes)
                    .ok()
                    .and_then(|text| Note::parse(&text))
                    .is_some_and(|note| note.verify(key.public_key()));
                assert!(!good, "byte {at} of the note does not matter");
            }
        }
        for cut in 0..text.len() {
            let good =
                text.get(..cut).and_then(Note::parse).is_some_and(|note| note.verify(key.public_key()));
            assert!(!good, "a note cut at {cut} verifies");
        }
    }
}
