//! What a row's level rests on, in words for a list of misses: never words of the row.

use std::borrow::Cow;

use content_safety_api::{CrisisFinding, Level, Modifier};
use safety_rules::Screening;

/// From here the figure of risk says that weights heard more of danger than of calm, where no rule found anything.
const HEARD: f32 = 0.1;

/// The evidence of all turns of a row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evidence {
    /// The rule of the gravest finding.
    code: Option<Cow<'static, str>>,
    level: Level,
    /// What the rule would have said alone.
    base: Level,
    modifiers: Vec<Modifier>,
    /// Whether the weights were a reason for a question.
    asked: bool,
    /// The most that was heard in a turn where no rule found anything.
    heard: f32,
}

impl Evidence {
    /// Takes a turn's evidence in.
    pub(super) fn add(&mut self, screening: &Screening) {
        self.asked |= screening.hint.is_some();
        if screening.findings.is_empty() {
            self.heard = self.heard.max(screening.risk);
        }
        let grave = |finding: &&CrisisFinding| (finding.level, finding.base);
        let Some(gravest) = screening.findings.iter().max_by_key(grave) else { return };
        if self.code.is_none() || grave(&gravest) > (self.level, self.base) {
            self.code = Some(gravest.code.clone());
            (self.level, self.base) = (gravest.level, gravest.base);
            self.modifiers.clone_from(&gravest.modifiers);
        }
    }

    /// Why the level is no higher.
    pub(super) fn why_low(&self) -> String {
        let modifiers = || self.modifiers.iter().filter_map(|modifier| lowers(*modifier)).collect::<Vec<_>>();
        match (&self.code, self.level) {
            (None, _) if self.asked => "no rule found a sign; the weights ask a soft question".to_owned(),
            (None, _) if self.heard >= HEARD => {
                "no rule found a sign; the weights hear danger, too little for a question".to_owned()
            }
            (None, _) => "neither rules nor weights found a sign".to_owned(),
            (Some(_), level) if level < self.base && !modifiers().is_empty() => {
                let to = if level == Level::None { "explained away" } else { "graded lower" };
                format!("a sign was found and {to}: {}", modifiers().join(", "))
            }
            (Some(_), Level::None) => "a sign was found that is no danger alone".to_owned(),
            (Some(_), level) => format!("a sign was found, {} by its rule", level.name()),
        }
    }

    /// Why the level is as high as it is: the rule alone, because the words are not to be told.
    pub(super) fn why_high(&self) -> String {
        self.code.as_ref().map_or_else(|| "what was said before".to_owned(), |code| format!("rule {code}"))
    }
}

/// What lowers a reading, in a word; `None` of what does not.
const fn lowers(modifier: Modifier) -> Option<&'static str> {
    Some(match modifier {
        Modifier::Negated => "negated",
        Modifier::Past => "past",
        Modifier::Resolved => "told as over",
        Modifier::ThirdPerson => "third person",
        Modifier::Quoted => "quoted",
        Modifier::Fiction => "fiction",
        Modifier::Idiom => "idiom",
        Modifier::Hypothetical => "hypothetical",
        Modifier::Question => "asked, not said",
        Modifier::Uncertain => "uncertain",
        Modifier::Recent | Modifier::Imminent | Modifier::Accumulated => return None,
    })
}

#[cfg(test)]
mod tests {
    use safety_rules::{History, screen};

    use super::*;

    fn of(text: &str) -> Evidence {
        let mut evidence = Evidence::default();
        evidence.add(&screen(text, &History::default()));
        evidence
    }

    #[test]
    fn a_reason_says_what_was_found_and_what_lowered_it() {
        assert_eq!(of("The soup was good today.").why_low(), "neither rules nor weights found a sign");
        let denied = of("I would never kill myself.").why_low();
        assert!(denied.contains("explained away") || denied.contains("graded lower"), "{denied}");
        assert!(denied.contains("negated"), "{denied}");
        let said = of("I will kill myself tonight.");
        assert!(said.why_high().starts_with("rule "), "{}", said.why_high());
    }

    #[test]
    fn of_several_turns_the_gravest_counts() {
        let mut evidence = of("I would never kill myself.");
        evidence.add(&screen("I will kill myself tonight.", &History::default()));
        let alone = of("I will kill myself tonight.");
        assert_eq!(evidence.why_high(), alone.why_high());
        evidence.add(&screen("The soup was good today.", &History::default()));
        assert_eq!(evidence.why_high(), alone.why_high());
    }
}
