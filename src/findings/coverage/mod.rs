//! Which intervals hold what they promise: many studies are simulated from known effects, and every method's intervals are
//! checked against the truth.

mod methods;
mod sample;
mod study;
mod tally;

pub use methods::{METHODS, Method};
pub use study::{Quantity, Size, World};
pub use tally::{Line, coverage};
