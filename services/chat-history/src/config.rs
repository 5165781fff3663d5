//! The section of the configuration of chat-history.

use std::time::Duration;

use content_safety_api::Level;
use serde::{Deserialize, Serialize};

/// How long anything of this service waits for people.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// Seconds until a critical alert that nobody has taken up goes to more people.
    pub escalate_critical_seconds: u32,
    /// Seconds until a high alert does.
    pub escalate_high_seconds: u32,
    /// Seconds until a medium alert does, and a wish for a person.
    pub escalate_medium_seconds: u32,
    /// Seconds after which a conversation that somebody took over and does not write in is given back.
    pub hand_back_seconds: u32,
    /// Seconds after which an alert that somebody has taken up, and nobody has closed, is open again.
    pub unclosed_seconds: u32,
    /// Days after its last message on which a conversation is destroyed; 0: never.
    pub retention_days: u32,
    /// Days for which it is remembered, with consent, what a conversation was about; 0: not at all.
    pub remembered_talk_days: u32,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            escalate_critical_seconds: 120,
            escalate_high_seconds: 300,
            escalate_medium_seconds: 1_800,
            hand_back_seconds: 600,
            unclosed_seconds: 3_600,
            retention_days: 0,
            remembered_talk_days: 90,
        }
    }
}

/// The longest that an alert may wait, in seconds.
const WAIT_MAX: u32 = 4 * 3_600;
/// So often an alert is passed on at the same pace; then twice as long lies between, up to so many times twice.
const SAME_PACE: u32 = 2;
const RARER_MAX: u32 = 3;
/// The longest that it is remembered what a conversation was about, in days.
const TALK_DAYS_MAX: u32 = 366;

impl Config {
    /// Whether the times make sense: each from a second on, none over four hours, and nothing more urgent waits longer.
    ///
    /// # Errors
    /// What is wrong, in words for the operator.
    pub fn check(&self) -> Result<(), String> {
        let waits = [
            self.escalate_critical_seconds,
            self.escalate_high_seconds,
            self.escalate_medium_seconds,
            self.hand_back_seconds,
            self.unclosed_seconds,
        ];
        if waits.iter().any(|wait| !(1..=WAIT_MAX).contains(wait)) {
            return Err(format!("`chat-history`: each time is 1 to {WAIT_MAX} seconds"));
        }
        if self.remembered_talk_days > TALK_DAYS_MAX {
            return Err(format!("`chat-history.remembered-talk-days` is at most {TALK_DAYS_MAX}"));
        }
        if waits[0] > waits[1] || waits[1] > waits[2] {
            return Err("`chat-history`: what is more urgent waits no longer than what is less".to_owned());
        }
        Ok(())
    }

    /// How long until an alert is passed on again that was so often already. It never ends: who alone hears it once may be
    /// asleep. After the third time it comes more rarely, so that the one that matters next is still heard.
    pub(crate) fn until_escalation(&self, level: Level, times: u32) -> Duration {
        let seconds = match level {
            Level::Critical => self.escalate_critical_seconds,
            Level::High => self.escalate_high_seconds,
            Level::None | Level::Low | Level::Medium => self.escalate_medium_seconds,
        };
        let rarer = times.saturating_sub(SAME_PACE).min(RARER_MAX);
        Duration::from_secs(u64::from(seconds) << rarer)
    }

    /// How long conversations are kept, unless for ever.
    pub(crate) fn retention(&self) -> Option<Duration> {
        (self.retention_days > 0).then(|| crate::domain::DAY.saturating_mul(self.retention_days))
    }

    /// How long it is remembered what a conversation was about, if at all: never longer than the conversation itself.
    pub(crate) fn remembered_talk(&self) -> Option<Duration> {
        let days = match self.retention_days {
            0 => self.remembered_talk_days,
            kept => self.remembered_talk_days.min(kept),
        };
        (days > 0).then(|| crate::domain::DAY.saturating_mul(days))
    }

    /// How long whoever took an alert up has before a danger that is said again opens it for everybody: as long as anybody has
    /// to take up one of its level, and for who asks for a person at most as long as for a high one.
    pub(crate) fn until_heard_again(&self, level: Level, person_requested: bool) -> Duration {
        let wait = self.until_escalation(level, 0);
        if person_requested { wait.min(self.until_escalation(Level::High, 0)) } else { wait }
    }

    pub(crate) fn until_unclosed(&self) -> Duration {
        Duration::from_secs(u64::from(self.unclosed_seconds))
    }

    pub(crate) fn until_hand_back(&self) -> Duration {
        Duration::from_secs(u64::from(self.hand_back_seconds))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_more_urgent_never_waits_longer() {
        assert_eq!(Config::default().check(), Ok(()));
        let wrong = [
            Config { escalate_critical_seconds: 0, ..Config::default() },
            Config { escalate_critical_seconds: 400, ..Config::default() },
            Config { escalate_medium_seconds: WAIT_MAX + 1, ..Config::default() },
            Config { remembered_talk_days: TALK_DAYS_MAX + 1, ..Config::default() },
        ];
        for config in wrong {
            assert!(config.check().is_err(), "{config:?}");
        }
    }

    #[test]
    fn what_a_talk_was_about_is_kept_no_longer_than_the_talk() {
        let kept = |retention_days, remembered_talk_days| {
            let config = Config { retention_days, remembered_talk_days, ..Config::default() };
            config.remembered_talk().map(|kept| kept.as_secs() / 86_400)
        };
        assert_eq!(
            [kept(0, 90), kept(30, 90), kept(365, 90), kept(30, 0)],
            [Some(90), Some(30), Some(90), None]
        );
    }

    #[test]
    fn an_alert_that_nobody_takes_up_is_passed_on_for_ever_and_after_the_third_time_more_rarely() {
        let config = Config::default();
        let waits =
            |level| [0, 1, 2, 3, 4, 5, 9, 5_000].map(|times| config.until_escalation(level, times).as_secs());
        assert_eq!(waits(Level::Critical), [120, 120, 120, 240, 480, 960, 960, 960]);
        assert_eq!(waits(Level::Medium), [1_800, 1_800, 1_800, 3_600, 7_200, 14_400, 14_400, 14_400]);
    }
}
