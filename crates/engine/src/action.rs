//! What a message does among people, as weights read it (`social_actions`): a joke is met as a joke and a leave-taking as
//! that, whatever words they hold; and where nothing of a message can be said back, what it does is answered, not that it
//! was read.
//!
//! Weights are never alone in what matters: danger, control, open questions and what is named plainly come first. Where the law
//! bars reading feelings, an action that is one is not in the input (see `Input::read_actions`). A bare detail has no lines: it
//! is said back.

use content::model::{Feeling, Tone, Topic, UserAct};
use content_safety_api::Level;
use social_actions::{Share, SocialAction};

use super::clause::{Clause, is_grave_word};
use super::clause_words::is_one_of;
use super::mourning::MOURNED;
use super::plan::{Fill, Words};
use super::reading::FrameHit;
use super::state::hash;
use super::turn::Turn;

/// From this share on a message surely does what it is read as: 92 of 100 did, of writers whom the weights never saw.
pub(super) const SURE: f32 = 0.45;
/// From this share on it decides what is done with the message.
const CERTAIN: f32 = 0.6;
/// Until this turn a greeting is one.
const GREETING_TURNS: u32 = 3;
/// From this share on it is a better guess than what a single word in it says: 60 of 100 of those just above it did.
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
pub(super) const FEW_WORDS: usize = 6;
/// Words that are said back are so many hundredths at least of the clause that a message is about.
const MOST_PERCENT: usize = 70;
/// How a message begins is said back from so many words on.
const HEAD_WORDS: usize = 4;
/// What follows a beginning that can stand alone.
const WHERE_OR_WHEN: &str = "behind with in on at by under near every when whenever because and before after until while \
    detras con en por cuando porque y antes despues hasta cada mientras desde";

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
        // "I only just had my breakfast" makes little of nobody.
        (SocialAction::Humble, _) => 2.0 * HARDER,
        // Who tells of a loss is not told to breathe out.
        (SocialAction::Relief, _) | (_, Some(Tone::Hard)) => HARDER,
        _ => 0.0,
    }
}

impl Turn<'_> {
    /// What the message does, where that is at least so likely and nothing weighs.
    pub(super) fn action(&self, least: f32) -> Option<SocialAction> {
        let best = self.input.actions.first().filter(|best| best.share >= least + weight(best.action))?;
        // Of two that are light either does.
        let hard = |action: SocialAction| tone_of(action) == Some(Tone::Hard);
        let light = |action: SocialAction| matches!(tone_of(action), Some(Tone::Good | Tone::Plain));
        let rival = self.input.actions.get(1).filter(|rival| {
            tone_of(rival.action) != tone_of(best.action) && !(light(rival.action) && light(best.action))
                || hard(rival.action) != hard(best.action)
        });
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
        let (leaves, act) = (action == SocialAction::Leaving, self.reading.act());
        // Nobody takes leave by a greeting who has just come; later "good afternoon to you, then" is none any more.
        let early = leaves && act == UserAct::Greet && self.state.turn <= GREETING_TURNS;
        let parts = matches!(act, UserAct::Greet | UserAct::Yes | UserAct::Fine);
        let told = act == UserAct::Tell || leaves && parts;
        // A wrong that is plainly read keeps its lines, and in grief nothing is met as a joke; who wants to end or to turn a
        // talk is heard in grief too.
        let beside = !leaves && self.tells_of_wrong() || self.is_in_grief() && !waits(action);
        // What ends or turns a talk is answered by nothing else.
        let least = if waits(action) { SURE } else { CERTAIN };
        told && !early && !beside && self.reading.feelings.is_empty() && self.action(least) == Some(action)
    }

    /// Whether the message most likely tells of then, or makes fun: no moment to send somebody to somebody else.
    pub(super) fn does_tell_a_story(&self) -> bool {
        let story = |share: &&Share| {
            matches!(share.action, SocialAction::Memory | SocialAction::Joke | SocialAction::Proud)
        };
        self.input.actions.first().filter(story).is_some_and(|best| best.share >= PERHAPS)
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
        if self.tells_of_wrong() || self.reading.act() != UserAct::Tell || self.is_in_grief() {
            return false;
        }
        // "Custard creams, everybody likes those": the words themselves are at hand.
        let told =
            action == SocialAction::Saying && self.reading.echo.as_ref().is_some_and(|echo| !echo.tail);
        // Who is told of by name is asked about by that name.
        let named = |hit: &FrameHit| hit.id == "mention_person" && hit.fills.iter().any(has_name);
        let person = action == SocialAction::Person && self.has_mentioned();
        if waits(action) || told || person || self.reading.frames.iter().any(named) && least < SURE {
            return false;
        }
        // "My knee is playing up" is no good news, whatever it is read as.
        let hard = |name: &String| is_one_of(name, "pain illness");
        if tone_of(action) == Some(Tone::Good)
            && action != SocialAction::Relief
            && self.reading.topics.iter().any(hard)
        {
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
        if says_back(action) {
            self.say_words_back();
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

    /// The clause that was told, as it stands, before a line that answers it.
    fn say_words_back(&mut self) {
        let echo = self.reading.echo.as_ref().filter(|echo| !echo.tail).map(|echo| echo.text.clone());
        let said = self.reading.told.clone().or(echo);
        let fits = |said: &String| self.is_most_of_it(said) && self.may_say_back(said) && self.is_easy(said);
        let Some(said) = said.filter(fits) else { return };
        let fills = [Fill { slot: "echo".to_owned(), text: said }];
        if self.is_fresh_with("frame.echo", &fills) && self.line("frame.echo", &fills) {
            self.note_echo();
        }
    }

    /// Whether these words are most of what the message is about, or how it begins, before where or when that was: the tail
    /// of a clause seldom is.
    pub(super) fn is_most_of_it(&self, said: &str) -> bool {
        // What is long was not read: of that any clause is better than none.
        let unread = self.input.actions.is_empty();
        let words = said.split_whitespace().count();
        let message: Vec<&String> = self.reading.folded.iter().filter(|word| word.as_str() != ".").collect();
        let last = said.split_whitespace().last().map(content::text::folded);
        let head = words >= HEAD_WORDS
            && message.get(words - 1).map(|word| word.as_str()) == last.as_deref()
            && message.get(words).is_some_and(|next| is_one_of(next, WHERE_OR_WHEN));
        unread || head || words * 100 >= self.reading.gist * MOST_PERCENT
    }

    /// Whether a message is about this topic, and does not only name it: it says little else, or what it does most likely is
    /// what one about the topic does.
    pub(super) fn is_about(&self, topic: &Topic) -> bool {
        let best = self.input.actions.first().map(|best| best.action);
        self.reading.words < FEW_WORDS || best.is_none_or(|best| topic.does.contains(&best))
    }

    /// Asks more of what was answered as an action; whether it was, and so nothing else is asked. After a bare assent a topic
    /// may be asked of: it is at nobody's expense.
    pub(super) fn ask_of_action(&mut self) -> bool {
        let met = self.pieces.iter().find_map(|piece| match &piece.words {
            Words::Line(line) => line.pool.strip_prefix("does.").map(str::to_owned),
            _ => None,
        });
        let Some(name) = met.filter(|name| name != SocialAction::Assent.name()) else { return false };
        let pool = format!("ask.does.{}", asked_with(&name));
        if self.library.pool(&pool).is_some() && !self.asked_lately() {
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

/// Whether somebody is named in it: "your nephew Ramón".
fn has_name(fill: &Fill) -> bool {
    fill.text.chars().any(char::is_uppercase)
}

/// Whether a feeling that the words name is at odds with what the message likely does: "they had a fright, and how we
/// laughed". What has no tone of its own, such as a leave-taking, is at odds with none.
pub(super) fn belies(actions: &[Share], feeling: Feeling) -> bool {
    let best = actions.first().filter(|best| best.share >= CERTAIN);
    let tone = best.and_then(|best| tone_of(best.action));
    tone.is_some_and(|tone| (tone == Tone::Hard) == feeling.is_good())
}

/// The questions that fit what an action tells of: those of several fit each of them. Of an action that is not among these
/// nothing is asked: a joke and a saying are not looked into.
fn asked_with(action: &str) -> &str {
    match action {
        "glad" | "fond" | "proud" | "kindness" => "good",
        "service" | "strife" | "body" | "lonely" | "worry" | "fed_up" | "trouble" => "hard",
        "plan" | "wish" => "ahead",
        other => other,
    }
}

fn pool(action: SocialAction) -> String {
    format!("does.{}", action.name())
}

/// Whether a few of the words may stand before the answer: of what is told, not of what is said for its own sake.
const fn says_back(action: SocialAction) -> bool {
    use SocialAction as Does;
    !matches!(action, Does::Joke | Does::Humble | Does::Assent | Does::FedUp | Does::Saying)
}
