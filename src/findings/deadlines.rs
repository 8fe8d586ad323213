//! How often the time ran out.

use crate::assignment::Arm;
use crate::statistics::pooled_mean;

use super::estimate::{Estimate, Unit};
use super::sample::{Basis, Draft, Sample, indicator};

/// The share of trials that a hard deadline ended, by arm. Their times are censored and enter no effect on time.
pub fn deadlines(sample: &Sample<'_>) -> Vec<Estimate> {
    [Arm::Unaided, Arm::Aided].map(|arm| expiries(sample, arm)).into()
}

/// Trials that the deadline ended / trials of groups with a hard deadline; who asked for no limit is among them.
fn expiries(sample: &Sample<'_>, arm: Arm) -> Estimate {
    let has_limit = |condition: usize| {
        let deadline = sample.table.conditions.get(condition).and_then(|condition| condition.deadline);
        deadline.is_some_and(|deadline| deadline.hard)
    };
    let events = sample
        .observe(|row| (row.arm == arm && has_limit(row.course.condition)).then(|| indicator(row.course.expired)));
    let with = if arm == Arm::Aided { "with advice" } else { "without advice" };
    let draft = Draft {
        id: format!("deadline-expiries-{}", arm.name()),
        label: format!("Alerts that the deadline ended {with} (pooled share)"),
        unit: Unit::Proportion,
        method: format!(
            "pooled: trials that a hard deadline ended / trials {with} of groups that have one, also of those who asked for none"
        ),
        basis: Basis::of_events(&events),
        undefined: format!("no group with a hard deadline had a trial {with}"),
        notes: Vec::new(),
    };
    sample.estimate(draft, |weights| pooled_mean(&events, weights))
}
