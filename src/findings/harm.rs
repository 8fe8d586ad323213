//! Errors by what they cost: attacks that were missed and escalations that were wasted.

use crate::assignment::Arm;
use crate::measures::TrialRow;
use crate::statistics::{ItemWeight, StandardisedDifference};
use crate::study::Verdict;

use super::estimate::{Estimate, Unit};
use super::sample::{Basis, Draft, Sample, indicator};
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

/// False negatives and false positives by arm, and what advice adds to them on the same alerts.
pub fn harm(sample: &Sample<'_>) -> Vec<Estimate> {
    let mut estimates: Vec<Estimate> = HARM.iter().map(|share| share.estimate(sample)).collect();
    estimates.push(added(sample, "missed-attacks-effect", "Attacks missed more often with advice", true));
    estimates.push(added(
        sample,
        "wasted-escalations-effect",
        "Harmless alerts escalated more often with advice",
        false,
    ));
    estimates
}

/// 100 (share with advice - share without) on the same alerts, averaged over alerts by all their trials.
fn added(sample: &Sample<'_>, id: &str, label: &str, attack: bool) -> Estimate {
    let of = |arm| sample.observe(|row| error(row, arm, attack).map(indicator));
    let difference = StandardisedDifference::new(of(Arm::Aided), of(Arm::Unaided), ItemWeight::Both);
    let draft = Draft {
        id: id.into(),
        label: format!("{label}, same alerts (percentage points)"),
        unit: Unit::Points,
        method:
            "share with advice minus share without on the same alert, averaged over alerts weighted by all its trials"
                .into(),
        basis: Basis::of(difference.first.iter().chain(&difference.second)),
        undefined: "no such alert was met both with and without advice".into(),
        notes: Vec::new(),
    };
    sample.estimate(draft, |weights| difference.value(weights).map(|share| 100.0 * share))
}

/// Whether an attack was not acted on, or a harmless alert was, among the arm's alerts of one kind. An attack on which the time ended
/// without a choice is missed; a harmless alert on which it did is no escalation.
fn error(row: &TrialRow, arm: Arm, attack: bool) -> Option<bool> {
    let escalated = row.decision.is_some_and(Verdict::needs_action);
    (row.arm == arm && row.truth.needs_action() == attack).then_some(escalated != attack)
}
