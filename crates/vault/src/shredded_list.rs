//! The list of destroyed keys that outlives any backup of the keystore.
//!
//! A keystore that is put back from before an erasure would bring the erased person's key back with it. So an
//! erasure is first written here, beside the wrapping key and synced, and every start applies the whole list to
//! the keystore before anything is opened.

use std::fmt::Write as _;

use kernel::{PersonId, Timestamp};

use crate::error::VaultError;
use crate::key_directory::KeyDirectory;
use crate::keystore::Shredded;

const FILE: &str = "shredded.list";
/// Room for about 200,000 erasures.
const FILE_BYTES_MAX: u64 = 16 * 1024 * 1024;

/// The list in the key directory.
#[derive(Clone, Debug)]
pub struct ShreddedList {
    directory: KeyDirectory,
}

impl ShreddedList {
    /// The list of a key directory.
    pub fn in_directory(directory: KeyDirectory) -> Self {
        Self { directory }
    }

    /// All entries. A line that was torn by a crash was never acknowledged and is passed over.
    pub fn read(&self) -> Result<Vec<Shredded>, VaultError> {
        let Some(bytes) = self.directory.read_file_up_to(FILE, FILE_BYTES_MAX)? else {
            return Ok(Vec::new());
        };
        Ok(String::from_utf8_lossy(&bytes).lines().filter_map(parse).collect())
    }

    /// Adds entries, durable on return. Starts on a new line, so that a torn one before it harms nothing.
    pub fn add(&self, entries: &[Shredded]) -> Result<(), VaultError> {
        let mut text = String::from("\n");
        for entry in entries {
            writeln!(text, "{} {} .", entry.patient, entry.at).expect("a string takes any text");
        }
        self.directory.append_file(FILE, text.as_bytes())
    }
}

fn parse(line: &str) -> Option<Shredded> {
    let mut words = line.split(' ');
    let (patient, at, end) = (words.next()?, words.next()?, words.next()?);
    let entry = Shredded { patient: patient.parse::<PersonId>().ok()?, at: at.parse::<Timestamp>().ok()? };
    (end == ".").then_some(entry)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_torn_line_harms_no_other() {
        let root = tempfile::tempdir().expect("a temporary directory");
        let directory = KeyDirectory::open(&root.path().join("k")).expect("opens");
        let list = ShreddedList::in_directory(directory.clone());
        let entry = |n: u128| Shredded {
            patient: PersonId::from(uuid::Uuid::from_u128(n)),
            at: Timestamp::from_micros(1_700_000_000_000_000),
        };
        list.add(&[entry(1), entry(2)]).expect("adds");
        directory.append_file(FILE, b"00000000-0000-0000-0000-0000000000").expect("a torn line");
        list.add(&[entry(3)]).expect("adds");
        assert_eq!(list.read().expect("reads"), [entry(1), entry(2), entry(3)]);
    }
}
