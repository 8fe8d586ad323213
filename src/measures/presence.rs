//! Who is here, for whoever stands in front of the room: counts of people, and nothing of what they did.

use std::time::Duration;

use jiff::Timestamp;

use crate::journal::{Journal, JournalError, Record, SeatState};
use crate::session::{Event, Progress};
use crate::study::{Page, Study};

/// How many joined, and how far they are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Presence {
    /// Who enrolled.
    pub joined: usize,
    /// Who has still something to do.
    pub under_way: usize,
    /// Of those, who was not heard from for ten minutes.
    pub quiet: usize,
    /// Who finished or withdrew. They are one number, so that a room does not see that somebody withdrew.
    pub over: usize,
    /// Who finished and did not withdraw; not for showing.
    pub kept: usize,
}

/// Nobody thinks longer about one alert than this.
const QUIET: Duration = Duration::from_mins(10);

impl Presence {
    /// Counts the seats of a study at a time.
    pub fn of(seats: &[SeatState], now: Timestamp) -> Self {
        let count = |is: &dyn Fn(&SeatState) -> bool| seats.iter().filter(|state| is(state)).count();
        let goes_on = |state: &SeatState| !state.finished && !state.withdrew;
        Self {
            joined: seats.len(),
            under_way: count(&goes_on),
            quiet: count(&|state| goes_on(state) && now.duration_since(state.last_at).unsigned_abs() > QUIET),
            over: count(&|state| !goes_on(state)),
            kept: count(&SeatState::is_kept),
        }
    }
}

/// Of those who finished and let their data be kept, how many answered the last questions only after the study was closed: they may
/// have seen the results before.
pub async fn finished_after_close(journal: &Journal, study: &Study) -> Result<usize, JournalError> {
    let at = |record: &Record| record.at.parse::<Timestamp>().ok();
    let of_study = journal.study_records(&study.id).await?;
    let is_close = |record: &&Record| matches!(record.event(), Ok(Event::StudyClosed));
    let Some(closed_at) = of_study.iter().find(is_close).and_then(at) else { return Ok(0) };
    let mut late = 0;
    for records in journal.participants(&study.id).await?.values() {
        if Progress::after(&crate::journal::events(records)?).is_withdrawn() {
            continue;
        }
        let is_last = |record: &&Record| {
            !record.erased && matches!(record.event(), Ok(Event::Answered { page: Page::Final, .. }))
        };
        late += usize::from(records.iter().find(is_last).and_then(at).is_some_and(|finished| finished > closed_at));
    }
    Ok(late)
}
