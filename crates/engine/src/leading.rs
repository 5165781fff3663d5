//! What a message leads with before it says what it is about: "Change of subject. We had lentils today", "I don't follow you. I
//! was ashamed to sit there". That is done or owned in a few words, and the rest is read as the message.

use content::Library;
use content::model::UserAct;
use content::pattern::NoSpans;
use content::text::{Token, tokens};
use content_safety_api::{Language, Level};

use super::input::Input;
use super::turn::Turn;

/// With fewer words behind it nothing is told: then the lead is the message.
const REST_WORDS: usize = 4;
/// Words that say that somebody did not follow, and do not only ask for it once more.
const FOLLOWED: [&str; 4] = ["understand", "follow", "entend", "entiend"];
/// What joins the rest to the lead and belongs to neither.
const JOINTS: [&str; 4] = ["that", "and", "que", "y"];

/// What a message leads with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lead {
    /// Another topic is wanted, and it is named.
    Topic,
    /// What was said last was not followed.
    Unclear,
}

/// The lead of a message and the message without it.
pub(super) fn lead(input: &Input, language: Language, library: &Library) -> Option<(Lead, Input)> {
    let (lead, text) = without_lead(input, language, library)?;
    Some((lead, Input { text, ..input.clone() }))
}

/// The lead and the text without it: its bytes are blank, so that what was found elsewhere in it stands where it stood. Of a
/// danger nothing is taken away.
pub(super) fn without_lead(input: &Input, language: Language, library: &Library) -> Option<(Lead, String)> {
    if input.screening.level > Level::None || input.screening.hint.is_some() {
        return None;
    }
    let tokens = tokens(&input.text);
    let found = library.lexicon(language).acts_within.find(&tokens, &NoSpans);
    let (lead, to) = found.iter().find_map(|(matched, act)| {
        let words = &tokens[matched.from..matched.to];
        let unfollowed =
            || words.iter().any(|token| FOLLOWED.iter().any(|stem| token.text.starts_with(stem)));
        match act {
            UserAct::OtherTopic => Some((Lead::Topic, matched.to)),
            UserAct::Repeat if unfollowed() => Some((Lead::Unclear, matched.to)),
            _ => None,
        }
    })?;
    let from = rest(&input.text, &tokens, to)?;
    let start = tokens[from].start;
    Some((lead, " ".repeat(start) + &input.text[start..]))
}

/// Where the rest begins: behind the next mark or comma, if enough is said there.
fn rest(text: &str, tokens: &[Token], to: usize) -> Option<usize> {
    let comma = |at: usize| at > 0 && text[tokens[at - 1].end..tokens[at].start].contains([',', ':', ';']);
    let mark = (to..tokens.len()).find(|&at| tokens[at].is_end() || comma(at))?;
    let from = (mark..tokens.len())
        .find(|&at| !tokens[at].is_end() && !JOINTS.contains(&tokens[at].text.as_str()))?;
    let words = tokens[from..].iter().filter(|token| !token.is_end()).count();
    (words >= REST_WORDS).then_some(from)
}

impl Turn<'_> {
    /// Does what the lead asks for, in a few words.
    pub(super) fn follow_lead(&mut self, lead: Lead) {
        let pool = match lead {
            Lead::Topic => {
                while !self.state.stack.is_empty() {
                    self.leave();
                }
                (self.state.card, self.state.topic, self.state.open) = (None, None, None);
                "other_topic.told"
            }
            Lead::Unclear => "unclear",
        };
        self.reasons.push(format!("lead {lead:?}"));
        self.line(pool, &[]);
    }
}
