//! The service as its callers meet it: through its routes, under all layers, with real tokens, among fake peers.
//! On SQLite alone: its store is embedded in both shapes until the one on CQL is there.

mod alerts;
mod attention;
mod companion;
mod company;
mod corrected;
mod counting;
mod daily;
mod days;
mod deliveries;
mod drafts;
mod feed;
mod giving_back;
mod law;
mod live;
mod marks;
mod messages;
mod pseudonyms;
mod retention;
mod safety_plans;
mod shift_feed;
mod urgent;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use api::{Call, CallContext, Opaque, Operation, Problem, Role, ServiceName, Words};
use audit_logging_api::{Append, Appended, AuditEvent};
use chassis::{Answer, Inbound, Reply, Routes, Running, Service, Tasks};
use chat_history::ChatHistory;
use chat_history_api as contract;
use chat_history_api::{
    Alert, AlertQuery, ByConversation, CloseTurn, Ending, ListAlerts, ListMessages, Message, MessagesQuery,
    NewConversation, OpenConversation, OpenTurn, OpenedTurn, ReadState, ReplyPlan, Route, Speaker,
    StoredReply, TurnByIds, TurnClosing, TurnOpening, TurnState, codes,
};
use consent_api::{Decide, Edge, EdgeKind, Questions, Reason, Verdict, Verdicts};
use content_safety_api::{Language, Level};
use kernel::{ConversationId, MessageId, OrganizationId, Page, PersonId, Sources, TurnId, UnitId};
use relationship_management_api::{
    Charge, Charges, Circle, Edges, FindEdges, GetCircle, MyCharges, MyUnits, ShiftCharges, Unit,
};
use testkit::{House, OwnStores};
use vault::{DirectoryKeys, KeyDirectory, ShreddedList, Vault};

const NAME: ServiceName = ServiceName::ChatHistory;
const ROSE: u128 = 1;
const OTHER_RESIDENT: u128 = 2;
const NURSE: u128 = 3;
const NURSE_ELSEWHERE: u128 = 4;
const RELATIVE: u128 = 5;
/// A relative who is told of an emergency alone, while one lasts.
const RELATIVE_IN_EMERGENCY: u128 = 0x55;
const FOREIGN: u128 = 6;
const NURSE_OFF_DUTY: u128 = 7;
/// Who treats Rose.
const PROVIDER: u128 = 8;
const UNIT: u128 = 0x10;
/// When everybody's shift ends: the first moment of the year 2100, in microseconds.
const SHIFT_ENDS: i64 = 4_102_444_800_000_000;
const RARE: &str = "the heron of lake quillby";

/// The engine's state, which the service carries and does not read.
#[derive(serde::Serialize, serde::Deserialize)]
struct Step {
    step: u32,
}

struct Chat {
    house: House,
    vault: Vault,
    routes: Vec<&'static str>,
    config: chat_history::Config,
    /// Where the residents are, for the law.
    place: String,
    /// What came to the log.
    events: Arc<Mutex<Vec<AuditEvent>>>,
}

impl Chat {
    async fn new() -> Self {
        Self::with(chat_history::Config::default()).await
    }

    async fn with(config: chat_history::Config) -> Self {
        Self::over(config, Sources::system()).await
    }

    async fn over(config: chat_history::Config, sources: Sources) -> Self {
        let house = House::new(OwnStores::embedded(), sources);
        let directory = KeyDirectory::open(&house.stores.key_dir()).expect("opens");
        let provider = Arc::new(DirectoryKeys::open(directory.clone()).expect("keys"));
        let keys = store_sql::Location::Sqlite { path: house.stores.data_dir().join("keys.sqlite") };
        let list = ShreddedList::in_directory(directory);
        let vault = Vault::start(&keys, provider, list, house.sources.clone()).await.expect("opens");
        let relations = Routes::new(ServiceName::RelationshipManagement, Arc::new(()))
            .on::<FindEdges, _, _>(edges)
            .on::<GetCircle, _, _>(circle)
            .on::<MyUnits, _, _>(units)
            .on::<MyCharges, _, _>(charges)
            .on::<ShiftCharges, _, _>(shift_charges);
        house.enter(ServiceName::RelationshipManagement, &Running::new(relations));
        let consent = Routes::new(ServiceName::Consent, Arc::new(())).on::<Decide, _, _>(decide);
        house.enter(ServiceName::Consent, &Running::new(consent));
        let events = Arc::new(Mutex::default());
        let log = Routes::new(ServiceName::AuditLogging, events.clone()).on::<Append, _, _>(append);
        house.enter(ServiceName::AuditLogging, &Running::new(log));
        let place = "us".to_owned();
        let mut chat = Self { house, vault, routes: Vec::new(), config, place, events };
        chat.starts().await;
        chat
    }

    /// The service is built over what is there, as at the start of a process.
    async fn starts(&mut self) {
        self.house.tasks.drain(Duration::from_secs(20)).await;
        self.house.tasks = Tasks::default();
        let chassis = self.house.chassis(NAME);
        let zone = jiff::tz::TimeZone::get("America/New_York").expect("is compiled in");
        let place = self.place.clone();
        let handles = chat_history::Handles { vault: self.vault.clone(), zone, place };
        let running = ChatHistory::build(self.config.clone(), chassis, handles).await.expect("builds");
        self.routes = self.house.enter(NAME, &running);
    }

    fn context(&self, who: u128) -> CallContext {
        let role = match who {
            NURSE | NURSE_ELSEWHERE | NURSE_OFF_DUTY | FOREIGN => Role::CareStaff,
            RELATIVE | RELATIVE_IN_EMERGENCY => Role::FamilyMember,
            PROVIDER => Role::HealthProvider,
            _ => Role::Resident,
        };
        self.house.person(person(who), role, organization(), &[])
    }

    /// As ai-gateway asks for a resident.
    async fn turn<O: Operation>(&self, who: u128, key: &str, call: Call<O>) -> Result<O::Output, Problem> {
        let context = self.context(who).idempotency_key(key);
        self.house.client(ServiceName::AiGateway, NAME).call(&context, call).await
    }

    /// As a person asks through the gateway.
    async fn asks<O: Operation>(&self, who: u128, call: Call<O>) -> Result<O::Output, Problem> {
        self.house.client(ServiceName::ApiGateway, NAME).call(&self.context(who), call).await
    }

    async fn begins(&self, who: u128) -> ConversationId {
        let new = NewConversation {
            language: Language::default(),
            greeting: Words::new("Hello, I am an AI companion."),
            engine_state: Opaque::of(&Step { step: 0 }),
            plan: ReplyPlan::default(),
            changes: Vec::new(),
            notices: Vec::new(),
        };
        let opened = self.turn::<OpenConversation>(who, "begin", Call::body(new)).await;
        opened.expect("begins").conversation_id
    }

    fn opening(&self, words: &str, level: Level, expected_version: Option<u64>) -> TurnOpening {
        // As it comes over the wire: what may be left out is.
        let mut opening = serde_json::json!({
            "turn_id": self.house.sources.id::<TurnId>(),
            "message_id": self.house.sources.id::<MessageId>(),
            "content": words,
            "language": Language::default(),
            "level": level,
            "conversation_level": level,
            "categories": [],
            "analysis": null,
            "received_at": self.house.sources.now(),
        });
        if let Some(version) = expected_version {
            opening["expected_version"] = version.into();
        }
        if level.needs_human() {
            opening["findings"] = serde_json::json!({
                "answers": [{ "question": "thoughts", "answer": "yes", "message_id": opening["message_id"] }],
                "waiting_for": "plan",
                "not_asked": ["means"],
                "offered": ["lifeline", "staff"],
            });
            opening["alert"] = serde_json::json!({ "level": level, "categories": [] });
        }
        serde_json::from_str(&opening.to_string()).expect("an opening")
    }

    fn closing(&self, words: &str) -> TurnClosing {
        TurnClosing {
            reply_id: self.house.sources.id(),
            reply: Words::new(words),
            language: Language::default(),
            route: Route::Guided,
            ending: Ending::Complete,
            conversation_level: Level::None,
            citations: vec!["a source".to_owned()],
            notice: None,
            plan: ReplyPlan {
                acts: vec!["reflect_content".to_owned()],
                rule: "told".to_owned(),
                ..ReplyPlan::default()
            },
            engine_state: Opaque::of(&Step { step: 1 }),
            ladder: Opaque::default(),
            changes: Vec::new(),
            notices: Vec::new(),
            record: Opaque::default(),
        }
    }

    async fn opens(
        &self,
        id: ConversationId,
        key: &str,
        opening: TurnOpening,
    ) -> Result<OpenedTurn, Problem> {
        let path = ByConversation { conversation_id: id };
        self.turn::<OpenTurn>(ROSE, key, Call::path_and_body(path, opening)).await
    }

    async fn closes(
        &self,
        id: ConversationId,
        turn: TurnId,
        closing: TurnClosing,
    ) -> Result<StoredReply, Problem> {
        let path = TurnByIds { conversation_id: id, turn_id: turn };
        self.turn::<CloseTurn>(ROSE, "close", Call::path_and_body(path, closing)).await
    }

    /// One whole turn.
    async fn says(&self, id: ConversationId, words: &str, level: Level) -> MessageId {
        let key: TurnId = self.house.sources.id();
        let opened = self.opens(id, &key.to_string(), self.opening(words, level, None)).await.expect("opens");
        self.closes(id, opened.turn_id, self.closing("I hear you.")).await.expect("closes");
        opened.message_id
    }

    async fn state(&self, id: ConversationId) -> TurnState {
        let path = ByConversation { conversation_id: id };
        self.turn::<ReadState>(ROSE, "state", Call::path(path)).await.expect("reads")
    }

    async fn step(&self, id: ConversationId) -> u32 {
        self.state(id).await.engine_state.read::<Step>().expect("as it was kept").step
    }

    async fn reads(
        &self,
        who: u128,
        id: ConversationId,
        query: MessagesQuery,
    ) -> Result<Vec<Message>, Problem> {
        let path = ByConversation { conversation_id: id };
        Ok(self.asks::<ListMessages>(who, Call::path_and_query(path, query)).await?.items)
    }

    /// So many events of the log that are of a kind; waited for.
    async fn logged(&self, most: usize, is: impl Fn(&AuditEvent) -> bool) -> Vec<AuditEvent> {
        testkit::eventually("the log has them", async || {
            let events = self.events.lock().expect("a lock");
            let found: Vec<AuditEvent> = events.iter().filter(|event| is(event)).cloned().collect();
            (found.len() >= most).then_some(found)
        })
        .await
    }

    async fn alerts(&self, who: u128) -> Vec<Alert> {
        self.asks::<ListAlerts>(who, Call::query(AlertQuery::default())).await.expect("a list").items
    }
}

/// The log, in memory; each event once.
async fn append(events: Arc<Mutex<Vec<AuditEvent>>>, inbound: Inbound<Append>) -> Answer<Append> {
    let mut known = events.lock().expect("a lock");
    let before = known.len();
    for event in inbound.call.body.events {
        if !known.iter().any(|one| one.audit_id == event.audit_id) {
            known.push(event);
        }
    }
    let appended = u32::try_from(known.len() - before).unwrap_or(u32::MAX);
    let size = u64::try_from(known.len()).unwrap_or(u64::MAX);
    Ok(Reply::Json(Appended { appended, repeated: 0, conflicting: Vec::new(), size }))
}

/// Everybody is connected with themselves; the nurse works where Rose lives.
async fn edges(_: Arc<()>, inbound: Inbound<FindEdges>) -> Answer<FindEdges> {
    let query = inbound.call.body;
    let edge = Edge::of;
    let mut edges = Vec::new();
    if query.actor == query.patient {
        edges.push(edge(EdgeKind::Own));
    }
    let here = [person(NURSE), person(NURSE_OFF_DUTY)];
    let family = [person(RELATIVE), person(RELATIVE_IN_EMERGENCY)];
    if family.contains(&query.actor) && query.patient == person(ROSE) {
        edges.push(edge(EdgeKind::Family));
    }
    if here.contains(&query.actor) && query.patient == person(ROSE) {
        edges.push(edge(EdgeKind::Unit));
    }
    if query.actor == person(PROVIDER) && query.patient == person(ROSE) {
        edges.push(edge(EdgeKind::Treating));
    }
    // A peer's mistake: an edge across two houses.
    let foreign = query.actor == person(FOREIGN);
    if foreign {
        edges.push(edge(EdgeKind::Unit));
    }
    let organization = Some(if foreign { uuid::Uuid::from_u128(0xB).into() } else { organization() });
    Ok(Reply::Json(Edges { edges, organization, unit: Some(unit(UNIT)), circumstances: Vec::new() }))
}

async fn circle(_: Arc<()>, _: Inbound<GetCircle>) -> Answer<GetCircle> {
    Ok(Reply::Json(Circle { organization_id: organization(), unit: Some(unit(UNIT)), relations: Vec::new() }))
}

async fn units(_: Arc<()>, inbound: Inbound<MyUnits>) -> Answer<MyUnits> {
    let here = [person(NURSE), person(NURSE_OFF_DUTY)].contains(&inbound.person()?.person);
    let own = if here { unit(UNIT) } else { unit(0x11) };
    let own = Unit { unit_id: own, organization_id: organization(), name: "A floor".to_owned() };
    Ok(Reply::Json(Page { items: vec![own], next: None }))
}

/// Of many people, so that a nurse's own come among others'.
async fn charges(_: Arc<()>, inbound: Inbound<MyCharges>) -> Answer<MyCharges> {
    Ok(Reply::Json(charges_of(inbound.person()?.person)))
}

async fn shift_charges(_: Arc<()>, inbound: Inbound<ShiftCharges>) -> Answer<ShiftCharges> {
    Ok(Reply::Json(charges_of(inbound.call.path.person_id)))
}

fn charges_of(by: PersonId) -> Charges {
    let people = (0x1000..0x1400).map(person);
    let people: Vec<PersonId> = match by {
        by if by == person(NURSE) || by == person(NURSE_OFF_DUTY) => people.chain([person(ROSE)]).collect(),
        by if by == person(RELATIVE) || by == person(RELATIVE_IN_EMERGENCY) => vec![person(ROSE)],
        _ => people.collect(),
    };
    let on_duty = by != person(NURSE_OFF_DUTY);
    let lives_on = |id| if id == person(ROSE) { unit(UNIT) } else { unit(0x11) };
    let charge = |person_id| Charge { person_id, unit_id: Some(lives_on(person_id)), on_duty };
    let shift_ends_at = on_duty.then(|| kernel::Timestamp::from_micros(SHIFT_ENDS));
    Charges { on_shift: on_duty, shift_ends_at, charges: people.into_iter().map(charge).collect() }
}

/// Who is connected may, except that working on a unit does not open its residents' words.
async fn decide(_: Arc<()>, inbound: Inbound<Decide>) -> Answer<Decide> {
    let Questions { questions } = inbound.call.body;
    let verdicts = questions.into_iter().map(|question| {
        let transcripts = question.category == api::Category::ChatTranscripts;
        let excerpt = question.action == api::Action::Notify;
        let notice = question.category == api::Category::CrisisEvents && excerpt;
        // Staff of the unit list scores, and know nothing that was inferred.
        let scores = question.category == api::Category::AssessmentScores;
        let inferred = question.category == api::Category::AiInferences
            || scores && question.action == api::Action::Read;
        let opens = |edge: &Edge| match edge.kind {
            EdgeKind::Unit => (!transcripts || excerpt) && !(inferred && question.role == Role::CareStaff),
            EdgeKind::Family => notice || question.category == api::Category::AssessmentScores,
            _ => true,
        };
        // As the table has it: staff are there for the treatment, and nothing is the resident's own but for themselves.
        let fits = match question.role {
            Role::CareStaff => question.purpose == api::Purpose::Treatment,
            Role::Resident => question.purpose == api::Purpose::Patient,
            _ => true,
        };
        // Rose lets her conversations be looked at for their quality; nobody lets anything else out.
        let out = question.action != api::Action::Export
            || question.role != Role::System
            || question.patient == person(ROSE) && question.purpose == api::Purpose::QualityReview;
        let permit = fits && out && question.edges.iter().any(opens);
        let code = if permit { "default_table" } else { "no_live_edge" };
        let reasons = vec![Reason { step: 9, code: code.to_owned() }];
        let rules = "test".to_owned();
        // A relative learns that there was something and when, and no more; in an emergency where somebody is, and not when.
        let fields: &[&str] = if question.actor == Some(person(RELATIVE_IN_EMERGENCY)) {
            &["fact", "location", "contact"]
        } else {
            &["fact", "time"]
        };
        let fields = || fields.iter().map(|field| (*field).to_owned()).collect();
        let projection = (question.role == Role::FamilyMember).then(fields);
        let minor = chat_history_api::Minor::Unknown;
        Verdict { permit, projection, obligations: Vec::new(), reasons, minor, epoch: 1, rules }
    });
    Ok(Reply::Json(Verdicts { verdicts: verdicts.collect() }))
}

fn person(n: u128) -> PersonId {
    uuid::Uuid::from_u128(n).into()
}

fn organization() -> OrganizationId {
    uuid::Uuid::from_u128(0xA).into()
}

fn unit(n: u128) -> UnitId {
    uuid::Uuid::from_u128(n).into()
}

#[tokio::test]
async fn every_operation_of_the_contract_is_answered_and_no_other() {
    let chat = Chat::new().await;
    let described: Vec<&str> = contract::operations().iter().map(|one| one.spec.name).collect();
    assert_eq!(chat.routes, described);
}

#[tokio::test]
async fn a_turn_is_kept_in_two_steps_and_told_again_as_it_was() {
    let chat = Chat::new().await;
    let id = chat.begins(ROSE).await;
    assert_eq!(chat.step(id).await, 0);
    let version = chat.state(id).await.version;
    let opening = chat.opening("My roses are out", Level::None, Some(version));
    let opened = chat.opens(id, "key", opening.clone()).await.expect("opens");
    assert_eq!((opened.message_id, opened.closed.is_none()), (opening.message_id, true));
    let kept = chat.reads(ROSE, id, MessagesQuery::default()).await.expect("reads");
    assert_eq!(kept.len(), 2, "the message is there before there is a reply");
    let open = chat.opens(id, "key", opening.clone()).await.expect_err("it is being answered");
    assert!(open.is(codes::TURN_OPEN), "{open}");
    let other = chat.opens(id, "other", chat.opening("And the robins?", Level::None, None)).await;
    assert!(other.expect_err("one at a time").is(codes::TURN_OPEN));
    let closing = chat.closing("How lovely.");
    let closed = chat.closes(id, opened.turn_id, closing.clone()).await.expect("closes");
    assert_eq!(closed.reply_id, closing.reply_id);
    assert_eq!(chat.step(id).await, 1);
    // The same message again, however often: the same turn, with ids of its first time.
    let again = TurnOpening {
        turn_id: chat.house.sources.id(),
        ..chat.opening("My roses are out", Level::None, None)
    };
    let told = chat.opens(id, "key", again).await.expect("told again");
    let told_closed = told.closed.expect("closed by now");
    assert_eq!((told.turn_id, told_closed.reply_id), (opened.turn_id, Some(closing.reply_id)));
    assert_eq!(told_closed.ending, Ending::Complete);
    assert_eq!(told_closed.reply.expose(), "How lovely.");
    let reused = chat.opens(id, "key", chat.opening("Something else", Level::None, None)).await;
    assert!(reused.expect_err("the key is another message's").is(codes::KEY_REUSED));
    let stale = chat.opens(id, "new", chat.opening("Still here?", Level::None, Some(version))).await;
    assert!(stale.expect_err("the conversation went on").is(codes::VERSION));
    let closed_again = chat.closes(id, opened.turn_id, chat.closing("Something else.")).await;
    assert!(closed_again.expect_err("it has its reply").is(codes::TURN_CLOSED));
    assert_eq!(chat.reads(ROSE, id, MessagesQuery::default()).await.expect("reads").len(), 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_messages_of_one_moment_one_is_answered_first() {
    let chat = Chat::new().await;
    let id = chat.begins(ROSE).await;
    let opening = |words| chat.opening(words, Level::None, None);
    let (a, b) = tokio::join!(chat.opens(id, "a", opening("One")), chat.opens(id, "b", opening("Two")));
    assert!(a.is_ok() != b.is_ok(), "one of them: {a:?} {b:?}");
    let refused = a.err().or(b.err()).expect("one was refused");
    assert!(refused.is(codes::TURN_OPEN) || refused.is(codes::VERSION), "{refused}");
    assert_eq!(chat.reads(ROSE, id, MessagesQuery::default()).await.expect("reads").len(), 2);
}

#[tokio::test]
async fn what_a_process_left_open_is_closed_as_cut_when_the_next_one_starts() {
    let mut chat = Chat::new().await;
    let id = chat.begins(ROSE).await;
    let opened =
        chat.opens(id, "key", chat.opening("Are you there?", Level::None, None)).await.expect("opens");
    chat.starts().await;
    let told =
        chat.opens(id, "key", chat.opening("Are you there?", Level::None, None)).await.expect("told again");
    let closed = told.closed.expect("closed");
    assert_eq!((told.turn_id, closed.ending, closed.reply_id), (opened.turn_id, Ending::Cut, None));
    chat.says(id, "Well then", Level::None).await;
    let late = chat.closes(id, opened.turn_id, chat.closing("I was away.")).await;
    assert!(late.expect_err("what is cut stays cut").is(codes::TURN_CLOSED));
}

#[tokio::test]
async fn messages_are_read_in_pages_in_both_directions() {
    let chat = Chat::new().await;
    let id = chat.begins(ROSE).await;
    for number in 0..6 {
        chat.says(id, &format!("Number {number}"), Level::None).await;
    }
    let all = chat.reads(ROSE, id, MessagesQuery::default()).await.expect("reads");
    assert_eq!(all.len(), 13);
    let places: Vec<u64> = all.iter().map(|message| message.place).collect();
    assert_eq!(places, (1..=13).collect::<Vec<_>>(), "oldest first, none left out");
    let speakers: Vec<Speaker> = all[1..3].iter().map(|message| message.speaker).collect();
    assert_eq!(speakers, [Speaker::Resident, Speaker::Companion]);
    let limit = Some(kernel::PageLimit::try_from(4).expect("a page"));
    let ids = |messages: &[Message]| messages.iter().map(|one| one.message_id).collect::<Vec<_>>();
    let newest = MessagesQuery { limit, ..MessagesQuery::default() };
    let newest = chat.reads(ROSE, id, newest).await.expect("reads");
    assert_eq!(ids(&newest), ids(&all[9..]), "without a place: the newest");
    let older = MessagesQuery { before: Some(newest[0].message_id), limit, after: None };
    assert_eq!(ids(&chat.reads(ROSE, id, older).await.expect("reads")), ids(&all[5..9]));
    let newer = MessagesQuery { after: Some(all[1].message_id), limit, before: None };
    assert_eq!(ids(&chat.reads(ROSE, id, newer).await.expect("reads")), ids(&all[2..6]));
    let nowhere = MessagesQuery { after: Some(chat.house.sources.id()), limit, before: None };
    assert!(chat.reads(ROSE, id, nowhere).await.is_err(), "a message of elsewhere is no place here");
}

#[tokio::test]
async fn what_is_not_yours_looks_like_what_is_not_there() {
    let chat = Chat::new().await;
    let id = chat.begins(ROSE).await;
    let nowhere: ConversationId = chat.house.sources.id();
    for who in [OTHER_RESIDENT, RELATIVE, NURSE] {
        let mut theirs = chat.reads(who, id, MessagesQuery::default()).await.expect_err("not theirs");
        let mut nobodys = chat.reads(who, nowhere, MessagesQuery::default()).await.expect_err("not there");
        (theirs.instance, nobodys.instance) = (None, None);
        assert!(theirs.is(api::codes::NOT_FOUND), "{theirs}");
        assert_eq!(theirs, nobodys);
    }
    let path = ByConversation { conversation_id: id };
    let call = Call::path_and_body(path, chat.opening("Hello", Level::None, None));
    let refused =
        chat.turn::<OpenTurn>(OTHER_RESIDENT, "key", call).await.expect_err("not theirs to write in");
    assert!(refused.is(api::codes::NOT_FOUND), "{refused}");
    // A turn is ai-gateway's to store: through the gateway nobody can.
    let call =
        Call::path_and_body(ByConversation { conversation_id: id }, chat.opening("Hello", Level::None, None));
    assert!(chat.asks::<OpenTurn>(ROSE, call).await.is_err());
    // With nobody to decide, nothing is read.
    chat.house.leave(ServiceName::Consent);
    let refused = chat.reads(ROSE, id, MessagesQuery::default()).await.expect_err("nothing fails open");
    assert_eq!(refused.status, 503, "{refused}");
}

#[tokio::test]
async fn words_never_lie_unsealed() {
    let chat = Chat::new().await;
    let id = chat.begins(ROSE).await;
    chat.says(id, RARE, Level::None).await;
    let kept = chat.reads(ROSE, id, MessagesQuery::default()).await.expect("reads");
    assert!(kept.iter().any(|message| message.content.expose() == RARE));
    let mut files = 0;
    for entry in std::fs::read_dir(chat.house.stores.data_dir()).expect("a folder") {
        let bytes = std::fs::read(entry.expect("an entry").path()).expect("reads");
        assert!(!bytes.windows(RARE.len()).any(|window| window == RARE.as_bytes()));
        files += 1;
    }
    assert!(files >= 3, "{files} files were searched");
}
