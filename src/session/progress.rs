//! How far a participant has come: a fold over their events.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::study::{Page, UNTIMED};

use super::event::{Event, Judgement, Stage};

/// The state of one session.
#[expect(clippy::struct_excessive_bools, reason = "each says whether one thing has happened")]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Progress {
    /// Whether the consent was given.
    pub consented: bool,
    /// The pages that were sent.
    pub answered: HashSet<Page>,
    /// Whether the participant asked for no time limit.
    pub untimed: bool,
    /// The own verdicts before advice, by the trial's place.
    pub initial: BTreeMap<usize, Judgement>,
    /// The panels that were opened in the trial that is not closed yet.
    pub panels: BTreeSet<String>,
    /// Whether the advice of that trial came up.
    pub advice_opened: bool,
    /// The verdicts that count, by the trial's place.
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

    /// Takes one more event into account. A withdrawal forgets everything before it, as the journal does.
    pub fn apply(&mut self, event: &Event) {
        if event.withdraws() {
            *self = Self::default();
        }
        match event {
            Event::Consented => self.consented = true,
            Event::Answered { page, answers } => {
                self.answered.insert(*page);
                self.untimed |= answers.get(UNTIMED).is_some_and(|answer| *answer > 0.0);
            }
            Event::EvidenceOpened { evidence, .. } => {
                self.panels.insert(evidence.clone());
            }
            // A trial that is loaded again starts anew: its advice has to come up again.
            Event::TrialOpened { .. } => self.advice_opened = false,
            Event::AdviceOpened { .. } => self.advice_opened = true,
            Event::Judged(judgement) if judgement.stage == Stage::Initial => {
                self.initial.insert(judgement.trial, judgement.clone());
            }
            Event::Judged(judgement) => {
                self.judged.insert(judgement.trial, judgement.clone());
                self.panels.clear();
                self.advice_opened = false;
            }
            Event::Debriefed { keep_data } => self.debriefed = Some(*keep_data),
            Event::Withdrew => self.withdrawn = true,
            Event::Enrolled { .. }
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
