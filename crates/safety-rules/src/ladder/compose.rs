//! Chooses the lines of one turn: which parts, and which wording of each. Variation comes from what was said
//! longest ago, never from dice.

use content_safety_api::{CrisisCategory, Facet, Level};

use super::line::{Line, Part, Question, Stage, names};
use super::state::{LadderState, Movement};
use super::{LadderAct, LadderEffects, LadderTurn, lines};
use crate::rules::Sign;

/// The help line is given in full again after so many turns.
const REFERRAL_TURNS: u16 = 6;
/// No wording comes back within so many turns while another is left.
const REST_TURNS: u16 = 6;

/// The lines of this turn, noted in the state as said.
pub(super) fn lines(
    state: &mut LadderState,
    turn: &LadderTurn<'_>,
    movement: Movement,
    effects: &LadderEffects,
) -> Vec<&'static Line> {
    // After two refusals nothing more is asked, in no line of any kind.
    let asks = movement.ask.is_some() || state.is_refused();
    let mut reply = Reply { state, turn, lines: Vec::new(), asks };
    if movement.repeats {
        // The one wording of the question, and nothing that would bury it again.
    } else if movement.calmed {
        reply.say_whether_told();
        reply.add(if reply.state.complaint { Part::CalmSoft } else { Part::Calm });
    } else if movement.entering {
        reply.enter(movement, effects);
    } else {
        reply.go_on(movement, effects);
    }
    if let Some(question) = movement.ask {
        reply.ask(question);
    }
    if reply.lines.is_empty() {
        // Never silent in risk.
        reply.add(Part::Presence);
    }
    reply.lines
}

struct Reply<'a, 't> {
    state: &'a mut LadderState,
    turn: &'a LadderTurn<'t>,
    lines: Vec<&'static Line>,
    /// The reply holds, or will hold, its one question; or none is to be asked.
    asks: bool,
}

impl Reply<'_, '_> {
    fn enter(&mut self, movement: Movement, effects: &LadderEffects) {
        let suicide = self.state.is_suicide();
        // That another danger was grave makes this one no graver.
        let level = if suicide { self.state.own_level() } else { self.state.level };
        let critical = level == Level::Critical;
        if self.state.complaint {
            // Taken as what it is: heard, with the line named and one soft question.
            self.add(Part::OpeningSoft);
            self.referral();
            return;
        }
        if movement.for_another {
            self.add(Part::ForAnother);
        } else if suicide && critical {
            self.add(Part::OpeningNow);
        } else {
            self.add(Part::Opening);
        }
        if critical || movement.of_body {
            self.emergency();
            self.add(if suicide { Part::Distance } else { Part::ActNow });
        } else {
            self.away_from_means();
        }
        if self.turn.screening.history.has(Sign::Secrecy) {
            self.add(Part::Secrecy);
        }
        if effects.alert.is_some() && self.turn.staff_reached {
            self.add(Part::Notify);
        } else {
            self.add(Part::Staff);
        }
        let lifeline = matches!(
            self.state.category,
            CrisisCategory::SuicidalIdeation | CrisisCategory::SelfHarm | CrisisCategory::Psychosis
        );
        if lifeline || self.wants_line() {
            self.referral();
        }
    }

    /// Who asks whether somebody was called is told so before all else.
    fn say_whether_told(&mut self) {
        if self.turn.act == LadderAct::AskSent {
            self.add(match self.state.alerted {
                Level::None | Level::Low => Part::NotTold,
                _ if self.turn.staff_reached => Part::Told,
                _ => Part::Staff,
            });
        }
    }

    fn go_on(&mut self, movement: Movement, effects: &LadderEffects) {
        self.say_whether_told();
        if movement.refused {
            self.add(Part::Declined);
        }
        // A new sign of danger is answered as one, whatever was asked before it.
        if self.turn.screening.level > Level::None && !movement.for_another {
            self.add(Part::Opening);
        }
        self.away_from_means();
        if effects.alert.is_some() {
            self.add(if self.turn.staff_reached { Part::Notify } else { Part::Staff });
        }
        if movement.imminent || movement.rose && movement.of_body {
            self.emergency();
        }
        if self.wants_line() || self.referral_is_due() || movement.rose && self.state.is_suicide() {
            self.referral();
        }
        if self.turn.act == LadderAct::PersonPlease {
            self.add(Part::Staff);
        }
        match movement.ask {
            Some(_) => {
                if movement.passed_over {
                    self.add(Part::Presence);
                } else if !movement.refused {
                    self.add(Part::Lead);
                }
                self.name_one_more();
            }
            None => self.keep_company(),
        }
    }

    /// Who says that the means are there is asked to put distance between.
    fn away_from_means(&mut self) {
        if self.state.is_suicide()
            && self.turn.screening.facets().into_iter().any(|facet| facet == Facet::Means)
        {
            self.add(Part::Distance);
        }
    }

    fn keep_company(&mut self) {
        let before = self.lines.len();
        self.name_one_more();
        let named_all = self.lines.len() == before;
        if named_all && self.state.stage == Stage::Stay && self.state.turn.is_multiple_of(4) {
            self.add(Part::Barrier);
        }
        self.add(Part::Presence);
    }

    /// Over an episode each kind of help is named; one more in this turn, if one is left.
    fn name_one_more(&mut self) {
        let left = [
            (names::STAFF, Part::Staff),
            (names::TRUSTED, Part::Trusted),
            (names::PROFESSIONAL, Part::Professional),
        ];
        let left = left.into_iter().filter(|(bit, _)| self.state.named & bit == 0);
        if let Some(part) = left.map(|(_, part)| part).find(|part| self.is_rested(*part)) {
            self.add(part);
        }
    }

    /// Whether a part of the ladder's own has a wording that was not said lately.
    fn is_rested(&self, part: Part) -> bool {
        let ladder = self.ladder();
        let own = |line: &&Line| line.part == part && line.category == Some(ladder);
        let any = lines::all().any(|line| own(&line));
        let shared = |line: &&Line| line.part == part && line.category.is_none();
        let asking = |line: &&Line| self.asks && is_question(line);
        lines::all()
            .filter(|line| if any { own(line) } else { shared(line) })
            .filter(|line| !asking(line))
            .any(|line| self.state.said_ago(line.id).is_none_or(|turns| turns > REST_TURNS))
    }

    fn wants_line(&self) -> bool {
        matches!(self.turn.act, LadderAct::HelpLine | LadderAct::PersonPlease)
    }

    fn referral_is_due(&self) -> bool {
        self.state.is_suicide()
            && self
                .state
                .referral_turn
                .is_none_or(|turn| self.state.turn.saturating_sub(turn) >= REFERRAL_TURNS)
    }

    fn referral(&mut self) {
        let prefix = format!("ref.{}.", self.turn.place.lines());
        self.state.referral_turn = Some(self.state.turn);
        self.add_matching(|line| line.part == Part::Referral && line.id.starts_with(&prefix));
    }

    fn emergency(&mut self) {
        let prefix = format!("emg.{}.", self.turn.place.lines());
        self.add_matching(|line| line.part == Part::Emergency && line.id.starts_with(&prefix));
    }

    fn ask(&mut self, question: Question) {
        let ladder = self.ladder();
        let found = lines::all()
            .filter(|line| line.part == Part::Question(question))
            .min_by_key(|line| line.category != Some(ladder));
        if let Some(line) = found {
            self.state.say(line.id, line.names);
            self.lines.push(line);
        }
    }

    /// Adds a line of a part: the ladder's own, else the shared one.
    fn add(&mut self, part: Part) {
        let own = self.state.category;
        let pools = [Some(own), Some(self.ladder()), None];
        let pool = pools
            .into_iter()
            .find(|pool| lines::all().any(|line| line.part == part && line.category == *pool));
        if let Some(pool) = pool {
            self.add_matching(|line| line.part == part && line.category == pool);
        }
    }

    /// Self-harm has its own openings and shares the rest with suicide.
    fn ladder(&self) -> CrisisCategory {
        if self.state.is_suicide() { CrisisCategory::SuicidalIdeation } else { self.state.category }
    }

    /// The wording that was said longest ago; among equals, the lowest hash. One question a reply at most.
    fn add_matching(&mut self, matches: impl Fn(&Line) -> bool) {
        let best = lines::all().filter(|line| matches(line) && !(self.asks && is_question(line))).min_by_key(
            |line| {
                let ago = self.state.said_ago(line.id);
                let rested = ago.is_none_or(|turns| turns > REST_TURNS);
                (!rested, ago.is_some(), ago.map_or(0, |turns| u16::MAX - turns), self.hash(line.id))
            },
        );
        let Some(line) = best else { return };
        self.asks |= is_question(line);
        self.state.say(line.id, line.names);
        self.lines.push(line);
    }

    /// FNV-1a over the key, the turn and the line's id: the order of equal lines, the same on every machine.
    fn hash(&self, id: &str) -> u64 {
        let seed = self.turn.key.to_le_bytes().into_iter().chain(self.state.turn.to_le_bytes());
        seed.chain(id.bytes()).fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
        })
    }
}

fn is_question(line: &Line) -> bool {
    line.en.contains('?') || line.es.contains('?')
}
