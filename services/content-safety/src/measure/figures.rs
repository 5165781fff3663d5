//! The figures by which a reading is judged, each with an interval.

use serde::Serialize;

/// How many times rows are drawn anew for an interval.
const DRAWS: usize = 1_000;
/// The first number of the draws: the same rows give the same interval.
const SEED: u64 = 0x5eed_0000_0000_0001;

/// A figure between 0 and 1 (kappa: below 1) and where it lies with 95 % confidence.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Share {
    /// The figure.
    pub value: f64,
    /// The 2.5th of a hundred draws.
    pub low: f64,
    /// The 97.5th.
    pub high: f64,
}

/// A figure of rows with its percentile interval: rows are drawn with replacement (Efron's bootstrap). `None` where the figure
/// has no value, for want of rows of one kind.
pub fn bootstrap<T: Copy>(rows: &[T], figure: impl Fn(&[T]) -> Option<f64>) -> Option<Share> {
    let value = figure(rows)?;
    let (mut state, mut draws) = (SEED, Vec::with_capacity(DRAWS));
    let mut drawn = Vec::with_capacity(rows.len());
    for _ in 0..DRAWS {
        drawn.clear();
        drawn.extend((0..rows.len()).map(|_| rows[below(&mut state, rows.len())]));
        draws.extend(figure(&drawn));
    }
    draws.sort_by(f64::total_cmp);
    Some(Share { value, low: percentile(&draws, 0.025), high: percentile(&draws, 0.975) })
}

/// SplitMix64 (Steele, Lea and Flood, 2014), reduced by multiplication.
fn below(state: &mut u64, most: usize) -> usize {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^= mixed >> 31;
    usize::try_from((u128::from(mixed) * most as u128) >> 64).unwrap_or_default()
}

/// The value below which a share of sorted values lies; 0 of none.
pub fn percentile(sorted: &[f64], share: f64) -> f64 {
    let last = sorted.len().saturating_sub(1);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place within the list")]
    let at = (last as f64 * share).round() as usize;
    sorted.get(at).copied().unwrap_or_default()
}

/// The share of pairs of a positive and a negative that stand in the right order, ties half: the area under the curve.
/// By ranks, so that the work is that of sorting. `None` without both kinds.
pub fn auc(scored: &[(f32, bool)]) -> Option<f64> {
    let positives = scored.iter().filter(|(_, positive)| *positive).count();
    let negatives = scored.len() - positives;
    if positives == 0 || negatives == 0 {
        return None;
    }
    let mut sorted = scored.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut ranks, mut at) = (0.0, 0);
    while at < sorted.len() {
        let same = sorted[at..].iter().take_while(|(score, _)| *score == sorted[at].0).count();
        // Equal scores share the middle of their places, counted from one.
        let rank = at as f64 + (same as f64 + 1.0) / 2.0;
        ranks += rank * sorted[at..at + same].iter().filter(|(_, positive)| *positive).count() as f64;
        at += same;
    }
    let (positives, negatives) = (positives as f64, negatives as f64);
    Some((ranks - positives * (positives + 1.0) / 2.0) / (positives * negatives))
}

/// The least score that holds `specificity` of the negatives at or below it; `None` without negatives.
pub fn limit_at_specificity(scored: &[(f32, bool)], specificity: f64) -> Option<f64> {
    let mut negatives: Vec<f64> =
        scored.iter().filter(|(_, positive)| !positive).map(|(score, _)| f64::from(*score)).collect();
    negatives.sort_by(f64::total_cmp);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place within the list")]
    let place = (negatives.len() as f64 * specificity).ceil() as usize;
    negatives.get(place.clamp(1, negatives.len().max(1)) - 1).copied()
}

/// The share of positives above [`limit_at_specificity`].
pub fn recall_at_specificity(scored: &[(f32, bool)], specificity: f64) -> Option<f64> {
    let limit = limit_at_specificity(scored, specificity)?;
    let positives: Vec<f64> =
        scored.iter().filter(|(_, positive)| *positive).map(|(score, _)| f64::from(*score)).collect();
    let above = positives.iter().filter(|score| **score > limit).count();
    (!positives.is_empty()).then(|| above as f64 / positives.len() as f64)
}

/// Agreement of two gradings beyond chance, a miss by two counted four times (Cohen 1968). `None` of nothing, or where
/// neither grading varies.
pub fn quadratic_kappa(pairs: &[(usize, usize)], grades: usize) -> Option<f64> {
    let (mut gold, mut told) = (vec![0.0; grades], vec![0.0; grades]);
    let distance = |a: usize, b: usize| (a as f64 - b as f64).powi(2);
    let mut missed = 0.0;
    for (is, was) in pairs {
        *gold.get_mut(*is)? += 1.0;
        *told.get_mut(*was)? += 1.0;
        missed += distance(*is, *was);
    }
    let mut by_chance = 0.0;
    for (is, of) in gold.iter().enumerate() {
        for (was, with) in told.iter().enumerate() {
            by_chance += distance(is, was) * of * with / pairs.len() as f64;
        }
    }
    (by_chance > 0.0).then(|| 1.0 - missed / by_chance)
}

/// The mean over labels of the F1 score; a label that no row has and none was told counts 0.
pub fn macro_f1<const N: usize>(rows: &[([bool; N], [bool; N])]) -> Option<f64> {
    if rows.is_empty() {
        return None;
    }
    // Row by row: an interval of fifty thousand rows reads each of them a thousand times.
    let (mut both, mut either) = ([0_u32; N], [0_u32; N]);
    for (is, was) in rows {
        for label in 0..N {
            both[label] += u32::from(is[label] && was[label]);
            either[label] += u32::from(is[label]) + u32::from(was[label]);
        }
    }
    let of = |label: usize| {
        if both[label] == 0 { 0.0 } else { 2.0 * f64::from(both[label]) / f64::from(either[label]) }
    };
    Some((0..N).map(of).sum::<f64>() / N as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_area_counts_pairs_in_order_and_ties_half() {
        assert_eq!(auc(&[(0.9, true), (0.1, false)]), Some(1.0));
        assert_eq!(auc(&[(0.1, true), (0.9, false)]), Some(0.0));
        assert_eq!(auc(&[(0.5, true), (0.5, false)]), Some(0.5));
        assert_eq!(auc(&[(0.9, true), (0.2, true), (0.5, false), (0.2, false)]), Some(0.625));
        assert_eq!(auc(&[(0.9, true)]), None);
    }

    #[test]
    fn recall_is_taken_where_few_negatives_lie_above() {
        let mut scored: Vec<(f32, bool)> = (0_u8..100).map(|at| (f32::from(at), false)).collect();
        scored.extend([(94.0, true), (95.0, true), (120.0, true), (96.5, true)]);
        assert_eq!(recall_at_specificity(&scored, 0.95), Some(0.75));
    }

    #[test]
    fn kappa_is_one_for_the_same_and_nothing_for_chance() {
        let same = [(0, 0), (1, 1), (2, 2), (3, 3)];
        assert_eq!(quadratic_kappa(&same, 4), Some(1.0));
        let chance = [(0, 0), (0, 3), (3, 0), (3, 3)];
        assert_eq!(quadratic_kappa(&chance, 4), Some(0.0));
        assert_eq!(quadratic_kappa(&[(0, 0)], 4), None);
        // One step off in one of four: missed 1, and by chance (14 + 2 · 6 + 14) / 4 = 10.
        let near = [(0, 0), (1, 2), (2, 2), (3, 3)];
        let kappa = quadratic_kappa(&near, 4).expect("varies");
        assert!((kappa - (1.0 - 1.0 / 10.0)).abs() < 1e-9, "{kappa}");
    }

    #[test]
    fn f1_is_the_mean_over_labels() {
        let rows = [([true, false], [true, true]), ([true, true], [false, true])];
        // First: one of two found, nothing wrong: 2/3. Second: one right, one wrong: 2/3.
        let f1 = macro_f1(&rows).expect("rows");
        assert!((f1 - 2.0 / 3.0).abs() < 1e-9, "{f1}");
    }

    #[test]
    fn an_interval_holds_its_figure_and_is_the_same_twice() {
        let rows: Vec<bool> = (0..200).map(|at| at % 4 == 0).collect();
        let share = |rows: &[bool]| Some(rows.iter().filter(|row| **row).count() as f64 / rows.len() as f64);
        let first = bootstrap(&rows, share).expect("a figure");
        assert!(first.low < 0.25 && first.high > 0.25 && first.high - first.low < 0.15, "{first:?}");
        assert_eq!(bootstrap(&rows, share), Some(first));
    }
}
