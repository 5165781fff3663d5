//! Guessing at a password slows down, stops, and is not sped up by doing it at once.

use api::{Call, Role, Words};
use auth_rbac_api::{AdmitResident, ByPerson, Login, NewResident, SignIn, UnlockPerson, codes};

use super::{PASSWORD, World};
use crate::domain::{FAILURES_MAX, Refused};
use crate::store::{Opening, SessionRow, Store};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_guesses_made_at_once_five_are_counted_and_the_rest_learn_nothing() {
    for world in World::everywhere().await {
        let ada = world.set_up().await;
        let guess = |password: &'static str| {
            let sign_in = SignIn {
                email: Some(Words::new(&ada.email)),
                password: Some(Words::new(password)),
                code: Some(Words::new("000000")),
                device: None,
            };
            world.call(None, Call::<Login>::body(sign_in))
        };
        let (a, b, c, d, e, f, g, h) = tokio::join!(
            guess("first"),
            guess("second"),
            guess("third"),
            guess("fourth"),
            guess("fifth"),
            guess("sixth"),
            guess("seventh"),
            guess("eighth"),
        );
        let answers = [a, b, c, d, e, f, g, h].map(|answer| answer.map(|_| ()).expect_err("wrong"));
        let counted = answers.iter().filter(|answer| answer.is(codes::CREDENTIALS)).count();
        let locked = answers.iter().filter(|answer| answer.is(codes::LOCKED)).count();
        assert_eq!((counted, locked), (5, 3), "{answers:?}");
        assert_eq!(world.number("SELECT SUM(failures) AS n FROM people").await, 5);
        assert_eq!(world.until_told("lock").await.patient_id, Some(ada.person));
        assert!(world.tries(&ada, PASSWORD).await.expect_err("locked").is(codes::LOCKED));
        world.clock.advance(std::time::Duration::from_secs(120));
        world.tries(&ada, PASSWORD).await.expect("the lock is over");
        assert_eq!(world.until_told("unlock").await.patient_id, Some(ada.person));
    }
}

#[tokio::test]
async fn an_account_that_is_locked_while_the_password_is_checked_is_not_opened_by_it() {
    for world in World::everywhere().await {
        let ada = world.set_up().await;
        // The lock is set when the password was found right and the session is not yet open.
        let until = kernel::Clock::now(world.clock.as_ref()).plus(std::time::Duration::from_secs(600));
        world.puts(&format!("UPDATE people SET locked_until = {}", until.as_micros())).await;
        let now = kernel::Clock::now(world.clock.as_ref());
        let row = SessionRow {
            session: world.sources.id(),
            person: ada.person,
            amr: "pwd otp".to_owned(),
            created_at: now,
            last_seen_at: now,
            ends_at: until,
            ended_at: None,
            refresh_digest: Vec::new(),
            step: 0,
            proof: None,
        };
        let store = Store::new(world.store().await, world.trail().await);
        let opened = store.open_session(&row, Opening { password: true, ..Opening::default() }, &[]).await;
        assert!(matches!(opened, Err(Refused::Closed)), "{opened:?}");
        store.open_session(&row, Opening::default(), &[]).await.expect("without a password it is no matter");
    }
}

#[tokio::test]
async fn a_hundred_wrong_attempts_stop_an_account_until_an_admin_a_new_password_or_a_recovery_code_opens_it()
{
    for world in World::everywhere().await {
        let ada = world.set_up().await;
        let admin = world.signs_in(&ada).await;
        let nora = world.invites(&admin, Role::CareStaff, Vec::new(), "nora@elm.example").await;
        let stop = async || {
            world.puts(&format!("UPDATE people SET failures = {}", FAILURES_MAX - 1)).await;
            assert!(world.tries(&nora, "the last guess").await.expect_err("wrong").is(codes::CREDENTIALS));
            world.clock.advance(std::time::Duration::from_secs(24 * 3_600));
            let stopped = world.tries(&nora, PASSWORD).await.expect_err("also when right, and a day later");
            assert!(stopped.is(codes::STOPPED), "{stopped}");
            world.puts(&format!("UPDATE people SET failures = 0 WHERE failures < {FAILURES_MAX}")).await;
            world.signs_in(&ada).await
        };
        let admin = stop().await;
        let unlock = async |by: &Words, person_id| {
            world.call(Some(by), Call::<UnlockPerson>::path(ByPerson { person_id })).await
        };
        assert!(unlock(&admin, ada.person).await.expect_err("oneself").is(api::codes::FORBIDDEN));
        unlock(&admin, nora.person).await.expect("an admin");
        world.tries(&nora, PASSWORD).await.expect("open");
        let event = world.until_told("unlock").await;
        assert_eq!((event.user_id, event.patient_id), (ada.person, Some(nora.person)));
        let admin = stop().await;
        let call = Call::<auth_rbac_api::CreatePasswordReset>::path(ByPerson { person_id: nora.person });
        let token = world.call(Some(&admin), call).await.expect("a link").token;
        let new = auth_rbac_api::NewPassword { token, password: Words::new("blue meadow in the rain") };
        world.call(None, Call::<auth_rbac_api::ResetPassword>::body(new)).await.expect("is set");
        world.tries(&nora, "blue meadow in the rain").await.expect("a new password");
        stop().await;
        let recovers = |password: &'static str| {
            let sign_in = SignIn {
                email: Some(Words::new(&nora.email)),
                password: Some(Words::new(password)),
                code: Some(nora.recovery[0].clone()),
                device: None,
            };
            world.call(None, Call::<Login>::body(sign_in))
        };
        let guessed = recovers("a wrong guess").await.map(|_| ()).expect_err("a code alone");
        assert!(guessed.is(codes::STOPPED), "{guessed}");
        recovers("blue meadow in the rain").await.expect("nobody guesses a recovery code");
        world.tries(&nora, "blue meadow in the rain").await.expect("open again");
    }
}

#[tokio::test]
async fn a_tablet_neither_forgives_what_was_guessed_nor_is_locked_out_by_it() {
    for world in World::everywhere().await {
        let ada = world.set_up().await;
        let admin = world.signs_in(&ada).await;
        let new = NewResident {
            name: Words::new("Newcomer"),
            unit_id: world.sources.id(),
            device_name: "tablet".to_owned(),
        };
        let admitted = world.call(Some(&admin), Call::<AdmitResident>::body(new)).await.expect("admits");
        world
            .puts("UPDATE people SET failures = 7, locked_until = 9000000000000000 WHERE totp IS NULL")
            .await;
        let alone = SignIn { device: Some(admitted.device), ..SignIn::default() };
        world.call(None, Call::<Login>::body(alone)).await.expect("signs in");
        assert_eq!(world.number("SELECT SUM(failures) AS n FROM people").await, 7);
    }
}
