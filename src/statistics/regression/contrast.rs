//! A coefficient, or a weighted sum of coefficients, and how well it is known.

use super::super::student::{critical_value, two_sided_p};

/// An estimate with a standard error above 0 and a reference distribution.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Contrast {
    /// The value.
    pub estimate: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Degrees of freedom of Student's t; infinite for the normal distribution.
    pub degrees_of_freedom: f64,
    /// The share of the variance that the estimator finds on average if the family's variance is right: 1, or less for CR2 where
    /// clusters are fitted exactly. Then the standard error is too small.
    pub variance_share: f64,
}

impl Contrast {
    /// The estimate in standard errors: z or t.
    pub fn statistic(&self) -> f64 {
        self.estimate / self.standard_error
    }

    /// The two-sided probability of a statistic as far from 0 or farther, if the truth is 0.
    pub fn p_value(&self) -> f64 {
        two_sided_p(self.statistic(), self.degrees_of_freedom)
    }

    /// The confidence interval of a level between 0 and 1.
    pub fn interval(&self, level: f64) -> (f64, f64) {
        let reach = self.standard_error * critical_value(level, self.degrees_of_freedom);
        (self.estimate - reach, self.estimate + reach)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contrast(estimate: f64, degrees_of_freedom: f64) -> Contrast {
        Contrast { estimate, standard_error: 0.5, degrees_of_freedom, variance_share: 1.0 }
    }

    fn assert_close(found: f64, expect: f64) {
        assert!((found / expect - 1.0).abs() < 1e-9, "{found} is not {expect}");
    }

    /// 2 pt(2.3, df, lower = FALSE), and qt at 0.975, 0.995 and 0.55, by R 4.2.2.
    const STUDENT: [(f64, [f64; 4]); 8] = [
        (1.0, [0.261_095_174_18, 12.706_204_736, 63.656_741_163, 0.158_384_440_32]),
        (3.7, [0.088_303_400_688, 2.867_520_707_2, 4.869_252_253_2, 0.134_502_863_23]),
        (33.0, [0.027_909_792_031, 2.034_515_297_4, 2.733_276_642_4, 0.126_632_135_36]),
        (999.0, [0.021_653_625_549, 1.962_341_461_1, 2.580_759_637_3, 0.125_693_294_47]),
        (1001.0, [0.021_653_214_558, 1.962_336_705_3, 2.580_749_768_8, 0.125_693_230_63]),
        (29992.0, [0.021_455_052_316, 1.960_043_084_5, 2.575_993_242, 0.125_662_410_86]),
        (1e7, [0.021_448_240_534, 1.959_964_221_8, 2.575_829_795_2, 0.125_661_350_05]),
        (f64::INFINITY, [0.021_448_220_043, 1.959_963_984_5, 2.575_829_303_5, 0.125_661_346_86]),
    ];

    #[test]
    fn probabilities_and_intervals_agree_with_r() {
        for (freedom, [p_value, wide, wider, narrow]) in STUDENT {
            for estimate in [1.15, -1.15] {
                let term = contrast(estimate, freedom);
                assert_close(term.statistic(), 2.0 * estimate);
                // statrs keeps seven digits of a probability at ten million degrees of freedom.
                assert!((term.p_value() / p_value - 1.0).abs() < 1e-7, "{freedom}: {}", term.p_value());
                for (level, reach) in [(0.95, wide), (0.99, wider), (0.1, narrow)] {
                    let (low, high) = term.interval(level);
                    assert_close(high - estimate, 0.5 * reach);
                    assert_close(estimate - low, 0.5 * reach);
                }
            }
        }
    }

    #[test]
    fn levels_end_at_nothing_and_everything() {
        for freedom in [4.2, 2000.0, f64::INFINITY] {
            let term = contrast(0.3, freedom);
            let (low, high) = term.interval(0.0);
            assert!((low - 0.3).abs() < 1e-6 && (high - 0.3).abs() < 1e-6, "{freedom}: {low} {high}");
            assert_eq!(term.interval(1.0), (f64::NEG_INFINITY, f64::INFINITY), "{freedom}");
        }
    }
}
