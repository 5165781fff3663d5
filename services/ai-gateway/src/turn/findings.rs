//! What the questions of a ladder have brought to light, for whoever answers its alert.

use chat_history_api::{SafetyAnswer, SafetyFindings, SafetyReply};
use engine::State;
use kernel::MessageId;
use safety_rules::ladder::{Answer, LadderState, Question};

use super::telling::word;

/// The findings after a message, while a ladder stands; what this message answered is marked with it.
pub(super) fn of(before: Option<&State>, after: &State, message: MessageId) -> Option<SafetyFindings> {
    let ladder = after.ladder.as_ref()?;
    let before = before.and_then(|state| state.ladder.as_ref());
    let answers = ladder.answers.iter().map(|(question, answer)| SafetyAnswer {
        question: word(question),
        answer: reply(*answer),
        message_id: is_new(before, *question, *answer).then_some(message),
    });
    Some(SafetyFindings {
        answers: answers.collect(),
        waiting_for: ladder.open.as_ref().map(word),
        not_asked: ladder.unasked().map(|question| word(&question)).collect(),
        offered: ladder.offered().map(str::to_owned).collect(),
    })
}

fn is_new(before: Option<&LadderState>, question: Question, answer: Answer) -> bool {
    before.and_then(|ladder| ladder.answer(question)) != Some(answer)
}

const fn reply(answer: Answer) -> SafetyReply {
    match answer {
        Answer::Yes => SafetyReply::Yes,
        Answer::No => SafetyReply::No,
        Answer::Declined => SafetyReply::Declined,
        // Something else was said instead: for whoever reads the note, that is not a clear answer.
        Answer::Unsure | Answer::Unanswered => SafetyReply::Unsure,
        Answer::Said => SafetyReply::Said,
    }
}
