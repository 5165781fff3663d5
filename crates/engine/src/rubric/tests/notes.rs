//! The note for staff: alone, and beside the conversation that led to it.

use std::collections::BTreeMap;

use kernel::MessageId;

use super::super::stored::StoredSentence;
use super::super::{Conversation, Item, Stored, StoredNote, Verdict};
use super::cases::{Case, case};
use super::english;

fn alone() -> Conversation {
    let json = r#"{"alert": {"alert_id": "01900000-0000-7000-8000-000000000001", "level": "high"},
        "note": {"language": "en",
            "situation": [{"text": "She said: I want to die.", "message_ids": ["01900000-0000-7000-8000-000000000002"]}],
            "assessment": [{"text": "A plan: no.", "message_ids": ["01900000-0000-7000-8000-000000000002"]}],
            "recommendation": [{"text": "Go to her now.", "message_ids": ["01900000-0000-7000-8000-000000000002"]}]}}"#;
    match Stored::parse(json).expect("an alert with its note") {
        Stored::Alert(alert) => Conversation::of_alert(&alert),
        Stored::Transcript(_) => panic!("an alert is no transcript"),
    }
}

fn id(number: usize) -> MessageId {
    format!("01900000-0000-7000-8000-0000000000{number:02}").parse().expect("a UUID")
}

/// A risk that was asked about and denied, with the note that was read then.
fn beside() -> Conversation {
    let mut talk = english(&["I want to die", "no", "It is raining"]);
    let sentence =
        |text: &str, number: usize| StoredSentence { text: text.to_owned(), message_ids: vec![id(number)] };
    let note = StoredNote {
        situation: vec![sentence("In their words: I want to die", 1)],
        background: vec![sentence("They speak English.", 1)],
        assessment: vec![
            sentence("Thoughts of ending their life: no.", 2),
            sentence("Not asked or not answered: a way in mind.", 2),
        ],
        recommendation: vec![
            sentence("See them within five minutes.", 1),
            sentence("Offered so far: a help line, staff.", 2),
        ],
    };
    talk.add_note(2, note, BTreeMap::from([(id(1), 1), (id(2), 2), (id(3), 3)]));
    talk
}

fn of(talk: &mut Conversation) -> &mut StoredNote {
    &mut talk.notes.last_mut().expect("a note").note
}

/// The parts of N1, each spoiled.
pub(super) fn cases() -> Vec<Case> {
    let n1 = |part: &'static str, good: Conversation, spoil: fn(&mut Conversation)| {
        case(Item::N1, part, good, spoil)
    };
    vec![
        n1("cited", alone(), |talk| of(talk).situation[0].message_ids.clear()),
        n1("cited", alone(), |talk| of(talk).recommendation[0].message_ids.clear()),
        n1("cited", beside(), |talk| of(talk).background[0].message_ids = vec![id(99)]),
        // What was said afterwards cannot be what a note rests on.
        n1("cited", beside(), |talk| of(talk).background[0].message_ids = vec![id(3)]),
        n1("short", alone(), |talk| of(talk).recommendation[0].text = "Go now. ".repeat(91)),
        n1("answers", alone(), |talk| of(talk).assessment[0].text = "A plan.".to_owned()),
        n1("answers", beside(), |talk| of(talk).assessment[0].text = "Thoughts: yes.".to_owned()),
        n1("sources", beside(), |talk| of(talk).assessment[0].message_ids = vec![id(1)]),
        n1("answers", beside(), |talk| of(talk).assessment.truncate(1)),
        n1("quoted", beside(), |talk| of(talk).situation[0].text = "They are sad.".to_owned()),
        n1("quoted", beside(), |talk| of(talk).situation[0].message_ids = vec![id(3)]),
        n1("offered", beside(), |talk| of(talk).recommendation.truncate(1)),
    ]
}

#[test]
fn a_note_alone_is_judged_by_its_sentences_and_not_against_what_is_not_known() {
    let report = super::evaluate(&[alone()], content::library());
    let row = report.row(Item::N1).expect("a row");
    let verdict = |name: &str| row.parts.iter().find(|part| part.name == name).expect("a part").verdict;
    assert_eq!(verdict("cited"), Verdict::Pass);
    assert_eq!(verdict("quoted"), Verdict::NotMeasured);
    assert_eq!(row.verdict, Verdict::PartlyMeasured);
}
