//! Pure numerics: data and a seed in, an estimate out; no files, no clock, and no idea of what an alert is.

mod effects;
mod normal_equations;
mod observation;
mod pooled_mean;
mod quantile;
mod rank_correlation;
mod slope;
mod standardised;
mod two_way;

pub use effects::FixedEffects;
pub use observation::Observation;
pub use pooled_mean::pooled_mean;
pub use quantile::{median, quantile};
pub use rank_correlation::rank_correlation;
pub use slope::slope;
pub use standardised::{ItemWeight, StandardisedDifference};
pub use two_way::{Resampled, Resampling, Weights};
