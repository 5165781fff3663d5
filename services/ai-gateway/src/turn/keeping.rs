//! Keeping: the two atomic steps of a turn at chat-history, and what is done when they cannot be taken. A danger is
//! answered in every case, and kept wherever it can be.

use api::{Call, CallContext, Principal, Problem};
use audit_trail::FrameKind;
use chat_history_api::{
    ByConversation, CloseTurn, Delivery, Ending, OpenTurn, OpenedTurn, RefusedReferral, ReplyPlan, TurnByIds,
    TurnClosing,
};
use kernel::ErrorKind;
use serde::{Deserialize, Serialize};
use tokio::sync::oneshot;

use super::telling::{citations, notice, route, summary};
use super::{Companion, Computed, Decided, Message, Telling, patience, telling};

/// What a danger that is written down waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Waits {
    /// Somebody decided that it may be kept; the store is not there.
    Store,
    /// Nobody was there to decide.
    Decision,
}

/// A record of the process journal.
#[derive(Serialize, Deserialize)]
pub(crate) struct Journaled {
    /// Whether somebody has to agree to it before it goes to the store (ADR 0013).
    pub(crate) undecided: bool,
    /// What is to be stored.
    pub(crate) delivery: Delivery,
}

/// What the process journal holds for chat-history.
pub(crate) enum Record {
    /// A turn that was answered.
    Turn(Box<Journaled>),
    /// Help that was named in a message that was refused.
    Refused(RefusedReferral),
}

impl Record {
    /// As it was written down: what was decided on, the delivery alone.
    pub(crate) fn read(record: &[u8]) -> Option<Self> {
        let turn = |undecided, delivery| Self::Turn(Box::new(Journaled { undecided, delivery }));
        if let Ok(Journaled { undecided, delivery }) = serde_json::from_slice(record) {
            return Some(turn(undecided, delivery));
        }
        let alone = serde_json::from_slice(record).map(|delivery| turn(false, delivery));
        alone.or_else(|_| serde_json::from_slice(record).map(Self::Refused)).ok()
    }
}

impl Companion {
    /// The first step. In danger it has less time than the operation would take.
    pub(super) async fn store(&self, message: &Message, computed: &Computed) -> Result<OpenedTurn, Problem> {
        let path = ByConversation { conversation_id: message.conversation };
        let context = message.context.clone().idempotency_key(&computed.key);
        let call = Call::<OpenTurn>::path_and_body(path, computed.opening.clone());
        let storing = self.chat.call(&context, call);
        if !computed.is_danger() {
            return storing.await;
        }
        tokio::time::timeout(patience::STORE_IN_DANGER, storing)
            .await
            .unwrap_or_else(|_| Err(Problem::new(api::codes::TIMED_OUT)))
    }

    /// The message is stored: the reply is said, then stored, whoever still listens.
    pub(super) async fn reply(
        &self,
        message: &Message,
        computed: Computed,
        opened: OpenedTurn,
        told: &Telling,
    ) {
        telling::accepted(told, opened.message_id, true);
        if let Some(closed) = opened.closed {
            return telling::again(told, closed);
        }
        self.undelivered.forget(message.conversation);
        let mut decided = computed.decided;
        let crisis = decided.plan.route == engine::Route::Crisis;
        let mut ending = Ending::Complete;
        if !crisis && !safety_rules::guard(&decided.reply).is_empty() {
            // What was checked when it was built says something it must not: nothing of it goes out.
            tracing::error!("a reply of the engine did not pass the guard");
            self.metrics.compliance("ai-gateway", "reply_blocked");
            decided.reply = safety_rules::ladder::fallback(decided.plan.language).to_owned();
            decided.notices.clear();
            decided.saved.without_notice(decided.noticed_before);
            ending = Ending::Blocked;
        }
        telling::reply(told, &decided.reply);
        let path = TurnByIds { conversation_id: message.conversation, turn_id: opened.turn_id };
        let closing = self.closing(&decided, ending);
        let context = CallContext { deadline: None, ..message.context.clone() };
        let mut closed = Err(Problem::new(api::codes::UNAVAILABLE));
        // The same reply twice is stored once, so a step whose answer was lost may be taken again.
        for _ in 0..2 {
            let call = Call::<CloseTurn>::path_and_body(path.clone(), closing.clone());
            closed = self.chat.call(&context, call).await;
            if !closed.as_ref().is_err_and(super::is_outage) {
                break;
            }
        }
        match closed {
            Ok(stored) => telling::done(told, &decided, Some(stored.reply_id), (ending, None)),
            // It was said and could not be kept: the store closes the turn as cut, and so does this.
            Err(problem) => {
                let code = Some(problem.code.into_owned());
                telling::done(told, &decided, None, (Ending::Cut, code));
            }
        }
    }

    pub(super) fn closing(&self, decided: &Decided, ending: Ending) -> TurnClosing {
        TurnClosing {
            reply_id: self.sources.id(),
            reply: api::Words::new(&decided.reply),
            language: decided.plan.language,
            route: route(decided.plan.route),
            ending,
            conversation_level: decided.level,
            citations: citations(&decided.plan),
            notice: notice(decided),
            plan: if decided.silent { ReplyPlan::default() } else { summary(&decided.plan) },
            engine_state: decided.saved.to_json(),
            ladder: decided.saved.ladder(),
            changes: decided.changes.clone(),
            notices: decided.notices.clone(),
            record: decided.record.clone(),
        }
    }

    /// A danger with the store or the deciders down: the message is written down, sealed, and the fixed lines are
    /// said. The journal is not waited for longer than a line may wait.
    pub(super) async fn write_down(
        &self,
        message: &Message,
        by: &Principal,
        computed: Computed,
        waits: Waits,
        told: &Telling,
    ) {
        let Computed { opening, key, decided } = computed;
        let (id, version) = (opening.message_id, opening.expected_version);
        let delivery = Delivery {
            patient_id: by.person,
            organization_id: by.organization,
            session_id: by.session,
            conversation_id: message.conversation,
            idempotency_key: key,
            closing: Some(self.closing(&decided, Ending::Complete)),
            opening,
        };
        self.undelivered.remember(message.conversation, version, &decided.saved, message.received);
        // On a task of its own: what is not kept in time is kept all the same, once the disk answers.
        let (journal, (done, kept)) = (self.journal.clone(), oneshot::channel());
        self.tasks.run(async move {
            let record = match waits {
                // As every version reads it.
                Waits::Store => serde_json::to_vec(&delivery),
                Waits::Decision => serde_json::to_vec(&Journaled { delivery, undecided: true }),
            };
            let kept = match record {
                Ok(record) => journal.append(FrameKind::Crisis, record).await.is_ok(),
                Err(_) => false,
            };
            if !kept {
                tracing::error!("a message with danger in it could be neither stored nor journaled");
            }
            // Who waited may have gone on to say the line.
            let _ = done.send(kept);
        });
        if let Ok(Ok(true)) = tokio::time::timeout(patience::JOURNAL, kept).await {
            telling::accepted(told, id, false);
        }
        self.metrics.compliance(
            "ai-gateway",
            match waits {
                Waits::Store => "crisis_answered_without_store",
                Waits::Decision => "crisis_answered_undecided",
            },
        );
        self.lines_alone(&decided, told, Ending::Complete, None);
    }

    /// A danger that the store refuses: its message is there already and is being answered, or was left so by a process
    /// that is gone. Where that is so the lines are said, and nothing is stored twice; anything else is a refusal.
    pub(super) fn stored_already(
        &self,
        message: &Message,
        computed: &Computed,
        problem: &Problem,
        told: &Telling,
    ) {
        if problem.error_kind() != ErrorKind::Conflict {
            let named = computed.opening.referral.iter().flat_map(|shown| shown.kinds.iter().copied());
            return self.refuse(message, problem, &named.collect(), told);
        }
        self.lines_alone(&computed.decided, told, Ending::Cut, Some(problem.code.clone().into_owned()));
    }

    fn lines_alone(&self, decided: &Decided, told: &Telling, ending: Ending, code: Option<String>) {
        telling::reply(told, &decided.reply);
        telling::done(told, decided, None, (ending, code));
    }
}
