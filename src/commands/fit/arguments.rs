//! The choices of `fit`.

use std::str::FromStr;

use clap::ValueEnum;

use crate::statistics::Family;
use crate::statistics::regression::Covariance;

/// The distribution of the response.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum FamilyName {
    /// Normal, for log-times
    Gaussian,
    /// 0 and 1, or counts of successes and failures; logit link
    Binomial,
    /// Counts; log link
    Poisson,
}

impl From<FamilyName> for Family {
    fn from(name: FamilyName) -> Self {
        match name {
            FamilyName::Gaussian => Self::Gaussian,
            FamilyName::Binomial => Self::Binomial,
            FamilyName::Poisson => Self::Poisson,
        }
    }
}

/// How intervals are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum IntervalKind {
    /// From estimate and standard error; Satterthwaite's t for linear models
    Wald,
    /// From the likelihood's profile
    Profile,
    /// Parametric bootstrap: percentiles of refits to simulated responses
    Boot,
}

/// The standard errors of a formula without random terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StandardErrors {
    /// Those of the model.
    Model,
    /// Robust to unequal variances.
    Hc3,
    /// Robust to dependence within the values of a column.
    Cluster(String),
}

impl StandardErrors {
    /// The estimator, and the column to cluster by.
    pub fn estimator(&self) -> (Covariance, Option<&str>) {
        match self {
            Self::Model => (Covariance::Model, None),
            Self::Hc3 => (Covariance::Hc3, None),
            Self::Cluster(column) => (Covariance::Cr2, Some(column)),
        }
    }
}

impl FromStr for StandardErrors {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once(':') {
            None if text == "model" => Ok(Self::Model),
            None if text == "hc3" => Ok(Self::Hc3),
            Some(("cluster", column)) if !column.is_empty() => Ok(Self::Cluster(column.to_owned())),
            _ => Err("write model, hc3 or cluster:COLUMN".into()),
        }
    }
}
