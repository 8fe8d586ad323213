//! One participant's path: a pure state machine from (study, schedule, events so far) to the next screen.

mod event;
mod progress;
mod screen;
mod sitting;
mod submission;

pub use event::{Event, Judgement, Timing};
pub use progress::Progress;
pub use screen::{Screen, minutes_left, next_screen, share_done};
pub use sitting::{Sent, Sitting, Taken};
pub use submission::{Refusal, admit, questions_of};
