//! What the store promises, as one list: on SQLite always, on PostgreSQL where `TEST_POSTGRES_URL` names a server
//! (CI fails without it).

mod promises;
mod race;

use api::{Role, ServiceName};
use audit_trail::{AuditEvent, EventType, Trail, TrailLimits, Word};
use chassis::{Directory, Stores, Tasks};
use consent_api::{
    Action, ActorSelector, Category, Consent, ConsentState, NewConsent, Period, Purpose, Terms,
};
use kernel::{OrganizationId, PersonId, Sources, Timestamp};
use store_sql::{Database, Location};
use testkit::{OwnStores, on_every_engine};

use super::{Recording, Store};
use crate::migrations;

/// A store on one engine, with what a test may look at behind it.
pub(super) struct Bench {
    _stores: OwnStores,
    pub(super) store: Store,
    pub(super) database: Database,
    pub(super) sources: Sources,
    _tasks: Tasks,
}

pub(super) const NOW: Timestamp = Timestamp::from_micros(1_800_000_000_000_000);

impl Bench {
    async fn open(stores: OwnStores) -> Self {
        let location = match stores.stores() {
            Stores::Embedded { data_dir } => Location::Sqlite { path: data_dir.join("consent.sqlite") },
            Stores::Distributed { postgres_url, schema_prefix } => {
                Location::Postgres { url: postgres_url, schema: format!("{schema_prefix}consent") }
            }
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
        Self { _stores: stores, store, database, sources, _tasks: tasks }
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
    for stores in on_every_engine() {
        let bench = Bench::open(stores).await;
        promises::all(&bench).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_ten_thousand_reads_that_race_a_revocation_none_begun_after_it_permits() {
    for stores in on_every_engine() {
        let bench = Bench::open(stores).await;
        race::ten_thousand(&bench).await;
    }
}
