//! The turn of signing keys: B11 of RELIABILITY.md.

use std::time::Duration;

use auth_rbac_api::JwkSet;

use super::World;
use crate::domain::{PUBLISHED_AFTER, PUBLISHED_BEFORE};

const DAY: Duration = Duration::from_secs(24 * 3_600);

/// Waits until so many keys are published, and reads them as every service does.
async fn until_published(world: &World, count: usize) -> JwkSet {
    let wait = async {
        loop {
            let set = world.read_keys().await;
            if set.keys.len() == count {
                return set;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), wait).await.unwrap_or_else(|_| panic!("never {count} keys"))
}

fn kid(token: &api::Words) -> String {
    let header = jsonwebtoken::decode_header(token.expose()).expect("a header");
    header.kid.expect("a key id")
}

#[tokio::test]
async fn a_key_takes_over_by_schedule_with_overlap_and_no_token_is_refused_meanwhile() {
    for world in World::everywhere().await {
        let ada = world.set_up().await;
        let first = until_published(&world, 1).await;
        world.clock.advance(DAY * 89);
        let before = world.signs_in(&ada).await;
        assert_eq!(kid(&before), first.keys[0].kid);
        world.clock.advance(DAY);
        let both = until_published(&world, 2).await;
        assert_eq!(both.keys[1], first.keys[0], "newest first, the old one is still there");
        // It is published, and does not sign before everybody can have read it.
        let early = world.signs_in(&ada).await;
        assert_eq!(kid(&early), first.keys[0].kid);
        assert_eq!(world.me(&early).await, Ok(ada.person));
        world.clock.advance(PUBLISHED_BEFORE);
        let late = world.signs_in(&ada).await;
        assert_eq!(kid(&late), both.keys[0].kid);
        for token in [&early, &late] {
            assert_eq!(world.me(token).await, Ok(ada.person), "tokens of both keys hold");
        }
        world.clock.advance(PUBLISHED_AFTER);
        let after = until_published(&world, 1).await;
        assert_eq!(after.keys[0], both.keys[0]);
        let event = world.until_told("rotate_token_keys").await;
        assert_eq!(event.event_type.name(), "key_change");
        world.signs_in(&ada).await;
    }
}

#[tokio::test]
async fn the_operator_orders_a_new_key_and_each_order_is_carried_out_once() {
    for world in World::everywhere().await {
        let ada = world.set_up().await;
        let first = until_published(&world, 1).await;
        crate::order_new_key(&world.key_directory, false).expect("an order");
        let both = until_published(&world, 2).await;
        assert_eq!(both.keys[1], first.keys[0]);
        world.until_told("rotate_token_keys_by_order").await;
        // Another process over the same store knows both, and makes none of its own.
        let beside = world.beside().await;
        assert_eq!(until_published(&beside, 2).await, both);
        world.clock.advance(PUBLISHED_BEFORE);
        let token = world.signs_in(&ada).await;
        assert_eq!(kid(&token), both.keys[0].kid);
        assert_eq!(beside.me(&token).await, Ok(ada.person), "one process's token holds at the other");
    }
}

#[tokio::test]
async fn a_revoked_key_signs_nothing_and_its_tokens_hold_nowhere() {
    for world in World::everywhere().await {
        let ada = world.set_up().await;
        let token = world.signs_in(&ada).await;
        assert_eq!(world.me(&token).await, Ok(ada.person), "it was checked, and is remembered as good");
        crate::order_new_key(&world.key_directory, true).expect("an order");
        let old = kid(&token);
        let wait = async {
            while world.read_keys().await.keys.iter().any(|key| key.kid == old) {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(30), wait).await.expect("it is taken out");
        let refused = world.me(&token).await.expect_err("not even from memory");
        assert!(refused.is(api::codes::UNAUTHENTICATED), "{refused}");
        let fresh = world.signs_in(&ada).await;
        assert_eq!(world.me(&fresh).await, Ok(ada.person));
        world.until_told("revoke_token_keys").await;
    }
}

#[tokio::test]
async fn a_start_on_the_same_store_goes_on_with_the_same_key() {
    for world in World::everywhere().await {
        let ada = world.set_up().await;
        let token = world.signs_in(&ada).await;
        let again = world.beside().await;
        assert_eq!(again.read_keys().await, world.read_keys().await);
        assert_eq!(again.me(&token).await, Ok(ada.person));
    }
}
