//! The safety protocol that the gateway publishes.

use serde::{Deserialize, Serialize};

use super::ByLang;

/// How danger is detected and answered, for everybody to read.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Protocol {
    /// Raised when the words change.
    pub version: u16,
    /// As of when what stands here is what the program does, `YYYY-MM-DD`.
    pub as_of: String,
    /// The words.
    pub text: ByLang<ProtocolText>,
    /// Who reviewed it; `None` is shown as unreviewed.
    pub reviewer: Option<String>,
    /// When it was reviewed, `YYYY-MM-DD`.
    pub reviewed: Option<String>,
}

/// The protocol in one language.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProtocolText {
    /// Its title.
    pub title: String,
    /// What it is about, in a sentence or two.
    pub summary: String,
    /// Its sections, in order.
    pub sections: Vec<ProtocolSection>,
}

/// What a section of the protocol is about. The law asks for each of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ProtocolPart {
    /// That it is no person, and no licensed care.
    Nature,
    /// How danger is found.
    Detection,
    /// What happens then.
    Response,
    /// Who is called.
    People,
    /// That it may not suit some minors.
    Minors,
    /// What it misses, and what is counted.
    Limits,
}

impl ProtocolPart {
    /// All of them.
    pub const ALL: &'static [Self] =
        &[Self::Nature, Self::Detection, Self::Response, Self::People, Self::Minors, Self::Limits];
}

/// A part of the protocol.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProtocolSection {
    /// What it is about.
    pub part: ProtocolPart,
    /// Its heading.
    pub heading: String,
    /// Its paragraphs.
    pub paragraphs: Vec<String>,
}

impl ProtocolText {
    /// Every text of it, in the order of reading.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let sections = self.sections.iter().flat_map(|section| {
            std::iter::once(section.heading.as_str()).chain(section.paragraphs.iter().map(String::as_str))
        });
        [self.title.as_str(), self.summary.as_str()].into_iter().chain(sections)
    }
}
