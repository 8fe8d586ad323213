//! What a table of trials gives reason to say, though nothing in it is wrong.

use crate::assignment::Arm;
use crate::measures::TrialRow;
use crate::statistics::median;

use super::trial_columns::{Column, Columns};

/// A median time above this, in seconds, was likely written in milliseconds.
const LONG_S: f64 = 1800.0;

/// The notes on a table; `met` has the lines of the unaided and the aided trial of each participant and item.
pub fn notes<'m>(
    rows: &[TrialRow],
    columns: &Columns,
    threshold: f64,
    met: impl Iterator<Item = &'m [u32; 2]>,
) -> Vec<String> {
    let count = |is: &dyn Fn(&TrialRow) -> bool| rows.iter().filter(|row| is(row)).count();
    let mut notes = Vec::new();
    for arm in [Arm::Unaided, Arm::Aided] {
        if !rows.is_empty() && count(&|row| row.arm == arm) == 0 {
            notes.push(format!("no trial is {}: nothing can be said about what advice changes", arm.name()));
        }
    }
    let both = met.filter(|lines| lines.iter().all(|line| *line > 0)).count();
    if both > 0 {
        notes.push(format!("{both} times a participant met an item in both arms: what was seen first is remembered"));
    }
    let measured: Vec<f64> = rows.iter().filter_map(|row| row.time_s).collect();
    if !measured.is_empty() && measured.len() < rows.len() {
        notes.push(format!(
            "{} of {} trials have no time, and do not enter where time does",
            rows.len() - measured.len(),
            rows.len()
        ));
    }
    if columns.has(Column::TimeS) && median(measured).is_some_and(|seconds| seconds > LONG_S) {
        notes.push(format!("half of the times are above {LONG_S} s: name the column time_ms if they are milliseconds"));
    }
    let sure: Vec<f64> = rows.iter().filter_map(|row| row.confidence).collect();
    if sure.iter().any(|percent| *percent > 0.0) && sure.iter().all(|percent| *percent <= 1.0) {
        notes.push("no confidence is above 1: it is read as a percentage from 0 to 100, not as a share".into());
    }
    let on_scale = count(&|row| row.course.chances.is_some());
    if on_scale > 0 {
        let tied =
            count(&|row| row.course.chances.is_some_and(|chances| (chances.last - threshold).abs() < f64::EPSILON));
        notes.push(format!(
            "verdicts that are numbers count as malicious from {threshold} on ({tied} decisions lie right there); weight of advice uses \
             the numbers themselves, of {on_scale} trials"
        ));
    }
    let advised = count(&|row| row.arm == Arm::Aided);
    let own_first = count(&|row| row.arm == Arm::Aided && row.course.initial.is_some());
    if own_first > 0 && own_first < advised {
        notes.push(format!(
            "{own_first} of {advised} aided trials have an own verdict before advice: asking for it changes what people do, so that a \
             table should hold one kind"
        ));
    }
    notes
}
