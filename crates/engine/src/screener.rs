//! An installed suicide risk screener in the crisis ladder: its items word for word at their places, its scale as
//! buttons, and the result as data. Which question comes when stays the ladder's; without a pack in the language of the
//! reply, our own wording stands.

use content::Library;
use content::model::Do;
use content::text::folded;
use content_safety_api::Language;
use instruments::{Pack, Reply, score};
use safety_rules::Screening;
use safety_rules::ladder::{self, Answer, LadderState, Line, Part, Question, SCREENED};

use super::plan::{Effect, Words};
use super::state::State;
use super::turn::Turn;

/// Whether the ladder may lead this turn, so that the screener's words are needed: it is called for, it stands, or a
/// flow may begin it by itself.
pub fn may_screen(state: Option<&State>, screening: &Screening, library: &Library) -> bool {
    let ladder = state.and_then(|state| state.ladder.as_ref());
    let begins = |flow: &str| {
        library.flow(flow).is_some_and(|flow| {
            flow.steps.iter().any(|step| step.acts.iter().any(|act| matches!(act, Do::Ladder | Do::AskItem)))
        })
    };
    ladder.is_some()
        || ladder::needed(None, screening)
        || state.is_some_and(State::asks_softly)
        || state.is_some_and(|state| state.stack.iter().any(|frame| begins(&frame.flow)))
}

impl<'a> Turn<'a> {
    /// The screener, where its words are there in the language of the fixed lines.
    pub(super) fn screener(&self) -> Option<&'a Pack> {
        self.input.screener.as_ref().filter(|pack| pack.is_screener())
    }

    /// The item that stands for a fixed question, in the language that the question is asked in.
    pub(super) fn item_for(&self, line: &Line, language: Language) -> Option<Words> {
        let Part::Question(question) = line.part else { return None };
        let at = SCREENED.iter().position(|screened| *screened == question)?;
        let pack = self.screener()?;
        let item = pack.text(language)?.items.get(at)?;
        Some(Words::Item {
            instrument: pack.id.clone(),
            version: pack.version.clone(),
            item: u8::try_from(at).ok()?,
            hash: item.hash.clone(),
        })
    }

    /// The scale's buttons, where an item is asked.
    pub(super) fn offer_scale(&mut self) {
        let asked = self.pieces.iter().find_map(|piece| match &piece.words {
            Words::Item { item, hash, .. } => Some((usize::from(*item), hash.clone())),
            _ => None,
        });
        let Some(((item, hash), pack)) = asked.zip(self.screener()) else { return };
        let Some((language, _)) = pack.item(item, &hash) else { return };
        self.choices = pack
            .text(language)
            .map(|text| text.scale.iter().map(|label| label.label.clone()).collect())
            .unwrap_or_default();
    }

    /// The answer that a button of the scale gives to the open question.
    pub(super) fn scale_answer(&self) -> Option<Answer> {
        let open = self.state.ladder.as_ref()?.open?;
        let pack = self.screener().filter(|_| SCREENED.contains(&open))?;
        let said = folded(self.input.text.trim());
        let labels = pack.texts.iter().flat_map(|text| &text.scale);
        let value = labels.filter(|label| folded(&label.label) == said).map(|label| label.value).next()?;
        Some(if value > 0 { Answer::Yes } else { Answer::No })
    }

    /// The result, once the screener came to its end or was stopped: what was left open counts as yes.
    pub(super) fn score_screener(&mut self, ladder: &LadderState) {
        let Some(pack) = self.screener().filter(|_| ladder.screening_ended()) else { return };
        let asked = ladder
            .answers
            .iter()
            .any(|(question, answer)| SCREENED.contains(question) && *answer != Answer::Said);
        let answers: Vec<Reply> = SCREENED.iter().map(|question| reply(ladder, *question)).collect();
        if !asked || self.state.screened == answers {
            return;
        }
        let Ok(score) = score(pack, &answers) else { return };
        self.state.screened.clone_from(&answers);
        self.effects.push(Effect::Scored {
            instrument: pack.id.clone(),
            version: pack.version.clone(),
            answers,
            score,
        });
    }
}

/// What came back to an item, from what the ladder heard.
fn reply(ladder: &LadderState, question: Question) -> Reply {
    match ladder.answer(question) {
        Some(Answer::Yes | Answer::Said) => Reply::Answered(1),
        Some(Answer::No) => Reply::Answered(0),
        Some(Answer::Unsure | Answer::Declined | Answer::Unanswered) => Reply::Declined,
        // Who told of thoughts has told of the wish.
        None if question == Question::Wish => Reply::Answered(1),
        None if ladder.is_skipped(question) => Reply::Skipped,
        None => Reply::Declined,
    }
}
