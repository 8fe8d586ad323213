//! A session as it goes on: takes what a participant sends, in order, and says what has to be written.

use std::collections::HashSet;

use crate::assignment::Schedule;
use crate::study::Study;

use super::event::Event;
use super::progress::Progress;
use super::submission::{Refusal, admit};

/// An event with the id that its sender made for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Sent {
    /// Made by the sender; the same where the same thing is sent again.
    pub client_id: String,
    /// What happened.
    pub event: Event,
}

/// The state of a session with the ids that it has seen.
#[derive(Debug, Clone, Default)]
pub struct Sitting {
    progress: Progress,
    seen: HashSet<String>,
}

/// What became of the events that were sent.
#[derive(Debug, Default)]
pub struct Taken {
    /// To be written, in order; events that the program makes have no client id.
    pub entries: Vec<(Option<String>, Event)>,
    /// For each sent event, whether it counts as saved once the entries are written.
    pub outcomes: Vec<(String, Result<(), Refusal>)>,
}

impl Sitting {
    /// The state after the events of a chain, each with its client id.
    pub fn after<'e>(events: impl IntoIterator<Item = (&'e str, &'e Event)>) -> Self {
        let mut sitting = Self::default();
        for (client_id, event) in events {
            sitting.apply(Some(client_id), event);
        }
        sitting
    }

    /// How far the participant has come.
    pub fn progress(&self) -> &Progress {
        &self.progress
    }

    /// Takes events in the order in which they were sent. What was seen before counts as saved and is not written again.
    pub fn take(&mut self, study: &Study, schedule: &Schedule, sent: Vec<Sent>) -> Taken {
        let mut taken = Taken::default();
        for Sent { client_id, event } in sent {
            let outcome = if self.seen.contains(&client_id) {
                Ok(Vec::new())
            } else {
                admit(study, schedule, &self.progress, event)
            };
            let outcome = outcome.map(|events| {
                for (index, event) in events.into_iter().enumerate() {
                    let id = (index == 0).then(|| client_id.clone());
                    self.apply(id.as_deref(), &event);
                    taken.entries.push((id, event));
                }
            });
            taken.outcomes.push((client_id, outcome));
        }
        taken
    }

    /// Takes an event of the program's own into account.
    pub fn apply_own(&mut self, event: &Event) {
        self.apply(None, event);
    }

    fn apply(&mut self, client_id: Option<&str>, event: &Event) {
        self.progress.apply(event);
        if event.withdraws() {
            self.seen.clear();
        }
        self.seen.extend(client_id.map(str::to_owned));
    }
}
