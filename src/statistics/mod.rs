//! Pure numerics: data and a seed in, an estimate out; no files, no clock, and no idea of what an alert is.

mod calibration;
mod discrimination;
mod effects;
mod equivalence;
mod family;
mod fieller;
/// Mixed models with crossed random effects.
pub mod mixed;
mod multiplicity;
mod normal_equations;
mod observation;
mod pooled_mean;
mod proportion;
mod quantile;
mod rank_correlation;
/// Least squares, logistic and Poisson regression with robust standard errors.
pub mod regression;
mod reliability;
mod resampling;
mod ridge;
/// Sensitivity, the weight given to a cue, and knowing when one is right.
pub mod signal_detection;
mod slope;
mod standardised;
mod student;
mod weighted_calibration;
mod weighted_median;

pub use calibration::{BINS, Calibration, CalibrationBin, calibration};
pub use discrimination::{Discrimination, Labelled, discrimination, feature_weights};
pub use effects::FixedEffects;
pub use equivalence::{EquivalenceTest, Measured, equivalence_test};
pub use family::Family;
pub use fieller::{Ratio, RatioInterval};
pub use multiplicity::{benjamini_hochberg, holm};
pub use observation::Observation;
pub use pooled_mean::pooled_mean;
pub use proportion::{Count, difference_interval};
pub use quantile::{median, quantile};
pub use rank_correlation::rank_correlation;
pub use reliability::ItemTable;
pub use resampling::{
    Alternative, Cells, DeleteOne, Draw, Inversion, Joint, Limit, Randomisation, RandomisationTest, Resampled,
    Resampling, StandardError, Weights, acceleration, one_way_standard_error, stream, two_way_standard_error,
};
pub use ridge::RidgeLogistic;
pub use slope::slope;
pub use standardised::{ItemWeight, StandardisedDifference};
pub use student::{critical_value, two_sided_p};
pub use weighted_calibration::{Stated, StatedDecisions};
pub use weighted_median::weighted_median;
