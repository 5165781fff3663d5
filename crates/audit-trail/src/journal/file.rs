//! The journal's file: two slots that say what was delivered, then frames up to the first that is not whole.
//!
//! A frame's check is over its place and generation too, so a frame that a crash tore, and one of an earlier use
//! of this place, both end the journal. When everything is delivered the generation rises, which empties the file
//! at once. After a write or sync that failed, this file is not written again: what still waits is copied into a
//! new one, which takes its place.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use super::format::{
    CHECK_BYTES, FRAME_HEADER_BYTES, FRAMES_START, SLOT_BYTES, SLOTS, Slot, encode_frame, frame_bytes,
    frame_check,
};
use super::{FrameKind, Frames, JournalBacklog, JournalConfig, Place, Refused};
use crate::error::JournalError;

/// Zeros are laid out in steps of this size.
const LAYOUT_STEP: u64 = 4 * 1024 * 1024;
/// Sealed bytes that are handed to a sink at once.
const READ_BYTES_MAX: usize = 512 * 1024;
/// How far behind a damaged frame the next one is looked for: more than the largest frame.
const RESUME_BYTES_MAX: u64 = 2 * 1024 * 1024;
/// The smallest journal that can hold the largest record and a quarter beside it.
const BYTES_MIN: u64 = 2 * 1024 * 1024;

/// An open journal file.
pub(super) struct JournalFile {
    path: PathBuf,
    file: File,
    _lock: File,
    bytes_max: u64,
    slot: Slot,
    /// Where the next frame goes.
    end: u64,
    /// Bytes of the frames of each kind that wait. What is delivered between them counts for nothing.
    waiting: [u64; FrameKind::ALL.len()],
    /// Up to where the file is laid out.
    laid_out: u64,
    refused: u64,
    /// A write or sync failed.
    failed: bool,
    /// Changes whenever places lose their meaning.
    layout: u64,
}

/// A frame that is whole.
struct Frame {
    kind: Option<FrameKind>,
    sealed: Vec<u8>,
    next: u64,
    /// Something that is no frame stood before it.
    after_damage: bool,
}

impl JournalFile {
    pub(super) fn open(config: &JournalConfig) -> Result<Self, JournalError> {
        let lock = lock(&config.path)?;
        let file = match OpenOptions::new().read(true).write(true).open(&config.path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => create(&config.path)?,
            Err(error) => return Err(error.into()),
        };
        let slot = read_slot(&file)?.ok_or_else(|| {
            JournalError::from(io::Error::new(ErrorKind::InvalidData, "this file is not a journal"))
        })?;
        let refused = count_refused(&config.path)?;
        let laid_out = file.metadata()?.len();
        // A size that was configured smaller never hides frames that are there.
        let bytes_max = config.bytes_max.max(BYTES_MIN).max(laid_out);
        let path = config.path.clone();
        let mut journal = Self {
            path,
            file,
            _lock: lock,
            bytes_max,
            slot,
            end: FRAMES_START,
            waiting: [0; FrameKind::ALL.len()],
            laid_out,
            refused,
            failed: false,
            layout: next_layout(),
        };
        let mut damaged = false;
        while let Some(frame) = journal.next_frame(journal.end, journal.bytes_max)? {
            damaged |= frame.after_damage;
            journal.end = frame.next;
            let bytes = frame_bytes(frame.sealed.len());
            let undelivered = |kind: &FrameKind| journal.slot.delivered[kind.place()] + bytes <= frame.next;
            if let Some(kind) = frame.kind.filter(undelivered) {
                journal.waiting[kind.place()] += bytes;
            }
        }
        if damaged {
            journal.rebuild()?;
        }
        Ok(journal)
    }

    pub(super) fn backlog(&self) -> JournalBacklog {
        JournalBacklog { bytes: self.waiting_bytes(), bytes_max: self.bytes_max, refused: self.refused }
    }

    fn waiting_bytes(&self) -> u64 {
        self.waiting.into_iter().sum()
    }

    /// Whether a frame of this kind and size has room.
    pub(super) fn has_room(&self, kind: FrameKind, sealed_bytes: usize) -> bool {
        self.waiting_bytes() + frame_bytes(sealed_bytes) + FRAMES_START <= kind.share(self.bytes_max)
    }

    /// Appends frames and syncs them: all are durable on return, or none is.
    pub(super) fn append(&mut self, frames: &[(FrameKind, Vec<u8>)]) -> Result<(), JournalError> {
        let bytes: u64 = frames.iter().map(|(_, sealed)| frame_bytes(sealed.len())).sum();
        if self.failed || self.end + bytes > self.bytes_max {
            self.rebuild()?;
        }
        if self.end + bytes > self.bytes_max {
            return Err(JournalError::Full);
        }
        let mut buffer = Vec::with_capacity(usize::try_from(bytes).unwrap_or(0));
        for (kind, sealed) in frames {
            encode_frame(*kind, sealed, self.slot.generation, self.end + buffer.len() as u64, &mut buffer);
        }
        let written = self.file.write_all_at(&buffer, self.end).and_then(|()| self.file.sync_data());
        self.failed = written.is_err();
        written?;
        self.end += bytes;
        for (kind, sealed) in frames {
            self.waiting[kind.place()] += frame_bytes(sealed.len());
        }
        self.laid_out = self.laid_out.max(self.end);
        Ok(())
    }

    /// The next frames of a kind that wait, up to a size; `None` when none does.
    pub(super) fn read(&mut self, kind: FrameKind) -> Result<Option<Frames>, JournalError> {
        let (mut at, mut bytes, mut sealed) = (self.slot.delivered[kind.place()], 0, Vec::new());
        let mut whole = 0;
        while at < self.end && bytes < READ_BYTES_MAX {
            let frame = match self.next_frame(at, self.end)? {
                Some(frame) if !frame.after_damage => frame,
                // What is whole goes into a new file; this one is kept.
                _ => {
                    self.rebuild()?;
                    return self.read(kind);
                }
            };
            at = frame.next;
            if frame.kind == Some(kind) {
                bytes += frame.sealed.len();
                whole += frame_bytes(frame.sealed.len());
                sealed.push(frame.sealed);
            }
        }
        // Frames of other kinds alone are passed over without a delivery.
        let until = Place { layout: self.layout, at, bytes: whole };
        let more = at < self.end;
        Ok((at > self.slot.delivered[kind.place()]).then_some(Frames { sealed, until, more }))
    }

    /// Remembers up to where a kind is delivered, and keeps behind all others what of it has to come again. When nothing
    /// waits any more, the file is empty again.
    pub(super) fn delivered(
        &mut self,
        kind: FrameKind,
        until: Place,
        refused: &[Refused],
        again: Option<Vec<u8>>,
    ) -> Result<(), JournalError> {
        if until.layout != self.layout {
            // The file was rebuilt since these were read: they come again, which a sink expects.
            return Ok(());
        }
        if self.failed {
            return self.rebuild();
        }
        self.keep_refused(refused)?;
        let place = kind.place();
        if let Some(sealed) = again {
            if self.end + frame_bytes(sealed.len()) > self.bytes_max {
                return self.rebuild_after(kind, until, sealed);
            }
            // Before the place is moved: a crash between the two delivers twice, and loses nothing.
            self.append(&[(kind, sealed)])?;
        }
        self.slot.number += 1;
        self.slot.delivered[place] = until.at.min(self.end);
        self.waiting[place] = self.waiting[place].saturating_sub(until.bytes);
        if self.waiting_bytes() == 0 {
            self.slot = Slot {
                number: self.slot.number,
                generation: self.slot.generation + 1,
                delivered: [FRAMES_START; FrameKind::ALL.len()],
            };
            self.end = FRAMES_START;
            self.layout = next_layout();
        }
        // Synced, since a frame of the new generation must never be found under a slot of the old.
        let written = self.write_slot();
        self.failed |= written.is_err();
        Ok(written?)
    }

    /// Whether all of the file's size is on disk.
    pub(super) const fn is_laid_out(&self) -> bool {
        self.laid_out >= self.bytes_max
    }

    /// Lays out one more step of the file.
    pub(super) fn lay_out(&mut self) -> Result<(), JournalError> {
        if self.failed {
            self.rebuild()?;
        }
        if self.is_laid_out() {
            return Ok(());
        }
        let step = LAYOUT_STEP.min(self.bytes_max - self.laid_out);
        let zeros = vec![0; usize::try_from(step).unwrap_or(0)];
        self.file.write_all_at(&zeros, self.laid_out)?;
        self.laid_out += step;
        if self.is_laid_out() {
            self.file.sync_all()?;
        }
        Ok(())
    }

    /// Takes a kind as delivered up to a place and what of it has to come again into a new file, all in one step.
    fn rebuild_after(&mut self, kind: FrameKind, until: Place, again: Vec<u8>) -> Result<(), JournalError> {
        let before = self.slot.delivered;
        self.slot.delivered[kind.place()] = until.at.min(self.end);
        let rebuilt = self.rebuild_with(Some((kind, again)));
        if rebuilt.is_err() {
            self.slot.delivered = before;
        }
        rebuilt
    }

    /// Copies what waits into a new file, which takes this one's place.
    fn rebuild(&mut self) -> Result<(), JournalError> {
        self.rebuild_with(None)
    }

    fn rebuild_with(&mut self, last: Option<(FrameKind, Vec<u8>)>) -> Result<(), JournalError> {
        let (mut waiting, mut damaged) = (Vec::new(), false);
        let mut at = self.slot.delivered.into_iter().min().unwrap_or(FRAMES_START);
        while at < self.end {
            let Some(frame) = self.next_frame(at, self.end)? else {
                damaged = true;
                break;
            };
            damaged |= frame.after_damage;
            let undelivered = |kind: &FrameKind| self.slot.delivered[kind.place()] <= at;
            if let Some(kind) = frame.kind.filter(undelivered) {
                waiting.push((kind, frame.sealed));
            }
            at = frame.next;
        }
        let new = with_suffix(&self.path, ".new");
        match fs::remove_file(&new) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
        waiting.extend(last);
        let file = create(&new)?;
        let (slot, mut buffer) = (Slot::first(), Vec::new());
        let mut bytes = [0; FrameKind::ALL.len()];
        for (kind, sealed) in &waiting {
            bytes[kind.place()] += frame_bytes(sealed.len());
            encode_frame(*kind, sealed, slot.generation, FRAMES_START + buffer.len() as u64, &mut buffer);
        }
        file.write_all_at(&buffer, FRAMES_START)?;
        file.sync_all()?;
        if damaged {
            self.keep_damaged()?;
        }
        fs::rename(&new, &self.path)?;
        sync_directory(&self.path)?;
        let laid_out = file.metadata()?.len();
        (self.file, self.slot, self.end) = (file, slot, FRAMES_START + buffer.len() as u64);
        (self.laid_out, self.failed, self.layout) = (laid_out, false, next_layout());
        self.waiting = bytes;
        Ok(())
    }

    /// The frame at a place or, when that one is damaged, the next whole one before `end`.
    fn next_frame(&self, at: u64, end: u64) -> io::Result<Option<Frame>> {
        if let Some(frame) = self.frame(at)? {
            return Ok(Some(frame));
        }
        let mut window = vec![0; usize::try_from(RESUME_BYTES_MAX.min(end.saturating_sub(at))).unwrap_or(0)];
        let read = self.file.read_at(&mut window, at)?;
        let generation = self.slot.generation.to_le_bytes();
        for place in (8..read.saturating_sub(FRAME_HEADER_BYTES)).step_by(8) {
            if window[place + CHECK_BYTES..].starts_with(&generation)
                && let Some(frame) = self.frame(at + place as u64)?
            {
                return Ok(Some(Frame { after_damage: true, ..frame }));
            }
        }
        Ok(None)
    }

    /// Keeps the damaged file: somebody may get more out of it than this program can.
    fn keep_damaged(&mut self) -> Result<(), JournalError> {
        tracing::error!("the journal is damaged in the middle; the file is kept beside the new one");
        let damaged = with_suffix(&self.path, ".damaged");
        match fs::remove_file(&damaged) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
        fs::hard_link(&self.path, damaged)?;
        self.refused += 1;
        Ok(())
    }

    fn frame(&self, at: u64) -> io::Result<Option<Frame>> {
        let mut header = [0; FRAME_HEADER_BYTES];
        if !read_at(&self.file, &mut header, at)? {
            return Ok(None);
        }
        let length = u32::from_le_bytes(header[24..28].try_into().expect("four bytes"));
        let bytes = frame_bytes(length as usize);
        if u64::from(length) > self.bytes_max || at + bytes > self.bytes_max {
            return Ok(None);
        }
        let mut sealed = vec![0; length as usize];
        if !read_at(&self.file, &mut sealed, at + FRAME_HEADER_BYTES as u64)? {
            return Ok(None);
        }
        let generation = u64::from_le_bytes(header[16..24].try_into().expect("eight bytes"));
        let whole = generation == self.slot.generation
            && header[..CHECK_BYTES] == frame_check(&header[CHECK_BYTES..], at, &sealed);
        Ok(whole.then(|| Frame {
            kind: FrameKind::of(header[28]),
            sealed,
            next: at + bytes,
            after_damage: false,
        }))
    }

    fn write_slot(&self) -> io::Result<()> {
        let place = SLOTS[usize::from(self.slot.number % 2 == 1)];
        self.file.write_all_at(&self.slot.encode(), place)?;
        self.file.sync_data()
    }

    fn keep_refused(&mut self, refused: &[Refused]) -> Result<(), JournalError> {
        if refused.is_empty() {
            return Ok(());
        }
        let path = with_suffix(&self.path, ".refused");
        let mut file = OpenOptions::new().append(true).create(true).mode(0o600).open(path)?;
        for record in refused {
            let length = u32::try_from(record.sealed.len()).unwrap_or(u32::MAX);
            file.write_all(&length.to_le_bytes())?;
            file.write_all(&record.sealed)?;
        }
        file.sync_all()?;
        self.refused += refused.len() as u64;
        Ok(())
    }

    #[cfg(test)]
    pub(super) fn break_handle(&mut self) {
        self.file = File::open(&self.path).expect("opens for reading");
    }

    #[cfg(test)]
    pub(super) const fn end(&self) -> u64 {
        self.end
    }
}

fn next_layout() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

fn create(path: &Path) -> Result<File, JournalError> {
    // Under another name first: a file without a whole slot is never found under the journal's own.
    let unfinished = with_suffix(path, ".made");
    let file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&unfinished)?;
    file.write_all_at(&vec![0; usize::try_from(LAYOUT_STEP / 4).unwrap_or(0)], 0)?;
    file.write_all_at(&Slot::first().encode(), SLOTS[1])?;
    file.sync_all()?;
    fs::rename(&unfinished, path)?;
    sync_directory(path)?;
    Ok(file)
}

/// Held as long as the journal is open; the system gives it back when the process ends, however it ends.
fn lock(path: &Path) -> Result<File, JournalError> {
    let lock = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(with_suffix(path, ".lock"))?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(JournalError::InUse),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

fn read_slot(file: &File) -> io::Result<Option<Slot>> {
    let mut newest: Option<Slot> = None;
    for place in SLOTS {
        let mut bytes = [0; SLOT_BYTES];
        let slot = if read_at(file, &mut bytes, place)? { Slot::decode(&bytes) } else { None };
        newest = match (newest, slot) {
            (Some(one), Some(other)) if one.number > other.number => Some(one),
            (one, other) => other.or(one),
        };
    }
    Ok(newest)
}

/// Reads a whole buffer; `false` when the file ends before.
fn read_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<bool> {
    match file.read_exact_at(buffer, at) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
}

fn count_refused(path: &Path) -> io::Result<u64> {
    let bytes = match fs::read(with_suffix(path, ".refused")) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(error),
    };
    let (mut rest, mut count) = (bytes.as_slice(), u64::from(with_suffix(path, ".damaged").exists()));
    while let Some((length, after)) = rest.split_first_chunk::<4>() {
        count += 1;
        rest = after.get(u32::from_le_bytes(*length) as usize..).unwrap_or_default();
    }
    Ok(count)
}

pub(super) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

fn sync_directory(path: &Path) -> io::Result<()> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(parent)?.sync_all()
}
