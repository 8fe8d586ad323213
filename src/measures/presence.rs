//! Who is here, for whoever stands in front of the room: counts of people, and nothing of what they did.

use std::time::Duration;

use jiff::Timestamp;

use crate::journal::SeatState;

/// How many joined, and how far they are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Presence {
    /// Who enrolled.
    pub joined: usize,
    /// Who has still something to do.
    pub under_way: usize,
    /// Of those, who was not heard from for ten minutes.
    pub quiet: usize,
    /// Who finished, was ended by a rule, or withdrew. They are one number, so that a room does not see that somebody withdrew.
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
        let is_quiet = |state: &SeatState| now.duration_since(state.last_at).unsigned_abs() > QUIET;
        Self {
            joined: seats.len(),
            under_way: count(&SeatState::goes_on),
            quiet: count(&|state| state.goes_on() && is_quiet(state)),
            over: count(&|state| !state.goes_on()),
            kept: count(&SeatState::is_kept),
        }
    }
}
