//! Cards: chosen by topic, fit and bars, offered with permission, told in at most two replies, with their source.

use content::model::{Audience, Card, Do, DueKind, Faith, Mobility, Resume, Start, TimeWord};

use super::input::Due;
use super::plan::{CardPart, CheckBackOf, Effect, Fill, Piece, Route, Words};
use super::state::{Choice, Open, hash};
use super::turn::Turn;
use content::model::Act;

/// A card comes back after so many days.
const CARD_DAYS: u32 = 7;
/// Permission is asked at most once in so many turns.
const ASK_PAUSE_TURNS: u32 = 6;
/// A card is asked about after so many hours.
const FOLLOW_UP_HOURS: u16 = 24;

impl<'a> Turn<'a> {
    /// The card for the running topic; the one that permission was asked for comes first.
    pub(super) fn card_for_now(&self) -> Option<&'a Card> {
        let offered = self.state.top().and_then(|frame| frame.card.as_deref());
        if let Some(card) = offered.and_then(|id| self.library.card(id)) {
            return Some(card);
        }
        let running = self.state.top().and_then(|frame| frame.topic.as_deref());
        let general =
            self.state.top().and_then(|frame| self.library.flow(&frame.flow)).is_none_or(|flow| {
                flow.starts.iter().any(|start| matches!(start, Start::Hard | Start::Told))
            });
        // A flow about one thing offers nothing about another that was only touched.
        let topic = if general { self.topic().or(running) } else { running }?;
        self.card_about(topic)
    }

    /// The card that was asked for: about this message, else about what was talked of.
    pub(super) fn card_asked(&self) -> Option<&'a Card> {
        let current = self.reading.topics.iter().find_map(|topic| self.card_about(topic));
        let before = || if self.reading.topics.is_empty() { self.card_about(self.topic()?) } else { None };
        current.or_else(before)
    }

    fn card_about(&self, topic: &str) -> Option<&'a Card> {
        self.library
            .cards()
            .iter()
            .filter(|card| card.topic == topic && self.is_eligible(card))
            .min_by_key(|card| (self.mismatch(card), self.tie(card)))
    }

    /// Activities for the small plan, the best first.
    pub(super) fn activities(&self) -> Vec<&'a Card> {
        let mut cards: Vec<&Card> =
            self.library.cards().iter().filter(|card| card.activity && self.is_eligible(card)).collect();
        cards.sort_by_key(|card| (self.remoteness(card), self.mismatch(card), self.tie(card)));
        cards
    }

    /// How far an activity is from what the flow is about: its topic, its field, anything.
    fn remoteness(&self, card: &Card) -> u8 {
        let Some(frame) = self.state.top() else { return 2 };
        let field = self
            .library
            .flow(&frame.flow)
            .is_some_and(|flow| flow.starts.contains(&Start::Topic(card.topic.clone())));
        if frame.topic.as_deref() == Some(card.topic.as_str()) { 0 } else { 2 - u8::from(field) }
    }

    fn is_eligible(&self, card: &Card) -> bool {
        let today = self.input.time.day;
        let shown = self.state.cards.iter().find(|(shown, _)| *shown == card.id);
        // A card is a technique with a source: where the law permits company alone there is none.
        card.audience == Audience::Resident
            && self.is_therapeutic()
            && self.library.is_current(card, today)
            && shown.is_none_or(|(_, day)| today.saturating_sub(*day) >= CARD_DAYS)
            && !self.is_barred(&card.bars)
            && self.fits(card)
    }

    /// What the profile does not say is taken as the safer: seated, and no card that leans on a weak sense.
    fn fits(&self, card: &Card) -> bool {
        let profile = &self.input.profile;
        card.fit.mobility <= profile.mobility.unwrap_or(Mobility::Seated)
            && (!card.fit.hearing || profile.hears != Some(false))
            && (!card.fit.sight || profile.sees != Some(false))
            && (!card.fit.thinking || !profile.simple)
            && (card.faith == Faith::None
                || card.topic != "faith"
                || profile.faith
                || self.reading.topics.iter().any(|topic| topic == "faith"))
    }

    /// How far a card is from what was felt: zero is best.
    fn mismatch(&self, card: &Card) -> u8 {
        let topic = self.topic() == Some(card.topic.as_str());
        let felt = self.reading.feelings.iter().any(|feeling| card.feelings.contains(feeling));
        u8::from(!topic) + u8::from(!felt)
    }

    /// The same throughout a flow, so that a choice that is put again is the same choice.
    fn tie(&self, card: &Card) -> u32 {
        let since = self.state.top().map_or(self.state.turn, |frame| frame.entered);
        hash(&[self.input.conversation.as_bytes(), &since.to_be_bytes(), card.id.as_bytes()])
    }

    /// Asks whether the card that fits may be offered.
    pub(super) fn ask_permission(&mut self) {
        let Some(card) = self.card_for_now() else { return };
        self.push_card(card, CardPart::Permission);
        self.pause_offers();
        self.state.note_asked(&card.topic);
        let running = self.state.top().and_then(|frame| frame.topic.clone());
        if let Some(topic) = running {
            self.state.note_asked(&topic);
        }
        if let Some(frame) = self.state.stack.last_mut() {
            frame.card = Some(card.id.clone());
        }
    }

    /// Asking for permission again and again would be a tic.
    pub(super) fn pause_offers(&mut self) {
        self.state.offers_from = self.state.offers_from.max(self.state.turn + ASK_PAUSE_TURNS);
    }

    /// Tells the card: opening and first step, and the close when there is no other step.
    pub(super) fn tell_card(&mut self) {
        if let Some(card) = self.card_for_now() {
            self.tell(card);
        }
    }

    /// Tells the card that was asked for.
    pub(super) fn give_card(&mut self) {
        if let Some(card) = self.card_asked() {
            self.tell(card);
        }
    }

    fn tell(&mut self, card: &Card) {
        self.push_card(card, CardPart::Opening);
        self.push_card(card, CardPart::Step(0));
        let steps = card.words(self.language()).steps.len();
        if steps > 1 {
            self.line("pause.card", &[]);
            self.state.card = Some((card.id.clone(), 1));
        } else {
            self.push_card(card, CardPart::Close);
            self.state.card = None;
        }
        self.ground(card);
        self.state.note_card(&card.id, self.input.time.day);
        self.state.note_asked(&card.topic);
        if let Some(frame) = self.state.stack.last_mut() {
            frame.card = None;
        }
        if card.tool.is_some() {
            self.tool = card.tool;
        }
        let what = CheckBackOf::Card(card.id.clone());
        self.effects.push(Effect::CheckBack { hours: FOLLOW_UP_HOURS, what });
    }

    /// Tells the rest of the card.
    pub(super) fn tell_rest(&mut self) {
        let Some((id, next)) = self.state.card.take() else { return self.speak_plainly() };
        let Some(card) = self.library.card(&id) else { return self.speak_plainly() };
        let steps = u8::try_from(card.words(self.language()).steps.len()).unwrap_or(u8::MAX);
        for step in next..steps {
            self.push_card(card, CardPart::Step(step));
        }
        self.push_card(card, CardPart::Close);
        self.ground(card);
    }

    pub(super) fn push_card(&mut self, card: &Card, part: CardPart) {
        let (act, asks) = match part {
            CardPart::Permission => (Act::AskPermission, true),
            CardPart::Opening => (Act::Offer, false),
            CardPart::Step(_) => (Act::Step, false),
            CardPart::Close => (Act::Affirm, false),
            CardPart::FollowUp => (Act::CheckBack, true),
        };
        let words = Words::Card { card: card.id.clone(), part };
        self.push(Piece { act, words, fills: Vec::new(), asks, notice: false });
    }

    fn ground(&mut self, card: &Card) {
        self.route = Route::Grounded;
        self.citations = vec![card.source.clone()];
        self.reasons.push(format!("card {}", card.id));
    }

    /// Asks to pick one of two activities.
    pub(super) fn choose_activity(&mut self, pool: &str) {
        let language = self.language();
        let choices: Vec<Choice> = self
            .activities()
            .into_iter()
            .take(2)
            .map(|card| Choice { value: card.id.clone(), label: card.words(language).name.clone() })
            .collect();
        let topic = self.state.top().and_then(|frame| frame.topic.clone()).unwrap_or_default();
        self.state.note_asked(&topic);
        self.ask_choice(pool, choices);
    }

    /// Asks to pick one of two times of the day.
    pub(super) fn choose_time(&mut self, pool: &str) {
        let (first, second) = TimeWord::two_at(self.input.time.hour);
        let times = &self.library.lexicon(self.language()).times;
        let choices = [first, second]
            .into_iter()
            .filter_map(|time| {
                let label = times.get(&time)?.clone();
                Some(Choice { value: format!("{time:?}"), label })
            })
            .collect();
        self.ask_choice(pool, choices);
    }

    fn ask_choice(&mut self, pool: &str, choices: Vec<Choice>) {
        let [first, second] = choices.as_slice() else { return };
        let fills = [("first", first), ("second", second)]
            .map(|(slot, choice)| Fill { slot: slot.to_owned(), text: choice.label.clone() });
        if self.line(pool, &fills) {
            self.put(choices, None);
        }
    }

    /// Asks once about what is due, or starts the flow that does.
    pub(super) fn check_back(&mut self) {
        self.state.checking = true;
        match self.input.due.clone() {
            Some(Due::Plan { activity }) => {
                self.line("check_back", &[Fill { slot: "activity".to_owned(), text: activity }]);
            }
            Some(Due::Card { card }) => {
                if let Some(card) = self.library.card(&card) {
                    self.push_card(card, CardPart::FollowUp);
                }
            }
            Some(due) => return self.take_up(&due),
            None => {}
        }
        self.effects.push(Effect::CheckBackDone);
        self.state.open = Some(Open::CheckBack);
        if self.pieces.iter().all(|piece| piece.notice) {
            self.speak_plainly();
        }
    }

    /// Starts the flow of what is due.
    fn take_up(&mut self, due: &Due) {
        let Some((kind, flow)) = due.kind().and_then(|kind| Some((kind, self.flow_due(kind)?))) else {
            return self.speak_plainly();
        };
        self.effects.push(Effect::DueTaken(kind));
        if let Some(first) = flow.steps.first() {
            self.start(flow, &first.id);
        }
    }

    /// Whether something is due that may be asked about now.
    pub(super) fn is_due(&self) -> bool {
        let Some(due) = self.input.due.as_ref().filter(|_| !self.state.checking) else { return false };
        let Some(kind) = due.kind() else { return true };
        // What comes every day does not break into what runs; the question after a crisis does.
        let free = self.top_flow().is_none_or(|top| top.resume == Resume::Drop);
        let instrument = kind != DueKind::Instrument || self.instrument_is_open() && self.item_is_left();
        self.flow_due(kind).is_some() && instrument && (free || kind == DueKind::FollowUp)
    }
}

impl Turn<'_> {
    /// Whether a thing to do is one that a policy row may hold.
    pub(super) fn say(&mut self, acts: &[Do]) {
        self.perform(acts);
    }
}
