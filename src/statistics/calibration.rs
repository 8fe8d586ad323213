//! Whether people are as often right as they say they are.

/// Bins of equal width over the stated probabilities. The last one is closed at 1.
pub const BINS: usize = 10;

/// How stated probabilities of being correct compare with being correct.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Calibration {
    /// Mean squared difference between the stated probability and the outcome, from 0 to 1 (Brier 1950). It equals reliability -
    /// resolution + uncertainty + variance within bins - covariance within bins (Stephenson, Coelho & Jolliffe 2008).
    pub brier: f64,
    /// Mean squared difference between what was stated and the share that was correct, over bins (Murphy 1973). 0 is best.
    pub reliability: f64,
    /// Variance between bins of the share that was correct (Murphy 1973). The more, the better.
    pub resolution: f64,
    /// Variance of being correct, whatever was stated: share correct * share wrong (Murphy 1973).
    pub uncertainty: f64,
    /// Variance of what was stated about the mean of its bin.
    pub variance_within_bins: f64,
    /// Twice the covariance within bins of what was stated and being correct.
    pub covariance_within_bins: f64,
    /// Expected calibration error: mean absolute difference between what was stated and the share that was correct, over bins
    /// (Naeini, Cooper & Hauskrecht 2015).
    pub expected_calibration_error: f64,
    /// Mean stated probability minus the share that was correct: positive is over-confident.
    pub over_confidence: f64,
    /// What stands behind it, by stated probability in ascending order.
    pub bins: [CalibrationBin; BINS],
}

/// The trials whose stated probability lies in one bin.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct CalibrationBin {
    /// How many.
    pub trials: usize,
    /// How many of them were correct.
    pub correct: usize,
    /// The sum of their stated probabilities.
    pub stated: f64,
}

impl CalibrationBin {
    /// The mean stated probability; none without trials.
    pub fn mean_stated(&self) -> Option<f64> {
        (self.trials > 0).then(|| self.stated / self.trials as f64)
    }

    /// The share that was correct; none without trials.
    pub fn accuracy(&self) -> Option<f64> {
        (self.trials > 0).then(|| self.correct as f64 / self.trials as f64)
    }
}

/// Compares pairs of a stated probability, from 0 to 1, and whether the decision was correct. None without pairs.
pub fn calibration(decisions: &[(f64, bool)]) -> Option<Calibration> {
    if decisions.is_empty() {
        return None;
    }
    let bins = into_bins(decisions);
    let mean = |of: &dyn Fn(&(f64, bool)) -> f64| decisions.iter().map(of).sum::<f64>() / decisions.len() as f64;
    let mean_over_bins = |of: &dyn Fn(f64, f64) -> f64| {
        let weighted = |bin: &CalibrationBin| Some(bin.trials as f64 * of(bin.mean_stated()?, bin.accuracy()?));
        bins.iter().filter_map(weighted).sum::<f64>() / decisions.len() as f64
    };
    let within_bin = |&(stated, correct): &(f64, bool)| {
        let bin = &bins[bin_of(stated)];
        (stated - bin.stated / bin.trials as f64, outcome(correct) - bin.correct as f64 / bin.trials as f64)
    };
    let accuracy = mean(&|decision| outcome(decision.1));
    Some(Calibration {
        brier: mean(&|&(stated, correct)| (stated - outcome(correct)).powi(2)),
        reliability: mean_over_bins(&|stated, correct| (stated - correct).powi(2)),
        resolution: mean_over_bins(&|_, correct| (correct - accuracy).powi(2)),
        uncertainty: accuracy * (1.0 - accuracy),
        variance_within_bins: mean(&|decision| within_bin(decision).0.powi(2)),
        covariance_within_bins: mean(&|decision| {
            let (stated, correct) = within_bin(decision);
            2.0 * stated * correct
        }),
        expected_calibration_error: mean_over_bins(&|stated, correct| (stated - correct).abs()),
        over_confidence: mean(&|decision| decision.0) - accuracy,
        bins,
    })
}

fn into_bins(decisions: &[(f64, bool)]) -> [CalibrationBin; BINS] {
    let mut bins = [CalibrationBin::default(); BINS];
    for &(stated, correct) in decisions {
        let bin = &mut bins[bin_of(stated)];
        bin.trials += 1;
        bin.correct += usize::from(correct);
        bin.stated += stated;
    }
    bins
}

pub(super) fn bin_of(stated: f64) -> usize {
    ((stated * BINS as f64) as usize).min(BINS - 1)
}

pub(super) fn outcome(correct: bool) -> f64 {
    f64::from(u8::from(correct))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DECISIONS: [(f64, bool); 14] = [
        (0.55, false),
        (0.9, true),
        (0.62, true),
        (1.0, true),
        (0.71, false),
        (0.3, false),
        (0.85, true),
        (0.97, false),
        (0.5, true),
        (0.66, true),
        (0.74, true),
        (0.93, true),
        (0.0, false),
        (0.58, false),
    ];

    fn assert_close(found: f64, expect: f64) {
        assert!((found - expect).abs() < 1e-12, "{found} is not {expect}");
    }

    /// The Brier score by `brier_score_loss` of scikit-learn 1.9.1, its parts in exact fractions with Python 3.11.
    #[test]
    fn agrees_with_exact_arithmetic() {
        let found = calibration(&DECISIONS).expect("decisions");
        assert_close(found.brier, 0.199_207_142_857_143);
        assert_close(found.reliability, 0.054_660_714_285_714_3);
        assert_close(found.resolution, 0.107_993_197_278_912);
        assert_close(found.uncertainty, 0.244_897_959_183_673);
        assert_close(found.variance_within_bins, 0.000_736_904_761_904_762);
        assert_close(found.covariance_within_bins, -0.006_904_761_904_761_9);
        assert_close(found.expected_calibration_error, 0.217_857_142_857_143);
        assert_close(found.over_confidence, 0.093_571_428_571_428_6);
        assert_eq!(found.bins.map(|bin| bin.trials), [1, 0, 0, 1, 0, 3, 2, 2, 1, 4]);
    }

    #[test]
    fn the_parts_add_up_to_the_brier_score() {
        for step in 1..40 {
            let decision = |i: u32| (f64::from(i * step % 97) / 96.0, i * i % (step + 2) < 2);
            let decisions: Vec<(f64, bool)> = (0..150).map(decision).collect();
            let found = calibration(&decisions).expect("decisions");
            let between = found.reliability - found.resolution + found.uncertainty;
            assert_close(between + found.variance_within_bins - found.covariance_within_bins, found.brier);
        }
    }

    #[test]
    fn a_bin_begins_at_its_tenth_and_the_last_one_ends_at_one() {
        let check = |stated: f64, bin: usize| {
            let found = calibration(&[(stated, true)]).expect("a decision");
            assert_eq!(found.bins.map(|bin| bin.trials).iter().position(|&trials| trials == 1), Some(bin), "{stated}");
        };
        for tenth in 0..10 {
            check(f64::from(tenth) / 10.0, tenth as usize);
        }
        check(0.099_999, 0);
        check(0.999_999, 9);
        check(1.0, 9);
    }

    #[test]
    fn who_is_as_often_right_as_stated_is_calibrated() {
        let decisions: Vec<(f64, bool)> = (0..20).map(|i| (0.75, i % 4 > 0)).collect();
        let found = calibration(&decisions).expect("decisions");
        assert_eq!((found.reliability, found.expected_calibration_error, found.over_confidence), (0.0, 0.0, 0.0));
        assert_close(found.brier, found.uncertainty);
        assert_eq!((found.bins[7].mean_stated(), found.bins[7].accuracy()), (Some(0.75), Some(0.75)));
    }

    #[test]
    fn nothing_stated_is_nothing_calibrated() {
        assert_eq!(calibration(&[]), None);
        assert_eq!((CalibrationBin::default().mean_stated(), CalibrationBin::default().accuracy()), (None, None));
    }
}
