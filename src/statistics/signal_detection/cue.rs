//! How far a cue moves the criterion, and how far it should.

use super::response::Responses;

/// How good a cue is that says "signal" or "noise".
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cue {
    /// Share of signals for which it says "signal".
    pub hit_rate: f64,
    /// Share of trials without a signal for which it says "signal".
    pub false_alarm_rate: f64,
}

impl Cue {
    /// The criterion shift ΔC* = [ln(PD / PFA) - ln((1 - PD) / (1 - PFA))] / d' that is best for an observer of sensitivity `d_prime`
    /// without the cue (Meyer 2001), where, given the truth, the errors of cue and observer are independent: at the cue's "signal"
    /// the optimal criterion lies ln(PD / PFA) / d' lower, at its "noise" ln((1 - PFA) / (1 - PD)) / d' higher. None where d' is not
    /// positive, or where a rate is not strictly between 0 and 1: such a cue settles some trials by itself.
    pub fn optimal_shift(&self, d_prime: f64) -> Option<f64> {
        let errs = |rate: f64| rate > 0.0 && rate < 1.0;
        if !(d_prime > 0.0 && errs(self.hit_rate) && errs(self.false_alarm_rate)) {
            return None;
        }
        let says_signal = (self.hit_rate / self.false_alarm_rate).ln();
        let says_noise = ((1.0 - self.hit_rate) / (1.0 - self.false_alarm_rate)).ln();
        Some((says_signal - says_noise) / d_prime)
    }
}

/// Responses by what the cue said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CuedResponses {
    /// Where the cue said "signal".
    pub at_signal: Responses,
    /// Where the cue said "noise".
    pub at_noise: Responses,
}

impl CuedResponses {
    /// The observed criterion shift ΔC = c(cue says noise) - c(cue says signal) (Meyer 2001): positive where the cue is heeded, 0
    /// where it is ignored. None unless signals and trials without one were met under both cues.
    pub fn criterion_shift(&self) -> Option<f64> {
        Some(self.at_noise.criterion()? - self.at_signal.criterion()?)
    }

    /// ΔC - ΔC*: 0 where the cue gets the weight that it deserves, positive where it gets more. `d_prime` is the observer's
    /// sensitivity without the cue. None where one of the two shifts has no value. The log-linear correction pulls ΔC towards 0 where
    /// trials are few, and the index with it: below 0 for an ideal observer of some dozen trials.
    pub fn over_trust_index(&self, cue: Cue, d_prime: f64) -> Option<f64> {
        Some(self.criterion_shift()? - cue.optimal_shift(d_prime)?)
    }
}

#[cfg(test)]
mod tests {
    use rand::RngExt;
    use rand_chacha::ChaCha8Rng;
    use rand_chacha::rand_core::SeedableRng;
    use rand_distr::StandardNormal;
    use statrs::distribution::{ContinuousCDF, Normal};

    use super::*;

    const CUE: Cue = Cue { hit_rate: 0.9, false_alarm_rate: 0.3 };
    const D_PRIME: f64 = 1.5;

    /// (log(.9 / .3) - log(.1 / .7)) / 1.5 in R 4.2.2.
    const OPTIMAL_SHIFT: f64 = 2.029_681_625_148_95;

    fn assert_close(found: Option<f64>, expect: f64, tolerance: f64) {
        assert!(found.is_some_and(|found| (found - expect).abs() < tolerance), "{found:?} is not {expect}");
    }

    /// An observer who adds `weight` times the evidence in the cue to the evidence in a percept of sensitivity `D_PRIME`, and says
    /// "yes" where the sum is above 0.3. By Bayes' rule the weight is 1.
    fn observe(weight: f64) -> CuedResponses {
        let mut rng = ChaCha8Rng::seed_from_u64(8);
        let mut responses = CuedResponses::default();
        for trial in 0..40_000 {
            let is_signal = trial % 2 == 0;
            let (mean, cue_rate) =
                if is_signal { (D_PRIME / 2.0, CUE.hit_rate) } else { (-D_PRIME / 2.0, CUE.false_alarm_rate) };
            let percept = mean + rng.sample::<f64, _>(StandardNormal);
            let (at_cue, evidence) = if rng.random_bool(cue_rate) {
                (&mut responses.at_signal, (CUE.hit_rate / CUE.false_alarm_rate).ln())
            } else {
                (&mut responses.at_noise, ((1.0 - CUE.hit_rate) / (1.0 - CUE.false_alarm_rate)).ln())
            };
            let count = match (is_signal, D_PRIME * percept + weight * evidence > 0.3) {
                (true, true) => &mut at_cue.hits,
                (true, false) => &mut at_cue.misses,
                (false, true) => &mut at_cue.false_alarms,
                (false, false) => &mut at_cue.correct_rejections,
            };
            *count += 1;
        }
        responses
    }

    #[test]
    fn the_index_is_zero_for_the_ideal_observer_and_grows_with_the_weight_of_the_cue() {
        for weight in [0.0, 0.5, 1.0, 1.5] {
            let index = observe(weight).over_trust_index(CUE, D_PRIME);
            assert_close(index, (weight - 1.0) * OPTIMAL_SHIFT, 0.08);
        }
    }

    #[test]
    fn the_optimal_shift_lies_between_the_criteria_that_are_most_often_right() {
        let normal = Normal::standard();
        let best_criterion = |signals: f64, noise: f64| {
            let right = |c: f64| signals * normal.sf(c - D_PRIME / 2.0) + noise * normal.cdf(c + D_PRIME / 2.0);
            (-4_000..4_000).map(|step| f64::from(step) / 1_000.0).max_by(|a, b| right(*a).total_cmp(&right(*b)))
        };
        let at_signal = best_criterion(CUE.hit_rate, CUE.false_alarm_rate).expect("a best one");
        let at_noise = best_criterion(1.0 - CUE.hit_rate, 1.0 - CUE.false_alarm_rate).expect("a best one");
        assert_close(CUE.optimal_shift(D_PRIME), at_noise - at_signal, 0.0015);
        assert_close(CUE.optimal_shift(D_PRIME), OPTIMAL_SHIFT, 1e-12);
    }

    #[test]
    fn a_cue_that_tells_nothing_deserves_no_shift_and_a_misleading_one_the_opposite() {
        let shift = |hit_rate, false_alarm_rate| Cue { hit_rate, false_alarm_rate }.optimal_shift(D_PRIME);
        assert_eq!(shift(0.4, 0.4), Some(0.0));
        assert_close(shift(0.3, 0.9), -OPTIMAL_SHIFT, 1e-12);
    }

    #[test]
    fn saying_yes_more_often_at_signal_is_a_positive_shift() {
        let at_signal = Responses { hits: 18, misses: 2, false_alarms: 9, correct_rejections: 11 };
        let at_noise = Responses { hits: 11, misses: 9, false_alarms: 2, correct_rejections: 18 };
        let heeded = CuedResponses { at_signal, at_noise };
        assert_close(heeded.criterion_shift(), 2.0 * at_noise.criterion().expect("both were met"), 1e-12);
        assert!(heeded.criterion_shift() > Some(0.0));
    }

    #[test]
    fn what_cannot_be_weighed_has_no_index() {
        let of = |hit_rate, false_alarm_rate, d_prime| Cue { hit_rate, false_alarm_rate }.optimal_shift(d_prime);
        for undefined in
            [of(1.0, 0.2, 1.0), of(0.8, 0.0, 1.0), of(0.8, 0.2, 0.0), of(0.8, 0.2, -1.0), of(0.8, 0.2, f64::NAN)]
        {
            assert_eq!(undefined, None);
        }
        let never_wrong = CuedResponses {
            at_signal: Responses { hits: 5, misses: 1, ..Responses::default() },
            at_noise: Responses { hits: 1, misses: 2, false_alarms: 1, correct_rejections: 6 },
        };
        assert_eq!((never_wrong.criterion_shift(), never_wrong.over_trust_index(CUE, 1.0)), (None, None));
    }
}
