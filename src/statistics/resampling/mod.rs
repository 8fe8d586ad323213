//! How far an estimate would move with other participants and other items, or with another assignment.

mod bootstrap;
mod cells;
mod delete_one;
mod draw;
mod interval;
mod inversion;
mod jackknife;
mod joint;
mod randomisation;
mod resampled;
mod stream;
mod weights;

pub use bootstrap::Resampling;
pub use cells::Cells;
pub use delete_one::{DeleteOne, acceleration};
pub use draw::Draw;
pub use inversion::{Inversion, Limit};
pub use jackknife::{StandardError, one_way_standard_error, two_way_standard_error};
pub use joint::Joint;
pub use randomisation::{Alternative, Randomisation, RandomisationTest};
pub use resampled::Resampled;
pub use stream::stream;
pub use weights::Weights;
