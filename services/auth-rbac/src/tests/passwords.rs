//! Passwords: changed, set anew, and what that ends.

use std::time::Duration;

use api::{Call, Problem, Role, Words};
use auth_rbac_api::{
    ByPerson, ChangePassword, CreatePasswordReset, EndSession, ListSessions, ListSignIns, NewPassword,
    PasswordChange, PasswordReset, PasswordSet, PersonState, ResetPassword, SetPersonState, StateChange,
    codes,
};
use kernel::PersonId;

use super::{Account, PASSWORD, World};
use crate::domain::RESET;

const NEW: &str = "blue meadow in the rain";

async fn change(world: &World, token: &Words, current: &str, new: &str) -> Result<PasswordSet, Problem> {
    let change = PasswordChange { current: Words::new(current), password: Words::new(new) };
    world.auth.call(&world.context(Some(token)), Call::<ChangePassword>::body(change)).await
}

async fn link(world: &World, by: &Words, person: PersonId) -> Result<PasswordReset, Problem> {
    let call = Call::<CreatePasswordReset>::path(ByPerson { person_id: person });
    world.auth.call(&world.context(Some(by)), call).await
}

async fn reset(world: &World, token: &Words, new: &str) -> Result<PasswordSet, Problem> {
    let given = NewPassword { token: token.clone(), password: Words::new(new) };
    world.auth.call(&world.context(None), Call::<ResetPassword>::body(given)).await
}

#[tokio::test]
async fn a_changed_password_ends_every_session_and_the_old_one_opens_nothing() {
    for world in World::everywhere().await {
        let ada = world.set_up().await;
        let (one, two) = (world.signs_in(&ada).await, world.signs_in(&ada).await);
        assert!(world.live(&one).await && world.live(&two).await);
        let set = change(&world, &one, PASSWORD, NEW).await.expect("is changed");
        assert_eq!(set.sessions_ended, 2);
        assert!(!world.live(&one).await && !world.live(&two).await, "also the one that asked");
        assert!(world.tries(&ada, PASSWORD).await.expect_err("the old one").is(codes::CREDENTIALS));
        world.tries(&ada, NEW).await.expect("the new one");
        let event = world.until_told("change_password").await;
        assert_eq!((event.user_id, event.patient_id), (ada.person, Some(ada.person)));
    }
}

#[tokio::test]
async fn a_new_password_meets_the_rules_and_is_another_one() {
    for world in World::everywhere().await {
        let ada = world.set_up().await;
        let token = world.signs_in(&ada).await;
        for new in ["short", "password1", "ada@elm.example", PASSWORD] {
            let refused = change(&world, &token, PASSWORD, new).await.expect_err(new);
            assert!(refused.is(codes::PASSWORD), "{new}: {refused}");
        }
        assert!(world.live(&token).await, "nothing was ended");
        world.tries(&ada, PASSWORD).await.expect("it is as it was");
    }
}

#[tokio::test]
async fn a_stolen_token_is_no_place_to_guess_the_password() {
    for world in World::everywhere().await {
        let ada = world.set_up().await;
        let token = world.signs_in(&ada).await;
        for _ in 0..5 {
            assert!(
                change(&world, &token, "a wrong guess", NEW).await.expect_err("wrong").is(codes::CREDENTIALS)
            );
        }
        let locked = change(&world, &token, PASSWORD, NEW).await.expect_err("locked, also when right");
        assert!(locked.is(codes::LOCKED) && locked.retry_after_s.is_some(), "{locked}");
        assert!(world.tries(&ada, PASSWORD).await.expect_err("at the door too").is(codes::LOCKED));
    }
}

#[tokio::test]
async fn a_link_sets_a_password_anew_once_and_ends_every_session() {
    for world in World::everywhere().await {
        let ada = world.set_up().await;
        let admin = world.signs_in(&ada).await;
        let nurse = world.invites(&admin, Role::CareStaff, Vec::new(), "nora@elm.example").await;
        let session = world.signs_in(&nurse).await;
        for _ in 0..5 {
            drop(world.tries(&nurse, "forgotten").await);
        }
        assert!(world.tries(&nurse, PASSWORD).await.expect_err("locked").is(codes::LOCKED));
        let given = link(&world, &admin, nurse.person).await.expect("a link");
        let bad = reset(&world, &given.token, "password1").await.expect_err("a common one");
        assert!(bad.is(codes::PASSWORD), "told before the link is spent: {bad}");
        let set = reset(&world, &given.token, NEW).await.expect("is set");
        assert_eq!(set.sessions_ended, 1);
        assert!(!world.live(&session).await);
        world.tries(&nurse, NEW).await.expect("not locked any more");
        let again = reset(&world, &given.token, "another green meadow").await.expect_err("once");
        assert!(again.is(codes::RESET_LINK), "{again}");
        assert_eq!(again.status, 410);
        let event = world.until_told("create_password_reset").await;
        assert_eq!((event.user_id, event.patient_id), (ada.person, Some(nurse.person)));
        assert_eq!(world.until_told("reset_password").await.user_id, nurse.person);
    }
}

#[tokio::test]
async fn a_link_runs_out_is_replaced_by_the_next_and_cannot_be_made_up() {
    for world in World::everywhere().await {
        let ada = world.set_up().await;
        let admin = world.signs_in(&ada).await;
        let nurse = world.invites(&admin, Role::CareStaff, Vec::new(), "nora@elm.example").await;
        let first = link(&world, &admin, nurse.person).await.expect("a link");
        let second = link(&world, &admin, nurse.person).await.expect("another");
        assert!(reset(&world, &first.token, NEW).await.expect_err("replaced").is(codes::RESET_LINK));
        let mut flipped = second.token.expose().to_owned();
        let last = flipped.pop().expect("a token");
        flipped.push(if last == 'A' { 'B' } else { 'A' });
        for made_up in [flipped.as_str(), "", "x", &"A".repeat(64)] {
            let refused = reset(&world, &Words::new(made_up), NEW).await.expect_err("made up");
            assert!(refused.is(codes::RESET_LINK), "{refused}");
        }
        world.clock.advance(RESET);
        assert!(reset(&world, &second.token, NEW).await.expect_err("too late").is(codes::RESET_LINK));
        world.tries(&nurse, PASSWORD).await.expect("it is as it was");
    }
}

#[tokio::test]
async fn only_those_who_may_hand_a_link_over_get_one() {
    for world in World::everywhere().await {
        let ada = world.set_up().await;
        let admin = world.signs_in(&ada).await;
        let nurse = world.invites(&admin, Role::CareStaff, Vec::new(), "nora@elm.example").await;
        let therapist = world.invites(&admin, Role::HealthProvider, Vec::new(), "theo@elm.example").await;
        let rose = world.resident(&admin, "rose@elm.example").await;
        let (nora, theo, rosie) =
            (world.signs_in(&nurse).await, world.signs_in(&therapist).await, world.signs_in(&rose).await);
        world.looks_after(&nurse, &rose);
        link(&world, &nora, rose.person).await.expect("care staff for a resident");
        for (who, by, person) in [
            ("care staff for an admin", &nora, ada.person),
            ("care staff for a therapist", &nora, therapist.person),
            ("care staff for themselves", &nora, nurse.person),
            ("an admin for themselves", &admin, ada.person),
            ("a therapist", &theo, rose.person),
            ("a resident", &rosie, nurse.person),
        ] {
            let refused = link(&world, by, person).await.expect_err(who);
            assert!(refused.is(api::codes::FORBIDDEN), "{who}: {refused}");
        }
        let nobody = link(&world, &admin, world.sources.id()).await.expect_err("nobody");
        assert!(nobody.is(api::codes::NOT_FOUND), "{nobody}");
    }
}

async fn set_state(world: &World, by: &Words, of: &Account, state: PersonState) -> Result<(), Problem> {
    let path = ByPerson { person_id: of.person };
    let call = Call::<SetPersonState>::path_and_body(path, StateChange { state });
    world.auth.call(&world.context(Some(by)), call).await.map(|_| ())
}

#[tokio::test]
async fn a_disabled_person_is_out_at_once_and_a_link_does_not_let_them_in() {
    for world in World::everywhere().await {
        let ada = world.set_up().await;
        let admin = world.signs_in(&ada).await;
        let nurse = world.invites(&admin, Role::CareStaff, Vec::new(), "nora@elm.example").await;
        let session = world.signs_in(&nurse).await;
        let given = link(&world, &admin, nurse.person).await.expect("a link");
        set_state(&world, &admin, &nurse, PersonState::Disabled).await.expect("is disabled");
        assert!(!world.live(&session).await);
        assert!(world.tries(&nurse, PASSWORD).await.expect_err("out").is(codes::CREDENTIALS));
        assert!(reset(&world, &given.token, NEW).await.expect_err("out").is(codes::RESET_LINK));
        assert!(link(&world, &admin, nurse.person).await.expect_err("out").is(codes::DISABLED));
        set_state(&world, &admin, &nurse, PersonState::Active).await.expect("is enabled");
        world.tries(&nurse, PASSWORD).await.expect("in again");
        let own = set_state(&world, &admin, &ada, PersonState::Disabled).await.expect_err("not themselves");
        assert!(own.is(api::codes::FORBIDDEN), "{own}");
    }
}

#[tokio::test]
async fn a_person_sees_their_sessions_ends_one_and_nobody_elses() {
    for world in World::everywhere().await {
        let ada = world.set_up().await;
        let (one, two) = (world.signs_in(&ada).await, world.signs_in(&ada).await);
        let nurse = world.invites(&one, Role::CareStaff, Vec::new(), "nora@elm.example").await;
        let nora = world.signs_in(&nurse).await;
        let list = async |token: &Words| {
            let call = Call::<ListSessions>::default();
            world.auth.call(&world.context(Some(token)), call).await.expect("a list").sessions
        };
        let sessions = list(&one).await;
        assert_eq!((sessions.len(), sessions.iter().filter(|session| session.current).count()), (2, 1));
        let other = sessions.iter().find(|session| !session.current).expect("another").session_id;
        let end = async |token: &Words| {
            let call = Call::<EndSession>::path(auth_rbac_api::BySession { session_id: other });
            world.auth.call(&world.context(Some(token)), call).await
        };
        assert!(end(&nora).await.expect_err("not theirs").is(api::codes::NOT_FOUND));
        assert!(world.live(&two).await);
        end(&one).await.expect("ended");
        assert!(!world.live(&two).await && world.live(&one).await);
        assert_eq!(list(&one).await.len(), 1);
        // A stale clock is no way around: the list is of what is live.
        world.clock.advance(Duration::from_secs(9 * 3_600));
        assert!(!world.live(&one).await);
    }
}

#[tokio::test]
async fn a_person_is_shown_when_they_signed_in_and_how_often_somebody_failed_since() {
    for world in World::everywhere().await {
        let ada = world.set_up().await;
        let first = world.signs_in(&ada).await;
        let nurse = world.invites(&first, Role::CareStaff, Vec::new(), "nora@elm.example").await;
        world.signs_in(&nurse).await;
        world.clock.advance(Duration::from_secs(60));
        let second = world.signs_in(&ada).await;
        for _ in 0..2 {
            drop(world.tries(&ada, "a wrong guess").await);
        }
        let call = Call::<ListSignIns>::default();
        let shown = world.auth.call(&world.context(Some(&second)), call).await.expect("a list");
        assert_eq!((shown.sign_ins.len(), shown.failures), (2, 2), "their own alone");
        assert!(shown.sign_ins[0].at > shown.sign_ins[1].at, "newest first");
        assert_eq!(shown.sign_ins[0].with, ["pwd", "otp"]);
    }
}
