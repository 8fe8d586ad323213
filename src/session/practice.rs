//! Whether practice went well enough to go on, and what happens otherwise.

use crate::assignment::Schedule;
use crate::study::{PracticeFailed, Study};

use super::event::Event;
use super::progress::Progress;

/// What follows when the feedback of the practice trial with a place was read: after the last one of a round, where too few verdicts
/// were right, another round or the end of practice. None where the session simply goes on.
pub fn after_practice(study: &Study, schedule: &Schedule, progress: &Progress, place: usize) -> Option<Event> {
    let criterion = study.conduct.practice?;
    let trials = schedule.practice.len();
    if place + 1 != trials {
        return None;
    }
    let is_right = |(place, trial): (usize, &crate::assignment::Trial)| {
        let verdict = progress.judged.get(&place).and_then(|judgement| judgement.verdict);
        verdict.is_some_and(|verdict| verdict.agrees_with(study.dataset.alerts[trial.alert].truth))
    };
    let right = schedule.practice.iter().enumerate().filter(|pair| is_right(*pair)).count();
    if right >= criterion.at_least {
        None
    } else if progress.practice_repeated + 1 < criterion.rounds {
        Some(Event::PracticeRepeated { trials, right })
    } else {
        Some(Event::PracticeFailed { right, ends: criterion.failed == PracticeFailed::End })
    }
}
