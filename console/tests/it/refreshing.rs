//! Refreshing tokens: each is spent once, however many tabs come at one moment.

use std::pin::pin;

use futures_util::future::{Either, select};

use crate::support::{TOKEN_S, World, problem};

#[tokio::test]
async fn two_tabs_at_one_moment_spend_one_token_and_both_go_on() {
    let world = World::new();
    let browser = world.signed_in("resident").await;
    world.later(TOKEN_S);
    let (mut one, mut other, mut third) = (browser.clone(), browser.clone(), browser.clone());
    let (a, b, c) = tokio::join!(one.get("/talk"), other.get("/talk"), third.get("/about-me"));
    for seen in [&a, &b, &c] {
        assert_eq!(seen.status, 200);
    }
    let spent = world.gateway.asked("/auth/refresh");
    assert_eq!(spent.len(), 1, "a token that is spent twice ends the session");
    // Both browsers hold the new tokens: after their end each of the two can go on from there.
    let bearer = |path: &str| {
        let asked = world.gateway.asked(path);
        asked.iter().map(|one| one.headers["authorization"].clone()).collect::<std::collections::HashSet<_>>()
    };
    assert_eq!(bearer("/chat/conversations").len(), 1, "both with the same new token");
    assert!(one.cookies["__Host-session"] != browser.cookies["__Host-session"]);
    // A tab that never got the new cookie comes late with the old one.
    let mut late = browser.clone();
    assert_eq!(late.get("/about-me").await.status, 200);
    assert_eq!(world.gateway.asked("/auth/refresh").len(), 1);
    // Later the new token is spent, once, whoever comes first; even by the tab that is two steps behind.
    world.later(TOKEN_S);
    let mut behind = browser.clone();
    let (a, b) = tokio::join!(one.get("/about-me"), behind.get("/about-me"));
    assert_eq!((a.status, b.status), (200, 200));
    let spent: Vec<_> = world.gateway.asked("/auth/refresh").into_iter().map(|one| one.body).collect();
    assert_eq!(spent.len(), 2);
    assert_ne!(spent[0], spent[1], "each token once");
}

#[tokio::test]
async fn a_session_that_has_ended_leads_to_the_sign_in_and_leaves_no_cookie() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    world.later(TOKEN_S);
    world.gateway.answers("/auth/refresh", 401, problem("auth.refresh_refused", 401));
    let seen = browser.get("/talk").await;
    assert_eq!((seen.status, seen.header("location")), (303, "/sign-in?ended=1"));
    assert!(!browser.cookies.contains_key("__Host-session"));
    assert!(browser.get("/sign-in?ended=1").await.body.contains("You were signed out"));
}

#[tokio::test]
async fn with_nobody_to_refresh_it_a_session_is_not_lost() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    world.later(TOKEN_S);
    world.gateway.answers("/auth/refresh", 503, problem("service.unavailable", 503));
    world.gateway.answers("/chat/conversations", 401, problem("auth.token_expired", 401));
    let seen = browser.get("/talk").await;
    assert_ne!(seen.status, 200);
    assert!(seen.body.contains("href=\"/help\""), "{}", seen.body);
    assert!(browser.cookies.contains_key("__Host-session"), "it may be live");
    world.gateway.answers.lock().expect("a lock").json.clear();
    // Whoever was first is waited for a while; then the next may try.
    world.later(60);
    assert_eq!(browser.get("/talk").await.status, 200);
}

#[tokio::test]
async fn a_browser_that_leaves_while_its_token_is_spent_comes_back_signed_in() {
    let world = World::new();
    let browser = world.signed_in("resident").await;
    world.later(TOKEN_S);
    let shut = world.gateway.gate.clone().acquire_owned().await.expect("a gate");
    {
        let mut leaving = browser.clone();
        let asked = testkit::eventually("the token is on its way", async || {
            (world.gateway.asked("/auth/refresh").len() == 1).then_some(())
        });
        match select(pin!(leaving.get("/about-me")), pin!(asked)).await {
            Either::Left(_) => panic!("answered before the gateway was"),
            Either::Right(_) => {}
        }
        // Here the page's request ends, as when a tab is closed.
    }
    drop(shut);
    let mut back = browser.clone();
    assert_eq!(back.get("/about-me").await.status, 200);
    assert_eq!(world.gateway.asked("/auth/refresh").len(), 1, "a token that is spent twice ends the session");
}

#[tokio::test]
async fn a_page_waits_for_nobody_longer_than_help_may_take() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    world.later(TOKEN_S);
    let _shut = world.gateway.gate.clone().acquire_owned().await.expect("a gate");
    // Nobody answers at all; without a bound the page would wait for ever.
    let seen = tokio::time::timeout(std::time::Duration::from_secs(20), browser.get("/help")).await;
    let seen = seen.expect("help, whoever is asked");
    assert!(seen.status == 200 && seen.body.contains("988"), "{}", seen.body);
}

#[tokio::test]
async fn a_token_that_is_no_good_is_asked_for_once() {
    let world = World::new();
    let browser = world.signed_in("resident").await;
    world.later(TOKEN_S);
    world.gateway.answers("/auth/refresh", 401, problem("auth.refresh_refused", 401));
    for _ in 0..3 {
        let mut tab = browser.clone();
        assert_eq!(tab.get("/talk").await.header("location"), "/sign-in?ended=1");
    }
    assert_eq!(world.gateway.asked("/auth/refresh").len(), 1, "it will never be good again");
}

#[tokio::test]
async fn who_may_be_signed_in_is_not_told_that_they_are_not() {
    let world = World::new();
    let mut browser = world.signed_in("resident").await;
    browser.get("/talk").await;
    world.later(TOKEN_S);
    world.gateway.answers("/auth/refresh", 503, problem("service.unavailable", 503));
    let turn = format!("/ai/conversations/{}/messages", crate::support::CONVERSATION);
    world.gateway.answers(&turn, 401, problem("auth.token_expired", 401));
    let seen = browser.post("/talk", &[("words", "Good morning"), ("key", "one")]).await;
    assert!(seen.body.contains("Your words are still here. We could not send them."), "{}", seen.body);
    assert!(!seen.body.contains("You are signed out"));
    assert!(browser.cookies.contains_key("__Host-session"), "it may be live");
}
