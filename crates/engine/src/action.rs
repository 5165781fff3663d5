//! What a message does among people, as weights read it (`social_actions`): a joke is met as a joke and a leave-taking as
//! that, whatever words they hold; and where nothing of a message can be said back, what it does is answered, not that it
//! was read.
//!
//! Weights are never alone in what matters: danger, control, open questions and what is named plainly come first. Where the law
//! bars reading feelings, an action that is one is not in the input (see `Input::read_actions`). A bare detail has no lines: it
//! is said back.

use content::model::{Tone, UserAct};
use content_safety_api::Level;
use social_actions::SocialAction;

use super::clause::{Clause, is_grave_word};
use super::mourning::MOURNED;
use super::plan::{Fill, Words};
use super::state::hash;
use super::turn::Turn;

/// From this share on a message surely does what it is read as: 92 of 100 did, of writers whom the weights never saw.
pub(super) const SURE: f32 = 0.45;
/// From this share on it decides what is done with the message.
const CERTAIN: f32 = 0.6;
/// Until this turn a greeting is one.
const GREETING_TURNS: u32 = 3;
/// From this share on it is likelier than what a single word in it says: 85 of 100 did, six of ten of those just above it.
pub(super) const LIKELY: f32 = 0.32;
/// From this share on it is a better guess than none.
pub(super) const PERHAPS: f32 = 0.24;
/// What is heavy has to be likelier by this much: a word of grief beside a well that somebody dug costs more than a plain
/// word beside a grief. See [`weight`].
const HARDER: f32 = 0.08;
/// The likeliest has to be ahead of the next by this much, where the two are answered differently.
const AHEAD: f32 = 0.05;
/// What is light so surely, and hard no likelier than [`NOT_HARD`], is not met as hard.
const LIGHT: f32 = 0.45;
const NOT_HARD: f32 = 0.15;
/// What is hard so surely is not met as pleasant.
const HARD: f32 = 0.4;

/// A message of fewer words says too little for a guess.
const FEW_WORDS: usize = 6;
/// A message of so many words tells several things: a few of them are said back.
const LONG_WORDS: usize = 10;

/// Which tone an action has; `None` where either may be.
const fn tone_of(action: SocialAction) -> Option<Tone> {
    use SocialAction as Does;
    match action {
        Does::Glad | Does::Fond | Does::Proud | Does::Relief | Does::Kindness | Does::Joke => {
            Some(Tone::Good)
        }
        Does::Memory
        | Does::Habit
        | Does::Person
        | Does::Plan
        | Does::Wish
        | Does::Around
        | Does::Fact
        | Does::Saying
        | Does::Faith
        | Does::Praise => Some(Tone::Plain),
        Does::Grief
        | Does::Regret
        | Does::Longing
        | Does::Service
        | Does::Wronged
        | Does::Strife
        | Does::Body
        | Does::Lonely
        | Does::Worry
        | Does::FedUp
        | Does::Trouble => Some(Tone::Hard),
        Does::Humble
        | Does::Bear
        | Does::Scold
        | Does::Leaving
        | Does::Fix
        | Does::Assent
        | Does::Decline => None,
    }
}

/// How much likelier than others an action has to be before it is answered.
const fn weight(action: SocialAction) -> f32 {
    match (action, tone_of(action)) {
        (SocialAction::Grief, _) => 2.0 * HARDER,
        // Who tells of a loss is not told to breathe out.
        (SocialAction::Relief, _) | (_, Some(Tone::Hard)) => HARDER,
        _ => 0.0,
    }
}

impl Turn<'_> {
    /// What the message does, where that is at least so likely and nothing weighs.
    pub(super) fn action(&self, least: f32) -> Option<SocialAction> {
        let best = self.input.actions.first().filter(|best| best.share >= least + weight(best.action))?;
        let rival = self.input.actions.get(1).filter(|rival| tone_of(rival.action) != tone_of(best.action));
        let ahead = rival.is_none_or(|rival| best.share - rival.share >= AHEAD);
        (ahead && !self.weighs()).then_some(best.action)
    }

    /// Whether something weighs: a danger that stands or is asked after, what may still be about one, words of death and what
    /// is foretold of oneself. Then no message is answered by what it does.
    fn weighs(&self) -> bool {
        let rests = self.state.ladder.is_none() || self.danger_rests() && !self.may_mean_the_danger();
        !rests
            || self.level() > Level::None
            || self.input.screening.hint.is_some()
            || self.reading.folded.iter().any(|word| is_grave_word(word))
            || self.reading.foretells()
    }

    /// Whether the message surely does this. What asks, wishes or commands is read by its words.
    pub(super) fn surely_does(&self, action: SocialAction) -> bool {
        let leaves = action == SocialAction::Leaving;
        // Nobody takes leave who has just come; later "good afternoon to you, then" is no greeting any more.
        let early = leaves && self.state.turn <= GREETING_TURNS;
        let told = self.reading.act() == UserAct::Tell || leaves && self.reading.act() == UserAct::Greet;
        // A wrong that is plainly read keeps its lines, and in grief nothing is met as a joke; who wants to end or to turn a
        // talk is heard in grief too.
        let beside = !leaves && self.tells_of_wrong() || self.is_in_grief() && !waits(action);
        told && !early && !beside && self.reading.feelings.is_empty() && self.action(CERTAIN) == Some(action)
    }

    /// Whether a line of this tone would be at odds with what the message does.
    pub(super) fn is_at_odds(&self, tone: Tone) -> bool {
        let all = |of: fn(Option<Tone>) -> bool| {
            let shares = self.input.actions.iter().filter(|share| of(tone_of(share.action)));
            shares.map(|share| share.share).sum::<f32>()
        };
        let hard = all(|tone| tone == Some(Tone::Hard));
        let light = all(|tone| matches!(tone, Some(Tone::Good | Tone::Plain)));
        match tone {
            Tone::Hard => light >= LIGHT && hard <= NOT_HARD,
            Tone::Good | Tone::Plain => hard >= HARD && light < hard,
        }
    }

    /// Whether what the message does most likely is of another kind than this tone: enough to leave a word in it alone.
    pub(super) fn leans_from(&self, tone: Tone) -> bool {
        let least = if self.reading.words < FEW_WORDS { SURE } else { PERHAPS };
        let best = self.input.actions.first().filter(|best| best.share >= least);
        let leans = best.and_then(|best| tone_of(best.action));
        leans.is_some_and(|leans| (leans == Tone::Hard) != (tone == Tone::Hard))
    }

    /// Answers what the message does, where that is at least so likely: beside a few of its own words where they are clean.
    pub(super) fn meet_action(&mut self, least: f32) -> bool {
        let Some(action) = self.action(least).filter(|_| self.reading.feelings.is_empty()) else {
            return false;
        };
        let named = self.reading.frames.iter().any(|hit| hit.id == "mention_person");
        if self.tells_of_wrong() || self.reading.act() != UserAct::Tell || self.is_in_grief() {
            return false;
        }
        // "Custard creams, everybody likes those": the words themselves are at hand.
        let told =
            action == SocialAction::Saying && self.reading.echo.as_ref().is_some_and(|echo| !echo.tail);
        if waits(action) || told || named && is_of_somebody(action) {
            return false;
        }
        // A few words are like many things: there only what is sure is answered.
        if self.reading.words < FEW_WORDS && self.action(SURE).is_none() {
            return false;
        }
        let pool = pool(action);
        if self.library.pool(&pool).is_none() || !self.is_fresh(&pool) {
            return false;
        }
        let long = self.reading.words >= LONG_WORDS;
        let said = (says_back(action) || long) && self.say_words_back();
        // Of much that is told no word would come back: there a thing or a person of it says more.
        if long && !said && least < SURE {
            return false;
        }
        let met = self.line_beside(&pool, &[]) || self.line(&pool, &[]);
        if met && action == SocialAction::Grief {
            self.state.note_line(hash(&[MOURNED]));
        }
        met
    }

    /// Whether something that was done wrong is plainly read.
    fn tells_of_wrong(&self) -> bool {
        self.clause_to_meet().is_some_and(Clause::is_wrong)
    }

    /// The clause that was told, as it stands, before a line that answers it; whether there was one.
    fn say_words_back(&mut self) -> bool {
        let echo = self.reading.echo.as_ref().map(|echo| echo.text.clone());
        let said = self.reading.told.clone().or(echo);
        let fits = |said: &String| self.may_say_back(said) && self.is_easy(said);
        let Some(said) = said.filter(fits) else { return false };
        let fills = [Fill { slot: "echo".to_owned(), text: said }];
        let back = self.is_fresh_with("frame.echo", &fills) && self.line("frame.echo", &fills);
        if back {
            self.note_echo();
        }
        back
    }

    /// Asks more of what was answered as an action; whether it was, and so nothing else is asked. After a bare assent a topic
    /// may be asked of: it is at nobody's expense.
    pub(super) fn ask_of_action(&mut self) -> bool {
        let met = self.pieces.iter().find_map(|piece| match &piece.words {
            Words::Line(line) => line.pool.strip_prefix("does.").map(str::to_owned),
            _ => None,
        });
        let Some(name) = met.filter(|name| name != SocialAction::Assent.name()) else { return false };
        let pool = format!("ask.does.{name}");
        if self.library.pool(&pool).is_some() {
            self.line_beside(&pool, &[]);
        }
        true
    }
}

/// What is answered by the policy's rows alone, where it is certain, and else left to other readings: what ends or turns a
/// talk.
const fn waits(action: SocialAction) -> bool {
    use SocialAction as Does;
    matches!(action, Does::Leaving | Does::Praise | Does::Scold | Does::Decline | Does::Fix)
}

/// What may be told of somebody: who is named says more than that.
const fn is_of_somebody(action: SocialAction) -> bool {
    use SocialAction as Does;
    matches!(
        action,
        Does::Person
            | Does::Proud
            | Does::Habit
            | Does::Around
            | Does::Saying
            | Does::Wish
            | Does::Plan
            | Does::Memory
    )
}

fn pool(action: SocialAction) -> String {
    format!("does.{}", action.name())
}

/// Whether a few of the words may stand before the answer: of what is told, not of what is said for its own sake.
const fn says_back(action: SocialAction) -> bool {
    use SocialAction as Does;
    !matches!(action, Does::Joke | Does::Humble | Does::Assent | Does::FedUp | Does::Saying)
}
