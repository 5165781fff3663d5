//! What an operation touches: the vocabulary of decisions, shared by contracts, consent and policies.
//!
//! The categories, actions and purposes are those of COMPLIANCE §4.1. They stand here, below the contract
//! crates, because every operation's binding names them; `consent-api` re-exports them as its own words.

use serde::{Deserialize, Serialize};

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
        pub enum $name {
            $($(#[$variant_doc])* #[serde(rename = $text)] $variant,)+
        }

        impl $name {
            /// All of them, in the order of the design's tables.
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

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.name())
            }
        }
    };
}

words! {
    /// A category of health information, each with its own default visibility (COMPLIANCE §4.1).
    Category {
        /// Name, room, contact, account.
        Demographics = "demographics",
        /// Visits and appointments.
        Appointments = "appointments",
        /// The plan of care.
        CarePlan = "care_plan",
        /// Medications.
        Medications = "medications",
        /// Vital signs.
        Vitals = "vitals",
        /// Billing, without clinical text.
        Billing = "billing",
        /// The words of conversations with the companion.
        ChatTranscripts = "chat_transcripts",
        /// What the companion remembers about the resident.
        RememberedFacts = "remembered_facts",
        /// Mood and the scores of questionnaires.
        AssessmentScores = "assessment_scores",
        /// The summary of how somebody is, made for those who care.
        WellbeingSummary = "wellbeing_summary",
        /// Crisis events and alerts.
        CrisisEvents = "crisis_events",
        /// Diagnoses of mental health.
        MentalHealthDiagnosis = "mental_health_diagnosis",
        /// The safety plan, owned by the resident.
        SafetyPlan = "safety_plan",
        /// A clinician's separately kept session notes (45 CFR 164.501).
        PsychotherapyNotes = "psychotherapy_notes",
        /// Substance use disorder records (42 CFR Part 2).
        SubstanceUse = "substance_use",
        /// Substance use disorder counselling notes (42 CFR 2.11).
        SubstanceUseCounseling = "substance_use_counseling",
        /// HIV, sexual health, genetics (state law).
        SensitiveHealth = "sensitive_health",
        /// Notes that family members enter; their author decides.
        FamilyNotes = "family_notes",
        /// What a model inferred.
        AiInferences = "ai_inferences",
    }
}

words! {
    /// What is done with it.
    Action {
        /// See the content.
        Read = "read",
        /// Know that it exists.
        List = "list",
        /// Be told when it changes.
        Notify = "notify",
        /// Create or change it.
        Write = "write",
        /// Give it to somebody outside.
        Disclose = "disclose_out",
        /// Put it before a model.
        UseInPrompt = "use_in_prompt",
        /// Make it findable.
        Index = "index",
        /// Take a copy away.
        Export = "export",
    }
}

words! {
    /// Why it is done (HL7 PurposeOfUse where there is a code).
    Purpose {
        /// Treatment.
        Treatment = "TREAT",
        /// Emergency treatment.
        EmergencyTreatment = "ETREAT",
        /// Break-glass.
        BreakGlass = "BTG",
        /// Payment.
        Payment = "HPAYMT",
        /// Health care operations.
        Operations = "HOPERAT",
        /// Involvement of family (45 CFR 164.510(b)).
        Family = "FAMRQT",
        /// The patient's own request.
        Patient = "PATRQT",
        /// Research.
        Research = "HRESCH",
        /// Public health.
        PublicHealth = "PUBHLTH",
        /// Legal proceedings.
        Legal = "LEGAL",
        /// Training of models: always a separate opt-in.
        ModelTraining = "MODEL-TRAINING",
        /// Review of quality.
        QualityReview = "QUALITY-REVIEW",
    }
}

/// Where an operation's patient comes from, for the one decision that it needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PatientSource {
    /// The named field of the path.
    Path(&'static str),
    /// The named field of the body.
    Body(&'static str),
    /// The caller's own record.
    Caller,
    /// The object that the path names, once loaded (a conversation knows its resident).
    Object,
    /// Every item of the answer is decided by itself; what is refused is left out.
    EachItem,
}

/// What an operation leaves in the audit log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuditClass {
    /// Nothing (health, public keys).
    None,
    /// One event per request and patient before the answer goes out.
    Read,
    /// One event in the same atomic step as the change.
    Write,
    /// A security event: sign-in, sign-out, a change of rights.
    Security,
}

/// The access binding of an operation. A route without one stops the process at start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Not bound yet: refused at start.
    Unbound,
    /// Touches no patient's information; the reason says why that is so.
    NoPatient {
        /// Why no patient's information is touched.
        because: &'static str,
    },
    /// Touches a patient's information; decided for each request.
    Patient {
        /// What is done.
        action: Action,
        /// With what.
        category: Category,
        /// Why, when the caller does not say (`Purpose-Of-Use`); `Treatment` of a resident is their own request, of a
        /// relative the family's part in care.
        purpose: Purpose,
        /// Whose.
        patient: PatientSource,
    },
}

impl Access {
    /// No patient's information, and why.
    pub const fn none(because: &'static str) -> Self {
        Self::NoPatient { because }
    }

    /// A patient's information.
    pub const fn patient(
        action: Action,
        category: Category,
        purpose: Purpose,
        patient: PatientSource,
    ) -> Self {
        Self::Patient { action, category, purpose, patient }
    }
}
