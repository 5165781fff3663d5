//! The directory of private keys: outside the data directory, so that a copy of the data holds no key.
//!
//! A key file appears whole or not at all: it is written under another name, synced, and linked into place,
//! which fails when another process was first (that key then wins). A directory or file that others may read
//! is refused and never repaired: whoever opened it must know that the keys in it may be known.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use crate::error::VaultError;

const FORMAT: &str = "tai-key-v1";
const FILE_BYTES_MAX: u64 = 4096;
const NAME_BYTES_MAX: usize = 96;
const OTHERS: u32 = 0o077;

/// What a key file holds, so that one kind is never used as another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeyKind {
    /// AES-256, wraps data keys.
    Wrapping,
    /// Ed25519, signs.
    Signing,
    /// X25519, opens sealed boxes.
    Box,
}

impl KeyKind {
    const fn name(self) -> &'static str {
        match self {
            Self::Wrapping => "aes256-wrapping",
            Self::Signing => "ed25519",
            Self::Box => "x25519",
        }
    }
}

/// An opened key directory, checked to be private.
#[derive(Clone, Debug)]
pub struct KeyDirectory {
    path: PathBuf,
}

impl KeyDirectory {
    /// Where the keys of a data directory lie when nothing else is said: beside it, as its name and `.keys`.
    pub fn default_for(data_directory: &Path) -> PathBuf {
        let mut name = data_directory.file_name().unwrap_or_default().to_os_string();
        name.push(".keys");
        data_directory.with_file_name(name)
    }

    /// Opens the directory, making it (mode 700) when it is not there.
    pub fn open(path: &Path) -> Result<Self, VaultError> {
        match DirBuilder::new().recursive(true).mode(0o700).create(path) {
            Ok(()) => {}
            Err(error) => return Err(VaultError::directory(path, error.to_string())),
        }
        let metadata = fs::metadata(path).map_err(|error| VaultError::directory(path, error.to_string()))?;
        refuse_open_to_others(path, &metadata, "chmod 700")?;
        Ok(Self { path: path.to_path_buf() })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Notes a fact that must outlive the data (that something was begun). Durable on return.
    pub fn set_marker(&self, name: &str) -> Result<(), VaultError> {
        self.create_file(name, b"").map(|_| ())
    }

    /// Whether a fact was noted.
    pub fn has_marker(&self, name: &str) -> Result<bool, VaultError> {
        self.read_file(name).map(|file| file.is_some())
    }

    /// Writes a new key; `false` when there already is one of this name, which is then left alone.
    pub(crate) fn create_key(&self, name: &str, kind: KeyKind, key: &[u8]) -> Result<bool, VaultError> {
        let encoded = Zeroizing::new(STANDARD.encode(key));
        let line = Zeroizing::new(format!("{FORMAT} {} {} {}\n", kind.name(), *encoded, check_of(kind, key)));
        self.create_file(&format!("{name}.key"), line.as_bytes())
    }

    /// Reads a key; `None` when there is none of this name.
    pub(crate) fn read_key(
        &self,
        name: &str,
        kind: KeyKind,
    ) -> Result<Option<Zeroizing<Vec<u8>>>, VaultError> {
        let file = format!("{name}.key");
        let Some(text) = self.read_file(&file)? else { return Ok(None) };
        let path = self.path.join(&file);
        let damaged = || VaultError::directory(&path, "this is not a whole key file of this kind");
        let text = std::str::from_utf8(&text).map_err(|_| damaged())?;
        let mut words = text.trim_end().split(' ');
        let (Some(FORMAT), Some(found), Some(encoded), Some(check), None) =
            (words.next(), words.next(), words.next(), words.next(), words.next())
        else {
            return Err(damaged());
        };
        let key = Zeroizing::new(STANDARD.decode(encoded).map_err(|_| damaged())?);
        if found != kind.name() || check != check_of(kind, &key) {
            return Err(damaged());
        }
        Ok(Some(key))
    }

    /// Removes a key that nothing needs any more.
    pub(crate) fn remove_key(&self, name: &str) -> Result<(), VaultError> {
        let path = self.place_of(&format!("{name}.key"))?;
        match fs::remove_file(&path) {
            Ok(()) => self.sync(),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            Err(error) => Err(VaultError::directory(path, error.to_string())),
        }
    }

    /// Writes a file of this name in one step, mode 600; `false` when there already is one.
    pub(crate) fn create_file(&self, name: &str, bytes: &[u8]) -> Result<bool, VaultError> {
        let target = self.place_of(name)?;
        let (temporary, path) = (self.write_temporary(name, bytes)?, target.clone());
        let linked = fs::hard_link(&temporary, &target);
        fs::remove_file(&temporary).map_err(|error| VaultError::directory(&temporary, error.to_string()))?;
        match linked {
            Ok(()) => self.sync().map(|()| true),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
            Err(error) => Err(VaultError::directory(path, error.to_string())),
        }
    }

    /// Writes a file of this name in one step, mode 600, in the place of another.
    pub(crate) fn replace_file(&self, name: &str, bytes: &[u8]) -> Result<(), VaultError> {
        let target = self.place_of(name)?;
        let temporary = self.write_temporary(name, bytes)?;
        fs::rename(&temporary, &target).map_err(|error| VaultError::directory(target, error.to_string()))?;
        self.sync()
    }

    /// Adds bytes to the end of a file, synced before it returns.
    pub(crate) fn append_file(&self, name: &str, bytes: &[u8]) -> Result<(), VaultError> {
        let path = self.place_of(name)?;
        let problem = |error: std::io::Error| VaultError::directory(&path, error.to_string());
        let mut file =
            OpenOptions::new().append(true).create(true).mode(0o600).open(&path).map_err(problem)?;
        file.write_all(bytes).and_then(|()| file.sync_all()).map_err(problem)?;
        self.sync()
    }

    /// Reads a small file; `None` when it is not there.
    pub(crate) fn read_file(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, VaultError> {
        self.read_file_up_to(name, FILE_BYTES_MAX)
    }

    pub(crate) fn read_file_up_to(
        &self,
        name: &str,
        bytes_max: u64,
    ) -> Result<Option<Zeroizing<Vec<u8>>>, VaultError> {
        let path = self.place_of(name)?;
        let problem = |error: std::io::Error| VaultError::directory(&path, error.to_string());
        let mut file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(problem(error)),
        };
        let metadata = file.metadata().map_err(problem)?;
        refuse_open_to_others(&path, &metadata, "chmod 600")?;
        if metadata.len() > bytes_max {
            return Err(VaultError::directory(path, "this file is too large for what it should be"));
        }
        // Reserved in advance, so that no growing leaves a copy of a key behind.
        let mut bytes = Zeroizing::new(Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0) + 1));
        file.read_to_end(&mut bytes).map_err(problem)?;
        Ok(Some(bytes))
    }

    fn place_of(&self, name: &str) -> Result<PathBuf, VaultError> {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_.".contains(&byte);
        if name.is_empty() || name.len() > NAME_BYTES_MAX || name.starts_with('.') || !name.bytes().all(plain)
        {
            return Err(VaultError::directory(&self.path, format!("`{name}` is not a name for a key")));
        }
        Ok(self.path.join(name))
    }

    fn write_temporary(&self, name: &str, bytes: &[u8]) -> Result<PathBuf, VaultError> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = self.path.join(format!(".{name}.{}.{number}", std::process::id()));
        let problem = |error: std::io::Error| VaultError::directory(&path, error.to_string());
        // A leftover of a process that had this number and was killed.
        match fs::remove_file(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(problem(error)),
            _ => {}
        }
        let mut file =
            OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path).map_err(problem)?;
        file.write_all(bytes).and_then(|()| file.sync_all()).map_err(problem)?;
        Ok(path)
    }

    fn sync(&self) -> Result<(), VaultError> {
        File::open(&self.path)
            .and_then(|directory| directory.sync_all())
            .map_err(|error| VaultError::directory(&self.path, error.to_string()))
    }
}

fn refuse_open_to_others(path: &Path, metadata: &fs::Metadata, remedy: &str) -> Result<(), VaultError> {
    let mode = metadata.permissions().mode() & 0o777;
    if mode & OTHERS == 0 {
        return Ok(());
    }
    let problem =
        format!("others may use it (mode {mode:03o}); if its keys can still be trusted, `{remedy}` it");
    Err(VaultError::directory(path, problem))
}

/// Tells a torn or mistyped file from a whole one. Not a secret: 32 bits of a digest of 256 random bits.
fn check_of(kind: KeyKind, key: &[u8]) -> String {
    let mut bytes = Zeroizing::new(kind.name().as_bytes().to_vec());
    bytes.extend_from_slice(key);
    digest(&SHA256, &bytes).as_ref()[..4].iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn directory() -> (tempfile::TempDir, KeyDirectory) {
        let root = tempfile::tempdir().expect("a temporary directory");
        let keys = KeyDirectory::open(&root.path().join("data.keys")).expect("opens");
        (root, keys)
    }

    fn set_mode(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("the mode is set");
    }

    #[test]
    fn the_default_lies_beside_the_data() {
        assert_eq!(KeyDirectory::default_for(Path::new("/srv/tai/data")), Path::new("/srv/tai/data.keys"));
    }

    #[test]
    fn a_key_is_private_and_is_never_overwritten() {
        let (_root, keys) = directory();
        assert!(keys.create_key("a", KeyKind::Signing, &[1; 32]).expect("writes"));
        assert!(!keys.create_key("a", KeyKind::Signing, &[2; 32]).expect("is left alone"));
        assert_eq!(
            **keys.read_key("a", KeyKind::Signing).expect("reads").as_ref().expect("is there"),
            [1; 32]
        );
        assert!(keys.read_key("b", KeyKind::Signing).expect("reads").is_none());
        let mode = fs::metadata(keys.path().join("a.key")).expect("is there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(fs::metadata(keys.path()).expect("is there").permissions().mode() & 0o777, 0o700);
        assert_eq!(fs::read_dir(keys.path()).expect("lists").count(), 1, "no temporary file is left");
    }

    #[test]
    fn a_key_that_others_may_read_is_refused() {
        for mode in [0o640, 0o604, 0o660, 0o777, 0o620] {
            let (_root, keys) = directory();
            keys.create_key("a", KeyKind::Signing, &[1; 32]).expect("writes");
            set_mode(&keys.path().join("a.key"), mode);
            let error = keys.read_key("a", KeyKind::Signing).expect_err("refused");
            assert!(error.to_string().contains("chmod 600"), "{error}");
        }
    }

    #[test]
    fn a_directory_that_others_may_enter_is_refused() {
        for mode in [0o750, 0o705, 0o770, 0o711] {
            let (_root, keys) = directory();
            set_mode(keys.path(), mode);
            assert!(KeyDirectory::open(keys.path()).is_err(), "mode {mode:o} was accepted");
        }
    }

    #[test]
    fn a_damaged_key_or_one_of_another_kind_is_refused() {
        let (_root, keys) = directory();
        keys.create_key("a", KeyKind::Signing, &[1; 32]).expect("writes");
        assert!(keys.read_key("a", KeyKind::Wrapping).is_err());
        let path = keys.path().join("a.key");
        let whole = fs::read(&path).expect("reads");
        for cut in 0..whole.len() - 1 {
            fs::write(&path, &whole[..cut]).expect("writes");
            assert!(keys.read_key("a", KeyKind::Signing).is_err(), "a file cut at {cut} was read");
        }
    }

    #[test]
    fn a_name_cannot_leave_the_directory() {
        let (_root, keys) = directory();
        for name in ["../a", "a/b", "", ".a", "A", "a b", "é"] {
            assert!(keys.create_file(name, b"x").is_err(), "{name:?} was accepted");
        }
    }

    #[test]
    fn of_many_writers_at_once_one_key_wins() {
        let (_root, keys) = directory();
        let wins: usize = std::thread::scope(|scope| {
            let writers: Vec<_> = (0..8u8)
                .map(|writer| {
                    let keys = &keys;
                    scope
                        .spawn(move || keys.create_key("a", KeyKind::Signing, &[writer; 32]).expect("writes"))
                })
                .collect();
            writers.into_iter().map(|writer| usize::from(writer.join().expect("ends"))).sum()
        });
        assert_eq!(wins, 1);
    }
}
