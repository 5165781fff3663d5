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
pub(crate) struct Entry {
    /// The row of weights.
    pub(crate) row: u32,
    /// Its value, above 0.
    pub(crate) value: f32,
}

/// The known n-grams of a text, in the order in which they were met first.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Vector {
    /// No row twice.
    pub(crate) entries: Vec<Entry>,
}

/// Counts rows: an open table that holds each row once, so that the work grows with the text alone.
pub(crate) struct Counter {
    slots: Vec<u32>,
    counted: Vec<Counted>,
}

/// A row, how often it was met, and its rarity.
pub(crate) struct Counted {
    pub(crate) row: u32,
    pub(crate) block: Block,
    times: u32,
    rarity: f32,
}

impl Counted {
    /// What it is worth before its kind is brought to length one.
    pub(crate) fn value(&self) -> f32 {
        often()(self.times) * self.rarity
    }
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

    /// What was counted, each once, in the order in which it was met first.
    pub(crate) fn counted(&self) -> &[Counted] {
        &self.counted
    }

    /// The vector: each kind brought to length one.
    pub(crate) fn vector(&self) -> Vector {
        let mut squares = [0.0_f32; 2];
        for counted in &self.counted {
            squares[counted.block as usize] += counted.value() * counted.value();
        }
        let lengths = squares.map(|square| square.sqrt().max(f32::MIN_POSITIVE));
        let entry = |counted: &Counted| Entry {
            row: counted.row,
            value: counted.value() / lengths[counted.block as usize],
        };
        Vector { entries: self.counted.iter().map(entry).collect() }
    }
}

/// Up to so many times are looked up.
const OFTEN_KNOWN: usize = 64;

static OFTEN: LazyLock<[f32; OFTEN_KNOWN]> = LazyLock::new(|| std::array::from_fn(logarithmic));

/// 1 + ln n of many.
pub(crate) fn often() -> impl Fn(u32) -> f32 {
    let known = &*OFTEN;
    move |times| known.get(times as usize).copied().unwrap_or_else(|| logarithmic(times as usize))
}

#[expect(clippy::cast_precision_loss, reason = "a count of n-grams in one text")]
fn logarithmic(times: usize) -> f32 {
    1.0 + libm::logf(times as f32)
}
