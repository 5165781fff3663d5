//! A mark on an analysis, from the resident who sets it to the data set that is measured: with the deciders as they are.

use std::process::Command;
use std::time::Duration;

use api::{Action, Call, Category, Purpose, Role, codes};
use chat_history_api::{
    AnalysisMark, ByMessage, ExportMarks, MarkAnalysis, MarkReason, MarkedRows, MarksQuery, ReadAnalysis,
    Speaker,
};
use consent_api::{
    ActorSelector, ByConsent, ConfirmedConsent, NewConsent, OrganizationClass, PreviewConsent, RecordConsent,
    RevokeConsent, Terms,
};
use content_safety_api::Level;
use e2e::{Person, TestPlatform};
use kernel::Timestamp;

const SAID: &str = "The soup of Quillborna Delgado was cold on March 5, 2021.";

pub(crate) async fn marks_are_a_data_set_of_whoever_allows_it_and_of_nobody_else(platform: &TestPlatform) {
    let (rose, officer) = (platform.person(Role::Resident).await, platform.compliance_officer().await);
    let conversation_id = rose.begins().await;
    rose.says(conversation_id, SAID).await.expect("answers");
    let messages = rose.reads(conversation_id).await.expect("one's own");
    let said = messages.iter().find(|one| one.speaker == Speaker::Resident).expect("what she said");
    let at = || ByMessage { conversation_id, message_id: said.message_id };
    let found = rose.call::<ReadAnalysis>(Call::path(at())).await.expect("one's own");
    assert!(
        !found.identifiers.is_empty()
            && found.versions.crisis.is_some()
            && found.versions.identifiers.is_some()
    );
    let mark = AnalysisMark {
        reasons: vec![MarkReason::NotMeant],
        level: Some(Level::None),
        categories: Some(Vec::new()),
        ..AnalysisMark::default()
    };
    rose.call::<MarkAnalysis>(Call::path_and_body(at(), mark.clone())).await.expect("marks it");
    for role in [Role::CareStaff, Role::FamilyMember] {
        let other = platform.person(role).await;
        let refused = other.call::<MarkAnalysis>(Call::path_and_body(at(), mark.clone())).await;
        let refused = refused.expect_err("not theirs to judge");
        assert!(refused.is(codes::NOT_FOUND) || refused.is(codes::FORBIDDEN), "{role:?}: {refused}");
    }

    let (before, left_out) = exported(platform, &officer).await;
    assert!(before.iter().all(|line| !line.contains("The soup of")) && left_out >= 1, "she was never asked");
    let terms = Terms::Permit {
        actor: ActorSelector::Organization { class: OrganizationClass::Home },
        categories: vec![Category::ChatTranscripts],
        actions: vec![Action::Export],
        purposes: vec![Purpose::QualityReview],
    };
    let new = NewConsent::of(terms);
    let read = rose.call::<PreviewConsent>(Call::body(new.clone())).await.expect("says it back");
    let confirmed = ConfirmedConsent { consent: new, digest: read.digest };
    let consent = rose.call::<RecordConsent>(Call::body(confirmed)).await.expect("records");
    let (rows, _) = exported(platform, &officer).await;
    let row = rows.iter().find(|line| line.contains("The soup of")).expect("she allows it");
    for gone in ["Quillborna", "Delgado", "March", &rose.id.to_string(), &conversation_id.to_string()] {
        assert!(!row.contains(gone), "{gone} in {row}");
    }
    assert_eq!(measured(&rows), rows.len(), "the command that measures reads it");
    let id = ByConsent { consent_id: consent.consent_id };
    rose.call::<RevokeConsent>(Call::path(id)).await.expect("takes it back");
    let (after, _) = exported(platform, &officer).await;
    assert!(after.iter().all(|line| !line.contains("The soup of")), "from now on it is in no data set");
}

/// The rows of today as lines, and how many are not in it for want of a yes.
async fn exported(platform: &TestPlatform, officer: &Person<'_>) -> (Vec<String>, u32) {
    const DAY: Duration = Duration::from_secs(24 * 3_600);
    let now = platform.sources.now();
    let day = |at: Timestamp| at.to_string()[..10].to_owned();
    let (from, to) = (day(now.minus(DAY)), day(now.plus(DAY)));
    let call = Call::<ExportMarks>::query(MarksQuery { from, to, after: None, limit: None });
    let MarkedRows { rows, left_out, .. } = officer.call(call).await.expect("exports");
    (rows.iter().map(|row| serde_json::to_string(row).expect("JSON")).collect(), left_out.not_allowed)
}

/// How many rows `eval crisis` reads of these lines.
fn measured(rows: &[String]) -> usize {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("marks.jsonl");
    std::fs::write(&file, rows.join("\n")).expect("writes");
    let done = Command::new(crate::PROGRAM).arg("eval").arg("crisis").arg(&file).arg("--json").output();
    let done = done.expect("runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let told: serde_json::Value = serde_json::from_slice(&done.stdout).expect("JSON");
    usize::try_from(told["files"][0]["rows"].as_u64().expect("a count")).expect("few")
}
