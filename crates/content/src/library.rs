//! The embedded content with its lookups.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;
use std::sync::LazyLock;

use aws_lc_rs::digest::{SHA256, digest};
use content_safety_api::Language;
use serde::{Deserialize, Serialize};

use crate::dates::day_number;
use crate::lexicon::{Compiled, Patterns};
use crate::model::{
    Article, ByLang, Card, CardLines, ChoiceSet, ClauseKind, Flow, Frame, Jurisdiction, Lint, Pool, Protocol,
    ProtocolPart, Row, Source, ThingClass, Topic,
};
use crate::pattern::{NoSpans, Pattern};
use crate::text::{Token, folded};

pub(crate) static EMBEDDED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/content.json"));
static ARTICLES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/articles.json"));
static PROTOCOL: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/protocol.json"));
static LIBRARY: LazyLock<Library> = LazyLock::new(|| {
    let library = Library::from_bytes(EMBEDDED).expect("the build script wrote it from the same types");
    library.with_pages(ARTICLES, PROTOCOL).expect("the build script wrote them too")
});

/// Why some bytes are not content that this binary can speak.
#[derive(Debug, thiserror::Error)]
pub enum ContentError {
    /// Another layout, or no content at all.
    #[error("this is no content of this version: {0}")]
    Layout(#[from] serde_json::Error),
    /// A pattern that cannot be read.
    #[error("a pattern cannot be read: {0}")]
    Pattern(String),
    /// A date that is none.
    #[error("the card `{0}` has no date")]
    Date(String),
    /// The default profile of the law is missing, or the last row of the policy.
    #[error("`{0}` is missing")]
    Missing(&'static str),
}

/// The content that this binary was built with.
pub fn library() -> &'static Library {
    &LIBRARY
}

/// SHA-256 of the checked data: names the content in turn records.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest of some bytes.
    pub fn of(bytes: &[u8]) -> Self {
        let mut out = [0; 32];
        out.copy_from_slice(digest(&SHA256, bytes).as_ref());
        Self(out)
    }

    /// The bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Digest {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let mut out = [0; 32];
        let wrong = || serde::de::Error::custom("expected 64 hexadecimal digits");
        if text.len() != 64 || !text.is_ascii() {
            return Err(wrong());
        }
        for (at, byte) in out.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[2 * at..2 * at + 2], 16).map_err(|_| wrong())?;
        }
        Ok(Self(out))
    }
}

/// A line of a pool: `feel.sad/3`. It carries no language.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LineRef {
    /// The pool.
    pub pool: String,
    /// The number within it.
    pub number: u16,
}

impl fmt::Display for LineRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.pool, self.number)
    }
}

impl fmt::Debug for LineRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<LineRef> for String {
    fn from(line: LineRef) -> Self {
        line.to_string()
    }
}

impl TryFrom<String> for LineRef {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        let (pool, number) = text.rsplit_once('/').ok_or("a line is `pool/number`")?;
        let number = number.parse().map_err(|_| "a line is `pool/number`")?;
        Ok(Self { pool: pool.to_owned(), number })
    }
}

/// Everything the companion can say, and how it understands.
#[derive(Debug)]
pub struct Library {
    source: Source,
    digest: Digest,
    articles_digest: Digest,
    protocol_digest: Digest,
    pools: HashMap<String, usize>,
    expires: BTreeMap<String, i64>,
    lexicon: ByLang<Compiled>,
    lints: ByLang<Vec<(Pattern, String)>>,
    means: ByLang<HashSet<String>>,
    choices: ByLang<HashMap<String, Patterns<usize>>>,
}

impl Library {
    /// Reads data that was checked when it was built, this binary's or an older one's.
    ///
    /// # Errors
    /// The bytes have another layout, or lack what the engine cannot do without.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ContentError> {
        let source: Source = serde_json::from_slice(bytes)?;
        if !source.jurisdictions.iter().any(|profile| profile.id == "default") {
            return Err(ContentError::Missing("jurisdiction default"));
        }
        if !source.policy.iter().any(|row| row.when.is_empty()) {
            return Err(ContentError::Missing("a row for everything else"));
        }
        let pools = source.pools.iter().enumerate().map(|(at, pool)| (pool.id.clone(), at)).collect();
        let expires = source
            .cards
            .iter()
            .map(|card| {
                let day = day_number(&card.expires).ok_or_else(|| ContentError::Date(card.id.clone()))?;
                Ok((card.id.clone(), day))
            })
            .collect::<Result<_, ContentError>>()?;
        let (nouns, clauses) = (&source.things.nouns, &source.clauses);
        let lexicon = ByLang {
            en: Compiled::new(&source.lexicon.en, &nouns.en, &clauses.kinds, &clauses.forms.en)?,
            es: Compiled::new(&source.lexicon.es, &nouns.es, &clauses.kinds, &clauses.forms.es)?,
        };
        let choices = ByLang { en: meanings(&source, Language::En)?, es: meanings(&source, Language::Es)? };
        let lints = ByLang { en: lints(&source.lint.en)?, es: lints(&source.lint.es)? };
        let means = |lint: &Lint| lint.means.iter().map(|means| folded(means)).collect();
        let means = ByLang { en: means(&source.lint.en), es: means(&source.lint.es) };
        let (digest, articles_digest) = (Digest::of(bytes), Digest::of(&[]));
        let protocol_digest = articles_digest;
        Ok(Self {
            digest,
            articles_digest,
            protocol_digest,
            source,
            pools,
            expires,
            lexicon,
            lints,
            means,
            choices,
        })
    }

    /// The same with the articles and the protocol of this binary; an older content has none.
    fn with_pages(mut self, articles: &[u8], protocol: &[u8]) -> Result<Self, ContentError> {
        self.source.articles = serde_json::from_slice(articles)?;
        self.articles_digest = Digest::of(articles);
        self.source.protocol = serde_json::from_slice(protocol)?;
        self.protocol_digest = Digest::of(protocol);
        Ok(self)
    }

    /// Names this content in turn records and in health.
    pub const fn digest(&self) -> Digest {
        self.digest
    }

    /// A pool by id.
    pub fn pool(&self, id: &str) -> Option<&Pool> {
        self.pools.get(id).map(|&at| &self.source.pools[at])
    }

    /// Every pool.
    pub fn pools(&self) -> &[Pool] {
        &self.source.pools
    }

    /// The numbers of a pool's lines, in order; the same in every language.
    pub fn numbers(&self, pool: &str) -> impl Iterator<Item = u16> {
        self.source.lines.en.get(pool).into_iter().flatten().map(|(number, _)| *number)
    }

    /// The text of a line, with its placeholders.
    pub fn line(&self, line: &LineRef, language: Language) -> Option<&str> {
        let catalogue = self.source.lines.of(language);
        catalogue.get(&line.pool)?.get(&line.number).map(String::as_str)
    }

    /// The classes of concrete things, the most telling first.
    pub fn thing_classes(&self) -> &[ThingClass] {
        &self.source.things.classes
    }

    /// The constructions of the clause, the plainest first.
    pub fn clause_kinds(&self) -> &[ClauseKind] {
        &self.source.clauses.kinds
    }

    /// The cards.
    pub fn cards(&self) -> &[Card] {
        &self.source.cards
    }

    /// A card by id.
    pub fn card(&self, id: &str) -> Option<&Card> {
        self.source.cards.iter().find(|card| card.id == id)
    }

    /// The cards that nobody has reviewed; health and the documentation list them.
    pub fn unreviewed(&self) -> impl Iterator<Item = &Card> {
        self.source.cards.iter().filter(|card| card.reviewer.is_none())
    }

    /// The articles for families.
    pub fn articles(&self) -> &[Article] {
        &self.source.articles
    }

    /// An article by id.
    pub fn article(&self, id: &str) -> Option<&Article> {
        self.source.articles.iter().find(|article| article.id == id)
    }

    /// Names the articles in health and wherever one was shown; apart from [`Self::digest`], which names what is said.
    pub const fn articles_digest(&self) -> Digest {
        self.articles_digest
    }

    /// The safety protocol that is published.
    pub const fn protocol(&self) -> &Protocol {
        &self.source.protocol
    }

    /// Names the protocol wherever it was shown or counted by; apart from [`Self::digest`], which names what is said.
    pub const fn protocol_digest(&self) -> Digest {
        self.protocol_digest
    }

    /// Whether an article may still be shown on this day (days since 1970).
    pub fn is_article_current(&self, article: &Article, day: u32) -> bool {
        day_number(&article.expires).is_some_and(|expires| i64::from(day) < expires)
    }

    /// The articles that nobody has reviewed; health and the documentation list them.
    pub fn unreviewed_articles(&self) -> impl Iterator<Item = &Article> {
        self.source.articles.iter().filter(|article| article.reviewer.is_none())
    }

    /// Whether a card may still be used on this day (days since 1970).
    pub fn is_current(&self, card: &Card, day: u32) -> bool {
        self.expires.get(&card.id).is_some_and(|&expires| i64::from(day) < expires)
    }

    /// The flows.
    pub fn flows(&self) -> &[Flow] {
        &self.source.flows
    }

    /// A flow by id.
    pub fn flow(&self, id: &str) -> Option<&Flow> {
        self.source.flows.iter().find(|flow| flow.id == id)
    }

    /// A fixed set of choices by id.
    pub fn choices(&self, id: &str) -> Option<&ChoiceSet> {
        self.source.choices.iter().find(|set| set.id == id)
    }

    /// Which choice of a set these words mean, by its place in the set; the last of those that do.
    pub fn meant(&self, set: &str, tokens: &[Token], language: Language) -> Option<usize> {
        let patterns = self.choices.of(language).get(set)?;
        patterns.find(tokens, &NoSpans).into_iter().map(|(_, at)| *at).max()
    }

    /// The policy rows, highest priority first.
    pub fn policy(&self) -> &[Row] {
        &self.source.policy
    }

    /// The topics, in the order of preference.
    pub fn topics(&self) -> &[Topic] {
        &self.source.topics
    }

    /// A topic by id.
    pub fn topic(&self, id: &str) -> Option<&Topic> {
        self.source.topics.iter().find(|topic| topic.id == id)
    }

    /// The frames, in the order of preference.
    pub fn frames(&self) -> &[Frame] {
        &self.source.frames
    }

    /// How a language is understood.
    pub fn lexicon(&self, language: Language) -> &Compiled {
        self.lexicon.of(language)
    }

    /// What no line of a language may hold, each with its reason: the build checks every line by it, and the rubric
    /// every reply.
    pub fn lints(&self, language: Language) -> &[(Pattern, String)] {
        self.lints.of(language)
    }

    /// Whether a folded word is one for a means or a place of death.
    pub fn is_means(&self, word: &str, language: Language) -> bool {
        self.means.of(language).contains(word)
    }

    /// A profile of the law. An unknown place gets the default, which is as strict as the strictest.
    pub fn jurisdiction(&self, id: &str) -> &Jurisdiction {
        let named = |id: &str| self.source.jurisdictions.iter().find(|profile| profile.id == id);
        named(id)
            .or_else(|| named("default"))
            .expect("whatever reads a content looks for the default profile")
    }

    /// Every profile of the law.
    pub fn jurisdictions(&self) -> &[Jurisdiction] {
        &self.source.jurisdictions
    }
}

/// The forbidden patterns of a language, read.
fn lints(lint: &Lint) -> Result<Vec<(Pattern, String)>, ContentError> {
    let read = |text: &str| Pattern::parse(text).map_err(ContentError::Pattern);
    lint.never.iter().map(|(text, reason)| Ok((read(text)?, reason.clone()))).collect()
}

/// What the choices of each set mean in a language.
fn meanings(source: &Source, language: Language) -> Result<HashMap<String, Patterns<usize>>, ContentError> {
    let of =
        |set: &ChoiceSet| {
            let options = set.options.iter().enumerate();
            Patterns::new(options.flat_map(|(at, option)| {
                option.means.of(language).iter().map(move |text| (text.as_str(), at))
            }))
        };
    source.choices.iter().map(|set| Ok((set.id.clone(), of(set)?))).collect()
}

impl<T> ByLang<T> {
    /// The one of a language.
    pub const fn of(&self, language: Language) -> &T {
        match language {
            Language::En => &self.en,
            Language::Es => &self.es,
        }
    }
}

impl Protocol {
    /// The paragraphs of a part.
    pub fn part(&self, part: ProtocolPart, language: Language) -> &[String] {
        let mut sections = self.text.of(language).sections.iter();
        sections.find(|section| section.part == part).map_or(&[], |section| &section.paragraphs)
    }
}

impl Card {
    /// The words in a language.
    pub const fn words(&self, language: Language) -> &CardLines {
        self.lines.of(language)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_content_is_read_and_named() {
        let library = library();
        assert_eq!(library.digest(), Digest::of(EMBEDDED));
        assert_eq!(library.digest().to_string().len(), 64);
        let line = LineRef { pool: "feel.sad".to_owned(), number: 1 };
        assert_eq!(library.line(&line, Language::En), Some("That sounds sad."));
        assert_eq!(library.line(&line, Language::Es), Some("Eso suena triste."));
        assert_eq!(library.numbers("feel.sad").count(), 12);
    }

    #[test]
    fn the_protocol_has_every_part_in_both_languages_and_a_digest_of_its_own() {
        let library = library();
        assert_eq!(library.protocol_digest(), Digest::of(PROTOCOL));
        assert_ne!(library.protocol_digest(), library.articles_digest());
        for part in ProtocolPart::ALL {
            let (en, es) =
                (library.protocol().part(*part, Language::En), library.protocol().part(*part, Language::Es));
            assert!(!en.is_empty() && en.len() == es.len() && en != es, "{part:?}");
        }
    }

    #[test]
    fn a_card_is_not_current_from_its_last_day_on() {
        let library = library();
        let card = library.card("slow_breath").expect("the card");
        let last = u32::try_from(day_number(&card.expires).expect("a date")).expect("after 1970");
        assert!(library.is_current(card, last - 1));
        assert!(!library.is_current(card, last));
    }

    #[test]
    fn articles_are_there_in_both_languages_with_a_digest_of_their_own() {
        let library = library();
        assert_eq!(library.articles_digest(), Digest::of(ARTICLES));
        assert_ne!(library.articles_digest(), library.digest());
        for id in
            ["guilt_about_placement", "one_hour_of_help", "visiting_with_dementia", "after_a_crisis_notice"]
        {
            let article = library.article(id).expect("the article");
            assert!(article.text.of(Language::En).texts().count() > 8);
            assert_ne!(article.text.en.title, article.text.es.title);
            let last = u32::try_from(day_number(&article.expires).expect("a date")).expect("after 1970");
            assert!(
                library.is_article_current(article, last - 1) && !library.is_article_current(article, last)
            );
        }
        assert_eq!(library.unreviewed_articles().count(), library.articles().len());
    }

    #[test]
    fn an_unknown_place_gets_the_default_profile() {
        assert_eq!(library().jurisdiction("atlantis").id, "default");
        assert!(!library().jurisdiction("us-il").emotion_inference);
    }

    #[test]
    fn a_line_reference_survives_its_text() {
        let line = LineRef { pool: "frame.died".to_owned(), number: 12 };
        let text = serde_json::to_string(&line).expect("serialises");
        assert_eq!(text, "\"frame.died/12\"");
        assert_eq!(serde_json::from_str::<LineRef>(&text).expect("reads"), line);
        assert!(serde_json::from_str::<LineRef>("\"died\"").is_err());
    }
}
