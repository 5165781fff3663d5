//! L-BFGS with a line search that halves: Nocedal and Wright, Numerical Optimization, algorithms 7.4 and 3.1.

/// How many earlier steps the curvature is read from.
const MEMORY: usize = 10;
/// A step must gain this share of what the slope promises.
const ARMIJO: f64 = 1e-4;
/// At this length of the slope, as a share of the first one, it is done.
const FLAT: f64 = 1e-4;
/// The most halvings of a step.
const HALVINGS: usize = 30;

/// An earlier step: where it went, how the slope changed, and one over their product.
struct Step {
    moved: Vec<f64>,
    turned: Vec<f64>,
    inverse: f64,
}

/// Goes downhill from `at` for at most `steps`; `loss` gives the value and writes the slope.
pub(super) fn minimise(mut at: Vec<f64>, steps: usize, loss: impl Fn(&[f64], &mut [f64]) -> f64) -> Vec<f64> {
    let mut slope = vec![0.0; at.len()];
    let mut value = loss(&at, &mut slope);
    let first = dot(&slope, &slope).sqrt();
    let (mut memory, mut next, mut next_slope) = (Vec::<Step>::new(), at.clone(), slope.clone());
    for _ in 0..steps {
        if dot(&slope, &slope).sqrt() <= FLAT * first {
            break;
        }
        let direction = direction(&slope, &memory);
        let promised = dot(&slope, &direction);
        // The first step has no curvature to go by: as long as the slope is one.
        let mut length = if memory.is_empty() { 1.0 / first.max(1.0) } else { 1.0 };
        let mut found = None;
        for _ in 0..HALVINGS {
            for ((to, from), way) in next.iter_mut().zip(&at).zip(&direction) {
                *to = from + length * way;
            }
            let there = loss(&next, &mut next_slope);
            if there <= value + ARMIJO * length * promised {
                found = Some(there);
                break;
            }
            length /= 2.0;
        }
        let Some(there) = found else { break };
        let moved: Vec<f64> = next.iter().zip(&at).map(|(to, from)| to - from).collect();
        let turned: Vec<f64> = next_slope.iter().zip(&slope).map(|(to, from)| to - from).collect();
        let product = dot(&moved, &turned);
        if product > 1e-12 {
            if memory.len() == MEMORY {
                memory.remove(0);
            }
            memory.push(Step { moved, turned, inverse: 1.0 / product });
        }
        std::mem::swap(&mut at, &mut next);
        std::mem::swap(&mut slope, &mut next_slope);
        value = there;
    }
    at
}

/// Where to go: the slope, straightened by what earlier steps told of the curvature.
fn direction(slope: &[f64], memory: &[Step]) -> Vec<f64> {
    let mut way: Vec<f64> = slope.iter().map(|slope| -slope).collect();
    let mut shares = Vec::with_capacity(memory.len());
    for step in memory.iter().rev() {
        let share = step.inverse * dot(&step.moved, &way);
        add(&mut way, -share, &step.turned);
        shares.push(share);
    }
    if let Some(last) = memory.last() {
        let scale = 1.0 / (last.inverse * dot(&last.turned, &last.turned));
        for way in &mut way {
            *way *= scale;
        }
    }
    for (step, share) in memory.iter().zip(shares.iter().rev()) {
        let back = step.inverse * dot(&step.turned, &way);
        add(&mut way, share - back, &step.moved);
    }
    way
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn add(to: &mut [f64], times: f64, what: &[f64]) {
    for (to, what) in to.iter_mut().zip(what) {
        *to += times * what;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bowl_is_found_to_its_bottom() {
        // (x − 3)² + 10 (y + 1)² + (x − 3)(y + 1).
        let bowl = |at: &[f64], slope: &mut [f64]| {
            let (x, y) = (at[0] - 3.0, at[1] + 1.0);
            slope[0] = 2.0 * x + y;
            slope[1] = 20.0 * y + x;
            x * x + 10.0 * y * y + x * y
        };
        let found = minimise(vec![0.0, 0.0], 50, bowl);
        assert!((found[0] - 3.0).abs() < 1e-2 && (found[1] + 1.0).abs() < 1e-2, "{found:?}");
    }
}
