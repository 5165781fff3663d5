//! The part of FHIR R4's `Consent` that we write and read. A field that is not here is refused on the way in: what
//! is not understood might narrow what is.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Code systems and addresses. Those of our own are URNs: nothing has to be looked up.
pub(super) mod system {
    pub(in super::super) const SCOPE: &str = "http://terminology.hl7.org/CodeSystem/consentscope";
    pub(in super::super) const LOINC: &str = "http://loinc.org";
    pub(in super::super) const PARTICIPATION: &str =
        "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";
    pub(in super::super) const REASON: &str = "http://terminology.hl7.org/CodeSystem/v3-ActReason";
    pub(in super::super) const URI: &str = "urn:ietf:rfc:3986";
    pub(in super::super) const PURPOSE: &str = "urn:therapeutic-ai:purpose";
    pub(in super::super) const CATEGORY: &str = "urn:therapeutic-ai:category";
    pub(in super::super) const ACTION: &str = "urn:therapeutic-ai:action";
    pub(in super::super) const KIND: &str = "urn:therapeutic-ai:consent-kind";
    pub(in super::super) const ROLE: &str = "urn:therapeutic-ai:role";
    pub(in super::super) const ORGANIZATION: &str = "urn:therapeutic-ai:organization-class";
    pub(in super::super) const FIELD: &str = "urn:therapeutic-ai:only-field";
    pub(in super::super) const WHILE: &str = "urn:therapeutic-ai:only-while";
    pub(in super::super) const EMERGENCY: &str = "urn:therapeutic-ai:even-in-emergency";
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Resource {
    pub(super) resource_type: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) meta: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) language: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) text: Option<Value>,
    pub(super) status: String,
    pub(super) scope: Concept,
    pub(super) category: Vec<Concept>,
    pub(super) patient: Reference,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) date_time: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) performer: Vec<Reference>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) policy: Vec<Policy>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) provision: Option<Root>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Policy {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) authority: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) uri: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Concept {
    pub(super) coding: Vec<Coding>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Coding {
    pub(super) system: String,
    pub(super) code: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) display: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Reference {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) reference: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) identifier: Option<Identifier>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) display: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Identifier {
    pub(super) system: String,
    pub(super) value: String,
}

/// The root carries the time alone; what is allowed or forbidden is nested (R4: the root has no type).
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Root {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) period: Option<Span>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) provision: Vec<Nested>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Span {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) start: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) end: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Nested {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) modifier_extension: Vec<Extension>,
    #[serde(rename = "type")]
    pub(super) effect: String,
    pub(super) actor: Vec<Actor>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) action: Vec<Concept>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) purpose: Vec<Coding>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) code: Vec<Concept>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Actor {
    pub(super) role: Concept,
    pub(super) reference: Reference,
}

/// What changes the meaning of a provision: FHIR calls it a modifier, and a reader that does not know it must
/// refuse the whole.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Extension {
    pub(super) url: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) value_code: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) value_boolean: Option<bool>,
}

impl Coding {
    pub(super) fn of(system: &str, code: &str) -> Self {
        Self { system: system.to_owned(), code: code.to_owned(), display: None }
    }
}

impl Concept {
    pub(super) fn of(system: &str, code: &str) -> Self {
        Self { coding: vec![Coding::of(system, code)] }
    }

    /// The one coding, if there is exactly one.
    pub(super) fn one(&self) -> Option<(&str, &str)> {
        match &self.coding[..] {
            [one] => Some((one.system.as_str(), one.code.as_str())),
            _ => None,
        }
    }
}

impl Reference {
    pub(super) fn to(reference: String) -> Self {
        Self { reference: Some(reference), identifier: None, display: None }
    }

    pub(super) fn identified(system: &str, value: String) -> Self {
        let identifier = Identifier { system: system.to_owned(), value };
        Self { reference: None, identifier: Some(identifier), display: None }
    }
}
