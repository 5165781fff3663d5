//! What the questions of a ladder have brought to light, for whoever answers its alert, where an answer came by a correction.
//! ai-gateway tells it of what its turns bring.

use chat_history_api::{SafetyAnswer, SafetyFindings, SafetyReply};
use kernel::MessageId;
use safety_rules::ladder::{Answer, LadderState, Question};

/// The findings after a message; what it answered in another way than before is marked with it.
pub fn findings_of(before: Option<&LadderState>, after: &LadderState, message: MessageId) -> SafetyFindings {
    let is_new = |question, answer| before.and_then(|ladder| ladder.answer(question)) != Some(answer);
    let answers = after.answers.iter().map(|(question, answer)| SafetyAnswer {
        question: word(*question),
        answer: reply(*answer),
        message_id: is_new(*question, *answer).then_some(message),
    });
    SafetyFindings {
        answers: answers.collect(),
        waiting_for: after.open.map(word),
        not_asked: after.unasked().map(word).collect(),
        offered: after.offered().map(str::to_owned).collect(),
    }
}

/// Which message an earlier answer was read from is kept from then.
pub fn keep_messages(findings: &mut SafetyFindings, before: &SafetyFindings) {
    for answer in findings.answers.iter_mut().filter(|answer| answer.message_id.is_none()) {
        let known = before
            .answers
            .iter()
            .find(|known| (&known.question, known.answer) == (&answer.question, answer.answer));
        answer.message_id = known.and_then(|known| known.message_id);
    }
}

/// A question by its name on the wire.
fn word(question: Question) -> String {
    serde_json::to_value(question).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
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
