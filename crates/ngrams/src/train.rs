//! Makes weights from labelled rows: one logistic regression a head against the rest, with a penalty on large weights, by
//! L-BFGS (Liu and Nocedal, 1989). No chance in it: the same rows in the same order give the same bytes.

mod lbfgs;

use std::collections::HashMap;

use foldhash::fast::FixedState;

use crate::grams::{Block, Text};
use crate::model::{Head, Model};
use crate::vector::{Counter, Vector};

/// An n-gram in fewer different texts has no weight: nobody's own words are kept.
pub const ROWS_MIN: usize = 5;

/// A labelled text.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    /// What was said.
    pub text: &'a str,
    /// How much it counts; 1 is usual.
    pub weight: f32,
    /// For each head: whether it is one of its kind; `None` where nobody knows.
    pub labels: Vec<Option<bool>>,
}

/// How training is done.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// What a miss costs beside large weights: the C of logistic regression. Larger follows the rows more closely.
    pub cost: f64,
    /// The most steps for a head.
    pub steps: usize,
    /// In how many different texts an n-gram must stand, at least [`ROWS_MIN`].
    pub rows_min: usize,
    /// Whether an n-gram's weight is penalised the less the more unevenly it stands in the rows of a head and the others: the
    /// log-count ratio of Wang and Manning (2012), as a prior of logistic regression.
    pub contrast: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { cost: 8.0, steps: 100, rows_min: ROWS_MIN, contrast: false }
    }
}

/// The part of `parts` that a text is in when rows are cut for cross-validation: by FNV-1a of its lower-case form, spread, so
/// that copies of a text stay together.
pub fn part_of(text: &str, parts: usize) -> usize {
    let lower = text.to_lowercase();
    let hash = lower.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    let spread = (hash ^ (hash >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    usize::try_from((spread >> 32) % parts.max(1) as u64).unwrap_or_default()
}

/// Rows as vectors over the n-grams that are common enough.
pub struct Prepared {
    keys: Vec<u64>,
    rarities: Vec<f32>,
    vectors: Vec<Vector>,
}

/// Reads all rows once: which n-grams are common enough, how rare they are, and each row as a vector.
pub fn prepare(rows: &[Row<'_>], rows_min: usize) -> Prepared {
    let texts: Vec<Text> = rows.iter().map(|row| Text::new(row.text)).collect();
    let mut seen: HashMap<u64, (Block, usize, usize), FixedState> = HashMap::default();
    let mut distinct = std::collections::HashSet::new();
    for (at, (text, row)) in texts.iter().zip(rows).enumerate() {
        // The same text twice is one text: five copies of a sentence make none of it common.
        if !distinct.insert(row.text) {
            continue;
        }
        text.grams(0, text.words().len(), |gram| {
            let (_, texts, last) = seen.entry(gram.hash).or_insert((gram.block, 0, usize::MAX));
            if *last != at {
                (*texts, *last) = (*texts + 1, at);
            }
        });
    }
    let least = rows_min.max(ROWS_MIN);
    let mut common: Vec<(u64, usize)> = seen
        .iter()
        .filter(|(_, (_, texts, _))| *texts >= least)
        .map(|(key, (_, texts, _))| (*key, *texts))
        .collect();
    common.sort_unstable();
    drop(seen);
    let keys: Vec<u64> = common.iter().map(|(key, _)| *key).collect();
    #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "counts of rows")]
    let rarities: Vec<f32> = common
        .iter()
        .map(|(_, texts)| (1.0 + libm::log((1 + distinct.len()) as f64 / (1 + texts) as f64)) as f32)
        .collect();
    let vectors = texts.iter().map(|text| vector(text, &keys, &rarities)).collect();
    Prepared { keys, rarities, vectors }
}

fn vector(text: &Text, keys: &[u64], rarities: &[f32]) -> Vector {
    let mut known = Vec::new();
    text.grams(0, text.words().len(), |gram| {
        if let Ok(row) = keys.binary_search(&gram.hash) {
            known.push((u32::try_from(row).unwrap_or(u32::MAX), gram.block));
        }
    });
    let mut counter = Counter::new(known.len());
    for (row, block) in known {
        counter.count(row, block, rarities[row as usize], 1);
    }
    counter.vector()
}

impl Prepared {
    /// Trains one model over the rows that `takes` takes; `heads` names them in the order of the rows' labels.
    pub fn train(
        &self,
        rows: &[Row<'_>],
        heads: &[&str],
        settings: &Settings,
        takes: impl Fn(usize) -> bool + Sync,
    ) -> Model {
        let work: Vec<usize> = (0..heads.len()).collect();
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let mut fitted: Vec<(usize, Vec<f64>)> = std::thread::scope(|scope| {
            let parts: Vec<_> = (0..cores)
                .map(|core| {
                    let (mine, takes) = (work.iter().copied().skip(core).step_by(cores), &takes);
                    scope.spawn(move || {
                        mine.map(|head| (head, self.fit(rows, head, settings, takes))).collect()
                    })
                })
                .collect();
            parts
                .into_iter()
                .flat_map(|part: std::thread::ScopedJoinHandle<'_, Vec<_>>| part.join().unwrap_or_default())
                .collect()
        });
        fitted.sort_unstable_by_key(|(head, _)| *head);
        let weights: Vec<Vec<f64>> = fitted.into_iter().map(|(_, weights)| weights).collect();
        self.model(heads, &weights)
    }

    /// The weights of one head, its bias last.
    fn fit(
        &self,
        rows: &[Row<'_>],
        head: usize,
        settings: &Settings,
        takes: &impl Fn(usize) -> bool,
    ) -> Vec<f64> {
        let labelled: Vec<(&Vector, f64, f64)> = self
            .vectors
            .iter()
            .zip(rows)
            .enumerate()
            .filter(|(at, _)| takes(*at))
            .filter_map(|(_, (vector, row))| {
                let sign = if row.labels.get(head).copied().flatten()? { 1.0 } else { -1.0 };
                Some((vector, sign, f64::from(row.weight)))
            })
            .collect();
        let width = self.keys.len();
        let mut ease = if settings.contrast { contrasts(&labelled, width) } else { vec![1.0; width] };
        // The bias pays nothing.
        ease.push(1.0);
        let loss = |free: &[f64], slope: &mut [f64]| {
            let mut value = 0.0;
            let weights: Vec<f64> = free.iter().zip(&ease).map(|(free, ease)| free * ease).collect();
            for ((slot, free), ease) in slope.iter_mut().zip(free).zip(&ease) {
                *slot = free / ease;
                value += free * free / 2.0;
            }
            value -= free[width] * free[width] / 2.0;
            slope[width] = 0.0;
            for (vector, sign, weight) in &labelled {
                let score = vector.entries.iter().fold(weights[width], |sum, entry| {
                    sum + f64::from(entry.value) * weights[entry.row as usize]
                });
                let (cost, pull) = logistic(sign * score);
                value += settings.cost * weight * cost;
                let pull = settings.cost * weight * sign * pull;
                for entry in &vector.entries {
                    slope[entry.row as usize] += pull * f64::from(entry.value);
                }
                slope[width] += pull;
            }
            for (slot, ease) in slope.iter_mut().zip(&ease) {
                *slot *= ease;
            }
            value
        };
        let free = lbfgs::minimise(vec![0.0; width + 1], settings.steps, loss);
        free.iter().zip(&ease).map(|(free, ease)| free * ease).collect()
    }

    /// Weights as signed bytes, rarities as bytes.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "rounded within their range")]
    fn model(&self, heads: &[&str], weights: &[Vec<f64>]) -> Model {
        let rarest = self.rarities.iter().copied().fold(1.0_f32, f32::max);
        let rarity_step = rarest / 255.0;
        let rarities: Vec<u8> =
            self.rarities.iter().map(|rarity| (rarity / rarity_step).round() as u8).collect();
        let steps: Vec<f64> = weights
            .iter()
            .map(|head| {
                head[..self.keys.len()].iter().fold(1e-9, |most: f64, weight| most.max(weight.abs())) / 127.0
            })
            .collect();
        let mut bytes = Vec::with_capacity(self.keys.len() * heads.len());
        for row in 0..self.keys.len() {
            bytes.extend(weights.iter().zip(&steps).map(|(head, step)| (head[row] / step).round() as i8));
        }
        let heads = heads
            .iter()
            .zip(weights.iter().zip(&steps))
            .map(|(name, (head, step))| Head {
                name: (*name).to_owned(),
                bias: head[self.keys.len()] as f32,
                step: *step as f32,
            })
            .collect();
        Model::new(heads, rarity_step, &self.keys, &rarities, &bytes)
    }
}

/// How unevenly each n-gram stands in rows of a head and in others: the size of the logarithm of the ratio of its shares, each
/// counted one higher than it is, at least a little so that no weight is without hope.
fn contrasts(labelled: &[(&Vector, f64, f64)], width: usize) -> Vec<f64> {
    let mut counts = [vec![1.0_f64; width], vec![1.0_f64; width]];
    for (vector, sign, _) in labelled {
        let of = &mut counts[usize::from(*sign > 0.0)];
        for entry in &vector.entries {
            of[entry.row as usize] += 1.0;
        }
    }
    let [others, own] = counts;
    let even = libm::log(own.iter().sum::<f64>() / others.iter().sum::<f64>());
    own.iter().zip(&others).map(|(own, other)| (libm::log(own / other) - even).abs().max(0.01)).collect()
}

/// ln(1 + e^-m), and how it changes with the margin m.
fn logistic(margin: f64) -> (f64, f64) {
    let small = libm::exp(-margin.abs());
    let cost = libm::log1p(small) + (-margin).max(0.0);
    let share = if margin > 0.0 { small / (1.0 + small) } else { 1.0 / (1.0 + small) };
    (cost, -share)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Hashed, WeightsError, probability};

    /// Calm and dark rows that share their small words, each text once.
    fn texts() -> Vec<(String, bool)> {
        let things = ["soup", "bread", "garden", "window", "letter", "music", "river", "chair"];
        let mut texts = Vec::new();
        for one in things {
            for other in things {
                texts.push((format!("I like the {one} and the {other} today"), false));
                texts.push((format!("no more of the {one} nor the {other} for me"), true));
            }
        }
        texts
    }

    fn rows(texts: &[(String, bool)]) -> Vec<Row<'_>> {
        texts.iter().map(|(text, dark)| Row { text, weight: 1.0, labels: vec![Some(*dark), None] }).collect()
    }

    fn trained(texts: &[(String, bool)]) -> Model {
        let rows = rows(texts);
        prepare(&rows, ROWS_MIN).train(&rows, &["dark", "unknown"], &Settings::default(), |_| true)
    }

    fn share(model: &Model, text: &str) -> f32 {
        probability(model.scores(&Hashed::new(text))[0])
    }

    #[test]
    fn what_was_labelled_is_learned_and_carries_to_what_was_not_seen() {
        let model = trained(&texts());
        assert!(share(&model, "no more of the lamp for me") > 0.8);
        assert!(share(&model, "I like the lamp today") < 0.2);
        assert_eq!(model.heads().collect::<Vec<_>>(), ["dark", "unknown"]);
    }

    #[test]
    fn the_same_rows_give_the_same_bytes_and_a_file_is_read_as_it_was_written() {
        let texts = texts();
        let bytes = trained(&texts).write();
        assert_eq!(trained(&texts).write(), bytes);
        let read = Model::read(&bytes).expect("our own file");
        assert_eq!(read.write(), bytes);
        assert_eq!(share(&read, "no more of the soup"), share(&trained(&texts), "no more of the soup"));
    }

    #[test]
    fn nobodys_own_words_have_a_weight() {
        let known = |texts: &[(String, bool)]| {
            let (model, text, mut known) = (trained(texts), Text::new("Evangeline"), 0);
            text.grams(0, 1, |gram| known += usize::from(model.find(gram.hash).is_some()));
            known
        };
        let without = known(&texts());
        // Twenty copies are one text; with three others it is four.
        let mut rare = texts();
        rare.extend((0..20).map(|_| ("my sister Evangeline keeps bees".to_owned(), true)));
        rare.extend(["is gone", "wrote", "sang"].map(|what| (format!("Evangeline {what}"), true)));
        assert_eq!(known(&rare), without);
        rare.push(("Evangeline came".to_owned(), true));
        assert!(known(&rare) > without, "five have it");
    }

    #[test]
    fn a_damaged_file_is_refused() {
        let bytes = trained(&texts()).write();
        assert_eq!(Model::read(b"").err(), Some(WeightsError::Length));
        assert_eq!(Model::read(b"NGRAMS\0\x02 and so on").err(), Some(WeightsError::Unknown));
        assert_eq!(Model::read(&bytes[..bytes.len() - 1]).err(), Some(WeightsError::Length));
        assert_eq!(Model::read(&[&bytes[..], b"x"].concat()).err(), Some(WeightsError::Length));
        let mut many = bytes.clone();
        many[10..14].copy_from_slice(&u32::MAX.to_le_bytes());
        assert_eq!(Model::read(&many).err(), Some(WeightsError::Damaged));
        for at in (0..bytes.len()).step_by(97) {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0xff;
            // Whatever it says, it says it without harm.
            if let Ok(model) = Model::read(&damaged) {
                share(&model, "no more of the soup");
            }
        }
    }
}
