//! Intervals from replicates: percentile, and bias-corrected and accelerated.

use statrs::distribution::{ContinuousCDF, Normal};

use super::super::quantile::quantile;
use super::resampled::Resampled;

/// Replicates nearer to the estimate than this share of their range are tied with it: rounding alone parts them.
const ROUNDING: f64 = 1e-10;

impl Resampled {
    /// The percentile interval that holds a share `level` of the values; none without values.
    pub fn interval(&self, level: f64) -> Option<(f64, f64)> {
        let tail = (1.0 - level) / 2.0;
        Some((quantile(&self.sorted, tail)?, quantile(&self.sorted, 1.0 - tail)?))
    }

    /// The BCa interval (Efron 1987; DiCiccio & Efron 1996): percentiles moved to where the bias correction z0 and the
    /// [`acceleration`](super::acceleration) put them. For multinomial draws: exponential weights double the skewness of the
    /// replicates, and z0 with it. None where [`bias_correction`](Self::bias_correction) has no value, or where an end is
    /// beyond the pole of the acceleration.
    pub fn bca_interval(&self, estimate: f64, acceleration: f64, level: f64) -> Option<(f64, f64)> {
        let bias = self.bias_correction(estimate)?;
        let end = |share: f64| {
            let shifted = bias + Normal::standard().inverse_cdf(share);
            let stretch = 1.0 - acceleration * shifted;
            let moved = (stretch > 0.0).then(|| Normal::standard().cdf(bias + shifted / stretch))?;
            quantile(&self.sorted, moved)
        };
        let tail = (1.0 - level) / 2.0;
        Some((end(tail)?, end(1.0 - tail)?))
    }

    /// z0, the normal quantile of the share of replicates below the estimate, ties counted half (Efron 1987). None where all
    /// replicates are equal, or all lie on one side of the estimate.
    pub fn bias_correction(&self, estimate: f64) -> Option<f64> {
        let (smallest, largest) = (self.sorted.first()?, self.sorted.last()?);
        let tie = ROUNDING * (largest - smallest);
        let below = self.sorted.partition_point(|value| *value < estimate - tie);
        let not_above = self.sorted.partition_point(|value| *value <= estimate + tie);
        let share = (below + not_above) as f64 / (2 * self.sorted.len()) as f64;
        (tie > 0.0 && 0.0 < share && share < 1.0).then(|| Normal::standard().inverse_cdf(share))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{DeleteOne, Weights, acceleration};
    use super::*;

    /// 199 skewed values, in no order.
    fn skewed() -> Vec<f64> {
        (0..199).map(|k| 3.0 * (f64::from((k * 37) % 199) / 199.0).powi(2) - 1.0).collect()
    }

    fn resampled(values: impl IntoIterator<Item = f64>) -> Resampled {
        Resampled::new(values.into_iter().map(Some).collect())
    }

    /// The acceleration of a difference of the means of two samples, taken for participants and items.
    fn two_sample_acceleration() -> f64 {
        let x = [0.25, 1.0, 0.5, 3.0, 1.0, 2.25, 0.0, 2.0];
        let y = [0.5, 0.25, 2.25, 0.0];
        let mean = |values: &[f64], weights: &[f64]| {
            values.iter().zip(weights).map(|(v, w)| v * w).sum::<f64>() / weights.iter().sum::<f64>()
        };
        let difference = |weights: &Weights| Some(mean(&x, &weights.participants) - mean(&y, &weights.items));
        let everything = Weights::even(8, 4);
        let participants = DeleteOne::participants(0..8, &everything, difference).expect("defined");
        let items = DeleteOne::items(0..4, &everything, difference).expect("defined");
        acceleration(&[&participants, &items]).expect("varies")
    }

    fn near(interval: Option<(f64, f64)>, expect: (f64, f64)) {
        let (low, high) = interval.expect("an interval");
        assert!((low - expect.0).abs() < 1e-9 && (high - expect.1).abs() < 1e-9, "{low} {high}, not {expect:?}");
    }

    #[test]
    fn the_percentile_interval_agrees_with_scipy() {
        // scipy 1.17.1: stats.bootstrap with these replicates, method="percentile".
        near(resampled(skewed()).interval(0.95), (-0.998_140_198_479_836_4, 1.823_288_553_319_361));
        near(resampled(skewed()).interval(0.8), (-0.970_288_629_075_023_4, 1.405_651_372_439_44));
        assert_eq!(resampled([]).interval(0.95), None);
    }

    #[test]
    fn the_bca_interval_agrees_with_scipy() {
        // scipy 1.17.1: stats.bootstrap of two samples with these replicates, method="BCa".
        let a = two_sample_acceleration();
        let values = resampled(skewed());
        near(values.bca_interval(0.5, a, 0.95), (-0.908_933_096_314_505_3, 1.957_275_388_131_284_5));
        near(values.bca_interval(0.5, a, 0.8), (-0.476_554_583_297_052_4, 1.901_521_450_556_899_6));
    }

    #[test]
    fn ties_with_the_estimate_count_half_whatever_their_rounding() {
        for rounding in [0.0, 1e-15, -1e-15] {
            let tied = [0.0, 0.0, 0.0, 0.5 + rounding, 0.5 + rounding, 1.0, 1.0, 1.0, 1.0, 1.0];
            let bias = resampled(tied).bias_correction(0.5).expect("a value");
            // R 4.2.2: qnorm((3 + 5) / 20).
            assert!((bias + 0.253_347_103_135_799_7).abs() < 1e-9, "{bias}");
        }
    }

    #[test]
    fn without_bias_and_acceleration_the_bca_interval_is_the_percentile_interval() {
        let values = resampled((-500..=500).map(|value| f64::from(value) / 500.0));
        near(values.bca_interval(0.0, 0.0, 0.9), values.interval(0.9).expect("an interval"));
    }

    #[test]
    fn the_bca_interval_follows_a_monotone_transformation() {
        let a = two_sample_acceleration();
        let ranks = |transformed: fn(f64) -> f64| {
            let values = resampled(skewed().into_iter().map(transformed));
            let (low, high) = values.bca_interval(transformed(0.5), a, 0.95).expect("an interval");
            [low, high].map(|end| values.sorted.partition_point(|value| *value < end))
        };
        assert_eq!(ranks(|value| value), ranks(f64::exp));
    }

    #[test]
    fn what_the_replicates_cannot_say_has_no_value() {
        let check = |values: &[f64], estimate: f64, acceleration: f64| {
            assert_eq!(resampled(values.iter().copied()).bca_interval(estimate, acceleration, 0.95), None);
        };
        check(&[1.0, 1.0, 1.0], 1.0, 0.0);
        check(&[1.0, 2.0, 3.0], 4.0, 0.0);
        check(&[1.0, 2.0, 3.0], 0.0, 0.0);
        check(&[1.0, 2.0, 3.0], 2.0, 0.6);
        check(&[], 0.0, 0.0);
    }
}
