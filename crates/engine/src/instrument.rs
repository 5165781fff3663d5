//! The questionnaire runner: the next item word for word from the pack, the answer as data, the risk gate at once,
//! and a result in plain words. What is asked when is the schedule's (`instruments`); this only walks.

use content::model::{Act, Do, Next, Resume};
use content_safety_api::Level;
use instruments::{PackText, Reply, Situation, Tier, may_ask, next_item, opens_gate, score};

use super::input::Instrument;
use super::plan::{Effect, Fill, Piece, Words};
use super::state::{Choice, Progress};
use super::turn::Turn;

impl<'a> Turn<'a> {
    fn instrument(&self) -> Option<&'a Instrument> {
        self.input.instrument.as_ref()
    }

    fn instrument_text(&self) -> Option<&'a PackText> {
        self.instrument()?.pack.text(self.language())
    }

    /// Whether a questionnaire is there, in the resident's language, and may be asked now.
    pub(super) fn instrument_is_open(&self) -> bool {
        let Some(instrument) = self.instrument().filter(|_| self.instrument_text().is_some()) else {
            return false;
        };
        let profile = &self.input.profile;
        // A run that was begun goes on, whenever the last one was.
        let begun = !self.replies().is_empty();
        let situation = Situation {
            day: self.input.time.day,
            last_done: instrument.last_done.filter(|_| !begun),
            level: self.level(),
            grief_days: profile.grief_days,
            simple: profile.simple,
            staff_near: instrument.staff_near,
        };
        may_ask(&instrument.pack, &situation).is_ok()
    }

    /// What was answered so far: in this conversation, else before it, of the same words.
    pub(super) fn replies(&self) -> Vec<Reply> {
        let Some(instrument) = self.instrument() else { return Vec::new() };
        let pack = &instrument.pack;
        let here = self.state.instrument.as_ref();
        here.filter(|progress| progress.instrument == pack.id && progress.version == pack.version)
            .map_or_else(|| instrument.replies.clone(), |progress| progress.replies.clone())
    }

    pub(super) fn item_is_left(&self) -> bool {
        self.instrument().is_some_and(|instrument| next_item(&instrument.pack, &self.replies()).is_some())
    }

    /// Whether the open question is an item.
    pub(super) fn is_item_open(&self) -> bool {
        self.top_step().is_some_and(|step| step.acts.contains(&Do::AskItem))
    }

    /// Why it is asked.
    pub(super) fn instrument_reason(&mut self, pool: &str) {
        let Some(title) = self.instrument_text().map(|text| text.title.clone()) else { return };
        let items = self.instrument().map_or(0, |instrument| instrument.pack.items.len()).to_string();
        let fills =
            [("title", title), ("items", items)].map(|(slot, text)| Fill { slot: slot.to_owned(), text });
        self.line(pool, &fills);
    }

    /// The next item with its scale; the result when there is none.
    pub(super) fn ask_item(&mut self) {
        let (Some(instrument), Some(text)) = (self.instrument(), self.instrument_text()) else {
            self.line("inst.none", &[]);
            return;
        };
        let mut replies = self.replies();
        let Some((item, jumped)) = next_item(&instrument.pack, &replies) else { return self.tell_score() };
        replies.extend(std::iter::repeat_n(Reply::Skipped, jumped));
        self.note_replies(replies);
        let rule = instrument.pack.items[item];
        let words = Words::Item {
            instrument: instrument.pack.id.clone(),
            version: instrument.pack.version.clone(),
            item: u8::try_from(item).unwrap_or(u8::MAX),
            hash: text.items[item].hash.clone(),
        };
        self.push(Piece { act: Act::AskScale, words, fills: Vec::new(), asks: true, notice: false });
        let choices = text
            .scale
            .iter()
            .filter(|label| (rule.least..=rule.most).contains(&label.value))
            .map(|label| Choice { value: label.value.to_string(), label: label.label.clone() })
            .collect();
        self.put(choices, None);
    }

    /// Takes the value of a scale; whether the risk gate opened.
    pub(super) fn take_item(&mut self, value: u8) -> bool {
        let Some(instrument) = self.instrument() else { return false };
        let mut replies = self.replies();
        let item = replies.len();
        replies.push(Reply::Answered(value));
        self.note_replies(replies);
        opens_gate(&instrument.pack, item, value)
    }

    /// This item stays unanswered.
    pub(super) fn skip_item(&mut self) {
        if self.item_is_left() {
            let mut replies = self.replies();
            replies.push(Reply::Declined);
            self.note_replies(replies);
        }
    }

    fn note_replies(&mut self, replies: Vec<Reply>) {
        let Some(instrument) = self.instrument() else { return };
        let (id, version) = (instrument.pack.id.clone(), instrument.pack.version.clone());
        let progress =
            Progress { instrument: id.clone(), version: version.clone(), replies: replies.clone() };
        if self.state.instrument.as_ref() != Some(&progress) {
            self.effects.push(Effect::InstrumentProgress { instrument: id, version, replies });
            self.state.instrument = Some(progress);
        }
    }

    /// It is put aside; what was answered stays.
    pub(super) fn pause_instrument(&mut self) {
        if let Some(instrument) = self.instrument().filter(|_| self.item_is_left()) {
            self.effects.push(Effect::InstrumentPaused { instrument: instrument.pack.id.clone() });
        }
    }

    /// The result: as data, and in plain words that name no illness.
    pub(super) fn tell_score(&mut self) {
        let Some(instrument) = self.instrument() else { return };
        let answers = self.replies();
        let Ok(result) = score(&instrument.pack, &answers) else { return };
        self.line("inst.done", &[]);
        let pool = match result.tier {
            Some(Tier::Low) => "inst.low",
            Some(Tier::Middle) => "inst.middle",
            Some(Tier::High) => "inst.high",
            None => "inst.part",
        };
        self.line(pool, &[]);
        self.line("inst.talk", &[]);
        let risk = result.level.is_some_and(Level::needs_human);
        self.effects.push(Effect::Scored {
            instrument: instrument.pack.id.clone(),
            version: instrument.pack.version.clone(),
            answers,
            score: result,
        });
        if risk {
            self.effects.push(Effect::StaffNote("instrument_level".to_owned()));
        }
        self.state.instrument = None;
        self.state.open = None;
    }

    /// Whether a flow is the questionnaire: it stays where it is while a crisis leads.
    pub(super) fn runs_items(&self, flow: &str) -> bool {
        self.library
            .flow(flow)
            .is_some_and(|flow| flow.steps.iter().any(|step| step.acts.contains(&Do::AskItem)))
    }

    /// Whether a flow comes back by itself after a crisis.
    pub(super) fn outlasts_a_crisis(&self, flow: &str) -> bool {
        self.runs_items(flow) || self.library.flow(flow).is_some_and(|flow| flow.resume == Resume::Quietly)
    }

    /// The answer to an item leads on, or the risk gate does.
    pub(super) fn answer_item(&mut self, value: &str, next: &Next) {
        self.state.open = None;
        let Ok(value) = value.parse() else { return self.ask_item() };
        if self.take_item(value) {
            self.effects.push(Effect::StaffNote("instrument_gate".to_owned()));
            self.start_ladder();
            return;
        }
        self.follow(next, content::model::Answer::Choose);
    }
}
