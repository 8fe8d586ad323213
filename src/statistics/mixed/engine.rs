//! The solver behind the mixed models, the crate `glmm`: how a formula and a table get there, and a fit comes back.

use std::sync::Arc;

pub(super) use glmm::formula::Lowered;
use glmm::formula::{Column as EngineColumn, Model, Table, fit_lowered, lower};
use glmm::{BinomialLink, FitOptions, Note, PoissonLink};

use super::fit::{Coefficient, Evidence, Fit, Grouping, Method};
use super::formula::{Formula, Response};
use super::frame::{Column, Frame};
use super::model::{Criterion, MixedModel};
use super::problem::{FitError, FitProblem, Place};
use super::solver_order::solver_order;
use crate::statistics::Family;

const RESPONSE: &str = "response_";
const FAILURES: &str = "failures_";

/// A solved model in the solver's own terms.
#[derive(Clone)]
pub(super) struct Engine {
    pub(super) model: Arc<Model>,
    pub(super) options: FitOptions,
}

impl Engine {
    /// Fits a model to a table that holds all its columns.
    pub(super) fn fit(model: &MixedModel, frame: &Frame) -> Result<Fit, FitError> {
        let text = engine_text(&model.formula, frame);
        let options = options(model);
        let lowered = lowered(&model.formula, frame, model.family)?;
        let solved = fit_lowered(&text, lowered, &options).map_err(|error| refused(&model.formula, &error))?;
        let aliased: Vec<&str> = (solved.fit().aliased().iter())
            .zip(&solved.lowered().col_names)
            .filter_map(|(aliased, name)| aliased.then_some(name.as_str()))
            .collect();
        if !aliased.is_empty() {
            return Err(dependent(&model.formula, &aliased));
        }
        Ok(Self { model: Arc::new(solved), options }.described(model))
    }

    /// The result in our own terms.
    fn described(self, model: &MixedModel) -> Fit {
        let (fit, lowered) = (self.model.fit(), self.model.lowered());
        let normal = fit.coef_df();
        let coefficients = (0..lowered.p)
            .map(|index| Coefficient {
                name: lowered.col_names[index].clone(),
                estimate: fit.beta()[index],
                standard_error: fit.se()[index],
                degrees_of_freedom: if normal[index].is_nan() { f64::INFINITY } else { normal[index] },
            })
            .collect();
        let groupings = lowered.re_groups.iter().take(fit.n_groupings()).enumerate().map(|(index, group)| {
            let (standard_deviations, correlations) = fit.stddev_corr(index);
            Grouping {
                name: group.name.clone(),
                levels: group.slot_labels.iter().flatten().count(),
                effects: group.terms.clone(),
                terms: group.term_index.clone(),
                standard_deviations,
                standard_deviation_errors: fit.stddev_se(index),
                correlations,
            }
        });
        let method = match (model.family, model.quadrature_nodes) {
            (Family::Gaussian, _) if fit.reml() => Method::Reml,
            (Family::Gaussian, _) => Method::MaximumLikelihood,
            (_, 0 | 1) => Method::Laplace,
            (_, nodes) => Method::AdaptiveQuadrature(nodes),
        };
        Fit {
            coefficients,
            covariance: fit.vcov().to_vec(),
            groupings: groupings.collect(),
            residual_standard_deviation: (model.family == Family::Gaussian).then(|| fit.dispersion().sqrt()),
            log_likelihood: fit.loglik(),
            parameters: fit.df(),
            evidence: Evidence {
                formula: model.formula.clone(),
                family: model.family,
                method,
                observations: fit.nobs(),
                converged: fit.converged(),
                singular: fit.singular(),
                notes: lowered.notes.iter().chain(&fit.diagnostics().notes).filter_map(said).collect(),
                steps: Vec::new(),
            },
            engine: self,
        }
    }
}

pub(super) fn options(model: &MixedModel) -> FitOptions {
    let mut options = FitOptions::default();
    options.reml = (model.family == Family::Gaussian).then_some(model.criterion == Criterion::Reml);
    options.nagq = model.quadrature_nodes;
    options
}

fn engine_family(family: Family) -> glmm::Family {
    match family {
        Family::Gaussian => glmm::Family::Gaussian,
        Family::Binomial => glmm::Family::Binomial { link: BinomialLink::Logit },
        Family::Poisson => glmm::Family::Poisson { link: PoissonLink::Log },
    }
}

/// The formula with a computed response.
fn engine_text(formula: &Formula, frame: &Frame) -> String {
    let response = match formula.response {
        Response::Counts { .. } => format!("cbind({RESPONSE}, {FAILURES})"),
        _ => RESPONSE.to_owned(),
    };
    let terms =
        std::iter::once(formula.fixed.clone()).chain(solver_order(formula, frame).into_iter().map(ToString::to_string));
    format!("{response} ~ {}", terms.collect::<Vec<_>>().join(" + "))
}

/// The design and response of a formula on a table.
pub(super) fn lowered(formula: &Formula, frame: &Frame, family: Family) -> Result<Lowered, FitError> {
    let mut columns: Vec<(String, EngineColumn)> = Vec::new();
    for (name, column) in frame.columns() {
        if formula.mentions.iter().any(|mention| mention.name == name) {
            columns.push((name.to_owned(), engine_column(column, formula.is_category(name))));
        }
    }
    for (name, values) in response(&formula.response, frame) {
        columns.push((name.to_owned(), EngineColumn::Numeric(values)));
    }
    let table = Table { columns, n: frame.rows() };
    lower(&engine_text(formula, frame), &table, engine_family(family)).map_err(|error| refused(formula, &error))
}

/// The design columns of each grouping's random effects, in the order of its covariance; none stands for the intercept.
pub(super) fn random_columns(lowered: &Lowered) -> Vec<Vec<Option<usize>>> {
    let columns = |terms: &[glmm::ReTerm], slopes: &[u32]| {
        let intercept = terms.is_empty() || terms.iter().any(|term| term.intercept);
        let slopes = slopes.iter().map(|&column| Some(column as usize));
        intercept.then_some(None).into_iter().chain(slopes).collect()
    };
    let Some(structure) = &lowered.spec().re else { return Vec::new() };
    let extra = structure.extra_groupings.iter().map(|grouping| columns(&grouping.terms, &grouping.slopes));
    std::iter::once(columns(&structure.terms, &structure.slopes)).chain(extra).collect()
}

fn engine_column(column: &Column, category: bool) -> EngineColumn {
    match column {
        Column::Numbers(values) if category => {
            engine_column(&Column::from_labels(&values.iter().map(f64::to_string).collect::<Vec<_>>()), false)
        }
        Column::Numbers(values) => EngineColumn::Numeric(values.clone()),
        Column::Levels { levels, codes } => EngineColumn::Factor { levels: levels.clone(), codes: codes.clone() },
    }
}

fn response(response: &Response, frame: &Frame) -> Vec<(&'static str, Vec<f64>)> {
    let numbers = |name: &str| frame.numbers(name).unwrap_or_default().to_vec();
    match response {
        Response::Column(name) => vec![(RESPONSE, numbers(name))],
        Response::Transformed { function, column } => {
            vec![(RESPONSE, numbers(column).into_iter().map(|x| function.of(x)).collect())]
        }
        Response::Counts { successes, other, of_trials } => {
            let successes = numbers(successes);
            let mut failures = numbers(other);
            if *of_trials {
                failures.iter_mut().zip(&successes).for_each(|(trials, successes)| *trials -= successes);
            }
            vec![(RESPONSE, successes), (FAILURES, failures)]
        }
    }
}

/// Columns that follow from the others, each where the formula mentions it.
pub(super) fn dependent(formula: &Formula, columns: &[impl AsRef<str>]) -> FitError {
    let problem = |column: &str| {
        let mentions = formula.mentions.iter().filter(|mention| column.starts_with(&mention.name));
        let longest = mentions.max_by_key(|mention| mention.name.len());
        FitProblem {
            message: format!("the design can't tell `{column}` from the other columns"),
            place: longest.map_or(Place::Model, |mention| Place::Formula(mention.span.clone())),
            hint: "it follows from the others; take it out of the formula, or one of them".into(),
        }
    };
    FitError(columns.iter().map(|column| problem(column.as_ref())).collect())
}

/// A solver's message without the names that only the solver knows.
pub(super) fn plain(message: &str) -> String {
    let message = message.replace(RESPONSE, "response").replace(FAILURES, "failures");
    match message.split_once(": ") {
        Some((place, rest)) if place.contains("at position") => rest.to_owned(),
        _ => message,
    }
}

/// What the solver refuses, with the place where that is known.
fn refused(formula: &Formula, error: &glmm::formula::Error) -> FitError {
    let message = plain(&error.to_string());
    let whole = Place::Formula(0..formula.text().len());
    let place = match (error, error.row()) {
        (glmm::formula::Error::TransformNotFinite { term, .. }, Some(row)) => Place::Row { row, column: term.clone() },
        _ => whole,
    };
    FitError(vec![FitProblem { message, place, hint: "docs/fitting.md says what formulas may contain".into() }])
}

/// A solver's note in words; none where the fit says it already.
fn said(note: &Note) -> Option<String> {
    Some(match note {
        Note::IllConditioned { .. } => {
            "two columns of the design are nearly collinear: their estimates hang together".into()
        }
        Note::HessianSeFallback => {
            "the Hessian was not usable: standard errors take the random effects' variances for known".into()
        }
        Note::SeUnavailable => "no standard error could be computed".into(),
        Note::Separated => "the predictors separate the outcomes: at least one coefficient is infinite".into(),
        Note::VarianceAtLimit => "a standard deviation ended at the upper limit of the search".into(),
        Note::PrecisionLimited => "the deviance is too large to find its optimum exactly".into(),
        Note::PirlsExhausted { final_eval: true, .. } => "the inner iterations did not settle at the estimate".into(),
        Note::NonIntegerResponse { rows } => format!("{rows} rows of the response are no whole counts"),
        Note::FewRowsForRandomEffects { terms, grouping, random_effects, rows } => {
            format!("({terms} | {grouping}) has {random_effects} random effects for {rows} rows")
        }
        Note::SatterthwaiteCurvature { .. } => {
            "degrees of freedom: the likelihood is flat or at its boundary in a variance".into()
        }
        _ => return None,
    })
}
