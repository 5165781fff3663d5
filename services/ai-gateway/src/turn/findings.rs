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

impl Answered {
    /// To which question it is the answer.
    pub(super) const fn question(&self) -> Question {
        self.question
    }
}

/// Notes the answers of a ladder that are not noted yet as read from a message. One that the ladder has no longer, because
/// it asks anew, was given all the same, and stands until the question has another.
pub(super) fn note(answered: &mut Vec<Answered>, ladder: &LadderState, message: Option<MessageId>) {
    answered.retain(|noted| ladder.answer(noted.question).is_none_or(|answer| answer == noted.answer));
    for (question, answer) in &ladder.answers {
        if !answered.iter().any(|noted| noted.question == *question) {
            answered.push(Answered { question: *question, answer: *answer, message });
        }
    }
}

/// The answers after a message; none where no ladder stands.
pub(super) fn answered(before: Option<&Saved>, after: &State, message: MessageId) -> Vec<Answered> {
    let mut answered = before.map(|saved| saved.answered().to_vec()).unwrap_or_default();
    // A state that was kept before answers were noted has them in its ladder alone: of which message is not known.
    if let Some(ladder) = before.and_then(Saved::own_ladder) {
        note(&mut answered, ladder, None);
    }
    match &after.ladder {
        Some(ladder) => note(&mut answered, ladder, Some(message)),
        None => answered.clear(),
    }
    answered
}

/// The findings after a message, while a ladder stands.
pub(super) fn of(after: &State, answered: &[Answered]) -> Option<SafetyFindings> {
    let ladder = after.ladder.as_ref()?;
    let has = |question: Question| answered.iter().any(|noted| noted.question == question);
    let answers = answered.iter().map(|noted| SafetyAnswer {
        question: word(&noted.question),
        answer: reply(noted.answer),
        message_id: noted.message,
    });
    Some(SafetyFindings {
        answers: answers.collect(),
        waiting_for: ladder.open.as_ref().map(word),
        not_asked: ladder
            .unasked()
            .filter(|question| !has(*question))
            .map(|question| word(&question))
            .collect(),
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

#[cfg(test)]
mod tests {
    use super::*;
    use api::Opaque;
    use chat_history_api::Risen;
    use content_safety_api::Language;
    use kernel::Timestamp;

    fn ladder(answers: &[(Question, Answer)]) -> LadderState {
        let begun = serde_json::json!({
            "category": "suicidal_ideation", "stage": "ask", "turn": 1, "level": "medium"
        });
        let mut ladder: LadderState = serde_json::from_value(begun).expect("a ladder");
        ladder.answers = answers.to_vec();
        ladder
    }

    fn after(ladder: LadderState) -> State {
        let mut state = State::begin(Language::En, Timestamp::EPOCH);
        state.ladder = Some(ladder);
        state
    }

    fn message(number: u128) -> MessageId {
        MessageId::from_uuid(uuid::Uuid::from_u128(number))
    }

    #[test]
    fn a_ladder_that_asks_anew_forgets_no_answer_and_no_message() {
        let mut answered = Vec::new();
        note(&mut answered, &ladder(&[(Question::Thoughts, Answer::No)]), Some(message(1)));
        let anew = after(ladder(&[(Question::Wish, Answer::Yes)]));
        note(&mut answered, anew.ladder.as_ref().expect("a ladder"), Some(message(2)));
        let told = of(&anew, &answered).expect("findings");
        let read: Vec<_> =
            told.answers.iter().map(|answer| (answer.question.as_str(), answer.message_id)).collect();
        assert_eq!(read, [("thoughts", Some(message(1))), ("wish", Some(message(2)))]);
        assert!(!told.not_asked.contains(&"thoughts".to_owned()), "{:?}", told.not_asked);
        // Another answer to the same question takes its place.
        note(&mut answered, &ladder(&[(Question::Thoughts, Answer::Yes)]), Some(message(3)));
        assert!(answered.iter().any(|noted| noted.question == Question::Thoughts
            && (noted.answer, noted.message) == (Answer::Yes, Some(message(3)))));
    }

    #[test]
    fn answers_of_a_state_that_noted_none_are_not_of_the_message_that_comes_next() {
        let state = after(ladder(&[(Question::Thoughts, Answer::Yes)]));
        let before = Saved::begun(state.clone(), &[], Timestamp::EPOCH);
        let next = after(ladder(&[(Question::Thoughts, Answer::Yes), (Question::Plan, Answer::No)]));
        let read: Vec<_> = answered(Some(&before), &next, message(7))
            .iter()
            .map(|noted| (noted.question, noted.message))
            .collect();
        assert_eq!(read, [(Question::Thoughts, None), (Question::Plan, Some(message(7)))]);
    }

    #[test]
    fn an_answer_that_a_correction_took_back_is_none_and_one_of_an_earlier_ladder_stands() {
        let noted = |answers: &[(Question, Answer)], number| {
            let mut answered = Vec::new();
            note(&mut answered, &ladder(answers), Some(message(number)));
            answered
        };
        let earlier = noted(&[(Question::Wish, Answer::Yes)], 1);
        let taken_back = noted(&[(Question::Thoughts, Answer::No)], 2);
        let stands = ladder(&[(Question::Thoughts, Answer::No)]);
        let mut saved =
            Saved::begun(after(stands), &[], Timestamp::EPOCH).answering([earlier, taken_back].concat());
        let risen = Risen {
            ladder: Opaque::of(&Some(ladder(&[]))),
            history: Opaque::default(),
            at: Timestamp::EPOCH.plus(std::time::Duration::from_secs(60)),
        };
        saved.take_up(&risen, Language::En);
        let left: Vec<Question> = saved.answered().iter().map(|noted| noted.question).collect();
        assert_eq!(left, [Question::Wish]);
    }
}
