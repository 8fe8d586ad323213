//! Mixed models for crossed designs: participants and items are both samples (Baayen, Davidson & Bates 2008).

mod bootstrap;
mod check;
mod compare;
mod engine;
mod fit;
mod fixed;
mod formula;
mod formula_reader;
mod frame;
mod joint;
mod ladder;
mod marginal;
mod model;
mod modes;
mod problem;
mod profile;
mod refit;
mod separation;
#[cfg(test)]
mod simulated;
mod solver_order;

pub use bootstrap::Bootstrapped;
pub use compare::Comparison;
pub use fit::{Coefficient, Evidence, Fit, Grouping, Method};
pub use formula::{Correlation, Formula, FormulaError, Mention, RandomTerm, Response, Transform, Use};
pub use frame::{Column, Frame};
pub use joint::{Estimate, JointEstimates, Parameters};
pub use ladder::{Reason, Step};
pub use marginal::{Scenario, Scenarios, Setting};
pub use model::{Criterion, MixedModel};
pub use modes::ConditionalModes;
pub use problem::{FitError, FitProblem, Place};
pub use profile::{ProfileInterval, Profiled};
pub use refit::{Refit, Refitter, Structure};
pub use separation::{Extreme, extremes, raw_shares, score_difference};
