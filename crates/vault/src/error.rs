//! What can go wrong when sealing and opening, in terms that a caller can act on.
//!
//! No variant carries a key, a plaintext or a patient: these errors are logged.

use std::path::PathBuf;
use std::sync::Arc;

use kernel::{ErrorCode, ErrorKind};

/// The keystore cannot be asked.
pub(crate) const KEYSTORE_UNAVAILABLE: ErrorCode =
    ErrorCode::new("vault.keystore_unavailable", ErrorKind::Unavailable);
/// The patient's key was destroyed: what it sealed is erased for good.
pub(crate) const KEY_DESTROYED: ErrorCode = ErrorCode::new("vault.key_destroyed", ErrorKind::Gone);
/// A sealed record does not open: altered, swapped with another, or of another patient.
pub(crate) const INTEGRITY: ErrorCode = ErrorCode::new("vault.integrity", ErrorKind::Internal);
/// A record that names a key which the keystore does not have.
pub(crate) const KEY_MISSING: ErrorCode = ErrorCode::new("vault.key_missing", ErrorKind::Internal);
/// A data key names a wrapping key that the key directory does not have, or that does not unwrap it.
pub(crate) const WRAPPING_KEY: ErrorCode = ErrorCode::new("vault.wrapping_key", ErrorKind::Internal);
/// The key directory cannot be used as it is.
pub(crate) const KEY_DIRECTORY: ErrorCode = ErrorCode::new("vault.key_directory", ErrorKind::Internal);
/// More bytes than one record may hold.
pub(crate) const TOO_LARGE: ErrorCode = ErrorCode::new("vault.too_large", ErrorKind::TooLarge);

/// Every code of this crate, for the check that each has a page.
pub const CODES: &[ErrorCode] =
    &[KEYSTORE_UNAVAILABLE, KEY_DESTROYED, INTEGRITY, KEY_MISSING, WRAPPING_KEY, KEY_DIRECTORY, TOO_LARGE];

/// Why something was not sealed, opened, wrapped or loaded.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The keystore cannot be asked.
    #[error("the keystore is not available")]
    Keystore(#[source] store_sql::StoreError),
    /// The keystore cannot be asked: the error of a look-up that several callers waited for.
    #[error("the keystore is not available")]
    KeystoreShared(#[source] Arc<VaultError>),
    /// The keystore cannot be opened.
    #[error("the keystore cannot be opened")]
    KeystoreUnopened(#[source] store_sql::OpenError),
    /// The patient's key was destroyed.
    #[error("the key was destroyed")]
    Destroyed,
    /// The sealed bytes are not what was sealed for this record.
    #[error("a sealed record does not open")]
    Integrity,
    /// The keystore has no key for a record that exists.
    #[error("the key of a sealed record is missing")]
    KeyMissing,
    /// The wrapping key is missing or is another.
    #[error("the wrapping key `{0}` is missing or does not unwrap its keys")]
    WrappingKey(String),
    /// The key directory cannot be used.
    #[error("key directory: {path}: {problem}")]
    KeyDirectory {
        /// The file or directory.
        path: PathBuf,
        /// What is wrong with it, and what to do.
        problem: String,
    },
    /// More than one record may hold.
    #[error("a record of {0} bytes is too large to seal")]
    TooLarge(usize),
}

impl VaultError {
    /// The stable code.
    pub const fn code(&self) -> ErrorCode {
        match self {
            Self::Keystore(_) | Self::KeystoreShared(_) | Self::KeystoreUnopened(_) => KEYSTORE_UNAVAILABLE,
            Self::Destroyed => KEY_DESTROYED,
            Self::Integrity => INTEGRITY,
            Self::KeyMissing => KEY_MISSING,
            Self::WrappingKey(_) => WRAPPING_KEY,
            Self::KeyDirectory { .. } => KEY_DIRECTORY,
            Self::TooLarge(_) => TOO_LARGE,
        }
    }

    pub(crate) fn directory(path: impl Into<PathBuf>, problem: impl Into<String>) -> Self {
        Self::KeyDirectory { path: path.into(), problem: problem.into() }
    }
}

impl api::Fault for VaultError {
    fn code(&self) -> ErrorCode {
        self.code()
    }
}
