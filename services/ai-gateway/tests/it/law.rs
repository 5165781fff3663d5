//! What the law wants kept of a turn: the notice as it was shown, and the help that was named.

use std::time::Duration;

use ai_gateway_api::{BeginConversation, NewConversation};
use api::{Call, Role};
use chat_history_api::{Minor, NoticeReason, ReferralKind, ShownNotice, TurnOpening};
use content::{Digest, LineRef};
use content_safety_api::Language;
use testkit::eventually;

use crate::danger::is_named_if_at_all;
use crate::{Companion, Is, NAME, ServiceName, of};

const WISH: &str = "I want to die";

impl Companion {
    fn last_notices(&self) -> Vec<ShownNotice> {
        of(&self.fakes.closed).last().expect("a turn was closed").notices.clone()
    }

    /// A message with a token of now: the clock was moved.
    async fn says_now(&self, words: &str) {
        let context = self.house.person(self.person, Role::Resident, self.organization, &[]);
        self.says_as(&context, words).await.expect("answers");
    }

    /// The notices of the newest reply, by why they were given.
    async fn told_after(&self, words: &str) -> Vec<NoticeReason> {
        self.says_now(words).await;
        self.last_notices().iter().map(|notice| notice.reason).collect()
    }
}

/// Whether a notice names, by its digest, words that stand in a text.
fn stands_in(notice: &ShownNotice, text: &str) -> bool {
    let line = LineRef::try_from(notice.line.clone()).expect("a line");
    let words = content::library().line(&line, Language::En).expect("is in the content");
    notice.text == Digest::of(words.as_bytes()).to_string() && text.contains(words)
}

#[tokio::test]
async fn the_notice_of_a_greeting_goes_with_it_with_the_digest_of_its_words() {
    let (companion, _) = Companion::on_a_clock().await;
    let call = Call::<BeginConversation>::body(NewConversation::default());
    let gateway = companion.house.client(ServiceName::ApiGateway, NAME);
    gateway.call(&companion.context, call).await.expect("begins");
    let begun = of(&companion.fakes.begun).last().expect("was begun").clone();
    let [notice] = begun.notices.as_slice() else { panic!("one notice: {:?}", begun.notices) };
    assert_eq!((notice.reason, notice.jurisdiction.as_str()), (NoticeReason::Start, "default"));
    assert_eq!(notice.content, content::library().digest().to_string());
    assert_eq!(notice.at, companion.house.sources.now());
    assert!(stands_in(notice, begun.greeting.expose()), "{notice:?}: {}", begun.greeting.expose());
}

/// At 2:59 nothing is due, at 3:00 it is.
#[tokio::test]
async fn the_cadence_is_read_off_what_was_kept_with_the_replies() {
    let (companion, clock) = Companion::on_a_clock().await;
    let every = content::library().jurisdiction("default").notice_every_minutes;
    assert_eq!(every, 180);
    let minute = Duration::from_secs(60);
    assert_eq!(companion.told_after("It rained today").await, [NoticeReason::Start]);
    clock.advance(minute * (every - 1));
    assert_eq!(companion.told_after("The roses liked it").await, []);
    clock.advance(minute);
    assert_eq!(companion.told_after("And I liked it too").await, [NoticeReason::Interval]);
    let notice = companion.last_notices().remove(0);
    let said = of(&companion.fakes.closed).last().expect("a turn was closed").reply.expose().to_owned();
    assert!(stands_in(&notice, &said), "{notice:?}: {said}");
    clock.advance(minute * 5);
    assert_eq!(companion.told_after("Are you a real person?").await, [NoticeReason::Asked]);
    assert_eq!(companion.told_after("The roses are red").await, []);
    // Asked starts the time anew.
    clock.advance(minute * (every - 1));
    assert_eq!(companion.told_after("They smell sweet").await, []);
    clock.advance(minute);
    assert_eq!(companion.told_after("I like that").await, [NoticeReason::Interval]);
}

/// Where what consent says of the age is ignored, this fails.
#[tokio::test]
async fn a_minor_hears_each_hour_that_this_is_an_ai_and_an_adult_or_somebody_of_no_known_age_each_third() {
    let law = content::library().jurisdiction("default");
    assert_eq!((law.notice_every_minutes_minor, law.notice_every_minutes), (60, 180));
    let minute = Duration::from_secs(60);
    for (known, every) in [(Minor::Yes, 60), (Minor::No, 180), (Minor::Unknown, 180)] {
        let (companion, clock) = Companion::on_a_clock().await;
        *of(&companion.fakes.minor) = known;
        assert_eq!(companion.told_after("It rained today").await, [NoticeReason::Start]);
        clock.advance(minute * (every - 1));
        assert_eq!(companion.told_after("The roses liked it").await, [], "{known:?}");
        clock.advance(minute);
        assert_eq!(companion.told_after("And I liked it").await, [NoticeReason::Interval], "{known:?}");
    }
    // From the birthday on: consent is asked with each message, and nothing remembers what it said before.
    let (companion, clock) = Companion::on_a_clock().await;
    *of(&companion.fakes.minor) = Minor::Yes;
    assert_eq!(companion.told_after("It rained today").await, [NoticeReason::Start]);
    *of(&companion.fakes.minor) = Minor::No;
    clock.advance(minute * 60);
    assert_eq!(companion.told_after("The roses liked it").await, [], "is of age since");
    *of(&companion.fakes.minor) = Minor::Yes;
    assert_eq!(
        companion.told_after("And I liked it").await,
        [NoticeReason::Interval],
        "the day was set right"
    );
}

#[tokio::test]
async fn what_a_turn_knew_of_the_age_stands_in_its_record_and_replays() {
    let (companion, _) = Companion::on_a_clock().await;
    for (known, minor) in [(Minor::Yes, true), (Minor::No, false), (Minor::Unknown, false)] {
        *of(&companion.fakes.minor) = known;
        companion.says_now("It rained today").await;
        let record = of(&companion.fakes.closed).last().expect("a turn was closed").record.clone();
        let record: engine::TurnRecord = record.read().expect("reads");
        let kept = record.kept.as_ref().expect("the input is kept");
        assert_eq!(kept.profile.minor, minor, "{known:?}");
        record.recompute("It rained today", content::library()).expect("is the same again");
    }
}

/// The verdict of a peer of the version before.
#[test]
fn a_verdict_that_says_nothing_of_the_age_leaves_it_unknown() {
    let text = r#"{"permit": true, "reasons": [], "epoch": 1, "rules": "consent-rules-3"}"#;
    let verdict: consent_api::Verdict = serde_json::from_str(text).expect("reads");
    assert_eq!(verdict.minor, Minor::Unknown);
}

#[tokio::test]
async fn where_a_person_writes_nothing_is_said_and_no_notice_is_kept() {
    let (companion, clock) = Companion::on_a_clock().await;
    companion.says("It rained today").await.expect("answers");
    *of(&companion.fakes.taken_over) = true;
    clock.advance(Duration::from_secs(4 * 3_600));
    companion.says_now("Hello?").await;
    assert_eq!(companion.last_notices(), []);
    *of(&companion.fakes.taken_over) = false;
    assert_eq!(companion.told_after("Hello again").await, [NoticeReason::Interval], "it is due still");
}

fn kinds(opening: &TurnOpening) -> Vec<ReferralKind> {
    opening.referral.as_ref().map(|referral| referral.kinds.clone()).unwrap_or_default()
}

#[tokio::test]
async fn help_that_was_named_goes_with_the_message_that_it_was_named_for() {
    let companion = Companion::new().await;
    companion.says("It rained today").await.expect("answers");
    assert_eq!(companion.last_opened().referral, None, "nothing was named");
    companion.says(WISH).await.expect("is answered");
    let opening = companion.last_opened();
    assert_eq!(kinds(&opening), [ReferralKind::CrisisLine, ReferralKind::EmergencyNumber]);
    let referral = opening.referral.expect("was named");
    assert_eq!((referral.place.as_str(), referral.jurisdiction.as_str()), ("us", "default"));
    assert_eq!((referral.minor, referral.at), (Minor::Unknown, opening.received_at));
    assert_eq!(referral.detection, safety_rules::RULES_VERSION);
    for known in [Minor::Yes, Minor::No] {
        *of(&companion.fakes.minor) = known;
        companion.says(WISH).await.expect("is answered");
        assert_eq!(companion.last_opened().referral.map(|one| one.minor), Some(known), "as consent says");
    }
    let companion = Companion::new().await;
    companion.says(WISH).await.expect("is answered");
    assert_eq!(referral.protocol, content::library().protocol_digest().to_string());
    // On the ladder a plain yes shows nothing by itself, and its answer may name the line: what was said counts.
    let said = companion.says("I want to talk to a person").await.expect("is answered");
    assert!(said.reply.expose().contains("988"), "{}", said.reply.expose());
    // The help for the danger stays in sight while it stands, and is no other referral: it was counted when it was told.
    assert!(said.resources.iter().any(|resource| resource.contact.as_deref() == Some("911")));
    assert_eq!(kinds(&companion.last_opened()), [ReferralKind::CrisisLine]);
    // A stroke is no matter for a crisis line.
    let companion = Companion::new().await;
    companion.says("My face is drooping and I cannot lift my arm").await.expect("is answered");
    let named = kinds(&companion.last_opened());
    assert!(named.contains(&ReferralKind::EmergencyNumber) && !named.contains(&ReferralKind::CrisisLine));
}

#[tokio::test]
async fn where_a_person_writes_the_buttons_alone_count() {
    let companion = Companion::new().await;
    companion.says("It rained today").await.expect("answers");
    *of(&companion.fakes.taken_over) = true;
    let said = companion.says(WISH).await.expect("is kept");
    assert!(said.reply.is_empty() && !said.resources.is_empty());
    assert!(kinds(&companion.last_opened()).contains(&ReferralKind::CrisisLine));
}

#[tokio::test]
async fn help_that_went_out_before_a_refusal_is_counted_by_itself() {
    let companion = Companion::new().await;
    companion.permits(false);
    companion.says(WISH).await.expect("the help went out");
    let counted = eventually("the count", async || of(&companion.fakes.counted).first().cloned()).await;
    assert_eq!(counted.organization_id, companion.organization);
    assert!(counted.referral.kinds.contains(&ReferralKind::CrisisLine));
    assert!(of(&companion.fakes.opened).is_empty());
    // Nothing was named with this.
    companion.says("It rained today").await.expect_err("is refused");
    companion.says(WISH).await.expect("the help went out");
    eventually("the second", async || (of(&companion.fakes.counted).len() == 2).then_some(())).await;
}

#[tokio::test]
async fn a_refusal_with_the_store_away_is_counted_once_it_is_back() {
    let companion = Companion::new().await;
    companion.permits(false);
    companion.chat_is(Is::Gone);
    companion.says(WISH).await.expect("the help went out");
    assert!(of(&companion.fakes.counted).is_empty());
    companion.chat_is(Is::Well);
    let counted = eventually("the count", async || of(&companion.fakes.counted).first().cloned()).await;
    assert!(counted.referral.kinds.contains(&ReferralKind::CrisisLine));
}

#[tokio::test]
async fn what_nobody_decided_on_counts_with_its_delivery_or_by_itself_and_never_twice() {
    let companion = Companion::new().await;
    *of(&companion.fakes.minor) = Minor::Yes;
    companion.deciders_are(Is::Gone);
    let answer = companion.says(WISH).await.expect("is answered");
    companion.deciders_are(Is::Well);
    let delivery = eventually("the delivery", async || of(&companion.fakes.delivered).first().cloned()).await;
    is_named_if_at_all(&answer, &delivery);
    assert!(kinds(&delivery.opening).contains(&ReferralKind::CrisisLine));
    let minor = delivery.opening.referral.as_ref().map(|referral| referral.minor);
    assert_eq!(minor, Some(Minor::Yes), "whoever decides in the end says it");
    assert!(of(&companion.fakes.counted).is_empty(), "it counts where it is stored");
    // Denied, it is stored nowhere, and the help was shown all the same.
    companion.deciders_are(Is::Gone);
    companion.permits(false);
    companion.says(WISH).await.expect("is answered");
    companion.deciders_are(Is::Well);
    let counted = eventually("the count", async || of(&companion.fakes.counted).first().cloned()).await;
    assert!(counted.referral.kinds.contains(&ReferralKind::CrisisLine));
    assert_eq!(of(&companion.fakes.delivered).len(), 1);
}
