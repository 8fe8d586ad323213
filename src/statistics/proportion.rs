//! Intervals for shares of independent trials.

use statrs::distribution::{ContinuousCDF, Normal};

/// How often something happened out of how often it could: never out of nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    numerator: usize,
    denominator: usize,
}

impl Count {
    /// None where the denominator is 0 (0/0 has no share) or smaller than the numerator.
    pub fn new(numerator: usize, denominator: usize) -> Option<Self> {
        (denominator > 0 && numerator <= denominator).then_some(Self { numerator, denominator })
    }

    /// The share, from 0 to 1.
    pub fn share(self) -> f64 {
        self.numerator as f64 / self.denominator as f64
    }

    /// The score interval (Wilson 1927) that covers the true share at a `level` between 0 and 1, without continuity correction.
    /// It stays within 0 and 1.
    pub fn interval(self, level: f64) -> (f64, f64) {
        let n = self.denominator as f64;
        let share = self.share();
        let z = two_sided_quantile(level);
        let shrinkage = 1.0 / (1.0 + z * z / n);
        let centre = shrinkage * (share + z * z / (2.0 * n));
        let half_width = shrinkage * z * (share * (1.0 - share) / n + (z / (2.0 * n)).powi(2)).sqrt();
        ((centre - half_width).max(0.0), (centre + half_width).min(1.0))
    }
}

/// The hybrid score interval of the first share minus the second, for independent samples: the square-and-add of two Wilson
/// intervals (Newcombe 1998, method 10), at a `level` between 0 and 1. It stays within -1 and 1.
pub fn difference_interval(first: Count, second: Count, level: f64) -> (f64, f64) {
    let ((first_low, first_high), (second_low, second_high)) = (first.interval(level), second.interval(level));
    let (first, second) = (first.share(), second.share());
    let below = (first - first_low).hypot(second_high - second);
    let above = (first_high - first).hypot(second - second_low);
    (first - second - below, first - second + above)
}

/// The z that leaves half of 1 - level above it.
fn two_sided_quantile(level: f64) -> f64 {
    Normal::standard().inverse_cdf(f64::midpoint(1.0, level))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(numerator: usize, denominator: usize) -> Count {
        Count::new(numerator, denominator).expect("a denominator")
    }

    fn assert_close(found: (f64, f64), expect: (f64, f64)) {
        assert!(
            (found.0 - expect.0).abs() < 1e-12 && (found.1 - expect.1).abs() < 1e-12,
            "{found:?} is not {expect:?}"
        );
    }

    /// `prop.test(correct = FALSE)` of R 4.2.2.
    #[test]
    fn the_interval_of_one_share_agrees_with_r() {
        assert_close(count(3, 24).interval(0.95), (0.043_443_340_801_234_4, 0.310_038_812_705_001));
        assert_close(count(81, 263).interval(0.95), (0.255_288_519_878_274, 0.366_209_576_982_8));
        assert_close(count(0, 12).interval(0.95), (0.0, 0.242_494_006_655_241));
        assert_close(count(12, 12).interval(0.9), (0.816_018_805_252_523, 1.0));
    }

    /// `confint_proportions_2indep(method="newcomb", compare="diff")` of statsmodels 0.15.0.
    #[test]
    fn the_interval_of_a_difference_agrees_with_statsmodels() {
        let difference = |first, second| difference_interval(first, second, 0.95);
        assert_close(difference(count(56, 70), count(48, 80)), (0.052_431_472_402_365, 0.333_872_654_036_906));
        assert_close(difference(count(0, 10), count(0, 20)), (-0.161_125_158_052_819, 0.277_532_799_862_889));
        let narrower = difference_interval(count(7, 31), count(0, 17), 0.8);
        assert_close(narrower, (0.106_130_456_044_938, 0.334_397_553_252_945));
    }

    #[test]
    fn counting_what_did_not_happen_mirrors_the_intervals() {
        let (low, high) = count(5, 23).interval(0.95);
        assert_close(count(18, 23).interval(0.95), (1.0 - high, 1.0 - low));
        let (low, high) = difference_interval(count(5, 23), count(4, 31), 0.95);
        assert_close(difference_interval(count(4, 31), count(5, 23), 0.95), (-high, -low));
    }

    #[test]
    fn nothing_out_of_nothing_is_no_share() {
        assert_eq!(Count::new(0, 0), None);
        assert_eq!(Count::new(3, 2), None);
        assert_eq!(Count::new(3, 4).map(Count::share), Some(0.75));
    }
}
