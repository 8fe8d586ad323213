//! A mixed model before it is fitted.

use super::check::problems;
use super::engine::Engine;
use super::fit::Fit;
use super::formula::Formula;
use super::frame::Frame;
use super::problem::{FitError, FitProblem, Place};
use super::separation::{Extreme, extremes};
use crate::statistics::Family;

/// What is to be fitted, and how.
#[derive(Debug, Clone, PartialEq)]
pub struct MixedModel {
    /// The formula, with at least one random term.
    pub formula: Formula,
    /// The family of the response.
    pub family: Family,
    /// How a linear model is estimated; generalised models are always fitted by maximum likelihood.
    pub criterion: Criterion,
    /// Nodes of the adaptive quadrature of a generalised model: odd, 1 for the Laplace approximation.
    pub quadrature_nodes: u8,
}

/// How a linear mixed model is estimated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Criterion {
    /// Restricted maximum likelihood: variances without the bias from estimating the fixed effects.
    Reml,
    /// Maximum likelihood: for comparing models with different fixed effects.
    MaximumLikelihood,
}

impl MixedModel {
    /// A model with the usual choices: REML, or the Laplace approximation.
    pub fn new(formula: Formula, family: Family) -> Self {
        Self { formula, family, criterion: Criterion::Reml, quadrature_nodes: 1 }
    }

    /// Fits the model exactly as it stands.
    ///
    /// # Errors
    /// Where the table lacks what the formula needs, or where a logistic model has no finite estimate because all answers in a
    /// condition are alike; [`score_difference`](super::score_difference) is the fallback then.
    pub fn fit(&self, frame: &Frame) -> Result<Fit, FitError> {
        self.check(frame)?;
        self.solve(frame)
    }

    /// Expects that the table holds what the formula needs.
    pub(super) fn check(&self, frame: &Frame) -> Result<(), FitError> {
        let found = problems(&self.formula, frame, self.family);
        if found.is_empty() { Ok(()) } else { Err(FitError(found)) }
    }

    /// Fits the model to a table that has been checked.
    pub(super) fn solve(&self, frame: &Frame) -> Result<Fit, FitError> {
        let mut fit = Engine::fit(self, frame)?;
        if self.family == Family::Binomial {
            let extremes = extremes(&self.formula, frame);
            if !fit.evidence.converged && !extremes.is_empty() {
                return Err(FitError(extremes.iter().map(|extreme| self.separated(extreme)).collect()));
            }
            fit.evidence.notes.extend(extremes.iter().map(Extreme::to_string));
        }
        Ok(fit)
    }

    fn separated(&self, extreme: &Extreme) -> FitProblem {
        let mentioned = self.formula.mentions.iter().find(|mention| mention.name == extreme.variable);
        FitProblem {
            message: format!("{extreme}: a logistic model has no finite estimate there"),
            place: mentioned.map_or(Place::Model, |mention| Place::Formula(mention.span.clone())),
            hint: "report the shares themselves, or take the variable out of the formula".into(),
        }
    }
}
