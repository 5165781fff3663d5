//! Articles: pages that families read in their own pages. Nothing of them is said in a conversation.

use serde::{Deserialize, Serialize};

use super::{Audience, ByLang, Citation};

/// A page to read.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Article {
    /// Name, such as `visiting_with_dementia`.
    pub id: String,
    /// Raised when the words change.
    pub version: u16,
    /// Who it is for.
    pub audience: Audience,
    /// The words.
    pub text: ByLang<ArticleText>,
    /// Where its ideas come from.
    pub sources: Vec<Citation>,
    /// Who reviewed the words; `None` is shown as unreviewed.
    pub reviewer: Option<String>,
    /// When they were reviewed, `YYYY-MM-DD`.
    pub reviewed: Option<String>,
    /// From when it is not shown any more, `YYYY-MM-DD`.
    pub expires: String,
}

/// The words of an article in one language.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArticleText {
    /// Its title.
    pub title: String,
    /// What it is about, in a sentence or two.
    pub summary: String,
    /// Its sections, in order.
    pub sections: Vec<Section>,
}

/// A part of an article.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Its heading.
    pub heading: String,
    /// Its paragraphs.
    pub paragraphs: Vec<String>,
}

impl ArticleText {
    /// Every text of it, in the order of reading.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let sections = self.sections.iter().flat_map(|section| {
            std::iter::once(section.heading.as_str()).chain(section.paragraphs.iter().map(String::as_str))
        });
        [self.title.as_str(), self.summary.as_str()].into_iter().chain(sections)
    }
}
