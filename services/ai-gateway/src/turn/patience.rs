//! How long a turn waits for whom. All of it in one place, since together it is how long somebody in danger waits
//! for the first line of their ladder: with everything silent, a second and a half at most. The help lines wait
//! for none of it.

use std::time::Duration;

/// With danger in the message, the deciders have so long; then it is as if they were gone.
pub(super) const DECIDERS_IN_DANGER: Duration = Duration::from_millis(600);
/// The full analysis is read within this, or the turn goes on without saying any of the message back. It is read
/// while the deciders decide.
pub(super) const ANALYSIS: Duration = Duration::from_millis(300);
/// The state is read within this, or a crisis starts its ladder at the top (DESIGN §1).
pub(super) const STATE: Duration = Duration::from_millis(150);
/// With danger in it, a message is stored within this, or it goes to the journal. Should it reach the store all the
/// same, its delivery finds it there.
pub(super) const STORE_IN_DANGER: Duration = Duration::from_millis(500);
/// The journal has so long before the line is said; it goes on after that.
pub(super) const JOURNAL: Duration = Duration::from_millis(250);
/// How often a turn is computed again because the conversation went on meanwhile.
pub(super) const RETRIES: u32 = 2;

/// A first line within two seconds with everything silent (COMPANION §2, S10): a quarter is left for the gateway and
/// for work.
const _: () = {
    let waits = [DECIDERS_IN_DANGER, STATE, STORE_IN_DANGER, JOURNAL];
    let (mut at, mut all) = (0, 0);
    while at < waits.len() {
        all += waits[at].as_millis();
        at += 1;
    }
    assert!(all <= 1_500);
};
