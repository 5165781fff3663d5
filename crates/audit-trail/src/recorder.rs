//! Makes audit events: everything that is known from the request is taken from it, so that a handler says only
//! what it alone knows.

use api::{Access, Caller, Category, Operation, Purpose, ServiceName};
use audit_logging_api::{
    AuditEvent, ComplianceContext, Context, ContextKey, ContextValue, EventType, Outcome, Word,
};
use chassis::Inbound;
use kernel::{OrganizationId, PersonId, RequestId, Sources, TypedId};

/// Begins events of one service.
#[derive(Clone, Debug)]
pub struct Recorder {
    source: ServiceName,
    sources: Sources,
}

impl Recorder {
    /// Events of `source`.
    pub fn new(source: ServiceName, sources: Sources) -> Self {
        Self { source, sources }
    }

    /// An event of the platform itself, until more is said: it succeeded, and no health information was seen.
    pub fn event(&self, event_type: EventType, action: Word, resource: Word) -> EventBuilder {
        EventBuilder(AuditEvent {
            audit_id: self.sources.id(),
            user_id: PersonId::SYSTEM,
            role: None,
            event_type,
            action,
            resource,
            resource_id: None,
            organization_id: None,
            patient_id: None,
            phi_accessed: false,
            category: None,
            purpose: None,
            outcome: Outcome::Success,
            reason: None,
            policy_hash: None,
            epoch: None,
            compliance_context: event_type.compliance_context(),
            additional_context: Context::default(),
            session_id: None,
            request_id: None,
            source: self.source,
            peer: None,
            timestamp: self.sources.now(),
        })
    }

    /// An event of a request: who, in which role and session, of which organisation, called through whom, in
    /// which request, for which purpose and on which operation.
    pub fn of<O: Operation>(
        &self,
        inbound: &Inbound<O>,
        event_type: EventType,
        action: Word,
        resource: Word,
    ) -> EventBuilder {
        let mut event = self.event(event_type, action, resource).caller(&inbound.caller);
        event.0.request_id = Some(inbound.context.request_id);
        if let Access::Patient { category, .. } = O::SPEC.access {
            event.0.category = Some(category);
            event.0.purpose = Some(inbound.purpose);
        }
        match Word::parse(O::SPEC.name) {
            Some(name) => event.with(ContextKey::OPERATION, name),
            None => event,
        }
    }
}

/// An event that is being made.
#[derive(Clone, Debug)]
#[must_use = "an event is kept by handing it to a trail or journal"]
pub struct EventBuilder(AuditEvent);

impl EventBuilder {
    /// Who stands behind the request, as far as the credentials hold.
    pub fn caller(mut self, caller: &Caller) -> Self {
        self.0.peer = Some(caller.peer);
        if let Some(principal) = caller.principal() {
            self.0.user_id = principal.person;
            self.0.role = Some(principal.role);
            self.0.organization_id = Some(principal.organization);
            self.0.session_id = Some(principal.session);
        }
        self
    }

    /// Who did it, where that is not the caller (a sign-in that just succeeded).
    pub const fn user(mut self, person: PersonId) -> Self {
        self.0.user_id = person;
        self
    }

    /// In which role.
    pub const fn role(mut self, role: api::Role) -> Self {
        self.0.role = Some(role);
        self
    }

    /// Of which organisation.
    pub const fn organization(mut self, organization: OrganizationId) -> Self {
        self.0.organization_id = Some(organization);
        self
    }

    /// In which request.
    pub const fn request(mut self, request: RequestId) -> Self {
        self.0.request_id = Some(request);
        self
    }

    /// In which session.
    pub const fn session(mut self, session: kernel::SessionId) -> Self {
        self.0.session_id = Some(session);
        self
    }

    /// Which object.
    pub fn resource_id(mut self, id: impl TypedId) -> Self {
        self.0.resource_id = Some(id.uuid());
        self
    }

    /// A patient whom it concerns, without their health information being seen.
    pub const fn concerning(mut self, patient: PersonId) -> Self {
        self.0.patient_id = Some(patient);
        self
    }

    /// A patient whose health information was seen or changed.
    pub const fn phi_of(mut self, patient: PersonId, category: Category) -> Self {
        self.0.patient_id = Some(patient);
        self.0.category = Some(category);
        self.0.phi_accessed = true;
        self
    }

    /// Why it was done.
    pub const fn purpose(mut self, purpose: Purpose) -> Self {
        self.0.purpose = Some(purpose);
        self
    }

    /// It was refused, and why. What was refused was not seen.
    pub fn denied(mut self, reason: Word) -> Self {
        self.0.outcome = Outcome::Denied;
        self.0.phi_accessed = false;
        self.0.reason = Some(reason);
        self
    }

    /// It was allowed and did not succeed.
    pub fn failed(mut self, reason: Word) -> Self {
        self.0.outcome = Outcome::Failure;
        self.0.reason = Some(reason);
        self
    }

    /// What decided: the reason, the digest of the policies, and the patient's consent epoch that was seen.
    pub fn decided(mut self, reason: Word, policy_hash: Option<Word>, epoch: Option<u32>) -> Self {
        self.0.reason = Some(reason);
        self.0.policy_hash = policy_hash;
        self.0.epoch = epoch;
        self
    }

    /// The rule that it is kept for, where that is not the rule of its type.
    pub const fn because_of(mut self, rule: ComplianceContext) -> Self {
        self.0.compliance_context = rule;
        self
    }

    /// One more small value.
    pub fn with(mut self, key: ContextKey, value: impl Into<ContextValue>) -> Self {
        self.0.additional_context.insert(key, value);
        self
    }

    /// The event.
    pub fn build(self) -> AuditEvent {
        self.0
    }
}

impl From<EventBuilder> for AuditEvent {
    fn from(builder: EventBuilder) -> Self {
        builder.0
    }
}
