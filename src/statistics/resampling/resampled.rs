//! What a statistic was in every replicate.

/// A statistic over all replicates.
#[derive(Debug, Clone, PartialEq)]
pub struct Resampled {
    /// The value of each replicate, in the order of the replicates; none where the statistic had none, or no finite one.
    pub replicates: Vec<Option<f64>>,
    /// The values in ascending order.
    pub sorted: Vec<f64>,
    /// In how many replicates the statistic had no value.
    pub undefined: usize,
}

impl Resampled {
    pub(super) fn new(replicates: Vec<Option<f64>>) -> Self {
        let replicates: Vec<_> = replicates.into_iter().map(|value| value.filter(|value| value.is_finite())).collect();
        let mut sorted: Vec<f64> = replicates.iter().flatten().copied().collect();
        sorted.sort_by(f64::total_cmp);
        Self { undefined: replicates.len() - sorted.len(), replicates, sorted }
    }

    /// The two-sided p-value against zero that belongs to the percentile interval: twice the smaller share of replicates on either side of
    /// zero, with one counted in (Davison & Hinkley 1997, 4.2.3), at most 1. None without replicates that have a value.
    pub fn p_value(&self) -> Option<f64> {
        let below = self.sorted.partition_point(|value| *value <= 0.0);
        let above = self.sorted.len() - self.sorted.partition_point(|value| *value < 0.0);
        let share = (below.min(above) + 1) as f64 / (self.sorted.len() + 1) as f64;
        (!self.sorted.is_empty()).then(|| (2.0 * share).min(1.0))
    }

    /// The share of replicates without a value, from 0 to 1; 0 without replicates.
    pub fn undefined_share(&self) -> f64 {
        self.undefined as f64 / self.replicates.len().max(1) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_p_value_counts_the_smaller_side_of_zero() {
        let p = |values: &[f64]| Resampled::new(values.iter().map(|value| Some(*value)).collect()).p_value();
        assert_eq!(p(&[]), None);
        let close =
            |found: Option<f64>, expect: f64| assert!(found.is_some_and(|p| (p - expect).abs() < 1e-12), "{found:?}");
        close(p(&[1.0, 2.0, 3.0]), 0.5);
        close(p(&[-1.0, 2.0, 3.0]), 1.0);
        close(p(&(1..=99).map(f64::from).collect::<Vec<_>>()), 0.02);
        close(p(&[0.0; 9]), 1.0);
    }

    #[test]
    fn the_order_is_kept_and_what_is_undefined_counted() {
        let resampled = Resampled::new(vec![Some(3.0), None, Some(1.0), Some(f64::NAN)]);
        assert_eq!(resampled.replicates, [Some(3.0), None, Some(1.0), None]);
        assert_eq!((resampled.sorted.as_slice(), resampled.undefined), ([1.0, 3.0].as_slice(), 2));
        assert!((resampled.undefined_share() - 0.5).abs() < 1e-12);
        assert!(Resampled::new(Vec::new()).undefined_share().abs() < 1e-12);
    }
}
