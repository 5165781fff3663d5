//! What the crisis rules hear in corrected words, and what is said about it: with the talk around the message, as if it had
//! just been said. All of it in process; a talk that cannot be read takes nothing from what the words say by themselves.

use api::Opaque;
use chat_history_api::{Ending, ReplyPlan, Risen, Route, SafetyFindings, Speaker};
use content_safety_api::Level;
use kernel::{MessageId, PageLimit, PersonId};
use safety_rules::ladder::{
    self, LadderAct, LadderState, LadderStep, LadderTurn, Question, SCREENED, read_answer,
};
use safety_rules::{History, Screening, screen};
use vault::PatientKey;

use super::findings::findings_of;
use super::sealing::{SealedMessage, SealedRise, SealedState, open_message};
use super::{Domain, Refused};
use crate::store::{ConversationRow, MessageRow};

/// Messages on either side that are read again. The rules remember eight of the resident's; what those rested on came
/// shortly before.
const AROUND: PageLimit = PageLimit::of(64);

/// The rule that a companion's message about corrected words comes of.
const RULE: &str = "risk.corrected";

/// What a danger in corrected words makes of the ladder.
pub(super) struct Stepped {
    /// What the next turn takes up.
    pub(super) risen: SealedRise,
    /// The turn of the ladder, if there is one.
    pub(super) step: Option<LadderStep>,
    /// Whether its lines are said. Where a person writes they are not.
    pub(super) said: bool,
    /// What its questions have brought to light, for the alert.
    pub(super) findings: Option<SafetyFindings>,
}

/// Corrected words, as the ladder hears them.
#[derive(Clone, Copy)]
pub(super) struct Corrected<'a> {
    pub(super) message: MessageId,
    pub(super) words: &'a str,
    pub(super) found: &'a Screening,
    /// The question of the ladder that they answer in another way than before.
    pub(super) asked: Option<Question>,
}

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
        let mut known = (History::default(), History::default());
        let sides = [(&mut known.0, Some(stored.place)), (&mut known.1, None)];
        for (history, until) in sides {
            let Ok(mut rows) = self.store.messages(row.conversation, None, until, AROUND).await else {
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
    ) -> Result<Option<Question>, Refused> {
        const LAST: PageLimit = PageLimit::of(1);
        let answer = read_answer(words);
        if answer.is_none() || read_answer(before.content.expose()) == answer {
            return Ok(None);
        }
        // What cannot be read is no "nothing was asked": the correction is refused, and the client says the words anew.
        let rows = self.store.messages(row.conversation, None, Some(stored.place), LAST).await?;
        let Some(asked) = rows.first().filter(|asked| asked.speaker == Speaker::Companion) else {
            return Ok(None);
        };
        let plan = open_message(key, row.patient, asked)?.plan;
        Ok(plan.line_ids.iter().rev().find_map(|id| question_in(id)))
    }

    /// Where the ladder stands, with the messages of turns that are open: a danger in a correction cuts those, and what they
    /// answered is not lost with them.
    pub(super) async fn stands(
        &self,
        row: &ConversationRow,
        key: &PatientKey,
        (state, before): (&SealedState, Option<&SealedRise>),
        corrected: MessageId,
    ) -> Option<LadderState> {
        let standing = before.map_or(&state.ladder, |before| &before.risen.ladder);
        let mut stands: Option<LadderState> = standing.read::<Option<LadderState>>().flatten();
        // Beside a person the ladder stands still.
        let open = match row.taken_over {
            true => Vec::new(),
            false => self.store.open_messages(row.conversation).await.unwrap_or_default(),
        };
        for stored in open.iter().filter(|stored| stored.message != corrected) {
            let Ok(sealed) = open_message(key, row.patient, stored) else { continue };
            let found = self.heard(row, stored, sealed.content.expose()).await;
            if ladder::needed(stands.as_ref(), &found) {
                let turn = self.ladder_turn(row, state, (sealed.content.expose(), &found));
                let step = ladder::step(stands.as_ref(), &turn);
                stands = Some(unsaid(stands.as_ref(), &step.state));
            }
        }
        stands
    }

    /// The turn of the ladder for what was found, and what of it the next turn takes up. Where a person writes in the
    /// conversation nothing is said, and another answer to what the companion had asked is kept all the same.
    pub(super) fn ladder_of(
        &self,
        row: &ConversationRow,
        (state, stands): (&SealedState, Option<&LadderState>),
        corrected: Corrected<'_>,
    ) -> Stepped {
        let Corrected { message, words, found, asked } = corrected;
        let turn = self.ladder_turn(row, state, (words, found));
        let step = match (ladder::needed(None, found), asked) {
            (true, _) => (!row.taken_over).then(|| ladder::step(stands, &turn)),
            (false, Some(question)) => ladder::answer_anew(stands, question, &turn),
            (false, None) => None,
        };
        let ladder = match &step {
            Some(step) if row.taken_over => Opaque::of(&unsaid(stands, &step.state)),
            Some(step) => Opaque::of(&step.state),
            None => Opaque::of(&stands),
        };
        // An answer is a danger that the words alone do not show.
        let answered = step.as_ref().filter(|_| found.level == Level::None);
        let level = answered.map_or(found.level, |step| step.state.answered_level());
        let risen = Risen { ladder, history: Opaque::of(&found.history), at: self.sources.now() };
        Stepped {
            risen: SealedRise { level: state.level.max(level), risen },
            findings: step.as_ref().map(|step| findings_of(stands, &step.state, message)),
            step,
            said: !row.taken_over,
        }
    }

    /// The ladder's input for words of this conversation.
    fn ladder_turn<'a>(
        &self,
        row: &ConversationRow,
        state: &SealedState,
        (text, screening): (&'a str, &'a Screening),
    ) -> LadderTurn<'a> {
        let id = row.conversation.as_bytes();
        LadderTurn {
            text,
            screening,
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
        }
    }
}

/// The ladder after a turn whose lines nobody reads: what was answered is kept, and nothing of it counts as asked or named.
fn unsaid(before: Option<&LadderState>, after: &LadderState) -> LadderState {
    LadderState {
        open: None,
        shown: before.map(|before| before.shown.clone()).unwrap_or_default(),
        named: before.map_or(0, |before| before.named),
        referral_turn: before.and_then(|before| before.referral_turn),
        ..after.clone()
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
        notices: Vec::new(),
        plan: ReplyPlan {
            rule: RULE.to_owned(),
            line_ids: step.line_ids().into_iter().map(str::to_owned).collect(),
            ..ReplyPlan::default()
        },
        analysis: Opaque::default(),
    }
}
