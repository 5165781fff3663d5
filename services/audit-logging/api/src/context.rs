//! The small typed values that an event may carry beside its fixed fields: no sentence fits into them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A short machine word: 1 to 64 of `a-z 0-9 _ . : -`. Holds names that code gives, ids and digests; a sentence
/// does not fit.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Cow<'static, str>")]
pub struct Word(Cow<'static, str>);

impl Word {
    /// The longest word.
    pub const BYTES_MAX: usize = 64;

    /// A word of the code. Fails at compile time in a constant when it is none.
    pub const fn new(text: &'static str) -> Self {
        assert!(is_word(text.as_bytes()), "a word is 1 to 64 of a-z 0-9 _ . : -");
        Self(Cow::Borrowed(text))
    }

    /// Reads a word.
    pub fn parse(text: &str) -> Option<Self> {
        is_word(text.as_bytes()).then(|| Self(Cow::Owned(text.to_owned())))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

const fn is_word(bytes: &[u8]) -> bool {
    if bytes.is_empty() || bytes.len() > Word::BYTES_MAX {
        return false;
    }
    let mut at = 0;
    while at < bytes.len() {
        if !matches!(bytes[at], b'a'..=b'z' | b'0'..=b'9' | b'_' | b'.' | b':' | b'-') {
            return false;
        }
        at += 1;
    }
    true
}

impl TryFrom<Cow<'static, str>> for Word {
    type Error = &'static str;
    fn try_from(text: Cow<'static, str>) -> Result<Self, Self::Error> {
        if is_word(text.as_bytes()) { Ok(Self(text)) } else { Err("a word is 1 to 64 of a-z 0-9 _ . : -") }
    }
}

impl std::fmt::Display for Word {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::fmt::Debug for Word {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

impl JsonSchema for Word {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Word".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string", "pattern": "^[a-z0-9_.:-]{1,64}$"})
    }
}

/// What a value of the additional context says. Producers can use these names alone; a name that only a newer
/// producer knows is still kept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct ContextKey(Word);

macro_rules! context_keys {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)+) => {
        impl ContextKey {
            $($(#[$doc])* pub const $name: Self = Self(Word::new($text));)+

            /// The name.
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }
        }
    };
}

context_keys! {
    /// The operation's dotted name.
    OPERATION = "operation",
    /// The HTTP status that was answered.
    STATUS = "status",
    /// The stable code of a refusal or failure.
    CODE = "code",
    /// How many items were seen or changed.
    COUNT = "count",
    /// How many bytes.
    BYTES = "bytes",
    /// The level of a risk.
    LEVEL = "level",
    /// The level before.
    LEVEL_BEFORE = "level_before",
    /// How an alert was closed.
    OUTCOME = "outcome",
    /// The category of a risk.
    RISK = "risk",
    /// Which path of the engine answered.
    ROUTE = "route",
    /// How a turn ended.
    ENDING = "ending",
    /// The conversation.
    CONVERSATION = "conversation",
    /// The turn.
    TURN = "turn",
    /// The alert.
    ALERT = "alert",
    /// The unit.
    UNIT = "unit",
    /// The relationship.
    RELATION = "relation",
    /// The consent.
    CONSENT = "consent",
    /// The version of what was changed.
    VERSION = "version",
    /// The state before.
    BEFORE = "before",
    /// The state after.
    AFTER = "after",
    /// The person to whom it was done, where that is not the patient.
    SUBJECT = "subject",
    /// The role given or taken.
    SUBJECT_ROLE = "subject_role",
    /// The fields that were shown: the projection.
    PROJECTION = "projection",
    /// A key's name.
    KEY = "key",
    /// The questionnaire, by the id of its pack.
    INSTRUMENT = "instrument",
    /// The method of a sign-in.
    METHOD = "method",
    /// Whether what was shown was kept from before the store could be asked.
    SPOOLED = "spooled",
    /// The device.
    DEVICE = "device",
    /// The size of the log that was spoken of.
    LOG_SIZE = "log_size",
    /// Whether the person acted for the patient as representative.
    PROXY = "proxy",
    /// A reason code that the person chose.
    REASON_CODE = "reason_code",
    /// The profile of the law.
    JURISDICTION = "jurisdiction",
    /// A line of the content, by its pool and number.
    LINE = "line",
    /// The digest of the words that were shown.
    TEXT = "text",
    /// The digest of the content that they are of.
    CONTENT = "content",
    /// When something was shown, in microseconds since 1970.
    SHOWN = "shown",
    /// When it ends, in microseconds since 1970.
    EXPIRES = "expires",
}

/// A value of the additional context.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum ContextValue {
    /// Yes or no.
    Flag(bool),
    /// A number.
    Count(i64),
    /// A word, an id or a digest.
    Word(Word),
}

impl From<bool> for ContextValue {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<i64> for ContextValue {
    fn from(count: i64) -> Self {
        Self::Count(count)
    }
}

impl From<u32> for ContextValue {
    fn from(count: u32) -> Self {
        Self::Count(i64::from(count))
    }
}

impl From<Word> for ContextValue {
    fn from(word: Word) -> Self {
        Self::Word(word)
    }
}

impl From<Uuid> for ContextValue {
    fn from(id: Uuid) -> Self {
        Self::Word(Word(Cow::Owned(id.to_string())))
    }
}

/// A few small typed values beside the fixed fields.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "BTreeMap<ContextKey, ContextValue>")]
pub struct Context(BTreeMap<ContextKey, ContextValue>);

impl Context {
    /// The most values.
    pub const VALUES_MAX: usize = 16;

    /// Adds a value. Over the limit it is dropped: an event is never lost for its trimmings.
    pub fn insert(&mut self, key: ContextKey, value: impl Into<ContextValue>) {
        if self.0.len() < Self::VALUES_MAX || self.0.contains_key(&key) {
            self.0.insert(key, value.into());
        } else {
            debug_assert!(false, "an audit event takes {} values", Self::VALUES_MAX);
        }
    }

    /// A value.
    pub fn get(&self, key: &ContextKey) -> Option<&ContextValue> {
        self.0.get(key)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl TryFrom<BTreeMap<ContextKey, ContextValue>> for Context {
    type Error = &'static str;
    fn try_from(values: BTreeMap<ContextKey, ContextValue>) -> Result<Self, Self::Error> {
        if values.len() > Self::VALUES_MAX { Err("the context takes 16 values") } else { Ok(Self(values)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_not_a_word() {
        for text in ["read", "a", "gpt-2:v1.0_x", &"x".repeat(64)] {
            assert!(Word::parse(text).is_some(), "{text}");
        }
        for text in ["", "two words", "Mary", "é", "a/b", "a\n", &"x".repeat(65)] {
            assert!(Word::parse(text).is_none(), "{text:?}");
            assert!(serde_json::from_value::<Word>(text.into()).is_err(), "{text:?}");
        }
    }

    #[test]
    fn the_context_takes_small_typed_values_and_nothing_else() {
        let read = |text: &str| serde_json::from_str::<Context>(text);
        let context = read(r#"{"count":3,"level":"high","spooled":true,"newer_key":1}"#).expect("reads");
        assert_eq!(context.get(&ContextKey::COUNT), Some(&ContextValue::Count(3)));
        assert_eq!(
            serde_json::to_string(&context).expect("writes"),
            r#"{"count":3,"level":"high","newer_key":1,"spooled":true}"#
        );
        for text in [
            r#"{"note":"she said she is sad"}"#,
            r#"{"note":{"a":1}}"#,
            r#"{"note":[1]}"#,
            r#"{"note":1.5}"#,
            r#"{"A Key":1}"#,
        ] {
            assert!(read(text).is_err(), "{text} was read");
        }
        let many: Vec<String> = (0..17).map(|n| format!("\"k{n}\":1")).collect();
        assert!(read(&format!("{{{}}}", many.join(","))).is_err());
    }
}
