//! What a conversation remembers between turns: at most 8 KiB, sealed and stored in the same atomic step as the
//! reply. It holds hashes of what was said rather than texts, and of the resident's words only short spans.

use content::model::{Act, Relation};
use content_safety_api::Language;
use kernel::Timestamp;
use safety_rules::ConversationLevel;
use safety_rules::ladder::{LadderState, Soft};
use serde::{Deserialize, Serialize};

use instruments::Reply;
use kernel::TurnId;

use super::plan::{NewFact, Piece};

/// The most bytes of a serialised state.
pub(crate) const STATE_BYTES_MAX: usize = 8 * 1024;
/// The most frames on the stack.
pub(super) const DEPTH_MAX: usize = 3;
/// A frame expires after so many turns without being on top.
pub(super) const FRAME_TURNS_MAX: u32 = 12;
/// A frame expires after so many minutes.
pub(super) const FRAME_MINUTES_MAX: i64 = 24 * 60;
/// How many plans the window keeps.
const WINDOW: usize = 12;
/// How many lines are remembered as said.
const SEEN_MAX: usize = 150;
/// At least so many stay when the state is too large: three a turn for twenty turns.
const SEEN_MIN: usize = 64;
/// So many are forgotten at a time.
const SEEN_STEP: usize = 10;
/// How many sentences are remembered as said: three a turn for twenty turns.
const SENTENCES_MAX: usize = 72;
/// How many openers are remembered.
const OPENERS_MAX: usize = 16;
/// How many spans of the resident's words are kept.
const SLOTS_MAX: usize = 12;
/// How many names of the dead are kept.
const GONE_MAX: usize = 6;
/// How much of what was told is kept in the conversation.
const TOLD_MAX: usize = 16;
/// How many cards are remembered as shown.
const CARDS_MAX: usize = 40;

/// A conversation between two turns.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// The version of this layout.
    pub version: u8,
    /// How many turns there were.
    pub turn: u32,
    /// The language of the replies.
    pub language: Language,
    /// How many turns in a row were in the other language.
    pub other_language: u8,
    /// The flows, the running one last.
    pub stack: Vec<Frame>,
    /// The question that waits for an answer.
    pub open: Option<Open>,
    /// The topic, and the turn in which it was last touched.
    pub topic: Option<(String, u32)>,
    /// The card that is half told, and its next step.
    pub card: Option<(String, u8)>,
    /// Lines by hash, with the turn in which each was last said.
    pub seen: Vec<(u32, u32)>,
    /// Sentences by hash, with the turn.
    pub sentences: Vec<(u32, u32)>,
    /// First three words by hash, with the turn.
    pub openers: Vec<(u32, u32)>,
    /// The last plans: turn, row and acts.
    pub window: Vec<Done>,
    /// No offer before this turn.
    pub offers_from: u32,
    /// Topics that permission was asked for.
    pub asked: Vec<String>,
    /// Cards that were shown, with the day.
    pub cards: Vec<(String, u32)>,
    /// Flows that ended, with the turn.
    pub ended: Vec<(String, u32)>,
    /// Messages in a row that were not understood.
    pub misses: u8,
    /// Short answers in a row that were taken without a known word.
    pub unknown_answers: u8,
    /// The turn of the last complaint.
    pub complained: Option<u32>,
    /// The turn in which human contact was last suggested.
    pub human: Option<u32>,
    /// Whether a break was suggested in this session.
    pub break_told: bool,
    /// The turn in which something was first told that other people would help with.
    #[serde(default)]
    pub lonely: Option<u32>,
    /// How many messages told of that.
    #[serde(default)]
    pub lonely_told: u8,
    /// Whether the resident agreed in this conversation that things may be kept.
    #[serde(default)]
    pub agreed: Option<bool>,
    /// A sensitive fact that is kept only after a yes, with the turn in which it was told.
    #[serde(default)]
    pub pending: Option<(NewFact, u32)>,
    /// Whether it was asked in this conversation whether a sensitive fact may be kept.
    #[serde(default)]
    pub keep_asked: bool,
    /// What contradicts a kept fact and is asked about once: the fact's id, as it is said, and what is new.
    #[serde(default)]
    pub conflict: Option<(String, String, NewFact)>,
    /// The questionnaire under way.
    #[serde(default)]
    pub instrument: Option<Progress>,
    /// Topics of this conversation that are kept as talked about.
    #[serde(default)]
    pub talked: Vec<String>,
    /// What was told in this conversation; it is right here, with or without consent, and goes nowhere else.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub told: Vec<Told>,
    /// Reflections less questions, so far: a question that may wait does, while this is below zero.
    #[serde(default)]
    pub balance: i8,
    /// The screener's replies as they were last scored.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub screened: Vec<Reply>,
    /// Spans of the resident's words, by slot name.
    pub slots: Vec<Slot>,
    /// People and animals that died, as they are named to the resident.
    pub gone: Vec<String>,
    /// Those of them whose names were taken back: they stay dead, and are not named unless the resident does.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unsaid: Vec<String>,
    /// What was asked about in this session and waits for an answer.
    pub checking: bool,
    /// The last reply, for "say that again".
    pub last: Vec<Piece>,
    /// Where the crisis ladder stands.
    pub ladder: Option<LadderState>,
    /// Soft questions that were asked, newest last, each with the turn that answers it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub soft: Vec<(Soft, u32)>,
    /// The level of the conversation: rises at once, steps down by rule.
    pub level: ConversationLevel,
}

/// A running flow.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frame {
    /// The flow.
    pub flow: String,
    /// Its version when it was entered.
    pub version: u16,
    /// The step that spoke last.
    pub step: String,
    /// How often each step was entered.
    pub visits: Vec<(String, u8)>,
    /// The turn in which it was entered.
    pub entered: u32,
    /// When it was entered.
    pub entered_at: Timestamp,
    /// The turn in which it last spoke.
    pub active: u32,
    /// How many of the resident's messages it heard.
    pub heard: u8,
    /// The topic it is about.
    pub topic: Option<String>,
    /// The card that permission was asked for.
    pub card: Option<String>,
    /// Whether it was asked for, in so many words.
    #[serde(default)]
    pub asked: bool,
    /// The turns whose messages may be kept at the end.
    #[serde(default)]
    pub told: Vec<TurnId>,
}

/// A questionnaire under way.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// The instrument.
    pub instrument: String,
    /// The version of its words.
    pub version: String,
    /// What was answered.
    pub replies: Vec<Reply>,
}

/// A question that waits for an answer.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Open {
    /// Of the step on top of the stack, with its choices.
    Step {
        /// What can be chosen.
        choices: Vec<Choice>,
        /// The fixed set that they come from.
        #[serde(default)]
        from: Option<String>,
    },
    /// Which of two contradicting facts holds.
    Conflict,
    /// Whether a sensitive fact may be kept.
    Keep,
    /// Whether to go on with the flow on top.
    Resume,
    /// Whether to send for a person, after three misses.
    Person,
    /// How a plan or a card went.
    CheckBack,
}

/// Something that can be chosen.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// What it stands for.
    pub value: String,
    /// As it is said.
    pub label: String,
}

/// A span of the resident's words.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    /// `loss.person`, `plan.activity`.
    pub name: String,
    /// As it is said to the resident.
    pub value: String,
    /// The turn.
    pub turn: u32,
    /// The bytes of the message that it comes from.
    pub span: (u32, u32),
}

/// Something that was told in this conversation.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// What it says.
    pub relation: Relation,
    /// As it is said to the resident.
    pub value: String,
}

/// A past turn.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// The turn.
    pub turn: u32,
    /// The row that fired.
    pub rule: String,
    /// What was done.
    pub acts: Vec<Act>,
}

impl State {
    /// The start of a conversation.
    pub fn begin(language: Language, now: Timestamp) -> Self {
        Self {
            version: 1,
            turn: 0,
            language,
            other_language: 0,
            stack: Vec::new(),
            open: None,
            topic: None,
            card: None,
            seen: Vec::new(),
            sentences: Vec::new(),
            openers: Vec::new(),
            window: Vec::new(),
            offers_from: 0,
            asked: Vec::new(),
            cards: Vec::new(),
            ended: Vec::new(),
            misses: 0,
            unknown_answers: 0,
            complained: None,
            human: None,
            break_told: false,
            lonely: None,
            lonely_told: 0,
            agreed: None,
            pending: None,
            keep_asked: false,
            conflict: None,
            instrument: None,
            talked: Vec::new(),
            told: Vec::new(),
            balance: 0,
            screened: Vec::new(),
            slots: Vec::new(),
            gone: Vec::new(),
            unsaid: Vec::new(),
            checking: false,
            last: Vec::new(),
            ladder: None,
            soft: Vec::new(),
            level: ConversationLevel::begin(now),
        }
    }

    /// Whether the last reply asked a soft question: a yes to it begins a ladder.
    pub(super) fn asks_softly(&self) -> bool {
        self.soft.last().is_some_and(|(_, answered_in)| *answered_in > self.turn)
    }

    /// The running flow.
    pub(super) fn top(&self) -> Option<&Frame> {
        self.stack.last()
    }

    /// Without any of the resident's words: some of them were taken back. Where the talk stands, and what is known of
    /// danger, stays; so does who died, since a tombstone is not asked after as if they lived.
    pub fn forget_words(&mut self) {
        self.slots.clear();
        self.unsaid.clone_from(&self.gone);
        self.told.clear();
        self.last.clear();
        self.pending = None;
        self.conflict = None;
        if matches!(self.open, Some(Open::Keep | Open::Conflict)) {
            self.open = None;
        }
        for frame in &mut self.stack {
            frame.told.clear();
        }
    }

    /// A slot's latest value.
    pub fn slot(&self, name: &str) -> Option<&str> {
        self.slots.iter().rev().find(|slot| slot.name == name).map(|slot| slot.value.as_str())
    }

    /// Fills a slot; the newest wins.
    pub(super) fn set_slot(&mut self, name: &str, value: &str, span: (u32, u32)) {
        self.slots.retain(|slot| slot.name != name);
        self.slots.push(Slot { name: name.to_owned(), value: clip(value), turn: self.turn, span });
        keep_last(&mut self.slots, SLOTS_MAX);
    }

    /// Notes a death: lines about this person as living are out from now on.
    pub(super) fn mourn(&mut self, person: &str) {
        let person = clip(person);
        self.unsaid.retain(|unsaid| *unsaid != person);
        if !self.gone.contains(&person) {
            self.gone.push(person);
            keep_last(&mut self.gone, GONE_MAX);
        }
    }

    /// Notes what was told. Of what there is one of, and of somebody whose name is told, the newest stands.
    pub(super) fn tell(&mut self, relation: Relation, value: &str) {
        let value = clip(value);
        self.told.retain(|told| {
            let named = relation == Relation::Kin && value.starts_with(&told.value);
            told.relation != relation || !(relation == Relation::Name || told.value == value || named)
        });
        self.note_line(hash(&[b"told", value.as_bytes()]));
        self.told.push(Told { relation, value });
        keep_last(&mut self.told, TOLD_MAX);
    }

    /// Notes that a flow ended.
    pub(super) fn end_flow(&mut self, flow: &str) {
        self.ended.retain(|(ended, _)| ended != flow);
        self.ended.push((flow.to_owned(), self.turn));
        keep_last(&mut self.ended, 8);
    }

    /// Notes that permission was asked for a topic.
    pub(super) fn note_asked(&mut self, topic: &str) {
        self.asked.retain(|asked| asked != topic);
        self.asked.push(topic.to_owned());
        keep_last(&mut self.asked, 24);
    }

    /// Notes that a card was shown.
    pub(super) fn note_card(&mut self, card: &str, day: u32) {
        self.cards.retain(|(shown, _)| shown != card);
        self.cards.push((card.to_owned(), day));
        keep_last(&mut self.cards, CARDS_MAX);
    }

    /// Notes a line as said.
    pub(super) fn note_line(&mut self, hash: u32) {
        note(&mut self.seen, hash, self.turn, SEEN_MAX);
    }

    /// Notes a sentence as said.
    pub(super) fn note_sentence(&mut self, hash: u32) {
        note(&mut self.sentences, hash, self.turn, SENTENCES_MAX);
    }

    /// Notes an opener as used.
    pub(super) fn note_opener(&mut self, hash: u32) {
        note(&mut self.openers, hash, self.turn, OPENERS_MAX);
    }

    /// Holds the state to its size: what was said longest ago is forgotten first, what protects somebody last.
    pub(super) fn fit(&mut self) {
        while super::record::bytes(self).len() > STATE_BYTES_MAX {
            if self.seen.len() > SEEN_MIN {
                self.seen.drain(..SEEN_STEP);
            } else if self.cards.len() > 1 {
                self.cards.remove(0);
            } else if self.window.len() > 1 {
                self.window.remove(0);
            } else if self.told.len() > 1 {
                self.told.remove(0);
            } else if self.slots.len() > 1 {
                self.slots.remove(0);
            } else {
                return;
            }
        }
    }

    /// Notes a turn in the window.
    pub(super) fn note_plan(&mut self, rule: &str, acts: Vec<Act>) {
        self.window.push(Done { turn: self.turn, rule: rule.to_owned(), acts });
        keep_last(&mut self.window, WINDOW);
    }
}

fn note(list: &mut Vec<(u32, u32)>, hash: u32, turn: u32, most: usize) {
    list.retain(|(noted, _)| *noted != hash);
    list.push((hash, turn));
    keep_last(list, most);
}

/// The turn in which a hash was last noted.
pub(super) fn noted(list: &[(u32, u32)], hash: u32) -> Option<u32> {
    list.iter().find(|(noted, _)| *noted == hash).map(|(_, turn)| *turn)
}

fn keep_last<T>(list: &mut Vec<T>, most: usize) {
    if list.len() > most {
        list.drain(..list.len() - most);
    }
}

/// A span of the resident's words is short by construction; this holds it to that.
fn clip(value: &str) -> String {
    value.chars().take(80).collect()
}

/// FNV-1a over the parts, with a separator: cheap, stable across machines, and no secret.
pub(super) fn hash(parts: &[&[u8]]) -> u32 {
    let mut hash: u32 = 0x811c_9dc5;
    for part in parts {
        for byte in part.iter().chain(&[0xff]) {
            hash = (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
        }
    }
    // FNV's low bits are weak for short keys; a last mix spreads them.
    hash ^= hash >> 16;
    hash = hash.wrapping_mul(0x7feb_352d);
    hash ^ (hash >> 15)
}
