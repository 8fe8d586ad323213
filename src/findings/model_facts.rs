//! The mixed models as a researcher's tables show them: what was fitted, how it went, every parameter.

use serde::Serialize;

use crate::statistics::mixed::{Fit, Reason, Step};

use super::detail::Detail;
use super::models::{Model, Modelled};
use super::sample::Sample;
use crate::study::Inference;

/// One model.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ModelFacts {
    /// What it is for.
    pub title: &'static str,
    /// The formula in the end; predictors are 1 where their condition holds, else 0.
    pub formula: Option<String>,
    /// Why there is no fit.
    pub refused: Option<String>,
    /// Rows.
    pub trials: usize,
    /// Whether a variance is at zero, or a correlation at one.
    pub singular: bool,
    /// What the declared rule dropped, and why.
    pub steps: Vec<String>,
    /// What the solver had to say.
    pub notes: Vec<String>,
    /// The fixed effects, on the scale of the link.
    pub coefficients: Vec<CoefficientFacts>,
    /// Standard deviations of the random effects, on the scale of the link.
    pub random: Vec<RandomFacts>,
    /// The residual standard deviation of a model of log times.
    pub residual_sd: Option<f64>,
    /// Share of the variance that the fixed effects explain (Nakagawa, Johnson & Schielzeth 2017).
    pub marginal_r2: Option<f64>,
    /// Share that fixed and random effects explain.
    pub conditional_r2: Option<f64>,
}

/// One fixed effect.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CoefficientFacts {
    /// Its name.
    pub name: String,
    /// Its estimate.
    pub estimate: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Satterthwaite's degrees of freedom; none where the test is normal.
    pub degrees_of_freedom: Option<f64>,
    /// The two-sided p-value.
    pub p: f64,
}

/// One random effect.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RandomFacts {
    /// The grouping factor.
    pub group: String,
    /// The effect.
    pub effect: String,
    /// Its standard deviation.
    pub sd: f64,
}

/// The models that the data can carry; none where the plan asks for none.
pub fn model_facts(sample: &Sample<'_>, lacking: &[Detail]) -> Vec<ModelFacts> {
    if sample.plan.inference == Inference::Bootstrap {
        return Vec::new();
    }
    let is_known = |model: &Model| !model.needs().iter().any(|detail| lacking.contains(detail));
    Model::ALL.into_iter().filter(is_known).map(|model| facts(sample.fitted(model))).collect()
}

fn facts(modelled: &Modelled) -> ModelFacts {
    let empty = ModelFacts {
        title: modelled.model.title(),
        formula: None,
        refused: None,
        trials: modelled.frame.rows(),
        singular: false,
        steps: Vec::new(),
        notes: Vec::new(),
        coefficients: Vec::new(),
        random: Vec::new(),
        residual_sd: None,
        marginal_r2: None,
        conditional_r2: None,
    };
    match &modelled.fit {
        Ok(fit) => of_fit(fit, empty),
        Err(reason) => ModelFacts { refused: Some(reason.clone()), ..empty },
    }
}

fn of_fit(fit: &Fit, empty: ModelFacts) -> ModelFacts {
    let coefficients = fit.coefficients.iter().map(|coefficient| CoefficientFacts {
        name: coefficient.name.clone(),
        estimate: coefficient.estimate,
        standard_error: coefficient.standard_error,
        degrees_of_freedom: Some(coefficient.degrees_of_freedom).filter(|freedom| freedom.is_finite()),
        p: coefficient.p_value(),
    });
    let random = fit.groupings.iter().flat_map(|grouping| {
        let effects = grouping.effects.iter().zip(&grouping.standard_deviations);
        effects.map(|(effect, &sd)| RandomFacts { group: grouping.name.clone(), effect: effect.clone(), sd })
    });
    let r_squared = fit.r_squared();
    ModelFacts {
        formula: Some(fit.evidence.formula.to_string()),
        singular: fit.evidence.singular,
        steps: fit.evidence.steps.iter().map(told).collect(),
        notes: fit.evidence.notes.clone(),
        coefficients: coefficients.collect(),
        random: random.collect(),
        residual_sd: fit.residual_standard_deviation,
        marginal_r2: r_squared.map(|(marginal, _)| marginal),
        conditional_r2: r_squared.map(|(_, conditional)| conditional),
        ..empty
    }
}

fn told(step: &Step) -> String {
    let why = match &step.reason {
        Reason::NoVariationWithin { variable, group } => format!("{variable} does not vary within {group}"),
        Reason::Singular => "a variance at zero or a correlation at one".into(),
        Reason::NotConverged => "the search did not converge".into(),
    };
    format!("without {}: {why}", step.dropped)
}
