//! What a regression needs of a family: mean, variance, deviance and likelihood at a predictor.

use std::f64::consts::TAU;

use statrs::function::factorial::{ln_binomial, ln_factorial};

use super::super::family::Family;

/// The bound on log odds and log rates, so that a step gone too far stays finite.
const LARGEST: f64 = 300.0;

/// Canonical links (Nelder & Wedderburn 1972): the mean's slope in the predictor is the variance.
impl Family {
    /// The responses that the family can produce, in words.
    pub(super) fn response(self) -> &'static str {
        match self {
            Self::Gaussian => "a finite number",
            Self::Binomial => "a share of a whole number of trials (the weight)",
            Self::Poisson => "a count",
        }
    }

    pub(super) fn accepts(self, response: f64, weight: f64) -> bool {
        let whole = |value: f64| (value - value.round()).abs() < 1e-6;
        match self {
            Self::Gaussian => true,
            Self::Binomial => (0.0..=1.0).contains(&response) && whole(weight) && whole(response * weight),
            Self::Poisson => response >= 0.0 && whole(response),
        }
    }

    /// A predictor to start from: that of the response, moved off the borders where the link is infinite.
    pub(super) fn start(self, response: f64, weight: f64) -> f64 {
        match self {
            Self::Gaussian => response,
            Self::Binomial => ((weight * response + 0.5) / (weight * (1.0 - response) + 0.5)).ln(),
            Self::Poisson => (response + 0.1).ln(),
        }
    }

    pub(super) fn mean(self, predictor: f64) -> f64 {
        match self {
            Self::Gaussian => predictor,
            Self::Binomial => logistic(predictor),
            Self::Poisson => bounded(predictor).exp(),
        }
    }

    /// The variance of a response of weight 1, up to the residual variance; also the slope of the mean.
    pub(super) fn variance(self, predictor: f64) -> f64 {
        match self {
            Self::Gaussian => 1.0,
            Self::Binomial => logistic(predictor) * logistic(-predictor),
            Self::Poisson => self.mean(predictor),
        }
    }

    /// The response less its mean, with all digits also where a probability comes close to 1.
    pub(super) fn residual(self, response: f64, predictor: f64) -> f64 {
        match self {
            Self::Binomial => response * logistic(-predictor) - (1.0 - response) * logistic(predictor),
            Self::Gaussian | Self::Poisson => response - self.mean(predictor),
        }
    }

    /// Twice the log-likelihood that a row of weight 1 loses against a mean equal to its response.
    pub(super) fn deviance(self, response: f64, predictor: f64) -> f64 {
        let residual = self.residual(response, predictor);
        match self {
            Self::Gaussian => residual.powi(2),
            Self::Binomial => {
                let successes = gain(response, logistic(predictor), residual);
                2.0 * (successes + gain(1.0 - response, logistic(-predictor), -residual))
            }
            Self::Poisson => 2.0 * (gain(response, self.mean(predictor), residual) - residual),
        }
    }

    /// The log-likelihood of a row, all constants included; for the Gaussian family at a residual variance of `dispersion`,
    /// which the others do not use.
    pub(super) fn log_likelihood(self, response: f64, predictor: f64, weight: f64, dispersion: f64) -> f64 {
        match self {
            Self::Gaussian => {
                let variance = dispersion / weight;
                -0.5 * ((TAU * variance).ln() + (response - predictor).powi(2) / variance)
            }
            Self::Binomial => {
                let (successes, failures) = (weight * response, weight * (1.0 - response));
                let ways = ln_binomial(weight.round() as u64, successes.round() as u64);
                ways - successes * surprise(predictor) - failures * surprise(-predictor)
            }
            Self::Poisson => {
                let predictor = bounded(predictor);
                weight * (response * predictor - predictor.exp() - ln_factorial(response.round() as u64))
            }
        }
    }
}

fn bounded(predictor: f64) -> f64 {
    predictor.clamp(-LARGEST, LARGEST)
}

/// The probability at given log odds.
fn logistic(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-bounded(log_odds)).exp())
}

/// Minus the logarithm of the probability at given log odds.
fn surprise(log_odds: f64) -> f64 {
    (-log_odds).max(0.0) + (-log_odds.abs()).exp().ln_1p()
}

/// y ln(y / m) for y >= 0 and m > 0 that differ by `residual`, 0 at y = 0.
fn gain(response: f64, mean: f64, residual: f64) -> f64 {
    if response <= 0.0 {
        0.0
    } else if residual > 0.0 {
        response * (residual / mean).ln_1p()
    } else {
        -response * (-residual / response).ln_1p()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Family::{Binomial, Gaussian, Poisson};

    #[test]
    fn accepts_what_it_can_produce() {
        let check = |family: Family, response, weight, expect| {
            assert_eq!(family.accepts(response, weight), expect, "{family:?} {response} {weight}");
        };
        check(Gaussian, -3.7, 0.5, true);
        check(Binomial, 1.0 / 3.0, 3.0, true);
        check(Binomial, 0.5, 3.0, false);
        check(Binomial, 1.0, 1.5, false);
        check(Binomial, -1.0, 1.0, false);
        check(Poisson, 4.0, 2.0, true);
        check(Poisson, 4.5, 2.0, false);
        check(Poisson, -1.0, 1.0, false);
    }

    #[test]
    fn the_variance_is_the_slope_of_the_mean() {
        for family in [Gaussian, Binomial, Poisson] {
            for predictor in [-12.0, -1.0, 0.0, 0.3, 9.0] {
                let slope = (family.mean(predictor + 1e-5) - family.mean(predictor - 1e-5)) / 2e-5;
                let variance = family.variance(predictor);
                assert!((slope / variance - 1.0).abs() < 1e-6, "{family:?} at {predictor}: {slope} {variance}");
            }
        }
    }

    #[test]
    fn the_deviance_is_twice_the_log_likelihood_lost() {
        let check = |family: Family, response: f64, best: f64, predictor: f64, weight: f64| {
            let at = |predictor| family.log_likelihood(response, predictor, weight, 1.0);
            let lost = 2.0 * (at(best) - at(predictor));
            let deviance = weight * family.deviance(response, predictor);
            assert!((lost - deviance).abs() < 1e-12 * deviance, "{family:?}: {lost} {deviance}");
        };
        check(Gaussian, 2.0, 2.0, -1.0, 3.0);
        check(Binomial, 0.25, f64::ln(0.25 / 0.75), 0.6, 8.0);
        check(Poisson, 5.0, f64::ln(5.0), 0.9, 2.0);
    }

    #[test]
    fn no_digits_are_lost_near_certainty() {
        let close = |found: f64, expect: f64| assert!((found / expect - 1.0).abs() < 1e-14, "{found} is not {expect}");
        close(Binomial.residual(1.0, 50.0), (-50.0_f64).exp());
        close(Binomial.residual(0.0, -50.0), -(-50.0_f64).exp());
        close(Binomial.variance(50.0), (-50.0_f64).exp());
        close(Binomial.deviance(1.0, 50.0), 2.0 * (-50.0_f64).exp());
        close(Binomial.deviance(0.0, 50.0), 100.0);
        let (count, mean) = (1e12, 1e12 * f64::exp(1e-6));
        let expect = count * (-2e-6 + 2.0 * 1e-6_f64.exp_m1());
        assert!((Poisson.deviance(count, mean.ln()) / expect - 1.0).abs() < 1e-6);
    }

    #[test]
    fn nothing_overflows() {
        for family in [Binomial, Poisson] {
            for predictor in [-1e9, -800.0, 800.0, 1e9] {
                let variance = family.variance(predictor);
                assert!(variance > 0.0 && variance.is_finite(), "{family:?} {predictor}: {variance}");
                assert!([0.0, 1.0].iter().all(|&response| family.deviance(response, predictor).is_finite()));
            }
        }
    }
}
