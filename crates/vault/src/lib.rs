//! Floor 2b: envelope encryption with one data key per patient, key providers and crypto-shredding.
//!
//! ```text
//! key directory (outside the data)      keys.sqlite / schema vault          a service's store
//! wrapping-….key  ── wraps ──►  data key of a patient  ── seals ──►  Sealed (version, key id, nonce, ciphertext)
//! ```
//!
//! * A service holds one [`Vault`] and calls [`Vault::seal`] and [`Vault::open`] with a [`RecordPlace`]: patient,
//!   record kind, record id, category. The ciphertext is bound to all four.
//! * For many records of one patient, take [`Vault::key`] once: a seal then costs about a microsecond and does
//!   not await.
//! * [`Vault::destroy`] erases a person everywhere, data backups included, by destroying the one key. The list
//!   of destroyed keys lies beside the wrapping key and is applied at every start, so a restored keystore does
//!   not bring a person back.
//! * [`SigningKeys`] are the installation's signing keys (audit checkpoints, tokens) and box keys (process
//!   journal): private halves in the key directory, public halves beside the data.
//!
//! Keys and nonces come from AWS-LC's own random source and not from [`kernel::Sources`]: nothing about them
//! needs to be repeated, and a seeded source must never make one.

mod error;
mod key_directory;
mod key_provider;
mod keystore;
mod migrations;
mod sealed;
mod sealed_box;
mod shredded_list;
mod signing;
mod vault;

pub use error::{CODES, VaultError};
pub use key_directory::KeyDirectory;
pub use key_provider::{DirectoryKeys, KeyProvider, ProviderFuture, WrappedKey};
pub use keystore::Shredded;
pub use sealed::{PLAINTEXT_BYTES_MAX, RecordPlace, SEALED_OVERHEAD_BYTES, Sealed};
pub use sealed_box::{BOX_OVERHEAD_BYTES, BoxPrivateKey, BoxPublicKey};
pub use shredded_list::ShreddedList;
pub use signing::{PublicKey, SigningKey, SigningKeys};
pub use vault::{PatientKey, Vault};
