//! The service as the gateway meets it: through its route, under all layers, with real tokens, among fake peers
//! that fail as real ones do.

mod assigning;
mod corrected;
mod danger;
mod kept;
mod law;
mod people;
mod turns;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use ai_gateway::{AiGateway, Config};
use ai_gateway_api::{ByConversation as Conversation, NewMessage, SendMessage, TurnAnswer};
use api::{Call, CallContext, Minor, Opaque, Problem, Role, ServiceName, Words};
use audit_logging_api::{Append, AuditEvent};
use chassis::{Answer, Inbound, Reply, Routes, Running, Service};
use chat_history_api::{
    AssignInstrument, Assignment, CloseTurn, CountReferral, DeliverTurn, Delivery, Known, ListConversations,
    OpenConversation, OpenTurn, OpenedConversation, OpenedTurn, ReadKnown, ReadState, RefusedReferral, Risen,
    StoredReply, TurnClosing, TurnOpening, TurnState,
};
use consent_api::{Decide, Questions, Reason, Verdict, Verdicts};
use content_safety_api::{AnalyzeCombined, Language, Level};
use instruments::Pack;
use kernel::{ConversationId, ManualClock, OrganizationId, Page, PersonId, Sources, SystemRandom, Timestamp};
use relationship_management_api::{Edges, FindEdges};
use testkit::{House, OwnStores};
use vault::{KeyDirectory, SigningKeys};

const NAME: ServiceName = ServiceName::AiGateway;

/// How chat-history and the deciders are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Is {
    Well,
    /// Reads, and has no room for what is written.
    Full,
    /// Takes a request and says nothing.
    Silent,
    Gone,
    /// Says that a turn is open.
    Busy,
    /// Says once that the conversation went on.
    GoneOn,
    /// The conversation goes on each time before it is met.
    Racing,
    /// Says once that the key was another message's.
    Reused,
}

/// What stands in for the other services.
struct Fakes {
    chat: Mutex<Is>,
    deciders: Mutex<Is>,
    permits: Mutex<bool>,
    /// What consent knows of the resident's age.
    minor: Mutex<Minor>,
    /// The deciders do not answer when it is about this person.
    nobody_decides_on: Mutex<Option<PersonId>>,
    taken_over: Mutex<bool>,
    words_changed: Mutex<bool>,
    risen: Mutex<Option<Risen>>,
    known: Mutex<Known>,
    version: AtomicU64,
    state: Mutex<Opaque>,
    opened: Mutex<Vec<TurnOpening>>,
    closed: Mutex<Vec<TurnClosing>>,
    delivered: Mutex<Vec<Delivery>>,
    events: Mutex<Vec<AuditEvent>>,
    assigned: Mutex<Vec<Assignment>>,
    begun: Mutex<Vec<chat_history_api::NewConversation>>,
    counted: Mutex<Vec<RefusedReferral>>,
    /// How grave an encoder finds what it is shown; unsaid, content-safety does not answer.
    encoder: Mutex<Option<Level>>,
}

/// What a mutex holds; no test goes on after a panic.
fn of<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Companion {
    house: House,
    fakes: Arc<Fakes>,
    conversation: ConversationId,
    context: CallContext,
    person: PersonId,
    organization: OrganizationId,
}

impl Companion {
    async fn new() -> Self {
        Self::with(&[]).await
    }

    /// With questionnaires that an operator installed.
    async fn with(packs: &[Pack]) -> Self {
        Self::over(packs, Sources::system()).await
    }

    /// With a clock that stands still until it is moved.
    async fn on_a_clock() -> (Self, Arc<ManualClock>) {
        let clock = ManualClock::at(Timestamp::from_micros(1_800_000_000_000_000));
        let sources = Sources::new(clock.clone(), Arc::new(SystemRandom));
        (Self::over(&[], sources).await, clock)
    }

    async fn over(packs: &[Pack], sources: Sources) -> Self {
        let house = House::new(OwnStores::embedded(), sources);
        let fakes = Arc::new(Fakes {
            chat: Mutex::new(Is::Well),
            deciders: Mutex::new(Is::Well),
            permits: Mutex::new(true),
            minor: Mutex::default(),
            nobody_decides_on: Mutex::default(),
            taken_over: Mutex::new(false),
            words_changed: Mutex::new(false),
            risen: Mutex::default(),
            known: Mutex::default(),
            version: AtomicU64::new(0),
            state: Mutex::new(Opaque::default()),
            opened: Mutex::default(),
            closed: Mutex::default(),
            delivered: Mutex::default(),
            events: Mutex::default(),
            assigned: Mutex::default(),
            begun: Mutex::default(),
            counted: Mutex::default(),
            encoder: Mutex::default(),
        });
        let directory = house.stores.data_dir().join(ai_gateway::INSTRUMENTS_DIRECTORY);
        std::fs::create_dir_all(&directory).expect("makes it");
        for pack in packs {
            let bytes = serde_json::to_vec(pack).expect("serialises");
            std::fs::write(directory.join(instruments::installed_name(pack, &bytes)), bytes)
                .expect("installs");
        }
        let chat = Routes::new(ServiceName::ChatHistory, fakes.clone())
            .on::<AssignInstrument, _, _>(assign)
            .on::<ReadState, _, _>(read_state)
            .on::<OpenTurn, _, _>(open_turn)
            .on::<CloseTurn, _, _>(close_turn)
            .on::<DeliverTurn, _, _>(deliver)
            .on::<OpenConversation, _, _>(open_conversation)
            .on::<ListConversations, _, _>(conversations)
            .on::<ReadKnown, _, _>(read_known)
            .on::<CountReferral, _, _>(count);
        house.enter(ServiceName::ChatHistory, &Running::new(chat));
        let relations =
            Routes::new(ServiceName::RelationshipManagement, fakes.clone()).on::<FindEdges, _, _>(edges);
        house.enter(ServiceName::RelationshipManagement, &Running::new(relations));
        let consent = Routes::new(ServiceName::Consent, fakes.clone()).on::<Decide, _, _>(decide);
        house.enter(ServiceName::Consent, &Running::new(consent));
        let safety =
            Routes::new(ServiceName::ContentSafety, fakes.clone()).on::<AnalyzeCombined, _, _>(analyse);
        house.enter(ServiceName::ContentSafety, &Running::new(safety));
        let log = Routes::new(ServiceName::AuditLogging, fakes.clone()).on::<Append, _, _>(append);
        house.enter(ServiceName::AuditLogging, &Running::new(log));
        let directory = KeyDirectory::open(&house.stores.key_dir()).expect("opens");
        let keys = Arc::new(SigningKeys::new(directory, &house.stores.data_dir()));
        let running = AiGateway::build(Config::default(), house.chassis(NAME), keys).await.expect("builds");
        house.enter(NAME, &running);
        let (person, organization): (PersonId, OrganizationId) = (house.sources.id(), house.sources.id());
        let context = house.person(person, Role::Resident, organization, &[]);
        let conversation = house.sources.id();
        Self { house, fakes, conversation, context, person, organization }
    }

    fn chat_is(&self, is: Is) {
        *of(&self.fakes.chat) = is;
    }

    fn deciders_are(&self, is: Is) {
        *of(&self.fakes.deciders) = is;
    }

    fn permits(&self, permits: bool) {
        *of(&self.fakes.permits) = permits;
    }

    /// Another resident of the same organisation.
    fn another(&self) -> CallContext {
        self.house.person(self.house.sources.id(), Role::Resident, self.organization, &[])
    }

    /// A message, answered in one piece.
    async fn says(&self, words: &str) -> Result<TurnAnswer, Problem> {
        self.says_as(&self.context, words).await
    }

    async fn says_as(&self, context: &CallContext, words: &str) -> Result<TurnAnswer, Problem> {
        let path = Conversation { id: self.conversation };
        let message = NewMessage { content: Words::new(words) };
        let call = Call::<SendMessage>::path_and_body(path, message);
        self.house.client(ServiceName::ApiGateway, NAME).call(context, call).await
    }

    fn last_opened(&self) -> TurnOpening {
        of(&self.fakes.opened).last().expect("something was stored").clone()
    }
}

async fn assign(fakes: Arc<Fakes>, inbound: Inbound<AssignInstrument>) -> Answer<AssignInstrument> {
    of(&fakes.assigned).push(inbound.call.body.clone());
    Ok(Reply::Json(inbound.call.body))
}

async fn never<T>() -> T {
    std::future::pending().await
}

/// A peer in a state, as far as it answers at all.
async fn answers(is: Is) -> Result<(), Problem> {
    match is {
        Is::Silent => never().await,
        Is::Gone => Err(Problem::new(api::codes::UNAVAILABLE)),
        _ => Ok(()),
    }
}

async fn read_state(fakes: Arc<Fakes>, _: Inbound<ReadState>) -> Answer<ReadState> {
    let is = *of(&fakes.chat);
    answers(is).await?;
    Ok(Reply::Json(TurnState {
        version: fakes.version.load(Ordering::Relaxed),
        engine_state: of(&fakes.state).clone(),
        level: Level::None,
        language: Language::En,
        acknowledged: false,
        alert_waits: false,
        taken_over: *of(&fakes.taken_over),
        words_changed: *of(&fakes.words_changed),
        risen: of(&fakes.risen).clone(),
        known: of(&fakes.known).clone(),
    }))
}

async fn open_turn(fakes: Arc<Fakes>, inbound: Inbound<OpenTurn>) -> Answer<OpenTurn> {
    let is = *of(&fakes.chat);
    answers(is).await?;
    match is {
        Is::Full => return Err(Problem::new(api::codes::STORAGE_FULL).into()),
        Is::Busy => return Err(Problem::new(chat_history_api::codes::TURN_OPEN).into()),
        Is::GoneOn => {
            *of(&fakes.chat) = Is::Well;
            return Err(Problem::new(chat_history_api::codes::VERSION).into());
        }
        Is::Reused => {
            *of(&fakes.chat) = Is::Well;
            return Err(Problem::new(chat_history_api::codes::KEY_REUSED).into());
        }
        Is::Racing if inbound.call.body.expected_version.is_some() => {
            return Err(Problem::new(chat_history_api::codes::VERSION).into());
        }
        _ => {}
    }
    let opening = inbound.call.body;
    let (turn_id, message_id) = (opening.turn_id, opening.message_id);
    of(&fakes.opened).push(opening);
    let version = fakes.version.fetch_add(1, Ordering::Relaxed) + 1;
    Ok(Reply::Json(OpenedTurn { turn_id, message_id, version, alert_id: None, closed: None }))
}

async fn close_turn(fakes: Arc<Fakes>, inbound: Inbound<CloseTurn>) -> Answer<CloseTurn> {
    let is = *of(&fakes.chat);
    answers(is).await?;
    let closing = inbound.call.body;
    *of(&fakes.state) = closing.engine_state.clone();
    let reply_id = closing.reply_id;
    of(&fakes.closed).push(closing);
    let version = fakes.version.fetch_add(1, Ordering::Relaxed) + 1;
    Ok(Reply::Json(StoredReply { reply_id, version }))
}

async fn deliver(fakes: Arc<Fakes>, inbound: Inbound<DeliverTurn>) -> Answer<DeliverTurn> {
    let is = *of(&fakes.chat);
    answers(is).await?;
    if is == Is::Full {
        return Err(Problem::new(api::codes::STORAGE_FULL).into());
    }
    let delivery = inbound.call.body;
    let (turn_id, message_id) = (delivery.opening.turn_id, delivery.opening.message_id);
    of(&fakes.delivered).push(delivery);
    Ok(Reply::Json(OpenedTurn { turn_id, message_id, version: 1, alert_id: None, closed: None }))
}

async fn open_conversation(
    fakes: Arc<Fakes>,
    inbound: Inbound<OpenConversation>,
) -> Answer<OpenConversation> {
    of(&fakes.begun).push(inbound.call.body);
    let (conversation_id, greeting_id) = (uuid(1).into(), uuid(2).into());
    Ok(Reply::Json(OpenedConversation { conversation_id, greeting_id, version: 0 }))
}

fn uuid(n: u128) -> uuid::Uuid {
    uuid::Uuid::from_u128(n)
}

async fn conversations(_: Arc<Fakes>, _: Inbound<ListConversations>) -> Answer<ListConversations> {
    Ok(Reply::Json(Page { items: Vec::new(), next: None }))
}

async fn read_known(fakes: Arc<Fakes>, _: Inbound<ReadKnown>) -> Answer<ReadKnown> {
    Ok(Reply::Json(of(&fakes.known).clone()))
}

async fn count(fakes: Arc<Fakes>, inbound: Inbound<CountReferral>) -> Answer<CountReferral> {
    let is = *of(&fakes.chat);
    answers(is).await?;
    of(&fakes.counted).push(inbound.call.body);
    Ok(Reply::Json(api::Nothing {}))
}

async fn analyse(fakes: Arc<Fakes>, _: Inbound<AnalyzeCombined>) -> Answer<AnalyzeCombined> {
    let Some(level) = *of(&fakes.encoder) else { return Err(Problem::new(api::codes::UNAVAILABLE).into()) };
    let answer = serde_json::json!({
        "crisis_detected": true, "crisis_level": level, "crisis_categories": ["suicidal_ideation"],
        "phi_detected": false, "phi_categories": [], "recommended_action": "urgent_human",
        "escalation_required": true, "safety_score": 0.3, "risk": 0.7, "identifiers": [],
        "findings": [{
            "code": "encoder.like", "category": "suicidal_ideation", "level": level, "base": level,
            "span": {"start": 0, "end": 0}, "modifiers": [], "confidence": 0.9,
        }],
        "language": {"code": "eng", "supported": true},
        "versions": {"crisis": "c", "identifiers": "i", "emotion": "e", "guidelines": "g", "stages": ["rules", "encoder 1"]},
    });
    Ok(Reply::Json(serde_json::from_str(&answer.to_string()).expect("an analysis")))
}

async fn edges(fakes: Arc<Fakes>, inbound: Inbound<FindEdges>) -> Answer<FindEdges> {
    let is = *of(&fakes.deciders);
    answers(is).await?;
    let edges = vec![consent_api::Edge::of(consent_api::EdgeKind::Own)];
    let organization = Some(inbound.call.body.organization);
    Ok(Reply::Json(Edges { edges, organization, unit: None, circumstances: Vec::new() }))
}

async fn decide(fakes: Arc<Fakes>, inbound: Inbound<Decide>) -> Answer<Decide> {
    let is = *of(&fakes.deciders);
    answers(is).await?;
    let permit = *of(&fakes.permits);
    let Questions { questions } = inbound.call.body;
    let unknown = *of(&fakes.nobody_decides_on);
    if questions.iter().any(|question| Some(question.patient) == unknown) {
        return Err(Problem::new(api::codes::UNAVAILABLE).into());
    }
    let code = if permit { "default_table" } else { "patient_denies" };
    let verdict = Verdict {
        permit,
        projection: None,
        obligations: Vec::new(),
        reasons: vec![Reason { step: 8, code: code.to_owned() }],
        minor: *of(&fakes.minor),
        epoch: 7,
        rules: "test".to_owned(),
    };
    Ok(Reply::Json(Verdicts { verdicts: questions.iter().map(|_| verdict.clone()).collect() }))
}

async fn append(fakes: Arc<Fakes>, inbound: Inbound<Append>) -> Answer<Append> {
    of(&fakes.events).extend(inbound.call.body.events.iter().cloned());
    Err(Problem::new(api::codes::UNAVAILABLE).into())
}
