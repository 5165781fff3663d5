//! Who holds the wrapping key: a directory on this machine, or (later) a key management service.
//!
//! The vault sees only wrapping and unwrapping, so the wrapping key itself may stay in hardware elsewhere;
//! that is why both are async although the directory answers at once.

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Mutex;

use aws_lc_rs::aead::{AES_256_GCM, Aad, Nonce, RandomizedNonceKey};
use aws_lc_rs::rand;
use zeroize::Zeroizing;

use crate::error::VaultError;
use crate::key_directory::{KeyDirectory, KeyKind};

const CURRENT: &str = "wrapping.current";
const NONCE_BYTES: usize = 12;
const KEY_BYTES: usize = 32;

/// A future that a provider returns.
pub type ProviderFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T, VaultError>> + Send + 'a>>;

/// A data key under a wrapping key: what the keystore keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrappedKey {
    /// The wrapping key's name, to find it again after a rotation.
    pub wrapping_key: String,
    /// The wrapped bytes, in the provider's own format.
    pub bytes: Vec<u8>,
}

/// Wraps and unwraps data keys under a key that no database holds.
pub trait KeyProvider: Send + Sync + 'static {
    /// Wraps a data key under the current wrapping key, bound to the context.
    fn wrap<'a>(&'a self, context: &'a [u8], key: &'a Zeroizing<[u8; 32]>) -> ProviderFuture<'a, WrappedKey>;

    /// Unwraps a data key; fails when the context is another or the wrapping key is not there.
    fn unwrap<'a>(
        &'a self,
        context: &'a [u8],
        wrapped: &'a WrappedKey,
    ) -> ProviderFuture<'a, Zeroizing<[u8; 32]>>;

    /// The name of the key that new data keys are wrapped under.
    fn current(&self) -> ProviderFuture<'_, String>;
}

/// Wrapping keys in the key directory: `wrapping-….key`, the current one named by `wrapping.current`.
pub struct DirectoryKeys {
    directory: KeyDirectory,
    loaded: Mutex<HashMap<String, std::sync::Arc<RandomizedNonceKey>>>,
}

impl DirectoryKeys {
    /// Uses the directory's wrapping key, making the first one.
    pub fn open(directory: KeyDirectory) -> Result<Self, VaultError> {
        let keys = Self { directory, loaded: Mutex::default() };
        if keys.directory.read_file(CURRENT)?.is_none() {
            let name = keys.new_key()?;
            // Another process may have been first: then its key is the current one and ours is removed.
            if !keys.directory.create_file(CURRENT, name.as_bytes())? {
                keys.directory.remove_key(&name)?;
            }
        }
        let current = keys.current_name()?;
        keys.load(&current)?;
        Ok(keys)
    }

    /// Makes a new wrapping key and uses it from now on. Keys wrapped before stay readable until they are
    /// wrapped anew (`Vault::rewrap`) and the old key is retired.
    pub fn rotate(&self) -> Result<String, VaultError> {
        let name = self.new_key()?;
        self.directory.replace_file(CURRENT, name.as_bytes())?;
        Ok(name)
    }

    /// Removes a wrapping key that no data key is wrapped under any more; refuses the current one.
    pub fn retire(&self, name: &str) -> Result<(), VaultError> {
        if self.current_name()? == name {
            let problem = format!("`{name}` is the current wrapping key");
            return Err(VaultError::directory(self.directory.path(), problem));
        }
        self.loaded.lock().expect("no holder panics").remove(name);
        self.directory.remove_key(name)
    }

    fn new_key(&self) -> Result<String, VaultError> {
        let mut key = Zeroizing::new([0; KEY_BYTES]);
        let mut suffix = [0; 8];
        rand::fill(key.as_mut_slice()).expect("the system gives random bytes");
        rand::fill(&mut suffix).expect("the system gives random bytes");
        let name = format!("wrapping-{:016x}", u64::from_be_bytes(suffix));
        if !self.directory.create_key(&name, KeyKind::Wrapping, key.as_slice())? {
            return Err(VaultError::directory(self.directory.path(), "two keys got one name; start again"));
        }
        Ok(name)
    }

    /// Read each time: another process may have rotated, and a key is wrapped only once per patient.
    fn current_name(&self) -> Result<String, VaultError> {
        let bytes = self.directory.read_file(CURRENT)?;
        let name = bytes.as_deref().and_then(|bytes| std::str::from_utf8(bytes).ok()).map(str::trim);
        name.filter(|name| !name.is_empty())
            .map(str::to_owned)
            .ok_or_else(|| VaultError::WrappingKey(CURRENT.to_owned()))
    }

    fn load(&self, name: &str) -> Result<std::sync::Arc<RandomizedNonceKey>, VaultError> {
        let mut loaded = self.loaded.lock().expect("no holder panics");
        if let Some(key) = loaded.get(name) {
            return Ok(key.clone());
        }
        let bytes = self
            .directory
            .read_key(name, KeyKind::Wrapping)?
            .ok_or_else(|| VaultError::WrappingKey(name.to_owned()))?;
        let key = RandomizedNonceKey::new(&AES_256_GCM, &bytes)
            .map_err(|_| VaultError::WrappingKey(name.to_owned()))?;
        let key = std::sync::Arc::new(key);
        loaded.insert(name.to_owned(), key.clone());
        Ok(key)
    }

    fn wrap_now(&self, context: &[u8], key: &Zeroizing<[u8; 32]>) -> Result<WrappedKey, VaultError> {
        let name = self.current_name()?;
        let cipher = self.load(&name)?;
        let mut bytes = vec![0; NONCE_BYTES];
        bytes.extend_from_slice(key.as_slice());
        let (nonce, tag) = cipher
            .seal_in_place_separate_tag(Aad::from(context), &mut bytes[NONCE_BYTES..])
            .expect("AES-GCM seals 32 bytes");
        bytes[..NONCE_BYTES].copy_from_slice(nonce.as_ref());
        bytes.extend_from_slice(tag.as_ref());
        Ok(WrappedKey { wrapping_key: name, bytes })
    }

    fn unwrap_now(&self, context: &[u8], wrapped: &WrappedKey) -> Result<Zeroizing<[u8; 32]>, VaultError> {
        let refused = || VaultError::WrappingKey(wrapped.wrapping_key.clone());
        let cipher = self.load(&wrapped.wrapping_key)?;
        let (nonce, sealed) = wrapped.bytes.split_at_checked(NONCE_BYTES).ok_or_else(refused)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| refused())?;
        let mut bytes = Zeroizing::new(sealed.to_vec());
        let key = cipher.open_in_place(nonce, Aad::from(context), &mut bytes).map_err(|_| refused())?;
        let mut out = Zeroizing::new([0; KEY_BYTES]);
        if key.len() != KEY_BYTES {
            return Err(refused());
        }
        out.copy_from_slice(key);
        Ok(out)
    }
}

impl KeyProvider for DirectoryKeys {
    fn wrap<'a>(&'a self, context: &'a [u8], key: &'a Zeroizing<[u8; 32]>) -> ProviderFuture<'a, WrappedKey> {
        Box::pin(std::future::ready(self.wrap_now(context, key)))
    }

    fn unwrap<'a>(
        &'a self,
        context: &'a [u8],
        wrapped: &'a WrappedKey,
    ) -> ProviderFuture<'a, Zeroizing<[u8; 32]>> {
        Box::pin(std::future::ready(self.unwrap_now(context, wrapped)))
    }

    fn current(&self) -> ProviderFuture<'_, String> {
        Box::pin(std::future::ready(self.current_name()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys() -> (tempfile::TempDir, DirectoryKeys) {
        let root = tempfile::tempdir().expect("a temporary directory");
        let keys =
            DirectoryKeys::open(KeyDirectory::open(&root.path().join("k")).expect("opens")).expect("opens");
        (root, keys)
    }

    #[test]
    fn a_data_key_unwraps_only_in_its_context() {
        let (_root, keys) = keys();
        let key = Zeroizing::new([9; 32]);
        let wrapped = keys.wrap_now(b"patient one", &key).expect("wraps");
        assert_eq!(*keys.unwrap_now(b"patient one", &wrapped).expect("unwraps"), *key);
        assert!(keys.unwrap_now(b"patient two", &wrapped).is_err());
        let mut short = wrapped.clone();
        short.bytes.truncate(8);
        assert!(keys.unwrap_now(b"patient one", &short).is_err());
    }

    #[test]
    fn after_a_rotation_the_old_key_still_unwraps_until_it_is_retired() {
        let (_root, keys) = keys();
        let key = Zeroizing::new([9; 32]);
        let old = keys.wrap_now(b"c", &key).expect("wraps");
        let name = keys.rotate().expect("rotates");
        let new = keys.wrap_now(b"c", &key).expect("wraps");
        assert_eq!(new.wrapping_key, name);
        assert_ne!(old.wrapping_key, name);
        assert!(keys.unwrap_now(b"c", &old).is_ok());
        assert!(keys.retire(&name).is_err(), "the current key stays");
        keys.retire(&old.wrapping_key).expect("retires");
        assert!(matches!(keys.unwrap_now(b"c", &old), Err(VaultError::WrappingKey(_))));
        assert!(keys.unwrap_now(b"c", &new).is_ok());
    }

    #[test]
    fn a_second_process_uses_the_same_key() {
        let (_root, keys) = keys();
        let wrapped = keys.wrap_now(b"c", &Zeroizing::new([9; 32])).expect("wraps");
        let other = DirectoryKeys::open(keys.directory.clone()).expect("opens");
        assert!(other.unwrap_now(b"c", &wrapped).is_ok());
        keys.rotate().expect("rotates");
        let newer = other.wrap_now(b"c", &Zeroizing::new([9; 32])).expect("wraps");
        assert_ne!(newer.wrapping_key, wrapped.wrapping_key, "the rotation was not seen");
    }
}
