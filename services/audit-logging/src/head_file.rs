//! The head file: every signed head, appended and synced after the store's commit and before the answer.
//!
//! It lies beside the store and not in it: whoever puts an old store back, or cuts its tail, is found out by a
//! file that is ahead. A head that a crash cut off was never acknowledged to anybody, so an unfinished last
//! note is no damage. Anything else that is not a good note is.
//!
//! When the file has grown enough, the heads go on in a new one that begins with the last; the one before is
//! kept as `….1`.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use vault::PublicKey;

use crate::checkpoint::{NOTE_BYTES_MAX, NOTE_LINES, Note};

/// The file's name beside the store.
pub(crate) const FILE: &str = "audit-logging.heads";
/// Grown to this, the heads go on in a new file: some 80,000 heads.
const FILE_BYTES_MAX: u64 = 16 * 1024 * 1024;
/// More than this is not read: it is not ours.
const READ_BYTES_MAX: u64 = 2 * FILE_BYTES_MAX;

/// What a head file holds.
#[derive(Debug)]
pub(crate) struct Heads {
    /// The notes, oldest first; at least one. Their shape is right; the last one's signature is.
    pub(crate) notes: Vec<Note>,
    /// Bytes of an unfinished note at the end.
    pub(crate) torn_bytes: usize,
    /// Bytes of the whole notes.
    whole_bytes: u64,
}

/// Why a head file is not good.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HeadFileError {
    /// There is none.
    #[error("there is no head file")]
    Missing,
    /// It holds no whole head.
    #[error("the head file holds no head")]
    Empty,
    /// Something in it is not a head.
    #[error("the head file holds something else at byte {0}")]
    Damaged(usize),
    /// The last head is not signed by the log's key.
    #[error("the last head is not signed by the key of this log")]
    Signature,
    /// It cannot be read or written.
    #[error("the head file cannot be read or written")]
    Io(#[from] io::Error),
}

/// Reads a head file and checks what it says about itself.
pub(crate) fn read(path: &Path, key: &PublicKey) -> Result<Heads, HeadFileError> {
    match fs::metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Err(HeadFileError::Missing),
        Err(error) => return Err(error.into()),
        Ok(metadata) if metadata.len() > READ_BYTES_MAX => return Err(HeadFileError::Damaged(0)),
        Ok(_) => {}
    }
    let heads = parse(&fs::read(path)?)?;
    match heads.notes.last() {
        None => Err(HeadFileError::Empty),
        Some(last) if last.verify(key) => Ok(heads),
        Some(_) => Err(HeadFileError::Signature),
    }
}

/// The newest whole head, from the file's end alone. Its signature is not looked at.
pub(crate) fn newest(path: &Path) -> Result<Note, HeadFileError> {
    let mut file = File::open(path)?;
    let bytes = file.metadata()?.len();
    // Room for an unfinished note and two whole ones.
    let mut end = Vec::with_capacity(3 * NOTE_BYTES_MAX);
    file.seek(SeekFrom::Start(bytes.saturating_sub(3 * NOTE_BYTES_MAX as u64)))?;
    file.read_to_end(&mut end)?;
    // A note begins at the file's start or after an empty line that follows a signature: the first cut that
    // parses to the end is one.
    let starts = (0..end.len()).filter(|at| *at == 0 || end[..*at].ends_with(b"\n\n"));
    let heads = starts.filter_map(|at| parse(&end[at..]).ok()).find(|heads| !heads.notes.is_empty());
    heads.and_then(|heads| heads.notes.into_iter().next_back()).ok_or(HeadFileError::Empty)
}

/// The heads of the file before this one, if there is one: more evidence, never a reason to pass.
pub(crate) fn read_before(path: &Path) -> Result<Vec<Note>, HeadFileError> {
    match fs::read(before(path)) {
        Ok(bytes) => Ok(parse(&bytes)?.notes),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error.into()),
    }
}

fn parse(bytes: &[u8]) -> Result<Heads, HeadFileError> {
    let (mut notes, mut at) = (Vec::new(), 0);
    while let Some(length) = note_length(&bytes[at..]) {
        let note = std::str::from_utf8(&bytes[at..at + length - 1]).ok().and_then(Note::parse);
        notes.push(note.ok_or(HeadFileError::Damaged(at))?);
        at += length;
    }
    Ok(Heads { notes, torn_bytes: bytes.len() - at, whole_bytes: at as u64 })
}

/// The bytes of the first note and the empty line after it; `None` when it is not all there.
fn note_length(bytes: &[u8]) -> Option<usize> {
    let ends = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at);
    ends.take(NOTE_LINES + 1).nth(NOTE_LINES).map(|end| end + 1)
}

fn before(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".1");
    PathBuf::from(name)
}

/// An open head file, ready for the next head.
#[derive(Debug)]
pub(crate) struct HeadFile {
    path: PathBuf,
    file: File,
    bytes: u64,
    /// A write or sync failed: what is on disk is not known, and this file is not written again.
    failed: bool,
}

impl HeadFile {
    /// Makes the file with the log's first head. Fails when there is one.
    pub(crate) fn create(path: &Path, first: &str) -> Result<Self, HeadFileError> {
        let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
        let line = format!("{first}\n");
        file.write_all(line.as_bytes())?;
        file.sync_all()?;
        sync_directory(path)?;
        Ok(Self { path: path.to_owned(), file, bytes: line.len() as u64, failed: false })
    }

    /// Opens the file that was read as `heads`, taking an unfinished note off its end.
    pub(crate) fn open(path: &Path, heads: &Heads) -> Result<Self, HeadFileError> {
        let file = OpenOptions::new().append(true).open(path)?;
        if heads.torn_bytes > 0 {
            file.set_len(heads.whole_bytes)?;
        }
        // What was read may be in the cache alone: a process that was killed had perhaps not synced it.
        file.sync_all()?;
        Ok(Self { path: path.to_owned(), file, bytes: heads.whole_bytes, failed: false })
    }

    #[cfg(test)]
    pub(crate) fn broken(path: &Path) -> Self {
        // A handle that cannot be written.
        let file = File::open(path).expect("opens for reading");
        Self { path: path.to_owned(), file, bytes: 0, failed: false }
    }

    /// Appends a head; it is durable on return. After a failure every later call fails too: a sync that failed
    /// once may succeed falsely the second time, so the file is replaced instead ([`HeadFile::replace`]).
    pub(crate) fn append(&mut self, note: &str) -> Result<(), HeadFileError> {
        if self.failed {
            return Err(io::Error::other("an earlier write failed").into());
        }
        let result = self.append_or_rotate(note);
        self.failed = result.is_err();
        result
    }

    fn append_or_rotate(&mut self, note: &str) -> Result<(), HeadFileError> {
        if self.bytes >= FILE_BYTES_MAX {
            *self = Self::replace(&self.path, note)?;
            return Ok(());
        }
        if self.file.metadata()?.nlink() == 0 {
            // Taken away while it was open: a head in it would be a head that nobody can find.
            return Err(HeadFileError::Missing);
        }
        let line = format!("{note}\n");
        self.file.write_all(line.as_bytes())?;
        self.file.sync_data()?;
        self.bytes += line.len() as u64;
        Ok(())
    }

    /// Puts a new file with this one head in the place of the present one, which is kept as `….1`. At no moment
    /// is there no head file.
    pub(crate) fn replace(path: &Path, note: &str) -> Result<Self, HeadFileError> {
        let mut name = path.as_os_str().to_owned();
        name.push(".new");
        let new = PathBuf::from(name);
        let line = format!("{note}\n");
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).open(&new)?;
        file.write_all(line.as_bytes())?;
        file.sync_all()?;
        let kept = before(path);
        for result in [fs::remove_file(&kept), fs::hard_link(path, &kept)] {
            match result {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
                _ => {}
            }
        }
        fs::rename(&new, path)?;
        sync_directory(path)?;
        let file = OpenOptions::new().append(true).open(path)?;
        Ok(Self { path: path.to_owned(), file, bytes: line.len() as u64, failed: false })
    }
}

fn sync_directory(path: &Path) -> io::Result<()> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(parent)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checkpoint::{self, Head, KEY_NAME};

    struct House {
        root: tempfile::TempDir,
        key: vault::SigningKey,
    }

    impl House {
        fn new() -> Self {
            let root = tempfile::tempdir().expect("a directory");
            let keys = vault::KeyDirectory::open(&root.path().join("keys")).expect("opens");
            let key = vault::SigningKeys::new(keys, root.path()).load_or_create(KEY_NAME).expect("makes");
            Self { root, key }
        }

        fn path(&self) -> PathBuf {
            self.root.path().join(FILE)
        }

        fn note(&self, size: u64) -> String {
            let origin = checkpoint::origin(self.key.public_key());
            checkpoint::sign(&self.key, &origin, &Head { size, root: [3; 32] })
        }

        fn read(&self) -> Result<Heads, HeadFileError> {
            read(&self.path(), self.key.public_key())
        }

        fn with_heads(count: u64) -> Self {
            let house = Self::new();
            let mut file = HeadFile::create(&house.path(), &house.note(0)).expect("creates");
            for size in 1..count {
                file.append(&house.note(size)).expect("appends");
            }
            house
        }
    }

    #[test]
    fn heads_are_read_back_in_order() {
        let house = House::with_heads(5);
        let heads = house.read().expect("reads");
        let sizes: Vec<u64> = heads.notes.iter().map(|note| note.head.size).collect();
        assert_eq!((sizes.as_slice(), heads.torn_bytes), ([0, 1, 2, 3, 4].as_slice(), 0));
        assert_eq!(newest(&house.path()).expect("reads").head.size, 4);
        assert!(HeadFile::create(&house.path(), &house.note(0)).is_err(), "never over an old one");
    }

    #[test]
    fn a_torn_tail_is_no_damage_and_is_taken_off() {
        let house = House::with_heads(3);
        let whole = fs::read(house.path()).expect("reads");
        let last = whole.len() - house.note(2).len() - 1;
        for cut in last..whole.len() {
            fs::write(house.path(), &whole[..cut]).expect("writes");
            let heads = house.read().expect("reads");
            assert_eq!((heads.notes.len(), heads.torn_bytes), (2, cut - last));
            assert_eq!(newest(&house.path()).expect("reads").head.size, 1);
            let mut file = HeadFile::open(&house.path(), &heads).expect("opens");
            file.append(&house.note(9)).expect("appends");
            assert_eq!(house.read().expect("reads").notes.last().expect("is there").head.size, 9);
        }
    }

    #[test]
    fn anything_but_heads_is_damage() {
        let house = House::with_heads(3);
        let whole = fs::read(house.path()).expect("reads");
        for at in [0, 10, whole.len() / 2, whole.len() - 20] {
            let mut bytes = whole.clone();
            bytes[at] ^= 1;
            fs::write(house.path(), &bytes).expect("writes");
            let result = house.read();
            let in_last = at > whole.len() - house.note(2).len();
            // A note in the middle whose text still has the shape of one is found by its root, not here.
            assert!(result.is_err() || !in_last, "byte {at} of the last head does not matter");
        }
        fs::write(house.path(), b"").expect("writes");
        assert!(matches!(house.read(), Err(HeadFileError::Empty)));
        fs::remove_file(house.path()).expect("removes");
        assert!(matches!(house.read(), Err(HeadFileError::Missing)));
    }

    #[test]
    fn a_replaced_file_begins_with_the_head_and_keeps_the_one_before() {
        let house = House::with_heads(3);
        let mut file = HeadFile::replace(&house.path(), &house.note(7)).expect("replaces");
        file.append(&house.note(8)).expect("appends");
        let sizes = |notes: &[Note]| notes.iter().map(|note| note.head.size).collect::<Vec<_>>();
        assert_eq!(sizes(&house.read().expect("reads").notes), [7, 8]);
        assert_eq!(sizes(&read_before(&house.path()).expect("reads")), [0, 1, 2]);
    }

    #[test]
    fn a_file_that_has_grown_enough_is_replaced_by_itself() {
        let house = House::with_heads(2);
        let heads = house.read().expect("reads");
        let mut file = HeadFile::open(&house.path(), &heads).expect("opens");
        file.bytes = FILE_BYTES_MAX;
        file.append(&house.note(2)).expect("appends");
        file.append(&house.note(3)).expect("appends");
        let sizes: Vec<u64> = house.read().expect("reads").notes.iter().map(|note| note.head.size).collect();
        assert_eq!(sizes, [2, 3]);
    }

    #[test]
    fn after_a_failure_the_file_is_never_written_again() {
        let house = House::with_heads(2);
        let heads = house.read().expect("reads");
        let mut file = HeadFile::open(&house.path(), &heads).expect("opens");
        // A handle that cannot be written: every write fails as a full or broken disk's would.
        file.file = File::open(house.path()).expect("opens for reading");
        assert!(file.append(&house.note(2)).is_err());
        file.file = OpenOptions::new().append(true).open(house.path()).expect("opens");
        assert!(file.append(&house.note(2)).is_err(), "a second try on the same file was trusted");
        assert_eq!(house.read().expect("reads").notes.len(), 2);
    }
}
