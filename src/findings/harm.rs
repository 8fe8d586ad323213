//! Errors by what they cost: attacks that were missed and escalations that were wasted.

use crate::assignment::Arm;
use crate::measures::TrialRow;

use super::estimate::Estimate;
use super::sample::Sample;
use super::share::Share;

const HARM: [Share; 4] = [
    Share {
        id: "missed-attacks-unaided",
        label: "Attacks missed without advice",
        method: "attacks closed / attacks, without advice",
        event: |row| error(row, Arm::Unaided, true),
    },
    Share {
        id: "missed-attacks-aided",
        label: "Attacks missed with advice",
        method: "attacks closed / attacks, with right or wrong advice at the seeded rate",
        event: |row| error(row, Arm::Aided, true),
    },
    Share {
        id: "wasted-escalations-unaided",
        label: "Harmless alerts escalated without advice",
        method: "harmless alerts escalated / harmless alerts, without advice",
        event: |row| error(row, Arm::Unaided, false),
    },
    Share {
        id: "wasted-escalations-aided",
        label: "Harmless alerts escalated with advice",
        method: "harmless alerts escalated / harmless alerts, with right or wrong advice at the seeded rate",
        event: |row| error(row, Arm::Aided, false),
    },
];

/// False negatives and false positives by arm.
pub fn harm(sample: &Sample<'_>) -> Vec<Estimate> {
    HARM.iter().map(|share| share.estimate(sample)).collect()
}

/// Whether the decision is wrong, among the arm's alerts of one kind.
fn error(row: &TrialRow, arm: Arm, attack: bool) -> Option<bool> {
    (row.arm == arm && row.truth.needs_action() == attack).then(|| !row.correct())
}
