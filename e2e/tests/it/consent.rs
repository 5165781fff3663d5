//! What a resident gives and takes back, seen by the one to whom it was given.

use std::time::{Duration, Instant};

use api::{Call, Operation, Role, codes};
use chat_history_api::{ByConversation, ConversationEvent, WatchConversation};
use consent_api::{
    ByConsent, ConfirmedConsent, Consent, Level, NewConsent, PreviewConsent, RecordConsent, RevokeConsent,
    Terms,
};
use e2e::TestPlatform;
use kernel::PersonId;

pub(crate) async fn a_grant_taken_back_ends_the_reading_and_the_stream(platform: &TestPlatform) {
    let rose = platform.person(Role::Resident).await;
    let mara = platform.person(Role::FamilyMember).await;
    let conversation = rose.begins().await;
    assert!(mara.reads(conversation).await.expect_err("nothing was granted").is(codes::NOT_FOUND));
    let without = grant(&rose, mara.id, false).await;
    assert!(mara.reads(conversation).await.expect_err("the box was not ticked").is(codes::NOT_FOUND));
    let consent = grant(&rose, mara.id, true).await;
    assert_eq!((consent.consent_id, consent.version), (without.consent_id, without.version + 1));
    assert_eq!(mara.reads(conversation).await.expect("granted").len(), 1);
    let path = ByConversation { conversation_id: conversation };
    let client = platform.outside.client(WatchConversation::SPEC.service);
    let mut stream =
        client.stream::<WatchConversation>(&mara.context, Call::path(path)).await.expect("watches");
    rose.says(conversation, "Good morning").await.expect("answers");
    let patience = Duration::from_secs(20);
    loop {
        let event = tokio::time::timeout(patience, stream.next()).await.expect("in time").expect("goes on");
        if matches!(event.expect("an event"), ConversationEvent::Message(_)) {
            break;
        }
    }
    let path = ByConsent { consent_id: consent.consent_id };
    rose.call::<RevokeConsent>(Call::path(path)).await.expect("takes it back");
    let since = Instant::now();
    assert!(mara.reads(conversation).await.expect_err("taken back").is(codes::NOT_FOUND));
    let reason = loop {
        match tokio::time::timeout(patience, stream.next()).await.expect("ends") {
            Some(Ok(ConversationEvent::End { reason })) => break reason,
            Some(Ok(_)) => {}
            Some(Err(problem)) => panic!("{problem}"),
            None => panic!("an ending is said"),
        }
    };
    assert_eq!(reason, "revoked");
    assert!(since.elapsed() < Duration::from_secs(1), "{:?}", since.elapsed());
}

async fn grant(rose: &e2e::Person<'_>, to: PersonId, transcripts: bool) -> Consent {
    let (level, care) = (Level::Full, Vec::new());
    let terms = Terms::Family { person_id: to, level, transcripts, crisis_notices: false, care };
    let new = NewConsent::of(terms);
    let read = rose.call::<PreviewConsent>(Call::body(new.clone())).await.expect("says it back");
    let confirmed = ConfirmedConsent { consent: new, digest: read.digest };
    rose.call::<RecordConsent>(Call::body(confirmed)).await.expect("records")
}
