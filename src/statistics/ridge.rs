//! Logistic regression with a ridge penalty, for more columns than the rows would bear without one.

use faer::linalg::solvers::Solve;
use faer::{Col, Mat, Side};

const MOST_ITERATIONS: usize = 100;

/// The length of a Newton step, relative to the coefficients, below which they stand still.
const STILL: f64 = 1e-8;

/// A linear predictor of log odds, to be applied to rows like those that it was fitted to.
#[derive(Debug, Clone, PartialEq)]
pub struct RidgeLogistic {
    /// The log odds of a row at the columns' means.
    pub intercept: f64,
    /// For each of the p columns, the change of the log odds a standard deviation; 0 for a constant column.
    pub coefficients: Vec<f64>,
    means: Vec<f64>,
    deviations: Vec<f64>,
}

impl RidgeLogistic {
    /// Fits n rows of p values with n classes: the maximum of the log likelihood less `penalty / 2` times the squared coefficients
    /// of the standardised columns (le Cessie & van Houwelingen 1992), the intercept free. The penalty is positive, so that
    /// separated classes have an estimate too. None where there are no rows, or all are of one class.
    pub fn fit(rows: &[Vec<f64>], positive: &[bool], penalty: f64) -> Option<Self> {
        let share = positive.iter().filter(|&&is| is).count() as f64 / rows.len() as f64;
        if !(share > 0.0 && share < 1.0) {
            return None;
        }
        let (means, deviations) = moments(rows);
        let columns = means.len() + 1;
        let standardised =
            Mat::from_fn(rows.len(), columns, |row, column| value(&rows[row], column, &means, &deviations));
        let response = Col::from_fn(rows.len(), |row| f64::from(u8::from(positive[row])));
        let ridge = Mat::from_fn(columns, columns, |row, column| if row == column && row > 0 { penalty } else { 0.0 });
        let mut coefficients = Col::zeros(columns);
        coefficients[0] = (share / (1.0 - share)).ln();
        for _ in 0..MOST_ITERATIONS {
            let step = newton(&standardised, &response, &ridge, &coefficients)?;
            coefficients += &step;
            if step.norm_l2() <= STILL * (1.0 + coefficients.norm_l2()) {
                break;
            }
        }
        let intercept = coefficients[0];
        let coefficients = coefficients.iter().skip(1).copied().collect();
        Some(Self { intercept, coefficients, means, deviations })
    }

    /// The log odds of a row of p values.
    pub fn log_odds(&self, row: &[f64]) -> f64 {
        let weights = std::iter::once(&self.intercept).chain(&self.coefficients).enumerate();
        weights.map(|(column, weight)| weight * value(row, column, &self.means, &self.deviations)).sum()
    }
}

/// Column 0 is the constant.
fn value(row: &[f64], column: usize, means: &[f64], deviations: &[f64]) -> f64 {
    match column.checked_sub(1) {
        None => 1.0,
        Some(column) if deviations[column] > 0.0 => (row[column] - means[column]) / deviations[column],
        Some(_) => 0.0,
    }
}

/// The mean and the standard deviation (divisor n) of each column.
fn moments(rows: &[Vec<f64>]) -> (Vec<f64>, Vec<f64>) {
    let count = rows.len() as f64;
    (0..rows[0].len())
        .map(|column| {
            let mean = rows.iter().map(|row| row[column]).sum::<f64>() / count;
            let variance = rows.iter().map(|row| (row[column] - mean).powi(2)).sum::<f64>() / count;
            (mean, variance.sqrt())
        })
        .unzip()
}

/// The Newton step of the penalised likelihood.
fn newton(matrix: &Mat<f64>, response: &Col<f64>, ridge: &Mat<f64>, coefficients: &Col<f64>) -> Option<Col<f64>> {
    let predictor = matrix * coefficients;
    let mean = Col::from_fn(predictor.nrows(), |row| 1.0 / (1.0 + (-predictor[row]).exp()));
    let weighted = Mat::from_fn(matrix.nrows(), matrix.ncols(), |row, column| {
        mean[row] * (1.0 - mean[row]) * matrix[(row, column)]
    });
    let information = matrix.transpose() * weighted + ridge;
    let score = matrix.transpose() * (response - mean) - ridge * coefficients;
    Some(information.llt(Side::Lower).ok()?.solve(score))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> (Vec<Vec<f64>>, Vec<bool>) {
        let rows = (0..12).map(|i| vec![f64::from(i * i % 7), f64::from(i * 5 % 11), f64::from(i % 3)]).collect();
        let positive = (0..12).map(|i| [0, 3, 4, 7, 8, 10, 11].contains(&i)).collect();
        (rows, positive)
    }

    /// `LogisticRegression(C=1 / penalty, tol=1e-12)` of scikit-learn 1.9.1 on `StandardScaler` columns.
    #[test]
    fn agrees_with_scikit_learn() {
        let (rows, positive) = sample();
        for (penalty, expect) in SCIKIT_LEARN {
            let fit = RidgeLogistic::fit(&rows, &positive, penalty).expect("two classes");
            let found = [fit.intercept, fit.coefficients[0], fit.coefficients[1], fit.coefficients[2]];
            for (found, expect) in found.iter().zip(expect) {
                assert!((found - expect).abs() < 1e-7, "{found} is not {expect}");
            }
            let by_hand = fit.intercept
                + (0..3).map(|c| fit.coefficients[c] * (rows[4][c] - fit.means[c]) / fit.deviations[c]).sum::<f64>();
            assert!((fit.log_odds(&rows[4]) - by_hand).abs() < 1e-12);
        }
    }

    const SCIKIT_LEARN: [(f64, [f64; 4]); 2] = [
        (1.0, [0.403_536_211_261_2, -0.907_057_343_620_7, -0.299_065_666_282_2, 0.228_913_287_337_5]),
        (0.1, [0.490_447_658_510_3, -1.423_203_971_957_2, -0.469_384_599_699_5, 0.469_018_363_388_8]),
    ];

    #[test]
    fn separated_classes_have_an_estimate_and_constant_columns_none() {
        let rows: Vec<Vec<f64>> = (0..10).map(|i| vec![f64::from(i), 4.0]).collect();
        let positive: Vec<bool> = (0..10).map(|i| i > 4).collect();
        let fit = RidgeLogistic::fit(&rows, &positive, 1.0).expect("two classes");
        assert!(fit.coefficients[0] > 0.5 && fit.coefficients[0].is_finite());
        assert!(fit.coefficients[1].abs() < 1e-12);
        assert_eq!(RidgeLogistic::fit(&rows, &[true; 10], 1.0), None);
        assert_eq!(RidgeLogistic::fit(&[], &[], 1.0), None);
    }
}
