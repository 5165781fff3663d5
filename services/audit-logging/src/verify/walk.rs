//! The walk over the rows: commitments, tree, tiles and heads, in one pass and with memory that does not grow.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use vault::PublicKey;

use crate::checkpoint::Note;
use crate::merkle::{Hash, commitment, leaf_of};
use crate::tiles::{Edge, FullTile};
use crate::verify::{Finding, Report};

/// A pass over the log.
pub(crate) struct Walk {
    edge: Edge,
    /// Heads that are still to come, the next one last.
    heads: Vec<Note>,
    key: Option<PublicKey>,
    /// The last size at which a head fitted.
    good: u64,
    /// The number that the next row must have.
    expected: u64,
    /// After the first gap or fork no later root can fit: one finding says it all.
    roots_fit: bool,
    salted: Vec<u8>,
    pub(crate) full: Vec<FullTile>,
    pub(crate) tiles: u64,
    pub(crate) report: Report,
}

impl Walk {
    pub(crate) fn new(mut heads: Vec<Note>, key: Option<PublicKey>, report: Report) -> Self {
        heads.sort_by_key(|note| std::cmp::Reverse(note.head.size));
        let mut walk = Self {
            edge: Edge::default(),
            heads,
            key,
            good: 0,
            expected: 0,
            roots_fit: true,
            salted: Vec::new(),
            full: Vec::new(),
            tiles: 0,
            report,
        };
        walk.compare_heads();
        walk
    }

    /// The next row in the store's order. `canonical` is what its cells give, `None` when they cannot be a row.
    pub(crate) fn row(
        &mut self,
        sequence: i64,
        canonical: Option<&[u8]>,
        salt: &[u8],
        stored: Option<&Hash>,
    ) {
        let expected = self.expected;
        if u64::try_from(sequence) != Ok(expected) {
            self.report.add(Finding::Gap { expected, found: sequence });
            self.roots_fit = false;
        }
        self.expected = u64::try_from(sequence).map_or(expected, |sequence| sequence + 1);
        let made = canonical.map(|canonical| commitment(salt, canonical, &mut self.salted));
        let leaf = match (made, stored) {
            (Some(made), Some(stored)) if made == *stored => made,
            (_, stored) => {
                self.report.add(Finding::AlteredRow(u64::try_from(sequence).unwrap_or(expected)));
                // The hash as it stands: when the cells alone were changed, what follows still fits.
                stored.copied().unwrap_or_default()
            }
        };
        self.edge.push(leaf_of(&leaf), &mut self.full);
        self.report.events += 1;
        self.compare_heads();
    }

    /// Compares all heads of the present size.
    fn compare_heads(&mut self) {
        let (size, mut here) = (self.edge.size(), Vec::new());
        while self.heads.last().is_some_and(|note| note.head.size == size) {
            here.extend(self.heads.pop());
        }
        if here.is_empty() {
            return;
        }
        self.report.heads += here.len() as u64;
        self.convict(size, &here);
        if !self.roots_fit {
            return;
        }
        let root = self.edge.root();
        if here.iter().any(|note| note.head.root != root) {
            self.report.add(Finding::Forked { size, good: self.good });
        }
        self.roots_fit = here.iter().any(|note| note.head.root == root);
        self.good = if self.roots_fit { size } else { self.good };
    }

    /// Different heads of one size: if the key signed them, it signed two logs. Only heads that differ are worth
    /// the time of their signatures; one that fits the rows needs none.
    fn convict(&mut self, size: u64, here: &[Note]) {
        let differ = here.windows(2).any(|pair| pair[0].head != pair[1].head);
        let (true, Some(key)) = (differ, &self.key) else { return };
        let mut signed: Vec<&Note> = here.iter().filter(|note| note.verify(key)).collect();
        signed.dedup_by_key(|note| note.head);
        if signed.len() > 1 {
            self.report.add(Finding::TwoHeads(size));
        }
    }

    /// A stored tile differs from what the rows give.
    pub(crate) fn altered_tile(&mut self, tile: &FullTile) {
        self.report.add(Finding::AlteredTile { level: tile.id.level, place: tile.id.place });
    }

    /// Ends the walk.
    pub(crate) fn finish(mut self) -> Report {
        let found = self.edge.size();
        if let Some(ahead) = self.heads.first() {
            self.report.add(Finding::Behind { found, signed: ahead.head.size });
        }
        self.report.unanchored = found.saturating_sub(self.report.anchored);
        self.report.root = STANDARD.encode(self.edge.root());
        self.report
    }
}
