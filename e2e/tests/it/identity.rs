//! How people come in and stay in, and what opens nothing any more, through the gateway.

use std::time::Duration;

use api::{Action, Call, CallContext, Category, Operation, Problem, Purpose, Role, Words, codes};
use auth_rbac_api::{
    Accept, AcceptInvitation, AddDevice, AdmitResident, ByDevice, ByPerson, CheckPermission, ConfirmDevice,
    CreatePasswordReset, DeviceState, Enrolled, Invite, Login, Logout, LogoutRequest, NewDevice,
    NewInvitation, NewPassword, NewResident, NewTablet, Permission, PermissionQuery, Refresh, RefreshRequest,
    ResetPassword, RevokeDevice, SignIn, Tokens, WhoAmI,
};
use chat_history_api::{ByConversation, ConversationEvent, WatchConversation};
use e2e::{Person, TestPlatform};
use kernel::PersonId;
use therapeutic_ai::demo;

const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) async fn what_was_spent_or_taken_back_opens_nothing_and_a_way_in_is_left(platform: &TestPlatform) {
    let nurse = platform.person(Role::CareStaff).await;
    let new = NewResident {
        name: Words::new("Newcomer"),
        unit_id: platform.demo.unit_id,
        device_name: "tablet".to_owned(),
    };
    let admitted = nurse.call::<AdmitResident>(Call::body(new)).await.expect("is admitted");
    a_copied_refresh_token_ends_the_session(platform, &admitted.device).await;
    let body = NewDevice { name: "another".to_owned() };
    let call = Call::<NewTablet>::path_and_body(ByPerson { person_id: admitted.person_id }, body);
    let another = nurse.call::<NewTablet>(call).await.expect("another tablet");
    alone(platform, &admitted.device).await.expect_err("the one before");
    signing_out_ends_the_stream(platform, &another.device).await;
    a_colleague_recovers_and_has_a_new_password(platform).await;
    a_device_is_confirmed_used_and_revoked(platform, &nurse).await;
    what_may_be_seen_is_told_with_its_reason(platform, admitted.person_id).await;
}

pub(crate) async fn anybody<O: Operation>(
    platform: &TestPlatform,
    call: Call<O>,
) -> Result<O::Output, Problem> {
    let context = CallContext::background(platform.sources.id());
    platform.outside.client(O::SPEC.service).call(&context, call).await
}

pub(crate) async fn with<O: Operation>(
    platform: &TestPlatform,
    tokens: &Tokens,
    call: Call<O>,
) -> Result<O::Output, Problem> {
    platform.outside.client(O::SPEC.service).call(&context(platform, tokens), call).await
}

fn context(platform: &TestPlatform, tokens: &Tokens) -> CallContext {
    let context = CallContext::background(platform.sources.id());
    demo::signed_in(context, &tokens.access_token).expect("a header")
}

async fn alone(platform: &TestPlatform, secret: &Words) -> Result<Tokens, Problem> {
    let given = SignIn { device: Some(secret.clone()), ..SignIn::default() };
    anybody(platform, Call::<Login>::body(given)).await
}

async fn a_copied_refresh_token_ends_the_session(platform: &TestPlatform, secret: &Words) {
    let refresh = async |tokens: &Tokens| {
        let body = RefreshRequest { refresh_token: tokens.refresh_token.clone() };
        anybody(platform, Call::<Refresh>::body(body)).await
    };
    let first = alone(platform, secret).await.expect("the tablet signs in");
    let second = refresh(&first).await.expect("the first");
    let third = refresh(&second).await.expect("the second");
    with(platform, &third, Call::<WhoAmI>::default()).await.expect("goes on");
    let copied = refresh(&first).await.expect_err("spent twice over");
    assert!(copied.is(auth_rbac_api::codes::REFRESH), "{copied}");
    let ended = with(platform, &third, Call::<WhoAmI>::default()).await.expect_err("for everybody");
    assert_eq!(ended.status, 401, "{ended}");
}

async fn signing_out_ends_the_stream(platform: &TestPlatform, secret: &Words) {
    let tokens = alone(platform, secret).await.expect("the tablet signs in");
    let begin = ai_gateway_api::NewConversation::default();
    let begun = with(platform, &tokens, Call::<ai_gateway_api::BeginConversation>::body(begin)).await;
    let path = ByConversation { conversation_id: begun.expect("begins").id };
    let client = platform.outside.client(WatchConversation::SPEC.service);
    let watch = Call::<WatchConversation>::path(path);
    let mut stream = client.stream(&context(platform, &tokens), watch).await.expect("watches");
    let out = Call::<Logout>::body(LogoutRequest { everywhere: false });
    with(platform, &tokens, out).await.expect("signs out");
    let reason = loop {
        match tokio::time::timeout(PATIENCE, stream.next()).await.expect("ends") {
            Some(Ok(ConversationEvent::End { reason })) => break reason,
            Some(Ok(_)) => {}
            Some(Err(problem)) => panic!("{problem}"),
            None => panic!("an ending is said"),
        }
    };
    assert_eq!(reason, "signed_out");
    let ended = with(platform, &tokens, Call::<WhoAmI>::default()).await.expect_err("signed out");
    assert_eq!(ended.status, 401, "{ended}");
}

async fn a_colleague_recovers_and_has_a_new_password(platform: &TestPlatform) {
    const OLD: &str = "kestrel-lantern-oats";
    const NEW: &str = "blue meadow in the rain";
    let admin = platform.person(Role::Admin).await;
    let new = NewInvitation {
        role: Role::HealthProvider,
        scopes: Vec::new(),
        patient_id: None,
        relation: None,
        unit_id: None,
    };
    let invitation = admin.call::<Invite>(Call::body(new)).await.expect("invites");
    let email = format!("{}@demo.invalid", invitation.invitation_id);
    let accept = Accept {
        token: invitation.token,
        name: Words::new("A colleague"),
        email: Words::new(&email),
        password: Words::new(OLD),
    };
    let enrolled: Enrolled =
        anybody(platform, Call::<AcceptInvitation>::body(accept)).await.expect("has an account");
    let recovers = async |password: &str, code: usize| {
        let given = SignIn {
            email: Some(Words::new(&email)),
            password: Some(Words::new(password)),
            code: Some(enrolled.recovery_codes[code].clone()),
            device: None,
        };
        anybody(platform, Call::<Login>::body(given)).await
    };
    let session = recovers(OLD, 0).await.expect("a recovery code");
    let refused = recovers(OLD, 0).await.map(|_| ()).expect_err("once");
    assert!(refused.is(auth_rbac_api::codes::CREDENTIALS), "{refused}");
    let path = ByPerson { person_id: enrolled.person_id };
    let link = admin.call::<CreatePasswordReset>(Call::path(path)).await.expect("a link");
    let reset = || {
        let given = NewPassword { token: link.token.clone(), password: Words::new(NEW) };
        anybody(platform, Call::<ResetPassword>::body(given))
    };
    assert_eq!(reset().await.expect("is set").sessions_ended, 1);
    let again = reset().await.expect_err("once");
    assert!(again.is(auth_rbac_api::codes::RESET_LINK), "{again}");
    let ended = with(platform, &session, Call::<WhoAmI>::default()).await.expect_err("ended with it");
    assert_eq!(ended.status, 401, "{ended}");
    assert!(recovers(OLD, 1).await.is_err(), "the old password");
    recovers(NEW, 1).await.expect("the new one");
}

async fn a_device_is_confirmed_used_and_revoked(platform: &TestPlatform, nurse: &Person<'_>) {
    let rose = platform.person(Role::Resident).await;
    let account = platform.demo.account(Role::Resident).expect("the resident");
    let new = NewDevice { name: "Rose's tablet".to_owned() };
    let added = rose.call::<AddDevice>(Call::body(new)).await.expect("is added");
    let signs_in = async |secret: &Words| {
        let given = SignIn {
            email: Some(Words::new(&account.email)),
            password: Some(Words::new(&account.password)),
            code: None,
            device: Some(secret.clone()),
        };
        anybody(platform, Call::<Login>::body(given)).await
    };
    assert!(signs_in(&added.device).await.is_err(), "nobody confirmed it");
    let path = ByDevice { device_id: added.device_id };
    let device = nurse.call::<ConfirmDevice>(Call::path(path.clone())).await.expect("confirms");
    assert_eq!(device.state, DeviceState::Active);
    let tokens = signs_in(&added.device).await.expect("in place of a code");
    nurse.call::<RevokeDevice>(Call::path(path)).await.expect("revokes");
    let next = tokens.device.expect("the next secret");
    assert!(signs_in(&next).await.is_err() && signs_in(&added.device).await.is_err(), "revoked");
}

async fn what_may_be_seen_is_told_with_its_reason(platform: &TestPlatform, newcomer: PersonId) {
    let rose = platform.person(Role::Resident).await;
    let asks = async |role: Role, patient_id: PersonId| -> Result<Permission, Problem> {
        let (category, action) = (Category::ChatTranscripts, Action::Read);
        let query = PermissionQuery { patient_id, category, action, purpose: Purpose::Treatment };
        platform.person(role).await.call::<CheckPermission>(Call::body(query)).await
    };
    let therapist = asks(Role::HealthProvider, rose.id).await.expect("is told");
    assert!(therapist.permit, "{therapist:?}");
    assert_eq!(therapist.reason, "default_table");
    for (role, patient) in [(Role::HealthProvider, newcomer), (Role::FamilyMember, newcomer)] {
        let stranger = asks(role, patient).await.expect("is told");
        assert_eq!((stranger.permit, stranger.reason.as_str()), (false, "no_live_edge"), "{stranger:?}");
    }
    let nobody = anybody(platform, Call::<WhoAmI>::default()).await.expect_err("nobody");
    assert!(nobody.is(codes::UNAUTHENTICATED), "{nobody}");
}
