//! The tree as tiles of 256 hashes (C2SP tlog-tiles): how it is stored, and what proofs are made of.
//!
//! A tile at level L holds 256 neighbouring nodes of height 8 · L. Only full tiles are stored, once, when they
//! fill up; the unfinished ones at the right edge are held in memory, one a level, and are rebuilt at start from
//! the last rows. So nothing in the store is ever changed, and a proof reads a handful of rows.

use std::collections::HashMap;

use crate::merkle::{Frontier, Hash, empty_root, node_hash};

/// Hashes of a full tile.
pub(crate) const TILE_WIDTH: usize = 256;
const TILE_HEIGHT: u32 = 8;

/// Which tile: its level and its place on that level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct TileId {
    pub(crate) level: u8,
    pub(crate) place: u64,
}

/// A tile that has just been filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FullTile {
    pub(crate) id: TileId,
    pub(crate) hashes: Vec<Hash>,
}

/// How many hashes a tile has in a tree of some size: 0 when it is not there yet, 256 when it is full.
pub(crate) fn width(id: TileId, size: u64) -> usize {
    let nodes = size.checked_shr(TILE_HEIGHT * u32::from(id.level)).unwrap_or(0);
    let before = id.place.saturating_mul(TILE_WIDTH as u64);
    usize::try_from(nodes.saturating_sub(before).min(TILE_WIDTH as u64)).unwrap_or(TILE_WIDTH)
}

/// The right edge of the tree: what is not in a full tile yet.
#[derive(Clone, Debug, Default)]
pub(crate) struct Edge {
    frontier: Frontier,
    /// One unfinished tile a level, fewer than 256 hashes each.
    unfinished: Vec<Vec<Hash>>,
}

impl Edge {
    /// An edge from its unfinished tiles, as they are in a tree of `size`.
    pub(crate) fn from_unfinished(size: u64, unfinished: Vec<Vec<Hash>>) -> Self {
        let mut peaks = Vec::new();
        for hashes in unfinished.iter().rev() {
            peaks.extend(complete_subtrees(hashes));
        }
        Self { frontier: Frontier::from_peaks(size, peaks), unfinished }
    }

    pub(crate) const fn size(&self) -> u64 {
        self.frontier.size()
    }

    pub(crate) fn root(&self) -> Hash {
        self.frontier.root()
    }

    /// Adds a leaf; tiles that fill up by it go to `full`.
    pub(crate) fn push(&mut self, leaf: Hash, full: &mut Vec<FullTile>) {
        self.frontier.push(leaf);
        let mut node = leaf;
        for level in 0_u8.. {
            let at = usize::from(level);
            if self.unfinished.len() == at {
                self.unfinished.push(Vec::with_capacity(TILE_WIDTH));
            }
            self.unfinished[at].push(node);
            if self.unfinished[at].len() < TILE_WIDTH {
                return;
            }
            let hashes = std::mem::replace(&mut self.unfinished[at], Vec::with_capacity(TILE_WIDTH));
            node = root_of_complete(&hashes);
            let place = (self.size() >> (TILE_HEIGHT * (u32::from(level) + 1))) - 1;
            full.push(FullTile { id: TileId { level, place }, hashes });
        }
    }

    /// An unfinished tile, if this is one.
    pub(crate) fn unfinished(&self, id: TileId) -> Option<&[Hash]> {
        let hashes = self.unfinished.get(usize::from(id.level))?;
        let place = self.size() >> (TILE_HEIGHT * (u32::from(id.level) + 1));
        (id.place == place && !hashes.is_empty()).then_some(hashes)
    }
}

/// The tiles that a proof needs, once they were read.
pub(crate) type Tiles = HashMap<TileId, Vec<Hash>>;

/// A run of leaves whose root stands in a proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    start: u64,
    end: u64,
}

/// What a proof is made of, before any hash is read.
#[derive(Clone, Debug)]
pub(crate) struct Plan(Vec<Run>);

impl Plan {
    /// The root of the first `size` leaves.
    pub(crate) fn root(size: u64) -> Self {
        Self(vec![Run { start: 0, end: size }])
    }

    /// That a leaf is in the tree of `size` (RFC 9162 §2.1.3.1). `None` when it cannot be.
    pub(crate) fn inclusion(index: u64, size: u64) -> Option<Self> {
        if index >= size {
            return None;
        }
        let mut runs = Vec::new();
        let mut whole = Run { start: 0, end: size };
        while whole.end - whole.start > 1 {
            let (left, right) = whole.split();
            let (inside, beside) = if index < left.end { (left, right) } else { (right, left) };
            runs.push(beside);
            whole = inside;
        }
        runs.reverse();
        Some(Self(runs))
    }

    /// That the tree of `old` is the beginning of that of `new` (RFC 9162 §2.1.4.1). `None` when it cannot be.
    pub(crate) fn consistency(old: u64, new: u64) -> Option<Self> {
        if old == 0 || old > new {
            return None;
        }
        let mut runs = Vec::new();
        let (mut whole, mut is_old_root) = (Run { start: 0, end: new }, true);
        while whole.end != old {
            let (left, right) = whole.split();
            if old <= left.end {
                runs.push(right);
                whole = left;
            } else {
                runs.push(left);
                whole = right;
                is_old_root = false;
            }
        }
        if !is_old_root {
            runs.push(whole);
        }
        runs.reverse();
        Some(Self(runs))
    }

    /// The tiles to read.
    pub(crate) fn tiles(&self) -> Vec<TileId> {
        let mut ids: Vec<TileId> = self.0.iter().flat_map(|run| run.subtrees()).map(Subtree::tile).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// The hashes, in the proof's order. `None` when a tile is missing or too short: the store is damaged.
    pub(crate) fn hashes(&self, tiles: &Tiles) -> Option<Vec<Hash>> {
        self.0.iter().map(|run| run.root(tiles)).collect()
    }
}

impl Run {
    /// As the definition splits it: the left part is the largest power of two that leaves a right part.
    fn split(self) -> (Self, Self) {
        let split = self.start + (self.end - self.start).next_power_of_two() / 2;
        (Self { end: split, ..self }, Self { start: split, ..self })
    }

    /// The complete subtrees that make it up, from the left. Every run that a proof names begins where a
    /// complete subtree of its size could.
    fn subtrees(self) -> Vec<Subtree> {
        let (mut subtrees, mut start) = (Vec::new(), self.start);
        while start < self.end {
            let height = (self.end - start).ilog2().min(start.trailing_zeros());
            subtrees.push(Subtree { height, place: start >> height });
            start += 1 << height;
        }
        subtrees
    }

    fn root(self, tiles: &Tiles) -> Option<Hash> {
        let subtrees = self.subtrees();
        let mut roots = subtrees.iter().rev().map(|subtree| subtree.root(tiles));
        let Some(last) = roots.next() else { return Some(empty_root()) };
        roots.try_fold(last?, |right, left| Some(node_hash(&left?, &right)))
    }
}

/// A complete subtree: 2^height leaves, the place-th of that size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Subtree {
    height: u32,
    place: u64,
}

impl Subtree {
    fn tile(self) -> TileId {
        let level = self.height / TILE_HEIGHT;
        let first = self.place << (self.height % TILE_HEIGHT);
        TileId {
            level: u8::try_from(level).expect("64 bits of size have 8 levels"),
            place: first >> TILE_HEIGHT,
        }
    }

    fn root(self, tiles: &Tiles) -> Option<Hash> {
        let count = 1_usize << (self.height % TILE_HEIGHT);
        let first = self.place << (self.height % TILE_HEIGHT);
        let at = usize::try_from(first % TILE_WIDTH as u64).ok()?;
        tiles.get(&self.tile())?.get(at..at + count).map(root_of_complete)
    }
}

/// The root over a power of two of neighbouring nodes.
pub(crate) fn root_of_complete(nodes: &[Hash]) -> Hash {
    debug_assert!(nodes.len().is_power_of_two());
    let mut level = nodes.to_vec();
    while level.len() > 1 {
        level = level.chunks_exact(2).map(|pair| node_hash(&pair[0], &pair[1])).collect();
    }
    level[0]
}

/// The roots of the complete subtrees of an unfinished tile, from the left.
fn complete_subtrees(hashes: &[Hash]) -> Vec<Hash> {
    let (mut roots, mut rest) = (Vec::new(), hashes);
    while !rest.is_empty() {
        let (subtree, after) = rest.split_at(1 << rest.len().ilog2());
        roots.push(root_of_complete(subtree));
        rest = after;
    }
    roots
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::merkle::tests::root_by_definition;
    use crate::merkle::{leaf_hash, verify_consistency, verify_inclusion};

    struct Tree {
        leaves: Vec<Hash>,
        edge: Edge,
        full: Vec<FullTile>,
    }

    fn tree(size: u64) -> Tree {
        let mut tree = Tree { leaves: Vec::new(), edge: Edge::default(), full: Vec::new() };
        for n in 0..size {
            let leaf = leaf_hash(&n.to_be_bytes());
            tree.leaves.push(leaf);
            tree.edge.push(leaf, &mut tree.full);
        }
        tree
    }

    impl Tree {
        fn tile(&self, id: TileId) -> Vec<Hash> {
            let full = self.full.iter().find(|tile| tile.id == id).map(|tile| tile.hashes.clone());
            full.or_else(|| self.edge.unfinished(id).map(<[Hash]>::to_vec)).expect("the tile is there")
        }

        fn hashes(&self, plan: &Plan) -> Vec<Hash> {
            let tiles = plan.tiles().into_iter().map(|id| (id, self.tile(id))).collect();
            plan.hashes(&tiles).expect("the tiles hold what the plan needs")
        }

        fn root_at(&self, size: u64) -> Hash {
            self.hashes(&Plan::root(size))[0]
        }
    }

    #[test]
    fn the_worked_example_of_the_specification_counts_right() {
        // C2SP tlog-tiles: 70,000 leaves are 273 full and one partial (112) tile at level 0, one full and one
        // partial (17) at level 1, and a partial one (1) at level 2.
        let tree = tree(70_000);
        let full = |level| tree.full.iter().filter(|tile| tile.id.level == level).count();
        assert_eq!((full(0), full(1), full(2)), (273, 1, 0));
        let widths: Vec<usize> = tree.edge.unfinished.iter().map(Vec::len).collect();
        assert_eq!(widths, [112, 17, 1]);
        for (level, width_of_last, place) in [(0, 112, 273), (1, 17, 1), (2, 1, 0)] {
            assert_eq!(width(TileId { level, place }, 70_000), width_of_last);
            assert_eq!(width(TileId { level, place: place + 1 }, 70_000), 0);
        }
        assert_eq!(tree.edge.root(), root_by_definition(&tree.leaves));
        assert_eq!(tree.root_at(70_000), tree.edge.root());
    }

    #[test]
    fn an_edge_rebuilt_from_its_tiles_goes_on_the_same() {
        for size in [0, 1, 2, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 70_000] {
            let tree = tree(size);
            let mut rebuilt = Edge::from_unfinished(size, tree.edge.unfinished.clone());
            assert_eq!(rebuilt.root(), tree.edge.root(), "{size} leaves");
            let (mut edge, mut ours, mut theirs) = (tree.edge.clone(), Vec::new(), Vec::new());
            for n in 0..300_u32 {
                edge.push(leaf_hash(&n.to_be_bytes()), &mut ours);
                rebuilt.push(leaf_hash(&n.to_be_bytes()), &mut theirs);
            }
            assert_eq!(rebuilt.root(), edge.root(), "{size} leaves and 300 more");
            assert_eq!(ours, theirs);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn every_proof_verifies_and_no_edited_one_does(size in 1_u64..3_000, index: u64, old: u64, bit: usize) {
            let tree = tree(size);
            let root = tree.edge.root();
            let (index, old) = (index % size, old % size + 1);
            let leaf = tree.leaves[usize::try_from(index).expect("small")];
            let proof = tree.hashes(&Plan::inclusion(index, size).expect("it is inside"));
            prop_assert!(verify_inclusion(&leaf, index, size, &proof, &root));
            let old_root = tree.root_at(old);
            prop_assert_eq!(old_root, root_by_definition(&tree.leaves[..usize::try_from(old).expect("small")]));
            let consistency = tree.hashes(&Plan::consistency(old, size).expect("it is older"));
            prop_assert!(verify_consistency((old, &old_root), (size, &root), &consistency));

            // One bit anywhere, one hash more or less, another place or size.
            let edit = |hash: &Hash| { let mut other = *hash; other[bit / 8 % 32] ^= 1 << (bit % 8); other };
            prop_assert!(!verify_inclusion(&edit(&leaf), index, size, &proof, &root));
            prop_assert!(!verify_inclusion(&leaf, index, size, &proof, &edit(&root)));
            prop_assert!(!verify_inclusion(&leaf, index + 1, size, &proof, &root));
            prop_assert!(!verify_consistency((old, &edit(&old_root)), (size, &root), &consistency));
            prop_assert!(!verify_consistency((old, &old_root), (size, &edit(&root)), &consistency));
            for at in 0..proof.len() {
                let mut edited = proof.clone();
                edited[at] = edit(&edited[at]);
                prop_assert!(!verify_inclusion(&leaf, index, size, &edited, &root));
            }
            for at in 0..consistency.len() {
                let mut edited = consistency.clone();
                edited[at] = edit(&edited[at]);
                prop_assert!(!verify_consistency((old, &old_root), (size, &root), &edited));
            }
            let longer: Vec<Hash> = proof.iter().copied().chain([root]).collect();
            prop_assert!(!verify_inclusion(&leaf, index, size, &longer, &root));
            if let Some((_, shorter)) = proof.split_last() {
                prop_assert!(!verify_inclusion(&leaf, index, size, shorter, &root));
            }
        }
    }

    #[test]
    fn what_cannot_be_proved_has_no_plan() {
        assert!(Plan::inclusion(5, 5).is_none());
        assert!(Plan::inclusion(0, 0).is_none());
        assert!(Plan::consistency(0, 5).is_none());
        assert!(Plan::consistency(6, 5).is_none());
        assert_eq!(Plan::consistency(5, 5).expect("is trivial").0.len(), 0);
    }
}
