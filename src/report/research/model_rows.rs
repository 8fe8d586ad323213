//! The mixed models as tables.

use super::p_value;
use crate::findings::{Findings, ModelFacts};
use crate::report::numbers::{MISSING, fixed, percent};

/// One model with its parameters as texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelRows {
    /// What it is for.
    pub title: &'static str,
    /// The formula, or why there is no fit.
    pub formula: String,
    /// Name, estimate, standard error, degrees of freedom, p.
    pub coefficients: Vec<[String; 5]>,
    /// Standard deviations of the random effects, in one line.
    pub random: String,
    /// How it went: what was dropped, what is singular, what it explains.
    pub notes: Vec<String>,
}

/// Every model.
pub fn model_rows(findings: &Findings) -> Vec<ModelRows> {
    findings.models.iter().map(rows).collect()
}

fn rows(model: &ModelFacts) -> ModelRows {
    let coefficients = model.coefficients.iter().map(|coefficient| {
        [
            coefficient.name.clone(),
            fixed(coefficient.estimate, 3),
            fixed(coefficient.standard_error, 3),
            coefficient.degrees_of_freedom.map_or_else(|| "\u{221e}".to_owned(), |freedom| fixed(freedom, 1)),
            p_value(coefficient.p),
        ]
    });
    let mut random: Vec<String> = model
        .random
        .iter()
        .map(|effect| format!("{} {}: {}", effect.group, effect.effect, fixed(effect.sd, 3)))
        .collect();
    random.extend(model.residual_sd.map(|sd| format!("residual: {}", fixed(sd, 3))));
    let formula = match (&model.formula, &model.refused) {
        (Some(formula), _) => formula.clone(),
        (None, Some(refused)) => format!("no fit: {refused}"),
        (None, None) => MISSING.to_owned(),
    };
    ModelRows {
        title: model.title,
        formula,
        coefficients: coefficients.collect(),
        random: random.join("; "),
        notes: notes(model),
    }
}

fn notes(model: &ModelFacts) -> Vec<String> {
    let explained = model.marginal_r2.zip(model.conditional_r2).map(|(marginal, conditional)| {
        let [fixed_effects, all] = [marginal, conditional].map(|share| percent(100.0 * share));
        format!("explained: {fixed_effects} by fixed effects, {all} with random ones")
    });
    let singular = model.singular.then(|| "a variance is estimated at zero, or a correlation at one".to_owned());
    [Some(format!("{} trials", model.trials)), explained, singular]
        .into_iter()
        .flatten()
        .chain(model.steps.iter().cloned())
        .chain(model.notes.iter().cloned())
        .collect()
}
