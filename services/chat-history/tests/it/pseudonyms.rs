//! Names taken out of a text and put back, under the key of whose conversation it is.

use audit_logging_api::{EventType, Outcome};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chat_history_api::{
    PseudonymiseText, Pseudonymised, RestoreText, SEALED_MAP_CHARS_MAX, SealedMap, TextToPseudonymise,
    TextToRestore, codes,
};
use kernel::ConversationId;

use crate::{
    ByConversation, Call, Chat, FOREIGN, Level, NURSE, NURSE_ELSEWHERE, OTHER_RESIDENT, Problem, RELATIVE,
    ROSE, Words, person,
};

const FIRST: &str = "Rosa is in room 12B, says Rosa. ROSA 😀 said [NAME_1], not [ROSA].";
const SECOND: &str = "Walter asked for Rosa at 212-555-0147.";

impl Chat {
    async fn hides(
        &self,
        who: u128,
        id: ConversationId,
        text: &str,
        known: Option<&SealedMap>,
    ) -> Result<Pseudonymised, Problem> {
        let body = TextToPseudonymise { text: Words::new(text), known: known.cloned() };
        let path = ByConversation { conversation_id: id };
        self.asks::<PseudonymiseText>(who, Call::path_and_body(path, body)).await
    }

    async fn restores(
        &self,
        who: u128,
        id: ConversationId,
        text: &str,
        map: &SealedMap,
    ) -> Result<String, Problem> {
        let body = TextToRestore { text: Words::new(text), map: map.clone() };
        let path = ByConversation { conversation_id: id };
        let restored = self.asks::<RestoreText>(who, Call::path_and_body(path, body)).await?;
        Ok(restored.text.expose().to_owned())
    }
}

#[tokio::test]
async fn a_name_keeps_its_placeholder_over_a_conversation_and_comes_back_to_the_letter() {
    let chat = Chat::new().await;
    let id = chat.begins(ROSE).await;
    let first = chat.hides(ROSE, id, FIRST, None).await.expect("her own");
    let masked = first.text.expose();
    assert!(masked.starts_with("[NAME_1] is in [PLACE_1], says [NAME_1]. "), "{masked}");
    assert!(masked.contains("[[NAME_1]") && !masked.to_lowercase().contains("rosa is"), "{masked}");
    let second = chat.hides(ROSE, id, SECOND, Some(&first.map)).await.expect("her own");
    assert_eq!(second.text.expose(), "[NAME_2] asked for [NAME_1] at [PHONE_1].");
    for (text, masked) in [(FIRST, &first), (SECOND, &second)] {
        let back = chat.restores(ROSE, id, masked.text.expose(), &second.map).await.expect("her own");
        assert_eq!(back, text);
    }
    let answered = "[NAME_2] is well, and so is [NAME_9].";
    let back = chat.restores(ROSE, id, answered, &second.map).await.expect("her own");
    assert_eq!(back, "Walter is well, and so is [NAME_9].");
}

#[tokio::test]
async fn the_map_tells_nothing_to_whoever_keeps_it() {
    let chat = Chat::new().await;
    let id = chat.begins(ROSE).await;
    let map = chat.hides(ROSE, id, SECOND, None).await.expect("her own").map;
    let bytes = URL_SAFE_NO_PAD.decode(&map.0).expect("base64");
    let holds = |secret: &str| bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
    for secret in ["Walter", "Rosa", "555", "0147", "name", "phone"] {
        assert!(!holds(secret), "{secret}");
    }
    let again = chat.hides(ROSE, id, SECOND, None).await.expect("her own").map;
    assert_ne!(map, again, "sealed anew: two maps say not even that they are the same");
}

#[tokio::test]
async fn a_map_of_another_resident_of_another_talk_or_one_that_was_changed_restores_nothing() {
    let chat = Chat::new().await;
    let (hers, later, theirs) =
        (chat.begins(ROSE).await, chat.begins(ROSE).await, chat.begins(OTHER_RESIDENT).await);
    let Pseudonymised { text, map } = chat.hides(ROSE, hers, FIRST, None).await.expect("her own");
    let mut changed = URL_SAFE_NO_PAD.decode(&map.0).expect("base64");
    *changed.last_mut().expect("bytes") ^= 1;
    let changed = SealedMap(URL_SAFE_NO_PAD.encode(changed));
    let (none, short) = (SealedMap("not a map!".to_owned()), SealedMap(map.0[..8].to_owned()));
    for (who, id, map) in [
        (OTHER_RESIDENT, theirs, &map),
        (ROSE, later, &map),
        (ROSE, hers, &changed),
        (ROSE, hers, &none),
        (ROSE, hers, &short),
    ] {
        let refused = chat.restores(who, id, text.expose(), map).await.expect_err("restores nothing");
        assert!(refused.is(codes::PSEUDONYMS) && refused.status == 422, "{refused}");
        let refused = chat.hides(who, id, SECOND, Some(map)).await.expect_err("goes on from nothing");
        assert!(refused.is(codes::PSEUDONYMS), "{refused}");
    }
    let long = SealedMap("A".repeat(SEALED_MAP_CHARS_MAX + 1));
    assert_eq!(chat.restores(ROSE, hers, "a", &long).await.expect_err("over the limit").status, 413);
    for text in [String::new(), "a".repeat(65_537)] {
        assert_eq!(chat.hides(ROSE, hers, &text, None).await.expect_err("over a limit").status, 413);
    }
}

#[tokio::test]
async fn who_may_not_read_the_conversation_has_its_key_used_for_nothing() {
    let chat = Chat::new().await;
    let id = chat.begins(ROSE).await;
    let Pseudonymised { text, map } = chat.hides(ROSE, id, SECOND, None).await.expect("her own");
    for who in [OTHER_RESIDENT, NURSE, NURSE_ELSEWHERE, FOREIGN] {
        let refused = chat.restores(who, id, text.expose(), &map).await.expect_err("not theirs");
        assert!(refused.is(api::codes::NOT_FOUND), "{who}: {refused}");
        assert!(chat.hides(who, id, SECOND, None).await.is_err(), "{who}");
    }
    let refused = chat.restores(RELATIVE, id, text.expose(), &map).await.expect_err("has no business here");
    assert!(refused.is(api::codes::FORBIDDEN));
    let denied = chat.logged(8, |event| event.outcome == Outcome::Denied).await;
    assert!(denied.iter().all(|event| event.patient_id == Some(person(ROSE))));
    // Whoever answers her alert reads, and so restores.
    chat.says(id, "I want to die", Level::High).await;
    assert_eq!(chat.restores(NURSE, id, text.expose(), &map).await.expect("answers it"), SECOND);
    let used = chat
        .logged(2, |event| event.event_type == EventType::PhiAccess && event.outcome == Outcome::Success)
        .await;
    let by = |who: u128| used.iter().any(|event| event.user_id == person(who) && event.phi_accessed);
    assert!(by(ROSE) && by(NURSE), "each use stands in the log");
}

#[tokio::test]
async fn once_the_key_is_destroyed_nobody_is_named_again() {
    let chat = Chat::new().await;
    let id = chat.begins(ROSE).await;
    let Pseudonymised { text, map } = chat.hides(ROSE, id, SECOND, None).await.expect("her own");
    chat.vault.destroy(person(ROSE)).await.expect("destroys it");
    let refused = chat.restores(ROSE, id, text.expose(), &map).await.expect_err("is gone");
    assert_eq!(refused.code, "vault.key_destroyed");
}
