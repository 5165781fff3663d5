//! Sessions: what spends a refresh token, what a recovery code opens, and what is kept how long.

use std::time::Duration;

use api::{Call, Problem, Words};
use auth_rbac_api::{ListSessions, Login, Refresh, RefreshRequest, SignIn, Tokens, codes};
use testkit::eventually;

use super::{Account, PASSWORD, World};
use crate::domain::KEPT;

async fn refresh(world: &World, token: &Words) -> Result<Tokens, Problem> {
    world.call(None, Call::<Refresh>::body(RefreshRequest { refresh_token: token.clone() })).await
}

async fn recovers(world: &World, account: &Account, code: &Words) -> Result<Tokens, Problem> {
    let sign_in = SignIn {
        email: Some(Words::new(&account.email)),
        password: Some(Words::new(PASSWORD)),
        code: Some(code.clone()),
        device: None,
    };
    world.call(None, Call::<Login>::body(sign_in)).await
}

#[tokio::test]
async fn any_refresh_token_that_was_spent_ends_its_session_however_long_ago() {
    for world in World::everywhere().await {
        let ada = world.set_up().await;
        let first = world.tries(&ada, PASSWORD).await.expect("signs in");
        let second = refresh(&world, &first.refresh_token).await.expect("the first");
        let third = refresh(&world, &second.refresh_token).await.expect("the second");
        assert!(world.live(&third.access_token).await);
        let replayed = refresh(&world, &first.refresh_token).await.expect_err("spent twice over");
        assert!(replayed.is(codes::REFRESH), "{replayed}");
        assert!(!world.live(&third.access_token).await, "for everybody who holds a token of it");
        assert!(refresh(&world, &third.refresh_token).await.is_err());
        world.until_told("spent_refresh_token").await;
    }
}

#[tokio::test]
async fn a_refresh_token_that_was_never_given_out_ends_nobodys_session() {
    for world in World::everywhere().await {
        let ada = world.set_up().await;
        let first = world.tries(&ada, PASSWORD).await.expect("signs in");
        let second = refresh(&world, &first.refresh_token).await.expect("the first");
        for given in [&first, &second] {
            let mut flipped = given.refresh_token.expose().to_owned();
            flipped.replace_range(50..51, if &flipped[50..51] == "A" { "B" } else { "A" });
            refresh(&world, &Words::new(flipped)).await.expect_err("made up");
        }
        assert!(world.live(&second.access_token).await);
        refresh(&world, &second.refresh_token).await.expect("as before");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_recovery_code_opens_one_session_and_leaves_its_event() {
    for world in World::everywhere().await {
        let ada = world.set_up().await;
        let code = &ada.recovery[0];
        let (a, b) = tokio::join!(recovers(&world, &ada, code), recovers(&world, &ada, code));
        assert!(a.is_ok() != b.is_ok(), "one of them");
        assert!(recovers(&world, &ada, code).await.expect_err("spent").is(codes::CREDENTIALS));
        assert_eq!(world.until_told("spend_recovery_code").await.user_id, ada.person);
        // One that cannot open a session is not spent either.
        world.puts("UPDATE people SET locked_until = 9000000000000000").await;
        assert!(recovers(&world, &ada, &ada.recovery[1]).await.is_err());
        world.puts("UPDATE people SET locked_until = NULL").await;
        recovers(&world, &ada, &ada.recovery[1]).await.expect("not spent");
    }
}

#[tokio::test]
async fn a_session_that_ended_by_silence_is_not_listed() {
    for world in World::everywhere().await {
        let ada = world.set_up().await;
        world.signs_in(&ada).await;
        world.clock.advance(Duration::from_secs(16 * 60));
        let token = world.signs_in(&ada).await;
        let listed = world.call(Some(&token), Call::<ListSessions>::default()).await.expect("a list");
        assert_eq!(listed.sessions.len(), 1);
        assert!(listed.sessions[0].current);
    }
}

#[tokio::test]
async fn what_ended_long_ago_is_let_go_of_and_what_did_not_is_kept() {
    for world in World::everywhere().await {
        let ada = world.set_up().await;
        world.signs_in(&ada).await;
        let sessions = "SELECT COUNT(*) AS n FROM sessions";
        world.clock.advance(KEPT);
        world.signs_in(&ada).await;
        assert_eq!(world.number(sessions).await, 2, "not yet");
        world.clock.advance(Duration::from_secs(9 * 3_600));
        eventually("it is gone", async || (world.number(sessions).await == 1).then_some(())).await;
    }
}
