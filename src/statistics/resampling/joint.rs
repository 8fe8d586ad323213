//! Several statistics of the same replicates, for their differences and covariances.

use super::resampled::Resampled;

/// Statistics over all replicates, side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct Joint {
    /// One row a replicate, one column a statistic; none where the statistic had no value.
    pub replicates: Vec<Vec<Option<f64>>>,
}

impl Joint {
    /// A statistic made of the others, replicate by replicate: `|values| values[0]` is the first of them, and
    /// `|values| Some(values[0]? - values[1]?)` the difference of two.
    pub fn derived(&self, value: impl Fn(&[Option<f64>]) -> Option<f64>) -> Resampled {
        Resampled::new(self.replicates.iter().map(|values| value(values)).collect())
    }

    /// The covariance of two statistics over the replicates in which both have a value, with n - 1 in the denominator; of one
    /// with itself, its variance. None below two such replicates.
    pub fn covariance(&self, first: usize, second: usize) -> Option<f64> {
        let both = || self.replicates.iter().filter_map(|values| values[first].zip(values[second]));
        let count = both().count() as f64;
        let mean_first = both().map(|(x, _)| x).sum::<f64>() / count;
        let mean_second = both().map(|(_, y)| y).sum::<f64>() / count;
        let products: f64 = both().map(|(x, y)| (x - mean_first) * (y - mean_second)).sum();
        (count > 1.0).then(|| products / (count - 1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joint() -> Joint {
        let row = |x: f64, y: f64| vec![Some(x), Some(y)];
        Joint { replicates: vec![row(1.0, 2.0), row(2.0, 1.0), vec![None, Some(9.0)], row(6.0, 6.0)] }
    }

    #[test]
    fn what_is_derived_comes_from_the_same_draw() {
        let difference = joint().derived(|values| Some(values[0]? - values[1]?));
        assert_eq!(difference.replicates, [Some(-1.0), Some(1.0), None, Some(0.0)]);
        assert_eq!(joint().derived(|values| values[1]).undefined, 0);
    }

    #[test]
    fn covariances_are_those_of_complete_pairs() {
        // R 4.2: cov(c(1, 2, 6), c(2, 1, 6)), var(c(1, 2, 6)).
        assert_eq!(joint().covariance(0, 1), Some(6.5));
        assert_eq!(joint().covariance(1, 0), Some(6.5));
        assert_eq!(joint().covariance(0, 0), Some(7.0));
    }

    #[test]
    fn one_replicate_has_no_covariance() {
        assert_eq!(Joint { replicates: vec![vec![Some(1.0)], vec![None]] }.covariance(0, 0), None);
    }
}
