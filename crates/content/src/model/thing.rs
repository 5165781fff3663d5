//! Concrete things by class: what a message names that can be pictured, with the forms that its language needs.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::ByLang;

/// A class of things that are spoken of alike. The pools `thing.<id>` and `ask.thing.<id>` answer to it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ThingClass {
    /// Name, such as `sweet`.
    pub id: String,
    /// Whether it belongs to work, so that years which were just counted may be years of it.
    #[serde(default)]
    pub work: bool,
}

/// The grammatical gender of a Spanish noun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Gender {
    /// Feminine.
    F,
    /// Masculine.
    M,
}

/// A noun with its forms. One form alone is what cannot be counted ("bread"), or what is only said of many ("scissors").
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Noun {
    /// In Spanish.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gender: Option<Gender>,
    /// Of one, as it is written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub one: Option<String>,
    /// Of many, as it is written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub many: Option<String>,
    /// Whether it counts only behind an article, an owner or a preposition, because it is a verb as well.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub bound: bool,
}

/// The things of both languages. Content of before they were there has none.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Things {
    /// The classes, the most telling first.
    pub classes: Vec<ThingClass>,
    /// The nouns, by class.
    pub nouns: ByLang<BTreeMap<String, Vec<Noun>>>,
}
