//! What the questions of a ladder have brought to light, for whoever answers its alert.

use chat_history_api::{SafetyAnswer, SafetyFindings, SafetyReply};
use engine::State;
use kernel::MessageId;
use safety_rules::ladder::{Answer, LadderState, Question};
use serde::{Deserialize, Serialize};

use super::saved::Saved;
use super::telling::word;

/// An answer of a ladder, and the message that it was read from, where that is known here.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Answered {
    question: Question,
    answer: Answer,
    message: Option<MessageId>,
}

/// Notes the answers of a ladder that are not noted yet as read from a message.
pub(super) fn note(answered: &mut Vec<Answered>, ladder: &LadderState, message: Option<MessageId>) {
    let answer_of = |question| ladder.answer(question);
    answered.retain(|noted| answer_of(noted.question) == Some(noted.answer));
    for (question, answer) in &ladder.answers {
        if !answered.iter().any(|noted| noted.question == *question) {
            answered.push(Answered { question: *question, answer: *answer, message });
        }
    }
}

/// The answers after a message; none where no ladder stands.
pub(super) fn answered(before: Option<&Saved>, after: &State, message: MessageId) -> Vec<Answered> {
    let mut answered = before.map(|saved| saved.answered().to_vec()).unwrap_or_default();
    match &after.ladder {
        Some(ladder) => note(&mut answered, ladder, Some(message)),
        None => answered.clear(),
    }
    answered
}

/// The findings after a message, while a ladder stands.
pub(super) fn of(after: &State, answered: &[Answered]) -> Option<SafetyFindings> {
    let ladder = after.ladder.as_ref()?;
    let answers = answered.iter().map(|noted| SafetyAnswer {
        question: word(&noted.question),
        answer: reply(noted.answer),
        message_id: noted.message,
    });
    Some(SafetyFindings {
        answers: answers.collect(),
        waiting_for: ladder.open.as_ref().map(word),
        not_asked: ladder.unasked().map(|question| word(&question)).collect(),
        offered: ladder.offered().map(str::to_owned).collect(),
    })
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
