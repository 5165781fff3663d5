//! The level of a conversation: rises at once with a message, steps down only by rule, one step at a time, on
//! evidence and time (DESIGN §7). It is neither the level of a message nor the state of an alert.

use std::time::Duration;

use content_safety_api::Level;
use kernel::Timestamp;
use serde::{Deserialize, Serialize};

/// When a conversation may step down. A versioned default; an operator may make it slower.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepDownRule {
    /// The rule's version, kept with the level.
    pub version: u16,
    /// How long after the last risk, from critical or high.
    pub after_high: Duration,
    /// How long after the last risk, from medium.
    pub after_medium: Duration,
    /// How long after the last risk, from low.
    pub after_low: Duration,
    /// How many messages without risk there must be since.
    pub calm_messages: u16,
}

impl Default for StepDownRule {
    fn default() -> Self {
        const HOUR: u64 = 3_600;
        Self {
            version: 1,
            after_high: Duration::from_secs(24 * HOUR),
            after_medium: Duration::from_secs(12 * HOUR),
            after_low: Duration::from_secs(2 * HOUR),
            calm_messages: 3,
        }
    }
}

/// Evidence that the danger is less. Silence is none, and a model's opinion is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Staff acknowledged or took over.
    pub acknowledged: bool,
    /// Danger was clearly denied twice on its ladder.
    pub denied_twice: bool,
}

impl Evidence {
    /// Whether there is any.
    pub const fn any(self) -> bool {
        self.acknowledged || self.denied_twice
    }
}

/// The level of a conversation and what it rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConversationLevel {
    /// The level.
    pub level: Level,
    /// When it was last raised or stepped down.
    pub since: Timestamp,
    /// When a message last showed any risk.
    pub last_risk: Timestamp,
    /// Messages without risk since then.
    pub calm_messages: u16,
}

impl ConversationLevel {
    /// A conversation that begins.
    pub const fn begin(at: Timestamp) -> Self {
        Self { level: Level::None, since: at, last_risk: at, calm_messages: 0 }
    }

    /// The level after a message at a level. A clock that steps backward never lowers it.
    #[must_use]
    pub fn after(self, message: Level, at: Timestamp, evidence: Evidence, rule: &StepDownRule) -> Self {
        if message > Level::None {
            let level = self.level.max(message);
            let since = if level > self.level { at } else { self.since };
            return Self { level, since, last_risk: at.max(self.last_risk), calm_messages: 0 };
        }
        let calm_messages = self.calm_messages.saturating_add(1);
        let wait = match self.level {
            Level::None => return Self { calm_messages, ..self },
            Level::Low => rule.after_low,
            Level::Medium => rule.after_medium,
            Level::High | Level::Critical => rule.after_high,
        };
        // Each step waits anew: from the last risk, and from the last step.
        let rested = at.since(self.last_risk) >= wait && at.since(self.since) >= wait;
        // A low level was never an alert that somebody could acknowledge: time and calm are its evidence.
        let shown = evidence.any() || self.level == Level::Low;
        if rested && shown && calm_messages >= rule.calm_messages {
            return Self {
                level: self.level.lower(),
                since: at,
                last_risk: self.last_risk,
                calm_messages: 0,
            };
        }
        Self { calm_messages, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const HOUR: Duration = Duration::from_secs(3_600);
    const NONE: Evidence = Evidence { acknowledged: false, denied_twice: false };
    const SEEN: Evidence = Evidence { acknowledged: true, denied_twice: false };

    fn at(hours: u32) -> Timestamp {
        Timestamp::EPOCH.plus(HOUR * hours)
    }

    fn calm(
        mut level: ConversationLevel,
        hours: u32,
        evidence: Evidence,
        messages: u16,
    ) -> ConversationLevel {
        for _ in 0..messages {
            level = level.after(Level::None, at(hours), evidence, &StepDownRule::default());
        }
        level
    }

    #[test]
    fn it_rises_at_once_and_does_not_sink_with_the_next_message() {
        let rule = StepDownRule::default();
        let risen = ConversationLevel::begin(at(0)).after(Level::High, at(1), NONE, &rule);
        assert_eq!(risen.level, Level::High);
        assert_eq!(risen.after(Level::Low, at(2), SEEN, &rule).level, Level::High);
        assert_eq!(calm(risen, 2, SEEN, 50).level, Level::High, "evidence without time");
        assert_eq!(calm(risen, 200, NONE, 50).level, Level::High, "time without evidence");
    }

    #[test]
    fn with_evidence_and_time_it_steps_down_one_level_at_a_time() {
        let risen = ConversationLevel::begin(at(0)).after(Level::High, at(0), NONE, &StepDownRule::default());
        let first = calm(risen, 30, SEEN, 3);
        assert_eq!(first.level, Level::Medium);
        assert_eq!(calm(first, 31, SEEN, 30).level, Level::Medium, "the next step waits anew");
        let second = calm(first, 43, SEEN, 3);
        assert_eq!(second.level, Level::Low);
        assert_eq!(calm(second, 46, NONE, 3).level, Level::None);
    }

    #[test]
    fn new_risk_starts_the_wait_again() {
        let rule = StepDownRule::default();
        let risen = ConversationLevel::begin(at(0)).after(Level::Medium, at(0), NONE, &rule);
        let again = calm(risen, 11, SEEN, 2).after(Level::Low, at(11), SEEN, &rule);
        assert_eq!(calm(again, 13, SEEN, 10).level, Level::Medium);
    }

    proptest! {
        /// Whatever is said, whenever and with whatever evidence: no message lowers it, a calm one by one step at most, and
        /// from medium up none without evidence or before its time.
        #[test]
        fn it_steps_down_by_rule_alone(
            steps in proptest::collection::vec((0_usize..5, 0_u32..40, any::<bool>(), any::<bool>()), 1..40),
        ) {
            let rule = StepDownRule::default();
            let (mut level, mut hours) = (ConversationLevel::begin(at(0)), 0);
            for (said, later, acknowledged, denied_twice) in steps {
                hours += later;
                let (message, evidence) = (Level::ALL[said], Evidence { acknowledged, denied_twice });
                let next = level.after(message, at(hours), evidence, &rule);
                prop_assert!(next.level >= message);
                if next.level < level.level {
                    prop_assert_eq!(message, Level::None);
                    prop_assert_eq!(next.level, level.level.lower());
                    prop_assert!(evidence.any() || level.level == Level::Low);
                    let waited = at(hours).since(level.last_risk);
                    let least = match level.level {
                        Level::Low => rule.after_low,
                        Level::Medium => rule.after_medium,
                        _ => rule.after_high,
                    };
                    prop_assert!(waited >= least && level.calm_messages + 1 >= rule.calm_messages);
                }
                level = next;
            }
        }
    }

    #[test]
    fn a_clock_that_steps_back_lowers_nothing() {
        let risen =
            ConversationLevel::begin(at(100)).after(Level::High, at(100), NONE, &StepDownRule::default());
        assert_eq!(calm(risen, 2, SEEN, 10).level, Level::High);
    }
}
