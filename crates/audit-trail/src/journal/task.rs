//! The journal's writer: one task that owns the file. Records that come together become one frame a kind and
//! share one sync; while nothing comes, it lays the rest of the file out.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::{Mutex, Notify, mpsc, oneshot, watch};
use tokio_util::sync::CancellationToken;
use vault::BoxPublicKey;

use super::file::JournalFile;
use super::{Command, FrameKind, JournalBacklog, JournalConfig};
use crate::error::JournalError;

/// What is sealed to the journal's key cannot be opened as anything else.
pub(super) const CONTEXT: &[u8] = b"process journal";
/// Bytes of records in one frame.
const GROUP_BYTES_MAX: usize = 1024 * 1024;

pub(super) struct Shared {
    /// `None` while a blocking thread has it, and after that thread panicked: then it is opened anew.
    pub(super) file: Mutex<Option<JournalFile>>,
    pub(super) config: JournalConfig,
    pub(super) tell: watch::Sender<JournalBacklog>,
    pub(super) arrived: Arc<Notify>,
    /// The file is not laid out to its whole size yet.
    pub(super) unfinished: AtomicBool,
}

type Done = oneshot::Sender<Result<(), JournalError>>;

struct Waiting {
    kind: FrameKind,
    record: Vec<u8>,
    done: Done,
}

pub(super) async fn run(
    shared: &Shared,
    receiver: &Mutex<mpsc::Receiver<Command>>,
    stop: &CancellationToken,
) {
    let mut receiver = receiver.lock().await;
    let mut commands = Vec::new();
    loop {
        // Steps of a few milliseconds between commands; never one that a command could cut off in the middle.
        while receiver.is_empty() && shared.unfinished.load(Ordering::Relaxed) && !stop.is_cancelled() {
            if let Err(error) = on_file(shared, JournalFile::lay_out).await {
                tracing::warn!(error = %error, "the journal is not laid out in advance: a full disk may close it");
                shared.unfinished.store(false, Ordering::Relaxed);
            }
        }
        tokio::select! {
            biased;
            taken = receiver.recv_many(&mut commands, 256) => {
                if taken == 0 {
                    return;
                }
                obey(shared, &mut commands).await;
            }
            () = stop.cancelled() => return,
        }
    }
}

async fn obey(shared: &Shared, commands: &mut Vec<Command>) {
    let mut group: Vec<Waiting> = Vec::new();
    let mut bytes = 0;
    for command in commands.drain(..) {
        match command {
            Command::Append { kind, record, done } => {
                if bytes + record.len() > GROUP_BYTES_MAX {
                    append(shared, std::mem::take(&mut group)).await;
                    bytes = 0;
                }
                bytes += record.len() + 4;
                group.push(Waiting { kind, record, done });
            }
            Command::Read { kind, done } => {
                let _ = done.send(on_file(shared, move |file| file.read(kind)).await);
            }
            Command::Delivered { kind, until, refused, again, done } => {
                let _ = done
                    .send(on_file(shared, move |file| file.delivered(kind, until, &refused, again)).await);
            }
        }
    }
    append(shared, group).await;
}

async fn append(shared: &Shared, group: Vec<Waiting>) {
    if group.is_empty() {
        return;
    }
    let (records, waiting): (Vec<_>, Vec<_>) = group
        .into_iter()
        .map(|waiting| ((waiting.kind, waiting.record), (waiting.kind, waiting.done)))
        .unzip();
    let key = shared.config.public_key;
    let result = on_file(shared, move |file| write(file, key, &records)).await;
    for (kind, done) in waiting {
        let answer = match &result {
            Ok(refused) if refused.contains(&kind) => Err(JournalError::Full),
            Ok(_) => Ok(()),
            Err(error) => Err(error.clone()),
        };
        // A caller that went away needs no answer; its record stands.
        let _ = done.send(answer);
    }
    if result.is_ok() {
        shared.arrived.notify_waiters();
    }
}

/// Seals the records of each kind as one frame and writes what has room; the kinds that have none.
fn write(
    file: &mut JournalFile,
    key: BoxPublicKey,
    records: &[(FrameKind, Vec<u8>)],
) -> Result<Vec<FrameKind>, JournalError> {
    let (mut frames, mut refused, mut bytes) = (Vec::new(), Vec::new(), 0);
    // A crisis first: it may use what others may not.
    for kind in [FrameKind::Crisis, FrameKind::Audit] {
        let plain = join(records.iter().filter(|(of, _)| *of == kind).map(|(_, record)| record.as_slice()));
        if plain.is_empty() {
            continue;
        }
        let sealed = key.seal(CONTEXT, &plain).map_err(|_| JournalError::Closed)?;
        if file.has_room(kind, bytes + sealed.len()) {
            bytes += sealed.len();
            frames.push((kind, sealed));
        } else {
            refused.push(kind);
        }
    }
    if !frames.is_empty() {
        file.append(&frames)?;
    }
    Ok(refused)
}

/// Records one after the other, each with its length.
pub(super) fn join<'a>(records: impl Iterator<Item = &'a [u8]>) -> Vec<u8> {
    let mut plain = Vec::new();
    for record in records {
        plain.extend_from_slice(&u32::try_from(record.len()).expect("a record is small").to_le_bytes());
        plain.extend_from_slice(record);
    }
    plain
}

/// The records of an opened frame; `None` when it is none of ours.
pub(super) fn split(plain: &[u8]) -> Option<Vec<Vec<u8>>> {
    let (mut records, mut rest) = (Vec::new(), plain);
    while !rest.is_empty() {
        let (length, after) = rest.split_first_chunk::<4>()?;
        let (record, after) = after.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        records.push(record.to_vec());
        rest = after;
    }
    Some(records)
}

/// Runs work on the file where it may block.
async fn on_file<T: Send + 'static>(
    shared: &Shared,
    work: impl FnOnce(&mut JournalFile) -> Result<T, JournalError> + Send + 'static,
) -> Result<T, JournalError> {
    let mut place = shared.file.lock().await;
    let file = place.take();
    let config = shared.config.clone();
    let ran = tokio::task::spawn_blocking(move || {
        let mut file = match file {
            Some(file) => file,
            None => JournalFile::open(&config)?,
        };
        let result = work(&mut file);
        Ok::<_, JournalError>((file, result))
    });
    let (file, result) = ran.await.map_err(|_| JournalError::Closed)??;
    shared.tell.send_replace(file.backlog());
    shared.unfinished.store(!file.is_laid_out(), Ordering::Relaxed);
    *place = Some(file);
    result
}
