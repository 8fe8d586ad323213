//! An alert as an instrument: what fired, the evidence that an analyst can open, the truth, and the advice that can be shown.

use serde::{Deserialize, Serialize};

/// What an alert is, and what a person or an adviser says it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// An attack: somebody has to act.
    TruePositive,
    /// The rule fired rightly on an expected and permitted activity.
    BenignPositive,
    /// The rule is mistaken about what happened.
    FalsePositive,
}

impl Verdict {
    /// Every verdict with its name in files, in the order of the keys 1, 2, 3.
    pub const NAMED: [(&'static str, Self); 3] = [
        ("true-positive", Self::TruePositive),
        ("benign-positive", Self::BenignPositive),
        ("false-positive", Self::FalsePositive),
    ];

    /// The name in files.
    pub fn name(self) -> &'static str {
        Self::NAMED[self as usize].0
    }

    /// The primary axis: needs action (true) or can be closed.
    pub fn needs_action(self) -> bool {
        self == Self::TruePositive
    }

    /// Whether both verdicts stand on the same side of the primary axis.
    pub fn agrees_with(self, other: Self) -> bool {
        self.needs_action() == other.needs_action()
    }

    /// The words that participants read in English.
    pub fn words(self) -> &'static str {
        match self {
            Self::TruePositive => "Needs action",
            Self::BenignPositive => "Benign, expected",
            Self::FalsePositive => "False alarm",
        }
    }
}

/// How hard an alert was judged to be when it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Difficulty {
    /// The decisive evidence is plain once it is open.
    Easy,
    /// What decides has to be read in its context.
    Medium,
    /// A detail of one panel has to be noticed against another, past strong distractors.
    Hard,
}

impl Difficulty {
    /// Every tier with its name in files.
    pub const NAMED: [(&'static str, Self); 3] = [("easy", Self::Easy), ("medium", Self::Medium), ("hard", Self::Hard)];
}

/// How loudly the detection rule calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Severity {
    Low,
    Medium,
    High,
    Critical,
}

impl Severity {
    /// Every severity with its name in files.
    pub const NAMED: [(&'static str, Self); 4] =
        [("low", Self::Low), ("medium", Self::Medium), ("high", Self::High), ("critical", Self::Critical)];

    /// The name that files and pages use.
    pub fn name(self) -> &'static str {
        Self::NAMED[self as usize].0
    }
}

/// What an alert is there for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// A measured trial, in one of the parallel forms (A, B, ...).
    Scored {
        /// The form's name.
        form: String,
    },
    /// Practice with feedback, never analysed.
    Practice,
    /// Its text says which verdict to give: shows whether a participant reads.
    AttentionCheck,
}

/// One alert of a dataset.
#[derive(Debug, Clone)]
pub struct Alert {
    /// The line of alerts.csv on which it starts.
    pub row: u64,
    /// The name in the files; never sent to a participant.
    pub id: String,
    /// The kind of alert, for balance.
    pub family: String,
    /// Measured, practice or attention check.
    pub role: Role,
    /// Judged difficulty.
    pub difficulty: Difficulty,
    /// What the rule says.
    pub title: String,
    /// How loudly it says so.
    pub severity: Severity,
    /// The class of product that raised it.
    pub source: String,
    /// When it happened; none where nobody said.
    pub occurred_at: Option<jiff::Timestamp>,
    /// Two or three neutral sentences.
    pub summary: String,
    /// The things it is about: (kind, value).
    pub entities: Vec<(String, String)>,
    /// The technique id that the rule claims; may be empty where advice is as given.
    pub technique: String,
    /// What it is.
    pub truth: Verdict,
    /// Why it is that.
    pub rationale: String,
    /// What a participant is told at the end.
    pub debrief: String,
    /// The panels, in the order of the screen.
    pub evidence: Vec<Evidence>,
    /// As the dataset's supply of advice says; none for an attention check.
    pub advice: Vec<Advice>,
}

impl Alert {
    /// Seconds that reading the alert with half of its panels takes, from the panels' own estimates.
    pub fn expected_seconds(&self) -> f64 {
        const SUMMARY_AND_DECISION: f64 = 30.0;
        SUMMARY_AND_DECISION + self.evidence.iter().map(|panel| panel.open_cost).sum::<f64>() / 2.0
    }

    /// When it happened, as a participant reads it.
    pub fn when(&self) -> String {
        self.occurred_at.map_or_else(String::new, |time| time.strftime("%Y-%m-%d %H:%M:%S UTC").to_string())
    }

    /// The index of the advice that is right for a right reason; none for an attention check.
    pub fn right_advice(&self) -> Option<usize> {
        self.advice.iter().position(|advice| advice.kind() == AdviceKind::Right)
    }

    /// The indices of the wrong advices.
    pub fn wrong_advice(&self) -> Vec<usize> {
        (0..self.advice.len()).filter(|&index| !self.advice[index].correct).collect()
    }

    /// Whether somebody has to act.
    pub fn needs_action(&self) -> bool {
        self.truth.needs_action()
    }
}

/// One closed panel that a participant can open.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// The line of evidence.csv on which it starts.
    pub row: u64,
    /// A letter: the key that opens it.
    pub id: String,
    /// What kind of panel it is.
    pub panel: String,
    /// The panel's heading.
    pub title: String,
    /// The text, as an analyst would see it.
    pub content: String,
    /// Whether it decides the alert.
    pub decisive: bool,
    /// Seconds that an analyst needs to read it, as judged.
    pub open_cost: f64,
}

/// One advice, right or wrong.
#[derive(Debug, Clone)]
pub struct Advice {
    /// The line of advice.csv on which it starts.
    pub row: u64,
    /// The name in the files; never sent to a participant.
    pub id: String,
    /// Whether it agrees with the truth on the primary axis.
    pub correct: bool,
    /// What it says the alert is.
    pub verdict: Verdict,
    /// Its stated confidence in percent; none where an adviser gave none.
    pub confidence: Option<u8>,
    /// Its reasons.
    pub rationale: String,
    /// The panels that it cites.
    pub cites: Vec<String>,
    /// What it recommends to do; may be empty where advice is as given.
    pub action: String,
    /// How its reasoning is wrong; empty where it is sound, or where nobody said.
    pub failure_mode: String,
    /// The panels that refute its faulty step.
    pub refuted_by: Vec<String>,
    /// The panels that it should not have left out.
    pub omits: Vec<String>,
}

impl Advice {
    /// Right, right for the wrong reason, or wrong.
    pub fn kind(&self) -> AdviceKind {
        match (self.correct, self.failure_mode.is_empty()) {
            (true, true) => AdviceKind::Right,
            (true, false) => AdviceKind::RightForWrongReason,
            (false, _) => AdviceKind::Wrong,
        }
    }
}

/// How an advice stands to the truth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AdviceKind {
    /// Its verdict and its reason hold.
    Right,
    /// Its verdict holds and a panel refutes its reason.
    RightForWrongReason,
    /// Its verdict contradicts the truth.
    Wrong,
}

/// The ways in which an advice's reasoning can be wrong.
pub const FAILURE_MODES: [&str; 12] = [
    "living-off-the-land-under-called",
    "assumed-test",
    "absence-as-evidence",
    "alert-parroting",
    "admin-tool-over-called",
    "missed-linked-event",
    "over-generalised-precedent",
    "wrong-asset-context",
    "misread-field",
    "stale-threat-intelligence",
    "fabricated-evidence",
    "attacker-text-believed",
];
