//! What the estimates promise, on tables small enough to count by hand.

mod beliefs;
mod believed;
mod counted;
mod cues;
mod edges;
mod outcomes;
mod promises;
mod sequential;
mod whole;

use crate::assignment::Arm;
use crate::measures::{Phase, SelfReport, TrialCourse, TrialRow, TrialTable};
use crate::study::{Plan, Verdict};

use super::{Estimate, Sample, estimates};

/// What is shown in a trial.
#[derive(Clone, Copy, PartialEq)]
enum Shown {
    Nothing,
    Right,
    Wrong,
}

/// A trial of participant `.0` on alert `.1`; even alerts are attacks, odd ones harmless.
fn trial(participant: usize, item: usize, shown: Shown, correct: bool, evidence_opened: u32) -> TrialRow {
    let truth = if item.is_multiple_of(2) { Verdict::TruePositive } else { Verdict::BenignPositive };
    let other = if item.is_multiple_of(2) { Verdict::FalsePositive } else { Verdict::TruePositive };
    TrialRow {
        participant,
        item,
        arm: if shown == Shown::Nothing { Arm::Unaided } else { Arm::Aided },
        truth,
        advice: match shown {
            Shown::Nothing => None,
            Shown::Right => Some(truth),
            Shown::Wrong => Some(other),
        },
        decision: Some(if correct { truth } else { other }),
        time_s: Some(30.0),
        hidden_s: 0.0,
        confidence: Some(80.0),
        order: Some(1),
        block: Some(1),
        expected_s: Some(60.0),
        evidence_opened: Some(evidence_opened),
        decisive_opened: Some(evidence_opened > 1),
        decisive_named: Some(false),
        openings: 1,
        course: TrialCourse::default(),
    }
}

fn table(rows: Vec<TrialRow>) -> TrialTable {
    let count = |index: fn(&TrialRow) -> usize| rows.iter().map(index).max().map_or(0, |last| last + 1);
    let names = |count: usize| (0..count).map(|index| index.to_string()).collect();
    TrialTable {
        participants: names(count(|row| row.participant)),
        items: names(count(|row| row.item)),
        conditions: Vec::new(),
        rows,
    }
}

fn report(participant: usize, phase: Phase, question: &str, value: f64) -> SelfReport {
    SelfReport { participant, phase, block: None, question: question.into(), value }
}

fn plan() -> Plan {
    crate::measures::example::plan()
}

/// Every estimate of a table.
fn all(table: &TrialTable, reports: &[SelfReport]) -> Vec<Estimate> {
    let plan = plan();
    estimates(&Sample::new(table, table, reports, &plan))
}

fn find<'e>(estimates: &'e [Estimate], id: &str) -> &'e Estimate {
    estimates.iter().find(|estimate| estimate.id == id).unwrap_or_else(|| panic!("there is no {id}"))
}

/// Expects a value up to rounding.
fn expect_value(estimates: &[Estimate], id: &str, expect: Option<f64>) {
    let value = find(estimates, id).value;
    let agrees = match (value, expect) {
        (Some(value), Some(expect)) => (value - expect).abs() < 1e-9,
        (value, expect) => value == expect,
    };
    assert!(agrees, "{id}: {value:?} where {expect:?} is right");
}
