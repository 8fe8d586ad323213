//! Whether an effect is too small to matter.

use super::student::{critical_value, upper_tail};

/// An estimate with its sampling error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measured {
    /// The estimate, in any unit.
    pub estimate: f64,
    /// Its standard error, in the same unit.
    pub standard_error: f64,
    /// Degrees of freedom of the standard error; infinite for the normal distribution.
    pub degrees_of_freedom: f64,
}

/// Two one-sided tests and the interval that shows the same.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EquivalenceTest {
    /// (estimate - lower bound) / standard error.
    pub t_lower: f64,
    /// (estimate - upper bound) / standard error.
    pub t_upper: f64,
    /// One-sided p-value against an effect at or below the lower bound.
    pub p_lower: f64,
    /// One-sided p-value against an effect at or above the upper bound.
    pub p_upper: f64,
    /// The larger of the two p-values: equivalence holds where both effects are rejected.
    pub p: f64,
    /// The interval at level 1 - 2 alpha. It lies within the bounds just where p is below alpha.
    pub interval: (f64, f64),
}

/// Tests for equivalence by two one-sided t-tests (Schuirmann 1987) against `bounds` (lower, upper) in the unit of the estimate,
/// fixed in advance, at an `alpha` between 0 and 1/2. None without a positive standard error, without positive degrees of freedom,
/// or without room between the bounds.
pub fn equivalence_test(measured: Measured, bounds: (f64, f64), alpha: f64) -> Option<EquivalenceTest> {
    let Measured { estimate, standard_error, degrees_of_freedom } = measured;
    let (lower, upper) = bounds;
    if !(estimate.is_finite()
        && standard_error.is_finite()
        && standard_error > 0.0
        && degrees_of_freedom > 0.0
        && lower < upper)
    {
        return None;
    }
    let critical = critical_value(1.0 - 2.0 * alpha, degrees_of_freedom);
    let (t_lower, t_upper) = ((estimate - lower) / standard_error, (estimate - upper) / standard_error);
    let (p_lower, p_upper) = (upper_tail(t_lower, degrees_of_freedom), upper_tail(-t_upper, degrees_of_freedom));
    let half_width = critical * standard_error;
    Some(EquivalenceTest {
        t_lower,
        t_upper,
        p_lower,
        p_upper,
        p: p_lower.max(p_upper),
        interval: (estimate - half_width, estimate + half_width),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assert_close(found: [f64; 6], expect: [f64; 6]) {
        let close = found.iter().zip(expect).all(|(found, expect)| (found - expect).abs() < 1e-9 * expect.abs());
        assert!(close, "{found:?} is not {expect:?}");
    }

    fn numbers(test: EquivalenceTest) -> [f64; 6] {
        [test.t_lower, test.p_lower, test.t_upper, test.p_upper, test.interval.0, test.interval.1]
    }

    /// Two one-sided `t.test` of R 4.2.2, and its interval, for
    /// 0.31, -0.42, 0.18, 0.55, -0.13, 0.07, 0.29, -0.36, 0.12, 0.44.
    #[test]
    fn agrees_with_one_sided_tests_in_r() {
        let measured = Measured { estimate: 0.105, standard_error: 0.102_233_393_109_427, degrees_of_freedom: 9.0 };
        let test = equivalence_test(measured, (-0.5, 0.3), 0.05).expect("an error");
        let by_r = [
            5.917_831_557_761_45,
            0.000_112_034_167_760_381,
            -1.907_400_254_154_52,
            0.044_415_192_434_345_2,
            -0.082_405_355_058_219_9,
            0.292_405_355_058_22,
        ];
        assert_close(numbers(test), by_r);
        assert_eq!(Some(test.p), Some(test.p_upper));
    }

    /// `pnorm` and `qnorm` of R 4.2.2.
    #[test]
    fn many_degrees_of_freedom_are_the_normal_distribution() {
        let by_r =
            [2.5, 0.006_209_665_325_776_13, -1.5, 0.066_807_201_268_858, -0.114_485_362_695_147, 0.214_485_362_695_147];
        for degrees_of_freedom in [f64::INFINITY, 1e12] {
            let measured = Measured { estimate: 0.05, standard_error: 0.1, degrees_of_freedom };
            assert_close(numbers(equivalence_test(measured, (-0.2, 0.2), 0.05).expect("an error")), by_r);
        }
    }

    #[test]
    fn the_interval_says_the_same_as_the_p_value() {
        for standard_error in [0.05, 0.09, 0.1, 0.11, 0.2] {
            for degrees_of_freedom in [3.0, 30.5, f64::INFINITY] {
                let measured = Measured { estimate: 0.03, standard_error, degrees_of_freedom };
                let test = equivalence_test(measured, (-0.2, 0.2), 0.05).expect("an error");
                assert_eq!(test.p < 0.05, test.interval.0 > -0.2 && test.interval.1 < 0.2);
            }
        }
    }

    #[test]
    fn nothing_is_tested_without_an_error_or_room() {
        let sound = Measured { estimate: 0.0, standard_error: 0.1, degrees_of_freedom: 9.0 };
        let check = |measured, bounds| assert_eq!(equivalence_test(measured, bounds, 0.05), None);
        check(Measured { standard_error: 0.0, ..sound }, (-1.0, 1.0));
        check(Measured { estimate: f64::NAN, ..sound }, (-1.0, 1.0));
        check(Measured { degrees_of_freedom: 0.0, ..sound }, (-1.0, 1.0));
        check(Measured { degrees_of_freedom: f64::NAN, ..sound }, (-1.0, 1.0));
        check(sound, (1.0, -1.0));
    }
}
