//! What can happen in a session, as it is written to the journal.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::assignment::Stratum;
use crate::study::{Page, Verdict};

use super::browser_check::BrowserCheck;

/// One thing that happened. Trials are named by their place in the participant's schedule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "payload", rename_all = "kebab-case")]
pub enum Event {
    /// A participant got a number and a cell.
    Enrolled {
        /// Counted from 0 in the order of enrolment.
        number: u64,
        /// The number of the counterbalancing cell; none where a stratified study gives it later.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cell: Option<usize>,
    },
    /// A participant of a stratified study got a cell, when the background questions were answered.
    Assigned {
        /// The stratum that the answers make.
        stratum: Stratum,
        /// The number of the counterbalancing cell.
        cell: usize,
    },
    /// A language was chosen, before the consent; the last one counts.
    LanguageChosen {
        /// Its code.
        language: String,
    },
    /// The consent was given.
    Consented,
    /// A page of questions or of text was sent.
    Answered {
        /// Which page.
        page: Page,
        /// The values by question id.
        answers: BTreeMap<String, f64>,
    },
    /// The browser was looked at before the instructions.
    BrowserChecked(BrowserCheck),
    /// An alert was shown; again, where the page was loaded anew.
    TrialOpened {
        /// The trial's place.
        trial: usize,
        /// The browser's wall clock at the onset, in milliseconds since 1970.
        onset_epoch_ms: f64,
    },
    /// A panel was opened.
    EvidenceOpened {
        /// The trial's place.
        trial: usize,
        /// The panel's letter.
        evidence: String,
        /// Milliseconds since the onset.
        at_ms: f64,
    },
    /// A panel was closed.
    EvidenceClosed {
        /// The trial's place.
        trial: usize,
        /// The panel's letter.
        evidence: String,
        /// Milliseconds since the onset.
        at_ms: f64,
    },
    /// The page was hidden, left or lost the focus, or came back.
    Visibility {
        /// The trial's place.
        trial: usize,
        /// Whether it is away from now on.
        hidden: bool,
        /// Milliseconds since the onset.
        at_ms: f64,
    },
    /// The advice came up: asked for, after a delay, or after the own verdict.
    AdviceOpened {
        /// The trial's place.
        trial: usize,
        /// Milliseconds since the onset.
        at_ms: f64,
    },
    /// A verdict was given. Unless it is the initial one, the trial is closed.
    Judged(Judgement),
    /// Too few practice verdicts were right: practice begins again.
    PracticeRepeated {
        /// The practice trials, which are the first ones.
        trials: usize,
        /// How many of their verdicts were right.
        right: usize,
    },
    /// Too few practice verdicts were right in the last round too.
    PracticeFailed {
        /// How many of its verdicts were right.
        right: usize,
        /// Whether the session ends.
        ends: bool,
    },
    /// The participant came back after a break that was too long.
    CameBackLate {
        /// Whole minutes since the last event.
        away_min: u64,
        /// Whether the session starts again at the instructions; otherwise it ends.
        restarts: bool,
    },
    /// The questions of a block were answered.
    BlockEnded {
        /// Counted from 0.
        block: usize,
    },
    /// The last questions were answered.
    Completed,
    /// The debrief was read, and the participant said whether the data may be kept.
    Debriefed {
        /// Whether the data may be analysed.
        keep_data: bool,
    },
    /// The participant withdrew.
    Withdrew,
    /// A study came to life: what its files were (participant `study` only).
    StudyOpened {
        /// Hash of the study file.
        study: String,
        /// Hash of the dataset.
        dataset: String,
        /// Hash of the analysis plan.
        plan: String,
        /// Hash of what the assignment depends on.
        assignment: String,
    },
    /// The study was closed; from now on its outcomes may be looked at (participant `study` only).
    StudyClosed,
}

/// Which of the verdicts of a trial.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// The own one, before advice is shown.
    Initial,
    /// The one that counts.
    #[default]
    Final,
}

impl Stage {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
    fn is_final(&self) -> bool {
        *self == Self::Final
    }
}

/// A verdict with everything that was measured about it. Fields that came later are left out where they say nothing, so that
/// the chains of earlier journals still verify.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    /// The trial's place.
    pub trial: usize,
    /// Whether it is the own verdict before advice.
    #[serde(default, skip_serializing_if = "Stage::is_final")]
    pub stage: Stage,
    /// What the participant says the alert is; none where the time ended without a choice.
    pub verdict: Option<Verdict>,
    /// Stated probability of being right, in percent; none where it was not asked, or where the time ended without a choice.
    pub confidence: Option<u8>,
    /// The panels named as decisive.
    pub decisive: Vec<String>,
    /// Why, in the participant's words, where the condition asks for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub justification: Option<String>,
    /// Whether the time ended it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub expired: bool,
    /// How long it took.
    pub timing: Timing,
}

impl Judgement {
    /// The verdict that counts, with a stated confidence and nothing else that a condition could ask for.
    pub fn plain(trial: usize, verdict: Verdict, confidence: u8, timing: Timing) -> Self {
        Self {
            trial,
            stage: Stage::Final,
            verdict: Some(verdict),
            confidence: Some(confidence),
            decisive: Vec::new(),
            justification: None,
            expired: false,
            timing,
        }
    }
}

/// The browser's measurements of one trial, in milliseconds with fractions.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Timing {
    /// From the frame in which the alert was on the screen to the key press or click that submitted.
    pub wall_ms: f64,
    /// Of this, hidden or without focus.
    pub hidden_ms: f64,
    /// Median interval between frames.
    pub refresh_ms: f64,
    /// Frames that came more than half an interval late.
    pub dropped_frames: u32,
    /// The smallest step of the clock that was seen.
    pub clock_step_ms: f64,
}

impl Timing {
    /// Time with the page in view.
    pub fn active_ms(&self) -> f64 {
        (self.wall_ms - self.hidden_ms).max(0.0)
    }
}

impl Event {
    /// Whether nothing that the participant did may be kept from now on.
    pub fn withdraws(&self) -> bool {
        matches!(self, Self::Withdrew | Self::Debriefed { keep_data: false })
    }

    /// The kind's name and its payload as JSON.
    pub fn to_parts(&self) -> (String, String) {
        let value = serde_json::to_value(self).expect("events hold nothing that JSON cannot");
        let kind = value["kind"].as_str().unwrap_or_default().to_owned();
        let payload = value.get("payload").map_or_else(|| "{}".into(), serde_json::Value::to_string);
        (kind, payload)
    }

    /// The event of a kind and payload.
    pub fn from_parts(kind: &str, payload: &str) -> Result<Self, serde_json::Error> {
        let payload: serde_json::Value = serde_json::from_str(payload)?;
        let is_empty = payload.as_object().is_some_and(serde_json::Map::is_empty);
        let mut value = serde_json::json!({ "kind": kind });
        if !is_empty {
            value["payload"] = payload;
        }
        serde_json::from_value(value)
    }
}

/// The cell that a participant has by some events; none before a stratified study has given one.
pub fn cell_of(events: &[Event]) -> Option<usize> {
    events.iter().rev().find_map(|event| match event {
        Event::Assigned { cell, .. } => Some(*cell),
        Event::Enrolled { cell, .. } => *cell,
        _ => None,
    })
}

/// The stratum that a participant is in by some events; none without strata, and none before the cell is given.
pub fn stratum_of(events: &[Event]) -> Option<Stratum> {
    events.iter().find_map(|event| match event {
        Event::Assigned { stratum, .. } => Some(stratum.clone()),
        _ => None,
    })
}
