//! Synthetic analysts who take part through the same session and journal as people do.

mod analyst;
mod beliefs;
mod cohort;
mod http;
mod load;
mod load_player;
mod play;
mod profile;
mod run;

pub use analyst::{Analyst, logistic, logit};
pub use cohort::Cohort;
pub use http::{Answer, Body, Browserless};
pub use load::{LoadError, LoadReport, LoadSettings, run_load};
pub use play::play;
pub use profile::{Profile, Team};
pub use run::{SimulationError, run, run_in_memory};
