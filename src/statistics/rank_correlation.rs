//! Whether two numbers put people in the same order.

use super::slope::Moments;

/// Values that are no farther apart than this, relative to the larger one or to 1, are equal up to rounding: 11/12 - 10/12 is tied
/// with 10/12 - 9/12.
const ROUNDING: f64 = 1e-12;

/// Spearman's rank correlation (1904) of (x, y) pairs with weights, ties at their mid-rank; a weight of n counts as n equal pairs.
/// None where one of the two does not vary.
pub fn rank_correlation(pairs: &[(f64, f64)], weights: &[f64]) -> Option<f64> {
    let xs = ranks(pairs.iter().map(|pair| pair.0), weights);
    let ys = ranks(pairs.iter().map(|pair| pair.1), weights);
    let ranked: Vec<(f64, f64)> = xs.into_iter().zip(ys).collect();
    let moments = Moments::of(&ranked, weights)?;
    let scale = (moments.xx * moments.yy).sqrt();
    (scale > 0.0).then(|| (moments.xy / scale).clamp(-1.0, 1.0))
}

/// The mid-rank of each value among all.
fn ranks(values: impl Iterator<Item = f64>, weights: &[f64]) -> Vec<f64> {
    let values: Vec<f64> = values.collect();
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let mut before = 0.0;
    for tied in order.chunk_by(|&a, &b| are_tied(values[a], values[b])) {
        let weight: f64 = tied.iter().map(|&index| weights[index]).sum();
        for &index in tied {
            ranks[index] = before + f64::midpoint(weight, 1.0);
        }
        before += weight;
    }
    ranks
}

fn are_tied(a: f64, b: f64) -> bool {
    a.total_cmp(&b).is_eq() || (b - a).abs() <= ROUNDING * a.abs().max(b.abs()).max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn follows_the_order_alone() {
        let check = |pairs: &[(f64, f64)], expect: Option<f64>| {
            assert_eq!(rank_correlation(pairs, &vec![1.0; pairs.len()]), expect);
        };
        check(&[(1.0, 1.0), (2.0, 8.0), (3.0, 9.0)], Some(1.0));
        check(&[(1.0, 9.0), (2.0, 8.0), (3.0, -9.0)], Some(-1.0));
        check(&[(1.0, 1.0), (2.0, 3.0), (3.0, 2.0)], Some(0.5));
        check(&[(1.0, 1.0), (1.0, 2.0)], None);
        check(&[], None);
    }

    #[test]
    fn rounding_makes_no_order() {
        let twelfths = |first: f64, second: f64| first / 12.0 - second / 12.0;
        let (one, same) = (twelfths(11.0, 10.0), twelfths(10.0, 9.0));
        assert!(one.total_cmp(&same).is_ne(), "the example holds");
        let found = |second: f64| rank_correlation(&[(one, 1.0), (second, 2.0), (1.0, 3.0), (2.0, 0.0)], &[1.0; 4]);
        assert_eq!(found(same), found(one));
        assert_ne!(found(same), found(one + 1e-6));
    }

    #[test]
    fn a_weight_counts_as_equal_pairs() {
        let pairs = [(1.0, 2.0), (2.0, 1.0), (3.0, 5.0), (4.0, 4.0)];
        let written_out = [pairs[0], pairs[0], pairs[0], pairs[1], pairs[3], pairs[3]];
        let weighted = rank_correlation(&pairs, &[3.0, 1.0, 0.0, 2.0]).expect("varies");
        let expected = rank_correlation(&written_out, &[1.0; 6]).expect("varies");
        assert!((weighted - expected).abs() < 1e-12);
    }
}
