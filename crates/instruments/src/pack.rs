//! A pack: one instrument with its words, as an operator installs it, and what is checked before it is used.

use std::fmt::Write as _;

use aws_lc_rs::digest::{SHA256, digest};
use content_safety_api::Language;
use serde::{Deserialize, Serialize};

use super::known::{Known, known};
use super::score::Rule;

/// The most bytes of a pack.
pub(crate) const PACK_BYTES_MAX: usize = 256 * 1024;
/// The most items of an instrument.
const ITEMS_MAX: usize = 64;
/// The most choices of a scale.
const SCALE_MAX: usize = 7;
/// The items of a suicide risk screener.
const SCREENER_ITEMS: usize = 7;
/// The most characters of an item, a label or a title.
const TEXT_MAX: usize = 600;

/// One instrument with its words.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pack {
    /// Its id: one of [`KNOWN`](super::KNOWN), or the operator's own.
    pub id: String,
    /// The version of the words, as the operator names it: a letter or digit, and then letters, digits, `.`, `-` and `_`.
    pub version: String,
    /// By what right the words are used, as the operator states it.
    pub rights: String,
    /// The words, one entry a language.
    pub texts: Vec<PackText>,
    /// The rules of each item, in the order they are asked.
    pub items: Vec<ItemRule>,
    /// How answers become a result.
    pub rule: Rule,
    /// The bands of the result, ascending, without a gap.
    pub bands: Vec<Band>,
    /// Which answers jump over items.
    #[serde(default)]
    pub skips: Vec<Skip>,
    /// Which answers open the risk gate.
    #[serde(default)]
    pub gates: Vec<Gate>,
    /// At least so many days from one time to the next.
    pub min_days: u16,
    /// When it is not asked.
    pub bars: Bars,
}

/// The words of an instrument in one language.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackText {
    /// The language.
    pub language: Language,
    /// What it is called when it is offered.
    pub title: String,
    /// The items, in order, word for word.
    pub items: Vec<ItemText>,
    /// What the values of the scale are called.
    pub scale: Vec<ScaleLabel>,
}

/// An item, word for word.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ItemText {
    /// The words.
    pub text: String,
    /// SHA-256 of the words, in hexadecimal: what a record names.
    pub hash: String,
}

/// A value of the scale, and what its button says.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScaleLabel {
    /// The value.
    pub value: u8,
    /// What the button says.
    pub label: String,
}

/// The rules of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ItemRule {
    /// The least value of an answer.
    pub least: u8,
    /// The greatest value of an answer.
    pub most: u8,
    /// Whether the answer is turned round before it is added.
    #[serde(default)]
    pub reversed: bool,
}

/// How heavy a band is, without a name for what it might be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    /// Light.
    Low,
    /// In between.
    Middle,
    /// Heavy.
    High,
}

/// A band of the result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// Its id: a number or a letter, never a diagnosis.
    pub id: String,
    /// The lowest score in it.
    pub from: u16,
    /// How heavy it is.
    pub tier: Tier,
}

/// An answer that jumps over items.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Skip {
    /// The item, counted from one.
    pub item: u8,
    /// The answer.
    pub value: u8,
    /// The item that comes next; one past the last ends it.
    pub to: u8,
}

/// An answer that opens the risk gate at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gate {
    /// The item, counted from one.
    pub item: u8,
    /// From this value on.
    pub from: u8,
}

/// When an instrument is not asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bars {
    /// Within so many days of a bereavement; at least 7.
    pub grief_days: u16,
    /// In the simple profile only with staff beside the resident.
    pub simple_needs_staff: bool,
}

/// What is wrong with a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// A stable code.
    pub code: &'static str,
    /// Where.
    pub place: String,
}

/// SHA-256 of an item's words, in hexadecimal.
pub fn item_hash(text: &str) -> String {
    digest_hex(text.as_bytes())
}

/// The name under which a pack is installed: its id, the version of its words, and the digest of its bytes.
pub fn installed_name(pack: &Pack, bytes: &[u8]) -> String {
    format!("{}.{}.{}.json", pack.id, pack.version, digest_hex(bytes))
}

/// Whether the bytes are those that were installed under a name.
pub fn is_as_installed(name: &str, bytes: &[u8]) -> bool {
    let digest = name.strip_suffix(".json").and_then(|rest| rest.rsplit('.').next());
    digest == Some(digest_hex(bytes).as_str())
}

/// SHA-256 of a pack's bytes, in hexadecimal.
pub fn digest_hex(bytes: &[u8]) -> String {
    digest(&SHA256, bytes).as_ref().iter().fold(String::with_capacity(64), |mut out, byte| {
        // Writing to a string cannot fail.
        let _ = write!(out, "{byte:02x}");
        out
    })
}

impl Pack {
    /// Reads and checks a pack.
    ///
    /// # Errors
    /// Everything that is wrong with it; a pack with a fault is never used.
    pub fn read(bytes: &[u8]) -> Result<Self, Vec<Fault>> {
        let fault = |code, place: &str| vec![Fault { code, place: place.to_owned() }];
        if bytes.len() > PACK_BYTES_MAX {
            return Err(fault("pack_too_large", ""));
        }
        let pack: Self = serde_json::from_slice(bytes)
            .map_err(|error| fault("pack_malformed", &format!("{}:{}", error.line(), error.column())))?;
        let faults = pack.faults();
        if faults.is_empty() { Ok(pack) } else { Err(faults) }
    }

    /// Everything that is wrong with it.
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults = Faults(Vec::new());
        self.shape(&mut faults);
        self.words(&mut faults);
        self.rules(&mut faults);
        if let Some(known) = known(&self.id) {
            self.as_published(known, &mut faults);
        }
        faults.0
    }

    /// The words in a language, if it has them.
    pub fn text(&self, language: Language) -> Option<&PackText> {
        self.texts.iter().find(|text| text.language == language)
    }

    /// Whether it is a suicide risk screener: six questions and the recency of what was done, each a yes or a no.
    pub fn is_screener(&self) -> bool {
        self.rule == Rule::Screener
            && self.items.len() == SCREENER_ITEMS
            && self.items.iter().all(|item| (item.least, item.most) == (0, 1))
    }

    /// An item's words by its hash, with the language that they are in.
    pub fn item(&self, item: usize, hash: &str) -> Option<(Language, &str)> {
        self.texts.iter().find_map(|text| {
            let found = text.items.get(item).filter(|found| found.hash == hash)?;
            Some((text.language, found.text.as_str()))
        })
    }

    /// The greatest score.
    pub fn score_max(&self) -> u16 {
        match self.rule {
            Rule::Sum { .. } => self.items.iter().map(|item| u16::from(item.most)).sum(),
            Rule::Percent => 100,
            Rule::Screener => 3,
        }
    }

    /// The lowest score.
    pub fn score_min(&self) -> u16 {
        match self.rule {
            Rule::Sum { .. } => self.items.iter().map(|item| u16::from(item.least)).sum(),
            Rule::Percent | Rule::Screener => 0,
        }
    }

    fn shape(&self, faults: &mut Faults) {
        let plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
        faults.unless(
            !self.id.is_empty() && self.id.len() <= 40 && self.id.chars().all(plain),
            "pack_id",
            "id",
        );
        // It is part of a file's name.
        let named = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '_');
        let version = &self.version;
        let begins = version.starts_with(|letter: char| letter.is_ascii_alphanumeric());
        faults.unless(begins && version.len() <= 40 && version.chars().all(named), "pack_version", "version");
        faults.unless(!self.rights.trim().is_empty() && self.rights.len() <= 2_000, "pack_rights", "rights");
        faults.unless((1..=ITEMS_MAX).contains(&self.items.len()), "pack_items", "items");
        faults.unless(!self.texts.is_empty(), "pack_languages", "texts");
        faults.unless(self.min_days >= 1, "pack_min_days", "min_days");
        faults.unless(self.bars.grief_days >= 7, "pack_grief_days", "bars");
        for (at, item) in self.items.iter().enumerate() {
            faults.unless(item.least < item.most, "pack_item_values", &format!("items {}", at + 1));
        }
    }

    fn words(&self, faults: &mut Faults) {
        for (at, text) in self.texts.iter().enumerate() {
            let place = format!("texts {at}");
            let twice = self.texts[..at].iter().any(|other| other.language == text.language);
            faults.unless(!twice, "pack_language_twice", &place);
            faults.unless(is_text(&text.title), "pack_title", &place);
            faults.unless(text.items.len() == self.items.len(), "pack_item_count", &place);
            for (number, item) in text.items.iter().enumerate() {
                let place = format!("{place} item {}", number + 1);
                faults.unless(is_text(&item.text), "pack_item_text", &place);
                faults.unless(item.hash == item_hash(&item.text), "pack_item_hash", &place);
            }
            faults.unless((2..=SCALE_MAX).contains(&text.scale.len()), "pack_scale", &place);
            faults.unless(text.scale.iter().all(|value| is_text(&value.label)), "pack_scale_label", &place);
            for (number, item) in self.items.iter().enumerate() {
                let every = (item.least..=item.most)
                    .all(|value| text.scale.iter().filter(|label| label.value == value).count() == 1);
                faults.unless(every, "pack_scale_values", &format!("{place} item {}", number + 1));
            }
        }
    }

    fn rules(&self, faults: &mut Faults) {
        let rising = self.bands.windows(2).all(|pair| pair[0].from < pair[1].from);
        let whole = self.bands.first().is_some_and(|band| band.from == self.score_min())
            && self.bands.last().is_some_and(|band| band.from <= self.score_max());
        faults.unless(rising && whole, "pack_bands", "bands");
        for band in &self.bands {
            let short =
                !band.id.is_empty() && band.id.len() <= 2 && band.id.chars().all(char::is_alphanumeric);
            faults.unless(short, "pack_band_id", "bands");
        }
        let count = self.items.len();
        let answer = |item: u8, value: u8| {
            self.items
                .get(usize::from(item).wrapping_sub(1))
                .is_some_and(|rule| (rule.least..=rule.most).contains(&value))
        };
        for skip in &self.skips {
            let forward = usize::from(skip.to) > usize::from(skip.item) && usize::from(skip.to) <= count + 1;
            faults.unless(forward && answer(skip.item, skip.value), "pack_skip", "skips");
        }
        for gate in &self.gates {
            faults.unless(answer(gate.item, gate.from), "pack_gate", "gates");
        }
    }

    /// The rules of an instrument that is known by name are the published ones.
    fn as_published(&self, known: &Known, faults: &mut Faults) {
        faults.unless(self.items.len() == usize::from(known.items), "pack_not_as_published", "items");
        for (at, item) in self.items.iter().enumerate() {
            let number = u8::try_from(at + 1).unwrap_or(u8::MAX);
            let same =
                (item.least, item.most) == known.values && item.reversed == known.reversed.contains(&number);
            faults.unless(same, "pack_not_as_published", &format!("items {number}"));
        }
        faults.unless(self.rule == known.rule, "pack_not_as_published", "rule");
        faults.unless(
            self.bands.iter().map(|band| band.from).eq(known.cuts.iter().copied()),
            "pack_not_as_published",
            "bands",
        );
        let rising = self.bands.windows(2).all(|pair| pair[0].tier <= pair[1].tier);
        let falling = self.bands.windows(2).all(|pair| pair[0].tier >= pair[1].tier);
        faults.unless(
            if known.higher_is_heavier { rising } else { falling },
            "pack_not_as_published",
            "tiers",
        );
        faults.unless(self.skips == known.skips, "pack_not_as_published", "skips");
        // More may open the gate than what is published, never less.
        let gated = known
            .gates
            .iter()
            .all(|gate| self.gates.iter().any(|own| own.item == gate.item && own.from <= gate.from));
        faults.unless(gated, "pack_gate_missing", "gates");
        faults.unless(self.min_days >= known.min_days, "pack_too_often", "min_days");
    }
}

fn is_text(text: &str) -> bool {
    let length = text.chars().count();
    text.trim() == text && (1..=TEXT_MAX).contains(&length) && !text.contains(char::is_control)
}

struct Faults(Vec<Fault>);

impl Faults {
    fn unless(&mut self, holds: bool, code: &'static str, place: &str) {
        if !holds {
            self.0.push(Fault { code, place: place.to_owned() });
        }
    }
}
