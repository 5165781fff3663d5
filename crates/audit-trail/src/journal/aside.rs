//! What a journal set aside, for an operator: how many records, how large, why, and when the last was set aside. What they hold is sealed, and
//! nothing of it is opened here.

use std::fs::{self, File};
use std::io::{self, BufReader, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use kernel::Timestamp;

use super::file::with_suffix;

/// The most records of a file that are listed one by one; the rest is counted.
const LISTED_MAX: usize = 1_000;

/// Why records were set aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AsideReason {
    /// Whoever they are for refused them for good, or they did not open.
    Refused,
    /// The journal was damaged in the middle: the whole file as it was then.
    Damaged,
}

/// A file beside a journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetAside {
    /// The file.
    pub path: PathBuf,
    /// Why it is there.
    pub reason: AsideReason,
    /// When something was last put into it.
    pub changed_at: Timestamp,
    /// Its size in bytes.
    pub bytes: u64,
    /// The sizes in bytes of its sealed records, in the order in which they were set aside, at most a thousand; none of a
    /// damaged journal, whose records cannot be told apart.
    pub records: Vec<u64>,
    /// How many records it has.
    pub count: u64,
}

/// What lies beside a journal.
///
/// # Errors
/// A file is there and cannot be read.
pub fn set_aside(journal: &Path) -> io::Result<Vec<SetAside>> {
    let mut found = Vec::new();
    for (suffix, reason) in [(".refused", AsideReason::Refused), (".damaged", AsideReason::Damaged)] {
        let path = with_suffix(journal, suffix);
        let about = match fs::metadata(&path) {
            Ok(about) => about,
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            Err(error) => return Err(error),
        };
        let since = about.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
        let (count, records) = match reason {
            AsideReason::Refused => sizes(&path)?,
            AsideReason::Damaged => (1, Vec::new()),
        };
        found.push(SetAside {
            path,
            reason,
            changed_at: Timestamp::EPOCH.plus(since),
            bytes: about.len(),
            records,
            count,
        });
    }
    Ok(found)
}

/// How many records a file has, and how large the first are. Their bytes are passed over.
fn sizes(path: &Path) -> io::Result<(u64, Vec<u64>)> {
    let mut file = BufReader::new(File::open(path)?);
    let (mut count, mut records, mut length) = (0, Vec::new(), [0; 4]);
    loop {
        match file.read_exact(&mut length) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok((count, records)),
            Err(error) => return Err(error),
        }
        let bytes = u32::from_le_bytes(length);
        file.seek_relative(i64::from(bytes))?;
        count += 1;
        if records.len() < LISTED_MAX {
            records.push(u64::from(bytes));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_set_aside_is_told_by_size_and_nothing_of_it_is_read() {
        let directory = tempfile::tempdir().expect("a directory");
        let journal = directory.path().join("x.journal");
        assert_eq!(set_aside(&journal).expect("reads"), []);
        let mut bytes = Vec::new();
        for record in [&b"sealed"[..], &[7; 300]] {
            bytes.extend_from_slice(&u32::try_from(record.len()).expect("is small").to_le_bytes());
            bytes.extend_from_slice(record);
        }
        fs::write(with_suffix(&journal, ".refused"), &bytes).expect("writes");
        fs::write(with_suffix(&journal, ".damaged"), [0; 50]).expect("writes");
        let found = set_aside(&journal).expect("reads");
        assert_eq!(
            (found[0].reason, found[0].count, found[0].records.as_slice()),
            (AsideReason::Refused, 2, &[6, 300][..])
        );
        assert_eq!((found[1].reason, found[1].bytes, found[1].records.len()), (AsideReason::Damaged, 50, 0));
        assert!(found[0].changed_at > Timestamp::EPOCH);
    }
}
