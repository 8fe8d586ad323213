//! Sensitivity and response criterion of yes-no decisions.

use statrs::distribution::{ContinuousCDF, Normal};

/// How often "yes" and "no" were said with and without a signal. Rates carry the log-linear correction, for everybody (Hautus 1995):
/// (count + 0.5) / (trials + 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Responses {
    /// "Yes" to a signal.
    pub hits: usize,
    /// "No" to a signal.
    pub misses: usize,
    /// "Yes" without a signal.
    pub false_alarms: usize,
    /// "No" without a signal.
    pub correct_rejections: usize,
}

impl Responses {
    /// Corrected share of signals that were called, strictly between 0 and 1; none without signals.
    pub fn hit_rate(&self) -> Option<f64> {
        corrected_rate(self.hits, self.misses)
    }

    /// Corrected share of trials without a signal in which one was called, strictly between 0 and 1; none without such trials.
    pub fn false_alarm_rate(&self) -> Option<f64> {
        corrected_rate(self.false_alarms, self.correct_rejections)
    }

    /// Sensitivity d' = z(hit rate) - z(false-alarm rate) in standard deviations of the evidence (Green & Swets 1966). 0 is chance.
    /// None without signals or without trials that have none.
    pub fn d_prime(&self) -> Option<f64> {
        let (hits, false_alarms) = self.z()?;
        Some(hits - false_alarms)
    }

    /// Criterion c = -(z(hit rate) + z(false-alarm rate)) / 2: positive where "no" is preferred (Macmillan & Creelman 1991). None
    /// without signals or without trials that have none.
    pub fn criterion(&self) -> Option<f64> {
        let (hits, false_alarms) = self.z()?;
        Some(-f64::midpoint(hits, false_alarms))
    }

    /// d' and c in one step.
    pub fn sensitivity_and_criterion(&self) -> Option<(f64, f64)> {
        let (hits, false_alarms) = self.z()?;
        Some((hits - false_alarms, -f64::midpoint(hits, false_alarms)))
    }

    /// ln of the likelihood ratio at the criterion, c d' (Macmillan & Creelman 1991). None where these have no value.
    pub fn ln_beta(&self) -> Option<f64> {
        Some(self.criterion()? * self.d_prime()?)
    }

    /// Normal deviates of hit rate and false-alarm rate.
    fn z(&self) -> Option<(f64, f64)> {
        let normal = Normal::standard();
        Some((normal.inverse_cdf(self.hit_rate()?), normal.inverse_cdf(self.false_alarm_rate()?)))
    }
}

fn corrected_rate(yes: usize, no: usize) -> Option<f64> {
    let trials = yes + no;
    (trials > 0).then(|| (yes as f64 + 0.5) / (trials as f64 + 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn responses(hits: usize, misses: usize, false_alarms: usize, correct_rejections: usize) -> Responses {
        Responses { hits, misses, false_alarms, correct_rejections }
    }

    fn assert_close(found: Option<f64>, expect: f64) {
        assert!(found.is_some_and(|found| (found - expect).abs() < 1e-12), "{found:?} is not {expect}");
    }

    /// `qnorm` of R 4.2.2 at the corrected rates; ln beta as the difference of `dnorm(log = TRUE)` there.
    #[test]
    fn agrees_with_r() {
        let check = |responses: Responses, d_prime, criterion, ln_beta| {
            assert_close(responses.d_prime(), d_prime);
            assert_close(responses.criterion(), criterion);
            assert_close(responses.ln_beta(), ln_beta);
            assert_eq!(responses.sensitivity_and_criterion(), responses.d_prime().zip(responses.criterion()));
        };
        check(responses(17, 3, 6, 14), 1.464_622_136_783_26, -0.235_110_497_710_074, -0.344_348_039_536_303);
        check(responses(25, 0, 2, 31), 3.519_900_739_635_5, -0.309_951_461_077_3, -1.090_998_377_097_09);
        check(responses(4, 11, 1, 30), 1.096_807_560_517_89, 1.127_535_942_514_5, 1.236_689_946_505_57);
    }

    #[test]
    fn everybody_is_corrected() {
        assert_close(responses(17, 3, 6, 14).hit_rate(), 17.5 / 21.0);
        assert_close(responses(25, 0, 0, 31).hit_rate(), 25.5 / 26.0);
        assert_close(responses(25, 0, 0, 31).false_alarm_rate(), 0.5 / 32.0);
    }

    #[test]
    fn preferring_the_other_response_turns_the_criterion_alone() {
        let (liberal, conservative) = (responses(17, 3, 6, 14), responses(14, 6, 3, 17));
        assert_close(conservative.d_prime(), liberal.d_prime().expect("both were met"));
        assert_close(conservative.criterion(), -liberal.criterion().expect("both were met"));
        assert_close(responses(9, 4, 9, 4).d_prime(), 0.0);
    }

    #[test]
    fn what_was_never_met_has_no_rate() {
        let noise_only = responses(0, 0, 3, 9);
        assert_eq!((noise_only.hit_rate(), noise_only.d_prime(), noise_only.criterion()), (None, None, None));
        let signals_only = responses(5, 1, 0, 0);
        assert_eq!((signals_only.false_alarm_rate(), signals_only.ln_beta()), (None, None));
    }
}
