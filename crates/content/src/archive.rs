//! Content by its digest: one file each, so that a turn of years ago can be replayed with the very words it had.
//!
//! A binary holds one content, the one it was built with. Before it is replaced, that content is written out
//! ([`write_embedded`]); a record's digest then finds it again ([`load`]), and what does not have the digest that
//! its name says is refused.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::library::{ContentError, Digest, EMBEDDED, Library, library};

/// The most bytes of a content file.
const BYTES_MAX: u64 = 32 * 1024 * 1024;

/// Why a content could not be had.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// The file is not there or cannot be read.
    #[error("the content file cannot be read: {0}")]
    File(#[from] io::Error),
    /// It is larger than any content of ours.
    #[error("the content file is too large")]
    TooLarge,
    /// Its bytes are not those that its name says.
    #[error("the content file does not have the digest of its name")]
    Digest,
    /// It is not content.
    #[error(transparent)]
    Content(#[from] ContentError),
}

/// The name of a content's file.
pub fn file_name(digest: Digest) -> String {
    format!("{digest}.content.json")
}

/// Writes the content of this binary into a directory, under its digest. What is there already stays.
///
/// # Errors
/// The directory cannot be written.
pub fn write_embedded(directory: &Path) -> io::Result<PathBuf> {
    fs::create_dir_all(directory)?;
    let path = directory.join(file_name(library().digest()));
    if path.exists() {
        return Ok(path);
    }
    // Written beside and moved, so that a half-written file never has the name.
    let partial = directory.join(format!("{}.partial", file_name(library().digest())));
    fs::write(&partial, EMBEDDED)?;
    fs::File::open(&partial)?.sync_all()?;
    fs::rename(&partial, &path)?;
    Ok(path)
}

/// The content of a digest: this binary's own, or the one in a directory.
///
/// # Errors
/// It is not there, is not what its name says, or is no content that this binary can read.
pub fn load(directory: &Path, digest: Digest) -> Result<Library, ArchiveError> {
    if digest == library().digest() {
        return Ok(Library::from_bytes(EMBEDDED)?);
    }
    let file = fs::File::open(directory.join(file_name(digest)))?;
    if file.metadata()?.len() > BYTES_MAX {
        return Err(ArchiveError::TooLarge);
    }
    let mut bytes = Vec::new();
    file.take(BYTES_MAX).read_to_end(&mut bytes)?;
    if Digest::of(&bytes) != digest {
        return Err(ArchiveError::Digest);
    }
    Ok(Library::from_bytes(&bytes)?)
}

#[cfg(test)]
mod tests {
    use content_safety_api::Language;

    use super::*;
    use crate::LineRef;

    fn directory(name: &str) -> PathBuf {
        let path = std::env::temp_dir().join(format!("content-archive-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("a directory");
        path
    }

    #[test]
    fn what_is_written_is_found_by_its_digest() {
        let place = directory("written");
        let path = write_embedded(&place).expect("writes");
        assert_eq!(write_embedded(&place).expect("again"), path);
        let bytes = fs::read(&path).expect("reads");
        assert_eq!(Digest::of(&bytes), library().digest());
        fs::remove_dir_all(&place).expect("removes");
    }

    #[test]
    fn an_older_content_says_its_own_words() {
        let place = directory("older");
        let text = String::from_utf8(EMBEDDED.to_vec()).expect("JSON");
        let older = text.replacen("That sounds sad.", "That seems sad.", 1).into_bytes();
        let digest = Digest::of(&older);
        fs::write(place.join(file_name(digest)), &older).expect("writes");
        let found = load(&place, digest).expect("loads");
        let line = LineRef { pool: "feel.sad".to_owned(), number: 1 };
        assert_eq!(found.line(&line, Language::En), Some("That seems sad."));
        assert_eq!(found.digest(), digest);
        fs::remove_dir_all(&place).expect("removes");
    }

    #[test]
    fn a_file_that_is_not_what_its_name_says_is_refused() {
        let place = directory("refused");
        let digest = Digest::of(b"something else");
        assert!(matches!(load(&place, digest), Err(ArchiveError::File(_))));
        fs::write(place.join(file_name(digest)), EMBEDDED).expect("writes");
        assert!(matches!(load(&place, digest), Err(ArchiveError::Digest)));
        let garbage = Digest::of(b"{}");
        fs::write(place.join(file_name(garbage)), b"{}").expect("writes");
        assert!(matches!(load(&place, garbage), Err(ArchiveError::Content(_))));
        fs::remove_dir_all(&place).expect("removes");
    }
}
