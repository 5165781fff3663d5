//! How long a session lives, per role, and how wrong attempts slow down.

use std::time::Duration;

use api::Role;
use kernel::Timestamp;

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3_600);

/// Wrong attempts in a row after which only an admin, a new password or a recovery code
/// opens an account (NIST 800-63B §3.2.2).
pub(crate) const FAILURES_MAX: i32 = 100;
/// Wrong attempts in a row before the first lock.
pub(crate) const FAILURES_FREE: i32 = 5;
/// The first lock; each further wrong attempt doubles it.
const LOCK_MIN: Duration = MINUTE;
/// The longest lock.
const LOCK_MAX: Duration = Duration::from_secs(15 * 60);
/// How long an access token lives.
pub(crate) const ACCESS_S: u32 = 600;
/// How long an invitation may be accepted.
pub(crate) const INVITATION: Duration = Duration::from_secs(7 * 24 * 3_600);
/// How long a link to set a password anew holds.
pub(crate) const RESET: Duration = HOUR;
/// How long an authenticator that was started waits for a code of it.
pub(crate) const STARTED: Duration = Duration::from_secs(15 * 60);
/// How long what has ended is kept: people are shown their last sign-ins.
pub(crate) const KEPT: Duration = Duration::from_secs(90 * 24 * 3_600);
/// Devices of one person.
pub(crate) const DEVICES_MAX: i64 = 10;
/// Passkeys of one person.
pub(crate) const PASSKEYS_MAX: i64 = 10;
/// How long a browser has to answer a challenge.
pub(crate) const CHALLENGE_S: u32 = 300;
/// Challenges that are out at once for one purpose, of all people together.
pub(crate) const CHALLENGES_MAX: i64 = 20_000;
/// Sign-ins that a person is shown.
pub(crate) const SIGN_INS_SHOWN: i64 = 20;
/// A use is written down at most this often.
pub(crate) const SEEN_EVERY: Duration = Duration::from_secs(30);

/// Silence after which a session ends (45 CFR 164.312(a)(2)(iii)).
pub(crate) const fn idle(role: Role) -> Duration {
    match role {
        Role::System | Role::Admin | Role::HealthProvider | Role::CareStaff => Duration::from_secs(15 * 60),
        Role::FamilyMember | Role::Resident => HOUR,
    }
}

/// The longest a session lives.
pub(crate) const fn absolute(role: Role) -> Duration {
    match role {
        Role::System | Role::Admin => Duration::from_secs(8 * 3_600),
        Role::HealthProvider | Role::CareStaff => Duration::from_secs(12 * 3_600),
        Role::FamilyMember | Role::Resident => Duration::from_secs(24 * 3_600),
    }
}

/// Until when an account is locked after so many wrong attempts in a row.
pub(crate) fn locked_until(failures: i32, now: Timestamp) -> Option<Timestamp> {
    let over = u32::try_from(failures - FAILURES_FREE).ok()?;
    let lock = LOCK_MIN.saturating_mul(2_u32.saturating_pow(over.min(16))).min(LOCK_MAX);
    Some(now.plus(lock))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lock_starts_at_the_fifth_wrong_attempt_and_doubles_to_a_quarter_of_an_hour() {
        let locks: Vec<u64> = (1..=12)
            .map(|failures| {
                locked_until(failures, Timestamp::EPOCH).map_or(0, |at| at.since(Timestamp::EPOCH).as_secs())
            })
            .collect();
        assert_eq!(locks, [0, 0, 0, 0, 60, 120, 240, 480, 900, 900, 900, 900]);
    }
}
