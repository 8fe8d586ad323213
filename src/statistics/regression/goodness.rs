//! How closely a fit follows its response.

use faer::Col;

use super::super::family::Family;
use super::design::Design;
use super::maximum::Maximum;
use super::projection::Projection;
use super::sequential::transform;

/// A share of squares that may be rounding.
const ROUNDING: f64 = 1e-14;

/// Likelihood and its relatives, all constants included, as R's `logLik`, `AIC` and `BIC` have them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GoodnessOfFit {
    /// Twice the log-likelihood lost against a mean for each row of its own; for the Gaussian family the weighted sum of squared
    /// residuals.
    pub deviance: f64,
    /// The greatest log-likelihood.
    pub log_likelihood: f64,
    /// Akaike's information criterion (1974).
    pub aic: f64,
    /// Schwarz's information criterion (1978); n is the number of rows.
    pub bic: f64,
    /// The standard deviation of a response of weight 1 about its mean, with n - p in the denominator; for the Gaussian family.
    pub residual_sd: Option<f64>,
    /// The share of the squares about the mean that the fit takes up, from 0 to 1; of the squares about 0 where no combination of
    /// the columns is constant. For the Gaussian family.
    pub r_squared: Option<f64>,
}

impl GoodnessOfFit {
    pub(super) fn new(design: &Design, family: Family, projection: &Projection, maximum: &Maximum) -> Self {
        let deviance = maximum.deviance;
        let (rows, columns) = (design.response.len() as f64, design.names.len() as f64);
        let responses = design.response.iter().zip(&design.weights).zip(maximum.predictor.iter());
        let log_likelihood = responses
            .map(|((&response, &weight), &predictor)| {
                family.log_likelihood(response, predictor, weight, deviance / rows)
            })
            .sum::<f64>();
        let least_squares = family == Family::Gaussian;
        let parameters = if least_squares { columns + 1.0 } else { columns };
        Self {
            deviance,
            log_likelihood,
            aic: 2.0 * (parameters - log_likelihood),
            bic: parameters * rows.ln() - 2.0 * log_likelihood,
            residual_sd: least_squares.then(|| (deviance / (rows - columns)).sqrt()),
            r_squared: least_squares.then(|| 1.0 - deviance / total_squares(design, projection)),
        }
    }
}

/// The weighted squares of the response, about its weighted mean where the basis can make a constant.
fn total_squares(design: &Design, projection: &Projection) -> f64 {
    let total: f64 = design.weights.iter().sum();
    let constant: Col<f64> = design.weights.iter().map(|weight| weight.sqrt()).collect();
    let made = transform(projection.basis.transpose(), constant.as_ref());
    let weighted = || design.weights.iter().zip(&design.response);
    let centre = if total - made.squared_norm_l2() < ROUNDING * total {
        weighted().map(|(weight, response)| weight * response).sum::<f64>() / total
    } else {
        0.0
    };
    weighted().map(|(weight, response)| weight * (response - centre).powi(2)).sum()
}

#[cfg(test)]
mod tests {
    use super::super::covariance::Covariance;
    use super::super::fit::RegressionFit;
    use super::super::sample::Measure::{self, Count, Event, Successes, Time, WeightedTime};
    use super::super::sample::{assert_close, column};
    use super::*;

    fn goodness(design: &Design, family: Family) -> GoodnessOfFit {
        RegressionFit::new(design, family, Covariance::Model).expect("a fit").goodness
    }

    #[test]
    fn agrees_with_r() {
        let check = |measure: Measure, expect: [f64; 4]| {
            let goodness = goodness(&measure.design(&["arm", "order"]), measure.family());
            let found = [goodness.deviance, goodness.log_likelihood, goodness.aic, goodness.bic];
            assert_close(&found, &expect, &format!("{measure:?}"));
        };
        check(Time, [32.555_661_781, -49.271_569_605, 106.543_139_21, 112.877_214_96]);
        check(WeightedTime, [94.535_837_471, -51.633_097_334, 111.266_194_67, 117.600_270_42]);
        check(Event, [46.473_050_883, -23.236_525_441, 52.473_050_883, 57.223_607_698]);
        check(Successes, [32.383_081_508, -37.860_625_311, 81.721_250_622, 86.471_807_437]);
        check(Count, [34.832_275_035, -59.954_459_332, 125.908_918_66, 130.659_475_48]);
    }

    #[test]
    fn least_squares_have_a_residual_and_a_share() {
        let check = |measure: Measure, expect: Option<[f64; 2]>| {
            let goodness = goodness(&measure.design(&["arm", "order"]), measure.family());
            let found = goodness.residual_sd.zip(goodness.r_squared);
            assert_eq!(found.is_some(), expect.is_some());
            for ((sd, share), expect) in found.into_iter().zip(expect) {
                assert_close(&[sd, share], &expect, &format!("{measure:?}"));
            }
        };
        check(Time, Some([0.993_244_786_28, 0.355_112_472_75]));
        check(WeightedTime, Some([1.692_549_068, 0.349_294_424_7]));
        check(Event, None);
        check(Count, None);
    }

    #[test]
    fn the_share_is_about_zero_without_a_constant() {
        let share = |columns: [Vec<f64>; 2]| {
            let matrix: Vec<f64> = (0..36).flat_map(|row| [columns[0][row], columns[1][row]]).collect();
            let design = Design::new(vec!["a".into(), "b".into()], &matrix, column("time")).expect("a design");
            goodness(&design, Family::Gaussian).r_squared.expect("a share")
        };
        assert_close(&[share([column("arm"), column("order")])], &[0.680_471_976_7], "no constant");
        let unaided: Vec<f64> = column("arm").iter().map(|arm| 1.0 - arm).collect();
        let (two_means, dummy) = (share([column("arm"), unaided]), share([vec![1.0; 36], column("arm")]));
        assert!((two_means - dummy).abs() < 1e-12, "a constant in disguise: {two_means} {dummy}");
    }
}
