//! How far a participant has come: a fold over their events.

use std::collections::{BTreeMap, HashSet};

use crate::study::Page;

use super::event::{Event, Judgement};

/// The state of one session.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Progress {
    /// Whether the consent was given.
    pub consented: bool,
    /// The pages that were sent.
    pub answered: HashSet<Page>,
    /// The verdicts by the trial's place.
    pub judged: BTreeMap<usize, Judgement>,
    /// Whether the debrief was read, and then whether the data may be kept.
    pub debriefed: Option<bool>,
    /// Whether the participant withdrew.
    pub withdrawn: bool,
}

impl Progress {
    /// The state after some events.
    pub fn after<'e>(events: impl IntoIterator<Item = &'e Event>) -> Self {
        let mut progress = Self::default();
        for event in events {
            progress.apply(event);
        }
        progress
    }

    /// Takes one more event into account.
    pub fn apply(&mut self, event: &Event) {
        match event {
            Event::Consented => self.consented = true,
            Event::Answered { page, .. } => {
                self.answered.insert(*page);
            }
            Event::Judged(judgement) => {
                self.judged.insert(judgement.trial, judgement.clone());
            }
            Event::Debriefed { keep_data } => self.debriefed = Some(*keep_data),
            Event::Withdrew => self.withdrawn = true,
            Event::Enrolled { .. }
            | Event::TrialOpened { .. }
            | Event::EvidenceOpened { .. }
            | Event::EvidenceClosed { .. }
            | Event::Visibility { .. }
            | Event::BlockEnded { .. }
            | Event::Completed
            | Event::StudyOpened { .. }
            | Event::StudyClosed => {}
        }
    }

    /// Whether the data may not be analysed.
    pub fn is_withdrawn(&self) -> bool {
        self.withdrawn || self.debriefed == Some(false)
    }
}
