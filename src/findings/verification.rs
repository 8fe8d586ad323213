//! Whether people look before they decide.

use crate::assignment::Arm;
use crate::measures::TrialRow;
use crate::statistics::{ItemWeight, StandardisedDifference, pooled_mean};

use super::estimate::{Estimate, Unit};
use super::sample::{Basis, Draft, Sample};
use super::share::Share;

const DECISIVE: [Share; 2] = [
    Share {
        id: "decisive-opened-unaided",
        label: "Decisive evidence opened without advice",
        method: "trials in which a decisive panel was opened before deciding / trials, without advice",
        event: |row| (row.arm == Arm::Unaided).then_some(row.decisive_opened).flatten(),
    },
    Share {
        id: "decisive-opened-aided",
        label: "Decisive evidence opened with advice",
        method: "trials in which a decisive panel was opened before deciding / trials, with advice",
        event: |row| (row.arm == Arm::Aided).then_some(row.decisive_opened).flatten(),
    },
];

/// Decisive evidence and panels opened by arm, and the sampling gap.
pub fn verification(sample: &Sample<'_>) -> Vec<Estimate> {
    let mut estimates: Vec<Estimate> = DECISIVE.iter().map(|share| share.estimate(sample)).collect();
    estimates.push(opened(sample, Arm::Unaided));
    estimates.push(opened(sample, Arm::Aided));
    estimates.push(sampling_gap(sample));
    estimates
}

/// Mean number of different panels opened in a trial, pooled.
fn opened(sample: &Sample<'_>, arm: Arm) -> Estimate {
    let panels = sample.observe(|row| in_arm(row, arm));
    let with = if arm == Arm::Aided { "with advice" } else { "without advice" };
    let draft = Draft {
        id: format!("evidence-opened-{}", arm.name()),
        label: format!("Panels opened {with} (per alert, pooled)"),
        unit: Unit::Count,
        method: format!("pooled mean of the different panels opened before deciding, {with}"),
        basis: Basis::of(&panels),
        undefined: format!("there was no trial {with}"),
        notes: Vec::new(),
    };
    sample.estimate(draft, |weights| pooled_mean(&panels, weights))
}

/// Panels opened unaided minus aided on the same items: how much less is looked at.
fn sampling_gap(sample: &Sample<'_>) -> Estimate {
    let gap = StandardisedDifference::new(
        sample.observe(|row| in_arm(row, Arm::Unaided)),
        sample.observe(|row| in_arm(row, Arm::Aided)),
        ItemWeight::Both,
    );
    let draft = Draft {
        id: "sampling-gap".into(),
        label: "Sampling gap: panels left closed because of advice, same alerts (per alert)".into(),
        unit: Unit::Count,
        method:
            "mean panels opened unaided minus aided on the same alert, averaged over alerts weighted by all its trials"
                .into(),
        basis: Basis::of(gap.first.iter().chain(&gap.second)),
        undefined: "no alert was met both with and without advice".into(),
        notes: Vec::new(),
    };
    sample.estimate(draft, |weights| gap.value(weights))
}

fn in_arm(row: &TrialRow, arm: Arm) -> Option<f64> {
    row.evidence_opened.filter(|_| row.arm == arm).map(f64::from)
}
