//! Who of the staff is with a resident, by their own word, and only for a short while.

use std::time::Duration;

use api::{Action, CallContext, Category, Principal, Purpose};
use audit_trail::EventBuilder;
use chat_history_api::{COMPANY_S, Company};
use kernel::PersonId;

use super::document::Document;
use super::{Domain, Refused};

impl Domain {
    /// Who is with a resident now.
    pub(crate) async fn company(
        &self,
        context: &CallContext,
        by: &Principal,
        patient: PersonId,
        (purpose, event): (Purpose, EventBuilder),
    ) -> Result<Company, Refused> {
        let ask = (Action::Read, Category::CarePlan, purpose);
        let event = self.allowed(context, by, patient, ask, event).await?;
        self.store.trail().read(event).await?;
        let Some(key) = self.vault.find_key(patient).await? else { return Ok(Company::default()) };
        Ok(self.kept(patient, &key).await?.document.company_at(self.sources.now()))
    }

    /// Keeps that the caller is with a resident from now on, or that nobody is any more.
    pub(crate) async fn keep_company(
        &self,
        context: &CallContext,
        by: &Principal,
        patient: PersonId,
        present: bool,
        (purpose, event): (Purpose, EventBuilder),
    ) -> Result<Company, Refused> {
        let ask = (Action::Write, Category::CarePlan, purpose);
        let event = self.allowed(context, by, patient, ask, event).await?;
        let whose = (patient, self.organization_of(context, patient).await?);
        let until = self.sources.now().plus(Duration::from_secs(COMPANY_S));
        let change = |document: &mut Document| {
            document.company = present.then_some((by.person, until));
            Ok(document.company_at(self.sources.now()))
        };
        self.change_document(whose, event.into(), change).await
    }
}
