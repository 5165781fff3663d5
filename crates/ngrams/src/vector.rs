//! A text as a sparse vector: tf-idf, each kind of n-gram brought to length one by itself (Salton and Buckley, 1988,
//! with 1 + ln tf).

use crate::grams::Block;

/// The share of a logistic score.
pub fn probability(score: f32) -> f32 {
    1.0 / (1.0 + libm::expf(-score))
}

/// A known n-gram of a text: its row of weights and how much of it there is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entry {
    /// The row of weights.
    pub row: u32,
    /// Its value, above 0.
    pub value: f32,
}

/// The known n-grams of a text, in the order in which they were met first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Vector {
    /// No row twice.
    pub entries: Vec<Entry>,
}

/// A row that a text met.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Met {
    pub(crate) row: u32,
    pub(crate) block: Block,
    /// In units of a model.
    pub(crate) rarity: u8,
    pub(crate) times: u32,
}

/// The vector of all rows that a text met, of `rows` that there are. Most are met once and need no counting: a bit for each
/// row tells them from the others.
pub(crate) fn counted(known: &[Met], rows: usize, rarity_step: f32) -> Vector {
    let (mut once, mut again) = (Bits::new(rows), Bits::new(rows));
    let mut repeated = 0;
    for met in known {
        if once.set(met.row) {
            again.set(met.row);
            repeated += 1;
        }
    }
    let mut lengths = Lengths::default();
    let mut entries: Vec<Entry> = Vec::with_capacity(known.len());
    // Of what is met again, the first is not among the repeated.
    let mut counter = Counter::new(2 * repeated);
    for met in known {
        let rarity = f32::from(met.rarity) * rarity_step;
        if again.has(met.row) {
            counter.count(met.row, met.block, rarity, met.times);
        } else {
            entries.push(lengths.entry(met.row, met.block, often(met.times) * rarity));
        }
    }
    counter.append(&mut entries, &mut lengths);
    lengths.to_one(entries)
}

/// One bit a row.
struct Bits(Vec<u64>);

impl Bits {
    fn new(rows: usize) -> Self {
        Self(vec![0; rows / 64 + 1])
    }

    /// Sets a bit and says whether it was set before.
    fn set(&mut self, row: u32) -> bool {
        let (word, bit) = (&mut self.0[row as usize / 64], 1 << (row % 64));
        let before = *word & bit != 0;
        *word |= bit;
        before
    }

    fn has(&self, row: u32) -> bool {
        self.0[row as usize / 64] & (1 << (row % 64)) != 0
    }
}

/// The squares of what entries of each kind weigh. An entry's kind is kept in the highest bit of its row until all are there.
#[derive(Default)]
struct Lengths([f32; 2]);

/// The bit that stands for letters.
const OF_LETTERS: u32 = 1 << 31;

impl Lengths {
    fn entry(&mut self, row: u32, block: Block, value: f32) -> Entry {
        self.0[block as usize] += value * value;
        Entry { row: if block == Block::Letters { row | OF_LETTERS } else { row }, value }
    }

    /// Brings each kind to length one.
    fn to_one(&self, mut entries: Vec<Entry>) -> Vector {
        let lengths = self.0.map(|square| square.sqrt().max(f32::MIN_POSITIVE));
        for entry in &mut entries {
            entry.value /= lengths[usize::from(entry.row & OF_LETTERS != 0)];
            entry.row &= !OF_LETTERS;
        }
        Vector { entries }
    }
}

/// Counts rows: an open table that holds each row once, so that the work grows with the text alone.
pub(crate) struct Counter {
    slots: Vec<u32>,
    counted: Vec<Counted>,
}

/// A row, how often it was met, and its rarity.
struct Counted {
    row: u32,
    block: Block,
    times: u32,
    rarity: f32,
}

/// Nobody lives here.
const FREE: u32 = u32::MAX;

impl Counter {
    /// A counter for at most `most` different rows.
    pub(crate) fn new(most: usize) -> Self {
        let slots = (most.max(8) * 2).next_power_of_two();
        Self { slots: vec![FREE; slots], counted: Vec::with_capacity(most.min(1 << 12)) }
    }

    pub(crate) fn count(&mut self, row: u32, block: Block, rarity: f32, times: u32) {
        let mask = self.slots.len() - 1;
        let mut slot = (row.wrapping_mul(0x9e37_79b1) >> 7) as usize & mask;
        loop {
            match self.slots[slot] {
                FREE => break,
                index if self.counted[index as usize].row == row => {
                    self.counted[index as usize].times += times;
                    return;
                }
                _ => slot = (slot + 1) & mask,
            }
        }
        self.slots[slot] = u32::try_from(self.counted.len()).unwrap_or(FREE);
        self.counted.push(Counted { row, block, times, rarity });
    }

    fn append(&self, entries: &mut Vec<Entry>, lengths: &mut Lengths) {
        for Counted { row, block, times, rarity } in &self.counted {
            entries.push(lengths.entry(*row, *block, often(*times) * rarity));
        }
    }

    /// The vector.
    pub(crate) fn vector(&self) -> Vector {
        let mut lengths = Lengths::default();
        let mut entries = Vec::with_capacity(self.counted.len());
        self.append(&mut entries, &mut lengths);
        lengths.to_one(entries)
    }
}

/// 1 + ln n.
fn often(times: u32) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "a count of n-grams in one text")]
    if times == 1 { 1.0 } else { 1.0 + libm::logf(times as f32) }
}
