//! A questionnaire is assigned only where its words are installed: otherwise it would never be asked, and nobody would know.

use ai_gateway_api::{AssignQuestionnaire, ListInstruments, codes};
use api::{Call, Opaque, Problem, Role};
use chat_history_api::{AssignedInstrument, Assignment, ByPatient, Known, TalkProfile};
use content_safety_api::Language;
use instruments::{Band, Bars, ItemRule, ItemText, Pack, PackText, Rule, ScaleLabel, Tier, item_hash};

use crate::{Companion, NAME, ServiceName, of};

/// A questionnaire of the house's own, with words that were invented for this test.
fn pack() -> Pack {
    let text = "The day went by as I like it, invented.".to_owned();
    let items = vec![ItemText { hash: item_hash(&text), text }];
    let label = |value: u8| ScaleLabel { value, label: format!("label {value}") };
    let texts = [Language::En, Language::Es].map(|language| PackText {
        language,
        title: format!("House mood {language:?}"),
        items: items.clone(),
        scale: (0..=3).map(label).collect(),
    });
    let band = |id: &str, from, tier| Band { id: id.to_owned(), from, tier };
    Pack {
        id: "house-mood".to_owned(),
        version: "1".to_owned(),
        rights: "Invented for this test.".to_owned(),
        texts: texts.to_vec(),
        items: vec![ItemRule { least: 0, most: 3, reversed: false }],
        rule: Rule::Sum { unanswered_max: 0 },
        bands: vec![band("1", 0, Tier::High), band("2", 2, Tier::Low)],
        skips: Vec::new(),
        gates: Vec::new(),
        min_days: 21,
        bars: Bars { grief_days: 7, simple_needs_staff: false },
    }
}

impl Companion {
    async fn assigns(&self, role: Role, instrument: &str, days: Option<u16>) -> Result<Assignment, Problem> {
        let who = self.house.person(self.house.sources.id(), role, self.organization, &[]);
        let path = ByPatient { patient_id: self.person };
        let body = Assignment { instrument: instrument.to_owned(), every_days: days, declined_at: None };
        let call = Call::<AssignQuestionnaire>::path_and_body(path, body);
        self.house.client(ServiceName::ApiGateway, NAME).call(&who, call).await
    }
}

#[tokio::test]
async fn what_is_not_installed_is_refused_and_never_looks_as_if_it_would_be_asked() {
    let companion = Companion::with(&[pack()]).await;
    let unknown = companion.assigns(Role::HealthProvider, "unheard-of", Some(28)).await.expect_err("refused");
    assert!(unknown.is(codes::UNKNOWN_INSTRUMENT) && unknown.status == 422, "{unknown:?}");
    let often = companion.assigns(Role::HealthProvider, "house-mood", Some(14)).await.expect_err("refused");
    assert!(often.is(api::codes::INVALID), "{often:?}");
    for role in [Role::CareStaff, Role::Resident, Role::FamilyMember] {
        assert!(companion.assigns(role, "house-mood", Some(28)).await.is_err(), "{role:?}");
    }
    assert!(of(&companion.fakes.assigned).is_empty(), "nothing was passed on");
    companion.assigns(Role::HealthProvider, "house-mood", Some(28)).await.expect("assigns");
    // What was uninstalled since can still be ended.
    companion.assigns(Role::HealthProvider, "unheard-of", None).await.expect("ends");
    let assigned: Vec<_> = of(&companion.fakes.assigned).iter().map(|one| one.every_days).collect();
    assert_eq!(assigned, [Some(28), None]);
}

#[tokio::test]
async fn what_is_installed_is_told_without_its_words() {
    let companion = Companion::with(&[pack()]).await;
    let client = companion.house.client(ServiceName::ApiGateway, NAME);
    let found = client.call(&companion.context, Call::<ListInstruments>::default()).await.expect("tells");
    let one = &found.instruments[0];
    assert_eq!(
        (one.instrument.as_str(), one.items, one.min_days, one.titles.len()),
        ("house-mood", 1, 21, 2)
    );
    let told = serde_json::to_string(&found).expect("serialises");
    assert!(told.contains("House mood En") && !told.contains("as I like it"), "{told}");
}

#[tokio::test]
async fn what_is_not_asked_of_somebody_alone_is_asked_once_staff_said_that_they_are_with_them() {
    for (simple, beside, asked) in [(false, false, true), (true, false, false), (true, true, true)] {
        let mut pack = pack();
        pack.bars.simple_needs_staff = true;
        let companion = Companion::with(&[pack]).await;
        let assigned = AssignedInstrument {
            instrument: "house-mood".to_owned(),
            every_days: 28,
            last_done: None,
            version: None,
            declined_at: None,
            replies: Opaque::default(),
        };
        let profile = TalkProfile { simple, ..TalkProfile::default() };
        let known = Known { profile, instruments: vec![assigned], staff_beside: beside, ..Known::default() };
        *of(&companion.fakes.known) = known;
        companion.says("Good morning").await.expect("answers");
        let plan = of(&companion.fakes.closed).last().expect("was closed").plan.clone();
        assert_eq!(plan.flow.as_deref() == Some("questionnaire"), asked, "{simple} {beside}: {plan:?}");
    }
}
