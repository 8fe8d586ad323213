//! The coefficients of greatest likelihood.

use faer::Col;

use super::super::family::Family;
use super::design::Design;
use super::error::RegressionError;
use super::projection::Projection;
use super::sequential::transform;

const MOST_ITERATIONS: usize = 50;
const MOST_HALVINGS: usize = 20;

/// The relative change of the deviance below which it has settled.
const SETTLED: f64 = 1e-10;

/// Iterations to wait, once the deviance has settled, for the predictors to stand still.
const PATIENCE: usize = 5;

/// The change of the predictors, as a share of the largest (or of 1), below which they stand still.
const STILL: f64 = 1e-6;

/// The change of a log rate or log odds above which it runs away. Where the likelihood rises for ever, a step tends to 1.
const RUNNING: f64 = 0.5;

/// Where iteratively reweighted least squares came to.
pub(super) struct Maximum {
    pub(super) coefficients: Col<f64>,
    /// The linear predictor X b, n values.
    pub(super) predictor: Col<f64>,
    pub(super) deviance: f64,
    pub(super) iterations: usize,
    pub(super) converged: bool,
}

impl Maximum {
    /// Iteratively reweighted least squares (Green 1984), each step halved while it makes the deviance worse. The likelihood is
    /// concave, so that only a maximum at infinity lets the predictors run on after the deviance has settled.
    pub(super) fn find(design: &Design, family: Family) -> Result<Self, RegressionError> {
        let mut now = Self::start(design, family);
        let mut settled = 0;
        while now.iterations < MOST_ITERATIONS && settled <= PATIENCE && !now.converged {
            let Some(next) = now.step(design, family) else { break };
            let change = (next.deviance - now.deviance).abs() / (next.deviance.abs() + 0.1);
            settled = if change < SETTLED { settled + 1 } else { 0 };
            let step = &next.coefficients - &now.coefficients;
            let farthest = (&next.predictor - &now.predictor).norm_max();
            let still = farthest < STILL * next.predictor.norm_max().max(1.0);
            now = Self { converged: settled > 0 && still, ..next };
            if !now.converged && settled > PATIENCE && farthest > RUNNING {
                return Err(RegressionError::Separated { columns: moving(design, &step, farthest) });
            }
        }
        if now.coefficients.is_all_finite() && now.deviance.is_finite() {
            Ok(now)
        } else {
            Err(RegressionError::OutOfRange)
        }
    }

    /// Where the predictors of the responses themselves lead, or coefficients of 0 where that is worse.
    fn start(design: &Design, family: Family) -> Self {
        let nothing = Self::at(design, family, Col::zeros(design.names.len()), 0);
        let responses = rows(design).map(|(response, weight)| family.start(response, weight)).collect();
        let first = Self::at(design, family, newton(design, family, &responses), 1);
        if first.deviance <= nothing.deviance { first } else { nothing }
    }

    fn at(design: &Design, family: Family, coefficients: Col<f64>, iterations: usize) -> Self {
        let predictor = transform(design.matrix.as_ref(), coefficients.as_ref());
        let row = |((response, weight), &predictor): ((f64, f64), &f64)| weight * family.deviance(response, predictor);
        let deviance = rows(design).zip(predictor.iter()).map(row).sum();
        Self { coefficients, predictor, deviance, iterations, converged: false }
    }

    /// The next point, where the deviance is no worse but for rounding; none where even short steps make it worse.
    fn step(&self, design: &Design, family: Family) -> Option<Self> {
        let bound = self.deviance + SETTLED * (self.deviance + 0.1);
        let aim = newton(design, family, &self.predictor);
        let shorter = |coefficients: &Col<f64>| Some(0.5 * (coefficients + &self.coefficients));
        std::iter::successors(Some(aim), shorter)
            .take(MOST_HALVINGS + 1)
            .map(|coefficients| Self::at(design, family, coefficients, self.iterations + 1))
            .find(|next| next.deviance <= bound)
    }
}

/// The coefficients that regress the working response on the columns with the working weights.
fn newton(design: &Design, family: Family, predictor: &Col<f64>) -> Col<f64> {
    let weights = working_weights(design, family, predictor);
    let target = Col::from_fn(weights.len(), |row| {
        let residual = family.residual(design.response[row], predictor[row]);
        weights[row].sqrt() * (predictor[row] + residual / family.variance(predictor[row]))
    });
    Projection::new(&design.matrix, &weights).solve(&target)
}

/// The weight of each row in the information matrix X'WX.
pub(super) fn working_weights(design: &Design, family: Family, predictor: &Col<f64>) -> Vec<f64> {
    design
        .weights
        .iter()
        .zip(predictor.iter())
        .map(|(weight, &predictor)| weight * family.variance(predictor))
        .collect()
}

/// The response and the weight of each row.
fn rows(design: &Design) -> impl Iterator<Item = (f64, f64)> {
    design.response.iter().copied().zip(design.weights.iter().copied())
}

/// The columns whose coefficients take part in a step that moves a predictor as far as `farthest`.
fn moving(design: &Design, step: &Col<f64>, farthest: f64) -> Vec<String> {
    let matters = |column: usize| step[column].abs() * design.matrix.col(column).norm_max() > 0.01 * farthest;
    let columns = design.names.iter().enumerate();
    columns.filter(|(column, _)| matters(*column)).map(|(_, name)| name.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use Family::{Binomial, Poisson};

    fn design(columns: &[&[f64]], response: &[f64]) -> Design {
        let row = |row: usize| std::iter::once(1.0).chain(columns.iter().map(move |column| column[row]));
        let matrix: Vec<f64> = (0..response.len()).flat_map(row).collect();
        let names = ["constant", "first", "second"].map(String::from).to_vec();
        Design::new(names[..=columns.len()].to_vec(), &matrix, response.to_vec()).expect("a design")
    }

    fn separated(columns: &[&[f64]], response: &[f64], family: Family) -> Option<Vec<String>> {
        match Maximum::find(&design(columns, response), family) {
            Err(RegressionError::Separated { columns }) => Some(columns),
            Err(other) => panic!("{other}"),
            Ok(found) => {
                assert!(found.converged);
                None
            }
        }
    }

    const ARM: &[f64] = &[0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0];
    const TIME: &[f64] = &[0.4, 3.0, 1.0, 2.0, 1.5, 0.3, 2.2, 2.9];

    #[test]
    fn separation_is_named_with_its_columns() {
        let check = |columns: &[&[f64]], response: [f64; 8], family, expect: Option<&[&str]>| {
            let found = separated(columns, &response, family);
            let expect = expect.map(|names| names.iter().map(ToString::to_string).collect::<Vec<_>>());
            assert_eq!(found, expect, "{response:?}");
        };
        let mixed = [0.0, 1.0, 1.0, 0.0, 1.0, 0.0, 0.0, 1.0];
        check(&[ARM, TIME], mixed, Binomial, None);
        let aided_all_right = [0.0, 1.0, 1.0, 0.0, 1.0, 1.0, 1.0, 1.0];
        check(&[ARM, TIME], aided_all_right, Binomial, Some(&["first"]));
        let unaided_all_right = [1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 1.0];
        check(&[ARM, TIME], unaided_all_right, Binomial, Some(&["constant", "first"]));
        check(&[ARM], [1.0; 8], Binomial, Some(&["constant"]));
        let by_time = TIME.iter().map(|&time| if time > 1.8 { 1.0 } else { 0.0 }).collect::<Vec<_>>();
        assert_eq!(separated(&[TIME], &by_time, Binomial), Some(vec!["constant".into(), "first".into()]));
        let aided_none = [2.0, 1.0, 0.0, 3.0, 0.0, 0.0, 0.0, 0.0];
        check(&[ARM, TIME], aided_none, Poisson, Some(&["first"]));
        check(&[ARM], [0.0; 8], Poisson, Some(&["constant"]));
        check(&[ARM, TIME], [2.0, 1.0, 0.0, 3.0, 0.0, 0.0, 1.0, 0.0], Poisson, None);
    }

    #[test]
    fn a_large_estimate_is_no_separation() {
        let rare = design(&[&[0.0, 1.0]], &[0.5, 1.0 - 1e-9]).weighted(vec![10.0, 1e9]).expect("weights");
        let found = Maximum::find(&rare, Binomial).expect("an estimate");
        let expect = (1e9_f64 - 1.0).ln();
        assert!((found.coefficients[1] / expect - 1.0).abs() < 1e-6, "{}", found.coefficients[1]);

        let mut far = TIME.to_vec();
        far[0] = 1e6;
        assert_eq!(separated(&[&far], &[1.0, 1.0, 1.0, 0.0, 1.0, 0.0, 0.0, 1.0], Binomial), None);
    }

    #[test]
    fn outliers_do_not_throw_it_off() {
        let check = |column: &[f64], counts: &[f64], expect: [f64; 2]| {
            let found = Maximum::find(&design(&[column], counts), Poisson).expect("an estimate");
            assert!(found.converged && found.iterations < 30, "{} iterations", found.iterations);
            for (found, expect) in found.coefficients.iter().zip(expect) {
                assert!((found / expect - 1.0).abs() < 1e-8, "{found} is not {expect}");
            }
        };
        // R 4.2.2 takes 33 and 109 iterations.
        check(
            &[273.0, 2.0, 0.0, 3.0, 1.0, -1.0],
            &[0.0, 0.0, 0.0, 4545.0, 4.0, 0.0],
            [6.817_692_207_836, -0.012_075_603_835_1],
        );
        let column = [1.1, 4.4, -1.7, -0.7, 1.6, -3.6, 31.8];
        check(&column, &[2973.0, 0.0, 0.0, 12.0, 21360.0, 1.0, 0.0], [8.259_517_005_867, -0.036_373_964_381_6]);
    }

    #[test]
    fn large_numbers_do_not_hide_separation_nor_feign_it() {
        let first = [4.4, 12.3, 20.5, 7.3, -5.1, -1.0, 57.6, -5.1];
        let second = [-3.9, 2.1, -13.0, 21.7, 0.1, -1.4, -0.8, -23.8];
        let counts = [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1_405_019.0];
        assert!(separated(&[&first, &second], &counts, Poisson).is_some());
        let stamps: Vec<f64> = TIME.iter().map(|time| 1.7e18 + 1e3 * time).collect();
        assert_eq!(separated(&[ARM], &stamps, Family::Gaussian), None);
    }

    #[test]
    fn the_score_is_zero_at_the_maximum() {
        for family in [Binomial, Poisson] {
            let table = design(&[ARM, TIME], &[0.0, 1.0, 1.0, 0.0, 1.0, 0.0, 0.0, 1.0]);
            let found = Maximum::find(&table, family).expect("an estimate");
            for column in table.matrix.col_iter() {
                let rows = column.iter().zip(&table.response).zip(found.predictor.iter());
                let score: f64 = rows.map(|((x, y), &predictor)| x * (y - family.mean(predictor))).sum();
                assert!(score.abs() < 1e-12, "{family:?}: {score}");
            }
        }
    }
}
