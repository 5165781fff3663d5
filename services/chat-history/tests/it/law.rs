//! What the law on companions asks to be kept: notices are events with the message they stood in, and help that was named is
//! counted once, without a person.

use std::sync::Arc;
use std::time::Duration;

use api::{Role, Scope};
use audit_logging_api::{ContextKey, ContextValue, EventType, Word};
use chassis::{Answer, Inbound, Reply, Routes, Running};
use chat_history::Config;
use chat_history_api::{
    AcknowledgeAlert, ByAlert, Channel, CompanionReport, CorrectMessage, Correction, CountReferral,
    GetCompanionReport, GetTranscript, Message, MessagesQuery, Minor, NoticeReason, Referral, ReferralKind,
    RefusedReferral, ShownNotice, TranscriptQuery, TurnClosing, TurnOpening, YearQuery,
};
use consent_api::Decide;
use content_safety_api::Level;
use identifiers::detect;
use kernel::{ManualClock, OrganizationId, Sources, SystemRandom, Timestamp};

use crate::{Call, Chat, NAME, NURSE, Problem, ROSE, ServiceName, decide, organization, person};

/// Half past ten in the evening of the last day of 2026 in New York: 2027 in Greenwich.
const NEW_YEARS_EVE: i64 = 1_798_774_200_000_000;

fn shown(reason: NoticeReason, at: Timestamp) -> ShownNotice {
    ShownNotice {
        reason,
        line: "notice.start/1".to_owned(),
        text: "a".repeat(64),
        content: "b".repeat(64),
        jurisdiction: "us-ca".to_owned(),
        at,
    }
}

fn referral(kinds: &[ReferralKind], at: Timestamp) -> Referral {
    Referral {
        kinds: kinds.to_vec(),
        place: "us-ca".to_owned(),
        jurisdiction: "us-ca".to_owned(),
        channel: Channel::Written,
        minor: Minor::Unknown,
        protocol: "c".repeat(64),
        detection: "crisis-rules test".to_owned(),
        at,
    }
}

fn word(text: &str) -> ContextValue {
    ContextValue::Word(Word::parse(text).expect("a word"))
}

impl Chat {
    async fn at_new_year() -> (Self, Arc<ManualClock>) {
        let clock = ManualClock::at(Timestamp::from_micros(NEW_YEARS_EVE));
        let sources = Sources::new(clock.clone(), Arc::new(SystemRandom));
        (Self::over(Config::default(), sources).await, clock)
    }

    async fn reported(&self, year: u16) -> CompanionReport {
        self.reports(organization(), &[Scope::Compliance], year).await.expect("reports")
    }

    async fn reports(
        &self,
        of: OrganizationId,
        scopes: &[Scope],
        year: u16,
    ) -> Result<CompanionReport, Problem> {
        let officer = self.house.person(person(50), Role::Admin, of, scopes);
        let call = Call::<GetCompanionReport>::query(YearQuery { year });
        self.house.client(ServiceName::ApiGateway, NAME).call(&officer, call).await
    }

    /// A message in danger, with the help that was named.
    fn in_danger(&self, kinds: &[ReferralKind]) -> TurnOpening {
        let referral = Some(referral(kinds, self.house.sources.now()));
        TurnOpening { referral, ..self.opening("I want to die", Level::High, None) }
    }

    async fn counts_refused(&self, refused: RefusedReferral) {
        let call = Call::<CountReferral>::body(refused);
        let ai = self.house.client(ServiceName::AiGateway, NAME);
        ai.call(&self.house.nobody(), call).await.expect("counts");
    }
}

#[tokio::test]
async fn a_notice_is_kept_with_its_message_and_as_an_event_of_the_log() {
    let chat = Chat::new().await;
    let id = chat.begins(ROSE).await;
    let opened =
        chat.opens(id, "key", chat.opening("Are you real?", Level::None, None)).await.expect("opens");
    let at = chat.house.sources.now();
    let notices = vec![shown(NoticeReason::Interval, at), shown(NoticeReason::Asked, at)];
    let closing = TurnClosing { notices: notices.clone(), ..chat.closing("I am an AI.") };
    // The same reply twice is one step.
    for _ in 0..2 {
        chat.closes(id, opened.turn_id, closing.clone()).await.expect("closes");
    }
    let kept = chat.reads(ROSE, id, MessagesQuery::default()).await.expect("reads");
    let of: Vec<&Message> = kept.iter().filter(|message| !message.notices.is_empty()).collect();
    assert_eq!(of.len(), 1);
    assert_eq!((of[0].message_id, &of[0].notices), (closing.reply_id, &notices));
    let is_notice = |event: &audit_logging_api::AuditEvent| {
        event.event_type == EventType::Notification && event.resource.as_str() == "ai_notice"
    };
    let events = chat.logged(2, is_notice).await;
    assert_eq!(events.len(), 2, "{events:?}");
    let event = &events[0];
    assert_eq!(event.resource_id, Some(kernel::TypedId::uuid(closing.reply_id)));
    assert_eq!((event.patient_id, event.phi_accessed), (Some(person(ROSE)), false));
    let context = &event.additional_context;
    assert_eq!(context.get(&ContextKey::REASON_CODE), Some(&word("interval")));
    assert_eq!(context.get(&ContextKey::JURISDICTION), Some(&word("us-ca")));
    assert_eq!(context.get(&ContextKey::TEXT), Some(&word(&"a".repeat(64))));
    assert_eq!(context.get(&ContextKey::CONTENT), Some(&word(&"b".repeat(64))));
    assert_eq!(context.get(&ContextKey::LINE), Some(&word("notice.start.1")));
    assert_eq!(context.get(&ContextKey::SHOWN), Some(&ContextValue::Count(at.as_micros())));
    assert_eq!(context.get(&ContextKey::CONVERSATION), Some(&word(&id.to_string())));
    // Whoever may read the transcript sees it there.
    let query = TranscriptQuery::default();
    let path = chat_history_api::ByConversation { conversation_id: id };
    let transcript =
        chat.asks::<GetTranscript>(ROSE, Call::path_and_query(path, query)).await.expect("reads");
    assert!(transcript.messages.iter().any(|one| one.message.notices == notices));
}

#[tokio::test]
async fn a_reply_that_is_not_kept_leaves_no_notice() {
    let chat = Chat::new().await;
    let id = chat.begins(ROSE).await;
    let opened = chat.opens(id, "key", chat.opening("Hello", Level::None, None)).await.expect("opens");
    chat.closes(id, opened.turn_id, chat.closing("Good morning.")).await.expect("closes");
    let at = chat.house.sources.now();
    let late = TurnClosing { notices: vec![shown(NoticeReason::Interval, at)], ..chat.closing("Hello.") };
    let refused = chat.closes(id, opened.turn_id, late).await.expect_err("it has its reply");
    assert!(refused.is(chat_history_api::codes::TURN_CLOSED), "{refused}");
    let kept = chat.reads(ROSE, id, MessagesQuery::default()).await.expect("reads");
    assert!(kept.iter().all(|message| message.notices.is_empty()));
    // Everything of before has come to the log once this has.
    chat.says(id, "Still here", Level::None).await;
    chat.logged(2, |event| event.action.as_str() == "close").await;
    let events = chat.events.lock().expect("a lock");
    assert!(events.iter().all(|event| event.resource.as_str() != "ai_notice"), "{events:?}");
}

#[tokio::test]
async fn help_that_was_named_counts_once_however_often_the_message_comes() {
    let chat = Chat::new().await;
    let id = chat.begins(ROSE).await;
    let both = [ReferralKind::CrisisLine, ReferralKind::CrisisLine, ReferralKind::EmergencyNumber];
    let opening = chat.in_danger(&both);
    let opened = chat.opens(id, "key", opening.clone()).await.expect("opens");
    chat.closes(id, opened.turn_id, chat.closing("I am here.")).await.expect("closes");
    chat.opens(id, "key", opening.clone()).await.expect("the same message again");
    // And as a journal brings it again.
    let delivery = chat_history_api::Delivery {
        patient_id: person(ROSE),
        organization_id: organization(),
        session_id: chat.house.sources.id(),
        conversation_id: id,
        idempotency_key: "key".to_owned(),
        opening,
        closing: None,
    };
    let ai = chat.house.client(ServiceName::AiGateway, NAME);
    let call = Call::<chat_history_api::DeliverTurn>::body(delivery);
    ai.call(&chat.house.nobody(), call).await.expect("is there");
    chat.opens(id, "second", chat.in_danger(&[ReferralKind::CrisisLine])).await.expect("another message");
    chat.opens(id, "third", chat.opening("I feel unsafe", Level::Medium, None)).await.expect("names none");
    let year = year_now(&chat);
    let report = chat.reported(year).await;
    assert_eq!(report.statutory.referral_notices, 2);
    let counts: Vec<(ReferralKind, u64)> =
        report.internal.referrals.iter().map(|one| (one.kind, one.count)).collect();
    assert_eq!(counts, [(ReferralKind::CrisisLine, 2), (ReferralKind::EmergencyNumber, 1)]);
    let one = &report.internal.referrals[0];
    assert_eq!((one.place.as_str(), one.minor, one.channel), ("us-ca", Minor::Unknown, Channel::Written));
    assert_eq!((one.protocol.len(), one.detection.as_str()), (64, "crisis-rules test"));
}

/// The calendar year of now in New York; the tests of the turn of a year have a clock of their own.
fn year_now(chat: &Chat) -> u16 {
    let text = chat.house.sources.now().minus(Duration::from_secs(5 * 3_600)).to_string();
    text[..4].parse().expect("a year")
}

#[tokio::test]
async fn what_is_delivered_late_counts_for_the_month_in_which_it_was_shown() {
    let (chat, clock) = Chat::at_new_year().await;
    let id = chat.begins(ROSE).await;
    let opening = chat.in_danger(&[ReferralKind::CrisisLine]);
    clock.advance(Duration::from_secs(2 * 3_600));
    chat.opens(id, "late", opening).await.expect("is stored in the new year");
    chat.opens(id, "new", chat.in_danger(&[ReferralKind::CrisisLine])).await.expect("opens");
    let (old, new) = (chat.reported(2026).await, chat.reported(2027).await);
    assert_eq!((old.statutory.referral_notices, new.statutory.referral_notices), (1, 1));
    assert_eq!(old.internal.referrals[0].month, "2026-12");
    assert_eq!(new.internal.referrals[0].month, "2027-01");
    // The alert was raised when it was stored.
    assert_eq!((old.internal.handoffs.len(), new.internal.handoffs[0].count), (0, 1));
}

#[tokio::test]
async fn a_refused_message_counts_by_its_own_id_once() {
    let chat = Chat::new().await;
    let year = year_now(&chat);
    let refused = RefusedReferral {
        turn_id: chat.house.sources.id(),
        organization_id: organization(),
        referral: referral(&[ReferralKind::CrisisLine], chat.house.sources.now()),
    };
    for _ in 0..3 {
        chat.counts_refused(refused.clone()).await;
    }
    assert_eq!(chat.reported(year).await.statutory.referral_notices, 1);
    // A turn that is stored was counted with it.
    let id = chat.begins(ROSE).await;
    let opening = chat.in_danger(&[ReferralKind::CrisisLine]);
    let turn_id = opening.turn_id;
    chat.opens(id, "key", opening).await.expect("opens");
    chat.counts_refused(RefusedReferral { turn_id, ..refused }).await;
    assert_eq!(chat.reported(year).await.statutory.referral_notices, 2);
    // It is no operation of people's.
    let call = Call::<CountReferral>::body(RefusedReferral {
        turn_id: chat.house.sources.id(),
        organization_id: organization(),
        referral: referral(&[ReferralKind::CrisisLine], chat.house.sources.now()),
    });
    chat.asks::<CountReferral>(ROSE, call).await.expect_err("not through the gateway");
}

#[tokio::test]
async fn help_about_corrected_words_counts_with_them() {
    let chat = Chat::new().await;
    let id = chat.begins(ROSE).await;
    let message_id = chat.says(id, "I am tired today", Level::None).await;
    let path = chat_history_api::ByMessage { conversation_id: id, message_id };
    let correct = |words: &str| {
        let correction = Correction { content: api::Words::new(words) };
        Call::<CorrectMessage>::path_and_body(path.clone(), correction)
    };
    let told = chat.asks(ROSE, correct("I want to kill myself")).await.expect("corrects");
    assert!(told.resources.iter().any(|line| line.id.contains("988")), "{:?}", told.resources);
    chat.asks(ROSE, correct("I want to kill myself")).await.expect("the same again");
    let report = chat.reported(year_now(&chat)).await;
    assert_eq!(report.statutory.referral_notices, 1, "{:?}", report.internal.referrals);
    let count = &report.internal.referrals[0];
    assert_eq!((count.place.as_str(), count.jurisdiction.as_str()), ("us", "default"));
    assert_eq!(count.minor, Minor::Unknown, "nobody said when she was born");
    assert_eq!(count.detection, safety_rules::RULES_VERSION);
    assert_eq!(count.protocol, content::library().protocol_digest().to_string());
}

/// As consent says of a resident whose day of birth was entered.
async fn of_a_minor(state: Arc<()>, inbound: Inbound<Decide>) -> Answer<Decide> {
    let Reply::Json(mut told) = decide(state, inbound).await? else { panic!("verdicts") };
    for verdict in &mut told.verdicts {
        verdict.minor = Minor::Yes;
    }
    Ok(Reply::Json(told))
}

#[tokio::test]
async fn help_that_a_minor_was_named_stands_in_the_report_as_that() {
    let chat = Chat::new().await;
    let consent = Routes::new(ServiceName::Consent, Arc::new(())).on::<Decide, _, _>(of_a_minor);
    chat.house.enter(ServiceName::Consent, &Running::new(consent));
    let id = chat.begins(ROSE).await;
    let message_id = chat.says(id, "I am tired today", Level::None).await;
    let path = chat_history_api::ByMessage { conversation_id: id, message_id };
    let correction = Correction { content: api::Words::new("I want to kill myself") };
    let call = Call::<CorrectMessage>::path_and_body(path, correction);
    chat.asks(ROSE, call).await.expect("corrects");
    let at = chat.house.sources.now();
    let of_age = Referral { minor: Minor::No, ..referral(&[ReferralKind::CrisisLine], at) };
    let opening = TurnOpening { referral: Some(of_age), ..chat.opening("I want to die", Level::High, None) };
    chat.opens(id, "key", opening).await.expect("opens");
    let report = chat.reported(year_now(&chat)).await;
    let lines = report.internal.referrals.iter().filter(|one| one.kind == ReferralKind::CrisisLine);
    let mut known: Vec<(&str, u64)> = lines.map(|one| (one.minor.name(), one.count)).collect();
    known.sort_unstable();
    assert_eq!(known, [("no", 1), ("yes", 1)], "{:?}", report.internal.referrals);
}

#[tokio::test]
async fn the_report_is_for_officers_of_the_organisation_and_holds_no_identifier() {
    let (chat, clock) = Chat::at_new_year().await;
    let id = chat.begins(ROSE).await;
    chat.opens(id, "key", chat.in_danger(&[ReferralKind::CrisisLine])).await.expect("opens");
    let alert = chat.alerts(NURSE).await[0].alert_id;
    clock.advance(Duration::from_secs(90));
    let call = Call::<AcknowledgeAlert>::path(ByAlert { alert_id: alert });
    chat.asks(NURSE, call).await.expect("takes it up");
    let report = chat.reported(2026).await;
    let waited = report.internal.time_to_human;
    assert_eq!((waited.of, waited.never, waited.median_seconds), (1, 0, Some(90)));
    assert_eq!(report.internal.handoffs[0].count, 1);
    assert!(report.statutory.detection_protocol.len() >= 3 && report.statutory.response_protocol.len() >= 3);
    // Of the statute, three fields; and nobody in any of it.
    let statutory = serde_json::to_value(&report.statutory).expect("serialises");
    let mut fields: Vec<&String> = statutory.as_object().expect("an object").keys().collect();
    fields.sort();
    assert_eq!(fields, ["detection_protocol", "referral_notices", "response_protocol"]);
    let words = report.statutory.detection_protocol.iter().chain(&report.statutory.response_protocol);
    for paragraph in words {
        assert!(detect(paragraph).is_empty(), "{paragraph}: {:?}", detect(paragraph));
    }
    let whole = serde_json::to_string(&report).expect("serialises");
    for id in [person(ROSE).to_string(), person(NURSE).to_string(), alert.to_string(), id.to_string()] {
        assert!(!whole.contains(&id), "{id}");
    }
    // Another organisation's officer sees their own, and who is no officer nothing.
    let other: OrganizationId = uuid::Uuid::from_u128(0xB).into();
    let theirs = chat.reports(other, &[Scope::Compliance], 2026).await.expect("reports");
    assert_eq!((theirs.statutory.referral_notices, theirs.internal.referrals.len()), (0, 0));
    assert!(chat.reports(organization(), &[], 2026).await.is_err());
    let call = Call::<GetCompanionReport>::query(YearQuery { year: 2026 });
    assert!(chat.asks(NURSE, call).await.expect_err("a nurse").is(api::codes::FORBIDDEN));
    let wrong = chat.reports(organization(), &[Scope::Compliance], 9).await.expect_err("no such year");
    assert!(wrong.is(api::codes::INVALID), "{wrong}");
    chat.logged(1, |event| event.resource.as_str() == "companion_report").await;
}

#[tokio::test]
async fn counts_outlive_the_conversations_that_they_came_of() {
    let clock = ManualClock::at(Timestamp::from_micros(NEW_YEARS_EVE));
    let sources = Sources::new(clock.clone(), Arc::new(SystemRandom));
    let config = Config { retention_days: 30, ..Config::default() };
    let mut chat = Chat::over(config, sources).await;
    let id = chat.begins(ROSE).await;
    let low = TurnOpening {
        referral: Some(referral(&[ReferralKind::CrisisLine], chat.house.sources.now())),
        ..chat.opening("I am no use to anybody", Level::Low, None)
    };
    let opened = chat.opens(id, "key", low).await.expect("opens");
    chat.closes(id, opened.turn_id, chat.closing("I am here.")).await.expect("closes");
    clock.advance(Duration::from_secs(40 * 24 * 3_600));
    chat.starts().await;
    testkit::eventually("the conversation is gone", async || {
        chat.reads(ROSE, id, MessagesQuery::default()).await.err()
    })
    .await;
    assert_eq!(chat.reported(2026).await.statutory.referral_notices, 1);
}
