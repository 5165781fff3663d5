//! Looking events up: every field can be asked for, pages follow the sequence.

use audit_logging_api::{AuditRecord, EventQuery, Order};
use kernel::{Cursor, OrganizationId, Page, PersonId, Timestamp, TypedId};
use store_sql::{Columns, Statements, StoreError, Value};

use super::{COLUMNS, Store, record, signed};

/// Whose events may be seen at all. Stands beside what is asked, so that no question can widen it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Scope {
    /// Those of an organisation, and those that concern the whole installation.
    Organization(OrganizationId),
    /// What one person did.
    Own(PersonId),
}

/// What is asked, within a scope.
#[derive(Clone, Debug)]
pub(crate) struct EventFilter {
    pub(crate) scope: Scope,
    pub(crate) query: EventQuery,
}

/// The sums of an access report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ReportTotals {
    pub(crate) people: u64,
    pub(crate) accesses: u64,
    pub(crate) denials: u64,
}

/// Conditions that all must hold, and their values.
#[derive(Default)]
struct Conditions {
    text: String,
    values: Vec<Value>,
}

impl Conditions {
    /// One more; `?` in its text stands for the value.
    fn and(&mut self, text: &str, value: impl Into<Value>) {
        self.values.push(value.into());
        let place = format!("${}", self.values.len());
        self.text.push_str(if self.text.is_empty() { " WHERE " } else { " AND " });
        self.text.push_str(&text.replace('?', &place));
    }

    /// One more, if it is asked for.
    fn and_if<V: Into<Value>>(&mut self, text: &str, value: Option<V>) {
        if let Some(value) = value {
            self.and(text, value);
        }
    }
}

impl Store {
    /// A page of events.
    pub(crate) async fn query(&self, filter: &EventFilter) -> Result<Page<AuditRecord>, StoreError> {
        let query = &filter.query;
        let mut conditions = of(filter);
        let place = query.cursor.as_ref().and_then(|cursor| cursor.place().parse::<i64>().ok());
        let (beyond, order) = match query.order {
            Order::Newest => ("sequence < ?", "DESC"),
            Order::Oldest => ("sequence > ?", "ASC"),
        };
        conditions.and_if(beyond, place);
        let text = format!(
            "SELECT {} FROM audit_events{} ORDER BY sequence {order} LIMIT {}",
            COLUMNS.join(", "),
            conditions.text,
            query.limit.get() + 1
        );
        let rows = self.database.read().list(&text, conditions.values).await?;
        let records = rows.iter().map(record).collect::<Result<Vec<_>, _>>()?;
        Ok(Page::from_rows(records, query.limit, |record| Cursor::new(record.sequence)))
    }

    /// A page of who saw a patient's record, the latest first: everybody but the patient.
    pub(crate) async fn accesses(
        &self,
        patient: PersonId,
        organization: Option<OrganizationId>,
        period: (Option<Timestamp>, Option<Timestamp>),
        limit: kernel::PageLimit,
        cursor: Option<&Cursor>,
    ) -> Result<Page<AuditRecord>, StoreError> {
        let mut conditions = accesses_of(patient, organization, period);
        conditions.and_if("sequence < ?", cursor.and_then(|cursor| cursor.place().parse::<i64>().ok()));
        let text = format!(
            "SELECT {} FROM audit_events{} ORDER BY sequence DESC LIMIT {}",
            COLUMNS.join(", "),
            conditions.text,
            limit.get() + 1
        );
        let rows = self.database.read().list(&text, conditions.values).await?;
        let records = rows.iter().map(record).collect::<Result<Vec<_>, _>>()?;
        Ok(Page::from_rows(records, limit, |record| Cursor::new(record.sequence)))
    }

    /// How many people, accesses and refusals that are in all.
    pub(crate) async fn access_totals(
        &self,
        patient: PersonId,
        organization: Option<OrganizationId>,
        period: (Option<Timestamp>, Option<Timestamp>),
    ) -> Result<ReportTotals, StoreError> {
        let conditions = accesses_of(patient, organization, period);
        let text = format!(
            "SELECT CAST(COUNT(DISTINCT CASE WHEN outcome = 'success' THEN user_id END) AS BIGINT), \
             CAST(COALESCE(SUM(CASE WHEN outcome = 'success' THEN 1 ELSE 0 END), 0) AS BIGINT), \
             CAST(COALESCE(SUM(CASE WHEN outcome = 'denied' THEN 1 ELSE 0 END), 0) AS BIGINT) FROM audit_events{}",
            conditions.text
        );
        let row = self.database.read().find(&text, conditions.values).await?;
        let Some(row) = row else { return Ok(ReportTotals::default()) };
        let count = |at| -> Result<u64, StoreError> {
            let count: i64 = row.at_place(at)?;
            Ok(u64::try_from(count).unwrap_or(0))
        };
        Ok(ReportTotals { people: count(0)?, accesses: count(1)?, denials: count(2)? })
    }
}

fn of(filter: &EventFilter) -> Conditions {
    let EventFilter { scope, query } = filter;
    let mut all = Conditions::default();
    match scope {
        Scope::Organization(organization) => {
            all.and("(organization_id = ? OR organization_id IS NULL)", organization.uuid());
        }
        Scope::Own(person) => all.and("user_id = ?", person.uuid()),
    }
    let name = |text: &'static str| Some(text);
    all.and_if("audit_id = ?", query.audit_id.map(TypedId::uuid));
    all.and_if("user_id = ?", query.user_id.map(TypedId::uuid));
    all.and_if("role = ?", query.role.and_then(|role| name(role.name())));
    all.and_if("event_type = ?", query.event_type.and_then(|kind| name(kind.name())));
    all.and_if("action = ?", query.action.as_ref().map(|word| word.as_str().to_owned()));
    all.and_if("resource = ?", query.resource.as_ref().map(|word| word.as_str().to_owned()));
    all.and_if("resource_id = ?", query.resource_id);
    all.and_if("patient_id = ?", query.patient_id.map(TypedId::uuid));
    all.and_if("phi_accessed = ?", query.phi_accessed);
    all.and_if("category = ?", query.category.and_then(|category| name(category.name())));
    all.and_if("purpose = ?", query.purpose.and_then(|purpose| name(purpose.name())));
    all.and_if("outcome = ?", query.outcome.and_then(|outcome| name(outcome.name())));
    all.and_if("reason = ?", query.reason.as_ref().map(|word| word.as_str().to_owned()));
    all.and_if("policy_hash = ?", query.policy_hash.as_ref().map(|word| word.as_str().to_owned()));
    all.and_if("compliance_context = ?", query.compliance_context.and_then(|rule| name(rule.name())));
    all.and_if("session_id = ?", query.session_id.map(TypedId::uuid));
    all.and_if("request_id = ?", query.request_id.map(TypedId::uuid));
    all.and_if("source = ?", query.source.and_then(|service| name(service.name())));
    all.and_if("peer = ?", query.peer.and_then(|service| name(service.name())));
    within(&mut all, (query.from, query.to));
    all
}

fn accesses_of(
    patient: PersonId,
    organization: Option<OrganizationId>,
    period: (Option<Timestamp>, Option<Timestamp>),
) -> Conditions {
    let mut all = Conditions::default();
    all.and("patient_id = ?", patient.uuid());
    all.and_if("organization_id = ?", organization.map(TypedId::uuid));
    all.and("user_id <> ?", patient.uuid());
    // What was seen or changed, and what was tried in vain. Break-glass counts from its grant.
    all.and(
        "(phi_accessed = ? OR event_type IN ('phi_access', 'phi_change', 'emergency_access', 'data_export'))",
        true,
    );
    within(&mut all, period);
    all
}

fn within(all: &mut Conditions, (from, to): (Option<Timestamp>, Option<Timestamp>)) {
    all.and_if("\"timestamp\" >= ?", from.map(Timestamp::as_micros));
    all.and_if("\"timestamp\" < ?", to.map(Timestamp::as_micros));
}

/// A cursor's place must be a number: anything else is an error of the caller, not the start of the list.
pub(crate) fn cursor_is_good(cursor: Option<&Cursor>) -> bool {
    cursor.is_none_or(|cursor| cursor.place().parse::<u64>().is_ok_and(|place| signed(place) >= 0))
}
