//! A fitted mixed model, with the evidence of how it came about.

use super::engine::Engine;
use super::formula::Formula;
use super::joint::Estimate;
use super::ladder::Step;
use super::marginal::quadratic;
use super::model::{Criterion, MixedModel};
use crate::statistics::Family;
use crate::statistics::student::{critical_value, two_sided_p};

/// How the parameters were estimated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Restricted maximum likelihood.
    Reml,
    /// Maximum likelihood.
    MaximumLikelihood,
    /// Maximum likelihood, the random effects integrated out by the Laplace approximation.
    Laplace,
    /// Maximum likelihood, the random effects integrated out by adaptive Gauss-Hermite quadrature with so many nodes.
    AdaptiveQuadrature(u8),
}

/// How a fit came about, and what to beware of.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// The formula that was fitted in the end.
    pub formula: Formula,
    /// The family of the response.
    pub family: Family,
    /// The method of estimation.
    pub method: Method,
    /// Rows.
    pub observations: usize,
    /// Whether the search reached its optimum.
    pub converged: bool,
    /// Whether a variance was estimated at zero, or a correlation at one.
    pub singular: bool,
    /// What the solver had to say.
    pub notes: Vec<String>,
    /// The structures that were tried before, and why they were left.
    pub steps: Vec<Step>,
}

/// One fixed effect.
#[derive(Debug, Clone, PartialEq)]
pub struct Coefficient {
    /// Its name, as R would write it.
    pub name: String,
    /// Its estimate, on the scale of the link.
    pub estimate: f64,
    /// Its standard error: for generalised models from the Hessian of the joint deviance.
    pub standard_error: f64,
    /// Satterthwaite's degrees of freedom for a linear mixed model; infinite where the test is normal.
    pub degrees_of_freedom: f64,
}

impl Coefficient {
    /// The estimate in standard errors: t or z.
    pub fn statistic(&self) -> f64 {
        self.estimate / self.standard_error
    }

    /// The two-sided p-value.
    pub fn p_value(&self) -> f64 {
        two_sided_p(self.statistic(), self.degrees_of_freedom)
    }

    /// The Wald interval at a level.
    pub fn interval(&self, level: f64) -> (f64, f64) {
        let half = critical_value(level, self.degrees_of_freedom) * self.standard_error;
        (self.estimate - half, self.estimate + half)
    }

    /// The ratio that a difference of logarithms stands for, exp(estimate), with its interval: a ratio of medians where the
    /// response is a log-time, of odds where the link is the logit, of rates where it is the logarithm.
    pub fn ratio(&self, level: f64) -> Estimate {
        let (low, high) = self.interval(level);
        let value = self.estimate.exp();
        let standard_error = value * self.standard_error;
        Estimate { value, standard_error, low: low.exp(), high: high.exp(), level }
    }
}

/// The random effects of one grouping factor.
#[derive(Debug, Clone, PartialEq)]
pub struct Grouping {
    /// The factor.
    pub name: String,
    /// Its levels in the data.
    pub levels: usize,
    /// The effects: `(Intercept)`, then the slopes.
    pub effects: Vec<String>,
    /// The term of each effect; effects of different terms are uncorrelated by the model.
    pub terms: Vec<usize>,
    /// The standard deviation of each effect, on the scale of the link.
    pub standard_deviations: Vec<f64>,
    /// The standard errors of the standard deviations, where the Hessian gives them; else not a number.
    pub standard_deviation_errors: Vec<f64>,
    /// The correlations, square.
    pub correlations: Vec<Vec<f64>>,
}

/// A fitted mixed model.
#[derive(Clone)]
pub struct Fit {
    /// The fixed effects, in R's order.
    pub coefficients: Vec<Coefficient>,
    /// Their covariance: square, row by row.
    pub covariance: Vec<f64>,
    /// The grouping factors, in the order in which they were solved: of crossed intercepts the one with most levels first, else as in the
    /// formula.
    pub groupings: Vec<Grouping>,
    /// The residual standard deviation of a linear model.
    pub residual_standard_deviation: Option<f64>,
    /// The log-likelihood, restricted for [`Method::Reml`]; with all constants.
    pub log_likelihood: f64,
    /// How many parameters were estimated.
    pub parameters: usize,
    /// How the fit came about.
    pub evidence: Evidence,
    pub(super) engine: Engine,
}

impl Fit {
    /// Minus twice the log-likelihood; the REML criterion for [`Method::Reml`].
    pub fn deviance(&self) -> f64 {
        -2.0 * self.log_likelihood
    }

    /// Akaike's information criterion.
    pub fn aic(&self) -> f64 {
        self.deviance() + 2.0 * self.parameters as f64
    }

    /// The Bayesian information criterion.
    pub fn bic(&self) -> f64 {
        self.deviance() + (self.evidence.observations as f64).ln() * self.parameters as f64
    }

    /// The coefficient of a name.
    pub fn coefficient(&self, name: &str) -> Option<&Coefficient> {
        self.coefficients.iter().find(|coefficient| coefficient.name == name)
    }

    /// A linear combination of the fixed effects, tested as they are: for a linear model with Satterthwaite's degrees of freedom
    /// of this combination. None with another number of weights, or where it has no standard error.
    pub fn contrast(&self, name: &str, weights: &[f64]) -> Option<Coefficient> {
        if weights.len() != self.coefficients.len() {
            return None;
        }
        let terms = weights.iter().zip(&self.coefficients);
        let estimate = terms.map(|(weight, coefficient)| weight * coefficient.estimate).sum();
        let standard_error = quadratic(weights, &self.covariance).sqrt();
        let degrees_of_freedom = self.engine.model.fit().contrast_t(weights).map_or(f64::INFINITY, |test| test.df);
        let name = name.to_owned();
        (standard_error > 0.0).then_some(Coefficient { name, estimate, standard_error, degrees_of_freedom })
    }

    /// The shares of the variance that the fixed effects explain (marginal), and that they explain with the random effects
    /// (conditional), on the scale of the link (Nakagawa, Johnson & Schielzeth 2017); none where the fit has not converged.
    pub fn r_squared(&self) -> Option<(f64, f64)> {
        let lowered = self.engine.model.lowered();
        let shares = self.engine.model.fit().r2(&lowered.data(), lowered.spec()).ok()?;
        (shares.marginal.is_finite() && shares.conditional.is_finite()).then_some((shares.marginal, shares.conditional))
    }

    /// The grouping of a name.
    pub fn grouping(&self, name: &str) -> Option<&Grouping> {
        self.groupings.iter().find(|grouping| grouping.name == name)
    }

    /// The model that was fitted in the end.
    pub fn model(&self) -> MixedModel {
        let Evidence { formula, family, method, .. } = &self.evidence;
        let mut model = MixedModel::new(formula.clone(), *family);
        match method {
            Method::MaximumLikelihood => model.criterion = Criterion::MaximumLikelihood,
            Method::AdaptiveQuadrature(nodes) => model.quadrature_nodes = *nodes,
            Method::Reml | Method::Laplace => {}
        }
        model
    }

    /// Whether the estimates may be read: the search converged inside the parameter space.
    pub fn is_sound(&self) -> bool {
        self.evidence.converged && !self.evidence.singular
    }
}

impl std::fmt::Debug for Fit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Fit")
            .field("coefficients", &self.coefficients)
            .field("groupings", &self.groupings)
            .field("evidence", &self.evidence)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::super::simulated::crossed;
    use super::*;

    fn fit(formula: &str, family: Family) -> Fit {
        MixedModel::new(formula.parse().expect("a formula"), family).fit(&crossed(12, 12, 9)).expect("a fit")
    }

    const TIMES: &str = "time ~ arm + wrong + (1 | participant) + (1 | item)";

    #[test]
    fn a_ratio_is_the_exponential_of_its_difference() {
        let fit = fit(TIMES, Family::Gaussian);
        let arm = fit.coefficient("arm").expect("an effect");
        let (ratio, (low, high)) = (arm.ratio(0.9), arm.interval(0.9));
        assert!((ratio.value.ln() - arm.estimate).abs() < 1e-12);
        assert!((ratio.low.ln() - low).abs() < 1e-12 && (ratio.high.ln() - high).abs() < 1e-12);
    }

    #[test]
    fn a_contrast_of_one_effect_is_that_effect() {
        for (formula, family) in [(TIMES, Family::Gaussian), (&TIMES.replace("time", "correct"), Family::Binomial)] {
            let fit = fit(formula, family);
            let wrong = fit.coefficient("wrong").expect("an effect");
            let contrast = fit.contrast("wrong", &[0.0, 0.0, 1.0]).expect("a contrast");
            assert!((contrast.standard_error / wrong.standard_error - 1.0).abs() < 1e-9);
            let freedom = [contrast.degrees_of_freedom, wrong.degrees_of_freedom];
            let same = freedom.map(f64::is_infinite) == [true; 2] || (freedom[0] / freedom[1] - 1.0).abs() < 1e-6;
            assert!(same, "{freedom:?}");
            let sum = fit.contrast("sum", &[0.0, 1.0, 1.0]).expect("a contrast");
            let arm = fit.coefficient("arm").expect("an effect");
            assert!((sum.estimate - arm.estimate - wrong.estimate).abs() < 1e-12);
            assert_eq!(fit.contrast("nothing", &[0.0; 3]), None);
            assert_eq!(fit.contrast("too short", &[1.0]), None);
        }
    }

    #[test]
    fn random_effects_explain_more() {
        let (marginal, conditional) = fit(TIMES, Family::Gaussian).r_squared().expect("shares");
        assert!(0.0 < marginal && marginal < conditional && conditional < 1.0);
    }

    #[test]
    fn neither_row_order_nor_labels_matter() {
        let frame = crossed(9, 8, 4);
        let rows = frame.rows();
        let order: Vec<usize> = (0..rows).map(|row| (row * 31 + 5) % rows).collect();
        let mut shuffled = super::super::Frame::new(rows);
        for (name, column) in frame.columns() {
            shuffled = match column {
                super::super::Column::Numbers(values) => {
                    shuffled.with_numbers(name, order.iter().map(|&row| values[row]).collect())
                }
                super::super::Column::Levels { levels, codes } => {
                    // The labels change places: the last becomes the first.
                    let label = |row: &usize| format!("x{:03}", levels.len() - codes[*row] as usize);
                    shuffled.with_labels(name, &order.iter().map(label).collect::<Vec<_>>())
                }
            };
        }
        for (formula, family) in [(TIMES, Family::Gaussian), (&TIMES.replace("time", "correct"), Family::Binomial)] {
            let model = MixedModel::new(formula.parse().expect("a formula"), family);
            let (before, after) = (model.fit(&frame).expect("a fit"), model.fit(&shuffled).expect("a fit"));
            assert!((before.log_likelihood - after.log_likelihood).abs() < 1e-8);
            for (a, b) in before.coefficients.iter().zip(&after.coefficients) {
                assert!((a.estimate - b.estimate).abs() < 1e-5 * a.standard_error, "{a:?} {b:?}");
                assert!((a.standard_error / b.standard_error - 1.0).abs() < 1e-5);
            }
        }
    }
}
