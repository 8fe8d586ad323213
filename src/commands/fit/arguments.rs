//! The choices of `fit`.

use clap::ValueEnum;

use crate::statistics::Family;

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
    /// Estimate and standard error, Satterthwaite's t for times
    Wald,
    /// From the likelihood's profile
    Profile,
    /// Parametric bootstrap: the 2.5 % and 97.5 % points of refits to simulated responses
    Boot,
}
