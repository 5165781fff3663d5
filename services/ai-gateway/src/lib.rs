//! ai-gateway: the conversation with the companion.
//!
//! **Promises.** The crisis rules run first, in process, before anything that can fail; their help goes out
//! whatever else is down. A message is acknowledged once it is stored or, in a crisis, journaled. A reply that
//! was begun is finished without its reader. **Owns** nothing but the process journal. **Invariants**: the
//! first event of every answer is `safety`, and it only rises; a crisis is answered with compiled-in lines and
//! no model; a stream's ending is told as it was. **Callers**: residents, through the gateway.
//!
//! What is said is the engine's, a pure function; what is kept is chat-history's. There is no model here yet.

mod config;
mod delivery;
mod http;
mod packs;
mod turn;

use std::sync::Arc;

use api::ServiceName;
use audit_trail::{AuditSink, FrameKind, Journal, JournalConfig, Recorder};
use chassis::{BuildError, Chassis, Compliance, Running, Service};
use decision::{Decider, PolicySet};
use tokio::sync::Semaphore;
use vault::SigningKeys;

pub use crate::config::Config;
use crate::delivery::CrisisSink;
use crate::turn::{COUNTING_MAX, Companion, Here, Undelivered};

/// The service.
#[derive(Debug)]
pub struct AiGateway;

/// The key that the process journal is sealed to, and its file beside the data.
const JOURNAL_KEY: &str = "process-journal";
const JOURNAL_FILE: &str = "ai-gateway.journal";

/// The directory beside the data that holds installed questionnaires. They are read when the process starts.
pub const INSTRUMENTS_DIRECTORY: &str = "instruments";

impl Service for AiGateway {
    const NAME: ServiceName = ServiceName::AiGateway;
    const NEEDS: &'static [ServiceName] = &[
        ServiceName::ChatHistory,
        ServiceName::Consent,
        ServiceName::ContentSafety,
        ServiceName::RelationshipManagement,
    ];
    type Config = Config;
    type Handles = Arc<SigningKeys>;

    async fn build(config: Config, chassis: Chassis, keys: Arc<SigningKeys>) -> Result<Running, BuildError> {
        // The rules are compiled before the first message, not by it.
        safety_rules::warm_up();
        let key = Arc::new(keys.load_or_create_box(JOURNAL_KEY)?);
        let file = JournalConfig::new(chassis.data_dir.join(JOURNAL_FILE), key.public());
        let journal = Journal::open(file, &chassis.tasks).await?;
        let chat = chassis.peers.client(ServiceName::ChatHistory);
        let log = chassis.peers.client(ServiceName::AuditLogging);
        let sources = chassis.sources.clone();
        let audit = Arc::new(AuditSink::new(log, sources.clone()));
        journal.deliver(FrameKind::Audit, key.clone(), audit, sources.clone(), &chassis.tasks);
        let relations = chassis.peers.client(ServiceName::RelationshipManagement);
        let consent = chassis.peers.client(ServiceName::Consent);
        let zone = config.zone()?;
        let companion = Arc::new(Companion {
            // As profiles of the law are named.
            here: Here { place: config.place.to_ascii_lowercase(), zone },
            chat,
            safety: chassis.peers.client(ServiceName::ContentSafety),
            decider: Decider::new(relations, consent, PolicySet::shipped()?),
            journal: journal.clone(),
            recorder: Recorder::new(Self::NAME, sources.clone()),
            undelivered: Undelivered::default(),
            counting: Arc::new(Semaphore::new(COUNTING_MAX)),
            metrics: chassis.metrics.clone(),
            packs: packs::load(&chassis.data_dir.join(INSTRUMENTS_DIRECTORY)),
            sources: sources.clone(),
            tasks: chassis.tasks.clone(),
        });
        let crisis = Arc::new(CrisisSink::new(companion.clone()));
        journal.deliver(FrameKind::Crisis, key, crisis, sources, &chassis.tasks);
        let compliance = Compliance::default().audit_enabled(move || {
            let journal = journal.clone();
            async move { journal.flowing() }
        });
        let content = content::library();
        Ok(Running::new(http::routes(companion))
            .compliance(compliance)
            .tells("content", content.digest().to_string())
            .tells("unreviewed", unreviewed(content)))
    }
}

/// How much of what the companion can say nobody has reviewed yet.
fn unreviewed(content: &content::Library) -> String {
    let (cards, articles) = (content.unreviewed().count(), content.unreviewed_articles().count());
    let (all_cards, all_articles) = (content.cards().len(), content.articles().len());
    format!(
        "{cards} of {all_cards} cards, {articles} of {all_articles} articles, all lines of the talk and of a crisis"
    )
}
