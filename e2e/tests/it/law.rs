//! What the law on companions wants to see: notices as events, help that was named in the report of the year, and the
//! protocol for anybody.

use std::time::Duration;

use api::{Call, Role, Words};
use audit_logging_api::{EventQuery, EventType, ListEvents, Word};
use auth_rbac_api::{Accept, AcceptInvitation, Invite, Login, NewInvitation, SignIn, Tokens};
use chat_history_api::{CompanionReport, GetCompanionReport, Minor, NoticeReason, ReferralKind, YearQuery};
use consent_api::{ByPatient, Day, NewStanding, SetStanding};
use e2e::{Person, TestPlatform};
use testkit::eventually;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::identity::{anybody, with};

const RISK: &str = "I do not want to live any more, I have saved up my pills";

async fn report(platform: &TestPlatform, officer: &Person<'_>) -> CompanionReport {
    // The residents' clocks are those of New York.
    let there = platform.sources.now().minus(Duration::from_secs(5 * 3_600)).to_string();
    let year = there[..4].parse().expect("a year");
    officer.call::<GetCompanionReport>(Call::query(YearQuery { year })).await.expect("reports")
}

pub(crate) async fn a_notice_is_an_event_and_help_that_was_named_is_in_the_report(platform: &TestPlatform) {
    let officer = platform.compliance_officer().await;
    let before = report(platform, &officer).await;
    let rose = platform.newcomer().await;
    let conversation = rose.begins().await;
    rose.says(conversation, "Are you a real person?").await.expect("answers");
    rose.says(conversation, RISK).await.expect("is answered");
    rose.says_once(conversation, RISK, "the-same-message").await.expect("is answered");
    rose.says_once(conversation, RISK, "the-same-message").await.expect("is told again");
    let messages = rose.reads(conversation).await.expect("one's own conversation");
    let notices: Vec<NoticeReason> =
        messages.iter().flat_map(|message| &message.notices).map(|notice| notice.reason).collect();
    assert_eq!(notices, [NoticeReason::Start, NoticeReason::Asked]);
    // The log has each of them, and no words.
    let query = EventQuery {
        event_type: Some(EventType::Notification),
        patient_id: Some(rose.id),
        ..EventQuery::default()
    };
    let events = eventually("the notices are in the log", async || {
        let page = officer.call::<ListEvents>(Call::query(query.clone())).await.ok()?;
        (page.items.len() >= 2).then_some(page.items)
    });
    let events = events.await;
    assert!(events.iter().all(|record| record.event.resource == Word::new("ai_notice")), "{events:?}");
    assert!(events.iter().all(|record| !record.event.phi_accessed), "{events:?}");
    // Two messages named the line; the one that came again counts once.
    let after = report(platform, &officer).await;
    let counted = after.statutory.referral_notices - before.statutory.referral_notices;
    assert_eq!(counted, 2, "{after:?}");
    let raised = |report: &CompanionReport| report.internal.handoffs.iter().map(|one| one.count).sum::<u64>();
    assert_eq!(raised(&after) - raised(&before), 1, "one alert an episode");
    // Nobody else may ask.
    let year = YearQuery { year: after.year };
    for role in [Role::CareStaff, Role::Resident] {
        let person = platform.person(role).await;
        person.call::<GetCompanionReport>(Call::query(year)).await.expect_err("not theirs");
    }
}

/// How often a crisis line was named to residents of whom this is known.
fn named_to(report: &CompanionReport, minor: Minor) -> u64 {
    let lines = report.internal.referrals.iter().filter(|one| one.kind == ReferralKind::CrisisLine);
    lines.filter(|one| one.minor == minor).map(|one| one.count).sum()
}

/// Somebody of the office who showed just now who they are.
async fn newcomer_in_the_office(platform: &TestPlatform) -> Tokens {
    let admin = platform.person(Role::Admin).await;
    let new = NewInvitation {
        role: Role::Admin,
        scopes: Vec::new(),
        patient_id: None,
        relation: None,
        unit_id: None,
    };
    let invitation = admin.call::<Invite>(Call::body(new)).await.expect("invites");
    let email = Words::new(format!("{}@demo.invalid", invitation.invitation_id));
    let password = Words::new("heron-lantern-barley");
    let accept = Accept {
        token: invitation.token,
        name: Words::new("A colleague"),
        email: email.clone(),
        password: password.clone(),
    };
    let enrolled = anybody(platform, Call::<AcceptInvitation>::body(accept)).await.expect("has an account");
    let code = Some(enrolled.recovery_codes[0].clone());
    let given = SignIn { email: Some(email), password: Some(password), code, device: None };
    anybody(platform, Call::<Login>::body(given)).await.expect("signs in")
}

/// The clock of processes cannot be moved: that a minor is told each hour is shown in ai-gateway's own tests. Here the day of
/// birth goes the whole way, from the office through consent and the deciders to the report.
pub(crate) async fn help_that_a_minor_was_named_is_in_the_report_as_that(platform: &TestPlatform) {
    let officer = platform.compliance_officer().await;
    let before = report(platform, &officer).await;
    let rose = platform.newcomer().await;
    let conversation = rose.begins().await;
    rose.says(conversation, RISK).await.expect("is answered");
    let office = newcomer_in_the_office(platform).await;
    let mut known = Vec::new();
    for years in [10, 40] {
        let born = format!("{}-01-01", before.year - years);
        let new = NewStanding {
            born_on: Some(Day(born.parse().expect("a day"))),
            died_on: None,
            time_zone: "America/New_York".to_owned(),
            state: Some("us-wa".to_owned()),
        };
        let path = ByPatient { patient_id: rose.id };
        let said = with(platform, &office, Call::<SetStanding>::path_and_body(path, new)).await;
        known.push(said.expect("is said").minor_until.expect("is known"));
        rose.says(conversation, RISK).await.expect("is answered");
    }
    let now = platform.sources.now();
    assert!(known[0] > now && known[1] < now, "a minor, and then of age: {known:?}");
    let after = report(platform, &officer).await;
    for minor in [Minor::Unknown, Minor::Yes, Minor::No] {
        assert_eq!(named_to(&after, minor) - named_to(&before, minor), 1, "{minor:?} {after:?}");
    }
}

pub(crate) async fn the_protocol_is_there_for_anybody(platform: &TestPlatform) {
    for (path, title) in [("/protocol", "Safety protocol"), ("/protocol?lang=es", "Protocolo de seguridad")] {
        let address = platform.outside.base_url().trim_start_matches("http://").to_owned();
        let mut stream = tokio::net::TcpStream::connect(&address).await.expect("connects");
        let request = format!("GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await.expect("asks");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.expect("answers");
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        assert!(answer.contains(&format!("<h1>{title}</h1>")) && answer.contains("988"), "{answer}");
    }
}
