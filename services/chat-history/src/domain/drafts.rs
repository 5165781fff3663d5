//! What residents have typed and not sent: sealed under their key, theirs alone, and gone once it is sent or old.

use std::time::Duration;

use api::{Action, CallContext, Category, Principal, Words};
use audit_trail::EventBuilder;
use chat_history_api::{DRAFT_CHARS_MAX, Draft, FoundDraft, KeptDraft, NewDraft};
use kernel::PersonId;
use vault::RecordPlace;

use super::sealing::{open, seal};
use super::{Domain, Refused};
use crate::store::DraftRow;

const DRAFT: &str = "chat.draft";
/// How long a draft is kept that is not sent.
const KEEP: Duration = Duration::from_secs(72 * 3_600);
/// The longest idempotency key.
const KEY_CHARS_MAX: usize = 128;

impl Domain {
    /// Keeps what the caller typed; without words, forgets what they typed before.
    pub(crate) async fn keep_draft(
        &self,
        context: &CallContext,
        by: &Principal,
        new: NewDraft,
        event: EventBuilder,
    ) -> Result<KeptDraft, Refused> {
        let visible = new.key.bytes().all(|byte| byte.is_ascii_graphic());
        if !visible || !(1..=KEY_CHARS_MAX).contains(&new.key.len()) {
            return Err(Refused::Key);
        }
        if new.words.expose().chars().count() > DRAFT_CHARS_MAX {
            return Err(Refused::Size);
        }
        let event = self.own_record(context, by, Action::Write, Category::ChatTranscripts, event).await?;
        if new.words.expose().trim().is_empty() {
            self.store.forget_draft(by.person, event.into()).await?;
            return Ok(KeptDraft { kept: false });
        }
        let key = self.vault.key(by.person).await?;
        let now = self.sources.now();
        let row = DraftRow {
            patient: by.person,
            organization: by.organization,
            key: new.key,
            sealed: seal(&key, &place(by.person), &new.words)?,
            at: now,
            expires_at: now.plus(KEEP),
        };
        Ok(KeptDraft { kept: self.store.keep_draft(&row, event.into()).await? })
    }

    /// What the caller typed and did not send. Where there is nothing, nothing is told of anybody.
    pub(crate) async fn draft(
        &self,
        context: &CallContext,
        by: &Principal,
        event: EventBuilder,
    ) -> Result<FoundDraft, Refused> {
        let Some(row) = self.store.draft(by.person, self.sources.now()).await? else {
            return Ok(FoundDraft::default());
        };
        // A key that is gone took the words with it.
        let Some(key) = self.vault.find_key(by.person).await? else { return Ok(FoundDraft::default()) };
        let event = self.own_record(context, by, Action::Read, Category::ChatTranscripts, event).await?;
        self.store.trail().read(event).await?;
        let words: Words = open(&key, &place(by.person), &row.sealed)?;
        let draft = Draft { words, key: row.key, kept_at: row.at, expires_at: row.expires_at };
        Ok(FoundDraft { draft: Some(draft) })
    }
}

fn place(patient: PersonId) -> RecordPlace<'static> {
    RecordPlace::new(patient, DRAFT, patient, Category::ChatTranscripts.name())
}
