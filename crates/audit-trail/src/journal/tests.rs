//! The journal through everything that may happen to it.

use std::fs;
use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use api::{Problem, codes};
use chassis::Tasks;
use kernel::{Phi, Sources};
use vault::{BoxPrivateKey, KeyDirectory, SigningKeys};

use super::file::JournalFile;
use super::task::{CONTEXT, join, split};
use super::*;

struct House {
    root: tempfile::TempDir,
    key: Arc<BoxPrivateKey>,
}

impl House {
    fn new() -> Self {
        let root = tempfile::tempdir().expect("a directory");
        let keys = KeyDirectory::open(&root.path().join("keys")).expect("opens");
        let key = SigningKeys::new(keys, root.path()).load_or_create_box("journal").expect("a key");
        Self { root, key: Arc::new(key) }
    }

    fn path(&self) -> PathBuf {
        self.root.path().join("process.journal")
    }

    fn config(&self) -> JournalConfig {
        JournalConfig { path: self.path(), bytes_max: 2 * 1024 * 1024, public_key: self.key.public() }
    }

    fn file(&self) -> JournalFile {
        JournalFile::open(&self.config()).expect("opens")
    }

    fn frame(&self, kind: FrameKind, text: &str) -> (FrameKind, Vec<u8>) {
        let plain = join(std::iter::once(text.as_bytes()));
        (kind, self.key.public().seal(CONTEXT, &plain).expect("seals"))
    }

    fn texts(&self, file: &mut JournalFile, kind: FrameKind) -> Vec<String> {
        let Some(frames) = file.read(kind).expect("reads") else { return Vec::new() };
        let open = |sealed: &Vec<u8>| {
            let plain = self.key.open(CONTEXT, sealed).expect("opens");
            split(plain.expose()).expect("records").into_iter()
        };
        let records = frames.sealed.iter().flat_map(open);
        records.map(|record| String::from_utf8(record).expect("a text")).collect()
    }

    fn finish(&self, file: &mut JournalFile, kind: FrameKind) {
        if let Some(frames) = file.read(kind).expect("reads") {
            file.delivered(kind, frames.until, &[], None).expect("remembers");
        }
    }
}

#[test]
fn frames_come_back_in_order_and_by_kind_after_a_restart() {
    let house = House::new();
    let mut file = house.file();
    for n in 0..5 {
        file.append(&[house.frame(FrameKind::Audit, &format!("a{n}"))]).expect("appends");
        file.append(&[house.frame(FrameKind::Crisis, &format!("c{n}"))]).expect("appends");
    }
    drop(file);
    let mut file = house.file();
    assert_eq!(house.texts(&mut file, FrameKind::Audit), ["a0", "a1", "a2", "a3", "a4"]);
    assert_eq!(house.texts(&mut file, FrameKind::Crisis), ["c0", "c1", "c2", "c3", "c4"]);
    house.finish(&mut file, FrameKind::Audit);
    drop(file);
    let mut file = house.file();
    assert_eq!(house.texts(&mut file, FrameKind::Audit), Vec::<String>::new());
    assert_eq!(house.texts(&mut file, FrameKind::Crisis).len(), 5, "one sink's delivery is not the other's");
}

#[test]
fn nothing_readable_is_in_the_file() {
    let house = House::new();
    let mut file = house.file();
    let words = "I cannot go on like this";
    file.append(&[house.frame(FrameKind::Crisis, words)]).expect("appends");
    let bytes = fs::read(house.path()).expect("reads");
    assert!(!bytes.windows(6).any(|window| window == b"cannot"));
}

#[test]
fn a_tail_torn_at_any_byte_loses_that_frame_alone() {
    let house = House::new();
    let mut file = house.file();
    file.append(&[house.frame(FrameKind::Audit, "first")]).expect("appends");
    let start = usize::try_from(file.end()).expect("small");
    file.append(&[house.frame(FrameKind::Audit, "second")]).expect("appends");
    let end = usize::try_from(file.end()).expect("small");
    drop(file);
    let whole = fs::read(house.path()).expect("reads");
    // The last seven bytes are padding.
    for cut in start..end - 8 {
        let mut torn = whole.clone();
        torn[cut..end].fill(0);
        if torn == whole {
            continue;
        }
        fs::write(house.path(), &torn).expect("writes");
        let mut file = house.file();
        assert_eq!(house.texts(&mut file, FrameKind::Audit), ["first"], "torn at {cut}");
        file.append(&[house.frame(FrameKind::Audit, "third")]).expect("appends");
        assert_eq!(house.texts(&mut file, FrameKind::Audit), ["first", "third"]);
    }
}

#[test]
fn a_damaged_frame_takes_no_other_with_it() {
    let house = House::new();
    let mut file = house.file();
    let mut starts = Vec::new();
    for n in 0..4 {
        starts.push(usize::try_from(file.end()).expect("small"));
        file.append(&[house.frame(FrameKind::Audit, &format!("{n}"))]).expect("appends");
    }
    drop(file);
    let whole = fs::read(house.path()).expect("reads");
    // In its check, its generation, its length, its kind and its bytes; found at the next start and while open.
    for offset in [0, 17, 25, 28, 40] {
        for open in [false, true] {
            fs::write(house.path(), &whole).expect("writes");
            let mut damaged = whole.clone();
            damaged[starts[1] + offset] ^= 1;
            let mut file = if open {
                let file = house.file();
                fs::write(house.path(), &damaged).expect("writes");
                file
            } else {
                fs::write(house.path(), &damaged).expect("writes");
                house.file()
            };
            assert_eq!(
                house.texts(&mut file, FrameKind::Audit),
                ["0", "2", "3"],
                "byte {offset}, open: {open}"
            );
            drop(file);
            let kept = fs::read(house.root.path().join("process.journal.damaged")).expect("is kept");
            assert!(kept.starts_with(&damaged[..starts[3]]));
        }
    }
}

#[test]
fn an_emptied_file_shows_nothing_of_its_earlier_use() {
    let house = House::new();
    let mut file = house.file();
    for n in 0..10 {
        file.append(&[house.frame(FrameKind::Audit, &format!("old {n}"))]).expect("appends");
    }
    house.finish(&mut file, FrameKind::Audit);
    house.finish(&mut file, FrameKind::Crisis);
    assert_eq!(file.backlog().bytes, 0);
    file.append(&[house.frame(FrameKind::Audit, "new 0")]).expect("appends");
    drop(file);
    let mut file = house.file();
    assert_eq!(house.texts(&mut file, FrameKind::Audit), ["new 0"]);
}

#[test]
fn a_slot_torn_by_a_crash_gives_way_to_the_one_before() {
    let house = House::new();
    let mut file = house.file();
    file.append(&[house.frame(FrameKind::Audit, "one"), house.frame(FrameKind::Crisis, "two")])
        .expect("appends");
    house.finish(&mut file, FrameKind::Audit);
    drop(file);
    let whole = fs::read(house.path()).expect("reads");
    for place in [0, 2048] {
        let mut torn = whole.clone();
        torn[place + 20] ^= 1;
        fs::write(house.path(), &torn).expect("writes");
        let mut file = house.file();
        // At worst what was delivered comes once more.
        assert_eq!(house.texts(&mut file, FrameKind::Crisis), ["two"]);
    }
    let mut torn = whole;
    torn[20] ^= 1;
    torn[2068] ^= 1;
    fs::write(house.path(), &torn).expect("writes");
    assert!(
        JournalFile::open(&house.config()).is_err(),
        "a file without a slot is not taken for an empty one"
    );
}

#[test]
fn a_crisis_has_room_where_others_are_refused() {
    let house = House::new();
    let mut file = house.file();
    let (kind, sealed) = house.frame(FrameKind::Audit, &"x".repeat(100_000));
    while file.has_room(kind, sealed.len()) {
        file.append(&[(kind, sealed.clone())]).expect("appends");
    }
    let filled = file.backlog();
    assert!(filled.bytes > filled.bytes_max / 2, "{filled:?}");
    let mut crises = 0;
    let (kind, sealed) = house.frame(FrameKind::Crisis, &"y".repeat(100_000));
    while file.has_room(kind, sealed.len()) {
        file.append(&[(kind, sealed.clone())]).expect("appends");
        crises += 1;
    }
    assert!(crises >= 4, "{crises} crises had room");
    assert!(matches!(file.append(&[(kind, sealed)]), Err(JournalError::Full)));
    // Delivered frames make room again although others still wait behind them.
    house.finish(&mut file, FrameKind::Audit);
    house.finish(&mut file, FrameKind::Audit);
    house.finish(&mut file, FrameKind::Audit);
    file.append(&[house.frame(FrameKind::Audit, "there is room")]).expect("appends");
    assert_eq!(house.texts(&mut file, FrameKind::Crisis).len(), crises);
}

/// What has to come again goes behind the others, however often: the file holds what waits, and no more.
#[test]
fn what_comes_again_for_ever_fills_nothing() {
    let house = House::new();
    let mut file = house.file();
    file.append(&[house.frame(FrameKind::Audit, "an event that stands")]).expect("room");
    let large = "x".repeat(300 * 1024);
    for name in ["one", "two", "three"] {
        file.append(&[house.frame(FrameKind::Crisis, &format!("{name} {large}"))]).expect("room");
    }
    let waiting = file.backlog().bytes;
    for _ in 0..64 {
        let frames = file.read(FrameKind::Crisis).expect("reads").expect("waits");
        let open = |sealed: &Vec<u8>| {
            let plain = house.key.open(CONTEXT, sealed).expect("opens");
            split(plain.expose()).expect("records").into_iter()
        };
        let records: Vec<Vec<u8>> = frames.sealed.iter().flat_map(open).collect();
        let plain = join(records.iter().map(Vec::as_slice));
        let again = Some(house.key.public().seal(CONTEXT, &plain).expect("seals"));
        file.delivered(FrameKind::Crisis, frames.until, &[], again).expect("remembers");
        assert!(file.backlog().bytes <= waiting, "what was delivered counts for nothing");
        assert!(file.has_room(FrameKind::Audit, 1_024), "other records have their room");
    }
    drop(file);
    let mut file = house.file();
    assert!(file.backlog().bytes <= waiting, "and so it is after a restart");
    assert_eq!(house.texts(&mut file, FrameKind::Audit), ["an event that stands"]);
    let mut names: Vec<String> = house
        .texts(&mut file, FrameKind::Crisis)
        .iter()
        .map(|text| text[..5].trim_end_matches([' ', 'x']).to_owned())
        .collect();
    names.sort();
    names.dedup();
    assert_eq!(names, ["one", "three", "two"], "none was lost");
}

#[test]
fn after_a_failed_write_what_waits_is_in_a_new_file() {
    let house = House::new();
    let mut file = house.file();
    file.append(&[house.frame(FrameKind::Audit, "one")]).expect("appends");
    let before = file.read(FrameKind::Audit).expect("reads").expect("waits");
    file.break_handle();
    assert!(file.append(&[house.frame(FrameKind::Audit, "two")]).is_err());
    file.append(&[house.frame(FrameKind::Audit, "three")]).expect("appends to a new file");
    // A place of the old file says nothing about the new one.
    file.delivered(FrameKind::Audit, before.until, &[], None).expect("is passed over");
    assert_eq!(house.texts(&mut file, FrameKind::Audit), ["one", "three"]);
    drop(file);
    assert_eq!(house.texts(&mut house.file(), FrameKind::Audit), ["one", "three"]);
}

#[test]
fn two_processes_cannot_share_a_journal() {
    let house = House::new();
    let file = house.file();
    assert!(matches!(JournalFile::open(&house.config()), Err(JournalError::InUse)));
    drop(file);
    house.file();
}

/// A sink that may be away, and that refuses what it does not like.
#[derive(Default)]
struct Keeper {
    away: AtomicBool,
    kept: Mutex<Vec<String>>,
}

impl Sink for Keeper {
    fn deliver<'a>(
        &'a self,
        records: &'a [Phi<Vec<u8>>],
    ) -> Pin<Box<dyn Future<Output = Result<Delivered, Problem>> + Send + 'a>> {
        Box::pin(async move {
            if self.away.load(Ordering::SeqCst) {
                return Err(Problem::new(codes::UNAVAILABLE));
            }
            let mut delivered = Delivered::default();
            let mut kept = self.kept.lock().expect("no holder panics");
            for (place, record) in records.iter().enumerate() {
                match String::from_utf8_lossy(record.expose()).into_owned() {
                    text if text == "spoilt" => delivered.refused.push(place),
                    text => kept.push(text),
                }
            }
            Ok(delivered)
        })
    }
}

async fn until(condition: impl Fn() -> bool) {
    let deadline = tokio::time::Instant::now() + Duration::from_secs(20);
    while !condition() {
        assert!(tokio::time::Instant::now() < deadline, "the condition never came true");
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_acknowledged_while_the_sink_is_away_is_delivered_once_it_is_back() {
    let house = House::new();
    let keeper = Arc::new(Keeper::default());
    keeper.away.store(true, Ordering::SeqCst);
    let tasks = Tasks::default();
    let journal = Journal::open(house.config(), &tasks).await.expect("opens");
    let sources = Sources::system();
    journal.deliver(FrameKind::Crisis, house.key.clone(), keeper.clone(), sources.clone(), &tasks);
    let appends = (0..200).map(|n| {
        let journal = journal.clone();
        tokio::spawn(async move { journal.append(FrameKind::Crisis, format!("{n:03}").into_bytes()).await })
    });
    for append in appends.collect::<Vec<_>>() {
        append.await.expect("ends").expect("is durable");
    }
    assert!(journal.backlog().bytes > 0);
    // The process ends with all of it waiting, and the next one delivers it.
    assert!(tasks.drain(Duration::from_secs(10)).await);
    drop(journal);
    keeper.away.store(false, Ordering::SeqCst);
    let tasks = Tasks::default();
    let journal = loop {
        match Journal::open(house.config(), &tasks).await {
            Ok(journal) => break journal,
            Err(JournalError::InUse) => tokio::task::yield_now().await,
            Err(error) => panic!("{error:?}"),
        }
    };
    journal.deliver(FrameKind::Crisis, house.key.clone(), keeper.clone(), sources, &tasks);
    until(|| keeper.kept.lock().expect("no holder panics").len() == 200).await;
    let mut kept = keeper.kept.lock().expect("no holder panics").clone();
    kept.sort();
    assert_eq!(kept, (0..200).map(|n| format!("{n:03}")).collect::<Vec<_>>());
    journal.append(FrameKind::Crisis, b"later".to_vec()).await.expect("is durable");
    until(|| keeper.kept.lock().expect("no holder panics").len() == 201).await;
    assert!(tasks.drain(Duration::from_secs(10)).await);
}

#[tokio::test]
async fn a_refused_record_stops_no_other_and_is_kept_beside() {
    let house = House::new();
    let (keeper, tasks) = (Arc::new(Keeper::default()), Tasks::default());
    let journal = Journal::open(house.config(), &tasks).await.expect("opens");
    for text in ["one", "spoilt", "two"] {
        journal.append(FrameKind::Audit, text.as_bytes().to_vec()).await.expect("is durable");
    }
    journal.deliver(FrameKind::Audit, house.key.clone(), keeper.clone(), Sources::system(), &tasks);
    until(|| journal.backlog().refused == 1).await;
    assert_eq!(*keeper.kept.lock().expect("no holder panics"), ["one", "two"]);
    assert_eq!(journal.flowing(), Err("records of the journal were refused"));
    let kept = fs::read(house.root.path().join("process.journal.refused")).expect("reads");
    assert!(!kept.windows(6).any(|window| window == b"spoilt"), "it is sealed there too");
    let opened = house.key.open(CONTEXT, &kept[4..]).expect("opens");
    assert_eq!(split(opened.expose()).expect("records"), [b"spoilt".to_vec()]);
}

#[tokio::test]
async fn the_file_is_laid_out_to_its_whole_size() {
    let house = House::new();
    let tasks = Tasks::default();
    let config = JournalConfig { bytes_max: 9 * 1024 * 1024, ..house.config() };
    let journal = Journal::open(config, &tasks).await.expect("opens");
    journal.append(FrameKind::Crisis, b"at once".to_vec()).await.expect("is durable");
    until(|| fs::metadata(house.path()).expect("is there").len() == 9 * 1024 * 1024).await;
    journal.append(FrameKind::Crisis, b"after".to_vec()).await.expect("is durable");
    assert!(tasks.drain(Duration::from_secs(10)).await);
    drop(journal);
    tokio::task::yield_now().await;
}

#[tokio::test]
async fn a_record_that_is_too_large_is_refused() {
    let house = House::new();
    let tasks = Tasks::default();
    let journal = Journal::open(house.config(), &tasks).await.expect("opens");
    let refused = journal.append(FrameKind::Crisis, vec![0; RECORD_BYTES_MAX + 1]).await;
    assert!(matches!(refused, Err(JournalError::Full)));
    journal.append(FrameKind::Crisis, vec![0; RECORD_BYTES_MAX]).await.expect("is durable");
}
