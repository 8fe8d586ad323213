//! A fitted mixed model, with the evidence of how it came about.

use super::engine::Engine;
use super::formula::Formula;
use super::ladder::Step;
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
    /// The grouping factors, in the order of the formula.
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
