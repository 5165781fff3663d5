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

/// What was answered before a ladder began anew, for a graver sign or because its state was lost, was answered all the
/// same: it comes first, and is not among what nobody asked.
pub fn keep_answers(findings: &mut SafetyFindings, before: &SafetyFindings) {
    let anew =
        |known: &&SafetyAnswer| findings.answers.iter().all(|answer| answer.question != known.question);
    let mut answers: Vec<SafetyAnswer> = before.answers.iter().filter(anew).cloned().collect();
    findings.not_asked.retain(|question| answers.iter().all(|answer| answer.question != *question));
    answers.append(&mut findings.answers);
    findings.answers = answers;
    for offer in &before.offered {
        if !findings.offered.contains(offer) {
            findings.offered.push(offer.clone());
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(question: &str, answer: SafetyReply) -> SafetyAnswer {
        SafetyAnswer { question: question.to_owned(), answer, message_id: None }
    }

    #[test]
    fn a_ladder_that_begins_anew_forgets_no_answer() {
        let before = SafetyFindings {
            answers: vec![answer("wish", SafetyReply::Yes), answer("plan", SafetyReply::No)],
            offered: vec!["lifeline".to_owned()],
            ..SafetyFindings::default()
        };
        let mut after = SafetyFindings {
            answers: vec![answer("plan", SafetyReply::Yes)],
            waiting_for: Some("means".to_owned()),
            not_asked: vec!["wish".to_owned(), "behaviour".to_owned()],
            offered: vec!["staff".to_owned()],
        };
        keep_answers(&mut after, &before);
        assert_eq!(after.answers, [answer("wish", SafetyReply::Yes), answer("plan", SafetyReply::Yes)]);
        assert_eq!(after.not_asked, ["behaviour"], "what was answered was asked");
        assert_eq!(after.offered, ["staff", "lifeline"]);
    }
}
