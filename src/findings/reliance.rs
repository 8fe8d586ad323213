//! How often advice was followed when it should not have been, and not followed when it should: every denominator apart.

use crate::measures::TrialRow;
use crate::statistics::pooled_mean;

use super::estimate::{Estimate, Unit};
use super::sample::{Basis, Draft, Sample, indicator};
use super::share::Share;

const MISTAKES: [Share; 4] = [
    Share {
        id: "over-reliance",
        label: "Wrong advice followed",
        method: "trials with wrong advice that was followed / trials with wrong advice",
        event: |row| given(row, false, followed(row)),
    },
    Share {
        id: "under-reliance",
        label: "Right advice not followed",
        method: "trials with right advice that was not followed / trials with right advice",
        event: |row| given(row, true, !followed(row)),
    },
    Share {
        id: "commission-rate",
        label: "Commission: a false \"needs action\" followed",
        method: "trials with followed advice to act on a harmless alert / trials with advice to act on a harmless alert",
        event: |row| (!row.truth.needs_action()).then(|| given(row, false, followed(row))).flatten(),
    },
    Share {
        id: "omission-rate",
        label: "Omission: a false \"close\" followed",
        method: "trials with followed advice to close an attack / trials with advice to close an attack",
        event: |row| row.truth.needs_action().then(|| given(row, false, followed(row))).flatten(),
    },
];

const AGREEMENT: Share = Share {
    id: "agreement",
    label: "Decisions that agree with the advice",
    method: "trials decided as the advice says / trials with advice; agreement is not influence",
    event: TrialRow::followed,
};

const BLIND_ACCEPTANCE: Share = Share {
    id: "blind-acceptance",
    label: "Advice followed without opening any evidence",
    method: "trials decided as the advice says with no panel opened before / trials with advice",
    event: |row| Some(row.followed()? && row.evidence_opened? == 0),
};

/// Over- and under-reliance, commissions and omissions (Skitka, Mosier & Burdick 1999).
pub fn mistakes(sample: &Sample<'_>) -> Vec<Estimate> {
    MISTAKES.iter().map(|share| share.estimate(sample)).collect()
}

/// Agreement, discernment and blind acceptance.
pub fn adherence(sample: &Sample<'_>) -> Vec<Estimate> {
    vec![AGREEMENT.estimate(sample), discernment(sample), BLIND_ACCEPTANCE.estimate(sample)]
}

/// P(followed given right advice) - P(followed given wrong advice), pooled.
fn discernment(sample: &Sample<'_>) -> Estimate {
    let when = |right| sample.observe(|row| given(row, right, followed(row)).map(indicator));
    let (right, wrong) = (when(true), when(false));
    let draft = Draft {
        id: "discernment".into(),
        label: "Discernment: right advice followed more often than wrong (percentage points, pooled)".into(),
        unit: Unit::Points,
        method: "pooled share followed among trials with right advice, minus the same among trials with wrong advice"
            .into(),
        basis: Basis::of(right.iter().chain(&wrong)),
        undefined: "right advice, wrong advice or both were never shown".into(),
        notes: Vec::new(),
    };
    sample.estimate(draft, |weights| Some(100.0 * (pooled_mean(&right, weights)? - pooled_mean(&wrong, weights)?)))
}

/// The event in a trial whose advice was right (or wrong); none in any other trial.
fn given(row: &TrialRow, right: bool, event: bool) -> Option<bool> {
    (row.advice_correct() == Some(right)).then_some(event)
}

fn followed(row: &TrialRow) -> bool {
    row.followed() == Some(true)
}
