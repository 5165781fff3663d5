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

    pub(crate) fn count(&mut self, row: u32, block: Block, rarity: f32) {
        let mask = self.slots.len() - 1;
        let mut slot = (row.wrapping_mul(0x9e37_79b1) >> 7) as usize & mask;
        loop {
            match self.slots[slot] {
                FREE => break,
                index if self.counted[index as usize].row == row => {
                    self.counted[index as usize].times += 1;
                    return;
                }
                _ => slot = (slot + 1) & mask,
            }
        }
        self.slots[slot] = u32::try_from(self.counted.len()).unwrap_or(FREE);
        self.counted.push(Counted { row, block, times: 1, rarity });
    }

    /// The vector.
    pub(crate) fn vector(&self) -> Vector {
        let mut squares = [0.0_f32; 2];
        let mut entries: Vec<Entry> = Vec::with_capacity(self.counted.len());
        for Counted { row, block, times, rarity } in &self.counted {
            let value = often(*times) * rarity;
            squares[*block as usize] += value * value;
            entries.push(Entry { row: *row, value });
        }
        let lengths = squares.map(|square| square.sqrt().max(f32::MIN_POSITIVE));
        for (entry, counted) in entries.iter_mut().zip(&self.counted) {
            entry.value /= lengths[counted.block as usize];
        }
        Vector { entries }
    }
}

/// 1 + ln n.
fn often(times: u32) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "a count of n-grams in one text")]
    if times == 1 { 1.0 } else { 1.0 + libm::logf(times as f32) }
}
