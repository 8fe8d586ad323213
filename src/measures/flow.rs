//! How many enrolled, how many are analysed, and what became of the others.

use serde::Serialize;

/// From enrolment to analysis.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Flow {
    /// Participants who enrolled.
    pub enrolled: usize,
    /// Who finished the last questions and did not withdraw.
    pub finished: usize,
    /// Who withdrew, or did not let the data be kept.
    pub withdrew: usize,
    /// Who is analysed.
    pub analysed: usize,
    /// Left out, and why: (reason, participants).
    pub participants_left_out: Vec<(String, usize)>,
    /// Scored trials of the analysed participants before exclusions.
    pub trials: usize,
    /// Trials left out, and why: (reason, trials).
    pub trials_left_out: Vec<(String, usize)>,
}
