//! The risk gate: whatever looks like a crisis is answered by the fixed lines of `safety-rules`, before anything
//! else is decided.

use content::model::{Act, RiskLevel, UserAct};
use content_safety_api::{CrisisCategory, Level};
use safety_rules::ladder::{self, Handoff, LadderAct, LadderState, LadderStep, LadderTurn, Part, Stage};
use safety_rules::{Evidence, Place, StepDownRule};

use super::plan::{Effect, NoticeReason, Piece, Route, Urgency, Words};
use super::state::{hash, noted};
use super::turn::Turn;

/// While what is told is met, company is put into words each so many turns.
const PRESENCE_TURNS: u16 = 3;
/// After so many turns without a sign of danger, or a question about it, what is told is met by its words again.
const DANGER_TURNS: u32 = 5;
/// Constructions that are not met while company is kept after a danger.
const NEAR_DANGER: [&str; 17] = [
    "comes_now",
    "sleepy",
    "leave_it",
    "joke",
    "wish",
    "hope",
    "would_have",
    "would_like",
    "think_of",
    "have_thought",
    "too_late",
    "last_left",
    "gave_them",
    "sold_it",
    // "My husband went slowly, I won't": to call that a firm word would side with it.
    "wont_do",
    "not_ready",
    "not_up_to",
];
/// Clear denials that count as evidence.
const DENIALS: u8 = 2;

impl Turn<'_> {
    /// Whether the ladder leads this turn.
    pub(super) fn is_risk(&self) -> bool {
        ladder::needed(self.state.ladder.as_ref(), &self.input.screening)
    }

    /// Whether a danger of this conversation has only been calmed: light talk waits for a request (S8).
    pub(super) fn is_after_risk(&self) -> bool {
        let calmed = self.state.ladder.as_ref().is_some_and(|ladder| ladder.stage == Stage::StepDown);
        calmed && self.level() > Level::None
    }

    /// Whether the last sign of danger, and the last question about it, lie some turns back: what is told now may be met as
    /// anywhere else, only never with a thing, a question or an offer.
    pub(super) fn danger_rests(&self) -> bool {
        let asks = self.state.ladder.as_ref().is_some_and(|ladder| ladder.open.is_some());
        let near = noted(&self.state.seen, hash(&[b"danger"]))
            .is_some_and(|turn| self.state.turn.saturating_sub(turn) <= DANGER_TURNS);
        let told = self.state.ladder.is_some() && self.input.screening.level == Level::None;
        told && !asks && !near
    }

    /// Whether what a message does may still be about the danger: somebody who goes, gives up, wishes or thinks of "it".
    pub(super) fn may_mean_the_danger(&self) -> bool {
        self.reading.clause.as_ref().is_some_and(|clause| NEAR_DANGER.contains(&clause.id.as_str()))
    }

    /// The conversation's level after this message.
    pub(super) fn update_level(&mut self) {
        let evidence = Evidence {
            acknowledged: self.input.acknowledged,
            denied_twice: self.state.ladder.as_ref().is_some_and(|ladder| ladder.denials >= DENIALS),
        };
        self.state.level = self.state.level.after(
            self.input.screening.level,
            self.input.time.now,
            evidence,
            &StepDownRule::default(),
        );
    }

    /// One turn of the ladder. Light flows are dropped; the others stay where they are until it is over.
    pub(super) fn climb(&mut self) {
        let conversation = self.input.conversation.as_bytes();
        let key = u64::from(hash(&[conversation])) << 32 | u64::from(hash(&[b"ladder", conversation]));
        // Fixed lines never come in the wrong language: where the views differ, the conversation's language holds.
        let mut screening = self.input.screening.clone();
        screening.language = screening.language.filter(|language| *language == self.reading.language);
        let step = ladder::step(
            self.state.ladder.as_ref(),
            &LadderTurn {
                text: &self.input.text,
                screening: &screening,
                act: self.ladder_act(),
                place: Place::parse(&self.input.place),
                language: Some(self.input.profile.language.unwrap_or(self.state.language)),
                key,
                acknowledged: self.input.acknowledged,
                waiting: self.input.alert_waits,
                staff_reached: self.input.staff_reached,
                screener: self.screener().is_some(),
                answer: self.scale_answer(),
            },
        );
        self.route = Route::Crisis;
        self.answer_within(&step.state);
        self.reasons.push(format!("ladder {:?} {:?}", step.state.category, step.state.stage));
        let met = !self.pieces.is_empty();
        let again = self.said_again(&step);
        for spoken in step.lines.iter().filter(|_| again.is_none()) {
            // What was told has been met; company is said out loud only now and then.
            let often = step.state.stage == Stage::Stay && !step.state.turn.is_multiple_of(PRESENCE_TURNS);
            if met && often && spoken.line.part == Part::Presence {
                continue;
            }
            let item = self.item_for(spoken.line, spoken.language);
            let words = item
                .unwrap_or_else(|| Words::Fixed { id: spoken.line.id.to_owned(), language: spoken.language });
            self.said.push(spoken.text().to_owned());
            self.pieces.push(Piece {
                act: act_of(spoken.line.part),
                words,
                fills: Vec::new(),
                asks: matches!(spoken.line.part, Part::Question(_) | Part::Barrier)
                    && spoken.text().contains('?'),
                notice: false,
            });
        }
        if let Some(piece) = again {
            self.push(piece);
        }
        self.offer_scale();
        self.score_screener(&step.state);
        self.effects.extend(step.effects.alert.map(Effect::Alert));
        if step.effects.alert.is_some() || !matches!(step.effects.handoff, Handoff::None) {
            self.note_person_asked();
        }
        self.effects.extend(match step.effects.handoff {
            Handoff::None => None,
            Handoff::Warm => Some(Effect::Handoff(Urgency::Warm)),
            Handoff::Now => Some(Effect::Handoff(Urgency::Now)),
        });
        self.effects
            .extend(step.effects.check_back_minutes.iter().map(|minutes| Effect::SafetyCheckBack(*minutes)));
        if self.input.screening.level > Level::None || step.state.open.is_some() {
            self.state.note_line(hash(&[b"danger"]));
        }
        self.state.ladder = Some(step.state);
        self.suspend();
    }

    /// What comes before the ladder's lines when the message itself shows no danger: the AI notice when it is asked
    /// for, and, while the ladder only keeps company, an answer to what is told. Nothing is offered.
    fn answer_within(&mut self, ladder: &LadderState) {
        if self.input.screening.level > Level::None {
            return;
        }
        if self.reading.does(UserAct::AskAi) {
            self.line("ai", &[]);
            if let Some(Words::Line(line)) = self.pieces.last().map(|piece| &piece.words) {
                let line = line.clone();
                self.effects.push(Effect::Disclosed { reason: NoticeReason::Asked, line });
            }
        } else if self.reading.does(UserAct::AskMemory) {
            // What was told a while ago is asked for: that is answered, and the row stays the ladder's.
            let rule = self.rule.clone();
            self.tell_here();
            self.rule = rule;
        } else if ladder.stage == Stage::Stay {
            self.answer_lightly();
        }
    }

    /// What is asked or told beside the danger while company is kept: short, and without an offer or a question.
    fn answer_lightly(&mut self) {
        let pool = match self.reading.act() {
            UserAct::AskThere => "still.here",
            UserAct::AskWords => "say.words",
            UserAct::AskTime => return self.tell_the_time(),
            UserAct::AskPrivacy => "privacy.safety",
            UserAct::Thanks => "thanks",
            UserAct::Tell if self.reading.words > 1 => return self.keep_company(),
            _ if self.reading.tells() => return self.keep_company(),
            _ => return,
        };
        self.line(pool, &[]);
    }

    /// What is said once more where it is wanted and no question is open: where help is, else the last thing said.
    fn said_again(&self, step: &LadderStep) -> Option<Piece> {
        let wanted = self.ladder_control() == Some(LadderAct::Repeat);
        if !wanted || step.state.open.is_some() || step.effects.alert.is_some() {
            return None;
        }
        let last = &self.state.last;
        last.iter().find(|piece| piece.act == Act::ConnectHuman).or(last.last()).cloned()
    }

    /// The ladder begins by itself: an answer showed that it must. It starts at its top, in full.
    pub(super) fn start_ladder(&mut self) {
        self.state.ladder = None;
        self.climb();
    }

    fn suspend(&mut self) {
        let stays: Vec<bool> =
            self.state.stack.iter().map(|frame| self.outlasts_a_crisis(&frame.flow)).collect();
        let mut stays = stays.into_iter();
        self.state.stack.retain(|_| stays.next().unwrap_or(false));
        self.state.open = None;
        self.state.card = None;
        self.state.misses = 0;
    }

    fn ladder_act(&self) -> LadderAct {
        if self.reading.does(UserAct::PersonPlease) || self.reading.does(UserAct::AskWhom) {
            LadderAct::PersonPlease
        } else if self.reading.act() == UserAct::Goodbye {
            LadderAct::Goodbye
        } else if let Some(control) = self.ladder_control() {
            control
        } else if self.asks_for_line() {
            LadderAct::HelpLine
        } else {
            LadderAct::Tell
        }
    }
}

impl Turn<'_> {
    /// Whether the help line is asked for. What to do about a chair is no such question while an ambulance is awaited.
    fn asks_for_line(&self) -> bool {
        let line =
            self.state.ladder.as_ref().map(|ladder| ladder.category).or(self.input.screening.primary());
        let lifeline = line.is_none_or(|category| {
            matches!(
                category,
                CrisisCategory::SuicidalIdeation | CrisisCategory::SelfHarm | CrisisCategory::Psychosis
            )
        });
        self.reading.does(UserAct::AskHelp) || lifeline && self.reading.does(UserAct::AskAdvice)
    }

    /// Control acts work here too; a message that shows danger is never taken for one.
    fn ladder_control(&self) -> Option<LadderAct> {
        if self.input.screening.level > Level::None {
            return None;
        }
        match self.reading.act() {
            UserAct::Stop => Some(LadderAct::Stop),
            UserAct::OtherTopic => Some(LadderAct::OtherTopic),
            UserAct::Repeat => Some(LadderAct::Repeat),
            UserAct::AskSent => Some(LadderAct::AskSent),
            _ => None,
        }
    }
}

/// What a fixed line does, in the words of the plan.
const fn act_of(part: Part) -> Act {
    match part {
        Part::Question(_) | Part::Soft | Part::Barrier => Act::SafetyAsk,
        Part::ActNow | Part::Distance => Act::SafetyPlan,
        Part::Notify
        | Part::Staff
        | Part::Trusted
        | Part::Professional
        | Part::Referral
        | Part::Emergency => Act::ConnectHuman,
        Part::Told | Part::NotTold => Act::Inform,
        Part::Opening | Part::OpeningSoft | Part::OpeningNow | Part::ForAnother => Act::ReflectFeeling,
        Part::Lead
        | Part::Declined
        | Part::Secrecy
        | Part::Presence
        | Part::Calm
        | Part::CalmSoft
        | Part::SoftClear => Act::Affirm,
    }
}

/// Whether a level reaches a bar.
pub(super) const fn at_least(level: Level, bar: RiskLevel) -> bool {
    let rank = match level {
        Level::None => 0,
        Level::Low => 1,
        Level::Medium => 2,
        Level::High => 3,
        Level::Critical => 4,
    };
    let needed = match bar {
        RiskLevel::Low => 1,
        RiskLevel::Medium => 2,
        RiskLevel::High => 3,
        RiskLevel::Critical => 4,
    };
    rank >= needed
}
