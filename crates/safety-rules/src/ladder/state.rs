//! The ladder's state: small, serialisable, and moved only here.

use content_safety_api::{CrisisCategory, Language, Level};
use serde::{Deserialize, Serialize};

use super::clear::is_overheard;
use super::hearing::{
    all_about_another, denies, is_control, is_withheld, speaks_of_suicide, suicide_level, tells_of_long_ago,
};
use super::line::{Part, Question, Stage, names};
use super::questions::{self, Answer, level_so_far, speaks_elsewhere};
use super::{Handoff, LadderAct, LadderEffects, LadderTurn, lines};

/// How many lines are remembered as said.
const SHOWN_MAX: usize = 48;
/// After so many refusals nothing more is asked.
pub(super) const REFUSALS_MAX: u8 = 2;
/// A question that was left open rests so many turns before it may be asked again.
const REST_TURNS: u16 = 6;
/// So many clear denials calm the tone.
const DENIALS: u8 = 2;
/// With staff there, so many turns without risk calm the tone again after another sign of danger.
const QUIET_TURNS: u8 = 3;
/// Where what was missing came, as "they came at last", so many turns without risk calm the tone without staff.
const HELPED_QUIET_TURNS: u8 = 6;
/// The questions that a screener's items stand for, in the order of its items.
pub const SCREENED: [Question; 7] = [
    Question::Wish,
    Question::Thoughts,
    Question::Method,
    Question::Intent,
    Question::Plan,
    Question::Behaviour,
    Question::BehaviourRecent,
];
/// Later the same day, and the next day.
const CHECK_BACK_MINUTES: &[u32] = &[120, 1_440];

/// Where a conversation stands on its ladder. It holds no words of the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LadderState {
    /// Which ladder.
    pub category: CrisisCategory,
    /// Where on it.
    pub stage: Stage,
    /// How many turns of it there were.
    pub turn: u16,
    /// The highest level of the episode.
    pub level: Level,
    /// The highest level of the kind of danger that is asked about now, where another kind came before it.
    #[serde(default)]
    pub kind_level: Option<Level>,
    /// How grave a hint of suicide was that came while another danger led: it is asked about after that.
    #[serde(default)]
    pub hint_level: Level,
    /// The question that waits for an answer.
    #[serde(default)]
    pub open: Option<Question>,
    /// What was answered, each question once.
    #[serde(default)]
    pub answers: Vec<(Question, Answer)>,
    /// How often an answer was refused.
    #[serde(default)]
    pub refusals: u8,
    /// How many of those refusals only passed a question over, and did not say no to it.
    #[serde(default)]
    pub passed: u8,
    /// How often danger was clearly denied.
    #[serde(default)]
    pub denials: u8,
    /// How many answers were a no with more beside it, or only began like one.
    #[serde(default)]
    pub unclear: u8,
    /// How many of those denials said that something else was meant, since the last sign of danger.
    #[serde(default)]
    pub taken_back: u8,
    /// The kinds of help named so far, as the bits of [`super::names`].
    #[serde(default)]
    pub named: u8,
    /// The turn in which the help line was last given in full.
    #[serde(default)]
    pub referral_turn: Option<u16>,
    /// The level that was alerted.
    #[serde(default)]
    pub alerted: Level,
    /// Whether the help whose lack was the danger has come.
    #[serde(default)]
    pub helped: bool,
    /// Whether staff have acknowledged.
    #[serde(default)]
    pub acknowledged: bool,
    /// Turns without risk since the tone was calmed.
    #[serde(default)]
    pub calm_turns: u8,
    /// Whether what somebody lacks is kept from them by others, as they say it.
    #[serde(default)]
    pub withheld: bool,
    /// Whether all of this episode so far is a complaint of a bad day, which one soft question settles.
    #[serde(default)]
    pub complaint: bool,
    /// Turns in a row without any sign of danger.
    #[serde(default)]
    pub quiet_turns: u8,
    /// The last language that was sure.
    #[serde(default)]
    pub language: Option<Language>,
    /// Line ids and the turn in which each was last said.
    #[serde(default)]
    pub shown: Vec<(String, u16)>,
}

/// How a turn moved the state; what the lines are chosen by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Movement {
    /// The first turn, another ladder, or a higher level.
    pub(super) entering: bool,
    /// The level is higher than before.
    pub(super) rose: bool,
    /// Life is in danger now.
    pub(super) imminent: bool,
    /// The tone is calmed in this turn.
    pub(super) calmed: bool,
    /// And it was not before.
    pub(super) calms: bool,
    /// A question was refused in this turn.
    pub(super) refused: bool,
    /// A question was passed over in this turn: there is no answer to thank for.
    pub(super) passed_over: bool,
    /// The open question is wanted once more, and nothing beside it.
    pub(super) repeats: bool,
    /// All that was found is about somebody else.
    pub(super) for_another: bool,
    /// The body is in danger as well, by what was told before or now: its emergency number is not left out.
    pub(super) of_body: bool,
    /// What to ask now.
    pub(super) ask: Option<Question>,
}

impl LadderState {
    /// The start of an episode.
    pub(crate) fn begin(category: CrisisCategory) -> Self {
        Self {
            category,
            stage: Stage::Enter,
            turn: 0,
            level: Level::None,
            kind_level: None,
            hint_level: Level::None,
            open: None,
            answers: Vec::new(),
            refusals: 0,
            passed: 0,
            denials: 0,
            unclear: 0,
            taken_back: 0,
            named: 0,
            referral_turn: None,
            alerted: Level::None,
            helped: false,
            acknowledged: false,
            calm_turns: 0,
            withheld: false,
            complaint: false,
            quiet_turns: 0,
            language: None,
            shown: Vec::new(),
        }
    }

    /// Whether the ladder still leads the conversation. It does until the tone was calmed and one more turn
    /// passed without risk.
    pub fn is_open(&self) -> bool {
        self.stage != Stage::StepDown || self.calm_turns < 1
    }

    /// As it stood with this question open: what was answered to it is taken back, and a calm that came of that is over.
    pub(super) fn asking(&self, question: Question) -> Self {
        let mut asking = self.clone();
        if self.denied(question) {
            asking.denials = asking.denials.saturating_sub(1);
        }
        asking.answers.retain(|(asked, _)| *asked != question);
        asking.open = Some(question);
        if asking.stage == Stage::StepDown {
            asking.stage = Stage::Stay;
            asking.calm_turns = 0;
        }
        asking
    }

    /// Whether this question was answered with a denial of danger.
    pub(super) fn denied(&self, question: Question) -> bool {
        self.answer(question) == Some(Answer::No) && denies(question)
    }

    /// What the answers so far show.
    pub fn answered_level(&self) -> Level {
        level_so_far(self.category, &self.answers)
    }

    /// The questions of the ladder that had no answer and are not being asked, for whoever answers the alert.
    pub fn unasked(&self) -> impl Iterator<Item = Question> {
        let order = questions::order(self.category).iter().copied();
        order.filter(|question| self.answer(*question).is_none() && self.open != Some(*question))
    }

    /// The kinds of help that were named, as words.
    pub fn offered(&self) -> impl Iterator<Item = &'static str> {
        names::WORDS.into_iter().filter(|(kind, _)| self.named & kind != 0).map(|(_, word)| word)
    }

    /// The answer to a question, if there is one.
    pub fn answer(&self, question: Question) -> Option<Answer> {
        self.answers.iter().find(|(asked, _)| *asked == question).map(|(_, answer)| *answer)
    }

    /// Takes a turn in: answers, what was said unasked, the level, the stage.
    pub(super) fn take(&mut self, turn: &LadderTurn<'_>, first: bool) -> Movement {
        self.turn = self.turn.saturating_add(1);
        let (asked, was_calm) = (self.open, self.stage == Stage::StepDown);
        let reopened = self.reopen(turn, first);
        if self.acknowledged && !turn.acknowledged && turn.waiting {
            self.left_alone();
        }
        let taken_up = turn.acknowledged && !self.acknowledged;
        let repeats = turn.act == LadderAct::Repeat && asked.is_some() && !taken_up;
        let refused = !repeats && self.hear_answer(turn);
        self.hear_unsaid(turn);
        let passed_over = asked.is_some_and(|asked| self.answer(asked) == Some(Answer::Unanswered));
        self.hear_facets(turn);
        self.hear_help(turn);
        let before = self.category;
        let switched = self.switch_ladder(turn);
        self.hear_complaint(turn, first || reopened);
        self.withheld |= is_withheld(turn);
        let level = self.grade(turn);
        let rose = level > self.level;
        let worse = turn.screening.level > self.level;
        self.raise(level, worse || reopened);
        let of_body = self.is_of_body(before, was_calm);
        let imminent = level == Level::Critical && (rose || turn.screening.level == Level::Critical);
        self.acknowledged |= turn.acknowledged;
        let risk_now = turn.screening.level > Level::None || rose;
        self.quiet_turns = if risk_now { 0 } else { self.quiet_turns.saturating_add(1) };
        // A doubt is one question; with a plain answer, or plain talk of something else, there is nothing more to see to.
        let eased = self.is_doubt() && asked.is_some_and(|asked| self.is_settled(asked, turn)) && !repeats;
        let calm = taken_up || eased || self.is_calm(turn);
        let calmed = !risk_now && !switched && calm;
        let over = u8::from(self.goes_on(turn));
        self.calm_turns = if calmed { self.calm_turns.saturating_add(over) } else { 0 };
        let control = turn.screening.level == Level::None && is_control(turn.act);
        // What was left unanswered raises who is told; there is nothing in it to be thanked for.
        let answered = !refused && !passed_over;
        let heard = worse || answered || !(control || passed_over);
        let entering = first || switched || reopened || rose && heard;
        let for_another = all_about_another(turn);
        let quiet = calmed || self.is_refused() || self.is_imminent() || self.is_taken_back(turn.screener);
        // Who asks for something else has that answered: no question in the same breath.
        let rests = turn.act == LadderAct::Goodbye || control && !first;
        let ask = match asked {
            _ if quiet || for_another || rests => None,
            Some(asked) if repeats => Some(asked),
            _ => self.next_question(turn.screener),
        };
        self.open = ask;
        self.stage = match ask {
            _ if calmed => Stage::StepDown,
            _ if entering => Stage::Enter,
            None if rests => self.stage,
            ask => self.stage_to_ask(ask),
        };
        Movement {
            entering,
            rose,
            imminent,
            calmed,
            calms: calmed && !was_calm,
            refused,
            passed_over,
            repeats,
            for_another,
            of_body,
            ask,
        }
    }

    /// Whether a calm turn closes the ladder: the second; and the first after a complaint of a bad day, or where nothing graver
    /// than a doubt came up and somebody talks of something else already.
    fn goes_on(&self, turn: &LadderTurn<'_>) -> bool {
        let elsewhere = || self.level <= Level::Medium && speaks_elsewhere(turn.text);
        self.stage == Stage::StepDown || self.complaint || elsewhere()
    }

    /// The level of this turn, by its words and by all answers; of the kind that is asked about now it is kept.
    fn grade(&mut self, turn: &LadderTurn<'_>) -> Level {
        // Noes that deny nothing leave it open: somebody looks in.
        let ends = || {
            self.unclear > 0 && !self.is_denied(turn.screener) && self.next_question(turn.screener).is_none()
        };
        let open = if self.unclear >= DENIALS || ends() { Level::Medium } else { Level::None };
        let answered = self.answered_level().max(open);
        if let Some(kind) = self.kind_level {
            self.kind_level = Some(kind.max(answered).max(self.level_of_kind(turn)));
        }
        turn.screening.level.max(answered)
    }

    /// Takes a level in; what was left open or denied may be asked again.
    fn raise(&mut self, level: Level, anew: bool) {
        if anew {
            self.ask_anew();
        }
        self.level = self.level.max(level);
    }

    /// A sign of danger after the ladder had let go begins another episode: what was denied then is no denial now,
    /// and each kind of help is named anew.
    fn reopen(&mut self, turn: &LadderTurn<'_>, first: bool) -> bool {
        if turn.screening.level > Level::None {
            self.taken_back = 0;
        }
        let reopened = !first && !self.is_open() && turn.screening.level > Level::None;
        if reopened {
            self.denials = 0;
            self.taken_back = 0;
            self.named = 0;
        }
        reopened
    }

    /// Whether it was quiet for long enough: beside staff, or after the help came whose lack was the danger.
    fn is_rested(&self) -> bool {
        let helped = self.helped && self.level < Level::High && self.quiet_turns >= HELPED_QUIET_TURNS;
        self.acknowledged && self.quiet_turns >= QUIET_TURNS || helped
    }

    /// The stage by what is asked now; without a question, help is named, and then company is kept.
    const fn stage_to_ask(&self, ask: Option<Question>) -> Stage {
        match ask {
            Some(Question::Thoughts | Question::Wish) => Stage::Ask,
            Some(_) => Stage::Assess,
            None if matches!(self.stage, Stage::Enter | Stage::Ask | Stage::Assess) => Stage::Connect,
            None => Stage::Stay,
        }
    }

    /// Whoever had taken the alert up has it no longer, and it stands: a calm that came of them is over.
    fn left_alone(&mut self) {
        self.acknowledged = false;
        self.quiet_turns = 0;
        if self.stage == Stage::StepDown && self.level >= Level::Medium {
            self.stage = Stage::Stay;
            self.calm_turns = 0;
        }
    }

    /// Whether danger was clearly denied: twice, with nothing graver left standing, and a screener asked to its end.
    fn is_denied(&self, screener: bool) -> bool {
        self.denials >= DENIALS
            && level_so_far(self.category, &self.answers) <= Level::Low
            && !(screener
                && self.is_suicide()
                && self.next_question(true).is_some_and(|question| SCREENED.contains(&question)))
    }

    /// Whether it was denied twice, once in so many words, and no question had a yes: what was only passed over keeps the
    /// level and the alert, but nothing more is asked until there is another sign.
    fn is_taken_back(&self, screener: bool) -> bool {
        let asked = |question: &Question| {
            SCREENED.contains(question) || matches!(question, Question::Means | Question::Time)
        };
        let stands = self.answers.iter().any(|(question, answer)| match answer {
            Answer::Yes | Answer::Unsure => asked(question),
            Answer::Said => asked(question) && *question != Question::Wish,
            _ => false,
        });
        let clear = self.denials >= DENIALS && self.taken_back > 0;
        self.is_suicide() && !screener && clear && !stands
    }

    /// When the words show more danger than before, what was left open or denied may be asked again, once its line has
    /// rested.
    fn ask_anew(&mut self) {
        if self.is_refused() {
            return;
        }
        let open: Vec<Question> = self
            .answers
            .iter()
            .filter(|(_, answer)| !matches!(answer, Answer::Yes | Answer::Said))
            .map(|(question, _)| *question)
            .filter(|question| {
                // What was denied before the tone was calmed is another episode's answer.
                if self.stage == Stage::StepDown && *question == Question::Thoughts {
                    return true;
                }
                let lines = lines::all().filter(|line| line.part == Part::Question(*question));
                lines.filter_map(|line| self.said_ago(line.id)).all(|turns| turns >= REST_TURNS)
            })
            .collect();
        self.answers.retain(|(question, _)| !open.contains(question));
    }

    /// Whether a question is not asked because of what was answered before it.
    pub fn is_skipped(&self, question: Question) -> bool {
        questions::skipped(question, &self.answers)
    }

    /// Whether of a screener nothing more is asked, for now: it came to its end, or it was stopped.
    pub fn screening_ended(&self) -> bool {
        let asking = |question: Option<Question>| question.is_some_and(|asked| SCREENED.contains(&asked));
        let stopped = self.is_refused() || self.is_imminent() || self.stage == Stage::StepDown;
        self.is_suicide() && !asking(self.open) && (stopped || !asking(self.next_question(true)))
    }

    /// Whether nothing more is asked: twice an answer was refused.
    pub(super) const fn is_refused(&self) -> bool {
        self.refusals >= REFUSALS_MAX
    }

    /// The highest level that the kind of danger of this ladder has shown. Another kind before it counts for nothing here.
    pub fn own_level(&self) -> Level {
        self.kind_level.unwrap_or(self.level)
    }

    /// Whether suicide is about to happen: then nothing more is asked. That another danger was grave is no reason not to
    /// ask about this one.
    fn is_imminent(&self) -> bool {
        self.is_suicide() && self.own_level() == Level::Critical
    }

    /// Whether all that is known is a doubt: whether somebody has what they need, or a complaint of a bad day.
    fn is_doubt(&self) -> bool {
        let wants = self.category == CrisisCategory::InabilityToCare || self.complaint;
        wants && self.level <= Level::Low
    }

    /// Whether the one question of a doubt is settled. Of a bad day a no settles it and talk of something else; whether somebody has
    /// what they need, a plain yes and nothing that leaves it open: what was not let go on to is not known to be given.
    fn is_settled(&self, asked: Question, turn: &LadderTurn<'_>) -> bool {
        match self.answer(asked) {
            _ if asked != Question::HasNeeds => true,
            Some(Answer::Yes) => true,
            Some(Answer::Unanswered) => {
                speaks_elsewhere(turn.text) && !self.withheld && !is_overheard(turn.text)
            }
            _ => false,
        }
    }

    /// Whether the body is in danger by more than a doubt: on this ladder, or on the one it came from unless that was over.
    fn is_of_body(&self, before: CrisisCategory, was_calm: bool) -> bool {
        let body = CrisisCategory::MedicalEmergency;
        (self.category == body || before == body && !was_calm) && self.level > Level::Medium
    }

    /// Whether the danger was denied, is over, or has rested.
    fn is_calm(&self, turn: &LadderTurn<'_>) -> bool {
        let said = self.is_denied(turn.screener) || self.is_long_over(turn);
        said || self.is_rested() || self.stage == Stage::StepDown
    }

    /// Whether what was taken for an emergency of the body was long ago, or has healed: "that was back in March". What is
    /// critical is not talked away.
    fn is_long_over(&self, turn: &LadderTurn<'_>) -> bool {
        self.category == CrisisCategory::MedicalEmergency
            && self.level < Level::Critical
            && turn.screening.level == Level::None
            && tells_of_long_ago(turn.text)
    }

    /// The level of this message in the kind of danger that the ladder is about.
    fn level_of_kind(&self, turn: &LadderTurn<'_>) -> Level {
        if self.is_suicide() { suicide_level(turn) } else { turn.screening.level_of(self.category) }
    }

    pub(super) const fn is_suicide(&self) -> bool {
        matches!(self.category, CrisisCategory::SuicidalIdeation | CrisisCategory::SelfHarm)
    }

    /// Another ladder when something graver, or an emergency of the body, comes up. Whoever speaks of suicide is asked about
    /// it at once, however high the other danger stood; a mere hint waits until that one has been asked about to its end.
    fn switch_ladder(&mut self, turn: &LadderTurn<'_>) -> bool {
        let body = turn.screening.level_of(CrisisCategory::MedicalEmergency) == Level::Critical;
        let said = !self.is_suicide() && speaks_of_suicide(turn);
        if !self.is_suicide() && !all_about_another(turn) {
            self.hint_level = self.hint_level.max(suicide_level(turn));
        }
        let asked_out = self.is_refused() || self.next_question(turn.screener).is_none();
        // Of what is about to happen nothing is asked: who has swallowed the pills is not asked about a wish.
        let hinted = asked_out && self.hint_level > Level::None && self.hint_level < Level::Critical;
        let hinted = (hinted || said) && !body;
        let primary = match turn.screening.primary() {
            _ if hinted && !self.is_suicide() => CrisisCategory::SuicidalIdeation,
            Some(primary) => primary,
            None => return false,
        };
        let same = primary == self.category || self.is_suicide() && primary == CrisisCategory::SelfHarm;
        let graver = turn.screening.level_of(primary) > self.level
            || primary == CrisisCategory::MedicalEmergency && turn.screening.level == Level::Critical
            || self.stage == Stage::StepDown
            || hinted && primary == CrisisCategory::SuicidalIdeation
            || self.stage == Stage::Stay && primary == CrisisCategory::SuicidalIdeation;
        if same || !graver {
            return false;
        }
        self.turn_to(primary, turn);
        true
    }

    /// Begins to ask about another kind of danger. What was passed over was a question about the one before; what was
    /// refused stays refused.
    fn turn_to(&mut self, category: CrisisCategory, turn: &LadderTurn<'_>) {
        if self.is_suicide() {
            let body = category == CrisisCategory::MedicalEmergency;
            self.hint_level = self.own_level().max(if body { turn.screening.level } else { Level::None });
        }
        self.category = category;
        self.stage = Stage::Enter;
        self.open = None;
        self.helped = false;
        if self.is_suicide() {
            // Who was named to whoever lacked a meal is named anew.
            self.named = 0;
            self.kind_level = Some(self.hint_level);
            self.hint_level = Level::None;
            self.refusals = self.refusals.saturating_sub(self.passed);
            self.passed = 0;
        } else {
            self.kind_level = Some(Level::None);
        }
    }

    fn next_question(&self, screener: bool) -> Option<Question> {
        let wish_only = self.answer(Question::Wish).is_some() && self.answer(Question::Thoughts).is_none();
        // Who spoke of thoughts has said the wish.
        let wish = screener && self.is_suicide() && self.answer(Question::Thoughts).is_none();
        let first = wish.then_some(Question::Wish);
        if self.is_doubt() {
            let soft = if self.complaint { Question::Wish } else { Question::HasNeeds };
            return Some(soft).filter(|question| self.answer(*question).is_none());
        }
        // A doubt about the body is one soft question; who needs help now is asked whether they can reach it.
        let doubt = self.category == CrisisCategory::MedicalEmergency && self.level <= Level::Medium;
        let order: &[Question] =
            if doubt { &[Question::FeelsFaint] } else { questions::order(self.category) };
        first.into_iter().chain(order.iter().copied()).find(|question| {
            (self.answer(*question).is_none()
                || *question == Question::Thoughts && wish_only && self.turn <= 1)
                && !questions::skipped(*question, &self.answers)
        })
    }

    pub(super) fn effects(&mut self, turn: &LadderTurn<'_>, movement: Movement) -> LadderEffects {
        let level = self.level;
        let alert = (level.needs_human() && level > self.alerted).then_some(level);
        self.alerted = self.alerted.max(alert.unwrap_or_default());
        let handoff = if movement.imminent {
            Handoff::Now
        } else if alert.is_some_and(|level| level >= Level::High) || turn.act == LadderAct::PersonPlease {
            Handoff::Warm
        } else {
            Handoff::None
        };
        let check_back_minutes = if movement.calms { CHECK_BACK_MINUTES } else { &[] };
        LadderEffects { alert, handoff, check_back_minutes }
    }

    /// Notes that a line was said.
    pub(super) fn say(&mut self, id: &str, named: u8) {
        self.shown.retain(|(shown, _)| shown != id);
        self.shown.push((id.to_owned(), self.turn));
        if self.shown.len() > SHOWN_MAX {
            self.shown.remove(0);
        }
        self.named |= named;
    }

    /// How many turns ago a line was said; `None` when it was not, or too long ago to remember.
    pub(super) fn said_ago(&self, id: &str) -> Option<u16> {
        self.shown.iter().find(|(shown, _)| shown == id).map(|(_, turn)| self.turn.saturating_sub(*turn))
    }
}
