//! The service's own look at its log: the whole of it a while after each start and then once a day, the newest
//! rows and the head file whenever health is asked.
//!
//! What it finds is an incident: an event in the log, an error in the service's own output, and
//! `audit_trail_intact: false`. It does not stop the log from taking events, since one changed row of last year
//! must not keep a nurse from a chart today; a store that does not agree with its newest head does, because what
//! would be appended to it could not be proved.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use audit_logging_api::{ContextKey, EventType, Word};
use chassis::Tasks;
use tokio_util::sync::CancellationToken;

use crate::domain::Ledger;
use crate::error::LogError;
use crate::head_file;
use crate::store::is_the_same;
use crate::verify::{self, Report};

/// After a start others want the processor first.
const FIRST_AFTER: Duration = Duration::from_secs(60);
const EVERY: Duration = Duration::from_secs(24 * 60 * 60);
/// How long to wait before an event of our own is tried again.
const RETRY: Duration = Duration::from_secs(5);
/// Rows that health looks at again.
const NEWEST: u32 = 256;

/// Where the log lies.
#[derive(Clone, Debug)]
pub(crate) enum Place {
    /// A SQLite file in this data directory.
    File(PathBuf),
    /// A server: read through the store.
    Server,
}

/// Records the start, then looks at the whole log again and again.
pub(crate) fn start(ledger: Arc<Ledger>, place: Place, tasks: &Tasks) {
    tasks.supervise("audit-scrub", move |stop| {
        let (ledger, place) = (ledger.clone(), place.clone());
        async move { run(&ledger, &place, &stop).await }
    });
}

async fn run(ledger: &Ledger, place: &Place, stop: &CancellationToken) {
    while let Err(error) = ledger.record_start().await {
        tracing::warn!(error = %error, "the start of the audit log is not recorded yet");
        if pause(stop, RETRY).await.is_break() {
            return;
        }
    }
    let mut wait = FIRST_AFTER;
    while pause(stop, wait).await.is_continue() {
        wait = EVERY;
        match look(ledger, place).await {
            Ok(report) => tell(ledger, report).await,
            Err(error) => tracing::error!(error = %error, "the audit log could not be looked at"),
        }
    }
}

async fn pause(stop: &CancellationToken, time: Duration) -> std::ops::ControlFlow<()> {
    tokio::select! {
        () = stop.cancelled() => std::ops::ControlFlow::Break(()),
        () = tokio::time::sleep(time) => std::ops::ControlFlow::Continue(()),
    }
}

/// Verifies the whole log.
pub(crate) async fn look(ledger: &Ledger, place: &Place) -> Result<Report, LogError> {
    let log = &ledger.log;
    match place {
        Place::File(directory) => {
            let directory = directory.clone();
            let against = verify::Against {
                head_directory: log.heads().parent().map(PathBuf::from),
                public_key: Some(log.public_key().to_text()),
                checkpoint: None,
            };
            tokio::task::spawn_blocking(move || verify::verify_against(&directory, &against))
                .await
                .map_err(|_| LogError::Closed)
        }
        Place::Server => verify::verify_store(log.store(), log.heads(), log.public_key()).await,
    }
}

pub(crate) async fn tell(ledger: &Ledger, report: Report) {
    if report.is_intact() {
        tracing::info!(events = report.events, "the audit log verifies");
    } else {
        for finding in &report.findings {
            tracing::error!(finding = %finding, "the audit log does not verify");
        }
        let kind = EventType::SecurityIncident;
        let event = ledger.recorder.event(kind, Word::new("verify"), Word::new("audit_log"));
        let found = i64::try_from(report.findings_total).unwrap_or(i64::MAX);
        let event = event.failed(Word::new("audit.not_intact")).with(ContextKey::COUNT, found);
        if let Err(error) = ledger.record(event).await {
            tracing::error!(error = %error, "the finding itself could not be recorded");
        }
    }
    ledger.remember(report);
}

/// Whether the log takes events.
pub(crate) fn open(ledger: &Ledger) -> Result<(), &'static str> {
    match ledger.log.view() {
        Ok(_) => Ok(()),
        Err(LogError::NotIntact(_)) => Err("the log does not agree with its signed head"),
        Err(_) => Err("the log is not open"),
    }
}

/// Whether the trail verifies, as far as can be seen in a moment: what the last whole look found, the newest rows,
/// and the head file's end.
pub(crate) async fn intact(ledger: &Ledger) -> Result<(), &'static str> {
    open(ledger)?;
    if !ledger.last_look_was_good() {
        return Err("the last whole verification found something");
    }
    let view = ledger.log.view().map_err(|_| "the log is not open")?;
    let size = view.edge.size();
    let path = ledger.log.heads().to_owned();
    let newest = tokio::task::spawn_blocking(move || head_file::newest(&path)).await;
    match newest {
        // Between the file's sync and the view's change the file is one head ahead.
        Ok(Ok(note)) if note.head.size >= size => {}
        Ok(_) => return Err("the head file is missing or behind"),
        Err(_) => return Err("the head file was not read"),
    }
    let rows = ledger.log.store().run(size.saturating_sub(u64::from(NEWEST)), NEWEST).await;
    let rows = rows.map_err(|_| "the newest rows cannot be read")?;
    if rows.iter().all(|record| is_the_same(&record.event, record)) {
        Ok(())
    } else {
        Err("a recent row was changed")
    }
}
