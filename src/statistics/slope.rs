//! The straight line through pairs of numbers.

/// The least-squares slope of y on x over (x, y) pairs with weights. None where x does not vary.
pub fn slope(pairs: &[(f64, f64)], weights: &[f64]) -> Option<f64> {
    let moments = Moments::of(pairs, weights)?;
    (moments.xx > 0.0).then(|| moments.xy / moments.xx)
}

/// Weighted sums of squares and products about the means.
pub(super) struct Moments {
    pub(super) xx: f64,
    pub(super) xy: f64,
    pub(super) yy: f64,
}

impl Moments {
    /// None where the weights are zero.
    pub(super) fn of(pairs: &[(f64, f64)], weights: &[f64]) -> Option<Self> {
        let total: f64 = weights.iter().sum();
        if total <= 0.0 {
            return None;
        }
        let weighted = || pairs.iter().zip(weights);
        let mean_x = weighted().map(|((x, _), w)| w * x).sum::<f64>() / total;
        let mean_y = weighted().map(|((_, y), w)| w * y).sum::<f64>() / total;
        let mut moments = Self { xx: 0.0, xy: 0.0, yy: 0.0 };
        for ((x, y), w) in weighted() {
            let (x, y) = (x - mean_x, y - mean_y);
            moments.xx += w * x * x;
            moments.xy += w * x * y;
            moments.yy += w * y * y;
        }
        Some(moments)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn follows_the_line_and_its_weights() {
        let check = |pairs: &[(f64, f64)], weights: &[f64], expect: Option<f64>| {
            assert_eq!(slope(pairs, weights), expect);
        };
        check(&[(0.0, 1.0), (1.0, 3.0), (2.0, 5.0)], &[1.0; 3], Some(2.0));
        check(&[(0.0, 0.0), (1.0, 1.0), (1.0, 9.0)], &[1.0, 1.0, 0.0], Some(1.0));
        check(&[(1.0, 0.0), (1.0, 1.0)], &[1.0; 2], None);
        check(&[], &[], None);
    }
}
