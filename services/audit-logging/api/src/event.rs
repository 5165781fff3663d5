//! The audit event: who did what, for whom, why, and what was decided. Never health information.
//!
//! Every field is an id, an instant, a number, a value of a closed list or a [`Word`]: there is no field that
//! free text could go into. The names of the spec's `AuditEvent` are kept; what it lacks (patient, purpose,
//! outcome, decision, session, request, source, epoch) stands beside them.

use api::{Category, Purpose, Role, ServiceName};
use kernel::{EventId, OrganizationId, PersonId, RequestId, SessionId, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::context::{Context, Word};

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        pub enum $name {
            $($(#[$variant_doc])* #[serde(rename = $text)] $variant,)+
        }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The word on the wire.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }

            /// The value of a word, if it is one.
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.name() == text)
            }
        }
    };
}

words! {
    /// What kind of thing happened. A new kind is known to audit-logging before it is sent: it is upgraded first.
    EventType {
        /// A sign-in, or an attempt.
        Login = "login",
        /// A sign-out, or a session that was ended.
        Logout = "logout",
        /// Somebody saw health information, or was refused it.
        PhiAccess = "phi_access",
        /// Health information was created or changed.
        PhiChange = "phi_change",
        /// A turn of a conversation was stored.
        Turn = "turn",
        /// A turn carried risk and raised an alert.
        CrisisAlert = "crisis_alert",
        /// An alert was acknowledged, taken over, escalated or closed.
        AlertChange = "alert_change",
        /// Break-glass.
        EmergencyAccess = "emergency_access",
        /// A relationship or an assignment was made, changed or ended.
        RelationshipChange = "relationship_change",
        /// A consent was granted, changed, revoked or renewed.
        ConsentChange = "consent_change",
        /// An account, role, device or second factor was changed.
        AccountChange = "account_change",
        /// A policy or a right was changed.
        PolicyChange = "policy_change",
        /// A key was made, rotated, retired or destroyed.
        KeyChange = "key_change",
        /// Data left as a file.
        DataExport = "data_export",
        /// Data was erased or purged.
        DataDeletion = "data_deletion",
        /// The configuration was changed.
        SystemConfig = "system_config",
        /// A rule of compliance was broken.
        ComplianceViolation = "compliance_violation",
        /// Something that looks like an attack, or data that does not verify.
        SecurityIncident = "security_incident",
        /// A request that touched no health information and was still worth a line.
        ApiAccess = "api_access",
        /// Somebody read the audit log itself.
        AuditAccess = "audit_access",
        /// A review was signed off.
        Review = "review",
        /// A notice was sent.
        Notification = "notification",
        /// A service started.
        ServiceStart = "service_start",
        /// A service stopped.
        ServiceStop = "service_stop",
    }
}

impl EventType {
    /// The rule that such an event is kept for, when its producer names no other.
    pub const fn compliance_context(self) -> ComplianceContext {
        match self {
            Self::Login | Self::Logout => ComplianceContext::LoginMonitoring,
            Self::EmergencyAccess => ComplianceContext::EmergencyAccess,
            Self::RelationshipChange => ComplianceContext::PersonalRepresentatives,
            Self::ConsentChange => ComplianceContext::Authorizations,
            Self::AccountChange | Self::PolicyChange => ComplianceContext::AccessAuthorization,
            Self::KeyChange => ComplianceContext::EncryptionAtRest,
            Self::DataExport => ComplianceContext::IndividualAccess,
            Self::DataDeletion => ComplianceContext::Disposal,
            Self::ComplianceViolation | Self::SecurityIncident => ComplianceContext::SecurityIncident,
            Self::AuditAccess | Self::Review => ComplianceContext::ActivityReview,
            Self::PhiAccess
            | Self::PhiChange
            | Self::Turn
            | Self::CrisisAlert
            | Self::AlertChange
            | Self::SystemConfig
            | Self::ApiAccess
            | Self::Notification
            | Self::ServiceStart
            | Self::ServiceStop => ComplianceContext::AuditControls,
        }
    }
}

words! {
    /// The rule that an event is kept for (45 CFR).
    ComplianceContext {
        /// Audit controls.
        AuditControls = "hipaa_164_312_b_audit_controls",
        /// Emergency access procedure.
        EmergencyAccess = "hipaa_164_312_a_2_ii_emergency_access",
        /// Encryption and decryption.
        EncryptionAtRest = "hipaa_164_312_a_2_iv_encryption",
        /// Log-in monitoring.
        LoginMonitoring = "hipaa_164_308_a_5_ii_c_login_monitoring",
        /// Information system activity review.
        ActivityReview = "hipaa_164_308_a_1_ii_d_activity_review",
        /// Access authorisation, establishment and modification.
        AccessAuthorization = "hipaa_164_308_a_4_ii_access_authorization",
        /// Security incident procedures.
        SecurityIncident = "hipaa_164_308_a_6_ii_security_incident",
        /// Disposal and re-use.
        Disposal = "hipaa_164_310_d_2_disposal",
        /// Personal representatives.
        PersonalRepresentatives = "hipaa_164_502_g_personal_representatives",
        /// Authorisations.
        Authorizations = "hipaa_164_508_authorizations",
        /// The individual's right of access.
        IndividualAccess = "hipaa_164_524_individual_access",
        /// Accounting of disclosures.
        Accounting = "hipaa_164_528_accounting",
        /// Serious and imminent threat.
        SeriousThreat = "hipaa_164_512_j_serious_threat",
    }
}

words! {
    /// How it ended.
    Outcome {
        /// It was done.
        Success = "success",
        /// It was refused.
        Denied = "denied",
        /// It was allowed and did not succeed.
        Failure = "failure",
    }
}

/// One audit event, as its producer says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AuditEvent {
    /// Unique; the same event sent twice is one event.
    pub audit_id: EventId,
    /// Who did it; the nil id for the platform itself.
    pub user_id: PersonId,
    /// In which role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// What kind of thing happened.
    pub event_type: EventType,
    /// What was done, in one word: `read`, `open_turn`, `revoke`.
    pub action: Word,
    /// The kind of thing it was done to: `conversation`, `consent`.
    pub resource: Word,
    /// Which one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<Uuid>,
    /// The organisation; absent for what concerns the whole installation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization_id: Option<OrganizationId>,
    /// Whose health information it concerns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patient_id: Option<PersonId>,
    /// Whether health information was seen or changed.
    pub phi_accessed: bool,
    /// The category of that information.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
    /// Why it was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<Purpose>,
    /// How it ended.
    pub outcome: Outcome,
    /// Why it was decided so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Word>,
    /// The digest of the policies that decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy_hash: Option<Word>,
    /// The patient's consent epoch that the decision saw.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub epoch: Option<u32>,
    /// The rule that it is kept for.
    pub compliance_context: ComplianceContext,
    /// A few small typed values.
    #[serde(default, skip_serializing_if = "Context::is_empty")]
    pub additional_context: Context,
    /// The session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_id: Option<SessionId>,
    /// The request, the same at every hop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<RequestId>,
    /// The service that says it.
    pub source: ServiceName,
    /// The service that called it: the gateway for what came from outside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub peer: Option<ServiceName>,
    /// When it happened.
    pub timestamp: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wire_names_are_those_of_the_spec() {
        let names: Vec<&str> = EventType::ALL.iter().map(|kind| kind.name()).collect();
        for name in [
            "login",
            "logout",
            "phi_access",
            "emergency_access",
            "relationship_change",
            "consent_change",
            "data_export",
            "data_deletion",
            "system_config",
            "compliance_violation",
            "security_incident",
            "api_access",
            "service_start",
            "service_stop",
            "turn",
            "crisis_alert",
        ] {
            assert!(names.contains(&name), "{name} is missing");
        }
        let schema = serde_json::to_value(schemars::schema_for!(AuditEvent)).expect("a schema");
        for name in [
            "audit_id",
            "user_id",
            "event_type",
            "action",
            "resource",
            "resource_id",
            "phi_accessed",
            "compliance_context",
            "additional_context",
            "timestamp",
        ] {
            assert!(schema["properties"].get(name).is_some(), "{name} is missing");
        }
    }
}
