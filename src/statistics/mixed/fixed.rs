//! A formula without random terms, as a design for a regression.

use super::check::problems;
use super::engine::{dependent, lowered};
use super::formula::Formula;
use super::frame::{Column, Frame};
use super::problem::FitError;
use crate::statistics::Family;
use crate::statistics::regression::{Covariance, Design, RegressionError, RegressionFit};

impl Formula {
    /// Fits the formula, which must have no random terms, by least squares or iteratively reweighted least squares; with the rows
    /// of each value of the column `clusters` taken as one cluster.
    ///
    /// # Errors
    /// Where the table lacks what the formula needs, or the regression has no estimate.
    pub fn regression(
        &self,
        frame: &Frame,
        family: Family,
        covariance: Covariance,
        clusters: Option<&str>,
    ) -> Result<RegressionFit, FitError> {
        let found = problems(self, frame, family);
        if !found.is_empty() {
            return Err(FitError(found));
        }
        let lowered = lowered(self, frame, family)?;
        if lowered.offset.is_some() {
            return Err(FitError::model("a regression takes no offset()", "add a random term, or take the offset out"));
        }
        let mut design = Design::new(lowered.col_names.clone(), &lowered.x, lowered.y.clone());
        if let Some(weights) = lowered.weights {
            design = design.and_then(|design| design.weighted(weights));
        }
        if let Some(name) = clusters {
            let Some(column) = frame.column(name) else {
                return Err(FitError::model(format!("there is no column `{name}` to cluster by"), "is it spelt so?"));
            };
            let labels = labels(column);
            design = design.and_then(|design| design.clustered(&labels));
        }
        design.and_then(|design| RegressionFit::new(&design, family, covariance)).map_err(|error| told(self, &error))
    }
}

/// A number for each different value.
fn labels(column: &Column) -> Vec<usize> {
    let mut known = std::collections::HashMap::new();
    (0..column.len())
        .map(|row| {
            let next = known.len();
            *known.entry(column.key(row).to_bits()).or_insert(next)
        })
        .collect()
}

fn told(formula: &Formula, error: &RegressionError) -> FitError {
    let hint = match error {
        RegressionError::DependentColumns { columns } => return dependent(formula, columns),
        RegressionError::Separated { .. } => "report the shares themselves, or take the columns out of the formula",
        RegressionError::TooFewClusters { .. } => "name a column with at least two values",
        _ => "docs/fitting.md says what can be fitted",
    };
    let message = error.to_string();
    FitError::model(message.lines().next().unwrap_or_default(), hint)
}
