//! The numbers behind the pictures.

use crate::assignment::Arm;
use crate::measures::{Own, TrialTable};

use super::sample::Sample;
use super::{AdvicePaths, PersonFacts, Times};

/// One entry a participant, without names.
pub fn people(sample: &Sample<'_>) -> Vec<PersonFacts> {
    let percent = |log_ratio: Option<f64>| log_ratio.map(|ratio| 100.0 * ratio.exp_m1());
    let facts = |own: &Own| PersonFacts {
        measured_percent: percent(own.log_time_ratio()),
        believed_percent: percent(own.beliefs.retrospective.log_ratio()),
        forecast_percent: percent(own.beliefs.forecast.log_ratio()),
        unaided_accuracy: own.unaided.accuracy(),
        aided_accuracy: own.aided.accuracy(),
    };
    sample.own.iter().map(facts).collect()
}

/// Counts of trials by what the advice was and what became of it.
pub fn paths(table: &TrialTable) -> AdvicePaths {
    let mut paths = AdvicePaths::default();
    for row in &table.rows {
        let path = match (row.arm, row.advice_correct(), row.correct()) {
            (Arm::Unaided, _, true) => &mut paths.unaided_right,
            (Arm::Unaided, _, false) => &mut paths.unaided_wrong,
            (Arm::Aided, Some(true), true) => &mut paths.right_followed,
            (Arm::Aided, Some(true), false) => &mut paths.right_overridden,
            (Arm::Aided, Some(false), false) => &mut paths.wrong_followed,
            (Arm::Aided, Some(false), true) => &mut paths.wrong_overridden,
            (Arm::Aided, None, _) => continue,
        };
        *path += 1;
    }
    paths
}

/// Active times in seconds.
pub fn times(table: &TrialTable) -> Times {
    let mut times = Times::default();
    for row in &table.rows {
        let list = match (row.arm, row.advice_correct()) {
            (Arm::Unaided, _) => &mut times.unaided,
            (Arm::Aided, Some(true)) => &mut times.aided_right,
            (Arm::Aided, Some(false)) => &mut times.aided_wrong,
            (Arm::Aided, None) => continue,
        };
        list.push(row.time_s);
    }
    times
}
