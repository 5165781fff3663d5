//! What was found in messages, marks on it, and the marks as a data set without identifiers.

use std::time::Duration;

use api::{Opaque, Purpose, Role, Scope};
use audit_logging_api::{AuditEvent, EventType, Outcome};
use chat_history::Config;
use chat_history_api::{
    AlertClosing, AlertOutcome, AnalysisMark, ByAlert, ByMessage, CloseAlert, CorrectMessage, Correction,
    ExportMarks, KeptMark, LeftOut, MARKS_MAX, MarkAnalysis, MarkReason, MarkedRows, MarksQuery,
    MessageAnalysis, MessagesQuery, MissedIdentifier, NewRedaction, PlaceVerdict, ReadAnalysis,
    RedactMessage, RedactionReason, codes,
};
use content_safety_api::{CrisisCategory, IdentifierClass, Level, Span};
use kernel::{Cursor, OrganizationId, PageLimit};
use safety_rules::{History, screen};
use testkit::eventually;

use crate::{
    ByConversation, Call, Chat, FOREIGN, NAME, NURSE, NURSE_ELSEWHERE, OTHER_RESIDENT, OpenTurn, Problem,
    RELATIVE, ROSE, ServiceName, TurnClosing, TurnOpening, Words, organization, person,
};

const CRY: &str = "Señora Carmen Ruiz knows that I want to kill myself. Call 212-555-0147.";

impl Chat {
    /// A message as ai-gateway keeps it, with what was found in it.
    fn analysed(&self, words: &str) -> TurnOpening {
        let found = screen(words, &History::default());
        let mut opening = self.opening(words, found.level, None);
        opening.categories.clone_from(&found.categories);
        opening.analysis = Opaque::of(&serde_json::json!({
            "crisis_level": found.level, "crisis_categories": found.categories, "findings": found.findings,
            "risk": found.risk, "identifiers": identifiers::detect(words),
            "versions": { "crisis": "rules of then", "identifiers": "identifiers of then" },
        }));
        opening
    }

    async fn said(&self, who: u128, words: &str) -> ByMessage {
        let conversation_id = self.begins(who).await;
        self.said_in(who, conversation_id, words).await
    }

    async fn said_in(&self, who: u128, conversation_id: kernel::ConversationId, words: &str) -> ByMessage {
        let opening = self.analysed(words);
        let (message_id, turn_id) = (opening.message_id, opening.turn_id);
        let path = ByConversation { conversation_id };
        let key = turn_id.to_string();
        self.turn::<OpenTurn>(who, &key, Call::path_and_body(path, opening)).await.expect("opens");
        let path = crate::TurnByIds { conversation_id, turn_id };
        let closing: TurnClosing = self.closing("I hear you.");
        self.turn::<crate::CloseTurn>(who, "close", Call::path_and_body(path, closing))
            .await
            .expect("closes");
        ByMessage { conversation_id, message_id }
    }

    async fn looks(&self, who: u128, at: &ByMessage) -> Result<MessageAnalysis, Problem> {
        self.asks::<ReadAnalysis>(who, Call::path(at.clone())).await
    }

    async fn marks(&self, who: u128, at: &ByMessage, mark: &AnalysisMark) -> Result<KeptMark, Problem> {
        self.asks::<MarkAnalysis>(who, Call::path_and_body(at.clone(), mark.clone())).await
    }

    async fn exports(&self, purpose: Purpose, query: MarksQuery) -> Result<MarkedRows, Problem> {
        self.exports_as(organization(), &[Scope::Compliance], purpose, query).await
    }

    async fn exports_as(
        &self,
        of: OrganizationId,
        scopes: &[Scope],
        purpose: Purpose,
        query: MarksQuery,
    ) -> Result<MarkedRows, Problem> {
        let officer = self.house.person(person(50), Role::Admin, of, scopes).purpose(purpose);
        let call = Call::<ExportMarks>::query(query);
        self.house.client(ServiceName::ApiGateway, NAME).call(&officer, call).await
    }
}

fn year() -> MarksQuery {
    let today = jiff::Zoned::now().date();
    let from = today.checked_sub(jiff::Span::new().days(300)).expect("a day");
    let to = today.tomorrow().expect("a day");
    MarksQuery { from: from.to_string(), to: to.to_string(), after: None, limit: None }
}

fn right() -> AnalysisMark {
    AnalysisMark { right: true, ..AnalysisMark::default() }
}

fn wrong(reason: MarkReason) -> AnalysisMark {
    AnalysisMark { reasons: vec![reason], ..AnalysisMark::default() }
}

fn place_of(text: &str, words: &str) -> Span {
    let start = text[..text.find(words).expect("is there")].chars().count();
    let point = |at: usize| u32::try_from(at).expect("is short");
    Span::new(point(start), point(start + words.chars().count()))
}

#[tokio::test]
async fn what_was_found_is_shown_and_marked_by_those_who_may_read_the_message_and_by_nobody_else() {
    let chat = Chat::new().await;
    let at = chat.said(ROSE, CRY).await;
    let found = chat.looks(NURSE, &at).await.expect("she answers the alert");
    assert!(found.level >= Level::High && found.categories == [CrisisCategory::SuicidalIdeation]);
    assert!(found.findings[0].span.of(CRY).expect("inside").contains("kill"), "{:?}", found.findings);
    assert!(!found.identifiers.is_empty() && found.mark.is_none());
    assert_eq!(found.versions.crisis.as_deref(), Some("rules of then"));

    let mark = AnalysisMark { level: Some(Level::Medium), ..wrong(MarkReason::AboutAnother) };
    let kept = chat.marks(NURSE, &at, &mark).await.expect("marks it");
    assert_eq!((&kept.mark, kept.times, &kept.versions), (&mark, 1, &found.versions));
    let own = wrong(MarkReason::NotMeant);
    chat.marks(ROSE, &at, &own).await.expect("her own message");
    let seen = chat.looks(ROSE, &at).await.expect("her own").mark.expect("is marked");
    assert_eq!(seen.mark, own, "and not what the nurse thinks");
    assert_eq!(chat.looks(NURSE, &at).await.expect("reads").mark.expect("is marked").mark, mark);

    for who in [OTHER_RESIDENT, NURSE_ELSEWHERE, FOREIGN] {
        for refused in [chat.looks(who, &at).await.err(), chat.marks(who, &at, &right()).await.err()] {
            assert!(refused.expect("not theirs").is(api::codes::NOT_FOUND), "{who}");
        }
    }
    assert!(chat.marks(RELATIVE, &at, &right()).await.expect_err("reads alone").is(api::codes::FORBIDDEN));
    let officer = chat.house.person(person(50), Role::Admin, organization(), &[Scope::Compliance]);
    let call = Call::<MarkAnalysis>::path_and_body(at.clone(), right());
    let refused = chat.house.client(ServiceName::ApiGateway, NAME).call(&officer, call).await;
    assert!(refused.expect_err("sees no words").is(api::codes::FORBIDDEN));
    let nobody = chat
        .logged(1, |event| event.outcome == Outcome::Denied && event.resource.as_str() == "analysis")
        .await;
    assert!(nobody.iter().all(|event| event.patient_id == Some(person(ROSE))));

    let counts = chat.house.metrics.text();
    for (counted, times) in [(format!("message_{}", found.level.name()), 1), ("analysis_wrong".to_owned(), 2)]
    {
        let line = counts.lines().find(|line| line.contains(&format!("\"{counted}\"")));
        assert!(line.is_some_and(|line| line.ends_with(&format!(" {times}"))), "{counted}: {line:?}");
    }
    assert!(!counts.contains("kill") && !counts.contains("Carmen"));
    // With the alert goes the right to read, and with it the right to judge.
    let alert_id = chat.alerts(NURSE).await[0].alert_id;
    let closing = AlertClosing { outcome: AlertOutcome::Safe, note: Words::new("") };
    chat.asks::<CloseAlert>(NURSE, Call::path_and_body(ByAlert { alert_id }, closing)).await.expect("closes");
    assert!(chat.marks(NURSE, &at, &right()).await.expect_err("no more").is(api::codes::NOT_FOUND));
    chat.house.leave(ServiceName::Consent);
    assert_eq!(chat.marks(ROSE, &at, &right()).await.expect_err("nothing fails open").status, 503);
}

#[tokio::test]
async fn the_same_mark_twice_is_one_and_another_counts_while_the_first_is_kept() {
    let chat = Chat::new().await;
    let at = chat.said(ROSE, CRY).await;
    let first = chat.marks(ROSE, &at, &right()).await.expect("marks it");
    assert_eq!(chat.marks(ROSE, &at, &right()).await.expect("again"), first);
    let other = wrong(MarkReason::FigureOfSpeech);
    assert_eq!(chat.marks(ROSE, &at, &other).await.expect("another").times, 2);
    assert_eq!(chat.marks(ROSE, &at, &right()).await.expect("and back").times, 3);
    let of_mark = |event: &AuditEvent| event.action.as_str() == "mark" && event.outcome == Outcome::Success;
    let events = chat.logged(3, of_mark).await;
    assert_eq!(events.len(), 3, "the same again is nothing new");
    for event in &events {
        let text = serde_json::to_string(event).expect("JSON");
        assert_eq!(
            (event.event_type, event.resource_id),
            (EventType::PhiChange, Some(kernel::TypedId::uuid(at.message_id)))
        );
        assert!(event.phi_accessed && event.patient_id == Some(person(ROSE)));
        assert!(!text.contains("figure_of_speech") && !text.contains("kill"), "{text}");
    }
    for entry in std::fs::read_dir(chat.house.stores.data_dir()).expect("a folder") {
        let bytes = std::fs::read(entry.expect("an entry").path()).expect("reads");
        assert!(!bytes.windows(16).any(|window| window == b"figure_of_speech"), "is sealed");
    }
}

#[tokio::test]
async fn a_mark_says_what_fits_of_a_message_that_is_there() {
    let chat = Chat::new().await;
    let at = chat.said(ROSE, CRY).await;
    let outside = MissedIdentifier { span: Span::new(0, 4_000), class: IdentifierClass::Name };
    for mark in [
        AnalysisMark::default(),
        AnalysisMark { level: Some(Level::Low), ..right() },
        AnalysisMark { not_identifiers: vec![Span::new(0, 1)], ..wrong(MarkReason::Identifiers) },
        AnalysisMark { missed_identifiers: vec![outside], ..wrong(MarkReason::Identifiers) },
    ] {
        let refused = chat.marks(ROSE, &at, &mark).await.expect_err("says nothing that fits");
        assert!(refused.is(api::codes::INVALID), "{mark:?}: {refused}");
    }
    let reply =
        chat.reads(ROSE, at.conversation_id, MessagesQuery::default()).await.expect("reads")[2].message_id;
    let reply = ByMessage { message_id: reply, ..at.clone() };
    assert!(chat.marks(ROSE, &reply, &right()).await.expect_err("no resident's").is(codes::NOT_MARKABLE));
    assert!(chat.looks(ROSE, &reply).await.expect_err("was never read").is(api::codes::NOT_FOUND));
    for number in 0..MARKS_MAX {
        let mark = if number % 2 == 0 { right() } else { wrong(MarkReason::Missed) };
        chat.marks(ROSE, &at, &mark).await.expect("marks it");
    }
    assert!(chat.marks(ROSE, &at, &right()).await.expect_err("too often").is(codes::NOT_MARKABLE));
    let taken =
        Call::<RedactMessage>::path_and_body(at.clone(), NewRedaction { reason: RedactionReason::AskedFor });
    chat.asks(ROSE, taken).await.expect("takes it back");
    assert!(chat.marks(NURSE, &at, &right()).await.expect_err("is gone").is(codes::NOT_MARKABLE));
    assert!(chat.looks(NURSE, &at).await.expect_err("is gone").is(api::codes::NOT_FOUND));
}

#[tokio::test]
async fn the_data_set_says_what_was_marked_and_nothing_of_whom() {
    let chat = Chat::new().await;
    let at = chat.said(ROSE, CRY).await;
    chat.marks(NURSE, &at, &right()).await.expect("marks it");
    let said = AnalysisMark {
        level: Some(Level::Low),
        categories: Some(Vec::new()),
        not_identifiers: vec![chat.looks(ROSE, &at).await.expect("reads").identifiers[0].span],
        ..wrong(MarkReason::Identifiers)
    };
    chat.marks(ROSE, &at, &said).await.expect("marks it");
    let MarkedRows { rows, left_out, next } =
        chat.exports(Purpose::QualityReview, year()).await.expect("exports");
    assert_eq!((rows.len(), left_out, next), (2, LeftOut::default(), None));
    let by = |role| rows.iter().find(|row| row.marked_by == role).expect("a row");
    let (nurse, rose) = (by(Role::CareStaff), by(Role::Resident));
    assert!(nurse.right && nurse.level == Some(nurse.predicted.level) && nurse.reasons.is_empty());
    assert_eq!((rose.right, rose.level, &rose.categories), (false, Some(Level::Low), &Some(Vec::new())));
    assert!(rose.identifiers.iter().any(|place| place.verdict == PlaceVerdict::Wrong));
    assert_eq!(rose.versions.identifiers.as_deref(), Some("identifiers of then"));
    let evidence = nurse.predicted.findings[0].span.of(nurse.text.expose()).expect("inside");
    assert!(evidence.contains("kill"), "moved with the words: {evidence}");
    let whole = serde_json::to_string(&rows).expect("JSON");
    for secret in ["Carmen", "Ruiz", "555", "0147"] {
        assert!(!whole.contains(secret), "{secret}");
    }
    let people = [ROSE, NURSE, 50, 0xA].map(|id| uuid::Uuid::from_u128(id).to_string());
    let ids = [at.message_id.to_string(), at.conversation_id.to_string()];
    assert!(people.iter().chain(&ids).all(|id| !whole.contains(id)));
    assert!(!whole.contains("20") || !whole.contains("T0"), "no day: {whole}");
    let again = chat.exports(Purpose::QualityReview, year()).await.expect("exports").rows;
    assert!(again.iter().all(|row| rows.iter().all(|before| before.id != row.id)), "nothing to join them by");

    let events = chat.logged(4, |event| event.event_type == EventType::DataExport).await;
    let of_rose: Vec<_> = events.iter().filter(|event| event.patient_id == Some(person(ROSE))).collect();
    assert_eq!(of_rose.len(), 2, "one an export, and not one a row");
    assert!(of_rose.iter().all(|event| event.phi_accessed && event.purpose == Some(Purpose::QualityReview)));
}

#[tokio::test]
async fn of_whoever_does_not_allow_that_very_use_nothing_is_exported() {
    let chat = Chat::new().await;
    let (hers, theirs) = (chat.said(ROSE, CRY).await, chat.said(OTHER_RESIDENT, CRY).await);
    chat.marks(ROSE, &hers, &right()).await.expect("marks it");
    chat.marks(OTHER_RESIDENT, &theirs, &right()).await.expect("marks it");
    let one = LeftOut { not_allowed: 1, ..LeftOut::default() };
    let found = chat.exports(Purpose::QualityReview, year()).await.expect("exports");
    assert_eq!((found.rows.len(), found.left_out), (1, one), "the other was never asked");
    for purpose in [Purpose::Research, Purpose::ModelTraining] {
        let found = chat.exports(purpose, year()).await.expect("exports");
        assert_eq!(
            (found.rows.len(), found.left_out.not_allowed),
            (0, 2),
            "{purpose}: she allowed another use"
        );
    }
    let refused = chat.exports(Purpose::Treatment, year()).await.expect_err("is no use of a data set");
    assert!(refused.is(api::codes::INVALID), "{refused}");
    chat.house.leave(ServiceName::Consent);
    let refused = chat.exports(Purpose::QualityReview, year()).await.expect_err("nobody decides");
    assert_eq!(refused.status, 503, "nothing fails open");
}

#[tokio::test]
async fn officers_of_the_house_export_after_a_fresh_proof_and_nobody_else() {
    let chat = Chat::new().await;
    let at = chat.said(ROSE, CRY).await;
    chat.marks(ROSE, &at, &right()).await.expect("marks it");
    let elsewhere: OrganizationId = uuid::Uuid::from_u128(0xB).into();
    let found = chat.exports_as(elsewhere, &[Scope::Compliance], Purpose::QualityReview, year()).await;
    let found = found.expect("is an officer, of another house");
    assert_eq!((found.rows.len(), found.left_out), (0, LeftOut::default()), "not even counted");
    let refused = chat.exports_as(organization(), &[], Purpose::QualityReview, year()).await;
    assert!(refused.expect_err("an admin alone").is(api::codes::FORBIDDEN));
    for who in [ROSE, NURSE, RELATIVE] {
        let refused = chat.asks::<ExportMarks>(who, Call::query(year())).await;
        assert!(refused.expect_err("not theirs").is(api::codes::FORBIDDEN), "{who}");
    }
    let stale = chat.house.unproven(person(50), Role::Admin, organization(), &[Scope::Compliance]);
    let call = Call::<ExportMarks>::query(year());
    let refused = chat.house.client(ServiceName::ApiGateway, NAME).call(&stale, call).await;
    assert!(refused.is_err(), "a data set leaves after a fresh proof alone");
    let MarksQuery { from, .. } = year();
    for (from, to) in
        [(from.as_str(), "1999-01-01"), ("yesterday", "2026-01-01"), ("2020-01-01", "2026-01-01")]
    {
        let query = MarksQuery { from: from.to_owned(), to: to.to_owned(), after: None, limit: None };
        let refused = chat.exports(Purpose::QualityReview, query).await.expect_err("no days");
        assert!(refused.is(api::codes::INVALID), "{from} to {to}: {refused}");
    }
}

#[tokio::test]
async fn what_could_still_name_somebody_or_stands_no_more_is_left_out_and_counted() {
    let chat = Chat::new().await;
    let id = chat.begins(ROSE).await;
    let text = "They say quillborna here, and quillborna there.";
    let twice = chat.said_in(ROSE, id, text).await;
    let missed = MissedIdentifier { span: place_of(text, "quillborna"), class: IdentifierClass::Name };
    let mark = AnalysisMark { missed_identifiers: vec![missed], ..wrong(MarkReason::Identifiers) };
    chat.marks(ROSE, &twice, &mark).await.expect("marks it");
    let back = chat.said_in(ROSE, id, "The soup was cold.").await;
    chat.marks(ROSE, &back, &right()).await.expect("marks it");
    let taken =
        Call::<RedactMessage>::path_and_body(back, NewRedaction { reason: RedactionReason::AskedFor });
    chat.asks(ROSE, taken).await.expect("takes it back");
    let other = chat.said_in(ROSE, id, "The bread was cold.").await;
    chat.marks(ROSE, &other, &right()).await.expect("marks it");
    let correction = Correction { content: Words::new("I want to die.") };
    let corrected = Call::<CorrectMessage>::path_and_body(other.clone(), correction);
    assert!(chat.asks(ROSE, corrected).await.expect("corrects it").found > Level::None);
    let found = chat.exports(Purpose::QualityReview, year()).await.expect("exports");
    let counted = LeftOut { identifiers: 1, taken_back: 1, corrected: 1, not_allowed: 0 };
    assert_eq!((found.rows.len(), found.left_out), (0, counted));

    // What is there now was read anew: that is what is shown, and what a mark is on from now on.
    let anew = chat.looks(ROSE, &other).await.expect("reads");
    assert!(anew.level > Level::None && !anew.findings.is_empty() && anew.identifiers.is_empty());
    assert_eq!(anew.versions.crisis, Some(safety_rules::versions()));
    assert!(chat.marks(ROSE, &other, &right()).await.expect("anew").times == 2, "it is another analysis");
    let found = chat.exports(Purpose::QualityReview, year()).await.expect("exports");
    assert_eq!((found.rows.len(), found.left_out.corrected), (1, 0));
    assert_eq!(found.rows[0].text.expose(), "I want to die.");
    // Once both places are named, nothing is left in it.
    let both = [missed.span, place_of(text, "quillborna there")];
    let second = Span::new(both[1].start, both[1].start + missed.span.end - missed.span.start);
    let second = MissedIdentifier { span: second, ..missed };
    let mark = AnalysisMark { missed_identifiers: vec![missed, second], ..mark };
    chat.marks(ROSE, &twice, &mark).await.expect("marks it");
    let found = chat.exports(Purpose::QualityReview, year()).await.expect("exports");
    assert_eq!((found.rows.len(), found.left_out.identifiers), (2, 0));
}

impl Chat {
    /// What is stored of a message is damaged, as a disk or a hand would.
    fn damages(&self, message: kernel::MessageId) {
        let file = self.house.stores.data_dir().join("chat-history.sqlite");
        let store = rusqlite::Connection::open(file).expect("opens");
        let name = kernel::TypedId::uuid(message).into_bytes();
        let change = "UPDATE messages SET sealed = zeroblob(length(sealed)) WHERE message_id = ?1";
        assert_eq!(store.execute(change, [&name[..]]).expect("damages it"), 1);
    }
}

/// "My number is 212", and then "555 0147": what cannot be read may hold the beginning of what would go out.
#[tokio::test]
async fn with_an_unreadable_message_beside_it_nothing_is_exported() {
    for beside in ["before", "after"] {
        let chat = Chat::new().await;
        let id = chat.begins(ROSE).await;
        let first = chat.said_in(ROSE, id, "My telephone number is 212").await;
        let second = chat.said_in(ROSE, id, "555 0147").await;
        let (marked, unreadable) = if beside == "before" { (second, first) } else { (first, second) };
        chat.marks(ROSE, &marked, &right()).await.expect("marks it");
        let found = chat.exports(Purpose::QualityReview, year()).await.expect("exports");
        assert_eq!(found.rows.len(), 1);
        assert!(!found.rows[0].text.expose().contains(['0', '2']), "{:?}", found.rows[0].text);
        chat.damages(unreadable.message_id);
        let refused = chat.exports(Purpose::QualityReview, year()).await.expect_err("nothing goes out");
        assert_eq!(refused.code, "vault.integrity", "{beside}");
    }
}

#[tokio::test]
async fn a_long_data_set_comes_in_pages_that_miss_nothing() {
    let chat = Chat::new().await;
    let id = chat.begins(ROSE).await;
    for number in 0..7 {
        let at = chat.said_in(ROSE, id, &format!("The soup was cold {number} times.")).await;
        chat.marks(ROSE, &at, &wrong(MarkReason::Missed)).await.expect("marks it");
        chat.marks(ROSE, &at, &right()).await.expect("the newest counts");
    }
    let (mut rows, mut after, mut pages): (Vec<_>, Option<Cursor>, usize) = (Vec::new(), None, 0);
    loop {
        let query = MarksQuery { after: after.take(), limit: Some(PageLimit::of(3)), ..year() };
        let page = chat.exports(Purpose::QualityReview, query).await.expect("exports");
        (rows, pages) = ([rows, page.rows].concat(), pages + 1);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!((rows.len(), pages), (7, 3));
    assert!(rows.iter().all(|row| row.right));
    let mut texts: Vec<&str> = rows.iter().map(|row| row.text.expose()).collect();
    texts.sort_unstable();
    texts.dedup();
    assert_eq!(texts.len(), 7, "each once");
}

#[tokio::test]
async fn marks_go_with_their_conversation_and_stay_while_it_is_held() {
    use chat_history_api::{ByPatient, HoldReason, LiftHold, NewHold, PlaceHold};
    let clock = kernel::ManualClock::at(kernel::Timestamp::from_micros(1_700_000_000_000_000));
    let sources = kernel::Sources::new(clock.clone(), std::sync::Arc::new(kernel::SystemRandom));
    let mut chat = Chat::over(Config { retention_days: 30, ..Config::default() }, sources).await;
    let at = chat.said(ROSE, "The soup was cold.").await;
    chat.marks(ROSE, &at, &right()).await.expect("marks it");
    let officer = chat.house.person(person(50), Role::Admin, organization(), &[Scope::Compliance]);
    let path = || ByPatient { patient_id: person(ROSE) };
    let hold = Call::<PlaceHold>::path_and_body(path(), NewHold { reason: HoldReason::Litigation });
    let client = chat.house.client(ServiceName::ApiGateway, NAME);
    client.call(&officer, hold).await.expect("holds it");
    let witness = chat.said(OTHER_RESIDENT, "The bread was cold.").await;
    clock.advance(Duration::from_secs(40 * 24 * 3_600));
    chat.starts().await;
    eventually("what is not held is gone", async || chat.looks(OTHER_RESIDENT, &witness).await.err()).await;
    assert!(chat.looks(ROSE, &at).await.expect("is held").mark.is_some());
    let officer = chat.house.person(person(50), Role::Admin, organization(), &[Scope::Compliance]);
    let client = chat.house.client(ServiceName::ApiGateway, NAME);
    client.call(&officer, Call::<LiftHold>::path(path())).await.expect("lifts it");
    chat.starts().await;
    // A mark that stayed would hold its message.
    eventually("it is gone with its marks", async || chat.looks(ROSE, &at).await.err()).await;
    let query = MarksQuery { from: "2023-11-01".into(), to: "2023-12-31".into(), after: None, limit: None };
    let found = chat.exports(Purpose::QualityReview, query).await.expect("exports");
    assert_eq!((found.rows.len(), found.left_out), (0, LeftOut::default()));
}
