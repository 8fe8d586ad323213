//! How far a participant has come: a fold over their events.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::study::{Page, UNTIMED};

use super::event::{Event, Judgement, Stage};

/// Why a session ended before its last questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Practice did not show what the study asks for.
    Practice,
    /// The participant came back too late.
    Late,
}

/// The state of one session.
#[expect(clippy::struct_excessive_bools, reason = "each says whether one thing has happened")]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Progress {
    /// The language that was chosen; none where the study has one alone.
    pub language: Option<String>,
    /// Whether the consent was given.
    pub consented: bool,
    /// The pages that were sent.
    pub answered: HashSet<Page>,
    /// Whether the browser was looked at.
    pub browser_checked: bool,
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
    /// The last trial that was shown, by its place.
    pub furthest: Option<usize>,
    /// How often practice was begun again.
    pub practice_repeated: usize,
    /// Whether the last round of practice was not good enough.
    pub practice_failed: bool,
    /// Why the session has ended before its last questions, where it has.
    pub ended: Option<Ending>,
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
            Event::LanguageChosen { language } => self.language = Some(language.clone()),
            Event::Consented => self.consented = true,
            Event::BrowserChecked(_) => self.browser_checked = true,
            Event::Answered { page, answers } => {
                self.answered.insert(*page);
                self.untimed |= answers.get(UNTIMED).is_some_and(|answer| *answer > 0.0);
            }
            Event::EvidenceOpened { evidence, .. } => {
                self.panels.insert(evidence.clone());
            }
            // A trial that is loaded again starts anew: its advice has to come up again.
            Event::TrialOpened { trial, .. } => {
                self.advice_opened = false;
                self.furthest = self.furthest.max(Some(*trial));
            }
            Event::AdviceOpened { .. } => self.advice_opened = true,
            Event::Judged(judgement) if judgement.stage == Stage::Initial => {
                self.initial.insert(judgement.trial, judgement.clone());
            }
            Event::Judged(judgement) => {
                self.furthest = self.furthest.max(Some(judgement.trial));
                self.judged.insert(judgement.trial, judgement.clone());
                self.panels.clear();
                self.advice_opened = false;
            }
            Event::PracticeRepeated { trials, .. } => {
                self.practice_repeated += 1;
                self.forget_trials(|place| place < *trials);
            }
            Event::PracticeFailed { ends, .. } => {
                self.practice_failed = true;
                self.ended = ends.then_some(Ending::Practice);
            }
            Event::CameBackLate { restarts: false, .. } => self.ended = Some(Ending::Late),
            Event::CameBackLate { restarts: true, .. } => {
                self.forget_trials(|_| true);
                self.answered.remove(&Page::Instructions);
                (self.practice_repeated, self.practice_failed) = (0, false);
            }
            Event::Debriefed { keep_data } => self.debriefed = Some(*keep_data),
            Event::Withdrew => self.withdrawn = true,
            Event::Enrolled { .. }
            | Event::Assigned { .. }
            | Event::EvidenceClosed { .. }
            | Event::Visibility { .. }
            | Event::BlockEnded { .. }
            | Event::Completed
            | Event::StudyOpened { .. }
            | Event::StudyClosed => {}
        }
    }

    /// Some trials are to be decided again.
    fn forget_trials(&mut self, which: impl Fn(usize) -> bool) {
        self.initial.retain(|place, _| !which(*place));
        self.judged.retain(|place, _| !which(*place));
        self.answered.retain(|page| !matches!(page, Page::Feedback(place) if which(*place)));
        self.panels.clear();
        self.advice_opened = false;
    }

    /// Whether nothing more is asked: the debrief was read, a rule has ended the session, or the participant withdrew.
    pub fn is_over(&self) -> bool {
        self.withdrawn || self.debriefed.is_some() || self.ended.is_some()
    }

    /// Whether the data may not be analysed.
    pub fn is_withdrawn(&self) -> bool {
        self.withdrawn || self.debriefed == Some(false)
    }
}
