//! After the heal: dangers that were written down are stored as they were answered. Those that nobody could decide on
//! are decided on first.

use std::pin::Pin;
use std::sync::Arc;

use api::{Call, CallContext, Principal, Problem, Role};
use audit_trail::{Delivered, Sink};
use chat_history_api::{CountReferral, DeliverTurn, Delivery, RefusedReferral};
use kernel::{ErrorKind, Phi, Timestamp};

use crate::turn::{Companion, Journaled, Record};

/// Hands journaled turns to chat-history, one by one and in order.
pub(crate) struct CrisisSink(Arc<Companion>);

/// What became of a record.
enum Became {
    /// It is stored, or nobody agreed to it and nothing of it is left.
    Done,
    /// The store will never take it: it is kept beside the journal.
    Refused,
    /// It comes again.
    Waits(Problem),
}

impl CrisisSink {
    pub(crate) const fn new(companion: Arc<Companion>) -> Self {
        Self(companion)
    }

    /// Each by itself: what waits holds up nothing.
    async fn hand_over(&self, records: &[Phi<Vec<u8>>]) -> Delivered {
        let mut delivered = Delivered::default();
        for (place, record) in records.iter().enumerate() {
            let became = match Record::read(record.expose()) {
                Some(Record::Turn(turn)) => self.one(*turn).await,
                Some(Record::Refused(refused)) => self.count(refused).await,
                None => Became::Refused,
            };
            match became {
                Became::Done => {}
                Became::Refused => delivered.refused.push(place),
                Became::Waits(problem) => {
                    delivered.again.push(place);
                    delivered.why = Some(problem);
                }
            }
        }
        delivered
    }

    /// Counts help that was named in a message that was refused.
    async fn count(&self, refused: RefusedReferral) -> Became {
        let context = CallContext::background(self.0.sources.id());
        match self.0.chat.call(&context, Call::<CountReferral>::body(refused)).await {
            Ok(_) => Became::Done,
            Err(problem) if problem.error_kind() == ErrorKind::Invalid => Became::Refused,
            Err(problem) => Became::Waits(problem),
        }
    }

    /// What is never stored counts all the same: the help in it was shown.
    fn count_of(&self, delivery: &Delivery) -> Option<RefusedReferral> {
        let referral = delivery.opening.referral.clone()?;
        let (turn_id, organization_id) = (delivery.opening.turn_id, delivery.organization_id);
        Some(RefusedReferral { turn_id, organization_id, referral })
    }

    async fn one(&self, record: Journaled) -> Became {
        let Journaled { mut delivery, undecided } = record;
        let refused = self.count_of(&delivery);
        let never = || refused.into_iter().for_each(|refused| self.0.count(refused, true));
        let context = CallContext::background(self.0.sources.id());
        if undecided {
            match self.0.allowed(&context, &sender(&delivery)).await {
                Ok(allowed) => {
                    delivery.opening.decision = Some(allowed.decision);
                    if let Some(referral) = &mut delivery.opening.referral {
                        referral.minor = allowed.minor;
                    }
                }
                Err(problem) if problem.is(ai_gateway_api::codes::NOT_AGREED) => {
                    // The refusal is in the log. The words may be kept nowhere, so they are not kept beside the journal.
                    self.0.undelivered.forget(delivery.conversation_id);
                    never();
                    return Became::Done;
                }
                Err(problem) => return Became::Waits(problem),
            }
        }
        match self.0.chat.call(&context, Call::<DeliverTurn>::body(delivery)).await {
            Ok(_) => Became::Done,
            // The conversation is gone or the record can never be stored.
            Err(problem)
                if matches!(
                    problem.error_kind(),
                    ErrorKind::NotFound | ErrorKind::Gone | ErrorKind::Invalid | ErrorKind::TooLarge
                ) =>
            {
                never();
                Became::Refused
            }
            Err(problem) => Became::Waits(problem),
        }
    }
}

/// Who sent it: a resident whose token held then.
const fn sender(delivery: &Delivery) -> Principal {
    Principal {
        person: delivery.patient_id,
        role: Role::Resident,
        scopes: Vec::new(),
        organization: delivery.organization_id,
        session: delivery.session_id,
        expires: Timestamp::EPOCH,
        proven_until: None,
    }
}

impl Sink for CrisisSink {
    fn deliver<'a>(
        &'a self,
        records: &'a [Phi<Vec<u8>>],
    ) -> Pin<Box<dyn Future<Output = Result<Delivered, Problem>> + Send + 'a>> {
        Box::pin(async { Ok(self.hand_over(records).await) })
    }
}
