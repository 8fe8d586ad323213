//! The randomisation test: how unusual the observed statistic is among those of other assignments.

use rand_chacha::ChaCha8Rng;
use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::stream::stream;

/// Which statistics speak as strongly against the null hypothesis as the observed one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alternative {
    /// Those as far from zero, whichever side: for statistics that lie around zero under the null hypothesis.
    TwoSided,
    /// Those as large.
    Greater,
    /// Those as small.
    Less,
}

/// How often to draw the assignment anew. The results do not depend on the number of threads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Randomisation {
    /// Re-draws to make.
    pub redraws: usize,
    /// The seed; each re-draw has a stream of its own.
    pub seed: u64,
    /// What counts as extreme.
    pub alternative: Alternative,
}

/// A p-value with its evidence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RandomisationTest {
    /// (1 + extreme) / (redraws + 1): above 0, at most 1.
    pub p: f64,
    /// The Monte Carlo standard error √(p (1 - p) / redraws): how far p may be from that of all assignments.
    pub standard_error: f64,
    /// Re-draws as extreme as the observed statistic.
    pub extreme: usize,
    /// Re-draws in which the statistic had a value.
    pub redraws: usize,
    /// Re-draws in which it had none.
    pub undefined: usize,
}

/// Re-draws that fall short by less than this share of the observed statistic are as extreme: rounding alone parts them.
const ROUNDING: f64 = 1e-10;

impl Randomisation {
    /// Compares the observed statistic with those of re-drawn assignments. `statistic` is told the number of the re-draw, from 0,
    /// and the generator to draw it with; drawing is the caller's, from the study's own assignment mechanism.
    ///
    /// p counts the observed assignment among the re-draws, and so is never 0 (Phipson & Smyth 2010). Re-draws without a value
    /// are left out on both sides of the fraction: under the null hypothesis the assignment alone decides whether there is a
    /// value, so that the test among those that have one is as exact. None where no re-draw has a value, or no finite one was
    /// observed.
    pub fn test(
        &self,
        observed: f64,
        statistic: impl Fn(u64, &mut ChaCha8Rng) -> Option<f64> + Sync,
    ) -> Option<RandomisationTest> {
        let drawn: Vec<Option<f64>> = (0..self.redraws as u64)
            .into_par_iter()
            .map(|redraw| statistic(redraw, &mut stream(self.seed, redraw)).filter(|value| value.is_finite()))
            .collect();
        let redraws = drawn.iter().flatten().count();
        let extreme = drawn.iter().flatten().filter(|value| self.alternative.is_extreme(**value, observed)).count();
        let p = (1 + extreme) as f64 / (redraws + 1) as f64;
        (redraws > 0 && observed.is_finite()).then(|| RandomisationTest {
            p,
            standard_error: (p * (1.0 - p) / redraws as f64).sqrt(),
            extreme,
            redraws,
            undefined: drawn.len() - redraws,
        })
    }
}

impl Alternative {
    fn is_extreme(self, redrawn: f64, observed: f64) -> bool {
        let tie = ROUNDING * observed.abs();
        match self {
            Self::TwoSided => redrawn.abs() >= observed.abs() - tie,
            Self::Greater => redrawn >= observed - tie,
            Self::Less => redrawn <= observed + tie,
        }
    }
}

#[cfg(test)]
mod tests {
    use rand::seq::SliceRandom;

    use super::*;

    const OUTCOMES: [f64; 8] = [3.1, 2.4, 4.0, 5.2, 1.1, 0.7, 2.0, 1.9];
    const TEST: Randomisation = Randomisation { redraws: 2000, seed: 4, alternative: Alternative::TwoSided };

    /// The difference of means between four treated and four others.
    fn difference(treated: [bool; 8]) -> f64 {
        OUTCOMES.iter().zip(treated).map(|(outcome, treated)| if treated { *outcome } else { -outcome }).sum::<f64>()
            / 4.0
    }

    fn observed() -> f64 {
        difference([true, true, true, true, false, false, false, false])
    }

    fn shuffled(rng: &mut ChaCha8Rng) -> [bool; 8] {
        let mut treated = [true, true, true, true, false, false, false, false];
        treated.shuffle(rng);
        treated
    }

    /// All 70 ways to treat four of eight.
    fn assignments() -> Vec<[bool; 8]> {
        let bits = |mask: u32| std::array::from_fn(|unit| mask >> unit & 1 == 1);
        (0..256_u32).filter(|mask| mask.count_ones() == 4).map(bits).collect()
    }

    #[test]
    fn over_all_assignments_it_is_the_exact_test() {
        let check = |alternative, expect: usize| {
            let every = Randomisation { redraws: 70, seed: 0, alternative };
            let test = every.test(observed(), |redraw, _| Some(difference(assignments()[redraw as usize])));
            let test = test.expect("a value");
            assert_eq!((test.extreme, test.redraws, test.undefined), (expect, 70, 0));
            assert!((test.p - (1 + expect) as f64 / 71.0).abs() < 1e-12);
        };
        // R 4.2.2 over combn(8, 4): 2 of 70 two-sided, 1 of 70 greater.
        check(Alternative::TwoSided, 2);
        check(Alternative::Greater, 1);
        check(Alternative::Less, 70);
    }

    #[test]
    fn random_assignments_come_as_near_as_the_standard_error_says() {
        let test = TEST.test(observed(), |_, rng| Some(difference(shuffled(rng)))).expect("a value");
        assert!((test.p - 2.0 / 70.0).abs() < 3.0 * test.standard_error, "{test:?}");
        let expect = (2.0 / 70.0 * 68.0 / 70.0 / 2000.0_f64).sqrt();
        assert!((test.standard_error / expect - 1.0).abs() < 0.2, "{test:?}");
    }

    #[test]
    fn the_number_of_threads_changes_nothing() {
        let with = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
            pool.install(|| TEST.test(1.5, |_, rng| Some(difference(shuffled(rng)))))
        };
        assert_eq!(with(1), with(3));
    }

    #[test]
    fn what_is_undefined_is_counted_and_left_out() {
        let test = Randomisation { redraws: 9, ..TEST }.test(5.0, |redraw, _| (redraw < 4).then_some(redraw as f64));
        let test = test.expect("a value");
        assert_eq!((test.extreme, test.redraws, test.undefined), (0, 4, 5));
        assert!((test.p - 0.2).abs() < 1e-12);
        assert_eq!(TEST.test(1.0, |_, _| Some(f64::NAN)), None);
        assert_eq!(TEST.test(f64::NAN, |_, _| Some(1.0)), None);
    }

    #[test]
    fn ties_are_extreme_whatever_their_rounding() {
        let p = |redrawn: f64, alternative| {
            Randomisation { redraws: 1, seed: 0, alternative }.test(0.3, |_, _| Some(redrawn)).expect("a value").p
        };
        for (redrawn, alternative) in [
            (0.1 + 0.2 - 1e-16, Alternative::TwoSided),
            (-0.3 + 1e-16, Alternative::TwoSided),
            (0.3 - 1e-16, Alternative::Greater),
            (0.1 + 0.2, Alternative::Less),
        ] {
            assert!((p(redrawn, alternative) - 1.0).abs() < 1e-12);
        }
    }
}
