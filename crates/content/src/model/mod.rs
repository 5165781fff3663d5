//! The types of everything under `/content`: one module, read by the build script that checks the data and by
//! the library that serves it, so that what was checked is what is said.
//!
//! Unknown fields are refused, both languages are fields and not keys, and closed sets are enums: most wrong
//! data cannot be written down. What types cannot say is in `check`.

mod act;
mod article;
mod card;
mod choice;
mod clause;
mod flow;
mod language;
mod law;
mod line;
mod policy;
mod protocol;
mod thing;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use act::{Act, Feeling, UserAct};
pub use article::{Article, ArticleText, Section};
pub use card::{
    Audience, Bar, Card, CardLines, Citation, Evidence, Faith, Fit, Intent, Mobility, Phase, RiskLevel, Tool,
};
pub use choice::{ChoiceOption, ChoiceSet};
pub use clause::{ClauseForms, ClauseKind, ClausePart, Clauses};
pub use flow::{Answer, Do, DueKind, Flow, FlowStep, Need, Next, Resume, Ritual, Start, Take};
pub use language::{ActPatterns, Capture, Frame, Lexicon, Relation, TimeWord, Tone, Topic};
pub use law::Jurisdiction;
pub use line::{Lint, Pool};
pub use policy::{Fx, Guard, Move, Row};
pub use protocol::{Protocol, ProtocolPart, ProtocolSection, ProtocolText};
pub use thing::{Gender, Noun, ThingClass, Things};

/// The same thing in each language; a missing language does not parse.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ByLang<T> {
    /// English.
    pub en: T,
    /// Spanish, with usted.
    pub es: T,
}

/// All data, as the build script checked it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The cards, by id.
    pub cards: Vec<Card>,
    /// The pools that the catalogues must fill, by id.
    pub pools: Vec<Pool>,
    /// Lines: pool id to line number to text.
    pub lines: ByLang<Catalogue>,
    /// The flows.
    pub flows: Vec<Flow>,
    /// Fixed sets of choices.
    pub choices: Vec<ChoiceSet>,
    /// The policy rows, highest priority first.
    pub policy: Vec<Row>,
    /// What people talk about.
    pub topics: Vec<Topic>,
    /// What can be mirrored with a span of the resident's own words.
    pub frames: Vec<Frame>,
    /// Words and patterns by which a message is understood.
    pub lexicon: ByLang<Lexicon>,
    /// Concrete things by class.
    #[serde(default)]
    pub things: Things,
    /// Constructions of the clause.
    #[serde(default)]
    pub clauses: Clauses,
    /// Words that no line may hold.
    pub lint: ByLang<Lint>,
    /// The profiles of the law.
    pub jurisdictions: Vec<Jurisdiction>,
    /// The articles. Nothing of them is said in a conversation, so they have bytes and a digest of their own: a turn is
    /// not another turn because an article was mended.
    #[serde(skip)]
    pub articles: Vec<Article>,
    /// The safety protocol, apart for the same reason: its digest names what was published.
    #[serde(skip)]
    pub protocol: Protocol,
}

/// Pool id to line number to text. Numbers are never used again for another text, so an id in an old record
/// never changes its meaning without a change of the content digest.
pub type Catalogue = BTreeMap<String, BTreeMap<u16, String>>;
