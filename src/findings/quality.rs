//! How good the data are, before trials are left out.

use crate::measures::{Analysed, Collected};
use crate::session::Timing;
use crate::statistics::median;

use super::Quality;

/// The quality of the analysed participants' trials; attention checks and browsers of everybody who did not withdraw.
pub fn quality(collected: &Collected, analysed: &Analysed) -> Quality {
    let timings: Vec<&Timing> = analysed.attendances.iter().flat_map(|attendance| &attendance.timings).collect();
    let median_of = |value: fn(&Timing) -> f64| {
        median(timings.iter().map(|timing| value(timing)).filter(|milliseconds| *milliseconds > 0.0).collect())
    };
    let dropped: f64 = timings.iter().map(|timing| f64::from(timing.dropped_frames)).sum();
    let stayed = || collected.attendances.iter().filter(|attendance| !attendance.withdrawn);
    let browsers = || stayed().filter_map(|attendance| attendance.browser);
    Quality {
        hidden_trials: analysed.shown.rows.iter().filter(|row| row.hidden_s > 0.0).count(),
        reopened_trials: analysed.shown.rows.iter().filter(|row| row.openings > 1).count(),
        refresh_ms: median_of(|timing| timing.refresh_ms),
        clock_step_ms: median_of(|timing| timing.clock_step_ms),
        dropped_frames_per_trial: (!timings.is_empty()).then(|| dropped / timings.len() as f64),
        attention_checks: (
            stayed().map(|attendance| attendance.attention_checks_shown as usize).sum(),
            stayed().map(|attendance| attendance.attention_checks_failed as usize).sum(),
        ),
        browser_checks: (browsers().count(), browsers().filter(|check| !check.warnings().is_empty()).count()),
    }
}
