//! What is kept of the resident comes into the talk, and what the talk agrees on goes out to be kept.

use ai_gateway_api::{BeginConversation, NewConversation};
use api::{Call, Words};
use chat_history_api::{
    CompanionChange, DueItem, DueKind, Known, NewFact, RememberedFact, RememberedTalk, Sensitivity, TalkTopic,
};
use content_safety_api::Language;
use kernel::Timestamp;

use crate::{Companion, NAME, ServiceName, of};

fn likes(companion: &Companion, value: &str) -> RememberedFact {
    RememberedFact {
        fact_id: companion.house.sources.id(),
        fact: NewFact {
            subject: Words::default(),
            relation: "likes".to_owned(),
            value: Words::new(value),
            language: Language::En,
            day: 20_000,
            sensitivity: Sensitivity::Plain,
            confirmed: true,
            expires: None,
            turn_id: companion.house.sources.id(),
            span: (0, 5),
        },
        kept_at: Timestamp::EPOCH,
    }
}

fn changes(companion: &Companion) -> Vec<CompanionChange> {
    of(&companion.fakes.closed).last().expect("a turn was closed").changes.clone()
}

#[tokio::test]
async fn what_she_told_is_told_back_with_her_yes_and_her_consent_alone() {
    let companion = Companion::new().await;
    let facts = vec![likes(&companion, "gardening")];
    *of(&companion.fakes.known) = Known { memory: Some(true), facts: facts.clone(), ..Known::default() };
    let told = companion.says("What do you know about me?").await.expect("answers");
    assert!(told.reply.expose().contains("gardening"), "{}", told.reply.expose());
    // Without her yes it is as if nothing were kept, whatever the store says.
    let companion = Companion::new().await;
    *of(&companion.fakes.known) = Known { memory: Some(false), facts, ..Known::default() };
    let told = companion.says("What do you know about me?").await.expect("answers");
    assert!(!told.reply.expose().contains("gardening"), "{}", told.reply.expose());
}

#[tokio::test]
async fn words_that_were_taken_back_are_not_told_back_in_the_same_conversation() {
    let companion = Companion::new().await;
    companion.says("My dog is called Biscuit").await.expect("answers");
    let told = companion.says("What is my dog called?").await.expect("answers");
    assert!(told.reply.expose().contains("Biscuit"), "{}", told.reply.expose());
    *of(&companion.fakes.words_changed) = true;
    let told = companion.says("What is my dog called?").await.expect("answers");
    assert!(!told.reply.expose().contains("Biscuit"), "{}", told.reply.expose());
    *of(&companion.fakes.words_changed) = false;
    let told = companion.says("What is my dog called?").await.expect("answers");
    assert!(!told.reply.expose().contains("Biscuit"), "nor later: {}", told.reply.expose());
}

#[tokio::test]
async fn what_she_takes_away_is_taken_away_with_the_turn() {
    let companion = Companion::new().await;
    let fact = likes(&companion, "gardening");
    let id = fact.fact_id;
    *of(&companion.fakes.known) = Known { memory: Some(true), facts: vec![fact], ..Known::default() };
    companion.says("What do you know about me?").await.expect("answers");
    companion.says("Forget that").await.expect("answers");
    let forgot = changes(&companion).into_iter().find_map(|change| match change {
        CompanionChange::Forget(ids) => Some(ids),
        _ => None,
    });
    assert_eq!(forgot, Some(vec![id]));
}

#[tokio::test]
async fn after_a_crisis_it_is_asked_again_and_the_answer_goes_where_it_belongs() {
    let companion = Companion::new().await;
    let due = DueItem { kind: DueKind::FollowUp, what: Words::default(), at: Timestamp::EPOCH, now: true };
    *of(&companion.fakes.known) = Known { due: vec![due], ..Known::default() };
    companion.says("Good morning").await.expect("answers");
    let taken = changes(&companion);
    assert!(
        taken.iter().any(|change| matches!(change, CompanionChange::DueTaken(DueKind::FollowUp))),
        "{taken:?}"
    );
}

/// What was agreed on yesterday is asked about today, in whatever conversation; and once.
#[tokio::test]
async fn how_it_went_with_a_plan_is_asked_in_another_conversation() {
    let companion = Companion::new().await;
    let item = |kind, what: &str| DueItem { kind, what: Words::new(what), at: Timestamp::EPOCH, now: true };
    let due = vec![item(DueKind::PlanBack, "water the roses")];
    *of(&companion.fakes.known) = Known { due, ..Known::default() };
    let asked = companion.says("Good morning").await.expect("answers");
    assert!(asked.reply.expose().contains("water the roses"), "{}", asked.reply.expose());
    let taken = changes(&companion);
    assert!(
        taken.iter().any(|change| matches!(change, CompanionChange::DueTaken(DueKind::PlanBack))),
        "{taken:?}"
    );
}

#[tokio::test]
async fn what_is_talked_about_is_kept_with_her_yes_and_an_earlier_talk_is_known_not_this_one() {
    let companion = Companion::new().await;
    *of(&companion.fakes.known) = Known { memory: Some(true), ..Known::default() };
    companion.says("I listened to music all morning").await.expect("answers");
    let topics: Vec<String> = changes(&companion)
        .into_iter()
        .filter_map(|change| match change {
            CompanionChange::Talked { topic, .. } => Some(topic.topic),
            _ => None,
        })
        .collect();
    assert_eq!(topics, ["music"]);
    let talk = |conversation_id, id: &str| RememberedTalk {
        conversation_id,
        day: 20_700,
        topics: vec![TalkTopic { topic: id.to_owned(), name: Words::new(id) }],
        agreed: Vec::new(),
        kept_at: Timestamp::EPOCH,
        expires_at: Timestamp::EPOCH,
    };
    let talks = vec![talk(companion.house.sources.id(), "garden"), talk(companion.conversation, "games")];
    *of(&companion.fakes.known) = Known { memory: Some(true), talks: talks.clone(), ..Known::default() };
    let told = companion.says("What do you know about me?").await.expect("answers");
    let told = told.reply.expose();
    assert!(told.contains("gardens and plants") && !told.contains("games"), "{told}");
    *of(&companion.fakes.known) = Known { memory: Some(false), talks, ..Known::default() };
    let told = companion.says("And what do you know about me?").await.expect("answers");
    assert!(!told.reply.expose().contains("gardens"), "{}", told.reply.expose());
}

/// A first conversation: her name, that nothing is kept, and what is answered to whether something is asked each day.
async fn first_talk(known: Known, answer: &str) -> (Companion, String) {
    let companion = Companion::new().await;
    *of(&companion.fakes.known) = known;
    let call = Call::<BeginConversation>::body(NewConversation::default());
    let gateway = companion.house.client(ServiceName::ApiGateway, NAME);
    gateway.call(&companion.context, call).await.expect("begins");
    let begun = of(&companion.fakes.begun).last().expect("was begun").engine_state.clone();
    *of(&companion.fakes.state) = begun;
    companion.says("Ruth").await.expect("answers");
    companion.says("no").await.expect("answers");
    let told = companion.says(answer).await.expect("answers").reply.expose().to_owned();
    (companion, told)
}

#[tokio::test]
async fn a_no_to_being_asked_each_day_is_kept_and_who_has_said_what_they_want_is_not_asked() {
    let (companion, told) = first_talk(Known::default(), "no").await;
    let ended = |companion: &Companion| {
        changes(companion).iter().any(|change| matches!(change, CompanionChange::DailyEnded))
    };
    assert!(ended(&companion), "{told}");
    let said = Known { daily_said: true, ..Known::default() };
    let (companion, told) = first_talk(said, "no").await;
    assert!(!ended(&companion), "it was not asked: {told}");
    let (companion, _) = first_talk(Known::default(), "yes").await;
    companion.says("one good thing").await.expect("answers");
    companion.says("in the evening").await.expect("answers");
    let daily = changes(&companion).into_iter().find_map(|change| match change {
        CompanionChange::Daily { kind, hour } => Some((kind, hour)),
        _ => None,
    });
    assert_eq!(daily, Some((DueKind::GoodThing, 19)));
}

/// What is said when it is better after a crisis.
async fn better_again(known: Known) -> (Companion, String) {
    let companion = Companion::new().await;
    let due = DueItem { kind: DueKind::FollowUp, what: Words::default(), at: Timestamp::EPOCH, now: true };
    *of(&companion.fakes.known) = Known { due: vec![due], ..known };
    companion.says("Hello").await.expect("answers");
    let told = companion.says("a bit better").await.expect("answers").reply.expose().to_owned();
    (companion, told)
}

#[tokio::test]
async fn a_safety_plan_is_offered_where_none_is_kept_and_that_it_was_is_kept() {
    let offered = |companion: &Companion| {
        changes(companion).iter().any(|change| matches!(change, CompanionChange::PlanOffered))
    };
    let (companion, told) = better_again(Known::default()).await;
    assert!(offered(&companion), "{told}");
    let (companion, told) = better_again(Known { safety_plan_offered: true, ..Known::default() }).await;
    assert!(!offered(&companion) && !told.contains("plan"), "{told}");
    let (companion, told) = better_again(Known { safety_plan: true, ..Known::default() }).await;
    assert!(!offered(&companion) && told.contains("About me"), "{told}");
}
