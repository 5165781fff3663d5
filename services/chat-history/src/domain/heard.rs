//! What the crisis rules hear in corrected words, and what is said about it: with the talk around the message, as if it had
//! just been said. All of it in process; a talk that cannot be read takes nothing from what the words say by themselves.

use api::Opaque;
use chat_history_api::{Ending, ReplyPlan, Risen, Route, Speaker};
use content_safety_api::Level;
use kernel::{PageLimit, PersonId};
use safety_rules::ladder::{
    self, LadderAct, LadderState, LadderStep, LadderTurn, Question, SCREENED, read_answer,
};
use safety_rules::{History, Screening, screen};
use vault::PatientKey;

use super::Domain;
use super::sealing::{SealedMessage, SealedRise, SealedState, open_message};
use crate::store::{ConversationRow, MessageRow};

/// Messages on either side that are read again. The rules remember eight of the resident's; what those rested on came
/// shortly before.
const AROUND: u32 = 64;

/// The rule that a companion's message about corrected words comes of.
const RULE: &str = "risk.corrected";

impl Domain {
    /// What is found in the new words of a resident's message: in its place in the talk, and after all that was said since.
    /// The graver holds.
    pub(super) async fn heard(&self, row: &ConversationRow, stored: &MessageRow, words: &str) -> Screening {
        let (before, since) = self.talk_around(row, stored).await;
        let (there, now) = (screen(words, &before), screen(words, &since));
        let history = there.history.joined(&now.history);
        let found = if there.level > now.level { there } else { now };
        Screening { history, ..found }
    }

    /// What the rules know of the talk up to a message, and of all of it now; in both without that message.
    async fn talk_around(&self, row: &ConversationRow, stored: &MessageRow) -> (History, History) {
        let Ok(key) = self.vault.key(row.patient).await else { return Default::default() };
        let limit = PageLimit::try_from(AROUND).unwrap_or_default();
        let mut known = (History::default(), History::default());
        let sides = [(&mut known.0, Some(stored.place)), (&mut known.1, None)];
        for (history, until) in sides {
            let Ok(mut rows) = self.store.messages(row.conversation, None, until, limit).await else {
                continue;
            };
            rows.reverse();
            for one in rows.iter().filter(|one| one.message != stored.message) {
                read_on(history, &key, row.patient, one);
            }
        }
        known
    }

    /// The question of the ladder that the message answers, where its new words answer it in another way: "yes" where "no"
    /// stood is no danger by itself, and is one here.
    pub(super) async fn answered(
        &self,
        row: &ConversationRow,
        (stored, before): (&MessageRow, &SealedMessage),
        words: &str,
        key: &PatientKey,
    ) -> Option<Question> {
        let answer = read_answer(words)?;
        if read_answer(before.content.expose()) == Some(answer) {
            return None;
        }
        let one = PageLimit::try_from(1).ok()?;
        let rows = self.store.messages(row.conversation, None, Some(stored.place), one).await.ok()?;
        let asked = rows.first().filter(|asked| asked.speaker == Speaker::Companion)?;
        let plan = open_message(key, row.patient, asked).ok()?.plan;
        plan.line_ids.iter().rev().find_map(|id| question_in(id))
    }

    /// The turn of the ladder for what was found, and what of it the next turn takes up. Where a person writes in the
    /// conversation, or nothing calls for the ladder, nothing is said.
    pub(super) fn ladder_of(
        &self,
        row: &ConversationRow,
        (state, before): (&SealedState, Option<&SealedRise>),
        (words, found, asked): (&str, &Screening, Option<Question>),
    ) -> (SealedRise, Option<LadderStep>) {
        let standing = before.map_or(&state.ladder, |before| &before.risen.ladder);
        let stands: Option<LadderState> = standing.read::<Option<LadderState>>().flatten();
        let id = row.conversation.as_bytes();
        let turn = LadderTurn {
            text: words,
            screening: found,
            act: LadderAct::Tell,
            place: self.place,
            language: Some(state.language),
            key: id.iter().fold(0, |key: u64, byte| key.rotate_left(8) ^ u64::from(*byte)),
            acknowledged: row.acknowledged,
            // What this raises is stored in the same step.
            staff_reached: true,
            waiting: row.alert_waits,
            screener: false,
            answer: None,
        };
        let step = match (row.taken_over, ladder::needed(None, found), asked) {
            (false, true, _) => Some(ladder::step(stands.as_ref(), &turn)),
            (false, false, Some(question)) => ladder::answer_anew(stands.as_ref(), question, &turn),
            _ => None,
        };
        let ladder = step.as_ref().map_or_else(|| standing.clone(), |step| Opaque::of(&step.state));
        let risen = Risen { ladder, history: Opaque::of(&found.history), at: self.sources.now() };
        (SealedRise { level: state.level.max(found.level), risen }, step)
    }
}

/// The question that a line asks: one of our own, or the item of a screener that stands for it.
fn question_in(line_id: &str) -> Option<Question> {
    if let Some(item) = line_id.strip_prefix("item.") {
        let number: usize = item.rsplit('.').next()?.parse().ok()?;
        return SCREENED.get(number).copied();
    }
    ladder::question_of(line_id)
}

/// One message more of the talk. What cannot be opened or was taken back says nothing.
fn read_on(history: &mut History, key: &PatientKey, patient: PersonId, one: &MessageRow) {
    if one.speaker != Speaker::Resident {
        return;
    }
    if let Ok(sealed) = open_message(key, patient, one)
        && !sealed.content.is_empty()
    {
        *history = screen(sealed.content.expose(), history).history;
    }
}

/// What the companion says, as it is sealed.
pub(super) fn said(step: &LadderStep, state: &SealedState) -> SealedMessage {
    SealedMessage {
        content: api::Words::new(step.text()),
        language: step.lines.first().map_or(state.language, |line| line.language),
        level: Level::None,
        categories: Vec::new(),
        route: Some(Route::Crisis),
        ending: Some(Ending::Complete),
        citations: Vec::new(),
        notice: None,
        plan: ReplyPlan {
            rule: RULE.to_owned(),
            line_ids: step.line_ids().into_iter().map(str::to_owned).collect(),
            ..ReplyPlan::default()
        },
        analysis: Opaque::default(),
    }
}
