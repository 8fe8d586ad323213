//! What advice does to a verdict that was there before: for better, for worse, and how often at all.

use crate::measures::TrialRow;

use super::estimate::Estimate;
use super::sample::Sample;
use super::share::Share;

/// A trial with an own verdict before advice, on the primary axis.
struct Consulted {
    /// The advice is right.
    advice: bool,
    /// The own verdict was right.
    before: bool,
    /// The last verdict is right.
    after: bool,
}

const CONSULTATION: [Share; 6] = [
    Share {
        id: "negative-consultation-per-trial",
        label: "Negative consultation: right before wrong advice and wrong after, of all trials",
        method: "trials right before wrong advice and wrong after it / trials with an own verdict before advice",
        event: |row| consulted(row).map(|trial| !trial.advice && trial.before && !trial.after),
    },
    Share {
        id: "negative-consultation-per-opportunity",
        label: "Negative consultation: right before wrong advice and wrong after, of those that could be",
        method: "trials right before wrong advice and wrong after it / trials right before wrong advice",
        event: |row| contrary(row, false).map(|trial| !trial.after),
    },
    Share {
        id: "positive-consultation",
        label: "Positive consultation: wrong before right advice and right after, of all trials",
        method: "trials wrong before right advice and right after it / trials with an own verdict before advice",
        event: |row| consulted(row).map(|trial| trial.advice && !trial.before && trial.after),
    },
    Share {
        id: "switch-fraction",
        label: "Switch fraction: changed to the advice where it disagreed",
        method: "trials changed to the advice / trials whose own verdict before advice disagreed with it",
        event: |row| consulted(row).filter(|trial| trial.advice != trial.before).and_then(|_| row.followed()),
    },
    Share {
        id: "relative-ai-reliance",
        label: "Relative AI reliance: wrong before right advice, and right after",
        method: "trials wrong before right advice and right after it / trials wrong before right advice",
        event: |row| contrary(row, true).map(|trial| trial.after),
    },
    Share {
        id: "relative-self-reliance",
        label: "Relative self-reliance: right before wrong advice, and right after",
        method: "trials right before wrong advice and right after it / trials right before wrong advice",
        event: |row| contrary(row, false).map(|trial| trial.after),
    },
];

/// Why there is no value where advice came with the alert.
pub const NOT_SEQUENTIAL: &str = "no own verdict was asked for before advice";

/// Negative and positive consultation, switch fraction; relative AI reliance (RAIR) and relative self-reliance (RSR) of Schemmer et al.
/// (2023). They need an own verdict before advice, so that trials of other times of advice never enter.
pub fn consultation(sample: &Sample<'_>) -> Vec<Estimate> {
    let lacks = lacks_own_verdicts(sample);
    CONSULTATION.iter().map(|share| share.where_asked(sample, lacks)).collect()
}

/// What to say where no trial has an own verdict before advice.
pub fn lacks_own_verdicts(sample: &Sample<'_>) -> Option<&'static str> {
    let is_sequential = sample.table.rows.iter().any(|row| consulted(row).is_some());
    (!is_sequential).then_some(NOT_SEQUENTIAL)
}

fn consulted(row: &TrialRow) -> Option<Consulted> {
    let own = row.course.initial?;
    Some(Consulted { advice: row.advice_correct()?, before: own.agrees_with(row.truth), after: row.correct() })
}

/// The trial where the advice is right (or wrong) and the own verdict before it was the contrary.
fn contrary(row: &TrialRow, advice: bool) -> Option<Consulted> {
    consulted(row).filter(|trial| trial.advice == advice && trial.before != advice)
}
