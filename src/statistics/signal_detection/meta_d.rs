//! meta-d': the sensitivity that an ideal observer would need to give this confidence.

use bobyqa::{Config, Outcome, Status, bobyqa};

use super::ratings::{Padding, Ratings};

/// Fewer trials of one observer are refused: meta-d' is then mostly noise.
pub const MINIMUM_TRIALS: usize = 100;

/// Where meta-d' is looked for, on both sides of 0.
const LARGEST_META_D: f64 = 20.0;
/// Where the logs of the distances between thresholds are looked for.
const LN_STEPS: (f64, f64) = (-20.0, 3.0);
/// First and last radius of the search. A smaller last one would look for differences below the rounding of the log-likelihood.
const RADIUS: (f64, f64) = (0.3, 1e-8);

/// meta-d' of one observer, under normal evidence of equal variance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MetaD {
    /// Sensitivity d' of the decisions, from the same counts; positive.
    pub d_prime: f64,
    /// Criterion c of the decisions, from the same counts.
    pub criterion: f64,
    /// meta-d', in the unit of d'.
    pub meta_d: f64,
    /// meta-d' / d': 1 where confidence uses all that the decisions used.
    pub m_ratio: f64,
    /// meta-d' - d'.
    pub m_difference: f64,
    /// Log-likelihood of confidence given response and truth, without the multinomial constant.
    pub ln_likelihood: f64,
    /// Trials behind it.
    pub trials: usize,
    /// Whether the search ended at a maximum inside its bounds.
    pub converged: bool,
}

/// Why there is no meta-d'.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum MetaDRefusal {
    /// The counts do not fit together.
    #[error("{noise} counts without and {signal} with a signal: both need the same even number, at least 4")]
    Malformed {
        /// Counts of trials without a signal.
        noise: usize,
        /// Counts of trials with a signal.
        signal: usize,
    },
    /// Not enough trials.
    #[error("{0} trials are fewer than {MINIMUM_TRIALS}")]
    TooFewTrials(usize),
    /// d' is infinite or undefined.
    #[error("d' has no value: signal or noise was never met, or one response was always or never given to it")]
    UndefinedSensitivity,
    /// d' is zero or negative.
    #[error("d' is {0:.3}: decisions no better than chance leave nothing to compare meta-d' with")]
    NotAboveChance(f64),
    /// Confidence says nothing.
    #[error("confidence never varied within a response")]
    ConstantConfidence,
    /// meta-d' is infinite.
    #[error("confidence tells right from wrong without overlap: meta-d' is infinite without padding")]
    Separated,
}

/// Fits meta-d' by maximum likelihood (Maniscalco & Lau 2012, 2014), with the criterion meta-c held at meta-d' c / d'. The search
/// starts from d' and the observed criteria.
pub fn fit_meta_d(ratings: &Ratings, padding: Padding) -> Result<MetaD, MetaDRefusal> {
    check(ratings)?;
    let cells = ratings.cells(padding);
    let (d_prime, criterion) = cells.sensitivity_and_criterion();
    if !d_prime.is_finite() {
        return Err(MetaDRefusal::UndefinedSensitivity);
    }
    if d_prime <= 0.0 {
        return Err(MetaDRefusal::NotAboveChance(d_prime));
    }
    let (no, yes) = (cells.no(), cells.yes());
    if (no.is_separated() && yes.is_separated()) || (no.is_reversed() && yes.is_reversed()) {
        return Err(MetaDRefusal::Separated);
    }
    let mut found = vec![d_prime];
    found.extend(no.observed_ln_steps());
    found.extend(yes.observed_ln_steps());
    let outcome = maximise(&mut found, |meta_d, ln_steps| {
        let meta_criterion = meta_d * criterion / d_prime;
        let (of_no, of_yes) = ln_steps.split_at(no.levels() - 1);
        no.ln_likelihood(meta_d, -meta_criterion, of_no) + yes.ln_likelihood(meta_d, meta_criterion, of_yes)
    });
    let meta_d = found[0];
    Ok(MetaD {
        d_prime,
        criterion,
        meta_d,
        m_ratio: meta_d / d_prime,
        m_difference: meta_d - d_prime,
        ln_likelihood: -outcome.f,
        trials: ratings.trials(),
        converged: outcome.status == Status::Converged && meta_d.abs() < LARGEST_META_D,
    })
}

/// Refuses what no padding makes good.
fn check(ratings: &Ratings) -> Result<(), MetaDRefusal> {
    if !ratings.are_well_formed() {
        return Err(MetaDRefusal::Malformed { noise: ratings.noise.len(), signal: ratings.signal.len() });
    }
    let trials = ratings.trials();
    if trials < MINIMUM_TRIALS {
        return Err(MetaDRefusal::TooFewTrials(trials));
    }
    if !ratings.met_both() {
        return Err(MetaDRefusal::UndefinedSensitivity);
    }
    let observed = ratings.cells(Padding::None);
    if observed.no().levels() < 2 && observed.yes().levels() < 2 {
        return Err(MetaDRefusal::ConstantConfidence);
    }
    Ok(())
}

/// Moves meta-d' and the logs of the steps, in this order, to where their log-likelihood is greatest: BOBYQA (Powell 2009) with a
/// full quadratic model, which finds meta-d' to about 1e-7.
fn maximise(parameters: &mut [f64], ln_likelihood: impl Fn(f64, &[f64]) -> f64) -> Outcome {
    let count = parameters.len();
    let mut config = Config::new(count);
    config.npt = (count + 1) * (count + 2) / 2;
    config.prima_parity = false;
    (config.rho_begin, config.rho_end) = RADIUS;
    let bounds = |meta_d: f64, ln_step: f64| {
        let mut bounds = vec![ln_step; count];
        bounds[0] = meta_d;
        bounds
    };
    let lower = bounds(-LARGEST_META_D, LN_STEPS.0);
    let upper = bounds(LARGEST_META_D, LN_STEPS.1);
    bobyqa(|at| -ln_likelihood(at[0], &at[1..]), parameters, &lower, &upper, config)
}

#[cfg(test)]
mod tests {
    use statrs::distribution::{ContinuousCDF, Normal};

    use super::*;

    fn fit(noise: &[usize], signal: &[usize], padding: Padding) -> Result<MetaD, MetaDRefusal> {
        fit_meta_d(&Ratings { noise: noise.to_vec(), signal: signal.to_vec() }, padding)
    }

    fn assert_close(found: f64, expect: f64) {
        assert!((found - expect).abs() < 1e-6, "{found} is not {expect}");
    }

    /// `fit_metad` of metadpy 0.1.2 (scipy 1.17.1), given padded counts where they are padded here.
    #[test]
    fn agrees_with_metadpy() {
        let check = |noise: &[usize], signal: &[usize], padding, d_prime, meta_d, ln_likelihood| {
            let found = fit(noise, signal, padding).expect("enough to fit");
            assert!(found.converged);
            assert_close(found.d_prime, d_prime);
            assert_close(found.meta_d, meta_d);
            assert_close(found.m_ratio, meta_d / d_prime);
            assert_close(found.m_difference, meta_d - d_prime);
            assert_close(found.ln_likelihood, ln_likelihood);
        };
        let (noise, signal) = ([21, 18, 14, 9, 5, 3], [2, 6, 11, 12, 16, 28]);
        check(&noise, &signal, Padding::None, 1.361_178_377_9, 1.465_620_796_6, -149.960_248_084_6);
        check(&noise, &signal, Padding::EveryCell, 1.339_540_568_3, 1.432_162_028_2, -152.350_900_093_0);
        let (noise, signal) = ([60, 31, 22, 14], [19, 25, 48, 71]);
        check(&noise, &signal, Padding::None, 1.185_578_503_6, 0.940_315_420_1, -192.794_878_079_2);
        let (noise, signal) = ([30, 22, 12, 6, 7, 3], [4, 9, 11, 14, 25, 17]);
        check(&noise, &signal, Padding::None, 1.366_021_746_3, 1.070_305_785_9, -167.998_553_914_0);
    }

    /// A million trials of each truth, as expected of an observer with d' = 1.5, c = 0.2 and confidence worth `m_ratio` of it.
    fn expected(m_ratio: f64) -> Ratings {
        let above = |threshold: f64, mean: f64| Normal::standard().sf(threshold - mean);
        let (d_prime, criterion) = (1.5, 0.2);
        let counts = |towards_yes: f64| {
            let response = |sign: f64| {
                let (mean, start) = (sign * towards_yes * m_ratio * d_prime / 2.0, sign * m_ratio * criterion);
                let thresholds = [start, start + 0.4, start + 1.1];
                let share = above(sign * criterion, sign * towards_yes * d_prime / 2.0) / above(start, mean);
                let at_least = thresholds.map(|threshold| 1e6 * share * above(threshold, mean));
                [at_least[0] - at_least[1], at_least[1] - at_least[2], at_least[2]].map(|count| count.round() as usize)
            };
            let (no, yes) = (response(-1.0), response(1.0));
            no.into_iter().rev().chain(yes).collect()
        };
        Ratings { noise: counts(-1.0), signal: counts(1.0) }
    }

    #[test]
    fn recovers_how_much_confidence_is_worth() {
        for m_ratio in [0.4, 1.0, 1.3] {
            let found = fit_meta_d(&expected(m_ratio), Padding::None).expect("enough to fit");
            assert!(found.converged && (found.m_ratio - m_ratio).abs() < 1e-4, "{found:?} is not {m_ratio}");
        }
    }

    #[test]
    fn exchanging_yes_and_no_changes_the_sign_of_the_criterion_alone() {
        let (noise, signal) = ([21, 18, 14, 9, 5, 3], [2, 6, 11, 12, 16, 28]);
        let reversed = |counts: [usize; 6]| counts.into_iter().rev().collect::<Vec<_>>();
        let found = fit(&noise, &signal, Padding::EveryCell).expect("enough to fit");
        let exchanged = fit(&reversed(signal), &reversed(noise), Padding::EveryCell).expect("enough to fit");
        assert_close(exchanged.meta_d, found.meta_d);
        assert_close(exchanged.criterion, -found.criterion);
        assert_close(exchanged.ln_likelihood, found.ln_likelihood);
    }

    #[test]
    fn a_confidence_never_given_changes_nothing() {
        let found = fit(&[30, 0, 22, 12, 6, 0, 7, 3], &[4, 0, 9, 11, 14, 0, 25, 17], Padding::None);
        assert_eq!(found, fit(&[30, 22, 12, 6, 7, 3], &[4, 9, 11, 14, 25, 17], Padding::None));
    }

    #[test]
    fn a_search_that_ends_at_its_bound_has_not_converged() {
        let found = fit(&[10, 2, 1, 38], &[2, 0, 26, 22], Padding::None);
        assert!(found.is_ok_and(|found| !found.converged));
    }

    #[test]
    fn what_cannot_be_fitted_is_refused_by_name() {
        use MetaDRefusal as Refusal;
        let check = |noise: &[usize], signal: &[usize], padding, expect| {
            assert_eq!(fit(noise, signal, padding), Err(expect));
        };
        check(&[50, 50, 50], &[50, 50, 50], Padding::None, Refusal::Malformed { noise: 3, signal: 3 });
        check(&[20, 10, 10, 9], &[5, 10, 15, 20], Padding::None, Refusal::TooFewTrials(99));
        assert!(fit(&[20, 10, 10, 10], &[5, 10, 15, 20], Padding::None).is_ok());
        check(&[0; 4], &[30, 30, 30, 30], Padding::EveryCell, Refusal::UndefinedSensitivity);
        check(&[40, 30, 0, 0], &[5, 10, 15, 20], Padding::None, Refusal::UndefinedSensitivity);
        check(&[30, 20, 20, 30], &[30, 20, 20, 30], Padding::None, Refusal::NotAboveChance(0.0));
        check(&[40, 0, 10, 0], &[10, 0, 60, 0], Padding::EveryCell, Refusal::ConstantConfidence);
        check(&[40, 10, 10, 0], &[0, 10, 20, 30], Padding::None, Refusal::Separated);
        check(&[0, 40, 10, 10], &[10, 10, 40, 0], Padding::None, Refusal::Separated);
        assert!(fit(&[40, 10, 10, 0], &[0, 10, 20, 30], Padding::EveryCell).is_ok_and(|found| found.meta_d > 3.0));
    }
}
