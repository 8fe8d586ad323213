//! The distribution of a response around its mean, with the link that belongs to it.

/// A distribution and its link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// The normal distribution, identity link.
    Gaussian,
    /// Successes among trials, logit link.
    Binomial,
    /// Counts, log link.
    Poisson,
}

impl Family {
    /// Its name, as R writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Gaussian => "gaussian",
            Self::Binomial => "binomial",
            Self::Poisson => "poisson",
        }
    }

    /// The mean of the response where the linear predictor is normal with a mean and a variance.
    ///
    /// For the logit it is integrated by the trapezoidal rule, which for an analytic function under a Gaussian weight is exact
    /// to rounding with few nodes (Trefethen & Weideman 2014).
    pub fn mean_over_normal(self, mean: f64, variance: f64) -> f64 {
        match self {
            Self::Gaussian => mean,
            Self::Poisson => (mean + variance / 2.0).exp(),
            Self::Binomial => logistic_normal(mean, variance.sqrt()),
        }
    }

    /// The name of its link.
    pub fn link(self) -> &'static str {
        match self {
            Self::Gaussian => "identity",
            Self::Binomial => "logit",
            Self::Poisson => "log",
        }
    }
}

/// The trapezoidal rule runs this far from the mean, in standard deviations.
const REACH: f64 = 8.5;

fn logistic_normal(mean: f64, sd: f64) -> f64 {
    let logistic = |x: f64| 1.0 / (1.0 + (-x).exp());
    if sd == 0.0 {
        return logistic(mean);
    }
    // The logistic function has its nearest poles pi / sd from the real line; the error falls as exp(-2 pi² / (sd step)).
    let step = (0.7 / sd).min(0.25);
    let nodes = (REACH / step).ceil() as i32;
    let node = |index: i32| {
        let z = f64::from(index) * step;
        (-z * z / 2.0).exp() * logistic(mean + sd * z)
    };
    (-nodes..=nodes).map(node).sum::<f64>() * step / (2.0 * std::f64::consts::PI).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_over_a_normal_predictor() {
        let check = |mean: f64, variance: f64, expect: f64, tolerance: f64| {
            let found = Family::Binomial.mean_over_normal(mean, variance);
            assert!((found - expect).abs() < tolerance, "{mean} {variance}: {found}");
        };
        check(0.3, 0.0, 1.0 / (1.0 + (-0.3_f64).exp()), 1e-15);
        check(0.0, 4.0, 0.5, 1e-14);
        // R 4.2: integrate(function(z) plogis(m + s * z) * dnorm(z), -Inf, Inf, rel.tol = 1e-12)
        check(1.0, 2.25, 0.670_738_984_660_39, 1e-11);
        check(-2.0, 0.49, 0.137_983_016_136_909, 1e-11);
        check(3.0, 64.0, 0.642_757_153_669_799, 1e-9);
        assert!((Family::Poisson.mean_over_normal(1.0, 0.5) - 1.25_f64.exp()).abs() < 1e-15);
    }
}
