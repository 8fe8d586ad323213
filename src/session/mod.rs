//! One participant's path: a pure state machine from (study, schedule, events so far) to the next screen.

mod browser_check;
mod event;
mod late;
mod practice;
mod progress;
mod rules;
mod screen;
mod sitting;
mod submission;

pub use browser_check::{BrowserCheck, BrowserWarning};
pub use event::{Event, Judgement, Stage, Timing, cell_of, stratum_of};
pub use late::late_return;
pub use progress::{Ending, Progress};
pub use rules::{LONGEST_JUSTIFICATION, is_two_step, panels_first};
pub use screen::{Screen, minutes_left, next_screen, share_done};
pub use sitting::{Sent, Sitting, Taken};
pub use submission::{Fault, Refusal, admit, faulty, questions_in, questions_of};
