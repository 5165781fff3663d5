//! Placeholders for identifiers, the same over a conversation, with their map sealed under the key of whose conversation it
//! is and handed to the caller (ADR 0016). Nothing of it is kept here.

use api::{Action, CallContext, Principal, Purpose, Words};
use audit_trail::EventBuilder;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chat_history_api::{
    MESSAGE_BYTES_MAX, Pseudonymised, Restored, SEALED_MAP_CHARS_MAX, SealedMap, TextToPseudonymise,
    TextToRestore,
};
use identifiers::{Placeholders, detect, mask, unmask};
use kernel::ConversationId;
use vault::{PatientKey, VaultError};

use super::sealing::{open_pseudonyms, seal_pseudonyms};
use super::{Domain, Refused};
use crate::store::ConversationRow;

impl Domain {
    /// A text without its identifiers, for those who may read the conversation.
    pub(crate) async fn pseudonymise(
        &self,
        context: &CallContext,
        by: &Principal,
        id: ConversationId,
        body: &TextToPseudonymise,
        why: (Purpose, EventBuilder),
    ) -> Result<Pseudonymised, Refused> {
        let text = admitted(&body.text)?;
        let (row, key) = self.key_of(context, by, id, why).await?;
        let mut placeholders = match &body.known {
            Some(known) => opened(&key, &row, known)?,
            None => Placeholders::default(),
        };
        let masked = mask(text, &detect(text), &mut placeholders);
        let sealed = seal_pseudonyms(&key, row.patient, row.conversation, &placeholders)?;
        let map = SealedMap(URL_SAFE_NO_PAD.encode(sealed));
        if map.0.len() > SEALED_MAP_CHARS_MAX {
            return Err(Refused::Size);
        }
        Ok(Pseudonymised { text: Words::new(masked), map })
    }

    /// A text with its identifiers put back, for those who may read the conversation.
    pub(crate) async fn restore(
        &self,
        context: &CallContext,
        by: &Principal,
        id: ConversationId,
        body: &TextToRestore,
        why: (Purpose, EventBuilder),
    ) -> Result<Restored, Refused> {
        let text = admitted(&body.text)?;
        let (row, key) = self.key_of(context, by, id, why).await?;
        let placeholders = opened(&key, &row, &body.map)?;
        Ok(Restored { text: Words::new(unmask(text, &placeholders)) })
    }

    /// The key of a conversation, for one who may read it; the event of that stands before it is used.
    async fn key_of(
        &self,
        context: &CallContext,
        by: &Principal,
        id: ConversationId,
        (purpose, event): (Purpose, EventBuilder),
    ) -> Result<(ConversationRow, PatientKey), Refused> {
        let row = self.store.conversation(id).await?.ok_or(Refused::NotFound)?;
        let event = self.require(context, by, &row, Action::Read, purpose, event.resource_id(id)).await?;
        self.store.trail().read(event).await?;
        let key = self.vault.key(row.patient).await?;
        Ok((row, key))
    }
}

fn admitted(text: &Words) -> Result<&str, Refused> {
    let text = text.expose();
    if text.is_empty() || text.len() > MESSAGE_BYTES_MAX { Err(Refused::Size) } else { Ok(text) }
}

/// A map that a caller brings. What does not open is theirs to answer for, and no damage of a store.
fn opened(key: &PatientKey, row: &ConversationRow, map: &SealedMap) -> Result<Placeholders, Refused> {
    if map.0.len() > SEALED_MAP_CHARS_MAX {
        return Err(Refused::Size);
    }
    let sealed = URL_SAFE_NO_PAD.decode(&map.0).map_err(|_| Refused::Pseudonyms)?;
    open_pseudonyms(key, row.patient, row.conversation, &sealed).map_err(|refused| match refused {
        Refused::Vault(VaultError::Integrity) | Refused::Shape => Refused::Pseudonyms,
        other => other,
    })
}
