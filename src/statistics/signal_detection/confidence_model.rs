//! How likely the confidence in one response is under the model of meta-d'.

use statrs::distribution::{ContinuousCDF, Normal};

/// The trials with one response, counted by confidence in ascending order. Evidence for the response is normal with standard
/// deviation 1 about meta-d'/2 where the response is correct, and about -meta-d'/2 where it is wrong. Above a criterion the response
/// is given, and between one threshold and the next with one confidence (Maniscalco & Lau 2014).
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ConfidenceCounts {
    correct: Vec<f64>,
    wrong: Vec<f64>,
    /// Trials in which this response was right or would have been, and those in which it was wrong or would have been.
    trials: (f64, f64),
}

impl ConfidenceCounts {
    /// Leaves out confidences that were never given with this response: the likelihood is greatest where they have no width.
    pub(super) fn new(correct: &[f64], wrong: &[f64], trials: (f64, f64)) -> Self {
        let given = correct.iter().zip(wrong).filter(|(correct, wrong)| *correct + *wrong > 0.0);
        let (correct, wrong) = given.unzip();
        Self { correct, wrong, trials }
    }

    /// How many confidences were given with this response.
    pub(super) fn levels(&self) -> usize {
        self.correct.len()
    }

    /// Whether no wrong response was made with more confidence than a correct one. Where that holds for both responses, the
    /// likelihood is greatest at an infinite meta-d'.
    pub(super) fn is_separated(&self) -> bool {
        is_nowhere_above(&self.wrong, &self.correct)
    }

    /// The same the wrong way round: no correct response was made with more confidence than a wrong one.
    pub(super) fn is_reversed(&self) -> bool {
        is_nowhere_above(&self.correct, &self.wrong)
    }

    /// The log-likelihood of confidence given response and truth. `ln_steps` are the logs of the distances from the criterion to the
    /// first threshold, and on to the others: one fewer than there are levels.
    pub(super) fn ln_likelihood(&self, meta_d: f64, criterion: f64, ln_steps: &[f64]) -> f64 {
        let mut threshold = criterion;
        let mut thresholds = vec![criterion];
        for ln_step in ln_steps {
            threshold += ln_step.exp();
            thresholds.push(threshold);
        }
        ln_likelihood(&self.correct, &thresholds, meta_d / 2.0) + ln_likelihood(&self.wrong, &thresholds, -meta_d / 2.0)
    }

    /// The logs of the distances between the criteria that the counts show: where to start from.
    pub(super) fn observed_ln_steps(&self) -> Vec<f64> {
        let (if_correct, if_wrong) = self.trials;
        let criterion =
            |level| -f64::midpoint(z(&self.correct[level..], if_correct), z(&self.wrong[level..], if_wrong));
        let criteria: Vec<f64> = (0..self.levels()).map(criterion).collect();
        criteria.windows(2).map(|pair| (pair[1] - pair[0]).ln()).collect()
    }
}

/// Whether the highest level of the one is at most the lowest of the other.
fn is_nowhere_above(one: &[f64], other: &[f64]) -> bool {
    let highest = one.iter().rposition(|&count| count > 0.0);
    let lowest = other.iter().position(|&count| count > 0.0);
    highest.zip(lowest).is_none_or(|(highest, lowest)| highest <= lowest)
}

/// The log-likelihood of counts between thresholds, the last one open above, for evidence about `mean` above the first.
fn ln_likelihood(counts: &[f64], thresholds: &[f64], mean: f64) -> f64 {
    let normal = Normal::standard();
    let above: Vec<f64> = thresholds.iter().map(|threshold| normal.sf(threshold - mean)).chain([0.0]).collect();
    let occurred = counts.iter().zip(above.windows(2)).filter(|(count, _)| **count > 0.0);
    occurred.map(|(count, between)| count * ((between[0] - between[1]) / above[0]).ln()).sum()
}

/// The normal deviate of a share, with the log-linear correction (Hautus 1995).
fn z(counts: &[f64], trials: f64) -> f64 {
    Normal::standard().inverse_cdf((counts.iter().sum::<f64>() + 0.5) / (trials + 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(correct: &[f64], wrong: &[f64]) -> ConfidenceCounts {
        ConfidenceCounts::new(correct, wrong, (100.0, 100.0))
    }

    /// Differences of `pnorm` in R 4.2.2.
    #[test]
    fn the_likelihood_agrees_with_r() {
        let found = counts(&[11.0, 23.0], &[6.0, 2.0]).ln_likelihood(0.9, 0.3, &[0.7_f64.ln()]);
        assert!((found - -27.712_555_220_115_1).abs() < 1e-8, "{found}");
    }

    #[test]
    fn the_confidences_exhaust_the_response() {
        let ln_steps = [-0.5, 0.2, -1.3];
        for truth in [true, false] {
            let only = |level| {
                let mut one = [0.0; 4];
                one[level] = 1.0;
                let none = [0.0; 4];
                let (correct, wrong) = if truth { (one, none) } else { (none, one) };
                ConfidenceCounts { correct: correct.to_vec(), wrong: wrong.to_vec(), trials: (1.0, 1.0) }
            };
            let total: f64 = (0..4).map(|level| only(level).ln_likelihood(1.4, -0.2, &ln_steps).exp()).sum();
            assert!((total - 1.0).abs() < 1e-12, "{total}");
        }
    }

    #[test]
    fn a_confidence_never_given_is_no_level() {
        assert_eq!(counts(&[4.0, 0.0, 0.0, 9.0], &[2.0, 0.0, 3.0, 0.0]), counts(&[4.0, 0.0, 9.0], &[2.0, 3.0, 0.0]));
        assert_eq!(counts(&[4.0, 0.0], &[2.0, 0.0]).levels(), 1);
    }

    #[test]
    fn overlap_is_seen() {
        let check = |correct: &[f64], wrong: &[f64], separated, reversed| {
            let counts = counts(correct, wrong);
            assert_eq!((counts.is_separated(), counts.is_reversed()), (separated, reversed), "{counts:?}");
        };
        check(&[2.0, 5.0, 9.0], &[7.0, 3.0, 1.0], false, false);
        check(&[0.0, 5.0, 9.0], &[7.0, 3.0, 0.0], true, false);
        check(&[2.0, 5.0, 0.0], &[0.0, 3.0, 1.0], false, true);
        check(&[5.0], &[2.0], true, true);
    }

    /// Log-linear rates of .75 and .5, then .25 and .125 above: `qnorm` of R 4.2.2.
    #[test]
    fn the_search_starts_from_the_observed_criteria() {
        let observed = ConfidenceCounts::new(&[4.0, 1.5], &[3.0, 0.5], (7.0, 7.0)).observed_ln_steps();
        assert_eq!(observed.len(), 1);
        assert!((observed[0].exp() - 1.249_664_440_384_09).abs() < 1e-12, "{}", observed[0].exp());
    }
}
