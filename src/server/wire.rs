//! What browsers send and get: opaque names for trials, verdicts as the digits of the keys.

use serde::{Deserialize, Serialize};

use crate::journal::ParticipantId;
use crate::session::{Event, Judgement, Sent, Stage, Timing};
use crate::study::Verdict;

/// The opaque name of a trial: the same for a participant, unlike for any two participants, and telling nothing of the alert.
pub fn reference(participant: &ParticipantId, place: usize) -> String {
    let hash = blake3::hash(format!("trial {} {place}", participant.0).as_bytes());
    hash.to_hex().as_str()[..16].to_owned()
}

/// What a browser sends: events in the order in which they happened.
#[derive(Debug, Serialize, Deserialize)]
pub struct WireSubmission {
    /// The events.
    pub events: Vec<WireEvent>,
}

/// One event as a browser sends it.
#[derive(Debug, Serialize, Deserialize)]
pub struct WireEvent {
    /// Made by the browser, the same when the event is sent again.
    pub id: String,
    /// The trial's opaque name.
    pub trial: String,
    /// What happened.
    #[serde(flatten)]
    pub what: WireWhat,
}

/// What happened in a trial.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[expect(missing_docs, reason = "as in `session::Event`")]
pub enum WireWhat {
    TrialOpened {
        onset_epoch_ms: f64,
    },
    EvidenceOpened {
        evidence: String,
        at_ms: f64,
    },
    EvidenceClosed {
        evidence: String,
        at_ms: f64,
    },
    Visibility {
        hidden: bool,
        at_ms: f64,
    },
    AdviceOpened {
        at_ms: f64,
    },
    Judged {
        #[serde(default)]
        stage: Stage,
        verdict: Option<u8>,
        confidence: Option<u8>,
        decisive: Vec<String>,
        #[serde(default)]
        justification: Option<String>,
        #[serde(default)]
        expired: bool,
        #[serde(flatten)]
        timing: Timing,
    },
}

/// What a browser gets back.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct WireReply {
    /// Ids of the events that are on disk.
    pub saved: Vec<String>,
    /// Ids of the events that will never be taken, and why.
    pub refused: Vec<WireRefusal>,
}

/// An event that was not taken.
#[derive(Debug, Serialize, Deserialize)]
pub struct WireRefusal {
    /// The event's id.
    pub id: String,
    /// Why.
    pub reason: String,
}

impl WireEvent {
    /// The event as the session knows it; `place` finds a trial by its opaque name.
    pub fn read(self, place: impl Fn(&str) -> Option<usize>) -> Result<Sent, WireRefusal> {
        const LONGEST_ID: usize = 64;
        let refuse = |id: &str, reason: &str| Err(WireRefusal { id: id.into(), reason: reason.into() });
        let readable = self.id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        let reserved = ["server-", "form-"].iter().any(|prefix| self.id.starts_with(prefix));
        if self.id.is_empty() || self.id.len() > LONGEST_ID || !readable || reserved {
            return refuse(
                &self.id,
                "the id is empty, too long, reserved, or has other signs than letters, digits and hyphens",
            );
        }
        let Some(trial) = place(&self.trial) else { return refuse(&self.id, "there is no such trial") };
        let event = match self.what {
            WireWhat::TrialOpened { onset_epoch_ms } => Event::TrialOpened { trial, onset_epoch_ms },
            WireWhat::EvidenceOpened { evidence, at_ms } => Event::EvidenceOpened { trial, evidence, at_ms },
            WireWhat::EvidenceClosed { evidence, at_ms } => Event::EvidenceClosed { trial, evidence, at_ms },
            WireWhat::Visibility { hidden, at_ms } => Event::Visibility { trial, hidden, at_ms },
            WireWhat::AdviceOpened { at_ms } => Event::AdviceOpened { trial, at_ms },
            WireWhat::Judged { stage, verdict, confidence, decisive, justification, expired, timing } => {
                let named = |key: u8| usize::from(key).checked_sub(1).and_then(|key| Verdict::NAMED.get(key));
                let verdict = match verdict.map(named) {
                    None => None,
                    Some(Some((_, verdict))) => Some(*verdict),
                    Some(None) => return refuse(&self.id, "the verdict is not 1, 2 or 3"),
                };
                let justification = justification.filter(|text| !text.trim().is_empty());
                Event::Judged(Judgement { trial, stage, verdict, confidence, decisive, justification, expired, timing })
            }
        };
        Ok(Sent { client_id: self.id, event })
    }
}
