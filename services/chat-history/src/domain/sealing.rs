//! What is sealed, and how: a message with everything that was found in it, the engine's state with the level,
//! and a turn's record. Each is bound to its place.

use api::{Category, Opaque, Words};
use chat_history_api::{Ending, Message, ReplyPlan, Risen, Route, SafetyFindings, ShownNotice};
use content_safety_api::{CrisisCategory, Language, Level};
use identifiers::Placeholders;
use kernel::{ConversationId, PersonId, TurnId, TypedId};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use vault::{PatientKey, RecordPlace};
use zeroize::Zeroizing;

use super::Refused;
use super::marks::SealedMark;
use crate::store::{ConversationRow, MarkRow, MessageRow};

/// A message as it is sealed.
#[derive(Serialize, Deserialize)]
pub(crate) struct SealedMessage {
    pub(crate) content: Words,
    pub(crate) language: Language,
    #[serde(default)]
    pub(crate) level: Level,
    #[serde(default)]
    pub(crate) categories: Vec<CrisisCategory>,
    #[serde(default)]
    pub(crate) route: Option<Route>,
    #[serde(default)]
    pub(crate) ending: Option<Ending>,
    #[serde(default)]
    pub(crate) citations: Vec<String>,
    #[serde(default)]
    pub(crate) notice: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) notices: Vec<ShownNotice>,
    #[serde(default)]
    pub(crate) plan: ReplyPlan,
    #[serde(default)]
    pub(crate) analysis: Opaque,
}

/// A conversation's state as it is sealed.
#[derive(Serialize, Deserialize)]
pub(crate) struct SealedState {
    pub(crate) engine: Opaque,
    pub(crate) level: Level,
    pub(crate) language: Language,
    /// Where the crisis ladder stands in it.
    #[serde(default)]
    pub(crate) ladder: Opaque,
}

/// A danger in corrected words that the engine has not taken note of, as it is sealed.
#[derive(Serialize, Deserialize)]
pub(crate) struct SealedRise {
    /// The level that the conversation rose to.
    pub(crate) level: Level,
    pub(crate) risen: Risen,
}

const MESSAGE: &str = "chat.message";
const STATE: &str = "chat.state";
const RISEN: &str = "chat.risen";
const RECORD: &str = "chat.turn_record";
const ALERT_NOTE: &str = "chat.alert_note";
const FINDINGS: &str = "chat.alert_findings";
const MARK: &str = "chat.analysis_mark";
const PSEUDONYMS: &str = "chat.pseudonyms";

fn place(patient: PersonId, kind: &'static str, id: impl TypedId) -> RecordPlace<'static> {
    RecordPlace::new(patient, kind, id, Category::ChatTranscripts.name())
}

pub(super) fn seal<T: Serialize>(
    key: &PatientKey,
    place: &RecordPlace<'_>,
    value: &T,
) -> Result<Vec<u8>, Refused> {
    let bytes = Zeroizing::new(serde_json::to_vec(value).map_err(|_| Refused::Shape)?);
    Ok(key.seal(place, &bytes)?.into_bytes())
}

/// The same of what says much the same each time.
pub(super) fn seal_packed<T: Serialize>(
    key: &PatientKey,
    place: &RecordPlace<'_>,
    value: &T,
) -> Result<Vec<u8>, Refused> {
    let bytes = Zeroizing::new(serde_json::to_vec(value).map_err(|_| Refused::Shape)?);
    Ok(key.seal(place, &packed(&bytes))?.into_bytes())
}

pub(super) fn open<T: DeserializeOwned>(
    key: &PatientKey,
    place: &RecordPlace<'_>,
    sealed: &[u8],
) -> Result<T, Refused> {
    let bytes = key.open(place, sealed)?;
    let plain = unpacked(bytes.expose())?;
    serde_json::from_slice(&plain).map_err(|_| Refused::Shape)
}

/// The first byte of what was packed; JSON never begins with it.
const PACKED: u8 = 1;
/// From so many bytes on packing is worth it.
const PACK_FROM: usize = 512;
/// The most that comes out of one sealed value.
const UNPACKED_MAX: usize = 16 * 1024 * 1024;

/// A turn's record, a state and a resident's document say much the same each time: LZ4 makes a third of them, before they are sealed.
/// What is short stays as it is.
fn packed(bytes: &[u8]) -> Zeroizing<Vec<u8>> {
    if bytes.len() < PACK_FROM {
        return Zeroizing::new(bytes.to_vec());
    }
    let mut packed = Zeroizing::new(Vec::with_capacity(bytes.len() / 2));
    packed.push(PACKED);
    packed.extend_from_slice(&Zeroizing::new(lz4_flex::block::compress_prepend_size(bytes)));
    packed
}

fn unpacked(bytes: &[u8]) -> Result<Zeroizing<Vec<u8>>, Refused> {
    let Some(packed) = bytes.strip_prefix(&[PACKED]) else { return Ok(Zeroizing::new(bytes.to_vec())) };
    // The length comes first, and nothing is set aside for more than there may be.
    let (size, _) = lz4_flex::block::uncompressed_size(packed).map_err(|_| Refused::Shape)?;
    if size > UNPACKED_MAX {
        return Err(Refused::Shape);
    }
    lz4_flex::block::decompress_size_prepended(packed).map(Zeroizing::new).map_err(|_| Refused::Shape)
}

pub(crate) fn seal_message(
    key: &PatientKey,
    patient: PersonId,
    id: kernel::MessageId,
    message: &SealedMessage,
) -> Result<Vec<u8>, Refused> {
    seal(key, &place(patient, MESSAGE, id), message)
}

pub(crate) fn open_message(
    key: &PatientKey,
    patient: PersonId,
    row: &MessageRow,
) -> Result<SealedMessage, Refused> {
    open(key, &place(patient, MESSAGE, row.message), &row.sealed)
}

/// What a message was before a change.
pub(crate) fn open_version(
    key: &PatientKey,
    patient: PersonId,
    id: kernel::MessageId,
    sealed: &[u8],
) -> Result<SealedMessage, Refused> {
    open(key, &place(patient, MESSAGE, id), sealed)
}

pub(crate) fn seal_state(
    key: &PatientKey,
    patient: PersonId,
    conversation: ConversationId,
    state: &SealedState,
) -> Result<Vec<u8>, Refused> {
    seal_packed(key, &place(patient, STATE, conversation), state)
}

/// A conversation's state, with the level that it has by now: corrected words may have raised it since.
pub(crate) fn open_state(key: &PatientKey, row: &ConversationRow) -> Result<SealedState, Refused> {
    let mut state: SealedState = open(key, &place(row.patient, STATE, row.conversation), &row.state)?;
    if let Some(rise) = open_rise(key, row)? {
        state.level = state.level.max(rise.level);
    }
    Ok(state)
}

pub(crate) fn seal_rise(
    key: &PatientKey,
    patient: PersonId,
    conversation: ConversationId,
    rise: &SealedRise,
) -> Result<Vec<u8>, Refused> {
    seal_packed(key, &place(patient, RISEN, conversation), rise)
}

/// What corrected words left for the next turn.
pub(crate) fn open_rise(key: &PatientKey, row: &ConversationRow) -> Result<Option<SealedRise>, Refused> {
    let sealed = row.risen.as_deref();
    sealed.map(|sealed| open(key, &place(row.patient, RISEN, row.conversation), sealed)).transpose()
}

pub(crate) fn seal_record(
    key: &PatientKey,
    patient: PersonId,
    turn: TurnId,
    record: &Opaque,
) -> Result<Vec<u8>, Refused> {
    seal_packed(key, &place(patient, RECORD, turn), record)
}

/// A turn's record, opened.
pub(crate) fn open_record(
    key: &PatientKey,
    patient: PersonId,
    turn: TurnId,
    sealed: &[u8],
) -> Result<Opaque, Refused> {
    open(key, &place(patient, RECORD, turn), sealed)
}

/// What was done about an alert, in the words of who did it.
pub(crate) fn seal_note(
    key: &PatientKey,
    patient: PersonId,
    alert: kernel::AlertId,
    note: &Words,
) -> Result<Vec<u8>, Refused> {
    let place = RecordPlace::new(patient, ALERT_NOTE, alert, Category::CrisisEvents.name());
    seal(key, &place, note)
}

/// The note of an alert, opened.
pub(crate) fn open_note(
    key: &PatientKey,
    patient: PersonId,
    alert: kernel::AlertId,
    sealed: &[u8],
) -> Result<Words, Refused> {
    open(key, &RecordPlace::new(patient, ALERT_NOTE, alert, Category::CrisisEvents.name()), sealed)
}

/// What a ladder brought to light, kept with the open alert of its conversation.
pub(crate) fn seal_findings(
    key: &PatientKey,
    patient: PersonId,
    conversation: ConversationId,
    findings: &SafetyFindings,
) -> Result<Vec<u8>, Refused> {
    let place = RecordPlace::new(patient, FINDINGS, conversation, Category::CrisisEvents.name());
    seal(key, &place, findings)
}

pub(crate) fn open_findings(
    key: &PatientKey,
    patient: PersonId,
    conversation: ConversationId,
    sealed: &[u8],
) -> Result<SafetyFindings, Refused> {
    open(key, &RecordPlace::new(patient, FINDINGS, conversation, Category::CrisisEvents.name()), sealed)
}

/// Which placeholder stands for whom, for one conversation.
pub(crate) fn seal_pseudonyms(
    key: &PatientKey,
    patient: PersonId,
    conversation: ConversationId,
    placeholders: &Placeholders,
) -> Result<Vec<u8>, Refused> {
    seal_packed(key, &place(patient, PSEUDONYMS, conversation), placeholders)
}

/// The same, opened.
pub(crate) fn open_pseudonyms(
    key: &PatientKey,
    patient: PersonId,
    conversation: ConversationId,
    sealed: &[u8],
) -> Result<Placeholders, Refused> {
    open(key, &place(patient, PSEUDONYMS, conversation), sealed)
}

/// A mark of a person, under the key of whose message it is on.
pub(crate) fn seal_mark(
    key: &PatientKey,
    patient: PersonId,
    message: kernel::MessageId,
    mark: &SealedMark,
) -> Result<Vec<u8>, Refused> {
    seal(key, &place(patient, MARK, message), mark)
}

/// The mark of a row; one that somebody else set is not what was sealed.
pub(crate) fn open_mark(key: &PatientKey, patient: PersonId, row: &MarkRow) -> Result<SealedMark, Refused> {
    let mark: SealedMark = open(key, &place(patient, MARK, row.message), &row.sealed)?;
    if mark.by == row.by { Ok(mark) } else { Err(Refused::Shape) }
}

/// A message as it goes out.
pub(crate) fn message(row: &MessageRow, sealed: SealedMessage) -> Message {
    Message {
        message_id: row.message,
        place: u64::try_from(row.place).unwrap_or(0),
        turn_id: row.turn,
        speaker: row.speaker,
        author_id: row.author,
        content: sealed.content,
        language: sealed.language,
        level: sealed.level,
        categories: sealed.categories,
        route: sealed.route,
        ending: sealed.ending,
        citations: sealed.citations,
        created_at: row.created_at,
        edited_at: row.after.edited_at,
        redacted_at: row.after.redacted_at,
        feedback: row.after.feedback,
        notices: sealed.notices,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_comes_out_as_it_was_and_what_was_never_packed_too() {
        let long = serde_json::to_vec(&vec!["the same again"; 500]).expect("serialises");
        let small = packed(&long);
        assert!(small.len() < long.len() / 3 && small[0] == PACKED);
        assert_eq!(*unpacked(&small).expect("opens"), long);
        for short in [b"{}".as_slice(), b"\"a\"", &long] {
            assert_eq!(*unpacked(short).expect("opens"), short, "from before it was packed");
        }
        assert_eq!(*packed(b"{}"), b"{}");
    }

    #[test]
    fn what_is_no_packed_value_is_refused_before_anything_is_set_aside() {
        let mut huge = vec![PACKED];
        huge.extend_from_slice(&u32::MAX.to_le_bytes());
        for wrong in [vec![PACKED], vec![PACKED, 1, 2], huge, vec![PACKED, 9, 0, 0, 0, 0xff, 0xff]] {
            assert!(matches!(unpacked(&wrong), Err(Refused::Shape)), "{wrong:?}");
        }
    }
}
