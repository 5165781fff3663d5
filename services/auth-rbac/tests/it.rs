//! The service as its callers meet it, on each engine: through its routes, under all layers, with the tokens that
//! it gives out itself.

use std::sync::Arc;
use std::time::Duration;

use api::{Call, CallContext, Operation, Problem, Role, ServiceName, Words};
use auth_rbac::{AuthRbac, Config, Handles};
use auth_rbac_api as contract;
use auth_rbac_api::{
    Accept, AcceptInvitation, AddDevice, AdmitResident, ByDevice, ByPerson, ConfirmDevice, DeviceState,
    Enrolled, GetJwks, Invite, Login, Logout, LogoutRequest, NewDevice, NewInvitation, NewResident,
    PersonState, Refresh, RefreshRequest, Register, Registration, SessionQuery, SessionStatus,
    SetPersonState, SetUp, SetUpDone, Setting, SignIn, StateChange, Tokens, WhoAmI, codes,
};
use chassis::{Answer, Inbound, Jwk, Reply, Routes, Running, Service};
use kernel::{ManualClock, PersonId, SeededRandom, SessionId, Sources, Timestamp, UnitId};
use relationship_management_api::{
    Assign, CreateRelation, EnterMember, Relation, RelationKind, RelationState,
};
use testkit::{House, OwnStores, on_every_engine};
use vault::{DirectoryKeys, KeyDirectory, ShreddedList, SigningKeys, Vault};

const NAME: ServiceName = ServiceName::AuthRbac;
const PASSWORD: &str = "kestrel-lantern-oats";
/// A one-time code is good for a step, and once.
const STEP: Duration = Duration::from_secs(30);
const MINUTE: Duration = Duration::from_secs(60);

/// The service in an installation that is set up.
struct Auth {
    house: House,
    clock: Arc<ManualClock>,
    routes: Vec<&'static str>,
    set_up: SetUpDone,
}

/// Somebody with an account.
struct Somebody {
    email: String,
    enrolled: Enrolled,
}

async fn everywhere() -> Vec<Auth> {
    let mut all = Vec::new();
    for stores in on_every_engine() {
        all.push(Auth::new(stores).await);
    }
    all
}

impl Auth {
    async fn new(stores: OwnStores) -> Self {
        let clock = ManualClock::at(Timestamp::from_micros(1_700_000_000_000_000));
        let house = House::new(stores, Sources::new(clock.clone(), SeededRandom::new(7)));
        let directory = KeyDirectory::open(&house.stores.key_dir()).expect("opens");
        let provider = Arc::new(DirectoryKeys::open(directory.clone()).expect("keys"));
        let place = store_sql::Location::Sqlite { path: house.stores.data_dir().join("keys.sqlite") };
        let list = ShreddedList::in_directory(directory.clone());
        let vault = Vault::start(&place, provider, list, house.sources.clone()).await.expect("opens");
        let keys = Arc::new(SigningKeys::new(directory.clone(), &house.stores.data_dir()));
        let relations = Routes::new(ServiceName::RelationshipManagement, Arc::new(house.sources.clone()))
            .on::<EnterMember, _, _>(enter)
            .on::<CreateRelation, _, _>(relate)
            .on::<Assign, _, _>(assign);
        house.enter(ServiceName::RelationshipManagement, &Running::new(relations));
        let handles = Handles { vault, keys, key_directory: directory };
        let running = AuthRbac::build(Config::default(), house.chassis(NAME), handles).await.expect("builds");
        let routes = house.enter(NAME, &running);
        let client = house.client(ServiceName::ApiGateway, NAME);
        let set = client.call::<GetJwks>(&house.nobody(), Call::default()).await.expect("public keys");
        house.keys.replace(set.keys.into_iter().map(jwk).collect()).expect("in memory");
        let token = std::fs::read_to_string(house.stores.data_dir().join(auth_rbac::SET_UP_FILE));
        let call = Call::<SetUp>::body(setting(&token.expect("an empty installation")));
        let set_up = client.call(&house.nobody(), call).await.expect("is set up");
        Self { house, clock, routes, set_up }
    }

    /// Without a token, through the gateway.
    async fn anybody<O: Operation>(&self, call: Call<O>) -> Result<O::Output, Problem> {
        self.asks(&self.house.nobody(), call).await
    }

    async fn asks<O: Operation>(&self, who: &CallContext, call: Call<O>) -> Result<O::Output, Problem> {
        self.house.client(ServiceName::ApiGateway, NAME).call(who, call).await
    }

    async fn signs_in(&self, given: SignIn) -> Result<Tokens, Problem> {
        self.anybody::<Login>(Call::body(given)).await
    }

    /// With password and the code of now.
    async fn enters(&self, who: &Somebody) -> Result<Tokens, Problem> {
        self.signs_in(with_code(who, &self.code(who))).await
    }

    async fn admin(&self) -> CallContext {
        let who = Somebody { email: "admin@house.invalid".into(), enrolled: self.set_up.admin.clone() };
        self.clock.advance(STEP);
        self.signed_in(&self.enters(&who).await.expect("the admin signs in"))
    }

    fn signed_in(&self, tokens: &Tokens) -> CallContext {
        let header = format!("Bearer {}", tokens.access_token.expose()).parse().expect("a header");
        CallContext { authorization: Some(header), ..self.house.nobody() }
    }

    fn code(&self, who: &Somebody) -> String {
        let secret = totp_rs::Secret::try_from_base32(who.enrolled.totp_secret.expose()).expect("base32");
        let totp = totp_rs::Builder::new().with_secret(secret).build_noncompliant();
        totp.generate(u64::try_from(self.house.sources.now().as_seconds()).expect("after 1970")).to_string()
    }

    async fn registers(&self, email: &str) -> Result<Somebody, Problem> {
        let registration = Registration {
            join_code: self.set_up.organization.join_code.clone(),
            name: Words::new("Rose Field"),
            email: Words::new(email),
            password: Words::new(PASSWORD),
        };
        let enrolled = self.anybody::<Register>(Call::body(registration)).await?;
        Ok(Somebody { email: email.to_owned(), enrolled })
    }

    async fn accepts(&self, token: &Words, email: &str) -> Result<Somebody, Problem> {
        let accept = Accept {
            token: token.clone(),
            name: Words::new("Somebody"),
            email: Words::new(email),
            password: Words::new(PASSWORD),
        };
        let enrolled = self.anybody::<AcceptInvitation>(Call::body(accept)).await?;
        Ok(Somebody { email: email.to_owned(), enrolled })
    }

    async fn refreshes(&self, token: &Words) -> Result<Tokens, Problem> {
        self.anybody::<Refresh>(Call::body(RefreshRequest { refresh_token: token.clone() })).await
    }

    /// Whether a session is live, as the gateway asks on every call.
    async fn is_live(&self, session: SessionId, activity: bool) -> bool {
        let call = Call::<SessionStatus>::body(SessionQuery { session_id: session, activity });
        self.anybody(call).await.expect("answers").live
    }

    /// Whether silence alone has ended a session, as chat-history asks for the feed of a shift.
    async fn is_silent(&self, session: SessionId) -> bool {
        let call = Call::<SessionStatus>::body(SessionQuery { session_id: session, activity: false });
        self.anybody(call).await.expect("answers").silent
    }

    async fn session(&self, who: &CallContext) -> SessionId {
        self.asks::<WhoAmI>(who, Call::default()).await.expect("knows them").session_id
    }

    async fn sets(&self, person: PersonId, state: PersonState) {
        let path = ByPerson { person_id: person };
        let call = Call::<SetPersonState>::path_and_body(path, StateChange { state });
        self.asks(&self.admin().await, call).await.expect("an admin may");
    }
}

async fn enter(_: Arc<Sources>, inbound: Inbound<EnterMember>) -> Answer<EnterMember> {
    Ok(Reply::Json(inbound.call.body))
}

async fn relate(sources: Arc<Sources>, inbound: Inbound<CreateRelation>) -> Answer<CreateRelation> {
    let new = inbound.call.body;
    let relation = Relation {
        relation_id: sources.id(),
        patient_id: new.patient_id,
        person_id: new.person_id,
        kind: new.kind,
        state: RelationState::Active,
        created_at: sources.now(),
        expires_at: None,
    };
    Ok(Reply::Json(relation))
}

async fn assign(_: Arc<Sources>, inbound: Inbound<Assign>) -> Answer<Assign> {
    Ok(Reply::Json(inbound.call.body))
}

fn jwk(key: contract::PublicKey) -> Jwk {
    Jwk { kty: key.kty, crv: key.crv, alg: key.alg, usage: key.usage, kid: key.kid, x: key.x }
}

fn setting(token: &str) -> Setting {
    Setting {
        token: Words::new(token.trim()),
        organization: "Kestrel House".to_owned(),
        name: Words::new("An admin"),
        email: Words::new("admin@house.invalid"),
        password: Words::new(PASSWORD),
    }
}

fn with_code(who: &Somebody, code: &str) -> SignIn {
    SignIn {
        email: Some(Words::new(&who.email)),
        password: Some(Words::new(PASSWORD)),
        code: Some(Words::new(code)),
        device: None,
    }
}

fn family() -> NewInvitation {
    NewInvitation {
        role: Role::FamilyMember,
        scopes: Vec::new(),
        patient_id: None,
        relation: Some(RelationKind::PrimaryFamily),
        unit_id: None,
    }
}

#[tokio::test]
async fn every_operation_of_the_contract_is_answered_and_no_other() {
    for auth in everywhere().await {
        let described: Vec<&str> = contract::operations().iter().map(|one| one.spec.name).collect();
        assert_eq!(auth.routes, described);
    }
}

#[tokio::test]
async fn an_installation_is_set_up_once() {
    for auth in everywhere().await {
        assert!(!auth.house.stores.data_dir().join(auth_rbac::SET_UP_FILE).exists(), "the token is spent");
        let again = auth.anybody::<SetUp>(Call::body(setting("guessed"))).await.expect_err("once");
        assert!(again.is(codes::SET_UP), "{again}");
    }
}

#[tokio::test]
async fn nobody_signs_in_with_a_password_alone_and_a_code_is_good_once() {
    for auth in everywhere().await {
        let rose = auth.registers("rose@house.invalid").await.expect("registers");
        let alone = SignIn { code: None, ..with_code(&rose, "") };
        assert!(auth.signs_in(alone).await.expect_err("a second factor").is(codes::CREDENTIALS));
        let tokens = auth.enters(&rose).await.expect("signs in");
        let me = auth.asks::<WhoAmI>(&auth.signed_in(&tokens), Call::default()).await.expect("knows her");
        assert_eq!((me.person_id, me.role), (rose.enrolled.person_id, Role::Resident));
        assert!(auth.enters(&rose).await.expect_err("the same code").is(codes::CREDENTIALS));
        auth.clock.advance(STEP);
        auth.enters(&rose).await.expect("the next code");
        let recovery = rose.enrolled.recovery_codes[0].expose();
        auth.signs_in(with_code(&rose, recovery)).await.expect("a recovery code replaces one");
        let spent = auth.signs_in(with_code(&rose, recovery)).await.expect_err("once");
        assert!(spent.is(codes::CREDENTIALS), "{spent}");
        // An address has one account, however it is written.
        assert!(auth.registers("Rose@House.invalid").await.is_err());
    }
}

#[tokio::test]
async fn wrong_attempts_slow_down_and_tell_nobody_whether_there_is_an_account() {
    for auth in everywhere().await {
        let rose = auth.registers("rose@house.invalid").await.expect("registers");
        let nobody = Somebody { email: "nobody@house.invalid".into(), enrolled: rose.enrolled.clone() };
        let wrong =
            |who: &Somebody| SignIn { password: Some(Words::new("wrong")), ..with_code(who, "000000") };
        let mut unknown = auth.signs_in(wrong(&nobody)).await.expect_err("no account");
        let mut known = auth.signs_in(wrong(&rose)).await.expect_err("a wrong password");
        (unknown.instance, known.instance) = (None, None);
        assert_eq!(unknown, known);
        for _ in 1..5 {
            auth.signs_in(wrong(&rose)).await.expect_err("a wrong password");
        }
        let locked = auth.enters(&rose).await.expect_err("even with the right one");
        assert!(locked.is(codes::LOCKED) && locked.retry_after_s.is_some(), "{locked}");
        auth.clock.advance(2 * MINUTE);
        auth.enters(&rose).await.expect("once the lock is over");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refresh_token_is_spent_once_and_a_copied_one_ends_the_session() {
    for auth in everywhere().await {
        let rose = auth.registers("rose@house.invalid").await.expect("registers");
        let first = auth.enters(&rose).await.expect("signs in");
        let session = auth.session(&auth.signed_in(&first)).await;
        let second = auth.refreshes(&first.refresh_token).await.expect("spends it");
        assert!(auth.is_live(session, false).await);
        let copied = auth.refreshes(&first.refresh_token).await.expect_err("it was spent");
        assert!(copied.is(codes::REFRESH), "{copied}");
        assert!(!auth.is_live(session, false).await, "for everybody who holds a token of it");
        assert!(auth.refreshes(&second.refresh_token).await.is_err());
        // Two uses of one moment: at most one is given new tokens, and they are not worth much.
        auth.clock.advance(STEP);
        let tokens = auth.enters(&rose).await.expect("signs in");
        let (a, b) =
            tokio::join!(auth.refreshes(&tokens.refresh_token), auth.refreshes(&tokens.refresh_token));
        assert!(!(a.is_ok() && b.is_ok()), "one of them is a copy");
        assert!(!auth.is_live(auth.session(&auth.signed_in(&tokens)).await, false).await);
    }
}

#[tokio::test]
async fn a_session_ends_by_silence_by_a_word_and_with_its_account() {
    for auth in everywhere().await {
        let rose = auth.registers("rose@house.invalid").await.expect("registers");
        let session = auth.session(&auth.signed_in(&auth.enters(&rose).await.expect("signs in"))).await;
        for _ in 0..3 {
            auth.clock.advance(50 * MINUTE);
            assert!(auth.is_live(session, true).await, "used, it goes on");
        }
        auth.clock.advance(50 * MINUTE);
        assert!(auth.is_live(session, false).await, "background work is no use");
        auth.clock.advance(11 * MINUTE);
        assert!(!auth.is_live(session, true).await, "by silence");
        assert!(auth.is_silent(session).await, "and by nothing else");
        let tokens = auth.enters(&rose).await.expect("signs in again");
        let context = auth.signed_in(&tokens);
        let session = auth.session(&context).await;
        auth.asks::<Logout>(&context, Call::body(LogoutRequest { everywhere: false }))
            .await
            .expect("signs out");
        assert!(!auth.is_live(session, true).await, "by a word");
        assert!(!auth.is_silent(session).await, "which is no silence");
        assert!(auth.refreshes(&tokens.refresh_token).await.is_err());
        auth.clock.advance(STEP);
        let tokens = auth.enters(&rose).await.expect("signs in again");
        let session = auth.session(&auth.signed_in(&tokens)).await;
        auth.sets(rose.enrolled.person_id, PersonState::Disabled).await;
        assert!(!auth.is_live(session, true).await, "with its account");
        assert!(!auth.is_silent(session).await, "a disabled account has no feed either");
        auth.clock.advance(STEP);
        assert!(auth.enters(&rose).await.expect_err("disabled").is(codes::CREDENTIALS));
        auth.sets(rose.enrolled.person_id, PersonState::Active).await;
        auth.clock.advance(STEP);
        auth.enters(&rose).await.expect("enabled again");
        assert!(!auth.is_live(session, true).await, "and what has ended stays so");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invitation_is_accepted_once_in_time_and_into_what_the_inviter_may() {
    for auth in everywhere().await {
        let rose = auth.registers("rose@house.invalid").await.expect("registers");
        let context = auth.signed_in(&auth.enters(&rose).await.expect("signs in"));
        let staff = NewInvitation { role: Role::CareStaff, relation: None, ..family() };
        let refused = auth.asks::<Invite>(&context, Call::body(staff)).await.expect_err("family alone");
        assert!(refused.is(api::codes::FORBIDDEN), "{refused}");
        let invitation = auth.asks::<Invite>(&context, Call::body(family())).await.expect("invites");
        let (a, b) = tokio::join!(
            auth.accepts(&invitation.token, "mara@house.invalid"),
            auth.accepts(&invitation.token, "moira@house.invalid"),
        );
        assert!(a.is_ok() != b.is_ok(), "one of them");
        let mara = a.or(b).expect("one of them");
        let context = auth.signed_in(&auth.enters(&mara).await.expect("signs in"));
        let me = auth.asks::<WhoAmI>(&context, Call::default()).await.expect("knows her");
        assert_eq!(me.role, Role::FamilyMember);
        let spent = auth.accepts(&invitation.token, "third@house.invalid").await.map(|_| ());
        assert!(spent.expect_err("once").is(codes::INVITATION));
        auth.clock.advance(STEP);
        let context = auth.signed_in(&auth.enters(&rose).await.expect("signs in"));
        let late = auth.asks::<Invite>(&context, Call::body(family())).await.expect("invites");
        auth.clock.advance(7 * 24 * 60 * MINUTE);
        let late = auth.accepts(&late.token, "late@house.invalid").await.map(|_| ());
        assert!(late.expect_err("a week").is(codes::INVITATION));
    }
}

#[tokio::test]
async fn a_device_signs_in_once_staff_have_confirmed_it_and_its_secret_rotates() {
    for auth in everywhere().await {
        let rose = auth.registers("rose@house.invalid").await.expect("registers");
        let context = auth.signed_in(&auth.enters(&rose).await.expect("signs in"));
        let new = NewDevice { name: "Rose's tablet".to_owned() };
        let added = auth.asks::<AddDevice>(&context, Call::body(new)).await.expect("adds");
        assert_eq!(added.state, DeviceState::Pending);
        let with = |secret: &Words| SignIn {
            email: Some(Words::new(&rose.email)),
            password: Some(Words::new(PASSWORD)),
            code: None,
            device: Some(secret.clone()),
        };
        assert!(auth.signs_in(with(&added.device)).await.expect_err("pending").is(codes::CREDENTIALS));
        let path = ByDevice { device_id: added.device_id };
        let own = auth.asks::<ConfirmDevice>(&context, Call::path(path.clone())).await;
        assert!(own.expect_err("nobody confirms their own").is(api::codes::FORBIDDEN));
        let admin = auth.admin().await;
        auth.asks::<ConfirmDevice>(&admin, Call::path(path)).await.expect("staff may");
        let tokens = auth.signs_in(with(&added.device)).await.expect("with its password");
        let next = tokens.device.expect("the next secret");
        let alone = SignIn { device: Some(next.clone()), ..SignIn::default() };
        assert!(auth.signs_in(alone).await.is_err(), "it is no tablet that staff handed over");
        let last = auth.signs_in(with(&next)).await.expect("with the next secret").device.expect("another");
        let copied = auth.signs_in(with(&added.device)).await.expect_err("the secret was spent");
        assert!(copied.is(codes::CREDENTIALS), "{copied}");
        assert!(auth.signs_in(with(&last)).await.is_err(), "somebody copied it: the device is revoked");
    }
}

#[tokio::test]
async fn a_tablet_that_staff_hand_over_signs_in_alone() {
    for auth in everywhere().await {
        let admin = auth.admin().await;
        let unit: UnitId = auth.house.sources.id();
        let new =
            NewResident { name: Words::new("Newcomer"), unit_id: unit, device_name: "tablet".to_owned() };
        let admitted = auth.asks::<AdmitResident>(&admin, Call::body(new)).await.expect("admits");
        let alone = |secret: &Words| SignIn { device: Some(secret.clone()), ..SignIn::default() };
        let tokens = auth.signs_in(alone(&admitted.device)).await.expect("signs in");
        let me = auth.asks::<WhoAmI>(&auth.signed_in(&tokens), Call::default()).await.expect("knows them");
        assert_eq!((me.person_id, me.name.expose()), (admitted.person_id, "Newcomer"));
        let next = tokens.device.expect("the next secret");
        let tokens = auth.signs_in(alone(&next)).await.expect("with the next secret");
        assert!(auth.signs_in(alone(&admitted.device)).await.is_err(), "a copy from long ago");
        assert!(tokens.device.is_some());
    }
}
