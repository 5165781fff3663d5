//! Who may not see what, and that nothing is left lying about.

use std::path::Path;

use api::{Call, Role, codes};
use audit_logging_api::{EventQuery, EventType, ListEvents};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use e2e::TestPlatform;

const CANARY: &str = "the heron of Lake Quillby sings at seven";

crate::in_both_shapes!(what_is_not_yours_is_not_there, others);
async fn others(platform: &TestPlatform) {
    let rose = platform.person(Role::Resident).await;
    let conversation = rose.begins().await;
    rose.says(conversation, CANARY).await.expect("answers");
    let nobody = platform.sources.id();
    // A daughter to whom nothing was granted, and a nurse without an open alert.
    for role in [Role::FamilyMember, Role::CareStaff] {
        let person = platform.person(role).await;
        let refused = person.reads(conversation).await.expect_err("not theirs");
        let missing = person.reads(nobody).await.expect_err("not there");
        assert!(refused.is(codes::NOT_FOUND), "{refused}");
        assert_eq!(
            (refused.status, &refused.title, &refused.detail),
            (missing.status, &missing.title, &missing.detail)
        );
    }
    let admin = platform.compliance_officer().await;
    assert!(admin.reads(conversation).await.expect_err("no clinical text").is(codes::FORBIDDEN));
    let therapist = platform.person(Role::HealthProvider).await;
    assert_eq!(therapist.reads(conversation).await.expect("an assigned provider").len(), 3);
    // The reading and the refusals are in the log; the words are not.
    let query = EventQuery { event_type: Some(EventType::PhiAccess), ..EventQuery::default() };
    let mut seen = Vec::new();
    for _ in 0..100 {
        let page =
            admin.call::<ListEvents>(Call::query(query.clone())).await.expect("the officer reads the log");
        seen = page.items;
        let read_by = |person| seen.iter().any(|record| record.event.user_id == person);
        if read_by(therapist.account.person_id) && seen.len() >= 4 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    let by = |role: Role| seen.iter().filter(|record| record.event.role == Some(role)).count();
    assert_eq!(by(Role::HealthProvider), 1, "one event for one reading");
    assert_eq!(by(Role::CareStaff), 1, "one event for one refusal");
    assert!(!serde_json::to_string(&seen).expect("JSON").contains("heron"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_canary_is_found_nowhere_on_disk() {
    let platform = TestPlatform::all_in_one().await;
    let rose = platform.person(Role::Resident).await;
    let conversation = rose.begins().await;
    rose.says(conversation, CANARY).await.expect("answers");
    rose.says(conversation, &format!("I want to die, {CANARY}")).await.expect("answers");
    let folder = platform.stop().await;
    let needles = needles();
    let mut files = 0;
    search(folder.path(), &needles, &mut files);
    assert!(files > 10, "{files} files were searched");
    // The search itself finds what lies open.
    let planted = folder.path().join("planted");
    std::fs::write(&planted, STANDARD.encode(CANARY)).expect("writes");
    let bytes = std::fs::read(&planted).expect("reads");
    assert!(needles.iter().any(|needle| contains(&bytes, needle)));
}

/// The canary in UTF-8, UTF-16 and the three alignments of base64.
fn needles() -> Vec<Vec<u8>> {
    let utf16 = |to: fn(u16) -> [u8; 2]| CANARY.encode_utf16().flat_map(to).collect::<Vec<u8>>();
    let mut needles = vec![CANARY.as_bytes().to_vec(), utf16(u16::to_le_bytes), utf16(u16::to_be_bytes)];
    for skip in 0..3 {
        let encoded = STANDARD.encode(&CANARY.as_bytes()[skip..]);
        needles.push(encoded.as_bytes()[..encoded.len() - 4].to_vec());
    }
    needles
}

fn search(folder: &Path, needles: &[Vec<u8>], files: &mut usize) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            search(&path, needles, files);
            continue;
        }
        *files += 1;
        let bytes = std::fs::read(&path).expect("reads");
        for needle in needles {
            assert!(!contains(&bytes, needle), "the canary lies in {}", path.display());
        }
    }
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}
