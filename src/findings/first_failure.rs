//! What people do when the AI fails for the first time, and when it says nothing about an attack.

use crate::measures::TrialRow;
use crate::statistics::pooled_mean;

use super::estimate::{Estimate, Unit};
use super::sample::{Basis, Draft, Sample, indicator};
use super::share::Share;

const SILENT: Share = Share {
    id: "silent-omission-rate",
    label: "Silent omission: attacks closed where the AI said nothing",
    method: "attacks closed / attacks in trials of blocks with advice that have none",
    event: |row| (row.course.silent && row.truth.needs_action()).then(|| !row.correct()),
};

/// The first failure, and omissions where the AI is silent (Skitka, Mosier & Burdick 1999).
pub fn first_failure(sample: &Sample<'_>) -> Vec<Estimate> {
    let speaks = !sample.table.rows.iter().any(|row| row.course.silent);
    let lacks = speaks.then_some("the AI was never silent in a block with advice");
    vec![failure(sample), SILENT.where_asked(sample, lacks)]
}

/// P(f = a) on each participant's first wrong advice, of all trials shown; if the plan leaves out that trial, the participant does not
/// enter.
fn failure(sample: &Sample<'_>) -> Estimate {
    let mut first = vec![None; sample.table.participants.len()];
    for row in sample.shown.rows.iter().filter(|row| is_wrong(row)) {
        let earliest = &mut first[row.participant];
        *earliest = [*earliest, row.order].into_iter().flatten().min();
    }
    let events = sample.observe(|row| {
        let is_first = is_wrong(row) && row.order.is_some() && row.order == first[row.participant];
        is_first.then(|| row.followed().map(indicator)).flatten()
    });
    let draft = Draft {
        id: "first-failure".into(),
        label: "First failure: the first wrong advice followed (share of participants)".into(),
        unit: Unit::Proportion,
        method:
            "participants who followed the first wrong advice that they were shown / participants who were shown any"
                .into(),
        basis: Basis::of_events(&events),
        undefined: "no wrong advice was shown at a known place (0 of 0)".into(),
        notes: Vec::new(),
    };
    sample.estimate(draft, |weights| pooled_mean(&events, weights))
}

fn is_wrong(row: &TrialRow) -> bool {
    row.advice_correct() == Some(false)
}
