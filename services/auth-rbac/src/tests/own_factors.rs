//! A second factor that its owner changes: started, taken with a code, removed where a passkey stands for it; and recovery codes.

use std::time::Duration;

use api::{Call, Problem, Role, Words};
use auth_rbac_api::{
    AdmitResident, ChangePassword, ConfirmFactor, FactorChanged, FactorCode, GetOwnFactor, ListPasskeys,
    Login, NewResident, OwnFactor, PasswordChange, RemoveFactor, RenewRecoveryCodes, SignIn, StartFactor,
    StartedFactor, codes,
};

use super::passkeys::{Soft, add, enter, remove};
use super::{Account, PASSWORD, World};

async fn nurse(world: &World) -> (Words, Account, Words) {
    let ada = world.set_up().await;
    let admin = world.signs_in(&ada).await;
    let nora = world.invites(&admin, Role::CareStaff, Vec::new(), "nora@elm.example").await;
    let session = world.signs_in(&nora).await;
    (admin, nora, session)
}

async fn own(world: &World, token: &Words) -> OwnFactor {
    world.call(Some(token), Call::<GetOwnFactor>::default()).await.expect("is told")
}

async fn start(world: &World, token: &Words) -> Result<StartedFactor, Problem> {
    world.call(Some(token), Call::<StartFactor>::default()).await
}

async fn confirm(world: &World, token: &Words, code: &str) -> Result<FactorChanged, Problem> {
    world.call(Some(token), Call::<ConfirmFactor>::body(FactorCode { code: Words::new(code) })).await
}

async fn with_recovery(world: &World, account: &Account, code: &Words) -> Result<Words, Problem> {
    let given = SignIn {
        email: Some(Words::new(&account.email)),
        password: Some(Words::new(PASSWORD)),
        code: Some(code.clone()),
        device: None,
    };
    world.call(None, Call::<Login>::body(given)).await.map(|tokens| tokens.access_token)
}

#[tokio::test]
async fn an_authenticator_is_replaced_once_a_code_of_the_new_one_was_shown_and_not_before() {
    for world in World::everywhere().await {
        let (_, nora, session) = nurse(&world).await;
        let other = world.signs_in(&nora).await;
        let none = confirm(&world, &session, "123456").await.expect_err("nothing was started");
        assert!(none.is(codes::FACTOR_NOT_STARTED), "{none}");
        let first = start(&world, &session).await.expect("starts");
        let second = start(&world, &session).await.expect("starts anew");
        assert_ne!(first.totp_secret.expose(), second.totp_secret.expose());
        assert!(second.totp_uri.expose().contains(second.totp_secret.expose()));
        world.tries(&nora, PASSWORD).await.expect("the old one counts as long as nothing was shown");
        let stale = nora.with(&first.totp_secret).code(&world.clock);
        for wrong in [stale.as_str(), nora.code(&world.clock).as_str(), ""] {
            let refused = confirm(&world, &session, wrong).await.expect_err("of another");
            assert!(refused.is(codes::FACTOR_CODE), "{refused}");
        }
        let renewed = nora.with(&second.totp_secret);
        let code = renewed.code(&world.clock);
        let changed = confirm(&world, &session, &code).await.expect("is taken");
        assert!(changed.sessions_ended >= 2 && !world.live(&other).await, "{changed:?}");
        assert!(world.live(&session).await, "the one that asked goes on");
        assert!(world.tries(&nora, PASSWORD).await.expect_err("the old one").is(codes::CREDENTIALS));
        let used = SignIn {
            email: Some(Words::new(&nora.email)),
            password: Some(Words::new(PASSWORD)),
            code: Some(Words::new(code)),
            device: None,
        };
        let again = world.call(None, Call::<Login>::body(used)).await.map(|_| ());
        assert!(again.expect_err("a code is good once").is(codes::CREDENTIALS));
        world.tries(&renewed, PASSWORD).await.expect("the new one");
        with_recovery(&world, &nora, &nora.recovery[0]).await.expect("recovery codes stay");
        let event = world.until_told("confirm_factor").await;
        assert_eq!((event.user_id, event.patient_id), (nora.person, Some(nora.person)));
        // What is kept of a started one is sealed.
        let third = start(&world, &session).await.expect("starts");
        let row = world.number("SELECT COUNT(*) AS n FROM started_factors").await;
        assert_eq!(row, 1);
        let late = nora.with(&third.totp_secret);
        world.clock.advance(Duration::from_secs(15 * 60));
        let code = late.code(&world.clock);
        let fresh = world.signs_in(&renewed).await;
        let refused = confirm(&world, &fresh, &code).await.expect_err("too late");
        assert!(refused.is(codes::FACTOR_NOT_STARTED), "{refused}");
    }
}

#[tokio::test]
async fn an_authenticator_goes_only_where_a_passkey_lasts_and_that_passkey_stays() {
    for world in World::everywhere().await {
        let (_, nora, session) = nurse(&world).await;
        let mut soft = Soft::new(1);
        let removed = async |token: &Words| world.call(Some(token), Call::<RemoveFactor>::default()).await;
        assert!(removed(&session).await.expect_err("nothing else").is(codes::LAST_WAY));
        let passkey = add(&world, &session, &soft).await.expect("adds");
        // A change of the password would remove this one: whoever took the session over may have added it.
        assert!(!own(&world, &session).await.removable);
        assert!(removed(&session).await.expect_err("not lasting").is(codes::LAST_WAY));
        let later = world.signs_in(&nora).await;
        world.puts("UPDATE passkeys SET suspect = TRUE").await;
        assert!(removed(&later).await.expect_err("may be a copy").is(codes::LAST_WAY));
        world.puts("UPDATE passkeys SET suspect = FALSE").await;
        let before = own(&world, &later).await;
        assert!(before.authenticator && before.removable && before.password, "{before:?}");
        let changed = removed(&later).await.expect("a passkey stands for both");
        assert!(changed.sessions_ended >= 1 && !world.live(&session).await && world.live(&later).await);
        let after = own(&world, &later).await;
        assert!(!after.authenticator && !after.removable, "{after:?}");
        assert!(world.tries(&nora, PASSWORD).await.expect_err("no code counts").is(codes::CREDENTIALS));
        let kept = remove(&world, &later, &passkey).await.expect_err("the way in");
        assert!(kept.is(codes::LAST_WAY), "{kept}");
        let change =
            PasswordChange { current: Words::new(PASSWORD), password: Words::new("blue meadow in the rain") };
        world.call(Some(&later), Call::<ChangePassword>::body(change)).await.expect("changes");
        let token = enter(&world, &mut soft).await.expect("the passkey opens").access_token;
        let mine = world.call(Some(&token), Call::<ListPasskeys>::default()).await.expect("a list");
        assert_eq!(mine.passkeys.len(), 1);
        // And an authenticator is set up anew.
        let started = start(&world, &token).await.expect("starts");
        let code = nora.with(&started.totp_secret).code(&world.clock);
        confirm(&world, &token, &code).await.expect("is taken");
        assert!(own(&world, &token).await.authenticator);
        assert_eq!(world.until_told("remove_factor").await.user_id, nora.person);
    }
}

#[tokio::test]
async fn recovery_codes_are_counted_and_new_ones_end_the_old() {
    for world in World::everywhere().await {
        let (_, nora, session) = nurse(&world).await;
        let all = u32::try_from(nora.recovery.len()).expect("a few");
        assert_eq!(own(&world, &session).await.recovery_codes, all);
        let session = with_recovery(&world, &nora, &nora.recovery[0]).await.expect("opens");
        assert_eq!(own(&world, &session).await.recovery_codes, all - 1);
        let made = world.call(Some(&session), Call::<RenewRecoveryCodes>::default()).await.expect("makes");
        assert_eq!(made.codes.len(), nora.recovery.len());
        assert_eq!(own(&world, &session).await.recovery_codes, all);
        let old = with_recovery(&world, &nora, &nora.recovery[1]).await.expect_err("an old one");
        assert!(old.is(codes::CREDENTIALS), "{old}");
        with_recovery(&world, &nora, &made.codes[0]).await.expect("a new one");
        assert_eq!(world.until_told("renew_recovery_codes").await.user_id, nora.person);
    }
}

#[tokio::test]
async fn whatever_changes_how_one_signs_in_wants_a_fresh_proof_and_a_password() {
    for world in World::everywhere().await {
        let (admin, _, _) = nurse(&world).await;
        let new = NewResident {
            name: Words::new("Tom Tablet"),
            unit_id: world.sources.id(),
            device_name: "a tablet".to_owned(),
        };
        let admitted = world.call(Some(&admin), Call::<AdmitResident>::body(new)).await.expect("admits");
        let given = SignIn { device: Some(admitted.device), ..SignIn::default() };
        let tom = world.call(None, Call::<Login>::body(given)).await.expect("enters").access_token;
        assert_eq!(own(&world, &tom).await, OwnFactor::default(), "a tablet alone");
        let change = || PasswordChange {
            current: Words::new(PASSWORD),
            password: Words::new("a blue meadow in rain"),
        };
        let refusals = async |token: &Words| {
            [
                start(&world, token).await.expect_err("no proof"),
                confirm(&world, token, "123456").await.expect_err("no proof"),
                world.call(Some(token), Call::<RemoveFactor>::default()).await.expect_err("no proof"),
                world
                    .call(Some(token), Call::<RenewRecoveryCodes>::default())
                    .await
                    .map(|_| ())
                    .expect_err("no proof"),
                world.call(Some(token), Call::<ChangePassword>::body(change())).await.expect_err("no proof"),
            ]
        };
        for refused in refusals(&tom).await {
            assert!(refused.is(api::codes::STEP_UP), "{refused}");
        }
    }
}
