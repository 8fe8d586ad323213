//! What happens to whoever comes back after a break that the study calls too long.

use crate::assignment::Schedule;
use crate::study::{LatePolicy, Page, Study};

use super::event::Event;
use super::progress::Progress;

/// The event that a return after `away_min` minutes is, where it was too late. Before the consent nothing was begun, and after the last
/// questions nothing can be interrupted.
pub fn late_return(study: &Study, schedule: &Schedule, progress: &Progress, away_min: u64) -> Option<Event> {
    let late = study.conduct.late?;
    let is_over = progress.is_over() || progress.answered.contains(&Page::Final);
    if !progress.consented || is_over || away_min <= late.longest_break_min {
        return None;
    }
    // An alert that was met once can't be met for the first time again.
    let met_measured = progress.furthest.is_some_and(|place| place >= schedule.practice.len());
    Some(Event::CameBackLate { away_min, restarts: late.policy == LatePolicy::Restart && !met_measured })
}
