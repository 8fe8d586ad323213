//! The declared rule by which a random-effects structure is simplified until the data support it.

use std::collections::BTreeMap;

use super::fit::{Fit, Grouping};
use super::formula::{Correlation, Formula, RandomTerm};
use super::frame::{Column, Frame};
use super::model::MixedModel;
use super::problem::FitError;

/// Why a structure was left for a simpler one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// A slope's variable does not vary within the levels of the grouping factor, so the slope can't be estimated.
    NoVariationWithin {
        /// The variable.
        variable: String,
        /// The grouping factor.
        group: String,
    },
    /// A variance at zero, or a correlation at one.
    Singular,
    /// The search did not reach an optimum.
    NotConverged,
}

/// One step down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The formula that was left.
    pub from: String,
    /// Why.
    pub reason: Reason,
    /// What was dropped.
    pub dropped: String,
}

impl MixedModel {
    /// Fits the model, and simplifies its random effects by one declared rule while the fit is singular or has not converged:
    /// first all correlations go, then one slope at a time, the one that contributes least variance, until only the intercepts
    /// are left, which stay (Barr et al. 2013 for the start; Bates et al. 2015, Matuschek et al. 2017 for simplifying).
    /// Slopes whose variable is constant within every level of their factor go before the first fit. Every step is recorded.
    pub fn simplified(&self, frame: &Frame) -> Result<Fit, FitError> {
        self.check(frame)?;
        let mut steps = Vec::new();
        let mut model = self.clone();
        model.formula = supported(&model.formula, frame, &mut steps);
        let mut fit = model.solve(frame)?;
        while !fit.is_sound() {
            let reason = if fit.evidence.converged { Reason::Singular } else { Reason::NotConverged };
            let Some((simpler, dropped)) = simpler(&model.formula, frame, &of_fit(&fit, frame)) else { break };
            steps.push(Step { from: model.formula.to_string(), reason, dropped });
            model.formula = simpler;
            fit = model.solve(frame)?;
        }
        fit.evidence.steps = steps;
        Ok(fit)
    }
}

fn of_fit(fit: &Fit, frame: &Frame) -> Vec<Contribution> {
    let effects = |grouping: &Grouping| Effects::of(&fit.evidence.formula, &grouping.name, &grouping.effects);
    contributions(&fit.groupings.iter().map(effects).collect::<Vec<_>>(), &fit.parameters().covariances, frame)
}

/// The formula without the slopes that no data could show.
fn supported(formula: &Formula, frame: &Frame, steps: &mut Vec<Step>) -> Formula {
    let mut formula = formula.clone();
    for term in 0..formula.random.len() {
        let group = formula.random[term].group.clone();
        for variable in formula.random[term].slopes.clone() {
            if !varies_within(frame, &variable, &group) {
                let from = formula.to_string();
                let mut random = formula.random.clone();
                random[term].slopes.retain(|slope| *slope != variable);
                formula = formula.with_random(random);
                let dropped = format!("the slope of {variable} by {group}");
                let reason = Reason::NoVariationWithin { variable, group: group.clone() };
                steps.push(Step { from, reason, dropped });
            }
        }
    }
    formula
}

/// Whether a variable takes two values within some level of a factor; true where either is no plain column.
fn varies_within(frame: &Frame, variable: &str, group: &str) -> bool {
    let (Some(variable), Some(group)) = (frame.column(variable), frame.column(group)) else { return true };
    let mut first = std::collections::HashMap::new();
    (0..frame.rows()).any(|row| {
        let value = variable.key(row).to_bits();
        *first.entry(group.key(row).to_bits()).or_insert(value) != value
    })
}

/// The random effects of one grouping factor.
pub(super) struct Effects {
    group: String,
    /// The variable of each effect; none for the intercept.
    pub(super) variables: Vec<Option<String>>,
}

impl Effects {
    /// The effects of a name are a variable's own, or those of its levels, whose names follow the variable's.
    pub(super) fn of(formula: &Formula, group: &str, effects: &[String]) -> Self {
        let slopes = || formula.random.iter().filter(|term| term.group == group).flat_map(|term| &term.slopes);
        let variable = |effect: &String| {
            slopes().filter(|slope| effect.starts_with(*slope)).max_by_key(|slope| slope.len()).cloned()
        };
        Self { group: group.to_owned(), variables: effects.iter().map(variable).collect() }
    }
}

/// How much variance a slope adds to the linear predictor.
pub(super) struct Contribution {
    group: String,
    variable: String,
    variance: f64,
}

/// The variance of each slope times that of its column; for categories the mean over their columns.
pub(super) fn contributions(effects: &[Effects], covariances: &[Vec<f64>], frame: &Frame) -> Vec<Contribution> {
    let mut found = Vec::new();
    for (effects, covariance) in effects.iter().zip(covariances) {
        let width = effects.variables.len();
        let mut variances: BTreeMap<&String, Vec<f64>> = BTreeMap::new();
        for (index, variable) in effects.variables.iter().enumerate() {
            if let Some(variable) = variable {
                variances.entry(variable).or_default().push(covariance[index * width + index]);
            }
        }
        found.extend(variances.into_iter().map(|(variable, variances)| Contribution {
            group: effects.group.clone(),
            variable: variable.clone(),
            variance: variances.iter().sum::<f64>() / variances.len() as f64
                * frame.column(variable).map_or(1.0, spread),
        }));
    }
    found
}

/// The variance of a column of numbers; that of an even split for categories.
fn spread(column: &Column) -> f64 {
    match column {
        Column::Numbers(values) => {
            let count = values.len() as f64;
            let mean = values.iter().sum::<f64>() / count;
            values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / count
        }
        Column::Levels { .. } => 0.25,
    }
}

/// The next simpler structure and what it lacks; none where only intercepts are left.
pub(super) fn simpler(formula: &Formula, frame: &Frame, contributions: &[Contribution]) -> Option<(Formula, String)> {
    let is_number = |slope: &String| matches!(frame.column(slope), Some(Column::Numbers(_)));
    // A term for categories without an intercept is kept whole: its columns have no meaning apart.
    let correlated = |term: &RandomTerm| {
        let categories = !term.slopes.iter().all(is_number);
        match term.correlation {
            Correlation::All if term.intercept => !term.slopes.is_empty(),
            Correlation::All => !categories && term.slopes.len() > 1,
            Correlation::WithinVariable => categories && term.intercept,
            Correlation::None => false,
        }
    };
    let mut random = formula.random.clone();
    if random.iter().any(correlated) {
        for term in random.iter_mut().filter(|term| correlated(term)) {
            let numbers = term.slopes.iter().all(is_number);
            term.correlation = if numbers { Correlation::WithinVariable } else { Correlation::None };
        }
        return Some((formula.with_random(random), "the correlations".into()));
    }
    let least = contributions.iter().min_by(|a, b| a.variance.total_cmp(&b.variance))?;
    for term in random.iter_mut().filter(|term| term.group == least.group) {
        term.slopes.retain(|slope| *slope != least.variable);
    }
    let with_intercept: Vec<String> =
        random.iter().filter(|term| term.intercept).map(|term| term.group.clone()).collect();
    random.retain(|term| term.intercept || !term.slopes.is_empty() || !with_intercept.contains(&term.group));
    for term in random.iter_mut().filter(|term| term.slopes.is_empty()) {
        term.intercept = true;
    }
    let dropped = format!("the slope of {} by {}", least.variable, least.group);
    Some((formula.with_random(random), dropped))
}
