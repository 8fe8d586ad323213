//! One design fitted to many responses: the engine of bootstraps and power studies. Memory is taken once a structure.

use glmm::loop_advanced::{FitView, FitWorkspace, build_workspace, fit_on, satterthwaite};
use glmm::{Data, FitOptions, StartValues};

use super::engine::{Lowered, lowered, options};
use super::formula::Formula;
use super::frame::Frame;
use super::joint::Parameters;
use super::ladder::{Effects, contributions, simpler};
use super::model::MixedModel;
use super::problem::FitError;

/// Whether a refit may simplify its random effects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Structure {
    /// The formula stands.
    Fixed,
    /// The declared rule of [`MixedModel::simplified`] is followed in every refit.
    Simplified,
}

/// What one refit found.
#[derive(Debug, Clone, PartialEq)]
pub struct Refit {
    /// Coefficients and random effects' covariances.
    pub parameters: Parameters,
    /// The variance of each coefficient.
    pub variances: Vec<f64>,
    /// The residual variance of a linear model.
    pub residual_variance: Option<f64>,
    /// Whether the last search converged.
    pub converged: bool,
    /// Whether it ended on the boundary.
    pub singular: bool,
    /// How many steps down the ladder it took.
    pub steps: usize,
}

/// A design with a workspace for each structure that was met.
pub struct Refitter {
    model: MixedModel,
    frame: Frame,
    structure: Structure,
    options: FitOptions,
    start: Option<StartValues>,
    rungs: Vec<Rung>,
    last: usize,
}

/// One structure, laid out.
struct Rung {
    formula: Formula,
    design: Lowered,
    workspace: FitWorkspace,
    effects: Vec<Effects>,
}

impl Refitter {
    /// Lays out a model on a table; the values in its response column don't matter.
    ///
    /// # Errors
    /// Where the formula can't be laid out on the table, or has a random term without an intercept.
    pub fn new(model: &MixedModel, frame: &Frame, structure: Structure) -> Result<Self, FitError> {
        if let Some(term) = model.formula.random.iter().find(|term| !term.intercept) {
            return Err(FitError::model(
                format!("{term} has no intercept, which refits don't support"),
                "add the intercept to the random term",
            ));
        }
        let options = options(model);
        let rungs = vec![Rung::new(&model.formula, frame, model, &options)?];
        Ok(Self { model: model.clone(), frame: frame.clone(), structure, options, start: None, rungs, last: 0 })
    }

    /// The response that the table holds, as it is fitted: transformed, or as shares of trials.
    pub fn response(&self) -> &[f64] {
        &self.rungs[0].design.y
    }

    /// From now on, the search in the full structure starts at its fit to this response.
    pub fn start_at(&mut self, response: &[f64]) {
        let rung = &mut self.rungs[0];
        let view = fit_on(&mut rung.workspace, &data(&rung.design, response), None, &self.options);
        let start = StartValues::new(view.betas().to_vec(), view.theta().to_vec());
        self.start = view.converged().then_some(start);
    }

    /// Fits the design to a response.
    pub fn refit(&mut self, response: &[f64]) -> Result<Refit, FitError> {
        let (mut index, mut steps) = (0, 0);
        loop {
            let start = self.start.as_ref().filter(|_| index == 0);
            let refit = self.rungs[index].solve(response, start, &self.options, steps);
            self.last = index;
            if self.structure == Structure::Fixed || (refit.converged && !refit.singular) {
                return Ok(refit);
            }
            let rung = &self.rungs[index];
            let contributions = contributions(&rung.effects, &refit.parameters.covariances, &self.frame);
            let Some((next, _)) = simpler(&rung.formula, &self.frame, &contributions) else { return Ok(refit) };
            index = self.rung(&next)?;
            steps += 1;
        }
    }

    /// Satterthwaite's degrees of freedom of each coefficient in the last refit; none for generalised models.
    pub fn degrees_of_freedom(&mut self) -> Option<Vec<f64>> {
        let rung = &mut self.rungs[self.last];
        let mut found = vec![0.0; rung.design.p];
        satterthwaite(&mut rung.workspace, &mut found).ok().map(|()| found)
    }

    fn rung(&mut self, formula: &Formula) -> Result<usize, FitError> {
        if let Some(index) = self.rungs.iter().position(|rung| rung.formula.random == formula.random) {
            return Ok(index);
        }
        self.rungs.push(Rung::new(formula, &self.frame, &self.model, &self.options)?);
        Ok(self.rungs.len() - 1)
    }
}

impl Rung {
    fn new(formula: &Formula, frame: &Frame, model: &MixedModel, options: &FitOptions) -> Result<Self, FitError> {
        let design = lowered(formula, frame, model.family)?;
        let mut workspace = build_workspace(design.spec(), &design.ids, design.n, design.p, options);
        workspace.set_fixed_design(true);
        let effects = design.re_groups.iter().map(|group| Effects::of(formula, &group.name, &group.terms)).collect();
        Ok(Self { formula: formula.clone(), design, workspace, effects })
    }

    fn solve(&mut self, response: &[f64], start: Option<&StartValues>, options: &FitOptions, steps: usize) -> Refit {
        let widths: Vec<usize> = self.effects.iter().map(|effects| effects.variables.len()).collect();
        let view = fit_on(&mut self.workspace, &data(&self.design, response), start, options);
        let diagnostics = view.diagnostics();
        Refit {
            parameters: Parameters {
                coefficients: view.betas().to_vec(),
                covariances: covariances(&view, &widths, options),
            },
            variances: view.var_diag().to_vec(),
            residual_variance: options.reml.map(|_| view.dispersion()),
            converged: diagnostics.converged && !diagnostics.se_unavailable,
            singular: diagnostics.boundary_hit == 1,
            steps,
        }
    }
}

/// The rows with another response. The workspace keeps the grouping.
fn data<'d>(design: &'d Lowered, response: &'d [f64]) -> Data<'d> {
    let mut data = Data::new(&design.x, response, design.n, design.p);
    if design.re_p > 0 {
        data = data.re_columns(&design.re_columns, design.re_p);
    }
    if let Some(weights) = &design.weights {
        data = data.weights(weights);
    }
    if let Some(offset) = &design.offset {
        data = data.offset(offset);
    }
    data
}

/// `σ² Λ Λ'` of each grouping factor, from the packed lower triangles of Λ.
fn covariances(view: &FitView<'_>, widths: &[usize], options: &FitOptions) -> Vec<Vec<f64>> {
    let scale = if options.reml.is_some() { view.dispersion() } else { 1.0 };
    let mut packed = view.theta();
    let mut block = |width: usize| {
        let (own, rest) = packed.split_at(width * (width + 1) / 2);
        packed = rest;
        let mut factor = vec![0.0; width * width];
        let lower = (0..width).flat_map(|column| (column..width).map(move |row| (row, column)));
        lower.zip(own).for_each(|((row, column), value)| factor[row * width + column] = *value);
        let row = |index: usize| &factor[index * width..(index + 1) * width];
        let entry = |index: usize| row(index / width).iter().zip(row(index % width)).map(|(a, b)| a * b).sum::<f64>();
        (0..width * width).map(|index| scale * entry(index)).collect()
    };
    widths.iter().map(|&width| block(width)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::simulated::crossed;
    use super::*;
    use crate::statistics::Family;

    fn check(formula: &str, family: Family) {
        let frame = crossed(10, 8, 5);
        let model = MixedModel::new(formula.parse().expect("a formula"), family);
        let fit = model.fit(&frame).expect("a fit");
        let mut refitter = Refitter::new(&model, &frame, Structure::Fixed).expect("a layout");
        let response = refitter.response().to_vec();
        let refit = refitter.refit(&response).expect("a refit");
        let expect = fit.parameters();
        let close = |a: &[f64], b: &[f64]| a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-6 * (1.0 + b.abs()));
        assert!(close(&refit.parameters.coefficients, &expect.coefficients), "{refit:?}\n{expect:?}");
        for (found, expect) in refit.parameters.covariances.iter().zip(&expect.covariances) {
            assert!(close(found, expect), "{found:?}\n{expect:?}");
        }
        let errors: Vec<f64> = refit.variances.iter().map(|variance| variance.sqrt()).collect();
        let expect: Vec<f64> = fit.coefficients.iter().map(|coefficient| coefficient.standard_error).collect();
        assert!(close(&errors, &expect));
        let freedom = refitter.degrees_of_freedom();
        assert_eq!(freedom.is_some(), family == Family::Gaussian);
        for (found, expect) in freedom.iter().flatten().zip(&fit.coefficients) {
            assert!((found / expect.degrees_of_freedom - 1.0).abs() < 1e-4);
        }
    }

    #[test]
    fn a_refit_is_the_fit() {
        check("time ~ arm + (1 + arm | participant) + (1 + arm | item)", Family::Gaussian);
        check("time ~ arm + (1 + arm || participant) + (1 | item)", Family::Gaussian);
        check("correct ~ arm + (1 | participant) + (1 | item)", Family::Binomial);
        check("correct ~ arm + (1 + arm | participant) + (1 + arm | item)", Family::Binomial);
    }

    #[test]
    fn a_refit_climbs_down_as_the_fit_does() {
        let frame = crossed(10, 8, 5);
        let formula = "time ~ arm + (1 + arm + wrong | participant) + (1 + arm + wrong | item)";
        let model = MixedModel::new(formula.parse().expect("a formula"), Family::Gaussian);
        let fit = model.simplified(&frame).expect("a fit");
        assert!(!fit.evidence.steps.is_empty());
        let mut refitter = Refitter::new(&model, &frame, Structure::Simplified).expect("a layout");
        let response = refitter.response().to_vec();
        let refit = refitter.refit(&response).expect("a refit");
        assert_eq!(refit.steps, fit.evidence.steps.len());
        assert!((refit.parameters.coefficients[1] - fit.coefficients[1].estimate).abs() < 1e-6);
    }
}
