//! Passkeys and fresh proofs, with an authenticator of the test's own.

use std::time::Duration;

use api::{Call, Problem, Role, Words};
use audit_logging_api::EventType;
use auth_rbac_api::{
    AddPasskey, AdmitResident, Assertion, ByPasskey, ByPerson, ChangePassword, CreateFactorLink,
    CreatePasswordReset, GetPasskeyChallenge, GetStepUpChallenge, ListPasskeys, ListSignIns, Login,
    LoginWithPasskey, NamePasskey, NewFactor, NewPasskey, NewPassword, NewResident, Passkey, PasskeyName,
    PasskeyOptions, PasskeySignIn, PasswordChange, Proof, Refresh, RefreshRequest, RemovePasskey,
    RenewFactor, ResetPassword, SignIn, StartPasskey, StepUp, Tokens, codes,
};
use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ciborium::Value;
use store_sql::{Columns, Statements};

use super::{Account, PASSWORD, World};

/// An authenticator in software, with one credential.
pub(super) struct Soft {
    key: EcdsaKeyPair,
    credential: Vec<u8>,
    count: u32,
    flags: u8,
    origin: &'static str,
    party: &'static str,
    handle: Option<String>,
}

impl Soft {
    pub(super) fn new(n: u8) -> Self {
        Self {
            key: EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).expect("a key"),
            credential: vec![n; 32],
            count: 1,
            flags: 0x05,
            origin: "http://localhost:8080",
            party: "localhost",
            handle: None,
        }
    }

    fn head(&self, flags: u8) -> Vec<u8> {
        let party = digest(&SHA256, self.party.as_bytes());
        [party.as_ref(), &[flags], &self.count.to_be_bytes()].concat()
    }

    fn says(&self, kind: &str, challenge: &str) -> String {
        let said = serde_json::json!({ "type": kind, "challenge": challenge, "origin": self.origin });
        said.to_string()
    }

    fn makes(&self, challenge: &str) -> NewPasskey {
        let point = self.key.public_key().as_ref();
        let key = Value::Map(vec![
            (Value::from(1), Value::from(2)),
            (Value::from(3), Value::from(-7)),
            (Value::from(-1), Value::from(1)),
            (Value::from(-2), Value::Bytes(point[1..33].to_vec())),
            (Value::from(-3), Value::Bytes(point[33..].to_vec())),
        ]);
        let mut data = self.head(self.flags | 0x40);
        data.extend_from_slice(&[0; 16]);
        data.extend_from_slice(&u16::try_from(self.credential.len()).expect("short").to_be_bytes());
        data.extend_from_slice(&self.credential);
        ciborium::into_writer(&key, &mut data).expect("writes");
        let object = Value::Map(vec![
            (Value::from("fmt"), Value::from("none")),
            (Value::from("attStmt"), Value::Map(Vec::new())),
            (Value::from("authData"), Value::Bytes(data)),
        ]);
        let mut attestation = Vec::new();
        ciborium::into_writer(&object, &mut attestation).expect("writes");
        NewPasskey {
            name: Words::new("My tablet"),
            client_data: URL_SAFE_NO_PAD.encode(self.says("webauthn.create", challenge)),
            attestation: URL_SAFE_NO_PAD.encode(attestation),
        }
    }

    fn signs(&mut self, challenge: &str) -> Assertion {
        self.count += 1;
        self.signs_again(challenge)
    }

    /// As a copy would, that knows nothing of what the other one signed.
    fn signs_again(&self, challenge: &str) -> Assertion {
        let (said, data) = (self.says("webauthn.get", challenge), self.head(self.flags));
        let message = [&data, digest(&SHA256, said.as_bytes()).as_ref()].concat();
        let signature = self.key.sign(&SystemRandom::new(), &message).expect("signs");
        Assertion {
            credential: URL_SAFE_NO_PAD.encode(&self.credential),
            client_data: URL_SAFE_NO_PAD.encode(said),
            authenticator_data: URL_SAFE_NO_PAD.encode(data),
            signature: URL_SAFE_NO_PAD.encode(signature.as_ref()),
            user_handle: self.handle.clone(),
        }
    }
}

async fn start(world: &World, token: &Words) -> Result<PasskeyOptions, Problem> {
    world.call(Some(token), Call::<StartPasskey>::default()).await
}

pub(super) async fn add(world: &World, token: &Words, soft: &Soft) -> Result<Passkey, Problem> {
    let options = start(world, token).await?;
    world.call(Some(token), Call::<AddPasskey>::body(soft.makes(&options.challenge))).await
}

pub(super) async fn enter(world: &World, soft: &mut Soft) -> Result<Tokens, Problem> {
    let asked = world.call(None, Call::<GetPasskeyChallenge>::default()).await.expect("a challenge");
    let given = PasskeySignIn { attempt: asked.attempt, assertion: soft.signs(&asked.challenge) };
    world.call(None, Call::<LoginWithPasskey>::body(given)).await
}

async fn prove(world: &World, token: &Words, proof: Proof) -> Result<Words, Problem> {
    world.call(Some(token), Call::<StepUp>::body(proof)).await.map(|given| given.access_token)
}

pub(super) async fn remove(world: &World, token: &Words, passkey: &Passkey) -> Result<(), Problem> {
    let call = Call::<RemovePasskey>::path(ByPasskey { passkey_id: passkey.passkey_id });
    world.call(Some(token), call).await.map(|_| ())
}

fn claims(token: &Words) -> chassis::Claims {
    let payload = token.expose().split('.').nth(1).expect("a token");
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).expect("base64")).expect("claims")
}

/// An admin, and a nurse who is signed in.
async fn nurse(world: &World) -> (Words, Account, Words) {
    let ada = world.set_up().await;
    let admin = world.signs_in(&ada).await;
    let nora = world.invites(&admin, Role::CareStaff, Vec::new(), "nora@elm.example").await;
    let session = world.signs_in(&nora).await;
    (admin, nora, session)
}

#[tokio::test]
async fn a_passkey_is_added_opens_a_session_by_itself_and_is_told_of() {
    for world in World::everywhere().await {
        let (_, nora, session) = nurse(&world).await;
        let mut soft = Soft::new(1);
        let added = add(&world, &session, &soft).await.expect("adds");
        soft.handle = Some(URL_SAFE_NO_PAD.encode(nora.person.as_bytes()));
        let tokens = enter(&world, &mut soft).await.expect("opens");
        assert_eq!(world.me(&tokens.access_token).await.expect("is Nora"), nora.person);
        let told = claims(&tokens.access_token);
        let now = world.sources.now().as_seconds();
        assert_eq!(told.audit_context.amr, ["passkey"]);
        assert_eq!((told.auth_time, told.proven_until), (Some(now), Some(now + 300)));
        let name = PasskeyName { name: Words::new("  The ward's key ") };
        let by = ByPasskey { passkey_id: added.passkey_id };
        let call = Call::<NamePasskey>::path_and_body(by, name);
        world.call(Some(&session), call).await.expect("renames");
        let mine = world.call(Some(&session), Call::<ListPasskeys>::default()).await.expect("a list");
        let one = &mine.passkeys[0];
        assert_eq!((one.name.expose(), one.suspect), ("The ward's key", false));
        assert_eq!(one.last_used_at, Some(world.sources.now()), "it still opens under its new name");
        let listed = world.call(Some(&session), Call::<ListSignIns>::default()).await.expect("sign-ins");
        assert!(listed.sign_ins.iter().any(|one| one.with == ["passkey"]), "{listed:?}");
        for action in ["add_passkey", "name_passkey"] {
            assert_eq!(world.until_told(action).await.user_id, nora.person, "{action}");
        }
        // Of the key, the credential and the name nothing lies open in the store.
        let credential = URL_SAFE_NO_PAD.encode(&soft.credential);
        let rows = world.store().await.read().list("SELECT sealed FROM passkeys", []).await.expect("rows");
        for row in rows {
            let sealed = String::from_utf8_lossy(&row.col::<Vec<u8>>("sealed").expect("bytes")).into_owned();
            assert!(!sealed.contains("ward") && !sealed.contains(&credential));
        }
    }
}

#[tokio::test]
async fn a_challenge_is_answered_once_in_time_where_it_was_asked_and_for_what() {
    for world in World::everywhere().await {
        let (admin, nora, session) = nurse(&world).await;
        let mut soft = Soft::new(1);
        let options = start(&world, &session).await.expect("options");
        let new = soft.makes(&options.challenge);
        let other = world.call(Some(&admin), Call::<AddPasskey>::body(new.clone())).await;
        assert!(other.expect_err("another session").is(codes::PASSKEY));
        world.call(Some(&session), Call::<AddPasskey>::body(new.clone())).await.expect("adds");
        let again = world.call(Some(&session), Call::<AddPasskey>::body(new)).await;
        assert!(again.expect_err("once").is(codes::PASSKEY));
        let spent = Soft::new(2).makes(&options.challenge);
        let spent = world.call(Some(&session), Call::<AddPasskey>::body(spent)).await;
        assert!(spent.expect_err("nor with another credential").is(codes::PASSKEY));

        let challenge = async || world.call(None, Call::<GetPasskeyChallenge>::default()).await.expect("one");
        let sign_in = async |attempt: &Words, assertion: Assertion| {
            let given = PasskeySignIn { attempt: attempt.clone(), assertion };
            world.call(None, Call::<LoginWithPasskey>::body(given)).await.map(|_| ())
        };
        let (one, two) = (challenge().await, challenge().await);
        let crossed = sign_in(&two.attempt, soft.signs(&one.challenge)).await;
        assert!(crossed.expect_err("another attempt's").is(codes::CREDENTIALS));
        let signed = soft.signs(&one.challenge);
        sign_in(&one.attempt, signed.clone()).await.expect("its own");
        assert!(sign_in(&one.attempt, signed).await.expect_err("a replay").is(codes::CREDENTIALS));
        // Signed anew, so that the counter alone would let it in.
        let anew = sign_in(&one.attempt, soft.signs(&one.challenge)).await;
        assert!(anew.expect_err("the challenge is spent").is(codes::CREDENTIALS));
        world.clock.advance(Duration::from_secs(301));
        let late = sign_in(&two.attempt, soft.signs(&two.challenge)).await;
        assert!(late.expect_err("too late").is(codes::CREDENTIALS));
        let proving = world.call(Some(&session), Call::<GetStepUpChallenge>::default()).await.expect("one");
        let three = challenge().await;
        let crossed = sign_in(&three.attempt, soft.signs(&proving.challenge)).await;
        assert!(crossed.expect_err("a proof is no sign-in").is(codes::CREDENTIALS));
        // In the same session too, a challenge is for what it was asked for.
        let proving = world.call(Some(&session), Call::<GetStepUpChallenge>::default()).await.expect("one");
        let made = Soft::new(3).makes(&proving.challenge);
        let whole = async || {
            let code = Some(Words::new(nora.code(world.clock.as_ref())));
            let proof = Proof { password: Some(Words::new(PASSWORD)), code, passkey: None };
            prove(&world, &session, proof).await.expect("right")
        };
        let token = whole().await;
        let crossed = world.call(Some(&token), Call::<AddPasskey>::body(made)).await;
        assert!(crossed.expect_err("a proof adds nothing").is(codes::PASSKEY));
        let adding = start(&world, &token).await.expect("options");
        let proof = Proof { passkey: Some(soft.signs(&adding.challenge)), ..Proof::default() };
        assert!(prove(&world, &token, proof).await.expect_err("proves nothing").is(codes::CREDENTIALS));
        // What is wrong with a challenge is nobody's wrong attempt.
        let listed = world.call(Some(&session), Call::<ListSignIns>::default()).await.expect("sign-ins");
        assert_eq!(listed.failures, 0);
    }
}

#[tokio::test]
async fn an_answer_that_is_not_right_opens_nothing_and_counts_as_a_wrong_password() {
    for world in World::everywhere().await {
        let (_, nora, session) = nurse(&world).await;
        let mut soft = Soft::new(1);
        for (wrong, change) in [
            ("nobody was verified", (|soft: &mut Soft| soft.flags = 0x01) as fn(&mut Soft)),
            ("another origin", |soft| soft.origin = "https://evil.example"),
            ("another party", |soft| soft.party = "evil.example"),
        ] {
            let mut bad = Soft::new(2);
            change(&mut bad);
            let refused = add(&world, &session, &bad).await.expect_err(wrong);
            assert!(refused.is(codes::PASSKEY), "{wrong}: {refused}");
        }
        add(&world, &session, &soft).await.expect("adds");
        let known = add(&world, &session, &soft).await.expect_err("the credential is kept already");
        assert!(known.is(codes::PASSKEY), "{known}");
        let stranger = Soft::new(1);
        let good_key = std::mem::replace(&mut soft.key, stranger.key);
        assert!(enter(&world, &mut soft).await.expect_err("another key").is(codes::CREDENTIALS));
        soft.key = good_key;
        for change in [
            (|soft: &mut Soft| soft.flags = 0x01) as fn(&mut Soft),
            |soft| soft.origin = "https://evil.example",
            |soft| soft.party = "evil.example",
            |soft| soft.handle = Some("AAAA".into()),
        ] {
            let (flags, origin, party) = (soft.flags, soft.origin, soft.party);
            change(&mut soft);
            assert!(enter(&world, &mut soft).await.expect_err("not right").is(codes::CREDENTIALS));
            (soft.flags, soft.origin, soft.party, soft.handle) = (flags, origin, party, None);
        }
        // Five wrong ones in a row: the account is locked to a good passkey and to the password alike.
        assert!(enter(&world, &mut soft).await.expect_err("locked").is(codes::LOCKED));
        assert!(world.tries(&nora, PASSWORD).await.expect_err("locked").is(codes::LOCKED));
        world.clock.advance(Duration::from_secs(61));
        enter(&world, &mut soft).await.expect("opens again");
        // What a hundred guesses of others stopped, a passkey opens: nobody guesses it.
        world.puts("UPDATE people SET failures = 100").await;
        assert!(world.tries(&nora, PASSWORD).await.expect_err("stopped").is(codes::STOPPED));
        enter(&world, &mut soft).await.expect("opens");
        let failed =
            world.number("SELECT COUNT(*) AS n FROM people WHERE failures > 0 AND role = 'care_staff'").await;
        assert_eq!(failed, 0, "and its wrong ones are forgiven");
        world.puts("UPDATE people SET disabled = TRUE WHERE role = 'care_staff'").await;
        assert!(enter(&world, &mut soft).await.expect_err("disabled").is(codes::CREDENTIALS));
    }
}

#[tokio::test]
async fn a_counter_that_goes_back_is_a_copy_and_the_passkey_opens_nothing_any_more() {
    for world in World::everywhere().await {
        let (_, nora, session) = nurse(&world).await;
        let mut soft = Soft::new(1);
        add(&world, &session, &soft).await.expect("adds");
        let opened = enter(&world, &mut soft).await.expect("opens").access_token;
        let asked = world.call(None, Call::<GetPasskeyChallenge>::default()).await.expect("a challenge");
        let copied = soft.signs_again(&asked.challenge);
        let given = PasskeySignIn { attempt: asked.attempt, assertion: copied };
        let refused = world.call(None, Call::<LoginWithPasskey>::body(given)).await;
        assert!(refused.expect_err("a copy").is(codes::CREDENTIALS));
        assert!(!world.live(&opened).await, "it may be the copy's");
        assert!(world.live(&session).await, "no passkey opened or proved this one");
        let event = world.until_told("passkey_counter_went_back").await;
        assert_eq!((event.event_type, event.user_id), (EventType::SecurityIncident, nora.person));
        soft.count += 10;
        assert!(enter(&world, &mut soft).await.expect_err("not known which").is(codes::CREDENTIALS));
        let mine = world.call(Some(&session), Call::<ListPasskeys>::default()).await.expect("a list");
        assert!(mine.passkeys[0].suspect);
        // Authenticators that do not count say nought each time.
        let mut still = Soft { count: 0, ..Soft::new(2) };
        add(&world, &session, &still).await.expect("adds");
        for _ in 0..2 {
            still.count = u32::MAX;
            still.count = still.count.wrapping_add(1);
            let asked = world.call(None, Call::<GetPasskeyChallenge>::default()).await.expect("a challenge");
            let assertion = still.signs_again(&asked.challenge);
            let given = PasskeySignIn { attempt: asked.attempt, assertion };
            world.call(None, Call::<LoginWithPasskey>::body(given)).await.expect("opens");
        }
    }
}

#[tokio::test]
async fn what_is_hard_to_take_back_needs_a_proof_that_is_minutes_old() {
    for world in World::everywhere().await {
        let (admin, nora, session) = nurse(&world).await;
        let mut soft = Soft::new(1);
        let added = add(&world, &session, &soft).await.expect("just signed in");
        world.clock.advance(Duration::from_secs(301));
        for refused in [
            start(&world, &session).await.map(|_| ()),
            remove(&world, &session, &added).await,
            world
                .call(Some(&admin), Call::<CreateFactorLink>::path(ByPerson { person_id: nora.person }))
                .await
                .map(|_| ()),
        ] {
            let refused = refused.expect_err("not fresh");
            assert!(refused.is(api::codes::STEP_UP), "{refused}");
            assert_eq!(refused.status, 401);
        }
        // The list needs none, and naming neither.
        world.call(Some(&session), Call::<ListPasskeys>::default()).await.expect("a list");
        let wrong = Proof { password: Some(Words::new("a wrong guess")), ..Proof::default() };
        assert!(prove(&world, &session, wrong).await.expect_err("wrong").is(codes::CREDENTIALS));
        let half = Proof { password: Some(Words::new(PASSWORD)), ..Proof::default() };
        assert!(prove(&world, &session, half).await.expect_err("no code").is(codes::CREDENTIALS));
        let code = Words::new(nora.code(world.clock.as_ref()));
        let whole = Proof { password: Some(Words::new(PASSWORD)), code: Some(code), passkey: None };
        let proven = prove(&world, &session, whole.clone()).await.expect("right");
        assert_eq!(claims(&proven).audit_context.amr, ["pwd", "otp"]);
        assert_eq!(claims(&proven).audit_context.session_id, claims(&session).audit_context.session_id);
        assert!(
            prove(&world, &session, whole).await.expect_err("a code is good once").is(codes::CREDENTIALS)
        );
        start(&world, &proven).await.expect("fresh");
        assert!(start(&world, &session).await.expect_err("the token before").is(api::codes::STEP_UP));
        assert_eq!(world.until_told("step_up").await.user_id, nora.person);

        world.clock.advance(Duration::from_secs(301));
        let asked = world.call(Some(&proven), Call::<GetStepUpChallenge>::default()).await.expect("one");
        assert_eq!(asked.allow, [URL_SAFE_NO_PAD.encode(&soft.credential)]);
        let with = |assertion| Proof { passkey: Some(assertion), ..Proof::default() };
        let other = world.signs_in(&nora).await;
        let there = prove(&world, &other, with(soft.signs(&asked.challenge))).await;
        assert!(there.expect_err("another session").is(codes::CREDENTIALS));
        let by_key = prove(&world, &proven, with(soft.signs(&asked.challenge))).await.expect("a passkey");
        assert_eq!(claims(&by_key).audit_context.amr, ["passkey"]);
        remove(&world, &by_key, &added).await.expect("removes");
        assert!(enter(&world, &mut soft).await.expect_err("removed").is(codes::CREDENTIALS));
        assert_eq!(world.until_told("remove_passkey").await.user_id, nora.person);
    }
}

#[tokio::test]
async fn a_refreshed_token_is_no_fresher_and_a_device_is_no_proof() {
    for world in World::everywhere().await {
        let (_, nora, _) = nurse(&world).await;
        let tokens = world.tries(&nora, PASSWORD).await.expect("signs in");
        world.clock.advance(Duration::from_secs(301));
        let spent = RefreshRequest { refresh_token: tokens.refresh_token };
        let later = world.call(None, Call::<Refresh>::body(spent)).await.expect("refreshes");
        assert!(start(&world, &later.access_token).await.expect_err("as old").is(api::codes::STEP_UP));
        assert_eq!(claims(&later.access_token).auth_time, claims(&tokens.access_token).auth_time);
        // As one that came in with an enrolled device.
        world.puts("UPDATE sessions SET proved_at = NULL, proof = NULL, amr = 'pwd device'").await;
        let spent = RefreshRequest { refresh_token: later.refresh_token };
        let later = world.call(None, Call::<Refresh>::body(spent)).await.expect("refreshes");
        assert_eq!(claims(&later.access_token).auth_time, None);
        assert!(start(&world, &later.access_token).await.expect_err("none").is(api::codes::STEP_UP));
    }
}

#[tokio::test]
async fn there_are_so_many_passkeys_the_last_way_in_stays_and_a_new_factor_ends_all() {
    for world in World::everywhere().await {
        let (admin, nora, session) = nurse(&world).await;
        let mut passkeys = Vec::new();
        for n in 1..=9 {
            passkeys.push(add(&world, &session, &Soft::new(n)).await.expect("adds"));
        }
        // Two at once, when there is room for one.
        let other = world.signs_in(&nora).await;
        let (one, two) = (start(&world, &session).await, start(&world, &other).await);
        let (one, two) = (one.expect("room"), two.expect("room still"));
        let tenth = Call::<AddPasskey>::body(Soft::new(10).makes(&one.challenge));
        passkeys.push(world.call(Some(&session), tenth).await.expect("adds"));
        let more = Call::<AddPasskey>::body(Soft::new(12).makes(&two.challenge));
        assert!(world.call(Some(&other), more).await.expect_err("enough").is(codes::PASSKEYS));
        assert!(start(&world, &session).await.expect_err("enough").is(codes::PASSKEYS));
        for passkey in &passkeys[2..] {
            remove(&world, &session, passkey).await.expect("removes");
        }
        world.puts("UPDATE people SET password = NULL WHERE role = 'care_staff'").await;
        world.puts("UPDATE passkeys SET suspect = TRUE").await;
        let suspect = remove(&world, &session, &passkeys[1]).await.expect_err("what is left opens nothing");
        assert!(suspect.is(codes::LAST_WAY), "{suspect}");
        world.puts("UPDATE passkeys SET suspect = FALSE").await;
        remove(&world, &session, &passkeys[1]).await.expect("another is left");
        assert!(remove(&world, &session, &passkeys[0]).await.expect_err("the last").is(codes::LAST_WAY));
        let mine = world.call(Some(&session), Call::<ListPasskeys>::default()).await.expect("a list");
        assert_eq!(mine.passkeys.len(), 1, "and it is still there");
        let foreign = remove(&world, &admin, &passkeys[0]).await.expect_err("another's");
        assert!(foreign.is(api::codes::NOT_FOUND), "{foreign}");

        let rose = world.invites(&admin, Role::CareStaff, Vec::new(), "rob@elm.example").await;
        let token = world.signs_in(&rose).await;
        let mut soft = Soft::new(40);
        add(&world, &token, &soft).await.expect("adds");
        let link = Call::<CreateFactorLink>::path(ByPerson { person_id: rose.person });
        let link = world.call(Some(&admin), link).await.expect("a link");
        let given = NewFactor { token: link.token, password: Words::new(PASSWORD) };
        world.call(None, Call::<RenewFactor>::body(given)).await.expect("renews");
        assert!(enter(&world, &mut soft).await.expect_err("it was lost too").is(codes::CREDENTIALS));
        drop(nora);
    }
}

#[tokio::test]
async fn removing_a_passkey_ends_the_other_sessions_that_one_opened() {
    for world in World::everywhere().await {
        let (_, nora, session) = nurse(&world).await;
        let mut soft = Soft::new(1);
        let added = add(&world, &session, &soft).await.expect("adds");
        let opened = enter(&world, &mut soft).await.expect("opens").access_token;
        // This one came in with the password, and was proven with the passkey.
        let proven = world.signs_in(&nora).await;
        let asked = world.call(Some(&proven), Call::<GetStepUpChallenge>::default()).await.expect("one");
        let proof = Proof { passkey: Some(soft.signs(&asked.challenge)), ..Proof::default() };
        prove(&world, &proven, proof).await.expect("proves");
        remove(&world, &session, &added).await.expect("removes");
        assert!(!world.live(&opened).await && !world.live(&proven).await && world.live(&session).await);
    }
}

#[tokio::test]
async fn a_proof_is_the_callers_own_in_a_session_that_stands() {
    for world in World::everywhere().await {
        let (admin, nora, session) = nurse(&world).await;
        let mut admins = Soft::new(1);
        add(&world, &admin, &admins).await.expect("adds");
        let asked = world.call(Some(&session), Call::<GetStepUpChallenge>::default()).await.expect("one");
        let proof = Proof { passkey: Some(admins.signs(&asked.challenge)), ..Proof::default() };
        let foreign = prove(&world, &session, proof).await.expect_err("another's passkey");
        assert!(foreign.is(codes::CREDENTIALS), "{foreign}");
        // Nor is it a place to lock others out from.
        admins.flags = 0x01;
        let asked = world.call(Some(&session), Call::<GetStepUpChallenge>::default()).await.expect("one");
        let proof = Proof { passkey: Some(admins.signs(&asked.challenge)), ..Proof::default() };
        assert!(prove(&world, &session, proof).await.expect_err("wrong").is(codes::CREDENTIALS));
        assert_eq!(world.number("SELECT COUNT(*) AS n FROM people WHERE failures > 0").await, 0);
        let whole = || Proof {
            password: Some(Words::new(PASSWORD)),
            code: Some(Words::new(nora.code(world.clock.as_ref()))),
            passkey: None,
        };
        let code_alone = Proof { password: Some(Words::new("a wrong guess")), ..whole() };
        let wrong = prove(&world, &session, code_alone).await.expect_err("a code without the password");
        assert!(wrong.is(codes::CREDENTIALS), "{wrong}");
        world.puts("UPDATE people SET disabled = TRUE WHERE role = 'care_staff'").await;
        assert!(prove(&world, &session, whole()).await.expect_err("disabled").is(codes::CREDENTIALS));
        world.puts("UPDATE people SET disabled = FALSE, failures = 0, locked_until = NULL").await;
        prove(&world, &session, whole()).await.expect("as before");
        world.puts("UPDATE sessions SET ended_at = 1").await;
        assert!(prove(&world, &session, whole()).await.expect_err("it has ended").is(codes::CREDENTIALS));
    }
}

#[tokio::test]
async fn wrong_proofs_lock_the_account_and_a_locked_one_takes_no_right_one() {
    for world in World::everywhere().await {
        let (_, nora, session) = nurse(&world).await;
        let mut soft = Soft::new(1);
        add(&world, &session, &soft).await.expect("adds");
        for _ in 0..5 {
            let guess = Proof { password: Some(Words::new("a wrong guess")), ..Proof::default() };
            let wrong = prove(&world, &session, guess).await.expect_err("wrong");
            assert!(wrong.is(codes::CREDENTIALS), "{wrong}");
        }
        let asked = world.call(Some(&session), Call::<GetStepUpChallenge>::default()).await.expect("one");
        let by_key = Proof { passkey: Some(soft.signs(&asked.challenge)), ..Proof::default() };
        assert!(prove(&world, &session, by_key).await.expect_err("locked").is(codes::LOCKED));
        let code = Some(Words::new(nora.code(world.clock.as_ref())));
        let whole = Proof { password: Some(Words::new(PASSWORD)), code, passkey: None };
        assert!(prove(&world, &session, whole).await.expect_err("locked").is(codes::LOCKED));
        assert!(enter(&world, &mut soft).await.expect_err("at the door too").is(codes::LOCKED));
    }
}

#[tokio::test]
async fn a_tablet_that_signs_in_alone_proves_nothing() {
    for world in World::everywhere().await {
        let (_, _, session) = nurse(&world).await;
        let new = NewResident {
            name: Words::new("Lily Meadow"),
            unit_id: world.sources.id(),
            device_name: "tablet".to_owned(),
        };
        let admitted = world.call(Some(&session), Call::<AdmitResident>::body(new)).await.expect("admits");
        let alone = SignIn { device: Some(admitted.device), ..SignIn::default() };
        let tokens = world.call(None, Call::<Login>::body(alone)).await.expect("signs in");
        let told = claims(&tokens.access_token);
        assert_eq!((told.auth_time, told.proven_until), (None, None));
        let refused = start(&world, &tokens.access_token).await.expect_err("no proof");
        assert!(refused.is(api::codes::STEP_UP), "{refused}");
        assert!(refused.detail.is_some_and(|detail| detail.contains("alone cannot")), "and it says so");
    }
}

#[tokio::test]
async fn so_many_challenges_are_out_at_once_and_those_that_ended_make_room() {
    for world in World::everywhere().await {
        world
            .puts(
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
                 INSERT INTO passkey_challenges (challenge_digest, purpose, bound_to, expires_at)
                 SELECT CAST(CAST(i AS TEXT) AS BYTEA), 'sign_in', CAST(CAST(i AS TEXT) AS BYTEA),
                 1700000200000000 FROM n",
            )
            .await;
        let full = world.call(None, Call::<GetPasskeyChallenge>::default()).await.expect_err("full");
        assert!(full.is(api::codes::RATE_LIMITED) && full.retry_after_s.is_some(), "{full}");
        // Strangers who fill the pool are in nobody's way who is signed in, and who asks again asks for one.
        let (_, _, session) = nurse(&world).await;
        for _ in 0..3 {
            world.call(Some(&session), Call::<GetStepUpChallenge>::default()).await.expect("their own pool");
        }
        let out = "SELECT COUNT(*) AS n FROM passkey_challenges WHERE purpose = 'prove'";
        assert_eq!(world.number(out).await, 1);
        world.clock.advance(Duration::from_secs(201));
        world.call(None, Call::<GetPasskeyChallenge>::default()).await.expect("there is room again");
    }
}

#[tokio::test]
async fn no_passkey_outlives_a_reset_and_a_change_ends_those_of_the_session_before_it() {
    for world in World::everywhere().await {
        let (admin, nora, session) = nurse(&world).await;
        let (mut early, mut late) = (Soft::new(1), Soft::new(2));
        add(&world, &session, &early).await.expect("adds");
        world.clock.advance(Duration::from_secs(60));
        let session = world.signs_in(&nora).await;
        let waiting = start(&world, &session).await.expect("options");
        let other = enter(&world, &mut early).await.expect("opens").access_token;
        add(&world, &other, &late).await.expect("adds");
        let change =
            PasswordChange { current: Words::new(PASSWORD), password: Words::new("blue meadow in the rain") };
        world.call(Some(&session), Call::<ChangePassword>::body(change)).await.expect("changes");
        assert!(enter(&world, &mut late).await.expect_err("added since").is(codes::CREDENTIALS));
        enter(&world, &mut early).await.expect("known for longer");
        // A token of a session that has ended adds none any more.
        let made = Call::<AddPasskey>::body(Soft::new(3).makes(&waiting.challenge));
        let refused = world.call(Some(&session), made).await.expect_err("the session has ended");
        assert!(refused.is(codes::PASSKEY), "{refused}");

        let link = Call::<CreatePasswordReset>::path(ByPerson { person_id: nora.person });
        let link = world.call(Some(&admin), link).await.expect("a link");
        let given = NewPassword { token: link.token, password: Words::new("green meadow in the sun") };
        world.call(None, Call::<ResetPassword>::body(given)).await.expect("resets");
        assert!(enter(&world, &mut early).await.expect_err("none is left").is(codes::CREDENTIALS));
    }
}
