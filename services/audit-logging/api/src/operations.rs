//! The operations on the log.

use api::{
    Access, Action, AuditClass, Category, Idempotency, Method, PatientSource, Priority, Purpose, Role, Scope,
    ServiceName, Spec,
};
use kernel::Page;

use crate::{
    AccessReport, AppendEvents, Appended, AuditRecord, Checkpoint, ConsistencyProof, ConsistencyQuery,
    EventQuery, InclusionProof, InclusionQuery, OwnQuery, PatientPath, ReportQuery, codes,
};

api::operation! {
    /// Keeps events. Answered once they are durable and a signed head covers them; an event sent twice is one.
    pub struct Append;
    spec: Spec::new("audit.append", ServiceName::AuditLogging, Method::Post, "/events")
        .services(ServiceName::ALL)
        .peers_only()
        .access(Access::none("events hold ids and closed words, and the caller is a service"))
        .idempotency(Idempotency::Natural)
        .priority(Priority::Conversation)
        // 512 events of the largest kind.
        .body_bytes_max(2 * 1024 * 1024)
        .errors(&[codes::FOREIGN_SOURCE, codes::BATCH_SIZE, codes::APPEND_UNAVAILABLE, codes::NOT_INTACT]),
    body: AppendEvents,
    output: Appended,
}

api::operation! {
    /// Lists the events of the caller's organisation, and those of the installation, for a compliance officer.
    /// Reading is itself an event.
    pub struct ListEvents;
    spec: Spec::new("audit.list_events", ServiceName::AuditLogging, Method::Get, "/events")
        .roles(&[Role::Admin])
        .scopes(&[Scope::Compliance])
        .access(Access::none("audit metadata holds no clinical text; the compliance scope reads it, and that is audited"))
        .audit(AuditClass::Security)
        .priority(Priority::Analytics)
        .errors(&[codes::APPEND_UNAVAILABLE, codes::NOT_INTACT]),
    query: EventQuery,
    output: Page<AuditRecord>,
}

api::operation! {
    /// Lists what the caller did.
    pub struct ListOwnEvents;
    spec: Spec::new("audit.list_own_events", ServiceName::AuditLogging, Method::Get, "/events/mine")
        .roles(Role::PEOPLE)
        .access(Access::none("one's own actions, without content")),
    query: OwnQuery,
    output: Page<AuditRecord>,
}

api::operation! {
    /// The latest signed checkpoint.
    pub struct GetCheckpoint;
    spec: Spec::new("audit.get_checkpoint", ServiceName::AuditLogging, Method::Get, "/checkpoint")
        .roles(Role::PEOPLE)
        .services(ServiceName::ALL)
        .access(Access::none("a size and a hash"))
        .errors(&[codes::NOT_INTACT]),
    output: Checkpoint,
}

api::operation! {
    /// Proves that an event is in the log.
    pub struct ProveInclusion;
    spec: Spec::new("audit.prove_inclusion", ServiceName::AuditLogging, Method::Get, "/proof/inclusion")
        .roles(Role::PEOPLE)
        .services(ServiceName::ALL)
        .access(Access::none("hashes for an event whose id the caller already has"))
        .errors(&[codes::NO_SUCH_SIZE, codes::NOT_INTACT]),
    query: InclusionQuery,
    output: InclusionProof,
}

api::operation! {
    /// Proves that an older log is the beginning of a newer one.
    pub struct ProveConsistency;
    spec: Spec::new("audit.prove_consistency", ServiceName::AuditLogging, Method::Get, "/proof/consistency")
        .roles(Role::PEOPLE)
        .services(ServiceName::ALL)
        .access(Access::none("hashes alone"))
        .errors(&[codes::NO_SUCH_SIZE, codes::NOT_INTACT]),
    query: ConsistencyQuery,
    output: ConsistencyProof,
}

api::operation! {
    /// Who saw a patient's record: for the resident themselves, and for a compliance officer. Reading it is
    /// itself an event.
    pub struct GetAccessReport;
    spec: Spec::new("audit.get_access_report", ServiceName::AuditLogging, Method::Get, "/patients/{id}/access-report")
        .roles(&[Role::Resident, Role::Admin])
        .access(Access::patient(Action::Read, Category::Demographics, Purpose::Patient, PatientSource::Path("id")))
        .audit(AuditClass::Read)
        .priority(Priority::Analytics)
        .errors(&[codes::APPEND_UNAVAILABLE, codes::NOT_INTACT]),
    path: PatientPath,
    query: ReportQuery,
    output: AccessReport,
}
