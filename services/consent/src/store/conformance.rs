//! What the store promises, as one list: on SQLite always, on PostgreSQL where `TEST_POSTGRES_URL` names a server
//! (CI fails without it).

mod promises;
mod race;

use api::{Role, ServiceName};
use audit_trail::{AuditEvent, EventType, Trail, TrailLimits, Word};
use chassis::{Directory, Tasks};
use consent_api::{
    Action, ActorSelector, Category, Consent, ConsentState, NewConsent, Period, Purpose, Terms,
};
use kernel::{OrganizationId, PersonId, Sources, Timestamp};
use store_sql::{Database, Location};

use super::{Recording, Store};
use crate::migrations;

/// A store on one engine, with what a test may look at behind it.
pub(super) struct Bench {
    _root: tempfile::TempDir,
    pub(super) store: Store,
    pub(super) database: Database,
    pub(super) sources: Sources,
    _tasks: Tasks,
}

pub(super) const NOW: Timestamp = Timestamp::from_micros(1_800_000_000_000_000);

impl Bench {
    async fn open(postgres: Option<(String, String)>) -> Self {
        let root = tempfile::tempdir().expect("a directory");
        let location = match postgres {
            None => Location::Sqlite { path: root.path().join("consent.sqlite") },
            Some((url, schema)) => Location::Postgres { url, schema },
        };
        let database = Database::open("consent", &location, migrations::ALL).await.expect("opens");
        let (sources, tasks) = (Sources::system(), Tasks::default());
        // Nobody takes the events: they wait in the outbox, where a test counts them.
        let log = Directory::default().peers_of(ServiceName::Consent, None).client(ServiceName::AuditLogging);
        let limits = TrailLimits { backlog_max: 1_000_000, ..TrailLimits::default() };
        let trail =
            Trail::start(ServiceName::Consent, database.clone(), log, sources.clone(), limits, &tasks)
                .await
                .expect("starts");
        let store = Store::new(database.clone(), trail);
        Self { _root: root, store, database, sources, _tasks: tasks }
    }

    pub(super) fn event(&self) -> AuditEvent {
        let recorder = self.store.trail().recorder();
        recorder.event(EventType::ConsentChange, Word::new("test"), Word::new("consent")).build()
    }

    pub(super) async fn events(&self) -> u64 {
        self.store.trail().backlog().await.expect("counts").waiting
    }

    /// The next version of a consent of this patient, in a state.
    pub(super) async fn adds(
        &self,
        consent: &Consent,
        read_in: Option<u64>,
    ) -> Result<Consent, crate::domain::Refused> {
        let recording = Recording { consent: consent.clone(), organization: organization(), read_in };
        self.store.append(recording, self.event()).await
    }

    pub(super) fn fresh(&self, period: Period) -> Consent {
        consent(self.sources.id(), self.sources.id(), period)
    }
}

#[expect(clippy::disallowed_methods, reason = "a test reads where its server is")]
async fn benches(name: &str) -> Vec<Bench> {
    let mut benches = vec![Bench::open(None).await];
    if let Ok(url) = std::env::var("TEST_POSTGRES_URL") {
        let schema = format!("consent_store_{name}_{}", std::process::id());
        benches.push(Bench::open(Some((url, schema))).await);
    } else {
        assert!(std::env::var("CI").is_err(), "CI must set TEST_POSTGRES_URL: a backend was not exercised");
    }
    benches
}

pub(super) fn organization() -> OrganizationId {
    uuid::Uuid::from_u128(0xA).into()
}

/// A provider may read vital signs for treatment.
pub(super) fn consent(id: kernel::ConsentId, patient: PersonId, period: Period) -> Consent {
    let terms = Terms::Permit {
        actor: ActorSelector::Role { role: Role::HealthProvider },
        categories: vec![Category::SubstanceUse],
        actions: vec![Action::Read],
        purposes: vec![Purpose::Treatment],
    };
    let new = NewConsent { period, ..NewConsent::of(terms) };
    let mut provisions = crate::domain::expand(&NewConsent::of(new.terms.clone()), NOW).expect("can be said");
    provisions.iter_mut().for_each(|provision| provision.period = period);
    Consent {
        consent_id: id,
        version: 1,
        patient_id: patient,
        state: ConsentState::Active,
        decline_reason: None,
        terms: new.terms,
        provisions,
        period,
        recorded_at: NOW,
        recorded_by: patient,
        digest: id.to_string(),
        epoch: 0,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_store_keeps_its_promises_on_every_engine() {
    for bench in benches("promises").await {
        promises::all(&bench).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_ten_thousand_reads_that_race_a_revocation_none_begun_after_it_permits() {
    for bench in benches("race").await {
        race::ten_thousand(&bench).await;
    }
}
