//! From events to one tidy trial table and per-person measures.

mod beliefs;
mod collect;
#[cfg(test)]
pub(crate) mod example;
mod exclusion;
mod flow;
mod gather;
mod instruments;
mod own;
mod presence;
mod table;
mod trial_course;
mod trial_record;

pub use beliefs::{Beliefs, Pace};
pub use collect::{Attendance, Collected, Participation};
pub use exclusion::Analysed;
pub use flow::Flow;
pub use gather::{Gathered, gather, in_condition};
pub use instruments::{Score, Turned, scores, turned};
pub use own::{Own, OwnArm};
pub use presence::Presence;
pub use table::{AskedBlock, Phase, SelfReport, TrialRow, TrialTable};
pub use trial_course::{Chances, TrialCourse};
