//! Decisions in three classes: true positive, benign positive and false positive told apart.

use crate::assignment::Arm;
use crate::measures::TrialRow;

use super::estimate::Estimate;
use super::sample::Sample;
use super::share::Share;

const THREE_CLASSES: [Share; 3] = [
    Share {
        id: "accuracy-three-classes-unaided",
        label: "Right in three classes without advice",
        method: "trials decided in the true class / trials, without advice",
        event: |row| exact(row, Arm::Unaided),
    },
    Share {
        id: "accuracy-three-classes-aided",
        label: "Right in three classes with advice",
        method: "trials decided in the true class / trials, with right or wrong advice at the seeded rate",
        event: |row| exact(row, Arm::Aided),
    },
    Share {
        id: "misled-elsewhere",
        label: "Misled elsewhere: wrong advice left for another wrong class",
        method: "trials decided neither as advised nor rightly / trials with advice that is wrong, in three classes",
        event: misled_elsewhere,
    },
];

/// Accuracy in three classes by arm, and N[a != t, f != a, f != t] / N[a != t].
pub fn three_classes(sample: &Sample<'_>) -> Vec<Estimate> {
    THREE_CLASSES.iter().map(|share| share.estimate(sample)).collect()
}

fn exact(row: &TrialRow, arm: Arm) -> Option<bool> {
    (row.arm == arm).then(|| row.decision == Some(row.truth))
}

/// Where the time ended without a decision, nobody was led anywhere.
fn misled_elsewhere(row: &TrialRow) -> Option<bool> {
    let advice = row.advice.filter(|advice| *advice != row.truth)?;
    Some(row.decision.is_some_and(|decision| decision != advice && decision != row.truth))
}
