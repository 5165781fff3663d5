//! Everything a turn depends on, as data: no clock, chance or store is read inside the engine, so the same input
//! and state give the same bytes on every machine and at every time.
//!
//! These types hold the resident's words. They have no `Debug`, so nothing can print them by accident.

use content::Library;
use content_safety_api::{EmotionScore, Language, Span};
use kernel::{ConversationId, Timestamp, TurnId};
use safety_rules::Screening;
use serde::{Deserialize, Serialize};
use social_actions::{Share, SocialAction};

use super::leading::without_lead;
use super::state::State;
use super::talked::Talked;
use content::model::{DueKind, Mobility, Relation, Ritual};
use instruments::{Pack, Reply};

/// A message of more bytes tells several things: no one action is read in it.
const ACTION_BYTES_MAX: usize = 400;

/// One message and what is known around it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Input {
    /// The turn.
    pub turn: TurnId,
    /// The conversation; turns the order of equal lines.
    pub conversation: ConversationId,
    /// The message. Empty at the opening of a conversation.
    pub text: String,
    /// What the rules found in it, before anything else was done.
    pub screening: Screening,
    /// What the analysis found beside it; may be empty.
    pub emotions: Vec<EmotionScore>,
    /// What the message may do, the likeliest first; empty where nobody read it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<Share>,
    /// The version of the weights that read them; of older records none is known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub action_weights: String,
    /// The clause that does it, as bytes of the message, where the message has several: what it is about. Nobody looked for
    /// it in older records.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gist: Option<(u32, u32)>,
    /// Identifiers in the message, by code points; none of them is echoed but a first name.
    pub identifiers: Vec<Span>,
    /// What the resident's profile says.
    pub profile: Profile,
    /// Time, as facts.
    pub time: TimeFacts,
    /// What may be kept.
    pub consent: Consent,
    /// What was kept, with consent.
    pub facts: Vec<Fact>,
    /// What earlier conversations were about, kept with consent.
    #[serde(default)]
    pub talks: Vec<Talked>,
    /// What is due to be asked about once.
    pub due: Option<Due>,
    /// The questionnaire that is there for this resident, with the words of its pack.
    #[serde(default)]
    pub instrument: Option<Instrument>,
    /// The suicide risk screener that the operator installed; its items stand in the crisis ladder where our own
    /// questions would. Given where the ladder may lead ([`super::may_screen`]), so that a record of any other turn does
    /// not hold its words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub screener: Option<Pack>,
    /// What was turned down in the last seven days, by the keys of [`super::Effect::Declined`].
    #[serde(default)]
    pub declined: Vec<String>,
    /// Whether the resident has ever said what they want asked each day, or that they want nothing. Left out while it is
    /// not so: records of before it was known are the same bytes.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub daily_said: bool,
    /// Whether the resident keeps a safety plan; its words are not given. Left out while it is not so, as is the next.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub plan_kept: bool,
    /// Whether it was ever offered that they can keep one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub plan_offered: bool,
    /// Where the resident is, for numbers and for the law: `us-ca`.
    pub place: String,
    /// Whether staff have acknowledged the alert.
    pub acknowledged: bool,
    /// Whether an alert of this conversation stands that nobody has.
    #[serde(default)]
    pub alert_waits: bool,
    /// Whether an alert of this turn reaches anybody now.
    pub staff_reached: bool,
}

impl Input {
    /// Reads what the message may do, in the language that it shows, else in the conversation's. What is longer than
    /// anything that the weights were made of is left unread.
    pub fn read_actions(&mut self, before: Option<&State>, library: &Library) {
        let conversation = before.map(|state| state.language).or(self.profile.language);
        let language = self.screening.language.or(conversation).unwrap_or(Language::En);
        let reader = social_actions::shipped(language).filter(|_| self.text.len() <= ACTION_BYTES_MAX);
        self.gist = None;
        let Some(reader) = reader else { return self.actions.clear() };
        let names = &library.lexicon(language).names;
        let known = |word: &str| names.has(&content::text::folded(word));
        let nameless = |text: &str| social_actions::without_names(text, known);
        let led = without_lead(self, language, library);
        let text = led.as_ref().map_or(self.text.as_str(), |(_, rest)| rest);
        let actions = reader.read_message(&nameless(text));
        let read = |clause: &str| reader.read_message(&nameless(clause));
        let gist = actions.first().and_then(|best| gist(text, best.action, read));
        (self.actions, self.gist) = (actions, gist);
        social_actions::WEIGHTS_VERSION.clone_into(&mut self.action_weights);
        if !library.jurisdiction(&self.place).emotion_inference {
            // Where a feeling is likeliest, what is likeliest but one is no reading of the message.
            if self.actions.first().is_some_and(|best| best.action.is_feeling()) {
                self.actions.clear();
            }
            self.actions.retain(|share| !share.action.is_feeling());
        }
    }

    /// The packs whose words this turn may say.
    pub fn packs(&self) -> Packs<'_> {
        Packs([self.instrument.as_ref().map(|instrument| &instrument.pack), self.screener.as_ref()])
    }
}

/// The clause that alone does most surely what the whole message does; `None` where it has but one.
fn gist(text: &str, does: SocialAction, read: impl Fn(&str) -> Vec<Share>) -> Option<(u32, u32)> {
    let clauses = clauses(text);
    if clauses.len() < 2 {
        return None;
    }
    let share = |(from, to): &(usize, usize)| {
        read(&text[*from..*to]).iter().find(|one| one.action == does).map_or(0.0, |one| one.share)
    };
    let best = clauses
        .iter()
        .map(|clause| (share(clause), clause))
        .max_by(|(one, _), (other, _)| one.total_cmp(other));
    let (_, (from, to)) = best.filter(|(share, _)| *share > 0.0)?;
    Some((u32::try_from(*from).ok()?, u32::try_from(*to).ok()?))
}

/// The clauses of a text as bytes, by its marks: at least two words each, what is shorter goes with the one before.
fn clauses(text: &str) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut from = 0;
    let marks = text
        .char_indices()
        .filter(|(_, letter)| matches!(letter, '.' | ',' | ';' | ':' | '!' | '?' | '…' | '—' | '–'));
    for to in marks.map(|(at, _)| at).chain([text.len()]) {
        let clause = text[from..to].trim_start_matches(|letter: char| !letter.is_alphanumeric());
        let start = to - clause.len();
        match (clause.split_whitespace().count(), found.last_mut()) {
            (0, _) => {}
            (1, Some(last)) => last.1 = to,
            _ => found.push((start, to)),
        }
        from = to;
    }
    found
}

/// Installed words: of the questionnaire that is there for the resident, and of the screener.
#[derive(Clone, Copy, Default)]
pub struct Packs<'a>([Option<&'a Pack>; 2]);

impl<'a> Packs<'a> {
    /// An item's words with their language; `None` where no pack has just these words.
    pub(super) fn item(
        self,
        instrument: &str,
        version: &str,
        item: u8,
        hash: &str,
    ) -> Option<(Language, &'a str)> {
        let named =
            self.0.into_iter().flatten().filter(|pack| pack.id == instrument && pack.version == version);
        // Other words than the recorded ones are not said in their place.
        named.filter_map(|pack| pack.item(usize::from(item), hash)).next()
    }
}

/// What the profile says; what it does not say is taken as the safer.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// The language that was set.
    pub language: Option<Language>,
    /// Short replies, one idea at a time.
    pub simple: bool,
    /// The most that the body can do.
    pub mobility: Option<Mobility>,
    /// Whether hearing is good.
    pub hears: Option<bool>,
    /// Whether sight is good.
    pub sees: Option<bool>,
    /// Whether food or drink is restricted.
    pub diet: Option<bool>,
    /// Whether falls are a danger.
    pub falls: Option<bool>,
    /// Whether psychosis is known.
    pub psychosis: bool,
    /// Days since a bereavement that is known.
    pub grief_days: Option<u16>,
    /// Whether the resident raised or set faith.
    pub faith: bool,
    /// Whether the resident is known to be a minor; `false` where nobody knows it.
    pub minor: bool,
}

/// Time, as facts about this turn.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeFacts {
    /// When the message came.
    pub now: Timestamp,
    /// The day where the resident is, in days since 1970.
    pub day: u32,
    /// The hour where the resident is, 0 to 23.
    pub hour: u8,
    /// The minute of that hour; of older records none is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minute: Option<u8>,
    /// Minutes since the AI notice was last given; `None` when it never was in this session.
    pub minutes_since_notice: Option<u32>,
    /// Days since the companion was last used; `None` at the first use.
    pub days_since_last_use: Option<u16>,
    /// How long this session has lasted.
    pub session_minutes: u16,
    /// How many long sessions there were today before this one.
    #[serde(default)]
    pub long_sessions_today: u8,
}

/// What may be kept.
#[derive(Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// Facts may cross from one conversation to the next.
    pub memory: bool,
    /// Whether the resident has ever answered that, one way or the other.
    #[serde(default)]
    pub asked: bool,
}

/// How carefully a fact is handled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sensitivity {
    /// It may be come back to.
    #[default]
    Plain,
    /// It is kept only after a yes, and is never brought up by the companion.
    Sensitive,
}

/// Something the resident told, kept with consent. Only from their own words.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// Its id in the store.
    pub id: String,
    /// About whom: empty for the resident, else the name or the kin word of a person.
    #[serde(default)]
    pub subject: String,
    /// What it says.
    pub relation: Relation,
    /// About whom or what, as it is said to the resident: "your daughter Anna".
    pub value: String,
    /// The language that the value is in.
    pub language: Language,
    /// The day it was told, in days since 1970.
    pub day: u32,
    /// How carefully it is handled.
    #[serde(default)]
    pub sensitivity: Sensitivity,
    /// Whether the resident said yes to just this.
    #[serde(default)]
    pub confirmed: bool,
    /// The last day it is used; `None` is without an end.
    #[serde(default)]
    pub expires: Option<u32>,
    /// The turn whose message it comes from.
    #[serde(default)]
    pub turn: Option<TurnId>,
    /// The bytes of that message.
    #[serde(default)]
    pub span: (u32, u32),
}

impl Fact {
    /// Whether it may still be used on a day.
    pub fn is_current(&self, day: u32) -> bool {
        self.expires.is_none_or(|last| day <= last)
    }
}

/// A questionnaire as it stands for one resident.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instrument {
    /// The installed pack, with its words.
    pub pack: Pack,
    /// What was answered before, in an earlier conversation.
    #[serde(default)]
    pub replies: Vec<Reply>,
    /// The day it was last finished.
    #[serde(default)]
    pub last_done: Option<u32>,
    /// Whether a member of staff is beside the resident.
    #[serde(default)]
    pub staff_near: bool,
}

/// Something that is asked about once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Due {
    /// A small plan.
    Plan {
        /// The activity, in the words of the card's name.
        activity: String,
    },
    /// A card that was told.
    Card {
        /// Its id.
        card: String,
    },
    /// The daily check-in at the agreed hour.
    CheckIn,
    /// A small thing that was agreed for each day.
    Ritual(Ritual),
    /// The question after a crisis, later the same day or the next.
    FollowUp,
    /// The questionnaire of the input.
    Instrument,
}

impl Due {
    /// The kind of what has a flow of its own.
    pub const fn kind(&self) -> Option<DueKind> {
        match self {
            Self::Plan { .. } | Self::Card { .. } => None,
            Self::CheckIn => Some(DueKind::CheckIn),
            Self::Ritual(ritual) => Some(DueKind::Ritual(*ritual)),
            Self::FollowUp => Some(DueKind::FollowUp),
            Self::Instrument => Some(DueKind::Instrument),
        }
    }
}
