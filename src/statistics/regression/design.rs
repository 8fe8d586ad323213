//! The table that a regression is fitted to: a row for each observation, a column for each coefficient.

use std::collections::{BTreeMap, BTreeSet};

use faer::{Mat, MatRef};

use super::error::RegressionError;
use super::rank::dependent_columns;

/// A matrix of finite numbers (n rows, p columns of full rank), a finite response, and positive weights.
#[derive(Debug, Clone, PartialEq)]
pub struct Design {
    pub(super) names: Vec<String>,
    pub(super) matrix: Mat<f64>,
    pub(super) response: Vec<f64>,
    pub(super) weights: Vec<f64>,
    /// The rows of each cluster, clusters in the order of their labels; none without labels.
    pub(super) clusters: Option<Vec<Vec<usize>>>,
}

impl Design {
    /// A design of p named columns; `matrix` is n x p and row-major, `response` has n values. A constant is a column like any
    /// other. All weights are 1, and no row belongs to a cluster.
    pub fn new(names: Vec<String>, matrix: &[f64], response: Vec<f64>) -> Result<Self, RegressionError> {
        let (rows, columns) = (response.len(), names.len());
        if rows == 0 || columns == 0 {
            return Err(RegressionError::Empty { rows, columns });
        }
        expect_length("values in the matrix", rows * columns, matrix.len())?;
        let mut seen = BTreeSet::new();
        if let Some(name) = names.iter().find(|name| !seen.insert(*name)) {
            return Err(RegressionError::SameName { column: name.clone() });
        }
        if let Some(place) = matrix.iter().position(|value| !value.is_finite()) {
            let column = names[place % columns].clone();
            return Err(RegressionError::NotFinite { row: place / columns, column });
        }
        if let Some(row) = response.iter().position(|value| !value.is_finite()) {
            return Err(RegressionError::ResponseNotFinite { row });
        }
        let matrix = MatRef::from_row_major_slice(matrix, rows, columns).to_owned();
        let dependent = dependent_columns(&matrix);
        if !dependent.is_empty() {
            let columns = dependent.into_iter().map(|column| names[column].clone()).collect();
            return Err(RegressionError::DependentColumns { columns });
        }
        Ok(Self { names, matrix, response, weights: vec![1.0; rows], clusters: None })
    }

    /// The design with a prior weight for each row: the variance of a response is its family's divided by the weight. For the
    /// binomial family a weight is the number of trials and the response the share of successes.
    pub fn weighted(self, weights: Vec<f64>) -> Result<Self, RegressionError> {
        expect_length("weights", self.response.len(), weights.len())?;
        match weights.iter().position(|&weight| !(weight.is_finite() && weight > 0.0)) {
            Some(row) => Err(RegressionError::Weight { row }),
            None => Ok(Self { weights, ..self }),
        }
    }

    /// The design with a cluster label for each row. Rows with one label may depend on each other in any way.
    pub fn clustered(self, labels: &[usize]) -> Result<Self, RegressionError> {
        expect_length("cluster labels", self.response.len(), labels.len())?;
        let mut clusters: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (row, &label) in labels.iter().enumerate() {
            clusters.entry(label).or_default().push(row);
        }
        Ok(Self { clusters: Some(clusters.into_values().collect()), ..self })
    }
}

fn expect_length(what: &'static str, expected: usize, found: usize) -> Result<(), RegressionError> {
    if expected == found { Ok(()) } else { Err(RegressionError::Length { what, expected, found }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn design(names: &[&str], matrix: &[f64], response: &[f64]) -> Result<Design, RegressionError> {
        Design::new(names.iter().map(ToString::to_string).collect(), matrix, response.to_vec())
    }

    #[test]
    fn says_what_is_wrong_and_where() {
        let check = |names: &[&str], matrix: &[f64], response: &[f64], expect: &str| {
            assert_eq!(design(names, matrix, response).expect_err(expect).to_string(), expect);
        };
        let good = [1.0, 0.0, 1.0, 1.0, 1.0, 5.0];
        let y = [1.0, 2.0, 3.0];
        check(&[], &[], &y, "a design needs at least one row and one column, this one has 3 and 0");
        check(&["a"], &[], &[], "a design needs at least one row and one column, this one has 0 and 1");
        check(&["a", "b"], &good[..5], &y, "expected 6 values in the matrix, found 5");
        check(&["a", "a"], &good, &y, "two columns are named \"a\"");
        let holed = [1.0, 0.0, 1.0, f64::NAN, 1.0, 5.0];
        check(&["a", "b"], &holed, &y, "the value of \"b\" in row 2 is not a finite number");
        check(&["a", "b"], &good, &[1.0, 2.0, f64::INFINITY], "the response in row 3 is not a finite number");
        let same = [1.0, 2.0, 1.0, 2.0, 1.0, 2.0];
        check(&["a", "b"], &same, &y, "linear combinations of earlier columns: b\nhint: leave them out");
    }

    #[test]
    fn weights_and_labels_fit_the_rows() {
        let small = || design(&["a"], &[1.0, 2.0], &[1.0, 2.0]).expect("a design");
        let check = |weights: &[f64], expect| assert_eq!(small().weighted(weights.to_vec()).err(), expect);
        check(&[1.0, 0.5], None);
        check(&[1.0], Some(RegressionError::Length { what: "weights", expected: 2, found: 1 }));
        for wrong in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            check(&[1.0, wrong], Some(RegressionError::Weight { row: 1 }));
        }
        let expect = RegressionError::Length { what: "cluster labels", expected: 2, found: 3 };
        assert_eq!(small().clustered(&[1, 1, 2]).expect_err("too many"), expect);
    }

    #[test]
    fn rows_gather_by_label() {
        let table = design(&["a"], &[1.0, 2.0, 3.0, 4.0], &[0.0; 4]).expect("a design");
        let clustered = table.clustered(&[7, 2, 7, 9]).expect("labels");
        assert_eq!(clustered.clusters, Some(vec![vec![1], vec![0, 2], vec![3]]));
    }
}
