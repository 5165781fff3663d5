//! The eighteen classes of identifiers of HIPAA Safe Harbor (45 CFR 164.514(b)(2)(i)), and spans of them.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::Span;

macro_rules! classes {
    ($($(#[$doc:meta])* $variant:ident = $wire:literal / $placeholder:literal,)+) => {
        /// A class of Safe Harbor. They hold for relatives, employers and household members too.
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
        )]
        pub enum IdentifierClass {
            $($(#[$doc])* #[serde(rename = $wire)] $variant,)+
        }

        impl IdentifierClass {
            /// All eighteen, in the regulation's order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The word on the wire.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $wire,)+ }
            }

            /// The word inside a placeholder: `[NAME_1]`.
            pub const fn placeholder(self) -> &'static str {
                match self { $(Self::$variant => $placeholder,)+ }
            }

            /// The class of a placeholder's word.
            pub fn from_placeholder(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|class| class.placeholder() == word)
            }
        }
    };
}

classes! {
    /// (A) Names.
    Name = "name" / "NAME",
    /// (B) Geography smaller than a state: street, city, county, ZIP, a room.
    Geography = "geography" / "PLACE",
    /// (C) Dates but the year, and ages over 89.
    Date = "date" / "DATE",
    /// (D) Telephone numbers.
    Phone = "phone" / "PHONE",
    /// (E) Fax numbers.
    Fax = "fax" / "FAX",
    /// (F) Electronic mail addresses.
    Email = "email" / "EMAIL",
    /// (G) Social security numbers.
    SocialSecurity = "social_security" / "SSN",
    /// (H) Medical record numbers.
    MedicalRecord = "medical_record" / "MRN",
    /// (I) Health plan beneficiary numbers.
    HealthPlan = "health_plan" / "PLAN",
    /// (J) Account numbers.
    Account = "account" / "ACCOUNT",
    /// (K) Certificate and licence numbers.
    License = "license" / "LICENSE",
    /// (L) Vehicle identifiers and plates.
    Vehicle = "vehicle" / "VEHICLE",
    /// (M) Device identifiers and serial numbers.
    Device = "device" / "DEVICE",
    /// (N) Web addresses.
    Url = "url" / "URL",
    /// (O) Internet protocol addresses.
    IpAddress = "ip_address" / "IP",
    /// (P) Biometric identifiers.
    Biometric = "biometric" / "BIOMETRIC",
    /// (Q) Full-face photographs and comparable images.
    Photo = "photo" / "PHOTO",
    /// (R) Any other unique number, characteristic or code.
    Other = "other" / "ID",
}

/// One identifier in a text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct IdentifierSpan {
    /// Where.
    pub span: Span,
    /// Its class.
    pub class: IdentifierClass,
    /// The stable code of the rule that found it, such as `phi.ssn.dashed`.
    pub code: Cow<'static, str>,
    /// How sure the reading is, 0 to 1. A rule's figure, not a measured probability.
    pub confidence: f32,
}

/// A piece of an identifier in an earlier message, which a later one shows to be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct EarlierPiece {
    /// Which message: 1 is the one before.
    pub messages_back: u32,
    /// Where in that message, in code points.
    pub span: Span,
    /// Of what class the whole is.
    pub class: IdentifierClass,
}

/// What is done with identifiers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum IdentifierMode {
    /// Say where they are.
    #[default]
    Detect,
    /// Replace each by a placeholder as well, the same for the same identifier within the call. What they stood for
    /// is not told: nothing puts them back.
    Redact,
    /// As `redact`, and reversible: the answer tells what each placeholder stands for, and what earlier answers of the
    /// conversation told is taken up, so that the same identifier keeps its placeholder.
    Pseudonymise,
    /// Make the text general in the way of Safe Harbor: of a date its year stays, of a ZIP its first three digits (000
    /// where few people live), of an age over 89 that it is 90 or more; the rest is redacted.
    Generalise,
}
