//! Detecting signals: sensitivity, the weight given to a cue, and knowing when one is right.

mod confidence_model;
mod cue;
mod meta_d;
mod ratings;
mod response;
mod type_two;

pub use cue::{Cue, CuedResponses};
pub use meta_d::{MINIMUM_TRIALS, MetaD, MetaDRefusal, fit_meta_d};
pub use ratings::{Padding, Ratings};
pub use response::Responses;
pub use type_two::type_two_area;
