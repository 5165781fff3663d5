//! After the heal: turns that were answered with the store down are stored as they were.

use std::pin::Pin;

use api::{Call, CallContext, Client, Problem};
use audit_trail::{Delivered, Sink};
use chat_history_api::{DeliverTurn, Delivery};
use kernel::{ErrorKind, Phi, Sources};

/// Hands journaled turns to chat-history, one by one and in order.
pub(crate) struct CrisisSink {
    chat: Client,
    sources: Sources,
}

impl CrisisSink {
    pub(crate) const fn new(chat: Client, sources: Sources) -> Self {
        Self { chat, sources }
    }

    async fn hand_over(&self, records: &[Phi<Vec<u8>>]) -> Result<Delivered, Problem> {
        let mut refused = Vec::new();
        for (place, record) in records.iter().enumerate() {
            let Ok(delivery) = serde_json::from_slice::<Delivery>(record.expose()) else {
                refused.push(place);
                continue;
            };
            let context = CallContext::background(self.sources.id());
            match self.chat.call(&context, Call::<DeliverTurn>::body(delivery)).await {
                Ok(_) => {}
                // The conversation is gone or the record can never be stored: it is kept beside the journal.
                Err(problem)
                    if matches!(
                        problem.error_kind(),
                        ErrorKind::NotFound | ErrorKind::Gone | ErrorKind::Invalid | ErrorKind::TooLarge
                    ) =>
                {
                    refused.push(place);
                }
                Err(problem) => return Err(problem),
            }
        }
        Ok(Delivered { refused })
    }
}

impl Sink for CrisisSink {
    fn deliver<'a>(
        &'a self,
        records: &'a [Phi<Vec<u8>>],
    ) -> Pin<Box<dyn Future<Output = Result<Delivered, Problem>> + Send + 'a>> {
        Box::pin(self.hand_over(records))
    }
}
