//! Safety plans: a resident's own, written by them or with them, read by those who may, and taken away by nobody else.

use api::{Role, Words};
use audit_logging_api::{AuditEvent, EventType, Outcome};
use chat_history_api::{
    ByPatient, ForgetSafetyPlan, GetSafetyPlan, ListPlanVersions, NewSafetyPlan, PLAN_BYTES_MAX,
    PLAN_VERSIONS_MAX, PlanLine, PlanPart, PlanParts, PlanQuery, PlanVersion, PlanVersionsQuery, SafetyPlan,
    SetSafetyPlan, codes,
};
use content_safety_api::Language;
use kernel::{Page, PageLimit};

use crate::{
    Call, Chat, NAME, NURSE, NURSE_ELSEWHERE, OTHER_RESIDENT, PROVIDER, Problem, RARE, RELATIVE, ROSE,
    ServiceName, organization, person,
};

impl Chat {
    async fn plan(&self, who: u128) -> Result<SafetyPlan, Problem> {
        let call = Call::path_and_query(ByPatient { patient_id: person(ROSE) }, PlanQuery::default());
        self.asks::<GetSafetyPlan>(who, call).await
    }

    async fn writes_plan(&self, who: u128, version: u64, parts: PlanParts) -> Result<SafetyPlan, Problem> {
        let call =
            Call::path_and_body(ByPatient { patient_id: person(ROSE) }, NewSafetyPlan { version, parts });
        self.asks::<SetSafetyPlan>(who, call).await
    }

    async fn plan_versions(&self, who: u128, query: PlanVersionsQuery) -> Result<Page<PlanVersion>, Problem> {
        let call = Call::path_and_query(ByPatient { patient_id: person(ROSE) }, query);
        self.asks::<ListPlanVersions>(who, call).await
    }

    async fn forgets_plan(&self, who: u128) -> Result<(), Problem> {
        self.asks::<ForgetSafetyPlan>(who, Call::default()).await.map(|_| ())
    }
}

fn line(text: &str) -> PlanLine {
    PlanLine { text: Words::new(text), phone: None }
}

fn with_signs(text: &str) -> PlanParts {
    PlanParts { signs: vec![line(text)], ..PlanParts::default() }
}

fn of_plans(action: &'static str) -> impl Fn(&AuditEvent) -> bool {
    move |event| event.resource.as_str() == "safety_plan" && event.action.as_str() == action
}

#[tokio::test]
async fn a_plan_is_written_by_its_owner_and_with_them_and_says_who_wrote_it() {
    let chat = Chat::new().await;
    let none = chat.plan(ROSE).await.expect("her own");
    assert_eq!((none.version, none.parts.is_empty(), none.changed), (0, true, None));
    let crisis = |plan: &SafetyPlan| {
        plan.lines
            .iter()
            .any(|line| line.contact.as_deref().is_some_and(|contact| contact.starts_with("988")))
    };
    assert!(crisis(&none), "988 is there before there is a plan");
    let ann = PlanLine { text: Words::new(" My sister Ann "), phone: Some(Words::new("555 0100")) };
    let parts = PlanParts { people: vec![ann], ..with_signs(RARE) };
    let first = chat.writes_plan(ROSE, 0, parts).await.expect("hers to write");
    assert_eq!((first.version, first.parts.people[0].text.expose()), (1, "My sister Ann"));
    let changed = first.changed.expect("was written");
    assert_eq!((changed.by, changed.role), (person(ROSE), Role::Resident));
    let mut more = first.parts.clone();
    more.professionals.push(line("Dr. Lee, on weekdays"));
    let second = chat.writes_plan(PROVIDER, 1, more.clone()).await.expect("writes with her");
    let changed = second.changed.expect("was written");
    assert_eq!((second.version, changed.by, changed.role), (2, person(PROVIDER), Role::HealthProvider));
    for who in [ROSE, PROVIDER, NURSE] {
        let read = chat.plan(who).await.expect("may read");
        assert_eq!((read.version, &read.parts, read.changed), (2, &more, second.changed));
        assert!(crisis(&read), "nobody takes 988 out of it");
    }
    let query = PlanQuery { language: Some(Language::Es) };
    let call = Call::path_and_query(ByPatient { patient_id: person(ROSE) }, query);
    let spanish = chat.asks::<GetSafetyPlan>(ROSE, call).await.expect("her own");
    assert!(crisis(&spanish) && spanish.lines != first.lines, "named in the language that was asked for");
    // What stood in it before is its history, and each of them was written down by whom.
    let history = chat.plan_versions(ROSE, PlanVersionsQuery::default()).await.expect("her own");
    let versions: Vec<(u64, bool)> =
        history.items.iter().map(|one| (one.version, one.parts.professionals.is_empty())).collect();
    assert_eq!((versions, history.next.is_none()), (vec![(2, false), (1, true)], true));
    let set = chat.logged(2, of_plans("set")).await;
    assert!(set.iter().all(|event| event.event_type == EventType::PhiChange));
    assert!(set.iter().any(|event| event.user_id == person(PROVIDER)));
    let read = chat.logged(5, of_plans("read")).await;
    assert!(read.iter().all(|event| event.patient_id == Some(person(ROSE))
        && event.category == Some(api::Category::SafetyPlan)
        && event.outcome == Outcome::Success));
    for entry in std::fs::read_dir(chat.house.stores.data_dir()).expect("a folder") {
        let bytes = std::fs::read(entry.expect("an entry").path()).expect("reads");
        assert!(!bytes.windows(RARE.len()).any(|window| window == RARE.as_bytes()), "sealed at rest");
    }
}

#[tokio::test]
async fn a_plan_is_written_only_over_the_version_that_was_read() {
    let chat = Chat::new().await;
    chat.writes_plan(ROSE, 0, with_signs("I stop sleeping")).await.expect("writes");
    for stale in [0, 2, u64::MAX] {
        let refused = chat.writes_plan(PROVIDER, stale, with_signs("Over hers")).await.expect_err("is stale");
        assert!(refused.is(codes::PLAN_CHANGED) && refused.status == 409, "{refused}");
    }
    assert_eq!(chat.plan(ROSE).await.expect("reads").parts, with_signs("I stop sleeping"));
    let (one, other) = tokio::join!(
        chat.writes_plan(ROSE, 1, with_signs("Hers")),
        chat.writes_plan(PROVIDER, 1, with_signs("With her"))
    );
    assert!(one.is_ok() != other.is_ok(), "one of two who come at once: {one:?} {other:?}");
    let kept = one.or(other).expect("one was kept");
    assert_eq!(chat.plan(ROSE).await.expect("reads").parts, kept.parts);
}

#[tokio::test]
async fn nobody_else_reads_or_writes_a_plan_and_each_refusal_is_an_event() {
    let chat = Chat::new().await;
    chat.writes_plan(ROSE, 0, with_signs(RARE)).await.expect("writes");
    for who in [OTHER_RESIDENT, RELATIVE, NURSE_ELSEWHERE] {
        let refused = chat.plan(who).await.expect_err("not theirs");
        assert!(refused.is(api::codes::NOT_FOUND), "{refused}");
        let history = chat.plan_versions(who, PlanVersionsQuery::default()).await;
        assert!(history.expect_err("not theirs").is(api::codes::NOT_FOUND));
        let denied = chat
            .logged(2, |event| {
                event.resource.as_str() == "safety_plan"
                    && event.user_id == person(who)
                    && event.outcome == Outcome::Denied
            })
            .await;
        assert!(denied.iter().all(|event| event.patient_id == Some(person(ROSE))));
    }
    for who in [OTHER_RESIDENT, RELATIVE] {
        let refused = chat.writes_plan(who, 1, with_signs("Not mine")).await.expect_err("not theirs");
        assert!(refused.is(api::codes::NOT_FOUND), "{refused}");
    }
    // Staff of the unit read it and write nothing in it.
    assert!(chat.plan(NURSE).await.is_ok());
    let refused = chat.writes_plan(NURSE, 1, with_signs("For her")).await.expect_err("not hers to write");
    assert!(refused.is(api::codes::FORBIDDEN), "{refused}");
    let admin = chat.house.person(person(60), Role::Admin, organization(), &[]);
    let path = ByPatient { patient_id: person(ROSE) };
    let read = Call::<GetSafetyPlan>::path_and_query(path, PlanQuery::default());
    let refused = chat.house.client(ServiceName::ApiGateway, NAME).call(&admin, read).await;
    assert!(refused.expect_err("no clinical text").is(api::codes::FORBIDDEN));
    for who in [PROVIDER, NURSE, RELATIVE] {
        let refused = chat.forgets_plan(who).await.expect_err("its owner's alone");
        assert!(refused.is(api::codes::FORBIDDEN), "{refused}");
    }
    chat.forgets_plan(OTHER_RESIDENT).await.expect("his own, and there is none");
    assert_eq!(chat.plan(ROSE).await.expect("reads").parts, with_signs(RARE), "hers is as it was");
    // With nobody to decide, nothing is read and nothing written.
    chat.house.leave(ServiceName::Consent);
    assert_eq!(chat.plan(ROSE).await.expect_err("nothing fails open").status, 503);
    assert_eq!(chat.writes_plan(ROSE, 1, with_signs("x")).await.expect_err("nothing fails open").status, 503);
}

#[tokio::test]
async fn a_plan_has_its_limits() {
    let chat = Chat::new().await;
    for part in PlanPart::ALL {
        let mut parts = PlanParts::default();
        parts.of_mut(*part).extend(vec![line("a"); 11]);
        let refused = chat.writes_plan(ROSE, 0, parts).await.expect_err("too many");
        let field = format!("parts.{}", part.name());
        assert_eq!(
            (refused.status, refused.errors.first().map(|error| error.field.as_ref())),
            (422, Some(&*field))
        );
    }
    let numbered = PlanLine { text: Words::new("The garden"), phone: Some(Words::new("555 0100")) };
    let numbered = PlanParts { company: vec![numbered], ..PlanParts::default() };
    for parts in
        [PlanParts::default(), with_signs(" "), with_signs(&"a".repeat(201)), with_signs("a\nb"), numbered]
    {
        assert_eq!(chat.writes_plan(ROSE, 0, parts).await.expect_err("no plan").status, 422);
    }
    let huge = with_signs(&"a".repeat(PLAN_BYTES_MAX as usize));
    assert_eq!(chat.writes_plan(ROSE, 0, huge).await.expect_err("too large").status, 413);
    assert_eq!(chat.plan(ROSE).await.expect("reads").version, 0, "and nothing was kept");
}

#[tokio::test]
async fn what_is_taken_away_leaves_no_words_and_is_not_written_over_by_who_read_it_before() {
    let chat = Chat::new().await;
    let id = chat.begins(ROSE).await;
    assert!(!chat.state(id).await.known.safety_plan);
    chat.writes_plan(ROSE, 0, with_signs("One")).await.expect("writes");
    chat.writes_plan(ROSE, 1, with_signs("Two")).await.expect("writes");
    assert!(chat.state(id).await.known.safety_plan, "the companion knows that there is one");
    for _ in 0..2 {
        chat.forgets_plan(ROSE).await.expect("hers to take away, once and again");
    }
    let after = chat.plan(ROSE).await.expect("reads");
    assert_eq!((after.version, after.parts.is_empty(), after.changed), (3, true, None));
    assert!(!after.lines.is_empty());
    assert!(chat.plan_versions(ROSE, PlanVersionsQuery::default()).await.expect("reads").items.is_empty());
    assert!(!chat.state(id).await.known.safety_plan);
    let forgotten = chat.logged(1, of_plans("forget")).await;
    assert_eq!(forgotten.len(), 1, "what was not there was not taken away");
    // Whoever read it before writes over nothing, and what is written next is no first version.
    let late = chat.writes_plan(PROVIDER, 2, with_signs("Late")).await.expect_err("it was taken away since");
    assert!(late.is(codes::PLAN_CHANGED), "{late}");
    assert_eq!(chat.writes_plan(ROSE, 3, with_signs("Anew")).await.expect("writes").version, 4);
    // With the resident's key the words are gone, and the lines are not.
    chat.vault.destroy(person(ROSE)).await.expect("destroys");
    let gone = chat.plan(ROSE).await;
    let gone = gone.map(|plan| (plan.parts.is_empty(), plan.lines.is_empty()));
    assert!(gone.is_err() || gone.as_ref().is_ok_and(|found| *found == (true, false)), "{gone:?}");
}

#[tokio::test]
async fn a_history_comes_in_pages_and_the_newest_versions_are_kept() {
    let chat = Chat::new().await;
    let most = u64::from(PLAN_VERSIONS_MAX);
    for version in 0..most + 3 {
        chat.writes_plan(ROSE, version, with_signs(&format!("Version {version}"))).await.expect("writes");
    }
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let limit = Some(PageLimit::try_from(200).expect("a page"));
        let page = chat.plan_versions(ROSE, PlanVersionsQuery { after, limit }).await.expect("her own");
        assert!(page.items.len() <= 10, "their words come with them");
        found.extend(page.items.iter().map(|one| one.version));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(found, (4..=most + 3).rev().collect::<Vec<_>>(), "each once, the newest first");
}
