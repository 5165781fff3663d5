//! Somebody of the staff sits with a resident: by their own word, for a short while, and known to the next turn.

use std::sync::Arc;
use std::time::Duration;

use chat_history_api::{ByPatient, Company, GetCompany, KeepCompany, NewCompany, ReadKnown};
use kernel::{ManualClock, Sources, SystemRandom, Timestamp};

use crate::{Call, Chat, NURSE, NURSE_ELSEWHERE, NURSE_OFF_DUTY, Problem, RELATIVE, ROSE, person};

impl Chat {
    async fn keeps_company(&self, who: u128, present: bool) -> Result<Company, Problem> {
        let path = ByPatient { patient_id: person(ROSE) };
        self.asks::<KeepCompany>(who, Call::path_and_body(path, NewCompany { present })).await
    }

    async fn company(&self, who: u128) -> Result<Company, Problem> {
        self.asks::<GetCompany>(who, Call::path(ByPatient { patient_id: person(ROSE) })).await
    }

    /// What the next turn is told, and a conversation that begins.
    async fn beside(&self, id: kernel::ConversationId) -> (bool, bool) {
        let known = self.turn::<ReadKnown>(ROSE, "known", Call::default()).await.expect("reads");
        (self.state(id).await.known.staff_beside, known.staff_beside)
    }
}

#[tokio::test]
async fn who_says_that_they_are_with_a_resident_counts_for_fifteen_minutes_and_nobody_else_does() {
    let clock = ManualClock::at(Timestamp::from_micros(1_800_000_000_000_000));
    let sources = Sources::new(clock.clone(), Arc::new(SystemRandom));
    let chat = Chat::over(chat_history::Config::default(), sources).await;
    let id = chat.begins(ROSE).await;
    assert_eq!(chat.beside(id).await, (false, false), "a nurse on shift is not beside her");
    assert_eq!(chat.company(NURSE).await.expect("may know"), Company::default());
    for stranger in [NURSE_ELSEWHERE, RELATIVE, ROSE] {
        chat.keeps_company(stranger, true).await.expect_err("not theirs to say");
        chat.company(stranger).await.expect_err("nor to know");
    }
    assert_eq!(chat.beside(id).await, (false, false));
    let kept = chat.keeps_company(NURSE, true).await.expect("says so");
    assert_eq!(kept.by, Some(person(NURSE)));
    assert_eq!(chat.beside(id).await, (true, true));
    assert_eq!(chat.company(NURSE_OFF_DUTY).await.expect("may know"), kept);
    clock.advance(Duration::from_secs(15 * 60 - 1));
    assert_eq!(chat.beside(id).await, (true, true));
    clock.advance(Duration::from_secs(1));
    assert_eq!(chat.beside(id).await, (false, false), "and no longer");
    assert_eq!(chat.company(NURSE).await.expect("may know"), Company::default());
    chat.keeps_company(NURSE, true).await.expect("again");
    chat.keeps_company(NURSE_OFF_DUTY, false).await.expect("whoever leaves last says so");
    assert_eq!(chat.beside(id).await, (false, false));
    let events = chat.logged(3, |event| event.action.as_str() == "keep" && event.phi_accessed).await;
    assert!(events.iter().all(|event| event.patient_id == Some(person(ROSE))));
}
