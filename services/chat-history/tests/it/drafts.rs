//! What is typed and not sent: hers alone, there again after a restart, and gone once it is sent or old.

use std::sync::Arc;
use std::time::Duration;

use api::Words;
use chat_history::Config;
use chat_history_api::{DRAFT_CHARS_MAX, Draft, GetDraft, KeepDraft, KeptDraft, NewDraft};
use content_safety_api::Level;
use kernel::{ManualClock, Sources, SystemRandom, Timestamp};

use crate::{Call, Chat, NURSE, OTHER_RESIDENT, Problem, RARE, RELATIVE, ROSE, person};

impl Chat {
    async fn types(&self, who: u128, words: &str, key: &str) -> Result<KeptDraft, Problem> {
        let new = NewDraft { words: Words::new(words), key: key.to_owned() };
        self.asks::<KeepDraft>(who, Call::body(new)).await
    }

    async fn draft(&self, who: u128) -> Option<Draft> {
        self.asks::<GetDraft>(who, Call::default()).await.expect("answers").draft
    }
}

#[tokio::test]
async fn a_draft_is_there_again_after_a_restart_hers_alone_and_sealed() {
    let mut chat = Chat::new().await;
    assert!(chat.draft(ROSE).await.is_none());
    assert!(chat.types(ROSE, "Today the", "one").await.expect("keeps").kept);
    assert!(chat.types(ROSE, RARE, "one").await.expect("keeps").kept);
    chat.starts().await;
    let found = chat.draft(ROSE).await.expect("is there");
    assert_eq!((found.words.expose(), found.key.as_str()), (RARE, "one"), "the last of it, with its key");
    assert!(chat.draft(OTHER_RESIDENT).await.is_none());
    for who in [NURSE, RELATIVE] {
        assert!(chat.asks::<GetDraft>(who, Call::default()).await.is_err(), "nobody else has drafts");
        assert!(chat.types(who, "x", "k").await.is_err());
    }
    for entry in std::fs::read_dir(chat.house.stores.data_dir()).expect("a folder") {
        let bytes = std::fs::read(entry.expect("an entry").path()).expect("reads");
        assert!(!bytes.windows(RARE.len()).any(|window| window == RARE.as_bytes()));
    }
    assert!(!chat.types(ROSE, "  ", "one").await.expect("forgets").kept);
    assert!(chat.draft(ROSE).await.is_none(), "an emptied field leaves nothing");
}

#[tokio::test]
async fn what_was_sent_is_no_draft_whatever_comes_late() {
    let chat = Chat::new().await;
    let id = chat.begins(ROSE).await;
    chat.types(ROSE, "My roses are out", "one").await.expect("keeps");
    let opening = chat.opening("My roses are out", Level::None, None);
    let turn = chat.opens(id, "one", opening).await.expect("opens").turn_id;
    assert!(chat.draft(ROSE).await.is_none(), "from the moment that it is stored");
    assert!(!chat.types(ROSE, "My roses are", "one").await.expect("answers").kept, "a save on its way");
    assert!(chat.draft(ROSE).await.is_none());
    chat.closes(id, turn, chat.closing("How lovely.")).await.expect("closes");
    assert!(chat.types(ROSE, "And the robins", "two").await.expect("keeps").kept);
    assert_eq!(chat.draft(ROSE).await.expect("the next").key, "two");
    // Another resident's message of the same key is not hers.
    chat.types(OTHER_RESIDENT, "Mine", "one").await.expect("keeps");
    assert!(chat.draft(OTHER_RESIDENT).await.is_some());
}

#[tokio::test]
async fn a_draft_has_its_time_its_limits_and_its_owners_key() {
    let clock = ManualClock::at(Timestamp::from_micros(1_700_000_000_000_000));
    let sources = Sources::new(clock.clone(), Arc::new(SystemRandom));
    let chat = Chat::over(Config::default(), sources).await;
    let hour = Duration::from_secs(3_600);
    chat.types(ROSE, "Today the", "one").await.expect("keeps");
    clock.advance(hour * 71);
    assert!(chat.draft(ROSE).await.is_some());
    clock.advance(hour);
    assert!(chat.draft(ROSE).await.is_none(), "three days");
    for (words, key) in [("x", ""), ("x", "a key"), ("x", "ñ"), ("x", &"k".repeat(129)[..])] {
        let wrong = chat.types(ROSE, words, key).await.expect_err("no key");
        assert!(wrong.is(api::codes::INVALID), "{wrong}");
    }
    chat.types(ROSE, &"ñ".repeat(DRAFT_CHARS_MAX), "k").await.expect("as much as the field takes");
    let long = chat.types(ROSE, &"ñ".repeat(DRAFT_CHARS_MAX + 1), "k").await.expect_err("too long");
    assert!(long.is(api::codes::TOO_LARGE), "{long}");
    assert!(chat.draft(ROSE).await.is_some());
    chat.vault.destroy(person(ROSE)).await.expect("erases her");
    let erased = chat.asks::<GetDraft>(ROSE, Call::default()).await.expect_err("erased with her");
    assert_eq!(erased.code, "vault.key_destroyed");
}
