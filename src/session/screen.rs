//! What a participant sees next: a pure function of the study, the schedule and the events so far.

use crate::assignment::{Part, Schedule};
use crate::study::{Feedback, Page, Study};

use super::progress::{Ending, Progress};

/// One screen of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    /// What will be recorded, and the question whether to take part.
    Consent,
    /// A page of questions; also the instructions, which have none.
    Page(Page),
    /// An alert to decide, by its place in the schedule.
    Trial(usize),
    /// Whether a verdict was right, and why; by the trial's place.
    Feedback(usize),
    /// How a block went, counted from 0.
    BlockFeedback(usize),
    /// What was seeded, and the own believed and measured figures.
    Debrief,
    /// Thanks.
    Finished,
    /// A rule of the study has ended the session.
    Ended(Ending),
    /// The participant withdrew.
    Withdrawn,
}

/// The next screen of a session.
pub fn next_screen(study: &Study, schedule: &Schedule, progress: &Progress) -> Screen {
    if progress.is_withdrawn() {
        return Screen::Withdrawn;
    }
    if let Some(ending) = progress.ended {
        return Screen::Ended(ending);
    }
    if !progress.consented {
        return Screen::Consent;
    }
    path(study, schedule).find(|screen| !is_done(*screen, progress)).unwrap_or(Screen::Finished)
}

/// How much of the session is done, from 0 to 1, by the number of screens.
pub fn share_done(study: &Study, schedule: &Schedule, progress: &Progress) -> f64 {
    let total = path(study, schedule).count();
    let done = path(study, schedule).take_while(|screen| is_done(*screen, progress)).count();
    done as f64 / total as f64
}

/// Minutes that the rest of the session is expected to take.
pub fn minutes_left(study: &Study, schedule: &Schedule, progress: &Progress) -> f64 {
    const SECONDS_OF_A_PAGE: f64 = 45.0;
    let trials: Vec<_> = schedule.trials().collect();
    let seconds: f64 = path(study, schedule)
        .filter(|screen| !is_done(*screen, progress))
        .map(|screen| match screen {
            Screen::Trial(place) => study.dataset.alerts[trials[place].alert].expected_seconds(),
            _ => SECONDS_OF_A_PAGE,
        })
        .sum();
    seconds / 60.0
}

/// Every screen after the consent, in order.
fn path<'a>(study: &'a Study, schedule: &'a Schedule) -> impl Iterator<Item = Screen> + 'a {
    let opening = [Screen::Page(Page::Background), Screen::Page(Page::Forecast), Screen::Page(Page::Instructions)];
    let opening =
        opening.into_iter().filter(|screen| *screen != Screen::Page(Page::Forecast) || study.self_reports.forecast);
    let feedback = study.conditions[schedule.condition].feedback;
    let practice = (0..schedule.practice.len()).flat_map(|place| [Screen::Trial(place), Screen::Feedback(place)]);
    let blocks = (0..schedule.blocks.len()).flat_map(move |block| {
        let is_asked = study.self_reports.asks_after(schedule.blocks[block].arm.aided());
        let questions = is_asked.then_some(Screen::Page(Page::Block(block)));
        let places = schedule.places_of(block).zip(&schedule.blocks[block].trials);
        let trials = places.flat_map(move |(place, trial)| {
            let is_told = feedback == Feedback::Trial && trial.part != Part::AttentionCheck;
            std::iter::once(Screen::Trial(place)).chain(is_told.then_some(Screen::Feedback(place)))
        });
        trials.chain(questions).chain((feedback == Feedback::Block).then_some(Screen::BlockFeedback(block)))
    });
    let closing = [Screen::Page(Page::Final), Screen::Debrief];
    opening.chain(practice).chain(blocks).chain(closing)
}

fn is_done(screen: Screen, progress: &Progress) -> bool {
    match screen {
        Screen::Consent => progress.consented,
        Screen::Page(page) => progress.answered.contains(&page),
        Screen::Trial(place) => progress.judged.contains_key(&place),
        Screen::Feedback(place) => progress.answered.contains(&Page::Feedback(place)),
        Screen::BlockFeedback(block) => progress.answered.contains(&Page::BlockFeedback(block)),
        Screen::Debrief => progress.debriefed.is_some(),
        Screen::Finished | Screen::Ended(_) | Screen::Withdrawn => false,
    }
}
