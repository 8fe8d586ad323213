//! Who sees what, when, with right or wrong advice: pure, seeded, and balanced.

mod calibrated;
mod counterbalance;
mod fingerprint;
mod least_filled;
mod order;
mod schedule;
mod seed;
mod stratum;
mod summary;

pub use counterbalance::{ArmOrder, Cell, Counterbalance, Group};
pub use fingerprint::fingerprint;
pub use least_filled::least_filled;
pub use order::{Lead, draw_order};
pub use schedule::{Arm, Block, Part, Schedule, Trial};
pub use seed::{of_participant, of_study};
pub use stratum::Stratum;
pub use summary::Summary;
