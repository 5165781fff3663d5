//! What is destroyed when its time is over, and what may not be.

use std::sync::Arc;
use std::time::Duration;

use api::{Role, Scope};
use chat_history::Config;
use chat_history_api::{
    ByPatient, HoldReason, LiftHold, ListConversations, ListHolds, MessagesQuery, NewHold, Paging, PlaceHold,
};
use content_safety_api::Level;
use kernel::{ManualClock, Sources, SystemRandom, Timestamp};
use testkit::eventually;

use crate::{Call, Chat, NAME, Problem, RARE, ROSE, ServiceName, organization, person};

const DAY: Duration = Duration::from_secs(24 * 3_600);

impl Chat {
    async fn at(days: u32) -> (Self, Arc<ManualClock>) {
        let clock = ManualClock::at(Timestamp::from_micros(1_700_000_000_000_000));
        let sources = Sources::new(clock.clone(), Arc::new(SystemRandom));
        let config = Config { retention_days: days, ..Config::default() };
        (Self::over(config, sources).await, clock)
    }

    async fn count(&self) -> usize {
        let list = self.asks::<ListConversations>(ROSE, Call::query(Paging::default())).await;
        list.expect("her own").items.len()
    }

    async fn as_officer<O: api::Operation>(&self, call: Call<O>) -> Result<O::Output, Problem> {
        let officer = self.house.person(person(50), Role::Admin, organization(), &[Scope::Compliance]);
        self.house.client(ServiceName::ApiGateway, NAME).call(&officer, call).await
    }
}

#[tokio::test]
async fn what_is_over_its_time_is_destroyed_and_nothing_else() {
    let (mut chat, clock) = Chat::at(30).await;
    let old = chat.begins(ROSE).await;
    chat.says(old, RARE, Level::None).await;
    let urgent = chat.begins(ROSE).await;
    chat.says(urgent, "I cannot go on", Level::High).await;
    clock.advance(DAY * 20);
    let newer = chat.begins(ROSE).await;
    clock.advance(DAY * 11);
    // Looked at every fifteen seconds; a start looks soon, too.
    chat.starts().await;
    eventually("what is over its time is gone", async || (chat.count().await == 2).then_some(())).await;
    assert!(
        chat.reads(ROSE, old, MessagesQuery::default()).await.expect_err("gone").is(api::codes::NOT_FOUND)
    );
    chat.reads(ROSE, urgent, MessagesQuery::default()).await.expect("its alert is open");
    chat.reads(ROSE, newer, MessagesQuery::default()).await.expect("its time is not over");
}

#[tokio::test]
async fn what_a_hold_is_on_is_kept_until_it_is_lifted() {
    let (mut chat, clock) = Chat::at(30).await;
    let old = chat.begins(ROSE).await;
    let path = || ByPatient { patient_id: person(ROSE) };
    let place = |reason| Call::<PlaceHold>::path_and_body(path(), NewHold { reason });
    let held = chat.as_officer(place(HoldReason::Litigation)).await.expect("places it");
    let again = chat.as_officer(place(HoldReason::Complaint)).await.expect("is there already");
    assert_eq!(held, again);
    assert!(chat.asks::<ListHolds>(ROSE, Call::default()).await.expect_err("no").is(api::codes::FORBIDDEN));
    clock.advance(DAY * 40);
    chat.starts().await;
    // What is not held goes: by then everything was looked at.
    let mark = chat.begins(crate::OTHER_RESIDENT).await;
    clock.advance(DAY * 40);
    chat.starts().await;
    eventually("what is not held is gone", async || {
        chat.reads(crate::OTHER_RESIDENT, mark, MessagesQuery::default()).await.err()
    })
    .await;
    chat.reads(ROSE, old, MessagesQuery::default()).await.expect("is held");
    assert_eq!(chat.as_officer::<ListHolds>(Call::default()).await.expect("a list").holds, [held]);
    let listed = chat.as_officer::<ListHolds>(Call::default()).await.expect("lists");
    assert_eq!((listed.holds.len(), listed.retention_days), (1, 30), "with what happens to what is not held");
    chat.as_officer::<LiftHold>(Call::path(path())).await.expect("lifts it");
    chat.starts().await;
    eventually("and is gone once it is lifted", async || {
        chat.reads(ROSE, old, MessagesQuery::default()).await.err()
    })
    .await;
}
