//! A regression with its inference.

use faer::{Col, ColRef};

use super::super::family::Family;
use super::contrast::Contrast;
use super::covariance::{Covariance, Inference, Standardised};
use super::design::Design;
use super::error::RegressionError;
use super::goodness::GoodnessOfFit;
use super::maximum::{Maximum, working_weights};
use super::projection::Projection;

/// A fit counts as exact where the residuals have less than this share of the response's squares.
const EXACT_FIT: f64 = 1e-26;

/// The coefficients of greatest likelihood and what they rest on.
#[derive(Debug, Clone, PartialEq)]
pub struct RegressionFit {
    /// The distribution of the response.
    pub family: Family,
    /// How the covariance was estimated.
    pub covariance_estimator: Covariance,
    /// The names of the p columns.
    pub names: Vec<String>,
    /// The p coefficients, on the scale of the link.
    pub coefficients: Vec<f64>,
    /// Their covariance, p x p and row-major.
    pub covariance: Vec<f64>,
    /// The fitted means, n values on the scale of the response.
    pub fitted: Vec<f64>,
    /// Likelihood, deviance and criteria.
    pub goodness: GoodnessOfFit,
    /// The number of clusters; none where the design has no labels.
    pub clusters: Option<usize>,
    /// Iterations made, of at most 50.
    pub iterations: usize,
    /// Whether the deviance settled to 1e-10 of itself and the predictors stood still.
    pub converged: bool,
    inference: Inference,
}

impl RegressionFit {
    /// Fits a family to a design by iteratively reweighted least squares.
    pub fn new(design: &Design, family: Family, covariance: Covariance) -> Result<Self, RegressionError> {
        check_response(design, family)?;
        let maximum = Maximum::find(design, family)?;
        let means: Vec<f64> = maximum.predictor.iter().map(|&predictor| family.mean(predictor)).collect();
        let variances: Vec<f64> = maximum
            .predictor
            .iter()
            .zip(&design.weights)
            .map(|(&predictor, weight)| family.variance(predictor) / weight)
            .collect();
        let residuals = Col::from_fn(means.len(), |row| {
            family.residual(design.response[row], maximum.predictor[row]) / variances[row].sqrt()
        });
        if family == Family::Gaussian {
            check_residuals(design, maximum.deviance)?;
        }
        let projection = Projection::new(&design.matrix, &working_weights(design, family, &maximum.predictor));
        let goodness = GoodnessOfFit::new(design, family, &projection, &maximum);
        let inference = Inference::new(covariance, design, family, Standardised { projection, residuals, variances })?;
        Ok(Self {
            family,
            covariance_estimator: covariance,
            names: design.names.clone(),
            coefficients: maximum.coefficients.iter().copied().collect(),
            covariance: inference.covariance(),
            fitted: means,
            goodness,
            clusters: design.clusters.as_ref().map(Vec::len),
            iterations: maximum.iterations,
            converged: maximum.converged,
            inference,
        })
    }

    /// The coefficient of a named column. None where there is no such column or its error cannot be estimated, as for a contrast.
    pub fn coefficient(&self, name: &str) -> Option<Contrast> {
        let place = self.names.iter().position(|column| column == name)?;
        let weights: Vec<f64> = (0..self.names.len()).map(|column| f64::from(u8::from(column == place))).collect();
        self.contrast(&weights)
    }

    /// The sum of the coefficients with p weights. None with another number of weights, and where the error cannot be estimated:
    /// all weights are 0, or the sum rests on observations that are fitted exactly.
    pub fn contrast(&self, weights: &[f64]) -> Option<Contrast> {
        if weights.len() != self.names.len() {
            return None;
        }
        let weights = ColRef::from_slice(weights).to_owned();
        self.inference.contrast(&weights, weights.transpose() * ColRef::from_slice(&self.coefficients))
    }
}

fn check_response(design: &Design, family: Family) -> Result<(), RegressionError> {
    let mut responses = design.response.iter().zip(&design.weights);
    if let Some(row) = responses.position(|(&response, &weight)| !family.accepts(response, weight)) {
        return Err(RegressionError::Response { row, family });
    }
    let (rows, columns) = design.matrix.shape();
    if family == Family::Gaussian && rows <= columns {
        return Err(RegressionError::TooFewRows { rows, columns });
    }
    Ok(())
}

fn check_residuals(design: &Design, deviance: f64) -> Result<(), RegressionError> {
    let responses = design.response.iter().zip(&design.weights);
    let squares: f64 = responses.map(|(response, weight)| weight * response * response).sum();
    if deviance <= EXACT_FIT * squares { Err(RegressionError::ExactFit) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::super::sample::Measure::{self, Count, Event, Successes, Time, WeightedTime};
    use super::super::sample::{assert_close, column};
    use super::*;

    fn fit(measure: Measure, columns: &[&str]) -> RegressionFit {
        let design = measure.design(columns);
        RegressionFit::new(&design, measure.family(), Covariance::Model).expect("a fit")
    }

    #[test]
    fn coefficients_agree_with_r() {
        let check = |measure: Measure, expect: [f64; 3]| {
            let fit = fit(measure, &["arm", "order"]);
            assert_close(&fit.coefficients, &expect, &format!("{measure:?}"));
            assert!(fit.converged && fit.iterations < 8, "{measure:?}: {} iterations", fit.iterations);
        };
        check(Time, [2.788_016_709_6, 0.806_546_911_91, -0.370_269_708_17]);
        check(WeightedTime, [2.758_304_935_6, 0.891_567_041_13, -0.372_626_611_28]);
        check(Event, [-0.463_765_211_48, 0.680_951_532_27, 0.298_140_001_45]);
        check(Successes, [0.073_094_007_951, -0.172_031_678_35, -0.050_743_888_263]);
        check(Count, [0.578_762_724_98, 0.541_096_839_22, -0.060_173_770_716]);
    }

    #[test]
    fn fitted_means_lie_on_the_scale_of_the_response() {
        for measure in [Time, WeightedTime, Event, Successes, Count] {
            let fit = fit(measure, &["arm", "order"]);
            let design = measure.design(&["arm", "order"]);
            let rows = design.weights.iter().zip(&design.response).zip(&fit.fitted);
            let (total, over) = rows.fold((0.0, 0.0), |(total, over), ((weight, response), fitted)| {
                (total + weight * response.abs(), over + weight * (response - fitted))
            });
            assert!(over.abs() < 1e-12 * total, "{measure:?}: the means are off by {over} together");
        }
    }

    #[test]
    fn shifting_the_response_shifts_the_constant_alone() {
        let names = || vec!["constant".to_string(), "arm".to_string()];
        let matrix: Vec<f64> = column("arm").into_iter().flat_map(|arm| [1.0, arm]).collect();
        let fit = |shift: f64| {
            let response = column("time").iter().map(|time| time + shift).collect();
            let design = Design::new(names(), &matrix, response).expect("a design");
            RegressionFit::new(&design, Family::Gaussian, Covariance::Hc3).expect("a fit")
        };
        let (plain, shifted) = (fit(0.0), fit(1000.0));
        assert_close(&[shifted.coefficients[0] - 1000.0, shifted.coefficients[1]], &plain.coefficients, "coefficients");
        assert_close(&shifted.covariance, &plain.covariance, "covariance");
    }

    #[test]
    fn a_column_is_found_by_its_name_and_a_contrast_adds_up() {
        let fit = fit(Time, &["arm", "order"]);
        let arm = fit.coefficient("arm").expect("a column");
        assert_eq!((arm.estimate, arm.degrees_of_freedom, arm.variance_share), (fit.coefficients[1], 33.0, 1.0));
        assert!((arm.standard_error.powi(2) / fit.covariance[4] - 1.0).abs() < 1e-12);
        assert_eq!(fit.coefficient("team"), None);
        let sum = fit.contrast(&[0.0, 1.0, -2.0]).expect("a contrast");
        assert!((sum.estimate - (fit.coefficients[1] - 2.0 * fit.coefficients[2])).abs() < 1e-14);
        assert_eq!(fit.contrast(&[1.0, 1.0]), None);
        assert_eq!(fit.contrast(&[0.0; 3]), None);
    }

    #[test]
    fn a_rescaled_column_rescales_its_coefficient() {
        let matrix =
            |scale: f64| -> Vec<f64> { column("order").iter().flat_map(|order| [1.0, scale * order]).collect() };
        let fit = |scale: f64| {
            let names = vec!["constant".to_string(), "order".to_string()];
            let design = Design::new(names, &matrix(scale), column("count")).expect("a design");
            RegressionFit::new(&design, Family::Poisson, Covariance::Hc3).expect("a fit")
        };
        let (plain, scaled) = (fit(1.0).coefficient("order"), fit(1e9).coefficient("order"));
        let (plain, scaled) = (plain.expect("a column"), scaled.expect("a column"));
        let expect = [plain.estimate, plain.standard_error];
        assert_close(&[scaled.estimate * 1e9, scaled.standard_error * 1e9], &expect, "order");
    }

    #[test]
    fn the_number_of_threads_changes_nothing() {
        let (rows, columns) = (4000, 14);
        let value = |row: usize, column: usize| ((row * row * (column + 3) + 7 * row) % 1009) as f64 / 1009.0;
        let matrix: Vec<f64> = (0..rows * columns).map(|place| value(place / columns, place % columns)).collect();
        let response = (0..rows).map(|row| f64::from(u8::from(value(row, 17) > 0.6))).collect();
        let labels: Vec<usize> = (0..rows).map(|row| row % 200).collect();
        let names = (0..columns).map(|column| format!("x{column}")).collect();
        let design = Design::new(names, &matrix, response).expect("a design").clustered(&labels).expect("labels");
        let with = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
            pool.install(|| RegressionFit::new(&design, Family::Binomial, Covariance::Cr2).expect("a fit"))
        };
        assert_eq!(with(1), with(3));
    }

    #[test]
    fn refuses_what_has_no_answer() {
        let check = |measure: Measure, family, response: Vec<f64>, expect: &str| {
            let mut design = measure.design(&["arm", "order"]);
            design.response = response;
            let error = RegressionFit::new(&design, family, Covariance::Model).expect_err(expect);
            assert_eq!(error.to_string(), expect);
        };
        let exact = column("arm").iter().map(|arm| 2.0 * arm - 1.0).collect();
        let expect = "the columns reproduce the response exactly, which leaves no error to estimate";
        check(Time, Family::Gaussian, exact, expect);
        let expect = "the response in row 1 is not a share of a whole number of trials (the weight)";
        check(Time, Family::Binomial, column("time"), expect);
        check(Count, Family::Poisson, column("time"), "the response in row 1 is not a count");

        let saturated = Design::new(vec!["a".into(), "b".into()], &[1.0, 0.0, 1.0, 1.0], vec![0.25, 0.5]);
        let saturated = saturated.expect("a design").weighted(vec![8.0, 2.0]).expect("weights");
        let fit = |family, covariance| RegressionFit::new(&saturated, family, covariance);
        let expect = RegressionError::TooFewRows { rows: 2, columns: 2 };
        assert_eq!(fit(Family::Gaussian, Covariance::Model).expect_err("no spare row"), expect);
        let grouped = fit(Family::Binomial, Covariance::Model).expect("trials leave an error");
        assert_close(&grouped.coefficients, &[f64::ln(2.0 / 6.0), f64::ln(6.0 / 2.0)], "log odds");
    }
}
