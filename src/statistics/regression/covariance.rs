//! How much the coefficients vary, by how much of the model is believed.

use faer::{Col, Mat};

use super::super::family::Family;
use super::clusters::cluster_robust;
use super::contrast::Contrast;
use super::design::Design;
use super::error::RegressionError;
use super::projection::Projection;
use super::satterthwaite::Satterthwaite;
use super::sequential::product;

/// A row or a cluster counts as fitted exactly where less than this share of its variance is left to the residuals.
pub(super) const EXACT: f64 = 1e-10;

/// An estimator of the covariance of the coefficients.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Covariance {
    /// The inverse information: right where the family's variance is right and rows are independent. Student's t with n - p
    /// degrees of freedom for the Gaussian family, the normal distribution for the others.
    Model,
    /// Heteroscedasticity-consistent, each residual divided by 1 - leverage (Long & Ervin 2000): right for independent rows of
    /// any variance. Reference distributions as for the model.
    Hc3,
    /// Bias-reduced cluster-robust (Bell & McCaffrey 2002 in the form of Pustejovsky & Tipton 2018): right for any dependence
    /// within clusters. The working covariance is the family's, for the Gaussian one variance divided by the weights.
    /// Student's t, for every contrast with its own Satterthwaite degrees of freedom.
    Cr2,
}

/// A fit with each row divided by the standard deviation that its family gives it, up to the residual variance.
pub(super) struct Standardised {
    pub(super) projection: Projection,
    /// Pearson residuals, n values.
    pub(super) residuals: Col<f64>,
    /// The variances that were divided out, n positive values.
    pub(super) variances: Vec<f64>,
}

/// All that is needed to say how well a contrast is known.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Inference {
    /// R⁻¹ of the projection.
    root: Mat<f64>,
    /// The covariance of the coefficients is R⁻¹ (filling) R⁻ᵀ.
    filling: Mat<f64>,
    /// The mean squared Pearson residual.
    dispersion: f64,
    freedom: Freedom,
}

#[derive(Debug, Clone, PartialEq)]
enum Freedom {
    /// The same for each contrast; infinite for the normal distribution.
    Fixed(f64),
    OfContrast(Satterthwaite),
}

impl Inference {
    pub(super) fn new(
        covariance: Covariance,
        design: &Design,
        family: Family,
        fit: Standardised,
    ) -> Result<Self, RegressionError> {
        let (rows, columns) = design.matrix.shape();
        let squares = fit.residuals.squared_norm_l2();
        let spare = (rows - columns) as f64;
        let (dispersion, fixed) = match family {
            Family::Gaussian => (squares / spare, Freedom::Fixed(spare)),
            Family::Binomial | Family::Poisson => (1.0, Freedom::Fixed(f64::INFINITY)),
        };
        let (filling, freedom) = match covariance {
            Covariance::Model => (Mat::from_fn(columns, columns, |i, j| if i == j { dispersion } else { 0.0 }), fixed),
            Covariance::Hc3 => (heteroscedastic(&fit)?, fixed),
            Covariance::Cr2 => {
                let (filling, freedom) = cluster_robust(design, &fit)?;
                (filling, Freedom::OfContrast(freedom))
            }
        };
        let root = fit.projection.root;
        let finite = root.is_all_finite() && filling.is_all_finite();
        let inference = Self { root, filling, dispersion: squares / rows as f64, freedom };
        finite.then_some(inference).ok_or(RegressionError::OutOfRange)
    }

    /// The covariance of the coefficients, p x p and row-major.
    pub(super) fn covariance(&self) -> Vec<f64> {
        let covariance = &self.root * &self.filling * self.root.transpose();
        covariance.row_iter().flat_map(|row| row.iter().copied().collect::<Vec<f64>>()).collect()
    }

    /// A weighted sum of the p coefficients, whose value is `estimate`. None where it rests on observations that are fitted
    /// exactly, whose residuals say nothing about errors.
    pub(super) fn contrast(&self, weights: &Col<f64>, estimate: f64) -> Option<Contrast> {
        let direction = self.root.transpose() * weights;
        let variance = direction.transpose() * &self.filling * &direction;
        let (degrees_of_freedom, variance_share) = match &self.freedom {
            Freedom::Fixed(freedom) => (*freedom, 1.0),
            Freedom::OfContrast(satterthwaite) => satterthwaite.of(&direction)?,
        };
        let rounding = EXACT * EXACT * self.dispersion * direction.squared_norm_l2();
        let standard_error = variance.sqrt();
        (variance > rounding).then_some(Contrast { estimate, standard_error, degrees_of_freedom, variance_share })
    }
}

/// Σ q q' e² / (1 - h)² over rows q of the basis with residuals e and leverages h.
fn heteroscedastic(fit: &Standardised) -> Result<Mat<f64>, RegressionError> {
    let basis = &fit.projection.basis;
    let leverages: Vec<f64> = fit.projection.leverages().collect();
    if let Some(row) = leverages.iter().position(|leverage| 1.0 - leverage < EXACT) {
        return Err(RegressionError::FullLeverage { row });
    }
    let scores = Mat::from_fn(basis.nrows(), basis.ncols(), |row, column| {
        basis[(row, column)] * fit.residuals[row] / (1.0 - leverages[row])
    });
    Ok(product(scores.transpose(), scores.as_ref()))
}

#[cfg(test)]
mod tests {
    use super::super::fit::RegressionFit;
    use super::super::sample::Measure::{self, Count, Event, Successes, Time, WeightedTime};
    use super::super::sample::{assert_close, column};
    use super::*;

    fn check(covariance: Covariance, measure: Measure, expect: [f64; 3]) {
        let design = measure.design(&["arm", "order"]);
        let fit = RegressionFit::new(&design, measure.family(), covariance).expect("a fit");
        let terms = fit.names.iter().map(|name| fit.coefficient(name).expect("a term"));
        let errors: Vec<f64> = terms.map(|term| term.standard_error).collect();
        assert_close(&errors, &expect, &format!("{covariance:?} {measure:?}"));
        let of_diagonal: Vec<f64> = (0..3).map(|place| fit.covariance[4 * place].sqrt()).collect();
        assert_close(&of_diagonal, &expect, "the diagonal");
    }

    #[test]
    fn model_errors_agree_with_r() {
        let check = |measure, expect| check(Covariance::Model, measure, expect);
        check(Time, [0.381_797_862_41, 0.341_624_942_18, 0.129_565_302_23]);
        check(WeightedTime, [0.374_594_090_68, 0.333_198_877_9, 0.134_429_820_19]);
        check(Event, [0.803_440_439_76, 0.733_371_207_84, 0.280_887_120_32]);
        check(Successes, [0.443_594_401_97, 0.394_988_093_84, 0.159_434_203_12]);
        check(Count, [0.275_673_712_5, 0.242_921_682_42, 0.090_282_560_088]);
    }

    #[test]
    fn hc3_agrees_with_sandwich() {
        let check = |measure, expect| check(Covariance::Hc3, measure, expect);
        check(Time, [0.377_524_080_03, 0.362_506_983_02, 0.151_585_145_43]);
        check(WeightedTime, [0.385_740_733_42, 0.387_331_741_62, 0.166_205_010_49]);
        check(Event, [0.908_543_868_23, 0.831_487_937_17, 0.342_018_293_08]);
        check(Successes, [0.396_615_126_58, 0.348_010_266_66, 0.143_509_841_02]);
        check(Count, [0.289_937_672_01, 0.252_482_270_07, 0.093_645_065_246]);
    }

    #[test]
    fn least_squares_count_their_degrees_of_freedom_and_the_others_are_normal() {
        for covariance in [Covariance::Model, Covariance::Hc3] {
            for (measure, expect) in [(Time, 33.0), (Event, f64::INFINITY), (Count, f64::INFINITY)] {
                let fit = RegressionFit::new(&measure.design(&["arm", "order"]), measure.family(), covariance);
                let arm = fit.expect("a fit").coefficient("arm").expect("a term");
                assert!(arm.degrees_of_freedom.total_cmp(&expect).is_eq(), "{covariance:?} {measure:?}: {arm:?}");
            }
        }
    }

    #[test]
    fn a_row_that_fits_itself_has_no_hc3() {
        let lonely: Vec<f64> = (0..36).map(|row| f64::from(u8::from(row == 5))).collect();
        let matrix: Vec<f64> = lonely.iter().flat_map(|lonely| [1.0, *lonely]).collect();
        let names = vec!["constant".to_string(), "lonely".to_string()];
        let design = Design::new(names, &matrix, column("time")).expect("a design");
        let error = RegressionFit::new(&design, Family::Gaussian, Covariance::Hc3).expect_err("leverage 1");
        assert_eq!(error, RegressionError::FullLeverage { row: 5 });
    }

    #[test]
    fn what_never_varies_has_no_error() {
        let rows = || column("arm").into_iter().zip(column("order"));
        let matrix: Vec<f64> = rows().flat_map(|(arm, order)| [1.0, arm, arm * order]).collect();
        let response = rows().zip(column("time")).map(|((arm, _), time)| arm * time + 7.3).collect();
        let names = ["constant", "arm", "slope"].map(String::from).to_vec();
        let design = Design::new(names, &matrix, response).expect("a design");
        let fit = RegressionFit::new(&design, Family::Gaussian, Covariance::Hc3).expect("a fit");
        assert_eq!(fit.coefficient("constant"), None);
        assert!(fit.coefficient("arm").is_some());
    }
}
