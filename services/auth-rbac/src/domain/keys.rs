//! The turn of signing keys: a new one is published before it signs, and the old one until its last token is out.
//!
//! A key takes over by schedule, or when the operator orders it: an order is a file in the key directory, so
//! that whoever may touch the keys, and nobody else, may give it. Processes of this service that share a store
//! and a key directory agree by the store: the first one makes the next generation.

use std::sync::Arc;
use std::time::Duration;

use audit_trail::{ContextKey, EventType, Word};
use kernel::Timestamp;
use tokio_util::sync::CancellationToken;
use vault::{KeyDirectory, SigningKeys, VaultError};

use super::limits::ACCESS_S;
use super::tokens::{Held, SignFault};
use super::{Domain, Refused};
use crate::store::KeyRow;

/// How long a key is published before it signs: every service reads the keys once a minute.
pub(crate) const PUBLISHED_BEFORE: Duration = Duration::from_secs(180);
/// How long an old key is published after it signed last: a token's life, and what clocks may differ by.
pub(crate) const PUBLISHED_AFTER: Duration = Duration::from_secs(ACCESS_S as u64 + 60);
/// How long a private half is kept after nobody needs it: a restored store may still name it.
const KEPT_AFTER: Duration = Duration::from_secs(7 * 24 * 3_600);
/// How often keys and orders are looked at.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Orders that are looked for ahead.
const ORDERS_MAX: i64 = 1_000_000;

/// What the operator may order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// A new key takes over, and the old one runs out.
    Rotate,
    /// A new key takes over now, and no token of an old one holds any more.
    Revoke,
}

/// The name of the file that is the nth order.
pub(crate) fn order_file(order: Order, number: i64) -> String {
    match order {
        Order::Rotate => format!("rotate-auth-tokens-{number}"),
        Order::Revoke => format!("revoke-auth-tokens-{number}"),
    }
}

/// Gives the next order.
pub(crate) fn order_new_key(directory: &KeyDirectory, revoke: bool) -> Result<(), VaultError> {
    let mut number = 1;
    loop {
        let mut free = true;
        for order in [Order::Rotate, Order::Revoke] {
            free &= !directory.has_marker(&order_file(order, number))?;
        }
        if free || number >= ORDERS_MAX {
            let order = if revoke { Order::Revoke } else { Order::Rotate };
            return directory.set_marker(&order_file(order, number));
        }
        number += 1;
    }
}

/// Where keys lie, and how long each one signs.
pub(crate) struct KeyTurn {
    pub(crate) keys: Arc<SigningKeys>,
    pub(crate) directory: KeyDirectory,
    pub(crate) period: Duration,
}

impl Domain {
    /// Looks after the keys until the process drains.
    pub(crate) async fn turn_keys(&self, stop: &CancellationToken) {
        while tokio::time::timeout(LOOK_EVERY, stop.cancelled()).await.is_err() {
            if let Err(error) = self.look_after_keys().await {
                tracing::error!(error = %error, "the signing keys could not be looked after");
            }
        }
    }

    /// For health: there is a key that signs.
    pub(crate) fn signs(&self) -> Result<(), &'static str> {
        self.signer.signing(self.sources.now()).map(|_| ()).ok_or("no key signs tokens")
    }

    /// One look: makes the next key when its time has come or it was ordered, and loads what holds now.
    pub(crate) async fn look_after_keys(&self) -> Result<(), Refused> {
        let now = self.sources.now();
        let mut rows = self.store.keys().await?;
        let ordered = self.order_after(rows.iter().map(|row| row.command).max().unwrap_or(0))?;
        let due = rows.first().is_none_or(|newest| newest.created_at.plus(self.turn.period) <= now);
        if due || ordered.is_some() {
            self.next_key(&rows, ordered, now).await?;
            rows = self.store.keys().await?;
        }
        self.load(&rows, now)
    }

    fn order_after(&self, done: i64) -> Result<Option<(Order, i64)>, Refused> {
        let number = done + 1;
        for order in [Order::Revoke, Order::Rotate] {
            if number < ORDERS_MAX && self.turn.directory.has_marker(&order_file(order, number))? {
                return Ok(Some((order, number)));
            }
        }
        Ok(None)
    }

    async fn next_key(
        &self,
        rows: &[KeyRow],
        ordered: Option<(Order, i64)>,
        now: Timestamp,
    ) -> Result<(), Refused> {
        let generation = rows.first().map_or(1, |newest| newest.generation + 1);
        // The first one has the name that it had when there was one alone.
        let name =
            if generation == 1 { "auth-tokens".to_owned() } else { format!("auth-tokens-{generation}") };
        let public = Held::public_of(&self.turn.keys.load_or_create(&name)?);
        let at_once = generation == 1 || matches!(ordered, Some((Order::Revoke, _)));
        let active_from = if at_once { now } else { now.plus(PUBLISHED_BEFORE) };
        let earlier_end_at = if at_once { now } else { active_from.plus(PUBLISHED_AFTER) };
        let command = ordered
            .map_or_else(|| rows.iter().map(|row| row.command).max().unwrap_or(0), |(_, number)| number);
        let row = KeyRow {
            generation,
            name,
            public: public.x.clone(),
            created_at: now,
            active_from,
            ends_at: None,
            command,
        };
        let action = match ordered {
            Some((Order::Revoke, _)) => "revoke_token_keys",
            Some((Order::Rotate, _)) => "rotate_token_keys_by_order",
            None => "rotate_token_keys",
        };
        let event = self
            .store
            .trail()
            .recorder()
            .event(EventType::KeyChange, Word::new(action), Word::new("token_key"))
            .with(ContextKey::VERSION, u32::try_from(generation).unwrap_or(u32::MAX));
        if self.store.next_key(&row, earlier_end_at, event.into()).await? {
            tracing::info!(generation, action, "tokens get a new signing key");
        }
        Ok(())
    }

    /// Holds the keys that are published now. One whose private half here is another than the store knows does
    /// not sign: its tokens would hold nowhere.
    fn load(&self, rows: &[KeyRow], now: Timestamp) -> Result<(), Refused> {
        let mut held = Vec::new();
        for row in rows {
            if row.ends_at.is_some_and(|end| end <= now) {
                if row.ends_at.is_some_and(|end| end.plus(KEPT_AFTER) <= now) {
                    self.turn.keys.destroy(&row.name)?;
                }
                continue;
            }
            if let Some(known) = self.signer.held(&row.public, row) {
                held.push(known);
                continue;
            }
            let key = self.turn.keys.load_or_create(&row.name)?;
            if Held::public_of(&key).x != row.public {
                tracing::error!(
                    name = row.name,
                    "the signing key of this directory is not the installation's"
                );
                return Err(Refused::Secret(Box::new(SignFault)));
            }
            held.push(Held::new(&key, row));
        }
        self.signer.hold(held);
        Ok(())
    }
}
