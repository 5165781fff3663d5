//! Ed25519 signing keys by name: private halves in the key directory, public halves beside the data.
//!
//! Whoever verifies needs the data directory alone. A public file that disagrees with the key directory stops
//! the start: a new key must never quietly take the place of the one that signed what is already there.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand;
use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use crate::error::VaultError;
use crate::key_directory::{KeyDirectory, KeyKind};
use crate::sealed_box::{BoxPrivateKey, BoxPublicKey};

const ED25519_TYPE: u8 = 1;
const SEED_BYTES: usize = 32;
const PUBLIC_FILE_BYTES_MAX: u64 = 4096;

/// Loads or makes named keys.
#[derive(Clone, Debug)]
pub struct SigningKeys {
    private: KeyDirectory,
    public: PathBuf,
}

impl SigningKeys {
    /// Private halves in `private`, public halves as `NAME.pub` in the data directory.
    pub fn new(private: KeyDirectory, data_directory: &Path) -> Self {
        Self { private, public: data_directory.to_path_buf() }
    }

    /// The signing key of this name (`[a-z0-9._-]`), made at first use. Both halves are durable on return.
    pub fn load_or_create(&self, name: &str) -> Result<SigningKey, VaultError> {
        let seed = match self.private.read_key(name, KeyKind::Signing)? {
            Some(seed) => seed,
            None => {
                self.refuse_orphan(name)?;
                let mut seed = Zeroizing::new([0; SEED_BYTES]);
                rand::fill(seed.as_mut_slice()).expect("the system gives random bytes");
                self.private.create_key(name, KeyKind::Signing, seed.as_slice())?;
                self.reread(name, KeyKind::Signing)?
            }
        };
        let pair = Ed25519KeyPair::from_seed_unchecked(&seed).map_err(|_| {
            VaultError::directory(self.private.path(), format!("`{name}` is not an Ed25519 key"))
        })?;
        let key = SigningKey::new(name, pair);
        self.publish(name, &key.public_key().to_text())?;
        Ok(key)
    }

    /// Destroys both halves of a signing key that nothing is signed or checked with any more.
    pub fn destroy(&self, name: &str) -> Result<(), VaultError> {
        self.private.remove_key(name)?;
        let path = public_path(&self.public, name);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                Err(VaultError::directory(path, error.to_string()))
            }
            Ok(()) | Err(_) => Ok(()),
        }
    }

    /// The box key of this name, made at first use, to open what was sealed to its public half.
    pub fn load_or_create_box(&self, name: &str) -> Result<BoxPrivateKey, VaultError> {
        let bytes = match self.private.read_key(name, KeyKind::Box)? {
            Some(bytes) => bytes,
            None => {
                self.refuse_orphan(name)?;
                self.private.create_key(name, KeyKind::Box, &BoxPrivateKey::generate().to_bytes())?;
                self.reread(name, KeyKind::Box)?
            }
        };
        let key = BoxPrivateKey::from_bytes(&bytes).ok_or_else(|| {
            VaultError::directory(self.private.path(), format!("`{name}` is not an X25519 key"))
        })?;
        self.publish(name, &key.public().to_text())?;
        Ok(key)
    }

    /// The public half of a box key alone, from beside the data: needs no key directory.
    pub fn box_public_key(data_directory: &Path, name: &str) -> Result<Option<BoxPublicKey>, VaultError> {
        let path = public_path(data_directory, name);
        let Some(text) = read_public(&path)? else { return Ok(None) };
        BoxPublicKey::from_text(&text)
            .map(Some)
            .ok_or_else(|| VaultError::directory(path, "this is not a public key"))
    }

    /// The public half of a signing key alone, from beside the data: needs no key directory.
    pub fn public_key(data_directory: &Path, name: &str) -> Result<Option<PublicKey>, VaultError> {
        let path = public_path(data_directory, name);
        let Some(text) = read_public(&path)? else { return Ok(None) };
        PublicKey::from_text(&text)
            .map(Some)
            .ok_or_else(|| VaultError::directory(path, "this is not a public key"))
    }

    fn reread(&self, name: &str, kind: KeyKind) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        self.private
            .read_key(name, kind)?
            .ok_or_else(|| VaultError::directory(self.private.path(), format!("`{name}` vanished")))
    }

    fn refuse_orphan(&self, name: &str) -> Result<(), VaultError> {
        let path = public_path(&self.public, name);
        if read_public(&path)?.is_none() {
            return Ok(());
        }
        let problem = format!(
            "the data has this public key, and {} has not the private one; bring the key directory back",
            self.private.path().display()
        );
        Err(VaultError::directory(path, problem))
    }

    fn publish(&self, name: &str, line: &str) -> Result<(), VaultError> {
        let path = public_path(&self.public, name);
        let problem = |error: std::io::Error| VaultError::directory(&path, error.to_string());
        match read_public(&path)? {
            Some(found) if found.trim_end() == line => return Ok(()),
            Some(_) => {
                return Err(VaultError::directory(&path, "this public key is not that of the key directory"));
            }
            None => {}
        }
        fs::create_dir_all(&self.public).map_err(problem)?;
        let temporary = self.public.join(format!(".{name}.pub.{}", std::process::id()));
        fs::write(&temporary, format!("{line}\n")).map_err(problem)?;
        fs::File::open(&temporary).and_then(|file| file.sync_all()).map_err(problem)?;
        fs::rename(&temporary, &path).map_err(problem)?;
        fs::File::open(&self.public).and_then(|directory| directory.sync_all()).map_err(problem)
    }
}

fn public_path(data_directory: &Path, name: &str) -> PathBuf {
    data_directory.join(format!("{name}.pub"))
}

fn read_public(path: &Path) -> Result<Option<String>, VaultError> {
    match fs::metadata(path) {
        Ok(metadata) if metadata.len() > PUBLIC_FILE_BYTES_MAX => {
            Err(VaultError::directory(path, "this file is too large for a public key"))
        }
        Ok(_) => {
            fs::read_to_string(path).map(Some).map_err(|error| VaultError::directory(path, error.to_string()))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(VaultError::directory(path, error.to_string())),
    }
}

/// A private key that signs.
pub struct SigningKey {
    pair: Ed25519KeyPair,
    public: PublicKey,
}

impl SigningKey {
    fn new(name: &str, pair: Ed25519KeyPair) -> Self {
        let key: [u8; 32] =
            pair.public_key().as_ref().try_into().expect("an Ed25519 public key has 32 bytes");
        // One name for one key of one installation, as the C2SP formats ask of the origin of a log.
        let print: String =
            digest(&SHA256, &key).as_ref()[..4].iter().map(|byte| format!("{byte:02x}")).collect();
        Self { pair, public: PublicKey { name: format!("therapeutic-ai/{name}/{print}"), key } }
    }

    /// Signs a message.
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.pair.sign(message).as_ref().try_into().expect("an Ed25519 signature has 64 bytes")
    }

    /// The public half.
    pub fn public_key(&self) -> &PublicKey {
        &self.public
    }

    /// PKCS#8 version 1, for a library that signs by itself (JWT).
    pub fn pkcs8_der(&self) -> Zeroizing<Vec<u8>> {
        let document = self.pair.to_pkcs8v1().expect("an Ed25519 key has a PKCS#8 form");
        Zeroizing::new(document.as_ref().to_vec())
    }
}

/// A public key that verifies. Its text is a C2SP signed-note verifier key: `name+id+base64`.
#[derive(Clone, PartialEq, Eq)]
pub struct PublicKey {
    name: String,
    key: [u8; 32],
}

impl std::fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.to_text())
    }
}

impl PublicKey {
    /// Whether this key signed this message.
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&ED25519, self.key).verify(message, signature).is_ok()
    }

    /// The key's name: in a note, who signs. `therapeutic-ai/NAME/FINGERPRINT`, unlike that of any other key.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The 32 bytes (RFC 8032), for a JWK's `x`.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.key
    }

    /// The four bytes that a note's signature line names the key by.
    pub fn note_id(&self) -> [u8; 4] {
        let mut bytes = self.name.as_bytes().to_vec();
        bytes.push(b'\n');
        bytes.push(ED25519_TYPE);
        bytes.extend_from_slice(&self.key);
        let hash = digest(&SHA256, &bytes);
        hash.as_ref()[..4].try_into().expect("four bytes")
    }

    /// The verifier key as text.
    pub fn to_text(&self) -> String {
        let mut typed = vec![ED25519_TYPE];
        typed.extend_from_slice(&self.key);
        format!("{}+{:08x}+{}", self.name, u32::from_be_bytes(self.note_id()), STANDARD.encode(typed))
    }

    /// Reads a verifier key; `None` when it is damaged or of another kind.
    pub fn from_text(text: &str) -> Option<Self> {
        let mut parts = text.trim_end().splitn(3, '+');
        let (name, id, encoded) = (parts.next()?, parts.next()?, parts.next()?);
        let typed = STANDARD.decode(encoded).ok()?;
        let (&ED25519_TYPE, key) = typed.split_first()? else { return None };
        let key = Self { name: name.to_owned(), key: key.try_into().ok()? };
        let valid = !name.is_empty() && !name.contains(char::is_whitespace);
        (valid && id == format!("{:08x}", u32::from_be_bytes(key.note_id()))).then_some(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Place {
        _root: tempfile::TempDir,
        data: PathBuf,
        keys: SigningKeys,
    }

    fn place() -> Place {
        let root = tempfile::tempdir().expect("a temporary directory");
        let (data, keys) = (root.path().join("data"), root.path().join("data.keys"));
        let keys = SigningKeys::new(KeyDirectory::open(&keys).expect("opens"), &data);
        Place { _root: root, data, keys }
    }

    #[test]
    fn a_key_signs_the_same_after_a_restart_and_verifies_from_beside_the_data() {
        let place = place();
        let signature = place.keys.load_or_create("audit").expect("made").sign(b"root");
        assert_eq!(place.keys.load_or_create("audit").expect("loaded").sign(b"root"), signature);
        let public = SigningKeys::public_key(&place.data, "audit").expect("reads").expect("is there");
        assert!(public.verify(b"root", &signature));
        assert!(!public.verify(b"toor", &signature));
        assert_ne!(place.keys.load_or_create("jwt-1").expect("made").sign(b"root"), signature);
        assert!(SigningKeys::public_key(&place.data, "none").expect("reads").is_none());
    }

    #[test]
    fn a_lost_private_key_is_never_replaced_in_silence() {
        let place = place();
        place.keys.load_or_create("audit").expect("made");
        place.keys.private.remove_key("audit").expect("removed");
        let error = place.keys.load_or_create("audit").err().expect("refused");
        assert!(error.to_string().contains("bring the key directory back"), "{error}");
    }

    #[test]
    fn a_public_key_of_another_installation_is_refused() {
        let (ours, theirs) = (place(), place());
        ours.keys.load_or_create("audit").expect("made");
        theirs.keys.load_or_create("audit").expect("made");
        fs::copy(theirs.data.join("audit.pub"), ours.data.join("audit.pub")).expect("copied");
        assert!(ours.keys.load_or_create("audit").is_err());
    }

    #[test]
    fn a_verifier_key_is_read_whole_or_not_at_all() {
        let key = place().keys.load_or_create("audit").expect("made").public_key().clone();
        let text = key.to_text();
        assert_eq!(PublicKey::from_text(&text), Some(key));
        for cut in 0..text.len() {
            assert_eq!(PublicKey::from_text(&text[..cut]), None);
        }
        assert_eq!(
            PublicKey::from_text(&text.replacen("/audit/", "/other/", 1)),
            None,
            "the id binds the name"
        );
    }

    #[test]
    fn a_box_key_opens_after_a_restart_what_its_public_half_sealed() {
        let place = place();
        place.keys.load_or_create_box("journal").expect("made");
        let public = SigningKeys::box_public_key(&place.data, "journal").expect("reads").expect("is there");
        let sealed = public.seal(b"c", b"words").expect("seals");
        let private = place.keys.load_or_create_box("journal").expect("loaded");
        assert_eq!(private.open(b"c", &sealed).expect("opens").expose(), b"words");
    }

    #[test]
    fn pkcs8_holds_the_same_key() {
        let place = place();
        let key = place.keys.load_or_create("jwt").expect("made");
        let again = Ed25519KeyPair::from_pkcs8_maybe_unchecked(&key.pkcs8_der()).expect("reads");
        assert_eq!(again.sign(b"x").as_ref(), key.sign(b"x"));
    }
}
