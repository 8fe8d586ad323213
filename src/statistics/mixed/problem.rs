//! What keeps a model from being fitted: which part of the formula or which row, and what to do.

use std::fmt;
use std::ops::Range;

use super::formula::FormulaError;

/// Where a problem lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// In the formula, in bytes.
    Formula(Range<usize>),
    /// In a row of the table, counted from 0.
    Row {
        /// The row.
        row: usize,
        /// The column.
        column: String,
    },
    /// In the model as a whole.
    Model,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FitProblem {
    /// What is wrong.
    pub message: String,
    /// Where.
    pub place: Place,
    /// What to do.
    pub hint: String,
}

/// All that keeps a model from being fitted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FitError(pub Vec<FitProblem>);

impl FitError {
    /// One problem of the model as a whole.
    pub(super) fn model(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self(vec![FitProblem { message: message.into(), place: Place::Model, hint: hint.into() }])
    }
}

impl From<FormulaError> for FitError {
    fn from(error: FormulaError) -> Self {
        let FormulaError { message, span, hint } = error;
        Self(vec![FitProblem { message, place: Place::Formula(span), hint }])
    }
}

impl fmt::Display for FitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let messages: Vec<&str> = self.0.iter().map(|problem| problem.message.as_str()).collect();
        f.write_str(&messages.join("; "))
    }
}

impl std::error::Error for FitError {}
