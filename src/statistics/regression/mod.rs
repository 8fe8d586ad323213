//! Regression whose standard errors need not trust the model: least squares, logistic and Poisson.

mod clusters;
mod contrast;
mod covariance;
mod design;
mod error;
mod family;
mod fit;
mod goodness;
mod maximum;
mod projection;
mod rank;
#[cfg(test)]
mod sample;
mod satterthwaite;
mod sequential;

pub use contrast::Contrast;
pub use covariance::Covariance;
pub use design::Design;
pub use error::RegressionError;
pub use fit::RegressionFit;
pub use goodness::GoodnessOfFit;
