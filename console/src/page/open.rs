//! The alerts that are open: read once for a page that marks residents by them, and for the bar of every other page only
//! counted, which names nobody and is one act of the log.

use std::time::Duration;

use api::{Call, Problem, Role};
use chat_history_api::{Alert, AlertQuery, AlertState, CountOpenAlerts, ListAlerts};
use kernel::PersonId;
use maud::{Markup, html};

use crate::component::panel::{self, Tone};
use crate::visit::Visit;
use crate::words::{Lang, shell, staff};

/// So many pages of alerts are read at most: more than that nobody looks through on one page, and it is said.
const PAGES_MAX: usize = 6;
/// How long a page waits for the count in its bar. The list itself, where it is the page, is waited for.
const BAR_WITHIN: Duration = Duration::from_millis(1_500);

/// Alerts that are not closed.
#[derive(Debug)]
pub(crate) struct OpenAlerts {
    pub(crate) alerts: Vec<Alert>,
    /// There are more than were read.
    pub(crate) more: bool,
}

/// How many there are.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Counted {
    pub(crate) open: usize,
    /// How many of them nobody has taken up.
    pub(crate) waiting: usize,
    /// There are more than were counted.
    pub(crate) more: bool,
}

impl OpenAlerts {
    fn counted(&self) -> Counted {
        let waiting = self.alerts.iter().filter(|one| one.state == AlertState::Open).count();
        Counted { open: self.alerts.len(), waiting, more: self.more }
    }

    /// Those of one resident.
    pub(crate) fn of(&self, patient: PersonId) -> impl Iterator<Item = &Alert> {
        self.alerts.iter().filter(move |one| one.patient_id == patient)
    }
}

/// What is open, or why that cannot be read.
pub(crate) async fn alerts(visit: &Visit) -> Result<&OpenAlerts, &Problem> {
    visit.open_alerts.get_or_init(|| read(visit)).await.as_ref()
}

async fn read(visit: &Visit) -> Result<OpenAlerts, Problem> {
    let (mut alerts, mut after) = (Vec::new(), None);
    for _ in 0..PAGES_MAX {
        let found = visit.call::<ListAlerts>(Call::query(AlertQuery { after, limit: None })).await?;
        alerts.extend(found.items);
        after = found.next;
        if after.is_none() {
            break;
        }
    }
    Ok(OpenAlerts { alerts, more: after.is_some() })
}

/// Whether somebody answers alerts, and has their bar on every page.
pub(crate) const fn is_responder(role: Option<Role>) -> bool {
    matches!(role, Some(Role::CareStaff | Role::HealthProvider))
}

/// Counts for the bar of a page, where the page itself has not read the alerts. A page that is ready waits no longer than a
/// moment for it, and then says that it is not known.
pub(crate) async fn for_bar(visit: &Visit) {
    if visit.open_alerts.get().is_some() {
        return;
    }
    let count = visit.call::<CountOpenAlerts>(Call::default());
    if let Ok(Ok(found)) = tokio::time::timeout(BAR_WITHIN, count).await {
        let size = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
        let counted = Counted { open: size(found.open), waiting: size(found.waiting), more: found.more };
        // Asked for once a page.
        drop(visit.counted_alerts.set(counted));
    }
}

/// What a bar says, as far as it is known.
pub(crate) fn known(visit: &Visit) -> Option<Counted> {
    match visit.open_alerts.get() {
        Some(read) => read.as_ref().ok().map(OpenAlerts::counted),
        None => visit.counted_alerts.get().copied(),
    }
}

/// What a page says that marks residents by their alerts, where marks may be missing.
pub(crate) fn limits(lang: Lang, found: Result<&OpenAlerts, &Problem>) -> Markup {
    html! {
        @match found {
            Err(_) => div role="alert" { (panel::panel(Tone::Danger, shell::away(lang), staff::alerts_away(lang))) },
            Ok(found) if found.more => (panel::panel(Tone::Warn, staff::alerts_title(lang), staff::alerts_more(lang))),
            Ok(_) => {}
        }
    }
}
