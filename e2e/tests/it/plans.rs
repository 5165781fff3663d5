//! A safety plan in the whole platform: hers, written with who treats her, read by who looks after her, and by nobody else.

use api::{Call, Category, Role, Words, codes};
use audit_logging_api::{GetAccessReport, Outcome, PatientPath, ReportQuery};
use chat_history_api::{
    ByPatient, ForgetSafetyPlan, GetSafetyPlan, NewSafetyPlan, PlanLine, PlanParts, PlanQuery, SafetyPlan,
    SetSafetyPlan,
};
use e2e::{CANARY, Person, TestPlatform};
use kernel::PersonId;
use testkit::eventually;

async fn reads(who: &Person<'_>, patient_id: PersonId) -> Result<SafetyPlan, api::Problem> {
    let call = Call::path_and_query(ByPatient { patient_id }, PlanQuery::default());
    who.call::<GetSafetyPlan>(call).await
}

async fn writes(
    who: &Person<'_>,
    patient_id: PersonId,
    version: u64,
    parts: &PlanParts,
) -> Result<SafetyPlan, api::Problem> {
    let new = NewSafetyPlan { version, parts: parts.clone() };
    who.call::<SetSafetyPlan>(Call::path_and_body(ByPatient { patient_id }, new)).await
}

fn line(text: &str) -> PlanLine {
    PlanLine { text: Words::new(text), phone: None }
}

pub(crate) async fn a_safety_plan_is_hers_and_is_written_with_who_treats_her(platform: &TestPlatform) {
    let rose = platform.person(Role::Resident).await;
    let therapist = platform.person(Role::HealthProvider).await;
    let nurse = platform.person(Role::CareStaff).await;
    let before = reads(&rose, rose.id).await.expect("her own");
    assert!(before.parts.is_empty() && before.lines.iter().any(|one| one.contact.as_deref() == Some("988")));
    let mut parts =
        PlanParts { signs: vec![line(&format!("I stop humming, {CANARY}"))], ..PlanParts::default() };
    let first = writes(&rose, rose.id, before.version, &parts).await.expect("hers to write");
    parts.professionals.push(line("The therapist, on weekdays"));
    let second = writes(&therapist, rose.id, first.version, &parts).await.expect("with her");
    let changed = second.changed.expect("was written");
    assert_eq!((changed.by, changed.role), (therapist.id, Role::HealthProvider));
    // Her page was open meanwhile: nothing is written over.
    let stale = writes(&rose, rose.id, first.version, &parts).await.expect_err("it was changed");
    assert!(stale.is(chat_history_api::codes::PLAN_CHANGED) && stale.status == 409, "{stale}");
    assert_eq!(reads(&nurse, rose.id).await.expect("cares for her").parts, parts);
    assert!(
        writes(&nurse, rose.id, second.version, &parts).await.expect_err("reads it").is(codes::FORBIDDEN)
    );
    let newcomer = platform.newcomer().await;
    let (daughter, officer) =
        (platform.person(Role::FamilyMember).await, platform.compliance_officer().await);
    for (who, code) in
        [(&newcomer, codes::NOT_FOUND), (&daughter, codes::NOT_FOUND), (&officer, codes::FORBIDDEN)]
    {
        let refused = reads(who, rose.id).await.expect_err("not theirs");
        assert!(refused.is(code), "{refused}");
    }
    let refused = writes(&daughter, rose.id, second.version, &parts).await.expect_err("not hers to write");
    assert!(refused.is(codes::NOT_FOUND), "{refused}");
    // She sees who read it, and who was refused.
    let seen = async |who: PersonId, outcome: Outcome| {
        eventually("it is in her record", async || {
            let call = Call::path_and_query(PatientPath { id: rose.id }, ReportQuery::default());
            let report = rose.call::<GetAccessReport>(call).await.ok()?;
            let mut of_plan =
                report.entries.items.into_iter().filter(|one| one.user_id == who && one.outcome == outcome);
            of_plan.find(|one| one.category == Some(Category::SafetyPlan) || outcome == Outcome::Denied)
        })
        .await
    };
    seen(therapist.id, Outcome::Success).await;
    seen(nurse.id, Outcome::Success).await;
    seen(daughter.id, Outcome::Denied).await;
    // Taken away it is gone for everybody, and what is written next is no first version.
    rose.call::<ForgetSafetyPlan>(Call::default()).await.expect("hers to take away");
    let gone = reads(&therapist, rose.id).await.expect("may read");
    assert!(gone.parts.is_empty() && gone.version > second.version, "version {}", gone.version);
    let late = writes(&therapist, rose.id, second.version, &parts).await.expect_err("it was taken away");
    assert!(late.is(chat_history_api::codes::PLAN_CHANGED), "{late}");
    writes(&rose, rose.id, gone.version, &parts).await.expect("anew");
}
