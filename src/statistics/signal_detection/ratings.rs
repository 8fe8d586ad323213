//! Confidence ratings, counted by response and truth.

use statrs::distribution::{ContinuousCDF, Normal};

use super::confidence_model::ConfidenceCounts;

/// How often each confidence was given with each response, by truth: from "no" with the highest confidence, down to "no" with the
/// lowest, on to "yes" with the lowest, up to "yes" with the highest (`nR_S1` and `nR_S2` of Maniscalco & Lau 2012).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ratings {
    /// Counts of trials without a signal: twice as many as there are levels of confidence.
    pub noise: Vec<usize>,
    /// Counts of trials with a signal, as many.
    pub signal: Vec<usize>,
}

/// What is done about cells without trials.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Padding {
    /// Counts enter as they are.
    None,
    /// One over the number of cells is added to every cell, so that none is empty (Maniscalco & Lau 2014).
    EveryCell,
}

impl Ratings {
    /// All trials.
    pub fn trials(&self) -> usize {
        self.noise.iter().chain(&self.signal).sum()
    }

    /// Whether the counts fit together: as many for noise as for signal, and at least two levels of confidence for each response.
    pub(super) fn are_well_formed(&self) -> bool {
        let cells = self.noise.len();
        cells == self.signal.len() && cells.is_multiple_of(2) && cells >= 4
    }

    /// Whether there were trials with a signal, and trials without.
    pub(super) fn met_both(&self) -> bool {
        [&self.noise, &self.signal].iter().all(|counts| counts.iter().any(|&count| count > 0))
    }

    pub(super) fn cells(&self, padding: Padding) -> Cells {
        let added = match padding {
            Padding::None => 0.0,
            Padding::EveryCell => 1.0 / self.noise.len() as f64,
        };
        let padded = |counts: &[usize]| counts.iter().map(|&count| count as f64 + added).collect();
        Cells { noise: padded(&self.noise), signal: padded(&self.signal) }
    }
}

/// Well-formed counts as they enter a fit.
pub(super) struct Cells {
    noise: Vec<f64>,
    signal: Vec<f64>,
}

impl Cells {
    /// d' and c, without any correction but the padding: infinite where a response was always or never given.
    pub(super) fn sensitivity_and_criterion(&self) -> (f64, f64) {
        let z = |counts: &[f64]| {
            let yes: f64 = counts[counts.len() / 2..].iter().sum();
            Normal::standard().inverse_cdf(yes / counts.iter().sum::<f64>())
        };
        let (hits, false_alarms) = (z(&self.signal), z(&self.noise));
        (hits - false_alarms, -f64::midpoint(hits, false_alarms))
    }

    /// The trials with the response "no".
    pub(super) fn no(&self) -> ConfidenceCounts {
        let half = self.noise.len() / 2;
        let ascending = |counts: &[f64]| counts[..half].iter().rev().copied().collect::<Vec<f64>>();
        let trials = (self.noise.iter().sum(), self.signal.iter().sum());
        ConfidenceCounts::new(&ascending(&self.noise), &ascending(&self.signal), trials)
    }

    /// The trials with the response "yes".
    pub(super) fn yes(&self) -> ConfidenceCounts {
        let half = self.noise.len() / 2;
        let trials = (self.signal.iter().sum(), self.noise.iter().sum());
        ConfidenceCounts::new(&self.signal[half..], &self.noise[half..], trials)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn confidence_rises_from_the_middle_to_both_ends() {
        let ratings = Ratings { noise: vec![30, 20, 10, 5], signal: vec![1, 2, 3, 4] };
        let cells = ratings.cells(Padding::None);
        assert_eq!(cells.no(), ConfidenceCounts::new(&[20.0, 30.0], &[2.0, 1.0], (65.0, 10.0)));
        assert_eq!(cells.yes(), ConfidenceCounts::new(&[3.0, 4.0], &[10.0, 5.0], (10.0, 65.0)));
    }

    #[test]
    fn padding_adds_one_trial_a_truth() {
        let padded = Ratings { noise: vec![30, 20, 10, 5], signal: vec![1, 2, 3, 4] }.cells(Padding::EveryCell);
        assert_eq!(padded.noise, [30.25, 20.25, 10.25, 5.25]);
        assert_eq!(padded.signal, [1.25, 2.25, 3.25, 4.25]);
    }

    /// `qnorm` of R 4.2.2: z(.7) - z(.35) and -(z(.7) + z(.35)) / 2.
    #[test]
    fn sensitivity_is_that_of_the_responses() {
        let ratings = Ratings { noise: vec![5, 60, 10, 25], signal: vec![20, 10, 1, 69] };
        let (d_prime, criterion) = ratings.cells(Padding::None).sensitivity_and_criterion();
        assert!((d_prime - 0.909_720_979_115_608).abs() < 1e-12, "{d_prime}");
        assert!((criterion - -0.069_540_023_150_236_5).abs() < 1e-12, "{criterion}");
        let always_yes = Ratings { noise: vec![0, 0, 1, 1], signal: vec![1, 0, 0, 1] };
        assert!(!always_yes.cells(Padding::None).sensitivity_and_criterion().0.is_finite());
    }

    #[test]
    fn counts_must_fit_together() {
        let check = |noise: usize, signal: usize, expect| {
            let ratings = Ratings { noise: vec![1; noise], signal: vec![1; signal] };
            assert_eq!(ratings.are_well_formed(), expect, "{noise} and {signal}");
        };
        check(4, 4, true);
        check(8, 8, true);
        check(4, 6, false);
        check(5, 5, false);
        check(2, 2, false);
        check(0, 0, false);
        assert!(!Ratings { noise: vec![0; 4], signal: vec![9; 4] }.met_both());
    }
}
