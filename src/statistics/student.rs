//! Student's t distribution, which is the normal one at infinitely many degrees of freedom.

use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

/// Degrees of freedom above which a quantile is taken from its expansion about the normal one: statrs 0.19 loses digits as they
/// grow, and from 3e7 on finds none; the expansion gains them.
const MANY: f64 = 1000.0;

/// Degrees of freedom above which a probability is the normal one to seven digits; those of statrs 0.19 lose theirs beyond.
const NORMAL_ABOVE: f64 = 1e7;

/// The distribution; none where it is normal.
fn student(degrees_of_freedom: f64) -> Option<StudentsT> {
    StudentsT::new(0.0, 1.0, degrees_of_freedom).ok().filter(|_| degrees_of_freedom <= NORMAL_ABOVE)
}

/// The probability of a value above `statistic`.
pub fn upper_tail(statistic: f64, degrees_of_freedom: f64) -> f64 {
    student(degrees_of_freedom).map_or_else(|| Normal::standard().sf(statistic), |student| student.sf(statistic))
}

/// The probability of a value as far from zero as `statistic`, on either side.
pub fn two_sided_p(statistic: f64, degrees_of_freedom: f64) -> f64 {
    2.0 * upper_tail(statistic.abs(), degrees_of_freedom)
}

/// How many standard errors the interval of a level reaches to each side.
pub fn critical_value(level: f64, degrees_of_freedom: f64) -> f64 {
    let probability = 0.5 + level.clamp(0.0, 1.0) / 2.0;
    match student(degrees_of_freedom) {
        Some(student) if degrees_of_freedom <= MANY => student.inverse_cdf(probability),
        _ if probability >= 1.0 => f64::INFINITY,
        _ => expanded(Normal::standard().inverse_cdf(probability), degrees_of_freedom),
    }
}

/// The quantile of t by its expansion about the normal one, `z` (Fisher & Cornish 1960).
fn expanded(z: f64, degrees_of_freedom: f64) -> f64 {
    let (square, inverse) = (z * z, degrees_of_freedom.recip());
    let first = (square + 1.0) / 4.0;
    let second = ((5.0 * square + 16.0) * square + 3.0) / 96.0;
    let third = (((3.0 * square + 19.0) * square + 17.0) * square - 15.0) / 384.0;
    z * (1.0 + inverse * (first + inverse * (second + inverse * third)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_r() {
        let close = |found: f64, expect: f64| assert!((found / expect - 1.0).abs() < 1e-7, "{found} {expect}");
        // R 4.2: 2 * pt(-2.5, 7.5), qt(0.975, 7.5), 2 * pnorm(-2.5), qnorm(0.95)
        close(two_sided_p(-2.5, 7.5), 0.038_820_258_273_63);
        close(critical_value(0.95, 7.5), 2.333_039_626_865);
        close(two_sided_p(2.5, f64::INFINITY), 0.012_419_330_651_55);
        close(critical_value(0.9, f64::INFINITY), 1.644_853_626_95);
    }
}
