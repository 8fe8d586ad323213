//! What a participant sees next: a pure function of the study, the schedule and the events so far.

use crate::assignment::{Part, Schedule};
use crate::study::{BrowserPolicy, Feedback, Page, Study};

use super::progress::{Ending, Progress};

/// One screen of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    /// What will be recorded, and the question whether to take part.
    Consent,
    /// A page of questions; also the instructions, which have none.
    Page(Page),
    /// What the browser has, before the instructions.
    BrowserCheck,
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
    path(study, schedule).find(|screen| !is_done(schedule, *screen, progress)).unwrap_or(Screen::Finished)
}

/// How much of the session is done, from 0 to 1, by the number of screens.
pub fn share_done(study: &Study, schedule: &Schedule, progress: &Progress) -> f64 {
    let total = path(study, schedule).count();
    let done = path(study, schedule).take_while(|screen| is_done(schedule, *screen, progress)).count();
    done as f64 / total as f64
}

/// Minutes that the rest of the session is expected to take.
pub fn minutes_left(study: &Study, schedule: &Schedule, progress: &Progress) -> f64 {
    const SECONDS_OF_A_PAGE: f64 = 45.0;
    const SECONDS_OF_THE_CHECK: f64 = 10.0;
    let trials: Vec<_> = schedule.trials().collect();
    let seconds: f64 = path(study, schedule)
        .filter(|screen| !is_done(schedule, *screen, progress))
        .map(|screen| match screen {
            Screen::Trial(place) => study.dataset.alerts[trials[place].alert].expected_seconds(),
            Screen::BrowserCheck => SECONDS_OF_THE_CHECK,
            Screen::Page(Page::Break(_)) => study.conduct.break_s as f64,
            _ => SECONDS_OF_A_PAGE,
        })
        .sum();
    seconds / 60.0
}

/// Every screen after the consent, in order. Where there is a break, it comes after all that belongs to its block.
fn path<'a>(study: &'a Study, schedule: &'a Schedule) -> impl Iterator<Item = Screen> + 'a {
    let forecast = study.self_reports.forecast.then_some(Screen::Page(Page::Forecast));
    let check = (study.conduct.browser != BrowserPolicy::Off).then_some(Screen::BrowserCheck);
    let opening = std::iter::once(Screen::Page(Page::Background)).chain(forecast).chain(check);
    let opening = opening.chain([Screen::Page(Page::Instructions)]);
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
        let result = (feedback == Feedback::Block).then_some(Screen::BlockFeedback(block));
        let has_break = study.conduct.break_s > 0 && block + 1 < schedule.blocks.len();
        trials.chain(questions).chain(result).chain(has_break.then_some(Screen::Page(Page::Break(block))))
    });
    let closing = [Screen::Page(Page::Final), Screen::Debrief];
    opening.chain(practice).chain(blocks).chain(closing)
}

fn is_done(schedule: &Schedule, screen: Screen, progress: &Progress) -> bool {
    match screen {
        Screen::Consent => progress.consented,
        // Whoever was beyond a break before the study had it goes on.
        Screen::Page(page @ Page::Break(block)) => {
            let next_block = schedule.places_of(block).end;
            progress.answered.contains(&page) || progress.judged.range(next_block..).next().is_some()
        }
        Screen::Page(page) => progress.answered.contains(&page),
        // Whoever read the instructions before browsers were looked at goes on.
        Screen::BrowserCheck => progress.browser_checked || progress.answered.contains(&Page::Instructions),
        Screen::Trial(place) => progress.judged.contains_key(&place),
        Screen::Feedback(place) => progress.answered.contains(&Page::Feedback(place)),
        Screen::BlockFeedback(block) => progress.answered.contains(&Page::BlockFeedback(block)),
        Screen::Debrief => progress.debriefed.is_some(),
        Screen::Finished | Screen::Ended(_) | Screen::Withdrawn => false,
    }
}
