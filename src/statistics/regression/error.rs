//! What can be wrong with a design, or keep it from being fitted.

use thiserror::Error;

use super::super::family::Family;

/// Why there is no regression. Rows count from 0 here and from 1 in the message.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RegressionError {
    /// There is nothing to fit.
    #[error("a design needs at least one row and one column, this one has {rows} and {columns}")]
    Empty {
        /// Responses given.
        rows: usize,
        /// Columns named.
        columns: usize,
    },
    /// Matrix, weights or cluster labels do not fit the rows and columns.
    #[error("expected {expected} {what}, found {found}")]
    Length {
        /// What was counted.
        what: &'static str,
        /// As many as the rows and columns ask for.
        expected: usize,
        /// As many as there are.
        found: usize,
    },
    /// Two columns have one name.
    #[error("two columns are named \"{column}\"")]
    SameName {
        /// The name.
        column: String,
    },
    /// A value of the matrix is infinite or not a number.
    #[error("the value of \"{column}\" in row {} is not a finite number", row + 1)]
    NotFinite {
        /// The row, from 0.
        row: usize,
        /// The column's name.
        column: String,
    },
    /// A response is infinite or not a number.
    #[error("the response in row {} is not a finite number", row + 1)]
    ResponseNotFinite {
        /// The row, from 0.
        row: usize,
    },
    /// A weight is zero, negative, infinite or not a number.
    #[error("the weight of row {} is not a positive finite number", row + 1)]
    Weight {
        /// The row, from 0.
        row: usize,
    },
    /// Some columns say nothing that earlier ones do not say.
    #[error("linear combinations of earlier columns: {}\nhint: leave them out", columns.join(", "))]
    DependentColumns {
        /// Their names, in order.
        columns: Vec<String>,
    },
    /// The family cannot produce this response.
    #[error("the response in row {} is not {}", row + 1, family.response())]
    Response {
        /// The row, from 0.
        row: usize,
        /// The family asked for.
        family: Family,
    },
    /// Least squares needs more rows than columns for a residual variance.
    #[error("{rows} rows cannot give {columns} coefficients and a residual variance")]
    TooFewRows {
        /// Rows of the design.
        rows: usize,
        /// Columns of the design.
        columns: usize,
    },
    /// The columns reproduce the response, so that there is no residual to take an error from.
    #[error("the columns reproduce the response exactly, which leaves no error to estimate")]
    ExactFit,
    /// Complete or quasi-complete separation (Albert & Anderson 1984): some combination of these columns tells part of the
    /// responses without error, the likelihood rises as their coefficients go to infinity, and there is no estimate.
    #[error("no finite estimate: these columns predict some responses without error: {}", columns.join(", "))]
    Separated {
        /// The names of the columns whose coefficients diverge, in order.
        columns: Vec<String>,
    },
    /// The HC3 correction divides by 1 - leverage.
    #[error("row {} alone determines its fitted value (leverage 1), where HC3 has no value", row + 1)]
    FullLeverage {
        /// The row, from 0.
        row: usize,
    },
    /// CR2 needs at least two clusters.
    #[error("a cluster-robust covariance needs at least 2 clusters, found {found}")]
    TooFewClusters {
        /// Clusters in the design; 0 without labels.
        found: usize,
    },
    /// Numbers left the range of floating point.
    #[error("the numbers are too far apart in size to compute with\nhint: look for extreme values")]
    OutOfRange,
}
