//! A text as a sparse vector: tf-idf, each kind of n-gram brought to length one by itself (Salton and Buckley, 1988,
//! with 1 + ln tf).

use std::sync::LazyLock;

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

/// The known n-grams of a text; no row twice. Rows and values stand apart: what is reckoned over values alone then goes in steps
/// of four, and no row is taken for a number.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Vector {
    rows: Vec<u32>,
    values: Vec<f32>,
}

impl Vector {
    /// What it holds.
    pub fn entries(&self) -> impl ExactSizeIterator<Item = Entry> {
        self.rows.iter().zip(&self.values).map(|(row, value)| Entry { row: *row, value: *value })
    }
}

/// A vector before each kind is brought to length one. An entry's kind is kept in the highest bit of its row until then.
pub(crate) struct Growing {
    vector: Vector,
    squares: [f32; 2],
}

/// The bit that stands for letters.
const OF_LETTERS: u32 = 1 << 31;

/// A row with its kind.
const fn of_block(row: u32, block: Block) -> u32 {
    match block {
        Block::Words => row,
        Block::Letters => row | OF_LETTERS,
    }
}

impl Growing {
    /// With room for so many entries.
    pub(crate) fn new(room: usize) -> Self {
        let vector = Vector { rows: Vec::with_capacity(room), values: Vec::with_capacity(room) };
        Self { vector, squares: [0.0; 2] }
    }

    fn add(&mut self, row: u32, block: Block, value: f32) {
        self.squares[block as usize] += value * value;
        self.vector.rows.push(of_block(row, block));
        self.vector.values.push(value);
    }

    /// Adds what of several is known. Each is written and the known are kept: no branch, for nobody could foretell it.
    pub(crate) fn add_known(&mut self, block: Block, all: impl ExactSizeIterator<Item = (Option<u32>, f32)>) {
        let Vector { rows, values } = &mut self.vector;
        let from = rows.len();
        rows.resize(from + all.len(), 0);
        values.resize(from + all.len(), 0.0);
        let mut to = from;
        for (row, value) in all {
            rows[to] = of_block(row.unwrap_or(0), block);
            values[to] = value;
            to += usize::from(row.is_some());
        }
        rows.truncate(to);
        values.truncate(to);
        self.squares[block as usize] += squares(&values[from..]);
    }

    /// Adds what was counted.
    pub(crate) fn add_counted(&mut self, counter: &Counter) {
        for Counted { row, block, times, rarity } in &counter.counted {
            self.add(*row, *block, often(*times) * rarity);
        }
    }

    /// Brings each kind to length one.
    pub(crate) fn to_one(mut self) -> Vector {
        let lengths = self.squares.map(|square| square.sqrt().max(f32::MIN_POSITIVE));
        for (row, value) in self.vector.rows.iter_mut().zip(&mut self.vector.values) {
            *value /= if *row & OF_LETTERS == 0 { lengths[0] } else { lengths[1] };
            *row &= !OF_LETTERS;
        }
        self.vector
    }
}

/// The sum of all squares.
fn squares(values: &[f32]) -> f32 {
    let (eights, rest) = values.as_chunks::<8>();
    let mut sums = [0.0_f32; 8];
    for eight in eights {
        for (sum, value) in sums.iter_mut().zip(eight) {
            *sum += value * value;
        }
    }
    sums.iter().sum::<f32>() + rest.iter().map(|value| value * value).sum::<f32>()
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

    /// The vector.
    pub(crate) fn vector(&self) -> Vector {
        let mut growing = Growing::new(self.counted.len());
        growing.add_counted(self);
        growing.to_one()
    }
}

/// Up to so many times are looked up.
const OFTEN_KNOWN: usize = 64;

static OFTEN: LazyLock<[f32; OFTEN_KNOWN]> =
    LazyLock::new(|| std::array::from_fn(|times| logarithmic(times as u32)));

/// 1 + ln n.
pub(crate) fn often(times: u32) -> f32 {
    OFTEN.get(times as usize).copied().unwrap_or_else(|| logarithmic(times))
}

#[expect(clippy::cast_precision_loss, reason = "a count of n-grams in one text")]
fn logarithmic(times: u32) -> f32 {
    1.0 + libm::logf(times as f32)
}
